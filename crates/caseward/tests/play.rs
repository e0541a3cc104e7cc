//! What the command line says of a meeting that was played: to those who sit at the table nothing of whom they must not know (CC-2.4).

#![allow(
    clippy::unwrap_used,
    reason = "a test may stop at the first thing that isn't as promised"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "these tests put files where the program looks for them"
)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use caseward_testkit::leak::Watch;
use tempfile::TempDir;

/// The words of the shielded client in the script that comes along.
const WORDS: [&str; 9] = [
    "Zephyrine",
    "Quillwort",
    "Zephykins",
    "Quillyanne",
    "1987-03-14",
    "4417 Thistledown",
    "555 014 7731",
    "zephyrine.q@post.example",
    "QW-77120934",
];

/// A folder in which a meeting is played, and its office kept.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("passphrase"), "four quiet words here\n").unwrap();
        Self { folder }
    }

    fn say(&self, words: &[&str], typed: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caseward"));
        for name in ["DATA", "DATABASE", "PASSPHRASE_FILE", "KEY_FILE"] {
            command.env_remove(format!("CASEWARD_{name}"));
        }
        command.args(words);
        command.arg("--data").arg(self.folder.path().join("office"));
        let file = self.folder.path().join("passphrase");
        command.env("CASEWARD_PASSPHRASE_FILE", file);
        command.stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = command.spawn().unwrap();
        let mut stdin = running.stdin.take().unwrap();
        // Whoever asks nothing may have ended before this is read.
        drop(stdin.write_all(typed.as_bytes()));
        drop(stdin);
        running.wait_with_output().unwrap()
    }

    /// Everything that a command of conferences says to somebody.
    fn conference(&self, who: &str, words: &[&str]) -> Vec<u8> {
        let words = [&["conference", "--as", who], words].concat();
        let said = self.say(&words, "");
        [said.stdout, said.stderr].concat()
    }
}

/// The ids that stand at the beginning of lines.
fn ids(said: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(said).into_owned();
    let first = text
        .lines()
        .filter_map(|it| it.split_whitespace().next().map(str::to_owned));
    first.filter(|it| it.len() == 26).collect()
}

fn no_pdf(_: &[u8]) -> Option<String> {
    None
}

#[test]
fn cc_2_4_the_command_line_plays_a_meeting_and_tells_nobody_at_the_table_who_a_shielded_client_is()
{
    let desk = Desk::new();
    let played = desk.say(&["conference", "play"], "");
    let told =
        String::from_utf8_lossy(&[played.stdout.clone(), played.stderr].concat()).into_owned();
    assert_eq!(played.status.code(), Some(0), "{told}");
    assert!(told.contains("Nobody received a word that they must not learn"));
    let watch = Watch::of(WORDS).unwrap();
    for who in ["lena", "heather", "mira", "ivo", "priya", "stella"] {
        let mut said = desk.conference(who, &["list"]);
        let series = ids(&said);
        let mut shown = 0;
        for one in &series {
            said.extend(desk.conference(who, &["show", one]));
            let meetings = desk.conference(who, &["meeting", "list", one]);
            said.extend(desk.conference(who, &["notes", "list", one]));
            for meeting in ids(&meetings) {
                shown += 1;
                for words in [
                    &["meeting", "show", &meeting][..],
                    &["meeting", "calendar", &meeting],
                    &["agenda", "show", &meeting],
                ] {
                    said.extend(desk.conference(who, words));
                }
            }
            said.extend(meetings);
        }
        for words in [
            &["item", "waiting"][..],
            &["breach", "mine"],
            &["breach", "desk"],
        ] {
            said.extend(desk.conference(who, words));
        }
        said.extend(desk.conference(who, &["item", "list", "TB-55310268"]));
        // A search of nothing but refusals proves nothing.
        let sits = ["lena", "heather", "mira", "stella"].contains(&who);
        let told = String::from_utf8_lossy(&said).into_owned();
        assert!(
            !sits || (shown > 0 && told.contains("housing table")),
            "{who} was told of their meeting: {told}"
        );
        assert!(!said.is_empty(), "{who} was told something");
        let found = watch.found(&said, &no_pdf);
        assert!(found.is_empty(), "{who}: {found:?}");
    }
    // Whoever serves her finds her, so that the search above can fail.
    let found = desk.say(&["find", "--as", "dana"], "Zephyrine\n\n\n");
    assert!(!watch.found(&found.stdout, &no_pdf).is_empty());
}

#[test]
fn a_script_with_a_fault_is_not_played_and_says_what_is_wrong() {
    let desk = Desk::new();
    let script = desk.folder.path().join("script.toml");
    std::fs::write(&script, "organization = []\nperson = []\nclient = []\n").unwrap();
    let file = script.to_str().unwrap().to_owned();
    let refused = desk.say(&["conference", "play", "--script", &file], "");
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("this is no script of a meeting"), "{said}");
    assert!(!desk.folder.path().join("office").exists());
}
