//! `/partners/{id}`: one recipient: the ways to it, the assessment of its policy, what was agreed, and what was broken.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;

use super::{Fact, fact};
use crate::view::Step;
use crate::{Place, Shell};

/// Something that is kept about it, with its own page.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it is, in words.
    pub title: String,
    /// Where more about it stands.
    pub href: String,
    /// How it stands, in words.
    pub state: String,
    /// What else there is to know, in words.
    pub says: Vec<String>,
}

/// How often something of a kind went there in a month.
#[derive(Debug, Clone)]
pub struct Sent {
    /// `2026-11`.
    pub month: String,
    /// As what, in words.
    pub kind: String,
    /// How often, in words where it was less than five times.
    pub times: String,
}

/// The page.
#[derive(Template)]
#[template(path = "partners/one/page.html")]
pub struct PartnerPage {
    /// Around it.
    pub shell: Shell,
    /// What it is called.
    pub name: String,
    /// What kind it is, and until when what counts.
    pub facts: Vec<Fact>,
    /// The ways to it.
    pub ways: Vec<Line>,
    /// What was found in its policy.
    pub policy: Vec<Fact>,
    /// What was agreed.
    pub protocols: Vec<Line>,
    /// What was broken.
    pub breaches: Vec<Line>,
    /// What was sent, the newest month first.
    pub sent: Vec<Sent>,
    /// What the reader can do.
    pub todo: Vec<Step>,
}

impl PartnerPage {
    /// A clinic whose key was changed.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Partners, "/partners/0k3v9");
        let words = shell.words;
        let line = |title: &str, state: &str, says: &[&str]| Line {
            title: title.into(),
            href: "/partners/ways/1".into(),
            state: words.t(state),
            says: says.iter().map(|it| (*it).into()).collect(),
        };
        Self {
            name: "Willowherb Clinic".into(),
            facts: vec![fact(words, "organization-kind", words.t("kind-health"))],
            ways: vec![line(
                &words.t("way-age"),
                "way-key-changed",
                &["age1-intake", "Intake office"],
            )],
            policy: vec![fact(
                words,
                "policy-keeping",
                "Locked, read by the intake office.",
            )],
            protocols: vec![line(
                "Protocol 2026",
                "protocol-in-force",
                &["30 June 2027"],
            )],
            breaches: Vec::new(),
            sent: vec![
                Sent {
                    month: "2026-11".into(),
                    kind: words.t("sent-disclosure"),
                    times: "12".into(),
                },
                Sent {
                    month: "2026-11".into(),
                    kind: words.t("sent-hmis-export"),
                    times: words.t("sent-few"),
                },
            ],
            todo: vec![Step {
                label: words.t("way-add"),
                href: "/partners/0k3v9/ways/new".into(),
            }],
            shell,
        }
    }
}
