//! Which sentences of a text speak of a partner by what they are called there: wife, ex, mother of his children (DV-4.3).
//!
//! The lists lie with the policies, in English and Spanish, so that anyone can read and mend them; both are looked through, whatever
//! language the paper is in. Neither accents nor capitals matter, nor signs that nobody sees.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use caseward_model::Language;
use serde::Deserialize;

use crate::CaseworkError;

/// The longest phrase in the lists, in words.
const LONGEST_PHRASE: usize = 5;

/// After these a point ends no sentence, nor does it after a single letter.
const SHORT: [&str; 16] = [
    "mr", "mrs", "ms", "mx", "dr", "dra", "sr", "sra", "srta", "st", "prof", "ave", "av", "apt",
    "núm", "vs",
];

/// What can stand behind the end of a sentence and belongs to it.
const CLOSING: &str = ".!?…\"'”’»)]";

#[derive(Deserialize)]
struct List {
    words: Vec<String>,
    parents: Vec<String>,
    children: Vec<String>,
    goes_on: Vec<String>,
}

/// What all lists hold, as it is compared.
#[derive(Default)]
struct Lists {
    words: HashSet<String>,
    parents: HashSet<String>,
    children: HashSet<String>,
    goes_on: HashSet<String>,
}

/// Nothing where one of them can't be read: then no report is put together.
static LISTS: LazyLock<Option<Lists>> = LazyLock::new(|| {
    let mut lists = Lists::default();
    for language in Language::ALL {
        let list: List = toml::from_str(text(*language)).ok()?;
        lists.words.extend(list.words.iter().map(|it| phrase(it)));
        lists
            .parents
            .extend(list.parents.iter().map(|it| phrase(it)));
        lists
            .children
            .extend(list.children.iter().map(|it| phrase(it)));
        lists
            .goes_on
            .extend(list.goes_on.iter().map(|it| phrase(it)));
    }
    Some(lists)
});

const fn text(language: Language) -> &'static str {
    match language {
        Language::English => {
            include_str!("../../../../../policies/domestic-violence/partner-words.en.toml")
        }
        Language::Spanish => {
            include_str!("../../../../../policies/domestic-violence/partner-words.es.toml")
        }
    }
}

/// A passage of a text that speaks of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    /// Where it stands, in bytes.
    pub(super) place: Range<usize>,
    /// By which words, as they stand there; none where only a name tells.
    pub(super) said: Vec<String>,
}

/// The sentences of a text that speak of a partner, in their order: by a word of the lists, because one of those names stands in them,
/// or because they go on about them. Where what the text is called speaks of one, all of it is one passage.
pub(super) fn passages(
    (called, text): (&str, &str),
    names: &[Range<usize>],
) -> Result<Vec<Passage>, CaseworkError> {
    let lists = LISTS.as_ref().ok_or(CaseworkError::Damaged)?;
    let called = spaced(called);
    let by_label = lists.said(&words(&called), &called);
    if !by_label.is_empty() {
        let whole = trimmed(text, &(0..text.len()));
        let whole = whole.into_iter().map(|place| Passage {
            place,
            said: by_label.clone(),
        });
        return Ok(whole.collect());
    }
    let all = words(text);
    let mut found = Vec::new();
    let mut speaks = false;
    for place in sentences(text) {
        let first = all.partition_point(|it| it.place.start < place.start);
        let end = all.partition_point(|it| it.place.end <= place.end);
        let here = all.get(first..end).unwrap_or_default();
        let mut said = lists.said(here, text);
        let mut names = names.iter();
        let named = names.any(|it| it.start < place.end && place.start < it.end);
        if speaks && said.is_empty() && !named {
            let on = here.iter().filter(|it| lists.goes_on.contains(&it.folded));
            said = once(on.map(|it| part(text, &it.place)));
        }
        speaks = named || !said.is_empty();
        if speaks {
            found.push(Passage { place, said });
        }
    }
    Ok(found)
}

impl Lists {
    /// By which of these words they speak of a partner, each once, as they stand in the text.
    fn said(&self, here: &[Word], text: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < here.len() {
            let longest = (1..=LONGEST_PHRASE).rev().find_map(|many| {
                let phrase = here.get(at..at + many)?;
                self.has(phrase).then_some(phrase)
            });
            let ends = longest.and_then(|it| it.first().zip(it.last()));
            if let Some((first, last)) = ends {
                found.push(part(text, &(first.place.start..last.place.end)));
            }
            at += longest.map_or(1, <[Word]>::len);
        }
        let children = here.iter().any(|it| self.children.contains(&it.folded));
        let parents = here.iter().filter(|it| self.parents.contains(&it.folded));
        let parents = parents.filter(|_| children);
        found.extend(parents.map(|it| part(text, &it.place)));
        once(found.into_iter())
    }

    /// Whether these words, or the plural of them, stand in the list; a single one also with *ex* before it.
    fn has(&self, phrase: &[Word]) -> bool {
        let folded: Vec<&str> = phrase.iter().map(|it| it.folded.as_str()).collect();
        let whole = folded.join(" ");
        let has = |words: &str| {
            let one = words.strip_suffix('s');
            let other = words.strip_suffix("es");
            let mut forms = [Some(words), one, other].into_iter().flatten();
            forms.any(|it| self.words.contains(it))
        };
        let without_ex = match phrase {
            [only] => only.folded.strip_prefix("ex").filter(|it| it.len() > 3),
            _ => None,
        };
        has(&whole) || without_ex.is_some_and(has)
    }
}

/// What a field is called, with a blank where another word begins: *PartnerNotes* is partner notes.
fn spaced(called: &str) -> String {
    let mut spaced = String::with_capacity(called.len() + 4);
    let mut small = false;
    for sign in called.chars() {
        if small && sign.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(sign);
        small = sign.is_lowercase();
    }
    spaced
}

/// A word of a text.
struct Word {
    place: Range<usize>,
    folded: String,
}

/// Marks on the letter before, and signs that nobody sees: they part no word.
const fn is_unseen(sign: char) -> bool {
    matches!(
        sign,
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

fn words(text: &str) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    let mut goes_on = false;
    for (at, sign) in text.char_indices() {
        let is_part = sign.is_alphanumeric() || is_unseen(sign);
        let end = at + sign.len_utf8();
        match all.last_mut().filter(|_| goes_on) {
            _ if !is_part => {}
            Some(word) => {
                word.place.end = end;
                fold_into(&mut word.folded, sign);
            }
            None => {
                let mut folded = String::new();
                fold_into(&mut folded, sign);
                all.push(Word {
                    place: at..end,
                    folded,
                });
            }
        }
        goes_on = is_part;
    }
    all.retain(|it| !it.folded.is_empty());
    all
}

/// In small letters, without marks.
fn fold_into(folded: &mut String, sign: char) {
    if is_unseen(sign) {
        return;
    }
    folded.extend(
        sign.to_lowercase()
            .filter(|it| !is_unseen(*it))
            .map(|letter| match letter {
                'á' | 'à' | 'â' | 'ä' | 'ã' => 'a',
                'é' | 'è' | 'ê' | 'ë' => 'e',
                'í' | 'ì' | 'î' | 'ï' => 'i',
                'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
                'ú' | 'ù' | 'û' | 'ü' => 'u',
                'ñ' => 'n',
                'ç' => 'c',
                other => other,
            }),
    );
}

/// A phrase of a list as it is compared.
fn phrase(said: &str) -> String {
    let words: Vec<String> = words(said).into_iter().map(|it| it.folded).collect();
    words.join(" ")
}

/// Where the sentences of a text stand, without the blanks around them. A line ends one.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let (mut start, mut done) = (0, 0);
    for (at, sign) in text.char_indices() {
        if at < done {
            continue;
        }
        let end = at + sign.len_utf8();
        let rest = text.get(end..).unwrap_or("");
        let after = rest.trim_start_matches(|it: char| CLOSING.contains(it));
        let stops = after.is_empty() || after.starts_with(char::is_whitespace);
        let closed = match sign {
            '\n' => Some(end),
            '!' | '?' | '…' if stops => Some(text.len() - after.len()),
            '.' if stops && !is_short(text.get(..at).unwrap_or("")) => {
                Some(text.len() - after.len())
            }
            _ => None,
        };
        if let Some(end) = closed {
            all.extend(trimmed(text, &(start..end)));
            (start, done) = (end, end);
        }
    }
    all.extend(trimmed(text, &(start..text.len())));
    all
}

/// Whether the point after this text belongs to a short form: *Mr.*, *J.*
fn is_short(before: &str) -> bool {
    let word = before.rsplit(|sign: char| !sign.is_alphanumeric()).next();
    let word = word.unwrap_or("");
    // The *s* of *sister's.* begins no name.
    let mut signs = word.chars();
    let is_letter = signs.next().is_some_and(char::is_uppercase) && signs.next().is_none();
    is_letter || SHORT.contains(&word.to_lowercase().as_str())
}

/// A range without the blanks around what stands there; nothing where there are only blanks.
fn trimmed(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let piece = text.get(range.clone())?;
    let start = range.start + (piece.len() - piece.trim_start().len());
    let inside = piece.trim();
    (!inside.is_empty()).then(|| start..start + inside.len())
}

fn part(text: &str, range: &Range<usize>) -> String {
    text.get(range.clone()).unwrap_or("").to_owned()
}

/// Each once, in their order.
fn once(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for it in all {
        if !found.contains(&it) {
            found.push(it);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The passages of a note, each with the words by which it speaks.
    fn said(text: &str) -> Vec<(String, Vec<String>)> {
        let found = passages(("", text), &[]).ok().unwrap();
        let all = found.into_iter().map(|it| (part(text, &it.place), it.said));
        all.collect()
    }

    fn speaks(text: &str) -> bool {
        !said(text).is_empty()
    }

    #[test]
    fn every_list_is_read_and_each_of_its_words_is_found_in_a_sentence() {
        for language in Language::ALL {
            let list: List = toml::from_str(text(*language)).unwrap();
            for word in &list.words {
                assert!(speaks(&format!("Then {word} came.")), "{word}");
                let phrase = phrase(word);
                assert!(phrase.split(' ').count() <= LONGEST_PHRASE, "{word}");
            }
            for (parent, child) in list.parents.iter().zip(&list.children) {
                assert!(speaks(&format!("{parent}, {child}")), "{parent} {child}");
            }
            for word in &list.goes_on {
                let two = format!("Then the wife came. And {word} left.");
                assert_eq!(said(&two).len(), 2, "{word}");
            }
        }
    }

    #[test]
    fn dv_4_3_a_sentence_that_speaks_of_a_partner_is_found_whole_in_both_languages() {
        let text = "He came to six of eight sessions. His ex-wife waited outside, Mr. Leal said. He is calm.";
        let by = ["ex", "wife"].map(str::to_owned).to_vec();
        assert_eq!(
            said(text),
            [("His ex-wife waited outside, Mr. Leal said.".to_owned(), by)]
        );
        for speaking in [
            "his WIVES",
            "Partner's sister called",
            "the children’s mother",
            "mother of his youngest son",
            "Su expareja y él",
            "la mamá de los niños",
            "con su co\u{301}nyuge",
            "su cónyuge",
            "wi\u{200b}fe",
            "the victim moved",
        ] {
            assert!(speaks(speaking), "{speaking}");
        }
        for silent in [
            "",
            "He came to six of eight sessions, and paid.",
            "His mother called.",
            "He sees his children on Sundays.",
            "Exercise helps; an expert said so.",
            "Vino a seis de ocho sesiones.",
        ] {
            assert!(!speaks(silent), "{silent}");
        }
    }

    #[test]
    fn dv_4_3_what_goes_on_about_a_partner_is_found_as_long_as_it_does() {
        let text = "His wife came. She sleeps at her sister's now! \"They left.\"\nHe stayed. She is a judge.";
        let found: Vec<String> = said(text).into_iter().map(|(it, _)| it).collect();
        assert_eq!(
            found,
            [
                "His wife came.",
                "She sleeps at her sister's now!",
                "\"They left.\""
            ]
        );
    }

    #[test]
    fn dv_4_3_a_name_that_was_masked_speaks_of_a_partner_and_so_does_what_a_field_is_called() {
        let text = "He came. Rosa waited. He left.";
        let found = passages(("", text), std::slice::from_ref(&(9..13)))
            .ok()
            .unwrap();
        let places: Vec<String> = found.iter().map(|it| part(text, &it.place)).collect();
        assert_eq!(places, ["Rosa waited."]);
        for called in ["Partner notes", "PartnerNotes"] {
            let found = passages((called, text), &[]).ok().unwrap();
            let places: Vec<String> = found.iter().map(|it| part(text, &it.place)).collect();
            assert_eq!(places, [text], "{called}");
        }
    }
}
