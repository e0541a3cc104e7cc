//! The boards of rooms in which somebody sits at this server: each page has a line, and each room is looked at every second (CC-2.2).
//!
//! When a room has changed, those to whom it shows another thing than before get it whole; nobody else gets anything, so that no page
//! tells by its silence or its news what happens around it. No server keeps a view to show it again. A page beside the board, of notes or
//! of decisions, hears on a line of its own that its person sits there no more, and nothing else.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use caseward_model::{AgendaItem, Id, Meeting as Kind, Seat};
use tokio::sync::{Notify, RwLock};

use super::super::meeting::Out;
use super::board::room_of;
use super::line::{BoardStream, Line};
use super::look::{Found, SeatFound, SeatKey};
use super::view::{BoardView, Stage};
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// How often every room is looked at.
const TICK: Duration = Duration::from_secs(1);
/// How often a page hears that its line is there, in ms.
const BEAT_MS: i64 = 15_000;
/// The most pages beside the board that follow from one seat.
const MOST_BESIDE: usize = 4;

/// The number of a meeting, and that of the sitting.
type Place = (i64, i64);

/// The boards of this server.
#[derive(Default)]
pub(crate) struct Boards {
    rooms: Mutex<HashMap<Place, Arc<Room>>>,
    wake: Notify,
}

/// A room in which somebody sits at this server.
struct Room {
    meeting: Id<Kind>,
    place: Place,
    /// Somebody who comes in is shown the board beside others who do; a change of the room is shown to everybody at once.
    turn: RwLock<()>,
    pages: Mutex<Vec<Page>>,
    beat_at: AtomicI64,
}

/// A page of a room.
struct Page {
    key: SeatKey,
    line: Arc<Line>,
    /// What stands on it.
    what: PageOf,
    /// What it shows.
    shows: Option<Shows>,
}

/// Which page of a seat it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PageOf {
    /// The room with its board; a seat has one.
    Board,
    /// One beside it.
    Beside,
}

/// What a page shows, as far as another thing can be told from it.
#[derive(Clone, PartialEq, Eq)]
struct Shows {
    stage: Stage,
    step: Option<usize>,
    next_minutes: Option<i64>,
    item: Option<ShowsItem>,
}

#[derive(Clone, PartialEq, Eq)]
struct ShowsItem {
    item: Id<AgendaItem>,
    print: [u8; 32],
    until: i64,
    said: Vec<Option<[u8; 16]>>,
    hand: bool,
    speaking: Option<Id<Seat>>,
    hands: Vec<Id<Seat>>,
}

impl Shows {
    /// What this seat is to be shown, of a room that was found so.
    fn of(found: &Found, seat: &SeatFound) -> Self {
        let item = found.spoken_of().zip(seat.print);
        let here = |it: &&Id<Seat>| found.names.contains_key(*it);
        let item = item.map(|((row, now), print)| ShowsItem {
            item: row.item,
            print,
            until: now.until,
            said: found.said.iter().map(|it| it.id).collect(),
            hand: now.hands.contains(&seat.key.seat),
            speaking: now.speaking.filter(|it| here(&it)),
            hands: match seat.leads {
                true => now.hands.iter().filter(here).copied().collect(),
                false => Vec::new(),
            },
        });
        Self {
            stage: found.stage(seat),
            step: seat.leads.then_some(found.board.begun.len()),
            next_minutes: seat.next_minutes,
            item,
        }
    }
}

impl Boards {
    fn rooms(&self) -> MutexGuard<'_, HashMap<Place, Arc<Room>>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn all(&self) -> Vec<Arc<Room>> {
        self.rooms().values().cloned().collect()
    }

    /// Rooms are looked at now, and not only when their second is over.
    pub(super) fn wake(&self) {
        self.wake.notify_one();
    }

    /// Another server told something: a room with pages here is looked at now.
    fn hear(&self, news: Option<&str>) {
        let room = news.and_then(room_of);
        if room.is_some_and(|it| self.rooms().contains_key(&it)) {
            self.wake();
        }
    }

    /// A line for a page. A page with the board of the same seat that had one before is told that this is so, and hears nothing more; so is
    /// the first of those beside it where they are too many.
    fn join(
        &self,
        (meeting, place): (Id<Kind>, Place),
        (key, now_ms): (SeatKey, i64),
        what: PageOf,
    ) -> (Arc<Room>, Arc<Line>) {
        let line = Arc::new(Line::default());
        let page = Page {
            key,
            line: Arc::clone(&line),
            what,
            shows: None,
        };
        let mut rooms = self.rooms();
        let room = match rooms.entry(place) {
            Entry::Occupied(it) => Arc::clone(it.get()),
            Entry::Vacant(it) => Arc::clone(it.insert(Arc::new(Room {
                meeting,
                place,
                turn: RwLock::default(),
                pages: Mutex::default(),
                beat_at: AtomicI64::new(now_ms),
            }))),
        };
        let mut pages = room.pages();
        pages.retain(|it| !it.line.is_closed());
        let is_like = |it: &Page| it.key.seat == page.key.seat && it.what == what;
        let most = match what {
            PageOf::Board => 1,
            PageOf::Beside => MOST_BESIDE,
        };
        if pages.iter().filter(|it| is_like(it)).count() >= most
            && let Some(first) = pages.iter().position(is_like)
        {
            pages.remove(first).line.pass_on();
        }
        pages.push(page);
        drop(pages);
        (room, line)
    }

    /// Lets a room go in which nobody sits at this server any more.
    fn leave(&self, room: &Room) {
        let mut rooms = self.rooms();
        if room.pages().is_empty() {
            rooms.remove(&room.place);
        }
    }
}

impl Room {
    fn pages(&self) -> MutexGuard<'_, Vec<Page>> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The seats of the pages that are there, each once.
    fn keys(&self) -> Vec<SeatKey> {
        let mut pages = self.pages();
        pages.retain(|it| !it.line.is_closed());
        let mut known = HashSet::new();
        let first = pages.iter().filter(|it| known.insert(it.key.seat));
        first.map(|it| it.key.clone()).collect()
    }

    /// Tells every page from time to time that its line is there.
    fn beat(&self, now_ms: i64) {
        let before = self.beat_at.load(Ordering::Relaxed);
        // A clock that was set back makes nobody wait.
        if (before..before + BEAT_MS).contains(&now_ms) {
            return;
        }
        self.beat_at.store(now_ms, Ordering::Relaxed);
        for page in self.pages().iter() {
            page.line.beat();
        }
    }

    /// Tells the pages of a seat that its person sits there no more.
    fn end(&self, seat: Id<Seat>, out: Out) {
        let mut pages = self.pages();
        for page in pages.iter().filter(|it| it.key.seat == seat) {
            page.line.end(out);
        }
        pages.retain(|it| it.key.seat != seat);
    }

    /// Whether the page with the board of a seat shows another thing than it is to show; without such a page there is nothing to show.
    fn is_stale(&self, seat: Id<Seat>, shows: &Shows) -> bool {
        let mut pages = self.pages();
        let found = pages.iter_mut().find(|it| it.shows_board_of(seat));
        found.is_some_and(|page| {
            if page.line.wants_again() {
                page.shows = None;
            }
            page.shows.as_ref() != Some(shows)
        })
    }

    fn show(&self, seat: Id<Seat>, shows: Shows, (view, now_ms): (BoardView, i64)) {
        let mut pages = self.pages();
        match pages.iter_mut().find(|it| it.shows_board_of(seat)) {
            Some(page) => {
                page.line.show(view, now_ms);
                page.shows = Some(shows);
            }
            None => view.returned(),
        }
    }
}

impl Page {
    fn shows_board_of(&self, seat: Id<Seat>) -> bool {
        self.key.seat == seat && self.what == PageOf::Board
    }
}

impl Office {
    /// What the page of somebody hears of the room in which they sit, from what it shows now on; why nothing when their seat doesn't count.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is no such seat of theirs; [`CaseworkError::NotPermitted`]; when the gate couldn't answer.
    pub async fn listen_to_board(
        &self,
        person: &SignedIn,
        place: (Id<Kind>, Id<Seat>),
    ) -> Result<Result<BoardStream, Out>, CaseworkError> {
        let (looked, held) = match self.sits(person, place).await? {
            Ok(found) => found,
            Err(out) => return Ok(Err(out)),
        };
        let key = SeatKey::of(person, place.1);
        let at = (place.0, (looked.no(), held.sitting));
        let who = (key.clone(), self.clock.now_ms());
        let (room, line) = self.boards.join(at, who, PageOf::Board);
        let stream = BoardStream {
            line,
            clock: self.clock.clone(),
        };
        let _turn = room.turn.read().await;
        let found = self.look_at_board((place.0, held.sitting), vec![key]);
        self.show_board(&room, found.await?).await?;
        Ok(Ok(stream))
    }

    /// What a page of somebody hears beside the board of the room in which they sit: at most a second later, that they sit there no more.
    /// What is spoken of isn't told on it, and so nothing is written down; why nothing when their seat doesn't count.
    ///
    /// # Errors
    /// As for [`Office::listen_to_board`].
    pub async fn listen_beside_board(
        &self,
        person: &SignedIn,
        place: (Id<Kind>, Id<Seat>),
    ) -> Result<Result<BoardStream, Out>, CaseworkError> {
        let (looked, held) = match self.sits(person, place).await? {
            Ok(found) => found,
            Err(out) => return Ok(Err(out)),
        };
        let at = (place.0, (looked.no(), held.sitting));
        let who = (SeatKey::of(person, place.1), self.clock.now_ms());
        let (_, line) = self.boards.join(at, who, PageOf::Beside);
        Ok(Ok(BoardStream {
            line,
            clock: self.clock.clone(),
        }))
    }

    /// Looks at every room in which somebody sits at this server: whoever sits there no more is told so, and to whom it shows another
    /// thing than before, they get it.
    ///
    /// # Errors
    /// When one of the rooms couldn't be looked at; the others were all the same.
    pub async fn tick_boards(&self) -> Result<(), CaseworkError> {
        let mut failed = None;
        for room in self.boards.all() {
            room.beat(self.clock.now_ms());
            failed = self.tick_board(&room).await.err().or(failed);
        }
        failed.map_or(Ok(()), Err)
    }

    async fn tick_board(&self, room: &Room) -> Result<(), CaseworkError> {
        let _turn = room.turn.write().await;
        let keys = room.keys();
        if keys.is_empty() {
            self.boards.leave(room);
            return Ok(());
        }
        let (_, sitting) = room.place;
        let found = self.look_at_board((room.meeting, sitting), keys).await?;
        self.show_board(room, found).await
    }

    /// Shows a room, as it was found, to those for whom it was looked at.
    async fn show_board(&self, room: &Room, found: Found) -> Result<(), CaseworkError> {
        let out = found.seats.iter().filter_map(|it| Some((it, it.out?)));
        let out: Vec<(&SeatFound, Out)> = out.collect();
        for (seat, why) in out {
            // Out first, and written down afterwards.
            room.end(seat.key.seat, why);
            if seat.ends {
                self.put_out(found.meeting, seat.key.seat).await?;
            }
        }
        let here = found.seats.iter().filter(|it| it.out.is_none());
        let stale = here.filter_map(|it| {
            let shows = Shows::of(&found, it);
            room.is_stale(it.key.seat, &shows).then_some((it, shows))
        });
        let (seats, shows): (Vec<_>, Vec<_>) = stale.unzip();
        if seats.is_empty() {
            return Ok(());
        }
        let views = self.views(&found, &seats).await?;
        let now_ms = self.clock.now_ms();
        for ((seat, shows), view) in seats.iter().zip(shows).zip(views) {
            room.show(seat.key.seat, shows, (view, now_ms));
        }
        Ok(())
    }

    /// Looks at the rooms of this server every second, and at once when something was done in one of them, here or at another server on
    /// the same database; as long as it is waited for.
    pub async fn keep_boards(self: Arc<Self>) {
        let here = Arc::downgrade(&self);
        let hears = move |news: Option<&str>| {
            let office = here.upgrade();
            office.is_some_and(|it| {
                it.boards.hear(news);
                true
            })
        };
        if let Err(error) = self.db.hear(hears) {
            tracing::warn!(%error, "other servers aren't heard; rooms are looked at every second");
        }
        loop {
            tokio::select! {
                () = self.boards.wake.notified() => {}
                () = tokio::time::sleep(TICK) => {}
            }
            if let Err(error) = self.tick_boards().await {
                tracing::warn!(%error, "the board of a room could not be looked at");
            }
        }
    }

    /// Closes the lines to all pages of rooms: this server stops, and they look for another one.
    pub fn close_boards(&self) {
        for room in self.boards.all() {
            for page in room.pages().iter() {
                page.line.close();
            }
        }
    }
}
