//! What is asked: a sample of random situations, and a file of forty fields.

use caseward_model::{Category, Provenance, Randomness, Situation};
use caseward_policies::random;
use serde_json::{Value, json};

/// So many random situations, the same on every run.
pub(crate) fn sample(count: usize) -> Vec<Situation> {
    let dice = Randomness::seeded(2026);
    (0..count).map(|_| random::situation(&dice)).collect()
}

/// Forty fields of a protected client's file, as an assigned caseworker asks; the same file as in
/// `crates/caseward-policies/benches/decide.rs`.
pub(crate) fn file_of_forty() -> Vec<Situation> {
    let sections = [
        (Category::Existence, 1),
        (Category::Identity, 6),
        (Category::Contact, 4),
        (Category::Location, 2),
        (Category::Demographics, 5),
        (Category::GenderSexuality, 2),
        (Category::Household, 2),
        (Category::Housing, 5),
        (Category::Income, 4),
        (Category::Health, 3),
        (Category::DomesticViolence, 2),
        (Category::Services, 3),
        (Category::Notes, 1),
    ];
    let field = |category| {
        let mut s = random::ordinary();
        s.relation.assigned = true;
        s.client.protected = true;
        s.section.category = category;
        s.section.provenance = Provenance::Client;
        s
    };
    sections
        .into_iter()
        .flat_map(|(category, count)| std::iter::repeat_n(field(category), count))
        .collect()
}

/// A situation as plain data, under the names that the rules use. Taken apart to the last field, so
/// that a new fact can't be forgotten here.
pub(crate) fn data(s: &Situation) -> Value {
    use caseward_model as m;
    let m::Situation {
        action,
        purpose,
        basis,
        channel,
        asker,
        relation,
        client,
        recipient,
        consent,
        law,
        danger,
        session,
        section,
    } = *s;
    let m::Asker {
        role,
        of_handling_organization,
        agreement_signed,
        training_current,
        suspended,
        barred,
    } = asker;
    let m::Relation {
        assigned,
        supervises,
        duty_recorded,
        emergency_open,
        walled,
        is_the_client,
    } = relation;
    let m::ClientState {
        protected,
        declined_sharing,
        deceased,
        of_victim_service_provider,
        programme_participant,
    } = client;
    let m::Recipient {
        kind,
        is_handling_organization,
        protocol_current,
        policy_assessed,
        walled: recipient_walled,
    } = recipient;
    let m::ConsentState {
        live,
        names_recipient,
        names_purpose,
        covers_section,
        permits_category,
        covers_channel,
        limits_confirmed,
        unwritten,
        future_dated,
        expired,
        withdrawn,
        used_up,
        signer_barred,
    } = consent;
    let m::Law {
        requested_by_law,
        approved,
        question_open,
    } = law;
    let m::Danger {
        reported,
        client_told_or_reason,
        raises_risk,
        manager_discussed,
    } = danger;
    let m::Session {
        on_agenda,
        private_room,
        by_alias,
        alias_agreed,
    } = session;
    let m::Section {
        category,
        provenance,
        needed,
    } = section;
    json!({
        "action": action.word(), "purpose": purpose.word(), "basis": basis.word(), "channel": channel.word(),
        "asker": {
            "role": role.word(), "of_handling_organization": of_handling_organization,
            "agreement_signed": agreement_signed, "training_current": training_current, "suspended": suspended, "barred": barred,
        },
        "relation": {
            "assigned": assigned, "supervises": supervises, "duty_recorded": duty_recorded,
            "emergency_open": emergency_open, "walled": walled, "is_the_client": is_the_client,
        },
        "client": {
            "protected": protected, "declined_sharing": declined_sharing, "deceased": deceased,
            "of_victim_service_provider": of_victim_service_provider, "programme_participant": programme_participant,
        },
        "recipient": {
            "kind": kind.word(), "is_handling_organization": is_handling_organization,
            "protocol_current": protocol_current, "policy_assessed": policy_assessed, "walled": recipient_walled,
        },
        "consent": {
            "live": live, "names_recipient": names_recipient, "names_purpose": names_purpose,
            "covers_section": covers_section, "permits_category": permits_category,
            "covers_channel": covers_channel, "limits_confirmed": limits_confirmed, "unwritten": unwritten,
            "future_dated": future_dated, "expired": expired, "withdrawn": withdrawn, "used_up": used_up,
            "signer_barred": signer_barred,
        },
        "law": { "requested_by_law": requested_by_law, "approved": approved, "question_open": question_open },
        "danger": {
            "reported": reported, "client_told_or_reason": client_told_or_reason,
            "raises_risk": raises_risk, "manager_discussed": manager_discussed,
        },
        "session": {
            "on_agenda": on_agenda, "private_room": private_room, "by_alias": by_alias, "alias_agreed": alias_agreed,
        },
        "section": { "category": category.word(), "provenance": provenance.word(), "needed": needed },
    })
}
