//! Stating a duty, and taking another system's log in, on the pages.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use caseward_model::Role;
use caseward_testkit::run;

use crate::browser::{Answer, Browser, Scene};

const STATED: &str =
    "&purpose=eligibility&reason=The+landlord+must+be+on+the+list&client=&case=17&person=";
const LOG: &str = "When,Login,Case No\n2026-10-05 10:00:00,dana,F-1\n";

/// Sends a form with a file, as a browser does (RFC 7578).
pub(crate) async fn send_log(
    browser: &mut Browser,
    to: &str,
    fields: &[(&str, &str)],
    log: &str,
) -> Answer {
    let mut body = String::new();
    let file = [("log\"; filename=\"log.csv", log)];
    for (name, value) in fields.iter().chain(&file) {
        body.push_str(&format!(
            "--part\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str("--part--\r\n");
    let request = Request::builder()
        .method(Method::POST)
        .uri(to)
        .header("content-type", "multipart/form-data; boundary=part")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    browser.send(request).await
}

/// A system on the list whose log can be read; gives its page.
pub(crate) async fn a_system(browser: &mut Browser) -> String {
    let kept = browser.post("/look-ups/systems", "name=FACTS").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let page = "/look-ups/systems/1".to_owned();
    let mapping =
        "user=Login&person=Case+No&time=When&time_form=year_first&zone=UTC&otherwise=opened";
    let saved = browser.post(&format!("{page}/mapping"), mapping).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    page
}

#[test]
fn cr_2_the_page_says_look_there_only_when_the_duty_is_on_record() {
    run(async {
        let scene = Scene::set().await;
        let rui = scene.house.worker("rui", Role::PrivacyOfficer).await;
        a_system(&mut scene.signed_in(&rui).await).await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let before = browser.get("/look-ups").await;
        assert_eq!(before.status, StatusCode::OK);
        assert!(!before.body.contains("Now look there"));
        let thin = browser
            .post("/look-ups", "system=1&reason=because&case=17")
            .await;
        assert_eq!(thin.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(thin.body.contains("href=\"#reason\""), "{}", thin.body);
        assert!(
            thin.body.contains(">because</textarea>"),
            "nothing typed is lost"
        );
        assert!(!thin.body.contains("Now look there"));
        let stated = browser
            .post("/look-ups", &format!("system=1{STATED}"))
            .await;
        assert_eq!(stated.status, StatusCode::SEE_OTHER, "{}", stated.body);
        let shown = browser.get(stated.location()).await;
        assert!(
            shown.body.contains("Now look there: FACTS"),
            "{}",
            shown.body
        );
        // Whoever it isn't theirs sees neither the number nor the words.
        let mut omar = scene.signed_in(&scene.omar).await;
        let other = omar.get(stated.location()).await;
        assert!(!other.body.contains("Now look there") && !other.body.contains("landlord"));
    });
}

#[test]
fn cr_2_a_mapping_is_suggested_tried_and_saved_and_a_log_is_taken_in() {
    run(async {
        let scene = Scene::set().await;
        let rui = scene.house.worker("rui", Role::PrivacyOfficer).await;
        let mut browser = scene.signed_in(&rui).await;
        let page = a_system(&mut browser).await;
        let suggested = send_log(
            &mut browser,
            &format!("{page}/try"),
            &[("zone", "UTC")],
            LOG,
        )
        .await;
        assert_eq!(suggested.status, StatusCode::OK, "{}", suggested.body);
        assert!(
            suggested
                .body
                .contains("name=\"user\" type=\"text\" value=\"Login\"")
        );
        assert!(suggested.body.contains("<bdi>F-1</bdi>"));
        let logs = format!("{page}/logs");
        let bad = format!("{LOG}tomorrow,dana,F-1\n");
        let refused = send_log(&mut browser, &logs, &[], &bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("line 3"), "{}", refused.body);
        let taken = send_log(&mut browser, &logs, &[], LOG).await;
        assert!(taken.body.contains("Taken in."), "{}", taken.body);
        let again = send_log(&mut browser, &logs, &[], LOG).await;
        assert!(again.body.contains("taken in already"), "{}", again.body);
        let mut dana = scene.signed_in(&scene.dana).await;
        let sent = send_log(&mut dana, &logs, &[], LOG).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
    });
}
