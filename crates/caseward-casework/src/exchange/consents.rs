//! A client's consents as FHIR has them: out to the organisation that each names, and in as a draft that a person goes through (DV-2.1,
//! DV-3.3.2d, NASW-b).
//!
//! Nothing that comes in is ever in force. A draft takes over to whom, for what and until when; what is agreed to is asked anew and signed
//! here, because nobody here saw it explained and said yes to.

use caseward_formats::fhir::{
    Consent as Resource, ConsentStatus, Fault, NotTaken, Notice, read_consent, searchset,
};
use caseward_gate::{RecipientAsked, Request, needs as needed};
use caseward_model::{
    Basis, Category, Channel, Client, ConsentKind, Id, Language, Organization, Purpose,
    SignerCapacity,
};
use jiff::Timestamp;

use super::{HandedOut, Pseudonyms, organization};
use crate::consent::{Change, Consent, ConsentError, ConsentNeed, Form, Named, purposes_of};
use crate::disclosure::{DisclosureError, HandedTerms};
use crate::people::RegisteredOrganization;
use crate::sign_in::SignedIn;
use crate::standing::Register;
use crate::{CaseworkError, Office};

/// Why a consent of another system wasn't taken in. Nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum ReceivingError {
    /// It can't be read as what it says it is.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// It can't be kept as a draft.
    #[error(transparent)]
    Consent(#[from] ConsentError),
}

/// What came of a consent of another system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedConsent {
    /// The number of the draft.
    pub number: i64,
    /// What it still needs before it can be signed.
    pub needs: Vec<ConsentNeed>,
    /// The sections that were agreed to there: to be asked anew.
    pub to_ask: Vec<Category>,
    /// What couldn't be taken over.
    pub not_taken: Vec<Notice>,
}

impl Office {
    /// The consents of a client towards one organisation that hold now, for it. One with limits that FHIR has no words for stays in: without
    /// them it would say more than the client did.
    ///
    /// # Errors
    /// [`DisclosureError::Refused`] as for reading the file.
    pub async fn fhir_consents(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        recipient: Id<Organization>,
    ) -> Result<HandedOut, DisclosureError> {
        let request = self.question_of(person, client, Channel::Api).await?;
        let found = self.consents(&request).await;
        let (consents, delivery) = found.map_err(DisclosureError::of_consents)?;
        let recipient = self.registered_by_id(recipient).await?;
        let names = self.pseudonyms(recipient.id)?;
        let own = self.own_organization().await?.id;
        let procedure = Procedure::of(own, &self.requirements().await?);
        let (mut resources, mut terms, mut kept_in) = (Vec::new(), Vec::new(), 0);
        let now_ms = self.clock.now_ms();
        let towards = |it: &&Consent| {
            let form = &it.record.form;
            form.recipient.is_some_and(|it| it.id == recipient.id) && it.record.signature.is_some()
        };
        for it in consents.all.iter().filter(towards) {
            let whole = it.record.is_live_at(now_ms) && can_be_said(&it.record.form);
            if !whole || !self.would_be_told(person, client, &it.record.form).await? {
                kept_in += 1;
                continue;
            }
            let resource = resource(it, (client, &procedure), (&names, &recipient));
            if let Some(resource) = resource {
                terms.extend(it.record.form.purposes.iter().map(|purpose| HandedTerms {
                    purpose: *purpose,
                    basis: Basis::Consent,
                    consent: Some(it.no),
                }));
                resources.push(resource.json());
            }
        }
        let number = resources.len();
        self.note_handed_out((person, client), recipient.id, (number, terms))
            .await?;
        Ok(HandedOut {
            bundle: searchset(resources),
            resources: number,
            kept_in,
            delivery,
        })
    }

    /// Whether everything that a consent agrees to would be let out to its recipient now.
    async fn would_be_told(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        form: &Form,
    ) -> Result<bool, DisclosureError> {
        let Some(recipient) = form.recipient else {
            return Ok(false);
        };
        let channel = form.channels.first().copied();
        let sections = form.sections();
        for purpose in form.purposes.iter().copied() {
            let beyond = sections.iter().copied().filter(|it| !needed(purpose, *it));
            let request = Request {
                purpose,
                recipient: RecipientAsked::Organization(recipient.id),
                basis: Basis::Consent,
                channel: channel.unwrap_or(Channel::SecureTransfer),
                beyond: beyond.collect(),
                ..Request::to_serve(person.worker, client).sections(sections.clone())
            };
            if !self.would_leave(&request).await? {
                return Ok(false);
            }
        }
        Ok(!form.purposes.is_empty() && !sections.is_empty())
    }

    /// Reads a consent of another system into a draft. `recipient` says who is meant by the one that it names; without it the draft names the
    /// organisation of the register that is called so, if there is exactly one.
    ///
    /// # Errors
    /// [`ReceivingError`].
    pub async fn receive_consent(
        &self,
        request: &Request,
        bytes: &[u8],
        (recipient, language): (Option<Id<Organization>>, Language),
    ) -> Result<ReceivedConsent, ReceivingError> {
        let read = read_consent(bytes)?;
        let mut not_taken = read.notices;
        let kind = kind_of(&read.consent.purposes);
        let register = self.register().await.map_err(ConsentError::from)?;
        let recipient = match recipient {
            Some(id) => register.iter().find(|it| it.id == id),
            None => called_so(&register, &read.consent),
        };
        let fits = |it: &Purpose| purposes_of(kind).contains(it);
        let purposes: Vec<Purpose> = read.consent.purposes.iter().copied().filter(fits).collect();
        if purposes.len() < read.consent.purposes.len() {
            not_taken.push(Notice {
                at: "Consent.provision.provision[0].purpose".to_owned(),
                why: NotTaken::Purpose,
            });
        }
        let form = Form {
            kind,
            language,
            purposes,
            recipient: recipient.map(|it| Named {
                no: it.no,
                id: it.id,
            }),
            until: read.consent.until,
            ..Form::default()
        };
        let number = self.begin_consent(request, kind, language).await?;
        let change = Change::Whole(Box::new(form));
        let needs = self.save_consent(request, number, change).await?;
        Ok(ReceivedConsent {
            number,
            needs,
            to_ask: read.consent.sections,
            not_taken,
        })
    }
}

/// Whether FHIR has words for all that was agreed: no limits, nothing left out, no end but a day.
fn can_be_said(form: &Form) -> bool {
    form.limits.is_empty()
        && form.exclusions.trim().is_empty()
        && form.until_event.trim().is_empty()
}

fn kind_of(purposes: &[Purpose]) -> ConsentKind {
    match purposes {
        [Purpose::Payment] => ConsentKind::Payer,
        [Purpose::Legal] => ConsentKind::LegalProceedings,
        _ => ConsentKind::Information,
    }
}

/// The one organisation that goes by the name or short name that a consent of another system says.
fn called_so<'r>(
    register: &'r [RegisteredOrganization],
    consent: &Resource,
) -> Option<&'r RegisteredOrganization> {
    let reference = consent.recipient.rsplit('/').next().unwrap_or_default();
    let name = consent.recipient_name.as_deref();
    let so = |it: &&RegisteredOrganization| {
        it.handle == reference || it.id.to_string() == reference || Some(it.name.as_str()) == name
    };
    let mut found = register.iter().filter(so);
    found.next().filter(|_| found.next().is_none())
}

/// The office's confidentiality procedure, as the policy under which a consent is given.
struct Procedure {
    own: Id<Organization>,
    /// Its versions: from when each is in force, in ms, and its number; the oldest first.
    versions: Vec<(i64, u32)>,
}

impl Procedure {
    fn of(own: Id<Organization>, register: &Register) -> Self {
        let found = register.named("procedure").into_iter();
        let versions = found.flat_map(|it| it.versions.iter().map(|it| (it.from, it.number)));
        Self {
            own,
            versions: versions.collect(),
        }
    }

    /// The URI of the version that was in force at a moment; 0 before the first one was.
    fn uri_at(&self, at_ms: i64) -> String {
        let mut newest_first = self.versions.iter().rev();
        let version = newest_first.find(|(from, _)| *from <= at_ms);
        let version = version.map_or(0, |(_, number)| *number);
        format!(
            "urn:caseward:policy:{}:confidentiality:v{version}",
            self.own
        )
    }
}

fn resource(
    it: &Consent,
    (client, procedure): (Id<Client>, &Procedure),
    (names, recipient): (&Pseudonyms, &RegisteredOrganization),
) -> Option<Resource> {
    let (form, signature) = (&it.record.form, it.record.signature.as_ref()?);
    let given_at = Timestamp::from_millisecond(signature.at).ok()?;
    let patient = names.patient(client);
    let performer = if form.who.capacity.is_some_and(SignerCapacity::is_another) {
        let no = it.no.to_be_bytes();
        let signer = names.of("signer", &[client.as_bytes(), &no]);
        format!("RelatedPerson/{signer}")
    } else {
        patient.clone()
    };
    Some(Resource {
        id: format!("c-{}", it.no),
        // By the number the statements of what leaves under it name it; the pseudonym tells whose it is to this organisation alone.
        identifier: Some(format!("{}/{}", names.named(client), it.no)),
        status: ConsentStatus::Active,
        patient,
        given_at: given_at.to_string(),
        performer,
        organization: organization(procedure.own),
        source: format!("DocumentReference/consent-{}", it.no),
        policy: procedure.uri_at(signature.at),
        recipient: organization(recipient.id),
        recipient_name: Some(recipient.name.clone()),
        purposes: form.purposes.clone(),
        sections: form.sections(),
        from: Some(crate::consent::today(signature.at)),
        until: form.until,
    })
}

impl From<CaseworkError> for ReceivingError {
    fn from(error: CaseworkError) -> Self {
        Self::Consent(error.into())
    }
}
