//! One-time links: how someone comes in who has nothing yet, or has lost what they had.
//!
//! NASW-l, NASW-o. A link works as often as it says, mostly once, and not for long. One that was used up says so when
//! it is tried again, and that stands in the ledger: perhaps someone else had it first. Who can come in already gets
//! none: nobody becomes a colleague by making a link for them.

use caseward_db::{DbError, Reader, Transaction};
use caseward_gate::{About, Actor, Drawer, Fingerprints, Works};
use caseward_model::{EmergencyEnd, OfficeAct};

use super::card::{Means, Ways};
use super::sessions::{Row, has_ended};
use super::throttle::Counted;
use super::{Arrival, Begun, MeansKind, SignedIn, bound_by, note};
use crate::people::Amiss;
use crate::{CaseworkError, Office};

/// How long a link that is used up or too old is still known as one.
const REMEMBERED_MS: i64 = 30 * 86_400_000;

/// What a link is good for.
#[derive(Debug)]
pub enum LinkState {
    /// It lets this person in.
    Open(Box<SignedIn>),
    /// It was used, it is too old, it never was, or its person can't come in: the same to whoever holds it.
    Spent,
}

/// A link's row.
struct Link {
    worker_no: i64,
    open: bool,
}

/// A link that is about to be made.
pub(crate) struct NewLink {
    token: String,
    hash: [u8; 16],
    expires_at: i64,
    times: i64,
    ways: Ways,
}

impl Office {
    /// Makes a link token for a worker, at the office's own command: valid so many minutes, so many times.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn make_sign_in_link(
        &self,
        worker_no: i64,
        minutes: i64,
        times: i64,
    ) -> Result<String, CaseworkError> {
        let person = self.person_numbered(worker_no).await?;
        let link = self.new_link(minutes, times).await?;
        let (act, about) = (OfficeAct::ManageSignIn, About::Worker(person.worker));
        let deed = "sign_in_link_made";
        self.gate
            .perform(Actor::KeyHolder, act, about, deed, move |works| {
                works.note("minutes", minutes);
                link.write(works, worker_no)
            })
            .await
    }

    /// Whether a person can come in without a link, so that none is made for them.
    ///
    /// # Errors
    /// When the office is sealed or the card was put back to an earlier state.
    pub async fn can_sign_in(&self, worker_no: i64) -> Result<bool, CaseworkError> {
        let ways = self.sign_in_rules().await?.ways();
        Ok(!ways.links_alone && self.means_of(worker_no).await?.complete(ways))
    }

    /// Draws a link, before it is known whether it may be made.
    pub(crate) async fn new_link(
        &self,
        minutes: i64,
        times: i64,
    ) -> Result<NewLink, CaseworkError> {
        let (token, hash) = self.make_token("sign-in-link")?;
        Ok(NewLink {
            token,
            hash,
            expires_at: self.clock.now_ms() + minutes * 60_000,
            times,
            ways: self.sign_in_rules().await?.ways(),
        })
    }

    /// Whom a link would let in, without using it up.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn link_holder(&self, token: &str) -> Result<LinkState, CaseworkError> {
        let hash = self.hash("sign-in-link", token)?;
        let (prints, now_ms) = (self.gate.fingerprints()?, self.clock.now_ms());
        let found = self
            .db
            .read(move |reader| read_link(reader, &prints, &hash, now_ms))
            .await?;
        let holder = match found {
            Some(link) if link.open => self.person(link.worker_no).await?,
            _ => None,
        };
        Ok(match holder {
            Some(person) if !has_ended(&person, now_ms) => LinkState::Open(Box::new(person)),
            _ => LinkState::Spent,
        })
    }

    /// Uses a link up and starts a session; `None` when the link is unknown, used or too old, and then it stands in the
    /// ledger that it was tried.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn redeem_link(
        &self,
        token: &str,
        arrival: &Arrival,
    ) -> Result<Option<Begun>, CaseworkError> {
        let token = token.get(..super::LONGEST_TOKEN).unwrap_or(token);
        let LinkState::Open(person) = self.link_holder(token).await? else {
            self.tell_of_spent_link(token, arrival).await?;
            return Ok(None);
        };
        let link = self.hash("sign-in-link", token)?;
        let now_ms = self.clock.now_ms();
        let prints = self.gate.fingerprints()?;
        let rules = self.sign_in_rules().await?;
        let endings = self.gate.endings();
        let (session, hash) = self.make_token("session")?;
        let row = Row {
            reference: self.randomness.bytes(),
            worker_no: person.no,
            started_at: now_ms,
            seen_at: now_ms,
            proved_at: now_ms,
            means: MeansKind::Link,
            set_up_first: !rules.links_alone,
            locked: false,
            device: arrival.device,
            private_until: rules
                .whereabouts
                .begins_with(person.sheet.role, arrival.device),
        };
        let means = MeansKind::Link.word();
        let deed = note("signed_in", Some(person.worker), [("means", means.into())]);
        let started = self
            .gate
            .act::<_, CaseworkError, _>(person.no, deed, move |tx| {
                if !use_up(tx, &prints, &link, row.worker_no, now_ms)? {
                    return Err(CaseworkError::Unfit(String::new()));
                }
                endings.end_emergencies_of(tx, row.worker_no, EmergencyEnd::SignedInAnew)?;
                row.insert(tx, &prints, &hash)
            })
            .await;
        match started {
            Ok(()) => Ok(Some(Begun {
                session,
                known: None,
                set_up_first: row.set_up_first,
            })),
            // Somebody else was quicker.
            Err(CaseworkError::Unfit(_)) => {
                self.tell_of_spent_link(token, arrival).await?;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// A link that opens nothing was tried: of whom it was, if it ever was one, stands in the ledger.
    async fn tell_of_spent_link(
        &self,
        token: &str,
        arrival: &Arrival,
    ) -> Result<(), CaseworkError> {
        let hash = self.hash("sign-in-link", token)?;
        let (prints, now_ms) = (self.gate.fingerprints()?, self.clock.now_ms());
        let sql = "SELECT worker_no FROM sign_in_links WHERE token_hash = $1";
        let found = self
            .db
            .read(move |reader| reader.query_optional(sql, &[hash.into()]))
            .await?;
        let worker_no = found.map_or(Ok(0), |row| row.int(0))?;
        let person = self.person(worker_no).await?;
        let whose = person.map(|it| it.worker.to_string());
        // A link can't be guessed: this counts for the ledger's sake and makes nobody wait.
        let of = -1 - worker_no;
        let counted = Counted::of(&prints, arrival, b"link", of, false);
        self.gate
            .write_if::<CaseworkError, _>(0, move |tx| {
                let times = counted.tell(tx, now_ms)?;
                let told = |times: i64| {
                    let times = ("times", times.into());
                    note("spent_link_tried", None, [("worker", whose.into()), times])
                };
                Ok(times.map(told))
            })
            .await
    }
}

impl NewLink {
    /// Keeps the link; gives its secret, to be shown this once. It is about the worker whom the act is about.
    ///
    /// # Errors
    /// [`Amiss::CameIn`] when they have a means of sign-in: then a link would let whoever made it in.
    pub(crate) fn write(
        self,
        works: &mut Works<'_, '_>,
        worker_no: i64,
    ) -> Result<String, CaseworkError> {
        let means = works.card::<Means>((Drawer::SignIn, worker_no))?;
        let complete = means.is_some_and(|it| it.complete(self.ways));
        if complete && !self.ways.links_alone {
            return Err(Amiss::CameIn.into());
        }
        let now_ms = works.now_ms();
        let numbers = [worker_no.to_be_bytes(), self.expires_at.to_be_bytes()].concat();
        let bound = works.fingerprint("link", &[&self.hash, &numbers]);
        let tx = works.transaction();
        let old = "DELETE FROM sign_in_links WHERE expires_at < $1";
        tx.execute(old, &[(now_ms - REMEMBERED_MS).into()])?;
        tx.execute(
            "INSERT INTO sign_in_links (token_hash, worker_no, expires_at, times, bound) \
             VALUES ($1, $2, $3, $4, $5)",
            &[
                self.hash.into(),
                worker_no.into(),
                self.expires_at.into(),
                self.times.into(),
                bound.into(),
            ],
        )?;
        Ok(self.token)
    }
}

/// Lets a person's links open nothing any more, and ends what was begun with them and not finished, but for the session
/// that asks: whoever caught a link must not finish it after its person. The links stay known for a while: it is told
/// when one is tried.
pub(crate) fn spend_links_of(
    tx: &mut Transaction<'_>,
    worker_no: i64,
    asking: Option<[u8; 16]>,
) -> Result<(), DbError> {
    let spent = "UPDATE sign_in_links SET times = 0 WHERE worker_no = $1";
    tx.execute(spent, &[worker_no.into()])?;
    let begun = "DELETE FROM sessions WHERE worker_no = $1 AND reach = 1 AND token_hash <> $2";
    let asking = asking.unwrap_or_default();
    tx.execute(begun, &[worker_no.into(), asking.into()])?;
    Ok(())
}

/// Uses a link of this person up; false when it opens nothing for them.
pub(super) fn use_up(
    tx: &mut Transaction<'_>,
    prints: &Fingerprints,
    link: &[u8; 16],
    worker_no: i64,
    now_ms: i64,
) -> Result<bool, CaseworkError> {
    let found = read_link(tx, prints, link, now_ms)?;
    if !found.is_some_and(|it| it.open && it.worker_no == worker_no) {
        return Ok(false);
    }
    let sql = "UPDATE sign_in_links SET times = times - 1 WHERE token_hash = $1";
    Ok(tx.execute(sql, &[(*link).into()])? == 1)
}

/// The link under this fingerprint, unless its row was made over to someone else behind our back.
fn read_link(
    reader: &mut Reader<'_>,
    prints: &Fingerprints,
    hash: &[u8; 16],
    now_ms: i64,
) -> Result<Option<Link>, CaseworkError> {
    let sql = "SELECT worker_no, expires_at, times, bound FROM sign_in_links WHERE token_hash = $1";
    let Some(row) = reader.query_optional(sql, &[(*hash).into()])? else {
        return Ok(None);
    };
    let (worker_no, expires_at) = (row.int(0)?, row.int(1)?);
    let genuine = bound_by(prints, "link", hash, [worker_no, expires_at]) == row.bytes(3)?;
    Ok(genuine.then_some(Link {
        worker_no,
        open: row.int(2)? > 0 && expires_at > now_ms,
    }))
}
