//! Where somebody lands who leaves their own view in a hurry: an everyday page elsewhere that says nothing about them or us.
//!
//! DV-4.6.6. The office chooses it; until then it is the weather.

use caseward_gate::{About, Actor, Drawer};
use caseward_model::OfficeAct;
use serde::{Deserialize, Serialize};

use crate::{CaseworkError, Office};

/// The number of the card that holds the settings; cards about the office have numbers below zero.
const CARD: i64 = -1;
/// The longest address, in bytes.
const LONGEST_ADDRESS: usize = 200;

/// The settings of clients' own views.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewSettings {
    /// Where "Exit this page" leads: an everyday page of somebody else's, by `https`.
    pub leave_to: String,
}

impl Default for ViewSettings {
    fn default() -> Self {
        Self {
            leave_to: "https://www.weather.gov/".to_owned(),
        }
    }
}

impl ViewSettings {
    fn check(&self) -> Result<(), CaseworkError> {
        let host = self.leave_to.strip_prefix("https://");
        let host = host.and_then(|rest| rest.split(['/', '?', '#']).next());
        let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-');
        let fits = host.is_some_and(|it| it.contains('.') && it.chars().all(plain))
            && self.leave_to.len() <= LONGEST_ADDRESS
            && self.leave_to.chars().all(|it| it.is_ascii_graphic());
        if fits {
            return Ok(());
        }
        let reason = "give the whole address of an everyday page, like https://www.weather.gov/";
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
            };
            settings.check().is_ok()
        };
        assert!(ViewSettings::default().check().is_ok());
        assert!(fits("https://example.org/weather?today"));
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
}
