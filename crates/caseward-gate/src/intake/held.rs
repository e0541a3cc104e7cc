//! What decides about the clients whom an intake touches, held in little memory until it is sealed.
//!
//! A million clients may come in at once, and most of them have the same facts on their sheets: one
//! organisation, one programme. So every different sheet is held once, and each client has only what is
//! theirs alone: which sheet, and the sum of their records. Design §6.

use std::collections::HashMap;
use std::sync::Arc;

use caseward_db::Reader;

use crate::GateError;
use crate::facts::{ClientSheet, RecordsSum, read_client_by_no};
use crate::permit::RecordKeys;
use crate::vault::Vault;

/// What stands on a client's sheet.
#[derive(Clone, PartialEq)]
pub(super) struct Standing {
    /// Without the records, so that it is alike for many.
    facts: Arc<ClientSheet>,
    pub(super) records: RecordsSum,
}

impl Standing {
    /// The whole sheet.
    pub(super) fn sheet(&self) -> ClientSheet {
        ClientSheet {
            records: self.records,
            ..ClientSheet::clone(&self.facts)
        }
    }
}

/// A client who was here before.
pub(super) struct Earlier {
    pub(super) no: i64,
    pub(super) id: [u8; 16],
    pub(super) version: i64,
    pub(super) keys: Arc<RecordKeys>,
    pub(super) before: Standing,
    pub(super) now: Standing,
}

/// All clients whom the intake touches.
pub(super) struct Held {
    first_new: i64,
    /// Those who are new, in the order of their numbers.
    new: Vec<Standing>,
    earlier: HashMap<i64, Earlier>,
    alike: Alike,
}

impl Held {
    pub(super) fn new(first_new: i64) -> Self {
        Self {
            first_new,
            new: Vec::new(),
            earlier: HashMap::new(),
            alike: Alike::default(),
        }
    }

    /// Takes a new client in, and gives their number.
    pub(super) fn add(&mut self, sheet: ClientSheet) -> Result<i64, GateError> {
        let no = self.first_new + i64::try_from(self.new.len()).map_err(|_| GateError::Damaged)?;
        let standing = self.alike.standing(sheet)?;
        self.new.push(standing);
        Ok(no)
    }

    /// How many are new.
    pub(super) const fn new_clients(&self) -> usize {
        self.new.len()
    }

    fn place_of_new(&self, no: i64) -> Option<usize> {
        usize::try_from(no.checked_sub(self.first_new)?).ok()
    }

    /// Whether this one was here before, and isn't held yet.
    fn is_elsewhere(&self, no: i64) -> bool {
        self.place_of_new(no).is_none() && !self.earlier.contains_key(&no)
    }

    /// Reads someone who was here before, unless they are held already.
    pub(super) fn fetch(
        &mut self,
        reader: &mut Reader<'_>,
        vault: &Vault,
        no: i64,
    ) -> Result<(), GateError> {
        if self.is_elsewhere(no) {
            let row = read_client_by_no(reader, vault, no)?.ok_or(GateError::Damaged)?;
            let before = self.alike.standing(row.sheet)?;
            let earlier = Earlier {
                no,
                id: row.id,
                version: row.version,
                keys: Arc::new(row.keys),
                now: before.clone(),
                before,
            };
            self.earlier.insert(no, earlier);
        }
        Ok(())
    }

    /// What stands now; of those who were here before only of the fetched ones.
    pub(super) fn standing(&mut self, no: i64) -> Result<&mut Standing, GateError> {
        let found = match self.place_of_new(no) {
            Some(place) => self.new.get_mut(place),
            None => self.earlier.get_mut(&no).map(|it| &mut it.now),
        };
        found.ok_or(GateError::Damaged)
    }

    /// The keys of someone who was here before; the sealing side has those of the new ones.
    pub(super) fn keys(&self, no: i64) -> Option<Arc<RecordKeys>> {
        self.earlier.get(&no).map(|it| Arc::clone(&it.keys))
    }

    /// Changes a sheet; the sum of the records stays as it is.
    pub(super) fn change(
        &mut self,
        no: i64,
        change: impl FnOnce(&mut ClientSheet),
    ) -> Result<(), GateError> {
        let facts = Arc::clone(&self.standing(no)?.facts);
        let mut sheet = ClientSheet::clone(&facts);
        change(&mut sheet);
        sheet.records = RecordsSum::default();
        if sheet != *facts {
            let alike = self.alike.one(sheet)?;
            self.standing(no)?.facts = alike;
        }
        Ok(())
    }

    /// Everyone who is new, in the order of their numbers.
    pub(super) fn take_new(&mut self) -> impl Iterator<Item = (i64, Standing)> + use<> {
        (self.first_new..).zip(std::mem::take(&mut self.new))
    }

    /// Everyone who was here before and about whom something changed, in the order of their numbers.
    pub(super) fn take_changed(&mut self) -> Vec<Earlier> {
        let held = std::mem::take(&mut self.earlier).into_values();
        let mut changed: Vec<_> = held.filter(|it| it.before != it.now).collect();
        changed.sort_unstable_by_key(|it| it.no);
        changed
    }
}

/// Every different sheet, once.
#[derive(Default)]
struct Alike(HashMap<Vec<u8>, Arc<ClientSheet>>);

impl Alike {
    fn one(&mut self, sheet: ClientSheet) -> Result<Arc<ClientSheet>, GateError> {
        let text = serde_json::to_vec(&sheet).map_err(|_| GateError::Damaged)?;
        let one = self.0.entry(text).or_insert_with(|| Arc::new(sheet));
        Ok(Arc::clone(one))
    }

    fn standing(&mut self, mut sheet: ClientSheet) -> Result<Standing, GateError> {
        let records = std::mem::take(&mut sheet.records);
        let facts = self.one(sheet)?;
        Ok(Standing { facts, records })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::ProgrammeFact;

    #[test]
    fn clients_with_the_same_facts_share_them_and_keep_their_own_records() {
        let mut held = Held::new(7);
        let sheet = ClientSheet {
            organization: 2,
            ..ClientSheet::default()
        };
        let (a, b) = (
            held.add(sheet.clone()).unwrap(),
            held.add(sheet.clone()).unwrap(),
        );
        assert_eq!((a, b, held.new_clients()), (7, 8, 2));
        held.standing(b).unwrap().records.add(5);
        let enrolled = ProgrammeFact { no: 3, until: None };
        held.change(a, |it| it.enrol(enrolled, 0)).unwrap();
        held.change(b, |it| it.enrol(enrolled, 0)).unwrap();
        assert_eq!(held.alike.0.len(), 2);
        assert!(Arc::ptr_eq(
            &held.standing(a).unwrap().facts.clone(),
            &held.standing(b).unwrap().facts
        ));
        let sheets: Vec<_> = held
            .take_new()
            .map(|(no, it)| (no, it.sheet().records.count()))
            .collect();
        assert_eq!(sheets, [(7, 0), (8, 1)]);
    }
}
