//! Case conferences on the pages: begun, signed for, and shut to whoever hasn't signed.

use axum::http::StatusCode;
use caseward_model::{OrganizationKind, Role};
use caseward_testkit::run;

use crate::browser::Scene;

const SIGNATURE: &str = "version=1&name=Obviously+Fictional&position=Intake&email=made.up%40orchard.example\
                         &phone=555+0100&accepts=yes";

#[test]
fn cc_2_a_lead_names_somebody_on_the_page_who_sees_nothing_before_signing() {
    run(async {
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
        let begin = format!(
            "title=Northside+table&kind=by_name_list&purpose=A+home+for+everybody.&organization={}&deputy=",
            orchard.id
        );
        let nothing = lena.post("/conferences", "title=&kind=&purpose=").await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        let begun = lena.post("/conferences", &begin).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
        let place = begun.location().to_owned();
        let shut = lena.get(&place).await;
        assert!(!shut.body.contains("Northside"), "{}", shut.body);
        let name = format!("worker={}", partner.id);
        let early = lena.post(&format!("{place}/people"), &name).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        let signed = lena.post(&format!("{place}/signature"), SIGNATURE).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
        let open = lena.get(&place).await;
        assert!(open.body.contains("Northside table"), "{}", open.body);
        assert!(!open.title().contains("Northside"), "no name in the title");
        let named = lena.post(&format!("{place}/people"), &name).await;
        assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.body);

        let mut heather = scene.signed_in(&partner).await;
        for page in ["/conferences", place.as_str()] {
            let shut = heather.get(page).await;
            assert_eq!(shut.status, StatusCode::OK, "{}", shut.body);
            assert!(!shut.body.contains("Northside") && !shut.body.contains("lena"));
        }
        let unticked = SIGNATURE.replace("&accepts=yes", "");
        let unticked = heather.post(&format!("{place}/signature"), &unticked).await;
        assert_eq!(unticked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unticked.body.contains("value=\"Obviously Fictional\""));
        let signed = heather.post(&format!("{place}/signature"), SIGNATURE).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
        let open = heather.get(&place).await;
        assert!(open.body.contains("Northside table"), "{}", open.body);
        assert!(
            !open.body.contains("/people/out"),
            "naming and taking out is for whoever leads it"
        );
        let forced = heather.post(&format!("{place}/end"), "").await;
        assert_eq!(forced.status, StatusCode::FORBIDDEN);

        // To whoever wasn't named, it isn't there.
        let mut dana = scene.signed_in(&scene.dana).await;
        assert_eq!(dana.get(&place).await.status, StatusCode::NOT_FOUND);
        let nowhere = "/conferences/00000000000000000000000000";
        let (one, none) = (dana.get(&place).await, dana.get(nowhere).await);
        let same = |it: &str| it.replace(&place, "").replace(nowhere, "");
        assert_eq!(same(&one.body), same(&none.body), "to the last byte");

        let out = lena.post(&format!("{place}/people/out"), &name).await;
        assert_eq!(out.status, StatusCode::SEE_OTHER, "{}", out.body);
        assert_eq!(heather.get(&place).await.status, StatusCode::NOT_FOUND);
    });
}
