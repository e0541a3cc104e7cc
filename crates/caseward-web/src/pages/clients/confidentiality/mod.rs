//! `/clients/{id}/confidentiality`: when the limits of confidentiality were gone through with the client, that they
//! acknowledged the organization's policies, and that they were told what is shared about them; with the leaflet for that.
//!
//! NASW-e, RE-1, RE-4, DV-4.1, DV-5.2.1. What counts is what the client said it means.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::consent::{SharedUnder, Sharing, TalkNeed};
use caseward_model::{Language, TalkKind};

use super::consents::{Answers, words_in};
use super::file::{Bar, SafeContact, sample_bar};
use crate::forms::Problems;
use crate::view::{When, sample_moment};
use crate::{Place, Shell, Words};

/// A talk.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which.
    pub kind: TalkKind,
    /// When.
    pub at: When,
    /// Who talked with the client.
    pub by: String,
    /// How.
    pub how: String,
    /// What the client said it means.
    pub teach_back: String,
    /// The procedure was handed over.
    pub procedure_given: bool,
    /// The name under the acknowledgement.
    pub name: String,
    /// A signed paper was scanned.
    pub on_paper: bool,
    /// The beginning of the hash of the leaflet by which the client was told what is shared, as it stands on it; empty for another talk.
    pub leaflet: String,
}

/// What is shared with one organization, as the leaflet says it.
#[derive(Debug, Clone)]
pub struct SharedLine {
    /// The organization.
    pub recipient: String,
    /// What, in the reader's words.
    pub sections: String,
    /// The last day.
    pub until: When,
}

/// A leaflet that can be handed over.
#[derive(Debug, Clone)]
pub struct LeafletLine {
    /// In which language.
    pub language: Language,
    /// The hash of what stands in it.
    pub hash: String,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/confidentiality/page.html")]
pub struct TalksPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// The talks, the newest first.
    pub lines: Vec<Line>,
    /// When the next one is due.
    pub due: Option<When>,
    /// What is shared under the client's consents.
    pub shared: Vec<SharedLine>,
    /// The leaflet about that, in each language.
    pub leaflets: Vec<LeafletLine>,
    /// The reader's part writes into files.
    pub may_write: bool,
    /// What was typed.
    pub typed: Answers,
    /// What is still needed.
    pub problems: Problems,
}

impl<T: Display> TalksPage<T> {
    fn kind_key(&self, kind: &TalkKind) -> &'static str {
        match kind {
            TalkKind::Limits => "talk-limits",
            TalkKind::Policies => "talk-policies",
            TalkKind::Sharing => "talk-sharing",
        }
    }

    fn leaflet_key(&self, language: &Language) -> &'static str {
        match language {
            Language::English => "talk-leaflet-en",
            Language::Spanish => "talk-leaflet-es",
        }
    }
}

/// What is shared, in the reader's language.
fn shared_lines(sharing: &Sharing, language: Language) -> Vec<SharedLine> {
    let words = words_in(language);
    let named = |word: &str| {
        let found = words.and_then(|it| it.sections.get(word));
        found.cloned().unwrap_or_else(|| word.to_owned())
    };
    let line = |it: &SharedUnder| {
        let sections = it.sections.iter().map(|it| named(it.word()));
        SharedLine {
            recipient: it.recipient.clone(),
            sections: sections.collect::<Vec<_>>().join("; "),
            until: When::day(Words::of(language), it.until),
        }
    };
    sharing.lines.iter().map(line).collect()
}

/// What is still needed, field by field.
fn problems_of(needs: &[TalkNeed]) -> Problems {
    let mut problems = Problems::default();
    for need in needs {
        let (field, key) = match need {
            TalkNeed::How => ("how", "talk-needs-how"),
            TalkNeed::TeachBack => ("teach_back", "consent-needs-teach-back"),
            TalkNeed::Procedure => ("procedure_given", "talk-needs-procedure"),
            TalkNeed::Name => ("name", "talk-needs-name"),
            TalkNeed::Mark => ("mark", "sign-needs-mark"),
            TalkNeed::Scan => ("scan", "paper-needs-scan"),
            TalkNeed::Leaflet => ("leaflet", "talk-needs-leaflet"),
            TalkNeed::TooLong => ("how", "consent-too-long"),
        };
        problems.note(field, key);
    }
    problems
}

impl TalksPage<String> {
    /// Two talks.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/confidentiality");
        let words = shell.words;
        let line = |kind, day| Line {
            kind,
            at: sample_moment(words, day, 10, 4),
            by: "Dana Ortiz".to_owned(),
            how: "In a talk here".to_owned(),
            teach_back: "That you have to tell if a child is hurt.".to_owned(),
            procedure_given: true,
            name: if kind == TalkKind::Policies {
                "Marisol Vega".to_owned()
            } else {
                String::new()
            },
            on_paper: false,
            leaflet: if kind == TalkKind::Sharing {
                "3f9c1d20ab47".to_owned()
            } else {
                String::new()
            },
        };
        let leaflet = |language: &Language| LeafletLine {
            language: *language,
            hash: "3f9c1d20ab47".repeat(5),
        };
        Self {
            bar: sample_bar(language),
            lines: vec![
                line(TalkKind::Sharing, 16),
                line(TalkKind::Policies, 14),
                line(TalkKind::Limits, 12),
            ],
            due: Some(sample_moment(words, 24, 0, 0)),
            shared: vec![SharedLine {
                recipient: "Bay Street Clinic".to_owned(),
                sections: words_in(language)
                    .and_then(|it| it.sections.get("housing").cloned())
                    .unwrap_or_default(),
                until: sample_moment(words, 28, 0, 0),
            }],
            leaflets: Language::ALL.iter().map(leaflet).collect(),
            may_write: true,
            typed: Answers::default(),
            problems: Problems::default(),
            shell,
        }
    }

    /// None yet, and one that lacks something.
    #[must_use]
    pub fn sample_problems(language: Language) -> Self {
        Self {
            lines: Vec::new(),
            due: None,
            shared: Vec::new(),
            problems: problems_of(&[TalkNeed::How, TalkNeed::TeachBack, TalkNeed::Leaflet]),
            ..Self::sample(language)
        }
    }
}
