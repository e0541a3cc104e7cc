//! The accounting of disclosures as a file: a table for programs, a spreadsheet for an office, a paper for whoever asked what left
//! about them (45 CFR 164.528(b), 42 CFR 2.25; RE-2, NASW-d).

use std::io;

use caseward_formats::hmis::{CsvWriter, defused};
use caseward_formats::spreadsheet::{Beside, TooLarge, workbook};
use caseward_gate::Delivery;
use caseward_model::{Client, Id, Language, Regime};
use caseward_papers::{AccountedLine, AccountingPaper, Fetched, PaperError, print_fetched};

use super::DisclosureError;
use super::accounting::{Accounted, Accounting};
use super::elsewhere::LeftAs;
use crate::sign_in::SignedIn;
use crate::standing::{day, on_a_thread_that_waits};
use crate::{CaseworkError, Office, fetched};

/// In which form the accounting is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountingFile {
    /// A table for programs.
    Csv,
    /// A spreadsheet.
    Xlsx,
    /// A paper in words.
    Pdf,
}

impl AccountingFile {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Csv, Self::Xlsx, Self::Pdf];

    /// The ending of its name.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pdf => "application/pdf",
        }
    }

    /// The one with this ending.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.ending() == ending)
    }
}

impl Office {
    /// The accounting of what left about a client, as a file. A paper and a spreadsheet say which worker fetched them and when; a table
    /// for programs has its columns and nothing else.
    ///
    /// # Errors
    /// As [`Office::accounting_of`]; when there is more than the form can hold.
    pub async fn accounting_file(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (regime, file): (Regime, AccountingFile),
        language: Language,
    ) -> Result<(Vec<u8>, Delivery), DisclosureError> {
        let (accounting, delivery) = self.accounting_of(person, client, regime).await?;
        let mark = fetched::by(person, accounting.made_ms);
        let made = match file {
            AccountingFile::Csv => accounting.csv().map_err(|_| CaseworkError::Damaged),
            AccountingFile::Xlsx => accounting
                .xlsx(language, mark.as_ref())
                .map_err(|error| CaseworkError::Unfit(error.to_string())),
            AccountingFile::Pdf => {
                on_a_thread_that_waits(move || accounting.pdf(language, mark.as_ref())).await
            }
        };
        match made {
            Ok(bytes) => Ok((bytes, delivery)),
            Err(error) => {
                delivery.broken();
                Err(error.into())
            }
        }
    }
}

/// A column of the accounting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// When it left; of several the first time.
    Date,
    /// To which organisation.
    Recipient,
    /// Where that is, if it is known.
    Address,
    /// What kind of organisation it is.
    Kind,
    /// What was disclosed, by sections.
    Description,
    /// Why.
    Purpose,
    /// How often.
    Times,
    /// The last time.
    LastDate,
    /// On what ground.
    Basis,
    /// The number of the consent.
    Consent,
    /// The number of the danger report.
    Danger,
    /// By which way.
    Channel,
    /// How it stands.
    State,
    /// Whether the client knows.
    Told,
    /// The numbers of the disclosures.
    Numbers,
    /// The entry that let it out.
    Entry,
    /// The entry of its statement.
    Stated,
    /// SHA-256 of what left, in hex.
    Content,
    /// As what it left: a disclosure, a warning, an export, FHIR.
    LeftAs,
    /// Who let it out.
    By,
    /// The clauses by which the rules let it out, where no statement has them.
    Clauses,
}

use Column as C;

/// The columns of the office's own account of all that left.
const OF_ALL: &[Column] = &[
    C::Date,
    C::Recipient,
    C::Address,
    C::Kind,
    C::Description,
    C::Purpose,
    C::Basis,
    C::Consent,
    C::Danger,
    C::Channel,
    C::State,
    C::Told,
    C::Numbers,
    C::Entry,
    C::Stated,
    C::Content,
    C::LeftAs,
    C::By,
    C::Clauses,
];

/// The columns that a regime asks for, in their order. HIPAA and Part 2 name date, name and address, a brief description and the purpose
/// (164.528(b)(2), which 2.25 takes over), HIPAA a series by its first, its count and its last; the entries prove each line.
/// On which danger report something went stands in the office's own account of all; what others are handed says the ground.
#[must_use]
pub const fn columns(regime: Regime) -> &'static [Column] {
    match regime {
        Regime::Hipaa => &[
            C::Date,
            C::Recipient,
            C::Address,
            C::Description,
            C::Purpose,
            C::Times,
            C::LastDate,
            C::Basis,
            C::Numbers,
            C::Entry,
            C::Stated,
            C::LeftAs,
        ],
        Regime::Part2 => &[
            C::Date,
            C::Recipient,
            C::Address,
            C::Description,
            C::Purpose,
            C::Consent,
            C::Numbers,
            C::Entry,
            C::Stated,
            C::LeftAs,
        ],
        Regime::Vawa => &[
            C::Date,
            C::Recipient,
            C::Description,
            C::Purpose,
            C::Basis,
            C::Consent,
            C::Channel,
            C::State,
            C::Told,
            C::Numbers,
            C::Entry,
            C::Stated,
            C::LeftAs,
        ],
        Regime::Uk => &[
            C::Date,
            C::Recipient,
            C::Kind,
            C::Description,
            C::Purpose,
            C::Basis,
            C::Channel,
            C::Told,
            C::Numbers,
            C::Entry,
            C::Stated,
            C::LeftAs,
        ],
        Regime::All => OF_ALL,
    }
}

impl Column {
    /// What it is called in a file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Date => "disclosure_date",
            Self::Recipient => "recipient_name",
            Self::Address => "recipient_address",
            Self::Kind => "recipient_kind",
            Self::Description => "description",
            Self::Purpose => "purpose_statement",
            Self::Times => "frequency_or_count",
            Self::LastDate => "last_disclosure_date",
            Self::Basis => "legal_basis",
            Self::Consent => "consent_id",
            Self::Danger => "danger_report_id",
            Self::Channel => "channel",
            Self::State => "state",
            Self::Told => "client_told",
            Self::Numbers => "disclosure_id",
            Self::Entry => "audit_entry",
            Self::Stated => "statement_entry",
            Self::Content => "content_sha256",
            Self::LeftAs => "left_as",
            Self::By => "let_out_by",
            Self::Clauses => "clauses",
        }
    }

    fn value(self, it: &Accounted) -> String {
        let disclosure = &it.disclosure;
        let (_, entry, stated) = disclosure.released.unwrap_or_default();
        match self {
            Self::Date => day(it.at_ms),
            Self::Recipient => it.recipient.clone(),
            Self::Address => it.address.clone(),
            Self::Kind => it.kind.map(|it| it.word().to_owned()).unwrap_or_default(),
            Self::Description => {
                let sections: Vec<_> = disclosure.sections.iter().map(|it| it.word()).collect();
                sections.join(" ")
            }
            Self::Purpose => disclosure.purpose.word().to_owned(),
            Self::Times => it.numbers.len().to_string(),
            Self::LastDate => day(it.last_ms),
            Self::Basis => disclosure.basis.word().to_owned(),
            Self::Consent => it.consent.map(|it| it.to_string()).unwrap_or_default(),
            Self::Danger => {
                let named = disclosure.danger.map(|it| it.no.to_string());
                named.unwrap_or_default()
            }
            Self::Channel => disclosure.channel.word().to_owned(),
            Self::State => disclosure.state.word().to_owned(),
            Self::Told => it.knows.map(|it| it.word().to_owned()).unwrap_or_default(),
            Self::Numbers => {
                let numbers: Vec<_> = it.numbers.iter().map(ToString::to_string).collect();
                let numbers = numbers.join(" ");
                match it.left_as {
                    LeftAs::Disclosure => numbers,
                    other => format!("{} {numbers}", other.word()),
                }
            }
            Self::Entry => entry.to_string(),
            Self::Stated => match it.left_as {
                LeftAs::Disclosure => stated.to_string(),
                // What is said from person to person has no statement: the sum of its words stands in its own entry. Nor has what left in
                // another way: its entry is all there is.
                _ => String::new(),
            },
            Self::Content => {
                let content = disclosure.composed.as_ref();
                content.map(|(_, hash)| hash.clone()).unwrap_or_default()
            }
            Self::LeftAs => it.left_as.word().to_owned(),
            Self::By => it.by.clone(),
            Self::Clauses => it.clauses.join(" "),
        }
    }
}

impl Accounting {
    fn header(&self) -> Vec<&'static str> {
        columns(self.regime).iter().map(|it| it.name()).collect()
    }

    fn row(&self, it: &Accounted) -> Vec<String> {
        columns(self.regime).iter().map(|at| at.value(it)).collect()
    }

    /// As CSV; no value in it can become a formula.
    ///
    /// # Errors
    /// What the writer says.
    pub fn csv(&self) -> io::Result<Vec<u8>> {
        let mut csv = CsvWriter::begin(Vec::new(), &self.header())?;
        for it in &self.lines {
            let row = self.row(it);
            let row: Vec<_> = row.iter().map(|it| defused(it)).collect();
            csv.row(&row)?;
        }
        csv.finish()
    }

    /// As a spreadsheet, in which every cell is text. Who fetched it stands on a second sheet: the table is the same with and without.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn xlsx(&self, language: Language, fetched: Option<&Fetched>) -> Result<Vec<u8>, TooLarge> {
        let rows: Vec<_> = self.lines.iter().map(|it| self.row(it)).collect();
        let [name, by, on] = fetched::sheet(language);
        let lines = fetched.map(|it| [(by, it.by.clone()), (on, format!("{} {}", it.on, it.at))]);
        let beside = lines.as_ref().map(|lines| Beside { name, lines });
        workbook("Disclosures", &self.header(), &rows, beside, self.made_ms)
    }

    /// As a paper in words. It doesn't name whom it is about: whoever holds it knows, and whoever finds it doesn't. Takes tens of
    /// milliseconds, so it belongs onto a thread that may wait.
    ///
    /// # Errors
    /// [`PaperError`].
    pub fn pdf(
        &self,
        language: Language,
        fetched: Option<&Fetched>,
    ) -> Result<Vec<u8>, PaperError> {
        let shown = columns(self.regime);
        let told = |column: Column, it: &Accounted| {
            let value = column.value(it);
            Some(value).filter(|it| shown.contains(&column) && !it.is_empty())
        };
        let line = |it: &Accounted| AccountedLine {
            day: day(it.at_ms),
            recipient: match (it.left_as, language) {
                (LeftAs::Warning, Language::Spanish) => "una persona en peligro".to_owned(),
                _ => it.recipient.clone(),
            },
            address: told(C::Address, it),
            kind: told(C::Kind, it),
            sections: it
                .disclosure
                .sections
                .iter()
                .map(|it| it.word().to_owned())
                .collect(),
            purpose: it.disclosure.purpose.word().to_owned(),
            times: (it.numbers.len() > 1).then_some(it.numbers.len()),
            last_day: (it.numbers.len() > 1).then(|| day(it.last_ms)),
            basis: told(C::Basis, it),
            consent: told(C::Consent, it),
            channel: told(C::Channel, it),
            told: told(C::Told, it),
            left_as: match it.left_as {
                // That it is a warning, its heading says.
                LeftAs::Disclosure | LeftAs::Warning => None,
                other => Some(other.word().to_owned()),
            },
            by: told(C::By, it),
            clauses: told(C::Clauses, it),
            numbers: it
                .numbers
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(" "),
            entry: C::Entry.value(it),
            stated: match C::Stated.value(it) {
                none if none.is_empty() => "–".to_owned(),
                stated => stated,
            },
        };
        let paper = AccountingPaper {
            language,
            office: self.office.clone(),
            regime: self.regime.word().to_owned(),
            made_on: day(self.made_ms),
            lines: self.lines.iter().map(line).collect(),
        };
        print_fetched(&paper, fetched)
    }
}
