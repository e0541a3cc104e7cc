//! The limits of confidentiality are gone through early and again, and the organization's policies are acknowledged.

use caseward_casework::assignment::{NewAssignment, To};
use caseward_casework::consent::{ConsentError, NewTalk, TalkNeed};
use caseward_casework::gate::{Actor, AssignmentRole};
use caseward_model::{Client, Id, Role, TalkKind, TaskKind};
use caseward_testkit::{engines, run};

use super::{DAY_MS, Desk};

fn talk(kind: TalkKind) -> NewTalk {
    NewTalk {
        kind: Some(kind),
        how: "In a talk here".into(),
        teach_back: "That you have to tell if a child is hurt.".into(),
        procedure_given: true,
        ..NewTalk::default()
    }
}

async fn due(desk: &Desk) -> usize {
    let waits = desk.house.office.my_tasks(desk.dana.no).await.unwrap();
    let talks = waits
        .iter()
        .filter(|it| it.kind == TaskKind::ConfidentialityTalk);
    talks.count()
}

#[test]
fn nasw_e_the_limits_are_gone_through_early_and_on_schedule() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let office = &desk.house.office;
            assert_eq!(office.remind_of_talks().await.unwrap(), 1);
            office.remind_of_talks().await.unwrap();
            assert_eq!(due(&desk).await, 1, "once, however often it is looked for");
            office
                .record_talk(&desk.request(), talk(TalkKind::Limits))
                .await
                .unwrap();
            assert_eq!(due(&desk).await, 0);
            assert_eq!(office.remind_of_talks().await.unwrap(), 0);
            desk.house.clock.advance(174 * DAY_MS);
            assert_eq!(office.remind_of_talks().await.unwrap(), 1);
            assert_eq!(due(&desk).await, 1);
        });
    }
}

#[test]
fn nasw_e_whoever_signs_a_consent_went_through_the_limits_too() {
    run(async {
        let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
        let office = &desk.house.office;
        office.remind_of_talks().await.unwrap();
        desk.signed(desk.form()).await;
        assert_eq!(due(&desk).await, 0);
    });
}

#[test]
fn re_1_the_policies_are_acknowledged_on_the_screen_or_on_paper() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let office = &desk.house.office;
            let bare = talk(TalkKind::Policies);
            assert_eq!(bare.needs(), [TalkNeed::Name]);
            let refused = office.record_talk(&desk.request(), bare).await;
            assert!(matches!(refused, Err(ConsentError::Casework(_))));
            let on_screen = NewTalk {
                name: "Alma Reyes".into(),
                ..talk(TalkKind::Policies)
            };
            let on_paper = NewTalk {
                scan: b"\x89PNG\r\n\x1a\n scan".to_vec(),
                ..talk(TalkKind::Policies)
            };
            for new in [on_screen, on_paper] {
                office.record_talk(&desk.request(), new).await.unwrap();
            }
            let (consents, delivery) = office.consents(&desk.request()).await.unwrap();
            delivery.delivered(None);
            let kept: Vec<_> = consents
                .talks
                .iter()
                .map(|it| (it.name.as_str(), it.scan.is_some(), it.procedure_given))
                .collect();
            assert_eq!(kept, [("", true, true), ("Alma Reyes", false, true)]);
        });
    }
}

#[test]
fn nasw_e_a_talk_is_kept_with_what_the_client_said_it_means() {
    let nothing = NewTalk {
        kind: Some(TalkKind::Limits),
        ..NewTalk::default()
    };
    assert_eq!(nothing.needs(), [TalkNeed::How, TalkNeed::TeachBack]);
}

/// The clients about whom a task of this kind waits for somebody.
async fn waits_for(desk: &Desk, worker_no: i64, kind: TaskKind) -> Vec<Id<Client>> {
    let waits = desk.house.office.my_tasks(worker_no).await.unwrap();
    let about = waits.iter().filter(|it| it.kind == kind);
    about.filter_map(|it| it.about.client).collect()
}

#[test]
fn nasw_e_a_client_whom_a_programme_alone_serves_is_not_forgotten() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let office = &desk.house.office;
            let talk = TaskKind::ConfidentialityTalk;
            let bruno = desk.house.client("2").await;
            let custodian = desk.house.worker("custodian", Role::RecordsCustodian).await;
            let noor = desk.house.worker("noor", Role::Caseworker).await;
            assert_eq!(
                office.remind_of_talks().await.unwrap(),
                1,
                "nobody works for the programme that Bruno is enrolled in"
            );
            let assigned = office.assign_to_programme(Actor::KeyHolder, &noor, "P1");
            assigned.await.unwrap();
            assert_eq!(office.remind_of_talks().await.unwrap(), 2);
            let theirs = waits_for(&desk, custodian.no, talk).await;
            assert_eq!(theirs, [bruno], "nobody answers for him by name");
        });
    }
}

#[test]
fn nasw_e_whoever_is_support_or_cover_alone_is_reminded_too() {
    for role in [AssignmentRole::Support, AssignmentRole::Cover] {
        run(async {
            let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
            let office = &desk.house.office;
            let bruno = desk.house.client("2").await;
            let noor = desk.house.worker("noor", Role::Caseworker).await;
            let new = NewAssignment {
                role,
                ..NewAssignment::lead(bruno, noor.id)
            };
            office.assign(Actor::KeyHolder, new).await.unwrap();
            assert_eq!(office.remind_of_talks().await.unwrap(), 2);
            let theirs = waits_for(&desk, noor.no, TaskKind::ConfidentialityTalk);
            assert_eq!(theirs.await, [bruno], "{role}");
        });
    }
}

#[test]
fn nasw_e_a_team_that_works_with_a_client_is_reminded_through_whoever_keeps_the_records() {
    run(async {
        let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
        let office = &desk.house.office;
        let bruno = desk.house.client("2").await;
        let custodian = desk.house.worker("custodian", Role::RecordsCustodian).await;
        let team = office.make_team(Actor::KeyHolder, "Night shelter").await;
        team.unwrap();
        let new = NewAssignment {
            client: bruno,
            to: To::Team(1),
            role: AssignmentRole::Lead,
            from: None,
            until: None,
        };
        office.assign(Actor::KeyHolder, new).await.unwrap();
        assert_eq!(office.remind_of_talks().await.unwrap(), 2);
        let theirs = waits_for(&desk, custodian.no, TaskKind::ConfidentialityTalk);
        assert_eq!(theirs.await, [bruno]);
    });
}

#[test]
fn re_1_every_client_with_whom_somebody_works_is_asked_to_acknowledge_the_policies() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let (office, dana) = (&desk.house.office, desk.dana.no);
            let policies = TaskKind::PoliciesToAcknowledge;
            for _ in 0..2 {
                assert_eq!(office.remind_of_policies().await.unwrap(), 1);
                assert_eq!(waits_for(&desk, dana, policies).await, [desk.alma]);
            }
            // A talk about the limits is none about the policies.
            let limits = talk(TalkKind::Limits);
            office.record_talk(&desk.request(), limits).await.unwrap();
            assert_eq!(waits_for(&desk, dana, policies).await, [desk.alma]);
            let acknowledged = NewTalk {
                name: "Alma Reyes".into(),
                ..talk(TalkKind::Policies)
            };
            let kept = office.record_talk(&desk.request(), acknowledged).await;
            kept.unwrap();
            assert!(waits_for(&desk, dana, policies).await.is_empty());
            assert_eq!(office.remind_of_policies().await.unwrap(), 0);
        });
    }
}

#[test]
fn re_1_every_client_with_whom_somebody_works_is_asked_for_their_written_consent() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let (office, dana) = (&desk.house.office, desk.dana.no);
            let consent = TaskKind::ConsentToAsk;
            for _ in 0..2 {
                assert_eq!(office.remind_of_consents().await.unwrap(), 1);
                assert_eq!(waits_for(&desk, dana, consent).await, [desk.alma]);
            }
            // What was only begun is no consent, and acknowledging the policies is none either.
            let (no, _) = desk.draft(desk.form()).await;
            let acknowledged = NewTalk {
                name: "Alma Reyes".into(),
                ..talk(TalkKind::Policies)
            };
            let kept = office.record_talk(&desk.request(), acknowledged).await;
            kept.unwrap();
            assert_eq!(waits_for(&desk, dana, consent).await, [desk.alma]);
            desk.sign(no, "Alma Reyes", "").await.unwrap();
            assert!(waits_for(&desk, dana, consent).await.is_empty());
            assert_eq!(office.remind_of_consents().await.unwrap(), 0);
            // One that should never have been recorded so was no answer of hers.
            let request = desk.request();
            let corrected = office.correct_consent(&request, no, "It was Bruno's.");
            corrected.await.unwrap();
            assert_eq!(office.remind_of_consents().await.unwrap(), 1);
        });
    }
}

#[test]
fn re_1_whoever_said_no_was_asked_and_is_not_asked_again() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let (office, dana) = (&desk.house.office, desk.dana.no);
            office.remind_of_consents().await.unwrap();
            let (no, _) = desk.draft(desk.form()).await;
            let request = desk.request();
            let refused = office.reject_consent(&request, no, "");
            refused.await.unwrap();
            let waits = waits_for(&desk, dana, TaskKind::ConsentToAsk).await;
            assert!(waits.is_empty());
            assert_eq!(office.remind_of_consents().await.unwrap(), 0);
        });
    }
}

#[test]
fn re_1_a_client_with_whom_nobody_works_is_asked_once_somebody_begins() {
    run(async {
        let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
        let office = &desk.house.office;
        let bruno = desk.house.client("2").await;
        assert_eq!(office.remind_of_consents().await.unwrap(), 1, "Alma alone");
        let noor = desk.house.worker("noor", Role::Caseworker).await;
        desk.house.assign(&noor, bruno).await;
        assert_eq!(office.remind_of_consents().await.unwrap(), 2);
        let theirs = waits_for(&desk, noor.no, TaskKind::ConsentToAsk).await;
        assert_eq!(theirs, [bruno]);
    });
}
