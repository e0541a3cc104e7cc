//! The danger report: what was seen or heard, who may be harmed, until when it stands, and whether the client was told. It lets
//! nothing out; while it stands, something can be told to whoever can help (RE-7, NASW-c, DV-3.3.2c).
//!
//! What decides stands on the client's sheet. The words lie under the client's own key, beside the file and in no section of it: a client
//! who reads their file must not learn there what was reported to protect somebody from them, or them from somebody who reads along.
//! Whoever may read the client's notes reads them. Whoever may write the notes reports, and so does whoever opened the file in an
//! emergency, without reading of any report by that.

mod following;
mod report;
mod stored;
mod warning;

use caseward_gate::{Answer, Delivery, Drawer, Read, Refusal, Request};
use caseward_model::{AtRisk, Category, Channel, Client, Id, Provenance, Role, Worker};
use serde::{Deserialize, Serialize};

use crate::error::takes_refusals;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

pub use following::DangerDiscussed;
pub use report::{DangerNeed, NewDanger, ReportedDanger};
pub use warning::{
    ComposedWarning, HeldWarning, LONGEST_WARNING, NewWarning, Warning, WarningError, WarningNeed,
    WarningOutcome, WarningToSay, WarningTry,
};

/// The section whose rules decide who reads of a danger, discusses it and ends it.
const LIKE: Category = Category::Notes;

/// How long a report stands if nobody says otherwise, in hours.
pub const USUAL_HOURS: i64 = 72;
/// How long a report stands at most, in hours.
pub const MOST_HOURS: i64 = 14 * 24;
/// The longest text of a report, in characters.
pub const LONGEST_TEXT: usize = 2_000;

/// That a supervisor discussed a report.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discussion {
    /// When, in ms since 1970.
    pub at: i64,
    /// By whom.
    pub by: Id<Worker>,
    /// Something may be told because of it.
    pub goes_on: bool,
    /// What was weighed.
    pub said: String,
}

/// That a report ended before its time, or that nobody is warned of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// When, in ms since 1970.
    pub at: i64,
    /// By whom.
    pub by: Id<Worker>,
    /// Why.
    pub why: String,
}

/// A danger report. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct DangerReport {
    /// Its number.
    pub no: i64,
    /// Who may be harmed.
    pub at_risk: AtRisk,
    /// Who told of it.
    pub told_by: Provenance,
    /// What was seen or heard, and why it can't wait.
    pub seen: String,
    /// Since when it stands, in ms since 1970.
    pub since: i64,
    /// Until when it stands, or stood, in ms since 1970.
    pub until: i64,
    /// Who reported it.
    pub by: Id<Worker>,
    /// The client was told.
    pub client_told: bool,
    /// What they were told, or why they weren't.
    pub told_how: String,
    /// To tell of it may put the client at more risk.
    pub raises_risk: bool,
    /// There was no supervisor who could be told when it was reported and may look at it.
    pub told_nobody: bool,
    /// What a supervisor said about it.
    pub discussed: Option<Discussion>,
    /// That it ended before its time.
    pub ended: Option<Ending>,
    /// Why nobody is warned of it, where somebody said so.
    pub not_warned: Option<Ending>,
}

impl DangerReport {
    /// Whether whoever is threatened is to be warned because of it, or it is to be said why not: somebody other than the client may be
    /// harmed, nobody said that it is over or that nothing is told, and nobody said why nobody is warned (DV-4.2b).
    #[must_use]
    pub fn asks_for_a_warning(&self) -> bool {
        let stopped = self.discussed.as_ref().is_some_and(|it| !it.goes_on);
        let of_another = self.at_risk != AtRisk::Client;
        of_another && self.ended.is_none() && !stopped && self.not_warned.is_none()
    }

    /// Whether it stands at this time, in ms since 1970.
    #[must_use]
    pub const fn stands_at(&self, now_ms: i64) -> bool {
        self.ended.is_none() && now_ms < self.until
    }

    /// Whether this person is one who could discuss it now, so that a form is worth offering; whether they may, the gate says when they do.
    /// Also one that is over is looked at: something may have gone because of it.
    #[must_use]
    pub fn is_for(&self, person: &SignedIn) -> bool {
        self.discussed.is_none() && can_discuss(self.by, (person.worker, person.sheet.role))
    }

    /// Whether nothing goes to anybody before a supervisor has discussed it.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.raises_risk && self.discussed.is_none()
    }
}

/// A supervisor who didn't report it themselves.
fn can_discuss(reported_by: Id<Worker>, (who, role): (Id<Worker>, Role)) -> bool {
    reported_by != who && role == Role::Supervisor
}

impl std::fmt::Debug for DangerReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("DangerReport");
        let shown = shown.field("no", &self.no).field("until", &self.until);
        shown.finish_non_exhaustive()
    }
}

/// Why a danger wasn't reported, discussed or ended. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum DangerError {
    /// The rules said no, which is on record.
    #[error("the rules do not let this person report a danger about this client, or read of one")]
    Refused(Refusal),
    /// There is no such report of this client.
    #[error("there is no such danger report")]
    Unknown,
    /// Something has to be mended before it can be kept.
    #[error("{}", .0.iter().map(|it| it.says()).collect::<Vec<_>>().join("; "))]
    Mend(Vec<DangerNeed>),
    /// It can't be done as things stand.
    #[error(transparent)]
    Casework(#[from] CaseworkError),
}

takes_refusals!(DangerError);

impl Office {
    /// The danger reports of a client, the newest first, for whoever may read the client's notes.
    ///
    /// # Errors
    /// [`DangerError::Refused`] as for reading the notes.
    pub async fn dangers_of(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
    ) -> Result<(Vec<DangerReport>, Delivery), DangerError> {
        let request = self.about_danger(person, client, channel).await?;
        let answer: Answer<'_, Read> = self.gate.ask(&request).await?;
        let client_no = self.client_no(client).await?;
        let rows = self
            .db
            .read(move |reader| stored::rows(reader, client_no))
            .await?;
        let opening = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(opening, Drawer::Dangers, &rows)?;
        let reports = rows.iter().zip(&opened);
        let reports = reports.map(|(((no, ..), _), plain)| Ok(stored::read(plain)?.view(*no)));
        Ok((reports.collect::<Result<_, CaseworkError>>()?, delivery))
    }

    /// The question of whoever reads of dangers, or writes of one that is reported.
    async fn about_danger(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
    ) -> Result<Request, DangerError> {
        let request = self.question_of(person, client, channel).await?;
        Ok(request.sections([LIKE]))
    }
}
