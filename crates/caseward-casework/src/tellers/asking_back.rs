//! Asking back what left under a permission that was taken back: who received it, the letter to each, who told them, and what they answered.
//!
//! CR-9, DV-3.2, NASW-d. As with a consent of the client's, and apart from it: only the part that somebody else told is asked back. The letter
//! is made of days and of our own numbers, and names nobody. All of it lies with the permission, under the key for what others told.

use caseward_gate::{Amend, FileWorks, Read};
use caseward_model::{Channel, Client, Id, Language, Organization, RecallAnswer, TaskKind};
use caseward_papers::{ReturnOrDestroy, print};
use serde::{Deserialize, Serialize};

use super::{LONGEST_TEXT, PermissionError, PermissionNeed, TellerPermission, giving, stored};
use crate::Office;
use crate::consent::{Recall, RecallTold, today, told_recipient};
use crate::disclosure::left_under_permission;
use crate::sign_in::SignedIn;
use crate::standing::{day, on_a_thread_that_waits};
use crate::tasks::{self, NewTask, TaskAbout, Whom};

pub(super) const DAY_MS: i64 = 86_400_000;

/// Something that left under a permission which was taken back since. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TellerUse {
    /// To whom.
    pub recipient: Id<Organization>,
    /// The number of the disclosure.
    pub disclosure: i64,
    /// When, in ms since 1970.
    pub at: i64,
    /// The number of the entry that let it out, as it stands on the statement; nothing where that isn't known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
    /// What came of asking for it back.
    pub recall: Recall,
}

/// Which of what left is meant: about whom, under which permission, and the how manyth, from 1.
pub type TellerUseNo = (Id<Client>, i64, i64);

impl Office {
    /// The letter that asks a recipient to return or destroy what somebody else told of what they had, as a PDF. Who makes it is on record;
    /// whoever takes or sends it notes that by [`Office::note_teller_told`].
    ///
    /// # Errors
    /// [`PermissionError::Refused`] as for reading what others told; [`PermissionError::Unknown`] when nothing is asked back by this number.
    pub async fn teller_recall_letter(
        &self,
        person: &SignedIn,
        (client, no, of): TellerUseNo,
        language: Language,
    ) -> Result<Vec<u8>, PermissionError> {
        let request = self.about_tellers(person, client, Channel::Print).await?;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (_, permission) = stored::one(desk, no)?;
            let mut received = permission.received.into_iter();
            let used = received.nth(place_of(of)?);
            desk.works.note("permission", no);
            let used = used.ok_or(PermissionError::Unknown)?;
            Ok::<_, PermissionError>((used, desk.works.now_ms()))
        };
        let read = self.gate.work_on_file::<Read, _, PermissionError, _>(
            &request,
            "teller_notice_made",
            work,
        );
        let (used, now_ms) = read.await?;
        let register = self.register().await?;
        let to = register.into_iter().find(|it| it.id == used.recipient);
        // Who was told already is reminded of the day by which they were asked.
        let answer_by = match &used.recall.told {
            Some(told) => told.answer_by,
            None => self.consent_settings().await?.answer_day(today(now_ms)),
        };
        let letter = ReturnOrDestroy {
            language,
            office: self.own_organization().await?.name,
            to: to.map(|it| it.name).unwrap_or_default(),
            written_on: day(now_ms),
            sent_on: day(used.at),
            sent_by: used.entry,
            number: used.disclosure,
            taken_back_on: day(used.recall.asked_at.unwrap_or(now_ms)),
            told: true,
            answer_by: answer_by.to_string(),
        };
        Ok(on_a_thread_that_waits(move || print(&letter)).await?)
    }

    /// Keeps that a recipient was told that the permission was taken back: how, when and by whom. When everyone was told, what waits is
    /// their answers.
    ///
    /// # Errors
    /// [`PermissionError::Unknown`]; [`PermissionError::Mend`] when it isn't said how, the way is none of theirs that counts now, or the day
    /// can't be so.
    pub async fn note_teller_told(
        &self,
        person: &SignedIn,
        (client, no, of): TellerUseNo,
        channel: Channel,
        told: RecallTold,
    ) -> Result<(), PermissionError> {
        let request = self.about_tellers(person, client, channel).await?;
        let settings = self.consent_settings().await?;
        let ways = self.ways_that_count().await?;
        let by = person.worker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut permission) = stored::one(desk, no)?;
            let now_ms = desk.works.now_ms();
            let used = one_of(&mut permission, of)?;
            let answer_by = settings.answer_day(today(now_ms));
            let asked = (used.recall.asked_at, now_ms);
            let to = (used.recipient, ways.as_slice());
            let told = told_recipient(&told, to, asked, (by, answer_by))
                .map_err(|_| PermissionError::Mend(vec![PermissionNeed::Told]))?;
            let how = told.how;
            used.recall.by = Some(by);
            used.recall.told_at = Some(told.at);
            used.recall.told = Some(told);
            stored::update(desk, (no, version), &permission)?;
            desk.works.note("permission", no);
            desk.works.note("how", how.word());
            let all = || permission.received.iter().map(|it| &it.recall);
            let untold = |it: &Recall| it.told.is_none() && it.answer == RecallAnswer::Awaited;
            if awaits(&permission) && !all().any(untold) {
                let about = about(desk, no);
                tasks::finish_all(desk.works, TaskKind::TellerRecall, &about, "told")?;
                somebody_sees_to_it(desk, no, now_ms + settings.answer_days * DAY_MS)?;
            }
            Ok::<_, PermissionError>(())
        };
        self.gate
            .work_on_file::<Amend, _, PermissionError, _>(&request, "teller_recall_told", work)
            .await
    }

    /// Keeps what a recipient answered. The task ends with the last answer.
    ///
    /// # Errors
    /// [`PermissionError::Unknown`]; [`PermissionError::Mend`] when the words are too long.
    pub async fn answer_teller_recall(
        &self,
        person: &SignedIn,
        (client, no, of): TellerUseNo,
        channel: Channel,
        (answer, words): (RecallAnswer, &str),
    ) -> Result<(), PermissionError> {
        let request = self.about_tellers(person, client, channel).await?;
        let (by, words) = (person.worker, giving::plain(words));
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut permission) = stored::one(desk, no)?;
            if words.chars().count() > LONGEST_TEXT {
                return Err(PermissionError::Mend(vec![PermissionNeed::TooLong]));
            }
            let now_ms = desk.works.now_ms();
            let recall = &mut one_of(&mut permission, of)?.recall;
            recall.by = Some(by);
            recall.told_at = recall.told_at.or(Some(now_ms));
            recall.answered_at = (answer != RecallAnswer::Awaited).then_some(now_ms);
            recall.answer = answer;
            recall.words = words;
            stored::update(desk, (no, version), &permission)?;
            desk.works.note("permission", no);
            desk.works.note("answer", answer.word());
            if !awaits(&permission) {
                let about = about(desk, no);
                tasks::finish_all(desk.works, TaskKind::TellerRecall, &about, "answered")?;
            }
            Ok::<_, PermissionError>(())
        };
        self.gate
            .work_on_file::<Amend, _, PermissionError, _>(&request, "teller_recall_answered", work)
            .await
    }
}

/// All that left under a permission is to be asked back from now on; somebody tells those who received it.
pub(super) fn ask_back(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, permission): (i64, &mut TellerPermission),
    due_at: i64,
) -> Result<(), PermissionError> {
    let now_ms = desk.works.now_ms();
    let left = left_under_permission(desk, no)?.into_iter();
    permission.received = left
        .map(|it| TellerUse {
            recipient: it.recipient,
            disclosure: it.disclosure,
            at: it.at,
            entry: it.entry,
            recall: Recall::awaited(now_ms),
        })
        .collect();
    let received = permission.received.len();
    desk.works.note("received_under", received);
    if received > 0 {
        somebody_sees_to_it(desk, no, due_at)?;
    }
    Ok(())
}

/// Whoever acts has the task.
fn somebody_sees_to_it(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
    due_at: i64,
) -> Result<(), PermissionError> {
    let new = NewTask {
        kind: TaskKind::TellerRecall,
        whom: Whom::Worker(desk.works.actor_no()),
        about: about(desk, no),
        due_at,
    };
    tasks::add(desk.works, &new)?;
    Ok(())
}

fn about(desk: &FileWorks<'_, '_, '_>, no: i64) -> TaskAbout {
    TaskAbout {
        client: Some(desk.client()),
        worker: None,
        item: Some(no),
    }
}

/// Whether an answer is waited for still.
fn awaits(permission: &TellerPermission) -> bool {
    let mut all = permission.received.iter();
    all.any(|it| it.recall.answer == RecallAnswer::Awaited)
}

fn one_of(permission: &mut TellerPermission, of: i64) -> Result<&mut TellerUse, PermissionError> {
    let place = place_of(of)?;
    let found = permission.received.get_mut(place);
    found.ok_or(PermissionError::Unknown)
}

/// Which place a number from 1 is.
fn place_of(of: i64) -> Result<usize, PermissionError> {
    let place = usize::try_from(of).ok().and_then(|it| it.checked_sub(1));
    place.ok_or(PermissionError::Unknown)
}
