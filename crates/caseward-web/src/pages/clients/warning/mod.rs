//! `/clients/{id}/warnings`: warning somebody whom a client threatens, from person to person, and what became of it.
//!
//! RE-7, DV-4.2b, NASW-c. Nothing of the file leaves by this page. To whoever may not know of the client it is one that isn't there
//! (DV-3.3.1).

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::danger::WarningNeed;
use caseward_model::{Language, Told, WarningEnd, WarningState, WarningWay};

use super::super::partners::{Fact, Field, Input, Typed, fact};
use super::super::people::Choice;
use super::file::{Bar, SafeContact, sample_bar};
use crate::forms::Problems;
use crate::view::{When, Why, pick, sample_moment};
use crate::{Place, Shell, Words};

/// A warning.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub no: i64,
    /// Who is warned, as it is known.
    pub whom: String,
    /// When it was prepared.
    pub since: When,
    /// How it stands.
    pub state: WarningState,
    /// What else is known of it.
    pub facts: Vec<Fact>,
    /// The text that is said, paragraph by paragraph; empty before it was put together.
    pub said: Vec<String>,
    /// By what the text is recognised.
    pub content: String,
    /// Something was taken out of it.
    pub left_out: bool,
    /// Somebody was warned, and the client doesn't know yet.
    pub to_tell: bool,
}

/// A danger report of which nobody was warned yet.
#[derive(Debug, Clone)]
pub struct Unwarned {
    /// Its number.
    pub report: i64,
    /// Who may be harmed, and when it was written down.
    pub label: String,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/warning/page.html")]
pub struct WarningsPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// The newest first.
    pub lines: Vec<Line>,
    /// The dangers of which nobody was warned yet.
    pub unwarned: Vec<Unwarned>,
    /// The reader may write into files.
    pub may_act: bool,
    /// There is a danger report that a warning can hang on.
    pub has_report: bool,
    /// The fields of the form, where there is such a report.
    pub fields: Option<Vec<Field>>,
    /// The number of a warning that was prepared already: the form goes on with it. 0 for none.
    pub prepared: i64,
    /// Why what was tried isn't let out.
    pub refused: Option<Why>,
    /// The number of the warning or danger report that something was posted about, and what was typed.
    pub acted: (i64, Typed),
    /// What is still needed.
    pub problems: Problems,
}

impl<T: Display> WarningsPage<T> {
    /// The id of a field of one warning: the one that something is missing in has the name that the list of problems leads to.
    fn id(&self, field: &str, no: &i64) -> String {
        if self.is_wrong(field, no) {
            field.to_owned()
        } else {
            format!("{field}-{no}")
        }
    }

    fn is_wrong(&self, field: &str, no: &i64) -> bool {
        self.acted.0 == *no && self.problems.of(field).is_some()
    }

    fn typed(&self, field: &str, no: &i64) -> &str {
        if self.acted.0 == *no {
            self.acted.1.one(field)
        } else {
            ""
        }
    }

    fn state(&self, state: &WarningState) -> String {
        self.shell.t(state_key(*state))
    }

    /// What can have become of a warning that stands like this.
    fn ends(&self, state: &WarningState) -> Vec<Choice> {
        let all = WarningEnd::ALL.iter().filter(|it| it.fits(*state));
        let choice = |it: &WarningEnd| Choice {
            value: it.word().to_owned(),
            label: self.shell.t(end_key(*it)),
        };
        all.map(choice).collect()
    }

    /// Whether the client was told, or why not.
    fn tolds(&self) -> Vec<Choice> {
        let all = [
            (Told::Before, "warning-client-was-told"),
            (Told::Not, "warning-client-is-not-told"),
        ];
        let choice = |(told, label): (Told, &str)| Choice {
            value: told.word().to_owned(),
            label: self.shell.t(label),
        };
        all.map(choice).to_vec()
    }
}

const fn state_key(state: WarningState) -> &'static str {
    match state {
        WarningState::Prepared => "warning-prepared",
        WarningState::Ready => "warning-ready",
        WarningState::Begun => "warning-begun",
        WarningState::Over => "warning-over",
    }
}

const fn way_key(way: WarningWay) -> &'static str {
    match way {
        WarningWay::InPerson => "warning-in-person",
        WarningWay::Telephone => "warning-telephone",
        WarningWay::Letter => "warning-letter",
    }
}

const fn end_key(end: WarningEnd) -> &'static str {
    match end {
        WarningEnd::Warned => "warning-warned",
        WarningEnd::NotReached => "warning-not-reached",
        WarningEnd::OthersWarned => "warning-others-warned",
        WarningEnd::Dropped => "warning-dropped",
    }
}

fn chosen<const N: usize>(words: &Words, all: [(&'static str, &'static str); N]) -> Input {
    let choice = |(value, label): (&str, &str)| Choice {
        value: value.to_owned(),
        label: words.t(label),
    };
    Input::Choose(all.map(choice).to_vec())
}

/// The form, as it was typed.
fn fields(words: &Words, typed: &Typed, reports: Vec<Choice>) -> Vec<Field> {
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    let ways = WarningWay::ALL.iter().map(|it| Choice {
        value: it.word().to_owned(),
        label: words.t(way_key(*it)),
    });
    vec![
        field("report", "warning-report", Input::Choose(reports)),
        field("name", "warning-name", Input::Line("text")),
        field("who", "warning-who", Input::Line("text")),
        field(
            "partner",
            "warning-partner",
            chosen(words, [("no", "danger-no"), ("yes", "danger-yes")]),
        ),
        field("way", "warning-way", Input::Choose(ways.collect())),
        field("told", "warning-told", Input::Area),
        field("says_name", "warning-says-name", Input::Tick),
        field("callback", "warning-callback", Input::Line("tel")),
        field(
            "language",
            "warning-language",
            chosen(words, [("en", "warning-en"), ("es", "warning-es")]),
        ),
    ]
}

/// What is still needed, field by field.
fn problems_of(needs: &[WarningNeed]) -> Problems {
    let mut problems = Problems::default();
    for need in needs {
        let sentence = match need {
            WarningNeed::Report => "warning-needs-report",
            WarningNeed::Who => "warning-needs-who",
            WarningNeed::Way => "warning-needs-way",
            WarningNeed::Partner => "warning-needs-partner",
            WarningNeed::Told => "warning-needs-told",
            WarningNeed::TooLong => "warning-too-long",
            WarningNeed::Callback => "warning-needs-callback",
            WarningNeed::Language => "warning-needs-language",
            WarningNeed::Read => "warning-needs-read",
            WarningNeed::Anew => "warning-needs-anew",
            WarningNeed::End => "warning-needs-end",
            WarningNeed::How => "warning-needs-how",
            WarningNeed::Why => "warning-needs-why",
            WarningNeed::Over => "warning-needs-standing",
            WarningNeed::ClientTold => "warning-needs-client-told",
            WarningNeed::Assigned => "warning-needs-assigned",
        };
        problems.note(need.field(), sentence);
    }
    problems
}

impl WarningsPage<String> {
    /// One that is to be read, one that is being said, and one of which the client doesn't know yet.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/warnings");
        let words = shell.words;
        let line = |no: i64, state: WarningState| Line {
            no,
            whom: "His mother".to_owned(),
            since: sample_moment(words, 13, 23, 50),
            state,
            facts: vec![
                fact(words, "warning-by", "Dana Ortiz"),
                fact(
                    words,
                    "warning-way",
                    words.t(way_key(WarningWay::Telephone)),
                ),
            ],
            said: vec![
                "This is about your safety.".to_owned(),
                "Your son said today that he will come to you on Friday.".to_owned(),
            ],
            content: "ab12".to_owned(),
            left_out: state == WarningState::Ready,
            to_tell: state == WarningState::Over,
        };
        let report = Choice {
            value: "1".to_owned(),
            label: "1".to_owned(),
        };
        let all = [
            (4, WarningState::Prepared),
            (3, WarningState::Ready),
            (2, WarningState::Begun),
            (1, WarningState::Over),
        ];
        Self {
            bar: sample_bar(language),
            lines: all.map(|(no, state)| line(no, state)).to_vec(),
            unwarned: vec![Unwarned {
                report: 1,
                label: words.t("at-risk-household"),
            }],
            may_act: true,
            has_report: true,
            fields: Some(fields(words, &Typed::default(), vec![report])),
            prepared: 0,
            refused: None,
            acted: (0, Typed::default()),
            problems: Problems::default(),
            shell,
        }
    }

    /// One that isn't let out: it is kept, and there is no form for a second one.
    #[must_use]
    pub fn sample_refused(language: Language) -> Self {
        let page = Self::sample(language);
        let why = Why {
            sentence: pick(
                language,
                "This person can’t be warned from here as things stand.",
                "Tal como están las cosas, desde aquí no se puede avisar a esta persona.",
            )
            .into(),
            clause: "DV-3.3.2e".into(),
            means: pick(
                language,
                "Nothing goes to a partner or ex-partner, ever.",
                "Nada va nunca a una pareja o ex pareja.",
            )
            .into(),
            ask: None,
            fact: pick(language, "Who would receive it.", "Quién lo recibiría.").into(),
            change: pick(
                language,
                "A privacy officer has it as a task and decides; speak with them now.",
                "La persona responsable de privacidad lo tiene como tarea y decide; hable ahora con ella.",
            )
            .into(),
            entry: Some(1204),
            next: None,
        };
        Self {
            lines: page.lines.iter().take(1).cloned().collect(),
            fields: None,
            refused: Some(why),
            ..page
        }
    }

    /// None yet, and one that lacks something.
    #[must_use]
    pub fn sample_rejected(language: Language) -> Self {
        Self {
            lines: Vec::new(),
            problems: problems_of(&[WarningNeed::Report, WarningNeed::Partner, WarningNeed::Told]),
            ..Self::sample(language)
        }
    }
}
