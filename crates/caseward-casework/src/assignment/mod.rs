//! Who is responsible for whom: only those who are assigned read a file and release from it (CR-7).
//!
//! A client is assigned to a worker, a team or a programme, in a part, from a time and until a time, by
//! somebody who answers for it. Nobody assigns themselves, nor a team that they are in, and nobody assigns
//! whom they may not know of: to them it is as if there were no such client. An assignment begins now or
//! later, so that nobody can make it true afterwards that somebody had reason to look (CR-10).

mod called;
mod programmes;
mod responsible;

use caseward_gate::{
    About, Actor, Assignee, AssignmentFact, AssignmentRole, ClientSeen, ClientSheet, WorkerSheet,
    Works,
};
use caseward_model::{Client, Id, OfficeAct, Role, Worker};
use serde_json::{Map, Value as Json};

use crate::people::Colleague;
use crate::tasks::Whom;
use crate::{CaseworkError, Office};
pub use programmes::Programme;
pub use responsible::{Assigned, Enrolled, Holds, Named, Responsible};

/// The most assignments that one client's sheet holds, over all times.
const MOST: usize = 200;

/// To whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// One worker.
    Worker(Id<Worker>),
    /// Everyone in a team, by its number.
    Team(i64),
    /// Everyone who works for a programme, by its number.
    Programme(i64),
}

/// Who answers for the work with a client: the worker who leads it; where nobody does, whoever keeps the records.
pub(crate) fn who_answers_for(sheet: &ClientSheet, now_ms: i64) -> Whom {
    let holds = sheet.assignments.iter().filter(|it| it.holds_at(now_ms));
    let workers = holds.filter_map(|it| match it.to {
        Assignee::Worker(no) => Some((it.role != AssignmentRole::Lead, no)),
        Assignee::Team(_) | Assignee::Programme(_) => None,
    });
    // The lead first, then whoever else there is.
    let first = workers.min_by_key(|(not_lead, _)| *not_lead);
    first.map_or(Whom::Role(Role::RecordsCustodian), |(_, no)| {
        Whom::Worker(no)
    })
}

impl To {
    const fn about(self) -> About {
        match self {
            Self::Worker(worker) => About::Worker(worker),
            Self::Team(no) => About::Team(no),
            Self::Programme(no) => About::Programme(no),
        }
    }
}

/// An assignment that is to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewAssignment {
    /// The client.
    pub client: Id<Client>,
    /// To whom.
    pub to: To,
    /// In which part.
    pub role: AssignmentRole,
    /// From when, in ms; from now on if missing.
    pub from: Option<i64>,
    /// Until when, in ms; until it is ended if missing.
    pub until: Option<i64>,
}

impl NewAssignment {
    /// A worker answers for the work with a client, from now on.
    #[must_use]
    pub const fn lead(client: Id<Client>, worker: Id<Worker>) -> Self {
        Self {
            client,
            to: To::Worker(worker),
            role: AssignmentRole::Lead,
            from: None,
            until: None,
        }
    }
}

/// What came of it: what is refused for the client's sake is on record as well.
pub(crate) enum Came {
    Done,
    NotKnown,
    Apart,
}

impl Office {
    /// Assigns a client. What was open to the same assignee in another part is ended when this begins.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] by the rules of the office; [`CaseworkError::Unfit`] when there is no
    /// client whom the one who assigns may know of, when the times don't fit, or when it can't be this
    /// assignee.
    pub async fn assign(
        &self,
        actor: impl Into<Actor>,
        new: NewAssignment,
    ) -> Result<(), CaseworkError> {
        let came = self
            .gate
            .perform(
                actor,
                OfficeAct::Assign,
                new.to.about(),
                "assignment_asked",
                move |works| begin(works, &new),
            )
            .await?;
        came.into_result()
    }

    /// Ends whatever makes a client a worker's, a team's or a programme's; from now on if no time is given.
    ///
    /// # Errors
    /// As [`Office::assign`], and when nothing that could end stands there.
    pub async fn end_assignment(
        &self,
        actor: impl Into<Actor>,
        client: Id<Client>,
        to: To,
        at: Option<i64>,
    ) -> Result<(), CaseworkError> {
        let came = self
            .gate
            .perform(
                actor,
                OfficeAct::Assign,
                to.about(),
                "assignment_end_asked",
                move |works| end(works, client, to, at),
            )
            .await?;
        came.into_result()
    }

    /// Assigns a client to a worker on the authority of whoever opened the office, from now on; nothing
    /// changes when they are.
    ///
    /// # Errors
    /// As [`Office::assign`].
    pub async fn assign_by_key(
        &self,
        worker: &Colleague,
        client: Id<Client>,
    ) -> Result<(), CaseworkError> {
        let new = NewAssignment::lead(client, worker.id);
        self.assign(Actor::KeyHolder, new).await
    }

    /// Ends that on the same authority, from now on.
    ///
    /// # Errors
    /// As [`Office::end_assignment`].
    pub async fn unassign(
        &self,
        worker: &Colleague,
        client: Id<Client>,
    ) -> Result<(), CaseworkError> {
        let to = To::Worker(worker.id);
        self.end_assignment(Actor::KeyHolder, client, to, None)
            .await
    }
}

impl Came {
    fn into_result(self) -> Result<(), CaseworkError> {
        let reason = match self {
            Self::Done => return Ok(()),
            Self::NotKnown => "no client of this office has this id",
            Self::Apart => {
                "this colleague can't work with this client; choose someone else, or ask the privacy officer"
            }
        };
        Err(CaseworkError::Unfit(reason.to_owned()))
    }

    /// Puts what came of it into the entry.
    fn noted(self, works: &mut Works<'_, '_>, to: Assignee) -> Self {
        let (kind, no) = match to {
            Assignee::Worker(no) => ("worker", no),
            Assignee::Team(no) => ("team", no),
            Assignee::Programme(no) => ("programme", no),
        };
        works.note(kind, no);
        works.note(
            "outcome",
            match self {
                Self::Done => "done",
                Self::NotKnown => "not_known",
                Self::Apart => "apart",
            },
        );
        self
    }
}

pub(crate) fn begin(works: &mut Works<'_, '_>, new: &NewAssignment) -> Result<Came, CaseworkError> {
    let now_ms = works.now_ms();
    let (to, worker) = assignee(works, new.to)?;
    let from = new.from.unwrap_or(now_ms);
    if from < now_ms {
        return unfit("an assignment begins now or later; leave the first day out to begin now");
    }
    if new.until.is_some_and(|until| until <= from) {
        return unfit("an assignment ends after it begins; choose a later last day");
    }
    let Some(client) = works.known_client(new.client)? else {
        return Ok(Came::NotKnown.noted(works, to));
    };
    if let (Assignee::Worker(no), Some(sheet)) = (to, &worker)
        && client.sheet.walls_off(no, sheet)
    {
        return Ok(Came::Apart.noted(works, to));
    }
    if client.sheet.assignments.len() >= MOST {
        return unfit(
            "this client's sheet holds no more assignments; end this one's work in a programme instead",
        );
    }
    let fact = AssignmentFact {
        to,
        from,
        until: new.until,
        role: new.role,
        by: works.actor_no(),
        instead_of: None,
    };
    let same = |it: &AssignmentFact| {
        it.to == to && it.role == fact.role && it.until == fact.until && it.holds_at(now_ms)
    };
    if new.from.is_none() && client.sheet.assignments.iter().any(same) {
        return Ok(Came::Done.noted(works, to));
    }
    write(works, &client, "assigned", to, |sheet| {
        for open in open_to(&mut sheet.assignments, to, now_ms) {
            open.until = Some(from.max(open.from));
        }
        sheet.assignments.push(fact);
    })
}

fn end(
    works: &mut Works<'_, '_>,
    client: Id<Client>,
    to: To,
    at: Option<i64>,
) -> Result<Came, CaseworkError> {
    let now_ms = works.now_ms();
    let at = at.unwrap_or(now_ms);
    if at < now_ms {
        return unfit("an assignment ends now or later; leave the day out to end it now");
    }
    let to = assignee(works, to)?.0;
    let Some(mut client) = works.known_client(client)? else {
        return Ok(Came::NotKnown.noted(works, to));
    };
    if open_to(&mut client.sheet.assignments, to, now_ms)
        .next()
        .is_none()
    {
        return unfit("no assignment to them is open");
    }
    write(works, &client, "unassigned", to, |sheet| {
        for open in open_to(&mut sheet.assignments, to, now_ms) {
            open.until = Some(at.max(open.from));
        }
    })
}

/// The assignments to someone that aren't over.
fn open_to(
    facts: &mut [AssignmentFact],
    to: Assignee,
    now_ms: i64,
) -> impl Iterator<Item = &mut AssignmentFact> {
    let is_open = move |fact: &&mut AssignmentFact| {
        fact.to == to && fact.until.is_none_or(|until| now_ms < until)
    };
    facts.iter_mut().filter(is_open)
}

fn write(
    works: &mut Works<'_, '_>,
    client: &ClientSeen,
    what: &str,
    to: Assignee,
    change: impl FnOnce(&mut caseward_gate::ClientSheet),
) -> Result<Came, CaseworkError> {
    let mut particulars = Map::new();
    let (kind, whom): (_, Json) = match to {
        Assignee::Worker(no) => match works.worker_by_no(no)? {
            Some((id, _)) => ("worker", id.to_string().into()),
            None => ("worker_no", no.into()),
        },
        Assignee::Team(no) => ("team", no.into()),
        Assignee::Programme(no) => ("programme", no.into()),
    };
    particulars.insert(kind.to_owned(), whom);
    works.change_client(client.id, what, particulars, change)?;
    Ok(Came::Done.noted(works, to))
}

/// The assignee as sheets name them, and for a worker what decides about them.
fn assignee(
    works: &mut Works<'_, '_>,
    to: To,
) -> Result<(Assignee, Option<WorkerSheet>), CaseworkError> {
    let id = match to {
        To::Team(no) => return Ok((Assignee::Team(no), None)),
        To::Programme(no) => return Ok((Assignee::Programme(no), None)),
        To::Worker(id) => id,
    };
    let (no, sheet) = works.worker(id)?;
    if sheet.role == Role::Client {
        return unfit("a client can't be assigned to a client; choose a colleague");
    }
    Ok((Assignee::Worker(no), Some(sheet)))
}

fn unfit<T>(reason: &str) -> Result<T, CaseworkError> {
    Err(CaseworkError::Unfit(reason.to_owned()))
}
