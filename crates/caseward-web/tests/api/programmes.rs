//! Programmes, for programs: taken in by whoever keeps the settings; who takes part, for whoever works with them.

use caseward_model::Role;
use caseward_testkit::run;
use serde_json::{Value, json};

use crate::desk::{Answer, Desk};

const PROGRAMMES: &str = "/api/v1/programmes";

async fn post(desk: &Desk, path: &str, body: Value) -> Answer {
    desk.post(path, body.to_string()).await
}

#[test]
fn a_program_takes_a_programme_in_and_nobody_else_than_whoever_keeps_the_settings_does() {
    run(async {
        let mut desk = Desk::open().await;
        let new = json!({
            "name": "Ending violence", "kind": "behaviour_change", "from": "2020-01-01",
        });
        let shut = post(&desk, PROGRAMMES, new.clone()).await;
        assert_eq!(shut.status, 403, "{}", shut.text());
        let priya = desk.house.worker("priya", Role::PrivacyOfficer).await;
        desk.seat(&priya).await;
        let bare = post(&desk, PROGRAMMES, json!({"name": "Outreach"})).await;
        assert_eq!(bare.status, 422, "{}", bare.text());
        let taken_in = post(&desk, PROGRAMMES, new).await;
        assert_eq!(taken_in.status, 201, "{}", taken_in.text());
        let number = taken_in.json()["number"].clone();
        let all = desk.get(PROGRAMMES).await.json();
        assert_eq!(all["programmes"][0]["number"], number, "{all}");
        assert_eq!(all["programmes"][0]["kind"], "behaviour_change");
        let needs = desk.get("/api/v1/needs").await.json();
        let named = needs["programmes"].as_array().unwrap();
        assert!(named.iter().any(|it| it["number"] == number), "{needs}");
    });
}

#[test]
fn dv_4_2_a_program_writes_down_that_a_client_takes_part_and_learns_it_of_nobody_elses_client() {
    run(async {
        let mut desk = Desk::open().await;
        let priya = desk.house.worker("priya", Role::PrivacyOfficer).await;
        desk.seat(&priya).await;
        let new = json!({
            "name": "Ending violence", "kind": "behaviour_change", "from": "2020-01-01",
        });
        let taken_in = post(&desk, PROGRAMMES, new).await;
        let number = taken_in.json()["number"].clone();
        desk.session = desk.session_of(&desk.dana).await;
        let there = format!("/api/v1/clients/{}/programmes", desk.alma);
        let bare = post(&desk, &there, json!({"programme": number})).await;
        assert_eq!(bare.status, 422, "{}", bare.text());
        let begins = json!({
            "programme": number, "from": "2026-03-02", "said_by": "The probation service",
        });
        let begun = post(&desk, &there, begins.clone()).await;
        assert_eq!(begun.status, 201, "{}", begun.text());
        let own = post(
            &desk,
            &format!("{there}/1/mistake"),
            json!({"why": "Another man."}),
        )
        .await;
        assert_eq!(own.status, 422, "whoever wrote it: {}", own.text());
        let signed = json!({"signed_on": "2026-03-02"});
        let signed = post(&desk, &format!("{there}/1/form"), signed).await;
        assert_eq!(signed.status, 204, "{}", signed.text());
        let ends = json!({"on": "2026-06-30", "how": "He completed it."});
        let ended = post(&desk, &format!("{there}/1/end"), ends.clone()).await;
        assert_eq!(ended.status, 204, "{}", ended.text());
        let all = desk.get(&there).await.json();
        let part = &all["parts"][0];
        assert_eq!(part["state"], "ended", "{all}");
        assert_eq!(part["said_by"], "The probation service");
        assert_eq!(part["form_signed_on"], "2026-03-02");
        assert_eq!(all["going_on"][0]["number"], number);
        let missing = post(&desk, &format!("{there}/7/end"), ends).await;
        assert_eq!(missing.status, 404, "{}", missing.text());
        let nobodys = format!("/api/v1/clients/{}/programmes", desk.bruno);
        assert_eq!(desk.get(&nobodys).await.status, 404);
        assert_eq!(post(&desk, &nobodys, begins).await.status, 404);
    });
}
