//! Warning somebody: what was read to its end is let out, is said from person to person, and what became of it is noted; then the client
//! is told, or it is said why not (RE-7, NASW-d, NASW-i).

use caseward_gate::{Amend, FileWorks, GateError};
use caseward_model::{Channel, Client, Id, TaskKind, Told, WarningEnd, WarningState};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::prepare::telling;
use super::stored::{self, Text};
use super::{
    Warning, WarningError, WarningNeed, WarningOutcome, WarningTry, held, may_have_left, reminders,
};
use crate::danger::report::{about, is_too_long, plain};
use crate::entries::shows_nothing;
use crate::sign_in::SignedIn;
use crate::tasks::{self, NewTask, Whom};
use crate::{CaseworkError, Office};

const DAY_MS: i64 = 86_400_000;

/// Within so many days a client is told of a warning.
const TELL_WITHIN_MS: i64 = 7 * DAY_MS;

/// What is to be said now; its INTENT is on the disk.
pub struct WarningToSay {
    /// The whole text, exactly as it was read.
    pub said: String,
    /// The number of the INTENT.
    pub entry: u64,
}

impl Office {
    /// Lets a warning out, to be said now, if the rules still say so: exactly what was read to its end, `seen` is its SHA-256 in hex.
    /// It counts as said from then on, until whoever says it notes what became of it.
    ///
    /// # Errors
    /// [`WarningError::Refused`] with the reasons; [`WarningError::Unknown`]; [`WarningError::Mend`] when nobody says that it was read to its
    /// end, when it changed since, and when it can't be said as it stands.
    pub async fn begin_warning(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        channel: Channel,
        (seen, read): (&str, bool),
    ) -> Result<WarningToSay, WarningError> {
        let warning = self.warning(person, (client, no), channel).await?;
        can_begin(&warning, (seen, read))?;
        self.compare_anew(person, (client, no), channel).await?;
        let client_no = self.client_no(client).await?;
        let found = self
            .db
            .read(move |reader| stored::said_row(reader, (client_no, no)))
            .await?;
        let (at, sealed) = found.ok_or(WarningError::Unknown)?;
        let request = telling(person, (client, no), channel);
        let released = match self.gate.release(&request, at, sealed).await {
            Ok(released) => released,
            Err(refusal) => return Err(self.not_let_out(person, (client, no), refusal).await),
        };
        let hash = HEXLOWER.encode(&Sha256::digest(&*released.bytes));
        let said = String::from_utf8(released.bytes.to_vec());
        let (entry, by) = (released.entry, person.worker);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::one(desk, no)?;
            // Somebody else was quicker, or put it together anew.
            if text.state != WarningState::Ready || text.content.as_ref() != Some(&hash) {
                return Err(WarningError::Mend(vec![WarningNeed::Anew]));
            }
            text.state = WarningState::Begun;
            text.tries.push(WarningTry {
                at: desk.works.now_ms(),
                by,
                intent: entry,
                content: hash,
                outcome: None,
            });
            desk.works.note("warning", no);
            desk.works.note("intent", entry);
            stored::update(desk, (no, version), &text)
        };
        let kept = match (self.about_danger(person, client, channel).await, said) {
            (Ok(request), Ok(said)) => {
                let kept = self.gate.work_on_file::<Amend, _, WarningError, _>(
                    &request,
                    "warning_begun",
                    work,
                );
                kept.await.map(|()| said)
            }
            (Err(error), _) => Err(error.into()),
            (_, Err(_)) => Err(CaseworkError::Damaged.into()),
        };
        match kept {
            Ok(said) => {
                released.delivery.waits(&released.bytes);
                Ok(WarningToSay { said, entry })
            }
            Err(error) => {
                released.delivery.returned();
                Err(error)
            }
        }
    }

    /// Notes what became of a warning. Whoever couldn't be reached can be tried again; then nobody was told by it.
    ///
    /// # Errors
    /// [`WarningError::Refused`] for whoever may not write into this client's notes; [`WarningError::Unknown`]; [`WarningError::Mend`].
    pub async fn end_warning(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        channel: Channel,
        (end, how): (Option<WarningEnd>, String),
    ) -> Result<(), WarningError> {
        let request = self.about_danger(person, client, channel).await?;
        let by = person.worker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::one(desk, no)?;
            let end = end.ok_or_else(|| needs(WarningNeed::End))?;
            if !end.fits(text.state) {
                return Err(needs(WarningNeed::Over));
            }
            let outcome = WarningOutcome {
                at: desk.works.now_ms(),
                by,
                end,
                how: kept(&how, WarningNeed::How)?,
            };
            if text.state == WarningState::Begun {
                came_of(desk, no, (&mut text, &outcome))?;
            }
            desk.works.note("warning", no);
            if end == WarningEnd::NotReached {
                text.state = WarningState::Ready;
            } else {
                text.state = WarningState::Over;
                text.ended = Some(outcome);
                desk.change(|sheet| sheet.warnings.retain(|it| it.no != no));
                held::over(desk, no, end.word())?;
            }
            if matches!(end, WarningEnd::Warned | WarningEnd::OthersWarned) {
                let about = about(desk.client(), text.report);
                reminders::end(desk.works, &about, end.word())?;
            }
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, WarningError, _>(&request, "warning_ended", work)
            .await
    }

    /// Notes that the client was told of a warning, or why they were not (NASW-d).
    ///
    /// # Errors
    /// As [`Office::end_warning`].
    pub async fn note_told_of_warning(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        channel: Channel,
        (told, how): (Option<Told>, String),
    ) -> Result<(), WarningError> {
        let request = self.about_danger(person, client, channel).await?;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::one(desk, no)?;
            // Before anybody was warned there is nothing to tell them.
            if text.state != WarningState::Over || !text.tries.iter().any(may_have_left) {
                return Err(needs(WarningNeed::Over));
            }
            // That they will be told waits already.
            let told = told.filter(|it| *it != Told::Later);
            let told = told.ok_or_else(|| needs(WarningNeed::ClientTold))?;
            text.client_told = told;
            text.client_told_how = kept(&how, WarningNeed::ClientTold)?;
            desk.works.note("warning", no);
            let about = about(desk.client(), no);
            tasks::finish_all(desk.works, TaskKind::WarningToTell, &about, told.word())?;
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, WarningError, _>(&request, "client_told_of_warning", work)
            .await
    }
}

/// Whether this is what was read, and can be said.
fn can_begin(warning: &Warning, (seen, read): (&str, bool)) -> Result<(), WarningError> {
    if warning.state != WarningState::Ready {
        return Err(needs(WarningNeed::Over));
    }
    if !read {
        return Err(needs(WarningNeed::Read));
    }
    let seen = seen.trim().to_lowercase();
    if warning.content.as_ref() != Some(&seen) {
        return Err(needs(WarningNeed::Anew));
    }
    Ok(())
}

/// What became of what was let out last: its INTENT gets its end, and somebody has it as a task to tell the client.
fn came_of(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
    (text, outcome): (&mut Text, &WarningOutcome),
) -> Result<(), WarningError> {
    let last = text.tries.last_mut().ok_or(CaseworkError::Damaged)?;
    last.outcome = Some(outcome.clone());
    let intent = last.intent;
    desk.works.note("intent", intent);
    if outcome.end != WarningEnd::Warned {
        return Ok(desk.handed_to_nobody(intent)?);
    }
    let said = stored::said_of(desk, no)?;
    if HEXLOWER.encode(&Sha256::digest(said.as_bytes())) != last.content {
        return Err(GateError::Damaged.into());
    }
    desk.fetched(intent, said.as_bytes())?;
    if text.client_told == Told::Later {
        let new = NewTask {
            kind: TaskKind::WarningToTell,
            whom: Whom::Worker(desk.works.actor_no()),
            about: about(desk.client(), no),
            due_at: desk.works.now_ms() + TELL_WITHIN_MS,
        };
        tasks::add(desk.works, &new)?;
    }
    Ok(())
}

/// A text that says something and isn't without end.
pub(super) fn kept(text: &str, otherwise: WarningNeed) -> Result<String, WarningError> {
    let text = plain(text);
    if shows_nothing(&text) || is_too_long(&text) {
        Err(needs(otherwise))
    } else {
        Ok(text)
    }
}

fn needs(need: WarningNeed) -> WarningError {
    WarningError::Mend(vec![need])
}
