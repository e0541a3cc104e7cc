//! Letters by mail: that something waits, never what or about whom.

use caseward_casework::CaseworkError;
use caseward_casework::gate::{About, Actor, ClientSheet, WallAgainst, WallFact};
use caseward_casework::mail::{Envelope, Failure, LetterSeen};
use caseward_casework::staff::{Colleague, Person};
use caseward_casework::tasks::{self, NewTask, TaskAbout, Whom};
use caseward_model::{Ending, LetterKind, LetterState, OfficeAct, Role, TaskKind};
use caseward_testkit::{Export, House, engines, run};

const MINUTE: i64 = 60_000;
const TEN_MINUTES: i64 = 10 * MINUTE;
const ADDRESS: &str = "https://office.example";

/// A colleague whom mail reaches.
async fn reached(house: &House, handle: &str, role: Role) -> Colleague {
    let colleague = house.worker(handle, role).await;
    let person = Person {
        email: format!("{handle}@office.example"),
        ..Person::new(&colleague.name, handle, role, &house.own.handle)
    };
    let changed = house
        .office
        .change_person(Actor::KeyHolder, colleague.id, None, person);
    changed.await.expect("an address")
}

async fn task(house: &House, kind: TaskKind, whom: Whom, item: i64) {
    let about = TaskAbout {
        item: Some(item),
        ..TaskAbout::default()
    };
    task_about(house, kind, whom, about).await;
}

async fn task_about(house: &House, kind: TaskKind, whom: Whom, about: TaskAbout) {
    let new = NewTask {
        kind,
        whom,
        about,
        due_at: house.clock.now_ms(),
    };
    let (act, office) = (OfficeAct::ManageSettings, About::Office);
    let added = house
        .office
        .gate
        .perform(Actor::KeyHolder, act, office, "tried", move |works| {
            tasks::add(works, &new).map(drop)
        });
    let added: Result<(), CaseworkError> = added.await;
    added.expect("a task");
}

async fn taken(house: &House) -> Vec<Envelope> {
    house.office.take_letters(20).await.expect("letters")
}

async fn carried(house: &House, no: i64, went: Result<(), Failure>) {
    let written = house.office.letter_carried(no, went).await;
    written.expect("written down");
}

async fn letter(house: &House, no: i64) -> LetterSeen {
    let all = house.office.letters(100).await.expect("letters");
    all.into_iter().find(|it| it.no == no).expect("this letter")
}

fn addresses(envelopes: &[Envelope]) -> Vec<&str> {
    envelopes.iter().map(|it| it.to.as_str()).collect()
}

#[test]
fn re_7_whoever_must_know_of_an_emergency_is_written_to_at_once_and_the_rest_within_ten_minutes() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let dana = reached(&house, "dana", Role::Caseworker).await;
            let priya = reached(&house, "priya", Role::Supervisor).await;
            let omar = reached(&house, "omar", Role::PrivacyOfficer).await;
            house.supervise(&priya, &dana).await;

            task(
                &house,
                TaskKind::EmergencyOpened,
                Whom::SupervisorsOf(dana.no),
                1,
            )
            .await;
            task(
                &house,
                TaskKind::HandOver,
                Whom::Role(Role::PrivacyOfficer),
                2,
            )
            .await;
            let first = taken(&house).await;
            assert_eq!(addresses(&first), [priya.email.as_str()]);
            assert_eq!(first[0].kind, LetterKind::Pressing);
            house.clock.advance(TEN_MINUTES);
            let later = taken(&house).await;
            assert_eq!(addresses(&later), [omar.email.as_str()]);
            assert!(taken(&house).await.is_empty(), "each is carried once");
        });
    }
}

#[test]
fn re_7_who_must_know_of_a_danger_is_written_to_at_once_and_nobody_behind_a_wall() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let export = Export::new().client("1", "Alma", "Reyes");
            house.import(&export).await;
            let alma = house.client("1").await;
            let priya = reached(&house, "priya", Role::Supervisor).await;
            let omar = reached(&house, "omar", Role::Supervisor).await;
            let no = omar.no;
            let wall = move |sheet: &mut ClientSheet, since| {
                let against = WallAgainst::Worker(no);
                sheet.walls.push(WallFact { against, since });
            };
            let walled = house.office.change_facts(alma, "walled", wall).await;
            walled.expect("a wall");
            let about = TaskAbout {
                client: Some(alma),
                ..TaskAbout::default()
            };
            let whom = Whom::Role(Role::Supervisor);
            task_about(&house, TaskKind::DangerReported, whom, about).await;
            let letters = taken(&house).await;
            assert_eq!(addresses(&letters), [priya.email.as_str()]);
            assert_eq!(letters[0].kind, LetterKind::Pressing);
            let tasks = house.office.my_tasks(omar.no).await.expect("tasks");
            assert!(tasks.is_empty(), "nor is it shown");
        });
    }
}

#[test]
fn nasw_l_one_letter_tells_of_all_that_waits_and_goes_earlier_when_something_presses() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let dana = reached(&house, "dana", Role::Caseworker).await;
            let whom = Whom::Worker(dana.no);
            task(&house, TaskKind::HandOver, whom, 1).await;
            task(&house, TaskKind::AccessQuestion, whom, 2).await;
            assert!(taken(&house).await.is_empty(), "others are waited for");
            task(&house, TaskKind::EmergencyOpened, whom, 3).await;
            let letters = taken(&house).await;
            assert_eq!(letters.len(), 1);
            assert_eq!(letters[0].kind, LetterKind::Pressing);
        });
    }
}

#[test]
fn nasw_m_nothing_in_a_letter_depends_on_whom_or_what_it_is_about() {
    run(async {
        let house = House::open().await;
        let dana = reached(&house, "dana", Role::Caseworker).await;
        let mut seen = Vec::new();
        for (no, kind) in TaskKind::ALL.iter().enumerate() {
            let item = i64::try_from(no).expect("few kinds");
            task(&house, *kind, Whom::Worker(dana.no), item).await;
            house.clock.advance(TEN_MINUTES);
            for it in taken(&house).await {
                carried(&house, it.no, Ok(())).await;
                assert!(
                    !it.text(ADDRESS).contains("dana"),
                    "not even the reader's name"
                );
                seen.push((it.subject(), it.text(ADDRESS)));
            }
        }
        assert_eq!(seen.len(), TaskKind::ALL.len());
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 2, "one that presses, and one that doesn't");
        assert_eq!(seen[0].0, seen[1].0, "unopened they look the same");
        assert!(
            seen.iter()
                .all(|(_, text)| text.matches(ADDRESS).count() == 2)
        );
    });
}

#[test]
fn nasw_l_a_client_is_never_written_to_nor_anyone_whose_access_is_shut() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let client = reached_as_client(&house).await;
            let dana = reached(&house, "dana", Role::Caseworker).await;
            let bea = house.worker("bea", Role::Caseworker).await;
            for whom in [&client, &dana, &bea] {
                task(&house, TaskKind::HandOver, Whom::Worker(whom.no), whom.no).await;
            }
            let trial = house
                .office
                .write_trial_letter(Actor::KeyHolder, bea.id)
                .await;
            assert!(matches!(trial, Err(CaseworkError::Unfit(_))), "{trial:?}");

            let ended = house
                .office
                .end_access(Actor::KeyHolder, dana.id, Ending::Departure)
                .await;
            ended.expect("ended");
            house.clock.advance(TEN_MINUTES);
            assert!(taken(&house).await.is_empty());
            let letters = house.office.letters(100).await.expect("letters");
            assert_eq!(letters.len(), 1, "{letters:?}");
            assert_eq!(letters[0].state, LetterState::GivenUp);
            assert_eq!(letters[0].trouble, Some(Failure::Nobody));
        });
    }
}

/// A client with an address, as a database might hold one.
async fn reached_as_client(house: &House) -> Colleague {
    let colleague = house.worker("cleo", Role::Client).await;
    let (act, office, no) = (OfficeAct::ManagePeople, About::Office, colleague.no);
    let particulars = caseward_casework::gate::Particulars {
        name: colleague.name.clone(),
        handle: colleague.handle.clone(),
        email: "cleo@home.example".to_owned(),
        ..Default::default()
    };
    let renamed = house
        .office
        .gate
        .perform(Actor::KeyHolder, act, office, "tried", move |works| {
            works
                .rename_worker(no, &particulars)
                .map_err(CaseworkError::from)
        });
    renamed.await.expect("an address");
    colleague
}

#[test]
fn a_letter_that_did_not_go_is_tried_again_ever_more_rarely_and_given_up_after_three_days() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let dana = reached(&house, "dana", Role::Caseworker).await;
            let no = house
                .office
                .write_trial_letter(Actor::KeyHolder, dana.id)
                .await
                .expect("a letter");
            let mut tries = 0;
            let mut minutes = 0;
            while letter(&house, no).await.state == LetterState::Waiting {
                for it in taken(&house).await {
                    tries += 1;
                    carried(&house, it.no, Err(Failure::NotReached)).await;
                }
                minutes += 1;
                house.clock.advance(MINUTE);
            }
            let given_up = letter(&house, no).await;
            assert_eq!(given_up.state, LetterState::GivenUp);
            assert_eq!(given_up.trouble, Some(Failure::TooLate));
            assert!(
                (3 * 24 * 60..3 * 24 * 60 + 90).contains(&minutes),
                "{minutes}"
            );
            assert!((70..90).contains(&tries), "hourly in the end: {tries}");
        });
    }
}

#[test]
fn a_letter_that_was_refused_for_good_or_went_is_not_sent_again() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let dana = reached(&house, "dana", Role::Caseworker).await;
            for went in [Ok(()), Err(Failure::Refused)] {
                let no = house
                    .office
                    .write_trial_letter(Actor::KeyHolder, dana.id)
                    .await
                    .expect("a letter");
                assert_eq!(taken(&house).await.len(), 1);
                carried(&house, no, went).await;
                carried(&house, no, Err(Failure::NotNow)).await;
                house.clock.advance(TEN_MINUTES);
                assert!(taken(&house).await.is_empty());
                let state = letter(&house, no).await.state;
                assert_eq!(state == LetterState::Sent, went.is_ok());
            }
        });
    }
}

#[test]
fn a_letter_that_was_on_its_way_when_the_server_stopped_waits_again() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let dana = reached(&house, "dana", Role::Caseworker).await;
            let no = house
                .office
                .write_trial_letter(Actor::KeyHolder, dana.id)
                .await
                .expect("a letter");
            assert_eq!(taken(&house).await.len(), 1);
            house.office.recover_letters().await.expect("recovered");
            let waiting = letter(&house, no).await;
            assert_eq!(waiting.state, LetterState::Waiting);
            assert_eq!(waiting.trouble, Some(Failure::Interrupted));
            house.clock.advance(TEN_MINUTES);
            assert_eq!(taken(&house).await.len(), 1);
        });
    }
}

#[test]
fn cr_4_a_letter_made_over_behind_our_back_is_not_sent() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let dana = reached(&house, "dana", Role::Caseworker).await;
            task(&house, TaskKind::HandOver, Whom::Worker(dana.no), 1).await;
            let (act, office) = (OfficeAct::ManageSettings, About::Office);
            let altered =
                house
                    .office
                    .gate
                    .perform(Actor::KeyHolder, act, office, "tried", |works| {
                        let sql = "UPDATE letters SET due_at = 0";
                        works.transaction().execute(sql, &[])?;
                        Ok::<_, CaseworkError>(())
                    });
            altered.await.expect("altered");
            let taken = house.office.take_letters(20).await;
            assert!(matches!(taken, Err(CaseworkError::Damaged)));
        });
    }
}
