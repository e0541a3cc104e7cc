//! Who is responsible for a client, on the page, and assigning someone there.

use axum::http::StatusCode;
use caseward_model::Role;
use caseward_testkit::run;

use crate::browser::Scene;

#[test]
fn cr_7_a_supervisor_assigns_someone_on_the_page_and_ends_it_there() {
    run(async {
        let scene = Scene::set().await;
        let sol = scene.house.worker("sol", Role::Supervisor).await;
        scene.house.supervise(&sol, &scene.dana).await;
        let page = format!("/clients/{}/assignments", scene.alma);
        let mut browser = scene.signed_in(&sol).await;
        let shown = browser.get(&page).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(
            shown.body.contains("value=\"worker:dana\""),
            "{}",
            shown.body
        );
        assert!(
            !shown.body.contains("value=\"worker:sol\""),
            "nobody themselves"
        );
        assert!(!shown.body.contains("<title>Alma"), "no name in the title");

        let ended = browser
            .post(&format!("{page}/end"), "to=worker%3Adana")
            .await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER);
        let mut dana = scene.signed_in(&scene.dana).await;
        let file = format!("/clients/{}", scene.alma);
        assert_eq!(dana.get(&file).await.status, StatusCode::NOT_FOUND);
        // With the last assignment of her team the supervisor's own reason has ended as well.
        assert_eq!(browser.get(&page).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn what_is_missing_in_the_form_is_said_and_nothing_typed_is_lost() {
    run(async {
        let scene = Scene::set().await;
        let sol = scene.house.worker("sol", Role::Supervisor).await;
        scene.house.supervise(&sol, &scene.dana).await;
        let page = format!("/clients/{}/assignments", scene.alma);
        let mut browser = scene.signed_in(&sol).await;
        let form = "to=&part=cover&from=1999-01-01&until=soon";
        let back = browser.post(&page, form).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        for kept in [
            "href=\"#to\"",
            "href=\"#from\"",
            "href=\"#until\"",
            "value=\"soon\"",
        ] {
            assert!(back.body.contains(kept), "{kept}: {}", back.body);
        }
    });
}

#[test]
fn cr_7_a_caseworker_sees_who_is_responsible_and_assigns_nobody() {
    run(async {
        let scene = Scene::set().await;
        let page = format!("/clients/{}/assignments", scene.alma);
        let mut browser = scene.signed_in(&scene.dana).await;
        let shown = browser.get(&page).await;
        assert!(shown.body.contains("dana of the tests"));
        assert!(!shown.body.contains("name=\"part\""), "no form");
        let form = "to=worker%3Aomar&part=lead&from=&until=";
        assert_eq!(
            browser.post(&page, form).await.status,
            StatusCode::FORBIDDEN
        );
    });
}

#[test]
fn dv_3_3_1_somebody_elses_client_and_nobody_are_the_same_page() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.omar).await;
        let nobody = "0".repeat(26);
        let mut answers = Vec::new();
        for client in [scene.alma.to_string(), nobody] {
            let page = format!("/clients/{client}/assignments");
            let form = "to=worker%3Adana&part=lead&from=&until=";
            answers.push((
                browser.get(&page).await.body,
                browser.post(&page, form).await.body,
            ));
        }
        assert_eq!(answers[0], answers[1]);
    });
}
