//! Files, entries and histories: who gets what, and what everyone else gets.

use axum::body::Body;
use axum::http::Method;
use caseward_casework::gate::{EntryText, Outcome, Request, WallAgainst, WallFact};
use caseward_model::{Client, Id, Randomness, Role};
use caseward_testkit::{Export, run};
use http_body_util::BodyExt;
use serde_json::{Value, json};

use crate::desk::{Answer, Desk};

fn section<'a>(file: &'a Value, name: &str) -> &'a Value {
    let sections = file["sections"].as_array().unwrap();
    sections
        .iter()
        .find(|it| it["section"] == name)
        .unwrap_or_else(|| panic!("{name} in {file}"))
}

#[test]
fn cr_7_my_clients_are_those_to_whom_i_am_assigned() {
    run(async {
        let mut desk = Desk::open().await;
        let mine = desk.get("/api/v1/clients").await.json();
        assert_eq!(mine["clients"].as_array().unwrap().len(), 1);
        assert_eq!(mine["clients"][0]["client"], desk.alma.to_string());
        assert_eq!(mine["clients"][0]["name"], "Alma Reyes");
        let eve = desk.house.worker("eve", Role::Caseworker).await;
        desk.seat(&eve).await;
        assert_eq!(
            desk.get("/api/v1/clients").await.json(),
            json!({"clients": []})
        );
    });
}

#[test]
fn cr_4_a_file_comes_section_by_section_each_with_its_clause() {
    run(async {
        let desk = Desk::open().await;
        let answer = desk.get(&format!("/api/v1/clients/{}", desk.alma)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.headers["content-type"], "application/json");
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        let file = answer.json();
        assert_eq!(file["name"], "Alma Reyes");
        for decided in file["sections"].as_array().unwrap() {
            assert!(
                !decided["clauses"].as_array().unwrap().is_empty(),
                "{decided}"
            );
            assert!(!decided["reason"].as_str().unwrap().is_empty(), "{decided}");
            if decided["decision"] == "refused" {
                assert_eq!(decided["records"], json!([]), "{decided}");
            }
        }
        let identity = section(&file, "identity");
        assert_eq!(identity["decision"], "released");
        let fields = identity["records"][0]["fields"].as_array().unwrap();
        let of = |name: &str| fields.iter().find(|it| it["field"] == name).unwrap();
        assert_eq!(of("FirstName")["value"], "Alma");
        assert!(!of("FirstName")["label"].as_str().unwrap().is_empty());
        assert!(answer.text().contains(r#""meaning":""#));
    });
}

#[test]
fn nasw_c_only_the_asked_sections_come() {
    run(async {
        let desk = Desk::open().await;
        let file = desk
            .get(&format!(
                "/api/v1/clients/{}?section=housing&section=identity",
                desk.alma
            ))
            .await;
        let names: Vec<_> = file.json()["sections"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["section"].clone())
            .collect();
        assert_eq!(names.len(), 2, "{names:?}");
        assert!(names.contains(&json!("housing")) && names.contains(&json!("identity")));
    });
}

#[test]
fn dv_3_3_1_nobodys_somebody_elses_and_a_malformed_client_give_the_same_bytes() {
    run(async {
        let desk = Desk::open().await;
        let nobody = Id::<Client>::make_random(&Randomness::seeded(3)).to_string();
        let others = desk.bruno.to_string();
        let ids = [
            others.as_str(),
            &nobody,
            "x",
            "%ff",
            "..%2f..%2fetc",
            "00000000000000000000000000000000",
        ];
        for (method, rest, body) in [
            (Method::GET, "", ""),
            (Method::GET, "?section=housing&purpose=direct_service", ""),
            (Method::GET, "/history", ""),
            (
                Method::POST,
                "/entries",
                r#"{"section":"housing","provenance":"worker","nature":"fact","text":"A visit."}"#,
            ),
        ] {
            let mut seen: Option<Answer> = None;
            for id in ids {
                let path = format!("/api/v1/clients/{id}{rest}");
                let answer = desk.send(desk.request(method.clone(), &path, body)).await;
                answer.is_problem(404, "not-found");
                if let Some(first) = &seen {
                    assert_eq!(answer.body, first.body, "{id}");
                    assert_eq!(answer.headers, first.headers, "{id}");
                }
                seen = Some(answer);
            }
            assert!(!seen.unwrap().text().contains("entry"));
        }
    });
}

#[test]
fn dv_3_3_2e_a_wall_closes_the_file_like_a_strangers() {
    run(async {
        let desk = Desk::open().await;
        let before = desk.get(&format!("/api/v1/clients/{}", desk.bruno)).await;
        let no = desk.dana.no;
        let wall = move |since| WallFact {
            against: WallAgainst::Worker(no),
            since,
        };
        let office = &desk.house.office;
        office
            .change_facts(desk.alma, "wall_raised", move |sheet, now| {
                sheet.walls.push(wall(now))
            })
            .await
            .unwrap();
        let walled = desk.get(&format!("/api/v1/clients/{}", desk.alma)).await;
        walled.is_problem(404, "not-found");
        assert_eq!(walled.body, before.body);
    });
}

#[test]
fn cr_5_a_refusal_says_the_clause_and_what_would_change_it() {
    run(async {
        let desk = Desk::open().await;
        let answer = desk
            .get(&format!("/api/v1/clients/{}?purpose=media", desk.alma))
            .await;
        let problem = answer.is_problem(403, "refused");
        assert!(!problem["clauses"].as_array().unwrap().is_empty());
        assert!(problem["entry"].is_u64());
        let about = &problem["ask_law"]["about_client"];
        assert_eq!(about, "/api/v1/clients/{id}/law");
        for decided in problem["sections"].as_array().unwrap() {
            assert_eq!(decided["decision"], "refused");
            assert!(!decided["remedy"].as_str().unwrap().is_empty());
        }
        assert!(!answer.text().contains("Alma"));
    });
}

#[test]
fn nasw_c_each_answer_has_its_outcome() {
    run(async {
        let desk = Desk::open().await;
        let path = format!("/api/v1/clients/{}", desk.alma);
        let whole = desk.get(&path).await.json()["entry"].as_u64().unwrap();
        let lost = desk
            .respond(desk.request(Method::GET, &path, Body::empty()))
            .await;
        let lost_entry = whole + 2;
        drop(lost.into_body());
        let looks = desk
            .house
            .office
            .who_looked(&Request::to_serve(desk.dana.id, desk.alma))
            .await
            .ok()
            .unwrap();
        let outcome = |of: u64| {
            looks.iter().find_map(|look| match &look.text {
                EntryText::Outcome(text) if text.of == of => {
                    Some((text.outcome, text.content.clone()))
                }
                _ => None,
            })
        };
        let (delivered, hash) = outcome(whole).unwrap();
        assert_eq!(delivered, Outcome::Delivered);
        assert_eq!(hash.unwrap().len(), 64);
        assert_eq!(outcome(lost_entry), Some((Outcome::Broken, None)));
    });
}

#[test]
fn dv_5_2_2_an_entry_is_written_and_read_back() {
    run(async {
        let desk = Desk::open().await;
        let path = format!("/api/v1/clients/{}/entries", desk.alma);
        let text = "=HYPERLINK(\"x\") </script> \u{202e} \u{1f642}";
        let entry = json!({"section": "housing", "provenance": "worker", "nature": "opinion",
            "based_on": "Two visits.", "text": text});
        let written = desk.post(&path, entry.to_string()).await;
        assert_eq!(written.status, 201, "{}", written.text());
        assert_eq!(written.json()["section"], "housing");
        let file = desk
            .get(&format!("/api/v1/clients/{}?section=housing", desk.alma))
            .await
            .json();
        let records = section(&file, "housing")["records"].as_array().unwrap();
        let record = records.iter().find(|it| it["source"] == "entry").unwrap();
        assert_eq!(
            record["fields"][0],
            json!({"field": "text", "label": "Entry", "value": text})
        );
    });
}

#[test]
fn dv_5_2_2_what_an_entry_needs_is_said_at_once() {
    run(async {
        let desk = Desk::open().await;
        let path = format!("/api/v1/clients/{}/entries", desk.alma);
        let before = desk.entries().await;
        let problem = desk.post(&path, "{}").await.is_problem(422, "mend");
        let fields: Vec<_> = problem["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["field"].clone())
            .collect();
        assert_eq!(fields, ["section", "provenance", "nature", "text"]);
        let opinion =
            r#"{"section":"housing","provenance":"worker","nature":"opinion","text":"Well."}"#;
        assert_eq!(
            desk.post(&path, opinion).await.is_problem(422, "mend")["fields"][0]["field"],
            "based_on"
        );
        assert_eq!(desk.entries().await, before);
    });
}

#[test]
fn cr_2_a_history_says_who_looked() {
    run(async {
        let desk = Desk::open().await;
        let entry = desk
            .get(&format!("/api/v1/clients/{}", desk.alma))
            .await
            .json()["entry"]
            .clone();
        let history = desk
            .get(&format!("/api/v1/clients/{}/history", desk.alma))
            .await;
        assert_eq!(history.status, 200, "{}", history.text());
        let looks = history.json()["looks"].clone();
        let look = looks
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["entry"] == entry)
            .unwrap()
            .clone();
        assert_eq!(look["who"], "dana of the tests");
        assert_eq!(look["kind"], "intent");
        assert_eq!(look["what"]["purpose"], "direct_service");
        assert!(!history.text().contains("Alma"));
    });
}

#[test]
fn cr_4_a_program_asks_for_the_purpose_of_its_persons_part_and_by_its_own_way() {
    run(async {
        let mut desk = Desk::open().await;
        let sol = desk.house.worker("sol", Role::Supervisor).await;
        desk.house.supervise(&sol, &desk.dana).await;
        desk.seat(&sol).await;
        let path = format!("/api/v1/clients/{}", desk.alma);
        let file = desk.get(&path).await;
        assert_eq!(file.status, 200, "{}", file.text());
        let question = json!({"client": desk.alma, "sections": ["housing"]});
        let told = desk.post("/api/v1/ask", question.to_string()).await.json();
        assert_eq!(told["decision"], "released");
        let note = json!({"section": "notes", "provenance": "worker", "nature": "fact",
            "text": "Talked it over."});
        let written = desk
            .post(&format!("{path}/entries"), note.to_string())
            .await;
        assert_eq!(written.status, 201, "{}", written.text());
        let history = desk.get(&format!("{path}/history")).await.json();
        let hers: Vec<_> = history["looks"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| it["who"] == "sol of the tests" && !it["what"]["channel"].is_null())
            .collect();
        assert_eq!(hers.len(), 3, "{history}");
        for look in hers {
            assert_eq!(look["what"]["purpose"], "supervision", "{look}");
            assert_eq!(look["what"]["channel"], "api", "{look}");
        }
    });
}

#[test]
fn dv_5_10_overdue_training_closes_every_file() {
    run(async {
        let mut desk = Desk::open().await;
        let tansy = desk
            .house
            .worker_with("tansy", Role::Caseworker, true, false, "office")
            .await;
        desk.house.assign(&tansy, desk.alma).await;
        desk.seat(&tansy).await;
        assert_eq!(
            desk.get("/api/v1/me").await.json()["training_current"],
            false
        );
        let answer = desk.get(&format!("/api/v1/clients/{}", desk.alma)).await;
        answer.is_problem(403, "not-in-standing");
        assert!(!answer.text().contains("Alma"));
        // Someone else's client, and nobody: the same to the last byte.
        for other in [desk.bruno.to_string(), "x".to_owned()] {
            let other = desk.get(&format!("/api/v1/clients/{other}")).await;
            assert_eq!((other.status, &other.body), (answer.status, &answer.body));
        }
    });
}

#[test]
fn the_reasons_are_in_the_readers_language() {
    run(async {
        let desk = Desk::open().await;
        let mut request = desk.request(
            Method::GET,
            &format!("/api/v1/clients/{}", desk.alma),
            Body::empty(),
        );
        request
            .headers_mut()
            .insert("accept-language", "es".parse().unwrap());
        let spanish = desk
            .respond(request)
            .await
            .into_body()
            .collect()
            .await
            .unwrap()
            .to_bytes();
        let english = desk.get(&format!("/api/v1/clients/{}", desk.alma)).await;
        let spanish: Value = serde_json::from_slice(&spanish).unwrap();
        let reason = |file: &Value| section(file, "identity")["reason"].clone();
        assert_ne!(reason(&spanish), reason(&english.json()));
    });
}

#[test]
fn a_column_that_comes_with_a_later_export_has_its_name_too() {
    run(async {
        let desk = Desk::open().await;
        let path = format!("/api/v1/clients/{}", desk.alma);
        assert_eq!(desk.get(&path).await.status, 200);
        let extra = Export::new()
            .client("1", "Alma", "Reyes")
            .replaced("Client.csv", "ExportID\n", "ExportID,FavouriteSong\n")
            .replaced("Client.csv", ",E1\n", ",E1,A quiet one\n")
            .replaced("Client.csv", "2026-10-01", "2026-10-03")
            .replaced("Export.csv", "2026-11-01", "2026-11-02");
        desk.house.takes_in_whole().await;
        desk.house.import(&extra).await;
        let file = desk.get(&path).await;
        assert!(file.text().contains("A quiet one"), "{}", file.text());
        assert!(
            file.text().contains(r#""field":"FavouriteSong""#),
            "{}",
            file.text()
        );
    });
}
