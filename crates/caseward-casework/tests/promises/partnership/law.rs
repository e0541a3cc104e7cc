//! Asking the Law Department: the release waits, the answer holds, and what helps others is found by them (CR-5).

use caseward_casework::CaseworkError;
use caseward_casework::gate::{ClientSheet, DutyFact, Refusal, Request, WallAgainst, WallFact};
use caseward_casework::partnership::{LawAnswer, LawError, NewGuidance, NewQuestion};
use caseward_casework::people::Amiss;
use caseward_casework::staff::RegisteredOrganization;
use caseward_model::{Category, LawState, LawVerdict, Purpose, Role, TaskKind};
use caseward_testkit::{engines, run};

use super::{DAY_MS, Partnered};

fn reply(seen: i64, verdict: LawVerdict) -> LawAnswer {
    LawAnswer {
        seen,
        verdict,
        text: "By section 4 of the manual.".to_owned(),
        days: 30,
        guidance: None,
    }
}

fn about(clinic: &RegisteredOrganization) -> NewQuestion {
    NewQuestion {
        recipient: Some(clinic.id),
        question: "May the clinic have the note on housing?".to_owned(),
    }
}

#[test]
fn cr_5_a_question_holds_the_release_until_it_is_answered() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let client = it.client().await;
            it.agreed().await;
            let services = Category::Services;
            assert_eq!(it.refused(client, services).await, None);
            let mine = Request::to_serve(it.dana.id, client);
            // Whoever may not know of the client can't ask about them either, and counsel can't look before there is a question.
            let stranger = Request::to_serve(it.supervisor.id, client);
            let asked = office.ask_law_about(stranger, about(&it.clinic)).await;
            assert!(matches!(
                asked,
                Err(LawError::Refused(Refusal::NotKnown { .. }))
            ));
            let no = office
                .ask_law_about(mine.clone(), about(&it.clinic))
                .await
                .unwrap();
            assert_eq!(
                it.refused(client, services).await.as_deref(),
                Some("law.question_open")
            );
            assert_eq!(it.tasks(&it.counsel).await, [TaskKind::LawAsked]);
            // Nobody else opens or answers it.
            for who in [it.officer.id, it.dana.id] {
                let opened = office.open_law_question(who, no).await;
                assert!(matches!(
                    opened,
                    Err(LawError::Desk(CaseworkError::NotPermitted(_)))
                ));
            }
            let lou = it.counsel.id;
            let (question, delivery) = office.open_law_question(lou, no).await.unwrap();
            let texts = question.texts.unwrap();
            assert_eq!(texts.question, about(&it.clinic).question);
            delivery.unwrap().delivered(None);
            let no_to_it = reply(question.version, LawVerdict::NotApproved);
            office.answer_law(lou, no, no_to_it.clone()).await.unwrap();
            assert_eq!(
                it.refused(client, services).await.as_deref(),
                Some("law.declined")
            );
            let again = office.answer_law(lou, no, no_to_it).await;
            assert!(
                matches!(again, Err(LawError::Desk(CaseworkError::Amiss(_)))),
                "answered once"
            );
            assert_eq!(it.tasks(&it.dana).await, [TaskKind::LawAnswered]);
            office.law_answer_read(it.dana.id, no).await.unwrap();
            assert!(it.tasks(&it.dana).await.is_empty());
            // The answer is with the client; counsel, whose duty was the question, finds them no more.
            let seen = office.law_about_client(mine.clone()).await.unwrap();
            assert_eq!(
                seen.questions[0].texts.as_ref().unwrap().answer,
                "By section 4 of the manual."
            );
            seen.delivery.delivered(None);
            let (closed, delivery) = office.open_law_question(lou, no).await.unwrap();
            assert!(closed.texts.is_none() && delivery.is_none());
            // Asked again, the newest answer counts.
            let no = office.ask_law_about(mine, about(&it.clinic)).await.unwrap();
            let yes = reply(1, LawVerdict::Approved);
            office.answer_law(lou, no, yes).await.unwrap();
            assert_eq!(it.refused(client, services).await, None);
        });
    }
}

#[test]
fn cr_5_that_there_is_a_question_is_known_and_its_words_are_for_whoever_reads_the_notes() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let client = it.client().await;
            let mine = Request::to_serve(it.dana.id, client);
            let asked = office.ask_law_about(mine.clone(), about(&it.clinic));
            let no = asked.await.unwrap();
            // Noor's duty lets her find the client and read what it needs, and no note.
            let noor = it.house.worker("noor", Role::Caseworker).await;
            let (worker, until) = (noor.no, it.now() + DAY_MS);
            let duty = move |sheet: &mut ClientSheet, _: i64| {
                sheet.duties.push(DutyFact {
                    worker,
                    purpose: Purpose::DirectService,
                    until,
                });
            };
            let recorded = office.change_facts(client, "duty_recorded", duty);
            recorded.await.unwrap();
            let theirs = Request::to_serve(noor.id, client);
            let seen = office.law_about_client(theirs.clone()).await.unwrap();
            assert_eq!(seen.questions.len(), 1);
            assert_eq!(seen.questions[0].state, LawState::Open);
            assert!(seen.questions[0].texts.is_none());
            seen.delivery.delivered(None);

            // Counsel opens the question that was put to them; on the client's page they find that there is one.
            let lou = it.counsel.id;
            let (question, delivery) = office.open_law_question(lou, no).await.unwrap();
            assert!(question.texts.is_some());
            delivery.unwrap().delivered(None);
            let mut legal = Request::to_serve(lou, client);
            legal.purpose = Purpose::Legal;
            let seen = office.law_about_client(legal).await.unwrap();
            assert!(seen.questions[0].texts.is_none() && seen.protocols.is_empty());
            seen.delivery.delivered(None);

            let answer = reply(question.version, LawVerdict::NotApproved);
            office.answer_law(lou, no, answer).await.unwrap();
            let seen = office.law_about_client(theirs).await.unwrap();
            assert_eq!(seen.questions[0].verdict, Some(LawVerdict::NotApproved));
            assert!(seen.questions[0].texts.is_none());
            seen.delivery.delivered(None);
            let seen = office.law_about_client(mine.clone()).await.unwrap();
            assert!(seen.questions[0].texts.is_some());
            seen.delivery.delivered(None);
            let listed = office.law_questions_about(mine).await.unwrap();
            assert!(listed.len() == 1 && listed[0].texts.is_none());
        });
    }
}

#[test]
fn cr_5_a_question_about_nobody_in_particular_holds_what_goes_to_anyone_and_can_be_taken_back() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let client = it.client().await;
            it.agreed().await;
            let mine = Request::to_serve(it.dana.id, client);
            let new = NewQuestion {
                recipient: None,
                ..about(&it.clinic)
            };
            let no = office.ask_law_about(mine.clone(), new).await.unwrap();
            let fact = it.refused(client, Category::Services).await;
            assert_eq!(fact.as_deref(), Some("law.question_open"));
            let other = office
                .withdraw_law_question(it.supervisor.id, no, Some(mine.clone()))
                .await;
            assert!(matches!(
                other,
                Err(LawError::Desk(CaseworkError::Unknown { .. }))
            ));
            office
                .withdraw_law_question(it.dana.id, no, Some(mine.clone()))
                .await
                .unwrap();
            assert_eq!(it.refused(client, Category::Services).await, None);
            assert!(it.tasks(&it.counsel).await.is_empty());
            let seen = office.law_about_client(mine).await.unwrap();
            assert_eq!(seen.questions[0].state, LawState::Withdrawn);
            seen.delivery.delivered(None);
        });
    }
}

#[test]
fn cr_5_an_answer_becomes_guidance_that_everyone_finds_and_in_which_nobody_is_recognised() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let new = NewQuestion {
                recipient: None,
                question: "Is a subpoena an order of a court?".to_owned(),
            };
            let no = office.ask_law(it.dana.id, new.clone()).await.unwrap();
            let own = office.ask_law(it.counsel.id, new).await;
            assert!(matches!(own, Err(CaseworkError::NotPermitted(_))));
            let guidance = |text: &str, confirmed| {
                Some(NewGuidance {
                    topic: "Is a subpoena an order?".to_owned(),
                    text: text.to_owned(),
                    confirmed,
                })
            };
            let lou = it.counsel.id;
            for (guidance, lacks) in [
                (
                    guidance("No. Hand it to us.", false),
                    Amiss::NotLookedThrough,
                ),
                (
                    guidance("No. Call 555 014 277.", true),
                    Amiss::GuidanceTells,
                ),
            ] {
                let answer = LawAnswer {
                    guidance,
                    ..reply(1, LawVerdict::Guidance)
                };
                let unfit = office.answer_law(lou, no, answer).await;
                assert!(
                    matches!(unfit, Err(LawError::Desk(CaseworkError::Amiss(all))) if all == [lacks])
                );
            }
            let answer = LawAnswer {
                guidance: guidance("No. Hand it to us.", true),
                ..reply(1, LawVerdict::Guidance)
            };
            office.answer_law(lou, no, answer).await.unwrap();
            let mine = office.my_law_questions(it.dana.id).await.unwrap();
            assert_eq!(
                mine[0].texts.as_ref().unwrap().answer,
                "By section 4 of the manual."
            );
            let found = office
                .guidance(it.supervisor.id, "ORDER subpoena")
                .await
                .unwrap();
            assert_eq!(found.len(), 1);
            assert!(
                office
                    .guidance(it.supervisor.id, "warrant")
                    .await
                    .unwrap()
                    .is_empty()
            );
            office.withdraw_guidance(lou, found[0].no).await.unwrap();
            assert!(
                office
                    .guidance(it.supervisor.id, "")
                    .await
                    .unwrap()
                    .is_empty()
            );
        });
    }
}

#[test]
fn cr_5_the_law_department_hears_nothing_of_a_client_from_whom_a_wall_keeps_it() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let client = it.client().await;
            let mine = Request::to_serve(it.dana.id, client);
            let no = office.ask_law_about(mine, about(&it.clinic)).await.unwrap();
            let against = WallAgainst::Worker(it.counsel.no);
            let raised = office.gate.change_client(
                None,
                client,
                "wall_raised",
                serde_json::Map::new(),
                move |sheet, now_ms, _, _| {
                    sheet.walls.push(WallFact {
                        against,
                        since: now_ms,
                    });
                    Ok(())
                },
            );
            raised.await.unwrap();
            let lou = it.counsel.id;
            assert!(office.law_questions(lou).await.unwrap().is_empty());
            for answer in [
                office.open_law_question(lou, no).await.map(drop),
                office
                    .answer_law(lou, no, reply(1, LawVerdict::Approved))
                    .await,
            ] {
                assert!(matches!(
                    answer,
                    Err(LawError::Desk(CaseworkError::Unknown { .. }))
                ));
            }
        });
    }
}
