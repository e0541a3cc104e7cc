//! By which way a disclosure leaves, on the pages; and the page of a link, to whoever comes with one.

use axum::http::StatusCode;
use caseward_casework::gate::Actor;
use caseward_casework::partnership::NewRule;
use caseward_model::{Basis, Category, OrganizationKind, Purpose, WayKind};
use caseward_testkit::{consent_to, run};

use crate::browser::{Answer, Browser, Scene};
use crate::disclosing::begin_by_consent;

/// What stands between two marks of a page.
fn between<'b>(body: &'b str, before: &str, after: &str) -> &'b str {
    let (_, rest) = body
        .split_once(before)
        .unwrap_or_else(|| panic!("{before} isn't in: {body}"));
    rest.split_once(after).expect("its end").0
}

async fn posts(browser: &mut Browser, path: &str, form: &str) -> Answer {
    let answer = browser.post(path, form).await;
    assert_eq!(
        answer.status,
        StatusCode::SEE_OTHER,
        "{path}: {}",
        answer.body
    );
    answer
}

#[test]
#[allow(
    clippy::too_many_lines,
    reason = "one road from its first step to its last"
)]
fn cc_2_3_a_link_and_its_pin_are_shown_once_and_open_outside_of_any_session() {
    run(async {
        let scene = Scene::set().await;
        let house = &scene.house;
        let housing = house.partner("housing", OrganizationKind::Agency).await;
        let recipient = housing.no;
        let agreed = move |sheet: &mut caseward_casework::gate::ClientSheet, now: i64| {
            sheet.consents = vec![consent_to(
                recipient,
                (
                    Purpose::Eligibility,
                    &[Category::Identity, Category::Housing],
                ),
                now,
            )];
        };
        let changed = house.office.change_facts(scene.alma, "consented", agreed);
        changed.await.expect("a consent");
        let mut dana = scene.signed_in(&scene.dana).await;
        let list = format!("/clients/{}/disclosures", scene.alma);
        let page = begin_by_consent(&mut dana, &list, &housing).await;
        let sections = format!("{page}/sections");
        posts(&mut dana, &sections, "section=identity&section=housing").await;
        posts(&mut dana, &format!("{page}/compose"), "language=en").await;
        // Without a way of theirs nothing can leave, and the page says where one is entered.
        let shown = dana.get(&page).await;
        let partner = format!("/partners/{}", housing.id);
        assert!(shown.body.contains(&partner), "{}", shown.body);
        assert!(!shown.body.contains(&format!("{page}/release")));
        let hash = between(&shown.body, "SHA-256 <code>", "</code>");
        let release = format!("language=en&content={hash}");
        let out = dana.post(&format!("{page}/release"), &release).await;
        assert_eq!(out.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", out.body);
        let link = (WayKind::Link, "intake@housing.example");
        let way = house.way(housing.id, link, ("", "")).await;
        let choose = format!("{page}/way");
        let unread = dana.post(&choose, &format!("way={way}&hours=24")).await;
        assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unread.body.contains("Read the paper to its end"));
        let chosen = format!("way={way}&hours=24&read=yes");
        posts(&mut dana, &choose, &chosen).await;
        let told = "told=later&told_how=She+is+away+until+Monday.";
        posts(&mut dana, &format!("{page}/told"), told).await;
        let shown = dana.get(&page).await;
        let looked_at = format!("name=\"content\" value=\"{hash}\"");
        assert!(shown.body.contains(&looked_at), "{}", shown.body);
        assert!(
            shown.body.contains("It waits here behind a link."),
            "it says what will happen"
        );
        let left = dana.post(&format!("{page}/release"), &release).await;
        assert_eq!(left.status, StatusCode::OK, "{}", left.body);
        let address = between(&left.body, "<textarea id=\"link\"", "</textarea>");
        let address = address.split_once('>').expect("a link").1;
        let path = &address[address.find("/out/").expect("its path")..];
        let pin = between(&left.body, "<textarea id=\"pin\"", "</textarea>");
        let pin = pin.split_once('>').expect("a PIN").1.to_owned();
        // On which telephone it is told, and that no message is left there.
        for said in ["+1 555 010 0199", "leave no message"] {
            assert!(left.body.contains(said), "{said}: {}", left.body);
        }
        let shown = dana.get(&page).await;
        assert!(!shown.body.contains("/out/"), "it is shown once");
        assert!(shown.body.contains("It was laid behind a link for them."));
        let arrived = "value=\"arrived\"";
        assert!(!shown.body.contains(arrived), "the link itself notes it");
        // Whoever comes is nobody here. The page is the same whether something waits or not.
        let mut stranger = Browser::new(&scene.router);
        let asked = stranger.get(path).await;
        assert_eq!(asked.status, StatusCode::OK);
        let other = path.replace("/out/", "").replace(char::is_numeric, "7");
        let unknown = stranger.get(&format!("/out/{other}")).await;
        assert_eq!(unknown.body, asked.body.replace(&path[5..], &other));
        for told in ["Alma", "Reyes", "housing"] {
            assert!(!asked.body.contains(told), "{told}");
        }
        let wrong = stranger.post(path, "pin=0000+0000").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("4 tries"), "{}", wrong.body);
        let form = format!("pin={}", pin.replace(' ', "+"));
        // A download that broke off is begun anew, and not for ever.
        for _ in 0..3 {
            let got = stranger.post(path, &form).await;
            assert_eq!(got.status, StatusCode::OK);
            assert_eq!(got.headers["content-type"], "application/zip");
            assert!(got.body.starts_with("PK"));
        }
        let gone = stranger.post(path, &form).await;
        let nothing = stranger.post(&format!("/out/{other}"), &form).await;
        assert_eq!((gone.status, &gone.body), (nothing.status, &nothing.body));
        let shown = dana.get(&page).await;
        assert!(shown.body.contains("arrived"), "{}", shown.body);
    });
}

#[test]
fn cr_8_whoever_makes_a_disclosure_is_shown_what_the_register_says() {
    run(async {
        let scene = Scene::set().await;
        let house = &scene.house;
        let housing = house.partner("housing", OrganizationKind::Agency).await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let list = format!("/clients/{}/disclosures", scene.alma);
        let page = begin_by_consent(&mut dana, &list, &housing).await;
        let shown = dana.get(&page).await;
        assert!(
            shown.body.contains("has nothing on this"),
            "it says so: {}",
            shown.body
        );
        let rule = |kind, section: &str| NewRule {
            division: "Housing".into(),
            kind,
            categories: vec![Category::Identity],
            record: "Proof of income".into(),
            basis: Basis::Consent,
            manual: "Manual of procedures".into(),
            section: section.into(),
            review_at: house.clock.now_ms() + 30 * 86_400_000,
            notes: "Not the whole file.".into(),
        };
        for (kind, section) in [
            (OrganizationKind::Agency, "12.4"),
            (OrganizationKind::School, "99.9"),
        ] {
            let kept = house
                .office
                .keep_release_rule(Actor::KeyHolder, rule(kind, section));
            kept.await.expect("a line of the register");
        }
        let shown = dana.get(&page).await;
        assert!(shown.body.contains("Manual of procedures, 12.4"));
        assert!(!shown.body.contains("99.9"), "that is about schools");
    });
}
