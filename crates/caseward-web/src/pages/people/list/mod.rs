//! `/people`: who works here, in which part, until when; and the teams (pages §3 S20, DV-1).

mod handler;

pub use handler::routes;
pub(in crate::pages::people) use handler::{access, elsewhere, lacks};

use askama::Template;
use caseward_model::{Language, Role};

use super::Choice;
use crate::view::When;
use crate::{Place, Shell};

/// How someone's access stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// They work here.
    Open,
    /// Until this day.
    Until(When),
    /// They are away, and back after this day.
    Away(When),
    /// It is shut.
    Shut,
}

/// A colleague.
#[derive(Debug, Clone)]
pub struct Row {
    /// Their page.
    pub href: String,
    /// What they are called.
    pub name: String,
    /// Their part.
    pub role: Role,
    /// How they work here, as a key.
    pub engagement: String,
    /// Their organisation, where it isn't this one.
    pub organization: Option<String>,
    /// How their access stands.
    pub access: Access,
    /// What they have not signed or learnt, for those who may see that.
    pub lacks: Option<Vec<&'static str>>,
}

/// A team.
#[derive(Debug, Clone)]
pub struct TeamLine {
    /// Its page and what it is called.
    pub team: Choice,
    /// Who leads it.
    pub lead: Option<Choice>,
    /// Who is in it.
    pub members: Vec<Choice>,
}

/// The page.
#[derive(Template)]
#[template(path = "people/list/page.html")]
pub struct ListPage {
    /// Around it.
    pub shell: Shell,
    /// Those who work here.
    pub here: Vec<Row>,
    /// Those whose access is shut.
    pub shut: Vec<Row>,
    /// The teams.
    pub teams: Vec<TeamLine>,
    /// The reader's part takes people in.
    pub manages: bool,
    /// The reader's part says who works with whom.
    pub assigns: bool,
}

impl ListPage {
    /// Those who work here, and then those whose access is shut.
    const GROUPS: &'static [(bool, &'static str)] =
        &[(false, "people-here"), (true, "people-shut")];

    fn of(&self, shut: &bool) -> &[Row] {
        if *shut { &self.shut } else { &self.here }
    }

    fn shows_standing(&self) -> bool {
        self.here
            .iter()
            .chain(&self.shut)
            .any(|it| it.lacks.is_some())
    }

    /// Three people and a team.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::People, "/people");
        let until = crate::view::sample_moment(shell.words, 28, 0, 0);
        let row = |name: &str, role, access| Row {
            href: "/people/0k3v9".into(),
            name: name.into(),
            role,
            engagement: "engagement-paid".into(),
            organization: None,
            access,
            lacks: Some(Vec::new()),
        };
        let dana = Choice {
            value: "/people/0k3v9".into(),
            label: "Dana Ortiz".into(),
        };
        Self {
            here: vec![
                Row {
                    lacks: Some(vec!["people-lacks-training"]),
                    ..row("Dana Ortiz", Role::Caseworker, Access::Open)
                },
                row(
                    "Omar Haddad",
                    Role::PrivacyOfficer,
                    Access::Away(until.clone()),
                ),
                Row {
                    organization: Some("Riverside Clinic".into()),
                    engagement: "engagement-partner-staff".into(),
                    ..row("Ines Vale", Role::PartnerWorker, Access::Until(until))
                },
            ],
            shut: vec![row("Lena Brook", Role::Caseworker, Access::Shut)],
            teams: vec![TeamLine {
                team: Choice {
                    value: "/people/teams/0k3v9".into(),
                    label: "Night team".into(),
                },
                lead: Some(dana.clone()),
                members: vec![dana],
            }],
            manages: true,
            assigns: true,
            shell,
        }
    }

    /// An office in which nobody works yet.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            here: Vec::new(),
            shut: Vec::new(),
            teams: Vec::new(),
            manages: false,
            assigns: false,
            ..Self::sample(language)
        }
    }
}
