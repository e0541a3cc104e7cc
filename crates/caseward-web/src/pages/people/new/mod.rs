//! `/people/new`: taking somebody in, and the link that invites them, which is shown once (NASW-l, DV-1).

mod handler;

pub use handler::{invited, routes};

use askama::Template;
use caseward_model::Language;

use super::{PersonForm, PersonLists};
use crate::forms::Problems;
use crate::{Place, Shell};

/// The form.
#[derive(Template)]
#[template(path = "people/new/page.html")]
pub struct NewPage {
    /// Around it.
    pub shell: Shell,
    /// What was typed.
    pub form: PersonForm,
    /// What can be chosen.
    pub lists: PersonLists,
    /// What is still needed.
    pub problems: Problems,
}

impl NewPage {
    /// An empty form.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::People, "/people/new");
        Self {
            lists: PersonLists::sample(&shell),
            form: PersonForm::default(),
            problems: Problems::default(),
            shell,
        }
    }

    /// One that still needs something.
    #[must_use]
    pub fn sample_rejected(language: Language) -> Self {
        let mut problems = Problems::default();
        problems.note("handle", "amiss-handle-alike");
        problems.note("role", "people-needs-role");
        Self {
            form: PersonForm {
                name: "Dana Ortiz".into(),
                handle: "dаna".into(),
                ..PersonForm::default()
            },
            problems,
            ..Self::sample(language)
        }
    }
}

/// The link that lets somebody in for the first time.
#[derive(Template)]
#[template(path = "people/new/invited.html")]
pub struct InvitedPage {
    /// Around it.
    pub shell: Shell,
    /// Whom it invites.
    pub name: String,
    /// Their page.
    pub href: String,
    /// The link.
    pub link: String,
    /// For how many hours it is open.
    pub hours: i64,
}

impl InvitedPage {
    /// Somebody invited.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::People, "/people"),
            name: "Ines Vale".into(),
            href: "/people/0k3v9".into(),
            link: "office.example/sign-in/q7Zk3v9PdR2xN5mTqf0aLw1cB8yHsUeJ6iGoXnKtM4A".into(),
            hours: 72,
        }
    }
}
