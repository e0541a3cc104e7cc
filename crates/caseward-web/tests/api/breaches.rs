//! Breaches for programs: as on the pages, each sees what is theirs.

use caseward_casework::conference::NewSeries;
use caseward_model::{ConferenceKind, Role};
use caseward_testkit::{run, signing_for_series};
use serde_json::{Value, json};

use crate::desk::{Answer, Desk};

async fn post(desk: &Desk, path: &str, body: Value) -> Answer {
    desk.post(path, body.to_string()).await
}

#[test]
fn cc_2_8_a_program_reports_a_breach_and_only_whoever_handles_it_reads_it() {
    run(async {
        let mut desk = Desk::open().await;
        let dana = desk.dana.clone();
        let lena = desk.house.worker("lena", Role::ConferenceLead).await;
        desk.house.publish_conferencing().await;
        let office = desk.house.office.clone();
        for one in [&lena, &dana] {
            desk.house.sign_conferencing(one).await;
        }
        let new = NewSeries {
            title: "Northside table".into(),
            kind: Some(ConferenceKind::CareTeam),
            purpose: "Care for those whom several of us serve.".into(),
            ..NewSeries::default()
        };
        let id = office.begin_conference(lena.id, new).await.unwrap();
        for one in [&lena, &dana] {
            if one.id != lena.id {
                let named = office.name_participant(lena.id, id, one.id);
                named.await.unwrap();
            }
            let signing = signing_for_series(1);
            let signed = office.sign_for_conference(one.id, id, signing);
            signed.await.unwrap();
        }
        desk.seat(&dana).await;
        let reports = "/api/v1/breach-reports";
        let wrong = post(&desk, reports, json!({"kind": "gossip"})).await;
        wrong.is_problem(422, "mend");
        let made = post(&desk, reports, json!({"kind": "left_open"})).await;
        assert_eq!(made.status, 201, "{}", made.text());
        let report = made.json()["id"].as_str().unwrap().to_owned();
        let mine = desk.get(&format!("{reports}/{report}")).await.json();
        assert_eq!(mine["state"], "reported");
        desk.get("/api/v1/breach-desk")
            .await
            .is_problem(403, "not-permitted");

        desk.seat(&lena).await;
        let one = format!("/api/v1/breach-desk/{report}");
        let shown = desk.get(&one).await.json();
        assert_eq!(shown["report"]["kind"], "left_open");
        let taken = desk
            .post(&format!("{one}/acknowledgement"), String::new())
            .await;
        assert_eq!(taken.status, 204, "{}", taken.text());
        let shown = desk.get(&one).await.json();
        assert_eq!(shown["report"]["state"], "acknowledged");
        assert_eq!(shown["report"]["acknowledged_after_ms"], 0);
        let finding = json!({"substantiated": true, "reasons": "It lay there all day."});
        post(&desk, &format!("{one}/finding"), finding)
            .await
            .is_problem(403, "not-permitted");
        let other = format!("{reports}/{report}");
        desk.get(&other).await.is_problem(404, "not-found");
    });
}
