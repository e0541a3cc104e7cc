//! What an office counts, besides what the clause names, among what is passed on only with permission for that very kind (DV-4.4.2).

use caseward_casework::CaseworkError;
use caseward_casework::consent::{ConsentNeed, Form, is_asked_alone, needs};
use caseward_casework::gate::{ClientSheet, Disclose, LawFact, RecipientAsked, Refusal, Request};
use caseward_casework::stated_needs::FieldNeeds;
use caseward_model::{Answered, Basis, Category, Channel, OrganizationKind, Purpose, Role};
use caseward_testkit::{consent_to, engines, run};

use super::Desk;

/// By which clauses the gate keeps a section from a court that ordered it; none when it goes.
async fn kept(desk: &Desk, to: RecipientAsked, section: Category) -> Vec<String> {
    let request = Request {
        asker: desk.dana.id,
        client: desk.alma,
        sections: vec![section],
        purpose: Purpose::Legal,
        recipient: to,
        basis: Basis::LegalAuthority,
        danger: None,
        channel: Channel::EncryptedMessage,
        limits_confirmed: true,
        beyond: Vec::new(),
    };
    let gate = &desk.house.office.gate;
    match gate.ask::<Disclose>(&request).await {
        Ok(answer) => {
            gate.give_back(answer.permit, answer.sealed);
            Vec::new()
        }
        Err(Refusal::Refused { sections, .. }) => {
            let clauses = sections[0].decision.clauses.iter();
            clauses.map(ToString::to_string).collect()
        }
        Err(refusal) => panic!("{refusal:?}"),
    }
}

#[test]
#[allow(
    clippy::too_many_lines,
    reason = "one story from its first step to its last"
)]
fn dv_4_4_2_what_the_office_adds_is_asked_alone_and_goes_to_nobody_without_permission_for_it() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let office = &desk.house.office;
            let officer = desk.house.worker("olga", Role::PrivacyOfficer).await;
            let court = desk.house.partner("court", OrganizationKind::Court).await;
            let recipient = court.no;
            let approved = move |sheet: &mut ClientSheet, _: i64| {
                sheet.law.push(LawFact {
                    recipient,
                    requested_by_law: true,
                    approved: true,
                    ..LawFact::default()
                });
            };
            let changed = office.change_facts(desk.alma, "law_approved", approved);
            changed.await.unwrap();
            let to = || RecipientAsked::Organization(court.id);
            assert!(kept(&desk, to(), Category::Income).await.is_empty());
            let least = kept(&desk, to(), Category::Hiv).await;
            assert!(least.contains(&"DV-4.4.2".to_owned()), "{least:?}");

            // It is the office's to say, and not a caseworker's; who somebody is can't be added.
            let income = vec![Category::Income];
            let by_dana = office.set_sensitive(desk.dana.id, income.clone()).await;
            assert!(matches!(by_dana, Err(CaseworkError::NotPermitted(_))));
            for category in [Category::Identity, Category::Contact, Category::Location] {
                let unfit = office.set_sensitive(officer.id, vec![category]).await;
                assert!(matches!(unfit, Err(CaseworkError::Unfit(_))), "{category}");
            }
            assert!(office.sensitive_categories().await.unwrap().is_empty());
            let before = office.ledger_head().await.unwrap().size;
            office
                .set_sensitive(officer.id, income.clone())
                .await
                .unwrap();
            assert!(office.ledger_head().await.unwrap().size > before);
            assert_eq!(office.sensitive_categories().await.unwrap(), income);

            // An order doesn't suffice for it any more; the client's permission for that very kind does.
            let now = kept(&desk, to(), Category::Income).await;
            assert!(now.contains(&"DV-4.4.2".to_owned()), "{now:?}");
            assert!(kept(&desk, to(), Category::Housing).await.is_empty());
            let agrees = move |sheet: &mut ClientSheet, now_ms: i64| {
                let kinds = [Category::Income];
                let consent = consent_to(recipient, (Purpose::Legal, &kinds), now_ms);
                sheet.consents = vec![consent];
            };
            let agreed = office.change_facts(desk.alma, "consented", agrees);
            agreed.await.unwrap();
            assert!(kept(&desk, to(), Category::Income).await.is_empty());

            // A consent asks it by itself, and takes no "not sure" for it.
            let settings = office.consent_settings().await.unwrap();
            assert!(is_asked_alone(Category::Income, &settings.sensitive));
            assert!(!is_asked_alone(Category::Housing, &settings.sensitive));
            let unsure = |section| Form {
                asked: vec![(section, Answered::NotSure)],
                ..desk.form()
            };
            let today = jiff::civil::date(2026, 11, 27);
            let lacks = |section| {
                let all = needs(&unsure(section), &settings, &FieldNeeds::default(), today);
                all.contains(&ConsentNeed::AnswerNotSure)
            };
            assert!(lacks(Category::Income) && lacks(Category::Hiv) && !lacks(Category::Housing));

            // Taking back what was added takes nothing from what the clause names.
            office.set_sensitive(officer.id, Vec::new()).await.unwrap();
            let gone = office.change_facts(desk.alma, "consents_gone", |sheet, _| {
                sheet.consents.clear();
            });
            gone.await.unwrap();
            assert!(kept(&desk, to(), Category::Income).await.is_empty());
            let least = kept(&desk, to(), Category::Hiv).await;
            assert!(least.contains(&"DV-4.4.2".to_owned()), "{least:?}");
        });
    }
}

#[test]
fn dv_4_4_2_permission_to_tell_of_violence_at_home_is_none_to_tell_of_sexual_violence() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let office = &desk.house.office;
            let court = desk.house.partner("court", OrganizationKind::Court).await;
            let recipient = court.no;
            let to = || RecipientAsked::Organization(court.id);
            let both = [Category::DomesticViolence, Category::SexualViolence];
            for (permitted, other) in [(both[0], both[1]), (both[1], both[0])] {
                let agrees = move |sheet: &mut ClientSheet, now_ms: i64| {
                    let kinds = [permitted];
                    let consent = consent_to(recipient, (Purpose::Legal, &kinds), now_ms);
                    sheet.consents = vec![consent];
                    sheet.law = vec![LawFact {
                        recipient,
                        requested_by_law: true,
                        approved: true,
                        ..LawFact::default()
                    }];
                };
                let agreed = office.change_facts(desk.alma, "consented", agrees);
                agreed.await.unwrap();
                assert!(kept(&desk, to(), permitted).await.is_empty(), "{permitted}");
                let kept = kept(&desk, to(), other).await;
                assert!(kept.contains(&"DV-4.4.2".to_owned()), "{other}: {kept:?}");
            }
            // A consent is asked for it by itself, and takes no "not sure" for it.
            assert!(is_asked_alone(Category::SexualViolence, &[]));
        });
    }
}
