//! `/settings`: how the office is set up, what of it can be changed where, and by whom (pages §3 S20, NASW-l).

pub mod consents;
pub mod emergencies;
mod handler;
pub mod needs;
pub mod programmes;
pub mod sign_in;
pub mod whereabouts;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;

use crate::{Place, Shell};

/// How the office is set up.
#[derive(Template)]
#[template(path = "settings/page.html")]
pub struct SettingsPage {
    /// Around it.
    pub shell: Shell,
    /// What the organisation is called.
    pub name: String,
    /// Where that is changed, for those whose part it is.
    pub change_name: Option<String>,
    /// The office's time zone; the machine's if empty.
    pub zone: String,
    /// How many minutes an emergency lasts at most.
    pub minutes: i64,
    /// How many a team has in a month.
    pub per_team: i64,
    /// Within how many hours whoever is threatened is warned.
    pub warn_hours: i64,
    /// After how many minutes a screen that nobody touches is covered, unless somebody chose otherwise.
    pub rest_minutes: u8,
    /// The key of whom it is asked whether anybody can hear or read along.
    pub whereabouts: &'static str,
}

impl SettingsPage {
    /// An office as it was made.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::Settings, "/settings"),
            name: "Harbour House".into(),
            change_name: Some("/people/organizations/0k3v9".into()),
            zone: "America/New_York".into(),
            minutes: 60,
            per_team: 6,
            warn_hours: 4,
            rest_minutes: 5,
            whereabouts: "where-rule-self",
        }
    }
}
