//! A view that is open: how long that holds, and how it ends.
//!
//! RE-6, DV-4.6.6, NASW-l. It answers for fifteen minutes after it was last used, and for two hours in any case; then it is
//! gone, and it takes a new link. One that was lent on a worker's device holds only while that worker's own session is locked.

use caseward_db::{DbError, Reader, Transaction};
use caseward_gate::Fingerprints;
use caseward_model::{Client, Id};

use crate::sign_in::{LONGEST_TOKEN, SignedIn, bound_by, has_ended, is_locked, note, read_person};
use crate::{CaseworkError, Office};

/// Minutes without use after which it is over.
const IDLE_MS: i64 = 15 * 60_000;
/// How long it lasts at most.
const ABSOLUTE_MS: i64 = 2 * 3_600_000;
/// How often "last seen" is written down at most.
const SEEN_EVERY_MS: i64 = 60_000;

/// Somebody before their own view.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// The client, as somebody of the office.
    pub(super) person: SignedIn,
    /// The client.
    pub(super) client: Id<Client>,
    lent: bool,
}

impl Viewer {
    /// It is open on a worker's device.
    #[must_use]
    pub const fn is_lent(&self) -> bool {
        self.lent
    }
}

/// The row of a view that is open.
#[derive(Clone)]
pub(super) struct Open {
    client_no: i64,
    person_no: i64,
    started_at: i64,
    seen_at: i64,
    /// The fingerprint of the worker's session on whose device it is; empty otherwise.
    lent_by: Vec<u8>,
}

impl Open {
    pub(super) const fn begun(
        client_no: i64,
        person_no: i64,
        now_ms: i64,
        lent_by: Vec<u8>,
    ) -> Self {
        Self {
            client_no,
            person_no,
            started_at: now_ms,
            seen_at: now_ms,
            lent_by,
        }
    }

    fn bound(&self, prints: &Fingerprints, hash: &[u8; 16]) -> [u8; 16] {
        let numbers = [
            self.client_no,
            self.person_no,
            self.started_at,
            self.seen_at,
        ];
        let row = bound_by(prints, "own-view-row", hash, numbers);
        prints.of("own-view-lent-by", &[&row, &self.lent_by])
    }

    const fn over(&self, now_ms: i64) -> bool {
        now_ms - self.seen_at > IDLE_MS || now_ms - self.started_at > ABSOLUTE_MS
    }

    /// Writes it under a secret's fingerprint; what is over goes.
    pub(super) fn insert(
        &self,
        tx: &mut Transaction<'_>,
        prints: &Fingerprints,
        hash: &[u8; 16],
    ) -> Result<(), DbError> {
        let over = "DELETE FROM own_view_sessions WHERE seen_at < $1 OR started_at < $2";
        let since = [
            (self.started_at - IDLE_MS).into(),
            (self.started_at - ABSOLUTE_MS).into(),
        ];
        tx.execute(over, &since)?;
        tx.execute(
            "INSERT INTO own_view_sessions \
             (token_hash, client_no, person_no, started_at, seen_at, lent_by, bound) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &[
                (*hash).into(),
                self.client_no.into(),
                self.person_no.into(),
                self.started_at.into(),
                self.seen_at.into(),
                self.lent_by.clone().into(),
                self.bound(prints, hash).into(),
            ],
        )?;
        Ok(())
    }

    fn read(
        reader: &mut Reader<'_>,
        prints: &Fingerprints,
        hash: &[u8; 16],
    ) -> Result<Option<Self>, CaseworkError> {
        let sql = "SELECT client_no, person_no, started_at, seen_at, lent_by, bound \
                   FROM own_view_sessions WHERE token_hash = $1";
        let Some(row) = reader.query_optional(sql, &[(*hash).into()])? else {
            return Ok(None);
        };
        let found = Self {
            client_no: row.int(0)?,
            person_no: row.int(1)?,
            started_at: row.int(2)?,
            seen_at: row.int(3)?,
            lent_by: row.bytes(4)?.to_vec(),
        };
        let genuine = found.bound(prints, hash) == row.bytes(5)?;
        Ok(genuine.then_some(found))
    }

    /// Whether the device it was lent on still waits for its worker.
    fn still_lent(
        &self,
        reader: &mut Reader<'_>,
        prints: &Fingerprints,
        now_ms: i64,
    ) -> Result<bool, CaseworkError> {
        if self.lent_by.is_empty() {
            return Ok(true);
        }
        match self.lent_by.as_slice().try_into() {
            Ok(session) => is_locked(reader, prints, &session, now_ms),
            Err(_) => Ok(false),
        }
    }
}

/// Ends every open view of a client.
pub(super) fn end_all(tx: &mut Transaction<'_>, client_no: i64) -> Result<(), DbError> {
    let sql = "DELETE FROM own_view_sessions WHERE client_no = $1";
    tx.execute(sql, &[client_no.into()])?;
    Ok(())
}

impl Office {
    /// Who stands before the view that this secret opens; nobody when it is over, was left, or turned off.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn viewer(&self, secret: &str) -> Result<Option<Viewer>, CaseworkError> {
        if secret.len() > LONGEST_TOKEN {
            return Ok(None);
        }
        let hash = self.hash("own-view", secret)?;
        let (prints, roster) = (self.gate.fingerprints()?, self.gate.roster()?);
        let now_ms = self.clock.now_ms();
        let found = self
            .db
            .glance(move |reader| {
                let Some(open) = Open::read(reader, &prints, &hash)? else {
                    return Ok(None);
                };
                if open.over(now_ms) || !open.still_lent(reader, &prints, now_ms)? {
                    return Ok(None);
                }
                let person = read_person(reader, &roster, open.person_no)?;
                Ok::<_, CaseworkError>(person.map(|person| (open, person)))
            })
            .await?;
        let Some((mut open, person)) = found.filter(|it| !has_ended(&it.1, now_ms)) else {
            return Ok(None);
        };
        let Some(client) = self.own_file_of(&person).await? else {
            return Ok(None);
        };
        let lent = !open.lent_by.is_empty();
        if now_ms - open.seen_at > SEEN_EVERY_MS {
            open.seen_at = now_ms;
            self.keep_view_seen(open, hash).await?;
        }
        Ok(Some(Viewer {
            person,
            client,
            lent,
        }))
    }

    async fn keep_view_seen(&self, open: Open, hash: [u8; 16]) -> Result<(), CaseworkError> {
        let prints = self.gate.fingerprints()?;
        self.gate
            .keep_books::<_, CaseworkError, _>(move |tx| {
                let bound = open.bound(&prints, &hash);
                let sql = "UPDATE own_view_sessions SET seen_at = $1, bound = $2 \
                           WHERE token_hash = $3 AND started_at = $4";
                let values = [
                    open.seen_at.into(),
                    bound.into(),
                    hash.into(),
                    open.started_at.into(),
                ];
                tx.execute(sql, &values)?;
                Ok(())
            })
            .await
    }

    /// Leaves a view: its secret opens nothing any more.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn leave_own_view(&self, secret: &str) -> Result<(), CaseworkError> {
        let Some(viewer) = self.viewer(secret).await? else {
            return Ok(());
        };
        let hash = self.hash("own-view", secret)?;
        let (no, by) = (viewer.person.no, viewer.person.worker);
        let deed = note("own_view_left", Some(by), []);
        self.gate
            .act::<_, CaseworkError, _>(no, deed, move |tx| {
                let sql = "DELETE FROM own_view_sessions WHERE token_hash = $1";
                tx.execute(sql, &[hash.into()])?;
                Ok(())
            })
            .await
    }
}
