//! Clients' own views for programs: turned on once safety was discussed, a link made, off again.

use axum::body::Body;
use axum::http::Method;
use caseward_testkit::run;
use serde_json::{Value, json};

use crate::desk::Desk;

#[test]
fn nasw_e_a_program_turns_a_view_on_only_with_what_was_discussed() {
    run(async {
        let desk = Desk::open().await;
        let address = format!("/api/v1/clients/{}/own-view", desk.alma);
        let link = format!("{address}/link");
        let before = desk.get(&address).await.json();
        assert_eq!(
            (&before["on"], &before["questions"]),
            (&json!(false), &json!([]))
        );
        desk.post(&link, "").await.is_problem(409, "conflict");
        let put = |body: Value| desk.request(Method::PUT, &address, Body::from(body.to_string()));
        let nothing = json!({"day": "x", "note": "", "safe_way": "", "delay_days": 91});
        let mend = desk.send(put(nothing)).await.is_problem(422, "mend");
        assert_eq!(mend["fields"].as_array().unwrap().len(), 4, "{mend}");
        let discussed = json!({"day": "2026-10-01", "note": "Nobody else uses it.",
            "safe_way": "By text message.", "delay_days": 3});
        let on = desk.send(put(discussed)).await;
        assert_eq!(on.status, 204, "{}", on.text());
        let made = desk.post(&link, "").await;
        assert_eq!(made.status, 201, "{}", made.text());
        let made = made.json();
        assert!(made["path"].as_str().unwrap().starts_with("/me/open/"));
        assert_eq!(made["pin"].as_str().unwrap().len(), 6);
        let stands = desk.get(&address).await.json();
        assert_eq!(
            (&stands["on"], &stands["delay_days"]),
            (&json!(true), &json!(3))
        );
        assert_eq!(stands["link_tries"], 0);
        assert!(!stands.to_string().contains(made["pin"].as_str().unwrap()));
        let delete = || desk.request(Method::DELETE, &address, Body::empty());
        assert_eq!(desk.send(delete()).await.status, 204);
        desk.send(delete()).await.is_problem(409, "conflict");
        // Of nobody, and of somebody else's client, it says the same.
        let other = format!("/api/v1/clients/{}/own-view", desk.bruno);
        desk.get(&other).await.is_problem(404, "not-found");
    });
}
