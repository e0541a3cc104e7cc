//! The rows of warnings: sealed under the key of the client who is the danger, or may be, beside the danger report (NASW-l).

use caseward_db::{Reader, Row};
use caseward_gate::{Drawer, FileWorks, RowPlace, artefact_bytes};
use caseward_model::{Id, Language, Told, WarningState, WarningWay, Worker};
use serde::{Deserialize, Serialize};

use super::{Warning, WarningError, WarningOutcome, WarningTry};
use crate::CaseworkError;

/// The second number of a row's place: what is known of a warning, and the text that is said.
const KNOWN: i64 = 0;
const SAID: i64 = 1;

/// The sealed part of a warning's row. It isn't printable by accident.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Text {
    pub(super) report: i64,
    pub(super) reported_at: i64,
    pub(super) name: String,
    pub(super) who: String,
    pub(super) way: WarningWay,
    pub(super) partner: bool,
    /// The client's name may be said.
    pub(super) says_name: bool,
    /// The worker's own sentences, as they were written.
    pub(super) told: String,
    pub(super) callback: String,
    pub(super) language: Language,
    pub(super) at: i64,
    pub(super) by: Id<Worker>,
    pub(super) state: WarningState,
    /// SHA-256 of the text that is said, in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) content: Option<String>,
    /// At so many places something was taken out of it.
    #[serde(default)]
    pub(super) left_out: usize,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) tries: Vec<WarningTry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ended: Option<WarningOutcome>,
    pub(super) client_told: Told,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) client_told_how: String,
}

impl Text {
    pub(super) fn view(self, no: i64, said: Option<String>) -> Warning {
        Warning {
            no,
            report: self.report,
            reported_at: self.reported_at,
            name: self.name,
            who: self.who,
            way: self.way,
            partner: self.partner,
            says_name: self.says_name,
            told: self.told,
            callback: self.callback,
            language: self.language,
            at: self.at,
            by: self.by,
            state: self.state,
            content: self.content,
            left_out: self.left_out,
            said,
            tries: self.tries,
            ended: self.ended,
            client_told: self.client_told,
            client_told_how: self.client_told_how,
        }
    }

    fn written(&self) -> Result<Vec<u8>, CaseworkError> {
        serde_json::to_vec(self).map_err(|_| CaseworkError::Damaged)
    }
}

pub(super) fn read(plain: &[u8]) -> Result<Text, CaseworkError> {
    serde_json::from_slice(plain).map_err(|_| CaseworkError::Damaged)
}

/// The text that is said, out of what lies in the drawer.
pub(super) fn said(plain: &[u8]) -> Result<String, CaseworkError> {
    let bytes = artefact_bytes(plain)?;
    String::from_utf8(bytes.to_vec()).map_err(|_| CaseworkError::Damaged)
}

/// Where the text that is said lies.
pub(super) const fn place_of_said(no: i64, version: i64) -> RowPlace {
    (no, SAID, version)
}

/// Keeps a new warning; gives its number.
pub(super) fn insert(desk: &mut FileWorks<'_, '_, '_>, text: &Text) -> Result<i64, WarningError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM danger_warnings";
    let no = desk.works.transaction().query_one(next, &[])?.int(0)?;
    let sealed = desk.seal(Drawer::Warnings, (no, KNOWN, 1), &text.written()?)?;
    let client_no = desk.client_no();
    desk.works.transaction().execute(
        "INSERT INTO danger_warnings (no, client_no, version, sealed, said_version, said) \
         VALUES ($1, $2, 1, $3, 0, $4)",
        &[
            no.into(),
            client_no.into(),
            sealed.into(),
            Vec::<u8>::new().into(),
        ],
    )?;
    Ok(no)
}

/// A warning about this client, with its version.
pub(super) fn one(desk: &mut FileWorks<'_, '_, '_>, no: i64) -> Result<(i64, Text), WarningError> {
    let sql = "SELECT version, sealed FROM danger_warnings WHERE no = $1 AND client_no = $2";
    let values = [no.into(), desk.client_no().into()];
    let row = desk.works.transaction().query_optional(sql, &values)?;
    let row = row.ok_or(WarningError::Unknown)?;
    let version = row.int(0)?;
    let plain = desk.open(Drawer::Warnings, (no, KNOWN, version), row.bytes(1)?)?;
    Ok((version, read(&plain)?))
}

/// The text that is said, as it is kept.
pub(super) fn said_of(desk: &mut FileWorks<'_, '_, '_>, no: i64) -> Result<String, WarningError> {
    let sql = "SELECT said_version, said FROM danger_warnings WHERE no = $1 AND client_no = $2";
    let values = [no.into(), desk.client_no().into()];
    let row = desk.works.transaction().query_optional(sql, &values)?;
    let row = row.ok_or(WarningError::Unknown)?;
    let at = place_of_said(no, row.int(0)?);
    let plain = desk.open(Drawer::Warnings, at, row.bytes(1)?)?;
    Ok(said(&plain)?)
}

/// Writes a changed warning under the next version.
pub(super) fn update(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, version): (i64, i64),
    text: &Text,
) -> Result<(), WarningError> {
    let version = version + 1;
    let sealed = desk.seal(Drawer::Warnings, (no, KNOWN, version), &text.written()?)?;
    desk.works.transaction().execute(
        "UPDATE danger_warnings SET version = $1, sealed = $2 WHERE no = $3",
        &[version.into(), sealed.into(), no.into()],
    )?;
    Ok(())
}

/// Keeps the text that is said, sealed for its place.
pub(super) fn keep_said(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, version): (i64, i64),
    sealed: Vec<u8>,
) -> Result<(), WarningError> {
    desk.works.transaction().execute(
        "UPDATE danger_warnings SET said_version = $1, said = $2 WHERE no = $3",
        &[version.into(), sealed.into(), no.into()],
    )?;
    Ok(())
}

/// A warning's sealed row: what is known of it, and the text that is said where there is one.
pub(super) struct Kept {
    pub(super) known: (RowPlace, Vec<u8>),
    pub(super) said: Option<(RowPlace, Vec<u8>)>,
}

/// The sealed rows of the warnings about a client, the newest first.
pub(super) fn rows(reader: &mut Reader<'_>, client_no: i64) -> Result<Vec<Kept>, CaseworkError> {
    let sql = "SELECT no, version, sealed, said_version, said FROM danger_warnings \
               WHERE client_no = $1 ORDER BY no DESC";
    let rows = reader.query(sql, &[client_no.into()])?;
    let kept = |row: &Row| {
        let (no, version, said_version) = (row.int(0)?, row.int(1)?, row.int(3)?);
        let said = (place_of_said(no, said_version), row.bytes(4)?.to_vec());
        Ok(Kept {
            known: ((no, KNOWN, version), row.bytes(2)?.to_vec()),
            said: (said_version > 0).then_some(said),
        })
    };
    rows.iter().map(kept).collect()
}

/// The version under which the text that is said is kept next, and what lies there now.
pub(super) fn said_row(
    reader: &mut Reader<'_>,
    (client_no, no): (i64, i64),
) -> Result<Option<(RowPlace, Vec<u8>)>, CaseworkError> {
    let sql = "SELECT said_version, said FROM danger_warnings WHERE no = $1 AND client_no = $2";
    let values = [no.into(), client_no.into()];
    let Some(row) = reader.query_optional(sql, &values)? else {
        return Ok(None);
    };
    let at = place_of_said(no, row.int(0)?);
    Ok(Some((at, row.bytes(1)?.to_vec())))
}
