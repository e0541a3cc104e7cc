//! Partnership protocols: what a partner may receive, for what, and who of its people; from when, until when; and that it
//! has our procedure and knows its duties (DV-5.5 to DV-5.8).
//!
//! A protocol is never rewritten: a new edition takes the place of the one before. What is agreed about one client lies
//! with that client ([`about_client`](super::about_client)).

use caseward_gate::{About, Actor, AgreedFact, AgreedStaff, Works};
use caseward_model::{
    Category, Id, OfficeAct, Organization, ProtocolState, Purpose, Role, TaskKind, Worker,
};
use serde::{Deserialize, Serialize};

use super::stored::{self, Shelf, Shelved};
use super::{
    Kept, Recipient, line, organization_id, period, recipient_no, reminders, says, settle, unknown,
};
use crate::people::{Amiss, Mending};
use crate::{CaseworkError, Office};

/// That they were given our procedure, and its duties were explained (DV-5.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// The day, in ms.
    pub at: i64,
    /// To which role or office there.
    pub to: String,
    /// By whom it was recorded; nobody for the holder of the office's key.
    pub by: Option<Id<Worker>>,
}

/// What one of the partner's own people may learn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedStaff {
    /// Who, of our register.
    pub worker: Id<Worker>,
    /// Their number here.
    pub no: i64,
    /// What they may learn.
    pub categories: Vec<Category>,
}

/// Since when something rests, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// When, in ms since 1970.
    pub at: i64,
    /// Why, in words that name no client.
    pub because: String,
}

/// What was agreed with a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protocol {
    /// Which edition of it.
    pub edition: u32,
    /// What the paper is called.
    pub reference: String,
    /// For the clients of one programme only, by number.
    pub programme: Option<i64>,
    /// From when, in ms.
    pub from: i64,
    /// Until when, in ms.
    pub until: i64,
    /// For which purposes.
    pub purposes: Vec<Purpose>,
    /// Which roles and offices there receive it, one on each line.
    pub receivers: Vec<String>,
    /// What they may receive.
    pub categories: Vec<Category>,
    /// Who of their people may learn what.
    pub staff: Vec<NamedStaff>,
    /// That they have our procedure.
    pub handed_over: HandedOver,
    /// Who recorded it; nobody for the holder of the office's key.
    pub agreed_by: Option<Id<Worker>>,
    /// When, in ms since 1970.
    pub agreed_at: i64,
    /// Which protocol it took the place of.
    pub renews: Option<i64>,
    /// It rests.
    #[serde(default)]
    pub suspended: Option<Rest>,
    /// It was ended, or another took its place: when, in ms.
    #[serde(default)]
    pub ended_at: Option<i64>,
    /// Somebody was reminded that it runs out.
    #[serde(default)]
    pub(super) reminded: bool,
}

impl Shelved for Protocol {
    const SHELF: Shelf = Shelf::Protocol;
}

impl Protocol {
    /// When it is over, in ms.
    #[must_use]
    pub fn over_at(&self) -> i64 {
        self.ended_at.map_or(self.until, |at| at.min(self.until))
    }

    /// How it stands at this time, in ms.
    #[must_use]
    pub fn state_at(&self, now_ms: i64) -> ProtocolState {
        if self.ended_at.is_some_and(|at| at <= now_ms) {
            ProtocolState::Ended
        } else if self.until <= now_ms {
            ProtocolState::Over
        } else if self.suspended.is_some() {
            ProtocolState::Suspended
        } else if now_ms < self.from {
            ProtocolState::ToCome
        } else {
            ProtocolState::InForce
        }
    }

    /// Whether it holds now, or will.
    pub(super) fn may_stand_after(&self, now_ms: i64) -> bool {
        matches!(
            self.state_at(now_ms),
            ProtocolState::InForce | ProtocolState::ToCome
        )
    }

    /// What of it decides.
    pub(super) fn fact(&self, no: i64) -> AgreedFact {
        let staff = |it: &NamedStaff| AgreedStaff {
            worker: it.no,
            categories: it.categories.clone(),
        };
        AgreedFact {
            protocol: no,
            programme: self.programme,
            from: self.from,
            until: self.over_at(),
            purposes: self.purposes.clone(),
            categories: self.categories.clone(),
            staff: self.staff.iter().map(staff).collect(),
        }
    }
}

/// One of the partner's people, and what they may learn.
#[derive(Debug, Clone)]
pub struct StaffTerms {
    /// Who.
    pub worker: Id<Worker>,
    /// What they may learn.
    pub categories: Vec<Category>,
}

/// A protocol to be kept.
#[derive(Debug, Clone)]
pub struct NewProtocol {
    /// What the paper is called.
    pub reference: String,
    /// For the clients of one programme only, by number.
    pub programme: Option<i64>,
    /// From when, in ms.
    pub from: i64,
    /// Until when, in ms.
    pub until: i64,
    /// For which purposes.
    pub purposes: Vec<Purpose>,
    /// Which roles and offices there receive it.
    pub receivers: Vec<String>,
    /// What they may receive.
    pub categories: Vec<Category>,
    /// Who of their people may learn what.
    pub staff: Vec<StaffTerms>,
    /// The day on which they were given our procedure, in ms.
    pub procedure_given_at: Option<i64>,
    /// To which role or office it was given.
    pub procedure_given_to: String,
    /// Its duties were explained.
    pub duties_explained: bool,
    /// It says that a breach by either side breaks it.
    pub breach_clause: bool,
    /// Which protocol it takes the place of.
    pub renews: Option<i64>,
}

/// What can be done with a protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProtocolChange {
    /// It rests at once, for this reason.
    Suspend(String),
    /// It holds again, for this reason.
    Resume(String),
    /// It ends at once.
    End,
}

impl Office {
    /// Keeps what was agreed with a partner, and lets the gate know of it in the same transaction. Gives its number.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::NotPermitted`].
    pub async fn agree_protocol(
        &self,
        by: impl Into<Actor>,
        with: Id<Organization>,
        new: NewProtocol,
    ) -> Result<i64, CaseworkError> {
        let (act, about) = (OfficeAct::ManageRecipients, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let organization = recipient_no(works, with)?;
            let protocol = agreed(works, organization, new)?;
            let no = stored::insert(works, organization, &protocol)?;
            if let Some(renewed) = protocol.renews {
                replaced(works, (organization, renewed), protocol.from)?;
                works.note("renews", renewed);
            }
            works.note("organization", with.to_string());
            works.note("protocol", no);
            settle::protocols(works, organization)?;
            Ok(no)
        };
        let gate = &self.gate;
        gate.perform(by, act, about, "protocol_agreed", work).await
    }

    /// Lets a protocol rest or hold again, or ends it; at once.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`]; [`CaseworkError::Unknown`]; [`CaseworkError::NotPermitted`].
    pub async fn change_protocol(
        &self,
        by: impl Into<Actor>,
        no: i64,
        change: ProtocolChange,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::ManageRecipients, About::Office);
        let deed = match change {
            ProtocolChange::Suspend(_) => "protocol_suspended",
            ProtocolChange::Resume(_) => "protocol_resumed",
            ProtocolChange::End => "protocol_ended",
        };
        let work = move |works: &mut Works<'_, '_>| {
            let mut kept = protocol(works, no)?;
            let now_ms = works.now_ms();
            match change {
                ProtocolChange::Suspend(because) => {
                    reason(&because)?;
                    kept.it.suspended = Some(Rest {
                        at: now_ms,
                        because: because.trim().to_owned(),
                    });
                }
                ProtocolChange::Resume(because) => {
                    reason(&because)?;
                    kept.it.suspended = None;
                }
                ProtocolChange::End => kept.it.ended_at = Some(kept.it.over_at().min(now_ms)),
            }
            stored::change(works, &kept)?;
            works.note("protocol", no);
            settle::protocols(works, kept.organization)?;
            if !kept.it.may_stand_after(now_ms) {
                reminders::withdraw(works, TaskKind::ProtocolToRenew, no)?;
            }
            Ok(())
        };
        self.gate.perform(by, act, about, deed, work).await
    }

    /// One protocol with its organisation, for someone who may see recipients.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record; [`CaseworkError::Unknown`].
    pub async fn protocol(
        &self,
        by: impl Into<Actor>,
        no: i64,
    ) -> Result<(Recipient, Kept<Protocol>), CaseworkError> {
        let all = self.recipients(by).await?;
        let found = all.into_iter().find_map(|it| {
            let protocol = it.protocols.iter().find(|it| it.no == no).cloned();
            protocol.map(|protocol| (it, protocol))
        });
        found.ok_or_else(|| no_protocol(no))
    }
}

fn reason(because: &str) -> Result<(), CaseworkError> {
    let mut mending = Mending::default();
    mending.note(says(because));
    mending.done()
}

fn no_protocol(no: i64) -> CaseworkError {
    unknown("protocol", &no.to_string(), "caseward recipient show")
}

pub(super) fn protocol(
    works: &mut Works<'_, '_>,
    no: i64,
) -> Result<Kept<Protocol>, CaseworkError> {
    stored::one::<Protocol>(works, no)?.ok_or_else(|| no_protocol(no))
}

/// An earlier edition ends where the new one begins.
fn replaced(
    works: &mut Works<'_, '_>,
    (organization, no): (i64, i64),
    from: i64,
) -> Result<(), CaseworkError> {
    let mut earlier = protocol(works, no)?;
    if earlier.organization != organization {
        return Err(no_protocol(no));
    }
    earlier.it.ended_at = Some(earlier.it.over_at().min(from));
    stored::change(works, &earlier)?;
    reminders::withdraw(works, TaskKind::ProtocolToRenew, no)
}

/// What the terms of a protocol lack, whoever they are about.
pub(super) fn amiss_in_terms(purposes: &[Purpose], categories: &[Category]) -> [Option<Amiss>; 2] {
    [
        purposes.is_empty().then_some(Amiss::PurposesEmpty),
        categories.is_empty().then_some(Amiss::TermsEmpty),
    ]
}

fn agreed(
    works: &mut Works<'_, '_>,
    organization: i64,
    new: NewProtocol,
) -> Result<Protocol, CaseworkError> {
    let now_ms = works.now_ms();
    let mut mending = Mending::default();
    mending.note(line(&new.reference, Amiss::ReferenceEmpty));
    mending.note(period((new.from, new.until), now_ms));
    for amiss in amiss_in_terms(&new.purposes, &new.categories) {
        mending.note(amiss);
    }
    let receivers: Vec<String> = new
        .receivers
        .iter()
        .map(|it| it.trim().to_owned())
        .filter(|it| !it.is_empty())
        .collect();
    let no_receiver = receivers.is_empty()
        || receivers
            .iter()
            .any(|it| line(it, Amiss::ReceiverEmpty).is_some());
    mending.note(no_receiver.then_some(Amiss::ReceiverEmpty));
    let given = new
        .procedure_given_at
        .filter(|at| *at <= now_ms && new.duties_explained);
    let to = line(&new.procedure_given_to, Amiss::ProcedureNotGiven);
    mending.note(to.or_else(|| given.is_none().then_some(Amiss::ProcedureNotGiven)));
    mending.note((!new.breach_clause).then_some(Amiss::BreachClauseMissing));
    let staff = named(works, organization, &new.staff)?;
    mending.note(staff.is_none().then_some(Amiss::StaffUnfit));
    mending.done()?;
    let edition = match new.renews {
        Some(no) => protocol(works, no)?.it.edition + 1,
        None => 1,
    };
    Ok(Protocol {
        edition,
        reference: new.reference.trim().to_owned(),
        programme: new.programme,
        from: new.from,
        until: new.until,
        purposes: new.purposes,
        receivers,
        categories: new.categories,
        staff: staff.unwrap_or_default(),
        handed_over: HandedOver {
            at: given.unwrap_or(now_ms),
            to: new.procedure_given_to.trim().to_owned(),
            by: works.actor(),
        },
        agreed_by: works.actor(),
        agreed_at: now_ms,
        renews: new.renews,
        suspended: None,
        ended_at: None,
        reminded: false,
    })
}

/// The partner's own people who are named; nothing when one of them isn't theirs.
fn named(
    works: &mut Works<'_, '_>,
    organization: i64,
    staff: &[StaffTerms],
) -> Result<Option<Vec<NamedStaff>>, CaseworkError> {
    let workers = works.workers()?;
    let one = |it: &StaffTerms| {
        let found = workers.iter().find(|(_, id, ..)| *id == it.worker)?;
        let theirs = found.2.organization == organization && found.2.role == Role::PartnerWorker;
        (theirs && !it.categories.is_empty()).then(|| NamedStaff {
            worker: it.worker,
            no: found.0,
            categories: it.categories.clone(),
        })
    };
    Ok(staff.iter().map(one).collect())
}

/// Lets everything that was agreed with an organisation rest, or ends it; for a breach.
pub(super) fn stop_all(
    works: &mut Works<'_, '_>,
    organization: i64,
    because: &str,
    for_good: bool,
) -> Result<usize, CaseworkError> {
    let now_ms = works.now_ms();
    let mut stopped = 0;
    for mut kept in stored::of::<Protocol>(works, organization)? {
        if !kept.it.may_stand_after(now_ms) {
            continue;
        }
        if for_good {
            kept.it.ended_at = Some(now_ms);
        } else {
            kept.it.suspended = Some(Rest {
                at: now_ms,
                because: because.to_owned(),
            });
        }
        stored::change(works, &kept)?;
        stopped += 1;
    }
    let id = organization_id(works, organization)?;
    works.note("organization", id.to_string());
    settle::protocols(works, organization)?;
    Ok(stopped)
}
