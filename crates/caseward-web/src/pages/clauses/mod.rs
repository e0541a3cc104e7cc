//! `/clauses`: the five documents, clause by clause, and honestly how far each is kept.
//!
//! Pages §3 S15, design §4. `enforced` only where running code and a test named after the clause
//! show it; everything else is `planned`, and says so.

pub mod clause;

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;

use crate::view::pick;
use crate::{Place, Shell};

/// How a clause is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    /// The gate permits or forbids by it.
    Policy,
    /// A course of steps carries it out.
    Workflow,
    /// A paper is made, signed and kept.
    Form,
    /// People do it; the system asks and keeps that they did.
    Practice,
}

impl Met {
    /// All four.
    pub const ALL: &'static [Self] = &[Self::Policy, Self::Workflow, Self::Form, Self::Practice];

    /// The key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Policy => "met-policy",
            Self::Workflow => "met-workflow",
            Self::Form => "met-form",
            Self::Practice => "met-practice",
        }
    }
}

/// How far a clause is kept today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Running code and a test show it.
    Enforced,
    /// Not yet, or not yet shown.
    Planned,
}

impl Status {
    /// Its word in class names.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Enforced => "enforced",
            Self::Planned => "planned",
        }
    }

    /// The key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Enforced => "status-enforced",
            Self::Planned => "status-planned",
        }
    }

    /// The sign beside its name.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Enforced => "open",
            Self::Planned => "today",
        }
    }
}

/// One clause in the list.
#[derive(Debug, Clone)]
pub struct ClauseRow {
    /// Its id.
    pub id: String,
    /// What it means, in our words.
    pub means: String,
    /// How it is met.
    pub met: Vec<Met>,
    /// How far.
    pub status: Status,
}

/// One of the five documents.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its letters: `CC`, `CR`, `RE`, `NASW`, `DV`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its clauses, in its order.
    pub clauses: Vec<ClauseRow>,
}

impl Source {
    /// How many of its clauses are enforced.
    #[must_use]
    pub fn enforced(&self) -> usize {
        let enforced = |row: &&ClauseRow| row.status == Status::Enforced;
        self.clauses.iter().filter(enforced).count()
    }
}

/// The page.
#[derive(Template)]
#[template(path = "clauses/page.html")]
pub struct ClausesPage {
    /// Around it.
    pub shell: Shell,
    /// The five documents.
    pub sources: Vec<Source>,
}

impl ClausesPage {
    fn enforced(&self) -> usize {
        self.sources.iter().map(Source::enforced).sum()
    }

    fn total(&self) -> usize {
        self.sources.iter().map(|source| source.clauses.len()).sum()
    }

    /// Some clauses of each document.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let row = |(id, means, met, status): &SampleClause| ClauseRow {
            id: (*id).into(),
            means: (*means).into(),
            met: vec![*met],
            status: *status,
        };
        let source = |(id, title, clauses): &SampleSource| Source {
            id: (*id).into(),
            title: pick(language, title[0], title[1]).into(),
            clauses: clauses.iter().map(row).collect(),
        };
        Self {
            shell: Shell::sample(language, Place::Clauses, "/clauses"),
            sources: SAMPLE.iter().map(source).collect(),
        }
    }
}

type SampleClause = (&'static str, &'static str, Met, Status);
type SampleSource = (&'static str, [&'static str; 2], &'static [SampleClause]);

/// Some clauses; the register speaks English only.
const SAMPLE: &[SampleSource] = &[
    (
        "CC",
        [
            "Case conferencing confidentiality agreement",
            "Acuerdo de confidencialidad de las reuniones de caso",
        ],
        &[
            (
                "CC-2.4",
                "Nothing that identifies a client who is fleeing violence, or who declined sharing, goes outside the handling organization.",
                Met::Policy,
                Status::Enforced,
            ),
            (
                "CC-2.7",
                "Notes on clients one doesn’t serve are destroyed on leaving a session.",
                Met::Workflow,
                Status::Planned,
            ),
        ],
    ),
    (
        "CR",
        [
            "County records confidentiality policy",
            "Política de confidencialidad de los registros del condado",
        ],
        &[
            (
                "CR-6",
                "Subpoenas and requests to review a case record go to the Law Department only.",
                Met::Policy,
                Status::Enforced,
            ),
            (
                "CR-7",
                "Only staff assigned the management of a case can release from it.",
                Met::Policy,
                Status::Enforced,
            ),
        ],
    ),
    (
        "RE",
        [
            "Privacy and confidentiality in reentry practice",
            "Privacidad y confidencialidad en la reinserción",
        ],
        &[(
            "RE-2",
            "A separate signed disclosure statement for each instance of sharing; the recipient is an organization.",
            Met::Form,
            Status::Planned,
        )],
    ),
    (
        "NASW",
        [
            "NASW Code of Ethics, section 1.07",
            "Código de ética de la NASW, sección 1.07",
        ],
        &[
            (
                "NASW-k",
                "The media learn nothing about any client, not even that they are one.",
                Met::Policy,
                Status::Enforced,
            ),
            (
                "NASW-r",
                "The dead keep the same protection.",
                Met::Policy,
                Status::Enforced,
            ),
        ],
    ),
    (
        "DV",
        [
            "Confidentiality policy and procedure of a domestic-violence organization",
            "Política y procedimiento de confidencialidad de una organización contra la violencia",
        ],
        &[
            (
                "DV-3.3.2e",
                "Nothing to a partner or ex-partner, ever.",
                Met::Policy,
                Status::Enforced,
            ),
            (
                "DV-5.2.2",
                "Entries are factual; an opinion is marked as one, with what it rests on.",
                Met::Form,
                Status::Enforced,
            ),
            (
                "DV-4.6.2",
                "A discussion happens in a fitting place.",
                Met::Practice,
                Status::Planned,
            ),
        ],
    ),
];
