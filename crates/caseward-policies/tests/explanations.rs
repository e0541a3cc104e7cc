//! A refusal says what would change it, and that is true (CR-5, NASW-d).

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

use caseward_model::{Action, Basis, Category, Purpose, RecipientKind};
use caseward_policies::{Explanation, Policies, random};

fn names(explanation: &Explanation) -> Vec<Vec<&'static str>> {
    let of = |steps: &Vec<caseward_policies::Change>| steps.iter().map(|c| c.name).collect();
    explanation.changes.iter().map(of).collect()
}

#[test]
fn an_unassigned_worker_is_told_of_assignment_and_duty() {
    let policies = Policies::embedded().unwrap();
    let explained = policies.explain(&random::ordinary());
    assert!(!explained.decision.permitted);
    assert_eq!(explained.decision.fact, "relation.assigned");
    assert_eq!(explained.fact_holds, Some(false));
    assert_eq!(names(&explained), [vec!["assign"], vec!["record_duty"]]);
}

#[test]
fn two_steps_are_found_where_one_is_not_enough() {
    let policies = Policies::embedded().unwrap();
    let mut s = random::ordinary();
    s.asker.training_current = false;
    let explained = policies.explain(&s);
    assert_eq!(
        names(&explained),
        [vec!["train", "assign"], vec!["train", "record_duty"]]
    );
}

#[test]
fn a_wall_has_no_way_around_it() {
    let policies = Policies::embedded().unwrap();
    let mut s = random::ordinary();
    s.relation.walled = true;
    let explained = policies.explain(&s);
    assert_eq!(explained.decision.fact, "relation.walled");
    assert!(explained.changes.is_empty());
}

#[test]
fn a_sensitive_section_needs_a_consent_for_its_very_kind() {
    let policies = Policies::embedded().unwrap();
    let mut s = random::ordinary();
    s.action = Action::Disclose;
    s.basis = Basis::None;
    s.relation.assigned = true;
    s.recipient.kind = RecipientKind::Agency;
    s.recipient.policy_assessed = true;
    s.recipient.protocol_current = true;
    s.recipient.protocol_covers = true;
    s.section.category = Category::Hiv;
    let explained = policies.explain(&s);
    assert_eq!(names(&explained), [vec!["consent_for_category"]]);
    for step in explained.changes.iter().flatten() {
        assert!(!step.says.en.is_empty() && !step.says.es.is_empty());
    }
}

#[test]
fn cc_2_1_whoever_knows_a_client_from_a_conference_is_told_of_assignment_and_direct_service() {
    let policies = Policies::embedded().unwrap();
    let mut s = random::ordinary();
    s.purpose = Purpose::Eligibility;
    s.relation.duty_recorded = true;
    s.relation.heard_in_conference = true;
    let explained = policies.explain(&s);
    assert_eq!(explained.decision.policies, ["cc-2.1-direct-service"]);
    assert_eq!(explained.decision.fact, "relation.heard_in_conference");
    assert_eq!(explained.fact_holds, Some(true));
    assert_eq!(
        names(&explained),
        [vec!["assign"], vec!["record_direct_service"]]
    );
    s.purpose = Purpose::Danger;
    assert_eq!(
        names(&policies.explain(&s)),
        [
            vec!["assign"],
            vec!["record_direct_service"],
            vec!["open_emergency"]
        ]
    );
}

#[test]
fn a_permit_needs_no_change() {
    let policies = Policies::embedded().unwrap();
    let mut s = random::ordinary();
    s.relation.assigned = true;
    let explained = policies.explain(&s);
    assert!(explained.decision.permitted && explained.changes.is_empty());
}
