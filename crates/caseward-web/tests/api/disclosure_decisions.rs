//! What people decide about a disclosure on its way, for programs: what is masked in it, which sentences of it speak of a partner, what is
//! attached to it, and whether what may raise the risk goes on.

use std::path::Path;

use axum::body::Body;
use axum::http::Method;
use caseward_casework::disclosure::AttachmentReader;
use caseward_model::{Category, Purpose, Role};
use caseward_testkit::run;
use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::desk::{Answer, Desk};
use crate::disclosures::{agreed, new};

/// Bruno is somebody whom the office knows; nobody knows of Teo.
const NOTE: &str = "Her brother BRUNO Stone drove. Teo waits outside.";

async fn post(desk: &Desk, path: &str, body: Value) -> Answer {
    desk.post(path, body.to_string()).await
}

async fn composed(desk: &Desk, one: &str) -> Value {
    let composed = post(desk, &format!("{one}/compose"), json!({"language": "en"})).await;
    assert_eq!(composed.status, 200, "{}", composed.text());
    composed.json()
}

/// A disclosure with a note in it, put together.
async fn with_note(desk: &Desk) -> String {
    agreed(desk, &[Category::Identity, Category::Housing]).await;
    let client = format!("/api/v1/clients/{}", desk.alma);
    let entry =
        json!({"section": "housing", "provenance": "worker", "nature": "fact", "text": NOTE});
    let written = post(desk, &format!("{client}/entries"), entry).await;
    assert_eq!(written.status, 201, "{}", written.text());
    let begun = post(desk, &format!("{client}/disclosures"), new()).await;
    assert_eq!(begun.status, 201, "{}", begun.text());
    let one = format!("{client}/disclosures/{}", begun.json()["number"]);
    composed(desk, &one).await;
    one
}

/// The note among the texts in which something was masked.
async fn note(desk: &Desk, one: &str) -> Value {
    let masks = desk.get(&format!("{one}/masks")).await;
    assert_eq!(masks.status, 200, "{}", masks.text());
    let texts = masks.json()["texts"].as_array().unwrap().clone();
    let found = texts.into_iter().find(|it| it["before"] == NOTE);
    found.expect("the note")
}

/// The one place at which Bruno is named.
fn bruno(note: &Value) -> Value {
    let places = note["places"].as_array().unwrap();
    let at = |it: &Value, name: &str| usize::try_from(it[name].as_u64().unwrap()).unwrap();
    let place = places
        .iter()
        .find(|it| &NOTE[at(it, "from")..at(it, "to")] == "BRUNO Stone");
    let place = place.unwrap_or_else(|| panic!("{note}"));
    assert_eq!(place["kind"], "name");
    let after = note["after"].as_str().unwrap();
    assert_eq!(
        &after[at(place, "after_from")..at(place, "after_to")],
        "[Person 1]"
    );
    place.clone()
}

#[test]
fn cr_9_a_program_looks_at_what_is_masked_and_decides_about_it() {
    run(async {
        let desk = Desk::open().await;
        let one = with_note(&desk).await;
        let masks = format!("{one}/masks");
        let found = note(&desk, &one).await;
        let place = bruno(&found);
        assert_eq!(place["fixed"], true, "she doesn't work with him: {found}");
        let at = json!({"text": found["text"], "from": place["from"], "to": place["to"]});
        let lift = json!({"change": "lift", "at": at, "why": "He signed as her landlord."});
        post(&desk, &masks, lift.clone())
            .await
            .is_problem(422, "unsuitable");

        let also = post(&desk, &masks, json!({"change": "also", "words": "Teo"})).await;
        assert_eq!(also.status, 204, "{}", also.text());
        let stands = desk.get(&one).await.json();
        assert_eq!(
            stands["state"], "begun",
            "it has to be put together again: {stands}"
        );
        composed(&desk, &one).await;
        let shown = desk.get(&masks).await.json();
        assert_eq!(shown["also"], json!(["Teo"]));
        let after = note(&desk, &one).await["after"].clone();
        assert!(!after.as_str().unwrap().contains("Teo"), "{after}");

        desk.house.assign(&desk.dana, desk.bruno).await;
        composed(&desk, &one).await;
        let place = bruno(&note(&desk, &one).await);
        assert_eq!(
            (&place["fixed"], &place["changed"]),
            (&json!(false), &json!(false))
        );
        let lifted = post(&desk, &masks, lift).await;
        assert_eq!(lifted.status, 204, "{}", lifted.text());
        let again = composed(&desk, &one).await;
        assert_eq!(again["wants_second"], true, "{again}");
        let after = note(&desk, &one).await["after"].clone();
        assert!(after.as_str().unwrap().contains("BRUNO Stone"), "{after}");
        for back in [
            json!({"change": "widen", "at": at, "wider": "sentence"}),
            json!({"change": "accept", "at": at}),
            json!({"change": "not_also", "words": "Teo"}),
        ] {
            let back = post(&desk, &masks, back).await;
            assert_eq!(back.status, 204, "{}", back.text());
        }
        composed(&desk, &one).await;
        let after = note(&desk, &one).await["after"].clone();
        let after = after.as_str().unwrap();
        assert!(after.contains("Teo") && !after.contains("BRUNO"), "{after}");
    });
}

#[test]
fn cr_9_what_is_not_a_decision_is_named_and_nothing_is_decided() {
    run(async {
        let desk = Desk::open().await;
        let one = with_note(&desk).await;
        let masks = format!("{one}/masks");
        let at = json!({"text": "00", "from": 3, "to": 5});
        for (body, field) in [
            (json!({"change": "Teo"}), "change"),
            (json!({"change": "lift", "why": "He signed."}), "at"),
            (
                json!({"change": "widen", "at": at, "wider": "Teo"}),
                "wider",
            ),
        ] {
            let wrong = post(&desk, &masks, body).await;
            let problem = wrong.is_problem(422, "mend");
            assert_eq!(problem["fields"][0]["field"], field);
            assert!(!wrong.text().contains("Teo"), "{}", wrong.text());
        }
        for body in [
            json!({"change": "widen", "at": at, "wider": "all"}),
            json!({"change": "also", "words": "  "}),
        ] {
            post(&desk, &masks, body)
                .await
                .is_problem(422, "unsuitable");
        }
        let stands = desk.get(&one).await.json();
        assert_eq!(stands["state"], "composed");
    });
}

#[test]
fn cr_7_whoever_sees_the_book_alone_sees_neither_masks_nor_files() {
    run(async {
        let mut desk = Desk::open().await;
        let one = with_note(&desk).await;
        let keeper = desk.house.worker("keeper", Role::RecordsCustodian).await;
        let office = &desk.house.office;
        let duty = office.record_duty(&keeper, Purpose::RecordsManagement, 30);
        duty.await.expect("a duty");
        desk.seat(&keeper).await;
        let book = desk.get(&one).await;
        assert_eq!(book.status, 200, "{}", book.text());
        let also = json!({"change": "also", "words": "Teo"});
        for shut in [
            desk.get(&format!("{one}/masks")).await,
            post(&desk, &format!("{one}/masks"), also).await,
            desk.get(&format!("{one}/attached")).await,
            post(
                &desk,
                &format!("{one}/attached/remove"),
                json!({"place": 1}),
            )
            .await,
        ] {
            assert_eq!(shut.status, 403, "{}", shut.text());
            assert!(!shut.text().contains("BRUNO"), "{}", shut.text());
        }
    });
}

#[test]
fn nasw_m_what_can_not_be_read_of_a_file_is_withheld_and_said() {
    run(async {
        let desk = Desk::open().await;
        // A reader that breaks on every file: whatever it was given, there is an account of it.
        let reader = AttachmentReader::by(Path::new("/bin/false"), "read");
        desk.house.office.read_attachments_by(reader);
        let one = with_note(&desk).await;
        let attached = format!("{one}/attached");
        let files = desk.get(&attached).await;
        assert_eq!(files.json(), json!({"files": []}));
        let file = BASE64.encode(b"%PDF-1.7, and nothing that is one");
        for (body, field) in [
            (json!({"section": "gossip", "file": file}), "section"),
            (json!({"section": "housing", "file": "?"}), "file"),
        ] {
            let problem = post(&desk, &attached, body).await.is_problem(422, "mend");
            assert_eq!(problem["fields"][0]["field"], field);
        }
        for body in [
            json!({"section": "income", "file": file}),
            json!({"section": "housing", "file": ""}),
        ] {
            post(&desk, &attached, body)
                .await
                .is_problem(422, "unsuitable");
        }

        let taken = post(
            &desk,
            &attached,
            json!({"section": "housing", "file": file}),
        )
        .await;
        assert_eq!(taken.status, 201, "{}", taken.text());
        let taken = taken.json();
        assert_eq!(taken["parts"], 0);
        let withheld = taken["withheld"].as_array().unwrap();
        assert_eq!(withheld.len(), 1, "{taken}");
        let files = desk.get(&attached).await.json();
        assert_eq!(files, json!({"files": [taken]}));
        let stands = desk.get(&one).await.json();
        assert_eq!(stands["state"], "begun", "{stands}");
        let remove = format!("{attached}/remove");
        post(&desk, &remove, json!({"place": 2}))
            .await
            .is_problem(422, "unsuitable");
        let removed = post(&desk, &remove, json!({"place": 1})).await;
        assert_eq!(removed.status, 204, "{}", removed.text());
        assert_eq!(desk.get(&attached).await.json(), json!({"files": []}));
    });
}

#[test]
fn dv_3_3_2c_what_may_raise_the_risk_is_discussed_by_a_supervisor_first() {
    run(async {
        let mut desk = Desk::open().await;
        agreed(&desk, &[Category::Identity, Category::Housing]).await;
        let priya = desk.house.worker("priya", Role::Supervisor).await;
        desk.house.supervise(&priya, &desk.dana).await;
        let all = format!("/api/v1/clients/{}/disclosures", desk.alma);
        let quiet = post(&desk, &all, new()).await.json();
        let mut risky = new();
        risky["kind"] = json!("raises_risk");
        risky["answers"] = json!({"risk": "His cousin works there.",
            "implications": "She knows, and wants the flat all the same."});
        let begun = post(&desk, &all, risky).await;
        assert_eq!(begun.status, 201, "{}", begun.text());
        let one = format!("{all}/{}", begun.json()["number"]);
        let stands = desk.get(&one).await.json();
        assert_eq!(
            (
                &stands["kind"],
                &stands["raises_risk"],
                &stands["discussed"]
            ),
            (&json!("raises_risk"), &json!(true), &Value::Null)
        );
        assert_eq!(stands["next"], json!([]), "she began it");
        assert_eq!(stands["supervisor_told"], true);
        let language = json!({"language": "en"});
        let waits = post(&desk, &format!("{one}/compose"), language).await;
        assert_eq!(waits.status, 403, "{}", waits.text());

        let discussion = format!("{one}/discussion");
        let words = "Weighed what he may hear of it; she moves first.";
        let seen = stands["version"].as_i64().expect("a version");
        let said = json!({"said": words, "goes_on": true, "version": seen});
        let own = post(&desk, &discussion, said.clone()).await;
        let problem = own.is_problem(422, "mend");
        assert_eq!(problem["fields"][0]["field"], "said");
        desk.seat(&priya).await;
        let hers = desk.get(&one).await.json();
        assert_eq!(hers["next"], json!(["discuss"]), "{hers}");
        let nothing = json!({"said": " ", "goes_on": true, "version": seen});
        let nothing = post(&desk, &discussion, nothing).await;
        nothing.is_problem(422, "mend");
        let unseen = json!({"said": words, "goes_on": true});
        let unseen = post(&desk, &discussion, unseen).await;
        let problem = unseen.is_problem(422, "mend");
        assert_eq!(problem["fields"][0]["field"], "version");
        let stale = json!({"said": words, "goes_on": true, "version": seen - 1});
        let stale = post(&desk, &discussion, stale).await;
        stale.is_problem(409, "conflict");
        let nowhere = post(&desk, &format!("{all}/99/discussion"), said.clone()).await;
        nowhere.is_problem(404, "not-found");
        let quiet = format!("{all}/{}/discussion", quiet["number"]);
        let undue = post(&desk, &quiet, said.clone()).await;
        undue.is_problem(409, "conflict");
        let kept = post(&desk, &discussion, said).await;
        assert_eq!(kept.status, 204, "{}", kept.text());
        let stands = desk.get(&one).await.json();
        assert_eq!(stands["discussed"]["goes_on"], true, "{stands}");
        assert_eq!(stands["discussed"]["by"], priya.id.to_string());
        let dana = desk.dana.clone();
        desk.seat(&dana).await;
        composed(&desk, &one).await;
        let file = format!("/api/v1/clients/{}?section=notes", desk.alma);
        let notes = desk.get(&file).await.json();
        let notes = notes["sections"][0]["records"].as_array().unwrap();
        assert_eq!(notes.len(), 1, "what was weighed, once: {notes:?}");
    });
}

#[test]
fn dv_3_3_1_decisions_about_somebody_elses_client_and_about_nobody_get_one_answer() {
    run(async {
        let desk = Desk::open().await;
        agreed(&desk, &[Category::Identity]).await;
        let mut bodies = Vec::new();
        for client in [desk.bruno.to_string(), "0".repeat(26), "x".to_owned()] {
            let one = format!("/api/v1/clients/{client}/disclosures/1");
            for path in ["masks", "attached"] {
                bodies.push(desk.get(&format!("{one}/{path}")).await);
            }
            for (path, body) in [
                ("masks", json!({"change": "also", "words": "Teo"})),
                ("masks", json!({"change": "?"})),
                ("attached", json!({"section": "?", "file": "?"})),
                ("attached", json!({"section": "housing", "file": "eA=="})),
                ("attached/remove", json!({"place": 1})),
                ("discussion", json!({"said": "", "goes_on": true})),
                (
                    "discussion",
                    json!({"said": "Weighed.", "goes_on": false, "version": 1}),
                ),
            ] {
                bodies.push(post(&desk, &format!("{one}/{path}"), body).await);
            }
        }
        for answer in &bodies {
            answer.is_problem(404, "not-found");
        }
        let mut bodies: Vec<_> = bodies.into_iter().map(|it| it.body).collect();
        bodies.dedup();
        assert_eq!(bodies.len(), 1);
    });
}

#[test]
fn dv_4_3_a_program_says_who_the_partners_are_and_decides_about_each_sentence() {
    run(async {
        let desk = Desk::open().await;
        agreed(&desk, &[Category::Identity, Category::Housing]).await;
        let mut order = new();
        order["kind"] = json!("progress");
        order["answers"] = json!({
            "told_what": "That they hear how he gets on, and why.",
            "gone_through": "2020-03-14, in person",
            "text": "He came to six of eight sessions. His wife Rosa waited. He respects his ex.",
        });
        let client = format!("/api/v1/clients/{}", desk.alma);
        let begun = post(&desk, &format!("{client}/disclosures"), order).await;
        assert_eq!(begun.status, 201, "{}", begun.text());
        let one = format!("{client}/disclosures/{}", begun.json()["number"]);
        let partners = format!("{one}/partners");
        let language = json!({"language": "en"});
        let early = post(&desk, &format!("{one}/compose"), language).await;
        let problem = early.is_problem(422, "mend");
        assert_eq!(problem["fields"][0]["field"], "partners");
        let name = |body: Value| {
            let body = Body::from(body.to_string());
            desk.send(desk.request(Method::PUT, &partners, body))
        };
        let neither = name(json!({})).await;
        let problem = neither.is_problem(422, "mend");
        assert_eq!(problem["fields"][0]["field"], "people");
        let named = name(json!({"people": [["Rosa", "Rosi"]]})).await;
        assert_eq!(named.status, 204, "{}", named.text());
        assert_eq!(composed(&desk, &one).await["sentences_to_read"], 2);
        let shown = desk.get(&partners).await.json();
        assert_eq!(shown["named"]["people"], json!([["Rosa", "Rosi"]]));
        let stand: Vec<_> = shown["sentences"].as_array().unwrap().iter().collect();
        assert_eq!(stand[0]["stands"], "His wife [Person 1] waited.");
        assert_eq!(stand[1]["found_by"], json!(["ex"]));
        let sentences = format!("{partners}/sentences");
        let about = |at: usize, decision: &str| {
            json!({"content": shown["content"], "sentence": stand[at]["sentence"],
                   "decision": decision})
        };
        let wrong = post(&desk, &sentences, about(0, "Rosa")).await;
        assert_eq!(
            wrong.is_problem(422, "mend")["fields"][0]["field"],
            "decision"
        );
        assert!(!wrong.text().contains("Rosa"), "{}", wrong.text());
        let cleared = post(&desk, &sentences, about(1, "clear")).await;
        assert_eq!(cleared.status, 204, "{}", cleared.text());
        let read = desk.get(&partners).await.json();
        assert!(read["sentences"][1]["cleared_by"].is_string(), "{read}");
        let out = post(&desk, &sentences, about(0, "out")).await;
        assert_eq!(out.status, 204, "{}", out.text());
        assert_eq!(composed(&desk, &one).await["sentences_to_read"], 1);
        let read = desk.get(&partners).await.json();
        assert_eq!(read["sentences"][0]["out"], true, "{read}");
        assert!(
            read["sentences"][1]["cleared_by"].is_null(),
            "another paper"
        );
        let stale = post(&desk, &sentences, about(1, "clear")).await;
        stale.is_problem(409, "conflict");
        let book = desk.get(&format!("{client}/disclosures")).await;
        assert!(!book.text().contains("Rosa"), "a list tells no story");
    });
}
