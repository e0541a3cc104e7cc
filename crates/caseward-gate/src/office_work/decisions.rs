//! Writing down what is decided about a client in a case conference, and what became of it: for whoever may see it, and under the
//! client's own key (CC-1, CC-2.5, NASW-l).
//!
//! Whoever does so takes no part in the file: nothing of it is opened, and nothing can be written anywhere but here.

use caseward_model::{AgendaItem, Client, Compartment, Id};
use serde_json::Map;

use super::{Drawer, Works};
use crate::afterwards::decided_there;
use crate::around::{Around, Person, people};
use crate::facts::{ClientSheet, read_client};
use crate::file_work;
use crate::{GateError, RowPlace};

impl Works<'_, '_> {
    /// Seals what is decided about the client of an item, for the one who acts and who sees something of it where they sit now. The
    /// item is kept on the client's sheet as it is spoken of. Nothing for whoever sees nothing of it. `what` names the deed in the
    /// client's own history.
    ///
    /// # Errors
    /// When a sheet or a card doesn't open.
    pub fn decide_on_item(
        &mut self,
        place: (Id<Client>, Id<AgendaItem>),
        what: &str,
        (at, plain): (RowPlace, &[u8]),
    ) -> Result<Option<Vec<u8>>, GateError> {
        let Some(person) = self.myself()? else {
            return Ok(None);
        };
        let (core, now_ms) = (self.core, self.tx.now_ms());
        let mut around = Around::begin(core, self.tx, now_ms, place)?;
        around.turn_to(self.tx, &person)?;
        let sees = around.decided(|_| {}).iter().any(|it| it.1.permitted);
        let Some(item) = around.item().cloned().filter(|_| sees) else {
            return Ok(None);
        };
        let keep = |sheet: &mut ClientSheet| sheet.keep_decided(&item);
        self.sealed_on_file(place.0, what, (at, plain), keep)
            .map(Some)
    }

    /// Seals a word on what was decided on an item, for the one who acts, if they may see that. Nothing for whoever may not.
    ///
    /// # Errors
    /// As [`Works::decide_on_item`].
    pub fn word_on_decision(
        &mut self,
        place: (Id<Client>, Id<AgendaItem>),
        what: &str,
        (at, plain): (RowPlace, &[u8]),
    ) -> Result<Option<Vec<u8>>, GateError> {
        let Some(person) = self.myself()? else {
            return Ok(None);
        };
        let (core, now_ms) = (self.core, self.tx.now_ms());
        let mut around = Around::begin_decided(core, self.tx, now_ms, place)?;
        let sections = decided_there(self.tx, &self.vault, (&mut around, &person))?;
        if !sections.iter().any(|it| it.1.permitted) {
            return Ok(None);
        }
        self.sealed_on_file(place.0, what, (at, plain), |_| {})
            .map(Some)
    }

    fn myself(&mut self) -> Result<Option<Person>, GateError> {
        let Some(id) = self.acting.id else {
            return Ok(None);
        };
        Ok(people(self.tx, &self.vault, &[id])?.pop())
    }

    fn sealed_on_file(
        &mut self,
        client: Id<Client>,
        what: &str,
        (at, plain): (RowPlace, &[u8]),
        change: impl FnOnce(&mut ClientSheet),
    ) -> Result<Vec<u8>, GateError> {
        let row = read_client(self.tx, &self.vault, &client)?.ok_or(GateError::Damaged)?;
        let key = row.keys.get(Compartment::File).ok_or(GateError::Damaged)?;
        let place = file_work::place(&self.vault, Drawer::Decisions, client.as_bytes(), at);
        let sealed = self.vault.seal(key, &place, plain);
        self.revise_client(row.no, what, |sheet| {
            change(sheet);
            Some(Map::new())
        })?;
        Ok(sealed)
    }
}
