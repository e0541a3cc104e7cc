//! `/ledger`: every question that was put to the gate, its answer, and proof that none was removed.
//!
//! Pages §3 S14, design §5, CR-10. Sentences are readable; who may read whose is the gate's decision.

pub mod entry;

mod deeds;
mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;

use crate::view::{When, pick};
use crate::{Place, Shell};

/// How an entry ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was let out and handed over whole.
    Delivered,
    /// It was let out, and the reader was lost half-way: counts as disclosed.
    Unknown,
    /// It was refused.
    Refused,
    /// Something other than a question: an import, a checkpoint, a sign-in.
    Noted,
}

impl Outcome {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Delivered, Self::Unknown, Self::Refused, Self::Noted];

    /// The key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Delivered => "outcome-delivered",
            Self::Unknown => "outcome-unknown",
            Self::Refused => "outcome-refused",
            Self::Noted => "outcome-noted",
        }
    }

    /// Its class and the sign beside its name.
    #[must_use]
    pub const fn look(self) -> (&'static str, &'static str) {
        match self {
            Self::Delivered => ("open", "open"),
            Self::Unknown => ("masked", "warn"),
            Self::Refused => ("refused", "cross"),
            Self::Noted => ("planned", "pen"),
        }
    }
}

/// One entry in the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number, from 0.
    pub index: u64,
    /// When.
    pub when: When,
    /// What happened, as a sentence that this reader may read.
    pub sentence: String,
    /// How it ended.
    pub outcome: Outcome,
}

/// The state of the whole ledger.
#[derive(Debug, Clone)]
pub struct Head {
    /// How many entries there are.
    pub size: u64,
    /// The root of the tree over them, base64.
    pub root: String,
    /// The last signed checkpoint: how many entries it covers, and when.
    pub checkpoint: Option<(u64, When)>,
}

/// The page.
#[derive(Template)]
#[template(path = "ledger/page.html")]
pub struct LedgerPage {
    /// Around it.
    pub shell: Shell,
    /// The whole.
    pub head: Head,
    /// Entries, newest first.
    pub lines: Vec<Line>,
    /// The address of older ones.
    pub older: Option<String>,
}

impl LedgerPage {
    /// Some entries.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Ledger, "/ledger");
        let words = shell.words;
        let p = |en, es| String::from(pick(language, en, es));
        let at = |h, m| crate::view::sample_moment(words, 23, h, m);
        let line = |index, when, sentence, outcome| Line {
            index,
            when,
            sentence,
            outcome,
        };
        Self {
            head: Head {
                size: 1205,
                root: "m0HkZ2k3r5b1Qb9wVnJxT0eY7oQf2c8uSg4iLpXa1dE=".into(),
                checkpoint: Some((1200, at(15, 0))),
            },
            lines: vec![
                line(
                    1204,
                    at(16, 20),
                    p(
                        "Dana Ortiz (caseworker) asked for client files and was refused, because her training ran out. (DV-5.10)",
                        "Dana Ortiz (trabajadora social) pidió expedientes y se le denegó, porque su formación ha vencido. (DV-5.10)",
                    ),
                    Outcome::Refused,
                ),
                line(
                    1203,
                    at(16, 2),
                    p(
                        "Priya Shah (supervisor) opened Notes to supervise, because she supervises someone assigned. (CR-4)",
                        "Priya Shah (supervisión) abrió Notas para supervisar, porque supervisa a quien lleva el caso. (CR-4)",
                    ),
                    Outcome::Unknown,
                ),
                line(
                    1202,
                    at(15, 41),
                    p(
                        "An HMIS export was imported: 214 rows kept, 3 reported.",
                        "Se importó una exportación HMIS: 214 filas guardadas, 3 notificadas.",
                    ),
                    Outcome::Noted,
                ),
                line(
                    1198,
                    at(15, 4),
                    p(
                        "Dana Ortiz (caseworker) opened Identity and Housing to serve the client, because she is assigned. (CR-7)",
                        "Dana Ortiz (trabajadora social) abrió Identidad y Vivienda para atender a la persona, porque lleva el caso. (CR-7)",
                    ),
                    Outcome::Delivered,
                ),
            ],
            older: Some("/ledger/before/1198".into()),
            shell,
        }
    }

    /// A ledger without entries.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        let full = Self::sample(language);
        Self {
            head: Head {
                size: 0,
                root: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".into(),
                checkpoint: None,
            },
            lines: Vec::new(),
            older: None,
            ..full
        }
    }
}
