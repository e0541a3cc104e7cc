//! Asking back what went out under a consent that was taken back: the letter to each organization that received something, and who
//! told them, when and how.
//!
//! DV-2.1, NASW-d. The letter is made of days and of our own numbers, and of nothing that stands in a file, so that it tells whoever
//! else opens it nothing; the statement that came with the paper says to its reader which it is. A worker takes or sends it: by a way of
//! theirs that a second person checked, on the telephone or in person, and keeps that they did; or the house sends it (`sending_letters.rs`).

use caseward_gate::{Amend, FileWorks, Read, Request};
use caseward_model::{
    Channel, Id, Language, Organization, RecallAnswer, RecallTelling, TaskKind, WayKind, Worker,
};
use caseward_papers::{ReturnOrDestroy, print};
use jiff::civil::Date;

use super::drafting::{found, short};
use super::error::ConsentError;
use super::record::{Record, ToldRecipient, Use};
use super::settings::settings_in;
use super::withdrawing::{about, who_follows};
use super::{stored, today};
use crate::disclosure::entry_of;
use crate::standing::{day, on_a_thread_that_waits};
use crate::tasks::{self, NewTask, Whom};
use crate::{CaseworkError, Office};

pub(super) const DAY_MS: i64 = 86_400_000;

/// That a recipient was told, as it is noted. Its words aren't printable by accident.
#[derive(Clone, Default)]
pub struct RecallTold {
    /// How; nothing when nobody said.
    pub how: Option<RecallTelling>,
    /// By which of their ways, by its number, where it was by one.
    pub way: Option<i64>,
    /// When, in ms; now if missing.
    pub at: Option<i64>,
    /// What is worth keeping about it.
    pub words: String,
}

impl std::fmt::Debug for RecallTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("RecallTold");
        shown.field("how", &self.how).finish_non_exhaustive()
    }
}

/// A way to an organisation that counts now: whose, its number and its kind.
pub(crate) type Counting = (Id<Organization>, i64, WayKind);

/// What the letter is made of.
pub(super) struct Lines {
    pub(super) to: Id<Organization>,
    sent_at: i64,
    sent_by: Option<u64>,
    number: i64,
    taken_back_at: i64,
    now_ms: i64,
    answer_by: String,
}

impl Office {
    /// The letter that asks a recipient to return or destroy what they had, as a PDF. Who makes it is on record; whoever takes or sends
    /// it notes that by [`Office::note_recall_told`].
    ///
    /// # Errors
    /// [`ConsentError::Absent`] when nothing went out under this number; [`ConsentError::Stage`] when it isn't asked back.
    pub async fn recall_letter(
        &self,
        request: &Request,
        (no, use_no): (i64, i64),
        language: Language,
    ) -> Result<Vec<u8>, ConsentError> {
        let printing = Request {
            channel: Channel::Print,
            ..request.clone()
        };
        let read = self.at_consents::<Read, _, _>(&printing, "consent_notice_made", move |desk| {
            let (_, record) = found(desk, no)?;
            let (_, it) = used(desk, (no, use_no))?;
            desk.works.note("consent", no);
            lines(desk, &record, &it)
        });
        self.letter_of(read.await?, language).await
    }

    /// The letter out of what it is made of.
    pub(super) async fn letter_of(
        &self,
        read: Lines,
        language: Language,
    ) -> Result<Vec<u8>, ConsentError> {
        let register = self.register().await?;
        let to = register.into_iter().find(|it| it.id == read.to);
        let letter = ReturnOrDestroy {
            language,
            office: self.own_organization().await?.name,
            to: to.map(|it| it.name).unwrap_or_default(),
            written_on: day(read.now_ms),
            sent_on: day(read.sent_at),
            sent_by: read.sent_by,
            number: read.number,
            taken_back_on: day(read.taken_back_at),
            told: false,
            answer_by: read.answer_by,
        };
        Ok(on_a_thread_that_waits(move || print(&letter)).await?)
    }

    /// Keeps that a recipient was told, how and by whom. When everyone was told who received under this consent, what waits is their
    /// answers, until the day by which they were asked.
    ///
    /// # Errors
    /// [`ConsentError::Absent`] and [`ConsentError::Stage`] as for the letter; [`CaseworkError::Unfit`] when it isn't said how, when the
    /// way is none of theirs that counts now, and when the day can't be so.
    pub async fn note_recall_told(
        &self,
        request: &Request,
        (no, use_no): (i64, i64),
        told: RecallTold,
    ) -> Result<(), ConsentError> {
        let by = request.asker;
        let ways = self.ways_that_count().await?;
        self.at_consents::<Amend, _, _>(request, "consent_recall_told", move |desk| {
            let (_, record) = found(desk, no)?;
            let (version, mut it) = used(desk, (no, use_no))?;
            let settings = settings_in(desk.works)?;
            let now_ms = desk.works.now_ms();
            let to = it.recipient.id;
            let recall = it.recall.as_mut();
            let recall = recall.ok_or(ConsentError::Stage(record.stage))?;
            let answer_by = settings.answer_day(today(now_ms));
            let asked = (recall.asked_at, now_ms);
            let told = told_recipient(&told, (to, &ways), asked, (by, answer_by))?;
            let how = told.how;
            recall.by = Some(by);
            recall.told_at = Some(told.at);
            recall.told = Some(told);
            stored::update_use(desk, (no, use_no, version), &it)?;
            desk.works.note("consent", no);
            desk.works.note("how", how.word());
            let due_at = now_ms + settings.answer_days * DAY_MS;
            let whom = who_follows(desk)?;
            answers_are_awaited(desk, no, (due_at, whom))
        })
        .await
    }

    /// The ways of all recipients that count now.
    pub(crate) async fn ways_that_count(&self) -> Result<Vec<Counting>, CaseworkError> {
        let now_ms = self.clock.now_ms();
        let mut ways = Vec::new();
        for recipient in self.all_recipients().await? {
            let whose = recipient.organization.id;
            let counting = recipient.ways_at(now_ms);
            ways.extend(counting.map(|way| (whose, way.no, way.it.kind)));
        }
        Ok(ways)
    }
}

/// What went out under this number, with its version.
pub(super) fn used(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, use_no): (i64, i64),
) -> Result<(i64, Use), ConsentError> {
    let mut uses = stored::uses(desk, no)?.into_iter();
    let found = uses.find(|(number, ..)| *number == use_no);
    let (_, version, it) = found.ok_or(ConsentError::Absent)?;
    Ok((version, it))
}

pub(super) fn lines(
    desk: &mut FileWorks<'_, '_, '_>,
    record: &Record,
    it: &Use,
) -> Result<Lines, ConsentError> {
    let recall = it.recall.as_ref();
    let recall = recall.ok_or(ConsentError::Stage(record.stage))?;
    let now_ms = desk.works.now_ms();
    let withdrawn_at = record.withdrawal.as_ref().map(|it| it.at);
    // Who was told already is reminded of the day by which they were asked.
    let answer_by = match &recall.told {
        Some(told) => told.answer_by,
        None => settings_in(desk.works)?.answer_day(today(now_ms)),
    };
    Ok(Lines {
        to: it.recipient.id,
        sent_at: it.at,
        sent_by: entry_of(desk, (it.disclosure, it.at))?,
        number: it.disclosure,
        taken_back_at: recall.asked_at.or(withdrawn_at).unwrap_or(now_ms),
        now_ms,
        answer_by: answer_by.to_string(),
    })
}

/// That a recipient was told, as it is kept: how, by a way of theirs that counts where it was by one, and on a day that can be so.
pub(crate) fn told_recipient(
    told: &RecallTold,
    (to, ways): (Id<Organization>, &[Counting]),
    asked: (Option<i64>, i64),
    (by, answer_by): (Id<Worker>, Date),
) -> Result<ToldRecipient, ConsentError> {
    let words = short(&told.words)?;
    let at = when(told, asked)?;
    let (how, way) = how(told, to, ways)?;
    Ok(ToldRecipient {
        at,
        by,
        how,
        way,
        answer_by,
        words,
    })
}

/// When they were told: not in the future, and not on a day before it was taken back.
fn when(told: &RecallTold, (asked_at, now_ms): (Option<i64>, i64)) -> Result<i64, ConsentError> {
    let at = told.at.unwrap_or(now_ms);
    let too_early = asked_at.is_some_and(|since| today(at) < today(since));
    if at > now_ms || too_early {
        return Err(unfit(
            "say on which day they were told: after it was taken back, and not in the future",
        ));
    }
    Ok(at)
}

/// How they were told, and by which kind of way.
fn how(
    told: &RecallTold,
    to: Id<Organization>,
    ways: &[Counting],
) -> Result<(RecallTelling, Option<WayKind>), ConsentError> {
    let how = told.how.ok_or_else(|| {
        unfit("say how they were told: by a way of theirs, on the telephone or in person")
    })?;
    if how != RecallTelling::Way {
        return Ok((how, None));
    }
    let found = ways
        .iter()
        .find(|(whose, no, _)| *whose == to && Some(*no) == told.way);
    let (_, _, kind) = found.ok_or_else(|| {
        unfit(
            "choose one of their ways that count now, or have one checked by a second person first",
        )
    })?;
    Ok((how, Some(*kind)))
}

pub(super) fn unfit(reason: &str) -> ConsentError {
    CaseworkError::Unfit(reason.to_owned()).into()
}

/// When everyone was told, the answers are what is waited for.
pub(super) fn answers_are_awaited(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
    (due_at, whom): (i64, Whom),
) -> Result<(), ConsentError> {
    let uses = stored::uses(desk, no)?;
    let recalls = || uses.iter().filter_map(|(.., it)| it.recall.as_ref());
    let awaited = recalls().any(|it| it.answer == RecallAnswer::Awaited);
    let all_told = recalls().all(|it| it.told.is_some() || it.answer != RecallAnswer::Awaited);
    if !awaited || !all_told {
        return Ok(());
    }
    let (about, kind) = (about(desk, no), TaskKind::ConsentRecall);
    tasks::finish_all(desk.works, kind, &about, "told")?;
    let new = NewTask {
        kind,
        whom,
        about,
        due_at,
    };
    tasks::add(desk.works, &new)?;
    Ok(())
}
