//! `/system`: whether the installation is in order: what was checked, what was found, what to do.
//!
//! Pages §1.3 (system check), design §5 to §7: what `caseward doctor` says, as a page. It shows no
//! record.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;

use crate::view::{When, pick};
use crate::{Place, Shell};

/// What a check came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// In order.
    Good,
    /// Works, and should be looked at.
    Watch,
    /// Not safe: the server refuses to start on it, or stops.
    Bad,
}

impl Health {
    /// All three.
    pub const ALL: &'static [Self] = &[Self::Good, Self::Watch, Self::Bad];

    /// The key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Good => "health-good",
            Self::Watch => "health-watch",
            Self::Bad => "health-bad",
        }
    }

    /// Its class and the sign beside its name.
    #[must_use]
    pub const fn look(self) -> (&'static str, &'static str) {
        match self {
            Self::Good => ("open", "open"),
            Self::Watch => ("masked", "warn"),
            Self::Bad => ("refused", "cross"),
        }
    }
}

/// One check.
#[derive(Debug, Clone)]
pub struct Check {
    /// What is looked at.
    pub name: String,
    /// What it came to.
    pub health: Health,
    /// What was found.
    pub finding: String,
    /// What to do, when there is something to do.
    pub remedy: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "system/page.html")]
pub struct SystemPage {
    /// Around it.
    pub shell: Shell,
    /// When it was checked.
    pub checked: When,
    /// The checks, the worst first.
    pub checks: Vec<Check>,
    /// The whole hash of the policy set.
    pub policy_set: String,
    /// The database's name and version.
    pub database: String,
}

impl SystemPage {
    fn worst(&self) -> Health {
        let any = |health| self.checks.iter().any(|check| check.health == health);
        if any(Health::Bad) {
            Health::Bad
        } else if any(Health::Watch) {
            Health::Watch
        } else {
            Health::Good
        }
    }

    /// One thing to look at, the rest in order.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::System, "/system");
        let p = |en, es| String::from(pick(language, en, es));
        let check = |name, health, finding, remedy| Check {
            name,
            health,
            finding,
            remedy,
        };
        Self {
            checked: crate::view::sample_moment(shell.words, 23, 16, 20),
            checks: vec![
                check(
                    p(
                        "Checkpoint kept elsewhere",
                        "Punto de control guardado fuera",
                    ),
                    Health::Watch,
                    p(
                        "The last one was kept 9 days ago.",
                        "El último se guardó hace 9 días.",
                    ),
                    Some(p(
                        "Keep a fresh one on another machine: caseward ledger checkpoint",
                        "Guarde uno nuevo en otra máquina: caseward ledger checkpoint",
                    )),
                ),
                check(
                    p("Database settings", "Ajustes de la base de datos"),
                    Health::Good,
                    p(
                        "Every answer is on disk before it leaves.",
                        "Cada respuesta queda en disco antes de salir.",
                    ),
                    None,
                ),
                check(
                    p("Key files", "Archivos de claves"),
                    Health::Good,
                    p("Readable by the server only.", "Solo los lee el servidor."),
                    None,
                ),
                check(
                    p("Policies", "Normas"),
                    Health::Good,
                    p(
                        "The policy set is valid.",
                        "El conjunto de normas es válido.",
                    ),
                    None,
                ),
            ],
            policy_set: "7f3a9c20b51d44e8a6c09d13e2f7785b".into(),
            database: "SQLite 3.51".into(),
            shell,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_is_as_bad_as_the_worst_check() {
        let mut page = SystemPage::sample(Language::English);
        assert_eq!(page.worst(), Health::Watch);
        page.checks[1].health = Health::Bad;
        assert_eq!(page.worst(), Health::Bad);
        page.checks.retain(|check| check.health == Health::Good);
        assert_eq!(page.worst(), Health::Good);
    }
}
