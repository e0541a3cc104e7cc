//! Which directory the office has: said at the office's own command, sealed like everything else.
//!
//! NASW-l. The secret that the directory gave the office is asked for, kept sealed, and never shown again.

use caseward_gate::{About, Actor, Drawer};
use caseward_model::OfficeAct;
use openidconnect::IssuerUrl;
use openidconnect::core::CoreProviderMetadata;
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::Url;
use zeroize::Zeroizing;

use super::wire::{Wire, is_allowed};
use super::{BACK, Unasked};
use crate::sign_in::office::{RULES, SignInRules};
use crate::{CaseworkError, Office};

/// The longest of each thing that is said about a directory.
const LONGEST: usize = 1_000;
/// How many may ask it at once; each takes a thread while it waits.
pub(in crate::sign_in) const AT_ONCE: usize = 4;

/// What is kept of a directory.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::sign_in) struct Provider {
    pub(super) issuer: String,
    pub(super) client_id: String,
    pub(super) secret: String,
    pub(super) name: String,
    pub(super) loopback: bool,
}

/// A directory that the office is to have.
pub struct NewProvider {
    /// Its address, exactly as it writes it itself.
    pub issuer: String,
    /// What it calls this office.
    pub client_id: String,
    /// The secret that it gave the office.
    pub secret: Zeroizing<String>,
    /// What people here call it.
    pub name: String,
    /// It is on this machine and may do without TLS: for trying out.
    pub loopback: bool,
}

/// A directory as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderLine {
    /// Its address.
    pub issuer: String,
    /// What it calls this office.
    pub client_id: String,
    /// What people here call it.
    pub name: String,
    /// Where it must send people back to: to be entered there.
    pub back: String,
}

impl NewProvider {
    fn check(self) -> Result<Provider, CaseworkError> {
        let unfit = |reason: &str| CaseworkError::Unfit(reason.to_owned());
        let texts = [&self.issuer, &self.client_id, &*self.secret, &self.name];
        if texts
            .iter()
            .any(|it| it.trim().is_empty() || it.len() > LONGEST)
        {
            return Err(unfit(
                "say the directory's address, what it calls this office, its secret and a name",
            ));
        }
        let address = Url::parse(&self.issuer).ok();
        let allowed = address.is_some_and(|it| {
            let host = it.host_str().unwrap_or_default();
            is_allowed(it.scheme(), host, self.loopback) && it.query().is_none()
        });
        if !allowed {
            return Err(unfit(
                "the directory's address begins with https://; only one on this machine, for trying out, may \
                 begin with http://, with --loopback",
            ));
        }
        Ok(Provider {
            issuer: self.issuer,
            client_id: self.client_id,
            secret: self.secret.to_string(),
            name: self.name.trim().to_owned(),
            loopback: self.loopback,
        })
    }
}

impl Provider {
    /// Asks the directory what it is and with which keys it signs; it waits for the network.
    pub(super) fn discover(&self) -> Result<(CoreProviderMetadata, Wire), Unasked> {
        let away = |error: &dyn std::error::Error| {
            // What a directory answers may hold anything: only that it didn't fit is told.
            tracing::warn!(reason = %error, "the office's directory can't be asked");
            Unasked::Away
        };
        let wire = Wire::new(self.loopback);
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(|error| away(&error))?;
        let found = CoreProviderMetadata::discover(&issuer, &|request| wire.ask(request));
        let found = found.map_err(|error| away(&error))?;
        Ok((found, wire))
    }
}

impl Office {
    /// Gives the office a directory, once it has answered; one that it had before is let go, with the accounts that
    /// were bound to it.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when it doesn't answer or can't be taken; [`CaseworkError::NotPermitted`].
    pub async fn set_provider(
        &self,
        by: impl Into<Actor>,
        new: NewProvider,
    ) -> Result<(), CaseworkError> {
        let provider = new.check()?;
        let tried = provider.clone();
        let answers = self
            .ask_directory(move || tried.discover().map(drop))
            .await?;
        if answers.is_err() {
            return Err(CaseworkError::Unfit(
                "the directory doesn't answer at this address, or calls itself by another; nothing was changed"
                    .to_owned(),
            ));
        }
        let change = move |rules: &mut SignInRules| rules.provider = Some(provider);
        self.change_provider(by.into(), "provider_set", change)
            .await
    }

    /// Takes the directory away; nobody comes in through it any more.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`].
    pub async fn remove_provider(&self, by: impl Into<Actor>) -> Result<(), CaseworkError> {
        let change = |rules: &mut SignInRules| rules.provider = None;
        self.change_provider(by.into(), "provider_removed", change)
            .await
    }

    async fn change_provider(
        &self,
        by: Actor,
        deed: &'static str,
        change: impl FnOnce(&mut SignInRules) + Send + 'static,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::ManageSettings, About::Office);
        self.gate
            .perform(by, act, about, deed, move |works| {
                works.change_card((Drawer::SignIn, RULES), deed, change)?;
                Ok(())
            })
            .await
    }

    /// The office's directory, without its secret.
    ///
    /// # Errors
    /// When the office is sealed or the card was put back to an earlier state.
    pub async fn provider(&self) -> Result<Option<ProviderLine>, CaseworkError> {
        let found = self.sign_in_rules().await?.provider;
        Ok(found.map(|it| ProviderLine {
            issuer: it.issuer,
            client_id: it.client_id,
            name: it.name,
            back: self.back_address(),
        }))
    }

    pub(super) fn back_address(&self) -> String {
        format!("{}{BACK}", self.address())
    }

    /// Does what waits for the directory, on a thread of its own; only a few at once.
    pub(super) async fn ask_directory<T: Send + 'static>(
        &self,
        ask: impl FnOnce() -> Result<T, Unasked> + Send + 'static,
    ) -> Result<Result<T, Unasked>, CaseworkError> {
        let Ok(_place) = self.doorway.directory.try_acquire() else {
            return Ok(Err(Unasked::Busy));
        };
        let asked = tokio::task::spawn_blocking(ask).await;
        asked.map_err(|_| CaseworkError::Damaged)
    }
}
