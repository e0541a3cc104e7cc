//! `/settings/emergencies`: how long an emergency lasts, how many a team has in a month, the office's time zone, the days on which nobody
//! works, and within how many hours whoever is threatened is warned (RE-7, NASW-c, DV-4.2b).

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_casework::emergency::{Limits, MOST_WARN_HOURS};
use caseward_model::Language;
use serde::Deserialize;

use crate::forms::Problems;
use crate::{Place, Shell};

/// What the form posts, field by field and in any order. Nothing typed is thrown away.
#[derive(Deserialize, Clone, Default)]
#[serde(transparent)]
pub struct LimitsForm(Vec<(String, String)>);

impl LimitsForm {
    fn one(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(it, _)| it == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    fn off(&self, day: i8) -> bool {
        self.0
            .iter()
            .any(|(name, value)| name == "off" && value.parse() == Ok(day))
    }

    /// The form as the settings stand.
    #[must_use]
    pub fn of(it: &Limits) -> Self {
        let text = |name: &str, value: String| (name.to_owned(), value);
        let holidays: Vec<String> = it.holidays.iter().map(ToString::to_string).collect();
        let mut all = vec![
            text("minutes", it.minutes.to_string()),
            text("per-team", it.per_team.to_string()),
            text("warn", it.warn_hours.to_string()),
            text("zone", it.zone.clone()),
            text("holidays", holidays.join("\n")),
        ];
        all.extend(it.days_off.iter().map(|day| text("off", day.to_string())));
        Self(all)
    }

    /// The settings that the form says, or what it still needs.
    ///
    /// # Errors
    /// All that has to be mended before the desk looks at it.
    fn limits(&self) -> Result<Limits, Problems> {
        let mut problems = Problems::default();
        let minutes = self.one("minutes").trim().parse::<i64>().ok();
        let minutes = minutes.filter(|it| (1..=60).contains(it));
        if minutes.is_none() {
            problems.note("minutes", "limits-needs-minutes");
        }
        let per_team = self.one("per-team").trim().parse::<i64>().ok();
        let per_team = per_team.filter(|it| (0..=1000).contains(it));
        if per_team.is_none() {
            problems.note("per-team", "limits-needs-per-team");
        }
        let warn_hours = self.one("warn").trim().parse::<i64>().ok();
        let warn_hours = warn_hours.filter(|it| (1..=MOST_WARN_HOURS).contains(it));
        if warn_hours.is_none() {
            problems.note("warn", "limits-needs-warn");
        }
        let zone = self.one("zone").trim().to_owned();
        if !zone.is_empty() && jiff::tz::TimeZone::get(&zone).is_err() {
            problems.note("zone", "limits-needs-zone");
        }
        let days_off: Vec<i8> = (1..=7).filter(|day| self.off(*day)).collect();
        if days_off.len() == 7 {
            problems.note("off", "limits-needs-day");
        }
        let lines = self.one("holidays").split_whitespace();
        let holidays = lines.map(str::parse).collect::<Result<Vec<_>, _>>();
        let holidays = holidays.ok().filter(|it| it.len() <= 1000);
        if holidays.is_none() {
            problems.note("holidays", "limits-needs-holidays");
        }
        match (minutes, per_team, warn_hours, holidays) {
            (Some(minutes), Some(per_team), Some(warn_hours), Some(holidays))
                if problems.is_empty() =>
            {
                Ok(Limits {
                    minutes,
                    per_team,
                    zone,
                    days_off,
                    holidays,
                    warn_hours,
                })
            }
            _ => Err(problems),
        }
    }
}

/// The form.
#[derive(Template)]
#[template(path = "settings/emergencies/page.html")]
pub struct LimitsPage {
    /// Around it.
    pub shell: Shell,
    /// What was typed, or how it stands.
    pub form: LimitsForm,
    /// What is still needed.
    pub problems: Problems,
}

impl LimitsPage {
    const DAYS: &'static [i8] = &[1, 2, 3, 4, 5, 6, 7];

    fn day(&self, day: &i8) -> String {
        self.shell.t(&format!("weekday-{day}"))
    }

    fn is_off(&self, day: &i8) -> bool {
        self.form.off(*day)
    }

    /// One that still needs something.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let mut problems = Problems::default();
        problems.note("zone", "limits-needs-zone");
        Self {
            shell: Shell::sample(language, Place::Settings, "/settings/emergencies"),
            form: LimitsForm::of(&Limits {
                zone: "Nowhere/Land".into(),
                ..Limits::default()
            }),
            problems,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_week_has_its_name_in_both_languages() {
        for language in Language::ALL {
            let page = LimitsPage::sample(*language);
            for day in LimitsPage::DAYS {
                assert!(!page.day(day).contains('⟦'), "{day} in {language}");
            }
        }
    }
}
