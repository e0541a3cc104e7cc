//! Reading the ledger back: who looked at a file, and what an entry says.
//!
//! The history of a client opens with the client's own key, and so only after a permit (CR-2,
//! CR-10). Entries about the office open with the office's key. Everything else in the ledger stays
//! shut, and shows what a stranger may see: number, time, kind and commitment.

use std::collections::HashMap;
use std::sync::Arc;

use caseward_db::LedgerRow;
use caseward_db::ledger::note::{Checkpoint, Note, VerifierKey};
use caseward_db::ledger::statement::TlogProof;
use caseward_db::ledger::{head, proof, read};
use caseward_model::{Action, Compartment};

use crate::ask::Gate;
use crate::office_work::{Drawer, apart_tag};
use crate::permit::LIFE_MS;
use crate::record::{EntryKind, EntryText, Outcome, open_entry, open_whole, tag_of};
use crate::request::OpensFile;
use crate::vault::VaultError;
use crate::{Delivery, GateError, Permit, Sealed};

/// How many entries of a client are read at once.
const HEAP: u32 = 500;

/// One entry about a client, opened.
#[derive(Debug, Clone)]
pub struct HistoryLine {
    /// Its number in the ledger.
    pub entry: u64,
    /// When, in ms since 1970.
    pub at_ms: i64,
    /// What kind.
    pub kind: Option<EntryKind>,
    /// What it says.
    pub text: EntryText,
}

/// Something that left about a client, by its entry.
#[derive(Debug, Clone)]
pub struct WentOut {
    /// The entry.
    pub line: HistoryLine,
    /// What became of it; nothing where nobody knows, and then it counts as disclosed.
    pub outcome: Option<Outcome>,
}

/// An entry as far as it can be shown to this office.
#[derive(Clone)]
pub struct EntryView {
    /// The row as it stands in the ledger.
    pub row: LedgerRow,
    /// What kind.
    pub kind: Option<EntryKind>,
    /// What it says, where it is about the office; entries about clients stay shut here.
    pub text: Option<EntryText>,
}

/// An entry that was kept apart, opened, with the proof that it is in the ledger.
#[derive(Clone)]
pub struct EntryApart {
    /// Its number in the ledger.
    pub entry: u64,
    /// When, in ms since 1970.
    pub at_ms: i64,
    /// What it says.
    pub text: EntryText,
    /// What it says, byte for byte as it was written down: [`check_told`](crate::check_told) asks for it.
    pub told: Vec<u8>,
    /// The proof, with what opens the entry.
    pub proof: TlogProof,
}

impl Gate {
    /// The entries that were [kept apart](crate::Works::keep_apart) for a card, the oldest first, each with its proof. Whether
    /// somebody may see them is for the desk of that card to ask before.
    ///
    /// # Errors
    /// [`GateError::Vault`] when an entry was changed behind the gate's back.
    pub async fn entries_apart(
        &self,
        (drawer, no): (Drawer, i64),
        most: u32,
    ) -> Result<Vec<EntryApart>, GateError> {
        let vault = self.core.vault()?;
        let tag = apart_tag(&vault, drawer, no);
        let rows = self
            .db
            .read(move |reader| read::by_tag(reader, &tag, u64::MAX, most))
            .await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows.iter().rev() {
            let whole = open_whole(&vault, vault.office_key(), row)?;
            let told = whole.get(16..).ok_or(VaultError::NotGenuine)?.to_vec();
            let text = serde_json::from_slice(&told).map_err(|_| VaultError::Newer)?;
            let mut proof = self.proof(row.index).await?;
            let mut extra = row.leaf().to_vec();
            extra.extend_from_slice(&whole);
            proof.extra = Some(extra);
            all.push(EntryApart {
                entry: row.index,
                at_ms: row.at_ms,
                text,
                told,
                proof,
            });
        }
        Ok(all)
    }

    /// Everything that the ledger holds about the client of this permit, newest first. The permit
    /// is used up.
    ///
    /// # Errors
    /// [`GateError::Vault`] when an entry was changed behind the gate's back.
    pub async fn history<A: OpensFile>(
        &self,
        permit: Permit<'_, A>,
        sealed: Sealed,
        most: u32,
    ) -> Result<Vec<HistoryLine>, GateError> {
        drop(sealed);
        let vault = self.core.vault()?;
        let keys = permit.granted.keys;
        let key = keys.get(Compartment::File).ok_or(VaultError::Destroyed)?;
        let tag = tag_of(key);
        let rows = self
            .db
            .read(move |reader| read::by_tag(reader, &tag, u64::MAX, most))
            .await?;
        let open = |row: LedgerRow| {
            Ok(HistoryLine {
                entry: row.index,
                at_ms: row.at_ms,
                kind: EntryKind::from_number(row.kind),
                text: open_entry(&vault, key, &row)?,
            })
        };
        rows.into_iter().map(open).collect()
    }

    /// What the ledger says that left about the client of this permit, the newest first: rows in a report to an organisation, and what a
    /// desk noted by one of these deeds. All of it, however long ago; what is known to have stayed isn't among it (RE-2). The permit is
    /// used up.
    ///
    /// # Errors
    /// [`GateError::PermitExpired`] after 60 seconds, [`GateError::Vault`] when an entry was changed behind the gate's back.
    pub async fn went_out<A: OpensFile>(
        &self,
        (permit, sealed): (Permit<'_, A>, Sealed),
        deeds: &[&str],
    ) -> Result<(Vec<WentOut>, Delivery), GateError> {
        drop(sealed);
        let vault = self.core.vault()?;
        let granted = permit.granted;
        if self.core.clock.now_ms() - granted.at_ms > LIFE_MS {
            return Err(GateError::PermitExpired);
        }
        let key = granted
            .keys
            .get(Compartment::File)
            .ok_or(VaultError::Destroyed)?;
        let tag = tag_of(key);
        let mut left = Left::default();
        let mut before = u64::MAX;
        loop {
            let rows = self
                .db
                .read(move |reader| read::by_tag(reader, &tag, before, HEAP));
            let rows = rows.await?;
            let Some(last) = rows.last() else { break };
            before = last.index;
            for row in &rows {
                let text = open_entry(&vault, key, row)?;
                left.take(row, text, deeds);
            }
        }
        let file_key = granted.keys.into_file_key().map(Arc::new);
        let delivery = self.delivery(granted.entry, file_key, granted.worker_no);
        Ok((left.all, delivery))
    }

    /// The newest entries before `before`, or the newest of all with `u64::MAX`.
    ///
    /// # Errors
    /// When the database doesn't answer.
    pub async fn entries(&self, before: u64, most: u32) -> Result<Vec<EntryView>, GateError> {
        let rows = self
            .db
            .read(move |reader| read::latest(reader, before, most))
            .await?;
        Ok(rows.into_iter().map(|row| self.view(row)).collect())
    }

    /// One entry.
    ///
    /// # Errors
    /// When the database doesn't answer.
    pub async fn entry(&self, index: u64) -> Result<Option<EntryView>, GateError> {
        let row = self
            .db
            .read(move |reader| read::by_index(reader, index))
            .await?;
        Ok(row.map(|row| self.view(row)))
    }

    fn view(&self, row: LedgerRow) -> EntryView {
        let text = match (self.core.vault(), row.tag) {
            (Ok(vault), None) => open_entry(&vault, vault.office_key(), &row).ok(),
            _ => None,
        };
        EntryView {
            kind: EntryKind::from_number(row.kind),
            row,
            text,
        }
    }

    /// How long the ledger is, what it hashes to, and our signature under it.
    ///
    /// # Errors
    /// When the office is sealed: nobody can sign.
    pub async fn checkpoint(&self) -> Result<(Note, VerifierKey), GateError> {
        let vault = self.core.vault()?;
        let head = self.db.read(head).await?;
        let origin = head.origin();
        let checkpoint = Checkpoint {
            origin: origin.clone(),
            size: head.size,
            root: head.root,
        };
        let note = vault
            .sign_checkpoint(&checkpoint)
            .map_err(|_| GateError::Damaged)?;
        Ok((
            note,
            vault
                .verifier_key(&origin)
                .map_err(|_| GateError::Damaged)?,
        ))
    }

    /// The proof that an entry is in the ledger, for anyone to keep.
    ///
    /// # Errors
    /// [`caseward_db::DbError::NoSuchEntry`] when there is no such entry.
    pub async fn proof(&self, index: u64) -> Result<TlogProof, GateError> {
        let vault = self.core.vault()?;
        let read = move |reader: &mut caseward_db::Reader<'_>| {
            let head = head(reader)?;
            let hashes = proof::inclusion_proof(reader, index, head.size)?;
            Ok::<_, caseward_db::DbError>((head, hashes))
        };
        let (head, hashes) = self.db.read(read).await?;
        let checkpoint = Checkpoint {
            origin: head.origin(),
            size: head.size,
            root: head.root,
        };
        let checkpoint = vault
            .sign_checkpoint(&checkpoint)
            .map_err(|_| GateError::Damaged)?;
        Ok(TlogProof {
            extra: None,
            index,
            hashes,
            checkpoint,
        })
    }
}

/// What was read so far, the newest first: what became of something stands after it, and so is met before.
#[derive(Default)]
struct Left {
    all: Vec<WentOut>,
    outcomes: HashMap<u64, Outcome>,
}

impl Left {
    fn take(&mut self, row: &LedgerRow, text: EntryText, deeds: &[&str]) {
        let kind = EntryKind::from_number(row.kind);
        let left = match (kind, &text) {
            (_, EntryText::Outcome(it)) => {
                // The newest one counts: what waited and was fetched has two.
                self.outcomes.entry(it.of).or_insert(it.outcome);
                false
            }
            (Some(EntryKind::Intent), EntryText::Answer(it)) => {
                it.action == Action::Report && it.recipient.is_some()
            }
            (Some(EntryKind::Deed), EntryText::Deed(it)) => deeds.contains(&it.deed.as_str()),
            _ => false,
        };
        let outcome = self.outcomes.get(&row.index).copied();
        let stayed = matches!(outcome, Some(Outcome::Unopened | Outcome::Kept));
        if left && !stayed {
            let line = HistoryLine {
                entry: row.index,
                at_ms: row.at_ms,
                kind,
                text,
            };
            self.all.push(WentOut { line, outcome });
        }
    }
}
