//! An envelope goes from hand to hand without a gap, until somebody of the recipient's has it.

use caseward_casework::disclosure::{Arrival, HandOver, TakenBy};
use caseward_model::{Channel, DisclosureState, Language, Role, WayKind};
use caseward_testkit::{Engine, engines, run};

use super::{Desk, trouble};

const HAND: (WayKind, &str) = (WayKind::Hand, "12 Court Square, front desk");

fn taken(by: TakenBy, seal_intact: bool) -> HandOver {
    HandOver {
        taken_by: by,
        seal_intact,
        in_ink: true,
    }
}

async fn sent(desk: &Desk, way: i64) -> i64 {
    let no = desk.composed(Channel::HandDelivery).await;
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    desk.releases(no).await.expect("a release").handed_over();
    no
}

#[test]
fn cc_2_3_custody_has_no_gap_and_ends_at_the_recipient() {
    for engine in engines() {
        run(hands(&engine));
    }
}

async fn hands(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (office, dana, alma) = (&desk.house.office, &desk.dana, desk.alma);
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let priya = desk.house.worker("priya", Role::Caseworker).await;
    let no = sent(&desk, way).await;
    let seal = desk
        .stands(no)
        .await
        .custody
        .expect("an envelope")
        .seal()
        .to_string();
    assert_eq!(seal.len(), 9);
    let sheet = office
        .cover_sheet(dana, (alma, no), Language::Spanish)
        .await;
    assert!(sheet.expect("a sheet").starts_with(b"%PDF-"));
    let hand = async |order| office.hand_over_disclosure(dana, alma, no, order).await;
    let nameless = hand(taken(TakenBy::Recipient("  ".into()), true)).await;
    assert_eq!(trouble(nameless).word(), "custody_nameless");
    let self_ = hand(taken(TakenBy::Colleague(dana.worker), true)).await;
    assert_eq!(trouble(self_).word(), "custody");
    hand(taken(TakenBy::Colleague(priya.id), true))
        .await
        .expect("to Priya");
    let courier = TakenBy::Courier(desk.house.own.id, "R. Diaz, driver".into());
    hand(taken(courier, true)).await.expect("to a driver");
    // Who carries it can't be passed over: it isn't in the house, so it can't be taken back from here.
    let back = office.note_arrival(dana, alma, no, Arrival::Recalled(String::new()));
    assert_eq!(trouble(back.await).word(), "custody");
    assert_eq!(desk.stands(no).await.state, DisclosureState::Released);
    hand(taken(TakenBy::Recipient("J. Park, intake".into()), true))
        .await
        .expect("arrived");
    let stands = desk.stands(no).await;
    assert_eq!(stands.state, DisclosureState::Delivered);
    assert_eq!(stands.custody.expect("its hands").steps().len(), 3);
    assert!(
        hand(taken(TakenBy::Recipient("again".into()), true))
            .await
            .is_err()
    );
    // One whose seal was broken counts as disclosed to nobody knows whom.
    let no = sent(&desk, way).await;
    let broken = taken(TakenBy::Recipient("J. Park, intake".into()), false);
    office
        .hand_over_disclosure(dana, alma, no, broken)
        .await
        .expect("written down");
    let stands = desk.stands(no).await;
    assert_eq!(stands.state, DisclosureState::Released);
    assert_eq!(stands.trouble.as_deref(), Some("seal_broken"));
    // One that never left the house is taken back.
    let no = sent(&desk, way).await;
    let back = office.note_arrival(dana, alma, no, Arrival::Recalled("never left".into()));
    back.await.expect("called back");
    assert_eq!(desk.stands(no).await.state, DisclosureState::Recalled);
}
