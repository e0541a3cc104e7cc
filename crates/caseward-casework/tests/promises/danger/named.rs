//! A disclosure on the ground of danger goes on the report that it names: for as long as that one stands, and not on another.

use caseward_casework::disclosure::{
    Disclosure, DisclosureError, LinkAnswer, Mend, NewDisclosure, ReleasedPackage, SendingError,
};
use caseward_casework::gate::{AnswerText, EntryText};
use caseward_model::{
    Action, Basis, Channel, DisclosureState, Language, Purpose, Regime, Role, TaskKind,
};
use caseward_testkit::{Engine, engines, run};

use super::{Desk, HOUR, NewDanger, danger, mended, refused_by, risky};
use crate::disclosing::person;

const OVER: &str = "He was taken in by the police.";

impl Desk {
    async fn has(&self, no: i64) -> Disclosure {
        let office = &self.house.office;
        let found = office.disclosure(&self.dana, self.alma, no).await;
        let (found, delivery) = found.expect("the disclosure");
        delivery.delivered(None);
        found
    }

    async fn chooses_a_way(&self, no: i64) {
        let house = &self.house;
        let chosen = house.choose_a_way(&self.dana, self.alma, no).await;
        chosen.expect("a way");
    }

    async fn releases(&self, no: i64) -> Result<ReleasedPackage, DisclosureError> {
        let content = self.has(no).await.composed.map(|it| it.1);
        let what = (no, content.as_deref().unwrap_or_default());
        let office = &self.house.office;
        office
            .release_disclosure(&self.dana, self.alma, what, Language::English)
            .await
    }

    /// What the ledger has of questions to let something out, the newest first.
    async fn asked_to_disclose(&self) -> Vec<AnswerText> {
        let office = &self.house.office;
        let question = office.question_of(&self.dana, self.alma, Channel::Screen);
        let question = question.await.expect("a question");
        let looks = office.who_looked(&question).await.expect("the history");
        let answers = looks.into_iter().filter_map(|it| match it.text {
            EntryText::Answer(text) if text.action == Action::Disclose => Some(text),
            _ => None,
        });
        answers.collect()
    }
}

#[test]
fn re_7_a_disclosure_on_the_ground_of_danger_goes_on_one_report_that_stands() {
    for engine in engines() {
        run(names_it(&engine));
    }
}

async fn names_it(engine: &Engine) {
    let desk = Desk::on(engine).await;
    assert_eq!(mended(desk.warns().await), [Mend::NoDanger]);
    assert_eq!(mended(desk.warns_on(Some(1)).await), [Mend::NoDanger]);
    let first = desk.reports(&desk.dana, danger()).await.expect("reported");
    let by_itself = desk.warns().await.expect("the only one that stands");
    let named = desk.has(by_itself).await.danger.expect("its report");
    assert_eq!(named.no, first);
    let asked = desk.asked_to_disclose().await;
    assert_eq!(asked[0].danger, Some(first), "the ledger says on which");

    let second = desk.reports(&desk.dana, danger()).await.expect("reported");
    assert_eq!(mended(desk.warns().await), [Mend::WhichDanger]);
    for either in [first, second] {
        let no = desk.warns_on(Some(either)).await.expect("a paper");
        let named = desk.has(no).await.danger.expect("its report");
        assert_eq!(named.no, either);
    }
    let unknown = desk.warns_on(Some(second + 1)).await;
    assert_eq!(mended(unknown), [Mend::DangerOver]);
    let elsewhere = NewDisclosure {
        basis: Basis::LegalAuthority,
        ..desk.warning(Some(first))
    };
    assert_eq!(mended(desk.begins(elsewhere).await), [Mend::UnaskedDanger]);
}

#[test]
fn re_7_what_goes_on_a_report_that_is_over_goes_on_no_other_that_stands() {
    for engine in engines() {
        run(on_no_other(&engine));
    }
}

async fn on_no_other(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let first = desk.reports(&desk.dana, danger()).await.expect("reported");
    let ready = desk.warns().await.expect("a paper for the police");
    desk.chooses_a_way(ready).await;
    let begun = desk.begins(desk.warning(None)).await.expect("begun");
    let short = NewDanger {
        hours: Some(1),
        ..danger()
    };
    let second = desk.reports(&desk.dana, short).await.expect("reported");
    let over = desk.ends(&desk.dana, first, OVER).await;
    over.expect("over");

    assert_eq!(mended(desk.composes(begun).await), [Mend::DangerOver]);
    let asked = desk.asked_to_disclose().await;
    assert!(
        asked[0].answers.iter().all(|it| !it.permitted),
        "the no is on record"
    );
    let left = desk.releases(ready).await.err().expect("it stays");
    assert!(
        matches!(left, DisclosureError::Sending(SendingError::DangerOver)),
        "{left:?}"
    );
    let stays = desk.has(ready).await;
    assert_eq!(stays.state, DisclosureState::Composed);
    assert!(stays.may_be_given_up(), "nothing left");

    let other = desk.warns_on(Some(second)).await.expect("a paper");
    desk.chooses_a_way(other).await;
    let late = desk.warns_on(Some(second)).await.expect("a paper");
    desk.chooses_a_way(late).await;
    let mut left = desk.releases(other).await.expect("the other one stands");
    left.handed_over();
    desk.house.clock.advance(HOUR);
    let left = desk.releases(late).await.err().expect("it stays");
    assert!(
        matches!(left, DisclosureError::Sending(SendingError::DangerOver)),
        "by its time as well: {left:?}"
    );
}

#[test]
fn dv_3_3_2c_a_wait_or_a_no_of_another_report_keeps_back_what_names_a_harmless_one() {
    for engine in engines() {
        run(keeps_back(&engine));
    }
}

async fn keeps_back(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let manager = "DV-3.3.2c".to_owned();
    let harmless = desk.reports(&desk.dana, danger()).await.expect("reported");
    let ready = desk.warns().await.expect("a paper for the police");
    desk.chooses_a_way(ready).await;
    let other = desk.reports(&desk.dana, risky()).await.expect("reported");
    let waits = refused_by(desk.warns_on(Some(harmless)).await);
    assert!(waits.contains(&manager), "{waits:?}");
    let done = desk.discusses(&desk.priya, other, Some(false)).await;
    done.expect("discussed");
    let refused = refused_by(desk.warns_on(Some(harmless)).await);
    assert!(refused.contains(&"RE-7".to_owned()), "{refused:?}");
    let left = refused_by(desk.releases(ready).await);
    assert!(left.contains(&manager), "{left:?}");
}

#[test]
fn re_7_a_link_opens_for_nobody_when_the_danger_that_it_was_let_out_on_is_over() {
    for engine in engines() {
        run(shut(&engine));
    }
}

async fn shut(engine: &Engine) {
    let desk = Desk::on(engine).await;
    for ended in [true, false] {
        let short = NewDanger {
            hours: Some(1),
            ..danger()
        };
        let report = desk.reports(&desk.dana, short).await.expect("reported");
        let order = NewDisclosure {
            channel: Channel::SecureTransfer,
            ..desk.warning(Some(report))
        };
        let no = desk.begins(order).await.expect("begun");
        desk.composes(no).await.expect("a paper");
        desk.chooses_a_way(no).await;
        let left = desk.releases(no).await.expect("a release");
        let link = left.left.link.expect("a link");
        if ended {
            let over = desk.ends(&desk.dana, report, OVER).await;
            over.expect("over");
        } else {
            desk.house.clock.advance(HOUR);
        }
        let office = &desk.house.office;
        let (token, pin) = (link.token.to_string(), link.pin.to_string());
        let answer = office.open_link(&token, &pin).await;
        let answer = answer.expect("an answer");
        assert!(matches!(answer, LinkAnswer::Nothing));
        let stands = desk.has(no).await;
        assert_eq!(stands.state, DisclosureState::Failed);
        assert_eq!(stands.trouble.as_deref(), Some("ground_gone"));
    }
}

#[test]
fn re_7_who_reported_a_danger_is_told_with_its_disclosure_to_those_who_read_the_notes() {
    for engine in engines() {
        run(who_reported(&engine));
    }
}

async fn who_reported(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let report = desk.reports(&desk.priya, danger()).await.expect("reported");
    let no = desk.warns().await.expect("a paper for the police");
    desk.chooses_a_way(no).await;
    desk.releases(no).await.expect("it leaves").handed_over();
    let keeper = desk.house.worker("keeper", Role::RecordsCustodian).await;
    let duty = office.record_duty(&keeper, Purpose::RecordsManagement, 30);
    duty.await.expect("a duty");
    let keeper = person(&desk.house, "keeper").await;

    assert_eq!(desk.has(no).await.danger.expect("its report").by, None);
    for (who, by) in [(&desk.dana, Some(desk.priya.worker)), (&keeper, None)] {
        let looked = office.disclosure_in_words(who, desk.alma, no).await;
        let (looked, delivery) = looked.expect("the disclosure");
        delivery.delivered(None);
        let named = looked.danger.expect("its report");
        assert_eq!((named.no, named.by), (report, by));
    }
    let accounting = |regime| office.accounting_of(&desk.dana, desk.alma, regime);
    let (all, delivery) = accounting(Regime::All).await.expect("the accounting");
    delivery.delivered(None);
    let text = String::from_utf8(all.csv().expect("a table")).expect("text");
    let mut lines = text.lines().map(|it| it.split(',').collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let column = header.iter().position(|it| *it == "danger_report_id");
    let line = lines.next().expect("a line");
    assert_eq!(line[column.expect("its column")], report.to_string());
    // The paper that a client asks for says the ground, and not which report.
    let (vawa, delivery) = accounting(Regime::Vawa).await.expect("the accounting");
    delivery.delivered(None);
    let text = String::from_utf8(vawa.csv().expect("a table")).expect("text");
    assert!(text.contains("danger") && !text.contains("danger_report_id"));
    let tasks = office.my_tasks(desk.priya.no).await.expect("tasks");
    assert!(
        tasks.iter().all(|it| it.kind != TaskKind::DangerReported),
        "nobody is told of their own report"
    );
}
