//! Where notes lie: one row for each seat, with a block that only the server opens at which the person sits (CC-2.6).
//!
//! The block is of one of a few lengths from the first moment on, so that neither the number of notes nor whose items they are about can be
//! read off the disk. What lies under the office's own key beside it says whose seat it was, and nothing of what was noted.

use std::collections::{BTreeMap, HashSet};

use caseward_db::{DbError, Reader, Row, Transaction};
use caseward_gate::{Drawer, Drawers, SeatKeys};
use caseward_model::{AgendaItem, Id, Seat, SeatEnd};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::CaseworkError;

/// The smallest block, in bytes; larger ones are twice as large, each.
const SMALLEST: usize = 4096;
/// The largest block, in bytes.
const LARGEST: usize = 1 << 20;
/// The most bytes that one byte of a note becomes where it is packed, and the most that stand around a note.
const SIGN: usize = 6;
const AROUND: usize = 64;
/// After how long without a word a server counts as gone, in ms: it writes that it is there every ten seconds.
pub(super) const GONE_MS: i64 = 120_000;
/// Which part of a seat's row is sealed under the office's key.
const ABOUT: i64 = 1;

/// What is known of a seat's notes besides what was noted. People and series stand there by number.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct About {
    pub(super) series: i64,
    pub(super) meeting: i64,
    pub(super) worker: i64,
    pub(super) organization: i64,
    pub(super) since: i64,
    /// How many notes were kept.
    #[serde(default)]
    pub(super) kept: u32,
    /// When the seat ended, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ended: Option<(i64, SeatEnd)>,
}

/// The row of a seat.
pub(super) struct SeatRow {
    pub(super) no: i64,
    pub(super) seat: Id<Seat>,
    /// What the run of the program is called that drew the key.
    pub(super) server: [u8; 16],
    pub(super) ended: bool,
    pub(super) version: i64,
    pub(super) about: About,
    pub(super) block: Vec<u8>,
}

/// What somebody noted, by item. It is wiped when it is dropped, and can't be printed.
#[derive(Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Notes(BTreeMap<Id<AgendaItem>, String>);

impl Drop for Notes {
    fn drop(&mut self) {
        for text in self.0.values_mut() {
            text.zeroize();
        }
    }
}

impl Notes {
    /// What was noted about an item; empty when nothing was.
    pub(super) fn of(&self, item: Id<AgendaItem>) -> Zeroizing<String> {
        Zeroizing::new(self.0.get(&item).cloned().unwrap_or_default())
    }

    /// Puts this in the place of what was noted about an item; an empty text is no note.
    pub(super) fn write(&mut self, item: Id<AgendaItem>, text: &str) {
        if let Some(mut before) = self.0.remove(&item) {
            before.zeroize();
        }
        if !text.is_empty() {
            self.0.insert(item, text.to_owned());
        }
    }

    /// As it is sealed: spaces behind it make it one of a few lengths. Nothing when it is too much.
    fn packed(&self) -> Result<Option<Zeroizing<Vec<u8>>>, CaseworkError> {
        let lengths = self.0.values().map(|it| AROUND + SIGN * it.len());
        let most = AROUND + lengths.sum::<usize>();
        // It never grows: what is copied elsewhere in memory by growing isn't wiped.
        let room = most.next_power_of_two().max(SMALLEST);
        let mut packed = Zeroizing::new(Vec::<u8>::with_capacity(room));
        serde_json::to_writer(&mut *packed, &self.0).map_err(|_| CaseworkError::Damaged)?;
        let length = packed.len().next_power_of_two().max(SMALLEST);
        if length > LARGEST {
            return Ok(None);
        }
        packed.resize(length, b' ');
        Ok(Some(packed))
    }
}

const COLUMNS: &str = "SELECT no, seat, server, ended, version, about, block FROM seat_notes";

fn read(drawers: &Drawers, row: &Row) -> Result<SeatRow, CaseworkError> {
    let (no, version) = (row.int(0)?, row.int(4)?);
    let about = drawers.open(Drawer::SessionNotes, (no, ABOUT, version), row.bytes(5)?)?;
    Ok(SeatRow {
        no,
        seat: Id::from_bytes(row.array(1)?),
        server: row.array(2)?,
        ended: row.int(3)? != 0,
        version,
        about: serde_json::from_slice(&about).map_err(|_| CaseworkError::Damaged)?,
        block: row.bytes(6)?.to_vec(),
    })
}

/// The row of a seat; nothing when there is none any more.
pub(super) fn find(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    seat: Id<Seat>,
) -> Result<Option<SeatRow>, CaseworkError> {
    let sql = format!("{COLUMNS} WHERE seat = $1");
    let row = reader.query_optional(&sql, &[seat.as_bytes().into()])?;
    row.map(|row| read(drawers, &row)).transpose()
}

/// Writes the row of a seat that begins, with a block in which nothing stands yet.
pub(super) fn begin(
    tx: &mut Transaction<'_>,
    (drawers, keys): (&Drawers, &SeatKeys),
    (seat, about): (Id<Seat>, &About),
) -> Result<(), CaseworkError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM seat_notes";
    let no = tx.query_one(next, &[])?.int(0)?;
    let nothing = Notes::default().packed()?.ok_or(CaseworkError::Damaged)?;
    let block = keys.seal(seat, 1, &nothing)?;
    let plain = serde_json::to_vec(about).map_err(|_| CaseworkError::Damaged)?;
    let about = drawers.seal(Drawer::SessionNotes, (no, ABOUT, 1), &plain);
    tx.execute(
        "INSERT INTO seat_notes (no, seat, server, ended, version, about, block) VALUES ($1, $2, $3, 0, 1, $4, $5)",
        &[
            no.into(),
            seat.as_bytes().into(),
            keys.server().into(),
            about.into(),
            block.into(),
        ],
    )?;
    heard(tx, keys.server())
}

/// What somebody noted, opened.
pub(super) fn open(keys: &SeatKeys, row: &SeatRow) -> Result<Notes, CaseworkError> {
    let plain = keys.open(row.seat, row.version, &row.block)?;
    serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)
}

/// Writes a row anew, with what is noted now; says whether it wasn't too much.
pub(super) fn write(
    tx: &mut Transaction<'_>,
    (drawers, keys): (&Drawers, &SeatKeys),
    row: &SeatRow,
    notes: &Notes,
) -> Result<bool, CaseworkError> {
    let Some(packed) = notes.packed()? else {
        return Ok(false);
    };
    let block = keys.seal(row.seat, row.version + 1, &packed)?;
    store(tx, drawers, row, (false, block))?;
    Ok(true)
}

/// Takes the block away: the seat has ended, and the server that holds its key has still to forget it.
pub(super) fn blank(
    tx: &mut Transaction<'_>,
    drawers: &Drawers,
    row: &SeatRow,
) -> Result<(), CaseworkError> {
    store(tx, drawers, row, (true, Vec::new()))
}

fn store(
    tx: &mut Transaction<'_>,
    drawers: &Drawers,
    row: &SeatRow,
    (ended, block): (bool, Vec<u8>),
) -> Result<(), CaseworkError> {
    let version = row.version + 1;
    let plain = serde_json::to_vec(&row.about).map_err(|_| CaseworkError::Damaged)?;
    let about = drawers.seal(Drawer::SessionNotes, (row.no, ABOUT, version), &plain);
    tx.execute(
        "UPDATE seat_notes SET ended = $1, version = $2, about = $3, block = $4 WHERE no = $5",
        &[
            ended.into(),
            version.into(),
            about.into(),
            block.into(),
            row.no.into(),
        ],
    )?;
    Ok(())
}

/// Takes a row away.
pub(super) fn delete(tx: &mut Transaction<'_>, no: i64) -> Result<(), DbError> {
    tx.execute("DELETE FROM seat_notes WHERE no = $1", &[no.into()])?;
    Ok(())
}

/// Notes that a server is there.
pub(super) fn heard(tx: &mut Transaction<'_>, server: [u8; 16]) -> Result<(), CaseworkError> {
    let now_ms = tx.now_ms();
    tx.execute(
        "INSERT INTO note_servers (server, at) VALUES ($1, $2) ON CONFLICT (server) DO UPDATE SET at = $2",
        &[server.into(), now_ms.into()],
    )?;
    // Those that hold nothing and say nothing any more are forgotten.
    tx.execute(
        "DELETE FROM note_servers WHERE at < $1 AND server NOT IN (SELECT server FROM seat_notes)",
        &[(now_ms - GONE_MS).into()],
    )?;
    Ok(())
}

/// When a server was last heard of, in ms; nothing when it isn't known.
pub(super) fn heard_at(
    reader: &mut Reader<'_>,
    server: [u8; 16],
) -> Result<Option<i64>, CaseworkError> {
    let sql = "SELECT at FROM note_servers WHERE server = $1";
    let row = reader.query_optional(sql, &[server.into()])?;
    Ok(row.map(|row| row.int(0)).transpose()?)
}

/// A seat of whose notes something has to be written down.
pub(super) struct Owed {
    pub(super) seat: Id<Seat>,
    /// This server is the one that held the key.
    pub(super) mine: bool,
}

/// What has to be written down now, and for which seats this server holds keys with reason.
#[derive(Default)]
pub(super) struct Look {
    pub(super) owed: Vec<Owed>,
    pub(super) mine: HashSet<Id<Seat>>,
}

/// Looks at all seats that have notes: there are as many rows as people who sit somewhere now.
pub(super) fn look(
    reader: &mut Reader<'_>,
    keys: &SeatKeys,
    now_ms: i64,
) -> Result<Look, CaseworkError> {
    let sql = "SELECT n.seat, n.server, n.ended, s.at FROM seat_notes n LEFT JOIN note_servers s ON s.server = n.server";
    let mut found = Look::default();
    for row in reader.query(sql, &[])? {
        let seat = Id::from_bytes(row.array(0)?);
        let mine = row.array::<16>(1)? == keys.server();
        let ended = row.int(2)? != 0;
        let owed = if mine {
            ended || !keys.holds(seat)
        } else {
            is_gone(row.opt_int(3)?, now_ms)
        };
        if owed {
            found.owed.push(Owed { seat, mine });
        } else if mine {
            found.mine.insert(seat);
        }
    }
    Ok(found)
}

/// Whether a server that was last heard of then is gone.
pub(super) fn is_gone(heard_at: Option<i64>, now_ms: i64) -> bool {
    heard_at.is_none_or(|at| now_ms - at > GONE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(no: u8) -> Id<AgendaItem> {
        Id::from_bytes([no; 16])
    }

    #[test]
    fn cc_2_6_how_much_was_noted_about_how_many_cant_be_read_off_the_length() {
        let mut notes = Notes::default();
        let nothing = notes.packed().unwrap().unwrap();
        assert_eq!(nothing.len(), SMALLEST);
        notes.write(item(1), "asks for a bed");
        notes.write(item(2), &"a longer one ".repeat(200));
        let two = notes.packed().unwrap().unwrap();
        assert_eq!(two.len(), SMALLEST);
        let read: Notes = serde_json::from_slice(&two).unwrap();
        assert_eq!(read.of(item(1)).as_str(), "asks for a bed");
        assert!(read.of(item(3)).is_empty());
        notes.write(item(1), "");
        assert!(notes.of(item(1)).is_empty());
        notes.write(item(3), &"x".repeat(SMALLEST));
        assert_eq!(notes.packed().unwrap().unwrap().len(), 2 * SMALLEST);
        notes.write(item(4), &"x".repeat(LARGEST));
        assert!(notes.packed().unwrap().is_none(), "too much for one seat");
    }

    #[test]
    fn cc_2_7_a_server_that_says_nothing_for_two_minutes_is_gone() {
        assert!(is_gone(None, 5));
        assert!(!is_gone(Some(5), 5 + GONE_MS));
        assert!(is_gone(Some(5), 6 + GONE_MS));
        assert!(!is_gone(Some(9), 5), "the clock was set back");
    }
}
