//! Why something couldn't be done with a consent just now, and what would change it.

use caseward_gate::Refusal;
use caseward_model::ConsentStage;

use super::needs::ConsentNeed;
use crate::CaseworkError;
use crate::error::takes_refusals;

/// Why something couldn't be done with a consent.
#[derive(Debug, thiserror::Error)]
pub enum ConsentError {
    /// The gate said no: for this person, or as for everybody who may not know of the client.
    #[error("the rules don't let you do this with this file; that is on record")]
    Refused(Refusal),
    /// The client has no consent of this number.
    #[error("the client has no consent of this number")]
    Absent,
    /// As it stands, that can't be done with it.
    #[error("as this consent stands ({0}), that can't be done with it")]
    Stage(ConsentStage),
    /// Something is missing or can't be so.
    #[error("the consent still needs: {}", words(.0.iter().map(|it| it.word())))]
    Needs(Vec<ConsentNeed>),
    /// The signature itself lacks something.
    #[error("the signature still needs: {}", words(.0.iter().map(|it| it.word())))]
    Signing(Vec<SigningNeed>),
    /// One person recorded the paper; another has to look at it.
    #[error("whoever recorded a paper can't confirm it; ask a second person")]
    SecondPerson,
    /// Something else is shared by now than what the leaflet says that the client was given.
    #[error(
        "what is shared isn't what this leaflet says any more; go through a new one with the client"
    )]
    Leaflet,
    /// The desk couldn't.
    #[error(transparent)]
    Casework(#[from] CaseworkError),
}

/// What a signature still needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningNeed {
    /// The full name.
    Name,
    /// The full name of whoever signs with a minor.
    SecondName,
    /// The name isn't the one of whom the consent says that they sign.
    AnotherName,
    /// Every statement ticked.
    Statements,
    /// A drawn mark that can be read, or none.
    Mark,
    /// More than a typed name: a drawn mark, or somebody besides the worker who was there.
    TypedAlone,
    /// A day that isn't in the future.
    Day,
    /// A day since which nothing towards this organisation was taken back or signed anew.
    NothingSince,
    /// A scan: a PDF, JPEG or PNG file.
    Scan,
    /// A smaller scan.
    SmallerScan,
    /// This office wants a witness.
    Witness,
    /// A witness is named, and nobody has stated what that is needed for.
    WitnessUnasked,
    /// Whoever compared the paper has to say that the witness signed on it.
    WitnessSignature,
}

impl SigningNeed {
    /// Its word, for programs and forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::SecondName => "second_name",
            Self::AnotherName => "another_name",
            Self::Statements => "statements",
            Self::Mark => "mark",
            Self::TypedAlone => "drawn_or_witnessed",
            Self::Day => "day",
            Self::NothingSince => "nothing_since",
            Self::Scan => "scan",
            Self::SmallerScan => "smaller_scan",
            Self::Witness => "witness",
            Self::WitnessUnasked => "witness_unasked",
            Self::WitnessSignature => "witness_signed",
        }
    }
}

fn words<'w>(all: impl Iterator<Item = &'w str>) -> String {
    all.collect::<Vec<_>>().join(", ")
}

takes_refusals!(ConsentError);
