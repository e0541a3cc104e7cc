//! The situations that the tests start from, and what they expect of an answer.

use std::sync::Arc;

use caseward_model::{Action, Basis, Category, Purpose, RecipientKind, Role, Situation};
use caseward_policies::{Decision, Policies, random};

thread_local! {
    static POLICIES: Arc<Policies> = Policies::embedded().unwrap();
}

pub(crate) fn decide(s: &Situation) -> Arc<Decision> {
    POLICIES.with(|p| p.decide(s))
}

pub(crate) fn permitted(s: &Situation) {
    let d = decide(s);
    assert!(d.permitted, "{s:?}\n{d:?}");
}

pub(crate) fn refused(s: &Situation, clause: &str) {
    let d = decide(s);
    assert!(!d.permitted, "{s:?}\n{d:?}");
    assert!(
        d.clauses.iter().any(|c| c.as_str() == clause),
        "{clause} is not among {:?}",
        d.clauses
    );
}

/// Nothing is permitted, by whatever rule.
pub(crate) fn closed(s: &Situation) {
    let d = decide(s);
    assert!(!d.permitted, "{s:?}\n{d:?}");
}

pub(crate) fn with(mut s: Situation, change: impl FnOnce(&mut Situation)) -> Situation {
    change(&mut s);
    s
}

pub(crate) fn of(s: Situation, category: Category) -> Situation {
    with(s, |s| s.section.category = category)
}

/// An assigned caseworker reads.
pub(crate) fn assigned() -> Situation {
    with(random::ordinary(), |s| s.relation.assigned = true)
}

/// An assigned caseworker discloses to an agency what the client agreed to.
pub(crate) fn consented() -> Situation {
    with(assigned(), |s| {
        s.action = Action::Disclose;
        s.basis = Basis::Consent;
        s.recipient.kind = RecipientKind::Agency;
        s.recipient.protocol_current = true;
        s.recipient.protocol_covers = true;
        s.recipient.policy_assessed = true;
        s.consent.live = true;
        s.consent.names_recipient = true;
        s.consent.names_purpose = true;
        s.consent.covers_section = true;
        s.consent.covers_channel = true;
        s.consent.limits_confirmed = true;
    })
}

/// A partner's worker follows a client in a conference.
pub(crate) fn conferring() -> Situation {
    with(random::ordinary(), |s| {
        s.action = Action::Discuss;
        s.purpose = Purpose::CaseConference;
        s.asker.role = Role::PartnerWorker;
        s.asker.of_handling_organization = false;
        s.recipient.protocol_current = true;
        s.recipient.protocol_covers = true;
        s.recipient.policy_assessed = true;
        s.session.on_agenda = true;
        s.session.private_room = true;
        s.section.category = Category::Housing;
    })
}

pub(crate) fn by_alias(s: Situation) -> Situation {
    with(s, |s| {
        s.session.by_alias = true;
        s.session.alias_agreed = true;
    })
}

/// The Law Department's approved answer to an order of a court.
pub(crate) fn ordered() -> Situation {
    with(assigned(), |s| {
        s.action = Action::Disclose;
        s.purpose = Purpose::Legal;
        s.basis = Basis::LegalAuthority;
        s.recipient.kind = RecipientKind::Court;
        s.law.requested_by_law = true;
        s.law.approved = true;
    })
}

/// A worker warns the police of a reported danger.
pub(crate) fn warned() -> Situation {
    with(assigned(), |s| {
        s.action = Action::Disclose;
        s.purpose = Purpose::Danger;
        s.basis = Basis::Danger;
        s.recipient.kind = RecipientKind::Police;
        s.danger.reported = true;
        s.danger.client_told_or_reason = true;
    })
}

/// A worker warns somebody who is threatened, because of a report that says so.
pub(crate) fn warned_themselves() -> Situation {
    with(warned(), |s| {
        s.recipient.kind = RecipientKind::ThreatenedPerson;
        s.danger.of_another = true;
        s.section.category = Category::Existence;
    })
}

/// A row of a report file for the reporting body.
pub(crate) fn reported() -> Situation {
    with(random::ordinary(), |s| {
        s.action = Action::Report;
        s.purpose = Purpose::ProgramReporting;
        s.asker.role = Role::RecordsCustodian;
        s.relation.duty_recorded = true;
        s.recipient.kind = RecipientKind::ReportingBody;
    })
}

/// The client reads their own file.
pub(crate) fn own_file() -> Situation {
    with(random::ordinary(), |s| {
        s.action = Action::ReadOwn;
        s.purpose = Purpose::SubjectAccess;
        s.asker.role = Role::Client;
        s.asker.of_handling_organization = false;
        s.relation.is_the_client = true;
    })
}

/// An assigned caseworker writes down a danger.
pub(crate) fn endangered() -> Situation {
    with(assigned(), |s| {
        s.action = Action::ReportDanger;
        s.section.category = Category::Existence;
    })
}

/// Every kind of question that is permitted.
pub(crate) fn all_permitted() -> [Situation; 8] {
    [
        assigned(),
        consented(),
        conferring(),
        ordered(),
        warned(),
        endangered(),
        reported(),
        own_file(),
    ]
}

/// Questions of staff, who sign and train.
pub(crate) fn all_of_staff() -> [Situation; 7] {
    [
        assigned(),
        consented(),
        conferring(),
        ordered(),
        warned(),
        endangered(),
        reported(),
    ]
}

pub(crate) const WHO: [Category; 8] = [
    Category::Existence,
    Category::Identity,
    Category::Contact,
    Category::Location,
    Category::Demographics,
    Category::Household,
    Category::Notes,
    Category::ThirdParty,
];

pub(crate) const OF_ITS_OWN: [Category; 8] = [
    Category::GenderSexuality,
    Category::Reproductive,
    Category::MentalHealth,
    Category::SubstanceUse,
    Category::Hiv,
    Category::DomesticViolence,
    Category::SexualViolence,
    Category::Justice,
];
