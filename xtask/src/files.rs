//! Files that a new colleague can read: each says first what it is for, none is a book of its own,
//! and none holds an unfinished thought, the path of somebody's machine, or a link to a file that is gone
//! (design §9).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::house::{Found, root};

/// The longest that a source file may be, in lines.
const LONGEST: usize = 800;

/// Notes to oneself. Taken apart here, so that this file passes its own check.
const UNFINISHED: [&str; 3] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
];

/// How paths begin that exist on one machine only.
const OWN_PATHS: [&str; 4] = [
    concat!("/", "home/"),
    concat!("/", "Users/"),
    concat!("/", "root/"),
    concat!("/", "work/"),
];

/// What is written by people and read by people.
const TEXTS: [&str; 13] = [
    "rs",
    "toml",
    "md",
    "sql",
    "cedar",
    "cedarschema",
    "css",
    "js",
    "mjs",
    "html",
    "ftl",
    "txt",
    "yml",
];

/// Folders that are made, not written.
const MADE: [&str; 3] = ["target", "node_modules", "mutants.out"];

/// Checks every file of the workspace.
///
/// # Errors
/// When a file can't be read.
pub(crate) fn check() -> anyhow::Result<Found> {
    let root = root()?;
    let mut faults = Vec::new();
    let mut looked_at = 0_usize;
    for path in written(&root)? {
        let Ok(text) = fs::read_to_string(&path) else {
            continue; // a test's bad input need not be UTF-8
        };
        looked_at += 1;
        let place = path
            .strip_prefix(&root)
            .unwrap_or(&path)
            .display()
            .to_string();
        faults.extend(faults_in(&place, &text));
        faults.extend(dead_links(&path, &place, &text));
    }
    faults.sort();
    let looked_at = format!("{looked_at} files, each with its purpose, none over {LONGEST} lines");
    Ok(Found { looked_at, faults })
}

/// All files that people write, below a folder.
fn written(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
        for entry in entries {
            let entry = entry?;
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            let hidden = name.starts_with('.') && name != ".ci" && name != ".cargo";
            if entry.file_type()?.is_dir() {
                if !hidden && !MADE.contains(&name.as_ref()) {
                    folders.push(path);
                }
            } else if is_text(&path) || folder.ends_with(".ci") {
                files.push(path);
            }
        }
    }
    Ok(files)
}

fn is_text(path: &Path) -> bool {
    let ending = path.extension().map(|it| it.to_string_lossy());
    ending.is_some_and(|it| TEXTS.contains(&it.as_ref()))
}

/// What is wrong with one file.
fn faults_in(place: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if place.ends_with(".rs") {
        let lines = text.lines().count();
        if lines > LONGEST {
            faults.push(format!(
                "{place} has {lines} lines; split it, {LONGEST} is the most"
            ));
        }
        // A forgery's first lines say what is to become of it; its purpose comes after them.
        let mut said = text.lines().skip_while(|line| line.starts_with("// "));
        if !said.next().is_some_and(|line| line.starts_with("//! ")) {
            faults.push(format!(
                "{place} does not begin with `//!` and what it is for"
            ));
        }
    }
    for (number, line) in (1..).zip(text.lines()) {
        if !place.ends_with(".ftl") && UNFINISHED.iter().any(|note| has_word(line, note)) {
            faults.push(format!(
                "{place}:{number} has a note to oneself; finish it or open an issue"
            ));
        }
        if OWN_PATHS.iter().any(|start| has_path(line, start)) {
            faults.push(format!("{place}:{number} has the path of one machine"));
        }
    }
    faults
}

/// Links from one document to a file that isn't there.
fn dead_links(path: &Path, place: &str, text: &str) -> Vec<String> {
    let folder = path.parent().filter(|_| place.ends_with(".md"));
    let links = text.split("](").skip(1);
    let targets = links.filter_map(|link| link.split([')', '#']).next());
    let dead = |target: &&str| {
        let own = !target.is_empty() && !target.contains("://");
        own && folder.is_some_and(|folder| !folder.join(target).exists())
    };
    let fault = |target| format!("{place} links to {target}, which isn't there");
    targets.filter(dead).map(fault).collect()
}

/// Whether the word stands in the line as a word of its own.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (line.get(..at), line.get(at + word.len()..));
        !before.is_some_and(|it| it.ends_with(part_of_a_word))
            && !after.is_some_and(|it| it.starts_with(part_of_a_word))
    })
}

/// Whether a path begins here, rather than going on: `site.example/home/` goes on.
fn has_path(line: &str, start: &str) -> bool {
    let goes_on = |c: char| part_of_a_word(c) || matches!(c, '.' | '/' | '~' | '-' | '}' | '*');
    line.match_indices(start).any(|(at, _)| {
        !line
            .get(..at)
            .is_some_and(|before| before.ends_with(goes_on))
    })
}

fn part_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_purpose_is_found() {
        assert_eq!(faults_in("a.rs", "fn main() {}\n").len(), 1);
        assert!(faults_in("a.rs", "//! What it is for.\nfn main() {}\n").is_empty());
        assert!(faults_in("a.rs", "// expect: E0451\n//! An attempt.\n").is_empty());
    }

    #[test]
    fn a_file_that_is_too_long_is_found() {
        let long = format!("//! Long.\n{}", "\n".repeat(LONGEST));
        assert_eq!(faults_in("a.rs", &long).len(), 1);
    }

    #[test]
    fn unfinished_thoughts_are_found_and_words_that_look_alike_are_not() {
        let note = UNFINISHED[0];
        assert_eq!(faults_in("a.sql", &format!("-- {note}: later")).len(), 1);
        assert!(faults_in("a.sql", &format!("-- {note}S")).is_empty());
    }

    #[test]
    fn links_to_nothing_are_found_and_others_are_not() {
        let place = root().unwrap().join("README.md");
        let links = |text| dead_links(&place, "README.md", text).len();
        assert_eq!(links("see [there](docs/gone.md#at)"), 1);
        assert_eq!(
            links("see [there](LICENSE), [up](#up), [out](https://site.example/x)"),
            0
        );
    }

    #[test]
    fn paths_of_one_machine_are_found_and_addresses_are_not() {
        let start = OWN_PATHS[0];
        assert_eq!(faults_in("a.md", &format!("see `{start}ana/x`")).len(), 1);
        assert!(faults_in("a.md", &format!("see https://site.example{start}x")).is_empty());
    }
}
