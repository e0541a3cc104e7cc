//! A link to a client's own view, with a number that is given by another way: whoever finds one has nothing without the other.
//!
//! NASW-l, NASW-m, safety of clients. A link works once, for three days, and stands for itself: there is no name in it. After
//! five wrong numbers it is dead. A link that never was, is used up or too old, a wrong number, and a view that is off
//! get one answer. That it was tried stands in the ledger.

use caseward_db::{DbError, Reader, Transaction};
use caseward_gate::{Amend, Fingerprints, ReadOwn, Request};
use caseward_model::Channel;

use super::error::OwnViewError;
use super::sessions::Open;
use super::turning::{LinkState, the_view};
use crate::sign_in::{Arrival, Counted, LONGEST_TOKEN, SignedIn, bound_by, note, read_person};
use crate::{CaseworkError, Office};

/// How long a link can be used, in ms.
const HELD_MS: i64 = 72 * 3_600_000;
/// How many wrong numbers kill a link.
pub const TRIES_MAX: i64 = 5;
/// Numbers below this one.
const PINS: u64 = 1_000_000;

/// A link that was just made: its secrets are shown this once. No `Debug`.
pub struct NewLink {
    /// What stands in its address.
    pub token: String,
    /// Six digits, to be given by another way.
    pub pin: String,
    /// Until when it can be used, in ms since 1970.
    pub expires_at: i64,
}

/// A link's row.
#[derive(Clone, Copy)]
struct Row {
    pin: [u8; 16],
    client_no: i64,
    person_no: i64,
    expires_at: i64,
    tries: i64,
}

impl Row {
    fn bound(&self, prints: &Fingerprints, hash: &[u8; 16]) -> [u8; 16] {
        let numbers = [self.client_no, self.person_no, self.expires_at, self.tries];
        let row = bound_by(prints, "own-view-link-row", hash, numbers);
        prints.of("own-view-link-pin", &[&row, &self.pin])
    }

    /// The row of a link that can be used, unless it was changed behind our back.
    fn read(
        reader: &mut Reader<'_>,
        prints: &Fingerprints,
        hash: &[u8; 16],
        now_ms: i64,
    ) -> Result<Option<Self>, CaseworkError> {
        let sql = "SELECT pin_hash, client_no, person_no, expires_at, tries, bound \
                   FROM own_view_links WHERE token_hash = $1";
        let Some(row) = reader.query_optional(sql, &[(*hash).into()])? else {
            return Ok(None);
        };
        let found = Self {
            pin: row.array(0)?,
            client_no: row.int(1)?,
            person_no: row.int(2)?,
            expires_at: row.int(3)?,
            tries: row.int(4)?,
        };
        let genuine = found.bound(prints, hash) == row.bytes(5)?;
        Ok(Some(found).filter(|it| genuine && now_ms < it.expires_at && it.tries < TRIES_MAX))
    }

    fn write(
        &self,
        tx: &mut Transaction<'_>,
        prints: &Fingerprints,
        hash: &[u8; 16],
    ) -> Result<(), DbError> {
        tx.execute(
            "INSERT INTO own_view_links (token_hash, pin_hash, client_no, person_no, expires_at, tries, bound) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (token_hash) DO UPDATE SET \
             tries = excluded.tries, bound = excluded.bound",
            &[
                (*hash).into(),
                self.pin.into(),
                self.client_no.into(),
                self.person_no.into(),
                self.expires_at.into(),
                self.tries.into(),
                self.bound(prints, hash).into(),
            ],
        )?;
        Ok(())
    }
}

/// Ends every link of a client.
pub(super) fn end_all(tx: &mut Transaction<'_>, client_no: i64) -> Result<(), DbError> {
    let sql = "DELETE FROM own_view_links WHERE client_no = $1";
    tx.execute(sql, &[client_no.into()])?;
    Ok(())
}

/// How the link of a client stands that is out; nothing when none is.
pub(super) fn state_of(
    reader: &mut Reader<'_>,
    prints: &Fingerprints,
    client_no: i64,
    now_ms: i64,
) -> Result<Option<LinkState>, CaseworkError> {
    let sql = "SELECT token_hash, pin_hash, client_no, person_no, expires_at, tries, bound \
               FROM own_view_links WHERE client_no = $1 ORDER BY expires_at DESC LIMIT 1";
    let Some(row) = reader.query_optional(sql, &[client_no.into()])? else {
        return Ok(None);
    };
    let hash: [u8; 16] = row.array(0)?;
    let found = Row {
        pin: row.array(1)?,
        client_no: row.int(2)?,
        person_no: row.int(3)?,
        expires_at: row.int(4)?,
        tries: row.int(5)?,
    };
    let genuine = found.bound(prints, &hash) == row.bytes(6)? && now_ms < found.expires_at;
    Ok(genuine.then_some(LinkState {
        expires_at: found.expires_at,
        tries: found.tries,
    }))
}

impl Office {
    /// Makes a link to a client's own view, and the number that goes with it. An earlier one ends.
    ///
    /// # Errors
    /// [`OwnViewError::Off`] until the view was turned on; the gate's refusal.
    pub async fn make_own_view_link(&self, request: &Request) -> Result<NewLink, OwnViewError> {
        let (token, hash) = self.make_token("own-view-link")?;
        let drawn = u64::from_be_bytes(self.randomness.bytes::<8>()) % PINS;
        let pin = format!("{drawn:06}");
        let prints = self.gate.fingerprints()?;
        let pin_print = print_of(&prints, &hash, &pin);
        let expires_at = self.clock.now_ms() + HELD_MS;
        self.at_own_view::<Amend, _, _>(request, "own_view_link_made", move |desk| {
            let (_, view) = the_view(desk)?;
            let (person_no, _) = desk.works.worker(view.person)?;
            let client_no = desk.client_no();
            let row = Row {
                pin: pin_print,
                client_no,
                person_no,
                expires_at,
                tries: 0,
            };
            let transaction = desk.works.transaction();
            end_all(transaction, client_no)?;
            row.write(transaction, &prints, &hash)?;
            Ok(())
        })
        .await?;
        Ok(NewLink {
            token,
            pin,
            expires_at,
        })
    }

    /// Opens a client's own view by a link and its number; gives the secret of what is open. Nothing whenever the two
    /// don't open it, whatever the reason, and then it stands in the ledger that it was tried.
    ///
    /// # Errors
    /// [`CaseworkError::TooSoon`] after many tries from one place; when the office is sealed or the database refuses.
    pub async fn open_own_view(
        &self,
        token: &str,
        pin: &str,
        arrival: &Arrival,
    ) -> Result<Option<String>, CaseworkError> {
        let token = token.get(..LONGEST_TOKEN).unwrap_or(token);
        let hash = self.hash("own-view-link", token)?;
        let digits: String = pin.chars().filter(char::is_ascii_digit).take(12).collect();
        let (prints, now_ms) = (self.gate.fingerprints()?, self.clock.now_ms());
        let counted = Counted::of(&prints, arrival, &hash, OWN_VIEWS, false);
        let wait = self
            .db
            .read(move |reader| counted.wait_ms(reader, now_ms))
            .await?;
        if wait > 0 {
            return Err(CaseworkError::too_soon(wait));
        }
        let tried = print_of(&prints, &hash, &digits);
        let fits = self
            .gate
            .keep_books::<_, CaseworkError, _>({
                let prints = self.gate.fingerprints()?;
                move |tx| {
                    counted.count(tx, now_ms)?;
                    fits(tx, &prints, (&hash, &tried), now_ms)
                }
            })
            .await?;
        let begun = match fits {
            Some(person_no) => self.begin_by_link(person_no, hash).await?,
            None => None,
        };
        let told = begun.is_none();
        self.gate
            .write_if::<CaseworkError, _>(0, move |tx| {
                if !told {
                    counted.forgive(tx)?;
                    return Ok(None);
                }
                let times = counted.tell(tx, now_ms)?;
                Ok(times.map(|it| note("own_view_tried", None, [("times", it.into())])))
            })
            .await?;
        Ok(begun)
    }

    async fn begin_by_link(
        &self,
        person_no: i64,
        link: [u8; 16],
    ) -> Result<Option<String>, CaseworkError> {
        let roster = self.gate.roster()?;
        let person: Option<SignedIn> = self
            .db
            .read(move |reader| read_person(reader, &roster, person_no))
            .await?;
        let Some(person) = person else {
            return Ok(None);
        };
        let Some(client) = self.own_file_of(&person).await? else {
            return Ok(None);
        };
        let (secret, hash) = self.make_token("own-view")?;
        let prints = self.gate.fingerprints()?;
        let question = self.question_of(&person, client, Channel::Screen);
        let question = question.await.map_err(OwnViewError::from);
        let begun = async {
            let request = question?;
            self.at_own_view::<ReadOwn, _, _>(&request, "own_view_opened", move |desk| {
                the_view(desk)?;
                let client_no = desk.client_no();
                let now_ms = desk.works.now_ms();
                let used = "DELETE FROM own_view_links WHERE token_hash = $1 AND client_no = $2";
                let values = [link.into(), client_no.into()];
                if desk.works.transaction().execute(used, &values)? == 0 {
                    return Err(OwnViewError::Absent);
                }
                let open = Open::begun(client_no, person_no, now_ms, Vec::new());
                desk.works.note("by", "link");
                open.insert(desk.works.transaction(), &prints, &hash)?;
                Ok(())
            })
            .await
        };
        match begun.await {
            Ok(()) => Ok(Some(secret)),
            // Turned off meanwhile, used up by somebody quicker, or refused: all one to whoever holds the link.
            Err(OwnViewError::Casework(error)) => Err(error),
            Err(_) => Ok(None),
        }
    }
}

/// In the ledger's count of tries all views are one, so that nothing tells whose it was.
const OWN_VIEWS: i64 = i64::MIN;

fn print_of(prints: &Fingerprints, link: &[u8; 16], pin: &str) -> [u8; 16] {
    prints.of("own-view-pin", &[link, pin.as_bytes()])
}

/// Whether a number fits a link; gives in whose name it opens. A try is counted before it is known how it ends.
fn fits(
    tx: &mut Transaction<'_>,
    prints: &Fingerprints,
    (hash, tried): (&[u8; 16], &[u8; 16]),
    now_ms: i64,
) -> Result<Option<i64>, CaseworkError> {
    let Some(mut row) = Row::read(tx, prints, hash, now_ms)? else {
        return Ok(None);
    };
    let right = same(&row.pin, tried);
    if !right {
        row.tries += 1;
        row.write(tx, prints, hash)?;
    }
    Ok(right.then_some(row.person_no))
}

/// Compares keyed fingerprints without stopping at the first difference.
fn same(one: &[u8; 16], other: &[u8; 16]) -> bool {
    let differs = |sum: u8, (a, b): (&u8, &u8)| sum | (a ^ b);
    one.iter().zip(other).fold(0, differs) == 0
}
