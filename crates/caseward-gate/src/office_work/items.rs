//! How people stand to an item of an agenda, before anybody sits anywhere: who is kept from it by a wall, who would see something of
//! it, and who nothing (CC-2.4a, CC-2.5, DV-3.3.2e).
//!
//! It is asked to find out whether somebody can be asked to agree to an item, and with whom it can be spoken of. It opens nothing.

use caseward_model::{AgendaItem, Client, Id, Situation, Worker};

use super::Works;
use crate::GateError;
use crate::around::{Around, people};

/// How somebody stands to an item of an agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemStanding {
    /// A wall keeps them from the client, themselves or by their organisation.
    Walled,
    /// No wall stands there; the rules would show them nothing of it all the same.
    Nothing,
    /// The rules would show them something of it, in a sitting for which they attest.
    Something,
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
            let mut sections = around.decided(seated).into_iter();
            let standing = if around.is_walled() {
                ItemStanding::Walled
            } else if sections.any(|(_, decision)| decision.permitted) {
                ItemStanding::Something
            } else {
                ItemStanding::Nothing
            };
            found.push((person.no, standing));
        }
        Ok(found)
    }
}
