//! Writes what is hardest to tell and must be kept best: health, violence, disabilities.
//!
//! HealthAndDV.csv decides protection: `CurrentlyFleeing` protects, `DomesticViolenceSurvivor` alone
//! only proposes (CC-2.4).

use super::book::{Book, Cell};
use super::cast::{Fact, Person};
use super::visits::Visit;

/// HUD's DataCollectionStage.
const ENTRY: u8 = 1;
const UPDATE: u8 = 2;

/// Writes health, violence and disabilities of one visit.
pub(super) fn write_records(book: &mut Book, visit: &Visit) {
    write_health(book, visit, visit.came, ENTRY);
    write_disabilities(book, visit, visit.came, ENTRY);
    if visit.came - visit.last > 200 && visit.person.is_asked_as_adult() {
        let halfway = visit.along(1, 2);
        write_health(book, visit, halfway, UPDATE);
        write_disabilities(book, visit, halfway, UPDATE);
    }
}

fn write_health(book: &mut Book, visit: &Visit, days_ago: i32, stage: u8) {
    let person = visit.person;
    if !person.is_asked_as_adult() {
        return;
    }
    let (number, on) = (book.number(), book.ago(days_ago));
    let (survivor, when, fleeing) = violence(person);
    let chronic = person.has(Fact::Chronic) || person.has(Fact::Physical);
    let general = if chronic { 4 } else { 2 + book.roll(2) };
    let mental = if person.has(Fact::MentalHealth) { 4 } else { 2 };
    let pregnant = match (person.sex, person.has(Fact::Pregnant)) {
        (0, true) => "1",
        (0, false) => "0",
        _ => "",
    };
    book.add(
        "HealthAndDV.csv",
        visit.stamp(book, days_ago),
        &[
            ("HealthAndDVID", &number),
            ("EnrollmentID", &visit.id),
            ("PersonalID", &person.id),
            ("InformationDate", &on),
            ("DomesticViolenceSurvivor", &survivor),
            ("WhenOccurred", &when),
            ("CurrentlyFleeing", &fleeing),
            ("GeneralHealthStatus", &general),
            ("MentalHealthStatus", &mental),
            ("PregnancyStatus", &pregnant),
            ("DataCollectionStage", &stage),
        ],
    );
}

/// DomesticViolenceSurvivor, WhenOccurred and CurrentlyFleeing.
fn violence(person: &Person) -> (&'static str, &'static str, &'static str) {
    if person.has(Fact::Fleeing) {
        ("1", "1", "1")
    } else if person.has(Fact::Survivor) {
        ("1", "4", "0")
    } else if person.has(Fact::CodeName) {
        ("9", "", "")
    } else {
        ("0", "", "")
    }
}

/// HUD's DisabilityType and the response for this person.
fn disabilities(person: &Person) -> [(u8, u8); 6] {
    let substances = match (person.has(Fact::Alcohol), person.has(Fact::Drugs)) {
        (true, true) => 3,
        (false, true) => 2,
        (true, false) => 1,
        (false, false) => 0,
    };
    let yes = |fact| u8::from(person.has(fact));
    [
        (5, yes(Fact::Physical)),
        (6, yes(Fact::Developmental)),
        (7, yes(Fact::Chronic)),
        (8, yes(Fact::Hiv)),
        (9, yes(Fact::MentalHealth)),
        (10, substances),
    ]
}

fn write_disabilities(book: &mut Book, visit: &Visit, days_ago: i32, stage: u8) {
    let on = book.ago(days_ago);
    for (kind, response) in disabilities(visit.person) {
        let number = book.number();
        let stamp = visit.stamp(book, days_ago);
        let lasting = if response > 0 { "1" } else { "" };
        let cells = {
            let mut cells: Vec<Cell<'_>> = vec![
                ("DisabilitiesID", &number),
                ("EnrollmentID", &visit.id),
                ("PersonalID", &visit.person.id),
                ("InformationDate", &on),
                ("DisabilityType", &kind),
                ("DisabilityResponse", &response),
                ("IndefiniteAndImpairs", &lasting),
                ("DataCollectionStage", &stage),
            ];
            if kind == 8 && response == 1 {
                cells.extend::<[Cell<'_>; 5]>([
                    ("TCellCountAvailable", &1),
                    ("TCellCount", &640),
                    ("TCellSource", &2),
                    ("ViralLoadAvailable", &2),
                    ("AntiRetroviral", &1),
                ]);
            }
            cells
        };
        book.add("Disabilities.csv", stamp, &cells);
    }
}
