//! Disclosures that a program prepares, and files at a glance: kept answer by answer for whoever writes them, taken up, thrown away.

use axum::body::Body;
use axum::http::Method;
use caseward_model::{Category, OrganizationKind, Role};
use caseward_testkit::run;
use serde_json::{Value, json};

use crate::desk::{Answer, Desk};
use crate::disclosures::agreed;

fn all(desk: &Desk) -> String {
    format!("/api/v1/clients/{}/disclosure-drafts", desk.alma)
}

async fn send(desk: &Desk, method: Method, path: &str, body: Value) -> Answer {
    let body = Body::from(body.to_string());
    desk.send(desk.request(method, path, body)).await
}

async fn answered(desk: &Desk, one: &str, body: Value) -> Value {
    let kept = send(desk, Method::PUT, one, body).await;
    assert_eq!(kept.status, 200, "{}", kept.text());
    kept.json()
}

fn steps(draft: &Value) -> Vec<&str> {
    let needs = draft["needs"].as_array().unwrap().iter();
    needs.map(|it| it["step"].as_str().unwrap()).collect()
}

/// Dana begins to prepare something; gives its address.
async fn begun(desk: &Desk) -> String {
    let begun = send(desk, Method::POST, &all(desk), json!({"kind": "other"})).await;
    assert_eq!(begun.status, 201, "{}", begun.text());
    format!("{}/{}", all(desk), begun.json()["number"])
}

#[test]
fn nasw_c_a_program_prepares_a_disclosure_answer_by_answer_and_takes_it_up() {
    run(async {
        let desk = Desk::open().await;
        let housing = agreed(&desk, &[Category::Identity, Category::Housing]).await;
        let one = begun(&desk).await;
        let most = json!({"purpose": "eligibility", "basis": "consent", "recipient": "housing",
                          "channel": "hand_delivery"});
        let draft = answered(&desk, &one, most).await;
        assert_eq!(steps(&draft), ["questions", "sections"], "{draft}");
        assert_eq!(draft["said"]["kind"], "other", "what was said stays");
        assert_eq!(draft["said"]["recipient"], housing.id.to_string());
        let early = desk.post(&format!("{one}/take-up"), Body::empty()).await;
        let problem = early.is_problem(422, "mend");
        assert_eq!(problem["fields"][1]["field"], "sections");

        let why = json!({"answers": {"not_gone_through": "She is in hospital."}});
        assert_eq!(steps(&answered(&desk, &one, why).await), ["sections"]);
        let more = json!({"sections": ["identity", "housing", "health"]});
        let draft = answered(&desk, &one, more).await;
        assert_eq!(steps(&draft), ["sections"], "more wants a reason: {draft}");
        assert!(draft["needs"][0]["detail"].is_string());
        let least = json!({"sections": ["identity", "housing"]});
        assert_eq!(
            answered(&desk, &one, least).await["needs"],
            json!([]),
            "nothing is missing"
        );
        let listed = desk.get(&all(&desk)).await.json();
        assert_eq!(listed["drafts"][0]["said"]["purpose"], "eligibility");
        let taken = desk.post(&format!("{one}/take-up"), Body::empty()).await;
        assert_eq!(taken.status, 201, "{}", taken.text());
        let number = taken.json()["number"].clone();
        let begun = format!("/api/v1/clients/{}/disclosures/{number}", desk.alma);
        assert_eq!(desk.get(&begun).await.json()["state"], "begun");
        desk.get(&one).await.is_problem(404, "not-found");
        assert_eq!(desk.get(&all(&desk)).await.json(), json!({"drafts": []}));
    });
}

#[test]
fn nasw_c_a_draft_is_its_writers_own_for_programs_too_and_is_thrown_away() {
    run(async {
        let mut desk = Desk::open().await;
        let one = begun(&desk).await;
        let omar = desk.house.worker("omar", Role::Caseworker).await;
        desk.house.assign(&omar, desk.alma).await;
        let dana = desk.session.clone();
        desk.seat(&omar).await;
        assert_eq!(desk.get(&all(&desk)).await.json(), json!({"drafts": []}));
        desk.get(&one).await.is_problem(404, "not-found");
        let danger = json!({"purpose": "danger"});
        let theirs = send(&desk, Method::PUT, &one, danger).await;
        theirs.is_problem(404, "not-found");
        for (method, path) in [
            (Method::POST, format!("{one}/take-up")),
            (Method::DELETE, one.clone()),
        ] {
            let theirs = desk.request(method, &path, Body::empty());
            desk.send(theirs).await.is_problem(404, "not-found");
        }
        desk.session = dana;
        let hers = desk.get(&one).await;
        assert_eq!(hers.json()["said"]["purpose"], Value::Null);
        let thrown = desk.request(Method::DELETE, &one, Body::empty());
        assert_eq!(desk.send(thrown).await.status, 204);
        desk.get(&one).await.is_problem(404, "not-found");
    });
}

#[test]
fn nasw_k_a_program_keeps_nothing_that_would_go_to_the_press_and_no_word_that_is_none() {
    run(async {
        let desk = Desk::open().await;
        desk.house.partner("gazette", OrganizationKind::Media).await;
        let one = begun(&desk).await;
        for (body, field) in [
            (json!({"kind": "gossip"}), "kind"),
            (json!({"danger": 3}), "basis"),
            (json!({"why_more": "They asked."}), "sections"),
            (json!({"recipient": "nobody-there"}), "recipient"),
        ] {
            let wrong = send(&desk, Method::PUT, &one, body).await;
            let problem = wrong.is_problem(422, "mend");
            assert_eq!(problem["fields"][0]["field"], field);
        }
        let press = json!({"purpose": "eligibility", "recipient": "gazette"});
        let press = send(&desk, Method::PUT, &one, press).await;
        press.is_problem(403, "refused");
        let said = desk.get(&one).await.json()["said"].clone();
        assert_eq!(
            (&said["recipient"], &said["purpose"]),
            (&Value::Null, &Value::Null),
            "all of it, or nothing"
        );
    });
}

#[test]
fn cr_7_a_program_sees_a_file_at_a_glance() {
    run(async {
        let mut desk = Desk::open().await;
        let client = format!("/api/v1/clients/{}", desk.alma);
        let goal = json!({"line": "goal", "text": "A flat of her own."});
        let goal = send(&desk, Method::POST, &format!("{client}/plan"), goal).await;
        let step = json!({"line": "step", "of": goal.json()["record"], "by": "together",
                          "until": "2099-12-01", "text": "Look at two flats."});
        let step = send(&desk, Method::POST, &format!("{client}/plan"), step).await;
        assert_eq!(step.status, 201, "{}", step.text());
        let disclosure = json!({"recipient": "housing", "purpose": "eligibility",
                                "basis": "consent", "channel": "hand_delivery",
                                "answers": {"not_gone_through": "She is in hospital."}});
        agreed(&desk, &[Category::Identity]).await;
        let begun = format!("{client}/disclosures");
        let begun = send(&desk, Method::POST, &begun, disclosure).await;
        assert_eq!(begun.status, 201, "{}", begun.text());

        let glance = desk.get(&format!("{client}/summary")).await;
        assert_eq!(glance.status, 200, "{}", glance.text());
        let glance = glance.json();
        let steps = glance["steps"].as_array().unwrap();
        assert_eq!(steps.len(), 1, "{glance}");
        assert_eq!(steps[0]["text"], "Look at two flats.");
        assert_eq!(steps[0]["late"], false);
        let stands = json!([{"what": "disclosure_begun", "number": begun.json()["number"]}]);
        assert_eq!(glance["stands"], stands);
        assert_eq!(glance["answers"][0]["handle"], "dana");

        // Whoever reviews accesses sees neither the plan nor the steps to it.
        let officer = desk.house.worker("pia", Role::PrivacyOfficer).await;
        desk.seat(&officer).await;
        let glance = desk.get(&format!("{client}/summary")).await;
        assert!(!glance.text().contains("flat"), "{}", glance.text());
        let omar = desk.house.worker("omar", Role::Caseworker).await;
        desk.seat(&omar).await;
        let closed = desk.get(&format!("{client}/summary")).await;
        closed.is_problem(404, "not-found");
    });
}
