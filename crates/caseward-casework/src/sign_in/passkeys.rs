//! Passkeys: the telephone, the key on the ring or the computer itself says who is there, after a finger, a face or a
//! PIN.
//!
//! NASW-l (WebAuthn level 3). Nothing is typed that could be read over a shoulder or given to a page that only looks
//! like ours, and nothing lies here that opens anything. The device must have made sure who holds it (user verification); a passkey whose counter goes back may have been copied and is refused.

use caseward_gate::{CardDeed, Drawer, GateError};
use caseward_model::EmergencyEnd;
use serde_json::Value as Json;
use webauthn_rs::prelude::{
    AuthenticationResult, CredentialID, Passkey, PublicKeyCredential, RegisterPublicKeyCredential,
    Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

use super::card::{KeptPasskey, Means};
use super::half::{Answer, AskedBy, Half, Kept};
use super::sessions::{Row, has_ended};
use super::throttle::Counted;
use super::{Arrival, Begun, MeansKind, SignedIn, note, two_halves};
use crate::{CaseworkError, Office};

/// The most passkeys of one person.
const PASSKEYS_MAX: usize = 20;
/// The longest name of a passkey, in characters.
const NAME_MAX: usize = 60;

/// What a browser is asked, and the half that belongs to its answer.
pub struct Ceremony {
    /// By which the answer is brought.
    pub half: Half,
    /// What `navigator.credentials` takes, as JSON.
    pub options: Json,
}

/// Why a passkey wasn't taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyError {
    /// It took too long, or was tried before.
    Over,
    /// It isn't what was asked for, or not from this office's own page.
    NotGenuine,
    /// It is somebody's already.
    Taken,
    /// There are twenty already.
    TooMany,
}

impl Office {
    fn ceremonies(&self) -> Result<Webauthn, CaseworkError> {
        let unfit = || {
            let reason = "passkeys need an address with a name, such as http://localhost:7311; say it with --address";
            CaseworkError::Unfit(reason.to_owned())
        };
        let address = self.served_at().ok_or_else(unfit)?;
        let name = address.domain().ok_or_else(unfit)?;
        let builder = WebauthnBuilder::new(name, address).map_err(|_| unfit())?;
        builder.rp_name("Caseward").build().map_err(|_| unfit())
    }

    /// Begins a sign-in with a passkey, of whoever it is.
    ///
    /// # Errors
    /// When the office is sealed, or is served at an address without a name.
    pub async fn ask_for_passkey(&self, arrival: &Arrival) -> Result<Ceremony, CaseworkError> {
        let begun = self.ceremonies()?.start_discoverable_authentication();
        let (options, state) = begun.map_err(|error| fault(&error))?;
        let by = AskedBy::stranger(&self.gate.fingerprints()?, arrival);
        let kept = Kept::PasskeyIn(Box::new(state));
        let half = self.keep_half(&kept, by).await?;
        let options = serde_json::to_value(options).map_err(|_| CaseworkError::Damaged)?;
        Ok(Ceremony { half, options })
    }

    /// Takes the answer of a passkey, as JSON, and lets its person in.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn give_passkey(
        &self,
        half: &str,
        answer: &str,
        arrival: &Arrival,
    ) -> Result<Answer, CaseworkError> {
        let wrong = Answer::Wrong { again: false };
        let Some(Kept::PasskeyIn(state)) = self.take_half(half).await? else {
            return Ok(wrong);
        };
        let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(answer) else {
            return Ok(wrong);
        };
        let webauthn = self.ceremonies()?;
        let Ok((handle, credential)) = webauthn.identify_discoverable_authentication(&answer)
        else {
            return Ok(wrong);
        };
        let found = self.passkey_of(handle, credential).await?;
        let Some((person, key)) = found else {
            self.tell_of(MeansKind::Passkey, None, "unknown", arrival)
                .await?;
            return Ok(wrong);
        };
        let checked = webauthn.finish_discoverable_authentication_v2(
            &answer,
            *state,
            webauthn_rs::prelude::DiscoverableKey::from(key),
        );
        let result = match checked {
            Ok(result) if result.user_verified() => result,
            Ok(_) => {
                self.tell_of(MeansKind::Passkey, Some(&person), "unverified", arrival)
                    .await?;
                return Ok(wrong);
            }
            Err(error) => {
                self.tell_of(MeansKind::Passkey, Some(&person), word(&error), arrival)
                    .await?;
                return Ok(wrong);
            }
        };
        if has_ended(&person, self.clock.now_ms()) {
            return Ok(Answer::Paused);
        }
        let now_ms = self.clock.now_ms();
        let takes = move |means: &mut Means| use_passkey(means, &result, now_ms);
        let by = BegunBy(MeansKind::Passkey, Box::new(takes));
        let begun = self.begin_by(&person, by, arrival).await?;
        Ok(begun.map_or(wrong, Answer::In))
    }

    /// Whose passkey it is, by the address that the device keeps and the key's own name.
    async fn passkey_of(
        &self,
        handle: Uuid,
        credential: &[u8],
    ) -> Result<Option<(SignedIn, Passkey)>, CaseworkError> {
        let prints = self.gate.fingerprints()?;
        let find = prints.of("sign-in-passkeys", &[handle.as_bytes()]);
        let (cards, roster) = (self.gate.cards()?, self.gate.roster()?);
        let credential = credential.to_vec();
        self.db
            .read(move |reader| {
                let sql = "SELECT worker_no FROM sign_in_finds WHERE find = $1";
                let Some(row) = reader.query_optional(sql, &[find.into()])? else {
                    return Ok(None);
                };
                let worker_no = row.int(0)?;
                let means = cards.read::<Means>(reader, Drawer::SignIn, worker_no)?;
                let key = means
                    .into_iter()
                    .flat_map(|it| it.passkeys)
                    .find(|it| it.key.cred_id().as_slice() == credential.as_slice());
                let person = super::sessions::read_person(reader, &roster, worker_no)?;
                Ok(person.zip(key.map(|it| it.key)))
            })
            .await
    }

    /// Begins a session by something that needs no second half, if it is still on the person's card.
    pub(super) async fn begin_by(
        &self,
        person: &SignedIn,
        BegunBy(kind, takes): BegunBy,
        arrival: &Arrival,
    ) -> Result<Option<Begun>, CaseworkError> {
        let prints = self.gate.fingerprints()?;
        let now_ms = self.clock.now_ms();
        let asks = self.sign_in_rules().await?.whereabouts;
        let (session, hash) = self.make_token("session")?;
        let (browser, browser_hash) = self.make_token("known-device")?;
        let row = Row {
            reference: self.randomness.bytes(),
            worker_no: person.no,
            started_at: now_ms,
            seen_at: now_ms,
            proved_at: now_ms,
            means: kind,
            set_up_first: false,
            locked: false,
            device: arrival.device,
            private_until: asks.begins_with(person.sheet.role, arrival.device),
        };
        let (worker, known_token) = (person.worker, arrival.known.clone());
        let program = arrival.program;
        let endings = self.gate.endings();
        let begun = self
            .gate
            .change_card((Drawer::SignIn, person.no), person.no, move |tx, means| {
                if !takes(means) {
                    return Ok((None, None));
                }
                endings.end_emergencies_of(tx, row.worker_no, EmergencyEnd::SignedInAnew)?;
                row.insert(tx, &prints, &hash)?;
                let token = known_token.as_deref();
                let known = two_halves::is_known(tx, &prints, token, row.worker_no)?;
                if !known && !program {
                    two_halves::know(tx, &prints, row.worker_no, browser_hash, now_ms)?;
                }
                let deed = note("signed_in", Some(worker), [("means", kind.word().into())]);
                Ok::<_, CaseworkError>((Some(CardDeed::Changed(deed)), Some(known)))
            })
            .await?;
        Ok(begun.map(|known| Begun {
            session,
            known: (!known && !program).then_some(browser),
            set_up_first: false,
        }))
    }

    /// Begins making a passkey for a person, to be called `name`.
    ///
    /// # Errors
    /// When the office is sealed, or is served at an address without a name.
    pub(super) async fn offer_passkey(
        &self,
        person: &SignedIn,
        name: &str,
    ) -> Result<Result<Ceremony, PasskeyError>, CaseworkError> {
        let name = clean_name(name);
        let (handle, taken) = self.user_handle(person).await?;
        if taken.len() >= PASSKEYS_MAX {
            return Ok(Err(PasskeyError::TooMany));
        }
        let label = person.name.as_str();
        let begun = self.ceremonies()?.start_passkey_registration(
            Uuid::from_bytes(handle),
            label,
            label,
            Some(taken),
        );
        let (options, state) = begun.map_err(|error| fault(&error))?;
        let kept = Kept::PasskeyNew {
            worker_no: person.no,
            name,
            state: Box::new(state),
        };
        let by = AskedBy::person(&self.gate.fingerprints()?, person.no);
        let half = self.keep_half(&kept, by).await?;
        let mut options = serde_json::to_value(options).map_err(|_| CaseworkError::Damaged)?;
        // A passkey that the device finds by itself needs no short name to be typed; one that it can't keep
        // is welcome too.
        if let Some(wish) = options.pointer_mut("/publicKey/authenticatorSelection") {
            wish["residentKey"] = Json::from("preferred");
        }
        Ok(Ok(Ceremony { half, options }))
    }

    /// Takes a new passkey, as the JSON of the browser's answer, onto a person's card.
    pub(super) async fn take_new_passkey(
        &self,
        person: &SignedIn,
        half: &str,
        answer: &str,
    ) -> Result<Result<(), PasskeyError>, CaseworkError> {
        let Some(Kept::PasskeyNew {
            worker_no,
            name,
            state,
        }) = self.take_half(half).await?
        else {
            return Ok(Err(PasskeyError::Over));
        };
        let answer = serde_json::from_str::<RegisterPublicKeyCredential>(answer).ok();
        let Some(answer) = answer.filter(|_| worker_no == person.no) else {
            return Ok(Err(PasskeyError::NotGenuine));
        };
        let Ok(key) = self
            .ceremonies()?
            .finish_passkey_registration(&answer, &state)
        else {
            return Ok(Err(PasskeyError::NotGenuine));
        };
        let prints = self.gate.fingerprints()?;
        let find = prints.of("sign-in-passkey", &[key.cred_id().as_slice()]);
        let (worker, now_ms) = (person.worker, self.clock.now_ms());
        self.gate
            .change_card(
                (Drawer::SignIn, worker_no),
                worker_no,
                move |tx, means: &mut Means| {
                    let taken = "INSERT INTO sign_in_finds (find, worker_no) VALUES ($1, $2) \
                             ON CONFLICT (find) DO NOTHING";
                    if tx.execute(taken, &[find.into(), worker_no.into()])? == 0 {
                        return Ok((None, Err(PasskeyError::Taken)));
                    }
                    let no = means.passkeys.iter().map(|it| it.no).max().unwrap_or(0) + 1;
                    means.passkeys.push(KeptPasskey {
                        no,
                        name,
                        made_at: now_ms,
                        used_at: 0,
                        key,
                    });
                    let deed = note("passkey_added", Some(worker), [("no", no.into())]);
                    Ok::<_, CaseworkError>((Some(CardDeed::Changed(deed)), Ok(())))
                },
            )
            .await
    }

    /// The address under which a person's devices keep their passkeys, drawn once, and the passkeys they have.
    async fn user_handle(
        &self,
        person: &SignedIn,
    ) -> Result<([u8; 16], Vec<CredentialID>), CaseworkError> {
        let prints = self.gate.fingerprints()?;
        let fresh = self.randomness.bytes();
        let (worker_no, worker) = (person.no, person.worker);
        self.gate
            .change_card(
                (Drawer::SignIn, worker_no),
                worker_no,
                move |tx, means: &mut Means| {
                    let keys = means.passkeys.iter().map(|it| it.key.cred_id().clone());
                    let keys: Vec<CredentialID> = keys.collect();
                    if let Some(handle) = means.user_handle {
                        return Ok((None, (handle, keys)));
                    }
                    means.user_handle = Some(fresh);
                    let find = prints.of("sign-in-passkeys", &[&fresh]);
                    let sql = "INSERT INTO sign_in_finds (find, worker_no) VALUES ($1, $2)";
                    tx.execute(sql, &[find.into(), worker_no.into()])?;
                    let deed = note("passkeys_prepared", Some(worker), []);
                    Ok::<_, CaseworkError>((Some(CardDeed::Changed(deed)), (fresh, keys)))
                },
            )
            .await
    }

    /// Asks a person for one of their passkeys once more; `None` when they have none.
    ///
    /// # Errors
    /// When the office is sealed, or is served at an address without a name.
    pub async fn ask_for_passkey_of(
        &self,
        person: &SignedIn,
    ) -> Result<Option<Ceremony>, CaseworkError> {
        let keys: Vec<Passkey> = self
            .means_of(person.no)
            .await?
            .passkeys
            .into_iter()
            .map(|it| it.key)
            .collect();
        if keys.is_empty() {
            return Ok(None);
        }
        let begun = self.ceremonies()?.start_passkey_authentication(&keys);
        let (options, state) = begun.map_err(|error| fault(&error))?;
        let kept = Kept::PasskeyProof {
            worker_no: person.no,
            state: Box::new(state),
        };
        let by = AskedBy::person(&self.gate.fingerprints()?, person.no);
        let half = self.keep_half(&kept, by).await?;
        let options = serde_json::to_value(options).map_err(|_| CaseworkError::Damaged)?;
        Ok(Some(Ceremony { half, options }))
    }

    /// What the answer of a person's own passkey proves; `None` when it proves nothing.
    pub(super) async fn passkey_proof(
        &self,
        worker_no: i64,
        half: &str,
        answer: &str,
    ) -> Result<Option<AuthenticationResult>, CaseworkError> {
        let Some(Kept::PasskeyProof {
            worker_no: whose,
            state,
        }) = self.take_half(half).await?
        else {
            return Ok(None);
        };
        let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(answer) else {
            return Ok(None);
        };
        let checked = self
            .ceremonies()?
            .finish_passkey_authentication(&answer, &state);
        Ok(checked
            .ok()
            .filter(|it| it.user_verified() && whose == worker_no))
    }

    /// Somebody came with something that can't be guessed and doesn't let them in: that stands in the ledger. They
    /// don't have to wait.
    pub(super) async fn tell_of(
        &self,
        kind: MeansKind,
        person: Option<&SignedIn>,
        why: &'static str,
        arrival: &Arrival,
    ) -> Result<(), CaseworkError> {
        let (prints, now_ms) = (self.gate.fingerprints()?, self.clock.now_ms());
        let of = person.map_or(0, |it| it.no);
        let counted = Counted::of(&prints, arrival, kind.word().as_bytes(), of, false);
        let whose = person.map(|it| it.worker.to_string());
        self.gate
            .write_if::<CaseworkError, _>(0, move |tx| {
                let times = counted.tell(tx, now_ms)?;
                let told = |times: i64| {
                    let particulars = [
                        ("worker", whose.into()),
                        ("means", kind.word().into()),
                        ("why", why.into()),
                        ("times", times.into()),
                    ];
                    note("sign_in_failed", None, particulars)
                };
                Ok(times.map(told))
            })
            .await
    }
}

/// By what a session is begun, and whether the person's card takes it.
pub(super) struct BegunBy(
    pub(super) MeansKind,
    pub(super) Box<dyn FnOnce(&mut Means) -> bool + Send>,
);

/// Writes down that a passkey was used; false when it is on the card no more, or its counter went back meanwhile.
pub(super) fn use_passkey(means: &mut Means, result: &AuthenticationResult, now_ms: i64) -> bool {
    let found = means
        .passkeys
        .iter_mut()
        .find(|it| it.key.cred_id() == result.cred_id());
    let Some(kept) = found else { return false };
    // Of two answers that come at once with the same counter only one is taken.
    let stands = kept.key.update_credential(result);
    let advanced = result.counter() == 0 || stands == Some(true);
    if advanced {
        kept.used_at = now_ms;
    }
    advanced
}

/// A name for a passkey: what its owner wrote, in one line, or nothing.
fn clean_name(name: &str) -> String {
    let letters = name.trim().chars().filter(|c| !c.is_control());
    letters.take(NAME_MAX).collect()
}

/// In which way an answer was wrong, for the ledger.
const fn word(error: &WebauthnError) -> &'static str {
    match error {
        WebauthnError::CredentialPossibleCompromise => "counter_went_back",
        WebauthnError::InvalidRPOrigin => "another_page",
        WebauthnError::UserNotVerified => "unverified",
        _ => "not_genuine",
    }
}

fn fault(error: &WebauthnError) -> CaseworkError {
    tracing::error!(%error, "a passkey could not be asked for");
    CaseworkError::Gate(GateError::Damaged)
}
