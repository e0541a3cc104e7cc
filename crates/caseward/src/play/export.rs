//! The export with which the clients of a made-up meeting come: HUD's HMIS CSV of FY2026, brought in as any other is.

use std::collections::BTreeMap;

use caseward_formats::fields::Edition;
use caseward_formats::hmis::{standard_files, standard_header};
use jiff::ToSpan;
use jiff::civil::Date;

use super::script::{Script, Subject};

/// How many days ago everybody of the script came into the program.
pub(super) const CAME_DAYS_AGO: i64 = 90;
/// That somebody was referred to an emergency shelter.
const TO_A_SHELTER: &str = "10";

/// The files as they are written on a day, each with its name and its text.
pub(crate) fn files(script: &Script, own: &str, today: Date) -> Vec<(String, String)> {
    let came = today.saturating_sub(CAME_DAYS_AGO.days()).to_string();
    let mut files = BTreeMap::new();
    for file in standard_files(Edition::Fy2026) {
        let header = standard_header(file.name, Edition::Fy2026).unwrap_or_default();
        files.insert(file.name, format!("{}\n", header.join(",")));
    }
    let mut row = |file: &'static str, values: &[(&str, &str)]| {
        if let Some(text) = files.get_mut(file) {
            text.push_str(&line(file, values, today));
        }
    };
    places(&mut row, own, today);
    for client in &script.clients {
        let id = client.personal_id.as_str();
        let (stay, health) = (format!("N{id}"), format!("H{id}"));
        row(
            "Client",
            &[
                ("PersonalID", id),
                ("FirstName", &client.first),
                ("LastName", &client.last),
                ("NameDataQuality", "1"),
                ("DOB", &client.born),
                ("DOBDataQuality", "1"),
                ("VeteranStatus", "0"),
            ],
        );
        row(
            "Enrollment",
            &[
                ("EnrollmentID", &stay),
                ("PersonalID", id),
                ("ProjectID", "P1"),
                ("EntryDate", &came),
                ("HouseholdID", &stay),
                ("RelationshipToHoH", "1"),
                ("LivingSituation", "116"),
            ],
        );
        if !client.referred.is_empty() {
            referral(&mut row, client, (&stay, &came));
        }
        let flees = if client.flees { "1" } else { "0" };
        row(
            "HealthAndDV",
            &[
                ("HealthAndDVID", &health),
                ("EnrollmentID", &stay),
                ("PersonalID", id),
                ("InformationDate", &came),
                ("DomesticViolenceSurvivor", flees),
                ("CurrentlyFleeing", if client.flees { "1" } else { "" }),
                ("GeneralHealthStatus", "3"),
                ("DataCollectionStage", "1"),
            ],
        );
    }
    let named = files.into_iter();
    named
        .map(|(name, text)| (format!("{name}.csv"), text))
        .collect()
}

/// That somebody of the script was referred to an emergency shelter, in this enrolment on this day.
fn referral(
    row: &mut impl FnMut(&'static str, &[(&str, &str)]),
    client: &Subject,
    (stay, day): (&str, &str),
) {
    let id = client.personal_id.as_str();
    row(
        "Event",
        &[
            ("EventID", &format!("E{id}")),
            ("EnrollmentID", stay),
            ("PersonalID", id),
            ("EventDate", day),
            ("Event", TO_A_SHELTER),
            ("LocationCrisisOrPHHousing", &client.referred),
        ],
    );
}

fn places(row: &mut impl FnMut(&'static str, &[(&str, &str)]), own: &str, today: Date) {
    let (now, ends) = (format!("{today} 08:00:00"), today.to_string());
    let begins = today.saturating_sub(365.days()).to_string();
    row(
        "Export",
        &[
            ("SourceType", "2"),
            ("SourceID", "office-1"),
            ("SourceName", "The other system"),
            ("ExportDate", &now),
            ("ExportStartDate", &begins),
            ("ExportEndDate", &ends),
            ("SoftwareName", "Other"),
            ("CSVVersion", "2026 v1.0"),
            ("ExportPeriodType", "3"),
            ("ExportDirective", "2"),
            ("HashStatus", "1"),
            ("ImplementationID", "I1"),
        ],
    );
    row(
        "Organization",
        &[
            ("OrganizationID", "O1"),
            ("OrganizationName", own),
            ("VictimServiceProvider", "0"),
        ],
    );
    row(
        "Project",
        &[
            ("ProjectID", "P1"),
            ("OrganizationID", "O1"),
            ("ProjectName", "Night shelter"),
            ("OperatingStartDate", "2020-01-01"),
            ("ContinuumProject", "1"),
        ],
    );
}

/// A row of a file; columns that aren't named stay blank.
fn line(file: &str, values: &[(&str, &str)], today: Date) -> String {
    let header = standard_header(file, Edition::Fy2026).unwrap_or_default();
    let cell = |column: &&str| {
        let given = values.iter().find(|(name, _)| name == column);
        match (given, *column) {
            (Some((_, value)), _) => quoted(value),
            (None, "ExportID") => "E1".to_owned(),
            (None, "DateCreated" | "DateUpdated") => {
                format!("{} 10:00:00", today.saturating_sub(1.day()))
            }
            (None, "UserID") => "U1".to_owned(),
            (None, _) => String::new(),
        }
    };
    let cells: Vec<String> = header.iter().map(cell).collect();
    format!("{}\n", cells.join(","))
}

fn quoted(value: &str) -> String {
    if value.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}
