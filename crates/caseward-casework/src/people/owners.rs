//! That every client has someone who answers for them: looking over all of them, and giving those who wait
//! to somebody.
//!
//! NASW-o: no orphaned record. Shown are numbers that say nothing; a client before whom a wall stands is not
//! on the list of whoever it stands against.

use caseward_gate::{Actor, Assignee, AssignmentFact, AssignmentRole, ClientSheet, Works};
use caseward_model::{Client, Id, OfficeAct, Role, TaskKind, Worker};
use data_encoding::BASE64URL_NOPAD;
use serde_json::Map;

use super::Colleague;
use super::amiss::Amiss;
use super::custodians::{can_answer_for, must_take_charge};
use super::hand_over::{self, HandOver, is_open};
use super::register::Staff;
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

/// The most files that one list shows.
pub const WAITING_MAX: usize = 500;

/// Who answers for a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A lead or a custodian who can.
    Someone,
    /// Nobody in particular, but those who work for a programme of theirs can.
    Programme,
    /// Only someone whose access is shut, whose part holds no files any more, or whom a wall keeps away: the
    /// number of that worker.
    Waits(i64),
    /// Nobody.
    Nobody,
}

/// A file that waits for someone.
#[derive(Debug, Clone)]
pub struct WaitingFile {
    /// Whose.
    pub client: Id<Client>,
    /// Who answered for it, if anyone did.
    pub left_by: Option<Colleague>,
}

/// What a look over all clients found.
#[derive(Debug, Clone, Default)]
pub struct Upkeep {
    /// Files of those who can't any more: first those.
    pub waiting: Vec<WaitingFile>,
    /// Files for which nobody ever answered, at most [`WAITING_MAX`] with those above.
    pub nobody: Vec<WaitingFile>,
    /// There are more than are shown.
    pub more: bool,
    /// How many clients have a lead or custodian.
    pub kept: u64,
    /// How many have those of a programme only.
    pub by_programme: u64,
}

impl Office {
    /// Looks over all clients: does each have someone who answers for them? Those for whom nobody does come
    /// first. For those who may assign.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn look_for_waiting_files(
        &self,
        by: impl Into<Actor>,
    ) -> Result<Upkeep, CaseworkError> {
        let by = by.into();
        self.gate
            .survey(by, OfficeAct::Assign, "owners_checked", move |survey| {
                let now_ms = survey.now_ms();
                let workers = survey.workers()?;
                let staff = Staff::of(workers.into_iter().map(Colleague::of).collect());
                let viewer = viewer(&staff, by)?;
                let mut found = Upkeep::default();
                survey.each_client::<CaseworkError>(|client| {
                    let hidden = viewer.is_some_and(|it| client.sheet.walls_off(it.no, &it.sheet));
                    if !hidden {
                        found.count(owner(&client.sheet, &staff, now_ms), client.id, &staff);
                    }
                    Ok(())
                })?;
                Ok(found)
            })
            .await
    }

    /// What stands for a client on a list of files that wait: whoever assigns may not know of them otherwise, and so
    /// doesn't learn their number (DV-3.3.1).
    ///
    /// # Errors
    /// When the office is sealed.
    pub fn waiting_mark(&self, client: Id<Client>) -> Result<String, CaseworkError> {
        let print = self
            .gate
            .fingerprints()?
            .of("caseward/waiting-file/v1", &[client.as_bytes()]);
        Ok(BASE64URL_NOPAD.encode(&print))
    }

    /// [`Office::take_charge`] of the file that this mark stands for.
    ///
    /// # Errors
    /// As [`Office::take_charge`].
    pub async fn take_charge_of_marked(
        &self,
        by: impl Into<Actor>,
        mark: &str,
        worker: Id<Worker>,
    ) -> Result<(), CaseworkError> {
        let by = by.into();
        let found = self.look_for_waiting_files(by).await?;
        for file in found.waiting.iter().chain(&found.nobody) {
            if self.waiting_mark(file.client)? == mark {
                return self.take_charge(by, file.client, worker).await;
            }
        }
        Err(CaseworkError::Unknown {
            what: "waiting file",
            name: String::new(),
            look: "caseward user waiting",
        })
    }

    /// Gives a file that waits to someone, who answers for it from now on: as custodian while the other can
    /// come back, and otherwise as lead.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] for a client who isn't there, who has someone, or whom a wall keeps away
    /// from whoever asks; [`Amiss::CustodianUnfit`]; [`CaseworkError::NotPermitted`].
    pub async fn take_charge(
        &self,
        by: impl Into<Actor>,
        client: Id<Client>,
        worker: Id<Worker>,
    ) -> Result<(), CaseworkError> {
        let by = by.into();
        let about = self.about(by, Some(worker)).await?;
        self.gate
            .perform(by, OfficeAct::Assign, about, "charge_given", move |works| {
                give(works, by, client, worker)
            })
            .await
    }
}

fn viewer(staff: &Staff, by: Actor) -> Result<Option<&Colleague>, CaseworkError> {
    match by {
        Actor::Worker(id) => Ok(Some(staff.get(id)?)),
        Actor::KeyHolder => Ok(None),
    }
}

impl Upkeep {
    fn count(&mut self, owner: Owner, client: Id<Client>, staff: &Staff) {
        let full = self.waiting.len() + self.nobody.len() >= WAITING_MAX;
        let left_by = match owner {
            Owner::Someone => return self.kept += 1,
            Owner::Programme => return self.by_programme += 1,
            Owner::Waits(no) => staff.numbered(no).cloned(),
            Owner::Nobody => None,
        };
        if full {
            self.more = true;
            // One who is waited for is more urgent than one who never had anyone.
            if left_by.is_none() || self.nobody.pop().is_none() {
                return;
            }
        }
        let list = if left_by.is_some() {
            &mut self.waiting
        } else {
            &mut self.nobody
        };
        list.push(WaitingFile { client, left_by });
    }
}

/// Who answers for this client now.
pub(super) fn owner(client: &ClientSheet, staff: &Staff, now_ms: i64) -> Owner {
    let answers = |it: &&AssignmentFact| {
        matches!(it.role, AssignmentRole::Lead | AssignmentRole::Custodian) && it.holds_at(now_ms)
    };
    let able = |it: &Colleague| can_answer_for(it, client, now_ms);
    let anyone = |wanted: &dyn Fn(&Colleague) -> bool| staff.all().any(|it| wanted(it) && able(it));
    let kept = client
        .assignments
        .iter()
        .filter(answers)
        .any(|it| match it.to {
            Assignee::Worker(no) => staff.numbered(no).is_some_and(able),
            Assignee::Team(no) => anyone(&|it| it.sheet.teams.contains(&no)),
            Assignee::Programme(no) => anyone(&|it| it.sheet.programmes.contains(&no)),
        });
    if kept {
        return Owner::Someone;
    }
    let through = |it: &Colleague| {
        let mut enrolled = client.programmes.iter();
        enrolled.any(|fact| fact.holds_at(now_ms) && it.sheet.programmes.contains(&fact.no))
    };
    if anyone(&through) {
        return Owner::Programme;
    }
    let waits = client.assignments.iter().rev().filter(answers);
    let mut waits = waits.filter_map(|it| match it.to {
        Assignee::Worker(no) => Some(it.instead_of.unwrap_or(no)),
        Assignee::Team(_) | Assignee::Programme(_) => None,
    });
    waits.next().map_or(Owner::Nobody, Owner::Waits)
}

/// A day to find somebody for a file that nobody answers for.
const DUE_MS: i64 = 86_400_000;

/// Has somebody found for the files of whoever left, where nobody in line can take them: supervisors and records
/// custodians may.
pub(super) fn tell_of_waiting(
    works: &mut Works<'_, '_>,
    staff: &Staff,
    left: &Colleague,
) -> Result<(), CaseworkError> {
    if !leaves_waiting(works, staff, left.no)? {
        return Ok(());
    }
    let due_at = works.now_ms() + DUE_MS;
    for role in [Role::Supervisor, Role::RecordsCustodian] {
        let new = NewTask {
            kind: TaskKind::HandOver,
            whom: Whom::Role(role),
            about: about(left.id),
            due_at,
        };
        tasks::add(works, &new)?;
    }
    Ok(())
}

/// Takes the task away when nothing waits any more: everything was given to somebody, or they are back.
pub(super) fn settle_waiting(
    works: &mut Works<'_, '_>,
    staff: &Staff,
    left: i64,
    outcome: &'static str,
) -> Result<(), CaseworkError> {
    let Some(colleague) = staff.numbered(left) else {
        return Ok(());
    };
    if !leaves_waiting(works, staff, left)? {
        tasks::finish_all(works, TaskKind::HandOver, &about(colleague.id), outcome)?;
    }
    Ok(())
}

const fn about(left: Id<Worker>) -> TaskAbout {
    TaskAbout {
        client: None,
        worker: Some(left),
        item: None,
    }
}

/// Whether some file waits for somebody in the stead of this one.
fn leaves_waiting(
    works: &mut Works<'_, '_>,
    staff: &Staff,
    left: i64,
) -> Result<bool, CaseworkError> {
    let now_ms = works.now_ms();
    let sql = "SELECT client_no FROM caseloads WHERE worker_no = $1 \
               UNION SELECT client_no FROM handed_over WHERE instead_of = $1";
    let rows = works.transaction().query(sql, &[left.into()])?;
    for row in &rows {
        let Some(client) = works.client_by_no(row.int(0)?)? else {
            continue;
        };
        if matches!(owner(&client.sheet, staff, now_ms), Owner::Waits(no) if no == left) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn give(
    works: &mut Works<'_, '_>,
    by: Actor,
    client: Id<Client>,
    worker: Id<Worker>,
) -> Result<(), CaseworkError> {
    let staff = Staff::read(works)?;
    let (now_ms, actor) = (works.now_ms(), works.actor_no());
    let taker = staff.get(worker)?;
    must_take_charge(taker, now_ms)?;
    let unknown = || CaseworkError::Unknown {
        what: "waiting file",
        name: client.to_string(),
        look: "caseward user waiting",
    };
    let seen = works.client(client)?.ok_or_else(unknown)?;
    let viewer = viewer(&staff, by)?;
    if viewer.is_some_and(|it| seen.sheet.walls_off(it.no, &it.sheet)) {
        return Err(unknown());
    }
    let left = match owner(&seen.sheet, &staff, now_ms) {
        Owner::Waits(no) => Some(no),
        Owner::Nobody => None,
        Owner::Someone | Owner::Programme => return Err(unknown()),
    };
    if !can_answer_for(taker, &seen.sheet, now_ms) {
        return Err(Amiss::CustodianUnfit.into());
    }
    let back = match left {
        Some(left) => HandOver::open_of(works, left)?.map(|it| it.no),
        None => None,
    };
    let stands_in = left.filter(|_| back.is_some());
    let no = taker.no;
    works.revise_client(seen.no, "handed_over", |sheet| {
        for fact in &mut sheet.assignments {
            let answered = matches!(fact.role, AssignmentRole::Lead | AssignmentRole::Custodian);
            if answered && is_open(fact, now_ms) {
                fact.until = Some(now_ms);
            }
        }
        sheet.assignments.push(AssignmentFact {
            to: Assignee::Worker(no),
            from: now_ms,
            until: None,
            role: if stands_in.is_some() {
                AssignmentRole::Custodian
            } else {
                AssignmentRole::Lead
            },
            by: actor,
            instead_of: stands_in,
        });
        let mut particulars = Map::new();
        particulars.insert("to".to_owned(), worker.to_string().into());
        Some(particulars)
    })?;
    if let Some((hand_over, left)) = back.zip(stands_in) {
        hand_over::list(works, hand_over, &[(seen.no, left, no)])?;
    }
    match left {
        Some(left) => settle_waiting(works, &staff, left, "given"),
        None => Ok(()),
    }
}
