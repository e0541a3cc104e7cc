//! The rows of enquiries: whose a row is stands readable, so that it can be found; it is believed only when the sealed part says
//! the same (NASW-l).

use caseward_db::{Reader, Row};
use caseward_gate::{Drawer, Drawers, Works};
use caseward_model::{EnquiryFrom, Id, Worker};
use serde::{Deserialize, Serialize};

use super::{Enquiry, unknown};
use crate::CaseworkError;

#[derive(Serialize, Deserialize)]
struct Text {
    worker_no: i64,
    from: EnquiryFrom,
    who: String,
    asked: String,
    noted_by: Id<Worker>,
    noted_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answered: Option<(Id<Worker>, i64, String)>,
}

const COLUMNS: &str = "SELECT no, version, worker_no, sealed FROM enquiries ";

/// Keeps a new enquiry; gives its number.
pub(super) fn insert(works: &mut Works<'_, '_>, it: &Enquiry) -> Result<i64, CaseworkError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM enquiries";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    let worker_no = works.actor_no();
    let sealed = works.seal(Drawer::Enquiries, (no, 0, 1), &written(worker_no, it)?);
    works.transaction().execute(
        "INSERT INTO enquiries (no, worker_no, answered, version, sealed) VALUES ($1, $2, 0, 1, $3)",
        &[no.into(), worker_no.into(), sealed.into()],
    )?;
    Ok(no)
}

/// One enquiry with its version and whose it is.
pub(super) fn one(
    works: &mut Works<'_, '_>,
    no: i64,
) -> Result<((i64, i64), Enquiry), CaseworkError> {
    let sql = format!("{COLUMNS}WHERE no = $1");
    let row = works.transaction().query_optional(&sql, &[no.into()])?;
    let row = row.ok_or_else(|| unknown(no))?;
    let version = row.int(1)?;
    let plain = works.open(Drawer::Enquiries, (no, 0, version), row.bytes(3)?)?;
    Ok(((version, row.int(2)?), read(&row, &plain)?))
}

/// Writes a changed enquiry under the next version.
pub(super) fn change(
    works: &mut Works<'_, '_>,
    (version, worker_no): (i64, i64),
    it: &Enquiry,
) -> Result<(), CaseworkError> {
    let version = version + 1;
    let place = (it.no, 0, version);
    let sealed = works.seal(Drawer::Enquiries, place, &written(worker_no, it)?);
    works.transaction().execute(
        "UPDATE enquiries SET answered = $1, version = $2, sealed = $3 WHERE no = $4",
        &[
            i64::from(it.answered.is_some()).into(),
            version.into(),
            sealed.into(),
            it.no.into(),
        ],
    )?;
    Ok(())
}

/// All enquiries, or those of one worker, those that wait first and then the newest.
pub(super) fn all(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    of: Option<i64>,
) -> Result<Vec<Enquiry>, CaseworkError> {
    let rows = match of {
        Some(worker_no) => {
            let sql = format!("{COLUMNS}WHERE worker_no = $1 ORDER BY answered, no DESC");
            reader.query(&sql, &[worker_no.into()])?
        }
        None => reader.query(&format!("{COLUMNS}ORDER BY answered, no DESC"), &[])?,
    };
    let open = |row: &Row| {
        let place = (row.int(0)?, 0, row.int(1)?);
        let plain = drawers.open(Drawer::Enquiries, place, row.bytes(3)?)?;
        read(row, &plain)
    };
    rows.iter().map(open).collect()
}

fn read(row: &Row, plain: &[u8]) -> Result<Enquiry, CaseworkError> {
    let text: Text = serde_json::from_slice(plain).map_err(|_| CaseworkError::Damaged)?;
    if row.int(2)? != text.worker_no {
        return Err(CaseworkError::Damaged);
    }
    Ok(Enquiry {
        no: row.int(0)?,
        from: text.from,
        who: text.who,
        asked: text.asked,
        noted_by: text.noted_by,
        noted_at: text.noted_at,
        answered: text.answered,
    })
}

fn written(worker_no: i64, it: &Enquiry) -> Result<Vec<u8>, CaseworkError> {
    let text = Text {
        worker_no,
        from: it.from,
        who: it.who.clone(),
        asked: it.asked.clone(),
        noted_by: it.noted_by,
        noted_at: it.noted_at,
        answered: it.answered.clone(),
    };
    serde_json::to_vec(&text).map_err(|_| CaseworkError::Damaged)
}
