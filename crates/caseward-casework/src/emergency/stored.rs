//! The register of emergencies: one sealed row for each ticket (NASW-l).

use caseward_db::{Reader, Row, Value};
use caseward_gate::{Drawer, Drawers, Works};
use caseward_model::{Category, Client, EmergencyFinding, Id, Worker};
use serde::{Deserialize, Serialize};

use super::danger::Danger;
use crate::CaseworkError;
use crate::rows::written;

/// A ticket as it is kept.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Text {
    pub(super) worker: Id<Worker>,
    pub(super) worker_no: i64,
    pub(super) client: Id<Client>,
    pub(super) danger: Danger,
    pub(super) sections: Vec<Category>,
    pub(super) opened_at: i64,
    pub(super) until: i64,
    pub(super) review_due: i64,
    pub(super) teams: Vec<i64>,
    pub(super) over_budget: bool,
    #[serde(default)]
    pub(super) confirmed: Option<Settled>,
    #[serde(default)]
    pub(super) review: Option<Reviewed>,
    #[serde(default)]
    pub(super) delay: Option<Delay>,
}

/// By whom something was settled, and when in ms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// By whom.
    pub by: Id<Worker>,
    /// When, in ms since 1970.
    pub at: i64,
}

/// What a review found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// By whom, and when.
    pub settled: Settled,
    /// What was found.
    pub finding: EmergencyFinding,
    /// Why, in words.
    pub because: String,
    /// When the ticket ended, in ms since 1970.
    pub ended_at: i64,
}

/// That the client hears of it later.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delay {
    /// Who decided, and when.
    pub settled: Settled,
    /// Until when, in ms since 1970.
    pub until: i64,
    /// Why, in words.
    pub because: String,
}

const COLUMNS: &str =
    "SELECT no, worker_no, opened_at, reviewed, version, sealed FROM emergencies ";

pub(super) fn insert(
    works: &mut Works<'_, '_>,
    no: i64,
    attempt: [u8; 16],
    text: &Text,
) -> Result<(), CaseworkError> {
    let sealed = works.seal(Drawer::Emergencies, (no, 0, 1), &written(text)?);
    let about = works.fingerprint("emergency-client", &[text.client.as_bytes()]);
    works.transaction().execute(
        "INSERT INTO emergencies (no, worker_no, opened_at, reviewed, attempt, about, version, sealed) \
         VALUES ($1, $2, $3, 0, $4, $5, 1, $6)",
        &[
            no.into(),
            text.worker_no.into(),
            text.opened_at.into(),
            attempt.into(),
            about.into(),
            sealed.into(),
        ],
    )?;
    Ok(())
}

pub(super) fn update(
    works: &mut Works<'_, '_>,
    (no, version): (i64, i64),
    text: &Text,
) -> Result<(), CaseworkError> {
    let version = version + 1;
    let sealed = works.seal(Drawer::Emergencies, (no, 0, version), &written(text)?);
    let reviewed = Value::from(text.review.is_some());
    works.transaction().execute(
        "UPDATE emergencies SET reviewed = $1, version = $2, sealed = $3 WHERE no = $4",
        &[reviewed, version.into(), sealed.into(), no.into()],
    )?;
    Ok(())
}

/// The ticket that this very form opened, if it did.
pub(super) fn of_attempt(
    works: &mut Works<'_, '_>,
    attempt: [u8; 16],
) -> Result<Option<i64>, CaseworkError> {
    let sql = "SELECT no FROM emergencies WHERE attempt = $1";
    let found = works.transaction().query_optional(sql, &[attempt.into()])?;
    Ok(found.map(|row| row.int(0)).transpose()?)
}

/// A ticket with its version.
pub(super) fn one(works: &mut Works<'_, '_>, no: i64) -> Result<(i64, Text), CaseworkError> {
    let sql = format!("{COLUMNS}WHERE no = $1");
    let found = works.transaction().query_optional(&sql, &[no.into()])?;
    let row = found.ok_or_else(|| CaseworkError::Unfit("there is no such emergency".to_owned()))?;
    let plain = works.open(Drawer::Emergencies, place(&row)?, row.bytes(5)?)?;
    Ok((row.int(4)?, text(&row, &plain)?))
}

/// The tickets that were opened since a time, in ms.
pub(super) fn since(works: &mut Works<'_, '_>, at_ms: i64) -> Result<Vec<Text>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE opened_at >= $1 ORDER BY no");
    let rows = works.transaction().query(&sql, &[at_ms.into()])?;
    let mut found = Vec::new();
    for row in &rows {
        let plain = works.open(Drawer::Emergencies, place(row)?, row.bytes(5)?)?;
        found.push(text(row, &plain)?);
    }
    Ok(found)
}

/// Which tickets are read.
pub(super) enum Which {
    All,
    Of(i64),
    About([u8; 16]),
    One(i64),
}

/// Tickets with their numbers, the newest first.
pub(super) fn read(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    which: &Which,
) -> Result<Vec<(i64, Text)>, CaseworkError> {
    let (condition, values): (&str, Vec<Value>) = match which {
        Which::All => ("", Vec::new()),
        Which::Of(worker_no) => ("WHERE worker_no = $1 ", vec![(*worker_no).into()]),
        Which::About(print) => ("WHERE about = $1 ", vec![(*print).into()]),
        Which::One(no) => ("WHERE no = $1 ", vec![(*no).into()]),
    };
    let sql = format!("{COLUMNS}{condition}ORDER BY no DESC LIMIT 500");
    let rows = reader.query(&sql, &values)?;
    let open = |row: &Row| {
        let plain = drawers.open(Drawer::Emergencies, place(row)?, row.bytes(5)?)?;
        Ok((row.int(0)?, text(row, &plain)?))
    };
    rows.iter().map(open).collect()
}

/// Who opened whose file, from when until when at most, both in ms since 1970.
pub(crate) type TicketTime = (i64, Id<Client>, i64, i64);

/// When all tickets opened something.
pub(crate) fn ticket_times(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
) -> Result<Vec<TicketTime>, CaseworkError> {
    let rows = reader.query(&format!("{COLUMNS}ORDER BY no"), &[])?;
    let times = |row: &Row| {
        let plain = drawers.open(Drawer::Emergencies, place(row)?, row.bytes(5)?)?;
        let text = text(row, &plain)?;
        let ended_at = text.review.as_ref().map(|it| it.ended_at);
        let until = ended_at.map_or(text.until, |it| it.min(text.until));
        Ok((text.worker_no, text.client, text.opened_at, until))
    };
    rows.iter().map(times).collect()
}

/// Notes an attempt that opened nothing, and says how many of this worker's there were since a time in ms, before.
pub(super) fn missed(
    works: &mut Works<'_, '_>,
    worker_no: i64,
    since: i64,
) -> Result<i64, CaseworkError> {
    let sql = "SELECT COUNT(*) FROM emergency_attempts WHERE worker_no = $1 AND at >= $2";
    let values = [worker_no.into(), since.into()];
    Ok(works.transaction().query_one(sql, &values)?.int(0)?)
}

pub(super) fn note_miss(works: &mut Works<'_, '_>, worker_no: i64) -> Result<(), CaseworkError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM emergency_attempts";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    let at = works.now_ms();
    works.transaction().execute(
        "INSERT INTO emergency_attempts (no, worker_no, at) VALUES ($1, $2, $3)",
        &[no.into(), worker_no.into(), at.into()],
    )?;
    Ok(())
}

fn place(row: &Row) -> Result<(i64, i64, i64), CaseworkError> {
    Ok((row.int(0)?, 0, row.int(4)?))
}

/// What stands readable is believed only when the sealed part says the same.
fn text(row: &Row, plain: &[u8]) -> Result<Text, CaseworkError> {
    let text: Text = serde_json::from_slice(plain).map_err(|_| CaseworkError::Damaged)?;
    let readable = (row.int(1)?, row.int(2)?, row.int(3)?);
    let sealed = (
        text.worker_no,
        text.opened_at,
        i64::from(text.review.is_some()),
    );
    if readable == sealed {
        Ok(text)
    } else {
        Err(CaseworkError::Damaged)
    }
}
