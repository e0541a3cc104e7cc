//! Where an action lies: a row with who does what until when, sealed under the office's key, and what was written, under the client's; the
//! numbers of a series' rows stand on a card under its number (NASW-l).

use caseward_db::{Reader, Row};
use caseward_gate::{Cards, Drawer, Drawers, RowPlace, Works};
use caseward_model::{ActionState, AgendaItem, Client, DecidedKind, Id};
use serde::{Deserialize, Serialize};

use super::{KINDS, about};
use crate::CaseworkError;
use crate::tasks;

/// An action, as far as it isn't its words. People, organisations, series and meetings stand there by number.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct ActionRow {
    pub(super) kind: DecidedKind,
    pub(super) client: Id<Client>,
    pub(super) item: Id<AgendaItem>,
    pub(super) series: i64,
    pub(super) meeting: i64,
    pub(super) sitting: i64,
    /// Who wrote it down, for which organisation, and when.
    pub(super) by: i64,
    pub(super) of: i64,
    pub(super) at: i64,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) by_identifier: bool,
    /// Who does it; nobody does a decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) owner: Option<Owner>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ended: Option<Ended>,
}

/// Who does an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Owner {
    pub(super) organization: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) worker: Option<i64>,
    /// Until when, in ms.
    pub(super) due_at: i64,
}

/// What came of an action, by whom and when it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ended {
    pub(super) state: ActionState,
    pub(super) by: i64,
    pub(super) at: i64,
}

impl ActionRow {
    pub(super) fn state(&self) -> ActionState {
        match (self.kind, &self.ended) {
            (DecidedKind::Decision, _) => ActionState::Done,
            (DecidedKind::Action, Some(it)) => it.state,
            (DecidedKind::Action, None) => ActionState::Open,
        }
    }

    /// Whether it is still to be done by this organisation.
    pub(super) fn waits_for(&self, organization: i64) -> bool {
        let theirs = self.owner.is_some_and(|it| it.organization == organization);
        theirs && self.state() == ActionState::Open
    }
}

/// An action as it lies in its row: its words are still shut.
pub(super) struct Kept {
    pub(super) no: i64,
    pub(super) row: ActionRow,
    version: i64,
    text: Vec<u8>,
    word: Vec<u8>,
}

impl Kept {
    /// Its words, with their places: what was written, and what came of it if somebody said so.
    pub(super) fn words(&self) -> Vec<(RowPlace, Vec<u8>)> {
        let mut words = vec![(text_place(self.no), self.text.clone())];
        if !self.word.is_empty() {
            words.push((word_place(self.no, self.version), self.word.clone()));
        }
        words
    }
}

/// The place of what was written; it is never written anew.
pub(super) const fn text_place(no: i64) -> RowPlace {
    (no, 0, 1)
}

const fn word_place(no: i64, version: i64) -> RowPlace {
    (no, 1, version)
}

/// The place of what came of an action that hasn't ended yet.
pub(super) const fn next_word(kept: &Kept) -> RowPlace {
    word_place(kept.no, kept.version + 1)
}

/// The numbers of the actions of a series, as they stand on its card.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Numbers {
    actions: Vec<i64>,
}

const ONE: &str = "SELECT no, version, about, text, word FROM conference_actions WHERE no = $1";

/// The number that the next action gets.
pub(super) fn next(works: &mut Works<'_, '_>) -> Result<i64, CaseworkError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM conference_actions";
    Ok(works.transaction().query_one(next, &[])?.int(0)?)
}

/// The numbers of the actions of a series.
pub(super) fn numbers(works: &mut Works<'_, '_>, series: i64) -> Result<Vec<i64>, CaseworkError> {
    let card = works.card::<Numbers>((Drawer::Decisions, series))?;
    Ok(card.unwrap_or_default().actions)
}

/// Keeps a new action with its sealed words.
pub(super) fn insert(
    works: &mut Works<'_, '_>,
    (no, row): (i64, &ActionRow),
    text: Vec<u8>,
) -> Result<(), CaseworkError> {
    let about = sealed(works, (no, 1), row)?;
    let nothing: Vec<u8> = Vec::new();
    works.transaction().execute(
        "INSERT INTO conference_actions (no, version, about, text, word) VALUES ($1, 1, $2, $3, $4)",
        &[no.into(), about.into(), text.into(), nothing.into()],
    )?;
    let place = (Drawer::Decisions, row.series);
    works.change_card::<Numbers>(place, "actions_kept", |card| card.actions.push(no))?;
    Ok(())
}

/// Keeps what came of an action, with its sealed word.
pub(super) fn end(
    works: &mut Works<'_, '_>,
    kept: &Kept,
    (row, word): (&ActionRow, Vec<u8>),
) -> Result<(), CaseworkError> {
    let version = kept.version + 1;
    let about = sealed(works, (kept.no, version), row)?;
    works.transaction().execute(
        "UPDATE conference_actions SET version = $1, about = $2, word = $3 WHERE no = $4",
        &[version.into(), about.into(), word.into(), kept.no.into()],
    )?;
    Ok(())
}

fn sealed(
    works: &Works<'_, '_>,
    (no, version): (i64, i64),
    row: &ActionRow,
) -> Result<Vec<u8>, CaseworkError> {
    let plain = serde_json::to_vec(row).map_err(|_| CaseworkError::Damaged)?;
    Ok(works.seal(Drawer::Decisions, (no, 0, version), &plain))
}

fn open(drawers: &Drawers, row: &Row) -> Result<Kept, CaseworkError> {
    let (no, version) = (row.int(0)?, row.int(1)?);
    let plain = drawers.open(Drawer::Decisions, (no, 0, version), row.bytes(2)?)?;
    Ok(Kept {
        no,
        row: serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?,
        version,
        text: row.bytes(3)?.to_vec(),
        word: row.bytes(4)?.to_vec(),
    })
}

/// The actions of these series, in the order in which they were written down.
pub(super) fn of_series(
    reader: &mut Reader<'_>,
    (cards, drawers): (&Cards, &Drawers),
    series: &[i64],
) -> Result<Vec<Kept>, CaseworkError> {
    let mut numbers = Vec::new();
    for no in series {
        let card = cards.read::<Numbers>(reader, Drawer::Decisions, *no)?;
        numbers.extend(card.unwrap_or_default().actions);
    }
    numbers.sort_unstable();
    let mut found = Vec::with_capacity(numbers.len());
    for no in numbers {
        found.push(one(reader, drawers, no)?);
    }
    found.retain(|it| series.contains(&it.row.series));
    Ok(found)
}

/// The same, while something is done with one of them.
pub(super) fn of_series_in(
    works: &mut Works<'_, '_>,
    series: i64,
) -> Result<Vec<Kept>, CaseworkError> {
    let (numbers, drawers) = (numbers(works, series)?, works.drawers());
    let mut found = Vec::with_capacity(numbers.len());
    for no in numbers {
        found.push(one(works.transaction(), &drawers, no)?);
    }
    found.retain(|it| it.row.series == series);
    Ok(found)
}

/// One action, by its number.
pub(super) fn one(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    no: i64,
) -> Result<Kept, CaseworkError> {
    let row = reader.query_optional(ONE, &[no.into()])?;
    open(drawers, &row.ok_or(CaseworkError::Damaged)?)
}

/// Nobody waits any more for what was undertaken on an item that is off for good.
pub(in super::super) fn item_shut(
    works: &mut Works<'_, '_>,
    (series, item): (i64, Id<AgendaItem>),
) -> Result<(), CaseworkError> {
    for kept in of_series_in(works, series)? {
        if kept.row.item != item {
            continue;
        }
        for kind in KINDS {
            tasks::withdraw_all(works, kind, &about(kept.row.client, kept.no))?;
        }
    }
    Ok(())
}
