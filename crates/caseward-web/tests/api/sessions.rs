//! Coming in, being someone, and going.

use axum::body::Body;
use axum::http::{Method, Request};
use caseward_testkit::run;
use caseward_web::api::ADDRESSES;
use serde_json::json;

use crate::desk::Desk;

#[test]
fn nasw_l_a_link_starts_one_session_and_is_used_up() {
    run(async {
        let desk = Desk::open().await;
        let body = json!({"link": desk.link_of(&desk.dana).await}).to_string();
        let first = desk.post("/api/v1/sessions", body.clone()).await;
        assert_eq!(first.status, 201, "{}", first.text());
        assert_eq!(first.json()["worker"]["name"], "dana of the tests");
        assert_eq!(first.json()["worker"]["role"], "caseworker");
        assert!(first.json()["session"].as_str().unwrap().len() >= 40);
        desk.post("/api/v1/sessions", body)
            .await
            .is_problem(401, "link-spent");
        let long = json!({"link": "x".repeat(5000)}).to_string();
        desk.post("/api/v1/sessions", long)
            .await
            .is_problem(401, "link-spent");
    });
}

#[test]
fn nasw_l_a_session_that_was_ended_opens_nothing() {
    run(async {
        let desk = Desk::open().await;
        let me = desk.get("/api/v1/me").await;
        assert_eq!(me.status, 200, "{}", me.text());
        assert_eq!(me.json()["organization"], "Harbour House");
        assert_eq!(me.json()["training_current"], true);
        let ended = desk.request(Method::DELETE, "/api/v1/sessions/current", Body::empty());
        assert_eq!(desk.send(ended).await.status, 204);
        desk.get("/api/v1/me")
            .await
            .is_problem(401, "not-signed-in");
    });
}

#[test]
fn dv_4_6_6_a_session_ends_after_a_quarter_of_an_hour_without_use() {
    run(async {
        let desk = Desk::open().await;
        desk.house.clock.advance(15 * 60_000 + 1);
        desk.get("/api/v1/clients")
            .await
            .is_problem(401, "not-signed-in");
    });
}

#[test]
fn nasw_l_a_program_is_told_how_its_person_proves_once_more() {
    run(async {
        let desk = Desk::open().await;
        desk.house.clock.advance(5 * 60_000 + 1);
        let wanted = json!({"scopes": ["read"], "days": 30}).to_string();
        let asked = desk.post("/api/v1/tokens", wanted).await;
        let problem = asked.is_problem(403, "proof-needed");
        let address = "/api/v1/sessions/current/proof";
        assert_eq!(problem["prove"]["address"], address);
        let wrong = json!({"passphrase": "not the right words"}).to_string();
        let tried = desk.post(address, wrong).await;
        tried.is_problem(401, "sign-in-failed");
    });
}

#[test]
fn cr_4_a_token_does_what_it_is_for_and_nothing_else() {
    run(async {
        let mut desk = Desk::open().await;
        let wanted = json!({"scopes": ["read"], "days": 30}).to_string();
        let made = desk.post("/api/v1/tokens", wanted.clone()).await;
        assert_eq!(made.status, 201, "{}", made.text());
        desk.session = made.json()["token"].as_str().unwrap().to_owned();
        assert_eq!(desk.get("/api/v1/clients").await.status, 200);
        let entries = format!("/api/v1/clients/{}/entries", desk.alma);
        for (path, body) in [
            (entries.as_str(), "{}"),
            ("/api/v1/tokens", wanted.as_str()),
        ] {
            let refused = desk.post(path, body.to_owned()).await;
            refused.is_problem(403, "out-of-scope");
        }
        let ledger = desk.get("/api/v1/ledger").await;
        ledger.is_problem(403, "out-of-scope");
    });
}

#[test]
fn nasw_l_without_a_session_every_address_says_so() {
    run(async {
        let mut desk = Desk::open().await;
        desk.session = "not-a-session".to_owned();
        for (method, address) in ADDRESSES {
            let open = [
                "/api/v1/sessions",
                "/api/v1/openapi.json",
                "/healthz",
                "/readyz",
            ];
            if open.contains(address) {
                continue;
            }
            let path = address
                .replace("{id}", &desk.alma.to_string())
                .replace("{index}", "0");
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let answer = desk.send(desk.request(method, &path, "{}")).await;
            assert_eq!(answer.headers["www-authenticate"], "Bearer", "{address}");
            answer.is_problem(401, "not-signed-in");
        }
    });
}

#[test]
fn nasw_l_another_sites_page_can_not_use_a_browsers_cookie() {
    run(async {
        let desk = Desk::open().await;
        let ask = |site: &str| {
            Request::post("/api/v1/ask")
                .header(
                    "cookie",
                    format!("__Host-caseward-session={}", desk.session),
                )
                .header("content-type", "application/json")
                .header("sec-fetch-site", site)
                .body(Body::from(json!({"client": desk.alma}).to_string()))
                .unwrap()
        };
        desk.send(ask("cross-site"))
            .await
            .is_problem(403, "foreign");
        assert_eq!(desk.send(ask("same-origin")).await.status, 200);
    });
}

#[test]
fn a_sealed_office_says_so_and_nothing_else() {
    run(async {
        let desk = Desk::open().await;
        assert_eq!(
            desk.get("/readyz").await.json(),
            json!({"sealed": false, "database": true})
        );
        desk.house.office.seal().await.unwrap();
        let ready = desk.get("/readyz").await;
        assert_eq!(ready.status, 503);
        assert_eq!(ready.json()["sealed"], true);
        assert_eq!(desk.get("/healthz").await.status, 200);
        let path = format!("/api/v1/clients/{}", desk.alma);
        let problem = desk.get(&path).await.is_problem(503, "sealed");
        assert_eq!(problem["sealed"], true);
        desk.post("/api/v1/sessions", r#"{"link":"abc"}"#)
            .await
            .is_problem(503, "sealed");
    });
}
