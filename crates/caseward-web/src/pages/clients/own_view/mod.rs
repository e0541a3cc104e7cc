//! `/clients/{id}/own-view`: turning a client's own view on once safety was discussed, off at once, making a link, lending this
//! device, and answering what the client asked.
//!
//! Pages §3 S21, NASW-e, DV-5.2.4. A link and its number are shown once, on the answer to the form that makes them.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::own_view::{TRIES_MAX, ViewNeed};
use caseward_model::{Language, OwnQuestion};

use super::file::{Bar, SafeContact, sample_bar};
use crate::forms::Problems;
use crate::view::{When, sample_moment};
use crate::{Place, Shell};

/// How the view stands.
#[derive(Debug, Clone)]
pub struct Stand {
    /// It can be opened.
    pub on: bool,
    /// On which day safety was discussed.
    pub day: When,
    /// What was discussed.
    pub note: String,
    /// By which way a link reaches the client safely.
    pub safe_way: String,
    /// After how many days the client sees what happened.
    pub delay_days: u64,
    /// When it was turned off.
    pub ended: Option<When>,
}

/// A link that is out.
#[derive(Debug, Clone)]
pub struct LinkOut {
    /// Until when.
    pub until: When,
    /// How many wrong numbers were tried with it.
    pub tries: u64,
    /// They were too many.
    pub dead: bool,
}

/// A question of the client's.
#[derive(Debug, Clone)]
pub struct QuestionLine {
    /// Its number.
    pub no: i64,
    /// What about.
    pub about: OwnQuestion,
    /// The number of what it is about.
    pub item: Option<u64>,
    /// In their words.
    pub words: String,
    /// When.
    pub when: When,
    /// What they were answered, by whom, and when.
    pub answer: Option<(String, String, When)>,
    /// The reader can answer it.
    pub is_theirs: bool,
}

/// What was typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The day.
    pub day: String,
    /// What was discussed.
    pub note: String,
    /// The safe way.
    pub safe_way: String,
    /// The days.
    pub delay_days: String,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/own_view/page.html")]
pub struct OwnViewPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// How it stands; nothing if it never was on.
    pub stand: Option<Stand>,
    /// The link that is out.
    pub link: Option<LinkOut>,
    /// What the client asked, the newest first.
    pub questions: Vec<QuestionLine>,
    /// The reader's part writes into files.
    pub may_write: bool,
    /// What was typed.
    pub typed: Typed,
    /// What is still needed.
    pub problems: Problems,
}

impl<T: Display> OwnViewPage<T> {
    fn is_on(&self) -> bool {
        self.stand.as_ref().is_some_and(|it| it.on)
    }

    fn about_key(&self, about: &OwnQuestion) -> &'static str {
        match about {
            OwnQuestion::Look => "me-ask-look",
            OwnQuestion::Shared => "me-ask-shared",
            OwnQuestion::SeeFile => "me-ask-see-file",
            OwnQuestion::Other => "me-ask-other",
        }
    }
}

/// A link with its number, shown once.
#[derive(Template)]
#[template(path = "clients/own_view/made.html")]
pub struct MadePage {
    /// Around it.
    pub shell: Shell,
    /// The way back.
    pub back: String,
    /// The link, whole.
    pub link: String,
    /// The number.
    pub pin: String,
    /// Until when it works.
    pub until: When,
    /// The safe way that was agreed.
    pub safe_way: String,
}

/// What is still needed, field by field.
fn problems_of(needs: &[ViewNeed]) -> Problems {
    let mut problems = Problems::default();
    for need in needs {
        let (field, key) = match need {
            ViewNeed::Day => ("day", "own-view-needs-day"),
            ViewNeed::Note => ("note", "own-view-needs-note"),
            ViewNeed::SafeWay => ("safe_way", "own-view-needs-safe"),
            ViewNeed::Delay => ("delay_days", "own-view-needs-delay"),
            ViewNeed::Words => ("questions", "own-view-needs-words"),
            ViewNeed::TooLong => ("note", "own-view-too-long"),
        };
        problems.note(field, key);
    }
    problems
}

const fn is_dead(tries: i64) -> bool {
    tries >= TRIES_MAX
}

impl OwnViewPage<String> {
    /// On, with a link out and two questions.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/own-view");
        let words = shell.words;
        let question = |no, about, answered: bool| QuestionLine {
            no,
            about,
            item: (about == OwnQuestion::Look).then_some(1198),
            words: "Who was that on Monday?".to_owned(),
            when: sample_moment(words, 22, 9, 5),
            answer: answered.then(|| {
                let at = sample_moment(words, 23, 9, 5);
                (
                    "A colleague who stood in.".to_owned(),
                    "Priya Shah".to_owned(),
                    at,
                )
            }),
            is_theirs: true,
        };
        Self {
            bar: sample_bar(language),
            stand: Some(Stand {
                on: true,
                day: sample_moment(words, 20, 10, 0),
                note: "Nobody else uses the phone; they will delete the message.".to_owned(),
                safe_way: "Link by text message, number when they call.".to_owned(),
                delay_days: 7,
                ended: None,
            }),
            link: Some(LinkOut {
                until: sample_moment(words, 24, 10, 0),
                tries: 2,
                dead: false,
            }),
            questions: vec![
                question(2, OwnQuestion::Look, false),
                question(1, OwnQuestion::SeeFile, true),
            ],
            may_write: true,
            typed: Typed::default(),
            problems: Problems::default(),
            shell,
        }
    }

    /// It never was on, and something is missing.
    #[must_use]
    pub fn sample_problems(language: Language) -> Self {
        let needs = [
            ViewNeed::Day,
            ViewNeed::Note,
            ViewNeed::SafeWay,
            ViewNeed::Delay,
        ];
        Self {
            stand: None,
            link: None,
            questions: Vec::new(),
            problems: problems_of(&needs),
            ..Self::sample(language)
        }
    }
}

impl MadePage {
    /// A link and its number.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/own-view");
        Self {
            back: "/clients/0k3v9/own-view".to_owned(),
            link: "office.example/me/open/abc".to_owned(),
            pin: "042 117".to_owned(),
            until: sample_moment(shell.words, 24, 10, 0),
            safe_way: "Link by text message, number when they call.".to_owned(),
            shell,
        }
    }
}
