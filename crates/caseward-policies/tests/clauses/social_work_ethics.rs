//! The code of ethics, 1.07: what its clauses let out and what they keep.

use caseward_model::*;

use crate::situations::*;
use caseward_policies::random;

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
fn nasw_q_what_tells_of_nobody_goes_to_its_recipient_only_and_never_says_who() {
    let told = |purpose, kind| {
        with(random::ordinary(), |s| {
            s.action = Action::Disclose;
            s.basis = Basis::Deidentified;
            s.purpose = purpose;
            s.channel = Channel::SecureTransfer;
            s.relation.assigned = true;
            s.recipient.kind = kind;
            s.recipient.policy_assessed = true;
        })
    };
    for (purpose, kind) in [
        (Purpose::Consultation, RecipientKind::Consultancy),
        (Purpose::Teaching, RecipientKind::Teaching),
    ] {
        let s = told(purpose, kind);
        permitted(&of(s, Category::Health));
        permitted(&of(s, Category::Demographics));
        let second = decide(&s).obligations.iter().any(|it| it == "HUAPRV");
        assert!(second, "a second person looks");
        for category in WHO {
            if category != Category::Demographics {
                assert!(!decide(&of(s, category)).permitted, "{category}");
            }
        }
        assert!(!decide(&with(s, |s| s.recipient.policy_assessed = false)).permitted);
        assert!(!decide(&with(s, |s| s.recipient.kind = RecipientKind::Agency)).permitted);
        let need = with(s, |s| s.basis = Basis::CompellingNeed);
        assert_eq!(decide(&need).permitted, purpose == Purpose::Consultation);
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
