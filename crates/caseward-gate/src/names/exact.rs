//! Searching among a few clients only, and finding who is meant exactly (CR-2, DV-3.3.1).
//!
//! A worker searches their own clients, forgivingly. Beyond them only an exact match counts: every typed
//! word is a word of the name, first and last name are among them, and the day of birth agrees if one was
//! given. How often a name is borne by others changes neither.

use super::index::{Day, Face, NameIndex};
use super::search::{Fits, Kind, Match, typed};
use super::spelling::Spelled;
use super::vocabulary::{PersonNo, WordNo};

/// An exact match has at least a first and a last name.
const FEWEST_WORDS: usize = 2;

/// Which words may fit something that was typed: never too few of them, and few too many.
struct Near([u64; NEAR / 64]);

/// So many places has [`Near`]; words whose numbers leave the same remainder share one.
const NEAR: usize = 16_384;

impl Near {
    fn of<'f>(fits: impl Iterator<Item = &'f Fits>) -> Self {
        let mut near = Self([0; NEAR / 64]);
        for (word, _) in fits.flatten() {
            let (block, bit) = Self::place(*word);
            if let Some(block) = near.0.get_mut(block) {
                *block |= bit;
            }
        }
        near
    }

    fn has_any(&self, words: &[WordNo]) -> bool {
        words.iter().any(|word| {
            let (block, bit) = Self::place(*word);
            self.0.get(block).is_some_and(|it| it & bit != 0)
        })
    }

    const fn place(word: WordNo) -> (usize, u64) {
        let place = word as usize % NEAR;
        (place / 64, 1 << (place % 64))
    }
}

impl NameIndex {
    /// Those of these clients whose names fit every typed word and who were born on this day, the best
    /// first, and by their place in the list where they fit alike. No word and no day fit everyone.
    pub(crate) fn among(&self, query: &str, born: Option<Day>, clients: &[i64]) -> Vec<i64> {
        let words = typed(query);
        let fits: Vec<Fits> = words
            .iter()
            .map(|word| self.fits(word, self.same(word)))
            .collect();
        let readings = self.readings(&words, &fits);
        let near = Near::of(fits.iter().chain(readings.iter().flatten()));
        let mut found: Vec<(u16, Kind, i64)> = Vec::new();
        for client_no in clients {
            let Some(person) = self.person(*client_no) else {
                continue;
            };
            // Most people bear no word that fits anything: they are passed over at one look.
            if !words.is_empty() && !near.has_any(self.words_of(person)) {
                continue;
            }
            if born.is_some() && self.face_of(person).born != born {
                continue;
            }
            let ways = std::iter::once(&fits).chain(&readings);
            let best = ways
                .filter_map(|fits| self.fit_of(person, fits))
                .min_by_key(|fit: &Match| (fit.penalty, fit.kind));
            found.extend(best.map(|fit| (fit.penalty, fit.kind, *client_no)));
        }
        found.sort_by_key(|(penalty, kind, _)| (*penalty, *kind));
        found.into_iter().map(|(.., client_no)| client_no).collect()
    }

    /// The clients who are meant exactly, in no order that says anything.
    pub(crate) fn exactly(&self, query: &str, born: Option<Day>) -> Vec<i64> {
        let words = typed(query);
        if words.len() < FEWEST_WORDS {
            return Vec::new();
        }
        let plain = |word: &Spelled| self.vocabulary.find(&word.folded);
        let Some(words) = words.iter().map(plain).collect::<Option<Vec<WordNo>>>() else {
            return Vec::new();
        };
        let bearers = |word: &WordNo| -> usize {
            let spellings = self.vocabulary.spellings(*word);
            spellings.map(|it| self.vocabulary.bearers(it).len()).sum()
        };
        let Some(rarest) = words.iter().min_by_key(|word| bearers(word)) else {
            return Vec::new();
        };
        let meant = |person: &PersonNo| {
            let face = self.face_of(*person);
            (born.is_none() || face.born == born) && self.is_meant(*person, face, &words)
        };
        let bearing = self.vocabulary.spellings(*rarest);
        let bearing = bearing.flat_map(|it| self.vocabulary.bearers(it).iter().copied());
        let mut clients: Vec<i64> = bearing
            .filter(meant)
            .map(|person| self.client_no(person))
            .collect();
        clients.sort_unstable();
        clients.dedup();
        clients
    }

    /// The words of a text that are words of this client's names, each once, as they are written there.
    pub(crate) fn borne_in(&self, client_no: i64, text: &str) -> Vec<String> {
        let Some(person) = self.person(client_no) else {
            return Vec::new();
        };
        let is_borne = |word: &Spelled| {
            let found = self.vocabulary.find(&word.folded);
            let mut borne = self.words_of(person).iter();
            found.is_some_and(|found| {
                borne.any(|it| *it == found || self.vocabulary.plain_of(*it) == found)
            })
        };
        let mut found: Vec<String> = Vec::new();
        for word in text.split(|it: char| it.is_whitespace() || it.is_ascii_punctuation()) {
            let known = found.iter().any(|it| it == word);
            if !known && typed(word).iter().any(is_borne) {
                found.push(word.to_owned());
            }
        }
        found
    }

    /// Everyone who was born on this day.
    pub(crate) fn born_on(&self, day: Day) -> Vec<i64> {
        let same = |(_, face): &(usize, &Face)| face.born == Some(day);
        let people = self.faces.iter().enumerate().filter(same);
        people
            .map(|(person, _)| self.client_no(person as PersonNo))
            .collect()
    }

    fn face_of(&self, person: PersonNo) -> Face {
        self.faces.get(person as usize).copied().unwrap_or_default()
    }

    fn is_meant(&self, person: PersonNo, face: Face, words: &[WordNo]) -> bool {
        let named = |word: Option<WordNo>| word.is_some_and(|it| words.contains(&it));
        let borne = |word: &WordNo| {
            let names = self.words_of(person).iter();
            names
                .into_iter()
                .any(|it| self.vocabulary.plain_of(*it) == *word)
        };
        named(face.given) && face.family.iter().any(|it| named(*it)) && words.iter().all(borne)
    }
}
