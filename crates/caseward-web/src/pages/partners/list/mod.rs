//! `/partners`: all organisations to which something may go, how each stands, and taking one more into the register.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{Language, OrganizationKind};

use super::{Field, Input, Typed, choices};
use crate::forms::Problems;
use crate::view::Step;
use crate::{Place, Shell, Words};

/// An organisation.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its page.
    pub href: String,
    /// What it is called.
    pub name: String,
    /// Its kind, in words.
    pub kind: String,
    /// How what was agreed stands, in words.
    pub protocol: String,
    /// Until when its policy counts as assessed, in words.
    pub policy: String,
    /// The ways to it that count, in words.
    pub ways: String,
    /// What has to be done about it, in words; nothing when all is in order.
    pub amiss: Vec<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "partners/list/page.html")]
pub struct PartnersPage {
    /// Around it.
    pub shell: Shell,
    /// All of them.
    pub rows: Vec<Row>,
    /// The fields of the form, for whoever may take one in.
    pub fields: Option<Vec<Field>>,
    /// What is still needed.
    pub problems: Problems,
    /// What is beside.
    pub beside: Vec<Step>,
}

fn fields(words: &Words, typed: &Typed) -> Vec<Field> {
    let kinds = choices(words, OrganizationKind::ALL, OrganizationKind::word, "kind");
    vec![
        Field::new(
            words,
            "name",
            "organization-name",
            Input::Line("text"),
            typed,
        ),
        Field::new(words, "handle", "people-handle", Input::Line("text"), typed),
        Field::new(
            words,
            "kind",
            "organization-kind",
            Input::Choose(kinds),
            typed,
        ),
    ]
}

impl PartnersPage {
    /// One in order, and one that isn't.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Partners, "/partners");
        let words = shell.words;
        let row = |name: &str, kind: &str, amiss: &[&str]| Row {
            href: "/partners/0k3v9".into(),
            name: name.into(),
            kind: words.t(kind),
            protocol: words.t("protocol-in-force"),
            policy: "30 June 2027".into(),
            ways: words.t("way-age"),
            amiss: amiss.iter().map(|it| words.t(it)).collect(),
        };
        Self {
            rows: vec![
                row("Farawell Housing Authority", "kind-agency", &[]),
                row(
                    "Willowherb Clinic",
                    "kind-health",
                    &["partner-key-changed", "partner-protocol-over"],
                ),
            ],
            fields: Some(fields(words, &Typed::default())),
            problems: Problems::default(),
            beside: vec![Step {
                label: words.t("rules-title"),
                href: "/partners/rules".into(),
            }],
            shell,
        }
    }

    /// None yet.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            rows: Vec::new(),
            fields: None,
            ..Self::sample(language)
        }
    }
}
