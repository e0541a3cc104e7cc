//! The rows of questions for access. Who asked and whether it waits stands readable, so that it can be found; it is
//! believed only when the sealed part says the same (NASW-l).

use caseward_db::{Reader, Row};
use caseward_gate::{Drawer, Drawers, Works};
use caseward_model::{Client, Id, Purpose, Worker};
use serde::{Deserialize, Serialize};

use crate::CaseworkError;
use crate::rows::written;

/// How a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// It waits.
    Open,
    /// Access was given.
    Given,
    /// It wasn't.
    Declined,
}

impl State {
    const fn number(self) -> i64 {
        match self {
            Self::Open => 0,
            Self::Given => 1,
            Self::Declined => 2,
        }
    }
}

/// The sealed part of a row.
#[derive(Serialize, Deserialize)]
pub(super) struct Text {
    pub(super) worker: Id<Worker>,
    pub(super) worker_no: i64,
    pub(super) client: Id<Client>,
    pub(super) purpose: Purpose,
    pub(super) why: String,
    pub(super) asked_at: i64,
    pub(super) state: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) answered_by: Option<Id<Worker>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<i64>,
}

const COLUMNS: &str = "SELECT no, version, worker_no, state, sealed FROM access_requests ";

fn print(works: &Works<'_, '_>, worker: Id<Worker>, client: Id<Client>) -> [u8; 16] {
    works.fingerprint(
        "access-question",
        &[worker.as_bytes().as_slice(), client.as_bytes().as_slice()],
    )
}

pub(super) fn insert(works: &mut Works<'_, '_>, text: &Text) -> Result<i64, CaseworkError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM access_requests";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    let about = print(works, text.worker, text.client);
    let sealed = works.seal(Drawer::AccessQuestions, (no, 0, 1), &written(text)?);
    works.transaction().execute(
        "INSERT INTO access_requests (no, worker_no, state, about, version, sealed) \
         VALUES ($1, $2, 0, $3, 1, $4)",
        &[
            no.into(),
            text.worker_no.into(),
            about.into(),
            sealed.into(),
        ],
    )?;
    Ok(no)
}

pub(super) fn change(
    works: &mut Works<'_, '_>,
    (no, version): (i64, i64),
    text: &Text,
) -> Result<(), CaseworkError> {
    let version = version + 1;
    let sealed = works.seal(Drawer::AccessQuestions, (no, 0, version), &written(text)?);
    works.transaction().execute(
        "UPDATE access_requests SET state = $1, version = $2, sealed = $3 WHERE no = $4",
        &[
            text.state.number().into(),
            version.into(),
            sealed.into(),
            no.into(),
        ],
    )?;
    Ok(())
}

/// The number of a question about this client that somebody's waits on already.
pub(super) fn open_question(
    works: &mut Works<'_, '_>,
    worker: Id<Worker>,
    client: Id<Client>,
) -> Result<Option<i64>, CaseworkError> {
    let about = print(works, worker, client);
    let sql = "SELECT no FROM access_requests WHERE about = $1 AND state = 0";
    let found = works.transaction().query_optional(sql, &[about.into()])?;
    Ok(found.map(|row| row.int(0)).transpose()?)
}

/// One question, with its version.
pub(super) fn one(works: &mut Works<'_, '_>, no: i64) -> Result<(i64, Text), CaseworkError> {
    let sql = format!("{COLUMNS}WHERE no = $1");
    let found = works.transaction().query_optional(&sql, &[no.into()])?;
    let row = found.ok_or(CaseworkError::Damaged)?;
    let plain = works.open(Drawer::AccessQuestions, place(&row)?, row.bytes(4)?)?;
    Ok((row.int(1)?, text(&row, &plain)?))
}

/// All questions that wait, the oldest first.
pub(super) fn all_open(works: &mut Works<'_, '_>) -> Result<Vec<(i64, Text)>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE state = 0 ORDER BY no");
    let rows = works.transaction().query(&sql, &[])?;
    let mut all = Vec::new();
    for row in &rows {
        let plain = works.open(Drawer::AccessQuestions, place(row)?, row.bytes(4)?)?;
        all.push((row.int(0)?, text(row, &plain)?));
    }
    Ok(all)
}

/// Who put a question.
pub(super) fn asker(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    no: i64,
) -> Result<Option<Id<Worker>>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE no = $1");
    let Some(row) = reader.query_optional(&sql, &[no.into()])? else {
        return Ok(None);
    };
    let plain = drawers.open(Drawer::AccessQuestions, place(&row)?, row.bytes(4)?)?;
    Ok(Some(text(&row, &plain)?.worker))
}

/// Somebody's own questions, the newest first.
pub(super) fn of_worker(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    worker_no: i64,
) -> Result<Vec<(i64, Text)>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE worker_no = $1 ORDER BY no DESC LIMIT 50");
    let rows = reader.query(&sql, &[worker_no.into()])?;
    let open = |row: &Row| {
        let plain = drawers.open(Drawer::AccessQuestions, place(row)?, row.bytes(4)?)?;
        Ok((row.int(0)?, text(row, &plain)?))
    };
    rows.iter().map(open).collect()
}

fn place(row: &Row) -> Result<(i64, i64, i64), CaseworkError> {
    Ok((row.int(0)?, 0, row.int(1)?))
}

fn text(row: &Row, plain: &[u8]) -> Result<Text, CaseworkError> {
    let text: Text = serde_json::from_slice(plain).map_err(|_| CaseworkError::Damaged)?;
    if (row.int(2)?, row.int(3)?) != (text.worker_no, text.state.number()) {
        return Err(CaseworkError::Damaged);
    }
    Ok(text)
}
