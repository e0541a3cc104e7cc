//! Notes in a room on the pages: typed, stopped, kept, and destroyed with a certificate.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use caseward_testkit::run;

use crate::browser::{Answer, Browser};
use crate::meetings::comes_in;
use crate::table::Table;

/// What an item is called on a page of notes.
fn item(page: &str) -> String {
    let from = page.split("name=\"item\" value=\"").nth(1);
    let it = from.and_then(|it| it.split('"').next());
    it.expect("an item").to_owned()
}

/// Sends a note as the script does.
async fn by_script(browser: &mut Browser, path: &str, form: String) -> Answer {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json");
    browser.send(request.body(Body::from(form)).unwrap()).await
}

#[test]
fn cc_2_7a_on_the_page_a_note_is_open_to_whoever_serves_and_others_can_offer_to() {
    run(async {
        let mut table = Table::laid().await;
        let (room, _) = comes_in(&mut table.dana, &table.meeting).await;
        let inside = table.dana.get(&room).await;
        assert!(
            inside.body.contains(&format!("{room}/notes")),
            "{}",
            inside.body
        );
        let notes = format!("{room}/notes");
        let page = table.dana.get(&notes).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert_eq!(page.headers["cache-control"], "no-store");
        assert!(page.body.contains("<textarea") && page.body.contains("data-room"));
        assert!(!page.body.contains("Alma") && !page.body.contains("Reyes"));
        let noted = format!("item={}&text=asks+for+a+bed", item(&page.body));
        let sent = table.dana.post(&notes, &noted).await;
        assert_eq!(sent.location(), notes, "{}", sent.body);
        let page = table.dana.get(&notes).await;
        assert!(
            page.body.contains("asks for a bed</textarea>"),
            "{}",
            page.body
        );

        let (leads, _) = comes_in(&mut table.lena, &table.meeting).await;
        let hers = format!("{leads}/notes");
        let page = table.lena.get(&hers).await;
        assert!(!page.body.contains("<textarea"), "{}", page.body);
        assert!(!page.body.contains("asks for a bed"));
        let offers = format!("item={}&offers=yes", item(&page.body));
        let offered = table.lena.post(&format!("{leads}/offer"), &offers).await;
        assert_eq!(offered.location(), hers, "{}", offered.body);
        assert!(table.lena.get(&hers).await.body.contains("<textarea"));
        // Nobody looks at another's notes, not even with their seat.
        assert_eq!(table.lena.get(&notes).await.status, StatusCode::NOT_FOUND);
        let foreign = table.dana.post_from("cross-site", &notes, &noted).await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn cc_2_4_what_is_stopped_is_in_no_answer_and_the_script_is_told_the_places_alone() {
    run(async {
        let mut table = Table::laid().await;
        let (room, _) = comes_in(&mut table.dana, &table.meeting).await;
        let notes = format!("{room}/notes");
        let page = table.dana.get(&notes).await;
        let it = item(&page.body);
        let typed = format!("item={it}&text=met+Thornberg+today");
        let stopped = by_script(&mut table.dana, &notes, typed.clone()).await;
        assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
        let told: serde_json::Value = serde_json::from_str(&stopped.body).unwrap();
        assert_eq!(told["kept"], false);
        assert_eq!(told["stopped"][0]["from"], 4);
        assert_eq!(told["stopped"][0]["to"], 13);
        assert_eq!(told["stopped"][0]["why"], "unknown");
        assert!(!stopped.body.contains("Thornberg"), "{}", stopped.body);
        let by_hand = table.dana.post(&notes, &typed).await;
        assert_eq!(by_hand.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!by_hand.body.contains("Thornberg"), "{}", by_hand.body);
        assert!(
            by_hand.body.contains("met […] today"),
            "the rest isn't lost"
        );
        let page = table.dana.get(&notes).await;
        assert!(!page.body.contains("today</textarea>"), "nothing was kept");
        let megabyte = format!("item={it}&text={}", "a+".repeat(1 << 19));
        let long = table.dana.post(&notes, &megabyte).await;
        assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            long.body.contains("at most 10,000 characters"),
            "{}",
            long.title()
        );
        let long = by_script(&mut table.dana, &notes, megabyte).await;
        assert!(
            long.body.contains("at most 10,000 characters"),
            "{}",
            long.body
        );
        let fine = format!("item={it}&text=asks+for+a+bed");
        let fine = by_script(&mut table.dana, &notes, fine).await;
        assert_eq!(fine.status, StatusCode::OK, "{}", fine.body);
        assert!(fine.body.contains("\"kept\":true"), "{}", fine.body);
    });
}

#[test]
fn cc_2_7_on_leaving_one_keeps_what_one_needs_and_the_rest_is_destroyed_with_a_certificate() {
    run(async {
        let mut table = Table::laid().await;
        let (room, seat) = comes_in(&mut table.dana, &table.meeting).await;
        let notes = format!("{room}/notes");
        let page = table.dana.get(&notes).await;
        let it = item(&page.body);
        let noted = format!("item={it}&text=asks+for+a+bed");
        table.dana.post(&notes, &noted).await;
        let leaving = table.dana.get(&format!("{room}/leave")).await;
        assert_eq!(leaving.status, StatusCode::OK, "{}", leaving.body);
        assert!(leaving.body.contains("asks for a bed"), "{}", leaving.body);
        let keep = format!("{room}/keep/{it}");
        assert!(leaving.body.contains(&keep));
        let form = table.dana.get(&keep).await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.body);
        let half = table
            .dana
            .post(&keep, "category=notes&provenance=worker")
            .await;
        assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(half.body.contains("href=\"#nature\""), "{}", half.body);
        let whole = "category=notes&provenance=worker&nature=fact&basis=";
        let kept = table.dana.post(&keep, whole).await;
        assert_eq!(kept.location(), format!("{room}/leave"), "{}", kept.body);
        let file = table.dana.get(&format!("{}/notes", table.file)).await;
        assert!(file.body.contains("asks for a bed"), "{}", file.body);

        let noted = format!("item={it}&text=wants+a+quiet+garden");
        table.dana.post(&notes, &noted).await;
        let left = format!("seat={seat}&why=left");
        table
            .dana
            .post(&format!("{}/leave", table.meeting), &left)
            .await;
        let outside = table.dana.get(&notes).await;
        assert_eq!(outside.status, StatusCode::GONE);
        assert!(!outside.body.contains("garden"), "{}", outside.body);
        let page = format!("{}/notes", table.series);
        let ends = table.dana.get(&page).await;
        assert_eq!(ends.status, StatusCode::OK, "{}", ends.body);
        assert!(
            ends.body.contains("The server forgot their key."),
            "{}",
            ends.body
        );
        let take = format!("{page}/certificate");
        let taken = table.dana.post(&take, "no=1").await;
        assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
        assert_eq!(taken.headers["content-type"], "application/zip");
        assert!(taken.body.contains("letter-001.pdf"));
        let theirs = table.lena.post(&take, "no=1").await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    });
}
