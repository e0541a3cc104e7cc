//! What a client sees there, and what never.

use caseward_casework::consent::ConsentError;
use caseward_casework::entries::Draft;
use caseward_casework::gate::{Amend, NotYet, OwnLookKind, Read, ReadOwn, Request};
use caseward_casework::own_view::OwnViewError;
use caseward_casework::tellers::NewPermission;
use caseward_model::{
    Basis, Category, Channel, OwnQuestion, Purpose, Role, TaskKind, WithdrawalWay,
};
use caseward_testkit::{engines, run};

use super::{DAY_MS, MINUTE_MS, Room};

/// How somebody looked, the newest first, as Alma sees it now.
async fn seen(room: &Room) -> Vec<OwnLookKind> {
    let viewer = room.alma().await;
    let (looks, delivery) = room.office().my_looks(&viewer).await.unwrap();
    delivery.delivered(None);
    looks.all.iter().map(|it| it.kind).collect()
}

/// Dana writes something down in a section, as somebody told it.
async fn dana_writes(room: &Room, (section, told_by): (&str, &str), purpose: Purpose) {
    let draft = Draft {
        section: section.to_owned(),
        provenance: told_by.to_owned(),
        nature: "fact".to_owned(),
        text: "Said at the door.".to_owned().into(),
        ..Draft::default()
    };
    let entry = draft.check().ok().unwrap();
    let (office, dana) = (room.office(), room.desk.dana.id);
    let written = office.write_entry(dana, room.client(), purpose, entry);
    written.await.ok().unwrap();
}

#[test]
fn nasw_d_a_client_sees_who_looked_and_why_and_no_name() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            room.dana_reads(&[Category::Housing]).await;
            room.turn_on(0).await;
            let viewer = room.alma().await;
            let (looks, delivery) = room.office().my_looks(&viewer).await.unwrap();
            delivery.delivered(None);
            let look = looks.all.last().unwrap();
            assert_eq!(look.role, Some(Role::Caseworker));
            assert_eq!(look.kind, OwnLookKind::Opened);
            assert_eq!(look.purpose, Some(Purpose::DirectService));
            assert!(!look.organization.is_empty());
            let shown = format!("{looks:?}");
            assert!(!shown.contains("dana"), "{shown}");
            let own = looks.all.iter().any(|it| it.role == Some(Role::Client));
            assert!(!own, "one's own looks are nobody's look");
        });
    }
}

#[test]
fn dv_3_2_of_what_was_opened_only_that_is_named_which_the_rules_let_the_client_read() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            room.dana_reads(&[Category::Housing, Category::ThirdParty])
                .await;
            room.turn_on(0).await;
            let (overview, delivery) = room.office().own_view(&room.desk.request()).await.unwrap();
            delivery.delivered(None);
            let mut request = Request::to_serve(overview.view.unwrap().person, room.client());
            (request.purpose, request.basis) = (Purpose::SubjectAccess, Basis::ClientRequest);
            let gate = &room.office().gate;
            let answer = gate.ask::<ReadOwn>(&request).await.unwrap();
            let open = gate.open_to_them(answer.permit, answer.sealed);
            let answer = gate.ask::<ReadOwn>(&request).await.unwrap();
            let permit = (answer.permit, answer.sealed);
            let at_once = NotYet::default();
            let history = gate.own_history(permit, &open, &at_once, 100).await;
            let (looks, delivery) = history.unwrap();
            delivery.delivered(None);
            let all: Vec<_> = looks.iter().flat_map(|it| it.sections.clone()).collect();
            assert!(all.contains(&Category::Housing));
            assert!(!all.contains(&Category::ThirdParty));

            // A question for that very section is refused, and the history with it.
            let apart = request.clone().sections([Category::ThirdParty]);
            assert!(gate.ask::<ReadOwn>(&apart).await.is_err());
        });
    }
}

#[test]
fn dv_3_2_no_look_tells_that_something_stands_where_the_client_may_not_look() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            room.turn_on(0).await;
            dana_writes(&room, ("notes", "third_party"), Purpose::DirectService).await;
            room.dana_reads(&[Category::ThirdParty]).await;
            assert_eq!(seen(&room).await, []);

            room.dana_reads(&[Category::Housing, Category::ThirdParty])
                .await;
            dana_writes(&room, ("housing", "client"), Purpose::DirectService).await;
            let shown = seen(&room).await;
            assert_eq!(shown, [OwnLookKind::Wrote, OwnLookKind::Opened]);
        });
    }
}

#[test]
fn dv_3_2_who_permits_that_what_they_told_goes_leaves_no_trace_where_the_client_looks() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            room.turn_on(0).await;
            let (office, alma) = (room.office(), room.client());
            let dana = office.person_numbered(room.desk.dana.no).await.unwrap();
            let draft = Draft {
                section: "notes".to_owned(),
                provenance: "third_party".to_owned(),
                nature: "fact".to_owned(),
                text: "Her sister rang.".to_owned().into(),
                ..Draft::default()
            };
            let entry = draft.check().ok().unwrap();
            let written = office.write_entry(dana.worker, alma, Purpose::DirectService, entry);
            let told = written.await.ok().unwrap().record_no;
            let new = NewPermission {
                teller: "Rosa Leal".into(),
                relationship: "sister".into(),
                entries: vec![told],
                recipient: Some(room.desk.clinic.id),
                purposes: vec![Purpose::DirectService],
                until: Some(office.own_view_today()),
                explained: true,
                signed_name: "Rosa Leal".into(),
                ..NewPermission::default()
            };
            let given = office.give_permission(&dana, alma, Channel::Screen, new);
            let no = given.await.expect("a permission");
            let found = office.permissions_of(&dana, alma, Channel::Screen).await;
            let (all, delivery) = found.expect("the permissions");
            delivery.delivered(None);
            assert_eq!(all.len(), 1);
            let which = (alma, no);
            let ended = office.withdraw_permission(&dana, which, Channel::Screen, "");
            ended.await.expect("taken back");
            assert_eq!(seen(&room).await, []);
        });
    }
}

#[test]
fn nasw_d_what_was_done_in_danger_or_for_a_child_is_shown_when_the_longest_delay_is_over() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            room.turn_on(0).await;
            let gate = &room.office().gate;
            for purpose in [Purpose::Danger, Purpose::ChildProtection] {
                let mut request = room.desk.request().sections([Category::Contact]);
                request.purpose = purpose;
                let answer = gate.ask::<Read>(&request).await.unwrap();
                let disclosed = gate.unseal(answer.permit, answer.sealed).ok().unwrap();
                gate.deliver(&disclosed).delivered(None);
            }
            dana_writes(&room, ("contact", "client"), Purpose::ChildProtection).await;
            assert_eq!(seen(&room).await, []);
            room.dana_reads(&[Category::Contact]).await;
            assert_eq!(seen(&room).await, [OwnLookKind::Opened]);

            room.desk.house.clock.advance(90 * DAY_MS + 1);
            assert_eq!(
                seen(&room).await.len(),
                4,
                "one serves, three are for safety"
            );
        });
    }
}

#[test]
fn dv_3_3_2e_who_was_refused_is_told_to_nobody_there() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let stranger = super::stranger(&room).await;
            let gate = &room.office().gate;
            let tried = gate.ask::<caseward_casework::gate::Read>(&stranger).await;
            assert!(tried.is_err());
            room.turn_on(0).await;
            let viewer = room.alma().await;
            let (looks, delivery) = room.office().my_looks(&viewer).await.unwrap();
            delivery.delivered(None);
            let before = looks.all.len();
            room.desk.house.clock.advance(40 * MINUTE_MS);
            let tried = gate.ask::<caseward_casework::gate::Read>(&stranger).await;
            assert!(tried.is_err());
            let viewer = room.alma().await;
            let (looks, delivery) = room.office().my_looks(&viewer).await.unwrap();
            delivery.delivered(None);
            assert_eq!(looks.all.len(), before, "{looks:?}");
        });
    }
}

#[test]
fn nasw_d_what_is_to_be_shown_later_is_not_shown_before() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            room.turn_on(7).await;
            room.dana_reads(&[Category::Housing]).await;
            let viewer = room.alma().await;
            let (looks, delivery) = room.office().my_looks(&viewer).await.unwrap();
            delivery.delivered(None);
            assert_eq!(looks.all, []);
            assert_eq!(looks.delay_days, 7, "and it is said that it comes later");
            room.desk.house.clock.advance(7 * DAY_MS + 1);
            let viewer = room.alma().await;
            let (looks, delivery) = room.office().my_looks(&viewer).await.unwrap();
            delivery.delivered(None);
            assert_eq!(looks.all.len(), 1);
        });
    }
}

#[test]
fn dv_2_1_what_a_client_takes_back_there_counts_at_the_next_question_and_recipients_are_told() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let (desk, office) = (&room.desk, room.office());
            let no = desk.signed(desk.form()).await;
            let recipient = caseward_casework::consent::Named {
                no: desk.clinic.no,
                id: desk.clinic.id,
            };
            let request = desk.request().sections([Category::Administration]);
            office
                .gate
                .work_on_file::<Amend, _, ConsentError, _>(&request, "tried", move |desk| {
                    let used = caseward_casework::consent::Use {
                        recipient,
                        at: desk.works.now_ms(),
                        disclosure: 7,
                        recall: None,
                    };
                    caseward_casework::consent::note_use(desk, no, &used)
                })
                .await
                .unwrap();
            assert!(desk.refused(&desk.release()).await.is_empty());
            room.turn_on(0).await;
            let viewer = room.alma().await;
            let (choices, delivery) = office.my_choices(&viewer).await.unwrap();
            delivery.delivered(None);
            let one = &choices[0];
            assert!(one.holds);
            assert_eq!(one.sections, [Category::Identity, Category::Housing]);
            assert_eq!(one.received.len(), 1);

            office.take_back_mine(&viewer, no).await.unwrap();
            let rule = desk.first_rule(&desk.release()).await;
            assert_eq!(rule, "dv-2.1-consent-withdrawn");
            let waits = office.my_tasks(desk.dana.no).await.unwrap();
            assert!(waits.iter().any(|it| it.kind == TaskKind::ConsentRecall));
            let (kept, delivery) = office.consent(&desk.request(), no).await.unwrap();
            delivery.delivered(None);
            let withdrawal = kept.record.withdrawal.unwrap();
            assert_eq!(withdrawal.way, WithdrawalWay::Written);
            let (choices, delivery) = office.my_choices(&viewer).await.unwrap();
            delivery.delivered(None);
            assert!(!choices[0].holds && choices[0].taken_back_at.is_some());
            let again = office.take_back_mine(&viewer, no).await;
            assert!(matches!(again, Err(OwnViewError::Consent(_))));
        });
    }
}

#[test]
fn dv_5_2_4_a_client_asks_and_somebody_has_it_as_a_task_until_it_is_answered() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let (desk, office) = (&room.desk, room.office());
            let priya = desk.house.worker("priya", Role::PrivacyOfficer).await;
            room.turn_on(0).await;
            let viewer = room.alma().await;
            let ask = async |about, item, words: &str| {
                office.ask_from_my_view(&viewer, (about, item), words).await
            };
            ask(OwnQuestion::SeeFile, None, "").await.unwrap();
            ask(OwnQuestion::Look, Some(12), "Who was that?")
                .await
                .unwrap();
            let nothing = ask(OwnQuestion::Other, None, " ").await;
            assert!(matches!(nothing, Err(OwnViewError::Needs(_))));

            let waits = async |who: &caseward_casework::staff::Colleague, kind: TaskKind| {
                let tasks = office.my_tasks(who.no).await.unwrap();
                tasks.iter().filter(|it| it.kind == kind).count()
            };
            assert_eq!(waits(&desk.dana, TaskKind::ClientAskedToSee).await, 1);
            assert_eq!(waits(&desk.dana, TaskKind::ClientAsked).await, 0);
            assert_eq!(
                waits(&priya, TaskKind::ClientAsked).await,
                1,
                "not the one who looked"
            );

            let request = desk.request();
            let answered = office.answer_own_question(&request, 1, "On Friday at ten.");
            answered.await.unwrap();
            assert_eq!(waits(&desk.dana, TaskKind::ClientAskedToSee).await, 0);
            let again = office.answer_own_question(&request, 1, "Or not.").await;
            assert!(matches!(again, Err(OwnViewError::Absent)));
            let (asked, delivery) = office.my_view_questions(&viewer).await.unwrap();
            delivery.delivered(None);
            let answer = asked.last().unwrap().answer.as_ref().unwrap();
            assert_eq!(answer.words, "On Friday at ten.");
            assert!(asked[0].answer.is_none());
        });
    }
}

#[test]
fn dv_4_6_4_a_view_shows_the_one_file_and_its_person_can_do_nothing_else() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let bruno = room.desk.house.client("2").await;
            room.turn_on(0).await;
            let (overview, delivery) = room.office().own_view(&room.desk.request()).await.unwrap();
            delivery.delivered(None);
            let person = overview.view.unwrap().person;
            let gate = &room.office().gate;
            let mut others = Request::to_serve(person, bruno);
            (others.purpose, others.basis) = (Purpose::SubjectAccess, Basis::ClientRequest);
            assert!(gate.ask::<ReadOwn>(&others).await.is_err());
            let writes = Request::to_serve(person, room.client());
            assert!(gate.ask::<Amend>(&writes).await.is_err());
            assert!(
                gate.ask::<caseward_casework::gate::Read>(&writes)
                    .await
                    .is_err()
            );
            let works_here = room.office().names().await.unwrap();
            assert!(!works_here.contains_key(&person), "no colleague to anybody");
        });
    }
}

#[test]
fn cr_10_whoever_reviews_who_looked_reads_of_a_view_only_what_is_asked_about_a_look() {
    for engine in engines() {
        run(async {
            let room = Room::open(&engine).await;
            let (desk, office) = (&room.desk, room.office());
            room.turn_on(0).await;
            let viewer = room.alma().await;
            for (about, item, words) in [
                (OwnQuestion::Look, Some(12), "Who was that?"),
                (OwnQuestion::Other, None, "May my sister Rosa come?"),
            ] {
                let asked = office.ask_from_my_view(&viewer, (about, item), words).await;
                asked.expect("asked");
            }
            for (handle, role) in [("ada", Role::Auditor), ("priya", Role::PrivacyOfficer)] {
                let reviewer = desk.house.worker(handle, role).await;
                let duty = office.record_duty(&reviewer, Purpose::AccessReview, 24);
                duty.await.expect("a duty");
                let who = (reviewer.id, reviewer.no, role);
                let request = office.question_by(who, desk.alma, Channel::Screen).await;
                let request = request.ok().expect("they may look");
                let (overview, delivery) = office.own_view(&request).await.expect("open");
                delivery.delivered(None);
                assert!(overview.is_on(), "{handle}");
                let read = format!("{overview:?}");
                for said in ["telephone", "text message", "Rosa"] {
                    assert!(!read.contains(said), "{handle}: {said}");
                }
                // A look is what privacy officers are asked about; an auditor learns of nobody.
                let looks = read.contains("Who was that?");
                assert_eq!(looks, role == Role::PrivacyOfficer, "{handle}");
                // What somebody can't read they can't answer either.
                for (no, about) in [(1, OwnQuestion::Look), (2, OwnQuestion::Other)] {
                    let answered = office.answer_own_question(&request, no, "I looked into it.");
                    match answered.await {
                        Ok(()) => assert!(looks && about == OwnQuestion::Look, "{handle}"),
                        Err(OwnViewError::Absent) => {
                            assert!(!looks || about != OwnQuestion::Look, "{handle}");
                        }
                        Err(error) => panic!("{handle}: {error}"),
                    }
                }
            }
        });
    }
}
