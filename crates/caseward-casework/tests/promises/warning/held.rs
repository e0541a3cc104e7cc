//! Whoever can't be warned from here: all that is written about them is compared, whoever tried hears one answer whatever the reason, and
//! a privacy officer sees why and decides.

use caseward_casework::CaseworkError;
use caseward_casework::danger::{HeldWarning, NewWarning, WarningError, WarningNeed};
use caseward_casework::entries::Draft;
use caseward_casework::gate::{
    ClientSheet, EntryText, ProtectionSource, Refusal, WallAgainst, WallFact,
};
use caseward_casework::sign_in::SignedIn;
use caseward_model::{
    AtRisk, Channel, HeldEnd, OrganizationKind, Protection, Purpose, Role, TaskKind, WarningEnd,
    WarningState,
};
use caseward_testkit::{Engine, engines, run};
use zeroize::Zeroizing;

use super::{Desk, missing, refused_by, warning};
use crate::disclosing::person;

const WALL: &str = "DV-3.3.2e";

impl Desk {
    async fn officer(&self, handle: &str) -> SignedIn {
        self.house.worker(handle, Role::PrivacyOfficer).await;
        person(&self.house, handle).await
    }

    async fn held(&self, who: &SignedIn) -> Result<Vec<HeldWarning>, CaseworkError> {
        self.house.office.held_warnings(who.worker).await
    }

    /// Omar writes into Alma's file how she is reached.
    async fn notes_of_alma(&self) {
        let draft = Draft {
            section: "contact".into(),
            provenance: "client".into(),
            nature: "fact".into(),
            based_on: Zeroizing::new(String::new()),
            text: Zeroizing::new(
                "She stays at 12 Elm Street, Apt 4. Call 555-210-4477 after six.".to_owned(),
            ),
        };
        let entry = draft.check().ok().expect("an entry");
        let alma = self.house.client("1").await;
        let (office, omar) = (&self.house.office, self.omar.worker);
        let written = office.write_entry(omar, alma, Purpose::DirectService, entry);
        written.await.ok().expect("it is kept");
    }
}

/// Without a name, and with this about who they are.
fn described(report: i64, who: &str) -> NewWarning {
    NewWarning {
        name: String::new(),
        who: who.into(),
        ..warning(report)
    }
}

/// All that whoever tried is told, but for the number of the entry.
fn told(refused: Result<impl Sized, WarningError>) -> Vec<String> {
    let sections = match refused.err().expect("a refusal") {
        WarningError::Refused(Refusal::Refused { sections, .. }) => sections,
        other => panic!("{other:?}"),
    };
    sections.iter().map(|it| format!("{it:?}")).collect()
}

#[test]
fn dv_3_3_2e_all_that_is_written_about_somebody_is_compared_and_not_their_name_alone() {
    for engine in engines() {
        run(compared(&engine));
    }
}

async fn compared(engine: &Engine) {
    let desk = Desk::on(engine).await;
    desk.notes_of_alma().await;
    let report = desk.reports(AtRisk::Other, false).await;
    let number = described(report, "Somebody he knows; reached at (555) 210 4477.");
    let (before, content) = desk.ready(number).await.expect("no wall yet");
    desk.walls_alma_off().await;
    let late = desk.begins(before, (&content, true)).await;
    assert!(refused_by(late).contains(&WALL.to_owned()), "at saying it");
    for who in [
        "Alma, who lives two doors on.",
        "A woman called A. Reyes.",
        "REYES Alma, from the shelter",
        "Whoever picks up at 555.210.4477",
        "His neighbour at 12 Elm St, on the third floor.",
    ] {
        let tried = desk.ready(described(report, who)).await;
        assert!(refused_by(tried).contains(&WALL.to_owned()), "{who}");
    }
    let aside = NewWarning {
        name: "Rosa Leal".into(),
        ..described(report, "She shares a room with Alma Reyes.")
    };
    assert!(refused_by(desk.ready(aside).await).contains(&WALL.to_owned()));
    for who in [
        "His mother; she lives two doors on.",
        "Her brother Teo Vidal.",
    ] {
        let tried = desk.ready(described(report, who)).await;
        tried.unwrap_or_else(|error| panic!("{who}: {error:?}"));
    }
}

#[test]
fn dv_3_3_2e_a_colleague_behind_a_wall_is_not_warned_from_here_either() {
    for engine in engines() {
        run(colleague(&engine));
    }
}

async fn colleague(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let report = desk.reports(AtRisk::Worker, false).await;
    let wanted = || described(report, "Omar, at the desk on the second floor.");
    desk.ready(wanted()).await.expect("no wall yet");
    let no = desk.omar.no;
    let raise = move |sheet: &mut ClientSheet, since| {
        let against = WallAgainst::Worker(no);
        sheet.walls.push(WallFact { against, since });
    };
    let office = &desk.house.office;
    let walled = office.change_facts(desk.bruno, "walled", raise).await;
    walled.expect("a wall");
    assert!(refused_by(desk.ready(wanted()).await).contains(&WALL.to_owned()));
    let named = NewWarning {
        name: "omar of the tests".into(),
        ..warning(report)
    };
    assert!(refused_by(desk.ready(named).await).contains(&WALL.to_owned()));
    // A wall against an organisation keeps off whoever works there.
    let lower = |sheet: &mut ClientSheet, _| sheet.walls.clear();
    let cleared = office.change_facts(desk.bruno, "wall_lowered", lower);
    cleared.await.expect("no wall");
    let clinic = desk.house.partner("clinic", OrganizationKind::Health).await;
    let gil = desk
        .house
        .worker_with("gil", Role::PartnerWorker, true, true, "clinic");
    gil.await;
    let theirs = || described(report, "Gil, who works at the clinic.");
    desk.ready(theirs()).await.expect("no wall yet");
    let no = clinic.no;
    let raise = move |sheet: &mut ClientSheet, since| {
        let against = WallAgainst::Organization(no);
        sheet.walls.push(WallFact { against, since });
    };
    let walled = office.change_facts(desk.bruno, "walled", raise).await;
    walled.expect("a wall");
    assert!(refused_by(desk.ready(theirs()).await).contains(&WALL.to_owned()));
}

#[test]
fn dv_3_3_2e_whoever_tried_hears_one_answer_and_a_privacy_officer_sees_why() {
    for engine in engines() {
        run(one_answer(&engine));
    }
}

async fn one_answer(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let ruth = desk.officer("ruth").await;
    let report = desk.reports(AtRisk::Household, false).await;
    desk.walls_alma_off().await;
    let walled = desk
        .ready(described(report, "Alma Reyes, next door."))
        .await;
    let walled = told(walled);
    desk.changes("protected", |sheet, since| {
        sheet.walls.clear();
        sheet.protect(Protection::Victim, ProtectionSource::Worker, since);
    })
    .await;
    let partner = NewWarning {
        partner: Some(true),
        ..described(report, "She lives two doors on.")
    };
    let tried = desk.ready(partner).await;
    assert_eq!(walled, told(tried), "not a word differs");

    let all = desk.held(&ruth).await.expect("what waits");
    let why = |it: &HeldWarning| (it.warning, it.walled, it.partner);
    let why: Vec<_> = all.iter().map(why).collect();
    assert_eq!(why, [(1, true, false), (2, false, true)]);
    assert!(all.iter().all(|it| it.by == Some(desk.dana.worker)));
    assert_eq!(desk.waits_for(&ruth, TaskKind::WarningHeld).await, 2);
    assert_eq!(desk.waits_for(&desk.dana, TaskKind::WarningHeld).await, 0);

    let office = &desk.house.office;
    let question = office.question_of(&desk.dana, desk.bruno, Channel::Screen);
    let question = question.await.expect("a question");
    let looks = office.who_looked(&question).await.expect("the history");
    for look in &looks {
        let text = serde_json::to_string(&look.text).unwrap();
        for word in ["warning_held", "recipient.walled", "recipient.partner"] {
            assert!(!text.contains(word), "{word} in {text}");
        }
        if let EntryText::Answer(answer) = &look.text {
            for it in answer.answers.iter().filter(|it| !it.permitted) {
                assert_eq!(it.policies, ["dv-3.3.2e-not-warned-from-here"]);
            }
        }
    }
    for who in [&desk.dana, &desk.priya] {
        let none = desk.held(who).await;
        assert!(matches!(none, Err(CaseworkError::NotPermitted(_))));
        let settled = office.settle_held_warning(who.worker, all[0].no, HeldEnd::Nobody);
        assert!(matches!(settled.await, Err(CaseworkError::NotPermitted(_))));
    }
}

#[test]
fn dv_3_3_2e_what_is_done_instead_is_decided_once_and_not_by_whoever_a_wall_keeps_away() {
    for engine in engines() {
        run(decided(&engine));
    }
}

async fn decided(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (ruth, ines) = (desk.officer("ruth").await, desk.officer("ines").await);
    let no = ines.no;
    let raise = move |sheet: &mut ClientSheet, since| {
        let against = WallAgainst::Worker(no);
        sheet.walls.push(WallFact { against, since });
    };
    let office = &desk.house.office;
    let apart = office.change_facts(desk.bruno, "walled", raise).await;
    apart.expect("a wall");
    let report = desk.reports(AtRisk::Household, false).await;
    desk.walls_alma_off().await;
    let alma = || described(report, "Alma Reyes, next door.");
    refused_by(desk.ready(alma()).await);
    refused_by(desk.composes(1).await);
    let all = desk.held(&ruth).await.expect("what waits");
    assert_eq!(all.len(), 1, "one task for one warning, however often");
    assert!(desk.held(&ines).await.expect("a list").is_empty());
    assert_eq!(desk.waits_for(&ines, TaskKind::WarningHeld).await, 0);
    let settle = |who: &SignedIn| {
        let who = who.worker;
        office.settle_held_warning(who, all[0].no, HeldEnd::Police)
    };
    assert!(!settle(&ines).await.expect("an answer"));
    assert!(settle(&ruth).await.expect("an answer"));
    assert!(!settle(&ruth).await.expect("an answer"), "once");
    assert_eq!(desk.waits_for(&ruth, TaskKind::WarningHeld).await, 0);

    refused_by(desk.composes(1).await);
    assert_eq!(desk.waits_for(&ruth, TaskKind::WarningHeld).await, 1);
    desk.ends(1, WarningEnd::OthersWarned).await.expect("noted");
    assert_eq!(desk.waits_for(&ruth, TaskKind::WarningHeld).await, 0);
}

#[test]
fn re_7_whoever_tries_again_goes_on_with_the_warning_that_was_kept() {
    for engine in engines() {
        run(goes_on(&engine));
    }
}

async fn goes_on(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let report = desk.reports(AtRisk::Household, false).await;
    desk.walls_alma_off().await;
    let no = desk
        .prepares(described(report, "Alma Reyes, next door."))
        .await
        .expect("kept");
    refused_by(desk.composes(no).await);
    let again = NewWarning {
        number: Some(no),
        ..warning(report)
    };
    assert_eq!(
        desk.prepares(again.clone()).await.expect("written anew"),
        no
    );
    desk.composes(no).await.expect("nobody is kept apart now");
    let all = desk.all(&desk.dana).await.expect("one");
    assert_eq!(all.len(), 1, "and no second one");
    assert_eq!(
        (all[0].name.as_str(), all[0].state),
        ("Rosa Leal", WarningState::Ready)
    );
    assert_eq!(missing(desk.prepares(again).await), [WarningNeed::Over]);
    let unknown = NewWarning {
        number: Some(no + 7),
        ..warning(report)
    };
    let unknown = desk.prepares(unknown).await;
    assert!(matches!(unknown, Err(WarningError::Unknown)));
}
