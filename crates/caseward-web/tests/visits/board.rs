//! The board of a room on its page and over its line: what each is told, byte by byte, and what everybody else gets.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use caseward_casework::conference::{NewItem, SeriesChange};
use caseward_casework::gate::{AgreedStaff, can_be_offered};
use caseward_model::{Category, Conference, Id, ItemPurpose};
use caseward_testkit::run;
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::browser::{Answer, Browser};
use crate::meetings::{Table, comes_in};

/// A table at which Alma is spoken of by an identifier; Dana serves her, and Heather may see what the item needs.
struct Room {
    table: Table,
    dana: Browser,
}

/// An open line.
struct Line {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
}

impl Room {
    async fn open() -> Self {
        let table = Table::laid().await;
        let dana = table.scene.signed_in(&table.scene.dana).await;
        let series: Id<Conference> = table.series.rsplit('/').next().unwrap().parse().unwrap();
        let mut room = Self { table, dana };
        room.named(series).await;
        room.proposed(series).await;
        let office = &room.table.scene.house.office;
        let closed = office.close_agenda(room.table.lead.id, series, 1).await;
        closed.unwrap();
        room.table.opened().await;
        room
    }

    /// Dana signs for the series; the orchard's protocol names Heather, and its people can act on whatever an item can need.
    async fn named(&self, series: Id<Conference>) {
        let (scene, partner) = (&self.table.scene, &self.table.partner);
        let office = &scene.house.office;
        let named = office.name_participant(self.table.lead.id, series, scene.dana.id);
        named.await.unwrap();
        let signing = caseward_testkit::signing_for_series(1);
        let signed = office.sign_for_conference(scene.dana.id, series, signing);
        signed.await.unwrap();
        let covered = AgreedStaff {
            worker: partner.no,
            categories: Category::ALL.to_vec(),
        };
        let agreed = office
            .gate
            .change_organization(self.table.orchard, "agreed", |it| {
                it.agreed[0].staff.push(covered);
            });
        agreed.await.unwrap();
        let offer = SeriesChange::Offer {
            organization: self.table.orchard,
            sections: can_be_offered(),
        };
        let said = office.change_conference(self.table.lead.id, series, offer);
        said.await.unwrap();
    }

    async fn proposed(&self, series: Id<Conference>) {
        let scene = &self.table.scene;
        let office = &scene.house.office;
        scene.house.assign(&scene.omar, scene.alma).await;
        scene.house.sign_conferencing(&scene.omar).await;
        let item = NewItem {
            series,
            purpose: ItemPurpose::Housing,
            sections: vec![Category::Housing, Category::Services],
            by_identifier: true,
            minutes: 10,
        };
        let dana = office.person_numbered(scene.dana.no).await.unwrap();
        let omar = office.person_numbered(scene.omar.no).await.unwrap();
        office.propose_item(&dana, scene.alma, item).await.unwrap();
        let agreed = office.agree_to_item(&omar, scene.alma, series);
        agreed.await.unwrap();
        let lead = self.table.lead.id;
        for it in office.items_waiting(lead, series).await.unwrap() {
            let yes = office.answer_item(lead, series, (it.handle, true));
            yes.await.unwrap();
        }
    }

    fn router(&self) -> &Router {
        &self.table.scene.router
    }

    async fn tick(&self) {
        let office = &self.table.scene.house.office;
        office.tick_boards().await.unwrap();
    }

    async fn goes_on(&mut self, room: &str, step: usize) {
        let form = format!("step={step}&minutes=5");
        let on = self.table.lena.post(&format!("{room}/next"), &form).await;
        assert_eq!(on.location(), room, "{}", on.body);
        self.tick().await;
    }
}

impl Line {
    /// Opens the line of a room, as the browser's own page does.
    async fn of(router: &Router, browser: &Browser, room: &str, site: &str) -> Self {
        Self::at(router, browser, &format!("{room}/events"), site).await
    }

    /// The line of a page beside it.
    async fn beside(router: &Router, browser: &Browser, room: &str, site: &str) -> Self {
        Self::at(router, browser, &format!("{room}/events?beside=yes"), site).await
    }

    async fn at(router: &Router, browser: &Browser, address: &str, site: &str) -> Self {
        let request = Request::get(address)
            .header("sec-fetch-site", site)
            .header("accept", "text/event-stream")
            .header("cookie", browser.cookie.clone().unwrap_or_default());
        let request = request.body(Body::empty()).unwrap();
        let answer = router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        Self {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    /// The next piece that comes, as text; nothing when the line ends.
    async fn next(&mut self) -> Option<String> {
        let frame = self.body.frame().await?.unwrap();
        let bytes = frame.into_data().unwrap();
        Some(String::from_utf8(bytes.to_vec()).unwrap())
    }
}

/// The value of a field of the form in which something is pointed at.
fn handle(page: &Answer) -> &str {
    let from = page.body.split("name=\"item\" value=\"").nth(1).unwrap();
    from.split('"').next().unwrap()
}

/// What is said comes over her line; what could tell of somebody is on no page. Then she takes her word back.
async fn says_and_leaves(room: &mut Room, theirs: &str, handle: &str, mut line: Line) {
    let (router, meeting) = (room.router().clone(), room.table.meeting.clone());
    let named = format!("item={handle}&kind=ask&text=Does+Alma+Reyes+have+a+room");
    let stopped = room
        .table
        .heather
        .post(&format!("{theirs}/say"), &named)
        .await;
    assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stopped.body.contains("href=\"#text\"") && !stopped.body.contains("Reyes"));
    let megabyte = format!("item={handle}&kind=ask&text={}", "a+".repeat(1 << 19));
    let say = format!("{theirs}/say");
    let long = room.table.heather.post(&say, &megabyte).await;
    let refused = [
        StatusCode::UNPROCESSABLE_ENTITY,
        StatusCode::PAYLOAD_TOO_LARGE,
    ];
    assert!(refused.contains(&long.status), "{}", long.status);
    let said = format!("item={handle}&kind=offer&text=A+room+from+Monday+on.");
    let said = room
        .table
        .heather
        .post(&format!("{theirs}/say"), &said)
        .await;
    assert_eq!(said.location(), theirs);
    room.tick().await;
    let told = line.next().await.unwrap();
    assert!(told.contains("A room from Monday on."), "{told}");
    // Her word is taken back: the line says so and ends.
    let seat = theirs.rsplit('/').next().unwrap();
    let word = format!("seat={seat}&why=withdrawn");
    room.table
        .heather
        .post(&format!("{meeting}/leave"), &word)
        .await;
    room.tick().await;
    assert_eq!(
        line.next().await.unwrap(),
        "event: out\ndata: withdrawn\n\n"
    );
    assert_eq!(line.next().await, None);
    let again = Line::of(&router, &room.table.heather, theirs, "same-origin").await;
    assert_eq!(again.status, StatusCode::GONE);
}

#[test]
fn cc_1_on_the_pages_each_sees_what_is_spoken_of_and_the_line_follows_it() {
    run(async {
        let mut room = Room::open().await;
        let meeting = room.table.meeting.clone();
        let (hers, _) = comes_in(&mut room.table.lena, &meeting).await;
        let (theirs, _) = comes_in(&mut room.table.heather, &meeting).await;
        let waits = room.table.heather.get(&theirs).await;
        assert!(
            waits.body.contains("The first item hasn’t begun"),
            "{}",
            waits.body
        );
        assert!(!waits.body.contains("/next\""), "she doesn't lead");
        let router = room.router().clone();
        let mut line = Line::of(&router, &room.table.heather, &theirs, "same-origin").await;
        assert_eq!(line.status, StatusCode::OK);
        assert_eq!(
            line.headers["content-type"],
            "text/event-stream; charset=utf-8"
        );
        assert_eq!(line.headers["cache-control"], "no-store");
        assert!(line.headers.contains_key("content-security-policy"));
        assert_eq!(line.next().await.unwrap(), "retry: 1000\n\n");
        let first = line.next().await.unwrap();
        assert!(
            first.starts_with("event: board\ndata: {\"stage\":\"waiting\""),
            "{first}"
        );

        room.goes_on(&hers, 0).await;
        let told = line.next().await.unwrap();
        assert!(told.contains("\"stage\":\"item\""), "{told}");
        let page = room.table.heather.get(&theirs).await;
        let handle = handle(&page).to_owned();
        assert!(
            told.contains(&handle),
            "the page and its line call it alike"
        );
        for (what, text) in [("the line", &told), ("the page", &page.body)] {
            for name in ["Alma", "Reyes"] {
                assert!(!text.contains(name), "{name} on {what}");
            }
        }
        let leads = room.table.lena.get(&hers).await;
        assert!(!leads.body.contains(&handle), "a handle is nobody else's");
        says_and_leaves(&mut room, &theirs, &handle, line).await;
    });
}

#[test]
fn cc_2_2_pages_of_notes_and_of_actions_follow_the_line_and_are_covered_when_the_board_is() {
    run(async {
        let mut room = Room::open().await;
        let meeting = room.table.meeting.clone();
        let (hers, _) = comes_in(&mut room.table.lena, &meeting).await;
        let (theirs, seat) = comes_in(&mut room.table.heather, &meeting).await;
        let address = format!("data-events=\"{theirs}/events?beside=yes\"");
        for page in ["notes", "actions", "leave"] {
            let page = room.table.heather.get(&format!("{theirs}/{page}")).await;
            assert!(page.body.contains(&address), "{}", page.body);
            assert!(page.body.contains("data-room-cover data-later="));
        }
        let router = room.router().clone();
        let mut board = Line::of(&router, &room.table.heather, &theirs, "same-origin").await;
        let mut notes = Line::beside(&router, &room.table.heather, &theirs, "same-origin").await;
        assert_eq!(notes.status, StatusCode::OK);
        assert_eq!(notes.headers["cache-control"], "no-store");
        assert_eq!(notes.next().await.unwrap(), "retry: 1000\n\n");
        board.next().await.unwrap();
        board.next().await.unwrap();
        room.goes_on(&hers, 0).await;
        let told = board.next().await.unwrap();
        assert!(told.contains("\"stage\":\"item\""), "{told}");
        // She takes her word back in the room: the pages beside it hear that, and have heard nothing else.
        let word = format!("seat={seat}&why=withdrawn");
        let leave = format!("{meeting}/leave");
        room.table.heather.post(&leave, &word).await;
        room.tick().await;
        for line in [&mut notes, &mut board] {
            let out = "event: out\ndata: withdrawn\n\n";
            assert_eq!(line.next().await.unwrap(), out);
            assert_eq!(line.next().await, None);
        }
        let again = Line::beside(&router, &room.table.heather, &theirs, "same-origin").await;
        assert_eq!(again.status, StatusCode::GONE);
        let foreign = Line::beside(&router, &room.table.heather, &theirs, "cross-site").await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN);
        let other = Line::beside(&router, &room.table.lena, &theirs, "same-origin").await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn cc_1_on_the_page_one_takes_back_what_one_said() {
    run(async {
        let mut room = Room::open().await;
        let meeting = room.table.meeting.clone();
        let (hers, _) = comes_in(&mut room.table.lena, &meeting).await;
        let (theirs, _) = comes_in(&mut room.table.heather, &meeting).await;
        let (danas, _) = comes_in(&mut room.dana, &meeting).await;
        room.goes_on(&hers, 0).await;
        let page = room.table.heather.get(&theirs).await;
        let item = handle(&page).to_owned();
        let saying = format!("item={item}&kind=offer&text=A+room+from+Monday+on.");
        let say = format!("{theirs}/say");
        room.table.heather.post(&say, &saying).await;
        let button = |page: &Answer| page.body.matches("name=\"said\" value=\"").count();
        let page = room.dana.get(&danas).await;
        assert!(
            page.body.contains("A room from Monday on."),
            "{}",
            page.body
        );
        assert_eq!(
            button(&page),
            1,
            "for the script alone, and nothing to press"
        );
        let page = room.table.heather.get(&theirs).await;
        assert_eq!(button(&page), 2);
        let said = page.body.split("name=\"said\" value=\"").nth(1).unwrap();
        let said = said.split('"').next().unwrap();
        let form = format!("item={item}&said={said}");
        let foreign = room.dana.post(&format!("{danas}/take-back"), &form).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        let take_back = format!("{theirs}/take-back");
        let back = room.table.heather.post(&take_back, &form).await;
        assert_eq!(back.location(), theirs, "{}", back.body);
        for page in [
            room.table.heather.get(&theirs).await,
            room.dana.get(&danas).await,
        ] {
            assert!(!page.body.contains("A room from Monday on."));
        }
    });
}

#[test]
fn cc_2_2_nobody_else_gets_onto_a_line_by_an_old_cookie_another_site_or_a_guess() {
    run(async {
        let mut room = Room::open().await;
        let meeting = room.table.meeting.clone();
        let (theirs, seat) = comes_in(&mut room.table.heather, &meeting).await;
        let router = room.router().clone();
        let foreign = Line::of(&router, &room.table.heather, &theirs, "cross-site").await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN);
        // Somebody who sits there too, and somebody who doesn't, find nothing at her address.
        let (own, _) = comes_in(&mut room.dana, &meeting).await;
        for browser in [&room.dana, &room.table.lena] {
            let line = Line::of(&router, browser, &theirs, "same-origin").await;
            assert_eq!(line.status, StatusCode::NOT_FOUND);
        }
        let guessed = theirs.replace(&seat, "00000000000000000000000000");
        let line = Line::of(&router, &room.table.heather, &guessed, "same-origin").await;
        assert_eq!(line.status, StatusCode::NOT_FOUND);
        for (path, form) in [
            ("next", "step=0&minutes=5"),
            ("say", "item=x&kind=ask&text=A+room"),
            ("hand", "item=x&up=yes"),
            ("word", "item=x"),
        ] {
            let path = format!("{theirs}/{path}");
            let other = room.dana.post(&path, form).await;
            assert_eq!(other.status, StatusCode::NOT_FOUND, "{path}");
            let foreign = room
                .table
                .heather
                .post_from("cross-site", &path, form)
                .await;
            assert_eq!(foreign.status, StatusCode::FORBIDDEN, "{path}");
        }
        // She herself leads nothing, and points at nothing that isn't spoken of.
        for (path, form) in [("next", "step=0&minutes=5"), ("hand", "item=x&up=yes")] {
            let path = format!("{theirs}/{path}");
            let done = room.table.heather.post(&path, form).await;
            assert_eq!(done.status, StatusCode::NOT_FOUND, "{path}");
        }
        // Signed out, an old cookie is sent to the door, and the line of the seat ends.
        let mut line = Line::of(&router, &room.dana, &own, "same-origin").await;
        line.next().await.unwrap();
        line.next().await.unwrap();
        let before = room.dana.cookie.clone();
        room.dana.post("/sign-out", "").await;
        room.tick().await;
        assert_eq!(
            line.next().await.unwrap(),
            "event: out\ndata: signed_out\n\n"
        );
        room.dana.cookie = before;
        let old = Line::of(&router, &room.dana, &own, "same-origin").await;
        assert_eq!(old.status, StatusCode::SEE_OTHER);
    });
}
