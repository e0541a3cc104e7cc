//! The fiction keeps its promises: complete, consistent, never later than today, and the same each time.

use std::collections::{HashMap, HashSet};

use caseward_model::{Category, Nature, Protection, Provenance, Role};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::cast::Person;
use super::headers::FILES;
use super::*;

/// The files, parsed: each row by its columns.
type Table = Vec<HashMap<String, String>>;

const TODAY: Date = date(2026, 3, 1);

fn parsed(today: Date, seed: u64) -> HashMap<&'static str, Table> {
    let read = |text: &str| {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().map(|row| row.unwrap()).collect()
    };
    export(today, seed)
        .iter()
        .map(|(file, text)| (*file, read(text)))
        .collect()
}

fn everyone() -> impl Iterator<Item = &'static Person> {
    HOUSEHOLDS.iter().flat_map(|household| household.members)
}

fn ids(table: &Table, column: &str) -> HashSet<String> {
    table.iter().map(|row| row[column].clone()).collect()
}

#[test]
fn all_25_files_are_there_with_their_exact_headers() {
    let files = export(TODAY, 1);
    assert_eq!(files.len(), 25);
    for ((file, text), (name, header)) in files.iter().zip(FILES) {
        assert_eq!(file, name);
        assert_eq!(text.split("\r\n").next(), Some(*header));
    }
    let columns = |file: &str| {
        let (_, header) = FILES.iter().find(|(name, _)| *name == file).unwrap();
        header.split(',').count()
    };
    let counts = [
        ("Export.csv", 19),
        ("User.csv", 10),
        ("Client.csv", 38),
        ("Enrollment.csv", 67),
        ("Exit.csv", 44),
        ("IncomeBenefits.csv", 77),
        ("Disabilities.csv", 20),
        ("Services.csv", 18),
    ];
    for (file, count) in counts {
        assert_eq!(columns(file), count, "{file}");
    }
}

#[test]
fn every_file_parses_and_only_affiliation_is_empty() {
    for (file, table) in parsed(TODAY, 1) {
        assert_eq!(table.is_empty(), file == "Affiliation.csv", "{file}");
    }
}

#[test]
fn the_same_day_and_seed_give_the_same_bytes_and_another_seed_gives_others() {
    assert_eq!(export(TODAY, 7), export(TODAY, 7));
    assert_ne!(export(TODAY, 7), export(TODAY, 8));
}

#[test]
fn every_row_id_is_its_own() {
    for (file, table) in parsed(TODAY, 2) {
        let key = FILES.iter().find(|(name, _)| *name == file).unwrap().1;
        let key = key.split(',').next().unwrap();
        assert_eq!(ids(&table, key).len(), table.len(), "{file}");
    }
}

#[test]
fn every_foreign_key_resolves() {
    let files = parsed(TODAY, 3);
    let homes = [
        ("ExportID", "Export.csv"),
        ("UserID", "User.csv"),
        ("OrganizationID", "Organization.csv"),
        ("ProjectID", "Project.csv"),
        ("PersonalID", "Client.csv"),
        ("EnrollmentID", "Enrollment.csv"),
        ("AssessmentID", "Assessment.csv"),
    ];
    for (key, home) in homes {
        let known = ids(&files[home], key);
        for (file, table) in &files {
            for row in table {
                if let Some(value) = row.get(key) {
                    assert!(known.contains(value), "{file}: {key} {value}");
                }
            }
        }
    }
    let projects = ids(&files["Project.csv"], "ProjectID");
    for row in &files["Event.csv"] {
        assert!(projects.contains(&row["LocationCrisisOrPHHousing"]));
    }
}

#[test]
fn an_enrollment_and_what_hangs_on_it_are_of_one_person_and_within_the_stay() {
    for seed in [0, 4, 1998] {
        let files = parsed(TODAY, seed);
        let entries: HashMap<_, _> = files["Enrollment.csv"]
            .iter()
            .map(|row| (row["EnrollmentID"].clone(), row))
            .collect();
        let exits: HashMap<_, _> = files["Exit.csv"]
            .iter()
            .map(|row| (row["EnrollmentID"].clone(), &row["ExitDate"]))
            .collect();
        for (file, table) in &files {
            for row in table {
                let Some(enrollment) = row.get("EnrollmentID") else {
                    continue;
                };
                let entry = entries[enrollment];
                assert_eq!(entry["PersonalID"], row["PersonalID"], "{file}");
                let days = [
                    "InformationDate",
                    "DateProvided",
                    "AssessmentDate",
                    "EventDate",
                    "ExitDate",
                    "MoveInDate",
                ];
                for day in days
                    .iter()
                    .filter_map(|day| row.get(*day))
                    .filter(|day| !day.is_empty())
                {
                    assert!(*day >= entry["EntryDate"], "{file} {day}");
                    assert!(
                        exits.get(enrollment).is_none_or(|exit| day <= *exit),
                        "{file} {day}"
                    );
                }
            }
        }
    }
}

#[test]
fn nothing_is_later_than_today_nor_older_than_its_person() {
    for today in [TODAY, date(2024, 2, 29), date(2027, 1, 1)] {
        let files = parsed(today, 5);
        let born: HashMap<_, _> = files["Client.csv"]
            .iter()
            .map(|row| (row["PersonalID"].clone(), row["DOB"].clone()))
            .collect();
        for (file, table) in &files {
            for row in table {
                for (column, value) in row {
                    let Some(Ok(day)) = value.get(..10).map(str::parse::<Date>) else {
                        continue;
                    };
                    assert!(day <= today, "{file} {column} {value}");
                }
                if let Some(entry) = row.get("EntryDate") {
                    assert!(born[&row["PersonalID"]] <= *entry);
                    assert!(entry.parse::<Date>().unwrap() >= today.saturating_sub(548.days()));
                }
            }
        }
        for note in notes(today) {
            assert!(note.days_ago >= 1 && note.on < today);
        }
    }
}

#[test]
fn about_sixty_people_in_thirty_five_households_have_names_of_their_own() {
    let names: HashSet<_> = everyone()
        .map(|person| (person.first, person.last))
        .collect();
    assert_eq!(names.len(), everyone().count());
    assert_eq!(
        everyone()
            .map(|person| person.id)
            .collect::<HashSet<_>>()
            .len(),
        names.len()
    );
    assert!((55..=65).contains(&names.len()), "{}", names.len());
    assert_eq!(HOUSEHOLDS.len(), 35);
    let clients: HashSet<String> = names
        .iter()
        .map(|(first, last)| format!("{first} {last}").trim().to_owned())
        .collect();
    for persona in personas() {
        assert_eq!(
            clients.contains(persona.name),
            persona.own_file.is_some(),
            "{}",
            persona.name
        );
    }
}

#[test]
fn a_household_has_one_head_and_its_stays_follow_each_other() {
    for household in HOUSEHOLDS {
        let heads = household
            .members
            .iter()
            .filter(|person| person.relation == 1)
            .count();
        assert_eq!(heads, 1);
        assert_eq!(household.members[0].relation, 1);
        assert!(!household.stays.is_empty());
        for pair in household.stays.windows(2) {
            assert!(pair[0].left.is_some_and(|(left, _)| left > pair[1].came));
        }
        for stay in household.stays {
            // The dice add up to two days; the form asks for eighteen months at most.
            assert!(stay.came <= 540 && stay.left.is_none_or(|(left, _)| left < stay.came));
        }
    }
}

#[test]
fn social_security_numbers_are_none_that_was_ever_issued() {
    let files = parsed(TODAY, 6);
    let mut given = 0;
    for row in &files["Client.csv"] {
        let number = row["SSN"].as_str();
        given += u32::from(!number.is_empty());
        let never = ["000", "666", "9"]
            .iter()
            .any(|start| number.starts_with(start));
        assert!(
            number.is_empty() || number.starts_with('x') || never,
            "{number}"
        );
    }
    assert!((1..10).contains(&given));
}

#[test]
fn cc_2_4_some_are_fleeing_and_some_are_survivors_only() {
    let files = parsed(TODAY, 1);
    let who = |fleeing: &str| -> HashSet<String> {
        let rows = files["HealthAndDV.csv"].iter();
        rows.filter(|row| {
            row["DomesticViolenceSurvivor"] == "1" && row["CurrentlyFleeing"] == fleeing
        })
        .map(|row| row["PersonalID"].clone())
        .collect()
    };
    let of = |ids: &[&str]| {
        ids.iter()
            .map(ToString::to_string)
            .collect::<HashSet<String>>()
    };
    assert_eq!(who("1"), of(&["1101", "2601", "4201"]));
    assert_eq!(who("0"), of(&["1501", "2201", "2501", "3501"]));
}

#[test]
fn the_victim_service_provider_is_a_name_without_projects_or_clients() {
    let files = parsed(TODAY, 1);
    let organizations = &files["Organization.csv"];
    let survivors: Vec<_> = organizations
        .iter()
        .filter(|row| row["VictimServiceProvider"] == "1")
        .collect();
    assert_eq!(survivors.len(), 1);
    assert!(
        !ids(&files["Project.csv"], "OrganizationID").contains(&survivors[0]["OrganizationID"])
    );
    assert_eq!(files["Project.csv"].len(), 5);
}

#[test]
fn the_cast_holds_the_people_that_the_demo_shows() {
    let files = parsed(TODAY, 1);
    let died = files["Exit.csv"]
        .iter()
        .filter(|row| row["Destination"] == "24")
        .count();
    assert_eq!(died, 1);
    let yes = |kind: &str| {
        let rows = files["Disabilities.csv"].iter();
        rows.filter(|row| row["DisabilityType"] == kind && row["DisabilityResponse"] != "0")
            .count()
    };
    assert!(yes("8") > 0 && yes("9") > 0 && yes("10") > 0);
    let coded = files["Client.csv"]
        .iter()
        .find(|row| row["NameDataQuality"] == "2")
        .unwrap();
    assert_eq!(
        (coded["DOBDataQuality"].as_str(), coded["LastName"].as_str()),
        ("2", "")
    );
    assert!(coded["DOB"].ends_with("-01-01"));
    assert!(everyone().any(|person| person.relation == 1 && person.age() < 18));
}

#[test]
fn personas_know_each_other_and_one_training_ran_out() {
    let all = personas();
    let handles: HashSet<_> = all.iter().map(|persona| persona.handle).collect();
    assert_eq!(handles.len(), all.len());
    let files = parsed(TODAY, 1);
    let (organizations, projects) = (
        ids(&files["Organization.csv"], "OrganizationID"),
        ids(&files["Project.csv"], "ProjectID"),
    );
    for persona in &all {
        assert!(organizations.contains(persona.organization));
        assert!(
            persona
                .programmes
                .iter()
                .all(|project| projects.contains(*project))
        );
        assert!(
            persona
                .supervises
                .iter()
                .all(|handle| handles.contains(handle))
        );
        assert_eq!(persona.own_file.is_some(), persona.role == Role::Client);
        assert!(!persona.note.0.is_empty() && persona.note.0 != persona.note.1);
    }
    assert_eq!(
        all.iter()
            .filter(|persona| !persona.training_current)
            .count(),
        1
    );
}

#[test]
fn dv_5_2_2_an_opinion_says_what_it_rests_on_and_a_fact_does_not_need_to() {
    for note in notes(TODAY) {
        assert_eq!(
            note.nature == Nature::Opinion,
            !note.based_on.is_empty(),
            "{}",
            note.text
        );
    }
}

#[test]
fn dv_3_2_what_third_parties_told_stands_apart() {
    let all = notes(TODAY);
    for note in &all {
        let apart = note.section == Category::ThirdParty;
        assert_eq!(
            note.provenance == Provenance::ThirdParty,
            apart,
            "{}",
            note.text
        );
    }
    let about_reader = all.iter().filter(|note| note.personal_id == "1001");
    assert!(
        about_reader
            .clone()
            .any(|note| note.section == Category::ThirdParty)
    );
    assert!(
        about_reader
            .clone()
            .any(|note| note.section != Category::ThirdParty)
    );
    assert!((38..=46).contains(&all.len()), "{}", all.len());
}

#[test]
fn cr_7_notes_are_written_by_those_assigned_or_supervising_during_a_stay() {
    let told = story();
    let supervises = |handle: &str| {
        let found = personas()
            .into_iter()
            .find(|persona| persona.handle == handle);
        found.map_or(&[][..], |persona| persona.supervises)
    };
    for note in notes(TODAY) {
        let by_assigned = told.assignments.iter().any(|assigned| {
            let near = assigned.handle == note.by || supervises(note.by).contains(&assigned.handle);
            near && assigned.personal_ids.contains(&note.personal_id)
        });
        assert!(by_assigned, "{} {}", note.by, note.personal_id);
        let of = |household: &&cast::Household| {
            household
                .members
                .iter()
                .any(|person| person.id == note.personal_id)
        };
        let household = HOUSEHOLDS.iter().find(of).unwrap();
        let during = household.stays.iter().any(|stay| {
            stay.came >= note.days_ago && stay.left.is_none_or(|(left, _)| left <= note.days_ago)
        });
        assert!(during, "{} {}", note.personal_id, note.days_ago);
    }
}

#[test]
fn a_household_is_served_by_one_organisation_and_its_worker_works_there() {
    let projects = &parsed(TODAY, 1)["Project.csv"];
    for household in HOUSEHOLDS {
        let of = |stay: &cast::Stay| {
            let found = projects.iter().find(|row| row["ProjectID"] == stay.project);
            found.unwrap()["OrganizationID"].clone()
        };
        let organization = of(&household.stays[0]);
        assert!(household.stays.iter().all(|stay| of(stay) == organization));
        if let Some(handle) = household.worker {
            let worker = personas::persona(handle).unwrap();
            assert_eq!(worker.organization, organization);
            let works_in = |stay: &cast::Stay| worker.programmes.contains(&stay.project);
            assert!(household.stays.iter().any(works_in), "{handle}");
        }
    }
}

#[test]
fn dv_3_3_2e_nobody_is_assigned_across_a_wall() {
    let told = story();
    let assigned_to = |id: &str| -> HashSet<&str> {
        let all = told.assignments.iter();
        all.filter(|assigned| assigned.personal_ids.contains(&id))
            .map(|found| found.handle)
            .collect()
    };
    let files = parsed(TODAY, 1);
    let wrote_about = |handle: &str, id: &str| {
        let name = personas::persona(handle).unwrap().name;
        let users = files["User.csv"].iter();
        let users: HashSet<_> = users
            .filter(|user| name.starts_with(&user["UserFirstName"]))
            .map(|user| user["UserID"].as_str())
            .collect();
        assert!(!users.is_empty());
        files.values().flatten().any(|row| {
            row.get("PersonalID").is_some_and(|about| about == id)
                && users.contains(row["UserID"].as_str())
        })
    };
    let known: HashSet<_> = everyone().map(|person| person.id).collect();
    for wall in told.walls {
        assert!(known.contains(wall.personal_id));
        match wall.from {
            Apart::Worker(handle) => {
                assert!(!assigned_to(wall.personal_id).contains(handle));
                assert!(!wrote_about(handle, wall.personal_id));
            }
            Apart::Client(other) if wall.tie == Tie::ExPartner => {
                assert!(assigned_to(wall.personal_id).is_disjoint(&assigned_to(other)));
            }
            Apart::Client(other) => assert!(known.contains(other)),
            Apart::Recipient(handle) => {
                assert!(
                    told.recipients
                        .iter()
                        .any(|partner| partner.handle == handle)
                );
            }
        }
    }
}

#[test]
fn consents_name_known_people_and_organisations_and_one_ran_out_and_one_was_withdrawn() {
    let told = story();
    let known: HashSet<_> = everyone().map(|person| person.id).collect();
    for consent in told.consents {
        assert!(known.contains(consent.personal_id));
        assert!(
            told.recipients
                .iter()
                .any(|partner| partner.handle == consent.recipient)
        );
        assert!(!consent.purposes.is_empty() && !consent.categories.is_empty());
        assert!(consent.signed_days_ago > 0 && consent.days > 0);
    }
    let ran_out = told
        .consents
        .iter()
        .filter(|consent| consent.signed_days_ago > consent.days);
    assert_eq!(ran_out.count(), 1);
    let withdrawn = told
        .consents
        .iter()
        .filter(|consent| consent.withdrawn_days_ago.is_some());
    assert_eq!(withdrawn.count(), 1);
    assert!(
        told.shields
            .iter()
            .all(|shield| known.contains(shield.personal_id))
    );
    assert!(
        told.shields
            .iter()
            .any(|shield| shield.protection == Protection::DeclinedSharing)
    );
}
