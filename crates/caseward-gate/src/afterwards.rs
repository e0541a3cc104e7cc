//! What was decided about a client in a case conference: opened for one person, who sits where it was said, or sat there.
//!
//! As long as the room is open, it is shown to whoever sits there; once that is closed, to whoever sat there under an attestation, and
//! always only if the rules would show them something of the item now. So a wall, a consent that was taken back or a part that ended
//! closes what was decided like everything else. What comes out is what was decided, and who it is about, by name or by the number of
//! the identifier: nothing else of the file. Each item that is shown has an INTENT in the client's own history, and all of these are on
//! the disk before anything leaves (CC-1, CC-2.1, CC-2.4, CC-2.5).

use std::sync::Arc;

use caseward_db::{Draft, Look, Reader, Transaction};
use caseward_model::{AgendaItem, Category, Client, Compartment, Id, Situation, Worker};
use sha2::{Digest, Sha256};

use crate::around::{Around, Person, Sections, people};
use crate::ask::{Core, Gate, answer_text, digest};
use crate::cards;
use crate::facts::{Attendance, RoomState};
use crate::file_work;
use crate::heard::{note_heard, tells_who};
use crate::office_work::Drawer;
use crate::permit::{RecordKeys, SealedPart};
use crate::record::{EntryKind, EntryText, Under, draft};
use crate::records;
use crate::vault::Vault;
use crate::{Delivery, DisclosedPart, GateError, OpenedRows, RowPlace};

/// An item on which something was decided.
#[derive(Debug, Clone)]
pub struct DecidedAsked {
    /// About whom.
    pub client: Id<Client>,
    /// Which item of theirs.
    pub item: Id<AgendaItem>,
    /// What was decided, as it lies sealed under the client's key.
    pub rows: Vec<(RowPlace, Vec<u8>)>,
    /// Who sits beside whoever it is opened for. If a wall keeps one of them from the client, it is opened for nobody: what isn't on their
    /// screens would be spoken of before their ears.
    pub beside: Vec<Id<Worker>>,
}

/// What was opened of an item. It leads to nothing else.
pub struct Decided {
    /// The number of the identifier by which the client was spoken of; by name if it is missing.
    pub identifier: Option<i64>,
    /// Who it is, where they were spoken of by name and it may be seen.
    pub who: Vec<DisclosedPart>,
    /// The sections that the item needed and that may be seen.
    pub sections: Vec<Category>,
    /// What was decided, in the order in which it was asked for.
    pub rows: OpenedRows,
    /// What becomes of it.
    pub delivery: Delivery,
}

/// An item that may be opened, once its entry is in the ledger.
struct Opening {
    client: Id<Client>,
    identifier: Option<i64>,
    sections: Sections,
    keys: RecordKeys,
    parts: Vec<SealedPart>,
    rows: Vec<(RowPlace, Vec<u8>)>,
    worker_no: i64,
    /// The number of the client, where whoever it is opened for learns by this who it is.
    heard: Option<i64>,
}

/// What may be opened, item by item, with the entries that will say so; and when it was decided, in ms.
struct Prepared {
    at_ms: i64,
    items: Vec<Option<(Draft, Opening)>>,
}

/// When it was answered, in ms, and what may be opened, each with the number of its entry.
type Written = (i64, Vec<Option<(u64, Opening)>>);

impl Gate {
    /// Opens what was decided on these items, for one person who asks for themselves: nothing of an item of which they may see nothing.
    /// What is opened stands in the ledger when this returns.
    ///
    /// # Errors
    /// [`GateError`] when nothing could be decided or written down; then nothing is shown.
    pub async fn decided_for(
        &self,
        viewer: Id<Worker>,
        asked: Vec<DecidedAsked>,
    ) -> Result<Vec<Option<Decided>>, GateError> {
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let core = Arc::clone(&self.core);
        let prepare = move |reader: &mut Reader<'_>, now_ms| {
            let mut items = Vec::with_capacity(asked.len());
            for one in &asked {
                items.push(prepare(&core, reader, now_ms, (viewer, one))?);
            }
            Ok::<_, GateError>(Prepared {
                at_ms: now_ms,
                items,
            })
        };
        let core = Arc::clone(&self.core);
        let written =
            self.ledger
                .write_prepared(&self.db, Look::Long, prepare, move |tx, prepared| {
                    record(&core, tx, prepared)
                });
        let (at_ms, items) = written.await?;
        let vault = self.core.vault()?;
        let mut decided = Vec::with_capacity(items.len());
        for one in items {
            let Some((entry, one)) = one else {
                decided.push(None);
                continue;
            };
            self.tally(at_ms, true, &one.sections);
            decided.push(Some(self.decided_opened(&vault, entry, one)?));
        }
        Ok(decided)
    }

    fn decided_opened(
        &self,
        vault: &Vault,
        entry: u64,
        one: Opening,
    ) -> Result<Decided, GateError> {
        let open = |part: &SealedPart| records::open(vault, &one.keys, part);
        let who = one.parts.iter().map(open).collect::<Result<_, _>>()?;
        let key = one.keys.into_file_key().ok_or(GateError::Damaged)?;
        let mut rows = OpenedRows::with_capacity(one.rows.len());
        for (at, sealed) in &one.rows {
            let place = file_work::place(vault, Drawer::Decisions, one.client.as_bytes(), *at);
            rows.push(key.unlock(&place, sealed)?);
        }
        let permitted = one.sections.iter().filter(|it| it.1.permitted);
        Ok(Decided {
            identifier: one.identifier,
            who,
            sections: permitted.map(|(it, _)| it.section.category).collect(),
            rows,
            delivery: self.delivery(entry, Some(Arc::new(key)), one.worker_no),
        })
    }
}

/// The entries get their places in the ledger, all or none; and whoever is told who it was about stands on that client's sheet (CC-2.1).
fn record(core: &Core, tx: &mut Transaction<'_>, prepared: Prepared) -> Result<Written, GateError> {
    let mut at_ms = prepared.at_ms;
    let mut opening = Vec::with_capacity(prepared.items.len());
    for one in prepared.items {
        let Some((entry, one)) = one else {
            opening.push(None);
            continue;
        };
        let receipt = tx.append(entry)?;
        at_ms = receipt.at_ms();
        if let Some(client_no) = one.heard {
            note_heard(core, tx, client_no, &[one.worker_no])?;
        }
        opening.push(Some((receipt.index(), one)));
    }
    Ok((at_ms, opening))
}

/// Facts and decision for one item, and the entry that will say so; nothing when nothing of it may be seen.
fn prepare(
    core: &Core,
    reader: &mut Reader<'_>,
    now_ms: i64,
    (viewer, asked): (Id<Worker>, &DecidedAsked),
) -> Result<Option<(Draft, Opening)>, GateError> {
    let vault = core.vault()?;
    let place = (asked.client, asked.item);
    let mut around = Around::begin_decided(core, reader, now_ms, place)?;
    for person in people(reader, &vault, &asked.beside)? {
        around.turn_to(reader, &person)?;
        if around.is_walled() {
            return Ok(None);
        }
    }
    let Some(person) = people(reader, &vault, &[viewer])?.pop() else {
        return Ok(None);
    };
    let sections = decided_there(reader, &vault, (&mut around, &person))?;
    let sees = |wanted: Category| {
        let mut all = sections.iter();
        all.any(|(it, decision)| decision.permitted && it.section.category == wanted)
    };
    if !sections.iter().any(|(_, decision)| decision.permitted) {
        return Ok(None);
    }
    let identifier = around.item().and_then(|it| it.identifier);
    let parts = if identifier.is_none() && sees(Category::Identity) {
        let file = (around.facts.client_no, &around.facts.client.records);
        let who = |category| category == Category::Identity;
        records::load(reader, &vault, file, false, who)?
    } else {
        Vec::new()
    };
    let content = content(&parts, &asked.rows);
    let text = answer_text(core, &around.question, &around.facts, &sections, &content);
    let file_key = around.facts.keys.get(Compartment::File);
    let under = file_key.map_or(Under::Office, Under::Client);
    let text = EntryText::Answer(text);
    let entry = draft(&vault, EntryKind::Intent, person.no, &under, &text);
    let told = around.item().is_some_and(tells_who);
    let fresh = told && !around.facts.client.was_heard_of_by(person.no);
    let opening = Opening {
        client: asked.client,
        heard: fresh.then_some(around.facts.client_no),
        identifier,
        sections,
        keys: around.facts.take_keys(),
        parts,
        rows: asked.rows.clone(),
        worker_no: person.no,
    };
    Ok(Some((entry, opening)))
}

/// What the rules say about each section of the item, for somebody who sits where it is spoken of or, once that room is closed, who sat
/// there. For whoever didn't, and where the item is off for everybody, nothing is even asked.
pub(crate) fn decided_there(
    reader: &mut Reader<'_>,
    vault: &Vault,
    (around, person): (&mut Around<'_>, &Person),
) -> Result<Sections, GateError> {
    around.turn_to(reader, person)?;
    let client = &around.facts.client;
    let item = around.item().filter(|it| !it.is_off(client));
    let Some((item, placed)) = item.and_then(|it| it.placed.as_ref().map(|at| (it, at))) else {
        return Ok(Sections::new());
    };
    match around.room() {
        Some(RoomState::Open { .. }) => Ok(around.decided(|_| {})),
        Some(RoomState::Closed { .. }) => {
            let drawer = Drawer::Meetings as u8;
            let card = cards::open::<Attendance>(vault, reader, drawer, placed.meeting)?;
            let who = (person.no, person.sheet.organization);
            if !card.is_some_and(|(_, it)| it.has(placed.sitting, who)) {
                return Ok(Sections::new());
            }
            // The seat that they had counts for what was decided from there, and for nothing else.
            let by_identifier = item.identifier.is_some();
            Ok(around.decided(|it: &mut Situation| {
                it.session.on_agenda = true;
                it.session.private_room = true;
                it.session.alias_agreed = by_identifier;
            }))
        }
        Some(RoomState::Planned) | None => Ok(Sections::new()),
    }
}

/// A hash over everything that will be opened, as it lies sealed.
fn content(parts: &[SealedPart], rows: &[(RowPlace, Vec<u8>)]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"caseward/decided/v1\n");
    hash.update(digest(parts));
    for ((row, second, version), sealed) in rows {
        for number in [row, second, version] {
            hash.update(number.to_be_bytes());
        }
        hash.update((sealed.len() as u64).to_be_bytes());
        hash.update(sealed);
    }
    hash.finalize().into()
}
