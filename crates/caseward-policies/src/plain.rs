//! A second decider in plain code, written from the clauses and not from the rules, so that a slip in
//! either shows (CC-1 to DV-5.10).
//!
//! It is not used to decide anything. It answers the same questions as the rules, and the tests and
//! `caseward policy check` compare the two on random worlds.

use caseward_model::{
    Action, Basis, Category, Channel, Provenance, Purpose, RecipientKind, Role, Situation,
};

/// Whether the clauses let it be.
#[must_use]
pub fn permits(s: &Situation) -> bool {
    closes_everything(s).is_none()
        && match s.action {
            Action::Find | Action::Read | Action::Amend => inside(s),
            Action::Discuss => discusses(s),
            Action::Disclose => discloses(s),
            Action::Report => reports(s),
            Action::ReadOwn => own_file(s),
            Action::ReportDanger => reports_danger(s),
        }
}

/// What closes every way, whoever asks; the clause that does.
fn closes_everything(s: &Situation) -> Option<&'static str> {
    let client_asks = s.asker.role == Role::Client;
    let payer = s.recipient.kind == RecipientKind::Payer || s.purpose == Purpose::Payment;
    let teaching = s.asker.role == Role::Trainer
        || s.purpose == Purpose::Teaching
        || s.recipient.kind == RecipientKind::Teaching;
    let consulting = s.asker.role == Role::Consultant
        || s.purpose == Purpose::Consultation
        || s.recipient.kind == RecipientKind::Consultancy;
    let leaves = s.action == Action::Disclose;
    let of_nobody = leaves && s.basis == Basis::Deidentified;
    let checks = [
        ("DV-3.3.2e", s.relation.walled || s.recipient.walled),
        ("CC-2.10", s.asker.suspended),
        (
            "CC-2.10",
            s.asker.barred && (s.action == Action::Discuss || is_of_conferences(s.purpose)),
        ),
        ("CC-2", !client_asks && !s.asker.agreement_signed),
        ("DV-5.10", !client_asks && !s.asker.training_current),
        (
            "NASW-k",
            s.recipient.kind == RecipientKind::Media || s.purpose == Purpose::Media,
        ),
        ("RE-2", s.recipient.kind == RecipientKind::Person),
        ("RE-7", beyond_a_warning(s)),
        ("DV-3.3.2e", warns_a_partner(s) && s.client.protected),
        (
            "CC-2.3",
            matches!(s.channel, Channel::OpenMessage | Channel::Telephone),
        ),
        (
            "NASW-h",
            payer && !(s.consent.names_recipient && agreed_to_use(s)),
        ),
        ("NASW-p", teaching && !agreed_to_use(s) && !of_nobody),
        (
            "NASW-q",
            consulting
                && says_who(s.section.category)
                && !agreed_to_use(s)
                && !(leaves && s.basis == Basis::CompellingNeed)
                && !(of_nobody && s.section.category == Category::Demographics),
        ),
    ];
    checks
        .into_iter()
        .find_map(|(clause, closed)| closed.then_some(clause))
}

/// What belongs to conferences and to coordinated assessment, which is finding out across organisations what somebody is
/// eligible for (CC-2.10).
const fn is_of_conferences(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::CaseConference | Purpose::Eligibility)
}

/// Whoever is threatened is told that there is a danger, because of a report that says so, and nothing else (RE-7, DV-4.2b).
fn beyond_a_warning(s: &Situation) -> bool {
    let because = s.basis == Basis::Danger && s.purpose == Purpose::Danger;
    let warning = s.action == Action::Disclose && s.section.category == Category::Existence;
    let reported = s.danger.reported && s.danger.of_another;
    s.recipient.kind == RecipientKind::ThreatenedPerson && !(because && warning && reported)
}

/// Somebody who is or was the client's partner would be warned.
const fn warns_a_partner(s: &Situation) -> bool {
    matches!(s.recipient.kind, RecipientKind::ThreatenedPerson) && s.recipient.partner
}

/// A live consent for this purpose that covers this section.
fn agreed_to_use(s: &Situation) -> bool {
    s.consent.live && s.consent.names_purpose && s.consent.covers_section
}

/// A live consent for exactly this: purpose, section and recipient.
fn agreed_to_this(s: &Situation) -> bool {
    agreed_to_use(s) && s.consent.names_recipient
}

/// By a way that the client let be used, and within each limit that only people can keep (DV-3.3.2d).
const fn on_the_terms(s: &Situation) -> bool {
    s.consent.covers_channel && s.consent.limits_confirmed
}

/// A live consent that covers the section and names the recipient: what VAWA calls a release.
fn released(s: &Situation) -> bool {
    s.consent.live && s.consent.names_recipient && s.consent.covers_section
}

/// Sections that say who someone is, or that may hold anything (CC-2.4).
const fn says_who(category: Category) -> bool {
    match category {
        Category::Existence
        | Category::Identity
        | Category::Contact
        | Category::Location
        | Category::Demographics
        | Category::Household
        | Category::Notes
        | Category::ThirdParty => true,
        Category::GenderSexuality
        | Category::Housing
        | Category::Income
        | Category::Health
        | Category::Reproductive
        | Category::MentalHealth
        | Category::SubstanceUse
        | Category::Hiv
        | Category::DomesticViolence
        | Category::Justice
        | Category::Services
        | Category::Administration
        | Category::SexualViolence => false,
    }
}

/// Sections that need a permission of their own to go out: those that the clause names, and those that the office adds (DV-4.4.2).
const fn of_its_own(s: &Situation) -> bool {
    let named = matches!(
        s.section.category,
        Category::GenderSexuality
            | Category::Reproductive
            | Category::MentalHealth
            | Category::SubstanceUse
            | Category::Hiv
            | Category::DomesticViolence
            | Category::SexualViolence
            | Category::Justice
    );
    named || s.section.sensitive
}

fn shielded(s: &Situation) -> bool {
    s.client.protected || s.client.declined_sharing
}

fn from_others(s: &Situation) -> bool {
    s.section.category == Category::ThirdParty || s.section.provenance == Provenance::ThirdParty
}

const fn casework(role: Role) -> bool {
    matches!(
        role,
        Role::Caseworker | Role::Supervisor | Role::ConferenceLead
    )
}

/// Looking and writing: inside the organisation, by duty (CR-2 to CR-4).
fn inside(s: &Situation) -> bool {
    let to_others =
        s.recipient.kind != RecipientKind::Nobody && !s.recipient.is_handling_organization;
    if to_others || (from_others(s) && !may_see_what_others_told(s)) || beyond_service(s) {
        return false;
    }
    // DV-3.3.1: where a protected client can be found.
    let here = s.section.category == Category::Location && s.client.protected;
    if here && !(s.section.needed && (s.relation.assigned || s.relation.emergency_open)) {
        return false;
    }
    if !s.asker.of_handling_organization {
        return s.action == Action::Read && adviser_reads(s);
    }
    match s.action {
        Action::Find | Action::Read => casework_reads(s) || desk_reads(s) || adviser_reads(s),
        Action::Amend => writes(s),
        Action::Disclose
        | Action::Discuss
        | Action::Report
        | Action::ReadOwn
        | Action::ReportDanger => false,
    }
}

/// What somebody knows of the client comes from a case conference alone, and they ask for something else than to serve them. That the
/// client is known here is no news to them; and what an office has to do with every file isn't done with what was heard (CC-2.1).
const fn beyond_service(s: &Situation) -> bool {
    let by_duty = s.relation.assigned || s.relation.supervises || s.relation.emergency_open;
    let serves = matches!(
        s.purpose,
        Purpose::DirectService
            | Purpose::Legal
            | Purpose::AccessReview
            | Purpose::RecordsManagement
            | Purpose::ProgramReporting
    );
    s.relation.heard_in_conference
        && !by_duty
        && !serves
        && !matches!(s.section.category, Category::Existence)
}

fn may_see_what_others_told(s: &Situation) -> bool {
    s.relation.assigned || (s.asker.role == Role::LegalCounsel && s.law.requested_by_law)
}

fn casework_reads(s: &Situation) -> bool {
    if !casework(s.asker.role) {
        return false;
    }
    let service = matches!(
        s.purpose,
        Purpose::DirectService
            | Purpose::CaseConference
            | Purpose::Eligibility
            | Purpose::ChildProtection
            | Purpose::Danger
    );
    let by_assignment = s.relation.assigned && (service || s.purpose == Purpose::SubjectAccess);
    let by_supervision = s.asker.role == Role::Supervisor
        && s.relation.supervises
        && s.purpose == Purpose::Supervision;
    let by_emergency = s.relation.emergency_open
        && s.purpose == Purpose::Emergency
        && s.section.needed
        && s.section.category != Category::Administration;
    let by_duty = s.relation.duty_recorded && service && !s.client.protected && limited(s);
    by_assignment || by_supervision || by_emergency || by_duty
}

/// What a recorded duty without assignment opens (CR-2).
fn limited(s: &Situation) -> bool {
    let who = matches!(s.section.category, Category::Existence | Category::Identity);
    match s.action {
        Action::Find => who,
        _ => {
            s.section.needed
                && s.section.provenance != Provenance::ThirdParty
                && (who
                    || matches!(
                        s.section.category,
                        Category::Contact
                            | Category::Demographics
                            | Category::Household
                            | Category::Housing
                            | Category::Income
                            | Category::Services
                            | Category::Administration
                    ))
        }
    }
}

/// Those who look because of their office, each with a recorded duty.
fn desk_reads(s: &Situation) -> bool {
    let category = s.section.category;
    s.relation.duty_recorded
        && match s.asker.role {
            Role::LegalCounsel => {
                let finds_asked_about = s.action == Action::Find
                    && s.law.question_open
                    && category == Category::Existence;
                s.purpose == Purpose::Legal
                    && ((s.law.requested_by_law && s.section.needed) || finds_asked_about)
            }
            Role::PrivacyOfficer => {
                s.purpose == Purpose::AccessReview
                    && matches!(category, Category::Existence | Category::Administration)
            }
            Role::Auditor => {
                s.action == Action::Read
                    && s.purpose == Purpose::AccessReview
                    && category == Category::Administration
            }
            Role::RecordsCustodian => {
                s.purpose == Purpose::RecordsManagement
                    && s.section.needed
                    && matches!(
                        category,
                        Category::Existence | Category::Identity | Category::Administration
                    )
            }
            _ => false,
        }
}

/// Consultants and trainers (NASW-p, NASW-q); what everyone must meet was looked at before.
fn adviser_reads(s: &Situation) -> bool {
    let asked = match s.asker.role {
        Role::Consultant => s.purpose == Purpose::Consultation,
        Role::Trainer => s.purpose == Purpose::Teaching,
        _ => false,
    };
    if s.action != Action::Read || !asked || !s.relation.duty_recorded || !s.section.needed {
        return false;
    }
    if s.asker.of_handling_organization {
        return true;
    }
    let who = says_who(s.section.category);
    let own = of_its_own(s) || s.section.category == Category::Location;
    let kept_back = (who && shielded(s))
        || (s.client.of_victim_service_provider && !released(s))
        || (s.client.programme_participant && who && !agreed_to_this(s))
        || (own && !(s.consent.live && s.consent.permits_category));
    !kept_back
}

fn writes(s: &Situation) -> bool {
    match s.purpose {
        Purpose::DirectService | Purpose::ChildProtection => {
            casework(s.asker.role) && s.relation.assigned
        }
        Purpose::Supervision => {
            s.asker.role == Role::Supervisor
                && s.relation.supervises
                && s.section.category == Category::Notes
        }
        Purpose::RecordsManagement => {
            s.asker.role == Role::RecordsCustodian
                && s.relation.duty_recorded
                && s.section.category == Category::Administration
        }
        _ => false,
    }
}

/// Writing down a danger: whoever writes into the client's notes, and whoever has an emergency open, and into no section (RE-7,
/// NASW-c).
fn reports_danger(s: &Situation) -> bool {
    let to_others =
        s.recipient.kind != RecipientKind::Nobody && !s.recipient.is_handling_organization;
    let works_with_them = match s.purpose {
        Purpose::DirectService | Purpose::ChildProtection => s.relation.assigned,
        Purpose::Supervision => s.asker.role == Role::Supervisor && s.relation.supervises,
        Purpose::Emergency => s.relation.emergency_open,
        _ => false,
    };
    s.asker.of_handling_organization
        && casework(s.asker.role)
        && s.section.category == Category::Existence
        && works_with_them
        && !to_others
}

/// A case conference (CC-1 to CC-2.5).
fn discusses(s: &Situation) -> bool {
    let takes_part = casework(s.asker.role) || s.asker.role == Role::PartnerWorker;
    let held = s.purpose == Purpose::CaseConference
        && s.session.on_agenda
        && s.session.private_room
        && s.section.needed;
    let by_identifier = s.session.by_alias && s.session.alias_agreed;
    if !takes_part
        || !held
        || from_others(s)
        || s.law.question_open
        || s.law.declined
        || (shielded(s) && !by_identifier)
        // Beside an identifier nothing says who it is, to nobody (CC-2.4a).
        || (s.session.by_alias && says_who(s.section.category))
        || (s.danger.raises_risk && !s.danger.manager_discussed)
    {
        return false;
    }
    if s.asker.of_handling_organization {
        return s.recipient.kind == RecipientKind::Nobody || s.recipient.is_handling_organization;
    }
    let own = of_its_own(s) || s.section.category == Category::Location;
    let who = says_who(s.section.category);
    s.recipient.protocol_current
        && s.recipient.protocol_covers
        && s.recipient.policy_assessed
        && !(shielded(s) && who)
        && (!s.client.of_victim_service_provider || released(s))
        && (!own || (s.consent.live && s.consent.permits_category))
        && (!(s.client.programme_participant && who) || agreed_to_this(s))
}

/// A disclosure to another organisation (CR-5 to CR-9, RE-2, RE-3, NASW-b to NASW-j, DV-2 to DV-4).
fn discloses(s: &Situation) -> bool {
    let by_law = s.basis == Basis::LegalAuthority && s.law.approved;
    let in_danger = s.basis == Basis::Danger && s.danger.reported && s.danger.client_told_or_reason;
    let asks_the_law =
        s.law.requested_by_law || s.purpose == Purpose::Legal || s.basis == Basis::LegalAuthority;
    let may_release = s.asker.of_handling_organization
        && casework(s.asker.role)
        && (s.relation.assigned || (s.relation.emergency_open && s.basis == Basis::Danger));
    if !may_release
        || !s.section.needed
        || s.recipient.is_handling_organization
        || s.law.question_open
        || s.law.declined
        || (asks_the_law && !s.law.approved)
        || (s.danger.raises_risk && !s.danger.manager_discussed)
    {
        return false;
    }
    let exactly = agreed_to_this(s) || by_law || in_danger;
    let very_kind = s.consent.live && s.consent.permits_category;
    let category = s.section.category;
    let kept_back = (shielded(s) && says_who(category) && !exactly)
        || (s.client.programme_participant && says_who(category) && !exactly)
        || (s.client.of_victim_service_provider && !released(s) && !by_law)
        || (of_its_own(s) && !very_kind)
        || (category == Category::Location && !(very_kind || by_law || in_danger))
        || (of_a_partner(s) && !by_law && !(s.basis == Basis::Danger && s.danger.reported))
        // What others told isn't the client's to give: they permit it themselves (CR-9).
        || (from_others(s) && !s.section.teller_permits);
    !kept_back && has_ground(s)
}

/// What can hold what is known of a participant's partner, or came from them (DV-4.3).
fn of_a_partner(s: &Situation) -> bool {
    s.client.programme_participant
        && (from_others(s)
            || matches!(s.section.category, Category::Household | Category::Location))
}

/// Nothing in it tells whom it is about (NASW-p, NASW-q).
fn tells_of_nobody(s: &Situation, assessed: bool) -> bool {
    let there = match s.purpose {
        Purpose::Consultation => s.recipient.kind == RecipientKind::Consultancy,
        Purpose::Teaching => s.recipient.kind == RecipientKind::Teaching,
        _ => false,
    };
    let harmless = matches!(
        s.section.category,
        Category::Demographics
            | Category::Housing
            | Category::Income
            | Category::Health
            | Category::Services
    );
    there && harmless && assessed && s.relation.assigned
}

/// By the client's consent; with a partner a protocol stands that covers it (DV-5.5, DV-5.7).
fn by_consent(s: &Situation, assessed: bool) -> bool {
    use RecipientKind as To;
    let to = s.recipient.kind;
    let why = matches!(
        s.purpose,
        Purpose::DirectService
            | Purpose::CaseConference
            | Purpose::Eligibility
            | Purpose::ChildProtection
            | Purpose::Payment
            | Purpose::Consultation
            | Purpose::Teaching
            | Purpose::Legal
    );
    let partner = matches!(
        to,
        To::Agency
            | To::VictimServiceProvider
            | To::School
            | To::Health
            | To::ChildrensServices
            | To::Probation
    );
    let agreed = s.recipient.protocol_current && s.recipient.protocol_covers;
    why && agreed_to_this(s)
        && on_the_terms(s)
        && assessed
        && (agreed || !partner)
        && s.relation.assigned
        && !matches!(to, To::Nobody | To::ReportingBody)
}

/// One of the grounds, with a purpose and a recipient that go with it.
fn has_ground(s: &Situation) -> bool {
    use RecipientKind as To;
    let to = s.recipient.kind;
    let assessed = s.recipient.policy_assessed || matches!(to, To::Court | To::Police | To::Payer);
    match s.basis {
        Basis::None | Basis::Duty => false,
        Basis::Consent => by_consent(s, assessed),
        Basis::ClientRequest => {
            let why = matches!(
                s.purpose,
                Purpose::DirectService | Purpose::Eligibility | Purpose::SubjectAccess
            );
            let serves = matches!(
                to,
                To::Agency
                    | To::VictimServiceProvider
                    | To::Court
                    | To::Police
                    | To::School
                    | To::Health
                    | To::ChildrensServices
                    | To::Probation
            );
            why && serves && agreed_to_this(s) && on_the_terms(s) && assessed && s.relation.assigned
        }
        Basis::LegalAuthority => match s.purpose {
            Purpose::Legal => {
                s.law.requested_by_law
                    && matches!(
                        to,
                        To::Court | To::Police | To::Agency | To::ChildrensServices | To::Probation
                    )
            }
            Purpose::ChildProtection => matches!(
                to,
                To::Agency
                    | To::ChildrensServices
                    | To::Police
                    | To::Court
                    | To::Health
                    | To::School
            ),
            _ => false,
        },
        Basis::Danger => {
            let why = matches!(
                s.purpose,
                Purpose::Danger | Purpose::ChildProtection | Purpose::Emergency
            );
            let helps = matches!(
                to,
                To::Police
                    | To::Health
                    | To::Agency
                    | To::VictimServiceProvider
                    | To::Court
                    | To::School
                    | To::ChildrensServices
                    | To::Probation
            );
            // Somebody who is threatened is warned by those who work with the client, and by nobody else.
            let warned = to == To::ThreatenedPerson && s.relation.assigned;
            why && (helps || warned) && s.danger.reported && s.danger.client_told_or_reason
        }
        Basis::Deidentified => tells_of_nobody(s, assessed),
        Basis::CompellingNeed => {
            s.purpose == Purpose::Consultation
                && to == To::Consultancy
                && assessed
                && s.relation.assigned
        }
    }
}

/// A file for programme reporting (CR-8, CC-2.4).
fn reports(s: &Situation) -> bool {
    let makes_reports = matches!(s.asker.role, Role::RecordsCustodian | Role::PrivacyOfficer);
    let has_duty = s.relation.assigned
        || s.relation.supervises
        || s.relation.duty_recorded
        || s.relation.emergency_open;
    if !makes_reports
        || !has_duty
        || !s.asker.of_handling_organization
        || s.purpose != Purpose::ProgramReporting
        || s.law.question_open
        || s.law.declined
        || shielded(s)
    {
        return false;
    }
    if s.recipient.is_handling_organization {
        return true;
    }
    let category = s.section.category;
    let own = of_its_own(s) || category == Category::Location;
    s.recipient.kind == RecipientKind::ReportingBody
        && s.section.needed
        && category != Category::Notes
        && !from_others(s)
        && (!own || (s.consent.live && s.consent.permits_category))
        && (!s.client.of_victim_service_provider || released(s))
        && (!(s.client.programme_participant && says_who(category)) || agreed_to_this(s))
}

/// The client's own file, without what others told (DV-3.2, DV-5.2.4).
fn own_file(s: &Situation) -> bool {
    s.asker.role == Role::Client
        && s.relation.is_the_client
        && s.purpose == Purpose::SubjectAccess
        && !from_others(s)
        && (s.recipient.kind == RecipientKind::Nobody || s.recipient.is_handling_organization)
}
