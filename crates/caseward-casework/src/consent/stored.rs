//! The rows of consents, of what went out under them, and of talks about confidentiality. Each lies under its client's own
//! key; what stands readable is a number and a state (NASW-l).

use caseward_db::{Reader, Row};
use caseward_gate::{Drawer, FileWorks, RowPlace};
use caseward_model::ConsentStage;

use super::record::{Record, Talk, Use};
use crate::CaseworkError;
pub(super) use crate::rows::read;
use crate::rows::written;

/// What lies where in the drawer: the second number of a row's place is its consent, this, and what it is.
const CONSENT: i64 = 0;
const SCAN: i64 = 1;
const TALK: i64 = 2;
/// Uses lie from here on, by their number within their consent.
const USES: i64 = 16;

fn stage_number(stage: ConsentStage) -> i64 {
    i64::from(stage.number())
}

/// The place of a consent.
const fn consent_place(no: i64, version: i64) -> RowPlace {
    (no, CONSENT, version)
}

pub(super) fn insert(
    desk: &mut FileWorks<'_, '_, '_>,
    record: &Record,
) -> Result<i64, CaseworkError> {
    let client_no = desk.client_no();
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM consents WHERE client_no = $1";
    let transaction = desk.works.transaction();
    let no = transaction.query_one(next, &[client_no.into()])?.int(0)?;
    let sealed = desk.seal(Drawer::Consents, consent_place(no, 1), &written(record)?)?;
    desk.works.transaction().execute(
        "INSERT INTO consents (client_no, no, stage, version, sealed) VALUES ($1, $2, $3, 1, $4)",
        &[
            client_no.into(),
            no.into(),
            stage_number(record.stage).into(),
            sealed.into(),
        ],
    )?;
    Ok(no)
}

pub(super) fn update(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, version): (i64, i64),
    record: &Record,
) -> Result<(), CaseworkError> {
    let (client_no, version) = (desk.client_no(), version + 1);
    let place = consent_place(no, version);
    let sealed = desk.seal(Drawer::Consents, place, &written(record)?)?;
    desk.works.transaction().execute(
        "UPDATE consents SET stage = $1, version = $2, sealed = $3 WHERE client_no = $4 AND no = $5",
        &[
            stage_number(record.stage).into(),
            version.into(),
            sealed.into(),
            client_no.into(),
            no.into(),
        ],
    )?;
    Ok(())
}

/// From now on it is known how a signed consent was signed: the client's sheet says what comes of it.
pub(super) fn signature_is_known(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
) -> Result<(), CaseworkError> {
    let values = [
        desk.client_no().into(),
        no.into(),
        stage_number(ConsentStage::Signed).into(),
    ];
    desk.works.transaction().execute(
        "UPDATE consents SET signature_known = 1 \
         WHERE client_no = $1 AND no = $2 AND stage = $3 AND signature_known = 0",
        &values,
    )?;
    Ok(())
}

/// The numbers of a client's signed consents of which nobody looked yet how they were signed.
pub(super) fn unknown_signatures(
    desk: &mut FileWorks<'_, '_, '_>,
) -> Result<Vec<i64>, CaseworkError> {
    let sql = "SELECT no FROM consents \
               WHERE client_no = $1 AND stage = $2 AND signature_known = 0 ORDER BY no";
    let signed = stage_number(ConsentStage::Signed);
    let values = [desk.client_no().into(), signed.into()];
    let rows = desk.works.transaction().query(sql, &values)?;
    let numbers = rows.iter().map(|row| row.int(0));
    Ok(numbers.collect::<Result<_, _>>()?)
}

/// The numbers of the clients who have such consents; of whom nothing can be opened any more, none counts.
pub(super) fn clients_of_unknown_signatures(
    reader: &mut Reader<'_>,
) -> Result<Vec<i64>, CaseworkError> {
    let sql = "SELECT DISTINCT client_no FROM consents \
               WHERE stage = $1 AND signature_known = 0 \
               AND client_no IN (SELECT no FROM clients WHERE length(keys) > 0) ORDER BY client_no";
    let rows = reader.query(sql, &[stage_number(ConsentStage::Signed).into()])?;
    let numbers = rows.iter().map(|row| row.int(0));
    Ok(numbers.collect::<Result<_, _>>()?)
}

const COLUMNS: &str = "SELECT no, stage, version, sealed FROM consents ";

/// A consent with its version, if there is one under this number.
pub(super) fn one(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
) -> Result<Option<(i64, Record)>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE client_no = $1 AND no = $2");
    let values = [desk.client_no().into(), no.into()];
    let Some(row) = desk.works.transaction().query_optional(&sql, &values)? else {
        return Ok(None);
    };
    let version = row.int(2)?;
    let place = consent_place(no, version);
    let plain = desk.open(Drawer::Consents, place, row.bytes(3)?)?;
    Ok(Some((version, checked(row.int(1)?, &plain)?)))
}

/// A client's consents that stand so, the first first.
pub(super) fn at_stage(
    desk: &mut FileWorks<'_, '_, '_>,
    stage: ConsentStage,
) -> Result<Vec<Record>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE client_no = $1 AND stage = $2 ORDER BY no");
    let values = [desk.client_no().into(), stage_number(stage).into()];
    let rows = desk.works.transaction().query(&sql, &values)?;
    let mut found = Vec::new();
    for row in &rows {
        let place = consent_place(row.int(0)?, row.int(2)?);
        let plain = desk.open(Drawer::Consents, place, row.bytes(3)?)?;
        found.push(checked(row.int(1)?, &plain)?);
    }
    Ok(found)
}

/// The sealed rows of a client's consents: place, stage and bytes.
pub(super) type SealedRow = (RowPlace, i64, Vec<u8>);

pub(super) fn sealed(
    reader: &mut Reader<'_>,
    client_no: i64,
) -> Result<Vec<SealedRow>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE client_no = $1 ORDER BY no DESC");
    let rows = reader.query(&sql, &[client_no.into()])?;
    let row = |row: &Row| {
        let place = consent_place(row.int(0)?, row.int(2)?);
        Ok((place, row.int(1)?, row.bytes(3)?.to_vec()))
    };
    rows.iter().map(row).collect()
}

/// What stands readable is believed only when the sealed part says the same.
pub(super) fn checked(stage: i64, plain: &[u8]) -> Result<Record, CaseworkError> {
    let record: Record = read(plain)?;
    if stage_number(record.stage) == stage {
        Ok(record)
    } else {
        Err(CaseworkError::Damaged)
    }
}

pub(super) fn store_scan(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
    scan: &[u8],
) -> Result<(), CaseworkError> {
    let client_no = desk.client_no();
    let sql = "SELECT version FROM consent_scans WHERE client_no = $1 AND consent_no = $2";
    let values = [client_no.into(), no.into()];
    let before = desk.works.transaction().query_optional(sql, &values)?;
    let version = before.map_or(Ok(0), |row| row.int(0))? + 1;
    let sealed = desk.seal(Drawer::Consents, (no, SCAN, version), scan)?;
    desk.works.transaction().execute(
        "INSERT INTO consent_scans (client_no, consent_no, version, sealed) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (client_no, consent_no) DO UPDATE SET version = excluded.version, sealed = excluded.sealed",
        &[client_no.into(), no.into(), version.into(), sealed.into()],
    )?;
    Ok(())
}

pub(super) fn sealed_scan(
    reader: &mut Reader<'_>,
    client_no: i64,
    no: i64,
) -> Result<Option<(RowPlace, Vec<u8>)>, CaseworkError> {
    let sql = "SELECT version, sealed FROM consent_scans WHERE client_no = $1 AND consent_no = $2";
    let found = reader.query_optional(sql, &[client_no.into(), no.into()])?;
    let row = |row: Row| Ok(((no, SCAN, row.int(0)?), row.bytes(1)?.to_vec()));
    found.map(row).transpose()
}

pub(super) fn insert_use(
    desk: &mut FileWorks<'_, '_, '_>,
    consent_no: i64,
    new: &Use,
) -> Result<i64, CaseworkError> {
    let client_no = desk.client_no();
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM consent_uses \
                WHERE client_no = $1 AND consent_no = $2";
    let values = [client_no.into(), consent_no.into()];
    let no = desk.works.transaction().query_one(next, &values)?.int(0)?;
    let place = (consent_no, USES + no, 1);
    let sealed = desk.seal(Drawer::Consents, place, &written(new)?)?;
    desk.works.transaction().execute(
        "INSERT INTO consent_uses (client_no, consent_no, no, version, sealed) VALUES ($1, $2, $3, 1, $4)",
        &[client_no.into(), consent_no.into(), no.into(), sealed.into()],
    )?;
    Ok(no)
}

/// What went out under a consent: number, version and what is known of it, the first first.
pub(super) fn uses(
    desk: &mut FileWorks<'_, '_, '_>,
    consent_no: i64,
) -> Result<Vec<(i64, i64, Use)>, CaseworkError> {
    let sql = "SELECT no, version, sealed FROM consent_uses \
               WHERE client_no = $1 AND consent_no = $2 ORDER BY no";
    let values = [desk.client_no().into(), consent_no.into()];
    let rows = desk.works.transaction().query(sql, &values)?;
    let mut found = Vec::new();
    for row in &rows {
        let (no, version) = (row.int(0)?, row.int(1)?);
        let place = (consent_no, USES + no, version);
        let plain = desk.open(Drawer::Consents, place, row.bytes(2)?)?;
        found.push((no, version, read(&plain)?));
    }
    Ok(found)
}

/// The sealed rows of what went out under a consent.
pub(super) fn sealed_uses(
    reader: &mut Reader<'_>,
    client_no: i64,
    consent_no: i64,
) -> Result<Vec<(RowPlace, Vec<u8>)>, CaseworkError> {
    let sql = "SELECT no, version, sealed FROM consent_uses \
               WHERE client_no = $1 AND consent_no = $2 ORDER BY no";
    let rows = reader.query(sql, &[client_no.into(), consent_no.into()])?;
    let row = |row: &Row| {
        let place = (consent_no, USES + row.int(0)?, row.int(1)?);
        Ok((place, row.bytes(2)?.to_vec()))
    };
    rows.iter().map(row).collect()
}

/// The number of a use within its consent, by its place.
pub(super) const fn use_no(place: RowPlace) -> i64 {
    place.1 - USES
}

pub(super) fn update_use(
    desk: &mut FileWorks<'_, '_, '_>,
    (consent_no, no, version): (i64, i64, i64),
    changed: &Use,
) -> Result<(), CaseworkError> {
    let (client_no, version) = (desk.client_no(), version + 1);
    let place = (consent_no, USES + no, version);
    let sealed = desk.seal(Drawer::Consents, place, &written(changed)?)?;
    desk.works.transaction().execute(
        "UPDATE consent_uses SET version = $1, sealed = $2 \
         WHERE client_no = $3 AND consent_no = $4 AND no = $5",
        &[
            version.into(),
            sealed.into(),
            client_no.into(),
            consent_no.into(),
            no.into(),
        ],
    )?;
    Ok(())
}

pub(super) fn delete_use(
    desk: &mut FileWorks<'_, '_, '_>,
    (consent_no, no): (i64, i64),
) -> Result<(), CaseworkError> {
    let values = [desk.client_no().into(), consent_no.into(), no.into()];
    let sql = "DELETE FROM consent_uses WHERE client_no = $1 AND consent_no = $2 AND no = $3";
    desk.works.transaction().execute(sql, &values)?;
    Ok(())
}

pub(super) fn insert_talk(
    desk: &mut FileWorks<'_, '_, '_>,
    talk: &Talk,
) -> Result<i64, CaseworkError> {
    let client_no = desk.client_no();
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM confidentiality_talks WHERE client_no = $1";
    let transaction = desk.works.transaction();
    let no = transaction.query_one(next, &[client_no.into()])?.int(0)?;
    let sealed = desk.seal(Drawer::Consents, (no, TALK, 1), &written(talk)?)?;
    desk.works.transaction().execute(
        "INSERT INTO confidentiality_talks (client_no, no, version, sealed) VALUES ($1, $2, 1, $3)",
        &[client_no.into(), no.into(), sealed.into()],
    )?;
    Ok(no)
}

/// The sealed rows of talks, the newest first.
pub(super) fn sealed_talks(
    reader: &mut Reader<'_>,
    client_no: i64,
) -> Result<Vec<(RowPlace, Vec<u8>)>, CaseworkError> {
    let sql = "SELECT no, version, sealed FROM confidentiality_talks \
               WHERE client_no = $1 ORDER BY no DESC LIMIT 200";
    let rows = reader.query(sql, &[client_no.into()])?;
    let row = |row: &Row| {
        let place = (row.int(0)?, TALK, row.int(1)?);
        Ok((place, row.bytes(2)?.to_vec()))
    };
    rows.iter().map(row).collect()
}
