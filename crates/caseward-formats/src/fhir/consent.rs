//! A consent as IHE's PCF profile has it: everything is denied, but for what is permitted to one organisation (DV-2.1, RE-2).
//!
//! Each section that the client agreed to is a permit of its own, and names the section as the one thing that it permits: a reader
//! that knows nothing of our sections finds nothing that it may have.

use caseward_model::{Category, Purpose};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::codes::{LOINC, OUR_SECTION, PARTICIPATION, SCOPE, concept, labels, purpose};

/// The profile to which what goes out conforms.
const PROFILE: &str =
    "https://profiles.ihe.net/ITI/PCF/StructureDefinition/IHE.PCF.consentIntermediate";
pub(super) const CATEGORY: &str = "59284-0";
pub(super) const RECEIVES: &str = "IRCP";
const STATEMENT: &str = "urn:caseward:statement";

/// How a consent stands, in FHIR's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentStatus {
    /// It is being written.
    Draft,
    /// It waits for a signature.
    Proposed,
    /// It holds.
    Active,
    /// It was refused.
    Rejected,
    /// It was taken back, or ran out.
    Inactive,
    /// It should never have been recorded so.
    EnteredInError,
}

impl ConsentStatus {
    pub(super) const ALL: [Self; 6] = [
        Self::Draft,
        Self::Proposed,
        Self::Active,
        Self::Rejected,
        Self::Inactive,
        Self::EnteredInError,
    ];

    /// FHIR's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Proposed => "proposed",
            Self::Active => "active",
            Self::Rejected => "rejected",
            Self::Inactive => "inactive",
            Self::EnteredInError => "entered-in-error",
        }
    }
}

/// A consent on its way out, or as it came in. References are written whole, such as `Patient/x`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Its id there.
    pub id: String,
    /// What its statements call it, if they do.
    pub identifier: Option<String>,
    /// How it stands.
    pub status: ConsentStatus,
    /// Whose it is: a pseudonym.
    pub patient: String,
    /// When it was given, as FHIR writes times.
    pub given_at: String,
    /// Who gave it.
    pub performer: String,
    /// Who may disclose.
    pub organization: String,
    /// The signed paper.
    pub source: String,
    /// Under which policy.
    pub policy: String,
    /// Who receives.
    pub recipient: String,
    /// What the recipient is called, if it is said.
    pub recipient_name: Option<String>,
    /// For what.
    pub purposes: Vec<Purpose>,
    /// What of the file.
    pub sections: Vec<Category>,
    /// Its first day.
    pub from: Option<Date>,
    /// Its last day.
    pub until: Option<Date>,
}

impl Consent {
    /// The resource.
    #[must_use]
    pub fn json(&self) -> Value {
        let permits: Vec<Value> = self.sections.iter().map(|it| self.permit(*it)).collect();
        let mut provision = json!({ "type": "deny" });
        if let (Some(fields), false) = (provision.as_object_mut(), permits.is_empty()) {
            fields.insert("provision".to_owned(), permits.into());
        }
        let mut resource = json!({
            "resourceType": "Consent",
            "id": self.id,
            "meta": { "profile": [PROFILE], "security": labels(&self.sections) },
            "status": self.status.word(),
            "scope": concept(SCOPE, "patient-privacy"),
            "category": [concept(LOINC, CATEGORY)],
            "patient": { "reference": self.patient },
            "dateTime": self.given_at,
            "performer": [{ "reference": self.performer }],
            "organization": [{ "reference": self.organization }],
            "sourceReference": { "reference": self.source },
            "policy": [{ "uri": self.policy }],
            "provision": provision,
        });
        if let (Some(fields), Some(identifier)) = (resource.as_object_mut(), &self.identifier) {
            let value = json!([{ "system": STATEMENT, "value": identifier }]);
            fields.insert("identifier".to_owned(), value);
        }
        resource
    }

    fn permit(&self, section: Category) -> Value {
        let mut actor = json!({ "reference": self.recipient });
        if let (Some(fields), Some(name)) = (actor.as_object_mut(), &self.recipient_name) {
            fields.insert("display".to_owned(), name.clone().into());
        }
        let mut permit = json!({
            "type": "permit",
            "actor": [{ "role": concept(PARTICIPATION, RECEIVES), "reference": actor }],
            "purpose": self.purposes.iter().map(|it| purpose(*it)).collect::<Vec<_>>(),
            "data": [{
                "meaning": "instance",
                "reference": {
                    "type": "DocumentReference",
                    "identifier": { "system": OUR_SECTION, "value": section.word() },
                },
            }],
        });
        let Some(fields) = permit.as_object_mut() else {
            return permit;
        };
        if self.purposes.is_empty() {
            fields.remove("purpose");
        }
        let mut period = serde_json::Map::new();
        for (name, day) in [("start", self.from), ("end", self.until)] {
            if let Some(day) = day {
                period.insert(name.to_owned(), day.to_string().into());
            }
        }
        if !period.is_empty() {
            fields.insert("period".to_owned(), period.into());
        }
        permit
    }
}
