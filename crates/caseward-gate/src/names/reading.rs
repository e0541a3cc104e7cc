//! The other ways to read what was typed: the blank, hyphen or apostrophe between two words was left
//! out, put in, or hit by a slip of the finger.
//!
//! Words that were not typed like this have to fit letter by letter, apart from the slip itself.
//! Design §6, clause CR-2.

use zeroize::Zeroizing;

use super::index::NameIndex;
use super::search::{Fits, Kind};
use super::spelling::Spelled;
use super::typo::without_first;

/// Parts of a word that may have been written apart have at least so many letters.
const SHORTEST_PART: usize = 2;

/// A word in which a letter may stand for the sign between two words has at least so many letters.
const SHORTEST_PAIR: usize = 5;

/// What words of the vocabulary fit instead of one or a few typed words.
type Instead = Vec<Fits>;

impl NameIndex {
    /// The other readings of the typed words, as what fits in the place of each.
    pub(super) fn readings(&self, words: &[Spelled], fits: &[Fits]) -> Vec<Vec<Fits>> {
        let mut readings = Vec::new();
        let mut read = |from: usize, length: usize, ways: Vec<Instead>| {
            for instead in ways {
                if instead.iter().any(Vec::is_empty) {
                    continue;
                }
                let before = fits.iter().take(from).cloned();
                let after = fits.iter().skip(from + length).cloned();
                readings.push(before.chain(instead).chain(after).collect());
            }
        };
        for length in 2..=3 {
            for (from, together) in words.windows(length).enumerate() {
                let word = Spelled::joined(together.iter());
                read(from, length, vec![vec![self.joined(&word.folded)]]);
            }
        }
        for (from, pair) in words.windows(2).enumerate() {
            if let [left, right] = pair {
                read(from, 2, self.shifted(&left.folded, &right.folded));
            }
        }
        for (from, word) in words.iter().enumerate() {
            read(from, 1, self.apart(&word.folded));
        }
        readings
    }

    /// The word with these letters and no others, as a fit of this kind.
    fn known(&self, folded: &str, kind: Kind) -> Fits {
        let Some(plain) = self.vocabulary.find(folded) else {
            return Vec::new();
        };
        let spellings = self.vocabulary.spellings(plain);
        self.tidy(spellings.map(|word| (word, kind)).collect())
    }

    /// Several words as one, in which a letter may be wrong: the sign between them may stand for it.
    fn joined(&self, folded: &str) -> Fits {
        let mut fits = self.known(folded, Kind::Folded);
        for plain in self.vocabulary.misspelt_as(folded) {
            let spellings = self.vocabulary.spellings(plain);
            fits.extend(spellings.map(|word| (word, Kind::OneTypo)));
        }
        self.tidy(fits)
    }

    /// Two words whose sign between them changed places with the letter before or after it.
    fn shifted(&self, left: &str, right: &str) -> Vec<Instead> {
        let together = Zeroizing::new([left, right].concat());
        let before = left.char_indices().next_back().map(|(at, _)| at);
        let after = together.len() - without_first(right).len();
        let cuts = before.into_iter().chain([after]);
        cuts.filter_map(|at| together.split_at_checked(at))
            .map(|(left, right)| (self.known(left, Kind::Folded), right))
            // The rarer check first: most parts are nobody's name.
            .filter(|(left, _)| !left.is_empty())
            .map(|(left, right)| vec![left, self.known(right, Kind::OneTypo)])
            .collect()
    }

    /// One word as two, with nothing between them or a letter in the place of the sign.
    fn apart(&self, word: &str) -> Vec<Instead> {
        let letters = word.chars().count();
        let mut ways = Vec::new();
        for (count, (at, _)) in word.char_indices().enumerate().skip(1) {
            let Some((left, rest)) = word.split_at_checked(at) else {
                continue;
            };
            let left = self.known(left, Kind::Folded);
            if left.is_empty() {
                continue;
            }
            if count >= SHORTEST_PART && letters - count >= SHORTEST_PART {
                ways.push(vec![left.clone(), self.known(rest, Kind::Folded)]);
            }
            if letters >= SHORTEST_PAIR {
                let right = self.known(without_first(rest), Kind::OneTypo);
                ways.push(vec![left, right]);
            }
        }
        ways
    }
}
