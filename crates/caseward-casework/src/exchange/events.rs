//! What left to an organisation, as audit events for it: that the rules said yes, and that it was exported (RE-2, CR-10).

use caseward_db::ledger::note::Checkpoint;
use caseward_formats::fhir::{Decision, Export, searchset};
use caseward_gate::{RecipientAsked, Report, Request};
use caseward_model::{Basis, Channel, Client, Id, Organization};
use jiff::Timestamp;

use super::{HandedOut, Pseudonyms, organization};
use crate::disclosure::{
    Departure, Disclosure, DisclosureError, Elsewhere, HandedTerms, LeftAs, release_request,
};
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// What is put together for one organisation.
#[derive(Default)]
struct Told {
    resources: Vec<serde_json::Value>,
    terms: Vec<HandedTerms>,
    kept_in: usize,
}

impl Told {
    /// Two events for what left: that it was decided, and that it went.
    fn tell(&mut self, export: &Export, named: &str, terms: HandedTerms) {
        let decision = Decision {
            id: format!("decided-{named}"),
            export: export.clone(),
        };
        self.resources.extend([decision.json(), export.json()]);
        self.terms.push(terms);
    }
}

/// By what names what left is told to one organisation, and by which ledger.
struct Telling {
    names: Pseudonyms,
    own: Id<Organization>,
    ledger: String,
}

impl Office {
    /// The disclosures of a client to one organisation, and the exports in which their rows went there, as audit events: two for each, and
    /// only for those that the rules would let out again now. What was refused is nobody's business but ours and never stands among them. Nor
    /// does it stand there what the organisation was handed in FHIR: it has that itself.
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
        let (note, _) = self.gate.checkpoint().await?;
        let telling = Telling {
            names: self.pseudonyms(recipient.id)?,
            own: self.own_organization().await?.id,
            ledger: Checkpoint::of_note(&note)
                .map_err(|_| CaseworkError::Damaged)?
                .origin,
        };
        let mut told = Told::default();
        let left = |it: &&Disclosure| it.recipient == recipient.id && !it.departures().is_empty();
        for it in all.iter().filter(left) {
            self.tell_of_disclosure(person, it, (&telling, &mut told))
                .await?;
        }
        let request = self.question_of(person, client, Channel::Api).await?;
        for it in self.left_elsewhere(&request).await? {
            if it.recipient == recipient.id && it.left_as == LeftAs::HmisExport {
                self.tell_of_export((person, client), &it, (&telling, &mut told))
                    .await?;
            }
        }
        let number = told.resources.len();
        self.note_handed_out((person, client), recipient.id, (number, told.terms))
            .await?;
        Ok(HandedOut {
            bundle: searchset(told.resources),
            resources: number,
            kept_in: told.kept_in,
            delivery,
        })
    }

    async fn tell_of_disclosure(
        &self,
        person: &SignedIn,
        it: &Disclosure,
        (telling, told): (&Telling, &mut Told),
    ) -> Result<(), DisclosureError> {
        for (number, then) in it.departures().into_iter().enumerate() {
            // What left then may be something else than what would leave now.
            let it = &it.as_it_left(&then);
            if !self.would_leave(&release_request(person, it)).await? {
                told.kept_in += 1;
                continue;
            }
            let named = match number {
                0 => it.no.to_string(),
                again => format!("{}-{}", it.no, again + 1),
            };
            if let Some(export) = disclosed((it, then, &named), telling) {
                let terms = HandedTerms {
                    purpose: it.purpose,
                    basis: it.basis,
                    consent: it.under,
                };
                told.tell(&export, &named, terms);
            }
        }
        Ok(())
    }

    /// That the client's rows went in an export: told by whoever may make such a report, and nobody else.
    async fn tell_of_export(
        &self,
        (person, client): (&SignedIn, Id<Client>),
        it: &Elsewhere,
        (telling, told): (&Telling, &mut Told),
    ) -> Result<(), DisclosureError> {
        let (Some(terms), Ok(at)) = (it.terms, Timestamp::from_millisecond(it.at_ms)) else {
            return Ok(());
        };
        let request = Request {
            purpose: terms.purpose,
            recipient: RecipientAsked::Organization(it.recipient),
            basis: terms.basis,
            channel: it.channel,
            ..Request::to_serve(person.worker, client).sections(it.sections.clone())
        };
        if !self.would_be_let::<Report>(&request).await? {
            told.kept_in += 1;
            return Ok(());
        }
        let named = format!("export-{}", it.entry);
        let by = it.by.map(|by| by.as_bytes().to_vec()).unwrap_or_default();
        let export = Export {
            id: format!("disclosed-{named}"),
            recorded: at.to_string(),
            purpose: terms.purpose,
            ledger: telling.ledger.clone(),
            organization: organization(telling.own),
            recipient: organization(it.recipient),
            channel: it.channel.word().to_owned(),
            worker: format!("Practitioner/{}", telling.names.of("worker", &[&by])),
            released: true,
            patient: telling.names.patient(client),
            authorized: false,
            document: format!("DocumentReference/{named}"),
            sections: it.sections.clone(),
            consent: None,
            content: None,
            entries: (it.entry, None),
        };
        told.tell(&export, &named, terms);
        Ok(())
    }
}

fn disclosed(
    (it, then, named): (&Disclosure, Departure, &str),
    telling: &Telling,
) -> Option<Export> {
    // Of what nobody knows whether it left, no entry can be named: that is said in the accounting.
    if then.intent == 0 {
        return None;
    }
    let at = Timestamp::from_millisecond(then.at).ok()?;
    let worker = telling.names.of("worker", &[it.let_out_by().as_bytes()]);
    Some(Export {
        id: format!("disclosed-{named}"),
        recorded: at.to_string(),
        purpose: it.purpose,
        ledger: telling.ledger.clone(),
        organization: organization(telling.own),
        recipient: organization(it.recipient),
        channel: it.channel.word().to_owned(),
        worker: format!("Practitioner/{worker}"),
        released: it.released_by.is_some(),
        patient: telling.names.patient(it.client),
        authorized: matches!(it.basis, Basis::Consent | Basis::ClientRequest),
        document: format!("DocumentReference/disclosure-{}", it.no),
        sections: it.sections.clone(),
        consent: it.under.map(|it| format!("Consent/c-{it}")),
        content: Some(then.content),
        entries: (then.intent, Some(then.stated)),
    })
}
