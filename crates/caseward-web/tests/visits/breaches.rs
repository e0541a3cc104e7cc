//! Breaches on the pages: reported from any page without scripts, taken up at the desk, and ended for whoever broke the agreement.

use axum::http::StatusCode;
use caseward_casework::conference::NewSeries;
use caseward_model::{Conference, ConferenceKind, Id, Role};
use caseward_testkit::{House, run, signing_for_series};

use crate::browser::{Answer, Browser, Scene};

/// A series with these people in it; the first one leads it.
async fn series(house: &House, people: &[&caseward_casework::staff::Colleague]) -> Id<Conference> {
    let new = NewSeries {
        title: "Northside table".into(),
        kind: Some(ConferenceKind::CareTeam),
        purpose: "Care for those whom several of us serve.".into(),
        ..NewSeries::default()
    };
    let lead = people[0];
    let begun = house.office.begin_conference(lead.id, new).await;
    let id = begun.expect("a series");
    for one in people {
        if one.id != lead.id {
            let named = house.office.name_participant(lead.id, id, one.id);
            named.await.expect("named");
        }
        let signed = house
            .office
            .sign_for_conference(one.id, id, signing_for_series(1));
        signed.await.expect("a signature");
    }
    id
}

/// The address of the only report at somebody's desk.
async fn only_report(browser: &mut Browser) -> String {
    let desk = browser.get("/breaches/desk").await.body;
    let from = desk.find("/breaches/desk/").expect("a report");
    let rest = &desk[from..];
    rest[..rest.find('"').expect("an end")].to_owned()
}

fn sent_on(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}

#[test]
fn cc_2_8_a_breach_is_reported_from_any_page_with_one_form_and_whoever_leads_finds_it() {
    run(async {
        let scene = Scene::set().await;
        let house = &scene.house;
        let lena = house.worker("lena", Role::ConferenceLead).await;
        house.publish_conferencing().await;
        for one in [&lena, &scene.dana, &scene.omar] {
            house.sign_conferencing(one).await;
        }
        series(house, &[&lena, &scene.dana, &scene.omar]).await;
        let mut dana = scene.signed_in(&scene.dana).await;
        for page in ["/today", "/clients", "/agreements", "/help"] {
            let page = dana.get(page).await;
            assert!(
                page.body.contains("href=\"/breaches/new\""),
                "{}",
                page.body
            );
        }
        let form = dana.get("/breaches/new").await;
        assert_eq!(form.status, StatusCode::OK);
        assert!(form.body.contains("name no client"), "{}", form.body);
        let nothing = dana.post("/breaches", "what=").await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        let what = "what=The+list+lay+in+the+hall.";
        sent_on(&dana.post("/breaches", what).await);
        let mine = dana.get("/breaches").await;
        assert!(mine.body.contains("The list lay in the hall."));
        assert!(!mine.title().contains("hall"), "nothing in the title");

        let mut lead = scene.signed_in(&lena).await;
        let today = lead.get("/today").await;
        assert!(today.body.contains("/breaches/desk"), "{}", today.body);
        let place = only_report(&mut lead).await;
        let open = lead.get(&place).await;
        assert!(open.body.contains("The list lay in the hall."));
        sent_on(&lead.post(&format!("{place}/acknowledge"), "").await);
        let mine = dana.get("/breaches").await;
        assert!(mine.body.contains("Taken up"), "{}", mine.body);
        let omar = scene.signed_in(&scene.omar).await.get("/breaches").await;
        assert!(!omar.body.contains("The list lay"), "{}", omar.body);
    });
}

#[test]
fn cc_2_10_a_finding_on_the_page_shuts_the_conferences_of_whom_it_is_about() {
    run(async {
        let scene = Scene::set().await;
        let house = &scene.house;
        let lena = house.worker("lena", Role::ConferenceLead).await;
        let officer = house.worker("priya", Role::PrivacyOfficer).await;
        house.publish_conferencing().await;
        for one in [&lena, &scene.dana, &scene.omar] {
            house.sign_conferencing(one).await;
        }
        let id = series(house, &[&lena, &scene.dana, &scene.omar]).await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let report = format!(
            "what=A+letter+went+astray.&kind=sent&whom={}",
            scene.omar.id
        );
        sent_on(&dana.post("/breaches", &report).await);
        let mut omar = scene.signed_in(&scene.omar).await;
        let nothing = omar.get("/breaches").await;
        assert!(!nothing.body.contains("astray"), "{}", nothing.body);

        let mut lead = scene.signed_in(&lena).await;
        let place = only_report(&mut lead).await;
        sent_on(&lead.post(&format!("{place}/acknowledge"), "").await);
        let note = "inquiry=The+post+book+was+looked+at.";
        sent_on(&lead.post(&format!("{place}/inquire"), note).await);
        let put = "told=A+letter+did+not+arrive+where+it+should.";
        sent_on(&lead.post(&format!("{place}/hearing"), put).await);
        let asked = omar.get("/breaches").await;
        assert!(asked.body.contains("A letter did not arrive"));
        assert!(!asked.body.contains("astray"), "nor who reported it");
        assert!(!asked.body.contains(&scene.dana.name));
        let answer = place.replace("/desk", "");
        let said = "answer=I+used+an+old+address.";
        sent_on(&omar.post(&format!("{answer}/answer"), said).await);
        let found = "verdict=substantiated&reasons=The+address+was+an+old+one.";
        let by_lead = lead.post(&format!("{place}/finding"), found).await;
        assert_eq!(by_lead.status, StatusCode::FORBIDDEN);

        let mut priya = scene.signed_in(&officer).await;
        let undecided = priya.post(&format!("{place}/finding"), "reasons=").await;
        assert_eq!(undecided.status, StatusCode::UNPROCESSABLE_ENTITY);
        sent_on(&priya.post(&format!("{place}/finding"), found).await);
        let series = omar.get(&format!("/conferences/{id}")).await;
        assert_eq!(series.status, StatusCode::FORBIDDEN);
        assert_eq!(omar.get("/conferences").await.status, StatusCode::FORBIDDEN);
        let own = omar.get(&format!("/clients/{}", scene.berta)).await;
        assert_eq!(own.status, StatusCode::OK, "his own client is still his");

        let letter = "paper=authorities&language=es&to=State+office&reference=CC-1\
                      &facts=A+letter+went+to+an+old+address.";
        sent_on(&priya.post(&format!("{place}/letters"), letter).await);
        let paper = priya.get(&format!("{place}/letters/1")).await;
        assert!(paper.body.starts_with("%PDF"));
        let sent = "letter=1&how=Registered+mail&on=2020-01-02";
        sent_on(&priya.post(&format!("{place}/sent"), sent).await);
        let page = priya.get(&place).await;
        assert!(page.body.contains("Registered mail"), "{}", page.body);
        let evidence = priya.post(&format!("{place}/evidence"), "").await;
        assert_eq!(evidence.headers["content-type"], "application/zip");
        let back = "back=It+was+made+good+since.";
        sent_on(&priya.post(&format!("{place}/reinstate"), back).await);
        assert_eq!(omar.get("/conferences").await.status, StatusCode::OK);
    });
}
