//! The rows of logs that were taken in: one for each log, and its lines and names in sealed parts (NASW-l).

use caseward_db::{Reader, Row, Value};
use caseward_gate::{Drawer, Drawers, Works};
use serde::{Deserialize, Serialize};

use super::parts::{self, Line};
use crate::CaseworkError;

/// What a part holds; the numbers stand in the database.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Lines = 0,
    Users = 1,
    Persons = 2,
}

/// The sealed part of a log's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Text {
    pub(super) system: i64,
    pub(super) at_ms: i64,
    pub(super) by: i64,
    pub(super) lines: u64,
    pub(super) left_out: u64,
    pub(super) span: Option<(i64, i64)>,
    /// How many parts there are of lines, users and persons: a missing one is noticed.
    pub(super) parts: [i64; 3],
}

/// A log that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Import {
    pub(crate) no: i64,
    pub(crate) system: i64,
    pub(crate) at_ms: i64,
    pub(crate) by: i64,
    pub(crate) lines: u64,
    pub(crate) left_out: u64,
    pub(crate) span: Option<(i64, i64)>,
    parts: [i64; 3],
}

impl Import {
    /// Whether some of it may lie between two moments, in ms since 1970.
    pub(crate) fn touches(&self, from_ms: i64, until_ms: i64) -> bool {
        self.span
            .is_some_and(|(first, last)| first < until_ms && from_ms <= last)
    }
}

/// The place of a part: its import, and kind and number in one.
const fn place(import: i64, part: Part, number: i64) -> (i64, i64, i64) {
    (import, ((part as i64 + 1) << 40) + number, 1)
}

/// The logs that were taken in, the newest first.
pub(crate) fn imports(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
) -> Result<Vec<Import>, CaseworkError> {
    let sql = "SELECT no, system_no, sealed FROM log_imports ORDER BY no DESC";
    let open = |row: &Row| {
        let no = row.int(0)?;
        let plain = drawers.open(Drawer::Accesses, (no, 0, 1), row.bytes(2)?)?;
        let text: Text = serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
        if text.system != row.int(1)? {
            return Err(CaseworkError::Damaged);
        }
        Ok(Import {
            no,
            system: text.system,
            at_ms: text.at_ms,
            by: text.by,
            lines: text.lines,
            left_out: text.left_out,
            span: text.span,
            parts: text.parts,
        })
    };
    reader.query(sql, &[])?.iter().map(open).collect()
}

/// Keeps a log: its row and all its parts. Gives its number.
pub(super) fn insert(
    works: &mut Works<'_, '_>,
    print: [u8; 16],
    text: Text,
    lines: &[Line],
    (users, persons): (&[String], &[String]),
) -> Result<i64, CaseworkError> {
    works.transaction().make_room()?;
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM log_imports";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    let lines = lines.chunks(parts::LINES).map(parts::pack);
    let mut text = text;
    text.parts = [
        put(works, no, Part::Lines, lines.map(Ok))?,
        put(works, no, Part::Users, listed(users))?,
        put(works, no, Part::Persons, listed(persons))?,
    ];
    let plain = serde_json::to_vec(&text).map_err(|_| CaseworkError::Damaged)?;
    let sealed = works.seal(Drawer::Accesses, (no, 0, 1), &plain);
    works.transaction().execute(
        "INSERT INTO log_imports (no, system_no, print, sealed) VALUES ($1, $2, $3, $4)",
        &[no.into(), text.system.into(), print.into(), sealed.into()],
    )?;
    Ok(no)
}

fn listed(names: &[String]) -> impl Iterator<Item = Result<Vec<u8>, CaseworkError>> {
    let chunks = names.chunks(parts::NAMES);
    chunks.map(|names| serde_json::to_vec(names).map_err(|_| CaseworkError::Damaged))
}

fn put(
    works: &mut Works<'_, '_>,
    import: i64,
    part: Part,
    texts: impl Iterator<Item = Result<Vec<u8>, CaseworkError>>,
) -> Result<i64, CaseworkError> {
    let mut number = 0;
    for text in texts {
        let place = place(import, part, number);
        let sealed = works.seal(Drawer::Accesses, place, &text?);
        works.transaction().execute(
            "INSERT INTO log_parts (import_no, kind, part, sealed) VALUES ($1, $2, $3, $4)",
            &[
                import.into(),
                Value::Int(part as i64),
                number.into(),
                sealed.into(),
            ],
        )?;
        number += 1;
    }
    Ok(number)
}

/// The number of the log that this very file was taken in as.
pub(super) fn of_print(
    reader: &mut Reader<'_>,
    print: [u8; 16],
) -> Result<Option<i64>, CaseworkError> {
    let sql = "SELECT no FROM log_imports WHERE print = $1";
    let found = reader.query_optional(sql, &[print.into()])?;
    Ok(found.map(|row| row.int(0)).transpose()?)
}

/// Hands over the lines of a log.
pub(crate) fn each_line(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    import: &Import,
    mut visit: impl FnMut(Line) -> Result<(), CaseworkError>,
) -> Result<(), CaseworkError> {
    each_part(reader, drawers, import, Part::Lines, |plain| {
        parts::unpack(plain, &mut visit)
    })
}

/// The names of a log's users and persons, by their places.
pub(crate) fn names_of(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    import: &Import,
) -> Result<(Vec<String>, Vec<String>), CaseworkError> {
    let mut read = |part| {
        let mut names: Vec<String> = Vec::new();
        each_part(reader, drawers, import, part, |plain| {
            let more: Vec<String> =
                serde_json::from_slice(plain).map_err(|_| CaseworkError::Damaged)?;
            names.extend(more);
            Ok(())
        })?;
        Ok::<_, CaseworkError>(names)
    };
    Ok((read(Part::Users)?, read(Part::Persons)?))
}

fn each_part(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    import: &Import,
    part: Part,
    mut visit: impl FnMut(&[u8]) -> Result<(), CaseworkError>,
) -> Result<(), CaseworkError> {
    let sql = "SELECT part, sealed FROM log_parts WHERE import_no = $1 AND kind = $2 ORDER BY part";
    let mut number = 0;
    let values = [import.no.into(), Value::Int(part as i64)];
    reader.for_each::<CaseworkError>(sql, &values, |row| {
        if row.int(0)? != number {
            return Err(CaseworkError::Damaged);
        }
        let place = place(import.no, part, number);
        visit(&drawers.open(Drawer::Accesses, place, row.bytes(1)?)?)?;
        number += 1;
        Ok(())
    })?;
    let expected = import.parts.get(part as usize).copied();
    if expected == Some(number) {
        Ok(())
    } else {
        Err(CaseworkError::Damaged)
    }
}
