//! Questions to the Law Department for programs.

use axum::body::Body;
use axum::http::Method;
use caseward_casework::gate::{ClientSheet, DutyFact};
use caseward_model::{OrganizationKind, Purpose, Role};
use caseward_testkit::run;
use serde_json::{Value, json};

use crate::desk::Desk;

#[test]
fn cr_5_the_words_of_a_question_stay_shut_to_whoever_may_not_read_the_notes() {
    run(async {
        let mut desk = Desk::open().await;
        let address = format!("/api/v1/clients/{}/law", desk.alma);
        let question = json!({"question": "May the letter go?"});
        let asked = desk.post(&address, question.to_string()).await;
        assert_eq!(asked.status, 201, "{}", asked.text());
        let shown = desk.get(&address).await.json();
        assert_eq!(shown["questions"][0]["question"], "May the letter go?");

        let noor = desk.house.worker("noor", Role::Caseworker).await;
        let (worker, until) = (noor.no, desk.house.clock.now_ms() + 60_000);
        let duty = move |sheet: &mut ClientSheet, _: i64| {
            sheet.duties.push(DutyFact {
                worker,
                purpose: Purpose::DirectService,
                until,
            });
        };
        let office = &desk.house.office;
        let recorded = office.change_facts(desk.alma, "duty_recorded", duty);
        recorded.await.unwrap();
        desk.seat(&noor).await;
        let shown = desk.get(&address).await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        assert!(!shown.text().contains("letter"), "{}", shown.text());
        let one = shown.json()["questions"][0].clone();
        assert_eq!(
            (&one["state"], &one["question"], &one["answer"]),
            (&json!("open"), &Value::Null, &Value::Null)
        );
    });
}

#[test]
fn cr_5_one_takes_back_ones_own_question_and_nobody_elses() {
    run(async {
        let mut desk = Desk::open().await;
        let address = format!("/api/v1/clients/{}/law", desk.alma);
        let question = json!({"question": "May the letter go?"}).to_string();
        let about = desk.post(&address, question.clone()).await.json()["number"].clone();
        let general = desk.post("/api/v1/law/questions", question).await.json()["number"].clone();
        let gone = |desk: &Desk, path: String| desk.request(Method::DELETE, &path, Body::empty());

        // One about a client isn't taken back among those in general, and the other way round.
        let crossed = gone(&desk, format!("/api/v1/law/questions/{about}"));
        desk.send(crossed).await.is_problem(404, "not-found");
        let crossed = gone(&desk, format!("{address}/{general}"));
        desk.send(crossed).await.is_problem(404, "not-found");
        // Somebody else takes back neither.
        let dana = std::mem::take(&mut desk.session);
        let omar = desk.house.worker("omar", Role::Caseworker).await;
        desk.seat(&omar).await;
        for path in [
            format!("/api/v1/law/questions/{general}"),
            format!("{address}/{about}"),
        ] {
            let other = gone(&desk, path);
            desk.send(other).await.is_problem(404, "not-found");
        }
        desk.session = dana;
        for path in [
            format!("/api/v1/law/questions/{general}"),
            format!("{address}/{about}"),
        ] {
            let own = gone(&desk, path.clone());
            assert_eq!(desk.send(own).await.status, 204);
            let again = gone(&desk, path);
            desk.send(again).await.is_problem(404, "not-found");
        }
        let shown = desk.get(&address).await.json();
        assert_eq!(shown["questions"][0]["state"], "withdrawn");
    });
}

#[test]
fn cr_5_every_refusal_says_where_to_ask_and_one_about_nobody_knows_no_client() {
    run(async {
        let desk = Desk::open().await;
        let in_general = "/api/v1/law/questions";
        // Whoever may not know of a client is told what everybody is told.
        let hidden = desk.get(&format!("/api/v1/clients/{}", desk.bruno)).await;
        let problem = hidden.is_problem(404, "not-found");
        assert_eq!(problem["ask_law"]["in_general"], in_general);
        assert_eq!(problem["ask_law"]["about_client"], Value::Null);
        let nobody = desk
            .get(&format!("/api/v1/clients/{}", "0".repeat(26)))
            .await;
        assert_eq!(hidden.body, nobody.body);
        // What isn't one's part is asked about in general.
        let guidance = json!({"topic": "T", "text": "Text", "confirmed": true});
        let refused = desk.post("/api/v1/guidance", guidance.to_string()).await;
        let problem = refused.is_problem(403, "not-permitted");
        assert_eq!(problem["ask_law"]["in_general"], in_general);
        assert_eq!(problem["ask_law"]["about_client"], Value::Null);
    });
}

#[test]
fn dv_5_5_what_is_agreed_about_a_client_binds_whom_a_program_says_was_told() {
    run(async {
        let desk = Desk::open().await;
        let clinic = desk.house.partner("clinic", OrganizationKind::Health).await;
        let address = format!("/api/v1/clients/{}/protocols", desk.alma);
        let new = json!({"organizations": [clinic.id.to_string()], "reference": "At the ward",
            "until": "2099-06-30T00:00:00Z", "purposes": ["direct_service"], "categories": ["housing"]});
        let made = desk.post(&address, new.to_string()).await;
        assert_eq!(made.status, 201, "{}", made.text());
        let one = format!("{address}/{}", made.json()["number"]);
        let shown = desk.get(&address).await.json();
        let binds = &shown["protocols"][0]["binds"][0];
        assert_eq!(
            (&binds["told"], &binds["acknowledged"]),
            (&Value::Null, &Value::Null)
        );
        let said = |how: Option<&str>| {
            json!({"organization": clinic.id.to_string(), "on": "2020-06-30T00:00:00Z", "how": how,
                "whom": "Ward office"})
            .to_string()
        };
        let early = desk.post(&format!("{one}/acknowledged"), said(None)).await;
        early.is_problem(422, "mend");
        let openly = desk.post(&format!("{one}/told"), said(None)).await;
        openly.is_problem(422, "mend");
        let told = desk
            .post(&format!("{one}/told"), said(Some("hand_delivery")))
            .await;
        assert_eq!(told.status, 204, "{}", told.text());
        let known = desk.post(&format!("{one}/acknowledged"), said(None)).await;
        assert_eq!(known.status, 204, "{}", known.text());
        let shown = desk.get(&address).await.json();
        let binds = &shown["protocols"][0]["binds"][0];
        assert_eq!(binds["told"]["how"], "hand_delivery");
        assert_eq!(binds["acknowledged"]["whom"], "Ward office");
        let end = desk.request(Method::DELETE, &one, Body::empty());
        assert_eq!(desk.send(end).await.status, 204);
        let shown = desk.get(&address).await.json();
        assert_ne!(shown["protocols"][0]["ended_at"], Value::Null);
    });
}
