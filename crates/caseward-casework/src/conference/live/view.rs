//! What somebody sees of the board of their room: made for them, for this moment, and for nobody else (CC-2.4a, CC-2.5).

use std::sync::{Arc, OnceLock};

use caseward_gate::{Delivery, DisclosedPart, Text};
use caseward_model::{Category, ItemPurpose, Language, SaidKind};

use crate::disclosure::told_record;
use crate::layout::Layouts;

/// How far a room is, as somebody sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nobody is on the agenda of this room.
    Empty,
    /// The first item hasn't begun.
    Waiting,
    /// An item is spoken of that they may see something of.
    Item,
    /// What is spoken of isn't their client; or it was taken off, for everybody.
    NotYours,
    /// All items were spoken of.
    Over,
}

impl Stage {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Empty,
        Self::Waiting,
        Self::Item,
        Self::NotYours,
        Self::Over,
    ];

    /// Its word, for programs and for the keys of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Waiting => "waiting",
            Self::Item => "item",
            Self::NotYours => "not_yours",
            Self::Over => "over",
        }
    }
}

/// What somebody sees of the board of their room.
pub struct BoardView {
    /// How far the room is.
    pub stage: Stage,
    /// How many items were begun, for whoever leads the sitting and moves on from there; nothing for everybody else.
    pub step: Option<usize>,
    /// How many minutes the next item was proposed for, for whoever leads the sitting and may see something of it; nothing otherwise.
    pub next_minutes: Option<i64>,
    /// The item that is spoken of; only at [`Stage::Item`].
    pub item: Option<BoardOwnItem>,
}

impl BoardView {
    /// It was shown to nobody after all.
    pub(super) fn returned(self) {
        if let Some(item) = self.item {
            item.delivery.returned();
        }
    }
}

/// The item that is spoken of, as one person sees it.
pub struct BoardOwnItem {
    /// What it is called for this person while they sit there, and never again.
    pub handle: String,
    /// What everybody sees who sees the same of it.
    pub item: Arc<BoardItem>,
    /// They want to speak.
    pub hand: bool,
    /// They have the word.
    pub speaks: bool,
    /// Who wants to speak, in their order, for whoever leads the sitting; empty for everybody else.
    pub hands: Vec<String>,
    /// What of all that was asked and offered they said themselves: the how many-th it is, from 0, and what it is called for them while
    /// they sit there.
    pub mine: Vec<(usize, String)>,
    /// What becomes of it.
    pub delivery: Delivery,
}

/// An item, as all of those see it to whom the gate opened the same. It isn't printable by accident.
pub struct BoardItem {
    /// By which identifier the client is spoken of; by name if it is missing.
    pub identifier: Option<String>,
    /// What the client is called, by name.
    pub name: Option<Text>,
    /// For what they are spoken of.
    pub purpose: ItemPurpose,
    /// Until when it has time, in ms since 1970.
    pub until: i64,
    /// How much of that was left when this was made, in ms; none when it is over.
    pub left_ms: i64,
    /// Who has the word.
    pub speaking: Option<String>,
    /// What was asked and offered, in its order.
    pub said: Vec<Said>,
    pub(super) parts: Vec<Arc<DisclosedPart>>,
    pub(super) layouts: Layouts,
    pub(super) made: [OnceLock<String>; Language::ALL.len()],
}

/// What was asked or offered about an item. It isn't printable by accident.
pub struct Said {
    /// Which of both.
    pub kind: SaidKind,
    /// By whom.
    pub by: String,
    /// For which organisation.
    pub organization: String,
    /// What they typed.
    pub text: String,
}

/// A section of an item that was opened.
pub struct BoardSection {
    /// Which.
    pub category: Category,
    /// Its records, the newest first.
    pub records: Vec<BoardRecord>,
}

/// A record of a section, as text.
pub struct BoardRecord {
    /// Names and values; a value without a name is a text that somebody wrote.
    pub lines: Vec<(String, String)>,
    /// `fact` or `opinion`, where somebody wrote it.
    pub nature: Option<String>,
    /// What an opinion rests on.
    pub based_on: Option<String>,
}

impl BoardItem {
    /// Whether exactly these parts were opened for it.
    pub(super) fn is_of(&self, parts: &[Arc<DisclosedPart>]) -> bool {
        let same = |(one, other): (&Arc<_>, &Arc<_>)| Arc::ptr_eq(one, other);
        self.parts.len() == parts.len() && self.parts.iter().zip(parts).all(same)
    }

    /// What was opened, section by section.
    #[must_use]
    pub fn sections(&self, language: Language) -> Vec<BoardSection> {
        let mut sections: Vec<BoardSection> = Vec::new();
        // Records are numbered as they come in; the newest stand first.
        for part in self.parts.iter().rev() {
            let told = told_record(part, &self.layouts, language);
            let lines = told.lines.into_iter().map(|it| (it.name, it.value));
            let record = BoardRecord {
                lines: lines.collect(),
                nature: told.nature,
                based_on: told.based_on,
            };
            if record.lines.is_empty() {
                continue;
            }
            match sections.iter_mut().find(|it| it.category == part.section) {
                Some(section) => section.records.push(record),
                None => sections.push(BoardSection {
                    category: part.section,
                    records: vec![record],
                }),
            }
        }
        sections.sort_by_key(|it| it.category);
        sections
    }

    /// What is made of it to be shown in a language: made once for all who see the same.
    pub fn made(&self, language: Language, make: impl FnOnce(&Self) -> String) -> &str {
        let mut all = Language::ALL.iter().zip(&self.made);
        match all.find(|(it, _)| **it == language) {
            Some((_, kept)) => kept.get_or_init(|| make(self)),
            None => "",
        }
    }
}

/// The board of a room for a page that is made anew.
pub struct ShownBoard {
    /// What its reader sees.
    pub view: BoardView,
    /// What the member organisations are called, which may be typed in an item by identifier.
    pub members: Vec<String>,
}
