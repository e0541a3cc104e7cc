//! Sessions: how long it holds that someone came in, and how it ends.
//!
//! RE-6, DV-4.6.6, NASW-l. A session answers for fifteen minutes after it was last used, and for twelve hours in
//! any case. After the fifteen minutes, or when its person locks it, it answers nothing but unlocking. It
//! ends at once when its person's access is paused or ended: that is read anew with each request.

use std::collections::HashSet;

use caseward_db::{Reader, Transaction, Value};
use caseward_gate::{Fingerprints, Roster, SeatFact};
use caseward_model::{EmergencyEnd, SeatEnd};
use data_encoding::HEXLOWER;

use super::{Device, Held, MeansKind, SignedIn, bound_by, note};
use crate::{CaseworkError, Office};

/// Minutes without use after which a session answers nothing but unlocking.
const IDLE_MS: i64 = 15 * 60_000;
/// How long a session lasts at most.
pub(super) const ABSOLUTE_MS: i64 = 12 * 3_600_000;
/// How often "last seen" is written down at most.
const SEEN_EVERY_MS: i64 = 60_000;
/// How many sessions a person has at most; the oldest ends when there is one more.
const SESSIONS_MAX: i64 = 20;

/// What a session's secret opens.
#[derive(Debug)]
pub enum Found {
    /// Nothing: there is no such session any more.
    Nobody,
    /// Nothing but unlocking.
    Locked(SignedIn),
    /// Only setting up a means of sign-in.
    SetUp(SignedIn),
    /// Nothing: this person's access is paused or has ended.
    Paused,
    /// Everything that this person may.
    Here(SignedIn),
}

/// A session as its person sees it.
#[derive(Debug, Clone)]
pub struct SessionLine {
    /// What it is called when it is to be ended.
    pub reference: String,
    /// On what it was begun.
    pub device: Device,
    /// By what means.
    pub means: MeansKind,
    /// When, in ms.
    pub started_at: i64,
    /// When it was last used, in ms.
    pub seen_at: i64,
    /// It is the one that asks.
    pub current: bool,
}

/// A session's row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) reference: [u8; 16],
    pub(super) worker_no: i64,
    pub(super) started_at: i64,
    pub(super) seen_at: i64,
    pub(super) proved_at: i64,
    pub(super) means: MeansKind,
    pub(super) set_up_first: bool,
    pub(super) locked: bool,
    pub(super) device: Device,
    /// Until when nobody can hear or read along; see [`super::whereabouts`].
    pub(super) private_until: i64,
}

const COLUMNS: &str = "ref, worker_no, started_at, seen_at, proved_at, means, reach, locked, device, \
                       private_until, bound";

impl Row {
    /// Opens a row of a hash; `None` when it was changed behind our back.
    fn read(
        prints: &Fingerprints,
        hash: &[u8; 16],
        row: &caseward_db::Row,
        from: usize,
    ) -> Result<Option<Self>, CaseworkError> {
        let Some(means) = MeansKind::from_number(row.int(from + 5)?) else {
            return Ok(None);
        };
        let found = Self {
            reference: row.array(from)?,
            worker_no: row.int(from + 1)?,
            started_at: row.int(from + 2)?,
            seen_at: row.int(from + 3)?,
            proved_at: row.int(from + 4)?,
            means,
            set_up_first: row.int(from + 6)? != 0,
            locked: row.int(from + 7)? != 0,
            device: Device::from_number(row.int(from + 8)?),
            private_until: row.int(from + 9)?,
        };
        let genuine = found.bound(prints, hash) == row.bytes(from + 10)?;
        Ok(genuine.then_some(found))
    }

    fn bound(&self, prints: &Fingerprints, hash: &[u8; 16]) -> [u8; 16] {
        let numbers = [
            self.worker_no,
            self.started_at,
            self.seen_at,
            self.proved_at,
            self.means.number(),
            i64::from(self.set_up_first),
            i64::from(self.locked),
            self.device.number(),
            self.private_until,
        ];
        bound_by(prints, "session", hash, numbers)
    }

    pub(super) const fn over(&self, now_ms: i64) -> bool {
        now_ms - self.started_at > ABSOLUTE_MS
    }

    pub(super) const fn rests(&self, now_ms: i64) -> bool {
        self.locked || now_ms - self.seen_at > IDLE_MS
    }

    /// Writes the session under a secret's hash, and ends the oldest one when there are too many.
    pub(super) fn insert(
        &self,
        tx: &mut Transaction<'_>,
        prints: &Fingerprints,
        hash: &[u8; 16],
    ) -> Result<(), CaseworkError> {
        let old = "DELETE FROM sessions WHERE worker_no = $1 AND (started_at < $2 OR token_hash IN \
                   (SELECT token_hash FROM sessions WHERE worker_no = $1 \
                    ORDER BY seen_at DESC LIMIT 1000 OFFSET $3))";
        let ended_before = self.started_at - ABSOLUTE_MS;
        tx.execute(
            old,
            &[
                self.worker_no.into(),
                ended_before.into(),
                (SESSIONS_MAX - 1).into(),
            ],
        )?;
        tx.execute(
            "INSERT INTO sessions (token_hash, ref, worker_no, started_at, seen_at, proved_at, \
             means, reach, locked, device, private_until, bound) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            &[
                (*hash).into(),
                self.reference.into(),
                self.worker_no.into(),
                self.started_at.into(),
                self.seen_at.into(),
                self.proved_at.into(),
                self.means.number().into(),
                self.set_up_first.into(),
                self.locked.into(),
                self.device.number().into(),
                self.private_until.into(),
                self.bound(prints, hash).into(),
            ],
        )?;
        Ok(())
    }

    /// Writes what changed about it.
    pub(super) fn update(
        &self,
        tx: &mut Transaction<'_>,
        prints: &Fingerprints,
        hash: &[u8; 16],
    ) -> Result<(), CaseworkError> {
        tx.execute(
            "UPDATE sessions SET seen_at = $1, proved_at = $2, reach = $3, locked = $4, \
             private_until = $5, bound = $6 WHERE token_hash = $7",
            &[
                self.seen_at.into(),
                self.proved_at.into(),
                self.set_up_first.into(),
                self.locked.into(),
                self.private_until.into(),
                self.bound(prints, hash).into(),
                (*hash).into(),
            ],
        )?;
        Ok(())
    }
}

impl Office {
    /// Who holds this session or this program's token, if it opens everything that its person may.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn session(&self, token: &str) -> Result<Option<SignedIn>, CaseworkError> {
        Ok(match self.visit(token).await? {
            Found::Here(person) => Some(person),
            _ => None,
        })
    }

    /// What this secret opens.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn visit(&self, token: &str) -> Result<Found, CaseworkError> {
        if token.len() > super::LONGEST_TOKEN {
            return Ok(Found::Nobody);
        }
        if super::tokens::is_one(token) {
            return self.token_holder(token).await;
        }
        let prints = self.gate.fingerprints()?;
        let hash = prints.of("session", &[token.as_bytes()]);
        let now_ms = self.clock.now_ms();
        let roster = self.gate.roster()?;
        let found = self
            .db
            .glance(move |reader| {
                let Some(row) = read_row(reader, &prints, &hash)? else {
                    return Ok(None);
                };
                Ok::<_, CaseworkError>(Some((row, read_person(reader, &roster, row.worker_no)?)))
            })
            .await?;
        let Some((mut row, Some(mut person))) = found else {
            return Ok(Found::Nobody);
        };
        if row.over(now_ms) {
            let mut tickets = person.sheet.emergencies.iter();
            if tickets.any(|it| now_ms < it.until) {
                self.end_over(row.worker_no, hash).await?;
            }
            return Ok(Found::Nobody);
        }
        if has_ended(&person, now_ms) {
            return Ok(Found::Paused);
        }
        if row.rests(now_ms) {
            return Ok(Found::Locked(person));
        }
        person.held = Held::Session {
            reference: row.reference,
            proved_at: row.proved_at,
            means: row.means,
            first: row.set_up_first,
            private_until: row.private_until,
            device: row.device,
        };
        if now_ms - row.seen_at > SEEN_EVERY_MS {
            row.seen_at = now_ms;
            self.keep_seen(row, hash).await?;
        }
        Ok(if row.set_up_first {
            Found::SetUp(person)
        } else {
            Found::Here(person)
        })
    }

    /// Ends a session whose twelve hours are over, and the emergency access that was opened in it (RE-7).
    async fn end_over(&self, worker_no: i64, hash: [u8; 16]) -> Result<(), CaseworkError> {
        let endings = self.gate.endings();
        self.gate
            .keep_books::<_, CaseworkError, _>(move |tx| {
                endings.end_emergencies_of(tx, worker_no, EmergencyEnd::SessionsEnded)?;
                tx.execute("DELETE FROM sessions WHERE token_hash = $1", &[hash.into()])?;
                Ok(())
            })
            .await
    }

    /// Writes down that a session was used, unless it was locked or ended meanwhile.
    async fn keep_seen(&self, seen: Row, hash: [u8; 16]) -> Result<(), CaseworkError> {
        let prints = self.gate.fingerprints()?;
        self.gate
            .keep_books::<_, CaseworkError, _>(move |tx| match read_row(tx, &prints, &hash)? {
                Some(mut row) if !row.locked => {
                    row.seen_at = row.seen_at.max(seen.seen_at);
                    row.update(tx, &prints, &hash)
                }
                _ => Ok(()),
            })
            .await
    }

    pub(super) async fn person(&self, no: i64) -> Result<Option<SignedIn>, CaseworkError> {
        let roster = self.gate.roster()?;
        self.db
            .glance(move |reader| read_person(reader, &roster, no))
            .await
    }

    /// What the organisation of someone who is signed in is called.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn organization_of(&self, person: &SignedIn) -> Result<String, CaseworkError> {
        let (roster, no) = (self.gate.roster()?, person.sheet.organization);
        let found = self
            .db
            .glance(move |reader| roster.organization_name(reader, no))
            .await?;
        Ok(found.unwrap_or_default())
    }

    /// Locks a session: from now on it answers nothing but unlocking.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn lock(&self, token: &str, by: &SignedIn) -> Result<(), CaseworkError> {
        let hash = self.hash("session", token)?;
        let prints = self.gate.fingerprints()?;
        let deed = note("session_locked", Some(by.worker), []);
        self.gate
            .act::<_, CaseworkError, _>(by.no, deed, move |tx| {
                lock_in(tx, &prints, &hash).map(drop)
            })
            .await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn sign_out(&self, token: &str, by: &SignedIn) -> Result<(), CaseworkError> {
        let hash = self.hash("session", token)?;
        let deed = note("signed_out", Some(by.worker), []);
        let (endings, no) = (self.gate.endings(), by.no);
        let session = by.session_called();
        self.gate
            .act::<_, CaseworkError, _>(by.no, deed, move |tx| {
                endings.end_emergencies_of(tx, no, EmergencyEnd::SignedOut)?;
                // Whoever sits in a conference by this session sits there no more.
                let theirs = |seat: &SeatFact| seat.session == session;
                endings.end_seat_of(tx, no, theirs, SeatEnd::SignedOut)?;
                tx.execute("DELETE FROM sessions WHERE token_hash = $1", &[hash.into()])?;
                Ok(())
            })
            .await
    }

    /// The sessions of a person that still run; `token` is the one that asks.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn sessions_of(
        &self,
        worker_no: i64,
        token: Option<&str>,
    ) -> Result<Vec<SessionLine>, CaseworkError> {
        let prints = self.gate.fingerprints()?;
        let asking = token.map(|token| self.hash("session", token)).transpose()?;
        let now_ms = self.clock.now_ms();
        let sql = format!(
            "SELECT token_hash, {COLUMNS} FROM sessions WHERE worker_no = $1 ORDER BY seen_at DESC"
        );
        let rows = self
            .db
            .read(move |reader| reader.query(&sql, &[worker_no.into()]))
            .await?;
        let mut lines = Vec::new();
        for row in &rows {
            let hash = row.array(0)?;
            if let Some(found) = Row::read(&prints, &hash, row, 1)?
                && !found.over(now_ms)
            {
                lines.push(SessionLine {
                    reference: HEXLOWER.encode(&found.reference),
                    device: found.device,
                    means: found.means,
                    started_at: found.started_at,
                    seen_at: found.seen_at,
                    current: asking == Some(hash),
                });
            }
        }
        Ok(lines)
    }

    /// Ends one of a person's sessions, by what it is called. `by` is whoever ends it, if it isn't the office.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when they have no such session.
    pub async fn end_session(
        &self,
        worker_no: i64,
        reference: &str,
        by: Option<&SignedIn>,
    ) -> Result<(), CaseworkError> {
        let gone = CaseworkError::Unknown {
            what: "session",
            name: String::new(),
            look: "caseward sign-in sessions",
        };
        let Ok(wanted) = HEXLOWER.decode(reference.as_bytes()) else {
            return Err(gone);
        };
        let deed = note("session_ended", by.map(|it| it.worker), []);
        let actor = by.map_or(0, |it| it.no);
        let (endings, session) = (self.gate.endings(), reference.to_owned());
        self.gate
            .act(actor, deed, move |tx| {
                endings.end_emergencies_of(tx, worker_no, EmergencyEnd::SessionsEnded)?;
                let theirs = |seat: &SeatFact| seat.session.as_ref() == Some(&session);
                endings.end_seat_of(tx, worker_no, theirs, SeatEnd::SignedOut)?;
                let sql = "DELETE FROM sessions WHERE worker_no = $1 AND ref = $2";
                match tx.execute(sql, &[worker_no.into(), wanted.into()])? {
                    0 => Err(gone),
                    _ => Ok(()),
                }
            })
            .await
    }

    /// Ends all sessions of a person, except the one that asks, if one does. Says how many.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn end_sessions(
        &self,
        worker_no: i64,
        except: Option<&str>,
        by: Option<&SignedIn>,
    ) -> Result<u64, CaseworkError> {
        let asking = except
            .map(|token| self.hash("session", token))
            .transpose()?;
        let kept = asking.map_or_else(Vec::new, |it| it.to_vec());
        let deed = note("sessions_ended", by.map(|it| it.worker), []);
        let actor = by.map_or(0, |it| it.no);
        let endings = self.gate.endings();
        let spared = by.filter(|_| asking.is_some());
        let spared = spared.and_then(SignedIn::session_called);
        self.gate
            .act::<_, CaseworkError, _>(actor, deed, move |tx| {
                endings.end_emergencies_of(tx, worker_no, EmergencyEnd::SessionsEnded)?;
                let theirs = |seat: &SeatFact| spared.is_none() || seat.session != spared;
                endings.end_seat_of(tx, worker_no, theirs, SeatEnd::SignedOut)?;
                let sql = "DELETE FROM sessions WHERE worker_no = $1 AND token_hash <> $2";
                Ok(tx.execute(sql, &[worker_no.into(), kept.into()])?)
            })
            .await
    }
}

/// Locks a session within a piece of work: from now on it answers nothing but unlocking. Gives what it is called, if there was
/// one.
pub(crate) fn lock_in(
    tx: &mut Transaction<'_>,
    prints: &Fingerprints,
    hash: &[u8; 16],
) -> Result<Option<String>, CaseworkError> {
    let Some(mut row) = read_row(tx, prints, hash)? else {
        return Ok(None);
    };
    row.locked = true;
    row.update(tx, prints, hash)?;
    Ok(Some(HEXLOWER.encode(&row.reference)))
}

/// How many people are looked up in one query.
const ASKED: usize = 64;

/// Which sessions of these people answer everything now, by what they are called; those that are locked, rest or are over aren't among
/// them.
pub(crate) fn running(
    reader: &mut Reader<'_>,
    prints: &Fingerprints,
    workers: &[i64],
    now_ms: i64,
) -> Result<HashSet<String>, CaseworkError> {
    let places: Vec<String> = (1..=ASKED).map(|n| format!("${n}")).collect();
    let places = places.join(", ");
    let sql = format!("SELECT token_hash, {COLUMNS} FROM sessions WHERE worker_no IN ({places})");
    let mut running = HashSet::new();
    for workers in workers.chunks(ASKED) {
        let mut values: Vec<Value> = workers.iter().map(|it| (*it).into()).collect();
        // Nothing equals nothing: what isn't filled finds no row.
        values.resize(ASKED, Value::Null);
        for row in reader.query(&sql, &values)? {
            let hash = row.array(0)?;
            let found = Row::read(prints, &hash, &row, 1)?;
            let answers = |it: &Row| !it.over(now_ms) && !it.rests(now_ms) && !it.set_up_first;
            if let Some(found) = found.filter(answers) {
                running.insert(HEXLOWER.encode(&found.reference));
            }
        }
    }
    Ok(running)
}

/// Whether there is such a session, it is locked, and its twelve hours aren't over.
pub(crate) fn is_locked(
    reader: &mut Reader<'_>,
    prints: &Fingerprints,
    hash: &[u8; 16],
    now_ms: i64,
) -> Result<bool, CaseworkError> {
    let row = read_row(reader, prints, hash)?;
    Ok(row.is_some_and(|it| it.locked && !it.over(now_ms)))
}

/// Whether this person can come in at all.
pub(crate) fn has_ended(person: &SignedIn, now_ms: i64) -> bool {
    person.sheet.is_shut_at(now_ms)
}

/// The session under this fingerprint, unless its row was changed behind our back.
pub(super) fn read_row(
    reader: &mut Reader<'_>,
    prints: &Fingerprints,
    hash: &[u8; 16],
) -> Result<Option<Row>, CaseworkError> {
    const SQL: &str = "SELECT ref, worker_no, started_at, seen_at, proved_at, means, reach, \
                       locked, device, private_until, bound FROM sessions WHERE token_hash = $1";
    match reader.query_optional(SQL, &[(*hash).into()])? {
        Some(row) => Row::read(prints, hash, &row, 0),
        None => Ok(None),
    }
}

pub(crate) fn read_person(
    reader: &mut Reader<'_>,
    roster: &Roster,
    no: i64,
) -> Result<Option<SignedIn>, CaseworkError> {
    let Some((worker, sheet, particulars)) = roster.worker(reader, no)? else {
        return Ok(None);
    };
    Ok(Some(SignedIn {
        no,
        worker,
        name: particulars.name,
        sheet,
        held: Held::Nothing,
    }))
}
