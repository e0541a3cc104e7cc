//! What ordinary words say in a case note: which are titles, months, streets, or mere words (CR-9).
//!
//! The lists lie in `words/` beside the source: `common.txt` and `function.txt` hold ordinary English and Spanish words, of which a
//! misspelt name is never one; `senses.tsv` says which words are titles, particles, months, parts of addresses, or announce a number.

use crate::letters::Word;
use crate::vocabulary::{COMMON, FUNCTION, SENSED, SHORT, Vocabulary};

/// Which short forms belong to which names: a name, then what its bearers are called, one line for each.
pub const NICKNAMES: &str = include_str!("../words/nicknames.tsv");

const WORDS: [(&str, u8); 2] = [
    (include_str!("../words/common.txt"), COMMON),
    (include_str!("../words/function.txt"), COMMON | FUNCTION),
];
const SENSES: &str = include_str!("../words/senses.tsv");

macro_rules! senses {
    ($($(#[$doc:meta])* $name:ident $word:literal $bit:literal),+ $(,)?) => {
        $($(#[$doc])* pub(crate) const $name: u32 = 1 << $bit;)+
        const NAMED: &[(&str, u32)] = &[$(($word, $name)),+];
    };
}

senses! {
    TITLE "title" 0,
    /// Leans on a surname, and may be left out.
    PARTICLE "particle" 1,
    /// Begins a surname, and belongs to it.
    PREFIX "prefix" 2,
    SUFFIX "suffix" 3,
    /// Says what part of a name comes.
    LABEL "label" 4,
    AND "and" 5,
    MONTH "month" 6,
    ORDINAL "ordinal" 7,
    STREET "street" 8,
    DIRECTION "direction" 9,
    UNIT "unit" 10,
    /// *First*, *second* as a street's name.
    COUNTED "counted" 11,
    BORN "born" 12,
    SSN "ssn" 13,
    ENDING "ending" 14,
    TELEPHONE "telephone" 15,
    FAX "fax" 16,
    PLATE "plate" 17,
    IDENTITY "identity" 18,
    MEDICAL "medical" 19,
    ACCOUNT "account" 20,
    LICENCE "licence" 21,
    HEALTH "health" 22,
    STATE "state" 23,
    AT "at" 24,
    DOT "dot" 25,
    DOMAIN "domain" 26,
    LINK "link" 27,
    FILE "file" 28,
    YEARS "years" 29,
    /// What follows *will*, *may* or *hope* where they are no names.
    WHO "who" 30,
    /// Part of the name of a town where somebody lives.
    TOWN "town" 31,
}

/// Puts the words of the language into a vocabulary.
pub(crate) fn teach(vocabulary: &mut Vocabulary) {
    for (list, flags) in WORDS {
        let lines = list.lines().filter(|line| !line.starts_with('#'));
        for word in lines.flat_map(str::split_whitespace) {
            vocabulary.mark(Word::of(word), flags);
        }
    }
    for line in SENSES.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(sense), Some(code), Some(words)) = (cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let bit = NAMED.iter().find(|(named, _)| *named == sense);
        let bit = bit.map_or(0, |(_, bit)| *bit);
        let code: u8 = code.parse().unwrap_or(0);
        for word in words.split_whitespace() {
            add_sense(vocabulary, Word::of(word), bit, code);
        }
    }
    for word in nickname_lines().flatten() {
        vocabulary.mark(Word::of(word), SHORT);
    }
}

pub(crate) fn add_sense(vocabulary: &mut Vocabulary, word: Word, sense: u32, code: u8) {
    let id = vocabulary.mark(word, SENSED);
    if let Some(entry) = vocabulary.entry_mut(id) {
        entry.senses |= sense;
        if code != 0 && (entry.code == 0 || sense == MONTH) {
            entry.code = code;
        }
    }
}

/// The lines of [`NICKNAMES`], as words.
pub(crate) fn nickname_lines() -> impl Iterator<Item = impl Iterator<Item = &'static str>> {
    NICKNAMES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').filter(|name| !name.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::{MONTH, NAMED, SENSES, TITLE, teach};
    use crate::letters::Word;
    use crate::vocabulary::{COMMON, FUNCTION, SENSED, Vocabulary};

    #[test]
    fn every_line_of_the_senses_names_one_that_is_known() {
        for line in SENSES.lines().filter(|line| !line.starts_with('#')) {
            let sense = line.split('\t').next().unwrap();
            assert!(NAMED.iter().any(|(named, _)| *named == sense), "{line}");
            assert_eq!(line.split('\t').count(), 3, "{line}");
        }
    }

    #[test]
    fn words_are_known_with_what_they_say() {
        let mut vocabulary = Vocabulary::new();
        teach(&mut vocabulary);
        let march = vocabulary.look(Word::of("March"));
        assert!(march.is(COMMON) && march.is(SENSED) && !march.is(FUNCTION));
        let entry = vocabulary.entry(march.id);
        assert_eq!((entry.senses & MONTH, entry.code), (MONTH, 3));
        let señora = vocabulary.look(Word::of("Señora"));
        assert_eq!(vocabulary.entry(señora.id).senses & TITLE, TITLE);
        assert!(!vocabulary.look(Word::of("xyzzy")).is(COMMON));
    }
}
