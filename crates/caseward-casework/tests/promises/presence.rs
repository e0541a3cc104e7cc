//! That a client is with a worker: kept for one session of theirs, by whoever may know of the client, and over by itself.

use caseward_casework::gate::Refusal;
use caseward_casework::presence::{PresenceError, PresenceStep};
use caseward_casework::sign_in::{Arrival, Found, Proof, Proved, SignedIn};
use caseward_model::{Client, Id};
use caseward_testkit::{engines, run};

use crate::own_view::{MINUTE_MS, Room, stranger};

/// Dana at a screen: the session's secret, and a link that proves who she is.
async fn session(room: &Room) -> (String, String) {
    let (office, dana) = (room.office(), &room.desk.dana);
    let link = office.make_sign_in_link(dana.no, 60, 5).await.unwrap();
    let begun = office.redeem_link(&link, &Arrival::default()).await;
    (begun.unwrap().unwrap().session, link)
}

async fn at(room: &Room, session: &str) -> SignedIn {
    let person = room.office().session(session).await.unwrap();
    person.expect("somebody at a screen")
}

/// Who is before this screen, and whether it is turned away from them.
async fn here(room: &Room, session: &str) -> Option<(Id<Client>, bool)> {
    let now_ms = room.desk.house.clock.now_ms();
    let person = at(room, session).await;
    let here = person.presence(now_ms)?;
    Some((here.client, here.is_aside_at(now_ms)))
}

#[test]
fn dv_4_6_4_a_client_is_there_in_one_session_until_somebody_says_otherwise_or_for_two_hours() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let (office, alma) = (room.office(), room.client());
            let ((tablet, _), (desk, _)) = (session(&room).await, session(&room).await);
            let dana = at(&room, &tablet).await;
            let request = room.desk.request();
            office.begin_presence(&dana, &request).await.unwrap();
            assert_eq!(here(&room, &tablet).await, Some((alma, false)));
            assert_eq!(here(&room, &desk).await, None, "the desk upstairs is hers");

            let dana = at(&room, &tablet).await;
            let turned = office.step_presence(&dana, PresenceStep::Aside).await;
            turned.unwrap();
            assert_eq!(here(&room, &tablet).await, Some((alma, true)));
            room.desk.house.clock.advance(11 * MINUTE_MS);
            assert_eq!(here(&room, &tablet).await, Some((alma, false)));

            for _ in 0..11 {
                room.desk.house.clock.advance(10 * MINUTE_MS);
                at(&room, &tablet).await;
            }
            assert_eq!(here(&room, &tablet).await, None, "two hours are over");

            let dana = at(&room, &tablet).await;
            office.begin_presence(&dana, &request).await.unwrap();
            let dana = at(&room, &tablet).await;
            let left = office.step_presence(&dana, PresenceStep::Left).await;
            left.unwrap();
            assert_eq!(here(&room, &tablet).await, None);
            let deeds = room.office_deeds().await;
            for deed in ["presence_aside", "presence_ended"] {
                assert!(deeds.iter().any(|it| it == deed), "{deed}: {deeds:?}");
            }
        });
    }
}

#[test]
fn dv_4_6_4_whoever_may_not_know_of_a_client_can_not_say_that_they_are_there() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let office = room.office();
            let omar = stranger(&room).await;
            let colleague = office.colleague("omar").await.unwrap();
            let link = office.make_sign_in_link(colleague.no, 60, 1).await.unwrap();
            let begun = office.redeem_link(&link, &Arrival::default()).await;
            let at_screen = at(&room, &begun.unwrap().unwrap().session).await;
            let said = office.begin_presence(&at_screen, &omar).await;
            assert!(matches!(
                said,
                Err(PresenceError::Refused(Refusal::NotKnown { .. }))
            ));
        });
    }
}

#[test]
fn dv_4_6_4_a_device_that_was_lent_comes_back_with_its_client_still_beside_it() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let office = room.office();
            room.turn_on(0).await;
            let (worker, link) = session(&room).await;
            let request = room.desk.request();
            office.lend_device(&request, &worker).await.unwrap();
            let locked = office.visit(&worker).await.unwrap();
            assert!(matches!(locked, Found::Locked(_)));
            let proof = Proof::Link(link);
            let Proved::Yes(Some(renewed)) = office.prove(&worker, proof).await.unwrap() else {
                panic!("unlocked");
            };
            assert_eq!(
                here(&room, &renewed).await,
                Some((room.client(), false)),
                "under another secret it is the same session"
            );
        });
    }
}
