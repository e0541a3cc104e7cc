//! Consents for programs: written down, signed, asked about, taken back, each checked as on the pages.

use axum::body::Body;
use axum::http::Method;
use caseward_casework::consent::{ConsentError, Named, Use, note_use};
use caseward_casework::gate::{Amend, Request};
use caseward_casework::staff::RegisteredOrganization;
use caseward_model::{Category, OrganizationKind, Role};
use caseward_testkit::run;
use serde_json::{Value, json};

use crate::desk::Desk;

fn form(recipient: &str) -> Value {
    json!({
        "kind": "information", "language": "es",
        "who": {"capacity": "client"},
        "purposes": ["direct_service"], "because": "Para que la atiendan.",
        "request": "Díganles que nos mudamos.",
        "recipient": recipient, "readers": "Enfermería",
        "asked": [{"section": "identity", "answer": "yes"}, {"section": "housing", "answer": "yes"},
                  {"section": "hiv", "answer": "no"}],
        "channels": ["encrypted_message"], "until": "2026-11-20",
        "agree": ["Lo sabrán."], "refuse": ["No cambia nada."], "alternatives": "Contarlo en persona.",
        "limits": [{"kind": "tell_me_first"}],
        "told": {"not_a_condition": true, "may_revoke": true, "redisclosure": true,
                 "limits_of_confidentiality": true, "copy": true, "teach_back": "Que puedo pararlo."},
    })
}

#[test]
fn dv_2_1_a_program_writes_signs_asks_and_takes_back() {
    run(async {
        let desk = Desk::open().await;
        let clinic = desk.house.partner("clinic", OrganizationKind::Health).await;
        let all = format!("/api/v1/clients/{}/consents", desk.alma);
        let begun = desk
            .post(
                &all,
                json!({"kind": "information", "language": "es"}).to_string(),
            )
            .await;
        assert_eq!(begun.status, 201, "{}", begun.text());
        assert_eq!(begun.json()["number"], 1);
        let one = format!("{all}/1");
        let put = |body: Value| desk.request(Method::PUT, &one, Body::from(body.to_string()));
        let kept = desk.send(put(json!({}))).await;
        let needs = kept.json()["needs"].as_array().unwrap().len();
        assert!(needs > 5, "{}", kept.text());
        let kept = desk.send(put(form(&clinic.id.to_string()))).await;
        assert_eq!(kept.json()["needs"], json!([]), "{}", kept.text());

        let asks =
            json!({"recipient": "clinic", "purpose": "direct_service", "sections": ["housing"]});
        let check = format!("{all}/check");
        let before = desk.post(&check, asks.to_string()).await.json();
        assert_eq!(before["flaws"][0]["code"], "consent.absent");
        let ticked = ["understood", "free", "revocable", "agree"];
        let alone = json!({"name": "Alma Reyes", "ticked": ticked});
        let alone = desk
            .post(&format!("{one}/signature"), alone.to_string())
            .await;
        let problem = alone.is_problem(422, "mend");
        assert_eq!(problem["fields"][0]["field"], "drawn_or_witnessed");
        let sign = json!({"name": "Alma Reyes", "ticked": ticked, "witness": "The nurse"});
        let signed = desk
            .post(&format!("{one}/signature"), sign.to_string())
            .await;
        assert_eq!(signed.status, 204, "{}", signed.text());
        let after = desk.post(&check, asks.to_string()).await.json();
        assert_eq!(after["flaws"][0]["code"], "consent.limits_unconfirmed");
        // The gate says the same, and lets it out once the limits are confirmed.
        let mut question = json!({"client": desk.alma, "sections": ["housing"], "purpose": "direct_service",
            "basis": "consent", "recipient": "clinic"});
        let asked = desk.post("/api/v1/ask", question.to_string()).await.json();
        assert_eq!(asked["sections"][0]["fact"], "consent.limits_confirmed");
        question["limits_confirmed"] = json!(true);
        let asked = desk.post("/api/v1/ask", question.to_string()).await.json();
        assert_eq!(asked["decision"], "released", "{asked}");

        let read = desk.get(&one).await.json();
        assert_eq!(
            (&read["stage"], &read["live"]),
            (&json!("signed"), &json!(true))
        );
        assert_eq!(read["form"]["asked"][0]["section"], "identity");
        assert_eq!(read["form"]["request"], "Díganles que nos mudamos.");
        let withdrawal = format!("{one}/withdrawal");
        let taken = desk
            .post(&withdrawal, json!({"way": "oral"}).to_string())
            .await;
        assert_eq!(taken.status, 204);
        let asked = desk.post("/api/v1/ask", question.to_string()).await.json();
        assert_eq!(asked["sections"][0]["fact"], "consent.withdrawn");
        let again = desk
            .post(&withdrawal, json!({"way": "oral"}).to_string())
            .await;
        again.is_problem(409, "conflict");
    });
}

#[test]
fn dv_3_3_1_consents_of_somebody_elses_client_and_of_nobody_get_one_answer() {
    run(async {
        let desk = Desk::open().await;
        let mut bodies = Vec::new();
        for client in [desk.bruno.to_string(), "0".repeat(26), "x".to_owned()] {
            let all = format!("/api/v1/clients/{client}/consents");
            for path in [all.clone(), format!("{all}/1"), format!("{all}/1/copy")] {
                let answer = desk.get(&path).await;
                answer.is_problem(404, "not-found");
                bodies.push(answer.body);
            }
            let new = json!({"kind": "information", "language": "en"});
            let answer = desk.post(&all, new.to_string()).await;
            answer.is_problem(404, "not-found");
            bodies.push(answer.body);
        }
        bodies.dedup();
        assert_eq!(bodies.len(), 1);
    });
}

#[test]
fn what_is_no_word_of_a_list_is_said_with_the_list_and_never_repeated() {
    run(async {
        let desk = Desk::open().await;
        let all = format!("/api/v1/clients/{}/consents", desk.alma);
        let new = json!({"kind": "information", "language": "en"});
        desk.post(&all, new.to_string()).await;
        let one = format!("{all}/1");
        let bad = json!({"purposes": ["curiosity"], "channels": ["telephone", "pigeon"], "until": "soon",
            "recipient": "<script>", "limits": [{"kind": "never"}]});
        let request = desk.request(Method::PUT, &one, Body::from(bad.to_string()));
        let answer = desk.send(request).await;
        let problem = answer.is_problem(422, "mend");
        assert_eq!(problem["fields"].as_array().unwrap().len(), 5, "{problem}");
        for word in ["curiosity", "pigeon", "soon", "script"] {
            assert!(!answer.text().contains(word), "{word}");
        }
        // By telephone nothing leaves here, whatever was agreed to.
        let open = json!({"channels": ["telephone"]});
        let request = desk.request(Method::PUT, &one, Body::from(open.to_string()));
        let needs = desk.send(request).await.json();
        assert!(
            needs["needs"]
                .as_array()
                .unwrap()
                .contains(&json!("channel_open"))
        );
    });
}

/// The first consent of Alma, for this organization, signed.
async fn signed(desk: &Desk, clinic: &RegisteredOrganization) -> String {
    let all = format!("/api/v1/clients/{}/consents", desk.alma);
    let new = json!({"kind": "information", "language": "es"});
    desk.post(&all, new.to_string()).await;
    let one = format!("{all}/1");
    let body = form(&clinic.id.to_string()).to_string();
    let put = desk.request(Method::PUT, &one, Body::from(body));
    assert_eq!(desk.send(put).await.json()["needs"], json!([]));
    let ticked = ["understood", "free", "revocable", "agree"];
    let sign = json!({"name": "Alma Reyes", "ticked": ticked, "witness": "The nurse"});
    let at = format!("{one}/signature");
    assert_eq!(desk.post(&at, sign.to_string()).await.status, 204);
    one
}

#[test]
fn dv_2_2_a_program_takes_over_what_was_signed_before_and_nothing_of_a_day_to_come() {
    run(async {
        let desk = Desk::open().await;
        let clinic = desk.house.partner("clinic", OrganizationKind::Health).await;
        let all = format!("/api/v1/clients/{}/consents", desk.alma);
        let new = json!({"kind": "information", "language": "es"});
        desk.post(&all, new.to_string()).await;
        let one = format!("{all}/1");
        let body = form(&clinic.id.to_string()).to_string();
        let put = desk.request(Method::PUT, &one, Body::from(body));
        assert_eq!(desk.send(put).await.json()["needs"], json!([]));
        let at = format!("{one}/earlier");
        let paper = |signed_at: &str| {
            let scan = "JVBERi0xLjcgc2Nhbg==";
            json!({"name": "Alma Reyes", "signed_at": signed_at, "scan": scan}).to_string()
        };
        let ahead = desk.post(&at, paper("2027-01-02T09:00:00Z")).await;
        let problem = ahead.is_problem(422, "mend");
        assert_eq!(problem["fields"][0]["field"], "day");
        let taken = desk.post(&at, paper("2026-10-20T09:00:00Z")).await;
        assert_eq!(taken.status, 204, "{}", taken.text());
        let shown = desk.get(&one).await.json();
        assert_eq!(shown["signed"], "earlier", "{shown}");
        assert_eq!(shown["signed_at"], "2026-10-20T09:00:00Z");
        assert_eq!(shown["live"], false, "a second person has to look");
        let again = desk.post(&at, paper("2026-10-20T09:00:00Z")).await;
        assert_eq!(again.status, 409, "{}", again.text());
    });
}

#[test]
fn dv_2_1_a_program_fetches_what_may_happen_as_the_pages_do() {
    run(async {
        let desk = Desk::open().await;
        let clinic = desk.house.partner("clinic", OrganizationKind::Health).await;
        let one = signed(&desk, &clinic).await;
        let composed = desk.get(&format!("{one}/consequences")).await.json();
        let refuse = composed["refuse"][0].as_str().unwrap();
        assert!(refuse.contains("Usted puede decir que no."), "{composed}");
        assert!(composed["agree"].as_array().unwrap().len() > 3);
        let none = format!("/api/v1/clients/{}/consents/9/consequences", desk.alma);
        desk.get(&none).await.is_problem(404, "not-found");
    });
}

#[test]
fn dv_2_1_a_program_fetches_the_letter_to_a_recipient_and_keeps_that_they_were_told() {
    run(async {
        let desk = Desk::open().await;
        let clinic = desk.house.partner("clinic", OrganizationKind::Health).await;
        let one = signed(&desk, &clinic).await;
        let recipient = Named {
            no: clinic.no,
            id: clinic.id,
        };
        let request = Request::to_serve(desk.dana.id, desk.alma);
        let request = request.sections([Category::Administration]);
        let gate = &desk.house.office.gate;
        gate.work_on_file::<Amend, _, ConsentError, _>(&request, "tried", move |desk| {
            let used = Use {
                recipient,
                at: desk.works.now_ms(),
                disclosure: 7,
                recall: None,
            };
            note_use(desk, 1, &used)
        })
        .await
        .unwrap();
        let letter = format!("{one}/letters/1?language=es");
        desk.get(&letter).await.is_problem(409, "conflict");
        let way = json!({"way": "written"});
        let back = format!("{one}/withdrawal");
        assert_eq!(desk.post(&back, way.to_string()).await.status, 204);
        let answer = desk.get(&letter).await;
        assert_eq!(answer.headers["content-type"], "application/pdf");
        assert!(answer.body.starts_with(b"%PDF"));

        // The house sends it to whoever has a way for that; the clinic has none.
        let letters = format!("{one}/letters");
        let unasked = json!({"client_asked": false});
        assert_eq!(desk.post(&letters, unasked.to_string()).await.status, 422);
        let send = json!({"client_asked": true, "language": "es"});
        let went = desk.post(&letters, send.to_string()).await;
        assert_eq!(went.status, 200, "{}", went.text());
        let left = json!({"sent": [], "not_sent": [], "by_hand": [1], "kept_apart": []});
        assert_eq!(went.json(), left);

        let told = format!("{one}/told");
        let by_way = json!({"number": 1, "how": "way", "way": 99});
        assert_eq!(desk.post(&told, by_way.to_string()).await.status, 422);
        let called = json!({"number": 1, "how": "telephone"});
        assert_eq!(desk.post(&told, called.to_string()).await.status, 204);
        let read = desk.get(&one).await.json();
        let received = &read["received"][0];
        assert_eq!(received["recall"], "awaited");
        assert_eq!(received["told"]["how"], "telephone");
        assert_eq!(received["told"]["by"], desk.dana.id.to_string());
    });
}

#[test]
fn dv_4_4_2_programs_learn_what_is_asked_alone_and_only_the_office_adds_to_it() {
    run(async {
        let desk = Desk::open().await;
        let address = "/api/v1/sensitive-kinds";
        let before = desk.get(address).await.json();
        assert!(before["least"].as_array().unwrap().contains(&json!("hiv")));
        assert_eq!(before["added"], json!([]));
        let adds = json!({"added": ["income"]}).to_string();
        let put = desk.request(Method::PUT, address, adds);
        desk.send(put).await.is_problem(403, "not-permitted");
        let officer = desk.house.worker("olga", Role::PrivacyOfficer).await;
        let office = &desk.house.office;
        let income = vec![Category::Income];
        office.set_sensitive(officer.id, income).await.unwrap();
        assert_eq!(desk.get(address).await.json()["added"], json!(["income"]));
    });
}
