//! `/clients/{id}/dangers`: reporting that somebody is in danger, what a supervisor said about it, and that it is over.
//!
//! RE-7, NASW-c, DV-3.3.2c. Nothing leaves by this page. To whoever may not know of the client it is one that isn't there (DV-3.3.1).

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::danger::{DangerNeed, USUAL_HOURS};
use caseward_model::{AtRisk, Language, Provenance};

use super::super::partners::{Fact, Field, Input, Typed, choices, fact};
use super::super::people::{Choice, key};
use super::file::{Bar, SafeContact, sample_bar};
use crate::forms::Problems;
use crate::view::{When, provenance_key, sample_moment};
use crate::{Place, Shell, Words};

/// A report.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub no: i64,
    /// Who may be harmed, in words.
    pub at_risk: String,
    /// What was seen or heard.
    pub seen: String,
    /// When it was reported.
    pub since: When,
    /// Until when it stands.
    pub until: When,
    /// What else is known of it.
    pub facts: Vec<Fact>,
    /// It stands.
    pub stands: bool,
    /// Nothing goes before a supervisor has discussed it.
    pub waits: bool,
    /// No supervisor could be told of it, and none has looked at it.
    pub told_nobody: bool,
    /// The reader is one who could discuss it.
    pub to_discuss: bool,
    /// It was ended before its time: nothing goes on by it.
    pub is_ended: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/danger/page.html")]
pub struct DangersPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// The newest first.
    pub lines: Vec<Line>,
    /// The reader may read of reports. Whoever only opened the file in an emergency reports without that.
    pub reads: bool,
    /// They just reported one that they can't read: whether a supervisor who may look at it hears of it.
    pub reported: Option<bool>,
    /// The fields of the form, for whoever writes into files.
    pub fields: Option<Vec<Field>>,
    /// What was posted about one of them: its number, and what was typed.
    pub acted: (i64, String),
    /// What is still needed.
    pub problems: Problems,
}

impl<T: Display> DangersPage<T> {
    /// The id of a field of one report: the one that something is missing in has the name that the list of problems leads to.
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
        if self.is_wrong(field, no) {
            &self.acted.1
        } else {
            ""
        }
    }

    fn may_act(&self) -> bool {
        self.fields.is_some()
    }
}

/// The form, as it was typed.
fn fields(words: &Words, typed: &Typed) -> Vec<Field> {
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    let told_by = [
        Provenance::Worker,
        Provenance::Client,
        Provenance::ThirdParty,
    ];
    let told_by = told_by.map(|it| Choice {
        value: it.word().to_owned(),
        label: words.t(&provenance_key(it)),
    });
    vec![
        field(
            "at_risk",
            "danger-at-risk",
            Input::Choose(choices(words, AtRisk::ALL, AtRisk::word, "at-risk")),
        ),
        field("seen", "danger-seen", Input::Area),
        field("told_by", "danger-told-by", Input::Choose(told_by.to_vec())),
        field(
            "client_told",
            "danger-client-told",
            Input::Choose(yes_or_no(words)),
        ),
        field("told_how", "danger-told-how", Input::Area),
        field(
            "raises_risk",
            "danger-raises-risk",
            Input::Choose(yes_or_no(words)),
        ),
        field("hours", "danger-hours", Input::Line("number")),
    ]
}

fn yes_or_no(words: &Words) -> Vec<Choice> {
    let all = [("yes", "danger-yes"), ("no", "danger-no")];
    let choice = |(value, label): (&str, &str)| Choice {
        value: value.to_owned(),
        label: words.t(label),
    };
    all.map(choice).to_vec()
}

/// An empty form: a report stands for three days if nobody says otherwise.
fn fresh() -> Typed {
    Typed::default().with("hours", USUAL_HOURS.to_string())
}

/// What is still needed, field by field.
fn problems_of(needs: &[DangerNeed]) -> Problems {
    let mut problems = Problems::default();
    for need in needs {
        let sentence = match need {
            DangerNeed::AtRisk => "danger-needs-at-risk",
            DangerNeed::ToldBy => "danger-needs-told-by",
            DangerNeed::Seen => "danger-needs-seen",
            DangerNeed::Hours => "danger-needs-hours",
            DangerNeed::ClientTold => "danger-needs-client-told",
            DangerNeed::ToldHow => "danger-needs-told-how",
            DangerNeed::RaisesRisk => "danger-needs-raises-risk",
            DangerNeed::Said => "danger-needs-said",
            DangerNeed::AnotherPerson => "danger-needs-another-person",
            DangerNeed::Why => "danger-needs-why",
            DangerNeed::Over => "danger-needs-standing",
            DangerNeed::TooLong => "danger-too-long",
        };
        problems.note(need.field(), sentence);
    }
    problems
}

/// Who may be harmed, in words.
pub(super) fn at_risk(words: &Words, it: AtRisk) -> String {
    words.t(&key("at-risk", it.word()))
}

impl DangersPage<String> {
    /// A report that waits for a supervisor, and one that is over.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/dangers");
        let words = shell.words;
        let line = |no: i64, stands: bool| Line {
            no,
            at_risk: at_risk(words, AtRisk::Child),
            seen: "He told her on the phone that he will be at the school on Monday.".to_owned(),
            since: sample_moment(words, 13, 23, 50),
            until: sample_moment(words, 16, 23, 50),
            facts: vec![
                fact(words, "danger-number", no.to_string()),
                fact(words, "danger-reported-by", "Dana Ortiz"),
                fact(
                    words,
                    "danger-told-by",
                    words.t(&provenance_key(Provenance::Client)),
                ),
                fact(words, "danger-client-was-told", "She asked us to call."),
            ],
            stands,
            waits: stands,
            told_nobody: stands,
            to_discuss: true,
            is_ended: !stands,
        };
        Self {
            bar: sample_bar(language),
            lines: vec![line(2, true), line(1, false)],
            reads: true,
            reported: None,
            fields: Some(fields(words, &fresh())),
            acted: (0, String::new()),
            problems: Problems::default(),
            shell,
        }
    }

    /// To whoever only opened the file in an emergency: they reported one, and the next lacks something.
    #[must_use]
    pub fn sample_rejected(language: Language) -> Self {
        Self {
            lines: Vec::new(),
            reads: false,
            reported: Some(false),
            problems: problems_of(&[DangerNeed::AtRisk, DangerNeed::Seen, DangerNeed::ToldHow]),
            ..Self::sample(language)
        }
    }
}
