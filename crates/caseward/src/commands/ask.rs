//! `caseward ask`: a question to the gate, and its answer with reasons and the entry in the ledger.

use caseward_casework::Office;
use caseward_casework::gate::{
    Act, Disclose, DisclosedPart, Find, Read, ReadOwn, RecipientAsked, Refusal, Report, Request,
    SectionDecision,
};
use caseward_casework::layout::Layouts;
use caseward_model::{Channel, Language};
use serde_json::{Value, json};

use crate::cli::{ActionWord, AskArgs};
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

pub(crate) async fn run(
    house: &HouseArgs,
    order: &AskArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let asker = office.colleague(&order.asker).await?;
    let recipient = recipient(&office, order.recipient.as_deref()).await?;
    let disclosing = recipient != RecipientAsked::Nobody;
    let request = Request {
        asker: asker.id,
        client: office.client_called(&order.client).await?,
        sections: order.sections.clone(),
        purpose: order.purpose,
        recipient,
        basis: order.basis,
        channel: order.channel.unwrap_or(if disclosing {
            Channel::EncryptedMessage
        } else {
            Channel::Api
        }),
        limits_confirmed: order.limits_confirmed,
        beyond: Vec::new(),
        danger: order.danger,
    };
    let action = order.action.unwrap_or(if disclosing {
        ActionWord::Disclose
    } else {
        ActionWord::Read
    });
    let answer = match action {
        ActionWord::Find => put::<Find>(&office, &request, order.show).await?,
        ActionWord::Read => put::<Read>(&office, &request, order.show).await?,
        ActionWord::Disclose => put::<Disclose>(&office, &request, order.show).await?,
        ActionWord::Report => put::<Report>(&office, &request, order.show).await?,
        ActionWord::ReadOwn => put::<ReadOwn>(&office, &request, order.show).await?,
    };
    office.write_tally().await?;
    terminal.json(&answer.json())?;
    answer.say(terminal);
    Ok(if answer.released {
        Ended::Done
    } else {
        Ended::Refused
    })
}

/// What came of the question.
struct Told {
    released: bool,
    known: bool,
    entry: u64,
    sections: Vec<SectionDecision>,
    records: Vec<Value>,
}

async fn put<A: Act>(office: &Office, request: &Request, show: bool) -> anyhow::Result<Told> {
    match office.gate.ask::<A>(request).await {
        Ok(answer) => {
            let (entry, sections) = (answer.entry, answer.sections);
            let mut records = Vec::new();
            if show {
                let layouts = office.layouts().await?;
                let disclosed = office.gate.unseal(answer.permit, answer.sealed)?;
                let delivery = office.gate.deliver(&disclosed);
                records = disclosed
                    .parts
                    .iter()
                    .map(|part| record(part, &layouts))
                    .collect();
                delivery.delivered(None);
            } else {
                office.gate.give_back(answer.permit, answer.sealed);
            }
            Ok(Told {
                released: true,
                known: true,
                entry,
                sections,
                records,
            })
        }
        Err(Refusal::Refused { entry, sections }) => Ok(Told {
            released: false,
            known: true,
            entry,
            sections,
            records: Vec::new(),
        }),
        Err(Refusal::NotKnown { entry }) => Ok(Told {
            released: false,
            known: false,
            entry,
            sections: Vec::new(),
            records: Vec::new(),
        }),
        Err(Refusal::Unrecorded(error)) => Err(error.into()),
    }
}

fn record(part: &DisclosedPart, layouts: &Layouts) -> Value {
    let file = layouts.file(part.kind);
    let fields: serde_json::Map<String, Value> = part
        .fields
        .iter()
        .map(|(number, text)| {
            let name = file.map_or_else(
                || number.to_string(),
                |file| file.header(*number).to_owned(),
            );
            (name, Value::String(text.to_string()))
        })
        .collect();
    json!({
        "section": part.section,
        "source": file.map_or("entry", |file| file.name.as_str()),
        "fields": fields,
    })
}

async fn recipient(office: &Office, handle: Option<&str>) -> anyhow::Result<RecipientAsked> {
    let Some(handle) = handle else {
        return Ok(RecipientAsked::Nobody);
    };
    let register = office.register().await?;
    let found = register
        .iter()
        .find(|it| it.handle == handle || it.id.to_string() == handle);
    Ok(found.map_or(RecipientAsked::NotAnOrganization, |it| {
        RecipientAsked::Organization(it.id)
    }))
}

/// The one sentence for those who may not know whether there is such a client.
pub(super) const NOT_KNOWN: &str = "No client whom you may know of goes by this. If your work needs it, ask your \
                         supervisor to assign you, or record the duty first (CR-2, DV-3.3.1).";

impl Told {
    fn json(&self) -> Value {
        let sections: Vec<Value> = self
            .sections
            .iter()
            .map(|section| {
                let decision = &section.decision;
                json!({
                    "section": section.category,
                    "decision": if decision.permitted { "released" } else { "refused" },
                    "clauses": decision.clauses,
                    "policies": decision.policies,
                    "obligations": decision.obligations,
                    "reason": decision.reason.in_language(Language::English),
                    "remedy": decision.remedy.in_language(Language::English),
                    "fact": decision.fact,
                })
            })
            .collect();
        json!({
            "decision": if self.released { "released" } else { "refused" },
            "known": self.known,
            "reason": if self.known { Value::Null } else { NOT_KNOWN.into() },
            "entry": self.entry,
            "sections": sections,
            "records": self.records,
        })
    }

    fn say(&self, terminal: &Terminal) {
        if !self.known {
            terminal.say(NOT_KNOWN);
        }
        for section in &self.sections {
            let decision = &section.decision;
            let clauses: Vec<&str> = decision
                .clauses
                .iter()
                .map(caseward_model::Clause::as_str)
                .collect();
            terminal.say(format!(
                "{:<20}{:<10}{:<32}  {}",
                section.category.word(),
                if decision.permitted {
                    "released"
                } else {
                    "refused"
                },
                clauses.join(" "),
                decision.reason.in_language(Language::English),
            ));
            if !decision.permitted {
                terminal.say(format!(
                    "{:<30}{}",
                    "",
                    decision.remedy.in_language(Language::English)
                ));
            }
        }
        for record in &self.records {
            terminal.say(record.to_string());
        }
        terminal.say(format!("ledger entry {}", self.entry));
    }
}
