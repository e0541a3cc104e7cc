//! Reading the records of everybody for what they are recognised by (CR-9, DV-4.6.4).

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use caseward_db::{Reader, Row};
use caseward_masking::{Index, Kind, Name, Person, PersonNo, Scope};
use caseward_model::read_part;
use zeroize::Zeroizing;

use super::outside::Outside;
use super::{Identifier, IdentifierFields, Others, person_of, wording};
use crate::GateError;
use crate::records;
use crate::ties::may_tie;
use crate::vault::Vault;

type Told = Vec<(Identifier, Zeroizing<String>)>;

/// Goes over all records once.
pub(super) fn read_everybody(
    reader: &mut Reader<'_>,
    vault: &Vault,
    fields: &IdentifierFields,
    as_of: i64,
) -> Result<Others, GateError> {
    let count = reader.query_one("SELECT COUNT(*), COALESCE(MAX(no), 0) FROM clients", &[])?;
    let expected = usize::try_from(count.int(0)?).unwrap_or(0);
    let mut others = Others {
        index: Index::builder(expected).build(),
        households: HashMap::new(),
        members: HashMap::new(),
        close: HashMap::new(),
        outside: Outside::default(),
        next: u32::try_from(count.int(1)?).map_or(u32::MAX, |it| it.saturating_add(1)),
        signs: Index::builder(0).build(),
        marks: RandomState::new(),
        fields: IdentifierFields::new(),
        as_of,
    };
    let sql = "SELECT r.record_no, r.kind, r.version, r.gone, r.sealed, r.client_no, c.keys \
               FROM records r JOIN clients c ON c.no = r.client_no \
               WHERE r.gone = 0 AND length(c.keys) > 0";
    reader.for_each(sql, &[], |row| {
        let Some(sources) = fields.get(&row.int(1)?) else {
            return Ok(());
        };
        let told = of_record(vault, &row, sources)?;
        others.file(row.int(5)?, told);
        Ok::<_, GateError>(())
    })?;
    others.fields.clone_from(fields);
    Ok(others)
}

fn of_record(vault: &Vault, row: &Row, sources: &[(u32, Identifier)]) -> Result<Told, GateError> {
    let client_no = row.int(5)?;
    let keys = vault.open_record_keys(client_no, row.bytes(6)?)?;
    let mut told = Told::new();
    for part in records::of_row(client_no, row, may_tie)? {
        let plain = records::unlock(vault, &keys, &part)?;
        for (number, text) in read_part(&plain).map_err(|_| GateError::Damaged)? {
            let known = sources.iter().find(|(it, _)| *it == number);
            let text = text.trim();
            if let Some((_, what)) = known.filter(|_| !text.is_empty()) {
                told.push((*what, Zeroizing::new(text.to_owned())));
            }
        }
    }
    Ok(told)
}

impl Others {
    /// What was just written into a client's file by hand.
    pub(crate) fn file_entry(&mut self, client_no: i64, fields: &[(u32, Zeroizing<String>)]) {
        let sources = self.fields.get(&0).cloned().unwrap_or_default();
        let told = fields.iter().filter_map(|(number, text)| {
            let (_, what) = sources.iter().find(|(it, _)| it == number)?;
            let text = text.trim();
            (!text.is_empty()).then(|| (*what, Zeroizing::new(text.to_owned())))
        });
        let told = told.collect();
        self.file(client_no, told);
    }

    fn file(&mut self, client_no: i64, told: Told) {
        let mut person = Person::default();
        let mut name = Name::default();
        for (what, text) in &told {
            let text = text.as_str();
            match what {
                Identifier::Given => append(&mut name.given, text),
                Identifier::Middle => append(&mut name.middle, text),
                Identifier::Family => append(&mut name.family, text),
                Identifier::Called => person.called.push(text.to_owned()),
                Identifier::Born => person.births.extend(text.parse::<jiff::civil::Date>()),
                Identifier::Ssn => person.ssns.push(text.to_owned()),
                Identifier::Number => person.numbers.push(text.to_owned()),
                Identifier::Phone => person.phones.push(text.to_owned()),
                Identifier::Mail => person.mails.push(text.to_owned()),
                Identifier::Address => person.addresses.push(text.to_owned()),
                Identifier::Plate => person.plates.push(text.to_owned()),
                Identifier::Text => self.noted(client_no, text),
                Identifier::Close => self.close(client_no, text),
                Identifier::Household => self.household(client_no, text),
            }
        }
        if name != Name::default() {
            person.names.push(name);
        }
        if let Some(number) = person_of(client_no).filter(|_| person != Person::default()) {
            self.index.add(number, &person);
        }
    }

    /// A number or an address in a note may be anybody's: it is nobody's own, and somebody's who is near.
    fn noted(&mut self, client_no: i64, text: &str) {
        let mut found = Person::default();
        self.signs_of(text, &mut found);
        self.add_near(client_no, &found);
    }

    /// What looks like a number or an address of theirs.
    pub(super) fn signs_of(&self, text: &str, person: &mut Person) {
        for span in self.signs.find(text, &Scope::default()) {
            let Some(found) = text.get(span.range) else {
                continue;
            };
            let list = match span.kind {
                Kind::Phone => &mut person.phones,
                Kind::Mail => &mut person.mails,
                Kind::Address => &mut person.addresses,
                Kind::Plate => &mut person.plates,
                Kind::Number => &mut person.numbers,
                Kind::Name | Kind::Birth | Kind::Date | Kind::Web | Kind::Network => continue,
            };
            list.push(found.to_owned());
        }
    }

    /// *Rosa Leal (sister), 555 010 4477*.
    fn close(&mut self, client_no: i64, text: &str) {
        let mut person = Person::default();
        self.signs_of(text, &mut person);
        wording::called(text, &mut person);
        self.add_near(client_no, &person);
    }

    fn add_near(&mut self, client_no: i64, person: &Person) {
        let number = PersonNo(self.next);
        if *person != Person::default() && self.index.add(number, person) {
            self.next = self.next.saturating_add(1);
            self.close.entry(client_no).or_default().push(number);
        }
    }

    fn household(&mut self, client_no: i64, text: &str) {
        let mark = self.marks.hash_one(text);
        let of_client = self.households.entry(client_no).or_default();
        of_client.insert(mark);
        let members = self.members.entry(mark).or_default();
        members.insert(client_no);
    }
}

/// Several fields of one name stand one after the other.
fn append(to: &mut String, text: &str) {
    if !to.is_empty() {
        to.push(' ');
    }
    to.push_str(text);
}
