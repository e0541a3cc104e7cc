//! A link opens once, for whoever has its PIN, and for nobody else.

use caseward_casework::CaseworkError;
use caseward_casework::disclosure::{Arrival, Fetched, LinkAnswer, LinkMade, TakenBack};
use caseward_casework::gate::{EntryText, Outcome, WallAgainst, WallFact};
use caseward_model::{Channel, DisclosureState, WayKind};
use caseward_testkit::{Engine, engines, run};

use super::{ChosenWay, DAY, Desk, SendingError, times, trouble, unpacked};

const LINK: (WayKind, &str) = (WayKind::Link, "intake@housing.example, 555-0188");

/// A disclosure behind a link, with what opens it.
async fn behind_a_link(desk: &Desk, way: i64, hours: u32) -> (i64, LinkMade, Vec<u8>, u64) {
    let no = desk.composed(Channel::SecureTransfer).await;
    let chosen = ChosenWay {
        hours: Some(hours),
        ..Desk::way(way)
    };
    desk.chooses(no, chosen).await.expect("a way");
    let left = desk.releases(no).await.expect("a release");
    let link = left.left.link.expect("a link");
    (no, link, left.document.to_vec(), left.entry)
}

async fn comes(desk: &Desk, token: &str, pin: &str) -> LinkAnswer {
    let answer = desk.house.office.open_link(token, pin).await;
    answer.expect("an answer")
}

fn package(answer: LinkAnswer) -> Fetched {
    match answer {
        LinkAnswer::Package(fetched) => fetched,
        LinkAnswer::Nothing => panic!("nothing"),
        LinkAnswer::WrongPin(left) => panic!("wrong, {left} left"),
    }
}

fn is_nothing(answer: &LinkAnswer) -> bool {
    matches!(answer, LinkAnswer::Nothing)
}

#[test]
fn cc_2_3_a_link_opens_once_with_its_pin_and_closes_what_was_let_out() {
    for engine in engines() {
        run(opens_once(&engine));
    }
}

async fn opens_once(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let way = desk.house.way(desk.housing.id, LINK, ("", "")).await;
    let (no, link, document, entry) = behind_a_link(&desk, way, 24).await;
    let (token, pin) = (link.token.to_string(), link.pin.to_string());
    assert_eq!(desk.stands(no).await.state, DisclosureState::Released);
    assert!(is_nothing(&comes(&desk, "nobody made this", &pin).await));
    let made_up = "7K2Q-0XMB-4T9C-WR5H-ZV31-7K2Q-0XMB-4T9C";
    assert!(is_nothing(&comes(&desk, made_up, &pin).await));
    let wrong = comes(&desk, &token, "0000 0000").await;
    assert!(matches!(wrong, LinkAnswer::WrongPin(4)));
    let fetched = package(comes(&desk, &token, &pin).await);
    let files = unpacked(&fetched.bytes);
    assert_eq!(
        files["record-001.pdf"], document,
        "what was looked at is what they get"
    );
    let stands = desk.stands(no).await;
    assert_eq!(stands.state, DisclosureState::Delivered);
    assert_eq!(
        outcomes(&desk, entry).await,
        [Outcome::Kept, Outcome::Delivered]
    );
    // The download broke off: it is begun anew, and once more. Then nothing is there any more.
    for _ in 0..2 {
        let again = package(comes(&desk, &token, &pin).await);
        assert_eq!(*again.bytes, *fetched.bytes);
    }
    assert!(is_nothing(&comes(&desk, &token, &pin).await));
    assert_eq!(
        outcomes(&desk, entry).await,
        [Outcome::Kept, Outcome::Delivered]
    );
}

/// What became of an entry, in the order in which it was written.
async fn outcomes(desk: &Desk, entry: u64) -> Vec<Outcome> {
    let question = caseward_casework::gate::Request::to_serve(desk.dana.worker, desk.alma);
    let looks = desk.house.office.who_looked(&question).await.unwrap();
    let mut found: Vec<_> = looks
        .iter()
        .filter_map(|look| match &look.text {
            EntryText::Outcome(it) if it.of == entry => Some((look.entry, it.outcome)),
            _ => None,
        })
        .collect();
    found.sort_by_key(|it| it.0);
    found.into_iter().map(|it| it.1).collect()
}

#[test]
fn cc_2_3_ten_minutes_after_it_was_fetched_a_link_is_over() {
    for engine in engines() {
        run(soon_over(&engine));
    }
}

async fn soon_over(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let way = desk.house.way(desk.housing.id, LINK, ("", "")).await;
    let (no, link, ..) = behind_a_link(&desk, way, 24).await;
    let (token, pin) = (link.token.to_string(), link.pin.to_string());
    package(comes(&desk, &token, &pin).await);
    desk.house.clock.advance(9 * 60_000);
    package(comes(&desk, &token, &pin).await);
    desk.house.clock.advance(60_000);
    assert!(is_nothing(&comes(&desk, &token, &pin).await));
    assert_eq!(desk.house.office.end_links().await.unwrap(), 1);
    assert_eq!(desk.stands(no).await.state, DisclosureState::Delivered);
}

#[test]
fn cc_2_3_wrong_pins_lock_a_link_and_its_time_ends_it() {
    for engine in engines() {
        run(locked_and_over(&engine));
    }
}

async fn locked_and_over(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let way = desk.house.way(desk.housing.id, LINK, ("", "")).await;
    let (no, link, ..) = behind_a_link(&desk, way, 24).await;
    let (token, pin) = (link.token.to_string(), link.pin.to_string());
    for _ in 0..4 {
        let wrong = comes(&desk, &token, "0000 0000").await;
        assert!(matches!(wrong, LinkAnswer::WrongPin(_)));
    }
    assert!(is_nothing(&comes(&desk, &token, "0000 0000").await));
    assert!(is_nothing(&comes(&desk, &token, &pin).await), "locked");
    let stands = desk.stands(no).await;
    assert_eq!(stands.state, DisclosureState::Failed);
    assert_eq!(stands.trouble.as_deref(), Some("link_locked"));
    let (no, link, ..) = behind_a_link(&desk, way, 1).await;
    let (token, pin) = (link.token.to_string(), link.pin.to_string());
    assert_eq!(office.end_links().await.unwrap(), 0);
    desk.house.clock.advance(DAY / 24);
    assert!(is_nothing(&comes(&desk, &token, &pin).await), "over");
    assert_eq!(office.end_links().await.unwrap(), 1);
    assert_eq!(desk.stands(no).await.state, DisclosureState::Failed);
    assert_eq!(office.end_links().await.unwrap(), 0, "it is gone");
}

#[test]
fn cc_2_3_a_link_is_called_back_before_it_was_opened_and_not_after() {
    for engine in engines() {
        run(called_back(&engine));
    }
}

async fn called_back(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let way = desk.house.way(desk.housing.id, LINK, ("", "")).await;
    let (no, link, ..) = behind_a_link(&desk, way, 24).await;
    let (token, pin) = (link.token.to_string(), link.pin.to_string());
    let back = office.recall_disclosure(&desk.dana, desk.alma, no).await;
    assert_eq!(back.expect("an answer"), TakenBack::InTime);
    assert!(is_nothing(&comes(&desk, &token, &pin).await));
    assert_eq!(desk.stands(no).await.state, DisclosureState::Recalled);
    let (no, link, ..) = behind_a_link(&desk, way, 24).await;
    let (token, pin) = (link.token.to_string(), link.pin.to_string());
    package(comes(&desk, &token, &pin).await);
    // It has arrived; but it could be fetched once more, and isn't any more.
    assert!(office.may_recall(&desk.stands(no).await));
    for _ in 0..2 {
        let back = office.recall_disclosure(&desk.dana, desk.alma, no).await;
        assert_eq!(back.expect("an answer"), TakenBack::TooLate);
        assert!(is_nothing(&comes(&desk, &token, &pin).await));
        assert_eq!(desk.stands(no).await.state, DisclosureState::Delivered);
    }
    desk.house.clock.advance(10 * 60_000);
    assert!(!office.may_recall(&desk.stands(no).await));
    // A link is open for an hour at least and 14 days at most.
    for hours in [0, 337, u32::MAX] {
        let no = desk.composed(Channel::SecureTransfer).await;
        let chosen = ChosenWay {
            hours: Some(hours),
            ..Desk::way(way)
        };
        desk.chooses(no, chosen).await.expect("a way");
        assert_eq!(trouble(desk.releases(no).await).word(), "time");
    }
}

#[test]
fn cc_2_3_no_link_stays_open_when_its_disclosure_is_no_more_on_its_way() {
    for engine in engines() {
        run(never_left_open(&engine));
    }
}

async fn never_left_open(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (office, dana, alma) = (&desk.house.office, &desk.dana, desk.alma);
    let way = desk.house.way(desk.housing.id, LINK, ("", "")).await;
    let noted = async |no, arrival| {
        let noted = office.note_arrival(dana, alma, no, arrival).await;
        noted.expect("noted");
    };
    // "It arrived", say people, before anybody opened the link: the link itself knows better.
    let (no, link, ..) = behind_a_link(&desk, way, 24).await;
    let arrived = Arrival::Arrived("they say so".into());
    let arrived = office.note_arrival(dana, alma, no, arrived).await;
    assert_eq!(trouble(arrived), SendingError::NotOpened);
    assert_eq!(desk.stands(no).await.state, DisclosureState::Released);
    let (token, pin) = (link.token.to_string(), link.pin.to_string());
    package(comes(&desk, &token, &pin).await);
    assert_eq!(desk.stands(no).await.state, DisclosureState::Delivered);
    assert_eq!(times(&desk).await, 1);
    // "It did not arrive": nobody opened it, and nobody can.
    let (no, first, ..) = behind_a_link(&desk, way, 24).await;
    noted(no, Arrival::Failed("they lost the PIN".into())).await;
    let (token, pin) = (first.token.to_string(), first.pin.to_string());
    assert!(is_nothing(&comes(&desk, &token, &pin).await));
    assert_eq!(desk.stands(no).await.state, DisclosureState::Failed);
    assert_eq!(times(&desk).await, 1, "nothing left by that");
    // Sent anew: the new link opens, the first one doesn't.
    let left = desk.releases(no).await.expect("a release");
    let second = left.left.link.expect("a link");
    assert!(is_nothing(&comes(&desk, &token, &pin).await));
    let (token, pin) = (second.token.to_string(), second.pin.to_string());
    package(comes(&desk, &token, &pin).await);
    // Given up after that.
    let (no, link, ..) = behind_a_link(&desk, way, 24).await;
    noted(no, Arrival::Failed(String::new())).await;
    let dropped = office.drop_disclosure(dana, alma, no).await;
    dropped.expect("given up");
    let (token, pin) = (link.token.to_string(), link.pin.to_string());
    assert!(is_nothing(&comes(&desk, &token, &pin).await));
    assert_eq!(desk.stands(no).await.state, DisclosureState::Dropped);
}

#[test]
fn nasw_b_a_link_opens_no_more_when_what_it_left_under_is_gone() {
    for engine in engines() {
        run(ground_gone(&engine));
    }
}

async fn ground_gone(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let way = desk.house.way(desk.housing.id, LINK, ("", "")).await;
    let (no, link, ..) = behind_a_link(&desk, way, 24).await;
    desk.facts(|sheet, now| sheet.consents[0].withdrawn_at = Some(now))
        .await;
    let (token, pin) = (link.token.to_string(), link.pin.to_string());
    assert!(is_nothing(&comes(&desk, &token, &pin).await));
    let stands = desk.stands(no).await;
    assert_eq!(stands.state, DisclosureState::Failed);
    assert_eq!(stands.trouble.as_deref(), Some("ground_gone"));
    desk.agrees(false).await;
    assert!(
        is_nothing(&comes(&desk, &token, &pin).await),
        "it is closed"
    );
    // A wall against them.
    let (no, link, ..) = behind_a_link(&desk, way, 24).await;
    let organization = desk.housing.no;
    desk.facts(move |sheet, since| {
        let against = WallAgainst::Organization(organization);
        sheet.walls.push(WallFact { against, since });
    })
    .await;
    let (token, pin) = (link.token.to_string(), link.pin.to_string());
    assert!(is_nothing(&comes(&desk, &token, &pin).await));
    assert_eq!(desk.stands(no).await.state, DisclosureState::Failed);
    assert_eq!(times(&desk).await, 0, "nobody had any of it");
}

#[test]
fn cc_2_3_a_damaged_link_keeps_no_other_from_ending_and_one_that_is_over_did_not_arrive() {
    for engine in engines() {
        run(damaged(&engine));
    }
}

async fn damaged(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let way = desk.house.way(desk.housing.id, LINK, ("", "")).await;
    let (first, ..) = behind_a_link(&desk, way, 1).await;
    let (second, ..) = behind_a_link(&desk, way, 1).await;
    let (third, ..) = behind_a_link(&desk, way, 1).await;
    let work = move |tx: &mut caseward_db::Transaction<'_>| {
        let sql = "UPDATE outgoing_links SET version = version + 1 WHERE disclosure_no = $1";
        Ok::<_, CaseworkError>(tx.execute(sql, &[first.into()])?)
    };
    let damaged = office.gate.keep_books::<_, CaseworkError, _>(work).await;
    assert_eq!(damaged.expect("a row"), 1);
    desk.house.clock.advance(DAY / 24);
    // Called back when its time is over, and before anybody looked: it didn't arrive.
    let back = office.recall_disclosure(&desk.dana, desk.alma, third).await;
    assert_eq!(back.expect("an answer"), TakenBack::InTime);
    let stands = desk.stands(third).await;
    assert_eq!(stands.state, DisclosureState::Failed);
    assert_eq!(stands.trouble.as_deref(), Some("link_expired"));
    assert_eq!(office.end_links().await.expect("an end"), 1);
    assert_eq!(desk.stands(second).await.state, DisclosureState::Failed);
}
