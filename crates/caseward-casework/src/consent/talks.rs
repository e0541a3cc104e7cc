//! Talking about confidentiality: its limits, early and again on schedule, and the organization's policies, which the client
//! acknowledges on the screen or on paper.
//!
//! NASW-e, RE-1, RE-4, DV-5.2.1. What counts is what the client said it means, not that something was read out.

use caseward_gate::{About, Actor, Amend, Assignee, FileWorks, Request};
use caseward_model::{AssignmentRole, Client, Id, OfficeAct, TalkKind, TaskKind};
use data_encoding::BASE64;

use super::error::ConsentError;
use super::form::LONGEST_FIELD;
use super::needs::is_blank;
use super::record::{Scan, Talk};
use super::stored;
use crate::standing::{DrawnMark, LARGEST_SCAN, ScanKind};
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

const DAY_MS: i64 = 86_400_000;
/// How long before it is due somebody hears of it, in days.
const AHEAD_DAYS: i64 = 7;

/// A talk, as it is written down.
#[derive(Default)]
pub struct NewTalk {
    /// Which; the limits if nothing is said.
    pub kind: Option<TalkKind>,
    /// How.
    pub how: String,
    /// What the client said it means.
    pub teach_back: String,
    /// The procedure was handed over or explained.
    pub procedure_given: bool,
    /// The name under the acknowledgement.
    pub name: String,
    /// What was drawn, as the page sends it.
    pub mark: String,
    /// The scan of the signed paper; empty if it was signed on the screen.
    pub scan: Vec<u8>,
}

/// What such a talk still needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TalkNeed {
    /// Say how.
    How,
    /// Say what the client said it means.
    TeachBack,
    /// The policies were not handed over.
    Procedure,
    /// A name, or a scan.
    Name,
    /// A drawn mark that can be read, or none.
    Mark,
    /// A PDF, JPEG or PNG file that isn't too large.
    Scan,
    /// A text is too long.
    TooLong,
}

impl TalkNeed {
    /// Its word, for programs and forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::How => "how",
            Self::TeachBack => "teach_back",
            Self::Procedure => "procedure_given",
            Self::Name => "name",
            Self::Mark => "mark",
            Self::Scan => "scan",
            Self::TooLong => "too_long",
        }
    }
}

impl NewTalk {
    /// What it still needs.
    #[must_use]
    pub fn needs(&self) -> Vec<TalkNeed> {
        let policies = self.kind == Some(TalkKind::Policies);
        let texts = [&self.how, &self.teach_back, &self.name];
        let long = |it: &&String| it.chars().count() > LONGEST_FIELD;
        let scanned = !self.scan.is_empty();
        let checks = [
            (is_blank(&self.how), TalkNeed::How),
            (is_blank(&self.teach_back), TalkNeed::TeachBack),
            (policies && !self.procedure_given, TalkNeed::Procedure),
            (policies && !scanned && is_blank(&self.name), TalkNeed::Name),
            (DrawnMark::read(&self.mark).is_err(), TalkNeed::Mark),
            (
                scanned && (ScanKind::of(&self.scan).is_none() || self.scan.len() > LARGEST_SCAN),
                TalkNeed::Scan,
            ),
            (texts.iter().any(long), TalkNeed::TooLong),
        ];
        let missing = checks.into_iter().filter(|(fails, _)| *fails);
        missing.map(|(_, need)| need).collect()
    }
}

impl Office {
    /// Keeps a talk about confidentiality. One about its limits sets the day of the next one.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when it still [needs](NewTalk::needs) something; the gate's refusal.
    pub async fn record_talk(&self, request: &Request, new: NewTalk) -> Result<(), ConsentError> {
        if let Some(need) = new.needs().first() {
            let reason = format!("what was talked about still needs: {}", need.word());
            return Err(CaseworkError::Unfit(reason).into());
        }
        let kind = new.kind.unwrap_or(TalkKind::Limits);
        let by = request.asker;
        let deed = match kind {
            TalkKind::Limits => "confidentiality_talked",
            TalkKind::Policies => "policies_acknowledged",
        };
        self.at_consents::<Amend, _, _>(request, deed, move |desk| {
            let now_ms = desk.works.now_ms();
            let scan = ScanKind::of(&new.scan).map(|kind| Scan {
                ending: kind.ending().to_owned(),
                bytes: BASE64.encode(&new.scan),
            });
            let talk = Talk {
                kind,
                at: now_ms,
                by,
                how: new.how.trim().to_owned(),
                teach_back: new.teach_back.trim().to_owned(),
                procedure_given: new.procedure_given,
                name: new.name.trim().to_owned(),
                mark: DrawnMark::read(&new.mark).ok().flatten(),
                scan,
            };
            let no = stored::insert_talk(desk, &talk)?;
            if kind == TalkKind::Limits {
                desk.change(|sheet| sheet.limits_told_at = Some(now_ms));
                no_talk_waits(desk)?;
            }
            desk.works.note("talk", no);
            desk.works.note("procedure_given", new.procedure_given);
            Ok(())
        })
        .await
    }

    /// Looks for clients with whom the limits of confidentiality are to be gone through soon, and tells those who answer
    /// for the work with them. Says how many clients there are.
    ///
    /// # Errors
    /// When the office is sealed or a sheet doesn't open.
    pub async fn remind_of_talks(&self) -> Result<usize, CaseworkError> {
        let settings = self.consent_settings().await?;
        let (act, looked) = (OfficeAct::Assign, "talks_looked_for");
        let key = Actor::KeyHolder;
        let due: Vec<(Id<Client>, i64, i64)> = self
            .gate
            .survey::<_, CaseworkError, _>(key, act, looked, move |survey| {
                let soon = survey.now_ms() + AHEAD_DAYS * DAY_MS;
                let now_ms = survey.now_ms();
                let mut due = Vec::new();
                survey.each_client::<CaseworkError>(|client| {
                    let lead = client.sheet.assignments.iter().find_map(|it| match it.to {
                        Assignee::Worker(no)
                            if it.role == AssignmentRole::Lead && it.holds_at(now_ms) =>
                        {
                            Some((no, it.from))
                        }
                        _ => None,
                    });
                    if let Some((worker_no, from)) = lead {
                        let at = match client.sheet.limits_told_at {
                            Some(told_at) => told_at + settings.talk_days * DAY_MS,
                            None => from + settings.first_talk_days * DAY_MS,
                        };
                        // The first one is told of at once: it belongs to the beginning.
                        if at <= soon || client.sheet.limits_told_at.is_none() {
                            due.push((client.id, worker_no, at));
                        }
                    }
                    Ok(())
                })?;
                Ok(due)
            })
            .await?;
        let many = due.len();
        if many > 0 {
            self.gate
                .perform::<_, CaseworkError, _>(
                    key,
                    act,
                    About::Office,
                    "talks_due",
                    move |works| {
                        for (client, worker_no, due_at) in due {
                            let new = NewTask {
                                kind: TaskKind::ConfidentialityTalk,
                                whom: Whom::Worker(worker_no),
                                about: about(client),
                                due_at,
                            };
                            tasks::add(works, &new)?;
                        }
                        Ok(())
                    },
                )
                .await?;
        }
        Ok(many)
    }
}

const fn about(client: Id<Client>) -> TaskAbout {
    TaskAbout {
        client: Some(client),
        worker: None,
        item: None,
    }
}

/// Nobody has to go through the limits with this client for now.
pub(super) fn no_talk_waits(desk: &mut FileWorks<'_, '_, '_>) -> Result<(), CaseworkError> {
    let about = about(desk.client());
    tasks::finish_all(
        desk.works,
        TaskKind::ConfidentialityTalk,
        &about,
        "talked_about",
    )?;
    Ok(())
}
