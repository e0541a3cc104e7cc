//! The parts that people and organisations play.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// The part of a person who asks.
    pub enum Role, "role" {
        /// Works with clients.
        Caseworker = "caseworker",
        /// Answers for caseworkers.
        Supervisor = "supervisor",
        /// Runs case conferences (CC-1).
        ConferenceLead = "conference_lead",
        /// Answers for confidentiality.
        PrivacyOfficer = "privacy_officer",
        /// The Law Department (CR-5, CR-6).
        LegalCounsel = "legal_counsel",
        /// Answers for a worker's personnel matters (DV-4.5).
        LineManager = "line_manager",
        /// Keeps, moves and destroys records (NASW-n, NASW-o).
        RecordsCustodian = "records_custodian",
        /// Sits on the committee (DV-5.3).
        CommitteeMember = "committee_member",
        /// Gives advice from outside (NASW-q).
        Consultant = "consultant",
        /// Teaches (NASW-p).
        Trainer = "trainer",
        /// Checks the office; never sees who a client is.
        Auditor = "auditor",
        /// Runs the installation and holds no record.
        Administrator = "administrator",
        /// Works for a partner organisation (CC-1, DV-5.7).
        PartnerWorker = "partner_worker",
        /// The person whom the file is about.
        Client = "client",
    }
}

impl Role {
    /// Whether files can be given into this person's charge: they work with clients, or keep records.
    #[must_use]
    pub const fn takes_charge(self) -> bool {
        matches!(
            self,
            Self::Caseworker | Self::Supervisor | Self::ConferenceLead | Self::RecordsCustodian
        )
    }
}

vocabulary! {
    /// How someone works here: the same duties bind them all (DV-1).
    pub enum Engagement, "kind of engagement" {
        /// Paid.
        Paid = "paid",
        /// Unpaid.
        Volunteer = "volunteer",
        /// By contract with another company or alone.
        Contractor = "contractor",
        /// On the committee.
        Committee = "committee",
        /// Staff of a partner organisation.
        PartnerStaff = "partner_staff",
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the word list is made by a macro that gives no variant an attribute"
)]
impl Default for Engagement {
    fn default() -> Self {
        Self::Paid
    }
}

vocabulary! {
    /// Why someone's access ended or is paused (NASW-o, CC-2.10).
    pub enum Ending, "reason for an end" {
        /// They don't work here any more.
        Departure = "departure",
        /// They are away for long and come back.
        Leave = "leave",
        /// They can't work, and nobody knows for how long.
        Incapacity = "incapacity",
        /// They died.
        Death = "death",
        /// Their access is paused while something is cleared up.
        Suspension = "suspension",
        /// A breach of confidentiality was found (CC-2.10).
        Finding = "finding",
    }
}

impl Ending {
    /// Whether it only pauses their access, with their work here going on.
    #[must_use]
    pub const fn pauses(self) -> bool {
        matches!(self, Self::Suspension | Self::Finding)
    }
}

vocabulary! {
    /// In which part someone is assigned to a client (CR-7).
    pub enum AssignmentRole, "part in an assignment" {
        /// Answers for the work with this client: every client in service has one.
        Lead = "lead",
        /// Works with the client beside the lead.
        Support = "support",
        /// Stands in while somebody is away.
        Cover = "cover",
        /// Keeps the file of someone who can't (NASW-o).
        Custodian = "custodian",
    }
}

vocabulary! {
    /// What kind of organisation this is.
    pub enum OrganizationKind, "kind of organization" {
        /// Serves people.
        Agency = "agency",
        /// Serves survivors, and is bound by VAWA, FVPSA or VOCA.
        VictimServiceProvider = "victim_service_provider",
        /// A court.
        Court = "court",
        /// Pays for services.
        Payer = "payer",
        /// The press.
        Media = "media",
        /// Police.
        Police = "police",
        /// Schools.
        School = "school",
        /// Health care.
        Health = "health",
        /// Gives advice.
        Consultancy = "consultancy",
        /// Teaches.
        Teaching = "teaching",
        /// Receives programme reports.
        ReportingBody = "reporting_body",
        /// Children's services: the authority that looks into concerns about a child (DV-3.3.2b).
        ChildrensServices = "childrens_services",
        /// Probation or parole (DV-3.3.2b).
        Probation = "probation",
    }
}

vocabulary! {
    /// To whom something would go.
    pub enum RecipientKind, "kind of recipient" {
        /// Nobody outside: it stays with the person who asks.
        Nobody = "nobody",
        /// An agency that serves people.
        Agency = "agency",
        /// An agency that serves survivors.
        VictimServiceProvider = "victim_service_provider",
        /// A court.
        Court = "court",
        /// Who pays.
        Payer = "payer",
        /// The press.
        Media = "media",
        /// Police.
        Police = "police",
        /// A school.
        School = "school",
        /// Health care.
        Health = "health",
        /// A consultant's organisation.
        Consultancy = "consultancy",
        /// A teaching organisation.
        Teaching = "teaching",
        /// A body that receives programme reports.
        ReportingBody = "reporting_body",
        /// Children's services.
        ChildrensServices = "childrens_services",
        /// Probation or parole.
        Probation = "probation",
        /// A person: named so that it can be refused (RE-2).
        Person = "person",
        /// Somebody who is threatened, and is warned: told that there is a danger, and nothing from a file (RE-7, DV-4.2b).
        ThreatenedPerson = "threatened_person",
    }
}

impl From<OrganizationKind> for RecipientKind {
    fn from(kind: OrganizationKind) -> Self {
        match kind {
            OrganizationKind::Agency => Self::Agency,
            OrganizationKind::VictimServiceProvider => Self::VictimServiceProvider,
            OrganizationKind::Court => Self::Court,
            OrganizationKind::Payer => Self::Payer,
            OrganizationKind::Media => Self::Media,
            OrganizationKind::Police => Self::Police,
            OrganizationKind::School => Self::School,
            OrganizationKind::Health => Self::Health,
            OrganizationKind::Consultancy => Self::Consultancy,
            OrganizationKind::Teaching => Self::Teaching,
            OrganizationKind::ReportingBody => Self::ReportingBody,
            OrganizationKind::ChildrensServices => Self::ChildrensServices,
            OrganizationKind::Probation => Self::Probation,
        }
    }
}

vocabulary! {
    /// Why a client is shielded more than others.
    pub enum Protection, "protection" {
        /// Fleeing domestic or dating violence, sexual assault, stalking or trafficking (CC-2.4).
        Victim = "victim",
        /// Said no to sharing (CC-2.4).
        DeclinedSharing = "declined_sharing",
        /// Someone proposed protection; a person must decide.
        Proposed = "proposed",
        /// The office shields this client for another reason.
        Restricted = "restricted",
    }
}

vocabulary! {
    /// The language in which someone reads.
    pub enum Language, "language" {
        /// English.
        English = "en",
        /// Spanish.
        Spanish = "es",
    }
}
