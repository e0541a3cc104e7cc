//! What is decided in a conference, and its minutes, are shut to whoever hasn't signed: the agreement, the series, or a new version of it.

use caseward_casework::CaseworkError;
use caseward_casework::conference::Out;
use caseward_casework::gate::Actor;
use caseward_casework::people::Amiss;
use caseward_casework::staff::Colleague;
use caseward_model::SeatEnd;
use caseward_testkit::signing_for_series;

use super::{BED, Room, SAID, sits};
use crate::agenda::on_each_engine;
use crate::conference::{amiss, is_none, second_version};

impl Room {
    /// A new version of the agreement comes into force.
    async fn renews_the_agreement(&self) {
        let published = self
            .office()
            .publish_requirement(Actor::KeyHolder, second_version());
        published.await.expect("a version");
    }

    /// Somebody signs for the series under the new version.
    async fn signs_again(&self, who: &Colleague) {
        let (office, series) = (self.office(), self.table.series);
        let signed = office.sign_for_conference(who.id, series, signing_for_series(2));
        signed.await.expect("a signature");
    }

    /// To somebody who has to sign for the series, nothing is told of what was decided, and nothing of it can be ended.
    async fn is_shut_to(&self, who: &Colleague, handle: &str) {
        assert!(self.mine(who).await.is_empty());
        let person = self.table.person(who).await;
        let one = self.office().my_action(&person, handle).await;
        assert!(one.is_ok_and(|it| it.lines.is_empty()));
        is_none(self.ends(who, handle, (true, "")).await);
        let after = self.after(who).await.map(drop);
        assert_eq!(amiss(after), [Amiss::ConferenceSignFirst]);
        let minutes = self.minutes(who).await;
        assert_eq!(amiss(minutes), [Amiss::ConferenceSignFirst]);
    }

    /// To somebody who has signed, all of it is told that is theirs.
    async fn is_open_to(&self, who: &Colleague) {
        assert_eq!(self.mine(who).await.len(), 1);
        assert_eq!(self.decided(who).await, [BED]);
        let minutes = self.minutes(who).await.expect("minutes");
        assert!(minutes.contains(BED), "{minutes}");
    }
}

fn is_forbidden<T>(done: Result<T, CaseworkError>) {
    assert!(matches!(done, Err(CaseworkError::NotPermitted(_))));
}

#[test]
fn cc_2_a_new_version_shuts_what_was_decided_and_minutes_until_each_has_signed_again() {
    on_each_engine(|table| async move {
        let room = Room::opened(table).await;
        let heather = &room.table.heather;
        room.undertaken(false, BED).await;
        room.closes().await;
        room.is_open_to(heather).await;
        let handle = room.mine(heather).await.remove(0).handle;
        room.renews_the_agreement().await;

        // As long as the agreement itself isn't signed in this version, nothing opens at all.
        let person = room.table.person(heather).await;
        is_forbidden(room.office().my_actions(&person).await);
        is_forbidden(room.office().my_action(&person, &handle).await);
        is_forbidden(room.after(heather).await);
        is_forbidden(room.minutes(heather).await);
        is_forbidden(room.ends(heather, &handle, (true, "")).await);
        // It is signed, and the series isn't.
        room.table.house.sign_conferencing(heather).await;
        room.is_shut_to(heather, &handle).await;
        room.signs_again(heather).await;
        room.is_open_to(heather).await;
    });
}

#[test]
fn cc_2_what_was_decided_and_minutes_are_shut_to_whoever_hasnt_signed_for_the_series() {
    on_each_engine(|table| async move {
        let room = Room::opened(table).await;
        let heather = &room.table.heather;
        room.undertaken(false, BED).await;
        let handle = room.mine(heather).await.remove(0).handle;
        // Taken out and named anew, she is where everybody begins.
        let (office, lena, series) = (room.office(), room.table.lena.id, room.table.series);
        let out = office.take_out_participant(lena, series, heather.id);
        out.await.expect("out");
        let named = office.name_participant(lena, series, heather.id).await;
        named.expect("named anew");

        let person = room.table.person(heather).await;
        let at = (room.meeting, room.heather);
        let shown = office.room_actions(&person, at).await;
        assert!(matches!(shown, Ok(Err(Out::Ended(SeatEnd::NoPart)))));
        let comes = office.take_seat(&person, room.meeting, SAID).await;
        assert_eq!(amiss(comes), [Amiss::ConferenceSignFirst]);
        room.closes().await;
        room.is_shut_to(heather, &handle).await;
        room.table.signs(heather).await;
        room.is_open_to(heather).await;
    });
}

#[test]
fn cc_2_a_new_version_puts_whoever_sits_in_a_room_out_of_what_is_decided_there() {
    on_each_engine(|table| async move {
        let room = Room::opened(table).await;
        let dana = &room.table.dana;
        room.undertaken(true, BED).await;
        let item = room.item(true).await;
        room.renews_the_agreement().await;
        let (office, at) = (room.office(), (room.meeting, room.dana));
        let person = room.table.person(dana).await;
        is_forbidden(office.room_actions(&person, at).await);
        is_forbidden(room.writes(&item, room.action("One more bed.")).await);

        room.table.house.sign_conferencing(dana).await;
        let person = room.table.person(dana).await;
        let out = Out::Ended(SeatEnd::NoPart);
        let shown = office.room_actions(&person, at).await;
        assert!(matches!(shown, Ok(Err(it)) if it == out));
        let written = room.writes(&item, room.action("One more bed.")).await;
        assert_eq!(written.expect("an answer"), Err(out));
        let comes = office.take_seat(&person, room.meeting, SAID).await;
        assert_eq!(amiss(comes), [Amiss::ConferenceSignFirst]);
        // Once she has signed for the series, she comes in through the lobby.
        room.signs_again(dana).await;
        let seat = sits(&room.table, dana, room.meeting).await;
        let shown = room.shown(dana, (room.meeting, seat)).await;
        let texts: Vec<_> = shown.here.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(texts, [BED]);
    });
}
