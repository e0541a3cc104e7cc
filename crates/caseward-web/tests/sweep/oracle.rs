//! What must come out, worked out from the clauses in plain code (`caseward_policies::plain` and
//! `office_work::plain`), the class of the address, and the facts of `facts.rs`. No handler is asked.

use caseward_casework::policies::{office_work, plain};
use caseward_model::{
    Action, Basis, Category, Channel, Concern, ConsentState, Danger, OfficeSituation, Provenance,
    Purpose, Recipient, RecipientKind, Role, Section, Session, Situation,
};
use caseward_web::{Address, Class};

use crate::facts::{self, Home, Persona, Whose};
use crate::probes::{Asks, For, Probe, Question};
use crate::walk::{ClientCase, ColleagueCase, Object};

/// What someone gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Expect {
    /// What the address is for, with this status.
    Through(u16),
    /// The one answer that everyone gets who asks for nobody.
    Hidden,
    /// No, with reasons.
    Reasons(u16),
    /// The door: sign in first.
    Door,
    /// That their access is paused, whatever is asked.
    Shut,
    /// The same answer for everybody, with this status.
    Always(u16),
}

impl Expect {
    /// One word for the table that people read.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Through(_) => "through",
            Self::Hidden => "hidden",
            Self::Reasons(_) => "reasons",
            Self::Door => "door",
            Self::Shut => "shut",
            Self::Always(_) => "always",
        }
    }
}

/// What must come out.
pub(crate) fn expect(
    address: &Address,
    probe: &Probe,
    persona: Persona,
    object: &Object,
) -> Expect {
    if let Asks::Always(status) = probe.asks {
        return Expect::Always(status);
    }
    let through = if object.is_there() {
        Expect::Through(probe.good)
    } else {
        Expect::Hidden
    };
    if address.class == Class::Open {
        return through;
    }
    if !persona.signed_in() {
        return Expect::Door;
    }
    if persona.part().is_some_and(|it| it.suspended) {
        return Expect::Shut;
    }
    if let Asks::OnlyOf(whom) = probe.asks
        && whom != persona
    {
        return Expect::Hidden;
    }
    let client = persona == Persona::Client;
    match (address.class, probe.asks) {
        (_, Asks::ForClients) if !client => Expect::Hidden,
        (Class::Client, Asks::Gate(question)) => match object.client {
            Some(ClientCase::There(whose)) => asked(persona, whose, question, probe.good),
            _ => Expect::Hidden,
        },
        (Class::Office(act), asks) => {
            let oneself = matches!(asks, Asks::OfOneself);
            let colleague = object
                .colleague
                .filter(|_| !matches!(asks, Asks::OfTheOffice));
            let concern = match colleague {
                None if oneself => Concern::Oneself,
                None => Concern::Office,
                Some(ColleagueCase::Oneself) => Concern::Oneself,
                Some(ColleagueCase::Charge) if persona == Persona::Assigned => Concern::Oneself,
                Some(ColleagueCase::Charge) if persona == Persona::Supervisor => {
                    Concern::Supervised
                }
                Some(_) => Concern::Colleague,
            };
            match office(persona, act, concern) {
                true => through,
                false => Expect::Reasons(403),
            }
        }
        (Class::OfficeOwn(_), _) if client => Expect::Hidden,
        (Class::OfficeOwn(act), _) => match office(persona, act, Concern::Oneself) {
            true => through,
            false => Expect::Reasons(403),
        },
        (Class::Staff | Class::Clients, _) if client => Expect::Hidden,
        (_, Asks::SendsOn) => match object.client {
            Some(ClientCase::Malformed(_)) => Expect::Hidden,
            _ => Expect::Through(probe.good),
        },
        (Class::Client, _) => panic!(
            "{}: a probe of a client's address asks the gate",
            probe.path
        ),
        _ => through,
    }
}

/// Whether the rules of the office let someone do something.
pub(crate) fn office(persona: Persona, act: caseward_model::OfficeAct, concern: Concern) -> bool {
    let part = persona.part().expect("someone who is signed in");
    office_work::plain::permits(&OfficeSituation {
        act,
        concern,
        role: part.role,
        of_this_office: part.home == Home::Here,
        agreement_signed: part.signed,
        training_current: part.trained,
        suspended: part.suspended,
        emergency_unsettled: false,
        barred: false,
    })
}

/// What the gate must answer about a client: something is let out; nothing, but the asker may know why;
/// or the answer that nobody gets anything from.
fn asked(persona: Persona, whose: Whose, question: Question, good: u16) -> Expect {
    let (action, purpose, basis) = terms(persona, whose, question);
    let permits = |section: &Category| permits(persona, whose, action, purpose, basis, *section);
    if question.sections.iter().any(permits) {
        Expect::Through(good)
    } else if permits(&Category::Existence) || may_know(persona, whose) {
        Expect::Reasons(question.reasons)
    } else {
        Expect::Hidden
    }
}

/// Whether someone may know of a client at all: whoever may find them for their service.
fn may_know(persona: Persona, whose: Whose) -> bool {
    let (find, serve) = (Action::Find, Purpose::DirectService);
    permits(
        persona,
        whose,
        find,
        serve,
        Basis::Duty,
        Category::Existence,
    )
}

/// How the question is put: a client asks for their own file, by their own right (DV-3.2).
fn terms(persona: Persona, whose: Whose, question: Question) -> (Action, Purpose, Basis) {
    let role = persona.part().expect("someone who is signed in").role;
    let assigned = whose.assigned_to(persona);
    let purpose = match question.purpose {
        For::This(purpose) => purpose,
        For::Part => purpose_of(role, assigned),
        For::Writing => match role {
            Role::Supervisor if !assigned => Purpose::Supervision,
            Role::RecordsCustodian => Purpose::RecordsManagement,
            _ => Purpose::DirectService,
        },
    };
    let own = role == Role::Client && question.purpose == For::Part;
    let whole = question.sections.len() > 1;
    let action = match question.action {
        Action::Read if own && whole && question.reasons == 403 => Action::ReadOwn,
        action => action,
    };
    let basis = if purpose == Purpose::SubjectAccess {
        Basis::ClientRequest
    } else {
        question.basis
    };
    (action, purpose, basis)
}

/// For what people of a part open a file.
fn purpose_of(role: Role, assigned: bool) -> Purpose {
    match role {
        Role::Client => Purpose::SubjectAccess,
        Role::Supervisor if !assigned => Purpose::Supervision,
        Role::PrivacyOfficer | Role::Auditor => Purpose::AccessReview,
        Role::LegalCounsel => Purpose::Legal,
        Role::RecordsCustodian => Purpose::RecordsManagement,
        Role::Consultant => Purpose::Consultation,
        Role::Trainer => Purpose::Teaching,
        _ => Purpose::DirectService,
    }
}

/// Whether the clauses let it be.
fn permits(
    persona: Persona,
    whose: Whose,
    action: Action,
    purpose: Purpose,
    basis: Basis,
    section: Category,
) -> bool {
    // What was sealed under keys that are gone is gone for everyone.
    let Some(asker) = facts::asker(persona, whose).filter(|_| whose != Whose::Shredded) else {
        return false;
    };
    let apart = section == Category::ThirdParty;
    plain::permits(&Situation {
        action,
        purpose,
        basis,
        channel: Channel::Screen,
        asker,
        relation: facts::relation(persona, whose, purpose, section),
        client: whose.state(),
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
        law: whose.law(),
        danger: Danger::default(),
        session: Session::default(),
        section: Section {
            sensitive: false,
            teller_permits: false,
            category: section,
            provenance: if apart {
                Provenance::ThirdParty
            } else {
                Provenance::Client
            },
            needed: caseward_casework::gate::needs(purpose, section),
        },
    })
}

/// Whether someone may see a section of a file at all, by whatever address, for any purpose that their
/// part has.
pub(crate) fn may_see(persona: Persona, whose: Whose, section: Category) -> bool {
    if !persona.signed_in() {
        return false;
    }
    let role = persona.part().expect("someone who is signed in").role;
    let purposes = [
        purpose_of(role, whose.assigned_to(persona)),
        purpose_of(role, false),
        Purpose::DirectService,
        Purpose::Emergency,
    ];
    let ways = purposes.into_iter().flat_map(|purpose| {
        let own = (Action::ReadOwn, purpose, Basis::ClientRequest);
        [
            (Action::Find, purpose, Basis::Duty),
            (Action::Read, purpose, Basis::Duty),
            own,
        ]
    });
    ways.into_iter()
        .any(|(action, purpose, basis)| permits(persona, whose, action, purpose, basis, section))
}

/// Whether someone who opens a file at their own desk gets to read a section of it.
pub(crate) fn reads(persona: Persona, whose: Whose, section: Category) -> bool {
    if !persona.signed_in() {
        return false;
    }
    let all = crate::probes::asking(Action::Read, Category::ALL, For::Part);
    let (action, purpose, basis) = terms(persona, whose, all);
    permits(persona, whose, action, purpose, basis, section)
}
