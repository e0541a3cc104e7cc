//! `/meetings/{id}/room/{seat}/actions`: what was decided in the room, after the open actions of earlier meetings, and writing down more
//! (CC-1, CC-2.4, CC-2.5). The page covers itself as the room does.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::conference::{RoomActions, SpokenOf};
use caseward_model::{DecidedKind, Language};
use serde_json::json;

use super::super::decided::{Line, called, lines, samples};
use crate::forms::Problems;
use crate::pages::partners::{Field, Input, Typed, choices};
use crate::pages::people::Choice;
use crate::view::Said;
use crate::{Place, Shell, Words};

/// An item on which the reader can write something down.
#[derive(Debug, Clone)]
pub struct Item<T> {
    /// What it is called on this page.
    pub handle: String,
    /// The identifier or the name.
    pub called: T,
    /// It was chosen in what was sent.
    pub chosen: bool,
}

/// What whoever sits there sees.
#[derive(Debug, Clone)]
pub struct Open<T> {
    /// Open actions of earlier meetings.
    pub earlier: Vec<Line<T>>,
    /// What was decided in this room.
    pub here: Vec<Line<T>>,
    /// The items on which something can be written down.
    pub items: Vec<Item<T>>,
    /// Those of them on which everything may be written, for the script.
    pub free: String,
    /// What may be written on the others all the same, for the script.
    pub allowed: String,
    /// Whether it is a decision or an action.
    pub kind: Vec<Field>,
    /// What was typed.
    pub text: String,
    /// Who does it, until when.
    pub owner: Vec<Field>,
}

/// The page.
#[derive(Template)]
#[template(path = "conferences/room/actions/page.html")]
pub struct RoomActionsPage<T: Display> {
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

/// What somebody sees, for the page.
fn opened(language: Language, found: RoomActions, typed: &Typed) -> Open<Said> {
    let words = Words::of(language);
    let (kind, owner) = fields(words, &found, typed);
    let by_name = found.items.iter().filter(|it| !it.by_identifier);
    let free: Vec<&str> = by_name.map(|it| it.item.as_str()).collect();
    let free = free.join(" ");
    let chosen = typed.one("item");
    // What was stopped is in no answer.
    let mut all = found.items.iter();
    let shows = all.any(|it| it.item == chosen && !it.by_identifier);
    let allowed = json!({ "organizations": found.nameable, "identifiers": [] });
    let item = |it: SpokenOf| Item {
        chosen: it.item == chosen,
        handle: it.item.clone(),
        called: called(words, it),
    };
    Open {
        earlier: lines(language, found.earlier),
        here: lines(language, found.here),
        free,
        allowed: allowed.to_string(),
        kind,
        text: match shows {
            true => typed.one("text").to_owned(),
            false => String::new(),
        },
        owner,
        items: found.items.into_iter().map(item).collect(),
    }
}

/// What is asked besides the text.
fn fields(words: &Words, found: &RoomActions, typed: &Typed) -> (Vec<Field>, Vec<Field>) {
    let kinds = choices(words, DecidedKind::ALL, DecidedKind::word, "action-kind");
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    let organizations = found.organizations.iter().map(|it| Choice {
        value: it.id.to_string(),
        label: it.name.clone(),
    });
    let people = found.people.iter().map(|(it, of)| Choice {
        value: it.id.to_string(),
        label: format!("{} ({of})", it.name),
    });
    let owner = vec![
        field(
            "organization",
            "action-organization",
            Input::Choose(organizations.collect()),
        ),
        field("person", "action-person", Input::Choose(people.collect())),
        field("due", "action-due", Input::Line("date")),
    ];
    (
        vec![field("kind", "action-kind", Input::Choose(kinds))],
        owner,
    )
}

impl RoomActionsPage<String> {
    /// With an open action, a decision, and something missing.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let href = "/meetings/0k3v9/room/0r1";
        let shell = Shell::sample(language, Place::Conferences, &format!("{href}/actions"));
        let words = shell.words;
        let mut problems = Problems::default();
        problems.note("item", "amiss-action-item");
        problems.note("text", "amiss-action-text");
        problems.note("organization", "amiss-action-owner");
        let nothing = RoomActions {
            items: Vec::new(),
            earlier: Vec::new(),
            here: Vec::new(),
            organizations: Vec::new(),
            people: Vec::new(),
            nameable: Vec::new(),
            deliveries: Vec::new(),
        };
        let (kind, owner) = fields(words, &nothing, &Typed::default());
        let mut earlier = samples(words);
        let here = earlier.split_off(1);
        Self {
            href: href.into(),
            lobby: "/meetings/0k3v9".into(),
            seat: "0r1".into(),
            open: Some(Open {
                earlier,
                here,
                items: vec![Item {
                    handle: "0k1".into(),
                    called: "BCDF-GHJK".into(),
                    chosen: false,
                }],
                free: String::new(),
                allowed: "{\"organizations\":[],\"identifiers\":[]}".into(),
                kind,
                text: String::new(),
                owner,
            }),
            why: String::new(),
            problems,
            shell,
        }
    }

    /// Where nothing was decided yet, for somebody who sees no item.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        let page = Self::sample(language);
        let open = page.open.map(|it| Open {
            earlier: Vec::new(),
            here: Vec::new(),
            items: Vec::new(),
            ..it
        });
        Self {
            open,
            problems: Problems::default(),
            ..page
        }
    }
}
