//! `/clients/find`: what a search found among one's own clients, or that somebody may be able to help.
//!
//! Pages §3 S3, CR-2, DV-3.3.1. What is typed is posted, and stands in no address, title or entry (NASW-m).
//! Whoever isn't here, is walled off, shielded or somebody else's gets one page, to the last byte.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::search::purposes;
use caseward_model::{Language, Protection, Purpose, Role};
use serde::Deserialize;

use super::Row;
use crate::forms::Problems;
use crate::view::{Called, When, sample_moment};
use crate::{Place, Shell};

/// What the form posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct FindForm {
    /// Words of a name.
    pub name: String,
    /// The day of birth.
    pub born: String,
    /// A number.
    pub number: String,
    /// What for, as a word.
    pub purpose: String,
}

/// The form of a search, as it stands on a page.
#[derive(Clone)]
pub struct SearchBox {
    /// What was typed.
    pub form: FindForm,
    /// What is still needed.
    pub problems: Problems,
    /// The reader's part, which says what they can search for.
    pub role: Role,
}

impl SearchBox {
    /// An empty form.
    #[must_use]
    pub fn new(role: Role) -> Self {
        Self {
            form: FindForm::default(),
            problems: Problems::default(),
            role,
        }
    }

    /// For what the reader can search.
    pub(super) fn purposes(&self) -> &'static [Purpose] {
        purposes(self.role)
    }

    /// The purpose that was stated, as a word.
    fn stated(&self) -> &str {
        let first = self.purposes().first().map_or("", |it| it.word());
        match self.form.purpose.as_str() {
            "" => first,
            word => word,
        }
    }
}

/// What came of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// Nothing yet: the form needs something.
    Form,
    /// The names aren't read yet.
    NotReady,
    /// There were too many; the next one can be made from then on.
    TooMany(When),
    /// It was done.
    Done,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/find/page.html")]
pub struct FindPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// The form.
    pub search: SearchBox,
    /// What came of it.
    pub came: Came,
    /// Whom the reader may know of, and who fits.
    pub rows: Vec<Row<T>>,
    /// There are more.
    pub more: bool,
    /// The search by which the reader can ask.
    pub ask: Option<i64>,
    /// The reader's part may open others' files in an emergency, so that the way there is shown.
    pub in_emergency: bool,
}

impl FindPage<String> {
    fn sample_of(language: Language, came: Came) -> Self {
        Self {
            shell: Shell::sample(language, Place::Clients, "/clients"),
            search: SearchBox {
                form: FindForm {
                    name: "marisol".into(),
                    ..FindForm::default()
                },
                ..SearchBox::new(Role::Caseworker)
            },
            came,
            rows: Vec::new(),
            more: false,
            ask: None,
            in_emergency: true,
        }
    }

    /// One client fits.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let page = Self::sample_of(language, Came::Done);
        let row = Row {
            href: "/clients/0k3v9".into(),
            called: Called {
                name: "Marisol Vega".into(),
                is_alias: false,
            },
            protections: vec![Protection::Victim],
            is_news: false,
            changed: Some(When::day(page.shell.words, jiff::civil::date(2026, 11, 23))),
        };
        Self {
            rows: vec![row],
            more: true,
            ..page
        }
    }

    /// Nobody fits.
    #[must_use]
    pub fn sample_nobody(language: Language) -> Self {
        Self::sample_of(language, Came::Done)
    }

    /// Somebody may be able to help.
    #[must_use]
    pub fn sample_ask(language: Language) -> Self {
        Self {
            ask: Some(17),
            ..Self::sample_of(language, Came::Done)
        }
    }

    /// There were too many searches.
    #[must_use]
    pub fn sample_too_many(language: Language) -> Self {
        let again = sample_moment(crate::Words::of(language), 25, 9, 30);
        Self::sample_of(language, Came::TooMany(again))
    }
}
