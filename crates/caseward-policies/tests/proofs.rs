//! The proofs: no rule can fail, and what must be impossible is impossible, for all questions
//! (`never.cedar`). Without a solver nothing is proved, and the tests say so.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may stop where it stands"
)]

use std::path::PathBuf;

use caseward_policies::prove::{ProveError, Solver, prove};
use caseward_policies::proved::{self, Record, Verdict};
use caseward_policies::{Policies, Sources};

#[expect(
    clippy::disallowed_methods,
    reason = "a test takes the solver and the strictness from whoever runs it"
)]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.is_empty())
}

#[expect(
    clippy::disallowed_macros,
    reason = "a proof that was not run has to be heard of"
)]
fn solver() -> Option<Solver> {
    let given = environment("CVC5").map(PathBuf::from);
    match Solver::find(given.as_deref()) {
        Ok(solver) => Some(solver),
        Err(error) => {
            assert!(
                environment("CASEWARD_REQUIRE_ALL").as_deref() != Some("1"),
                "{error}"
            );
            eprintln!("NOT RUN: the proofs about the rules need cvc5. Nothing was proved.");
            None
        }
    }
}

#[test]
fn no_rule_can_fail_and_the_impossible_is_impossible() {
    let Some(solver) = solver() else { return };
    let policies = Policies::embedded().unwrap();
    let proofs = prove(&policies, &solver, |_| {}).unwrap();
    assert_eq!(
        proofs.len(),
        policies.rules().len() + policies.nevers().len()
    );
    for proof in &proofs {
        assert!(proof.holds, "{}: {:?}", proof.says, proof.counterexample);
    }
    // The record that the program carries is this run's, but for the version of the solver.
    let kept = include_str!("../../../policies/proofs.txt");
    let record = Record::embedded().unwrap();
    assert!(
        proved::record(&policies, record.solver(), &proofs) == kept,
        "policies/proofs.txt is not what the solver says now: regenerate it with \
         `cargo run -p caseward -- policy prove --record > policies/proofs.txt`"
    );
    let maker = |name: &str| name.split(' ').next().unwrap_or_default().to_owned();
    assert_eq!(maker(record.solver()), maker(&solver.name()));
    for never in policies.nevers() {
        assert_eq!(
            record.verdict(&policies, never),
            Verdict::Proved,
            "{}",
            never.id
        );
    }
}

/// Only the rules and statements that a test needs, so that it is quick.
fn few(keep: &[&str], rules: &str, nevers: &str) -> Sources {
    let mut sources = Sources::embedded();
    for folder in &mut sources.folders {
        if !keep.contains(&folder.name) {
            folder.rules.clear();
        }
        folder.never.clear();
    }
    sources.folders[0].rules.push_str(rules);
    sources.folders[0].never.push_str(nevers);
    sources
}

const ANNOTATIONS: &str = r#"@clause("DV-3.3.2e") @fact("basis") @reason("x") @reason_es("x") @remedy("x") @remedy_es("x")"#;

#[test]
fn a_hole_in_the_rules_is_found_and_told_as_a_sentence() {
    let Some(solver) = solver() else { return };
    let never = r#"@id("never") @clause("DV-3.3.2e") @says("a wall is passed")
        forbid (principal, action, resource) when { context.relation.walled };"#;
    let hole = format!(
        r#"@id("hole") {ANNOTATIONS} permit (principal, action == Action::"read", resource)
           when {{ context.relation.walled && principal.role == Role::"trainer" }};"#
    );
    let policies = Policies::of(few(&[], &hole, never)).unwrap();
    let proofs = prove(&policies, &solver, |_| {}).unwrap();
    let found = proofs.iter().find(|p| p.kind == "never").unwrap();
    assert!(!found.holds);
    let told = found.counterexample.as_ref().unwrap();
    assert!(told.contains("role trainer does \"read\""), "{told}");
    assert!(
        told.contains("a wall stands between asker and client"),
        "{told}"
    );
}

#[test]
fn proofs_can_be_asked_for_from_within_a_runtime() {
    let Some(solver) = solver() else { return };
    let policies = Policies::of(few(&["re-entry"], "", "")).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let proofs = runtime.block_on(async { prove(&policies, &solver, |_| {}) });
    assert!(proofs.unwrap().iter().all(|p| p.holds));
}

#[test]
fn a_rule_that_can_fail_is_found() {
    let Some(solver) = solver() else { return };
    let rule = format!(
        r#"@id("overflows") {ANNOTATIONS} forbid (principal, action == Action::"read", resource)
           when {{ 9223372036854775807 + (if context.client.deceased then 1 else 0) == 0 }};"#
    );
    let policies = Policies::of(few(&[], &rule, "")).unwrap();
    let proofs = prove(&policies, &solver, |_| {}).unwrap();
    assert!(!proofs.iter().find(|p| p.id == "overflows").unwrap().holds);
}

#[test]
fn without_a_solver_nothing_counts_as_proved() {
    let missing = PathBuf::from("no-such-solver");
    assert!(matches!(
        Solver::find(Some(&missing)),
        Err(ProveError::NoSolver)
    ));
}
