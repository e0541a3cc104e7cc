//! `/partners/{id}/breaches`: what was broken of what was agreed, by either side, and what followed (DV-5.8).

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{BreachBy, BreachConsequence, Language};

use super::{Fact, Field, Input, Typed, choices, fact};
use crate::forms::Problems;
use crate::{Place, Shell, Words};

/// A breach.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub no: i64,
    /// Who broke what was agreed, in words.
    pub title: String,
    /// What is known about it.
    pub facts: Vec<Fact>,
    /// It isn't settled yet.
    pub open: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "partners/breaches/page.html")]
pub struct BreachesPage {
    /// Around it.
    pub shell: Shell,
    /// The recipient's page and name.
    pub partner: (String, String),
    /// All of them, the newest first.
    pub lines: Vec<Line>,
    /// The fields of the form.
    pub fields: Vec<Field>,
    /// What is still needed.
    pub problems: Problems,
}

fn fields(words: &Words, typed: &Typed) -> Vec<Field> {
    let sides = choices(words, BreachBy::ALL, BreachBy::word, "breach");
    let all = BreachConsequence::ALL;
    let consequences = choices(words, all, BreachConsequence::word, "consequence");
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    vec![
        field("by", "breach-by", Input::Choose(sides)),
        field("happened", "breach-happened", Input::Line("date")),
        field("text", "breach-what", Input::Area),
        field(
            "consequence",
            "breach-consequence",
            Input::Choose(consequences),
        ),
    ]
}

impl BreachesPage {
    /// One that isn't settled.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Partners, "/partners/0k3v9/breaches");
        let words = shell.words;
        Self {
            partner: ("/partners/0k3v9".into(), "Willowherb Clinic".into()),
            lines: vec![Line {
                no: 1,
                title: words.t("breach-theirs"),
                facts: vec![fact(words, "breach-what", "A letter lay open at the desk.")],
                open: true,
            }],
            fields: fields(words, &Typed::default()),
            problems: Problems::default(),
            shell,
        }
    }
}
