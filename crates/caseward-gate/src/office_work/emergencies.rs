//! Opening a file in an emergency, and ending that: what decides about it, on the sheets of the client and of the
//! worker (RE-7, NASW-c).
//!
//! The gate asks its rules *as if* the ticket were open before it writes one: behind a wall nothing opens, whoever
//! asks and whatever the danger (DV-3.3.2e), and a client who isn't there goes the same way as one who can't be
//! opened (I8).

use std::sync::Arc;

use caseward_db::Transaction;
use caseward_model::{
    Action, Basis, Category, Channel, Client, Compartment, EmergencyEnd, Id, Purpose, Worker,
};
use serde_json::{Map, Value as Json};

use super::{Acting, Works};
use crate::GateError;
use crate::ask::{Core, Gate};
use crate::deed::{deed, write_deed};
use crate::facts::{
    Asked, EmergencyFact, EmergencyMark, Facts, NOBODY, Now, WorkerSheet, load, needs,
    read_kept_client,
};
use crate::record::{EntryKind, Under};
use crate::request::{Question, RecipientAsked};
use crate::subjects::{WORKERS, open_worker_by_no, rewrite_client, rewrite_sheet};
use crate::vault::Vault;

/// A file that is to be opened in an emergency.
#[derive(Debug, Clone)]
pub struct EmergencyOrder {
    /// The ticket's number in the register of emergencies.
    pub ticket: i64,
    /// Whose file.
    pub client: Id<Client>,
    /// The sections that are asked for.
    pub sections: Vec<Category>,
    /// By which way it was asked.
    pub channel: Channel,
    /// Until when it opens something, in ms.
    pub until: i64,
    /// From when on no further emergency opens to this worker before this one is settled, in ms.
    pub settle_by: i64,
}

/// A file that was opened in an emergency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyOpened {
    /// Whose file, by number.
    pub client_no: i64,
    /// The sections that open.
    pub sections: Vec<Category>,
}

impl Works<'_, '_> {
    /// Opens a file to the one who acts, for a short time, if the rules would let anything out: nothing when
    /// there is no such client, or when they can't be opened to this person. Nothing is written then.
    ///
    /// # Errors
    /// [`GateError::Unfit`] for the holder of a key, who has no need of it.
    pub fn open_emergency(
        &mut self,
        order: &EmergencyOrder,
    ) -> Result<Option<EmergencyOpened>, GateError> {
        let asker = self.acting.id.ok_or(GateError::Unfit(
            "an emergency opens a file to someone who works here",
        ))?;
        let question = question(asker, order);
        let now = Now::of(self.core, self.tx.now_ms());
        let mut facts = load(self.tx, &self.vault, &question, now)?;
        let fact = EmergencyFact {
            ticket: order.ticket,
            worker: self.acting.no,
            sections: order.sections.clone(),
            until: order.until,
        };
        facts.client.emergencies.push(fact.clone());
        let opens = would_open(self.core, &question, &facts);
        if opens.is_empty() || facts.client_no == NOBODY {
            return Ok(None);
        }
        let fact = EmergencyFact {
            sections: opens.clone(),
            ..fact
        };
        let now_ms = now.at_ms;
        self.change_client(order.client, "emergency_opened", told(&fact), |sheet| {
            // Those that ran out opened nothing any more; the register keeps them.
            sheet.emergencies.retain(|it| now_ms < it.until);
            sheet.emergencies.push(fact);
        })?;
        let mark = EmergencyMark {
            ticket: order.ticket,
            client: facts.client_no,
            until: order.until,
            settle_by: order.settle_by,
            ended: None,
        };
        self.change_worker(asker, "emergency_opened", |sheet| {
            sheet.emergencies.push(mark);
        })?;
        Ok(Some(EmergencyOpened {
            client_no: facts.client_no,
            sections: opens,
        }))
    }

    /// Ends the emergency tickets of a worker that are still open, all of them or one; says how many.
    ///
    /// # Errors
    /// When a sheet doesn't open.
    pub fn end_emergencies_of(
        &mut self,
        worker_no: i64,
        only: Option<i64>,
        why: EmergencyEnd,
    ) -> Result<usize, GateError> {
        let ending = Ending {
            core: self.core,
            vault: &self.vault,
            by: self.acting,
            why,
        };
        ending.end(self.tx, worker_no, only)
    }
}

/// Ends what must end together with something else: emergency access with the session in which it was opened.
/// It only ever takes away.
#[derive(Clone)]
pub struct Endings(Arc<Core>);

impl Endings {
    pub(super) fn core(&self) -> &Core {
        &self.0
    }

    /// Ends the emergency tickets of a worker that are still open, in a transaction that is under way; says how
    /// many.
    ///
    /// # Errors
    /// When a sheet doesn't open.
    pub fn end_emergencies_of(
        &self,
        tx: &mut Transaction<'_>,
        worker_no: i64,
        why: EmergencyEnd,
    ) -> Result<usize, GateError> {
        let ending = Ending {
            core: &self.0,
            vault: &*self.0.vault()?,
            by: Acting { no: 0, id: None },
            why,
        };
        ending.end(tx, worker_no, None)
    }
}

impl Gate {
    /// What ends together with something else.
    #[must_use]
    pub fn endings(&self) -> Endings {
        Endings(Arc::clone(&self.core))
    }
}

fn question(asker: Id<Worker>, order: &EmergencyOrder) -> Question {
    Question {
        asker,
        client: order.client,
        sections: order.sections.clone(),
        action: Action::Read,
        purpose: Purpose::Emergency,
        recipient: RecipientAsked::Nobody,
        basis: Basis::Duty,
        channel: order.channel,
        limits_confirmed: false,
        beyond: Vec::new(),
        danger: None,
        item: None,
    }
}

/// The sections that the rules would let out under a ticket for them.
fn would_open(core: &Core, question: &Question, facts: &Facts) -> Vec<Category> {
    let asked = Asked::whole(question, facts);
    let permits = |category: Category| {
        let situation = asked.situation(category);
        core.policies.decide(&situation).permitted
    };
    let sections = question.sections.iter().copied();
    let opens: Vec<_> = sections
        .filter(|it| *it != Category::Existence && needs(question.purpose, *it) && permits(*it))
        .collect();
    if permits(Category::Existence) {
        opens
    } else {
        Vec::new()
    }
}

fn told(fact: &EmergencyFact) -> Map<String, Json> {
    let sections: Vec<_> = fact.sections.iter().map(|it| it.word()).collect();
    Map::from_iter([
        ("ticket".to_owned(), fact.ticket.into()),
        ("sections".to_owned(), sections.into()),
        ("until_ms".to_owned(), fact.until.into()),
    ])
}

/// Ending tickets: by whom, and what ends them.
struct Ending<'e> {
    core: &'e Core,
    vault: &'e Vault,
    by: Acting,
    why: EmergencyEnd,
}

impl Ending<'_> {
    fn end(
        &self,
        tx: &mut Transaction<'_>,
        worker_no: i64,
        only: Option<i64>,
    ) -> Result<usize, GateError> {
        let Some((id, mut sheet)) = open_worker_by_no(tx, self.vault, worker_no)? else {
            return Ok(0);
        };
        let now_ms = tx.now_ms();
        let mut ended = 0;
        let open = |mark: &&mut EmergencyMark| {
            now_ms < mark.until && only.is_none_or(|it| it == mark.ticket)
        };
        for mark in sheet.emergencies.iter_mut().filter(open) {
            self.end_for_client(tx, mark)?;
            mark.until = now_ms;
            mark.ended = Some(self.why);
            ended += 1;
        }
        if ended > 0 {
            self.end_for_worker(tx, worker_no, id, &sheet)?;
        }
        Ok(ended)
    }

    fn end_for_client(
        &self,
        tx: &mut Transaction<'_>,
        mark: &EmergencyMark,
    ) -> Result<(), GateError> {
        // A client whose keys were destroyed meanwhile is gone; the opener's own sheet ends it all the same.
        let Some(mut row) = read_kept_client(tx, self.vault, mark.client)? else {
            return Ok(());
        };
        let ticket = mark.ticket;
        row.sheet.emergencies.retain(|fact| fact.ticket != ticket);
        let client = Some(Id::from_bytes(row.id));
        let facts = [("ticket", ticket.into()), ("why", self.why.word().into())];
        let text = deed("emergency_ended", self.by.id, client, facts);
        let file_key = row.keys.get(Compartment::File);
        let under = file_key.map_or(Under::Office, Under::Client);
        let kind = EntryKind::Deed;
        let made_in = write_deed(self.core, tx, self.by.no, kind, &under, text)?;
        rewrite_client(tx, self.vault, &row, made_in)
    }

    fn end_for_worker(
        &self,
        tx: &mut Transaction<'_>,
        no: i64,
        id: Id<Worker>,
        sheet: &WorkerSheet,
    ) -> Result<(), GateError> {
        let subject = WORKERS.subject(no, id.as_bytes());
        let under = Under::Subject(self.vault.subject_tag(subject.table, subject.id));
        let facts = [
            ("worker", id.to_string().into()),
            ("why", self.why.word().into()),
        ];
        let text = deed("emergency_ended", self.by.id, None, facts);
        let kind = EntryKind::Deed;
        let made_in = write_deed(self.core, tx, self.by.no, kind, &under, text)?;
        rewrite_sheet(self.vault, tx, &WORKERS, subject, made_in, sheet)
    }
}
