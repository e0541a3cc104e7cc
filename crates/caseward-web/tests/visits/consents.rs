//! A consent on the pages: one question after another, nothing ticked, signed, copied, taken back in two taps.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use caseward_casework::consent::{ConsentError, Named, Use, note_use};
use caseward_casework::gate::{self, Amend, WallAgainst, WallFact};
use caseward_model::{Category, Id, Organization, OrganizationKind, Role};
use caseward_testkit::run;

use crate::browser::{Answer, Browser, Scene};

const WHO: &str =
    "capacity=client&name=&relationship=&proof=&scope=&service=&language=en&then=next";
const TOLD: &str = "not_a_condition=yes&may_revoke=yes&redisclosure=yes&limits_of_confidentiality=yes&copy=yes&teach_back=That+I+can+stop+it&then=next";
const SIGN: &str = "sign_name=Alma+Reyes&ticked=understood&ticked=free&ticked=revocable&ticked=agree&mark=&witness=The+nurse";

/// Answers one question after another, as far as the page on which everything is checked.
async fn answer_all(browser: &mut Browser, one: &str, clinic: Id<Organization>) {
    let recipient = format!("recipient={}&readers=The+nurse&then=next", clinic);
    let steps = [
        ("who", WHO, "purpose"),
        (
            "purpose",
            "purpose=direct_service&because=To+be+treated&then=next",
            "recipient",
        ),
        ("recipient", recipient.as_str(), "information"),
        (
            "information",
            "ask-identity=yes&ask-housing=yes&ask-hiv=no&then=next",
            "terms",
        ),
        (
            "terms",
            "way=encrypted_message&until=2026-11-20&then=next",
            "consequences",
        ),
        (
            "consequences",
            "agree=They+will+know&refuse=Nothing+changes&alternatives=She+tells+them&then=next",
            "limits",
        ),
        ("limits", "limit-in_my_words=&then=next", "confidentiality"),
        ("confidentiality", TOLD, "check"),
    ];
    for (step, form, next) in steps {
        let page = format!("{one}/{step}");
        assert_eq!(browser.get(&page).await.status, StatusCode::OK, "{step}");
        let kept = browser.post(&page, form).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{step}: {}", kept.body);
        let to = kept.headers.get("location").unwrap().to_str().unwrap();
        assert_eq!(to, format!("{one}/{next}"));
    }
}

/// The first consent of this list, asked and signed.
pub(crate) async fn signed(browser: &mut Browser, list: &str, clinic: Id<Organization>) {
    browser.post(list, "kind=information&language=en").await;
    let one = format!("{list}/1");
    answer_all(browser, &one, clinic).await;
    let signed = browser.post(&format!("{one}/sign"), SIGN).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
}

#[test]
fn dv_2_1_a_consent_is_asked_signed_copied_and_taken_back_on_the_pages() {
    run(async {
        let scene = Scene::set().await;
        let clinic = scene
            .house
            .partner("clinic", OrganizationKind::Health)
            .await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let list = format!("/clients/{}/consents", scene.alma);
        let shown = browser.get(&list).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.body.contains("No consents, so"), "{}", shown.body);

        let begun = browser.post(&list, "kind=information&language=en").await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER);
        let one = format!("{list}/1");
        let fresh = browser.get(&format!("{one}/information")).await;
        let asked = fresh
            .body
            .split("<input")
            .filter(|it| it.contains("name=\"ask-"));
        let mut ticked = asked.filter_map(|it| it.split('>').next());
        assert!(
            ticked.all(|it| !it.contains("checked")),
            "nothing is ticked beforehand"
        );
        // What is missing is said, and what was typed is kept all the same.
        let missing = browser
            .post(&format!("{one}/purpose"), "because=To+be+treated&then=next")
            .await;
        assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(missing.body.contains("href=\"#purpose\""));
        assert!(missing.body.contains("To be treated</textarea>"));

        answer_all(&mut browser, &one, clinic.id).await;
        let check = browser.get(&format!("{one}/check")).await;
        assert!(check.body.contains("name=\"sign_name\""), "{}", check.body);
        assert!(!check.body.contains("<title>Alma"), "no name in the title");
        let unsigned = browser
            .post(&format!("{one}/sign"), "sign_name=&mark=")
            .await;
        assert_eq!(unsigned.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unsigned.body.contains("href=\"#statements\""));
        let alone = SIGN.replace("The+nurse", "");
        let alone = browser.post(&format!("{one}/sign"), &alone).await;
        assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(alone.body.contains("anybody can type it"), "and what to do");
        let signed = browser.post(&format!("{one}/sign"), SIGN).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
        let shown = browser.get(&one).await;
        assert!(shown.body.contains("In force"), "{}", shown.body);
        assert!(
            shown
                .body
                .contains("Nothing has gone out under this consent.")
        );
        let copy = browser.get(&format!("{one}/copy")).await;
        assert_eq!(copy.status, StatusCode::OK);
        let disposition = copy.headers.get("content-disposition").unwrap();
        assert_eq!(disposition, "attachment; filename=\"consent-1.pdf\"");

        // Two taps.
        let asked = browser.get(&format!("{one}/withdraw")).await;
        assert_eq!(asked.status, StatusCode::OK);
        let taken = browser
            .post(&format!("{one}/withdraw"), "way=oral&words=")
            .await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER);
        let shown = browser.get(&one).await;
        assert!(shown.body.contains("Taken back"));
        assert!(shown.body.contains("/note\""), "a written note is due");
    });
}

#[test]
fn dv_3_3_2a_what_the_client_asks_for_is_asked_in_their_words_and_stands_in_what_they_sign() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let list = format!("/clients/{}/consents", scene.alma);
        browser.post(&list, "kind=information&language=en").await;
        let page = format!("{list}/1/purpose");
        let typed = "request=Tell+them+that+we+moved&then=next";
        let missing = browser.post(&page, &format!("because=&{typed}")).await;
        assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(missing.body.contains("Tell them that we moved</textarea>"));
        let whole = format!("purpose=direct_service&because=To+be+treated&{typed}");
        let kept = browser.post(&page, &whole).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        let check = browser.get(&format!("{list}/1/check")).await;
        assert!(check.body.contains("Tell them that we moved"));
        // Whoever keeps the settings says whether what leaves needs it.
        let priya = scene.house.worker("priya", Role::PrivacyOfficer).await;
        let mut priya = scene.signed_in(&priya).await;
        let settings = priya.get("/settings/consents").await;
        assert!(
            settings
                .body
                .contains("name=\"signed_requests\" value=\"yes\">")
        );
    });
}

/// Something goes to an organization under the first consent of Alma.
async fn goes_out(scene: &Scene, recipient: Named) {
    let request = gate::Request::to_serve(scene.dana.id, scene.alma);
    let request = request.sections([Category::Administration]);
    let gate = &scene.house.office.gate;
    let noted = gate.work_on_file::<Amend, _, ConsentError, _>(&request, "tried", move |desk| {
        let used = Use {
            recipient,
            at: desk.works.now_ms(),
            disclosure: 7,
            recall: None,
        };
        note_use(desk, 1, &used)
    });
    noted.await.unwrap();
}

#[test]
fn dv_3_3_2e_why_no_letter_goes_is_said_to_whoever_may_know_it_and_not_beside_the_client() {
    run(async {
        let scene = Scene::set().await;
        let clinic = scene
            .house
            .partner("clinic", OrganizationKind::Health)
            .await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let list = format!("/clients/{}/consents", scene.alma);
        signed(&mut dana, &list, clinic.id).await;
        let (no, id) = (clinic.no, clinic.id);
        goes_out(&scene, Named { no, id }).await;
        let one = format!("{list}/1");
        let withdraw = format!("{one}/withdraw");
        let taken = dana.post(&withdraw, "way=written&words=");
        assert_eq!(taken.await.status, StatusCode::SEE_OTHER);

        let says = "a wall stands between this organization";
        let before = dana.get(&one).await;
        assert!(!before.body.contains(says), "{}", before.body);
        let raised =
            scene
                .house
                .office
                .change_facts(scene.alma, "wall_raised", move |sheet, since| {
                    let against = WallAgainst::Organization(no);
                    sheet.walls.push(WallFact { against, since });
                });
        raised.await.unwrap();
        let shown = dana.get(&one).await;
        assert!(shown.body.contains(says), "{}", shown.body);
        assert!(shown.body.contains("spoke with the privacy officer"));

        let presence = format!("/clients/{}/presence", scene.alma);
        dana.post(&presence, "").await;
        let beside = dana.get(&one).await;
        assert_eq!(beside.status, StatusCode::OK);
        assert!(!beside.body.contains(says), "{}", beside.body);
    });
}

/// A paper from before, as a browser sends it with its scan.
async fn from_before(browser: &mut Browser, one: &str, signed_on: &str) -> Answer {
    let mut body = String::new();
    for (name, value) in [("earlier_name", "Alma Reyes"), ("signed_on", signed_on)] {
        let head = format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.push_str(&format!("{head}{value}\r\n"));
    }
    body.push_str(
        "--edge\r\ncontent-disposition: form-data; name=\"scan\"; filename=\"a.pdf\"\r\n\
         content-type: application/pdf\r\n\r\n%PDF-1.7 scan\r\n--edge--\r\n",
    );
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("{one}/earlier"))
        .header("content-type", "multipart/form-data; boundary=edge")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    browser.send(request).await
}

#[test]
fn dv_2_2_what_was_signed_before_is_taken_over_with_its_paper() {
    run(async {
        let scene = Scene::set().await;
        let clinic = scene.house.partner("clinic", OrganizationKind::Health);
        let clinic = clinic.await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let list = format!("/clients/{}/consents", scene.alma);
        browser.post(&list, "kind=information&language=en").await;
        let one = format!("{list}/1");
        answer_all(&mut browser, &one, clinic.id).await;
        let check = browser.get(&format!("{one}/check")).await;
        assert!(
            check.body.contains("name=\"earlier_name\""),
            "{}",
            check.body
        );
        let ahead = from_before(&mut browser, &one, "2027-01-02").await;
        assert_eq!(ahead.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(ahead.body.contains("href=\"#signed_on\""), "{}", ahead.body);
        assert!(ahead.body.contains("value=\"Alma Reyes\""), "it isn't lost");
        let taken = from_before(&mut browser, &one, "2026-10-20").await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
        let shown = browser.get(&one).await;
        assert!(shown.body.contains("from the day on its paper"));
        assert!(!shown.body.contains("In force"), "nobody has looked at it");
        let last = shown.body.contains("Holds until") && shown.body.contains("2026-11-20");
        assert!(last, "who compares it sees its last day: {}", shown.body);
    });
}

#[test]
fn dv_3_3_1_somebody_elses_clients_consents_and_nobodys_are_the_same_page() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.omar).await;
        let nobody = "0".repeat(26);
        let mut answers = Vec::new();
        for client in [scene.alma.to_string(), nobody] {
            let page = format!("/clients/{client}/consents");
            let mut all = Vec::new();
            for address in [
                page.clone(),
                format!("{page}/1"),
                format!("{page}/1/who"),
                format!("{page}/1/copy"),
                format!("/clients/{client}/confidentiality"),
            ] {
                all.push(browser.get(&address).await.body);
            }
            all.push(
                browser
                    .post(&page, "kind=information&language=en")
                    .await
                    .body,
            );
            all.push(
                browser
                    .post(&format!("{page}/1/withdraw"), "way=oral")
                    .await
                    .body,
            );
            answers.push(all);
        }
        assert_eq!(answers[0], answers[1]);
    });
}

#[test]
fn dv_2_1_that_the_client_said_no_is_kept_and_nothing_is_shown_as_wrong() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let list = format!("/clients/{}/consents", scene.alma);
        browser.post(&list, "kind=information&language=es").await;
        let rejected = browser.post(&format!("{list}/1/reject"), "because=").await;
        assert_eq!(rejected.status, StatusCode::SEE_OTHER);
        let shown = browser.get(&list).await;
        assert!(shown.body.contains("The client said no"));
        assert!(!shown.body.contains("class=\"problems\""));
    });
}

#[test]
fn dv_5_5_the_recipient_step_says_with_whom_nothing_is_agreed() {
    run(async {
        let scene = Scene::set().await;
        let office = &scene.house.office;
        scene
            .house
            .partner("clinic", OrganizationKind::Health)
            .await;
        let by = caseward_casework::gate::Actor::KeyHolder;
        let named = ("Bay Shelter", "bay-shelter");
        let added = office.add_recipient(by, named, OrganizationKind::Agency);
        added.await.unwrap();
        let mut browser = scene.signed_in(&scene.dana).await;
        let list = format!("/clients/{}/consents", scene.alma);
        browser.post(&list, "kind=information&language=en").await;
        let page = browser.get(&format!("{list}/1/recipient")).await;
        let option = |name: &str| {
            let mut options = page.body.split("<option").skip(1);
            let found = options.find(|it| it.contains(name));
            found.unwrap().split("</option>").next().unwrap().to_owned()
        };
        let bare = option("Bay Shelter");
        assert!(bare.contains("no agreement in force"), "{bare}");
        assert!(bare.contains("nobody has looked into"), "{bare}");
        let settled = option("clinic");
        assert!(!settled.contains('('), "{settled}");
    });
}
