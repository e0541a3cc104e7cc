//! Setting up, changing and giving up what someone signs in with.
//!
//! NASW-l, NASW-o. Each step asks for a proof that is fresh, or for a link that was just used; each is an entry; and
//! nobody gives up the last way by which they can come in. A new passphrase or app ends the person's other sessions:
//! perhaps that is why it was changed.

use caseward_db::Transaction;
use caseward_gate::{CardDeed, DeedText, Drawer};
use caseward_model::{Id, Worker};
use zeroize::Zeroizing;

use super::card::{KeptPassphrase, Means, Overview};
use super::links::spend_links_of;
use super::passkeys::{Ceremony, PasskeyError};
use super::recovery::Codes;
use super::slow::Look;
use super::totp::Authenticator;
use super::two_halves::handle_print;
use super::{Held, Passphrase, SignedIn, StepUp, TooWeak, note};
use crate::{CaseworkError, Office};

/// What is shown this once.
pub struct Fresh {
    /// Recovery codes, to be printed.
    pub codes: Vec<Zeroizing<String>>,
}

/// An authenticator app that was offered.
pub struct Offered {
    /// The secret in letters, for those who type it.
    pub letters: Zeroizing<String>,
    /// The address that the app reads from a picture.
    pub address: Zeroizing<String>,
}

/// Why something can't be changed as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It would be the last way to come in.
    LastWay,
    /// The six digits don't fit, or no app was offered.
    WrongCode,
    /// There is no such thing on the card.
    NotThere,
    /// The passphrase can't be taken.
    TooWeak(TooWeak),
}

impl Office {
    /// With what a person signs in, as they see it.
    ///
    /// # Errors
    /// When the office is sealed or the card was put back to an earlier state.
    pub async fn means_overview(&self, person: &SignedIn) -> Result<Overview, CaseworkError> {
        let ways = self.sign_in_rules().await?.ways();
        Ok(self.means_of(person.no).await?.overview(ways))
    }

    /// Sets or changes a person's passphrase.
    ///
    /// # Errors
    /// [`CaseworkError::Busy`] when too many are coming in at once.
    pub async fn set_passphrase(
        &self,
        person: &SignedIn,
        proof: &StepUp,
        token: &str,
        passphrase: &Passphrase,
    ) -> Result<Result<(), Unfit>, CaseworkError> {
        let handle = self.handle_of(person).await?;
        let office = self.own_organization().await?.name;
        if let Err(weak) = passphrase.check(&[&office, &person.name, &handle]) {
            return Ok(Err(Unfit::TooWeak(weak)));
        }
        let (salt, cost) = (self.randomness.bytes(), self.doorway.cost);
        let look = Look {
            prints: self.gate.slow_prints()?,
            text: Zeroizing::new(passphrase.as_bytes().to_vec()),
            salt,
            settings: cost,
        };
        let print = self.doorway.slow.print(look, true).await?;
        let kept = KeptPassphrase::new(salt, *print, cost);
        let find = handle_print(&self.gate.fingerprints()?, &handle);
        let (asking, worker_no) = (self.hash("session", token)?, person.no);
        self.change(person, proof, move |tx, means, worker| {
            let known = "INSERT INTO sign_in_finds (find, worker_no) VALUES ($1, $2) \
                         ON CONFLICT (find) DO UPDATE SET find = excluded.find \
                         WHERE sign_in_finds.worker_no = excluded.worker_no";
            if tx.execute(known, &[find.into(), worker_no.into()])? == 0 {
                return Err(CaseworkError::Damaged);
            }
            means.passphrase = Some(kept);
            end_others(tx, worker_no, asking)?;
            Ok(Ok((note("passphrase_set", Some(worker), []), ())))
        })
        .await
    }

    /// Offers a person a secret for their authenticator app; it counts once the app has shown a code.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn offer_authenticator(
        &self,
        person: &SignedIn,
        proof: &StepUp,
    ) -> Result<(), CaseworkError> {
        let fresh = Authenticator::make_random(&self.randomness);
        let offered = self
            .change(person, proof, move |_, means, worker| {
                means.offered = Some(fresh);
                Ok(Ok((note("authenticator_offered", Some(worker), []), ())))
            })
            .await?;
        offered.map_err(|_| CaseworkError::Damaged)
    }

    /// The secret that was offered and isn't confirmed yet. It asks for a proof as well: whoever reads it can make codes.
    ///
    /// # Errors
    /// When the office is sealed or the card was put back to an earlier state.
    pub async fn offered_authenticator(
        &self,
        person: &SignedIn,
        _proof: &StepUp,
    ) -> Result<Option<Offered>, CaseworkError> {
        let means = self.means_of(person.no).await?;
        let Some(offered) = &means.offered else {
            return Ok(None);
        };
        let office = self.own_organization().await?.name;
        let handle = self.handle_of(person).await?;
        Ok(Some(Offered {
            letters: offered.letters(),
            address: offered.address(&office, &handle),
        }))
    }

    /// Takes the first code of an authenticator app that was offered; gives recovery codes with it, to be
    /// shown this once.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn confirm_authenticator(
        &self,
        person: &SignedIn,
        proof: &StepUp,
        token: &str,
        code: &str,
    ) -> Result<Result<Fresh, Unfit>, CaseworkError> {
        let prints = self.gate.fingerprints()?;
        let (codes, fresh) = Codes::make_random(&prints, person.no, &self.randomness);
        let (code, now_ms) = (Zeroizing::new(code.to_owned()), self.clock.now_ms());
        let (asking, worker_no) = (self.hash("session", token)?, person.no);
        let confirmed = self
            .change(person, proof, move |tx, means, worker| {
                let mut offered = means.offered.take();
                if !offered.as_mut().is_some_and(|it| it.take(&code, now_ms)) {
                    return Ok(Err(Unfit::WrongCode));
                }
                means.authenticator = offered;
                means.codes = codes;
                end_others(tx, worker_no, asking)?;
                Ok(Ok((note("authenticator_set", Some(worker), []), ())))
            })
            .await?;
        Ok(confirmed.map(|()| Fresh { codes: fresh }))
    }

    /// Makes new recovery codes; the old ones open nothing any more.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn renew_codes(
        &self,
        person: &SignedIn,
        proof: &StepUp,
    ) -> Result<Result<Fresh, Unfit>, CaseworkError> {
        let prints = self.gate.fingerprints()?;
        let (codes, fresh) = Codes::make_random(&prints, person.no, &self.randomness);
        let renewed = self
            .change(person, proof, move |_, means, worker| {
                if means.authenticator.is_none() {
                    return Ok(Err(Unfit::NotThere));
                }
                means.codes = codes;
                Ok(Ok((note("recovery_codes_made", Some(worker), []), ())))
            })
            .await?;
        Ok(renewed.map(|()| Fresh { codes: fresh }))
    }

    /// Takes a passkey off a person's card.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn remove_passkey(
        &self,
        person: &SignedIn,
        proof: &StepUp,
        no: u32,
    ) -> Result<Result<(), Unfit>, CaseworkError> {
        let ways = self.sign_in_rules().await?.ways();
        let prints = self.gate.fingerprints()?;
        self.change(person, proof, move |tx, means, worker| {
            let Some(at) = means.passkeys.iter().position(|it| it.no == no) else {
                return Ok(Err(Unfit::NotThere));
            };
            let gone = means.passkeys.remove(at);
            if !means.complete(ways) && !ways.links_alone {
                return Ok(Err(Unfit::LastWay));
            }
            let find = prints.of("sign-in-passkey", &[gone.key.cred_id().as_slice()]);
            tx.execute("DELETE FROM sign_in_finds WHERE find = $1", &[find.into()])?;
            Ok(Ok((
                note("passkey_removed", Some(worker), [("no", no.into())]),
                (),
            )))
        })
        .await
    }

    /// Takes the passphrase, the app and the recovery codes off a person's card.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn remove_passphrase(
        &self,
        person: &SignedIn,
        proof: &StepUp,
    ) -> Result<Result<(), Unfit>, CaseworkError> {
        let ways = self.sign_in_rules().await?.ways();
        self.change(person, proof, move |_, means, worker| {
            if means.passphrase.is_none() && means.authenticator.is_none() {
                return Ok(Err(Unfit::NotThere));
            }
            (means.passphrase, means.authenticator) = (None, None);
            (means.offered, means.codes) = (None, Codes::default());
            if !means.complete(ways) && !ways.links_alone {
                return Ok(Err(Unfit::LastWay));
            }
            Ok(Ok((note("passphrase_removed", Some(worker), []), ())))
        })
        .await
    }

    /// Begins making a passkey.
    ///
    /// # Errors
    /// When the office is sealed, or is served at an address without a name.
    pub async fn begin_new_passkey(
        &self,
        person: &SignedIn,
        _proof: &StepUp,
        name: &str,
    ) -> Result<Result<Ceremony, PasskeyError>, CaseworkError> {
        self.offer_passkey(person, name).await
    }

    /// Takes the new passkey: the browser's answer, as JSON.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn finish_new_passkey(
        &self,
        person: &SignedIn,
        half: &str,
        answer: &str,
    ) -> Result<Result<(), PasskeyError>, CaseworkError> {
        self.take_new_passkey(person, half, answer).await
    }

    /// Lets a session go on everywhere once its person has a means of sign-in. Says whether it does.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn go_on_after_set_up(
        &self,
        person: &SignedIn,
        token: &str,
    ) -> Result<bool, CaseworkError> {
        let ways = self.sign_in_rules().await?.ways();
        if !self.means_of(person.no).await?.complete(ways) {
            return Ok(false);
        }
        let (prints, hash) = (self.gate.fingerprints()?, self.hash("session", token)?);
        let deed = note("set_up_done", Some(person.worker), []);
        self.gate
            .act::<_, CaseworkError, _>(person.no, deed, move |tx| {
                let Some(mut row) = super::sessions::read_row(tx, &prints, &hash)? else {
                    return Ok(false);
                };
                row.set_up_first = false;
                row.update(tx, &prints, &hash)?;
                spend_links_of(tx, row.worker_no, Some(hash))?;
                Ok(true)
            })
            .await
    }

    /// Changes a person's card, if `work` agrees. A refusal leaves it as it was.
    pub(super) async fn change<T, F>(
        &self,
        person: &SignedIn,
        proof: &StepUp,
        work: F,
    ) -> Result<Result<T, Unfit>, CaseworkError>
    where
        T: Send + 'static,
        F: FnOnce(
                &mut Transaction<'_>,
                &mut Means,
                Id<Worker>,
            ) -> Result<Result<(DeedText, T), Unfit>, CaseworkError>
            + Send
            + 'static,
    {
        let worker = person.worker;
        if proof.worker() != worker {
            return Err(CaseworkError::ProofNeeded(super::ProofNeeded));
        }
        self.gate
            .change_card((Drawer::SignIn, person.no), person.no, move |tx, means| {
                Ok(match work(tx, means, worker)? {
                    Ok((deed, value)) => (Some(CardDeed::Changed(deed)), Ok(value)),
                    Err(unfit) => (None, Err(unfit)),
                })
            })
            .await
    }

    /// The short name that a person signs in with.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn handle_of(&self, person: &SignedIn) -> Result<String, CaseworkError> {
        let found = self.gate.worker(person.no).await?;
        Ok(found.map_or_else(String::new, |(_, _, it)| it.handle))
    }
}

/// Whether someone has to set up a means of sign-in before anything else.
impl SignedIn {
    /// They came in by a link, and have to set up a means of sign-in before they go on.
    #[must_use]
    pub const fn sets_up_first(&self) -> bool {
        matches!(self.held, Held::Session { first: true, .. })
    }
}

/// Ends a person's sessions, except the one that asks.
fn end_others(
    tx: &mut Transaction<'_>,
    worker_no: i64,
    asking: [u8; 16],
) -> Result<(), CaseworkError> {
    let sql = "DELETE FROM sessions WHERE worker_no = $1 AND token_hash <> $2";
    tx.execute(sql, &[worker_no.into(), asking.into()])?;
    Ok(())
}
