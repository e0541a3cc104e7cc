//! The rows of matters: one worker's looks at one person, which nothing on record explains. Whose a row is, how it stands and
//! its place in the queue are readable; it is believed only when the sealed part says the same (NASW-l).

use caseward_db::{Reader, Row, Value};
use caseward_gate::{Drawer, Drawers, Works};
use caseward_model::{AccessFlag, AccessKind, Id, MatterState, Worker};
use serde::{Deserialize, Serialize};

use super::numbers::Person;
use crate::CaseworkError;
use crate::rows::written;

/// A question to the worker, and their answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Who asks.
    pub by: Id<Worker>,
    /// When, in ms since 1970.
    pub at_ms: i64,
    /// The question.
    pub question: String,
    /// The worker's answer, and when in ms since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<(String, i64)>,
}

/// What a reviewer decided.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Who; nobody where a fact that was recorded since then explains it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Id<Worker>>,
    /// When, in ms since 1970.
    pub at_ms: i64,
    /// Why, in words.
    pub because: String,
}

/// A matter as it is kept.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Text {
    pub(super) worker_no: i64,
    pub(super) worker: Id<Worker>,
    pub(super) people: Vec<Person>,
    pub(super) first_ms: i64,
    pub(super) last_ms: i64,
    pub(super) accesses: u32,
    /// 0 is our own system.
    pub(super) systems: Vec<i64>,
    pub(super) kinds: Vec<AccessKind>,
    pub(super) written: bool,
    pub(super) flags: Vec<(AccessFlag, f32)>,
    pub(super) besides: f32,
    pub(super) found_ms: i64,
    pub(super) state: MatterState,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) asked: Vec<Asked>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) decided: Option<Decided>,
}

/// A matter with its number and version.
#[derive(Clone, PartialEq)]
pub(super) struct Stored {
    pub(super) no: i64,
    pub(super) version: i64,
    pub(super) place: i64,
    pub(super) text: Text,
}

/// About whom a matter is, for its reviewer.
#[derive(Clone, PartialEq, Eq)]
pub enum Concerned {
    /// A client of whom the reviewer may know.
    Client(Id<caseward_model::Client>),
    /// A client of whom they may not know.
    Unnamed,
    /// Somebody whom another system knows by this number.
    Theirs {
        /// Which system, by number.
        system: i64,
        /// The number that it has for the person.
        number: String,
    },
}

/// A matter as its reviewer sees it.
#[derive(Clone, PartialEq)]
pub struct Matter {
    /// Its number.
    pub no: i64,
    /// Who looked, by number and id.
    pub worker: (i64, Id<Worker>),
    /// At whom.
    pub people: Vec<Concerned>,
    /// The first look, in ms since 1970.
    pub first_ms: i64,
    /// The last one.
    pub last_ms: i64,
    /// How many looks.
    pub accesses: u32,
    /// In which systems, by number; 0 is our own.
    pub systems: Vec<i64>,
    /// In which ways.
    pub kinds: Vec<AccessKind>,
    /// The worker wrote something about the person then or soon after.
    pub written: bool,
    /// What speaks against it, in decibans, the heaviest first.
    pub flags: Vec<(AccessFlag, f32)>,
    /// How much speaks against it in all, in decibans.
    pub weight: f32,
    /// When it was found, in ms since 1970.
    pub found_ms: i64,
    /// How it stands.
    pub state: MatterState,
    /// What the worker was asked and answered, in order.
    pub asked: Vec<Asked>,
    /// What was decided.
    pub decided: Option<Decided>,
}

impl Text {
    /// How much speaks against it, in decibans.
    pub(super) fn weight(&self) -> f32 {
        self.flags.iter().map(|(_, weight)| weight).sum::<f32>() + self.besides
    }

    /// The clients whom it is about, by number.
    pub(super) fn clients(&self) -> impl Iterator<Item = i64> {
        self.people.iter().filter_map(|it| match it {
            Person::Client(no) => Some(*no),
            Person::Theirs { .. } => None,
        })
    }
}

const COLUMNS: &str = "SELECT no, worker_no, state, place, version, sealed FROM access_matters ";

/// What stands for a worker and the people whom they looked at.
fn mark(works: &Works<'_, '_>, text: &Text) -> Result<[u8; 16], CaseworkError> {
    let people = serde_json::to_vec(&text.people).map_err(|_| CaseworkError::Damaged)?;
    Ok(works.fingerprint("matter", &[&text.worker_no.to_be_bytes(), &people]))
}

fn state_number(state: MatterState) -> i64 {
    i64::from(state.number())
}

pub(super) fn insert(
    works: &mut Works<'_, '_>,
    place: i64,
    text: &Text,
) -> Result<i64, CaseworkError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM access_matters";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    let sealed = works.seal(Drawer::Reviews, (no, 0, 1), &written(text)?);
    let mark = mark(works, text)?;
    works.transaction().execute(
        "INSERT INTO access_matters (no, worker_no, mark, state, place, version, sealed) \
         VALUES ($1, $2, $3, $4, $5, 1, $6)",
        &[
            no.into(),
            text.worker_no.into(),
            mark.into(),
            Value::Int(state_number(text.state)),
            place.into(),
            sealed.into(),
        ],
    )?;
    Ok(no)
}

pub(super) fn update(works: &mut Works<'_, '_>, stored: &Stored) -> Result<(), CaseworkError> {
    let version = stored.version + 1;
    let text = &stored.text;
    let sealed = works.seal(Drawer::Reviews, (stored.no, 0, version), &written(text)?);
    works.transaction().execute(
        "UPDATE access_matters SET state = $1, place = $2, version = $3, sealed = $4 WHERE no = $5",
        &[
            Value::Int(state_number(text.state)),
            stored.place.into(),
            version.into(),
            sealed.into(),
            stored.no.into(),
        ],
    )?;
    Ok(())
}

/// The matters of this worker with these people.
pub(super) fn alike(works: &mut Works<'_, '_>, text: &Text) -> Result<Vec<Stored>, CaseworkError> {
    let mark = mark(works, text)?;
    let sql = format!("{COLUMNS}WHERE mark = $1 ORDER BY no");
    let rows = works.transaction().query(&sql, &[mark.into()])?;
    rows.iter().map(|row| of_works(works, row)).collect()
}

/// A matter, inside a piece of work.
pub(super) fn one(works: &mut Works<'_, '_>, no: i64) -> Result<Option<Stored>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE no = $1");
    let found = works.transaction().query_optional(&sql, &[no.into()])?;
    found.map(|row| of_works(works, &row)).transpose()
}

/// The matters that nobody has looked into yet, inside a piece of work.
pub(super) fn open(works: &mut Works<'_, '_>) -> Result<Vec<Stored>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE state = 0 ORDER BY no");
    let rows = works.transaction().query(&sql, &[])?;
    rows.iter().map(|row| of_works(works, row)).collect()
}

/// How many matters wait, for a reviewer or for an answer.
pub(super) fn waiting(works: &mut Works<'_, '_>) -> Result<i64, CaseworkError> {
    let sql = "SELECT COUNT(*) FROM access_matters WHERE state <= 2";
    Ok(works.transaction().query_one(sql, &[])?.int(0)?)
}

fn of_works(works: &Works<'_, '_>, row: &Row) -> Result<Stored, CaseworkError> {
    let plain = works.open(Drawer::Reviews, place(row)?, row.bytes(5)?)?;
    stored(row, &plain)
}

/// Which matters are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Those that wait, the most remarkable first.
    Waiting,
    /// Those that were decided, the last first.
    Decided,
    /// All of one worker that wait for their answer.
    AskedOf(i64),
    /// One.
    One(i64),
}

pub(super) fn read(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    which: Which,
) -> Result<Vec<Stored>, CaseworkError> {
    let (condition, values): (&str, Vec<Value>) = match which {
        Which::Waiting => ("WHERE state <= 2 ORDER BY place, no", Vec::new()),
        Which::Decided => ("WHERE state > 2 ORDER BY no DESC LIMIT 500", Vec::new()),
        Which::AskedOf(worker) => (
            "WHERE worker_no = $1 AND state = 1 ORDER BY no",
            vec![worker.into()],
        ),
        Which::One(no) => ("WHERE no = $1", vec![no.into()]),
    };
    let rows = reader.query(&format!("{COLUMNS}{condition}"), &values)?;
    let open = |row: &Row| {
        let plain = drawers.open(Drawer::Reviews, place(row)?, row.bytes(5)?)?;
        stored(row, &plain)
    };
    rows.iter().map(open).collect()
}

/// What reviewers found right.
pub(super) fn explained(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
) -> Result<Vec<Text>, CaseworkError> {
    let state = Value::Int(state_number(MatterState::Explained));
    let sql = format!("{COLUMNS}WHERE state = $1 ORDER BY no");
    let open = |row: &Row| {
        let plain = drawers.open(Drawer::Reviews, place(row)?, row.bytes(5)?)?;
        Ok(stored(row, &plain)?.text)
    };
    reader.query(&sql, &[state])?.iter().map(open).collect()
}

fn place(row: &Row) -> Result<(i64, i64, i64), CaseworkError> {
    Ok((row.int(0)?, 0, row.int(4)?))
}

fn stored(row: &Row, plain: &[u8]) -> Result<Stored, CaseworkError> {
    let text: Text = serde_json::from_slice(plain).map_err(|_| CaseworkError::Damaged)?;
    if (row.int(1)?, row.int(2)?) != (text.worker_no, state_number(text.state)) {
        return Err(CaseworkError::Damaged);
    }
    Ok(Stored {
        no: row.int(0)?,
        version: row.int(4)?,
        place: row.int(3)?,
        text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_what_the_database_is_asked_for() {
        for state in MatterState::ALL {
            assert_eq!(state.waits(), state_number(*state) <= 2, "{state:?}");
        }
        assert_eq!(state_number(MatterState::Open), 0);
        assert_eq!(state_number(MatterState::Asked), 1);
    }
}
