//! Every row is imported or reported, and nothing half.

use caseward_casework::gate::Request;
use caseward_casework::intake::{Account, FileCount};
use caseward_model::{Category, Channel, Role};
use caseward_testkit::{Export, House, engines, run};

fn count<'a>(account: &'a Account, file: &str) -> &'a FileCount {
    account.files.iter().find(|it| it.file == file).unwrap()
}

fn two() -> Export {
    Export::new()
        .client("1", "Alma", "Reyes")
        .client("2", "Bruno", "Stone")
}

#[test]
fn a_second_import_of_the_same_export_changes_nothing() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let first = house.import(&two()).await;
            assert_eq!(count(&first, "Client.csv").imported, 2, "{first:?}");
            let second = house.import(&two()).await;
            assert!(
                second
                    .files
                    .iter()
                    .all(|file| file.imported + file.deleted == 0),
                "{second:?}"
            );
            assert_eq!(count(&second, "Client.csv").unchanged, 2);
        });
    }
}

#[test]
fn a_newer_export_updates_and_only_what_changed() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            house.import(&two()).await;
            let newer = two()
                .replaced("Client.csv", "Bruno", "Bruno José")
                .replaced("Client.csv", "E1", "E2");
            let account = house.import(&newer).await;
            let clients = count(&account, "Client.csv");
            assert_eq!((clients.imported, clients.unchanged), (1, 1));
            let dana = house.worker("dana", Role::Caseworker).await;
            let bruno = house.client("2").await;
            house.assign(&dana, bruno).await;
            let (file, delivery) = house
                .office
                .open_file(&Request::to_serve(dana.id, bruno))
                .await
                .ok()
                .unwrap();
            assert_eq!(file.name.unwrap().to_string(), "Bruno José Stone");
            delivery.delivered(None);
        });
    }
}

#[test]
fn dv_4_4_2_what_an_import_tells_of_sexual_violence_lies_apart_from_other_violence() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let export = two().row(
                "Exit",
                &[
                    ("ExitID", "X1"),
                    ("EnrollmentID", "N1"),
                    ("PersonalID", "1"),
                    ("ExitDate", "2026-09-01"),
                    ("Destination", "410"),
                    ("ExchangeForSex", "1"),
                    ("WorkplaceViolenceThreats", "1"),
                ],
            );
            house.takes_in_whole().await;
            house.import(&export).await;
            let dana = house.worker("dana", Role::Caseworker).await;
            let alma = house.client("1").await;
            house.assign(&dana, alma).await;
            for (section, holds) in [
                (Category::SexualViolence, "ExchangeForSex"),
                (Category::DomesticViolence, "WorkplaceViolenceThreats"),
            ] {
                let request = Request::to_serve(dana.id, alma).sections([section]);
                let opened = house.office.open_file(&request).await;
                let (file, delivery) = opened.ok().expect("her own client's file");
                delivery.delivered(None);
                let records = file.sections.iter().flat_map(|it| &it.records);
                let told: Vec<&str> = records
                    .flat_map(|it| it.fields.iter().map(move |field| (it.kind, field.0)))
                    .map(|(kind, number)| file.layouts.file(kind).unwrap().header(number))
                    .collect();
                assert_eq!(told, [holds], "{section}");
            }
        });
    }
}

#[test]
fn a_deleted_row_is_marked_and_not_gone() {
    run(async {
        let house = House::open().await;
        house.import(&two().health_and_dv("1", "0", "0")).await;
        let header = two().files()["HealthAndDV.csv"]
            .lines()
            .next()
            .unwrap()
            .to_owned();
        let columns: Vec<&str> = header.split(',').collect();
        let at = columns
            .iter()
            .position(|column| *column == "DateDeleted")
            .unwrap();
        let text = two().health_and_dv("1", "0", "0").files()["HealthAndDV.csv"].clone();
        let mut row: Vec<&str> = text.lines().nth(1).unwrap().split(',').collect();
        row[at] = "2026-10-20 10:00:00";
        let deleted = two().file("HealthAndDV.csv", &format!("{header}\n{}\n", row.join(",")));
        let account = house.import(&deleted).await;
        assert_eq!(count(&account, "HealthAndDV.csv").deleted, 1, "{account:?}");
        let again = house.import(&deleted).await;
        assert_eq!(count(&again, "HealthAndDV.csv").unchanged, 1);
    });
}

#[test]
fn every_row_is_counted_once() {
    run(async {
        let house = House::open().await;
        let export = two()
            .row(
                "Enrollment",
                &[
                    ("EnrollmentID", "N9"),
                    ("PersonalID", "9"),
                    ("ProjectID", "P1"),
                    ("EntryDate", "2026-02-30"),
                ],
            )
            .row(
                "Exit",
                &[
                    ("ExitID", "X1"),
                    ("EnrollmentID", "N1"),
                    ("PersonalID", "nobody"),
                    ("ExitDate", "2026-04-01"),
                    ("Destination", "410"),
                ],
            )
            .row("Client", &[("PersonalID", "1"), ("FirstName", "Twice")]);
        let account = house.import(&export).await;
        for file in &account.files {
            let rows = export.files()[&file.file].lines().count() as u64 - 1;
            let counted =
                file.imported + file.unchanged + file.deleted + file.refused + file.rejected;
            assert_eq!(counted, rows, "{file:?}");
        }
        assert_eq!(count(&account, "Enrollment.csv").rejected, 1);
        assert_eq!(count(&account, "Exit.csv").rejected, 1);
        assert_eq!(count(&account, "Client.csv").rejected, 1);
        assert_eq!(account.problems.len(), 3, "{:?}", account.problems);
        assert!(
            account
                .problems
                .iter()
                .all(|it| it.line > 1 && !it.reason.contains("Twice"))
        );
    });
}

#[test]
fn a_fault_in_a_whole_file_leaves_nothing_half() {
    run(async {
        let house = House::open().await;
        let broken = two().file("Exit.csv", "ExitID,ExitID\nX1,X1\n");
        let account = house.import(&broken).await;
        assert!(!account.kept);
        assert_eq!(account.problems.len(), 1);
        let whole = house.import(&two()).await;
        assert_eq!(count(&whole, "Client.csv").imported, 2);
    });
}

fn provider() -> Export {
    two()
        .row(
            "Organization",
            &[
                ("OrganizationID", "O2"),
                ("OrganizationName", "Quiet Orchard"),
                ("VictimServiceProvider", "1"),
            ],
        )
        .row(
            "Project",
            &[
                ("ProjectID", "P2"),
                ("OrganizationID", "O2"),
                ("ProjectName", "Safe house"),
                ("OperatingStartDate", "2020-01-01"),
                ("ContinuumProject", "1"),
            ],
        )
        .row(
            "Client",
            &[
                ("PersonalID", "3"),
                ("FirstName", "Peony"),
                ("LastName", "Sandbar"),
            ],
        )
        .row(
            "Enrollment",
            &[
                ("EnrollmentID", "N3"),
                ("PersonalID", "3"),
                ("ProjectID", "P2"),
                ("EntryDate", "2026-03-01"),
            ],
        )
        .row(
            "Enrollment",
            &[
                ("EnrollmentID", "N4"),
                ("PersonalID", "1"),
                ("ProjectID", "P2"),
                ("EntryDate", "2026-03-01"),
            ],
        )
}

#[test]
fn cc_2_4_a_survivors_services_clients_stay_out_of_a_shared_database() {
    run(async {
        let house = House::open().await;
        let account = house.import(&provider()).await;
        assert_eq!(count(&account, "Client.csv").refused, 1, "{account:?}");
        assert_eq!(count(&account, "Enrollment.csv").refused, 2);
        assert_eq!(count(&account, "Client.csv").imported, 2);
    });
}

#[test]
fn a_comparable_database_takes_survivors_in_and_shields_them() {
    run(async {
        let house = House::on(&caseward_testkit::Engine::Sqlite, true).await;
        let account = house.import(&provider()).await;
        assert_eq!(count(&account, "Client.csv").imported, 3, "{account:?}");
        let dana = house.worker("dana", Role::Caseworker).await;
        let peony = house.client("3").await;
        house.assign(&dana, peony).await;
        let (file, delivery) = house
            .office
            .open_file(&Request::to_serve(dana.id, peony))
            .await
            .ok()
            .unwrap();
        assert!(file.standing.protected);
        delivery.delivered(None);
    });
}

#[test]
fn fleeing_protects_and_having_survived_only_proposes() {
    run(async {
        let house = House::open().await;
        house
            .import(
                &two()
                    .health_and_dv("1", "1", "1")
                    .health_and_dv("2", "1", "0"),
            )
            .await;
        let dana = house.worker("dana", Role::Caseworker).await;
        for id in ["1", "2"] {
            let client = house.client(id).await;
            house.assign(&dana, client).await;
        }
        let list = house
            .office
            .my_clients(dana.id, Channel::Screen)
            .await
            .unwrap();
        let alma = house.client("1").await;
        for client in list {
            let fleeing = client.client == alma;
            assert_eq!(client.standing.protected, fleeing);
            assert_eq!(client.protection_proposed, !fleeing);
        }
    });
}

#[test]
fn cc_2_4_an_odd_word_for_fleeing_still_protects() {
    run(async {
        let house = House::open().await;
        house
            .import(
                &two()
                    .health_and_dv("1", "0", "Y")
                    .health_and_dv("2", "0", "99"),
            )
            .await;
        let dana = house.worker("dana", Role::Caseworker).await;
        let (alma, bruno) = (house.client("1").await, house.client("2").await);
        for client in [alma, bruno] {
            house.assign(&dana, client).await;
        }
        for client in house
            .office
            .my_clients(dana.id, Channel::Screen)
            .await
            .unwrap()
        {
            assert_eq!(client.standing.protected, client.client == alma);
        }
    });
}

#[test]
fn cc_2_4_a_project_that_turns_to_survivors_shields_who_is_there_already_and_who_comes_later() {
    run(async {
        let house = House::open().await;
        house.import(&two()).await;
        let header = two().files()["Project.csv"]
            .lines()
            .next()
            .unwrap()
            .to_owned();
        let at = header
            .split(',')
            .position(|column| column == "TargetPopulation")
            .unwrap();
        let text = two().files()["Project.csv"].clone();
        let mut row: Vec<&str> = text.lines().nth(1).unwrap().split(',').collect();
        row[at] = "1";
        let turned = two().file("Project.csv", &format!("{header}\n{}\n", row.join(",")));
        house.import(&turned).await;
        let later = two().client("3", "Peony", "Sandbar");
        let without_projects = later.file("Project.csv", &format!("{header}\n"));
        house.import(&without_projects).await;
        let dana = house.worker("dana", Role::Caseworker).await;
        for id in ["1", "2", "3"] {
            let client = house.client(id).await;
            house.assign(&dana, client).await;
        }
        let mine = house
            .office
            .my_clients(dana.id, Channel::Screen)
            .await
            .unwrap();
        assert_eq!(mine.len(), 3);
        assert!(mine.iter().all(|it| it.standing.protected));
    });
}

#[test]
fn cc_2_4_who_is_a_survivors_services_client_as_well_is_shielded() {
    run(async {
        let house = House::open().await;
        house.import(&provider()).await;
        let dana = house.worker("dana", Role::Caseworker).await;
        let alma = house.client("1").await;
        house.assign(&dana, alma).await;
        let mine = house
            .office
            .my_clients(dana.id, Channel::Screen)
            .await
            .unwrap();
        assert!(mine.iter().all(|it| it.standing.protected));
    });
}

#[test]
fn cr_7_an_enrolment_that_moved_to_another_client_opens_the_first_no_more() {
    run(async {
        let house = House::open().await;
        house.import(&two()).await;
        let ann = house.worker("ann", Role::Caseworker).await;
        house
            .office
            .assign_to_programme(caseward_casework::gate::Actor::KeyHolder, &ann, "P1")
            .await
            .unwrap();
        assert_eq!(
            house
                .office
                .my_clients(ann.id, Channel::Screen)
                .await
                .unwrap()
                .len(),
            2
        );
        house
            .import(&two().replaced("Enrollment.csv", "N1,1,P1", "N1,2,P1"))
            .await;
        let alma = house.client("1").await;
        let request = Request::to_serve(ann.id, alma);
        assert!(house.office.open_file(&request).await.is_err());
    });
}
