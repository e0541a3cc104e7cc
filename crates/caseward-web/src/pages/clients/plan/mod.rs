//! `/clients/{id}/plan`: a client's goals, the steps to them, who takes each and until when, and how each ended.
//!
//! Pages §3 S4, NASW-a, DV-5.2.2, DV-4.6.5. It opens with the section on services. One form adds a line; nothing that was written is changed.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::plain_words::{Remark, remarks};
use caseward_casework::plan::{PlanDraft, PlanMend};
use caseward_model::{Language, PlanBy, PlanLine};
use serde::Deserialize;

use super::file::{Bar, SafeContact, sample_bar, sample_why};
use crate::forms::Problems;
use crate::view::{State, When, Why, pick, sample_moment};
use crate::{Place, Shell};

/// What the form posts. Nothing typed is thrown away.
///
/// No `Debug`: it may name people.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct PlanForm {
    /// What it is, as a word.
    pub line: String,
    /// To which record it belongs.
    pub of: String,
    /// Who takes a step, as a word.
    pub by: String,
    /// Until which day.
    pub until: String,
    /// The text.
    pub text: String,
    /// `seen` when the writer keeps what the check of words points out.
    pub words: String,
}

impl PlanForm {
    /// What the check of words points out, and wasn't shown before (DV-4.6.5).
    #[must_use]
    pub fn remarks(&self) -> Vec<Remark> {
        if self.words == "seen" {
            return Vec::new();
        }
        remarks(&self.text)
    }

    fn draft(&self) -> PlanDraft {
        PlanDraft {
            line: self.line.clone(),
            of: self.of.clone(),
            by: self.by.clone(),
            until: self.until.clone(),
            text: self.text.clone().into(),
        }
    }
}

/// The field on the page that has to be mended, and the sentence for it.
const fn place(mend: PlanMend) -> (&'static str, &'static str) {
    match mend {
        PlanMend::Line => ("line", "plan-needs-line"),
        PlanMend::Of => ("of", "plan-needs-of"),
        PlanMend::By => ("by", "plan-needs-by"),
        PlanMend::Until => ("until", "plan-needs-until"),
        PlanMend::TextMissing => ("text", "entry-needs-text"),
        PlanMend::TextTooLong => ("text", "entry-too-long"),
    }
}

const fn line_key(line: PlanLine) -> &'static str {
    match line {
        PlanLine::Goal => "plan-line-goal",
        PlanLine::Step => "plan-line-step",
        PlanLine::Done => "plan-line-done",
        PlanLine::GivenUp => "plan-line-given-up",
    }
}

pub(in crate::pages::clients) const fn by_key(by: PlanBy) -> &'static str {
    match by {
        PlanBy::Client => "plan-by-client",
        PlanBy::Office => "plan-by-office",
        PlanBy::Together => "plan-by-together",
        PlanBy::Elsewhere => "plan-by-elsewhere",
    }
}

/// A line of the plan.
#[derive(Debug, Clone)]
pub struct Line<T> {
    /// The number of its record.
    pub no: i64,
    /// What was written.
    pub text: T,
    /// Who takes it, where it is a step, as a key of words.
    pub by: Option<&'static str>,
    /// Until which day.
    pub until: Option<When>,
    /// When it was written.
    pub written: When,
    /// Who wrote it.
    pub written_by: String,
    /// How it ended, as a key of words, with what came of it and when.
    pub end: Option<(&'static str, T, When)>,
}

/// A goal with its steps.
#[derive(Debug, Clone)]
pub struct GoalShown<T> {
    /// The goal.
    pub line: Line<T>,
    /// The steps to it.
    pub steps: Vec<Line<T>>,
}

/// What the page shows.
#[derive(Debug, Clone)]
pub enum Body<T> {
    /// The goals, the oldest first.
    Shown(Vec<GoalShown<T>>),
    /// The section isn't open to this reader.
    Closed(Box<Why>),
}

/// The page.
#[derive(Template)]
#[template(path = "clients/plan/page.html")]
pub struct PlanPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// How the section stands to this reader.
    pub state: State,
    /// The plan, or why it is closed.
    pub body: Body<T>,
    /// Who answers for the client, where it is closed.
    pub owners: Vec<String>,
    /// What was typed.
    pub form: PlanForm,
    /// What is still needed.
    pub problems: Problems,
    /// What the check of words points out; it can be kept all the same.
    pub remarks: Vec<Remark>,
}

impl<T: Display> PlanPage<T> {
    fn line(&self, line: &PlanLine) -> String {
        self.shell.t(line_key(*line))
    }

    fn by(&self, by: &PlanBy) -> String {
        self.shell.t(by_key(*by))
    }

    /// The goals and steps that are still open: what a line can belong to, each with whether it is a step.
    fn open(&self) -> Vec<(&Line<T>, bool)> {
        let Body::Shown(goals) = &self.body else {
            return Vec::new();
        };
        let lines = goals.iter().flat_map(|goal| {
            let steps = goal.steps.iter().map(|it| (it, true));
            std::iter::once((&goal.line, false)).chain(steps)
        });
        lines.filter(|(it, _)| it.end.is_none()).collect()
    }
}

impl PlanPage<String> {
    /// One goal, with a step that is done and one that isn't.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/plan");
        let words = shell.words;
        let p = |en, es| String::from(pick(language, en, es));
        let line = |no, text, by| Line {
            no,
            text,
            by,
            until: Some(When::day(words, jiff::civil::date(2026, 12, 4))),
            written: sample_moment(words, 12, 10, 4),
            written_by: "Dana Ortiz".into(),
            end: None,
        };
        let goal = p(
            "A flat of her own by spring.",
            "Un piso propio para la primavera.",
        );
        let done = Line {
            end: Some((
                line_key(PlanLine::Done),
                p("Both said yes to a visit.", "Las dos aceptaron una visita."),
                sample_moment(words, 20, 9, 30),
            )),
            ..line(
                5,
                p("Ring two landlords.", "Llamar a dos caseras."),
                Some(by_key(PlanBy::Office)),
            )
        };
        let next = line(
            6,
            p("Look at both flats.", "Ver los dos pisos."),
            Some(by_key(PlanBy::Together)),
        );
        Self {
            bar: sample_bar(language),
            state: State::Open,
            body: Body::Shown(vec![GoalShown {
                line: line(4, goal, None),
                steps: vec![done, next],
            }]),
            owners: Vec::new(),
            form: PlanForm::default(),
            problems: Problems::default(),
            remarks: Vec::new(),
            shell,
        }
    }

    /// No plan yet, and a step that was sent back.
    #[must_use]
    pub fn sample_rejected(language: Language) -> Self {
        let mut problems = Problems::default();
        for mend in [PlanMend::Of, PlanMend::By, PlanMend::Until] {
            let (field, key) = place(mend);
            problems.note(field, key);
        }
        Self {
            body: Body::Shown(Vec::new()),
            form: PlanForm {
                line: PlanLine::Step.word().into(),
                ..PlanForm::default()
            },
            problems,
            ..Self::sample(language)
        }
    }

    /// The section is closed.
    #[must_use]
    pub fn sample_locked(language: Language) -> Self {
        Self {
            state: State::Locked,
            body: Body::Closed(Box::new(sample_why(language))),
            owners: vec!["Dana Ortiz".into()],
            ..Self::sample(language)
        }
    }
}
