//! Sending somebody to the directory.
//!
//! NASW-l (OpenID Connect Core, RFC 7636). What comes back must fit what was kept here: the state to the browser's
//! cookie, the code to the verifier, the ID token to the nonce.

use openidconnect::core::{CoreAuthPrompt, CoreAuthenticationFlow, CoreClient};
use openidconnect::{
    ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
};

use super::settings::Provider;
use super::wire::Wire;
use super::{Errand, Sent, Unasked};
use crate::sign_in::half::{AskedBy, Half, Kept};
use crate::sign_in::{Arrival, SignedIn, StepUp};
use crate::{CaseworkError, Office};

/// The most accounts that are bound to one person.
const ACCOUNTS_MAX: usize = 5;

/// Where somebody is to go, and the half that belongs to their coming back.
pub struct Asked {
    /// By which they come back.
    pub half: Half,
    /// Where the directory asks them.
    pub address: String,
    /// What people here call it.
    pub name: String,
}

/// A directory that answered.
pub(super) type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Asks the directory what it is; it waits for the network.
pub(super) fn client_of(provider: &Provider, back: String) -> Result<(Client, Wire), Unasked> {
    let (found, wire) = provider.discover()?;
    let id = ClientId::new(provider.client_id.clone());
    let secret = ClientSecret::new(provider.secret.clone());
    let back = RedirectUrl::new(back).map_err(|_| Unasked::Away)?;
    let client = CoreClient::from_provider_metadata(found, id, Some(secret));
    Ok((client.set_redirect_uri(back), wire))
}

impl Office {
    /// Sends somebody, whoever it is, to the directory to come in.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn ask_provider(
        &self,
        arrival: &Arrival,
    ) -> Result<Result<Asked, Unasked>, CaseworkError> {
        let by = AskedBy::stranger(&self.gate.fingerprints()?, arrival);
        self.send_to_provider(Errand::ComeIn, by).await
    }

    /// Sends a person to the directory to bind their account there to them.
    ///
    /// # Errors
    /// [`CaseworkError::ProofNeeded`] when the proof is another's.
    pub async fn ask_provider_to_bind(
        &self,
        person: &SignedIn,
        proof: &StepUp,
        token: &str,
    ) -> Result<Result<Asked, Unasked>, CaseworkError> {
        if proof.worker() != person.worker {
            return Err(CaseworkError::ProofNeeded(crate::sign_in::ProofNeeded));
        }
        if self.means_of(person.no).await?.accounts.len() >= ACCOUNTS_MAX {
            return Ok(Err(Unasked::TooMany));
        }
        let (worker_no, session) = (person.no, self.hash("session", token)?);
        let by = AskedBy::person(&self.gate.fingerprints()?, worker_no);
        self.send_to_provider(Errand::Bind { worker_no, session }, by)
            .await
    }

    /// Sends whoever holds a session to the directory to prove who they are.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn ask_provider_to_prove(
        &self,
        person: &SignedIn,
        token: &str,
    ) -> Result<Result<Asked, Unasked>, CaseworkError> {
        let (worker_no, session) = (person.no, self.hash("session", token)?);
        let by = AskedBy::person(&self.gate.fingerprints()?, worker_no);
        self.send_to_provider(Errand::Prove { worker_no, session }, by)
            .await
    }

    async fn send_to_provider(
        &self,
        errand: Errand,
        by: AskedBy,
    ) -> Result<Result<Asked, Unasked>, CaseworkError> {
        let Some(provider) = self.sign_in_rules().await?.provider else {
            return Ok(Err(Unasked::None));
        };
        let name = provider.name.clone();
        let sent = Sent {
            state: self.random_letters(),
            nonce: self.random_letters(),
            verifier: self.random_letters(),
            at_ms: self.clock.now_ms(),
            errand,
        };
        let (state, nonce) = (sent.state.clone(), sent.nonce.clone());
        let verifier = PkceCodeVerifier::new(sent.verifier.clone());
        let back = self.back_address();
        let address = self
            .ask_directory(move || {
                let (client, _) = client_of(&provider, back)?;
                let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
                let flow = CoreAuthenticationFlow::AuthorizationCode;
                let state = || CsrfToken::new(state);
                // Someone else may have left their account open there: whoever comes shows anew who they are.
                let asked = client
                    .authorize_url(flow, state, || Nonce::new(nonce))
                    .set_pkce_challenge(challenge)
                    .add_prompt(CoreAuthPrompt::Login)
                    .set_max_age(std::time::Duration::ZERO);
                Ok(asked.url().0.to_string())
            })
            .await?;
        let address = match address {
            Ok(address) => address,
            Err(unasked) => return Ok(Err(unasked)),
        };
        let half = self.keep_half(&Kept::Provider(Box::new(sent)), by).await?;
        Ok(Ok(Asked {
            half,
            address,
            name,
        }))
    }
}
