//! Agreements and training on the page: what keeps files shut, and the way to open them (CC-2, DV-5.1.1,
//! DV-5.10).

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use caseward_casework::gate::Actor;
use caseward_casework::staff::Colleague;
use caseward_casework::standing::{NewVersion, Wording, shipped};
use caseward_model::{Language, Role};
use caseward_testkit::run;

use crate::browser::{Answer, Browser, Scene};

/// The beginning of a PNG picture, which is all that a scan is known by.
const PICTURE: &str = "\u{89}PNG\r\n\u{1a}\n";
const REQUIRED: &str = "/agreements/required";
const SIGNER: &str = "name=Eve+of+the+Tests&organization=Harbour+House&position=Advocate\
                      &email=eve%40office.example&phone=555+0100";

/// A text that comes with Caseward, in English.
fn text(name: &str) -> Wording {
    let mut all = shipped().unwrap().into_iter();
    let found = all.find(|it| it.edition.name_and_kind().unwrap().0 == name);
    let edition = found.unwrap().edition;
    edition.in_language(Language::English).unwrap().clone()
}

/// The answers to its questions as a form sends them: all right, or all wrong.
fn answers(name: &str, version: u32, right: bool) -> String {
    let chosen = |(place, right_one): (usize, usize)| {
        let wrong = if right_one == 1 { 2 } else { 1 };
        format!("&a{}={}", place + 1, if right { right_one } else { wrong })
    };
    let questions = text(name).questions;
    let all = questions.iter().map(|it| it.right).enumerate().map(chosen);
    format!("version={version}{}", all.collect::<String>())
}

fn ticks(name: &str) -> String {
    let statements = text(name).statements.len();
    (1..=statements).map(|it| format!("&t{it}=yes")).collect()
}

/// Reads, answers and signs the procedure on its page.
async fn signs(browser: &mut Browser, version: u32) {
    let answered = browser
        .post(
            "/agreements/procedure",
            &answers("procedure", version, true),
        )
        .await;
    assert_eq!(answered.location(), "/agreements/procedure/sign");
    let form = format!("version={version}&{SIGNER}{}", ticks("procedure"));
    let signed = browser.post("/agreements/procedure/sign", &form).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
    assert_eq!(signed.location(), REQUIRED);
}

async fn learns(browser: &mut Browser) {
    let done = browser
        .post(
            "/training/induction/questions",
            &answers("induction", 1, true),
        )
        .await;
    assert_eq!(done.location(), REQUIRED);
}

/// The procedure once more, with one paragraph changed.
fn second_version() -> NewVersion {
    let mut all = shipped().unwrap().into_iter();
    let procedure = all.find(|it| it.edition.name_and_kind().unwrap().0 == "procedure");
    let texts = Language::ALL.iter().map(|language| {
        let edition = &procedure.as_ref().unwrap().edition;
        let mut words = edition.in_language(*language).unwrap().clone();
        words.changed = "What is new.".to_owned();
        words.sections[0].paragraphs[0] = "A paragraph that is new.".to_owned();
        words
    });
    NewVersion {
        edition: caseward_casework::standing::Edition::of(texts.collect()).unwrap(),
        roles: vec![Role::Caseworker],
        from_ms: 0,
        hold_days: 365,
    }
}

async fn someone_new(scene: &Scene) -> Colleague {
    let eve = scene
        .house
        .worker_with("eve", Role::Caseworker, false, false, "office")
        .await;
    scene.house.assign(&eve, scene.alma).await;
    eve
}

#[test]
fn dv_5_1_1_someone_new_reads_answers_signs_and_learns_on_the_page_and_then_files_open() {
    run(async {
        let scene = Scene::set().await;
        let eve = someone_new(&scene).await;
        let mut browser = scene.signed_in(&eve).await;
        let file = format!("/clients/{}", scene.alma);
        let shut = browser.get(&file).await;
        assert_eq!(shut.status, StatusCode::FORBIDDEN);
        assert!(
            shut.body.contains(&format!("href=\"{REQUIRED}\"")),
            "{}",
            shut.body
        );
        let required = browser.get(REQUIRED).await;
        for way in ["/agreements/procedure", "/training/induction"] {
            assert!(required.body.contains(&format!("href=\"{way}\"")), "{way}");
        }
        // What it means comes before the signature.
        let early = browser.get("/agreements/procedure/sign").await;
        assert_eq!(early.location(), "/agreements/procedure");
        let wrong = browser
            .post("/agreements/procedure", &answers("procedure", 1, false))
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("The text says"), "{}", wrong.body);
        let answered = browser
            .post("/agreements/procedure", &answers("procedure", 1, true))
            .await;
        assert_eq!(answered.location(), "/agreements/procedure/sign");
        let form = "version=1&name=Eve+of+the+Tests&email=none&t1=yes";
        let lacking = browser.post("/agreements/procedure/sign", form).await;
        assert_eq!(lacking.status, StatusCode::UNPROCESSABLE_ENTITY);
        for kept in [
            "href=\"#email\"",
            "href=\"#statements\"",
            "value=\"Eve of the Tests\"",
            "value=\"none\"",
        ] {
            assert!(lacking.body.contains(kept), "{kept}: {}", lacking.body);
        }
        let form = format!("version=1&{SIGNER}{}", ticks("procedure"));
        let signed = browser.post("/agreements/procedure/sign", &form).await;
        assert_eq!(signed.location(), REQUIRED);
        assert_eq!(browser.get(&file).await.status, StatusCode::FORBIDDEN);
        learns(&mut browser).await;
        assert_eq!(browser.get(&file).await.status, StatusCode::OK);
    });
}

#[test]
fn cc_2_the_signer_gets_a_copy_and_nobody_elses() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let mine = dana.get("/agreements").await;
        let copy = mine.body.split("/agreements/copies/").nth(1).unwrap();
        let no: String = copy.chars().take_while(char::is_ascii_digit).collect();
        let copy = format!("/agreements/copies/{no}");
        let paper = dana.get(&copy).await;
        assert_eq!(paper.status, StatusCode::OK);
        assert_eq!(paper.headers["content-type"], "application/pdf");
        assert!(paper.body.starts_with("%PDF-"));
        let name = paper.headers["content-disposition"].to_str().unwrap();
        assert!(!name.contains("dana"), "{name}");
        let mut omar = scene.signed_in(&scene.omar).await;
        assert_eq!(omar.get(&copy).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn cc_2_a_new_version_shuts_files_to_whoever_is_signed_in_and_the_page_says_where_to_go() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let file = format!("/clients/{}", scene.alma);
        assert_eq!(dana.get(&file).await.status, StatusCode::OK);
        let published = scene
            .house
            .office
            .publish_requirement(Actor::KeyHolder, second_version());
        published.await.unwrap();
        let shut = dana.get(&file).await;
        assert_eq!(shut.status, StatusCode::FORBIDDEN);
        assert!(shut.body.contains(&format!("href=\"{REQUIRED}\"")));
        assert!(
            dana.get("/today")
                .await
                .body
                .contains(&format!("href=\"{REQUIRED}\""))
        );
        // What she had open before is about the older version: nothing is signed by it.
        let old = dana
            .post("/agreements/procedure", &answers("procedure", 1, true))
            .await;
        assert_eq!(old.status, StatusCode::CONFLICT);
        assert!(
            old.body.contains("<ins>A paragraph that is new.</ins>"),
            "{}",
            old.body
        );
        signs(&mut dana, 2).await;
        assert_eq!(dana.get(&file).await.status, StatusCode::OK);
    });
}

#[test]
fn cc_2_10_a_pause_ends_everything_at_once_and_signing_opens_nothing() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let file = format!("/clients/{}", scene.alma);
        assert_eq!(dana.get(&file).await.status, StatusCode::OK);
        let gate = &scene.house.office.gate;
        gate.change_worker(scene.dana.id, "suspended", |sheet| sheet.suspended = true)
            .await
            .unwrap();
        assert_ne!(dana.get(&file).await.status, StatusCode::OK);
        let sent = dana
            .post("/agreements/procedure", &answers("procedure", 1, true))
            .await;
        assert_ne!(sent.location(), "/agreements/procedure/sign");
        assert_ne!(dana.get(&file).await.status, StatusCode::OK);
    });
}

/// A form with a file, as a browser sends it.
async fn upload(browser: &mut Browser, fields: &[(&str, &str)], scan: &[u8]) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head =
            format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(head.into_bytes());
    }
    let head = "--edge\r\ncontent-disposition: form-data; name=\"scan\"; filename=\"a.png\"\r\n\
                content-type: image/png\r\n\r\n";
    body.extend(head.as_bytes());
    body.extend(scan);
    body.extend(b"\r\n--edge--\r\n");
    let request = Request::builder()
        .method(Method::POST)
        .uri("/agreements/papers/new")
        .header("content-type", "multipart/form-data; boundary=edge")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    browser.send(request).await
}

fn of_eve(eve: &Colleague) -> [(&'static str, String); 9] {
    [
        ("worker", eve.id.to_string()),
        ("requirement", "procedure".to_owned()),
        ("language", "en".to_owned()),
        ("signed_on", "2026-10-30".to_owned()),
        ("name", "Eve of the Tests".to_owned()),
        ("organization", "Harbour House".to_owned()),
        ("position", "Advocate".to_owned()),
        ("email", "eve@office.example".to_owned()),
        ("phone", "555 0100".to_owned()),
    ]
}

#[test]
fn cc_2_a_paper_counts_when_a_second_person_has_looked_at_its_scan() {
    run(async {
        let scene = Scene::set().await;
        let eve = someone_new(&scene).await;
        scene.house.learn(&eve).await;
        let lin = scene.house.worker("lin", Role::LineManager).await;
        let pat = scene.house.worker("pat", Role::PrivacyOfficer).await;
        let (mut lin, mut pat) = (scene.signed_in(&lin).await, scene.signed_in(&pat).await);
        let mut browser = scene.signed_in(&eve).await;
        let file = format!("/clients/{}", scene.alma);
        let fields = of_eve(&eve);
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, it)| (*name, it.as_str()))
            .collect();
        let scan: Vec<u8> = PICTURE.chars().map(|it| it as u8).collect();

        let no_picture = upload(&mut lin, &fields, b"<html>").await;
        assert_eq!(no_picture.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(no_picture.body.contains("href=\"#scan\""));
        assert!(
            no_picture.body.contains("value=\"eve@office.example\""),
            "typed is kept"
        );
        let huge = vec![0_u8; 9 * 1024 * 1024];
        let too_large = upload(&mut lin, &fields, &huge).await;
        assert_eq!(too_large.status, StatusCode::PAYLOAD_TOO_LARGE);
        let recorded = upload(&mut lin, &fields, &scan).await;
        assert_eq!(
            recorded.location(),
            "/agreements/papers",
            "{}",
            recorded.body
        );

        let waiting = pat.get("/agreements/papers").await;
        let no = waiting.body.split("/agreements/papers/").find_map(|it| {
            let no: String = it.chars().take_while(char::is_ascii_digit).collect();
            (!no.is_empty()).then_some(no)
        });
        let no = no.unwrap();
        assert!(
            pat.get("/today")
                .await
                .body
                .contains("href=\"/agreements/papers\"")
        );
        let paper = format!("/agreements/papers/{no}");
        let decision = format!("{paper}/decision");
        let kept = pat.get(&format!("{paper}/scan")).await;
        assert_eq!(kept.headers["content-type"], "application/octet-stream");
        let own = lin.post(&decision, "decision=confirm").await;
        assert_eq!(own.status, StatusCode::CONFLICT);
        assert_eq!(browser.get(&file).await.status, StatusCode::FORBIDDEN);
        let confirmed = pat.post(&decision, "decision=confirm").await;
        assert_eq!(confirmed.location(), "/agreements/papers");
        assert_eq!(browser.get(&file).await.status, StatusCode::OK);
        let again = pat.post(&decision, "decision=decline").await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        assert!(
            !pat.get("/today")
                .await
                .body
                .contains("href=\"/agreements/papers\"")
        );
    });
}

#[test]
fn dv_5_1_1_the_privacy_officer_sees_what_a_version_changes_before_it_is_published() {
    run(async {
        let scene = Scene::set().await;
        let pat = scene.house.worker("pat", Role::PrivacyOfficer).await;
        let mut pat = scene.signed_in(&pat).await;
        let page = pat.get("/agreements/publish/procedure").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.body.contains("name = &#34;procedure&#34;"),
            "{}",
            page.body
        );
        let new = second_version();
        let file = |language| {
            let words = new.edition.in_language(language).unwrap();
            escaped(&words.write().unwrap())
        };
        let form = format!(
            "en={}&es={}&role=caseworker&role=privacy_officer&from=&hold_days=365",
            file(Language::English),
            file(Language::Spanish)
        );
        let looked = pat
            .post("/agreements/publish", &format!("{form}&step=look"))
            .await;
        assert_eq!(looked.status, StatusCode::OK, "{}", looked.body);
        assert!(looked.body.contains("<ins>A paragraph that is new.</ins>"));
        // A version for caseworkers alone would leave the one who publishes it without any.
        let alone = form.replace("&role=privacy_officer", "");
        let warned = pat.post("/agreements/publish", &alone).await;
        assert!(
            warned.body.contains("Parts that nothing is set for"),
            "{}",
            warned.body
        );
        assert!(!looked.body.contains("Parts that nothing is set for"));
        let mut dana = scene.signed_in(&scene.dana).await;
        let address = format!("/clients/{}", scene.alma);
        assert_eq!(
            dana.get(&address).await.status,
            StatusCode::OK,
            "looking changes nothing"
        );
        let broken = pat
            .post("/agreements/publish", "en=name&es=&hold_days=0&from=soon")
            .await;
        assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
        for needed in ["#en", "#es", "#roles", "#from", "#hold_days"] {
            assert!(
                broken.body.contains(&format!("href=\"{needed}\"")),
                "{needed}"
            );
        }
        let published = pat
            .post("/agreements/publish", &format!("{form}&step=publish"))
            .await;
        assert_eq!(published.location(), "/agreements/missing");
        assert_eq!(dana.get(&address).await.status, StatusCode::FORBIDDEN);

        let others = dana.post("/agreements/publish", &form).await;
        assert_eq!(others.status, StatusCode::FORBIDDEN);
    });
}

/// Text as a form sends it.
fn escaped(text: &str) -> String {
    let byte = |it: u8| {
        if it.is_ascii_alphanumeric() {
            char::from(it).to_string()
        } else {
            format!("%{it:02X}")
        }
    };
    text.bytes().map(byte).collect()
}

#[test]
fn dv_5_10_who_is_missing_what_is_told_to_those_who_answer_for_them() {
    run(async {
        let scene = Scene::set().await;
        someone_new(&scene).await;
        let sol = scene.house.worker("sol", Role::Supervisor).await;
        scene.house.supervise(&sol, &scene.dana).await;
        let lin = scene.house.worker("lin", Role::LineManager).await;
        let mut lin = scene.signed_in(&lin).await;
        let all = lin.get("/agreements/missing").await;
        assert!(all.body.contains("eve of the tests") && all.body.contains("dana of the tests"));
        let table = lin.get("/agreements/missing.csv").await;
        assert!(table.body.contains("eve of the tests,"), "{}", table.body);
        assert_eq!(
            table.body.lines().count(),
            6,
            "a head and five people: {}",
            table.body
        );
        let mut sol = scene.signed_in(&sol).await;
        let hers = sol.get("/agreements/missing").await;
        assert!(hers.body.contains("dana of the tests") && !hers.body.contains("eve of the tests"));
        let mut omar = scene.signed_in(&scene.omar).await;
        for page in [
            "/agreements/missing",
            "/agreements/missing.csv",
            "/agreements/papers",
        ] {
            let seen = omar.get(page).await;
            assert_eq!(seen.status, StatusCode::OK);
            assert!(!seen.body.contains("dana of the tests"), "{page}");
        }
    });
}

#[test]
fn dv_5_1_1_whoever_will_not_sign_is_talked_with() {
    run(async {
        let scene = Scene::set().await;
        let eve = someone_new(&scene).await;
        let lin = scene.house.worker("lin", Role::LineManager).await;
        let (mut eve_at, mut lin) = (scene.signed_in(&eve).await, scene.signed_in(&lin).await);
        let refused = eve_at
            .post(
                "/agreements/procedure/refuse",
                "version=1&words=Can+we+talk%3F",
            )
            .await;
        assert_eq!(refused.location(), REQUIRED);
        assert!(
            lin.get("/today")
                .await
                .body
                .contains("href=\"/agreements/missing\"")
        );
        assert!(
            lin.get("/agreements/missing")
                .await
                .body
                .contains("Can we talk?")
        );
        let form = format!("worker={}&requirement=procedure", eve.id);
        let talked = lin.post("/agreements/missing", &form).await;
        assert_eq!(talked.location(), "/agreements/missing");
        assert!(
            !lin.get("/today")
                .await
                .body
                .contains("href=\"/agreements/missing\"")
        );
        // It can be signed at any time.
        signs(&mut eve_at, 1).await;
    });
}
