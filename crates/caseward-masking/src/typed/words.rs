//! The words that may be typed about somebody without a name: two vocabularies, and what the field adds (CC-2.4).
//!
//! No name of anybody is in them but ordinary words that are names too. `words/typed/make.mjs` makes the two long lists, and
//! `words/typed/SOURCES.md` says of what. The twin in the browser is `typed-words.js`, and reads the same three files.

use std::sync::LazyLock;

use crate::letters::{LONGEST, Word};

/// The two vocabularies and what the field adds: the name of each file, and its text.
pub const FILES: [(&str, &str); 3] = [
    ("english.txt", include_str!("../../words/typed/english.txt")),
    ("spanish.txt", include_str!("../../words/typed/spanish.txt")),
    ("field.txt", include_str!("../../words/typed/field.txt")),
];

macro_rules! senses {
    ($($name:ident $word:literal $bit:literal),+ $(,)?) => {
        $(pub(crate) const $name: u32 = 1 << $bit;)+
        const NAMED: &[(&str, u32)] = &[$(($word, $name)),+];
    };
}

senses! {
    WORD "word" 0,
    ACRONYM "acronym" 1,
    CAPITAL "capital" 2,
    MONTH "month" 3,
    MAYBE_MONTH "maybe-month" 4,
    OF "of" 5,
    DIGIT "digit" 6,
    TENS "tens" 7,
    COUNTED "counted" 8,
    BY "by" 9,
    THE "the" 10,
    EL "el" 11,
    POR "por" 12,
    UNIT "unit" 13,
    STREET "street" 14,
    TRACK "track" 15,
    ROAD "road" 16,
    LINK "link" 17,
    TITLE "title" 18,
    SUFFIX "suffix" 19,
    DOTTED "dotted" 20,
    SPELLED "spelled" 21,
}

/// What a word is that is stopped, or none, when it says nothing else.
const NO_WORDS: u32 = MONTH | TITLE | SUFFIX | DOTTED | SPELLED;

pub(crate) static WORDS: LazyLock<Words> = LazyLock::new(Words::read);

/// Every word that is known.
pub(crate) struct Words {
    /// Each word at the place that its hash says, or the next free one behind it.
    known: Vec<Word>,
    /// Those of them that are first names too, in order.
    named: Vec<Word>,
    /// What words say besides, in the words' order.
    senses: Vec<(Word, u32)>,
}

/// Twice as many places as there are words, and more.
const PLACES: usize = 1 << 18;

impl Words {
    fn read() -> Self {
        let mut words = Self {
            known: vec![Word::EMPTY; PLACES],
            named: Vec::new(),
            senses: Vec::new(),
        };
        for (name, text) in FILES {
            if name == "field.txt" {
                words.read_field(text);
            } else {
                words.unfold(text);
            }
        }
        words.named.sort_unstable();
        words
    }

    /// Reads what make.mjs wrote: how many letters of the line before, then the others.
    fn unfold(&mut self, text: &str) {
        let mut word = String::new();
        for line in text.lines() {
            let Some(first) = line.bytes().next() else {
                continue;
            };
            let rest = line.get(1..).unwrap_or("");
            let named = rest.strip_suffix('*');
            word.truncate(usize::from(first.saturating_sub(b'A')));
            word.push_str(named.unwrap_or(rest));
            self.put(Word::of(&word));
            if named.is_some() {
                self.named.push(Word::of(&word));
            }
        }
    }

    fn put(&mut self, word: Word) {
        let mut at = home(word);
        while let Some(place) = self.known.get_mut(at) {
            if place.is_empty() || *place == word {
                *place = word;
                return;
            }
            at = (at + 1) % PLACES;
        }
    }

    fn read_field(&mut self, text: &str) {
        let mut all: Vec<(Word, u32)> = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((sense, words)) = line.split_once('\t') else {
                continue;
            };
            let bit = NAMED.iter().find(|(named, _)| *named == sense);
            let bit = bit.map_or(0, |(_, bit)| *bit);
            all.extend(words.split(' ').map(|word| (Word::of(word), bit)));
        }
        all.sort_unstable();
        for (word, bit) in all {
            match self.senses.last_mut() {
                Some((last, bits)) if *last == word => *bits |= bit,
                _ => self.senses.push((word, bit)),
            }
        }
    }

    /// What a word says besides being one.
    pub(crate) fn sense(&self, word: Word) -> u32 {
        let found = self.senses.binary_search_by_key(&word, |(it, _)| *it);
        let entry = found.ok().and_then(|at| self.senses.get(at));
        entry.map_or(0, |(_, bits)| *bits)
    }

    /// Whether it is a word; `letters` tells of those that are cut.
    pub(crate) fn is_word(&self, word: Word, letters: u32, sense: u32) -> bool {
        letters <= u32::from(LONGEST) && (sense & !NO_WORDS != 0 || self.is_known(word))
    }

    fn is_known(&self, word: Word) -> bool {
        let mut at = home(word);
        while let Some(place) = self.known.get(at) {
            if place.is_empty() {
                return false;
            }
            if *place == word {
                return true;
            }
            at = (at + 1) % PLACES;
        }
        false
    }

    /// Whether an ordinary word is a first name too.
    pub(crate) fn is_named(&self, word: Word) -> bool {
        self.named.binary_search(&word).is_ok()
    }
}

fn home(word: Word) -> usize {
    usize::try_from(word.hash() % PLACES as u64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{FILES, NAMED, PLACES, WORDS};
    use crate::letters::Word;

    #[test]
    fn ordinary_words_are_known_and_names_are_not() {
        let is_word = |word| WORDS.is_word(Word::of(word), 5, WORDS.sense(Word::of(word)));
        for word in [
            "shelter", "landlord", "pregnant", "familiar", "alquiler", "niños", "llamó", "dont",
        ] {
            assert!(is_word(word), "{word}");
        }
        for name in [
            "rosa", "alma", "grace", "bobby", "lupita", "smith", "garcía", "madrid",
        ] {
            assert!(!is_word(name), "{name}");
        }
        assert!(is_word("hope") && WORDS.is_named(Word::of("hope")));
    }

    #[test]
    fn the_lists_are_small_enough_to_be_sent_to_a_page() {
        let bytes: usize = FILES.iter().map(|(_, text)| text.len()).sum();
        assert!(bytes < 1_000_000, "{bytes}");
        let used = WORDS.known.iter().filter(|it| !it.is_empty()).count();
        assert!((80_000..PLACES / 2).contains(&used), "{used}");
    }

    #[test]
    fn every_line_of_the_field_names_a_sense_that_is_known() {
        let (_, field) = FILES[2];
        for line in field.lines().filter(|line| !line.starts_with('#')) {
            let (sense, words) = line.split_once('\t').unwrap();
            assert!(NAMED.iter().any(|(named, _)| *named == sense), "{line}");
            assert!(words.split(' ').all(|it| !it.is_empty()), "{line}");
        }
    }
}
