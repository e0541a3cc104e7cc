//! `/clients`: the clients that are assigned to me, and only those.
//!
//! Pages §3 S3, CR-7, DV-3.3.1: no counts of anyone else's clients, no sign that others exist. The
//! filter is posted, so that no name ever stands in an address (NASW-m). A search says what it is for
//! (CR-2); what it found has a page of its own.

pub mod assignments;
pub mod conferences;
pub mod confidentiality;
pub mod consents;
pub mod danger;
pub mod disclosures;
pub mod documents;
pub mod entries_new;
pub(crate) mod face;
pub mod file;
pub mod find;
mod handler;
pub mod law;
pub mod own_view;
pub mod permissions;
pub mod plan;
pub mod programmes;
pub mod section;
pub mod summary;
pub mod warning;
pub mod who_looked;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_model::{Language, Protection};
use serde::Deserialize;

use crate::pages::Sample;
use crate::pages::standing::Lack;
use crate::view::{Called, When};
use crate::{Place, Shell};

/// What the filter posts to `/clients`.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct FilterForm {
    /// A part of a name; empty shows all.
    pub filter: String,
}

/// One of my clients.
#[derive(Debug, Clone)]
pub struct Row<T> {
    /// The address of the file.
    pub href: String,
    /// The name, or the alias.
    pub called: Called<T>,
    /// Why the client is shielded.
    pub protections: Vec<Protection>,
    /// Someone else changed it since the reader was last here.
    pub is_news: bool,
    /// When it changed last.
    pub changed: Option<When>,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/page.html")]
pub struct ClientsPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// What was typed into the filter.
    pub filter: String,
    /// What the reader lacks before any client can be listed.
    pub lacks: Vec<Lack>,
    /// My clients, those that fit the filter.
    pub rows: Vec<Row<T>>,
    /// The form of a search.
    pub search: find::SearchBox,
    /// The reader's part reviews files that aren't in this list.
    pub by_number: bool,
    /// The reader may ask for others' files, or answers for them, so that the way to the answers is shown.
    pub asks: bool,
    /// The reader's part may open others' files in an emergency, so that the way there is shown.
    pub in_emergency: bool,
}

impl ClientsPage<String> {
    /// Four clients.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients");
        let words = shell.words;
        let row = |name: &str, is_alias, protections: &[Protection], is_news, d| Row {
            href: "/clients/0k3v9".into(),
            called: Called {
                name: name.into(),
                is_alias,
            },
            protections: protections.to_vec(),
            is_news,
            changed: Some(When::day(words, jiff::civil::date(2026, 11, d))),
        };
        Self {
            filter: String::new(),
            lacks: Vec::new(),
            search: find::SearchBox::new(caseward_model::Role::Caseworker),
            by_number: true,
            asks: true,
            in_emergency: true,
            rows: vec![
                row("Marisol Vega", false, &[Protection::Victim], true, 23),
                row("Jonas Okafor", false, &[], true, 21),
                row(
                    "Harbor-17",
                    true,
                    &[Protection::Victim, Protection::DeclinedSharing],
                    false,
                    19,
                ),
                row("Tess Lindqvist", false, &[Protection::Proposed], false, 12),
            ],
            shell,
        }
    }

    /// Nobody is assigned to me.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            rows: Vec::new(),
            ..Self::sample(language)
        }
    }

    /// Nobody fits the filter.
    #[must_use]
    pub fn sample_no_match(language: Language) -> Self {
        Self {
            rows: Vec::new(),
            filter: "zz".into(),
            ..Self::sample(language)
        }
    }
}

/// The pages of a file, with made-up content.
pub(super) fn samples(language: Language) -> Vec<Sample> {
    use assignments::AssignmentsPage as Assigned;
    use documents::DocumentsPage;
    use entries_new::EntryPage as Entry;
    use plan::PlanPage;
    use section::SectionPage as Section;
    use summary::SummaryPage;
    use who_looked::WhoLookedPage as Looked;
    let plan = PlanPage::sample_rejected(language);
    let papers = DocumentsPage::sample_empty(language);
    let closed = SummaryPage::sample_closed(language);
    let pointed_out = Entry::sample_pointed_out(language);
    vec![
        ("file", file::FilePage::sample(language).render()),
        ("file-summary", SummaryPage::sample(language).render()),
        ("file-summary-closed", closed.render()),
        ("file-plan", PlanPage::sample(language).render()),
        ("file-plan-rejected", plan.render()),
        (
            "file-plan-locked",
            PlanPage::sample_locked(language).render(),
        ),
        ("file-documents", DocumentsPage::sample(language).render()),
        ("file-documents-empty", papers.render()),
        ("section-housing", Section::sample(language).render()),
        ("section-notes", Section::sample_notes(language).render()),
        ("section-locked", Section::sample_locked(language).render()),
        ("section-empty", Section::sample_empty(language).render()),
        ("entry-new", Entry::sample(language).render()),
        ("entry-pointed-out", pointed_out.render()),
        ("entry-rejected", Entry::sample_rejected(language).render()),
        ("assignments", Assigned::sample(language).render()),
        (
            "assignments-rejected",
            Assigned::sample_rejected(language).render(),
        ),
        ("who-looked", Looked::sample(language).render()),
        ("who-looked-empty", Looked::sample_empty(language).render()),
    ]
}
