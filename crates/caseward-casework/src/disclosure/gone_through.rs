//! That what may come of a disclosure was gone through with the client before it: on which day, and how; or why that couldn't be
//! (DV-3.3.2b).
//!
//! It is asked of all that goes because the client permits it, on each road that doesn't ask what was said about it anyway, and not of
//! who has died. What was answered stays in the file. That it was gone through and on which day, or that it couldn't be, stands in the
//! ledger and on the statement.

use caseward_model::RoadField;

use super::error::Mend;
use super::told_by_law::{DAY, is_day_and_how};
use super::{Answers, Disclosure, InWords, NewDisclosure, asks};
use crate::standing::day;

/// What was said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GoneThrough<'a> {
    /// It was gone through, on this day.
    On(&'a str),
    /// It couldn't be, for a reason that stays in the file.
    Not,
    /// Nobody said.
    Unsaid,
}

impl<'a> GoneThrough<'a> {
    /// What these answers say.
    pub(super) fn of(answers: &'a Answers) -> Self {
        let said = answers.of(RoadField::GoneThrough);
        match said.get(..DAY) {
            Some(on) => Self::On(on),
            None if answers.of(RoadField::NotGoneThrough).is_empty() => Self::Unsaid,
            None => Self::Not,
        }
    }

    /// As it stands in the ledger and on a statement: the day, `not`, or nothing.
    pub(super) const fn word(self) -> &'a str {
        match self {
            Self::On(on) => on,
            Self::Not => "not",
            Self::Unsaid => "",
        }
    }
}

/// Whether a question is one of the two of which one is answered.
pub(super) const fn is_one_of_two(field: RoadField) -> bool {
    matches!(field, RoadField::GoneThrough | RoadField::NotGoneThrough)
}

/// Whether a question that nobody answered has its answer all the same.
pub(super) fn is_said_otherwise(field: RoadField, answers: &Answers) -> bool {
    match field {
        RoadField::GoneThrough => !answers.of(RoadField::NotGoneThrough).is_empty(),
        RoadField::NotGoneThrough => true,
        _ => false,
    }
}

/// What has to be mended of what was answered, before it is begun. That nothing was answered is said with the other questions.
pub(super) fn unfit(new: &NewDisclosure, now_ms: i64) -> Option<Mend> {
    let said = new.answers.of(RoadField::GoneThrough);
    if said.is_empty() {
        return None;
    }
    if !new.answers.of(RoadField::NotGoneThrough).is_empty() {
        return Some(Mend::Field(RoadField::NotGoneThrough));
    }
    let fits = is_day_and_how(said, &day(now_ms));
    (!fits).then_some(Mend::Field(RoadField::GoneThrough))
}

/// What is missing before it leaves: also where it was begun before this was asked.
pub(super) fn missing(disclosure: &Disclosure, words: &InWords) -> Option<Mend> {
    let asked = asks(disclosure.road, disclosure.basis).contains(&RoadField::GoneThrough);
    let unsaid = GoneThrough::of(&words.answers) == GoneThrough::Unsaid;
    (asked && unsaid).then_some(Mend::Field(RoadField::GoneThrough))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dv_3_3_2b_what_was_said_of_it_is_a_day_or_that_it_could_not_be() {
        let said = |answers: &[(RoadField, &str)]| {
            let answers: Answers = answers.iter().copied().collect();
            GoneThrough::of(&answers).word().to_owned()
        };
        let with = (RoadField::GoneThrough, "2026-03-14, on the telephone");
        let not = (RoadField::NotGoneThrough, "She can't be reached.");
        assert_eq!(said(&[with]), "2026-03-14");
        assert_eq!(said(&[not]), "not");
        assert_eq!(said(&[]), "");
        let implied = (RoadField::Implications, "She knows.");
        assert_eq!(said(&[implied]), "", "that is another question");
    }
}
