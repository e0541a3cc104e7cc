//! What was signed on paper, who refuses, who publishes, and what nobody can put back (CC-2, DV-5.1.1).

use caseward_casework::people::Person;

use super::*;

#[test]
fn cc_2_a_paper_counts_when_a_second_person_has_confirmed_it() {
    with_each_engine(async |house| {
        let dana = house.office.colleague("dana").await.unwrap();
        answer(&house, &person(&house, "dana").await, "induction", 1).await;
        let (pat, lin) = (person(&house, "pat").await, person(&house, "lin").await);
        let no = house
            .office
            .record_paper(pat.worker, &dana, "procedure", paper(&house))
            .await
            .unwrap();
        assert!(
            !is_let_in(&house, "dana").await,
            "one person alone opens nothing"
        );
        let alone = house.office.confirm_paper(pat.worker, no, true).await;
        assert!(matches!(alone, Err(SigningError::SecondPerson)));
        let herself = house.office.confirm_paper(dana.id, no, true).await;
        assert!(matches!(
            herself,
            Err(SigningError::Casework(CaseworkError::NotPermitted(_)))
        ));
        assert_eq!(
            house.office.waiting_papers(lin.worker).await.unwrap().len(),
            1
        );
        assert!(
            house
                .office
                .waiting_papers(dana.id)
                .await
                .unwrap()
                .is_empty()
        );
        let (kind, scan) = house.office.scan(lin.worker, no).await.unwrap();
        assert_eq!((kind, scan.as_slice()), (ScanKind::Png, PICTURE));
        house
            .office
            .confirm_paper(lin.worker, no, true)
            .await
            .unwrap();
        assert!(is_let_in(&house, "dana").await);
        let twice = house.office.confirm_paper(lin.worker, no, true).await;
        assert!(matches!(twice, Err(SigningError::NothingWaits)));
        assert!(
            house
                .office
                .signed_paper(&person(&house, "dana").await, no)
                .await
                .is_ok()
        );
    });
}

#[test]
fn cc_2_a_declined_paper_never_counts() {
    with_each_engine(async |house| {
        let dana = house.office.colleague("dana").await.unwrap();
        let (pat, lin) = (person(&house, "pat").await, person(&house, "lin").await);
        let no = house
            .office
            .record_paper(pat.worker, &dana, "procedure", paper(&house))
            .await
            .unwrap();
        house
            .office
            .confirm_paper(lin.worker, no, false)
            .await
            .unwrap();
        let again = house.office.confirm_paper(lin.worker, no, true).await;
        assert!(matches!(again, Err(SigningError::NothingWaits)));
        assert_eq!(person(&house, "dana").await.sheet.agreement_until, 0);
    });
}

#[test]
fn cc_2_only_scans_are_taken_and_no_paper_of_an_older_version() {
    with_each_engine(async |house| {
        let dana = house.office.colleague("dana").await.unwrap();
        let pat = person(&house, "pat").await;
        for (scan, need) in [
            (b"".to_vec(), Need::Scan),
            (b"MZ\x90".to_vec(), Need::Scan),
            (b"<html><script>".to_vec(), Need::Scan),
            (b"GIF89a".to_vec(), Need::Scan),
            (b"PK\x03\x04".to_vec(), Need::Scan),
            (
                [b"%PDF-1.7".to_vec(), vec![0; LARGEST_SCAN]].concat(),
                Need::SmallerScan,
            ),
        ] {
            let refused = house.office.record_paper(
                pat.worker,
                &dana,
                "procedure",
                SignedPaper {
                    scan,
                    ..paper(&house)
                },
            );
            match refused.await {
                Err(SigningError::Needs(needs)) => assert_eq!(needs, [need]),
                other => panic!("{other:?}"),
            }
        }
        let ahead = SignedPaper {
            signed_at: house.clock.now_ms() + DAY_MS,
            ..paper(&house)
        };
        let refused = house
            .office
            .record_paper(pat.worker, &dana, "procedure", ahead)
            .await;
        assert!(matches!(refused, Err(SigningError::Needs(needs)) if needs == [Need::Day]));
        publish(
            &house,
            version(RequirementKind::Procedure, "procedure", "Second.", &STAFF),
        )
        .await;
        come_in_again(&house, "pat").await;
        let refused = house
            .office
            .record_paper(pat.worker, &dana, "procedure", paper(&house))
            .await;
        assert!(matches!(refused, Err(SigningError::Replaced { newest: 2 })));
        assert!(
            house
                .office
                .my_signatures(&person(&house, "dana").await)
                .await
                .unwrap()
                .is_empty()
        );
    });
}

#[test]
fn dv_5_1_1_a_signature_on_old_paper_holds_from_its_own_day() {
    with_each_engine(async |house| {
        let dana = house.office.colleague("dana").await.unwrap();
        answer(&house, &person(&house, "dana").await, "induction", 1).await;
        let (pat, lin) = (person(&house, "pat").await, person(&house, "lin").await);
        let old = SignedPaper {
            signed_at: house.clock.now_ms() - 364 * DAY_MS,
            ..paper(&house)
        };
        let no = house
            .office
            .record_paper(pat.worker, &dana, "procedure", old)
            .await
            .unwrap();
        house
            .office
            .confirm_paper(lin.worker, no, true)
            .await
            .unwrap();
        assert!(is_let_in(&house, "dana").await);
        house.clock.advance(DAY_MS);
        assert!(!is_let_in(&house, "dana").await);
    });
}

#[test]
fn whoever_refuses_is_not_let_in_and_who_answers_for_them_hears_of_it() {
    with_each_engine(async |house| {
        let dana = person(&house, "dana").await;
        let (pat, lin) = (person(&house, "pat").await, person(&house, "lin").await);
        let words = "I would like to talk first.";
        house
            .office
            .refuse_to_sign(&dana, "procedure", 1, words)
            .await
            .unwrap();
        assert!(!is_let_in(&house, "dana").await);
        let told = house.office.refusals_to_talk_about(&lin).await.unwrap();
        assert_eq!(told.len(), 1);
        assert_eq!(
            (told[0].worker, told[0].refusal.words.as_str()),
            (dana.worker, words)
        );
        assert!(
            house
                .office
                .refusals_to_talk_about(&dana)
                .await
                .unwrap()
                .is_empty()
        );
        let whom = house.office.colleague("dana").await.unwrap();
        house
            .office
            .talked_about_refusal(lin.worker, &whom, "procedure")
            .await
            .unwrap();
        assert!(
            house
                .office
                .refusals_to_talk_about(&pat)
                .await
                .unwrap()
                .is_empty()
        );
        // Signing after all is always possible.
        come_in(&house, "dana").await;
        assert!(is_let_in(&house, "dana").await);
        let stands = house
            .office
            .my_standing(&person(&house, "dana").await)
            .await
            .unwrap();
        assert!(stands.iter().all(|it| !it.refused));
    });
}

#[test]
fn dv_1_the_matrix_shows_everyone_to_those_who_answer_for_them_and_nobody_to_others() {
    with_each_engine(async |house| {
        house
            .worker_with("val", Role::Auditor, false, false, "office")
            .await;
        let seen = |handle: &'static str| {
            let house = &house;
            async move {
                let by = person(house, handle).await;
                house.office.missing_standing(&by).await.unwrap()
            }
        };
        let matrix = seen("lin").await;
        let mut missing: Vec<_> = matrix.missing().map(|it| it.name.clone()).collect();
        missing.sort();
        assert_eq!(missing, ["dana of the tests", "val of the tests"]);
        assert_eq!(
            matrix.parts_without,
            [Role::Auditor],
            "no text names auditors"
        );
        assert!(seen("dana").await.rows.is_empty());
        come_in(&house, "dana").await;
        assert!(
            seen("dana").await.rows.is_empty(),
            "a caseworker sees nobody's standing"
        );
    });
}

#[test]
fn cc_2_only_the_privacy_officer_publishes() {
    with_each_engine(async |house| {
        come_in(&house, "dana").await;
        for handle in ["dana", "lin"] {
            let by = person(&house, handle).await.worker;
            let new = version(RequirementKind::Procedure, "procedure", "Mine.", &STAFF);
            let refused = house.office.publish_requirement(by, new).await;
            assert!(
                matches!(refused, Err(CaseworkError::NotPermitted(_))),
                "{handle}"
            );
        }
        assert_eq!(
            house
                .office
                .requirements()
                .await
                .unwrap()
                .named("procedure")
                .unwrap()
                .versions
                .len(),
            1
        );
    });
}

#[test]
fn whoever_is_suspended_gets_in_nowhere_whatever_they_signed() {
    with_each_engine(async |house| {
        come_in(&house, "dana").await;
        let dana = person(&house, "dana").await;
        let suspend = |sheet: &mut WorkerSheet| sheet.suspended = true;
        house
            .office
            .gate
            .change_worker(dana.worker, "suspended", suspend)
            .await
            .unwrap();
        assert!(!is_let_in(&house, "dana").await);
        let signed = house
            .office
            .answer_questions(&dana, "procedure", 1, Language::English, vec![Some(1)])
            .await;
        assert!(matches!(
            signed,
            Err(SigningError::Casework(CaseworkError::NotPermitted(_)))
        ));
    });
}

#[test]
fn a_part_that_nothing_is_set_for_lets_nobody_in() {
    with_each_engine(async |house| {
        come_in(&house, "dana").await;
        let pat = person(&house, "pat").await;
        let without = STAFF.iter().copied().filter(|it| *it != Role::Caseworker);
        let without: Vec<_> = without.collect();
        house
            .office
            .require_of(pat.worker, "procedure", without)
            .await
            .unwrap();
        assert!(!is_let_in(&house, "dana").await);
        house
            .office
            .require_of(pat.worker, "procedure", STAFF.to_vec())
            .await
            .unwrap();
        assert!(
            is_let_in(&house, "dana").await,
            "what was signed still counts"
        );
    });
}

#[test]
fn dv_5_1_1_another_part_asks_for_its_own_texts_from_that_moment() {
    with_each_engine(async |house| {
        come_in(&house, "dana").await;
        let standing = async || {
            let sheet = house.office.colleague("dana").await.unwrap().sheet;
            (sheet.agreement_until > 0, sheet.training_until > 0)
        };
        assert_eq!(standing().await, (true, true));
        let give_part = async |role| {
            let dana = house.office.colleague("dana").await.unwrap();
            let person = Person::new(&dana.name, &dana.handle, role, "office");
            let changed = house
                .office
                .change_person(Actor::KeyHolder, dana.id, None, person);
            changed.await.unwrap();
        };
        give_part(Role::Supervisor).await;
        assert_eq!(standing().await, (false, false));
        give_part(Role::Caseworker).await;
        assert_eq!(
            standing().await,
            (true, true),
            "what was signed still counts"
        );
    });
}

#[test]
fn an_older_register_that_was_put_back_is_noticed() {
    for engine in engines() {
        run(async {
            let house = bare(&engine).await;
            let read = |reader: &mut caseward_db::Reader<'_>| {
                let sql = "SELECT version, sealed FROM requirements WHERE no = 1";
                Ok::<_, caseward_db::DbError>(reader.query_one(sql, &[])?.into_values())
            };
            let kept = house.office.db().read(read).await.unwrap();
            publish(
                &house,
                version(RequirementKind::Procedure, "procedure", "Second.", &STAFF),
            )
            .await;
            let back = "UPDATE requirements SET version = $1, sealed = $2 WHERE no = 1";
            let gate = &house.office.gate;
            gate.keep_books::<_, CaseworkError, _>(move |tx| Ok(tx.execute(back, &kept)?))
                .await
                .unwrap();
            assert!(house.office.requirements().await.is_err());
            let dana = person(&house, "dana").await;
            let language = Language::English;
            let refused = house
                .office
                .answer_questions(&dana, "procedure", 1, language, vec![Some(1)])
                .await;
            assert!(refused.is_err(), "nobody signs what was replaced");
        });
    }
}

#[test]
fn texts_that_cannot_be_published_are_refused_with_a_reason() {
    let fine = wording(
        Language::English,
        RequirementKind::Procedure,
        "procedure",
        "First.",
    );
    assert!(
        Edition::of(vec![fine.clone()]).is_err(),
        "one language is missing"
    );
    let text = |from: &str, to: &str| {
        let file =
            include_str!("../../../../../policies/domestic-violence/forms/committee.en.toml");
        assert!(file.contains(from), "{from}");
        Wording::read(&file.replacen(from, to, 1))
    };
    for (from, to, says) in [
        ("right = 2", "right = 9", "each question"),
        (
            "kind = \"committee\"",
            "kind = \"novel\"",
            "not a kind of agreement",
        ),
        ("name = \"committee\"", "name = \"required\"", "short name"),
        ("name = \"committee\"", "name = \"../x\"", "short name"),
        ("title = ", "titel = ", "can't be read at line"),
        (
            "\"I take responsibility",
            "\"\u{202e}I take responsibility",
            "can't be seen",
        ),
        ("heading = \"Papers\"", "heading = \" \"", "is empty"),
    ] {
        let error = text(from, to).unwrap_err().to_string();
        assert!(error.contains(says), "{from}: {error}");
    }
    let endless = "x".repeat(70_000);
    assert!(Wording::read(&endless).is_err());
}
