//! Who told something and permits that it goes somewhere, as far as it decides: which parts, to whom, for what and until when
//! (CR-9, DV-3.2).
//!
//! Who they are stands beside what others told, under its own key, and not here. A permission opens nothing by itself: what others told
//! leaves only where a ground lets it out as well, and then only the parts that whoever told them permits.

use std::collections::BTreeMap;

use caseward_model::{Action, Category, Purpose};
use serde::{Deserialize, Serialize};

use super::{ClientSheet, Facts};
use crate::request::Question;

/// A permission of somebody who told something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TellerFact {
    /// Its number among those about the client.
    pub no: i64,
    /// The numbers of the records that they told, of the section for what others told.
    pub records: Vec<i64>,
    /// The organisation that it names.
    pub recipient: i64,
    /// The purposes that it names.
    pub purposes: Vec<Purpose>,
    /// Given when, in ms.
    pub given_at: i64,
    /// Valid until, in ms.
    pub until: i64,
    /// Taken back when, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<i64>,
    /// Their name may be told with it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_be_named: bool,
}

impl TellerFact {
    /// Whether it counts at this time, in ms; whoever receives it and for whatever purpose.
    #[must_use]
    pub const fn holds_at(&self, now_ms: i64) -> bool {
        self.withdrawn_at.is_none() && self.given_at <= now_ms && now_ms < self.until
    }

    fn lets(&self, (recipient, purpose): (i64, Purpose), now_ms: i64) -> bool {
        let here = recipient != 0 && self.recipient == recipient;
        here && self.purposes.contains(&purpose) && self.holds_at(now_ms)
    }
}

impl ClientSheet {
    /// Which records that others told may go to this organisation, by its number, for this purpose: each with the number of the
    /// permission under which it goes. Of several the newest decides.
    #[must_use]
    pub fn told_that_may_go(&self, to: (i64, Purpose), now_ms: i64) -> BTreeMap<i64, i64> {
        let mut may = BTreeMap::new();
        for fact in self.tellers.iter().filter(|it| it.lets(to, now_ms)) {
            for record in &fact.records {
                let under = may.entry(*record).or_insert(fact.no);
                *under = fact.no.max(*under);
            }
        }
        may
    }

    /// Whether records may still go there for this, each under the very permission under which it was let out. Where somebody permits it
    /// anew, perhaps without their name, that decides.
    fn still_lets(&self, told: &[(i64, i64)], to: (i64, Purpose), now_ms: i64) -> bool {
        let may = self.told_that_may_go(to, now_ms);
        told.iter()
            .all(|(record, under)| may.get(record) == Some(under))
    }

    /// Whether all permissions with these numbers count at this time, in ms.
    #[must_use]
    pub fn tellers_hold(&self, permissions: &[i64], now_ms: i64) -> bool {
        let holds = |no: &i64| {
            let mut all = self.tellers.iter();
            all.any(|it| it.no == *no && it.holds_at(now_ms))
        };
        permissions.iter().all(holds)
    }
}

/// What of others' words a question may let out: records, each with the number of the permission under which it goes. Nothing where
/// nothing is disclosed.
pub(crate) fn told_that_may_go(question: &Question, facts: &Facts) -> BTreeMap<i64, i64> {
    if question.action != Action::Disclose {
        return BTreeMap::new();
    }
    let to = (facts.recipient_no, question.purpose);
    facts.client.told_that_may_go(to, facts.now_ms)
}

/// Whether somebody who told something of a section permits that it goes.
pub(super) fn permits(question: &Question, facts: &Facts, category: Category) -> bool {
    category == Category::ThirdParty && !told_that_may_go(question, facts).is_empty()
}

/// Whether records that were let out may still go, each under the very permission under which it was.
pub(crate) fn still_may_go(told: &[(i64, i64)], question: &Question, facts: &Facts) -> bool {
    let to = (facts.recipient_no, question.purpose);
    facts.client.still_lets(told, to, facts.now_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    const THERE: i64 = 3;
    const NOW: i64 = 1_000;

    fn fact(no: i64, records: &[i64]) -> TellerFact {
        TellerFact {
            no,
            records: records.to_vec(),
            recipient: THERE,
            purposes: vec![Purpose::Eligibility],
            given_at: 1,
            until: 9_000,
            withdrawn_at: None,
            may_be_named: false,
        }
    }

    fn may_go(tellers: Vec<TellerFact>, to: (i64, Purpose), now_ms: i64) -> Vec<(i64, i64)> {
        let sheet = ClientSheet {
            tellers,
            ..ClientSheet::default()
        };
        sheet.told_that_may_go(to, now_ms).into_iter().collect()
    }

    #[test]
    fn cr_9_a_permission_lets_only_what_its_teller_told_go_there_for_this_until_then() {
        let here = (THERE, Purpose::Eligibility);
        let all = || vec![fact(1, &[4, 6])];
        assert_eq!(may_go(all(), here, NOW), [(4, 1), (6, 1)]);
        assert_eq!(may_go(all(), (THERE + 1, Purpose::Eligibility), NOW), []);
        assert_eq!(may_go(all(), (THERE, Purpose::Legal), NOW), []);
        assert_eq!(may_go(all(), here, 9_000), [], "it is over");
        assert_eq!(may_go(all(), here, 0), [], "it bears a later day");
        let nobody = vec![TellerFact {
            recipient: 0,
            ..fact(1, &[4])
        }];
        assert_eq!(may_go(nobody, (0, Purpose::Eligibility), NOW), []);
        let taken_back = TellerFact {
            withdrawn_at: Some(NOW - 1),
            ..fact(2, &[4])
        };
        assert_eq!(may_go(vec![taken_back], here, NOW), []);
    }

    #[test]
    fn of_several_permissions_the_newest_decides_for_each_record() {
        let here = (THERE, Purpose::Eligibility);
        for all in [
            vec![fact(1, &[4, 6]), fact(2, &[6])],
            vec![fact(2, &[6]), fact(1, &[4, 6])],
        ] {
            assert_eq!(may_go(all, here, NOW), [(4, 1), (6, 2)]);
        }
    }

    #[test]
    fn cr_9_what_was_let_out_under_a_permission_goes_under_no_other_and_not_once_it_was_taken_back()
    {
        let here = (THERE, Purpose::Eligibility);
        let still = |tellers: Vec<TellerFact>, told: &[(i64, i64)]| {
            let sheet = ClientSheet {
                tellers,
                ..ClientSheet::default()
            };
            sheet.still_lets(told, here, NOW)
        };
        assert!(still(Vec::new(), &[]), "nobody else told any of it");
        assert!(still(vec![fact(1, &[4, 6])], &[(4, 1), (6, 1)]));
        let taken_back = TellerFact {
            withdrawn_at: Some(NOW - 1),
            ..fact(1, &[4, 6])
        };
        let newer = fact(2, &[4, 6]);
        assert!(!still(vec![taken_back, newer], &[(4, 1)]));
        assert!(!still(vec![fact(1, &[6])], &[(4, 1)]));
        assert!(!still(vec![fact(1, &[6])], &[(6, 1), (4, 1)]));
        let anew = || vec![fact(1, &[4, 6]), fact(2, &[6])];
        assert!(!still(anew(), &[(4, 1), (6, 1)]), "a newer one decides");
        assert!(still(anew(), &[(4, 1), (6, 2)]));
    }

    #[test]
    fn a_permission_is_written_in_few_words_and_read_again() {
        let written = serde_json::to_string(&fact(1, &[4])).unwrap();
        assert!(!written.contains("withdrawn") && !written.contains("named"));
        let read: TellerFact = serde_json::from_str(&written).unwrap();
        assert_eq!(read, fact(1, &[4]));
    }
}
