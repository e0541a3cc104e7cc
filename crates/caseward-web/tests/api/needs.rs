//! What is collected and why, for programs: stated and ended by whoever sets the office up.

use caseward_model::Role;
use caseward_testkit::run;
use serde_json::{Value, json};

use crate::desk::{Answer, Desk};

const NEEDS: &str = "/api/v1/needs";
const WHY: &str = "To bring medicine within reach, if she wants it.";

async fn post(desk: &Desk, path: &str, body: Value) -> Answer {
    desk.post(path, body.to_string()).await
}

/// What HIV is asked for.
async fn hiv(desk: &Desk, path: &str) -> Value {
    let needs = desk.get(path).await;
    assert_eq!(needs.status, 200, "{}", needs.text());
    let needs = needs.json();
    let sections = needs["sections"].as_array().unwrap();
    let found = sections.iter().find(|it| it["field"] == "section.hiv");
    found.expect("the section")["why"].clone()
}

#[test]
fn re_5_a_program_states_a_need_and_ends_it_for_the_office_and_for_a_programme() {
    run(async {
        let mut desk = Desk::open().await;
        let priya = desk.house.worker("priya", Role::PrivacyOfficer).await;
        desk.seat(&priya).await;
        assert_eq!(hiv(&desk, NEEDS).await, Value::Null, "nobody said why");
        let needs = desk.get(NEEDS).await.json();
        let shelter = &needs["programmes"][0];
        assert_eq!(shelter["name"], "Night shelter", "{needs}");
        let programme = &shelter["number"];
        let there = format!("{NEEDS}?programme={programme}");

        let new = json!({"programme": programme, "field": "section.hiv", "why": WHY});
        let stated = post(&desk, NEEDS, new).await;
        assert_eq!(stated.status, 204, "{}", stated.text());
        assert_eq!(hiv(&desk, &there).await, WHY);
        assert_eq!(hiv(&desk, NEEDS).await, Value::Null);
        let stated = post(&desk, NEEDS, json!({"field": "section.hiv", "why": WHY})).await;
        assert_eq!(stated.status, 204, "{}", stated.text());
        assert_eq!(hiv(&desk, NEEDS).await, WHY);
        for end in [
            json!({"field": "section.hiv"}),
            json!({"programme": programme, "field": "section.hiv"}),
        ] {
            let ended = post(&desk, &format!("{NEEDS}/end"), end).await;
            assert_eq!(ended.status, 204, "{}", ended.text());
        }
        for path in [NEEDS, there.as_str()] {
            assert_eq!(hiv(&desk, path).await, Value::Null);
        }
    });
}

#[test]
fn nasw_a_a_need_that_says_too_little_or_about_nothing_is_not_stated() {
    run(async {
        let mut desk = Desk::open().await;
        let priya = desk.house.worker("priya", Role::PrivacyOfficer).await;
        desk.seat(&priya).await;
        for (body, field) in [
            (json!({"field": "section.hiv", "why": "needed"}), "why"),
            (json!({"field": "section.hiv", "why": " "}), "why"),
            (json!({"field": "section.gossip", "why": WHY}), "field"),
            (
                json!({"programme": 99, "field": "section.hiv", "why": WHY}),
                "programme",
            ),
        ] {
            let wrong = post(&desk, NEEDS, body).await;
            let problem = wrong.is_problem(422, "mend");
            assert_eq!(problem["fields"][0]["field"], field);
            assert!(!wrong.text().contains("gossip"), "{}", wrong.text());
        }
        let end = post(&desk, &format!("{NEEDS}/end"), json!({"field": "gossip"})).await;
        end.is_problem(422, "mend");
        for wrong in ["programme=99", "programme=x", "other=1"] {
            let answer = desk.get(&format!("{NEEDS}?{wrong}")).await;
            answer.is_problem(400, "parameter");
        }
        assert_eq!(hiv(&desk, NEEDS).await, Value::Null);
    });
}

#[test]
fn nasw_a_whoever_does_not_set_the_office_up_learns_that_first() {
    run(async {
        let desk = Desk::open().await;
        let shut = desk.get(&format!("{NEEDS}?other=1")).await;
        shut.is_problem(403, "not-permitted");
        for body in [
            json!({"field": "section.hiv", "why": WHY}),
            json!({"field": "", "why": ""}),
        ] {
            let shut = post(&desk, NEEDS, body).await;
            shut.is_problem(403, "not-permitted");
        }
        let shut = post(&desk, &format!("{NEEDS}/end"), json!({"field": "?"})).await;
        shut.is_problem(403, "not-permitted");
    });
}

/// What stands of a single field.
async fn field(desk: &Desk, path: &str, name: &str) -> Value {
    let needs = desk.get(path).await;
    assert_eq!(needs.status, 200, "{}", needs.text());
    let needs = needs.json();
    let fields = needs["fields"].as_array().unwrap();
    let found = fields.iter().find(|it| it["field"] == name);
    found.expect("the field").clone()
}

#[test]
fn re_5_a_program_states_single_fields_and_what_imports_leave_out() {
    run(async {
        let mut desk = Desk::open().await;
        let priya = desk.house.worker("priya", Role::PrivacyOfficer).await;
        desk.seat(&priya).await;
        let witness = field(&desk, NEEDS, "consent.witness").await;
        assert_eq!(witness["required"], false, "optional is the default");
        assert_eq!(witness["can_be_required"], true);
        let needs = desk.get(NEEDS).await.json();
        let demanded = needs["of_clauses"].as_array().unwrap();
        let teach_back = demanded
            .iter()
            .find(|it| it["field"] == "consent.teach_back");
        assert_eq!(teach_back.unwrap()["clause"], "NASW-e");

        let why = "Two people are there whenever somebody signs.";
        let new = json!({"field": "consent.witness", "why": why, "required": true});
        let stated = post(&desk, NEEDS, new).await;
        assert_eq!(stated.status, 204, "{}", stated.text());
        let witness = field(&desk, NEEDS, "consent.witness").await;
        assert_eq!(witness["required"], true);
        assert_eq!(witness["why"], why);
        for (body, place) in [
            (
                json!({"field": "consent.interpreter", "why": why, "required": true}),
                "required",
            ),
            (
                json!({"field": "section.housing", "why": why, "required": true}),
                "required",
            ),
            (json!({"field": "consent.limits", "why": why}), "field"),
        ] {
            let wrong = post(&desk, NEEDS, body).await;
            let problem = wrong.is_problem(422, "mend");
            assert_eq!(problem["fields"][0]["field"], place);
        }

        assert_eq!(
            needs["imports_by_need"], true,
            "until somebody says otherwise"
        );
        let path = format!("{NEEDS}/imports");
        for by_need in [false, true] {
            let said = post(&desk, &path, json!({ "by_need": by_need })).await;
            assert_eq!(said.status, 204, "{}", said.text());
            let needs = desk.get(NEEDS).await.json();
            assert_eq!(needs["imports_by_need"], by_need);
        }
    });
}

#[test]
fn nasw_a_whoever_does_not_set_the_office_up_changes_no_import() {
    run(async {
        let desk = Desk::open().await;
        let path = format!("{NEEDS}/imports");
        let shut = post(&desk, &path, json!({"by_need": true})).await;
        shut.is_problem(403, "not-permitted");
    });
}
