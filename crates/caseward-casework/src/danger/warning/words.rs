//! What a threatened person is told: that they may be in danger, what to do now and whom to call, and a few sentences of whoever
//! warns them (RE-7, NASW-c). The frame lies in `policies/`, where a lawyer reads it; it names nobody, and not this office.

use caseward_model::Language;

/// Where the worker's own sentences stand.
const TOLD: &str = "{told}";
/// Where the number stands by which somebody here is reached.
const CALLBACK: &str = "{callback}";

const fn frame(language: Language) -> &'static str {
    match language {
        Language::English => {
            include_str!("../../../../../policies/re-entry/forms/warning.en.txt")
        }
        Language::Spanish => {
            include_str!("../../../../../policies/re-entry/forms/warning.es.txt")
        }
    }
}

/// The whole text. What somebody wrote is put in once and isn't read as a part of the frame.
pub(super) fn whole(language: Language, told: &str, callback: &str) -> String {
    let frame = frame(language).trim_end();
    let (before, after) = frame.split_once(TOLD).unwrap_or((frame, ""));
    let (between, after) = after.split_once(CALLBACK).unwrap_or((after, ""));
    [before, told, between, callback, after].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nasw_c_a_warning_names_nobody_and_says_the_least() {
        for language in Language::ALL {
            let whole = whole(
                *language,
                "Stay away from {callback} on Monday.",
                "555 0100",
            );
            assert!(whole.contains("Stay away from {callback} on Monday."));
            assert!(whole.contains("555 0100") && whole.contains("911"));
            assert!(!whole.contains(TOLD), "{whole}");
            let gaps = whole.matches(CALLBACK).count();
            assert_eq!(gaps, 1, "what somebody wrote stays as it was written");
            assert!(whole.chars().count() < 1_000, "it is said in a minute");
        }
    }
}
