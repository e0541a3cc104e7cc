//! The rows of tasks. For whom a row is and whether it waits stands readable, so that it can be found; it is believed
//! only when the sealed part says the same (NASW-l).

use caseward_db::{Reader, Row, Value};
use caseward_gate::{Drawer, Drawers, Works};
use caseward_model::{Id, Role, TaskKind, TaskState, Worker};
use serde::{Deserialize, Serialize};

use super::{NewTask, Task, TaskAbout, Whom};
use crate::CaseworkError;
use crate::rows::written;

/// The sealed part of a row.
#[derive(Serialize, Deserialize)]
struct Text {
    kind: TaskKind,
    whom: Whom,
    about: TaskAbout,
    due_at: i64,
    made_at: i64,
    made_by: Option<Id<Worker>>,
    state: TaskState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
}

const COLUMNS: &str = "SELECT no, version, whom_kind, whom, state, sealed FROM tasks ";

impl Whom {
    /// The two numbers by which a row is found.
    const fn numbers(self) -> (i64, i64) {
        match self {
            Self::Worker(no) => (0, no),
            Self::SupervisorsOf(no) => (1, no),
            Self::Role(role) => (2, role_number(role)),
        }
    }
}

const fn role_number(role: Role) -> i64 {
    role.number() as i64
}

fn state_number(state: TaskState) -> i64 {
    i64::from(state.number())
}

fn print(works: &Works<'_, '_>, kind: TaskKind, about: &TaskAbout) -> [u8; 16] {
    let client = about.client.map(|it| *it.as_bytes()).unwrap_or_default();
    let worker = about.worker.map(|it| *it.as_bytes()).unwrap_or_default();
    let item = about.item.unwrap_or_default().to_be_bytes();
    let parts: [&[u8]; 4] = [kind.word().as_bytes(), &client, &worker, &item];
    works.fingerprint("task", &parts)
}

pub(super) fn insert(works: &mut Works<'_, '_>, new: &NewTask) -> Result<i64, CaseworkError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM tasks";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    let text = Text {
        kind: new.kind,
        whom: new.whom,
        about: new.about,
        due_at: new.due_at,
        made_at: works.now_ms(),
        made_by: works.actor(),
        state: TaskState::Open,
        outcome: None,
    };
    let sealed = works.seal(Drawer::Tasks, (no, 0, 1), &written(&text)?);
    let about = print(works, new.kind, &new.about);
    let (whom_kind, whom) = new.whom.numbers();
    works.transaction().execute(
        "INSERT INTO tasks (no, whom_kind, whom, state, about, version, sealed) \
         VALUES ($1, $2, $3, 0, $4, 1, $5)",
        &[
            no.into(),
            whom_kind.into(),
            whom.into(),
            about.into(),
            sealed.into(),
        ],
    )?;
    Ok(no)
}

/// The tasks that wait, of this kind about this.
pub(super) fn open_about(
    works: &mut Works<'_, '_>,
    kind: TaskKind,
    about: &TaskAbout,
) -> Result<Vec<Task>, CaseworkError> {
    let print = print(works, kind, about);
    let sql = format!("{COLUMNS}WHERE about = $1 AND state = 0 ORDER BY no");
    let rows = works.transaction().query(&sql, &[print.into()])?;
    opened(works, &rows)
}

/// The tasks that wait for someone, in a piece of work; the oldest first.
pub(super) fn open_in(works: &mut Works<'_, '_>, whom: Whom) -> Result<Vec<Task>, CaseworkError> {
    let (kind, number) = whom.numbers();
    let sql = format!("{COLUMNS}WHERE whom_kind = $1 AND whom = $2 AND state = 0 ORDER BY no");
    let values = [kind.into(), number.into()];
    let rows = works.transaction().query(&sql, &values)?;
    opened(works, &rows)
}

fn opened(works: &Works<'_, '_>, rows: &[Row]) -> Result<Vec<Task>, CaseworkError> {
    let open = |row: &Row| {
        let plain = works.open(Drawer::Tasks, place(row)?, row.bytes(5)?)?;
        task(row, &plain)
    };
    rows.iter().map(open).collect()
}

/// All tasks that wait, whomever they are for; the oldest first.
pub(super) fn all_open(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
) -> Result<Vec<Task>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE state = 0 ORDER BY no");
    let rows = reader.query(&sql, &[])?;
    let open = |row: &Row| {
        let plain = drawers.open(Drawer::Tasks, place(row)?, row.bytes(5)?)?;
        task(row, &plain)
    };
    rows.iter().map(open).collect()
}

/// The tasks that wait for someone.
pub(super) fn open_for(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    whom: Whom,
) -> Result<Vec<Task>, CaseworkError> {
    let (kind, number) = whom.numbers();
    let sql = format!("{COLUMNS}WHERE whom_kind = $1 AND whom = $2 AND state = 0");
    let rows = reader.query(&sql, &[kind.into(), number.into()])?;
    let open = |row: &Row| {
        let plain = drawers.open(Drawer::Tasks, place(row)?, row.bytes(5)?)?;
        task(row, &plain)
    };
    rows.iter().map(open).collect()
}

pub(super) fn end(
    works: &mut Works<'_, '_>,
    no: i64,
    state: TaskState,
    outcome: Option<&'static str>,
) -> Result<(), CaseworkError> {
    if end_unnoted(works, no, state, outcome)? {
        works.note(&format!("task_{no}"), outcome.unwrap_or(state.word()));
    }
    Ok(())
}

/// Ends a task without a word of it in the entry; says whether it waited until now.
pub(super) fn end_unnoted(
    works: &mut Works<'_, '_>,
    no: i64,
    state: TaskState,
    outcome: Option<&'static str>,
) -> Result<bool, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE no = $1");
    let found = works.transaction().query_optional(&sql, &[no.into()])?;
    let row = found.ok_or_else(|| CaseworkError::Unfit("there is no such task".to_owned()))?;
    let plain = works.open(Drawer::Tasks, place(&row)?, row.bytes(5)?)?;
    let waiting = task(&row, &plain)?;
    if waiting.state != TaskState::Open {
        return Ok(false);
    }
    let text = Text {
        kind: waiting.kind,
        whom: waiting.whom,
        about: waiting.about,
        due_at: waiting.due_at,
        made_at: waiting.made_at,
        made_by: waiting.made_by,
        state,
        outcome: outcome.map(ToOwned::to_owned),
    };
    let version = row.int(1)? + 1;
    let sealed = works.seal(Drawer::Tasks, (no, 0, version), &written(&text)?);
    works.transaction().execute(
        "UPDATE tasks SET state = $1, version = $2, sealed = $3 WHERE no = $4",
        &[
            Value::Int(state_number(state)),
            version.into(),
            sealed.into(),
            no.into(),
        ],
    )?;
    Ok(true)
}

fn place(row: &Row) -> Result<(i64, i64, i64), CaseworkError> {
    Ok((row.int(0)?, 0, row.int(1)?))
}

fn task(row: &Row, plain: &[u8]) -> Result<Task, CaseworkError> {
    let text: Text = serde_json::from_slice(plain).map_err(|_| CaseworkError::Damaged)?;
    let (kind, number) = text.whom.numbers();
    let readable = (row.int(2)?, row.int(3)?, row.int(4)?);
    if readable != (kind, number, state_number(text.state)) {
        return Err(CaseworkError::Damaged);
    }
    Ok(Task {
        no: row.int(0)?,
        kind: text.kind,
        whom: text.whom,
        about: text.about,
        due_at: text.due_at,
        made_at: text.made_at,
        made_by: text.made_by,
        state: text.state,
        outcome: text.outcome,
    })
}
