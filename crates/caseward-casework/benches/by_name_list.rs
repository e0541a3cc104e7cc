//! How long a page of the by-name list takes, from the facts of every client in it to the entries on the disk.
//!
//! A plain program: it makes an office of one programme in which everybody is enrolled, and asks for pages in turn, filtered and in
//! different orders. How many clients and pages can be given: `cargo bench -p caseward-casework --bench by_name_list -- 500 100`.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a benchmark reads the stopwatch, and stops where something is missing; nothing of it is shipped"
)]

use std::io::Write as _;
use std::time::{Duration, Instant};

use caseward_casework::by_name::{MOST_CLIENTS, Wish};
use caseward_casework::gate::Actor;
use caseward_model::{ByNameSort, Channel, Role};
use caseward_testkit::{Export, House, run};

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|it| it.parse::<usize>().ok());
    let clients = numbers.next().unwrap_or(500).min(MOST_CLIENTS);
    let pages = numbers.next().unwrap_or(100);
    run(measure(clients, pages));
}

async fn measure(clients: usize, pages: usize) {
    let house = House::open().await;
    let mut export = Export::new();
    for no in 0..clients {
        let id = format!("{no}");
        export = export
            .client(&id, "Test", &format!("Name{no}"))
            .health_and_dv(&id, "0", "0");
    }
    house.import(&export).await;
    let worker = house.worker("wren", Role::Caseworker).await;
    let assigned = house
        .office
        .assign_to_programme(Actor::KeyHolder, &worker, "P1");
    assigned.await.expect("an assignment");
    let mut times: Vec<Duration> = Vec::with_capacity(pages);
    let sorts = ByNameSort::ALL.iter().copied().cycle();
    for (page, sort) in (1..=pages).zip(sorts) {
        let wish = Wish {
            sort,
            page,
            ..Wish::default()
        };
        let begun = Instant::now();
        let list = house.office.by_name_list(worker.id, wish, Channel::Api);
        let list = list.await.expect("a list");
        times.push(begun.elapsed());
        assert_eq!(list.fitting, clients);
    }
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied();
    let shown = |share: usize| at(share).unwrap_or_default();
    let mut out = std::io::stdout().lock();
    let line = format!(
        "{clients} clients, {pages} pages: p50 {:.1?}  p90 {:.1?}  p99 {:.1?}",
        shown(50),
        shown(90),
        shown(99)
    );
    drop(writeln!(out, "{line}"));
}
