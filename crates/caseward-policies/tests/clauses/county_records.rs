//! The county records policy: what its clauses let out and what they keep.

use caseward_model::*;

use crate::situations::*;
use caseward_policies::random;

#[test]
fn cr_2_no_look_up_without_a_recorded_duty() {
    for action in [Action::Find, Action::Read, Action::Amend] {
        let s = with(random::ordinary(), |s| s.action = action);
        for &category in Category::ALL {
            refused(&of(s, category), "CR-2");
        }
    }
}

#[test]
fn cr_2_a_recorded_duty_opens_little() {
    let s = with(random::ordinary(), |s| s.relation.duty_recorded = true);
    permitted(&of(s, Category::Identity));
    for category in
        OF_ITS_OWN
            .into_iter()
            .chain([Category::Notes, Category::Location, Category::ThirdParty])
    {
        closed(&of(s, category));
    }
    closed(&with(of(s, Category::Identity), |s| {
        s.client.protected = true
    }));
    closed(&with(of(s, Category::Identity), |s| {
        s.section.needed = false
    }));
}

#[test]
fn cr_3_what_another_organisation_was_told_stays_there() {
    refused(
        &with(assigned(), |s| s.asker.of_handling_organization = false),
        "CR-3",
    );
}

#[test]
fn cr_4_an_account_opens_nothing_without_duty() {
    for &role in Role::ALL {
        for &purpose in Purpose::ALL {
            for action in [Action::Find, Action::Read, Action::Amend, Action::Report] {
                closed(&with(random::ordinary(), |s| {
                    s.asker.role = role;
                    s.purpose = purpose;
                    s.action = action;
                }));
            }
        }
    }
}

#[test]
fn cr_4_reading_writing_and_releasing_are_decided_apart() {
    permitted(&with(assigned(), |s| s.purpose = Purpose::Eligibility));
    refused(
        &with(assigned(), |s| {
            s.purpose = Purpose::Eligibility;
            s.action = Action::Amend;
        }),
        "CR-4",
    );
    closed(&with(assigned(), |s| s.action = Action::Disclose));
}

#[test]
fn cr_5_a_release_waits_for_the_answer() {
    for s in [consented(), conferring(), ordered(), warned(), reported()] {
        refused(&with(s, |s| s.law.question_open = true), "CR-5");
    }
    permitted(&with(assigned(), |s| s.law.question_open = true));
}

#[test]
fn cr_6_nothing_goes_out_before_the_law_departments_review() {
    refused(&with(ordered(), |s| s.law.approved = false), "CR-6");
    refused(
        &with(consented(), |s| s.law.requested_by_law = true),
        "CR-6",
    );
}

#[test]
fn cr_7_only_assigned_staff_release() {
    for s in [consented(), ordered(), warned()] {
        refused(
            &with(s, |s| {
                s.relation.assigned = false;
                s.relation.supervises = true;
                s.relation.duty_recorded = true;
            }),
            "CR-7",
        );
    }
}

#[test]
fn cr_8_reports_go_to_the_organisation_or_the_reporting_body() {
    for &kind in RecipientKind::ALL {
        let s = with(reported(), |s| s.recipient.kind = kind);
        if kind != RecipientKind::ReportingBody {
            closed(&s);
        }
    }
    let own = with(reported(), |s| s.recipient.is_handling_organization = true);
    for &category in Category::ALL {
        permitted(&of(own, category));
    }
}

#[test]
fn cr_9_what_others_told_leaves_on_no_ground_and_the_clients_consent_is_none() {
    for s in [consented(), ordered(), warned(), reported()] {
        refused(
            &with(s, |s| s.section.provenance = Provenance::ThirdParty),
            "CR-9",
        );
    }
    let agreed = with(of(consented(), Category::ThirdParty), |s| {
        s.consent.permits_category = true;
    });
    refused(&agreed, "CR-9");
    permitted(&with(agreed, |s| s.section.category = Category::Housing));
}

#[test]
fn cr_9_what_others_told_leaves_where_they_permit_it_and_a_ground_is_there_as_well() {
    let told = |s| {
        with(of(s, Category::ThirdParty), |s| {
            s.section.provenance = Provenance::ThirdParty;
        })
    };
    let permits = |s| with(s, |s| s.section.teller_permits = true);
    for s in [consented(), ordered(), warned()] {
        refused(&told(s), "CR-9");
        permitted(&permits(told(s)));
    }
    // Their permission is no ground, and stands in for no consent of the client.
    let unasked = |change: fn(&mut Situation)| with(permits(told(consented())), change);
    refused(&unasked(|s| s.consent.covers_section = false), "DV-3.3.2d");
    refused(&unasked(|s| s.consent.live = false), "DV-2.1");
    closed(&unasked(|s| s.basis = Basis::Duty));
    // It names one organization, and opens neither conferences nor reports nor the file to the client.
    refused(&permits(told(conferring())), "CR-9");
    refused(&permits(told(reported())), "CR-9");
    refused(&permits(told(own_file())), "DV-3.2");
}

#[test]
fn cr_10_a_reviewer_sees_who_looked_and_no_content() {
    let s = with(random::ordinary(), |s| {
        s.asker.role = Role::PrivacyOfficer;
        s.purpose = Purpose::AccessReview;
        s.relation.duty_recorded = true;
    });
    for &category in Category::ALL {
        let s = of(s, category);
        if matches!(category, Category::Existence | Category::Administration) {
            permitted(&s);
        } else {
            closed(&s);
        }
    }
}

#[test]
fn cr_5_after_a_no_nothing_goes() {
    for s in [consented(), ordered(), warned(), conferring(), reported()] {
        refused(&with(s, |s| s.law.declined = true), "CR-5");
    }
    permitted(&with(assigned(), |s| s.law.declined = true));
}

#[test]
fn cr_5_the_law_department_finds_whom_it_is_asked_about_and_reads_nothing() {
    let asked = with(random::ordinary(), |s| {
        s.action = Action::Find;
        s.purpose = Purpose::Legal;
        s.asker.role = Role::LegalCounsel;
        s.relation.duty_recorded = true;
        s.law.question_open = true;
        s.section.category = Category::Existence;
    });
    permitted(&asked);
    closed(&with(asked, |s| s.law.question_open = false));
    closed(&with(asked, |s| s.relation.duty_recorded = false));
    closed(&with(asked, |s| s.relation.walled = true));
    closed(&of(asked, Category::Identity));
    closed(&with(asked, |s| s.action = Action::Read));
}
