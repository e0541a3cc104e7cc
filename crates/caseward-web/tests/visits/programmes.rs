//! Programmes on the pages: taken in by whoever keeps the settings, taken part in by clients, and what follows for a disclosure.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use caseward_model::{Language, Role};
use caseward_testkit::run;
use caseward_web::Words;

use crate::browser::{Answer, Browser, Scene};

const PROGRAMMES: &str = "/settings/programmes";
const NEW: &str =
    "programme=&name=Ending+violence&kind=behaviour_change&run_by=&from=2020-01-01&until=";

#[test]
fn a_programme_is_taken_in_and_changed_on_its_page_and_nothing_typed_is_lost() {
    run(async {
        let scene = Scene::set().await;
        let words = Words::of(Language::English);
        let priya = scene.house.worker("priya", Role::PrivacyOfficer).await;
        let mut priya = scene.signed_in(&priya).await;
        let none = priya.get(PROGRAMMES).await;
        assert!(none.body.contains(&words.t("programmes-none")));
        let lacks = "programme=&name=Ending+violence&kind=&run_by=&from=2020-01-01&until=";
        let lacks = priya.post(PROGRAMMES, lacks).await;
        assert_eq!(lacks.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(lacks.body.contains(&words.t("amiss-programme-kind")));
        assert!(lacks.body.contains("value=\"Ending violence\""));
        let taken_in = priya.post(PROGRAMMES, NEW).await;
        assert_eq!(taken_in.status, StatusCode::SEE_OTHER, "{}", taken_in.body);
        let kept = scene.house.office.kept_programmes().await.unwrap();
        let no = kept[0].no;
        let shown = priya.get(&format!("{PROGRAMMES}?change={no}")).await;
        assert!(shown.body.contains(&words.t("programme-change")));
        assert!(
            !shown.body.contains("name=\"kind\""),
            "its kind stays, and isn't asked"
        );
        let changed =
            format!("programme={no}&name=Ending+violence&run_by=&from=2020-01-01&until=2020-12-31");
        let changed = priya.post(PROGRAMMES, &changed).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
        let shown = priya.get(PROGRAMMES).await;
        assert!(shown.body.contains(&words.t("programme-not-now")));
        let never = "programme=99&name=Night+shelter&run_by=&from=2020-01-01&until=";
        let never = priya.post(PROGRAMMES, never).await;
        assert_eq!(never.status, StatusCode::NOT_FOUND, "none of this number");
        let mut dana = scene.signed_in(&scene.dana).await;
        let shut = dana.post(PROGRAMMES, NEW).await;
        assert_eq!(shut.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn dv_4_3_that_somebody_takes_part_is_written_down_on_their_file_and_says_what_it_protects() {
    run(async {
        let scene = Scene::set().await;
        let words = Words::of(Language::English);
        let page = format!("/clients/{}/programmes", scene.alma);
        let mut dana = scene.signed_in(&scene.dana).await;
        let nothing = dana.get(&page).await;
        assert!(nothing.body.contains(&words.t("parts-none")));
        assert!(nothing.body.contains(&words.t("part-no-programme")));
        let priya = scene.house.worker("priya", Role::PrivacyOfficer).await;
        let mut priya = scene.signed_in(&priya).await;
        priya.post(PROGRAMMES, NEW).await;
        let no = scene.house.office.kept_programmes().await.unwrap()[0].no;

        let lacks = format!("action=begin&programme={no}&from=2026-03-02&said_by=");
        let lacks = dana.post(&page, &lacks).await;
        assert_eq!(lacks.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(lacks.body.contains("href=\"#said_by\""), "{}", lacks.body);
        assert!(lacks.body.contains("value=\"2026-03-02\""), "it isn't lost");
        let begins = "&from=2026-03-02&said_by=The+probation+service";
        let begins = format!("action=begin&programme={no}{begins}");
        let begun = dana.post(&page, &begins).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
        let shown = dana.get(&page).await;
        for says in ["part-protects", "part-form-awaited"] {
            assert!(shown.body.contains(&words.t(says)), "{says}");
        }
        assert!(shown.body.contains("The probation service"));
        assert!(
            !shown.body.contains("value=\"mistake\""),
            "whoever wrote it down doesn't take it back"
        );
        let nothing = signed_form(&mut dana, &page, "").await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nothing.body.contains("href=\"#scan\""), "{}", nothing.body);
        assert!(nothing.body.contains("value=\"2026-03-02\""), "kept");
        let signed = signed_form(&mut dana, &page, "%PDF-1.7 scan").await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
        let shown = dana.get(&page).await;
        assert!(
            !shown.body.contains("value=\"confirm\""),
            "whoever recorded it doesn't compare it"
        );
        let late = "action=end&part=1&on=2999-01-01&how=He+left";
        let late = dana.post(&page, late).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.body.contains("href=\"#on\"") && late.body.contains("value=\"He left\""));
        let ended = "action=end&part=1&on=2026-06-30&how=He+left";
        let ended = dana.post(&page, ended).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
        let looked = format!("/clients/{}/who-looked", scene.alma);
        let looked = dana.get(&looked).await;
        assert!(looked.body.contains("in which programmes they take part"));

        let mut omar = scene.signed_in(&scene.omar).await;
        let unknown = omar.get(&page).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND, "not his client");
    });
}

/// The signed form of the first programme of a client, as a browser sends it.
async fn signed_form(browser: &mut Browser, page: &str, scan: &str) -> Answer {
    let body = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"signed_on\"\r\n\r\n2026-03-02\r\n\
         --edge\r\ncontent-disposition: form-data; name=\"scan\"; filename=\"a.pdf\"\r\n\
         content-type: application/pdf\r\n\r\n{scan}\r\n--edge--\r\n"
    );
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("{page}/1/form"))
        .header("content-type", "multipart/form-data; boundary=edge")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    browser.send(request).await
}

#[test]
fn dv_5_2_1_a_second_person_compares_the_signed_form_of_a_programme_on_the_page() {
    run(async {
        let scene = Scene::set().await;
        let words = Words::of(Language::English);
        let priya = scene.house.worker("priya", Role::PrivacyOfficer).await;
        let mut priya = scene.signed_in(&priya).await;
        priya.post(PROGRAMMES, NEW).await;
        let no = scene.house.office.kept_programmes().await.unwrap()[0].no;
        let page = format!("/clients/{}/programmes", scene.alma);
        let mut dana = scene.signed_in(&scene.dana).await;
        let begins = "&from=2026-03-02&said_by=The+probation+service";
        let begins = format!("action=begin&programme={no}{begins}");
        dana.post(&page, &begins).await;
        signed_form(&mut dana, &page, "%PDF-1.7 scan").await;

        scene.house.assign(&scene.omar, scene.alma).await;
        let mut omar = scene.signed_in(&scene.omar).await;
        let shown = omar.get(&page).await;
        assert!(shown.body.contains(&words.t("part-form-confirm-lead")));
        let scan = omar.get(&format!("{page}/1/form")).await;
        assert_eq!(
            (scan.status, scan.body.as_str()),
            (StatusCode::OK, "%PDF-1.7 scan")
        );
        let declined = omar.post(&page, "action=decline&part=1&scan=1").await;
        assert_eq!(declined.status, StatusCode::SEE_OTHER, "{}", declined.body);
        let shown = dana.get(&page).await;
        assert!(shown.body.contains(&words.t("part-form-noted")));
        signed_form(&mut dana, &page, "%PDF-1.7 another").await;
        let stale = omar.post(&page, "action=confirm&part=1&scan=1").await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        let says = words.t("permission-needs-this-scan");
        assert!(stale.body.contains(&says), "{}", stale.body);
        let confirmed = omar.post(&page, "action=confirm&part=1&scan=2").await;
        assert_eq!(
            confirmed.status,
            StatusCode::SEE_OTHER,
            "{}",
            confirmed.body
        );
        let shown = omar.get(&page).await;
        assert!(shown.body.contains(&words.t("part-form-second")));
        assert!(!shown.body.contains("value=\"confirm\""));
    });
}

#[test]
fn nasw_c_what_goes_for_a_purpose_is_said_for_a_programme_beside_the_other_needs() {
    run(async {
        let scene = Scene::set().await;
        let words = Words::of(Language::English);
        let priya = scene.house.worker("priya", Role::PrivacyOfficer).await;
        let mut priya = scene.signed_in(&priya).await;
        priya.post(PROGRAMMES, NEW).await;
        let no = scene.house.office.kept_programmes().await.unwrap()[0].no;
        let needs = format!("/settings/needs?programme={no}");
        let before = priya.get(&needs).await;
        assert!(before.body.contains("purpose.eligibility.income"));
        let back = format!("programme={no}&field=purpose.eligibility.income&action=withdraw");
        let back = priya.post("/settings/needs", &back).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
        let after = priya.get(&needs).await;
        assert!(!after.body.contains("purpose.eligibility.income"));
        let office = priya.get("/settings/needs").await;
        assert!(office.body.contains("purpose.eligibility.income"));
        let unfit = "&purpose=eligibility&section=health&action=purpose&why=They+would+like+it.";
        let unfit = format!("programme={no}{unfit}");
        let unfit = priya.post("/settings/needs", &unfit).await;
        assert_eq!(unfit.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unfit.body.contains("href=\"#section\""), "{}", unfit.body);
        assert!(unfit.body.contains(&words.t("amiss-need-field")));
        let said = "&purpose=eligibility&section=income&action=purpose&why=They+decide+by+it.";
        let said = format!("programme={no}{said}");
        let said = priya.post("/settings/needs", &said).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
        assert!(priya.get(&needs).await.body.contains("They decide by it."));
    });
}
