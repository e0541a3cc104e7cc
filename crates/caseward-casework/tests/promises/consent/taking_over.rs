//! A consent that was given before counts from the day of its paper, when a second person has looked at that, and as a new one would.

use caseward_casework::consent::{
    Change, Compared, ConsentError, ConsentNeed, ConsentPaper, Form, Signed, SigningNeed,
};
use caseward_casework::gate::Request;
use caseward_model::{Channel, ConsentStage, Role, WithdrawalWay};
use caseward_testkit::{Engine, engines, run};
use jiff::ToSpan;

use super::{DAY_MS, Desk};

const SCAN: &[u8] = b"%PDF-1.7 a scan of a paper from before";
const SAME: Compared = Compared {
    same: true,
    witness_signed: false,
};

/// A paper that Alma signed so many days ago.
fn signed(desk: &Desk, days_ago: i64) -> ConsentPaper {
    ConsentPaper {
        name: "Alma Reyes".into(),
        second_name: String::new(),
        witness: String::new(),
        signed_at: desk.house.clock.now_ms() - days_ago * DAY_MS,
        scan: SCAN.to_vec(),
    }
}

async fn taken(desk: &Desk, no: i64, paper: ConsentPaper) -> Result<(), ConsentError> {
    let office = &desk.house.office;
    office.take_consent_over(&desk.request(), no, paper).await
}

/// Sue, who supervises Dana, at Alma's consents.
async fn second_person(desk: &Desk) -> Request {
    let sue = desk.house.worker("sue", Role::Supervisor).await;
    desk.house.supervise(&sue, &desk.dana).await;
    let who = (sue.id, sue.no, Role::Supervisor);
    let office = &desk.house.office;
    let question = office.question_by(who, desk.alma, Channel::Screen);
    question.await.ok().expect("she may look")
}

fn lacks(done: &Result<(), ConsentError>, needs: &[SigningNeed]) {
    assert!(
        matches!(done, Err(ConsentError::Signing(it)) if it == needs),
        "{done:?}"
    );
}

#[test]
fn dv_2_2_a_consent_from_before_counts_from_its_paper_when_a_second_person_has_looked() {
    for engine in engines() {
        run(counts(&engine));
    }
}

async fn counts(engine: &Engine) {
    let desk = Desk::open(engine).await;
    let office = &desk.house.office;
    let hers = second_person(&desk).await;
    let no_day = Form {
        until: None,
        ..desk.form()
    };
    let (no, needs) = desk.draft(no_day).await;
    assert_eq!(needs, [ConsentNeed::Until], "a new one has to have it");
    taken(&desk, no, signed(&desk, 20))
        .await
        .expect("taken over");
    let rule = desk.first_rule(&desk.release()).await;
    assert_eq!(rule, "dv-2.2-consent-not-written", "nobody has looked yet");
    let own = office
        .confirm_consent_paper(&desk.request(), no, SAME)
        .await;
    assert!(matches!(own, Err(ConsentError::SecondPerson)));
    let another = office
        .record_consent_paper(&desk.request(), no, signed(&desk, 0))
        .await;
    assert!(matches!(another, Err(ConsentError::Stage(_))));
    let ((_, bytes), delivery) = office.consent_scan(&hers, no).await.unwrap();
    delivery.delivered(None);
    assert_eq!(bytes, SCAN);
    office.confirm_consent_paper(&hers, no, SAME).await.unwrap();
    assert!(desk.refused(&desk.release()).await.is_empty());

    let (kept, delivery) = office.consent(&desk.request(), no).await.unwrap();
    delivery.delivered(None);
    let record = kept.record;
    let signature = record.signature.as_ref().expect("a signature");
    assert_eq!(signature.at, desk.house.clock.now_ms() - 20 * DAY_MS);
    assert!(matches!(signature.how, Signed::Paper { .. }));
    // Thirty days are proposed: they are counted from the signature, so that ten are left.
    let last = desk.today().checked_add(10.days()).unwrap();
    assert_eq!(record.form.until, Some(last));
    desk.house.clock.advance(11 * DAY_MS);
    let rule = desk.first_rule(&desk.release()).await;
    assert_eq!(rule, "dv-2.1-consent-expired");
}

#[test]
fn dv_2_2_a_paper_of_a_day_that_has_not_come_is_not_taken_over() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let (no, _) = desk.draft(desk.form()).await;
            let tomorrow = taken(&desk, no, signed(&desk, -1)).await;
            lacks(&tomorrow, &[SigningNeed::Day]);
            let unscanned = ConsentPaper {
                scan: b"MZ\x90".to_vec(),
                name: String::new(),
                ..signed(&desk, 3)
            };
            let unscanned = taken(&desk, no, unscanned).await;
            lacks(&unscanned, &[SigningNeed::Name, SigningNeed::Scan]);
            let (kept, delivery) = desk
                .house
                .office
                .consent(&desk.request(), no)
                .await
                .unwrap();
            delivery.delivered(None);
            assert!(kept.record.stage.is_open() && kept.record.signature.is_none());
            let rule = desk.first_rule(&desk.release()).await;
            assert_eq!(rule, "dv-2.1-consent-live", "nothing was kept");
        });
    }
}

#[test]
fn dv_2_1_a_consent_from_before_needs_all_that_a_new_one_needs_on_the_day_of_its_signature() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let mut form = desk.form();
            form.told.teach_back = String::new();
            // Twenty days from now are more than a year after the signature.
            let (no, _) = desk.draft(form).await;
            let lacking = taken(&desk, no, signed(&desk, 350)).await;
            assert!(
                matches!(&lacking, Err(ConsentError::Needs(it))
                    if *it == [ConsentNeed::UntilTooFar, ConsentNeed::TeachBack]),
                "{lacking:?}"
            );
        });
    }
}

#[test]
fn dv_2_2_a_paper_from_before_that_says_something_else_is_written_down_anew() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let office = &desk.house.office;
            let hers = second_person(&desk).await;
            let no_day = Form {
                until: None,
                ..desk.form()
            };
            let (no, _) = desk.draft(no_day).await;
            taken(&desk, no, signed(&desk, 20))
                .await
                .expect("taken over");
            let other = Compared::default();
            office
                .confirm_consent_paper(&hers, no, other)
                .await
                .unwrap();
            let rule = desk.first_rule(&desk.release()).await;
            assert_eq!(rule, "dv-2.1-consent-live");
            let (kept, delivery) = office.consent(&desk.request(), no).await.unwrap();
            delivery.delivered(None);
            assert_eq!(kept.record.stage, ConsentStage::Explained);
            assert_eq!(kept.record.form.until, None, "it is counted anew");
            taken(&desk, no, signed(&desk, 5)).await.expect("again");
            office.confirm_consent_paper(&hers, no, SAME).await.unwrap();
            assert!(desk.refused(&desk.release()).await.is_empty());
        });
    }
}

#[test]
fn dv_2_1_no_paper_from_before_stands_over_what_was_taken_back_or_signed_since() {
    for engine in engines() {
        run(since(&engine));
    }
}

async fn since(engine: &Engine) {
    let desk = Desk::open(engine).await;
    let office = &desk.house.office;
    let hers = second_person(&desk).await;
    let newer = desk.signed(desk.form()).await;
    let renewed = office.renew_consent(&desk.request(), newer).await.unwrap();
    let whole = Change::Whole(Box::new(desk.form()));
    let saved = office.save_consent(&desk.request(), renewed, whole).await;
    assert_eq!(saved.unwrap(), []);
    let older = taken(&desk, renewed, signed(&desk, 5)).await;
    lacks(&older, &[SigningNeed::NothingSince]);

    let (waits, _) = desk.draft(desk.form()).await;
    taken(&desk, waits, signed(&desk, 5)).await.expect("taken");
    let (late, _) = desk.draft(desk.form()).await;
    let request = desk.request();
    let back = office.withdraw_consent(&request, newer, WithdrawalWay::Written, "");
    back.await.unwrap();
    lacks(
        &taken(&desk, late, signed(&desk, 5)).await,
        &[SigningNeed::NothingSince],
    );
    let confirmed = office.confirm_consent_paper(&hers, waits, SAME).await;
    lacks(&confirmed, &[SigningNeed::NothingSince]);
    assert!(!desk.refused(&desk.release()).await.is_empty());
    let declined = Compared::default();
    let declined = office.confirm_consent_paper(&hers, waits, declined).await;
    declined.expect("it can still be declined");
}
