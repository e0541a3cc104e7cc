//! Writes who the fictional people are: Client.csv, and the office's own file about language.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::book::{Book, Cell, Stamp};
use super::cast::{Born, Fact, Person};

const RACES: &[&str] = &[
    "AmIndAKNative",
    "Asian",
    "BlackAfAmerican",
    "HispanicLatinao",
    "MidEastNAfrican",
    "NativeHIPacific",
    "White",
];

/// Writes one person, who came to us on the day of the stamp.
pub(super) fn write_person(book: &mut Book, stamp: Stamp, person: &Person) {
    let coded = person.has(Fact::CodeName);
    let (born, born_quality) = birthday(book, person);
    let (ssn, ssn_quality) = social_security(book, person);
    let name_quality = if coded { 2 } else { 1 };
    let races: Vec<(&str, u8)> = RACES
        .iter()
        .map(|race| (*race, u8::from(person.race.contains(race))))
        .collect();
    let no_race = if person.race.is_empty() { "9" } else { "" };
    let mut cells: Vec<Cell<'_>> = vec![
        ("PersonalID", &person.id),
        ("FirstName", &person.first),
        ("MiddleName", &person.middle),
        ("LastName", &person.last),
        ("NameDataQuality", &name_quality),
        ("SSN", &ssn),
        ("SSNDataQuality", &ssn_quality),
        ("DOB", &born),
        ("DOBDataQuality", &born_quality),
        ("Sex", &person.sex),
        ("RaceNone", &no_race),
    ];
    cells.extend(
        races
            .iter()
            .map(|(race, yes)| (*race, yes as &dyn std::fmt::Display)),
    );
    let served = i32::from(book.today.year()) - i32::from(person.age()) + 19;
    let left = served + 4;
    let veteran = match (person.age() >= 18, person.has(Fact::Veteran), coded) {
        (_, true, _) => "1",
        (true, false, false) => "0",
        _ => "99",
    };
    cells.push(("VeteranStatus", &veteran));
    if person.has(Fact::Veteran) {
        cells.extend::<[Cell<'_>; 4]>([
            ("YearEnteredService", &served),
            ("YearSeparated", &left),
            ("MilitaryBranch", &1),
            ("DischargeStatus", &1),
        ]);
        for theatre in THEATRES {
            cells.push((theatre, &0));
        }
    }
    book.add("Client.csv", stamp, &cells);
    write_language(book, stamp, person);
}

const THEATRES: &[&str] = &[
    "WorldWarII",
    "KoreanWar",
    "VietnamWar",
    "DesertStorm",
    "AfghanistanOEF",
    "IraqOIF",
    "IraqOND",
    "OtherTheater",
];

/// The birthday, and how sure of it we are (HUD's DOBDataQuality).
fn birthday(book: &Book, person: &Person) -> (String, u8) {
    let turned = book.today.saturating_sub(person.age().years());
    match person.born {
        Born::Aged(_) => (
            turned
                .saturating_sub((1 + book.roll(330)).days())
                .to_string(),
            1,
        ),
        Born::About(_) => {
            let january = Date::new(turned.year(), 1, 1).unwrap_or(turned);
            (january.to_string(), 2)
        }
    }
}

/// A number from the ranges that are never issued, or, mostly, none.
fn social_security(book: &Book, person: &Person) -> (&'static str, u8) {
    let given = person.facts.iter().find_map(|fact| match fact {
        Fact::Ssn(number) => Some(*number),
        _ => None,
    });
    match given {
        Some(number) => (number, 1),
        None if person.has(Fact::CodeName) => ("xxxxx0007", 2),
        None if person.age() < 18 => ("", 99),
        None => ("", if book.roll(3) == 0 { 8 } else { 9 }),
    }
}

fn write_language(book: &mut Book, stamp: Stamp, person: &Person) {
    let spanish = person.has(Fact::Spanish);
    let called = person.facts.iter().find_map(|fact| match fact {
        Fact::Called(name) => Some(*name),
        _ => None,
    });
    if !spanish && called.is_none() {
        return;
    }
    let number = book.number();
    book.add(
        "CustomPreferredLanguage.csv",
        stamp,
        &[
            ("CustomPreferredLanguageID", &number),
            ("PersonalID", &person.id),
            (
                "PreferredLanguage",
                if spanish { &"Spanish" } else { &"English" },
            ),
            ("InterpreterNeeded", &u8::from(spanish)),
            ("NameToUse", &called.unwrap_or("")),
        ],
    );
}
