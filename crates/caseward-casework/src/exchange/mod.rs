//! What other systems are handed in FHIR, and what is taken from them: consents and disclosures as resources (RE-2, DV-2.1).
//!
//! A resource goes to one organisation, and tells it only of what concerns itself. The gate is asked for each as for the disclosure that it
//! is about: a consent that was taken back, a wall, a protocol that ran out keep it in, and of a client who is under a survivors' service's
//! cover nothing leaves without their release. Nobody's id leaves: each organisation knows a client by a pseudonym of its own.

mod consents;
mod events;

use caseward_gate::{Act, Delivery, Disclose, FileWorks, Read, Refusal, Request};
use caseward_model::{Channel, Client, Id, Organization};
use data_encoding::HEXLOWER;
use serde_json::Value;

pub use caseward_formats::fhir::{LARGEST_CONSENT, Notice};
pub use consents::{ReceivedConsent, ReceivingError};

use crate::disclosure::{DisclosureError, HANDED_OUT, HandedTerms, SentKind, count_sent};
use crate::people::RegisteredOrganization;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// Resources for one organisation, as the answer to a search.
pub struct HandedOut {
    /// The bundle: it doesn't tell that anything stays in.
    pub bundle: Value,
    /// How many resources stand in it.
    pub resources: usize,
    /// How many stay in as things stand: for whoever hands it on, and for nobody beyond.
    pub kept_in: usize,
    /// The open end: whoever hands it on says what became of it.
    pub delivery: Delivery,
}

/// By what names an organisation knows those of whom it hears.
struct Pseudonyms {
    prints: caseward_gate::Fingerprints,
    recipient: Id<Organization>,
}

impl Pseudonyms {
    fn of(&self, kind: &str, parts: &[&[u8]]) -> String {
        let mut all = vec![kind.as_bytes(), self.recipient.as_bytes().as_slice()];
        all.extend_from_slice(parts);
        HEXLOWER.encode(&self.prints.of("pseudonym", &all))
    }

    /// The client's pseudonym, bare.
    fn named(&self, client: Id<Client>) -> String {
        self.of("patient", &[client.as_bytes()])
    }

    fn patient(&self, client: Id<Client>) -> String {
        format!("Patient/{}", self.named(client))
    }
}

fn organization(id: Id<Organization>) -> String {
    format!("Organization/{id}")
}

impl Office {
    fn pseudonyms(&self, recipient: Id<Organization>) -> Result<Pseudonyms, DisclosureError> {
        Ok(Pseudonyms {
            prints: self.gate.fingerprints()?,
            recipient,
        })
    }

    /// An organisation of the register.
    pub(super) async fn registered_by_id(
        &self,
        id: Id<Organization>,
    ) -> Result<RegisteredOrganization, DisclosureError> {
        let register = self.register().await?;
        let found = register.into_iter().find(|it| it.id == id);
        let reason = "there is no such organization in the register; choose one of the list";
        Ok(found.ok_or_else(|| CaseworkError::Unfit(reason.to_owned()))?)
    }

    /// Whether the rules would let exactly this out now. Nothing is opened.
    async fn would_leave(&self, request: &Request) -> Result<bool, DisclosureError> {
        self.would_be_let::<Disclose>(request).await
    }

    /// The same for another act.
    async fn would_be_let<A: Act>(&self, request: &Request) -> Result<bool, DisclosureError> {
        match self.gate.ask::<A>(request).await {
            Ok(answer) => {
                let all = answer.sections.iter().all(|it| it.decision.permitted);
                self.gate.give_back(answer.permit, answer.sealed);
                Ok(all)
            }
            Err(Refusal::Refused { .. }) => Ok(false),
            Err(other) => Err(other.into()),
        }
    }

    /// Writes into the client's own history that resources were handed out: to whom, how many, and on which terms. From there the
    /// accounting has it.
    async fn note_handed_out(
        &self,
        (person, client): (&SignedIn, Id<Client>),
        recipient: Id<Organization>,
        (resources, terms): (usize, Vec<HandedTerms>),
    ) -> Result<(), DisclosureError> {
        let request = self.question_of(person, client, Channel::Api).await?;
        let request = request.sections([caseward_model::Category::Administration]);
        let mut told: Vec<HandedTerms> = Vec::new();
        for it in terms {
            if !told.contains(&it) {
                told.push(it);
            }
        }
        let told = serde_json::to_value(told).map_err(|_| CaseworkError::Damaged)?;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            desk.works.note("to", recipient.to_string());
            desk.works.note("resources", resources);
            desk.works.note("told", told);
            if resources > 0 {
                count_sent(desk.works, recipient, SentKind::Fhir)?;
            }
            Ok::<_, DisclosureError>(())
        };
        self.gate
            .work_on_file::<Read, _, _, _>(&request, HANDED_OUT, work)
            .await
    }
}
