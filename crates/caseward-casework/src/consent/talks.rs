//! Talking about confidentiality: its limits, early and again on schedule, the organization's policies, which the client
//! acknowledges on the screen or on paper, and what is shared about the client and how it is protected.
//!
//! NASW-e, RE-1, RE-4, DV-4.1, DV-5.2.1. What counts is what the client said it means, not that something was read out.

use std::collections::BTreeSet;

use caseward_gate::{Actor, Amend, ClientSheet, FileWorks, Request, Survey};
use caseward_model::{Client, Id, OfficeAct, TalkKind, TaskKind};
use data_encoding::BASE64;

use super::error::ConsentError;
use super::form::LONGEST_FIELD;
use super::needs::is_blank;
use super::record::{Scan, Talk};
use super::sharing::in_force;
use super::stored;
use crate::assignment::who_answers_for;
use crate::standing::{DrawnMark, LARGEST_SCAN, ScanKind};
use crate::tasks::{self, NewTask, TaskAbout};
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
    /// The hash of the leaflet that was handed over or read out, where the client was told what is shared.
    pub leaflet: String,
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
    /// Say which leaflet the client was given.
    Leaflet,
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
            Self::Leaflet => "leaflet",
            Self::TooLong => "too_long",
        }
    }
}

impl NewTalk {
    /// What it still needs.
    #[must_use]
    pub fn needs(&self) -> Vec<TalkNeed> {
        let policies = self.kind == Some(TalkKind::Policies);
        let sharing = self.kind == Some(TalkKind::Sharing);
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
            (sharing && is_blank(&self.leaflet), TalkNeed::Leaflet),
            (texts.iter().any(long), TalkNeed::TooLong),
        ];
        let missing = checks.into_iter().filter(|(fails, _)| *fails);
        missing.map(|(_, need)| need).collect()
    }
}

impl Office {
    /// Keeps a talk about confidentiality. One about its limits sets the day of the next one; that the client was told what is shared names
    /// the leaflet, which has to say what is shared at that moment.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when it still [needs](NewTalk::needs) something; [`ConsentError::Leaflet`] when something else is shared by
    /// now; the gate's refusal.
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
            TalkKind::Sharing => "sharing_told",
        };
        let leaflet = if kind == TalkKind::Sharing {
            Some(self.leaflet_given(request, &new.leaflet).await?)
        } else {
            None
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
                leaflet,
            };
            let no = stored::insert_talk(desk, &talk)?;
            what_follows(desk, kind)?;
            desk.works.note("talk", no);
            desk.works.note("procedure_given", new.procedure_given);
            Ok(())
        })
        .await
    }

    /// Looks for clients with whom the limits of confidentiality are to be gone through soon, and tells those who answer
    /// for the work with them, however somebody works with them: by name, through a team or through a programme. Says how many clients
    /// there are.
    ///
    /// # Errors
    /// When the office is sealed or a sheet doesn't open.
    pub async fn remind_of_talks(&self) -> Result<usize, CaseworkError> {
        let settings = self.consent_settings().await?;
        let kind = TaskKind::ConfidentialityTalk;
        let due = move |client: &ClientSheet, served: Served| {
            let Some(told_at) = client.limits_told_at else {
                // The first one is told of at once: it belongs to the beginning.
                return Some(served.first_until(settings.first_talk_days));
            };
            let at = told_at + settings.talk_days * DAY_MS;
            (at <= served.now_ms + AHEAD_DAYS * DAY_MS).then_some(at)
        };
        self.remind(kind, ("talks_looked_for", "talks_due"), due)
            .await
    }

    /// Looks for clients who have not acknowledged the organization's policies, and tells those who answer for the work with them
    /// (RE-1). Says how many clients there are.
    ///
    /// # Errors
    /// As [`Office::remind_of_talks`].
    pub async fn remind_of_policies(&self) -> Result<usize, CaseworkError> {
        let settings = self.consent_settings().await?;
        let kind = TaskKind::PoliciesToAcknowledge;
        let due = move |client: &ClientSheet, served: Served| {
            let asked = client.policies_acknowledged_at.is_some();
            (!asked).then(|| served.first_until(settings.first_talk_days))
        };
        self.remind(kind, ("policies_looked_for", "policies_due"), due)
            .await
    }

    /// Looks for clients who were not asked yet for their written consent on confidentiality, and tells those who answer for the work with
    /// them (RE-1). Whoever signed one or said no was asked. Says how many clients there are.
    ///
    /// # Errors
    /// As [`Office::remind_of_talks`].
    pub async fn remind_of_consents(&self) -> Result<usize, CaseworkError> {
        let settings = self.consent_settings().await?;
        let kind = TaskKind::ConsentToAsk;
        let due = move |client: &ClientSheet, served: Served| {
            // What was signed before that was kept by itself stands among what decides.
            let signed = client.consents.iter().any(|it| !it.unwritten);
            let asked = signed || client.consent_asked_at.is_some();
            (!asked).then(|| served.first_until(settings.first_talk_days))
        };
        self.remind(kind, ("consents_looked_for", "consents_due"), due)
            .await
    }

    /// Looks for clients who agreed to something that is in force, and were not told since what is shared and how it is protected, and tells
    /// those who answer for the work with them (DV-4.1). Says how many clients there are.
    ///
    /// # Errors
    /// As [`Office::remind_of_talks`].
    pub async fn remind_of_sharing(&self) -> Result<usize, CaseworkError> {
        let settings = self.consent_settings().await?;
        let kind = TaskKind::SharingToTell;
        let due = move |client: &ClientSheet, served: Served| {
            let agreed = in_force(client, served.now_ms).map(|it| it.signed_at);
            let newest = agreed.max().filter(|_| client.sharing_told_at.is_none());
            newest.map(|it| it + settings.first_talk_days * DAY_MS)
        };
        self.remind(kind, ("sharing_looked_for", "sharing_due"), due)
            .await
    }

    /// Looks over everyone with whom somebody works, and gives a task to whoever answers for that where `due` says until when.
    async fn remind(
        &self,
        kind: TaskKind,
        (looked, told): (&'static str, &'static str),
        due: impl Fn(&ClientSheet, Served) -> Option<i64> + Send + 'static,
    ) -> Result<usize, CaseworkError> {
        let (act, key) = (OfficeAct::Assign, Actor::KeyHolder);
        let found: Vec<NewTask> = self
            .gate
            .survey::<_, CaseworkError, _>(key, act, looked, move |survey| {
                let now_ms = survey.now_ms();
                let worked_for = worked_for(survey)?;
                let mut found = Vec::new();
                survey.each_client::<CaseworkError>(|client| {
                    let served = Served::of(&client.sheet, &worked_for, now_ms);
                    let until = served.and_then(|it| due(&client.sheet, it));
                    found.extend(until.map(|due_at| NewTask {
                        kind,
                        whom: who_answers_for(&client.sheet, now_ms),
                        about: about(client.id),
                        due_at,
                    }));
                    Ok(())
                })?;
                Ok(found)
            })
            .await?;
        self.give_tasks(told, found).await
    }
}

/// What a talk that was kept changes about what is still to be talked about.
fn what_follows(desk: &mut FileWorks<'_, '_, '_>, kind: TalkKind) -> Result<(), CaseworkError> {
    let now_ms = desk.works.now_ms();
    let (task, outcome) = match kind {
        TalkKind::Limits => {
            desk.change(|sheet| sheet.limits_told_at = Some(now_ms));
            return no_talk_waits(desk);
        }
        TalkKind::Policies => {
            desk.change(|sheet| sheet.policies_acknowledged_at = Some(now_ms));
            (TaskKind::PoliciesToAcknowledge, "acknowledged")
        }
        TalkKind::Sharing => {
            desk.change(|sheet| sheet.sharing_told_at = Some(now_ms));
            (TaskKind::SharingToTell, "told")
        }
    };
    let about = about(desk.client());
    tasks::finish_all(desk.works, task, &about, outcome)?;
    Ok(())
}

/// That somebody works with a client.
#[derive(Clone, Copy)]
struct Served {
    /// Since when, in ms; it isn't known where that is by a programme alone.
    since: Option<i64>,
    now_ms: i64,
}

impl Served {
    /// How it is with this client now; nothing for one with whom nobody works, and for one who has died.
    fn of(client: &ClientSheet, worked_for: &BTreeSet<i64>, now_ms: i64) -> Option<Self> {
        if client.deceased {
            return None;
        }
        let holds = client.assignments.iter().filter(|it| it.holds_at(now_ms));
        let since = holds.map(|it| it.from).min();
        let mut programmes = client.programmes.iter();
        let enrolled = programmes.any(|it| it.holds_at(now_ms) && worked_for.contains(&it.no));
        (since.is_some() || enrolled).then_some(Self { since, now_ms })
    }

    /// Until when something belongs to the beginning of the work that has so many days for it.
    fn first_until(self, days: i64) -> i64 {
        self.since.unwrap_or(self.now_ms) + days * DAY_MS
    }
}

/// The programmes for which somebody works here who can come in.
fn worked_for(survey: &mut Survey<'_, '_>) -> Result<BTreeSet<i64>, CaseworkError> {
    let workers = survey.workers()?.into_iter();
    let there = workers.filter(|(.., sheet, _)| !sheet.suspended && sheet.ended_at.is_none());
    Ok(there.flat_map(|(.., sheet, _)| sheet.programmes).collect())
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

/// The client was asked for their consent: they signed, or said no. Nobody has to ask them for now.
pub(super) fn consent_was_asked(
    desk: &mut FileWorks<'_, '_, '_>,
    outcome: &'static str,
) -> Result<(), CaseworkError> {
    let (now_ms, about) = (desk.works.now_ms(), about(desk.client()));
    desk.change(|sheet| sheet.consent_asked_at = Some(now_ms));
    tasks::finish_all(desk.works, TaskKind::ConsentToAsk, &about, outcome)?;
    Ok(())
}
