//! One promise per clause that the decision itself keeps. Each starts from a question that is
//! permitted, changes one fact, and expects the refusal to name the clause.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may stop where it stands"
)]

use std::sync::Arc;

use caseward_model::{
    Action, Basis, Category, Channel, Provenance, Purpose, RecipientKind, Role, Situation,
};
use caseward_policies::{Decision, Policies, random};

thread_local! {
    static POLICIES: Arc<Policies> = Policies::embedded().unwrap();
}

fn decide(s: &Situation) -> Arc<Decision> {
    POLICIES.with(|p| p.decide(s))
}

fn permitted(s: &Situation) {
    let d = decide(s);
    assert!(d.permitted, "{s:?}\n{d:?}");
}

fn refused(s: &Situation, clause: &str) {
    let d = decide(s);
    assert!(!d.permitted, "{s:?}\n{d:?}");
    assert!(
        d.clauses.iter().any(|c| c.as_str() == clause),
        "{clause} is not among {:?}",
        d.clauses
    );
}

/// Nothing is permitted, by whatever rule.
fn closed(s: &Situation) {
    let d = decide(s);
    assert!(!d.permitted, "{s:?}\n{d:?}");
}

fn with(mut s: Situation, change: impl FnOnce(&mut Situation)) -> Situation {
    change(&mut s);
    s
}

fn of(s: Situation, category: Category) -> Situation {
    with(s, |s| s.section.category = category)
}

/// An assigned caseworker reads.
fn assigned() -> Situation {
    with(random::ordinary(), |s| s.relation.assigned = true)
}

/// An assigned caseworker discloses to an agency what the client agreed to.
fn consented() -> Situation {
    with(assigned(), |s| {
        s.action = Action::Disclose;
        s.basis = Basis::Consent;
        s.recipient.kind = RecipientKind::Agency;
        s.recipient.policy_assessed = true;
        s.consent.live = true;
        s.consent.names_recipient = true;
        s.consent.names_purpose = true;
        s.consent.covers_section = true;
    })
}

/// A partner's worker follows a client in a conference.
fn conferring() -> Situation {
    with(random::ordinary(), |s| {
        s.action = Action::Discuss;
        s.purpose = Purpose::CaseConference;
        s.asker.role = Role::PartnerWorker;
        s.asker.of_handling_organization = false;
        s.recipient.protocol_current = true;
        s.recipient.policy_assessed = true;
        s.session.on_agenda = true;
        s.session.private_room = true;
        s.section.category = Category::Housing;
    })
}

fn by_alias(s: Situation) -> Situation {
    with(s, |s| {
        s.session.by_alias = true;
        s.session.alias_agreed = true;
    })
}

/// The Law Department's approved answer to an order of a court.
fn ordered() -> Situation {
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
fn warned() -> Situation {
    with(assigned(), |s| {
        s.action = Action::Disclose;
        s.purpose = Purpose::Danger;
        s.basis = Basis::Danger;
        s.recipient.kind = RecipientKind::Police;
        s.danger.reported = true;
        s.danger.client_told_or_reason = true;
    })
}

/// A row of a report file for the reporting body.
fn reported() -> Situation {
    with(random::ordinary(), |s| {
        s.action = Action::Report;
        s.purpose = Purpose::ProgramReporting;
        s.asker.role = Role::RecordsCustodian;
        s.relation.duty_recorded = true;
        s.recipient.kind = RecipientKind::ReportingBody;
    })
}

/// The client reads their own file.
fn own_file() -> Situation {
    with(random::ordinary(), |s| {
        s.action = Action::ReadOwn;
        s.purpose = Purpose::SubjectAccess;
        s.asker.role = Role::Client;
        s.asker.of_handling_organization = false;
        s.relation.is_the_client = true;
    })
}

/// Every kind of question that is permitted.
fn all_permitted() -> [Situation; 7] {
    [
        assigned(),
        consented(),
        conferring(),
        ordered(),
        warned(),
        reported(),
        own_file(),
    ]
}

/// Questions of staff, who sign and train.
fn all_of_staff() -> [Situation; 6] {
    [
        assigned(),
        consented(),
        conferring(),
        ordered(),
        warned(),
        reported(),
    ]
}

const WHO: [Category; 8] = [
    Category::Existence,
    Category::Identity,
    Category::Contact,
    Category::Location,
    Category::Demographics,
    Category::Household,
    Category::Notes,
    Category::ThirdParty,
];

const OF_ITS_OWN: [Category; 7] = [
    Category::GenderSexuality,
    Category::Reproductive,
    Category::MentalHealth,
    Category::SubstanceUse,
    Category::Hiv,
    Category::DomesticViolence,
    Category::Justice,
];

#[test]
fn the_starting_points_are_permitted() {
    all_permitted().iter().for_each(permitted);
}

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
fn cr_9_what_others_told_needs_its_own_permission() {
    let s = with(consented(), |s| {
        s.section.provenance = Provenance::ThirdParty
    });
    permitted(&s);
    refused(&with(s, |s| s.consent.covers_section = false), "CR-9");
    for s in [ordered(), warned(), reported()] {
        refused(
            &with(s, |s| s.section.provenance = Provenance::ThirdParty),
            "CR-9",
        );
    }
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
fn nasw_b_a_consent_opens_exactly_what_it_names() {
    refused(&with(consented(), |s| s.consent.live = false), "NASW-b");
    for change in [
        |s: &mut Situation| s.consent.names_recipient = false,
        |s: &mut Situation| s.consent.names_purpose = false,
        |s: &mut Situation| s.consent.covers_section = false,
    ] {
        closed(&with(consented(), change));
    }
}

#[test]
fn nasw_c_only_what_the_purpose_needs() {
    for s in [consented(), ordered(), warned(), reported(), conferring()] {
        refused(&with(s, |s| s.section.needed = false), "NASW-c");
    }
}

#[test]
fn nasw_g_parties_of_one_counselling_are_walled() {
    refused(&with(assigned(), |s| s.relation.walled = true), "NASW-g");
}

#[test]
fn nasw_h_no_payer_without_authorisation() {
    let s = with(consented(), |s| {
        s.recipient.kind = RecipientKind::Payer;
        s.purpose = Purpose::Payment;
    });
    permitted(&s);
    for change in [
        |s: &mut Situation| s.consent.live = false,
        |s: &mut Situation| s.consent.names_recipient = false,
        |s: &mut Situation| s.consent.names_purpose = false,
    ] {
        refused(&with(s, change), "NASW-h");
    }
}

#[test]
fn nasw_i_no_discussion_by_telephone_or_without_privacy() {
    refused(
        &with(conferring(), |s| s.channel = Channel::Telephone),
        "NASW-i",
    );
    refused(
        &with(conferring(), |s| s.session.private_room = false),
        "NASW-i",
    );
}

#[test]
fn nasw_j_an_order_goes_through_the_law_department() {
    refused(&with(ordered(), |s| s.law.approved = false), "NASW-j");
}

#[test]
fn nasw_k_the_media_get_nothing() {
    for s in all_permitted() {
        refused(
            &with(s, |s| s.recipient.kind = RecipientKind::Media),
            "NASW-k",
        );
        refused(&with(s, |s| s.purpose = Purpose::Media), "NASW-k");
    }
}

#[test]
fn nasw_l_administrators_and_auditors_learn_of_nobody() {
    for s in all_permitted() {
        refused(&with(s, |s| s.asker.role = Role::Administrator), "NASW-l");
        refused(&with(s, |s| s.asker.role = Role::Auditor), "NASW-l");
    }
}

#[test]
fn nasw_m_no_open_transmission() {
    refused(
        &with(consented(), |s| s.channel = Channel::OpenMessage),
        "NASW-m",
    );
}

#[test]
fn nasw_n_a_custodian_sees_which_record_and_not_what_it_says() {
    let s = with(random::ordinary(), |s| {
        s.asker.role = Role::RecordsCustodian;
        s.purpose = Purpose::RecordsManagement;
        s.relation.duty_recorded = true;
    });
    for &category in Category::ALL {
        let s = of(s, category);
        match category {
            Category::Existence | Category::Identity | Category::Administration => permitted(&s),
            _ => closed(&s),
        }
    }
}

#[test]
fn nasw_p_teaching_needs_consent() {
    let s = with(random::ordinary(), |s| {
        s.asker.role = Role::Trainer;
        s.purpose = Purpose::Teaching;
        s.relation.duty_recorded = true;
    });
    refused(&s, "NASW-p");
    permitted(&with(s, |s| {
        s.consent.live = true;
        s.consent.names_purpose = true;
        s.consent.covers_section = true;
    }));
}

#[test]
fn nasw_q_consultants_do_not_learn_who() {
    let s = with(random::ordinary(), |s| {
        s.asker.role = Role::Consultant;
        s.purpose = Purpose::Consultation;
        s.relation.duty_recorded = true;
    });
    permitted(&of(s, Category::Housing));
    for category in WHO {
        refused(&of(s, category), "NASW-q");
    }
}

#[test]
fn nasw_r_the_dead_keep_the_same_protection() {
    let dice = caseward_model::Randomness::seeded(18);
    for _ in 0..2_000 {
        let s = random::situation(&dice);
        let died = with(s, |s| s.client.deceased = !s.client.deceased);
        assert_eq!(decide(&s), decide(&died));
    }
}

#[test]
fn dv_2_1_consent_holds_on_the_terms_agreed() {
    refused(&with(consented(), |s| s.consent.live = false), "DV-2.1");
    refused(
        &with(consented(), |s| s.consent.names_purpose = false),
        "DV-2.1",
    );
}

#[test]
fn dv_2_2_an_authorisation_names_to_whom() {
    refused(
        &with(consented(), |s| s.consent.names_recipient = false),
        "DV-2.2",
    );
}

#[test]
fn dv_3_1_child_protection_has_its_own_way() {
    let s = with(ordered(), |s| {
        s.purpose = Purpose::ChildProtection;
        s.law.requested_by_law = false;
        s.recipient.kind = RecipientKind::Agency;
    });
    permitted(&s);
    assert!(decide(&s).clauses.iter().any(|c| c.as_str() == "DV-3.1"));
    closed(&with(s, |s| s.law.approved = false));
}

#[test]
fn dv_3_2_clients_never_see_what_third_parties_told() {
    for &category in Category::ALL {
        let s = of(own_file(), category);
        if category != Category::ThirdParty {
            permitted(&s);
        }
        refused(
            &with(s, |s| s.section.provenance = Provenance::ThirdParty),
            "DV-3.2",
        );
    }
    refused(&of(own_file(), Category::ThirdParty), "DV-3.2");
}

#[test]
fn dv_3_3_1_nothing_of_a_victim_service_provider_leaves_without_release() {
    permitted(&with(consented(), |s| {
        s.client.of_victim_service_provider = true
    }));
    permitted(&with(ordered(), |s| {
        s.client.of_victim_service_provider = true
    }));
    for s in [warned(), reported()] {
        refused(
            &with(s, |s| s.client.of_victim_service_provider = true),
            "DV-3.3.1",
        );
    }
}

#[test]
fn dv_3_3_1_where_a_protected_client_is_stays_with_those_who_serve() {
    let s = of(
        with(assigned(), |s| s.client.protected = true),
        Category::Location,
    );
    permitted(&s);
    refused(&with(s, |s| s.section.needed = false), "DV-3.3.1");
    refused(
        &with(s, |s| {
            s.relation.assigned = false;
            s.relation.supervises = true;
            s.asker.role = Role::Supervisor;
            s.purpose = Purpose::Supervision;
        }),
        "DV-3.3.1",
    );
}

#[test]
fn dv_3_3_2a_the_clients_request_opens_the_way() {
    let s = of(
        with(consented(), |s| {
            s.basis = Basis::ClientRequest;
            s.client.protected = true;
        }),
        Category::Contact,
    );
    permitted(&s);
    closed(&with(s, |s| s.consent.live = false));
}

#[test]
fn dv_3_3_2c_a_risk_is_discussed_first() {
    for s in [consented(), ordered(), warned(), conferring()] {
        let s = with(s, |s| s.danger.raises_risk = true);
        refused(&s, "DV-3.3.2c");
        permitted(&with(s, |s| s.danger.manager_discussed = true));
    }
}

#[test]
fn dv_3_3_2d_the_clients_limits_bind() {
    refused(
        &with(consented(), |s| s.consent.covers_section = false),
        "DV-3.3.2d",
    );
}

#[test]
fn dv_3_3_2e_a_wall_holds_whoever_asks_in_an_emergency_too() {
    for s in all_permitted() {
        refused(&with(s, |s| s.relation.walled = true), "DV-3.3.2e");
        refused(&with(s, |s| s.recipient.walled = true), "DV-3.3.2e");
    }
    for &role in Role::ALL {
        refused(
            &with(assigned(), |s| {
                s.asker.role = role;
                s.purpose = Purpose::Emergency;
                s.relation.emergency_open = true;
                s.relation.walled = true;
            }),
            "DV-3.3.2e",
        );
    }
}

#[test]
fn dv_4_1_the_other_organisations_policy_is_assessed_first() {
    for s in [consented(), conferring()] {
        refused(&with(s, |s| s.recipient.policy_assessed = false), "DV-4.1");
    }
}

#[test]
fn dv_4_2_programme_participants_are_not_identified_outside() {
    for category in [Category::Existence, Category::Identity, Category::Contact] {
        for s in [conferring(), reported()] {
            refused(
                &of(with(s, |s| s.client.programme_participant = true), category),
                "DV-4.2",
            );
        }
    }
}

#[test]
fn dv_4_3_a_progress_report_needs_consent_and_an_assessed_agency() {
    let s = of(
        with(consented(), |s| s.client.programme_participant = true),
        Category::Notes,
    );
    permitted(&s);
    refused(&with(s, |s| s.consent.covers_section = false), "DV-4.3");
    refused(&with(s, |s| s.recipient.policy_assessed = false), "DV-4.3");
}

#[test]
fn dv_4_4_1_groups_of_ex_partners_are_walled() {
    refused(
        &with(conferring(), |s| s.relation.walled = true),
        "DV-4.4.1",
    );
}

#[test]
fn dv_4_4_2_each_sensitive_category_needs_its_own_permission() {
    for category in OF_ITS_OWN {
        for s in [consented(), conferring(), ordered(), warned(), reported()] {
            refused(&of(s, category), "DV-4.4.2");
        }
        let agreed = with(consented(), |s| s.consent.permits_category = true);
        permitted(&of(agreed, category));
        permitted(&of(assigned(), category));
    }
    refused(&of(consented(), Category::Location), "DV-4.4.2");
}

#[test]
fn dv_4_6_2_a_discussion_happens_in_a_fitting_place() {
    refused(
        &with(conferring(), |s| s.session.private_room = false),
        "DV-4.6.2",
    );
}

#[test]
fn dv_4_6_4_a_client_opens_only_their_own_file() {
    refused(
        &with(own_file(), |s| s.relation.is_the_client = false),
        "DV-4.6.4",
    );
    for s in all_of_staff() {
        refused(&with(s, |s| s.asker.role = Role::Client), "DV-4.6.4");
    }
}

#[test]
fn dv_5_1_1_induction_comes_before_access() {
    refused(
        &with(assigned(), |s| s.asker.agreement_signed = false),
        "DV-5.1.1",
    );
    refused(
        &with(assigned(), |s| s.asker.training_current = false),
        "DV-5.1.1",
    );
}

#[test]
fn dv_5_2_4_the_clients_way_is_the_clients_alone() {
    for &role in Role::ALL {
        if role != Role::Client {
            refused(&with(own_file(), |s| s.asker.role = role), "DV-5.2.4");
        }
    }
}

#[test]
fn dv_5_3_1_committee_members_take_responsibility_first() {
    refused(
        &with(assigned(), |s| {
            s.asker.role = Role::CommitteeMember;
            s.asker.agreement_signed = false;
        }),
        "DV-5.3.1",
    );
}

#[test]
fn dv_5_3_3_the_committee_opens_no_file() {
    for s in all_permitted() {
        refused(
            &with(s, |s| s.asker.role = Role::CommitteeMember),
            "DV-5.3.3",
        );
    }
}

#[test]
fn dv_5_5_a_partner_needs_a_current_protocol() {
    refused(
        &with(conferring(), |s| s.recipient.protocol_current = false),
        "DV-5.5",
    );
}

#[test]
fn dv_5_6_a_partner_that_was_not_assessed_gets_nothing() {
    refused(
        &with(conferring(), |s| s.recipient.policy_assessed = false),
        "DV-5.6",
    );
}

#[test]
fn dv_5_7_partners_see_clients_only_in_the_conference() {
    for &action in Action::ALL {
        if action != Action::Discuss {
            refused(&with(conferring(), |s| s.action = action), "DV-5.7");
        }
    }
}

#[test]
fn dv_5_10_overdue_training_closes_the_gate() {
    for s in all_of_staff() {
        refused(&with(s, |s| s.asker.training_current = false), "DV-5.10");
    }
}
