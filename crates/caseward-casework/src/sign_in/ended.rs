//! The end of someone's access: everything that opens anything in their name is gone, in one piece.
//!
//! NASW-o, CC-2.10, RE-6. Whoever pauses or ends a person's access calls this in the same transaction. Should
//! something have been overlooked, it opens nothing all the same: whether access was paused is read
//! with each request.

use caseward_db::{DbError, Transaction};
use caseward_gate::{About, Actor, Drawer};
use caseward_model::{EmergencyEnd, Id, OfficeAct, Worker};

use super::SignedIn;
use super::card::Means;
use super::links::spend_links_of;
use crate::{CaseworkError, Office};

/// Ends all sessions, tokens, links and remembered browsers of a person.
///
/// # Errors
/// When the database refuses.
pub fn end_everything(tx: &mut Transaction<'_>, worker_no: i64) -> Result<(), DbError> {
    end_begun(tx, worker_no)?;
    spend_links_of(tx, worker_no, None)?;
    let forget = "DELETE FROM known_devices WHERE worker_no = $1";
    tx.execute(forget, &[worker_no.into()])?;
    Ok(())
}

/// Ends all sessions and tokens of a person; they can begin new ones.
///
/// # Errors
/// When the database refuses.
pub(crate) fn end_begun(tx: &mut Transaction<'_>, worker_no: i64) -> Result<(), DbError> {
    for sql in [
        "DELETE FROM sessions WHERE worker_no = $1",
        "DELETE FROM api_tokens WHERE worker_no = $1",
    ] {
        tx.execute(sql, &[worker_no.into()])?;
    }
    Ok(())
}

impl Office {
    /// Takes away everything that a person signs in with, and ends everything that was begun with it: for someone
    /// who has lost all of it, or of whom it was stolen. A new link begins anew.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] when the rules don't let this person do it.
    pub async fn reset_sign_in(
        &self,
        actor: impl Into<Actor>,
        whom: Id<Worker>,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::ManageSignIn, About::Worker(whom));
        let reset = self
            .gate
            .perform(actor, act, about, "sign_in_reset", move |works| {
                let (worker_no, _) = works.worker(whom)?;
                let card = (Drawer::SignIn, worker_no);
                works
                    .change_card::<Means>(card, "means_taken_away", |it| *it = Means::default())?;
                let finds = "DELETE FROM sign_in_finds WHERE worker_no = $1";
                works.transaction().execute(finds, &[worker_no.into()])?;
                works.end_emergencies_of(worker_no, None, EmergencyEnd::SessionsEnded)?;
                Ok::<_, CaseworkError>(end_everything(works.transaction(), worker_no)?)
            });
        reset.await
    }

    /// Ends all sessions of someone. Says how many.
    ///
    /// # Errors
    /// As [`Office::reset_sign_in`].
    pub async fn end_sessions_of(
        &self,
        actor: impl Into<Actor>,
        whom: Id<Worker>,
    ) -> Result<u64, CaseworkError> {
        let (act, about) = (OfficeAct::ManageSignIn, About::Worker(whom));
        let ended = self
            .gate
            .perform(actor, act, about, "sessions_ended", move |works| {
                let (worker_no, _) = works.worker(whom)?;
                works.end_emergencies_of(worker_no, None, EmergencyEnd::SessionsEnded)?;
                let sql = "DELETE FROM sessions WHERE worker_no = $1";
                let ended = works.transaction().execute(sql, &[worker_no.into()])?;
                works.note("sessions", ended);
                Ok::<_, CaseworkError>(ended)
            });
        ended.await
    }

    /// A person by their number, without a session: for commands.
    ///
    /// # Errors
    /// [`CaseworkError::Damaged`] when there is no such person.
    pub async fn person_numbered(&self, worker_no: i64) -> Result<SignedIn, CaseworkError> {
        let found = self.person(worker_no).await?;
        found.ok_or(CaseworkError::Damaged)
    }
}
