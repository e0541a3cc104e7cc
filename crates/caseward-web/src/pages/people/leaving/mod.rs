//! `/people/{id}/end`: what becomes of somebody's work, and ending or pausing their access (NASW-o, CC-2.10).

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{Ending, Language};

use super::{Choice, key};
use crate::forms::Problems;
use crate::{Place, Shell};

/// What would be handed over.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// Those who could take over, the first in line first.
    pub line: Vec<Choice>,
    /// How many files would go to whom; nothing for someone who is in line themselves.
    pub files: Option<Vec<(Choice, u64)>>,
    /// How many files nobody in line can take.
    pub waiting: u64,
    /// How many colleagues they supervise.
    pub supervises: u64,
}

/// The page before.
#[derive(Template)]
#[template(path = "people/leaving/page.html")]
pub struct LeavingPage {
    /// Around it.
    pub shell: Shell,
    /// What they are called.
    pub name: String,
    /// Their page.
    pub href: String,
    /// What would be handed over; nothing when their access is shut already.
    pub preview: Option<Preview>,
    /// The reason that was chosen.
    pub why: String,
    /// What is still needed.
    pub problems: Problems,
}

impl LeavingPage {
    fn ending(&self, it: &Ending) -> String {
        self.shell.t(&key("ending", it.word()))
    }

    fn means(&self, it: &Ending) -> String {
        self.shell.t(&(key("ending", it.word()) + "-means"))
    }

    fn count(&self, sentence: &str, count: &u64) -> String {
        self.shell.fill(sentence).count("count", *count).to_string()
    }

    /// Twelve files, of which one waits.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let one = Choice {
            value: "/people/0k3v9".into(),
            label: "Priya Nair".into(),
        };
        Self {
            shell: Shell::sample(language, Place::People, "/people/0k3v9/end"),
            name: "Dana Ortiz".into(),
            href: "/people/0k3v9".into(),
            preview: Some(Preview {
                line: vec![one.clone()],
                files: Some(vec![(one, 11)]),
                waiting: 1,
                supervises: 2,
            }),
            why: String::new(),
            problems: Problems::default(),
        }
    }

    /// Without anybody in line, and without a reason.
    #[must_use]
    pub fn sample_rejected(language: Language) -> Self {
        let mut problems = Problems::default();
        problems.note("why", "end-needs-why");
        Self {
            preview: Some(Preview::default()),
            problems,
            ..Self::sample(language)
        }
    }
}

/// The page after.
#[derive(Template)]
#[template(path = "people/leaving/ended.html")]
pub struct EndedPage {
    /// Around it.
    pub shell: Shell,
    /// What they are called.
    pub name: String,
    /// Their page.
    pub href: String,
    /// The reader's part gives files to people.
    pub assigns: bool,
    /// The ways to open the office that they knew.
    pub slots: Vec<i64>,
    /// Nobody is left who knows a way to open the office, as far as it was recorded.
    pub last_key: bool,
    /// Nobody is left who can take people in.
    pub nobody_manages: bool,
    /// Those whom nobody supervises now.
    pub unsupervised: Vec<Choice>,
}

impl EndedPage {
    /// With everything to be done.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::People, "/people/0k3v9/end"),
            name: "Dana Ortiz".into(),
            href: "/people/0k3v9".into(),
            assigns: true,
            slots: vec![2, 3],
            last_key: true,
            nobody_manages: true,
            unsupervised: vec![Choice {
                value: "/people/0k3v9".into(),
                label: "Omar Haddad".into(),
            }],
        }
    }
}
