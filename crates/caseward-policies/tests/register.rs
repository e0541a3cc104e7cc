//! The register of clauses is complete, and says nothing that isn't so.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may stop where it stands"
)]

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use caseward_policies::{Policies, Status};

/// Every clause of the five documents.
const CLAUSES: [&str; 97] = [
    "CC-1",
    "CC-2",
    "CC-2.1",
    "CC-2.2",
    "CC-2.3",
    "CC-2.4",
    "CC-2.4a",
    "CC-2.5",
    "CC-2.6",
    "CC-2.7",
    "CC-2.7a",
    "CC-2.8",
    "CC-2.9",
    "CC-2.10",
    "CC-3",
    "CR-1",
    "CR-2",
    "CR-3",
    "CR-4",
    "CR-5",
    "CR-6",
    "CR-7",
    "CR-8",
    "CR-9",
    "CR-10",
    "RE-1",
    "RE-2",
    "RE-3",
    "RE-4",
    "RE-5",
    "RE-6",
    "RE-7",
    "NASW-a",
    "NASW-b",
    "NASW-c",
    "NASW-d",
    "NASW-e",
    "NASW-f",
    "NASW-g",
    "NASW-h",
    "NASW-i",
    "NASW-j",
    "NASW-k",
    "NASW-l",
    "NASW-m",
    "NASW-n",
    "NASW-o",
    "NASW-p",
    "NASW-q",
    "NASW-r",
    "DV-1",
    "DV-2.1",
    "DV-2.2",
    "DV-3.1",
    "DV-3.2",
    "DV-3.3.1",
    "DV-3.3.2a",
    "DV-3.3.2b",
    "DV-3.3.2c",
    "DV-3.3.2d",
    "DV-3.3.2e",
    "DV-4.1",
    "DV-4.2",
    "DV-4.2a",
    "DV-4.2b",
    "DV-4.3",
    "DV-4.4.1",
    "DV-4.4.2",
    "DV-4.5",
    "DV-4.6.2",
    "DV-4.6.4",
    "DV-4.6.5",
    "DV-4.6.6",
    "DV-5.1.1",
    "DV-5.1.2",
    "DV-5.1.3",
    "DV-5.1.4",
    "DV-5.1.5",
    "DV-5.1.6",
    "DV-5.1.7",
    "DV-5.1.8",
    "DV-5.2.1",
    "DV-5.2.2",
    "DV-5.2.3",
    "DV-5.2.4",
    "DV-5.2.5",
    "DV-5.2.6",
    "DV-5.2.7",
    "DV-5.2.8",
    "DV-5.3.1",
    "DV-5.3.2",
    "DV-5.3.3",
    "DV-5.5",
    "DV-5.6",
    "DV-5.7",
    "DV-5.8",
    "DV-5.10",
];

#[test]
fn every_clause_of_the_five_documents_has_its_entry() {
    let policies = Policies::embedded().unwrap();
    let entries = policies.register().entries();
    let ids: Vec<_> = entries.iter().map(|e| e.id.as_str()).collect();
    assert_eq!(ids, CLAUSES);
}

#[test]
fn every_entry_names_rules_that_name_the_clause_and_no_rule_is_left_out() {
    let policies = Policies::embedded().unwrap();
    for entry in policies.register().entries() {
        let named: HashSet<&str> = entry.rules.iter().map(String::as_str).collect();
        let carrying: HashSet<&str> = policies
            .rules()
            .iter()
            .filter(|r| r.clauses.contains(&entry.id))
            .map(|r| r.id.as_str())
            .collect();
        assert_eq!(named, carrying, "{}", entry.id);
    }
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_test_that_the_register_names_exists_and_carries_the_clause() {
    let mut files = Vec::new();
    rust_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."),
        &mut files,
    );
    let source: Vec<_> = files
        .iter()
        .filter_map(|f| std::fs::read_to_string(f).ok())
        .collect();
    let policies = Policies::embedded().unwrap();
    for entry in policies.register().entries() {
        if entry.status == Status::Enforced {
            assert!(!entry.tests.is_empty(), "{}", entry.id);
        }
        for test in &entry.tests {
            let prefix = format!("{}_", entry.id.test_prefix());
            assert!(
                test.starts_with(&prefix),
                "{test} does not start with {prefix}"
            );
            let wanted = format!("fn {test}()");
            assert!(
                source.iter().any(|s| s.contains(&wanted)),
                "there is no {test}"
            );
        }
    }
}

#[test]
fn every_clause_that_a_rule_carries_out_has_a_question_or_a_test() {
    let policies = Policies::embedded().unwrap();
    let asked: HashSet<_> = policies
        .questions()
        .unwrap()
        .into_iter()
        .map(|q| q.clause)
        .collect();
    for entry in policies.register().entries() {
        if !entry.rules.is_empty() {
            assert!(
                asked.contains(&entry.id) || !entry.tests.is_empty(),
                "{}",
                entry.id
            );
        }
    }
}
