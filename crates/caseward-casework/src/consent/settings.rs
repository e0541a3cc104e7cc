//! How long a consent lasts at most, who may sign, and how often confidentiality is talked about: the office's own settings.
//!
//! DV-2.1, NASW-b, NASW-e, RE-4. No number binds everywhere: consents last 30 days unless something else is chosen, and in
//! Washington State 90 days at most.

use caseward_gate::{About, Actor, Drawer, Works};
use caseward_model::{Category, OfficeAct};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::sensitive::sensitive_in;
use crate::{CaseworkError, Office};

/// How many days at most where the law of Washington State counts.
const WASHINGTON_DAYS: i64 = 90;
/// Longer than that nobody can foresee what they agree to.
const LONGEST_DAYS: i64 = 730;
/// The number of the card that holds the settings; cards about the office have numbers below zero.
const CARD: i64 = -1;

/// The settings of consents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConsentSettings {
    /// Days that a consent lasts where nobody chose: 1 to `longest_days`.
    pub default_days: i64,
    /// Days that one lasts at most.
    pub longest_days: i64,
    /// The law of Washington State counts here: 90 days at most.
    pub washington: bool,
    /// HIPAA binds this office: what the client authorised says that it may be passed on (45 CFR 164.508(c)(2)(iii)).
    pub hipaa: bool,
    /// The law of the United Kingdom counts here.
    pub united_kingdom: bool,
    /// There are services here that a minor may lawfully have alone, so that a minor can sign for those.
    pub minors_alone: bool,
    /// Days from the first assignment within which the limits of confidentiality are gone through.
    pub first_talk_days: i64,
    /// Days after which that is done again.
    pub talk_days: i64,
    /// Days within which a consent that was taken back by word of mouth is noted in writing.
    pub note_days: i64,
    /// Days within which recipients are told that it was taken back.
    pub recall_days: i64,
    /// Days within which they are asked to answer that they returned or destroyed what they had.
    pub answer_days: i64,
    /// What leaves because the client asked for it stands on a request in their own words that they signed (DV-3.3.2a).
    pub signed_requests: bool,
    /// What is asked by itself besides what the clause names; it is kept elsewhere, where the gate reads it
    /// ([`Office::set_sensitive`]).
    #[serde(skip)]
    pub sensitive: Vec<Category>,
}

impl Default for ConsentSettings {
    fn default() -> Self {
        Self {
            default_days: 30,
            longest_days: 365,
            washington: false,
            hipaa: false,
            united_kingdom: false,
            minors_alone: false,
            first_talk_days: 14,
            talk_days: 180,
            note_days: 7,
            recall_days: 3,
            answer_days: 14,
            signed_requests: false,
            sensitive: Vec::new(),
        }
    }
}

impl ConsentSettings {
    /// Days that a consent lasts at most.
    #[must_use]
    pub fn cap_days(&self) -> i64 {
        if self.washington {
            self.longest_days.min(WASHINGTON_DAYS)
        } else {
            self.longest_days
        }
    }

    /// The last day that a consent of today can have.
    #[must_use]
    pub fn last_day(&self, today: Date) -> Date {
        today
            .checked_add(self.cap_days().days())
            .unwrap_or(Date::MAX)
    }

    /// The day until which a recipient who is told today is asked to answer.
    #[must_use]
    pub fn answer_day(&self, today: Date) -> Date {
        today
            .checked_add(self.answer_days.days())
            .unwrap_or(Date::MAX)
    }

    /// The last day that is proposed for a consent of today.
    #[must_use]
    pub fn proposed_day(&self, today: Date) -> Date {
        let days = self.default_days.min(self.cap_days());
        today.checked_add(days.days()).unwrap_or(Date::MAX)
    }

    fn check(&self) -> Result<(), CaseworkError> {
        let reason = if !(1..=LONGEST_DAYS).contains(&self.longest_days) {
            "a consent lasts 1 to 730 days at most"
        } else if !(1..=self.cap_days()).contains(&self.default_days) {
            "what is proposed lies between 1 day and the most days that a consent lasts"
        } else if !(1..=365).contains(&self.first_talk_days)
            || !(1..=LONGEST_DAYS).contains(&self.talk_days)
        {
            "confidentiality is talked about within 1 to 365 days, and again within 1 to 730"
        } else if !(1..=90).contains(&self.note_days) || !(0..=90).contains(&self.recall_days) {
            "a written note is due within 1 to 90 days, and recipients are told within 0 to 90"
        } else if !(1..=90).contains(&self.answer_days) {
            "recipients are asked to answer within 1 to 90 days"
        } else {
            return Ok(());
        };
        Err(CaseworkError::Unfit(reason.to_owned()))
    }
}

/// The settings within a piece of work.
pub(crate) fn settings_in(works: &mut Works<'_, '_>) -> Result<ConsentSettings, CaseworkError> {
    let found = works.card::<ConsentSettings>((Drawer::Consents, CARD))?;
    Ok(ConsentSettings {
        sensitive: sensitive_in(works)?,
        ..found.unwrap_or_default()
    })
}

impl Office {
    /// The settings of consents.
    ///
    /// # Errors
    /// When the office is sealed or they were put back.
    pub async fn consent_settings(&self) -> Result<ConsentSettings, CaseworkError> {
        let kept: ConsentSettings = self.card(Drawer::Consents, CARD).await?;
        Ok(ConsentSettings {
            sensitive: self.sensitive_categories().await?,
            ..kept
        })
    }

    /// Changes the settings of consents. What is signed stays as it was signed.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when they can't be so; [`CaseworkError::NotPermitted`] by the rules of the office.
    pub async fn set_consents(
        &self,
        actor: impl Into<Actor>,
        new: ConsentSettings,
    ) -> Result<(), CaseworkError> {
        new.check()?;
        let (act, deed) = (OfficeAct::ManageSettings, "consent_settings_changed");
        self.gate
            .perform(actor, act, About::Office, deed, move |works| {
                works.note("longest_days", new.longest_days);
                works.note("talk_days", new.talk_days);
                works.change_card::<ConsentSettings>(
                    (Drawer::Consents, CARD),
                    "consent_settings_kept",
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
    fn where_the_law_of_washington_counts_nothing_lasts_longer_than_ninety_days() {
        let settings = ConsentSettings {
            washington: true,
            longest_days: 365,
            ..ConsentSettings::default()
        };
        let today = jiff::civil::date(2026, 11, 2);
        assert_eq!(settings.last_day(today), jiff::civil::date(2027, 1, 31));
        assert_eq!(settings.proposed_day(today), jiff::civil::date(2026, 12, 2));
    }

    #[test]
    fn settings_that_make_no_sense_are_not_taken() {
        let bad = [
            ConsentSettings {
                longest_days: 0,
                ..ConsentSettings::default()
            },
            ConsentSettings {
                default_days: 366,
                ..ConsentSettings::default()
            },
            ConsentSettings {
                default_days: 91,
                washington: true,
                ..ConsentSettings::default()
            },
            ConsentSettings {
                talk_days: -1,
                ..ConsentSettings::default()
            },
            ConsentSettings {
                answer_days: 0,
                ..ConsentSettings::default()
            },
        ];
        for settings in bad {
            assert!(settings.check().is_err(), "{settings:?}");
        }
        assert!(ConsentSettings::default().check().is_ok());
    }
}
