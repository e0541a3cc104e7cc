//! `/clients`: the clients that are assigned to me, and only those.
//!
//! Pages §3 S3, CR-7, DV-3.3.1: no counts of anyone else's clients, no sign that others exist. The
//! filter is posted, so that no name ever stands in an address (NASW-m). Finding someone outside
//! one's own cases needs a job duty (CR-2) and has a page of its own.

pub mod entries_new;
pub(crate) mod face;
pub mod file;
mod handler;
pub mod section;
pub mod who_looked;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_model::{Language, Protection};
use serde::Deserialize;

use crate::view::{Called, When, pick};
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
    /// What changed last, in a few words that name nobody.
    pub change: String,
    /// When.
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
    /// My clients, those that fit the filter.
    pub rows: Vec<Row<T>>,
    /// The reader's part reviews files that aren't in this list.
    pub by_number: bool,
}

impl ClientsPage<String> {
    /// Four clients.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients");
        let words = shell.words;
        let row = |name: &str, is_alias, protections: &[Protection], change: &str, d| Row {
            href: "/clients/0k3v9".into(),
            called: Called {
                name: name.into(),
                is_alias,
            },
            protections: protections.to_vec(),
            change: change.into(),
            changed: Some(When::day(words, jiff::civil::date(2026, 11, d))),
        };
        let p = |en, es| pick(language, en, es);
        Self {
            filter: String::new(),
            by_number: true,
            rows: vec![
                row(
                    "Marisol Vega",
                    false,
                    &[Protection::Victim],
                    p("Contact changed", "Cambió el contacto"),
                    23,
                ),
                row(
                    "Jonas Okafor",
                    false,
                    &[],
                    p(
                        "Enrollment updated by import",
                        "Inscripción actualizada por importación",
                    ),
                    21,
                ),
                row(
                    "Harbor-17",
                    true,
                    &[Protection::Victim, Protection::DeclinedSharing],
                    p("Note added", "Se añadió una nota"),
                    19,
                ),
                row(
                    "Tess Lindqvist",
                    false,
                    &[Protection::Proposed],
                    p(
                        "Income updated by import",
                        "Ingresos actualizados por importación",
                    ),
                    12,
                ),
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
