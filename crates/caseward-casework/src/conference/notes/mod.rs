//! What somebody notes for themselves in the room of a case conference: it lives as long as their seat, and what isn't kept before they
//! leave can't be read by anybody any more (CC-2.6, CC-2.7, CC-2.7a).
//!
//! A note is open on a client whom the participant works with, or whom their organisation serves or offers to serve, and on nobody else.
//! All notes of a seat lie in one block under a key that is drawn with the seat and is in the memory of one server alone. Leaving forgets
//! the key, whatever the way: by the button, by a closed page, a lost line, a room that closes, a program that starts anew. That it is gone
//! stands in an entry of the ledger, and whoever sat there can have a certificate of it. Before leaving, a note is kept item by item: by
//! our own people as an entry in the client's file, by a partner's under their own organisation's key, where nobody here reads it.

mod certificate;
mod ends;
mod keeping;
mod kept;
mod rows;
mod typing;

use caseward_gate::{Refusal, SeatFact, Works};
use caseward_model::{Id, Seat, SeatEnd};

use crate::error::takes_refusals;
use crate::people::Amiss;
use crate::typed::Stopped;
use crate::{CaseworkError, entries};
use rows::About;

pub use certificate::{CertificateFiles, NotesEnd, NotesGone, NotesOf};
pub(crate) use ends::NotesHeard;
pub use keeping::Keeping;
pub use kept::{KeptNote, KeptNotes};
pub use typing::{Called, MyNotes, NoteLine, Noted, NotesStand};

/// The longest note, in characters: as long as an entry in a file.
pub const LONGEST_NOTE: usize = entries::LONGEST_ENTRY;

/// Why something about a note wasn't done. Nothing of what was typed is in it, and nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum NoteError {
    /// Something in it could tell who a client is who is spoken of by identifier.
    #[error("something in it could tell who this is; nothing was kept")]
    Stopped(Vec<Stopped>),
    /// The rules don't let it into the client's file, which is on record.
    #[error("the rules do not let this person write this into the client's file")]
    Refused(Refusal),
    /// An entry in a file needs something more.
    #[error("an entry in a file needs something more")]
    Mend(Vec<entries::Mend>),
    /// It can't be done as things stand.
    #[error(transparent)]
    Casework(#[from] CaseworkError),
}

takes_refusals!(NoteError);

impl From<Amiss> for NoteError {
    fn from(amiss: Amiss) -> Self {
        Self::Casework(amiss.into())
    }
}

/// A seat begins: its key is drawn in the memory of this server, and a block is written in which nothing stands yet.
pub(super) fn begun(
    works: &mut Works<'_, '_>,
    seat: &SeatFact,
    organization: i64,
) -> Result<(), CaseworkError> {
    let (keys, drawers) = (works.seat_keys(), works.drawers());
    keys.draw(seat.id, seat.since);
    let about = About {
        series: seat.series,
        meeting: seat.meeting,
        worker: works.actor_no(),
        organization,
        since: seat.since,
        kept: 0,
        ended: None,
    };
    let tx = works.transaction();
    rows::begin(tx, (&drawers, &keys), (seat.id, &about))
}

/// A seat has ended, as of this time in ms: where this server holds its key, that it forgot it is written down, and it forgets it as soon as
/// that is on the disk; if it can't be, the seat goes on, and its notes with it. Where another one does, the block goes now, and that
/// server does the rest as soon as it looks.
pub(super) fn ended(
    works: &mut Works<'_, '_>,
    seat: Id<Seat>,
    why: (i64, SeatEnd),
) -> Result<(), CaseworkError> {
    let (keys, drawers) = (works.seat_keys(), works.drawers());
    let found = rows::find(works.transaction(), &drawers, seat)?;
    let mine = found.as_ref().is_none_or(|row| row.server == keys.server());
    if mine {
        let keys = keys.clone();
        works.transaction().when_durable(move || keys.forget(seat));
    }
    let Some(mut row) = found else {
        return Ok(());
    };
    row.about.ended = row.about.ended.or(Some(why));
    if mine {
        return ends::write_down(works, &row, NotesGone::Forgotten);
    }
    rows::blank(works.transaction(), &drawers, &row)
}
