//! The steps of one disclosure on its page: what is offered to whom.

use axum::http::StatusCode;
use caseward_casework::disclosure::NewDisclosure;
use caseward_casework::gate::{ClientSheet, LawFact};
use caseward_casework::people::RegisteredOrganization;
use caseward_model::{
    Basis, Category, Channel, Language, OrganizationKind, Purpose, Road, RoadField, Role, Told,
};
use caseward_testkit::run;
use caseward_web::Words;

use crate::browser::{Browser, Scene};

/// Dana begins a disclosure; gives its page.
async fn begun(scene: &Scene, order: NewDisclosure) -> String {
    let office = &scene.house.office;
    let dana = office.person_numbered(scene.dana.no).await.expect("dana");
    let no = office.begin_disclosure(&dana, scene.alma, order).await;
    let no = no.expect("a disclosure");
    format!("/clients/{}/disclosures/{no}", scene.alma)
}

/// One that may raise the risk.
fn risky(to: &RegisteredOrganization) -> NewDisclosure {
    let said = [
        (RoadField::Risk, "His cousin works there."),
        (RoadField::Implications, "She knows, and wants the flat."),
    ];
    NewDisclosure {
        road: Road::RaisesRisk,
        answers: said.into_iter().collect(),
        recipient: to.id,
        purpose: Purpose::Eligibility,
        basis: Basis::Consent,
        danger: None,
        channel: Channel::HandDelivery,
        sections: vec![Category::Identity, Category::Housing],
        why_more: String::new(),
        told: Told::Later,
        told_how: "She is away until Monday.".into(),
    }
}

/// One that a court demands, and that a second person has to look at.
fn demanded(court: &RegisteredOrganization) -> NewDisclosure {
    let said = "Said, and on record.";
    let asked = [
        RoadField::Readers,
        RoadField::Implications,
        RoadField::Text,
        RoadField::Agreed,
    ];
    NewDisclosure {
        road: Road::Report,
        answers: asked.into_iter().map(|it| (it, said)).collect(),
        purpose: Purpose::Legal,
        basis: Basis::LegalAuthority,
        sections: vec![Category::Identity, Category::Contact],
        ..risky(court)
    }
}

/// Whether somebody's page holds this.
async fn shows(browser: &mut Browser, page: &str, what: &str) -> bool {
    let shown = browser.get(page).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    shown.body.contains(what)
}

async fn does(browser: &mut Browser, step: &str, form: &str) {
    let done = browser.post(step, form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

#[test]
fn cr_6_whoever_had_a_hand_in_it_is_offered_neither_the_discussion_nor_the_approval() {
    run(async {
        let scene = Scene::set().await;
        let house = &scene.house;
        let priya = house.worker("priya", Role::Supervisor).await;
        let sam = house.worker("sam", Role::Supervisor).await;
        house.supervise(&priya, &scene.dana).await;
        house.assign(&sam, scene.alma).await;
        let words = Words::of(Language::English);
        let mut dana = scene.signed_in(&scene.dana).await;
        let mut priya = scene.signed_in(&priya).await;
        let mut sam = scene.signed_in(&sam).await;

        let housing = house.partner("housing", OrganizationKind::Agency).await;
        let page = begun(&scene, risky(&housing)).await;
        let discuss = format!("{page}/discuss");
        assert!(!shows(&mut dana, &page, &discuss).await);
        assert!(shows(&mut sam, &page, &discuss).await);
        let sections = format!("{page}/sections");
        does(&mut sam, &sections, "section=identity&why_more=").await;
        assert!(!shows(&mut sam, &page, &discuss).await, "he chose");
        assert!(shows(&mut sam, &page, &words.t("risk-other")).await);
        assert!(shows(&mut priya, &page, &discuss).await);

        let court = house.partner("court", OrganizationKind::Court).await;
        let recipient = court.no;
        let approved = move |sheet: &mut ClientSheet, _: i64| {
            sheet.law.push(LawFact {
                recipient,
                requested_by_law: true,
                approved: true,
                ..LawFact::default()
            });
        };
        let changed = house.office.change_facts(scene.alma, "law", approved);
        changed.await.expect("an approval of the Law Department");
        let page = begun(&scene, demanded(&court)).await;
        does(&mut sam, &format!("{page}/compose"), "language=en").await;
        let approve = format!("{page}/approve");
        let other = words.t("disclosure-second-other");
        for who in [&mut sam, &mut dana] {
            assert!(!shows(who, &page, &approve).await);
            assert!(shows(who, &page, &other).await);
        }
        assert!(shows(&mut priya, &page, &approve).await);
    });
}
