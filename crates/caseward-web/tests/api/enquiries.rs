//! Enquiries from outside for programs: noted, passed on, and answered to everybody alike.

use axum::body::Body;
use axum::http::Method;
use caseward_model::Role;
use caseward_testkit::run;
use serde_json::{Value, json};

use crate::desk::{Answer, Desk};

const ALL: &str = "/api/v1/enquiries";
const SPEAKER: &str = "/api/v1/enquiries/spokesperson";

async fn post(desk: &Desk, path: &str, body: Value) -> Answer {
    desk.post(path, body.to_string()).await
}

async fn put(desk: &Desk, path: &str, body: Value) -> Answer {
    let body = Body::from(body.to_string());
    desk.send(desk.request(Method::PUT, path, body)).await
}

fn asked(about: &str) -> Value {
    json!({"from": "media", "who": "The Farawell Gazette, newsdesk",
           "asked": format!("Did {about} stay with you in May?")})
}

#[test]
fn dv_3_3_1_a_program_gets_the_same_letter_whether_or_not_we_know_somebody() {
    run(async {
        let desk = Desk::open().await;
        let mut letters = Vec::new();
        for about in ["Alma Reyes", "Somebody Else"] {
            let noted = post(&desk, ALL, asked(about)).await;
            assert_eq!(noted.status, 201, "{}", noted.text());
            let letter = format!("{ALL}/{}/letter", noted.json()["number"]);
            for language in ["", "?language=en", "?language=es"] {
                let letter = desk.get(&format!("{letter}{language}")).await;
                assert_eq!(letter.headers["content-type"], "application/pdf");
                assert!(letter.body.starts_with(b"%PDF"));
                letters.push(letter.body);
            }
            let other = desk.get(&format!("{letter}?language=fr")).await;
            other.is_problem(400, "parameter");
        }
        assert_eq!(letters[..3], letters[3..], "to the last byte");
        let listed = desk.get(ALL).await.json();
        assert_eq!(listed["mine"].as_array().unwrap().len(), 2);
        assert_eq!(listed["all"], Value::Null, "answering isn't her part");
    });
}

#[test]
fn nasw_k_whoever_speaks_for_the_office_deals_with_it_and_nobody_else() {
    run(async {
        let mut desk = Desk::open().await;
        let noted = post(&desk, ALL, asked("Alma Reyes")).await.json();
        let one = format!("{ALL}/{}", noted["number"]);
        let how = json!({"how": "Sent the letter."});
        for body in [how.clone(), json!({"how": ""})] {
            post(&desk, &format!("{one}/answer"), body)
                .await
                .is_problem(403, "not-permitted");
        }
        let noor = desk.house.worker("noor", Role::Caseworker).await;
        desk.seat(&noor).await;
        for path in [format!("{one}/letter"), format!("{ALL}/99/letter")] {
            desk.get(&path).await.is_problem(404, "not-found");
        }
        assert_eq!(desk.get(ALL).await.json()["mine"], json!([]));

        let priya = desk.house.worker("priya", Role::PrivacyOfficer).await;
        desk.seat(&priya).await;
        let all = desk.get(ALL).await.json();
        assert_eq!(all["all"][0]["who"], "The Farawell Gazette, newsdesk");
        assert_eq!(all["all"][0]["answered"], Value::Null);
        let nothing = post(&desk, &format!("{one}/answer"), json!({"how": " "})).await;
        nothing.is_problem(422, "mend");
        let nowhere = post(&desk, &format!("{ALL}/99/answer"), how.clone()).await;
        nowhere.is_problem(404, "not-found");
        let dealt = post(&desk, &format!("{one}/answer"), how).await;
        assert_eq!(dealt.status, 204, "{}", dealt.text());
        let all = desk.get(ALL).await.json();
        assert_eq!(all["all"][0]["answered"]["how"], "Sent the letter.");
        assert_eq!(all["all"][0]["answered"]["by"], priya.id.to_string());
    });
}

#[test]
fn nasw_k_what_is_missing_of_an_enquiry_is_named_and_nothing_is_noted() {
    run(async {
        let desk = Desk::open().await;
        let wrong = json!({"from": "gossip", "who": "", "asked": ""});
        let answer = post(&desk, ALL, wrong).await;
        let problem = answer.is_problem(422, "mend");
        assert_eq!(problem["fields"][0]["field"], "from");
        assert!(!answer.text().contains("gossip"), "{}", answer.text());
        let wrong = json!({"from": "person", "who": "", "asked": ""});
        let problem = post(&desk, ALL, wrong).await.is_problem(422, "mend");
        assert_eq!(problem["fields"].as_array().unwrap().len(), 2);
        assert_eq!(desk.get(ALL).await.json()["mine"], json!([]));
    });
}

#[test]
fn nasw_k_who_speaks_for_the_office_is_chosen_by_whoever_sets_it_up() {
    run(async {
        let mut desk = Desk::open().await;
        desk.get(SPEAKER).await.is_problem(403, "not-permitted");
        for worker in [json!(null), json!("x")] {
            let no = put(&desk, SPEAKER, json!({ "worker": worker })).await;
            no.is_problem(403, "not-permitted");
        }
        let priya = desk.house.worker("priya", Role::PrivacyOfficer).await;
        let max = desk.house.worker("max", Role::LineManager).await;
        desk.seat(&priya).await;
        let dana = json!({"worker": desk.dana.id.to_string()});
        let unfit = put(&desk, SPEAKER, dana).await;
        unfit.is_problem(422, "unsuitable");
        for nobody in ["x".to_owned(), "0".repeat(26)] {
            let nobody = put(&desk, SPEAKER, json!({ "worker": nobody })).await;
            nobody.is_problem(404, "not-found");
        }
        let chosen = put(&desk, SPEAKER, json!({"worker": max.id.to_string()})).await;
        assert_eq!(chosen.status, 204, "{}", chosen.text());
        let speaks = desk.get(SPEAKER).await.json();
        assert_eq!(speaks, json!({"worker": max.id.to_string()}));
    });
}
