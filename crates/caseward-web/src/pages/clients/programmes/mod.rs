//! `/clients/{id}/programmes`: in which programmes of the office a client takes part, from when until when, who said so, and that they signed
//! the programme's form.
//!
//! DV-4.2, DV-4.3, DV-5.2.1. It opens the file to nobody. To whoever may not know of the client it is one that isn't there.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::programmes::{PartNeed, PartState};
use caseward_model::Language;

use super::super::partners::{Fact, Field, Input, Typed, fact};
use super::super::people::Choice;
use super::file::{Bar, SafeContact, sample_bar};
use crate::forms::Problems;
use crate::{Place, Shell, Words};

/// That the client takes part in a programme, or did.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub no: i64,
    /// What the programme is called.
    pub name: String,
    /// How it stands, in words.
    pub state: String,
    /// What else is known of it.
    pub facts: Vec<Fact>,
    /// The programme, by its number.
    pub programme: i64,
    /// The programme is for people who used violence.
    pub changes_behaviour: bool,
    /// The programme's signed form isn't here yet.
    pub awaits_form: bool,
    /// On which day they signed it was noted, and its paper is still awaited.
    pub is_noted: bool,
    /// The scan of the signed form that can be looked at, by its number.
    pub scan: Option<i64>,
    /// The reader is one who could compare that scan as the second person.
    pub to_confirm: bool,
    /// They take part.
    pub goes_on: bool,
    /// The reader is one who could say that it was a mistake.
    pub to_take_back: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/programmes/page.html")]
pub struct ClientProgrammesPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// The newest first.
    pub lines: Vec<Line>,
    /// The form for another one, for whoever writes into files; without anything to choose where the office keeps no programme.
    pub fields: Option<Vec<Field>>,
    /// The office keeps a programme that goes on.
    pub is_any: bool,
    /// About which of them something was posted, and what was typed.
    pub acted: (i64, Typed),
    /// What is still needed.
    pub problems: Problems,
}

impl<T: Display> ClientProgrammesPage<T> {
    /// The id of a field of one of them: the one about which something was posted has the name that the list of problems leads to.
    fn id(&self, field: &str, no: &i64) -> String {
        if self.is_wrong(field, no) {
            field.to_owned()
        } else {
            format!("{field}-{no}")
        }
    }

    fn is_acted(&self, no: &i64) -> bool {
        self.acted.0 == *no
    }

    fn is_wrong(&self, field: &str, no: &i64) -> bool {
        self.is_acted(no) && self.problems.of(field).is_some()
    }

    fn typed(&self, field: &str, no: &i64) -> &str {
        if self.is_acted(no) {
            self.acted.1.one(field)
        } else {
            ""
        }
    }

    fn may_act(&self) -> bool {
        self.fields.is_some()
    }
}

/// The fields of the form for another one.
fn fields(words: &Words, typed: &Typed, programmes: Vec<Choice>) -> Vec<Field> {
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    vec![
        field("programme", "part-programme", Input::Choose(programmes)),
        field("from", "part-from", Input::Line("date")),
        field("said_by", "part-said-by", Input::Line("text")),
    ]
}

/// What is still needed, field by field. A text that is too long stands beside the form into which it was typed.
fn problems_of(needs: &[PartNeed], action: &str) -> Problems {
    let mut problems = Problems::default();
    for need in needs {
        let sentence = match need {
            PartNeed::Programme => "part-needs-programme",
            PartNeed::Twice => "part-needs-once",
            PartNeed::From => "part-needs-from",
            PartNeed::SaidBy => "part-needs-said-by",
            PartNeed::On => "part-needs-on",
            PartNeed::How => "part-needs-how",
            PartNeed::SignedOn => "part-needs-signed-on",
            PartNeed::Scan => "permission-needs-scan",
            PartNeed::SmallerScan => "permission-needs-smaller",
            PartNeed::OtherLooks => "part-needs-other-looks",
            PartNeed::Why => "part-needs-why",
            PartNeed::SecondPerson => "part-needs-second",
            PartNeed::Stage => "part-needs-standing",
            PartNeed::TooLong => "part-too-long",
        };
        let field = match (need, action) {
            (PartNeed::TooLong, "end") => "how",
            (PartNeed::TooLong, "mistake") => "why",
            (need, _) => need.field(),
        };
        problems.note(field, sentence);
    }
    problems
}

/// How one stands, in words.
fn state(words: &Words, state: PartState) -> String {
    words.t(match state {
        PartState::TakesPart => "part-takes-part",
        PartState::Ended => "part-ended",
        PartState::Mistake => "part-never",
    })
}

impl ClientProgrammesPage<String> {
    /// One in which they take part, and one that has ended.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/programmes");
        let words = shell.words;
        let line = |no: i64, name: &str, stands: PartState| Line {
            no,
            name: name.into(),
            state: state(words, stands),
            facts: vec![
                fact(words, "part-from", "2026-03-02"),
                fact(words, "part-said-by", "The probation service"),
            ],
            programme: 4,
            changes_behaviour: no >= 2,
            awaits_form: no == 2,
            is_noted: false,
            scan: (no == 3).then_some(1),
            to_confirm: no == 3,
            goes_on: stands == PartState::TakesPart,
            to_take_back: true,
        };
        let choice = Choice {
            value: "4".into(),
            label: "Ending violence".into(),
        };
        Self {
            bar: sample_bar(language),
            lines: vec![
                line(3, "Ending violence together", PartState::TakesPart),
                line(2, "Ending violence", PartState::TakesPart),
                line(1, "Night shelter", PartState::Ended),
            ],
            fields: Some(fields(words, &Typed::default(), vec![choice])),
            is_any: true,
            acted: (0, Typed::default()),
            problems: Problems::default(),
            shell,
        }
    }

    /// A signed form that can't be taken as it was sent.
    #[must_use]
    pub fn sample_rejected(language: Language) -> Self {
        let needs = [PartNeed::SignedOn, PartNeed::Scan];
        Self {
            acted: (2, Typed::default()),
            problems: problems_of(&needs, "form"),
            ..Self::sample(language)
        }
    }

    /// An end that can't be kept as it was said.
    #[must_use]
    pub fn sample_problems(language: Language) -> Self {
        let needs = [PartNeed::On, PartNeed::TooLong];
        Self {
            acted: (2, Typed::default().with("how", "He completed it.")),
            problems: problems_of(&needs, "end"),
            ..Self::sample(language)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_word_in_both_languages() {
        for language in Language::ALL {
            for it in PartState::ALL {
                let word = state(Words::of(*language), *it);
                assert!(!word.contains('⟦'), "{it:?} in {language}");
            }
        }
    }
}
