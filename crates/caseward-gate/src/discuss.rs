//! Speaking of a client in a case conference: one item of the agenda, put to the gate for all who sit there at once.
//!
//! Each sees what they may, and nobody more because somebody beside them may: the rules are asked for each of them, about each
//! section that the item needs. Whoever gets something has an INTENT of their own; all of these stand in one transaction, and only
//! when the disk has it does anything leave. Whoever gets nothing is told that it isn't their client, and isn't written down: they
//! asked for nothing. What comes out are opened fields and nothing else; it has no standing, no ties and no keys, and leads to
//! nothing else of the file (CC-1, CC-2.4a, CC-2.5, NASW-c).

use std::collections::HashMap;
use std::sync::Arc;

use caseward_db::{Draft, Look, Reader, Transaction};
use caseward_model::{AgendaItem, Category, Client, Id, ItemPurpose, Worker};

use crate::around::{Around, Sections, people};
use crate::ask::{Core, Gate, answer_text, digest};
use crate::heard::{note_heard, tells_who};
use crate::permit::{RecordKeys, SealedPart, Text};
use crate::record::{AnswerText, EntryKind, EntryText, Under, draft};
use crate::records;
use crate::vault::Vault;
use crate::{Delivery, DisclosedPart, GateError};

/// The kind of a record that was written here, and not brought in.
const WRITTEN_HERE: i64 = 0;

/// An item of an agenda, and those for whom it is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemAsked {
    /// About whom.
    pub client: Id<Client>,
    /// Which item of theirs.
    pub item: Id<AgendaItem>,
    /// For whom; each asks for themselves.
    pub viewers: Vec<Id<Worker>>,
}

/// What one of them sees of an item.
pub struct SeenItem {
    /// Who.
    pub viewer: Id<Worker>,
    /// What.
    pub shown: Shown,
}

/// What somebody sees of an item.
pub enum Shown {
    /// It isn't their client. It is the same for whoever has no part in the item and for whoever has no seat.
    NotYours,
    /// The sections that they may see.
    Open(Discussed),
}

/// What was let out of an item for one person. It leads to nothing else.
pub struct Discussed {
    /// The number of the identifier by which the client is spoken of; by name if it is missing.
    pub identifier: Option<i64>,
    /// For what they are spoken of.
    pub purpose: ItemPurpose,
    /// The opened parts of the permitted sections; what several see is opened once.
    pub parts: Vec<Arc<DisclosedPart>>,
    /// What becomes of it.
    pub delivery: Delivery,
}

/// People for whom everything was decided alike.
struct Alike {
    sections: Sections,
    permitted: Vec<Category>,
}

/// Somebody who gets something.
struct Entitled {
    viewer: Id<Worker>,
    worker_no: i64,
    alike: usize,
}

/// An answer for all of them, whose entries aren't in the ledger yet.
struct Prepared {
    at_ms: i64,
    identifier: Option<i64>,
    purpose: Option<ItemPurpose>,
    entries: Vec<Draft>,
    entitled: Vec<Entitled>,
    alike: Vec<Alike>,
    keys: RecordKeys,
    parts: Vec<SealedPart>,
    /// The number of the client, and those who learn of them by this.
    heard: (i64, Vec<i64>),
}

impl Gate {
    /// Puts an item of an agenda to the gate for many viewers at once. What each of them gets stands in the ledger when this
    /// returns; those who get nothing are in the answer too, in the order in which they were asked for.
    ///
    /// # Errors
    /// [`GateError`] when nothing could be decided or written down; then nothing is shown to anybody.
    pub async fn discuss_for(&self, asked: &ItemAsked) -> Result<Vec<SeenItem>, GateError> {
        let (core, put) = (Arc::clone(&self.core), asked.clone());
        let prepare = move |reader: &mut Reader<'_>, now_ms| prepare(&core, reader, now_ms, &put);
        let core = Arc::clone(&self.core);
        let (entries, answer) = self
            .ledger
            .write_prepared(&self.db, Look::Long, prepare, move |tx, answer| {
                record(&core, tx, answer)
            })
            .await?;
        for one in &answer.entitled {
            if let Some(alike) = answer.alike.get(one.alike) {
                self.tally(answer.at_ms, true, &alike.sections);
            }
        }
        let mut open = self.opened(&entries, answer)?;
        let seen = |viewer: &Id<Worker>| SeenItem {
            viewer: *viewer,
            shown: open.remove(viewer).map_or(Shown::NotYours, Shown::Open),
        };
        Ok(asked.viewers.iter().map(seen).collect())
    }

    /// Opens each permitted part once, and gives everybody theirs.
    fn opened(
        &self,
        entries: &[u64],
        answer: Prepared,
    ) -> Result<HashMap<Id<Worker>, Discussed>, GateError> {
        let vault = self.core.vault()?;
        let by_identifier = answer.identifier.is_some();
        let open = |part: &SealedPart| {
            let mut opened = records::open(&vault, &answer.keys, part)?;
            if by_identifier {
                opened.fields.retain(|(_, value)| tells_nobody(value));
            }
            Ok::<_, GateError>(Arc::new(opened))
        };
        let parts: Vec<_> = answer.parts.iter().map(open).collect::<Result<_, _>>()?;
        let file_key = answer.keys.into_file_key().map(Arc::new);
        let mut discussed = HashMap::with_capacity(entries.len());
        for (one, entry) in answer.entitled.iter().zip(entries) {
            let alike = answer.alike.get(one.alike).ok_or(GateError::Damaged)?;
            let theirs = parts
                .iter()
                .filter(|it| alike.permitted.contains(&it.section));
            let shown = Discussed {
                identifier: answer.identifier,
                purpose: answer.purpose.ok_or(GateError::Damaged)?,
                parts: theirs.cloned().collect(),
                delivery: self.delivery(*entry, file_key.clone(), one.worker_no),
            };
            discussed.insert(one.viewer, shown);
        }
        Ok(discussed)
    }
}

/// The entries get their places in the ledger, all or none; and who is shown somebody by name stands on that client's sheet.
// INVARIANT: nobody is shown who a client is in a conference before it is noted that they know them from there (CC-2.1).
fn record(
    core: &Core,
    tx: &mut Transaction<'_>,
    mut answer: Prepared,
) -> Result<(Vec<u64>, Prepared), GateError> {
    let mut entries = Vec::with_capacity(answer.entries.len());
    for entry in std::mem::take(&mut answer.entries) {
        let receipt = tx.append(entry)?;
        answer.at_ms = receipt.at_ms();
        entries.push(receipt.index());
    }
    let (client_no, workers) = &answer.heard;
    note_heard(core, tx, *client_no, workers)?;
    Ok((entries, answer))
}

/// Facts and decisions for everybody, and the entries that will say so.
fn prepare(
    core: &Core,
    reader: &mut Reader<'_>,
    now_ms: i64,
    asked: &ItemAsked,
) -> Result<Prepared, GateError> {
    let vault = core.vault()?;
    let mut around = Around::begin(core, reader, now_ms, (asked.client, asked.item))?;
    let (mut alike, mut entitled, mut texts) = (Vec::<Alike>::new(), Vec::new(), Vec::new());
    let mut known: HashMap<Vec<u128>, usize> = HashMap::new();
    for person in people(reader, &vault, &asked.viewers)? {
        around.turn_to(reader, &person)?;
        let sections = around.decided(|_| {});
        let permitted: Vec<_> = sections
            .iter()
            .filter(|(_, decision)| decision.permitted)
            .map(|(situation, _)| situation.section.category)
            .collect();
        if permitted.is_empty() {
            continue;
        }
        let nothing_yet = [0; 32];
        texts.push(answer_text(
            core,
            &around.question,
            &around.facts,
            &sections,
            &nothing_yet,
        ));
        let key = sections.iter().map(|(it, _)| it.packed()).collect();
        let place = *known.entry(key).or_insert_with(|| {
            alike.push(Alike {
                sections,
                permitted,
            });
            alike.len() - 1
        });
        entitled.push(Entitled {
            viewer: person.id,
            worker_no: person.no,
            alike: place,
        });
    }
    let parts = parts_of(reader, &vault, &around, &alike)?;
    let entries = drafts(&vault, &around, (&entitled, texts), (&alike, &parts));
    Ok(Prepared {
        at_ms: now_ms,
        heard: heard(&around, &entitled),
        identifier: around.item().and_then(|it| it.identifier),
        purpose: around.item().map(|it| it.purpose),
        entries,
        entitled,
        alike,
        keys: around.facts.take_keys(),
        parts,
    })
}

/// The number of the client, and those of the people who learn by this who it is: none by identifier, and nobody who knew.
fn heard(around: &Around<'_>, entitled: &[Entitled]) -> (i64, Vec<i64>) {
    let told = around.item().is_some_and(tells_who);
    let client = &around.facts.client;
    let all = entitled.iter().map(|it| it.worker_no);
    let fresh = all.filter(|no| told && !client.was_heard_of_by(*no));
    (around.facts.client_no, fresh.collect())
}

/// The sealed parts of all sections that anybody may see; the file isn't even looked at for nobody.
fn parts_of(
    reader: &mut Reader<'_>,
    vault: &Vault,
    around: &Around<'_>,
    alike: &[Alike],
) -> Result<Vec<SealedPart>, GateError> {
    if alike.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = |category| alike.iter().any(|it| it.permitted.contains(&category));
    let file = (around.facts.client_no, &around.facts.client.records);
    let mut parts = records::load(reader, vault, file, false, wanted)?;
    // What somebody wrote in their own words can name the client beside an identifier, and others beside a name. Those who serve the
    // client read it in the file.
    parts.retain(|it| it.mark.kind != WRITTEN_HERE);
    Ok(parts)
}

/// Whether a value can stand beside an identifier: a code, or a count of three figures at most. A text, a day, a sum of money or a number
/// that is longer can say who somebody is, as it can where it is typed (CC-2.4a).
fn tells_nobody(value: &Text) -> bool {
    value.0.len() <= 3 && value.0.bytes().all(|it| it.is_ascii_digit())
}

/// An INTENT for each who gets something, about exactly what they get.
fn drafts(
    vault: &Vault,
    around: &Around<'_>,
    (entitled, texts): (&[Entitled], Vec<AnswerText>),
    (alike, parts): (&[Alike], &[SealedPart]),
) -> Vec<Draft> {
    let content = |it: &Alike| {
        let theirs = parts.iter();
        let theirs = theirs.filter(|part| it.permitted.contains(&part.section));
        data_encoding::HEXLOWER.encode(&digest(theirs))
    };
    let contents: Vec<String> = alike.iter().map(content).collect();
    let file_key = around.facts.keys.get(caseward_model::Compartment::File);
    let under = file_key.map_or(Under::Office, Under::Client);
    let one = |(who, text): (&Entitled, AnswerText)| {
        let content = contents.get(who.alike).cloned().unwrap_or_default();
        let text = EntryText::Answer(AnswerText { content, ..text });
        draft(vault, EntryKind::Intent, who.worker_no, &under, &text)
    };
    entitled.iter().zip(texts).map(one).collect()
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;

    #[test]
    fn cc_2_4a_beside_an_identifier_stand_codes_and_small_counts_and_no_words_days_or_long_numbers()
    {
        let told = |it: &str| tells_nobody(&Text(Zeroizing::new(it.to_owned())));
        assert!(["0", "116", "99"].into_iter().all(told));
        let who = ["Alma", "2026-10-10", "1992", "78.50", "A1", "555-0147", "٣"];
        assert!(!who.into_iter().any(told));
    }
}
