//! What each of those who sit in a room sees of its board: put to the gate in one question for all of them, and opened once (CC-2.4a,
//! CC-2.5).

use std::collections::HashMap;
use std::sync::Arc;

use caseward_db::Reader;
use caseward_gate::{DisclosedPart, Discussed, ItemAsked, SeenItem, Shown};
use caseward_model::{Id, Meeting as Kind, Seat, Worker};

use super::super::agenda::{self, ItemRow};
use super::super::meeting::Out;
use super::super::stored as series;
use super::board::Now;
use super::look::{Found, SeatFound, SeatKey};
use super::texts;
use super::view::{BoardItem, BoardOwnItem, BoardView, Said, ShownBoard};
use crate::file::name;
use crate::layout::Layouts;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

impl Office {
    /// What somebody sees of the board of the room in which they sit; why nothing when their seat doesn't count.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is no such seat of theirs; [`CaseworkError::NotPermitted`]; when the gate couldn't answer.
    pub async fn board(
        &self,
        person: &SignedIn,
        place: (Id<Kind>, Id<Seat>),
    ) -> Result<Result<ShownBoard, Out>, CaseworkError> {
        let (looked, held) = match self.sits(person, place).await? {
            Ok(found) => found,
            Err(out) => return Ok(Err(out)),
        };
        let series_no = looked.series();
        let key = SeatKey::of(person, place.1);
        let room = (place.0, held.sitting);
        let found = self.look_at_board(room, vec![key]).await?;
        let seats: Vec<_> = found.seats.iter().collect();
        if let Some(out) = seats.iter().find_map(|it| it.out) {
            return Ok(Err(out));
        }
        let mut views = self.views(&found, &seats).await?;
        let view = views.pop().ok_or(CaseworkError::Damaged)?;
        let members = self.members_called(series_no).await?;
        Ok(Ok(ShownBoard { view, members }))
    }

    async fn members_called(&self, series_no: i64) -> Result<Vec<String>, CaseworkError> {
        let (cards, roster) = (self.gate.cards()?, self.gate.roster()?);
        self.db
            .read(move |reader: &mut Reader<'_>| {
                let of = series::one_by_no(reader, &cards, series_no)?;
                let mut names = Vec::with_capacity(of.members.len());
                for no in of.members {
                    names.extend(roster.organization_name(reader, no)?);
                }
                Ok::<_, CaseworkError>(names)
            })
            .await
    }

    /// What each of these seats sees, in their order. Whoever may see something of the item is put to the gate with all others; nothing is
    /// asked for whoever may not.
    pub(super) async fn views(
        &self,
        found: &Found,
        seats: &[&SeatFound],
    ) -> Result<Vec<BoardView>, CaseworkError> {
        let mut items = match found.spoken_of() {
            Some((row, now)) => self.items(found, (row, now), seats).await?,
            None => HashMap::new(),
        };
        let view = |seat: &&SeatFound| {
            let item = items.remove(&seat.key.viewer);
            let stage = match (found.stage(seat), &item) {
                // What could be seen a moment ago can't be any more.
                (super::Stage::Item, None) => super::Stage::NotYours,
                (stage, _) => stage,
            };
            BoardView {
                stage,
                step: seat.leads.then_some(found.board.begun.len()),
                next_minutes: seat.next_minutes,
                item,
            }
        };
        Ok(seats.iter().map(view).collect())
    }

    async fn items(
        &self,
        found: &Found,
        (row, now): (&ItemRow, &Now),
        seats: &[&SeatFound],
    ) -> Result<HashMap<Id<Worker>, BoardOwnItem>, CaseworkError> {
        let may_see = seats.iter().filter(|it| it.print.is_some());
        let by_viewer: HashMap<_, _> = may_see.map(|it| (it.key.viewer, *it)).collect();
        if by_viewer.is_empty() {
            return Ok(HashMap::new());
        }
        let asked = ItemAsked {
            client: row.client,
            item: row.item,
            viewers: by_viewer.keys().copied().collect(),
        };
        let seen = self.gate.discuss_for(&asked).await?;
        let known = self.remembered_layouts(all_parts(&seen));
        let layouts = match known {
            Some(known) => known,
            None => self.layouts().await?,
        };
        let identifier = self.written(row.series, identifier_of(&seen)).await?;
        let prints = self.gate.fingerprints()?;
        let shared = Shared {
            found,
            now,
            layouts,
            identifier,
        };
        let mut alike: Vec<Arc<BoardItem>> = Vec::new();
        let mut items = HashMap::with_capacity(seen.len());
        for one in seen {
            let Shown::Open(shown) = one.shown else {
                continue;
            };
            let Some(seat) = by_viewer.get(&one.viewer) else {
                continue;
            };
            let known = alike.iter().find(|it| it.is_of(&shown.parts)).cloned();
            let item = known.unwrap_or_else(|| {
                let fresh = Arc::new(shared.item(&shown));
                alike.push(Arc::clone(&fresh));
                fresh
            });
            let print = |domain: &str, parts: &[&[u8]]| prints.of(domain, parts);
            let key = &seat.key;
            let own = BoardOwnItem {
                handle: agenda::handle(print, key.seat.as_bytes(), row.item),
                item,
                hand: now.hands.contains(&key.seat),
                speaks: now.speaking == Some(key.seat),
                hands: shared.hands(seat),
                mine: shared.mine(key, print),
                delivery: shown.delivery,
            };
            items.insert(one.viewer, own);
        }
        Ok(items)
    }
}

/// Every part that was opened, for whomever.
fn all_parts(seen: &[SeenItem]) -> Vec<&DisclosedPart> {
    let open = seen.iter().filter_map(|it| match &it.shown {
        Shown::Open(shown) => Some(shown),
        Shown::NotYours => None,
    });
    open.flat_map(|it| it.parts.iter().map(|part| &**part))
        .collect()
}

/// The number of the identifier by which the client is spoken of: by one for all, or by name for all.
fn identifier_of(seen: &[SeenItem]) -> Option<i64> {
    seen.iter().find_map(|it| match &it.shown {
        Shown::Open(shown) => shown.identifier,
        Shown::NotYours => None,
    })
}

/// What is the same for everybody who sees something of an item.
struct Shared<'f> {
    found: &'f Found,
    now: &'f Now,
    layouts: Layouts,
    identifier: Option<String>,
}

impl Shared<'_> {
    fn item(&self, shown: &Discussed) -> BoardItem {
        let parts = shown.parts.iter().map(|it| &**it);
        let said = self.found.said.iter().map(|it| Said {
            kind: it.said.kind,
            by: it.said.by.clone(),
            organization: it.said.organization.clone(),
            text: it.said.text.clone(),
        });
        let name = match self.identifier {
            Some(_) => None,
            None => name(parts, &self.layouts),
        };
        let speaking = self
            .now
            .speaking
            .and_then(|it| self.found.names.get(&it).cloned());
        BoardItem {
            identifier: self.identifier.clone(),
            name,
            purpose: shown.purpose,
            until: self.now.until,
            left_ms: (self.now.until - self.found.now_ms).max(0),
            speaking,
            said: said.collect(),
            parts: shown.parts.clone(),
            layouts: self.layouts.clone(),
            made: Default::default(),
        }
    }

    /// What of all that was said a seat's person said themselves.
    fn mine(
        &self,
        key: &SeatKey,
        print: impl Fn(&str, &[&[u8]]) -> [u8; 16],
    ) -> Vec<(usize, String)> {
        let all = self.found.said.iter().enumerate();
        let theirs = all.filter(|(_, it)| it.by == key.no);
        theirs
            .filter_map(|(at, it)| Some((at, texts::handle(&print, key.seat, &it.id?))))
            .collect()
    }

    /// Who wants to speak, for whoever leads.
    fn hands(&self, seat: &SeatFound) -> Vec<String> {
        let all = self.now.hands.iter().filter(|_| seat.leads);
        all.filter_map(|it| self.found.names.get(it).cloned())
            .collect()
    }
}

impl SeatKey {
    /// The seat of somebody who is signed in.
    pub(super) fn of(person: &SignedIn, seat: Id<Seat>) -> Self {
        Self {
            seat,
            viewer: person.worker,
            no: person.no,
            session: person.session_called(),
        }
    }
}
