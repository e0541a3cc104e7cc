//! `/clients/{id}/entries/new`: writing into a file: what, told by whom, fact or opinion.
//!
//! DV-5.2.2 (an opinion says what it rests on), DV-3.2 (what others told is stored apart), DV-4.6.5.
//! After a post that can't be kept everything typed comes back with the page.

use std::fmt::Display;

use askama::Template;
use caseward_model::{Category, Language, Nature, Provenance};
use serde::Deserialize;

use super::file::{Bar, SafeContact, sample_bar};
use crate::forms::Problems;
use crate::view::{self, pick};
use crate::{Place, Shell};

/// The longest text of one entry, in characters.
pub const TEXT_CHARACTERS_MAX: usize = 20_000;

/// What the editor posts. Every field may be missing; nothing typed is thrown away.
///
/// No `Debug`: it may name people.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct EntryForm {
    /// A category's word.
    pub category: String,
    /// A provenance's word.
    pub provenance: String,
    /// A nature's word.
    pub nature: String,
    /// What is to be written down.
    pub text: String,
    /// What an opinion rests on.
    pub basis: String,
}

/// An entry that can be kept.
#[derive(Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// The section it goes to; [`Category::ThirdParty`] for all that others told.
    pub category: Category,
    /// Who told.
    pub provenance: Provenance,
    /// Fact or opinion.
    pub nature: Nature,
    /// What is written down.
    pub text: String,
    /// What an opinion rests on.
    pub basis: Option<String>,
}

impl EntryForm {
    /// A fresh form with the safe choices: a note, from one's own observation, nature still open.
    #[must_use]
    pub fn fresh() -> Self {
        Self {
            category: Category::Notes.word().into(),
            provenance: Provenance::Worker.word().into(),
            ..Self::default()
        }
    }

    /// The entry, or all that it still needs.
    ///
    /// # Errors
    /// [`Problems`], one for each field, in the order of the page.
    pub fn check(&self) -> Result<NewEntry, Problems> {
        let mut problems = Problems::default();
        let category = self.category.parse::<Category>().ok();
        let category = category.filter(|c| EntryPage::<String>::CATEGORIES.contains(c));
        if category.is_none() {
            problems.note("category", "entry-needs-category");
        }
        let provenance = self.provenance.parse::<Provenance>().ok();
        let provenance = provenance.filter(|p| *p != Provenance::Import);
        if provenance.is_none() {
            problems.note("provenance", "entry-needs-provenance");
        }
        let nature = self.nature.parse::<Nature>().ok();
        if nature.is_none() {
            problems.note("nature", "entry-needs-nature");
        }
        let text = self.text.trim();
        if text.is_empty() {
            problems.note("text", "entry-needs-text");
        } else if text.chars().count() > TEXT_CHARACTERS_MAX {
            problems.note("text", "entry-too-long");
        }
        let basis = self.basis.trim();
        if nature == Some(Nature::Opinion) && basis.is_empty() {
            problems.note("basis", "entry-needs-basis");
        } else if basis.chars().count() > TEXT_CHARACTERS_MAX {
            problems.note("basis", "entry-too-long");
        }
        match (category, provenance, nature) {
            (Some(category), Some(provenance), Some(nature)) if problems.is_empty() => {
                Ok(NewEntry {
                    category: if provenance == Provenance::ThirdParty {
                        Category::ThirdParty
                    } else {
                        category
                    },
                    provenance,
                    nature,
                    text: text.to_owned(),
                    basis: (!basis.is_empty()).then(|| basis.to_owned()),
                })
            }
            _ => Err(problems),
        }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "clients/entries_new/page.html")]
pub struct EntryPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// What was typed.
    pub form: EntryForm,
    /// What is still needed.
    pub problems: Problems,
}

impl<T: Display> EntryPage<T> {
    /// The sections one can write into; what others told goes apart by its provenance.
    pub const CATEGORIES: &'static [Category] = &[
        Category::Notes,
        Category::Contact,
        Category::Location,
        Category::Household,
        Category::Housing,
        Category::Income,
        Category::Services,
        Category::Health,
        Category::MentalHealth,
        Category::SubstanceUse,
        Category::Reproductive,
        Category::Hiv,
        Category::DomesticViolence,
        Category::Justice,
        Category::GenderSexuality,
    ];
    const PROVENANCES: &'static [Provenance] = &[
        Provenance::Worker,
        Provenance::Client,
        Provenance::ThirdParty,
    ];

    fn nature(&self, nature: &Nature) -> String {
        self.shell.t(&view::nature_key(*nature))
    }

    fn nature_hint(&self, nature: &Nature) -> String {
        self.shell.t(match nature {
            Nature::Fact => "entry-fact-hint",
            Nature::Opinion => "entry-opinion-hint",
        })
    }

    fn provenance(&self, provenance: &Provenance) -> String {
        self.shell.t(&view::provenance_key(*provenance))
    }

    fn provenance_hint(&self, provenance: &Provenance) -> String {
        self.shell.t(match provenance {
            Provenance::Client => "entry-from-client-hint",
            Provenance::Worker | Provenance::Import => "entry-from-worker-hint",
            Provenance::ThirdParty => "entry-from-third-party-hint",
        })
    }
}

impl EntryPage<String> {
    /// A fresh form.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::Clients, "/clients/0k3v9/entries/new"),
            bar: sample_bar(language),
            form: EntryForm::fresh(),
            problems: Problems::default(),
        }
    }

    /// An opinion without its basis, sent back with all that was typed.
    #[must_use]
    pub fn sample_rejected(language: Language) -> Self {
        let form = EntryForm {
            nature: Nature::Opinion.word().into(),
            text: pick(
                language,
                "She seems readier to talk about moving than in the summer.",
                "Parece más dispuesta a hablar de la mudanza que en verano.",
            )
            .into(),
            ..EntryForm::fresh()
        };
        let problems = form.check().err().unwrap_or_default();
        Self {
            form,
            problems,
            ..Self::sample(language)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> EntryForm {
        EntryForm {
            nature: "fact".into(),
            text: "Came at ten.".into(),
            ..EntryForm::fresh()
        }
    }

    #[test]
    fn dv_5_2_2_an_opinion_says_what_it_rests_on() {
        let opinion = EntryForm {
            nature: "opinion".into(),
            ..typed()
        };
        let problems = opinion.check().err().unwrap();
        assert_eq!(problems.of("basis"), Some("entry-needs-basis"));
        let founded = EntryForm {
            basis: "She said so.".into(),
            ..opinion
        };
        assert_eq!(
            founded.check().ok().unwrap().basis.as_deref(),
            Some("She said so.")
        );
        assert!(typed().check().is_ok());
    }

    #[test]
    fn dv_3_2_what_others_told_goes_apart_whatever_section_was_chosen() {
        let told = EntryForm {
            provenance: "third_party".into(),
            category: "health".into(),
            ..typed()
        };
        assert!(told.check().ok().unwrap().category == Category::ThirdParty);
    }

    #[test]
    fn nobody_can_write_into_what_only_an_import_writes() {
        for category in ["existence", "administration", "third_party", "nonsense", ""] {
            let form = EntryForm {
                category: category.into(),
                ..typed()
            };
            assert!(form.check().is_err(), "{category}");
        }
        let imported = EntryForm {
            provenance: "import".into(),
            ..typed()
        };
        assert!(imported.check().is_err());
    }

    #[test]
    fn a_rejected_entry_comes_back_with_everything_typed() {
        let html = EntryPage::sample_rejected(Language::English)
            .render()
            .unwrap();
        assert!(
            html.contains("She seems readier to talk about moving than in the summer.</textarea>")
        );
        assert!(html.contains(r##"href="#basis""##));
        assert!(html.contains(r#"aria-invalid="true""#));
    }
}
