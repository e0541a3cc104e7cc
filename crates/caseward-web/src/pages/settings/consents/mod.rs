//! `/settings/consents`: how long a consent lasts at most, who may sign, and how often confidentiality is talked about (DV-2.1,
//! NASW-b, NASW-e).

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_casework::consent::ConsentSettings;
use caseward_model::{Category, Language};

use crate::forms::Problems;
use crate::pages::clients::consents::Answers;
use crate::view::named;
use crate::{Place, Shell};

/// The numbers of the form: the field, its key of words, and how it stands.
type Number = (&'static str, &'static str, fn(&ConsentSettings) -> i64);

const NUMBERS: [Number; 7] = [
    ("default_days", "consent-set-default", |it| it.default_days),
    ("longest_days", "consent-set-longest", |it| it.longest_days),
    ("first_talk_days", "consent-set-first-talk", |it| {
        it.first_talk_days
    }),
    ("talk_days", "consent-set-talk", |it| it.talk_days),
    ("note_days", "consent-set-note", |it| it.note_days),
    ("recall_days", "consent-set-recall", |it| it.recall_days),
    ("answer_days", "consent-set-answer", |it| it.answer_days),
];

/// The form.
#[derive(Template)]
#[template(path = "settings/consents/page.html")]
pub struct ConsentSettingsPage {
    /// Around it.
    pub shell: Shell,
    /// What was typed, or how it stands.
    pub form: Answers,
    /// What the office asks by itself, besides what the clause names.
    pub sensitive: Vec<Category>,
    /// What is still needed.
    pub problems: Problems,
}

impl ConsentSettingsPage {
    fn numbers(&self) -> Vec<(&'static str, &'static str)> {
        let numbers = NUMBERS.iter();
        numbers.map(|(field, key, _)| (*field, *key)).collect()
    }

    /// What is never passed on without permission for it, whatever the office says.
    fn least(&self) -> String {
        let all = Category::ALL.iter().copied();
        let least: Vec<_> = all.filter(|it| it.is_sensitive()).collect();
        named(self.shell.words, &least)
    }

    fn is_added(&self, category: &Category) -> bool {
        self.sensitive.contains(category)
    }

    /// One that still needs something.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let mut problems = Problems::default();
        problems.note("default_days", "consent-set-unfit");
        Self {
            shell: Shell::sample(language, Place::Settings, "/settings/consents"),
            form: Answers::of_settings(&ConsentSettings::default()),
            sensitive: vec![Category::Income],
            problems,
        }
    }
}

impl Answers {
    /// The form as the settings stand.
    pub(in crate::pages) fn of_settings(it: &ConsentSettings) -> Self {
        let numbers = NUMBERS.iter();
        let mut all: Vec<_> = numbers
            .map(|(field, _, get)| ((*field).to_owned(), get(it).to_string()))
            .collect();
        let boxes = [
            ("washington", it.washington),
            ("hipaa", it.hipaa),
            ("united_kingdom", it.united_kingdom),
            ("minors_alone", it.minors_alone),
            ("signed_requests", it.signed_requests),
        ];
        let ticked = boxes.into_iter().filter(|(_, ticked)| *ticked);
        all.extend(ticked.map(|(name, _)| (name.to_owned(), "yes".to_owned())));
        Self::from_pairs(all)
    }

    /// The settings that the form says; what is no number is none that can be kept.
    pub(in crate::pages) fn settings(&self) -> ConsentSettings {
        let number = |name: &str| self.one(name).trim().parse().unwrap_or(-1);
        ConsentSettings {
            default_days: number("default_days"),
            longest_days: number("longest_days"),
            washington: self.is("washington"),
            hipaa: self.is("hipaa"),
            united_kingdom: self.is("united_kingdom"),
            minors_alone: self.is("minors_alone"),
            first_talk_days: number("first_talk_days"),
            talk_days: number("talk_days"),
            note_days: number("note_days"),
            recall_days: number("recall_days"),
            answer_days: number("answer_days"),
            signed_requests: self.is("signed_requests"),
            ..ConsentSettings::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_says_what_the_settings_say() {
        let settings = ConsentSettings {
            washington: true,
            united_kingdom: true,
            signed_requests: true,
            default_days: 21,
            recall_days: 0,
            ..ConsentSettings::default()
        };
        assert_eq!(Answers::of_settings(&settings).settings(), settings);
    }
}
