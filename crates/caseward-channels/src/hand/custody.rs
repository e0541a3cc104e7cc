//! Who had a sealed envelope, from when to when.
//!
//! CC-2.3, NASW-m.

use caseward_model::{Id, Organization, Worker};
use serde::{Deserialize, Serialize};

use super::SealNumber;

/// Who holds it. Nobody's name is printable by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// A worker of this office.
    Worker(Id<Worker>),
    /// Someone who carries it for us.
    Courier {
        /// Whom they work for.
        organization: Id<Organization>,
        /// What they are called.
        called: String,
    },
    /// Someone of the organization that it is for.
    Recipient {
        /// The organization.
        organization: Id<Organization>,
        /// What they are called.
        called: String,
    },
}

impl std::fmt::Debug for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Worker(worker) => f.debug_tuple("Worker").field(worker).finish(),
            Self::Courier { organization, .. } => {
                let mut shown = f.debug_struct("Courier");
                shown.field("organization", organization);
                shown.finish_non_exhaustive()
            }
            Self::Recipient { organization, .. } => {
                let mut shown = f.debug_struct("Recipient");
                shown.field("organization", organization);
                shown.finish_non_exhaustive()
            }
        }
    }
}

/// How it was confirmed that it changed hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signed {
    /// With ink, on the sheet that came back.
    Ink,
    /// On the screen.
    Screen,
    /// Not signed, but seen by another worker.
    Seen(Id<Worker>),
}

/// It changed hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Who gave it.
    pub from: Holder,
    /// Who took it.
    pub to: Holder,
    /// When, in ms since 1970.
    pub at: i64,
    /// Both looked at the seal: it was whole, and its number the right one.
    pub seal_intact: bool,
    /// How it was confirmed.
    pub signed: Signed,
}

/// How an envelope stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustodyState {
    /// The one who sealed it, or another of this office, has it.
    InTheHouse,
    /// Somebody carries it.
    OnTheWay,
    /// The organization has it, since then.
    Delivered(i64),
    /// The seal was broken at a hand-over, then: it counts as disclosed to nobody knows whom.
    Broken(i64),
    /// It was taken back before it was delivered.
    TakenBack(i64),
}

/// Why a hand-over can't be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CustodyError {
    /// Somebody gives it who hasn't got it.
    #[error(
        "the one who hands it over isn't the one who has it; write down the hand-over before this one first"
    )]
    NotTheHolder,
    /// It would be earlier than the one before.
    #[error("this hand-over would be earlier than the one before; look at the time")]
    Earlier,
    /// It is delivered, or was taken back.
    #[error("it has arrived, or was taken back; nothing follows after that")]
    Ended,
    /// It was handed to another organization than it is for.
    #[error("it was handed to another organization than it is for; call the privacy officer now")]
    WrongOrganization,
    /// Nobody's name.
    #[error("the name of whoever took it is missing; ask who they are")]
    Nameless,
    /// Whoever saw it gave or took it themselves.
    #[error("a hand-over that wasn't signed needs another worker who saw it")]
    OwnWitness,
    /// From oneself to oneself.
    #[error("it was handed to the one who has it already")]
    Nobody,
}

/// The way of one envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Custody {
    seal: SealNumber,
    organization: Id<Organization>,
    sealed_by: Id<Worker>,
    sealed_at: i64,
    steps: Vec<Step>,
    taken_back_at: Option<i64>,
}

impl Custody {
    /// A worker sealed it, for an organization.
    #[must_use]
    pub const fn begin(
        seal: SealNumber,
        organization: Id<Organization>,
        sealed_by: Id<Worker>,
        at: i64,
    ) -> Self {
        Self {
            seal,
            organization,
            sealed_by,
            sealed_at: at,
            steps: Vec::new(),
            taken_back_at: None,
        }
    }

    /// The number on its seal.
    #[must_use]
    pub const fn seal(&self) -> &SealNumber {
        &self.seal
    }

    /// How it changed hands, from the first on.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Who has it.
    #[must_use]
    pub fn holder(&self) -> Holder {
        let last = self.steps.last().map(|it| it.to.clone());
        last.unwrap_or(Holder::Worker(self.sealed_by))
    }

    /// How it stands. A seal that was once broken isn't whole again later.
    #[must_use]
    pub fn state(&self) -> CustodyState {
        if let Some(step) = self.steps.iter().find(|it| !it.seal_intact) {
            return CustodyState::Broken(step.at);
        }
        if let Some(at) = self.taken_back_at {
            return CustodyState::TakenBack(at);
        }
        match self.steps.last() {
            Some(step) => match step.to {
                Holder::Recipient { .. } => CustodyState::Delivered(step.at),
                Holder::Courier { .. } => CustodyState::OnTheWay,
                Holder::Worker(_) => CustodyState::InTheHouse,
            },
            None => CustodyState::InTheHouse,
        }
    }

    /// Writes down that it changed hands.
    ///
    /// # Errors
    /// [`CustodyError`], and nothing is written down.
    pub fn hand_over(&mut self, step: Step) -> Result<(), CustodyError> {
        let last = self.steps.last().map_or(self.sealed_at, |it| it.at);
        let arrived = matches!(self.holder(), Holder::Recipient { .. });
        if arrived || self.taken_back_at.is_some() {
            return Err(CustodyError::Ended);
        }
        if step.from != self.holder() {
            return Err(CustodyError::NotTheHolder);
        }
        if step.from == step.to {
            return Err(CustodyError::Nobody);
        }
        if step.at < last {
            return Err(CustodyError::Earlier);
        }
        self.fits(&step)?;
        self.steps.push(step);
        Ok(())
    }

    fn fits(&self, step: &Step) -> Result<(), CustodyError> {
        match &step.to {
            Holder::Recipient { organization, .. } if *organization != self.organization => {
                return Err(CustodyError::WrongOrganization);
            }
            Holder::Courier { called, .. } | Holder::Recipient { called, .. }
                if called.trim().is_empty() =>
            {
                return Err(CustodyError::Nameless);
            }
            _ => {}
        }
        match step.signed {
            Signed::Seen(by) if [&step.from, &step.to].contains(&&Holder::Worker(by)) => {
                Err(CustodyError::OwnWitness)
            }
            _ => Ok(()),
        }
    }

    /// Takes it back: it stays in the house, and its seal is opened here.
    ///
    /// # Errors
    /// [`CustodyError::NotTheHolder`] when nobody of this office has it; [`CustodyError::Ended`].
    pub fn take_back(&mut self, at: i64) -> Result<(), CustodyError> {
        if self.taken_back_at.is_some() {
            return Err(CustodyError::Ended);
        }
        match self.holder() {
            Holder::Worker(_) => {
                self.taken_back_at = Some(at);
                Ok(())
            }
            Holder::Courier { .. } => Err(CustodyError::NotTheHolder),
            Holder::Recipient { .. } => Err(CustodyError::Ended),
        }
    }
}
