//! What is typed in a conference is looked at before it is kept: on an item by identifier nothing passes that could tell of anybody, and on
//! one by name no identifier (CC-2.4, CC-2.4a).
//!
//! It goes by words alone and knows nobody, so that what is stopped says nothing about who is spoken of. The page does the same before
//! anything is sent.

use caseward_gate::Works;

use super::identifiers;
use super::stored as series;
use crate::CaseworkError;
use crate::typed::{Allowed, Stopped, check};

/// What could tell of anybody in a text about somebody who is spoken of by identifier. `organizations` are the names of the members,
/// which may be written.
pub(super) fn stopped(text: &str, organizations: &[String]) -> Vec<Stopped> {
    // An identifier is no word, and so is stopped without a shape, by which "part-time" would be one.
    let names = organizations.iter().map(String::as_str);
    check(text, &Allowed::new(names, std::iter::empty()))
}

fn could_tell(text: &str, organizations: &[String], by_identifier: bool) -> bool {
    match by_identifier {
        true => !stopped(text, organizations).is_empty(),
        false => identifiers::is_in(text),
    }
}

/// Whether a text about an item of this series, by number, could tell of somebody.
pub(super) fn tells(
    works: &mut Works<'_, '_>,
    (series_no, by_identifier): (i64, bool),
    text: &str,
) -> Result<bool, CaseworkError> {
    let members = series::by_no(works, series_no)?.members;
    let all = works.organizations()?.into_iter();
    let members = all.filter(|it| members.contains(&it.0));
    let names: Vec<String> = members.map(|(.., it)| it.name).collect();
    Ok(could_tell(text, &names, by_identifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(text: &str, by_identifier: bool) -> bool {
        !could_tell(text, &["Harbour House".to_owned()], by_identifier)
    }

    #[test]
    fn cc_2_4_on_an_item_by_identifier_nothing_passes_that_could_tell_of_anybody() {
        assert!(passes("Harbour House can do the intake on Thursday.", true));
        assert!(passes("looks for part-time work", true));
        for told in [
            "Alma needs a bed.",
            "Call 555-0147.",
            "As BCDF-GHJK.",
            "bcdf-ghjk",
        ] {
            assert!(!passes(told, true), "{told}");
        }
    }

    #[test]
    fn cc_2_4a_on_an_item_by_name_no_identifier_passes_and_every_name_does() {
        for told in ["Alma needs a bed by 5 May.", "She wants a part-time job."] {
            assert!(passes(told, false), "{told}");
        }
        for told in ["IT IS BCDF-GHJK", "She was bcdf ghjk.", "BCDFGHJK"] {
            assert!(!passes(told, false), "{told}");
        }
    }
}
