//! Warning somebody who is threatened, on a client's page.

use axum::http::StatusCode;
use caseward_casework::gate::{ClientSheet, WallAgainst, WallFact};
use caseward_model::{Client, Id, Language, Randomness, Role};
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

#[test]
fn dv_3_3_2e_what_is_not_said_from_here_is_kept_once_and_a_privacy_officer_decides() {
    run(async {
        let scene = Scene::set().await;
        let page = format!("/clients/{}/warnings", scene.alma);
        let words = Words::of(Language::English);
        let mut dana = scene.signed_in(&scene.dana).await;
        dana.post(&format!("/clients/{}/dangers", scene.alma), REPORT)
            .await;
        let office = &scene.house.office;
        let berta = office.client_no(scene.berta).await.unwrap();
        let raise = move |sheet: &mut ClientSheet, since| {
            let against = WallAgainst::Client(berta);
            sheet.walls.push(WallFact { against, since });
        };
        let walled = office.change_facts(scene.alma, "walled", raise).await;
        walled.expect("a wall");
        let about_berta = WARNING.replace("Her+sister", "Berta+Lindqvist");
        let held = dana.post(&page, &about_berta).await;
        assert_eq!(held.status, StatusCode::FORBIDDEN, "{}", held.body);
        assert!(held.body.contains(&words.t("warning-refused")));
        assert!(held.body.contains("value=\"compose\""), "what is kept");
        assert!(!held.body.contains("value=\"prepare\""), "no second form");
        let tried = dana.post(&page, "action=compose&warning=1").await;
        assert_eq!(tried.status, StatusCode::FORBIDDEN);
        let stranger = dana.get("/held-warnings").await;
        assert_eq!(stranger.status, StatusCode::FORBIDDEN);

        let ruth = scene.house.worker("ruth", Role::PrivacyOfficer).await;
        let mut ruth = scene.signed_in(&ruth).await;
        let today = ruth.get("/today").await;
        assert!(today.body.contains("/held-warnings"), "{}", today.body);
        let shown = ruth.get("/held-warnings").await;
        assert!(shown.body.contains(&words.t("held-walled")));
        assert!(!shown.body.contains("Berta") && !shown.body.contains("Alma"));
        let no = shown.body.split("name=\"held\" value=\"").nth(1);
        let no = no.and_then(|it| it.split('"').next()).expect("a number");
        let thin = ruth.post("/held-warnings", &format!("held={no}")).await;
        assert_eq!(thin.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(thin.body.contains(&words.t("held-needs-end")));
        let end = format!("held={no}&end=police");
        let done = ruth.post("/held-warnings", &end).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let shown = ruth.get("/held-warnings").await;
        assert!(shown.body.contains(&words.t("held-none")));
    });
}

#[test]
fn re_7_a_warning_that_lacks_something_is_sent_once_more_and_not_twice() {
    run(async {
        let scene = Scene::set().await;
        let page = format!("/clients/{}/warnings", scene.alma);
        let mut dana = scene.signed_in(&scene.dana).await;
        dana.post(&format!("/clients/{}/dangers", scene.alma), REPORT)
            .await;
        let sol = scene.house.worker("sol", Role::Supervisor).await;
        scene.house.supervise(&sol, &scene.dana).await;
        let mut sol = scene.signed_in(&sol).await;
        let not_assigned = sol.post(&page, WARNING).await;
        assert_eq!(not_assigned.status, StatusCode::UNPROCESSABLE_ENTITY);
        let kept = "name=\"prepared\" value=\"1\"";
        assert!(not_assigned.body.contains(kept), "{}", not_assigned.body);
        let again = dana.post(&page, &format!("{WARNING}&prepared=1")).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
        let shown = dana.get(&page).await;
        assert_eq!(shown.body.matches("value=\"begin\"").count(), 1);
        assert!(
            !shown
                .body
                .contains(&Words::of(Language::English).t("warning-not-let-out"))
        );
    });
}

#[test]
fn nasw_l_a_warning_asks_for_a_fresh_proof_before_it_is_said() {
    run(async {
        let scene = Scene::set().await;
        let page = format!("/clients/{}/warnings", scene.alma);
        let words = Words::of(Language::English);
        let mut dana = scene.signed_in(&scene.dana).await;
        dana.post(&format!("/clients/{}/dangers", scene.alma), REPORT)
            .await;
        dana.post(&page, WARNING).await;
        let shown = dana.get(&page).await;
        let content = shown.body.split("name=\"content\" value=\"").nth(1);
        let content = content.and_then(|it| it.split('"').next()).expect("a sum");
        let begin = format!("action=begin&warning=1&content={content}&read=yes");
        scene.house.clock.advance(5 * 60_000 + 1);
        let asked = dana.post(&page, &begin).await;
        assert!(!asked.status.is_redirection(), "{}", asked.location());
        let proof = words.t("proof-page-title");
        assert!(asked.body.contains(&proof), "{}", asked.body);
        let shown = dana.get(&page).await;
        assert!(
            !shown.body.contains(&words.t("warning-say-now")),
            "nobody was told"
        );
    });
}

#[test]
fn dv_4_2b_the_page_says_that_nobody_was_warned_until_there_is_a_reason() {
    run(async {
        let scene = Scene::set().await;
        let page = format!("/clients/{}/warnings", scene.alma);
        let words = Words::of(Language::English);
        let mut dana = scene.signed_in(&scene.dana).await;
        dana.post(&format!("/clients/{}/dangers", scene.alma), REPORT)
            .await;
        let today = dana.get("/today").await;
        assert!(today.body.contains(&page), "it waits");
        let shown = dana.get(&page).await;
        assert!(shown.body.contains(&words.t("warning-unwarned")));
        let thin = dana.post(&page, "action=nobody&report=1&why=").await;
        assert_eq!(thin.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(thin.body.contains(&words.t("warning-needs-why")));
        let why = "action=nobody&report=1&why=She+is+abroad+with+their+mother";
        let done = dana.post(&page, why).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let shown = dana.get(&page).await;
        assert!(!shown.body.contains(&words.t("warning-unwarned")));
        assert!(!dana.get("/today").await.body.contains(&page));
        let dangers = dana.get(&format!("/clients/{}/dangers", scene.alma)).await;
        assert!(dangers.body.contains("abroad with their mother"));
    });
}
