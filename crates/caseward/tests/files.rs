//! A client's file at the command line: at a glance, its plan, its papers, and disclosures that are prepared there. One office as it ships
//! (CR-4, CR-7, NASW-a, RE-2).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first thing that isn't as promised"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "this test puts an office where the program looks for it"
)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use caseward_model::{Clock, OrganizationKind, Role};
use caseward_testkit::{Engine, Export, House, run};
use serde_json::Value;
use tempfile::TempDir;

const DAY_MS: i64 = 86_400_000;

/// An office in a folder, with what opens it.
struct Office {
    folder: TempDir,
}

impl Office {
    /// Dana works with Alma, Omar with nobody. The housing authority is a partner.
    fn open() -> Self {
        let at = Clock::system().now_ms() - DAY_MS;
        let clock = Clock::held_at(jiff::Timestamp::from_millisecond(at).unwrap());
        run(async {
            let house = House::begun(&Engine::Sqlite, false, clock).await;
            house.publish_texts().await;
            house
                .import(&Export::new().client("A", "Alma", "Reyes"))
                .await;
            let client = house.client("A").await;
            let dana = house.worker("dana", Role::Caseworker).await;
            house.assign(&dana, client).await;
            house.worker("omar", Role::Caseworker).await;
            house.partner("housing", OrganizationKind::Agency).await;
            let folder = TempDir::new().unwrap();
            for name in ["caseward.db", "caseward.db-wal"] {
                let from = house.folder().join(name);
                if from.exists() {
                    std::fs::copy(from, folder.path().join(name)).unwrap();
                }
            }
            std::fs::write(folder.path().join("passphrase"), house.passphrase()).unwrap();
            Self { folder }
        })
    }

    /// Says a command of somebody's about Alma, and types what it asks for.
    fn says(&self, who: &str, words: &[&str], typed: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caseward"));
        let (first, rest) = words.split_first().unwrap();
        command.arg(first).args(["--as", who, "--client", "A"]);
        command.args(rest).args(["--format", "json", "--data"]);
        command.arg(self.folder.path());
        let file = self.folder.path().join("passphrase");
        command.env("CASEWARD_PASSPHRASE_FILE", file);
        command.stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = command.spawn().unwrap();
        let mut stdin = running.stdin.take().unwrap();
        stdin.write_all(typed.as_bytes()).unwrap();
        drop(stdin);
        running.wait_with_output().unwrap()
    }

    /// What a command of Dana's answers a program.
    fn dana(&self, words: &[&str], typed: &str) -> Value {
        let said = self.says("dana", words, typed);
        assert_eq!(said.status.code(), Some(0), "{words:?}: {}", told(&said));
        serde_json::from_slice(&said.stdout).unwrap()
    }
}

fn told(output: &Output) -> String {
    let both = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&both).into_owned()
}

fn number(value: &Value) -> String {
    value.as_i64().unwrap().to_string()
}

#[test]
fn cr_7_a_plan_grows_and_is_seen_at_a_glance_at_the_command_line() {
    let office = Office::open();
    let goal = office.dana(&["file", "goal"], "A flat of her own.\n");
    let goal = number(&goal["record"]);
    let step = [
        "file",
        "step",
        "--of",
        &goal,
        "--by",
        "together",
        "--until",
        "2099-12-01",
    ];
    let ring = number(&office.dana(&step, "Ring two landlords.\n")["record"]);
    office.dana(&step, "Look at both flats.\n");
    office.dana(&["file", "done", "--of", &ring], "Both said yes.\n");

    let plan = office.dana(&["file", "plan"], "");
    let goals = plan["goals"].as_array().unwrap();
    assert_eq!(goals.len(), 1, "{plan}");
    assert_eq!(goals[0]["text"], "A flat of her own.");
    let steps = goals[0]["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 2, "{plan}");
    assert_eq!(steps[0]["end"]["how"], "done");
    assert_eq!(steps[0]["end"]["text"], "Both said yes.");
    assert_eq!(steps[1]["end"], Value::Null);
    assert_eq!(steps[1]["by"], "together");

    let glance = office.dana(&["file", "summary"], "");
    let next = glance["steps"].as_array().unwrap();
    assert_eq!(next.len(), 1, "{glance}");
    assert_eq!(next[0]["text"], "Look at both flats.");
    assert_eq!(next[0]["until"], "2099-12-01");
    assert_eq!(glance["stands"], serde_json::json!([]));
    let papers = office.dana(&["file", "documents"], "");
    assert_eq!(papers, serde_json::json!([]));
}

#[test]
fn dv_3_3_1_whoever_may_not_know_of_a_client_gets_nothing_of_the_file_at_the_command_line() {
    let office = Office::open();
    office.dana(&["file", "goal"], "A flat of her own.\n");
    for words in [
        &["file", "summary"][..],
        &["file", "plan"],
        &["file", "documents"],
        &["file", "goal"],
        &["disclose", "drafts"],
        &["disclose", "prepare", "--kind", "other"],
    ] {
        let said = office.says("omar", words, "Something.\n");
        let told = told(&said);
        assert_eq!(said.status.code(), Some(3), "{words:?}: {told}");
        assert!(told.contains("not_known"), "{words:?}: {told}");
        assert!(!told.contains("flat") && !told.contains("Alma"), "{told}");
    }
}

#[test]
fn re_2_a_disclosure_is_prepared_answer_by_answer_at_the_command_line_and_taken_up_or_thrown_away()
{
    let office = Office::open();
    let kept = office.dana(&["disclose", "prepare", "--kind", "other"], "");
    let draft = number(&kept["draft"]);
    let needs = |value: &Value| -> Vec<String> {
        let all = value["needs"].as_array().unwrap().iter();
        all.map(|it| it["step"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(needs(&kept).contains(&"purpose".to_owned()), "{kept}");
    let more = office.dana(
        &[
            "disclose",
            "prepare",
            &draft,
            "--purpose",
            "eligibility",
            "--basis",
            "consent",
            "--recipient",
            "housing",
            "--channel",
            "hand_delivery",
        ],
        "",
    );
    assert_eq!(number(&more["draft"]), draft, "it is the same one");
    assert_eq!(needs(&more), ["questions", "sections"], "{more}");
    let early = office.says("dana", &["disclose", "take-up", &draft], "");
    assert_eq!(early.status.code(), Some(1), "{}", told(&early));
    assert!(told(&early).contains("sections"), "{}", told(&early));

    let chosen = [
        "disclose",
        "prepare",
        &draft,
        "--questions",
        "--section",
        "identity,housing",
    ];
    let typed = "\nShe is in hospital and can't be reached.\n";
    assert_eq!(needs(&office.dana(&chosen, typed)), Vec::<String>::new());
    let listed = office.dana(&["disclose", "drafts"], "");
    assert_eq!(listed["drafts"].as_array().unwrap().len(), 1, "{listed}");
    let shown = office.dana(&["disclose", "draft", &draft], "");
    assert_eq!(shown["said"]["purpose"], "eligibility", "{shown}");
    let begun = office.dana(&["disclose", "take-up", &draft], "");
    assert!(begun["disclosure"].is_i64(), "{begun}");

    let other = office.dana(&["disclose", "prepare", "--kind", "report"], "");
    let other = number(&other["draft"]);
    office.dana(&["disclose", "throw-away", &other], "");
    let listed = office.dana(&["disclose", "drafts"], "");
    assert_eq!(listed["drafts"], serde_json::json!([]));
    let gone = office.says("dana", &["disclose", "draft", &other], "");
    assert_eq!(gone.status.code(), Some(1), "{}", told(&gone));
}
