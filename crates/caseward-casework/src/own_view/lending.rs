//! Lending a worker's own device to the client who sits there: their view opens, and the worker's session is locked.
//!
//! RE-6, DV-4.6.6, DV-4.6.4. Nothing of the worker's is open meanwhile; it comes back with the worker's own proof, as after any
//! lock, and then the view is over. The client is taken to be there still, so that nobody else's name meets their eyes.

use caseward_gate::{Amend, Request};

use super::error::OwnViewError;
use super::sessions::Open;
use super::turning::the_view;
use crate::presence::begin_in;
use crate::sign_in::lock_in;
use crate::{CaseworkError, Office};

impl Office {
    /// Opens a client's own view on the device of a worker's session, and locks that session; gives the secret of what is
    /// open.
    ///
    /// # Errors
    /// [`OwnViewError::Off`] until the view was turned on; the gate's refusal.
    pub async fn lend_device(
        &self,
        request: &Request,
        session: &str,
    ) -> Result<String, OwnViewError> {
        let (worker, worker_session) = (request.asker, self.hash("session", session)?);
        let (secret, hash) = self.make_token("own-view")?;
        let prints = self.gate.fingerprints()?;
        self.at_own_view::<Amend, _, _>(request, "own_view_lent", move |desk| {
            let (_, view) = the_view(desk)?;
            let (person_no, _) = desk.works.worker(view.person)?;
            let (client_no, now_ms) = (desk.client_no(), desk.works.now_ms());
            let transaction = desk.works.transaction();
            let Some(called) = lock_in(transaction, &prints, &worker_session)? else {
                let reason = "only a session in a browser can be lent";
                return Err(CaseworkError::Unfit(reason.to_owned()).into());
            };
            let open = Open::begun(client_no, person_no, now_ms, worker_session.to_vec());
            open.insert(transaction, &prints, &hash)?;
            // When the worker takes the device back, the client sits beside it still (DV-4.6.4).
            begin_in(desk, worker, called)?;
            Ok(())
        })
        .await?;
        Ok(secret)
    }
}
