//! What nobody may find out about who is a client, by whatever side door (DV-3.3.1, CC-2.4).

use caseward_casework::Office;
use caseward_casework::gate::{About, GateError, OfficeRefusal, Read, Refusal, Request};
use caseward_casework::gate::{WallAgainst, WallFact};
use caseward_model::{Client, Id, OfficeAct, Purpose, Randomness, Role, Worker};
use caseward_testkit::{Export, House, engines, run};

async fn asks(house: &House, who: Id<Worker>, whom: Id<Client>, purpose: Purpose) -> Refusal {
    let mut request = Request::to_serve(who, whom);
    request.purpose = purpose;
    let answer = house.office.gate.ask::<Read>(&request).await;
    answer.err().expect("a refusal")
}

/// How often each clause refused, as everyone who works here may read it.
async fn refused(office: &Office) -> Vec<(String, i64)> {
    let mut counts = Vec::new();
    for entry in office.policies.register().entries() {
        let days = office.clause_days(&entry.id).await.unwrap();
        let sum: i64 = days.iter().map(|it| it.refused).sum();
        counts.push((entry.id.to_string(), sum));
    }
    counts
}

#[test]
fn dv_3_3_1_how_often_a_clause_decided_does_not_tell_of_a_wall_or_a_client() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let export =
                Export::new()
                    .client("A", "Alma", "Reyes")
                    .client("B", "Berta", "Lindqvist");
            house.import(&export).await;
            let omar = house.worker("omar", Role::Caseworker).await;
            let (alma, berta) = (house.client("A").await, house.client("B").await);
            let no = omar.no;
            house
                .office
                .change_facts(alma, "walled", move |sheet, since| {
                    let against = WallAgainst::Worker(no);
                    sheet.walls.push(WallFact { against, since });
                })
                .await
                .unwrap();
            let nobody = Id::make_random(&Randomness::system());
            let mut grown = Vec::new();
            for whom in [alma, berta, nobody] {
                let before = refused(&house.office).await;
                asks(&house, omar.id, whom, Purpose::DirectService).await;
                let after = refused(&house.office).await;
                let more = before.iter().zip(&after).map(|(from, to)| to.1 - from.1);
                grown.push(more.collect::<Vec<_>>());
            }
            assert!(grown[0].iter().any(|more| *more > 0), "it is counted");
            assert_eq!(grown[0], grown[2], "walled and nobody");
            assert_eq!(grown[1], grown[2], "somebody else's and nobody");
        });
    }
}

#[test]
fn dv_3_3_1_who_was_never_here_and_whose_keys_were_destroyed_are_nobody_whatever_is_asked() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            house
                .import(&Export::new().client("A", "Alma", "Reyes"))
                .await;
            let alma = house.client("A").await;
            let dana = house.worker("dana", Role::Caseworker).await;
            let cleo = house.worker("cleo", Role::Consultant).await;
            house.assign(&dana, alma).await;
            let office = &house.office;
            office
                .record_duty(&cleo, Purpose::Consultation, 8)
                .await
                .unwrap();
            house.destroy_keys(alma).await;
            let nobody = Id::make_random(&Randomness::system());
            for whom in [alma, nobody] {
                for (who, purpose) in [
                    (dana.id, Purpose::DirectService),
                    (cleo.id, Purpose::Consultation),
                ] {
                    let refusal = asks(&house, who, whom, purpose).await;
                    assert!(matches!(refusal, Refusal::NotKnown { .. }), "{refusal:?}");
                }
            }
            let listed = office.my_clients(dana.id, caseward_model::Channel::Screen);
            assert!(listed.await.unwrap().is_empty());
            office.index_names(|_| {}).await.unwrap();
            let found = crate::duty::search::search(&house, &dana, "Alma Reyes").await;
            assert!(found.clients.is_empty() && found.ask.is_none());
        });
    }
}

#[test]
fn cr_4_whoever_may_not_act_on_colleagues_does_not_learn_who_is_one() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let dana = house.worker("dana", Role::Caseworker).await;
            let omar = house.worker("omar", Role::Caseworker).await;
            let ruth = house.worker("ruth", Role::Administrator).await;
            let nobody = Id::<Worker>::make_random(&Randomness::system());
            let gate = &house.office.gate;
            let act = OfficeAct::ManageSignIn;
            for whom in [omar.id, nobody] {
                let may = gate.may(dana.id, act, About::Worker(whom)).await.unwrap();
                assert!(!may.permitted);
                let done: Result<(), Failure> = gate
                    .perform(dana.id, act, About::Worker(whom), "tried", |_| Ok(()))
                    .await;
                assert!(matches!(done, Err(Failure::Refused)));
            }
            let known = gate.may(ruth.id, act, About::Worker(nobody)).await;
            assert!(matches!(known, Err(GateError::UnknownWorker)));
        });
    }
}

/// Why a piece of office work failed.
#[derive(Debug)]
enum Failure {
    Refused,
    Other,
}

impl From<OfficeRefusal> for Failure {
    fn from(_: OfficeRefusal) -> Self {
        Self::Refused
    }
}

impl From<GateError> for Failure {
    fn from(_: GateError) -> Self {
        Self::Other
    }
}

impl From<caseward_db::DbError> for Failure {
    fn from(_: caseward_db::DbError) -> Self {
        Self::Other
    }
}
