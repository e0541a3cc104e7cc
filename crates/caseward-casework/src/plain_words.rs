//! The editor's check: words that judge somebody are pointed out, with what could stand there instead. It suggests and never
//! blocks (DV-4.6.5).
//!
//! The lists lie with the policies, in English and Spanish, so that anyone can read and mend them; both are looked through, whatever
//! language somebody reads in.

use std::collections::HashMap;
use std::sync::LazyLock;

use caseward_model::Language;
use serde::{Deserialize, Serialize};

/// The most that is pointed out at once: more wouldn't be read.
const MOST: usize = 12;

/// The longest phrase in the lists, in words.
const LONGEST_PHRASE: usize = 5;

/// Something that was pointed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// What stands in the text.
    pub said: String,
    /// What could stand there instead, in the language of the word.
    pub instead: String,
}

#[derive(Deserialize)]
struct List {
    remark: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    words: Vec<String>,
    instead: String,
}

/// From a phrase in small letters to what could stand instead.
type Phrases = HashMap<String, String>;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let all = Language::ALL.iter().filter_map(|it| read(text(*it)).ok());
    // A list that can't be read points nothing out; a test reads each.
    all.flatten().collect()
});

const fn text(language: Language) -> &'static str {
    match language {
        Language::English => {
            include_str!("../../../policies/domestic-violence/plain-words.en.toml")
        }
        Language::Spanish => {
            include_str!("../../../policies/domestic-violence/plain-words.es.toml")
        }
    }
}

fn read(text: &str) -> Result<Vec<(String, String)>, toml::de::Error> {
    let list: List = toml::from_str(text)?;
    let pairs = list.remark.into_iter().flat_map(|entry| {
        let instead = entry.instead;
        let pair = move |word: String| (folded(&word), instead.clone());
        entry.words.into_iter().map(pair)
    });
    Ok(pairs.collect())
}

/// What is pointed out in a text, each once, in the order of the text.
#[must_use]
pub fn remarks(text: &str) -> Vec<Remark> {
    let words: Vec<(usize, &str)> = words(text).collect();
    let mut found: Vec<Remark> = Vec::new();
    let mut at = 0;
    while let Some((begin, _)) = words.get(at) {
        let longest = (1..=LONGEST_PHRASE).rev().find_map(|many| {
            let phrase = words.get(at..at + many)?;
            let folded: Vec<_> = phrase.iter().map(|(_, word)| folded(word)).collect();
            let instead = suggestion(&folded.join(" "))?;
            let (start, last) = phrase.last()?;
            Some((many, start + last.len(), instead))
        });
        let Some((many, end, instead)) = longest else {
            at += 1;
            continue;
        };
        let said = text.get(*begin..end).unwrap_or_default();
        let known = found.iter().any(|it| folded(&it.said) == folded(said));
        if !known && found.len() < MOST {
            found.push(Remark {
                said: said.to_owned(),
                instead: instead.to_owned(),
            });
        }
        at += many;
    }
    found
}

fn suggestion(phrase: &str) -> Option<&'static str> {
    let plural = || phrase.strip_suffix("es").and_then(|it| PHRASES.get(it));
    let found = PHRASES.get(phrase);
    let found = found.or_else(|| phrase.strip_suffix('s').and_then(|it| PHRASES.get(it)));
    found.or_else(plural).map(String::as_str)
}

/// Each word with its place, in bytes.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
    let between = text.split(move |c| !part(c));
    let base = text.as_ptr() as usize;
    between
        .filter(|it| it.chars().any(char::is_alphanumeric))
        .map(move |it| (it.as_ptr() as usize - base, it))
}

/// In small letters, with plain apostrophes.
fn folded(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ").to_lowercase().replace('’', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        remarks(text).into_iter().map(|it| it.said).collect()
    }

    #[test]
    fn every_list_is_read_and_says_what_could_stand_instead() {
        for language in Language::ALL {
            let list = read(text(*language)).unwrap();
            assert!(list.len() > 50, "{language}: {}", list.len());
            for (phrase, instead) in list {
                assert!(instead.len() > 20, "{phrase}");
                assert!(phrase.split(' ').count() <= LONGEST_PHRASE, "{phrase}");
                assert_eq!(said(&phrase).len(), 1, "{phrase}");
            }
        }
    }

    #[test]
    fn dv_4_6_5_what_judges_is_pointed_out_whole_and_once() {
        assert_eq!(
            said("She is CRAZY and a drama queen; crazy. Two liars."),
            ["CRAZY", "drama queen", "liars"]
        );
        assert_eq!(said("Doesn’t   care about it."), ["Doesn’t   care"]);
        assert_eq!(said("La madre está loca, dijo él."), ["loca"]);
        assert_eq!(said("Son conflictivos."), ["conflictivos"]);
    }

    #[test]
    fn dv_4_6_5_words_within_other_words_are_no_remarks() {
        for harmless in [
            "",
            "She moved into a flat on Bumble Street.",
            "He will contact the congress; contents of the fridge.",
            "Le pidió una vacante.",
            "\u{200b}🙂 — ’",
        ] {
            assert!(remarks(harmless).is_empty(), "{harmless}");
        }
    }

    #[test]
    fn dv_4_6_5_a_text_full_of_them_is_not_answered_with_a_wall() {
        let many: Vec<String> = PHRASES.keys().cloned().collect();
        assert_eq!(remarks(&many.join(". ")).len(), MOST);
    }
}
