//! That whoever is threatened isn't forgotten: it waits for whoever answers for the client, and after the office's time for supervisors,
//! until somebody was warned or it is written down why nobody is.

use caseward_casework::danger::{DangerDiscussed, WarningError, WarningNeed};
use caseward_casework::emergency::Limits;
use caseward_casework::gate::Actor;
use caseward_model::{AtRisk, Channel, TaskKind, WarningEnd};
use caseward_testkit::{Engine, engines, run};

use super::{Desk, missing, warning};

const HOUR: i64 = 3_600_000;
const WHY: &str = "She is in the next county with her sister, and he does not know of it.";

impl Desk {
    /// How often it waits for Dana and for Priya.
    async fn due(&self) -> [usize; 2] {
        [
            self.waits_for(&self.dana, TaskKind::WarningDue).await,
            self.waits_for(&self.priya, TaskKind::WarningOverdue).await,
        ]
    }

    /// The office looks whether somebody was forgotten.
    async fn looks(&self) -> usize {
        self.house
            .office
            .remind_of_warnings()
            .await
            .expect("a look")
    }

    async fn warns_nobody(&self, report: i64, why: &str) -> Result<(), WarningError> {
        let which = (self.bruno, report);
        let office = &self.house.office;
        office
            .note_nobody_warned(&self.dana, which, Channel::Screen, why.into())
            .await
    }
}

#[test]
fn dv_4_2b_while_nobody_was_warned_somebody_is_reminded_and_then_a_supervisor() {
    for engine in engines() {
        run(reminded(&engine));
    }
}

async fn reminded(engine: &Engine) {
    let desk = Desk::on(engine).await;
    desk.reports(AtRisk::Client, false).await;
    assert_eq!(desk.due().await, [0, 0], "nobody else is threatened");
    let report = desk.reports(AtRisk::Household, false).await;
    assert_eq!(desk.due().await, [1, 0]);
    assert_eq!(desk.looks().await, 0);
    desk.house.clock.advance(4 * HOUR - 1);
    assert_eq!(desk.looks().await, 0, "there is time");
    desk.house.clock.advance(1);
    assert_eq!(desk.looks().await, 1);
    assert_eq!(desk.due().await, [1, 1]);
    assert_eq!(desk.looks().await, 0, "each is told once");

    let (no, content) = desk.ready(warning(report)).await.expect("a text");
    desk.begins(no, (&content, true)).await.expect("let out");
    assert_eq!(desk.due().await, [1, 1], "nobody knows yet");
    desk.ends(no, WarningEnd::NotReached).await.expect("noted");
    assert_eq!(desk.due().await, [1, 1], "nobody was warned");
    desk.begins(no, (&content, true)).await.expect("let out");
    desk.ends(no, WarningEnd::Warned).await.expect("noted");
    assert_eq!(desk.due().await, [0, 0]);
    desk.house.clock.advance(9 * HOUR);
    assert_eq!(desk.looks().await, 0);
}

#[test]
fn dv_4_2b_a_reminder_ends_with_a_reason_and_not_with_a_warning_that_was_given_up() {
    for engine in engines() {
        run(reasons(&engine));
    }
}

async fn reasons(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let report = desk.reports(AtRisk::Other, false).await;
    let no = desk.prepares(warning(report)).await.expect("prepared");
    desk.ends(no, WarningEnd::Dropped).await.expect("given up");
    assert_eq!(desk.due().await, [1, 0], "it is written in other words");
    let thin = desk.warns_nobody(report, " \u{200b}").await;
    assert_eq!(missing(thin), [WarningNeed::Why]);
    let unknown = desk.warns_nobody(report + 7, WHY).await;
    assert!(matches!(unknown, Err(WarningError::Unknown)));
    desk.warns_nobody(report, WHY).await.expect("noted");
    assert_eq!(desk.due().await, [0, 0]);
    let twice = desk.warns_nobody(report, WHY).await;
    assert_eq!(missing(twice), [WarningNeed::Over]);
    let office = &desk.house.office;
    let found = office.dangers_of(&desk.dana, desk.bruno, Channel::Screen);
    let (dangers, delivery) = found.await.expect("the reports");
    delivery.delivered(None);
    let noted = dangers[0].not_warned.as_ref().expect("a reason");
    assert_eq!((noted.why.as_str(), noted.by), (WHY, desk.dana.worker));
    assert!(!dangers[0].asks_for_a_warning());

    let over = desk.reports(AtRisk::Other, false).await;
    let why = "He was taken in by the police.".to_owned();
    let ended = office.end_danger(&desk.dana, (desk.bruno, over), Channel::Screen, why);
    ended.await.expect("over");
    assert_eq!(desk.due().await, [0, 0], "the danger is over");
    let stopped = desk.reports(AtRisk::Other, true).await;
    assert_eq!(desk.due().await, [1, 0]);
    let new = DangerDiscussed {
        said: "He spoke of a film; nobody is in danger by it.".into(),
        goes_on: Some(false),
    };
    let which = (desk.bruno, stopped);
    let discussed = office.discuss_danger(&desk.priya, which, Channel::Screen, new);
    discussed.await.expect("discussed");
    assert_eq!(desk.due().await, [0, 0], "nothing is told");
}

#[test]
fn dv_4_2b_the_office_says_within_how_many_hours_somebody_is_warned() {
    for engine in engines() {
        run(in_time(&engine));
    }
}

async fn in_time(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let limits = Limits {
        warn_hours: 1,
        ..Limits::default()
    };
    let office = &desk.house.office;
    let set = office.set_emergency_limits(Actor::KeyHolder, limits).await;
    set.expect("set");
    desk.reports(AtRisk::Household, false).await;
    desk.house.clock.advance(HOUR);
    assert_eq!(desk.looks().await, 1);
    assert_eq!(desk.due().await, [1, 1]);
}
