//! From a question and its facts to one situation per section: names become yes or no.

use caseward_model::{
    Action, Asker, Basis, Category, ClientState, ConsentState, Danger, Law, Protection, Provenance,
    Recipient, RecipientKind, Relation, Role, Section, Situation,
};

use super::consent::{Bearing, needs_consent};
use super::{
    Assignee, ConsentFact, DangerFact, EmergencyFact, Facts, WallAgainst, items, needs, teller,
    warning,
};
use crate::request::{Question, RecipientAsked};

/// A question with its facts, and the one consent that bears on all of it.
pub(crate) struct Asked<'q> {
    question: &'q Question,
    facts: &'q Facts,
    consent: Bearing<'q>,
}

impl<'q> Asked<'q> {
    /// All of a question. Its consent is chosen here, once, over all its sections; those that the asker gave a reason for are
    /// some of them.
    pub(crate) fn whole(question: &'q Question, facts: &'q Facts) -> Self {
        Self::about(question, facts, &question.sections)
    }

    fn about(question: &'q Question, facts: &'q Facts, sections: &[Category]) -> Self {
        Self {
            question,
            facts,
            consent: Bearing::of(question, facts, sections),
        }
    }

    /// The situation of one of its sections, or of the client's being known, which is asked beside every one.
    pub(crate) fn situation(&self, category: Category) -> Situation {
        let (question, facts) = (self.question, self.facts);
        let consent = self.consent.on(category);
        Situation {
            action: question.action,
            purpose: question.purpose,
            basis: question.basis,
            channel: question.channel,
            asker: asker(facts),
            relation: relation(question, facts, category),
            client: client(question, facts),
            recipient: recipient(question, facts, category),
            consent,
            law: law(question, facts),
            danger: Danger {
                of_another: warning::of_another(question, facts),
                ..danger(question, facts)
            },
            session: items::session(question, facts),
            section: Section {
                category,
                provenance: provenance(category),
                needed: needed(question, facts, category) || reasoned(question, &consent, category),
                sensitive: is_sensitive(facts, category),
                teller_permits: teller::permits(question, facts, category),
            },
        }
    }

    /// The consent by which it is decided; nothing where none counts, or the ground is another.
    pub(crate) fn decided_by(&self) -> Option<&'q ConsentFact> {
        let fact = self.consent.fact();
        fact.filter(|_| needs_consent(self.question.basis))
    }
}

/// The situation of one section that is asked about by itself.
pub(crate) fn situation(question: &Question, facts: &Facts, category: Category) -> Situation {
    Asked::about(question, facts, &[category]).situation(category)
}

/// In a conference the item says what it needs, and in everything else the purpose (CC-2.5, NASW-c).
fn needed(question: &Question, facts: &Facts, category: Category) -> bool {
    if question.action == Action::Discuss {
        return items::asked_about(question, facts).is_some_and(|it| it.needs(category));
    }
    needs(question.purpose, category)
}

/// The asker gave a reason for a section that the purpose doesn't need, and the client agreed to it for this very purpose and
/// recipient.
fn reasoned(question: &Question, consent: &ConsentState, category: Category) -> bool {
    question.beyond.contains(&category)
        && needs_consent(question.basis)
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
        barred: worker.is_barred(),
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
        supervises: sheet.is_supervised_by(&facts.worker, now),
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
        // In a conference it is what they came for; it bears on whatever they ask elsewhere (CC-2.1).
        heard_in_conference: question.action != Action::Discuss && sheet.was_heard_of_by(me),
    }
}

/// An emergency opens the sections that were named, and that the client is known; nothing else.
fn opens(fact: &EmergencyFact, category: Category) -> bool {
    category == Category::Existence || fact.sections.contains(&category)
}

fn client(question: &Question, facts: &Facts) -> ClientState {
    let sheet = &facts.client;
    let handler = facts.handler.as_ref();
    let serves_victims =
        handler.is_some_and(|h| h.kind == caseward_model::OrganizationKind::VictimServiceProvider);
    ClientState {
        protected: sheet.protected()
            || warning::shields(question, facts)
            || serves_victims
            || handler.is_some_and(|h| h.shields_everyone),
        declined_sharing: sheet.has(Protection::DeclinedSharing),
        deceased: sheet.deceased,
        of_victim_service_provider: serves_victims,
        programme_participant: sheet.is_participant(),
    }
}

fn recipient(question: &Question, facts: &Facts, category: Category) -> Recipient {
    let warned = warning::warned(question, facts);
    let kind = match (&question.recipient, &facts.recipient) {
        (RecipientAsked::Nobody, _) => RecipientKind::Nobody,
        (RecipientAsked::ThreatenedPerson(_), _) if warned.is_some() => {
            RecipientKind::ThreatenedPerson
        }
        (RecipientAsked::Organization(_), Some(sheet)) => sheet.kind.into(),
        // Whoever is named and isn't an organisation in the register is a person to the rules (RE-2), and so is whoever is
        // to be warned without a warning on the sheet.
        (RecipientAsked::Organization(_), None)
        | (RecipientAsked::NotAnOrganization | RecipientAsked::ThreatenedPerson(_), _) => {
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
                || warned.is_some_and(|it| it.is_walled(&facts.client))
                || facts
                    .client
                    .walls
                    .iter()
                    .any(|fact| fact.against == WallAgainst::Organization(facts.recipient_no))),
        partner: warned.is_some_and(|it| it.partner),
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
        .chain(facts.client.takes_part_in())
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

/// Whether it is passed on only with permission for this very category: what the clause names, and what the organisation that
/// handles the client counts among it besides (DV-4.4.2).
fn is_sensitive(facts: &Facts, category: Category) -> bool {
    let handler = facts.handler.as_ref();
    category.is_sensitive() || handler.is_some_and(|it| it.sensitive.contains(&category))
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
    // A warning hangs on one report, and goes by that one.
    let hangs_on = warning::warned(question, facts).map(|it| it.report);
    let named = hangs_on.or(question.danger);
    let counts = |it: &&DangerFact| {
        let is_it = it.no != 0 && named == Some(it.no);
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
        of_another: false,
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
