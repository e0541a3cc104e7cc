//! Danger reports for programs.

use caseward_model::Role;
use caseward_testkit::run;
use serde_json::{Value, json};

use crate::desk::Desk;

#[test]
fn re_7_a_danger_is_reported_and_ended_by_a_program_and_each_step_says_what_it_needs() {
    run(async {
        let mut desk = Desk::open().await;
        let address = format!("/api/v1/clients/{}/dangers", desk.alma);
        let thin = desk.post(&address, json!({"seen": "Soon"}).to_string());
        let thin = thin.await;
        assert_eq!(thin.status, 422, "{}", thin.text());
        assert!(!thin.text().contains("Soon"), "nothing sent comes back");
        let report = json!({
            "at_risk": "other", "told_by": "worker", "client_told": true, "raises_risk": false,
            "told_how": "Told him before he left.",
            "seen": "He left with a knife and said that his father will not see tomorrow."
        });
        let done = desk.post(&address, report.to_string()).await;
        assert_eq!(done.status, 201, "{}", done.text());
        let number = done.json()["number"].as_i64().unwrap();
        assert_eq!(done.json()["told"], json!(false), "nobody supervises her");
        let shown = desk.get(&address).await.json();
        let one = shown["dangers"][0].clone();
        assert_eq!(one["supervisor_told"], json!(false));
        assert_eq!(
            (&one["number"], &one["stands"], &one["goes_on"]),
            (&json!(number), &json!(true), &Value::Null)
        );
        let discussion = json!({"said": "We call the police.", "goes_on": true});
        let alone = format!("{address}/{number}/discussion");
        let alone = desk.post(&alone, discussion.to_string()).await;
        assert_eq!(alone.status, 422, "{}", alone.text());
        let end = json!({"why": "He is back, and his father is well."});
        let missing = format!("{address}/{}/end", number + 1);
        assert_eq!(desk.post(&missing, end.to_string()).await.status, 404);
        let over = format!("{address}/{number}/end");
        let over = desk.post(&over, end.to_string()).await;
        assert_eq!(over.status, 204, "{}", over.text());
        let shown = desk.get(&address).await.json();
        assert_eq!(shown["dangers"][0]["stands"], json!(false));

        let noor = desk.house.worker("noor", Role::Caseworker).await;
        desk.seat(&noor).await;
        let hidden = desk.get(&address).await;
        assert_eq!(hidden.status, 404, "{}", hidden.text());
        assert!(!hidden.text().contains("knife"));
        let hidden = desk.post(&address, report.to_string()).await;
        assert_eq!(hidden.status, 404, "{}", hidden.text());
    });
}
