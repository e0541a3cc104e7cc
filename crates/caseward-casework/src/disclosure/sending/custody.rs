//! By hand and by post: an envelope whose seal has a number, and who handed it to whom, without a gap, until somebody of the
//! recipient's has it (CC-2.3, NASW-m).

use caseward_channels::hand::{
    Custody, CustodyError, CustodyState, Holder, SealNumber, Signed, Step,
};
use caseward_gate::{Amend, FileWorks, WallAgainst};
use caseward_model::{
    Client, DisclosureState, Id, Language, Organization, OrganizationKind, Role, Worker,
};
use caseward_papers::{CoverSheet, print};

use super::super::stored::{self, Text};
use super::super::{Disclosure, DisclosureError};
use super::SendingError;
use super::closing::ground_holds;
use super::signed::{drawn, keep_mark};
use crate::Office;
use crate::sign_in::SignedIn;
use crate::standing::on_a_thread_that_waits;

/// Who takes an envelope. Nobody's name is printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub enum TakenBy {
    /// Another worker of this office.
    Colleague(Id<Worker>),
    /// Someone who carries it for us: whom they work for, their name and role.
    Courier(Id<Organization>, String),
    /// Someone of the recipient's: their name and role.
    Recipient(String),
}

impl std::fmt::Debug for TakenBy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Colleague(worker) => f.debug_tuple("Colleague").field(worker).finish(),
            Self::Courier(organization, _) => {
                let mut shown = f.debug_tuple("Courier");
                shown.field(organization).finish_non_exhaustive()
            }
            Self::Recipient(_) => f.debug_tuple("Recipient").finish_non_exhaustive(),
        }
    }
}

/// An envelope changed hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// Who took it.
    pub taken_by: TakenBy,
    /// Both looked at the seal: it was whole, and its number the right one.
    pub seal_intact: bool,
    /// Whoever took it signed the sheet; otherwise it was confirmed on the screen.
    pub in_ink: bool,
    /// What whoever took it drew on the screen, as a page sends it; empty for nothing.
    pub mark: String,
}

/// The chain of hands of a new envelope.
pub(in super::super) fn begun(office: &Office, to: Id<Organization>, by: Id<Worker>) -> Custody {
    let seal = SealNumber::make(&office.randomness);
    Custody::begin(seal, to, by, office.clock.now_ms())
}

/// What a hand-over does to its disclosure.
fn handed(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, text): (i64, &mut Text),
    order: HandOver,
) -> Result<(), DisclosureError> {
    is_there(desk, &order.taken_by)?;
    let mark = drawn(&order.mark)?;
    let now_ms = desk.works.now_ms();
    let organization = text.recipient;
    let custody = text.custody.as_mut().ok_or_else(super::super::outside)?;
    let how = match &order.taken_by {
        TakenBy::Recipient(called) => called.trim().to_owned(),
        TakenBy::Colleague(_) | TakenBy::Courier(..) => String::new(),
    };
    let to = match order.taken_by {
        TakenBy::Colleague(id) => Holder::Worker(id),
        TakenBy::Courier(organization, called) => Holder::Courier {
            organization,
            called,
        },
        TakenBy::Recipient(called) => Holder::Recipient {
            organization,
            called,
        },
    };
    let step = Step {
        from: custody.holder(),
        to,
        at: now_ms,
        seal_intact: order.seal_intact,
        signed: if order.in_ink {
            Signed::Ink
        } else {
            Signed::Screen
        },
    };
    custody.hand_over(step).map_err(SendingError::Custody)?;
    let steps = custody.steps().len();
    match custody.state() {
        CustodyState::Delivered(_) => {
            text.state = DisclosureState::Delivered;
            text.ended = Some((now_ms, how));
        }
        // It counts as disclosed to nobody knows whom.
        CustodyState::Broken(_) => text.trouble = Some("seal_broken".to_owned()),
        CustodyState::InTheHouse | CustodyState::OnTheWay | CustodyState::TakenBack(_) => {}
    }
    desk.works.note("hands", steps);
    desk.works.note("state", text.state.word());
    if let (Some(mark), Some((_, intent, _))) = (mark, text.released) {
        keep_mark(desk, (no, intent, steps), &mark)?;
    }
    Ok(())
}

/// Whether somebody can take it: they are known here, and no wall keeps them from the client. Of both, the answer is the same.
fn is_there(desk: &mut FileWorks<'_, '_, '_>, taken_by: &TakenBy) -> Result<(), DisclosureError> {
    let organization = match taken_by {
        TakenBy::Colleague(id) => {
            let mut workers = desk.works.workers()?.into_iter();
            let known = workers.find(|it| it.1 == *id);
            let known = known.filter(|it| it.2.ended_at.is_none() && it.2.role != Role::Client);
            let (no, _, sheet, _) = known.ok_or(SendingError::NobodyThere)?;
            let mut walls = desk.sheet().walls.iter();
            if walls.any(|it| it.against == WallAgainst::Worker(no)) {
                return Err(SendingError::NobodyThere.into());
            }
            sheet.organization
        }
        TakenBy::Courier(id, _) => {
            let mut all = desk.works.organizations()?.into_iter();
            let known = all.find(|it| it.1 == *id);
            known.ok_or(SendingError::NobodyThere)?.0
        }
        // That it was given to whom it was for is written down, whatever came up since.
        TakenBy::Recipient(_) => return Ok(()),
    };
    let mut walls = desk.sheet().walls.iter();
    if walls.any(|it| it.against == WallAgainst::Organization(organization)) {
        return Err(SendingError::NobodyThere.into());
    }
    Ok(())
}

/// That it was called back: it is here, and nobody else has it.
pub(in super::super) fn called_back(text: &mut Text, now_ms: i64) -> Result<(), CustodyError> {
    match text.custody.as_mut() {
        Some(custody) => custody.take_back(now_ms),
        None => Ok(()),
    }
}

impl Office {
    /// Writes down that an envelope changed hands; never with a gap. When somebody of the recipient's took it, it has arrived.
    ///
    /// # Errors
    /// [`DisclosureError::Sending`] with what doesn't fit, and for somebody who isn't there or whom a wall keeps from the client; [`DisclosureError::Casework`] when there is no envelope on its way.
    pub async fn hand_over_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
        order: HandOver,
    ) -> Result<(), DisclosureError> {
        let book = self.book_of(person, client);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::one(desk, no)?;
            if text.state != DisclosureState::Released {
                return Err(super::super::outside().into());
            }
            if !matches!(order.taken_by, TakenBy::Recipient(_)) && !ground_holds(desk, &text)? {
                return Err(SendingError::GroundGone.into());
            }
            handed(desk, (no, &mut text), order)?;
            desk.works.note("disclosure", no);
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "disclosure_handed_over", work)
            .await
    }

    /// The sheet for an envelope: no client on it, and no address of a shelter.
    ///
    /// # Errors
    /// As [`Office::disclosure`]; [`DisclosureError::Unknown`] when there is no envelope.
    pub async fn cover_sheet(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        language: Language,
    ) -> Result<Vec<u8>, DisclosureError> {
        let (disclosure, delivery) = self.disclosure(person, client, no).await?;
        delivery.delivered(None);
        let custody = disclosure.custody.as_ref();
        let seal = custody.ok_or(DisclosureError::Unknown)?.seal().to_string();
        let sheet = self.sheet_for(&disclosure, (seal, language)).await?;
        Ok(on_a_thread_that_waits(move || print(&sheet)).await?)
    }

    async fn sheet_for(
        &self,
        disclosure: &Disclosure,
        (seal, language): (String, Language),
    ) -> Result<CoverSheet, DisclosureError> {
        let all = self.all_recipients().await?;
        let mut all = all.into_iter();
        let known = all.find(|it| it.organization.id == disclosure.recipient);
        let recipient = known.ok_or(DisclosureError::Unknown)?;
        let number = disclosure.leaving.as_ref().map(|it| it.way);
        let way = recipient.ways.iter().find(|it| Some(it.no) == number);
        let is_shelter =
            recipient.organization.sheet.kind == OrganizationKind::VictimServiceProvider;
        let address = way.map(|it| it.it.address.clone()).unwrap_or_default();
        Ok(CoverSheet {
            language,
            office: self.own_organization().await?.name,
            seal,
            recipient: recipient.organization.name.clone(),
            receiver: way.map(|it| it.it.receiver.clone()).unwrap_or_default(),
            address: if is_shelter { String::new() } else { address },
        })
    }
}
