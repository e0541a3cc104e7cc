//! Whose work a supervisor answers for: clients who are assigned to somebody whom they supervise, by name, in a programme or in a team
//! (CR-4, CR-7, DV-1).
//!
//! A question reads the sheet of whoever asks and that of the client, and no third one. So a supervisor's own sheet says in which
//! programmes and teams those are whom they supervise, and until when; the gate keeps it in line whenever one of their sheets changes,
//! and looks through all of them when the office is opened. That somebody's last day is over changes no sheet: it counts by itself.

use caseward_model::Role;
use serde::{Deserialize, Serialize};

use super::sheet::Lasting;
use super::{Assignee, ClientSheet, WorkerSheet};

/// A programme or team in which somebody is who is supervised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Lasting", into = "Lasting")]
pub struct PlaceFact {
    /// The programme or team.
    pub no: i64,
    /// Until when, in ms: then the access of the last one ends who is supervised there. Open if missing.
    pub until: Option<i64>,
}

impl PlaceFact {
    /// Whether somebody who is supervised is still there at this time, in ms.
    #[must_use]
    pub fn holds_at(&self, now_ms: i64) -> bool {
        self.until.is_none_or(|until| now_ms < until)
    }
}

impl From<Lasting> for PlaceFact {
    fn from(written: Lasting) -> Self {
        let (no, until) = <(i64, Option<i64>)>::from(written);
        Self { no, until }
    }
}

impl From<PlaceFact> for Lasting {
    fn from(fact: PlaceFact) -> Self {
        (fact.no, fact.until).into()
    }
}

/// In which programmes and teams those are whom somebody supervises; each once, in the order of their numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SupervisedIn {
    /// Programmes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<PlaceFact>,
    /// Teams.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<PlaceFact>,
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

    /// Adds those of one who is supervised, until their access ends.
    /// Whoever has no access any more, or sits with a partner, ties nobody to a client.
    pub(crate) fn add(&mut self, worker: &WorkerSheet) {
        if worker.suspended || worker.role == Role::PartnerWorker {
            return;
        }
        for (all, more) in [
            (&mut self.programmes, &worker.programmes),
            (&mut self.teams, &worker.teams),
        ] {
            for no in more {
                include(all, *no, worker.ended_at);
            }
        }
    }

    /// The programmes in which somebody is at this time, in ms, by number.
    pub fn programmes_at(&self, now_ms: i64) -> impl Iterator<Item = i64> {
        at(&self.programmes, now_ms)
    }

    /// The teams in which somebody is at this time, in ms, by number.
    pub fn teams_at(&self, now_ms: i64) -> impl Iterator<Item = i64> {
        at(&self.teams, now_ms)
    }

    /// Those of one worker.
    pub(crate) fn of(worker: &WorkerSheet) -> Self {
        let mut theirs = Self::nowhere();
        theirs.add(worker);
        theirs
    }
}

/// Of several who are in one place, the one whose access lasts longest counts.
fn include(all: &mut Vec<PlaceFact>, no: i64, until: Option<i64>) {
    if let Some(known) = all.iter_mut().find(|it| it.no == no) {
        let both = known.until.zip(until);
        known.until = both.map(|(known, other)| known.max(other));
        return;
    }
    all.push(PlaceFact { no, until });
    all.sort_unstable_by_key(|it| it.no);
}

fn at(all: &[PlaceFact], now_ms: i64) -> impl Iterator<Item = i64> {
    let holding = all.iter().filter(move |it| it.holds_at(now_ms));
    holding.map(|it| it.no)
}

impl ClientSheet {
    /// Whether this worker supervises somebody who is assigned to the client at this time, in ms: by name, in a programme in which
    /// the client is enrolled or to which they are assigned, or in a team. Through a programme or team nobody ties any more whose last
    /// day is over. By name they do, until the client is handed over: somebody has to answer for it meanwhile (NASW-o).
    #[must_use]
    pub fn is_supervised_by(&self, worker: &WorkerSheet, now_ms: i64) -> bool {
        let within = &worker.supervises_in;
        let in_programme = |no: i64| within.programmes_at(now_ms).any(|it| it == no);
        let theirs = |to: &Assignee| match to {
            Assignee::Worker(no) => worker.supervises.contains(no),
            Assignee::Programme(no) => in_programme(*no),
            Assignee::Team(no) => within.teams_at(now_ms).any(|it| it == *no),
        };
        let mut assigned = self.assignments.iter();
        let mut enrolled = self.programmes.iter();
        worker.role == Role::Supervisor
            && (assigned.any(|fact| theirs(&fact.to) && fact.holds_at(now_ms))
                || enrolled.any(|it| in_programme(it.no) && it.holds_at(now_ms)))
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

    fn open(no: i64) -> PlaceFact {
        PlaceFact { no, until: None }
    }

    #[test]
    fn cr_4_a_supervisor_answers_for_whom_their_people_work_with_in_a_programme_or_team_too() {
        let within = SupervisedIn {
            programmes: vec![open(3)],
            teams: vec![open(4)],
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

    #[test]
    fn cr_4_whose_last_day_is_over_ties_nobody_through_a_programme_while_a_colleague_there_does() {
        let until = |ended_at: Option<i64>| WorkerSheet {
            programmes: vec![3],
            teams: vec![4],
            ended_at,
            ..WorkerSheet::new(1, Role::Caseworker)
        };
        let mut within = SupervisedIn::of(&until(Some(12)));
        within.add(&until(Some(14)));
        within.add(&until(Some(13)));
        let theirs = supervisor(within.clone());
        for to in [Assignee::Programme(3), Assignee::Team(4)] {
            assert!(assigned(to).is_supervised_by(&theirs, 13), "{to:?}");
            assert!(!assigned(to).is_supervised_by(&theirs, 14), "{to:?}");
        }
        assert!(assigned(Assignee::Worker(7)).is_supervised_by(&theirs, 14));
        within.add(&until(None));
        let theirs = supervisor(within);
        assert!(assigned(Assignee::Team(4)).is_supervised_by(&theirs, 14));
    }

    #[test]
    fn where_somebody_supervises_is_read_from_before_it_had_an_end() {
        let mut within: SupervisedIn =
            serde_json::from_str(r#"{"programmes":[3,[5,12]],"teams":[4]}"#).unwrap();
        let ends = PlaceFact {
            no: 5,
            until: Some(12),
        };
        assert_eq!(within.programmes, [open(3), ends]);
        assert_eq!(within.programmes_at(12).collect::<Vec<_>>(), [3]);
        assert_eq!(within.teams_at(12).collect::<Vec<_>>(), [4]);
        within.programmes.pop();
        let written = serde_json::to_string(&within).unwrap();
        assert_eq!(written, r#"{"programmes":[3],"teams":[4]}"#);
    }
}
