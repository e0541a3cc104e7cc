//! Whose work a supervisor answers for: clients who are assigned to somebody whom they supervise, by name, in a programme or in a team
//! (CR-4, CR-7, DV-1).
//!
//! A question reads the sheet of whoever asks and that of the client, and no third one. So a supervisor's own sheet says in which
//! programmes and teams those are whom they supervise; the gate keeps it in line whenever one of their sheets changes.

use caseward_model::Role;
use serde::{Deserialize, Serialize};

use super::{Assignee, ClientSheet, WorkerSheet};

/// In which programmes and teams those are whom somebody supervises; each number once, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SupervisedIn {
    /// Programmes, by number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<i64>,
    /// Teams, by number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<i64>,
}

impl SupervisedIn {
    /// In none.
    #[must_use]
    pub const fn nowhere() -> Self {
        Self {
            programmes: Vec::new(),
            teams: Vec::new(),
        }
    }

    /// Whether it is none.
    #[must_use]
    pub const fn is_nowhere(&self) -> bool {
        self.programmes.is_empty() && self.teams.is_empty()
    }

    /// Adds those of one who is supervised.
    /// Whoever has no access any more, or sits with a partner, ties nobody to a client.
    pub(crate) fn add(&mut self, worker: &WorkerSheet) {
        if worker.suspended || worker.role == Role::PartnerWorker {
            return;
        }
        for (all, more) in [
            (&mut self.programmes, &worker.programmes),
            (&mut self.teams, &worker.teams),
        ] {
            all.extend(more);
            all.sort_unstable();
            all.dedup();
        }
    }

    /// Those of one worker.
    pub(crate) fn of(worker: &WorkerSheet) -> Self {
        let mut theirs = Self::nowhere();
        theirs.add(worker);
        theirs
    }
}

impl ClientSheet {
    /// Whether this worker supervises somebody who is assigned to the client at this time, in ms: by name, in a programme in which
    /// the client is enrolled or to which they are assigned, or in a team.
    #[must_use]
    pub fn is_supervised_by(&self, worker: &WorkerSheet, now_ms: i64) -> bool {
        let within = &worker.supervises_in;
        let theirs = |to: &Assignee| match to {
            Assignee::Worker(no) => worker.supervises.contains(no),
            Assignee::Programme(no) => within.programmes.contains(no),
            Assignee::Team(no) => within.teams.contains(no),
        };
        let mut assigned = self.assignments.iter();
        let mut enrolled = self.programmes.iter();
        worker.role == Role::Supervisor
            && (assigned.any(|fact| theirs(&fact.to) && fact.holds_at(now_ms))
                || enrolled.any(|it| within.programmes.contains(&it.no) && it.holds_at(now_ms)))
    }

    /// Whether this supervisor, by number, has to do with the client at this time, in ms, so that they can discuss and approve: assigned
    /// by name, or supervising somebody who is assigned; and no wall stands between them. It opens nothing: the rules decide when they come.
    #[must_use]
    pub fn has_supervisor(&self, (no, worker): (i64, &WorkerSheet), now_ms: i64) -> bool {
        let me = Assignee::Worker(no);
        let mut assigned = self.assignments.iter();
        worker.role == Role::Supervisor
            && self.organization != 0
            && worker.organization == self.organization
            && !self.walls_off(no, worker)
            && (assigned.any(|fact| fact.to == me && fact.holds_at(now_ms))
                || self.is_supervised_by(worker, now_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{AssignmentFact, ProgrammeFact, WallAgainst, WallFact};
    use super::*;

    fn supervisor(within: SupervisedIn) -> WorkerSheet {
        WorkerSheet {
            supervises: vec![7],
            supervises_in: within,
            ..WorkerSheet::new(1, Role::Supervisor)
        }
    }

    fn assigned(to: Assignee) -> ClientSheet {
        let fact = AssignmentFact {
            to,
            from: 10,
            until: Some(20),
            role: caseward_model::AssignmentRole::Lead,
            by: 0,
            instead_of: None,
        };
        ClientSheet {
            organization: 1,
            assignments: vec![fact],
            ..ClientSheet::default()
        }
    }

    #[test]
    fn cr_4_a_supervisor_answers_for_whom_their_people_work_with_in_a_programme_or_team_too() {
        let within = SupervisedIn {
            programmes: vec![3],
            teams: vec![4],
        };
        let theirs = supervisor(within);
        let alone = supervisor(SupervisedIn::nowhere());
        let by_name = assigned(Assignee::Worker(7));
        assert!(by_name.is_supervised_by(&theirs, 15) && by_name.is_supervised_by(&alone, 15));
        for to in [Assignee::Programme(3), Assignee::Team(4)] {
            let client = assigned(to);
            assert!(client.is_supervised_by(&theirs, 15), "{to:?}");
            assert!(!client.is_supervised_by(&alone, 15), "{to:?}");
            assert!(!client.is_supervised_by(&theirs, 20), "{to:?}: it is over");
        }
        for to in [Assignee::Programme(4), Assignee::Team(3)] {
            assert!(!assigned(to).is_supervised_by(&theirs, 15), "{to:?}");
        }
        let mut enrolled = ClientSheet {
            organization: 1,
            programmes: vec![ProgrammeFact { no: 3, until: None }],
            ..ClientSheet::default()
        };
        assert!(enrolled.has_supervisor((9, &theirs), 15));
        let worker = WorkerSheet {
            role: Role::Caseworker,
            ..theirs.clone()
        };
        assert!(!enrolled.is_supervised_by(&worker, 15), "the part decides");
        let against = WallAgainst::Worker(9);
        enrolled.walls.push(WallFact { against, since: 0 });
        assert!(!enrolled.has_supervisor((9, &theirs), 15));
    }

    #[test]
    fn a_sheet_from_before_it_said_where_somebody_supervises_is_read_and_says_nowhere() {
        let before = serde_json::to_string(&supervisor(SupervisedIn::nowhere())).unwrap();
        assert!(!before.contains("supervises_in"));
        let read: WorkerSheet = serde_json::from_str(&before).unwrap();
        assert!(read.supervises_in.is_nowhere() && read.supervises == [7]);
    }
}
