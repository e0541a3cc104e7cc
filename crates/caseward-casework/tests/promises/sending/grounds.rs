//! What leaves stands on one ground, from the moment it is put together until it is in their hands.

use caseward_casework::disclosure::{ChosenWay, DisclosureError, LinkAnswer, SendingError};
use caseward_casework::gate::{Actor, ConsentFact, WallAgainst, WallFact};
use caseward_casework::programmes::{NewPart, NewProgramme};
use caseward_model::{Category, Channel, DisclosureState, Language, ProgrammeKind, Role, WayKind};
use caseward_testkit::{Engine, engines, run};

use super::pairs::AgePair;
use super::programs;
use super::{DAY, Desk, trouble};

const LINK: (WayKind, &str) = (WayKind::Link, "intake@housing.example, 555-0188");

/// The sections that stay in because the consent doesn't cover them; of each it is told what would change that.
fn uncovered<T>(done: Result<T, DisclosureError>) -> Vec<Category> {
    let error = done.err().expect("a refusal");
    let DisclosureError::NotAll(sections) = error else {
        panic!("{error:?}");
    };
    let refused = sections.into_iter().filter(|it| !it.decision.permitted);
    let told = refused.map(|it| {
        let rules = &it.decision.policies;
        assert!(rules.iter().any(|it| it == "dv-3.3.2d-limits"), "{rules:?}");
        let explanation = it.explanation.expect("a reason");
        assert!(!explanation.changes.is_empty(), "and the way forward");
        it.category
    });
    told.collect()
}

#[test]
fn dv_2_1_two_consents_that_cover_it_together_do_not_let_all_of_it_out() {
    for engine in engines() {
        run(together(&engine));
    }
}

async fn together(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let way = desk.house.way(desk.housing.id, LINK, ("", "")).await;
    let all = [Category::Identity, Category::Contact, Category::Housing];
    let no = desk.composed_of(Channel::SecureTransfer, &all).await;
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    desk.facts(|sheet, _| {
        let of = |no: i64, categories: &[Category]| ConsentFact {
            no,
            categories: categories.to_vec(),
            ..sheet.consents[0].clone()
        };
        sheet.consents = vec![
            of(1, &[Category::Identity, Category::Contact]),
            of(2, &[Category::Housing]),
        ];
    })
    .await;
    let release = desk.releases(no).await;
    assert_eq!(uncovered(release), [Category::Housing]);
    let anew = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
    assert_eq!(uncovered(anew.await), [Category::Housing]);
    assert!(desk.stands(no).await.released.is_none());
    // What the one covers goes under it.
    let no = desk.composed_of(Channel::SecureTransfer, &all[..2]).await;
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    desk.releases(no).await.expect("a release");
}

/// A link that is open, with what opens it.
async fn link(desk: &Desk, way: i64) -> (i64, String, String) {
    let no = desk.composed(Channel::SecureTransfer).await;
    let chosen = ChosenWay {
        hours: Some(24),
        nobody_walled: true,
        ..Desk::way(way)
    };
    desk.chooses(no, chosen).await.expect("a way");
    let left = desk.releases(no).await.expect("a release");
    let link = left.left.link.expect("a link");
    (no, link.token.to_string(), link.pin.to_string())
}

async fn is_shut(desk: &Desk, (no, token, pin): (i64, String, String)) {
    let office = &desk.house.office;
    let answer = office.open_link(&token, &pin).await.expect("an answer");
    assert!(matches!(answer, LinkAnswer::Nothing));
    let stands = desk.stands(no).await;
    assert_eq!(stands.state, DisclosureState::Failed);
    assert_eq!(stands.trouble.as_deref(), Some("ground_gone"));
}

#[test]
fn nasw_b_a_link_closes_with_all_that_it_was_let_out_on() {
    for engine in engines() {
        run(shut_links(&engine));
    }
}

async fn shut_links(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let way = desk.house.way(desk.housing.id, LINK, ("", "")).await;
    // Whether another client from whom a wall keeps her apart is there, nobody has said.
    let open = link(&desk, way).await;
    desk.facts(|sheet, since| {
        let against = WallAgainst::Client(2);
        sheet.walls.push(WallFact { against, since });
    })
    .await;
    is_shut(&desk, open).await;
    // Somebody said it of this wall.
    let open = link(&desk, way).await;
    // Whoever signed may sign no more.
    desk.facts(|sheet, _| sheet.consents[0].signer = Some(2))
        .await;
    is_shut(&desk, open).await;
    desk.agrees(false).await;
    let open = link(&desk, way).await;
    // She died: what she agreed to herself counts no more.
    desk.facts(|sheet, _| sheet.deceased = true).await;
    is_shut(&desk, open).await;
    desk.facts(|sheet, _| sheet.deceased = false).await;
    let open = link(&desk, way).await;
    let gone = desk.house.office.retire_way(Actor::KeyHolder, way).await;
    gone.expect("taken away");
    is_shut(&desk, open).await;
}

#[test]
fn dv_4_3_a_link_closes_when_it_becomes_known_that_they_take_part_in_such_a_programme() {
    for engine in engines() {
        run(partners_unasked(&engine));
    }
}

async fn partners_unasked(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let way = desk.house.way(desk.housing.id, LINK, ("", "")).await;
    let open = link(&desk, way).await;
    let petra = desk.house.worker("petra", Role::PrivacyOfficer).await;
    let takes_part = async |name: &str, kind: ProgrammeKind| {
        let new = NewProgramme {
            name: name.into(),
            kind: Some(kind),
            from: "2020-01-01".into(),
            ..NewProgramme::default()
        };
        let programme = office.take_in_programme(petra.id, new).await;
        let new = NewPart {
            programme: programme.expect("a programme"),
            from: "2026-03-02".parse().ok(),
            said_by: "The probation service.".into(),
        };
        let begun = office.begin_part(&desk.dana, desk.alma, Channel::Screen, new);
        begun.await.expect("it is written down");
    };
    takes_part("Night shelter of ours", ProgrammeKind::Shelter).await;
    let stands = desk.stands(open.0).await;
    assert_eq!(stands.state, DisclosureState::Released, "it tells nothing");
    takes_part("Ending violence", ProgrammeKind::BehaviourChange).await;
    is_shut(&desk, open).await;
}

#[test]
fn nasw_b_a_sealed_file_is_handed_to_nobody_who_carries_it_when_the_consent_is_gone() {
    if !programs::are_here(&["age", "age-keygen"]) {
        return;
    }
    let pair = AgePair::make();
    for engine in engines() {
        run(sealed_file(&engine, &pair));
    }
}

async fn sealed_file(engine: &Engine, pair: &AgePair) {
    let desk = Desk::on(engine).await;
    let (office, key) = (&desk.house.office, pair.public());
    let place = (WayKind::Age, "records office");
    let key = (key.as_str(), key.as_str());
    let way = desk.house.way(desk.housing.id, place, key).await;
    let no = desk.composed(Channel::EncryptedMessage).await;
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    desk.releases(no).await.expect("a release").handed_over();
    let fetched = office.disclosure_package(&desk.dana, desk.alma, no).await;
    fetched.expect("one file to carry").2.delivered(None);
    desk.facts(|sheet, now| sheet.consents[0].withdrawn_at = Some(now))
        .await;
    let again = office.disclosure_package(&desk.dana, desk.alma, no).await;
    assert_eq!(trouble(again.map(drop)), SendingError::GroundGone);
}

#[test]
fn dv_3_3_2d_what_was_confirmed_about_one_paper_counts_for_no_other() {
    for engine in engines() {
        run(another_paper(&engine));
    }
}

async fn another_paper(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let way = desk.house.way(desk.housing.id, LINK, ("", "")).await;
    desk.agrees(true).await;
    let no = desk.composed(Channel::SecureTransfer).await;
    let kept = ChosenWay {
        limits: true,
        ..Desk::way(way)
    };
    desk.chooses(no, kept).await.expect("confirmed");
    desk.house.clock.advance(DAY / 2);
    let anew = office.compose_disclosure(&desk.dana, desk.alma, no, Language::Spanish);
    anew.await.expect("another paper");
    assert_eq!(trouble(desk.releases(no).await), SendingError::NoWay);
}

#[test]
fn cr_9_nothing_leaves_before_somebody_said_that_they_read_all_of_it() {
    for engine in engines() {
        run(unread(&engine));
    }
}

async fn unread(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let way = desk.house.way(desk.housing.id, LINK, ("", "")).await;
    let no = desk.composed(Channel::SecureTransfer).await;
    let unread = ChosenWay {
        read: false,
        ..Desk::way(way)
    };
    let unread = desk.chooses(no, unread).await;
    assert_eq!(trouble(unread), SendingError::Unread);
    assert_eq!(trouble(desk.releases(no).await), SendingError::NoWay);
    desk.chooses(no, Desk::way(way)).await.expect("it was read");
    desk.releases(no).await.expect("a release");
    assert!(desk.stands(no).await.leaving.unwrap().said.read);
}
