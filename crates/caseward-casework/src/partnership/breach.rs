//! Breaches of what was agreed with a partner, by either side: recorded, with what followed from it (DV-5.8).
//!
//! What happened is told without a client's name. When the agreement is to rest or to end, it does so in the same
//! transaction, and the partner's people are outside at once.

use caseward_gate::{About, Actor, Works};
use caseward_model::{
    BreachBy, BreachConsequence, Id, OfficeAct, Organization, Role, TaskKind, Worker,
};
use serde::{Deserialize, Serialize};

use super::stored::{self, Shelf, Shelved};
use super::{protocol, recipient_no, says, unknown};
use crate::people::{Amiss, Mending};
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

const SETTLE_WITHIN_MS: i64 = 3 * 86_400_000;

/// A breach of what was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breach {
    /// Which side broke it.
    pub by: BreachBy,
    /// When it happened, in ms.
    pub happened_at: i64,
    /// What happened, naming no client.
    pub what: String,
    /// What followed.
    pub consequence: BreachConsequence,
    /// Who recorded it; nobody for the holder of the office's key.
    pub recorded_by: Option<Id<Worker>>,
    /// When, in ms since 1970.
    pub recorded_at: i64,
    /// How it was settled; nothing while it isn't.
    #[serde(default)]
    pub settled: Option<Settled>,
}

/// How a breach was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// What changes, in words that name no client.
    pub how: String,
    /// Who says so.
    pub by: Option<Id<Worker>>,
    /// When, in ms since 1970.
    pub at: i64,
}

impl Shelved for Breach {
    const SHELF: Shelf = Shelf::Breach;
}

/// A breach to be recorded.
#[derive(Debug, Clone)]
pub struct NewBreach {
    /// Which side broke it.
    pub by: BreachBy,
    /// When it happened, in ms.
    pub happened_at: i64,
    /// What happened.
    pub what: String,
    /// What follows.
    pub consequence: BreachConsequence,
}

impl Office {
    /// Records a breach of what was agreed, and does what follows from it at once. Gives its number.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`]; [`CaseworkError::NotPermitted`].
    pub async fn record_breach(
        &self,
        by: impl Into<Actor>,
        with: Id<Organization>,
        new: NewBreach,
    ) -> Result<i64, CaseworkError> {
        let (act, about) = (OfficeAct::ManageRecipients, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let organization = recipient_no(works, with)?;
            let now_ms = works.now_ms();
            let mut mending = Mending::default();
            mending.note(says(&new.what));
            mending.note((new.happened_at > now_ms).then_some(Amiss::PeriodForm));
            mending.done()?;
            let breach = Breach {
                by: new.by,
                happened_at: new.happened_at,
                what: new.what.trim().to_owned(),
                consequence: new.consequence,
                recorded_by: works.actor(),
                recorded_at: now_ms,
                settled: None,
            };
            let no = stored::insert(works, organization, &breach)?;
            works.note("organization", with.to_string());
            works.note("breach", no);
            works.note("by", new.by.word());
            works.note("consequence", new.consequence.word());
            if new.consequence != BreachConsequence::Talked {
                let ends = new.consequence == BreachConsequence::Ended;
                let stopped = protocol::stop_all(works, organization, &breach.what, ends)?;
                works.note("protocols", stopped);
            }
            for role in [Role::PrivacyOfficer, Role::LineManager] {
                let task = NewTask {
                    kind: TaskKind::PartnershipBreach,
                    whom: Whom::Role(role),
                    about: about_breach(no),
                    due_at: now_ms + SETTLE_WITHIN_MS,
                };
                tasks::add(works, &task)?;
            }
            Ok(no)
        };
        let gate = &self.gate;
        gate.perform(by, act, about, "partnership_breached", work)
            .await
    }

    /// Records how a breach was settled. What rests because of it goes on resting until somebody lets it hold again.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`]; [`CaseworkError::Unknown`]; [`CaseworkError::NotPermitted`].
    pub async fn settle_breach(
        &self,
        by: impl Into<Actor>,
        no: i64,
        how: String,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::ManageRecipients, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let found = stored::one::<Breach>(works, no)?;
            let mut kept = found
                .ok_or_else(|| unknown("breach", &no.to_string(), "caseward recipient show"))?;
            let mut mending = Mending::default();
            mending.note(says(&how));
            mending.note(kept.it.settled.is_some().then_some(Amiss::ChangedMeanwhile));
            mending.done()?;
            kept.it.settled = Some(Settled {
                how: how.trim().to_owned(),
                by: works.actor(),
                at: works.now_ms(),
            });
            stored::change(works, &kept)?;
            works.note("breach", no);
            let about = about_breach(no);
            tasks::finish_all(works, TaskKind::PartnershipBreach, &about, "settled")?;
            Ok(())
        };
        let gate = &self.gate;
        gate.perform(by, act, about, "breach_settled", work).await
    }
}

fn about_breach(no: i64) -> TaskAbout {
    TaskAbout {
        item: Some(no),
        ..TaskAbout::default()
    }
}
