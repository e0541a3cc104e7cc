//! How people sign in at this office: what stands on its own card, and where it is served.
//!
//! NASW-l. In an office with real people a one-time link leads to setting up a means of sign-in, and to nothing
//! else. Only a demo, whose people are made up, lets links alone in.

use std::sync::OnceLock;

use caseward_gate::{CardDeed, Drawer, SlotSettings};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use webauthn_rs::prelude::Url;

use super::card::Ways;
use super::note;
use super::provider::{AT_ONCE, Provider};
use super::whereabouts::WhereaboutsRule;
use crate::{CaseworkError, Office};

/// Where an office is served if nobody says otherwise. A name and no number: passkeys belong to names.
const ADDRESS: &str = "http://localhost:7311";

/// The number of the office's own card.
pub(super) const RULES: i64 = -1;

/// What the office's card says about signing in.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInRules {
    /// A one-time link alone opens everything that its person may: for made-up people only.
    pub links_alone: bool,
    /// Of whom it is asked whether anybody can hear or read along where they are.
    pub whereabouts: WhereaboutsRule,
    /// The office's own directory.
    pub(super) provider: Option<Provider>,
}

impl SignInRules {
    /// By what else than their own means people come in here.
    pub(super) const fn ways(&self) -> Ways {
        Ways {
            links_alone: self.links_alone,
            directory: self.provider.is_some(),
        }
    }
}

/// What signing in needs to know of the program around it.
pub(crate) struct Doorway {
    pub(super) slow: super::SlowQueue,
    /// What a look at a passphrase costs.
    pub(super) cost: SlotSettings,
    address: OnceLock<Url>,
    /// Places for those who ask the directory.
    pub(super) directory: Semaphore,
}

impl Default for Doorway {
    fn default() -> Self {
        Self {
            slow: super::SlowQueue::default(),
            cost: SlotSettings::SIGN_IN,
            address: OnceLock::new(),
            directory: Semaphore::new(AT_ONCE),
        }
    }
}

impl Office {
    /// The same office, in which looking at a passphrase costs something else; before it is shared.
    #[must_use]
    pub const fn with_passphrase_cost(mut self, cost: SlotSettings) -> Self {
        self.doorway.cost = cost;
        self
    }

    /// Says where the office is served, once: passkeys and the identity provider go by it.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when it isn't an address of a web page, or something else was said before.
    pub fn serve_at(&self, address: &str) -> Result<(), CaseworkError> {
        let unfit = |reason: &str| CaseworkError::Unfit(reason.to_owned());
        let found = Url::parse(address)
            .ok()
            .filter(|it| matches!(it.scheme(), "http" | "https") && it.has_host());
        let found = found.ok_or_else(|| {
            unfit("write the address as a browser shows it, such as http://localhost:7311")
        })?;
        if *self.doorway.address.get_or_init(|| found.clone()) == found {
            Ok(())
        } else {
            Err(unfit("the office is served at another address already"))
        }
    }

    /// Where the office is served, without a slash at the end.
    #[must_use]
    pub fn address(&self) -> String {
        let address = self.served_at().map_or(ADDRESS.to_owned(), Url::to_string);
        address.trim_end_matches('/').to_owned()
    }

    pub(super) fn served_at(&self) -> Option<&Url> {
        if let Some(said) = self.doorway.address.get() {
            return Some(said);
        }
        let usual = Url::parse(ADDRESS).ok()?;
        Some(self.doorway.address.get_or_init(|| usual))
    }

    /// How people sign in here.
    ///
    /// # Errors
    /// When the office is sealed or the card was put back to an earlier state.
    pub async fn sign_in_rules(&self) -> Result<SignInRules, CaseworkError> {
        let cards = self.gate.cards()?;
        let found = self
            .db
            .glance(move |reader| cards.read(reader, Drawer::SignIn, RULES))
            .await?;
        Ok(found.unwrap_or_default())
    }

    /// Lets one-time links alone in from now on, for an office whose people are made up; or no more.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn let_links_alone_in(&self, alone: bool) -> Result<(), CaseworkError> {
        let change = move |_: &mut caseward_db::Transaction<'_>, rules: &mut SignInRules| {
            rules.links_alone = alone;
            let deed = if alone {
                "links_alone_let_in"
            } else {
                "links_alone_turned_away"
            };
            Ok((Some(CardDeed::Changed(note(deed, None, []))), ()))
        };
        self.gate
            .change_card::<SignInRules, _, CaseworkError, _>((Drawer::SignIn, RULES), 0, change)
            .await
    }
}
