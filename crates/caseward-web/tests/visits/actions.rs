//! Decisions and actions on the pages: written down in the room, followed up on one's own list, and what stays of a meeting.

use axum::http::StatusCode;
use caseward_testkit::run;
use caseward_web::visit::local;

use crate::meetings::comes_in;
use crate::table::Table;

/// The values that a page offers in a field.
fn offered(page: &str, field: &str) -> Vec<String> {
    let from = page.split(&format!("<select id=\"{field}\"")).nth(1);
    let field = from.and_then(|it| it.split("</select>").next());
    let all = field.expect("a field").split("<option value=\"").skip(2);
    all.map(|it| it.split('"').next().unwrap().to_owned())
        .collect()
}

#[test]
fn cc_1_on_the_pages_an_action_is_written_down_followed_up_and_stays_after_the_meeting() {
    run(async {
        let mut table = Table::laid().await;
        let meeting = table.meeting.clone();
        comes_in(&mut table.lena, &meeting).await;
        let (room, _) = comes_in(&mut table.dana, &meeting).await;
        let inside = table.dana.get(&room).await;
        let actions = format!("{room}/actions");
        assert!(inside.body.contains(&actions), "{}", inside.body);
        let page = table.dana.get(&actions).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert_eq!(page.headers["cache-control"], "no-store");
        assert!(page.body.contains("data-room") && page.body.contains("data-free=\"\""));
        assert!(!page.body.contains("Alma") && !page.body.contains("Reyes"));

        let item = &offered(&page.body, "item")[0];
        let organization = &offered(&page.body, "organization")[0];
        let due = local(table.scene.house.clock.now_ms() + 7 * 86_400_000).date();
        let sent = |text: &str| {
            format!(
                "item={item}&kind=action&text={text}&organization={organization}&person=&due={due}"
            )
        };
        let stopped = table.dana.post(&actions, &sent("Alma+needs+a+bed.")).await;
        assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(stopped.body.contains("href=\"#text\""), "{}", stopped.body);
        assert!(!stopped.body.contains("Alma"), "it is in no answer");
        let written = table
            .dana
            .post(&actions, &sent("We+look+for+a+flat."))
            .await;
        assert_eq!(written.location(), actions, "{}", written.body);
        let page = table.dana.get(&actions).await;
        assert!(page.body.contains("We look for a flat."), "{}", page.body);

        let today = table.dana.get("/today").await;
        assert!(
            today.body.contains("/conferences/actions"),
            "{}",
            today.body
        );
        assert!(!today.body.contains("We look for a flat."));
        let mine = table.dana.get("/conferences/actions").await;
        let from = mine.body.split("href=\"/conferences/actions/").nth(1);
        let handle = from.and_then(|it| it.split('"').next()).unwrap();
        let one = format!("/conferences/actions/{handle}");
        assert!(!mine.body.contains("Reyes"), "{}", mine.body);
        let theirs = table.lena.get("/conferences/actions").await;
        assert!(!theirs.body.contains(handle), "another one for everybody");
        assert_eq!(table.lena.get(&one).await.status, StatusCode::NOT_FOUND);
        let half = table.dana.post(&one, "outcome=not_done&word=").await;
        assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = table.dana.post(&one, "outcome=done&word=").await;
        assert_eq!(done.location(), "/conferences/actions", "{}", done.body);
    });
}

#[test]
fn cc_2_1_after_a_meeting_those_who_sat_there_find_what_was_decided_and_their_minutes() {
    run(async {
        let mut table = Table::laid().await;
        let meeting = table.meeting.clone();
        let (after, minutes) = (format!("{meeting}/after"), format!("{meeting}/minutes"));
        let (room, _) = comes_in(&mut table.dana, &meeting).await;
        comes_in(&mut table.lena, &meeting).await;
        let early = table.dana.get(&minutes).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        let actions = format!("{room}/actions");
        let page = table.dana.get(&actions).await;
        let item = &offered(&page.body, "item")[0];
        let decided = format!("item={item}&kind=decision&text=We+look+for+a+flat.");
        let written = table.dana.post(&actions, &decided).await;
        assert_eq!(written.location(), actions, "{}", written.body);
        let closed = table.lena.post(&format!("{meeting}/close"), "").await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.body);
        let late = table.dana.get(&actions).await;
        assert_eq!(late.status, StatusCode::GONE);
        assert!(!late.body.contains("We look for a flat."));

        let stays = table.dana.get(&after).await;
        assert_eq!(stays.status, StatusCode::OK, "{}", stays.body);
        assert!(stays.body.contains("We look for a flat."), "{}", stays.body);
        assert!(!stays.body.contains("What was attested"));
        let leads = table.lena.get(&after).await;
        assert!(leads.body.contains("What was attested"), "{}", leads.body);
        let paper = table.dana.get(&minutes).await;
        assert_eq!(paper.status, StatusCode::OK);
        assert_eq!(paper.headers["content-type"], "application/pdf");
        let lobby = table.dana.get(&meeting).await;
        assert!(lobby.body.contains(&after), "{}", lobby.body);
    });
}
