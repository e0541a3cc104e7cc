//! The parsed table: every file, every column, found by any spelling that was ever used.

use std::collections::HashMap;
use std::sync::LazyLock;

use caseward_model::{Language, RedactionClass};

use super::category::CategoryRule;
use super::codes::{CodeList, code_list};

static HMIS: &str = include_str!("../../fields/hmis.tsv");

/// One of HUD's standards that Caseward reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub enum Edition {
    /// In force from October 2021.
    #[serde(rename = "FY2022")]
    Fy2022,
    /// In force from October 2023.
    #[serde(rename = "FY2024")]
    Fy2024,
    /// In force from October 2025.
    #[serde(rename = "FY2026")]
    Fy2026,
}

impl Edition {
    /// All three, oldest first.
    pub const ALL: [Self; 3] = [Self::Fy2022, Self::Fy2024, Self::Fy2026];

    /// The year in its name.
    #[must_use]
    pub const fn year(self) -> u16 {
        match self {
            Self::Fy2022 => 2022,
            Self::Fy2024 => 2024,
            Self::Fy2026 => 2026,
        }
    }

    const fn bit(self) -> u8 {
        match self {
            Self::Fy2022 => 1,
            Self::Fy2024 => 2,
            Self::Fy2026 => 4,
        }
    }
}

/// What a column's values look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Text of at most so many characters.
    Text(usize),
    /// A whole number.
    Integer,
    /// An amount of dollars and cents.
    Money,
    /// A day.
    Date,
    /// A day and a time, without a zone.
    DateTime,
    /// A number out of a list.
    Code(&'static CodeList),
}

/// One column of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The file without `.csv`.
    pub file: &'static str,
    /// Its number within the file: never reused, because sealed parts are written by number.
    pub number: u32,
    /// The header in HUD's newest spelling.
    pub name: &'static str,
    /// What its values look like.
    pub shape: Shape,
    /// Whether HUD wants a value in every row.
    pub required: bool,
    /// What kind of information it holds.
    pub category: CategoryRule,
    /// What it gives away about who it is.
    pub redaction: RedactionClass,
    /// What a worker reads, in English.
    pub label_en: &'static str,
    /// What a worker reads, in Spanish.
    pub label_es: &'static str,
    /// Other spellings of the header.
    pub aliases: Vec<&'static str>,
    /// Those of them that an older edition had.
    renamed: Vec<(Edition, &'static str)>,
    editions: u8,
}

impl Field {
    /// Whether this edition of the standard has the column.
    #[must_use]
    pub const fn is_in(&self, edition: Edition) -> bool {
        self.editions & edition.bit() != 0
    }

    /// The header as this edition spells it.
    #[must_use]
    pub fn name_in(&self, edition: Edition) -> &'static str {
        let renamed = self.renamed.iter().find(|(since, _)| *since == edition);
        renamed.map_or(self.name, |(_, name)| name)
    }

    /// What a worker reads.
    #[must_use]
    pub const fn label(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.label_en,
            Language::Spanish => self.label_es,
        }
    }
}

/// The columns of one file.
#[derive(Debug)]
pub struct FileFields {
    /// The file without `.csv`, in HUD's spelling.
    pub name: &'static str,
    /// Its columns over all editions, in HUD's order.
    pub fields: Vec<Field>,
    by_header: HashMap<String, usize>,
}

impl FileFields {
    /// The column with this header, however it is spelled.
    #[must_use]
    pub fn field(&self, header: &str) -> Option<&Field> {
        let index = self.by_header.get(&spelled_alike(header))?;
        self.fields.get(*index)
    }

    /// The column with this number.
    #[must_use]
    pub fn by_number(&self, number: u32) -> Option<&Field> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        self.fields
            .get(index)
            .filter(|field| field.number == number)
    }

    /// The columns that this edition has, in its order.
    pub fn edition(&self, edition: Edition) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.is_in(edition))
    }
}

/// Every column of every file.
#[derive(Debug)]
pub struct FieldTable {
    files: Vec<FileFields>,
}

impl FieldTable {
    /// The files in the order in which intake reads them.
    #[must_use]
    pub fn files(&self) -> &[FileFields] {
        &self.files
    }

    /// The file of this name, with or without `.csv`, in any case.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&FileFields> {
        let name = name.trim();
        let stem = match name
            .len()
            .checked_sub(4)
            .and_then(|at| name.split_at_checked(at))
        {
            Some((stem, end)) if end.eq_ignore_ascii_case(".csv") => stem,
            _ => name,
        };
        self.files
            .iter()
            .find(|file| file.name.eq_ignore_ascii_case(stem))
    }

    /// The column of this file with this header.
    #[must_use]
    pub fn field(&self, file: &str, header: &str) -> Option<&Field> {
        self.file(file)?.field(header)
    }

    /// A column by header alone, when every file that has it means the same by it.
    pub(super) fn agreed(&self, header: &str) -> Option<&Field> {
        let mut found = self.files.iter().filter_map(|file| file.field(header));
        let first = found.next()?;
        found
            .all(|other| other.category == first.category && other.redaction == first.redaction)
            .then_some(first)
    }
}

/// Headers are compared without their case, the spaces around them and a stray byte order mark.
#[must_use]
pub fn spelled_alike(header: &str) -> String {
    header
        .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
        .to_ascii_lowercase()
}

/// The table.
#[must_use]
pub fn table() -> &'static FieldTable {
    static TABLE: LazyLock<FieldTable> = LazyLock::new(parse);
    &TABLE
}

fn parse() -> FieldTable {
    let mut files: Vec<FileFields> = Vec::new();
    for field in HMIS.lines().skip(1).filter_map(parse_line) {
        if files.last().is_none_or(|file| file.name != field.file) {
            files.push(FileFields {
                name: field.file,
                fields: Vec::new(),
                by_header: HashMap::new(),
            });
        }
        let Some(file) = files.last_mut() else {
            continue;
        };
        let index = file.fields.len();
        for header in std::iter::once(field.name).chain(field.aliases.iter().copied()) {
            file.by_header.insert(spelled_alike(header), index);
        }
        file.fields.push(field);
    }
    FieldTable { files }
}

fn parse_line(line: &'static str) -> Option<Field> {
    let mut cells = line.split('\t');
    let mut next = || cells.next();
    let mut field = Field {
        file: next()?,
        number: next()?.parse().ok()?,
        name: next()?,
        editions: parse_editions(next()?)?,
        shape: parse_shape(next()?)?,
        required: next()? == "n",
        category: CategoryRule::parse(next()?)?,
        redaction: next()?.parse().ok()?,
        label_en: next()?,
        label_es: next()?,
        aliases: Vec::new(),
        renamed: Vec::new(),
    };
    // `Old@22`: the edition of 2022 spelled it so; without a year it is only heard of.
    for alias in next()?.split(',').filter(|alias| !alias.is_empty()) {
        let (name, year) = alias.split_once('@').unwrap_or((alias, ""));
        field.aliases.push(name);
        if !year.is_empty() {
            field.renamed.push((parse_edition(year)?, name));
        }
    }
    Some(field)
}

fn parse_edition(year: &str) -> Option<Edition> {
    match year {
        "22" => Some(Edition::Fy2022),
        "24" => Some(Edition::Fy2024),
        "26" => Some(Edition::Fy2026),
        _ => None,
    }
}

fn parse_editions(text: &str) -> Option<u8> {
    let mut bits = 0;
    for year in text.split(',') {
        bits |= parse_edition(year)?.bit();
    }
    Some(bits)
}

fn parse_shape(text: &str) -> Option<Shape> {
    Some(match text.split_once(':') {
        None => match text {
            "integer" => Shape::Integer,
            "money" => Shape::Money,
            "date" => Shape::Date,
            "datetime" => Shape::DateTime,
            _ => return None,
        },
        Some(("string", length)) => Shape::Text(length.parse().ok()?),
        Some(("code", list)) => Shape::Code(code_list(list)?),
        Some(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use caseward_model::Category;

    #[test]
    fn every_line_of_the_table_is_read() {
        let read: usize = table().files().iter().map(|file| file.fields.len()).sum();
        assert_eq!(read, HMIS.lines().count() - 1);
    }

    #[test]
    fn the_fy2026_standard_is_whole() {
        let expected = [
            ("Export", 19),
            ("User", 10),
            ("Organization", 9),
            ("Project", 19),
            ("HMISParticipation", 10),
            ("CEParticipation", 15),
            ("Client", 38),
            ("Enrollment", 67),
            ("Exit", 44),
            ("HealthAndDV", 18),
            ("Assessment", 13),
            ("Event", 15),
            ("CurrentLivingSituation", 18),
            ("Disabilities", 20),
            ("Affiliation", 8),
            ("AssessmentQuestions", 13),
            ("AssessmentResults", 11),
            ("EmploymentEducation", 15),
            ("Funder", 12),
            ("IncomeBenefits", 77),
            ("Inventory", 22),
            ("ProjectCoC", 15),
            ("Services", 18),
            ("YouthEducationStatus", 13),
        ];
        for (name, columns) in expected {
            let file = table().file(name).unwrap();
            assert_eq!(file.edition(Edition::Fy2026).count(), columns, "{name}");
        }
        let total: usize = table()
            .files()
            .iter()
            .map(|f| f.edition(Edition::Fy2026).count())
            .sum();
        assert_eq!(total, 519);
    }

    #[test]
    fn the_older_standards_have_their_own_columns() {
        let client = table().file("Client").unwrap();
        assert_eq!(client.edition(Edition::Fy2024).count(), 46);
        assert_eq!(client.edition(Edition::Fy2022).count(), 41);
        let enrollment = table().file("Enrollment").unwrap();
        assert_eq!(enrollment.edition(Edition::Fy2024).count(), 71);
        assert!(
            table()
                .file("EnrollmentCoC")
                .unwrap()
                .edition(Edition::Fy2026)
                .next()
                .is_none()
        );
    }

    #[test]
    fn numbers_are_dense_and_headers_unambiguous() {
        for file in table().files() {
            let mut spellings = 0;
            for (index, field) in file.fields.iter().enumerate() {
                assert_eq!(
                    field.number as usize,
                    index + 1,
                    "{}.{}",
                    file.name,
                    field.name
                );
                assert!(!field.label_en.is_empty() && !field.label_es.is_empty());
                spellings += 1 + field.aliases.len();
            }
            assert_eq!(file.by_header.len(), spellings, "{}", file.name);
        }
    }

    #[test]
    fn every_rule_looks_at_a_column_of_its_own_file() {
        for file in table().files() {
            for field in &file.fields {
                if let CategoryRule::ByValue(rule) = &field.category {
                    assert!(
                        file.field(rule.column).is_some(),
                        "{}.{}",
                        file.name,
                        field.name
                    );
                }
            }
        }
    }

    #[test]
    fn a_header_is_found_by_every_spelling() {
        let find = |file, header| table().field(file, header).map(|field| field.name);
        assert_eq!(
            find("Client.csv", "HispanicLatinaeo"),
            Some("HispanicLatinao")
        );
        assert_eq!(find("client", " personalid "), Some("PersonalID"));
        assert_eq!(
            find("EXIT.CSV", "WorkPlaceViolenceThreats"),
            Some("WorkplaceViolenceThreats")
        );
        assert_eq!(
            find("HealthAndDV", "DomesticViolenceVictim"),
            Some("DomesticViolenceSurvivor")
        );
        assert_eq!(find("Disabilities", "TcellCount"), Some("TCellCount"));
        assert_eq!(find("Client", "\u{feff}PersonalID"), Some("PersonalID"));
        assert_eq!(find("Client", "Shoe size"), None);
    }

    #[test]
    fn dv_4_4_2_what_tells_of_violence_hiv_and_the_like_is_labelled_so() {
        let category = |file, header| table().field(file, header).unwrap().category.without_row();
        assert_eq!(
            category("HealthAndDV", "CurrentlyFleeing"),
            Category::DomesticViolence
        );
        assert_eq!(category("Exit", "ExchangeForSex"), Category::SexualViolence);
        assert_eq!(
            category("Exit", "CoercedToContinueWork"),
            Category::DomesticViolence
        );
        assert_eq!(category("HealthAndDV", "DueDate"), Category::Reproductive);
        assert_eq!(category("IncomeBenefits", "NoADAPReason"), Category::Hiv);
        assert_eq!(category("Disabilities", "ViralLoad"), Category::Hiv);
        assert_eq!(category("Enrollment", "SexOffender"), Category::Justice);
        assert_eq!(
            category("CurrentLivingSituation", "LocationDetails"),
            Category::Location
        );
        assert_eq!(category("Client", "Sex"), Category::GenderSexuality);
        assert_eq!(category("Client", "SSN"), Category::Identity);
    }
}
