//! Whoever received under a consent that was taken back is told, in a letter that names nobody, and what they answer is kept.

use caseward_casework::CaseworkError;
use caseward_casework::consent::{Change, ConsentError, Named, RecallTold, Signing, Use, note_use};
use caseward_casework::gate::{Amend, Request};
use caseward_casework::tasks::Task;
use caseward_model::{
    Category, ConsentKind, ConsentStage, Language, RecallAnswer, RecallTelling, TaskKind, WayKind,
    WithdrawalWay,
};
use caseward_testkit::{Engine, engines, run};

use super::{DAY_MS, Desk};

/// Something went out under a consent, by this disclosure.
async fn goes_out(desk: &Desk, request: &Request, (no, disclosure): (i64, i64)) -> i64 {
    let recipient = Named {
        no: desk.clinic.no,
        id: desk.clinic.id,
    };
    let request = request.clone().sections([Category::Administration]);
    let noted = desk
        .house
        .office
        .gate
        .work_on_file::<Amend, _, ConsentError, _>(&request, "tried", move |desk| {
            let used = Use {
                recipient,
                at: desk.works.now_ms(),
                disclosure,
                recall: None,
            };
            note_use(desk, no, &used)
        });
    noted.await.unwrap()
}

async fn withdrawn(desk: &Desk, request: &Request, no: i64) -> Result<(), ConsentError> {
    let office = &desk.house.office;
    office
        .withdraw_consent(request, no, WithdrawalWay::Written, "")
        .await
}

/// The tasks to tell recipients, and to wait for their answers.
async fn recalls(desk: &Desk) -> Vec<Task> {
    let waits = desk.house.office.my_tasks(desk.dana.no).await.unwrap();
    let recalls = waits
        .into_iter()
        .filter(|it| it.kind == TaskKind::ConsentRecall);
    recalls.collect()
}

/// The same form in the place of a consent, signed.
async fn asked_anew(desk: &Desk, old: i64) -> i64 {
    let office = &desk.house.office;
    let new = office.renew_consent(&desk.request(), old).await.unwrap();
    let change = Change::Whole(Box::new(desk.form()));
    let needs = office.save_consent(&desk.request(), new, change).await;
    assert_eq!(needs.unwrap(), []);
    desk.sign(new, "Alma Reyes", "").await.unwrap();
    new
}

async fn answers(desk: &Desk, no: i64) -> Vec<Option<RecallAnswer>> {
    let office = &desk.house.office;
    let received = office.recipients_under(&desk.request(), no).await.unwrap();
    let answers = received.iter();
    answers
        .map(|(_, it)| it.recall.as_ref().map(|it| it.answer))
        .collect()
}

#[test]
fn dv_2_1_whoever_received_under_what_was_replaced_is_told_when_the_newest_is_taken_back() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let request = desk.request();
            let first = desk.signed(desk.form()).await;
            goes_out(&desk, &request, (first, 7)).await;
            let second = asked_anew(&desk, first).await;
            let third = asked_anew(&desk, second).await;
            goes_out(&desk, &request, (third, 8)).await;
            let replaced = withdrawn(&desk, &request, first).await;
            assert!(
                matches!(replaced, Err(ConsentError::Stage(ConsentStage::Superseded))),
                "the newest is the one that is taken back: {replaced:?}"
            );
            let (all, delivery) = desk.house.office.consents(&request).await.unwrap();
            delivery.delivered(None);
            let left: Vec<_> = all
                .left_under(third)
                .iter()
                .map(|it| it.1.disclosure)
                .collect();
            assert_eq!(left, [8, 7], "who is to be told is shown before");

            withdrawn(&desk, &request, third).await.unwrap();
            for no in [first, third] {
                assert_eq!(answers(&desk, no).await, [Some(RecallAnswer::Awaited)]);
            }
            let about: Vec<_> = recalls(&desk)
                .await
                .iter()
                .map(|it| it.about.item)
                .collect();
            assert!(about.contains(&Some(first)) && about.contains(&Some(third)));
            assert_eq!(about.len(), 2, "nothing went out under the second one");
            // What was on its way under the first one, and is noted only now.
            goes_out(&desk, &request, (first, 9)).await;
            assert_eq!(
                answers(&desk, first).await,
                [Some(RecallAnswer::Awaited); 2]
            );
            for of in [1, 2] {
                let destroyed = RecallAnswer::Destroyed;
                let office = &desk.house.office;
                let kept = office.answer_recall(&request, (first, of), destroyed, "");
                kept.await.unwrap();
            }
            let about: Vec<_> = recalls(&desk)
                .await
                .iter()
                .map(|it| it.about.item)
                .collect();
            assert_eq!(about, [Some(third)]);
        });
    }
}

#[test]
fn dv_2_1_what_was_replaced_by_an_error_can_still_be_taken_back() {
    run(async {
        let desk = Desk::open(&Engine::Sqlite).await;
        let (office, request) = (&desk.house.office, desk.request());
        let first = desk.signed(desk.form()).await;
        goes_out(&desk, &request, (first, 7)).await;
        let second = asked_anew(&desk, first).await;
        office
            .correct_consent(&request, second, "It was another client's.")
            .await
            .unwrap();
        withdrawn(&desk, &request, first).await.unwrap();
        assert_eq!(answers(&desk, first).await, [Some(RecallAnswer::Awaited)]);
    });
}

#[test]
fn dv_2_1_the_letter_to_whoever_received_is_the_same_whomever_it_is_about() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let office = &desk.house.office;
            let bruno = desk.house.client("2").await;
            desk.house.assign(&desk.dana, bruno).await;
            let about = [
                (desk.request(), "Alma Reyes"),
                (Request::to_serve(desk.dana.id, bruno), "Bruno Stone"),
            ];
            for language in Language::ALL {
                let mut letters = Vec::new();
                for (request, name) in &about {
                    let kind = ConsentKind::Information;
                    let no = office.begin_consent(request, kind, *language).await;
                    let no = no.unwrap();
                    let change = Change::Whole(Box::new(desk.form()));
                    office.save_consent(request, no, change).await.unwrap();
                    let signing = Signing {
                        name: (*name).into(),
                        ticked: ["understood", "free", "revocable", "agree"]
                            .map(String::from)
                            .to_vec(),
                        mark: super::DRAWN.into(),
                        ..Signing::default()
                    };
                    office.sign_consent(request, no, signing).await.unwrap();
                    goes_out(&desk, request, (no, 7)).await;
                    let early = office.recall_letter(request, (no, 1), *language).await;
                    assert!(
                        matches!(early, Err(ConsentError::Stage(_))),
                        "nobody is asked for anything back while the consent stands"
                    );
                    withdrawn(&desk, request, no).await.unwrap();
                    let letter = office.recall_letter(request, (no, 1), *language).await;
                    letters.push(letter.unwrap());
                    let none = office.recall_letter(request, (no, 2), *language).await;
                    assert!(matches!(none, Err(ConsentError::Absent)));
                }
                assert!(letters[0].starts_with(b"%PDF"));
                assert_eq!(letters[0], letters[1], "to the last byte");
            }
            let eve = desk.house.worker("eve", caseward_model::Role::Caseworker);
            let strange = Request::to_serve(eve.await.id, desk.alma);
            let letter = office.recall_letter(&strange, (1, 1), Language::English);
            assert!(matches!(letter.await, Err(ConsentError::Refused(_))));
        });
    }
}

#[test]
fn dv_2_1_it_is_kept_who_told_a_recipient_when_and_how_and_then_the_answer_is_waited_for() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let (office, request) = (&desk.house.office, desk.request());
            let no = desk.signed(desk.form()).await;
            for disclosure in [7, 8] {
                goes_out(&desk, &request, (no, disclosure)).await;
            }
            withdrawn(&desk, &request, no).await.unwrap();
            let by_post = (WayKind::Post, "12 Court Square");
            let way = desk.house.way(desk.clinic.id, by_post, ("", "")).await;
            let due = recalls(&desk).await[0].due_at;
            let now_ms = desk.house.clock.now_ms();
            let told = |how, way| RecallTold {
                how,
                way,
                ..RecallTold::default()
            };
            let unfit = [
                told(None, None),
                told(Some(RecallTelling::Way), None),
                told(Some(RecallTelling::Way), Some(way + 1)),
                RecallTold {
                    at: Some(now_ms + DAY_MS),
                    ..told(Some(RecallTelling::Telephone), None)
                },
                RecallTold {
                    at: Some(now_ms - 2 * DAY_MS),
                    ..told(Some(RecallTelling::Telephone), None)
                },
            ];
            for told in unfit {
                let refused = office.note_recall_told(&request, (no, 1), told).await;
                assert!(
                    matches!(
                        refused,
                        Err(ConsentError::Casework(CaseworkError::Unfit(_)))
                    ),
                    "{refused:?}"
                );
            }
            let by_way = told(Some(RecallTelling::Way), Some(way));
            let kept = office.note_recall_told(&request, (no, 1), by_way).await;
            kept.unwrap();
            assert_eq!(recalls(&desk).await[0].due_at, due, "one is untold still");
            let called = told(Some(RecallTelling::Telephone), None);
            let kept = office.note_recall_told(&request, (no, 2), called).await;
            kept.unwrap();
            let received = office.recipients_under(&request, no).await.unwrap();
            let told: Vec<_> = received
                .iter()
                .filter_map(|(_, it)| it.recall.as_ref()?.told.as_ref())
                .map(|it| (it.by, it.at, it.how, it.way))
                .collect();
            let by = desk.dana.id;
            let kept = [
                (by, now_ms, RecallTelling::Way, Some(WayKind::Post)),
                (by, now_ms, RecallTelling::Telephone, None),
            ];
            assert_eq!(told, kept);
            // Now their answers are waited for, until the day by which they were asked.
            let waits = recalls(&desk).await;
            assert_eq!(waits.len(), 1);
            assert_eq!(waits[0].due_at, now_ms + 14 * DAY_MS);
        });
    }
}
