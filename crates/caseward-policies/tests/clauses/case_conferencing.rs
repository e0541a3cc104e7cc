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

/// A caseworker who sat where the client was spoken of, is assigned to nobody and recorded a duty for this purpose.
fn heard(purpose: Purpose) -> Situation {
    with(caseward_policies::random::ordinary(), |s| {
        s.relation.duty_recorded = true;
        s.relation.heard_in_conference = true;
        s.section.category = Category::Housing;
        s.purpose = purpose;
    })
}

/// What a caseworker can record a duty for, besides direct service.
const OTHER_DUTIES: [Purpose; 4] = [
    Purpose::CaseConference,
    Purpose::Eligibility,
    Purpose::ChildProtection,
    Purpose::Danger,
];

#[test]
fn cc_2_1_what_was_learnt_there_serves_direct_service_whatever_else_is_recorded() {
    permitted(&heard(Purpose::DirectService));
    for purpose in OTHER_DUTIES {
        for action in [Action::Find, Action::Read] {
            let category = match action {
                Action::Find => Category::Identity,
                _ => Category::Housing,
            };
            let asks = with(of(heard(purpose), category), |s| s.action = action);
            refused(&asks, "CC-2.1");
            // Whoever never sat there is decided as before.
            permitted(&with(asks, |s| s.relation.heard_in_conference = false));
            // They know that the client is known here, and are told why the rest stays shut.
            permitted(&of(asks, Category::Existence));
        }
    }
    for (role, purpose) in [
        (Role::Consultant, Purpose::Consultation),
        (Role::Trainer, Purpose::Teaching),
    ] {
        let advises = with(heard(purpose), |s| {
            s.asker.role = role;
            s.consent.live = true;
            s.consent.names_purpose = true;
            s.consent.covers_section = true;
        });
        refused(&advises, "CC-2.1");
        permitted(&with(advises, |s| s.relation.heard_in_conference = false));
    }
}

#[test]
fn cc_2_1_whoever_knows_the_client_by_their_duty_is_not_bound_by_having_sat_there() {
    let bound = |s: &mut Situation| s.relation.heard_in_conference = true;
    for purpose in OTHER_DUTIES {
        permitted(&with(heard(purpose), |s| s.relation.assigned = true));
    }
    for s in all_permitted() {
        permitted(&with(s, bound));
    }
    let in_emergency = with(heard(Purpose::Emergency), |s| {
        s.relation.duty_recorded = false;
        s.relation.emergency_open = true;
        s.section.category = Category::Contact;
    });
    permitted(&in_emergency);
    let supervising = with(heard(Purpose::Supervision), |s| {
        s.relation.duty_recorded = false;
        s.relation.supervises = true;
        s.asker.role = Role::Supervisor;
    });
    permitted(&supervising);
    // What an office has to do with every file isn't done with what was heard.
    for (role, purpose) in [
        (Role::PrivacyOfficer, Purpose::AccessReview),
        (Role::RecordsCustodian, Purpose::RecordsManagement),
        (Role::LegalCounsel, Purpose::Legal),
    ] {
        let s = with(heard(purpose), |s| {
            s.asker.role = role;
            s.law.requested_by_law = purpose == Purpose::Legal;
        });
        permitted(&of(s, Category::Administration));
    }
}

#[test]
fn cc_2_1_a_partners_worker_is_bound_likewise() {
    for purpose in [Purpose::DirectService, Purpose::Eligibility] {
        let theirs = with(heard(purpose), |s| {
            s.asker.role = Role::PartnerWorker;
            s.asker.of_handling_organization = false;
        });
        refused(&theirs, "CR-3");
        let bound = purpose != Purpose::DirectService;
        let named = decide(&theirs)
            .clauses
            .iter()
            .any(|it| it.as_str() == "CC-2.1");
        assert_eq!(named, bound);
    }
    // A client whom their own organization handles.
    let own = heard(Purpose::Eligibility);
    refused(&own, "CC-2.1");
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
