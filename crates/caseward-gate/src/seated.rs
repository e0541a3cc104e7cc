//! Whether those who sit in a conference still sit there by right, and whether what they were shown of an item is still what they may
//! see: looked at every second, for everybody in a room at once.
//!
//! It shows nothing and opens nothing, and so writes nothing down: what comes out is a yes or no, and a print by which a change is noticed.
//! Whoever is to see something is asked about at [`Gate::discuss_for`], each time (CC-2.2, CC-2.5, NASW-c).

use std::collections::HashMap;
use std::sync::Arc;

use caseward_db::Reader;
use caseward_model::{AgendaItem, Category, Client, Id, OfficeAct, Worker};
use sha2::{Digest, Sha256};

use crate::around::{Around, Person, people};
use crate::ask::{Core, Gate, digest};
use crate::facts::{WorkerSheet, read_organization_by_no};
use crate::office_work::may_of;
use crate::{GateError, records};

/// Somebody, as they stand now.
pub struct SeatedNow {
    /// Who.
    pub viewer: Id<Worker>,
    /// Their number in this office.
    pub no: i64,
    /// What decides about them.
    pub sheet: WorkerSheet,
    /// The rules let them take part in conferences.
    pub takes_part: bool,
    /// What they may see of the item, as a print that another state of it doesn't have; nothing when it isn't their client.
    pub print: Option<[u8; 32]>,
}

/// Looks at those who sit in conferences.
pub struct Seats(Arc<Core>);

impl Gate {
    /// How those who sit in conferences stand, to be looked at.
    ///
    /// # Errors
    /// [`GateError::OfficeSealed`] when the office isn't open.
    pub fn seats(&self) -> Result<Seats, GateError> {
        self.core.vault()?;
        Ok(Seats(Arc::clone(&self.core)))
    }
}

impl Seats {
    /// How these people stand at this time, in ms, and to this item if one is spoken of. Whoever isn't there is missing.
    ///
    /// # Errors
    /// When a sheet or a record doesn't open or isn't the newest.
    pub fn look(
        &self,
        reader: &mut Reader<'_>,
        now_ms: i64,
        viewers: &[Id<Worker>],
        item: Option<(Id<Client>, Id<AgendaItem>)>,
    ) -> Result<Vec<SeatedNow>, GateError> {
        let vault = self.0.vault()?;
        let all = people(reader, &vault, viewers)?;
        let mut prints = match item {
            Some(item) => prints(&self.0, reader, now_ms, (item, &all))?,
            None => HashMap::new(),
        };
        let mut found = Vec::with_capacity(all.len());
        // Those of one organisation stand together.
        let mut theirs = (0, false);
        for person in all {
            let no = person.sheet.organization;
            if theirs.0 != no {
                let organization = read_organization_by_no(reader, &vault, no)?;
                theirs = (no, organization.is_some_and(|it| it.keeps_records_here));
            }
            let who = (&person.sheet, theirs.1);
            found.push(SeatedNow {
                viewer: person.id,
                no: person.no,
                takes_part: may_of(&self.0, who, OfficeAct::TakePart, now_ms),
                print: prints.remove(&person.no),
                sheet: person.sheet,
            });
        }
        Ok(found)
    }

    /// How many minutes an item is to take that both sides agreed to and that isn't off, and which of these people may see something
    /// of it, by their numbers; nothing for any other item. To whoever may see nothing of it, its minutes aren't told either.
    ///
    /// # Errors
    /// When a sheet doesn't open or isn't the newest.
    pub fn minutes_of(
        &self,
        reader: &mut Reader<'_>,
        now_ms: i64,
        viewers: &[Id<Worker>],
        item: (Id<Client>, Id<AgendaItem>),
    ) -> Result<Option<(i64, Vec<i64>)>, GateError> {
        let vault = self.0.vault()?;
        let mut around = Around::begin(&self.0, reader, now_ms, item)?;
        let client = &around.facts.client;
        let stands = around.item();
        let stands = stands.filter(|it| it.is_agreed() && !it.is_off(client));
        let Some(minutes) = stands.map(|it| it.minutes) else {
            return Ok(None);
        };
        let mut seeing = Vec::new();
        for person in people(reader, &vault, viewers)? {
            around.turn_to(reader, &person)?;
            let decided = around.decided(|_| {});
            if decided.iter().any(|(_, decision)| decision.permitted) {
                seeing.push(person.no);
            }
        }
        Ok(Some((minutes, seeing)))
    }
}

/// A print of what each of these people may see of an item, by their numbers.
fn prints(
    core: &Core,
    reader: &mut Reader<'_>,
    now_ms: i64,
    (item, people): ((Id<Client>, Id<AgendaItem>), &[Person]),
) -> Result<HashMap<i64, [u8; 32]>, GateError> {
    let mut around = Around::begin(core, reader, now_ms, item)?;
    let mut seen: Vec<(i64, Vec<Category>)> = Vec::new();
    for person in people {
        around.turn_to(reader, person)?;
        let decided = around.decided(|_| {}).into_iter();
        let permitted = decided.filter(|(_, decision)| decision.permitted);
        let permitted: Vec<_> = permitted.map(|(it, _)| it.section.category).collect();
        if !permitted.is_empty() {
            seen.push((person.no, permitted));
        }
    }
    if seen.is_empty() {
        return Ok(HashMap::new());
    }
    let vault = core.vault()?;
    let file = (around.facts.client_no, &around.facts.client.records);
    let wanted = |category| seen.iter().any(|(_, all)| all.contains(&category));
    let parts = records::load(reader, &vault, file, false, wanted)?;
    let identifier = around.item().and_then(|it| it.identifier).unwrap_or(0);
    let mut alike: Vec<(Vec<Category>, [u8; 32])> = Vec::new();
    let mut prints = HashMap::with_capacity(seen.len());
    for (no, permitted) in seen {
        let known = alike.iter().find(|(it, _)| *it == permitted);
        let print = if let Some((_, print)) = known {
            *print
        } else {
            let theirs = parts.iter().filter(|it| permitted.contains(&it.section));
            let print = print_of(identifier, &permitted, digest(theirs));
            alike.push((permitted, print));
            print
        };
        prints.insert(no, print);
    }
    Ok(prints)
}

fn print_of(identifier: i64, permitted: &[Category], content: [u8; 32]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"caseward/seen-item/v1\n");
    hash.update(identifier.to_be_bytes());
    for category in permitted {
        hash.update([category.number()]);
    }
    hash.update(content);
    hash.finalize().into()
}
