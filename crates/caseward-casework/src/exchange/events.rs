//! What left to an organisation, as audit events for it: that the rules said yes, and that it was exported (RE-2, CR-10).

use caseward_db::ledger::note::Checkpoint;
use caseward_formats::fhir::{Decision, Export, searchset};
use caseward_model::{Basis, Client, Id, Organization};
use jiff::Timestamp;

use super::{HandedOut, Pseudonyms, organization};
use crate::disclosure::{Departure, Disclosure, DisclosureError, release_request};
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

impl Office {
    /// The disclosures of a client to one organisation, as audit events: two for each, and only for those that the rules would let out
    /// again now. What was refused is nobody's business but ours and never stands among them.
    ///
    /// # Errors
    /// [`DisclosureError::Refused`] as for reading the file.
    pub async fn fhir_events(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        recipient: Id<Organization>,
    ) -> Result<HandedOut, DisclosureError> {
        let (all, delivery) = self.disclosures_of(person, client).await?;
        let recipient = self.registered_by_id(recipient).await?;
        let names = self.pseudonyms(recipient.id)?;
        let own = self.own_organization().await?.id;
        let (note, _) = self.gate.checkpoint().await?;
        let ledger = Checkpoint::of_note(&note).map_err(|_| CaseworkError::Damaged)?;
        let (mut resources, mut kept_in) = (Vec::new(), 0);
        let left = |it: &&Disclosure| it.recipient == recipient.id && !it.departures().is_empty();
        for it in all.iter().filter(left) {
            for (number, then) in it.departures().into_iter().enumerate() {
                // What left then may be something else than what would leave now.
                let it = &it.as_it_left(&then);
                if !self.would_leave(&release_request(person, it)).await? {
                    kept_in += 1;
                    continue;
                }
                let named = match number {
                    0 => it.no.to_string(),
                    again => format!("{}-{}", it.no, again + 1),
                };
                let of = (it, then, named.as_str());
                let Some(export) = export(of, (&names, own, &ledger.origin)) else {
                    continue;
                };
                let decision = Decision {
                    id: format!("decided-{named}"),
                    export: export.clone(),
                };
                resources.extend([decision.json(), export.json()]);
            }
        }
        let number = resources.len();
        self.note_handed_out((person, client), recipient.id, number)
            .await?;
        Ok(HandedOut {
            bundle: searchset(resources),
            resources: number,
            kept_in,
            delivery,
        })
    }
}

fn export(
    (it, then, named): (&Disclosure, Departure, &str),
    (names, own, ledger): (&Pseudonyms, Id<Organization>, &str),
) -> Option<Export> {
    // Of what nobody knows whether it left, no entry can be named: that is said in the accounting.
    if then.intent == 0 {
        return None;
    }
    let at = Timestamp::from_millisecond(then.at).ok()?;
    let worker = names.of("worker", &[it.begun.1.as_bytes()]);
    Some(Export {
        id: format!("disclosed-{named}"),
        recorded: at.to_string(),
        purpose: it.purpose,
        ledger: ledger.to_owned(),
        organization: organization(own),
        recipient: organization(it.recipient),
        channel: it.channel.word().to_owned(),
        worker: format!("Practitioner/{worker}"),
        patient: names.patient(it.client),
        authorized: matches!(it.basis, Basis::Consent | Basis::ClientRequest),
        document: format!("DocumentReference/disclosure-{}", it.no),
        sections: it.sections.clone(),
        consent: it.under.map(|it| format!("Consent/c-{it}")),
        content: then.content,
        entries: (then.intent, then.stated),
    })
}
