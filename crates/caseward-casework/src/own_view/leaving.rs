//! What the office says once for all clients' own views: where somebody lands who leaves in a hurry (an everyday page elsewhere that
//! says nothing about them or us), and how long a file is kept.
//!
//! DV-4.6.6, DV-5.2.7. The office chooses both; until then it is the weather, and six years.

use caseward_gate::{About, Actor, Drawer};
use caseward_model::OfficeAct;
use serde::{Deserialize, Serialize};

use crate::{CaseworkError, Office};

/// The number of the card that holds the settings; cards about the office have numbers below zero.
const CARD: i64 = -1;
/// The longest address, in bytes.
const LONGEST_ADDRESS: usize = 200;
/// How many years a file is kept after the client left, until the office says otherwise (DV-5.2.7).
const YEARS: u16 = 6;
/// The most years.
const MOST_YEARS: u16 = 100;

/// The settings of clients' own views.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewSettings {
    /// Where "Exit this page" leads, from clients' own views and from workers' pages: an everyday page of somebody else's, by `https`.
    pub leave_to: String,
    /// For how many years the office keeps a file after the client left, as clients are told. People keep to it; nothing is
    /// destroyed by itself.
    pub keep_years: u16,
}

impl Default for ViewSettings {
    fn default() -> Self {
        Self {
            leave_to: "https://www.weather.gov/".to_owned(),
            keep_years: YEARS,
        }
    }
}

impl ViewSettings {
    /// What the everyday page is called in an address, such as `www.weather.gov`.
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = self.leave_to.strip_prefix("https://");
        let host = rest.and_then(|it| it.split(['/', '?', '#']).next());
        host.unwrap_or_default()
    }

    fn check(&self) -> Result<(), CaseworkError> {
        let host = self.leave_to.strip_prefix("https://");
        let host = host.and_then(|rest| rest.split(['/', '?', '#']).next());
        let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-');
        let fits = host.is_some_and(|it| it.contains('.') && it.chars().all(plain))
            && self.leave_to.len() <= LONGEST_ADDRESS
            && self.leave_to.chars().all(|it| it.is_ascii_graphic());
        let reason = if !fits {
            "give the whole address of an everyday page, like https://www.weather.gov/"
        } else if !(1..=MOST_YEARS).contains(&self.keep_years) {
            "give a number of years between 1 and 100"
        } else {
            return Ok(());
        };
        Err(CaseworkError::Unfit(reason.to_owned()))
    }
}

impl Office {
    /// The settings of clients' own views.
    ///
    /// # Errors
    /// When the office is sealed or they were put back.
    pub async fn own_view_settings(&self) -> Result<ViewSettings, CaseworkError> {
        self.card(Drawer::OwnViews, CARD).await
    }

    /// Changes the settings of clients' own views.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when they can't be so; [`CaseworkError::NotPermitted`] by the rules of the office.
    pub async fn set_own_views(
        &self,
        actor: impl Into<Actor>,
        new: ViewSettings,
    ) -> Result<(), CaseworkError> {
        new.check()?;
        let (act, deed) = (OfficeAct::ManageSettings, "own_view_settings_changed");
        self.gate
            .perform(actor, act, About::Office, deed, move |works| {
                works.change_card::<ViewSettings>(
                    (Drawer::OwnViews, CARD),
                    "own_view_settings_kept",
                    |card| *card = new,
                )?;
                Ok(())
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_leaves_to_a_whole_address_of_somebody_elses_and_nowhere_else() {
        let fits = |to: &str| {
            let settings = ViewSettings {
                leave_to: to.to_owned(),
                ..ViewSettings::default()
            };
            settings.check().is_ok()
        };
        assert!(ViewSettings::default().check().is_ok());
        assert!(fits("https://example.org/weather?today"));
        assert_eq!(ViewSettings::default().host(), "www.weather.gov");
        for to in [
            "",
            "http://example.org/",
            "javascript:alert(1)",
            "https://",
            "https://localhost/",
            "https://who@example.org/",
            "https://example.org/\r\nset-cookie: x",
            "/today",
        ] {
            assert!(!fits(to), "{to}");
        }
    }

    #[test]
    fn dv_5_2_7_a_file_is_kept_six_years_until_the_office_says_otherwise() {
        let before: ViewSettings =
            serde_json::from_str(r#"{"leave_to":"https://a.org/"}"#).unwrap();
        assert_eq!(before.keep_years, 6);
        let kept = |keep_years| ViewSettings {
            keep_years,
            ..ViewSettings::default()
        };
        assert!(kept(1).check().is_ok() && kept(100).check().is_ok());
        assert!(kept(0).check().is_err() && kept(101).check().is_err());
    }
}
