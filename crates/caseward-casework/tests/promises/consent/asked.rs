//! A single field of a consent is asked where somebody stated what it is needed for, and nothing is taken where nobody did.

use caseward_casework::asked_fields::{IF_MISSING, INTERPRETER, WITNESS};
use caseward_casework::consent::{Change, ConsentError, ConsentNeed, Form, Signing, SigningNeed};
use caseward_casework::stated_needs::NewNeed;
use caseward_model::{Id, Role, Worker};
use caseward_testkit::{engines, run};

use super::Desk;

async fn saved(desk: &Desk, no: i64, form: &Form) -> Result<Vec<ConsentNeed>, ConsentError> {
    let change = Change::Whole(Box::new(form.clone()));
    let office = &desk.house.office;
    office.save_consent(&desk.request(), no, change).await
}

async fn taken_back(desk: &Desk, by: Id<Worker>, field: &str) {
    let about = (None, field.to_owned());
    let done = desk.house.office.state_need(by, about, String::new());
    done.await.expect("taken back");
}

#[test]
fn nasw_a_a_single_field_of_a_consent_is_taken_only_where_somebody_said_what_it_is_for() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let priya = desk.house.worker("priya", Role::PrivacyOfficer).await;
            let mut form = desk.form();
            form.told.interpreter = "The county's interpreters".into();
            let (kept, needs) = desk.draft(form.clone()).await;
            assert_eq!(needs, [], "there is a usual need for it");

            taken_back(&desk, priya.id, INTERPRETER).await;
            let (fresh, _) = desk.draft(desk.form()).await;
            let refused = saved(&desk, fresh, &form).await;
            assert!(
                matches!(&refused, Err(ConsentError::Needs(it)) if *it == [ConsentNeed::InterpreterUnasked]),
                "{refused:?}"
            );
            let (without, delivery) = desk
                .house
                .office
                .consent(&desk.request(), fresh)
                .await
                .unwrap();
            assert_eq!(without.record.form.told.interpreter, "");
            delivery.delivered(None);

            // What was written down while there was a need stays as it is.
            assert_eq!(saved(&desk, kept, &form).await.unwrap(), []);
            desk.sign(kept, "Alma Reyes", "").await.expect("signed");
        });
    }
}

#[test]
fn re_5_what_a_programme_has_to_know_is_missing_until_it_is_answered() {
    for engine in engines() {
        run(async {
            let desk = Desk::open(&engine).await;
            let office = &desk.house.office;
            let priya = desk.house.worker("priya", Role::PrivacyOfficer).await;
            let (optional, needs) = desk.draft(desk.form()).await;
            assert_eq!(needs, [], "optional is the default");
            let programmes = office.programmes().await.unwrap();
            let shelter = programmes.first().map(|it| it.no);
            for field in [IF_MISSING, WITNESS] {
                let new = NewNeed {
                    why: "The funder wants it of everybody.".into(),
                    required: true,
                };
                let about = (shelter, field.to_owned());
                office.state_need(priya.id, about, new).await.unwrap();
            }
            let unanswered = desk.sign(optional, "Alma Reyes", "").await;
            assert!(
                matches!(&unanswered, Err(ConsentError::Needs(it)) if *it == [ConsentNeed::IfMissing]),
                "{unanswered:?}"
            );
            let mut form = desk.form();
            form.told.if_missing = "Call her sister.".into();
            assert_eq!(saved(&desk, optional, &form).await.unwrap(), []);
            let alone = desk.sign(optional, "Alma Reyes", "").await;
            assert!(
                matches!(&alone, Err(ConsentError::Signing(it)) if *it == [SigningNeed::Witness]),
                "{alone:?}"
            );
        });
    }
}

#[test]
fn nasw_a_a_witness_whom_nobody_needs_is_not_written_down() {
    run(async {
        let desk = Desk::open(&caseward_testkit::Engine::Sqlite).await;
        let priya = desk.house.worker("priya", Role::PrivacyOfficer).await;
        taken_back(&desk, priya.id, WITNESS).await;
        let (no, _) = desk.draft(desk.form()).await;
        let signing = Signing {
            name: "Alma Reyes".into(),
            ticked: ["understood", "free", "revocable", "agree"]
                .map(String::from)
                .to_vec(),
            witness: "The nurse".into(),
            ..Signing::default()
        };
        let office = &desk.house.office;
        let witnessed = office.sign_consent(&desk.request(), no, signing).await;
        assert!(
            matches!(&witnessed, Err(ConsentError::Signing(it)) if *it == [SigningNeed::WitnessUnasked]),
            "{witnessed:?}"
        );
        desk.sign(no, "Alma Reyes", "").await.expect("signed");
    });
}
