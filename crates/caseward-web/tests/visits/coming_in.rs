//! Coming in and leaving (NASW-l, DV-4.6.6).

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use caseward_testkit::run;

use crate::browser::{Browser, Scene};

#[test]
fn nasw_l_a_link_is_used_up_by_its_button_and_not_by_opening_it() {
    run(async {
        let scene = Scene::set().await;
        let token = scene.link(&scene.dana).await;
        let mut browser = Browser::new(&scene.router);
        for _ in 0..2 {
            let page = browser.get(&format!("/sign-in/{token}")).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(!page.title().contains(&token));
            assert!(browser.cookie.is_none());
        }
        let form = format!("token={token}");
        let answer = browser.post("/sign-in", &form).await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, "/")
        );
        let cookie = answer.headers["set-cookie"].to_str().unwrap();
        assert!(cookie.starts_with("__Host-caseward-session="), "{cookie}");
        assert!(
            cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Strict"),
            "{cookie}"
        );
        assert_eq!(browser.get("/").await.location(), "/today");
        let mut other = Browser::new(&scene.router);
        let spent = other.post("/sign-in", &form).await;
        assert_eq!(spent.status, StatusCode::GONE);
        let words = caseward_web::Words::of(caseward_model::Language::English);
        assert!(spent.body.contains(&words.t("sign-in-spent-title")));
        assert!(other.cookie.is_none());
        assert_eq!(
            other.get(&format!("/sign-in/{token}")).await.status,
            StatusCode::GONE
        );
    });
}

#[test]
fn dv_4_6_6_signing_out_ends_the_session_on_the_server() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let before = browser.cookie.clone();
        let page = browser.post("/sign-out", "").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.headers["clear-site-data"]
                .to_str()
                .unwrap()
                .contains("storage")
        );
        browser.cookie = before;
        let again = browser.get("/clients").await;
        assert_eq!(
            (again.status, again.location()),
            (StatusCode::SEE_OTHER, "/sign-in")
        );
    });
}

#[test]
fn whoever_is_not_signed_in_is_sent_to_the_door_and_may_read_the_help() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = Browser::new(&scene.router);
        let file = format!("/clients/{}", scene.alma);
        for path in [
            "/", "/today", "/clients", &file, "/ledger", "/system", "/me",
        ] {
            let answer = browser.get(path).await;
            assert_eq!(
                (answer.status, answer.location()),
                (StatusCode::SEE_OTHER, "/sign-in"),
                "{path}"
            );
        }
        for path in ["/help", "/clauses", "/clauses/DV-3.3.1", "/sign-in"] {
            assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path}");
        }
    });
}

#[test]
fn another_sites_page_can_neither_sign_anyone_in_nor_write() {
    run(async {
        let scene = Scene::set().await;
        let token = scene.link(&scene.dana).await;
        let mut stranger = Browser::new(&scene.router);
        let tried = stranger
            .post_from("cross-site", "/sign-in", &format!("token={token}"))
            .await;
        assert_eq!(tried.status, StatusCode::FORBIDDEN);
        assert!(stranger.cookie.is_none());
        let mut browser = scene.signed_in(&scene.dana).await;
        let new = format!("/clients/{}/entries/new", scene.alma);
        let form = "category=notes&provenance=worker&nature=fact&text=planted";
        assert_eq!(
            browser.post_from("cross-site", &new, form).await.status,
            StatusCode::FORBIDDEN
        );
        assert_eq!(
            browser
                .post_from("cross-site", "/sign-out", "")
                .await
                .status,
            StatusCode::FORBIDDEN
        );
        let notes = browser.get(&format!("/clients/{}/notes", scene.alma)).await;
        assert_eq!(notes.status, StatusCode::OK);
        assert!(!notes.body.contains("planted"));
    });
}

#[test]
fn nasw_l_while_the_office_is_sealed_every_address_says_so_and_nothing_else() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        scene.house.office.seal().await.unwrap();
        let file = format!("/clients/{}", scene.alma);
        for path in ["/", "/today", &file, "/help", "/sign-in", "/nowhere"] {
            let answer = browser.get(path).await;
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
            assert!(
                !answer.body.contains("Alma") && !answer.body.contains("dana"),
                "{path}"
            );
        }
    });
}

#[test]
fn dv_3_3_1_an_address_that_is_no_text_is_like_any_that_isnt_there() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        let nowhere = browser.get("/clients/nobody").await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
        for path in ["/clients/%ff", "/clients/%ff/who-looked", "/clients/%00"] {
            let answer = browser.get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(answer.body, nowhere.body, "{path}");
        }
        for path in ["/ledger/%ff", "/clauses/%ff", "/sign-in/%ff"] {
            let answer = browser.get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert!(answer.body.contains("<html"), "{path}");
        }
    });
}

#[test]
fn nasw_l_the_office_answers_by_this_machines_names_only() {
    run(async {
        let scene = Scene::set().await;
        let mut browser = scene.signed_in(&scene.dana).await;
        for host in ["127.0.0.1:7311", "localhost", "LOCALHOST:1", "[::1]:7311"] {
            assert_eq!(browser.as_host(host, "/today").await.status, 200, "{host}");
        }
        for host in [
            "evil.example",
            "127.0.0.1.evil.example:7311",
            "localhost.evil.example",
            "127.0.0.1@evil.example",
            "192.0.2.7",
            "",
        ] {
            for path in ["/today", "/api/v1/me", "/healthz"] {
                let answer = browser.as_host(host, path).await;
                assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
                assert!(!answer.body.contains("Dana"), "{host}");
            }
        }
    });
}

#[test]
fn nasw_l_the_office_answers_at_the_address_that_it_was_given_too() {
    run(async {
        let scene = Scene::set().await;
        let given = "https://caseward.example.org";
        scene.house.office.serve_at(given).unwrap();
        let mut browser = scene.signed_in(&scene.dana).await;
        for host in ["caseward.example.org", "Caseward.Example.org", "localhost"] {
            assert_eq!(browser.as_host(host, "/today").await.status, 200, "{host}");
        }
        for host in ["caseward.example.org:81", "www.caseward.example.org"] {
            let answer = browser.as_host(host, "/today").await;
            assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        }
    });
}

/// A wrong passphrase, as a proxy at `peer` passes it on.
async fn guess(router: &Router, peer: &str, told: &str, at: u32) -> StatusCode {
    let form = format!("handle=person-{at}&passphrase=a-guess-of-someone-elses");
    let mut request = Request::post("/sign-in/passphrase")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("x-forwarded-for", told)
        .body(Body::from(form))
        .unwrap();
    let peer: SocketAddr = peer.parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    Browser::new(router).send(request).await.status
}

#[test]
fn nasw_l_behind_a_proxy_mistakes_are_counted_by_who_asks_and_not_by_the_proxy() {
    run(async {
        let scene = Scene::set().await;
        let proxied = caseward_web::behind_proxy(scene.router.clone());
        let proxy = "127.0.0.1:50000";
        for at in 0..30 {
            let made_up = format!("198.51.100.{at}, 203.0.113.7");
            let status = guess(&proxied, proxy, &made_up, at).await;
            assert_eq!(status, StatusCode::SEE_OTHER);
        }
        let slowed = guess(&proxied, proxy, "203.0.113.7", 30).await;
        assert_eq!(slowed, StatusCode::TOO_MANY_REQUESTS);
        let other = guess(&proxied, proxy, "203.0.113.8", 31).await;
        assert_eq!(other, StatusCode::SEE_OTHER);
        // Whoever isn't the proxy says nothing by it, and without one nobody does.
        let direct = guess(&proxied, "203.0.113.7:1", "203.0.113.9", 32).await;
        assert_eq!(direct, StatusCode::TOO_MANY_REQUESTS);
        let plain = guess(&scene.router, "203.0.113.7:1", "203.0.113.9", 33).await;
        assert_eq!(plain, StatusCode::TOO_MANY_REQUESTS);
    });
}
