//! How long a report waits for whoever leads the conference before privacy officers hear of it as well: the office's own setting
//! (CC-2.8).

use caseward_gate::{About, Actor, Drawer, Works};
use caseward_model::OfficeAct;
use serde::{Deserialize, Serialize};

use crate::{CaseworkError, Office};

/// The number of the card; cards about the office have numbers below zero.
const CARD: i64 = -1;
/// The fewest and the most minutes.
const MINUTES: (i64, i64) = (5, 1_440);

/// How reports of breaches are handled in this office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BreachSettings {
    /// How many minutes a report waits to be taken up before privacy officers have a task too: 5 to 1,440.
    pub minutes: i64,
}

impl Default for BreachSettings {
    fn default() -> Self {
        Self { minutes: 60 }
    }
}

impl BreachSettings {
    /// The same in ms.
    pub(super) const fn wait_ms(self) -> i64 {
        self.minutes * 60_000
    }
}

/// The settings within a piece of work.
pub(super) fn settings_in(works: &mut Works<'_, '_>) -> Result<BreachSettings, CaseworkError> {
    let found = works.card::<BreachSettings>((Drawer::Breaches, CARD))?;
    Ok(found.unwrap_or_default())
}

impl Office {
    /// How reports of breaches are handled in this office.
    ///
    /// # Errors
    /// When the office is sealed or the settings were put back.
    pub async fn breach_settings(&self) -> Result<BreachSettings, CaseworkError> {
        self.card(Drawer::Breaches, CARD).await
    }

    /// Changes how reports of breaches are handled.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when it can't be kept; [`CaseworkError::NotPermitted`].
    pub async fn set_breach_settings(
        &self,
        by: impl Into<Actor>,
        new: BreachSettings,
    ) -> Result<(), CaseworkError> {
        if !(MINUTES.0..=MINUTES.1).contains(&new.minutes) {
            let reason = "a report waits 5 to 1,440 minutes before privacy officers hear of it";
            return Err(CaseworkError::Unfit(reason.to_owned()));
        }
        let (act, about) = (OfficeAct::ManageSettings, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            works.note("minutes", new.minutes);
            let place = (Drawer::Breaches, CARD);
            works
                .change_card::<BreachSettings>(place, "breach_settings_kept", |card| *card = new)?;
            Ok(())
        };
        let deed = "breach_settings_changed";
        self.gate.perform(by, act, about, deed, work).await
    }
}
