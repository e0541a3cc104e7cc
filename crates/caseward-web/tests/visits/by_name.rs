//! The by-name list on its page: who is in it, what a cell says that isn't known, and that no address of it names anybody.

use axum::http::StatusCode;
use caseward_casework::gate::{WallAgainst, WallFact};
use caseward_model::Role;
use caseward_testkit::run;

use crate::browser::Scene;

#[test]
fn cc_2_4_the_page_lists_whom_the_reader_may_know_of_and_offers_filters_without_a_name() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let clients = dana.get("/clients").await;
        assert!(clients.body.contains("href=\"/by-name-list\""));
        let page = dana.get("/by-name-list").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert!(page.body.contains("Alma"), "{}", page.body);
        assert!(!page.title().contains("Alma"), "no name in the title");
        assert!(page.body.contains(&format!("/clients/{}", scene.alma)));
        assert!(!page.body.contains(&scene.berta.to_string()));
        // Nobody ever asked how long she has been without a home, and what isn't shown reads the same.
        assert!(page.body.contains("Unknown"), "{}", page.body);
        let nobody = dana.get("/by-name-list?only=chronic&only=veteran").await;
        assert_eq!(nobody.status, StatusCode::OK);
        assert!(!nobody.body.contains("Alma"), "{}", nobody.body);
        assert!(nobody.body.contains("Nobody in your list fits that."));
        // What the page doesn't offer is as if it weren't asked.
        let odd = dana.get("/by-name-list?only=uuuu&sort=uuuu&page=uuuu&contact=uuuu");
        let odd = odd.await;
        assert_eq!(odd.status, StatusCode::OK);
        assert!(odd.body.contains("Alma") && !odd.body.contains("uuuu"));

        let no = scene.dana.no;
        let wall = move |sheet: &mut caseward_casework::gate::ClientSheet, since| {
            let against = WallAgainst::Worker(no);
            sheet.walls.push(WallFact { against, since });
        };
        let office = &scene.house.office;
        let raised = office.change_facts(scene.alma, "wall_raised", wall);
        raised.await.unwrap();
        let empty = dana.get("/by-name-list").await;
        assert!(!empty.body.contains("Alma"), "{}", empty.body);
        let noor = scene.house.worker("noor", Role::Caseworker).await;
        let mut noor = scene.signed_in(&noor).await;
        let nothing = noor.get("/by-name-list").await;
        assert_eq!(nothing.status, empty.status);
        assert!(nothing.body.contains("Nobody is assigned to you yet."));
        assert!(empty.body.contains("Nobody is assigned to you yet."));
    });
}

#[test]
fn cc_2_4_everybody_at_work_sees_in_the_ledger_that_a_list_was_opened_and_not_of_whom() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        dana.get("/by-name-list").await;
        let ledger = dana.get("/ledger").await;
        assert!(
            ledger.body.contains("opened their by-name list"),
            "{}",
            ledger.body
        );
        assert!(!ledger.body.contains("Alma"), "{}", ledger.body);
        let file = format!("/clients/{}/who-looked", scene.alma);
        let looked = dana.get(&file).await;
        assert!(looked.body.contains("opened Identity"), "{}", looked.body);
    });
}
