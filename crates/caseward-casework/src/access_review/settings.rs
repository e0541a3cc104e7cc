//! What an office may set about its review: when it is open, and how much each flag counts (CR-10).

use std::collections::BTreeMap;

use caseward_db::Reader;
use caseward_gate::{About, Actor, Drawer, Drawers, Works};
use caseward_model::{AccessFlag, OfficeAct};
use caseward_review::{OfficeHours, Rules};
use serde::{Deserialize, Serialize};

use crate::emergency::Limits;
use crate::{CaseworkError, Office};

/// The most decibans that a flag can count.
const MOST: f32 = 60.0;
/// The second number of the place where the settings lie sealed: matters have 0 there.
const SETTINGS: i64 = 1;

/// The settings of the review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewSettings {
    /// The first hour of a working day.
    pub from_hour: u16,
    /// The first hour that is no longer in it.
    pub until_hour: u16,
    /// How much flags count, in decibans, where the office set something else; 0 switches one off.
    pub weights: BTreeMap<AccessFlag, f32>,
}

impl Default for ReviewSettings {
    fn default() -> Self {
        Self {
            from_hour: 7,
            until_hour: 19,
            weights: BTreeMap::new(),
        }
    }
}

impl ReviewSettings {
    fn check(&self) -> Result<(), CaseworkError> {
        let reason = if self.from_hour >= self.until_hour || self.until_hour > 24 {
            "a working day begins before it ends, and both are whole hours from 0 to 24"
        } else if self.weights.values().any(|it| !(0.0..=MOST).contains(it)) {
            "a flag counts 0 to 60 decibans; 0 switches it off"
        } else {
            return Ok(());
        };
        Err(CaseworkError::Unfit(reason.to_owned()))
    }

    /// The rules of a review. Days off are those of the office.
    pub(super) fn rules(&self, limits: &Limits) -> Rules {
        let mut rules = Rules::default();
        let mut days = [true; 7];
        for (day, open) in (1_i8..).zip(&mut days) {
            *open = !limits.days_off.contains(&day);
        }
        rules.hours = OfficeHours {
            from_minute: self.from_hour * 60,
            until_minute: self.until_hour * 60,
            days,
        };
        for (flag, weight) in &self.weights {
            rules.weights.set(*flag, *weight);
        }
        rules
    }
}

const SQL: &str = "SELECT version, sealed FROM review_settings WHERE no = 1";

fn read(reader: &mut Reader<'_>, drawers: &Drawers) -> Result<ReviewSettings, CaseworkError> {
    let Some(row) = reader.query_optional(SQL, &[])? else {
        return Ok(ReviewSettings::default());
    };
    let place = (1, SETTINGS, row.int(0)?);
    let plain = drawers.open(Drawer::Reviews, place, row.bytes(1)?)?;
    serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)
}

impl Office {
    /// The settings of the review.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn review_settings(&self) -> Result<ReviewSettings, CaseworkError> {
        let drawers = self.gate.drawers()?;
        self.db.read(move |reader| read(reader, &drawers)).await
    }

    /// Changes the settings of the review.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when they can't be kept; [`CaseworkError::NotPermitted`].
    pub async fn set_review_settings(
        &self,
        by: impl Into<Actor>,
        settings: ReviewSettings,
    ) -> Result<(), CaseworkError> {
        settings.check()?;
        let act = OfficeAct::ManageSettings;
        let work = move |works: &mut Works<'_, '_>| {
            let found = works.transaction().query_optional(SQL, &[])?;
            let version = found.map_or(Ok(0), |row| row.int(0))? + 1;
            let plain = serde_json::to_vec(&settings).map_err(|_| CaseworkError::Damaged)?;
            let sealed = works.seal(Drawer::Reviews, (1, SETTINGS, version), &plain);
            for (flag, weight) in &settings.weights {
                works.note(flag.word(), f64::from(*weight));
            }
            works.transaction().execute(
                "INSERT INTO review_settings (no, version, sealed) VALUES (1, $1, $2) \
                 ON CONFLICT (no) DO UPDATE SET version = excluded.version, sealed = excluded.sealed",
                &[version.into(), sealed.into()],
            )?;
            Ok::<_, CaseworkError>(())
        };
        self.gate
            .perform(by, act, About::Office, "review_settings_changed", work)
            .await
    }
}
