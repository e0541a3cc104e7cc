//! The office's own key for partners' servers: made once, kept sealed, its public line given to partners (CC-2.3).

use caseward_channels::carry::sftp::SignIn;
use caseward_gate::{About, Actor, Drawer};
use caseward_model::OfficeAct;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{CaseworkError, Office};

/// The card that holds the key.
const CARD: i64 = -1;

/// Both halves, in OpenSSH's letters. No `Debug`: one of them is a secret.
#[derive(Clone, Default, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub(super) struct SshKey {
    pub(super) secret: String,
    pub(super) public: String,
}

impl Office {
    pub(super) async fn ssh_pair(&self) -> Result<Option<SshKey>, CaseworkError> {
        let cards = self.gate.cards()?;
        let read = move |reader: &mut caseward_db::Reader<'_>| {
            cards.read::<SshKey>(reader, Drawer::Disclosures, CARD)
        };
        Ok(self.db.read(read).await?)
    }

    /// The line that partners put into their server, so that the office may bring files there; nothing before one was made.
    ///
    /// # Errors
    /// When the office is sealed or the key was put back.
    pub async fn ssh_key(&self) -> Result<Option<String>, CaseworkError> {
        let pair = self.ssh_pair().await?;
        Ok(pair.map(|it| it.public.clone()))
    }

    /// Makes the office's key for partners' servers, if there is none yet; gives the line for partners.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] by the rules of the office.
    pub async fn make_ssh_key(&self, by: impl Into<Actor>) -> Result<String, CaseworkError> {
        let (secret, public) = SignIn::make_key(&self.randomness)
            .map_err(|error| CaseworkError::Unfit(error.to_string()))?;
        let (act, deed) = (OfficeAct::ManageSettings, "ssh_key_made");
        self.gate
            .perform(by, act, About::Office, deed, move |works| {
                let place = (Drawer::Disclosures, CARD);
                if let Some(known) = works.card::<SshKey>(place)? {
                    return Ok(known.public.clone());
                }
                works.change_card::<SshKey>(place, "ssh_key_kept", |card| {
                    (*secret).clone_into(&mut card.secret);
                    public.clone_into(&mut card.public);
                })?;
                Ok(public)
            })
            .await
    }
}
