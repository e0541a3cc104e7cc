//! Taken back is taken back: at the next question, whatever was under way, and everyone who received is asked to give back.

use caseward_casework::consent::{ConsentError, Named, Use, note_use};
use caseward_casework::gate::{Amend, Disclose, Request};
use caseward_model::{Category, ConsentStage, RecallAnswer, Role, TaskKind, WithdrawalWay};
use caseward_testkit::{engines, run};

use super::Desk;

#[test]
fn dv_2_1_a_withdrawal_counts_at_the_next_question() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let no = desk.signed(desk.form()).await;
            assert!(desk.refused(&desk.release()).await.is_empty());
            let office = &desk.house.office;
            office
                .withdraw_consent(&desk.request(), no, WithdrawalWay::Oral, "")
                .await
                .unwrap();
            let rule = desk.first_rule(&desk.release()).await;
            assert_eq!(rule, "dv-2.1-consent-withdrawn");
            let (kept, delivery) = office.consent(&desk.request(), no).await.unwrap();
            delivery.delivered(None);
            assert_eq!(kept.record.stage, ConsentStage::Revoked);
            let again = office
                .withdraw_consent(&desk.request(), no, WithdrawalWay::Written, "")
                .await;
            assert!(matches!(again, Err(ConsentError::Stage(_))));
        });
    }
}

#[test]
fn dv_2_1_no_question_that_is_put_after_a_withdrawal_is_answered_with_yes() {
    for engine in engines() {
        run(async {
            let desk = std::sync::Arc::new(Desk::open(&engine).await);
            let no = desk.signed(desk.form()).await;
            let done = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
            let mut asking = Vec::new();
            for _ in 0..4 {
                let (desk, done) = (std::sync::Arc::clone(&desk), std::sync::Arc::clone(&done));
                asking.push(tokio::spawn(async move {
                    for _ in 0..12 {
                        let after = done.load(std::sync::atomic::Ordering::SeqCst);
                        let request = desk.release();
                        let gate = &desk.house.office.gate;
                        let answer = gate.ask::<Disclose>(&request).await;
                        assert!(
                            !(after && answer.is_ok()),
                            "a yes to a question that was put after the withdrawal"
                        );
                        if let Ok(answer) = answer {
                            gate.give_back(answer.permit, answer.sealed);
                        }
                    }
                }));
            }
            let office = &desk.house.office;
            office
                .withdraw_consent(&desk.request(), no, WithdrawalWay::Oral, "")
                .await
                .unwrap();
            done.store(true, std::sync::atomic::Ordering::SeqCst);
            for asked in asking {
                asked.await.unwrap();
            }
            let rule = desk.first_rule(&desk.release()).await;
            assert_eq!(rule, "dv-2.1-consent-withdrawn");
        });
    }
}

#[test]
fn nasw_b_what_was_only_said_is_noted_in_writing_afterwards() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let no = desk.signed(desk.form()).await;
            let office = &desk.house.office;
            office
                .withdraw_consent(&desk.request(), no, WithdrawalWay::Oral, "She called.")
                .await
                .unwrap();
            let waits = office.my_tasks(desk.dana.no).await.unwrap();
            let notes = |tasks: &[caseward_casework::tasks::Task]| {
                let mine = tasks.iter();
                mine.filter(|it| it.kind == TaskKind::ConsentNote).count()
            };
            assert_eq!(notes(&waits), 1);
            office.note_withdrawal(&desk.request(), no).await.unwrap();
            let waits = office.my_tasks(desk.dana.no).await.unwrap();
            assert_eq!(notes(&waits), 0);
            let again = office.note_withdrawal(&desk.request(), no).await;
            assert!(matches!(again, Err(ConsentError::Stage(_))));
        });
    }
}

#[test]
fn nasw_b_in_writing_no_note_is_due() {
    run(async {
        let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
        let no = desk.signed(desk.form()).await;
        let office = &desk.house.office;
        office
            .withdraw_consent(&desk.request(), no, WithdrawalWay::Written, "")
            .await
            .unwrap();
        let waits = office.my_tasks(desk.dana.no).await.unwrap();
        assert!(waits.iter().all(|it| it.kind != TaskKind::ConsentNote));
    });
}

#[test]
fn dv_2_1_whoever_received_is_asked_to_return_or_destroy_until_each_has_answered() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let no = desk.signed(desk.form()).await;
            let office = &desk.house.office;
            let none = office.recipients_under(&desk.request(), no).await.unwrap();
            assert_eq!(none, [], "nothing went out, and that is what is said");
            let recipient = Named {
                no: desk.clinic.no,
                id: desk.clinic.id,
            };
            let request = desk.request().sections([Category::Administration]);
            for disclosure in [7, 8] {
                office
                    .gate
                    .work_on_file::<Amend, _, ConsentError, _>(&request, "tried", move |desk| {
                        let used = Use {
                            recipient,
                            at: desk.works.now_ms(),
                            disclosure,
                            recall: None,
                        };
                        note_use(desk, no, &used)
                    })
                    .await
                    .unwrap();
            }
            let early = office
                .answer_recall(&desk.request(), (no, 1), RecallAnswer::Returned, "")
                .await;
            assert!(matches!(early, Err(ConsentError::Stage(_))));
            office
                .withdraw_consent(&desk.request(), no, WithdrawalWay::Written, "")
                .await
                .unwrap();
            let received = office.recipients_under(&desk.request(), no).await.unwrap();
            let answers: Vec<_> = received
                .iter()
                .map(|(_, it)| it.recall.as_ref().map(|it| it.answer))
                .collect();
            assert_eq!(answers, [Some(RecallAnswer::Awaited); 2]);
            let recalls = |tasks: &[caseward_casework::tasks::Task]| {
                let mine = tasks.iter();
                mine.filter(|it| it.kind == TaskKind::ConsentRecall).count()
            };
            for (of, answer, left) in [(1, RecallAnswer::Destroyed, 1), (2, RecallAnswer::Kept, 0)]
            {
                office
                    .answer_recall(&desk.request(), (no, of), answer, "By letter.")
                    .await
                    .unwrap();
                let waits = office.my_tasks(desk.dana.no).await.unwrap();
                assert_eq!(recalls(&waits), left);
            }
        });
    }
}

#[test]
fn dv_2_1_whoever_may_read_the_file_can_take_a_consent_down() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let no = desk.signed(desk.form()).await;
            let sue = desk.house.worker("sue", Role::Supervisor).await;
            desk.house.supervise(&sue, &desk.dana).await;
            let office = &desk.house.office;
            let who = (sue.id, sue.no, Role::Supervisor);
            let channel = caseward_model::Channel::Screen;
            let request: Request = office
                .question_by(who, desk.alma, channel)
                .await
                .ok()
                .unwrap();
            office
                .withdraw_consent(&request, no, WithdrawalWay::Oral, "")
                .await
                .unwrap();
            let rule = desk.first_rule(&desk.release()).await;
            assert_eq!(rule, "dv-2.1-consent-withdrawn");
        });
    }
}
