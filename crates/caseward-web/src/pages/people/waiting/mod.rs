//! `/people/waiting`: files that nobody answers for, and giving them to somebody (NASW-o).
//!
//! Each is shown by a mark that says nothing: whoever assigns may not know of the client otherwise. A client before whom a wall stands is not on the list of whoever it stands against.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;
use serde::Deserialize;

use super::Choice;
use crate::forms::Problems;
use crate::{Place, Shell};

/// A file that waits.
#[derive(Debug, Clone)]
pub struct Row {
    /// What stands for the file.
    pub mark: String,
    /// Who answered for it, if anyone did.
    pub left_by: Option<Choice>,
}

/// What the form posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct ChargeForm {
    /// What stands for the file.
    pub file: String,
    /// Who answers for the file from now on.
    pub custodian: String,
}

/// The page.
#[derive(Template)]
#[template(path = "people/waiting/page.html")]
pub struct WaitingPage {
    /// Around it.
    pub shell: Shell,
    /// Those whose worker can't any more first, then those who never had anyone.
    pub rows: Vec<Row>,
    /// There are more than are shown.
    pub more: bool,
    /// How many have someone.
    pub kept: u64,
    /// How many have those of a programme only.
    pub by_programme: u64,
    /// Who can take one.
    pub takers: Vec<Choice>,
    /// What was chosen.
    pub form: ChargeForm,
    /// What is still needed.
    pub problems: Problems,
}

impl WaitingPage {
    fn count(&self, sentence: &str, count: &u64) -> String {
        self.shell.fill(sentence).count("count", *count).to_string()
    }

    fn is_chosen(&self, row: &Row, taker: &Choice) -> bool {
        self.form.file == row.mark && self.form.custodian == taker.value
    }

    fn is_wrong(&self, row: &Row) -> bool {
        self.form.file == row.mark && !self.problems.is_empty()
    }

    /// One that waits, one that never had anyone.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let choice = |label: &str| Choice {
            value: "/people/0k3v9".into(),
            label: label.into(),
        };
        let row = |mark: &str, left_by| Row {
            mark: mark.into(),
            left_by,
        };
        let mut problems = Problems::default();
        problems.note("custodian", "amiss-custodian-unfit");
        Self {
            shell: Shell::sample(language, Place::People, "/people/waiting"),
            rows: vec![row("0k3v9", Some(choice("Lena Brook"))), row("0k3va", None)],
            more: true,
            kept: 1204,
            by_programme: 3,
            takers: vec![choice("Dana Ortiz")],
            form: ChargeForm {
                file: "0k3v9".into(),
                ..ChargeForm::default()
            },
            problems,
        }
    }

    /// Nothing waits.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            rows: Vec::new(),
            more: false,
            problems: Problems::default(),
            ..Self::sample(language)
        }
    }
}
