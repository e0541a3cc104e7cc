//! Conflicts of interest: declared and found, walled off whatever the part and the danger, told to nobody but whoever
//! decides.

use caseward_casework::CaseworkError;
use caseward_casework::conflicts::{Conflict, Decision, Declaration, KnownPerson, Verdict};
use caseward_casework::emergency::Opening;
use caseward_casework::emergency::danger::DangerForm;
use caseward_casework::entries::Draft;
use caseward_casework::gate::{
    Actor, Disclose, Read, RecipientAsked, Refusal, Request, WallAgainst, WallFact,
};
use caseward_casework::people::{Amiss, Person};
use caseward_casework::staff::Colleague;
use caseward_model::{
    Channel, Client, ConflictLink, ConflictState, Id, OrganizationKind, Purpose, Role, TaskKind,
};
use caseward_testkit::{Engine, Export, House, engines, run};
use zeroize::Zeroizing;

use super::search::search;

/// Alma Reyes lives at 12 Elm Street; Ruth decides.
struct Scene {
    house: House,
    ruth: Colleague,
    alma: Id<Client>,
}

impl Scene {
    async fn on(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let export = Export::new()
            .client("1", "Alma", "Reyes")
            .client("2", "Bruno", "Stone");
        house.import(&export).await;
        house.office.index_names(|_| {}).await.unwrap();
        let ruth = house.worker("ruth", Role::PrivacyOfficer).await;
        let alma = house.client("1").await;
        let wren = house.worker("wren", Role::Caseworker).await;
        house.assign(&wren, alma).await;
        for (section, text) in [
            ("location", "Lives at 12 Elm Street, Apt 4."),
            (
                "contact",
                "Call 555-010-0123 after six, or write to alma@mail.example.",
            ),
        ] {
            let draft = Draft {
                section: section.to_owned(),
                provenance: "client".to_owned(),
                nature: "fact".to_owned(),
                text: text.to_owned().into(),
                ..Draft::default()
            };
            let entry = draft.check().ok().unwrap();
            let office = &house.office;
            office
                .write_entry(wren.id, alma, Purpose::DirectService, entry)
                .await
                .unwrap();
        }
        Self { house, ruth, alma }
    }

    /// Dana, who works with Alma.
    async fn dana(&self) -> Colleague {
        let dana = self.house.worker("dana", Role::Caseworker).await;
        self.house.assign(&dana, self.alma).await;
        dana
    }

    async fn opens(&self, who: &Colleague) -> bool {
        let request = Request::to_serve(who.id, self.alma);
        self.house.office.gate.ask::<Read>(&request).await.is_ok()
    }

    async fn conflicts(&self) -> Vec<Conflict> {
        self.house.office.conflicts(self.ruth.id).await.unwrap()
    }

    async fn declare(&self, who: &Colleague, declaration: Declaration) {
        self.house
            .office
            .declare(who.id, declaration)
            .await
            .unwrap();
    }

    async fn emergency(&self, who: &Colleague) -> Result<Opening, ()> {
        let text = |it: &str| Zeroizing::new(it.to_owned());
        let form = DangerForm {
            whom: text(&self.alma.to_string()),
            harm: "violence".to_owned(),
            at_risk: "client".to_owned(),
            imminence: "now".to_owned(),
            what: text("She said that he is at her door."),
            why_now: text("Her worker is away and she is alone."),
            told: "yes".to_owned(),
            not_told: text(""),
            sections: vec!["location".to_owned()],
            minutes: String::new(),
            understood: true,
        };
        let order = form.check(60).unwrap_or_else(|needs| panic!("{needs:?}"));
        let office = &self.house.office;
        let mark = office.new_form_mark();
        office
            .open_emergency(who.id, &mark, order, Channel::Screen)
            .await
            .map_err(drop)
    }
}

/// Whoever declares this lives where Alma does.
fn at_elm_street() -> Declaration {
    Declaration {
        address: "12 Elm Street".to_owned(),
        ..Declaration::default()
    }
}

fn keeps_apart(seen: i64, because: &str) -> Decision {
    Decision {
        seen,
        verdict: Verdict::Apart,
        because: because.to_owned(),
    }
}

fn clears(seen: i64, because: &str) -> Decision {
    Decision {
        verdict: Verdict::Cleared,
        ..keeps_apart(seen, because)
    }
}

fn person(name: &str) -> KnownPerson {
    KnownPerson {
        name: name.to_owned(),
        born: String::new(),
    }
}

/// One way to be close to Alma for each kind of tie that walls.
fn ties() -> Vec<(ConflictLink, Declaration)> {
    vec![
        (
            ConflictLink::Address,
            Declaration {
                address: "12 ELM ST #9".to_owned(),
                ..Declaration::default()
            },
        ),
        (
            ConflictLink::Phone,
            Declaration {
                phone: "+1 (555) 010-0123".to_owned(),
                ..Declaration::default()
            },
        ),
        (
            ConflictLink::Email,
            Declaration {
                email: "Alma@mail.example".to_owned(),
                ..Declaration::default()
            },
        ),
        (
            ConflictLink::EmergencyContact,
            Declaration {
                emergency_contact: "Alma Reyes".to_owned(),
                ..Declaration::default()
            },
        ),
        (
            ConflictLink::EmergencyContact,
            Declaration {
                emergency_phone: "5550100123".to_owned(),
                ..Declaration::default()
            },
        ),
        (
            ConflictLink::Partner,
            Declaration {
                partner: person("alma reyes"),
                ..Declaration::default()
            },
        ),
        (
            ConflictLink::KnownPerson,
            Declaration {
                known: vec![KnownPerson {
                    name: "Alma Reyes".to_owned(),
                    born: "1990-05-06".to_owned(),
                }],
                ..Declaration::default()
            },
        ),
    ]
}

#[test]
fn dv_3_3_2e_whoever_is_close_to_a_client_is_kept_apart_at_once_by_each_kind_of_tie() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            for (number, (link, declaration)) in ties().into_iter().enumerate() {
                let who = scene
                    .house
                    .worker(&format!("w{number}"), Role::Caseworker)
                    .await;
                scene.house.assign(&who, scene.alma).await;
                assert!(scene.opens(&who).await, "{link}");
                scene.declare(&who, declaration).await;
                assert!(!scene.opens(&who).await, "{link}");
                let found = scene.conflicts().await;
                assert_eq!(found[0].links, [link]);
                assert_eq!((found[0].worker, found[0].client), (who.id, scene.alma));
                assert!(found[0].apart, "{link}");
            }
            let tasks = scene.house.office.my_tasks(scene.ruth.no).await.unwrap();
            let waiting = tasks
                .iter()
                .filter(|it| it.kind == TaskKind::ConflictToDecide);
            assert_eq!(waiting.count(), ties().len());
            assert!(tasks.iter().all(|it| it.about.client.is_none()));
        });
    }
}

#[test]
fn dv_3_3_2e_a_wall_holds_whatever_the_part_and_in_an_emergency_and_tells_nothing() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let (house, office) = (&scene.house, &scene.house.office);
            for (number, role) in Role::ALL.iter().enumerate() {
                if matches!(role, Role::Client | Role::PartnerWorker) {
                    continue;
                }
                let who = house.worker(&format!("r{number}"), *role).await;
                if role.takes_charge() {
                    house.assign(&who, scene.alma).await;
                }
                for purpose in [
                    Purpose::AccessReview,
                    Purpose::RecordsManagement,
                    Purpose::Legal,
                ] {
                    office.record_duty(&who, purpose, 8).await.ok();
                }
                let declaration = Declaration {
                    partner: person("Alma Reyes"),
                    ..Declaration::default()
                };
                scene.declare(&who, declaration).await;
                for purpose in Purpose::ALL {
                    let mut request = Request::to_serve(who.id, scene.alma);
                    request.purpose = *purpose;
                    let refusal = office
                        .gate
                        .ask::<Read>(&request)
                        .await
                        .err()
                        .expect("a refusal");
                    assert!(
                        matches!(refusal, Refusal::NotKnown { .. }),
                        "{role} {purpose}"
                    );
                }
                let found = search(house, &who, "Alma Reyes").await;
                assert!(found.clients.is_empty() && found.ask.is_none(), "{role}");
                let listed = office.my_clients(who.id, Channel::Screen).await.unwrap();
                assert!(listed.is_empty(), "{role}");
                match scene.emergency(&who).await {
                    Ok(opening) => assert_eq!(opening, Opening::Nothing, "{role}"),
                    Err(()) => assert!(!matches!(role, Role::Caseworker), "{role}"),
                }
                let tasks = office.my_tasks(who.no).await.unwrap();
                let own = |it: &&caseward_casework::tasks::Task| it.about.worker == Some(who.id);
                if *role != Role::PrivacyOfficer {
                    assert_eq!(tasks.iter().filter(own).count(), 0, "{role}");
                }
            }
        });
    }
}

#[test]
fn dv_3_3_2e_whoever_assigns_is_told_to_choose_someone_else_and_not_why() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let dana = scene.house.worker("dana", Role::Caseworker).await;
            let declaration = Declaration {
                partner: person("Alma Reyes"),
                ..Declaration::default()
            };
            scene.declare(&dana, declaration).await;
            let assigned = scene.house.office.assign_by_key(&dana, scene.alma).await;
            let said = assigned.expect_err("a no").to_string();
            assert!(said.contains("choose someone else"), "{said}");
            assert!(
                !said.contains("partner") && !said.contains("wall"),
                "{said}"
            );
        });
    }
}

#[test]
fn dv_3_3_2e_one_surname_is_put_before_the_privacy_officer_and_walls_nobody() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let (house, office) = (&scene.house, &scene.house.office);
            let olga = office
                .take_in(
                    Actor::KeyHolder,
                    Person::new("Olga Reyes", "olga", Role::Caseworker, "office"),
                )
                .await
                .unwrap();
            let found = scene.conflicts().await;
            assert_eq!(found.len(), 1);
            assert_eq!(
                (found[0].worker, found[0].links.as_slice()),
                (olga.id, &[ConflictLink::Surname][..])
            );
            assert!(!found[0].apart);
            let no = found[0].no;
            assert!(
                office
                    .decide_conflict(scene.ruth.id, no, keeps_apart(1, " "))
                    .await
                    .is_err()
            );
            let decided = office.decide_conflict(scene.ruth.id, no, keeps_apart(1, "Sisters."));
            assert!(decided.await.unwrap());
            let eve = house.worker("eve", Role::Caseworker).await;
            house.assign(&eve, scene.alma).await;
            assert!(office.assign_by_key(&olga, scene.alma).await.is_err());
            assert!(scene.opens(&eve).await);
        });
    }
}

#[test]
fn dv_3_3_2e_the_privacy_officer_decides_but_never_about_themselves() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let (house, office) = (&scene.house, &scene.house.office);
            let dana = scene.dana().await;
            let lives_there = || at_elm_street();
            scene.declare(&dana, lives_there()).await;
            let no = scene.conflicts().await[0].no;
            assert!(
                office
                    .decide_conflict(dana.id, no, clears(1, "mine"))
                    .await
                    .is_err()
            );
            assert!(office.conflicts(dana.id).await.is_err());
            let cleared =
                office.decide_conflict(scene.ruth.id, no, clears(1, "An earlier tenant."));
            assert!(cleared.await.unwrap());
            assert!(scene.opens(&dana).await);
            assert_eq!(scene.conflicts().await[0].state, ConflictState::Cleared);
            office.check_conflicts().await.unwrap();
            assert!(scene.opens(&dana).await, "what was decided stays decided");
            scene
                .declare(
                    &dana,
                    Declaration {
                        phone: "555-010-0123".to_owned(),
                        ..lives_there()
                    },
                )
                .await;
            assert!(!scene.opens(&dana).await, "unless there is something new");
            scene.declare(&scene.ruth, lives_there()).await;
            assert!(
                scene
                    .conflicts()
                    .await
                    .iter()
                    .all(|it| it.worker != scene.ruth.id)
            );
            let pia = house.worker("pia", Role::PrivacyOfficer).await;
            let theirs = office.conflicts(pia.id).await.unwrap();
            let own = theirs
                .iter()
                .find(|it| it.worker == scene.ruth.id)
                .unwrap()
                .no;
            assert!(
                office
                    .decide_conflict(scene.ruth.id, own, clears(1, "mine"))
                    .await
                    .is_err()
            );
            assert!(
                !office
                    .decide_conflict(scene.ruth.id, 99, clears(1, "x"))
                    .await
                    .unwrap()
            );
        });
    }
}

#[test]
fn dv_3_3_2e_a_tie_of_the_officer_is_anothers_to_decide_and_no_task_tells_them() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let (house, office) = (&scene.house, &scene.house.office);
            let pia = house.worker("pia", Role::PrivacyOfficer).await;
            scene.declare(&scene.ruth, at_elm_street()).await;
            let waits = async |no| {
                let tasks = office.my_tasks(no).await.unwrap();
                tasks.iter().any(|it| it.kind == TaskKind::ConflictToDecide)
            };
            assert!(waits(pia.no).await);
            assert!(!waits(scene.ruth.no).await, "it would tell of the wall");
        });
    }
}

#[test]
fn dv_3_3_2e_what_was_found_since_one_looked_is_looked_at_before_it_is_decided() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let office = &scene.house.office;
            let dana = scene.dana().await;
            let first = at_elm_street();
            scene.declare(&dana, first.clone()).await;
            let seen = scene.conflicts().await.remove(0);
            let second = Declaration {
                phone: "555-010-0123".to_owned(),
                ..first
            };
            scene.declare(&dana, second).await;
            let blind = clears(seen.version, "An earlier tenant.");
            let late = office.decide_conflict(scene.ruth.id, seen.no, blind).await;
            let Err(CaseworkError::Amiss(amiss)) = late else {
                panic!("something was found since");
            };
            assert_eq!(amiss, [Amiss::ChangedMeanwhile]);
            assert!(!scene.opens(&dana).await, "the wall stands");
            let now = scene.conflicts().await.remove(0);
            assert_eq!(now.state, ConflictState::Open);
            let informed = clears(now.version, "Both were a clerk's mistake.");
            let decided = office.decide_conflict(scene.ruth.id, now.no, informed);
            assert!(decided.await.unwrap());
            assert!(scene.opens(&dana).await);
        });
    }
}

#[test]
fn dv_3_3_2e_clearing_a_conflict_takes_no_wall_down_that_stood_for_another_reason() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let office = &scene.house.office;
            let dana = scene.dana().await;
            let no = dana.no;
            let wall = move |sheet: &mut caseward_casework::gate::ClientSheet, since| {
                let against = WallAgainst::Worker(no);
                sheet.walls.push(WallFact { against, since });
            };
            office
                .change_facts(scene.alma, "walled", wall)
                .await
                .unwrap();
            let lives_there = at_elm_street();
            scene.declare(&dana, lives_there).await;
            let found = scene.conflicts().await.remove(0);
            let decision = clears(found.version, "An earlier tenant.");
            let decided = office.decide_conflict(scene.ruth.id, found.no, decision);
            assert!(decided.await.unwrap());
            assert!(!scene.opens(&dana).await, "the client's own wish stands");
        });
    }
}

#[test]
fn dv_3_3_2e_what_comes_in_later_is_compared_too() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let (house, office) = (&scene.house, &scene.house.office);
            let bruno = house.client("2").await;
            let dana = house.worker("dana", Role::Caseworker).await;
            let omar = house.worker("omar", Role::Caseworker).await;
            house.assign(&dana, bruno).await;
            house.assign(&omar, bruno).await;
            let declaration = Declaration {
                address: "9 Harbour Road".to_owned(),
                known: vec![person("Nora Lake")],
                ..Declaration::default()
            };
            scene.declare(&dana, declaration).await;
            assert!(scene.conflicts().await.is_empty());
            let draft = Draft {
                section: "location".to_owned(),
                provenance: "client".to_owned(),
                nature: "fact".to_owned(),
                text: "Stays at 9 Harbour Rd for now.".to_owned().into(),
                ..Draft::default()
            };
            let entry = draft.check().ok().unwrap();
            office
                .write_entry(omar.id, bruno, Purpose::DirectService, entry)
                .await
                .unwrap();
            let request = Request::to_serve(dana.id, bruno);
            assert!(
                office.gate.ask::<Read>(&request).await.is_err(),
                "the entry tied them"
            );
            let newer = Export::new()
                .client("1", "Alma", "Reyes")
                .client("3", "Nora", "Lake");
            house.import(&newer).await;
            office.check_conflicts().await.unwrap();
            let nora = house.client("3").await;
            assert!(
                office.assign_by_key(&dana, nora).await.is_err(),
                "the import tied them"
            );
        });
    }
}

#[test]
fn dv_3_3_2e_nothing_goes_to_an_organisation_where_somebody_behind_a_wall_works() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let (house, office) = (&scene.house, &scene.house.office);
            let dana = scene.dana().await;
            let partner = house.partner("clinic", OrganizationKind::Agency).await;
            let pat = house
                .worker_with("pat", Role::PartnerWorker, true, true, "clinic")
                .await;
            let walled = async || {
                let mut request = Request::to_serve(dana.id, scene.alma);
                request.recipient = RecipientAsked::Organization(partner.id);
                let refusal = office
                    .gate
                    .ask::<Disclose>(&request)
                    .await
                    .err()
                    .expect("a refusal");
                let Refusal::Refused { sections, .. } = refusal else {
                    panic!("{refusal:?}");
                };
                sections.iter().any(|it| {
                    it.decision
                        .clauses
                        .iter()
                        .any(|clause| clause.to_string() == "DV-3.3.2e")
                })
            };
            assert!(!walled().await);
            let no = pat.no;
            let wall = move |sheet: &mut caseward_casework::gate::ClientSheet, since| {
                let against = WallAgainst::Worker(no);
                sheet.walls.push(WallFact { against, since });
            };
            office
                .change_facts(scene.alma, "walled", wall)
                .await
                .unwrap();
            assert!(walled().await, "a person at the recipient");
        });
    }
}

#[test]
fn nasw_l_what_is_declared_lies_sealed_and_comes_back_to_nobody_else() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let (house, office) = (&scene.house, &scene.house.office);
            let dana = house.worker("dana", Role::Caseworker).await;
            let omar = house.worker("omar", Role::Caseworker).await;
            let declaration = Declaration {
                address: "77 Quixotic Lane".to_owned(),
                known: vec![person("Zebediah Quartz")],
                ..Declaration::default()
            };
            scene.declare(&dana, declaration).await;
            let own = office.own_declaration(dana.no).await.unwrap();
            assert_eq!(own.address, "77 Quixotic Lane");
            assert!(office.own_declaration(omar.no).await.unwrap() == Declaration::default());
            let half = Declaration {
                known: vec![person("Zebediah")],
                ..Declaration::default()
            };
            assert!(office.declare(dana.id, half).await.is_err());
            if matches!(engine, Engine::Sqlite) {
                for file in std::fs::read_dir(house.folder()).unwrap() {
                    let bytes = std::fs::read(file.unwrap().path()).unwrap();
                    let text = String::from_utf8_lossy(&bytes);
                    assert!(!text.contains("Quixotic") && !text.contains("Quartz"));
                }
            }
        });
    }
}
