//! Letting a disclosure out: a second person's approval where a rule wants one, the rules asked anew, the statement, and what
//! became of it (RE-2, CR-6, CR-7, NASW-d).

use caseward_channels::hand::Custody;
use caseward_db::ledger::note::Checkpoint;
use caseward_gate::{
    Amend, Delivery, Drawer, FileWorks, GateError, Read, Released, Request, SectionDecision,
};
use caseward_model::{
    Basis, Channel, Client, ConsentFlaw, DisclosureState, Id, Language, TaskKind, Told, WayKind,
};
use caseward_papers::{DisclosureStatement, print};
use data_encoding::BASE64;
use zeroize::Zeroizing;

use super::compose::{release_request, section_by_section};
use super::sending::{self, Papers, Road};
use super::stored::{self, Text};
use super::{Disclosure, DisclosureError, Left, Paper, SendingError, Travels};
use crate::consent;
use crate::sign_in::SignedIn;
use crate::standing::{day, on_a_thread_that_waits};
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

const DAY_MS: i64 = 86_400_000;

/// Within so many days a client is told what wasn't told before.
const TELL_WITHIN: i64 = 7 * DAY_MS;

/// What leaves: the paper, its statement, the proof of the statement, and all three packed as they travel.
pub struct ReleasedPackage {
    /// The paper: exactly the bytes that were looked at.
    pub document: Zeroizing<Vec<u8>>,
    /// The statement.
    pub statement: Vec<u8>,
    /// The proof that this statement stands in the ledger.
    pub proof: String,
    /// The number of the INTENT.
    pub entry: u64,
    /// What travels, as it is kept.
    pub travels: Travels,
    /// How it left, for whoever let it out.
    pub left: Left,
    /// What travels, and the open end; nothing when it was sent from here, and what became of it is noted.
    waits: Option<(Zeroizing<Vec<u8>>, Delivery)>,
}

impl ReleasedPackage {
    /// What travels was handed to whoever carries it. It is out of the gate's hands then.
    pub fn handed_over(&mut self) {
        if let Some((bytes, delivery)) = self.waits.take() {
            delivery.delivered(Some(&bytes));
        }
    }

    /// Handing it over broke off.
    pub fn broken(&mut self) {
        if let Some((_, delivery)) = self.waits.take() {
            delivery.broken();
        }
    }
}

/// What became of a disclosure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// It arrived; a word on how: who took it, a receipt.
    Arrived(String),
    /// It did not.
    Failed(String),
    /// It was called back unopened.
    Recalled(String),
}

impl Office {
    /// A second person looked at what would leave, and approves exactly that: `seen` is its SHA-256, in hex.
    ///
    /// # Errors
    /// [`DisclosureError::Casework`] with [`SecondPerson`](GateError::SecondPerson) inside for whoever began it, put it
    /// together, attached something or decided what is masked in it, and with [`Stale`](GateError::Stale) when it was put together anew since it was looked at;
    /// [`DisclosureError::Refused`] for whoever may not read what stands in it.
    pub async fn approve_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (no, seen): (i64, &str),
    ) -> Result<(), DisclosureError> {
        let (disclosure, delivery) = self.disclosure(person, client, no).await?;
        delivery.delivered(None);
        let request = self.question_of(person, client, Channel::Screen).await?;
        let request: Request = request.sections(disclosure.made_of());
        let approver = person.worker;
        let seen = seen.trim().to_lowercase();
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::one(desk, no)?;
            if text.state != DisclosureState::Composed {
                return Err(super::outside().into());
            }
            if text
                .composed
                .as_ref()
                .is_none_or(|(_, content)| *content != seen)
            {
                return Err(GateError::Stale.into());
            }
            if text.begun_by == approver || text.hands.contains(&approver) {
                return Err(GateError::SecondPerson.into());
            }
            let client_no = desk.client_no();
            let found = stored::paper(desk.works.transaction(), (client_no, no, Paper::Document))?;
            let (at, sealed) = found.ok_or(DisclosureError::Unknown)?;
            let approved = desk.approve_artefact(at, &sealed)?;
            stored::keep_paper(desk, (no, Paper::Document, at.2 + 1), approved)?;
            text.state = DisclosureState::Approved;
            text.approved = Some((desk.works.now_ms(), approver));
            desk.works.note("disclosure", no);
            let about = about(desk, no);
            let kind = TaskKind::DisclosureToApprove;
            tasks::finish_all(desk.works, kind, &about, "approved")?;
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Read, _, _, _>(&request, "disclosure_approved", work)
            .await
    }

    /// Lets a disclosure out by the way that was chosen, if the rules still say so. What comes back has left as far as anyone
    /// can know: whoever hands it on says by [`ReleasedPackage::handed_over`] and [`Office::note_arrival`] what became of it.
    ///
    /// # Errors
    /// As [`Gate::release`](caseward_gate::Gate::release); [`DisclosureError::Sending`] when it can't go that way, and then
    /// nothing left; [`DisclosureError::Casework`] when nothing was put together.
    pub async fn release_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
        language: Language,
    ) -> Result<ReleasedPackage, DisclosureError> {
        let (disclosure, delivery) = self.disclosure(person, client, no).await?;
        delivery.delivered(None);
        let ready = [
            DisclosureState::Composed,
            DisclosureState::Approved,
            DisclosureState::Failed,
        ];
        if !ready.contains(&disclosure.state) {
            return Err(super::outside().into());
        }
        let client_no = self.client_no(client).await?;
        let found = self
            .db
            .read(move |reader| stored::paper(reader, (client_no, no, Paper::Document)))
            .await?;
        let (at, sealed) = found.ok_or(DisclosureError::Unknown)?;
        let road = sending::ready(self, person, &disclosure).await?;
        let request = release_request(person, &disclosure);
        let released = self.gate.release(&request, at, sealed).await;
        let released = released.map_err(section_by_section)?;
        self.state(person, &disclosure, (released, road), language)
            .await
    }

    /// Makes the statement of what was released, puts its hash into the ledger, and packs all of it for its way.
    async fn state(
        &self,
        person: &SignedIn,
        disclosure: &Disclosure,
        (released, road): (Released, Road),
        language: Language,
    ) -> Result<ReleasedPackage, DisclosureError> {
        let paper = self
            .statement_of(person, disclosure, &released, language)
            .await?;
        let statement = on_a_thread_that_waits(move || print(&paper)).await?;
        let attested = self.gate.attest(released.entry, &statement).await?;
        let proof = attested.proof.to_string();
        let (no, entries) = (disclosure.no, (released.entry, attested.entry));
        let papers = Papers {
            document: released.bytes.clone(),
            statement: statement.clone(),
            proof: proof.clone(),
            language,
        };
        let mut packed = sending::packed(self, road, papers).await?;
        let kept = (statement.clone(), proof.clone());
        let (travels, bytes) = (packed.travels.clone(), packed.bytes.clone());
        let link = packed.link.take();
        let by_hand = matches!(travels.kind, WayKind::Post | WayKind::Hand);
        let custody = by_hand.then(|| sending::begun(self, disclosure.recipient, person.worker));
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            keep_released(desk, (no, travels, custody), entries, kept)?;
            sending::keep_packed(desk, no, (link, &bytes))
        };
        let book = self.book_of(person, disclosure.client);
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "disclosure_released", work)
            .await?;
        let (entry, delivery) = (released.entry, released.delivery);
        let (packed, waits) = self.send(person, disclosure, (packed, delivery)).await?;
        Ok(ReleasedPackage {
            document: released.bytes,
            statement,
            proof,
            entry,
            travels: packed.travels,
            left: packed.left,
            waits: waits.map(|delivery| (packed.bytes, delivery)),
        })
    }

    async fn statement_of(
        &self,
        person: &SignedIn,
        disclosure: &Disclosure,
        released: &Released,
        language: Language,
    ) -> Result<DisclosureStatement, DisclosureError> {
        let register = self.register().await?;
        let recipient = register.iter().find(|it| it.id == disclosure.recipient);
        let office = self.own_organization().await?;
        let (note, key) = self.gate.checkpoint().await?;
        let checkpoint = Checkpoint::of_note(&note).map_err(|_| CaseworkError::Damaged)?;
        let colleagues = self.colleagues().await?;
        let named = |id| {
            let found = colleagues.iter().find(|it| it.id == id);
            found.map(|it| it.name.clone())
        };
        let approver = disclosure.approved.and_then(|(_, id)| named(id));
        let signed_by = named(person.worker).into_iter().chain(approver);
        let content = disclosure.composed.as_ref();
        Ok(DisclosureStatement {
            language,
            office: office.name,
            recipient: recipient.map(|it| it.name.clone()).unwrap_or_default(),
            purpose: disclosure.purpose.word().to_owned(),
            basis: disclosure.basis.word().to_owned(),
            channel: disclosure.channel.word().to_owned(),
            road: disclosure.road.word().to_owned(),
            sections: disclosure
                .sections
                .iter()
                .map(|it| it.word().to_owned())
                .collect(),
            told: disclosure.told.word().to_owned(),
            released_on: day(self.clock.now_ms()),
            signed_by: signed_by.collect(),
            clauses: clauses(&released.sections),
            content: content.map(|(_, hash)| hash.clone()).unwrap_or_default(),
            entry: released.entry,
            size: checkpoint.size,
            root: BASE64.encode(&checkpoint.root),
            key: key.to_string(),
        })
    }

    /// Notes what became of a disclosure that was released.
    ///
    /// # Errors
    /// [`DisclosureError::Casework`] when nothing was released, or it ended already.
    pub async fn note_arrival(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
        arrival: Arrival,
    ) -> Result<(), DisclosureError> {
        let book = self.book_of(person, client);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::one(desk, no)?;
            if text.state != DisclosureState::Released {
                return Err(super::outside().into());
            }
            // What was sent from here is called back from here, or it isn't.
            let kind = text.travels.as_ref().map(|it| it.kind);
            let is_called_back = matches!(arrival, Arrival::Recalled(_));
            if is_called_back && !kind.is_none_or(sending::is_carried_by_people) {
                return Err(super::outside().into());
            }
            let (state, how) = match arrival {
                Arrival::Arrived(how) => (DisclosureState::Delivered, how),
                Arrival::Failed(how) => (DisclosureState::Failed, how),
                Arrival::Recalled(how) => (DisclosureState::Recalled, how),
            };
            let now_ms = desk.works.now_ms();
            match state {
                DisclosureState::Delivered if text.custody.is_some() => {
                    sending::arrived(desk, &mut text, &how)?;
                }
                DisclosureState::Recalled => {
                    sending::called_back(&mut text, now_ms).map_err(SendingError::from)?;
                }
                _ => {}
            }
            text.state = state;
            text.ended = Some((now_ms, how));
            if state == DisclosureState::Failed {
                consent::give_use_back(desk, no).map_err(unnoted)?;
            }
            desk.works.note("disclosure", no);
            desk.works.note("state", state.word());
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "disclosure_ended", work)
            .await
    }

    /// Notes that a client was told of a disclosure, or why they can't be (NASW-d).
    ///
    /// # Errors
    /// [`DisclosureError::Mend`] without a word on it.
    pub async fn note_told(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
        (told, how): (Told, String),
    ) -> Result<(), DisclosureError> {
        if how.trim().is_empty() || told == Told::Later {
            return Err(DisclosureError::Mend(vec![super::error::Mend::ToldHow]));
        }
        let book = self.book_of(person, client);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::one(desk, no)?;
            text.told = told;
            how.trim().clone_into(&mut text.told_how);
            desk.works.note("disclosure", no);
            desk.works.note("told", told.word());
            let about = about(desk, no);
            tasks::finish_all(desk.works, TaskKind::TellClient, &about, told.word())?;
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "client_told", work)
            .await
    }
}

pub(super) fn about(desk: &FileWorks<'_, '_, '_>, no: i64) -> TaskAbout {
    TaskAbout {
        client: Some(desk.client()),
        worker: None,
        item: Some(no),
    }
}

fn keep_released(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, travels, custody): (i64, Travels, Option<Custody>),
    (intent, stated): (u64, u64),
    (statement, proof): (Vec<u8>, String),
) -> Result<(), DisclosureError> {
    let (version, mut text): (i64, Text) = stored::one(desk, no)?;
    let papers = [
        (Paper::Statement, statement),
        (Paper::Proof, proof.into_bytes()),
    ];
    for (paper, bytes) in papers {
        let client_no = desk.client_no();
        let before = stored::paper(desk.works.transaction(), (client_no, no, paper))?;
        let next = before.map_or(1, |((.., version), _)| version + 1);
        let sealed = desk.seal(Drawer::Disclosures, (no, paper as i64, next), &bytes)?;
        stored::keep_paper(desk, (no, paper, next), sealed)?;
    }
    text.state = DisclosureState::Released;
    text.released = Some((desk.works.now_ms(), intent, stated));
    text.ended = None;
    text.trouble = None;
    desk.works.note("disclosure", no);
    desk.works.note("way", travels.kind.word());
    desk.works.note("travels", travels.hash.clone());
    desk.works.note("package", travels.package.clone());
    text.travels = Some(travels);
    text.custody = custody;
    desk.works.note("intent", intent);
    desk.works.note("statement", stated);
    if let Some(used) = consent_of(desk, &text)? {
        let recipient = desk.works.organization(text.recipient)?.0;
        let new = consent::Use {
            recipient: consent::Named {
                no: recipient,
                id: text.recipient,
            },
            at: desk.works.now_ms(),
            disclosure: no,
            recall: None,
        };
        match consent::note_use(desk, used, &new) {
            Ok(_) => desk.works.note("consent", used),
            // What left has left; that the consent was corrected in the same moment doesn't undo it.
            Err(consent::ConsentError::Stage(_) | consent::ConsentError::Absent) => {
                desk.works.note("consent_gone", used);
            }
            Err(error) => return Err(unnoted(error)),
        }
    }
    if text.told == Told::Later {
        let new = NewTask {
            kind: TaskKind::TellClient,
            whom: Whom::Worker(desk.works.actor_no()),
            about: about(desk, no),
            due_at: desk.works.now_ms() + TELL_WITHIN,
        };
        tasks::add(desk.works, &new)?;
    }
    stored::update(desk, (no, version), &text)
}

/// The consent under which this left, by its number; nothing where it left on another ground, or the consent was given
/// before this office kept consents.
pub(super) fn consent_of(
    desk: &mut FileWorks<'_, '_, '_>,
    text: &Text,
) -> Result<Option<i64>, DisclosureError> {
    if !matches!(text.basis, Basis::Consent | Basis::ClientRequest) {
        return Ok(None);
    }
    let (recipient, sheet) = desk.works.organization(text.recipient)?;
    let wanted = consent::ToRelease {
        recipient,
        kind: sheet.kind.into(),
        purpose: text.purpose,
        sections: text.sections.clone(),
        channel: text.channel,
        limits_confirmed: true,
    };
    let now_ms = desk.works.now_ms();
    let found = consent::check(desk.sheet(), &wanted, now_ms);
    // What left has left: a consent that ended in the same moment still names whoever received under it.
    let elsewhere = found.flaws.contains(&ConsentFlaw::WrongRecipient);
    Ok(found.consent.filter(|_| !elsewhere))
}

pub(super) fn unnoted(error: consent::ConsentError) -> DisclosureError {
    match error {
        consent::ConsentError::Casework(error) => error.into(),
        _ => CaseworkError::Damaged.into(),
    }
}

fn clauses(sections: &[SectionDecision]) -> Vec<String> {
    let all = sections.iter().flat_map(|it| &it.decision.clauses);
    let mut clauses: Vec<String> = all.map(ToString::to_string).collect();
    clauses.sort();
    clauses.dedup();
    clauses
}
