//! Making, opening and sealing an office; and the sheets of its workers, organisations and clients.
//!
//! Every change of a sheet is a deed in the ledger, written in the same transaction. Design §3, §5, §6;
//! NASW-l (stored securely), NASW-o (no lost key).

use std::sync::Arc;

use caseward_db::ledger::head;
use caseward_db::{Db, Ledger, Reader, Transaction, Value};
use caseward_model::{Client, Clock, Compartment, Id, Kind, Organization, Randomness, Worker};
use caseward_policies::Policies;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use zeroize::Zeroizing;

use crate::ask::{Core, Gate, record_keys};
use crate::facts::{
    ClientSheet, OrganizationSheet, WorkerSheet, read_client_sheet, read_organization_sheet,
    read_worker_sheet,
};
use crate::record::{DeedText, EntryKind, EntryText, Under, draft};
use crate::vault::{
    Key, LedgerId, NewSlot, OpenSlot, SlotKind, SlotSettings, StoredSlot, Table, Vault, open_slot,
    wrap_slot,
};
use crate::{GateError, VaultError};

/// A text that its holder must keep: a key file, or the paper key.
pub type Secret = Zeroizing<String>;

/// How a new office is to be opened.
pub struct NewOffice<'a> {
    /// The passphrase of its first slot.
    pub passphrase: &'a str,
    /// How slow that slot is.
    pub settings: SlotSettings,
}

/// What an organisation, worker or programme is called: shown to colleagues, sealed at rest.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Particulars {
    /// The name on screen.
    pub name: String,
    /// A short name to sign in or be assigned by, unique in the office.
    pub handle: String,
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

    /// Adds a way to open the office; for key files and paper keys returns the text to keep.
    ///
    /// # Errors
    /// [`GateError::OfficeSealed`] when it isn't open.
    pub async fn add_slot(
        &self,
        kind: SlotKind,
        passphrase: Option<&str>,
        settings: SlotSettings,
    ) -> Result<Option<Secret>, GateError> {
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
        self.ledger
            .write(move |tx| {
                write_slot(tx, &slot.stored)?;
                let deed = deed("slot_added", None, None, [("kind", kind.word().into())]);
                write_deed(&core, tx, 0, EntryKind::Office, &Under::Office, deed)
            })
            .await?;
        Ok(secret)
    }

    /// Opens a sealed office.
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
        self.office_deed("office_opened", Map::new()).await
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
            .write(move |tx| write_deed(&core, tx, 0, EntryKind::Office, &Under::Office, text))
            .await
    }

    /// Takes an organisation into the register.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn add_organization(
        &self,
        sheet: OrganizationSheet,
        particulars: Particulars,
    ) -> Result<(i64, Id<Organization>), GateError> {
        let core = Arc::clone(&self.core);
        let id = Id::<Organization>::make_random(&self.core.randomness);
        let write = move |tx: &mut Transaction<'_>| {
            let no = insert_subject(
                &core,
                tx,
                &ORGANIZATIONS,
                id.as_bytes(),
                &sheet,
                &particulars,
            )?;
            let deed = deed(
                "organization_added",
                None,
                None,
                [("kind", sheet.kind.word().into())],
            );
            write_deed(&core, tx, 0, EntryKind::Deed, &Under::Office, deed)?;
            Ok::<_, GateError>(no)
        };
        Ok((self.ledger.write(write).await?, id))
    }

    /// Takes a worker into the office.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn add_worker(
        &self,
        sheet: WorkerSheet,
        particulars: Particulars,
    ) -> Result<(i64, Id<Worker>), GateError> {
        let core = Arc::clone(&self.core);
        let id = Id::<Worker>::make_random(&self.core.randomness);
        let write = move |tx: &mut Transaction<'_>| {
            let no = insert_subject(&core, tx, &WORKERS, id.as_bytes(), &sheet, &particulars)?;
            let deed = deed(
                "worker_added",
                Some(id),
                None,
                [("role", sheet.role.word().into())],
            );
            write_deed(&core, tx, 0, EntryKind::Deed, &Under::Office, deed)?;
            Ok::<_, GateError>(no)
        };
        Ok((self.ledger.write(write).await?, id))
    }

    /// Changes what decides about a worker.
    ///
    /// # Errors
    /// [`GateError::UnknownWorker`] when there is no such worker.
    pub async fn change_worker<F>(
        &self,
        worker: Id<Worker>,
        what: &'static str,
        change: F,
    ) -> Result<(), GateError>
    where
        F: FnOnce(&mut WorkerSheet) + Send + 'static,
    {
        let core = Arc::clone(&self.core);
        self.ledger
            .write(move |tx| {
                let vault = core.vault()?;
                let found = read_worker_sheet(tx, &vault, &worker)?;
                let (no, mut sheet) = found.ok_or(GateError::UnknownWorker)?;
                change(&mut sheet);
                rewrite_sheet(&vault, tx, &WORKERS, no, &sheet)?;
                let deed = deed(what, Some(worker), None, []);
                write_deed(&core, tx, no, EntryKind::Deed, &Under::Office, deed)
            })
            .await
    }

    /// Changes what decides about an organisation.
    ///
    /// # Errors
    /// [`GateError::Unfit`] when there is no such organisation.
    pub async fn change_organization<F>(
        &self,
        organization: Id<Organization>,
        what: &'static str,
        change: F,
    ) -> Result<(), GateError>
    where
        F: FnOnce(&mut OrganizationSheet) + Send + 'static,
    {
        let core = Arc::clone(&self.core);
        self.ledger
            .write(move |tx| {
                let vault = core.vault()?;
                let found = read_organization_sheet(tx, &vault, &organization)?;
                let (no, mut sheet) = found.ok_or(GateError::Unfit(
                    "no organization of the register has this id",
                ))?;
                change(&mut sheet);
                rewrite_sheet(&vault, tx, &ORGANIZATIONS, no, &sheet)?;
                let deed = deed(what, None, None, []);
                write_deed(&core, tx, 0, EntryKind::Deed, &Under::Office, deed)
            })
            .await
    }

    /// Changes what decides about a client, on record in the client's own history. `also` runs in
    /// the same transaction, for the lists that go with the fact.
    ///
    /// # Errors
    /// [`GateError::Unfit`] when there is no such client.
    pub async fn change_client<F>(
        &self,
        by: Option<Id<Worker>>,
        client: Id<Client>,
        what: &'static str,
        particulars: Map<String, Json>,
        change: F,
    ) -> Result<(), GateError>
    where
        F: FnOnce(&mut ClientSheet, i64, &mut Transaction<'_>, i64) -> Result<(), GateError>
            + Send
            + 'static,
    {
        let core = Arc::clone(&self.core);
        self.ledger
            .write(move |tx| {
                let vault = core.vault()?;
                let found = read_client_sheet(tx, &vault, &client)?;
                let (no, mut sheet) =
                    found.ok_or(GateError::Unfit("no client of this office has this id"))?;
                let now_ms = tx.now_ms();
                change(&mut sheet, now_ms, tx, no)?;
                rewrite_sheet(&vault, tx, &CLIENTS, no, &sheet)?;
                let keys = record_keys(tx, &vault, no)?;
                let under = keys
                    .get(Compartment::File)
                    .map_or(Under::Office, Under::Client);
                let text = DeedText {
                    deed: what.to_owned(),
                    by,
                    client: Some(client),
                    particulars,
                };
                write_deed(&core, tx, 0, EntryKind::Deed, &under, text)
            })
            .await
    }

    /// What the office calls its workers and organisations, for pages and commands.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn workers(
        &self,
    ) -> Result<Vec<(i64, Id<Worker>, WorkerSheet, Particulars)>, GateError> {
        self.subjects::<Worker, WorkerSheet>(&WORKERS).await
    }

    /// All organisations of the register.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn organizations(
        &self,
    ) -> Result<Vec<(i64, Id<Organization>, OrganizationSheet, Particulars)>, GateError> {
        self.subjects::<Organization, OrganizationSheet>(&ORGANIZATIONS)
            .await
    }

    async fn subjects<K: Kind, S: DeserializeOwned + Send + 'static>(
        &self,
        table: &'static SubjectTable,
    ) -> Result<Vec<(i64, Id<K>, S, Particulars)>, GateError> {
        let vault = self.core.vault()?;
        self.db
            .read(move |reader| {
                let rows = reader.query(table.list, &[])?;
                rows.iter()
                    .map(|row| open_subject(&vault, table, row))
                    .collect()
            })
            .await
    }
}

/// Where a kind of subject is kept, with its SQL.
pub(crate) struct SubjectTable {
    facts: Table,
    particulars: Table,
    list: &'static str,
    insert: &'static str,
    update: &'static str,
    version: &'static str,
    next: &'static str,
}

static WORKERS: SubjectTable = SubjectTable {
    facts: Table::WorkerFacts,
    particulars: Table::Workers,
    list: "SELECT no, ref, version, sheet, particulars FROM workers ORDER BY no",
    insert: "INSERT INTO workers (no, ref, version, sheet, particulars) VALUES ($1, $2, 1, $3, $4)",
    update: "UPDATE workers SET version = $1, sheet = $2 WHERE no = $3",
    version: "SELECT version FROM workers WHERE no = $1",
    next: "SELECT COALESCE(MAX(no), 0) + 1 FROM workers",
};

static ORGANIZATIONS: SubjectTable = SubjectTable {
    facts: Table::OrganizationFacts,
    particulars: Table::Organizations,
    list: "SELECT no, ref, version, sheet, particulars FROM organizations ORDER BY no",
    insert: "INSERT INTO organizations (no, ref, version, sheet, particulars) VALUES ($1, $2, 1, $3, $4)",
    update: "UPDATE organizations SET version = $1, sheet = $2 WHERE no = $3",
    version: "SELECT version FROM organizations WHERE no = $1",
    next: "SELECT COALESCE(MAX(no), 0) + 1 FROM organizations",
};

pub(crate) static CLIENTS: SubjectTable = SubjectTable {
    facts: Table::ClientFacts,
    particulars: Table::ClientFacts,
    list: "",
    insert: "",
    update: "UPDATE clients SET version = $1, sheet = $2 WHERE no = $3",
    version: "SELECT version FROM clients WHERE no = $1",
    next: "SELECT COALESCE(MAX(no), 0) + 1 FROM clients",
};

/// The next free number of a table; safe because every writer holds the ledger's head.
pub(crate) fn next_no(tx: &mut Transaction<'_>, table: &SubjectTable) -> Result<i64, GateError> {
    Ok(tx.query_one(table.next, &[])?.int(0)?)
}

fn insert_subject<S: Serialize>(
    core: &Core,
    tx: &mut Transaction<'_>,
    table: &SubjectTable,
    id: &[u8; 16],
    sheet: &S,
    particulars: &Particulars,
) -> Result<i64, GateError> {
    let vault = core.vault()?;
    let no = next_no(tx, table)?;
    let text = serde_json::to_vec(particulars).map_err(|_| GateError::Damaged)?;
    let sealed = vault.seal(
        vault.office_key(),
        &vault.place(table.particulars).row(no),
        &text,
    );
    let sheet = seal_sheet(&vault, table.facts, no, 1, sheet)?;
    tx.execute(
        table.insert,
        &[
            Value::Int(no),
            Value::Bytes(id.to_vec()),
            Value::Bytes(sheet),
            Value::Bytes(sealed),
        ],
    )?;
    Ok(no)
}

/// Seals a sheet for its row and version.
pub(crate) fn seal_sheet<S: Serialize>(
    vault: &Vault,
    table: Table,
    no: i64,
    version: i64,
    sheet: &S,
) -> Result<Vec<u8>, GateError> {
    let text = Zeroizing::new(serde_json::to_vec(sheet).map_err(|_| GateError::Damaged)?);
    Ok(vault.seal(
        vault.facts_key(),
        &vault.place(table).row(no).version(version),
        &text,
    ))
}

/// Writes a changed sheet under the next version.
pub(crate) fn rewrite_sheet<S: Serialize>(
    vault: &Vault,
    tx: &mut Transaction<'_>,
    table: &SubjectTable,
    no: i64,
    sheet: &S,
) -> Result<(), GateError> {
    let version = tx.query_one(table.version, &[Value::Int(no)])?.int(0)? + 1;
    let sealed = seal_sheet(vault, table.facts, no, version, sheet)?;
    tx.execute(
        table.update,
        &[Value::Int(version), Value::Bytes(sealed), Value::Int(no)],
    )?;
    Ok(())
}

fn open_subject<K: Kind, S: DeserializeOwned>(
    vault: &Vault,
    table: &SubjectTable,
    row: &caseward_db::Row,
) -> Result<(i64, Id<K>, S, Particulars), GateError> {
    let no = row.int(0)?;
    let id: [u8; 16] = row.bytes(1)?.try_into().map_err(|_| GateError::Damaged)?;
    let place = vault.place(table.facts).row(no).version(row.int(2)?);
    let sheet = vault.facts_key().unlock(&place, row.bytes(3)?)?;
    let sheet = serde_json::from_slice(&sheet).map_err(|_| GateError::Damaged)?;
    let text = vault
        .office_key()
        .unlock(&vault.place(table.particulars).row(no), row.bytes(4)?)?;
    let particulars = serde_json::from_slice(&text).map_err(|_| GateError::Damaged)?;
    Ok((no, Id::from_bytes(id), sheet, particulars))
}

/// The text of a deed.
pub(crate) fn deed<const N: usize>(
    what: &str,
    by: Option<Id<Worker>>,
    client: Option<Id<Client>>,
    particulars: [(&str, Json); N],
) -> DeedText {
    let particulars = particulars
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    DeedText {
        deed: what.to_owned(),
        by,
        client,
        particulars,
    }
}

/// Writes a deed into the ledger.
pub(crate) fn write_deed(
    core: &Core,
    tx: &mut Transaction<'_>,
    actor: i64,
    kind: EntryKind,
    under: &Under<'_>,
    text: DeedText,
) -> Result<(), GateError> {
    tx.append(draft(
        &*core.vault()?,
        kind,
        actor,
        under,
        &EntryText::Deed(text),
    ))?;
    Ok(())
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
    write_deed(core, tx, 0, EntryKind::Office, &Under::Office, deed)
}

/// The client who isn't there has a sheet and keys like everyone, and a reference nobody can guess.
fn write_nobody(core: &Core, tx: &mut Transaction<'_>) -> Result<(), GateError> {
    let vault = core.vault()?;
    let id = Id::<Client>::make_random(&core.randomness);
    let sheet = seal_sheet(&vault, Table::ClientFacts, 0, 1, &ClientSheet::default())?;
    tx.execute(
        "INSERT INTO clients (no, ref, version, sheet, changed_at) VALUES (0, $1, 1, $2, 0)",
        &[Value::Bytes(id.as_bytes().to_vec()), Value::Bytes(sheet)],
    )?;
    for compartment in [
        Compartment::File,
        Compartment::ThirdParty,
        Compartment::Safety,
    ] {
        write_record_key(tx, &vault, 0, compartment)?;
    }
    Ok(())
}

/// Makes a client's key for a compartment and stores it wrapped.
pub(crate) fn write_record_key(
    tx: &mut Transaction<'_>,
    vault: &Vault,
    client_no: i64,
    compartment: Compartment,
) -> Result<Key, GateError> {
    let (key, wrapped) = vault.make_record_key(client_no, compartment)?;
    tx.execute(
        "INSERT INTO record_keys (client_no, compartment, epoch, wrapped) VALUES ($1, $2, $3, $4)",
        &[
            Value::Int(client_no),
            Value::Int(i64::from(compartment.number())),
            Value::Int(wrapped.epoch),
            Value::Bytes(wrapped.bytes),
        ],
    )?;
    Ok(key)
}

fn write_slot(tx: &mut Transaction<'_>, slot: &StoredSlot) -> Result<(), GateError> {
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
    Ok(())
}

type StoredKeys = (Vec<StoredSlot>, Vec<(Compartment, i64, Vec<u8>)>);

fn read_keys(reader: &mut Reader<'_>, wanted: SlotKind) -> Result<StoredKeys, GateError> {
    let mut slots = Vec::new();
    let rows = reader.query(
        "SELECT kind, salt, settings, wrapped, proof FROM key_slots ORDER BY no",
        &[],
    )?;
    if rows.is_empty() {
        return Err(GateError::NoOffice);
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

impl Gate {
    /// One worker, by their number.
    ///
    /// # Errors
    /// When the office is sealed or the row doesn't open.
    pub async fn worker(
        &self,
        no: i64,
    ) -> Result<Option<(Id<Worker>, WorkerSheet, Particulars)>, GateError> {
        let vault = self.core.vault()?;
        let sql = "SELECT no, ref, version, sheet, particulars FROM workers WHERE no = $1";
        let found = self
            .db
            .read(move |reader| reader.query_optional(sql, &[Value::Int(no)]))
            .await?;
        let Some(row) = found else { return Ok(None) };
        let (_, id, sheet, particulars) = open_subject::<Worker, _>(&vault, &WORKERS, &row)?;
        Ok(Some((id, sheet, particulars)))
    }

    /// What an organisation is called, by its number.
    ///
    /// # Errors
    /// When the office is sealed or the row doesn't open.
    pub async fn organization_name(&self, no: i64) -> Result<Option<String>, GateError> {
        let vault = self.core.vault()?;
        let sql = "SELECT no, ref, version, sheet, particulars FROM organizations WHERE no = $1";
        let found = self
            .db
            .read(move |reader| reader.query_optional(sql, &[Value::Int(no)]))
            .await?;
        let Some(row) = found else { return Ok(None) };
        let (_, _, _, particulars) =
            open_subject::<Organization, OrganizationSheet>(&vault, &ORGANIZATIONS, &row)?;
        Ok(Some(particulars.name))
    }
}
