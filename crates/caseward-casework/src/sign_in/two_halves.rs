//! Coming in with a passphrase and six digits, or a recovery code in their place.
//!
//! NASW-l, DV-3.2. Whether the short name exists, whether the passphrase fits and whether the person has one at all
//! makes no difference to what is answered, to how many statements the database is asked, or to the slow
//! work that is done: only both halves together are told right from wrong.

use caseward_db::{Reader, Transaction};
use caseward_gate::{CardDeed, Drawer, Drawers, Endings, Fingerprints, Works};
use caseward_model::EmergencyEnd;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::card::{KeptPassphrase, Means};
use super::half::{self, Answer, AskedBy, Half, Kept};
use super::sessions::{Row, has_ended};
use super::slow::Look;
use super::throttle::Counted;
use super::totp::Authenticator;
use super::{Arrival, Begun, MeansKind, Passphrase, SignedIn, WhereaboutsRule, bound_by, note};
use crate::{CaseworkError, Office};

/// The number of nobody, who is looked for like everyone.
const NOBODY: i64 = 0;
/// The longest short name that is looked up.
const HANDLE_MAX: usize = 80;
/// How long a browser is known.
const KNOWN_MS: i64 = 400 * 86_400_000;
/// How many browsers of a person are known.
const KNOWN_MAX: i64 = 20;

/// Who is tried, and how.
struct Tried {
    worker_no: i64,
    passphrase: Option<KeptPassphrase>,
    /// The browser has signed in as this person before.
    known: bool,
    wait_ms: i64,
}

/// How a code came out.
enum Outcome {
    /// It fits. `known`: this browser needn't be remembered anew.
    Right { known: bool },
    /// It fits, and its person's access is paused or has ended.
    Paused,
    /// It doesn't fit.
    Wrong { again: bool },
}

impl Office {
    /// Takes the first half: a short name and a passphrase. Always gives a half, and never says
    /// whether they fit.
    ///
    /// # Errors
    /// [`CaseworkError::TooSoon`] after too many mistakes, [`CaseworkError::Busy`] when too many are
    /// coming in at once.
    pub async fn give_passphrase(
        &self,
        handle: &str,
        passphrase: &Passphrase,
        arrival: &Arrival,
    ) -> Result<Half, CaseworkError> {
        let prints = self.gate.fingerprints()?;
        let tried = handle_print(&prints, handle);
        let found = self.who_is_tried(tried, arrival).await?;
        if found.wait_ms > 0 {
            return Err(CaseworkError::too_soon(found.wait_ms));
        }
        let right = self
            .is_passphrase(found.passphrase.as_ref(), passphrase, found.known)
            .await?;
        let kept = Kept::Passphrase {
            worker_no: found.worker_no,
            right,
            tried,
        };
        let (token, hash) = self.make_token("sign-in-half")?;
        let sealed = half::seal(&self.gate.drawers()?, &hash, &kept)?;
        let counted = Counted::of(&prints, arrival, &tried, found.worker_no, found.known);
        let (by, now_ms) = (AskedBy::stranger(&prints, arrival), self.clock.now_ms());
        self.gate
            .keep_books::<_, CaseworkError, _>(move |tx| {
                counted.count(tx, now_ms)?;
                half::insert(tx, (hash, by), sealed, now_ms)
            })
            .await?;
        Ok(Half(token))
    }

    /// Compares a passphrase with what is kept of one; where nothing is kept the same work is done.
    pub(super) async fn is_passphrase(
        &self,
        kept: Option<&KeptPassphrase>,
        passphrase: &Passphrase,
        known: bool,
    ) -> Result<bool, CaseworkError> {
        let look = Look {
            prints: self.gate.slow_prints()?,
            text: Zeroizing::new(passphrase.as_bytes().to_vec()),
            salt: kept.map_or([0; 32], |it| it.salt),
            settings: kept.map_or(self.doorway.cost, |it| it.cost),
        };
        let print = self.doorway.slow.print(look, known).await?;
        Ok(kept.is_some_and(|it| it.is(&print)))
    }

    async fn who_is_tried(
        &self,
        tried: [u8; 16],
        arrival: &Arrival,
    ) -> Result<Tried, CaseworkError> {
        let (prints, cards) = (self.gate.fingerprints()?, self.gate.cards()?);
        let (arrival, now_ms) = (arrival.clone(), self.clock.now_ms());
        self.db
            .read(move |reader| {
                let sql = "SELECT worker_no FROM sign_in_finds WHERE find = $1";
                let found = reader.query_optional(sql, &[tried.into()])?;
                let worker_no = found.map_or(Ok(NOBODY), |row| row.int(0))?;
                let means = cards.read::<Means>(reader, Drawer::SignIn, worker_no)?;
                let known = is_known(reader, &prints, arrival.known.as_deref(), worker_no)?;
                let counted = Counted::of(&prints, &arrival, &tried, worker_no, known);
                Ok(Tried {
                    worker_no,
                    passphrase: means.and_then(|it| it.passphrase),
                    known,
                    wait_ms: counted.wait_ms(reader, now_ms)?,
                })
            })
            .await
    }

    /// Takes the second half: the six digits of the authenticator app, or a recovery code.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn give_code(
        &self,
        half: &str,
        code: &str,
        arrival: &Arrival,
    ) -> Result<Answer, CaseworkError> {
        let (drawers, hash) = self.half_of(half)?;
        let now_ms = self.clock.now_ms();
        let begun = self
            .db
            .read(move |reader| half::read(reader, &drawers, &hash, now_ms))
            .await?;
        let Some((
            Kept::Passphrase {
                worker_no,
                right,
                tried,
            },
            _,
        )) = begun
        else {
            return Ok(Answer::Wrong { again: false });
        };
        let person = self.person(worker_no).await?;
        let arriving = Arriving {
            prints: self.gate.fingerprints()?,
            endings: self.gate.endings(),
            arrival: arrival.clone(),
            now_ms,
            whose: person,
            session: self.make_token("session")?,
            browser: self.make_token("known-device")?,
            reference: self.randomness.bytes(),
            asks: self.sign_in_rules().await?.whereabouts,
        };
        let (session, browser) = (arriving.session.0.clone(), arriving.browser.0.clone());
        let code = Zeroizing::new(code.to_owned());
        let drawers = self.gate.drawers()?;
        let outcome = self
            .gate
            .change_card((Drawer::SignIn, worker_no), worker_no, move |tx, means| {
                arriving.decide(tx, means, &drawers, (hash, right, tried), &code)
            })
            .await?;
        Ok(match outcome {
            Outcome::Right { known } => Answer::In(Begun {
                session,
                known: (!known).then_some(browser),
                set_up_first: false,
            }),
            Outcome::Paused => Answer::Paused,
            Outcome::Wrong { again } => Answer::Wrong { again },
        })
    }
}

/// All that is needed to let someone in or to turn them away, within one transaction.
struct Arriving {
    prints: Fingerprints,
    endings: Endings,
    arrival: Arrival,
    now_ms: i64,
    whose: Option<SignedIn>,
    session: (String, [u8; 16]),
    browser: (String, [u8; 16]),
    reference: [u8; 16],
    asks: WhereaboutsRule,
}

type Decided = (Option<CardDeed>, Outcome);

impl Arriving {
    fn decide(
        &self,
        tx: &mut Transaction<'_>,
        means: &mut Means,
        drawers: &Drawers,
        (hash, right, tried): ([u8; 16], bool, [u8; 16]),
        code: &str,
    ) -> Result<Decided, CaseworkError> {
        let worker_no = self.whose.as_ref().map_or(NOBODY, |it| it.no);
        let token = self.arrival.known.as_deref();
        let known = is_known(tx, &self.prints, token, worker_no)?;
        let counted = Counted::of(&self.prints, &self.arrival, &tried, worker_no, known);
        // Read again: of two that come at once only one is the first.
        let tries = half::read(tx, drawers, &hash, self.now_ms)?.map(|(_, tries)| tries);
        let with = self.fits(means, worker_no, code, right && tries.is_some());
        if let Some((kind, whose)) = with.zip(self.whose.as_ref()) {
            half::remove(tx, hash)?;
            counted.forgive(tx)?;
            return self.let_in(tx, whose, kind, known);
        }
        let again = tries.is_some_and(|it| it + 1 < half::CODES_MAX);
        if again {
            half::count_try(tx, hash)?;
        } else {
            half::remove(tx, hash)?;
        }
        let times = counted.tell(tx, self.now_ms)?;
        let whose = self.whose.as_ref().map(|it| it.worker.to_string());
        let deed = times.map(|times| {
            let particulars = [
                ("worker", whose.into()),
                ("means", MeansKind::Passphrase.word().into()),
                ("times", times.into()),
            ];
            CardDeed::Told(note("sign_in_failed", None, particulars))
        });
        Ok((deed, Outcome::Wrong { again }))
    }

    /// Both halves fit: whoever's access is paused learns that now and not before, for a passphrase alone proves nothing.
    fn let_in(
        &self,
        tx: &mut Transaction<'_>,
        whose: &SignedIn,
        kind: MeansKind,
        known: bool,
    ) -> Result<Decided, CaseworkError> {
        let means = ("means", kind.word().into());
        if has_ended(whose, self.now_ms) {
            let particulars = [means, ("why", "paused".into())];
            let deed = note("sign_in_failed", Some(whose.worker), particulars);
            return Ok((Some(CardDeed::Changed(deed)), Outcome::Paused));
        }
        let known = known || self.arrival.program;
        self.begin(tx, whose, kind, known)?;
        let deed = note("signed_in", Some(whose.worker), [means]);
        Ok((Some(CardDeed::Changed(deed)), Outcome::Right { known }))
    }

    /// By what the code lets in; it is used up only then. Whoever isn't here is compared with as well.
    fn fits(&self, means: &mut Means, no: i64, code: &str, open: bool) -> Option<MeansKind> {
        let theirs = means.authenticator.as_ref();
        let mut tried = theirs.map_or_else(Authenticator::nobodys, Authenticator::duplicate);
        let mut codes = means.codes.clone();
        let digits = tried.take(code, self.now_ms);
        let recovery = codes.take(&self.prints, no, code);
        if !open {
            None
        } else if digits {
            means.authenticator = Some(tried);
            Some(MeansKind::Passphrase)
        } else if recovery {
            means.codes = codes;
            Some(MeansKind::Recovery)
        } else {
            None
        }
    }

    fn begin(
        &self,
        tx: &mut Transaction<'_>,
        whose: &SignedIn,
        means: MeansKind,
        known: bool,
    ) -> Result<(), CaseworkError> {
        let (worker_no, device) = (whose.no, self.arrival.device);
        let row = Row {
            reference: self.reference,
            worker_no,
            started_at: self.now_ms,
            seen_at: self.now_ms,
            proved_at: self.now_ms,
            means,
            set_up_first: false,
            locked: false,
            device,
            private_until: self.asks.begins_with(whose.sheet.role, device),
        };
        let why = EmergencyEnd::SignedInAnew;
        self.endings.end_emergencies_of(tx, worker_no, why)?;
        row.insert(tx, &self.prints, &self.session.1)?;
        if known {
            return Ok(());
        }
        know(tx, &self.prints, worker_no, self.browser.1, self.now_ms)
    }
}

/// In which domain short names have their fingerprints.
const HANDLES: &str = "sign-in-handle";

/// The fingerprint of a short name, however it was typed.
pub(super) fn handle_print(prints: &Fingerprints, handle: &str) -> [u8; 16] {
    prints.of(HANDLES, &[one_form(handle).as_bytes()])
}

fn one_form(handle: &str) -> String {
    let typed = handle.trim().chars().take(HANDLE_MAX);
    typed.nfkc().collect::<String>().to_lowercase()
}

/// Lets a person be found by another short name from now on, if they are found by one at all.
pub(crate) fn find_by(
    works: &mut Works<'_, '_>,
    worker_no: i64,
    (before, now): (&str, &str),
) -> Result<(), CaseworkError> {
    let print = |handle: &str| works.fingerprint(HANDLES, &[one_form(handle).as_bytes()]);
    let (before, now) = (print(before), print(now));
    let moved = "UPDATE sign_in_finds SET find = $1 WHERE find = $2 AND worker_no = $3";
    let values = [now.into(), before.into(), worker_no.into()];
    works.transaction().execute(moved, &values)?;
    Ok(())
}

/// Whether this browser has signed in as this person before; one statement, whatever it brings.
pub(super) fn is_known(
    reader: &mut Reader<'_>,
    prints: &Fingerprints,
    token: Option<&str>,
    worker_no: i64,
) -> Result<bool, CaseworkError> {
    let hash = prints.of("known-device", &[token.unwrap_or_default().as_bytes()]);
    let sql = "SELECT worker_no, made_at, bound FROM known_devices WHERE token_hash = $1";
    let Some(row) = reader.query_optional(sql, &[hash.into()])? else {
        return Ok(false);
    };
    let numbers = [row.int(0)?, row.int(1)?];
    let genuine = bound_by(prints, "known-device", &hash, numbers) == row.bytes(2)?;
    Ok(genuine && numbers.first() == Some(&worker_no))
}

/// Remembers a browser of a person, and forgets those that are too old or too many.
pub(super) fn know(
    tx: &mut Transaction<'_>,
    prints: &Fingerprints,
    worker_no: i64,
    hash: [u8; 16],
    now_ms: i64,
) -> Result<(), CaseworkError> {
    let old = "DELETE FROM known_devices WHERE worker_no = $1 AND (made_at < $2 OR token_hash IN \
               (SELECT token_hash FROM known_devices WHERE worker_no = $1 \
                ORDER BY made_at DESC LIMIT 1000 OFFSET $3))";
    let before = now_ms - KNOWN_MS;
    tx.execute(
        old,
        &[worker_no.into(), before.into(), (KNOWN_MAX - 1).into()],
    )?;
    let bound = bound_by(prints, "known-device", &hash, [worker_no, now_ms]);
    tx.execute(
        "INSERT INTO known_devices (token_hash, worker_no, made_at, bound) VALUES ($1, $2, $3, $4)",
        &[hash.into(), worker_no.into(), now_ms.into(), bound.into()],
    )?;
    Ok(())
}
