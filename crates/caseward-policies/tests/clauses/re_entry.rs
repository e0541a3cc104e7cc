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

#[test]
fn re_7_a_danger_is_written_down_by_whoever_works_with_them_or_opened_the_file_in_an_emergency() {
    let supervised = with(endangered(), |s| {
        s.asker.role = Role::Supervisor;
        s.relation.assigned = false;
        s.relation.supervises = true;
        s.purpose = Purpose::Supervision;
    });
    permitted(&supervised);
    closed(&with(supervised, |s| s.asker.role = Role::Caseworker));
    let in_emergency = with(endangered(), |s| {
        s.relation.assigned = false;
        s.relation.emergency_open = true;
        s.purpose = Purpose::Emergency;
    });
    permitted(&in_emergency);
    type Change = fn(&mut Situation);
    let clients: [Change; 4] = [
        |s| s.client.protected = true,
        |s| s.client.of_victim_service_provider = true,
        |s| s.client.programme_participant = true,
        |s| s.client.deceased = true,
    ];
    for about in clients {
        permitted(&with(in_emergency, about));
    }
    let others: [Change; 4] = [
        |s| s.relation.emergency_open = false,
        |s| s.asker.of_handling_organization = false,
        |s| s.asker.role = Role::RecordsCustodian,
        |s| s.purpose = Purpose::DirectService,
    ];
    for asker in others {
        closed(&with(in_emergency, asker));
    }
    // A duty to look something up is none to write.
    let looking_up = with(endangered(), |s| {
        s.relation.assigned = false;
        s.relation.duty_recorded = true;
    });
    refused(&looking_up, "RE-7");
    refused(
        &with(in_emergency, |s| s.relation.walled = true),
        "DV-3.3.2e",
    );
}

#[test]
fn re_7_writing_down_a_danger_reaches_no_section_of_the_file() {
    for s in [
        endangered(),
        with(endangered(), |s| {
            s.relation.assigned = false;
            s.relation.emergency_open = true;
            s.purpose = Purpose::Emergency;
        }),
    ] {
        permitted(&s);
        for &category in Category::ALL {
            if category != Category::Existence {
                closed(&of(s, category));
            }
        }
    }
}
