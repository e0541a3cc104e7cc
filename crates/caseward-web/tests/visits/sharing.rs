//! The page says what is shared, gives the leaflet that tells the client, and keeps which one was gone through.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use caseward_model::OrganizationKind;
use caseward_testkit::run;

use crate::browser::{Answer, Browser, Scene};
use crate::consents::signed;

async fn keeps_talk(browser: &mut Browser, page: &str, leaflet: &str) -> Answer {
    let fields = [
        ("kind", "sharing"),
        ("how", "In a talk here"),
        ("teach_back", "The clinic hears where I live."),
        ("leaflet", leaflet),
    ];
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!(
            "--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str("--edge--\r\n");
    let request = Request::builder()
        .method(Method::POST)
        .uri(page)
        .header("content-type", "multipart/form-data; boundary=edge")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    browser.send(request).await
}

#[test]
fn dv_4_1_the_page_says_what_is_shared_and_keeps_which_leaflet_was_gone_through() {
    run(async {
        let scene = Scene::set().await;
        let clinic = scene.house.partner("clinic", OrganizationKind::Health);
        let clinic = clinic.await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let list = format!("/clients/{}/consents", scene.alma);
        let page = format!("/clients/{}/confidentiality", scene.alma);
        let nothing = browser.get(&page).await;
        assert!(nothing.body.contains("Nothing goes to anybody"));
        signed(&mut browser, &list, clinic.id).await;
        let shown = browser.get(&page).await;
        assert!(shown.body.contains("<bdi>clinic</bdi>"), "{}", shown.body);

        let leaflet = browser.get(&format!("{page}/leaflet/es")).await;
        assert_eq!(leaflet.status, StatusCode::OK);
        let disposition = leaflet.headers.get("content-disposition").unwrap();
        assert_eq!(disposition, "attachment; filename=\"leaflet.pdf\"");
        let unknown = browser.get(&format!("{page}/leaflet/xx")).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);

        let none = keeps_talk(&mut browser, &page, "").await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(none.body.contains("href=\"#leaflet\""), "{}", none.body);
        let field = "id=\"leaflet-en\" name=\"leaflet\" value=\"";
        let after = shown.body.split(field).nth(1).unwrap();
        let hash = after.split('"').next().unwrap().to_owned();
        let kept = keeps_talk(&mut browser, &page, &hash).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        let shown = browser.get(&page).await;
        assert!(shown.body.contains(&hash[..12]), "{}", shown.body);

        // A leaflet that says more than what is shared now isn't what the client is told.
        let withdraw = format!("{list}/1/withdraw");
        let taken = browser.post(&withdraw, "way=oral&words=").await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER);
        let stale = keeps_talk(&mut browser, &page, &hash).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(stale.body.contains("has changed since"), "{}", stale.body);
        assert!(stale.body.contains("The clinic hears where I live."));
    });
}
