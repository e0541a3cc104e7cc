//! `/conferences/{id}/notes`: what the people of the reader's own organisation kept in a conference, until it has that destroyed; and the
//! certificates that notes were destroyed (CC-2.6, CC-2.7). What our own people keep is in clients' files, and nothing of it is here.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_casework::conference::{KeptNote, KeptNotes, NotesEnd, NotesGone, NotesOf};
use caseward_model::Language;

use crate::forms::Problems;
use crate::pages::people::key;
use crate::view::When;
use crate::visit::moment;
use crate::{Place, Shell, Words};

/// A note.
#[derive(Debug, Clone)]
pub struct Note {
    /// Who kept it.
    pub by: String,
    /// When.
    pub when: When,
    /// What was noted.
    pub text: String,
}

/// Notes that were destroyed.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// Its number.
    pub no: i64,
    /// Whose they were, and how it came, in words.
    pub says: String,
    /// When it was written down.
    pub when: When,
    /// The number of the entry.
    pub entry: u64,
}

/// The page.
#[derive(Template)]
#[template(path = "conferences/kept/page.html")]
pub struct KeptPage {
    /// Around it.
    pub shell: Shell,
    /// The address of the series.
    pub series: String,
    /// What is kept goes into clients' files.
    pub into_file: bool,
    /// The notes, the newest first.
    pub notes: Vec<Note>,
    /// The certificates, the newest first.
    pub certificates: Vec<Certificate>,
    /// What has to be mended.
    pub problems: Problems,
}

fn notes(language: Language, kept: &KeptNotes) -> Vec<Note> {
    let note = |it: &KeptNote| Note {
        by: it.by.clone(),
        when: moment(language, it.at),
        text: it.text.to_string(),
    };
    kept.notes.iter().map(note).collect()
}

fn certificates(language: Language, ends: &[NotesEnd]) -> Vec<Certificate> {
    let words = Words::of(language);
    let one = |it: &NotesEnd| {
        let kept = words.number(it.kept);
        let says = match it.of {
            NotesOf::Seat => words
                .fill("notes-end-seat")
                .with("how", words.t(&key("notes-gone", it.gone.word())))
                .with("count", kept)
                .to_string(),
            NotesOf::Organization => words
                .fill("notes-end-organization")
                .with("count", kept)
                .to_string(),
        };
        Certificate {
            no: it.no,
            says,
            when: moment(language, it.at),
            entry: it.entry,
        }
    };
    ends.iter().map(one).collect()
}

impl KeptPage {
    /// A partner's page with a note and certificates.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let end = |no, of, gone| NotesEnd {
            no,
            of,
            gone,
            at: 1_794_503_600_000,
            ended: None,
            kept: 2,
            entry: 41,
        };
        let ends = [
            end(2, NotesOf::Organization, NotesGone::Destroyed),
            end(1, NotesOf::Seat, NotesGone::Forgotten),
        ];
        Self {
            shell: Shell::sample(language, Place::Conferences, "/conferences/0k3v9/notes"),
            series: "/conferences/0k3v9".into(),
            into_file: false,
            notes: vec![Note {
                by: "Heather Moss".into(),
                when: moment(language, 1_794_500_000_000),
                text: "asks for a bed near the bus".into(),
            }],
            certificates: certificates(language, &ends),
            problems: Problems::default(),
        }
    }

    /// For somebody of the office, with nothing yet.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            into_file: true,
            notes: Vec::new(),
            certificates: Vec::new(),
            ..Self::sample(language)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_in_which_notes_are_gone_has_its_sentence_in_both_languages() {
        for &language in Language::ALL {
            let words = Words::of(language);
            for gone in NotesGone::ALL {
                let key = key("notes-gone", gone.word());
                assert!(!words.t(&key).contains('⟦'), "{key} in {language}");
            }
        }
    }
}
