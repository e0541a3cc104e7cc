//! `/agreements/publish`: a version of an agreement or a course, written, looked at, and published.
//!
//! Pages §3 S16; CC-2, DV-5.1.1, DV-5.10. What would change, word for word and for how many people, is shown
//! before anything is published.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{Language, Role};

use crate::forms::Problems;
use crate::pages::agreements::text::ChangeLine;
use crate::view::{pick, role_key};
use crate::{Place, Shell};

/// What the form posts.
#[derive(Debug, Clone, Default)]
pub struct PublishForm {
    /// The text in English, as its file.
    pub en: String,
    /// The same in Spanish.
    pub es: String,
    /// Whose part requires it, as words.
    pub roles: Vec<String>,
    /// The day from which it is in force; at once if empty.
    pub from: String,
    /// For how many days a signature holds.
    pub hold_days: String,
}

/// What it would change.
#[derive(Debug, Clone)]
pub struct Looked {
    /// The short name.
    pub name: String,
    /// Which version it would become.
    pub version: u32,
    /// For how many people something changes.
    pub concerned: u64,
    /// Parts that would be left without any agreement or course.
    pub parts_without: Vec<Role>,
    /// In each language: its own name, and what is added and removed.
    pub changes: Vec<(&'static str, Vec<ChangeLine>)>,
}

/// A text that is there already.
#[derive(Debug, Clone)]
pub struct Existing {
    /// What it is called.
    pub title: String,
    /// Where its next version is written.
    pub href: String,
    /// Its newest version.
    pub version: u32,
    /// Whose part requires it.
    pub roles: Vec<Role>,
}

/// The page.
#[derive(Template)]
#[template(path = "agreements/publish/page.html")]
pub struct PublishPage {
    /// Around it.
    pub shell: Shell,
    /// What there is.
    pub existing: Vec<Existing>,
    /// What was typed.
    pub form: PublishForm,
    /// What it would change, when it was looked at.
    pub looked: Option<Looked>,
    /// What is still needed.
    pub problems: Problems,
    /// What a desk can't take, in its own English words.
    pub unfit: Option<String>,
}

impl PublishPage {
    fn texts(&self) -> [(&'static str, &'static str, &str); 2] {
        [
            ("en", "publish-text-en", self.form.en.as_str()),
            ("es", "publish-text-es", self.form.es.as_str()),
        ]
    }

    fn parts(&self) -> Vec<(&'static str, String, bool)> {
        let staff = Role::ALL.iter().filter(|it| **it != Role::Client);
        let part = |it: &Role| {
            let chosen = self.form.roles.iter().any(|word| word == it.word());
            (it.word(), self.shell.t(role_key(*it)), chosen)
        };
        staff.map(part).collect()
    }

    fn concerned(&self, looked: &Looked) -> String {
        let sentence = self.shell.fill("publish-concerned");
        sentence.count("count", looked.concerned).to_string()
    }

    fn is_wrong(&self) -> bool {
        !self.problems.is_empty()
    }

    fn roles(&self, existing: &Existing) -> String {
        let names = existing.roles.iter().map(|it| self.shell.t(role_key(*it)));
        names.collect::<Vec<_>>().join(", ")
    }

    /// A fresh form.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::Agreements, "/agreements/publish"),
            existing: vec![Existing {
                title: pick(
                    language,
                    "Confidentiality policy",
                    "Política de confidencialidad",
                )
                .to_owned(),
                href: "/agreements/publish/procedure".to_owned(),
                version: 1,
                roles: vec![Role::Caseworker, Role::Supervisor],
            }],
            form: PublishForm {
                hold_days: "365".to_owned(),
                ..PublishForm::default()
            },
            looked: None,
            problems: Problems::default(),
            unfit: None,
        }
    }

    /// A version that was looked at, and one thing to mend.
    #[must_use]
    pub fn sample_looked(language: Language) -> Self {
        let mut page = Self::sample(language);
        let added = pick(language, "A new paragraph.", "Un párrafo nuevo.");
        let change = ChangeLine {
            added: true,
            section: pick(language, "Papers", "Documentos").to_owned(),
            text: added.to_owned(),
        };
        page.looked = Some(Looked {
            name: "procedure".to_owned(),
            version: 2,
            concerned: 12,
            parts_without: vec![Role::Trainer],
            changes: vec![("English", vec![change])],
        });
        page.problems.note("hold_days", "publish-needs-hold-days");
        page.unfit = Some("a text has 1 to 60 sections".to_owned());
        page
    }
}

/// A language by its own name.
const fn own_name(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::Spanish => "Español",
    }
}
