//! A name that was typed alone, before anybody asked who was there, counts for nothing: also where nobody has looked at it since.

use caseward_casework::conference::{NewMeeting, NewSeries};
use caseward_casework::consent::ConsentError;
use caseward_casework::gate::{Amend, Drawer};
use caseward_model::{Category, ConferenceKind, Joining, Role};
use caseward_testkit::{Engine, engines, run, signing_for_series};

use super::Desk;
use super::signing::typed;

/// As it was before anybody asked who was there: the name was typed alone, and the client's sheet doesn't know it.
async fn was_typed_alone(desk: &Desk, no: i64) {
    let request = desk.request().sections([Category::Administration]);
    let gate = &desk.house.office.gate;
    let aged = gate.work_on_file::<Amend, _, ConsentError, _>(&request, "tried", move |desk| {
        let client = desk.client_no();
        let sql = "SELECT version, sealed FROM consents WHERE client_no = $1 AND no = $2";
        let values = [client.into(), no.into()];
        let row = desk.works.transaction().query_one(sql, &values)?;
        let place = (no, 0, row.int(0)?);
        let plain = desk.open(Drawer::Consents, place, row.bytes(1)?)?;
        let mut record: serde_json::Value = serde_json::from_slice(&plain).unwrap();
        record["signature"]["witness"] = "".into();
        let plain = serde_json::to_vec(&record).unwrap();
        let sealed = desk.seal(Drawer::Consents, place, &plain)?;
        let sql = "UPDATE consents SET sealed = $1, signature_known = 0 \
                   WHERE client_no = $2 AND no = $3";
        let values = [sealed.into(), client.into(), no.into()];
        desk.works.transaction().execute(sql, &values)?;
        Ok(())
    });
    aged.await.unwrap();
}

#[test]
fn dv_2_2_a_name_typed_alone_long_ago_counts_for_nothing_as_soon_as_a_conference_asks() {
    for engine in engines() {
        run(long_ago(&engine));
    }
}

async fn long_ago(engine: &Engine) {
    let desk = Desk::open(engine).await;
    let (house, office) = (&desk.house, &desk.house.office);
    let (no, _) = desk.draft(desk.form()).await;
    let request = desk.request();
    let signed = office.sign_consent(&request, no, typed("The nurse")).await;
    signed.expect("a signature");
    was_typed_alone(&desk, no).await;
    let goes = desk.refused(&desk.release()).await;
    assert!(goes.is_empty(), "nobody has looked at it: {goes:?}");

    let lena = house.worker("lena", Role::ConferenceLead).await;
    house.publish_conferencing().await;
    house.sign_conferencing(&lena).await;
    // Whoever hasn't signed sees nothing at all.
    house.sign_conferencing(&desk.dana).await;
    let new = NewSeries {
        title: "Northside housing table".into(),
        kind: Some(ConferenceKind::ByNameList),
        purpose: "A home for everybody on the list of the north side.".into(),
        organizations: vec![desk.clinic.id],
        ..NewSeries::default()
    };
    let series = office.begin_conference(lena.id, new).await;
    let series = series.expect("a series");
    let signed = office.sign_for_conference(lena.id, series, signing_for_series(1));
    signed.await.expect("a signature");
    let new = NewMeeting {
        begins_at: Some(house.clock.now_ms() + 3_600_000),
        minutes: 60,
        how: Some(Joining::Remote),
        purpose: "Homes for everybody on the list of the north side.".into(),
        ..NewMeeting::default()
    };
    let meeting = office.set_meeting(lena.id, series, new).await;
    let meeting = meeting.expect("a meeting");
    let looked = office.meeting(lena.id, meeting).await;
    looked.map(drop).expect("what she sees of it");
    let rule = desk.first_rule(&desk.release()).await;
    assert_eq!(rule, "dv-2.2-consent-not-written");
}
