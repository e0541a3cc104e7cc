//! Identifiers by which shielded clients are spoken of: drawn at random for one series, withdrawn and issued anew, and told nowhere
//! but at the item (CC-2.4a).
//!
//! An identifier is eight letters that nobody mistakes for others and that make no word. It follows from nothing, so that nothing
//! follows from it; it lies in one row, and on the client's sheet stands the number of that row. Two series never have one in common.

use caseward_db::{Reader, Row};
use caseward_gate::{Drawer, Drawers, Works};
use serde::{Deserialize, Serialize};

use super::chance::drawn_from;
use crate::CaseworkError;

/// The letters: none that looks like another, and no vowel.
const LETTERS: [char; 19] = [
    'B', 'C', 'D', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Z',
];
/// How many letters stand on each side of the dash.
const SIDE: usize = 4;

/// An identifier, as it lies sealed.
#[derive(Serialize, Deserialize)]
struct Text {
    /// The number of the series.
    series: i64,
    letters: String,
    /// Since when it isn't used any more, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdrawn_at: Option<i64>,
}

const ROWS: &str = "SELECT no, version, sealed FROM conference_identifiers";

/// Draws an identifier for a series, as no series has had one; gives its number.
pub(super) fn draw(works: &mut Works<'_, '_>, series: i64) -> Result<i64, CaseworkError> {
    let drawers = works.drawers();
    let rows = works.transaction().query(ROWS, &[])?;
    let taken = rows.iter().map(|row| Ok(open(&drawers, row)?.letters));
    let taken = taken.collect::<Result<Vec<_>, CaseworkError>>()?;
    let letters = fresh(&taken, &|| works.random());
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM conference_identifiers";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    let text = Text {
        series,
        letters,
        withdrawn_at: None,
    };
    let sealed = seal(works, (no, 1), &text)?;
    works.transaction().execute(
        "INSERT INTO conference_identifiers (no, version, sealed) VALUES ($1, 1, $2)",
        &[no.into(), sealed.into()],
    )?;
    Ok(no)
}

/// Withdraws an identifier: nobody is spoken of by it any more, and it is never drawn again.
pub(super) fn withdraw(works: &mut Works<'_, '_>, no: i64) -> Result<(), CaseworkError> {
    let sql = format!("{ROWS} WHERE no = $1");
    let row = works.transaction().query_one(&sql, &[no.into()])?;
    let (drawers, now_ms) = (works.drawers(), works.now_ms());
    let mut text = open(&drawers, &row)?;
    text.withdrawn_at = text.withdrawn_at.or(Some(now_ms));
    let version = row.int(1)? + 1;
    let sealed = seal(works, (no, version), &text)?;
    works.transaction().execute(
        "UPDATE conference_identifiers SET version = $1, sealed = $2 WHERE no = $3",
        &[version.into(), sealed.into(), no.into()],
    )?;
    Ok(())
}

/// How an identifier of this series is written; nothing when it was withdrawn, or is another series'.
pub(super) fn written(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    (series, no): (i64, i64),
) -> Result<Option<String>, CaseworkError> {
    let sql = format!("{ROWS} WHERE no = $1");
    let Some(row) = reader.query_optional(&sql, &[no.into()])? else {
        return Ok(None);
    };
    let text = open(drawers, &row)?;
    let counts = text.series == series && text.withdrawn_at.is_none();
    Ok(counts.then_some(text.letters))
}

/// All identifiers that a series has or had, as they are written.
pub(super) fn of_series(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    series: i64,
) -> Result<Vec<String>, CaseworkError> {
    let rows = reader.query(ROWS, &[])?;
    let mut found = Vec::new();
    for row in &rows {
        let text = open(drawers, row)?;
        if text.series == series {
            found.push(text.letters);
        }
    }
    Ok(found)
}

/// Whether something in a text is written as identifiers are, in one piece or in two, whatever the case. No word is.
pub(super) fn is_in(text: &str) -> bool {
    let pieces = text.split(|it: char| !it.is_alphabetic());
    let lengths = pieces.filter(|it| !it.is_empty()).map(|piece| {
        let drawn = |it: char| LETTERS.contains(&it.to_ascii_uppercase());
        piece.chars().all(drawn).then(|| piece.chars().count())
    });
    let lengths: Vec<Option<usize>> = lengths.collect();
    let halves = [Some(SIDE), Some(SIDE)];
    lengths.contains(&Some(2 * SIDE)) || lengths.windows(2).any(|it| it == halves)
}

/// One that nobody had yet.
fn fresh(taken: &[String], random: &impl Fn() -> [u8; 8]) -> String {
    loop {
        let letters = spelt(random);
        if !taken.contains(&letters) {
            return letters;
        }
    }
}

fn spelt(random: &impl Fn() -> [u8; 8]) -> String {
    let mut letters = String::with_capacity(2 * SIDE + 1);
    for place in 0..2 * SIDE {
        if place == SIDE {
            letters.push('-');
        }
        letters.extend(LETTERS.get(drawn_from(random, LETTERS.len())));
    }
    letters
}

fn open(drawers: &Drawers, row: &Row) -> Result<Text, CaseworkError> {
    let place = (row.int(0)?, 0, row.int(1)?);
    let plain = drawers.open(Drawer::Identifiers, place, row.bytes(2)?)?;
    serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)
}

fn seal(
    works: &Works<'_, '_>,
    (no, version): (i64, i64),
    text: &Text,
) -> Result<Vec<u8>, CaseworkError> {
    let plain = serde_json::to_vec(text).map_err(|_| CaseworkError::Damaged)?;
    Ok(works.seal(Drawer::Identifiers, (no, 0, version), &plain))
}

#[cfg(test)]
mod tests {
    use caseward_model::Randomness;
    use caseward_testkit::uneven;

    use super::*;

    #[test]
    fn cc_2_4a_the_identifiers_of_a_thousand_series_cant_be_told_from_letters_drawn_at_random() {
        let randomness = Randomness::system();
        let random = || randomness.bytes::<8>();
        let mut drawn = Vec::with_capacity(1_000);
        for _ in 0..1_000 {
            drawn.push(fresh(&drawn, &random));
        }
        let found = uneven(&drawn, &LETTERS);
        assert!(found.is_empty(), "{found:?}");
        drawn.sort_unstable();
        drawn.dedup();
        assert_eq!(drawn.len(), 1_000, "no two series have one in common");
    }
}
