//! Where somebody works who is away from the office: said once in a session, kept, taken back, and over by itself.

use caseward_casework::gate::{Actor, EntryText};
use caseward_casework::sign_in::{
    Arrival, Device, Found, Proof, Proved, SignedIn, Whereabouts, WhereaboutsRule, WhereaboutsStep,
};
use caseward_model::Role;
use caseward_testkit::{engines, run};

use crate::own_view::{MINUTE_MS, Room};

const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1";

/// Dana comes in on something: her session's secret, and the link that she came by.
async fn comes_in(room: &Room, device: Device) -> (String, String) {
    let (office, dana) = (room.office(), &room.desk.dana);
    let link = office.make_sign_in_link(dana.no, 60, 5).await.unwrap();
    let arrival = Arrival {
        device,
        ..Arrival::default()
    };
    let begun = office.redeem_link(&link, &arrival).await;
    (begun.unwrap().unwrap().session, link)
}

async fn at(room: &Room, session: &str) -> SignedIn {
    let person = room.office().session(session).await.unwrap();
    person.expect("somebody at a screen")
}

async fn stands(room: &Room, session: &str) -> Whereabouts {
    let now_ms = room.desk.house.clock.now_ms();
    at(room, session).await.whereabouts(now_ms)
}

async fn waits(room: &Room, session: &str) -> bool {
    let now_ms = room.desk.house.clock.now_ms();
    at(room, session).await.says_first(now_ms)
}

async fn says(room: &Room, session: &str, step: WhereaboutsStep) {
    let person = at(room, session).await;
    let said = room.office().say_whereabouts(session, &person, step).await;
    said.expect("kept");
}

#[test]
fn dv_4_6_2_whoever_works_elsewhere_says_first_that_nobody_can_hear_or_read_along() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let (laptop, _) = comes_in(&room, Device::default()).await;
            let (desk, _) = comes_in(&room, Device::default()).await;
            assert_eq!(stands(&room, &laptop).await, Whereabouts::NotAsked);
            assert!(!waits(&room, &laptop).await, "nobody is asked unasked");

            says(&room, &laptop, WhereaboutsStep::Away).await;
            assert_eq!(stands(&room, &laptop).await, Whereabouts::Unsaid);
            assert!(waits(&room, &laptop).await);
            assert!(!waits(&room, &desk).await, "the desk in the office is hers");

            says(&room, &laptop, WhereaboutsStep::Private).await;
            assert!(!waits(&room, &laptop).await);
            says(&room, &laptop, WhereaboutsStep::Exposed).await;
            assert!(waits(&room, &laptop).await, "somebody came in");
            says(&room, &laptop, WhereaboutsStep::Back).await;
            assert_eq!(stands(&room, &laptop).await, Whereabouts::NotAsked);
        });
    }
}

#[test]
fn nasw_i_what_was_said_is_kept_with_who_said_it_and_holds_for_four_hours() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let clock = &room.desk.house.clock;
            let (session, _) = comes_in(&room, Device::default()).await;
            says(&room, &session, WhereaboutsStep::Away).await;
            says(&room, &session, WhereaboutsStep::Private).await;
            let until = clock.now_ms() + 240 * MINUTE_MS;
            let private = Whereabouts::Private { until };
            assert_eq!(stands(&room, &session).await, private);
            for _ in 0..23 {
                clock.advance(10 * MINUTE_MS);
                assert_eq!(stands(&room, &session).await, private);
            }
            clock.advance(10 * MINUTE_MS);
            assert!(waits(&room, &session).await, "it is asked anew");
            says(&room, &session, WhereaboutsStep::Exposed).await;

            let entries = room.office().gate.entries(u64::MAX, 40).await.unwrap();
            let mut said = Vec::new();
            for entry in entries {
                if let Some(EntryText::Deed(deed)) = entry.text
                    && deed.deed.starts_with("place_")
                {
                    assert_eq!(deed.by, Some(room.desk.dana.id));
                    assert!(deed.client.is_none() && deed.particulars.is_empty());
                    said.push(deed.deed);
                }
            }
            said.sort();
            assert_eq!(said, ["place_attested", "place_away", "place_withdrawn"]);
        });
    }
}

#[test]
fn nasw_i_the_office_says_of_whom_it_is_asked_and_a_program_is_never() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let office = room.office();
            let (before, _) = comes_in(&room, Device::of(PHONE)).await;
            let asked = async |device: Device| {
                let (session, _) = comes_in(&room, device).await;
                waits(&room, &session).await
            };
            for (rule, phone, desk) in [
                (WhereaboutsRule::Handhelds, true, false),
                (WhereaboutsRule::Everyone, true, true),
                (WhereaboutsRule::WhoeverSaysSo, false, false),
            ] {
                let set = office.ask_whereabouts_of(Actor::KeyHolder, rule).await;
                set.expect("a rule");
                assert_eq!(asked(Device::of(PHONE)).await, phone, "{rule:?}");
                assert_eq!(asked(Device::default()).await, desk, "{rule:?}");
            }
            assert!(!waits(&room, &before).await, "what had begun goes on");

            let everyone = WhereaboutsRule::Everyone;
            let set = office.ask_whereabouts_of(Actor::KeyHolder, everyone).await;
            set.expect("a rule");
            let (session, _) = comes_in(&room, Device::default()).await;
            says(&room, &session, WhereaboutsStep::Back).await;
            assert!(waits(&room, &session).await, "in the office as well");
            let program = office.person_numbered(room.desk.dana.no).await.unwrap();
            assert!(!program.says_first(room.desk.house.clock.now_ms()));
            let said = office.say_whereabouts("x", &program, WhereaboutsStep::Private);
            assert!(said.await.is_err(), "only a person looks around");

            let worker = room.desk.house.worker("cora", Role::Caseworker).await;
            let refused = office.ask_whereabouts_of(worker.id, everyone).await;
            assert!(refused.is_err(), "it is no caseworker's to change");
        });
    }
}

#[test]
fn re_6_leaving_in_a_hurry_locks_and_whoever_comes_back_looks_around_anew() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let office = room.office();
            let (session, link) = comes_in(&room, Device::default()).await;
            says(&room, &session, WhereaboutsStep::Private).await;
            let dana = at(&room, &session).await;
            office.leave_quickly(&session, &dana).await.expect("left");
            let found = office.visit(&session).await.unwrap();
            assert!(matches!(found, Found::Locked(_)));
            let proof = office.prove(&session, Proof::Link(link)).await.unwrap();
            let Proved::Yes(Some(renewed)) = proof else {
                panic!("unlocked");
            };
            assert!(waits(&room, &renewed).await);
            let deeds = room.office_deeds().await;
            assert!(deeds.iter().any(|it| it == "left_quickly"), "{deeds:?}");

            // Whoever was in the office isn't asked for having left.
            let (desk, link) = comes_in(&room, Device::default()).await;
            let dana = at(&room, &desk).await;
            office.leave_quickly(&desk, &dana).await.expect("left");
            let proof = office.prove(&desk, Proof::Link(link)).await.unwrap();
            let Proved::Yes(Some(renewed)) = proof else {
                panic!("unlocked");
            };
            assert_eq!(stands(&room, &renewed).await, Whereabouts::NotAsked);
        });
    }
}
