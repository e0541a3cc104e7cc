//! The case conferencing agreement: what its clauses let out and what they keep.

use caseward_model::*;

use crate::situations::*;

#[test]
fn cc_1_only_clients_on_the_agenda_are_discussed() {
    refused(&with(conferring(), |s| s.session.on_agenda = false), "CC-1");
}

#[test]
fn cc_2_nobody_gets_anything_before_signing() {
    for s in all_of_staff() {
        refused(&with(s, |s| s.asker.agreement_signed = false), "CC-2");
    }
}

#[test]
fn cc_2_1_a_conference_serves_the_conference_only() {
    for &purpose in Purpose::ALL {
        if purpose != Purpose::CaseConference {
            refused(&with(conferring(), |s| s.purpose = purpose), "CC-2.1");
        }
    }
}

#[test]
fn cc_2_2_without_a_private_room_nothing_is_seen() {
    refused(
        &with(conferring(), |s| s.session.private_room = false),
        "CC-2.2",
    );
}

#[test]
fn cc_2_3_open_channels_are_refused() {
    for s in all_permitted() {
        for channel in [Channel::OpenMessage, Channel::Telephone] {
            refused(&with(s, |s| s.channel = channel), "CC-2.3");
        }
    }
    permitted(&with(consented(), |s| s.channel = Channel::SecureTransfer));
}

#[test]
fn cc_2_4_no_identity_of_a_protected_client_outside() {
    for category in WHO {
        let s = of(by_alias(conferring()), category);
        refused(&with(s, |s| s.client.protected = true), "CC-2.4");
        refused(&with(s, |s| s.client.declined_sharing = true), "CC-2.4");
    }
}

#[test]
fn cc_2_4_reports_leave_protected_clients_out() {
    for to_own in [false, true] {
        let s = with(reported(), |s| {
            s.recipient.is_handling_organization = to_own
        });
        permitted(&s);
        refused(&with(s, |s| s.client.protected = true), "CC-2.4");
        refused(&with(s, |s| s.client.declined_sharing = true), "CC-2.4");
    }
}

#[test]
fn cc_2_4_a_disclosure_needs_the_clients_own_wish() {
    let s = of(
        with(consented(), |s| s.client.protected = true),
        Category::Identity,
    );
    permitted(&s);
    refused(&with(s, |s| s.consent.live = false), "CC-2.4");
    refused(&with(s, |s| s.consent.names_recipient = false), "CC-2.4");
    refused(&with(s, |s| s.consent.covers_section = false), "CC-2.4");
}

#[test]
fn cc_2_4a_protected_clients_are_discussed_by_agreed_alias_only() {
    let s = with(conferring(), |s| s.client.protected = true);
    refused(&s, "CC-2.4a");
    refused(&with(s, |s| s.session.by_alias = true), "CC-2.4a");
    refused(&with(s, |s| s.session.alias_agreed = true), "CC-2.4a");
    permitted(&by_alias(s));
    assert!(
        decide(&by_alias(s))
            .obligations
            .contains(&"PSEUD".to_owned())
    );
}

#[test]
fn cc_2_4a_beside_an_identifier_nobody_sees_who_somebody_is() {
    let ours = with(conferring(), |s| {
        s.asker.role = Role::Caseworker;
        s.asker.of_handling_organization = true;
        s.relation.assigned = true;
    });
    for s in [ours, conferring()] {
        permitted(&s);
        permitted(&by_alias(s));
        for category in WHO {
            let who = of(s, category);
            refused(&by_alias(who), "CC-2.4a");
            refused(&with(who, |s| s.session.by_alias = true), "CC-2.4a");
        }
    }
    permitted(&of(ours, Category::Identity));
}

#[test]
fn cc_2_4a_a_victim_service_provider_needs_a_release_as_well() {
    let s = with(by_alias(conferring()), |s| {
        s.client.protected = true;
        s.client.of_victim_service_provider = true;
    });
    refused(&s, "CC-2.4a");
    permitted(&with(s, |s| {
        s.consent.live = true;
        s.consent.names_recipient = true;
        s.consent.covers_section = true;
    }));
}

#[test]
fn cc_2_5_what_the_item_does_not_need_is_not_shown() {
    refused(&with(conferring(), |s| s.section.needed = false), "CC-2.5");
}

#[test]
fn cc_2_10_suspension_closes_everything_at_once() {
    for s in all_permitted() {
        refused(&with(s, |s| s.asker.suspended = true), "CC-2.10");
    }
}

#[test]
fn cc_2_10_a_finding_ends_conferences_and_coordinated_assessment_and_leaves_ones_own_clients() {
    refused(&with(conferring(), |s| s.asker.barred = true), "CC-2.10");
    refused(
        &with(by_alias(conferring()), |s| s.asker.barred = true),
        "CC-2.10",
    );
    for s in all_permitted() {
        let barred = |s: &mut Situation| s.asker.barred = true;
        for purpose in [Purpose::CaseConference, Purpose::Eligibility] {
            closed(&with(with(s, barred), |s| s.purpose = purpose));
        }
        let untouched = !matches!(s.purpose, Purpose::CaseConference | Purpose::Eligibility);
        assert_eq!(decide(&with(s, barred)).permitted, untouched, "{s:?}");
    }
}
