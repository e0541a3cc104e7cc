//! Who stands in someone's lists: the clients whom they work with themselves, through a team or a
//! programme, and those of the people whom they supervise (CR-7).
//!
//! Lists lie readable and give no access: each client in them is decided afterwards. They follow the
//! assignments on the clients' sheets by themselves.

use std::collections::HashMap;
use std::fmt::Write as _;

use caseward_db::{Reader, Transaction, Value};
use caseward_model::Role;

use crate::GateError;
use crate::facts::{Assignee, AssignmentFact, WorkerSheet};

/// When so many clients changed is asked at a time.
const ASKED: usize = 32;

/// Under which kind a team's and a programme's clients are listed; the numbers stand in the database.
const TEAM: i64 = 1;
const PROGRAMME: i64 = 2;

/// Brings the lists in line with the assignments on a client's sheet, when those were changed: someone
/// stands in a list until the last assignment to them is over, also before it begins.
pub(crate) fn settle(
    tx: &mut Transaction<'_>,
    client_no: i64,
    (before, after): (&[AssignmentFact], &[AssignmentFact]),
) -> Result<(), GateError> {
    if before == after {
        return Ok(());
    }
    let now_ms = tx.now_ms();
    let open = |facts: &[AssignmentFact], to: Assignee| {
        let is_open = |fact: &AssignmentFact| fact.until.is_none_or(|until| now_ms < until);
        facts.iter().any(|fact| fact.to == to && is_open(fact))
    };
    let mut settled: Vec<Assignee> = Vec::new();
    for fact in before.iter().chain(after) {
        if settled.contains(&fact.to) {
            continue;
        }
        settled.push(fact.to);
        if open(after, fact.to) {
            enlist(tx, client_no, fact.to)?;
        } else {
            strike(tx, client_no, fact.to)?;
        }
    }
    Ok(())
}

fn enlist(tx: &mut Transaction<'_>, client_no: i64, to: Assignee) -> Result<(), GateError> {
    let (sql, values) = match to {
        Assignee::Worker(no) => (
            "INSERT INTO caseloads (worker_no, client_no) VALUES ($1, $2) \
             ON CONFLICT (worker_no, client_no) DO NOTHING",
            vec![no.into(), client_no.into()],
        ),
        Assignee::Team(no) => (
            ENLIST_SHARED,
            vec![TEAM.into(), no.into(), client_no.into()],
        ),
        Assignee::Programme(no) => (
            ENLIST_SHARED,
            vec![PROGRAMME.into(), no.into(), client_no.into()],
        ),
    };
    tx.execute(sql, &values)?;
    Ok(())
}

fn strike(tx: &mut Transaction<'_>, client_no: i64, to: Assignee) -> Result<(), GateError> {
    let (sql, values) = match to {
        Assignee::Worker(no) => (
            "DELETE FROM caseloads WHERE worker_no = $1 AND client_no = $2",
            vec![no.into(), client_no.into()],
        ),
        Assignee::Team(no) => (
            STRIKE_SHARED,
            vec![TEAM.into(), no.into(), client_no.into()],
        ),
        Assignee::Programme(no) => (
            STRIKE_SHARED,
            vec![PROGRAMME.into(), no.into(), client_no.into()],
        ),
    };
    tx.execute(sql, &values)?;
    Ok(())
}

const ENLIST_SHARED: &str = "INSERT INTO shared_caseloads (kind, holder_no, client_no) \
     VALUES ($1, $2, $3) ON CONFLICT (kind, holder_no, client_no) DO NOTHING";
const STRIKE_SHARED: &str =
    "DELETE FROM shared_caseloads WHERE kind = $1 AND holder_no = $2 AND client_no = $3";

/// A statement that is put together list by list.
struct Lists {
    sql: String,
    values: Vec<Value>,
}

impl Lists {
    fn add(&mut self, from: &str, numbers: &[i64]) {
        for number in numbers {
            let union = if self.values.is_empty() {
                ""
            } else {
                " UNION "
            };
            self.values.push(Value::Int(*number));
            // Writing into a string can't fail.
            write!(
                self.sql,
                "{union}SELECT client_no FROM {from} = ${}",
                self.values.len()
            )
            .ok();
        }
    }
}

/// The statement for the numbers of the clients in a worker's lists at this time, in ms, and its values;
/// each once, in no order, and without saying who may be known.
fn listed_sql((worker_no, worker): (i64, &WorkerSheet), now_ms: i64) -> (String, Vec<Value>) {
    let mut lists = Lists {
        sql: String::new(),
        values: Vec::new(),
    };
    lists.add("caseloads WHERE worker_no", &[worker_no]);
    lists.add(
        "programme_clients WHERE ended = 0 AND programme_no",
        &worker.programmes,
    );
    let shared = |kind: i64| format!("shared_caseloads WHERE kind = {kind} AND holder_no");
    lists.add(&shared(PROGRAMME), &worker.programmes);
    lists.add(&shared(TEAM), &worker.teams);
    if worker.role == Role::Supervisor {
        let within = &worker.supervises_in;
        let programmes: Vec<i64> = within.programmes_at(now_ms).collect();
        let teams: Vec<i64> = within.teams_at(now_ms).collect();
        lists.add("caseloads WHERE worker_no", &worker.supervises);
        lists.add(
            "programme_clients WHERE ended = 0 AND programme_no",
            &programmes,
        );
        lists.add(&shared(PROGRAMME), &programmes);
        lists.add(&shared(TEAM), &teams);
    }
    (lists.sql, lists.values)
}

/// A client in a list: their number, and when they changed.
pub(crate) type Changed = (i64, i64);

/// The next clients in a worker's lists at this time, in ms, the last changed first, after the last one that
/// was seen.
pub(crate) fn last_changed(
    reader: &mut Reader<'_>,
    worker: (i64, &WorkerSheet),
    now_ms: i64,
    (seen, most): (Option<Changed>, i64),
) -> Result<Vec<Changed>, GateError> {
    let (listed, mut values) = listed_sql(worker, now_ms);
    let after = seen.map_or_else(String::new, |(no, changed_at)| {
        let place = values.len();
        values.extend([changed_at.into(), no.into()]);
        let (at, no) = (place + 1, place + 2);
        format!(" AND (changed_at < ${at} OR (changed_at = ${at} AND no > ${no}))")
    });
    let sql = format!(
        "SELECT no, changed_at FROM clients WHERE no IN ({listed}){after} \
         ORDER BY changed_at DESC, no LIMIT {most}"
    );
    changes(reader, &sql, &values)
}

/// The numbers of all clients in a worker's lists at this time, in ms, in order, each once.
pub(crate) fn numbers(
    reader: &mut Reader<'_>,
    worker: (i64, &WorkerSheet),
    now_ms: i64,
) -> Result<Vec<i64>, GateError> {
    let (listed, values) = listed_sql(worker, now_ms);
    let mut numbers = Vec::new();
    reader.for_each::<GateError>(&listed, &values, |row| {
        numbers.push(row.int(0)?);
        Ok(())
    })?;
    numbers.sort_unstable();
    numbers.dedup();
    Ok(numbers)
}

/// When clients changed, by their numbers.
pub(crate) fn changed(
    reader: &mut Reader<'_>,
    clients: &[i64],
) -> Result<HashMap<i64, i64>, GateError> {
    let places: Vec<String> = (1..=ASKED).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT no, changed_at FROM clients WHERE no IN ({})",
        places.join(", ")
    );
    let mut changed = HashMap::with_capacity(clients.len());
    for clients in clients.chunks(ASKED) {
        let mut values: Vec<Value> = clients.iter().map(|no| Value::Int(*no)).collect();
        // Nothing equals nothing: what isn't filled finds no row.
        values.resize(ASKED, Value::Null);
        changed.extend(changes(reader, &sql, &values)?);
    }
    Ok(changed)
}

fn changes(
    reader: &mut Reader<'_>,
    sql: &str,
    values: &[Value],
) -> Result<Vec<Changed>, GateError> {
    let rows = reader.query(sql, values)?;
    rows.iter()
        .map(|row| Ok((row.int(0)?, row.int(1)?)))
        .collect()
}
