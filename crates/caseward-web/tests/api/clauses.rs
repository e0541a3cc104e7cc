//! Clauses: what decides can be read, with how often it did.

use caseward_testkit::run;
use serde_json::json;

use crate::desk::Desk;

#[test]
fn cr_5_every_clause_can_be_read_with_its_rules_and_its_days() {
    run(async {
        let desk = Desk::open().await;
        let all = desk.get("/api/v1/clauses").await.json();
        let known = desk.house.office.policies.register().entries().len();
        assert_eq!(all["clauses"].as_array().unwrap().len(), known);
        let path = format!("/api/v1/clients/{}?section=identity", desk.alma);
        let file = desk.get(&path).await.json();
        let decided = file["sections"][0]["clauses"][0].as_str().unwrap();
        let clause = desk.get(&format!("/api/v1/clauses/{decided}")).await;
        assert_eq!(clause.status, 200, "{}", clause.text());
        let clause = clause.json();
        assert_eq!(clause["id"], decided);
        let rules = clause["written"].as_array().unwrap();
        assert_eq!(rules.len(), clause["rules"].as_array().unwrap().len());
        assert!(rules[0]["text"].as_str().unwrap().contains("@clause"));
        let day = &clause["days"][0];
        assert_eq!(day["day"], "2026-11-02");
        assert!(day["permitted"].as_i64().unwrap() > 0, "{day}");
    });
}

#[test]
fn what_must_be_impossible_says_by_what_it_is_proved() {
    run(async {
        let desk = Desk::open().await;
        let clause = desk.get("/api/v1/clauses/DV-3.3.2e").await.json();
        let stated = clause["impossible"].as_array().unwrap();
        assert!(!stated.is_empty());
        for never in stated {
            assert_eq!(never["proof"], "proved", "{never}");
            assert!(never["by"].as_str().unwrap().contains(' '), "{never}");
        }
        let asked = clause["questions"].as_array().unwrap();
        assert!(asked.iter().any(|it| it["permitted"] == false), "{clause}");
    });
}

#[test]
fn a_clause_that_is_not_there_is_not_found() {
    run(async {
        let desk = Desk::open().await;
        for id in ["CR-999", "x", "%ff", "CR-7%27"] {
            desk.get(&format!("/api/v1/clauses/{id}"))
                .await
                .is_problem(404, "not-found");
        }
    });
}

#[test]
fn the_document_is_open_to_everyone_and_lists_every_address() {
    run(async {
        let mut desk = Desk::open().await;
        desk.session = String::new();
        let document = desk.get("/api/v1/openapi.json").await;
        assert_eq!(document.status, 200);
        assert_eq!(document.headers["content-type"], "application/json");
        let document = document.json();
        for (method, address) in caseward_web::api::ADDRESSES {
            assert!(
                document["paths"][address][method]["responses"].is_object(),
                "{method} {address}"
            );
        }
        assert_eq!(
            document["components"]["securitySchemes"]["session"]["scheme"],
            json!("bearer")
        );
    });
}
