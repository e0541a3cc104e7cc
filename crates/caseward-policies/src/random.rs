//! Random worlds: questions with facts drawn at random, in which enough is permitted to compare.

use caseward_model::{
    Asker, Category, ClientState, ConsentState, Danger, Law, Provenance, Randomness, Recipient,
    RecipientKind, Relation, Role, Section, Session, Situation,
};

use crate::facts::{FLAGS, WORDS};

/// A question that says as little as possible: a caseworker of the handling organisation, in good
/// standing and related to nobody, asks to read what was done for a client.
#[must_use]
pub fn ordinary() -> Situation {
    Situation {
        action: caseward_model::Action::Read,
        purpose: caseward_model::Purpose::DirectService,
        basis: caseward_model::Basis::Duty,
        channel: caseward_model::Channel::Screen,
        asker: Asker {
            role: Role::Caseworker,
            of_handling_organization: true,
            agreement_signed: true,
            training_current: true,
            suspended: false,
            barred: false,
        },
        relation: Relation::default(),
        client: ClientState::default(),
        recipient: Recipient {
            kind: RecipientKind::Nobody,
            is_handling_organization: false,
            protocol_current: false,
            protocol_covers: false,
            policy_assessed: false,
            walled: false,
            partner: false,
        },
        consent: ConsentState::default(),
        law: Law::default(),
        danger: Danger::default(),
        session: Session::default(),
        section: Section {
            category: Category::Services,
            provenance: Provenance::Client,
            needed: true,
            sensitive: false,
            teller_permits: false,
        },
    }
}

/// How likely a flag is true, in 256ths: what usually holds is usual, what closes everything is rare.
fn likelihood(name: &str) -> u8 {
    match name {
        "asker.suspended" | "asker.barred" | "relation.walled" | "recipient.walled"
        | "law.question_open" | "law.declined" => 12,
        "client.protected"
        | "client.declined_sharing"
        | "client.programme_participant"
        | "relation.heard_in_conference"
        | "section.sensitive" => 40,
        "client.of_victim_service_provider" | "danger.raises_risk" | "law.requested_by_law" => 50,
        "recipient.protocol_current" | "recipient.protocol_covers" => 200,
        "asker.agreement_signed" | "asker.training_current" => 240,
        "asker.of_handling_organization" | "section.needed" | "session.private_room" => 210,
        "client.deceased" | "recipient.is_handling_organization" => 70,
        "relation.assigned" | "session.on_agenda" => 150,
        "consent.unwritten"
        | "consent.future_dated"
        | "consent.expired"
        | "consent.withdrawn"
        | "consent.used_up"
        | "consent.signer_barred" => 40,
        _ if name.starts_with("consent.") => 200,
        _ => 128,
    }
}

/// A question drawn at random. Half of the time the purpose is one that fits the action.
#[must_use]
pub fn situation(dice: &Randomness) -> Situation {
    let drawn: [u8; 80] = dice.bytes();
    let mut drawn = drawn.into_iter();
    let mut next = || drawn.next().unwrap_or_default();
    let mut s = ordinary();
    for word in WORDS {
        let all = (word.all)();
        if let Some(chosen) = all.get(usize::from(next()) % all.len()) {
            (word.set)(&mut s, chosen).ok();
        }
    }
    for flag in FLAGS {
        (flag.set)(&mut s, next() < likelihood(flag.name));
    }
    if next() < 128 {
        fit(&mut s, next());
    }
    if next() < 128 {
        s.asker.role = fitting_role(&s, next());
    }
    if next() < 200 {
        s.channel = caseward_model::Channel::Screen;
    }
    s
}

/// Makes the purpose, and for the outward actions the rest, go with the action.
fn fit(s: &mut Situation, draw: u8) {
    use caseward_model::{Action, Basis, Purpose};
    s.purpose = match s.action {
        Action::Find | Action::Read => s.purpose,
        Action::Amend => Purpose::DirectService,
        Action::Discuss => Purpose::CaseConference,
        Action::Report => Purpose::ProgramReporting,
        Action::ReadOwn => Purpose::SubjectAccess,
        Action::ReportDanger if draw < 128 => Purpose::Emergency,
        Action::ReportDanger => Purpose::DirectService,
        Action::Disclose => match s.basis {
            Basis::LegalAuthority if draw < 128 => Purpose::Legal,
            Basis::LegalAuthority => Purpose::ChildProtection,
            Basis::Danger => Purpose::Danger,
            _ => Purpose::DirectService,
        },
    };
    match s.action {
        Action::Report if draw < 128 => s.recipient.is_handling_organization = true,
        Action::Report => s.recipient.kind = RecipientKind::ReportingBody,
        Action::Disclose => s.recipient.is_handling_organization = false,
        Action::Discuss | Action::Find | Action::Read | Action::Amend | Action::ReadOwn => {
            s.recipient.kind = RecipientKind::Nobody;
        }
        Action::ReportDanger => {
            s.recipient.kind = RecipientKind::Nobody;
            s.section.category = Category::Existence;
        }
    }
}

fn fitting_role(s: &Situation, draw: u8) -> Role {
    use caseward_model::{Action, Purpose};
    match (s.action, s.purpose) {
        (Action::ReadOwn, _) => Role::Client,
        (Action::Discuss, _) if !s.asker.of_handling_organization => Role::PartnerWorker,
        (_, Purpose::Supervision) => Role::Supervisor,
        (_, Purpose::Legal) if s.action != Action::Disclose => Role::LegalCounsel,
        (_, Purpose::RecordsManagement) => Role::RecordsCustodian,
        (_, Purpose::AccessReview) if draw < 128 => Role::Auditor,
        (_, Purpose::AccessReview) => Role::PrivacyOfficer,
        (_, Purpose::Teaching) => Role::Trainer,
        (_, Purpose::Consultation) => Role::Consultant,
        _ => Role::Caseworker,
    }
}
