//! A client's own view: off until safety was discussed, opened by two things that came by two ways, and nothing in it that
//! others told.

mod opening;
mod seeing;

use caseward_casework::gate::{Read, Request};
use caseward_casework::own_view::{NewLink, NewView, OwnViewError, Viewer};
use caseward_casework::sign_in::Arrival;
use caseward_model::{Category, Client, Id, Role};
use caseward_testkit::Engine;

use crate::consent::Desk;

pub(super) const MINUTE_MS: i64 = 60_000;
pub(super) const DAY_MS: i64 = 86_400_000;

/// The desk of consents, and what is discussed at it.
pub(super) struct Room {
    pub(super) desk: Desk,
}

impl Room {
    pub(super) async fn open(engine: &Engine) -> Self {
        Self {
            desk: Desk::open(engine).await,
        }
    }

    pub(super) fn office(&self) -> &caseward_casework::Office {
        &self.desk.house.office
    }

    pub(super) fn discussed(&self, delay_days: i64) -> NewView {
        NewView {
            day: Some(self.office().own_view_today()),
            note: "Nobody else uses the telephone.".to_owned(),
            safe_way: "The link by text message, the number when she calls.".to_owned(),
            delay_days: Some(delay_days),
        }
    }

    pub(super) async fn turn_on(&self, delay_days: i64) {
        let new = self.discussed(delay_days);
        let request = self.desk.request();
        let done = self.office().turn_own_view_on(&request, new);
        done.await.expect("turned on");
    }

    pub(super) async fn link(&self) -> NewLink {
        let request = self.desk.request();
        let made = self.office().make_own_view_link(&request);
        made.await.expect("a link")
    }

    pub(super) async fn tries(&self, token: &str, pin: &str) -> Option<String> {
        let office = self.office();
        let opened = office.open_own_view(token, pin, &Arrival::default()).await;
        opened.expect("an answer")
    }

    /// Alma before her own view.
    pub(super) async fn alma(&self) -> Viewer {
        let link = self.link().await;
        let secret = self.tries(&link.token, &link.pin).await.expect("open");
        let viewer = self.office().viewer(&secret).await.expect("an answer");
        viewer.expect("somebody")
    }

    pub(super) const fn client(&self) -> Id<Client> {
        self.desk.alma
    }

    /// Dana reads these sections of Alma's file.
    pub(super) async fn dana_reads(&self, sections: &[Category]) {
        let request = self.desk.request().sections(sections.to_vec());
        let gate = &self.office().gate;
        let answer = gate.ask::<Read>(&request).await.expect("an answer");
        let disclosed = gate
            .unseal(answer.permit, answer.sealed)
            .expect("what was read");
        gate.deliver(&disclosed).delivered(None);
    }

    /// The last entries that the ledger holds, as far as they are the office's own.
    pub(super) async fn office_deeds(&self) -> Vec<String> {
        let entries = self.office().gate.entries(u64::MAX, 20).await;
        let deed = |it: caseward_casework::gate::EntryView| match it.text {
            Some(caseward_casework::gate::EntryText::Deed(text)) => Some(text.deed),
            _ => None,
        };
        entries
            .expect("entries")
            .into_iter()
            .filter_map(deed)
            .collect()
    }
}

/// Somebody who has nothing to do with Alma.
pub(super) async fn stranger(room: &Room) -> Request {
    let omar = room.desk.house.worker("omar", Role::Caseworker).await;
    Request::to_serve(omar.id, room.client())
}

pub(super) const fn is_off<T>(answer: &Result<T, OwnViewError>) -> bool {
    matches!(answer, Err(OwnViewError::Off))
}
