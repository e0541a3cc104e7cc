//! What whoever types a command sees when something is wrong: what to do about it, the exit code that
//! scripts rely on, and nothing done by half (NASW-l, NASW-o).

#![allow(
    clippy::unwrap_used,
    reason = "a test may stop at the first thing that isn't as promised"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "these tests put files where the program looks for them, and spoil them"
)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder with a passphrase and, if wanted, an office.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn empty() -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("passphrase"), "four quiet words here\n").unwrap();
        Self { folder }
    }

    fn with_office() -> Self {
        let desk = Self::empty();
        let made = desk.say(&["init"]);
        assert_eq!(made.status.code(), Some(0), "{}", told(&made));
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn database(&self) -> PathBuf {
        self.path("office").join("caseward.db")
    }

    /// Says a command about the office in this folder.
    fn say(&self, words: &[&str]) -> Output {
        let office = self.path("office");
        let mut command = caseward(words);
        command.arg("--data").arg(office);
        let file = self.path("passphrase");
        command.env("CASEWARD_PASSPHRASE_FILE", file);
        command.output().unwrap()
    }

    /// Answers the questions about a text as its file says, and signs it where it is signed.
    fn comes_in(&self, handle: &str) {
        let procedure = include_str!("../../../policies/domestic-violence/forms/procedure.en.toml");
        let induction = include_str!("../../../policies/domestic-violence/forms/induction.en.toml");
        for (words, file) in [
            (
                &["agreement", "sign", "procedure", "--agree"][..],
                procedure,
            ),
            (&["training", "take", "induction"], induction),
        ] {
            let right = file.lines().filter_map(|it| it.strip_prefix("right = "));
            let answers = right.collect::<Vec<_>>().join(",");
            let words = [words, &["--as", handle, "--answers", &answers]].concat();
            let typed = "Made Up\nHarbour House\nMade up\nmade.up@office.example\n555 0100\n";
            let ended = self.say_typing(&words, typed);
            assert_eq!(ended.status.code(), Some(0), "{words:?}: {}", told(&ended));
        }
    }

    fn say_typing(&self, words: &[&str], typed: &str) -> Output {
        let mut command = caseward(words);
        command.arg("--data").arg(self.path("office"));
        command.env("CASEWARD_PASSPHRASE_FILE", self.path("passphrase"));
        command.stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = command.spawn().unwrap();
        let mut stdin = running.stdin.take().unwrap();
        stdin.write_all(typed.as_bytes()).unwrap();
        drop(stdin);
        running.wait_with_output().unwrap()
    }

    fn ends(&self, words: &[&str], code: i32, says: &str) {
        let ended = self.say(words);
        let told = told(&ended);
        assert_eq!(ended.status.code(), Some(code), "{words:?}: {told}");
        assert!(told.contains(says), "{words:?}: {told}");
    }
}

fn caseward(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_caseward"));
    command.args(words);
    for name in ["DATA", "DATABASE", "PASSPHRASE_FILE", "KEY_FILE"] {
        command.env_remove(format!("CASEWARD_{name}"));
    }
    command
}

fn told(output: &Output) -> String {
    let both = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8(both).unwrap()
}

fn emptied(path: &Path) {
    std::fs::write(path, b"").unwrap();
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_is_missing() {
    for words in [
        &["doctor"][..],
        &["no-such-command"],
        &["serve", "--listen", "0.0.0.0:7311"],
        &["demo", "--listen", "192.0.2.7:7311"],
        &["ledger", "verify", "--data", "x", "--key", "k"],
        &["sign-in-link", "dana", "--minutes", "9223372036854775807"],
        &["sign-in-link", "dana", "--address", "javascript:alert(1)"],
        &[
            "organization",
            "add",
            "one",
            "--name",
            "One",
            "--kind",
            "agency",
            "--protocol-days",
            "30",
        ],
    ] {
        let ended = caseward(words).output().unwrap();
        assert_eq!(ended.status.code(), Some(2), "{words:?}: {}", told(&ended));
        assert!(!ended.stderr.is_empty(), "{words:?}");
        assert!(!told(&ended).contains("panicked"), "{words:?}");
    }
}

#[test]
fn a_program_gets_every_error_as_json() {
    let desk = Desk::empty();
    for (words, code) in [
        (&["doctor", "--format", "json", "--no-such-flag"][..], 2),
        (&["worker", "list", "--format=json"], 1),
        (&["ledger", "verify", "--format", "json"], 1),
        (&["import", "hmis", "nowhere", "--format", "json"], 1),
    ] {
        let ended = desk.say(words);
        assert_eq!(ended.status.code(), Some(code), "{words:?}");
        let answer: Value = serde_json::from_slice(&ended.stdout).unwrap();
        assert!(answer["error"].is_string(), "{words:?}: {answer}");
    }
    let help = caseward(&["--help"]).output().unwrap();
    assert_eq!(help.status.code(), Some(0));
}

#[test]
fn an_emptied_database_is_not_taken_for_a_new_office() {
    let desk = Desk::with_office();
    emptied(&desk.database());
    for words in [&["worker", "list"][..], &["ledger", "verify"], &["serve"]] {
        desk.ends(words, 1, "restore it from a backup");
        assert_eq!(desk.database().metadata().unwrap().len(), 0, "{words:?}");
    }
}

#[test]
fn a_spoilt_checkpoint_is_told_and_not_passed_over() {
    let desk = Desk::with_office();
    desk.ends(&["ledger", "verify"], 0, "as it was recorded");
    std::fs::write(desk.path("office").join("checkpoint"), "spoilt").unwrap();
    desk.ends(&["ledger", "verify"], 1, "was altered");
    desk.ends(&["doctor"], 1, "was altered");
}

#[test]
fn what_is_no_key_opens_nothing_and_is_said_plainly() {
    let desk = Desk::with_office();
    std::fs::write(desk.path("passphrase"), [0xff, 0xfe, 0x00]).unwrap();
    desk.ends(&["worker", "list"], 1, "holds no text");
    std::fs::write(desk.path("passphrase"), "five other quiet words here").unwrap();
    desk.ends(&["worker", "list"], 1, "does not open the office");
    emptied(&desk.path("passphrase"));
    desk.ends(&["worker", "list"], 1, "does not open the office");
}

#[test]
fn names_that_hide_or_turn_what_stands_beside_them_are_refused() {
    let desk = Desk::with_office();
    let long = "a".repeat(201);
    for name in [
        "",
        " ",
        "D\u{202e}ana",
        "Dana\nReyes",
        "Da\u{1b}[31mna",
        &long,
    ] {
        let words = ["worker", "add", "dana", "--name", name];
        desk.ends(&words, 1, "the name");
    }
    desk.ends(
        &["worker", "add", "dana", "--name", "Zoë O’Brien-Ng"],
        0,
        "dana",
    );
    desk.ends(&["worker", "list"], 0, "Zoë O’Brien-Ng");
}

#[test]
fn a_key_file_that_cant_be_made_leaves_nothing_behind() {
    let desk = Desk::with_office();
    let taken = desk.path("passphrase");
    desk.ends(
        &["key", "add-file", taken.to_str().unwrap()],
        1,
        "name a new file",
    );
    assert!(std::fs::read_to_string(taken).unwrap().starts_with("four"));
    let into = desk.path("nowhere").join("key");
    desk.ends(
        &["key", "add-file", into.to_str().unwrap()],
        1,
        "name a new file",
    );
    let good = desk.path("key");
    desk.ends(
        &["key", "add-file", good.to_str().unwrap()],
        0,
        "opens the office",
    );
    emptied(&desk.path("passphrase"));
    let opened = caseward(&["worker", "list", "--key-file"])
        .arg(&good)
        .arg("--data")
        .arg(desk.path("office"))
        .output()
        .unwrap();
    assert_eq!(opened.status.code(), Some(0), "{}", told(&opened));
}

#[test]
fn what_is_no_export_is_refused_and_the_office_stays_as_it_was() {
    let desk = Desk::with_office();
    let (file, folder) = (desk.path("letter.txt"), desk.path("letters"));
    std::fs::write(&file, "Dear all").unwrap();
    std::fs::create_dir(&folder).unwrap();
    for path in [
        &file,
        &folder,
        &desk.path("nowhere"),
        &PathBuf::from("/dev/null"),
    ] {
        let ended = desk.say(&["import", "hmis", path.to_str().unwrap()]);
        assert_eq!(ended.status.code(), Some(1), "{path:?}: {}", told(&ended));
    }
    desk.ends(&["doctor"], 1, "0 clients with 0 records");
    desk.ends(&["ledger", "verify"], 0, "as it was recorded");
}

#[test]
fn nasw_o_who_leaves_hands_over_and_what_the_rules_refuse_ends_with_3() {
    let desk = Desk::with_office();
    let waiting = ["user", "waiting", "--as", "custodian"];
    desk.ends(&waiting, 3, "waiting for your signature");
    desk.ends(&["agreement", "missing"], 0, "procedure, induction");
    desk.comes_in("custodian");
    desk.comes_in("administrator");
    let add = [
        "user",
        "add",
        "dana",
        "--name",
        "Dana",
        "--as",
        "administrator",
    ];
    desk.ends(&add, 0, "/sign-in/");
    let again = ["user", "add", "Dana", "--name", "Dana"];
    desk.ends(&again, 1, "looks the same");
    let leave = ["user", "leave", "dana", "--as", "dana"];
    desk.ends(&leave, 3, "");
    desk.ends(
        &["user", "leave", "dana", "--as", "administrator"],
        0,
        "is shut",
    );
    desk.ends(&["user", "list"], 0, "access shut");
    desk.ends(
        &["user", "waiting", "--as", "administrator"],
        3,
        "part of your role",
    );
    desk.ends(&["user", "waiting", "--as", "custodian"], 0, "0 clients");
    desk.ends(&["user", "return", "dana"], 0, "on record");
}

#[test]
fn dv_2_1_how_long_a_consent_lasts_is_set_and_nonsense_is_not_taken() {
    let desk = Desk::with_office();
    desk.ends(
        &["consent", "settings"],
        0,
        "A consent lasts 30 days, and 365 at most",
    );
    let shorter = [
        "consent",
        "settings",
        "--longest-days",
        "60",
        "--default-days",
        "20",
    ];
    desk.ends(&shorter, 0, "A consent lasts 20 days, and 60 at most");
    let longer = ["consent", "settings", "--default-days", "61"];
    desk.ends(&longer, 1, "what is proposed lies between");
    desk.ends(
        &["consent", "settings"],
        0,
        "A consent lasts 20 days, and 60 at most",
    );
    desk.ends(&["consent", "remind"], 0, "Talks are due with 0 clients");
    desk.ends(
        &["consent", "list", "nobody", "--as", "nobody"],
        1,
        "nobody",
    );
}
