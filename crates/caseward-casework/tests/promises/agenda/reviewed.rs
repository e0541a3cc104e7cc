//! That somebody sits where a client is spoken of explains why they looked at them, as long as that lasts.

use caseward_casework::access_review::{Period, RunAccount};
use caseward_casework::gate::{Read, Request};
use caseward_casework::staff::Colleague;
use caseward_model::{AccessTemplate, Category, Client, Id, Purpose, Role};

use super::{Table, on_each_engine};

const MINUTE: i64 = 60_000;

impl Table {
    async fn looks(&self, who: &Colleague, client: Id<Client>) {
        let request = Request::to_serve(who.id, client);
        let gate = &self.house.office.gate;
        if let Ok(answer) = gate.ask::<Read>(&request).await {
            gate.give_back(answer.permit, answer.sealed);
        }
        self.house.clock.advance(MINUTE);
    }

    /// How many looks a conference explains, and how many nothing does.
    async fn reviewed(&self, officer: &Colleague) -> (u64, u64) {
        let period = Period::last_days(90, self.house.clock.now_ms());
        let office = &self.house.office;
        let account = office.review_accesses(officer.id, period).await;
        let RunAccount {
            explained,
            unexplained,
            ..
        } = account.expect("a review");
        let of_conferences = explained.get(&AccessTemplate::Conference);
        (of_conferences.copied().unwrap_or_default(), unexplained)
    }
}

#[test]
fn cr_2_a_look_of_somebody_who_sits_where_the_client_is_spoken_of_is_explained_while_that_lasts() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let vera = table.house.worker("vera", Role::PrivacyOfficer).await;
        let duty = office.record_duty(&vera, Purpose::AccessReview, 24 * 30);
        duty.await.expect("a duty");
        let named = table.item(false, &[Category::Demographics]);
        table.on_agenda(table.alma, named).await;
        let (none, before) = table.reviewed(&vera).await;
        assert_eq!(none, 0);
        // As long as the client waits for an agenda, that somebody takes part in the series explains nothing.
        table.looks(&table.lena, table.alma).await;
        assert_eq!(table.reviewed(&vera).await, (0, before + 1));
        table.closes().await;
        assert_eq!(table.reviewed(&vera).await, (1, before), "she sits there");
        // Of somebody who isn't spoken of there, it explains nothing, nor for whoever doesn't sit there.
        table.looks(&table.lena, table.bea).await;
        let sol = table.house.worker("sol", Role::Caseworker).await;
        table.looks(&sol, table.alma).await;
        assert_eq!(table.reviewed(&vera).await, (1, before + 2));

        table.comes_in(&table.lena).await;
        let meeting = table.meeting();
        let closed = office.close_room(table.lena.id, meeting).await;
        closed.expect("closed");
        table.house.clock.advance(MINUTE);
        table.looks(&table.lena, table.alma).await;
        assert_eq!(table.reviewed(&vera).await, (1, before + 3), "it is over");
    });
}

#[test]
fn cc_2_4a_that_a_client_is_spoken_of_by_an_identifier_explains_no_look_of_whoever_sits_there() {
    on_each_engine(|table| async move {
        let vera = table.house.worker("vera", Role::PrivacyOfficer).await;
        let office = &table.house.office;
        let duty = office.record_duty(&vera, Purpose::AccessReview, 24 * 30);
        duty.await.expect("a duty");
        let hidden = table.item(true, &[Category::Housing]);
        table.on_agenda(table.alma, hidden).await;
        table.closes().await;
        let (none, before) = table.reviewed(&vera).await;
        assert_eq!(none, 0);
        // She can't know from there that it is Alma: it may be a guess.
        table.looks(&table.lena, table.alma).await;
        assert_eq!(table.reviewed(&vera).await, (0, before + 1));
    });
}
