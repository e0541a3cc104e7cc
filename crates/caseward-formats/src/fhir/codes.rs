//! Which of our words is which code of HL7, both ways. A word that no code stands for exactly goes out under a system of our own:
//! whoever doesn't know it lets nothing out by it.

use caseward_model::{Category, Purpose};
use serde_json::{Value, json};

pub(super) const CONFIDENTIALITY: &str = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
pub(super) const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
pub(super) const ACT_REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
pub(super) const PARTICIPATION: &str = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
pub(super) const LOINC: &str = "http://loinc.org";
pub(super) const SCOPE: &str = "http://terminology.hl7.org/CodeSystem/consentscope";
pub(super) const DCM: &str = "http://dicom.nema.org/resources/ontology/DCM";
pub(super) const LIFECYCLE: &str = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle";
pub(super) const ENTITY_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
pub(super) const OBJECT_ROLE: &str = "http://terminology.hl7.org/CodeSystem/object-role";
pub(super) const RESOURCE_TYPES: &str = "http://hl7.org/fhir/resource-types";
/// Our own words, where no code stands for exactly the same.
pub(super) const OUR_PURPOSE: &str = "urn:caseward:purpose";
pub(super) const OUR_SECTION: &str = "urn:caseward:section";

const PURPOSES: &[(Purpose, &str)] = &[
    (Purpose::DirectService, "TREAT"),
    (Purpose::CaseConference, "COC"),
    (Purpose::Danger, "THREAT"),
    (Purpose::Emergency, "BTG"),
    (Purpose::SubjectAccess, "PATRQT"),
    (Purpose::Legal, "HLEGAL"),
    (Purpose::Eligibility, "ELIGDTRM"),
    (Purpose::Payment, "HPAYMT"),
    (Purpose::Teaching, "TRAIN"),
    (Purpose::ProgramReporting, "HPRGRP"),
    (Purpose::AccessReview, "HCOMPL"),
    (Purpose::RecordsManagement, "RECORDMGT"),
];

/// What a sensitivity code of HL7 calls what one of our sections holds; the first goes out. `SDV` is violence at home and sexual
/// violence in one, so both are labelled with it; read in, it stands for the first alone, and the other is asked for by its own name
/// (DV-4.4.2).
const SECTIONS: &[(Category, &str)] = &[
    (Category::DomesticViolence, "SDV"),
    (Category::SexualViolence, "SDV"),
    (Category::Hiv, "HIV"),
    (Category::SubstanceUse, "SUD"),
    (Category::MentalHealth, "MH"),
    (Category::Reproductive, "PREGNANT"),
    (Category::GenderSexuality, "GENDER"),
    (Category::Location, "PATLOC"),
    (Category::Demographics, "DEMO"),
    (Category::SubstanceUse, "ETH"),
    (Category::MentalHealth, "PSY"),
];

pub(super) fn coding(system: &str, code: &str) -> Value {
    json!({ "system": system, "code": code })
}

pub(super) fn concept(system: &str, code: &str) -> Value {
    json!({ "coding": [coding(system, code)] })
}

/// The coding of a purpose.
pub(super) fn purpose(purpose: Purpose) -> Value {
    let found = PURPOSES.iter().find(|(it, _)| *it == purpose);
    match found {
        Some((_, code)) => coding(ACT_REASON, code),
        None => coding(OUR_PURPOSE, purpose.word()),
    }
}

/// The purpose that a coding names, if it is exactly one of ours.
#[must_use]
pub fn purpose_of(system: &str, code: &str) -> Option<Purpose> {
    match system {
        ACT_REASON => {
            let found = PURPOSES.iter().find(|(_, it)| *it == code);
            found.map(|(purpose, _)| *purpose)
        }
        OUR_PURPOSE => code.parse().ok(),
        _ => None,
    }
}

/// The section that a coding names, if it is exactly one of ours.
#[must_use]
pub fn section_of(system: &str, code: &str) -> Option<Category> {
    match system {
        ACT_CODE => {
            let found = SECTIONS.iter().find(|(_, it)| *it == code);
            found.map(|(section, _)| *section)
        }
        OUR_SECTION => code.parse().ok(),
        _ => None,
    }
}

/// How a resource about these sections is labelled: one level of confidentiality, and each sensitivity (HL7 DS4P).
pub(super) fn labels(sections: &[Category]) -> Vec<Value> {
    let has = |it: &[Category]| it.iter().any(|it| sections.contains(it));
    let level = if has(&[
        Category::DomesticViolence,
        Category::SexualViolence,
        Category::Location,
    ]) {
        "V"
    } else if has(&[
        Category::Hiv,
        Category::SubstanceUse,
        Category::MentalHealth,
        Category::Reproductive,
        Category::GenderSexuality,
        Category::Justice,
        Category::Notes,
    ]) {
        "R"
    } else {
        "N"
    };
    let mut labels = vec![coding(CONFIDENTIALITY, level)];
    for section in sections {
        let Some((_, code)) = SECTIONS.iter().find(|(it, _)| it == section) else {
            continue;
        };
        let label = coding(ACT_CODE, code);
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_purpose_comes_back_as_itself() {
        for it in Purpose::ALL {
            let coding = purpose(*it);
            let (system, code) = (&coding["system"], &coding["code"]);
            let back = purpose_of(system.as_str().unwrap(), code.as_str().unwrap());
            assert_eq!(back, Some(*it));
        }
        assert_eq!(purpose_of(ACT_REASON, "HMARKT"), None);
        assert_eq!(purpose_of("urn:other", "TREAT"), None);
    }

    #[test]
    fn what_stands_for_violence_is_the_code_for_it_and_no_lookalike() {
        assert_eq!(
            section_of(ACT_CODE, "SDV"),
            Some(Category::DomesticViolence)
        );
        // Developmental disability, and a credit card.
        for lookalike in ["DVD", "DV"] {
            assert_eq!(section_of(ACT_CODE, lookalike), None);
        }
        let labels = labels(&[Category::Housing, Category::DomesticViolence]);
        assert_eq!(labels[0], coding(CONFIDENTIALITY, "V"));
        assert_eq!(labels[1..], [coding(ACT_CODE, "SDV")]);
    }

    #[test]
    fn dv_4_4_2_sexual_violence_is_labelled_as_violence_and_never_read_from_the_label_of_both() {
        let both = [Category::DomesticViolence, Category::SexualViolence];
        for sections in [&both[..], &both[1..]] {
            let labels = labels(sections);
            assert_eq!(labels[0], coding(CONFIDENTIALITY, "V"));
            assert_eq!(labels[1..], [coding(ACT_CODE, "SDV")]);
        }
        assert_ne!(section_of(ACT_CODE, "SDV"), Some(Category::SexualViolence));
        let own = section_of(OUR_SECTION, "sexual_violence");
        assert_eq!(own, Some(Category::SexualViolence));
    }
}
