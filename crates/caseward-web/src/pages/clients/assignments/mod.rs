//! `/clients/{id}/assignments`: who is responsible for a client, who was, and the form to assign someone.
//!
//! Pages §3 S4, CR-7. The form is offered to those whose part it is; whether they may, the gate says when
//! they do. To whoever may not know of the client this page is one that isn't there (DV-3.3.1).

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::assignment::Holds;
use caseward_casework::gate::AssignmentRole;
use caseward_model::Language;
use serde::Deserialize;

use super::file::{Bar, SafeContact, sample_bar};
use crate::forms::Problems;
use crate::view::{When, sample_moment};
use crate::{Place, Shell};

/// What the form posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct AssignForm {
    /// `worker:` and a short name, or `programme:` and a number.
    pub to: String,
    /// The part, as a word.
    pub part: String,
    /// The first day; now if empty.
    pub from: String,
    /// The last day; open if empty.
    pub until: String,
}

/// What the button beside an assignment posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct EndForm {
    /// As [`AssignForm::to`].
    pub to: String,
}

/// An assignment on the page.
#[derive(Debug, Clone)]
pub struct Line {
    /// To whom, in words.
    pub who: String,
    /// The same for the button that ends it; nothing when they can't be named any more.
    pub to: Option<String>,
    /// In which part.
    pub part: AssignmentRole,
    /// From when.
    pub from: When,
    /// Until when; open if missing.
    pub until: Option<When>,
    /// Who assigned.
    pub by: String,
    /// Whether it holds.
    pub holds: Holds,
}

/// A programme on the page.
#[derive(Debug, Clone)]
pub struct Through {
    /// What it is called.
    pub name: String,
    /// Until when; open if missing.
    pub until: Option<When>,
}

/// Someone who can be chosen.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/assignments/page.html")]
pub struct AssignmentsPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// Those that hold first, then those to come, then the past ones.
    pub lines: Vec<Line>,
    /// The programmes whose workers are assigned too.
    pub through: Vec<Through>,
    /// The reader's part assigns, so that the form is offered.
    pub may_assign: bool,
    /// Whom one can choose.
    pub colleagues: Vec<Choice>,
    /// Which programmes one can choose.
    pub programmes: Vec<Choice>,
    /// What was typed.
    pub form: AssignForm,
    /// What is still needed.
    pub problems: Problems,
}

impl<T: Display> AssignmentsPage<T> {
    const GROUPS: &'static [(Holds, &'static str)] = &[
        (Holds::Now, "assignments-now"),
        (Holds::Later, "assignments-to-come"),
        (Holds::NoMore, "assignments-past"),
    ];

    fn of(&self, holds: &Holds) -> Vec<&Line> {
        self.lines.iter().filter(|it| it.holds == *holds).collect()
    }

    fn part(&self, part: &AssignmentRole) -> String {
        self.shell.t(match part {
            AssignmentRole::Lead => "assignment-lead",
            AssignmentRole::Support => "assignment-support",
            AssignmentRole::Cover => "assignment-cover",
            AssignmentRole::Custodian => "assignment-custodian",
        })
    }

    fn part_means(&self, part: &AssignmentRole) -> String {
        self.shell.t(match part {
            AssignmentRole::Lead => "assignment-lead-means",
            AssignmentRole::Support => "assignment-support-means",
            AssignmentRole::Cover => "assignment-cover-means",
            AssignmentRole::Custodian => "assignment-custodian-means",
        })
    }

    fn may_end(&self, line: &Line) -> bool {
        self.may_assign && line.to.is_some() && line.holds != Holds::NoMore
    }
}

impl AssignmentsPage<String> {
    /// Someone now, someone before, and a form.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/assignments");
        let words = shell.words;
        let line = |who: &str, part, holds, until: Option<i8>| Line {
            who: who.into(),
            to: Some(format!("worker:{}", who.to_lowercase())),
            part,
            from: sample_moment(words, 3, 9, 0),
            until: until.map(|day| sample_moment(words, day, 17, 0)),
            by: "Odile Fernbrook".into(),
            holds,
        };
        Self {
            bar: sample_bar(language),
            lines: vec![
                line("Dana", AssignmentRole::Lead, Holds::Now, None),
                line("Omar", AssignmentRole::Cover, Holds::Later, Some(28)),
                line("Lena", AssignmentRole::Support, Holds::NoMore, Some(20)),
            ],
            through: vec![Through {
                name: "Night shelter".into(),
                until: None,
            }],
            may_assign: true,
            colleagues: vec![Choice {
                value: "worker:dana".into(),
                label: "Dana Ortiz".into(),
            }],
            programmes: vec![Choice {
                value: "programme:1".into(),
                label: "Night shelter".into(),
            }],
            form: AssignForm::default(),
            problems: Problems::default(),
            shell,
        }
    }

    /// Nobody, and a form that still needs something.
    #[must_use]
    pub fn sample_rejected(language: Language) -> Self {
        let mut problems = Problems::default();
        problems.note("to", "assign-needs-whom");
        problems.note("until", "assign-needs-until");
        Self {
            lines: Vec::new(),
            through: Vec::new(),
            form: AssignForm {
                until: "soon".into(),
                ..AssignForm::default()
            },
            problems,
            ..Self::sample(language)
        }
    }
}
