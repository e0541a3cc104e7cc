//! `/clients/{id}/disclosures/{no}/partners`: who the partners of somebody in the men's programme are, for a paper about him, and each
//! sentence that still speaks of one, to be read by itself and taken out or cleared.
//!
//! Pages §3 S7, DV-4.3. What stands there is shown to whoever may read all that the paper is made of.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::disclosure::Disclosure;
use caseward_model::Language;

use super::super::file::{Bar, SafeContact, sample_bar};
use crate::forms::Problems;
use crate::pages::Sample;
use crate::view::{When, category_key, sample_moment};
use crate::{Place, Shell};

/// What the page of a report says of partners.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hook {
    /// Somebody said who they are.
    pub named: bool,
    /// How many sentences speak of one.
    pub all: u64,
    /// How many of them nobody has cleared yet.
    pub unread: u64,
}

impl Hook {
    /// Of what goes about somebody in the programme, for whoever may read what was said of it.
    pub(super) fn of(found: &Disclosure) -> Option<Self> {
        let partners = &found.in_words.as_ref()?.partners;
        if !partners.asked {
            return None;
        }
        let content = found.composed.as_ref().map(|(_, it)| it.as_str());
        let (all, unread) = partners.to_read(content.unwrap_or_default());
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Some(Self {
            named: partners.named.is_some(),
            all: count(all),
            unread: count(unread),
        })
    }

    /// How many sentences are left to be read.
    #[must_use]
    pub const fn left(self) -> u64 {
        self.unread
    }

    /// Nothing is left to be said or read.
    pub(super) const fn is_settled(self) -> bool {
        self.named && self.unread == 0
    }
}

/// A sentence that speaks of a partner.
#[derive(Debug, Clone)]
pub struct SentenceShown {
    /// Counted through the page, from 1.
    pub number: usize,
    /// By which what is decided names it.
    pub mark: String,
    /// The section, in words.
    pub section: String,
    /// What the text is called there; empty for a note.
    pub name: String,
    /// As it would leave; of what was taken out, as it stands in the file.
    pub stands: String,
    /// By which words it was found; empty where a name tells.
    pub said: String,
    /// Nothing of it leaves.
    pub out: bool,
    /// Who cleared it, and when.
    pub cleared: Option<(String, When)>,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/disclosures/partners/page.html")]
pub struct PartnersPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// Its own address.
    pub href: String,
    /// The disclosure's.
    pub back: String,
    /// It is asked: whoever it is about takes part in the programme, or did.
    pub asked: bool,
    /// Who they are, as it was typed or is kept: one person a line.
    pub people: String,
    /// Why nobody is named.
    pub nobody: String,
    /// Who said so, and when.
    pub named: Option<(String, When)>,
    /// In which language the paper was put together, as a word, and its SHA-256.
    pub paper: Option<(String, String)>,
    /// Sentence by sentence.
    pub sentences: Vec<SentenceShown>,
    /// Why something wasn't done.
    pub failed: Option<String>,
    /// What is still needed.
    pub problems: Problems,
}

impl PartnersPage<String> {
    /// One sentence to be read, one that was cleared, and one that was taken out.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let href = "/clients/0k3v9/disclosures/2/partners";
        let shell = Shell::sample(language, Place::Clients, href);
        let sentence = |number: usize, stands: &str, said: &str| SentenceShown {
            number,
            mark: "ab".repeat(16),
            section: shell.t(category_key(caseward_model::Category::Services)),
            name: String::new(),
            stands: stands.into(),
            said: said.into(),
            out: number == 3,
            cleared: (number == 2).then(|| {
                let when = sample_moment(shell.words, 20, 10, 30);
                ("Dana Ortiz".to_owned(), when)
            }),
        };
        Self {
            bar: sample_bar(language),
            href: href.into(),
            back: "/clients/0k3v9/disclosures/2".into(),
            asked: true,
            people: "Rosa Leal, Rosi\nInés Roca".into(),
            nobody: String::new(),
            named: Some(("Dana Ortiz".into(), sample_moment(shell.words, 20, 10, 0))),
            paper: Some((language.word().to_owned(), "cd".repeat(32))),
            sentences: vec![
                sentence(1, "[Person 1] drove him home.", ""),
                sentence(2, "He says that he respects his ex.", "ex"),
                sentence(3, "His wife has moved to her sister.", "wife"),
            ],
            failed: None,
            problems: Problems::default(),
            shell,
        }
    }

    /// Nobody was named yet, and nothing was put together.
    #[must_use]
    pub fn sample_problems(language: Language) -> Self {
        let mut page = Self::sample(language);
        page.people.clear();
        (page.named, page.paper) = (None, None);
        page.sentences.clear();
        page.failed = Some(page.shell.t("progress-changed"));
        page.problems.note("people", "road-needs-partners");
        page
    }

    /// No sentence was found.
    #[must_use]
    pub fn sample_none(language: Language) -> Self {
        let mut page = Self::sample(language);
        page.people.clear();
        page.nobody = "He has never had one.".into();
        page.sentences.clear();
        page
    }

    /// It is no report on somebody in the programme.
    #[must_use]
    pub fn sample_unasked(language: Language) -> Self {
        let mut page = Self::sample_none(language);
        page.asked = false;
        page
    }
}

/// The page, made up.
pub(in crate::pages) fn samples(language: Language) -> Vec<Sample> {
    vec![
        (
            "disclosure-partners",
            PartnersPage::sample(language).render(),
        ),
        (
            "disclosure-partners-problems",
            PartnersPage::sample_problems(language).render(),
        ),
        (
            "disclosure-partners-none",
            PartnersPage::sample_none(language).render(),
        ),
        (
            "disclosure-partners-unasked",
            PartnersPage::sample_unasked(language).render(),
        ),
    ]
}
