//! The limits of confidentiality are gone through early and again, and the organization's policies are acknowledged.

use caseward_casework::consent::{ConsentError, NewTalk, TalkNeed};
use caseward_model::{TalkKind, TaskKind};
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
