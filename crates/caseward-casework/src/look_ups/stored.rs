//! The rows of stated look-ups: whose a row is stands readable, so that it can be found; it is believed only when
//! the sealed part says the same (NASW-l).

use caseward_db::{Reader, Row};
use caseward_gate::{Drawer, Drawers, Works};
use caseward_model::{Id, Purpose, Worker};
use serde::{Deserialize, Serialize};

use super::{LookUp, LookedUp};
use crate::CaseworkError;

/// The sealed part of a row.
#[derive(Serialize, Deserialize)]
struct Text {
    worker_no: i64,
    worker: Id<Worker>,
    system: i64,
    purpose: Purpose,
    reason: String,
    about: LookedUp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    stated_ms: i64,
}

const COLUMNS: &str = "SELECT no, version, worker_no, sealed FROM look_ups ";

/// Keeps a look-up; gives its number and what stands for its text.
pub(super) fn insert(
    works: &mut Works<'_, '_>,
    look_up: LookUp,
) -> Result<(i64, [u8; 16]), CaseworkError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM look_ups";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    let worker_no = look_up.worker.0;
    let text = Text {
        worker_no,
        worker: look_up.worker.1,
        system: look_up.system,
        purpose: look_up.purpose,
        reason: look_up.reason,
        about: look_up.about,
        person: look_up.person,
        stated_ms: look_up.stated_ms,
    };
    let plain = serde_json::to_vec(&text).map_err(|_| CaseworkError::Damaged)?;
    let print = works.fingerprint("look_up", &[&no.to_be_bytes(), &plain]);
    let sealed = works.seal(Drawer::LookUps, (no, 0, 1), &plain);
    works.transaction().execute(
        "INSERT INTO look_ups (no, worker_no, version, sealed) VALUES ($1, $2, 1, $3)",
        &[no.into(), worker_no.into(), sealed.into()],
    )?;
    Ok((no, print))
}

/// The newest that a worker stated.
pub(super) fn of_worker(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    worker_no: i64,
    most: i64,
) -> Result<Vec<LookUp>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE worker_no = $1 ORDER BY no DESC LIMIT {most}");
    let rows = reader.query(&sql, &[worker_no.into()])?;
    rows.iter().map(|row| opened(drawers, row)).collect()
}

/// Everything that was stated.
pub(crate) fn all(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
) -> Result<Vec<LookUp>, CaseworkError> {
    let rows = reader.query(&format!("{COLUMNS}ORDER BY no"), &[])?;
    rows.iter().map(|row| opened(drawers, row)).collect()
}

fn opened(drawers: &Drawers, row: &Row) -> Result<LookUp, CaseworkError> {
    let no = row.int(0)?;
    let plain = drawers.open(Drawer::LookUps, (no, 0, row.int(1)?), row.bytes(3)?)?;
    let text: Text = serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
    if text.worker_no != row.int(2)? {
        return Err(CaseworkError::Damaged);
    }
    Ok(LookUp {
        no,
        worker: (text.worker_no, text.worker),
        system: text.system,
        purpose: text.purpose,
        reason: text.reason,
        about: text.about,
        person: text.person,
        stated_ms: text.stated_ms,
    })
}
