//! Reporting a danger on a client's page.

use axum::http::StatusCode;
use caseward_model::{Client, Id, Language, OrganizationKind, Randomness, Role};
use caseward_testkit::run;
use caseward_web::Words;

use crate::browser::Scene;
use crate::disclosing::{answer, begin, prepare};
use crate::emergency::sent;

const REPORT: &str = "action=report&at_risk=child&told_by=client&hours=72&client_told=yes\
    &told_how=Told+her+on+the+phone&raises_risk=yes\
    &seen=He+said+tonight+that+he+will+take+the+boy+from+school+on+Monday";

#[test]
fn re_7_a_danger_is_reported_discussed_and_ended_on_the_page() {
    run(async {
        let scene = Scene::set().await;
        let sol = scene.house.worker("sol", Role::Supervisor).await;
        scene.house.supervise(&sol, &scene.dana).await;
        let page = format!("/clients/{}/dangers", scene.alma);
        let words = Words::of(Language::English);
        let mut dana = scene.signed_in(&scene.dana).await;
        let file = dana.get(&format!("/clients/{}", scene.alma)).await;
        assert!(file.body.contains(&page), "the file leads here");

        let empty = dana.post(&page, "action=report&seen=Soon&hours=400").await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        for key in [
            "danger-needs-at-risk",
            "danger-needs-seen",
            "danger-needs-hours",
        ] {
            assert!(empty.body.contains(&words.t(key)), "{key}");
        }
        assert!(empty.body.contains(">Soon</textarea>"), "nothing is lost");

        let done = dana.post(&page, REPORT).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert_eq!(done.location(), page);
        let shown = dana.get(&page).await;
        assert!(shown.body.contains("take the boy from school"));
        assert!(shown.body.contains(&words.t("danger-waits")));
        let next = words.t("danger-begin-disclosure");
        assert!(shown.body.contains(&next), "and leads on");
        assert!(!shown.body.contains("value=\"discuss\""));
        assert!(!shown.body.contains(&words.t("danger-told-nobody")));
        assert!(!shown.title().contains("Alma"));

        let mut sol = scene.signed_in(&sol).await;
        let today = sol.get("/today").await;
        assert!(today.body.contains(&page), "the supervisor hears of it");
        let unsaid = sol.post(&page, "action=discuss&report=1&goes_on=yes").await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unsaid.body.contains(&words.t("danger-needs-said")));
        let said = "action=discuss&report=1&goes_on=yes&said=The+school+calls+us+first";
        let said = sol.post(&page, said).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);

        let shown = dana.get(&page).await;
        assert!(shown.body.contains("The school calls us first"));
        assert!(!shown.body.contains(&words.t("danger-waits")));
        let over = dana
            .post(&page, "action=end&report=1&why=He+left+the+country")
            .await;
        assert_eq!(over.status, StatusCode::SEE_OTHER, "{}", over.body);
        let shown = dana.get(&page).await;
        assert!(shown.body.contains("He left the country"));
        assert!(!shown.body.contains("value=\"end\""));
    });
}

#[test]
fn re_7_a_danger_of_which_nobody_could_be_told_says_so_and_what_to_do_next() {
    run(async {
        let scene = Scene::set().await;
        let page = format!("/clients/{}/dangers", scene.alma);
        let nobody = Words::of(Language::English).t("danger-told-nobody");
        let mut dana = scene.signed_in(&scene.dana).await;
        let before = dana.get(&page).await;
        assert!(!before.body.contains(&nobody));
        let done = dana.post(&page, REPORT).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let shown = dana.get(&page).await;
        assert!(shown.body.contains(&nobody), "{}", shown.body);
    });
}

#[test]
fn re_7_a_disclosure_on_the_ground_of_danger_asks_on_which_report_it_goes() {
    run(async {
        let scene = Scene::set().await;
        let police = scene.house.partner("police", OrganizationKind::Police);
        let police = police.await.id;
        let words = Words::of(Language::English);
        let reports = format!("/clients/{}/dangers", scene.alma);
        let page = format!("/clients/{}/disclosures", scene.alma);
        let recipient = format!("recipient={police}");
        let mut dana = scene.signed_in(&scene.dana).await;
        let draft = prepare(&mut dana, &page, "other").await;
        answer(&mut dana, &draft, "purpose", "purpose=danger").await;
        let none = answer(&mut dana, &draft, "basis", "basis=danger").await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        let first = words.t("disclosure-needs-danger-report");
        assert!(none.body.contains(&first), "{}", none.body);
        assert!(!none.body.contains("id=\"danger\""));

        for _ in 0..2 {
            let done = dana.post(&reports, REPORT).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        }
        let asked = answer(&mut dana, &draft, "basis", "basis=danger").await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        let which = words.t("disclosure-needs-danger-which");
        assert!(asked.body.contains(&which), "{}", asked.body);
        for choice in ["<option value=\"1\"", "<option value=\"2\""] {
            assert!(asked.body.contains(choice), "{choice}");
        }
        let steps = [
            ("basis", "basis=danger&danger=2"),
            ("recipient", recipient.as_str()),
            ("questions", "risk="),
            ("sections", "section=identity"),
            ("way", "channel=hand_delivery"),
        ];
        let one = begin(&mut dana, &draft, &steps).await;
        let shown = dana.get(&one).await;
        let label = words.t("disclosure-danger-report");
        assert!(shown.body.contains(&label), "{}", shown.body);
        assert!(shown.body.contains(&words.t("disclosure-danger-by")));

        let over = dana.post(&reports, "action=end&report=2&why=He+left").await;
        assert_eq!(over.status, StatusCode::SEE_OTHER, "{}", over.body);
        let late = format!("{one}/compose");
        let late = dana.post(&late, "language=en").await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        let why = words.t("disclosure-needs-danger-standing");
        assert!(late.body.contains(&why), "{}", late.body);
    });
}

#[test]
fn re_7_a_danger_of_somebody_elses_client_and_of_nobody_get_the_same_bytes() {
    run(async {
        let scene = Scene::set().await;
        let mut omar = scene.signed_in(&scene.omar).await;
        let page = format!("/clients/{}/dangers", scene.berta);
        let done = omar.post(&page, REPORT).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let mut dana = scene.signed_in(&scene.dana).await;
        let nobody = Id::<Client>::make_random(&Randomness::system());
        let none = format!("/clients/{nobody}/dangers");
        let (theirs, unknown) = (dana.get(&page).await, dana.get(&none).await);
        assert_eq!(theirs.status, StatusCode::NOT_FOUND);
        assert_eq!(
            (theirs.body, theirs.headers),
            (unknown.body, unknown.headers)
        );
        for form in [
            REPORT,
            "action=end&report=1&why=It+is+over",
            "action=report",
        ] {
            let theirs = dana.post(&page, form).await;
            let unknown = dana.post(&none, form).await;
            assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{form}");
            assert_eq!(theirs.body, unknown.body, "{form}");
        }
    });
}

#[test]
fn re_7_whoever_opened_a_file_in_an_emergency_reports_a_danger_there_and_reads_of_none() {
    run(async {
        let scene = Scene::set().await;
        let words = Words::of(Language::English);
        let page = format!("/clients/{}/dangers", scene.berta);
        let mut omar = scene.signed_in(&scene.omar).await;
        let done = omar.post(&page, REPORT).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let mut dana = scene.signed_in(&scene.dana).await;
        assert_eq!(dana.get(&page).await.status, StatusCode::NOT_FOUND);

        let opened = sent(&mut dana, "m1", "B").await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
        let shown = dana.get(&page).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
        assert!(shown.body.contains(&words.t("danger-not-read")));
        assert!(!shown.body.contains("take the boy from school"));
        let empty = dana.post(&page, "action=report&seen=Soon").await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.body.contains(">Soon</textarea>"), "nothing is lost");
        let report = REPORT.replace("take+the+boy+from+school", "wait+for+them+outside");
        let done = dana.post(&page, &report).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let kept = dana.get(done.location()).await;
        assert!(kept.body.contains(&words.t("danger-kept")), "{}", kept.body);
        let nobody = words.t("danger-told-nobody");
        assert!(kept.body.contains(&nobody), "and what to do next");
        assert!(!kept.body.contains("wait for them outside"));

        let read = omar.get(&page).await;
        assert!(read.body.contains("wait for them outside"));
        assert!(!read.body.contains(&words.t("danger-not-read")));
        let typed = omar.get(&format!("{page}?reported=alone")).await;
        assert!(!typed.body.contains(&words.t("danger-kept")));
    });
}
