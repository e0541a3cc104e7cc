//! The list of a client's consents.

use std::fmt::Display;

use askama::Template;
use caseward_model::{ConsentKind, Language};

use super::super::file::{Bar, SafeContact, sample_bar};
use super::{stage_key, stage_sign, words_in};
use crate::view::{When, sample_moment};
use crate::{Place, Shell};

/// One consent in the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its address.
    pub href: String,
    /// Its number among the client's.
    pub no: i64,
    /// What kind.
    pub kind: ConsentKind,
    /// To which organisation; empty until one was chosen.
    pub recipient: String,
    /// How it stands: a key of words, and its sign.
    pub stage: (&'static str, &'static str),
    /// Until when it holds, where it is signed.
    pub until: Option<When>,
    /// When it was begun.
    pub begun: When,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/consents/list.html")]
pub struct ListPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// The reader's part writes into files.
    pub may_write: bool,
    /// All of them, the newest first.
    pub lines: Vec<Line>,
}

impl<T: Display> ListPage<T> {
    pub(super) fn kind(&self, kind: &ConsentKind) -> String {
        let language = Language::ALL.iter().copied();
        let mut language = language.filter(|it| it.word() == self.shell.language());
        let words = language.next().and_then(words_in);
        let found = words.and_then(|it| it.kinds.get(kind.word()));
        found.cloned().unwrap_or_default()
    }
}

impl ListPage<String> {
    /// Four consents.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        use caseward_model::ConsentStage as Stage;
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/consents");
        let words = shell.words;
        let line = |no, kind, recipient: &str, stage, over| Line {
            href: format!("/clients/0k3v9/consents/{no}"),
            no,
            kind,
            recipient: recipient.to_owned(),
            stage: (stage_key(stage, over), stage_sign(stage, over)),
            until: (stage == Stage::Signed).then(|| sample_moment(words, 24, 0, 0)),
            begun: sample_moment(words, 12, 10, 4),
        };
        Self {
            bar: sample_bar(language),
            may_write: true,
            lines: vec![
                line(4, ConsentKind::Information, "", Stage::Draft, false),
                line(
                    3,
                    ConsentKind::Information,
                    "Bay Street Clinic",
                    Stage::Signed,
                    false,
                ),
                line(
                    2,
                    ConsentKind::Payer,
                    "Harbor Health Plan",
                    Stage::Revoked,
                    false,
                ),
                line(
                    1,
                    ConsentKind::Information,
                    "Housing Authority",
                    Stage::Signed,
                    true,
                ),
            ],
            shell,
        }
    }

    /// None yet.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            lines: Vec::new(),
            ..Self::sample(language)
        }
    }
}
