//! What can go wrong at a desk, said without naming anyone, and with what to do about it.

use caseward_db::DbError;
use caseward_gate::{GateError, OfficeRefusal};

use crate::people::Amiss;

/// Why a desk couldn't do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum CaseworkError {
    /// The gate couldn't answer.
    #[error(transparent)]
    Gate(#[from] GateError),
    /// The database couldn't answer.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The rules don't let this person do it; that is on record.
    #[error(transparent)]
    NotPermitted(#[from] OfficeRefusal),
    /// Something named in a command or form isn't there.
    #[error("there is no {what} called `{name}` here; `{look}` lists them")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// The handle or number that was given (never a person's name).
        name: String,
        /// The command or page that shows what there is.
        look: &'static str,
    },
    /// Something about the people here has to be mended first.
    #[error("{}", said(.0))]
    Amiss(Vec<Amiss>),
    /// What was given can't be taken as it is.
    #[error("{0}")]
    Unfit(String),
    /// Too many mistakes: the next try counts after so many seconds.
    #[error("too many tries; wait {seconds} seconds and try again")]
    TooSoon {
        /// How long to wait.
        seconds: u64,
    },
    /// Too many are coming in at once.
    #[error("many people are signing in just now; try again in a few seconds")]
    Busy,
    /// Whoever asks has to prove once more who they are.
    #[error(transparent)]
    ProofNeeded(#[from] crate::sign_in::ProofNeeded),
    /// A stored record can't be read.
    #[error("a stored record can't be read; run `caseward doctor`")]
    Damaged,
}

/// How the error of a desk that works on files takes in what the gate and the database say: a refusal stays one, unless it couldn't
/// be written down.
macro_rules! takes_refusals {
    ($error:ident) => {
        impl From<caseward_gate::Refusal> for $error {
            fn from(refusal: caseward_gate::Refusal) -> Self {
                match refusal {
                    caseward_gate::Refusal::Unrecorded(error) => Self::Casework(error.into()),
                    refusal => Self::Refused(refusal),
                }
            }
        }

        impl From<caseward_gate::GateError> for $error {
            fn from(error: caseward_gate::GateError) -> Self {
                Self::Casework(error.into())
            }
        }

        impl From<caseward_db::DbError> for $error {
            fn from(error: caseward_db::DbError) -> Self {
                Self::Casework(error.into())
            }
        }
    };
}

pub(crate) use takes_refusals;

fn said(amiss: &[Amiss]) -> String {
    let says: Vec<_> = amiss.iter().map(|it| it.says()).collect();
    says.join("; ")
}

impl CaseworkError {
    pub(crate) fn too_soon(wait_ms: i64) -> Self {
        let seconds = u64::try_from(wait_ms).unwrap_or(0).div_ceil(1000);
        Self::TooSoon { seconds }
    }
}
