//! Pages over TLS of the office's own: browsers are told to come back by nothing else, and whoever runs the installation sees in time
//! that the certificate runs out.

use caseward_model::Role;
use caseward_testkit::run;
use caseward_web::tls::{SPOKEN_OF_MS, Shown, Term};
use tokio::sync::watch;

use crate::browser::{Browser, Scene};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// A certificate from ten days ago that holds for so long from now on.
fn shown(scene: &Scene, for_ms: i64) -> Shown {
    let now_ms = scene.house.office.clock().now_ms();
    Shown {
        term: Term {
            from_ms: now_ms - 10 * DAY_MS,
            until_ms: now_ms + for_ms,
        },
        newer_refused: false,
    }
}

#[test]
fn nasw_m_over_tls_browsers_are_told_to_come_back_by_nothing_else() {
    run(async {
        let scene = Scene::set().await;
        let (_told, shown) = watch::channel(shown(&scene, 90 * DAY_MS));
        let told = async |host: &str| {
            let router = caseward_web::over_tls(scene.router.clone(), host, shown.clone());
            let answer = Browser::new(&router).get("/sign-in").await;
            let value = answer.headers.get("strict-transport-security").cloned();
            value.map(|it| it.to_str().unwrap().to_owned())
        };
        let two_years = Some("max-age=63072000".to_owned());
        assert_eq!(told("caseward.example.org").await, two_years);
        // That would hold for everything else on the machine, too.
        assert_eq!(told("localhost").await, None);
        let plain = Browser::new(&scene.router).get("/sign-in").await;
        assert!(!plain.headers.contains_key("strict-transport-security"));
    });
}

#[test]
fn nasw_m_the_system_page_says_in_time_that_the_certificate_runs_out() {
    run(async {
        let scene = Scene::set().await;
        let ada = scene.house.worker("ada", Role::Administrator).await;
        let plain = scene.signed_in(&ada).await.get("/system").await;
        assert!(!plain.body.contains("Browsers know this office"));
        let holds = shown(&scene, SPOKEN_OF_MS + DAY_MS);
        let (told, heard) = watch::channel(holds);
        let router = caseward_web::over_tls(scene.router.clone(), "caseward.example.org", heard);
        let mut browser = Browser::new(&router);
        browser.cookie = scene.signed_in(&ada).await.cookie;
        let refused = Shown {
            newer_refused: true,
            ..holds
        };
        let stands = [
            (holds, "Browsers know this office by it until", false),
            (shown(&scene, SPOKEN_OF_MS - 1), "It runs out on", true),
            (shown(&scene, -1), "It ran out on", true),
            (refused, "is still shown, and holds until", true),
        ];
        for (it, says, is_to_be_done) in stands {
            told.send_replace(it);
            let page = browser.get("/system").await.body;
            assert!(page.contains(says), "{says}: {page}");
            let remedy = page.contains("in the place of the old ones");
            assert_eq!(remedy, is_to_be_done, "{says}");
        }
    });
}
