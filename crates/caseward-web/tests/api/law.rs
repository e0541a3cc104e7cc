//! Questions to the Law Department for programs.

use caseward_casework::gate::{ClientSheet, DutyFact};
use caseward_model::{Purpose, Role};
use caseward_testkit::run;
use serde_json::{Value, json};

use crate::desk::Desk;

#[test]
fn cr_5_the_words_of_a_question_stay_shut_to_whoever_may_not_read_the_notes() {
    run(async {
        let mut desk = Desk::open().await;
        let address = format!("/api/v1/clients/{}/law", desk.alma);
        let question = json!({"question": "May the letter go?"});
        let asked = desk.post(&address, question.to_string()).await;
        assert_eq!(asked.status, 201, "{}", asked.text());
        let shown = desk.get(&address).await.json();
        assert_eq!(shown["questions"][0]["question"], "May the letter go?");

        let noor = desk.house.worker("noor", Role::Caseworker).await;
        let (worker, until) = (noor.no, desk.house.clock.now_ms() + 60_000);
        let duty = move |sheet: &mut ClientSheet, _: i64| {
            sheet.duties.push(DutyFact {
                worker,
                purpose: Purpose::DirectService,
                until,
            });
        };
        let office = &desk.house.office;
        let recorded = office.change_facts(desk.alma, "duty_recorded", duty);
        recorded.await.unwrap();
        desk.seat(&noor).await;
        let shown = desk.get(&address).await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        assert!(!shown.text().contains("letter"), "{}", shown.text());
        let one = shown.json()["questions"][0].clone();
        assert_eq!(
            (&one["state"], &one["question"], &one["answer"]),
            (&json!("open"), &Value::Null, &Value::Null)
        );
    });
}
