//! Letting a disclosure out: a second person's approval where a rule wants one, the rules asked anew, and the statement (RE-2,
//! CR-6, CR-7, NASW-d).

use std::sync::{MutexGuard, PoisonError};

use caseward_channels::hand::Custody;
use caseward_gate::{
    Amend, AskedOfConsents, ConsentFact, Delivery, FileWorks, GateError, Read, Released, Request,
    RowPlace,
};
use caseward_model::{
    Basis, Channel, Client, DisclosureState, Id, Language, TaskKind, Told, WayKind, Worker,
};
use caseward_papers::print;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::compose::{release_request, section_by_section};
use super::error::Mend;
use super::sending::{self, Papers, Road, SendingError};
use super::sent_count::{SentKind, count_sent};
use super::statement::Agreed;
use super::stored::{self, Text};
use super::{Disclosure, DisclosureError, InWords, Left, Paper, Travels, gone_through, partners};
use crate::consent::{self, StatedConsent};
use crate::sign_in::SignedIn;
use crate::standing::on_a_thread_that_waits;
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

impl Office {
    /// A second person looked at what would leave, and approves exactly that: `seen` is its SHA-256, in hex.
    ///
    /// # Errors
    /// [`DisclosureError::Casework`] with [`SecondPerson`](GateError::SecondPerson) inside for whoever began it, chose
    /// what goes, put it together, attached something or decided what is masked in it, and with [`Stale`](GateError::Stale) when it was put together anew since it was looked at;
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
            let (version, mut text) = stored::still(desk, no)?;
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
            if text.has_a_hand(approver) {
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

    /// Lets a disclosure out by the way that was chosen, if the rules still say so: exactly what was looked at, `seen` is its
    /// SHA-256 in hex. What comes back has left as far as anyone can know: whoever hands it on says by
    /// [`ReleasedPackage::handed_over`] and [`Office::note_arrival`] what became of it.
    ///
    /// # Errors
    /// As [`Gate::release`](caseward_gate::Gate::release); [`DisclosureError::Mend`] when nobody said whether the client was told
    /// of it, or why only afterwards (NASW-d), or that what may come of it was gone through with them, or why not (DV-3.3.2b), or when
    /// the office wants their own request signed, and it isn't (DV-3.3.2a);
    /// [`DisclosureError::Sending`] when it can't go that way, or is being let out already; [`DisclosureError::Casework`] when nothing was put together, and with [`Stale`](GateError::Stale) inside
    /// when it was put together anew since it was looked at. Nothing left then.
    pub async fn release_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (no, seen): (i64, &str),
        language: Language,
    ) -> Result<ReleasedPackage, DisclosureError> {
        let (disclosure, words) = self.whole_disclosure(person, client, no).await?;
        let ready = [
            DisclosureState::Composed,
            DisclosureState::Approved,
            DisclosureState::Failed,
        ];
        if !ready.contains(&disclosure.state) {
            return Err(super::outside().into());
        }
        must_be_said(&disclosure, &words)?;
        self.still_on_its_road(&disclosure).await?;
        partners::must_be_settled(&disclosure, &words, self.clock.now_ms())?;
        let client_no = self.client_no(client).await?;
        let found = self
            .db
            .read(move |reader| stored::paper(reader, (client_no, no, Paper::Document)))
            .await?;
        let bytes = found.ok_or(DisclosureError::Unknown)?.1.len();
        let mut road = sending::ready(self, person, &disclosure, (seen, bytes)).await?;
        let since = road.marked.since;
        let paper = std::mem::take(&mut road.marked.paper);
        let said = (&words, road.marked.stated);
        let asked = self.asked(person, &disclosure, said, paper).await;
        let (agreed, released) = match asked {
            Ok(asked) => asked,
            Err(error) => {
                self.stays(person, &disclosure, (since, None)).await;
                return Err(error);
            }
        };
        let made = self
            .made_ready(person, &disclosure, (&released, road), (agreed, language))
            .await;
        let made = match made {
            Ok(made) => made,
            Err(error) => {
                released.delivery.returned();
                let word = Some("not_ready");
                self.stays(person, &disclosure, (since, word)).await;
                return Err(error);
            }
        };
        let (packed, delivery) = (made.packed, released.delivery);
        let (packed, waits) = self.send(person, &disclosure, (packed, delivery)).await?;
        Ok(ReleasedPackage {
            document: released.bytes,
            statement: made.statement,
            proof: made.proof,
            entry: released.entry,
            travels: packed.travels,
            left: packed.left,
            waits: waits.map(|delivery| (packed.bytes, delivery)),
        })
    }

    /// Asks the gate for the last time.
    async fn asked(
        &self,
        person: &SignedIn,
        disclosure: &Disclosure,
        (words, stated): (&InWords, Option<StatedConsent>),
        (at, sealed): (RowPlace, Vec<u8>),
    ) -> Result<(Agreed, Released), DisclosureError> {
        let request = release_request(person, disclosure);
        let released = self.gate.release(&request, at, sealed).await;
        let released = released.map_err(section_by_section)?;
        let talked = (&words.answers, disclosure.begun.0);
        let agreed = Agreed::on(talked, released.consent.as_ref(), stated);
        Ok((agreed, released))
    }

    /// It stays after all: what was marked is taken back, and everything is as it was. Where that can't be written down now, because
    /// the disk is full or the line is cut, it is tried again when somebody looks; after a new start, the mark says that nobody knows.
    async fn stays(
        &self,
        person: &SignedIn,
        disclosure: &Disclosure,
        (since, trouble): (i64, Option<&'static str>),
    ) {
        let stayed = Unsaid {
            client: disclosure.client,
            no: disclosure.no,
            since,
            worker: person.worker,
            trouble,
        };
        self.say_it_stayed(stayed).await;
    }

    async fn say_it_stayed(&self, stayed: Unsaid) {
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::one(desk, stayed.no)?;
            desk.works.note("disclosure", stayed.no);
            desk.works.note("worker", stayed.worker.to_string());
            let going = text.going.as_ref();
            if going.is_none_or(|it| it.since != stayed.since) {
                return Ok(());
            }
            text.going = None;
            if let Some(word) = stayed.trouble {
                desk.works.note("trouble", word);
                text.trouble = Some(word.to_owned());
            }
            stored::update(desk, (stayed.no, version), &text)
        };
        let done = self.noted(stayed.client, "disclosure_stayed", work);
        if let Err(error) = done.await {
            tracing::error!(%error, "that a disclosure stayed was not written down");
            self.unsaid().push(stayed);
        }
    }

    fn unsaid(&self) -> MutexGuard<'_, Vec<Unsaid>> {
        self.unsaid.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes down of this client's disclosures that they stayed, where that couldn't be done when they did.
    pub(super) async fn make_up_for(&self, client: Id<Client>) {
        let due: Vec<Unsaid> = {
            let mut all = self.unsaid();
            let (due, others) = std::mem::take(&mut *all)
                .into_iter()
                .partition(|it| it.client == client);
            *all = others;
            due
        };
        for stayed in due {
            self.say_it_stayed(stayed).await;
        }
    }

    /// Notes what became of a disclosure: that is so whatever whoever let it out may still do by now, and isn't asked of the rules.
    pub(super) async fn noted<F>(
        &self,
        client: Id<Client>,
        deed: &'static str,
        work: F,
    ) -> Result<(), DisclosureError>
    where
        F: FnOnce(&mut FileWorks<'_, '_, '_>) -> Result<(), DisclosureError> + Send + 'static,
    {
        let client_no = self.client_no(client).await?;
        self.gate.note_on_file(client_no, deed, work).await
    }

    /// Makes the statement of what was released, puts its hash into the ledger, packs all of it for its way, and keeps it. Nothing
    /// is carried yet.
    async fn made_ready(
        &self,
        person: &SignedIn,
        disclosure: &Disclosure,
        (released, road): (&Released, Road),
        (agreed, language): (Agreed, Language),
    ) -> Result<Made, DisclosureError> {
        let going = (road.marked.since, road.marked.content.clone());
        if HEXLOWER.encode(&Sha256::digest(&*released.bytes)) != going.1 {
            return Err(GateError::Stale.into());
        }
        // Marked was the consent that stood then: another one would be used up than lets it out.
        if released.consent.as_ref().and_then(number_of) != road.marked.consent {
            return Err(SendingError::SaidAnew.into());
        }
        let paper = self
            .statement_of(person, disclosure, released, (agreed, language))
            .await?;
        let statement = on_a_thread_that_waits(move || print(&paper)).await?;
        let attested = self.gate.attest(released.entry, &statement).await?;
        let proof = attested.proof.to_string();
        let (no, entries) = (disclosure.no, (released.entry, attested.entry));
        let (way, met) = (road.way.clone(), road.met);
        let papers = Papers {
            document: released.bytes.clone(),
            statement: statement.clone(),
            proof: proof.clone(),
            language,
        };
        let mut packed = sending::packed(self, road, papers).await?;
        let kept = [
            (Paper::Document, released.bytes.clone()),
            (Paper::Statement, Zeroizing::new(statement.clone())),
            (Paper::Proof, Zeroizing::new(proof.clone().into_bytes())),
        ];
        let (travels, bytes) = (packed.travels.clone(), packed.bytes.clone());
        let link = packed.link.take();
        let by_hand = matches!(travels.kind, WayKind::Post | WayKind::Hand);
        let custody = by_hand.then(|| sending::begun(self, disclosure.recipient, person.worker));
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            sending::still_goes(desk, no, (&way, met))?;
            let mut text = keep_released(desk, (no, going), (travels, custody), entries)?;
            for (paper, bytes) in &kept {
                stored::keep_left(desk, (no, entries.0, *paper), bytes)?;
            }
            count_sent(desk.works, text.recipient, SentKind::Disclosure)?;
            follows(desk, (no, &mut text))?;
            let (version, _) = stored::one(desk, no)?;
            stored::update(desk, (no, version), &text)?;
            sending::keep_packed(desk, no, (link, entries.0), &bytes)
        };
        let book = self.book_of(person, disclosure.client);
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "disclosure_released", work)
            .await?;
        Ok(Made {
            packed,
            statement,
            proof,
        })
    }
}

pub(super) fn about(desk: &FileWorks<'_, '_, '_>, no: i64) -> TaskAbout {
    TaskAbout {
        client: Some(desk.client()),
        worker: None,
        item: Some(no),
    }
}

/// That a disclosure stayed, as long as it couldn't be written down.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unsaid {
    client: Id<Client>,
    no: i64,
    /// Since when it was marked as being let out, in ms since 1970.
    since: i64,
    worker: Id<Worker>,
    trouble: Option<&'static str>,
}

/// What was made of a paper that leaves.
struct Made {
    packed: sending::Packed,
    statement: Vec<u8>,
    proof: String,
}

/// What has to have been said before anything leaves: whether the client knows of it (NASW-d), and that what may come of it was gone
/// through with them (DV-3.3.2b).
fn must_be_said(disclosure: &Disclosure, words: &InWords) -> Result<(), DisclosureError> {
    let untold = disclosure.told == Told::Later && words.told_how.is_empty();
    let untold = untold.then_some(Mend::ToldHow);
    let mend = untold.into_iter();
    let mend: Vec<_> = mend
        .chain(gone_through::missing(disclosure, words))
        .collect();
    if mend.is_empty() {
        Ok(())
    } else {
        Err(DisclosureError::Mend(mend))
    }
}

/// A disclosure as it stands when it was released: only where it was marked for exactly this.
fn keep_released(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, (since, content)): (i64, (i64, String)),
    (travels, custody): (Travels, Option<Custody>),
    (intent, stated): (u64, u64),
) -> Result<Text, DisclosureError> {
    let (_, mut text): (i64, Text) = stored::one(desk, no)?;
    let going = text.going.take();
    let going = going.filter(|it| it.since == since && it.content == content);
    let going = going.ok_or_else(super::outside)?;
    text.set_aside();
    text.under = going.consent;
    text.state = DisclosureState::Released;
    text.released = Some((desk.works.now_ms(), intent, stated));
    text.released_by = desk.works.actor();
    text.ended = None;
    text.trouble = None;
    desk.works.note("disclosure", no);
    let said = gone_through::GoneThrough::of(&text.answers);
    desk.works.note("gone_through", said.word());
    desk.works.note("way", travels.kind.word());
    desk.works.note("travels", travels.hash.clone());
    desk.works.note("package", travels.package.clone());
    text.travels = Some(travels);
    text.custody = custody;
    desk.works.note("intent", intent);
    desk.works.note("statement", stated);
    Ok(text)
}

/// What follows for the client: the consent names who received under it, and whoever is to tell them is reminded.
fn follows(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, text): (i64, &mut Text),
) -> Result<(), DisclosureError> {
    if let Some(used) = text.under {
        let recipient = desk.works.organization(text.recipient)?.0;
        let new = consent::Use {
            recipient: consent::Named {
                no: recipient,
                id: text.recipient,
            },
            at: text.released.map_or(0, |(at, ..)| at),
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
    Ok(())
}

/// The consent by which the gate would decide this, by its number; nothing where it leaves on another ground, or the consent was
/// given before this office kept consents.
pub(super) fn consent_of(
    desk: &mut FileWorks<'_, '_, '_>,
    text: &Text,
) -> Result<Option<i64>, DisclosureError> {
    let found = consent_fact_of(desk, text)?;
    Ok(found.as_ref().and_then(number_of))
}

/// The same consent as it stands on the client's sheet, also where it was given before this office kept consents.
pub(super) fn consent_fact_of(
    desk: &mut FileWorks<'_, '_, '_>,
    text: &Text,
) -> Result<Option<ConsentFact>, DisclosureError> {
    if !needs_consent(text.basis) {
        return Ok(None);
    }
    let (recipient, sheet) = desk.works.organization(text.recipient)?;
    let asked = AskedOfConsents {
        recipient,
        kind: Some(sheet.kind.into()),
        purpose: text.purpose,
        channel: text.channel,
        sections: &text.sections,
    };
    let now_ms = desk.works.now_ms();
    let found = desk.sheet().consent_for(&asked, now_ms);
    // What comes nearest may have ended in the same moment, and then still names whoever receives under it.
    let found = found.filter(|it| it.names_recipient(recipient));
    Ok(found.cloned())
}

/// The number of a consent, if this office kept it.
pub(super) const fn number_of(fact: &ConsentFact) -> Option<i64> {
    match fact.no {
        0 => None,
        no => Some(no),
    }
}

/// Whether what leaves on this ground leaves because the client agreed.
pub(super) const fn needs_consent(basis: Basis) -> bool {
    matches!(basis, Basis::Consent | Basis::ClientRequest)
}

/// What was released last reached nobody: the consent under which it left isn't used up by it.
pub(super) fn give_use_back(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, text): (i64, &Text),
) -> Result<(), DisclosureError> {
    match text.released {
        Some((at, ..)) => give_use_back_of(desk, (no, at)),
        None => Ok(()),
    }
}

/// The same for what was released then.
pub(super) fn give_use_back_of(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, at): (i64, i64),
) -> Result<(), DisclosureError> {
    consent::give_use_back(desk, (no, at)).map_err(unnoted)
}

fn unnoted(error: consent::ConsentError) -> DisclosureError {
    match error {
        consent::ConsentError::Casework(error) => error.into(),
        _ => CaseworkError::Damaged.into(),
    }
}
