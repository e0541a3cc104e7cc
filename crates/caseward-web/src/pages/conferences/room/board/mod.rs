//! The board of a room, on its page and in the events that follow it: one item at a time, as its reader may see it (CC-1, CC-2.4a, CC-2.5).

mod events;
mod handler;

pub use handler::routes;

use caseward_casework::conference::{
    BoardItem, BoardOwnItem, BoardRecord, BoardSection, BoardView, Said, ShownBoard, Stage,
};
use caseward_model::{Language, SaidKind};
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use events::streamed;

use crate::Words;
use crate::pages::people::key;
use crate::view::category_key;

/// The stages at which there is no item, with what is said there.
const STAGES: [(&str, &str); 4] = [
    ("empty", "board-stage-empty"),
    ("waiting", "board-stage-waiting"),
    ("not_yours", "board-stage-not-yours"),
    ("over", "board-stage-over"),
];

/// The item that is spoken of, in words.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = BoardItem)]
pub struct Item {
    /// By what it is called: a name, or an identifier.
    pub called: String,
    /// It is by identifier, and what is typed about it is checked.
    pub by_identifier: bool,
    /// For what somebody is spoken of.
    pub purpose: String,
    /// How much of its time was left when this was made, in ms.
    pub left_ms: i64,
    /// Who has the word; empty when nobody has.
    pub speaking: String,
    /// What was opened.
    pub sections: Vec<Section>,
    /// What was asked and offered.
    pub said: Vec<Ask>,
}

/// A section that was opened.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = BoardSection)]
pub struct Section {
    /// What it is called.
    pub title: String,
    /// Its records, the newest first.
    pub records: Vec<Record>,
}

/// A record of a section.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = BoardRecord)]
pub struct Record {
    /// Names and values; a text that somebody wrote has no name.
    pub lines: Vec<Line>,
    /// Whether it is an opinion, and on what that rests; empty otherwise.
    pub note: String,
}

/// A name and a value.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = BoardLine)]
pub struct Line {
    /// What it is; empty for a text that somebody wrote.
    pub name: String,
    /// What it says.
    pub value: String,
}

/// What was asked or offered.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = BoardAsk)]
pub struct Ask {
    /// Which of both, in words.
    pub kind: String,
    /// By whom, and for which organisation.
    pub by: String,
    /// What was typed.
    pub text: String,
}

/// Something that its reader asked or offered themselves.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = BoardOwnAsk)]
pub struct Mine {
    /// The how many-th of what was asked and offered it is, from 0.
    pub at: usize,
    /// What it is called for them while they sit there: by that they take it back.
    pub said: String,
}

/// What is one reader's own of it.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = BoardOwn)]
pub struct Own {
    /// `empty` (nobody is on the agenda), `waiting` (the first item hasn't begun), `item`, `not_yours` (it isn't their client) or `over`.
    #[schema(example = "item")]
    pub stage: &'static str,
    /// How many items were begun, for whoever leads the sitting and moves on from there.
    pub step: Option<usize>,
    /// How many minutes the next item was proposed for, for whoever leads the sitting and may see something of it; nothing otherwise.
    pub next_minutes: Option<i64>,
    /// What the item is called for them while they sit there; empty without one.
    pub handle: String,
    /// They want to speak.
    pub hand: bool,
    /// They have the word.
    pub speaks: bool,
    /// Who wants to speak, in their order, for whoever leads the sitting; empty for everybody else.
    pub hands: Vec<String>,
    /// What they asked or offered themselves.
    pub mine: Vec<Mine>,
}

/// What a page and a program are told of the board.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = MeetingBoard)]
pub struct Told {
    /// What is its reader's own.
    #[serde(flatten)]
    pub own: Own,
    /// What is spoken of; missing when it isn't their client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<Item>,
}

/// The board, as a page prints it.
#[derive(Clone)]
pub struct Board {
    /// What is its reader's own.
    pub own: Own,
    /// What is spoken of; nothing when it isn't their client.
    pub item: Option<Item>,
    /// The names that may be typed, for the script that checks.
    pub members: String,
}

impl Item {
    fn of(language: Language, it: &BoardItem) -> Self {
        let words = Words::of(language);
        let name = it.name.as_ref().map(ToString::to_string);
        let called = it.identifier.clone().or(name);
        Self {
            called: called.unwrap_or_else(|| words.t("board-nameless")),
            by_identifier: it.identifier.is_some(),
            purpose: words.t(&key("board-purpose", it.purpose.word())),
            left_ms: it.left_ms,
            speaking: it.speaking.clone().unwrap_or_default(),
            sections: it
                .sections(language)
                .into_iter()
                .map(|it| section(words, it))
                .collect(),
            said: it.said.iter().map(|it| ask(words, it)).collect(),
        }
    }
}

fn section(words: &Words, it: BoardSection) -> Section {
    Section {
        title: words.t(category_key(it.category)),
        records: it.records.into_iter().map(|it| record(words, it)).collect(),
    }
}

fn record(words: &Words, it: BoardRecord) -> Record {
    let is_opinion = it.nature.as_deref() == Some("opinion");
    let note = match it.based_on {
        Some(basis) if is_opinion => words
            .fill("board-opinion-on")
            .with("basis", basis)
            .to_string(),
        _ if is_opinion => words.t("nature-opinion"),
        _ => String::new(),
    };
    let lines = it.lines.into_iter();
    Record {
        lines: lines.map(|(name, value)| Line { name, value }).collect(),
        note,
    }
}

fn ask(words: &Words, it: &Said) -> Ask {
    Ask {
        kind: words.t(&key("board-said", it.kind.word())),
        by: format!("{}, {}", it.by, it.organization),
        text: it.text.clone(),
    }
}

impl Own {
    fn of(view: &BoardView) -> Self {
        let item = view.item.as_ref();
        Self {
            stage: view.stage.word(),
            step: view.step,
            next_minutes: view.next_minutes,
            handle: item.map(|it| it.handle.clone()).unwrap_or_default(),
            hand: item.is_some_and(|it| it.hand),
            speaks: item.is_some_and(|it| it.speaks),
            hands: item.map(|it| it.hands.clone()).unwrap_or_default(),
            mine: item.map(mine).unwrap_or_default(),
        }
    }
}

fn mine(item: &BoardOwnItem) -> Vec<Mine> {
    let all = item.mine.iter().map(|(at, said)| Mine {
        at: *at,
        said: said.clone(),
    });
    all.collect()
}

/// What a page is told of the board, whole, as JSON. What several see is written out once for all of them.
pub(crate) fn frame(language: Language, view: &BoardView) -> String {
    let mut text = written(&Own::of(view));
    if let Some(own) = &view.item {
        let made = |it: &BoardItem| written(&Item::of(language, it));
        let item = own.item.made(language, made);
        // The last brace makes room for one name more.
        text.pop();
        text.push_str(",\"item\":");
        text.push_str(item);
        text.push('}');
    }
    text
}

fn written(it: &impl Serialize) -> String {
    serde_json::to_string(it).unwrap_or_default()
}

impl Board {
    pub(super) fn of(language: Language, shown: &ShownBoard) -> Self {
        let item = shown.view.item.as_ref();
        Self {
            own: Own::of(&shown.view),
            item: item.map(|it| Item::of(language, &it.item)),
            members: written(&shown.members),
        }
    }

    /// What is said at each stage at which there is no item: its word, and the key of its sentence.
    #[must_use]
    pub const fn stages(&self) -> [(&'static str, &'static str); 4] {
        STAGES
    }

    /// Whether the room is at this stage.
    #[must_use]
    pub fn is_at(&self, stage: &str) -> bool {
        self.own.stage == stage
    }

    /// Whether its reader can move on.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        self.own.step.is_some() && !self.is_at("over") && !self.is_at("empty")
    }

    /// How many items were begun, for the form that moves on.
    #[must_use]
    pub fn step(&self) -> usize {
        self.own.step.unwrap_or_default()
    }

    /// How many minutes the next item was proposed for, for the form that moves on; empty when its reader isn't
    /// told.
    #[must_use]
    pub fn next_minutes(&self) -> String {
        self.own
            .next_minutes
            .map_or_else(String::new, |it| it.to_string())
    }

    /// What was asked and offered, each with what it is called for its reader where they said it themselves.
    #[must_use]
    pub fn asks(&self) -> Vec<(&Ask, Option<&str>)> {
        let all = self.item.iter().flat_map(|it| &it.said).enumerate();
        let own = |at| self.own.mine.iter().find(|it| it.at == at);
        all.map(|(at, ask)| (ask, own(at).map(|it| it.said.as_str())))
            .collect()
    }

    /// Minutes of the item that are left; none when its time is over.
    #[must_use]
    pub fn minutes_left(&self) -> i64 {
        (self.left_ms() + 59_999) / 60_000
    }

    /// The same in ms.
    #[must_use]
    pub fn left_ms(&self) -> i64 {
        self.item.as_ref().map_or(0, |it| it.left_ms)
    }

    /// With somebody who is spoken of by an identifier.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let words = Words::of(language);
        let line = |name: &str, value: &str| Line {
            name: name.to_owned(),
            value: value.to_owned(),
        };
        let housing = Section {
            title: words.t("category-housing"),
            records: vec![Record {
                lines: vec![line("Move-in date", "2026-05-03")],
                note: String::new(),
            }],
        };
        let asked = Ask {
            kind: words.t(&key("board-said", SaidKind::Offer.word())),
            by: "Heather Moss, Willowherb Clinic".into(),
            text: "A room from Monday on.".into(),
        };
        Self {
            own: Own {
                stage: Stage::Item.word(),
                step: Some(2),
                next_minutes: Some(10),
                handle: "5sm15cyq0nrhcwh7s3cheef8jg".into(),
                hand: false,
                speaks: false,
                hands: vec!["Ida Fern".into()],
                mine: vec![Mine {
                    at: 0,
                    said: "4q9n2ax7cyq0nrhcwh7s3chee8".into(),
                }],
            },
            item: Some(Item {
                called: "KWPT-ZNRD".into(),
                by_identifier: true,
                purpose: words.t("board-purpose-housing"),
                left_ms: 240_000,
                speaking: "Heather Moss".into(),
                sections: vec![housing],
                said: vec![asked],
            }),
            members: "[\"Willowherb Clinic\"]".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use caseward_model::ItemPurpose;

    use super::*;

    #[test]
    fn every_word_of_a_board_has_its_sentence_in_both_languages() {
        let stages = Stage::ALL.iter().filter(|it| **it != Stage::Item);
        let stages: Vec<_> = stages.map(|it| it.word()).collect();
        assert_eq!(stages, STAGES.map(|it| it.0));
        let mut keys: Vec<_> = STAGES.iter().map(|it| it.1.to_owned()).collect();
        let purposes = ItemPurpose::ALL.iter();
        keys.extend(purposes.map(|it| key("board-purpose", it.word())));
        let kinds = SaidKind::ALL.iter();
        keys.extend(kinds.map(|it| key("board-said", it.word())));
        for language in Language::ALL {
            for key in &keys {
                let words = Words::of(*language);
                assert!(!words.t(key).contains('⟦'), "{key} in {language}");
            }
        }
    }

    #[test]
    fn cc_2_5_to_whoever_sees_nothing_of_an_item_a_page_is_told_nothing_of_it() {
        let view = BoardView {
            stage: Stage::NotYours,
            step: None,
            next_minutes: None,
            item: None,
        };
        let told = frame(Language::English, &view);
        let expected = "{\"stage\":\"not_yours\",\"step\":null,\"next_minutes\":null,\"handle\":\"\",\"hand\":false,\"speaks\":false,\"hands\":[],\"mine\":[]}";
        assert_eq!(told, expected);
    }
}
