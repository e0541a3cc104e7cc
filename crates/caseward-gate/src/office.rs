//! Making, opening and sealing an office, and the ways to open it. Design §6; NASW-l (stored
//! securely), NASW-o (no lost key).

use std::sync::Arc;

use caseward_db::ledger::head;
use caseward_db::{Db, Ledger, Reader, Transaction, Value};
use caseward_model::{Client, Clock, Compartment, Id, Randomness};
use caseward_policies::Policies;
use serde_json::{Map, Value as Json};
use zeroize::Zeroizing;

use crate::ask::{Core, Gate};
use crate::deed::{deed, write_deed};
use crate::facts::{ClientSheet, NOBODY, Subject, read_client_by_no, seal_sheet};
use crate::permit::RecordKeys;
use crate::record::{DeedText, EntryKind, Under};
use crate::subjects::rewrite_client;
use crate::supervision;
use crate::vault::{
    Key, LedgerId, NewSlot, OpenSlot, SlotKind, SlotSettings, StoredSlot, Table, Vault, open_slot,
    wrap_slot,
};
use crate::{GateError, VaultError};

/// A way to open the office, as a list shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotLine {
    /// Its number.
    pub no: i64,
    /// What opens it.
    pub kind: SlotKind,
    /// Since when, in ms.
    pub made_at: i64,
}

/// A text that its holder must keep: a key file, or the paper key.
pub type Secret = Zeroizing<String>;

/// How a new office is to be opened.
pub struct NewOffice<'a> {
    /// The passphrase of its first slot.
    pub passphrase: &'a str,
    /// How slow that slot is.
    pub settings: SlotSettings,
}

impl Gate {
    /// Puts a gate before a ledger. The office stays sealed until [`Gate::open_office`].
    #[must_use]
    pub fn new(
        db: Db,
        ledger: Ledger,
        policies: Arc<Policies>,
        clock: Clock,
        randomness: Randomness,
    ) -> Self {
        Self {
            core: Arc::new(Core::new(policies, clock, randomness)),
            ledger: Arc::new(ledger),
            db,
        }
    }

    /// Makes an office: keys, slots, and the row that stands for nobody. Returns the paper key.
    ///
    /// # Errors
    /// [`GateError::OfficeExists`] when there is one already.
    pub async fn make_office(&self, new: NewOffice<'_>) -> Result<Secret, GateError> {
        let ledger_id = self.ledger_id().await?;
        let root = Key::make_random(&self.core.randomness);
        let wrap = |kind, passphrase| {
            wrap_slot(
                kind,
                passphrase,
                new.settings,
                &root,
                &ledger_id,
                &self.core.randomness,
            )
        };
        let passphrase = wrap(SlotKind::Passphrase, Some(new.passphrase))?;
        let paper = wrap(SlotKind::Paper, None)?;
        let secret = paper.secret.clone().ok_or(VaultError::NotGenuine)?;
        let mut vault = Vault::new(root, ledger_id, self.core.randomness.clone());
        let compartments: Vec<_> = Compartment::ALL
            .iter()
            .map(|&c| (c, vault.make_compartment(c, 1)))
            .collect();
        self.core.hold(Some(vault));
        let core = Arc::clone(&self.core);
        let made = self
            .ledger
            .write(move |tx| {
                if tx
                    .query_optional("SELECT no FROM key_slots LIMIT 1", &[])?
                    .is_some()
                {
                    return Err(GateError::OfficeExists);
                }
                write_new_office(&core, tx, [passphrase, paper], &compartments)
            })
            .await;
        if made.is_err() {
            self.core.hold(None);
        }
        made.map(|()| secret)
    }

    /// Adds a way to open the office, and gives its number; for key files and paper keys also the text to keep.
    ///
    /// # Errors
    /// [`GateError::OfficeSealed`] when it isn't open.
    pub async fn add_slot(
        &self,
        kind: SlotKind,
        passphrase: Option<&str>,
        settings: SlotSettings,
    ) -> Result<(i64, Option<Secret>), GateError> {
        let vault = self.core.vault()?;
        let (root, ledger) = (vault.root(), vault.ledger_id());
        let slot = wrap_slot(
            kind,
            passphrase,
            settings,
            root,
            ledger,
            &self.core.randomness,
        )?;
        let secret = slot.secret.clone();
        let core = Arc::clone(&self.core);
        let no = self
            .ledger
            .write(move |tx| {
                let no = write_slot(tx, &slot.stored)?;
                let what = [("kind", kind.word().into()), ("slot", no.into())];
                let deed = deed("slot_added", None, None, what);
                write_deed(&core, tx, 0, EntryKind::Office, &Under::Office, deed)?;
                Ok::<_, GateError>(no)
            })
            .await?;
        Ok((no, secret))
    }

    /// The ways to open the office, in the order of their numbers; nothing of what opens them.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn slots(&self) -> Result<Vec<SlotLine>, GateError> {
        let sql = "SELECT no, kind, made_at FROM key_slots ORDER BY no";
        let rows = self.db.read(move |reader| reader.query(sql, &[])).await?;
        let line = |row: &caseward_db::Row| {
            Ok(SlotLine {
                no: row.int(0)?,
                kind: SlotKind::from_word(row.text(1)?).ok_or(GateError::Damaged)?,
                made_at: row.int(2)?,
            })
        };
        rows.iter().map(line).collect()
    }

    /// Opens a sealed office, and brings in line what stands on workers' sheets because of others'.
    ///
    /// # Errors
    /// [`GateError::WrongKey`] when no slot of this kind opens, [`GateError::NoOffice`] when there is none.
    pub async fn open_office(&self, opening: OpenSlot<'_>) -> Result<(), GateError> {
        let ledger_id = self.ledger_id().await?;
        let kind = opening.kind();
        let (slots, compartments) = self.db.read(move |reader| read_keys(reader, kind)).await?;
        let found = slots
            .iter()
            .find_map(|slot| open_slot(slot, &opening, &ledger_id).ok());
        let root = found.ok_or(GateError::WrongKey)?;
        let mut vault = Vault::new(root, ledger_id, self.core.randomness.clone());
        for (compartment, epoch, wrapped) in compartments {
            vault.load_compartment(compartment, epoch, &wrapped)?;
        }
        self.core.hold(Some(vault));
        let core = Arc::clone(&self.core);
        self.ledger
            .write(move |tx| {
                let text = deed("office_opened", None, None, []);
                write_deed(&core, tx, 0, EntryKind::Office, &Under::Office, text)?;
                supervision::settle_all(&core, tx)
            })
            .await
    }

    /// Forgets all keys. Nothing can be asked until someone opens the office again.
    ///
    /// # Errors
    /// When the deed can't be written down; the keys are gone all the same.
    pub async fn seal_office(&self) -> Result<(), GateError> {
        let written = self.office_deed("office_sealed", Map::new()).await;
        self.core.hold(None);
        written
    }

    async fn ledger_id(&self) -> Result<LedgerId, GateError> {
        let head = self.db.read(caseward_db::ledger::head).await?;
        Ok(head.ledger_id)
    }

    /// Whether writing has stopped after a commit of which nobody knows whether it is on the disk.
    #[must_use]
    pub fn is_fenced(&self) -> bool {
        self.ledger.is_fenced()
    }

    /// Whether the keys are in the vault.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.core.vault().is_ok()
    }

    /// Writes down a deed about the office itself.
    ///
    /// # Errors
    /// When the office is sealed or the ledger can't be written.
    pub async fn office_deed(
        &self,
        deed: &'static str,
        particulars: Map<String, Json>,
    ) -> Result<(), GateError> {
        let core = Arc::clone(&self.core);
        let text = DeedText {
            deed: deed.to_owned(),
            by: None,
            client: None,
            particulars,
        };
        self.ledger
            .write(move |tx| {
                write_deed(&core, tx, 0, EntryKind::Office, &Under::Office, text).map(drop)
            })
            .await
    }
}

fn write_new_office(
    core: &Core,
    tx: &mut Transaction<'_>,
    slots: [NewSlot; 2],
    compartments: &[(Compartment, Vec<u8>)],
) -> Result<(), GateError> {
    for slot in &slots {
        write_slot(tx, &slot.stored)?;
    }
    for (compartment, wrapped) in compartments {
        tx.execute(
            "INSERT INTO compartment_keys (compartment, epoch, wrapped) VALUES ($1, 1, $2)",
            &[
                Value::Int(i64::from(compartment.number())),
                Value::Bytes(wrapped.clone()),
            ],
        )?;
    }
    let vault = core.vault()?;
    let origin = head(tx)?.origin();
    let key = vault
        .verifier_key(&origin)
        .map_err(|_| GateError::Damaged)?;
    tx.execute(
        "INSERT INTO office_facts (name, value) VALUES ('verifier_key', $1)",
        &[key.to_string().into()],
    )?;
    write_nobody(core, tx)?;
    let deed = deed("office_made", None, None, []);
    write_deed(core, tx, 0, EntryKind::Office, &Under::Office, deed).map(drop)
}

/// The client who isn't there has a sheet and keys like everyone, and a reference nobody can guess.
fn write_nobody(core: &Core, tx: &mut Transaction<'_>) -> Result<(), GateError> {
    let vault = core.vault()?;
    let id = Id::<Client>::make_random(&core.randomness);
    write_client(tx, &vault, NOBODY, &id, 0)?;
    let mut row = read_client_by_no(tx, &vault, NOBODY)?.ok_or(GateError::Damaged)?;
    row.sheet = ClientSheet::default();
    rewrite_client(tx, &vault, &row, 0)
}

/// Writes a new client's row, with keys of their own and a closed sheet until the real one is there.
pub(crate) fn write_client(
    tx: &mut Transaction<'_>,
    vault: &Vault,
    no: i64,
    id: &Id<Client>,
    changed_at: i64,
) -> Result<RecordKeys, GateError> {
    let subject = Subject {
        table: Table::ClientFacts,
        no,
        id: id.as_bytes(),
    };
    let sheet = seal_sheet(vault, subject, 1, 0, &ClientSheet::closed())?;
    let (keys, wrapped) = vault.make_record_keys(no)?;
    tx.execute(
        "INSERT INTO clients (no, ref, version, sheet, keys, changed_at) \
         VALUES ($1, $2, 1, $3, $4, $5)",
        &[
            no.into(),
            id.as_bytes().into(),
            sheet.into(),
            wrapped.into(),
            changed_at.into(),
        ],
    )?;
    Ok(keys)
}

fn write_slot(tx: &mut Transaction<'_>, slot: &StoredSlot) -> Result<i64, GateError> {
    let no = tx
        .query_one("SELECT COALESCE(MAX(no), 0) + 1 FROM key_slots", &[])?
        .int(0)?;
    let settings = serde_json::to_string(&slot.settings).map_err(|_| GateError::Damaged)?;
    let made_at = tx.now_ms();
    tx.execute(
        "INSERT INTO key_slots (no, kind, salt, settings, wrapped, proof, made_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            Value::Int(no),
            Value::Text(slot.kind.word().to_owned()),
            Value::Bytes(slot.salt.clone()),
            Value::Text(settings),
            Value::Bytes(slot.wrapped.clone()),
            Value::Bytes(slot.proof.clone()),
            Value::Int(made_at),
        ],
    )?;
    Ok(no)
}

type StoredKeys = (Vec<StoredSlot>, Vec<(Compartment, i64, Vec<u8>)>);

fn read_keys(reader: &mut Reader<'_>, wanted: SlotKind) -> Result<StoredKeys, GateError> {
    let mut slots = Vec::new();
    let rows = reader.query(
        "SELECT kind, salt, settings, wrapped, proof FROM key_slots ORDER BY no",
        &[],
    )?;
    if rows.is_empty() {
        let keys = "SELECT compartment FROM compartment_keys LIMIT 1";
        let made = reader.query_optional(keys, &[])?.is_some();
        return Err(if made {
            GateError::Damaged
        } else {
            GateError::NoOffice
        });
    }
    for row in rows {
        let kind = SlotKind::from_word(row.text(0)?).ok_or(GateError::Damaged)?;
        if kind == wanted {
            slots.push(StoredSlot {
                kind,
                salt: row.bytes(1)?.to_vec(),
                settings: serde_json::from_str(row.text(2)?).map_err(|_| GateError::Damaged)?,
                wrapped: row.bytes(3)?.to_vec(),
                proof: row.bytes(4)?.to_vec(),
            });
        }
    }
    let mut compartments = Vec::new();
    for row in reader.query(
        "SELECT compartment, epoch, wrapped FROM compartment_keys",
        &[],
    )? {
        let number = u8::try_from(row.int(0)?).map_err(|_| GateError::Damaged)?;
        let compartment = Compartment::from_number(number).ok_or(GateError::Damaged)?;
        compartments.push((compartment, row.int(1)?, row.bytes(2)?.to_vec()));
    }
    Ok((slots, compartments))
}
