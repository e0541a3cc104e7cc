//! Access through a programme ends with the exit.

use caseward_casework::gate::{Read, Request};
use caseward_casework::staff::Colleague;
use caseward_model::{Channel, Client, Id, Role};
use caseward_testkit::{Export, House, engines, run};

fn alma() -> Export {
    Export::new().client("1", "Alma", "Reyes")
}

fn left(export: Export, on: &str, deleted: &str) -> Export {
    export.row(
        "Exit",
        &[
            ("ExitID", "X1"),
            ("EnrollmentID", "N1"),
            ("PersonalID", "1"),
            ("ExitDate", on),
            ("Destination", "435"),
            ("DateDeleted", deleted),
        ],
    )
}

/// A second time in the same programme.
fn came_again(export: Export) -> Export {
    export.row(
        "Enrollment",
        &[
            ("EnrollmentID", "N1b"),
            ("PersonalID", "1"),
            ("ProjectID", "P1"),
            ("EntryDate", "2026-10-20"),
            ("HouseholdID", "N1b"),
            ("RelationshipToHoH", "1"),
        ],
    )
}

/// Only these files of an export: what another system sends when it sends changes alone.
fn only(export: &Export, files: &[&str]) -> Export {
    let mut changes = Export::new();
    for file in files {
        let name = format!("{file}.csv");
        changes = changes.file(&name, &export.files()[&name]);
    }
    changes
}

struct Shelter {
    house: House,
    noor: Colleague,
}

impl Shelter {
    async fn with(house: House, export: &Export) -> Self {
        house.import(export).await;
        let noor = house.worker("noor", Role::Caseworker).await;
        house
            .office
            .assign_to_programme(caseward_casework::gate::Actor::KeyHolder, &noor, "P1")
            .await
            .unwrap();
        Self { house, noor }
    }

    async fn opens(&self) -> bool {
        let client = self.house.client("1").await;
        let request = Request::to_serve(self.noor.id, client);
        self.house.office.gate.ask::<Read>(&request).await.is_ok()
    }

    async fn lists(&self) -> Vec<Id<Client>> {
        let office = &self.house.office;
        let listed = office.my_clients(self.noor.id, Channel::Screen).await;
        listed.unwrap().iter().map(|it| it.client).collect()
    }
}

#[test]
fn cr_7_access_through_a_programme_ends_with_the_exit() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let shelter = Shelter::with(house, &left(alma(), "2026-10-30", "")).await;
            assert!(!shelter.opens().await);
            assert_eq!(shelter.lists().await, []);
        });
    }
}

#[test]
fn cr_7_the_day_of_the_exit_is_the_last_one_and_ends_when_it_is_over_everywhere() {
    run(async {
        let shelter = Shelter::with(House::open().await, &left(alma(), "2026-11-02", "")).await;
        let over: jiff::Timestamp = "2026-11-03T12:00:00Z".parse().unwrap();
        let last = over.as_millisecond() - shelter.house.clock.now_ms() - 1;
        shelter.house.clock.advance(last);
        assert!(shelter.opens().await);
        assert_eq!(shelter.lists().await.len(), 1);
        shelter.house.clock.advance(1);
        assert!(!shelter.opens().await);
        assert_eq!(shelter.lists().await, []);
    });
}

#[test]
fn cr_7_an_exit_that_comes_later_ends_an_enrolment_that_came_before() {
    for engine in engines() {
        run(async {
            for alone in [false, true] {
                let house = House::on(&engine, false).await;
                let shelter = Shelter::with(house, &alma()).await;
                assert!(shelter.opens().await);
                let whole = left(alma(), "2026-10-30", "");
                let newer = if alone {
                    only(&whole, &["Exit"])
                } else {
                    whole
                };
                let account = shelter.house.import(&newer).await;
                assert!(account.kept && account.problems.is_empty(), "{account:?}");
                assert!(!shelter.opens().await, "alone: {alone}");
                assert_eq!(shelter.lists().await, []);
            }
        });
    }
}

#[test]
fn an_exit_that_was_deleted_opens_the_enrolment_again() {
    for engine in engines() {
        run(async {
            for alone in [false, true] {
                let house = House::on(&engine, false).await;
                let shelter = Shelter::with(house, &left(alma(), "2026-10-30", "")).await;
                let whole = left(alma(), "2026-10-30", "2026-10-31 09:00:00");
                let newer = if alone {
                    only(&whole, &["Exit"])
                } else {
                    whole
                };
                shelter.house.import(&newer).await;
                assert!(shelter.opens().await, "alone: {alone}");
                assert_eq!(shelter.lists().await.len(), 1);
            }
        });
    }
}

#[test]
fn who_came_again_is_there_though_the_first_time_is_over() {
    run(async {
        let again = came_again(left(alma(), "2026-10-10", ""));
        let shelter = Shelter::with(House::open().await, &again).await;
        assert!(shelter.opens().await);
        assert_eq!(shelter.lists().await.len(), 1);
    });
}

#[test]
fn an_enrolment_that_comes_again_without_its_exit_stays_over() {
    run(async {
        let house = House::open().await;
        let shelter = Shelter::with(house, &left(alma(), "2026-10-30", "")).await;
        let changed = alma().replaced("Enrollment.csv", "2026-03-01", "2026-03-02");
        let account = shelter.house.import(&only(&changed, &["Enrollment"])).await;
        assert!(account.problems.is_empty(), "{account:?}");
        assert!(!shelter.opens().await);
    });
}
