//! What imported rows decide about clients: who is enrolled where, who is shielded, who may need it.
//!
//! Clauses CC-2.4, DV-3.3.1, CR-7.

use std::collections::HashMap;

use caseward_formats::hmis::Signal;
use caseward_gate::{Bench, ProgrammeFact, ProtectionSource, SealedRow, SealedTable};
use caseward_model::Protection;

use super::KeepError;
use crate::CaseworkError;
use crate::intake::exits::Exit;
use crate::intake::read::ReadRow;
use crate::layout::{Enrolment, household_place};

static LIST: SealedTable = SealedTable {
    name: "programme_clients",
    columns: &[
        "programme_no",
        "client_no",
        "record_no",
        "ended",
        "household",
    ],
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
        let known = match before {
            Some(before) => self.leave(bench, before, of)?,
            None => Enrolment::default(),
        };
        let mut stands = None;
        if let Some(programme) = enrolled {
            let until = match row.exit {
                Some(Exit::At(until)) => Some(until),
                Some(Exit::Undone) => None,
                // An export of changes alone needn't repeat what was said before.
                None => known.until,
            };
            let household = row.household;
            let enrolment = Enrolment { household, until };
            self.enrol(bench, programme.no, (of.client_no, of.record_no), enrolment)?;
            let no = programme.no;
            stands = Some(ProgrammeFact { no, until });
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
            match listed {
                Some(listed) => {
                    sheet.programmes.clear();
                    listed
                        .into_iter()
                        .for_each(|fact| sheet.enrol(fact, now_ms));
                }
                None => stands
                    .into_iter()
                    .for_each(|fact| sheet.enrol(fact, now_ms)),
            }
            if enrolled.is_some_and(|programme| programme.survivors) {
                sheet.protect(Protection::Victim, ProtectionSource::Origin, now_ms);
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

impl Enrolments {
    /// Writes an enrolment into the lists. The sheet only ever gains the programme of this very row: the
    /// lists lie readable, and nobody gains access by a line in them.
    fn enrol(
        &self,
        bench: &mut Bench<'_, '_>,
        programme_no: i64,
        (client_no, record_no): (i64, i64),
        enrolment: Enrolment,
    ) -> Result<(), KeepError> {
        let ended = enrolment.until.is_some_and(|until| until <= self.now_ms);
        Ok(bench.put_row(SealedRow {
            table: &LIST,
            values: vec![
                programme_no.into(),
                client_no.into(),
                record_no.into(),
                ended.into(),
            ],
            place: household_place(client_no, record_no),
            plain: enrolment.to_bytes(),
        })?)
    }

    /// An enrolment that came again, perhaps with another client, ends where it stood. Gives what was
    /// known of it.
    fn leave(
        &self,
        bench: &mut Bench<'_, '_>,
        before: i64,
        of: Kept,
    ) -> Result<Enrolment, KeepError> {
        let known = enrolment(bench, before, of.record_no)?;
        bench.transaction().execute(
            "DELETE FROM programme_clients WHERE client_no = $1 AND record_no = $2",
            &[before.into(), of.record_no.into()],
        )?;
        if before != of.client_no {
            self.settle_sheet(bench, before)?;
        }
        Ok(known.map(|(_, known)| known).unwrap_or_default())
    }

    /// What an exit decides about an enrolment that an earlier import took.
    pub(super) fn ends(
        &self,
        bench: &mut Bench<'_, '_>,
        client_no: i64,
        record_no: i64,
        exit: Exit,
    ) -> Result<(), KeepError> {
        let Some((programme_no, known)) = enrolment(bench, client_no, record_no)? else {
            return Ok(());
        };
        let until = match exit {
            Exit::At(until) => Some(until),
            Exit::Undone => None,
        };
        if until == known.until {
            return Ok(());
        }
        let changed = Enrolment { until, ..known };
        self.enrol(bench, programme_no, (client_no, record_no), changed)?;
        self.settle_sheet(bench, client_no)
    }

    /// Writes onto a client's sheet what the lists say, after one of their enrolments changed.
    fn settle_sheet(&self, bench: &mut Bench<'_, '_>, client_no: i64) -> Result<(), KeepError> {
        let (listed, now_ms) = (listed(bench, client_no)?, self.now_ms);
        Ok(bench.change_client(client_no, |sheet| {
            sheet.programmes.clear();
            listed
                .into_iter()
                .for_each(|fact| sheet.enrol(fact, now_ms));
        })?)
    }
}

/// What the lists say of one enrolment: its programme, and what lies sealed about it.
fn enrolment(
    bench: &mut Bench<'_, '_>,
    client_no: i64,
    record_no: i64,
) -> Result<Option<(i64, Enrolment)>, KeepError> {
    bench.settle()?;
    let sql = "SELECT programme_no, household FROM programme_clients \
               WHERE client_no = $1 AND record_no = $2";
    let values = [client_no.into(), record_no.into()];
    let Some(row) = bench.transaction().query_optional(sql, &values)? else {
        return Ok(None);
    };
    let known = opened(bench, client_no, record_no, row.bytes(1)?)?;
    Ok(Some((row.int(0)?, known)))
}

/// The programmes for which an enrolment of this client stands or stood.
fn listed(bench: &mut Bench<'_, '_>, client_no: i64) -> Result<Vec<ProgrammeFact>, KeepError> {
    bench.settle()?;
    let sql = "SELECT programme_no, record_no, household FROM programme_clients \
               WHERE client_no = $1 ORDER BY record_no";
    let rows = bench.transaction().query(sql, &[client_no.into()])?;
    let fact = |row: &caseward_db::Row| {
        let known = opened(bench, client_no, row.int(1)?, row.bytes(2)?)?;
        let (no, until) = (row.int(0)?, known.until);
        Ok(ProgrammeFact { no, until })
    };
    rows.iter().map(fact).collect()
}

fn opened(
    bench: &Bench<'_, '_>,
    client_no: i64,
    record_no: i64,
    sealed: &[u8],
) -> Result<Enrolment, CaseworkError> {
    let (row, second, version) = household_place(client_no, record_no);
    Enrolment::read(&bench.open_office(row, second, version, sealed)?)
}
