//! Whose clients stand in whose list.

use caseward_casework::gate::{Assignee, AssignmentFact, AssignmentRole, WallAgainst, WallFact};
use caseward_casework::staff::Colleague;
use caseward_model::{Channel, Client, Id, Purpose, Role};
use caseward_testkit::{Export, House, engines, run};

async fn listed(house: &House, worker: &Colleague) -> Vec<(Id<Client>, Purpose)> {
    let found = house.office.my_clients(worker.id, Channel::Screen).await;
    let mut listed: Vec<_> = found
        .unwrap()
        .iter()
        .map(|it| (it.client, it.purpose))
        .collect();
    listed.sort();
    listed
}

#[test]
fn cr_7_a_team_sees_whom_it_is_assigned_to() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            house
                .import(&Export::new().client("1", "Alma", "Reyes"))
                .await;
            let (dana, eve) = (
                house.worker("dana", Role::Caseworker).await,
                house.worker("eve", Role::Caseworker).await,
            );
            let alma = house.client("1").await;
            let join = |sheet: &mut caseward_casework::gate::WorkerSheet| sheet.teams.push(7);
            let gate = &house.office.gate;
            gate.change_worker(dana.id, "team_joined", join)
                .await
                .unwrap();
            house
                .office
                .change_facts(alma, "assigned", |sheet, now_ms| {
                    sheet.assignments.push(AssignmentFact {
                        to: Assignee::Team(7),
                        from: now_ms,
                        until: Some(now_ms + 1_000),
                        role: AssignmentRole::Lead,
                        by: 0,
                        instead_of: None,
                    });
                })
                .await
                .unwrap();
            assert_eq!(
                listed(&house, &dana).await,
                [(alma, Purpose::DirectService)]
            );
            assert_eq!(listed(&house, &eve).await, []);
            house.clock.advance(1_000);
            assert_eq!(listed(&house, &dana).await, []);
        });
    }
}

#[test]
fn cr_4_a_supervisors_list_shows_the_clients_of_those_they_supervise() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let export = Export::new()
                .client("1", "Alma", "Reyes")
                .client("2", "Bruno", "Stone");
            house.import(&export).await;
            let (dana, eve) = (
                house.worker("dana", Role::Caseworker).await,
                house.worker("eve", Role::Caseworker).await,
            );
            let odile = house.worker("odile", Role::Supervisor).await;
            house.supervise(&odile, &dana).await;
            let (alma, bruno) = (house.client("1").await, house.client("2").await);
            house.assign(&dana, alma).await;
            house.assign(&eve, bruno).await;
            assert_eq!(listed(&house, &odile).await, [(alma, Purpose::Supervision)]);
            // A caseworker supervises nobody, whatever a sheet says.
            house.supervise(&eve, &dana).await;
            assert_eq!(
                listed(&house, &eve).await,
                [(bruno, Purpose::DirectService)]
            );
        });
    }
}

#[test]
fn dv_3_3_1_who_may_not_be_known_takes_nobodys_place_in_a_list() {
    run(async {
        let house = House::open().await;
        let count = 502;
        let mut export = Export::new();
        for number in 0..count {
            export = export.client(&format!("{number}"), "Alma", "Reyes");
        }
        house.import(&export).await;
        let rowan = house.worker("rowan", Role::Caseworker).await;
        house
            .office
            .assign_to_programme(caseward_casework::gate::Actor::KeyHolder, &rowan, "P1")
            .await
            .unwrap();
        assert_eq!(listed(&house, &rowan).await.len(), 500);
        let no = rowan.no;
        for walled in 0..2 {
            let client = house.client(&format!("{walled}")).await;
            house
                .office
                .change_facts(client, "wall_raised", move |sheet, since| {
                    let against = WallAgainst::Worker(no);
                    sheet.walls.push(WallFact { against, since });
                })
                .await
                .unwrap();
        }
        assert_eq!(listed(&house, &rowan).await.len(), 500);
    });
}
