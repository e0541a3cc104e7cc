//! Somebody comes back from the directory.
//!
//! NASW-l (OpenID Connect Core, RFC 9207). What was kept is used up first, so that nothing can be played back. An account that
//! is bound to nobody lets nobody in, whatever mail address the directory knows of it.

use std::time::{Duration, UNIX_EPOCH};

use caseward_db::Transaction;
use caseward_gate::{CardDeed, Drawer, Fingerprints};
use openidconnect::{AuthorizationCode, Nonce, PkceCodeVerifier, TokenResponse};
use subtle::ConstantTimeEq;

use super::asked::client_of;
use super::settings::Provider;
use super::{Errand, Sent, Unasked};
use crate::sign_in::card::{Account, Means};
use crate::sign_in::half::Kept;
use crate::sign_in::links::spend_links_of;
use crate::sign_in::passkeys::BegunBy;
use crate::sign_in::proof::Vouched;
use crate::sign_in::sessions::{has_ended, read_person, read_row};
use crate::sign_in::{Arrival, Begun, MeansKind, Proof, Proved, SignedIn, StepUp, Unfit, note};
use crate::{CaseworkError, Office};

/// How much the clocks of the two machines may differ.
const CLOCKS_MS: i64 = 60_000;

/// What the browser brings back from the directory.
#[derive(Clone, Default)]
pub struct Returned {
    /// The secret of the half, from the cookie.
    pub half: String,
    /// What fits the half.
    pub state: String,
    /// What the directory gives an ID token for; none when it says no.
    pub code: Option<String>,
    /// The address that the directory says it has.
    pub issuer: Option<String>,
}

/// What came of it.
pub enum Back {
    /// They are in.
    In(Begun),
    /// The account is bound to the person who asked; they had to set up a means first.
    Bound {
        /// They can go on everywhere now.
        first: bool,
    },
    /// It is them. The session's secret from now on, if it changed.
    Proved(Option<String>),
    /// The account is bound to nobody here.
    Unbound,
    /// The account is another person's already, or not the one who holds the session.
    NotTheirs,
    /// Their access is paused or has ended.
    Paused,
    /// It took too long, was tried before, or didn't begin in this browser.
    Over,
    /// The directory said no, or whoever was there turned back.
    Declined,
    /// What came back isn't genuine, or not for this.
    NotGenuine,
    /// The directory can't be asked now.
    Unasked(Unasked),
}

impl Office {
    /// Takes what came back, once.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn back_from_provider(
        &self,
        returned: Returned,
        arrival: &Arrival,
    ) -> Result<Back, CaseworkError> {
        let Some(Kept::Provider(sent)) = self.take_half(&returned.half).await? else {
            return Ok(Back::Over);
        };
        let same: bool = sent
            .state
            .as_bytes()
            .ct_eq(returned.state.as_bytes())
            .into();
        if !same {
            self.tell_of(MeansKind::Provider, None, "another_state", arrival)
                .await?;
            return Ok(Back::Over);
        }
        let Some(provider) = self.sign_in_rules().await?.provider else {
            return Ok(Back::Unasked(Unasked::None));
        };
        if returned
            .issuer
            .as_ref()
            .is_some_and(|it| *it != provider.issuer)
        {
            self.tell_of(MeansKind::Provider, None, "another_issuer", arrival)
                .await?;
            return Ok(Back::NotGenuine);
        }
        let Some(code) = returned.code else {
            return Ok(Back::Declined);
        };
        let (errand, issuer) = (sent.errand, provider.issuer.clone());
        let (back, now_ms) = (self.back_address(), self.clock.now_ms());
        let asked = move || subject_of(&provider, back, &sent, code, now_ms);
        let subject = match self.ask_directory(asked).await? {
            Ok(Some(subject)) => subject,
            Ok(None) => {
                self.tell_of(MeansKind::Provider, None, "not_genuine", arrival)
                    .await?;
                return Ok(Back::NotGenuine);
            }
            Err(unasked) => return Ok(Back::Unasked(unasked)),
        };
        let account = Account {
            issuer,
            subject,
            made_at: now_ms,
        };
        match errand {
            Errand::ComeIn => self.come_in_by(account, arrival).await,
            Errand::Bind { worker_no, session } => self.bind(worker_no, session, account).await,
            Errand::Prove { worker_no, session } => {
                let proof = Proof::Account(Vouched(account.key()));
                self.proved_by(worker_no, session, proof).await
            }
        }
    }

    async fn come_in_by(&self, account: Account, arrival: &Arrival) -> Result<Back, CaseworkError> {
        let find = account.print(&self.gate.fingerprints()?);
        let roster = self.gate.roster()?;
        let found = self
            .db
            .read(move |reader| {
                let sql = "SELECT worker_no FROM sign_in_finds WHERE find = $1";
                match reader.query_optional(sql, &[find.into()])? {
                    Some(row) => read_person(reader, &roster, row.int(0)?),
                    None => Ok(None),
                }
            })
            .await?;
        let Some(person) = found else {
            self.tell_of(MeansKind::Provider, None, "unbound", arrival)
                .await?;
            return Ok(Back::Unbound);
        };
        if has_ended(&person, self.clock.now_ms()) {
            return Ok(Back::Paused);
        }
        let key = account.key();
        let by = BegunBy(
            MeansKind::Provider,
            Box::new(move |means| means.has_account(&key)),
        );
        let begun = self.begin_by(&person, by, arrival).await?;
        Ok(begun.map_or(Back::Unbound, Back::In))
    }

    /// Binds an account to whoever holds a session, if it still runs.
    async fn bind(
        &self,
        worker_no: i64,
        session: [u8; 16],
        account: Account,
    ) -> Result<Back, CaseworkError> {
        let Some(person) = self.person(worker_no).await? else {
            return Ok(Back::Over);
        };
        let now_ms = self.clock.now_ms();
        if has_ended(&person, now_ms) {
            return Ok(Back::Paused);
        }
        let prints = self.gate.fingerprints()?;
        let binding = Binding {
            prints,
            person,
            session,
            now_ms,
        };
        self.gate
            .change_card((Drawer::SignIn, worker_no), worker_no, move |tx, means| {
                binding.settle(tx, means, account)
            })
            .await
    }

    async fn proved_by(
        &self,
        worker_no: i64,
        session: [u8; 16],
        proof: Proof,
    ) -> Result<Back, CaseworkError> {
        Ok(match self.prove_session(session, proof).await? {
            (Proved::Yes(renewed), Some(no)) if no == worker_no => Back::Proved(renewed),
            (Proved::Yes(_) | Proved::No, _) => Back::NotTheirs,
            (Proved::Over, _) => Back::Over,
        })
    }

    /// Takes the accounts at the directory off a person's card.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn remove_accounts(
        &self,
        person: &SignedIn,
        proof: &StepUp,
    ) -> Result<Result<(), Unfit>, CaseworkError> {
        let ways = self.sign_in_rules().await?.ways();
        let prints = self.gate.fingerprints()?;
        self.change(person, proof, move |tx, means, worker| {
            let gone = std::mem::take(&mut means.accounts);
            if gone.is_empty() {
                return Ok(Err(Unfit::NotThere));
            }
            if !means.complete(ways) && !ways.links_alone {
                return Ok(Err(Unfit::LastWay));
            }
            for account in gone {
                let find = account.print(&prints);
                tx.execute("DELETE FROM sign_in_finds WHERE find = $1", &[find.into()])?;
            }
            Ok(Ok((note("account_removed", Some(worker), []), ())))
        })
        .await
    }
}

/// All that is needed to bind an account within one transaction.
struct Binding {
    prints: Fingerprints,
    person: SignedIn,
    session: [u8; 16],
    now_ms: i64,
}

type Decided = (Option<CardDeed>, Back);

impl Binding {
    fn settle(
        &self,
        tx: &mut Transaction<'_>,
        means: &mut Means,
        account: Account,
    ) -> Result<Decided, CaseworkError> {
        let worker_no = self.person.no;
        let row = read_row(tx, &self.prints, &self.session)?;
        let holds = row.filter(|it| it.worker_no == worker_no && !it.over(self.now_ms));
        let Some(mut row) = holds.filter(|it| !it.rests(self.now_ms)) else {
            return Ok((None, Back::Over));
        };
        let first = row.set_up_first;
        if !means.has_account(&account.key()) {
            let taken = "INSERT INTO sign_in_finds (find, worker_no) VALUES ($1, $2) \
                         ON CONFLICT (find) DO NOTHING";
            let find = account.print(&self.prints);
            if tx.execute(taken, &[find.into(), worker_no.into()])? == 0 {
                return Ok((None, Back::NotTheirs));
            }
            means.accounts.push(account);
        }
        if first {
            row.set_up_first = false;
            row.update(tx, &self.prints, &self.session)?;
            spend_links_of(tx, worker_no, Some(self.session))?;
        }
        let deed = note("account_bound", Some(self.person.worker), []);
        Ok((Some(CardDeed::Changed(deed)), Back::Bound { first }))
    }
}

/// What the directory calls the one who was there; `None` when what it gives isn't genuine. It waits for the network.
fn subject_of(
    provider: &Provider,
    back: String,
    sent: &Sent,
    code: String,
    now_ms: i64,
) -> Result<Option<String>, Unasked> {
    let (client, wire) = client_of(provider, back)?;
    let verifier = PkceCodeVerifier::new(sent.verifier.clone());
    let code = AuthorizationCode::new(code);
    let asked = client.exchange_code(code).map_err(|_| Unasked::Away)?;
    let answered = asked
        .set_pkce_verifier(verifier)
        .request(&|request| wire.ask(request));
    let token = match answered {
        Ok(token) => token,
        Err(openidconnect::RequestTokenError::Request(_)) => return Err(Unasked::Away),
        // It was used before, is too old, or was never given to this office.
        Err(_) => return Ok(None),
    };
    let at = |ms: i64| UNIX_EPOCH + Duration::from_millis(u64::try_from(ms).unwrap_or(0));
    let earliest = sent.at_ms - CLOCKS_MS;
    let verifier = client
        .id_token_verifier()
        .set_time_fn(move || at(now_ms).into())
        .set_auth_time_verifier_fn(move |said| match said {
            Some(said) if said.timestamp_millis() >= earliest => Ok(()),
            _ => Err("it wasn't proved just now".to_owned()),
        });
    let nonce = Nonce::new(sent.nonce.clone());
    let claims = token.id_token().map(|it| it.claims(&verifier, &nonce));
    Ok(match claims {
        Some(Ok(claims)) => Some(claims.subject().to_string()),
        // Why not may hold what somebody forged: it goes into no log.
        Some(Err(_)) | None => None,
    })
}
