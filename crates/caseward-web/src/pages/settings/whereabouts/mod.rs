//! `/settings/whereabouts`: of whom it is asked, when a session begins, whether anybody can hear or read along where they work
//! (DV-4.6.2, NASW-i).

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_casework::sign_in::WhereaboutsRule;
use caseward_model::Language;
use serde::Deserialize;

use crate::forms::Problems;
use crate::{Place, Shell};

/// What the form posts.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct RuleForm {
    /// The word of a rule, or nothing.
    pub rule: String,
}

/// The form.
#[derive(Template)]
#[template(path = "settings/whereabouts/page.html")]
pub struct WhereaboutsRulePage {
    /// Around it.
    pub shell: Shell,
    /// What was chosen, or how it stands.
    pub rule: Option<WhereaboutsRule>,
    /// What is still needed.
    pub problems: Problems,
}

/// The key of a rule's sentence.
pub(super) const fn rule_key(rule: WhereaboutsRule) -> &'static str {
    match rule {
        WhereaboutsRule::WhoeverSaysSo => "where-rule-self",
        WhereaboutsRule::Handhelds => "where-rule-handhelds",
        WhereaboutsRule::Everyone => "where-rule-everyone",
    }
}

impl WhereaboutsRulePage {
    /// Each rule: its word, what it says, and whether it is the one.
    fn rules(&self) -> Vec<(&'static str, String, bool)> {
        let shown =
            |it: WhereaboutsRule| (it.word(), self.shell.t(rule_key(it)), self.rule == Some(it));
        WhereaboutsRule::ALL.into_iter().map(shown).collect()
    }

    /// One that still needs something.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let mut problems = Problems::default();
        problems.note("rule", "where-rule-needs");
        Self {
            shell: Shell::sample(language, Place::Settings, "/settings/whereabouts"),
            rule: None,
            problems,
        }
    }
}
