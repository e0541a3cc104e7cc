//! Who looked at a file, as its client may know of it: when, in which part, why; and nothing of what anybody else told.
//!
//! DV-3.2, DV-3.3.2e, NASW-d. The client's own permits decide: of what was opened or written only those sections are named that
//! the rules let the client read, and where there is none of these, nothing is told at all, so that what others told leaves no
//! trace. Tries that were refused are told to nobody here: whoever is walled off from a client would show in them. What is to be
//! told later, for somebody's safety, isn't given out.

use caseward_db::LedgerRow;
use caseward_db::ledger::read;
use caseward_model::{Action, Category, Channel, Client, Compartment, Id, Purpose, Role, Worker};

use crate::ask::Gate;
use crate::permit::LIFE_MS;
use crate::record::{AnswerText, DeedText, EntryKind, EntryText, Outcome, open_entry, tag_of};
use crate::request::ReadOwn;
use crate::vault::VaultError;
use crate::{Delivery, GateError, Permit, Sealed};

/// How many entries are read at once, and how often at most.
const HEAP: u32 = 500;
const HEAPS: usize = 20;

/// What a client hears of later, for somebody's safety (NASW-d).
#[derive(Debug, Clone, Default)]
pub struct NotYet {
    /// Everything from this moment on, in ms since 1970; nothing if it is missing.
    pub since: Option<i64>,
    /// What was done because of danger or to protect a child, from this moment on, in ms since 1970.
    pub safety_since: Option<i64>,
    /// What this person did between two moments, in ms since 1970.
    pub of: Vec<(Id<Worker>, i64, i64)>,
}

impl NotYet {
    fn holds(&self, look: &OwnLook) -> bool {
        let young = |since: Option<i64>| since.is_some_and(|since| look.at_ms >= since);
        let safety = matches!(
            look.purpose,
            Some(Purpose::Danger | Purpose::ChildProtection)
        );
        let kept = |(of, from, until): &(Id<Worker>, i64, i64)| {
            Some(*of) == look.who && (*from..=*until).contains(&look.at_ms)
        };
        young(self.since) || (safety && young(self.safety_since)) || self.of.iter().any(kept)
    }
}

/// How somebody looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnLookKind {
    /// They opened something.
    Opened,
    /// They opened something because of danger, without being assigned.
    Emergency,
    /// They wrote something down.
    Wrote,
    /// They printed it, or made a file of it.
    Printed,
    /// It was counted in a report.
    Reported,
}

/// One look at a file, as its client may know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnLook {
    /// The number of its entry in the ledger.
    pub entry: u64,
    /// When, in ms since 1970.
    pub at_ms: i64,
    /// Who; nobody for the office's own commands.
    pub who: Option<Id<Worker>>,
    /// In which part, where the entry says so.
    pub role: Option<Role>,
    /// How.
    pub kind: OwnLookKind,
    /// Why, where the entry says so.
    pub purpose: Option<Purpose>,
    /// What, as far as the client may read it themselves; never nothing.
    pub sections: Vec<Category>,
}

/// Which sections of their own file a client may read: nobody but the gate makes one.
pub struct OpenToThem {
    client: Id<Client>,
    at_ms: i64,
    sections: Vec<Category>,
}

impl Gate {
    /// Which sections of their own file the rules let a client read, of those that this permit was asked for. Nothing is
    /// opened: the permit is given back.
    pub fn open_to_them(&self, permit: Permit<'_, ReadOwn>, sealed: Sealed) -> OpenToThem {
        let granted = &permit.granted;
        let open = OpenToThem {
            client: granted.client,
            at_ms: granted.at_ms,
            sections: granted.terms.sections.clone(),
        };
        self.give_back(permit, sealed);
        open
    }

    /// Who looked at the file of this permit, the newest first, as its client may know of it. The permit is used up.
    ///
    /// # Errors
    /// [`GateError::OutsidePermit`] when `open` is about somebody else, [`GateError::PermitExpired`] after 60 seconds,
    /// [`GateError::Vault`] when an entry was changed behind the gate's back.
    pub async fn own_history(
        &self,
        (permit, sealed): (Permit<'_, ReadOwn>, Sealed),
        open: &OpenToThem,
        not_yet: &NotYet,
        most: usize,
    ) -> Result<(Vec<OwnLook>, Delivery), GateError> {
        drop(sealed);
        let vault = self.core.vault()?;
        let granted = permit.granted;
        if open.client != granted.client {
            return Err(GateError::OutsidePermit);
        }
        if self.core.clock.now_ms() - open.at_ms > LIFE_MS {
            return Err(GateError::PermitExpired);
        }
        let key = granted
            .keys
            .get(Compartment::File)
            .ok_or(VaultError::Destroyed)?;
        let tag = tag_of(key);
        let mut seen = Seen::default();
        let mut before = u64::MAX;
        for _ in 0..HEAPS {
            let rows = self
                .db
                .read(move |reader| read::by_tag(reader, &tag, before, HEAP));
            let rows = rows.await?;
            let Some(last) = rows.last() else { break };
            before = last.index;
            for row in &rows {
                let text = open_entry(&vault, key, row)?;
                seen.take(row, text, &open.sections, not_yet);
            }
            if seen.looks.len() >= most {
                break;
            }
        }
        seen.looks.truncate(most);
        let file_key = granted.keys.into_file_key().map(std::sync::Arc::new);
        let delivery = self.delivery(granted.entry, file_key, granted.worker_no);
        Ok((seen.looks, delivery))
    }
}

/// What was read so far, the newest first.
#[derive(Default)]
struct Seen {
    looks: Vec<OwnLook>,
    /// What was never opened was not seen, and what was only put together did not leave.
    unopened: Vec<u64>,
}

impl Seen {
    fn take(&mut self, row: &LedgerRow, text: EntryText, open: &[Category], not_yet: &NotYet) {
        let look = match (EntryKind::from_number(row.kind), text) {
            (_, EntryText::Outcome(it)) => {
                if matches!(it.outcome, Outcome::Unopened | Outcome::Kept) {
                    self.unopened.push(it.of);
                }
                None
            }
            (Some(EntryKind::Intent), EntryText::Answer(it)) => answered(row, &it, open),
            (Some(EntryKind::Deed), EntryText::Deed(it)) => wrote(row, &it, open),
            _ => None,
        };
        let told = |it: &OwnLook| {
            // Where nothing is open to them, that there is something would be told by the look alone.
            !it.sections.is_empty() && !self.unopened.contains(&it.entry) && !not_yet.holds(it)
        };
        let look = look.filter(told);
        self.looks.extend(look);
    }
}

fn answered(row: &LedgerRow, answer: &AnswerText, open: &[Category]) -> Option<OwnLook> {
    let kind = match (answer.action, answer.purpose, answer.channel) {
        // What went to others stands in the book of disclosures, with whether the client was told. That a danger was reported isn't told
        // here: it may protect somebody from them, or them from somebody who reads along.
        (Action::ReadOwn | Action::Disclose | Action::Discuss | Action::ReportDanger, ..) => {
            return None;
        }
        (Action::Report, ..) => OwnLookKind::Reported,
        (Action::Amend, ..) => OwnLookKind::Wrote,
        (_, Purpose::Emergency, _) => OwnLookKind::Emergency,
        (_, _, Channel::Print | Channel::File) => OwnLookKind::Printed,
        (Action::Find | Action::Read, ..) => OwnLookKind::Opened,
    };
    let permitted = answer.answers.iter().filter(|it| it.permitted);
    let mut sections: Vec<Category> = permitted.flat_map(|it| it.sections.clone()).collect();
    sections.retain(|it| open.contains(it));
    sections.sort_unstable();
    Some(OwnLook {
        entry: row.index,
        at_ms: row.at_ms,
        who: Some(answer.asker),
        role: Some(answer.role),
        kind,
        purpose: Some(answer.purpose),
        sections,
    })
}

/// Of what was written, only that it was, and in which section if the client may read it there.
fn wrote(row: &LedgerRow, deed: &DeedText, open: &[Category]) -> Option<OwnLook> {
    if deed.deed != "entry_written" {
        return None;
    }
    let word = |name: &str| deed.particulars.get(name).and_then(|it| it.as_str());
    let section = word("section").and_then(|it| it.parse::<Category>().ok());
    Some(OwnLook {
        entry: row.index,
        at_ms: row.at_ms,
        who: deed.by,
        role: None,
        kind: OwnLookKind::Wrote,
        purpose: word("purpose").and_then(|it| it.parse().ok()),
        sections: section.filter(|it| open.contains(it)).into_iter().collect(),
    })
}
