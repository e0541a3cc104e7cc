//! From a question and its facts to one situation per section: names become yes or no.

use caseward_model::{
    Action, Asker, Basis, Category, ClientState, ConsentFlaw, ConsentState, Danger, Law,
    Protection, Provenance, Recipient, RecipientKind, Relation, Role, Section, Session, Situation,
};

use super::{Assignee, ConsentFact, DangerFact, EmergencyFact, Facts, WallAgainst, needs};
use crate::request::{Question, RecipientAsked};

/// The situation of one section.
pub(crate) fn situation(question: &Question, facts: &Facts, category: Category) -> Situation {
    Situation {
        action: question.action,
        purpose: question.purpose,
        basis: question.basis,
        channel: question.channel,
        asker: asker(facts),
        relation: relation(question, facts, category),
        client: client(facts),
        recipient: recipient(question, facts, category),
        consent: consent(question, facts, category),
        law: law(question, facts),
        danger: danger(question, facts),
        // Conferences are not held here yet; nobody is in a session.
        session: Session::default(),
        section: Section {
            category,
            provenance: provenance(category),
            needed: needs(question.purpose, category) || reasoned(question, facts, category),
        },
    }
}

/// The asker gave a reason for a section that the purpose doesn't need, and the client agreed to it for this very purpose and
/// recipient.
fn reasoned(question: &Question, facts: &Facts, category: Category) -> bool {
    let consent = consent(question, facts, category);
    question.beyond.contains(&category)
        && matches!(question.basis, Basis::Consent | Basis::ClientRequest)
        && consent.live
        && consent.names_recipient
        && consent.names_purpose
        && consent.covers_section
}

/// Third parties' words are kept in a section of their own (DV-3.2), so the section says who told.
fn provenance(category: Category) -> Provenance {
    if category == Category::ThirdParty {
        Provenance::ThirdParty
    } else {
        Provenance::Client
    }
}

fn asker(facts: &Facts) -> Asker {
    let worker = &facts.worker;
    Asker {
        role: worker.role,
        of_handling_organization: worker.organization != 0
            && worker.organization == facts.client.organization,
        agreement_signed: facts.now_ms < worker.agreement_until,
        training_current: facts.now_ms < worker.training_until,
        suspended: worker.is_shut_at(facts.now_ms),
    }
}

fn relation(question: &Question, facts: &Facts, category: Category) -> Relation {
    let (now, me, sheet) = (facts.now_ms, facts.worker_no, &facts.client);
    let assigned_to = |wanted: &dyn Fn(&Assignee) -> bool| {
        sheet
            .assignments
            .iter()
            .any(|fact| wanted(&fact.to) && fact.holds_at(now))
    };
    let through_programme = sheet
        .programmes
        .iter()
        .any(|fact| facts.worker.programmes.contains(&fact.no) && fact.holds_at(now));
    Relation {
        assigned: through_programme
            || assigned_to(&|to| match to {
                Assignee::Worker(no) => *no == me,
                Assignee::Programme(no) => facts.worker.programmes.contains(no),
                Assignee::Team(no) => facts.worker.teams.contains(no),
            }),
        supervises: facts.worker.role == Role::Supervisor
            && assigned_to(
                &|to| matches!(to, Assignee::Worker(no) if facts.worker.supervises.contains(no)),
            ),
        duty_recorded: sheet
            .duties
            .iter()
            .any(|fact| fact.worker == me && fact.purpose == question.purpose && now < fact.until)
            || facts
                .worker
                .duties
                .iter()
                .any(|duty| duty.purpose == question.purpose && now < duty.until),
        emergency_open: !facts.clock_went_back
            && sheet
                .emergencies
                .iter()
                .any(|fact| fact.worker == me && now < fact.until && opens(fact, category)),
        // Of a client whom nobody handles, such as the one who isn't there, nobody gets anything on
        // whatever ground: what a rule gives to all would tell that there is someone.
        walled: sheet.walls_off(me, &facts.worker) || sheet.organization == 0,
        is_the_client: facts.worker.client == Some(facts.client_no),
    }
}

/// An emergency opens the sections that were named, and that the client is known; nothing else.
fn opens(fact: &EmergencyFact, category: Category) -> bool {
    category == Category::Existence || fact.sections.contains(&category)
}

fn client(facts: &Facts) -> ClientState {
    let sheet = &facts.client;
    let handler = facts.handler.as_ref();
    let serves_victims =
        handler.is_some_and(|h| h.kind == caseward_model::OrganizationKind::VictimServiceProvider);
    ClientState {
        protected: sheet.protected()
            || serves_victims
            || handler.is_some_and(|h| h.shields_everyone),
        declined_sharing: sheet.has(Protection::DeclinedSharing),
        deceased: sheet.deceased,
        of_victim_service_provider: serves_victims,
        programme_participant: sheet.programme_participant,
    }
}

fn recipient(question: &Question, facts: &Facts, category: Category) -> Recipient {
    let kind = match (&question.recipient, &facts.recipient) {
        (RecipientAsked::Nobody, _) => RecipientKind::Nobody,
        (RecipientAsked::Organization(_), Some(sheet)) => sheet.kind.into(),
        // Whoever is named and isn't an organisation in the register is a person to the rules (RE-2).
        (RecipientAsked::Organization(_), None) | (RecipientAsked::NotAnOrganization, _) => {
            RecipientKind::Person
        }
    };
    let sheet = facts.recipient.as_ref();
    let protocol = protocol(question, facts, category);
    Recipient {
        kind,
        is_handling_organization: facts.recipient_no != 0
            && facts.recipient_no == facts.client.organization,
        protocol_current: protocol.current,
        protocol_covers: protocol.covers,
        policy_assessed: sheet.is_some_and(|s| s.policy_assessed_at(facts.now_ms)),
        // What stays in the house goes to nobody, and so to nobody behind a wall.
        walled: kind != RecipientKind::Nobody
            && (facts.walled_person_there
                || facts
                    .client
                    .walls
                    .iter()
                    .any(|fact| fact.against == WallAgainst::Organization(facts.recipient_no))),
    }
}

/// How a protocol bears on a section.
struct Protocol {
    current: bool,
    covers: bool,
}

/// What was agreed with the recipient, for all, for a programme of the client's, or about this very client (DV-5.5,
/// DV-5.7). A partner's own people are covered by name only.
fn protocol(question: &Question, facts: &Facts, category: Category) -> Protocol {
    let Some(sheet) = facts.recipient.as_ref() else {
        return Protocol {
            current: false,
            covers: false,
        };
    };
    let now_ms = facts.now_ms;
    let enrolled = facts.client.programmes.iter();
    let programmes: Vec<i64> = enrolled
        .filter(|it| it.holds_at(now_ms))
        .map(|it| it.no)
        .collect();
    let person = (facts.worker.role == Role::PartnerWorker).then_some(facts.worker_no);
    let about_them = || {
        let all = facts.client.protocols.iter();
        all.filter(|it| it.organization == facts.recipient_no && it.agreed.holds_at(now_ms))
    };
    let what = (question.purpose, category, person);
    Protocol {
        current: sheet.protocol_at(now_ms, &programmes) || about_them().next().is_some(),
        covers: sheet.covers_at(now_ms, &programmes, what)
            || about_them().any(|it| it.agreed.covers(question.purpose, category, person)),
    }
}

fn consent(question: &Question, facts: &Facts, category: Category) -> ConsentState {
    let state = |fact: &ConsentFact| {
        let flaw = fact.flaw_of(&facts.client, facts.now_ms);
        let covers = fact.categories.contains(&category) || category == Category::Existence;
        let kind = facts.recipient.as_ref().map(|it| it.kind.into());
        ConsentState {
            live: flaw.is_none(),
            names_recipient: facts.recipient_no != 0 && fact.recipient == facts.recipient_no,
            names_purpose: fact.purposes.contains(&question.purpose)
                && fact.kind.serves(question.purpose, kind),
            covers_section: covers,
            permits_category: covers,
            covers_channel: fact.channels.contains(&question.channel),
            limits_confirmed: !fact.confirm_limits || question.limits_confirmed,
            unwritten: flaw == Some(ConsentFlaw::NotWritten),
            future_dated: flaw == Some(ConsentFlaw::FutureDated),
            expired: flaw == Some(ConsentFlaw::Expired),
            withdrawn: flaw == Some(ConsentFlaw::Revoked),
            used_up: flaw == Some(ConsentFlaw::UsedUp),
            signer_barred: flaw == Some(ConsentFlaw::SignerNotAllowed),
        }
    };
    // Several consents never add up to one: the single best stands (all terms on one paper, DV-2.1). One that fails is
    // told of only where it names the recipient.
    let states = facts.client.consents.iter().map(state);
    states
        .filter(|s| s.live || s.names_recipient)
        .max_by_key(|s| {
            let this = s.names_recipient && s.names_purpose && s.covers_section;
            (
                s.live && this,
                s.live && this && s.covers_channel,
                s.live && s.names_recipient,
                s.live && s.names_purpose,
                s.names_recipient,
                this,
            )
        })
        .map_or_else(ConsentState::default, |s| ConsentState {
            // What fails permits nothing, whatever it says.
            names_recipient: s.live && s.names_recipient,
            names_purpose: s.live && s.names_purpose,
            covers_section: s.live && s.covers_section,
            permits_category: s.live && s.permits_category,
            covers_channel: s.live && s.covers_channel,
            limits_confirmed: s.live && s.limits_confirmed,
            ..s
        })
}

/// A question that names no organisation holds what goes to any of them; whoever looks inside the house learns of each
/// that is open, so that the Law Department finds whom it is asked about (CR-5).
fn law(question: &Question, facts: &Facts) -> Law {
    let looks = matches!(question.action, Action::Find | Action::Read);
    let inside = looks && facts.recipient_no == 0;
    let all = facts.client.law.iter();
    all.fold(Law::default(), |law, fact| {
        let this = fact.recipient == facts.recipient_no;
        let holds = this || fact.recipient == 0;
        Law {
            requested_by_law: law.requested_by_law || (this && fact.requested_by_law),
            approved: law.approved || (this && fact.approves_at(facts.now_ms)),
            question_open: law.question_open || (fact.question_open && (holds || inside)),
            declined: law.declined || (fact.declined && holds),
        }
    })
}

/// What is reported about danger, and whether what goes to this recipient may raise the client's risk and was discussed: each
/// report and each disclosure that may is discussed by itself. What goes on the ground of danger goes because of the report that it
/// names, and of no other that stands beside it; a no and a wait keep back whatever is named.
fn danger(question: &Question, facts: &Facts) -> Danger {
    let (all, now_ms) = (&facts.client.dangers, facts.now_ms);
    let by_name = question.basis == Basis::Danger;
    let counts = |it: &&DangerFact| {
        let is_it = it.no != 0 && question.danger == Some(it.no);
        it.counts_at(now_ms) && (is_it || !by_name)
    };
    let standing: Vec<_> = all.iter().filter(counts).collect();
    // One report that was discussed doesn't speak for another that wasn't, nor against a no.
    let waits = all.iter().any(|fact| fact.holds_at(now_ms));
    let refused = all.iter().any(|fact| fact.refuses_at(now_ms));
    let reported = Danger {
        reported: !standing.is_empty() && !refused,
        client_told_or_reason: standing.iter().any(|fact| fact.client_told_or_reason),
        raises_risk: waits || standing.iter().any(|fact| fact.raises_risk),
        manager_discussed: !waits && standing.iter().any(|fact| fact.manager_discussed),
    };
    let risks = facts.client.risks.iter();
    let mut here = risks
        .filter(|it| facts.recipient_no != 0 && it.recipient == facts.recipient_no)
        .peekable();
    if here.peek().is_none() {
        return reported;
    }
    Danger {
        raises_risk: true,
        manager_discussed: here.all(|it| it.discussed)
            && (reported.manager_discussed || !reported.raises_risk),
        ..reported
    }
}
