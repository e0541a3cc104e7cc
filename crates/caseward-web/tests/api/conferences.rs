//! Case conferences for programs: as on the pages, shut to whoever hasn't signed.

use axum::body::Body;
use axum::http::Method;
use caseward_model::Role;
use caseward_testkit::run;
use serde_json::{Value, json};

use crate::desk::{Answer, Desk};

const ALL: &str = "/api/v1/conferences";

async fn post(desk: &Desk, path: &str, body: Value) -> Answer {
    desk.post(path, body.to_string()).await
}

async fn put(desk: &Desk, path: &str, body: Value) -> Answer {
    let body = Body::from(body.to_string());
    desk.send(desk.request(Method::PUT, path, body)).await
}

fn signature() -> Value {
    json!({"version": 1, "name": "Obviously Fictional", "position": "Caseworker",
           "email": "made.up@office.example", "phone": "555 0100", "accepts": true})
}

#[test]
fn cc_2_a_program_sees_nothing_of_a_conference_before_its_owner_has_signed() {
    run(async {
        let mut desk = Desk::open().await;
        let dana = desk.dana.clone();
        let lena = desk.house.worker("lena", Role::ConferenceLead).await;
        desk.house.publish_conferencing().await;
        desk.house.sign_conferencing(&lena).await;
        desk.house.sign_conferencing(&dana).await;
        let new = json!({"title": "Northside table", "kind": "care_team",
                         "purpose": "Care for those whom several of us serve."});
        post(&desk, ALL, new.clone())
            .await
            .is_problem(403, "not-permitted");

        desk.seat(&lena).await;
        let wrong = json!({"title": "", "kind": "gossip", "purpose": ""});
        let wrong = post(&desk, ALL, wrong).await.is_problem(422, "mend");
        assert_eq!(wrong["fields"][0]["field"], "kind");
        let begun = post(&desk, ALL, new).await;
        assert_eq!(begun.status, 201, "{}", begun.text());
        let one = format!("{ALL}/{}", begun.json()["id"].as_str().unwrap());
        let shut = desk.get(&one).await.json();
        assert_eq!(shut["state"], "to_sign");
        assert_eq!(shut["series"], Value::Null);
        let signed = post(&desk, &format!("{one}/signature"), signature()).await;
        assert_eq!(signed.status, 204, "{}", signed.text());
        assert_eq!(desk.get(&one).await.json()["series"]["kind"], "care_team");
        let person = json!({"worker": dana.id.to_string()});
        let named = post(&desk, &format!("{one}/participants"), person.clone()).await;
        assert_eq!(named.status, 204, "{}", named.text());
        let unfit = put(&desk, &format!("{one}/lead"), person).await;
        unfit.is_problem(422, "mend");

        desk.seat(&dana).await;
        let listed = desk.get(ALL).await;
        assert!(!listed.text().contains("Northside"), "{}", listed.text());
        assert_eq!(listed.json()["conferences"][0]["state"], "to_sign");
        let signed = post(&desk, &format!("{one}/signature"), signature()).await;
        assert_eq!(signed.status, 204, "{}", signed.text());
        let open = desk.get(&one).await.json();
        assert_eq!(open["series"]["participants"].as_array().unwrap().len(), 2);
        let left = post(&desk, &format!("{one}/leave"), json!({})).await;
        assert_eq!(left.status, 204, "{}", left.text());
        desk.get(&one).await.is_problem(404, "not-found");
    });
}

#[test]
fn cc_2_2_a_program_doesnt_attest_and_a_person_behind_one_does() {
    run(async {
        let mut desk = Desk::open().await;
        let lena = desk.house.worker("lena", Role::ConferenceLead).await;
        desk.house.publish_conferencing().await;
        desk.house.sign_conferencing(&lena).await;
        desk.seat(&lena).await;
        let new = json!({"title": "Northside table", "kind": "care_team",
                         "purpose": "Care for those whom several of us serve."});
        let begun = post(&desk, ALL, new).await.json();
        let series = format!("{ALL}/{}", begun["id"].as_str().unwrap());
        post(&desk, &format!("{series}/signature"), signature()).await;
        let wrong = json!({"begins_at": "soon", "minutes": 5, "how": "by_crow", "purpose": ""});
        let meetings = format!("{series}/meetings");
        let wrong = post(&desk, &meetings, wrong).await.is_problem(422, "mend");
        assert_eq!(wrong["fields"].as_array().unwrap().len(), 4);
        let at = desk.house.clock.now().to_string();
        let plan = json!({"begins_at": at, "minutes": 60, "how": "remote",
                          "purpose": "Care for all of them."});
        let set = post(&desk, &meetings, plan).await;
        assert_eq!(set.status, 201, "{}", set.text());
        let one = format!("/api/v1/meetings/{}", set.json()["id"].as_str().unwrap());
        let shown = desk.get(&one).await.json();
        assert_eq!(shown["meeting"]["room"], "planned");
        let mine = shown["meeting"]["sittings"].as_array().unwrap().clone();
        assert_eq!((mine.len(), &mine[0]["leads"]), (1, &json!(true)));
        let nowhere = format!("{one}/open?sitting=00000000000000000000000000");
        let nowhere = post(&desk, &nowhere, json!({})).await;
        nowhere.is_problem(404, "not-found");
        let seat = format!("{one}/seat");
        let word = json!({"reminded": true, "attests": true});
        post(&desk, &seat, word.clone())
            .await
            .is_problem(422, "mend");
        let open = format!(
            "{one}/open?sitting={}",
            mine[0]["sitting"].as_str().unwrap()
        );
        assert_eq!(post(&desk, &open, json!({})).await.status, 204);

        let wanted = json!({"scopes": ["read", "manage"], "days": 30});
        let token = post(&desk, "/api/v1/tokens", wanted).await.json();
        let token = token["token"].as_str().unwrap().to_owned();
        let session = std::mem::replace(&mut desk.session, token);
        assert_eq!(desk.get(&one).await.json()["meeting"]["room"], "open");
        let sat = post(&desk, &seat, word.clone()).await;
        sat.is_problem(403, "out-of-scope");

        desk.session = session;
        let silent = json!({"reminded": true, "attests": false});
        post(&desk, &seat, silent).await.is_problem(422, "mend");
        let elsewhere = json!({"reminded": true, "attests": true,
                               "sitting": "00000000000000000000000000"});
        let elsewhere = post(&desk, &seat, elsewhere).await;
        elsewhere.is_problem(404, "not-found");
        let sat = post(&desk, &seat, word).await;
        assert_eq!(sat.status, 201, "{}", sat.text());
        let sat = sat.json()["seat"].as_str().unwrap().to_owned();
        let which = json!({ "seat": sat });
        let heard = post(&desk, &format!("{seat}/beat"), which.clone()).await;
        assert_eq!(heard.json()["seated"], true, "{}", heard.text());
        let room = format!("{one}/room?seat={sat}");
        let shown = desk.get(&room).await.json();
        assert_eq!(shown["attendance"].as_array().unwrap().len(), 1);
        let word = json!({"seat": sat, "why": "withdrawn"});
        let out = post(&desk, &format!("{seat}/end"), word).await;
        assert_eq!(out.status, 204, "{}", out.text());
        let heard = post(&desk, &format!("{seat}/beat"), which).await.json();
        assert_eq!(
            (&heard["seated"], &heard["why"]),
            (&json!(false), &json!("withdrawn"))
        );
        desk.get(&room).await.is_problem(422, "mend");
        let file = desk.get(&format!("{one}/calendar")).await;
        assert_eq!(file.headers["content-type"], "text/calendar; charset=utf-8");
    });
}

#[test]
fn cc_2_4a_a_program_finds_items_by_handles_and_never_an_identifier_beside_a_client() {
    run(async {
        let mut desk = Desk::open().await;
        let (dana, alma) = (desk.dana.clone(), desk.alma.to_string());
        let lena = desk.house.worker("lena", Role::ConferenceLead).await;
        let omar = desk.house.worker("omar", Role::Caseworker).await;
        desk.house.assign(&omar, desk.alma).await;
        desk.house.publish_conferencing().await;
        desk.house.sign_conferencing(&lena).await;
        desk.house.sign_conferencing(&dana).await;
        desk.house.sign_conferencing(&omar).await;
        desk.seat(&lena).await;
        let new = json!({"title": "Northside table", "kind": "care_team",
                         "purpose": "Care for those whom several of us serve."});
        let begun = post(&desk, ALL, new).await.json();
        let series = begun["id"].as_str().unwrap().to_owned();
        let one = format!("{ALL}/{series}");
        post(&desk, &format!("{one}/signature"), signature()).await;
        let person = json!({"worker": dana.id.to_string()});
        post(&desk, &format!("{one}/participants"), person).await;
        let shown = desk.get(&one).await.json();
        let own = shown["series"]["offers"][0].clone();
        let only = json!({"organization": own["organization"], "sections": ["identity"]});
        let offers = format!("{one}/offers");
        put(&desk, &offers, only).await.is_problem(422, "mend");
        let only = json!({"organization": own["organization"], "sections": ["housing"]});
        assert_eq!(put(&desk, &offers, only).await.status, 204);

        desk.seat(&dana).await;
        post(&desk, &format!("{one}/signature"), signature()).await;
        let items = format!("/api/v1/clients/{alma}/conference-items");
        let wrong = json!({"conference": series, "purpose": "housing", "sections": ["health"],
                           "minutes": 10, "by": "identifier"});
        let wrong = post(&desk, &items, wrong).await.is_problem(422, "mend");
        assert_eq!(wrong["fields"][0]["field"], "sections");
        let right = json!({"conference": series, "purpose": "housing", "sections": ["housing"],
                           "minutes": 10, "by": "identifier"});
        let proposed = post(&desk, &items, right).await;
        assert_eq!(proposed.status, 204, "{}", proposed.text());
        let listed = desk.get(&items).await.json();
        assert_eq!(listed["items"][0]["state"], "waits_for_organization");
        assert_eq!(listed["items"][0]["can_agree"], false);
        let which = json!({ "conference": series });
        let agreement = format!("{items}/agreement");
        let myself = post(&desk, &agreement, which.clone()).await;
        myself.is_problem(422, "mend");

        desk.seat(&omar).await;
        let agreed = post(&desk, &agreement, which.clone()).await;
        assert_eq!(agreed.status, 204, "{}", agreed.text());
        desk.get("/api/v1/conference-items")
            .await
            .is_problem(403, "not-permitted");

        desk.seat(&lena).await;
        desk.get(&items).await.is_problem(404, "not-found");
        let waiting = desk.get("/api/v1/conference-items").await;
        assert!(!waiting.text().contains(&alma), "{}", waiting.text());
        let item = waiting.json()["conferences"][0]["items"][0].clone();
        let identifier = item["identifier"].as_str().unwrap().to_owned();
        let answer = format!("{one}/items/answer");
        let nobody = json!({"item": "0".repeat(26), "agrees": true});
        let nobody = post(&desk, &answer, nobody).await;
        nobody.is_problem(404, "not-found");
        let yes = json!({"item": item["item"], "agrees": true});
        assert_eq!(post(&desk, &answer, yes).await.status, 204);
        let at = desk.house.clock.now().to_string();
        let plan = json!({"begins_at": at, "minutes": 60, "how": "remote",
                          "purpose": "Care for all of them."});
        let set = post(&desk, &format!("{one}/meetings"), plan).await.json();
        let meeting = format!("/api/v1/meetings/{}", set["id"].as_str().unwrap());
        let agenda = format!("{meeting}/agenda");
        assert_eq!(desk.get(&agenda).await.json()["can_close"], true);
        let close = format!("{agenda}/close");
        assert_eq!(post(&desk, &close, json!({})).await.status, 204);
        let twice = post(&desk, &close, json!({})).await;
        twice.is_problem(422, "mend");
        let own = desk.get(&agenda).await;
        assert_eq!(own.json()["items"].as_array().unwrap().len(), 1);
        assert!(!own.text().contains(&identifier) && !own.text().contains(&alma));

        desk.seat(&dana).await;
        let listed = desk.get(&items).await;
        assert_eq!(listed.json()["items"][0]["state"], "agreed");
        assert!(!listed.text().contains(&identifier), "{}", listed.text());
        let anew = post(&desk, &format!("{items}/identifier"), which.clone()).await;
        assert_eq!(anew.status, 204);
        let off = post(&desk, &format!("{items}/off"), which.clone()).await;
        assert_eq!(off.status, 204, "{}", off.text());
        let off = post(&desk, &format!("{items}/off"), which).await;
        off.is_problem(404, "not-found");
    });
}

/// A meeting of a series that Lena leads, with an open room in which she sits; gives the address of her seat's board.
async fn seated(desk: &mut Desk) -> String {
    let lena = desk.house.worker("lena", Role::ConferenceLead).await;
    desk.house.publish_conferencing().await;
    desk.house.sign_conferencing(&lena).await;
    desk.seat(&lena).await;
    let new = json!({"title": "Northside table", "kind": "care_team",
                     "purpose": "Care for those whom several of us serve."});
    let begun = post(desk, ALL, new).await.json();
    let series = format!("{ALL}/{}", begun["id"].as_str().unwrap());
    post(desk, &format!("{series}/signature"), signature()).await;
    let at = desk.house.clock.now().to_string();
    let plan = json!({"begins_at": at, "minutes": 60, "how": "remote",
                      "purpose": "Care for all of them."});
    let set = post(desk, &format!("{series}/meetings"), plan).await;
    let one = format!("/api/v1/meetings/{}", set.json()["id"].as_str().unwrap());
    post(desk, &format!("{one}/open"), json!({})).await;
    let word = json!({"reminded": true, "attests": true});
    let sat = post(desk, &format!("{one}/seat"), word).await.json();
    format!("{one}/room/{}", sat["seat"].as_str().unwrap())
}

#[test]
fn cc_2_5_a_program_has_no_board_and_a_person_behind_one_has_their_own() {
    run(async {
        let mut desk = Desk::open().await;
        let room = seated(&mut desk).await;
        let board = format!("{room}/board");
        let seen = desk.get(&board).await;
        assert_eq!(seen.status, 200, "{}", seen.text());
        assert_eq!(seen.json()["stage"], "empty", "nobody is on the agenda");
        assert!(seen.json().get("item").is_none());
        let next = json!({"step": 0, "minutes": 5});
        let next = post(&desk, &format!("{room}/next"), next).await;
        next.is_problem(404, "not-found");
        for (path, body) in [
            ("say", json!({"item": "x", "kind": "ask", "text": "A room"})),
            ("hand", json!({"item": "x", "up": true})),
            ("word", json!({"item": "x"})),
        ] {
            let done = post(&desk, &format!("{room}/{path}"), body).await;
            done.is_problem(404, "not-found");
        }
        let wanted = json!({"scopes": ["read", "manage"], "days": 30});
        let token = post(&desk, "/api/v1/tokens", wanted).await.json();
        let token = token["token"].as_str().unwrap().to_owned();
        desk.session = token;
        for path in ["board", "events"] {
            let line = desk.get(&format!("{room}/{path}")).await;
            line.is_problem(403, "out-of-scope");
        }
    });
}
