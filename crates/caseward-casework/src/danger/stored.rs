//! The rows of danger reports: sealed under the key of the client whom they are about (NASW-l).

use caseward_db::{Reader, Row};
use caseward_gate::{Drawer, FileWorks, RowPlace};
use caseward_model::{AtRisk, Id, Provenance, Worker};
use serde::{Deserialize, Serialize};

use super::{DangerError, DangerReport, Discussion, Ending};
use crate::CaseworkError;

/// The sealed part of a report's row. It isn't printable by accident.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Text {
    pub(super) at_risk: AtRisk,
    pub(super) told_by: Provenance,
    pub(super) seen: String,
    pub(super) since: i64,
    pub(super) until: i64,
    pub(super) by: Id<Worker>,
    pub(super) client_told: bool,
    pub(super) told_how: String,
    pub(super) raises_risk: bool,
    /// There was no supervisor who could be told and may look at it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) told_nobody: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) discussed: Option<Discussion>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ended: Option<Ending>,
    /// Why nobody is warned of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) not_warned: Option<Ending>,
}

impl Text {
    pub(super) fn view(self, no: i64) -> DangerReport {
        DangerReport {
            no,
            at_risk: self.at_risk,
            told_by: self.told_by,
            seen: self.seen,
            since: self.since,
            until: self.until,
            by: self.by,
            client_told: self.client_told,
            told_how: self.told_how,
            raises_risk: self.raises_risk,
            told_nobody: self.told_nobody,
            discussed: self.discussed,
            ended: self.ended,
            not_warned: self.not_warned,
        }
    }

    /// Whether it stands at this time, in ms since 1970.
    pub(super) const fn stands_at(&self, now_ms: i64) -> bool {
        self.ended.is_none() && now_ms < self.until
    }

    fn written(&self) -> Result<Vec<u8>, CaseworkError> {
        serde_json::to_vec(self).map_err(|_| CaseworkError::Damaged)
    }
}

pub(super) fn read(plain: &[u8]) -> Result<Text, CaseworkError> {
    serde_json::from_slice(plain).map_err(|_| CaseworkError::Damaged)
}

/// Keeps a new report; gives its number.
pub(super) fn insert(desk: &mut FileWorks<'_, '_, '_>, text: &Text) -> Result<i64, DangerError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM danger_reports";
    let no = desk.works.transaction().query_one(next, &[])?.int(0)?;
    let sealed = desk.seal(Drawer::Dangers, (no, 0, 1), &text.written()?)?;
    let client_no = desk.client_no();
    desk.works.transaction().execute(
        "INSERT INTO danger_reports (no, client_no, version, sealed) VALUES ($1, $2, 1, $3)",
        &[no.into(), client_no.into(), sealed.into()],
    )?;
    Ok(no)
}

/// A report of this client, with its version.
pub(super) fn one(desk: &mut FileWorks<'_, '_, '_>, no: i64) -> Result<(i64, Text), DangerError> {
    let sql = "SELECT version, sealed FROM danger_reports WHERE no = $1 AND client_no = $2";
    let values = [no.into(), desk.client_no().into()];
    let row = desk.works.transaction().query_optional(sql, &values)?;
    let row = row.ok_or(DangerError::Unknown)?;
    let version = row.int(0)?;
    let plain = desk.open(Drawer::Dangers, (no, 0, version), row.bytes(1)?)?;
    Ok((version, read(&plain)?))
}

/// Writes a changed report under the next version.
pub(super) fn update(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, version): (i64, i64),
    text: &Text,
) -> Result<(), DangerError> {
    let version = version + 1;
    let sealed = desk.seal(Drawer::Dangers, (no, 0, version), &text.written()?)?;
    desk.works.transaction().execute(
        "UPDATE danger_reports SET version = $1, sealed = $2 WHERE no = $3",
        &[version.into(), sealed.into(), no.into()],
    )?;
    Ok(())
}

/// The sealed rows of a client's reports, the newest first, with their places.
pub(super) fn rows(
    reader: &mut Reader<'_>,
    client_no: i64,
) -> Result<Vec<(RowPlace, Vec<u8>)>, CaseworkError> {
    let sql =
        "SELECT no, version, sealed FROM danger_reports WHERE client_no = $1 ORDER BY no DESC";
    let rows = reader.query(sql, &[client_no.into()])?;
    let place = |row: &Row| {
        let at = (row.int(0)?, 0, row.int(1)?);
        Ok((at, row.bytes(2)?.to_vec()))
    };
    rows.iter().map(place).collect()
}
