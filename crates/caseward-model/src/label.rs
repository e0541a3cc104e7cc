//! What kind of information a datum is, how sensitive that is, and what it gives away.
//!
//! A client's file is kept by category; the gate decides category by category (CC-1, CC-2.5,
//! DV-4.4.2). Sensitivities are HL7 ActCode words, redaction classes the letters of 45 CFR
//! 164.514(b)(2).

use crate::vocabulary::vocabulary;

vocabulary! {
    /// A section of a client's file.
    pub enum Category, "category" {
        /// That this person is, was or asked to be a client at all (DV-3.3.1).
        Existence = "existence",
        /// Names, numbers and dates that say who it is.
        Identity = "identity",
        /// How to reach the person safely, and by what never.
        Contact = "contact",
        /// Where the person sleeps, lives or can be found.
        Location = "location",
        /// Race, ethnicity, language, military service and the like.
        Demographics = "demographics",
        /// Gender and sexual orientation.
        GenderSexuality = "gender_sexuality",
        /// Who belongs together.
        Household = "household",
        /// Homelessness, enrolment, placement and leaving.
        Housing = "housing",
        /// Income, benefits, insurance, work and school.
        Income = "income",
        /// General health, disabilities, chronic conditions.
        Health = "health",
        /// Pregnancy.
        Reproductive = "reproductive",
        /// Mental health.
        MentalHealth = "mental_health",
        /// Alcohol and drugs.
        SubstanceUse = "substance_use",
        /// HIV and AIDS.
        Hiv = "hiv",
        /// Domestic violence, stalking, trafficking, exploitation.
        DomesticViolence = "domestic_violence",
        /// Convictions, custody, probation.
        Justice = "justice",
        /// What was done for the person, and when.
        Services = "services",
        /// What workers wrote down.
        Notes = "notes",
        /// What others told about the person: stored apart (DV-3.2).
        ThirdParty = "third_party",
        /// Who entered a record where, and when: no story in it.
        Administration = "administration",
        /// Rape, sexual assault and abuse, being sold for sex (DV-4.4.2). It stands last because sealed sections are found by
        /// their number.
        SexualViolence = "sexual_violence",
    }
}

vocabulary! {
    /// Why a category needs a permission of its own (DV-4.4.2); HL7 ActCode words, lower case.
    pub enum Sensitivity, "sensitivity" {
        /// Nothing beyond what all confidential records have.
        Ordinary = "ordinary",
        /// HL7 `SDV`: sexual assault, abuse or domestic violence.
        Violence = "violence",
        /// HL7 `HIV`.
        Hiv = "hiv",
        /// HL7 `SUD`.
        SubstanceUse = "substance_use",
        /// HL7 `MH`.
        MentalHealth = "mental_health",
        /// HL7 `PREGNANT`.
        Reproductive = "reproductive",
        /// HL7 `GENDER`, `SEX`.
        GenderSexuality = "gender_sexuality",
        /// No HL7 code: convictions and custody.
        Justice = "justice",
        /// HL7 `PATLOC`, `LOCIS`, `LIVARG`: where the person can be found.
        Location = "location",
    }
}

vocabulary! {
    /// The keys under which a client's file is sealed: what must be destroyed or held apart
    /// has a key of its own.
    pub enum Compartment, "compartment" {
        /// The file itself.
        File = "file",
        /// What third parties told.
        ThirdParty = "third_party",
        /// Where the person can be found.
        Safety = "safety",
        /// What the office knows about itself: workers, organisations, projects.
        Office = "office",
    }
}

vocabulary! {
    /// What a datum gives away about who it is: the letters A to R of 45 CFR 164.514(b)(2)(i).
    pub enum RedactionClass, "redaction class" {
        /// Not identifying by itself.
        None = "none",
        /// A: names.
        Name = "a_name",
        /// B: places smaller than a state.
        Place = "b_place",
        /// C: dates about the person, except the year; ages over 89.
        Date = "c_date",
        /// D: telephone numbers.
        Phone = "d_phone",
        /// E: fax numbers.
        Fax = "e_fax",
        /// F: e-mail addresses.
        Email = "f_email",
        /// G: social security numbers.
        Ssn = "g_ssn",
        /// H: medical record numbers.
        MedicalRecord = "h_medical_record",
        /// I: health plan numbers.
        HealthPlan = "i_health_plan",
        /// J: account numbers.
        Account = "j_account",
        /// K: certificate and licence numbers.
        Licence = "k_licence",
        /// L: vehicles and their plates.
        Vehicle = "l_vehicle",
        /// M: devices.
        Device = "m_device",
        /// N: web addresses.
        Url = "n_url",
        /// O: network addresses.
        IpAddress = "o_ip_address",
        /// P: fingers, voices, faces as measured.
        Biometric = "p_biometric",
        /// Q: photographs of the face.
        Photo = "q_photo",
        /// R: any other number, mark or code that is unique.
        UniqueCode = "r_unique_code",
        /// Free text, which may hold any of these.
        FreeText = "free_text",
    }
}

impl Category {
    /// Why this category needs a permission of its own.
    #[must_use]
    pub const fn sensitivity(self) -> Sensitivity {
        match self {
            Self::Location => Sensitivity::Location,
            Self::GenderSexuality => Sensitivity::GenderSexuality,
            Self::Reproductive => Sensitivity::Reproductive,
            Self::MentalHealth => Sensitivity::MentalHealth,
            Self::SubstanceUse => Sensitivity::SubstanceUse,
            Self::Hiv => Sensitivity::Hiv,
            Self::DomesticViolence | Self::SexualViolence => Sensitivity::Violence,
            Self::Justice => Sensitivity::Justice,
            Self::Existence
            | Self::Identity
            | Self::Contact
            | Self::Demographics
            | Self::Household
            | Self::Housing
            | Self::Income
            | Self::Health
            | Self::Services
            | Self::Notes
            | Self::ThirdParty
            | Self::Administration => Sensitivity::Ordinary,
        }
    }

    /// Whether it holds what the clause names (rape, HIV and the like): never passed on without the client's permission for that
    /// very category, whatever an office says (DV-4.4.2). An office adds to it, and takes nothing away. Where somebody can be
    /// found has a rule of its own.
    #[must_use]
    pub const fn is_sensitive(self) -> bool {
        !matches!(
            self.sensitivity(),
            Sensitivity::Ordinary | Sensitivity::Location
        )
    }

    /// What an office can count among that besides (DV-4.4.2). Who somebody is and how they are reached isn't in it, nor what was
    /// noted about them: help has to be told that in danger.
    pub const MAY_BE_SENSITIVE: &'static [Self] = &[
        Self::Demographics,
        Self::Household,
        Self::Housing,
        Self::Income,
        Self::Health,
        Self::Services,
    ];

    /// Whether the category by itself says who or where the person is.
    #[must_use]
    pub const fn identifies(self) -> bool {
        matches!(
            self,
            Self::Existence | Self::Identity | Self::Contact | Self::Location | Self::Household
        )
    }

    /// The key that seals this category.
    #[must_use]
    pub const fn compartment(self) -> Compartment {
        match self {
            Self::ThirdParty => Compartment::ThirdParty,
            Self::Location | Self::Contact => Compartment::Safety,
            _ => Compartment::File,
        }
    }
}

/// What one column or field is: its category and what it gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// The section of the file it belongs to.
    pub category: Category,
    /// What it gives away about who it is.
    pub redaction: RedactionClass,
}
