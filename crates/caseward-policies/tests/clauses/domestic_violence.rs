//! The domestic violence confidentiality policy: what its clauses let out and what they keep.

use caseward_model::*;
use caseward_policies::Policies;

use crate::situations::*;

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
fn dv_3_3_2b_childrens_services_and_probation_are_told_what_an_agency_is_and_no_more() {
    for kind in [RecipientKind::ChildrensServices, RecipientKind::Probation] {
        let to = |s: Situation| with(s, |s| s.recipient.kind = kind);
        let agreed = to(consented());
        permitted(&agreed);
        refused(
            &with(agreed, |s| s.recipient.policy_assessed = false),
            "DV-4.1",
        );
        refused(
            &with(agreed, |s| s.recipient.protocol_current = false),
            "DV-5.5",
        );
        refused(&with(agreed, |s| s.consent.live = false), "DV-2.1");
        permitted(&to(ordered()));
        refused(&with(to(ordered()), |s| s.law.approved = false), "CR-6");
        permitted(&to(warned()));
        refused(&with(to(warned()), |s| s.danger.reported = false), "RE-7");
    }
    // A concern about a child, on the way that the law has for it, is told to children's services.
    let concern = with(ordered(), |s| {
        s.purpose = Purpose::ChildProtection;
        s.law.requested_by_law = false;
    });
    permitted(&with(concern, |s| {
        s.recipient.kind = RecipientKind::ChildrensServices;
    }));
    closed(&with(concern, |s| {
        s.recipient.kind = RecipientKind::Probation;
    }));
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
fn dv_4_2_a_partners_information_is_not_a_participants_to_let_out() {
    for category in [
        Category::Household,
        Category::ThirdParty,
        Category::Location,
    ] {
        let s = of(consented(), category);
        refused(
            &with(s, |s| s.client.programme_participant = true),
            "DV-4.3",
        );
    }
    let told = with(consented(), |s| {
        s.section.provenance = Provenance::ThirdParty;
        s.client.programme_participant = true;
    });
    refused(&told, "DV-4.3");
    permitted(&of(consented(), Category::Household));
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
fn dv_4_4_2_what_the_office_adds_needs_its_own_permission_and_nothing_is_taken_away() {
    let added = |s: Situation, category| with(of(s, category), |s| s.section.sensitive = true);
    for &category in Category::MAY_BE_SENSITIVE {
        for s in [consented(), conferring(), ordered(), warned(), reported()] {
            refused(&added(s, category), "DV-4.4.2");
        }
        permitted(&of(consented(), category));
        let agreed = with(consented(), |s| s.consent.permits_category = true);
        permitted(&added(agreed, category));
        permitted(&added(assigned(), category));
    }
    // What the clause names is among it whatever is said of it, and nothing that could be added is.
    for category in OF_ITS_OWN {
        assert!(category.is_sensitive(), "{category}");
        assert!(!Category::MAY_BE_SENSITIVE.contains(&category));
        let unsaid = with(of(consented(), category), |s| s.section.sensitive = false);
        refused(&unsaid, "DV-4.4.2");
    }
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

#[test]
fn dv_5_5_a_partner_receives_by_consent_only_under_a_current_protocol() {
    for kind in [
        RecipientKind::Agency,
        RecipientKind::VictimServiceProvider,
        RecipientKind::School,
        RecipientKind::Health,
        RecipientKind::ChildrensServices,
        RecipientKind::Probation,
    ] {
        let s = with(consented(), |s| s.recipient.kind = kind);
        permitted(&s);
        refused(&with(s, |s| s.recipient.protocol_current = false), "DV-5.5");
        // What the client asks to be passed on needs none.
        permitted(&with(s, |s| {
            s.basis = Basis::ClientRequest;
            s.recipient.protocol_current = false;
            s.recipient.protocol_covers = false;
        }));
    }
}

#[test]
fn dv_5_7_a_protocol_covers_what_it_names() {
    for s in [consented(), conferring()] {
        refused(&with(s, |s| s.recipient.protocol_covers = false), "DV-5.7");
    }
}

type Flaw = (fn(&mut Situation), &'static str);

/// What there is of a consent, and doesn't hold: each names its own rule, whatever else the consent says.
const FLAWS: [Flaw; 6] = [
    (|s| s.consent.unwritten = true, "dv-2.2-consent-not-written"),
    (|s| s.consent.withdrawn = true, "dv-2.1-consent-withdrawn"),
    (|s| s.consent.signer_barred = true, "dv-2.1-consent-signer"),
    (|s| s.consent.used_up = true, "dv-2.1-consent-used-up"),
    (|s| s.consent.expired = true, "dv-2.1-consent-expired"),
    (
        |s| s.consent.future_dated = true,
        "dv-2.2-consent-future-dated",
    ),
];

#[test]
fn dv_2_1_the_failing_element_of_a_consent_is_named_first() {
    for (flaw, rule) in FLAWS {
        for (basis, shielded) in [
            (Basis::Consent, false),
            (Basis::Consent, true),
            (Basis::ClientRequest, false),
        ] {
            let mut s = consented();
            s.basis = basis;
            s.client.protected = shielded;
            s.consent.live = false;
            flaw(&mut s);
            let decision = decide(&s);
            assert!(!decision.permitted);
            assert_eq!(decision.policies.first().map(String::as_str), Some(rule));
        }
    }
}

#[test]
fn dv_3_3_2d_a_way_that_was_not_agreed_and_a_limit_that_nobody_confirmed_refuse() {
    refused(
        &with(consented(), |s| s.consent.covers_channel = false),
        "DV-3.3.2d",
    );
    refused(
        &with(consented(), |s| s.consent.limits_confirmed = false),
        "DV-3.3.2d",
    );
    permitted(&consented());
}

#[test]
fn dv_3_3_2e_a_protected_clients_partner_is_not_even_warned() {
    let partner = with(warned_themselves(), |s| s.recipient.partner = true);
    permitted(&partner);
    refused(&with(partner, |s| s.client.protected = true), "DV-3.3.2e");
    permitted(&with(warned_themselves(), |s| s.client.protected = true));
    refused(&with(partner, |s| s.recipient.walled = true), "DV-3.3.2e");
}

#[test]
fn dv_3_3_2e_whoever_is_not_warned_from_here_gets_one_answer_whatever_the_reason() {
    let walled = with(warned_themselves(), |s| s.recipient.walled = true);
    let partner = with(warned_themselves(), |s| {
        s.recipient.partner = true;
        s.client.protected = true;
    });
    let both = with(partner, |s| s.recipient.walled = true);
    let policies = Policies::embedded().unwrap();
    let said = |s: Situation| {
        let it = policies.explain(&s);
        let changes: Vec<Vec<&str>> = it
            .changes
            .iter()
            .map(|steps| steps.iter().map(|step| step.name).collect())
            .collect();
        (it.decision, it.fact, it.fact_holds, changes)
    };
    let answer = said(walled);
    assert!(!answer.0.permitted && answer.3.is_empty());
    assert_eq!(answer, said(partner));
    assert_eq!(answer, said(both));
    for word in ["wall", "partner", "known", "protected"] {
        let (reason, remedy) = (&answer.0.reason.en, &answer.0.remedy.en);
        assert!(!reason.contains(word) && !remedy.contains(word), "{word}");
    }
}

#[test]
fn dv_4_2b_the_partner_whom_a_participant_threatens_is_warned() {
    let threatens = with(warned_themselves(), |s| {
        s.client.programme_participant = true;
        s.recipient.partner = true;
    });
    permitted(&threatens);
    assert!(
        decide(&threatens)
            .clauses
            .iter()
            .any(|c| c.as_str() == "DV-4.2b")
    );
    refused(&with(threatens, |s| s.client.protected = true), "DV-3.3.2e");
}
