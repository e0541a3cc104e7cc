//! Sending from here, and calling back what nobody has opened yet (CC-2.3, RE-2).

use caseward_gate::{Amend, Delivery, FileWorks};
use caseward_model::{Client, DisclosureState, Id, WayKind};

use super::super::release::{give_use_back, give_use_back_of};
use super::super::stored::{self, Text};
use super::super::{Disclosure, DisclosureError};
use super::carried::{TakenBack, To, Went, carry};
use super::link::AGAIN_MS;
use super::packing::Packed;
use super::{SendingError, closing};
use crate::Office;
use crate::sign_in::SignedIn;

impl Office {
    /// Carries what was packed, where it is carried from here, and notes what became of it. What whoever let it out carries is
    /// given back with its open end. Whatever can't be noted, they get what they need: a passphrase is told only now.
    pub(in super::super) async fn send(
        &self,
        person: &SignedIn,
        disclosure: &Disclosure,
        (mut packed, delivery): (Packed, Delivery),
    ) -> Result<(Packed, Option<Delivery>), DisclosureError> {
        let intent = delivery.entry();
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
        self.note_trouble(person, (disclosure, intent), (left, word))
            .await;
        packed.left.trouble = Some(word.to_owned());
        packed.left.passphrase = packed.left.passphrase.filter(|_| left);
        Ok((packed, None))
    }

    /// Notes that something didn't go, or that nobody knows whether it did.
    async fn note_trouble(
        &self,
        person: &SignedIn,
        (disclosure, intent): (&Disclosure, u64),
        (left, word): (bool, &'static str),
    ) {
        let (no, worker) = (disclosure.no, person.worker);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            desk.works.note("disclosure", no);
            desk.works.note("intent", intent);
            desk.works.note("trouble", word);
            desk.works.note("worker", worker.to_string());
            let (version, mut text) = stored::one(desk, no)?;
            if !came_to(desk, (no, &mut text), (intent, left, word))? {
                return Ok(());
            }
            desk.works.note("state", text.state.word());
            stored::update(desk, (no, version), &text)
        };
        let done = self.noted(disclosure.client, "disclosure_sent", work);
        if let Err(error) = done.await {
            tracing::error!(%error, "what became of a disclosure was not written down");
        }
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
        let travels = travels.filter(|it| is_within_reach(disclosure.state, it.kind));
        let released = disclosure.released.map(|(_, intent, _)| intent);
        let (travels, intent) = travels.zip(released).ok_or_else(super::super::outside)?;
        let from_server = match travels.kind {
            WayKind::Link => None,
            WayKind::Sftp => {
                self.recall_asked(person, (&disclosure, intent)).await?;
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
            let (_, text) = stored::one(desk, no)?;
            let is_it = is_on_its_way(&text, intent);
            let back = match from_server {
                // That is so, whatever was sent since then.
                Some(back) => back,
                None if !is_it => return Err(super::super::outside().into()),
                None => {
                    let back = closing::taken_back(desk, no)?;
                    // What was fetched once can't be fetched any more; it was fetched all the same.
                    let is_fetched = text.state == DisclosureState::Delivered;
                    if is_fetched { TakenBack::TooLate } else { back }
                }
            };
            let is_back = matches!(back, TakenBack::InTime | TakenBack::Removed);
            desk.works.note("disclosure", no);
            desk.works.note("intent", intent);
            desk.works.note("recalled", is_back);
            // A link that had ended before is noted as not arrived already.
            let (version, mut text) = stored::one(desk, no)?;
            if is_it && is_back && text.state == DisclosureState::Released {
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

    /// Whether something can be called back from here now: it is on its way, or was fetched a moment ago by its link, which is open
    /// still.
    #[must_use]
    pub fn may_recall(&self, it: &Disclosure) -> bool {
        let kind = it.travels.as_ref().map(|it| it.kind);
        let is_ours = kind.filter(|it| matches!(it, WayKind::Link | WayKind::Sftp));
        let now_ms = self.clock.now_ms();
        let is_over = it.state == DisclosureState::Delivered
            && it.ended_at.is_none_or(|at| now_ms >= at + AGAIN_MS);
        is_ours.is_some_and(|kind| !is_over && is_within_reach(it.state, kind))
    }

    /// Whoever calls something back must be let to, and that they want to is on record, before anything is removed elsewhere.
    async fn recall_asked(
        &self,
        person: &SignedIn,
        (disclosure, intent): (&Disclosure, u64),
    ) -> Result<(), DisclosureError> {
        let no = disclosure.no;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (_, text) = stored::one(desk, no)?;
            if !is_on_its_way(&text, intent) {
                return Err(super::super::outside().into());
            }
            desk.works.note("disclosure", no);
            desk.works.note("intent", intent);
            Ok::<_, DisclosureError>(())
        };
        let book = self.book_of(person, disclosure.client);
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "recall_asked", work)
            .await
    }
}

/// What came of one sending, known by its INTENT: it may have been sent or put together anew meanwhile, and nothing of that is
/// touched. Gives whether anything changed.
fn came_to(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, text): (i64, &mut Text),
    (intent, left, word): (u64, bool, &str),
) -> Result<bool, DisclosureError> {
    if !is_last(text, intent) {
        let earlier = text.earlier.iter().position(|it| it.intent == intent);
        let Some(place) = earlier.filter(|_| !left) else {
            return Ok(false);
        };
        let stayed = text.earlier.remove(place);
        give_use_back_of(desk, (no, stayed.at))?;
        return Ok(true);
    }
    // Where somebody said meanwhile that it arrived, or called it back, that stands.
    let is_open = matches!(
        text.state,
        DisclosureState::Released | DisclosureState::Failed
    );
    if !is_open {
        return Ok(false);
    }
    text.trouble = Some(word.to_owned());
    if !left {
        if text.state == DisclosureState::Released {
            text.state = DisclosureState::Failed;
            text.ended = Some((desk.works.now_ms(), String::new()));
        }
        text.nothing_left = true;
        give_use_back(desk, (no, &*text))?;
    }
    Ok(true)
}

fn is_last(text: &Text, intent: u64) -> bool {
    text.released.is_some_and(|(_, last, _)| last == intent)
}

/// Whether what was let out by this INTENT is on its way still, or can be fetched once more.
fn is_on_its_way(text: &Text, intent: u64) -> bool {
    let kind = text.travels.as_ref().map(|it| it.kind);
    is_last(text, intent) && kind.is_some_and(|kind| is_within_reach(text.state, kind))
}

/// What is on its way; and of what was fetched by a link, the link.
fn is_within_reach(state: DisclosureState, kind: WayKind) -> bool {
    match state {
        DisclosureState::Released => true,
        DisclosureState::Delivered => kind == WayKind::Link,
        _ => false,
    }
}
