//! What can't be found out by asking (DV-3.3.1), and what never stands where it could be kept
//! (NASW-m).

use axum::http::StatusCode;
use caseward_casework::gate::Request;
use caseward_model::{Client, Id, Randomness, Role};
use caseward_testkit::run;

use crate::browser::Scene;

#[test]
fn dv_3_3_1_someone_elses_client_and_nobody_get_the_same_bytes() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let nobody = Id::<Client>::make_random(&Randomness::system());
        for tail in ["", "/notes", "/third_party", "/who-looked", "/entries/new"] {
            let theirs = browser
                .get(&format!("/clients/{}{tail}", scene.berta))
                .await;
            let none = browser.get(&format!("/clients/{nobody}{tail}")).await;
            let malformed = browser.get(&format!("/clients/x{tail}")).await;
            let unknown = browser.get("/no/such/page").await;
            assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{tail}");
            for other in [&none, &malformed, &unknown] {
                assert_eq!(theirs.status, other.status, "{tail}");
                assert_eq!(theirs.body, other.body, "{tail}");
                assert_eq!(theirs.headers, other.headers, "{tail}");
            }
        }
        let form = "category=notes&provenance=worker&nature=fact&text=x";
        let theirs = browser
            .post(&format!("/clients/{}/entries/new", scene.berta), form)
            .await;
        let none = browser
            .post(&format!("/clients/{nobody}/entries/new"), form)
            .await;
        assert_eq!((theirs.status, theirs.body), (none.status, none.body));
    });
}

#[test]
fn dv_5_10_whoever_lacks_training_is_told_so_at_every_address_of_a_file_alike() {
    run(async {
        let scene = Scene::set().await;
        let house = &scene.house;
        let lena = house
            .worker_with("lena", Role::Caseworker, false, false, "office")
            .await;
        house.assign(&lena, scene.alma).await;
        let mut browser = scene.signed_in(&lena).await;
        let words = caseward_web::Words::of(caseward_model::Language::English);
        let nobody = Id::<Client>::make_random(&Randomness::system());
        for tail in ["", "/notes", "/third_party", "/who-looked", "/entries/new"] {
            let before = house.office.ledger_head().await.unwrap().size;
            let own = browser.get(&format!("/clients/{}{tail}", scene.alma)).await;
            let after = house.office.ledger_head().await.unwrap().size;
            assert!(after > before, "the attempt is on record");
            assert_eq!(own.status, StatusCode::FORBIDDEN, "{tail}");
            assert!(own.body.contains(&words.t("task-training-why")), "{tail}");
            assert!(own.body.contains(&words.t("task-agreement-why")), "{tail}");
            assert!(!own.body.contains("Alma"));
            for other in [scene.berta.to_string(), nobody.to_string(), "x".to_owned()] {
                let other = browser.get(&format!("/clients/{other}{tail}")).await;
                assert_eq!(own.status, other.status, "{tail}");
                assert_eq!(own.body, other.body, "{tail}");
                assert_eq!(own.headers, other.headers, "{tail}");
            }
        }
        let list = browser.get("/clients").await.body;
        assert!(list.contains(&words.t("task-training-why")));
        assert!(!list.contains(&words.t("clients-empty")));
        house
            .office
            .gate
            .change_worker(lena.id, "suspended", |sheet| {
                sheet.suspended = true;
                sheet.training_until = i64::MAX;
                sheet.agreement_until = i64::MAX;
            })
            .await
            .unwrap();
        let paused = browser.get(&format!("/clients/{}", scene.alma)).await;
        assert!(paused.body.contains(&words.t("task-suspended-why")));
        assert!(!paused.body.contains(&words.t("task-training-why")));
        // Whoever is in good standing gets the answer that nobody gets.
        let mut dana = scene.signed_in(&scene.dana).await;
        let theirs = dana.get(&format!("/clients/{}", scene.berta)).await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn dv_3_3_1_the_ledger_tells_no_one_whether_a_question_was_about_a_client() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        browser.get(&format!("/clients/{}", scene.berta)).await;
        let newest = scene.house.office.ledger_head().await.unwrap().size - 1;
        let nobody = Id::<Client>::make_random(&Randomness::system());
        browser.get(&format!("/clients/{nobody}")).await;
        let mut said = Vec::new();
        for index in [newest, newest + 1] {
            let page = browser.get(&format!("/ledger/{index}")).await;
            assert_eq!(page.status, StatusCode::OK);
            let from = page.body.find("<p class=\"lead\">").unwrap();
            let to = page.body[from..].find("</p>").unwrap();
            said.push(page.body[from..from + to].to_owned());
        }
        assert_eq!(said[0], said[1]);
        assert!(
            !browser
                .get("/ledger")
                .await
                .body
                .contains(&nobody.to_string())
        );
    });
}

#[test]
fn cr_10_a_proof_can_be_checked_and_taken_away() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let page = browser.get("/ledger/0/check").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("class=\"result good\""));
        let proof = browser.get("/ledger/0.tlog-proof").await;
        assert_eq!(proof.headers["content-type"], "text/plain; charset=utf-8");
        assert!(
            proof.body.starts_with("c2sp.org/tlog-proof@v1"),
            "{}",
            proof.body
        );
        for path in [
            "/ledger/999999",
            "/ledger/x",
            "/ledger/-1.tlog-proof",
            "/ledger?before=x",
        ] {
            assert_eq!(
                browser.get(path).await.status,
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
    });
}

#[test]
fn nasw_m_no_name_stands_in_an_address_a_title_or_a_header_and_nothing_is_kept() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let file = format!("/clients/{}", scene.alma);
        let all = [
            "/today".to_owned(),
            "/clients".to_owned(),
            file.clone(),
            format!("{file}/identity"),
            format!("{file}/entries/new"),
            format!("{file}/who-looked"),
            "/clauses".to_owned(),
            "/ledger".to_owned(),
            "/system".to_owned(),
            "/help".to_owned(),
            "/nowhere".to_owned(),
        ];
        for path in &all {
            let page = browser.get(path).await;
            assert!(!page.body.contains('⟦'), "{path}");
            assert_eq!(page.headers["cache-control"], "no-store", "{path}");
            assert_eq!(page.headers["referrer-policy"], "no-referrer", "{path}");
            assert!(!page.title().is_empty(), "{path}");
            let headers = format!("{:?}", page.headers);
            for name in ["Alma", "Reyes"] {
                assert!(
                    !page.title().contains(name) && !headers.contains(name),
                    "{path}"
                );
                for address in page
                    .body
                    .split("href=\"")
                    .chain(page.body.split("action=\""))
                    .skip(1)
                {
                    let address = address.split('"').next().unwrap();
                    assert!(!address.contains(name), "{path}: {address}");
                }
            }
        }
    });
}

#[test]
fn what_was_shown_is_told_as_delivered() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        browser
            .get(&format!("/clients/{}/identity", scene.alma))
            .await;
        let looks = scene
            .house
            .office
            .who_looked(&Request::to_serve(scene.dana.id, scene.alma))
            .await
            .unwrap();
        let said = format!("{looks:?}");
        assert!(said.contains("Delivered"), "{said}");
        assert!(said.contains("Unopened"), "the look over is given back");
    });
}

#[test]
fn a_form_of_more_than_fits_is_answered_and_nothing_breaks() {
    run(async {
        let scene = Scene::set().await;
        let admin = scene.house.worker("ruth", Role::Administrator).await;
        let mut browser = scene.signed_in(&admin).await;
        let form = format!("filter={}", "a".repeat(70_000));
        let answer = browser.post("/clients", &form).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(browser.get("/system").await.status, StatusCode::OK);
    });
}
