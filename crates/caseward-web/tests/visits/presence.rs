//! A client sits beside the worker: what comes onto the screen, and what waits until it is turned away.

use axum::http::StatusCode;
use caseward_model::{Client, Id, Randomness};
use caseward_testkit::run;

use crate::browser::{Answer, Browser, Scene};
use crate::emergency::danger;

const MINUTE_MS: i64 = 60_000;
const STRIP: &str = "class=\"presence-strip\"";

fn file(client: Id<Client>) -> String {
    format!("/clients/{client}")
}

/// Dana, who serves Alma and Berta, with Alma beside her.
async fn with_alma(scene: &Scene) -> Browser {
    scene.house.assign(&scene.dana, scene.berta).await;
    let mut dana = scene.signed_in(&scene.dana).await;
    let alma = file(scene.alma);
    let begun = dana.post(&format!("{alma}/presence"), "").await;
    assert_eq!(
        (begun.status, begun.location()),
        (StatusCode::SEE_OTHER, alma.as_str())
    );
    dana
}

fn names_nobody(page: &Answer, path: &str) {
    for name in ["Alma", "Reyes", "Berta", "Lindqvist"] {
        assert!(!page.body.contains(name), "{path}: {name}");
    }
}

#[test]
fn dv_4_6_4_while_a_client_is_there_nothing_names_another_and_the_rest_goes_on() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = with_alma(&scene).await;
        let own = dana.get(&file(scene.alma)).await;
        assert_eq!(own.status, StatusCode::OK);
        assert!(own.body.contains(STRIP) && own.body.contains("Reyes"));
        let berta = file(scene.berta);
        let notes = format!("{berta}/notes");
        for path in [
            "/today",
            "/clients",
            "/access",
            "/people",
            "/ledger",
            "/clients/x",
            &berta,
            &notes,
        ] {
            let page = dana.get(path).await;
            assert_eq!(page.status, StatusCode::CONFLICT, "{path}");
            assert!(page.title().starts_with("A client is with you"), "{path}");
            assert!(page.body.contains("name=\"step\" value=\"aside\""));
            names_nobody(&page, path);
        }
        for path in [
            "/help",
            "/clauses",
            "/screen",
            "/presence",
            "/settings/sign-in",
            "/access/emergency",
        ] {
            let page = dana.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(page.body.contains(STRIP), "{path}");
            names_nobody(&page, path);
        }
        let found = dana.post("/clients/find", "name=Somebody").await;
        assert_eq!(found.status, StatusCode::CONFLICT);
        assert!(found.body.contains("name=\"name\" value=\"Somebody\""));
    });
}

#[test]
fn dv_4_6_4_what_hints_in_their_own_file_at_whoever_told_something_waits_as_well() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = with_alma(&scene).await;
        let alma = file(scene.alma);
        for page in [
            "who-looked",
            "permissions",
            "disclosures/1",
            "disclosures/1/document",
            "disclosures/1/statement/preview",
            "disclosures/1/masks",
        ] {
            let page = format!("{alma}/{page}");
            let held = dana.get(&page).await;
            assert_eq!(held.status, StatusCode::CONFLICT, "{page}");
            names_nobody(&held, &page);
        }
        for page in ["disclosures", "consents", "documents"] {
            let page = format!("{alma}/{page}");
            assert_eq!(dana.get(&page).await.status, StatusCode::OK, "{page}");
        }
        // One click, and it is there.
        let looked = format!("{alma}/who-looked");
        let aside = format!("step=aside&back={looked}");
        assert_eq!(dana.post("/presence", &aside).await.location(), looked);
        assert_eq!(dana.get(&looked).await.status, StatusCode::OK);
    });
}

#[test]
fn dv_4_6_4_one_click_goes_on_for_ten_minutes_and_one_ends_it() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = with_alma(&scene).await;
        let berta = file(scene.berta);
        let aside = format!("step=aside&back={berta}");
        let turned = dana.post("/presence", &aside).await;
        assert_eq!(turned.location(), berta);
        let seen = dana.get(&berta).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!(seen.body.contains("Lindqvist") && seen.body.contains(STRIP));
        let back = dana.post("/presence", "step=back&back=/help").await;
        assert_eq!(back.location(), "/help");
        assert_eq!(dana.get(&berta).await.status, StatusCode::CONFLICT);
        dana.post("/presence", &aside).await;
        scene.house.clock.advance(11 * MINUTE_MS);
        assert_eq!(dana.get(&berta).await.status, StatusCode::CONFLICT);

        let left = format!("step=left&back={berta}");
        assert_eq!(dana.post("/presence", &left).await.location(), berta);
        let seen = dana.get(&berta).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!(!seen.body.contains(STRIP));
    });
}

#[test]
fn dv_4_6_4_it_ends_with_the_session_and_holds_in_no_other() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = with_alma(&scene).await;
        let mut desk = scene.signed_in(&scene.dana).await;
        assert_eq!(desk.get("/clients").await.status, StatusCode::OK);
        assert_eq!(dana.get("/clients").await.status, StatusCode::CONFLICT);
        let out = dana.post("/sign-out", "").await;
        assert_eq!(out.status, StatusCode::OK);
        let mut dana = scene.signed_in(&scene.dana).await;
        assert_eq!(dana.get("/clients").await.status, StatusCode::OK);
    });
}

#[test]
fn dv_4_6_4_what_was_typed_about_another_client_is_kept_and_goes_on() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = with_alma(&scene).await;
        let new = format!("{}/entries/new", file(scene.berta));
        let form = "category=notes&provenance=worker&nature=fact&text=Slept+through+twice";
        let held = dana.post(&new, form).await;
        assert_eq!(held.status, StatusCode::CONFLICT);
        assert!(
            held.body
                .contains("name=\"text\" value=\"Slept through twice\"")
        );
        let sent = dana
            .post(&new, &format!("{form}&presence-go-on=aside"))
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let notes = dana.get(&format!("{}/notes", file(scene.berta))).await;
        assert!(notes.body.contains("Slept through twice"));
    });
}

#[test]
fn re_7_a_client_who_is_there_stands_in_the_way_of_no_emergency() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let alma = file(scene.alma);
        dana.post(&format!("{alma}/presence"), "").await;
        let opened = dana.post("/access/emergency/new", &danger("m1", "B")).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
        let ticket = opened.location().to_owned();
        assert_eq!(dana.get(&ticket).await.status, StatusCode::OK);
        let contact = format!("{}/contact", file(scene.berta));
        assert_eq!(dana.get(&contact).await.status, StatusCode::CONFLICT);
        let on = dana
            .post("/presence", &format!("step=aside&back={contact}"))
            .await;
        assert_eq!(on.location(), contact);
        assert_eq!(dana.get(&contact).await.status, StatusCode::OK);
    });
}

#[test]
fn dv_3_3_1_that_somebody_is_there_can_be_said_of_nobody_whom_one_may_not_know_of() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let nobody = Id::<Client>::make_random(&Randomness::system());
        let theirs = dana
            .post(&format!("{}/presence", file(scene.berta)), "")
            .await;
        let none = dana.post(&format!("{}/presence", file(nobody)), "").await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND);
        assert_eq!((theirs.status, theirs.body), (none.status, none.body));
        assert_eq!(dana.get("/clients").await.status, StatusCode::OK);
    });
}

#[test]
fn dv_4_6_4_a_device_that_was_lent_comes_back_with_its_client_still_beside_it() {
    run(async {
        let scene = Scene::set().await;
        let office = &scene.house.office;
        let mut dana = Browser::new(&scene.router);
        let token = office
            .make_sign_in_link(scene.dana.no, 60, 2)
            .await
            .unwrap();
        dana.post("/sign-in", &format!("token={token}")).await;
        let view = format!("{}/own-view", file(scene.alma));
        let discussed = "day=2026-10-01&note=Nobody+else+uses+it&safe_way=By+text&delay_days=0";
        dana.post(&format!("{view}/on"), discussed).await;
        let lent = dana.post(&format!("{view}/lend"), "").await;
        assert_eq!(lent.location(), "/me");
        let proof = format!("back=%2Fhelp&proof-link={token}");
        let unlocked = dana.post("/prove", &proof).await;
        assert_eq!(unlocked.location(), "/help");
        assert_eq!(dana.get("/clients").await.status, StatusCode::CONFLICT);
        assert_eq!(dana.get(&view).await.status, StatusCode::OK);
    });
}
