//! Where a sealed value belongs: it opens there and nowhere else.
//!
//! The authenticated data of every sealed value is: the suite (1 byte), the ledger's id (16), the
//! table (1), the column or compartment (1), then row, second row number and version (8 bytes each,
//! big-endian), and sixteen bytes for what else belongs to the row: its reference, or its kind (8)
//! and whether it is gone (1). A value moved to another client, section or version does not open
//! (design §6).

use super::LedgerId;

/// XChaCha20-Poly1305 with a random nonce; the only suite so far.
pub(super) const SUITE: u8 = 1;
/// Bytes of its nonce.
pub(super) const NONCE: usize = 24;

/// The tables that hold sealed values. The numbers are part of the format: never reuse one.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Table {
    Slots = 1,
    CompartmentKeys = 2,
    RecordKeys = 3,
    ClientFacts = 4,
    WorkerFacts = 5,
    OrganizationFacts = 6,
    Workers = 7,
    Organizations = 8,
    Records = 10,
    Ledger = 11,
    OfficeRows = 12,
    Desks = 13,
    Cards = 14,
    FileDesks = 15,
    SeatNotes = 16,
    NoteKeys = 17,
    KeptNotes = 18,
}

/// One cell of one table.
pub(crate) struct Place([u8; 59]);

impl Place {
    pub(super) fn new(ledger: &LedgerId, table: Table) -> Self {
        let mut place = Self([0; 59]);
        place.write(0, &[SUITE]);
        place.write(1, ledger);
        place.write(17, &[table as u8]);
        place
    }

    fn write(&mut self, from: usize, bytes: &[u8]) {
        for (to, &byte) in self.0.iter_mut().skip(from).zip(bytes) {
            *to = byte;
        }
    }

    /// The column, section or compartment.
    pub(crate) fn column(mut self, column: u8) -> Self {
        self.write(18, &[column]);
        self
    }

    /// The row.
    pub(crate) fn row(mut self, row: i64) -> Self {
        self.write(19, &row.to_be_bytes());
        self
    }

    /// The row within the row, where a table has two numbers.
    pub(crate) fn second(mut self, row: i64) -> Self {
        self.write(27, &row.to_be_bytes());
        self
    }

    /// The reference by which the row is known outside.
    pub(crate) fn reference(mut self, id: &[u8; 16]) -> Self {
        self.write(43, id);
        self
    }

    /// What kind of row it is, and whether it is gone.
    pub(crate) fn kind(mut self, kind: i64, gone: bool) -> Self {
        self.write(43, &kind.to_be_bytes());
        self.write(51, &[u8::from(gone)]);
        self
    }

    /// The version of the row.
    pub(crate) fn version(mut self, version: i64) -> Self {
        self.write(35, &version.to_be_bytes());
        self
    }

    pub(super) const fn as_bytes(&self) -> &[u8; 59] {
        &self.0
    }
}
