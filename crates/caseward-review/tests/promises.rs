//! What is promised of the review: which facts explain a look, which don't, and what comes first.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

use caseward_model::{AccessFlag, AccessKind, AccessTemplate};
use caseward_review::{
    About, Access, FactsBook, Joined, LocalTime, NOBODY, OUR_OWN, People, PeopleBook, Print, Queue,
    Reading, Rules, Span, Stands, Tie, Traits, Verdict,
};
use jiff::tz::TimeZone;
use proptest::prelude::*;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// Monday, 3 November 2025, ten o'clock.
const MONDAY: i64 = 1_762_164_000_000;
const DANA: u32 = 0;
const RUI: u32 = 1;
const ANA: u32 = 0;

fn span(from_ms: i64, until_ms: i64) -> Span {
    Span { from_ms, until_ms }
}

fn opened(worker: u32, person: u32, at_ms: i64) -> Access {
    Access {
        at_ms,
        worker,
        person,
        system: OUR_OWN,
        kind: AccessKind::Opened,
    }
}

fn assigned(worker: u32, span: Span) -> Stands {
    Stands::new(worker, ANA, AccessTemplate::Assigned, span)
}

/// What the facts say when Dana opens Ana's record at a moment.
fn dana_opens(book: FactsBook, at_ms: i64) -> Verdict {
    let rules = Rules::default();
    book.build(&rules)
        .explain(&opened(DANA, ANA, at_ms), &rules)
}

fn with(facts: impl IntoIterator<Item = Stands>) -> FactsBook {
    let mut book = FactsBook::default();
    for fact in facts {
        book.stands(fact);
    }
    book
}

fn review(book: FactsBook, people: &People, accesses: &[Access]) -> Queue {
    let rules = Rules::default();
    let facts = book.build(&rules);
    let period = span(MONDAY - 30 * DAY, MONDAY + 300 * DAY);
    let clock = LocalTime::of(&TimeZone::UTC, period);
    let mut reading = Reading::begin(&facts, people, &rules, &clock, period);
    for access in accesses {
        reading.see(access);
    }
    reading.finish()
}

#[test]
fn cr_2_an_assignment_explains_while_it_lasts_and_no_longer() {
    let book = || with([assigned(DANA, span(MONDAY, MONDAY + 10 * DAY))]);
    let explained = |template| Verdict::Explained(template);
    assert_eq!(
        dana_opens(book(), MONDAY),
        explained(AccessTemplate::Assigned)
    );
    let later = MONDAY + 10 * DAY;
    assert_eq!(
        dana_opens(book(), later),
        explained(AccessTemplate::HandOver)
    );
    assert_eq!(dana_opens(book(), later + 31 * DAY), Verdict::Unexplained);
    let soon = MONDAY - 2 * DAY;
    assert_eq!(
        dana_opens(book(), soon),
        explained(AccessTemplate::AssignedSoon)
    );
    assert_eq!(dana_opens(book(), MONDAY - 8 * DAY), Verdict::Unexplained);
    assert_eq!(
        dana_opens(FactsBook::default(), MONDAY),
        Verdict::Unexplained
    );
}

#[test]
fn cr_2_who_assigns_themselves_explains_nothing_that_was_before() {
    let by_self = Stands {
        by_self: true,
        ..assigned(DANA, Span::since(MONDAY))
    };
    assert_eq!(
        dana_opens(with([by_self]), MONDAY - DAY),
        Verdict::Unexplained
    );
}

#[test]
fn cr_2_what_is_written_down_long_afterwards_explains_nothing() {
    let recorded = |recorded_ms| Stands {
        recorded_ms,
        ..assigned(DANA, Span::since(MONDAY))
    };
    let at_once = dana_opens(with([recorded(MONDAY + 3 * DAY)]), MONDAY + DAY);
    assert_eq!(at_once, Verdict::Explained(AccessTemplate::Assigned));
    let made_up = dana_opens(with([recorded(MONDAY + 90 * DAY)]), MONDAY + DAY);
    assert_eq!(made_up, Verdict::Unexplained);
}

#[test]
fn cr_2_a_stated_duty_explains_looks_after_it_in_its_own_system() {
    let stated = Stands {
        system: Some(3),
        ..Stands::new(DANA, ANA, AccessTemplate::LookUp, Span::since(MONDAY))
    };
    let rules = Rules::default();
    let facts = with([stated]).build(&rules);
    let look = |system, at_ms| {
        let access = Access {
            system,
            ..opened(DANA, ANA, at_ms)
        };
        facts.explain(&access, &rules)
    };
    let explained = Verdict::Explained(AccessTemplate::LookUp);
    assert_eq!(look(3, MONDAY + HOUR), explained);
    assert_eq!(look(3, MONDAY - 2 * 60_000), explained, "two clocks differ");
    assert_eq!(look(3, MONDAY - HOUR), Verdict::Unexplained, "looked first");
    assert_eq!(look(3, MONDAY + 2 * DAY), Verdict::Unexplained);
    assert_eq!(look(4, MONDAY + HOUR), Verdict::Unexplained, "elsewhere");
}

#[test]
fn cr_2_who_supervises_or_stands_in_is_explained_by_the_other_s_assignment() {
    let mut book = with([assigned(RUI, Span::ALWAYS)]);
    book.supervises(DANA, RUI, span(MONDAY, MONDAY + DAY));
    let rules = Rules::default();
    let facts = book.build(&rules);
    let at = |at_ms| facts.explain(&opened(DANA, ANA, at_ms), &rules);
    assert_eq!(at(MONDAY), Verdict::Explained(AccessTemplate::Supervises));
    assert_eq!(at(MONDAY + DAY), Verdict::Unexplained);

    // Dana stands in for a supervisor of Rui, who works for the programme that Ana is enrolled in.
    let mut book = FactsBook::default();
    book.joins(ANA, 7, Joined::Enrolled, Span::ALWAYS, i64::MIN);
    book.ties(RUI, 7, Tie::Works, Span::ALWAYS);
    book.supervises(2, RUI, Span::ALWAYS);
    book.stands_in(DANA, 2, span(MONDAY, MONDAY + DAY));
    assert_eq!(
        dana_opens(book, MONDAY),
        Verdict::Explained(AccessTemplate::Supervises)
    );
}

#[test]
fn cr_2_roster_intake_and_referral_explain_only_those_whom_they_are_about() {
    let mut book = FactsBook::default();
    book.joins(
        ANA,
        7,
        Joined::Referred,
        span(MONDAY, MONDAY + DAY),
        i64::MIN,
    );
    book.ties(DANA, 7, Tie::Works, Span::ALWAYS);
    book.ties(RUI, 8, Tie::Roster, Span::ALWAYS);
    book.takes_in(RUI, span(MONDAY, MONDAY + DAY));
    book.first_contact(5, MONDAY + HOUR);
    book.first_contact(6, MONDAY - 9 * DAY);
    let rules = Rules::default();
    let facts = book.build(&rules);
    let look = |worker, person| facts.explain(&opened(worker, person, MONDAY), &rules);
    assert_eq!(
        look(DANA, ANA),
        Verdict::Explained(AccessTemplate::Referral)
    );
    assert_eq!(
        look(RUI, ANA),
        Verdict::Unexplained,
        "another programme's roster"
    );
    assert_eq!(look(RUI, 5), Verdict::Explained(AccessTemplate::Intake));
    assert_eq!(look(RUI, 6), Verdict::Unexplained, "nobody new");
    assert_eq!(look(DANA, 5), Verdict::Unexplained, "not on duty");
    assert_eq!(look(DANA, NOBODY), Verdict::Nobody);
}

fn print(text: &str) -> Print {
    let mut bytes = [0; 16];
    bytes[..text.len()].copy_from_slice(text.as_bytes());
    Print(bytes)
}

fn living_at(address: &str) -> Traits {
    Traits {
        addresses: vec![print(address)],
        ..Traits::default()
    }
}

#[test]
fn dv_3_3_2e_working_for_a_programme_doesn_t_explain_a_look_at_one_s_own_household() {
    let mut people = PeopleBook::default();
    people.worker(DANA, living_at("Elm 4"));
    people.person(ANA, living_at("Elm 4"));
    people.person(1, living_at("Elm 9"));
    let people = people.build();
    let mut book = FactsBook::default();
    for person in [ANA, 1] {
        book.joins(person, 7, Joined::Enrolled, Span::ALWAYS, i64::MIN);
    }
    book.ties(DANA, 7, Tie::Works, Span::ALWAYS);
    let queue = review(
        book,
        &people,
        &[opened(DANA, ANA, MONDAY), opened(DANA, 1, MONDAY)],
    );
    assert_eq!(queue.tally.by(AccessTemplate::AssignedTogether), 1);
    assert_eq!(queue.items.len(), 1);
    assert_eq!(queue.items[0].about, About::Person(ANA));
    assert!(queue.items[0].has(AccessFlag::SameAddress));
}

#[test]
fn cr_10_the_most_remarkable_comes_first_and_one_matter_is_one_item() {
    let mut people = PeopleBook::default();
    people.conflict(DANA, 3);
    let people = people.build();
    let looks = [
        opened(DANA, 2, MONDAY),
        opened(DANA, 2, MONDAY + DAY),
        opened(DANA, 2, MONDAY + 60 * DAY),
        opened(DANA, 3, MONDAY + 5 * DAY),
    ];
    let queue = review(FactsBook::default(), &people, &looks);
    let about: Vec<_> = queue
        .items
        .iter()
        .map(|it| (it.people()[0], it.accesses))
        .collect();
    assert_eq!(about[0], (3, 1));
    assert_eq!(about.len(), 3, "{about:?}");
    assert!(about.contains(&(2, 2)) && about.contains(&(2, 1)));
    assert!(queue.items[0].has(AccessFlag::Conflict));
}

#[test]
fn leafing_through_many_records_is_one_item_and_doesn_t_hide_the_neighbour_among_them() {
    let mut people = PeopleBook::default();
    people.conflict(DANA, 15);
    let people = people.build();
    let looks: Vec<_> = (0..20)
        .map(|person| opened(DANA, person, MONDAY + i64::from(person) * 60_000))
        .collect();
    let queue = review(FactsBook::default(), &people, &looks);
    assert_eq!(queue.items.len(), 2);
    let several = queue
        .items
        .iter()
        .find(|it| matches!(it.about, About::Several(_)));
    assert_eq!(several.unwrap().people().len(), 19);
    assert!(queue.items.iter().all(|it| it.has(AccessFlag::Burst)));
}

#[test]
fn night_is_remarkable_only_for_those_who_don_t_work_then() {
    let night = MONDAY + 13 * HOUR;
    let mut looks = Vec::new();
    for day in 0..20 {
        looks.push(opened(RUI, 9, night - day * DAY));
    }
    looks.push(opened(RUI, 2, night));
    looks.push(opened(DANA, 2, night));
    let book = with([Stands::new(RUI, 9, AccessTemplate::Assigned, Span::ALWAYS)]);
    let queue = review(book, &People::default(), &looks);
    let flagged: Vec<_> = queue
        .items
        .iter()
        .filter(|it| it.has(AccessFlag::OutOfHours))
        .map(|it| it.worker)
        .collect();
    assert_eq!(flagged, [DANA]);
}

#[test]
fn a_flag_that_is_switched_off_raises_nothing() {
    let mut people = PeopleBook::default();
    people.conflict(DANA, ANA);
    let people = people.build();
    let mut rules = Rules::default();
    rules.weights.set(AccessFlag::Conflict, 0.0);
    let facts = FactsBook::default().build(&rules);
    let period = span(MONDAY - DAY, MONDAY + DAY);
    let clock = LocalTime::of(&TimeZone::UTC, period);
    let mut reading = Reading::begin(&facts, &people, &rules, &clock, period);
    reading.see(&opened(DANA, ANA, MONDAY));
    reading.see(&opened(DANA, ANA, MONDAY + 9 * DAY));
    let queue = reading.finish();
    assert!(!queue.items[0].has(AccessFlag::Conflict));
    assert_eq!(queue.tally.outside, 1);
}

#[test]
fn what_many_share_says_less() {
    let mut people = PeopleBook::default();
    let named = |surname: &str| Traits {
        surnames: vec![print(surname)],
        ..Traits::default()
    };
    people.worker(DANA, named("Garcia"));
    people.worker(RUI, named("Quisenberry"));
    for person in 0..2_000 {
        people.person(
            person,
            named(if person == 0 {
                "Quisenberry"
            } else if person % 50 == 0 {
                "Garcia"
            } else {
                "Other"
            }),
        );
    }
    let looks = [opened(DANA, 50, MONDAY), opened(RUI, 0, MONDAY)];
    let queue = review(FactsBook::default(), &people.build(), &looks);
    assert_eq!(queue.items[0].worker, RUI);
    assert!(queue.items[0].weight() > queue.items[1].weight() + 5.0);
}

proptest! {
    /// Each access is counted once, and what isn't explained stands in exactly one item, whatever the order.
    #[test]
    fn nothing_is_lost_and_the_order_of_the_log_doesn_t_matter(
        looks in prop::collection::vec((0_u32..4, 0_u32..12, 0_i64..40_000, 0_usize..6), 0..200),
        facts in prop::collection::vec((0_u32..4, 0_u32..12, 0_i64..40_000, 1_i64..9_000), 0..12),
    ) {
        let looks: Vec<Access> = looks.into_iter().map(|(worker, person, minute, kind)| Access {
            kind: AccessKind::ALL[kind],
            ..opened(worker, person, MONDAY + minute * 60_000)
        }).collect();
        let book = || with(facts.iter().map(|&(worker, person, from, lasts)| {
            let from = MONDAY + from * 60_000;
            Stands::new(worker, person, AccessTemplate::Assigned, span(from, from + lasts * 60_000))
        }));
        let queue = review(book(), &People::default(), &looks);
        let tally = &queue.tally;
        prop_assert_eq!(tally.accesses, looks.len() as u64);
        prop_assert_eq!(tally.explained() + tally.unexplained, tally.accesses);
        let in_items: u64 = queue.items.iter().map(|it| u64::from(it.accesses)).sum();
        prop_assert_eq!(in_items, tally.unexplained);
        let by_day: u64 = queue.days.iter().flatten().map(|day| u64::from(day.all())).sum();
        prop_assert_eq!(by_day, tally.accesses);
        prop_assert!(queue.items.is_sorted_by(|a, b| a.weight() >= b.weight()));
        let mut backwards = looks.clone();
        backwards.reverse();
        prop_assert_eq!(review(book(), &People::default(), &backwards), queue);
    }
}
