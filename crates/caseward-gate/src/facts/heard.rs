//! Who learnt of a client in a case conference: what they know from there is for serving the client directly, and for nothing else
//! (CC-2.1).
//!
//! It stands on the client's own sheet, so that the gate reads it with everything else that decides about them, and looks nothing up. It is
//! noted when somebody is shown something of an item by name, and of all who sit there when somebody begins to be spoken of by name, or
//! who come in while they are. By an identifier nobody learns who somebody is, so nothing is noted there: a rule that knew it would
//! tell whose the identifier is (CC-2.4a). It has no end, because what one heard has none; whoever is assigned to the client isn't bound
//! by it, as long as they are.

use serde::{Deserialize, Serialize};

use super::ClientSheet;

/// Some who learnt of the client at one moment. Each stands on the sheet once, however often they hear of them again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeardFact {
    /// Since when, in ms.
    pub since: i64,
    /// Their numbers.
    pub workers: Vec<i64>,
}

impl ClientSheet {
    /// Whether a worker, by their number, learnt of the client in a case conference.
    #[must_use]
    pub fn was_heard_of_by(&self, worker: i64) -> bool {
        self.heard.iter().any(|it| it.workers.contains(&worker))
    }

    /// Notes that these workers learnt of the client at this time, in ms; says whether that is news of one of them.
    pub(crate) fn hear(&mut self, workers: &[i64], now_ms: i64) -> bool {
        let fresh = workers.iter().copied();
        let mut fresh: Vec<i64> = fresh.filter(|it| !self.was_heard_of_by(*it)).collect();
        fresh.sort_unstable();
        fresh.dedup();
        let news = !fresh.is_empty();
        if news {
            self.heard.push(HeardFact {
                since: now_ms,
                workers: fresh,
            });
        }
        news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cc_2_1_who_heard_of_a_client_stands_on_the_sheet_once_and_since_then() {
        let mut sheet = ClientSheet::default();
        assert!(sheet.hear(&[7, 3, 7], 5) && !sheet.hear(&[3], 6));
        assert!(sheet.hear(&[3, 8], 9), "one of them hadn't");
        assert!(!sheet.hear(&[], 10));
        let since = |since, workers: &[i64]| HeardFact {
            since,
            workers: workers.to_vec(),
        };
        assert_eq!(sheet.heard, [since(5, &[3, 7]), since(9, &[8])]);
        assert!(sheet.was_heard_of_by(7) && !sheet.was_heard_of_by(4));
        let kept = serde_json::to_string(&sheet).unwrap();
        assert_eq!(serde_json::from_str::<ClientSheet>(&kept).unwrap(), sheet);
    }

    #[test]
    fn cc_2_1_a_sheet_from_before_it_was_noted_has_nobody() {
        let read: ClientSheet = serde_json::from_str("{}").unwrap();
        assert!(!read.was_heard_of_by(1));
        assert!(!serde_json::to_string(&read).unwrap().contains("heard"));
    }
}
