//! Sending from here, and calling back what nobody has opened yet (CC-2.3, RE-2).

use caseward_gate::{Amend, Delivery, FileWorks};
use caseward_model::{Client, DisclosureState, Id, WayKind};

use super::super::release::give_use_back;
use super::super::stored;
use super::super::{Disclosure, DisclosureError};
use super::carried::{TakenBack, To, Went, carry};
use super::packing::Packed;
use super::{SendingError, closing};
use crate::Office;
use crate::sign_in::SignedIn;

impl Office {
    /// Carries what was packed, where it is carried from here, and notes what became of it. What whoever let it out carries is
    /// given back with its open end.
    pub(in super::super) async fn send(
        &self,
        person: &SignedIn,
        disclosure: &Disclosure,
        (mut packed, delivery): (Packed, Delivery),
    ) -> Result<(Packed, Option<Delivery>), DisclosureError> {
        if packed.left.link.is_some() {
            delivery.waits(&packed.bytes);
            return Ok((packed, None));
        }
        let to = std::mem::replace(&mut packed.to, To::Worker);
        let load = std::mem::replace(&mut packed.load, super::carried::Load::None);
        let (left, word) = match carry(to, load).await {
            Went::ByHand => return Ok((packed, Some(delivery))),
            Went::Whole => {
                delivery.delivered(Some(&packed.bytes));
                return Ok((packed, None));
            }
            Went::Not(word) => {
                delivery.returned();
                (false, word)
            }
            // Dropping it says that nobody knows, which counts as disclosed.
            Went::Maybe(word) => {
                drop(delivery);
                (true, word)
            }
        };
        self.note_trouble(person, disclosure, (left, word)).await?;
        packed.left.trouble = Some(word.to_owned());
        packed.left.passphrase = packed.left.passphrase.filter(|_| left);
        Ok((packed, None))
    }

    /// Notes that something didn't go, or that nobody knows whether it did.
    async fn note_trouble(
        &self,
        person: &SignedIn,
        disclosure: &Disclosure,
        (left, word): (bool, &'static str),
    ) -> Result<(), DisclosureError> {
        let no = disclosure.no;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::one(desk, no)?;
            text.trouble = Some(word.to_owned());
            if !left {
                text.state = DisclosureState::Failed;
                text.nothing_left = true;
                text.ended = Some((desk.works.now_ms(), String::new()));
                give_use_back(desk, (no, &text))?;
            }
            desk.works.note("disclosure", no);
            desk.works.note("state", text.state.word());
            desk.works.note("trouble", word);
            stored::update(desk, (no, version), &text)
        };
        let book = self.book_of(person, disclosure.client);
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "disclosure_sent", work)
            .await
    }

    /// Calls back what was sent from here and nobody has opened yet.
    ///
    /// # Errors
    /// [`DisclosureError::Casework`] when nothing is on its way; [`DisclosureError::Sending`] when their server can't be asked.
    pub async fn recall_disclosure(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<TakenBack, DisclosureError> {
        let (disclosure, delivery) = self.disclosure(person, client, no).await?;
        delivery.delivered(None);
        let travels = disclosure.travels.as_ref();
        let travels = travels.filter(|_| disclosure.state == DisclosureState::Released);
        let travels = travels.ok_or_else(super::super::outside)?;
        let from_server = match travels.kind {
            WayKind::Link => None,
            WayKind::Sftp => {
                self.recall_asked(person, &disclosure).await?;
                let number = disclosure.leaving.as_ref().map(|it| it.way);
                let all = self.all_recipients().await?;
                let mut ways = all.into_iter().flat_map(|it| it.ways);
                let way = ways.find(|it| Some(it.no) == number);
                // A key that was changed and not checked since could be anybody's.
                let way = way.filter(|it| it.it.check.is_some());
                let way = way.ok_or(SendingError::WayOver)?;
                Some(self.taken_from_server(&way.it, &travels.name).await?)
            }
            _ => return Ok(TakenBack::Never),
        };
        let book = self.book_of(person, client);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            is_on_its_way(desk, no)?;
            let back = match from_server {
                Some(back) => back,
                None => closing::taken_back(desk, no)?,
            };
            let is_back = matches!(back, TakenBack::InTime | TakenBack::Removed);
            desk.works.note("disclosure", no);
            desk.works.note("recalled", is_back);
            // A link that had ended before is noted as not arrived already.
            let (version, mut text) = stored::one(desk, no)?;
            if is_back && text.state == DisclosureState::Released {
                text.state = DisclosureState::Recalled;
                text.ended = Some((desk.works.now_ms(), String::new()));
                if back == TakenBack::InTime {
                    text.nothing_left = true;
                    give_use_back(desk, (no, &text))?;
                }
                stored::update(desk, (no, version), &text)?;
            }
            Ok::<_, DisclosureError>(back)
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "disclosure_recalled", work)
            .await
    }

    /// Whoever calls something back must be let to, and that they want to is on record, before anything is removed elsewhere.
    async fn recall_asked(
        &self,
        person: &SignedIn,
        disclosure: &Disclosure,
    ) -> Result<(), DisclosureError> {
        let no = disclosure.no;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            is_on_its_way(desk, no)?;
            desk.works.note("disclosure", no);
            Ok::<_, DisclosureError>(())
        };
        let book = self.book_of(person, disclosure.client);
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "recall_asked", work)
            .await
    }
}

fn is_on_its_way(desk: &mut FileWorks<'_, '_, '_>, no: i64) -> Result<(), DisclosureError> {
    let (_, text) = stored::one(desk, no)?;
    if text.state == DisclosureState::Released {
        Ok(())
    } else {
        Err(super::super::outside().into())
    }
}
