//! Somebody works away from the office: what waits until they said that nobody can hear or read along, and leaving in a hurry.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use caseward_casework::gate::Actor;
use caseward_casework::sign_in::WhereaboutsRule;
use caseward_model::{Client, Id};
use caseward_testkit::run;

use crate::browser::{Answer, Browser, Scene};
use crate::emergency::danger;

const ASKS: &str = "Can anybody hear or read along?";

fn file(client: Id<Client>) -> String {
    format!("/clients/{client}")
}

/// Dana says where she is, and goes on to a page.
async fn says(dana: &mut Browser, step: &str, back: &str) {
    let said = dana
        .post("/whereabouts", &format!("step={step}&back={back}"))
        .await;
    assert_eq!(
        (said.status, said.location()),
        (StatusCode::SEE_OTHER, back)
    );
}

fn is_held(page: &Answer, path: &str) {
    assert_eq!(page.status, StatusCode::CONFLICT, "{path}");
    assert!(page.title().starts_with(ASKS), "{path}: {}", page.title());
    for name in ["Alma", "Reyes", "Berta", "Lindqvist"] {
        assert!(!page.body.contains(name), "{path}: {name}");
    }
}

#[test]
fn dv_4_6_2_away_from_the_office_no_file_opens_until_nobody_can_hear_or_read_along() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let alma = file(scene.alma);
        assert_eq!(dana.get(&alma).await.status, StatusCode::OK);
        says(&mut dana, "away", "/whereabouts").await;
        let notes = format!("{alma}/notes");
        for path in ["/today", "/clients", "/access", "/ledger", &alma, &notes] {
            is_held(&dana.get(path).await, path);
        }
        for path in [
            "/help",
            "/clauses",
            "/screen",
            "/agreements",
            "/whereabouts",
        ] {
            assert_eq!(dana.get(path).await.status, StatusCode::OK, "{path}");
        }
        says(&mut dana, "private", &alma).await;
        let shown = dana.get(&alma).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.body.contains("Reyes"));
        assert!(shown.body.contains("name=\"step\" value=\"exposed\""));
        says(&mut dana, "exposed", "/help").await;
        is_held(&dana.get(&alma).await, &alma);
        says(&mut dana, "back", &alma).await;
        assert_eq!(dana.get(&alma).await.status, StatusCode::OK);
    });
}

#[test]
fn dv_4_6_2_in_the_office_nobody_is_asked_unless_the_office_says_so() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let clients = dana.get("/clients").await;
        assert_eq!(clients.status, StatusCode::OK);
        assert!(!clients.body.contains("value=\"exposed\""));
        let office = &scene.house.office;
        let everyone = office.ask_whereabouts_of(Actor::KeyHolder, WhereaboutsRule::Everyone);
        everyone.await.unwrap();
        assert_eq!(dana.get("/clients").await.status, StatusCode::OK);
        let mut omar = scene.signed_in(&scene.omar).await;
        is_held(&omar.get("/clients").await, "/clients");
        let page = omar.get("/whereabouts").await;
        assert!(
            !page.body.contains("value=\"back\""),
            "it would be asked again"
        );
        says(&mut omar, "private", "/clients").await;
        assert_eq!(omar.get("/clients").await.status, StatusCode::OK);
    });
}

#[test]
fn nasw_i_what_was_typed_is_kept_and_sent_when_it_is_said() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        says(&mut dana, "away", "/help").await;
        let new = format!("{}/entries/new", file(scene.alma));
        let form = "category=notes&provenance=worker&nature=fact&text=Slept+through+twice";
        let held = dana.post(&new, form).await;
        assert_eq!(held.status, StatusCode::CONFLICT);
        let kept = "name=\"text\" value=\"Slept through twice\"";
        assert!(held.body.contains(kept), "{}", held.body);
        let sent = format!("{form}&whereabouts-go-on=private");
        let sent = dana.post(&new, &sent).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let notes = dana.get(&format!("{}/notes", file(scene.alma))).await;
        assert!(notes.body.contains("Slept through twice"));
    });
}

#[test]
fn nasw_i_what_programs_are_told_waits_as_well_in_a_persons_own_session() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        says(&mut dana, "away", "/help").await;
        let alma = format!("/api/v1{}", file(scene.alma));
        let held = dana.get(&alma).await;
        assert_eq!(held.status, StatusCode::CONFLICT);
        assert!(held.body.contains("place-unsaid"), "{}", held.body);
        let stands = "/api/v1/sessions/current/whereabouts";
        assert!(dana.get(stands).await.body.contains("\"unsaid\""));
        let said = Request::builder()
            .method(Method::PUT)
            .uri(stands)
            .header("content-type", "application/json")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(r#"{"step":"private"}"#))
            .unwrap();
        assert_eq!(dana.send(said).await.status, StatusCode::NO_CONTENT);
        assert_eq!(dana.get(&alma).await.status, StatusCode::OK);
        assert!(dana.get(stands).await.body.contains("\"private\""));
    });
}

#[test]
fn re_7_what_was_not_said_of_the_place_stands_in_the_way_of_no_emergency() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        says(&mut dana, "away", "/help").await;
        let opened = dana.post("/access/emergency/new", &danger("m1", "B")).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
        let contact = format!("{}/contact", file(scene.berta));
        assert_eq!(dana.get(&contact).await.status, StatusCode::OK);
        let ticket = opened.location().to_owned();
        let ended = dana.post(&format!("{ticket}/end"), "").await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER);
        is_held(&dana.get("/clients").await, "/clients");
    });
}

#[test]
fn re_6_a_picture_on_another_sites_page_locks_nobody_out() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        for site in ["cross-site", "same-site"] {
            let asked = Request::builder()
                .uri("/away")
                .header("sec-fetch-site", site)
                .body(Body::empty())
                .unwrap();
            let left = dana.send(asked).await;
            assert_eq!(left.status, StatusCode::SEE_OTHER);
            assert!(!left.headers.contains_key("clear-site-data"), "{site}");
            let alma = dana.get(&file(scene.alma)).await;
            assert_eq!(alma.status, StatusCode::OK, "{site}");
        }
    });
}

#[test]
fn re_6_whoever_covered_the_page_before_they_left_looks_around_anew_as_well() {
    run(async {
        let scene = Scene::set().await;
        let office = &scene.house.office;
        let mut dana = Browser::new(&scene.router);
        let token = office
            .make_sign_in_link(scene.dana.no, 60, 2)
            .await
            .unwrap();
        dana.post("/sign-in", &format!("token={token}")).await;
        let alma = file(scene.alma);
        says(&mut dana, "private", &alma).await;
        dana.post("/lock", "").await;
        assert_eq!(dana.get("/away").await.status, StatusCode::SEE_OTHER);
        let proof = format!("back=%2Fhelp&proof-link={token}");
        assert_eq!(dana.post("/prove", &proof).await.location(), "/help");
        is_held(&dana.get(&alma).await, &alma);
    });
}

#[test]
fn re_6_a_quick_exit_leaves_a_workers_pages_for_an_everyday_one_and_locks() {
    run(async {
        let scene = Scene::set().await;
        let office = &scene.house.office;
        let mut dana = Browser::new(&scene.router);
        let token = office
            .make_sign_in_link(scene.dana.no, 60, 2)
            .await
            .unwrap();
        dana.post("/sign-in", &format!("token={token}")).await;
        let alma = file(scene.alma);
        let page = dana.get(&alma).await;
        assert!(
            page.body.contains("href=\"/away\" data-exit"),
            "{}",
            page.body
        );
        says(&mut dana, "private", &alma).await;

        let left = dana.get("/away").await;
        assert_eq!(left.status, StatusCode::SEE_OTHER);
        assert!(left.location().starts_with("https://"));
        assert!(left.headers.contains_key("clear-site-data"));
        let locked = dana.get(&alma).await;
        assert_eq!(locked.status, StatusCode::FORBIDDEN);
        assert!(!locked.body.contains("Reyes"));
        // Once more, and with nobody signed in, it leads to the same page and says nothing.
        assert_eq!(dana.get("/away").await.location(), left.location());
        let mut nobody = Browser::new(&scene.router);
        assert_eq!(nobody.get("/away").await.location(), left.location());

        let proof = format!("back=%2Fhelp&proof-link={token}");
        assert_eq!(dana.post("/prove", &proof).await.location(), "/help");
        is_held(&dana.get(&alma).await, &alma);
    });
}
