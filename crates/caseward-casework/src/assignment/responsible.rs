//! Who is responsible for a client, and who was: shown to whoever may know of the client (CR-7).

use std::collections::HashMap;

use caseward_gate::{
    Answer, Assignee, AssignmentFact, AssignmentRole, Find, ProgrammeFact, Refusal, Request,
};
use caseward_model::{Category, Id, Worker};

use crate::desk::Overview;
use crate::file::unrecorded;
use crate::{CaseworkError, Office};

/// Everyone who is, was or will be assigned to a client.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Responsible {
    /// The number of the entry in the ledger that this look made.
    pub entry: u64,
    /// The assignments, those that hold first, then those to come, then the past ones, the newest first.
    pub assignments: Vec<Assigned>,
    /// The programmes whose workers are assigned because the client is enrolled.
    pub programmes: Vec<Enrolled>,
}

/// An assignment with names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// To whom.
    pub to: Named,
    /// In which part.
    pub role: AssignmentRole,
    /// From when, in ms.
    pub from: i64,
    /// Until when, in ms; open if missing.
    pub until: Option<i64>,
    /// Who assigned; nobody for the office's own commands.
    pub by: Option<String>,
    /// Whether it holds.
    pub holds: Holds,
}

/// Whether an assignment holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// Now.
    Now,
    /// It is to come.
    Later,
    /// It is over.
    NoMore,
}

/// An assignee with what they are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// A worker.
    Worker {
        /// Their id; nobody's when they can't be found any more.
        id: Option<Id<Worker>>,
        /// Their name.
        name: String,
        /// Their short name.
        handle: String,
    },
    /// A team.
    Team {
        /// Its number.
        no: i64,
        /// Its name; empty when none is known.
        name: String,
    },
    /// A programme.
    Programme {
        /// Its number.
        no: i64,
        /// Its name; empty when none is known.
        name: String,
    },
}

/// A programme that a client is enrolled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolled {
    /// Its number.
    pub no: i64,
    /// What it is called; empty when no name is known.
    pub name: String,
    /// Until when, in ms; open if missing.
    pub until: Option<i64>,
}

impl Office {
    /// Who is responsible for a client, for someone who may know of them; [`Office::question_of`] asks for
    /// the purpose of a person's part. A programme that the office keeps has a number here and no name, of whatever kind it is: which
    /// services somebody gets is asked of by itself, and a name that is missing for one kind alone would tell which (DV-4.2).
    ///
    /// # Errors
    /// The gate's refusal, or that it couldn't answer.
    pub async fn responsible(&self, question: &Request) -> Result<Responsible, Refusal> {
        let request = question.clone().sections([Category::Existence]);
        let answer: Answer<'_, Find> = self.gate.ask(&request).await?;
        let (entry, ties) = (answer.entry, answer.ties);
        self.gate.give_back(answer.permit, answer.sealed);
        let mut names = Names::of(self).await.map_err(unrecorded)?;
        for kept in self.kept_programmes().await.map_err(unrecorded)? {
            names.programmes.remove(&kept.no);
        }
        let now_ms = self.clock.now_ms();
        let mut assignments: Vec<Assigned> = ties
            .assignments
            .iter()
            .map(|fact| names.assigned(fact, now_ms))
            .collect();
        assignments.sort_by_key(|it| (it.holds, std::cmp::Reverse(it.from)));
        let enrolled = |fact: &ProgrammeFact| Enrolled {
            no: fact.no,
            name: names.programme(fact.no),
            until: fact.until,
        };
        let stands = ties.programmes.iter().filter(|it| it.holds_at(now_ms));
        Ok(Responsible {
            entry,
            assignments,
            programmes: stands.map(enrolled).collect(),
        })
    }

    /// Who answers for a client now, out of a look at how their file stands to somebody: whom to ask where a section is closed.
    /// Nothing more is asked of the gate for it: whoever sees a part of a file may know who is responsible (CR-7). Only a programme for
    /// people who used violence is named to nobody to whom the services that the client gets are closed (DV-4.2).
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn who_answers(&self, overview: &Overview) -> Result<Vec<Named>, CaseworkError> {
        let untold = match overview.is_open(Category::Services) {
            true => Vec::new(),
            false => self.of_those_who_used_violence().await?,
        };
        let names = Names::of(self).await?;
        let now_ms = self.clock.now_ms();
        let ties = &overview.ties;
        let held = ties.assignments.iter().filter(|it| it.holds_at(now_ms));
        let enrolled = ties.programmes.iter().filter(|it| it.holds_at(now_ms));
        let enrolled = enrolled.map(|it| Named::Programme {
            no: it.no,
            name: names.programme(it.no),
        });
        let held = held.map(|it| names.named(it.to));
        let is_told = |it: &Named| match it {
            Named::Programme { no, .. } => !untold.contains(no),
            Named::Worker { .. } | Named::Team { .. } => true,
        };
        Ok(held.chain(enrolled).filter(is_told).collect())
    }

    /// The numbers of the programmes for people who used violence.
    async fn of_those_who_used_violence(&self) -> Result<Vec<i64>, CaseworkError> {
        let kept = self.kept_programmes().await?.into_iter();
        let kept = kept.filter(|it| it.kind.changes_behaviour());
        Ok(kept.map(|it| it.no).collect())
    }
}

/// What assignees are called.
struct Names {
    workers: HashMap<i64, (Id<Worker>, String, String)>,
    programmes: HashMap<i64, String>,
}

impl Names {
    async fn of(office: &Office) -> Result<Self, CaseworkError> {
        let colleagues = office.colleagues().await?.into_iter();
        let programmes = office.programmes().await?.into_iter();
        Ok(Self {
            workers: colleagues
                .map(|it| (it.no, (it.id, it.name, it.handle)))
                .collect(),
            programmes: programmes.map(|it| (it.no, it.name)).collect(),
        })
    }

    fn programme(&self, no: i64) -> String {
        self.programmes.get(&no).cloned().unwrap_or_default()
    }

    fn named(&self, to: Assignee) -> Named {
        match to {
            Assignee::Worker(no) => {
                let known = self.workers.get(&no);
                Named::Worker {
                    id: known.map(|(id, ..)| *id),
                    name: known.map(|(_, name, _)| name.clone()).unwrap_or_default(),
                    handle: known.map(|(.., it)| it.clone()).unwrap_or_default(),
                }
            }
            Assignee::Team(no) => Named::Team {
                no,
                name: String::new(),
            },
            Assignee::Programme(no) => Named::Programme {
                no,
                name: self.programme(no),
            },
        }
    }

    fn assigned(&self, fact: &AssignmentFact, now_ms: i64) -> Assigned {
        let holds = match (fact.holds_at(now_ms), now_ms < fact.from) {
            (true, _) => Holds::Now,
            (false, true) => Holds::Later,
            (false, false) => Holds::NoMore,
        };
        Assigned {
            to: self.named(fact.to),
            role: fact.role,
            from: fact.from,
            until: fact.until,
            by: self.workers.get(&fact.by).map(|(_, name, _)| name.clone()),
            holds,
        }
    }
}
