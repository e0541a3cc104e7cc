//! What I agreed to, and taking it back: through the desk of consents, so that whoever received something is told.
//!
//! DV-2.1, NASW-b. It counts from the very moment: at the next question the gate refuses.

use caseward_gate::{Delivery, ReadOwn};
use caseward_model::{Category, ConsentStage, Purpose};

use super::error::OwnViewError;
use super::sessions::Viewer;
use crate::consent::Consent;
use crate::{CaseworkError, Office};

/// Who received something under a consent, and when, in ms since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Who.
    pub recipient: String,
    /// When.
    pub at_ms: i64,
}

/// Something that the client agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its number.
    pub no: i64,
    /// With whom it may be shared.
    pub recipient: String,
    /// For what.
    pub purposes: Vec<Purpose>,
    /// What, as far as the client may read it themselves.
    pub sections: Vec<Category>,
    /// Until when it holds, in ms since 1970.
    pub until: Option<i64>,
    /// It holds, or waits for its paper: it can be taken back.
    pub holds: bool,
    /// When it was taken back, in ms since 1970.
    pub taken_back_at: Option<i64>,
    /// Who received something under it.
    pub received: Vec<Received>,
}

impl Office {
    /// What the viewer agreed to, the newest first.
    ///
    /// # Errors
    /// [`OwnViewError::Off`] when the view was turned off meanwhile; the gate's refusal.
    pub async fn my_choices(
        &self,
        viewer: &Viewer,
    ) -> Result<(Vec<Choice>, Delivery), OwnViewError> {
        let (_, opened) = self.my_view(viewer).await?;
        opened.delivered(None);
        let readable = self.readable_to(viewer).await?;
        let register = self.register().await?;
        let name = |no: i64| {
            let found = register.iter().find(|it| it.no == no);
            found.map(|it| it.name.clone()).unwrap_or_default()
        };
        let request = self.question_of_viewer(viewer).await?;
        let (consents, delivery) = self.consents_as::<ReadOwn>(&request).await?;
        let now_ms = self.clock.now_ms();
        let was_given = |it: &&Consent| {
            let stage = it.record.stage;
            matches!(
                stage,
                ConsentStage::Signed | ConsentStage::PaperWaits | ConsentStage::Revoked
            )
        };
        let choice = |it: &Consent| {
            let record = &it.record;
            let waits = record.stage == ConsentStage::PaperWaits;
            Choice {
                no: it.no,
                recipient: record
                    .form
                    .recipient
                    .map(|to| name(to.no))
                    .unwrap_or_default(),
                purposes: record.form.purposes.clone(),
                sections: {
                    let mut sections = record.form.sections();
                    sections.retain(|one| readable.contains(one));
                    sections
                },
                until: record.expires_at,
                holds: waits || record.is_live_at(now_ms),
                taken_back_at: record.withdrawal.as_ref().map(|it| it.at),
                received: it
                    .uses
                    .iter()
                    .map(|(_, used)| Received {
                        recipient: name(used.recipient.no),
                        at_ms: used.at,
                    })
                    .collect(),
            }
        };
        let choices = consents.all.iter().filter(was_given).map(choice).collect();
        Ok((choices, delivery))
    }

    /// Takes a consent of the viewer's back. From this moment nothing goes out under it, and whoever received something is
    /// asked to return or destroy it.
    ///
    /// # Errors
    /// [`OwnViewError::Consent`] when nothing of it counts; [`OwnViewError::Off`]; the gate's refusal.
    pub async fn take_back_mine(&self, viewer: &Viewer, no: i64) -> Result<(), OwnViewError> {
        let (_, opened) = self.my_view(viewer).await?;
        opened.delivered(None);
        let request = self.question_of_viewer(viewer).await?;
        if no < 1 {
            return Err(CaseworkError::Unfit("there is no such consent".to_owned()).into());
        }
        Ok(self.withdraw_own_consent(&request, no).await?)
    }
}
