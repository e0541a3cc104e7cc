//! `/clients/{id}/documents`: the papers in a client's file, each with its kind, its day and who put it there.
//!
//! Pages §3 S4, CR-4, CR-7. The list opens none of them: each is opened where it belongs, if the rules let the reader.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::documents::DocumentKind;
use caseward_model::{Category, Language};

use super::file::{Bar, SafeContact, sample_bar};
use crate::view::{When, sample_moment};
use crate::{Place, Shell};

const fn kind_key(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Consent => "document-consent",
        DocumentKind::ConsentScan => "document-consent-scan",
        DocumentKind::Acknowledgement => "document-acknowledgement",
        DocumentKind::Attached => "document-attached",
        DocumentKind::PutTogether => "document-put-together",
        DocumentKind::Left => "document-left",
        DocumentKind::Statement => "document-statement",
    }
}

/// A paper in the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where it is opened.
    pub href: String,
    /// What it is, as a key of words.
    pub kind: &'static str,
    /// The number of the consent or disclosure to which it belongs.
    pub no: Option<i64>,
    /// The section whose rules decide about it, where it is one.
    pub section: Option<Category>,
    /// When it was put there, where that was kept.
    pub at: Option<When>,
    /// Who put it there, where that was kept.
    pub by: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/documents/page.html")]
pub struct DocumentsPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// All of them, the newest first.
    pub lines: Vec<Line>,
}

impl DocumentsPage<String> {
    /// One of each kind.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/documents");
        let words = shell.words;
        let line = |kind: &DocumentKind| Line {
            href: "/clients/0k3v9/consents/2".into(),
            kind: kind_key(*kind),
            no: Some(2),
            section: (*kind == DocumentKind::Attached).then_some(Category::Housing),
            at: Some(sample_moment(words, 12, 10, 4)),
            by: (*kind != DocumentKind::PutTogether).then(|| "Dana Ortiz".into()),
        };
        Self {
            bar: sample_bar(language),
            lines: DocumentKind::ALL.iter().map(line).collect(),
            shell,
        }
    }

    /// None yet.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            lines: Vec::new(),
            ..Self::sample(language)
        }
    }
}
