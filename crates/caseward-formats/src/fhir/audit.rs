//! What left, and that the rules said yes to it, as audit events of IHE's BALP: one exported, one decided (RE-2, CR-10).
//!
//! The decision claims IHE's profile only where a consent stood behind it: the profile has no place for an order or a danger, and an event
//! that claims what it can't hold would be worth nothing to whoever checks it.

use caseward_model::{Category, Purpose};
use serde_json::{Value, json};

use super::codes::{
    ACT_CODE, DCM, ENTITY_TYPE, LIFECYCLE, OBJECT_ROLE, PARTICIPATION, RESOURCE_TYPES, coding,
    concept, labels, purpose,
};

const BALP: &str = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";
const AUTHORIZATION: &str = "https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType";
const SERVER: &str = "http://terminology.hl7.org/CodeSystem/extra-security-role-type";
const ROLE_CLASS: &str = "http://terminology.hl7.org/CodeSystem/v3-RoleClass";
const SOURCE_TYPE: &str = "http://terminology.hl7.org/CodeSystem/security-source-type";
const STAGE: &str = "http://terminology.hl7.org/CodeSystem/dicom-audit-lifecycle";
const SNOMED: &str = "http://snomed.info/sct";
/// The system of the names of ledgers.
const LEDGER: &str = "urn:caseward:ledger";
/// A network address that is a URI.
const URI: &str = "5";

/// A disclosure. References are written whole, such as `Patient/x`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The event's id.
    pub id: String,
    /// When it left, as FHIR writes instants.
    pub recorded: String,
    /// Why.
    pub purpose: Purpose,
    /// What our ledger is called: it records the event.
    pub ledger: String,
    /// Who disclosed.
    pub organization: String,
    /// Who receives.
    pub recipient: String,
    /// By which way, as a word of our list.
    pub channel: String,
    /// Who let it out: a pseudonym. Of what left before that was kept, who began it.
    pub worker: String,
    /// It is known that they let it out.
    pub released: bool,
    /// Whom it is about: a pseudonym.
    pub patient: String,
    /// The client authorised it.
    pub authorized: bool,
    /// The paper.
    pub document: String,
    /// What stands in it.
    pub sections: Vec<Category>,
    /// The consent, if it left under one.
    pub consent: Option<String>,
    /// SHA-256 of the paper, in hex, if it was one.
    pub content: Option<String>,
    /// The entry that let it out, and the one that proves its statement, if it has one.
    pub entries: (u64, Option<u64>),
}

/// That the rules let a disclosure out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The event's id.
    pub id: String,
    /// What was decided on.
    pub export: Export,
}

impl Export {
    /// The resource: `IHE.BasicAudit.PrivacyDisclosure.Source`.
    #[must_use]
    pub fn json(&self) -> Value {
        let mut agents = vec![
            json!({
                "type": concept(DCM, "110153"),
                "who": self.recorder(),
                "requestor": false,
                "network": self.network(),
            }),
            json!({
                "type": concept(DCM, "110152"),
                "who": { "reference": self.recipient },
                "requestor": false,
                "network": { "address": format!("urn:caseward:channel:{}", self.channel), "type": URI },
            }),
            json!({
                "type": concept(PARTICIPATION, "AUT"),
                "role": [self.part()],
                "who": { "reference": self.worker },
                "requestor": true,
            }),
            json!({
                "type": concept(SNOMED, "159541003"),
                "who": { "reference": self.organization },
                "requestor": false,
            }),
        ];
        if self.authorized {
            agents.push(json!({
                "type": concept(SNOMED, "429577009"),
                "who": { "reference": self.patient },
                "requestor": false,
            }));
        }
        let mut sealed = labels(&self.sections);
        sealed.push(coding(ACT_CODE, "NORDSCLCD"));
        let mut entities = vec![
            self.patient_entity(),
            json!({
                "what": { "reference": self.document },
                "type": coding(ENTITY_TYPE, "2"),
                "role": coding(OBJECT_ROLE, "3"),
                "lifecycle": coding(STAGE, "11"),
                "securityLabel": sealed,
                "detail": self.details(),
            }),
        ];
        entities.extend(self.consent_entity());
        json!({
            "resourceType": "AuditEvent",
            "id": self.id,
            "meta": { "profile": [format!("{BALP}PrivacyDisclosure.Source")] },
            "type": coding(DCM, "110106"),
            "subtype": [coding(LIFECYCLE, "disclose")],
            "action": "R",
            "recorded": self.recorded,
            "outcome": "0",
            "purposeOfEvent": [{ "coding": [purpose(self.purpose)] }],
            "agent": agents,
            "source": { "observer": self.recorder(), "type": [coding(SOURCE_TYPE, "4")] },
            "entity": entities,
        })
    }

    /// By what it can be checked: its hash, if it was a paper, and the entries of the ledger.
    fn details(&self) -> Vec<Value> {
        let (entry, stated) = self.entries;
        let details = [
            ("content-sha256", self.content.clone()),
            ("tlog-index", Some(entry.to_string())),
            ("statement-tlog-index", stated.map(|it| it.to_string())),
        ];
        let detail = |(kind, value): (&str, Option<String>)| {
            value.map(|value| json!({ "type": kind, "valueString": value }))
        };
        details.into_iter().filter_map(detail).collect()
    }

    /// What the worker who is named did.
    fn part(&self) -> Value {
        let text = if self.released {
            "let it out"
        } else {
            "began it; who let it out was not kept then"
        };
        json!({ "text": text })
    }

    fn recorder(&self) -> Value {
        json!({ "type": "Device", "identifier": { "system": LEDGER, "value": self.ledger } })
    }

    fn network(&self) -> Value {
        json!({ "address": format!("{LEDGER}:{}", self.ledger), "type": URI })
    }

    fn patient_entity(&self) -> Value {
        json!({
            "what": { "reference": self.patient },
            "type": coding(ENTITY_TYPE, "1"),
            "role": coding(OBJECT_ROLE, "1"),
        })
    }

    fn consent_entity(&self) -> Option<Value> {
        let consent = self.consent.as_ref()?;
        Some(json!({
            "what": { "reference": consent },
            "type": coding(RESOURCE_TYPES, "Consent"),
        }))
    }
}

impl Decision {
    /// The resource: `IHE.BasicAudit.AuthZconsent` where a consent stood behind it, a plain audit event otherwise.
    #[must_use]
    pub fn json(&self) -> Value {
        let it = &self.export;
        let consent = it.consent_entity();
        let kind = if consent.is_some() {
            "AuthZ-Consent"
        } else {
            "AuthZ-Role"
        };
        let mut entities = vec![it.patient_entity()];
        let mut resource = json!({
            "resourceType": "AuditEvent",
            "id": self.id,
            "type": coding(DCM, "110113"),
            "subtype": [coding(AUTHORIZATION, kind)],
            "action": "E",
            "recorded": it.recorded,
            "outcome": "0",
            "purposeOfEvent": [{ "coding": [purpose(it.purpose)] }],
            "agent": [
                {
                    "type": concept(DCM, "110150"),
                    "who": it.recorder(),
                    "requestor": false,
                    "network": it.network(),
                },
                {
                    "type": concept(PARTICIPATION, "IRCP"),
                    "role": [it.part()],
                    "who": { "reference": it.worker },
                    "requestor": true,
                    "purposeOfUse": [{ "coding": [purpose(it.purpose)] }],
                },
                {
                    "type": concept(ROLE_CLASS, "PROV"),
                    "who": { "reference": it.organization },
                    "requestor": false,
                },
                {
                    "type": concept(SERVER, "authserver"),
                    "who": it.recorder(),
                    "requestor": false,
                },
            ],
            "source": { "observer": it.recorder(), "type": [coding(SOURCE_TYPE, "6")] },
        });
        let claims = consent.is_some();
        entities.extend(consent);
        if let Some(fields) = resource.as_object_mut() {
            fields.insert("entity".to_owned(), entities.into());
            if claims {
                let meta = json!({ "profile": [format!("{BALP}AuthZconsent")] });
                fields.insert("meta".to_owned(), meta);
            }
        }
        resource
    }
}
