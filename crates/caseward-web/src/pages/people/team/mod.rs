//! `/people/teams/{id}`: who is in a team, who leads it, and who takes over for its members (NASW-o, CR-7).

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{Id, Language, Team};
use serde::Deserialize;

use super::Choice;
use crate::forms::Problems;
use crate::{Place, Shell};

/// Where a team's page is.
#[must_use]
pub fn address(team: Id<Team>) -> String {
    format!("/people/teams/{team}")
}

/// What the forms post.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct TeamForm {
    /// Which button was pressed.
    pub action: String,
    /// What it is called.
    pub name: String,
    /// Who leads it.
    pub lead: String,
    /// Who comes or goes.
    pub member: String,
    /// Who takes over.
    pub custodian: String,
}

/// The page.
#[derive(Template)]
#[template(path = "people/team/page.html")]
pub struct TeamPage {
    /// Around it.
    pub shell: Shell,
    /// Its page.
    pub href: String,
    /// What it is called.
    pub name: String,
    /// It ended.
    pub ended: bool,
    /// Who leads it.
    pub lead: Option<Choice>,
    /// Who takes over for its members.
    pub custodian: Option<Choice>,
    /// Who is in it: their page and name.
    pub members: Vec<Choice>,
    /// The reader's part changes teams: those in it, by id, and those who could come.
    pub manage: Option<(Vec<Choice>, Vec<Choice>)>,
    /// The reader's part says who takes over: those who can.
    pub takers: Option<Vec<Choice>>,
    /// What was typed.
    pub form: TeamForm,
    /// What is still needed.
    pub problems: Problems,
}

impl TeamPage {
    /// A team of two.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let choice = |label: &str| Choice {
            value: "/people/0k3v9".into(),
            label: label.into(),
        };
        Self {
            shell: Shell::sample(language, Place::People, "/people/teams/0k3v9"),
            href: "/people/teams/0k3v9".into(),
            name: "Night team".into(),
            ended: false,
            lead: Some(choice("Priya Nair")),
            custodian: Some(choice("Omar Haddad")),
            members: vec![choice("Priya Nair"), choice("Dana Ortiz")],
            manage: Some((vec![choice("Priya Nair")], vec![choice("Omar Haddad")])),
            takers: Some(vec![choice("Omar Haddad")]),
            form: TeamForm::default(),
            problems: Problems::default(),
        }
    }

    /// An empty one, with a name that is taken.
    #[must_use]
    pub fn sample_rejected(language: Language) -> Self {
        let mut problems = Problems::default();
        problems.note("name", "amiss-team-taken");
        Self {
            lead: None,
            custodian: None,
            members: Vec::new(),
            problems,
            ..Self::sample(language)
        }
    }
}

/// The form to make a team, when its name needs mending.
#[derive(Template)]
#[template(path = "people/team/make.html")]
pub struct MakePage {
    /// Around it.
    pub shell: Shell,
    /// What was typed.
    pub form: TeamForm,
    /// What is still needed.
    pub problems: Problems,
}

impl MakePage {
    /// Without a name.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let mut problems = Problems::default();
        problems.note("name", "amiss-name-empty");
        Self {
            shell: Shell::sample(language, Place::People, "/people"),
            form: TeamForm::default(),
            problems,
        }
    }
}
