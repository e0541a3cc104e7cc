//! Nothing counts before it is signed by whoever may, and then it counts exactly as far as it was agreed.

use caseward_casework::consent::{
    Change, ConsentError, ConsentNeed, Signing, SigningNeed, ToRelease, Use, Who, code, note_use,
    says,
};
use caseward_casework::gate::{
    Amend, ConsentFact, RecipientAsked, Refusal, Request, WallAgainst, WallFact,
};
use caseward_model::{
    Answered, Basis, Category, Channel, ConsentFlaw, ConsentKind, ConsentStage, Language,
    LimitKind, OrganizationKind, Purpose, RecipientKind, Role, SignerCapacity,
};
use caseward_testkit::{consent_to, engines, run};

use super::{DAY_MS, Desk, limit};

#[test]
fn dv_2_1_a_signed_consent_lets_out_what_it_names_and_nothing_else() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            assert_eq!(
                desk.first_rule(&desk.release()).await,
                "dv-2.1-consent-live"
            );
            desk.signed(desk.form()).await;
            assert!(desk.refused(&desk.release()).await.is_empty());
            // Out of scope: another section, and one to which she said no.
            let health = desk.release().sections([Category::Health]);
            assert_eq!(desk.first_rule(&health).await, "dv-3.3.2d-limits");
            let hiv = desk.release().sections([Category::Hiv]);
            assert!(
                desk.refused(&hiv)
                    .await
                    .contains(&"dv-4.4.2-disclosure".into())
            );
            // For another purpose.
            let eligibility = Request {
                purpose: Purpose::Eligibility,
                ..desk.release()
            };
            assert_eq!(
                desk.first_rule(&eligibility).await,
                "dv-2.1-consent-purpose"
            );
            // By another way.
            let by_hand = Request {
                channel: Channel::HandDelivery,
                ..desk.release()
            };
            assert_eq!(desk.first_rule(&by_hand).await, "dv-3.3.2d-way");
        });
    }
}

#[test]
fn dv_2_2_a_consent_for_one_organization_opens_nothing_to_another() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            desk.signed(desk.form()).await;
            let other = desk.house.partner("other", OrganizationKind::Health).await;
            let elsewhere = Request {
                recipient: RecipientAsked::Organization(other.id),
                ..desk.release()
            };
            assert_eq!(
                desk.first_rule(&elsewhere).await,
                "dv-2.2-consent-recipient"
            );
        });
    }
}

#[test]
fn dv_2_1_a_consent_that_has_run_out_says_so() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            desk.signed(desk.form()).await;
            desk.house.clock.advance(21 * DAY_MS);
            let rule = desk.first_rule(&desk.release()).await;
            assert_eq!(rule, "dv-2.1-consent-expired");
        });
    }
}

#[test]
fn dv_2_2_a_consent_with_tomorrows_date_opens_nothing_today() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let recipient = desk.clinic.no;
            let office = &desk.house.office;
            office
                .change_facts(desk.alma, "consent_recorded", move |sheet, now_ms| {
                    sheet.consents.push(ConsentFact {
                        no: 1,
                        channels: vec![Channel::EncryptedMessage],
                        expires_at: now_ms + 9 * DAY_MS,
                        ..consent_to(
                            recipient,
                            (Purpose::DirectService, &[Category::Housing]),
                            now_ms + DAY_MS,
                        )
                    });
                })
                .await
                .unwrap();
            let rule = desk.first_rule(&desk.release()).await;
            assert_eq!(rule, "dv-2.2-consent-future-dated");
            desk.house.clock.advance(DAY_MS);
            assert!(desk.refused(&desk.release()).await.is_empty());
        });
    }
}

#[test]
fn dv_3_3_2d_limits_that_only_people_keep_are_confirmed_each_time() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let mut form = desk.form();
            form.limits = vec![limit(LimitKind::TellMeFirst, "")];
            desk.signed(form).await;
            let rule = desk.first_rule(&desk.release()).await;
            assert_eq!(rule, "dv-3.3.2d-provisos");
            let confirmed = Request {
                limits_confirmed: true,
                ..desk.release()
            };
            assert!(desk.refused(&confirmed).await.is_empty());
            assert!(!desk.refused(&desk.release()).await.is_empty());
        });
    }
}

#[test]
fn dv_3_3_2d_once_is_once() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let mut form = desk.form();
            form.limits = vec![limit(LimitKind::Once, "")];
            let no = desk.signed(form).await;
            assert!(desk.refused(&desk.release()).await.is_empty());
            let (office, clinic) = (&desk.house.office, &desk.clinic);
            let recipient = caseward_casework::consent::Named {
                no: clinic.no,
                id: clinic.id,
            };
            let request = desk.request().sections([Category::Administration]);
            office
                .gate
                .work_on_file::<Amend, _, ConsentError, _>(&request, "tried", move |desk| {
                    let used = Use {
                        recipient,
                        at: desk.works.now_ms(),
                        disclosure: 1,
                        recall: None,
                    };
                    note_use(desk, no, &used)
                })
                .await
                .unwrap();
            let rule = desk.first_rule(&desk.release()).await;
            assert_eq!(rule, "dv-2.1-consent-used-up");
        });
    }
}

#[test]
fn dv_2_1_whoever_is_kept_apart_from_the_client_signs_for_nobody() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let bruno = desk.house.client("2").await;
            let bruno_no = desk.house.office.client_no(bruno).await.unwrap();
            let raise = move |sheet: &mut caseward_casework::gate::ClientSheet, since| {
                sheet.walls.push(WallFact {
                    against: WallAgainst::Client(bruno_no),
                    since,
                });
            };
            let office = &desk.house.office;
            let mut form = desk.form();
            form.who = Who {
                capacity: Some(SignerCapacity::Guardian),
                name: "Bruno Stone".into(),
                relationship: "Guardian".into(),
                proof: "Court paper of May 3".into(),
                scope: "Health matters".into(),
                harmed: Some(Answered::No),
                no_end: true,
                seen_on: Some(desk.today()),
                ..Who::default()
            };
            // Signed before anybody knew: the wall bars it all the same.
            let (no, needs) = desk.draft(form.clone()).await;
            assert_eq!(needs, []);
            desk.sign(no, "Bruno Stone", "").await.unwrap();
            assert!(desk.refused(&desk.release()).await.is_empty());
            office
                .change_facts(desk.alma, "wall_raised", raise)
                .await
                .unwrap();
            let rule = desk.first_rule(&desk.release()).await;
            assert_eq!(rule, "dv-2.1-consent-signer");
            // And afterwards he signs nothing, however he is spelt.
            for name in ["Bruno Stone", "bruno  STONE", "Brúno Stone"] {
                form.who.name = name.into();
                let (no, _) = desk.draft(form.clone()).await;
                let barred = desk.sign(no, name, "").await.err().unwrap();
                assert!(
                    matches!(&barred, ConsentError::Needs(it) if *it == [ConsentNeed::SignerNotAllowed]),
                    "{name}: {barred:?}"
                );
            }
        });
    }
}

#[test]
fn dv_2_1_only_a_plain_no_to_harm_lets_somebody_sign_for_the_client() {
    run(async {
        let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
        for harmed in [None, Some(Answered::Yes), Some(Answered::NotSure)] {
            let mut form = desk.form();
            form.who = Who {
                capacity: Some(SignerCapacity::MinorWithParent),
                name: "Rosa Reyes".into(),
                relationship: "Mother".into(),
                harmed,
                ..Who::default()
            };
            let (_, needs) = desk.draft(form).await;
            assert_eq!(needs, [ConsentNeed::SignerNotAllowed], "{harmed:?}");
        }
    });
}

#[test]
fn nasw_b_a_guardian_or_proxy_needs_proof_and_scope() {
    run(async {
        let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
        for capacity in [SignerCapacity::Guardian, SignerCapacity::Proxy] {
            let mut form = desk.form();
            form.who = Who {
                capacity: Some(capacity),
                name: "Rosa Reyes".into(),
                relationship: "Sister".into(),
                harmed: Some(Answered::No),
                ..Who::default()
            };
            let (no, needs) = desk.draft(form).await;
            let asked = [
                ConsentNeed::SignerProof,
                ConsentNeed::SignerScope,
                ConsentNeed::SignerUntil,
                ConsentNeed::SignerSeen,
            ];
            assert_eq!(needs, asked);
            let unsigned = desk.sign(no, "Rosa Reyes", "").await.err().unwrap();
            assert!(matches!(unsigned, ConsentError::Needs(_)), "{unsigned:?}");
        }
    });
}

#[test]
fn nasw_b_an_authority_that_ran_out_signs_nothing_and_nothing_outlives_it() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let (office, request) = (&desk.house.office, desk.request());
            let in_days = |days: i64| {
                let later = jiff::Span::new().days(days);
                Some(desk.today().checked_add(later).unwrap())
            };
            let mut form = desk.form();
            form.who = Who {
                capacity: Some(SignerCapacity::Guardian),
                name: "Rosa Reyes".into(),
                relationship: "Sister".into(),
                proof: "Order of the county court".into(),
                scope: "Health matters".into(),
                harmed: Some(Answered::No),
                until: in_days(10),
                seen_on: in_days(1),
                ..Who::default()
            };
            let (no, needs) = desk.draft(form.clone()).await;
            let asked = [ConsentNeed::SignerSeen, ConsentNeed::UntilAfterSigner];
            assert_eq!(needs, asked, "it would hold for twenty days");
            form.who.seen_on = in_days(0);
            form.until = in_days(10);
            let change = Change::Whole(Box::new(form.clone()));
            let needs = office.save_consent(&request, no, change).await;
            assert_eq!(needs.unwrap(), []);
            let (kept, delivery) = office.consent(&request, no).await.unwrap();
            delivery.delivered(None);
            assert_eq!(
                kept.record.form.who.seen_by,
                Some(desk.dana.id),
                "whoever wrote down that it was seen saw it"
            );
            desk.house.clock.advance(11 * DAY_MS);
            let over = desk.sign(no, "Rosa Reyes", "").await;
            assert!(
                matches!(&over, Err(ConsentError::Needs(it)) if it.contains(&ConsentNeed::SignerOver)),
                "{over:?}"
            );
            // Nor is it printed to be signed on paper.
            let printed = office.print_consent(&request, no).await;
            assert!(matches!(printed, Err(ConsentError::Needs(_))));
        });
    }
}

#[test]
fn dv_2_1_a_minor_signs_alone_only_where_the_office_has_such_services() {
    run(async {
        let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
        let mut form = desk.form();
        form.who = Who {
            capacity: Some(SignerCapacity::MinorAlone),
            service: "Pregnancy counselling".into(),
            ..Who::default()
        };
        let (no, needs) = desk.draft(form.clone()).await;
        assert_eq!(needs, [ConsentNeed::MinorAlone]);
        let office = &desk.house.office;
        let settings = caseward_casework::consent::ConsentSettings {
            minors_alone: true,
            ..Default::default()
        };
        let key = caseward_casework::gate::Actor::KeyHolder;
        office.set_consents(key, settings).await.unwrap();
        desk.sign(no, "Alma Reyes", "").await.unwrap();
    });
}

#[test]
fn dv_2_1_a_minor_and_a_parent_sign_both() {
    run(async {
        let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
        let mut form = desk.form();
        form.who = Who {
            capacity: Some(SignerCapacity::MinorWithParent),
            name: "Rosa Reyes".into(),
            relationship: "Mother".into(),
            harmed: Some(Answered::No),
            ..Who::default()
        };
        let (no, needs) = desk.draft(form).await;
        assert_eq!(needs, []);
        let alone = desk.sign(no, "Alma Reyes", "").await.err().unwrap();
        assert!(
            matches!(&alone, ConsentError::Signing(it) if it.contains(&SigningNeed::SecondName)),
            "{alone:?}"
        );
        let another = desk.sign(no, "Alma Reyes", "Somebody Else").await;
        assert!(another.is_err());
        desk.sign(no, "Alma Reyes", "rosa  reyes").await.unwrap();
    });
}

#[test]
fn dv_2_1_a_consent_that_lacks_one_element_is_none() {
    run(async {
        let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
        let full = desk.form();
        type Take = fn(&mut caseward_casework::consent::Form);
        let takes: [(Take, ConsentNeed); 15] = [
            (|f| f.who.capacity = None, ConsentNeed::Capacity),
            (|f| f.purposes.clear(), ConsentNeed::Purpose),
            (|f| f.because.clear(), ConsentNeed::Because),
            (|f| f.recipient = None, ConsentNeed::Recipient),
            (|f| f.readers.clear(), ConsentNeed::Readers),
            (|f| f.asked.clear(), ConsentNeed::Information),
            (|f| f.channels.clear(), ConsentNeed::Channels),
            (|f| f.until = None, ConsentNeed::Until),
            (
                |f| f.consequences.agree.clear(),
                ConsentNeed::ConsequencesAgree,
            ),
            (
                |f| f.consequences.refuse.clear(),
                ConsentNeed::ConsequencesRefuse,
            ),
            (|f| f.alternatives.clear(), ConsentNeed::Alternatives),
            (
                |f| f.told.not_a_condition = false,
                ConsentNeed::NotACondition,
            ),
            (|f| f.told.may_revoke = false, ConsentNeed::MayRevoke),
            (|f| f.told.redisclosure = false, ConsentNeed::Redisclosure),
            (|f| f.told.teach_back.clear(), ConsentNeed::TeachBack),
        ];
        for (take, need) in takes {
            let mut form = full.clone();
            take(&mut form);
            let (no, needs) = desk.draft(form).await;
            assert_eq!(needs, [need]);
            let unsigned = desk.sign(no, "Alma Reyes", "").await.err().unwrap();
            assert!(
                matches!(&unsigned, ConsentError::Needs(it) if *it == [need]),
                "{need:?}: {unsigned:?}"
            );
        }
        assert_eq!(
            desk.first_rule(&desk.release()).await,
            "dv-2.1-consent-live"
        );
    });
}

#[test]
fn dv_4_4_2_notes_legal_proceedings_and_payers_have_forms_of_their_own() {
    run(async {
        let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
        let mut notes = desk.form();
        notes.asked = vec![(Category::Notes, Answered::Yes)];
        let (_, needs) = desk.draft(notes).await;
        assert_eq!(needs, [ConsentNeed::InformationOfAnotherKind]);
        for purpose in [Purpose::Legal, Purpose::Payment] {
            let mut other = desk.form();
            other.purposes.push(purpose);
            let (_, needs) = desk.draft(other).await;
            assert_eq!(needs, [ConsentNeed::PurposeOfAnotherKind], "{purpose}");
        }
    });
}

#[test]
fn nasw_h_only_a_form_for_payers_lets_a_payer_know() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let payer = desk.house.partner("payer", OrganizationKind::Payer).await;
            let mut form = desk.form();
            let named = caseward_casework::consent::Named {
                no: 0,
                id: payer.id,
            };
            form.recipient = Some(named);
            desk.signed(form.clone()).await;
            let bill = Request {
                recipient: RecipientAsked::Organization(payer.id),
                purpose: Purpose::Payment,
                ..desk.release().sections([Category::Identity])
            };
            assert!(desk.refused(&bill).await.contains(&"nasw-h-payer".into()));
            form.kind = ConsentKind::Payer;
            form.purposes = vec![Purpose::Payment];
            desk.signed(form).await;
            assert!(desk.refused(&bill).await.is_empty());
        });
    }
}

#[test]
fn dv_2_1_a_draft_is_kept_at_each_step_and_counts_for_nothing() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let (office, request, full) = (&desk.house.office, desk.request(), desk.form());
            let no = office
                .begin_consent(&request, ConsentKind::Information, Language::Spanish)
                .await
                .unwrap();
            let who = Change::Who(full.who.clone(), Some(Language::English));
            office.save_consent(&request, no, who).await.unwrap();
            let why = Change::Purposes(
                full.purposes.clone(),
                full.because.clone(),
                full.request.clone(),
            );
            office.save_consent(&request, no, why).await.unwrap();
            let (kept, delivery) = office.consent(&request, no).await.unwrap();
            delivery.delivered(None);
            assert_eq!(kept.record.form.who, full.who);
            assert_eq!(kept.record.form.purposes, full.purposes);
            assert_eq!(kept.record.form.asked, [], "nothing is ticked beforehand");
            assert_eq!(kept.record.stage, ConsentStage::Draft);
            let rule = desk.first_rule(&desk.release()).await;
            assert_eq!(rule, "dv-2.1-consent-live");
            // What it is about changes, and the consequences are gone through anew.
            let change = Change::Whole(Box::new(full.clone()));
            assert_eq!(office.save_consent(&request, no, change).await.unwrap(), []);
            let asked = Change::Information(vec![(Category::Hiv, Answered::Yes)], String::new());
            let needs = office.save_consent(&request, no, asked).await.unwrap();
            assert!(needs.contains(&ConsentNeed::ConsequencesAgree), "{needs:?}");
        });
    }
}

#[test]
fn dv_2_1_what_is_signed_is_never_changed_and_a_newer_one_takes_its_place() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let (office, request) = (&desk.house.office, desk.request());
            let old = desk.signed(desk.form()).await;
            let change = Change::Limits(Vec::new());
            let unchanged = office.save_consent(&request, old, change).await;
            assert!(matches!(
                unchanged,
                Err(ConsentError::Stage(ConsentStage::Signed))
            ));
            let new = office.renew_consent(&request, old).await.unwrap();
            let mut form = desk.form();
            form.asked = vec![(Category::Identity, Answered::Yes)];
            let change = Change::Whole(Box::new(form));
            office.save_consent(&request, new, change).await.unwrap();
            assert!(desk.refused(&desk.release()).await.is_empty());
            desk.sign(new, "Alma Reyes", "").await.unwrap();
            assert_eq!(desk.first_rule(&desk.release()).await, "dv-3.3.2d-limits");
            let (kept, delivery) = office.consent(&request, old).await.unwrap();
            delivery.delivered(None);
            assert_eq!(kept.record.stage, ConsentStage::Superseded);
            assert_eq!(kept.record.replaced_by, Some(new));
        });
    }
}

#[test]
fn dv_2_1_a_no_is_kept_without_a_reason_and_nothing_follows() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let (no, _) = desk.draft(desk.form()).await;
            let office = &desk.house.office;
            office
                .reject_consent(&desk.request(), no, "")
                .await
                .unwrap();
            assert!(desk.sign(no, "Alma Reyes", "").await.is_err());
            let rule = desk.first_rule(&desk.release()).await;
            assert_eq!(rule, "dv-2.1-consent-live");
        });
    }
}

#[test]
fn dv_2_1_what_was_recorded_in_error_counts_no_longer() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let no = desk.signed(desk.form()).await;
            let office = &desk.house.office;
            let without = office.correct_consent(&desk.request(), no, " ").await;
            assert!(without.is_err());
            let because = "It was another client who signed.";
            office
                .correct_consent(&desk.request(), no, because)
                .await
                .unwrap();
            let rule = desk.first_rule(&desk.release()).await;
            assert_eq!(rule, "dv-2.1-consent-live");
        });
    }
}

#[test]
fn dv_2_1_each_statement_is_ticked_by_itself() {
    run(async {
        let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
        let (no, _) = desk.draft(desk.form()).await;
        let office = &desk.house.office;
        for left_out in ["understood", "free", "revocable", "agree"] {
            let all = ["understood", "free", "revocable", "agree"];
            let ticked = all.iter().filter(|it| **it != left_out);
            let signing = Signing {
                name: "Alma Reyes".into(),
                ticked: ticked.map(|it| (*it).to_owned()).collect(),
                mark: super::DRAWN.into(),
                ..Signing::default()
            };
            let unsigned = office.sign_consent(&desk.request(), no, signing).await;
            assert!(matches!(
                unsigned,
                Err(ConsentError::Signing(it)) if it == [SigningNeed::Statements]
            ));
        }
    });
}

/// A name that is typed under a consent, before a witness of this name.
pub(super) fn typed(witness: &str) -> Signing {
    Signing {
        name: "Alma Reyes".into(),
        ticked: ["understood", "free", "revocable", "agree"]
            .map(String::from)
            .to_vec(),
        witness: witness.into(),
        ..Signing::default()
    }
}

#[test]
fn dv_2_2_a_typed_name_counts_only_with_a_witness_besides_the_two_who_are_there() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let office = &desk.house.office;
            let (no, needs) = desk.draft(desk.form()).await;
            assert_eq!(needs, []);
            for nobody in ["", " - ", "alma  REYES", "Dana of the tests"] {
                let alone = office
                    .sign_consent(&desk.request(), no, typed(nobody))
                    .await;
                assert!(
                    matches!(&alone, Err(ConsentError::Signing(it)) if *it == [SigningNeed::TypedAlone]),
                    "{nobody}: {alone:?}"
                );
                let rule = desk.first_rule(&desk.release()).await;
                assert_eq!(rule, "dv-2.1-consent-live", "nothing was kept");
            }
            let request = desk.request();
            let seen = office.sign_consent(&request, no, typed("The nurse"));
            seen.await.expect("a signature");
            assert!(desk.refused(&desk.release()).await.is_empty());
            // Drawn, it needs nobody else.
            let drawn = desk.signed(desk.form()).await;
            assert!(drawn > no);
        });
    }
}

#[test]
fn dv_2_2_the_predicate_says_of_a_typed_name_alone_what_fails_and_what_would_mend_it() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let no = desk.signed(desk.form()).await;
            assert!(desk.refused(&desk.release()).await.is_empty());
            let office = &desk.house.office;
            office
                .change_facts(desk.alma, "facts_changed", move |sheet, _| {
                    for fact in sheet.consents.iter_mut().filter(|it| it.no == no) {
                        fact.unwitnessed = true;
                    }
                })
                .await
                .unwrap();
            let rule = desk.first_rule(&desk.release()).await;
            assert_eq!(rule, "dv-2.2-consent-not-written");
            let wanted = ToRelease {
                recipient: desk.clinic.no,
                kind: desk.clinic.sheet.kind.into(),
                purpose: Purpose::DirectService,
                sections: vec![Category::Housing],
                channel: Channel::EncryptedMessage,
                limits_confirmed: false,
            };
            let checked = office.check_consents(&desk.request(), wanted).await;
            let flaws = checked.unwrap().flaws;
            assert_eq!(flaws, [ConsentFlaw::Unwitnessed]);
            assert_eq!(code(ConsentFlaw::Unwitnessed), "consent.unwitnessed");
            for language in Language::ALL {
                let (_, change) = says(ConsentFlaw::Unwitnessed, *language);
                let ways = change.matches(',').count();
                assert_eq!(ways, 2, "drawn, with a witness, or on paper: {change}");
            }
        });
    }
}

#[test]
fn dv_2_1_a_consent_lasts_no_longer_than_the_office_allows() {
    run(async {
        let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
        let settings = caseward_casework::consent::ConsentSettings {
            longest_days: 19,
            default_days: 10,
            ..Default::default()
        };
        let key = caseward_casework::gate::Actor::KeyHolder;
        let office = &desk.house.office;
        office.set_consents(key, settings).await.unwrap();
        let (_, needs) = desk.draft(desk.form()).await;
        assert_eq!(needs, [ConsentNeed::UntilTooFar]);
        let mut past = desk.form();
        past.until = Some(jiff::civil::date(2026, 11, 1));
        let (_, needs) = desk.draft(past).await;
        assert_eq!(needs, [ConsentNeed::UntilPast]);
    });
}

#[test]
fn dv_2_1_the_failing_element_is_named_beforehand_with_what_would_change_it() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let wanted = |sections: &[Category], purpose, channel| ToRelease {
                recipient: desk.clinic.no,
                kind: RecipientKind::Health,
                purpose,
                sections: sections.to_vec(),
                channel,
                limits_confirmed: false,
            };
            let (serve, mail) = (Purpose::DirectService, Channel::EncryptedMessage);
            let housing = wanted(&[Category::Housing], serve, mail);
            let office = &desk.house.office;
            let request = desk.request();
            let checked = office
                .check_consents(&request, housing.clone())
                .await
                .unwrap();
            assert_eq!(checked.flaws, [ConsentFlaw::Absent]);
            let no = desk.signed(desk.form()).await;
            let checked = office
                .check_consents(&request, housing.clone())
                .await
                .unwrap();
            assert!(checked.passes() && checked.consent == Some(no));
            let cases = [
                (
                    wanted(&[Category::Health], serve, mail),
                    ConsentFlaw::OutOfScope,
                ),
                (
                    wanted(&[Category::Housing], Purpose::Eligibility, mail),
                    ConsentFlaw::WrongPurpose,
                ),
                (
                    wanted(&[Category::Housing], serve, Channel::HandDelivery),
                    ConsentFlaw::WrongWay,
                ),
                (
                    ToRelease {
                        recipient: desk.clinic.no + 1,
                        ..housing.clone()
                    },
                    ConsentFlaw::WrongRecipient,
                ),
            ];
            for (case, flaw) in cases {
                let checked = office.check_consents(&request, case).await.unwrap();
                assert_eq!(checked.flaws, [flaw]);
            }
            assert_eq!(code(ConsentFlaw::OutOfScope), "consent.out_of_scope");
            desk.house.clock.advance(30 * DAY_MS);
            let checked = office.check_consents(&request, housing).await.unwrap();
            assert_eq!(checked.flaws, [ConsentFlaw::Expired]);
        });
    }
}

#[test]
fn dv_3_3_1_whoever_may_not_know_learns_of_no_consent() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let no = desk.signed(desk.form()).await;
            let eve = desk.house.worker("eve", Role::Caseworker).await;
            let office = &desk.house.office;
            let request = Request::to_serve(eve.id, desk.alma);
            let begun = office
                .begin_consent(&request, ConsentKind::Information, Language::English)
                .await;
            let known = |error: Option<ConsentError>| {
                matches!(error, Some(ConsentError::Refused(Refusal::NotKnown { .. })))
            };
            assert!(known(begun.err()));
            assert!(known(office.consents(&request).await.err()));
            assert!(known(office.consent(&request, no).await.err()));
            let way = caseward_model::WithdrawalWay::Oral;
            let withdrawn = office.withdraw_consent(&request, no, way, "").await;
            assert!(known(withdrawn.err()));
            assert!(desk.refused(&desk.release()).await.is_empty());
        });
    }
}

#[test]
fn nasw_b_a_basis_of_consent_without_one_names_what_is_missing_first() {
    run(async {
        let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
        let asked = Request {
            basis: Basis::ClientRequest,
            ..desk.release()
        };
        assert_eq!(desk.first_rule(&asked).await, "dv-2.1-consent-live");
    });
}
