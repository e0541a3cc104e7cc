//! Access logs of other systems are taken in whole or not at all, and nothing of them is guessed (CR-2).

use std::io::Cursor;

use caseward_casework::CaseworkError;
use caseward_casework::gate::{EntryText, EntryView};
use caseward_casework::look_ups::logs::{LogAccount, LogEnd, LogOrder};
use caseward_casework::look_ups::{Mapping, NewSystem, User};
use caseward_casework::staff::Colleague;
use caseward_model::{AccessKind, Role};
use caseward_testkit::{Engine, Export, House, engines, run};

/// An office with a system whose log is understood.
pub(crate) struct Desk {
    pub(crate) house: House,
    pub(crate) rui: Colleague,
    pub(crate) dana: Colleague,
    pub(crate) system: i64,
}

pub(crate) fn mapping() -> Mapping {
    Mapping {
        user: "Login".into(),
        person: Some("Case No".into()),
        time: "When".into(),
        zone: Some("UTC".into()),
        otherwise: Some(AccessKind::Opened),
        ..Mapping::default()
    }
}

impl Desk {
    pub(crate) async fn on(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let rui = house.worker("rui", Role::PrivacyOfficer).await;
        let dana = house.worker("dana", Role::Caseworker).await;
        let name = "FACTS".to_owned();
        let office = &house.office;
        let system = office
            .keep_system(rui.id, NewSystem { name })
            .await
            .unwrap();
        office
            .save_mapping(rui.id, system, mapping())
            .await
            .unwrap();
        Self {
            house,
            rui,
            dana,
            system,
        }
    }

    pub(crate) async fn send(&self, order: LogOrder, text: &str) -> LogAccount {
        let log = Cursor::new(text.to_owned());
        let office = &self.house.office;
        office
            .take_log_in(self.rui.id, self.system, order, log)
            .await
            .unwrap()
    }

    pub(crate) async fn take(&self, lines: &[&str]) -> LogAccount {
        self.send(LogOrder::default(), &log(lines)).await
    }

    async fn deeds(&self, what: &str) -> usize {
        let office = &self.house.office;
        let entries = office.ledger_entries(u64::MAX, 100).await.unwrap();
        let is_it =
            |it: &&EntryView| matches!(&it.text, Some(EntryText::Deed(deed)) if deed.deed == what);
        entries.iter().filter(is_it).count()
    }

    async fn taken(&self) -> usize {
        self.house.office.taken_logs().await.unwrap().len()
    }
}

pub(crate) fn log(lines: &[&str]) -> String {
    format!("When,Login,Case No\n{}\n", lines.join("\n"))
}

const GOOD: &str = "2026-10-05 10:00:00,dana,F-1";

#[test]
fn cr_2_a_log_is_taken_in_whole_or_not_at_all() {
    for engine in engines() {
        run(whole(&engine));
    }
}

async fn whole(engine: &Engine) {
    let desk = Desk::on(engine).await;
    for bad in [
        "2026-10-05 10:00:00,,F-1",
        "yesterday,dana,F-1",
        "2026-13-45 10:00:00,dana,F-1",
        "2099-01-01 10:00:00,dana,F-1",
        "2026-10-05 10:00:00,dana",
        "2026-10-05 10:00:00,dana,F-\u{202e}1",
    ] {
        let account = desk.take(&[GOOD, bad]).await;
        assert_eq!(account.end, LogEnd::NotTaken, "{bad}");
        assert_eq!((account.bad, account.problems.len()), (1, 1), "{bad}");
        let problem = account.problems[0].to_string();
        assert!(problem.starts_with("line 3"), "{problem}");
        assert!(!problem.contains("dana") && !problem.contains("F-1"));
        assert_eq!(desk.taken().await, 0, "{bad}");
    }
    let leave_out = LogOrder {
        leave_out: true,
        ..LogOrder::default()
    };
    let text = log(&[GOOD, "yesterday,dana,F-1"]);
    let account = desk.send(leave_out, &text).await;
    assert_eq!(account.end, LogEnd::Taken(1));
    let taken = desk.house.office.taken_logs().await.unwrap();
    assert_eq!((taken[0].lines, taken[0].left_out), (1, 1));
}

#[test]
fn cr_2_a_time_without_a_zone_is_refused_and_never_guessed() {
    for engine in engines() {
        run(async {
            let desk = Desk::on(&engine).await;
            let zoneless = Mapping {
                zone: None,
                ..mapping()
            };
            let office = &desk.house.office;
            office
                .save_mapping(desk.rui.id, desk.system, zoneless)
                .await
                .unwrap();
            let account = desk.take(&[GOOD]).await;
            assert_eq!(account.end, LogEnd::NotTaken);
            assert!(account.problems[0].to_string().contains("zone"));
            let said = desk.take(&["2026-10-05T10:00:00+02:00,dana,F-1"]).await;
            assert_eq!(said.end, LogEnd::Taken(1));
        });
    }
}

#[test]
fn cr_2_the_same_file_is_recognised_and_a_line_counts_once() {
    for engine in engines() {
        run(async {
            let desk = Desk::on(&engine).await;
            let second = "2026-10-06 10:00:00,dana,F-1";
            assert_eq!(desk.take(&[GOOD, GOOD]).await.known, 1);
            assert_eq!(desk.take(&[GOOD, GOOD]).await.end, LogEnd::SameFile(1));
            let overlapping = desk.take(&[GOOD, second]).await;
            assert_eq!((overlapping.new, overlapping.known), (1, 1));
            assert_eq!(desk.taken().await, 2);
        });
    }
}

#[test]
fn cr_2_trying_a_log_keeps_nothing_and_names_who_isn_t_known() {
    for engine in engines() {
        run(async {
            let desk = Desk::on(&engine).await;
            let office = &desk.house.office;
            desk.house
                .import(&Export::new().client("17", "Alma", "Reyes"))
                .await;
            office
                .say_whose_numbers(desk.rui.id, desk.system, true)
                .await
                .unwrap();
            let text = log(&[
                "2026-10-05 10:00:00,DANA,17",
                "2026-10-05 10:01:00,ghost,17",
                "2026-10-05 10:02:00,ghost,99",
            ]);
            let only_try = LogOrder {
                only_try: true,
                ..LogOrder::default()
            };
            let account = desk.send(only_try, &text).await;
            assert_eq!(account.end, LogEnd::Tried);
            assert_eq!(desk.taken().await, 0);
            assert_eq!(desk.deeds("log_tried").await, 1, "it is on record");
            assert_eq!(account.matched_users, 1);
            assert_eq!(account.unknown_users[0].name, "ghost");
            assert_eq!(account.unknown_users[0].lines, 2);
            assert_eq!(account.unknown_persons.len(), 1);
            assert_eq!(account.unknown_persons[0].name, "99");
            office
                .match_user(desk.rui.id, desk.system, "Ghost", Some(User::NotOurs))
                .await
                .unwrap();
            assert_eq!(desk.send(only_try, &text).await.unknown_users_count, 0);
        });
    }
}

#[test]
fn cr_2_whoever_doesn_t_keep_the_list_takes_no_log_in_and_that_is_on_record() {
    run(async {
        let desk = Desk::on(&Engine::Sqlite).await;
        let office = &desk.house.office;
        let log = Cursor::new(log(&[GOOD]));
        let order = LogOrder::default();
        let refused = office
            .take_log_in(desk.dana.id, desk.system, order, log)
            .await;
        assert!(matches!(refused, Err(CaseworkError::NotPermitted(_))));
        assert_eq!(desk.taken().await, 0);
        let last = office.gate.entries(u64::MAX, 1).await.unwrap().remove(0);
        let text = serde_json::to_string(&last.text).unwrap();
        assert!(text.contains("office_act_refused") && text.contains("manage_look_ups"));
    });
}

#[test]
fn nasw_l_nothing_of_a_log_lies_readable_in_the_database() {
    run(async {
        let desk = Desk::on(&Engine::Sqlite).await;
        desk.take(&["2026-10-05 10:00:00,zq-user,zq-person"]).await;
        drop(desk.house.office.gate.seal_office().await);
        for file in std::fs::read_dir(desk.house.folder()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            for word in ["zq-user", "zq-person"] {
                let found = bytes.windows(word.len()).any(|it| it == word.as_bytes());
                assert!(!found, "{word} lies readable");
            }
        }
    });
}
