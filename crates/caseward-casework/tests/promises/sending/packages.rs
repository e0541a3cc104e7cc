//! What partners' own programs open is exactly what was looked at.

use caseward_casework::disclosure::{Arrival, verify_statement};
use caseward_model::{Channel, DisclosureState, WayKind};
use caseward_testkit::{Engine, engines, run};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::pairs::{AgePair, Keyring};
use super::programs::are_here;
use super::{DAY, Desk, DisclosureError, SendingError, trouble, unpacked};

#[test]
fn cc_2_3_what_age_and_gpg_open_are_exactly_the_bytes_that_were_looked_at() {
    if !are_here(&["age", "age-keygen", "gpg", "gpgconf"]) {
        return;
    }
    let (pair, ring) = (AgePair::make(), Keyring::make("1y"));
    for engine in engines() {
        run(opened_elsewhere(&engine, &pair, &ring));
    }
}

async fn opened_elsewhere(engine: &Engine, pair: &AgePair, ring: &Keyring) {
    let desk = Desk::on(engine).await;
    let age = pair.public();
    let mut ways = Vec::new();
    let to = desk.housing.id;
    let key = (age.as_str(), age.as_str());
    ways.push(
        desk.house
            .way(to, (WayKind::Age, "records office"), key)
            .await,
    );
    let (key, fingerprint) = (ring.public(), ring.fingerprint());
    let key = (key.as_str(), fingerprint.as_str());
    ways.push(
        desk.house
            .way(to, (WayKind::OpenPgp, "records office"), key)
            .await,
    );
    for way in ways {
        let no = desk.composed(Channel::EncryptedMessage).await;
        let office = &desk.house.office;
        let seen = office.disclosure_document(&desk.dana, desk.alma, no).await;
        let (seen, delivery) = seen.expect("the paper");
        delivery.delivered(Some(&seen));
        desk.chooses(no, Desk::way(way)).await.expect("a way");
        let mut left = desk.releases(no).await.expect("a release");
        left.handed_over();
        let fetched = office.disclosure_package(&desk.dana, desk.alma, no).await;
        let (name, sealed, delivery) = fetched.expect("one file to carry");
        delivery.delivered(Some(&sealed));
        assert_eq!(
            HEXLOWER.encode(&Sha256::digest(&*sealed)),
            left.travels.hash
        );
        let opened = match left.travels.kind {
            WayKind::Age => pair.opens(&sealed),
            _ => ring.opens(&sealed),
        };
        assert_eq!(
            HEXLOWER.encode(&Sha256::digest(&opened)),
            left.travels.package
        );
        let files = unpacked(&opened);
        assert_eq!(
            files["record-001.pdf"], *seen,
            "what was looked at is what they get"
        );
        let proof = String::from_utf8(files["proof-001.tlog-proof"].clone()).unwrap();
        let (_, key) = office.gate.checkpoint().await.expect("a key");
        let checked = verify_statement(&files["statement-001.pdf"], &proof, &key.to_string());
        assert_eq!(checked.expect("a statement that holds").about, left.entry);
        let notice = String::from_utf8(files["READ-FIRST.txt"].clone()).unwrap();
        assert!(notice.contains("Don't pass it on"), "{notice}");
        assert!(
            name.starts_with("sealed-") && !name.contains("Alma"),
            "{name}"
        );
        assert_eq!(desk.stands(no).await.state, DisclosureState::Released);
        // When it arrived it isn't kept here any more to be taken once more.
        let arrived = Arrival::Arrived("they wrote back".into());
        let noted = office.note_arrival(&desk.dana, desk.alma, no, arrived);
        noted.await.expect("noted");
        let fetched = office.disclosure_package(&desk.dana, desk.alma, no).await;
        assert!(matches!(fetched.err(), Some(DisclosureError::Unknown)));
    }
}

#[test]
fn cc_2_3_nothing_leaves_without_a_way_of_theirs_that_was_checked_and_still_counts() {
    if !are_here(&["gpg", "gpgconf"]) {
        return;
    }
    let ring = Keyring::make("20d");
    for engine in engines() {
        run(kept_in(&engine, &ring));
    }
}

async fn kept_in(engine: &Engine, ring: &Keyring) {
    let desk = Desk::on(engine).await;
    let (house, office) = (&desk.house, &desk.house.office);
    let (public, fingerprint) = (ring.public(), ring.fingerprint());
    let key = (public.as_str(), fingerprint.as_str());
    let to = desk.housing.id;
    let pgp = house
        .way(to, (WayKind::OpenPgp, "records office"), key)
        .await;
    let hand = house.way(to, (WayKind::Hand, "front desk"), ("", "")).await;
    let no = desk.composed(Channel::EncryptedMessage).await;
    // No way at all, one of another kind, and one that nobody checked.
    assert_eq!(trouble(desk.releases(no).await), SendingError::NoWay);
    let other = desk.chooses(no, Desk::way(hand)).await;
    assert_eq!(trouble(other), SendingError::OtherChannel);
    let unknown = desk.chooses(no, Desk::way(99)).await;
    assert_eq!(trouble(unknown), SendingError::WayOver);
    desk.chooses(no, Desk::way(pgp)).await.expect("a way");
    // Its key is changed: until somebody has called back, it doesn't count.
    let changed = (public.clone(), "A".repeat(40));
    let key_holder = caseward_casework::gate::Actor::KeyHolder;
    office.change_key(key_holder, pgp, changed).await.unwrap();
    assert_eq!(trouble(desk.releases(no).await), SendingError::WayOver);
    let kept = office.ways_to(to).await.unwrap();
    assert_eq!(kept.len(), 1, "only the front desk counts");
    // Somebody checks it, but what was compared isn't the fingerprint of that key.
    let order = caseward_casework::partnership::CheckOrder {
        seen: 3,
        fingerprint: "A".repeat(40),
        how: caseward_model::CheckMethod::CallBack,
        source: "the county's directory".into(),
    };
    office.check_way(key_holder, pgp, order).await.unwrap();
    assert_eq!(trouble(desk.releases(no).await).word(), "key_differs");
    // The right one, but it runs out.
    let pgp = house
        .way(to, (WayKind::OpenPgp, "records office"), key)
        .await;
    desk.chooses(no, Desk::way(pgp)).await.expect("a way");
    house.clock.advance(25 * DAY);
    let no = desk.composed(Channel::EncryptedMessage).await;
    desk.chooses(no, Desk::way(pgp)).await.expect("a way");
    assert_eq!(trouble(desk.releases(no).await).word(), "key");
    let stands = desk.stands(no).await;
    assert_eq!(stands.state, DisclosureState::Composed);
    assert!(stands.travels.is_none() && stands.released.is_none());
}
