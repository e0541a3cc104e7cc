//! Working with a file: reading it, writing into it, and who looked.

use axum::http::StatusCode;
use caseward_model::{Category, Role};
use caseward_testkit::run;

use crate::browser::Scene;

#[test]
fn cr_7_a_worker_sees_the_file_of_their_own_client_with_its_sections() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let list = browser.get("/clients").await;
        assert!(list.body.contains("Alma Reyes") && !list.body.contains("Berta"));
        let file = browser.get(&format!("/clients/{}", scene.alma)).await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(file.body.contains("<bdi>Alma Reyes</bdi>"));
        for category in Category::ALL
            .iter()
            .filter(|it| **it != Category::Existence)
        {
            let link = format!("/clients/{}/{}", scene.alma, category.word());
            assert!(file.body.contains(&link), "{category}");
        }
        let housing = browser
            .get(&format!("/clients/{}/housing", scene.alma))
            .await;
        assert!(housing.body.contains("March 1, 2026"), "the day of entry");
    });
}

#[test]
fn nasw_m_a_filter_finds_by_a_part_of_the_name_and_leaves_it_out_of_the_address() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let found = browser.post("/clients", "filter=rEYE").await;
        assert!(found.body.contains("Alma Reyes"));
        assert!(
            !browser
                .post("/clients", "filter=zz")
                .await
                .body
                .contains("Alma Reyes")
        );
    });
}

#[test]
fn cr_4_a_supervisor_reads_who_looked_in_order_to_supervise() {
    run(async {
        let scene = Scene::set().await;
        let sol = scene.house.worker("sol", Role::Supervisor).await;
        scene.house.supervise(&sol, &scene.dana).await;
        let mut browser = scene.signed_in(&sol).await;
        let who_looked = format!("/clients/{}/who-looked", scene.alma);
        let page = browser.get(&who_looked).await;
        assert_eq!(page.status, StatusCode::OK);
        let page = browser.get(&who_looked).await;
        assert!(
            page.body.contains("sol of the tests (supervisor) opened Identity, Safe contact and Administration to supervise"),
            "{}",
            page.body
        );
    });
}

#[test]
fn dv_3_2_a_supervisor_who_is_not_assigned_does_not_read_what_others_told() {
    run(async {
        let scene = Scene::set().await;
        let sol = scene.house.worker("sol", Role::Supervisor).await;
        scene.house.supervise(&sol, &scene.dana).await;
        let mut browser = scene.signed_in(&sol).await;
        let apart = format!("/clients/{}/third_party", scene.alma);
        let closed = browser.get(&apart).await;
        assert!(closed.body.contains("class=\"reasons\""), "{}", closed.body);
        scene.house.assign(&sol, scene.alma).await;
        let open = browser.get(&apart).await;
        assert!(!open.body.contains("class=\"reasons\""), "{}", open.body);
    });
}

#[test]
fn a_change_is_news_once_someone_else_made_it_since_ones_last_visit() {
    run(async {
        let scene = Scene::set().await;
        let hour_ms = 3_600_000;
        let words = caseward_web::Words::of(caseward_model::Language::English);
        let told = words.t("today-changed");
        scene.house.clock.advance(hour_ms);
        let mut first = scene.signed_in(&scene.dana).await;
        let today = first.get("/today").await;
        assert!(
            !today.body.contains(&told),
            "an import is no news on the first day"
        );
        scene.house.assign(&scene.omar, scene.alma).await;
        let new = format!("/clients/{}/entries/new", scene.alma);
        let form = "category=notes&provenance=worker&nature=fact&text=seen";
        scene.house.clock.advance(hour_ms);
        let mut omar = scene.signed_in(&scene.omar).await;
        assert_eq!(omar.post(&new, form).await.status, StatusCode::SEE_OTHER);
        let decide = format!("/clients/{}/protection", scene.alma);
        omar.post(&decide, "decision=leave&back=%2Ftoday").await;
        scene.house.clock.advance(hour_ms);
        let mut second = scene.signed_in(&scene.dana).await;
        let today = second.get("/today").await;
        assert!(today.body.contains(&told), "{}", today.body);
        assert!(
            second
                .get("/clients")
                .await
                .body
                .contains("class=\"tag news\"")
        );
        scene.house.clock.advance(1000);
        assert_eq!(second.post(&new, form).await.status, StatusCode::SEE_OTHER);
        let today = second.get("/today").await;
        assert!(
            !today.body.contains(&told),
            "what one wrote oneself is no news"
        );
    });
}

#[test]
fn a_closed_file_says_which_clause_closed_it_and_what_would_open_it() {
    run(async {
        let scene = Scene::set().await;
        let priya = scene.house.worker("priya", Role::PrivacyOfficer).await;
        scene
            .house
            .office
            .record_duty(&priya, caseward_model::Purpose::AccessReview, 8)
            .await
            .unwrap();
        let mut reviewer = scene.signed_in(&priya).await;
        let section = reviewer
            .get(&format!("/clients/{}/notes", scene.alma))
            .await;
        assert_eq!(section.status, StatusCode::OK);
        assert!(section.body.contains("class=\"reasons\""), "the reasons");
        assert!(
            section.body.contains("class=\"clause\" href=\"/clauses/"),
            "the clause"
        );
        assert!(!section.body.contains("Alma"));
    });
}

#[test]
fn dv_5_2_2_an_entry_is_written_and_a_rejected_one_comes_back_whole() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let new = format!("/clients/{}/entries/new", scene.alma);
        assert_eq!(browser.get(&new).await.status, StatusCode::OK);
        let opinion = "category=notes&provenance=worker&nature=opinion&text=She+seems+%3Cb%3Etired";
        let back = browser.post(&new, opinion).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(back.body.contains("She seems &#60;b&#62;tired</textarea>"));
        assert!(back.body.contains("href=\"#basis\""));
        let done = browser
            .post(&new, &format!("{opinion}&basis=two+visits"))
            .await;
        let notes = format!("/clients/{}/notes", scene.alma);
        assert_eq!(
            (done.status, done.location()),
            (StatusCode::SEE_OTHER, notes.as_str())
        );
        let page = browser.get(&notes).await;
        assert!(page.body.contains("She seems &#60;b&#62;tired"));
        assert!(page.body.contains("two visits") && page.body.contains("dana of the tests"));
    });
}

#[test]
fn dv_3_2_what_a_third_party_told_stands_only_in_its_own_section_and_never_before_the_client() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let new = format!("/clients/{}/entries/new", scene.alma);
        let form = "category=notes&provenance=third_party&nature=fact&text=her+sister+rang";
        let done = browser.post(&new, form).await;
        assert_eq!(
            done.location(),
            format!("/clients/{}/third_party", scene.alma)
        );
        let own = scene.house.worker("alma", Role::Client).await;
        let no = scene.house.office.client_no(scene.alma).await.unwrap();
        scene
            .house
            .office
            .gate
            .change_worker(own.id, "ties_recorded", move |sheet| {
                sheet.client = Some(no)
            })
            .await
            .unwrap();
        let mut client = scene.signed_in(&own).await;
        for category in Category::ALL {
            let path = format!("/clients/{}/{}", scene.alma, category.word());
            let holds = browser.get(&path).await.body.contains("her sister rang");
            assert_eq!(holds, *category == Category::ThirdParty, "{category}");
            assert!(
                !client.get(&path).await.body.contains("her sister rang"),
                "{category}"
            );
        }
        assert_eq!(client.get("/").await.location(), "/me");
        let mine = client.get("/me").await;
        assert_eq!(mine.status, StatusCode::OK);
        assert!(mine.body.contains("Alma Reyes"));
        assert_eq!(client.get("/ledger").await.status, StatusCode::NOT_FOUND);
        let other = client.get(&format!("/clients/{}", scene.berta)).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
        // The desks of those who work here are not there for her, to the last byte.
        let nowhere = client.get("/no/such/page").await;
        for path in ["/clients", "/today", "/system"] {
            let answer = client.get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(answer.body, nowhere.body, "{path}");
        }
        let found = client.post("/clients", "filter=Alma").await;
        assert_eq!((found.status, found.body), (nowhere.status, nowhere.body));
    });
}

#[test]
fn cr_10_who_looked_tells_the_visit_and_only_what_was_opened() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        browser
            .get(&format!("/clients/{}/housing", scene.alma))
            .await;
        let page = browser
            .get(&format!("/clients/{}/who-looked", scene.alma))
            .await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.body.contains("dana of the tests (caseworker) opened"),
            "{}",
            page.body
        );
        assert!(page.body.contains("Housing"));
        assert!(
            !page.body.contains("HIV"),
            "what was only looked over is not told as opened"
        );
    });
}

#[test]
fn cc_2_4_a_person_decides_on_a_proposed_protection() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let post = format!("/clients/{}/protection", scene.alma);
        assert!(browser.get("/today").await.body.contains(&post), "the task");
        let mut other = scene.signed_in(&scene.omar).await;
        let refused = other.post(&post, "decision=leave&back=%2Ftoday").await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        assert!(
            browser.get("/today").await.body.contains(&post),
            "still to be decided"
        );
        let done = browser.post(&post, "decision=protect&back=%2Ftoday").await;
        assert_eq!(
            (done.status, done.location()),
            (StatusCode::SEE_OTHER, "/today")
        );
        assert!(!browser.get("/today").await.body.contains(&post));
        assert!(browser.get("/clients").await.body.contains("Protected"));
    });
}

#[test]
fn cr_4_a_summary_says_what_stands_where_and_what_comes_next_and_only_what_is_open() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let plan = format!("/clients/{}/plan", scene.alma);
        let empty = browser.get(&plan).await;
        assert_eq!(empty.status, StatusCode::OK);
        let back = browser.post(&plan, "line=step&text=Look+at+flats").await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(back.body.contains("Look at flats</textarea>"));
        assert!(back.body.contains("href=\"#of\"") && back.body.contains("href=\"#by\""));
        let goal = browser
            .post(&plan, "line=goal&text=A+flat+of+her+own")
            .await;
        assert_eq!(
            (goal.status, goal.location()),
            (StatusCode::SEE_OTHER, plan.as_str())
        );
        let page = browser.get(&plan).await;
        let no = page
            .body
            .split("<option value=\"")
            .nth(2)
            .expect("the goal");
        let no = no.split('"').next().unwrap();
        let step = format!("line=step&of={no}&by=client&until=2099-12-01&text=Look+at+flats");
        assert_eq!(
            browser.post(&plan, &step).await.status,
            StatusCode::SEE_OTHER
        );
        let summary = format!("/clients/{}/summary", scene.alma);
        let page = browser.get(&summary).await;
        assert_eq!(page.status, StatusCode::OK);
        for shown in [
            "Alma Reyes",
            "Look at flats",
            "December 1, 2099",
            "dana of the tests",
        ] {
            assert!(page.body.contains(shown), "{shown}: {}", page.body);
        }
        assert!(
            page.body
                .contains(&format!("/clients/{}/housing\"", scene.alma))
        );
        let papers = browser
            .get(&format!("/clients/{}/documents", scene.alma))
            .await;
        assert_eq!(papers.status, StatusCode::OK);
        // To whoever has nothing to do with her, each of them is the page that isn't there.
        let mut omar = scene.signed_in(&scene.omar).await;
        let nowhere = omar.get("/no/such/page").await;
        for page in ["summary", "plan", "documents"] {
            let answer = omar.get(&format!("/clients/{}/{page}", scene.alma)).await;
            assert_eq!(
                (answer.status, answer.body),
                (nowhere.status, nowhere.body.clone())
            );
        }
    });
}

#[test]
fn nasw_d_a_section_that_is_closed_says_why_and_who_can_be_asked() {
    run(async {
        let scene = Scene::set().await;
        let sol = scene.house.worker("sol", Role::Supervisor).await;
        scene.house.supervise(&sol, &scene.dana).await;
        let mut browser = scene.signed_in(&sol).await;
        let closed = browser
            .get(&format!("/clients/{}/third_party", scene.alma))
            .await;
        assert!(closed.body.contains("class=\"reasons\""), "{}", closed.body);
        assert!(
            closed.body.contains("<bdi>dana of the tests, "),
            "{}",
            closed.body
        );
    });
}
