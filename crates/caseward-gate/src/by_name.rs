//! The by-name list: of the clients whom the asker may know of, what a page shows of their files, put in order before anybody
//! sees it.
//!
//! Each client is decided on their own, as in every list, and each section as if the file were opened; of a section that may be
//! read only the fields are opened that the list is made of (CC-1, CC-2.4, CC-2.5, NASW-c). Who is left in it and in which order
//! it stands is chosen from just that: what may not be read isn't there to be filtered, sorted or counted by. Everybody who fits
//! stands in one entry, and each client who is shown in one of their own, with the sections that were opened, all in one write.

use std::collections::HashMap;
use std::sync::Arc;

use caseward_db::{Draft, Look, Reader, Transaction};
use caseward_model::{Category, Channel, Client, ClientState, Compartment, Id, Purpose, Worker};

use crate::ask::{Core, Gate};
use crate::deciding::{Decided, Deciding, Readable, purposes_of};
use crate::mine;
use crate::permit::SealedPart;
use crate::record::{EntryKind, EntryText, ListText, Under, draft};
use crate::records;
use crate::vault::Vault;
use crate::{DisclosedPart, GateError};

/// How entries call such a list.
const BY_NAME: &str = "by_name";

/// How many clients a by-name list is made of at most: those whose files changed last.
pub const LONGEST_BY_NAME: usize = 1_000;

/// How many are looked up at once.
const HEAP: i64 = 500;

/// Of which fields a list is made, with the section that each lies in; by the number of the source file, and theirs. A field
/// whose section follows its value stands here once for each section in which it is wanted.
pub type RowFields = HashMap<i64, Vec<(Category, u32)>>;

/// A by-name list that is to be shown.
pub struct ByNameOrder {
    /// To whom.
    pub asker: Id<Worker>,
    /// By which way.
    pub channel: Channel,
    /// Of which fields it is made.
    pub fields: RowFields,
}

/// A client whom the asker may know of, with what may be read of the list's fields.
pub struct NamedRow {
    /// Who.
    pub client: Id<Client>,
    /// For what the asker may know of them: their own work, or that of someone whom they supervise.
    pub purpose: Purpose,
    /// What is known about their need for protection.
    pub standing: ClientState,
    /// Someone proposed to protect them, and nobody has decided.
    pub protection_proposed: bool,
    /// What was opened: a section that may not be read, and one with nothing in it, are missing alike.
    pub parts: Vec<DisclosedPart>,
}

/// A row that is to be shown, and what stands in the rows beside it: numbers, and nobody's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownRow {
    /// Which one, counted from 0 in the order in which they were given.
    pub place: usize,
    /// How many of all rows belong to its household, itself included; 0 where no household is known.
    pub together: u64,
    /// One of these is a child.
    pub with_child: bool,
}

/// Who is left of a list, in which order, and who of them is shown. It has room for numbers alone: no word of a file gets out by
/// it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChosenRows {
    /// The places of all who fit, in their order.
    pub fitting: Vec<usize>,
    /// Those who are shown now.
    pub shown: Vec<ShownRow>,
    /// How many there are of each kind that the desk counts, in its own order.
    pub sums: Vec<u64>,
}

/// What is shown of a by-name list, and the entry that says so.
pub struct NamedRows {
    /// The number of the list's entry in the ledger; those of the clients who are shown follow it.
    pub entry: u64,
    /// The rows that are shown, in their order.
    pub rows: Vec<(NamedRow, ShownRow)>,
    /// How many fit.
    pub fitting: usize,
    /// What was counted.
    pub sums: Vec<u64>,
    /// There are more clients than the list is made of whom the asker may know of.
    pub more: bool,
}

/// A list whose entries aren't in the ledger yet: nothing of it counts, and nothing of it leaves.
struct Prepared {
    list: Draft,
    each: Vec<Draft>,
    rows: Vec<(NamedRow, ShownRow)>,
    decided: Vec<Decided>,
    chosen: ChosenRows,
    more: bool,
}

impl Gate {
    /// Shows a page of a by-name list. `choose` looks at all rows, opened as far as the asker may read them, at a moment in ms
    /// since 1970, and says who is shown; it may be called twice, and what it isn't shown again is wiped.
    ///
    /// # Errors
    /// [`GateError`] when nothing could be decided or written down; then nothing is shown.
    pub async fn by_name<F>(&self, order: ByNameOrder, choose: F) -> Result<NamedRows, GateError>
    where
        F: Fn(&[NamedRow], i64) -> ChosenRows + Send + Sync + 'static,
    {
        let core = Arc::clone(&self.core);
        let prepare = move |reader: &mut Reader<'_>, now_ms| {
            prepared(&core, reader, now_ms, (&order, &choose))
        };
        let (entry, at_ms, found) = self
            .ledger
            .write_prepared(&self.db, Look::Long, prepare, recorded)
            .await?;
        for decided in &found.decided {
            self.tally(at_ms, true, decided);
        }
        Ok(NamedRows {
            entry,
            rows: found.rows,
            fitting: found.chosen.fitting.len(),
            sums: found.chosen.sums,
            more: found.more,
        })
    }
}

fn prepared<F>(
    core: &Core,
    reader: &mut Reader<'_>,
    now_ms: i64,
    (order, choose): (&ByNameOrder, &F),
) -> Result<Prepared, GateError>
where
    F: Fn(&[NamedRow], i64) -> ChosenRows,
{
    let vault = core.vault()?;
    let whom = (order.asker, order.channel);
    let mut deciding = Deciding::begin(core, reader, now_ms, whom)?;
    let (found, more) = readable(reader, (&mut deciding, now_ms), &order.fields)?;
    let open = |it: &Readable| opened(&vault, it, &order.fields);
    let rows: Vec<NamedRow> = found.iter().map(open).collect::<Result<_, _>>()?;
    let chosen = choose(&rows, now_ms);
    let list = list_entry(core, &vault, &deciding, order, (found.as_slice(), &chosen));
    let mut rows: Vec<Option<NamedRow>> = rows.into_iter().map(Some).collect();
    let (mut each, mut shown, mut decided) = (Vec::new(), Vec::new(), Vec::new());
    for said in &chosen.shown {
        // A place that isn't there is nobody's, and nobody is shown twice.
        let row = rows.get_mut(said.place).and_then(Option::take);
        let (Some(row), Some(it)) = (row, found.get(said.place)) else {
            continue;
        };
        let text = EntryText::Answer(deciding.text_of(it));
        let under = match it.keys.get(Compartment::File) {
            Some(key) => Under::Client(key),
            None => Under::Office,
        };
        let no = deciding.worker_no();
        each.push(draft(&vault, EntryKind::Intent, no, &under, &text));
        decided.push(it.decided.clone());
        shown.push((row, *said));
    }
    Ok(Prepared {
        list,
        each,
        rows: shown,
        decided,
        chosen,
        more,
    })
}

/// The clients in the asker's lists whom they may know of, the last changed first, and whether there are more. It is cut after
/// the decision, so that nobody takes a place who isn't shown (DV-3.3.1).
fn readable(
    reader: &mut Reader<'_>,
    (deciding, now_ms): (&mut Deciding<'_>, i64),
    fields: &RowFields,
) -> Result<(Vec<Readable>, bool), GateError> {
    let (worker_no, role) = (deciding.worker_no(), deciding.worker().role);
    let sections = sections_of(fields);
    let wanted = |part: &SealedPart| {
        let mut of_file = fields.get(&part.mark.kind).into_iter().flatten();
        of_file.any(|(it, _)| *it == part.section)
    };
    let (mut found, mut last) = (Vec::new(), None);
    loop {
        let page = (last, HEAP);
        let worker = (worker_no, deciding.worker());
        let rows = mine::last_changed(reader, worker, now_ms, page)?;
        last = rows.last().copied();
        if last.is_none() {
            return Ok((found, false));
        }
        for (no, _) in rows {
            deciding.turn_to(reader, no)?;
            let asked = (purposes_of(role), sections.as_slice());
            let Some(it) = deciding.readable(reader, asked, wanted)? else {
                continue;
            };
            if found.len() == LONGEST_BY_NAME {
                return Ok((found, true));
            }
            found.push(it);
        }
    }
}

/// The sections that a list is made of, each once.
fn sections_of(fields: &RowFields) -> Vec<Category> {
    let all = fields.values().flatten().map(|(section, _)| *section);
    let mut sections: Vec<Category> = all.collect();
    sections.sort_unstable();
    sections.dedup();
    sections
}

/// Opens what may be read of a client, and keeps of it the fields that the list is made of.
fn opened(vault: &Vault, it: &Readable, fields: &RowFields) -> Result<NamedRow, GateError> {
    let open = |part: &SealedPart| {
        let mut opened = records::open(vault, &it.keys, part)?;
        let of_file = fields.get(&part.mark.kind).map_or(&[][..], Vec::as_slice);
        opened
            .fields
            .retain(|(number, _)| of_file.contains(&(part.section, *number)));
        Ok::<_, GateError>(opened)
    };
    Ok(NamedRow {
        client: it.client,
        purpose: it.purpose,
        standing: it.standing,
        protection_proposed: it.protection_proposed,
        parts: it.parts.iter().map(open).collect::<Result<_, _>>()?,
    })
}

/// The entry of the list as a whole; there is one also when nobody fits.
fn list_entry(
    core: &Core,
    vault: &Vault,
    deciding: &Deciding<'_>,
    order: &ByNameOrder,
    (found, chosen): (&[Readable], &ChosenRows),
) -> Draft {
    let fitting = chosen.fitting.iter().filter_map(|place| found.get(*place));
    let text = EntryText::List(ListText {
        what: BY_NAME.to_owned(),
        purpose: None,
        outcome: None,
        sought: None,
        channel: Some(order.channel),
        asker: order.asker,
        role: deciding.worker().role,
        clients: fitting.map(|it| it.client).collect(),
        policy_set: core.policy_set.clone(),
    });
    let no = deciding.worker_no();
    draft(vault, EntryKind::Intent, no, &Under::Office, &text)
}

/// The list and everybody who is shown get their places in the ledger.
fn recorded(
    tx: &mut Transaction<'_>,
    mut prepared: Prepared,
) -> Result<(u64, i64, Prepared), GateError> {
    let receipt = tx.append(prepared.list.clone())?;
    for entry in std::mem::take(&mut prepared.each) {
        tx.append(entry)?;
    }
    Ok((receipt.index(), receipt.at_ms(), prepared))
}
