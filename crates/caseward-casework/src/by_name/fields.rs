//! Of which columns of an HMIS import the by-name list is made, and a client's records as it reads them: the fewest that say how
//! long somebody has been without a home, and who can help (CC-2.5, NASW-c).

use std::collections::{BTreeMap, HashMap};

use caseward_formats::fields::{table, whole_number};
use caseward_gate::{DisclosedPart, RowFields, Text};
use caseward_model::Category;
use jiff::civil::Date;

use crate::layout::Layouts;

/// A file that the list reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Client,
    Enrollment,
    Exit,
    Living,
    Violence,
    Services,
    Assessment,
    Result,
    Event,
}

/// The files with the columns that are read of each, in HUD's spelling.
const FILES: &[(Source, &str, &[&str])] = &[
    (
        Source::Client,
        "Client",
        &[
            "FirstName",
            "MiddleName",
            "LastName",
            "NameSuffix",
            "DOB",
            "VeteranStatus",
        ],
    ),
    (
        Source::Enrollment,
        "Enrollment",
        &[
            "EnrollmentID",
            "ProjectID",
            "EntryDate",
            "HouseholdID",
            "RelationshipToHoH",
            "LivingSituation",
            "LOSUnderThreshold",
            "PreviousStreetESSH",
            "DateToStreetESSH",
            "TimesHomelessPastThreeYears",
            "MonthsHomelessPastThreeYears",
            "DisablingCondition",
            "MoveInDate",
        ],
    ),
    (Source::Exit, "Exit", &["EnrollmentID", "ExitDate"]),
    (
        Source::Living,
        "CurrentLivingSituation",
        &["InformationDate", "CurrentLivingSituation"],
    ),
    (
        Source::Violence,
        "HealthAndDV",
        &["InformationDate", "CurrentlyFleeing"],
    ),
    (Source::Services, "Services", &["DateProvided"]),
    (
        Source::Assessment,
        "Assessment",
        &["AssessmentID", "AssessmentDate", "PrioritizationStatus"],
    ),
    (
        Source::Result,
        "AssessmentResults",
        &["AssessmentID", "AssessmentResultType", "AssessmentResult"],
    ),
    (Source::Event, "Event", &["EventDate"]),
];

/// The sections that are asked for. A value that lies in another one, such as a place to stay that tells of custody, of mental
/// health or of HIV, isn't: a list is looked at over shoulders.
const SECTIONS: &[Category] = &[
    Category::Identity,
    Category::Demographics,
    Category::Household,
    Category::Housing,
    Category::Health,
    Category::DomesticViolence,
    Category::Services,
    Category::Notes,
    Category::Administration,
];

/// One imported file, as far as the list reads it.
struct File {
    source: Source,
    numbers: Vec<(&'static str, u32)>,
}

/// All of them, by their number in this office.
pub(super) struct Fields {
    files: HashMap<i64, File>,
    wanted: RowFields,
}

impl Fields {
    /// Those of the files that were imported here.
    pub(super) fn of(layouts: &Layouts) -> Self {
        let (mut files, mut wanted) = (HashMap::new(), RowFields::new());
        for (no, file) in layouts.iter() {
            let Some((source, name, columns)) = FILES.iter().find(|it| it.1 == file.name) else {
                continue;
            };
            let mut numbers = Vec::with_capacity(columns.len());
            let sections: &mut Vec<(Category, u32)> = wanted.entry(no).or_default();
            for column in *columns {
                let Some(field) = table().field(name, column) else {
                    continue;
                };
                numbers.push((*column, field.number));
                let possible = field.category.possible().into_iter();
                let asked = possible.filter(|it| SECTIONS.contains(it));
                sections.extend(asked.map(|it| (it, field.number)));
            }
            let source = *source;
            files.insert(no, File { source, numbers });
        }
        Self { files, wanted }
    }

    /// What the gate is asked to open.
    pub(super) fn wanted(&self) -> RowFields {
        self.wanted.clone()
    }

    /// A client's records, each put together of what was opened of it.
    pub(super) fn records<'r>(&'r self, parts: &'r [DisclosedPart]) -> Vec<Record<'r>> {
        let mut records: BTreeMap<i64, Record<'r>> = BTreeMap::new();
        for part in parts {
            let Some(file) = self.files.get(&part.kind) else {
                continue;
            };
            let record = records.entry(part.record_no).or_insert_with(|| Record {
                no: part.record_no,
                source: file.source,
                numbers: &file.numbers,
                parts: Vec::new(),
            });
            record.parts.push(part);
        }
        records.into_values().collect()
    }
}

/// A record, or as much of it as was opened.
pub(super) struct Record<'r> {
    /// Its number within the client's file; records are numbered as they came in.
    pub(super) no: i64,
    pub(super) source: Source,
    numbers: &'r [(&'static str, u32)],
    parts: Vec<&'r DisclosedPart>,
}

impl<'r> Record<'r> {
    /// The value in a column; nothing where it is blank, and where it wasn't opened.
    pub(super) fn text(&self, column: &str) -> Option<&'r Text> {
        let (_, number) = self.numbers.iter().find(|(name, _)| *name == column)?;
        let mut fields = self.parts.iter().flat_map(|part| part.fields.iter());
        let (_, text) = fields.find(|(it, _)| it == number)?;
        Some(text).filter(|it| !it.is_empty())
    }

    /// The code in a column.
    pub(super) fn code(&self, column: &str) -> Option<u32> {
        self.text(column)?.code(|text| whole_number(text.trim()))
    }

    /// The day in a column.
    pub(super) fn date(&self, column: &str) -> Option<Date> {
        self.text(column)?.code(|text| text.trim().parse().ok())
    }

    /// The day in a column, unless it is yet to come.
    pub(super) fn past(&self, column: &str, today: Date) -> Option<Date> {
        self.date(column).filter(|day| *day <= today)
    }

    /// Yes or no; nothing where nobody knows, nobody asked, or somebody preferred not to answer.
    pub(super) fn answer(&self, column: &str) -> Option<bool> {
        match self.code(column)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    /// Whether a column holds the same as another text.
    pub(super) fn has(&self, column: &str, other: &Text) -> bool {
        let same = |text: &str| other.code(|other| other.trim() == text.trim());
        self.text(column).is_some_and(|text| text.code(same))
    }
}
