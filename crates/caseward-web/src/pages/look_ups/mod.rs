//! `/look-ups`: state a duty before looking somebody up in another system, and see what one has stated.
//!
//! Pages §3, CR-2. The duty comes first: only when it is on record the page says to look there.

pub mod systems;

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_casework::look_ups::NewLookUp;
use caseward_model::{Language, Purpose};
use serde::Deserialize;

use crate::forms::{Problems, client_in};
use crate::view::{When, sample_moment};
use crate::{Place, Shell};

/// What the form posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct LookUpForm {
    /// The system's number.
    pub system: String,
    /// The purpose, as a word.
    pub purpose: String,
    /// The duty, in words.
    pub reason: String,
    /// A client's id.
    pub client: String,
    /// The number of a case, for someone who is no client here.
    pub case: String,
    /// Under which number that system knows the person.
    pub person: String,
}

/// A system that can be chosen.
#[derive(Debug, Clone)]
pub struct SystemChoice {
    /// Its number.
    pub no: i64,
    /// What it is called.
    pub name: String,
}

/// A look-up on the page.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub no: i64,
    /// Where.
    pub system: String,
    /// Why.
    pub purpose: Purpose,
    /// The duty.
    pub reason: String,
    /// For whom: the address of a client's file, or a case number.
    pub about: AboutWhom,
    /// When it was stated.
    pub when: When,
}

/// For whom somebody looked.
#[derive(Debug, Clone)]
pub enum AboutWhom {
    /// A client, by the address of their file.
    Client(String),
    /// Someone who is no client here, by the number of the case.
    Case(String),
}

/// The page.
#[derive(Template)]
#[template(path = "look_ups/page.html")]
pub struct LookUpsPage {
    /// Around it.
    pub shell: Shell,
    /// The number of the look-up that was just stated, and where to look now.
    pub stated: Option<(i64, String)>,
    /// The reader's part states look-ups, so that the form is offered.
    pub may_state: bool,
    /// The reader's part keeps the list of systems.
    pub may_manage: bool,
    /// Where one can look.
    pub systems: Vec<SystemChoice>,
    /// What one has stated, the newest first.
    pub lines: Vec<Line>,
    /// What was typed.
    pub form: LookUpForm,
    /// What is still needed.
    pub problems: Problems,
}

/// For what people look somebody up elsewhere.
pub(crate) const PURPOSES: &[Purpose] = &[
    Purpose::DirectService,
    Purpose::Eligibility,
    Purpose::ChildProtection,
    Purpose::Danger,
    Purpose::Legal,
    Purpose::CaseConference,
];

impl LookUpsPage {
    fn purposes(&self) -> &'static [Purpose] {
        PURPOSES
    }

    fn longest_reason(&self) -> usize {
        caseward_casework::look_ups::REASON_CHARS.1
    }

    fn chosen(&self, no: &i64) -> bool {
        self.form.system == no.to_string()
    }

    /// One that was stated, a form with what is missing.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::LookUps, "/look-ups");
        let words = shell.words;
        let system = |no, name: &str| SystemChoice {
            no,
            name: name.into(),
        };
        let mut problems = Problems::default();
        problems.note("reason", "look-up-needs-reason");
        Self {
            stated: Some((12, "FACTS".into())),
            may_state: true,
            may_manage: true,
            systems: vec![system(1, "FACTS"), system(2, "JNET")],
            lines: vec![Line {
                no: 12,
                system: "FACTS".into(),
                purpose: Purpose::Eligibility,
                reason: "The landlord must be on the county's list".into(),
                about: AboutWhom::Case("17".into()),
                when: sample_moment(words, 3, 9, 0),
            }],
            form: LookUpForm {
                system: "2".into(),
                purpose: "eligibility".into(),
                ..LookUpForm::default()
            },
            problems,
            shell,
        }
    }

    /// Before anybody put a system on the list.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            stated: None,
            may_manage: false,
            systems: Vec::new(),
            lines: Vec::new(),
            form: LookUpForm::default(),
            problems: Problems::default(),
            ..Self::sample(language)
        }
    }
}

/// The look-up that a form asks for, or all that it still needs.
pub(crate) fn read(form: &LookUpForm) -> Result<NewLookUp, Problems> {
    use caseward_casework::look_ups::{LookedUp, REASON_CHARS};
    let mut problems = Problems::default();
    let system = form.system.parse::<i64>().ok();
    if system.is_none() {
        problems.note("system", "look-up-needs-system");
    }
    let purpose = form.purpose.parse::<Purpose>().ok();
    let purpose = purpose.filter(|it| PURPOSES.contains(it));
    if purpose.is_none() {
        problems.note("purpose", "look-up-needs-purpose");
    }
    let reason = form.reason.trim();
    if !(REASON_CHARS.0..=REASON_CHARS.1).contains(&reason.chars().count()) {
        problems.note("reason", "look-up-needs-reason");
    }
    let (client, case) = (form.client.trim(), form.case.trim());
    let about = match (client.is_empty(), case.is_empty()) {
        (false, true) => client_in(client).map(LookedUp::Client),
        (true, false) => Some(LookedUp::Outside(case.to_owned())),
        _ => None,
    };
    if about.is_none() {
        problems.note("client", "look-up-needs-whom");
    }
    match (system, purpose, about, problems.is_empty()) {
        (Some(system), Some(purpose), Some(about), true) => Ok(NewLookUp {
            system,
            purpose,
            reason: reason.to_owned(),
            about,
            person: Some(form.person.trim().to_owned()).filter(|it| !it.is_empty()),
        }),
        _ => Err(problems),
    }
}
