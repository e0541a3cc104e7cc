//! Who discusses and approves what may leave: somebody who had no hand in it, about exactly what they looked at; and nothing of a stranger is
//! taken apart.

use caseward_casework::CaseworkError;
use caseward_casework::disclosure::{DisclosureError, Mend, NewDisclosure, NewDiscussion};
use caseward_casework::gate::{ClientSheet, GateError, Refusal, WallAgainst, WallFact};
use caseward_casework::sign_in::SignedIn;
use caseward_model::{Category, Language, Road, RoadField, Role, TaskKind};
use caseward_testkit::{Engine, engines, run};

use crate::disclosing::{Desk, person};

/// Priya supervises Dana.
async fn supervisor(desk: &Desk) -> SignedIn {
    let priya = desk.house.worker("priya", Role::Supervisor).await;
    let dana = desk.house.office.colleague("dana").await.unwrap();
    desk.house.supervise(&priya, &dana).await;
    person(&desk.house, "priya").await
}

/// A disclosure that may raise the risk, begun by Dana.
async fn risky(desk: &Desk) -> i64 {
    let said = [
        (RoadField::Risk, "His cousin works there."),
        (RoadField::Implications, "She knows, and wants the flat."),
    ];
    let order = NewDisclosure {
        road: Road::RaisesRisk,
        answers: said.into_iter().collect(),
        ..desk.order()
    };
    let office = &desk.house.office;
    let begun = office.begin_disclosure(&desk.dana, desk.alma, order).await;
    begun.expect("begun")
}

async fn chooses(desk: &Desk, who: &SignedIn, no: i64, sections: &[Category]) {
    let chosen = (sections.to_vec(), String::new());
    let office = &desk.house.office;
    let done = office.choose_for_disclosure(who, desk.alma, no, chosen);
    done.await.expect("chosen anew");
}

async fn discusses(
    desk: &Desk,
    who: &SignedIn,
    (no, seen): (i64, i64),
) -> Result<(), DisclosureError> {
    let new = NewDiscussion {
        said: "Weighed what he may hear of it; she moves on Friday first.".into(),
        goes_on: Some(true),
        seen,
    };
    let office = &desk.house.office;
    office.discuss_disclosure(who, desk.alma, no, new).await
}

async fn composes(desk: &Desk, no: i64) -> Result<(), DisclosureError> {
    let office = &desk.house.office;
    let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
    composed.await.map(drop)
}

async fn notes(desk: &Desk) -> usize {
    let office = &desk.house.office;
    let opened = office.open_sections(&desk.dana, desk.alma, &[Category::Notes]);
    let (file, delivery) = opened.await.expect("the notes");
    let records = file.sections.iter().flat_map(|it| &it.records);
    let written = records.filter(|it| it.text().is_some()).count();
    delivery.delivered(None);
    written
}

#[test]
fn dv_3_3_2c_what_a_supervisor_says_holds_for_what_they_looked_at() {
    for engine in engines() {
        run(looked_at(&engine));
    }
}

async fn looked_at(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let priya = supervisor(&desk).await;
    let no = risky(&desk).await;
    let seen = desk.stands(no).await.version;
    chooses(&desk, &desk.dana, no, &[Category::Identity]).await;
    let late = discusses(&desk, &priya, (no, seen)).await;
    assert!(
        matches!(
            late,
            Err(DisclosureError::Casework(CaseworkError::Gate(
                GateError::Stale
            )))
        ),
        "{late:?}"
    );
    assert_eq!(
        notes(&desk).await,
        0,
        "and nothing is written into the file"
    );
    assert!(composes(&desk, no).await.is_err());
    let seen = desk.stands(no).await.version;
    let done = discusses(&desk, &priya, (no, seen)).await;
    done.expect("discussed");
    assert_eq!(notes(&desk).await, 1);
    composes(&desk, no).await.expect("a paper");
}

#[test]
fn dv_3_3_2c_whoever_chose_what_goes_neither_discusses_nor_approves_it() {
    for engine in engines() {
        run(a_hand_in_it(&engine));
    }
}

async fn a_hand_in_it(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let priya = supervisor(&desk).await;
    let sam = desk.house.worker("sam", Role::Supervisor).await;
    desk.house.assign(&sam, desk.alma).await;
    let sam = person(&desk.house, "sam").await;
    let no = risky(&desk).await;
    chooses(&desk, &sam, no, &[Category::Identity]).await;
    let seen = desk.stands(no).await.version;
    let theirs = discusses(&desk, &sam, (no, seen)).await;
    assert!(
        matches!(&theirs, Err(DisclosureError::Mend(mend)) if *mend == [Mend::AnotherPerson]),
        "{theirs:?}"
    );
    let done = discusses(&desk, &priya, (no, seen)).await;
    done.expect("discussed");
    composes(&desk, no).await.expect("a paper");
    let theirs = desk.approves(&sam, no).await;
    assert!(
        matches!(
            theirs,
            Err(DisclosureError::Casework(CaseworkError::Gate(
                GateError::SecondPerson
            )))
        ),
        "{theirs:?}"
    );
}

#[test]
fn dv_3_3_2c_only_supervisors_who_may_look_and_had_no_hand_in_it_are_asked_by_name() {
    for engine in engines() {
        run(asked_by_name(&engine));
    }
}

async fn asked_by_name(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let priya = supervisor(&desk).await;
    let sam = desk.house.worker("sam", Role::Supervisor).await;
    let ida = desk.house.worker("ida", Role::Supervisor).await;
    desk.house.assign(&sam, desk.alma).await;
    let sam = person(&desk.house, "sam").await;
    let waits = async || {
        let mut all = Vec::new();
        for no in [priya.no, sam.no, ida.no] {
            let tasks = desk.house.office.my_tasks(no).await.expect("tasks");
            let asked = tasks.iter().filter(|it| it.kind == TaskKind::RiskToDiscuss);
            all.push(asked.count());
        }
        all
    };
    let no = risky(&desk).await;
    assert_eq!(waits().await, [1, 0, 0], "her own supervisor");
    let against = WallAgainst::Worker(priya.no);
    let wall = move |sheet: &mut ClientSheet, since| {
        sheet.walls.push(WallFact { against, since });
    };
    let office = &desk.house.office;
    let walled = office.change_facts(desk.alma, "walled", wall).await;
    walled.expect("a wall");
    assert_eq!(waits().await, [0, 0, 0], "nor what was given before");
    chooses(&desk, &desk.dana, no, &[Category::Identity]).await;
    assert_eq!(waits().await, [0, 1, 0], "somebody else who may look");
    assert!(!desk.stands(no).await.waits_for_nobody());
    chooses(&desk, &sam, no, &[Category::Identity]).await;
    assert_eq!(waits().await, [0, 0, 0], "he had a hand in it");
    assert!(desk.stands(no).await.waits_for_nobody(), "and it says so");
}

#[test]
fn cr_9_a_file_is_taken_apart_only_for_whoever_may_attach_it() {
    for engine in engines() {
        run(strangers(&engine));
    }
}

async fn strangers(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let priya = supervisor(&desk).await;
    desk.house.worker("omar", Role::Caseworker).await;
    let omar = person(&desk.house, "omar").await;
    let no = desk.begun().await;
    let attaches = async |who: &SignedIn, bytes: &[u8]| {
        let office = &desk.house.office;
        let what = (no, Category::Housing);
        let done = office.attach_to_disclosure(who, desk.alma, what, bytes.to_vec());
        done.await.map(drop)
    };
    for bytes in [&b""[..], b"x"] {
        let theirs = attaches(&omar, bytes).await;
        assert!(
            matches!(
                theirs,
                Err(DisclosureError::Refused(Refusal::NotKnown { .. }))
            ),
            "{theirs:?}"
        );
        // She may look at it, and not write there.
        let theirs = attaches(&priya, bytes).await;
        let refused = matches!(
            theirs,
            Err(DisclosureError::Refused(_) | DisclosureError::NotAll(_))
        );
        assert!(refused, "{theirs:?}");
        let own = attaches(&desk.dana, bytes).await;
        let unfit = matches!(own, Err(DisclosureError::Casework(CaseworkError::Unfit(_))));
        assert!(unfit, "whoever may hears what is wrong with it: {own:?}");
    }
}
