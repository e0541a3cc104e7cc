//! Assigning: by whom, to whom, in which part, from when and until when.

use caseward_casework::CaseworkError;
use caseward_casework::assignment::{Holds, Named, NewAssignment, To};
use caseward_casework::gate::{
    Actor, AssignmentRole, Read, Refusal, Request, WallAgainst, WallFact,
};
use caseward_casework::staff::Colleague;
use caseward_model::{Channel, Client, Id, Purpose, Randomness, Role};
use caseward_testkit::{Engine, Export, House, engines, run};

const DAY_MS: i64 = 86_400_000;

/// Odile supervises Dana, who works with Alma; Bruno is nobody's.
struct Team {
    house: House,
    odile: Colleague,
    dana: Colleague,
    eve: Colleague,
    alma: Id<Client>,
    bruno: Id<Client>,
}

impl Team {
    async fn on(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let export = Export::new()
            .client("1", "Alma", "Reyes")
            .client("2", "Bruno", "Stone");
        house.import(&export).await;
        let odile = house.worker("odile", Role::Supervisor).await;
        let dana = house.worker("dana", Role::Caseworker).await;
        let eve = house.worker("eve", Role::Caseworker).await;
        let (alma, bruno) = (house.client("1").await, house.client("2").await);
        let numbers = vec![dana.no, eve.no];
        let gate = &house.office.gate;
        gate.change_worker(odile.id, "ties_recorded", move |sheet| {
            sheet.supervises = numbers;
        })
        .await
        .unwrap();
        house.assign(&dana, alma).await;
        Self {
            house,
            odile,
            dana,
            eve,
            alma,
            bruno,
        }
    }

    async fn opens(&self, worker: &Colleague, client: Id<Client>) -> bool {
        let request = Request::to_serve(worker.id, client);
        self.house.office.gate.ask::<Read>(&request).await.is_ok()
    }

    async fn assign(&self, by: &Colleague, new: NewAssignment) -> Result<(), CaseworkError> {
        self.house.office.assign(by.id, new).await
    }
}

fn refused(result: Result<(), CaseworkError>) -> String {
    match result.err() {
        Some(CaseworkError::NotPermitted(refusal)) => refusal.decision.fact.clone(),
        other => panic!("{other:?}"),
    }
}

fn unfit(result: Result<(), CaseworkError>) -> String {
    match result.err() {
        Some(CaseworkError::Unfit(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn cr_7_a_supervisor_assigns_whom_they_know_of_to_those_they_supervise() {
    for engine in engines() {
        run(async {
            let team = Team::on(&engine).await;
            assert!(!team.opens(&team.eve, team.alma).await);
            let new = NewAssignment::lead(team.alma, team.eve.id);
            team.assign(&team.odile, new).await.unwrap();
            assert!(team.opens(&team.eve, team.alma).await);

            let office = &team.house.office;
            let question = Request {
                purpose: Purpose::Supervision,
                ..Request::to_serve(team.odile.id, team.alma)
            };
            let seen = office.responsible(&question).await.ok().unwrap();
            let by: Vec<_> = seen.assignments.iter().map(|it| it.by.clone()).collect();
            assert!(
                by.contains(&Some("odile of the tests".to_owned())),
                "{by:?}"
            );
            let handles: Vec<_> = seen
                .assignments
                .iter()
                .filter_map(|it| match &it.to {
                    Named::Worker { handle, .. } => Some(handle.as_str()),
                    _ => None,
                })
                .collect();
            assert!(handles.contains(&"eve") && handles.contains(&"dana"));

            office
                .end_assignment(team.odile.id, team.alma, To::Worker(team.eve.id), None)
                .await
                .unwrap();
            assert!(!team.opens(&team.eve, team.alma).await);
        });
    }
}

#[test]
fn cr_7_nobody_assigns_themselves_nor_a_team_that_they_are_in() {
    run(async {
        let team = Team::on(&Engine::Sqlite).await;
        let own = NewAssignment::lead(team.alma, team.odile.id);
        assert_eq!(refused(team.assign(&team.odile, own).await), "concern");
        let gate = &team.house.office.gate;
        gate.change_worker(team.odile.id, "team_joined", |sheet| {
            sheet.teams.push(4);
            sheet.programmes.push(9);
        })
        .await
        .unwrap();
        for to in [To::Team(4), To::Programme(9)] {
            let new = NewAssignment {
                to,
                ..NewAssignment::lead(team.alma, team.odile.id)
            };
            assert_eq!(refused(team.assign(&team.odile, new).await), "concern");
        }
        let other = NewAssignment {
            to: To::Team(5),
            ..NewAssignment::lead(team.alma, team.odile.id)
        };
        team.assign(&team.odile, other).await.unwrap();
    });
}

#[test]
fn cr_7_a_caseworker_and_an_administrator_assign_nobody() {
    run(async {
        let team = Team::on(&Engine::Sqlite).await;
        let flint = team.house.worker("flint", Role::Administrator).await;
        let new = NewAssignment::lead(team.alma, team.eve.id);
        for by in [&team.dana, &flint] {
            assert_eq!(refused(team.assign(by, new).await), "role");
        }
        assert!(!team.opens(&team.eve, team.alma).await);
    });
}

#[test]
fn dv_3_3_1_whom_one_may_not_know_of_cant_be_assigned_and_looks_like_nobody() {
    for engine in engines() {
        run(async {
            let team = Team::on(&engine).await;
            let nobody = Id::<Client>::make_random(&Randomness::seeded(3));
            let mut reasons = Vec::new();
            for client in [team.bruno, nobody] {
                let before = team.house.office.ledger_head().await.unwrap().size;
                let new = NewAssignment::lead(client, team.eve.id);
                reasons.push(unfit(team.assign(&team.odile, new).await));
                let after = team.house.office.ledger_head().await.unwrap().size;
                assert_eq!(after, before + 1, "an entry, whoever it was about");
            }
            assert_eq!(reasons[0], reasons[1]);
            assert!(!team.opens(&team.eve, team.bruno).await);
        });
    }
}

#[test]
fn cr_7_access_begins_and_ends_with_the_assignment_to_the_millisecond() {
    for engine in engines() {
        run(async {
            let team = Team::on(&engine).await;
            let now_ms = team.house.clock.now_ms();
            let new = NewAssignment {
                role: AssignmentRole::Cover,
                from: Some(now_ms + DAY_MS),
                until: Some(now_ms + 2 * DAY_MS),
                ..NewAssignment::lead(team.alma, team.eve.id)
            };
            team.assign(&team.odile, new).await.unwrap();
            team.house.clock.advance(DAY_MS - 1);
            assert!(!team.opens(&team.eve, team.alma).await);
            team.house.clock.advance(1);
            assert!(team.opens(&team.eve, team.alma).await);
            team.house.clock.advance(DAY_MS - 1);
            assert!(team.opens(&team.eve, team.alma).await);
            team.house.clock.advance(1);
            assert!(!team.opens(&team.eve, team.alma).await);
            let office = &team.house.office;
            let listed = office.my_clients(team.eve.id, Channel::Screen).await;
            assert!(listed.unwrap().is_empty());
        });
    }
}

#[test]
fn cr_10_nobody_makes_it_true_afterwards_that_someone_had_reason_to_look() {
    run(async {
        let team = Team::on(&Engine::Sqlite).await;
        let now_ms = team.house.clock.now_ms();
        let new = |from, until| NewAssignment {
            from,
            until,
            ..NewAssignment::lead(team.alma, team.eve.id)
        };
        for times in [
            (Some(now_ms - 1), None),
            (None, Some(now_ms)),
            (Some(now_ms + 5), Some(now_ms + 5)),
        ] {
            unfit(team.assign(&team.odile, new(times.0, times.1)).await);
        }
        let at = Some(now_ms - 1);
        let dana = To::Worker(team.dana.id);
        let office = &team.house.office;
        unfit(
            office
                .end_assignment(team.odile.id, team.alma, dana, at)
                .await,
        );
        assert!(team.opens(&team.dana, team.alma).await);
    });
}

#[test]
fn cr_7_another_part_takes_the_place_of_the_earlier_one() {
    run(async {
        let team = Team::on(&Engine::Sqlite).await;
        team.house.clock.advance(1_000);
        let new = NewAssignment {
            role: AssignmentRole::Support,
            ..NewAssignment::lead(team.alma, team.dana.id)
        };
        team.assign(&team.odile, new).await.unwrap();
        // The same again changes nothing.
        team.assign(&team.odile, new).await.unwrap();
        let office = &team.house.office;
        let question = Request::to_serve(team.dana.id, team.alma);
        let seen = office.responsible(&question).await.ok().unwrap();
        let parts: Vec<_> = seen
            .assignments
            .iter()
            .map(|it| (it.holds, it.role))
            .collect();
        assert_eq!(
            parts,
            [
                (Holds::Now, AssignmentRole::Support),
                (Holds::NoMore, AssignmentRole::Lead)
            ]
        );
        assert!(team.opens(&team.dana, team.alma).await);
    });
}

#[test]
fn dv_3_3_2e_who_is_walled_off_is_assigned_to_nobody_there_and_it_is_on_record() {
    run(async {
        let team = Team::on(&Engine::Sqlite).await;
        let against = WallAgainst::Worker(team.eve.no);
        team.house
            .office
            .change_facts(team.alma, "wall_raised", move |sheet, since| {
                sheet.walls.push(WallFact { against, since });
            })
            .await
            .unwrap();
        let before = team.house.office.ledger_head().await.unwrap().size;
        let new = NewAssignment::lead(team.alma, team.eve.id);
        unfit(team.assign(&team.odile, new).await);
        assert_eq!(
            team.house.office.ledger_head().await.unwrap().size,
            before + 1
        );
        assert!(!team.opens(&team.eve, team.alma).await);
    });
}

#[test]
fn dv_3_3_1_who_is_responsible_is_told_to_those_alone_who_may_know_of_the_client() {
    run(async {
        let team = Team::on(&Engine::Sqlite).await;
        let office = &team.house.office;
        let nobody = Id::<Client>::make_random(&Randomness::seeded(3));
        for client in [team.alma, nobody] {
            let question = Request::to_serve(team.eve.id, client);
            let refusal = office.responsible(&question).await.err();
            assert!(
                matches!(refusal, Some(Refusal::NotKnown { .. })),
                "{refusal:?}"
            );
        }
    });
}

#[test]
fn the_programmes_of_an_import_are_known_by_name() {
    for engine in engines() {
        run(async {
            let team = Team::on(&engine).await;
            let programmes = team.house.office.programmes().await.unwrap();
            let names: Vec<_> = programmes.iter().map(|it| it.name.as_str()).collect();
            assert_eq!(names, ["Night shelter"]);
            let question = Request::to_serve(team.dana.id, team.alma);
            let seen = team.house.office.responsible(&question).await.ok().unwrap();
            assert_eq!(seen.programmes[0].name, "Night shelter");
            let by_key = NewAssignment {
                to: To::Programme(programmes[0].no),
                ..NewAssignment::lead(team.bruno, team.eve.id)
            };
            let office = &team.house.office;
            office.assign(Actor::KeyHolder, by_key).await.unwrap();
        });
    }
}
