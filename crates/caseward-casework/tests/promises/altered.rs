//! Whoever can write into the database, and has no key, changes nothing unnoticed.

use caseward_casework::CaseworkError;
use caseward_casework::gate::{GateError, Refusal, Request};
use caseward_casework::sign_in::Arrival;
use caseward_casework::staff::Colleague;
use caseward_db::Value;
use caseward_model::{Client, Id, Role};
use caseward_testkit::{Export, House, engines, run};

/// A house with a client of Dana's, on one of the engines.
struct Scene {
    house: House,
    dana: Colleague,
    client: Id<Client>,
}

impl Scene {
    /// Changes rows as someone would who has the file and no key.
    async fn alter(&self, sql: &'static str, values: Vec<Value>) -> u64 {
        let gate = &self.house.office.gate;
        gate.keep_books::<_, CaseworkError, _>(move |tx| Ok(tx.execute(sql, &values)?))
            .await
            .unwrap()
    }

    async fn look_at(&self, sql: &'static str) -> Vec<Value> {
        let values = [Value::from(*self.client.as_bytes())];
        let read = move |reader: &mut caseward_db::Reader<'_>| {
            Ok::<_, caseward_db::DbError>(reader.query_one(sql, &values)?.into_values())
        };
        self.house.office.db().read(read).await.unwrap()
    }

    /// What someone gets who opens the file now.
    async fn opened(&self) -> Result<usize, Refusal> {
        let request = Request::to_serve(self.dana.id, self.client);
        let (file, delivery) = self.house.office.open_file(&request).await?;
        delivery.delivered(None);
        Ok(file.sections.iter().map(|it| it.records.len()).sum())
    }

    async fn is_noticed(&self) {
        let refusal = self.opened().await.unwrap_err();
        let Refusal::Unrecorded(error) = refusal else {
            panic!("{refusal:?}");
        };
        assert!(
            matches!(error, GateError::PutBack | GateError::Vault(_)),
            "{error}"
        );
        let found = self.house.office.gate.check_soundness().await.unwrap();
        assert!(!found.altered.is_empty(), "the doctor finds it as well");
        let told = found.altered.join(" ");
        assert!(!told.contains("Alma"), "{told}");
    }
}

async fn on_each_engine<F: Future<Output = ()>>(test: impl Fn(Scene) -> F) {
    for engine in engines() {
        let house = House::on(&engine, false).await;
        let export = Export::new()
            .client("17", "Alma", "Reyes")
            .client("18", "Ben", "Ode");
        house.import(&export).await;
        let dana = house.worker("dana", Role::Caseworker).await;
        let client = house.client("17").await;
        house.assign(&dana, client).await;
        let scene = Scene {
            house,
            dana,
            client,
        };
        assert!(scene.opened().await.unwrap() > 0);
        let sound = scene.house.office.gate.check_soundness().await.unwrap();
        assert_eq!((sound.clients, sound.altered), (2, Vec::new()));
        test(scene).await;
    }
}

#[test]
fn cc_2_4_facts_of_before_a_client_was_shielded_cannot_be_put_back() {
    run(on_each_engine(async |scene| {
        let before = scene
            .look_at("SELECT version, sheet FROM clients WHERE ref = $1")
            .await;
        let office = &scene.house.office;
        office
            .decide_protection(None, scene.client, true)
            .await
            .unwrap();
        assert!(scene.opened().await.is_ok());
        let sql = "UPDATE clients SET version = $1, sheet = $2 WHERE ref = $3";
        let id = Value::from(*scene.client.as_bytes());
        let values = before.into_iter().chain([id]).collect();
        assert_eq!(scene.alter(sql, values).await, 1);
        scene.is_noticed().await;
    }));
}

#[test]
fn cc_2_4_facts_of_before_an_import_shielded_a_client_cannot_be_put_back() {
    run(on_each_engine(async |scene| {
        let before = scene
            .look_at("SELECT version, sheet FROM clients WHERE ref = $1")
            .await;
        let newer = Export::new()
            .client("17", "Alma", "Reyes")
            .client("18", "Ben", "Ode")
            .health_and_dv("17", "1", "1");
        scene.house.import(&newer).await;
        assert!(scene.opened().await.is_ok());
        let sql = "UPDATE clients SET version = $1, sheet = $2 WHERE ref = $3";
        let id = Value::from(*scene.client.as_bytes());
        scene
            .alter(sql, before.into_iter().chain([id]).collect())
            .await;
        scene.is_noticed().await;
    }));
}

#[test]
fn dv_5_10_standing_of_before_a_worker_was_suspended_cannot_be_put_back() {
    run(on_each_engine(async |scene| {
        let office = &scene.house.office;
        let sql = "SELECT version, sheet FROM workers WHERE ref = $1";
        let id = Value::from(*scene.dana.id.as_bytes());
        let values = [id.clone()];
        let read = move |reader: &mut caseward_db::Reader<'_>| {
            Ok::<_, caseward_db::DbError>(reader.query_one(sql, &values)?.into_values())
        };
        let before = office.db().read(read).await.unwrap();
        office
            .gate
            .change_worker(scene.dana.id, "suspended", |sheet| sheet.suspended = true)
            .await
            .unwrap();
        assert!(matches!(
            scene.opened().await,
            Err(Refusal::NotKnown { .. } | Refusal::Refused { .. })
        ));
        let sql = "UPDATE workers SET version = $1, sheet = $2 WHERE ref = $3";
        scene
            .alter(sql, before.into_iter().chain([id]).collect())
            .await;
        scene.is_noticed().await;
    }));
}

#[test]
fn nasw_l_a_record_that_was_taken_away_is_missed() {
    run(on_each_engine(async |scene| {
        let sql = "DELETE FROM records WHERE client_no = 1";
        assert!(scene.alter(sql, Vec::new()).await > 0);
        scene.is_noticed().await;
    }));
}

#[test]
fn nasw_l_a_record_that_was_called_deleted_or_of_another_kind_is_not_believed() {
    for sql in [
        "UPDATE records SET gone = 1 WHERE client_no = 1",
        "UPDATE records SET kind = kind + 1 WHERE client_no = 1",
        "UPDATE records SET version = version + 1 WHERE client_no = 1",
    ] {
        run(on_each_engine(async |scene| {
            assert!(scene.alter(sql, Vec::new()).await > 0);
            scene.is_noticed().await;
        }));
    }
}

#[test]
fn dv_3_3_1_nobodys_file_can_be_had_under_another_reference() {
    run(on_each_engine(async |scene| {
        // The two clients' references are exchanged: Dana's now stands on the row of the other.
        let other = scene.house.client("18").await;
        let (mine, theirs) = (*scene.client.as_bytes(), *other.as_bytes());
        for (no, id) in [(1, [9; 16]), (2, mine), (1, theirs)] {
            let sql = "UPDATE clients SET ref = $1 WHERE no = $2";
            scene.alter(sql, vec![id.into(), Value::Int(no)]).await;
        }
        scene.is_noticed().await;
    }));
}

#[test]
fn nasw_l_a_client_who_was_taken_out_is_missed_by_the_doctor() {
    run(on_each_engine(async |scene| {
        scene
            .alter("DELETE FROM records WHERE client_no = 2", Vec::new())
            .await;
        scene
            .alter("DELETE FROM clients WHERE no = 2", Vec::new())
            .await;
        let found = scene.house.office.gate.check_soundness().await.unwrap();
        assert_eq!(found.altered.len(), 1, "{:?}", found.altered);
    }));
}

#[test]
fn nasw_l_a_session_cannot_be_made_over_to_someone_else() {
    run(on_each_engine(async |scene| {
        let office = &scene.house.office;
        let dana = &scene.dana;
        let erin = scene.house.worker("erin", Role::Supervisor).await;
        let link = office.make_sign_in_link(dana.no, 15, 2).await.unwrap();
        let begun = office.redeem_link(&link, &Arrival::default()).await;
        let session = begun.unwrap().unwrap().session;
        assert_eq!(office.session(&session).await.unwrap().unwrap().no, dana.no);

        scene
            .alter("UPDATE sessions SET worker_no = $1", vec![erin.no.into()])
            .await;
        assert!(office.session(&session).await.unwrap().is_none());
        scene
            .alter(
                "UPDATE sign_in_links SET worker_no = $1",
                vec![erin.no.into()],
            )
            .await;
        let again = office.redeem_link(&link, &Arrival::default()).await;
        assert!(again.unwrap().is_none());
    }));
}

#[test]
fn nasw_l_a_session_cannot_be_kept_alive_from_outside() {
    run(on_each_engine(async |scene| {
        let office = &scene.house.office;
        let link = office
            .make_sign_in_link(scene.dana.no, 15, 1)
            .await
            .unwrap();
        let begun = office.redeem_link(&link, &Arrival::default()).await;
        let session = begun.unwrap().unwrap().session;
        scene.house.clock.advance(16 * 60_000);
        assert!(office.session(&session).await.unwrap().is_none());
        let now = Value::Int(scene.house.clock.now_ms());
        scene
            .alter("UPDATE sessions SET seen_at = $1", vec![now])
            .await;
        assert!(office.session(&session).await.unwrap().is_none());
    }));
}

#[test]
fn dv_3_3_1_an_imported_row_cannot_be_given_to_another_client() {
    run(on_each_engine(async |scene| {
        scene
            .alter(
                "UPDATE source_rows SET client_no = 2 WHERE client_no = 1",
                Vec::new(),
            )
            .await;
        let newer = Export::new()
            .client("17", "Alma", "Reyes-Ode")
            .client("18", "Ben", "Ode");
        assert!(scene.house.try_import(&newer).await.is_err());
        assert!(scene.opened().await.is_ok(), "nothing was half-done");
    }));
}
