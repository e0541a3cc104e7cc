//! `/partners/rules`: the register of who may obtain what: on which basis, by which manual, and when it is looked at again
//! (CR-8).

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{Basis, Language, OrganizationKind};

use super::{Fact, Field, Input, Typed, categories, choices, fact};
use crate::forms::Problems;
use crate::{Place, Shell, Words};

/// A line of the register.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub no: i64,
    /// Who may obtain it, in words.
    pub title: String,
    /// Its review is overdue.
    pub overdue: bool,
    /// What stands there.
    pub facts: Vec<Fact>,
}

/// The page.
#[derive(Template)]
#[template(path = "partners/rules/page.html")]
pub struct RulesPage {
    /// Around it.
    pub shell: Shell,
    /// What was looked for.
    pub search: String,
    /// The lines that were found.
    pub lines: Vec<Line>,
    /// The fields of the form, for whoever may keep the register.
    pub fields: Option<Vec<Field>>,
    /// What is still needed.
    pub problems: Problems,
}

fn fields(words: &Words, typed: &Typed) -> Vec<Field> {
    let kinds = choices(words, OrganizationKind::ALL, OrganizationKind::word, "kind");
    let bases: Vec<Basis> = Basis::ALL
        .iter()
        .copied()
        .filter(|it| *it != Basis::None)
        .collect();
    let bases = choices(words, &bases, Basis::word, "basis");
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    vec![
        field("kind", "rule-kind", Input::Choose(kinds)),
        field("division", "rule-division", Input::Line("text")),
        field(
            "categories",
            "protocol-categories",
            Input::Ticks(categories(words)),
        ),
        field("record", "rule-record", Input::Line("text")),
        field("basis", "rule-basis", Input::Choose(bases)),
        field("manual", "rule-manual", Input::Line("text")),
        field("section", "rule-section", Input::Line("text")),
        field("review", "rule-review", Input::Line("date")),
        field("notes", "rule-notes", Input::Area),
    ]
}

impl RulesPage {
    /// Two lines, one of them overdue.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Partners, "/partners/rules");
        let words = shell.words;
        let line = |no, kind: &str, overdue| Line {
            no,
            title: words.t(kind),
            overdue,
            facts: vec![
                fact(words, "rule-basis", words.t("basis-consent")),
                fact(words, "rule-manual", "Manual 16-30, section 4"),
            ],
        };
        Self {
            search: "court".into(),
            lines: vec![line(2, "kind-court", true), line(1, "kind-school", false)],
            fields: Some(fields(words, &Typed::default())),
            problems: Problems::default(),
            shell,
        }
    }
}
