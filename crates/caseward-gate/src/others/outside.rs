//! People outside who are no clients, and whom the house knows by name all the same: who signed for somebody, who is threatened, who
//! asked about somebody (CR-9, DV-4.6.4, DV-3.2).
//!
//! The desks say where they are named; the rows are opened here, and nothing of them goes anywhere but into what is held of
//! everybody. What was written since is read when a paper is put together. In a paper they look like anybody else: a placeholder
//! doesn't tell a client from somebody who asked.

use std::collections::HashMap;
use std::hash::BuildHasher;

use caseward_db::{Reader, Row};
use caseward_masking::{Kind, Person, PersonNo, Scope, Span, Way};
use serde_json::Value as Json;
use zeroize::Zeroizing;

use super::{Others, person_of, wording};
use crate::ask::{Core, Gate};
use crate::file_work::place;
use crate::vault::Vault;
use crate::{Drawer, GateError};

/// What somebody outside is to the client in whose file a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutsideTie {
    /// Close to them: of somebody who is no client it may stay readable, for a reason.
    Close,
    /// Near to them, and nothing ever stays readable: whoever they are a danger to.
    Apart,
    /// Nobody's: they stand in nobody's file, and count as a stranger in everybody's.
    Nobodys,
}

/// Rows of a desk in which people outside are named.
#[derive(Debug, Clone, Copy)]
pub struct OutsideSource {
    /// In which drawer the rows lie, with nothing but 0 for the second number of their places.
    pub drawer: Drawer,
    /// Their table, with `no`, `version` and `sealed`, and with `client_no` where they lie under the key of a client.
    pub table: &'static str,
    /// What those who are named there are to whom; with [`OutsideTie::Nobodys`] the rows lie under the office's own key.
    pub tie: OutsideTie,
    /// Where somebody's name stands in a row: JSON pointers.
    pub names: &'static [&'static str],
    /// Where a text stands in which there may be numbers and addresses of theirs.
    pub texts: &'static [&'static str],
}

/// A row: its drawer, the client's number (0 for the office's own), and its own.
type RowNo = (u8, i64, i64);

/// How many rows there are, and the sum of their versions: any change of a row raises it.
type Stamp = (i64, i64);

/// What is known of the rows of desks.
#[derive(Default)]
pub(super) struct Outside {
    rows: HashMap<RowNo, Known>,
    seen: HashMap<u8, Stamp>,
    /// People of whom nothing stays readable in the papers of these clients.
    pub(super) apart: HashMap<i64, Vec<PersonNo>>,
}

struct Known {
    version: i64,
    number: Option<PersonNo>,
    /// What was filed, so that it isn't filed twice.
    print: u64,
}

/// What rows tell that weren't read yet.
pub(crate) struct News {
    reading: u64,
    told: Vec<Told>,
    seen: Vec<(u8, Stamp)>,
}

struct Told {
    row: RowNo,
    version: i64,
    tie: OutsideTie,
    names: Vec<Zeroizing<String>>,
    texts: Vec<Zeroizing<String>>,
}

/// How often it is tried while everybody is being read anew beside it.
const TRIES: usize = 3;

impl Gate {
    /// Reads which people outside the desks know, as far as it was written since the last time. Nothing of it is given out.
    ///
    /// # Errors
    /// [`GateError::Unfit`] before everybody was read ([`Gate::index_others`]); when the office is sealed or a row doesn't open.
    pub async fn index_outside(&self, sources: &'static [OutsideSource]) -> Result<(), GateError> {
        let vault = self.core.vault()?;
        for _ in 0..TRIES {
            let core = std::sync::Arc::clone(&self.core);
            let vault = std::sync::Arc::clone(&vault);
            let news = self
                .db
                .read(move |reader| News::read(reader, &core, &vault, sources))
                .await?;
            if self.core.know_of_outside(news) {
                return Ok(());
            }
        }
        Err(GateError::Unfit(super::NOT_READ))
    }
}

impl News {
    fn read(
        reader: &mut Reader<'_>,
        core: &Core,
        vault: &Vault,
        sources: &[OutsideSource],
    ) -> Result<Self, GateError> {
        let reading = core.others(Others::reading);
        let mut news = Self {
            reading: reading.ok_or(GateError::Unfit(super::NOT_READ))?,
            told: Vec::new(),
            seen: Vec::new(),
        };
        for source in sources {
            let drawer = source.drawer as u8;
            let stamp = stamp(reader, source)?;
            if core.others(|it| it.outside.seen.get(&drawer) == Some(&stamp)) == Some(true) {
                continue;
            }
            reader.for_each(&source.sql(), &[], |row| {
                let (no, version) = (source.row(&row)?, row.int(1)?);
                let is_new = core.others(|it| it.outside.is_new(no, version));
                if is_new.unwrap_or(true) {
                    let plain = source.open(vault, &row)?;
                    news.told.push(source.told((no, version), &plain)?);
                }
                Ok::<_, GateError>(())
            })?;
            news.seen.push((drawer, stamp));
        }
        Ok(news)
    }
}

fn stamp(reader: &mut Reader<'_>, source: &OutsideSource) -> Result<Stamp, GateError> {
    let sql = format!(
        "SELECT COUNT(*), CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM {}",
        source.table
    );
    let row = reader.query_one(&sql, &[])?;
    Ok((row.int(0)?, row.int(1)?))
}

impl OutsideSource {
    fn is_of_office(&self) -> bool {
        self.tie == OutsideTie::Nobodys
    }

    fn sql(&self) -> String {
        if self.is_of_office() {
            return format!("SELECT no, version, sealed FROM {}", self.table);
        }
        // Whoever's keys were destroyed has no rows that could be opened.
        format!(
            "SELECT t.no, t.version, t.sealed, t.client_no, c.ref, c.keys \
             FROM {} t JOIN clients c ON c.no = t.client_no WHERE length(c.keys) > 0",
            self.table
        )
    }

    fn row(&self, row: &Row) -> Result<RowNo, GateError> {
        let client_no = if self.is_of_office() { 0 } else { row.int(3)? };
        Ok((self.drawer as u8, client_no, row.int(0)?))
    }

    fn open(&self, vault: &Vault, row: &Row) -> Result<Zeroizing<Vec<u8>>, GateError> {
        let at = (row.int(0)?, 0, row.int(1)?);
        if self.is_of_office() {
            return self.drawer.open(vault, at, row.bytes(2)?);
        }
        let keys = vault.open_record_keys(row.int(3)?, row.bytes(5)?)?;
        let key = keys.get(self.drawer.compartment());
        let key = key.ok_or(GateError::Damaged)?;
        let place = place(vault, self.drawer, &row.array(4)?, at);
        Ok(key.unlock(&place, row.bytes(2)?)?)
    }

    fn told(&self, (row, version): (RowNo, i64), plain: &[u8]) -> Result<Told, GateError> {
        let json: Json = serde_json::from_slice(plain).map_err(|_| GateError::Damaged)?;
        let at = |pointers: &[&str]| -> Vec<Zeroizing<String>> {
            let found = pointers.iter().filter_map(|it| json.pointer(it)?.as_str());
            let found = found.filter(|it| !it.trim().is_empty());
            found.map(|it| Zeroizing::new(it.to_owned())).collect()
        };
        Ok(Told {
            row,
            version,
            tie: self.tie,
            names: at(self.names),
            texts: at(self.texts),
        })
    }
}

impl Outside {
    fn is_new(&self, row: RowNo, version: i64) -> bool {
        self.rows.get(&row).is_none_or(|it| it.version < version)
    }
}

impl Others {
    /// Another number for each reading of everybody.
    fn reading(&self) -> u64 {
        self.marks.hash_one("reading")
    }

    /// Of those who told something about a client, whom a paper may name: whoever gave one of the permissions `named`, unless the
    /// same name stands under one of `unnamed`, by which something goes as well.
    pub(super) fn tellers(
        &self,
        client_no: i64,
        (named, unnamed): (&[i64], &[i64]),
    ) -> Vec<PersonNo> {
        let drawer = Drawer::Tellers as u8;
        let prints = |all: &[i64]| -> Vec<u64> {
            let rows = all.iter().map(|no| (drawer, client_no, *no));
            let known = rows.filter_map(|row| self.outside.rows.get(&row));
            known.map(|it| it.print).collect()
        };
        let (named, unnamed) = (prints(named), prints(unnamed));
        // Whoever gave several permissions has a number by each of them.
        let theirs = self.outside.rows.iter().filter(|((of, client, _), it)| {
            let here = *of == drawer && *client == client_no;
            here && named.contains(&it.print) && !unnamed.contains(&it.print)
        });
        theirs.filter_map(|(_, it)| it.number).collect()
    }

    /// Files what rows of desks tell; false when everybody was read anew meanwhile.
    pub(crate) fn file_outside(&mut self, news: News) -> bool {
        if news.reading != self.reading() {
            return false;
        }
        for told in &news.told {
            if self.outside.is_new(told.row, told.version) {
                self.file_told(told);
            }
        }
        self.outside.seen.extend(news.seen);
        true
    }

    fn file_told(&mut self, told: &Told) {
        let texts = || told.names.iter().chain(&told.texts).map(|it| it.as_str());
        let print = self.marks.hash_one(texts().collect::<Vec<_>>());
        let before = self.outside.rows.get(&told.row);
        let mut number = before.and_then(|it| it.number);
        if before.is_none_or(|it| it.print != print) {
            let mut person = Person::default();
            let names = told.names.iter();
            for name in names.filter(|it| !self.is_the_client(told.row.1, it)) {
                match told.tie {
                    OutsideTie::Close | OutsideTie::Apart => wording::called(name, &mut person),
                    OutsideTie::Nobodys => wording::whole_name(name, &mut person),
                }
            }
            for text in texts() {
                self.signs_of(text, &mut person);
            }
            number = self.file_outsider(number, &person, (told.row.1, told.tie));
        }
        let known = Known {
            version: told.version,
            number,
            print,
        };
        self.outside.rows.insert(told.row, known);
    }

    /// Whether a client was named in the place of somebody else: who signs for themselves is nobody besides.
    fn is_the_client(&self, client_no: i64, name: &str) -> bool {
        let scope = Scope {
            unknown: false,
            ..Scope::default()
        };
        let is_theirs = |it: &Span| {
            let another = it.ways.has(Way::Typo) || it.ways.has(Way::ShortForm);
            let own = person_of(client_no).is_some_and(|own| it.people.contains(&own));
            own && !another && it.kind == Kind::Name
        };
        self.index.find(name, &scope).iter().any(is_theirs)
    }

    /// Under the number that they have, or the next one.
    fn file_outsider(
        &mut self,
        number: Option<PersonNo>,
        person: &Person,
        (client_no, tie): (i64, OutsideTie),
    ) -> Option<PersonNo> {
        if *person == Person::default() {
            return number;
        }
        if let Some(known) = number {
            self.index.add(known, person);
            return number;
        }
        let new = PersonNo(self.next);
        if !self.index.add(new, person) {
            return None;
        }
        self.next = self.next.saturating_add(1);
        match tie {
            OutsideTie::Close => self.close.entry(client_no).or_default().push(new),
            OutsideTie::Apart => {
                let apart = self.outside.apart.entry(client_no);
                apart.or_default().push(new);
            }
            OutsideTie::Nobodys => {}
        }
        Some(new)
    }
}
