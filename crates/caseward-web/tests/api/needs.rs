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
