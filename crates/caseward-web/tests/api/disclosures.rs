//! Disclosures for programs: begun, put together, looked at, let out by a person who proved who they are, and accounted for.

use axum::body::Body;
use axum::http::Method;
use caseward_casework::disclosure::verify_statement;
use caseward_casework::people::RegisteredOrganization;
use caseward_model::{Category, OrganizationKind, Purpose, Role, WayKind};
use caseward_testkit::{consent_to, run};
use serde_json::{Value, json};

use crate::desk::{Answer, Desk};

/// What the client agreed to towards a housing authority.
pub(crate) async fn agreed(desk: &Desk, sections: &[Category]) -> RegisteredOrganization {
    agreed_towards(desk, OrganizationKind::Agency, sections).await
}

/// The same towards an organization of this kind.
async fn agreed_towards(
    desk: &Desk,
    kind: OrganizationKind,
    sections: &[Category],
) -> RegisteredOrganization {
    let housing = desk.house.partner("housing", kind).await;
    let (recipient, categories) = (housing.no, sections.to_vec());
    let change = move |sheet: &mut caseward_casework::gate::ClientSheet, now: i64| {
        sheet.consents = vec![consent_to(
            recipient,
            (Purpose::Eligibility, &categories),
            now,
        )];
    };
    let changed = desk
        .house
        .office
        .change_facts(desk.alma, "consented", change);
    changed.await.expect("a consent");
    housing
}

pub(crate) fn new() -> Value {
    json!({"recipient": "housing", "purpose": "eligibility", "basis": "consent",
           "channel": "hand_delivery", "sections": ["identity", "housing"],
           "answers": {"gone_through": "2020-03-14, in person"},
           "told_how": "She is away until Monday."})
}

/// The disclosures of a client.
fn all(desk: &Desk) -> String {
    format!("/api/v1/clients/{}/disclosures", desk.alma)
}

async fn post(desk: &Desk, path: &str, body: Value) -> Answer {
    desk.post(path, body.to_string()).await
}

/// Chooses the way to their front desk, which was checked.
async fn by_hand(desk: &Desk, one: &str) {
    let housing = desk.house.office.organization("housing").await.unwrap();
    let place = (WayKind::Hand, "12 Court Square, front desk");
    let way = desk.house.way(housing.id, place, ("", "")).await;
    let listed = desk.get(&format!("{one}/ways")).await.json();
    let ways = listed["ways"].as_array().unwrap();
    let shown = ways.iter().find(|it| it["way"] == way);
    let shown = shown.unwrap_or_else(|| panic!("{listed}"));
    assert_eq!(shown["phone"], "+1 555 010 0199");
    assert_eq!(shown["word_may_be_left"], false);
    let said = json!({ "way": way, "paper_read": true, "danger_there": false });
    let body = Body::from(said.to_string());
    let put = desk.request(Method::PUT, &format!("{one}/way"), body);
    let chosen = desk.send(put).await;
    assert_eq!(chosen.status, 204, "{}", chosen.text());
}

/// Lets one disclosure out.
pub(crate) async fn released(desk: &Desk) -> String {
    let begun = post(desk, &all(desk), new()).await;
    assert_eq!(begun.status, 201, "{}", begun.text());
    let one = format!("{}/{}", all(desk), begun.json()["number"]);
    let language = json!({"language": "en"});
    let composed = post(desk, &format!("{one}/compose"), language).await;
    assert_eq!(composed.status, 200, "{}", composed.text());
    by_hand(desk, &one).await;
    let out = post(desk, &format!("{one}/release"), exactly(&composed)).await;
    assert_eq!(out.status, 200, "{}", out.text());
    one
}

/// The order to let out exactly what was put together.
fn exactly(composed: &Answer) -> Value {
    json!({"language": "en", "content": composed.json()["content"]})
}

/// Begins a disclosure and puts it together.
async fn composed(desk: &Desk, new: Value) -> (String, Answer) {
    let begun = post(desk, &all(desk), new).await;
    assert_eq!(begun.status, 201, "{}", begun.text());
    let one = format!("{}/{}", all(desk), begun.json()["number"]);
    let language = json!({"language": "en"});
    let composed = post(desk, &format!("{one}/compose"), language).await;
    assert_eq!(composed.status, 200, "{}", composed.text());
    (one, composed)
}

/// The signed sheet of the first hand-over is kept, once, and given out as it was brought.
async fn signed_sheet(desk: &Desk, hands: &str) {
    let first = format!("{hands}/1");
    assert_eq!(desk.get(&first).await.status, 404, "none is kept");
    let no_scan = post(desk, &first, json!({"scan": "R0lGODlh"})).await;
    assert_eq!(no_scan.status, 422, "{}", no_scan.text());
    let scan = json!({"scan": "JVBERi0xLjcgc2lnbmVk"});
    let kept = post(desk, &first, scan.clone()).await;
    assert_eq!(kept.status, 204, "{}", kept.text());
    assert_eq!(desk.get(&first).await.body, b"%PDF-1.7 signed");
    let again = post(desk, &first, scan.clone()).await;
    assert_eq!(again.status, 422, "what was kept isn't replaced");
    let none = post(desk, &format!("{hands}/2"), scan).await;
    assert_eq!(none.status, 404, "there is no such hand-over");
}

/// What left last is what is kept with its entry.
async fn kept_by_entry(desk: &Desk, one: &str, entry: &Value) {
    for paper in ["document", "statement", "proof"] {
        let last = desk.get(&format!("{one}/{paper}")).await;
        let kept = desk.get(&format!("{one}/left/{entry}/{paper}")).await;
        assert_eq!(last.status, 200, "{paper}");
        assert_eq!(kept.status, 200, "{paper}");
        assert!(kept.body == last.body, "{paper}");
    }
    let other = desk.get(&format!("{one}/left/0/statement")).await;
    other.is_problem(404, "not-found");
}

#[test]
fn re_2_a_program_goes_the_whole_way_and_its_person_lets_it_out() {
    run(async {
        let desk = Desk::open().await;
        agreed(&desk, &[Category::Identity, Category::Housing]).await;
        let begun = post(&desk, &all(&desk), new()).await;
        assert_eq!(begun.status, 201, "{}", begun.text());
        let one = format!("{}/{}", all(&desk), begun.json()["number"]);
        let early = desk.get(&format!("{one}/document")).await;
        early.is_problem(404, "not-found");
        let language = json!({"language": "en"});
        let before = json!({"language": "en", "content": "0".repeat(64)});
        let nothing = post(&desk, &format!("{one}/release"), before).await;
        nothing.is_problem(409, "conflict");

        let composed = post(&desk, &format!("{one}/compose"), language).await;
        let order = exactly(&composed);
        let composed = composed.json();
        assert_eq!(composed["wants_second"], false, "{composed}");
        let seen = desk.get(&format!("{one}/document")).await;
        assert_eq!(seen.headers["content-type"], "application/pdf");
        assert!(seen.body.starts_with(b"%PDF"));

        let no_way = post(&desk, &format!("{one}/release"), order.clone()).await;
        no_way.is_problem(409, "conflict");
        let later = json!({"told": "later", "how": "She can't be reached before Monday."});
        let why = post(&desk, &format!("{one}/told"), later).await;
        assert_eq!(why.status, 204, "{}", why.text());
        by_hand(&desk, &one).await;
        let out = post(&desk, &format!("{one}/release"), order).await;
        assert_eq!(out.status, 200, "{}", out.text());
        assert_eq!(out.json()["kind"], "hand");
        let left = desk.get(&format!("{one}/document")).await;
        assert_eq!(left.body, seen.body, "what was looked at is what left");
        let statement = desk.get(&format!("{one}/statement")).await;
        let proof = desk.get(&format!("{one}/proof")).await;
        let (_, key) = desk.house.office.gate.checkpoint().await.expect("a key");
        let checked = verify_statement(&statement.body, proof.text(), &key.to_string());
        assert_eq!(
            checked.expect("it holds").about,
            out.json()["entry"].as_u64().unwrap()
        );
        kept_by_entry(&desk, &one, &out.json()["entry"]).await;

        let arrived = json!({"end": "arrived", "how": "taken by the front desk"});
        let noted = post(&desk, &format!("{one}/arrival"), arrived).await;
        noted.is_problem(409, "conflict");
        let sheet = desk.get(&format!("{one}/cover-sheet")).await;
        assert!(sheet.body.starts_with(b"%PDF"), "for the envelope");
        let nobody = json!({"taken_by": "somebody", "seal_intact": true});
        let noted = post(&desk, &format!("{one}/hands"), nobody).await;
        noted.is_problem(422, "mend");
        let taken = json!({"taken_by": "recipient", "called": "J. Park, front desk", "seal_intact": true,
                           "in_ink": true});
        let noted = post(&desk, &format!("{one}/hands"), taken).await;
        assert_eq!(noted.status, 204, "{}", noted.text());
        signed_sheet(&desk, &format!("{one}/left/{}/hands", out.json()["entry"])).await;
        let told = json!({"told": "before", "how": "At the appointment."});
        let noted = post(&desk, &format!("{one}/told"), told).await;
        assert_eq!(noted.status, 204, "{}", noted.text());
        let stands = desk.get(&one).await.json();
        assert_eq!(
            (&stands["state"], &stands["told"], &stands["content"]),
            (&json!("delivered"), &json!("before"), &composed["content"])
        );
        let listed = desk.get(&all(&desk)).await.json();
        let mut book = stands.clone();
        let hand = book["envelope"]["hands"][0].as_object_mut().unwrap();
        assert_eq!(hand.remove("called"), Some(json!("J. Park, front desk")));
        for said in ["why_more", "told_how", "ended_how", "answers", "remarks"] {
            assert!(
                book.as_object_mut().unwrap().remove(said).is_some(),
                "{said}"
            );
        }
        assert_eq!(listed["disclosures"][0], book, "a list tells no story");
    });
}

#[test]
fn dv_2_1_what_can_not_go_names_the_failing_element_and_the_smallest_change() {
    run(async {
        let desk = Desk::open().await;
        agreed(&desk, &[Category::Identity]).await;
        let begun = post(&desk, &all(&desk), new()).await.json();
        let one = format!("{}/{}", all(&desk), begun["number"]);
        let language = json!({"language": "en"});
        let kept = post(&desk, &format!("{one}/compose"), language.clone()).await;
        let problem = kept.is_problem(403, "not-all");
        let about = &problem["ask_law"]["about_client"];
        assert_eq!(about, "/api/v1/clients/{id}/law");
        let sections = problem["sections"].as_array().unwrap();
        let housing = sections.iter().find(|it| it["section"] == "housing");
        let housing = housing.expect("the section that can't go");
        assert_eq!(housing["decision"], "refused");
        assert_eq!(housing["fact"], "consent.covers_section");
        assert!(!housing["changes"].as_array().unwrap().is_empty());
        // Left out, the rest goes.
        let fewer = json!({"sections": ["identity"]}).to_string();
        let put = desk.request(Method::PUT, &format!("{one}/sections"), Body::from(fewer));
        assert_eq!(desk.send(put).await.status, 204);
        let composed = post(&desk, &format!("{one}/compose"), language).await;
        assert_eq!(composed.status, 200, "{}", composed.text());
    });
}

#[test]
fn nasw_l_no_token_lets_anything_out_and_no_stale_session_does() {
    run(async {
        let mut desk = Desk::open().await;
        agreed(&desk, &[Category::Identity, Category::Housing]).await;
        let wanted = json!({"scopes": ["read", "manage"], "days": 30});
        let token = post(&desk, "/api/v1/tokens", wanted).await.json();
        let session = std::mem::replace(
            &mut desk.session,
            token["token"].as_str().unwrap().to_owned(),
        );
        let begun = post(&desk, &all(&desk), new()).await;
        assert_eq!(begun.status, 201, "{}", begun.text());
        let one = format!("{}/{}", all(&desk), begun.json()["number"]);
        let language = json!({"language": "en"});
        let composed = post(&desk, &format!("{one}/compose"), language).await;
        assert_eq!(composed.status, 200, "{}", composed.text());
        let order = exactly(&composed);
        let out = post(&desk, &format!("{one}/release"), order.clone()).await;
        out.is_problem(403, "out-of-scope");

        desk.session = session;
        desk.house.clock.advance(5 * 60_000 + 1);
        let out = post(&desk, &format!("{one}/release"), order).await;
        out.is_problem(403, "proof-needed");
        let stands = desk.get(&one).await.json();
        assert_eq!(stands["state"], "composed");
    });
}

#[test]
fn re_2_only_what_was_looked_at_is_let_out() {
    run(async {
        let desk = Desk::open().await;
        agreed(&desk, &[Category::Identity, Category::Housing]).await;
        let (one, composed) = composed(&desk, new()).await;
        by_hand(&desk, &one).await;
        let release = format!("{one}/release");
        let unsaid = post(&desk, &release, json!({"language": "en"})).await;
        let problem = unsaid.is_problem(422, "mend");
        assert_eq!(problem["fields"][0]["field"], "content");
        let other = json!({"language": "en", "content": "0".repeat(64)});
        let other = post(&desk, &release, other).await;
        other.is_problem(409, "conflict");
        assert_eq!(desk.get(&one).await.json()["state"], "composed");
        let out = post(&desk, &release, exactly(&composed)).await;
        assert_eq!(out.status, 200, "{}", out.text());
        let again = post(&desk, &release, exactly(&composed)).await;
        again.is_problem(409, "conflict");
    });
}

#[test]
fn cr_7_the_ways_are_for_whoever_reads_all_that_it_is_made_of() {
    run(async {
        let mut desk = Desk::open().await;
        agreed(&desk, &[Category::Identity, Category::Housing]).await;
        let (one, _) = composed(&desk, new()).await;
        by_hand(&desk, &one).await;
        let shown = desk.get(&format!("{one}/ways")).await.json();
        assert_eq!(shown["shown"], true, "{shown}");
        assert_eq!(shown["ways"][0]["address"], "12 Court Square, front desk");
        // Whoever keeps the book learns that it is there, and nothing of where it goes.
        let keeper = desk.house.worker("keeper", Role::RecordsCustodian).await;
        let office = &desk.house.office;
        let duty = office.record_duty(&keeper, Purpose::RecordsManagement, 30);
        duty.await.expect("a duty");
        desk.session = desk.session_of(&keeper).await;
        let kept = desk.get(&format!("{one}/ways")).await;
        assert_eq!(kept.status, 200, "{}", kept.text());
        assert!(!kept.text().contains("Court Square"), "{}", kept.text());
        let kept = kept.json();
        let nothing = (&json!(false), &json!([]), &json!(false));
        assert_eq!((&kept["shown"], &kept["ways"], &kept["walled"]), nothing);
    });
}

#[test]
fn cc_2_3_where_a_shelter_is_stands_nowhere() {
    run(async {
        let desk = Desk::open().await;
        let kind = OrganizationKind::VictimServiceProvider;
        agreed_towards(&desk, kind, &[Category::Identity, Category::Housing]).await;
        let (one, _) = composed(&desk, new()).await;
        by_hand(&desk, &one).await;
        let shown = desk.get(&format!("{one}/ways")).await;
        assert!(!shown.text().contains("Court Square"), "{}", shown.text());
        assert_eq!(shown.json()["ways"][0]["receiver"], "Intake office");
    });
}

#[test]
fn cc_2_3_a_link_that_nobody_elsewhere_could_open_is_not_chosen() {
    run(async {
        let desk = Desk::open().await;
        let office = &desk.house.office;
        office
            .serve_at("http://office.example")
            .expect("an address");
        let housing = agreed(&desk, &[Category::Identity, Category::Housing]).await;
        let mut order = new();
        order["channel"] = json!("secure_transfer");
        let (one, _) = composed(&desk, order).await;
        let place = (WayKind::Link, "intake@housing.example");
        let way = desk.house.way(housing.id, place, ("", "")).await;
        let body = Body::from(json!({ "way": way, "paper_read": true }).to_string());
        let put = desk.request(Method::PUT, &format!("{one}/way"), body);
        let refused = desk.send(put).await;
        let problem = refused.is_problem(409, "conflict");
        let says = problem["reason"].as_str().unwrap();
        assert!(says.contains("https address"), "{says}");
    });
}

#[test]
fn nasw_c_what_is_missing_is_named_and_nothing_is_kept() {
    run(async {
        let desk = Desk::open().await;
        agreed(&desk, &[Category::Identity]).await;
        let nothing = json!({"recipient": "nobody-here", "purpose": "gossip", "basis": "", "channel": "shouting"});
        let wrong = post(&desk, &all(&desk), nothing).await;
        let problem = wrong.is_problem(422, "mend");
        let fields = problem["fields"].as_array().unwrap();
        let named: Vec<_> = fields
            .iter()
            .map(|it| it["field"].as_str().unwrap())
            .collect();
        assert_eq!(named, ["purpose", "basis", "channel", "recipient"]);
        assert!(!wrong.text().contains("gossip"), "{}", wrong.text());
        let mut more = new();
        more["sections"] = json!(["identity", "services"]);
        let wrong = post(&desk, &all(&desk), more).await;
        let problem = wrong.is_problem(422, "mend");
        assert_eq!(problem["fields"][0]["field"], "why_more");
        // To serve somebody anything can be needed, and it begins with the least: more than that is asked for a reason here too.
        let mut wide = new();
        wide["purpose"] = json!("direct_service");
        let wrong = post(&desk, &all(&desk), wide).await;
        let problem = wrong.is_problem(422, "mend");
        assert_eq!(problem["fields"][0]["field"], "why_more");
        let listed = desk.get(&all(&desk)).await.json();
        assert_eq!(listed["disclosures"], json!([]));
    });
}

#[test]
fn dv_3_3_1_disclosures_of_somebody_elses_client_and_of_nobody_get_one_answer() {
    run(async {
        let desk = Desk::open().await;
        agreed(&desk, &[Category::Identity]).await;
        let mut bodies = Vec::new();
        for client in [desk.bruno.to_string(), "0".repeat(26), "x".to_owned()] {
            let all = format!("/api/v1/clients/{client}/disclosures");
            for path in [
                "",
                "/1",
                "/1/document",
                "/1/statement",
                "/1/proof",
                "/1/left/1/document",
                "/1/left/1/proof",
            ] {
                bodies.push(desk.get(&format!("{all}{path}")).await);
            }
            for (path, body) in [
                ("", new()),
                (
                    "",
                    json!({"recipient": "", "purpose": "", "basis": "", "channel": ""}),
                ),
                ("/1/compose", json!({"language": "en"})),
                ("/1/compose", json!({"language": "?"})),
                ("/1/approval", json!({})),
                ("/1/release", json!({"language": "en"})),
                ("/1/arrival", json!({"end": "?"})),
                ("/1/told", json!({"told": "?", "how": ""})),
            ] {
                bodies.push(post(&desk, &format!("{all}{path}"), body).await);
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
fn re_2_a_disclosure_says_its_way_its_hands_and_who_released_it_and_names_only_to_who_may_read_it()
{
    run(async {
        let desk = Desk::open().await;
        agreed(&desk, &[Category::Identity, Category::Housing]).await;
        let one = released(&desk).await;
        let taken = json!({"taken_by": "recipient", "called": "Rosa Quill, front desk", "seal_intact": true});
        let noted = post(&desk, &format!("{one}/hands"), taken).await;
        assert_eq!(noted.status, 204, "{}", noted.text());
        let found = desk.get(&one).await.json();
        assert_eq!(found["way"]["kind"], "hand");
        assert_eq!(found["way"]["paper_read"], true);
        assert_eq!(found["travels"]["kind"], "hand");
        assert_eq!(found["trouble"], Value::Null);
        assert_eq!(found["released_by"], found["begun_by"]);
        let hand = &found["envelope"]["hands"][0];
        assert_eq!(found["envelope"]["state"], "delivered");
        assert_eq!(hand["taken_by"], "recipient");
        assert_eq!(hand["called"], "Rosa Quill, front desk");
        assert_eq!(found["answers"], new()["answers"]);
        assert_eq!(found["remarks"], json!([]));
        // The list is the book: it says that it went through their hands, and no name and no word.
        let listed = desk.get(&all(&desk)).await;
        let line = &listed.json()["disclosures"][0];
        assert_eq!(line["envelope"]["hands"][0]["taken_by"], "recipient");
        assert!(line.get("answers").is_none() && line.get("remarks").is_none());
        assert!(!listed.text().contains("Rosa Quill"), "{}", listed.text());
    });
}

#[test]
fn re_2_the_accounting_comes_as_json_and_as_each_file() {
    run(async {
        let desk = Desk::open().await;
        agreed(&desk, &[Category::Identity, Category::Housing]).await;
        released(&desk).await;
        let path = format!("/api/v1/clients/{}/accounting", desk.alma);
        let all = desk.get(&path).await.json();
        assert_eq!(all["lines"][0]["recipient_name"], "housing");
        assert_eq!(all["lines"][0]["disclosure"]["state"], "released");
        assert_eq!(all["lines"][0]["left_as"], "disclosure");
        assert_eq!(all["lines"][0]["client_told"], "later");
        let hipaa = desk.get(&format!("{path}?regime=hipaa")).await.json();
        assert_eq!(hipaa["lines"], json!([]));
        assert_eq!(hipaa["columns"][5], "frequency_or_count");
        for (format, begins) in [("csv", "disclosure_date,"), ("xlsx", "PK"), ("pdf", "%PDF")] {
            let file = desk
                .get(&format!("{path}?regime=part2&format={format}"))
                .await;
            assert_eq!(file.status, 200, "{}", file.text());
            assert!(file.body.starts_with(begins.as_bytes()), "{format}");
        }
        for wrong in ["regime=ours", "format=exe", "language=fr", "other=1"] {
            let answer = desk.get(&format!("{path}?{wrong}")).await;
            answer.is_problem(400, "parameter");
        }
    });
}

#[test]
fn re_2_fhir_goes_to_a_recipient_who_is_named() {
    run(async {
        let desk = Desk::open().await;
        agreed(&desk, &[Category::Identity, Category::Housing]).await;
        released(&desk).await;
        let base = format!("/api/v1/clients/{}/fhir", desk.alma);
        let events = desk
            .get(&format!("{base}/AuditEvent?recipient=housing"))
            .await;
        assert_eq!(events.headers["content-type"], "application/fhir+json");
        assert_eq!(events.json()["total"], 2, "{}", events.text());
        assert!(!events.text().contains(&desk.alma.to_string()));
        let consents = desk.get(&format!("{base}/Consent?recipient=housing")).await;
        assert_eq!(consents.json()["type"], "searchset");
        for path in ["Consent", "AuditEvent", "Consent?recipient=nobody"] {
            let answer = desk.get(&format!("{base}/{path}")).await;
            let problem = answer.is_problem(400, "parameter");
            assert_eq!(problem["fields"][0]["field"], "recipient");
        }
    });
}

#[test]
fn nasw_l_no_token_hands_fhir_out_and_no_stale_session_does() {
    run(async {
        let mut desk = Desk::open().await;
        agreed(&desk, &[Category::Identity, Category::Housing]).await;
        released(&desk).await;
        let addresses = ["Consent", "AuditEvent"].map(|it| {
            let alma = desk.alma;
            format!("/api/v1/clients/{alma}/fhir/{it}?recipient=housing")
        });
        let wanted = json!({"scopes": ["read", "manage"], "days": 30});
        let token = post(&desk, "/api/v1/tokens", wanted).await.json();
        let session = std::mem::replace(
            &mut desk.session,
            token["token"].as_str().unwrap().to_owned(),
        );
        for address in &addresses {
            let kept = desk.get(address).await;
            kept.is_problem(403, "out-of-scope");
        }
        desk.session = session;
        for address in &addresses {
            assert_eq!(desk.get(address).await.status, 200);
        }
        desk.house.clock.advance(5 * 60_000 + 1);
        for address in &addresses {
            let kept = desk.get(address).await;
            kept.is_problem(403, "proof-needed");
        }
        // Of somebody else's client and of nobody it says the same.
        let other = format!(
            "/api/v1/clients/{}/fhir/Consent?recipient=housing",
            desk.bruno
        );
        let kept = desk.get(&other).await;
        kept.is_problem(403, "proof-needed");
    });
}

#[test]
fn dv_2_1_a_consent_of_another_system_that_can_not_be_taken_says_where_and_why() {
    run(async {
        let desk = Desk::open().await;
        let path = format!("/api/v1/clients/{}/fhir/Consent", desk.alma);
        let deep = format!("{}{}", "[".repeat(60), "]".repeat(60));
        let twice = r#"{"resourceType":"Consent","status":"active","status":"draft"}"#;
        for (body, says) in [
            ("{}".to_owned(), "Consent.resourceType"),
            (deep, "nested deeper"),
            (twice.to_owned(), "stands twice"),
            ("Alma".to_owned(), "this isn't JSON"),
        ] {
            let answer = desk.post(&path, body).await;
            let problem = answer.is_problem(422, "unsuitable");
            assert!(
                problem["reason"].as_str().unwrap().contains(says),
                "{problem}"
            );
            assert!(!answer.text().contains("Alma"));
        }
        let large = desk.post(&path, " ".repeat(256 * 1024 + 1)).await;
        large.is_problem(413, "too-large");
        let consents = format!("/api/v1/clients/{}/consents", desk.alma);
        assert_eq!(desk.get(&consents).await.json()["consents"], json!([]));
        let other = format!("/api/v1/clients/{}/fhir/Consent", desk.bruno);
        desk.post(&other, "{}").await.is_problem(404, "not-found");
    });
}
