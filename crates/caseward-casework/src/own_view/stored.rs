//! The rows of clients' own views. What was said lies under the client's own key; what stands readable is whether the view is
//! on, and whether a question was answered (NASW-l).

use caseward_db::{Reader, Row};
use caseward_gate::{Drawer, FileWorks, RowPlace};

use super::record::{Question, View};
use crate::CaseworkError;
pub(super) use crate::rows::read;
use crate::rows::written;

/// What lies where in the drawer: the second number of a row's place.
const VIEW: i64 = 0;
const QUESTION: i64 = 1;

/// The view of the client whom the work is about, with its version.
pub(super) fn view(desk: &mut FileWorks<'_, '_, '_>) -> Result<Option<(i64, View)>, CaseworkError> {
    let client_no = desk.client_no();
    let Some((place, bytes, on)) = sealed_view(desk.works.transaction(), client_no)? else {
        return Ok(None);
    };
    let plain = desk.open(Drawer::OwnViews, place, &bytes)?;
    Ok(Some((place.2, checked(on, &plain)?)))
}

/// Writes the view under the next version.
pub(super) fn write_view(
    desk: &mut FileWorks<'_, '_, '_>,
    before: i64,
    view: &View,
) -> Result<(), CaseworkError> {
    let (client_no, version) = (desk.client_no(), before + 1);
    let sealed = desk.seal(Drawer::OwnViews, (0, VIEW, version), &written(view)?)?;
    desk.works.transaction().execute(
        "INSERT INTO own_views (client_no, on_now, version, sealed) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (client_no) DO UPDATE SET on_now = excluded.on_now, \
         version = excluded.version, sealed = excluded.sealed",
        &[
            client_no.into(),
            view.on.into(),
            version.into(),
            sealed.into(),
        ],
    )?;
    Ok(())
}

/// The sealed row of a client's view: its place, its bytes, and whether it says that it is on.
pub(super) fn sealed_view(
    reader: &mut Reader<'_>,
    client_no: i64,
) -> Result<Option<(RowPlace, Vec<u8>, bool)>, CaseworkError> {
    let sql = "SELECT version, sealed, on_now FROM own_views WHERE client_no = $1";
    let found = reader.query_optional(sql, &[client_no.into()])?;
    let row = |row: Row| {
        let place = (0, VIEW, row.int(0)?);
        Ok((place, row.bytes(1)?.to_vec(), row.int(2)? != 0))
    };
    found.map(row).transpose()
}

/// What stands readable is believed only when the sealed part says the same.
pub(super) fn checked(on: bool, plain: &[u8]) -> Result<View, CaseworkError> {
    let view: View = read(plain)?;
    if view.on == on {
        Ok(view)
    } else {
        Err(CaseworkError::Damaged)
    }
}

pub(super) fn insert_question(
    desk: &mut FileWorks<'_, '_, '_>,
    question: &Question,
) -> Result<i64, CaseworkError> {
    let client_no = desk.client_no();
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM own_view_questions WHERE client_no = $1";
    let transaction = desk.works.transaction();
    let no = transaction.query_one(next, &[client_no.into()])?.int(0)?;
    let sealed = desk.seal(Drawer::OwnViews, (no, QUESTION, 1), &written(question)?)?;
    desk.works.transaction().execute(
        "INSERT INTO own_view_questions (client_no, no, answered, version, sealed) \
         VALUES ($1, $2, 0, 1, $3)",
        &[client_no.into(), no.into(), sealed.into()],
    )?;
    Ok(no)
}

/// How many questions of the client wait for an answer.
pub(super) fn waiting(desk: &mut FileWorks<'_, '_, '_>) -> Result<i64, CaseworkError> {
    let sql = "SELECT COUNT(*) FROM own_view_questions WHERE client_no = $1 AND answered = 0";
    let values = [desk.client_no().into()];
    Ok(desk.works.transaction().query_one(sql, &values)?.int(0)?)
}

/// A question with its version, if there is one under this number.
pub(super) fn question(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
) -> Result<Option<(i64, Question)>, CaseworkError> {
    let sql = "SELECT version, sealed FROM own_view_questions WHERE client_no = $1 AND no = $2";
    let values = [desk.client_no().into(), no.into()];
    let Some(row) = desk.works.transaction().query_optional(sql, &values)? else {
        return Ok(None);
    };
    let version = row.int(0)?;
    let plain = desk.open(Drawer::OwnViews, (no, QUESTION, version), row.bytes(1)?)?;
    Ok(Some((version, read(&plain)?)))
}

pub(super) fn update_question(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, version): (i64, i64),
    question: &Question,
) -> Result<(), CaseworkError> {
    let (client_no, version) = (desk.client_no(), version + 1);
    let place = (no, QUESTION, version);
    let sealed = desk.seal(Drawer::OwnViews, place, &written(question)?)?;
    desk.works.transaction().execute(
        "UPDATE own_view_questions SET answered = $1, version = $2, sealed = $3 \
         WHERE client_no = $4 AND no = $5",
        &[
            question.answer.is_some().into(),
            version.into(),
            sealed.into(),
            client_no.into(),
            no.into(),
        ],
    )?;
    Ok(())
}

/// The sealed rows of a client's questions, the newest first.
pub(super) fn sealed_questions(
    reader: &mut Reader<'_>,
    client_no: i64,
) -> Result<Vec<(RowPlace, Vec<u8>)>, CaseworkError> {
    let sql = "SELECT no, version, sealed FROM own_view_questions \
               WHERE client_no = $1 ORDER BY no DESC LIMIT 200";
    let rows = reader.query(sql, &[client_no.into()])?;
    let row = |row: &Row| {
        let place = (row.int(0)?, QUESTION, row.int(1)?);
        Ok((place, row.bytes(2)?.to_vec()))
    };
    rows.iter().map(row).collect()
}
