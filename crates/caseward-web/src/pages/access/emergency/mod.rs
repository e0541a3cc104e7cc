//! `/access/emergency`: what follows from opening a file in an emergency, and then the danger form.
//!
//! Pages §3 S5, RE-7, NASW-c. Whoever names nobody and whoever names someone who can't be opened get one answer.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_casework::emergency::BY_SEARCH;
use caseward_casework::emergency::danger::{self, DangerForm, Need};
use caseward_model::{AtRisk, Category, Harm, Imminence, Language};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::forms::Problems;
use crate::{Place, Shell};

/// What follows, before the form.
#[derive(Template)]
#[template(path = "access/emergency/before.html")]
pub struct BeforePage {
    /// Around it.
    pub shell: Shell,
    /// How many minutes it lasts at most.
    pub minutes: i64,
    /// The search that led here, if one did.
    pub search: Option<i64>,
}

impl BeforePage {
    /// With an hour.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::Elsewhere, "/access/emergency"),
            minutes: 60,
            search: None,
        }
    }
}

/// What a link from a search says.
#[derive(Deserialize, Default)]
pub struct FromSearch {
    /// Its number.
    #[serde(default)]
    pub search: String,
}

impl FromSearch {
    /// The number, if it is one.
    #[must_use]
    pub fn number(&self) -> Option<i64> {
        self.search.parse().ok()
    }
}

/// What the form posts, field by field and in any order. Nothing typed is thrown away.
///
/// No `Debug`: it names people.
#[derive(Deserialize, Default)]
#[serde(transparent)]
pub struct TypedForm(Vec<(String, String)>);

impl TypedForm {
    fn one(&self, name: &str) -> String {
        let found = self.0.iter().find(|(it, _)| it == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// The form's own random mark.
    #[must_use]
    pub fn mark(&self) -> String {
        self.one("mark")
    }

    /// What was typed.
    #[must_use]
    pub fn typed(&self) -> DangerForm {
        let text = |name| Zeroizing::new(self.one(name));
        let sections = self.0.iter().filter(|(name, _)| name == "sections");
        DangerForm {
            whom: text("whom"),
            harm: self.one("harm"),
            at_risk: self.one("at-risk"),
            imminence: self.one("imminence"),
            what: text("what"),
            why_now: text("why-now"),
            told: self.one("told"),
            not_told: text("not-told"),
            sections: sections.map(|(_, value)| value.clone()).collect(),
            minutes: self.one("minutes"),
            understood: self.one("understood") == "yes",
        }
    }
}

/// The fields that have to be mended, and their sentences.
#[must_use]
pub fn problems(needs: &[Need]) -> Problems {
    let mut problems = Problems::default();
    for need in needs {
        let (field, key) = match need {
            Need::Whom => ("whom", "emergency-needs-whom"),
            Need::Harm => ("harm", "emergency-needs-harm"),
            Need::AtRisk => ("at-risk", "emergency-needs-at-risk"),
            Need::Imminence => ("imminence", "emergency-needs-imminence"),
            Need::NotImminent => ("imminence", "emergency-can-wait"),
            Need::What => ("what", "emergency-needs-what"),
            Need::WhyNow => ("why-now", "emergency-needs-why-now"),
            Need::Told => ("told", "emergency-needs-told"),
            Need::NotTold => ("not-told", "emergency-needs-not-told"),
            Need::Sections => ("sections", "emergency-needs-sections"),
            Need::Minutes => ("minutes", "emergency-needs-minutes"),
            Need::Understood => ("understood", "emergency-needs-understood"),
            Need::TooLong => ("what", "emergency-too-long"),
        };
        problems.note(field, key);
    }
    problems
}

/// The form.
#[derive(Template)]
#[template(path = "access/emergency/page.html")]
pub struct EmergencyPage {
    /// Around it.
    pub shell: Shell,
    /// Its own random mark: one form opens one emergency.
    pub mark: String,
    /// What was typed.
    pub form: DangerForm,
    /// What is still needed.
    pub problems: Problems,
    /// How many minutes it lasts at most.
    pub minutes: i64,
    /// What came of the last attempt, as a key.
    pub answer: Option<&'static str>,
}

impl EmergencyPage {
    fn sections(&self) -> Vec<Category> {
        danger::sections().collect()
    }

    /// The file is that of whom a search found.
    fn by_search(&self) -> bool {
        self.form.whom.starts_with(BY_SEARCH)
    }

    fn chosen(&self, section: &Category) -> bool {
        self.form.sections.iter().any(|it| it == section.word())
    }

    fn word(&self, list: &str, word: &str) -> String {
        self.shell.t(&format!("{list}-{}", word.replace('_', "-")))
    }

    /// A fresh form.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::Elsewhere, "/access/emergency/new"),
            mark: "0k3v9".into(),
            form: DangerForm::default(),
            problems: Problems::default(),
            minutes: 60,
            answer: None,
        }
    }

    /// An empty form that was sent, and one that opened nothing.
    #[must_use]
    pub fn sample_rejected(language: Language) -> Self {
        let form = DangerForm {
            imminence: "later".into(),
            ..DangerForm::default()
        };
        Self {
            problems: problems(&form.check(60).err().unwrap_or_default()),
            form,
            answer: Some("emergency-nothing"),
            ..Self::sample(language)
        }
    }
}
