//! Stops what could tell of anybody in a text that is typed about somebody who is spoken of without a name (CC-2.4).
//!
//! A list of those who must not be named would itself tell who they are, and so would a refusal of just their names. So *anything
//! that could tell of anybody* is stopped, whoever it is: what is no word of English or Spanish, a word with a capital inside a
//! sentence, days, numbers, addresses, spelled letters, identifiers. That needs a vocabulary and no list of people; the page does the
//! same before anything is sent (`typed.js`, with the same files), and a table of cases shows that both find the same.
//!
//! ```
//! use caseward_masking::typed::{Allowed, Why, check};
//! let allowed = Allowed::new(["Harbour House"], ["??-###"]);
//! assert!(check("Harbour House can do the intake on Thursday.", &allowed).is_empty());
//! let stopped = check("Asked Alma about KQ-417", &allowed);
//! assert_eq!((stopped[0].from, stopped[0].to, stopped[0].why), (6, 10, Why::Unknown));
//! assert_eq!(stopped[1].why, Why::Identifier);
//! ```
//!
//! What isn't held stands in `docs/reference/typed-text.md`: above all an ordinary word in small letters that is a name as well.

mod addresses;
mod pieces;
mod rules;
mod shape;
mod words;

use std::cmp::Reverse;

use self::pieces::{DOT, Piece, SPACE, pieces};
use self::shape::Shape;
use self::words::{ACRONYM, CAPITAL, MONTH, SUFFIX, TITLE, WORDS};
use crate::letters::Word;

pub use self::words::FILES;

/// The longest text that is looked at, in UTF-16 units.
pub const LONGEST: usize = 1 << 20;

macro_rules! whys {
    ($($(#[$doc:meta])* $name:ident $word:literal),+ $(,)?) => {
        /// Why something is stopped.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Why { $($(#[$doc])* $name),+ }

        impl Why {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The reason in a word, as the page says it too.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

whys! {
    /// No word of English or Spanish, nor of the field.
    Unknown "unknown",
    /// A word with a capital where ordinary words have none.
    Capital "capital",
    /// Letters one by one.
    Letters "letters",
    /// A day, or a part of one.
    Date "date",
    /// A number of four digits or more, or with letters in it.
    Number "number",
    /// A street, flat, room or bed.
    Address "address",
    /// An e-mail or web address, or the name of an account.
    Contact "contact",
    /// What looks like an identifier of the series.
    Identifier "identifier",
    /// Signs of another alphabet, or that nobody sees.
    Sign "sign",
    /// The whole text is too long to be looked at.
    TooLong "too-long",
}

/// A place in a text that could tell of somebody. It holds nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stopped {
    /// Where it begins, in UTF-16 units, as browsers count.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// Why it is stopped.
    pub why: Why,
}

/// What may be written in a series all the same, and what its identifiers look like.
#[derive(Debug, Clone, Default)]
pub struct Allowed {
    /// The words of each organization, by the first one, and longest first.
    organizations: Vec<Vec<Piece>>,
    identifiers: Vec<Shape>,
}

impl Allowed {
    /// The names of the member organizations, which pass as a whole, and the shapes of the series' identifiers: `?` is any letter, `#`
    /// any digit, others are themselves (`??-###`, `heron-##`). A shape of fewer than two letters and digits says nothing.
    pub fn new<'t>(
        organizations: impl IntoIterator<Item = &'t str>,
        identifiers: impl IntoIterator<Item = &'t str>,
    ) -> Self {
        let names = organizations.into_iter().map(pieces);
        let mut organizations: Vec<_> = names.filter(|name| !name.is_empty()).collect();
        organizations.sort_by_key(|name| (first_word(name), Reverse(name.len())));
        let identifiers = identifiers.into_iter().filter_map(Shape::read).collect();
        Self {
            organizations,
            identifiers,
        }
    }

    /// How many pieces the organization's name has that begins the text.
    fn organization(&self, text: &[Piece]) -> Option<usize> {
        let word = first_word(text);
        let from = self
            .organizations
            .partition_point(|name| first_word(name) < word);
        let candidates = self.organizations.get(from..)?.iter();
        candidates
            .take_while(|name| first_word(name) == word)
            .find(|name| is_here(name, text))
            .map(Vec::len)
    }
}

fn first_word(name: &[Piece]) -> Word {
    name.first().map_or(Word::EMPTY, |it| it.word)
}

fn is_here(name: &[Piece], text: &[Piece]) -> bool {
    let unbroken = text.iter().take(name.len()).skip(1).all(|it| !it.breaks());
    unbroken && name.len() <= text.len() && name.iter().zip(text).all(|(a, b)| a.is_same(b))
}

/// What could tell of anybody in a text, in its order and without overlaps; nothing if it may be sent. Beyond [`LONGEST`] the text is
/// too long as a whole.
#[must_use]
pub fn check(text: &str, allowed: &Allowed) -> Vec<Stopped> {
    if text.len() > LONGEST {
        let len = text.encode_utf16().count();
        if len > LONGEST {
            return vec![Stopped {
                from: 0,
                to: len,
                why: Why::TooLong,
            }];
        }
    }
    let mut look = Look {
        all: pieces(text),
        found: Vec::new(),
    };
    look.organizations(allowed);
    for shape in &allowed.identifiers {
        look.identifiers(text, shape);
    }
    look.joined();
    look.addresses();
    look.days();
    look.numbers();
    look.letters();
    look.words();
    settle(look.found)
}

/// A text being looked at.
struct Look {
    all: Vec<Piece>,
    found: Vec<Stopped>,
}

impl Look {
    fn at(&self, place: usize) -> Option<&Piece> {
        self.all.get(place)
    }

    fn before(&self, place: usize, steps: usize) -> Option<&Piece> {
        self.all.get(place.checked_sub(steps)?)
    }

    /// Stops everything from one piece to another.
    fn stop(&mut self, first: usize, last: usize, why: Why) {
        if let (Some(first), Some(last)) = (self.all.get(first), self.all.get(last)) {
            self.found.push(Stopped {
                from: first.from as usize,
                to: last.to as usize,
                why,
            });
        }
    }

    fn organizations(&mut self, allowed: &Allowed) {
        let mut at = 0;
        while let Some(rest) = self.all.get_mut(at..).filter(|rest| !rest.is_empty()) {
            let len = allowed.organization(rest).unwrap_or(0);
            for piece in rest.iter_mut().take(len) {
                piece.fine = true;
            }
            at += len.max(1);
        }
    }

    fn identifiers(&mut self, text: &str, shape: &Shape) {
        for at in 0..self.all.len() {
            let Some(first) = self.all.get(at).copied() else {
                return;
            };
            let rest = text.get(first.start as usize..).unwrap_or("");
            let Some(len) = shape.len_in(rest) else {
                continue;
            };
            let mut last = at;
            while self
                .at(last + 1)
                .is_some_and(|it| it.from < first.from + len)
            {
                last += 1;
            }
            self.stop(at, last, Why::Identifier);
        }
    }

    fn words(&mut self) {
        for at in 0..self.all.len() {
            if let Some(why) = self.why(at) {
                self.stop(at, at, why);
            }
        }
    }

    /// Why this word is stopped, if it is.
    fn why(&self, at: usize) -> Option<Why> {
        let it = self.at(at).filter(|it| !it.fine)?;
        if it.strange {
            return Some(Why::Sign);
        }
        if it.digits > 0 {
            let plain = !it.mixed && (it.letters == 0 || it.sense & SUFFIX != 0);
            return (!plain).then_some(Why::Number);
        }
        // *I*, *I'm*
        let is_i =
            it.large == 1 && it.word.initial() == b'i' & 31 && (it.letters == 1 || it.leading);
        let is_first = it.first_large && it.large == 1 && self.begins(at);
        if it.letters == 1 {
            let fine = it.large == 0 || is_i || is_first;
            return (!fine).then_some(Why::Letters);
        }
        if it.says(MONTH) {
            return None;
        }
        let titled = self.before(at, 1).is_some_and(|it| it.says(TITLE));
        let known = WORDS.is_word(it.word, it.letters, it.sense);
        if titled || it.says(TITLE) || !known {
            return Some(Why::Unknown);
        }
        if it.large == 0 || is_i {
            return None;
        }
        let is_acronym =
            it.says(ACRONYM) && it.large >= 2 && it.first_large && it.large + 1 >= it.letters;
        let is_capital = it.says(CAPITAL) && it.first_large && it.large == 1;
        let begins = is_first && !WORDS.is_named(it.word);
        (!(is_acronym || is_capital || begins)).then_some(Why::Capital)
    }

    /// Whether a sentence or a line begins with this.
    fn begins(&self, at: usize) -> bool {
        let (Some(it), Some(before)) = (self.at(at), self.before(at, 1)) else {
            return true;
        };
        // The point behind an initial or *Mr* ends no sentence.
        let is_stop = it.gap & !(DOT | SPACE) == 0;
        let is_initial = before.letters == 1 && before.digits == 0;
        it.breaks() && !(is_stop && (is_initial || before.says(TITLE)))
    }
}

/// Joins what overlaps, in the order of the text.
fn settle(mut found: Vec<Stopped>) -> Vec<Stopped> {
    found.sort_by_key(|it| (it.from, Reverse(it.to)));
    let mut settled: Vec<Stopped> = Vec::with_capacity(found.len());
    for it in found {
        match settled.last_mut() {
            Some(last) if it.from < last.to => last.to = last.to.max(it.to),
            _ => settled.push(it),
        }
    }
    settled
}
