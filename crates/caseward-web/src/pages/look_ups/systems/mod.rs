//! `/look-ups/systems`: the other systems in which people of this office look somebody up.
//!
//! CR-2. Whoever keeps the list puts systems on it, says how each one's access log is to be understood, and takes logs in.

pub mod system;

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_casework::look_ups::USUAL_SYSTEMS;
use caseward_model::Language;
use serde::Deserialize;

use crate::forms::Problems;
use crate::{Place, Shell};

/// What the form posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct SystemForm {
    /// What the system is called.
    pub name: String,
}

/// A system of the list.
#[derive(Debug, Clone)]
pub struct SystemLine {
    /// Its number.
    pub no: i64,
    /// What it is called.
    pub name: String,
    /// It is on the list.
    pub kept: bool,
    /// Somebody said how its log is to be understood.
    pub mapped: bool,
    /// How many logs of it were taken in.
    pub logs: usize,
}

/// The page.
#[derive(Template)]
#[template(path = "look_ups/systems/page.html")]
pub struct SystemsPage {
    /// Around it.
    pub shell: Shell,
    /// The systems.
    pub systems: Vec<SystemLine>,
    /// What was typed.
    pub form: SystemForm,
    /// What is still needed.
    pub problems: Problems,
}

impl SystemsPage {
    /// Names that offices of this kind often use and that aren't on the list.
    fn usual(&self) -> Vec<&'static str> {
        let listed = |name: &&str| self.systems.iter().any(|it| it.kept && it.name == *name);
        let usual = USUAL_SYSTEMS.iter().copied();
        usual.filter(|it| !listed(it)).collect()
    }

    /// Two systems.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let system = |no, name: &str, kept, mapped| SystemLine {
            no,
            name: name.into(),
            kept,
            mapped,
            logs: usize::from(mapped),
        };
        Self {
            systems: vec![
                system(1, "FACTS", true, true),
                system(2, "IRSS", false, false),
            ],
            form: SystemForm::default(),
            problems: Problems::default(),
            shell: Shell::sample(language, Place::LookUps, "/look-ups/systems"),
        }
    }
}
