//! Noting something on an item, and saying that one's organisation offers to serve the client: open on clients whom one serves, or offers to
//! serve, and on nobody else (CC-2.4, CC-2.6, CC-2.7a).
//!
//! On an item by identifier whatever could tell of anybody is stopped, in the page before it is sent and here once more. What was stopped
//! is in no row, entry or log, and in no answer.

use std::collections::HashMap;

use caseward_db::{Reader, Transaction};
use caseward_gate::{
    About, Delivery, Drawer, Drawers, OfferFact, Rooms, SeatFact, SeatKeys, Serving, Text, Works,
};
use caseward_model::{AgendaItem, Id, Meeting, OfficeAct, Seat, SeatEnd};
use zeroize::Zeroizing;

use super::rows::{self, Notes, SeatRow};
use super::{LONGEST_NOTE, NoteError};
use crate::conference::discussed::{ItemAt, SeenOnAgenda};
use crate::conference::meeting::Out;
use crate::conference::stored as series;
use crate::conference::typing::stopped;
use crate::file::name;
use crate::layout::Layouts;
use crate::people::Amiss;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// Where the notes of a seat are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotesStand {
    /// On this server.
    Here,
    /// On another one, which alone opens them.
    OnAnotherServer,
    /// Nowhere: the server that held their key is gone, or forgot it.
    Gone,
}

impl NotesStand {
    /// Its word, for programs and for the keys of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::OnAnotherServer => "on_another_server",
            Self::Gone => "gone",
        }
    }
}

/// What somebody sees on an item above their note.
#[derive(Default)]
pub struct Called {
    /// By which identifier the client is spoken of.
    pub identifier: Option<String>,
    /// Their name, where they are spoken of by name and it may be seen.
    pub name: Option<Text>,
}

impl Called {
    fn of(seen: &SeenOnAgenda, layouts: &Layouts) -> Self {
        let mut parts = seen.parts.iter();
        let named = parts.find_map(|part| name(std::slice::from_ref(&**part), layouts));
        Self {
            name: named.filter(|_| seen.identifier.is_none()),
            identifier: seen.identifier.clone(),
        }
    }
}

/// An item of which somebody sees something where they sit.
pub struct NoteLine {
    /// What it is called for them while they sit there.
    pub handle: String,
    /// What stands above it.
    pub called: Called,
    /// The client is spoken of by identifier: what could tell of anybody is stopped.
    pub by_identifier: bool,
    /// What they have to do with the client; a note is open to those who serve them or offer to.
    pub serving: Serving,
    /// What they noted; empty when they noted nothing, or it can't be read here.
    pub text: Zeroizing<String>,
}

/// What somebody notes where they sit.
pub struct MyNotes {
    /// Where their notes are.
    pub stand: NotesStand,
    /// The items of which they see something, in the order of the agenda.
    pub lines: Vec<NoteLine>,
    /// What may be written on an item by identifier all the same: the names of the member organisations.
    pub organizations: Vec<String>,
    /// They are of this office: what they keep goes into the client's file.
    pub into_file: bool,
    /// What becomes of what is shown above the notes.
    pub deliveries: Vec<Delivery>,
}

/// A note that was taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noted {
    /// Words in it that are words of the client's name, for somebody who may know of the client anyway.
    pub naming: Vec<String>,
}

/// A seat, by its meeting and its own id.
type Place = (Id<Meeting>, Id<Seat>);

impl Office {
    /// What somebody notes where they sit now; why nothing is shown when their seat doesn't count. What stands above their notes is looked
    /// up, and on record, where it is `called` for.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is no such seat of theirs; [`CaseworkError::NotPermitted`]; when the gate couldn't answer.
    pub async fn my_notes(
        &self,
        person: &SignedIn,
        (place, called): (Place, bool),
    ) -> Result<Result<MyNotes, Out>, CaseworkError> {
        let (seat, rows) = match self.seated_items(person, place).await? {
            Ok(found) => found,
            Err(out) => return Ok(Err(out)),
        };
        let mut shown = HashMap::new();
        if called {
            match self.my_agenda(person, place).await? {
                Ok(all) => {
                    let seen = all.into_iter();
                    shown.extend(seen.filter_map(|it| Some((it.handle, it.seen?))));
                }
                Err(out) => return Ok(Err(out)),
            }
        }
        let (stand, notes) = self.notes_of(seat.id).await?;
        let layouts = self.layouts().await?;
        let (mut lines, mut deliveries) = (Vec::with_capacity(rows.len()), Vec::new());
        for (_, row) in rows {
            let handle = self.item_handle(&seat, &row)?;
            let at = self.gate.at_item(row.place(), person.worker).await?;
            let seen = shown.remove(&handle);
            if at.serving == Serving::Unseen || (called && seen.is_none()) {
                deliveries.extend(seen.map(|it| it.delivery));
                continue;
            }
            let mut above = Called::default();
            if let Some(seen) = seen {
                above = Called::of(&seen, &layouts);
                deliveries.push(seen.delivery);
            }
            lines.push(NoteLine {
                handle,
                called: above,
                by_identifier: at.by_identifier,
                serving: at.serving,
                text: notes.of(row.item),
            });
        }
        Ok(Ok(MyNotes {
            stand,
            lines,
            organizations: self.nameable(seat.series).await?,
            into_file: self.keeps_into_file(person).await?,
            deliveries,
        }))
    }

    /// Puts this in the place of what somebody noted on an item; an empty text takes it away.
    ///
    /// # Errors
    /// [`NoteError::Stopped`] with the places that could tell of somebody, and then nothing was kept; [`Amiss`] when notes aren't open to
    /// them on this item, or not on this server; as for [`Office::my_notes`].
    pub async fn write_note(
        &self,
        person: &SignedIn,
        place: Place,
        (handle, text): (&str, Zeroizing<String>),
    ) -> Result<Result<Noted, Out>, NoteError> {
        let ItemAt { seat, row, .. } = match self.item_at(person, place, handle).await? {
            Ok(found) => found,
            Err(out) => return Ok(Err(out)),
        };
        let at = self.gate.at_item(row.place(), person.worker).await?;
        if !at.serving.can_note() {
            return Err(Amiss::NoteClosed.into());
        }
        if text.chars().count() > LONGEST_NOTE {
            return Err(Amiss::NoteLong.into());
        }
        if at.by_identifier {
            let names = self.nameable(seat.series).await?;
            let places = stopped(&text, &names);
            if !places.is_empty() {
                return Err(NoteError::Stopped(places));
            }
        }
        let (keys, drawers, cards) = (
            self.gate.seat_keys()?,
            self.gate.drawers()?,
            self.gate.cards()?,
        );
        let (items, who, note) = (self.gate.at_items()?, person.worker, text.clone());
        let work = move |tx: &mut Transaction<'_>| {
            let rooms = cards.read::<Rooms>(tx, Drawer::Meetings, seat.meeting)?;
            if !rooms.is_some_and(|it| it.holds(&seat)) {
                return Ok(Err(Out::Ended(SeatEnd::Closed)));
            }
            let held = here(tx, (&drawers, &keys), seat.id)?;
            // What stood when they began to type may have changed since.
            let now_ms = tx.now_ms();
            let at = items.look(tx, now_ms, (row.place(), who))?;
            if !at.serving.can_note() {
                return Err(Amiss::NoteClosed.into());
            }
            let mut notes = rows::open(&keys, &held)?;
            notes.write(row.item, &note);
            if !rows::write(tx, (&drawers, &keys), &held, &notes)? {
                return Err(Amiss::NoteFull.into());
            }
            Ok(Ok(()))
        };
        let written = self.gate.keep_books::<_, NoteError, _>(work).await?;
        if let Err(out) = written {
            return Ok(Err(out));
        }
        // Whoever only offered to serve them could find out by trying words who is spoken of.
        let naming = if at.by_identifier && at.serving == Serving::Serves {
            let gate = &self.gate;
            gate.words_naming(person.worker, row.client, text).await?
        } else {
            Vec::new()
        };
        Ok(Ok(Noted { naming }))
    }

    /// Says on an item that one's organisation offers to serve the client, or that it doesn't any more.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] for whoever sees nothing of it; as for [`Office::my_notes`].
    pub async fn offer_to_serve(
        &self,
        person: &SignedIn,
        place: Place,
        (handle, offers): (&str, bool),
    ) -> Result<Result<(), Out>, CaseworkError> {
        let ItemAt { seat, row, .. } = match self.item_at(person, place, handle).await? {
            Ok(found) => found,
            Err(out) => return Ok(Err(out)),
        };
        let (me, deed) = (person.worker, offer_deed(offers));
        let work = move |works: &mut Works<'_, '_>| {
            still_sits(works, &seat)?;
            if works.at_item(row.place())?.serving == Serving::Unseen {
                return Err(Amiss::OfferUnseen.into());
            }
            let (_, sheet) = works.worker(me)?;
            let offer = OfferFact {
                organization: sheet.organization,
                by: works.actor_no(),
                at: works.now_ms(),
            };
            works.change_item(row.place(), deed, |it| it.offer(offer, offers))?;
            Ok(())
        };
        let (act, about) = (OfficeAct::TakePart, About::Worker(me));
        self.gate
            .perform::<_, CaseworkError, _>(me, act, about, deed, work)
            .await?;
        Ok(Ok(()))
    }

    /// What somebody noted on an item, as it lies on this server.
    pub(super) async fn note_on(
        &self,
        seat: Id<Seat>,
        item: Id<AgendaItem>,
    ) -> Result<Zeroizing<String>, NoteError> {
        let (keys, drawers) = (self.gate.seat_keys()?, self.gate.drawers()?);
        let read = move |reader: &mut Reader<'_>| {
            let row = here(reader, (&drawers, &keys), seat)?;
            Ok::<_, NoteError>(rows::open(&keys, &row)?.of(item))
        };
        let text = self.db.read(read).await?;
        if text.trim().is_empty() {
            return Err(Amiss::NoteNone.into());
        }
        Ok(text)
    }

    /// Whether what somebody keeps goes into clients' files: they are of the organisation that keeps its records here.
    pub(super) async fn keeps_into_file(&self, person: &SignedIn) -> Result<bool, CaseworkError> {
        let own = self.own_organization().await?;
        Ok(own.no == person.sheet.organization)
    }

    /// Where the notes of a seat are, and what was noted.
    async fn notes_of(&self, seat: Id<Seat>) -> Result<(NotesStand, Notes), CaseworkError> {
        let (keys, drawers) = (self.gate.seat_keys()?, self.gate.drawers()?);
        let read = move |reader: &mut Reader<'_>| match here(reader, (&drawers, &keys), seat) {
            Ok(row) => Ok((NotesStand::Here, rows::open(&keys, &row)?)),
            Err(CaseworkError::Amiss(why)) if why == [Amiss::NoteElsewhere] => {
                Ok((NotesStand::OnAnotherServer, Notes::default()))
            }
            Err(CaseworkError::Amiss(_)) => Ok((NotesStand::Gone, Notes::default())),
            Err(error) => Err(error),
        };
        self.db.read(read).await
    }

    /// The names of the member organisations of a series: they may stand where nobody is named.
    async fn nameable(&self, series_no: i64) -> Result<Vec<String>, CaseworkError> {
        let cards = self.gate.cards()?;
        let read = move |reader: &mut Reader<'_>| series::one_by_no(reader, &cards, series_no);
        let of = self.db.read(read).await?;
        let all = self.register().await?.into_iter();
        let members = all.filter(|it| of.members.contains(&it.no));
        Ok(members.map(|it| it.name).collect())
    }
}

const fn offer_deed(offers: bool) -> &'static str {
    if offers {
        "conference_offer_made"
    } else {
        "conference_offer_withdrawn"
    }
}

/// Whether the one who acts still sits in this very seat.
pub(super) fn still_sits(works: &mut Works<'_, '_>, seat: &SeatFact) -> Result<(), CaseworkError> {
    let held = works.seated(works.actor_no())?;
    if held.is_some_and(|it| it.id == seat.id) {
        Ok(())
    } else {
        Err(Amiss::SeatOver.into())
    }
}

/// The row of a seat whose notes this server opens.
pub(super) fn here(
    reader: &mut Reader<'_>,
    (drawers, keys): (&Drawers, &SeatKeys),
    seat: Id<Seat>,
) -> Result<SeatRow, CaseworkError> {
    let found = rows::find(reader, drawers, seat)?;
    let row = found.filter(|it| !it.ended).ok_or(Amiss::NoteGone)?;
    if row.server != keys.server() {
        return Err(Amiss::NoteElsewhere.into());
    }
    if !keys.holds(seat) {
        return Err(Amiss::NoteGone.into());
    }
    Ok(row)
}
