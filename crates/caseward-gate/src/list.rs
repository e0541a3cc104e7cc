//! The list of my clients: many small questions, answered in one go and on record as one entry.
//!
//! A list shows names and nothing else. Each client is decided on their own; whoever may not be
//! known to the asker is simply not in it, and no count tells (DV-3.3.1, CC-2.4).

use std::sync::Arc;

use caseward_db::{Draft, Look, Reader, Transaction, Value};
use caseward_model::{Action, Basis, Category, Channel, Client, ClientState, Id, Purpose, Worker};
use zeroize::Zeroizing;

use crate::ask::{Core, Gate};
use crate::facts::{Assignee, Facts, Now, load, read_worker_sheet, situation};
use crate::permit::{RecordKeys, SealedPart};
use crate::record::{EntryKind, EntryText, ListText, Under, draft};
use crate::records;
use crate::request::{Question, RecipientAsked};
use crate::vault::{Table, Vault};
use crate::{DisclosedPart, GateError};

/// How many clients one list holds at most.
pub const LONGEST_LIST: i64 = 500;

/// A client in a list.
pub struct ListedClient {
    /// Who.
    pub client: Id<Client>,
    /// What is known about their need for protection.
    pub standing: ClientState,
    /// Someone proposed to protect them, and nobody has decided.
    pub protection_proposed: bool,
    /// When the file last changed, in ms since 1970.
    pub changed_at: i64,
    /// When the asker's own assignment ends, in ms since 1970; nothing for one without an end.
    pub assigned_until: Option<i64>,
    /// The records that say what they are called.
    pub identity: Vec<DisclosedPart>,
}

/// A list, and the entry that says it was shown.
pub struct Listed {
    /// The number of the entry in the ledger.
    pub entry: u64,
    /// The clients, the last changed first.
    pub clients: Vec<ListedClient>,
}

pub(crate) struct Candidate {
    client: Id<Client>,
    changed_at: i64,
    assigned_until: Option<i64>,
    standing: ClientState,
    protection_proposed: bool,
    keys: RecordKeys,
    parts: Vec<SealedPart>,
}

impl Gate {
    /// The clients to whom this worker is assigned, themselves or through a programme.
    ///
    /// # Errors
    /// [`GateError`] when nothing could be decided or written down; then nothing is shown.
    pub async fn list(&self, asker: Id<Worker>, channel: Channel) -> Result<Listed, GateError> {
        let core = Arc::clone(&self.core);
        let prepare = move |reader: &mut Reader<'_>, now_ms| {
            candidates_of(&core, reader, now_ms, (asker, "listed", channel), assigned)
        };
        let (entry, found) = self
            .ledger
            .write_prepared(&self.db, Look::Long, prepare, recorded)
            .await?;
        let vault = self.core.vault()?;
        let clients = found
            .into_iter()
            .map(|it| listed(&vault, it))
            .collect::<Result<_, _>>()?;
        Ok(Listed { entry, clients })
    }
}

fn question(asker: Id<Worker>, client: Id<Client>, channel: Channel) -> Question {
    Question {
        asker,
        client,
        sections: vec![Category::Existence, Category::Identity],
        action: Action::Find,
        purpose: Purpose::DirectService,
        recipient: RecipientAsked::Nobody,
        basis: Basis::Duty,
        channel,
    }
}

/// Decides a list of clients one by one, and drafts the entry that says who was in it; also when
/// nobody was.
pub(crate) fn candidates_of(
    core: &Core,
    reader: &mut Reader<'_>,
    now_ms: i64,
    (asker, what, channel): (Id<Worker>, &str, Channel),
    whom: impl FnOnce(&mut Reader<'_>, i64, &[i64]) -> Result<Vec<(Id<Client>, i64)>, GateError>,
) -> Result<(Draft, Vec<Candidate>), GateError> {
    let vault = core.vault()?;
    let (worker_no, worker) =
        read_worker_sheet(reader, &vault, &asker)?.ok_or(GateError::UnknownWorker)?;
    let mut found = Vec::new();
    for (client, changed_at) in whom(reader, worker_no, &worker.programmes)? {
        let question = question(asker, client, channel);
        let facts = load(reader, &vault, &question, Now::of(core, now_ms))?;
        let permits = |category| {
            core.policies
                .decide(&situation(&question, &facts, category))
                .permitted
        };
        if permits(Category::Existence) {
            let parts = if permits(Category::Identity) {
                let file = (facts.client_no, &facts.client.records);
                records::load(reader, &vault, file, false, |it| it == Category::Identity)?
            } else {
                Vec::new()
            };
            found.push(Candidate {
                client,
                changed_at,
                assigned_until: assigned_until(&facts),
                standing: situation(&question, &facts, Category::Existence).client,
                protection_proposed: facts.client.protection_proposed(),
                keys: facts.keys,
                parts,
            });
        }
    }
    let text = EntryText::List(ListText {
        what: what.to_owned(),
        channel: Some(channel),
        asker,
        role: worker.role,
        clients: found.iter().map(|it| it.client).collect(),
        policy_set: core.policy_set.clone(),
    });
    let entry = draft(&vault, EntryKind::Intent, worker_no, &Under::Office, &text);
    Ok((entry, found))
}

/// When the asker's own assignment ends: the last end of those that hold, or never.
fn assigned_until(facts: &Facts) -> Option<i64> {
    let me = Assignee::Worker(facts.worker_no);
    let mine = facts.client.assignments.iter();
    let mine = mine.filter(|fact| fact.to == me && fact.holds_at(facts.now_ms));
    let ends: Option<Vec<i64>> = mine.map(|fact| fact.until).collect();
    ends.and_then(|ends| ends.into_iter().max())
}

/// The list gets its place in the ledger.
pub(crate) fn recorded(
    tx: &mut Transaction<'_>,
    (entry, found): (Draft, Vec<Candidate>),
) -> Result<(u64, Vec<Candidate>), GateError> {
    Ok((tx.append(entry)?.index(), found))
}

/// The clients in a worker's lists, the last changed first.
fn assigned(
    reader: &mut Reader<'_>,
    worker_no: i64,
    programmes: &[i64],
) -> Result<Vec<(Id<Client>, i64)>, GateError> {
    let mut sql = String::from(
        "SELECT ref, changed_at FROM clients WHERE no IN \
         (SELECT client_no FROM caseloads WHERE worker_no = $1",
    );
    let mut values = vec![Value::Int(worker_no)];
    for programme in programmes {
        values.push(Value::Int(*programme));
        sql.push_str(&format!(
            " UNION SELECT client_no FROM programme_clients WHERE programme_no = ${}",
            values.len()
        ));
    }
    sql.push_str(&format!(
        ") ORDER BY changed_at DESC, no LIMIT {LONGEST_LIST}"
    ));
    let rows = reader.query(&sql, &values)?;
    let read = |row: &caseward_db::Row| {
        let id: [u8; 16] = row.bytes(0)?.try_into().map_err(|_| GateError::Damaged)?;
        Ok((Id::from_bytes(id), row.int(1)?))
    };
    rows.iter().map(read).collect()
}

pub(crate) fn listed(vault: &Vault, found: Candidate) -> Result<ListedClient, GateError> {
    let open = |part: &SealedPart| records::open(vault, &found.keys, part);
    Ok(ListedClient {
        client: found.client,
        standing: found.standing,
        protection_proposed: found.protection_proposed,
        changed_at: found.changed_at,
        assigned_until: found.assigned_until,
        identity: found.parts.iter().map(open).collect::<Result<_, _>>()?,
    })
}

impl Gate {
    /// Opens a row that the office sealed about itself: names of projects, layouts of files.
    ///
    /// # Errors
    /// [`GateError::Vault`] when it doesn't belong there.
    pub fn open_office_row(
        &self,
        row: i64,
        second: i64,
        version: i64,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, GateError> {
        let vault = self.core.vault()?;
        let place = vault
            .place(Table::OfficeRows)
            .row(row)
            .second(second)
            .version(version);
        Ok(vault.office_key().unlock(&place, sealed)?)
    }
}
