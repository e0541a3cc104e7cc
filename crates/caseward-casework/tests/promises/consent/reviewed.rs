//! Whoever reviews who looked sees that a client agreed to something, and not who they are or what they said.

use caseward_casework::consent::{ConsentError, ConsentPaper, Consents, Limit, NewTalk, Told};
use caseward_casework::gate::Request;
use caseward_model::{Channel, LimitKind, Purpose, Role, TalkKind, WithdrawalWay};
use caseward_testkit::{engines, run};

use super::Desk;

/// Stands in all that is typed here.
const SECRET: &str = "Alma";

/// Somebody of this part, with a duty to review, at the client's consents.
async fn reviewer(desk: &Desk, (handle, role): (&str, Role)) -> Request {
    let ada = desk.house.worker(handle, role).await;
    let office = &desk.house.office;
    let duty = office.record_duty(&ada, Purpose::AccessReview, 24 * 30);
    duty.await.expect("a duty");
    let who = (ada.id, ada.no, role);
    let question = office.question_by(who, desk.alma, Channel::Screen);
    question.await.ok().expect("they may look")
}

/// Two consents, one of them on paper, and a talk, with her name wherever something can be typed.
async fn is_told(desk: &Desk) -> i64 {
    let typed = || format!("{SECRET} says so.");
    let mut form = desk.form();
    form.because = typed();
    form.readers = typed();
    form.alternatives = typed();
    form.exclusions = typed();
    form.consequences.agree = vec![typed()];
    form.consequences.refuse = vec![typed()];
    form.limits = vec![Limit {
        kind: LimitKind::TellMeFirst,
        words: typed(),
    }];
    form.told = Told {
        teach_back: typed(),
        ..form.told
    };
    let taken_back = desk.signed(form.clone()).await;
    let (office, request) = (&desk.house.office, desk.request());
    let words = typed();
    let gone = office.withdraw_consent(&request, taken_back, WithdrawalWay::Oral, &words);
    gone.await.expect("taken back");
    desk.house.clock.advance(60_000);
    let (no, needs) = desk.draft(form).await;
    assert_eq!(needs, []);
    office.print_consent(&request, no).await.expect("printed");
    let paper = ConsentPaper {
        name: "Alma Reyes".into(),
        second_name: String::new(),
        witness: String::new(),
        signed_at: desk.house.clock.now_ms(),
        scan: b"%PDF-1.7 Alma".to_vec(),
    };
    let kept = office.record_consent_paper(&request, no, paper).await;
    kept.expect("kept");
    let talk = NewTalk {
        kind: Some(TalkKind::Limits),
        how: typed(),
        teach_back: typed(),
        name: "Alma Reyes".into(),
        mark: super::DRAWN.into(),
        ..NewTalk::default()
    };
    office.record_talk(&request, talk).await.expect("kept");
    no
}

async fn read(desk: &Desk, request: &Request) -> Consents {
    let found = desk.house.office.consents(request).await;
    let (consents, delivery) = found.expect("open");
    delivery.delivered(None);
    consents
}

#[test]
fn cr_10_whoever_reviews_who_looked_reads_nothing_that_a_client_said_or_signed() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let no = is_told(&desk).await;
            let hers = read(&desk, &desk.request()).await;
            assert!(format!("{hers:?}").contains(SECRET));
            for part in [("ada", Role::Auditor), ("priya", Role::PrivacyOfficer)] {
                let request = reviewer(&desk, part).await;
                let theirs = read(&desk, &request).await;
                assert!(!format!("{theirs:?}").contains(SECRET), "{part:?}");
                let scan = desk.house.office.consent_scan(&request, no).await;
                assert!(matches!(scan, Err(ConsentError::Absent)), "{part:?}");
                // That it stands there, to whom it reaches, and whether it counts, they see.
                let now_ms = desk.house.clock.now_ms();
                let stands = |all: &Consents| -> Vec<_> {
                    let each = all.all.iter();
                    each.map(|it| (it.no, it.record.stage, it.record.is_live_at(now_ms)))
                        .collect()
                };
                assert_eq!(stands(&theirs), stands(&hers), "{part:?}");
                assert_eq!(theirs.talks.len(), hers.talks.len(), "{part:?}");
                let reaches = |all: &Consents| all.all[0].record.form.recipient;
                assert_eq!(reaches(&theirs), reaches(&hers), "{part:?}");
            }
        });
    }
}
