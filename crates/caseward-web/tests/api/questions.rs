//! Questions to the gate: answers with reasons, and never a record.

use caseward_model::OrganizationKind;
use caseward_testkit::run;
use serde_json::json;

use crate::desk::Desk;

#[test]
fn cr_4_a_question_is_answered_without_opening_anything() {
    run(async {
        let desk = Desk::open().await;
        let before = desk.entries().await;
        let question = json!({"client": desk.alma, "sections": ["housing", "identity"]});
        let answer = desk.post("/api/v1/ask", question.to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let told = answer.json();
        assert_eq!(told["decision"], "released");
        assert_eq!(told["entry"], before);
        assert_eq!(told["sections"].as_array().unwrap().len(), 2);
        assert!(!answer.text().contains("Alma") && !answer.text().contains("records"));
    });
}

#[test]
fn re_2_whoever_is_not_an_organization_gets_nothing() {
    run(async {
        let desk = Desk::open().await;
        let question = json!({"client": desk.alma, "sections": ["income"], "purpose": "eligibility",
            "basis": "consent", "recipient": "somebodys-aunt"});
        let answer = desk.post("/api/v1/ask", question.to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.json()["decision"], "refused");
        assert!(answer.text().contains("RE-2"));
        assert!(!answer.text().contains("aunt"));
    });
}

#[test]
fn nasw_k_the_media_get_nothing() {
    run(async {
        let desk = Desk::open().await;
        desk.house.partner("paper", OrganizationKind::Media).await;
        let question = json!({"client": desk.alma, "purpose": "media", "basis": "consent", "recipient": "paper"});
        let told = desk.post("/api/v1/ask", question.to_string()).await.json();
        assert_eq!(told["decision"], "refused");
        for section in told["sections"].as_array().unwrap() {
            assert_eq!(section["decision"], "refused");
        }
    });
}

#[test]
fn dv_3_3_1_a_question_about_a_client_who_may_not_be_known_gets_nobodys_answer() {
    run(async {
        let desk = Desk::open().await;
        let mut bodies = Vec::new();
        for client in [
            desk.bruno.to_string(),
            "0".repeat(26),
            "Bruno Stone".to_owned(),
            String::new(),
        ] {
            let answer = desk
                .post("/api/v1/ask", json!({"client": client}).to_string())
                .await;
            answer.is_problem(404, "not-found");
            bodies.push(answer.body);
        }
        bodies.dedup();
        assert_eq!(bodies.len(), 1);
    });
}

#[test]
fn words_of_no_list_are_refused_with_the_list_and_never_repeated() {
    run(async {
        let desk = Desk::open().await;
        let before = desk.entries().await;
        let question = json!({"client": desk.alma, "sections": ["<script>"], "purpose": "curiosity",
            "basis": "because", "channel": "pigeon", "action": "amend"});
        let answer = desk.post("/api/v1/ask", question.to_string()).await;
        let problem = answer.is_problem(422, "mend");
        let fields: Vec<_> = problem["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["field"].clone())
            .collect();
        assert_eq!(
            fields,
            ["sections", "purpose", "basis", "channel", "action"]
        );
        assert!(
            problem["fields"][1]["words"]
                .as_array()
                .unwrap()
                .contains(&json!("direct_service"))
        );
        for word in ["script", "curiosity", "pigeon"] {
            assert!(!answer.text().contains(word), "{word}");
        }
        assert_eq!(desk.entries().await, before);
    });
}
