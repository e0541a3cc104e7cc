//! The layouts of an export's files as the office keeps them: numbers that stay, headers that only grow.
//!
//! Names and headers of files are sealed like everything else the office knows about itself. Design §6.

use std::collections::HashMap;

use caseward_formats::hmis::{EXTRA_COLUMNS, Part, decode_part, encode_part};
use caseward_gate::Bench;

use super::KeepError;
use crate::CaseworkError;
use crate::layout::{LAYOUT_ROW, SourceFile};

/// For columns that HUD doesn't have: their number in this export, and the one they are kept under.
#[derive(Default)]
pub(super) struct Renumbered(HashMap<u32, u32>);

/// The number under which a file is known, though nothing may have come from it yet.
pub(super) fn known_file(bench: &mut Bench<'_, '_>, name: &str) -> Result<i64, KeepError> {
    let key = bench.fingerprint("file", &[name.as_bytes()]);
    let file = SourceFile {
        name: name.to_owned(),
        headers: Vec::new(),
    };
    Ok(source_file(bench, &key, file)?.0)
}

/// The number of a file, and how this export's own columns are numbered in what is kept.
pub(super) fn source_file(
    bench: &mut Bench<'_, '_>,
    key: &[u8; 16],
    came: SourceFile,
) -> Result<(i64, Renumbered), KeepError> {
    let sql = "SELECT no, version, sealed FROM source_files WHERE name_key = $1";
    let found = bench.transaction().query_optional(sql, &[key.into()])?;
    let Some(row) = found else {
        let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM source_files";
        let no = bench.transaction().query_one(next, &[])?.int(0)?;
        let sealed = seal_layout(bench, no, 1, &came)?;
        bench.transaction().execute(
            "INSERT INTO source_files (no, name_key, version, sealed) VALUES ($1, $2, 1, $3)",
            &[no.into(), key.into(), sealed.into()],
        )?;
        return Ok((no, Renumbered::default()));
    };
    let (no, version) = (row.int(0)?, row.int(1)?);
    let plain = bench.open_office(no, LAYOUT_ROW, version, row.bytes(2)?)?;
    let mut kept: SourceFile =
        serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
    let before = kept.headers.len();
    let renumbered = renumber(came, &mut kept);
    if kept.headers.len() > before {
        let sealed = seal_layout(bench, no, version + 1, &kept)?;
        bench.transaction().execute(
            "UPDATE source_files SET version = $1, sealed = $2 WHERE no = $3",
            &[(version + 1).into(), sealed.into(), no.into()],
        )?;
    }
    Ok((no, renumbered))
}

/// Finds the headers that came among those that are kept, and adds the new ones at the end.
fn renumber(came: SourceFile, kept: &mut SourceFile) -> Renumbered {
    let mut renumbered = HashMap::new();
    for (place, header) in came.headers.into_iter().enumerate() {
        let known = kept.headers.iter().position(|it| *it == header);
        let kept_place = known.unwrap_or_else(|| {
            kept.headers.push(header);
            kept.headers.len() - 1
        });
        if let (Some(from), Some(to), true) = (extra(place), extra(kept_place), place != kept_place)
        {
            renumbered.insert(from, to);
        }
    }
    Renumbered(renumbered)
}

fn seal_layout(
    bench: &Bench<'_, '_>,
    no: i64,
    version: i64,
    file: &SourceFile,
) -> Result<Vec<u8>, KeepError> {
    let plain = serde_json::to_vec(file).map_err(|_| CaseworkError::Damaged)?;
    Ok(bench.seal_office(no, LAYOUT_ROW, version, &plain))
}

impl Renumbered {
    /// The bytes of a part with its columns under the numbers that are kept.
    pub(super) fn part(&self, part: Part) -> Result<Vec<u8>, KeepError> {
        if self.0.is_empty() {
            return Ok(part.bytes);
        }
        self.joined(std::slice::from_ref(&part))
    }

    /// All parts of a row as one.
    pub(super) fn joined(&self, parts: &[Part]) -> Result<Vec<u8>, KeepError> {
        let mut fields = Vec::new();
        for part in parts {
            fields.extend(decode_part(&part.bytes).map_err(|_| CaseworkError::Damaged)?);
        }
        let number = |number| self.0.get(&number).copied().unwrap_or(number);
        let fields = fields.into_iter();
        Ok(encode_part(fields.map(|(no, value)| (number(no), value))))
    }
}

/// The number of a column that HUD doesn't have, by its place in the header.
fn extra(place: usize) -> Option<u32> {
    u32::try_from(place).ok()?.checked_add(EXTRA_COLUMNS)
}
