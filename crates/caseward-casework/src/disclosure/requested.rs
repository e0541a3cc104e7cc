//! What the client asks to have passed on stands on their own request, where the office wants that: what they ask for in their own words, on
//! a consent that they signed (DV-3.3.2a).
//!
//! The gate decides by their consent, as ever. This asks besides whether one consent that lets all of it out is their request too.

use caseward_gate::{AskedOfConsents, ClientSheet, FileWorks};
use caseward_model::Basis;

use super::error::Mend;
use super::stored::Text;
use super::{Disclosure, DisclosureError};
use crate::Office;
use crate::consent::settings_in;

impl Office {
    /// Whether the office wants a signed request for this, and there is none.
    pub(super) async fn lacks_request(
        &self,
        disclosure: &Disclosure,
    ) -> Result<bool, DisclosureError> {
        let asked_for = disclosure.basis == Basis::ClientRequest;
        if !asked_for || !self.consent_settings().await?.signed_requests {
            return Ok(false);
        }
        let register = self.register().await?;
        let recipient = register.iter().find(|it| it.id == disclosure.recipient);
        let recipient = recipient.ok_or(DisclosureError::Unknown)?;
        let sheet = self.gate.sheet_of(disclosure.client).await?;
        let sheet = sheet.ok_or(DisclosureError::Unknown)?;
        let asked = AskedOfConsents {
            recipient: recipient.no,
            kind: Some(recipient.sheet.kind.into()),
            purpose: disclosure.purpose,
            channel: disclosure.channel,
            sections: &disclosure.sections,
        };
        Ok(!is_requested(&sheet, &asked, self.clock.now_ms()))
    }
}

/// The same in the transaction in which it is marked as being let out: what was signed may have been taken back since.
pub(super) fn must_be_signed(
    desk: &mut FileWorks<'_, '_, '_>,
    text: &Text,
) -> Result<(), DisclosureError> {
    if text.basis != Basis::ClientRequest || !settings_in(desk.works)?.signed_requests {
        return Ok(());
    }
    let (recipient, sheet) = desk.works.organization(text.recipient)?;
    let asked = AskedOfConsents {
        recipient,
        kind: Some(sheet.kind.into()),
        purpose: text.purpose,
        channel: text.channel,
        sections: &text.sections,
    };
    let now_ms = desk.works.now_ms();
    if is_requested(desk.sheet(), &asked, now_ms) {
        Ok(())
    } else {
        Err(DisclosureError::Mend(vec![Mend::SignedRequest]))
    }
}

/// Whether what the client asks for stands in their words on a consent that counts now and lets all of this out by itself: several never
/// add up to one.
fn is_requested(client: &ClientSheet, asked: &AskedOfConsents<'_>, now_ms: i64) -> bool {
    client.consents.iter().any(|it| {
        it.requested
            && it.flaw_of(client, now_ms).is_none()
            && it.names_recipient(asked.recipient)
            && it.names_purpose(asked.purpose, asked.kind)
            && it.channels.contains(&asked.channel)
            && asked.sections.iter().all(|section| it.covers(*section))
    })
}
