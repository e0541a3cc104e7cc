//! A disclosure is let out once, exactly as it was looked at, and what never came to an end counts as disclosed.

use caseward_casework::disclosure::{Arrival, DisclosureError};
use caseward_casework::gate::GateError;
use caseward_model::{Channel, DisclosureState, Language, WayKind};
use caseward_testkit::{Engine, engines, run};

use super::{DAY, Desk, SendingError, times, trouble};

const HAND: (WayKind, &str) = (WayKind::Hand, "12 Court Square, front desk");

async fn ready(desk: &Desk) -> (i64, i64) {
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let no = desk.composed(Channel::HandDelivery).await;
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    (no, way)
}

#[test]
fn re_2_exactly_what_was_looked_at_leaves_and_only_once() {
    for engine in engines() {
        run(only_once(&engine));
    }
}

async fn only_once(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (no, _) = ready(&desk).await;
    let office = &desk.house.office;
    let another = "0".repeat(64);
    let what = (no, another.as_str());
    let stale = office
        .release_disclosure(&desk.dana, desk.alma, what, Language::English)
        .await;
    let stale = stale.err().expect("it was another paper");
    assert_eq!(stale.to_string(), GateError::Stale.to_string());
    assert!(desk.stands(no).await.released.is_none());
    let both = tokio::join!(desk.releases(no), desk.releases(no));
    let left = [both.0, both.1];
    assert_eq!(left.iter().filter(|it| it.is_ok()).count(), 1);
    for mut package in left.into_iter().flatten() {
        package.handed_over();
    }
    assert_eq!(desk.stands(no).await.state, DisclosureState::Released);
    assert_eq!(times(&desk).await, 1);
}

#[test]
fn re_2_what_began_to_leave_and_never_ended_counts_as_disclosed() {
    for engine in engines() {
        run(never_ended(&engine));
    }
}

/// Comes back when a disclosure is being let out.
async fn is_going(desk: &Desk, no: i64) {
    loop {
        let office = &desk.house.office;
        // Nothing is approved by that: nobody looked at such a paper.
        let approved = office.approve_disclosure(&desk.dana, desk.alma, (no, ""));
        if let Err(DisclosureError::Sending(SendingError::OnItsWay)) = approved.await {
            return;
        }
    }
}

async fn never_ended(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (no, way) = ready(&desk).await;
    let office = &desk.house.office;
    // The house falls silent in the middle of it.
    tokio::select! {
        () = is_going(&desk, no) => {}
        _ = desk.releases(no) => panic!("it was through before anybody saw it going"),
    }
    // As long as it may still be going, nothing else is done with it.
    assert_eq!(trouble(desk.releases(no).await), SendingError::OnItsWay);
    let chosen = desk.chooses(no, Desk::way(way)).await;
    assert_eq!(trouble(chosen), SendingError::OnItsWay);
    let dropped = office.drop_disclosure(&desk.dana, desk.alma, no).await;
    assert_eq!(trouble(dropped), SendingError::OnItsWay);
    let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
    assert_eq!(trouble(composed.await), SendingError::OnItsWay);
    assert_eq!(times(&desk).await, 0);
    desk.house.clock.advance(DAY / 96);
    let stands = desk.stands(no).await;
    assert_eq!(stands.trouble.as_deref(), Some("unknown_left"));
    assert_eq!(times(&desk).await, 1, "nobody knows whether it left");
    // It isn't locked for ever; and both times count.
    let mut left = desk.releases(no).await.expect("a release");
    left.handed_over();
    assert_eq!(times(&desk).await, 2);
}

#[test]
fn dv_3_3_2c_what_left_or_may_have_is_not_given_up() {
    for engine in engines() {
        run(not_given_up(&engine));
    }
}

async fn not_given_up(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (office, dana, alma) = (&desk.house.office, &desk.dana, desk.alma);
    let refused = async |no| {
        let dropped = office.drop_disclosure(dana, alma, no).await;
        let why = dropped.expect_err("it counts as disclosed").to_string();
        assert!(why.contains("counts as disclosed"), "{why}");
        assert!(!desk.stands(no).await.may_be_given_up());
    };
    // Lost on its way, and put together anew.
    let (no, way) = ready(&desk).await;
    desk.releases(no).await.expect("a release").handed_over();
    let lost = Arrival::Failed("lost on the bus".into());
    let lost = office.note_arrival(dana, alma, no, lost).await;
    lost.expect("noted");
    refused(no).await;
    let composed = office.compose_disclosure(dana, alma, no, Language::English);
    composed.await.expect("a paper");
    refused(no).await;
    // Nobody knows whether it left.
    let no = desk.composed(Channel::HandDelivery).await;
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    tokio::select! {
        () = is_going(&desk, no) => {}
        _ = desk.releases(no) => panic!("it was through before anybody saw it going"),
    }
    desk.house.clock.advance(DAY / 96);
    refused(no).await;
    assert_eq!(times(&desk).await, 2);
    // What never left can be.
    let no = desk.composed(Channel::HandDelivery).await;
    assert!(desk.stands(no).await.may_be_given_up());
    let dropped = office.drop_disclosure(dana, alma, no).await;
    dropped.expect("given up");
}
