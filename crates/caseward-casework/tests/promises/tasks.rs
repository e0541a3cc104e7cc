//! What waits for somebody, until it is done.

use caseward_casework::CaseworkError;
use caseward_casework::gate::{About, Actor, Works};
use caseward_casework::tasks::{self, NewTask, Task, TaskAbout, Whom};
use caseward_model::{OfficeAct, OrganizationKind, Role, TaskKind};
use caseward_testkit::{House, engines, run};

const HOUR: i64 = 3_600_000;

/// A piece of work that has something to do with tasks.
async fn works<T, F>(house: &House, work: F) -> T
where
    T: Send + 'static,
    F: FnOnce(&mut Works<'_, '_>) -> Result<T, CaseworkError> + Send + 'static,
{
    let (act, about) = (OfficeAct::ManageSettings, About::Office);
    let done = house
        .office
        .gate
        .perform(Actor::KeyHolder, act, about, "tried", work);
    done.await.expect("a piece of work")
}

async fn added(house: &House, whom: Whom, item: i64, due_at: i64) -> i64 {
    let new = NewTask {
        kind: TaskKind::HandOver,
        whom,
        about: about(item),
        due_at,
    };
    works(house, move |it| tasks::add(it, &new)).await
}

fn about(item: i64) -> TaskAbout {
    TaskAbout {
        item: Some(item),
        ..TaskAbout::default()
    }
}

async fn waiting(house: &House, worker_no: i64) -> Vec<Task> {
    house.office.my_tasks(worker_no).await.expect("tasks")
}

#[test]
fn nasw_o_a_task_waits_for_whoever_it_is_for_and_for_nobody_else() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let dana = house.worker("dana", Role::Caseworker).await;
            let eve = house.worker("eve", Role::Caseworker).await;
            let priya = house.worker("priya", Role::Supervisor).await;
            let omar = house.worker("omar", Role::PrivacyOfficer).await;
            house.supervise(&priya, &dana).await;
            house.partner("partner", OrganizationKind::Agency).await;
            let theirs = house
                .worker_with("otto", Role::PrivacyOfficer, true, true, "partner")
                .await;

            let now = house.clock.now_ms();
            added(&house, Whom::Worker(dana.no), 1, now + 2 * HOUR).await;
            added(&house, Whom::Worker(dana.no), 2, now + HOUR).await;
            added(&house, Whom::SupervisorsOf(dana.no), 3, now).await;
            added(&house, Whom::SupervisorsOf(eve.no), 4, now).await;
            added(&house, Whom::Role(Role::PrivacyOfficer), 5, now).await;

            let items = async |no| -> Vec<i64> {
                let tasks = waiting(&house, no).await;
                tasks.iter().filter_map(|it| it.about.item).collect()
            };
            assert_eq!(items(dana.no).await, [2, 1], "the most urgent first");
            assert_eq!(items(eve.no).await, [0_i64; 0]);
            assert_eq!(items(priya.no).await, [3], "only those whom she supervises");
            assert_eq!(items(omar.no).await, [5]);
            assert_eq!(items(theirs.no).await, [0_i64; 0], "another organisation's");
        });
    }
}

#[test]
fn a_task_is_added_once_and_ends_once() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let dana = house.worker("dana", Role::Caseworker).await;
            let whom = Whom::Worker(dana.no);
            let first = added(&house, whom, 1, 0).await;
            assert_eq!(added(&house, whom, 1, 0).await, first, "it waits already");
            let second = added(&house, whom, 2, 0).await;

            works(&house, move |it| tasks::finish(it, first, "taken_over")).await;
            works(&house, move |it| tasks::withdraw(it, first)).await;
            assert_eq!(waiting(&house, dana.no).await[0].no, second);
            let finished = works(&house, |it| {
                tasks::finish_all(it, TaskKind::HandOver, &about(2), "taken_over")
            });
            assert_eq!(finished.await, 1);
            let again = works(&house, |it| {
                tasks::withdraw_all(it, TaskKind::HandOver, &about(2))
            });
            assert_eq!(again.await, 0);
            assert_eq!(waiting(&house, dana.no).await, []);
            assert_ne!(added(&house, whom, 1, 0).await, first, "it came up anew");
        });
    }
}

#[test]
fn nasw_l_a_task_that_was_made_over_to_someone_else_behind_our_back_is_shown_to_nobody() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let dana = house.worker("dana", Role::Caseworker).await;
            let eve = house.worker("eve", Role::Caseworker).await;
            added(&house, Whom::Worker(dana.no), 1, 0).await;
            let (to, from) = (eve.no, dana.no);
            works(&house, move |it| {
                let sql = "UPDATE tasks SET whom = $1 WHERE whom = $2";
                Ok(it.transaction().execute(sql, &[to.into(), from.into()])?)
            })
            .await;
            let shown = house.office.my_tasks(eve.no).await;
            assert!(matches!(shown, Err(CaseworkError::Damaged)), "{shown:?}");
        });
    }
}
