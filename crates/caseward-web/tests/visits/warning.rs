//! Warning somebody who is threatened, on a client's page.

use axum::http::StatusCode;
use caseward_model::{Client, Id, Language, Randomness};
use caseward_testkit::run;
use caseward_web::Words;

use crate::browser::Scene;

const REPORT: &str = "action=report&at_risk=household&told_by=client&hours=72&client_told=yes\
    &told_how=Told+her+on+the+phone&raises_risk=no\
    &seen=She+said+tonight+that+her+sister+will+not+see+the+morning";

const WARNING: &str = "action=prepare&report=1&name=&who=Her+sister+who+lives+next+door&partner=no\
    &way=telephone&told=Somebody+close+said+today+that+you+will+be+hurt+tonight\
    &callback=555+010+0100&language=en";

#[test]
fn re_7_a_warning_is_prepared_read_said_and_ended_on_the_page() {
    run(async {
        let scene = Scene::set().await;
        let dangers = format!("/clients/{}/dangers", scene.alma);
        let page = format!("/clients/{}/warnings", scene.alma);
        let words = Words::of(Language::English);
        let mut dana = scene.signed_in(&scene.dana).await;
        let shown = dana.get(&dangers).await;
        assert!(shown.body.contains(&page), "the report leads here");
        let first = dana.get(&page).await;
        assert!(first.body.contains(&words.t("warning-report-first")));
        assert!(!first.body.contains("value=\"prepare\""));
        let none = dana.post(&page, WARNING).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);

        let done = dana.post(&dangers, REPORT).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let thin = dana.post(&page, "action=prepare&told=Run&who=Mara").await;
        assert_eq!(thin.status, StatusCode::UNPROCESSABLE_ENTITY);
        for key in [
            "warning-needs-report",
            "warning-needs-partner",
            "warning-needs-told",
            "warning-needs-callback",
        ] {
            assert!(thin.body.contains(&words.t(key)), "{key}");
        }
        assert!(thin.body.contains(">Run</textarea>"), "nothing is lost");

        let done = dana.post(&page, WARNING).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert_eq!(done.location(), page);
        let shown = dana.get(&page).await;
        assert!(shown.body.contains("you will be hurt tonight"));
        assert!(!shown.title().contains("Alma"));
        let content = shown.body.split("name=\"content\" value=\"").nth(1);
        let content = content.and_then(|it| it.split('"').next()).expect("a sum");
        let begin = format!("action=begin&warning=1&content={content}");
        let unread = dana.post(&page, &begin).await;
        assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unread.body.contains(&words.t("warning-needs-read")));
        let begun = dana.post(&page, &format!("{begin}&read=yes")).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
        let shown = dana.get(&page).await;
        assert!(shown.body.contains(&words.t("warning-say-now")));

        let unsaid = dana.post(&page, "action=end&warning=1&end=warned").await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unsaid.body.contains(&words.t("warning-needs-how")));
        let end = "action=end&warning=1&end=warned&how=She+picked+up+at+nine";
        let ended = dana.post(&page, end).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
        let shown = dana.get(&page).await;
        assert!(shown.body.contains("She picked up at nine"));
        assert!(shown.body.contains(&words.t("warning-to-tell")));
        let today = dana.get("/today").await;
        assert!(today.body.contains(&page), "it waits to be told");
        let told = "action=told&warning=1&client_told=before&how=Told+her+at+ten";
        let told = dana.post(&page, told).await;
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
        let shown = dana.get(&page).await;
        assert!(shown.body.contains("Told her at ten"));
        assert!(!shown.body.contains("value=\"told\""));
    });
}

#[test]
fn re_7_warnings_about_somebody_elses_client_and_nobody_get_the_same_bytes() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let page = format!("/clients/{}/warnings", scene.berta);
        let nobody = Id::<Client>::make_random(&Randomness::system());
        let none = format!("/clients/{nobody}/warnings");
        let (theirs, unknown) = (dana.get(&page).await, dana.get(&none).await);
        assert_eq!(theirs.status, StatusCode::NOT_FOUND);
        assert_eq!(
            (theirs.body, theirs.headers),
            (unknown.body, unknown.headers)
        );
        for form in [
            WARNING,
            "action=begin&warning=1&content=ab&read=yes",
            "action=prepare",
        ] {
            let theirs = dana.post(&page, form).await;
            let unknown = dana.post(&none, form).await;
            assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{form}");
            assert_eq!(theirs.body, unknown.body, "{form}");
        }
    });
}
