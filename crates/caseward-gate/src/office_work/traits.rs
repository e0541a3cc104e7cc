//! What a worker and someone on record may have in common (a surname, an address, a telephone), compared by keyed
//! fingerprints (CR-2, DV-3.3.2e).
//!
//! The texts are opened here, turned into fingerprints and wiped: whoever reviews accesses learns that two people bear
//! one surname, and never which. Nothing that can be read leaves this file.

mod places;
mod reach;

use std::collections::HashMap;

use caseward_db::{DbError, Row};
use caseward_model::{Category, read_part};

use super::Survey;
use crate::facts::NOBODY;
use crate::names::folded_words;
use crate::vault::Vault;
use crate::{GateError, Particulars, records};

/// What a column of a source file holds, as far as it tells who someone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TraitColumn {
    /// First and further names.
    FirstName,
    /// The surname.
    Surname,
    /// A street, perhaps with the house.
    Street,
    /// A telephone number or an e-mail address.
    Reach,
    /// Text in which people write telephone numbers and addresses.
    Text,
}

/// Which columns of which source file tell who someone is: file number, then column numbers. File 0 are entries.
pub type TraitColumns = HashMap<i64, Vec<(u32, TraitColumn)>>;

/// What is known about someone, as keyed fingerprints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TraitPrints {
    /// Their full name.
    pub identity: Vec<[u8; 16]>,
    /// Surnames, each half of a double one apart.
    pub surnames: Vec<[u8; 16]>,
    /// Streets with the house.
    pub addresses: Vec<[u8; 16]>,
    /// Streets without the house.
    pub streets: Vec<[u8; 16]>,
    /// Telephone numbers and e-mail addresses.
    pub reach: Vec<[u8; 16]>,
    /// Telephone numbers and e-mail addresses of people around them.
    pub contacts: Vec<[u8; 16]>,
}

impl Survey<'_, '_> {
    /// Hands over what is known about each client, one after another.
    ///
    /// # Errors
    /// When a record doesn't open, or what `visit` says.
    pub fn each_trait<E>(
        &mut self,
        columns: &TraitColumns,
        mut visit: impl FnMut(i64, TraitPrints) -> Result<(), E>,
    ) -> Result<(), E>
    where
        E: From<GateError> + From<DbError>,
    {
        let sql = "SELECT r.record_no, r.kind, r.version, r.gone, r.sealed, r.client_no, c.keys \
                   FROM records r JOIN clients c ON c.no = r.client_no \
                   WHERE r.gone = 0 AND length(c.keys) > 0 AND r.client_no > $1 \
                   ORDER BY r.client_no, r.record_no";
        let vault = &self.vault;
        let mut person: Option<(i64, Told)> = None;
        self.reader.for_each::<E>(sql, &[NOBODY.into()], |row| {
            let Some(columns) = columns.get(&row.int(1)?) else {
                return Ok(());
            };
            let no = row.int(5)?;
            if person.as_ref().is_none_or(|(before, _)| *before != no)
                && let Some((before, told)) = person.replace((no, Told::default()))
            {
                visit(before, told.prints(vault))?;
            }
            if let Some((_, told)) = &mut person {
                told.hear(vault, &row, columns)?;
            }
            Ok(())
        })?;
        match person {
            Some((no, told)) => visit(no, told.prints(vault)),
            None => Ok(()),
        }
    }

    /// What the register knows about a worker.
    #[must_use]
    pub fn worker_traits(&self, particulars: &Particulars) -> TraitPrints {
        let mut told = Told::default();
        let words: Vec<String> = folded_words(&particulars.name)
            .iter()
            .map(|it| it.to_string())
            .collect();
        if let Some((surname, first)) = words.split_last() {
            told.surnames.push(surname.clone());
            told.first_names.extend(first.iter().cloned());
        }
        told.reach.extend(reach::in_text(&particulars.email));
        told.reach.extend(reach::in_text(&particulars.phone));
        told.prints(&self.vault)
    }
}

/// What was heard about one person so far; wiped as soon as it was turned into fingerprints.
#[derive(Default)]
struct Told {
    first_names: Vec<String>,
    surnames: Vec<String>,
    places: Vec<places::Place>,
    reach: Vec<String>,
    contacts: Vec<String>,
}

impl Told {
    fn hear(
        &mut self,
        vault: &Vault,
        row: &Row,
        columns: &[(u32, TraitColumn)],
    ) -> Result<(), GateError> {
        let client_no = row.int(5)?;
        let wanted = |it| {
            matches!(
                it,
                Category::Identity
                    | Category::Contact
                    | Category::Location
                    | Category::Household
                    | Category::ThirdParty
            )
        };
        let parts = records::of_row(client_no, row, wanted)?;
        if parts.is_empty() {
            return Ok(());
        }
        let keys = vault.open_record_keys(client_no, row.bytes(6)?)?;
        for part in parts {
            let plain = records::unlock(vault, &keys, &part)?;
            let fields = read_part(&plain).map_err(|_| GateError::Damaged)?;
            for (number, text) in fields {
                let column = columns.iter().find(|(it, _)| *it == number);
                if let Some((_, column)) = column {
                    self.hear_text(part.section, *column, text);
                }
            }
        }
        Ok(())
    }

    fn hear_text(&mut self, section: Category, column: TraitColumn, text: &str) {
        let own = matches!(section, Category::Contact | Category::Location);
        let words = || folded_words(text).into_iter().map(|it| it.to_string());
        match column {
            TraitColumn::FirstName => self.first_names.extend(words()),
            TraitColumn::Surname => self.surnames.extend(words()),
            TraitColumn::Street => self.places.extend(places::in_text(text)),
            TraitColumn::Reach => self.reach.extend(reach::in_text(text)),
            TraitColumn::Text if own => {
                self.reach.extend(reach::in_text(text));
                self.places.extend(places::in_text(text));
            }
            TraitColumn::Text => self.contacts.extend(reach::in_text(text)),
        }
    }

    fn prints(&self, vault: &Vault) -> TraitPrints {
        let print = |domain: &str, text: &str| vault.fingerprint(domain, &[text.as_bytes()]);
        let all = |domain: &str, texts: &[String]| {
            let mut prints: Vec<_> = texts.iter().map(|it| print(domain, it)).collect();
            prints.sort_unstable();
            prints.dedup();
            prints
        };
        let houses = self.places.iter().filter_map(|it| it.house());
        let streets = self.places.iter().map(|it| it.street.clone());
        TraitPrints {
            identity: self
                .full_name()
                .map(|it| print("review/identity", &it))
                .into_iter()
                .collect(),
            surnames: all("review/surname", &self.surnames),
            addresses: all("review/address", &houses.collect::<Vec<_>>()),
            streets: all("review/street", &streets.collect::<Vec<_>>()),
            reach: all("review/reach", &self.reach),
            contacts: all("review/reach", &self.contacts),
        }
    }

    /// First name and surname; a middle name is often left out, and so doesn't count.
    fn full_name(&self) -> Option<String> {
        let first = self.first_names.first()?;
        let surname = self.surnames.first()?;
        Some(format!("{first} {surname}"))
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        use zeroize::Zeroize;
        self.first_names.zeroize();
        self.surnames.zeroize();
        self.reach.zeroize();
        self.contacts.zeroize();
        for place in &mut self.places {
            place.street.zeroize();
            place.number.zeroize();
        }
    }
}
