//! Where a report lies: its number and its random id in a row, and all that is known of it on a card under that number, of which
//! only the newest is believed; letters byte for byte beside it (CC-2.8, CC-2.9, NASW-l).

use caseward_db::Reader;
use caseward_gate::{Cards, Drawer, Drawers, Works};
use caseward_model::{BreachKind, BreachLetter, BreachReport, BreachState, Id, Language};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::unknown;
use crate::CaseworkError;

/// A report, as it lies on its card. People and series stand there by number. It isn't printable by accident.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Report {
    /// Its id: a card that was taken from another report is noticed.
    pub(super) id: Option<Id<BreachReport>>,
    pub(super) kind: Option<BreachKind>,
    /// What happened, as it was written.
    pub(super) what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) happened_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) series: Option<i64>,
    /// Who made it, and when.
    pub(super) by: i64,
    pub(super) at: i64,
    /// Whom it is about, once somebody said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) whom: Option<i64>,
    /// Who took it up, and when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) taken_up: Option<(i64, i64)>,
    /// When privacy officers were told that nobody took it up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pressed_at: Option<i64>,
    /// What was looked into.
    pub(super) notes: Vec<Said>,
    /// What was put to the person whom it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) put: Option<Put>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) finding: Option<Found>,
    pub(super) letters: Vec<Letter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hold: Option<Hold>,
    /// By whom, when and why somebody was let back in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reinstated: Option<Said>,
}

/// What somebody said, and when.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Said {
    pub(super) by: i64,
    pub(super) at: i64,
    pub(super) text: String,
}

/// What was put to the person whom a report is about, and what they answered.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Put {
    pub(super) told: Said,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) answer: Option<Said>,
}

/// A finding.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Found {
    pub(super) said: Said,
    pub(super) substantiated: bool,
    /// Why the person wasn't heard.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) unheard: String,
    /// It ended their part in conferences and coordinated assessment.
    pub(super) ends: bool,
}

/// A letter about a finding.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Letter {
    pub(super) kind: BreachLetter,
    pub(super) language: Language,
    pub(super) to: String,
    pub(super) reference: String,
    /// By whom and when it was written, and what it says happened.
    pub(super) said: Said,
    /// SHA-256 of the paper, in hex.
    pub(super) hash: String,
    /// How it went, and when; noted by whom and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sent: Option<(i64, Said)>,
}

/// Evidence that is on hold.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Hold {
    pub(super) since: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) lifted: Option<Said>,
}

impl Report {
    /// Somebody made it, or it is about them: they don't handle it.
    pub(super) fn concerns(&self, worker: i64) -> bool {
        self.by == worker || self.whom == Some(worker)
    }

    pub(super) fn state(&self) -> BreachState {
        match &self.finding {
            Some(it) if it.substantiated => BreachState::Substantiated,
            Some(_) => BreachState::Unsubstantiated,
            None if !self.notes.is_empty() || self.put.is_some() => BreachState::UnderInquiry,
            None if self.taken_up.is_some() => BreachState::Acknowledged,
            None => BreachState::Reported,
        }
    }

    pub(super) fn kind(&self) -> BreachKind {
        self.kind.unwrap_or(BreachKind::Otherwise)
    }

    /// Who has still to be told of the finding.
    pub(super) fn untold(&self) -> Vec<BreachLetter> {
        let Some(found) = self.finding.as_ref().filter(|it| it.substantiated) else {
            return Vec::new();
        };
        let wants = |kind: &BreachLetter| match kind {
            BreachLetter::Employer => found.ends,
            BreachLetter::Authorities => !self.kind().is_conduct(),
        };
        let told = |kind: BreachLetter| {
            let mut sent = self.letters.iter().filter(|it| it.sent.is_some());
            sent.any(|it| it.kind == kind)
        };
        let all = BreachLetter::ALL.iter().copied();
        all.filter(|kind| wants(kind) && !told(*kind)).collect()
    }
}

/// Keeps a new report; gives its number and id.
pub(super) fn insert(
    works: &mut Works<'_, '_>,
    report: &mut Report,
) -> Result<(i64, Id<BreachReport>), CaseworkError> {
    let id = Id::from_bytes(works.random());
    report.id = Some(id);
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM breach_reports";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    works.transaction().execute(
        "INSERT INTO breach_reports (no, ref) VALUES ($1, $2)",
        &[no.into(), id.as_bytes().into()],
    )?;
    keep(works, no, report)?;
    Ok((no, id))
}

/// Writes the card of a report anew.
pub(super) fn keep(
    works: &mut Works<'_, '_>,
    no: i64,
    report: &Report,
) -> Result<(), CaseworkError> {
    let place = (Drawer::Breaches, no);
    works.change_card::<Report>(place, "breach_kept", |card| card.clone_from(report))?;
    Ok(())
}

/// A report with its number, while something is done with it.
pub(super) fn find(
    works: &mut Works<'_, '_>,
    id: Id<BreachReport>,
) -> Result<(i64, Report), CaseworkError> {
    let sql = "SELECT no FROM breach_reports WHERE ref = $1";
    let values = [id.as_bytes().into()];
    let row = works.transaction().query_optional(sql, &values)?;
    let no = row.ok_or_else(|| unknown(id))?.int(0)?;
    let card = works.card::<Report>((Drawer::Breaches, no))?;
    let report = card.filter(|it| it.id == Some(id));
    Ok((no, report.ok_or(CaseworkError::Damaged)?))
}

/// Whether evidence of a breach in one of these series is on hold.
pub(in crate::conference) fn holds(
    works: &mut Works<'_, '_>,
    series: &[i64],
) -> Result<bool, CaseworkError> {
    let holds = |it: &Report| {
        let is_theirs = it.series.is_some_and(|it| series.contains(&it));
        is_theirs && it.hold.as_ref().is_some_and(|it| it.lifted.is_none())
    };
    Ok(all_in(works)?.iter().any(|(_, it)| holds(it)))
}

const ALL: &str = "SELECT no, ref FROM breach_reports ORDER BY no";

/// All reports, while something is done with one.
pub(super) fn all_in(works: &mut Works<'_, '_>) -> Result<Vec<(i64, Report)>, CaseworkError> {
    let rows = works.transaction().query(ALL, &[])?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let (no, id) = (row.int(0)?, Id::from_bytes(row.array(1)?));
        let card = works.card::<Report>((Drawer::Breaches, no))?;
        let report = card.filter(|it| it.id == Some(id));
        all.push((no, report.ok_or(CaseworkError::Damaged)?));
    }
    Ok(all)
}

/// All reports with their numbers, the oldest first.
pub(super) fn all(
    reader: &mut Reader<'_>,
    cards: &Cards,
) -> Result<Vec<(i64, Report)>, CaseworkError> {
    let rows = reader.query(ALL, &[])?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let (no, id) = (row.int(0)?, Id::from_bytes(row.array(1)?));
        let card = cards.read::<Report>(reader, Drawer::Breaches, no)?;
        let report = card.filter(|it| it.id == Some(id));
        all.push((no, report.ok_or(CaseworkError::Damaged)?));
    }
    Ok(all)
}

/// The place of a letter: the report's number, its own from 1; it is never written anew.
const fn place(report: i64, letter: i64) -> (i64, i64, i64) {
    (report, letter, 1)
}

/// Keeps the paper of a letter, byte for byte.
pub(super) fn keep_paper(
    works: &mut Works<'_, '_>,
    (report, letter): (i64, i64),
    paper: &[u8],
) -> Result<(), CaseworkError> {
    let sealed = works.seal(Drawer::Breaches, place(report, letter), paper);
    works.transaction().execute(
        "INSERT INTO breach_papers (report_no, no, sealed) VALUES ($1, $2, $3)",
        &[report.into(), letter.into(), sealed.into()],
    )?;
    Ok(())
}

/// The paper of a letter; nothing when there is none.
pub(super) fn paper(
    works: &mut Works<'_, '_>,
    (report, letter): (i64, i64),
) -> Result<Option<Vec<u8>>, CaseworkError> {
    let sql = "SELECT sealed FROM breach_papers WHERE report_no = $1 AND no = $2";
    let values = [report.into(), letter.into()];
    let Some(row) = works.transaction().query_optional(sql, &values)? else {
        return Ok(None);
    };
    let plain = works.open(Drawer::Breaches, place(report, letter), row.bytes(0)?)?;
    Ok(Some(plain.to_vec()))
}

/// What isn't there any more, or not as it was written, of reports and of the letters whose evidence is on hold: in words and
/// numbers.
pub(super) fn lost(
    reader: &mut Reader<'_>,
    (cards, drawers): (&Cards, &Drawers),
) -> Result<Vec<String>, CaseworkError> {
    let mut lost = Vec::new();
    for row in reader.query(ALL, &[])? {
        let (no, id) = (row.int(0)?, Id::from_bytes(row.array(1)?));
        let card = cards.read::<Report>(reader, Drawer::Breaches, no);
        let card = card.ok().flatten();
        let Some(report) = card.filter(|it| it.id == Some(id)) else {
            lost.push(format!("breach report {no}"));
            continue;
        };
        if report.hold.is_none_or(|it| it.lifted.is_some()) {
            continue;
        }
        for (letter, it) in (1..).zip(&report.letters) {
            if !is_whole(reader, drawers, (no, letter), &it.hash)? {
                lost.push(format!("letter {letter} of breach report {no}"));
            }
        }
    }
    Ok(lost)
}

fn is_whole(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    (report, letter): (i64, i64),
    hash: &str,
) -> Result<bool, CaseworkError> {
    let sql = "SELECT sealed FROM breach_papers WHERE report_no = $1 AND no = $2";
    let values = [report.into(), letter.into()];
    let Some(row) = reader.query_optional(sql, &values)? else {
        return Ok(false);
    };
    let opened = drawers.open(Drawer::Breaches, place(report, letter), row.bytes(0)?);
    Ok(opened.is_ok_and(|plain| HEXLOWER.encode(&Sha256::digest(&*plain)) == hash))
}
