//! Danger reports for programs.

use caseward_model::{OrganizationKind, Role};
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

#[test]
fn re_7_a_program_says_on_which_danger_report_a_disclosure_goes() {
    run(async {
        let desk = Desk::open().await;
        let police = desk.house.partner("police", OrganizationKind::Police).await;
        let reports = format!("/api/v1/clients/{}/dangers", desk.alma);
        let page = format!("/api/v1/clients/{}/disclosures", desk.alma);
        let warning = |danger: Value| {
            let mut body = json!({
                "recipient": police.id.to_string(), "purpose": "danger", "basis": "danger",
                "channel": "hand_delivery", "told_how": "He is not to hear of it before."
            });
            if !danger.is_null() {
                body["danger"] = danger;
            }
            body.to_string()
        };
        let none = desk.post(&page, warning(Value::Null)).await;
        assert_eq!(none.is_problem(422, "mend")["fields"][0]["field"], "basis");
        let report = json!({
            "at_risk": "other", "told_by": "worker", "client_told": true, "raises_risk": false,
            "told_how": "Told him before he left.",
            "seen": "He left with a knife and said that his father will not see tomorrow."
        });
        let mut numbers = Vec::new();
        for _ in 0..2 {
            let done = desk.post(&reports, report.to_string()).await;
            assert_eq!(done.status, 201, "{}", done.text());
            numbers.push(done.json()["number"].clone());
        }
        for unclear in [Value::Null, json!(99)] {
            let asked = desk.post(&page, warning(unclear)).await;
            assert_eq!(
                asked.is_problem(422, "mend")["fields"][0]["field"],
                "danger"
            );
        }
        let begun = desk.post(&page, warning(numbers[0].clone())).await;
        assert_eq!(begun.status, 201, "{}", begun.text());
        let one = format!("{page}/{}", begun.json()["number"]);
        let shown = desk.get(&one).await.json();
        let by = json!(desk.dana.id.to_string());
        assert_eq!(
            shown["danger"],
            json!({"number": numbers[0], "reported_by": by})
        );
        let listed = desk.get(&page).await.json();
        assert_eq!(
            listed["disclosures"][0]["danger"],
            json!({"number": numbers[0]})
        );
        let over = format!("{reports}/{}/end", numbers[0]);
        let over = desk.post(&over, json!({"why": "He is back."}).to_string());
        assert_eq!(over.await.status, 204);
        let late = format!("{one}/compose");
        let late = desk.post(&late, json!({"language": "en"}).to_string());
        let late = late.await;
        assert_eq!(late.is_problem(422, "mend")["fields"][0]["field"], "danger");
    });
}
