//! What came in goes out, value by value.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, Mutex};

use caseward_casework::report::{Given, ReportOrder};
use caseward_model::{Id, Organization, OrganizationKind, Purpose, Role};
use caseward_testkit::{Export, House, engines, run};

#[derive(Clone, Default)]
struct Shelf(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

struct Book(Shelf, String);

impl Write for Book {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut shelf = self.0.0.lock().unwrap();
        shelf
            .entry(self.1.clone())
            .or_default()
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text
        .lines()
        .map(|line| line.trim_end_matches('\r').to_owned())
        .collect();
    lines[1..].sort();
    lines
}

#[test]
fn the_export_has_the_rows_and_values_of_the_import() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            house.takes_in_whole().await;
            let export = Export::new()
                .client("1", "Alma \"Ali\"", "Reyes, Díaz")
                .client("2", "Bruno", "Stone")
                .health_and_dv("1", "0", "0")
                .file(
                    "CustomThings.csv",
                    "PersonalID,Thing one,Thing two\n1,a,\n1,a,\n2,,ñ\n",
                );
            assert!(house.import(&export).await.problems.is_empty());
            let custodian = house.worker("custodian", Role::RecordsCustodian).await;
            house
                .office
                .record_duty(&custodian, Purpose::ProgramReporting, 1)
                .await
                .unwrap();
            let shelf = Shelf::default();
            let order = ReportOrder {
                asker: custodian.id,
                recipient: house.own.id,
            };
            let given = house
                .office
                .export_hmis(order, |name| {
                    Ok(Box::new(Book(shelf.clone(), name.to_owned())))
                })
                .await
                .unwrap();
            assert_eq!((given.clients, given.left_out), (2, 0));
            let written = shelf.0.lock().unwrap();
            for (name, text) in export.files() {
                let back = String::from_utf8(written[name].clone()).unwrap();
                assert_eq!(lines(&back), lines(text), "{name}");
            }
        });
    }
}

#[test]
fn cc_2_4_a_file_that_nobody_knows_is_never_given_back_without_a_client() {
    run(async {
        let house = House::open().await;
        let export = Export::new()
            .client("1", "Alma", "Reyes")
            .health_and_dv("1", "1", "1")
            .file(
                "CustomContacts.csv",
                "ContactID,ClientName\nC1,Alma Reyes\n",
            );
        house.import(&export).await;
        let custodian = house.worker("custodian", Role::RecordsCustodian).await;
        house
            .office
            .record_duty(&custodian, Purpose::ProgramReporting, 1)
            .await
            .unwrap();
        let shelf = Shelf::default();
        let order = ReportOrder {
            asker: custodian.id,
            recipient: house.own.id,
        };
        let create = |name: &str| -> std::io::Result<Box<dyn Write + Send>> {
            Ok(Box::new(Book(shelf.clone(), name.to_owned())))
        };
        house.office.export_hmis(order, create).await.unwrap();
        for (name, bytes) in shelf.0.lock().unwrap().iter() {
            assert!(!String::from_utf8_lossy(bytes).contains("Reyes"), "{name}");
        }
    });
}

#[test]
fn cr_8_who_may_make_no_report_gets_not_one_row_of_the_office() {
    run(async {
        let house = House::open().await;
        house
            .import(&Export::new().client("1", "Alma", "Reyes"))
            .await;
        let paper = house
            .partner("paper", caseward_model::OrganizationKind::Media)
            .await;
        let eve = house
            .worker_with("eve", Role::Caseworker, false, false, "office")
            .await;
        let custodian = house.worker("custodian", Role::RecordsCustodian).await;
        for (asker, recipient) in [(&eve, house.own.id), (&custodian, paper.id)] {
            house
                .office
                .record_duty(asker, Purpose::ProgramReporting, 1)
                .await
                .unwrap();
            let order = ReportOrder {
                asker: asker.id,
                recipient,
            };
            let given = house
                .office
                .export_hmis(order, |_| -> std::io::Result<Box<dyn Write + Send>> {
                    panic!("no file may be made")
                })
                .await
                .unwrap();
            assert_eq!((given.clients, given.left_out), (0, 1));
        }
    });
}

/// Exports for one recipient: what is said of it, and the files.
async fn given_to(house: &House, recipient: Id<Organization>) -> (Given, BTreeMap<String, String>) {
    let handle = format!("custodian-{recipient}");
    let custodian = house.worker(&handle, Role::RecordsCustodian).await;
    house
        .office
        .record_duty(&custodian, Purpose::ProgramReporting, 1)
        .await
        .unwrap();
    let shelf = Shelf::default();
    let order = ReportOrder {
        asker: custodian.id,
        recipient,
    };
    let create = |name: &str| -> std::io::Result<Box<dyn Write + Send>> {
        Ok(Box::new(Book(shelf.clone(), name.to_owned())))
    };
    let given = house.office.export_hmis(order, create).await.unwrap();
    let written = shelf.0.lock().unwrap();
    let files = written
        .iter()
        .map(|(name, bytes)| (name.clone(), String::from_utf8(bytes.clone()).unwrap()))
        .collect();
    (given, files)
}

/// The values of some columns, row by row, in the order of the first.
fn columns<const N: usize>(text: &str, names: [&str; N]) -> Vec<[String; N]> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = names.map(|name| header.iter().position(|column| *column == name).unwrap());
    let mut rows: Vec<[String; N]> = lines
        .map(|line| {
            let values: Vec<&str> = line.split(',').collect();
            at.map(|at| values[at].to_owned())
        })
        .collect();
    rows.sort();
    rows
}

fn member(export: Export, person: &str, household: &str, relationship: &str) -> Export {
    let stay = format!("N{person}");
    export
        .row(
            "Client",
            &[
                ("PersonalID", person),
                ("FirstName", "Peony"),
                ("LastName", "Sandbar"),
            ],
        )
        .row(
            "Enrollment",
            &[
                ("EnrollmentID", &stay),
                ("PersonalID", person),
                ("ProjectID", "P1"),
                ("EntryDate", "2026-03-01"),
                ("HouseholdID", household),
                ("RelationshipToHoH", relationship),
            ],
        )
}

/// A family whose head may be fleeing, one whose head comes last, and one that never had a head.
fn families(fleeing: &str) -> Export {
    let mut export = Export::new();
    for (person, household, relationship) in [
        ("1", "HH-10077", "1"),
        ("2", "HH-10077", "3"),
        ("3", "HH-10077", "2"),
        ("4", "HH-10078", "2"),
        ("5", "HH-10078", "1"),
        ("6", "HH-10079", "2"),
    ] {
        export = member(export, person, household, relationship);
    }
    export.health_and_dv("1", "1", fleeing)
}

const HOUSEHOLD: [&str; 3] = ["PersonalID", "HouseholdID", "RelationshipToHoH"];

#[test]
fn cc_2_4_a_household_does_not_tell_of_the_head_who_was_left_out() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            assert!(house.import(&families("1")).await.problems.is_empty());
            let body = house.partner("body", OrganizationKind::ReportingBody).await;
            let (given, files) = given_to(&house, body.id).await;
            assert_eq!((given.clients, given.left_out), (5, 1));
            assert!(files.values().all(|text| !text.contains("HH-10077")));
            let rows = columns(&files["Enrollment.csv"], HOUSEHOLD);
            assert_eq!(rows.len(), 5, "a row that waited is not lost");
            let (partner, child) = (&rows[0], &rows[1]);
            assert_eq!(partner[1], child[1], "they are still one household");
            assert!(partner[1].starts_with("HH-") && partner[1].len() == "HH-10077".len());
            assert_eq!([&partner[2], &child[2]], ["99", "99"]);
            assert_eq!(rows[2], ["4", "HH-10078", "2"]);
            assert_eq!(rows[3], ["5", "HH-10078", "1"]);
            // Who never had a head lost nobody.
            assert_eq!(rows[4], ["6", "HH-10079", "2"]);
            let other = house
                .partner("other", OrganizationKind::ReportingBody)
                .await;
            let (_, again) = given_to(&house, other.id).await;
            let others = columns(&again["Enrollment.csv"], HOUSEHOLD);
            assert_ne!(
                others[0][1], partner[1],
                "two recipients can't join their reports by it"
            );
            assert_eq!(others[2], rows[2]);
            let (given, own) = given_to(&house, house.own.id).await;
            assert_eq!((given.clients, given.left_out), (5, 1));
            let own = columns(&own["Enrollment.csv"], HOUSEHOLD);
            assert_eq!(own[0], ["2", "HH-10077", "3"], "the office knows its own");
        });
    }
}

#[test]
fn when_nobody_is_left_out_every_household_goes_out_as_it_came() {
    run(async {
        let house = House::open().await;
        let export = families("0");
        house.import(&export).await;
        let (given, files) = given_to(&house, house.own.id).await;
        assert_eq!((given.clients, given.left_out), (6, 0));
        for (name, text) in export.files() {
            assert_eq!(lines(&files[name]), lines(text), "{name}");
        }
        let body = house.partner("body", OrganizationKind::ReportingBody).await;
        let (given, outside) = given_to(&house, body.id).await;
        assert_eq!((given.clients, given.left_out), (6, 0));
        assert_eq!(
            columns(&outside["Enrollment.csv"], HOUSEHOLD),
            columns(&export.files()["Enrollment.csv"], HOUSEHOLD)
        );
    });
}

#[test]
fn one_recipient_can_add_up_its_reports_of_a_disguised_household() {
    run(async {
        let house = House::open().await;
        house.import(&families("1")).await;
        let body = house.partner("body", OrganizationKind::ReportingBody).await;
        let (_, first) = given_to(&house, body.id).await;
        let custodian = house.worker("other", Role::RecordsCustodian).await;
        house
            .office
            .record_duty(&custodian, Purpose::ProgramReporting, 1)
            .await
            .unwrap();
        let shelf = Shelf::default();
        let order = ReportOrder {
            asker: custodian.id,
            recipient: body.id,
        };
        let create = |name: &str| -> std::io::Result<Box<dyn Write + Send>> {
            Ok(Box::new(Book(shelf.clone(), name.to_owned())))
        };
        house.office.export_hmis(order, create).await.unwrap();
        let second = String::from_utf8(shelf.0.lock().unwrap()["Enrollment.csv"].clone()).unwrap();
        assert_eq!(
            columns(&first["Enrollment.csv"], HOUSEHOLD),
            columns(&second, HOUSEHOLD)
        );
    });
}

#[test]
fn dv_3_3_1_where_places_are_goes_to_nobody_outside_the_office() {
    run(async {
        let house = House::open().await;
        let place = [
            ("ProjectCoCID", "C1"),
            ("ProjectID", "P1"),
            ("CoCCode", "XX-501"),
            ("Geocode", "369999"),
            ("Address1", "7 Hidden Lane"),
            ("City", "Quietville"),
            ("State", "XX"),
            ("ZIP", "00501"),
            ("GeographyType", "1"),
        ];
        let export = Export::new()
            .client("1", "Alma", "Reyes")
            .row("ProjectCoC", &place);
        house.import(&export).await;
        let body = house.partner("body", OrganizationKind::ReportingBody).await;
        let (_, outside) = given_to(&house, body.id).await;
        for (_, value) in &place[2..] {
            assert!(
                !outside["ProjectCoC.csv"].contains(&format!(",{value},")),
                "{value}"
            );
        }
        let kept = columns(&outside["ProjectCoC.csv"], ["ProjectCoCID", "ProjectID"]);
        assert_eq!(kept, [["C1", "P1"]]);
        let (_, inside) = given_to(&house, house.own.id).await;
        assert_eq!(
            lines(&inside["ProjectCoC.csv"]),
            lines(&export.files()["ProjectCoC.csv"])
        );
    });
}

#[test]
fn a_formula_comes_back_as_it_was_and_whoever_imports_or_exports_it_is_told() {
    run(async {
        let house = House::open().await;
        house.takes_in_whole().await;
        let export = Export::new()
            .client("1", "=HYPERLINK(1)", "Re\u{202e}yes")
            .client("2", "@SUM(A1)", "Stone");
        let account = house.import(&export).await;
        let said = |notices: &[String], column: &str, words: &str| {
            notices
                .iter()
                .filter(|it| it.starts_with("Client") && it.contains(column) && it.contains(words))
                .cloned()
                .collect::<Vec<_>>()
        };
        assert_eq!(said(&account.notices, "FirstName", "formula").len(), 1);
        assert_eq!(said(&account.notices, "LastName", "direction").len(), 1);
        let (given, files) = given_to(&house, house.own.id).await;
        assert_eq!(
            lines(&files["Client.csv"]),
            lines(&export.files()["Client.csv"])
        );
        let formula = said(&given.notices, "FirstName", "formula");
        assert!(formula[0].ends_with("(2 rows)"), "{formula:?}");
        let turned = said(&given.notices, "LastName", "direction");
        assert!(turned[0].ends_with("(1 row)"), "{turned:?}");
        assert!(
            given
                .notices
                .iter()
                .all(|it| !it.contains("HYPERLINK") && !it.contains("SUM"))
        );
    });
}
