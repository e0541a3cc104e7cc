//! What stands before a reviewer, the most remarkable first; looking here is on record (CR-10).
//!
//! A matter about oneself is somebody else's to review, and so is one about a client from whom a wall keeps the reviewer: it isn't in their
//! queue, and no flag counts it (DV-3.3.2e). The totals of a review are of everything: that others review something
//! too can be told from them, and nothing of whom it is about. A client of whom the reviewer may not know stands there
//! without an id.

use std::collections::{BTreeMap, HashMap};

use caseward_gate::{Drawers, Survey};
use caseward_model::{AccessFlag, Client, Id, MatterState, OfficeAct, Worker};

use super::keeping;
use super::matters::{self, Concerned, Matter, Stored, Which};
use super::numbers::Person;
use super::run::RunAccount;
use crate::{CaseworkError, Office};

/// How many matters a page shows.
const ON_A_PAGE: usize = 25;

/// Which page of which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Page {
    /// Those that were decided instead of those that wait.
    pub decided: bool,
    /// So many are passed over.
    pub from: usize,
    /// Only of this worker, by number.
    pub worker: Option<i64>,
}

/// A flag, and what became of the matters in which it was raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlagCount {
    /// Which.
    pub flag: AccessFlag,
    /// In how many matters of the last review.
    pub raised: u64,
    /// Of the decided ones, in how many a reviewer found it right.
    pub explained: u64,
    /// Of the decided ones, in how many a reviewer opened an incident.
    pub incidents: u64,
}

/// What a reviewer sees.
#[derive(Clone, PartialEq)]
pub struct QueueSeen {
    /// The last review; nothing before the first.
    pub last: Option<RunAccount>,
    /// The matters of the page.
    pub matters: Vec<Matter>,
    /// How many there are for this reviewer.
    pub all: usize,
    /// Where the next page begins, if there is one.
    pub next: Option<usize>,
    /// How each flag did, those that were raised most first.
    pub flags: Vec<FlagCount>,
}

/// One matter with what a reviewer needs to decide.
#[derive(Clone, PartialEq)]
pub struct Shown {
    /// The matter.
    pub matter: Matter,
}

impl Office {
    /// A page of the queue.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn access_queue(
        &self,
        who: Id<Worker>,
        page: Page,
    ) -> Result<QueueSeen, CaseworkError> {
        let drawers = self.gate.drawers()?;
        let act = OfficeAct::ReviewAccess;
        self.gate
            .survey(who, act, "access_queue_seen", move |survey| {
                seen(survey, &drawers, who, page)
            })
            .await
    }

    /// One matter, to whoever may review it.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record; [`CaseworkError::Unknown`] when there is none that this
    /// person may review.
    pub async fn access_matter(&self, who: Id<Worker>, no: i64) -> Result<Shown, CaseworkError> {
        let drawers = self.gate.drawers()?;
        let act = OfficeAct::ReviewAccess;
        self.gate
            .survey(who, act, "access_matter_seen", move |survey| {
                let found = matters::read(survey.reader(), &drawers, Which::One(no))?;
                let mut viewer = Viewer::of(survey, who)?;
                let mine = viewer.only_theirs(survey, found)?;
                let stored = mine.into_iter().next().ok_or_else(no_matter)?;
                let known = viewer.known(survey, std::slice::from_ref(&stored))?;
                Ok(Shown {
                    matter: matter(stored, &known),
                })
            })
            .await
    }
}

/// What is said of a matter that isn't there, and of one that isn't this person's to review.
pub(super) fn no_matter() -> CaseworkError {
    CaseworkError::Unknown {
        what: "access to review",
        name: "this number".to_owned(),
        look: "caseward review queue",
    }
}

fn seen(
    survey: &mut Survey<'_, '_>,
    drawers: &Drawers,
    who: Id<Worker>,
    page: Page,
) -> Result<QueueSeen, CaseworkError> {
    let last = keeping::last(survey.reader(), drawers)?;
    let decided = matters::read(survey.reader(), drawers, Which::Decided)?;
    let mut viewer = Viewer::of(survey, who)?;
    let decided = viewer.only_theirs(survey, decided)?;
    let flags = flag_counts(last.as_ref(), &decided);
    let listed = if page.decided {
        decided
    } else {
        matters::read(survey.reader(), drawers, Which::Waiting)?
    };
    let of_worker = |it: &Stored| page.worker.is_none_or(|no| it.text.worker_no == no);
    let listed = listed.into_iter().filter(of_worker).collect();
    let mine = viewer.only_theirs(survey, listed)?;
    let all = mine.len();
    let shown: Vec<Stored> = mine.into_iter().skip(page.from).take(ON_A_PAGE).collect();
    let next = page.from.saturating_add(shown.len());
    let known = viewer.known(survey, &shown)?;
    Ok(QueueSeen {
        last,
        matters: shown.into_iter().map(|it| matter(it, &known)).collect(),
        all,
        next: (next < all).then_some(next),
        flags,
    })
}

/// Whoever looks at the queue.
struct Viewer {
    id: Id<Worker>,
    no: i64,
    sheet: caseward_gate::WorkerSheet,
    /// Whether a wall keeps them from a client.
    walled: HashMap<i64, bool>,
}

impl Viewer {
    fn of(survey: &mut Survey<'_, '_>, who: Id<Worker>) -> Result<Self, CaseworkError> {
        let workers = survey.workers()?;
        let me = workers.into_iter().find(|(_, id, ..)| *id == who);
        let (no, id, sheet, _) = me.ok_or(caseward_gate::GateError::UnknownWorker)?;
        Ok(Self {
            id,
            no,
            sheet,
            walled: HashMap::new(),
        })
    }

    /// Those that are theirs to review.
    fn only_theirs(
        &mut self,
        survey: &mut Survey<'_, '_>,
        listed: Vec<Stored>,
    ) -> Result<Vec<Stored>, CaseworkError> {
        let mut mine = Vec::new();
        for stored in listed {
            if stored.text.worker_no != self.no && !self.is_walled(survey, &stored)? {
                mine.push(stored);
            }
        }
        Ok(mine)
    }

    fn is_walled(
        &mut self,
        survey: &mut Survey<'_, '_>,
        stored: &Stored,
    ) -> Result<bool, CaseworkError> {
        for no in stored.text.clients() {
            let walled = match self.walled.get(&no) {
                Some(known) => *known,
                None => {
                    let client = survey.client_by_no(no)?;
                    let walled = client.is_some_and(|it| it.sheet.walls_off(self.no, &self.sheet));
                    self.walled.insert(no, walled);
                    walled
                }
            };
            if walled {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn known(
        &self,
        survey: &mut Survey<'_, '_>,
        shown: &[Stored],
    ) -> Result<HashMap<i64, Id<Client>>, CaseworkError> {
        let mut clients: Vec<i64> = shown.iter().flat_map(|it| it.text.clients()).collect();
        clients.sort_unstable();
        clients.dedup();
        Ok(survey.known_of(self.id, &clients)?)
    }
}

fn matter(stored: Stored, known: &HashMap<i64, Id<Client>>) -> Matter {
    let weight = stored.text.weight();
    let text = stored.text;
    let concerned = |it: Person| match it {
        Person::Client(no) => known
            .get(&no)
            .map_or(Concerned::Unnamed, |id| Concerned::Client(*id)),
        Person::Theirs { system, number } => Concerned::Theirs { system, number },
    };
    Matter {
        no: stored.no,
        worker: (text.worker_no, text.worker),
        people: text.people.into_iter().map(concerned).collect(),
        first_ms: text.first_ms,
        last_ms: text.last_ms,
        accesses: text.accesses,
        systems: text.systems,
        kinds: text.kinds,
        written: text.written,
        flags: text.flags,
        weight,
        found_ms: text.found_ms,
        state: text.state,
        asked: text.asked,
        decided: text.decided,
    }
}

/// How often each flag was raised, and what became of the matters in which it was: one that is always explained is
/// better switched off.
fn flag_counts(last: Option<&RunAccount>, decided: &[Stored]) -> Vec<FlagCount> {
    let mut counts: BTreeMap<AccessFlag, FlagCount> = BTreeMap::new();
    let count = |flag| FlagCount {
        flag,
        raised: 0,
        explained: 0,
        incidents: 0,
    };
    for (flag, raised) in last.iter().flat_map(|it| &it.flagged) {
        counts.entry(*flag).or_insert_with(|| count(*flag)).raised = *raised;
    }
    for stored in decided {
        for (flag, _) in &stored.text.flags {
            let entry = counts.entry(*flag).or_insert_with(|| count(*flag));
            match stored.text.state {
                MatterState::Explained => entry.explained += 1,
                MatterState::Incident => entry.incidents += 1,
                _ => {}
            }
        }
    }
    let mut counts: Vec<FlagCount> = counts.into_values().collect();
    counts.sort_by_key(|it| (std::cmp::Reverse(it.raised), it.flag));
    counts
}
