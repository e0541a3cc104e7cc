//! `/settings/programmes`: the programmes that the office keeps, who runs each, from when until when (DV-4.2, DV-4.3, RE-5).
//!
//! It names nobody who takes part: that stands in the files of those who do.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{Language, ProgrammeKind};

use crate::forms::Problems;
use crate::pages::partners::{Fact, Field, Input, Typed, choices, fact};
use crate::pages::people::{Choice, key};
use crate::{Place, Shell, Words};

/// A programme.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub no: i64,
    /// What it is called.
    pub name: String,
    /// It isn't over, and has begun.
    pub goes_on: bool,
    /// What else is known of it.
    pub facts: Vec<Fact>,
}

/// The page.
#[derive(Template)]
#[template(path = "settings/programmes/page.html")]
pub struct ProgrammesPage {
    /// Around it.
    pub shell: Shell,
    /// In the order in which they were taken in.
    pub lines: Vec<Line>,
    /// The number of the one that is changed; empty for a new one.
    pub changes: String,
    /// The form.
    pub fields: Vec<Field>,
    /// What is still needed.
    pub problems: Problems,
}

impl ProgrammesPage {
    fn is_new(&self) -> bool {
        self.changes.is_empty()
    }
}

/// The fields of the form. What kind a programme is can be said of a new one only.
fn fields(words: &Words, typed: &Typed, runs: Vec<Choice>, is_new: bool) -> Vec<Field> {
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    let kinds = choices(
        words,
        ProgrammeKind::ALL,
        ProgrammeKind::word,
        "programme-kind",
    );
    let mut all = vec![field("name", "programme-name", Input::Line("text"))];
    if is_new {
        all.push(field("kind", "programme-kind", Input::Choose(kinds)));
    }
    all.extend([
        field("run_by", "programme-run-by", Input::Choose(runs)),
        field("from", "programme-from", Input::Line("date")),
        field("until", "programme-until", Input::Line("date")),
    ]);
    all
}

/// What kind it is, in words.
pub(in crate::pages) fn kind(words: &Words, kind: ProgrammeKind) -> String {
    words.t(&key("programme-kind", kind.word()))
}

impl ProgrammesPage {
    /// One that goes on, and a form that lacks something.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Settings, "/settings/programmes");
        let words = shell.words;
        let mut problems = Problems::default();
        problems.note("kind", "amiss-programme-kind");
        let runs = vec![Choice {
            value: "0r1".into(),
            label: "Safe Harbor".into(),
        }];
        Self {
            lines: vec![Line {
                no: 4,
                name: "Ending violence".into(),
                goes_on: true,
                facts: vec![
                    fact(words, "programme-number", "4"),
                    fact(
                        words,
                        "programme-kind",
                        kind(words, ProgrammeKind::BehaviourChange),
                    ),
                    fact(words, "programme-run-by", "Safe Harbor"),
                    fact(words, "programme-from", "2026-03-02"),
                ],
            }],
            changes: String::new(),
            fields: fields(words, &Typed::default(), runs, true),
            problems,
            shell,
        }
    }

    /// Nothing is kept yet.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            lines: Vec::new(),
            problems: Problems::default(),
            ..Self::sample(language)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_programme_has_its_word_in_both_languages() {
        for language in Language::ALL {
            for it in ProgrammeKind::ALL {
                let word = kind(Words::of(*language), *it);
                assert!(!word.contains('⟦'), "{it} in {language}");
            }
        }
    }
}
