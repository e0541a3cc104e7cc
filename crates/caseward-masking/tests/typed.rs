//! What is promised of text that is typed in a conference: what could tell of anybody is stopped, ordinary notes pass, and the page finds
//! what the program finds (CC-2.4). The cases lie in `typed/cases.txt`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    missing_docs,
    reason = "tests"
)]

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use caseward_masking::typed::{Allowed, LONGEST, Stopped, Why, check};

const TABLE: &str = include_str!("typed/cases.txt");

/// The lines of the table that begin with one of these words, as their other cells.
fn rows(kinds: &[&str]) -> Vec<Vec<&'static str>> {
    let lines = TABLE
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|cells| kinds.contains(&cells[0]))
        .map(|cells| cells[1..].to_vec())
        .collect()
}

fn allowed() -> Allowed {
    let organizations = rows(&["organization"]).into_iter().map(|it| it[0]);
    Allowed::new(
        organizations,
        rows(&["identifier"]).into_iter().map(|it| it[0]),
    )
}

/// A text as it is meant: `\n` and `\u{…}` are signs.
fn plain(written: &str) -> String {
    let mut text = String::new();
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        if let Some(after) = after.strip_prefix('n') {
            text.push('\n');
            rest = after;
        } else {
            let (code, after) = after.strip_prefix("u{").unwrap().split_once('}').unwrap();
            text.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
            rest = after;
        }
    }
    text + rest
}

/// The text without the signs ⟦ and ⟧, and what stands between them, in UTF-16 units.
fn marked(text: &str) -> (String, Vec<(usize, usize)>) {
    let (mut plain, mut places, mut at, mut from) = (String::new(), Vec::new(), 0, 0);
    for sign in text.chars() {
        match sign {
            '⟦' => from = at,
            '⟧' => places.push((from, at)),
            _ => {
                plain.push(sign);
                at += sign.len_utf16();
            }
        }
    }
    (plain, places)
}

#[test]
fn cc_2_4_ordinary_notes_in_both_languages_pass() {
    let (allowed, notes) = (allowed(), rows(&["pass"]));
    assert!(notes.len() >= 60);
    for note in notes {
        let stopped = check(&plain(note[0]), &allowed);
        assert!(stopped.is_empty(), "{} {stopped:?}", note[0]);
    }
}

#[test]
fn cc_2_4_what_could_tell_of_anybody_is_stopped() {
    let allowed = allowed();
    for case in rows(&["stop"]) {
        let (text, places) = marked(&plain(case[1]));
        let stopped = check(&text, &allowed);
        let found: Vec<_> = stopped.iter().map(|it| (it.from, it.to)).collect();
        let whys: Vec<_> = stopped.iter().map(|it| it.why.word()).collect();
        assert_eq!(
            (found, whys.join(",")),
            (places, case[0].to_owned()),
            "{}",
            case[1]
        );
    }
    let told: Vec<_> = rows(&["stop"]).into_iter().map(|it| it[0]).collect();
    for why in Why::ALL.iter().filter(|it| **it != Why::TooLong) {
        let has = |it: &&str| it.split(',').any(|word| word == why.word());
        assert!(told.iter().any(has), "no case for {}", why.word());
    }
}

#[test]
fn what_is_not_held_is_told_truly() {
    let allowed = allowed();
    for case in rows(&["held-not"]) {
        assert!(check(&plain(case[0]), &allowed).is_empty(), "{}", case[0]);
    }
}

#[test]
fn a_text_of_a_million_signs_is_looked_at_and_a_longer_one_is_too_long() {
    let allowed = allowed();
    let note = "Asked the landlord about the unit; needs ID by Friday. ";
    let long = note.repeat(LONGEST / note.len());
    assert!(check(&long, &allowed).is_empty());
    for hard in [
        "1 ", "a.", "a@", "a:/", "calle ", "el 5 ", "may ", "K Q 4 ", "@",
    ] {
        let stopped = check(&hard.repeat(LONGEST / hard.len()), &allowed);
        assert!(stopped.len() <= LONGEST);
    }
    let longer = "a".repeat(LONGEST + 1);
    let whole = Stopped {
        from: 0,
        to: LONGEST + 1,
        why: Why::TooLong,
    };
    assert_eq!(check(&longer, &allowed), [whole]);
    assert!(check(&"é".repeat(LONGEST), &allowed)[0].why != Why::TooLong);
}

#[test]
fn an_organization_may_be_named_as_a_whole_only() {
    let allowed = Allowed::new(["Rosa Parks Center", "Rosa Parks Center East"], []);
    assert!(check("we asked Rosa Parks Center East", &allowed).is_empty());
    assert!(check("we asked rosa parks center", &allowed).is_empty());
    assert_eq!(check("we asked Rosa", &allowed).len(), 1);
    assert_eq!(check("we asked Rosa Parks\nCenter", &allowed).len(), 2);
}

fn shown(stopped: &[Stopped]) -> String {
    let mut line = String::new();
    for it in stopped {
        let comma = if line.is_empty() { "" } else { ", " };
        write!(line, "{comma}{}..{} {}", it.from, it.to, it.why.word()).unwrap();
    }
    line
}

/// Texts that are made of the table's words and signs, in any order.
fn shuffled(texts: &[String], count: usize) -> Vec<String> {
    const BETWEEN: [&str; 16] = [
        " ", " ", " ", " ", ". ", ", ", "-", ".", "/", "", "\n", "'s ", ": ", "@", " de ", " # ",
    ];
    let words: Vec<&str> = texts.iter().flat_map(|it| it.split_whitespace()).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut dice = move |sides: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % sides as u64) as usize
    };
    let one = |_| {
        let mut text = String::new();
        for _ in 0..=dice(12) {
            text.push_str(words[dice(words.len())]);
            text.push_str(BETWEEN[dice(BETWEEN.len())]);
        }
        text
    };
    (0..count).map(one).collect()
}

/// What the browser's script finds, a line for each text; nothing where there is no Node.js.
fn twin(texts: &[String]) -> Option<Vec<String>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/typed/same.mjs");
    let mut command = Command::new("node");
    command
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        let required = std::env::var("CASEWARD_REQUIRE_ALL").is_ok_and(|it| it == "1");
        assert!(!required, "there is no node");
        eprintln!("NOT RUN: there is no node to run the page's check of typed text");
        return None;
    };
    let mut sent = String::new();
    for kind in ["organization", "identifier"] {
        for row in rows(&[kind]) {
            writeln!(sent, "{kind}\t{}", row[0]).unwrap();
        }
    }
    for text in texts {
        writeln!(sent, "text\t{}", text.replace('\n', "\\n")).unwrap();
    }
    // It reads everything before it answers.
    let mut input = child.stdin.take().unwrap();
    input.write_all(sent.as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    Some(said.lines().map(str::to_owned).collect())
}

#[test]
fn cc_2_4_the_page_stops_what_the_program_stops() {
    let cases = rows(&["pass", "stop", "held-not"]);
    let mut texts: Vec<String> = cases
        .iter()
        .map(|it| marked(&plain(it[it.len() - 1])).0)
        .collect();
    texts.extend(shuffled(&texts, 5_000));
    let Some(said) = twin(&texts) else {
        return;
    };
    assert_eq!(said.len(), texts.len());
    let allowed = allowed();
    for (text, said) in texts.iter().zip(&said) {
        assert_eq!(*said, shown(&check(text, &allowed)), "{text:?}");
    }
}
