//! What may be a victim service provider's stays out of a shared database, also when the export is
//! unclear about it.

use caseward_casework::intake::Account;
use caseward_model::Channel;
use caseward_testkit::{Engine, Export, House, run};

fn counted(account: &Account, file: &str) -> (u64, u64, u64) {
    let count = account.files.iter().find(|it| it.file == file).unwrap();
    (count.imported, count.refused, count.rejected)
}

fn reasons(account: &Account, file: &str) -> Vec<String> {
    let of = account.problems.iter().filter(|it| it.file == file);
    of.map(|it| it.reason.clone()).collect()
}

async fn import(export: &Export) -> (House, Account) {
    let house = House::open().await;
    let account = house.import(export).await;
    for file in &account.files {
        let rows = export.files()[&file.file].lines().count() as u64 - 1;
        let all = file.imported + file.unchanged + file.deleted + file.refused + file.rejected;
        assert_eq!(all, rows, "{file:?}");
    }
    (house, account)
}

fn two() -> Export {
    Export::new()
        .client("1", "Alma", "Reyes")
        .client("2", "Bruno", "Stone")
}

trait Provider {
    fn organization(self, id: &str, provider: &str) -> Self;
    fn project(self, id: &str, organization: &str) -> Self;
    fn person(self, id: &str) -> Self;
    fn stay(self, id: &str, person: &str, project: &str) -> Self;
}

impl Provider for Export {
    fn organization(self, id: &str, provider: &str) -> Self {
        let values = [
            ("OrganizationID", id),
            ("OrganizationName", "Quiet Orchard"),
            ("VictimServiceProvider", provider),
        ];
        self.row("Organization", &values)
    }

    fn project(self, id: &str, organization: &str) -> Self {
        let values = [
            ("ProjectID", id),
            ("OrganizationID", organization),
            ("ProjectName", "Safe house"),
            ("OperatingStartDate", "2020-01-01"),
            ("ContinuumProject", "1"),
        ];
        self.row("Project", &values)
    }

    fn person(self, id: &str) -> Self {
        self.row(
            "Client",
            &[
                ("PersonalID", id),
                ("FirstName", "Peony"),
                ("LastName", "Sandbar"),
            ],
        )
    }

    fn stay(self, id: &str, person: &str, project: &str) -> Self {
        let values = [
            ("EnrollmentID", id),
            ("PersonalID", person),
            ("ProjectID", project),
            ("EntryDate", "2026-03-01"),
            ("HouseholdID", id),
            ("RelationshipToHoH", "1"),
        ];
        self.row("Enrollment", &values)
    }
}

fn exit(export: Export, id: &str, person: &str, stay: &str) -> Export {
    export.row(
        "Exit",
        &[
            ("ExitID", id),
            ("EnrollmentID", stay),
            ("PersonalID", person),
            ("ExitDate", "2026-04-01"),
            ("Destination", "410"),
        ],
    )
}

#[test]
fn cc_2_4_a_providers_client_stays_out_with_all_that_points_to_them() {
    run(async {
        let export = two()
            .organization("O2", "1")
            .project("P2", "O2")
            .person("3")
            .stay("N3", "3", "P2")
            .stay("N4", "1", "P2");
        let export = exit(exit(export, "X3", "3", "N3"), "X4", "1", "N4");
        let (_, account) = import(&exit(export, "X1", "1", "N1")).await;
        assert_eq!(counted(&account, "Client.csv"), (2, 1, 0), "{account:?}");
        assert_eq!(counted(&account, "Enrollment.csv"), (2, 2, 0));
        assert_eq!(counted(&account, "Exit.csv"), (1, 2, 0));
        let told = reasons(&account, "Client.csv");
        assert!(told[0].contains("victim service provider"), "{told:?}");
    });
}

#[test]
fn cc_2_4_whom_no_enrolment_places_stays_out_where_a_provider_is_in_the_export() {
    run(async {
        let export = two()
            .organization("O2", "1")
            .project("P2", "O2")
            .person("3");
        let (_, account) = import(&export.health_and_dv("3", "0", "0")).await;
        assert_eq!(counted(&account, "Client.csv"), (2, 1, 0), "{account:?}");
        assert_eq!(counted(&account, "HealthAndDV.csv"), (0, 1, 0));
        let told = reasons(&account, "Client.csv");
        assert!(told[0].contains("can't be made out"), "{told:?}");
    });
}

#[test]
fn without_a_provider_a_client_without_enrolments_comes_in() {
    run(async {
        let (_, account) = import(&two().person("3")).await;
        assert_eq!(counted(&account, "Client.csv"), (3, 0, 0), "{account:?}");
    });
}

#[test]
fn cc_2_4_a_providers_whole_export_stays_out_also_without_projects_and_enrolments() {
    run(async {
        let text = two().files()["Organization.csv"].replace("Harbour House,0", "Harbour House,1");
        let header = |file: &str| format!("{}\n", two().files()[file].lines().next().unwrap());
        let export = two()
            .file("Organization.csv", &text)
            .file("Project.csv", &header("Project.csv"))
            .file("Enrollment.csv", &header("Enrollment.csv"))
            .file("CustomThings.csv", "HouseholdID,Thing\nN1,a\n")
            .health_and_dv("1", "1", "1");
        let (_, account) = import(&export).await;
        assert_eq!(counted(&account, "Client.csv"), (0, 2, 0), "{account:?}");
        assert_eq!(counted(&account, "HealthAndDV.csv"), (0, 1, 0));
        assert_eq!(counted(&account, "CustomThings.csv"), (0, 1, 0));
        assert_eq!(counted(&account, "Organization.csv"), (1, 0, 0));
    });
}

#[test]
fn cc_2_4_an_organisation_that_cannot_be_read_counts_as_a_provider() {
    run(async {
        let organizations = format!(
            "{}O2,Quiet Orchard,1,too,few\n",
            two().files()["Organization.csv"]
        );
        let export = two()
            .file("Organization.csv", &organizations)
            .project("P2", "O2")
            .person("3")
            .stay("N3", "3", "P2")
            .stay("N4", "1", "P2");
        let (_, account) = import(&export).await;
        assert_eq!(counted(&account, "Organization.csv"), (1, 0, 1));
        assert_eq!(counted(&account, "Client.csv"), (2, 1, 0), "{account:?}");
        assert_eq!(counted(&account, "Enrollment.csv"), (2, 2, 0));
        let told = reasons(&account, "Client.csv");
        assert!(told[0].contains("can't be made out"), "{told:?}");
    });
}

#[test]
fn cc_2_4_a_project_that_cannot_be_read_counts_as_a_providers() {
    run(async {
        let export = two().person("3").stay("N3", "3", "P2");
        let projects = format!("{}P2,O2,Safe house\n", export.files()["Project.csv"]);
        let (_, account) = import(&export.file("Project.csv", &projects)).await;
        assert_eq!(counted(&account, "Client.csv"), (2, 1, 0), "{account:?}");
        assert_eq!(counted(&account, "Enrollment.csv"), (2, 1, 0));
    });
}

#[test]
fn cc_2_4_a_providers_enrolment_that_cannot_be_read_lets_nobody_in() {
    run(async {
        let export = two()
            .organization("O2", "1")
            .project("P2", "O2")
            .person("3")
            .health_and_dv("3", "1", "0");
        let enrolments = format!("{}N3,3,P2,too few\n", export.files()["Enrollment.csv"]);
        let (_, account) = import(&export.file("Enrollment.csv", &enrolments)).await;
        assert_eq!(counted(&account, "Enrollment.csv"), (2, 0, 1));
        assert_eq!(counted(&account, "Client.csv"), (2, 1, 0), "{account:?}");
        assert_eq!(counted(&account, "HealthAndDV.csv"), (0, 1, 0));
    });
}

#[test]
fn cc_2_4_a_project_in_a_comparable_database_or_under_a_law_for_victims_counts_as_a_providers() {
    run(async {
        let participation = |end: &'static str| {
            two()
                .project("P2", "O1")
                .person("3")
                .stay("N3", "3", "P2")
                .row(
                    "HMISParticipation",
                    &[
                        ("HMISParticipationID", "H1"),
                        ("ProjectID", "P2"),
                        ("HMISParticipationType", "2"),
                        ("HMISParticipationStatusStartDate", "2020-01-01"),
                        ("HMISParticipationStatusEndDate", end),
                    ],
                )
        };
        let (_, account) = import(&participation("")).await;
        assert_eq!(counted(&account, "Client.csv"), (2, 1, 0), "{account:?}");
        let (_, account) = import(&participation("2021-01-01")).await;
        assert_eq!(counted(&account, "Client.csv"), (3, 0, 0), "{account:?}");
        let funder = [
            ("FunderID", "F1"),
            ("ProjectID", "P2"),
            ("Funder", "46"),
            ("OtherFunder", "State VOCA grant"),
            ("StartDate", "2020-01-01"),
        ];
        let (_, account) = import(&participation("2021-01-01").row("Funder", &funder)).await;
        assert_eq!(counted(&account, "Client.csv"), (2, 1, 0), "{account:?}");
    });
}

#[test]
fn cc_2_4_rows_that_name_only_a_providers_household_stay_out() {
    run(async {
        let export = two()
            .organization("O2", "1")
            .project("P2", "O2")
            .person("3")
            .stay("N3", "3", "P2")
            .file("CustomThings.csv", "HouseholdID,Thing\nN3,a\nN1,b\n");
        let (_, account) = import(&export).await;
        assert_eq!(
            counted(&account, "CustomThings.csv"),
            (1, 1, 0),
            "{account:?}"
        );
    });
}

#[test]
fn who_is_only_unclear_is_not_taken_for_a_survivor() {
    run(async {
        let (house, _) = import(&two()).await;
        let later = Export::new()
            .organization("O2", "1")
            .project("P2", "O2")
            .person("1");
        let account = house.import(&later).await;
        assert_eq!(counted(&account, "Client.csv"), (0, 1, 0), "{account:?}");
        let dana = house.worker("dana", caseward_model::Role::Caseworker).await;
        house.assign(&dana, house.client("1").await).await;
        let mine = house
            .office
            .my_clients(dana.id, Channel::Screen)
            .await
            .unwrap();
        assert!(!mine[0].standing.protected);
    });
}

#[test]
fn a_comparable_database_takes_what_is_unclear_elsewhere() {
    run(async {
        let house = House::on(&Engine::Sqlite, true).await;
        let export = two()
            .organization("O2", "1")
            .project("P2", "O2")
            .person("3");
        let account = house.import(&export).await;
        assert_eq!(counted(&account, "Client.csv"), (3, 0, 0), "{account:?}");
    });
}
