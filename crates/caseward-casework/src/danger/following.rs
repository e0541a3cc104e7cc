//! What follows a danger report: a supervisor discusses it, and it ends (RE-7, DV-3.3.2c).

use caseward_gate::{Amend, FileWorks};
use caseward_model::{Channel, Client, Id, TaskKind, Worker};

use super::report::{about, is_too_long, plain};
use super::stored::{self, Text};
use super::{DangerError, DangerNeed, Discussion, Ending, can_discuss};
use crate::sign_in::SignedIn;
use crate::{Office, tasks};

/// What a supervisor said about a report.
#[derive(Clone, Default)]
pub struct DangerDiscussed {
    /// What was weighed.
    pub said: String,
    /// Something may be told because of it; nothing when nobody said.
    pub goes_on: Option<bool>,
}

impl Office {
    /// Keeps that a supervisor discussed a report. If it goes on, what may raise the client's risk no longer waits for that; if it doesn't,
    /// the report is over. Whoever discusses it is a supervisor, and didn't report it.
    ///
    /// # Errors
    /// [`DangerError::Refused`] for whoever may not write into this client's notes; [`DangerError::Unknown`]; [`DangerError::Mend`].
    pub async fn discuss_danger(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        channel: Channel,
        new: DangerDiscussed,
    ) -> Result<(), DangerError> {
        let request = self.about_danger(person, client, channel).await?;
        let who = (person.worker, person.sheet.role);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::one(desk, no)?;
            let said = kept(&new.said, DangerNeed::Said)?;
            let goes_on = new.goes_on.ok_or_else(|| needs(DangerNeed::Said))?;
            if !can_discuss(text.by, who) {
                return Err(needs(DangerNeed::AnotherPerson));
            }
            let (at, by) = (desk.works.now_ms(), who.0);
            // One that is over already can still be looked at, so that nothing waits for ever; nothing follows from it.
            if text.stands_at(at) && !goes_on {
                over(desk, (no, &mut text), (at, by, String::new()));
            }
            text.discussed = Some(Discussion {
                at,
                by,
                goes_on,
                said,
            });
            desk.change(|sheet| {
                for fact in sheet.dangers.iter_mut().filter(|it| it.no == no) {
                    fact.manager_discussed = goes_on;
                }
            });
            desk.works.note("danger", no);
            desk.works.note("goes_on", goes_on);
            let outcome = if goes_on { "goes_on" } else { "does_not_go_on" };
            let about = about(desk.client(), no);
            tasks::finish_all(desk.works, TaskKind::DangerReported, &about, outcome)?;
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, DangerError, _>(&request, "danger_discussed", work)
            .await
    }

    /// Ends a report before its time, with a word. From then on nothing more goes because of it.
    ///
    /// # Errors
    /// [`DangerError::Refused`] for whoever may not write into this client's notes; [`DangerError::Unknown`]; [`DangerError::Mend`].
    pub async fn end_danger(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        channel: Channel,
        why: String,
    ) -> Result<(), DangerError> {
        let request = self.about_danger(person, client, channel).await?;
        let by = person.worker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::one(desk, no)?;
            let why = kept(&why, DangerNeed::Why)?;
            let at = desk.works.now_ms();
            if !text.stands_at(at) {
                return Err(needs(DangerNeed::Over));
            }
            over(desk, (no, &mut text), (at, by, why));
            desk.works.note("danger", no);
            let about = about(desk.client(), no);
            tasks::withdraw_all(desk.works, TaskKind::DangerReported, &about)?;
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, DangerError, _>(&request, "danger_ended", work)
            .await
    }
}

/// It is over: the gate knows of it no more.
fn over(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, text): (i64, &mut Text),
    (at, by, why): (i64, Id<Worker>, String),
) {
    text.ended = Some(Ending { at, by, why });
    desk.change(|sheet| sheet.dangers.retain(|it| it.no != no));
}

/// A text that says something and isn't without end.
fn kept(text: &str, otherwise: DangerNeed) -> Result<String, DangerError> {
    let text = plain(text);
    if text.is_empty() {
        Err(needs(otherwise))
    } else if is_too_long(&text) {
        Err(needs(DangerNeed::TooLong))
    } else {
        Ok(text)
    }
}

fn needs(need: DangerNeed) -> DangerError {
    DangerError::Mend(vec![need])
}
