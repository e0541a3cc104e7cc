//! The access review on the pages: what is shown to whom, and what they decide.

use axum::http::StatusCode;
use caseward_model::{Purpose, Role};
use caseward_testkit::run;

use crate::browser::Scene;
use crate::look_ups::{a_system, send_log};

const LOG: &str = "When,Login,Case No\n2026-10-05 23:10:00,dana,F-77\n";

#[test]
fn cr_10_a_reviewer_compares_asks_hears_and_decides_on_the_pages() {
    run(async {
        let scene = Scene::set().await;
        let rui = scene.house.worker("rui", Role::PrivacyOfficer).await;
        let mut browser = scene.signed_in(&rui).await;
        let empty = browser.get("/access-review").await;
        assert_eq!(empty.status, StatusCode::OK);
        let system = a_system(&mut browser).await;
        send_log(&mut browser, &format!("{system}/logs"), &[], LOG).await;
        let compared = browser.post("/access-review", "days=90").await;
        assert_eq!(compared.status, StatusCode::SEE_OTHER);
        let queue = browser.get("/access-review").await;
        assert!(
            queue.body.contains("href=\"/access-review/1\""),
            "{}",
            queue.body
        );
        let matter = browser.get("/access-review/1").await;
        assert!(matter.body.contains("FACTS: F-77"), "{}", matter.body);
        assert!(
            matter.body.contains("<svg class=\"bars days\""),
            "a picture"
        );
        assert!(
            matter.body.contains("<th scope=\"col\">Day</th>"),
            "and its table"
        );
        assert!(!matter.title().contains("dana"), "no name in the title");
        let thin = browser
            .post("/access-review/1", "decision=ask&text=why")
            .await;
        assert_eq!(thin.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            thin.body.contains(">why</textarea>"),
            "nothing typed is lost"
        );
        let ask = "decision=ask&text=What+was+this+look+for";
        let asked = browser.post("/access-review/1", ask).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER);

        let mut dana = scene.signed_in(&scene.dana).await;
        let today = dana.get("/today").await;
        assert!(today.body.contains("/access-questions"), "{}", today.body);
        let questions = dana.get("/access-questions").await;
        assert!(questions.body.contains("What was this look for"));
        assert!(!questions.body.contains("F-77"));
        let answer = "no=1&text=I+covered+the+front+desk+that+night";
        let mut omar = scene.signed_in(&scene.omar).await;
        let other = omar.post("/access-questions", answer).await;
        assert_eq!(other.location(), "/access-questions");
        let still = browser.get("/access-review/1").await;
        assert!(
            !still.body.contains("I covered"),
            "nobody answers for another"
        );
        let answered = dana.post("/access-questions", answer).await;
        assert_eq!(answered.location(), "/access-questions?answered=yes");

        let heard = browser.get("/access-review/1").await;
        assert!(heard.body.contains("I covered the front desk that night"));
        let explain = "decision=explain&text=The+front+desk+was+hers";
        browser.post("/access-review/1", explain).await;
        let queue = browser.get("/access-review").await;
        assert!(!queue.body.contains("href=\"/access-review/1\""));
        let decided = browser.get("/access-review?decided=yes").await;
        assert!(decided.body.contains("href=\"/access-review/1\""));
    });
}

#[test]
fn cr_10_a_client_stands_there_by_a_link_only_for_those_who_may_know_of_them() {
    run(async {
        let scene = Scene::set().await;
        let rui = scene.house.worker("rui", Role::PrivacyOfficer).await;
        let ada = scene.house.worker("ada", Role::Auditor).await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let file = format!("/clients/{}", scene.berta);
        assert_eq!(dana.get(&file).await.status, StatusCode::NOT_FOUND);
        let mut browser = scene.signed_in(&rui).await;
        browser.post("/access-review", "").await;
        let unnamed = browser.get("/access-review/1").await;
        assert_eq!(unnamed.status, StatusCode::OK, "{}", unnamed.body);
        assert!(!unnamed.body.contains(&scene.berta.to_string()));
        let office = &scene.house.office;
        office
            .record_duty(&rui, Purpose::AccessReview, 24)
            .await
            .unwrap();
        let named = browser.get("/access-review/1").await;
        assert!(named.body.contains(&format!("{file}/who-looked")));
        assert!(!named.body.contains("Lindqvist"), "and never by a name");
        let mut auditor = scene.signed_in(&ada).await;
        let seen = auditor.get("/access-review/1").await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!(!seen.body.contains(&scene.berta.to_string()));
        assert_eq!(
            dana.get("/access-review").await.status,
            StatusCode::FORBIDDEN
        );
    });
}
