//! Where each desk keeps what it knows, sealed: a row of one drawer opens in no other (NASW-l).

use std::sync::Arc;

use caseward_model::Compartment;
use zeroize::Zeroizing;

use super::Works;
use crate::GateError;
use crate::ask::Gate;
use crate::vault::{Place, Table, Vault};

/// A desk's own sealed table. The numbers are part of the format: never reuse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawer {
    /// Means of sign-in.
    SignIn = 1,
    /// Settings of the office.
    Settings = 2,
    /// Mail that waits to be sent.
    Mail = 3,
    /// Texts of agreements and courses.
    Agreements = 4,
    /// What was signed and completed.
    Signed = 5,
    /// Other systems and how their logs are read.
    Systems = 6,
    /// Look-ups in other systems, stated beforehand.
    LookUps = 7,
    /// Accesses in other systems, from their logs.
    Accesses = 8,
    /// Reviews of accesses.
    Reviews = 9,
    /// Emergency accesses.
    Emergencies = 10,
    /// Declared and found conflicts of interest.
    Conflicts = 11,
    /// Teams.
    Teams = 12,
    /// Invitations.
    Invitations = 13,
    /// Texts that somebody has begun to write.
    Drafts = 14,
    /// Tasks that wait for somebody.
    Tasks = 15,
    /// Searches.
    Searches = 16,
    /// Whose work was handed over, why, and to whom.
    HandOvers = 17,
    /// Questions for access to a file.
    AccessQuestions = 18,
    /// What was agreed with recipients, their keys and channels.
    Recipients = 19,
    /// Consents, under their client's key.
    Consents = 20,
    /// Disclosures, under their client's key.
    Disclosures = 21,
    /// Clients' own views of their files, under their own key.
    OwnViews = 22,
    /// Packages that wait behind a link.
    Links = 24,
    /// Enquiries from outside.
    Enquiries = 27,
    /// Danger reports, under their client's key.
    Dangers = 28,
    /// Warnings to people who are threatened, under their client's key.
    Warnings = 29,
    /// Case conferences.
    Conferences = 30,
    /// Meetings of case conferences.
    Meetings = 33,
    /// Agendas of case conferences.
    Agendas = 34,
    /// Items of agendas.
    AgendaItems = 35,
    /// Identifiers by which clients are spoken of in case conferences.
    Identifiers = 36,
    /// Reports of breaches.
    Breaches = 37,
    /// Permissions of those who told something about a client, under the client's key for what others told.
    Tellers = 38,
    /// Boards of open rooms: which item is spoken of, and what is typed about it.
    Boards = 44,
    /// Notes in case conferences: whose they were, how they ended, which of them an organisation keeps.
    SessionNotes = 45,
    /// What was decided in case conferences: who does what, and, under its client's key, the words of it.
    Decisions = 46,
    /// The programmes of the office; and, under their client's key, who takes part in one.
    Programmes = 48,
    /// Letters that wait behind a link.
    LetterLinks = 50,
}

impl Drawer {
    /// Under which of a client's keys its rows lie, where they lie under one: what tells of whoever told something lies apart from the
    /// file, as what they told does (DV-3.2).
    pub(crate) const fn compartment(self) -> Compartment {
        match self {
            Self::Tellers => Compartment::ThirdParty,
            _ => Compartment::File,
        }
    }

    fn place(self, vault: &Vault, (row, second, version): (i64, i64, i64)) -> Place {
        vault
            .place(Table::Desks)
            .column(self as u8)
            .row(row)
            .second(second)
            .version(version)
    }

    pub(crate) fn seal(self, vault: &Vault, place: (i64, i64, i64), plain: &[u8]) -> Vec<u8> {
        vault.seal(vault.office_key(), &self.place(vault, place), plain)
    }

    pub(crate) fn open(
        self,
        vault: &Vault,
        place: (i64, i64, i64),
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, GateError> {
        Ok(vault
            .office_key()
            .unlock(&self.place(vault, place), sealed)?)
    }
}

/// Opens and seals the rows of desks' drawers, and nothing else. It decides nothing and holds nothing
/// from a client's file.
#[derive(Clone)]
pub struct Drawers(Arc<Vault>);

impl Drawers {
    /// Opens a row; its place is its number, a second number and its version.
    ///
    /// # Errors
    /// [`GateError::Vault`] when it doesn't belong there.
    pub fn open(
        &self,
        drawer: Drawer,
        place: (i64, i64, i64),
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, GateError> {
        drawer.open(&self.0, place, sealed)
    }

    /// Seals a row for its place.
    #[must_use]
    pub fn seal(&self, drawer: Drawer, place: (i64, i64, i64), plain: &[u8]) -> Vec<u8> {
        drawer.seal(&self.0, place, plain)
    }
}

impl Works<'_, '_> {
    /// The desks' drawers, for reading many rows.
    #[must_use]
    pub fn drawers(&self) -> Drawers {
        Drawers(Arc::clone(&self.vault))
    }
}

impl Gate {
    /// The desks' drawers.
    ///
    /// # Errors
    /// [`GateError::OfficeSealed`] when the office isn't open.
    pub fn drawers(&self) -> Result<Drawers, GateError> {
        Ok(Drawers(self.core.vault()?))
    }
}
