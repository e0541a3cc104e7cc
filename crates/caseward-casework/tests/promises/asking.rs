//! Who gets an answer, and what everyone else gets.

use caseward_casework::gate::{
    Act, Disclose, GateError, Read, RecipientAsked, Refusal, Request, WallAgainst, WallFact,
};
use caseward_casework::report::ReportOrder;
use caseward_casework::staff::Colleague;
use caseward_model::{
    Basis, Category, Channel, Client, Id, OrganizationKind, Purpose, Randomness, Role,
};
use caseward_testkit::{Export, House, engines, run};

fn shelter() -> Export {
    Export::new()
        .client("1", "Alma", "Reyes")
        .client("2", "Bruno", "Stone")
        .health_and_dv("2", "1", "1")
}

/// A house with two clients, and Alma's worker if she has one.
struct Shelter {
    house: House,
    alma: Id<Client>,
}

impl Shelter {
    async fn open() -> Self {
        let house = House::open().await;
        house.import(&shelter()).await;
        let alma = house.client("1").await;
        Self { house, alma }
    }

    /// A caseworker in good standing whom Alma is assigned to.
    async fn with_dana() -> (Self, Colleague) {
        let shelter = Self::open().await;
        let dana = shelter.house.worker("dana", Role::Caseworker).await;
        shelter.house.assign(&dana, shelter.alma).await;
        (shelter, dana)
    }

    /// The refusal of a question that must get one.
    async fn refuses<A: Act>(&self, request: &Request) -> Refusal {
        let answer = self.house.office.gate.ask::<A>(request).await;
        answer.err().unwrap()
    }

    /// Alma's file stays shut for a worker in this standing, though she is assigned.
    async fn stays_shut_for(&self, signed: bool, trained: bool) {
        let worker = self
            .house
            .worker_with("nova", Role::Caseworker, signed, trained, "office");
        let worker = worker.await;
        self.house.assign(&worker, self.alma).await;
        let request = Request::to_serve(worker.id, self.alma);
        self.refuses::<Read>(&request).await;
    }
}

#[test]
fn cr_7_only_who_is_assigned_opens_a_file() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            house.import(&shelter()).await;
            let dana = house.worker("dana", Role::Caseworker).await;
            let eve = house.worker("eve", Role::Caseworker).await;
            let alma = house.client("1").await;
            house.assign(&dana, alma).await;

            let request = Request::to_serve(dana.id, alma);
            let (file, delivery) = house
                .office
                .open_file(&request)
                .await
                .ok()
                .expect("her file");
            assert_eq!(
                file.name.as_ref().map(ToString::to_string).as_deref(),
                Some("Alma Reyes")
            );
            delivery.delivered(None);

            let other = Request::to_serve(eve.id, alma);
            assert!(matches!(
                house.office.open_file(&other).await.err(),
                Some(Refusal::NotKnown { .. })
            ));
        });
    }
}

#[test]
fn dv_3_3_1_nobody_and_somebody_elses_client_look_the_same() {
    run(async {
        let house = House::open().await;
        house.import(&shelter()).await;
        let eve = house.worker("eve", Role::Caseworker).await;
        let ids = [
            house.client("1").await,
            house.client("2").await,
            Id::<Client>::make_random(&Randomness::system()),
        ];
        for client in ids {
            let refusal = house
                .office
                .gate
                .ask::<Read>(&Request::to_serve(eve.id, client))
                .await
                .err();
            assert!(
                matches!(refusal, Some(Refusal::NotKnown { .. })),
                "{refusal:?}"
            );
        }
    });
}

#[test]
fn dv_3_3_2e_a_wall_holds_against_who_is_assigned() {
    run(async {
        let house = House::open().await;
        house.import(&shelter()).await;
        let rowan = house.worker("rowan", Role::Caseworker).await;
        let alma = house.client("1").await;
        house.assign(&rowan, alma).await;
        let (no, request) = (rowan.no, Request::to_serve(rowan.id, alma));
        let wall = move |now_ms| WallFact {
            against: WallAgainst::Worker(no),
            since: now_ms,
        };
        house
            .office
            .change_facts(alma, "wall_raised", move |sheet, now| {
                sheet.walls.push(wall(now))
            })
            .await
            .unwrap();
        assert!(house.office.gate.ask::<Read>(&request).await.is_err());
    });
}

#[test]
fn dv_5_10_overdue_training_closes_the_gate() {
    run(async { Shelter::open().await.stays_shut_for(true, false).await });
}

#[test]
fn cc_2_without_a_signature_nothing_opens() {
    run(async { Shelter::open().await.stays_shut_for(false, true).await });
}

#[test]
fn re_2_a_recipient_is_an_organization_never_a_person() {
    run(async {
        let (Shelter { house, alma }, dana) = Shelter::with_dana().await;
        let request = Request {
            recipient: RecipientAsked::NotAnOrganization,
            basis: Basis::Consent,
            channel: Channel::EncryptedMessage,
            purpose: Purpose::Eligibility,
            ..Request::to_serve(dana.id, alma).sections([Category::Income])
        };
        let refusal = house
            .office
            .gate
            .ask::<Disclose>(&request)
            .await
            .err()
            .expect("a refusal");
        assert!(
            refusal
                .clauses()
                .iter()
                .any(|clause| clause.as_str() == "RE-2"),
            "{refusal:?}"
        );
    });
}

#[test]
fn nasw_k_the_media_get_nothing() {
    run(async {
        let (Shelter { house, alma }, dana) = Shelter::with_dana().await;
        let paper = house.partner("paper", OrganizationKind::Media).await;
        let request = Request {
            recipient: RecipientAsked::Organization(paper.id),
            basis: Basis::Consent,
            channel: Channel::EncryptedMessage,
            purpose: Purpose::Media,
            ..Request::to_serve(dana.id, alma)
        };
        assert!(house.office.gate.ask::<Disclose>(&request).await.is_err());
    });
}

#[test]
fn every_answer_has_an_entry_and_every_delivery_an_outcome() {
    run(async {
        let (Shelter { house, alma }, dana) = Shelter::with_dana().await;
        let before = house.office.ledger_head().await.unwrap().size;
        let (file, delivery) = house
            .office
            .open_file(&Request::to_serve(dana.id, alma))
            .await
            .ok()
            .unwrap();
        assert_eq!(file.entry, before);
        drop(delivery);
        let looks = house
            .office
            .who_looked(&Request::to_serve(dana.id, alma))
            .await
            .ok()
            .expect("a history");
        let kinds: Vec<_> = looks
            .iter()
            .filter_map(|look| look.kind.map(|kind| kind.word()))
            .collect();
        assert!(kinds.contains(&"outcome"), "{kinds:?}");
        assert!(kinds.contains(&"intent"), "{kinds:?}");
    });
}

#[test]
fn a_sealed_office_answers_nobody() {
    run(async {
        let house = House::open().await;
        house.import(&shelter()).await;
        let dana = house.worker("dana", Role::Caseworker).await;
        let alma = house.client("1").await;
        house.office.seal().await.unwrap();
        let refusal = house
            .office
            .gate
            .ask::<Read>(&Request::to_serve(dana.id, alma))
            .await
            .err();
        assert!(
            matches!(refusal, Some(Refusal::Unrecorded(GateError::OfficeSealed))),
            "{refusal:?}"
        );
    });
}

#[test]
fn a_permit_runs_out() {
    run(async {
        let (Shelter { house, alma }, dana) = Shelter::with_dana().await;
        let request = Request::to_serve(dana.id, alma);
        let answer = house.office.gate.ask::<Read>(&request).await.ok().unwrap();
        house.clock.advance(61_000);
        let late = house.office.gate.unseal(answer.permit, answer.sealed).err();
        assert!(matches!(late, Some(GateError::PermitExpired)));
    });
}

#[test]
fn a_permit_opens_only_what_it_was_given_for() {
    run(async {
        let house = House::open().await;
        house.import(&shelter()).await;
        let dana = house.worker("dana", Role::Caseworker).await;
        let (alma, bruno) = (house.client("1").await, house.client("2").await);
        house.assign(&dana, alma).await;
        house.assign(&dana, bruno).await;
        let (one, two) = (
            Request::to_serve(dana.id, alma),
            Request::to_serve(dana.id, bruno),
        );
        let first = house.office.gate.ask::<Read>(&one).await.ok().unwrap();
        let second = house.office.gate.ask::<Read>(&two).await.ok().unwrap();
        let swapped = house.office.gate.unseal(first.permit, second.sealed).err();
        assert!(matches!(swapped, Some(GateError::OutsidePermit)));
    });
}

#[test]
fn cc_2_4_a_protected_client_is_in_no_report() {
    run(async {
        let house = House::open().await;
        house.import(&shelter()).await;
        let custodian = house.worker("custodian", Role::RecordsCustodian).await;
        house
            .office
            .record_duty(&custodian, Purpose::ProgramReporting, 1)
            .await
            .unwrap();
        let order = ReportOrder {
            asker: custodian.id,
            recipient: house.own.id,
        };
        let given = house
            .office
            .export_hmis(order, |_| Ok(Box::new(std::io::sink())))
            .await
            .unwrap();
        assert_eq!((given.clients, given.left_out), (1, 1));
    });
}
