//! `caseward consent sign`: a consent is signed here, by a name that is typed before a witness (DV-2.1, DV-2.2).

use caseward_casework::Office;
use caseward_casework::consent::{Signing, consent_words};
use serde_json::json;

use super::{Which, request};
use crate::terminal::{Ended, Terminal};

pub(super) async fn sign(
    office: &Office,
    which: &Which,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let request = request(office, &which.whose).await?;
    let (consent, delivery) = office.consent(&request, which.no).await?;
    let form = consent.record.form;
    delivery.delivered(None);
    let mut ticked = Vec::new();
    for statement in &consent_words(form.language)?.statement {
        terminal.note(&statement.text);
        let said = terminal.ask("Type `yes` if they agree:")?;
        if said.trim() == "yes" {
            ticked.push(statement.id.clone());
        }
    }
    let name = terminal.ask("The full name of whoever signs:")?;
    let with_parent = form.who.capacity == Some(caseward_model::SignerCapacity::MinorWithParent);
    let second = if with_parent {
        let second = terminal.ask("The full name of the parent or guardian:")?;
        second.trim().to_owned()
    } else {
        String::new()
    };
    // Nothing can be drawn here, and a typed name alone is no signature.
    let witness = terminal.ask("The full name of the witness who is there besides you:")?;
    let signing = Signing {
        name: name.trim().to_owned(),
        second_name: second,
        ticked,
        witness: witness.trim().to_owned(),
        ..Signing::default()
    };
    // Whoever signs is compared with those whom a wall keeps from the client.
    office.index_names(|_| {}).await?;
    office.sign_consent(&request, which.no, signing).await?;
    terminal.json(&json!({ "signed": true }))?;
    terminal.say("Signed. It counts from now on; give them a copy.");
    Ok(Ended::Done)
}
