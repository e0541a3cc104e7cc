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
        let signed = json!({"signed_on": "2026-03-02", "scan": "JVBERi0xLjcgc2Nhbg=="});
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
        assert_eq!(part["form_scan"], 1);
        assert!(part["form_confirmed_by"].is_null());
        let missing = post(&desk, &format!("{there}/7/end"), ends).await;
        assert_eq!(missing.status, 404, "{}", missing.text());
        let nobodys = format!("/api/v1/clients/{}/programmes", desk.bruno);
        assert_eq!(desk.get(&nobodys).await.status, 404);
        assert_eq!(post(&desk, &nobodys, begins).await.status, 404);
    });
}

#[test]
fn dv_5_2_1_a_program_records_the_signed_form_and_a_second_person_decides_on_that_very_scan() {
    run(async {
        let mut desk = Desk::open().await;
        let priya = desk.house.worker("priya", Role::PrivacyOfficer).await;
        desk.seat(&priya).await;
        let new = json!({
            "name": "Ending violence", "kind": "behaviour_change", "from": "2020-01-01",
        });
        let number = post(&desk, PROGRAMMES, new).await.json()["number"].clone();
        desk.session = desk.session_of(&desk.dana).await;
        let there = format!("/api/v1/clients/{}/programmes", desk.alma);
        let begins = json!({"programme": number, "from": "2026-03-02", "said_by": "He himself"});
        let begun = post(&desk, &there, begins).await;
        assert_eq!(begun.status, 201, "{}", begun.text());
        let form = format!("{there}/1/form");
        assert_eq!(desk.get(&form).await.status, 404, "nothing is scanned yet");
        let day_alone = post(&desk, &form, json!({"signed_on": "2026-03-02"})).await;
        let problem = day_alone.is_problem(422, "mend");
        assert_eq!(problem["fields"][0]["field"], "scan");
        let signed = json!({"signed_on": "2026-03-02", "scan": "JVBERi0xLjcgc2Nhbg=="});
        let kept = post(&desk, &form, signed.clone()).await;
        assert_eq!(kept.status, 204, "{}", kept.text());
        let decision = format!("{form}/decision");
        let decides = |scan: i64| json!({"scan": scan, "confirmed": true});
        let own = post(&desk, &decision, decides(1)).await;
        assert_eq!(own.status, 422, "whoever recorded it: {}", own.text());
        let again = post(&desk, &form, signed).await;
        assert_eq!(again.status, 204, "{}", again.text());
        let omar = desk.house.worker("omar", Role::Caseworker).await;
        desk.house.assign(&omar, desk.alma).await;
        desk.session = desk.session_of(&omar).await;
        let scan = desk.get(&form).await;
        assert_eq!(
            (scan.status.as_u16(), scan.body.as_slice()),
            (200, &b"%PDF-1.7 scan"[..])
        );
        post(&desk, &decision, decides(1))
            .await
            .is_problem(409, "conflict");
        let confirmed = post(&desk, &decision, decides(2)).await;
        assert_eq!(confirmed.status, 204, "{}", confirmed.text());
        let all = desk.get(&there).await.json();
        assert_eq!(all["parts"][0]["form_confirmed_by"], omar.id.to_string());
    });
}
