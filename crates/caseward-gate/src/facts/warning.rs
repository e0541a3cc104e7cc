//! Who is to be warned, as far as it decides: on which danger report, whether a wall keeps them from the client, and whether they are
//! or were the client's partner (RE-7, DV-3.3.2e, DV-4.2b).
//!
//! A question names a warning by its number and nobody by name: whoever it is stands here, on the client's sheet, before it is asked.

use serde::{Deserialize, Serialize};

use super::{ClientSheet, Facts, WallAgainst};
use crate::request::{Question, RecipientAsked};

/// A warning that was prepared and isn't over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningFact {
    /// Its number.
    pub no: i64,
    /// The number of the danger report that it hangs on.
    pub report: i64,
    /// Whoever is to be warned is or was the client's partner.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partner: bool,
    /// What is written about them may be about somebody from whom a wall keeps the client apart: name, description, number or address.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub barred: bool,
    /// The number of the client who bears exactly their name, where there is one: a wall that comes up later keeps them apart too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<i64>,
}

impl WarningFact {
    /// Whether a wall keeps whoever is to be warned from this client. It is for whoever decides on walls, and not for whoever warns.
    #[must_use]
    pub fn is_walled(&self, client: &ClientSheet) -> bool {
        let theirs = |no: i64| {
            let mut walls = client.walls.iter();
            walls.any(|it| it.against == WallAgainst::Client(no))
        };
        self.barred || self.client.is_some_and(theirs)
    }
}

/// The warning that a question is about; nothing for every other question, and for a warning that isn't on the sheet.
pub(super) fn warned<'f>(question: &Question, facts: &'f Facts) -> Option<&'f WarningFact> {
    let RecipientAsked::ThreatenedPerson(no) = question.recipient else {
        return None;
    };
    facts.client.warnings.iter().find(|it| it.no == no)
}

/// Whether the report that a warning hangs on stands, and says that somebody other than the client may be harmed.
pub(super) fn of_another(question: &Question, facts: &Facts) -> bool {
    let reports = |fact: &WarningFact| {
        let mut dangers = facts.client.dangers.iter();
        dangers.any(|it| it.no == fact.report && it.of_another && it.counts_at(facts.now_ms))
    };
    warned(question, facts).is_some_and(reports)
}

/// Whether the client counts as protected because whoever is to be warned is or was their partner: of somebody whose protection was
/// proposed and not decided it isn't known who has to fear whom.
pub(super) fn shields(question: &Question, facts: &Facts) -> bool {
    warned(question, facts).is_some_and(|it| it.partner) && facts.client.protection_proposed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WallFact;

    #[test]
    fn dv_3_3_2e_a_wall_that_comes_up_later_keeps_apart_whoever_bears_the_name() {
        let mut fact = WarningFact {
            no: 1,
            report: 2,
            partner: false,
            barred: false,
            client: Some(7),
        };
        let mut sheet = ClientSheet::default();
        assert!(!fact.is_walled(&sheet));
        for (no, walled) in [(8, false), (7, true)] {
            let against = WallAgainst::Client(no);
            sheet.walls.push(WallFact { against, since: 0 });
            assert_eq!(fact.is_walled(&sheet), walled);
        }
        fact.client = None;
        assert!(!fact.is_walled(&sheet));
        fact.barred = true;
        assert!(fact.is_walled(&sheet));
    }

    #[test]
    fn a_warning_is_written_in_few_words_and_read_again() {
        let fact = WarningFact {
            no: 1,
            report: 2,
            partner: false,
            barred: false,
            client: None,
        };
        let written = serde_json::to_string(&fact).unwrap();
        assert_eq!(written, r#"{"no":1,"report":2}"#);
        assert_eq!(serde_json::from_str::<WarningFact>(&written).unwrap(), fact);
    }
}
