//! What has to stand around the notes of a case conference: who serves the client of an item or offers to, the key of what an organisation
//! keeps, and the entry that says that notes were destroyed (CC-2.6, CC-2.7, CC-2.7a).

use std::sync::Arc;

use caseward_db::Reader;
use caseward_model::{AgendaItem, Channel, Client, Id, Worker};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use zeroize::Zeroizing;

use super::Works;
use crate::act::{Amending, amending};
use crate::around::{Around, people};
use crate::ask::{Core, Gate};
use crate::deciding::{Deciding, purposes_of};
use crate::deed::write_deed;
use crate::facts::NOBODY;
use crate::record::{DeedText, EntryKind, Under};
use crate::vault::{Place, Table, Vault};
use crate::{GateError, NewRecord, Request};

/// What somebody has to do with the client of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Serving {
    /// The rules show them nothing of it where they sit.
    Unseen,
    /// They see something of it, and neither they nor their organisation serve the client or offer to.
    Sees,
    /// Their organisation offers to serve the client.
    Offers,
    /// They work with the client, or what was agreed about this client is with their organisation.
    Serves,
}

impl Serving {
    /// Whether they can note something about it (CC-2.7a).
    #[must_use]
    pub const fn can_note(self) -> bool {
        matches!(self, Self::Offers | Self::Serves)
    }

    /// Its word, for programs and for the keys of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unseen => "unseen",
            Self::Sees => "sees",
            Self::Offers => "offers",
            Self::Serves => "serves",
        }
    }
}

/// How somebody stands to an item where they sit now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtItem {
    /// The client is spoken of by identifier.
    pub by_identifier: bool,
    /// What they have to do with the client.
    pub serving: Serving,
}

/// Looks at how people stand to items of the sittings in which they sit.
pub struct AtItems(Arc<Core>);

impl AtItems {
    /// How somebody stands to an item of the sitting in which they sit at this time, in ms. It opens nothing.
    ///
    /// # Errors
    /// When a sheet or a card doesn't open.
    pub fn look(
        &self,
        reader: &mut Reader<'_>,
        now_ms: i64,
        (place, who): ((Id<Client>, Id<AgendaItem>), Id<Worker>),
    ) -> Result<AtItem, GateError> {
        at_item(&self.0, reader, now_ms, (place, Some(who)))
    }
}

/// Of which client an item of an agenda is.
type ItemPlace = (Id<Client>, Id<AgendaItem>);

fn at_item(
    core: &Core,
    reader: &mut Reader<'_>,
    now_ms: i64,
    (place, who): (ItemPlace, Option<Id<Worker>>),
) -> Result<AtItem, GateError> {
    let vault = core.vault()?;
    let mut around = Around::begin(core, reader, now_ms, place)?;
    let by_identifier = around.item().is_some_and(|it| it.identifier.is_some());
    let who: Vec<_> = who.into_iter().collect();
    let found = people(reader, &vault, &who)?.pop();
    let serving = match found {
        Some(person) => {
            around.turn_to(reader, &person)?;
            around.serving()
        }
        None => Serving::Unseen,
    };
    Ok(AtItem {
        by_identifier,
        serving,
    })
}

/// The key of the notes that one organisation keeps, wrapped under the office's own key. It opens nothing outside the gate.
#[derive(Clone, Serialize, Deserialize)]
pub struct NoteKey {
    organization: i64,
    epoch: i64,
    wrapped: Vec<u8>,
}

impl NoteKey {
    fn place(vault: &Vault, organization: i64, epoch: i64) -> Place {
        let place = vault.place(Table::NoteKeys);
        place.row(organization).version(epoch)
    }

    /// Where a note lies that is sealed under this key.
    fn note(&self, vault: &Vault, no: i64) -> Place {
        let place = vault.place(Table::KeptNotes).row(no);
        place.second(self.organization).version(self.epoch)
    }
}

impl Works<'_, '_> {
    /// Draws the key of the notes that an organisation keeps: its first, or the one after a key that was destroyed.
    #[must_use]
    pub fn make_note_key(&self, organization: i64, epoch: i64) -> NoteKey {
        let place = NoteKey::place(&self.vault, organization, epoch);
        NoteKey {
            organization,
            epoch,
            wrapped: self.vault.make_wrapped(&place),
        }
    }

    /// Seals a note under the key of an organisation.
    ///
    /// # Errors
    /// [`GateError::Vault`] when the key doesn't open.
    pub fn seal_note(&self, key: &NoteKey, no: i64, plain: &[u8]) -> Result<Vec<u8>, GateError> {
        let at = NoteKey::place(&self.vault, key.organization, key.epoch);
        let opened = self.vault.open_wrapped(&at, &key.wrapped)?;
        let place = key.note(&self.vault, no);
        Ok(self.vault.seal(&opened, &place, plain))
    }

    /// Opens what [`Works::seal_note`] made.
    ///
    /// # Errors
    /// [`GateError::Vault`] when the key doesn't open, or the note doesn't belong there.
    pub fn open_note(
        &self,
        key: &NoteKey,
        no: i64,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, GateError> {
        let at = NoteKey::place(&self.vault, key.organization, key.epoch);
        let opened = self.vault.open_wrapped(&at, &key.wrapped)?;
        Ok(opened.unlock(&key.note(&self.vault, no), sealed)?)
    }

    /// How the one who acts stands to an item of the sitting in which they sit now. It opens nothing.
    ///
    /// # Errors
    /// When a sheet or a card doesn't open.
    pub fn at_item(&mut self, place: (Id<Client>, Id<AgendaItem>)) -> Result<AtItem, GateError> {
        let now_ms = self.now_ms();
        at_item(self.core, self.tx, now_ms, (place, self.acting.id))
    }

    /// Writes a record into a section of a client's file in the transaction of this piece of work, for the one who acts, by the rules by
    /// which [`Gate::amend`] goes: the record is there with all else that the work does, or neither is. A no is on record if the work is
    /// kept.
    ///
    /// # Errors
    /// [`GateError::Unfit`] when the question is somebody else's, or a field is too long; when it can't be written down.
    pub fn amend(&mut self, request: &Request, record: &NewRecord) -> Result<Amending, GateError> {
        amending(self.core, self.tx, self.acting.id, (request, record))
    }

    /// Writes an entry of its own about the office, beside that of this piece of work, and gives its number: for what a paper is made
    /// about.
    ///
    /// # Errors
    /// When it can't be written down.
    pub fn write_entry(
        &mut self,
        what: &str,
        particulars: Map<String, Json>,
    ) -> Result<u64, GateError> {
        let text = DeedText {
            deed: what.to_owned(),
            by: self.acting.id,
            client: None,
            particulars,
        };
        let (kind, under) = (EntryKind::Office, Under::Office);
        write_deed(self.core, self.tx, self.acting.no, kind, &under, text)
    }
}

impl Gate {
    /// How somebody stands to an item of the sitting in which they sit now. It opens nothing, and is asked by whoever it is about.
    ///
    /// # Errors
    /// When a sheet or a card doesn't open.
    pub async fn at_item(
        &self,
        place: (Id<Client>, Id<AgendaItem>),
        who: Id<Worker>,
    ) -> Result<AtItem, GateError> {
        let (items, clock) = (self.at_items()?, self.core.clock.clone());
        let read = move |reader: &mut Reader<'_>| items.look(reader, clock.now_ms(), (place, who));
        self.db.read(read).await
    }

    /// How people stand to items of the sittings in which they sit, to be looked at where something is read or written all the same.
    ///
    /// # Errors
    /// [`GateError::OfficeSealed`] when the office isn't open.
    pub fn at_items(&self) -> Result<AtItems, GateError> {
        self.core.vault()?;
        Ok(AtItems(Arc::clone(&self.core)))
    }

    /// The words of a text that are words of this client's name: for somebody who may know of the client anyway, so that an ordinary
    /// word that is a name doesn't slip through. To everybody else, none.
    ///
    /// # Errors
    /// When a sheet doesn't open.
    pub async fn words_naming(
        &self,
        who: Id<Worker>,
        client: Id<Client>,
        text: Zeroizing<String>,
    ) -> Result<Vec<String>, GateError> {
        let core = Arc::clone(&self.core);
        let read = move |reader: &mut Reader<'_>| {
            let now_ms = core.clock.now_ms();
            let mut deciding = Deciding::begin(&core, reader, now_ms, (who, Channel::Screen))?;
            let sql = "SELECT no FROM clients WHERE ref = $1 AND length(keys) > 0";
            let row = reader.query_optional(sql, &[client.as_bytes().into()])?;
            let no = row.map_or(Ok(NOBODY), |row| row.int(0))?;
            deciding.turn_to(reader, no)?;
            let purposes = purposes_of(deciding.worker().role);
            if deciding.may_know_for(purposes).is_none() {
                return Ok(Vec::new());
            }
            let named = core.names(|names| names.borne_in(no, &text));
            Ok(named.unwrap_or_default())
        };
        self.db.read(read).await
    }
}
