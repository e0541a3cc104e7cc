//! On paper a second person looks, and everyone who signs can have a copy in their language.

use caseward_casework::consent::{ConsentError, ConsentPaper, SigningNeed};
use caseward_casework::gate::Request;
use caseward_model::{Channel, ConsentStage, Language, Role, TaskKind};
use caseward_testkit::{engines, run};

use super::{DAY_MS, Desk};

const SCAN: &[u8] = b"%PDF-1.7 a scan";

fn paper(desk: &Desk, scan: &[u8]) -> ConsentPaper {
    ConsentPaper {
        name: "Alma Reyes".into(),
        second_name: String::new(),
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
            let own = office.confirm_consent_paper(&request, no, true).await;
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
                .confirm_consent_paper(&hers, no, false)
                .await
                .unwrap();
            assert!(!desk.refused(&desk.release()).await.is_empty());
            office
                .record_consent_paper(&request, no, paper(&desk, SCAN))
                .await
                .unwrap();
            office.confirm_consent_paper(&hers, no, true).await.unwrap();
            assert!(desk.refused(&desk.release()).await.is_empty());
            let waits = office.my_tasks(sue.no).await.unwrap();
            assert!(waits.iter().all(|it| it.kind != TaskKind::ConsentPaper));
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
