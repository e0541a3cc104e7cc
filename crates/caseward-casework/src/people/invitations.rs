//! Inviting somebody who was taken in: a link that works once and not for long.
//!
//! NASW-l. The link is shown once, to be handed to the person themselves; it can be withdrawn until they came in.

use caseward_gate::{About, Actor};
use caseward_model::{Id, OfficeAct, Worker};

use super::amiss::Amiss;
use crate::{CaseworkError, Office};

/// How long an invitation is open: three days.
pub const INVITED_MINUTES: i64 = 72 * 60;

impl Office {
    /// Makes the link by which somebody comes in for the first time; an earlier one of theirs opens nothing then.
    ///
    /// # Errors
    /// [`Amiss::NotToBeInvited`] when their access is shut; [`CaseworkError::NotPermitted`].
    pub async fn invite(
        &self,
        by: impl Into<Actor>,
        worker: Id<Worker>,
    ) -> Result<String, CaseworkError> {
        let no = self.end_links(by.into(), worker, "invited", true).await?;
        self.make_sign_in_link(no, INVITED_MINUTES, 1).await
    }

    /// Withdraws whatever link was made for somebody.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`].
    pub async fn withdraw_invitation(
        &self,
        by: impl Into<Actor>,
        worker: Id<Worker>,
    ) -> Result<(), CaseworkError> {
        let withdrawn = self.end_links(by.into(), worker, "invitation_withdrawn", false);
        withdrawn.await.map(drop)
    }

    async fn end_links(
        &self,
        by: Actor,
        worker: Id<Worker>,
        deed: &'static str,
        must_be_open: bool,
    ) -> Result<i64, CaseworkError> {
        self.colleague_for(by, worker).await?;
        let about = About::Worker(worker);
        self.gate
            .perform(by, OfficeAct::ManagePeople, about, deed, move |works| {
                let (no, sheet) = works.worker(worker)?;
                if must_be_open && sheet.is_shut_at(works.now_ms()) {
                    return Err(Amiss::NotToBeInvited.into());
                }
                let sql = "DELETE FROM sign_in_links WHERE worker_no = $1";
                works.transaction().execute(sql, &[no.into()])?;
                Ok(no)
            })
            .await
    }
}
