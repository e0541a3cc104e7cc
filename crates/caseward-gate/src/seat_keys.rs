//! The keys of what people note for themselves in a case conference: each is drawn with a seat, lies in the memory of this one server and
//! nowhere else, and is forgotten with the seat (CC-2.6, CC-2.7).
//!
//! Nothing writes one of these keys down and nothing gives one out. What was sealed under one that was forgotten, or whose server isn't
//! there any more, is bytes without meaning, also in a copy of the database that somebody made before.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use caseward_model::{Id, Randomness, Seat};
use zeroize::Zeroizing;

use crate::GateError;
use crate::ask::Gate;
use crate::office_work::Works;
use crate::vault::{Key, Place, Table, Vault, VaultError};

/// For how long a key whose seat isn't in the database yet is waited for, in ms: the seat may be about to be written.
const WAITED_MS: i64 = 60_000;

/// What this server holds.
#[derive(Default)]
pub(crate) struct Held {
    server: OnceLock<[u8; 16]>,
    keys: Mutex<HashMap<Id<Seat>, Drawn>>,
}

/// A key, and when it was drawn, in ms. It lies beside the table and not in it: a table that grows, or from which something is taken
/// out, leaves bytes behind that nobody wipes.
struct Drawn {
    key: Box<Key>,
    at_ms: i64,
}

impl Held {
    fn keys(&self) -> MutexGuard<'_, HashMap<Id<Seat>, Drawn>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What this run of this server is called; drawn when it is first asked for.
    fn server(&self, randomness: &Randomness) -> [u8; 16] {
        *self.server.get_or_init(|| randomness.bytes())
    }

    /// Forgets the key of a seat, if it is here.
    pub(crate) fn forget(&self, seat: Id<Seat>) {
        self.keys().remove(&seat);
    }

    /// Forgets all of them.
    pub(crate) fn forget_all(&self) {
        self.keys().clear();
    }
}

/// The keys of seats' notes that this server holds. They seal and open, and are never given out.
#[derive(Clone)]
pub struct SeatKeys {
    held: Arc<Held>,
    vault: Arc<Vault>,
}

impl SeatKeys {
    /// What this run of this server is called: another one each time that the program starts.
    #[must_use]
    pub fn server(&self) -> [u8; 16] {
        self.held.server(self.vault.randomness())
    }

    /// Draws the key of a seat, once; one that is here already stays.
    pub fn draw(&self, seat: Id<Seat>, now_ms: i64) {
        let randomness = self.vault.randomness();
        let mut keys = self.held.keys();
        keys.entry(seat).or_insert_with(|| Drawn {
            key: Box::new(Key::make_random(randomness)),
            at_ms: now_ms,
        });
    }

    /// Whether the key of a seat is here.
    #[must_use]
    pub fn holds(&self, seat: Id<Seat>) -> bool {
        self.held.keys().contains_key(&seat)
    }

    /// Whether any key is here.
    #[must_use]
    pub fn holds_any(&self) -> bool {
        !self.held.keys().is_empty()
    }

    /// Forgets the key of a seat for good, if it is here.
    pub fn forget(&self, seat: Id<Seat>) {
        self.held.forget(seat);
    }

    /// Forgets the keys of all seats but these, unless one was drawn just now.
    pub fn forget_but(&self, seats: &HashSet<Id<Seat>>, now_ms: i64) {
        let mut keys = self.held.keys();
        keys.retain(|seat, it| seats.contains(seat) || now_ms - it.at_ms < WAITED_MS);
    }

    /// Seals a block of notes under the key of its seat.
    ///
    /// # Errors
    /// [`VaultError::Destroyed`] when the key isn't here.
    pub fn seal(&self, seat: Id<Seat>, version: i64, plain: &[u8]) -> Result<Vec<u8>, GateError> {
        let place = self.place(seat, version);
        let keys = self.held.keys();
        let drawn = keys.get(&seat).ok_or(VaultError::Destroyed)?;
        Ok(self.vault.seal(&drawn.key, &place, plain))
    }

    /// Opens what [`SeatKeys::seal`] made.
    ///
    /// # Errors
    /// [`VaultError::Destroyed`] when the key isn't here; [`GateError::Vault`] when it doesn't belong there.
    pub fn open(
        &self,
        seat: Id<Seat>,
        version: i64,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, GateError> {
        let place = self.place(seat, version);
        let keys = self.held.keys();
        let drawn = keys.get(&seat).ok_or(VaultError::Destroyed)?;
        Ok(drawn.key.unlock(&place, sealed)?)
    }

    fn place(&self, seat: Id<Seat>, version: i64) -> Place {
        let place = self.vault.place(Table::SeatNotes);
        place.reference(seat.as_bytes()).version(version)
    }
}

impl Gate {
    /// The keys of seats' notes that this server holds.
    ///
    /// # Errors
    /// [`GateError::OfficeSealed`] when the office isn't open.
    pub fn seat_keys(&self) -> Result<SeatKeys, GateError> {
        Ok(SeatKeys {
            held: Arc::clone(&self.core.seat_keys),
            vault: self.core.vault()?,
        })
    }
}

impl Works<'_, '_> {
    /// The keys of seats' notes that this server holds.
    #[must_use]
    pub fn seat_keys(&self) -> SeatKeys {
        SeatKeys {
            held: Arc::clone(&self.core.seat_keys),
            vault: Arc::clone(&self.vault),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000_000;

    /// A server of an office; all have the office's own keys.
    fn server() -> SeatKeys {
        let root = Key::from_bytes([7; 32]);
        let vault = Vault::new(root, [3; 16], Randomness::system());
        SeatKeys {
            held: Arc::default(),
            vault: Arc::new(vault),
        }
    }

    fn seat(no: u8) -> Id<Seat> {
        Id::from_bytes([no; 16])
    }

    #[test]
    fn cc_2_6_notes_open_on_the_server_that_drew_their_key_in_their_place_and_nowhere_else() {
        let here = server();
        here.draw(seat(1), NOW);
        here.draw(seat(2), NOW);
        let sealed = here.seal(seat(1), 1, b"asks for a bed").unwrap();
        let opened = here.open(seat(1), 1, &sealed).unwrap();
        assert_eq!(&**opened, b"asks for a bed");
        here.draw(seat(1), NOW);
        assert!(here.open(seat(1), 1, &sealed).is_ok(), "it is drawn once");
        assert!(here.open(seat(1), 2, &sealed).is_err(), "another version");
        assert!(here.open(seat(2), 1, &sealed).is_err(), "another seat");
        let there = server();
        assert_ne!(here.server(), there.server());
        there.draw(seat(1), NOW);
        assert!(there.open(seat(1), 1, &sealed).is_err(), "another server");
    }

    #[test]
    fn cc_2_7_no_bytes_of_a_key_lie_in_the_table_that_is_copied_when_it_grows() {
        assert!(size_of::<Drawn>() < size_of::<Key>());
    }

    #[test]
    fn cc_2_7_what_was_sealed_under_a_key_that_was_forgotten_opens_never_again() {
        let here = server();
        for no in 1..=3 {
            here.draw(seat(no), NOW);
        }
        let sealed = here.seal(seat(1), 1, b"asks for a bed").unwrap();
        here.forget(seat(1));
        assert!(!here.holds(seat(1)) && here.seal(seat(1), 2, b"more").is_err());
        here.draw(seat(1), NOW);
        assert!(here.open(seat(1), 1, &sealed).is_err());
        let known = HashSet::from([seat(2)]);
        here.forget_but(&known, NOW + WAITED_MS - 1);
        assert!(here.holds(seat(3)), "its seat may be about to be written");
        here.forget_but(&known, NOW + WAITED_MS);
        assert!(here.holds(seat(2)) && !here.holds(seat(3)));
        here.held.forget_all();
        assert!(!here.holds_any());
    }
}
