//! `/clients/{id}/disclosures/{no}/masks`: each place in the paper where somebody else would have been told of, what stands
//! there now, and what can be done about it.
//!
//! Pages §3 S7, CR-9, DV-4.6.4. What stood there is shown to whoever may read all of the paper's sections.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_model::Language;

use super::super::file::{Bar, SafeContact, sample_bar};
use crate::forms::Problems;
use crate::{Place, Shell};

/// A text of the paper in which something was masked.
#[derive(Debug, Clone)]
pub struct MaskedText {
    /// The section, in words.
    pub section: String,
    /// What it is called; empty for a note.
    pub name: String,
    /// By what changes name it.
    pub mark: String,
    /// As it would leave, piece by piece.
    pub pieces: Vec<Piece>,
    /// What was found.
    pub places: Vec<FoundPlace>,
    /// The number of the first place.
    pub first: usize,
}

/// A piece of a text.
#[derive(Debug, Clone)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// The number of the place; 0 between places.
    pub place: usize,
}

/// A place at which something was found.
#[derive(Debug, Clone)]
pub struct FoundPlace {
    /// Counted through the page, from 1.
    pub number: usize,
    /// What stands there now.
    pub stands: String,
    /// What stood there.
    pub stood: String,
    /// What it is, in words.
    pub kind: String,
    /// Where it stood, in bytes.
    pub from: usize,
    /// The end of it.
    pub to: usize,
    /// It can't stay readable.
    pub fixed: bool,
    /// Why it stays readable.
    pub lifted: Option<String>,
    /// Something was decided about it.
    pub changed: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/disclosures/masks/page.html")]
pub struct MasksPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// Its own address.
    pub href: String,
    /// The disclosure's.
    pub back: String,
    /// In which language the paper was put together, as a word.
    pub language: String,
    /// SHA-256 of the paper in which they stand, in hex.
    pub content: String,
    /// Text by text.
    pub texts: Vec<MaskedText>,
    /// What is masked besides.
    pub also: Vec<String>,
    /// Why a change wasn't made.
    pub failed: Option<String>,
    /// What is still needed.
    pub problems: Problems,
}

impl<T: Display> MasksPage<T> {
    /// How many places there are.
    fn all(&self) -> usize {
        self.texts.iter().map(|it| it.places.len()).sum()
    }

    /// The place before this one, if there is one.
    fn before(&self, number: &usize) -> Option<usize> {
        number.checked_sub(1).filter(|it| *it > 0)
    }

    /// The place after it, likewise.
    fn after(&self, number: &usize) -> Option<usize> {
        Some(number + 1).filter(|it| *it <= self.all())
    }
}

impl MasksPage<String> {
    /// Two places in one note: a name, and an address that can't stay readable.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(
            language,
            Place::Clients,
            "/clients/0k3v9/disclosures/2/masks",
        );
        let piece = |text: &str, place| Piece {
            text: text.into(),
            place,
        };
        let found = |number, stands: &str, stood: &str, kind: &str| FoundPlace {
            number,
            stands: stands.into(),
            stood: stood.into(),
            kind: shell.t(&format!("masks-kind-{kind}")),
            from: 9,
            to: 17,
            fixed: number == 2,
            lifted: None,
            changed: false,
        };
        let text = MaskedText {
            section: shell.t("category-notes"),
            name: String::new(),
            mark: "ab".repeat(16),
            pieces: vec![
                piece("Came with ", 0),
                piece("[Person 1]", 1),
                piece(", who lives at ", 0),
                piece("[Person 1's address]", 2),
                piece(".", 0),
            ],
            places: vec![
                found(1, "[Person 1]", "Ana Leal", "name"),
                found(2, "[Person 1's address]", "14 Elm Street", "address"),
            ],
            first: 1,
        };
        Self {
            bar: sample_bar(language),
            href: "/clients/0k3v9/disclosures/2/masks".into(),
            back: "/clients/0k3v9/disclosures/2".into(),
            language: language.word().into(),
            content: "ab".repeat(32),
            texts: vec![text],
            also: vec!["Uncle Teo".into()],
            failed: None,
            problems: Problems::default(),
            shell,
        }
    }

    /// Nothing was found, and a word to be masked wasn't named.
    #[must_use]
    pub fn sample_problems(language: Language) -> Self {
        let mut page = Self::sample(language);
        page.texts.clear();
        page.also.clear();
        page.problems.note("words", "masks-needs-words");
        page
    }
}
