//! Takes a typed text apart into words and numbers, letter by letter as names are read everywhere here (CC-2.4).
//!
//! Marks go and wide letters become plain ones. A sign of any other alphabet, or that nobody sees, makes its word strange: nobody
//! types it by mistake, and *Сара* must not pass as the Spanish word that it looks like. The twin in the browser is `typed-signs.js`.

use super::words::{SUFFIX, WORDS};
use crate::letters::{self, Guise, Sign, Word, is_apostrophe};

/// What may stand between two words, as bits.
pub(crate) const SPACE: u16 = 1;
pub(crate) const LINE: u16 = 2;
pub(crate) const DOT: u16 = 4;
pub(crate) const HYPHEN: u16 = 8;
pub(crate) const STROKE: u16 = 16;
pub(crate) const COLON: u16 = 32;
pub(crate) const COMMA: u16 = 64;
pub(crate) const QUOTE: u16 = 128;
pub(crate) const END: u16 = 256;
pub(crate) const JOIN: u16 = 512;
pub(crate) const HASH: u16 = 1024;
pub(crate) const PERCENT: u16 = 2048;
pub(crate) const DOLLAR: u16 = 4096;
pub(crate) const OTHER: u16 = 8192;

/// A word or number of the text, or a run of signs that make none.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Piece {
    /// Where it stands, in UTF-16 units.
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// Where it begins, in bytes.
    pub(crate) start: u32,
    /// Its letters; digits aren't in it.
    pub(crate) word: Word,
    pub(crate) letters: u32,
    pub(crate) digits: u32,
    /// Its first four digits as a number.
    pub(crate) value: u32,
    /// How many of its letters are large.
    pub(crate) large: u32,
    pub(crate) first_large: bool,
    /// A digit stands behind a letter.
    pub(crate) mixed: bool,
    pub(crate) strange: bool,
    /// An apostrophe stands behind the first letter.
    pub(crate) leading: bool,
    /// Belongs to what may be written: an organization's name, *a.m.*
    pub(crate) fine: bool,
    /// What stands before it, and how many signs that is.
    pub(crate) gap: u16,
    pub(crate) between: u32,
    /// What the word says besides, as bits of [`super::words`].
    pub(crate) sense: u32,
}

impl Piece {
    /// Whether it is a word that says one of these.
    pub(crate) fn says(&self, senses: u32) -> bool {
        self.digits == 0 && !self.strange && self.sense & senses != 0
    }

    /// Digits, with no more behind them than *pm* or *th*.
    pub(crate) fn is_number(&self) -> bool {
        let plain = self.digits > 0 && !self.mixed && !self.strange && !self.fine;
        plain && (self.letters == 0 || self.sense & SUFFIX != 0)
    }

    /// Digits alone.
    pub(crate) fn is_bare(&self) -> bool {
        self.is_number() && self.letters == 0
    }

    /// Whether just this one sign joins it to what stands before.
    pub(crate) fn joins(&self, sign: u16) -> bool {
        self.gap == sign && self.between == 1
    }

    /// Whether a sentence or line ends before it.
    pub(crate) fn breaks(&self) -> bool {
        self.gap & (LINE | END) != 0 || (self.gap & DOT != 0 && self.gap & SPACE != 0)
    }

    /// Whether it is the same word or number as another.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let same = self.word == other.word && self.digits == other.digits;
        same && self.value == other.value && !self.strange && !other.strange
    }

    fn take(&mut self, sign: char, read: Read) {
        match read {
            Read::Letter(first, second) => {
                let large = sign.is_uppercase();
                if self.letters == 0 {
                    self.first_large = large && self.digits == 0;
                }
                self.large += u32::from(large);
                self.letters += 1;
                self.word.push(first);
                if second > 0 {
                    self.word.push(second);
                }
            }
            Read::Digit(digit) => {
                self.mixed |= self.letters > 0;
                self.digits += 1;
                if self.digits <= 4 {
                    self.value = self.value * 10 + u32::from(digit);
                }
            }
            Read::Mark => self.strange |= self.letters == 0,
            Read::Strange | Read::Apostrophe | Read::Gap(_) => self.strange = true,
        }
    }
}

/// What one sign of a typed text is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    /// One or two plain letters; 0 for no second one.
    Letter(u8, u8),
    Digit(u8),
    /// A mark of English or Spanish on the letter before.
    Mark,
    Apostrophe,
    Gap(u16),
    Strange,
}

impl Read {
    /// Whether a word goes on with it.
    pub(super) fn is_of_word(self) -> bool {
        matches!(
            self,
            Self::Letter(..) | Self::Digit(_) | Self::Mark | Self::Strange
        )
    }
}

pub(super) fn read(sign: char) -> Read {
    if is_apostrophe(sign) {
        return Read::Apostrophe;
    }
    if let Some(kind) = between(sign) {
        return Read::Gap(kind);
    }
    match letters::read(sign) {
        Sign::Letters(first, second, Guise::Plain | Guise::Marked | Guise::Wide) => {
            Read::Letter(first, second)
        }
        Sign::Digit(digit, _) => Read::Digit(digit),
        Sign::Nothing(Guise::Marked) if is_mark(sign) => Read::Mark,
        _ => Read::Strange,
    }
}

fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{303}' | '\u{308}' | '\u{327}')
}

fn between(sign: char) -> Option<u16> {
    Some(match sign {
        ' ' | '\t' | '\u{a0}' | '\u{202f}' | '\u{2009}' => SPACE,
        '\n' | '\r' => SPACE | LINE,
        '.' => DOT,
        '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' => HYPHEN,
        '/' | '\\' => STROKE,
        ':' => COLON,
        ',' | ';' => COMMA,
        '"' | '(' | ')' | '[' | ']' | '{' | '}' | '“' | '”' | '„' | '«' | '»' => QUOTE,
        '!' | '?' | '…' | '¿' | '¡' => END,
        '@' | '_' => JOIN,
        '#' => HASH,
        '%' => PERCENT,
        '$' | '€' | '£' => DOLLAR,
        '+' | '*' | '=' | '&' | '<' | '>' | '|' | '~' | '^' | '—' | '•' | '·' | '°' | '§' | '→'
        | '×' | '✓' => OTHER,
        _ => return None,
    })
}

/// Whether a possessive *s* stands behind the apostrophe and ends its word.
fn is_possessive(rest: &str) -> bool {
    let mut signs = rest.chars();
    let is_s = matches!(signs.next(), Some('s' | 'S'));
    is_s && !signs.next().is_some_and(|it| read(it).is_of_word())
}

/// The words and numbers of a text.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let mut taking = Taking {
        all: Vec::with_capacity(text.len() / 6 + 1),
        ..Taking::default()
    };
    let mut signs = text.chars();
    loop {
        let start = text.len() - signs.as_str().len();
        let Some(sign) = signs.next() else {
            break;
        };
        let skipped = taking.sign(sign, start, signs.as_str());
        if skipped {
            signs.next();
        }
    }
    let mut all = taking.all;
    for piece in &mut all {
        piece.sense = WORDS.sense(piece.word);
    }
    all
}

/// A text being taken apart.
#[derive(Default)]
struct Taking {
    all: Vec<Piece>,
    is_open: bool,
    gap: u16,
    between: u32,
    /// How far it is read, in UTF-16 units.
    at: u32,
}

impl Taking {
    /// Takes one sign; true if the one behind it, of one unit, is done with as well.
    fn sign(&mut self, sign: char, start: usize, rest: &str) -> bool {
        let from = self.at;
        self.at += width(sign);
        match read(sign) {
            Read::Gap(kind) => self.pass(kind),
            Read::Apostrophe => {
                if self.is_open && is_possessive(rest) {
                    self.is_open = false;
                    self.at += 1;
                    return true;
                }
                let goes_on = rest
                    .chars()
                    .next()
                    .is_some_and(|it| matches!(read(it), Read::Letter(..)));
                match self.all.last_mut() {
                    Some(open) if self.is_open && open.letters > 0 && goes_on => {
                        open.leading |= open.letters == 1;
                    }
                    _ => self.pass(QUOTE),
                }
            }
            read => {
                if !self.is_open {
                    self.open(from, start);
                }
                let to = self.at;
                if let Some(open) = self.all.last_mut() {
                    open.take(sign, read);
                    open.to = to;
                }
            }
        }
        false
    }

    fn pass(&mut self, kind: u16) {
        self.is_open = false;
        self.gap |= kind;
        self.between += 1;
    }

    fn open(&mut self, from: u32, start: usize) {
        self.all.push(Piece {
            from,
            to: from,
            start: u32::try_from(start).unwrap_or(u32::MAX),
            gap: std::mem::take(&mut self.gap),
            between: std::mem::take(&mut self.between),
            ..Piece::default()
        });
        self.is_open = true;
    }
}

/// How many UTF-16 units a sign takes.
pub(super) fn width(sign: char) -> u32 {
    if u32::from(sign) > 0xffff { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::pieces;
    use crate::letters::Word;

    #[test]
    fn places_are_told_in_the_units_of_a_browser() {
        let all = pieces("𝐉𝐨𝐬𝐞 es José’s 12B");
        let places: Vec<_> = all.iter().map(|it| (it.from, it.to)).collect();
        assert_eq!(places, [(0, 8), (9, 11), (12, 16), (19, 22)]);
        assert_eq!(all[0].word, Word::of("jose"));
        assert_eq!(all[2].word, Word::of("jose"));
        assert!(!all[3].is_number() && all[3].digits == 2);
    }

    #[test]
    fn what_nobody_sees_or_of_another_alphabet_makes_a_word_strange() {
        for word in [
            "ho\u{200b}pe",
            "\u{feff}hope",
            "Сара",
            "hope🙂",
            "ho\u{363}pe",
        ] {
            assert!(pieces(word)[0].strange, "{word}");
        }
        assert!(
            pieces("niño nin\u{303}o ｈｏｐｅ")
                .iter()
                .all(|it| !it.strange)
        );
    }
}
