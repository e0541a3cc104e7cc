//! Why a disclosure doesn't go on, with the way forward (RE-3, CR-7).

use caseward_db::DbError;
use caseward_gate::{GateError, Refusal, SectionDecision};

use crate::CaseworkError;
use crate::consent::ConsentError;
use crate::sign_in::ProofNeeded;

/// Why a disclosure doesn't go on. Nothing left.
#[derive(Debug, thiserror::Error)]
pub enum DisclosureError {
    /// The rules said no, which is on record.
    #[error("the rules do not let this out; each section says why and what would change it")]
    Refused(Refusal),
    /// Some sections would be let out and others not: what is asked for goes whole, or not at all.
    #[error("{} of the sections can't go; leave them out, or do what they say", .0.iter().filter(|it| !it.decision.permitted).count())]
    NotAll(Vec<SectionDecision>),
    /// There is no such disclosure of this client.
    #[error("there is no such disclosure")]
    Unknown,
    /// Something has to be mended before it can be kept.
    #[error("{}", .0.iter().map(|it| it.says()).collect::<Vec<_>>().join("; "))]
    Mend(Vec<Mend>),
    /// Whoever releases has to prove once more who they are.
    #[error(transparent)]
    Proof(#[from] ProofNeeded),
    /// It can't be done as things stand.
    #[error(transparent)]
    Casework(#[from] CaseworkError),
}

/// What has to be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// No section is chosen.
    NoSection,
    /// More is chosen than the purpose needs, and nothing says why.
    WhyMore,
    /// It isn't said what the client was told, or why they were not.
    ToldHow,
    /// A text is too long.
    TooLong,
}

impl Mend {
    /// What to do about it.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::NoSection => "choose at least one section",
            Self::WhyMore => {
                "say why more is needed than the purpose usually needs, or leave the rest out"
            }
            Self::ToldHow => "say what the client was told, or why they can't be told",
            Self::TooLong => "keep each text under 2,000 characters",
        }
    }
}

impl DisclosureError {
    /// Why a client's consents couldn't be read for a disclosure.
    pub(crate) fn of_consents(error: ConsentError) -> Self {
        match error {
            ConsentError::Refused(refusal) => refusal.into(),
            ConsentError::Casework(error) => error.into(),
            _ => CaseworkError::Damaged.into(),
        }
    }
}

impl From<Refusal> for DisclosureError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unrecorded(error) => Self::Casework(error.into()),
            other => Self::Refused(other),
        }
    }
}

impl From<GateError> for DisclosureError {
    fn from(error: GateError) -> Self {
        Self::Casework(error.into())
    }
}

impl From<DbError> for DisclosureError {
    fn from(error: DbError) -> Self {
        Self::Casework(error.into())
    }
}
