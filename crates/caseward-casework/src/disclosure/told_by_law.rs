//! That somebody in the men's programme was told of a report on him that goes by law and not because he agreed: on which day, and how
//! (DV-4.3).

use caseward_model::{Basis, Road, RoadField, Told};
use jiff::civil::Date;

use super::error::Mend;
use super::{Disclosure, InWords, NewDisclosure, asks};
use crate::standing::day;

/// In bytes: a day as 2026-03-14.
pub(super) const DAY: usize = 10;

/// What has to be mended of what was answered, before it is begun. That nothing was answered is said with the other questions.
pub(super) fn unfit(new: &NewDisclosure, now_ms: i64) -> Option<Mend> {
    let said = new.answers.of(RoadField::ToldWhen);
    let asked = asks(new.road, new.basis).contains(&RoadField::ToldWhen);
    let fits = is_day_and_how(said, &day(now_ms)) && new.told != Told::Not;
    (asked && !said.is_empty() && !fits).then_some(Mend::Field(RoadField::ToldWhen))
}

/// What is missing before it leaves: also where it was begun before this was asked, or somebody noted since that he can't be told.
pub(super) fn missing(disclosure: &Disclosure, words: &InWords, now_ms: i64) -> Option<Mend> {
    let by_law = disclosure.road == Road::Progress && disclosure.basis == Basis::LegalAuthority;
    let said = words.answers.of(RoadField::ToldWhen);
    let fits = is_day_and_how(said, &day(now_ms)) && disclosure.told == Told::Before;
    (by_law && !fits).then_some(Mend::Field(RoadField::ToldWhen))
}

/// Whether it begins with a day that isn't to come, and says more than that.
pub(super) fn is_day_and_how(said: &str, today: &str) -> bool {
    let Some((on, how)) = said.split_at_checked(DAY) else {
        return false;
    };
    let is_day = on.parse::<Date>().is_ok() && on <= today;
    is_day && how.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dv_4_3_he_was_told_on_a_day_and_somehow() {
        let told = |said: &str| is_day_and_how(said, "2026-03-14");
        assert!(told("2026-03-14, in person") && told("2025-12-31 by letter"));
        for unfit in [
            "",
            "2026-03-14",
            "2026-03-14, ",
            "2026-03-15, in person",
            "2026-02-30, in person",
            "in person, 2026-03-14",
            "14.3.2026, in person",
        ] {
            assert!(!told(unfit), "{unfit}");
        }
    }
}
