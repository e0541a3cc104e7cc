//! A client's own view in a browser without scripts: opened by two things, read, used, left.

use axum::http::StatusCode;
use caseward_model::OrganizationKind;
use caseward_testkit::run;

use crate::browser::{Answer, Browser, Scene};

const DISCUSSED: &str =
    "day=2026-10-01&note=Nobody+else+uses+it&safe_way=By+text+message&delay_days=0";

/// What stands in the `code` marks of a page.
fn codes(page: &Answer) -> Vec<String> {
    let parts = page.body.split("<code>").skip(1);
    parts
        .map(|it| it.split("</code>").next().unwrap().to_owned())
        .collect()
}

/// Dana turns Alma's view on and makes a link; gives the link's path and its number.
async fn turned_on(scene: &Scene, dana: &mut Browser) -> (String, String) {
    let page = format!("/clients/{}/own-view", scene.alma);
    let on = dana.post(&format!("{page}/on"), DISCUSSED).await;
    assert_eq!(
        (on.status, on.location()),
        (StatusCode::SEE_OTHER, page.as_str())
    );
    let made = dana.post(&format!("{page}/link"), "").await;
    assert_eq!(made.status, StatusCode::OK);
    let codes = codes(&made);
    let path = codes[0]
        .find("/me/open/")
        .map(|at| codes[0][at..].to_owned());
    (path.unwrap(), codes[1].clone())
}

async fn opened(scene: &Scene, link: &str, pin: &str) -> Browser {
    let mut alma = Browser::new(&scene.router);
    for door in [link.to_owned(), format!("{link}/number")] {
        assert_eq!(alma.get(&door).await.status, StatusCode::OK, "{door}");
    }
    let token = link.rsplit('/').next().unwrap();
    let form = format!("token={token}&pin={pin}");
    let open = alma.post("/me/open", &form).await;
    assert_eq!(
        (open.status, open.location()),
        (StatusCode::SEE_OTHER, "/me")
    );
    alma
}

#[allow(clippy::too_many_lines, reason = "one visit from its link to its end")]
#[test]
fn nasw_d_a_client_reads_takes_back_and_asks_in_their_own_view() {
    run(async {
        let scene = Scene::set().await;
        let clinic = scene
            .house
            .partner("clinic", OrganizationKind::Health)
            .await;
        let mut dana = scene.signed_in(&scene.dana).await;
        dana.get(&format!("/clients/{}/housing", scene.alma)).await;
        let consents = format!("/clients/{}/consents", scene.alma);
        crate::consents::signed(&mut dana, &consents, clinic.id).await;
        let (link, pin) = turned_on(&scene, &mut dana).await;
        let mut alma = opened(&scene, &link, &pin).await;

        let looked = alma.get("/me/looked").await;
        assert_eq!(looked.status, StatusCode::OK);
        assert!(
            looked
                .body
                .contains("(caseworker) opened your file to serve you.")
        );
        assert!(!looked.body.contains("dana"), "no name");
        for path in [
            "/me",
            "/me/looked",
            "/me/shared",
            "/me/choices",
            "/me/kept",
            "/me/ask",
            "/me/safety",
        ] {
            let page = alma.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_eq!(
                page.title(),
                "My page",
                "{path}: neutral, and no office in it"
            );
            assert!(
                page.body.contains("href=\"/me/leave\""),
                "{path}: a way out"
            );
            assert!(!page.body.contains("Alma"), "{path}");
            assert_eq!(page.headers["cache-control"], "no-store", "{path}");
        }

        let choices = alma.get("/me/choices").await;
        assert!(
            choices.body.contains("href=\"/me/choices/1\""),
            "{}",
            choices.body
        );
        let sure = alma.get("/me/choices/1").await;
        assert!(sure.body.contains("Take this back?"));
        let done = alma.post("/me/choices/1", "").await;
        assert_eq!(done.location(), "/me/choices");
        assert!(
            alma.get("/me/choices")
                .await
                .body
                .contains("You took it back")
        );
        let seen = dana.get(&format!("{consents}/1")).await;
        assert!(seen.body.contains("Taken back"), "{}", seen.body);

        let nothing = alma.post("/me/ask", "about=other&item=&words=").await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        alma.post("/me/ask", "about=see_file&item=&words=On+a+Friday")
            .await;
        assert!(alma.get("/me/ask").await.body.contains("Not answered yet."));
        assert!(
            dana.get("/today")
                .await
                .body
                .contains("A client asks to see their file")
        );
        let answer = format!("/clients/{}/own-view/answer", scene.alma);
        dana.post(&answer, "no=1&words=At+ten+then").await;
        assert!(alma.get("/me/ask").await.body.contains("At ten then"));
    });
}

#[test]
fn re_6_one_tap_leaves_for_an_everyday_page_and_nothing_is_open_any_more() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let (link, pin) = turned_on(&scene, &mut dana).await;
        let mut alma = opened(&scene, &link, &pin).await;
        let mut copy = Browser::new(&scene.router);
        copy.cookie.clone_from(&alma.cookie);
        let left = alma.get("/me/leave").await;
        assert_eq!(left.status, StatusCode::SEE_OTHER);
        assert!(
            left.location().starts_with("https://"),
            "{}",
            left.location()
        );
        assert!(left.headers.contains_key("clear-site-data"));
        assert_eq!(alma.cookie, None);
        for path in ["/me", "/me/looked", "/me/shared", "/me/choices", "/me/ask"] {
            assert_eq!(copy.get(path).await.location(), "/me/closed", "{path}");
        }
    });
}

#[test]
fn re_6_before_anything_is_open_a_client_reads_what_leaving_does_and_what_stays_behind() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let (link, _) = turned_on(&scene, &mut dana).await;
        let mut alma = Browser::new(&scene.router);
        let before = alma.get(&link).await;
        assert_eq!(before.title(), "My page");
        for said in ["www.weather.gov", "history", "href=\"/me/leave\""] {
            assert!(before.body.contains(said), "{said}: {}", before.body);
        }
        assert!(before.body.contains(&format!("href=\"{link}/number\"")));
        assert!(!before.body.contains("id=\"pin\""), "nothing is asked yet");
        let number = alma.get(&format!("{link}/number")).await;
        assert!(number.body.contains("id=\"pin\""));
    });
}

#[test]
fn dv_5_2_7_a_client_is_told_how_long_the_office_keeps_a_file() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let (link, pin) = turned_on(&scene, &mut dana).await;
        let mut alma = opened(&scene, &link, &pin).await;
        let office = &scene.house.office;
        let kept = alma.get("/me/kept").await;
        assert!(kept.body.contains("for 6 years after"), "{}", kept.body);
        let new = caseward_casework::own_view::ViewSettings {
            keep_years: 3,
            ..office.own_view_settings().await.unwrap()
        };
        let actor = caseward_casework::gate::Actor::KeyHolder;
        office.set_own_views(actor, new).await.unwrap();
        let kept = alma.get("/me/kept").await;
        assert!(kept.body.contains("for 3 years after"), "{}", kept.body);
        alma.get("/me/leave").await;
        assert_eq!(alma.get("/me/kept").await.location(), "/me/closed");
    });
}

#[test]
fn nasw_l_a_wrong_link_a_wrong_number_and_a_view_that_is_off_look_alike() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let (link, pin) = turned_on(&scene, &mut dana).await;
        let token = link.rsplit('/').next().unwrap().to_owned();
        let wrong = if pin == "000000" { "000001" } else { "000000" };
        let mut stranger = Browser::new(&scene.router);
        let never = "a".repeat(token.len());
        let mut answers = Vec::new();
        let (real, made_up) = (format!("/me/open/{token}"), format!("/me/open/{never}"));
        let doors = (stranger.get(&real).await, stranger.get(&made_up).await);
        assert_eq!(doors.0.body.replace(&token, &never), doors.1.body);
        for (token, pin) in [(&token, wrong), (&never, wrong), (&never, pin.as_str())] {
            let form = format!("token={token}&pin={pin}");
            let answer = stranger.post("/me/open", &form).await;
            answers.push((answer.status, answer.body.replace(token.as_str(), &never)));
        }
        dana.post(&format!("/clients/{}/own-view/off", scene.alma), "")
            .await;
        let off = stranger
            .post("/me/open", &format!("token={token}&pin={pin}"))
            .await;
        answers.push((off.status, off.body.replace(&token, &never)));
        assert_eq!(answers[0].0, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answers.iter().all(|it| *it == answers[0]));
        assert_eq!(stranger.cookie, None);
    });
}

#[test]
fn nasw_l_a_view_opens_nothing_else_of_the_house() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        let (link, pin) = turned_on(&scene, &mut dana).await;
        let mut alma = opened(&scene, &link, &pin).await;
        let mut nobody = Browser::new(&scene.router);
        let own = format!("/clients/{}", scene.alma);
        for path in [
            "/",
            "/today",
            "/clients",
            &own,
            "/ledger",
            "/settings/sign-in",
            "/api/v1/me",
        ] {
            let (hers, theirs) = (alma.get(path).await, nobody.get(path).await);
            assert_eq!(
                (hers.status, hers.location(), &hers.body),
                (theirs.status, theirs.location(), &theirs.body),
                "{path}"
            );
        }
        let cookie = alma.cookie.clone().unwrap();
        assert!(cookie.starts_with("__Host-caseward-view="), "{cookie}");
    });
}

#[test]
fn re_6_on_a_lent_device_the_workers_own_is_covered_until_they_prove_who_they_are() {
    run(async {
        let scene = Scene::set().await;
        let mut dana = scene.signed_in(&scene.dana).await;
        turned_on(&scene, &mut dana).await;
        let lend = format!("/clients/{}/own-view/lend", scene.alma);
        let lent = dana.post(&lend, "").await;
        assert_eq!(
            (lent.status, lent.location()),
            (StatusCode::SEE_OTHER, "/me")
        );
        assert!(lent.headers.contains_key("clear-site-data"));
        // From here on it is Alma who sits there.
        let mut alma = dana;
        let start = alma.get("/me").await;
        assert!(start.body.contains("open on your worker"), "{}", start.body);
        let file = format!("/clients/{}", scene.alma);
        for path in ["/today", "/clients", file.as_str(), "/people", "/ledger"] {
            let page = alma.get(path).await;
            assert!(
                !page.body.contains("Reyes") && !page.body.contains("Berta"),
                "{path}: {}",
                page.body
            );
            assert!(page.title().starts_with("Locked"), "{path} is locked");
        }
        let done = alma
            .post(&format!("/clients/{}/own-view/off", scene.alma), "")
            .await;
        assert!(
            done.title().starts_with("Locked"),
            "and so does what is posted"
        );
        assert_eq!(alma.get("/me/leave").await.location(), "/me/left");
        assert_eq!(alma.get("/me/left").await.status, StatusCode::OK);
        assert!(
            alma.get("/today").await.title().starts_with("Locked"),
            "still locked"
        );
    });
}
