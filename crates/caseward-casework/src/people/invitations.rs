//! Inviting somebody who was taken in: a link that works once and not for long.
//!
//! NASW-l. The link is shown once, to be handed to the person themselves; it can be withdrawn until they came in.

use caseward_gate::{About, Actor};
use caseward_model::{Id, OfficeAct, Worker};

use super::amiss::Amiss;
use crate::sign_in::spend_links_of;
use crate::{CaseworkError, Office};

/// How long an invitation is open: three days.
pub const INVITED_MINUTES: i64 = 72 * 60;

impl Office {
    /// Makes the link by which somebody comes in for the first time; an earlier one of theirs opens nothing then.
    ///
    /// # Errors
    /// [`Amiss::NotToBeInvited`] when their access is shut; [`Amiss::CameIn`] when they can sign in
    /// already; [`CaseworkError::NotPermitted`].
    pub async fn invite(
        &self,
        by: impl Into<Actor>,
        worker: Id<Worker>,
    ) -> Result<String, CaseworkError> {
        let by = by.into();
        self.colleague_for(by, worker).await?;
        let link = self.new_link(INVITED_MINUTES, 1).await?;
        let (act, about) = (OfficeAct::ManagePeople, About::Worker(worker));
        self.gate
            .perform(by, act, about, "invited", move |works| {
                let (no, sheet) = works.worker(worker)?;
                if sheet.is_shut_at(works.now_ms()) {
                    return Err(Amiss::NotToBeInvited.into());
                }
                spend_links_of(works.transaction(), no, None)?;
                link.write(works, no)
            })
            .await
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
        let by = by.into();
        self.colleague_for(by, worker).await?;
        let (act, about) = (OfficeAct::ManagePeople, About::Worker(worker));
        self.gate
            .perform(by, act, about, "invitation_withdrawn", move |works| {
                let (no, _) = works.worker(worker)?;
                Ok(spend_links_of(works.transaction(), no, None)?)
            })
            .await
    }
}
