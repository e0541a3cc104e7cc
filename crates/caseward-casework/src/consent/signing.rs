//! Signing a consent: on the screen, or on paper that a second person looks at. Only now anything counts, and it counts in
//! the same moment.
//!
//! DV-2.1, DV-2.2, RE-1, NASW-b. There are three ways to sign: drawn on the screen, typed there with a witness, and on paper that is
//! scanned. A name that was typed with nobody there but the worker is none. Whoever is kept apart from the client by a wall signs for
//! nobody.

use caseward_gate::{Amend, ConsentFact, FileWorks, Read, Request, SignsFor};
use caseward_model::{ConsentStage, Id, Language, Role, SignerCapacity, TaskKind, Worker};
use jiff::tz::TimeZone;

use super::asked::{witness, witness_signed};
use super::drafting::{found, noted};
use super::error::{ConsentError, SigningNeed};
use super::needs::{ConsentNeed, is_blank, needs};
use super::record::{Record, Signature, Signed};
use super::settings::settings_in;
use super::taking_over::nothing_since;
use super::text::consent_words;
use super::{stored, today};
use crate::standing::{DrawnMark, LARGEST_SCAN, ScanKind};
use crate::stated_needs::FieldNeeds;
use crate::tasks::{self, NewTask, TaskAbout, Whom, supervisors};
use crate::{CaseworkError, Office};

/// How long what is over stays among what decides, in ms: so that a refusal can say that it has run out.
const TOLD_OF_MS: i64 = 180 * 86_400_000;
/// How long a paper may wait for its second person: a week, in ms.
const CONFIRM_WITHIN_MS: i64 = 7 * 86_400_000;

/// A signature on the screen, as it was given.
#[derive(Debug, Clone, Default)]
pub struct Signing {
    /// The full name of whoever signs.
    pub name: String,
    /// The full name of the parent or guardian who signs with a minor.
    pub second_name: String,
    /// What was ticked, by the words of the statements.
    pub ticked: Vec<String>,
    /// What was drawn, as the page sends it; empty if nothing was.
    pub mark: String,
    /// Who was there as a witness besides the worker, if somebody was; somebody has to where nothing was drawn.
    pub witness: String,
}

/// A signed paper.
pub struct ConsentPaper {
    /// The full name as it stands there.
    pub name: String,
    /// The name of the parent or guardian who signed with a minor.
    pub second_name: String,
    /// The full name of the witness who signed besides the worker; empty if nobody did.
    pub witness: String,
    /// The day on the paper, in ms.
    pub signed_at: i64,
    /// The scan.
    pub scan: Vec<u8>,
}

/// What a second person found who compared a scan with its consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Compared {
    /// The paper says what stands in the consent.
    pub same: bool,
    /// The witness who is named signed on it.
    pub witness_signed: bool,
}

impl Office {
    /// Signs a consent on the screen. From now on it counts.
    ///
    /// # Errors
    /// [`ConsentError::Needs`] when something is missing in it, or whoever signs may not; [`ConsentError::Signing`] when
    /// the signature lacks something. Nothing was kept then.
    pub async fn sign_consent(
        &self,
        request: &Request,
        no: i64,
        signing: Signing,
    ) -> Result<(), ConsentError> {
        let by = request.asker;
        let asked = self.fields_asked_of(request.client, Language::English);
        let asked = asked.await?;
        let names = self.names().await?;
        let worker = names.get::<Id<Worker>>(&by).cloned().unwrap_or_default();
        self.at_consents::<Amend, _, _>(request, "consent_signed", move |desk| {
            let (version, mut record) = found(desk, no)?;
            ready(desk, &record, &asked)?;
            let now_ms = desk.works.now_ms();
            let signature = signature_of(&record, &signing, (&asked, &worker, now_ms))?;
            record.signature = Some(signature);
            record.form_version = Some(consent_words(record.form.language)?.version);
            settle(desk, (no, version), &mut record, by)
        })
        .await
    }

    /// Says that a consent was printed for a signature on paper. Until the paper is here and confirmed, it counts for
    /// nothing, and the gate says that it isn't signed.
    ///
    /// # Errors
    /// [`ConsentError::Needs`] when something is missing in it, or whoever is to sign may not.
    pub async fn print_consent(&self, request: &Request, no: i64) -> Result<(), ConsentError> {
        let by = request.asker;
        let asked = self.fields_asked_of(request.client, Language::English);
        let asked = asked.await?;
        self.at_consents::<Amend, _, _>(request, "consent_printed", move |desk| {
            let (version, mut record) = found(desk, no)?;
            if record.stage == ConsentStage::PaperWaits {
                noted(desk.works, no, &record);
                return Ok(());
            }
            let signer = ready(desk, &record, &asked)?;
            let now_ms = desk.works.now_ms();
            record.step(ConsentStage::PaperWaits, now_ms, by);
            record.form_version = Some(consent_words(record.form.language)?.version);
            let fact = ConsentFact {
                unwritten: true,
                ..fact_of(no, &record, (now_ms, signer))?
            };
            desk.change(|sheet| {
                sheet.consents.retain(|it| it.no != no);
                sheet.consents.push(fact);
            });
            stored::update(desk, (no, version), &record)?;
            noted(desk.works, no, &record);
            Ok(())
        })
        .await
    }

    /// Records the signed paper of a consent. It counts when a second person has looked at it.
    ///
    /// # Errors
    /// [`ConsentError::Signing`] when it can't be taken; [`ConsentError::Stage`] when no paper of it is awaited.
    pub async fn record_consent_paper(
        &self,
        request: &Request,
        no: i64,
        paper: ConsentPaper,
    ) -> Result<(), ConsentError> {
        let by = request.asker;
        let asked = self.fields_asked_of(request.client, Language::English);
        let asked = asked.await?;
        self.at_consents::<Amend, _, _>(request, "consent_paper_recorded", move |desk| {
            let (version, mut record) = found(desk, no)?;
            // A paper from before is taken over with all that stands on it.
            if record.stage != ConsentStage::PaperWaits || record.taken_over.is_some() {
                return Err(ConsentError::Stage(record.stage));
            }
            let now_ms = desk.works.now_ms();
            let earliest = record.begun_at - CONFIRM_WITHIN_MS;
            check_paper(&record, &paper, (&asked, Some(earliest), now_ms))?;
            stored::store_scan(desk, no, &paper.scan)?;
            record.signature = Some(on_paper(paper, by));
            stored::update(desk, (no, version), &record)?;
            ask_a_second_person(desk, no)?;
            noted(desk.works, no, &record);
            Ok(())
        })
        .await
    }

    /// Confirms the paper of a consent that someone else recorded, or declines it: then another scan is awaited, and one that was given
    /// before is a draft again. A paper that has to be
    /// witnessed, or names a witness, counts only if that one signed on it.
    ///
    /// # Errors
    /// [`ConsentError::SecondPerson`] when it is the same person; [`ConsentError::Stage`] when no paper waits;
    /// [`ConsentError::Signing`] when a witness is needed and none is named, or it isn't said that they signed, and when the client took
    /// something back since the day on a paper from before. It waits on then.
    pub async fn confirm_consent_paper(
        &self,
        request: &Request,
        no: i64,
        found_so: Compared,
    ) -> Result<(), ConsentError> {
        let by = request.asker;
        let asked = self.fields_asked_of(request.client, Language::English);
        let asked = asked.await?;
        let deed = if found_so.same {
            "consent_paper_confirmed"
        } else {
            "consent_paper_declined"
        };
        let purpose = request.purpose;
        self.at_consents::<Read, _, _>(request, deed, move |desk| {
            let (version, mut record) = found(desk, no)?;
            let Some(mut signature) = record.signature.take() else {
                return Err(ConsentError::Stage(record.stage));
            };
            let Signed::Paper { recorded_by, .. } = signature.how else {
                return Err(ConsentError::Stage(record.stage));
            };
            if record.stage != ConsentStage::PaperWaits {
                return Err(ConsentError::Stage(record.stage));
            }
            if recorded_by == by {
                return Err(ConsentError::SecondPerson);
            }
            super::withdrawing::no_reviewer(purpose)?;
            no_paper_waits(desk, no)?;
            if !found_so.same {
                is_written_anew(desk, (no, &mut record), by);
                stored::update(desk, (no, version), &record)?;
                noted(desk.works, no, &record);
                return Ok(());
            }
            if let Some(need) = witness_signed(&signature.witness, found_so, &asked) {
                return Err(ConsentError::Signing(vec![need]));
            }
            if record.taken_over.is_some() {
                nothing_since(desk, &record, signature.at)?;
            }
            signature.how = Signed::Paper {
                recorded_by,
                confirmed_by: Some(by),
                witness_signed: found_so.witness_signed && !is_blank(&signature.witness),
            };
            record.signature = Some(signature);
            settle(desk, (no, version), &mut record, by)
        })
        .await
    }
}

/// A paper from before that says something else than was written down is no paper of this consent: what it says is written anew.
fn is_written_anew(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, record): (i64, &mut Record),
    by: Id<Worker>,
) {
    let Some(before) = record.taken_over.take() else {
        return;
    };
    if before.counted {
        record.form.until = None;
    }
    record.step(ConsentStage::Explained, desk.works.now_ms(), by);
    desk.change(|sheet| sheet.consents.retain(|it| it.no != no));
}

/// Whether everything is there that a signature needs, and whoever is to sign may; who that is, where they are a client
/// too.
fn ready(
    desk: &mut FileWorks<'_, '_, '_>,
    record: &Record,
    asked: &FieldNeeds,
) -> Result<Option<i64>, ConsentError> {
    if !record.stage.is_open() {
        return Err(ConsentError::Stage(record.stage));
    }
    let settings = settings_in(desk.works)?;
    let today = today(desk.works.now_ms());
    let missing = needs(&record.form, &settings, asked, today);
    if !missing.is_empty() {
        return Err(ConsentError::Needs(missing));
    }
    signer_of(desk, record)
}

/// Who signs for the client, where that is a client too; nobody whom a wall keeps apart from them.
pub(super) fn signer_of(
    desk: &FileWorks<'_, '_, '_>,
    record: &Record,
) -> Result<Option<i64>, ConsentError> {
    let who = &record.form.who;
    if !who.capacity.is_some_and(SignerCapacity::is_another) {
        return Ok(None);
    }
    match desk.signs_for(&who.name)? {
        SignsFor::Somebody(client) => Ok(client),
        SignsFor::Barred => Err(ConsentError::Needs(vec![ConsentNeed::SignerNotAllowed])),
    }
}

fn signature_of(
    record: &Record,
    signing: &Signing,
    (asked, worker, now_ms): (&FieldNeeds, &str, i64),
) -> Result<Signature, ConsentError> {
    let words = consent_words(record.form.language)?;
    let mut missing = names(record, &signing.name, &signing.second_name);
    let all = words.statement.iter();
    if !all.clone().all(|it| signing.ticked.contains(&it.id)) {
        missing.push(SigningNeed::Statements);
    }
    let drawn = DrawnMark::read(&signing.mark);
    missing.extend(drawn.is_err().then_some(SigningNeed::Mark));
    let unseen = matches!(drawn, Ok(None)) && nobody_saw(signing, worker);
    let mark = drawn.unwrap_or_default();
    let wanting = witness(&signing.witness, asked);
    // Where a witness is missing anyway, naming one mends both.
    let alone = unseen && wanting.is_none();
    missing.extend(wanting);
    missing.extend(alone.then_some(SigningNeed::TypedAlone));
    if !missing.is_empty() {
        return Err(ConsentError::Signing(missing));
    }
    Ok(Signature {
        at: now_ms,
        name: signing.name.trim().to_owned(),
        second_name: signing.second_name.trim().to_owned(),
        ticked: all.map(|it| it.id.clone()).collect(),
        mark,
        witness: signing.witness.trim().to_owned(),
        how: Signed::Screen,
    })
}

/// Whether nobody is named who saw it signed, besides whoever signs and the worker who has it signed.
fn nobody_saw(signing: &Signing, worker: &str) -> bool {
    let there = [signing.name.as_str(), signing.second_name.as_str(), worker];
    let witness = signing.witness.as_str();
    is_blank(witness) || there.iter().any(|it| is_one_name(witness, it))
}

/// What is wrong with the names under a signature.
fn names(record: &Record, name: &str, second: &str) -> Vec<SigningNeed> {
    let who = &record.form.who;
    let with_parent = who.capacity == Some(SignerCapacity::MinorWithParent);
    let for_them = matches!(
        who.capacity,
        Some(SignerCapacity::Guardian | SignerCapacity::Proxy | SignerCapacity::Representative)
    );
    let unfit = |text: &str| is_blank(text) || text.chars().count() > 200;
    let checks = [
        (unfit(name), SigningNeed::Name),
        (with_parent && unfit(second), SigningNeed::SecondName),
        (
            (for_them && !is_one_name(name, &who.name))
                || (with_parent && !is_one_name(second, &who.name)),
            SigningNeed::AnotherName,
        ),
    ];
    let missing = checks.into_iter().filter(|(fails, _)| *fails);
    missing.map(|(_, need)| need).collect()
}

fn is_one_name(one: &str, other: &str) -> bool {
    let folded = |text: &str| {
        let words: Vec<_> = text.split_whitespace().map(str::to_lowercase).collect();
        words.join(" ")
    };
    folded(one) == folded(other)
}

/// The signature on a paper that a second person has to look at yet.
pub(super) fn on_paper(paper: ConsentPaper, by: Id<Worker>) -> Signature {
    Signature {
        at: paper.signed_at,
        name: paper.name.trim().to_owned(),
        second_name: paper.second_name.trim().to_owned(),
        ticked: Vec::new(),
        mark: None,
        witness: paper.witness.trim().to_owned(),
        how: Signed::Paper {
            recorded_by: by,
            confirmed_by: None,
            witness_signed: false,
        },
    }
}

/// Whether a paper can be taken: signed by whoever may, on a day between the earliest and now, and scanned.
pub(super) fn check_paper(
    record: &Record,
    paper: &ConsentPaper,
    (asked, earliest, now_ms): (&FieldNeeds, Option<i64>, i64),
) -> Result<(), ConsentError> {
    let mut missing = names(record, &paper.name, &paper.second_name);
    missing.extend(witness(&paper.witness, asked));
    if paper.signed_at > now_ms || earliest.is_some_and(|it| paper.signed_at < it) {
        missing.push(SigningNeed::Day);
    }
    if ScanKind::of(&paper.scan).is_none() {
        missing.push(SigningNeed::Scan);
    }
    if paper.scan.len() > LARGEST_SCAN {
        missing.push(SigningNeed::SmallerScan);
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(ConsentError::Signing(missing))
    }
}

/// From now on it counts: what decides is changed in the transaction in which it is kept.
fn settle(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, version): (i64, i64),
    record: &mut Record,
    by: Id<Worker>,
) -> Result<(), ConsentError> {
    let now_ms = desk.works.now_ms();
    let signer = signer_of(desk, record)?;
    let signed_at = record.signature.as_ref().map_or(now_ms, |it| it.at);
    let fact = fact_of(no, record, (signed_at, signer))?;
    record.expires_at = Some(fact.expires_at);
    if let Some(recipient) = record.form.recipient {
        let sheet = desk.works.organization(recipient.id)?.1;
        record.policy_assessed = sheet.policy_assessed_at(now_ms);
    }
    record.step(ConsentStage::Signed, now_ms, by);
    let told_at = match record.taken_over {
        Some(_) => signed_at,
        None => now_ms,
    };
    let replaced = record.replaces;
    if let Some(old_no) = replaced
        && let Some((old_version, mut old)) = stored::one(desk, old_no)?
        && matches!(old.stage, ConsentStage::Signed | ConsentStage::PaperWaits)
    {
        old.replaced_by = Some(no);
        old.step(ConsentStage::Superseded, now_ms, by);
        stored::update(desk, (old_no, old_version), &old)?;
        no_paper_waits(desk, old_no)?;
    }
    desk.change(|sheet| {
        sheet.consents.retain(|it| {
            let is_replaced = it.no != 0 && (it.no == no || Some(it.no) == replaced);
            !is_replaced && now_ms < it.expires_at.saturating_add(TOLD_OF_MS)
        });
        sheet.consents.push(fact);
        // Whoever signs was told when confidentiality ends (NASW-e).
        sheet.limits_told_at = sheet.limits_told_at.max(Some(told_at));
        // What is shared is more now than what they were told of (DV-4.1).
        sheet.sharing_told_at = None;
    });
    stored::update(desk, (no, version), record)?;
    stored::signature_is_known(desk, no)?;
    super::talks::consent_was_asked(desk, "signed")?;
    if record.taken_over.is_none() {
        super::talks::no_talk_waits(desk)?;
    }
    noted(desk.works, no, record);
    Ok(())
}

/// What decides of a consent.
pub(super) fn fact_of(
    no: i64,
    record: &Record,
    (signed_at, signer): (i64, Option<i64>),
) -> Result<ConsentFact, CaseworkError> {
    let form = &record.form;
    let recipient = form.recipient.ok_or(CaseworkError::Damaged)?;
    let until = form.until.ok_or(CaseworkError::Damaged)?;
    let next = until.tomorrow().map_err(|_| CaseworkError::Damaged)?;
    let ends = next.at(0, 0, 0, 0).to_zoned_datetime(TimeZone::system());
    let ends = ends.map_err(|_| CaseworkError::Damaged)?;
    Ok(ConsentFact {
        no,
        kind: form.kind,
        recipient: recipient.no,
        purposes: form.purposes.clone(),
        categories: form.sections(),
        channels: form.channels.clone(),
        signed_at,
        expires_at: ends.timestamp().as_millisecond(),
        withdrawn_at: None,
        unwritten: false,
        unwitnessed: record.is_typed_alone(),
        once: form.is_once(),
        used_at: None,
        confirm_limits: form.has_to_confirm(),
        requested: !is_blank(&form.request),
        signer,
        representative: form.who.capacity == Some(SignerCapacity::Representative),
    })
}

fn about_paper(desk: &FileWorks<'_, '_, '_>, no: i64) -> TaskAbout {
    TaskAbout {
        client: Some(desk.client()),
        worker: None,
        item: Some(no),
    }
}

/// Supervisors of whoever kept the paper, and the records custodian, are asked to look at it.
pub(super) fn ask_a_second_person(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
) -> Result<(), CaseworkError> {
    let (about, due_at) = (
        about_paper(desk, no),
        desk.works.now_ms() + CONFIRM_WITHIN_MS,
    );
    let asked = supervisors::to_ask(desk, &[])?;
    asked.give(desk, TaskKind::ConsentPaper, about, due_at)?;
    let new = NewTask {
        kind: TaskKind::ConsentPaper,
        whom: Whom::Role(Role::RecordsCustodian),
        about,
        due_at,
    };
    tasks::add(desk.works, &new)?;
    Ok(())
}

/// Nobody has to look at a paper of this consent any more.
pub(super) fn no_paper_waits(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
) -> Result<(), CaseworkError> {
    let about = about_paper(desk, no);
    tasks::finish_all(desk.works, TaskKind::ConsentPaper, &about, "looked_at")?;
    Ok(())
}
