//! What became of a disclosure that was released, as people say it, and that the client was told of it (RE-2, NASW-d).

use caseward_gate::{Amend, FileWorks};
use caseward_model::{Client, DisclosureState, Id, TaskKind, Told, WayKind};

use super::error::Mend;
use super::release::{about, give_use_back};
use super::{DisclosureError, LONGEST, SendingError, sending, stored};
use crate::sign_in::SignedIn;
use crate::{Office, tasks};

/// What became of a disclosure. What was noted of it isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub enum Arrival {
    /// It arrived; a word on how: who took it, a receipt.
    Arrived(String),
    /// It did not.
    Failed(String),
    /// It was called back unopened.
    Recalled(String),
}

impl std::fmt::Debug for Arrival {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Arrived(_) => "Arrived",
            Self::Failed(_) => "Failed",
            Self::Recalled(_) => "Recalled",
        })
    }
}

impl Office {
    /// Notes what became of a disclosure that was released.
    ///
    /// # Errors
    /// [`DisclosureError::Casework`] when nothing was released, or it ended already; [`DisclosureError::Sending`] for what isn't for people
    /// to say: that an envelope, or what waits behind a link, arrived.
    pub async fn note_arrival(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
        arrival: Arrival,
    ) -> Result<(), DisclosureError> {
        let book = self.book_of(person, client);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::one(desk, no)?;
            if text.state != DisclosureState::Released {
                return Err(super::outside().into());
            }
            // What was sent from here is called back from here, or it isn't.
            let kind = text.travels.as_ref().map(|it| it.kind);
            let is_called_back = matches!(arrival, Arrival::Recalled(_));
            if is_called_back && !kind.is_none_or(sending::is_carried_by_people) {
                return Err(super::outside().into());
            }
            if matches!(arrival, Arrival::Arrived(_)) && text.custody.is_some() {
                return Err(SendingError::HandOver.into());
            }
            // Whoever opens a link notes it by that: what nobody opened is still here.
            if matches!(arrival, Arrival::Arrived(_)) && kind == Some(WayKind::Link) {
                return Err(SendingError::NotOpened.into());
            }
            let (state, how) = match arrival {
                Arrival::Arrived(how) => (DisclosureState::Delivered, how),
                Arrival::Failed(how) => (DisclosureState::Failed, how),
                Arrival::Recalled(how) => (DisclosureState::Recalled, how),
            };
            let now_ms = desk.works.now_ms();
            if state == DisclosureState::Recalled {
                sending::called_back(&mut text, now_ms).map_err(SendingError::from)?;
            }
            text.state = state;
            text.ended = Some((now_ms, how));
            // Whatever people say of it, from now on nobody opens it. What nobody had opened by then stayed; of all else it isn't
            // known in whose hands it is: it counts as disclosed.
            let unopened = sending::close_link(desk, no)?;
            if state == DisclosureState::Failed && unopened {
                text.nothing_left = true;
                give_use_back(desk, (no, &text))?;
            }
            desk.works.note("disclosure", no);
            desk.works.note("state", state.word());
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "disclosure_ended", work)
            .await
    }

    /// Notes that a client was told of a disclosure, why they can't be, or why only after it left (NASW-d).
    ///
    /// # Errors
    /// [`DisclosureError::Mend`] without a word on it, or with too many; [`DisclosureError::Casework`] for why it is told later when
    /// it left already.
    pub async fn note_told(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
        (told, how): (Told, String),
    ) -> Result<(), DisclosureError> {
        let how = how.trim().to_owned();
        let mend = match how.chars().count() {
            0 => Some(Mend::ToldHow),
            1..=LONGEST => None,
            _ => Some(Mend::TooLong),
        };
        if let Some(mend) = mend {
            return Err(DisclosureError::Mend(vec![mend]));
        }
        let book = self.book_of(person, client);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (version, mut text) = stored::one(desk, no)?;
            if told == Told::Later && text.state.left() {
                return Err(super::outside().into());
            }
            text.told = told;
            text.told_how = how;
            desk.works.note("disclosure", no);
            desk.works.note("told", told.word());
            let about = about(desk, no);
            tasks::finish_all(desk.works, TaskKind::TellClient, &about, told.word())?;
            stored::update(desk, (no, version), &text)
        };
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "client_told", work)
            .await
    }
}
