//! The re-entry practice: what its clauses let out and what they keep.

use caseward_model::*;

use crate::situations::*;
use caseward_policies::random;

#[test]
fn re_2_the_recipient_is_never_a_person() {
    for s in all_permitted() {
        refused(
            &with(s, |s| s.recipient.kind = RecipientKind::Person),
            "RE-2",
        );
    }
}

#[test]
fn re_2_a_disclosure_names_an_organisation() {
    refused(
        &with(consented(), |s| s.recipient.kind = RecipientKind::Nobody),
        "RE-2",
    );
}

#[test]
fn re_3_no_ground_no_release() {
    for basis in [Basis::None, Basis::Duty] {
        for s in [consented(), ordered(), warned()] {
            refused(&with(s, |s| s.basis = basis), "RE-3");
        }
    }
}

#[test]
fn re_3_reading_is_not_passing_on() {
    refused(
        &with(assigned(), |s| s.recipient.kind = RecipientKind::Agency),
        "RE-3",
    );
}

#[test]
fn re_4_the_care_team_shares_by_assignment() {
    for &category in Category::ALL {
        permitted(&of(assigned(), category));
    }
}

#[test]
fn re_7_danger_needs_a_report_and_the_client_told_or_a_reason() {
    refused(&with(warned(), |s| s.danger.reported = false), "RE-7");
    refused(
        &with(warned(), |s| s.danger.client_told_or_reason = false),
        "RE-7",
    );
}

#[test]
fn re_7_an_emergency_ticket_opens_what_is_needed() {
    let s = with(random::ordinary(), |s| {
        s.purpose = Purpose::Emergency;
        s.relation.emergency_open = true;
        s.client.protected = true;
    });
    permitted(&of(s, Category::Location));
    closed(&with(s, |s| s.section.needed = false));
    closed(&of(s, Category::ThirdParty));
    permitted(&with(warned(), |s| {
        s.relation.assigned = false;
        s.relation.emergency_open = true;
    }));
}

#[test]
fn re_7_whoever_is_threatened_is_warned_and_gets_nothing_from_the_file() {
    permitted(&warned_themselves());
    for &category in Category::ALL {
        if category != Category::Existence {
            refused(&of(warned_themselves(), category), "RE-7");
        }
    }
    for action in [Action::Read, Action::Discuss, Action::Report] {
        refused(&with(warned_themselves(), |s| s.action = action), "RE-7");
    }
    refused(
        &with(warned_themselves(), |s| s.basis = Basis::Consent),
        "RE-7",
    );
}

#[test]
fn re_7_a_warning_needs_a_report_that_says_that_somebody_else_may_be_harmed() {
    refused(
        &with(warned_themselves(), |s| s.danger.of_another = false),
        "RE-7",
    );
    refused(
        &with(warned_themselves(), |s| s.danger.reported = false),
        "RE-7",
    );
    refused(
        &with(warned_themselves(), |s| {
            s.danger.client_told_or_reason = false;
        }),
        "RE-7",
    );
    closed(&with(warned_themselves(), |s| {
        s.relation.assigned = false;
        s.relation.emergency_open = true;
    }));
    refused(
        &with(warned_themselves(), |s| s.danger.raises_risk = true),
        "DV-3.3.2c",
    );
    refused(
        &with(warned_themselves(), |s| {
            s.client.of_victim_service_provider = true;
        }),
        "DV-3.3.1",
    );
}
