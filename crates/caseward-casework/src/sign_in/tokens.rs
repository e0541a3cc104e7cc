//! Tokens of programs: someone lets a program work in their name, for a while and for some things only.
//!
//! NASW-l, CR-4. A token never does more than its person may, and no more than it was made for; it runs out, can be
//! taken back at any time, and dies with its person's access. It is shown once and kept as a keyed fingerprint.

use caseward_db::{Reader, Transaction};
use caseward_gate::{About, Actor, Drawer, Fingerprints};
use caseward_model::OfficeAct;
use data_encoding::HEXLOWER;

use super::sessions::{Found, has_ended, read_person};
use super::{Held, SignedIn, StepUp, bound_by, note, place};
use crate::{CaseworkError, Office};

/// How every token begins, so that one that was left lying around is recognized.
const PREFIX: &str = "caseward_token_";
/// The most days that a token runs.
pub const DAYS_MAX: i64 = 366;
/// The most tokens of one person.
const TOKENS_MAX: i64 = 50;
/// Where names of tokens lie in the drawer.
const NAMES: i64 = 2;
/// The longest name, in characters.
const NAME_MAX: usize = 60;
/// How often "last used" is written down at most.
const USED_EVERY_MS: i64 = 5 * 60_000;

/// One thing that a program may do in someone's name. The bits stand in the database: never reuse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Read what its person may read.
    Read = 1,
    /// Write into files.
    Write = 2,
    /// Look for people.
    Search = 4,
    /// Read the ledger and the review of accesses.
    Review = 8,
    /// Do what its person may do to the office itself.
    Manage = 16,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Read,
        Self::Write,
        Self::Search,
        Self::Review,
        Self::Manage,
    ];

    /// The word in commands, forms and the API.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Search => "search",
            Self::Review => "review",
            Self::Manage => "manage",
        }
    }

    /// The scope of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes(i64);

impl Scopes {
    /// Of these.
    #[must_use]
    pub fn of(scopes: &[Scope]) -> Self {
        Self(scopes.iter().fold(0, |bits, it| bits | *it as i64))
    }

    /// Whether this one is among them.
    #[must_use]
    pub const fn holds(self, scope: Scope) -> bool {
        self.0 & scope as i64 != 0
    }

    /// Their words.
    #[must_use]
    pub fn words(self) -> Vec<&'static str> {
        let held = Scope::ALL.into_iter().filter(|it| self.holds(*it));
        held.map(Scope::word).collect()
    }
}

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What its owner calls it.
    pub name: String,
    /// What it is for.
    pub scopes: Scopes,
    /// For how many days.
    pub days: i64,
}

/// A token as its owner sees it.
#[derive(Debug, Clone)]
pub struct TokenLine {
    /// What it is called when it is to be taken back.
    pub reference: String,
    /// What its owner calls it.
    pub name: String,
    /// What it is for.
    pub scopes: Scopes,
    /// Since when, in ms.
    pub made_at: i64,
    /// Until when, in ms.
    pub expires_at: i64,
    /// When it was last used, in ms; 0 for never.
    pub used_at: i64,
}

/// Whether a secret looks like a token of a program.
pub(super) fn is_one(token: &str) -> bool {
    token.starts_with(PREFIX)
}

struct Row {
    worker_no: i64,
    scopes: Scopes,
    expires_at: i64,
    used_at: i64,
}

impl Office {
    /// Makes a token for a program that works in one's own name. It is shown this once.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when it would be for nothing, for too long, or one too many.
    pub async fn make_program_token(
        &self,
        person: &SignedIn,
        proof: &StepUp,
        new: NewToken,
    ) -> Result<String, CaseworkError> {
        if proof.worker() != person.worker {
            return Err(CaseworkError::ProofNeeded(super::ProofNeeded));
        }
        self.write_token(person.worker.into(), person, new).await
    }

    /// Makes a token for a program that works in a person's name, at the office's own command.
    ///
    /// # Errors
    /// As [`Office::make_program_token`].
    pub async fn make_program_token_by_key(
        &self,
        person: &SignedIn,
        new: NewToken,
    ) -> Result<String, CaseworkError> {
        self.write_token(Actor::KeyHolder, person, new).await
    }

    async fn write_token(
        &self,
        actor: Actor,
        person: &SignedIn,
        new: NewToken,
    ) -> Result<String, CaseworkError> {
        let unfit = |reason: &str| Err(CaseworkError::Unfit(reason.to_owned()));
        if new.scopes == Scopes::default() {
            return unfit("say what the token is for; choose at least one thing");
        }
        if !(1..=DAYS_MAX).contains(&new.days) {
            return unfit("a token runs for 1 to 366 days");
        }
        let (secret, _) = self.make_token("program")?;
        let token = format!("{PREFIX}{secret}");
        let hash = self.hash("program", &token)?;
        let now_ms = self.clock.now_ms();
        let expires_at = now_ms + new.days * 86_400_000;
        let prints = self.gate.fingerprints()?;
        let numbers = [person.no, new.scopes.0, now_ms, expires_at];
        let bound = bound_by(&prints, "program", &hash, numbers);
        let letters = new.name.trim().chars().filter(|c| !c.is_control());
        let name: String = letters.take(NAME_MAX).collect();
        let reference = self.randomness.bytes::<16>();
        let sealed =
            self.gate
                .drawers()?
                .seal(Drawer::SignIn, place(&reference, NAMES), name.as_bytes());
        let worker_no = person.no;
        let (act, about) = (OfficeAct::IssueToken, About::Worker(person.worker));
        self.gate
            .perform(actor, act, about, "program_token_made", move |works| {
                works.note("scopes", new.scopes.words());
                works.note("days", new.days);
                let tx = works.transaction();
                let old = "DELETE FROM api_tokens WHERE expires_at < $1";
                tx.execute(old, &[now_ms.into()])?;
                let count = "SELECT COUNT(*) FROM api_tokens WHERE worker_no = $1";
                if tx.query_one(count, &[worker_no.into()])?.int(0)? >= TOKENS_MAX {
                    let reason = "there are fifty tokens already; take back those that nobody uses";
                    return Err(CaseworkError::Unfit(reason.to_owned()));
                }
                tx.execute(
                    "INSERT INTO api_tokens (token_hash, ref, worker_no, scopes, made_at, \
                     expires_at, used_at, sealed, bound) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)",
                    &[
                        hash.into(),
                        reference.into(),
                        worker_no.into(),
                        new.scopes.0.into(),
                        now_ms.into(),
                        expires_at.into(),
                        sealed.into(),
                        bound.into(),
                    ],
                )?;
                Ok(())
            })
            .await?;
        Ok(token)
    }

    /// A person's tokens that still run.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn program_tokens_of(&self, worker_no: i64) -> Result<Vec<TokenLine>, CaseworkError> {
        let (drawers, now_ms) = (self.gate.drawers()?, self.clock.now_ms());
        let sql = "SELECT ref, scopes, made_at, expires_at, used_at, sealed FROM api_tokens \
                   WHERE worker_no = $1 AND expires_at > $2 ORDER BY made_at DESC";
        let rows = self
            .db
            .read(move |reader| reader.query(sql, &[worker_no.into(), now_ms.into()]))
            .await?;
        let line = |row: &caseward_db::Row| {
            let reference = row.array(0)?;
            let name = drawers.open(Drawer::SignIn, place(&reference, NAMES), row.bytes(5)?)?;
            Ok(TokenLine {
                reference: HEXLOWER.encode(&reference),
                name: String::from_utf8_lossy(&name).into_owned(),
                scopes: Scopes(row.int(1)?),
                made_at: row.int(2)?,
                expires_at: row.int(3)?,
                used_at: row.int(4)?,
            })
        };
        rows.iter().map(line).collect()
    }

    /// Takes a token back. `by` is whoever does it, if it isn't the office.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when the person has no such token.
    pub async fn revoke_program_token(
        &self,
        worker_no: i64,
        reference: &str,
        by: Option<&SignedIn>,
    ) -> Result<(), CaseworkError> {
        let gone = CaseworkError::Unknown {
            what: "token",
            name: String::new(),
            look: "caseward sign-in tokens",
        };
        let Ok(wanted) = HEXLOWER.decode(reference.as_bytes()) else {
            return Err(gone);
        };
        let deed = note("program_token_revoked", by.map(|it| it.worker), []);
        self.gate
            .act(
                by.map_or(0, |it| it.no),
                deed,
                move |tx: &mut Transaction<'_>| {
                    let sql = "DELETE FROM api_tokens WHERE worker_no = $1 AND ref = $2";
                    match tx.execute(sql, &[worker_no.into(), wanted.into()])? {
                        0 => Err(gone),
                        _ => Ok(()),
                    }
                },
            )
            .await
    }

    /// Whose program it is that brings this token.
    pub(super) async fn token_holder(&self, token: &str) -> Result<Found, CaseworkError> {
        let prints = self.gate.fingerprints()?;
        let hash = prints.of("program", &[token.as_bytes()]);
        let (roster, now_ms) = (self.gate.roster()?, self.clock.now_ms());
        let found = self
            .db
            .glance(move |reader| {
                let Some(row) = read_row(reader, &prints, &hash)? else {
                    return Ok(None);
                };
                let person = read_person(reader, &roster, row.worker_no)?;
                Ok::<_, CaseworkError>(person.map(|person| (row, person)))
            })
            .await?;
        let Some((row, mut person)) = found.filter(|(row, _)| row.expires_at > now_ms) else {
            return Ok(Found::Nobody);
        };
        if has_ended(&person, now_ms) {
            return Ok(Found::Paused);
        }
        if now_ms - row.used_at > USED_EVERY_MS {
            let used = "UPDATE api_tokens SET used_at = $1 WHERE token_hash = $2";
            self.gate
                .keep_books::<_, CaseworkError, _>(move |tx| {
                    Ok(tx.execute(used, &[now_ms.into(), hash.into()])?)
                })
                .await?;
        }
        person.held = Held::Token(row.scopes);
        Ok(Found::Here(person))
    }
}

/// The token under this fingerprint, unless its row was changed behind our back.
fn read_row(
    reader: &mut Reader<'_>,
    prints: &Fingerprints,
    hash: &[u8; 16],
) -> Result<Option<Row>, CaseworkError> {
    let sql = "SELECT worker_no, scopes, made_at, expires_at, used_at, bound FROM api_tokens \
               WHERE token_hash = $1";
    let Some(row) = reader.query_optional(sql, &[(*hash).into()])? else {
        return Ok(None);
    };
    let numbers = [row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?];
    let [worker_no, scopes, _, expires_at] = numbers;
    let genuine = bound_by(prints, "program", hash, numbers) == row.bytes(5)?;
    Ok(genuine.then_some(Row {
        worker_no,
        scopes: Scopes(scopes),
        expires_at,
        used_at: row.int(4)?,
    }))
}
