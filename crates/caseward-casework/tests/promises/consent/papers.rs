//! On paper a second person looks, and everyone who signs can have a copy in their language.

use caseward_casework::asked_fields::WITNESS;
use caseward_casework::consent::{Compared, ConsentError, ConsentPaper, Signed, SigningNeed};
use caseward_casework::gate::Request;
use caseward_casework::stated_needs::NewNeed;
use caseward_model::{Channel, ConsentStage, Language, Role, TaskKind};
use caseward_testkit::{engines, run};

use super::{DAY_MS, Desk};

const SCAN: &[u8] = b"%PDF-1.7 a scan";

/// It is the same, and no witness was looked for.
const SAME: Compared = Compared {
    same: true,
    witness_signed: false,
};

fn paper(desk: &Desk, scan: &[u8]) -> ConsentPaper {
    ConsentPaper {
        name: "Alma Reyes".into(),
        second_name: String::new(),
        witness: String::new(),
        signed_at: desk.house.clock.now_ms(),
        scan: scan.to_vec(),
    }
}

#[test]
fn dv_2_2_on_paper_it_counts_when_a_second_person_has_looked() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let sue = desk.house.worker("sue", Role::Supervisor).await;
            desk.house.supervise(&sue, &desk.dana).await;
            let (office, request) = (&desk.house.office, desk.request());
            let (no, _) = desk.draft(desk.form()).await;
            office.print_consent(&request, no).await.unwrap();
            let rule = desk.first_rule(&desk.release()).await;
            assert_eq!(rule, "dv-2.2-consent-not-written");
            office
                .record_consent_paper(&request, no, paper(&desk, SCAN))
                .await
                .unwrap();
            assert!(!desk.refused(&desk.release()).await.is_empty());
            let own = office.confirm_consent_paper(&request, no, SAME).await;
            assert!(matches!(own, Err(ConsentError::SecondPerson)));
            let waits = office.my_tasks(sue.no).await.unwrap();
            assert!(waits.iter().any(|it| it.kind == TaskKind::ConsentPaper));
            let who = (sue.id, sue.no, Role::Supervisor);
            let hers: Request = office
                .question_by(who, desk.alma, Channel::Screen)
                .await
                .ok()
                .unwrap();
            let ((kind, bytes), delivery) = office.consent_scan(&hers, no).await.unwrap();
            delivery.delivered(None);
            assert_eq!((kind.ending(), bytes.as_slice()), ("pdf", SCAN));
            // Declined, scanned again, confirmed.
            office
                .confirm_consent_paper(&hers, no, Compared::default())
                .await
                .unwrap();
            assert!(!desk.refused(&desk.release()).await.is_empty());
            office
                .record_consent_paper(&request, no, paper(&desk, SCAN))
                .await
                .unwrap();
            office.confirm_consent_paper(&hers, no, SAME).await.unwrap();
            assert!(desk.refused(&desk.release()).await.is_empty());
            let waits = office.my_tasks(sue.no).await.unwrap();
            assert!(waits.iter().all(|it| it.kind != TaskKind::ConsentPaper));
        });
    }
}

/// Sue, who supervises Dana, at the client's consents.
async fn second_person(desk: &Desk) -> Request {
    let sue = desk.house.worker("sue", Role::Supervisor).await;
    desk.house.supervise(&sue, &desk.dana).await;
    let who = (sue.id, sue.no, Role::Supervisor);
    let office = &desk.house.office;
    let question = office.question_by(who, desk.alma, Channel::Screen);
    question.await.ok().expect("she may look")
}

async fn witness_is_needed(desk: &Desk, required: bool) {
    let pat = match desk.house.office.colleague("pat").await {
        Ok(pat) => pat,
        Err(_) => desk.house.worker("pat", Role::PrivacyOfficer).await,
    };
    let new = NewNeed {
        why: "The law here wants a second pair of eyes.".into(),
        required,
    };
    let about = (None, WITNESS.to_owned());
    let stated = desk.house.office.state_need(pat.id, about, new).await;
    stated.expect("stated");
}

fn lacks<T: std::fmt::Debug>(done: Result<T, ConsentError>, need: SigningNeed) {
    assert!(
        matches!(&done, Err(ConsentError::Signing(it)) if *it == [need]),
        "{done:?}"
    );
}

#[test]
fn dv_2_2_a_paper_without_the_witness_who_is_needed_does_not_count() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let hers = second_person(&desk).await;
            witness_is_needed(&desk, true).await;
            let (office, request) = (&desk.house.office, desk.request());
            let (no, _) = desk.draft(desk.form()).await;
            office.print_consent(&request, no).await.unwrap();
            let alone = paper(&desk, SCAN);
            lacks(
                office.record_consent_paper(&request, no, alone).await,
                SigningNeed::Witness,
            );
            let witnessed = ConsentPaper {
                witness: "Noor Haddad".into(),
                ..paper(&desk, SCAN)
            };
            let kept = office.record_consent_paper(&request, no, witnessed).await;
            kept.expect("recorded");
            // The name alone is nothing: somebody has to have seen the signature.
            lacks(
                office.confirm_consent_paper(&hers, no, SAME).await,
                SigningNeed::WitnessSignature,
            );
            assert!(!desk.refused(&desk.release()).await.is_empty());
            let seen = Compared {
                witness_signed: true,
                ..SAME
            };
            let confirmed = office.confirm_consent_paper(&hers, no, seen).await;
            confirmed.expect("confirmed");
            assert!(desk.refused(&desk.release()).await.is_empty());
            let (kept, delivery) = office.consent(&request, no).await.unwrap();
            delivery.delivered(None);
            let signature = kept.record.signature.expect("a signature");
            assert_eq!(signature.witness, "Noor Haddad");
            assert!(
                matches!(
                    signature.how,
                    Signed::Paper {
                        witness_signed: true,
                        ..
                    }
                ),
                "{:?}",
                signature.how
            );
        });
    }
}

#[test]
fn dv_2_2_a_paper_that_waited_when_a_witness_came_to_be_needed_is_scanned_again() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let hers = second_person(&desk).await;
            witness_is_needed(&desk, false).await;
            let (office, request) = (&desk.house.office, desk.request());
            let (no, _) = desk.draft(desk.form()).await;
            office.print_consent(&request, no).await.unwrap();
            let kept = office.record_consent_paper(&request, no, paper(&desk, SCAN));
            kept.await.expect("a witness can be left out");
            witness_is_needed(&desk, true).await;
            let seen = Compared {
                witness_signed: true,
                ..SAME
            };
            // That a witness signed whom the paper doesn't name can't be said.
            lacks(
                office.confirm_consent_paper(&hers, no, seen).await,
                SigningNeed::Witness,
            );
            assert!(!desk.refused(&desk.release()).await.is_empty());
            let declined = office.confirm_consent_paper(&hers, no, Compared::default());
            declined.await.expect("another scan is awaited");
            witness_is_needed(&desk, false).await;
            let kept = office.record_consent_paper(&request, no, paper(&desk, SCAN));
            kept.await.expect("recorded");
            let confirmed = office.confirm_consent_paper(&hers, no, SAME).await;
            confirmed.expect("nobody needs one now");
            assert!(desk.refused(&desk.release()).await.is_empty());
        });
    }
}

#[test]
fn dv_2_2_a_paper_of_tomorrow_or_of_no_kind_is_not_taken() {
    run(async {
        let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
        let (office, request) = (&desk.house.office, desk.request());
        let (no, _) = desk.draft(desk.form()).await;
        let early = office
            .record_consent_paper(&request, no, paper(&desk, SCAN))
            .await;
        assert!(matches!(early, Err(ConsentError::Stage(_))));
        office.print_consent(&request, no).await.unwrap();
        let tomorrow = ConsentPaper {
            signed_at: desk.house.clock.now_ms() + DAY_MS,
            ..paper(&desk, SCAN)
        };
        let cases = [
            (tomorrow, SigningNeed::Day),
            (paper(&desk, b"MZ\x90"), SigningNeed::Scan),
            (
                ConsentPaper {
                    name: "\u{200b}".into(),
                    ..paper(&desk, SCAN)
                },
                SigningNeed::Name,
            ),
        ];
        for (paper, need) in cases {
            let kept = office.record_consent_paper(&request, no, paper).await;
            assert!(matches!(kept, Err(ConsentError::Signing(it)) if it == [need]));
        }
    });
}

#[test]
fn dv_5_2_1_everyone_who_signs_can_have_a_copy_in_their_language() {
    for language in [Language::English, Language::Spanish] {
        run(async {
            let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
            let (office, request) = (&desk.house.office, desk.request());
            let mut form = desk.form();
            form.language = language;
            form.because = "#read(\"/etc/passwd\") {{7*7}}".into();
            let (no, _) = desk.draft(form).await;
            let (form, delivery) = office.consent_paper(&request, no).await.unwrap();
            delivery.delivered(None);
            assert!(form.unsigned && form.pdf.starts_with(b"%PDF-"));
            desk.sign(no, "Alma Reyes", "").await.unwrap();
            let (copy, delivery) = office.consent_paper(&request, no).await.unwrap();
            delivery.delivered(None);
            assert!(!copy.unsigned && copy.pdf.starts_with(b"%PDF-"));
            office.copy_given(&request, no).await.unwrap();
            let (kept, delivery) = office.consent(&request, no).await.unwrap();
            delivery.delivered(None);
            assert!(kept.record.copy_given_at.is_some());
            assert_eq!(kept.record.stage, ConsentStage::Signed);
        });
    }
}
