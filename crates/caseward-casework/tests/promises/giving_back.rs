//! What came in goes out, value by value.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, Mutex};

use caseward_casework::report::ReportOrder;
use caseward_model::{Purpose, Role};
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
