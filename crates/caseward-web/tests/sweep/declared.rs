//! Nothing is reachable that wasn't declared, and everything declared is asked (design §9).

use std::collections::BTreeSet;

use caseward_testkit::{House, run};
use caseward_web::{Class, addresses};

use crate::browser::{Asked, ask};
use crate::facts::{Persona, Whose};
use crate::probes::{Gap, PROBES};
use crate::walk::cells;

/// What stands in the router besides the declared addresses: the API's own "nothing here".
const FALLBACKS: &[&str] = &["/api/v1", "/api/v1/", "/api/v1/{*rest}"];

#[test]
fn every_address_has_a_probe() {
    let probed: BTreeSet<_> = PROBES.iter().map(|it| (it.method, it.path)).collect();
    let declared: BTreeSet<_> = addresses().iter().map(|it| (it.method, it.path)).collect();
    let unasked: Vec<_> = declared.difference(&probed).collect();
    assert!(
        unasked.is_empty(),
        "the sweep doesn't ask these addresses; give each a line in tests/sweep/probes.rs, with what goes \
         into its gaps and a body that is taken: {unasked:#?}"
    );
    let gone: Vec<_> = probed.difference(&declared).collect();
    assert!(
        gone.is_empty(),
        "these probes ask at no address any more; take them out: {gone:#?}"
    );
    assert_eq!(
        probed.len(),
        PROBES.len(),
        "an address stands twice in tests/sweep/probes.rs"
    );
}

#[test]
fn every_gap_of_an_address_is_filled() {
    for probe in PROBES.iter() {
        let gaps: BTreeSet<&str> = probe
            .path
            .split('{')
            .skip(1)
            .filter_map(|it| it.split('}').next())
            .collect();
        let filled: BTreeSet<&str> = probe.gaps.iter().map(|(name, _)| *name).collect();
        let unfilled: Vec<_> = gaps.difference(&filled).collect();
        assert!(
            unfilled.is_empty(),
            "{}: give {unfilled:?} in tests/sweep/probes.rs",
            probe.path
        );
    }
}

/// The router's own list of paths, as its `Debug` shows it.
fn served() -> BTreeSet<String> {
    let printed = run(async {
        let house = House::open().await;
        let router = caseward_web::router(std::sync::Arc::clone(&house.office), Vec::new());
        format!("{router:?}")
    });
    let list = printed
        .split("paths: {")
        .nth(1)
        .expect("a router that shows its paths");
    let list = list.split('}').collect::<Vec<_>>();
    // Paths hold braces themselves: everything quoted that begins with a slash is one.
    let quoted = list.join("}");
    let paths = quoted
        .split('"')
        .skip(1)
        .step_by(2)
        .filter(|it| it.starts_with('/'));
    paths.map(str::to_owned).collect()
}

#[test]
fn nothing_is_served_that_was_not_declared() {
    let declared: BTreeSet<String> = addresses().iter().map(|it| it.path.to_owned()).collect();
    let allowed = FALLBACKS.iter().map(|it| (*it).to_owned());
    let allowed: BTreeSet<String> = declared.iter().cloned().chain(allowed).collect();
    let served = served();
    assert!(
        declared.len() > 20 && declared.is_subset(&served),
        "the list of paths was misread"
    );
    let undeclared: Vec<_> = served.difference(&allowed).collect();
    assert!(
        undeclared.is_empty(),
        "declare these with a class: {undeclared:#?}"
    );
}

#[test]
fn no_address_answers_a_method_that_it_was_not_declared_for() {
    let declared: BTreeSet<_> = addresses().iter().map(|it| (it.method, it.path)).collect();
    let paths: BTreeSet<_> = declared.iter().map(|(_, path)| *path).collect();
    run(async {
        let house = House::open().await;
        let router = caseward_web::router(std::sync::Arc::clone(&house.office), Vec::new());
        for path in paths {
            let concrete = path.replace(['{', '}'], "");
            for method in [
                "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND",
            ] {
                if declared.contains(&(method, path)) {
                    continue;
                }
                let answer = ask(&router, None, &Asked::new(method, &concrete)).await;
                // A path that only another method has may be someone else's gap: then it is that one's.
                let elsewhere = paths_that_fit(&declared, method, &concrete);
                assert!(
                    elsewhere || answer.status == 405,
                    "{method} {path}: {}",
                    answer.status
                );
            }
        }
    });
}

/// Whether another declared path with this method fits as well.
fn paths_that_fit(declared: &BTreeSet<(&str, &str)>, method: &str, concrete: &str) -> bool {
    let asked: Vec<_> = concrete.split('/').collect();
    let fits = |path: &str| {
        let parts: Vec<_> = path.split('/').collect();
        let same = |(part, asked): (&&str, &&str)| part.starts_with('{') || part == asked;
        parts.len() == asked.len() && parts.iter().zip(&asked).all(same)
    };
    declared
        .iter()
        .any(|(it, path)| *it == method && fits(path))
}

#[test]
fn dv_3_3_1_what_an_address_says_of_clients_its_class_says_too() {
    for address in addresses() {
        let probe = PROBES
            .iter()
            .find(|it| it.path == address.path && it.method == address.method);
        let about = probe.is_some_and(|it| it.gaps.iter().any(|(_, gap)| *gap == Gap::Client));
        let classed = matches!(address.class, Class::Client | Class::Clients);
        assert!(
            !about || classed || matches!(address.class, Class::Office(_)),
            "{} {} takes a client's id: its class is {:?}",
            address.method,
            address.path,
            address.class
        );
    }
    for cell in cells() {
        let others =
            |(whose, _): &(Whose, _)| !(cell.persona == Persona::Client && *whose == Whose::Own);
        let told: Vec<_> = cell.seen.told.iter().copied().filter(others).collect();
        let may_tell = matches!(cell.address.class, Class::Client | Class::Clients);
        assert!(
            may_tell || told.is_empty(),
            "{}: its class is {:?}, and it shows {told:?}",
            cell.name(),
            cell.address.class
        );
    }
}
