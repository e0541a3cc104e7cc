//! `/today`: what is due, most urgent first, and nothing else.
//!
//! Pages §3 S2. Each task begins with a verb and says why it is this person's; a group that can't be
//! read says so and the others still show.

mod handler;
mod waiting;

pub use handler::routes;
pub(in crate::pages) use waiting::about as waits_about;

use std::fmt::Display;

use askama::Template;
use caseward_model::Language;

use crate::view::{Step, When, pick};
use crate::{Place, Shell};

/// The groups, in their order on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKind {
    /// Someone may come to harm, or a limit runs out.
    ActNow,
    /// Someone else can't go on before this.
    Waiting,
    /// A file of mine changed.
    ClientsChanged,
    /// Protection was proposed, and a person must decide.
    ProtectionsProposed,
    /// Something of one's own ends soon.
    Expiring,
}

impl GroupKind {
    /// The key of its heading.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::ActNow => "today-act-now",
            Self::Waiting => "today-waiting",
            Self::ClientsChanged => "today-changed",
            Self::ProtectionsProposed => "today-proposed",
            Self::Expiring => "today-expiring",
        }
    }

    /// Its word in class names.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ActNow => "act-now",
            Self::Waiting => "waiting",
            Self::ClientsChanged => "changed",
            Self::ProtectionsProposed => "proposed",
            Self::Expiring => "expiring",
        }
    }
}

/// One thing to do.
#[derive(Debug, Clone)]
pub struct Task<T> {
    /// What to do, beginning with a verb; names nobody.
    pub verb: String,
    /// About whom: a name or an alias, when there is one.
    pub about: Option<T>,
    /// Where it is done.
    pub href: String,
    /// Where a decision to protect is posted, when this is about one.
    pub decide: Option<String>,
    /// Until when.
    pub due: Option<When>,
    /// It is past due.
    pub is_late: bool,
    /// Why it is this person's.
    pub why: String,
}

/// What a group holds.
#[derive(Debug, Clone)]
pub enum Tasks<T> {
    /// These.
    Shown(Vec<Task<T>>),
    /// It couldn't be read just now.
    Unreadable,
}

/// A group of tasks.
#[derive(Debug, Clone)]
pub struct Group<T> {
    /// Which.
    pub kind: GroupKind,
    /// What it holds.
    pub tasks: Tasks<T>,
}

/// The page.
#[derive(Template)]
#[template(path = "today/page.html")]
pub struct TodayPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Today's day.
    pub day: When,
    /// The groups that aren't empty.
    pub groups: Vec<Group<T>>,
    /// The next date, for a day on which nothing is due.
    pub next_date: Option<When>,
    /// The lists that the reader's part looks after, whether or not something waits in them.
    pub lists: Vec<Step>,
}

type SampleTask = (
    GroupKind,
    [&'static str; 2],
    &'static str,
    Option<i8>,
    [&'static str; 2],
);

/// Group, verb, about whom, the day it is due, why.
const SAMPLE: &[SampleTask] = &[
    (
        GroupKind::ActNow,
        [
            "Agree a safer way to reach",
            "Acordar una vía de contacto más segura con",
        ],
        "Marisol Vega",
        Some(20),
        [
            "A call went to a number she asked us not to use. You are assigned.",
            "Se llamó a un número que pidió no usar. Usted lleva el caso.",
        ],
    ),
    (
        GroupKind::Waiting,
        [
            "Review the limits of confidentiality with",
            "Repasar los límites de la confidencialidad con",
        ],
        "Jonas Okafor",
        Some(25),
        [
            "Six months since you last did. (NASW-e)",
            "Han pasado seis meses desde la última vez. (NASW-e)",
        ],
    ),
    (
        GroupKind::Waiting,
        [
            "Say what your opinion rests on, for",
            "Indicar en qué se basa su opinión sobre",
        ],
        "Harbor-17",
        None,
        [
            "You saved a draft without it. (DV-5.2.2)",
            "Guardó un borrador sin indicarlo. (DV-5.2.2)",
        ],
    ),
    (
        GroupKind::ProtectionsProposed,
        ["Decide on protection for", "Decidir sobre la protección de"],
        "Tess Lindqvist",
        Some(27),
        [
            "An import says she has lived through violence. Only a person can say whether she is at risk now.",
            "Una importación indica que ha sufrido violencia. Solo una persona puede decir si hoy corre peligro.",
        ],
    ),
    (
        GroupKind::Expiring,
        [
            "Ask whether you go on working with",
            "Preguntar si sigue trabajando con",
        ],
        "Amal Haddad",
        Some(30),
        [
            "Your assignment ends then, and the file closes to you.",
            "Ese día termina su asignación y el expediente se cierra para usted.",
        ],
    ),
];

impl TodayPage<String> {
    /// A full day.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Today, "/today");
        let words = shell.words;
        let day = |d| When::day(words, jiff::civil::date(2026, 11, d));
        let task = |&(kind, verb, about, due, why): &SampleTask| Task {
            verb: pick(language, verb[0], verb[1]).into(),
            about: Some(about.into()),
            href: "/clients/0k3v9".into(),
            decide: (kind == GroupKind::ProtectionsProposed)
                .then(|| "/clients/0k3v9/protection".into()),
            due: due.map(day),
            is_late: due.is_some_and(|d| d < 23),
            why: pick(language, why[0], why[1]).into(),
        };
        let group = |kind| Group {
            kind,
            tasks: Tasks::Shown(SAMPLE.iter().filter(|t| t.0 == kind).map(task).collect()),
        };
        Self {
            day: day(23),
            groups: vec![
                group(GroupKind::ActNow),
                group(GroupKind::Waiting),
                Group {
                    kind: GroupKind::ClientsChanged,
                    tasks: Tasks::Unreadable,
                },
                group(GroupKind::ProtectionsProposed),
                group(GroupKind::Expiring),
            ],
            next_date: None,
            lists: vec![Step {
                label: words.t("reviews-title"),
                href: "/access/reviews".into(),
            }],
            shell,
        }
    }

    /// A day on which nothing is due.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        let full = Self::sample(language);
        Self {
            groups: Vec::new(),
            next_date: Some(When::day(full.shell.words, jiff::civil::date(2026, 11, 30))),
            ..full
        }
    }
}
