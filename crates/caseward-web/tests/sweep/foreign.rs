//! Another site's page can't make anyone's browser do anything here: what it posts is refused before it
//! is even read, and nothing is changed (OWASP ASVS 3.5; NASW-l).

use std::collections::BTreeSet;

use caseward_testkit::run;

use crate::browser::{Answer, Asked, ask};
use crate::facts::Persona;
use crate::oracle::Expect;
use crate::probes::{Asks, Body, Gap, PROBES, Probe};
use crate::scene::Scene;
use crate::walk::{Cell, Filled, cells, is_api};

/// How another site's page looks to the server: by what the browser says of the request, and, in a browser
/// that doesn't, by the page's origin.
fn from_elsewhere(asked: &Asked) -> [Asked; 4] {
    let named = |origin: &str| {
        let mut asked = asked
            .clone()
            .header("origin", origin)
            .header("host", "localhost:7311");
        asked.headers.retain(|(name, _)| *name != "sec-fetch-site");
        asked
    };
    [
        asked.clone().header("sec-fetch-site", "cross-site"),
        asked.clone().header("sec-fetch-site", "same-site"),
        named("https://elsewhere.example"),
        named("null"),
    ]
}

fn is_let_through(cell: &Cell) -> bool {
    matches!(cell.expect, Expect::Through(_) | Expect::Always(_))
}

/// What is asked for is tried only where it isn't there, since it would be gone or settled by being tried: the page of
/// another site is refused all the same, and before anything is looked up.
fn is_never_there(cell: &Cell) -> bool {
    let gaps = cell.probe.gaps.iter();
    let mut never = gaps.filter(|(_, gap)| matches!(gap, Gap::NotThere(_)));
    never.next().is_some()
}

#[test]
fn nasw_l_no_other_sites_page_can_do_anything_in_anyones_name() {
    // One who would be let through, and the object: both are known from the sweep.
    let mut done = BTreeSet::new();
    let lets_through: Vec<_> = cells()
        .iter()
        .filter(|it| it.probe.method != "GET" && !it.is_blank && !needs_no_one(it.probe))
        .filter(|it| is_let_through(it) || it.persona == Persona::Privacy && is_never_there(it))
        .filter(|it| it.persona != Persona::Expired)
        .filter(|it| {
            done.insert((it.probe.method, it.probe.path)) || it.persona == Persona::Assigned
        })
        .collect();
    run(async {
        let scene = Scene::template().await.copy().await;
        let mut wrong = Vec::new();
        for cell in &lets_through {
            let asked =
                Filled::of(&scene, cell.persona, cell.probe, &cell.object).asked(cell.probe);
            for asked in from_elsewhere(&asked) {
                let cookie = scene.cookies.get(&cell.persona).map(String::as_str);
                let before = scene.house.standing(i64::MAX).await;
                let answer = ask(&scene.router, cookie, &asked).await;
                let after = scene.house.standing(before.size).await;
                let quiet = after.changes == before.changes && after.entries.is_empty();
                let refused = answer.status == 403 && !answer.headers.contains_key("set-cookie");
                if !(quiet && refused) {
                    wrong.push(format!(
                        "{}: {} {:?}",
                        cell.name(),
                        answer.status,
                        asked.headers
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
    let asked: BTreeSet<_> = lets_through.iter().map(|it| it.probe.path).collect();
    let posts = |it: &&Probe| it.method != "GET" && !needs_no_one(it);
    let posted: BTreeSet<_> = PROBES.iter().filter(posts).map(|it| it.path).collect();
    let nobody: Vec<_> = posted.difference(&asked).collect();
    assert!(
        nobody.is_empty(),
        "nobody in the sweep is let through here, so nothing was shown: {nobody:?}"
    );
}

/// What a program does without being anyone yet: nothing that a browser adds makes a difference, and no
/// form can send it.
fn needs_no_one(probe: &Probe) -> bool {
    is_api(probe.path) && matches!(probe.asks, Asks::Always(_))
}

#[test]
fn a_form_can_not_be_sent_where_only_programs_send() {
    run(async {
        let scene = Scene::template().await.copy().await;
        let sent = PROBES.iter().filter(|it| matches!(it.body, Body::Json(_)));
        for probe in sent.filter(|it| is_api(it.path)) {
            let answer = as_a_form(&scene, probe).await;
            assert!(
                matches!(answer.status, 400..=499) && answer.status != 404,
                "{}: {}",
                probe.path,
                answer.status
            );
        }
    });
}

/// What a page's form could send to an address for programs, with a body that reads as JSON.
async fn as_a_form(scene: &Scene, probe: &Probe) -> Answer {
    let object = crate::walk::objects(probe)[0];
    let mut asked = Filled::of(scene, Persona::Assigned, probe, &object).asked(probe);
    if let Some((kind, _)) = &mut asked.body {
        *kind = "text/plain";
    }
    let cookie = scene.cookies.get(&Persona::Assigned).map(String::as_str);
    ask(&scene.router, cookie, &asked).await
}
