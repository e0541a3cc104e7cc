//! What imported rows decide about clients: who is enrolled where, who is shielded, who may need it.
//!
//! Clauses CC-2.4, DV-3.3.1, CR-7.

use std::collections::HashMap;

use caseward_db::DbError;
use caseward_formats::hmis::Signal;
use caseward_gate::{Bench, ClientSheet, ProtectionSource, SealedRow, SealedTable};
use caseward_model::Protection;

use super::KeepError;
use crate::intake::read::ReadRow;
use crate::layout::household_place;

static LIST: SealedTable = SealedTable {
    name: "programme_clients",
    columns: &["programme_no", "client_no", "record_no", "household"],
    key: 3,
};

/// A programme, as far as it decides.
#[derive(Clone, Copy)]
struct Programme {
    no: i64,
    survivors: bool,
}

/// Where a row is kept.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    pub(super) client_no: i64,
    pub(super) record_no: i64,
    pub(super) version: i64,
    /// To whom an earlier import gave this row.
    pub(super) before: Option<i64>,
}

/// The programmes, and the lists of who is enrolled in them.
pub(super) struct Enrolments {
    organization: i64,
    now_ms: i64,
    programmes: HashMap<[u8; 16], Programme>,
}

impl Enrolments {
    pub(super) fn new(organization: i64, now_ms: i64) -> Self {
        Self {
            organization,
            now_ms,
            programmes: HashMap::new(),
        }
    }

    /// What a row about a client decides: enrolment, flight, proposal. `programme` is that of an enrolment.
    pub(super) fn facts_of(
        &mut self,
        bench: &mut Bench<'_, '_>,
        row: &ReadRow,
        programme: Option<[u8; 16]>,
        of: Kept,
    ) -> Result<(), KeepError> {
        let programme = match programme {
            Some(key) => Some(self.programme(bench, key)?),
            None => None,
        };
        let enrolled = programme.filter(|_| !row.deleted);
        let before = of.before.filter(|_| programme.is_some());
        if let Some(before) = before {
            leave(bench, before, of)?;
        }
        if let Some(programme) = enrolled {
            enrol(bench, programme.no, of, row)?;
        }
        let listed = match before {
            Some(_) => Some(listed(bench, of.client_no)?),
            None => None,
        };
        let reason = match row.signal.filter(|_| !row.deleted) {
            Some(Signal::Fleeing) => Some((Protection::Victim, ProtectionSource::Fleeing)),
            Some(Signal::Survivor) => Some((Protection::Proposed, ProtectionSource::Survivor)),
            _ => None,
        };
        if enrolled.is_none() && listed.is_none() && reason.is_none() {
            return Ok(());
        }
        let now_ms = self.now_ms;
        bench.change_client(of.client_no, |sheet| {
            if let Some(programme) = enrolled {
                add_programme(sheet, programme.no);
                if programme.survivors {
                    sheet.protect(Protection::Victim, ProtectionSource::Origin, now_ms);
                }
            }
            if let Some(listed) = &listed {
                sheet.programmes.retain(|no| listed.contains(no));
            }
            if let Some((kind, source)) = reason {
                sheet.protect(kind, source, now_ms);
            }
        })?;
        Ok(())
    }

    /// A project that serves survivors: whoever is or will be enrolled there is shielded by origin.
    pub(super) fn serves_survivors(
        &mut self,
        bench: &mut Bench<'_, '_>,
        key: [u8; 16],
    ) -> Result<(), KeepError> {
        let no = self.programme(bench, key)?.no;
        if let Some(programme) = self.programmes.get_mut(&key) {
            programme.survivors = true;
        }
        bench.settle()?;
        let tx = bench.transaction();
        let sql = "UPDATE programmes SET survivors = 1 WHERE no = $1";
        tx.execute(sql, &[no.into()])?;
        let sql = "SELECT DISTINCT client_no FROM programme_clients WHERE programme_no = $1";
        for row in tx.query(sql, &[no.into()])? {
            self.shield(bench, row.int(0)?)?;
        }
        Ok(())
    }

    /// Shields a client by where they come from.
    pub(super) fn shield(
        &self,
        bench: &mut Bench<'_, '_>,
        client_no: i64,
    ) -> Result<(), KeepError> {
        let now_ms = self.now_ms;
        bench.change_client(client_no, |sheet| {
            sheet.protect(Protection::Victim, ProtectionSource::Origin, now_ms);
        })?;
        Ok(())
    }

    fn programme(
        &mut self,
        bench: &mut Bench<'_, '_>,
        key: [u8; 16],
    ) -> Result<Programme, KeepError> {
        if let Some(programme) = self.programmes.get(&key) {
            return Ok(*programme);
        }
        let tx = bench.transaction();
        let sql = "SELECT no, survivors FROM programmes WHERE source_key = $1";
        let programme = if let Some(row) = tx.query_optional(sql, &[key.into()])? {
            Programme {
                no: row.int(0)?,
                survivors: row.int(1)? != 0,
            }
        } else {
            let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM programmes";
            let no = tx.query_one(next, &[])?.int(0)?;
            tx.execute(
                "INSERT INTO programmes (no, source_key, organization_no, survivors) \
                 VALUES ($1, $2, $3, 0)",
                &[no.into(), key.into(), self.organization.into()],
            )?;
            let survivors = false;
            Programme { no, survivors }
        };
        self.programmes.insert(key, programme);
        Ok(programme)
    }
}

/// Writes an enrolment into the lists. The sheet only ever gains the programme of this very row: the
/// lists lie readable, and nobody gains access by a line in them.
fn enrol(
    bench: &mut Bench<'_, '_>,
    programme_no: i64,
    of: Kept,
    row: &ReadRow,
) -> Result<(), KeepError> {
    let values = [programme_no, of.client_no, of.record_no];
    Ok(bench.put_row(SealedRow {
        table: &LIST,
        values: values.into_iter().map(Into::into).collect(),
        place: household_place(of.client_no, of.record_no),
        plain: row.household.unwrap_or_default().to_vec(),
    })?)
}

/// An enrolment that came again, perhaps with another client, ends where it stood.
fn leave(bench: &mut Bench<'_, '_>, before: i64, of: Kept) -> Result<(), KeepError> {
    bench.transaction().execute(
        "DELETE FROM programme_clients WHERE client_no = $1 AND record_no = $2",
        &[before.into(), of.record_no.into()],
    )?;
    if before != of.client_no {
        let listed = listed(bench, before)?;
        bench.change_client(before, |sheet| {
            sheet.programmes.retain(|no| listed.contains(no));
        })?;
    }
    Ok(())
}

/// The programmes for which an enrolment of this client stands.
fn listed(bench: &mut Bench<'_, '_>, client_no: i64) -> Result<Vec<i64>, KeepError> {
    bench.settle()?;
    let sql = "SELECT DISTINCT programme_no FROM programme_clients WHERE client_no = $1";
    let rows = bench.transaction().query(sql, &[client_no.into()])?;
    let listed: Result<_, DbError> = rows.iter().map(|row| row.int(0)).collect();
    Ok(listed?)
}

fn add_programme(sheet: &mut ClientSheet, no: i64) {
    if !sheet.programmes.contains(&no) {
        sheet.programmes.push(no);
    }
}
