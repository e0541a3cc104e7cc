//! A file that is opened in an emergency, as its people see it.

use axum::http::StatusCode;
use caseward_model::Role;
use caseward_testkit::run;

use crate::browser::{Answer, Browser, Scene};

const MINUTE_MS: i64 = 60_000;

pub(crate) fn danger(mark: &str, whom: &str) -> String {
    format!(
        "mark={mark}&whom={whom}&harm=violence&at-risk=client&imminence=now&told=no&minutes=30&understood=yes\
         &what=Someone+who+beat+her+before+has+found+out+where+she+sleeps.\
         &why-now=Nobody+who+works+with+her+can+be+reached+within+the+hour.\
         &not-told=There+is+no+number+for+her+outside+of+the+file.&sections=contact&sections=location"
    )
}

pub(crate) async fn sent(browser: &mut Browser, mark: &str, whom: &str) -> Answer {
    browser
        .post("/access/emergency/new", &danger(mark, whom))
        .await
}

#[test]
fn re_7_the_consequences_come_before_the_form_and_the_strip_stands_on_every_page() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let before = dana.get("/access/emergency").await;
        assert!(!before.body.contains("<textarea"), "no form yet");
        assert!(before.body.contains("/access/emergency/new"));
        let berta = format!("/clients/{}/contact", scene.berta);
        assert_eq!(dana.get(&berta).await.status, StatusCode::NOT_FOUND);

        let opened = sent(&mut dana, "m1", "B").await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
        let ticket = opened.location().to_owned();
        let strip = "class=\"emergency-strip\"";
        for page in [ticket.as_str(), "/today", "/clients", "/help", &berta] {
            let seen = dana.get(page).await;
            assert_eq!(seen.status, StatusCode::OK, "{page}");
            assert!(seen.body.contains(strip), "{page}");
            assert!(seen.body.contains("30 minutes left"), "{page}");
        }
        let again = sent(&mut dana, "m1", "B").await;
        assert_eq!(again.location(), ticket, "sent twice");

        let end = format!("{ticket}/end");
        assert_eq!(dana.post(&end, "").await.status, StatusCode::SEE_OTHER);
        assert!(!dana.get("/today").await.body.contains(strip));
        assert_eq!(dana.get(&berta).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn dv_3_3_1_whom_nobody_knows_and_who_can_not_be_opened_get_one_answer_to_the_last_byte() {
    run(async {
        let scene = Scene::set().await;
        let no = scene.dana.no;
        let wall = move |sheet: &mut caseward_casework::gate::ClientSheet, since| {
            let against = caseward_casework::gate::WallAgainst::Worker(no);
            let wall = caseward_casework::gate::WallFact { against, since };
            sheet.walls.push(wall);
        };
        let office = &scene.house.office;
        let walled = office.change_facts(scene.berta, "walled", wall);
        walled.await.unwrap();
        let mut dana = scene.signed_in(&scene.dana).await;
        let walled = sent(&mut dana, "m1", "B").await;
        let nobody = sent(&mut dana, "m1", "Q").await;
        assert_eq!(walled.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(walled.status, nobody.status);
        let as_typed = nobody.body.replace("value=\"Q\"", "value=\"B\"");
        assert_eq!(walled.body, as_typed);
    });
}

#[test]
fn re_7_a_thin_reason_comes_back_with_examples_and_with_all_that_was_typed() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let form = danger("m1", "B").replace("Nobody+who+works+with+her", "urgent");
        let form = form.replace("+can+be+reached+within+the+hour.", "");
        let thin = dana.post("/access/emergency/new", &form).await;
        assert_eq!(thin.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(thin.body.contains("href=\"#why-now\""), "{}", thin.body);
        assert!(thin.body.contains("has found out where she sleeps."));
        let long = format!("{}&not-told={}", danger("m2", "B"), "x".repeat(1_000_000));
        let long = dana.post("/access/emergency/new", &long).await;
        assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);
    });
}

#[test]
fn cr_10_a_reviewer_finds_it_on_the_day_and_settles_it_once_and_never_their_own() {
    run(async {
        let scene = Scene::set().await;
        let sol = scene.house.worker("sol", Role::Supervisor).await;
        scene.house.supervise(&sol, &scene.dana).await;
        let mut dana = scene.signed_in(&scene.dana).await;
        sent(&mut dana, "m1", "B").await;
        let own = dana.get("/access/reviews").await;
        assert_eq!(own.status, StatusCode::FORBIDDEN);
        scene.house.clock.advance(MINUTE_MS);

        let mut sol = scene.signed_in(&sol).await;
        let day = sol.get("/today").await;
        assert!(day.body.contains("/access/reviews/1"), "{}", day.body);
        let page = sol.get("/access/reviews/1").await;
        assert!(page.body.contains("has found out where she sleeps."));
        let empty = sol.post("/access/reviews/1", "action=review").await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let review = "action=review&finding=justified&because=It+was+needed+to+warn+her.";
        let done = sol.post("/access/reviews/1", review).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let again = sol.post("/access/reviews/1", review).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!sol.get("/today").await.body.contains("/access/reviews/1"));
        let strip = "class=\"emergency-strip\"";
        assert!(!dana.get("/today").await.body.contains(strip), "it ended");
    });
}

#[test]
fn nasw_d_the_client_sees_it_on_their_own_page_unless_somebody_decided_on_a_later_day() {
    run(async {
        let scene = Scene::set().await;
        let office = &scene.house.office;
        let berta = office.client_no(scene.berta).await.unwrap();
        let own = scene.house.worker("berta", Role::Client).await;
        let is_berta = move |sheet: &mut caseward_casework::gate::WorkerSheet| {
            sheet.client = Some(berta);
        };
        let tied = office.gate.change_worker(own.id, "ties_recorded", is_berta);
        tied.await.unwrap();
        let omar = scene.house.worker("pia", Role::PrivacyOfficer).await;
        let mut dana = scene.signed_in(&scene.dana).await;
        sent(&mut dana, "m1", "B").await;

        let mut client = scene.signed_in(&own).await;
        let seen = client.get("/me").await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!(
            seen.body.contains("dana of the tests opened"),
            "{}",
            seen.body
        );
        assert!(
            !seen.body.contains("has found out"),
            "not the words themselves"
        );

        let mut officer = scene.signed_in(&omar).await;
        let thin = officer
            .post("/access/reviews/1", "action=delay&days=7")
            .await;
        assert_eq!(thin.status, StatusCode::UNPROCESSABLE_ENTITY, "no reason");
        let long = "action=delay&days=91&because=He+reads+her+mail+and+would+see+it.";
        let long = officer.post("/access/reviews/1", long).await;
        assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY, "no end");
        let later = "action=delay&days=7&because=He+reads+her+mail+and+would+see+it.";
        let later = officer.post("/access/reviews/1", later).await;
        assert_eq!(later.status, StatusCode::SEE_OTHER, "{}", later.body);
        assert!(
            !client
                .get("/me")
                .await
                .body
                .contains("dana of the tests opened")
        );
        scene.house.clock.advance(8 * 24 * 60 * MINUTE_MS);
        let mut client = scene.signed_in(&own).await;
        assert!(
            client
                .get("/me")
                .await
                .body
                .contains("dana of the tests opened")
        );
    });
}

#[test]
fn re_7_signing_out_ends_it_and_one_that_nobody_reviewed_in_time_stops_the_next() {
    run(async {
        let scene = Scene::set().await;
        let sol = scene.house.worker("sol", Role::Supervisor).await;
        scene.house.supervise(&sol, &scene.dana).await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let opened = sent(&mut dana, "m1", "B").await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
        let berta = format!("/clients/{}/contact", scene.berta);
        assert_eq!(dana.get(&berta).await.status, StatusCode::OK);
        dana.post("/sign-out", "").await;
        let mut dana = scene.signed_in(&scene.dana).await;
        assert_eq!(dana.get(&berta).await.status, StatusCode::NOT_FOUND);

        // Not reviewed for a week, Dana can't open another one: before she types anything she is told why.
        scene.house.clock.advance(7 * 24 * 60 * MINUTE_MS);
        let mut dana = scene.signed_in(&scene.dana).await;
        let told = dana.get("/access/emergency").await;
        assert_eq!(told.status, StatusCode::FORBIDDEN);
        let unsettled = "Whether an earlier emergency access of yours still has to be settled.";
        assert!(told.body.contains(unsettled), "{}", told.body);
        let blocked = sent(&mut dana, "m2", "B").await;
        assert_eq!(blocked.status, StatusCode::FORBIDDEN);

        let mut sol = scene.signed_in(&sol).await;
        let review = "action=review&finding=justified&because=It+was+needed+to+warn+her.";
        let done = sol.post("/access/reviews/1", review).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let opened = sent(&mut dana, "m2", "B").await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    });
}

#[test]
fn cr_10_what_a_reviewer_typed_comes_back_and_whoever_was_slower_reads_the_review_of_the_other() {
    run(async {
        let scene = Scene::set().await;
        let (sol, pia) = (
            scene.house.worker("sol", Role::Supervisor).await,
            scene.house.worker("pia", Role::PrivacyOfficer).await,
        );
        scene.house.supervise(&sol, &scene.dana).await;
        let mut dana = scene.signed_in(&scene.dana).await;
        sent(&mut dana, "m1", "B").await;
        let (mut sol, mut pia) = (scene.signed_in(&sol).await, scene.signed_in(&pia).await);
        let thin = "action=review&finding=breach&because=no";
        let thin = sol.post("/access/reviews/1", thin).await;
        assert_eq!(thin.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(thin.body.contains("value=\"breach\" checked"));
        assert!(thin.body.contains(">no</textarea>"));
        let late = "action=delay&days=200&because=He+reads+her+mail+and+would+see+it.";
        let late = sol.post("/access/reviews/1", late).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.body.contains("value=\"200\""));
        assert_eq!(late.body.matches("He reads her mail and would").count(), 1);

        let first = "action=review&finding=justified&because=It+was+needed+to+warn+her.";
        let first = pia.post("/access/reviews/1", first).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
        let second = "action=review&finding=breach&because=I+think+that+it+could+have+waited.";
        let second = sol.post("/access/reviews/1", second).await;
        assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(second.body.contains("Somebody has reviewed it meanwhile."));
        assert!(second.body.contains("It was needed to warn her."));
    });
}
