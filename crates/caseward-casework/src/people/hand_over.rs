//! Handing somebody's work over, at once and in one piece: their files, those whom they supervise, the teams
//! that they lead.
//!
//! NASW-o. Each client's sheet says who stands in for whom. A custodian before whom a wall stands gets nothing
//! of that client and learns nothing; the next in line takes over. Where nobody can, the file stays theirs on
//! paper and stands on the list of files that [wait](super::owners) for someone: nothing is lost.

use caseward_gate::{Assignee, AssignmentFact, AssignmentRole, ClientSheet, Drawer, Works};
use caseward_model::Ending;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::Colleague;
use super::custodians::{InLine, line_after};
use super::owners;
use super::register::Staff;
use super::supervision;
use super::teams::{TeamRow, add_member};
use crate::CaseworkError;

/// What is kept of a hand-over besides its files. Numbers are those of workers, teams, programmes and slots.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct HandOverText {
    /// Why; missing when someone got another part.
    pub(super) ending: Option<Ending>,
    /// Who was supervised, and by whom now.
    pub(super) supervised: Vec<(i64, i64)>,
    /// Which teams were led, and by whom now.
    pub(super) led: Vec<(i64, i64)>,
    /// Into which teams somebody was taken because nobody was left.
    pub(super) teams: Vec<(i64, i64)>,
    /// Into which programmes.
    pub(super) programmes: Vec<(i64, i64)>,
    /// The ways to open the office that they knew.
    pub(super) slots: Vec<i64>,
    /// Until when their access was agreed before, in ms.
    pub(super) agreed_until: Option<i64>,
}

/// A hand-over's row.
pub(super) struct HandOver {
    pub(super) no: i64,
    pub(super) worker_no: i64,
    version: i64,
    pub(super) text: HandOverText,
}

impl HandOver {
    /// Begins one.
    pub(super) fn begin(works: &mut Works<'_, '_>, worker_no: i64) -> Result<Self, CaseworkError> {
        let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM hand_overs";
        let no = works.transaction().query_one(next, &[])?.int(0)?;
        let (at, text) = (works.now_ms(), HandOverText::default());
        let sealed = sealed(works, (no, worker_no, 1), &text)?;
        works.transaction().execute(
            "INSERT INTO hand_overs (no, worker_no, at, version, sealed) VALUES ($1, $2, $3, 1, $4)",
            &[no.into(), worker_no.into(), at.into(), sealed.into()],
        )?;
        Ok(Self {
            no,
            worker_no,
            version: 1,
            text,
        })
    }

    /// The one of this worker from which they haven't returned.
    pub(super) fn open_of(
        works: &mut Works<'_, '_>,
        worker_no: i64,
    ) -> Result<Option<Self>, CaseworkError> {
        let sql = "SELECT no, version, sealed FROM hand_overs \
                   WHERE worker_no = $1 AND returned_at IS NULL ORDER BY no DESC LIMIT 1";
        let found = works
            .transaction()
            .query_optional(sql, &[worker_no.into()])?;
        let Some(row) = found else { return Ok(None) };
        let (no, version) = (row.int(0)?, row.int(1)?);
        let text = works.open(Drawer::HandOvers, (no, worker_no, version), row.bytes(2)?)?;
        Ok(Some(Self {
            no,
            worker_no,
            version,
            text: serde_json::from_slice(&text).map_err(|_| CaseworkError::Damaged)?,
        }))
    }

    /// Keeps what became of it.
    pub(super) fn keep(&mut self, works: &mut Works<'_, '_>) -> Result<(), CaseworkError> {
        self.version += 1;
        let version = self.version;
        let sealed = sealed(works, (self.no, self.worker_no, version), &self.text)?;
        let sql = "UPDATE hand_overs SET version = $1, sealed = $2 WHERE no = $3";
        let values = [version.into(), sealed.into(), self.no.into()];
        works.transaction().execute(sql, &values)?;
        Ok(())
    }

    pub(super) fn end(&self, works: &mut Works<'_, '_>) -> Result<(), CaseworkError> {
        let sql = "UPDATE hand_overs SET returned_at = $1 WHERE no = $2";
        let now_ms = works.now_ms();
        works
            .transaction()
            .execute(sql, &[now_ms.into(), self.no.into()])?;
        Ok(())
    }
}

fn sealed(
    works: &Works<'_, '_>,
    place: (i64, i64, i64),
    text: &HandOverText,
) -> Result<Vec<u8>, CaseworkError> {
    let plain = serde_json::to_vec(text).map_err(|_| CaseworkError::Damaged)?;
    Ok(works.seal(Drawer::HandOvers, place, &plain))
}

/// Hands everything over that somebody answered for: `leaving` is how they stood before. What stands on their
/// own sheet is the caller's to change.
pub(super) fn everything(
    works: &mut Works<'_, '_>,
    staff: &mut Staff,
    leaving: &Colleague,
    hand_over: &mut HandOver,
) -> Result<(), CaseworkError> {
    let line = line_after(works, staff, leaving)?;
    files(works, staff, &line, leaving, hand_over.no)?;
    last_places(works, staff, &line, leaving, &mut hand_over.text)?;
    supervised(works, staff, &line, leaving, &mut hand_over.text)?;
    led(works, staff, &line, leaving, &mut hand_over.text)?;
    hand_over.keep(works)
}

/// Hands the files over of someone whose part holds none any more; they don't come back to them.
pub(super) fn give_up(
    works: &mut Works<'_, '_>,
    staff: &mut Staff,
    leaving: i64,
) -> Result<(), CaseworkError> {
    let colleague = staff.numbered(leaving).cloned();
    let colleague = colleague.ok_or(CaseworkError::Damaged)?;
    let line = line_after(works, staff, &colleague)?;
    let hand_over = HandOver::begin(works, leaving)?;
    files(works, staff, &line, &colleague, hand_over.no)?;
    owners::tell_of_waiting(works, staff, &colleague)?;
    hand_over.end(works)
}

/// Hands over every file that is assigned to someone themselves.
fn files(
    works: &mut Works<'_, '_>,
    staff: &Staff,
    line: &InLine,
    leaving: &Colleague,
    hand_over: i64,
) -> Result<(), CaseworkError> {
    let sql = "SELECT client_no FROM caseloads WHERE worker_no = $1 ORDER BY client_no";
    let rows = works.transaction().query(sql, &[leaving.no.into()])?;
    let mut listed = Vec::new();
    for row in &rows {
        let client = row.int(0)?;
        let moved = move_file(works, staff, line, leaving, client)?;
        let places = moved.into_iter();
        listed.extend(places.map(|(instead_of, taker)| (client, instead_of, taker)));
    }
    list(works, hand_over, &listed)
}

/// Moves one file; gives in whose stead it went to whom.
fn move_file(
    works: &mut Works<'_, '_>,
    staff: &Staff,
    line: &InLine,
    leaving: &Colleague,
    client: i64,
) -> Result<Vec<(i64, i64)>, CaseworkError> {
    let (now_ms, by) = (works.now_ms(), works.actor_no());
    let mut moved = Vec::new();
    works.revise_client(client, "handed_over", |sheet| {
        let ended = end_duties(sheet, leaving.no, now_ms);
        let open = open_of(sheet, leaving.no, now_ms);
        let taker = line.for_client(staff, sheet, now_ms);
        let (Some(taker), false) = (taker, open.is_empty()) else {
            // The file waits; what was recorded beside its assignment is over all the same.
            return ended.then(|| particulars(leaving, None));
        };
        end_all(sheet, leaving.no, now_ms);
        end_cover(sheet, leaving.no, now_ms);
        for mut fact in open {
            // A stand-in who leaves is followed by another; whoever they stood in for needs none.
            let instead_of = fact.instead_of.unwrap_or(leaving.no);
            if instead_of == taker.no {
                continue;
            }
            if fact.instead_of.is_none() {
                fact.role = AssignmentRole::Custodian;
            }
            fact.instead_of = Some(instead_of);
            fact.to = Assignee::Worker(taker.no);
            fact.from = fact.from.max(now_ms);
            fact.by = by;
            sheet.assignments.push(fact);
            moved.push((instead_of, taker.no));
        }
        Some(particulars(leaving, Some(taker)))
    })?;
    Ok(moved)
}

fn particulars(from: &Colleague, to: Option<&Colleague>) -> Map<String, Json> {
    let mut particulars = Map::new();
    particulars.insert("from".to_owned(), from.id.to_string().into());
    if let Some(to) = to {
        particulars.insert("to".to_owned(), to.id.to_string().into());
    }
    particulars
}

/// Recorded duties end with the access that they were for.
fn end_duties(sheet: &mut ClientSheet, worker: i64, now_ms: i64) -> bool {
    let before = sheet.duties.len();
    sheet
        .duties
        .retain(|it| it.worker != worker || it.until <= now_ms);
    before != sheet.duties.len()
}

/// The assignments of a worker that hold, or will.
pub(super) fn open_of(sheet: &ClientSheet, worker: i64, now_ms: i64) -> Vec<AssignmentFact> {
    let open = |it: &&AssignmentFact| it.to == Assignee::Worker(worker) && is_open(it, now_ms);
    sheet.assignments.iter().filter(open).cloned().collect()
}

/// Whether an assignment holds or will.
pub(super) fn is_open(fact: &AssignmentFact, now_ms: i64) -> bool {
    fact.until.is_none_or(|until| now_ms < until)
}

/// Ends the assignments of a worker.
pub(super) fn end_all(sheet: &mut ClientSheet, worker: i64, now_ms: i64) {
    sheet
        .assignments
        .iter_mut()
        .filter(|it| it.to == Assignee::Worker(worker) && is_open(it, now_ms))
        .for_each(|it| it.until = Some(now_ms));
}

/// Nobody covers any more for someone who has a custodian.
fn end_cover(sheet: &mut ClientSheet, worker: i64, now_ms: i64) {
    let covers = |it: &&mut AssignmentFact| {
        it.role == AssignmentRole::Cover && it.instead_of == Some(worker) && is_open(it, now_ms)
    };
    sheet
        .assignments
        .iter_mut()
        .filter(covers)
        .for_each(|it| it.until = Some(now_ms));
}

/// Writes files onto the list for the way back; the lists of clients follow their sheets by themselves.
pub(super) fn list(
    works: &mut Works<'_, '_>,
    hand_over: i64,
    files: &[(i64, i64, i64)],
) -> Result<(), CaseworkError> {
    let back = files.iter().map(|&(client, instead_of, taker)| {
        vec![
            hand_over.into(),
            client.into(),
            instead_of.into(),
            taker.into(),
        ]
    });
    let columns = ["hand_over_no", "client_no", "instead_of", "taker_no"];
    works
        .transaction()
        .put_many("handed_over", &columns, 3, back)?;
    Ok(())
}

/// Where someone was the last in a team or programme who can answer for its clients, the first in line takes
/// the place.
fn last_places(
    works: &mut Works<'_, '_>,
    staff: &mut Staff,
    line: &InLine,
    leaving: &Colleague,
    text: &mut HandOverText,
) -> Result<(), CaseworkError> {
    let Some(taker) = line.first(staff).map(|it| it.no) else {
        return Ok(());
    };
    let now_ms = works.now_ms();
    let can = |it: &&Colleague| {
        it.no != leaving.no && it.sheet.role.takes_charge() && !it.sheet.is_shut_at(now_ms)
    };
    for &team in &leaving.sheet.teams {
        let left = |it: &Colleague| it.sheet.teams.contains(&team);
        if staff.all().filter(can).any(left) {
            continue;
        }
        if add_member(works, staff, team, taker)? {
            text.teams.push((team, taker));
        }
    }
    for &programme in &leaving.sheet.programmes {
        let left = |it: &Colleague| it.sheet.programmes.contains(&programme);
        if staff.all().filter(can).any(left) {
            continue;
        }
        staff.change(works, taker, "assigned_to_programme", |sheet| {
            sheet.programmes.push(programme);
        })?;
        text.programmes.push((programme, taker));
    }
    Ok(())
}

/// Someone else answers for those whom they supervised.
fn supervised(
    works: &mut Works<'_, '_>,
    staff: &mut Staff,
    line: &InLine,
    leaving: &Colleague,
    text: &mut HandOverText,
) -> Result<(), CaseworkError> {
    for &below in &leaving.sheet.supervises {
        let above = line.for_supervision(staff, below).map(|it| it.no);
        // Who supervised them anyway goes on doing so when the other is back.
        let knew = |above: &i64| staff.supervisors_of(below).any(|it| it.no == *above);
        let above = above.filter(|it| !knew(it));
        if let Some(above) = above {
            supervision::begin(works, staff, above, below)?;
        }
        text.supervised.push((below, above.unwrap_or_default()));
    }
    Ok(())
}

/// Someone else leads their teams.
fn led(
    works: &mut Works<'_, '_>,
    staff: &mut Staff,
    line: &InLine,
    leaving: &Colleague,
    text: &mut HandOverText,
) -> Result<(), CaseworkError> {
    for mut row in TeamRow::all(works)? {
        if row.text.lead != Some(leaving.no) || row.text.ended_at.is_some() {
            continue;
        }
        let next = line.first(staff).map(|it| it.no);
        row.text.lead = next;
        row.keep(works)?;
        if let Some(next) = next {
            if add_member(works, staff, row.no, next)? {
                text.teams.push((row.no, next));
            }
            text.led.push((row.no, next));
        }
    }
    Ok(())
}
