//! What a decision costs: a whole file of forty fields, cold and remembered, against asking Cedar
//! for each field; and three hundred rules against thirty.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a benchmark may stop where it stands"
)]

use std::hint::black_box;
use std::sync::Arc;

use caseward_model::{Category, Provenance, Purpose, Situation};
use caseward_policies::{Policies, Sources, random};
use criterion::{Criterion, criterion_group, criterion_main};

/// Forty fields of a client's file, two or three in most sections, as an assigned caseworker asks.
fn file_of_forty() -> Vec<Situation> {
    let sections = [
        (Category::Existence, 1),
        (Category::Identity, 6),
        (Category::Contact, 4),
        (Category::Location, 2),
        (Category::Demographics, 5),
        (Category::GenderSexuality, 2),
        (Category::Household, 2),
        (Category::Housing, 5),
        (Category::Income, 4),
        (Category::Health, 3),
        (Category::DomesticViolence, 2),
        (Category::Services, 3),
        (Category::Notes, 1),
    ];
    let mut fields = Vec::new();
    for (category, count) in sections {
        for _ in 0..count {
            let mut s = random::ordinary();
            s.relation.assigned = true;
            s.client.protected = true;
            s.section.category = category;
            s.section.provenance = Provenance::Client;
            fields.push(s);
        }
    }
    assert_eq!(fields.len(), 40);
    fields
}

/// The rules of these folders (of all, when none is named), and others added that each forbid one
/// pair of asking role and receiving organisation for one purpose.
fn rules(folders: &[&str], add: usize) -> Arc<Policies> {
    let mut sources = Sources::embedded();
    for folder in &mut sources.folders {
        if !folders.is_empty() && !folders.contains(&folder.name) {
            folder.rules.clear();
        }
    }
    let roles = [
        "caseworker",
        "supervisor",
        "conference_lead",
        "partner_worker",
        "consultant",
        "trainer",
    ];
    let kinds = ["agency", "school", "health", "police", "court"];
    for n in 0..add {
        let role = roles[n % roles.len()];
        let kind = kinds[n / roles.len() % kinds.len()];
        let purpose = Purpose::ALL[n / (roles.len() * kinds.len()) % Purpose::ALL.len()];
        sources.folders[1].rules.push_str(&format!(
            r#"
@id("pair-{n}") @clause("DV-5.7") @fact("recipient.kind")
@reason("x") @reason_es("x") @remedy("x") @remedy_es("x")
forbid (principal, action, resource)
when {{
  principal.role == Role::"{role}" &&
  context.recipient.kind == RecipientKind::"{kind}" &&
  context.purpose == Purpose::"{purpose}" &&
  !context.recipient.protocol_current
}};
"#
        ));
    }
    Policies::of(sources).unwrap()
}

fn whole_file(c: &mut Criterion) {
    let fields = file_of_forty();
    let thirty = ["county-records", "re-entry"];
    let mut group = c.benchmark_group("file_of_40_fields");
    for (name, policies) in [
        ("our_rules", rules(&[], 0)),
        ("30_rules", rules(&thirty, 0)),
        ("300_rules", rules(&thirty, 270)),
    ] {
        assert!(!name.starts_with('3') || name == format!("{}_rules", policies.rules().len()));
        assert!(policies.decide(&fields[0]).permitted);
        group.bench_function(format!("raw_cedar/{name}"), |b| {
            b.iter(|| {
                for s in &fields {
                    black_box(policies.decide_by_whole_set(s));
                }
            });
        });
        group.bench_function(format!("cold/{name}"), |b| {
            b.iter(|| {
                policies.forget();
                for s in &fields {
                    black_box(policies.decide(s));
                }
            });
        });
        group.bench_function(format!("warm/{name}"), |b| {
            b.iter(|| {
                for s in &fields {
                    black_box(policies.decide(s));
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, whole_file);
criterion_main!(benches);
