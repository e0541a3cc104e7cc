//! Taking a consent back: by word of mouth or in writing, in a moment, and everyone who received under it is told and asked
//! to return or destroy what they had.
//!
//! DV-2.1, NASW-b, NASW-d. Whoever may open the client's file can take it down: it only ever closes. It counts from the very
//! moment, before anything is written about it.

use caseward_gate::{Amend, FileWorks, OpensDrawer, Read, ReadOwn, Request};
use caseward_model::{ConsentStage, Purpose, RecallAnswer, Role, TaskKind, WithdrawalWay};

use super::drafting::{found, noted, short};
use super::error::ConsentError;
use super::record::{Recall, Record, Use, Withdrawal};
use super::settings::settings_in;
use super::stored;
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office, assignment};

const DAY_MS: i64 = 86_400_000;

impl Office {
    /// Takes a consent back. From this moment nothing goes out under it, and whoever received under it, or under one in whose place
    /// it stands, is to be told.
    ///
    /// # Errors
    /// [`ConsentError::Stage`] when nothing of it counts: a draft is rejected instead.
    pub async fn withdraw_consent(
        &self,
        request: &Request,
        no: i64,
        way: WithdrawalWay,
        words: &str,
    ) -> Result<(), ConsentError> {
        self.withdraw_as::<Read>(request, no, (way, words)).await
    }

    /// [`Office::withdraw_consent`] by the client themselves, in writing, from their own view of the file. Those who work
    /// with the client do what follows.
    ///
    /// # Errors
    /// As [`Office::withdraw_consent`].
    pub(crate) async fn withdraw_own_consent(
        &self,
        request: &Request,
        no: i64,
    ) -> Result<(), ConsentError> {
        let how = (WithdrawalWay::Written, "");
        self.withdraw_as::<ReadOwn>(request, no, how).await
    }

    async fn withdraw_as<A: OpensDrawer>(
        &self,
        request: &Request,
        no: i64,
        (way, words): (WithdrawalWay, &str),
    ) -> Result<(), ConsentError> {
        let (by, words) = (request.asker, short(words)?);
        let purpose = request.purpose;
        self.at_consents::<A, _, _>(request, "consent_withdrawn", move |desk| {
            let (version, mut record) = found(desk, no)?;
            if !can_be_taken_back(desk, &record)? {
                return Err(ConsentError::Stage(record.stage));
            }
            no_reviewer(purpose)?;
            let now_ms = desk.works.now_ms();
            record.withdrawal = Some(Withdrawal {
                at: now_ms,
                way,
                by,
                words,
                noted_at: (way == WithdrawalWay::Written).then_some(now_ms),
            });
            record.step(ConsentStage::Revoked, now_ms, by);
            desk.change(|sheet| {
                for fact in sheet.consents.iter_mut().filter(|it| it.no == no) {
                    fact.withdrawn_at = Some(now_ms);
                }
            });
            super::signing::no_paper_waits(desk, no)?;
            super::sharing::nothing_to_tell(desk)?;
            crate::disclosure::close_without_ground(desk)?;
            stored::update(desk, (no, version), &record)?;
            what_follows(desk, (no, &record), way)?;
            noted(desk.works, no, &record);
            Ok(())
        })
        .await
    }

    /// Notes that the written note of an oral withdrawal was made: the client's own letter, or ours to them.
    ///
    /// # Errors
    /// [`ConsentError::Stage`] when none is due.
    pub async fn note_withdrawal(&self, request: &Request, no: i64) -> Result<(), ConsentError> {
        let purpose = request.purpose;
        self.at_consents::<Read, _, _>(request, "consent_withdrawal_noted", move |desk| {
            let (version, mut record) = found(desk, no)?;
            let now_ms = desk.works.now_ms();
            let stage = record.stage;
            let withdrawal = record.withdrawal.as_mut();
            let due = withdrawal.filter(|it| it.noted_at.is_none());
            due.ok_or(ConsentError::Stage(stage))?.noted_at = Some(now_ms);
            no_reviewer(purpose)?;
            stored::update(desk, (no, version), &record)?;
            let about = about(desk, no);
            tasks::finish_all(desk.works, TaskKind::ConsentNote, &about, "noted")?;
            noted(desk.works, no, &record);
            Ok(())
        })
        .await
    }

    /// Who received something under a consent, the first first, each with its number; after a withdrawal also what came of
    /// asking for it back. Nobody, as long as nothing went out under it.
    ///
    /// # Errors
    /// The gate's refusal; [`ConsentError::Absent`].
    pub async fn recipients_under(
        &self,
        request: &Request,
        no: i64,
    ) -> Result<Vec<(i64, Use)>, ConsentError> {
        self.at_consents::<Read, _, _>(request, "consent_recipients_read", move |desk| {
            found(desk, no)?;
            desk.works.note("consent", no);
            let uses = stored::uses(desk, no)?;
            Ok(uses.into_iter().map(|(no, _, it)| (no, it)).collect())
        })
        .await
    }

    /// Keeps what a recipient answered who was asked to return or destroy what they had.
    ///
    /// # Errors
    /// [`ConsentError::Absent`] when nothing went out under this number; [`ConsentError::Stage`] when it was never asked
    /// back.
    pub async fn answer_recall(
        &self,
        request: &Request,
        (no, use_no): (i64, i64),
        answer: RecallAnswer,
        words: &str,
    ) -> Result<(), ConsentError> {
        let (by, words) = (request.asker, short(words)?);
        self.at_consents::<Amend, _, _>(request, "consent_recall_answered", move |desk| {
            let (_, record) = found(desk, no)?;
            let now_ms = desk.works.now_ms();
            let uses = stored::uses(desk, no)?;
            let (_, version, mut it) = uses
                .iter()
                .find(|it| it.0 == use_no)
                .cloned()
                .ok_or(ConsentError::Absent)?;
            let recall = it.recall.as_mut();
            let recall = recall.ok_or(ConsentError::Stage(record.stage))?;
            recall.by = Some(by);
            recall.told_at = recall.told_at.or(Some(now_ms));
            recall.answered_at = (answer != RecallAnswer::Awaited).then_some(now_ms);
            recall.answer = answer;
            recall.words = words;
            stored::update_use(desk, (no, use_no, version), &it)?;
            let awaited = |(other, _, it): &(i64, i64, Use)| {
                let recall = it.recall.as_ref();
                *other != use_no && recall.is_some_and(|it| it.answer == RecallAnswer::Awaited)
            };
            if answer != RecallAnswer::Awaited && !uses.iter().any(awaited) {
                let about = about(desk, no);
                tasks::finish_all(desk.works, TaskKind::ConsentRecall, &about, "answered")?;
            }
            desk.works.note("consent", no);
            desk.works.note("answer", answer.word());
            Ok(())
        })
        .await
    }
}

/// Whoever reads a file to review who looked changes nothing in it.
pub(super) fn no_reviewer(purpose: Purpose) -> Result<(), CaseworkError> {
    if purpose == Purpose::AccessReview {
        let reason =
            "whoever reviews accesses changes nothing in a file; tell who serves the client";
        return Err(CaseworkError::Unfit(reason.to_owned()));
    }
    Ok(())
}

/// Notes that something goes out under a consent, within the transaction in which it does. One that was for a single time
/// is used up by it.
///
/// # Errors
/// [`ConsentError::Absent`] when there is no such consent; [`ConsentError::Stage`] when it was never signed. One that was
/// taken back in the same moment still names whoever received under it.
pub fn note_use(desk: &mut FileWorks<'_, '_, '_>, no: i64, new: &Use) -> Result<i64, ConsentError> {
    let (_, record) = found(desk, no)?;
    let was_signed = matches!(
        record.stage,
        ConsentStage::Signed | ConsentStage::Revoked | ConsentStage::Superseded
    );
    if !was_signed {
        return Err(ConsentError::Stage(record.stage));
    }
    let at = new.at;
    desk.change(|sheet| {
        let facts = sheet.consents.iter_mut();
        for fact in facts.filter(|it| it.no == no && it.once) {
            fact.used_at = fact.used_at.or(Some(at));
        }
    });
    let mut new = new.clone();
    if is_taken_back(desk, &record)? {
        new.recall = Some(Recall::awaited(desk.works.now_ms()));
        let days = settings_in(desk.works)?.recall_days;
        let task = NewTask {
            kind: TaskKind::ConsentRecall,
            whom: Whom::Worker(desk.works.actor_no()),
            about: about(desk, no),
            due_at: desk.works.now_ms() + days * DAY_MS,
        };
        tasks::add(desk.works, &task)?;
    }
    Ok(stored::insert_use(desk, no, &new)?)
}

/// Whether a consent can be taken back: it counts, or it counted once and the one in its place was recorded in error, so that there is
/// no newer one to take back instead.
fn can_be_taken_back(
    desk: &mut FileWorks<'_, '_, '_>,
    record: &Record,
) -> Result<bool, CaseworkError> {
    match (record.stage, record.replaced_by) {
        (ConsentStage::Signed | ConsentStage::PaperWaits, _) => Ok(true),
        (ConsentStage::Superseded, Some(newer)) => {
            let newer = stored::one(desk, newer)?;
            Ok(newer.is_some_and(|(_, it)| it.stage == ConsentStage::EnteredInError))
        }
        _ => Ok(false),
    }
}

/// Whether a consent was taken back, itself or with the one that stands in its place.
fn is_taken_back(desk: &mut FileWorks<'_, '_, '_>, record: &Record) -> Result<bool, CaseworkError> {
    let (mut stage, mut newer) = (record.stage, record.replaced_by);
    while let (ConsentStage::Superseded, Some(no)) = (stage, newer) {
        let Some((_, it)) = stored::one(desk, no)? else {
            return Ok(false);
        };
        // A newer one has a higher number, so this comes to an end.
        newer = it.replaced_by.filter(|it| *it > no);
        stage = it.stage;
    }
    Ok(stage == ConsentStage::Revoked)
}

/// The numbers of a consent and of those in whose place it stands, the newest first.
fn with_those_before(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, record): (i64, &Record),
) -> Result<Vec<i64>, CaseworkError> {
    let (mut all, mut before) = (vec![no], record.replaces);
    let mut newer = no;
    while let Some(older) = before.filter(|it| *it < newer) {
        let Some((_, it)) = stored::one(desk, older)? else {
            break;
        };
        if it.replaced_by != Some(newer) {
            break;
        }
        all.push(older);
        (newer, before) = (older, it.replaces);
    }
    Ok(all)
}

/// Notes that what was to go out by this disclosure at that time did not arrive: nobody received it, and a consent for one time
/// is not used up by it. What left by it at other times stays.
///
/// # Errors
/// When a row doesn't open.
pub fn give_use_back(
    desk: &mut FileWorks<'_, '_, '_>,
    (disclosure, at): (i64, i64),
) -> Result<(), ConsentError> {
    let consents: Vec<i64> = desk.sheet().consents.iter().map(|it| it.no).collect();
    for consent in consents.into_iter().filter(|it| *it != 0) {
        let is_it = |it: &Use| it.disclosure == disclosure && it.at == at;
        let uses = stored::uses(desk, consent)?.into_iter();
        let (given_back, others): (Vec<_>, Vec<_>) = uses.partition(|(.., it)| is_it(it));
        for (no, ..) in &given_back {
            stored::delete_use(desk, (consent, *no))?;
        }
        if !given_back.is_empty() && others.is_empty() {
            desk.change(|sheet| {
                let facts = sheet.consents.iter_mut();
                for fact in facts.filter(|it| it.no == consent) {
                    fact.used_at = None;
                }
            });
        }
    }
    Ok(())
}

const fn about_no(client: caseward_model::Id<caseward_model::Client>, no: i64) -> TaskAbout {
    TaskAbout {
        client: Some(client),
        worker: None,
        item: Some(no),
    }
}

pub(super) fn about(desk: &FileWorks<'_, '_, '_>, no: i64) -> TaskAbout {
    about_no(desk.client(), no)
}

/// Who does what follows: whoever took it down, or, where the client did it alone, who answers for the work with them.
pub(super) fn who_follows(desk: &mut FileWorks<'_, '_, '_>) -> Result<Whom, CaseworkError> {
    let actor_no = desk.works.actor_no();
    let actor = desk.works.worker_by_no(actor_no)?;
    if actor.is_some_and(|(_, sheet)| sheet.role == Role::Client) {
        let now_ms = desk.works.now_ms();
        return Ok(assignment::who_answers_for(desk.sheet(), now_ms));
    }
    Ok(Whom::Worker(actor_no))
}

/// What is to be done after it was taken back: a written note where it was only said, and telling those who received, also under what
/// it stands in the place of.
fn what_follows(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, record): (i64, &Record),
    way: WithdrawalWay,
) -> Result<(), CaseworkError> {
    let settings = settings_in(desk.works)?;
    let whom = who_follows(desk)?;
    let mut due = Vec::new();
    if way == WithdrawalWay::Oral {
        due.push((TaskKind::ConsentNote, no, settings.note_days));
    }
    let mut received = 0;
    for no in with_those_before(desk, (no, record))? {
        let asked = ask_back(desk, no)?;
        if asked > 0 {
            due.push((TaskKind::ConsentRecall, no, settings.recall_days));
        }
        received += asked;
    }
    let now_ms = desk.works.now_ms();
    for (kind, no, days) in due {
        let new = NewTask {
            kind,
            whom,
            about: about(desk, no),
            due_at: now_ms + days * DAY_MS,
        };
        tasks::add(desk.works, &new)?;
    }
    desk.works.note("received_under", received);
    Ok(())
}

/// From now on all that went out under a consent is to be asked back, if it isn't already; says how much that is.
fn ask_back(desk: &mut FileWorks<'_, '_, '_>, no: i64) -> Result<usize, CaseworkError> {
    let now_ms = desk.works.now_ms();
    let uses = stored::uses(desk, no)?.into_iter();
    let unasked: Vec<_> = uses.filter(|(.., it)| it.recall.is_none()).collect();
    let many = unasked.len();
    for (use_no, version, mut it) in unasked {
        it.recall = Some(Recall::awaited(now_ms));
        stored::update_use(desk, (no, use_no, version), &it)?;
    }
    Ok(many)
}
