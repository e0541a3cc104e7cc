//! The warning: somebody whom a client threatens is told that they may be in danger and what to do, from person to person, in the
//! least words; nothing of a file goes with it (RE-7, NASW-c, DV-4.2b).
//!
//! A warning hangs on a danger report that stands and says that somebody other than the client may be harmed. It is prepared (who, how,
//! what is said), put together (what tells of anybody is taken out of the worker's sentences), read to its end, and let out by the same
//! rules as any disclosure; what became of it is noted. Nothing of it goes by mail, message or machine. The partner of a protected client,
//! now or once, is never warned, nor is anybody whom a wall keeps from the client (DV-3.3.2e): that is for the police.
//!
//! Why somebody can't be warned from here is told to a privacy officer and to nobody else. Until somebody was warned, or it was written
//! down why nobody is, it waits as a task, and after the office's time for supervisors too.
//!
//! What decides stands on the client's sheet. The words, and whom they are for, lie under the client's own key beside the danger report,
//! and in no section of the file.

mod accounted;
mod held;
mod prepare;
pub(super) mod reminders;
mod stored;
mod telling;
mod words;

use caseward_db::DbError;
use caseward_gate::{Answer, Delivery, Drawer, GateError, Read, Refusal};
use caseward_model::{
    Channel, Client, Id, Language, Told, WarningEnd, WarningState, WarningWay, Worker,
};
use serde::{Deserialize, Serialize};

use super::DangerError;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

pub use held::HeldWarning;
pub use prepare::{ComposedWarning, NewWarning, WarningNeed};
pub use telling::WarningToSay;

/// The longest that a worker says in their own words, in characters.
pub const LONGEST_WARNING: usize = 600;
/// The longest name, and the longest description of who somebody is, in characters.
const LONGEST_NAME: usize = 200;
/// The longest telephone number, in signs.
const LONGEST_NUMBER: usize = 40;

/// What became of a warning, or of one try.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningOutcome {
    /// When, in ms since 1970.
    pub at: i64,
    /// Who said so.
    pub by: Id<Worker>,
    /// What.
    pub end: WarningEnd,
    /// How: who was spoken to, and when; or why it isn't needed any more.
    pub how: String,
}

/// One time that a warning was let out, to be said.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningTry {
    /// When, in ms since 1970.
    pub at: i64,
    /// By whom.
    pub by: Id<Worker>,
    /// The number of its INTENT.
    pub intent: u64,
    /// SHA-256 of the text that was let out, in hex.
    pub content: String,
    /// What became of it; nothing while nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<WarningOutcome>,
}

/// A warning. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Warning {
    /// Its number.
    pub no: i64,
    /// The number of the danger report that it hangs on.
    pub report: i64,
    /// When the danger was reported, in ms since 1970.
    pub reported_at: i64,
    /// What whoever is warned is called; empty where that isn't known.
    pub name: String,
    /// Who they are, and how they are found.
    pub who: String,
    /// How they are reached.
    pub way: WarningWay,
    /// They are or were the client's partner.
    pub partner: bool,
    /// The client's name may be said.
    pub says_name: bool,
    /// The worker's own sentences, as they were written.
    pub told: String,
    /// The number by which somebody here is reached.
    pub callback: String,
    /// In which language it is said.
    pub language: Language,
    /// When it was prepared, in ms since 1970.
    pub at: i64,
    /// By whom.
    pub by: Id<Worker>,
    /// How it stands.
    pub state: WarningState,
    /// SHA-256 of the text that is said, in hex; nothing before it was put together.
    pub content: Option<String>,
    /// At so many places something was taken out of it.
    pub left_out: usize,
    /// The text that is said, as it was put together last.
    pub said: Option<String>,
    /// Each time that it was let out, the earliest first.
    pub tries: Vec<WarningTry>,
    /// What became of it in the end.
    pub ended: Option<WarningOutcome>,
    /// Whether the client knows of it (NASW-d).
    pub client_told: Told,
    /// What the client was told, or why they were not.
    pub client_told_how: String,
}

impl Warning {
    /// How long it took from the report until somebody was warned, in ms; nothing while nobody was (DV-4.2b: timed).
    #[must_use]
    pub fn took_ms(&self) -> Option<i64> {
        let ended = self.ended.as_ref();
        let warned = ended.filter(|it| it.end == WarningEnd::Warned);
        warned.map(|it| it.at.saturating_sub(self.reported_at))
    }

    /// Whether somebody was warned by it, or may have been.
    #[must_use]
    pub fn left(&self) -> bool {
        self.tries.iter().any(may_have_left)
    }
}

/// What nobody knows the end of counts as said.
fn may_have_left(one: &WarningTry) -> bool {
    let outcome = one.outcome.as_ref();
    outcome.is_none_or(|it| it.end == WarningEnd::Warned)
}

impl std::fmt::Debug for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Warning");
        let shown = shown.field("no", &self.no).field("state", &self.state);
        shown.finish_non_exhaustive()
    }
}

/// Why a warning wasn't prepared, put together, let out or ended. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum WarningError {
    /// The rules said no, which is on record.
    #[error("the rules do not let this person do that; the reasons are with the refusal")]
    Refused(Refusal),
    /// There is no such warning about this client.
    #[error("there is no such warning")]
    Unknown,
    /// Something has to be mended before it can go on.
    #[error("{}", .0.iter().map(|it| it.says()).collect::<Vec<_>>().join("; "))]
    Mend(Vec<WarningNeed>),
    /// It can't be done as things stand.
    #[error(transparent)]
    Casework(#[from] CaseworkError),
}

impl From<Refusal> for WarningError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unrecorded(GateError::Stale) => Self::Mend(vec![WarningNeed::Anew]),
            Refusal::Unrecorded(error) => Self::Casework(error.into()),
            other => Self::Refused(other),
        }
    }
}

impl From<GateError> for WarningError {
    fn from(error: GateError) -> Self {
        Self::Casework(error.into())
    }
}

impl From<DbError> for WarningError {
    fn from(error: DbError) -> Self {
        Self::Casework(error.into())
    }
}

impl From<DangerError> for WarningError {
    fn from(error: DangerError) -> Self {
        match error {
            DangerError::Refused(refusal) => refusal.into(),
            DangerError::Casework(error) => Self::Casework(error),
            // A report that can't be found or read is one on which nobody can be warned.
            DangerError::Unknown | DangerError::Mend(_) => Self::Mend(vec![WarningNeed::Report]),
        }
    }
}

impl Office {
    /// The warnings about a client, the newest first, for whoever may read the client's notes.
    ///
    /// # Errors
    /// [`WarningError::Refused`] as for reading the notes.
    pub async fn warnings_of(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        channel: Channel,
    ) -> Result<(Vec<Warning>, Delivery), WarningError> {
        let request = self.about_danger(person, client, channel).await?;
        let answer: Answer<'_, Read> = self.gate.ask(&request).await?;
        let client_no = self.client_no(client).await?;
        let kept = self
            .db
            .read(move |reader| stored::rows(reader, client_no))
            .await?;
        let rows = kept.iter().flat_map(|it| {
            let known = std::iter::once(it.known.clone());
            known.chain(it.said.clone())
        });
        let rows: Vec<_> = rows.collect();
        let opening = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(opening, Drawer::Warnings, &rows)?;
        let mut opened = opened.iter();
        let mut next = || opened.next().ok_or(CaseworkError::Damaged);
        let mut all = Vec::with_capacity(kept.len());
        for it in &kept {
            let text = stored::read(next()?)?;
            let said = match it.said {
                Some(_) => Some(stored::said(next()?)?),
                None => None,
            };
            all.push(text.view(it.known.0.0, said));
        }
        Ok((all, delivery))
    }

    /// One warning about a client; it is shown to nobody.
    async fn warning(
        &self,
        person: &SignedIn,
        (client, no): (Id<Client>, i64),
        channel: Channel,
    ) -> Result<Warning, WarningError> {
        let (all, delivery) = self.warnings_of(person, client, channel).await?;
        delivery.returned();
        let found = all.into_iter().find(|it| it.no == no);
        found.ok_or(WarningError::Unknown)
    }
}
