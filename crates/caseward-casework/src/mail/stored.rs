//! The rows of letters. How far a letter is and when it is due stands readable, so that it can be found; it is
//! believed only when the sealed part says the same (NASW-l).

use caseward_db::{Reader, Row};
use caseward_gate::{Drawer, Drawers, Works};
use caseward_model::{LetterKind, LetterState};
use serde::{Deserialize, Serialize};

use super::LetterSeen;
use super::sending::Failure;
use crate::CaseworkError;
use crate::rows::written;

/// The sealed part of a row.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Text {
    pub(super) kind: LetterKind,
    /// The number of the worker it goes to.
    pub(super) worker: i64,
    pub(super) made_at: i64,
    pub(super) due_at: i64,
    pub(super) state: LetterState,
    pub(super) tries: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) trouble: Option<Failure>,
}

/// A letter as it stands in its row.
pub(super) struct Stored {
    pub(super) no: i64,
    version: i64,
    pub(super) text: Text,
}

const COLUMNS: &str = "SELECT no, version, state, due_at, sealed FROM letters ";

fn print(works: &Works<'_, '_>, worker: i64) -> [u8; 16] {
    works.fingerprint("letter", &[&worker.to_be_bytes()])
}

/// Writes a letter that waits until it is due, and gives its number. Where one waits already, that one will do; it
/// goes earlier, and says that it presses, if this one would.
pub(super) fn write(
    works: &mut Works<'_, '_>,
    worker: i64,
    kind: LetterKind,
    due_at: i64,
) -> Result<i64, CaseworkError> {
    let print = print(works, worker);
    let sql = format!("{COLUMNS}WHERE whom = $1 AND state = 0 ORDER BY no LIMIT 1");
    let found = works.transaction().query_optional(&sql, &[print.into()])?;
    if let Some(row) = found {
        let waiting = opened(works, &row)?;
        return hasten(works, waiting, kind, due_at);
    }
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM letters";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    let text = Text {
        kind,
        worker,
        made_at: works.now_ms(),
        due_at,
        state: LetterState::Waiting,
        tries: 0,
        trouble: None,
    };
    let sealed = works.seal(Drawer::Mail, (no, 0, 1), &written(&text)?);
    works.transaction().execute(
        "INSERT INTO letters (no, state, due_at, whom, version, sealed) VALUES ($1, 0, $2, $3, 1, $4)",
        &[no.into(), due_at.into(), print.into(), sealed.into()],
    )?;
    works.note(&format!("letter_{no}"), kind.word());
    Ok(no)
}

fn hasten(
    works: &mut Works<'_, '_>,
    mut waiting: Stored,
    kind: LetterKind,
    due_at: i64,
) -> Result<i64, CaseworkError> {
    let no = waiting.no;
    let presses = kind == LetterKind::Pressing && waiting.text.kind != kind;
    if presses || due_at < waiting.text.due_at {
        if presses {
            waiting.text.kind = kind;
        }
        waiting.text.due_at = waiting.text.due_at.min(due_at);
        let word = waiting.text.kind.word();
        rewrite(works, waiting)?;
        works.note(&format!("letter_{no}"), word);
    }
    Ok(no)
}

/// The letters that are due, the longest first.
pub(super) fn due(works: &mut Works<'_, '_>, most: i64) -> Result<Vec<Stored>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE state = 0 AND due_at <= $1 ORDER BY due_at, no LIMIT $2");
    let now_ms = works.now_ms();
    let rows = works
        .transaction()
        .query(&sql, &[now_ms.into(), most.into()])?;
    rows.iter().map(|row| opened(works, row)).collect()
}

/// The letters that were on their way when the server stopped.
pub(super) fn on_their_way(works: &mut Works<'_, '_>) -> Result<Vec<Stored>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE state = $1 ORDER BY no");
    let on_its_way = i64::from(LetterState::HandedOver.number());
    let rows = works.transaction().query(&sql, &[on_its_way.into()])?;
    rows.iter().map(|row| opened(works, row)).collect()
}

/// One letter, by its number.
pub(super) fn one(works: &mut Works<'_, '_>, no: i64) -> Result<Stored, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE no = $1");
    let found = works.transaction().query_optional(&sql, &[no.into()])?;
    let row = found.ok_or_else(|| CaseworkError::Unfit("there is no such letter".to_owned()))?;
    opened(works, &row)
}

/// Keeps a letter as it now stands.
pub(super) fn rewrite(works: &mut Works<'_, '_>, letter: Stored) -> Result<(), CaseworkError> {
    let (no, version) = (letter.no, letter.version + 1);
    let sealed = works.seal(Drawer::Mail, (no, 0, version), &written(&letter.text)?);
    works.transaction().execute(
        "UPDATE letters SET state = $1, due_at = $2, version = $3, sealed = $4 WHERE no = $5",
        &[
            i64::from(letter.text.state.number()).into(),
            letter.text.due_at.into(),
            version.into(),
            sealed.into(),
            no.into(),
        ],
    )?;
    Ok(())
}

/// How many letters are due or were left on their way.
pub(super) fn is_anything_due(reader: &mut Reader<'_>, now_ms: i64) -> Result<bool, CaseworkError> {
    let sql = "SELECT no FROM letters WHERE state = 0 AND due_at <= $1 LIMIT 1";
    Ok(reader.query_optional(sql, &[now_ms.into()])?.is_some())
}

pub(super) fn newest(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    most: i64,
) -> Result<Vec<LetterSeen>, CaseworkError> {
    let sql = format!("{COLUMNS}ORDER BY no DESC LIMIT $1");
    let rows = reader.query(&sql, &[most.into()])?;
    let seen = |row: &Row| {
        let plain = drawers.open(Drawer::Mail, place(row)?, row.bytes(4)?)?;
        let Stored { no, text, .. } = letter(row, &plain)?;
        Ok(LetterSeen {
            no,
            kind: text.kind,
            state: text.state,
            made_at: text.made_at,
            tries: text.tries,
            trouble: text.trouble,
        })
    };
    rows.iter().map(seen).collect()
}

fn opened(works: &Works<'_, '_>, row: &Row) -> Result<Stored, CaseworkError> {
    let plain = works.open(Drawer::Mail, place(row)?, row.bytes(4)?)?;
    letter(row, &plain)
}

fn place(row: &Row) -> Result<(i64, i64, i64), CaseworkError> {
    Ok((row.int(0)?, 0, row.int(1)?))
}

fn letter(row: &Row, plain: &[u8]) -> Result<Stored, CaseworkError> {
    let text: Text = serde_json::from_slice(plain).map_err(|_| CaseworkError::Damaged)?;
    if (row.int(2)?, row.int(3)?) != (i64::from(text.state.number()), text.due_at) {
        return Err(CaseworkError::Damaged);
    }
    Ok(Stored {
        no: row.int(0)?,
        version: row.int(1)?,
        text,
    })
}
