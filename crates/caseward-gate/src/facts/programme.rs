//! That a client takes part in a programme that the office keeps, and what follows from it (DV-4.2, DV-4.3, RE-5).
//!
//! It opens the file to nobody: who works with the client is assigned to them, as ever.

use serde::{Deserialize, Serialize};

use super::ClientSheet;
use super::sheet::is_no;

/// That a client takes part in a programme, or did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakesPartFact {
    /// The number under which that was written down.
    pub no: i64,
    /// The programme.
    pub programme: i64,
    /// It is for people who used violence.
    #[serde(default, skip_serializing_if = "is_no")]
    pub changes_behaviour: bool,
    /// It has ended.
    #[serde(default, skip_serializing_if = "is_no")]
    pub ended: bool,
}

impl ClientSheet {
    /// Whether the client takes part in a programme for people who used violence, or did: whoever has left it is protected as before, and
    /// so is whoever was their partner then (DV-4.2, DV-4.3).
    #[must_use]
    pub fn is_participant(&self) -> bool {
        self.programme_participant || self.takes_part.iter().any(|it| it.changes_behaviour)
    }

    /// The programmes that the client takes part in now.
    pub fn takes_part_in(&self) -> impl Iterator<Item = i64> {
        let now = self.takes_part.iter().filter(|it| !it.ended);
        now.map(|it| it.programme)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(changes_behaviour: bool, ended: bool) -> TakesPartFact {
        TakesPartFact {
            no: 1,
            programme: 4,
            changes_behaviour,
            ended,
        }
    }

    fn with(fact: TakesPartFact) -> ClientSheet {
        ClientSheet {
            takes_part: vec![fact],
            ..ClientSheet::default()
        }
    }

    #[test]
    fn dv_4_2_whoever_took_part_stays_a_participant_and_whoever_is_in_another_programme_is_none() {
        assert!(with(part(true, false)).is_participant());
        assert!(with(part(true, true)).is_participant());
        assert!(!with(part(false, false)).is_participant());
        assert!(!ClientSheet::default().is_participant());
        let told_by_report = ClientSheet {
            programme_participant: true,
            ..ClientSheet::default()
        };
        assert!(told_by_report.is_participant());
    }

    #[test]
    fn what_has_ended_is_no_programme_of_the_clients_any_more() {
        let now = |fact| with(fact).takes_part_in().collect::<Vec<_>>();
        assert_eq!(now(part(true, false)), [4]);
        assert!(now(part(true, true)).is_empty());
    }
}
