//! `/breaches/desk/{id}`: one report, for whoever handles it: taking it up, looking into it, hearing the person, the finding, and what
//! follows from it (CC-2.8, CC-2.9, CC-2.10).

mod handler;
mod made;

pub use handler::routes;

use askama::Template;
use caseward_model::{BreachKind, BreachLetter, BreachState, Language};

use super::called;
use crate::forms::Problems;
use crate::pages::partners::{Fact, Field, Input, Typed, choices, fact};
use crate::pages::people::Choice;
use crate::view::{When, sample_moment};
use crate::{Place, Shell, Words};

/// What somebody said about it.
#[derive(Debug, Clone)]
pub struct Said {
    /// What it is: a note, an answer, a finding; in words.
    pub label: String,
    /// Who.
    pub who: String,
    /// When.
    pub at: When,
    /// What.
    pub text: String,
}

/// A letter.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Its file.
    pub href: String,
    /// To whom it goes, in words.
    pub kind: String,
    /// The recipient, and the reference.
    pub to: String,
    /// When it was written.
    pub at: When,
    /// When and how it went.
    pub sent: Option<(When, String)>,
}

/// A form for what can be done next.
#[derive(Debug, Clone)]
pub struct Form {
    /// What follows the report's address where it is sent.
    pub to: &'static str,
    /// The key of what stands above it.
    pub heading: &'static str,
    /// The key of what is said about it.
    pub lead: &'static str,
    /// The key of what the button says.
    pub button: &'static str,
    /// The fields.
    pub fields: Vec<Field>,
}

/// The page.
#[derive(Template)]
#[template(path = "breaches/one/page.html")]
pub struct BreachPage {
    /// Around it.
    pub shell: Shell,
    /// Its address.
    pub href: String,
    /// What kind of thing it is, in words.
    pub kind: String,
    /// How it stands, in words.
    pub state: String,
    /// What happened, as it was written.
    pub what: String,
    /// What else there is to know.
    pub facts: Vec<Fact>,
    /// What was said about it, in its order.
    pub said: Vec<Said>,
    /// The letters.
    pub letters: Vec<Letter>,
    /// What can be done next.
    pub forms: Vec<Form>,
    /// The evidence can be taken.
    pub evidence: bool,
    /// What is still needed.
    pub problems: Problems,
}

/// The fields of a finding.
fn finding(words: &Words, (conduct, ask_why): (bool, bool), typed: &Typed) -> Vec<Field> {
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    let verdicts = [BreachState::Substantiated, BreachState::Unsubstantiated];
    let verdicts = choices(words, &verdicts, BreachState::word, "breach-state");
    let mut fields = vec![
        field("verdict", "cc-breach-verdict", Input::Choose(verdicts)),
        field("reasons", "cc-breach-reasons", Input::Area),
    ];
    if ask_why {
        fields.push(field("unheard", "cc-breach-unheard", Input::Area));
    }
    if conduct {
        fields.push(field("ends", "cc-breach-ends", Input::Tick));
    }
    fields
}

/// The fields of a letter.
fn letter(words: &Words, typed: &Typed) -> Vec<Field> {
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    let papers = choices(
        words,
        BreachLetter::ALL,
        BreachLetter::word,
        "breach-letter",
    );
    let languages = Language::ALL.iter().map(|it| Choice {
        value: it.word().to_owned(),
        label: words.t(match it {
            Language::English => "cc-breach-english",
            Language::Spanish => "cc-breach-spanish",
        }),
    });
    let languages = Input::Choose(languages.collect());
    vec![
        field("paper", "cc-breach-paper", Input::Choose(papers)),
        field("language", "cc-breach-language", languages),
        field("to", "cc-breach-to", Input::Line("text")),
        field("reference", "cc-breach-reference", Input::Line("text")),
        field("facts", "cc-breach-facts", Input::Area),
    ]
}

/// The fields that say how a letter went.
fn sent(words: &Words, letters: Vec<Choice>, typed: &Typed) -> Vec<Field> {
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    vec![
        field("letter", "cc-breach-letter", Input::Choose(letters)),
        field("how", "cc-breach-how", Input::Line("text")),
        field("on", "cc-breach-on", Input::Line("date")),
    ]
}

/// A form with one text.
fn text(words: &Words, (id, label): (&str, &str), typed: &Typed) -> Vec<Field> {
    vec![Field::new(words, id, label, Input::Area, typed)]
}

impl BreachPage {
    /// One that waits to be taken up.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let href = "/breaches/desk/0k3v9";
        let shell = Shell::sample(language, Place::Breaches, href);
        let words = shell.words;
        let mut problems = Problems::default();
        problems.note("acknowledge", "amiss-breach-take-up-first");
        Self {
            href: href.into(),
            kind: called(words, "breach-kind", BreachKind::Heard.word()),
            state: called(words, "breach-state", BreachState::Reported.word()),
            what: "The meeting was held on a loudspeaker in an open office.".into(),
            facts: vec![fact(words, "cc-breach-by", "Heather Moss")],
            said: Vec::new(),
            letters: Vec::new(),
            forms: vec![Form {
                to: "acknowledge",
                heading: "cc-breach-take-up",
                lead: "cc-breach-take-up-lead",
                button: "cc-breach-take-up-do",
                fields: Vec::new(),
            }],
            evidence: false,
            problems,
            shell,
        }
    }

    /// One that was found, with a letter.
    #[must_use]
    pub fn sample_found(language: Language) -> Self {
        let page = Self::sample(language);
        let words = page.shell.words;
        let nothing = Typed::default();
        let one = Choice {
            value: "1".into(),
            label: "1".into(),
        };
        let form = |to, heading, lead, button, fields| Form {
            to,
            heading,
            lead,
            button,
            fields,
        };
        Self {
            state: called(words, "breach-state", BreachState::Substantiated.word()),
            said: vec![Said {
                label: words.t("cc-breach-finding"),
                who: "Priya Anand".into(),
                at: sample_moment(words, 15, 9, 30),
                text: "Two people in the hall repeated what was said.".into(),
            }],
            letters: vec![Letter {
                href: "/breaches/desk/0k3v9/letters/1".into(),
                kind: words.t("breach-letter-employer"),
                to: "Willowherb Clinic · CC-3".into(),
                at: sample_moment(words, 16, 9, 0),
                sent: None,
            }],
            forms: vec![
                form(
                    "finding",
                    "cc-breach-find",
                    "cc-breach-find-lead",
                    "cc-breach-find-do",
                    finding(words, (true, true), &nothing),
                ),
                form(
                    "letters",
                    "cc-breach-write",
                    "cc-breach-write-lead",
                    "cc-breach-write-do",
                    letter(words, &nothing),
                ),
                form(
                    "sent",
                    "cc-breach-sent",
                    "cc-breach-sent-lead",
                    "cc-breach-sent-do",
                    sent(words, vec![one], &nothing),
                ),
            ],
            evidence: true,
            problems: Problems::default(),
            ..page
        }
    }
}
