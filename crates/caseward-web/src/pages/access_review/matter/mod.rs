//! `/access-review/{no}`: one matter: what is known, the worker's own days beside what is usual for them, and what the reviewer
//! decides.
//!
//! Pages §3 S14, CR-10. Nobody decides about themselves; every decision is an entry.

mod chart;
mod handler;

pub use chart::{Bar, Chart};
pub use handler::routes;

use askama::Template;
use caseward_model::{AccessFlag, Language, MatterState};
use serde::Deserialize;

use super::{flag_key, look_of, state_key};
use crate::forms::Problems;
use crate::view::{When, sample_moment};
use crate::{Place, Shell};

/// What the forms post.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct DecideForm {
    /// `explain`, `ask` or `incident`.
    pub decision: String,
    /// Why, or the question.
    pub text: String,
}

/// About whom it is.
#[derive(Debug, Clone)]
pub enum Whom {
    /// A client, by the address of the history of their file.
    Client(String),
    /// A client of whom the reader may not know.
    Unnamed,
    /// Somebody whom another system knows by this number.
    Theirs {
        /// What the system is called.
        system: String,
        /// The number.
        number: String,
    },
}

/// A question and its answer.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// Who asked.
    pub by: String,
    /// When.
    pub when: When,
    /// What.
    pub question: String,
    /// The answer, and when.
    pub answer: Option<(String, When)>,
}

/// A day in the table.
#[derive(Debug, Clone)]
pub struct DayLine {
    /// Which.
    pub day: When,
    /// Explained.
    pub explained: u32,
    /// Not explained.
    pub unexplained: u32,
    /// What is usual.
    pub usual: u32,
    /// It stands out.
    pub stands_out: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "access_review/matter/page.html")]
pub struct MatterPage {
    /// Around it.
    pub shell: Shell,
    /// Its number.
    pub no: i64,
    /// Who looked.
    pub who: String,
    /// At whom.
    pub people: Vec<Whom>,
    /// The first look.
    pub first: When,
    /// The last look.
    pub last: When,
    /// How many.
    pub looks: u32,
    /// In which systems.
    pub systems: String,
    /// In which ways, in words.
    pub kinds: String,
    /// Something was written.
    pub written: bool,
    /// What speaks against it, and how much.
    pub flags: Vec<(AccessFlag, i64)>,
    /// How much in all.
    pub weight: i64,
    /// How it stands.
    pub state: MatterState,
    /// What was asked and answered.
    pub asked: Vec<Exchange>,
    /// Who decided, when, and why.
    pub decided: Option<(String, When, String)>,
    /// The picture of the worker's days.
    pub chart: Option<Chart>,
    /// The same as a table, the last day first.
    pub days: Vec<DayLine>,
    /// What was typed.
    pub form: DecideForm,
    /// What is still needed.
    pub problems: Problems,
}

impl MatterPage {
    fn looks_of(&self, looks: &u32) -> String {
        let words = self.shell.words;
        let sentence = words.fill("review-looks").count("count", u64::from(*looks));
        sentence.with("number", words.number(looks)).to_string()
    }

    fn flag(&self, flag: &AccessFlag) -> String {
        self.shell.t(&flag_key(*flag))
    }

    fn flag_means(&self, flag: &AccessFlag) -> String {
        self.shell.t(&format!("{}-means", flag_key(*flag)))
    }

    fn state_word(&self) -> String {
        self.shell.t(&state_key(self.state))
    }

    fn look(&self) -> (&'static str, &'static str) {
        look_of(self.state)
    }

    fn can_ask(&self) -> bool {
        matches!(self.state, MatterState::Open | MatterState::Answered)
    }

    /// A matter that was answered.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Review, "/access-review/7");
        let words = shell.words;
        let when = |day, hour| sample_moment(words, day, hour, 10);
        let days = |day: i8| DayLine {
            day: when(day, 0),
            explained: 9,
            unexplained: u32::from(day == 3) * 20,
            usual: 9,
            stands_out: day == 3,
        };
        let lines: Vec<DayLine> = (1..9).map(days).collect();
        Self {
            no: 7,
            who: "Dana Ortiz".into(),
            people: vec![
                Whom::Client("/clients/0k3v9/who-looked".into()),
                Whom::Theirs {
                    system: "FACTS".into(),
                    number: "F-2201".into(),
                },
            ],
            first: when(3, 21),
            last: when(4, 22),
            looks: 3,
            systems: "FACTS".into(),
            kinds: "Looked up".into(),
            written: false,
            flags: vec![(AccessFlag::SameSurname, 33), (AccessFlag::OutOfHours, 21)],
            weight: 54,
            state: MatterState::Answered,
            asked: vec![Exchange {
                by: "Rui Bell".into(),
                when: when(5, 9),
                question: "What was this look for?".into(),
                answer: Some(("I covered the front desk that evening.".into(), when(6, 9))),
            }],
            decided: None,
            chart: Some(Chart::of(
                lines
                    .iter()
                    .map(|it| (it.explained, it.unexplained, it.usual)),
            )),
            days: lines,
            form: DecideForm::default(),
            problems: Problems::default(),
            shell,
        }
    }

    /// One that was decided.
    #[must_use]
    pub fn sample_decided(language: Language) -> Self {
        let page = Self::sample(language);
        let when = sample_moment(page.shell.words, 7, 9, 0);
        Self {
            state: MatterState::Explained,
            decided: Some((
                "Rui Bell".into(),
                when,
                "The front desk was hers that evening.".into(),
            )),
            ..page
        }
    }
}
