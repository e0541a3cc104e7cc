//! `/people/{id}`: one colleague: their part, teams and supervision, who takes over, and the forms to change that
//! (pages §3 S20, DV-1, NASW-o).

mod handler;
mod shown;

pub use handler::routes;

use askama::Template;
use caseward_model::{Language, Role};
use serde::Deserialize;

use super::list::Access;
use super::{Choice, PersonForm, PersonLists};
use crate::forms::Problems;
use crate::view::{When, sample_moment};
use crate::{Place, Shell};

/// A planned absence.
#[derive(Debug, Clone)]
pub struct Away {
    /// Its first day.
    pub from: When,
    /// Its last day.
    pub until: When,
    /// Who covers.
    pub cover: String,
    /// What is posted to end it.
    pub value: String,
}

/// Why their access is shut, for those who may end it.
#[derive(Debug, Clone)]
pub struct Shut {
    /// Since when.
    pub since: When,
    /// Why, as a key.
    pub why: Option<String>,
    /// The ways to open the office that they knew.
    pub slots: Vec<i64>,
}

/// What the form about who takes over posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct CoverForm {
    /// Which button was pressed.
    pub action: String,
    /// Who takes over.
    pub custodian: String,
    /// Who covers.
    pub cover: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
}

/// The colleague as they are shown.
pub struct Shown {
    /// Their page.
    pub href: String,
    /// What they are called.
    pub name: String,
    /// The short name.
    pub handle: String,
    /// Their part.
    pub role: Role,
    /// How they work here, as a key.
    pub engagement: String,
    /// Their organisation, where it isn't this one.
    pub organization: Option<String>,
    /// What their position is called; may be empty.
    pub position: String,
    /// How their access stands.
    pub access: Access,
    /// Mail and telephone, for those who manage people, and oneself.
    pub contact: Option<(String, String)>,
    /// What they have not signed or learnt, for those who may see that.
    pub lacks: Option<Vec<&'static str>>,
    /// Their teams.
    pub teams: Vec<Choice>,
    /// Who supervises them.
    pub supervisors: Vec<Choice>,
    /// Whom they supervise.
    pub supervises: Vec<Choice>,
    /// Who takes over when they can't.
    pub custodian: Option<Choice>,
    /// Planned absences that aren't over.
    pub absences: Vec<Away>,
    /// Why their access is shut.
    pub shut: Option<Shut>,
}

/// What the reader is offered; a convenience, the gate decides.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    /// To change them, with what can be chosen.
    pub manage: Option<Lists>,
    /// To say who takes over: those who can.
    pub takers: Option<Vec<Choice>>,
    /// To end their access, or let them return.
    pub end: bool,
    /// The list of everyone, where the reader may see it: who comes from a partner sees only themselves.
    pub list: bool,
}

/// What can be chosen for a change.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    /// For the person themselves.
    pub person: PersonLists,
    /// Supervisors.
    pub supervisors: Vec<Choice>,
    /// Teams.
    pub teams: Vec<Choice>,
}

/// The page.
#[derive(Template)]
#[template(path = "people/person/page.html")]
pub struct PersonPage {
    /// Around it.
    pub shell: Shell,
    /// The colleague.
    pub it: Shown,
    /// What is offered.
    pub offered: Offered,
    /// What was typed about the person.
    pub form: PersonForm,
    /// What was typed about who takes over.
    pub cover: CoverForm,
    /// What is still needed.
    pub problems: Problems,
}

impl PersonPage {
    fn is_open(&self) -> bool {
        self.it.access != Access::Shut
    }

    /// Whether a form that is folded away has something to mend.
    fn wrong(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| self.problems.of(field).is_some())
    }

    fn cover_is_wrong(&self) -> bool {
        self.wrong(&["custodian", "covers", "from", "until"])
    }

    fn company_is_wrong(&self) -> bool {
        self.wrong(&["supervisor", "member"])
    }

    fn person_is_wrong(&self) -> bool {
        self.wrong(&[
            "name",
            "handle",
            "role",
            "engagement",
            "organization",
            "position",
            "email",
            "phone",
            "stamp",
        ])
    }

    /// Someone with everything.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::People, "/people/0k3v9");
        let choice = |label: &str| Choice {
            value: "/people/0k3v9".into(),
            label: label.into(),
        };
        let moment = |day| sample_moment(shell.words, day, 9, 0);
        let lists = Lists {
            person: PersonLists::sample(&shell),
            supervisors: vec![choice("Priya Nair")],
            teams: vec![choice("Night team")],
        };
        Self {
            it: Shown {
                href: "/people/0k3v9".into(),
                name: "Dana Ortiz".into(),
                handle: "dana".into(),
                role: Role::Caseworker,
                engagement: "engagement-paid".into(),
                organization: None,
                position: "Advocate".into(),
                access: Access::Open,
                contact: Some(("dana@harbour.example".into(), "+1 555 0100".into())),
                lacks: Some(vec!["people-lacks-training"]),
                teams: vec![choice("Night team")],
                supervisors: vec![choice("Priya Nair")],
                supervises: Vec::new(),
                custodian: Some(choice("Omar Haddad")),
                absences: vec![Away {
                    from: moment(3),
                    until: moment(14),
                    cover: "Omar Haddad".into(),
                    value: "1".into(),
                }],
                shut: None,
            },
            offered: Offered {
                manage: Some(lists),
                takers: Some(vec![choice("Omar Haddad")]),
                end: true,
                list: true,
            },
            form: PersonForm::default(),
            cover: CoverForm::default(),
            problems: Problems::default(),
            shell,
        }
    }

    /// Someone whose access is shut, and a form that still needs something.
    #[must_use]
    pub fn sample_shut(language: Language) -> Self {
        let page = Self::sample(language);
        let mut problems = Problems::default();
        problems.note("handle", "amiss-handle-taken");
        let shut = Shut {
            since: sample_moment(page.shell.words, 20, 17, 0),
            why: Some("ending-leave".into()),
            slots: vec![2],
        };
        Self {
            it: Shown {
                access: Access::Shut,
                shut: Some(shut),
                ..page.it
            },
            problems,
            ..page
        }
    }
}
