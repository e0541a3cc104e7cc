//! `/conferences/actions`: what one's own organisation undertook in case conferences, and saying what came of it (CC-1, CC-2.1, CC-2.4).
//!
//! Each is shown as it was spoken of: by name or by identifier. On one by identifier what is typed is looked at before it is sent.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_model::Language;

use super::decided::{Line, samples};
use crate::forms::Problems;
use crate::pages::partners::{Field, Input, Typed};
use crate::pages::people::Choice;
use crate::{Place, Shell, Words};

/// The list.
#[derive(Template)]
#[template(path = "conferences/actions/page.html")]
pub struct ActionsPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Those that are open.
    pub open: Vec<Line<T>>,
    /// Those that ended.
    pub ended: Vec<Line<T>>,
}

/// The page on which one says what came of an action.
#[derive(Template)]
#[template(path = "conferences/actions/one.html")]
pub struct ActionPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Its address.
    pub href: String,
    /// The action.
    pub lines: Vec<Line<T>>,
    /// Whether it was done.
    pub fields: Vec<Field>,
    /// The word on it, as it was typed.
    pub word: String,
    /// What may be written where nobody is named, for the script; nothing where everything may be.
    pub allowed: Option<String>,
    /// What has to be mended.
    pub problems: Problems,
}

/// Whether it was done or not.
fn fields(words: &Words, typed: &Typed) -> Vec<Field> {
    let choice = |value: &str, label| Choice {
        value: value.to_owned(),
        label: words.t(label),
    };
    let both = vec![
        choice("done", "action-was-done"),
        choice("not_done", "action-was-not-done"),
    ];
    let (id, label) = ("outcome", "action-outcome");
    vec![Field::new(words, id, label, Input::Choose(both), typed)]
}

impl ActionsPage<String> {
    /// With an open one.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Conferences, "/conferences/actions");
        let mut open = samples(shell.words);
        let ended = open.split_off(1);
        Self { shell, open, ended }
    }

    /// For somebody whose organisation undertook nothing.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            open: Vec::new(),
            ended: Vec::new(),
            ..Self::sample(language)
        }
    }
}

impl ActionPage<String> {
    /// By identifier, with something missing.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let href = "/conferences/actions/0k3v9";
        let shell = Shell::sample(language, Place::Conferences, href);
        let mut problems = Problems::default();
        problems.note("outcome", "amiss-action-outcome");
        problems.note("word", "amiss-action-word");
        let mut lines = samples(shell.words);
        lines.truncate(1);
        Self {
            href: href.into(),
            lines,
            fields: fields(shell.words, &Typed::default()),
            word: "it went to somebody else".into(),
            allowed: Some("{\"organizations\":[],\"identifiers\":[]}".into()),
            problems,
            shell,
        }
    }
}
