//! `/settings/needs`: what is collected and why, by programme, what goes for each purpose if nobody says more, and what is held that nobody
//! has stated a need for (RE-5, NASW-a, NASW-c).

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_casework::asked_fields::{self, Standing};
use caseward_casework::purpose_needs::{PURPOSES, can_be_needed};
use caseward_model::{Category, Language, Purpose};

use crate::forms::Problems;
use crate::pages::partners::Typed;
use crate::pages::people::Choice;
use crate::view::{category_key, purpose_key};
use crate::{Place, Shell, Words};

/// Something that is asked or held, and why.
#[derive(Debug, Clone)]
pub struct Line {
    /// As a need names it.
    pub field: String,
    /// What it is called.
    pub label: String,
    /// What it is needed for; nothing where no need is stated.
    pub why: Option<String>,
    /// It has to be answered.
    pub required: bool,
}

/// A field that stands on its form whatever is stated.
#[derive(Debug, Clone)]
pub struct Fixed {
    /// What it is called.
    pub label: String,
    /// The clause that demands it, or gives it to the client.
    pub clause: &'static str,
    /// It is demanded; otherwise it is the client's own word.
    pub demanded: bool,
}

/// What goes for a purpose if nobody says more.
#[derive(Debug, Clone)]
pub struct ForPurpose {
    /// The purpose, in words.
    pub label: String,
    /// The sections that it needs.
    pub sections: Vec<Line>,
}

impl Fixed {
    fn key(&self) -> &'static str {
        if self.demanded {
            "needs-demanded"
        } else {
            "needs-their-own"
        }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "settings/needs/page.html")]
pub struct NeedsPage {
    /// Around it.
    pub shell: Shell,
    /// The programmes, and the one that is shown; empty for the whole office.
    pub programmes: Vec<Choice>,
    /// Which of them is shown.
    pub programme: String,
    /// The sections of a file that can be asked for.
    pub sections: Vec<Line>,
    /// The single fields of forms that can be asked for.
    pub fields: Vec<Line>,
    /// Those that stand there whatever is stated.
    pub fixed: Vec<Fixed>,
    /// What goes for each purpose if nobody says more.
    pub purposes: Vec<ForPurpose>,
    /// The purposes, and the sections that one of them can need.
    pub for_purpose: (Vec<Choice>, Vec<Choice>),
    /// Columns without a need are left out of imports.
    pub by_need: bool,
    /// What came with imports, left out or held, and nobody stated a need for.
    pub held: Vec<Line>,
    /// How many columns of imports have a need.
    pub needed: u64,
    /// How many columns of imports no standard knows.
    pub strange: u64,
    /// What was typed.
    pub typed: Typed,
    /// What is still needed.
    pub problems: Problems,
}

/// The key of what a single field of a form is called.
fn field_key(name: &str) -> String {
    format!("field-{}", name.replace(['.', '_'], "-"))
}

/// The fields that stand on their forms whatever is stated.
fn fixed(words: &Words) -> Vec<Fixed> {
    let all = asked_fields::FIELDS.iter().filter_map(|it| {
        let (clause, demanded) = match it.standing {
            Standing::Demanded(clause) => (clause, true),
            Standing::TheirOwn(clause) => (clause, false),
            Standing::Needed | Standing::NeededOrRequired => return None,
        };
        Some(Fixed {
            label: words.t(&field_key(it.name)),
            clause,
            demanded,
        })
    });
    all.collect()
}

/// The purposes, and the sections that one of them can need.
fn for_purpose(words: &Words) -> (Vec<Choice>, Vec<Choice>) {
    let purposes = PURPOSES.iter().map(|it| Choice {
        value: it.word().to_owned(),
        label: words.t(purpose_key(*it)),
    });
    let can = |it: &&Category| PURPOSES.iter().any(|purpose| can_be_needed(*purpose, **it));
    let sections = Category::ALL.iter().filter(can).map(|it| Choice {
        value: it.word().to_owned(),
        label: words.t(category_key(*it)),
    });
    (purposes.collect(), sections.collect())
}

impl NeedsPage {
    /// What was typed into the form about what is asked.
    fn why_typed(&self) -> &str {
        if self.is_of_purpose() {
            ""
        } else {
            self.typed.one("why")
        }
    }

    /// What was typed into the form about a purpose.
    fn why_of_purpose(&self) -> &str {
        if self.is_of_purpose() {
            self.typed.one("why")
        } else {
            ""
        }
    }

    fn is_of_purpose(&self) -> bool {
        self.typed.one("action") == "purpose"
    }

    fn is_chosen(&self, field: &str, value: &str) -> bool {
        self.is_of_purpose() && self.typed.one(field) == value
    }

    const fn with_need(&self) -> u64 {
        self.needed
    }

    const fn of_no_standard(&self) -> u64 {
        self.strange
    }

    fn is_about(&self, field: &str) -> bool {
        self.typed.one("field") == field
    }

    fn is_duty(&self) -> bool {
        self.typed.one("required") == "yes"
    }

    /// Two sections, one of them without a need, and a column that nobody needs.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Settings, "/settings/needs");
        let line = |field: &str, label: String, why: Option<&str>| Line {
            field: field.into(),
            label,
            why: why.map(Into::into),
            required: false,
        };
        let mut problems = Problems::default();
        problems.note("why", "amiss-need-says");
        Self {
            programmes: vec![Choice {
                value: "4".into(),
                label: "Rapid Re-Housing".into(),
            }],
            programme: String::new(),
            sections: vec![
                line(
                    "section.housing",
                    shell.t(category_key(Category::Housing)),
                    Some("To find a place to live, and to keep it."),
                ),
                line("section.hiv", shell.t(category_key(Category::Hiv)), None),
            ],
            fields: vec![
                line(
                    asked_fields::IF_MISSING,
                    shell.t(&field_key(asked_fields::IF_MISSING)),
                    Some("So that she decides beforehand who may be told."),
                ),
                Line {
                    required: true,
                    ..line(
                        asked_fields::WITNESS,
                        shell.t(&field_key(asked_fields::WITNESS)),
                        Some("The programme’s own rules want one."),
                    )
                },
            ],
            fixed: fixed(shell.words),
            purposes: vec![ForPurpose {
                label: shell.t(purpose_key(Purpose::Eligibility)),
                sections: vec![line(
                    "purpose.eligibility.income",
                    shell.t(category_key(Category::Income)),
                    Some("They decide by it."),
                )],
            }],
            for_purpose: for_purpose(shell.words),
            by_need: true,
            held: vec![line("Client.VeteranStatus", "Veteran".into(), None)],
            needed: 41,
            strange: 2,
            typed: Typed::default(),
            problems,
            shell,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands on the form of an emergency and tells of nobody.
    const OF_THE_FORM: [&str; 2] = ["mark", "understood"];

    #[test]
    fn re_5_every_field_that_an_emergency_asks_is_in_the_register() {
        let page = include_str!("../../access/emergency/page.html");
        let inputs = page.split(" name=\"").skip(1);
        let inputs: Vec<&str> = inputs.filter_map(|it| it.split('"').next()).collect();
        assert!(inputs.len() > 8, "{inputs:?}");
        for input in inputs.iter().filter(|it| !OF_THE_FORM.contains(it)) {
            let name = format!("emergency.{}", input.replace('-', "_"));
            let found = asked_fields::find(&name);
            assert!(
                found.is_some(),
                "{input} is on the form, and in no register"
            );
        }
    }

    #[test]
    fn re_5_every_field_of_the_register_is_called_something_in_both_languages() {
        for language in Language::ALL {
            for field in asked_fields::FIELDS {
                let label = Words::of(*language).t(&field_key(field.name));
                assert!(!label.contains('⟦'), "{} in {language}", field.name);
            }
        }
    }
}
