//! `/settings/needs`: what is collected and why, by programme, and what is held that nobody has stated a need for (RE-5, NASW-a).

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{Category, Language};

use crate::forms::Problems;
use crate::pages::partners::Typed;
use crate::pages::people::Choice;
use crate::view::category_key;
use crate::{Place, Shell};

/// Something that is asked or held, and why.
#[derive(Debug, Clone)]
pub struct Line {
    /// As a need names it.
    pub field: String,
    /// What it is called.
    pub label: String,
    /// What it is needed for; nothing where no need is stated.
    pub why: Option<String>,
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
    /// What is held and nobody stated a need for.
    pub held: Vec<Line>,
    /// How many columns are held that have a need.
    pub needed: u64,
    /// How many columns are held that no standard knows.
    pub strange: u64,
    /// What was typed.
    pub typed: Typed,
    /// What is still needed.
    pub problems: Problems,
}

impl NeedsPage {
    const fn with_need(&self) -> u64 {
        self.needed
    }

    const fn of_no_standard(&self) -> u64 {
        self.strange
    }

    fn is_about(&self, field: &str) -> bool {
        self.typed.one("field") == field
    }

    /// Two sections, one of them without a need, and a column that nobody needs.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Settings, "/settings/needs");
        let line = |field: &str, label: String, why: Option<&str>| Line {
            field: field.into(),
            label,
            why: why.map(Into::into),
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
            held: vec![line("Client.VeteranStatus", "Veteran".into(), None)],
            needed: 41,
            strange: 2,
            typed: Typed::default(),
            problems,
            shell,
        }
    }
}
