//! What is promised of the chain of hands and the seal numbers.

use caseward_model::{Id, Organization, Randomness, Worker};

use super::*;

const NOW: i64 = 1_790_000_000_000;

struct House {
    custody: Custody,
    worker: Id<Worker>,
    other: Id<Worker>,
    organization: Id<Organization>,
}

fn house() -> House {
    let randomness = Randomness::seeded(3);
    let (worker, other) = (Id::make_random(&randomness), Id::make_random(&randomness));
    let organization = Id::make_random(&randomness);
    let seal = SealNumber::make(&randomness);
    let custody = Custody::begin(seal, organization, worker, NOW);
    House {
        custody,
        worker,
        other,
        organization,
    }
}

fn step(from: Holder, to: Holder, at: i64) -> Step {
    Step {
        from,
        to,
        at,
        seal_intact: true,
        signed: Signed::Ink,
    }
}

fn reception(house: &House) -> Holder {
    Holder::Recipient {
        organization: house.organization,
        called: "Rosa at the reception".to_owned(),
    }
}

#[test]
fn a_chain_without_a_gap_ends_at_the_organization() {
    let mut house = house();
    let (worker, other) = (Holder::Worker(house.worker), Holder::Worker(house.other));
    assert_eq!(house.custody.state(), CustodyState::InTheHouse);
    house
        .custody
        .hand_over(step(worker.clone(), other.clone(), NOW + 1))
        .unwrap();
    let courier = Holder::Courier {
        organization: house.organization,
        called: "Sam".to_owned(),
    };
    house
        .custody
        .hand_over(step(other.clone(), courier.clone(), NOW + 2))
        .unwrap();
    assert_eq!(house.custody.state(), CustodyState::OnTheWay);
    let to = reception(&house);
    // The first worker hasn't got it any more.
    let skipped = house.custody.hand_over(step(worker, to.clone(), NOW + 3));
    assert_eq!(skipped, Err(CustodyError::NotTheHolder));
    house
        .custody
        .hand_over(step(courier, to.clone(), NOW + 3))
        .unwrap();
    assert_eq!(house.custody.state(), CustodyState::Delivered(NOW + 3));
    let after = house.custody.hand_over(step(to, other, NOW + 4));
    assert_eq!(after, Err(CustodyError::Ended));
    let kept = serde_json::to_string(&house.custody).unwrap();
    let read: Custody = serde_json::from_str(&kept).unwrap();
    assert_eq!(read, house.custody);
}

#[test]
fn nothing_wrong_is_written_down() {
    let house = house();
    let worker = || Holder::Worker(house.worker);
    let refused = |step: Step| {
        let mut custody = house.custody.clone();
        let why = custody.hand_over(step).unwrap_err();
        assert_eq!(custody, house.custody);
        why
    };
    let elsewhere = Holder::Recipient {
        organization: Id::make_random(&Randomness::seeded(8)),
        called: "Rosa".to_owned(),
    };
    let nameless = Holder::Recipient {
        organization: house.organization,
        called: " ".to_owned(),
    };
    let (here, now) = (reception(&house), NOW + 1);
    assert_eq!(
        refused(step(worker(), elsewhere, now)),
        CustodyError::WrongOrganization
    );
    assert_eq!(
        refused(step(worker(), nameless, now)),
        CustodyError::Nameless
    );
    assert_eq!(
        refused(step(worker(), here.clone(), NOW - 1)),
        CustodyError::Earlier
    );
    assert_eq!(refused(step(worker(), worker(), now)), CustodyError::Nobody);
    let mut seen_by_oneself = step(worker(), here, now);
    seen_by_oneself.signed = Signed::Seen(house.worker);
    assert_eq!(refused(seen_by_oneself), CustodyError::OwnWitness);
}

#[test]
fn a_seal_that_was_broken_once_stays_broken() {
    let mut house = house();
    let (worker, other) = (Holder::Worker(house.worker), Holder::Worker(house.other));
    let mut broken = step(worker, other.clone(), NOW + 1);
    broken.seal_intact = false;
    house.custody.hand_over(broken).unwrap();
    let to = reception(&house);
    house.custody.hand_over(step(other, to, NOW + 2)).unwrap();
    assert_eq!(house.custody.state(), CustodyState::Broken(NOW + 1));
}

#[test]
fn it_is_taken_back_only_while_somebody_here_has_it() {
    let mut taken = house();
    taken.custody.take_back(NOW + 1).unwrap();
    assert_eq!(taken.custody.state(), CustodyState::TakenBack(NOW + 1));
    assert_eq!(taken.custody.take_back(NOW + 2), Err(CustodyError::Ended));
    let mut gone = house();
    let to = reception(&gone);
    let worker = Holder::Worker(gone.worker);
    gone.custody.hand_over(step(worker, to, NOW + 1)).unwrap();
    assert_eq!(gone.custody.take_back(NOW + 2), Err(CustodyError::Ended));
}

#[test]
fn a_seal_is_read_as_it_is_typed() {
    let number = SealNumber::make(&Randomness::seeded(4));
    let typed = number.to_string().to_lowercase().replace('-', " ");
    assert_eq!(SealNumber::read(&typed), Ok(number));
    for text in ["", "7K2Q", "7K2Q-0XMB-1", "7K2Q-0XM*"] {
        assert_eq!(SealNumber::read(text), Err(NoSealNumber));
    }
}

#[test]
fn nasw_m_a_chain_that_is_printed_by_accident_names_nobody() {
    let mut house = house();
    let (worker, courier) = (
        Holder::Worker(house.worker),
        Holder::Courier {
            organization: house.organization,
            called: "Sam".to_owned(),
        },
    );
    let reception = reception(&house);
    for step in [
        step(worker, courier.clone(), NOW + 1),
        step(courier, reception, NOW + 2),
    ] {
        house.custody.hand_over(step).unwrap();
    }
    let printed = format!("{:?}", house.custody);
    assert!(printed.contains("Courier"), "{printed}");
    for name in ["Sam", "Rosa"] {
        assert!(!printed.contains(name), "{printed}");
    }
}
