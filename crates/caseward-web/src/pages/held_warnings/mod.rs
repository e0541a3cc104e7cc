//! `/held-warnings`: for the privacy officer, the warnings that aren't said from here, why not, and what is done instead.
//!
//! DV-3.3.2e, DV-3.3.1. Whoever tried is told no reason. Whom a warning is for, and its words, aren't shown here: whoever tried knows them.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{HeldEnd, Language};
use serde::Deserialize;

use super::people::Choice;
use crate::forms::Problems;
use crate::view::{When, sample_moment};
use crate::{Place, Shell};

/// What the form of a decision posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct SettleForm {
    /// The number of what is decided on.
    pub held: String,
    /// What is done instead.
    pub end: String,
}

/// A warning that isn't said from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub no: String,
    /// Who tried.
    pub who: String,
    /// The address of who looked at the client's file.
    pub href: String,
    /// When they tried.
    pub since: When,
    /// A wall stands in the way.
    pub walled: bool,
    /// A protected client's partner would be warned.
    pub partner: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "held_warnings/page.html")]
pub struct HeldPage {
    /// Around it.
    pub shell: Shell,
    /// The oldest first.
    pub lines: Vec<Line>,
    /// What was sent, where it says too little.
    pub form: SettleForm,
    /// What is still needed.
    pub problems: Problems,
}

impl HeldPage {
    fn is_wrong(&self, no: &str) -> bool {
        self.form.held == *no && self.problems.of("end").is_some()
    }

    /// The id of the choice of one warning: the one that something is missing in has the name that the list of problems leads to.
    fn id(&self, no: &str) -> String {
        if self.is_wrong(no) {
            "end".to_owned()
        } else {
            format!("end-{no}")
        }
    }

    fn ends(&self) -> Vec<Choice> {
        let choice = |it: &HeldEnd| Choice {
            value: it.word().to_owned(),
            label: self.shell.t(end_key(*it)),
        };
        HeldEnd::ALL.iter().map(choice).collect()
    }

    /// One for each reason, and one that lacks a decision.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Elsewhere, "/held-warnings");
        let line = |no: &str, walled, partner| Line {
            no: no.to_owned(),
            who: "Dana Ortiz".to_owned(),
            href: "/clients/0k3v9/who-looked".to_owned(),
            since: sample_moment(shell.words, 13, 23, 50),
            walled,
            partner,
        };
        let lines = vec![
            line("4", true, false),
            line("6", false, true),
            line("7", false, false),
        ];
        let mut problems = Problems::default();
        problems.note("end", "held-needs-end");
        Self {
            lines,
            form: SettleForm {
                held: "4".to_owned(),
                end: String::new(),
            },
            problems,
            shell,
        }
    }

    /// None.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            lines: Vec::new(),
            problems: Problems::default(),
            ..Self::sample(language)
        }
    }
}

const fn end_key(end: HeldEnd) -> &'static str {
    match end {
        HeldEnd::Police => "held-police",
        HeldEnd::Another => "held-another",
        HeldEnd::Nobody => "held-nobody",
        HeldEnd::Mistake => "held-mistake",
    }
}
