//! Searching for a client: one's own are found forgivingly, and beyond them at most that somebody may be able
//! to help (CR-2, CR-4).
//!
//! A worker types a name, a day of birth or a number, and says what for. Those of their own clients who fit
//! are decided one by one and shown. Of everybody else only one who is meant exactly counts, and only if the
//! rules would let this worker find them once a duty was recorded, and nobody asked for a shield of any
//! kind: then the answer is that they may ask, and nothing else. Whoever is walled off, shielded, another
//! organisation's, or isn't here gets one answer, at one cost (DV-3.3.1, CC-2.4, DV-3.3.2e).
//!
//! Every search is an entry with its purpose, and the words are in none: only a keyed fingerprint.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use caseward_db::{Draft, Look, Reader, Transaction};
use caseward_model::{Channel, Client, Id, OfficeAct, Purpose, Worker};
use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use crate::ask::{Core, Gate};
use crate::deciding::{Candidate, Deciding, purposes_of};
use crate::facts::NOBODY;
use crate::list::{ListedClient, listed};
use crate::look_up::day_of;
use crate::mine;
use crate::names::Day;
use crate::office_work::{ClientSeen, Drawer, Works, may_oneself};
use crate::record::{EntryKind, EntryText, ListText, SearchOutcome, Under, draft};
use crate::{GateError, LONGEST_LIST};

/// How entries call a search.
pub(crate) const SEARCHED: &str = "searched";

/// How many clients a search shows at most.
pub const MOST_FOUND: usize = 10;

/// How many searches a worker has within an hour. Someone who takes in ten people an hour and tries three
/// spellings of each needs thirty; twice that is nobody's work any more.
pub const SEARCHES_PER_HOUR: usize = 60;

/// How many within a day: a day of the busiest hour's half, for ten hours.
pub const SEARCHES_PER_DAY: usize = 300;

/// So many searches within a day that showed nobody are a pattern that a person looks at.
pub const FRUITLESS_PER_DAY: i64 = 25;

/// Decisions come in heaps of so many, so that their number doesn't tell how many were refused. Nobody's
/// sheet fills the heap.
const HEAP: usize = 8;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// A search that is to be made.
pub struct Search {
    /// Who searches.
    pub asker: Id<Worker>,
    /// Words of a name; may be empty.
    pub words: Zeroizing<String>,
    /// The day of birth, as `1990-05-06`; may be empty.
    pub born: Zeroizing<String>,
    /// The client with the number that was typed, or an id that nobody has.
    pub number: Option<Id<Client>>,
    /// What for.
    pub purpose: Purpose,
    /// By which way.
    pub channel: Channel,
}

/// What came of a search; it is on record.
pub enum Searched {
    /// It was done.
    Done(FoundClients),
    /// There were too many; the next one can be made from then on, in ms since 1970.
    TooMany(i64),
    /// The names aren't read yet; nothing was searched, and nothing recorded.
    NotReady,
}

/// What was found.
pub struct FoundClients {
    /// The number of the entry in the ledger.
    pub entry: u64,
    /// The clients whom the asker may know of, the best fit first.
    pub clients: Vec<ListedClient>,
    /// There are more of them.
    pub more: bool,
    /// Somebody else may be able to help: the number of this search, by which the asker can ask.
    pub ask: Option<i64>,
    /// How many searches of this worker showed nobody within a day, this one included.
    pub fruitless: i64,
}

struct Prepared {
    worker_no: i64,
    again_at: Option<i64>,
    shown: Vec<Candidate>,
    more: bool,
    /// Who may be asked about; nobody's number for none.
    ask: i64,
    fruitless: i64,
}

impl Gate {
    /// Searches for clients.
    ///
    /// # Errors
    /// [`GateError`] when nothing could be decided or written down; then nothing is shown.
    pub async fn search(&self, search: Search) -> Result<Searched, GateError> {
        let core = Arc::clone(&self.core);
        if core.names(|_| ()).is_none() {
            return Ok(Searched::NotReady);
        }
        let prepare =
            move |reader: &mut Reader<'_>, now_ms| prepared(&core, reader, now_ms, &search);
        let core = Arc::clone(&self.core);
        let (entry, no, prepared) = self
            .ledger
            .write_prepared(&self.db, Look::Long, prepare, move |tx, found| {
                recorded(&core, tx, found)
            })
            .await?;
        if let Some(again_at) = prepared.again_at {
            return Ok(Searched::TooMany(again_at));
        }
        let vault = self.core.vault()?;
        let clients = prepared.shown.into_iter().map(|it| listed(&vault, it));
        Ok(Searched::Done(FoundClients {
            entry,
            clients: clients.collect::<Result<_, _>>()?,
            more: prepared.more,
            ask: (prepared.ask != NOBODY).then_some(no),
            fruitless: prepared.fruitless,
        }))
    }
}

impl Works<'_, '_> {
    /// The client about whom a search told the one who acts that they may ask, if it was made after a
    /// moment, in ms.
    ///
    /// # Errors
    /// When the row doesn't open.
    pub fn told_of(&mut self, search: i64, after: i64) -> Result<Option<ClientSeen>, GateError> {
        let sql = "SELECT sealed FROM searches WHERE no = $1 AND worker_no = $2 AND at > $3";
        let values = [search.into(), self.actor_no().into(), after.into()];
        let Some(row) = self.transaction().query_optional(sql, &values)? else {
            return Ok(None);
        };
        let plain = self.open(Drawer::Searches, (search, 0, 1), row.bytes(0)?)?;
        let number = <[u8; 8]>::try_from(plain.as_slice()).map_err(|_| GateError::Damaged)?;
        match i64::from_be_bytes(number) {
            NOBODY => Ok(None),
            no => self.client_by_no(no),
        }
    }
}

/// The search gets its place in the ledger, and its row.
fn recorded(
    core: &Core,
    tx: &mut Transaction<'_>,
    (entry, prepared): (Draft, Prepared),
) -> Result<(u64, i64, Prepared), GateError> {
    let receipt = tx.append(entry)?;
    if prepared.again_at.is_some() {
        return Ok((receipt.index(), 0, prepared));
    }
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM searches";
    let no = tx.query_one(next, &[])?.int(0)?;
    let about = prepared.ask.to_be_bytes();
    let sealed = Drawer::Searches.seal(&*core.vault()?, (no, 0, 1), &about);
    let found = i64::from(!prepared.shown.is_empty());
    tx.execute(
        "INSERT INTO searches (no, worker_no, at, found, sealed) VALUES ($1, $2, $3, $4, $5)",
        &[
            no.into(),
            prepared.worker_no.into(),
            receipt.at_ms().into(),
            found.into(),
            sealed.into(),
        ],
    )?;
    Ok((receipt.index(), no, prepared))
}

fn prepared(
    core: &Core,
    reader: &mut Reader<'_>,
    now_ms: i64,
    search: &Search,
) -> Result<(Draft, Prepared), GateError> {
    let whom = (search.asker, search.channel);
    let deciding = Deciding::begin(core, reader, now_ms, whom)?;
    let worker_no = deciding.worker_no();
    let spent = Spent::of(reader, worker_no, now_ms)?;
    let mut prepared = Prepared {
        worker_no,
        again_at: spent.again_at,
        shown: Vec::new(),
        more: false,
        ask: NOBODY,
        fruitless: spent.fruitless,
    };
    let role = deciding.worker().role;
    if prepared.again_at.is_none() {
        let searching = Searching::begin(core, reader, now_ms, deciding, search)?;
        searching.all(reader, now_ms, &mut prepared)?;
    }
    let outcome = match &prepared {
        Prepared {
            again_at: Some(_), ..
        } => SearchOutcome::TooMany,
        it if !it.shown.is_empty() => SearchOutcome::Found,
        it if it.ask != NOBODY => SearchOutcome::Ask,
        _ => SearchOutcome::Nothing,
    };
    let vault = core.vault()?;
    let number = search.number.map(|it| *it.as_bytes()).unwrap_or_default();
    let sought: [&[u8]; 3] = [search.words.as_bytes(), search.born.as_bytes(), &number];
    let text = EntryText::List(ListText {
        what: SEARCHED.to_owned(),
        purpose: Some(search.purpose),
        outcome: Some(outcome),
        sought: Some(HEXLOWER.encode(&vault.fingerprint("caseward/search/v1", &sought))),
        channel: Some(search.channel),
        asker: search.asker,
        role,
        clients: prepared.shown.iter().map(|it| it.client).collect(),
        policy_set: core.policy_set.clone(),
    });
    let kind = match outcome {
        SearchOutcome::TooMany => EntryKind::Refusal,
        _ => EntryKind::Intent,
    };
    let entry = draft(&vault, kind, worker_no, &Under::Office, &text);
    Ok((entry, prepared))
}

/// What a worker has searched within a day.
struct Spent {
    /// When the next search can be made, if not now.
    again_at: Option<i64>,
    /// How many showed nobody.
    fruitless: i64,
}

impl Spent {
    fn of(reader: &mut Reader<'_>, worker_no: i64, now_ms: i64) -> Result<Self, GateError> {
        let sql =
            "SELECT at, found FROM searches WHERE worker_no = $1 AND at > $2 ORDER BY at DESC";
        let rows = reader.query(sql, &[worker_no.into(), (now_ms - DAY_MS).into()])?;
        let mut times = Vec::with_capacity(rows.len());
        let mut fruitless = 0;
        for row in &rows {
            times.push(row.int(0)?);
            fruitless += i64::from(row.int(1)? == 0);
        }
        let over = |most: usize, window: i64| {
            let oldest = times.get(most - 1)?;
            (*oldest > now_ms - window).then_some(*oldest + window)
        };
        let hour = over(SEARCHES_PER_HOUR, HOUR_MS);
        let day = over(SEARCHES_PER_DAY, DAY_MS);
        Ok(Self {
            again_at: hour.max(day),
            fruitless,
        })
    }
}

/// A search under way.
struct Searching<'s> {
    core: &'s Core,
    deciding: Deciding<'s>,
    search: &'s Search,
    born: Option<Day>,
    purposes: Vec<Purpose>,
    /// The clients in the worker's lists, in the order of their numbers.
    own: Vec<i64>,
    /// When those of them changed who fit.
    changed: HashMap<i64, i64>,
    /// How many clients were decided.
    decided: usize,
}

impl<'s> Searching<'s> {
    fn begin(
        core: &'s Core,
        reader: &mut Reader<'_>,
        now_ms: i64,
        deciding: Deciding<'s>,
        search: &'s Search,
    ) -> Result<Self, GateError> {
        let ordinary = purposes_of(deciding.worker().role);
        let worker = (deciding.worker_no(), deciding.worker());
        let own = mine::numbers(reader, worker, now_ms)?;
        Ok(Self {
            core,
            search,
            born: day_of(&search.born),
            purposes: if ordinary.contains(&search.purpose) {
                ordinary.to_vec()
            } else {
                vec![search.purpose]
            },
            own,
            changed: HashMap::new(),
            deciding,
            decided: 0,
        })
    }

    fn all(
        mut self,
        reader: &mut Reader<'_>,
        now_ms: i64,
        prepared: &mut Prepared,
    ) -> Result<(), GateError> {
        let numbered = self.numbered(reader)?;
        let own = match numbered {
            Some(no) if self.is_own(no) => self.fitting(&[no]),
            Some(_) => Vec::new(),
            None => self.own_fitting(reader)?,
        };
        for no in own {
            self.show(reader, no, prepared)?;
        }
        self.beyond(reader, numbered, now_ms, prepared)?;
        let duty = |it: &crate::WorkerDuty| now_ms < it.until;
        if numbered.is_none() && self.deciding.worker().duties.iter().any(duty) {
            self.over_all(reader, prepared)?;
        }
        while self.decided == 0 || !self.decided.is_multiple_of(HEAP) {
            self.turn_to(reader, NOBODY)?;
            self.deciding.may_know_for(&self.purposes);
            self.deciding.may_be_told(&self.purposes);
        }
        prepared.more = prepared.shown.len() > MOST_FOUND;
        prepared.shown.truncate(MOST_FOUND);
        if !prepared.shown.is_empty() {
            prepared.ask = NOBODY;
        }
        prepared.fruitless += i64::from(prepared.shown.is_empty());
        Ok(())
    }

    /// The client whose number was typed; nobody's if there is none.
    fn numbered(&self, reader: &mut Reader<'_>) -> Result<Option<i64>, GateError> {
        let Some(id) = self.search.number else {
            return Ok(None);
        };
        let sql = "SELECT no FROM clients WHERE ref = $1 AND length(keys) > 0";
        let row = reader.query_optional(sql, &[id.as_bytes().into()])?;
        row.map_or(Ok(Some(NOBODY)), |row| Ok(Some(row.int(0)?)))
    }

    fn fitting(&self, clients: &[i64]) -> Vec<i64> {
        let (words, born) = (self.search.words.as_str(), self.born);
        if words.is_empty() && born.is_none() {
            return clients.to_vec();
        }
        let found = self.core.names(|names| names.among(words, born, clients));
        found.unwrap_or_default()
    }

    fn is_own(&self, no: i64) -> bool {
        self.own.binary_search(&no).is_ok()
    }

    /// The worker's own who fit, the best first, and the last changed first where they fit alike. When they changed
    /// is asked of those alone who fit: somebody's lists can hold thousands.
    fn own_fitting(&mut self, reader: &mut Reader<'_>) -> Result<Vec<i64>, GateError> {
        let mut fitting = self.fitting(&self.own);
        self.changed = mine::changed(reader, &fitting)?;
        let last = |no: &i64| Reverse(self.changed.get(no).copied());
        fitting.sort_unstable_by_key(|no| (last(no), *no));
        Ok(self.fitting(&fitting))
    }

    /// One who is meant exactly: whoever may be known is shown, and of the others one at most may be asked
    /// about. Of two nobody could say who is meant.
    fn beyond(
        &mut self,
        reader: &mut Reader<'_>,
        numbered: Option<i64>,
        now_ms: i64,
        prepared: &mut Prepared,
    ) -> Result<(), GateError> {
        let words = self.search.words.as_str();
        let meant = match numbered {
            Some(NOBODY) => Vec::new(),
            Some(no) => self.fitting(&[no]),
            None => {
                let found = self.core.names(|names| names.exactly(words, self.born));
                found.unwrap_or_default()
            }
        };
        let entitled = {
            let (core, worker) = (self.core, self.deciding.worker());
            may_oneself(core, reader, worker, OfficeAct::AskAccess, now_ms)?
        };
        let mut told = Vec::new();
        for no in meant {
            if self.is_own(no) {
                continue;
            }
            if self.show(reader, no, prepared)? {
                continue;
            }
            if self.deciding.may_be_told(&self.purposes) && entitled {
                told.push(no);
            }
        }
        if let [one] = told.as_slice() {
            prepared.ask = *one;
        }
        Ok(())
    }

    /// Whoever has a duty that reaches over many clients searches all of them, until enough are found whom
    /// they may know of, or everyone who fits was decided.
    fn over_all(
        &mut self,
        reader: &mut Reader<'_>,
        prepared: &mut Prepared,
    ) -> Result<(), GateError> {
        let words = self.search.words.as_str();
        let (mut most, mut seen) = (64, 0);
        while prepared.shown.len() <= MOST_FOUND {
            let looked = self.core.names(|names| {
                if words.is_empty() {
                    return (
                        self.born.map_or_else(Vec::new, |day| names.born_on(day)),
                        true,
                    );
                }
                let found = names.search(words, most);
                let hits: Vec<i64> = found.hits.iter().map(|hit| hit.client_no).collect();
                (hits, found.complete)
            });
            let (hits, complete) = looked.unwrap_or((Vec::new(), true));
            for no in hits.iter().skip(seen).copied() {
                let fits = self.born.is_none() || !self.fitting(&[no]).is_empty();
                let is_new = prepared.shown.iter().all(|it| it.no != no);
                if fits && is_new && prepared.shown.len() <= MOST_FOUND {
                    self.show(reader, no, prepared)?;
                }
            }
            if complete || hits.len() <= seen {
                break;
            }
            (seen, most) = (hits.len(), most * 8);
        }
        Ok(())
    }

    fn turn_to(&mut self, reader: &mut Reader<'_>, no: i64) -> Result<(), GateError> {
        self.decided += 1;
        self.deciding.turn_to(reader, no)
    }

    /// Decides a client, and shows them if that is let; says whether it is. When more are found than are
    /// shown, nobody is decided any more.
    fn show(
        &mut self,
        reader: &mut Reader<'_>,
        no: i64,
        prepared: &mut Prepared,
    ) -> Result<bool, GateError> {
        if prepared.shown.len() > MOST_FOUND {
            return Ok(true);
        }
        self.turn_to(reader, no)?;
        let changed_at = match self.changed.get(&no) {
            Some(at) => *at,
            None => changed_at(reader, no)?,
        };
        let mut candidate = self
            .deciding
            .candidate(reader, &self.purposes, changed_at)?;
        let by_who_they_are = !self.search.words.is_empty() || self.born.is_some();
        if by_who_they_are && candidate.as_ref().is_some_and(|it| it.parts.is_empty()) {
            // Whoever may only know that there is a file must not find out whose by trying names.
            candidate = None;
        }
        let is_shown = candidate.is_some();
        prepared.shown.extend(candidate);
        Ok(is_shown)
    }
}

fn changed_at(reader: &mut Reader<'_>, no: i64) -> Result<i64, GateError> {
    let sql = "SELECT changed_at FROM clients WHERE no = $1";
    let row = reader.query_optional(sql, &[no.into()])?;
    row.map_or(Ok(0), |row| Ok(row.int(0)?))
}

const _: () = assert!(MOST_FOUND < LONGEST_LIST, "a search is a short list");
