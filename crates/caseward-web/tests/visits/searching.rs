//! Looking for a client on the page and through the API, and asking for access there.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use caseward_casework::gate::{ProtectionSource, WallAgainst, WallFact};
use caseward_casework::staff::Colleague;
use caseward_model::{Client, Id, OrganizationKind, Protection, Role};
use caseward_testkit::{Export, House, engines, run};
use caseward_web::router;

use crate::browser::{Answer, Browser};

/// Each of these is exactly named, and of each nothing may be told: walled, protected, opted out, proposed, another
/// organisation's, destroyed; and nobody. All names are equally long.
const HIDDEN: [&str; 7] = [
    "Wanda Winter",
    "Paula Summer",
    "Olive Autumn",
    "Perla Spring",
    "Fiona Harvey",
    "Donna Miller",
    "Nobby Nobody",
];

struct Scene {
    house: House,
    dana: Colleague,
    odile: Colleague,
    omar: Colleague,
    bruno: Id<Client>,
}

impl Scene {
    async fn on(engine: &caseward_testkit::Engine) -> Self {
        let house = House::on(engine, false).await;
        let mut export = Export::new()
            .client("own", "Alma", "Reyes")
            .client("2", "Bruno", "Stone");
        for (number, name) in HIDDEN.iter().take(6).enumerate() {
            let (first, last) = name.split_once(' ').unwrap();
            export = export.client(&format!("h{number}"), first, last);
        }
        house.import(&export).await;
        house.office.index_names(|_| {}).await.unwrap();
        let dana = house.worker("dana", Role::Caseworker).await;
        let omar = house.worker("omar", Role::Caseworker).await;
        let odile = house.worker("odile", Role::Supervisor).await;
        house.supervise(&odile, &omar).await;
        let (alma, bruno) = (house.client("own").await, house.client("2").await);
        house.assign(&dana, alma).await;
        house.assign(&omar, bruno).await;
        let stranger = house.partner("stranger", OrganizationKind::Agency).await.no;
        let me = dana.no;
        for number in 0..6 {
            let client = house.client(&format!("h{number}")).await;
            let hide = move |sheet: &mut caseward_casework::gate::ClientSheet, since| {
                let mut protect = |kind| sheet.protect(kind, ProtectionSource::Worker, since);
                match number {
                    0 => sheet.walls.push(WallFact {
                        against: WallAgainst::Worker(me),
                        since,
                    }),
                    1 => drop(protect(Protection::Victim)),
                    2 => drop(protect(Protection::DeclinedSharing)),
                    3 => drop(protect(Protection::Proposed)),
                    4 => sheet.organization = stranger,
                    _ => {}
                }
            };
            house
                .office
                .change_facts(client, "settled", hide)
                .await
                .unwrap();
        }
        let donna = house.client("h5").await;
        house.destroy_keys(donna).await;
        Self {
            house,
            dana,
            odile,
            omar,
            bruno,
        }
    }

    async fn signed_in(&self, who: &Colleague) -> Browser {
        let mut browser = Browser::new(&router(
            std::sync::Arc::clone(&self.house.office),
            Vec::new(),
        ));
        let link = self
            .house
            .office
            .make_sign_in_link(who.no, 60, 1)
            .await
            .unwrap();
        let answer = browser.post("/sign-in", &format!("token={link}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        browser
    }
}

async fn find(browser: &mut Browser, name: &str) -> Answer {
    let form = format!("name={}&purpose=direct_service", name.replace(' ', "+"));
    browser.post("/clients/find", &form).await
}

async fn by_api(browser: &mut Browser, address: &str, json: String) -> Answer {
    let request = Request::post(address)
        .header("content-type", "application/json")
        .header("sec-fetch-site", "same-origin");
    browser.send(request.body(Body::from(json)).unwrap()).await
}

#[test]
fn dv_3_3_1_a_search_for_whoever_may_not_be_known_is_one_answer_to_the_last_byte() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let mut browser = scene.signed_in(&scene.dana).await;
            let mut answers = Vec::new();
            for name in HIDDEN {
                let page = find(&mut browser, name).await;
                assert_eq!(page.status, StatusCode::OK, "{name}");
                assert!(!page.title().contains(name), "{name}");
                // What was typed stands in its own field, and nowhere else.
                assert_eq!(page.body.matches(name).count(), 1, "{name}");
                let json = format!(r#"{{"name":"{name}"}}"#);
                let api = by_api(&mut browser, "/api/v1/search", json).await;
                assert_eq!(
                    api.body, r#"{"clients":[],"more":false,"ask":null}"#,
                    "{name}"
                );
                answers.push((
                    page.body.replace(name, "…"),
                    format!("{:?}", page.headers),
                    format!("{:?}", api.headers),
                ));
            }
            for (answer, name) in answers.iter().zip(HIDDEN) {
                assert_eq!(answer, &answers[6], "{name}");
            }
        });
    }
}

#[test]
fn cr_2_a_search_that_tells_of_somebody_leads_to_a_question_and_its_answer() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let mut dana = scene.signed_in(&scene.dana).await;
            let mine = find(&mut dana, "reyse").await;
            assert!(mine.body.contains("Alma Reyes"), "{}", mine.body);
            let told = find(&mut dana, "Bruno Stone").await;
            assert!(
                told.body.contains("Somebody may be able to help"),
                "{}",
                told.body
            );
            assert!(!told.body.contains(&scene.bruno.to_string()));
            let from = told.body.find(r#"name="search" value=""#).unwrap() + 21;
            let no: String = told.body[from..]
                .chars()
                .take_while(char::is_ascii_digit)
                .collect();

            let empty = dana
                .post(
                    "/access",
                    &format!("search={no}&purpose=direct_service&why="),
                )
                .await;
            assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
            let form = format!("search={no}&purpose=direct_service&why=He+asked+for+me.");
            let asked = dana.post("/access", &form).await;
            assert_eq!(
                (asked.status, asked.location()),
                (StatusCode::SEE_OTHER, "/access")
            );
            let waiting = dana.get("/access").await;
            assert!(
                waiting.body.contains("Not answered yet"),
                "{}",
                waiting.body
            );
            assert!(
                !waiting.body.contains("He asked for me."),
                "it is for whoever decides"
            );

            let mut odile = scene.signed_in(&scene.odile).await;
            assert!(odile.get("/today").await.body.contains("href=\"/access\""));
            let question = odile.get("/access").await;
            assert!(
                question.body.contains("He asked for me."),
                "{}",
                question.body
            );
            assert!(question.body.contains("Bruno Stone"));
            let never = odile
                .post("/access/1/answer", "answer=give&part=support&until=")
                .await;
            assert_eq!(never.status, StatusCode::UNPROCESSABLE_ENTITY);
            let given = odile
                .post(
                    "/access/1/answer",
                    "answer=give&part=support&until=2026-11-20",
                )
                .await;
            assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
            let file = format!("/clients/{}", scene.bruno);
            assert!(dana.get("/access").await.body.contains(&file));
            assert_eq!(dana.get(&file).await.status, StatusCode::OK);
            let seen = dana.post("/access/1/seen", "").await;
            assert_eq!(seen.status, StatusCode::SEE_OTHER);
        });
    }
}

#[test]
fn dv_3_3_1_a_question_that_one_may_not_answer_is_none() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let mut dana = scene.signed_in(&scene.dana).await;
            find(&mut dana, "Bruno Stone").await;
            let form = "search=1&purpose=direct_service&why=He+asked+for+me.";
            assert_eq!(
                dana.post("/access", form).await.status,
                StatusCode::SEE_OTHER
            );
            for who in [&scene.dana, &scene.omar] {
                let mut browser = scene.signed_in(who).await;
                let there = browser.post("/access/1/answer", "answer=decline").await;
                let none = browser.post("/access/99/answer", "answer=decline").await;
                assert_eq!(there.status, StatusCode::NOT_FOUND);
                assert_eq!(there.body, none.body);
                let decision = r#"{"answer":"decline"}"#.to_owned();
                let api = by_api(&mut browser, "/api/v1/access-requests/1/answer", decision).await;
                assert_eq!(api.status, StatusCode::NOT_FOUND);
            }
        });
    }
}

#[test]
fn cr_2_beyond_the_limit_the_page_and_the_api_say_when_to_go_on() {
    run(async {
        let scene = Scene::on(&caseward_testkit::Engine::Sqlite).await;
        let mut dana = scene.signed_in(&scene.dana).await;
        for _ in 0..caseward_casework::gate::SEARCHES_PER_HOUR {
            find(&mut dana, "Nobby Nobody").await;
        }
        let page = find(&mut dana, "Alma Reyes").await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(
            page.body.contains("You can search again from"),
            "{}",
            page.body
        );
        let json = r#"{"name":"Alma Reyes"}"#.to_owned();
        let api = by_api(&mut dana, "/api/v1/search", json).await;
        assert_eq!(api.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(api.headers["retry-after"], "3601");
        assert!(!api.body.contains("Alma"), "{}", api.body);
    });
}
