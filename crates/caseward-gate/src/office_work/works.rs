//! Where a desk does what was permitted: tables of its own, sheets of people, and the entries that go
//! with them, all in one transaction (CR-4, design §5).

use std::sync::Arc;

use caseward_db::Transaction;
use caseward_model::{Channel, Client, Compartment, Id, Organization, Worker};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use zeroize::Zeroizing;

use super::{Acting, Drawer};
use crate::GateError;
use crate::ask::Core;
use crate::cards;
use crate::deciding::{Deciding, purposes_of};
use crate::deed::{deed, write_deed};
use crate::facts::{
    AssignmentFact, ClientRow, ClientSheet, NOBODY, OrganizationSheet, SupervisedIn, WorkerSheet,
    read_client, read_kept_client, read_organization_sheet, read_worker_sheet,
};
use crate::mine;
use crate::record::{DeedText, EntryKind, Under};
use crate::subjects::{
    ORGANIZATIONS, Particulars, Registered, WORKERS, insert_subject, open_worker_by_no,
    rewrite_client, rewrite_particulars, rewrite_sheet, subjects_in,
};
use crate::supervision;
use crate::vault::Vault;

/// A piece of office work under way.
pub struct Works<'w, 'tx> {
    pub(super) tx: &'w mut Transaction<'tx>,
    pub(crate) core: &'w Core,
    pub(crate) vault: Arc<Vault>,
    pub(super) acting: Acting,
    noted: Map<String, Json>,
    apart: Option<[u8; 16]>,
    came_of_it: Option<&'static str>,
}

/// What a desk may see of a client whom its work is about: what decides, and nothing from the file.
pub struct ClientSeen {
    /// Their number in this office.
    pub no: i64,
    /// Their id.
    pub id: Id<Client>,
    /// What decides about them.
    pub sheet: ClientSheet,
}

impl<'w, 'tx> Works<'w, 'tx> {
    pub(crate) fn new(
        tx: &'w mut Transaction<'tx>,
        core: &'w Core,
        acting: Acting,
    ) -> Result<Self, GateError> {
        Ok(Self {
            vault: core.vault()?,
            tx,
            core,
            acting,
            noted: Map::new(),
            apart: None,
            came_of_it: None,
        })
    }

    /// Under which tag the entry of this piece of work is to be written, if it is kept apart.
    pub(crate) const fn apart(&self) -> Option<[u8; 16]> {
        self.apart
    }

    /// What this piece of work is called in its entry: what came of it, or else what was meant to be done.
    pub(crate) fn called(&self, meant: &'static str) -> &'static str {
        self.came_of_it.unwrap_or(meant)
    }

    pub(crate) fn into_noted(self) -> Map<String, Json> {
        self.noted
    }

    /// The transaction, for the desk's own tables.
    pub fn transaction(&mut self) -> &mut Transaction<'tx> {
        self.tx
    }

    /// Now, in ms since 1970.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.tx.now_ms()
    }

    /// The number of the one who acts; 0 for the holder of a key.
    #[must_use]
    pub const fn actor_no(&self) -> i64 {
        self.acting.no
    }

    /// The one who acts; nobody for the holder of a key.
    #[must_use]
    pub const fn actor(&self) -> Option<Id<Worker>> {
        self.acting.id
    }

    /// Writes something into the entry of this piece of work: words, ids and counts only.
    pub fn note(&mut self, what: &str, value: impl Into<Json>) {
        self.noted.insert(what.to_owned(), value.into());
    }

    /// Calls this piece of work in its entry by what came of it, where that shows only while it is done.
    pub const fn turned_out(&mut self, deed: &'static str) {
        self.came_of_it = Some(deed);
    }

    /// Keeps the entry of this piece of work apart: to everyone who looks through the ledger it is a deed about somebody, and it
    /// opens only for whoever looks after this card ([`Gate::entries_apart`](crate::Gate::entries_apart)). For what those whom it
    /// is about aren't to learn from the ledger, such as who reported whom (CC-2.8).
    pub fn keep_apart(&mut self, (drawer, no): (Drawer, i64)) {
        self.apart = Some(apart_tag(&self.vault, drawer, no));
    }

    /// Sixteen bytes that stand for these texts, in this domain.
    #[must_use]
    pub fn fingerprint(&self, domain: &str, parts: &[&[u8]]) -> [u8; 16] {
        self.vault.fingerprint(domain, parts)
    }

    /// Random bytes.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        self.core.randomness.bytes()
    }

    /// Seals a row of a desk's drawer; its place is its number, a second number and its version.
    #[must_use]
    pub fn seal(&self, drawer: Drawer, place: (i64, i64, i64), plain: &[u8]) -> Vec<u8> {
        drawer.seal(&self.vault, place, plain)
    }

    /// Opens what [`Works::seal`] made.
    ///
    /// # Errors
    /// [`GateError::Vault`] when it doesn't belong there.
    pub fn open(
        &self,
        drawer: Drawer,
        place: (i64, i64, i64),
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, GateError> {
        drawer.open(&self.vault, place, sealed)
    }
}

/// Cards.
impl Works<'_, '_> {
    /// A [card](crate::Cards), if there is one.
    ///
    /// # Errors
    /// [`GateError::PutBack`] when the card was put back to an earlier state.
    pub fn card<C: DeserializeOwned>(
        &mut self,
        (drawer, no): (Drawer, i64),
    ) -> Result<Option<C>, GateError> {
        let found = cards::open(&self.vault, self.tx, drawer as u8, no)?;
        Ok(found.map(|(_, card)| card))
    }

    /// Changes a [card](crate::Cards), with an entry under the card's own tag; an empty one when there was none.
    ///
    /// # Errors
    /// [`GateError::PutBack`] when the card was put back to an earlier state.
    pub fn change_card<C: Serialize + DeserializeOwned + Default>(
        &mut self,
        (drawer, no): (Drawer, i64),
        what: &str,
        change: impl FnOnce(&mut C),
    ) -> Result<(), GateError> {
        let drawer = drawer as u8;
        let found = cards::open(&self.vault, self.tx, drawer, no)?;
        let (version, mut card) = found.unwrap_or_default();
        change(&mut card);
        let under = Under::Subject(cards::tag(&self.vault, drawer, no));
        let text = deed(what, self.acting.id, None, []);
        let kind = EntryKind::Deed;
        let made_in = write_deed(self.core, self.tx, self.acting.no, kind, &under, text)?;
        let place = (drawer, no);
        cards::write(&self.vault, self.tx, place, version + 1, made_in, &card)
    }
}

/// Workers and organisations.
impl Works<'_, '_> {
    /// What decides about a worker.
    ///
    /// # Errors
    /// [`GateError::UnknownWorker`] when there is none.
    pub fn worker(&mut self, id: Id<Worker>) -> Result<(i64, WorkerSheet), GateError> {
        let found = read_worker_sheet(self.tx, &self.vault, &id)?;
        found.ok_or(GateError::UnknownWorker)
    }

    /// What decides about a worker, by their number; nobody when there is none.
    ///
    /// # Errors
    /// When the sheet doesn't open.
    pub fn worker_by_no(
        &mut self,
        no: i64,
    ) -> Result<Option<(Id<Worker>, WorkerSheet)>, GateError> {
        open_worker_by_no(self.tx, &self.vault, no)
    }

    /// Everyone who works here.
    ///
    /// # Errors
    /// When a row doesn't open.
    pub fn workers(&mut self) -> Result<Vec<Registered<Worker, WorkerSheet>>, GateError> {
        subjects_in(self.tx, &self.vault, &WORKERS)
    }

    /// Takes a worker in, with their entry.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn add_worker(
        &mut self,
        sheet: &WorkerSheet,
        particulars: &Particulars,
    ) -> Result<(i64, Id<Worker>), GateError> {
        let id = Id::<Worker>::make_random(&self.core.randomness);
        let added = [
            ("worker", id.to_string().into()),
            ("role", sheet.role.word().into()),
        ];
        let text = deed("worker_added", self.acting.id, None, added);
        let supervises_in = supervision::found(self.tx, &self.vault, &sheet.supervises)?;
        let sheet = WorkerSheet {
            supervises_in,
            ..sheet.clone()
        };
        let what = (&sheet, particulars);
        let no = insert_subject(self.core, self.tx, &WORKERS, id.as_bytes(), what, text)?;
        Ok((no, id))
    }

    /// Changes what decides about a worker, with an entry under the worker's own tag.
    ///
    /// # Errors
    /// [`GateError::UnknownWorker`] when there is none.
    pub fn change_worker(
        &mut self,
        id: Id<Worker>,
        what: &str,
        change: impl FnOnce(&mut WorkerSheet),
    ) -> Result<(), GateError> {
        self.change_worker_noting(id, what, Map::new(), change)?;
        Ok(())
    }

    /// [`Works::change_worker`] with words, ids and counts in its entry; returns the entry's number.
    ///
    /// # Errors
    /// [`GateError::UnknownWorker`] when there is none.
    pub fn change_worker_noting(
        &mut self,
        id: Id<Worker>,
        what: &str,
        mut particulars: Map<String, Json>,
        change: impl FnOnce(&mut WorkerSheet),
    ) -> Result<u64, GateError> {
        let (no, mut sheet) = self.worker(id)?;
        let before = SupervisedIn::of(&sheet);
        change(&mut sheet);
        particulars.insert("worker".to_owned(), id.to_string().into());
        let text = DeedText {
            deed: what.to_owned(),
            by: self.acting.id,
            client: None,
            particulars,
        };
        let (kept, text) = ((&before, sheet), (self.acting.no, text));
        supervision::keep_worker(self.core, self.tx, (no, id), kept, text)
    }

    /// Changes what a worker is called and how they are reached.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn rename_worker(&mut self, no: i64, particulars: &Particulars) -> Result<(), GateError> {
        rewrite_particulars(self.tx, &self.vault, &WORKERS, no, particulars)
    }

    /// Changes what an organisation is called.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn rename_organization(
        &mut self,
        no: i64,
        particulars: &Particulars,
    ) -> Result<(), GateError> {
        rewrite_particulars(self.tx, &self.vault, &ORGANIZATIONS, no, particulars)
    }

    /// What decides about an organisation.
    ///
    /// # Errors
    /// [`GateError::Unfit`] when there is none.
    pub fn organization(
        &mut self,
        id: Id<Organization>,
    ) -> Result<(i64, OrganizationSheet), GateError> {
        let found = read_organization_sheet(self.tx, &self.vault, &id)?;
        found.ok_or(GateError::Unfit(
            "no organization of the register has this id",
        ))
    }

    /// All organisations of the register.
    ///
    /// # Errors
    /// When a row doesn't open.
    pub fn organizations(
        &mut self,
    ) -> Result<Vec<Registered<Organization, OrganizationSheet>>, GateError> {
        subjects_in(self.tx, &self.vault, &ORGANIZATIONS)
    }

    /// Takes an organisation into the register, with its entry.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn add_organization(
        &mut self,
        sheet: &OrganizationSheet,
        particulars: &Particulars,
    ) -> Result<(i64, Id<Organization>), GateError> {
        let id = Id::<Organization>::make_random(&self.core.randomness);
        let kind = [("kind", sheet.kind.word().into())];
        let text = deed("organization_added", self.acting.id, None, kind);
        let what = (sheet, particulars);
        let no = insert_subject(
            self.core,
            self.tx,
            &ORGANIZATIONS,
            id.as_bytes(),
            what,
            text,
        )?;
        Ok((no, id))
    }

    /// Changes what decides about an organisation, with an entry under its own tag.
    ///
    /// # Errors
    /// [`GateError::Unfit`] when there is none.
    pub fn change_organization(
        &mut self,
        id: Id<Organization>,
        what: &str,
        change: impl FnOnce(&mut OrganizationSheet),
    ) -> Result<(), GateError> {
        let (no, mut sheet) = self.organization(id)?;
        change(&mut sheet);
        let subject = ORGANIZATIONS.subject(no, id.as_bytes());
        let under = Under::Subject(self.vault.subject_tag(subject.table, subject.id));
        let whom = [("organization", id.to_string().into())];
        let text = deed(what, self.acting.id, None, whom);
        let kind = EntryKind::Deed;
        let made_in = write_deed(self.core, self.tx, self.acting.no, kind, &under, text)?;
        rewrite_sheet(
            &self.vault,
            self.tx,
            &ORGANIZATIONS,
            subject,
            made_in,
            &sheet,
        )
    }
}

/// The ways to open the office.
impl Works<'_, '_> {
    /// Takes a way to open the office away. Copies of the database from before open with it all the same. Says
    /// whether there was one with this number.
    ///
    /// # Errors
    /// [`GateError::Unfit`] when it is the last one: nobody could open the office again.
    pub fn remove_slot(&mut self, no: i64) -> Result<bool, GateError> {
        let others = "SELECT no FROM key_slots WHERE no <> $1 LIMIT 1";
        if self.tx.query_optional(others, &[no.into()])?.is_none() {
            return Err(GateError::Unfit(
                "this is the last way to open the office; add another one first",
            ));
        }
        let sql = "DELETE FROM key_slots WHERE no = $1";
        Ok(self.tx.execute(sql, &[no.into()])? == 1)
    }
}

/// Clients, as far as office work bears on them: who is assigned, walled, in an emergency.
impl Works<'_, '_> {
    /// What decides about a client; nobody when there is none with this id.
    ///
    /// # Errors
    /// When the sheet doesn't open.
    pub fn client(&mut self, id: Id<Client>) -> Result<Option<ClientSeen>, GateError> {
        Ok(read_client(self.tx, &self.vault, &id)?.map(seen))
    }

    /// What decides about a client, if the one who acts may know of them; nobody otherwise, as when there is
    /// none with this id, at the same cost (DV-3.3.1).
    ///
    /// # Errors
    /// When a sheet doesn't open.
    pub fn known_client(&mut self, id: Id<Client>) -> Result<Option<ClientSeen>, GateError> {
        let Some(asker) = self.acting.id else {
            return self.client(id);
        };
        let now_ms = self.now_ms();
        let mut deciding = Deciding::begin(self.core, self.tx, now_ms, (asker, Channel::Screen))?;
        // Only the number is looked up before the decision, so that one sheet is opened whoever is asked about.
        let sql = "SELECT no FROM clients WHERE ref = $1 AND length(keys) > 0";
        let row = self.tx.query_optional(sql, &[id.as_bytes().into()])?;
        let no = row.map_or(Ok(NOBODY), |row| row.int(0))?;
        deciding.turn_to(self.tx, no)?;
        let purposes = purposes_of(deciding.worker().role);
        if deciding.may_know_for(purposes).is_none() {
            return Ok(None);
        }
        self.client(id)
    }

    /// What decides about a client, by their number; nothing when their keys were destroyed.
    ///
    /// # Errors
    /// When the sheet doesn't open.
    pub fn client_by_no(&mut self, no: i64) -> Result<Option<ClientSeen>, GateError> {
        Ok(read_kept_client(self.tx, &self.vault, no)?.map(seen))
    }

    /// Changes what decides about a client, with an entry in the client's own history.
    ///
    /// # Errors
    /// [`GateError::Unfit`] when there is no such client.
    pub fn change_client(
        &mut self,
        id: Id<Client>,
        what: &str,
        particulars: Map<String, Json>,
        change: impl FnOnce(&mut ClientSheet),
    ) -> Result<(), GateError> {
        let found = read_client(self.tx, &self.vault, &id)?;
        let mut row = found.ok_or(GateError::Unfit("no client of this office has this id"))?;
        // What the sheet says of the records is the gate's own.
        let (records, before) = (row.sheet.records, row.sheet.assignments.clone());
        change(&mut row.sheet);
        row.sheet.records = records;
        self.rewrite(&row, &before, what, particulars)
    }

    /// Looks at what decides about a client, by their number, and changes it if there is something to
    /// change: then `change` gives what goes into the entry in the client's own history. Says whether it was.
    ///
    /// # Errors
    /// When the sheet doesn't open.
    pub fn revise_client(
        &mut self,
        no: i64,
        what: &str,
        change: impl FnOnce(&mut ClientSheet) -> Option<Map<String, Json>>,
    ) -> Result<bool, GateError> {
        // Whose keys were destroyed still stands on lists, and nothing about them changes any more.
        let Some(mut row) = read_kept_client(self.tx, &self.vault, no)? else {
            return Ok(false);
        };
        let (records, before) = (row.sheet.records, row.sheet.assignments.clone());
        let Some(particulars) = change(&mut row.sheet) else {
            return Ok(false);
        };
        row.sheet.records = records;
        self.rewrite(&row, &before, what, particulars)?;
        Ok(true)
    }

    fn rewrite(
        &mut self,
        row: &ClientRow,
        before: &[AssignmentFact],
        what: &str,
        particulars: Map<String, Json>,
    ) -> Result<(), GateError> {
        mine::settle(self.tx, row.no, (before, &row.sheet.assignments))?;
        let text = DeedText {
            deed: what.to_owned(),
            by: self.acting.id,
            client: Some(Id::from_bytes(row.id)),
            particulars,
        };
        let file_key = row.keys.get(Compartment::File);
        let under = file_key.map_or(Under::Office, Under::Client);
        let kind = EntryKind::Deed;
        let made_in = write_deed(self.core, self.tx, self.acting.no, kind, &under, text)?;
        rewrite_client(self.tx, &self.vault, row, made_in)
    }
}

/// The tag of entries that are kept apart for a card. It isn't the card's own, by which the newest card is known.
pub(crate) fn apart_tag(vault: &Vault, drawer: Drawer, no: i64) -> [u8; 16] {
    let parts: [&[u8]; 2] = [&[drawer as u8], &no.to_be_bytes()];
    vault.fingerprint("caseward/apart-tag/v1", &parts)
}

pub(super) fn seen(row: ClientRow) -> ClientSeen {
    ClientSeen {
        no: row.no,
        id: Id::from_bytes(row.id),
        sheet: row.sheet,
    }
}
