//! Letters as people type them, and the plain letter that each of them stands for (CR-9).
//!
//! *José*, *JOSE*, *Jose* with a Cyrillic *о* and *Ｊｏｓｅ* in wide letters are one name here: a word is up to 24
//! plain letters of five bits each. Letters of other alphabets get a number of their own; two of them may share it, which
//! can only find too much.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// So many letters of a word count; what comes after is not looked at.
pub(crate) const LONGEST: u8 = 24;

const BITS: u32 = 5;
const LETTER: u128 = 31;

/// Up to 24 plain letters, the first one lowest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub(crate) struct Word(u128);

impl Word {
    pub(crate) const EMPTY: Self = Self(0);

    /// A word of two halves of 12 letters each, as the reader of tokens collects them.
    pub(crate) fn of_halves(low: u64, high: u64) -> Self {
        Self(u128::from(low) | u128::from(high) << (BITS * 12))
    }

    /// The plain letters of any text; signs that aren't letters or digits are left out.
    pub(crate) fn of(text: &str) -> Self {
        let mut word = Self::EMPTY;
        for sign in text.chars() {
            match read(sign) {
                Sign::Letters(first, second, _) => {
                    word.push(first);
                    word.push(second);
                }
                Sign::Digit(digit, _) => word.push(digit_letter(digit)),
                Sign::Ideograph(code) => word.push_ideograph(code),
                Sign::Nothing(_) | Sign::Apostrophe | Sign::Other => {}
            }
        }
        word
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn len(self) -> u8 {
        let used = 128 - self.0.leading_zeros();
        u8::try_from(used.div_ceil(BITS)).unwrap_or(LONGEST)
    }

    /// Adds a letter; 0 is none.
    pub(crate) fn push(&mut self, code: u8) {
        let len = self.len();
        if len < LONGEST {
            self.0 |= u128::from(code & 31) << (BITS * u32::from(len));
        }
    }

    /// Adds a sign of a script that has thousands, as three letters.
    pub(crate) fn push_ideograph(&mut self, code: u32) {
        for part in 0..3 {
            let bits = (code >> (part * 5)) & 31;
            self.push(u8::try_from(bits).unwrap_or(0).max(1));
        }
    }

    /// This word with the other behind it.
    pub(crate) fn joined(self, other: Self) -> Self {
        let len = u32::from(self.len());
        let room = u32::from(LONGEST).saturating_sub(len);
        let kept = other.0 & mask(room);
        Self(self.0 | kept.checked_shl(BITS * len).unwrap_or(0))
    }

    /// The first letter alone, as its code.
    pub(crate) fn initial(self) -> u8 {
        u8::try_from(self.0 & LETTER).unwrap_or(0)
    }

    /// The letters' codes, in their order.
    pub(crate) fn codes(self) -> impl Iterator<Item = u8> {
        (0..u32::from(self.len()))
            .map(move |at| u8::try_from((self.0 >> (BITS * at)) & LETTER).unwrap_or(0))
    }

    /// The first letters.
    pub(crate) fn first(self, letters: u8) -> Self {
        Self(self.0 & mask(u32::from(letters)))
    }

    /// The word from a letter on.
    pub(crate) fn from(self, letter: u8) -> Self {
        Self(self.0.checked_shr(BITS * u32::from(letter)).unwrap_or(0))
    }

    fn without(self, at: u8) -> Self {
        let at = u32::from(at);
        let before = self.0 & mask(at);
        let after = self.0.checked_shr(BITS * (at + 1)).unwrap_or(0);
        Self(before | after.checked_shl(BITS * at).unwrap_or(0))
    }

    /// The word without each one of its letters.
    pub(crate) fn deletions(self) -> impl Iterator<Item = Self> {
        (0..self.len()).map(move |at| self.without(at))
    }

    /// Whether one letter too many, too few or wrong, or one swap of neighbours lies between the two.
    pub(crate) fn is_one_typo_from(self, other: Self) -> bool {
        let differs = self.0 ^ other.0;
        if differs == 0 {
            return false;
        }
        let at = BITS * (differs.trailing_zeros() / BITS);
        let (a, b) = (self.0 >> at, other.0 >> at);
        let (a_rest, b_rest) = (a >> BITS, b >> BITS);
        let swapped = (a & LETTER) == (b_rest & LETTER)
            && (b & LETTER) == (a_rest & LETTER)
            && a_rest >> BITS == b_rest >> BITS;
        a_rest == b_rest || a == b_rest || a_rest == b || swapped
    }

    pub(crate) fn hash(self) -> u64 {
        let bytes = self.0.to_le_bytes();
        let (low, high) = bytes.split_at(8);
        let number = |half: &[u8]| half.try_into().map_or(0, u64::from_le_bytes);
        mix(number(low), number(high))
    }
}

fn mask(letters: u32) -> u128 {
    1_u128
        .checked_shl(BITS * letters)
        .map_or(u128::MAX, |bit| bit - 1)
}

/// Two numbers into one that tells neither.
#[inline]
pub(crate) fn mix(one: u64, other: u64) -> u64 {
    const A: u64 = 0x9e37_79b9_7f4a_7c15;
    const B: u64 = 0xd6e8_feb8_6659_fd93;
    let product = u128::from(one ^ A).wrapping_mul(u128::from(other ^ B | 1));
    let bytes = product.to_le_bytes();
    let (low, high) = bytes.split_at(8);
    let number = |half: &[u8]| half.try_into().map_or(0, u64::from_le_bytes);
    let folded = number(low) ^ number(high);
    folded.wrapping_mul(B) ^ (folded >> 29)
}

/// What one sign of a text is to a reader of names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sign {
    /// One or two plain letters; 0 for no second one.
    Letters(u8, u8, Guise),
    Digit(u8, Guise),
    /// A sign of a script without spaces between words.
    Ideograph(u32),
    /// A mark on the letter before, or a sign that nobody sees.
    Nothing(Guise),
    Apostrophe,
    Other,
}

/// How a letter differs from the plain one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Guise {
    Plain,
    Marked,
    Invisible,
    LookAlike,
    Wide,
    /// Has no plain letter.
    Foreign,
}

/// The letter that a digit is mistaken for when paper is scanned.
pub(crate) fn digit_letter(digit: u8) -> u8 {
    match digit {
        0 => 15, // o
        1 => 12, // l
        3 => 5,  // e
        4 => 1,  // a
        5 => 19, // s
        6 => 7,  // g
        8 => 2,  // b
        _ => 27,
    }
}

pub(crate) fn read(sign: char) -> Sign {
    if sign.is_ascii() {
        return read_ascii(sign);
    }
    if is_apostrophe(sign) {
        return Sign::Apostrophe;
    }
    if is_invisible(sign) {
        return Sign::Nothing(Guise::Invisible);
    }
    if let Some(code) = look_alike(sign) {
        return Sign::Letters(code, 0, Guise::LookAlike);
    }
    if let Some((first, second)) = special(sign) {
        return Sign::Letters(first, second, Guise::Marked);
    }
    if is_ideograph(sign) {
        return Sign::Ideograph(u32::from(sign));
    }
    if is_combining_mark(sign) {
        return Sign::Nothing(Guise::Marked);
    }
    decomposed(sign)
}

fn read_ascii(sign: char) -> Sign {
    let byte = u8::try_from(sign).unwrap_or(0);
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' => Sign::Letters(byte & 31, 0, Guise::Plain),
        b'0'..=b'9' => Sign::Digit(byte - b'0', Guise::Plain),
        b'\'' | b'`' => Sign::Apostrophe,
        _ => Sign::Other,
    }
}

/// A sign by what Unicode takes it apart into.
fn decomposed(sign: char) -> Sign {
    let mut parts = ['\0'; 2];
    let mut count = 0_usize;
    decompose_compatible(sign, |part| {
        if !is_combining_mark(part)
            && let Some(place) = parts.get_mut(count)
        {
            *place = part;
            count += 1;
        }
    });
    let guise = match u32::from(sign) {
        0xff00..=0xffef | 0x1_d400..=0x1_d7ff | 0x2460..=0x24ff => Guise::Wide,
        _ => Guise::Marked,
    };
    let [first, second] = parts;
    if first.is_ascii() && count > 0 {
        return match (read_ascii(first), read_ascii(second)) {
            (Sign::Letters(one, ..), Sign::Letters(two, ..)) => Sign::Letters(one, two, guise),
            (Sign::Letters(one, ..), _) => Sign::Letters(one, 0, guise),
            (Sign::Digit(digit, _), _) => Sign::Digit(digit, guise),
            _ => Sign::Other,
        };
    }
    if let Some(digit) = other_digit(sign) {
        return Sign::Digit(digit, guise);
    }
    let base = if count > 0 { first } else { sign };
    if let Some(code) = look_alike(base) {
        return Sign::Letters(code, 0, Guise::LookAlike);
    }
    if !base.is_alphabetic() {
        return Sign::Other;
    }
    let small = match base.to_lowercase().next().unwrap_or(base) {
        'ς' => 'σ',
        small => small,
    };
    if let Some(code) = look_alike(small) {
        return Sign::Letters(code, 0, Guise::LookAlike);
    }
    Sign::Letters(foreign(small), 0, Guise::Foreign)
}

/// A number from 1 to 31 for a letter that has no plain one.
fn foreign(small: char) -> u8 {
    let spread = u32::from(small).wrapping_mul(0x9e37_79b1) >> 16;
    u8::try_from(spread % 31).unwrap_or(0) + 1
}

/// Arabic, Persian and Indian digits.
fn other_digit(sign: char) -> Option<u8> {
    let code = u32::from(sign);
    let zero = match code {
        0x660..=0x669 => 0x660,
        0x6f0..=0x6f9 => 0x6f0,
        0x966..=0x96f => 0x966,
        0x9e6..=0x9ef => 0x9e6,
        _ => return None,
    };
    u8::try_from(code - zero).ok()
}

pub(crate) fn is_apostrophe(sign: char) -> bool {
    matches!(
        sign,
        '\'' | '`' | '´' | '‘' | '’' | '‛' | '′' | '＇' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ'
    )
}

/// Joiners, soft hyphens, direction marks, variation selectors, tags: nobody sees or types them.
pub(crate) fn is_invisible(sign: char) -> bool {
    matches!(sign,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_ideograph(sign: char) -> bool {
    matches!(sign,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

/// Letters that have no plain form in Unicode's tables.
fn special(sign: char) -> Option<(u8, u8)> {
    Some(match sign {
        'ß' | 'ẞ' => (19, 19),
        'æ' | 'Æ' => (1, 5),
        'œ' | 'Œ' => (15, 5),
        'þ' | 'Þ' => (20, 8),
        'ı' => (9, 0),
        'ø' | 'Ø' => (15, 0),
        'ł' | 'Ł' => (12, 0),
        'đ' | 'Đ' | 'ð' | 'Ð' => (4, 0),
        'ħ' | 'Ħ' => (8, 0),
        'ŧ' | 'Ŧ' => (20, 0),
        'ŋ' | 'Ŋ' => (14, 0),
        'ə' | 'Ə' => (5, 0),
        'ª' => (1, 0),
        'º' => (15, 0),
        _ => return None,
    })
}

/// Cyrillic, Greek and Armenian letters that look like Latin ones, small and capital alike by their small letter, so that a name
/// that is wholly Cyrillic is the same in both cases.
fn look_alike(sign: char) -> Option<u8> {
    let latin = match sign {
        'а' | 'А' | 'α' | 'Α' | 'ɑ' => b'a',
        'в' | 'В' | 'β' | 'Β' => b'b',
        'с' | 'С' | 'ϲ' | 'Ϲ' => b'c',
        'ԁ' | 'Ԁ' => b'd',
        'е' | 'Е' | 'ε' | 'Ε' => b'e',
        'ɡ' | 'ց' => b'g',
        'н' | 'Н' | 'һ' | 'Һ' | 'η' | 'Η' | 'հ' => b'h',
        'і' | 'І' | 'ι' | 'Ι' | 'Ӏ' | 'ӏ' => b'i',
        'ј' | 'Ј' | 'ϳ' | 'Ϳ' => b'j',
        'к' | 'К' | 'κ' | 'Κ' => b'k',
        'ⅼ' | 'Ⅼ' => b'l',
        'м' | 'М' | 'μ' | 'Μ' | 'µ' => b'm',
        'ո' | 'ν' | 'Ν' => b'n',
        'о' | 'О' | 'ο' | 'Ο' | 'օ' | 'Օ' => b'o',
        'р' | 'Р' | 'ρ' | 'Ρ' => b'p',
        'ԛ' | 'Ԛ' => b'q',
        'ѕ' | 'Ѕ' | 'ꜱ' => b's',
        'т' | 'Т' | 'τ' | 'Τ' => b't',
        'ս' => b'u',
        'ѵ' | 'Ѵ' => b'v',
        'ԝ' | 'Ԝ' | 'ω' => b'w',
        'х' | 'Х' | 'χ' | 'Χ' => b'x',
        'у' | 'У' | 'Υ' | 'υ' | 'γ' | 'ү' | 'Ү' => b'y',
        'ζ' | 'Ζ' => b'z',
        _ => return None,
    };
    Some(latin & 31)
}

#[cfg(test)]
mod tests {
    use super::Word;

    #[test]
    fn one_name_in_many_guises_is_one_word() {
        let plain = Word::of("jose");
        for guise in [
            "José",
            "JOSÉ",
            "Jose\u{301}",
            "J\u{200b}ose",
            "Јоѕе",
            "Ｊｏｓｅ",
            "𝐉𝐨𝐬𝐞",
        ] {
            assert_eq!(Word::of(guise), plain, "{guise}");
        }
    }

    #[test]
    fn a_typo_is_one_slip_and_not_two() {
        let name = Word::of("martinez");
        for slip in [
            "martnez",
            "martinezz",
            "martimez",
            "matrinez",
            "artinez",
            "martine",
            "amrtinez",
        ] {
            assert!(Word::of(slip).is_one_typo_from(name), "{slip}");
        }
        for other in ["martinez", "martin", "mratniez", "marttnes"] {
            assert!(!Word::of(other).is_one_typo_from(name), "{other}");
        }
    }

    #[test]
    fn a_long_word_is_cut_and_stays_itself() {
        let long = "abcdefghijklmnopqrstuvwxyz";
        assert_eq!(Word::of(long).len(), 24);
        assert_eq!(Word::of(long), Word::of(&format!("{long}{long}")));
        let joined = Word::of("abcdefghijklm").joined(Word::of("nopqrstuvwxyz"));
        assert_eq!(joined, Word::of(long));
    }
}
