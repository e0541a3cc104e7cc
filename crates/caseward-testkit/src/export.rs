//! A small HMIS export to build on: a test says what is different, the rest is plain.

use std::collections::BTreeMap;

use caseward_formats::fields::Edition;
use caseward_formats::hmis::{standard_files, standard_header};

/// An export, file by file.
#[derive(Debug, Clone)]
pub struct Export {
    files: BTreeMap<String, String>,
    export_id: String,
}

impl Default for Export {
    fn default() -> Self {
        Self::new()
    }
}

impl Export {
    /// All files of FY2026 with their headers, and the one row of Export.csv.
    #[must_use]
    pub fn new() -> Self {
        let mut export = Self {
            files: BTreeMap::new(),
            export_id: "E1".to_owned(),
        };
        for file in standard_files(Edition::Fy2026) {
            let header = standard_header(file.name, Edition::Fy2026)
                .unwrap_or_default()
                .join(",");
            export
                .files
                .insert(format!("{}.csv", file.name), format!("{header}\n"));
        }
        export
            .row(
                "Export",
                &[
                    ("SourceType", "2"),
                    ("SourceID", "office-1"),
                    ("SourceName", "The other system"),
                    ("ExportDate", "2026-11-01 08:00:00"),
                    ("ExportStartDate", "2025-11-01"),
                    ("ExportEndDate", "2026-10-31"),
                    ("SoftwareName", "Other"),
                    ("CSVVersion", "2026 v1.0"),
                    ("ExportPeriodType", "3"),
                    ("ExportDirective", "2"),
                    ("HashStatus", "1"),
                    ("ImplementationID", "I1"),
                ],
            )
            .row(
                "Organization",
                &[
                    ("OrganizationID", "O1"),
                    ("OrganizationName", "Harbour House"),
                    ("VictimServiceProvider", "0"),
                ],
            )
            .row(
                "Project",
                &[
                    ("ProjectID", "P1"),
                    ("OrganizationID", "O1"),
                    ("ProjectName", "Night shelter"),
                    ("OperatingStartDate", "2020-01-01"),
                    ("ContinuumProject", "1"),
                ],
            )
    }

    /// Adds a row; columns that aren't named stay blank.
    #[must_use]
    pub fn row(mut self, file: &str, values: &[(&str, &str)]) -> Self {
        let header = standard_header(file, Edition::Fy2026).unwrap_or_default();
        let cell = |column: &&str| {
            let given = values
                .iter()
                .find(|(name, _)| name == column)
                .map(|(_, value)| *value);
            given.unwrap_or(match *column {
                "ExportID" => &self.export_id,
                "DateCreated" | "DateUpdated" => "2026-10-01 10:00:00",
                "UserID" => "U1",
                _ => "",
            })
        };
        let line: Vec<String> = header.iter().map(cell).map(quoted).collect();
        if let Some(text) = self.files.get_mut(&format!("{file}.csv")) {
            text.push_str(&line.join(","));
            text.push('\n');
        }
        self
    }

    /// A client with a name, and an enrolment in the night shelter.
    #[must_use]
    pub fn client(self, personal_id: &str, first: &str, last: &str) -> Self {
        let enrollment = format!("N{personal_id}");
        self.row(
            "Client",
            &[
                ("PersonalID", personal_id),
                ("FirstName", first),
                ("LastName", last),
                ("NameDataQuality", "1"),
                ("SSN", "900121234"),
                ("DOB", "1990-05-06"),
                ("VeteranStatus", "0"),
            ],
        )
        .row(
            "Enrollment",
            &[
                ("EnrollmentID", &enrollment),
                ("PersonalID", personal_id),
                ("ProjectID", "P1"),
                ("EntryDate", "2026-03-01"),
                ("HouseholdID", &enrollment),
                ("RelationshipToHoH", "1"),
                ("LivingSituation", "116"),
            ],
        )
    }

    /// A health and violence record of a client.
    #[must_use]
    pub fn health_and_dv(self, personal_id: &str, survivor: &str, fleeing: &str) -> Self {
        let (own, enrollment) = (format!("H{personal_id}"), format!("N{personal_id}"));
        self.row(
            "HealthAndDV",
            &[
                ("HealthAndDVID", &own),
                ("EnrollmentID", &enrollment),
                ("PersonalID", personal_id),
                ("InformationDate", "2026-03-01"),
                ("DomesticViolenceSurvivor", survivor),
                ("CurrentlyFleeing", fleeing),
                ("GeneralHealthStatus", "3"),
                ("DataCollectionStage", "1"),
            ],
        )
    }

    /// Replaces a text in a file: for exports that go wrong, or newer ones.
    #[must_use]
    pub fn replaced(mut self, file: &str, from: &str, to: &str) -> Self {
        if let Some(text) = self.files.get_mut(file) {
            *text = text.replace(from, to);
        }
        self
    }

    /// Adds or replaces a whole file.
    #[must_use]
    pub fn file(mut self, name: &str, text: &str) -> Self {
        self.files.insert(name.to_owned(), text.to_owned());
        self
    }

    /// The files, each with its text.
    #[must_use]
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }
}

fn quoted(value: &str) -> String {
    if value.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}
