//! The list of my clients: many small questions, answered in one go and on record as one entry.
//!
//! A list shows names and nothing else. Each client is decided on their own; whoever may not be
//! known to the asker is simply not in it, and no count tells (DV-3.3.1, CC-2.4). It is cut after that,
//! so that nobody takes a place who isn't shown.

use std::sync::Arc;

use caseward_db::{Draft, Look, Reader, Transaction};
use caseward_model::{Channel, Client, ClientState, Id, Purpose, Worker};
use zeroize::Zeroizing;

use crate::ask::{Core, Gate};
use crate::deciding::{Candidate, Deciding, purposes_of};
use crate::mine;
use crate::permit::SealedPart;
use crate::record::{EntryKind, EntryText, ListText, Under, draft};
use crate::records;
use crate::vault::{Table, Vault};
use crate::{DisclosedPart, GateError};

/// How many clients one list holds at most.
pub const LONGEST_LIST: usize = 500;

/// How many are looked up at once, until the list is full or everyone was decided.
const HEAP: i64 = 500;

/// A client in a list.
pub struct ListedClient {
    /// Who.
    pub client: Id<Client>,
    /// For what the asker may know of them: their own work, or that of someone whom they supervise.
    pub purpose: Purpose,
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

impl Gate {
    /// The clients to whom this worker is assigned, themselves or through a team or programme, and for a
    /// supervisor those of the people whom they supervise.
    ///
    /// # Errors
    /// [`GateError`] when nothing could be decided or written down; then nothing is shown.
    pub async fn list(&self, asker: Id<Worker>, channel: Channel) -> Result<Listed, GateError> {
        let core = Arc::clone(&self.core);
        let prepare =
            move |reader: &mut Reader<'_>, now_ms| decided(&core, reader, now_ms, (asker, channel));
        let (entry, found) = self
            .ledger
            .write_prepared(&self.db, Look::Long, prepare, recorded)
            .await?;
        let vault = self.core.vault()?;
        let clients = found.into_iter().map(|it| listed(&vault, it));
        let clients = clients.collect::<Result<_, _>>()?;
        Ok(Listed { entry, clients })
    }
}

/// Decides the clients in someone's lists one by one, and drafts the entry that says who was shown; also when
/// nobody was.
fn decided(
    core: &Core,
    reader: &mut Reader<'_>,
    now_ms: i64,
    (asker, channel): (Id<Worker>, Channel),
) -> Result<(Draft, Vec<Candidate>), GateError> {
    let mut deciding = Deciding::begin(core, reader, now_ms, (asker, channel))?;
    let (worker_no, role) = (deciding.worker_no(), deciding.worker().role);
    let (mut found, mut last) = (Vec::new(), None);
    'full: loop {
        let page = (last, HEAP);
        let worker = (worker_no, deciding.worker());
        let rows = mine::last_changed(reader, worker, now_ms, page)?;
        last = rows.last().copied();
        if last.is_none() {
            break;
        }
        for (no, changed_at) in rows {
            if found.len() == LONGEST_LIST {
                break 'full;
            }
            deciding.turn_to(reader, no)?;
            found.extend(deciding.candidate(reader, purposes_of(role), changed_at)?);
        }
    }
    let text = EntryText::List(ListText {
        what: "listed".to_owned(),
        purpose: None,
        outcome: None,
        sought: None,
        channel: Some(channel),
        asker,
        role,
        clients: found.iter().map(|it| it.client).collect(),
        policy_set: core.policy_set.clone(),
    });
    let vault = core.vault()?;
    let entry = draft(&vault, EntryKind::Intent, worker_no, &Under::Office, &text);
    Ok((entry, found))
}

/// The list gets its place in the ledger.
fn recorded(
    tx: &mut Transaction<'_>,
    (entry, found): (Draft, Vec<Candidate>),
) -> Result<(u64, Vec<Candidate>), GateError> {
    Ok((tx.append(entry)?.index(), found))
}

pub(crate) fn listed(vault: &Vault, found: Candidate) -> Result<ListedClient, GateError> {
    let open = |part: &SealedPart| records::open(vault, &found.keys, part);
    Ok(ListedClient {
        client: found.client,
        purpose: found.purpose,
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
