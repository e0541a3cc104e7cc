//! Partnerships: to which organisations something may go, by which ways, what was agreed with them, and what the Law
//! Department says when there is doubt (RE-2, DV-4.1, DV-5.5 to DV-5.8, CC-2.3, CR-5, CR-8).
//!
//! A recipient is an organisation of the register, never a person. A *way* to it counts only when a second person made
//! sure that it is theirs. Its confidentiality policy is assessed, and the assessment runs out. A *protocol* says what it
//! may receive, for what, and who of its people; without one that stands, the gate refuses what goes by consent. The
//! facts that decide lie on the organisation's sheet and are settled here, in the same transaction.

mod about_client;
mod assessment;
mod breach;
mod guidance;
mod law;
mod law_reading;
mod obtainable;
mod protocol;
mod reminders;
mod settle;
mod stored;
mod way;

use caseward_gate::{About, Actor, GateError, Works};
use caseward_model::{Id, OfficeAct, Organization, OrganizationKind};

use crate::people::{Amiss, RegisteredOrganization, organization_sheet};
use crate::{CaseworkError, Office};
pub use about_client::{Acknowledged, Bound, ClientProtocol, Knows, NewClientProtocol, ToldOf};
pub use assessment::{Answer, Assessment, NewAssessment};
pub use breach::{Breach, NewBreach};
pub use guidance::{Guidance, NewGuidance};
pub use law::{LawAnswer, LawError, LawQuestion, LawTexts, NewQuestion};
pub use law_reading::AboutClient;
pub use obtainable::{NewRule, Rule};
pub use protocol::{
    HandedOver, NamedStaff, NewProtocol, Protocol, ProtocolChange, Rest, StaffTerms,
};
pub(crate) use way::counting;
pub use way::{Check, CheckOrder, Checked, KeyText, NewWay, Way, WayOpen};

/// The most characters of a text, and of one line.
const LONGEST_TEXT: usize = 4_000;
const LONGEST_LINE: usize = 200;

/// Something that is kept about a recipient, with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept<T> {
    /// Its number.
    pub no: i64,
    /// Its version: whoever changes it says by this what they looked at.
    pub version: i64,
    /// The number of the organisation that it is about; 0 for what is about none.
    pub organization: i64,
    /// What is kept.
    pub it: T,
}

/// Everything that is kept about a recipient.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// The organisation.
    pub organization: RegisteredOrganization,
    /// The ways to it, the oldest first; those that were taken away too.
    pub ways: Vec<Kept<Way>>,
    /// The assessments of its policy, the oldest first: the last one counts.
    pub assessments: Vec<Kept<Assessment>>,
    /// The protocols, the oldest first.
    pub protocols: Vec<Kept<Protocol>>,
    /// What was broken, the oldest first.
    pub breaches: Vec<Kept<Breach>>,
}

impl Recipient {
    /// The ways that count at this time, in ms.
    pub fn ways_at(&self, now_ms: i64) -> impl Iterator<Item = &Kept<Way>> {
        self.ways.iter().filter(move |way| way.it.counts_at(now_ms))
    }

    /// Until when the assessment of its policy counts, in ms, if it does at this time.
    #[must_use]
    pub fn assessed_until(&self, now_ms: i64) -> Option<i64> {
        let until = self.organization.sheet.policy_until;
        until.filter(|until| now_ms < *until)
    }
}

impl Office {
    /// Takes an organisation into the register as a recipient: nothing agreed, nothing assessed, no way to it.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::NotPermitted`].
    pub async fn add_recipient(
        &self,
        by: impl Into<Actor>,
        (name, handle): (&str, &str),
        kind: OrganizationKind,
    ) -> Result<RegisteredOrganization, CaseworkError> {
        let act = (by.into(), OfficeAct::ManageRecipients);
        self.add_to_register(act, name, handle, organization_sheet(kind))
            .await
    }

    /// All recipients, for someone who may see them.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn recipients(&self, by: impl Into<Actor>) -> Result<Vec<Recipient>, CaseworkError> {
        self.must_be_let(by, OfficeAct::SeeRecipients, About::Office)
            .await?;
        self.all_recipients().await
    }

    /// One recipient, for someone who may see them.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record; [`CaseworkError::Unknown`] when there is none.
    pub async fn recipient(
        &self,
        by: impl Into<Actor>,
        id: Id<Organization>,
    ) -> Result<Recipient, CaseworkError> {
        let all = self.recipients(by).await?;
        let found = all.into_iter().find(|it| it.organization.id == id);
        found.ok_or_else(|| unknown("recipient", &id.to_string(), "caseward recipient list"))
    }

    /// The verified ways to an organisation that count now; empty when there is none. What is sent goes by one of
    /// these, or not at all (CC-2.3).
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn ways_to(&self, id: Id<Organization>) -> Result<Vec<Kept<Way>>, CaseworkError> {
        let now_ms = self.clock.now_ms();
        let all = self.all_recipients().await?;
        let found = all.into_iter().find(|it| it.organization.id == id);
        let mut ways = found.map(|it| it.ways).unwrap_or_default();
        ways.retain(|way| way.it.counts_at(now_ms));
        Ok(ways)
    }

    pub(crate) async fn all_recipients(&self) -> Result<Vec<Recipient>, CaseworkError> {
        let (drawers, register) = (self.gate.drawers()?, self.register().await?);
        let shelves = self.db.read(move |reader| {
            Ok::<_, CaseworkError>((
                stored::all::<Way>(reader, &drawers)?,
                stored::all::<Assessment>(reader, &drawers)?,
                stored::all::<Protocol>(reader, &drawers)?,
                stored::all::<Breach>(reader, &drawers)?,
            ))
        });
        let (ways, assessments, protocols, breaches) = shelves.await?;
        let recipient = |organization: RegisteredOrganization| Recipient {
            ways: of(&ways, organization.no),
            assessments: of(&assessments, organization.no),
            protocols: of(&protocols, organization.no),
            breaches: of(&breaches, organization.no),
            organization,
        };
        let others = register
            .into_iter()
            .filter(|it| !it.sheet.keeps_records_here);
        Ok(others.map(recipient).collect())
    }
}

fn of<T: Clone>(all: &[Kept<T>], organization: i64) -> Vec<Kept<T>> {
    let theirs = all.iter().filter(|it| it.organization == organization);
    theirs.cloned().collect()
}

fn unknown(what: &'static str, name: &str, look: &'static str) -> CaseworkError {
    CaseworkError::Unknown {
        what,
        name: name.chars().take(60).collect(),
        look,
    }
}

/// The number of an organisation with which something can be agreed.
fn recipient_no(works: &mut Works<'_, '_>, id: Id<Organization>) -> Result<i64, CaseworkError> {
    let (no, sheet) = match works.organization(id) {
        Err(GateError::Unfit(_)) => return Err(Amiss::OrganizationUnknown.into()),
        found => found?,
    };
    if sheet.keeps_records_here {
        return Err(Amiss::NotARecipient.into());
    }
    Ok(no)
}

/// The id of an organisation, by its number.
fn organization_id(works: &mut Works<'_, '_>, no: i64) -> Result<Id<Organization>, CaseworkError> {
    let mut all = works.organizations()?.into_iter();
    let found = all.find(|it| it.0 == no).map(|it| it.1);
    found.ok_or(CaseworkError::Damaged)
}

/// A text of a sentence or more.
fn says(text: &str) -> Option<Amiss> {
    let length = text.trim().chars().count();
    (!(3..=LONGEST_TEXT).contains(&length)).then_some(Amiss::SaysTooLittle)
}

/// A line that isn't empty.
fn line(text: &str, otherwise: Amiss) -> Option<Amiss> {
    let length = text.trim().chars().count();
    (!(1..=LONGEST_LINE).contains(&length)).then_some(otherwise)
}

/// A time that begins before it ends, and hasn't ended.
const fn period((from, until): (i64, i64), now_ms: i64) -> Option<Amiss> {
    if from < until && now_ms < until {
        None
    } else {
        Some(Amiss::PeriodForm)
    }
}
