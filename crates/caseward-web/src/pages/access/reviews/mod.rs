//! `/access/reviews`: emergencies that wait for a review, those that were reviewed, and how many each team has had
//! (RE-7, CR-10).

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;

use crate::view::{When, sample_moment};
use crate::{Place, Shell};

/// One emergency.
#[derive(Debug, Clone)]
pub struct Row {
    /// Where it is reviewed.
    pub href: String,
    /// Who opened it.
    pub who: String,
    /// When.
    pub at: When,
    /// When its review is due.
    pub due: When,
    /// It is past due.
    pub is_late: bool,
    /// What a review found, as a key.
    pub finding: Option<String>,
}

/// A team and its emergencies of this month.
#[derive(Debug, Clone)]
pub struct TeamRow {
    /// What the team is called; nothing for those without one.
    pub team: Option<String>,
    /// How many it has had.
    pub opened: usize,
    /// How many of them were beyond the budget.
    pub beyond: usize,
    /// How many have not been reviewed.
    pub waiting: usize,
}

/// The page.
#[derive(Template)]
#[template(path = "access/reviews/page.html")]
pub struct ReviewsPage {
    /// Around it.
    pub shell: Shell,
    /// Those that wait.
    pub waiting: Vec<Row>,
    /// Those that were reviewed.
    pub done: Vec<Row>,
    /// This month by team.
    pub teams: Vec<TeamRow>,
}

impl ReviewsPage {
    /// One that waits, one that was reviewed.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Elsewhere, "/access/reviews");
        let moment = |day| sample_moment(shell.words, day, 23, 4);
        let row = |no: i64, finding: Option<&str>| Row {
            href: format!("/access/reviews/{no}"),
            who: "Dana Ortiz".into(),
            at: moment(20),
            due: moment(22),
            is_late: finding.is_none(),
            finding: finding.map(Into::into),
        };
        Self {
            waiting: vec![row(7, None)],
            done: vec![row(6, Some("finding-justified"))],
            teams: vec![TeamRow {
                team: Some("Night team".into()),
                opened: 2,
                beyond: 0,
                waiting: 1,
            }],
            shell,
        }
    }

    /// Nothing waits, and nothing was reviewed.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            waiting: Vec::new(),
            done: Vec::new(),
            teams: Vec::new(),
            ..Self::sample(language)
        }
    }
}
