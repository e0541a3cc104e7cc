//! Proving once more who is there: to unlock a session, or before something grave.
//!
//! RE-6, DV-4.6.6, NASW-l. What was typed before stays where it is; only a session's own row changes. A session that
//! was locked goes on under a new secret, so that whoever had the old one has nothing.

use caseward_db::Transaction;
use caseward_gate::{CardDeed, Drawer, Fingerprints};
use zeroize::Zeroizing;

use super::card::Means;
use super::links;
use super::passkeys::use_passkey;
use super::sessions::{Row, has_ended, read_row};
use super::throttle::Counted;
use super::{Passphrase, SignedIn, note};
use crate::{CaseworkError, Office};
use webauthn_rs::prelude::AuthenticationResult;

/// What someone brings.
pub enum Proof {
    /// Their passphrase.
    Passphrase(Passphrase),
    /// Six digits of their authenticator app, or a recovery code.
    Code(Zeroizing<String>),
    /// The answer of one of their passkeys, with its half.
    Passkey {
        /// The half of [`Office::ask_for_passkey_of`].
        half: String,
        /// The browser's answer, as JSON.
        answer: String,
    },
    /// A one-time link of theirs, where links alone let in.
    Link(String),
    /// An account that the office's directory has just vouched for; nobody else can make one.
    Account(Vouched),
}

/// An account, by the directory's address and what it calls the account.
pub struct Vouched(pub(super) (String, String));

/// What came of it.
#[derive(PartialEq, Eq)]
pub enum Proved {
    /// It is them. The session's secret from now on, if it changed.
    Yes(Option<String>),
    /// It doesn't fit.
    No,
    /// There is no session to go on with.
    Over,
}

/// What was found out before anything is written.
enum Checked {
    Fits,
    Code(Zeroizing<String>),
    Passkey(Box<AuthenticationResult>),
    Link([u8; 16]),
    Account((String, String)),
    Wrong,
}

impl Proof {
    const fn word(&self) -> &'static str {
        match self {
            Self::Passphrase(_) => "passphrase",
            Self::Code(_) => "code",
            Self::Passkey { .. } => "passkey",
            Self::Link(_) => "link",
            Self::Account(_) => "provider",
        }
    }
}

impl Office {
    /// Proves who holds a session, locked or not; afterwards it is unlocked, and a
    /// [step-up](Office::step_up) is given for five minutes.
    ///
    /// # Errors
    /// [`CaseworkError::TooSoon`] after too many mistakes, [`CaseworkError::Busy`] when too many are
    /// coming in at once.
    pub async fn prove(&self, token: &str, proof: Proof) -> Result<Proved, CaseworkError> {
        let hash = self.hash("session", token)?;
        Ok(self.prove_session(hash, proof).await?.0)
    }

    /// The same for the session under this fingerprint; says whose it is as well.
    pub(super) async fn prove_session(
        &self,
        hash: [u8; 16],
        proof: Proof,
    ) -> Result<(Proved, Option<i64>), CaseworkError> {
        let (prints, now_ms) = (self.gate.fingerprints()?, self.clock.now_ms());
        let reading = self.gate.fingerprints()?;
        let found = self
            .db
            .read(move |reader| read_row(reader, &reading, &hash))
            .await?;
        let Some(row) = found.filter(|row| !row.over(now_ms)) else {
            return Ok((Proved::Over, None));
        };
        let Some(person) = self.person(row.worker_no).await? else {
            return Ok((Proved::Over, None));
        };
        if has_ended(&person, now_ms) {
            return Ok((Proved::Over, None));
        }
        let counted = Counted::of_session(&prints, &row.reference, row.worker_no);
        self.wait_first(&counted).await?;
        let word = proof.word();
        let checked = self.check(&person, proof).await?;
        let (renewed, new_hash) = self.make_token("session")?;
        let proving = Proving {
            prints,
            person,
            counted,
            hash,
            new_hash,
            now_ms,
            word,
        };
        let worker_no = row.worker_no;
        let outcome = self
            .gate
            .change_card((Drawer::SignIn, worker_no), worker_no, move |tx, means| {
                proving.settle(tx, means, &checked)
            })
            .await?;
        let proved = match outcome {
            Settled::Renewed => Proved::Yes(Some(renewed)),
            Settled::Proved => Proved::Yes(None),
            Settled::Wrong => Proved::No,
            Settled::Over => Proved::Over,
        };
        Ok((proved, Some(worker_no)))
    }

    async fn wait_first(&self, counted: &Counted) -> Result<(), CaseworkError> {
        let (counted, now_ms) = (*counted, self.clock.now_ms());
        let wait_ms = self
            .db
            .read(move |reader| counted.wait_ms(reader, now_ms))
            .await?;
        if wait_ms > 0 {
            return Err(CaseworkError::too_soon(wait_ms));
        }
        Ok(())
    }

    /// The slow part, outside of everyone's transaction.
    async fn check(&self, person: &SignedIn, proof: Proof) -> Result<Checked, CaseworkError> {
        Ok(match proof {
            Proof::Passphrase(typed) => {
                let means = self.means_of(person.no).await?;
                let kept = means.passphrase.as_ref();
                if self.is_passphrase(kept, &typed, true).await? {
                    Checked::Fits
                } else {
                    Checked::Wrong
                }
            }
            Proof::Code(code) => Checked::Code(code),
            Proof::Passkey { half, answer } => {
                let result = self.passkey_proof(person.no, &half, &answer).await?;
                result.map_or(Checked::Wrong, |it| Checked::Passkey(Box::new(it)))
            }
            Proof::Link(token) if self.sign_in_rules().await?.links_alone => {
                Checked::Link(self.hash("sign-in-link", &token)?)
            }
            Proof::Link(_) => Checked::Wrong,
            Proof::Account(Vouched(key)) => Checked::Account(key),
        })
    }

    pub(super) async fn means_of(&self, worker_no: i64) -> Result<Means, CaseworkError> {
        self.card(Drawer::SignIn, worker_no).await
    }
}

enum Settled {
    Renewed,
    Proved,
    Wrong,
    Over,
}

/// All that is needed to settle a proof within one transaction.
struct Proving {
    prints: Fingerprints,
    person: SignedIn,
    counted: Counted,
    hash: [u8; 16],
    new_hash: [u8; 16],
    now_ms: i64,
    word: &'static str,
}

impl Proving {
    fn settle(
        &self,
        tx: &mut Transaction<'_>,
        means: &mut Means,
        checked: &Checked,
    ) -> Result<(Option<CardDeed>, Settled), CaseworkError> {
        let Some(row) = read_row(tx, &self.prints, &self.hash)? else {
            return Ok((None, Settled::Over));
        };
        // Looked at again where it is counted: of many tries at once, only so many get here.
        let wait_ms = self.counted.wait_ms(tx, self.now_ms)?;
        if wait_ms > 0 {
            return Err(CaseworkError::too_soon(wait_ms));
        }
        if !self.fits(tx, means, checked)? {
            self.counted.count(tx, self.now_ms)?;
            let times = self.counted.tell(tx, self.now_ms)?;
            let told = |times: i64| {
                let particulars = [("means", self.word.into()), ("times", times.into())];
                CardDeed::Told(note("proof_failed", Some(self.person.worker), particulars))
            };
            return Ok((times.map(told), Settled::Wrong));
        }
        self.counted.forgive(tx)?;
        let rested = row.rests(self.now_ms);
        let proved = Row {
            seen_at: self.now_ms,
            proved_at: self.now_ms,
            locked: false,
            ..row
        };
        let (hash, settled) = if rested {
            (self.new_hash, Settled::Renewed)
        } else {
            (self.hash, Settled::Proved)
        };
        let renew = "UPDATE sessions SET token_hash = $1 WHERE token_hash = $2";
        tx.execute(renew, &[hash.into(), self.hash.into()])?;
        proved.update(tx, &self.prints, &hash)?;
        let what = if rested {
            "session_unlocked"
        } else {
            "proved_again"
        };
        let deed = note(
            what,
            Some(self.person.worker),
            [("means", self.word.into())],
        );
        Ok((Some(CardDeed::Changed(deed)), settled))
    }

    fn fits(
        &self,
        tx: &mut Transaction<'_>,
        means: &mut Means,
        checked: &Checked,
    ) -> Result<bool, CaseworkError> {
        Ok(match checked {
            Checked::Fits => true,
            Checked::Wrong => false,
            Checked::Code(code) => {
                let digits = means.authenticator.as_mut();
                digits.is_some_and(|it| it.take(code, self.now_ms))
                    || means.codes.take(&self.prints, self.person.no, code)
            }
            Checked::Account(key) => means.has_account(key),
            Checked::Passkey(result) => use_passkey(means, result, self.now_ms),
            Checked::Link(link) => {
                links::use_up(tx, &self.prints, link, self.person.no, self.now_ms)?
            }
        })
    }
}
