//! What people do at the board of their room: the leader moves on and gives the word; those who see the item ask, offer and raise a hand
//! (CC-1, CC-2.4, CC-2.5).
//!
//! An item is pointed at by what it is called on one's own page. Whoever sees nothing of it has nothing to point at, and gets the answer
//! that one gets for what isn't there.

use caseward_db::DbError;
use caseward_gate::{About, GateError, OfficeRefusal, SeatFact, Serving, Works};
use caseward_model::{Id, Meeting as Kind, OfficeAct, SaidKind, Seat};

use super::super::agenda::{self, ItemRow, Sitting};
use super::super::items::MINUTES;
use super::super::meeting::{Out, leads_from, sits_in};
use super::super::{line, typing};
use super::board::{self, Now, RoomBoard};
use super::texts::{self, SaidText};
use crate::people::Amiss;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// The most characters of an ask or an offer.
const LONGEST: usize = 300;

/// What somebody asks or offers about an item. It isn't printable by accident.
#[derive(Clone)]
pub struct Saying {
    /// Which of both; nothing when nobody said.
    pub kind: Option<SaidKind>,
    /// In one line.
    pub text: String,
}

/// Whether it was done, or why the page that wanted it shows nothing.
type Done<E = CaseworkError> = Result<Result<(), Out>, E>;

/// Why the room didn't go on. Then nothing is written down either.
enum Stayed {
    /// It had gone on before, or everybody was spoken of: whoever presses twice goes on once.
    AsItWas,
    /// It couldn't.
    Failed(CaseworkError),
}

impl From<CaseworkError> for Stayed {
    fn from(error: CaseworkError) -> Self {
        Self::Failed(error)
    }
}

impl From<GateError> for Stayed {
    fn from(error: GateError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<DbError> for Stayed {
    fn from(error: DbError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<OfficeRefusal> for Stayed {
    fn from(refusal: OfficeRefusal) -> Self {
        Self::Failed(refusal.into())
    }
}

impl Office {
    /// Goes on to the next item of the sitting, for whoever leads it, and gives it so many minutes; if they say no number, as many as it was
    /// proposed for. `step` is how many were begun when they said so: whoever presses twice goes on once, and that is on record once.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] for whoever doesn't lead the sitting, and when there is no such seat of theirs; [`CaseworkError::Amiss`] with
    /// what has to be mended; [`CaseworkError::NotPermitted`].
    pub async fn next_item(
        &self,
        person: &SignedIn,
        place: (Id<Kind>, Id<Seat>),
        (step, minutes): (usize, Option<i64>),
    ) -> Done {
        let gone = self
            .act_on_board(
                person,
                place,
                "conference_item_begun",
                move |works, held| moved_on(works, held, (step, minutes)),
            )
            .await;
        match gone {
            Ok(done) => Ok(done),
            Err(Stayed::AsItWas) => Ok(Ok(())),
            Err(Stayed::Failed(error)) => Err(error),
        }
    }

    /// Asks or offers something about the item that is spoken of, for somebody who sees it.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when no item that is spoken of is called so for them; [`CaseworkError::Amiss`] with what has to be mended, and
    /// nothing of the text; [`CaseworkError::NotPermitted`].
    pub async fn say_on_item(
        &self,
        person: &SignedIn,
        place: (Id<Kind>, Id<Seat>),
        handle: &str,
        saying: Saying,
    ) -> Done {
        let deed = "conference_item_said";
        self.act_on_item(person, (place, handle), deed, move |works, at| {
            said(works, at, &saying)
        })
        .await
    }

    /// Takes back what somebody asked or offered themselves about the item that is spoken of. What it said is written down nowhere.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when no item that is spoken of is called so for them, or nothing that they said about it;
    /// [`CaseworkError::NotPermitted`].
    pub async fn take_back_said(
        &self,
        person: &SignedIn,
        place: (Id<Kind>, Id<Seat>),
        (handle, said): (&str, &str),
    ) -> Done {
        let (deed, said) = ("conference_item_said_taken_back", said.to_owned());
        self.act_on_item(person, (place, handle), deed, move |works, at| {
            let theirs = (works.actor_no(), at.held.id, said.as_str());
            match texts::take_back(works, at.no, theirs)? {
                true => board::change(works, at.room(), |_| ()),
                false => Err(none()),
            }
        })
        .await
    }

    /// Raises a hand about the item that is spoken of, or lowers it.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when no item that is spoken of is called so for them; [`CaseworkError::NotPermitted`].
    pub async fn raise_hand(
        &self,
        person: &SignedIn,
        place: (Id<Kind>, Id<Seat>),
        handle: &str,
        up: bool,
    ) -> Done {
        let deed = match up {
            true => "conference_hand_raised",
            false => "conference_hand_lowered",
        };
        self.act_on_item(person, (place, handle), deed, move |works, at| {
            let seat = at.held.id;
            board::change(works, at.room(), |room| {
                let Some(now) = &mut room.now else { return };
                now.hands.retain(|it| *it != seat);
                if up {
                    now.hands.push(seat);
                } else if now.speaking == Some(seat) {
                    now.speaking = None;
                }
            })
        })
        .await
    }

    /// Gives the word to whoever has waited longest, for whoever leads the sitting; to nobody when nobody waits.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when no item that is spoken of is called so for them, and for whoever doesn't lead the sitting;
    /// [`CaseworkError::NotPermitted`].
    pub async fn call_speaker(
        &self,
        person: &SignedIn,
        place: (Id<Kind>, Id<Seat>),
        handle: &str,
    ) -> Done {
        let deed = "conference_speaker_called";
        self.act_on_item(person, (place, handle), deed, move |works, at| {
            leads(works, at.held)?;
            board::change(works, at.room(), |room| {
                if let Some(now) = &mut room.now {
                    let waits = !now.hands.is_empty();
                    now.speaking = waits.then(|| now.hands.remove(0));
                }
            })
        })
        .await
    }

    async fn act_on_item(
        &self,
        person: &SignedIn,
        (place, handle): ((Id<Kind>, Id<Seat>), &str),
        deed: &'static str,
        work: impl FnOnce(&mut Works<'_, '_>, &At<'_>) -> Result<(), CaseworkError> + Send + 'static,
    ) -> Done {
        let found = match self.item_at(person, place, handle).await? {
            Ok(found) => found,
            Err(out) => return Ok(Err(out)),
        };
        self.act_on_board(person, place, deed, move |works, held| {
            let at = At {
                held,
                no: found.no,
                row: found.row,
            };
            at.is_seen(works)?;
            work(works, &at)
        })
        .await
    }

    async fn act_on_board<E>(
        &self,
        person: &SignedIn,
        place: (Id<Kind>, Id<Seat>),
        deed: &'static str,
        work: impl FnOnce(&mut Works<'_, '_>, &SeatFact) -> Result<(), E> + Send + 'static,
    ) -> Done<E>
    where
        E: From<CaseworkError> + From<GateError> + From<DbError> + From<OfficeRefusal>,
        E: Send + 'static,
    {
        if let Err(out) = self.sits(person, place).await? {
            return Ok(Err(out));
        }
        let (id, seat) = place;
        let work = move |works: &mut Works<'_, '_>| {
            let me = works.actor_no();
            let held = works.seated(me)?.filter(|it| it.id == seat);
            let held = held.ok_or_else(|| CaseworkError::from(Amiss::SeatOver))?;
            works.note("meeting", id.to_string());
            work(works, &held)
        };
        let (me, act) = (person.worker, OfficeAct::TakePart);
        self.gate
            .perform::<_, E, _>(me, act, About::Worker(me), deed, work)
            .await?;
        self.boards.wake();
        Ok(Ok(()))
    }
}

/// An item at which somebody points from their seat.
struct At<'s> {
    held: &'s SeatFact,
    no: i64,
    row: ItemRow,
}

impl At<'_> {
    /// The room in which it is.
    const fn room(&self) -> (i64, i64) {
        (self.held.meeting, self.held.sitting)
    }

    /// It has to be the item that is spoken of, and one of which the one who acts sees something where they sit: what isn't is none.
    fn is_seen(&self, works: &mut Works<'_, '_>) -> Result<(), CaseworkError> {
        let board = board::of(works, self.room())?;
        let sees = works.at_item(self.row.place())?.serving != Serving::Unseen;
        let is_now = board.now.is_some_and(|it| it.item == self.no);
        if sees && is_now { Ok(()) } else { Err(none()) }
    }
}

/// The sitting of a seat, for whoever leads it; for anybody else there is none.
fn leads(works: &mut Works<'_, '_>, held: &SeatFact) -> Result<Sitting, CaseworkError> {
    let agenda = agenda::of_series(works, held.series)?;
    let sitting = agenda.sitting(held.meeting, held.sitting).cloned();
    match leads_from(works, held)? {
        true => sitting.ok_or_else(none),
        false => Err(none()),
    }
}

fn moved_on(
    works: &mut Works<'_, '_>,
    held: &SeatFact,
    (step, minutes): (usize, Option<i64>),
) -> Result<(), Stayed> {
    let sitting = leads(works, held)?;
    if minutes.is_some_and(|it| !MINUTES.contains(&it)) {
        return Err(CaseworkError::from(Amiss::BoardMinutes).into());
    }
    let room = (held.meeting, held.sitting);
    let board = board::of(works, room)?;
    if board.begun.len() != step || board.over {
        return Err(Stayed::AsItWas);
    }
    let next = next_of(works, (held.series, &sitting), &board)?;
    if next.is_none() {
        works.turned_out("conference_agenda_over");
    }
    let now_ms = works.now_ms();
    board::change(works, room, |board| {
        board.over = next.is_none();
        board.begun.extend(next.map(|it| it.no));
        board.now = next.map(|it| Now {
            item: it.no,
            until: now_ms + minutes.unwrap_or(it.proposed) * 60_000,
            hands: Vec::new(),
            speaking: None,
        });
    })?;
    let Some(next) = next else { return Ok(()) };
    // Whoever sits here hears of them now, whatever their page shows.
    let here = sits_in(works, room)?;
    works.note_heard(next.row.place(), &here)?;
    Ok(())
}

/// Somebody came into a room: they hear whom is spoken of there (CC-2.1).
pub(in super::super) fn came_in(
    works: &mut Works<'_, '_>,
    seat: &SeatFact,
) -> Result<(), CaseworkError> {
    let board = board::of(works, (seat.meeting, seat.sitting))?;
    let Some(now) = board.now else { return Ok(()) };
    let (drawers, me) = (works.drawers(), works.actor_no());
    let items = (seat.series, std::slice::from_ref(&now.item));
    for (_, row) in agenda::rows_of(works.transaction(), &drawers, items)? {
        works.note_heard(row.place(), &[me])?;
    }
    Ok(())
}

/// The item that is spoken of next.
#[derive(Clone, Copy)]
struct Next {
    no: i64,
    row: ItemRow,
    /// How many minutes it was proposed for.
    proposed: i64,
}

/// How many minutes an item gets by what it was proposed for; one from before that was asked gets the least.
pub(super) fn proposed_minutes(minutes: i64) -> i64 {
    minutes.clamp(*MINUTES.start(), *MINUTES.end())
}

/// The next item of a sitting that nobody has spoken of; what was taken off is passed over.
fn next_of(
    works: &mut Works<'_, '_>,
    (series_no, sitting): (i64, &Sitting),
    board: &RoomBoard,
) -> Result<Option<Next>, CaseworkError> {
    let drawers = works.drawers();
    let waits = sitting.items.iter().filter(|it| !board.begun.contains(it));
    let waits: Vec<i64> = waits.copied().collect();
    let rows = agenda::rows_of(works.transaction(), &drawers, (series_no, &waits))?;
    for (no, row) in rows {
        let Some(client) = works.client(row.client)? else {
            continue;
        };
        let found = client.sheet.item(row.item);
        let found = found.filter(|it| it.is_agreed() && !it.is_off(&client.sheet));
        if let Some(item) = found {
            let proposed = proposed_minutes(item.minutes);
            return Ok(Some(Next { no, row, proposed }));
        }
    }
    Ok(None)
}

fn said(works: &mut Works<'_, '_>, at: &At<'_>, saying: &Saying) -> Result<(), CaseworkError> {
    let kind = saying.kind.ok_or(Amiss::BoardKind)?;
    let text = line(&saying.text, LONGEST).ok_or(Amiss::BoardText)?;
    let client = works.client(at.row.client)?.ok_or_else(none)?;
    let item = client.sheet.item(at.row.item).ok_or_else(none)?;
    let about = (at.row.series, item.identifier.is_some());
    if typing::tells(works, about, &text)? {
        return Err(Amiss::BoardNames.into());
    }
    let me = works.actor().ok_or_else(none)?;
    let (by, sheet) = works.worker(me)?;
    let said = SaidText {
        id: Some(works.random()),
        by,
        organization: sheet.organization,
        kind,
        text,
    };
    if !texts::add(works, at.no, said)? {
        return Err(Amiss::BoardMany.into());
    }
    board::change(works, at.room(), |_| ())
}

fn none() -> CaseworkError {
    CaseworkError::Unknown {
        what: "item",
        name: String::new(),
        look: "caseward conference meeting list",
    }
}
