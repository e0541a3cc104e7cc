//! `/by-name-list`: everybody whom the reader works with, by name, with what it takes to house them, in the order of need.
//!
//! CC-1, CC-2.4, CC-2.5, NASW-c: each line and each cell is decided for this reader; what isn't on file and what isn't for them
//! reads alike, and so does every filter, order and sum. What is asked of the list stands in its address, and is a word of a
//! closed list or a number: no name ever does (NASW-m). It works without JavaScript.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_model::{ByNameFilter, ByNameSort, Language, Protection};

use crate::pages::people::{Choice, key};
use crate::pages::standing::Lack;
use crate::view::Called;
use crate::{Place, Shell, Words};

/// What stands in a line beside the name, column by column.
pub const COLUMNS: [&str; 13] = [
    "by-name-priority",
    "by-name-living",
    "by-name-since",
    "by-name-months",
    "by-name-chronic",
    "by-name-disabling",
    "by-name-household",
    "by-name-veteran",
    "by-name-youth",
    "by-name-fleeing",
    "by-name-contact",
    "by-name-programmes",
    "by-name-moved-in",
];

/// After how many days without contact one can ask.
pub const CONTACT_DAYS: [u32; 5] = [14, 30, 60, 90, 180];

/// A client in the list.
#[derive(Debug, Clone)]
pub struct Row<T> {
    /// The address of the file.
    pub href: String,
    /// The name, or a word for one that isn't shown.
    pub called: Called<T>,
    /// Why the client is shielded.
    pub protections: Vec<Protection>,
    /// The cells, in the order of [`COLUMNS`]; nothing where something isn't known, or isn't shown.
    pub cells: Vec<Option<String>>,
}

/// Something that can be chosen, and whether it is.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// What it is.
    pub choice: Choice,
    /// It is chosen.
    pub is_chosen: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "by_name_list/page.html")]
pub struct ByNamePage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// What the reader lacks before any client can be listed.
    pub lacks: Vec<Lack>,
    /// Who can be left in it.
    pub only: Vec<Chosen>,
    /// The programmes that can be chosen.
    pub programmes: Vec<Chosen>,
    /// The days without contact that can be chosen.
    pub contact: Vec<Chosen>,
    /// The orders.
    pub sorts: Vec<Chosen>,
    /// Something is asked of it, so that not everybody may be in it.
    pub is_filtered: bool,
    /// How many fit, and how many of them are what.
    pub sums: Vec<(String, String)>,
    /// The clients on this page.
    pub rows: Vec<Row<T>>,
    /// Which page of how many, in words; nothing where there is one.
    pub position: Option<String>,
    /// The address of the page before this.
    pub before: Option<String>,
    /// The address of the page after this.
    pub after: Option<String>,
    /// That the list has not everybody, in words.
    pub more: Option<String>,
    /// The reader can put people on agendas of case conferences.
    pub proposes: bool,
}

impl<T: Display> ByNamePage<T> {
    /// The cells of a line, each with the key of its column.
    fn cells<'r>(
        &self,
        row: &'r Row<T>,
    ) -> impl Iterator<Item = (&'static str, &'r Option<String>)> {
        COLUMNS.into_iter().zip(row.cells.iter())
    }

    fn columns(&self) -> [&'static str; 13] {
        COLUMNS
    }
}

/// The filters, with those that are chosen.
pub(crate) fn filters(words: &Words, chosen: &[ByNameFilter]) -> Vec<Chosen> {
    let filter = |it: &ByNameFilter| Chosen {
        choice: Choice {
            value: it.word().to_owned(),
            label: words.t(&key("by-name-only", it.word())),
        },
        is_chosen: chosen.contains(it),
    };
    ByNameFilter::ALL.iter().map(filter).collect()
}

/// The orders, with the one that is chosen.
pub(crate) fn sorts(words: &Words, chosen: ByNameSort) -> Vec<Chosen> {
    let sort = |it: &ByNameSort| Chosen {
        choice: Choice {
            value: it.word().to_owned(),
            label: words.t(&key("by-name-sort", it.word())),
        },
        is_chosen: chosen == *it,
    };
    ByNameSort::ALL.iter().map(sort).collect()
}

/// What is known of somebody who was asked everything.
fn sample_cells<'c>(yes: Option<&'c str>, no: Option<&'c str>) -> [Option<&'c str>; 13] {
    [
        Some("14"),
        Some("Street"),
        Some("2024-05-03"),
        Some("12"),
        yes,
        yes,
        Some("1"),
        yes,
        no,
        no,
        Some("2026-10-30"),
        Some("Night shelter"),
        None,
    ]
}

impl ByNamePage<String> {
    /// Two people, one of them shielded and with little that is known.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/by-name-list");
        let words = shell.words;
        let row = |name: &str, protections: &[Protection], cells: [Option<&str>; 13]| Row {
            href: "/clients/0k3v9".into(),
            called: Called {
                name: name.into(),
                is_alias: false,
            },
            protections: protections.to_vec(),
            cells: cells.iter().map(|it| it.map(str::to_owned)).collect(),
        };
        let yes = words.t("by-name-yes");
        let no = words.t("by-name-no");
        let (yes, no) = (Some(yes.as_str()), Some(no.as_str()));
        let blank = [None; 13];
        let programme = Choice {
            value: "1".into(),
            label: "Night shelter".into(),
        };
        let days = Choice {
            value: "90".into(),
            label: "90".into(),
        };
        let open = |choice| Chosen {
            choice,
            is_chosen: false,
        };
        let sum = |key: &str, count: &str| (words.t(key), count.to_owned());
        Self {
            lacks: Vec::new(),
            only: filters(words, &[ByNameFilter::Veteran]),
            programmes: vec![open(programme)],
            contact: vec![open(days)],
            sorts: sorts(words, ByNameSort::Priority),
            is_filtered: true,
            sums: vec![sum("by-name-fitting", "27"), sum("by-name-chronic", "3")],
            rows: vec![
                row("Jonas Okafor", &[], sample_cells(yes, no)),
                row("Tess Lindqvist", &[Protection::Victim], blank),
            ],
            position: Some(
                words
                    .fill("by-name-page")
                    .with("page", "1")
                    .with("pages", "2")
                    .to_string(),
            ),
            before: None,
            after: Some("/by-name-list?only=veteran&page=2".into()),
            more: Some(
                words
                    .fill("by-name-more")
                    .with("count", words.number(1_000))
                    .to_string(),
            ),
            proposes: true,
            shell,
        }
    }

    /// Nobody is assigned to the reader.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            rows: Vec::new(),
            only: filters(Words::of(language), &[]),
            is_filtered: false,
            position: None,
            after: None,
            more: None,
            ..Self::sample(language)
        }
    }
}
