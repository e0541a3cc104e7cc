//! Turning it on and off, and opening it.

use caseward_casework::CaseworkError;
use caseward_casework::gate::{EntryText, Refusal};
use caseward_casework::own_view::{NewView, OwnViewError, TRIES_MAX, ViewNeed};
use caseward_casework::sign_in::{Arrival, Found};
use caseward_testkit::{engines, run};

use super::{DAY_MS, MINUTE_MS, Room, is_off, stranger};

#[test]
fn nasw_e_a_clients_own_view_is_off_until_safety_was_discussed() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let (office, request) = (room.office(), room.desk.request());
            let (overview, delivery) = office.own_view(&request).await.unwrap();
            delivery.delivered(None);
            assert!(!overview.is_on());
            assert!(is_off(&office.make_own_view_link(&request).await));
            assert!(is_off(&office.lend_device(&request, "no-session").await));

            let nothing = office.turn_own_view_on(&request, NewView::default()).await;
            let Err(OwnViewError::Needs(needs)) = nothing else {
                panic!("it was turned on without a word");
            };
            use ViewNeed as Need;
            assert_eq!(needs, [Need::Day, Need::Note, Need::SafeWay, Need::Delay]);
            let tomorrow = NewView {
                day: office.own_view_today().tomorrow().ok(),
                ..room.discussed(0)
            };
            let early = office.turn_own_view_on(&request, tomorrow).await;
            assert!(matches!(early, Err(OwnViewError::Needs(_))));
            assert!(is_off(&office.make_own_view_link(&request).await));

            room.turn_on(0).await;
            let (overview, delivery) = office.own_view(&request).await.unwrap();
            delivery.delivered(None);
            assert!(overview.is_on());
            assert!(office.make_own_view_link(&request).await.is_ok());
        });
    }
}

#[test]
fn cr_7_only_who_works_with_the_client_sets_it_up_and_to_others_nobody_is_there() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let (office, request) = (room.office(), stranger(&room).await);
            let is_unknown = |error: OwnViewError| {
                matches!(error, OwnViewError::Refused(Refusal::NotKnown { .. }))
            };
            let on = office.turn_own_view_on(&request, room.discussed(0)).await;
            assert!(is_unknown(on.unwrap_err()));
            room.turn_on(0).await;
            assert!(is_unknown(
                office.make_own_view_link(&request).await.err().unwrap()
            ));
            assert!(is_unknown(
                office.turn_own_view_off(&request).await.unwrap_err()
            ));
            assert!(is_unknown(office.own_view(&request).await.err().unwrap()));
        });
    }
}

#[test]
fn nasw_l_a_link_opens_once_with_its_number_and_for_three_days() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            room.turn_on(0).await;
            let first = room.link().await;
            assert_eq!(first.pin.len(), 6);
            let second = room.link().await;
            let open = room.tries(&first.token, &first.pin).await;
            assert!(open.is_none(), "a newer link ends an earlier one");
            let secret = room.tries(&second.token, &second.pin).await.unwrap();
            assert!(room.office().viewer(&secret).await.unwrap().is_some());
            let again = room.tries(&second.token, &second.pin).await;
            assert!(again.is_none(), "a link works once");
            let late = room.link().await;
            room.desk.house.clock.advance(3 * DAY_MS);
            assert!(room.tries(&late.token, &late.pin).await.is_none());
        });
    }
}

#[test]
fn nasw_l_whatever_does_not_open_it_is_answered_alike_and_counted() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            room.turn_on(0).await;
            let link = room.link().await;
            let wrong = if link.pin == "000000" {
                "000001"
            } else {
                "000000"
            };
            assert!(room.tries(&link.token, wrong).await.is_none());
            assert!(room.tries(&link.token, "").await.is_none());
            assert!(room.tries("never-made", &link.pin).await.is_none());
            assert!(
                room.office_deeds()
                    .await
                    .contains(&"own_view_tried".to_owned())
            );
            let (overview, delivery) = room.office().own_view(&room.desk.request()).await.unwrap();
            delivery.delivered(None);
            assert_eq!(overview.link.unwrap().tries, 2);
            let shown = format!("{link_pin:?}", link_pin = overview);
            assert!(!shown.contains(&link.pin), "the number is kept nowhere");

            for _ in overview.link.unwrap().tries..TRIES_MAX {
                assert!(room.tries(&link.token, wrong).await.is_none());
            }
            // From here on whoever guesses waits, whether there ever was such a link or not.
            let office = room.office();
            let waits = |token: &str| {
                let (token, pin) = (token.to_owned(), link.pin.clone());
                async move {
                    let answer = office
                        .open_own_view(&token, &pin, &Arrival::default())
                        .await;
                    matches!(answer, Err(CaseworkError::TooSoon { .. }))
                }
            };
            for _ in 1..TRIES_MAX {
                assert!(room.tries("never-made", wrong).await.is_none());
            }
            assert!(waits(&link.token).await);
            assert!(waits("never-made").await);
            room.desk.house.clock.advance(20 * MINUTE_MS);
            let dead = room.tries(&link.token, &link.pin).await;
            assert!(
                dead.is_none(),
                "after so many wrong numbers the right one opens nothing"
            );
        });
    }
}

#[test]
fn re_6_an_open_view_ends_after_fifteen_minutes_and_when_it_is_left() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            room.turn_on(0).await;
            let link = room.link().await;
            let secret = room.tries(&link.token, &link.pin).await.unwrap();
            let (office, clock) = (room.office(), &room.desk.house.clock);
            let open = async || office.viewer(&secret).await.unwrap().is_some();
            for _ in 0..6 {
                clock.advance(14 * MINUTE_MS);
                assert!(open().await, "in use it stays");
            }
            clock.advance(16 * MINUTE_MS);
            assert!(!open().await);

            let link = room.link().await;
            let secret = room.tries(&link.token, &link.pin).await.unwrap();
            office.leave_own_view(&secret).await.unwrap();
            assert!(office.viewer(&secret).await.unwrap().is_none());
            assert!(
                room.office_deeds()
                    .await
                    .contains(&"own_view_left".to_owned())
            );
            assert!(office.session(&secret).await.unwrap().is_none());
        });
    }
}

#[test]
fn nasw_e_turned_off_it_is_shut_at_once_by_the_gate_itself_and_takes_a_new_talk() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let (office, request) = (room.office(), room.desk.request());
            room.turn_on(0).await;
            let viewer = room.alma().await;
            let out = room.link().await;
            office.turn_own_view_off(&request).await.unwrap();
            let refused = office.my_looks(&viewer).await;
            assert!(
                matches!(refused, Err(OwnViewError::Refused(_))),
                "the gate refuses whoever still holds an old view"
            );
            assert!(room.tries(&out.token, &out.pin).await.is_none());
            assert!(is_off(&office.make_own_view_link(&request).await));
            assert!(is_off(&office.turn_own_view_off(&request).await));

            room.turn_on(0).await;
            let viewer = room.alma().await;
            office.turn_my_view_off(&viewer).await.unwrap();
            assert!(office.my_looks(&viewer).await.is_err());
            assert!(is_off(&office.make_own_view_link(&request).await));
        });
    }
}

#[test]
fn re_6_while_a_device_is_lent_its_worker_is_locked_out_and_back_only_by_their_own_proof() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let (office, dana) = (room.office(), &room.desk.dana);
            room.turn_on(0).await;
            let link = office.make_sign_in_link(dana.no, 60, 1).await.unwrap();
            let arrival = Arrival::default();
            let begun = office.redeem_link(&link, &arrival).await.unwrap().unwrap();
            let session = begun.session;
            assert!(matches!(
                office.visit(&session).await.unwrap(),
                Found::Here(_)
            ));

            let request = room.desk.request();
            let lent = office.lend_device(&request, &session).await.unwrap();
            assert!(matches!(
                office.visit(&session).await.unwrap(),
                Found::Locked(_)
            ));
            let viewer = office.viewer(&lent).await.unwrap().unwrap();
            assert!(viewer.is_lent());
            assert!(matches!(office.visit(&lent).await.unwrap(), Found::Nobody));

            // Without the worker's session there is nothing that is lent.
            office.end_sessions(dana.no, None, None).await.unwrap();
            assert!(office.viewer(&lent).await.unwrap().is_none());
            let nothing = office.lend_device(&request, &session).await;
            assert!(matches!(nothing, Err(OwnViewError::Casework(_))));
        });
    }
}

#[test]
fn nasw_d_every_step_stands_in_the_clients_own_history() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let (office, request) = (room.office(), room.desk.request());
            room.turn_on(3).await;
            let viewer = room.alma().await;
            office.turn_my_view_off(&viewer).await.unwrap();
            let looks = office.who_looked(&request).await.unwrap();
            let deeds: Vec<_> = looks
                .iter()
                .filter_map(|it| match &it.text {
                    EntryText::Deed(text) => Some(text.deed.as_str()),
                    _ => None,
                })
                .collect();
            for deed in [
                "own_view_turned_on",
                "own_view_link_made",
                "own_view_opened",
                "own_view_turned_off",
            ] {
                assert!(deeds.contains(&deed), "{deed}: {deeds:?}");
            }
        });
    }
}
