//! There is one spelling of each address. Every other leads nowhere, for everyone and whoever it would
//! have been about (OWASP API 1 and 8).

use caseward_testkit::run;

use crate::browser::{Answer, Asked, ask};
use crate::facts::{Persona, Whose};
use crate::probes::{Asks, PROBES, Probe};
use crate::scene::Scene;
use crate::walk::{ClientCase, Filled, objects};

/// Spellings that another server might take for the same.
fn misspelt(path: &str) -> Vec<String> {
    let mut spellings = vec![
        format!("/{path}"),
        format!("{path}/"),
        format!("{path}."),
        format!("{path}%2e"),
        format!("{path}%00"),
        format!("{path};a=b"),
        format!("{path}%20"),
        format!("{path}/."),
        format!("/.{path}"),
        format!("/x/..{path}"),
        path.to_uppercase(),
    ];
    if let Some((from, to)) = path.rsplit_once('/').filter(|(from, _)| !from.is_empty()) {
        spellings.push(format!("{from}//{to}"));
        spellings.push(format!("{from}%2f{to}"));
        spellings.push(format!("{from}%5c{to}"));
    }
    // The start page has no spellings: what is added to it is another address.
    spellings.retain(|it| it != path && it != "/");
    spellings
}

#[test]
fn dv_3_3_1_another_spelling_of_an_address_leads_nowhere() {
    run(async {
        let scene = Scene::template().await.copy().await;
        let mut wrong = Vec::new();
        for persona in [Persona::Assigned, Persona::Other, Persona::Privacy] {
            let cookie = scene.cookies.get(&persona).map(String::as_str);
            let nothing = |path| ask_at(&scene, cookie, path);
            let (page, program) = (
                nothing("/no/such/page").await,
                nothing("/api/v1/no-such").await,
            );
            let asks = |it: &&Probe| {
                it.method == "GET" && it.path.len() > 1 && !matches!(it.asks, Asks::Always(_))
            };
            for probe in PROBES.iter().filter(asks) {
                let about = |whose| ClientCase::There(whose);
                let telling = [Whose::Own, Whose::Walled].map(about).map(Some);
                let worth =
                    |it: &crate::walk::Object| it.client.is_none() || telling.contains(&it.client);
                for object in objects(probe).into_iter().filter(worth).take(4) {
                    let asked = Filled::of(&scene, persona, probe, &object).asked(probe);
                    let straight = ask_at(&scene, cookie, &asked.path).await;
                    for path in misspelt(&asked.path) {
                        let answer = ask_at(&scene, cookie, &path).await;
                        // Where only something else can be done, or only others may come, the way is closed before
                        // anything is looked up, whatever is asked for; one step below it may be such a place too.
                        let below = path.ends_with("/.");
                        let closed = answer.status == 403 && (straight.status == 403 || below);
                        let nowhere = answer.status == 405 || closed;
                        if !nowhere && !is_same(&answer, &page) && !is_same(&answer, &program) {
                            wrong.push(format!("{persona:?} {path}: {}", answer.status));
                        }
                    }
                }
            }
        }
        assert!(
            wrong.is_empty(),
            "{} lead somewhere:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    });
}

async fn ask_at(scene: &Scene, cookie: Option<&str>, path: &str) -> Answer {
    ask(&scene.router, cookie, &Asked::new("GET", path)).await
}

fn is_same(one: &Answer, other: &Answer) -> bool {
    one.status == other.status && one.head() == other.head() && one.body == other.body
}

#[test]
fn no_header_turns_a_question_into_a_deed() {
    run(async {
        let scene = Scene::template().await.copy().await;
        let cookie = scene.cookies.get(&Persona::Assigned).map(String::as_str);
        // What keeps books of itself isn't compared.
        let questions = PROBES
            .iter()
            .filter(|it| it.method == "GET" && !it.keeps_books);
        for probe in questions {
            for object in objects(probe).into_iter().take(1) {
                let plain = Filled::of(&scene, Persona::Assigned, probe, &object).asked(probe);
                let plainly = ask(&scene.router, cookie, &plain).await;
                for name in [
                    "x-http-method-override",
                    "x-http-method",
                    "x-method-override",
                ] {
                    let turned = plain.clone().header(name, "DELETE");
                    let before = scene.house.standing(i64::MAX).await;
                    let answer = ask(&scene.router, cookie, &turned).await;
                    let after = scene.house.standing(i64::MAX).await;
                    assert_eq!(answer.status, plainly.status, "{} {name}", probe.path);
                    assert_eq!(before.changes, after.changes, "{} {name}", probe.path);
                }
            }
        }
    });
}
