//! The decision as a whole: the questions get their answers, two deciders agree, slices and memory
//! change nothing, and what can't be decided is refused (CR-4, RE-3).

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may stop where it stands"
)]

use caseward_model::Randomness;
use caseward_policies::{Policies, PolicyError, Sources, plain, random};
use proptest::prelude::*;

fn embedded() -> std::sync::Arc<Policies> {
    Policies::embedded().unwrap()
}

#[test]
fn every_question_gets_the_answer_that_it_must_get() {
    let missed = embedded().missed().unwrap();
    let told: Vec<_> = missed
        .iter()
        .map(|m| {
            format!(
                "{} {}\n  expected {} because {:?}\n  got {:?}",
                m.question.clause,
                m.question.ask,
                m.question.permitted,
                m.question.because,
                m.decision
            )
        })
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn a_hundred_thousand_random_worlds_get_one_answer_from_both_deciders() {
    let policies = embedded();
    let dice = Randomness::seeded(20_261_123);
    let mut permitted = 0_u32;
    for _ in 0..100_000 {
        let s = random::situation(&dice);
        let decision = policies.decide(&s);
        assert_eq!(
            decision.permitted,
            plain::permits(&s),
            "{}\n{decision:?}",
            caseward_policies::prove::describe(&s)
        );
        permitted += u32::from(decision.permitted);
    }
    // A comparison in which everything is refused would show nothing.
    assert!(
        (5_000..60_000).contains(&permitted),
        "{permitted} permitted"
    );
}

#[test]
fn slices_and_memory_change_no_answer() {
    let policies = embedded();
    let dice = Randomness::seeded(7);
    for _ in 0..3_000 {
        let s = random::situation(&dice);
        let whole = policies.decide_by_whole_set(&s);
        assert_eq!(*policies.decide(&s), whole, "first");
        assert_eq!(*policies.decide(&s), whole, "remembered");
    }
}

#[test]
fn every_random_question_fits_the_schema() {
    let policies = embedded();
    let dice = Randomness::seeded(11);
    for _ in 0..2_000 {
        policies.check_fits(&random::situation(&dice)).unwrap();
    }
}

fn with_rule(rule: &str) -> Result<std::sync::Arc<Policies>, PolicyError> {
    let mut sources = Sources::embedded();
    sources.folders[0].rules.push_str(rule);
    Policies::of(sources)
}

const OVERFLOWING: &str = r#"
@id("overflows") @clause("CC-1") @fact("relation.walled")
@reason("x") @reason_es("x") @remedy("x") @remedy_es("x")
forbid (principal, action == Action::"read", resource)
when { 9223372036854775807 + (if context.client.deceased then 1 else 0) == 0 && context.relation.walled };
"#;

#[test]
fn a_rule_that_fails_refuses_instead_of_being_skipped() {
    let policies = with_rule(OVERFLOWING).unwrap();
    let mut s = random::ordinary();
    s.relation.assigned = true;
    assert!(policies.decide(&s).permitted, "the rule does not fail here");
    s.client.deceased = true;
    let decision = policies.decide(&s);
    assert!(!decision.permitted && decision.failed, "{decision:?}");
    assert_eq!(decision.policies, ["overflows"]);
    assert_eq!(*decision, policies.decide_by_whole_set(&s));
}

#[test]
fn a_rule_without_its_sentences_does_not_load() {
    for (lacking, rule) in [
        (
            "id",
            r#"@clause("CC-1") forbid (principal, action, resource);"#,
        ),
        (
            "clause",
            r#"@id("x") @fact("basis") @reason("x") @reason_es("x") @remedy("x") @remedy_es("x") forbid (principal, action, resource);"#,
        ),
        (
            "reason",
            r#"@id("x") @clause("CC-1") @fact("basis") @remedy("x") @remedy_es("x") forbid (principal, action, resource);"#,
        ),
        (
            "remedy",
            r#"@id("x") @clause("CC-1") @fact("basis") @reason("x") @reason_es("x") forbid (principal, action, resource);"#,
        ),
    ] {
        let error = with_rule(rule).err().unwrap().to_string();
        assert!(error.contains(&format!("@{lacking}")), "{lacking}: {error}");
    }
}

#[test]
fn a_rule_with_an_unknown_clause_fact_or_word_does_not_load() {
    for (clause, fact, when, says) in [
        ("CC-99", "basis", "true", "CC-99"),
        ("CC-1", "moon.phase", "true", "moon.phase"),
        (
            "CC-1",
            "basis",
            r#"principal.role == Role::"casworker""#,
            "casworker",
        ),
        ("CC-1", "basis", "principal.shoe_size == 43", "shoe_size"),
    ] {
        let rule = format!(
            r#"@id("x") @clause("{clause}") @fact("{fact}") @reason("x") @reason_es("x") @remedy("x") @remedy_es("x") forbid (principal, action, resource) when {{ {when} }};"#
        );
        let error = with_rule(&rule).err().unwrap().to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn the_hash_knows_the_rules_and_not_the_questions() {
    let before = Sources::embedded();
    let mut questions = before.clone();
    questions.folders[1].questions.push_str("# more");
    assert_eq!(before.hash(), questions.hash());
    let mut rules = before.clone();
    rules.folders[1].rules.push(' ');
    assert_ne!(before.hash(), rules.hash());
    let mut line_ends = before.clone();
    line_ends.schema = before.schema.replace('\n', "\r\n");
    assert_eq!(before.hash(), line_ends.hash());
}

#[test]
fn a_folder_of_rules_decides_like_the_built_in_ones() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let read = Policies::from_folder(&folder).unwrap();
    assert_eq!(read.hash(), embedded().hash());
    let nowhere = Policies::from_folder(std::path::Path::new("nowhere"));
    assert!(
        nowhere
            .err()
            .unwrap()
            .to_string()
            .contains("caseward.cedarschema")
    );
}

#[test]
fn every_refusal_says_why_in_both_languages() {
    let policies = embedded();
    let dice = Randomness::seeded(3);
    for _ in 0..5_000 {
        let decision = policies.decide(&random::situation(&dice));
        assert!(!decision.failed);
        assert!(!decision.clauses.is_empty(), "{decision:?}");
        for sentence in [&decision.reason, &decision.remedy] {
            assert!(!sentence.en.is_empty() && !sentence.es.is_empty());
        }
        assert_eq!(decision.permitted, !decision.obligations.is_empty());
    }
}

proptest! {
    #[test]
    fn any_world_gets_one_answer_from_both_deciders(seed in any::<u64>()) {
        thread_local! { static POLICIES: std::sync::Arc<Policies> = embedded(); }
        let s = random::situation(&Randomness::seeded(seed));
        let permitted = POLICIES.with(|p| p.decide(&s).permitted);
        prop_assert_eq!(permitted, plain::permits(&s));
    }
}
