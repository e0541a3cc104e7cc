//! Coming in: one-time links and the sessions that they start.
//!
//! Real sign-in (passkeys, passphrases, one-time codes) is not there yet. Until then a person comes in
//! by a link that the office's own command makes. Tokens are 256 random bits; the database holds a
//! keyed fingerprint of each, so that a stolen copy of it opens no session. A session ends after 15
//! minutes without use and after 12 hours in any case (RE-6, DV-4.6.6).

use caseward_db::Reader;
use caseward_gate::{DeedText, Fingerprints, Roster, WorkerSheet};
use caseward_model::{EmergencyEnd, Id, Worker};
use data_encoding::BASE64URL_NOPAD;

use crate::{CaseworkError, Office};

/// Minutes without use after which a session ends.
const IDLE_MS: i64 = 15 * 60_000;
/// How long a session lasts at most.
const ABSOLUTE_MS: i64 = 12 * 3_600_000;
/// How often "last seen" is written down at most.
const SEEN_EVERY_MS: i64 = 60_000;

/// Someone who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Their number in this office.
    pub no: i64,
    /// Their id.
    pub worker: Id<Worker>,
    /// What they are called.
    pub name: String,
    /// What decides about them, as of this request.
    pub sheet: WorkerSheet,
}

impl Office {
    /// Makes a link token for a worker: valid so many minutes, so many times.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn make_sign_in_link(
        &self,
        worker_no: i64,
        minutes: i64,
        times: i64,
    ) -> Result<String, CaseworkError> {
        let (token, hash) = self.make_token("sign-in-link")?;
        let expires_at = self.clock.now_ms() + minutes * 60_000;
        let bound = self.bound("link", &hash, [worker_no, expires_at])?;
        self.gate
            .act::<_, CaseworkError, _>(0, note("sign_in_link_made", None), move |tx| {
                tx.execute(
                    "INSERT INTO sign_in_links (token_hash, worker_no, expires_at, times, bound) \
                     VALUES ($1, $2, $3, $4, $5)",
                    &[
                        hash.into(),
                        worker_no.into(),
                        expires_at.into(),
                        times.into(),
                        bound.into(),
                    ],
                )?;
                Ok(())
            })
            .await?;
        Ok(token)
    }

    /// Uses a link up and starts a session; `None` when the link is unknown, used or too old.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn redeem_link(&self, token: &str) -> Result<Option<String>, CaseworkError> {
        let link = self.hash("sign-in-link", token)?;
        let Some(worker_no) = self.link_worker(token).await? else {
            return Ok(None);
        };
        let (session, hash) = self.make_token("session")?;
        let now_ms = self.clock.now_ms();
        let bound = self.bound("session", &hash, [worker_no, now_ms, now_ms])?;
        let endings = self.gate.endings();
        let started = self
            .gate
            .act::<_, CaseworkError, _>(worker_no, note("signed_in", None), move |tx| {
                let used = tx.execute(
                    "UPDATE sign_in_links SET times = times - 1 \
                     WHERE token_hash = $1 AND times > 0 AND expires_at > $2",
                    &[link.into(), now_ms.into()],
                )?;
                if used != 1 {
                    return Err(CaseworkError::Unfit(String::new()));
                }
                // An emergency belongs to the session in which it was opened (RE-7).
                endings.end_emergencies_of(tx, worker_no, EmergencyEnd::SignedInAnew)?;
                tx.execute(
                    "INSERT INTO sessions (token_hash, worker_no, started_at, seen_at, bound) \
                     VALUES ($1, $2, $3, $3, $4)",
                    &[hash.into(), worker_no.into(), now_ms.into(), bound.into()],
                )?;
                Ok(())
            })
            .await;
        match started {
            Ok(()) => Ok(Some(session)),
            Err(CaseworkError::Unfit(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whom a link would sign in, without using it up; `None` when it is unknown, used or too old.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn link_holder(&self, token: &str) -> Result<Option<SignedIn>, CaseworkError> {
        match self.link_worker(token).await? {
            Some(no) => self.signed_in(no).await,
            None => Ok(None),
        }
    }

    /// Whose link it is; `None` also when the row was made over to someone else behind our back.
    async fn link_worker(&self, token: &str) -> Result<Option<i64>, CaseworkError> {
        let link = self.hash("sign-in-link", token)?;
        let now_ms = self.clock.now_ms();
        let sql = "SELECT worker_no, expires_at, bound FROM sign_in_links \
                   WHERE token_hash = $1 AND times > 0 AND expires_at > $2";
        let found = self
            .db
            .read(move |reader| reader.query_optional(sql, &[link.into(), now_ms.into()]))
            .await?;
        let Some(row) = found else { return Ok(None) };
        let (no, expires_at) = (row.int(0)?, row.int(1)?);
        let genuine = self.bound("link", &link, [no, expires_at])? == row.bytes(2)?;
        Ok(genuine.then_some(no))
    }

    /// Who holds this session, if it still runs.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn session(&self, token: &str) -> Result<Option<SignedIn>, CaseworkError> {
        let prints = self.gate.fingerprints()?;
        let hash = prints.of("session", &[token.as_bytes()]);
        let now_ms = self.clock.now_ms();
        let roster = self.gate.roster()?;
        let found = self
            .db
            .glance(move |reader| read_session(reader, &roster, &prints, &hash, now_ms))
            .await?;
        let Some((person, session)) = found else {
            return Ok(None);
        };
        if now_ms - session.seen_at > SEEN_EVERY_MS {
            let numbers = [person.no, session.started_at, now_ms];
            let bound = self.bound("session", &hash, numbers)?;
            let seen = "UPDATE sessions SET seen_at = $1, bound = $2 WHERE token_hash = $3";
            self.gate
                .keep_books::<_, CaseworkError, _>(move |tx| {
                    Ok(tx.execute(seen, &[now_ms.into(), bound.into(), hash.into()])?)
                })
                .await?;
        }
        Ok(Some(person))
    }

    async fn signed_in(&self, no: i64) -> Result<Option<SignedIn>, CaseworkError> {
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

    /// Ends a session.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn sign_out(&self, token: &str, by: &SignedIn) -> Result<(), CaseworkError> {
        let hash = self.hash("session", token)?;
        let deed = note("signed_out", Some(by.worker));
        let (endings, no) = (self.gate.endings(), by.no);
        self.gate
            .act::<_, CaseworkError, _>(by.no, deed, move |tx| {
                endings.end_emergencies_of(tx, no, EmergencyEnd::SignedOut)?;
                tx.execute("DELETE FROM sessions WHERE token_hash = $1", &[hash.into()])?;
                Ok(())
            })
            .await
    }

    fn make_token(&self, domain: &str) -> Result<(String, [u8; 16]), CaseworkError> {
        let token = BASE64URL_NOPAD.encode(&self.randomness.bytes::<32>());
        let hash = self.hash(domain, &token)?;
        Ok((token, hash))
    }

    /// A fingerprint of a row, so that a changed row opens nothing.
    fn bound<const N: usize>(
        &self,
        domain: &str,
        hash: &[u8; 16],
        numbers: [i64; N],
    ) -> Result<[u8; 16], CaseworkError> {
        Ok(bound_by(&self.gate.fingerprints()?, domain, hash, numbers))
    }

    fn hash(&self, domain: &str, token: &str) -> Result<[u8; 16], CaseworkError> {
        Ok(self.gate.fingerprints()?.of(domain, &[token.as_bytes()]))
    }
}

fn bound_by<const N: usize>(
    prints: &Fingerprints,
    domain: &str,
    hash: &[u8; 16],
    numbers: [i64; N],
) -> [u8; 16] {
    let numbers = numbers.map(i64::to_be_bytes).concat();
    prints.of(domain, &[hash, &numbers])
}

/// When a session began and was last used.
struct SessionTimes {
    started_at: i64,
    seen_at: i64,
}

/// The session under this fingerprint and who holds it, if it still runs and nobody changed its row.
fn read_session(
    reader: &mut Reader<'_>,
    roster: &Roster,
    prints: &Fingerprints,
    hash: &[u8; 16],
    now_ms: i64,
) -> Result<Option<(SignedIn, SessionTimes)>, CaseworkError> {
    let sql = "SELECT worker_no, started_at, seen_at, bound FROM sessions WHERE token_hash = $1";
    let Some(row) = reader.query_optional(sql, &[hash.into()])? else {
        return Ok(None);
    };
    let (no, started_at, seen_at) = (row.int(0)?, row.int(1)?, row.int(2)?);
    let genuine = bound_by(prints, "session", hash, [no, started_at, seen_at]) == row.bytes(3)?;
    if !genuine || now_ms - seen_at > IDLE_MS || now_ms - started_at > ABSOLUTE_MS {
        return Ok(None);
    }
    let times = SessionTimes {
        started_at,
        seen_at,
    };
    Ok(read_person(reader, roster, no)?.map(|person| (person, times)))
}

fn read_person(
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
    }))
}

fn note(what: &str, by: Option<Id<Worker>>) -> DeedText {
    DeedText {
        deed: what.to_owned(),
        by,
        client: None,
        particulars: serde_json::Map::new(),
    }
}
