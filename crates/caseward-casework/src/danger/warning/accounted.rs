//! Warnings in the accounting of disclosures: when, on what ground and by which entry somebody was told, and never who (RE-2, NASW-d).

use caseward_gate::{Answer, Drawer, Read, Request};
use caseward_model::{
    Basis, Category, Channel, Client, DisclosureState, Id, Purpose, Road, WarningWay,
};

use super::stored::{self, Text};
use super::{WarningTry, may_have_left};
use crate::Office;
use crate::disclosure::{Disclosure, DisclosureError};

/// The organisation of a warning's line in the accounting: none.
const NOBODY: [u8; 16] = [0; 16];

impl Office {
    /// Each time that somebody was warned of a danger that comes from this client, or may have been, the newest first: as disclosures of
    /// which nothing can be read but that they were. `request` is that of whoever may read the book of the client's disclosures.
    pub(crate) async fn warnings_in_book(
        &self,
        request: &Request,
    ) -> Result<Vec<(i64, Disclosure)>, DisclosureError> {
        let answer: Answer<'_, Read> = self.gate.ask(request).await?;
        let client = request.client;
        let client_no = self.client_no(client).await?;
        let kept = self
            .db
            .read(move |reader| stored::rows(reader, client_no))
            .await?;
        let rows: Vec<_> = kept.into_iter().map(|it| it.known).collect();
        let opening = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(opening, Drawer::Warnings, &rows)?;
        delivery.delivered(None);
        let mut all = Vec::new();
        for (((no, _, version), _), plain) in rows.iter().zip(&opened) {
            let text = stored::read(plain)?;
            let left = text.tries.iter().filter(|it| may_have_left(it));
            all.extend(left.map(|it| (it.at, line(&text, it, (*no, *version, client)))));
        }
        Ok(all)
    }
}

/// One time, as the book has it.
fn line(
    text: &Text,
    one: &WarningTry,
    (no, version, client): (i64, i64, Id<Client>),
) -> Disclosure {
    let ended_at = one.outcome.as_ref().map(|it| it.at);
    Disclosure {
        no,
        version,
        client,
        road: Road::Other,
        raises_risk: false,
        discussed: None,
        recipient: Id::from_bytes(NOBODY),
        purpose: Purpose::Danger,
        basis: Basis::Danger,
        danger: None,
        channel: match text.way {
            WarningWay::Telephone => Channel::Telephone,
            WarningWay::InPerson | WarningWay::Letter => Channel::HandDelivery,
        },
        sections: vec![Category::Existence],
        holds: Vec::new(),
        tellers: Vec::new(),
        told: text.client_told,
        state: match ended_at {
            Some(_) => DisclosureState::Delivered,
            None => DisclosureState::Released,
        },
        begun: (text.at, text.by),
        hands: Vec::new(),
        composed: Some((one.at, one.content.clone())),
        wants_second: false,
        told_nobody: false,
        approved: None,
        released: Some((one.at, one.intent, 0)),
        released_by: Some(one.by),
        nothing_left: false,
        earlier: Vec::new(),
        under: None,
        lost: None,
        ended_at,
        leaving: None,
        travels: None,
        trouble: None,
        custody: None,
        attached: Vec::new(),
        in_words: None,
    }
}
