//! What follows a danger report: a supervisor discusses it, and it ends (RE-7, DV-3.3.2c).

use caseward_gate::{Amend, DangerFact, FileWorks};
use caseward_model::{Channel, Client, Id, Provenance, TaskKind};

use super::report::{about, is_too_long, plain};
use super::stored::{self, Text};
use super::warning::reminders;
use super::{DangerError, DangerNeed, Discussion, Ending, can_discuss};
use crate::emergency::danger::says_something;
use crate::entries::shows_nothing;
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
    /// Keeps that a supervisor discussed a report, once. If it goes on, what may raise the client's risk no longer waits for that, and an
    /// earlier no holds nothing back any more; if it doesn't, the report is over and nothing goes on the ground of danger before a
    /// supervisor says yes about another one. Whoever discusses it is a supervisor, and didn't report it.
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
            let said = kept(&new.said, says_something, DangerNeed::Said)?;
            let goes_on = new.goes_on.ok_or_else(|| needs(DangerNeed::Said))?;
            if !can_discuss(text.by, who) {
                return Err(needs(DangerNeed::AnotherPerson));
            }
            // What was said isn't rewritten. One that was ended can still be looked at, so that nothing goes unseen; nothing goes on by it.
            if text.discussed.is_some() || (goes_on && text.ended.is_some()) {
                return Err(needs(DangerNeed::Over));
            }
            let (at, by) = (desk.works.now_ms(), who.0);
            let about = about(desk.client(), no);
            if goes_on {
                goes(desk, (no, &text), at);
            } else {
                refuse(desk, (no, &text), at);
                // That nothing is told, and why, is written down.
                reminders::end(desk.works, &about, "discussed")?;
                if text.stands_at(at) {
                    let why = String::new();
                    text.ended = Some(Ending { at, by, why });
                }
            }
            text.discussed = Some(Discussion {
                at,
                by,
                goes_on,
                said,
            });
            // Not everybody who may read the history may read the notes: what came of it isn't told there.
            desk.works.note("danger", no);
            tasks::finish_all(desk.works, TaskKind::DangerReported, &about, "discussed")?;
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, DangerError, _>(&request, "danger_discussed", work)
            .await
    }

    /// Ends a report before its time, with a word. From then on nothing more goes because of it; a supervisor looks at it all the same, and
    /// what may raise the risk and nobody discussed holds back as before.
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
            let why = kept(&why, |it| !shows_nothing(it), DangerNeed::Why)?;
            let at = desk.works.now_ms();
            if !text.stands_at(at) {
                return Err(needs(DangerNeed::Over));
            }
            over(desk, (no, &text));
            text.ended = Some(Ending { at, by, why });
            desk.works.note("danger", no);
            let about = about(desk.client(), no);
            reminders::end(desk.works, &about, "over")?;
            // What waits behind a link because of it is let out to nobody any more.
            crate::disclosure::close_without_ground(desk)?;
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, DangerError, _>(&request, "danger_ended", work)
            .await
    }
}

/// It is over: the gate knows of it no more. But nobody gets round a supervisor by ending what one hasn't discussed.
fn over(desk: &mut FileWorks<'_, '_, '_>, (no, text): (i64, &Text)) {
    let waits = text.raises_risk && text.discussed.is_none();
    desk.change(|sheet| {
        sheet.dangers.retain(|it| waits || it.no != no);
        for fact in sheet.dangers.iter_mut().filter(|it| it.no == no) {
            fact.refused = true;
        }
    });
}

/// A supervisor said yes: it waits no more. If something can be told because of it, what was refused before was weighed anew with it.
fn goes(desk: &mut FileWorks<'_, '_, '_>, (no, text): (i64, &Text), at: i64) {
    let stands = text.stands_at(at);
    desk.change(|sheet| {
        sheet.dangers.retain(|it| !(stands && it.refused));
        for fact in sheet.dangers.iter_mut().filter(|it| it.no == no) {
            fact.manager_discussed = true;
        }
    });
}

/// A supervisor said no: it holds back as long as it would have stood, and as long as any other report stands.
fn refuse(desk: &mut FileWorks<'_, '_, '_>, (no, text): (i64, &Text), at: i64) {
    let until = text.until;
    desk.change(|sheet| {
        let of = sheet.dangers.iter().filter(|it| it.no == no);
        let held = of.map(|it| it.holds_until).max().unwrap_or(0);
        sheet.dangers.retain(|it| it.no != no);
        let longest = sheet.dangers_count_until(at);
        sheet.dangers.push(DangerFact {
            no,
            until,
            client_told_or_reason: true,
            raises_risk: text.raises_risk,
            manager_discussed: false,
            refused: true,
            holds_until: held.max(longest),
            // Nothing goes because of it, and nobody is warned.
            of_another: false,
            told_by_another: text.told_by == Provenance::ThirdParty,
        });
    });
}

/// A text that says something and isn't without end.
fn kept(
    text: &str,
    says: impl Fn(&str) -> bool,
    otherwise: DangerNeed,
) -> Result<String, DangerError> {
    let text = plain(text);
    if !says(&text) {
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
