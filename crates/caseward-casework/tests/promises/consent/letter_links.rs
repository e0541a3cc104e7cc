//! A letter that asks something back waits behind a link for those who have neither a key nor a server: whoever fetches it was told, and
//! whoever doesn't wasn't.

use caseward_casework::CaseworkError;
use caseward_casework::consent::{ConsentError, LetterLinkMade, LetterLinkOrder};
use caseward_casework::disclosure::LinkAnswer;
use caseward_casework::gate::{WallAgainst, WallFact};
use caseward_model::{Language, RecallAnswer, RecallTelling, TaskKind, WayKind};
use caseward_testkit::{Engine, engines, run};

use super::letters::{recalls, sent, taken_back};
use super::{DAY_MS, Desk};

const LINK: (WayKind, &str) = (WayKind::Link, "intake@clinic.example");
const HOUR_MS: i64 = 3_600_000;
const ASKED: LetterLinkOrder = LetterLinkOrder {
    language: Language::English,
    client_asked: true,
    way: None,
    hours: Some(24),
};

async fn made(
    desk: &Desk,
    no: i64,
    order: LetterLinkOrder,
) -> Result<LetterLinkMade, ConsentError> {
    let office = &desk.house.office;
    office
        .make_letter_link(&desk.request(), (no, 1), order)
        .await
}

async fn comes(desk: &Desk, made: &LetterLinkMade, pin: Option<&str>) -> LinkAnswer {
    let (token, right) = (made.link.token.to_string(), made.link.pin.to_string());
    let office = &desk.house.office;
    let answer = office.open_link(&token, pin.unwrap_or(&right)).await;
    answer.expect("an answer")
}

fn is_nothing(answer: &LinkAnswer) -> bool {
    matches!(answer, LinkAnswer::Nothing)
}

/// A consent that was taken back, under which something went to the clinic, which has a way with a link.
async fn with_a_way(engine: &Engine) -> (Desk, i64) {
    let desk = Desk::open(engine).await;
    desk.house.way(desk.clinic.id, LINK, ("", "")).await;
    let no = taken_back(&desk, &[&desk.clinic]).await;
    (desk, no)
}

#[test]
fn dv_2_1_a_letter_waits_behind_a_link_and_whoever_fetched_it_was_told() {
    for engine in engines() {
        run(fetched(&engine));
    }
}

async fn fetched(engine: &Engine) {
    let (desk, no) = with_a_way(engine).await;
    let office = &desk.house.office;
    let unasked = LetterLinkOrder {
        client_asked: false,
        ..ASKED
    };
    assert!(matches!(
        made(&desk, no, unasked).await,
        Err(ConsentError::Casework(CaseworkError::Unfit(_)))
    ));
    let link = made(&desk, no, ASKED).await.unwrap();
    assert!(!link.call.phone.is_empty(), "the PIN is told there");
    let asked_at = desk.house.clock.now_ms();
    assert!(recalls(&desk, no).await[0].told.is_none());
    // While it waits, the house sends them no other letter by itself.
    assert!(matches!(sent(&desk, no).await, Err(ConsentError::Stage(_))));

    desk.house.clock.advance(HOUR_MS);
    let wrong = comes(&desk, &link, Some("0000 0000")).await;
    assert!(matches!(wrong, LinkAnswer::WrongPin(4)));
    let LinkAnswer::Package(package) = comes(&desk, &link, None).await else {
        panic!("the right PIN opens it");
    };
    assert!(package.bytes.starts_with(b"PK"), "a zip");
    let names = String::from_utf8_lossy(&package.bytes).into_owned();
    assert!(names.contains("letter-001.pdf"));
    let recall = recalls(&desk, no).await.remove(0);
    let told = recall.told.expect("told");
    assert_eq!(
        (told.how, told.way),
        (RecallTelling::Way, Some(WayKind::Link))
    );
    assert_eq!((told.by, told.at), (desk.dana.id, asked_at + HOUR_MS));
    assert!(
        recall
            .sent
            .is_some_and(|it| it.ended && it.trouble.is_none())
    );
    // What waits is their answer, until the day by which the letter asks for it.
    let waits = office.my_tasks(desk.dana.no).await.unwrap();
    let recall = waits.iter().find(|it| it.kind == TaskKind::ConsentRecall);
    assert_eq!(recall.expect("their answer").due_at, asked_at + 14 * DAY_MS);
    assert!(matches!(
        made(&desk, no, ASKED).await,
        Err(ConsentError::Stage(_))
    ));
    // The download broke off: begun anew twice, and then nothing is there.
    for _ in 0..2 {
        let again = comes(&desk, &link, None).await;
        assert!(matches!(again, LinkAnswer::Package(_)));
    }
    assert!(is_nothing(&comes(&desk, &link, None).await));
    let request = desk.request();
    let kept = office.answer_recall(&request, (no, 1), RecallAnswer::Destroyed, "");
    kept.await.unwrap();
}

#[test]
fn dv_2_1_whoever_did_not_open_the_link_was_not_told_and_a_new_one_can_be_made() {
    for engine in engines() {
        run(ended(&engine));
    }
}

async fn ended(engine: &Engine) {
    let (desk, no) = with_a_way(engine).await;
    let office = &desk.house.office;
    let first = made(&desk, no, ASKED).await.unwrap();
    let second = made(&desk, no, ASKED).await.unwrap();
    assert!(
        is_nothing(&comes(&desk, &first, None).await),
        "a new link takes the place of the earlier one"
    );
    assert_eq!(office.end_links().await.unwrap(), 0, "its time isn't over");
    desk.house.clock.advance(24 * HOUR_MS);
    assert_eq!(office.end_links().await.unwrap(), 1);
    assert!(is_nothing(&comes(&desk, &second, None).await));
    let now_ms = desk.house.clock.now_ms();
    let recall = recalls(&desk, no).await.remove(0);
    assert!(recall.told.is_none() && recall.answer == RecallAnswer::Awaited);
    let sent = recall.sent.expect("what was tried");
    assert_eq!(sent.trouble_at(now_ms), Some("link_expired"));
    let third = made(&desk, no, ASKED).await.unwrap();
    let opened = comes(&desk, &third, None).await;
    assert!(matches!(opened, LinkAnswer::Package(_)));
}

#[test]
fn cc_2_3_after_five_wrong_pins_the_letter_is_gone_and_the_right_one_opens_nothing() {
    for engine in engines() {
        run(guessed(&engine));
    }
}

async fn guessed(engine: &Engine) {
    let (desk, no) = with_a_way(engine).await;
    let link = made(&desk, no, ASKED).await.unwrap();
    for _ in 0..5 {
        let wrong = comes(&desk, &link, Some("0000 0000")).await;
        assert!(!matches!(wrong, LinkAnswer::Package(_)));
    }
    assert!(is_nothing(&comes(&desk, &link, None).await));
    let recall = recalls(&desk, no).await.remove(0);
    assert!(recall.told.is_none(), "nobody was told by it");
    let now_ms = desk.house.clock.now_ms();
    let sent = recall.sent.expect("what was tried");
    assert_eq!(sent.trouble_at(now_ms), Some("link_locked"));
    let anew = made(&desk, no, ASKED).await.unwrap();
    let opened = comes(&desk, &anew, None).await;
    assert!(matches!(opened, LinkAnswer::Package(_)));
}

#[test]
fn dv_2_1_whoever_answered_meanwhile_is_asked_by_no_link_any_more() {
    for engine in engines() {
        run(answered(&engine));
    }
}

async fn answered(engine: &Engine) {
    let (desk, no) = with_a_way(engine).await;
    let link = made(&desk, no, ASKED).await.unwrap();
    let office = &desk.house.office;
    let request = desk.request();
    let kept = office.answer_recall(&request, (no, 1), RecallAnswer::Returned, "");
    kept.await.unwrap();
    assert!(is_nothing(&comes(&desk, &link, None).await));
    let recall = recalls(&desk, no).await.remove(0);
    assert_eq!(recall.answer, RecallAnswer::Returned);
    assert!(recall.told.is_none(), "the link told them nothing");
}

#[test]
fn dv_3_3_2e_no_letter_waits_for_those_from_whom_a_wall_keeps_the_client_apart() {
    for engine in engines() {
        run(walled(&engine));
    }
}

async fn walled(engine: &Engine) {
    let (desk, no) = with_a_way(engine).await;
    let link = made(&desk, no, ASKED).await.unwrap();
    let clinic = desk.clinic.no;
    let raised = desk
        .house
        .office
        .change_facts(desk.alma, "wall_raised", move |sheet, now_ms| {
            sheet.walls.push(WallFact {
                against: WallAgainst::Organization(clinic),
                since: now_ms,
            });
        });
    raised.await.unwrap();
    assert!(is_nothing(&comes(&desk, &link, None).await));
    let recall = recalls(&desk, no).await.remove(0);
    assert!(recall.told.is_none());
    let now_ms = desk.house.clock.now_ms();
    let sent = recall.sent.expect("what was tried");
    assert_eq!(sent.trouble_at(now_ms), Some("link_closed"));
    assert!(matches!(
        made(&desk, no, ASKED).await,
        Err(ConsentError::Casework(CaseworkError::Unfit(_)))
    ));
}

#[test]
fn cc_2_3_without_a_telephone_that_was_checked_or_for_too_long_no_link_is_made() {
    run(async {
        let desk = Desk::open(&Engine::Sqlite).await;
        let no = taken_back(&desk, &[&desk.clinic]).await;
        let unfit = |done: Result<LetterLinkMade, ConsentError>| {
            matches!(done, Err(ConsentError::Casework(CaseworkError::Unfit(_))))
        };
        assert!(unfit(made(&desk, no, ASKED).await), "they have no way");
        desk.house.way(desk.clinic.id, LINK, ("", "")).await;
        let long = LetterLinkOrder {
            hours: Some(15 * 24),
            ..ASKED
        };
        assert!(unfit(made(&desk, no, long).await), "14 days at most");
        made(&desk, no, ASKED).await.unwrap();
    });
}
