//! Meetings of case conferences on the pages: the lobby, the room, and the ways out of it.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use caseward_casework::conference::NewItem;
use caseward_casework::gate::{WallAgainst, WallFact};
use caseward_casework::staff::Colleague;
use caseward_model::{Category, Id, ItemPurpose, Organization, OrganizationKind, Role};
use caseward_testkit::{run, signing_for_series};
use caseward_web::visit::local;
use serde_json::Map;

use crate::browser::{Browser, Scene};

const SIGNATURE: &str = "version=1&name=Obviously+Fictional&position=Intake&email=made.up%40orchard.example\
                         &phone=555+0100&accepts=yes";
const TICKED: &str = "value=\"yes\" checked";
const SAID: &str = "reminded=yes&attests=yes";

/// A scene with a series of which Lena is the lead and in which Heather of the orchard takes part, and a meeting of it.
pub(crate) struct Table {
    pub(crate) scene: Scene,
    pub(crate) lena: Browser,
    pub(crate) heather: Browser,
    pub(crate) lead: Colleague,
    pub(crate) orchard: Id<Organization>,
    pub(crate) partner: Colleague,
    pub(crate) series: String,
    pub(crate) meeting: String,
}

impl Table {
    pub(crate) async fn laid() -> Self {
        let scene = Scene::set().await;
        let house = &scene.house;
        let orchard = house.partner("orchard", OrganizationKind::Health).await;
        let lead = house.worker("lena", Role::ConferenceLead).await;
        let partner = house.worker_with("heather", Role::PartnerWorker, true, true, "orchard");
        let partner = partner.await;
        house.publish_conferencing().await;
        for one in [&lead, &partner, &scene.dana] {
            house.sign_conferencing(one).await;
        }
        let mut lena = scene.signed_in(&lead).await;
        let mut heather = scene.signed_in(&partner).await;
        let begin = format!(
            "title=Northside+table&kind=by_name_list&purpose=A+home+for+everybody.&organization={}&deputy=",
            orchard.id
        );
        let series = lena
            .post("/conferences", &begin)
            .await
            .location()
            .to_owned();
        let signature = format!("{series}/signature");
        assert_eq!(lena.post(&signature, SIGNATURE).await.status, 303);
        let named = format!("worker={}", partner.id);
        lena.post(&format!("{series}/people"), &named).await;
        assert_eq!(heather.post(&signature, SIGNATURE).await.status, 303);
        let at = local(scene.house.clock.now_ms() + 3_600_000);
        let plan = format!(
            "day={}&time={}&minutes=60&how=remote&place=&purpose=Homes+for+everybody+of+the+list.",
            at.date(),
            at.strftime("%H%%3A%M"),
        );
        let set = lena.post(&format!("{series}/meetings"), &plan).await;
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
        let meeting = set.location().to_owned();
        Self {
            scene,
            lena,
            heather,
            lead,
            orchard: orchard.id,
            partner,
            series,
            meeting,
        }
    }

    /// Puts Berta on the agenda, from whom a wall keeps Heather, and closes it.
    async fn divided(&self) {
        let (house, berta) = (&self.scene.house, self.scene.berta);
        let (office, dana) = (&house.office, &self.scene.dana);
        let series = self.series.rsplit('/').next().unwrap().parse().unwrap();
        let lena = office.colleague("lena").await.unwrap().id;
        let named = office.name_participant(lena, series, dana.id).await;
        named.expect("named");
        let signed = office.sign_for_conference(dana.id, series, signing_for_series(1));
        signed.await.expect("a signature");
        house.assign(dana, berta).await;
        house.assign(&self.scene.omar, berta).await;
        house.sign_conferencing(&self.scene.omar).await;
        let against = WallAgainst::Worker(self.partner.no);
        let wall = house.office.gate.change_client(
            None,
            berta,
            "walled",
            Map::new(),
            move |it, since, _, _| {
                it.walls.push(WallFact { against, since });
                Ok(())
            },
        );
        wall.await.expect("a wall");
        let new = NewItem {
            series,
            purpose: ItemPurpose::Housing,
            sections: vec![Category::Demographics],
            by_identifier: false,
            minutes: 10,
        };
        let proposer = office.person_numbered(dana.no).await.unwrap();
        let proposed = office.propose_item(&proposer, berta, new).await;
        proposed.expect("a proposal");
        let other = office.person_numbered(self.scene.omar.no).await.unwrap();
        let agreed = office.agree_to_item(&other, berta, series).await;
        agreed.expect("a yes");
        for waits in office.items_waiting(lena, series).await.unwrap() {
            let yes = office.answer_item(lena, series, (waits.handle, true));
            yes.await.expect("a yes");
        }
        let closed = office.close_agenda(lena, series, 1).await;
        closed.expect("a closed agenda");
    }

    pub(crate) async fn opened(&mut self) {
        let open = format!("{}/open", self.meeting);
        let opened = self.lena.post(&open, "").await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    }
}

/// What the forms of a page call the sittings, in their order.
fn handles(body: &str) -> Vec<String> {
    let forms = body.split("name=\"sitting\" value=\"").skip(1);
    let one = |it: &str| it.split('"').next().unwrap().to_owned();
    forms.map(one).collect()
}

/// Comes in; gives the address of the room and the seat.
pub(crate) async fn comes_in(browser: &mut Browser, meeting: &str) -> (String, String) {
    let came = browser.post(&format!("{meeting}/seat"), SAID).await;
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.body);
    let room = came.location().to_owned();
    let seat = room.rsplit('/').next().unwrap().to_owned();
    (room, seat)
}

#[test]
fn cc_2_2_on_the_pages_one_comes_in_by_an_attestation_and_is_out_by_one_button() {
    run(async {
        let mut table = Table::laid().await;
        let meeting = table.meeting.clone();
        let waits = table.heather.get(&meeting).await;
        assert_eq!(waits.status, StatusCode::OK, "{}", waits.body);
        assert!(!waits.body.contains("/seat\""), "nobody can come in yet");
        assert!(!waits.title().contains("Northside"));
        table.opened().await;
        let lobby = table.heather.get(&meeting).await;
        assert!(lobby.body.contains("Homes for everybody of the list."));
        assert!(!lobby.body.contains(TICKED), "nothing is ticked");
        let seat = format!("{meeting}/seat");
        let half = table.heather.post(&seat, "reminded=yes").await;
        assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(half.body.contains("href=\"#attests\"") && !half.body.contains(TICKED));

        let (room, seat) = comes_in(&mut table.heather, &meeting).await;
        let inside = table.heather.get(&room).await;
        assert_eq!(inside.status, StatusCode::OK, "{}", inside.body);
        assert!(inside.body.contains("data-room") && inside.body.contains("heather"));
        assert_eq!(inside.headers["cache-control"], "no-store");
        let beat = (format!("{meeting}/beat"), format!("seat={seat}"));
        let heard = table.heather.post(&beat.0, &beat.1).await;
        assert_eq!(heard.status, StatusCode::OK, "{}", heard.body);
        assert!(heard.body.contains("\"seated\":true"), "{}", heard.body);

        let word = format!("seat={seat}&why=withdrawn");
        let left = table.heather.post(&format!("{meeting}/leave"), &word).await;
        assert_eq!(left.location(), meeting, "back in the lobby");
        let outside = table.heather.get(&room).await;
        assert_eq!(outside.status, StatusCode::GONE);
        assert!(!outside.body.contains("data-room"), "{}", outside.body);
        let heard = table.heather.post(&beat.0, &beat.1).await;
        assert_eq!(heard.status, StatusCode::GONE);
        let (leads, _) = comes_in(&mut table.lena, &meeting).await;
        let inside = table.lena.get(&leads).await;
        assert!(inside.body.contains("took the attestation back"));
    });
}

#[test]
fn cc_2_4_the_page_of_a_meeting_has_ones_own_sittings_and_nothing_on_it_tells_of_others() {
    run(async {
        let mut table = Table::laid().await;
        let meeting = table.meeting.clone();
        let before = table.heather.get(&meeting).await.body;
        table.divided().await;
        let after = table.heather.get(&meeting).await.body;
        assert_eq!(before, after, "to the last byte");
        let lead = table.lena.get(&meeting).await.body;
        assert!(lead.contains("Your sittings"), "{lead}");
        assert!(lead.contains("Sitting 1") && lead.contains("Everybody who was asked"));
        let of_both = handles(&lead);
        assert_eq!(of_both.len(), 2, "{lead}");
        let open = format!("{meeting}/open");
        let first = format!("sitting={}", of_both[0]);
        let opened = table.lena.post(&open, &first).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
        let after = table.heather.get(&meeting).await.body;
        assert_eq!(before, after, "to the last byte");
        let seat = format!("{meeting}/seat");
        let early = table.heather.post(&seat, SAID).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        for handle in [of_both[0].as_str(), "00000000000000000000000000"] {
            let tried = format!("{SAID}&sitting={handle}");
            let tried = table.heather.post(&seat, &tried).await;
            assert_eq!(tried.status, StatusCode::NOT_FOUND);
        }
        let (room, _) = comes_in(&mut table.lena, &meeting).await;
        assert_eq!(table.heather.get(&room).await.status, StatusCode::NOT_FOUND);

        let second = format!("sitting={}", of_both[1]);
        let opened = table.lena.post(&open, &second).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
        let lobby = table.lena.get(&meeting).await.body;
        assert!(lobby.contains("<select id=\"sitting\""), "{lobby}");
        let (room, _) = comes_in(&mut table.heather, &meeting).await;
        let inside = table.heather.get(&room).await.body;
        assert!(inside.contains("heather of the tests"), "{inside}");
        assert!(!inside.contains("lena of the tests"), "{inside}");
        let close = format!("{meeting}/close");
        let closed = table.lena.post(&close, &first).await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.body);
        let still = table.heather.get(&room).await;
        assert_eq!(still.status, StatusCode::OK, "hers goes on");
    });
}

#[test]
fn cc_2_2_whoever_says_that_somebody_can_read_along_or_leaves_in_a_hurry_is_out_of_the_room() {
    run(async {
        let mut table = Table::laid().await;
        table.opened().await;
        let meeting = table.meeting.clone();
        let (room, _) = comes_in(&mut table.heather, &meeting).await;
        let said = table
            .heather
            .post("/whereabouts", "step=exposed&back=/today");
        assert_eq!(said.await.status, StatusCode::SEE_OTHER);
        let outside = table.heather.get(&room).await;
        assert_eq!(outside.status, StatusCode::GONE, "{}", outside.body);

        let (room, _) = comes_in(&mut table.lena, &meeting).await;
        table.lena.get("/away").await;
        let office = &table.scene.house.office;
        let lena =
            office.person_numbered(table.scene.house.office.colleague("lena").await.unwrap().no);
        let seat = lena.await.unwrap().sheet.seat;
        assert!(seat.is_none(), "{room} is shown to nobody who comes back");
    });
}

#[test]
fn cc_2_2_an_old_cookie_another_site_and_another_session_get_a_clear_answer() {
    run(async {
        let mut table = Table::laid().await;
        table.opened().await;
        let meeting = table.meeting.clone();
        let (room, seat) = comes_in(&mut table.heather, &meeting).await;
        let beat = (format!("{meeting}/beat"), format!("seat={seat}"));
        // Another site makes her browser take no seat, and leave none.
        for path in ["seat", "beat", "leave"] {
            let path = format!("{meeting}/{path}");
            let foreign = table.heather.post_from("cross-site", &path, &beat.1);
            assert_eq!(foreign.await.status, StatusCode::FORBIDDEN, "{path}");
        }
        // Somebody else finds nothing at her address.
        assert_eq!(table.lena.get(&room).await.status, StatusCode::NOT_FOUND);
        let mut dana = table.scene.signed_in(&table.scene.dana).await;
        let nowhere = "/meetings/00000000000000000000000000";
        let (one, none) = (dana.get(&meeting).await, dana.get(nowhere).await);
        assert_eq!(one.status, StatusCode::NOT_FOUND);
        let same = |it: &str| it.replace(&meeting, "").replace(nowhere, "");
        assert_eq!(same(&one.body), same(&none.body), "to the last byte");
        // She herself, signed in once more elsewhere, is told that the room is shown there.
        let mut elsewhere = table.scene.signed_in(&table.partner).await;
        let there = elsewhere.get(&room).await;
        assert_eq!(there.status, StatusCode::GONE, "{}", there.body);
        assert!(there.body.contains("another session"), "{}", there.body);
        let heard = table.heather.post(&beat.0, &beat.1).await;
        assert_eq!(heard.status, StatusCode::OK, "hers goes on");
        // What is signed out is sent to the door, and has no seat.
        let before = table.heather.cookie.clone();
        table.heather.post("/sign-out", "").await;
        table.heather.cookie = before;
        let old = table.heather.post(&beat.0, &beat.1).await;
        assert_eq!(old.status, StatusCode::SEE_OTHER, "{}", old.body);
        let there = elsewhere.get(&room).await;
        assert_eq!(there.status, StatusCode::GONE);
        assert!(there.body.contains("signed out"), "{}", there.body);
    });
}

#[test]
fn nasw_m_the_calendar_file_is_saved_under_a_name_that_says_nothing() {
    run(async {
        let mut table = Table::laid().await;
        let file = format!("{}/calendar", table.meeting);
        let saved = table.heather.get(&file).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
        let kind = &saved.headers["content-type"];
        assert_eq!(kind, "text/calendar; charset=utf-8");
        let name = &saved.headers["content-disposition"];
        assert_eq!(name, "attachment; filename=\"conference.ics\"");
        assert!(saved.body.starts_with("BEGIN:VCALENDAR\r\n"));
        assert!(!saved.body.contains("Northside"));
        let request = Request::get(&file).body(Body::empty()).unwrap();
        let nobody = Browser::new(&table.scene.router).send(request).await;
        assert_eq!(nobody.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn dv_4_6_2_a_lead_sets_moves_and_calls_off_a_meeting_and_nothing_typed_is_lost() {
    run(async {
        let mut table = Table::laid().await;
        let (series, meeting) = (table.series.clone(), table.meeting.clone());
        let form = table.lena.get(&format!("{series}/meetings/new")).await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.body);
        let wrong = "day=&time=&minutes=5&how=in_person&place=&purpose=Homes+for+all&asked=x";
        let wrong = table.lena.post(&format!("{series}/meetings"), wrong).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("value=\"Homes for all\""));
        let moved = format!("{meeting}/move");
        let form = table.lena.get(&moved).await;
        assert!(form.body.contains("Homes for everybody of the list."));
        assert_eq!(
            table.heather.get(&moved).await.status,
            StatusCode::FORBIDDEN
        );
        let at = local(table.scene.house.clock.now_ms() + 7_200_000);
        let plan = format!(
            "day={}&time={}&minutes=90&how=in_person&place=The+old+mill&purpose=Homes+for+all+of+them&asked={}",
            at.date(),
            at.strftime("%H%%3A%M"),
            table.partner.id,
        );
        let changed = table.lena.post(&moved, &plan).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
        let shown = table.heather.get(&meeting).await;
        assert!(shown.body.contains("The old mill"), "{}", shown.body);
        let listed = table.heather.get(&series).await;
        assert!(listed.body.contains(&meeting), "{}", listed.body);
        assert!(!listed.body.contains("/meetings/new"));
        let off = table.lena.post(&format!("{meeting}/cancel"), "").await;
        assert_eq!(off.status, StatusCode::SEE_OTHER, "{}", off.body);
        let open = table.lena.post(&format!("{meeting}/open"), "").await;
        assert_eq!(open.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn cc_1_whoever_or_whatever_cant_be_read_of_a_new_series_isnt_left_out_in_silence() {
    run(async {
        let mut table = Table::laid().await;
        let series = table.series.clone();
        let typed = "title=Another+table&kind=other&purpose=Care+for+those+we+all+serve.";
        for wrong in ["&deputy=x", "&organization=x&deputy="] {
            let sent = format!("{typed}{wrong}");
            let sent = table.lena.post("/conferences", &sent).await;
            assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(sent.body.contains("value=\"Another table\""), "{wrong}");
        }
        let members = format!("{series}/organizations");
        let wrong = table.lena.post(&members, "organization=x").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let still = table.heather.get(&series).await;
        assert_eq!(
            still.status,
            StatusCode::OK,
            "the orchard is still a member"
        );
    });
}
