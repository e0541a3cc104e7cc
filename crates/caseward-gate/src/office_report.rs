//! What the office tells about itself in a report: decided and recorded like everything else that leaves.

use std::sync::Arc;

use caseward_db::Transaction;
use caseward_model::{Action, Basis, Category, Channel, Client, Id, Organization, Purpose, Worker};

use crate::GateError;
use crate::ask::{Core, Gate};
use crate::deed::deed;
use crate::facts::{Now, load, situation};
use crate::record::{EntryKind, EntryText, Under, draft};
use crate::request::{Question, RecipientAsked};

/// Whether the office's own rows may go out, and the entry that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeReport {
    /// They may.
    pub permitted: bool,
    /// They stay in the office: addresses may stand in them.
    pub to_ourselves: bool,
    /// The clauses behind it.
    pub clauses: Vec<String>,
    /// The number of the entry in the ledger.
    pub entry: u64,
}

impl Gate {
    /// Asks whether this worker may give this organisation the rows about the office itself
    /// (projects, funders, staff): judged as a report about nobody in particular, and on record.
    ///
    /// # Errors
    /// [`GateError`] when nothing could be decided or written down.
    pub async fn ask_office_report(
        &self,
        asker: Id<Worker>,
        recipient: Id<Organization>,
        own: i64,
    ) -> Result<OfficeReport, GateError> {
        let core = Arc::clone(&self.core);
        self.ledger
            .write(move |tx| decide(&core, tx, asker, recipient, own))
            .await
    }
}

fn decide(
    core: &Core,
    tx: &mut Transaction<'_>,
    asker: Id<Worker>,
    recipient: Id<Organization>,
    own: i64,
) -> Result<OfficeReport, GateError> {
    let vault = core.vault()?;
    let now_ms = tx.now_ms();
    let question = Question {
        asker,
        client: Id::<Client>::make_random(&core.randomness),
        sections: vec![Category::Administration],
        action: Action::Report,
        purpose: Purpose::ProgramReporting,
        recipient: RecipientAsked::Organization(recipient),
        basis: Basis::Duty,
        channel: Channel::File,
        limits_confirmed: false,
        beyond: Vec::new(),
        danger: None,
        item: None,
    };
    let mut facts = load(tx, &vault, &question, Now::of(core, now_ms))?;
    // The rows belong to this office, and are about no client.
    facts.client.organization = own;
    let situation = situation(&question, &facts, Category::Administration);
    let decision = core.policies.decide(&situation);
    let text = deed(
        if decision.permitted {
            "office_report_permitted"
        } else {
            "office_report_refused"
        },
        Some(asker),
        None,
        [
            ("recipient", recipient.to_string().into()),
            ("policies", decision.policies.clone().into()),
            (
                "clauses",
                decision.clauses.iter().map(ToString::to_string).collect(),
            ),
            ("policy_set", core.policy_set.clone().into()),
        ],
    );
    let kind = if decision.permitted {
        EntryKind::Intent
    } else {
        EntryKind::Refusal
    };
    let draft = draft(
        &vault,
        kind,
        facts.worker_no,
        &Under::Office,
        &EntryText::Deed(text),
    );
    let receipt = tx.append(draft)?;
    Ok(OfficeReport {
        permitted: decision.permitted,
        to_ourselves: facts.recipient_no == own,
        clauses: decision.clauses.iter().map(ToString::to_string).collect(),
        entry: receipt.index(),
    })
}
