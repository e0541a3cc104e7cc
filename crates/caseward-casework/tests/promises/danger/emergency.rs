//! Reporting a danger with nothing but an emergency: it is written down and told, and nothing is read by it.

use caseward_casework::danger::{DangerError, NewDanger};
use caseward_casework::emergency::Opening;
use caseward_casework::gate::{EntryText, Refusal, ReportDanger};
use caseward_casework::sign_in::SignedIn;
use caseward_model::{Category, Channel};
use caseward_testkit::{Engine, engines, run};

use super::{Desk, HOUR, SEEN, danger, is_nobody, missing};
use crate::disclosing::person;

impl Desk {
    /// Omar, who has opened Alma's file in an emergency.
    async fn omar_in_an_emergency(&self) -> SignedIn {
        let order = crate::emergency::danger("1").check(60);
        let order = order.ok().expect("a complete form");
        let office = &self.house.office;
        let opened = office.open_emergency(self.omar.worker, "form", order, Channel::Screen);
        let opened = opened.await.expect("an answer");
        assert!(matches!(opened, Opening::Open(..)), "{opened:?}");
        person(&self.house, "omar").await
    }
}

#[test]
fn re_7_whoever_only_opened_the_file_in_an_emergency_reports_a_danger_and_reads_of_none() {
    for engine in engines() {
        run(reports_and_reads_nothing(&engine));
    }
}

async fn reports_and_reads_nothing(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let before = desk.reports(&desk.dana, danger()).await.expect("reported");
    assert!(is_nobody(desk.reports(&desk.omar, danger()).await));
    let omar = desk.omar_in_an_emergency().await;
    assert!(!missing(desk.reports(&omar, NewDanger::default()).await).is_empty());
    let heard = desk.reports_and_hears(&omar, danger()).await;
    let heard = heard.expect("reported");
    assert!(heard.told, "a supervisor who may look at it hears of it");
    assert_eq!(desk.waits_for_priya().await, 2);

    let read = desk.all(&omar).await;
    assert!(
        matches!(read, Err(DangerError::Refused(Refusal::Refused { .. }))),
        "neither his own report nor another"
    );
    for no in [before, heard.no] {
        let over = desk.ends(&omar, no, "It is over now.").await;
        assert!(matches!(over, Err(DangerError::Refused(_))));
        let said = desk.discusses(&omar, no, Some(true)).await;
        assert!(matches!(said, Err(DangerError::Refused(_))));
    }
    // Nor is there a permit that opens anything.
    let question = office.question_of(&omar, desk.alma, Channel::Screen).await;
    let question = question
        .expect("a question")
        .sections([Category::Existence]);
    assert!(office.gate.ask::<ReportDanger>(&question).await.is_err());

    let all = desk.all(&desk.dana).await.expect("both");
    assert_eq!((all[0].no, all[0].by), (heard.no, omar.worker));
    assert_eq!(all[0].seen, SEEN);
    let warned = desk.warns_on(Some(heard.no)).await;
    warned.expect("it opens its ground like any other");
}

#[test]
fn re_7_an_emergency_that_is_over_reports_nothing_any_more() {
    for engine in engines() {
        run(over(&engine));
    }
}

async fn over(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let omar = desk.omar_in_an_emergency().await;
    desk.reports(&omar, danger()).await.expect("reported");
    desk.house.clock.advance(HOUR);
    assert!(is_nobody(desk.reports(&omar, danger()).await));
    let all = desk.all(&desk.dana).await.expect("one");
    assert!(all.len() == 1 && all[0].stands_at(desk.house.clock.now_ms()));
}

#[test]
fn dv_3_3_2e_nobody_behind_a_wall_reports_a_danger_in_an_emergency() {
    for engine in engines() {
        run(walled(&engine));
    }
}

async fn walled(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let omar = desk.omar_in_an_emergency().await;
    desk.wall(&omar).await;
    assert!(is_nobody(desk.reports(&omar, danger()).await));
    assert!(desk.all(&desk.dana).await.expect("none").is_empty());
}

#[test]
fn re_7_the_ledger_says_by_which_right_a_danger_was_reported() {
    for engine in engines() {
        run(by_which_right(&engine));
    }
}

async fn by_which_right(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let omar = desk.omar_in_an_emergency().await;
    desk.reports(&omar, danger()).await.expect("reported");
    let office = &desk.house.office;
    let question = office.question_of(&desk.dana, desk.alma, Channel::Screen);
    let question = question.await.expect("a question");
    let looks = office.who_looked(&question).await.expect("the history");
    let reported = looks.iter().find_map(|it| match &it.text {
        EntryText::Deed(text) if text.deed == "danger_reported" => Some(&text.particulars),
        _ => None,
    });
    let reported = reported.expect("its entry");
    assert_eq!(reported["action"], "report_danger");
    assert_eq!(reported["purpose"], "emergency");
    let policies = reported["policies"].to_string();
    assert!(
        policies.contains("re-7-emergency-reports-danger"),
        "{policies}"
    );
}
