//! How a room is found by a server that looks at it for several seats at once: who of them still sits there, what is spoken of, and whether
//! what each may see of it is another thing than before (CC-2.2, CC-2.5).
//!
//! One look serves everybody at this server. It shows nothing: what somebody sees, the gate is asked afterwards.

use std::collections::{HashMap, HashSet};

use caseward_db::Reader;
use caseward_gate::{Cards, Drawers, Fingerprints, Roster, SeatedNow, Seats, WorkerSheet};
use caseward_model::{Id, Meeting as Kind, Seat, SeatEnd, Worker};

use super::super::agenda::{self, ItemRow, Sitting};
use super::super::has_signed;
use super::super::meeting::{Looked, Out};
use super::super::stored::{self as series, Series};
use super::acts::proposed_minutes;
use super::board::{self, Now, RoomBoard};
use super::texts;
use super::view::{Said, Stage};
use crate::sign_in::running;
use crate::standing::Register;
use crate::{CaseworkError, Office};

/// A seat, and whose it is.
#[derive(Clone)]
pub(super) struct SeatKey {
    pub(super) seat: Id<Seat>,
    pub(super) viewer: Id<Worker>,
    pub(super) no: i64,
    /// In which session its page is open; none for a program.
    pub(super) session: Option<String>,
}

/// A seat, as it was found.
pub(super) struct SeatFound {
    pub(super) key: SeatKey,
    /// Why its page shows nothing any more.
    pub(super) out: Option<Out>,
    /// It has still to be written down that it has ended.
    pub(super) ends: bool,
    /// Its person leads the sitting.
    pub(super) leads: bool,
    /// A print of what they may see of the item; nothing when it isn't their client.
    pub(super) print: Option<[u8; 32]>,
    /// How many minutes the next item was proposed for, if they lead the sitting and may see something of it.
    pub(super) next_minutes: Option<i64>,
}

/// A room, as it was found.
pub(super) struct Found {
    /// The number of the meeting.
    pub(super) meeting: i64,
    pub(super) now_ms: i64,
    pub(super) board: RoomBoard,
    /// Somebody is on its agenda.
    pub(super) has_items: bool,
    /// What is spoken of; nothing when it was taken off since.
    pub(super) item: Option<ItemRow>,
    /// What was typed about it.
    pub(super) said: Vec<SaidFound>,
    /// Who has the word or wants it, and sits there, by their seats.
    pub(super) names: HashMap<Id<Seat>, String>,
    pub(super) seats: Vec<SeatFound>,
}

/// What was typed about an item, and whose it is.
pub(super) struct SaidFound {
    pub(super) said: Said,
    /// The number of whoever typed it.
    pub(super) by: i64,
    pub(super) id: Option<[u8; 16]>,
}

/// The room that is looked at.
#[derive(Clone, Copy)]
struct Around<'a> {
    looked: &'a Looked,
    sitting: i64,
    series: &'a Series,
    /// Who leads the sitting before everybody else, by number, as they stand now.
    first: &'a [(i64, WorkerSheet)],
    /// The sessions that answer now.
    running: &'a HashSet<String>,
}

/// With what a room is looked at.
struct Tools {
    register: Register,
    cards: Cards,
    drawers: Drawers,
    roster: Roster,
    seats: Seats,
    prints: Fingerprints,
}

impl Found {
    /// How far the room is, for this seat.
    pub(super) const fn stage(&self, seat: &SeatFound) -> Stage {
        match &self.board.now {
            Some(_) if seat.print.is_some() => Stage::Item,
            Some(_) => Stage::NotYours,
            None if self.board.over => Stage::Over,
            None if self.has_items => Stage::Waiting,
            None => Stage::Empty,
        }
    }

    /// The item that is spoken of, and how it goes.
    pub(super) fn spoken_of(&self) -> Option<(&ItemRow, &Now)> {
        self.item.as_ref().zip(self.board.now.as_ref())
    }
}

impl Office {
    /// Looks at the room of a sitting, for these seats. Who is gone from it, and that it is over, is written down first.
    pub(super) async fn look_at_board(
        &self,
        (meeting, sitting): (Id<Kind>, i64),
        keys: Vec<SeatKey>,
    ) -> Result<Found, CaseworkError> {
        let looked = self.looked_at(meeting).await?;
        let tools = Tools {
            register: self.requirements().await?,
            cards: self.gate.cards()?,
            drawers: self.gate.drawers()?,
            roster: self.gate.roster()?,
            seats: self.gate.seats()?,
            prints: self.gate.fingerprints()?,
        };
        let look =
            move |reader: &mut Reader<'_>| tools.found(reader, &looked, (sitting, keys.as_slice()));
        self.db.read(look).await
    }
}

impl Tools {
    fn found(
        &self,
        reader: &mut Reader<'_>,
        looked: &Looked,
        (sitting, keys): (i64, &[SeatKey]),
    ) -> Result<Found, CaseworkError> {
        let series = series::one_by_no(reader, &self.cards, looked.series())?;
        let agenda = agenda::read(reader, &self.cards, looked.series())?;
        let here = agenda.sitting(looked.no(), sitting);
        let board = board::read(reader, &self.cards, (looked.no(), sitting))?;
        let item = match &board.now {
            Some(now) => {
                let items = [now.item];
                let items = (looked.series(), items.as_slice());
                let rows = agenda::rows_of(reader, &self.drawers, items)?;
                rows.into_iter().next().map(|(_, row)| row)
            }
            None => None,
        };
        let viewers: Vec<_> = keys.iter().map(|it| it.viewer).collect();
        let about = item.as_ref().map(ItemRow::place);
        let stand = self.seats.look(reader, looked.now_ms(), &viewers, about)?;
        let nos: Vec<_> = keys.iter().map(|it| it.no).collect();
        let running = running(reader, &self.prints, &nos, looked.now_ms())?;
        let mut stand: HashMap<_, _> = stand.into_iter().map(|it| (it.no, it)).collect();
        let first = self.sheets(reader, looked.first_of(&series, sitting))?;
        let around = Around {
            looked,
            sitting,
            series: &series,
            first: &first,
            running: &running,
        };
        let seats = keys
            .iter()
            .map(|key| self.seat(key, stand.remove(&key.no), around));
        let mut seats: Vec<SeatFound> = seats.collect();
        if let Some(next) = here.and_then(|it| next_item(it, &board)) {
            self.tell_minutes(reader, (looked, next), &mut seats)?;
        }
        Ok(Found {
            meeting: looked.no(),
            now_ms: looked.now_ms(),
            has_items: here.is_some_and(|it| !it.items.is_empty()),
            seats,
            said: self.said(reader, &board)?,
            names: self.names(reader, (looked, sitting), &board)?,
            board,
            item,
        })
    }

    /// What decides about these people, by number.
    fn sheets(
        &self,
        reader: &mut Reader<'_>,
        whom: Vec<i64>,
    ) -> Result<Vec<(i64, WorkerSheet)>, CaseworkError> {
        let mut sheets = Vec::with_capacity(whom.len());
        for no in whom {
            let found = self.roster.worker(reader, no)?;
            sheets.extend(found.map(|(_, sheet, _)| (no, sheet)));
        }
        Ok(sheets)
    }

    /// Tells those who lead the sitting how many minutes an item was proposed for, as far as they may see something of it.
    fn tell_minutes(
        &self,
        reader: &mut Reader<'_>,
        (looked, item): (&Looked, i64),
        seats: &mut [SeatFound],
    ) -> Result<(), CaseworkError> {
        let lead = seats.iter().filter(|it| it.leads && it.out.is_none());
        let lead: Vec<_> = lead.map(|it| it.key.viewer).collect();
        if lead.is_empty() {
            return Ok(());
        }
        let items = (looked.series(), std::slice::from_ref(&item));
        for (_, row) in agenda::rows_of(reader, &self.drawers, items)? {
            let (now_ms, place) = (looked.now_ms(), row.place());
            let found = self.seats.minutes_of(reader, now_ms, &lead, place)?;
            let Some((minutes, seeing)) = found else {
                continue;
            };
            for seat in seats.iter_mut().filter(|it| seeing.contains(&it.key.no)) {
                seat.next_minutes = Some(proposed_minutes(minutes));
            }
        }
        Ok(())
    }

    fn seat(&self, key: &SeatKey, stands: Option<SeatedNow>, around: Around<'_>) -> SeatFound {
        let at = (around.sitting, key.no);
        let leads = stands.as_ref().is_some_and(|it| {
            let who = (around.first, &it.sheet);
            around.looked.is_led_by(around.series, at, who)
        });
        let why = match &stands {
            Some(it) => self.why_out(key, it, around),
            None => Some((Out::Ended(SeatEnd::NoPart), true)),
        };
        let print = stands.filter(|_| why.is_none()).and_then(|it| it.print);
        SeatFound {
            key: key.clone(),
            out: why.map(|(out, _)| out),
            ends: why.is_some_and(|(_, ends)| ends),
            leads,
            print,
            next_minutes: None,
        }
    }

    /// Why somebody sits there no more, and whether that has still to be written down.
    fn why_out(
        &self,
        key: &SeatKey,
        stands: &SeatedNow,
        around: Around<'_>,
    ) -> Option<(Out, bool)> {
        let (looked, series) = (around.looked, around.series);
        if let Err(out) = looked.held((key.seat, &key.session), &stands.sheet) {
            return Some((out, false));
        }
        // Whoever came for another organisation sits in none of these any more.
        let who = (key.no, stands.sheet.organization);
        let sits = looked.is_theirs(around.sitting, who) && looked.asks(series, key.no);
        let person = (key.no, &stands.sheet);
        let signed = has_signed(series, person, &self.register, looked.now_ms());
        if !sits || !signed || !stands.takes_part {
            return Some((Out::Ended(SeatEnd::NoPart), true));
        }
        let session = key.session.as_deref()?;
        if !around.running.contains(session) {
            return Some((Out::Ended(SeatEnd::SignedOut), false));
        }
        // While a client is before this screen, nobody else's matters stand on it (DV-4.6.4).
        let present = stands.sheet.presence_in(session, looked.now_ms());
        let present = present.filter(|it| !it.is_aside_at(looked.now_ms()));
        present.map(|_| (Out::Elsewhere, false))
    }

    /// What was typed about the item that is spoken of, and by whom.
    fn said(
        &self,
        reader: &mut Reader<'_>,
        board: &RoomBoard,
    ) -> Result<Vec<SaidFound>, CaseworkError> {
        let Some(now) = &board.now else {
            return Ok(Vec::new());
        };
        let all = texts::read(reader, &self.drawers, now.item)?;
        let mut said = Vec::with_capacity(all.len());
        let mut known: HashMap<(i64, i64), (String, String)> = HashMap::new();
        for it in all {
            let who = (it.by, it.organization);
            let (by, organization) = match known.get(&who) {
                Some(known) => known.clone(),
                None => {
                    let name = self.roster.organization_name(reader, it.organization)?;
                    let found = (self.name(reader, it.by)?, name.unwrap_or_default());
                    known.insert(who, found.clone());
                    found
                }
            };
            let (no, id) = (it.by, it.id);
            let shown = Said {
                kind: it.kind,
                by,
                organization,
                text: it.text,
            };
            said.push(SaidFound {
                said: shown,
                by: no,
                id,
            });
        }
        Ok(said)
    }

    fn names(
        &self,
        reader: &mut Reader<'_>,
        (looked, sitting): (&Looked, i64),
        board: &RoomBoard,
    ) -> Result<HashMap<Id<Seat>, String>, CaseworkError> {
        let Some(now) = &board.now else {
            return Ok(HashMap::new());
        };
        let here = looked.here(sitting);
        let mut names = HashMap::new();
        for seat in now.hands.iter().chain(&now.speaking) {
            if let Some((no, _)) = here.get(seat) {
                names.insert(*seat, self.name(reader, *no)?);
            }
        }
        Ok(names)
    }

    fn name(&self, reader: &mut Reader<'_>, no: i64) -> Result<String, CaseworkError> {
        let found = self.roster.worker(reader, no)?;
        Ok(found
            .map(|(.., particulars)| particulars.name)
            .unwrap_or_default())
    }
}

/// The item that comes after those that were begun. That it is off, and will be passed over, isn't looked at: otherwise a number would
/// come up on the page of whoever leads when somebody else's item is taken off.
fn next_item(sitting: &Sitting, board: &RoomBoard) -> Option<i64> {
    let mut items = sitting.items.iter();
    let last = items.rposition(|it| board.begun.contains(it));
    let next = sitting.items.get(last.map_or(0, |it| it + 1));
    next.filter(|_| !board.over).copied()
}
