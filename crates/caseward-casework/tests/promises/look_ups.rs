//! A look-up in another system has its duty stated first (CR-2).

use caseward_casework::CaseworkError;
use caseward_casework::look_ups::{LookedUp, NewLookUp, NewSystem};
use caseward_model::{Id, Purpose, Randomness, Role};
use caseward_testkit::{Engine, House, engines, run};

fn new(system: i64, about: LookedUp) -> NewLookUp {
    NewLookUp {
        system,
        purpose: Purpose::Eligibility,
        reason: "The landlord must be on the county's list".to_owned(),
        about,
        person: Some("F-2201".to_owned()),
    }
}

async fn facts(house: &House) -> i64 {
    let officer = house.worker("rui", Role::PrivacyOfficer).await;
    let system = NewSystem {
        name: " FACTS ".to_owned(),
    };
    house.office.keep_system(officer.id, system).await.unwrap()
}

#[test]
fn cr_2_a_duty_is_stated_first_and_stands_in_the_ledger_without_a_name() {
    for engine in engines() {
        run(stated(&engine));
    }
}

async fn stated(engine: &Engine) {
    let house = House::on(engine, false).await;
    let system = facts(&house).await;
    let dana = house.worker("dana", Role::Caseworker).await;
    let omar = house.worker("omar", Role::Caseworker).await;
    let about = LookedUp::Outside("Case 17 of the county".to_owned());
    let no = house
        .office
        .state_look_up(dana.id, new(system, about.clone()))
        .await
        .unwrap();
    let mine = house.office.my_look_ups(dana.no).await.unwrap();
    assert_eq!(mine.len(), 1);
    assert_eq!((mine[0].no, mine[0].system), (no, system));
    assert!(mine[0].about == about);
    assert_eq!(mine[0].stated_ms, house.clock.now_ms());
    assert!(house.office.my_look_ups(omar.no).await.unwrap().is_empty());

    let entry = house
        .office
        .gate
        .entries(u64::MAX, 1)
        .await
        .unwrap()
        .remove(0);
    let text = serde_json::to_string(&entry.text).unwrap();
    assert!(text.contains("look_up_stated") && text.contains("eligibility"));
    for secret in ["landlord", "F-2201", "Case 17", "FACTS"] {
        assert!(!text.contains(secret), "{secret} stands in the ledger");
    }
}

#[test]
fn cr_2_nobody_states_for_another_and_only_those_with_such_a_duty_at_all() {
    run(async {
        let house = House::open().await;
        let system = facts(&house).await;
        let about = || LookedUp::Outside("17".to_owned());
        for role in [
            Role::Administrator,
            Role::Auditor,
            Role::CommitteeMember,
            Role::Client,
        ] {
            let worker = house.worker(&role.word().replace('_', "-"), role).await;
            let refused = house
                .office
                .state_look_up(worker.id, new(system, about()))
                .await;
            assert!(
                matches!(refused, Err(CaseworkError::NotPermitted(_))),
                "{role}"
            );
        }
        let dana = house.worker("dana", Role::Caseworker).await;
        let name = NewSystem {
            name: "JNET".to_owned(),
        };
        let refused = house.office.keep_system(dana.id, name).await;
        assert!(matches!(refused, Err(CaseworkError::NotPermitted(_))));
    });
}

#[test]
fn cr_2_a_system_that_the_office_doesn_t_keep_is_no_place_to_look() {
    run(async {
        let house = House::open().await;
        let system = facts(&house).await;
        let officer = house.office.colleague("rui").await.unwrap();
        let dana = house.worker("dana", Role::Caseworker).await;
        let about = || LookedUp::Outside("17".to_owned());
        house.office.drop_system(officer.id, system).await.unwrap();
        let refused = house
            .office
            .state_look_up(dana.id, new(system, about()))
            .await;
        assert!(matches!(refused, Err(CaseworkError::Unfit(_))));
        let again = NewSystem {
            name: "facts".to_owned(),
        };
        assert_eq!(
            house.office.keep_system(officer.id, again).await.unwrap(),
            system
        );
        assert!(
            house
                .office
                .state_look_up(dana.id, new(system, about()))
                .await
                .is_ok()
        );
        assert!(
            house
                .office
                .state_look_up(dana.id, new(system + 1, about()))
                .await
                .is_err()
        );
    });
}

#[test]
fn cr_2_a_reason_that_says_nothing_is_asked_for_again() {
    run(async {
        let house = House::open().await;
        let system = facts(&house).await;
        let dana = house.worker("dana", Role::Caseworker).await;
        for reason in [
            "",
            "   ",
            "because",
            "turned \u{8} back and more",
            &"x".repeat(501),
        ] {
            let look_up = NewLookUp {
                reason: reason.to_owned(),
                ..new(system, LookedUp::Outside("17".to_owned()))
            };
            let refused = house.office.state_look_up(dana.id, look_up).await;
            assert!(
                matches!(refused, Err(CaseworkError::Unfit(_))),
                "{reason:?}"
            );
        }
        assert!(house.office.my_look_ups(dana.no).await.unwrap().is_empty());
    });
}

#[test]
fn dv_3_3_1_stating_a_look_up_doesn_t_tell_whether_there_is_such_a_client() {
    run(async {
        let house = House::open().await;
        let system = facts(&house).await;
        house
            .import(&caseward_testkit::Export::new().client("A", "Alma", "Reyes"))
            .await;
        let dana = house.worker("dana", Role::Caseworker).await;
        let alma = house.client("A").await;
        let nobody = Id::make_random(&Randomness::seeded(5));
        for client in [alma, nobody] {
            let stated = house
                .office
                .state_look_up(dana.id, new(system, LookedUp::Client(client)));
            assert!(stated.await.is_ok());
        }
    });
}
