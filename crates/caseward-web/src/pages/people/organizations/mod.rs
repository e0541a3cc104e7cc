//! `/people/organizations`: partners and recipients, what was agreed with each, and until when (DV-5.5 to DV-5.7, RE-2).

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{Language, OrganizationKind};
use serde::Deserialize;

use super::{Choice, key};
use crate::forms::Problems;
use crate::view::{When, sample_moment};
use crate::{Place, Shell, Words};

/// An organisation of the register.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its page.
    pub href: String,
    /// What it is called.
    pub name: String,
    /// Its kind, as a key.
    pub kind: String,
    /// It keeps its records here.
    pub own: bool,
    /// A protocol stands: its last day, and whether it is over.
    pub protocol: Option<(When, bool)>,
    /// Its confidentiality policy was assessed.
    pub assessed: bool,
}

/// What the forms post.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct OrganizationForm {
    /// What it is called.
    pub name: String,
    /// The short name; of a new one only.
    pub handle: String,
    /// Its kind, as a word.
    pub kind: String,
}

/// The register, with the form to take one in.
#[derive(Template)]
#[template(path = "people/organizations/list.html")]
pub struct RegisterPage {
    /// Around it.
    pub shell: Shell,
    /// All of them.
    pub rows: Vec<Row>,
    /// Their kinds, for whoever may take one in.
    pub kinds: Option<Vec<Choice>>,
    /// What was typed.
    pub form: OrganizationForm,
    /// What is still needed.
    pub problems: Problems,
}

/// One organisation, with the form to change it.
#[derive(Template)]
#[template(path = "people/organizations/one.html")]
pub struct OrganizationPage {
    /// Around it.
    pub shell: Shell,
    /// The organisation.
    pub row: Row,
    /// Where stands what was agreed with it, for whoever may see that.
    pub partner: Option<String>,
    /// Their kinds, for whoever may change it.
    pub kinds: Option<Vec<Choice>>,
    /// What was typed, or how it stands.
    pub form: OrganizationForm,
    /// What is still needed.
    pub problems: Problems,
}

fn kinds(words: &Words) -> Vec<Choice> {
    let kind = |it: &OrganizationKind| Choice {
        value: it.word().to_owned(),
        label: words.t(&key("kind", it.word())),
    };
    OrganizationKind::ALL.iter().map(kind).collect()
}

impl RegisterPage {
    /// The office and a partner.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::People, "/people/organizations");
        let row = |name: &str, own| Row {
            href: "/people/organizations/0k3v9".into(),
            name: name.into(),
            kind: "kind-agency".into(),
            own,
            protocol: (!own).then(|| (sample_moment(shell.words, 28, 0, 0), false)),
            assessed: !own,
        };
        Self {
            rows: vec![row("Harbour House", true), row("Riverside Clinic", false)],
            kinds: Some(kinds(shell.words)),
            form: OrganizationForm::default(),
            problems: Problems::default(),
            shell,
        }
    }
}

impl OrganizationPage {
    /// A partner whose protocol is over.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::People, "/people/organizations/0k3v9");
        let mut problems = Problems::default();
        problems.note("name", "amiss-name-empty");
        Self {
            row: Row {
                href: "/people/organizations/0k3v9".into(),
                name: "Riverside Clinic".into(),
                kind: "kind-health".into(),
                own: false,
                protocol: Some((sample_moment(shell.words, 3, 0, 0), true)),
                assessed: false,
            },
            partner: Some("/partners/0k3v9".into()),
            kinds: Some(kinds(shell.words)),
            form: OrganizationForm {
                ..OrganizationForm::default()
            },
            problems,
            shell,
        }
    }
}
