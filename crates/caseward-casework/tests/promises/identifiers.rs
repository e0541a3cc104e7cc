//! One client in many series: what they are called in one tells nothing about what they are called in another (CC-2.4a).

use std::collections::BTreeSet;

use caseward_casework::conference::NewSeries;
use caseward_model::{Category, Conference, ConferenceKind, Id};
use caseward_testkit::{Engine, engines, leak, run, signing_for_series, uneven, uneven_together};

use crate::agenda::Table;

/// In how many series Alma is spoken of in every run.
const SERIES: usize = 50;
/// In how many she is in the run that takes a minute.
const MANY_SERIES: usize = 1_000;
const LETTERS: [char; 19] = [
    'B', 'C', 'D', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Z',
];

/// Begins another series that Lena leads and in which Dana takes part.
async fn another_series(table: &Table, number: usize) -> Id<Conference> {
    let office = &table.house.office;
    let new = NewSeries {
        title: format!("Table number {number}"),
        kind: Some(ConferenceKind::CareTeam),
        purpose: "Care for those whom several of us serve.".into(),
        ..NewSeries::default()
    };
    let (lena, dana) = (table.lena.id, table.dana.id);
    let series = office.begin_conference(lena, new).await.unwrap();
    let signs = office.sign_for_conference(lena, series, signing_for_series(1));
    signs.await.unwrap();
    let named = office.name_participant(lena, series, dana).await;
    named.unwrap();
    let signs = office.sign_for_conference(dana, series, signing_for_series(1));
    signs.await.unwrap();
    series
}

/// Puts Alma on its agenda by an identifier; gives what waits for Lena's answer: the identifier, and what the item is called for her.
async fn spoken_of(table: &Table, series: Id<Conference>) -> (String, String) {
    let office = &table.house.office;
    let mut item = table.item(true, &[Category::Housing]);
    item.series = series;
    table.proposes(table.alma, item).await.unwrap();
    let omar = table.person(&table.omar).await;
    let agreed = office.agree_to_item(&omar, table.alma, series).await;
    agreed.unwrap();
    let waiting = office.items_waiting(table.lena.id, series).await.unwrap();
    assert_eq!(waiting.len(), 1);
    let it = &waiting[0];
    (it.identifier.clone().unwrap(), it.handle.clone())
}

/// What she is called in so many series, each begun, agreed to and read at the desk; no two of them have a token in common.
async fn called_in(table: &Table, count: usize) -> Vec<String> {
    let (mut identifiers, mut tokens) = (Vec::with_capacity(count), BTreeSet::new());
    for number in 0..count {
        let series = another_series(table, number).await;
        let (identifier, handle) = spoken_of(table, series).await;
        for it in [&identifier, &handle] {
            let new = leak::tokens(it.as_bytes());
            assert!(!new.is_empty());
            assert!(new.iter().all(|it| tokens.insert(it.clone())));
        }
        identifiers.push(identifier);
    }
    identifiers
}

#[test]
fn cc_2_4a_the_same_client_is_called_in_each_series_as_if_by_another_lot() {
    for engine in engines() {
        run(async {
            let table = Table::laid(&engine).await;
            let identifiers = called_in(&table, SERIES).await;
            let found = uneven_together(&identifiers, &LETTERS);
            assert!(found.is_empty(), "{found:?}");
        });
    }
}

#[test]
#[ignore = "takes a minute; .ci/run runs it by its name"]
fn cc_2_4a_what_the_same_client_is_called_in_a_thousand_series_cant_be_told_from_letters_drawn_at_random()
 {
    run(async {
        let table = Table::laid(&Engine::Sqlite).await;
        let mut identifiers = called_in(&table, MANY_SERIES).await;
        let found = uneven(&identifiers, &LETTERS);
        assert!(found.is_empty(), "{found:?}");
        identifiers.sort_unstable();
        identifiers.dedup();
        assert_eq!(identifiers.len(), MANY_SERIES);
    });
}
