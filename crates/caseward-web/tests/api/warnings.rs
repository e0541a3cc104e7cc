//! Warnings to people who are threatened, for programs.

use caseward_testkit::run;
use serde_json::{Value, json};

use crate::desk::Desk;

#[test]
fn re_7_a_warning_is_prepared_said_and_ended_step_by_step() {
    run(async {
        let desk = Desk::open().await;
        let dangers = format!("/api/v1/clients/{}/dangers", desk.alma);
        let address = format!("/api/v1/clients/{}/warnings", desk.alma);
        let report = json!({
            "at_risk": "other", "told_by": "worker", "client_told": true, "raises_risk": false,
            "told_how": "Told him before he left.",
            "seen": "He left with a knife and said that his father will not see tomorrow."
        });
        let done = desk.post(&dangers, report.to_string()).await;
        assert_eq!(done.status, 201, "{}", done.text());
        let report = done.json()["number"].as_i64().unwrap();
        let thin = desk.post(&address, json!({"told": "Soon"}).to_string());
        let thin = thin.await;
        assert_eq!(thin.status, 422, "{}", thin.text());
        assert!(!thin.text().contains("Soon"), "nothing sent comes back");
        let warning = json!({
            "report": report, "who": "His father, in the house next door", "partner": false,
            "way": "in_person", "callback": "555 010 0100", "language": "es",
            "told": "Hoy alguien cercano dijo que le va a hacer daño con un cuchillo."
        });
        let done = desk.post(&address, warning.to_string()).await;
        assert_eq!(done.status, 201, "{}", done.text());
        let made = done.json();
        assert!(made["text"].as_str().unwrap().contains("cuchillo"));
        let number = made["number"].as_i64().unwrap();
        let begin = format!("{address}/{number}/begin");
        let unread = json!({"content": made["content"], "read": false});
        let unread = desk.post(&begin, unread.to_string()).await;
        assert_eq!(unread.status, 422, "{}", unread.text());
        let read = json!({"content": made["content"], "read": true});
        let begun = desk.post(&begin, read.to_string()).await;
        assert_eq!(begun.status, 200, "{}", begun.text());
        assert_eq!(begun.json()["text"], made["text"]);
        let end = format!("{address}/{number}/end");
        let wrong = json!({"end": "dropped", "how": "No need."});
        assert_eq!(desk.post(&end, wrong.to_string()).await.status, 422);
        let warned = json!({"end": "warned", "how": "He opened the door."});
        let done = desk.post(&end, warned.to_string()).await;
        assert_eq!(done.status, 204, "{}", done.text());
        let told = json!({"told": "not", "how": "He would go there at once."});
        let place = format!("{address}/{number}/told");
        let told = desk.post(&place, told.to_string());
        assert_eq!(told.await.status, 204);
        let shown = desk.get(&address).await.json();
        let one = shown["warnings"][0].clone();
        assert_eq!(
            (&one["state"], &one["ended"]["end"], &one["client_told"]),
            (&json!("over"), &json!("warned"), &json!("not"))
        );
        let accounting = format!("/api/v1/clients/{}/accounting", desk.alma);
        let accounting = desk.get(&accounting).await;
        let line = accounting.json()["lines"][0].clone();
        assert_eq!(line["warning"], json!(true));
        assert_eq!(line["recipient_name"], json!("a threatened person"));
        assert!(!accounting.text().contains("father"));
        assert_eq!(line["recipient_kind"], Value::Null);
        let missing = format!("{address}/{}/compose", number + 1);
        assert_eq!(desk.post(&missing, String::new()).await.status, 404);
    });
}
