//! What may happen is put together out of what is to be shared, and never stands under answers that it doesn't follow from.

use caseward_casework::consent::{Change, ConsentNeed, Consequences, Form, Named};
use caseward_model::{Answered, Category, OrganizationKind, Purpose};
use caseward_testkit::{Engine, engines, run};

use super::Desk;

/// What is changed in a form.
type Changed = fn(&mut Form);

async fn saved(desk: &Desk, no: i64, form: Form) -> Vec<ConsentNeed> {
    let office = &desk.house.office;
    let change = Change::Whole(Box::new(form));
    let saved = office.save_consent(&desk.request(), no, change).await;
    saved.unwrap()
}

async fn composed(desk: &Desk, no: i64) -> Consequences {
    let office = &desk.house.office;
    let composed = office.consequences_for(&desk.request(), no).await;
    let (composed, delivery) = composed.unwrap();
    delivery.delivered(None);
    composed
}

async fn kept(desk: &Desk, no: i64) -> Consequences {
    let office = &desk.house.office;
    let (consent, delivery) = office.consent(&desk.request(), no).await.unwrap();
    delivery.delivered(None);
    consent.record.form.consequences
}

#[test]
fn dv_2_1_what_may_happen_is_put_together_by_the_office_whoever_asks_for_it() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let (no, _) = desk.draft(desk.form()).await;
            let clinic = composed(&desk, no).await;
            assert!(!clinic.agree.is_empty() && !clinic.refuse.is_empty());
            let school = desk.house.partner("school", OrganizationKind::School).await;
            let mut form = desk.form();
            form.recipient = Some(Named {
                no: 0,
                id: school.id,
            });
            form.asked.push((Category::Location, Answered::Yes));
            saved(&desk, no, form).await;
            let other = composed(&desk, no).await;
            assert_ne!(
                clinic, other,
                "it follows from organization and information"
            );
            assert!(other.agree.len() > clinic.agree.len());
        });
    }
}

#[test]
fn dv_2_1_what_was_said_of_other_answers_is_gone_through_anew_also_when_all_is_written_at_once() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let (no, needs) = desk.draft(desk.form()).await;
            assert_eq!(needs, []);
            let changes: [Changed; 3] = [
                |form| form.purposes.push(Purpose::Eligibility),
                |form| form.asked.push((Category::Income, Answered::Yes)),
                |form| form.language = caseward_model::Language::Spanish,
            ];
            for change in changes {
                let mut form = desk.form();
                saved(&desk, no, form.clone()).await;
                saved(&desk, no, form.clone()).await;
                assert_eq!(kept(&desk, no).await, form.consequences);
                change(&mut form);
                let needs = saved(&desk, no, form.clone()).await;
                let asked = [
                    ConsentNeed::ConsequencesAgree,
                    ConsentNeed::ConsequencesRefuse,
                ];
                assert_eq!(needs, asked, "they are about what it was before");
                assert_eq!(kept(&desk, no).await, Consequences::default());
            }
        });
    }
}

#[test]
fn dv_2_1_what_was_written_about_the_new_answers_is_kept_as_it_was_said() {
    run(async {
        let desk = Desk::open(&Engine::Sqlite).await;
        let (no, _) = desk.draft(desk.form()).await;
        // About the same as before, edited: kept.
        let mut form = desk.form();
        form.consequences.agree.push("The nurse will know.".into());
        assert_eq!(saved(&desk, no, form.clone()).await, []);
        assert_eq!(kept(&desk, no).await, form.consequences);
        // About something else, and one sentence of it is from before: gone through anew.
        form.purposes.push(Purpose::Eligibility);
        form.consequences.agree = vec!["The nurse will know.".into(), "And the office.".into()];
        let needs = saved(&desk, no, form.clone()).await;
        assert!(needs.contains(&ConsentNeed::ConsequencesAgree), "{needs:?}");
        // Put together out of the new answers: kept, with whatever was added.
        form.consequences = composed(&desk, no).await;
        form.consequences.agree.push("And the office.".into());
        assert_eq!(saved(&desk, no, form.clone()).await, []);
        assert_eq!(kept(&desk, no).await, form.consequences);
        // What follows of the old answers and of the new ones alike may stay.
        form.purposes = vec![Purpose::DirectService];
        let office = &desk.house.office;
        form.consequences = office.composed_consequences(&form).await.unwrap();
        assert_eq!(saved(&desk, no, form.clone()).await, []);
        assert_eq!(kept(&desk, no).await, form.consequences);
    });
}
