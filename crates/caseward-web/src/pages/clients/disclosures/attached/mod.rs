//! `/clients/{id}/disclosures/{no}/attached`: files that go along. Their text is read and set into the paper; the files
//! themselves never leave, and what couldn't be read is told.
//!
//! Pages §3 S7, CR-9, NASW-m.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_model::{Category, Language};

use super::super::file::{Bar, SafeContact, sample_bar};
use crate::view::category_key;
use crate::{Place, Shell};

/// A file that is attached.
#[derive(Debug, Clone)]
pub struct File {
    /// Counted from 1.
    pub number: usize,
    /// The section that it belongs to, in words.
    pub section: String,
    /// How many pieces of text were read.
    pub parts: usize,
    /// What couldn't be read, and why.
    pub withheld: Vec<String>,
    /// SHA-256 of the file.
    pub content: String,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/disclosures/attached/page.html")]
pub struct AttachedPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// Its own address.
    pub href: String,
    /// The disclosure's.
    pub back: String,
    /// One after the other.
    pub files: Vec<File>,
    /// The sections that go.
    pub sections: Vec<Category>,
    /// Why a file wasn't taken.
    pub failed: Option<String>,
}

impl<T: Display> AttachedPage<T> {
    fn section(&self, category: &Category) -> String {
        self.shell.t(category_key(*category))
    }
}

impl AttachedPage<String> {
    /// One file of which a picture couldn't be read.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(
            language,
            Place::Clients,
            "/clients/0k3v9/disclosures/2/attached",
        );
        let file = File {
            number: 1,
            section: shell.t(category_key(Category::Housing)),
            parts: 3,
            withheld: vec!["page 2, picture 1: no words were found in this picture".into()],
            content: "cd".repeat(32),
        };
        Self {
            bar: sample_bar(language),
            href: "/clients/0k3v9/disclosures/2/attached".into(),
            back: "/clients/0k3v9/disclosures/2".into(),
            files: vec![file],
            sections: vec![Category::Identity, Category::Housing],
            failed: None,
            shell,
        }
    }

    /// Nothing is attached, and what was brought wasn't taken.
    #[must_use]
    pub fn sample_failed(language: Language) -> Self {
        Self {
            files: Vec::new(),
            failed: Some("choose a file that isn't empty and has 50 MB at most".into()),
            ..Self::sample(language)
        }
    }
}
