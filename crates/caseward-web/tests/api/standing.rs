//! Agreements and training for programs: the same texts, the same order, the same gate (CC-2, DV-5.1.1, DV-5.10).

use axum::http::Method;
use caseward_casework::gate::Actor;
use caseward_casework::standing::{NewVersion, Wording, shipped};
use caseward_model::{Language, RequirementKind, Role};
use caseward_testkit::run;
use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::desk::Desk;

fn text(name: &str, language: Language) -> Wording {
    let mut all = shipped().unwrap().into_iter();
    let found = all.find(|it| it.edition.name_and_kind().unwrap().0 == name);
    let edition = found.unwrap().edition;
    edition.in_language(language).unwrap().clone()
}

fn right_answers(name: &str) -> Value {
    let questions = text(name, Language::English).questions;
    questions.iter().map(|it| it.right).collect()
}

fn signature(version: u32) -> Value {
    let agreed = vec![true; text("procedure", Language::English).statements.len()];
    json!({
        "version": version, "name": "Eve of the Tests", "organization": "Harbour House",
        "position": "Advocate", "email": "eve@office.example", "phone": "555 0100",
        "agreed": agreed, "mark": { "width": 600, "height": 200, "strokes": [[[1, 1], [20, 30]]] },
    })
}

/// The procedure with one paragraph changed, as its files.
fn second_texts() -> Vec<String> {
    let changed = |language: &Language| {
        let mut words = text("procedure", *language);
        words.sections[0].paragraphs[0] = "A paragraph that is new.".to_owned();
        words.write().unwrap()
    };
    Language::ALL.iter().map(changed).collect()
}

/// An agreement of the office's own, as its files.
fn own_texts() -> Vec<String> {
    let renamed = |language: &Language| {
        let mut words = text("procedure", *language);
        words.name = "keys-of-the-house".to_owned();
        words.kind = RequirementKind::Other;
        words.write().unwrap()
    };
    Language::ALL.iter().map(renamed).collect()
}

#[test]
fn dv_5_1_1_a_program_reads_answers_and_signs_in_the_same_order_and_files_open() {
    run(async {
        let mut desk = Desk::open().await;
        let eve = desk
            .house
            .worker_with("eve", Role::Caseworker, false, true, "office")
            .await;
        desk.house.assign(&eve, desk.alma).await;
        desk.seat(&eve).await;
        let file = format!("/api/v1/clients/{}", desk.alma);
        let shut = desk.get(&file).await.is_problem(403, "not-in-standing");
        assert!(
            shut["detail"]
                .as_str()
                .unwrap()
                .contains("/api/v1/requirements")
        );
        let asked = desk.get("/api/v1/requirements").await.json();
        let asked = asked["requirements"].as_array().unwrap();
        assert_eq!(asked[0]["name"], "procedure");
        assert_eq!(asked[0]["until"], Value::Null);
        let path = "/api/v1/requirements/procedure";
        let read = desk.get(path).await.json();
        assert!(
            !read.to_string().contains("\"right\""),
            "which answer is right isn't told"
        );
        let early = desk
            .post(&format!("{path}/signature"), signature(1).to_string())
            .await;
        early.is_problem(422, "unsuitable");
        let answers = json!({ "version": 1, "answers": right_answers("procedure") });
        let marked = desk
            .post(&format!("{path}/answers"), answers.to_string())
            .await;
        assert_eq!(marked.json()["understood"], true);
        let stale = desk
            .post(&format!("{path}/signature"), signature(9).to_string())
            .await;
        stale.is_problem(409, "conflict");
        let signed = desk
            .post(&format!("{path}/signature"), signature(1).to_string())
            .await;
        assert_eq!(signed.status, 201, "{}", signed.text());
        let twice = desk
            .post(&format!("{path}/signature"), signature(1).to_string())
            .await;
        twice.is_problem(409, "conflict");
        assert_eq!(desk.get(&file).await.status, 200);
        let no = signed.json()["signature"].as_i64().unwrap();
        let paper = desk.get(&format!("/api/v1/signatures/{no}/paper")).await;
        assert!(paper.body.starts_with(b"%PDF-"));
    });
}

#[test]
fn cc_2_whoever_may_publishes_and_the_others_are_told_by_which_clause_not() {
    run(async {
        let mut desk = Desk::open().await;
        let new = json!({ "texts": own_texts(), "roles": ["caseworker"], "hold_days": 30 });
        let path = "/api/v1/requirements";
        let refused = desk.post(path, new.to_string()).await;
        let refused = refused.is_problem(403, "not-permitted");
        assert!(!refused["clauses"].as_array().unwrap().is_empty());
        let pat = desk.house.worker("pat", Role::PrivacyOfficer).await;
        desk.seat(&pat).await;
        let published = desk.post(path, new.to_string()).await;
        assert_eq!(published.status, 201, "{}", published.text());
        assert_eq!(published.json()["version"], 1);
        desk.post(path, new.to_string())
            .await
            .is_problem(422, "unsuitable");
        assert!(!dana_is_in_order(&desk).await);
        let none = desk.request(
            Method::PUT,
            "/api/v1/requirements/keys-of-the-house/roles",
            json!({ "roles": [] }).to_string(),
        );
        assert_eq!(desk.send(none).await.status, 200);
        assert!(dana_is_in_order(&desk).await);
    });
}

async fn dana_is_in_order(desk: &Desk) -> bool {
    let told = desk.get("/api/v1/standing").await.json();
    let people = told["people"].as_array().unwrap();
    let dana = people.iter().find(|it| it["name"] == "dana of the tests");
    dana.unwrap()["in_order"].as_bool().unwrap()
}

#[test]
fn cc_2_a_paper_of_a_program_waits_for_a_second_person_too() {
    run(async {
        let mut desk = Desk::open().await;
        let eve = desk
            .house
            .worker_with("eve", Role::Caseworker, false, true, "office")
            .await;
        let lin = desk.house.worker("lin", Role::LineManager).await;
        let pat = desk.house.worker("pat", Role::PrivacyOfficer).await;
        let paper = |scan: &[u8]| {
            json!({
                "worker": eve.id, "requirement": "procedure", "language": "en",
                "signed_at": "2026-10-30T09:00:00Z", "name": "Eve of the Tests",
                "organization": "Harbour House", "position": "Advocate",
                "email": "eve@office.example", "phone": "555 0100", "scan": BASE64.encode(scan),
            })
            .to_string()
        };
        let (scan, page) = (paper(b"\x89PNG\r\n\x1a\n..."), paper(b"<html>"));
        desk.post("/api/v1/papers", scan.clone())
            .await
            .is_problem(403, "not-permitted");
        desk.seat(&lin).await;
        desk.post("/api/v1/papers", page)
            .await
            .is_problem(422, "unsuitable");
        let kept = desk.post("/api/v1/papers", scan).await;
        assert_eq!(kept.status, 201, "{}", kept.text());
        let decision = format!("/api/v1/papers/{}/decision", kept.json()["signature"]);
        let body = json!({ "confirmed": true }).to_string();
        desk.post(&decision, body.clone())
            .await
            .is_problem(422, "unsuitable");
        desk.seat(&pat).await;
        let waiting = desk.get("/api/v1/papers").await.json();
        assert_eq!(waiting["papers"][0]["recorded_by_you"], false);
        assert_eq!(desk.post(&decision, body.clone()).await.status, 204);
        desk.post(&decision, body)
            .await
            .is_problem(404, "not-found");
        let eve = desk.house.office.colleague("eve").await.unwrap();
        assert!(eve.sheet.agreement_until > desk.house.clock.now_ms());
    });
}

#[test]
fn cc_2_a_new_version_shuts_files_to_a_program_at_its_next_request() {
    run(async {
        let desk = Desk::open().await;
        let file = format!("/api/v1/clients/{}", desk.alma);
        assert_eq!(desk.get(&file).await.status, 200);
        let texts = second_texts();
        let texts = texts.iter().map(|it| Wording::read(it).unwrap()).collect();
        let new = NewVersion {
            edition: caseward_casework::standing::Edition::of(texts).unwrap(),
            roles: vec![Role::Caseworker],
            from_ms: 0,
            hold_days: 365,
        };
        let office = &desk.house.office;
        office
            .publish_requirement(Actor::KeyHolder, new)
            .await
            .unwrap();
        desk.get(&file).await.is_problem(403, "not-in-standing");
        let read = desk.get("/api/v1/requirements/procedure").await.json();
        assert_eq!(read["version"], 2);
        assert_eq!(read["changes"][1]["text"], "A paragraph that is new.");
    });
}
