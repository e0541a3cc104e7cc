//! Ways to partners and questions to the Law Department, on the pages.

use axum::http::StatusCode;
use caseward_casework::gate::{ClientSheet, DutyFact};
use caseward_model::{OrganizationKind, Purpose, Role};
use caseward_testkit::run;

use crate::browser::Scene;

const KEY: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

#[test]
fn cc_2_3_one_adds_a_way_on_the_page_and_another_calls_back() {
    run(async {
        let scene = Scene::set().await;
        let officer = scene.house.worker("olga", Role::PrivacyOfficer).await;
        let sol = scene.house.worker("sol", Role::Supervisor).await;
        let mut olga = scene.signed_in(&officer).await;
        let added = olga.post("/partners", "name=Willow+Clinic&handle=willow&kind=health");
        let added = added.await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
        let place = format!("{}/ways/new", added.location());
        let secret = "kind=age&address=a&key=AGE-SECRET-KEY-1QQ&fingerprint=1&receiver=Intake&until=2099-06-30";
        let wrong = olga.post(&place, secret).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("It was not kept"));
        let form = secret.replace("AGE-SECRET-KEY-1QQ", KEY);
        let way = olga.post(&place, &form).await;
        assert_eq!(way.status, StatusCode::SEE_OTHER, "{}", way.body);
        let own = olga.get(way.location()).await;
        assert!(
            own.body.contains("Somebody else has to check it"),
            "{}",
            own.body
        );
        assert!(!own.body.contains("They read out") && !own.body.contains("name=\"seen\""));
        let check = format!("{}/check", way.location());
        let forced = olga
            .post(&check, "seen=1&how=call_back&source=book&fingerprint=1")
            .await;
        assert_eq!(forced.status, StatusCode::FORBIDDEN);
        let mut sol = scene.signed_in(&sol).await;
        let other = sol
            .post(&check, "seen=1&how=call_back&source=book&fingerprint=2")
            .await;
        assert_eq!(other.status, StatusCode::OK);
        assert!(other.body.contains("another fingerprint"), "{}", other.body);
        let right = sol
            .post(&check, "seen=2&how=call_back&source=book&fingerprint=1")
            .await;
        assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.body);
        let shown = olga.get(added.location()).await;
        assert!(
            shown.body.contains("<span class=\"tag\">counts</span>"),
            "{}",
            shown.body
        );
        let titled = shown.body.split("</title>").next().unwrap();
        assert!(!titled.contains("Willow"), "no name in the title");
    });
}

#[test]
fn cr_5_the_law_department_can_be_asked_from_any_decision_and_the_button_asks_nothing_yet() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let prepares = "<input type=\"hidden\" name=\"action\" value=\"word\">";
        let button = |to: &str| format!("action=\"{to}\">{prepares}");
        let file = format!("/clients/{}", scene.alma);
        let about = button(&format!("{file}/law"));
        for page in [
            "",
            "/consents",
            "/disclosures",
            "/dangers",
            "/warnings",
            "/assignments",
            "/entries/new",
        ] {
            let shown = dana.get(&format!("{file}{page}")).await;
            assert_eq!(shown.status, StatusCode::OK, "{page}");
            assert!(shown.body.contains(&about), "{page}: {}", shown.body);
        }
        let in_general = button("/law/questions");
        for page in ["/access", "/access-questions", "/access/emergency"] {
            let shown = dana.get(page).await;
            assert_eq!(shown.status, StatusCode::OK, "{page}");
            assert!(shown.body.contains(&in_general), "{page}: {}", shown.body);
        }
        let refused = dana.get("/law/questions/1").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.body.contains(&in_general), "{}", refused.body);

        // Whoever may not know of a client is offered what everybody is offered, and it names nobody.
        let sam = scene.house.worker("sam", Role::Supervisor).await;
        let mut sol = scene.signed_in(&sam).await;
        let hidden = sol.get(&file).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
        assert!(hidden.body.contains(&in_general), "{}", hidden.body);
        assert!(!hidden.body.contains(&scene.alma.to_string()));
        assert_eq!(hidden.body, sol.get("/clients/nobody").await.body);

        // The button leads to the form with its words, and nothing is asked before they are sent.
        let pressed = "action=word&recipient=&text=What+may+I+do+here%3F";
        for (browser, to) in [
            (&mut sol, "/law/questions"),
            (&mut dana, &*format!("{file}/law")),
        ] {
            let form = browser.post(to, pressed).await;
            assert_eq!(form.status, StatusCode::OK, "{}", form.body);
            assert!(form.body.contains("What may I do here?"), "{}", form.body);
        }
        for who in [&sam, &scene.dana] {
            let asked = scene.house.office.my_law_questions(who.id).await.unwrap();
            assert!(asked.is_empty());
        }
        // Whoever answers isn't offered to ask.
        let lou = scene.house.worker("lou", Role::LegalCounsel).await;
        let mut lou = scene.signed_in(&lou).await;
        let gone = lou.get(&file).await;
        assert!(!gone.body.contains(prepares), "{}", gone.body);
    });
}

#[test]
fn dv_5_5_the_page_shows_whom_something_agreed_about_a_client_binds_and_who_was_told() {
    run(async {
        let scene = Scene::set().await;
        let clinic = scene
            .house
            .partner("clinic", OrganizationKind::Health)
            .await;
        let page = format!("/clients/{}/law", scene.alma);
        let mut dana = scene.signed_in(&scene.dana).await;
        let form = format!(
            "action=agree&organizations={}&reference=At+the+ward&until=2099-06-30&purposes=direct_service&categories=housing",
            clinic.id
        );
        let agreed = dana.post(&page, &form).await;
        assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
        let shown = dana.get(&page).await;
        assert!(shown.body.contains("not told yet"), "{}", shown.body);
        let which = format!(
            "organization=1+{}&receiver=Ward+office&on=2020-06-30",
            clinic.id
        );
        let openly = dana.post(&page, &format!("action=told&{which}")).await;
        assert_eq!(openly.status, StatusCode::UNPROCESSABLE_ENTITY);
        let told = format!("action=told&how=hand_delivery&{which}");
        let told = dana.post(&page, &told).await;
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
        let shown = dana.get(&page).await;
        assert!(shown.body.contains("told: it binds them"), "{}", shown.body);
        let known = dana
            .post(&page, &format!("action=acknowledge&{which}"))
            .await;
        assert_eq!(known.status, StatusCode::SEE_OTHER, "{}", known.body);
        let shown = dana.get(&page).await;
        assert!(
            shown.body.contains("they said that they know"),
            "{}",
            shown.body
        );
    });
}

#[test]
fn cr_5_a_question_about_a_client_is_asked_and_answered_on_the_pages() {
    run(async {
        let scene = Scene::set().await;
        let counsel = scene.house.worker("lou", Role::LegalCounsel).await;
        scene.house.partner("court", OrganizationKind::Court).await;
        let page = format!("/clients/{}/law", scene.alma);
        let mut dana = scene.signed_in(&scene.dana).await;
        let asked = dana
            .post(&page, "action=ask&recipient=&text=May+the+letter+go%3F")
            .await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
        let shown = dana.get(&page).await;
        assert!(shown.body.contains("May the letter go?"), "{}", shown.body);
        // Whoever may know of the client, and not read the notes, sees that there is a question, and not its words.
        let noor = scene.house.worker("noor", Role::Caseworker).await;
        let (worker, until) = (noor.no, scene.house.clock.now_ms() + 60_000);
        let duty = move |sheet: &mut ClientSheet, _: i64| {
            sheet.duties.push(DutyFact {
                worker,
                purpose: Purpose::DirectService,
                until,
            });
        };
        let office = &scene.house.office;
        let recorded = office.change_facts(scene.alma, "duty_recorded", duty);
        recorded.await.unwrap();
        let mut noor = scene.signed_in(&noor).await;
        let closed = noor.get(&page).await;
        assert_eq!(closed.status, StatusCode::OK, "{}", closed.body);
        assert!(closed.body.contains("those who may read this client"));
        assert!(!closed.body.contains("May the letter go?"));
        // The list of one's own questions says nothing of the words.
        let mine = dana.get("/law/questions").await;
        assert!(mine.body.contains(&page) && !mine.body.contains("May the letter go?"));
        assert_eq!(
            dana.get("/law/questions/1").await.status,
            StatusCode::FORBIDDEN
        );
        let mut lou = scene.signed_in(&counsel).await;
        let open = lou.get("/law/questions/1").await;
        assert_eq!(open.status, StatusCode::OK, "{}", open.body);
        assert!(open.body.contains("May the letter go?"));
        let answer = "seen=1&verdict=not_approved&text=Not+by+section+4.&until=";
        let answered = lou.post("/law/questions/1", answer).await;
        assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);
        let shown = dana.get(&page).await;
        assert!(shown.body.contains("Not by section 4."), "{}", shown.body);
        // Whoever may not know of the client gets the answer that nobody gets.
        let sol = scene.house.worker("sol", Role::Supervisor).await;
        let mut sol = scene.signed_in(&sol).await;
        assert_eq!(sol.get(&page).await.status, StatusCode::NOT_FOUND);
    });
}
