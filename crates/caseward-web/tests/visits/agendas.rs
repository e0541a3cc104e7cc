//! Agendas of case conferences on the pages, before the meeting: who puts somebody there, who agrees, and what each finds.

use axum::http::StatusCode;
use caseward_casework::gate::{AgreedStaff, ClientSheet, WallAgainst, WallFact};
use caseward_casework::staff::Colleague;
use caseward_model::{Category, Id, Organization, OrganizationKind, Role};
use caseward_testkit::run;
use caseward_web::visit::local;

use crate::browser::{Browser, Scene};

const SIGNATURE: &str = "version=1&name=Obviously+Fictional&position=Intake&email=made.up%40orchard.example\
                         &phone=555+0100&accepts=yes";

/// A series that Lena leads, with Dana of this office and Heather of the orchard. Dana and Omar work with Alma.
struct Table {
    scene: Scene,
    lead: Colleague,
    lena: Browser,
    dana: Browser,
    omar: Browser,
    heather: Browser,
    orchard: Id<Organization>,
    series: String,
    /// The page on Alma's places on agendas.
    page: String,
}

impl Table {
    async fn laid() -> Self {
        let scene = Scene::set().await;
        let house = &scene.house;
        let orchard = house.partner("orchard", OrganizationKind::Health).await.id;
        let lead = house.worker("lena", Role::ConferenceLead).await;
        let partner = house.worker_with("heather", Role::PartnerWorker, true, true, "orchard");
        let partner = partner.await;
        // A partner's people are covered by name only.
        let named = AgreedStaff {
            worker: partner.no,
            categories: Category::ALL.to_vec(),
        };
        let agreed = house
            .office
            .gate
            .change_organization(orchard, "agreed", |it| it.agreed[0].staff.push(named));
        agreed.await.expect("a protocol");
        house.assign(&scene.omar, scene.alma).await;
        house.publish_conferencing().await;
        for one in [&lead, &partner, &scene.dana, &scene.omar] {
            house.sign_conferencing(one).await;
        }
        let mut lena = scene.signed_in(&lead).await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let mut heather = scene.signed_in(&partner).await;
        let omar = scene.signed_in(&scene.omar).await;
        let begin = format!(
            "title=Northside+table&kind=by_name_list&purpose=A+home+for+everybody.&organization={orchard}&deputy="
        );
        let begun = lena.post("/conferences", &begin).await;
        let series = begun.location().to_owned();
        let signature = format!("{series}/signature");
        assert_eq!(lena.post(&signature, SIGNATURE).await.status, 303);
        for (who, browser) in [(&partner, &mut heather), (&scene.dana, &mut dana)] {
            let named = format!("worker={}", who.id);
            lena.post(&format!("{series}/people"), &named).await;
            assert_eq!(browser.post(&signature, SIGNATURE).await.status, 303);
        }
        let page = format!("/clients/{}/conferences", scene.alma);
        Self {
            scene,
            lead,
            lena,
            dana,
            omar,
            heather,
            orchard,
            series,
            page,
        }
    }

    /// The series, as a form posts it.
    fn which(&self) -> String {
        format!("conference={}", self.series.rsplit('/').next().unwrap())
    }

    async fn offers(&mut self, ticked: &str) -> StatusCode {
        let offer = format!("{}/offers/{}", self.series, self.orchard);
        self.lena.post(&offer, ticked).await.status
    }

    /// Dana proposes Alma by an identifier, and Omar agrees for the organization.
    async fn proposed(&mut self) {
        let which = self.which();
        let propose = format!(
            "action=propose&{which}&purpose=housing&sections=housing&minutes=10&by=identifier"
        );
        let proposed = self.dana.post(&self.page, &propose).await;
        assert_eq!(proposed.status, 303, "{}", proposed.body);
        let agree = format!("action=agree&{which}");
        let agreed = self.omar.post(&self.page, &agree).await;
        assert_eq!(agreed.status, 303, "{}", agreed.body);
    }

    async fn meeting(&mut self) -> String {
        let at = local(self.scene.house.clock.now_ms() + 3_600_000);
        let plan = format!(
            "day={}&time={}&minutes=60&how=remote&place=&purpose=Homes+for+everybody+of+the+list.",
            at.date(),
            at.strftime("%H%%3A%M"),
        );
        let meetings = format!("{}/meetings", self.series);
        let set = self.lena.post(&meetings, &plan).await;
        assert_eq!(set.status, 303, "{}", set.body);
        set.location().to_owned()
    }

    async fn wall(&self) {
        let no = self.lead.no;
        let wall = move |sheet: &mut ClientSheet, since| {
            let against = WallAgainst::Worker(no);
            sheet.walls.push(WallFact { against, since });
        };
        let office = &self.scene.house.office;
        let raised = office.change_facts(self.scene.alma, "wall_raised", wall);
        raised.await.expect("a wall");
    }
}

/// What stands on a page between these.
fn between<'p>(page: &'p str, before: &str, after: &str) -> &'p str {
    let rest = page.split_once(before).map_or("", |(_, rest)| rest);
    rest.split_once(after).map_or("", |(found, _)| found)
}

#[test]
fn cc_2_4a_on_the_pages_both_sides_agree_and_no_identifier_stands_beside_a_name() {
    run(async {
        let mut table = Table::laid().await;
        let (page, which) = (table.page.clone(), table.which());
        let file = format!("/clients/{}", table.scene.alma);
        assert!(table.dana.get(&file).await.body.contains(&page));
        let list = table.dana.get("/by-name-list").await;
        assert!(list.body.contains(&format!("{page}#propose")));
        let empty = table.dana.post(&page, "action=propose").await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let beside = format!(
            "action=propose&{which}&purpose=housing&sections=household&minutes=12&by=identifier"
        );
        let beside = table.dana.post(&page, &beside).await;
        assert_eq!(beside.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(beside.body.contains("value=\"12\""), "what was typed stays");

        table.proposed().await;
        let waits = table.dana.get(&page).await;
        assert!(waits.body.contains("waits for the conference"));
        let agrees = format!("action=agree&{which}");
        let again = table.omar.post(&page, &agrees).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        let theirs = table.omar.get(&page).await;
        assert!(!theirs.body.contains("Northside"), "he isn't in it");

        let waiting = table.lena.get("/conference-items").await;
        let identifier = between(&waiting.body, "<p><b>", "</b>").to_owned();
        assert_eq!(identifier.len(), 9, "{}", waiting.body);
        let client = table.scene.alma.to_string();
        assert!(!waiting.body.contains("Alma") && !waiting.body.contains(&client));
        let handle = between(&waiting.body, "name=\"item\" value=\"", "\"").to_owned();
        let answer = format!("{}/items", table.series);
        let nobody = format!("item={}&answer=yes", "0".repeat(26));
        let nobody = table.lena.post(&answer, &nobody).await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND);
        let yes = format!("item={handle}&answer=yes");
        let forced = table.heather.post(&answer, &yes).await;
        assert_eq!(forced.status, StatusCode::FORBIDDEN);
        assert_eq!(table.lena.post(&answer, &yes).await.status, 303);
        let done = table.lena.get("/conference-items").await;
        assert!(!done.body.contains(&identifier), "{}", done.body);
        for place in [page, file.clone(), format!("{file}/who-looked")] {
            let shown = table.dana.get(&place).await;
            assert_eq!(shown.status, StatusCode::OK, "{place}");
            assert!(!shown.body.contains(&identifier), "{place}");
        }
    });
}

#[test]
fn cc_2_5_each_finds_their_own_items_before_the_meeting_as_their_organization_can_act() {
    run(async {
        let mut table = Table::laid().await;
        assert_eq!(
            table.offers("offer=identity").await,
            422,
            "nobody acts on a name"
        );
        let shown = table.heather.get(&table.series).await;
        assert!(shown.body.contains("Nothing yet"), "{}", shown.body);
        assert!(
            !shown.body.contains("/offers/"),
            "that is for whoever leads it"
        );
        assert_eq!(table.offers("offer=housing").await, 303);
        let offer = format!("{}/offers/{}", table.series, table.orchard);
        let kept = table.lena.get(&offer).await;
        assert!(
            kept.body.contains("value=\"housing\" checked"),
            "{}",
            kept.body
        );
        let forced = table.heather.post(&offer, "offer=health").await;
        assert_eq!(forced.status, StatusCode::FORBIDDEN);

        table.proposed().await;
        let waiting = table.lena.get("/conference-items").await;
        let identifier = between(&waiting.body, "<p><b>", "</b>").to_owned();
        let handle = between(&waiting.body, "name=\"item\" value=\"", "\"").to_owned();
        let answer = format!("{}/items", table.series);
        let yes = format!("item={handle}&answer=yes");
        assert_eq!(table.lena.post(&answer, &yes).await.status, 303);
        let meeting = table.meeting().await;
        let agenda = format!("{meeting}/agenda");
        assert!(table.heather.get(&meeting).await.body.contains(&agenda));
        let before = table.heather.get(&agenda).await;
        assert!(!before.body.contains("A home"), "{}", before.body);
        let close = format!("{agenda}/close");
        let forced = table.heather.post(&close, "").await;
        assert_eq!(forced.status, StatusCode::FORBIDDEN);
        assert_eq!(table.lena.post(&close, "").await.status, 303);
        let twice = table.lena.post(&close, "").await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        let client = table.scene.alma.to_string();
        for browser in [&mut table.lena, &mut table.dana, &mut table.heather] {
            let own = browser.get(&agenda).await;
            assert!(own.body.contains("A home · 10 minutes"), "{}", own.body);
            for tells in [
                identifier.as_str(),
                "Alma",
                client.as_str(),
                handle.as_str(),
            ] {
                assert!(!own.body.contains(tells), "{tells}");
            }
        }
        assert_eq!(table.offers("offer=health").await, 303);
        let own = table.heather.get(&agenda).await;
        assert!(own.body.contains("Nothing on it is for you."));
    });
}

#[test]
fn cc_2_4_to_a_walled_lead_every_page_is_as_if_there_were_nothing() {
    run(async {
        let mut table = Table::laid().await;
        let ruth = table.scene.house.worker("ruth", Role::PrivacyOfficer).await;
        let mut ruth = table.scene.signed_in(&ruth).await;
        table.wall().await;
        let meeting = table.meeting().await;
        let pages = ["/today".to_owned(), "/conference-items".to_owned()];
        let others = [
            table.series.clone(),
            meeting.clone(),
            format!("{meeting}/agenda"),
        ];
        let pages: Vec<String> = pages.into_iter().chain(others).collect();
        let mut before = Vec::new();
        for page in &pages {
            before.push(table.lena.get(page).await.body);
        }
        table.proposed().await;
        for (page, before) in pages.iter().zip(before) {
            assert_eq!(table.lena.get(page).await.body, before, "{page}");
        }
        let page = table.page.clone();
        let hidden = table.lena.get(&page).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
        let waiting = ruth.get("/conference-items").await;
        assert!(!waiting.body.contains("Northside"), "she isn't in it");
        let handle = between(&waiting.body, "name=\"item\" value=\"", "\"").to_owned();
        let answer = format!("{}/items", table.series);
        let no = format!("item={handle}&answer=no");
        let tried = table.lena.post(&answer, &no).await;
        assert_eq!(tried.status, StatusCode::NOT_FOUND, "whatever is tried");
        let waits = table.dana.get(&page).await;
        assert_eq!(ruth.post(&answer, &no).await.status, 303);
        let still = table.dana.get(&page).await;
        assert_eq!(waits.body, still.body, "a no reads like a wait");
    });
}
