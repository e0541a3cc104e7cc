//! How people stand to an item of an agenda, before anybody sits anywhere: who is kept from it by a wall, who would see something of
//! it, and who nothing (CC-2.4a, CC-2.5, DV-3.3.2e).
//!
//! It is asked to find out whether somebody can be asked to agree to an item, and with whom it can be spoken of. It opens nothing.

use std::sync::Arc;

use caseward_model::{AgendaItem, Client, Id, Situation, Worker};
use caseward_policies::Decision;
use serde_json::{Map, Value as Json};

use super::{Acting, Drawer, Works};
use crate::around::{Around, people};
use crate::{GateError, ItemFact, Rooms};

/// How somebody stands to an item of an agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemStanding {
    /// A wall keeps them from the client, themselves or by their organisation.
    Walled,
    /// No wall stands there; the rules would show them nothing of it all the same.
    Nothing,
    /// The rules would show them something of it, and their organisation can act on nothing of that: they can know of it, and don't
    /// sit where it is spoken of.
    CannotAct,
    /// The rules would show them something of it, in a sitting for which they attest.
    Something,
}

fn shows(sections: &[(Situation, Arc<Decision>)]) -> bool {
    sections.iter().any(|(_, decision)| decision.permitted)
}

impl Works<'_, '_> {
    /// How these people stand to an item, by their numbers; whoever isn't there is missing. Everybody is walled off from a client
    /// who isn't there.
    ///
    /// # Errors
    /// When a sheet or a card doesn't open.
    pub fn stand_to_item(
        &mut self,
        (client, item): (Id<Client>, Id<AgendaItem>),
        whom: &[Id<Worker>],
    ) -> Result<Vec<(i64, ItemStanding)>, GateError> {
        let (core, now_ms) = (self.core, self.tx.now_ms());
        let mut around = Around::begin(core, self.tx, now_ms, (client, item))?;
        let by_identifier = around.item().is_some_and(|it| it.identifier.is_some());
        let seated = |it: &mut Situation| {
            it.session.on_agenda = true;
            it.session.private_room = true;
            it.session.alias_agreed = by_identifier;
        };
        let mut found = Vec::with_capacity(whom.len());
        for person in people(self.tx, &self.vault, whom)? {
            around.turn_to(self.tx, &person)?;
            let standing = if around.is_walled() {
                ItemStanding::Walled
            } else if shows(&around.decided(seated)) {
                ItemStanding::Something
            } else {
                around.ask_all();
                if shows(&around.decided(seated)) {
                    ItemStanding::CannotAct
                } else {
                    ItemStanding::Nothing
                }
            };
            found.push((person.no, standing));
        }
        Ok(found)
    }

    /// Changes an item on a client's sheet in the name of the house; says whether it is there. Who did it stands in the entry of this
    /// piece of work: in the client's own history it would tell before whom an item was put, and so whom a wall keeps away.
    ///
    /// # Errors
    /// When the sheet doesn't open.
    pub fn change_item(
        &mut self,
        (client, item): (Id<Client>, Id<AgendaItem>),
        what: &str,
        change: impl FnOnce(&mut ItemFact),
    ) -> Result<bool, GateError> {
        let Some(seen) = self.client(client)? else {
            return Ok(false);
        };
        let house = Acting { no: 0, id: None };
        let acting = std::mem::replace(&mut self.acting, house);
        let changed = self.revise_client(seen.no, what, |sheet| {
            sheet.item_mut(item).map(change).map(|()| Map::new())
        });
        self.acting = acting;
        changed
    }

    /// Gives a planned meeting so many rooms, one for each sitting; says whether it was one of this series in which nobody can have
    /// been yet.
    ///
    /// # Errors
    /// When its card doesn't open.
    pub fn divide_meeting(
        &mut self,
        (series, meeting): (i64, i64),
        sittings: i64,
    ) -> Result<bool, GateError> {
        let place = (Drawer::Meetings, meeting);
        let Some(card) = self.card::<Map<String, Json>>(place)? else {
            return Ok(false);
        };
        let read = serde_json::from_value::<Rooms>(Json::Object(card));
        let mut rooms = read.map_err(|_| GateError::Damaged)?;
        if rooms.series() != series || !rooms.divide(sittings) {
            return Ok(false);
        }
        let Ok(Json::Object(mut divided)) = serde_json::to_value(&rooms) else {
            return Err(GateError::Damaged);
        };
        // Whatever else the desk keeps on the card stays as it is.
        self.change_card::<Map<String, Json>>(place, "meeting_divided", |card| {
            card.append(&mut divided);
        })?;
        Ok(true)
    }
}
