//! Warnings to people who are threatened, for programs.

use caseward_casework::gate::{ClientSheet, ProtectionSource, WallAgainst, WallFact};
use caseward_model::{Protection, Role};
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

/// A report that says that somebody else may be harmed; its number.
async fn reported(desk: &Desk) -> i64 {
    let dangers = format!("/api/v1/clients/{}/dangers", desk.alma);
    let report = json!({
        "at_risk": "other", "told_by": "worker", "client_told": true, "raises_risk": false,
        "told_how": "Told him before he left.",
        "seen": "He left with a knife and said that his father will not see tomorrow."
    });
    let done = desk.post(&dangers, report.to_string()).await;
    done.json()["number"].as_i64().unwrap()
}

fn warning(report: i64, who: &str, partner: bool) -> Value {
    json!({
        "report": report, "who": who, "partner": partner, "way": "in_person", "language": "en",
        "callback": "555 010 0100", "told": "Somebody close said today that he will hurt you with a knife."
    })
}

/// From now on this holds of Alma.
async fn holds(desk: &Desk, change: impl FnOnce(&mut ClientSheet, i64) + Send + 'static) {
    let office = &desk.house.office;
    let changed = office.change_facts(desk.alma, "changed", change).await;
    changed.expect("changed");
}

/// A refusal without what differs in each: the number of its entry, and that of what is kept.
fn bare(mut problem: Value) -> Value {
    for name in ["entry", "number"] {
        let it = problem.as_object_mut().unwrap().remove(name);
        assert!(it.is_some_and(|it| it.is_u64()), "{name}");
    }
    problem
}

#[test]
fn dv_3_3_2e_a_program_hears_one_refusal_and_goes_on_with_what_was_kept() {
    run(async {
        let mut desk = Desk::open().await;
        let report = reported(&desk).await;
        let address = format!("/api/v1/clients/{}/warnings", desk.alma);
        let bruno = desk.house.office.client_no(desk.bruno).await.unwrap();
        holds(&desk, move |sheet, since| {
            let against = WallAgainst::Client(bruno);
            sheet.walls.push(WallFact { against, since });
        })
        .await;
        let sent = warning(report, "Bruno Stone, in the house next door", false);
        let walled = desk.post(&address, sent.to_string()).await;
        let walled = walled.is_problem(403, "refused");
        let number = walled["number"].as_i64().unwrap();
        holds(&desk, |sheet, since| {
            sheet.walls.clear();
            sheet.protect(Protection::Victim, ProtectionSource::Worker, since);
        })
        .await;
        let sent = warning(report, "His father, in the house next door", true);
        let partner = desk.post(&address, sent.to_string()).await;
        let partner = partner.is_problem(403, "refused");
        assert_eq!(bare(walled), bare(partner.clone()));

        let other = partner["number"].as_i64().unwrap();
        let mut again = warning(report, "His father, in the house next door", false);
        again["number"] = other.into();
        let done = desk.post(&address, again.to_string()).await;
        assert_eq!(done.status, 201, "{}", done.text());
        assert_eq!(done.json()["number"], other);
        let kept = format!("{address}/{number}/compose");
        assert_eq!(desk.post(&kept, String::new()).await.status, 200);
        let all = desk.get(&address).await.json();
        assert_eq!(all["warnings"].as_array().unwrap().len(), 2, "no third one");

        let none = desk.get("/api/v1/held-warnings").await;
        none.is_problem(403, "not-permitted");
        let ruth = desk.house.worker("ruth", Role::PrivacyOfficer).await;
        let third = warning(report, "His wife, who left him", true);
        let third = desk.post(&address, third.to_string()).await;
        assert_eq!(third.status, 403, "{}", third.text());
        desk.seat(&ruth).await;
        let held = desk.get("/api/v1/held-warnings").await.json();
        let one = held["held"][0].clone();
        assert_eq!(
            (&one["partner"], &one["walled"], &one["client"]),
            (&json!(true), &json!(false), &json!(desk.alma.to_string()))
        );
        let settle = format!("/api/v1/held-warnings/{}", one["number"]);
        let wrong = desk.post(&settle, json!({"end": "x"}).to_string()).await;
        assert_eq!(wrong.status, 422);
        let end = json!({"end": "police"}).to_string();
        assert_eq!(desk.post(&settle, end.clone()).await.status, 204);
        assert_eq!(desk.post(&settle, end).await.status, 404, "once");
    });
}

#[test]
fn nasw_l_no_stale_session_warns_anybody() {
    run(async {
        let desk = Desk::open().await;
        let report = reported(&desk).await;
        let address = format!("/api/v1/clients/{}/warnings", desk.alma);
        let sent = warning(report, "His father, in the house next door", false);
        let made = desk.post(&address, sent.to_string()).await.json();
        let begin = format!("{address}/{}/begin", made["number"]);
        let read = json!({"content": made["content"], "read": true}).to_string();
        desk.house.clock.advance(5 * 60_000 + 1);
        let begun = desk.post(&begin, read).await;
        begun.is_problem(403, "proof-needed");
        let all = desk.get(&address).await.json();
        assert_eq!(all["warnings"][0]["state"], "ready", "nobody was told");
    });
}

#[test]
fn dv_4_2b_a_program_says_why_nobody_is_warned() {
    run(async {
        let desk = Desk::open().await;
        let report = reported(&desk).await;
        let due = async || {
            let tasks = desk.get("/api/v1/tasks").await.json();
            let tasks = tasks["tasks"].as_array().unwrap().clone();
            tasks
                .iter()
                .filter(|it| it["kind"] == "warning_due")
                .count()
        };
        assert_eq!(due().await, 1);
        let dangers = format!("/api/v1/clients/{}/dangers", desk.alma);
        let address = format!("{dangers}/{report}/nobody-warned");
        let thin = desk.post(&address, json!({"why": " "}).to_string()).await;
        assert_eq!(thin.status, 422, "{}", thin.text());
        let why = "His father is abroad, and he does not know where.";
        let done = desk.post(&address, json!({"why": why}).to_string()).await;
        assert_eq!(done.status, 204, "{}", done.text());
        assert_eq!(due().await, 0);
        let shown = desk.get(&dangers).await.json();
        assert_eq!(shown["dangers"][0]["nobody_warned"], why);
    });
}
