//! From what was typed to the clients it may mean, best first.
//!
//! Each typed word becomes a list of words of the vocabulary with how well they fit. The people who
//! bear a fitting word for the rarest typed word are then checked against the other typed words.
//! Design §6, clause CR-2.

use super::index::NameIndex;
use super::nickname;
use super::spelling::{self, Spelled};
use super::vocabulary::{PersonNo, WordNo};

/// Typed words beyond these are not looked at: nobody types more, and each costs time.
const MOST_WORDS: usize = 8;

/// How well a name fitted what was typed; the better one is the smaller one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// The same letters with the same marks, capitals aside.
    Exact,
    /// The same letters without their marks, or written together instead of apart.
    Folded,
    /// One letter missing, too many, wrong, or swapped with its neighbour.
    OneTypo,
    /// A short form of the name, or the name it is short for.
    Nickname,
    /// Another name that sounds the same.
    Phonetic,
}

const KINDS: [Kind; 5] = [
    Kind::Exact,
    Kind::Folded,
    Kind::OneTypo,
    Kind::Nickname,
    Kind::Phonetic,
];

impl Kind {
    /// What a word that fits like this adds to the penalty. The steps are so far apart that in up to
    /// eight words ([`MOST_WORDS`]) it counts first how many have other letters, then in which way,
    /// then how many only have other marks.
    pub(super) fn penalty(self) -> u16 {
        match self {
            Self::Exact => 0,
            Self::Folded => 1,
            Self::OneTypo => 128,
            Self::Nickname => 136,
            Self::Phonetic => 144,
        }
    }
}

/// One client who may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// The client's number.
    pub(crate) client_no: i64,
    /// How well the typed word fitted that fitted worst.
    pub(crate) kind: Kind,
    /// How far the typed words are from the names, all together; 0 when all fit exactly, and less the
    /// more of them have the right letters.
    pub(crate) penalty: u16,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The best hits: by penalty, then by client number. Each client once.
    pub(crate) hits: Vec<Hit>,
    /// How many clients fit exactly and are missing above because there are more than were asked for.
    pub(crate) exact_left_off: usize,
    /// Whether everybody who fits is above. False also when worse fits were not looked for any more.
    pub(crate) complete: bool,
}

/// Words that fit one typed word, ascending by number, each with its best kind.
pub(super) type Fits = Vec<(WordNo, Kind)>;

#[derive(Clone, Copy)]
pub(super) struct Match {
    pub(super) person: PersonNo,
    pub(super) kind: Kind,
    pub(super) penalty: u16,
}

impl NameIndex {
    /// The clients whose names fit every typed word, at most `most` of them, best first.
    ///
    /// `query` is one to four words (up to eight are looked at), in any order, with or without
    /// commas. No words find nobody. The caller has asked for the duty before (CR-2) and shows of
    /// the answer only what the asker may know of (DV-3.3.1): to filter afterwards, ask for enough.
    pub(crate) fn search(&self, query: &str, most: usize) -> Found {
        let words = typed(query);
        if words.is_empty() {
            return Found {
                complete: true,
                ..Found::default()
            };
        }
        // Names that enough people bear exactly need no look at those that are only similar.
        let mut matches = Vec::new();
        let same: Vec<Fits> = words.iter().map(|word| self.same(word)).collect();
        let exactly: Vec<Fits> = same.iter().map(|fits| only(fits, Kind::Exact)).collect();
        if let [only] = exactly.as_slice() {
            self.match_one(only, most, &mut matches);
        } else {
            self.match_rarest(&exactly, &mut matches);
        }
        if matches.len() >= most {
            return self.best(matches, most, false);
        }
        let similar = |(word, same)| self.fits(word, same);
        let fits: Vec<Fits> = words.iter().zip(same).map(similar).collect();
        let mut looked_at_all = self.match_all(&fits, most, &mut matches);
        for other in self.readings(&words, &fits) {
            looked_at_all &= self.match_all(&other, most, &mut matches);
        }
        self.best(matches, most, looked_at_all)
    }

    fn best(&self, mut matches: Vec<Match>, most: usize, looked_at_all: bool) -> Found {
        matches.sort_unstable_by_key(|hit| (hit.person, hit.penalty, hit.kind));
        matches.dedup_by_key(|hit| hit.person);
        let exact = matches.iter().filter(|hit| hit.penalty == 0).count();
        let complete = looked_at_all && matches.len() <= most;
        let order = |hit: &Match| (hit.penalty, hit.kind, self.order_of(hit.person));
        if matches.len() > most {
            matches.select_nth_unstable_by_key(most, order);
            matches.truncate(most);
        }
        matches.sort_unstable_by_key(order);
        let hit = |hit: &Match| Hit {
            client_no: self.client_no(hit.person),
            kind: hit.kind,
            penalty: hit.penalty,
        };
        let hits = matches.iter().map(hit).collect();
        Found {
            hits,
            exact_left_off: exact.saturating_sub(most),
            complete,
        }
    }

    /// Every word of the vocabulary that fits a typed word in some way.
    pub(super) fn fits(&self, typed: &Spelled, same: Fits) -> Fits {
        let words = &self.vocabulary;
        let mut fits = same;
        let mut file = |plain: WordNo, kind: Kind| {
            fits.extend(words.spellings(plain).map(|word| (word, kind)));
        };
        for plain in words.misspelt_as(&typed.folded) {
            file(plain, Kind::OneTypo);
        }
        for plain in nickname::relatives(&typed.folded).filter_map(|name| words.find(name)) {
            file(plain, Kind::Nickname);
        }
        for plain in words.sounding_like(&typed.folded) {
            file(plain, Kind::Phonetic);
        }
        self.tidy(fits)
    }

    /// The words with the same letters.
    pub(super) fn same(&self, typed: &Spelled) -> Fits {
        let words = &self.vocabulary;
        let Some(plain) = words.find(&typed.folded) else {
            return Vec::new();
        };
        let kind = |word| match words.text(word) == typed.spelling.as_str() {
            true => Kind::Exact,
            false => Kind::Folded,
        };
        words
            .spellings(plain)
            .map(|word| (word, kind(word)))
            .collect()
    }

    /// Each word once, with its best kind, and none that nobody bears.
    pub(super) fn tidy(&self, mut fits: Fits) -> Fits {
        fits.retain(|(word, _)| !self.vocabulary.bearers(*word).is_empty());
        fits.sort_unstable();
        fits.dedup_by_key(|(word, _)| *word);
        fits
    }

    /// Adds everybody who fits all typed words. Stops, and says false, when so many fit so well that
    /// looking further could not change the best `most`.
    fn match_all(&self, fits: &[Fits], most: usize, matches: &mut Vec<Match>) -> bool {
        if let [only] = fits {
            return self.match_one(only, most, matches);
        }
        self.match_rarest(fits, matches);
        true
    }

    /// Kind by kind, so that a name that thousands bear does not also bring all that sound like it.
    fn match_one(&self, fits: &Fits, most: usize, matches: &mut Vec<Match>) -> bool {
        let mut found: Vec<Match> = Vec::new();
        let mut looked_at_all = true;
        for kind in KINDS {
            for (word, _) in only(fits, kind) {
                let penalty = kind.penalty();
                let bearers = self.vocabulary.bearers(word).iter();
                found.extend(bearers.map(|person| Match {
                    person: *person,
                    kind,
                    penalty,
                }));
            }
            found.sort_unstable_by_key(|hit| (hit.person, hit.penalty));
            found.dedup_by_key(|hit| hit.person);
            if found.len() >= most {
                looked_at_all = fits.iter().all(|(_, other)| *other <= kind);
                break;
            }
        }
        matches.append(&mut found);
        looked_at_all
    }

    fn match_rarest(&self, fits: &[Fits], matches: &mut Vec<Match>) {
        let people = |fits: &Fits| -> usize {
            let bearers = fits.iter().map(|(word, _)| self.vocabulary.bearers(*word));
            bearers.map(<[PersonNo]>::len).sum()
        };
        let Some(rarest) = fits.iter().min_by_key(|fits| people(fits)) else {
            return;
        };
        for (word, _) in rarest {
            let bearers = self.vocabulary.bearers(*word).iter();
            matches.extend(bearers.filter_map(|person| self.fit_of(*person, fits)));
        }
    }

    /// How a person fits all typed words together; `None` when one of them fits none of their names.
    pub(super) fn fit_of(&self, person: PersonNo, fits: &[Fits]) -> Option<Match> {
        let names = self.words_of(person);
        let mut fit = Match {
            person,
            kind: Kind::Exact,
            penalty: 0,
        };
        for fits in fits {
            let kinds = names.iter().filter_map(|word| {
                let place = fits
                    .binary_search_by_key(word, |(fitting, _)| *fitting)
                    .ok()?;
                fits.get(place).map(|(_, kind)| *kind)
            });
            let kind = kinds.min()?;
            fit.kind = fit.kind.max(kind);
            fit.penalty += kind.penalty();
        }
        Some(fit)
    }
}

fn only(fits: &Fits, kind: Kind) -> Fits {
    let same = fits.iter().filter(|(_, fit)| *fit == kind);
    same.copied().collect()
}

/// The typed words, each once.
pub(super) fn typed(query: &str) -> Vec<Spelled> {
    let mut words: Vec<Spelled> = Vec::new();
    for word in spelling::query_words(query) {
        if words.len() < MOST_WORDS && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}
