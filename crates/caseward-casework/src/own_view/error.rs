//! Why something about a client's own view can't be done, with the way forward.

use caseward_gate::Refusal;

use crate::CaseworkError;
use crate::consent::ConsentError;
use crate::error::takes_refusals;

/// Why something about a client's own view can't be done.
#[derive(Debug, thiserror::Error)]
pub enum OwnViewError {
    /// The rules said no, which is on record.
    #[error("the rules do not let this person do that with this file; it is on record")]
    Refused(Refusal),
    /// The view is off.
    #[error("the client's own view is off; discuss safety with them and turn it on first")]
    Off,
    /// There is nothing of this number.
    #[error("there is no such question, or it was answered; look at the list again")]
    Absent,
    /// As many questions wait as can wait.
    #[error("several questions wait for an answer already; answer them first")]
    TooMany,
    /// Something is still needed.
    #[error("{}", .0.iter().map(|it| it.says()).collect::<Vec<_>>().join("; "))]
    Needs(Vec<ViewNeed>),
    /// The consent can't be taken back as it stands.
    #[error(transparent)]
    Consent(Box<ConsentError>),
    /// It can't be done as things stand.
    #[error(transparent)]
    Casework(#[from] CaseworkError),
}

/// What is still needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewNeed {
    /// The day when safety was discussed, not one to come.
    Day,
    /// What was discussed.
    Note,
    /// How a link reaches the client safely.
    SafeWay,
    /// A delay within the bounds.
    Delay,
    /// Words.
    Words,
    /// Fewer words.
    TooLong,
}

impl ViewNeed {
    /// Its word, for programs and forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Note => "note",
            Self::SafeWay => "safe_way",
            Self::Delay => "delay_days",
            Self::Words => "words",
            Self::TooLong => "too_long",
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Day => "say on which day safety was discussed; it can't be one to come",
            Self::Note => "say in a sentence what was discussed",
            Self::SafeWay => "say by which way a link reaches the client safely",
            Self::Delay => "let events be shown at most 90 days later",
            Self::Words => "write a sentence or two",
            Self::TooLong => "keep each text under 2,000 characters",
        }
    }
}

takes_refusals!(OwnViewError);

impl From<ConsentError> for OwnViewError {
    fn from(error: ConsentError) -> Self {
        match error {
            ConsentError::Refused(refusal) => Self::Refused(refusal),
            ConsentError::Casework(error) => Self::Casework(error),
            error => Self::Consent(Box::new(error)),
        }
    }
}
