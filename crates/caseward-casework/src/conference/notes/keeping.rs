//! Keeping a note before leaving: as an entry in the client's file by our own people, and under the key of their own organisation by a
//! partner's (CC-2.6, CC-2.7, NASW-l).
//!
//! What is kept has no identifier of the series in it: an identifier stands on the item and nowhere else (CC-2.4a).

use caseward_gate::{About, SeatFact, Works};
use caseward_model::{Category, Channel, Id, Meeting, OfficeAct, Seat};
use zeroize::Zeroizing;

use super::typing::{here, still_sits};
use super::{NoteError, kept, rows};
use crate::conference::agenda::ItemRow;
use crate::conference::discussed::ItemAt;
use crate::conference::identifiers;
use crate::conference::meeting::Out;
use crate::entries::{Draft, NewEntry};
use crate::people::Amiss;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// What stands in the place of an identifier that was taken out.
const TAKEN_OUT: &str = "[…]";

/// What an entry in a file needs besides its text; for a partner's note, nothing of it.
#[derive(Clone, Default)]
pub struct Keeping {
    /// The section, as a word; the notes of the file when it is empty.
    pub section: String,
    /// Who told, as a word.
    pub provenance: String,
    /// Fact or opinion, as a word.
    pub nature: String,
    /// What an opinion rests on.
    pub based_on: Zeroizing<String>,
}

/// A note: the seat at which it was typed, the item that it is on, and what was noted.
type NoteAt = (SeatFact, ItemRow, Zeroizing<String>);

impl Office {
    /// Keeps what somebody noted on an item, and takes it out of what is destroyed when they leave.
    ///
    /// # Errors
    /// [`NoteError::Refused`] when the rules don't let them write into the file; [`NoteError::Mend`] with what an entry needs;
    /// [`Amiss`] when nothing was noted, or notes aren't open to them on this item; as for [`Office::my_notes`].
    pub async fn keep_note(
        &self,
        person: &SignedIn,
        place: (Id<Meeting>, Id<Seat>),
        (handle, how): (&str, Keeping),
    ) -> Result<Result<(), Out>, NoteError> {
        let ItemAt { seat, row, .. } = match self.item_at(person, place, handle).await? {
            Ok(found) => found,
            Err(out) => return Ok(Err(out)),
        };
        let at = self.gate.at_item(row.place(), person.worker).await?;
        if !at.serving.can_note() {
            return Err(Amiss::NoteClosed.into());
        }
        let noted = self.note_on(seat.id, row.item).await?;
        let text = self.without_identifiers(seat.series, noted.clone()).await?;
        let at = (seat, row, noted);
        if self.keeps_into_file(person).await? {
            let entry = self.entry_of(person, &at.1, (how, text)).await?;
            self.to_file(person, at, entry).await?;
        } else {
            let work = move |works: &mut Works<'_, '_>| {
                is_open(works, &at)?;
                kept::keep(works, &at.0, &text)?;
                taken_out(works, &at)
            };
            self.kept_at_once(person, work).await?;
        }
        Ok(Ok(()))
    }

    /// The entry in the client's file that a note becomes, if nothing has to be mended.
    async fn entry_of(
        &self,
        person: &SignedIn,
        row: &ItemRow,
        (how, text): (Keeping, Zeroizing<String>),
    ) -> Result<NewEntry, NoteError> {
        let section = if how.section.is_empty() {
            Category::Notes.word().to_owned()
        } else {
            how.section
        };
        let draft = Draft {
            section,
            provenance: how.provenance,
            nature: how.nature,
            based_on: self.without_identifiers(row.series, how.based_on).await?,
            text,
        };
        let entry = draft.check().map_err(NoteError::Mend)?;
        let section = entry.section();
        let at = (section, Channel::Screen);
        if self.lacks_need(person, row.client, at).await? {
            return Err(Amiss::NoteNeed.into());
        }
        Ok(entry)
    }

    /// Writes it into the client's file, as every entry there, and takes it out of its seat's block: both or neither, so that whatever
    /// happens it is in one place.
    async fn to_file(
        &self,
        person: &SignedIn,
        at: NoteAt,
        entry: NewEntry,
    ) -> Result<(), NoteError> {
        let (client, way) = (at.1.client, (Channel::Screen, None));
        let request = self.question_to_write(person, client, way).await?;
        let record = entry.into_record(person.worker, self.clock.now());
        let work = move |works: &mut Works<'_, '_>| {
            is_open(works, &at)?;
            let amending = works.amend(&request, &record)?;
            if amending.is_written() {
                taken_out(works, &at)?;
            } else {
                // The no stays on record, and the note where it is.
                works.turned_out("conference_note_not_kept");
            }
            Ok(amending)
        };
        let amending = self.kept_at_once(person, work).await?;
        self.gate.amended(amending)?;
        self.entry_was_written(client).await;
        Ok(())
    }

    /// Does what keeps a note, in one piece.
    async fn kept_at_once<T: Send + 'static>(
        &self,
        person: &SignedIn,
        work: impl FnOnce(&mut Works<'_, '_>) -> Result<T, CaseworkError> + Send + 'static,
    ) -> Result<T, NoteError> {
        let (me, deed) = (person.worker, "conference_note_kept");
        let (act, about) = (OfficeAct::TakePart, About::Worker(me));
        let done = self.gate.perform(me, act, about, deed, work).await;
        Ok(done?)
    }

    /// A text without the identifiers that this series has or had.
    async fn without_identifiers(
        &self,
        series: i64,
        text: Zeroizing<String>,
    ) -> Result<Zeroizing<String>, NoteError> {
        let drawers = self.gate.drawers()?;
        let read = move |reader: &mut caseward_db::Reader<'_>| {
            identifiers::of_series(reader, &drawers, series)
        };
        let all = self.db.read(read).await?;
        Ok(without(&text, &all))
    }
}

/// Whether the one who acts still sits there, and notes are open to them on this item.
fn is_open(works: &mut Works<'_, '_>, (seat, row, _): &NoteAt) -> Result<(), CaseworkError> {
    still_sits(works, seat)?;
    if works.at_item(row.place())?.serving.can_note() {
        Ok(())
    } else {
        Err(Amiss::NoteClosed.into())
    }
}

/// Takes a note out of its seat's block, as it was kept: what was typed meanwhile isn't lost.
fn taken_out(works: &mut Works<'_, '_>, (seat, row, noted): &NoteAt) -> Result<(), CaseworkError> {
    let (keys, drawers) = (works.seat_keys(), works.drawers());
    let tx = works.transaction();
    let mut held = here(tx, (&drawers, &keys), seat.id)?;
    let mut notes = rows::open(&keys, &held)?;
    if notes.of(row.item).as_str() != noted.as_str() {
        return Err(Amiss::ChangedMeanwhile.into());
    }
    notes.write(row.item, "");
    held.about.kept += 1;
    rows::write(tx, (&drawers, &keys), &held, &notes)?;
    Ok(())
}

/// A text without these identifiers, however they are spaced, hyphened or capitalized.
fn without(text: &str, identifiers: &[String]) -> Zeroizing<String> {
    let bare = |it: &str| -> Vec<char> {
        let letters = it.chars().filter(char::is_ascii_alphabetic);
        letters.map(|it| it.to_ascii_uppercase()).collect()
    };
    let wanted: Vec<Vec<char>> = identifiers.iter().map(|it| bare(it)).collect();
    // The letters of the text, each with where it begins and ends.
    let letters: Vec<(char, usize, usize)> = text
        .char_indices()
        .filter(|(_, it)| it.is_alphanumeric())
        .map(|(at, it)| (it.to_ascii_uppercase(), at, at + it.len_utf8()))
        .collect();
    let mut left = Zeroizing::new(String::with_capacity(text.len()));
    let (mut at, mut done) = (0, 0);
    while let Some(rest) = letters.get(at..).filter(|it| !it.is_empty()) {
        let found = wanted.iter().find(|it| begins_with(rest, it));
        let ends = found.and_then(|it| rest.get(it.len().checked_sub(1)?));
        let (Some(wanted), Some((_, from, _)), Some((_, _, to))) = (found, rest.first(), ends)
        else {
            at += 1;
            continue;
        };
        left.push_str(text.get(done..*from).unwrap_or_default());
        left.push_str(TAKEN_OUT);
        done = *to;
        at += wanted.len();
    }
    left.push_str(text.get(done..).unwrap_or_default());
    left
}

fn begins_with(rest: &[(char, usize, usize)], wanted: &[char]) -> bool {
    let enough = !wanted.is_empty() && wanted.len() <= rest.len();
    enough && rest.iter().zip(wanted).all(|(it, wanted)| it.0 == *wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cc_2_4a_what_is_kept_has_no_identifier_in_it_however_it_was_written() {
        let all = ["BCDF-GHJK".to_owned(), "QRST-VWXZ".to_owned()];
        for (typed, kept) in [
            ("BCDF-GHJK asks for a bed.", "[…] asks for a bed."),
            ("saw bcdf ghjk, and b c d f-g.h.j.k", "saw […], and […]"),
            ("bcdfghjkqrstvwxz", "[…][…]"),
            ("BCDF-GHJ", "BCDF-GHJ"),
            ("¿Ñu? QRST-VWXZ ñ", "¿Ñu? […] ñ"),
            ("", ""),
        ] {
            assert_eq!(without(typed, &all).as_str(), kept, "{typed}");
        }
        assert_eq!(without("BCDF-GHJK", &[]).as_str(), "BCDF-GHJK");
    }
}
