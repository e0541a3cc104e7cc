//! Writing down that notes can't be read any more: by the server that forgot their key, or by whoever next looks after a server is gone
//! that held it (CC-2.7).
//!
//! Nothing is said that isn't so. Where a seat ends here, its key is forgotten in the moment in which that is on the disk, and before
//! anybody is answered; a key whose seat ended elsewhere is forgotten first and written about afterwards. What only another server could
//! do isn't written down for it, as long as that one is there.

use std::sync::atomic::{AtomicI64, Ordering};

use caseward_gate::{About, Actor, SeatKeys, Works};
use caseward_model::OfficeAct;
use serde_json::{Map, Value as Json};

use super::certificate::{End, NotesGone, keep_end};
use super::rows::{self, Look, Owed, SeatRow};
use crate::{CaseworkError, Office};

/// How often a server that holds keys says that it is there, in ms.
const HEARD_EVERY_MS: i64 = 10_000;

/// When this server said last that it is there, in ms.
#[derive(Default)]
pub(crate) struct NotesHeard(AtomicI64);

impl NotesHeard {
    /// Whether it is time to say so again. A clock that was set back makes nobody wait.
    fn is_due(&self, now_ms: i64) -> bool {
        let last = self.0.load(Ordering::Relaxed);
        let due = !(last..last + HEARD_EVERY_MS).contains(&now_ms);
        if due {
            self.0.store(now_ms, Ordering::Relaxed);
        }
        due
    }
}

/// Writes an entry that the notes of a seat can't be read any more, keeps what a certificate is made of, and takes the row away.
pub(super) fn write_down(
    works: &mut Works<'_, '_>,
    row: &SeatRow,
    gone: NotesGone,
) -> Result<(), CaseworkError> {
    let about = &row.about;
    let mut said: Map<String, Json> = Map::new();
    said.insert("seat".to_owned(), row.seat.to_string().into());
    said.insert("gone".to_owned(), gone.word().into());
    said.insert("kept".to_owned(), about.kept.into());
    let why = about.ended.map_or("seat_goes_on", |(_, why)| why.word());
    said.insert("why".to_owned(), why.into());
    let at = works.now_ms();
    let last_heard = match gone {
        NotesGone::Forgotten => None,
        NotesGone::WithServer | NotesGone::Destroyed => {
            rows::heard_at(works.transaction(), row.server)?
        }
    };
    let entry = works.write_entry("conference_notes_destroyed", said)?;
    let end = End {
        entry,
        at,
        gone,
        seat: Some(row.seat),
        last_heard,
        worker: about.worker,
        organization: about.organization,
        series: about.series,
        meeting: about.meeting,
        since: about.since,
        ended: about.ended,
        kept: about.kept,
    };
    keep_end(works, &end)?;
    rows::delete(works.transaction(), row.no)?;
    Ok(())
}

impl Office {
    /// Looks after the notes of all seats: this server says that it is there as long as it holds keys, forgets those whose seats have ended
    /// elsewhere, and writes down what servers that are gone can't any more. Whoever looks at a room does this first.
    ///
    /// # Errors
    /// When the office is sealed, or the database doesn't answer.
    pub async fn settle_notes(&self) -> Result<(), CaseworkError> {
        let (keys, clock) = (self.gate.seat_keys()?, self.clock.clone());
        let looks = keys.clone();
        let read = move |reader: &mut caseward_db::Reader<'_>| {
            let now_ms = clock.now_ms().max(reader.standing()?.last_at_ms());
            Ok::<_, CaseworkError>((rows::look(reader, &looks, now_ms)?, now_ms))
        };
        let (Look { owed, mine }, now_ms) = self.db.read(read).await?;
        keys.forget_but(&mine, now_ms);
        if keys.holds_any() && self.notes_heard.is_due(now_ms) {
            let server = keys.server();
            self.gate
                .keep_books(move |tx| rows::heard(tx, server))
                .await?;
        }
        if owed.is_empty() {
            return Ok(());
        }
        // First it is so, and then it is said.
        for it in owed.iter().filter(|it| it.mine) {
            keys.forget(it.seat);
        }
        let work = move |works: &mut Works<'_, '_>| settled(works, &keys, &owed);
        let (by, act) = (Actor::KeyHolder, OfficeAct::HoldConference);
        self.gate
            .perform(by, act, About::Office, "conference_notes_settled", work)
            .await
    }
}

/// Looks once more, where nothing changes meanwhile, and writes down what is still owed.
fn settled(works: &mut Works<'_, '_>, keys: &SeatKeys, owed: &[Owed]) -> Result<(), CaseworkError> {
    let (drawers, now_ms) = (works.drawers(), works.now_ms());
    let mut written = 0_u32;
    for it in owed {
        let Some(row) = rows::find(works.transaction(), &drawers, it.seat)? else {
            continue;
        };
        let gone = if row.server == keys.server() {
            NotesGone::Forgotten
        } else {
            let heard_at = rows::heard_at(works.transaction(), row.server)?;
            if !rows::is_gone(heard_at, now_ms) {
                continue;
            }
            NotesGone::WithServer
        };
        write_down(works, &row, gone)?;
        written += 1;
    }
    works.note("seats", written);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cc_2_7_a_server_says_every_ten_seconds_that_it_is_there_whatever_its_clock_does() {
        let heard = NotesHeard::default();
        assert!(heard.is_due(1_000_000));
        assert!(!heard.is_due(1_009_999));
        assert!(heard.is_due(1_010_000));
        assert!(heard.is_due(900_000), "the clock was set back");
        assert!(!heard.is_due(900_001));
    }
}
