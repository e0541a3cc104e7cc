//! The single fields of a consent that are asked only where somebody stated what they are needed for (RE-5, NASW-a).
//!
//! What was written down before a need was taken back stays as it is; nothing new is written where there is none.

use caseward_papers::WitnessLine;

use super::error::SigningNeed;
use super::form::{Form, LONGEST_FIELD};
use super::needs::{ConsentNeed, is_blank};
use super::signing::Compared;
use crate::asked_fields::{IF_MISSING, INTERPRETER, WITNESS};
use crate::stated_needs::FieldNeeds;

/// A field, its answer, and what has to be mended where it isn't asked.
type Single = (&'static str, fn(&Form) -> &str, ConsentNeed);

static SINGLES: [Single; 2] = [
    (INTERPRETER, interpreter, ConsentNeed::InterpreterUnasked),
    (IF_MISSING, if_missing, ConsentNeed::IfMissingUnasked),
];

fn interpreter(form: &Form) -> &str {
    &form.told.interpreter
}

fn if_missing(form: &Form) -> &str {
    &form.told.if_missing
}

/// What was answered anew though nobody has stated what it is needed for.
pub(super) fn unasked(before: &Form, form: &Form, asked: &FieldNeeds) -> Vec<ConsentNeed> {
    let anew = |(field, of, _): &&Single| {
        !asked.asks(field) && !of(form).is_empty() && of(form) != of(before)
    };
    let all = SINGLES.iter().filter(anew);
    all.map(|(_, _, need)| *need).collect()
}

/// What has to be answered here, and isn't.
pub(super) fn missing(form: &Form, asked: &FieldNeeds) -> Option<ConsentNeed> {
    let lacks = asked.requires(IF_MISSING) && is_blank(&form.told.if_missing);
    lacks.then_some(ConsentNeed::IfMissing)
}

/// What is to be mended about a witness, on the screen or on paper: one is named whom nobody has to name, or none where one is needed.
pub(super) fn witness(named: &str, asked: &FieldNeeds) -> Option<SigningNeed> {
    if named.chars().count() > LONGEST_FIELD {
        return Some(SigningNeed::Name);
    }
    if !asked.asks(WITNESS) {
        return (!named.trim().is_empty()).then_some(SigningNeed::WitnessUnasked);
    }
    (asked.requires(WITNESS) && is_blank(named)).then_some(SigningNeed::Witness)
}

/// Why a paper doesn't count yet because of its witness: none is named where one is needed, or it wasn't seen that the one who is named
/// signed.
pub(super) fn witness_signed(
    named: &str,
    found_so: Compared,
    asked: &FieldNeeds,
) -> Option<SigningNeed> {
    if is_blank(named) {
        return asked.requires(WITNESS).then_some(SigningNeed::Witness);
    }
    (!found_so.witness_signed).then_some(SigningNeed::WitnessSignature)
}

/// Whether the form to be signed on paper has a line for a witness.
pub(super) fn witness_line(asked: &FieldNeeds) -> WitnessLine {
    match (asked.asks(WITNESS), asked.requires(WITNESS)) {
        (_, true) => WitnessLine::MustSign,
        (true, false) => WitnessLine::MaySign,
        (false, false) => WitnessLine::None,
    }
}
