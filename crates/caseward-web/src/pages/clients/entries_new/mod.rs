//! `/clients/{id}/entries/new`: writing into a file: what, told by whom, fact or opinion.
//!
//! DV-5.2.2 (an opinion says what it rests on), DV-3.2 (what others told is stored apart), DV-4.6.5.
//! After a post that can't be kept everything typed comes back with the page.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::entries::{Draft, LONGEST_ENTRY, Mend, NewEntry};
use caseward_casework::plain_words::{Remark, remarks};
use caseward_casework::stated_needs::StatedNeeds;
use caseward_model::{Category, Language, Nature, Provenance};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::file::{Bar, SafeContact, sample_bar};
use crate::forms::Problems;
use crate::view::{self, pick};
use crate::{Place, Shell};

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
    /// `seen` when the writer keeps what the editor's check points out.
    pub words: String,
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

    /// What the editor's check points out, and wasn't shown before (DV-4.6.5).
    #[must_use]
    pub fn remarks(&self) -> Vec<Remark> {
        if self.words == "seen" {
            return Vec::new();
        }
        remarks(&format!("{}\n{}", self.text, self.basis))
    }

    /// The entry, or all that it still needs.
    ///
    /// # Errors
    /// [`Problems`], one for each field, in the order of the page.
    pub fn check(&self) -> Result<NewEntry, Problems> {
        let draft = Draft {
            section: self.category.clone(),
            provenance: self.provenance.clone(),
            nature: self.nature.clone(),
            based_on: Zeroizing::new(self.basis.clone()),
            text: Zeroizing::new(self.text.clone()),
        };
        let entry = draft.check();
        let mut problems = Problems::default();
        for mend in entry.as_ref().err().into_iter().flatten() {
            let (field, key) = place_of(*mend);
            problems.note(field, key);
        }
        if self.basis.chars().count() > LONGEST_ENTRY {
            problems.note("basis", "entry-too-long");
        }
        match entry {
            Ok(entry) if problems.is_empty() => Ok(entry),
            _ => Err(problems),
        }
    }
}

/// The field on the page that has to be mended, and the sentence for it.
pub(crate) const fn place_of(mend: Mend) -> (&'static str, &'static str) {
    match mend {
        Mend::Section => ("category", "entry-needs-category"),
        Mend::Provenance => ("provenance", "entry-needs-provenance"),
        Mend::Nature => ("nature", "entry-needs-nature"),
        Mend::BasedOn => ("basis", "entry-needs-basis"),
        Mend::TextMissing => ("text", "entry-needs-text"),
        Mend::TextTooLong => ("text", "entry-too-long"),
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
    /// What the editor's check points out; it can be kept all the same.
    pub remarks: Vec<Remark>,
    /// The sections that can be asked of this client, each with what it is needed for (RE-5).
    pub asked: Vec<(Category, String)>,
}

impl<T: Display> EntryPage<T> {
    const PROVENANCES: &'static [Provenance] = &[
        Provenance::Worker,
        Provenance::Client,
        Provenance::ThirdParty,
    ];

    /// The sections one can choose: those that something is needed for. What others told goes apart by its provenance.
    fn categories(&self) -> impl Iterator<Item = &Category> {
        self.asked.iter().map(|(category, _)| category)
    }

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
            remarks: Vec::new(),
            asked: StatedNeeds::default().asked(&[], language),
        }
    }

    /// A word was pointed out, and everything typed is still there.
    #[must_use]
    pub fn sample_pointed_out(language: Language) -> Self {
        let form = EntryForm {
            nature: Nature::Fact.word().into(),
            text: pick(
                language,
                "She was hysterical when he called.",
                "Estaba histérica cuando él llamó.",
            )
            .into(),
            ..EntryForm::fresh()
        };
        Self {
            remarks: form.remarks(),
            form,
            ..Self::sample(language)
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
        assert!(founded.check().is_ok());
        assert!(typed().check().is_ok());
    }

    #[test]
    fn dv_3_2_what_others_told_goes_apart_whatever_section_was_chosen() {
        let told = EntryForm {
            provenance: "third_party".into(),
            category: "health".into(),
            ..typed()
        };
        assert!(told.check().ok().unwrap().section() == Category::ThirdParty);
    }

    #[test]
    fn nobody_can_write_into_what_only_an_import_writes() {
        for category in ["existence", "administration", "nonsense", ""] {
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
    fn dv_4_6_5_a_word_is_pointed_out_once_and_can_be_kept() {
        let judging = EntryForm {
            text: "He is a manipulator.".into(),
            ..typed()
        };
        assert_eq!(judging.remarks().len(), 1);
        assert!(judging.check().is_ok(), "it suggests and never blocks");
        let seen = EntryForm {
            words: "seen".into(),
            ..judging
        };
        assert!(seen.remarks().is_empty());
        assert!(typed().remarks().is_empty());
        let html = EntryPage::sample_pointed_out(Language::English)
            .render()
            .unwrap();
        assert!(html.contains(r#"name="words" value="seen""#));
        assert!(html.contains("She was hysterical when he called.</textarea>"));
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
