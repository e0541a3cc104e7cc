//! `/meetings/{id}/room/{seat}/notes` and `/leave`: what somebody notes in a room for themselves, on clients whom they serve or offer to
//! serve, and leaving: what is kept, and what is destroyed (CC-2.6, CC-2.7, CC-2.7a).
//!
//! On an item by identifier the page checks what is typed before anything is sent (`notes.js`), and the server does the same once more.
//! Without scripts each note is sent by its own button. The pages cover themselves as the room does.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::conference::{MyNotes, NoteLine, NotesStand};
use caseward_casework::entries::SECTIONS;
use caseward_casework::gate::Serving;
use caseward_casework::typed::Why;
use caseward_model::{Language, Nature, Provenance};

use crate::forms::Problems;
use crate::pages::partners::{Field, Input, Typed, choices};
use crate::pages::people::{Choice, key};
use crate::view::{self, Said};
use crate::{Place, Shell, Words};

/// An item of which the reader sees something, with their note.
#[derive(Debug, Clone)]
pub struct Line<T> {
    /// What it is called on this page.
    pub handle: String,
    /// The identifier or the name.
    pub called: T,
    /// What could tell of anybody is stopped.
    pub is_checked: bool,
    /// A note is open to the reader.
    pub is_open: bool,
    /// Their organisation offers to serve the client.
    pub is_offered: bool,
    /// They can say that it does.
    pub can_offer: bool,
    /// What they noted.
    pub text: String,
    /// What was stopped of what they sent.
    pub stopped: Vec<String>,
    /// Words that are words of the client's name.
    pub naming: Option<String>,
}

/// What whoever sits there sees.
#[derive(Debug, Clone)]
pub struct Open<T> {
    /// The key of where their notes are, if not here.
    pub elsewhere: Option<&'static str>,
    /// What they keep goes into the client's file.
    pub into_file: bool,
    /// What may be written where nobody is named, for the script.
    pub allowed: String,
    /// Why something is stopped: the word, and the sentence.
    pub whys: Vec<(&'static str, String)>,
    /// The items.
    pub lines: Vec<Line<T>>,
}

impl<T> Open<T> {
    /// Whether something was noted that isn't kept yet.
    fn has_notes(&self) -> bool {
        self.lines.iter().any(|it| !it.text.is_empty())
    }
}

/// The page on which one notes.
#[derive(Template)]
#[template(path = "conferences/room/notes/page.html")]
pub struct NotesPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// The address of the room.
    pub href: String,
    /// The address of the lobby.
    pub lobby: String,
    /// The seat.
    pub seat: String,
    /// What whoever sits there sees.
    pub open: Option<Open<T>>,
    /// Why nothing is shown, in words; empty for whoever sits there.
    pub why: String,
    /// What has to be mended.
    pub problems: Problems,
}

/// The page on which one leaves.
#[derive(Template)]
#[template(path = "conferences/room/notes/leave.html")]
pub struct LeavePage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// The address of the room.
    pub href: String,
    /// The address of the lobby.
    pub lobby: String,
    /// The seat.
    pub seat: String,
    /// What whoever sits there sees.
    pub open: Option<Open<T>>,
    /// Why nothing is shown, in words; empty for whoever sits there.
    pub why: String,
    /// What has to be mended.
    pub problems: Problems,
}

/// The page on which one says how a note goes into a file.
#[derive(Template)]
#[template(path = "conferences/room/notes/keep.html")]
pub struct KeepPage {
    /// Around it.
    pub shell: Shell,
    /// The address of the room.
    pub href: String,
    /// The address of the lobby.
    pub lobby: String,
    /// The seat.
    pub seat: String,
    /// What the item is called on this page.
    pub handle: String,
    /// What an entry needs.
    pub fields: Vec<Field>,
    /// What has to be mended.
    pub problems: Problems,
}

/// What somebody notes, for the page.
fn opened(words: &Words, notes: MyNotes) -> Open<Said> {
    let allowed = serde_json::json!({
        "organizations": notes.organizations,
        "identifiers": [],
    });
    let is_here = notes.stand == NotesStand::Here;
    let lines = notes.lines.into_iter();
    Open {
        elsewhere: stand_key(notes.stand),
        into_file: notes.into_file,
        allowed: allowed.to_string(),
        whys: whys(words),
        lines: lines.map(|it| line(words, it, is_here)).collect(),
    }
}

fn whys(words: &Words) -> Vec<(&'static str, String)> {
    let said = |it: &Why| (it.word(), words.t(&key("note-why", it.word())));
    Why::ALL.iter().map(said).collect()
}

const fn stand_key(stand: NotesStand) -> Option<&'static str> {
    match stand {
        NotesStand::Here => None,
        NotesStand::OnAnotherServer => Some("amiss-note-elsewhere"),
        NotesStand::Gone => Some("amiss-note-gone"),
    }
}

fn line(words: &Words, it: NoteLine, is_here: bool) -> Line<Said> {
    let called = match it.called.identifier {
        Some(identifier) => Said::Ours(identifier),
        None => Said::name(words, it.called.name),
    };
    Line {
        handle: it.handle,
        called,
        is_checked: it.by_identifier,
        is_open: is_here && it.serving.can_note(),
        is_offered: it.serving == Serving::Offers,
        can_offer: it.serving == Serving::Sees,
        text: it.text.to_string(),
        stopped: Vec::new(),
        naming: None,
    }
}

/// What an entry in a file needs besides the note.
fn fields(words: &Words, typed: &Typed) -> Vec<Field> {
    let sources = [
        Provenance::Worker,
        Provenance::Client,
        Provenance::ThirdParty,
    ];
    let of = |value: &str, label: String| Choice {
        value: value.to_owned(),
        label,
    };
    let sources = sources.iter().map(|it| {
        let label = words.t(&view::provenance_key(*it));
        of(it.word(), label)
    });
    let sections = SECTIONS.iter().map(|it| {
        let label = words.t(view::category_key(*it));
        of(it.word(), label)
    });
    let natures = choices(words, Nature::ALL, Nature::word, "nature");
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    vec![
        field("nature", "entry-nature", Input::Choose(natures)),
        field("basis", "entry-basis", Input::Area),
        field(
            "provenance",
            "entry-provenance",
            Input::Choose(sources.collect()),
        ),
        field(
            "category",
            "entry-category",
            Input::Choose(sections.collect()),
        ),
    ]
}

fn sample_open(language: Language) -> Open<String> {
    let words = Words::of(language);
    let line = |handle: &str, called: &str| Line {
        handle: handle.to_owned(),
        called: called.to_owned(),
        is_checked: true,
        is_open: true,
        is_offered: false,
        can_offer: false,
        text: "asks for a bed near the bus".to_owned(),
        stopped: Vec::new(),
        naming: None,
    };
    Open {
        elsewhere: None,
        into_file: true,
        allowed: "{}".to_owned(),
        whys: whys(words),
        lines: vec![
            line("0k1", "BCDF-GHJK"),
            Line {
                is_offered: true,
                stopped: vec![words.t("note-why-unknown")],
                naming: Some("hope".to_owned()),
                ..line("0k2", "QRST-VWXZ")
            },
            Line {
                is_checked: false,
                is_open: false,
                can_offer: true,
                text: String::new(),
                ..line("0k3", "Alma Reyes")
            },
        ],
    }
}

const SAMPLE: &str = "/meetings/0k3v9/room/0r1";

impl NotesPage<String> {
    /// With notes, one of which was stopped, and an item on which none is open.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::Conferences, &format!("{SAMPLE}/notes")),
            href: SAMPLE.into(),
            lobby: "/meetings/0k3v9".into(),
            seat: "0r1".into(),
            open: Some(sample_open(language)),
            why: String::new(),
            problems: Problems::default(),
        }
    }

    /// For somebody whose notes are on a server that is gone.
    #[must_use]
    pub fn sample_gone(language: Language) -> Self {
        let page = Self::sample(language);
        let open = page.open.map(|it| Open {
            elsewhere: stand_key(NotesStand::Gone),
            lines: Vec::new(),
            ..it
        });
        Self { open, ..page }
    }
}

impl LeavePage<String> {
    /// With notes that aren't kept yet.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::Conferences, &format!("{SAMPLE}/leave")),
            href: SAMPLE.into(),
            lobby: "/meetings/0k3v9".into(),
            seat: "0r1".into(),
            open: Some(sample_open(language)),
            why: String::new(),
            problems: Problems::default(),
        }
    }
}

impl KeepPage {
    /// With nothing chosen yet.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let words = Words::of(language);
        let mut problems = Problems::default();
        problems.note("nature", "entry-needs-nature");
        Self {
            shell: Shell::sample(language, Place::Conferences, &format!("{SAMPLE}/keep/0k1")),
            href: SAMPLE.into(),
            lobby: "/meetings/0k3v9".into(),
            seat: "0r1".into(),
            handle: "0k1".into(),
            fields: fields(words, &Typed::default().with("category", "notes")),
            problems,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_for_which_something_is_stopped_has_its_sentence_in_both_languages() {
        for &language in Language::ALL {
            let words = Words::of(language);
            for (word, sentence) in whys(words) {
                assert!(!sentence.contains('⟦'), "{word} in {language}");
            }
            for stand in [NotesStand::OnAnotherServer, NotesStand::Gone] {
                let key = stand_key(stand).unwrap();
                assert!(!words.t(key).contains('⟦'), "{key} in {language}");
            }
        }
    }
}
