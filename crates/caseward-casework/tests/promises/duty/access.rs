//! Asking for access after a search, and answering: by whom, for how long, and what a no tells.

use caseward_casework::access::{Answer, Answered, AskForm, Stands};
use caseward_casework::gate::{AssignmentRole, Read, Request, WallAgainst, WallFact};
use caseward_casework::staff::Colleague;
use caseward_casework::tasks::Task;
use caseward_model::{Client, Id, Purpose, Role, TaskKind};
use caseward_testkit::{Engine, Export, House, engines, run};
use zeroize::Zeroizing;

use super::search::search;

const DAY_MS: i64 = 86_400_000;

/// Odile supervises Omar, who works with Bruno; Dana asks.
struct Scene {
    house: House,
    odile: Colleague,
    dana: Colleague,
    bruno: Id<Client>,
}

impl Scene {
    async fn on(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let export = Export::new()
            .client("1", "Alma", "Reyes")
            .client("2", "Bruno", "Stone");
        house.import(&export).await;
        house.office.index_names(|_| {}).await.unwrap();
        let odile = house.worker("odile", Role::Supervisor).await;
        let dana = house.worker("dana", Role::Caseworker).await;
        let omar = house.worker("omar", Role::Caseworker).await;
        let bruno = house.client("2").await;
        house.supervise(&odile, &omar).await;
        house.assign(&omar, bruno).await;
        Self {
            house,
            odile,
            dana,
            bruno,
        }
    }

    async fn asks(&self) -> i64 {
        let found = search(&self.house, &self.dana, "Bruno Stone").await;
        self.put(found.ask.expect("that one may ask"))
            .await
            .expect("a question")
    }

    async fn put(&self, search: i64) -> Option<i64> {
        let form = AskForm {
            search: search.to_string(),
            purpose: "direct_service".to_owned(),
            why: Zeroizing::new("He came to the door and asked for me.".to_owned()),
        };
        let question = form.check(Role::Caseworker).ok().expect("a question");
        let asked = self.house.office.ask_access(self.dana.id, question);
        asked.await.unwrap()
    }

    async fn opens(&self) -> bool {
        let request = Request::to_serve(self.dana.id, self.bruno);
        self.house.office.gate.ask::<Read>(&request).await.is_ok()
    }

    async fn waits(&self, who: &Colleague, kind: TaskKind) -> Vec<Task> {
        let tasks = self.house.office.my_tasks(who.no).await.unwrap();
        tasks.into_iter().filter(|it| it.kind == kind).collect()
    }

    async fn stands(&self) -> Stands {
        let mine = self.house.office.my_questions(self.dana.no).await.unwrap();
        mine[0].stands
    }
}

#[test]
fn cr_4_a_question_for_access_goes_to_whoever_answers_for_that_work_and_is_given_until_a_day() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let (office, odile) = (&scene.house.office, &scene.odile);
            let no = scene.asks().await;
            assert_eq!(scene.asks().await, no, "the same question isn't put twice");
            assert_eq!(scene.stands().await, Stands::Waiting);
            let waiting = scene.waits(odile, TaskKind::AccessAsked).await;
            assert_eq!(waiting.len(), 1);
            assert_eq!(waiting[0].about.client, None, "a task names no client");
            let questions = office.questions_to_answer(odile.id).await.unwrap();
            assert_eq!((questions[0].no, questions[0].client), (no, scene.bruno));
            assert_eq!(questions[0].purpose, Purpose::DirectService);
            let until = scene.house.clock.now_ms() + 7 * DAY_MS;
            let never = Answer::Give(AssignmentRole::Support, until + 400 * DAY_MS);
            assert!(office.answer_access(odile.id, no, never).await.is_err());
            let give = Answer::Give(AssignmentRole::Support, until);
            let answered = office.answer_access(odile.id, no, give).await.unwrap();
            assert_eq!(answered, Answered::Done);
            assert!(scene.opens().await);
            assert_eq!(scene.stands().await, Stands::Given(scene.bruno, until));
            assert!(scene.waits(odile, TaskKind::AccessAsked).await.is_empty());
            assert_eq!(
                scene
                    .waits(&scene.dana, TaskKind::AccessAnswered)
                    .await
                    .len(),
                1
            );
            office.saw_answer(scene.dana.id, no).await.unwrap();
            assert!(
                scene
                    .waits(&scene.dana, TaskKind::AccessAnswered)
                    .await
                    .is_empty()
            );
            let again = office
                .answer_access(odile.id, no, Answer::Decline)
                .await
                .unwrap();
            assert_eq!(again, Answered::NoQuestion, "it was answered");
            scene.house.clock.advance(7 * DAY_MS);
            assert!(!scene.opens().await, "and ends by itself");
        });
    }
}

#[test]
fn dv_3_3_1_a_no_to_a_question_sounds_like_nobody() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let office = &scene.house.office;
            let no = scene.asks().await;
            let answered = office
                .answer_access(scene.odile.id, no, Answer::Decline)
                .await;
            assert_eq!(answered.unwrap(), Answered::Done);
            assert_eq!(scene.stands().await, Stands::Nobody);
            assert!(!scene.opens().await);
        });
    }
}

#[test]
fn cr_4_nobody_answers_their_own_question_nor_one_about_a_client_they_may_not_know() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let house = &scene.house;
            let office = &house.office;
            let no = scene.asks().await;
            let give = Answer::Give(AssignmentRole::Support, house.clock.now_ms() + DAY_MS);
            assert!(office.answer_access(scene.dana.id, no, give).await.is_err());
            let sol = house.worker("sol", Role::Supervisor).await;
            assert!(office.questions_to_answer(sol.id).await.unwrap().is_empty());
            let other = office.answer_access(sol.id, no, give).await.unwrap();
            let none = office.answer_access(sol.id, 99, give).await.unwrap();
            assert_eq!((other, none), (Answered::NoQuestion, Answered::NoQuestion));
            assert!(!scene.opens().await);
        });
    }
}

#[test]
fn cr_2_one_asks_only_about_what_an_own_search_of_the_last_hour_told() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let house = &scene.house;
            let nobody = search(house, &scene.dana, "Nobody Atall").await;
            assert_eq!(nobody.ask, None);
            assert_eq!(scene.put(1).await, None, "it told of nobody");
            assert_eq!(scene.put(77).await, None, "there is none");
            let eve = house.worker("eve", Role::Caseworker).await;
            let told = search(house, &eve, "Bruno Stone").await.ask.unwrap();
            assert_eq!(scene.put(told).await, None, "it was somebody else's");
            let own = search(house, &scene.dana, "Bruno Stone").await.ask.unwrap();
            house.clock.advance(61 * 60_000);
            assert_eq!(scene.put(own).await, None, "it was too long ago");
        });
    }
}

#[test]
fn dv_3_3_2e_nobody_is_given_access_across_a_wall_and_whoever_decides_is_told_to_choose_another() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let office = &scene.house.office;
            let no = scene.asks().await;
            let against = WallAgainst::Worker(scene.dana.no);
            let wall = move |sheet: &mut caseward_casework::gate::ClientSheet, since| {
                sheet.walls.push(WallFact { against, since });
            };
            office
                .change_facts(scene.bruno, "walled", wall)
                .await
                .unwrap();
            let until = scene.house.clock.now_ms() + DAY_MS;
            let give = Answer::Give(AssignmentRole::Support, until);
            let answered = office
                .answer_access(scene.odile.id, no, give)
                .await
                .unwrap();
            assert_eq!(answered, Answered::Apart);
            assert!(!scene.opens().await);
            assert_eq!(scene.stands().await, Stands::Waiting, "which tells nothing");
        });
    }
}

#[test]
fn cr_7_where_nobody_supervises_the_work_the_records_custodian_is_asked() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let house = &scene.house;
            let rita = house.worker("rita", Role::RecordsCustodian).await;
            house
                .office
                .gate
                .change_worker(scene.odile.id, "ties_recorded", |sheet| {
                    sheet.supervises.clear();
                })
                .await
                .unwrap();
            scene.asks().await;
            assert_eq!(scene.waits(&rita, TaskKind::AccessAsked).await.len(), 1);
            assert!(
                scene
                    .waits(&scene.odile, TaskKind::AccessAsked)
                    .await
                    .is_empty()
            );
        });
    }
}

#[test]
fn dv_3_3_2e_a_supervisor_behind_a_wall_is_never_among_those_who_decide() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let (house, office) = (&scene.house, &scene.house.office);
            let omar = office.colleague("omar").await.unwrap();
            let sam = house.worker("sam", Role::Supervisor).await;
            house.supervise(&sam, &omar).await;
            let rita = house.worker("rita", Role::RecordsCustodian).await;
            let against = WallAgainst::Worker(scene.odile.no);
            let wall = move |sheet: &mut caseward_casework::gate::ClientSheet, since| {
                sheet.walls.push(WallFact { against, since });
            };
            office
                .change_facts(scene.bruno, "walled", wall)
                .await
                .unwrap();
            let no = scene.asks().await;
            let asked = TaskKind::AccessAsked;
            assert!(scene.waits(&scene.odile, asked).await.is_empty());
            assert_eq!(
                scene.waits(&sam, asked).await.len(),
                1,
                "the other is asked"
            );
            assert!(scene.waits(&rita, asked).await.is_empty());
            let told = office.questions_to_answer(scene.odile.id).await.unwrap();
            assert!(told.is_empty());
            let until = house.clock.now_ms() + DAY_MS;
            let give = Answer::Give(AssignmentRole::Support, until);
            let answered = office
                .answer_access(scene.odile.id, no, give)
                .await
                .unwrap();
            let nothing = office
                .answer_access(scene.odile.id, 99, give)
                .await
                .unwrap();
            assert_eq!(
                (answered, nothing),
                (Answered::NoQuestion, Answered::NoQuestion)
            );
            assert!(!scene.opens().await);
            let answered = office.answer_access(sam.id, no, give).await.unwrap();
            assert_eq!(answered, Answered::Done);
            assert!(scene.opens().await);
        });
    }
}

#[test]
fn dv_3_3_2e_where_every_supervisor_is_behind_a_wall_the_records_custodian_is_asked() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let (house, office) = (&scene.house, &scene.house.office);
            let rita = house.worker("rita", Role::RecordsCustodian).await;
            let against = WallAgainst::Worker(scene.odile.no);
            let wall = move |sheet: &mut caseward_casework::gate::ClientSheet, since| {
                sheet.walls.push(WallFact { against, since });
            };
            office
                .change_facts(scene.bruno, "walled", wall)
                .await
                .unwrap();
            scene.asks().await;
            let asked = TaskKind::AccessAsked;
            assert!(scene.waits(&scene.odile, asked).await.is_empty());
            assert_eq!(scene.waits(&rita, asked).await.len(), 1);
        });
    }
}
