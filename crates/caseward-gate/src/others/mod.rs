//! Everyone else: by what the people whom the office knows are recognised, held in memory while the office is open, so that
//! nothing about them leaves in somebody else's file (CR-9, DV-4.6.4, DV-3.2).
//!
//! What is held are hashes and words without an owner's name beside them (`caseward-masking`). It is read out of the sealed
//! records when it is first needed, and anew after each import; nothing of it is on the disk.

mod filing;
mod mask;
mod outside;
mod partners;
mod speaks;
mod staff;
mod wording;

use std::collections::{BTreeSet, HashMap};
use std::hash::RandomState;

use caseward_masking::{Index, PersonNo};

pub use mask::{Also, Choice, Chosen, MaskOrder, MaskedText, Mention};
pub(crate) use outside::News;
pub use outside::{OutsideSource, OutsideTie};
pub use partners::{MaskedPartners, TakenOut};
pub(crate) use speaks::may_be_one_of;

use crate::GateError;
use crate::ask::Gate;

/// By what somebody is recognised, as a field of a record holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identifier {
    /// First names.
    Given,
    /// Middle names.
    Middle,
    /// Surnames.
    Family,
    /// What they are called: a nickname, an alias.
    Called,
    /// The day of birth.
    Born,
    /// A social security number.
    Ssn,
    /// Another number of theirs.
    Number,
    /// A telephone number.
    Phone,
    /// An address of mail.
    Mail,
    /// A postal address.
    Address,
    /// The plate of a vehicle.
    Plate,
    /// A text in which numbers and addresses may stand. Whose they are isn't said: somebody's who is near to whom the file is about.
    Text,
    /// Somebody close to them, by name: no client, and near to this one.
    Close,
    /// The number of the household; whoever bears the same one is near.
    Household,
}

/// Which fields of which source file hold such things, by the file's number and theirs; entries have file 0.
pub type IdentifierFields = HashMap<i64, Vec<(u32, Identifier)>>;

/// What is held of everybody.
pub(crate) struct Others {
    index: Index,
    /// Who lives with whom: the marks of a client's households, and whom a mark belongs to.
    households: HashMap<i64, BTreeSet<u64>>,
    members: HashMap<u64, BTreeSet<i64>>,
    /// People who are close to a client without being one.
    close: HashMap<i64, Vec<PersonNo>>,
    /// People whom desks name beside the records.
    outside: outside::Outside,
    /// The next number of whoever is no client: behind all of theirs.
    next: u32,
    /// Knows nobody: finds what looks like a number or an address.
    signs: Index,
    /// Another one each time: a mark says nothing outside of this reading.
    marks: RandomState,
    fields: IdentifierFields,
    as_of: i64,
}

impl Others {
    /// Who is near to a client: their household, and who is named in their file.
    fn near(&self, client_no: i64) -> Vec<PersonNo> {
        let households = self.households.get(&client_no).into_iter().flatten();
        let members = households.filter_map(|mark| self.members.get(mark));
        let members = members.flatten().copied().filter(|it| *it != client_no);
        let close = self.close.get(&client_no).into_iter().flatten().copied();
        let near = members.filter_map(person_of).chain(close);
        near.chain(self.apart(client_no)).collect()
    }

    /// Of whom nothing stays readable in a client's papers, whoever decides about it.
    fn apart(&self, client_no: i64) -> impl Iterator<Item = PersonNo> {
        let apart = self.outside.apart.get(&client_no);
        apart.into_iter().flatten().copied()
    }
}

pub(crate) const NOT_READ: &str =
    "the names of the people in this office are still being read; try again in a minute";

/// A client's number in the index; nothing for one that an index can't hold.
fn person_of(client_no: i64) -> Option<PersonNo> {
    u32::try_from(client_no).ok().map(PersonNo)
}

impl Gate {
    /// Reads by what everybody is recognised. `as_of` is whatever the caller tells states of the records apart by.
    ///
    /// # Errors
    /// When the office is sealed or a record doesn't open.
    pub async fn index_others(
        &self,
        fields: IdentifierFields,
        as_of: i64,
    ) -> Result<usize, GateError> {
        let vault = self.core.vault()?;
        let others = self
            .db
            .read(move |reader| filing::read_everybody(reader, &vault, &fields, as_of))
            .await?;
        let people = others.index.len();
        self.core.hold_others(Some(others));
        Ok(people)
    }

    /// Of which state everybody was read last; nothing before that was done.
    #[must_use]
    pub fn others_as_of(&self) -> Option<i64> {
        self.core.others(|it| it.as_of)
    }
}
