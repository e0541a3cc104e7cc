//! The sentences on screen, in the language that the reader chose.
//!
//! Design §8: English and Spanish from the start. Every sentence stands in `locales/`; a template
//! names it by its key. A key that is missing shows itself in double brackets, and a test looks for
//! those brackets on every page.

use std::fmt;
use std::sync::LazyLock;

use caseward_model::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

const ENGLISH: &[&str] = &[
    include_str!("../locales/en/shell.ftl"),
    include_str!("../locales/en/field.ftl"),
    include_str!("../locales/en/casework.ftl"),
    include_str!("../locales/en/file.ftl"),
    include_str!("../locales/en/proof.ftl"),
    include_str!("../locales/en/sign_in.ftl"),
    include_str!("../locales/en/office.ftl"),
    include_str!("../locales/en/tasks.ftl"),
    include_str!("../locales/en/screen.ftl"),
    include_str!("../locales/en/presence.ftl"),
    include_str!("../locales/en/whereabouts.ftl"),
    include_str!("../locales/en/duty.ftl"),
    include_str!("../locales/en/emergency.ftl"),
    include_str!("../locales/en/people.ftl"),
    include_str!("../locales/en/settings.ftl"),
    include_str!("../locales/en/search.ftl"),
    include_str!("../locales/en/by_name.ftl"),
    include_str!("../locales/en/conflicts.ftl"),
    include_str!("../locales/en/consents.ftl"),
    include_str!("../locales/en/look_ups.ftl"),
    include_str!("../locales/en/recipients.ftl"),
    include_str!("../locales/en/law.ftl"),
    include_str!("../locales/en/standing.ftl"),
    include_str!("../locales/en/ledger.ftl"),
    include_str!("../locales/en/disclosures.ftl"),
    include_str!("../locales/en/preparing.ftl"),
    include_str!("../locales/en/accounting.ftl"),
    include_str!("../locales/en/own_view.ftl"),
    include_str!("../locales/en/roads.ftl"),
    include_str!("../locales/en/progress.ftl"),
    include_str!("../locales/en/enquiries.ftl"),
    include_str!("../locales/en/conferences.ftl"),
    include_str!("../locales/en/agendas.ftl"),
    include_str!("../locales/en/board.ftl"),
    include_str!("../locales/en/actions.ftl"),
    include_str!("../locales/en/breaches.ftl"),
    include_str!("../locales/en/needs.ftl"),
    include_str!("../locales/en/notes.ftl"),
    include_str!("../locales/en/sending.ftl"),
    include_str!("../locales/en/danger.ftl"),
    include_str!("../locales/en/warning.ftl"),
    include_str!("../locales/en/permissions.ftl"),
    include_str!("../locales/en/programmes.ftl"),
];
const SPANISH: &[&str] = &[
    include_str!("../locales/es/shell.ftl"),
    include_str!("../locales/es/field.ftl"),
    include_str!("../locales/es/casework.ftl"),
    include_str!("../locales/es/file.ftl"),
    include_str!("../locales/es/proof.ftl"),
    include_str!("../locales/es/sign_in.ftl"),
    include_str!("../locales/es/office.ftl"),
    include_str!("../locales/es/tasks.ftl"),
    include_str!("../locales/es/screen.ftl"),
    include_str!("../locales/es/presence.ftl"),
    include_str!("../locales/es/whereabouts.ftl"),
    include_str!("../locales/es/duty.ftl"),
    include_str!("../locales/es/emergency.ftl"),
    include_str!("../locales/es/people.ftl"),
    include_str!("../locales/es/settings.ftl"),
    include_str!("../locales/es/search.ftl"),
    include_str!("../locales/es/by_name.ftl"),
    include_str!("../locales/es/conflicts.ftl"),
    include_str!("../locales/es/consents.ftl"),
    include_str!("../locales/es/look_ups.ftl"),
    include_str!("../locales/es/recipients.ftl"),
    include_str!("../locales/es/law.ftl"),
    include_str!("../locales/es/standing.ftl"),
    include_str!("../locales/es/ledger.ftl"),
    include_str!("../locales/es/disclosures.ftl"),
    include_str!("../locales/es/preparing.ftl"),
    include_str!("../locales/es/accounting.ftl"),
    include_str!("../locales/es/own_view.ftl"),
    include_str!("../locales/es/roads.ftl"),
    include_str!("../locales/es/progress.ftl"),
    include_str!("../locales/es/enquiries.ftl"),
    include_str!("../locales/es/conferences.ftl"),
    include_str!("../locales/es/agendas.ftl"),
    include_str!("../locales/es/board.ftl"),
    include_str!("../locales/es/actions.ftl"),
    include_str!("../locales/es/breaches.ftl"),
    include_str!("../locales/es/needs.ftl"),
    include_str!("../locales/es/notes.ftl"),
    include_str!("../locales/es/sending.ftl"),
    include_str!("../locales/es/danger.ftl"),
    include_str!("../locales/es/warning.ftl"),
    include_str!("../locales/es/permissions.ftl"),
    include_str!("../locales/es/programmes.ftl"),
];

static IN_ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::read(Language::English, ENGLISH));
static IN_SPANISH: LazyLock<Words> = LazyLock::new(|| Words::read(Language::Spanish, SPANISH));

/// All sentences in one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The sentences in this language.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &IN_ENGLISH,
            Language::Spanish => &IN_SPANISH,
        }
    }

    fn read(language: Language, files: &[&str]) -> Self {
        let id: LanguageIdentifier = language.word().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Names stand in `<bdi>` where their direction may differ; invisible marks would end up in
        // printed statements.
        bundle.set_use_isolating(false);
        for file in files {
            // A damaged line leaves out its own sentence only; a test reads every file strictly.
            let resource = match FluentResource::try_new((*file).to_owned()) {
                Ok(whole) | Err((whole, _)) => whole,
            };
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    /// Which language this is.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// A sentence without gaps.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.write(key, None)
    }

    /// A sentence without gaps, if there is one.
    #[must_use]
    pub fn may(&self, key: &str) -> Option<String> {
        self.bundle.has_message(key).then(|| self.t(key))
    }

    /// A sentence with gaps, to be filled by [`Sentence::with`] and [`Sentence::count`].
    #[must_use]
    pub fn fill<'a>(&'a self, key: &'a str) -> Sentence<'a> {
        Sentence {
            words: self,
            key,
            gaps: FluentArgs::new(),
        }
    }

    /// A whole number as this language groups its digits.
    #[must_use]
    pub fn number(&self, number: impl fmt::Display) -> String {
        let digits = number.to_string();
        // Spanish leaves four digits together (Ortografía de la lengua española, 2010).
        if self.language == Language::Spanish && digits.len() <= 4 {
            return digits;
        }
        let gap = match self.language {
            Language::English => ',',
            Language::Spanish => '\u{202f}',
        };
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                grouped.push(gap);
            }
            grouped.push(digit);
        }
        grouped
    }

    fn write(&self, key: &str, gaps: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            return format!("⟦{key}⟧");
        };
        let mut faults = Vec::new();
        let text = self.bundle.format_pattern(pattern, gaps, &mut faults);
        if faults.is_empty() {
            text.into_owned()
        } else {
            format!("⟦{key}⟧")
        }
    }
}

/// A sentence whose gaps are being filled.
pub struct Sentence<'a> {
    words: &'a Words,
    key: &'a str,
    gaps: FluentArgs<'a>,
}

impl<'a> Sentence<'a> {
    /// Fills a gap with a text.
    #[must_use]
    pub fn with(mut self, gap: &'a str, text: impl fmt::Display) -> Self {
        self.gaps.set(gap, text.to_string());
        self
    }

    /// Fills a gap with a number, by which the sentence chooses singular or plural.
    #[must_use]
    pub fn count(mut self, gap: &'a str, number: u64) -> Self {
        self.gaps.set(gap, FluentValue::from(number));
        self
    }
}

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words.write(self.key, Some(&self.gaps)))
    }
}
