//! Words and numbers of a text, one after the other, without copying any of it (CR-9).
//!
//! A token is a run of letters and digits, with the marks, apostrophes and unseen signs inside. A possessive *'s* stays
//! outside; *JohnSmith* is two tokens; plain tags such as `<b>` are passed over.

use crate::filing::Sum;
use crate::letters::{Guise, LONGEST, Sign, Word, is_apostrophe, read};
use crate::making::Making;
use crate::vocabulary::Known;

/// How a token is written.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) enum Shape {
    #[default]
    Lower,
    /// The first letter large, as names are, or large ones inside.
    Capital,
    Upper,
    /// No letter in it.
    Number,
    /// One sign of a script without spaces.
    Ideograph,
}

pub(crate) const MARKED: u8 = 1;
pub(crate) const INVISIBLE: u8 = 2;
pub(crate) const LOOK_ALIKE: u8 = 4;
pub(crate) const WIDE: u8 = 8;
pub(crate) const APOSTROPHE: u8 = 16;
pub(crate) const FOREIGN: u8 = 32;

/// A word or number of the text.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) word: Word,
    pub(crate) shape: Shape,
    pub(crate) guises: u8,
    /// How many letters and digits, up to 255.
    pub(crate) letters: u8,
    pub(crate) digits: u8,
    /// The number that it begins with, and of how many digits.
    pub(crate) lead: u64,
    pub(crate) lead_digits: u8,
    /// Whether it consists of two tokens of the text.
    pub(crate) joined: bool,
    pub(crate) digit_sum: Sum,
    pub(crate) known: Known,
    pub(crate) senses: u32,
    pub(crate) code: u8,
}

impl Token {
    pub(crate) fn has_digits(&self) -> bool {
        self.digits > 0
    }

    /// Its letters and digits summed up.
    pub(crate) fn sum(&self) -> Sum {
        if self.has_digits() {
            return self.digit_sum;
        }
        let mut sum = Sum::default();
        self.word.codes().for_each(|code| sum.push(code));
        sum
    }

    pub(crate) fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Upper)
    }

    pub(crate) fn is_initial(&self) -> bool {
        self.letters == 1 && self.digits == 0 && self.shape != Shape::Ideograph
    }

    /// Whether it may be a name: letters, and hardly a digit.
    pub(crate) fn may_name(&self) -> bool {
        self.digits == 0 || (self.digits == 1 && self.letters >= 3)
    }

    pub(crate) fn says(&self, senses: u32) -> bool {
        self.senses & senses != 0
    }
}

/// The tokens of a text.
pub(crate) fn tokens(text: &str) -> Reader<'_> {
    tokens_from(text, 0)
}

/// The tokens of a text from a place on.
pub(crate) fn tokens_from(text: &str, at: usize) -> Reader<'_> {
    Reader {
        text,
        bytes: text.as_bytes(),
        at,
    }
}

#[derive(Clone)]
pub(crate) struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

const SEPARATOR: u8 = 0;
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const QUOTE: u8 = 3;
const HIGH: u8 = 4;
const TAG: u8 = 5;

static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [SEPARATOR; 256];
    let mut byte: u8 = 0;
    loop {
        let class = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'\'' | b'`' => QUOTE,
            b'<' => TAG,
            0x80.. => HIGH,
            _ => SEPARATOR,
        };
        #[expect(clippy::indexing_slicing, reason = "a byte is below 256")]
        {
            classes[byte as usize] = class;
        }
        if byte == u8::MAX {
            return classes;
        }
        byte += 1;
    }
}

#[inline]
fn class(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(SEPARATOR)
}

impl Iterator for Reader<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            match class(byte) {
                LETTER => {
                    if let Some(token) = self.plain() {
                        return Some(token);
                    }
                    return Some(self.other()).filter(|token| token.end > token.start);
                }
                DIGIT => return Some(self.other()),
                HIGH => {
                    let token = self.other();
                    if token.end > token.start {
                        return Some(token);
                    }
                }
                TAG => self.at += tag_len(self.bytes.get(self.at..).unwrap_or(&[])).max(1),
                _ => self.at += 1,
            }
        }
    }
}

impl Reader<'_> {
    /// A token of plain letters only; none, and nothing read, if there is something else in it.
    #[inline]
    fn plain(&mut self) -> Option<Token> {
        let (mut low, mut high) = (0_u64, 0_u64);
        let (mut count, mut large, mut after_small) = (0_u32, 0_u32, false);
        let mut first_large = false;
        let mut at = self.at;
        while let Some(&byte) = self.bytes.get(at) {
            let class = class(byte);
            if class != LETTER {
                if class == SEPARATOR || class == TAG || (class == QUOTE && self.ends_at_quote(at))
                {
                    break;
                }
                return None;
            }
            let is_large = byte & 0x20 == 0;
            if is_large && after_small && !leans(low, count) {
                break;
            }
            after_small = !is_large;
            let code = u64::from(byte & 31);
            if count < 12 {
                low |= code << (5 * count);
            } else if count < u32::from(LONGEST) {
                high |= code << (5 * (count - 12));
            }
            if count == 0 {
                first_large = is_large;
            }
            large = large.wrapping_add(u32::from(is_large));
            count = count.wrapping_add(1);
            at += 1;
        }
        let start = std::mem::replace(&mut self.at, at);
        if self.bytes.get(at).is_some_and(|byte| class(*byte) == QUOTE) {
            self.pass_possessive();
        }
        Some(Token {
            start,
            end: at,
            word: Word::of_halves(low, high),
            shape: shape(count, large, first_large),
            letters: u8::try_from(count).unwrap_or(u8::MAX),
            ..Token::default()
        })
    }

    /// Whether the apostrophe here is a quotation mark or the possessive's.
    fn ends_at_quote(&self, at: usize) -> bool {
        let is_letter = |at: usize| {
            self.bytes
                .get(at)
                .is_some_and(|byte| matches!(class(*byte), LETTER | HIGH))
        };
        let is_s = self.bytes.get(at + 1).is_some_and(|b| b | 0x20 == b's');
        !is_letter(at + 1) || (is_s && !is_letter(at + 2))
    }

    /// A token of any letters, digits and marks; of no length, and one sign further, if there is none here.
    fn other(&mut self) -> Token {
        let mut made = Making::default();
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or("");
        let mut end = start;
        let mut signs = rest.char_indices();
        while let Some((at, sign)) = signs.next() {
            let here = start + at;
            let read = read(sign);
            match read {
                Sign::Ideograph(code) => {
                    if made.is_empty() {
                        made.ideograph(code);
                        end = here + sign.len_utf8();
                    }
                    break;
                }
                Sign::Other => break,
                Sign::Apostrophe => {
                    if !made.goes_on_after_apostrophe(signs.as_str()) {
                        break;
                    }
                }
                Sign::Nothing(guise) => {
                    if made.is_empty() {
                        break;
                    }
                    made.guise(guise);
                    if guise == Guise::Marked {
                        end = here + sign.len_utf8();
                    }
                }
                Sign::Letters(..) | Sign::Digit(..) => {
                    if made.ends_before(sign) {
                        break;
                    }
                    made.take(sign, read);
                    end = here + sign.len_utf8();
                }
            }
        }
        if end == start {
            let skipped = rest.chars().next().map_or(1, char::len_utf8);
            self.at = start + skipped;
        } else {
            self.at = end;
            self.pass_possessive();
        }
        made.token(start, end)
    }

    /// Passes over *'s* after a word.
    fn pass_possessive(&mut self) {
        let mut signs = self.text.get(self.at..).unwrap_or("").chars();
        let apostrophe = signs.next().filter(|it| is_apostrophe(*it));
        let is_s = matches!(signs.next(), Some('s' | 'S'));
        if let Some(sign) = apostrophe
            && is_s
            && !signs.next().is_some_and(char::is_alphanumeric)
        {
            self.at += sign.len_utf8() + 1;
        }
    }
}

/// Whether what was read so far leans on a capital: *Mc*, *De*, *La* and the like.
#[inline]
fn leans(low: u64, count: u32) -> bool {
    count <= 3 && is_leaning(low)
}

fn is_leaning(low: u64) -> bool {
    const fn code(word: &[u8]) -> u64 {
        let mut bits = 0;
        let mut rest = word;
        let mut shift = 0;
        while let [byte, more @ ..] = rest {
            bits |= ((*byte & 31) as u64) << shift;
            shift += 5;
            rest = more;
        }
        bits
    }
    const LEANING: [u64; 16] = [
        code(b"mc"),
        code(b"mac"),
        code(b"de"),
        code(b"la"),
        code(b"le"),
        code(b"di"),
        code(b"du"),
        code(b"da"),
        code(b"van"),
        code(b"von"),
        code(b"st"),
        code(b"o"),
        code(b"d"),
        code(b"del"),
        code(b"al"),
        code(b"ja"),
    ];
    LEANING.contains(&low)
}

#[inline]
pub(crate) fn shape(letters: u32, large: u32, first_large: bool) -> Shape {
    if large == 0 {
        Shape::Lower
    } else if large == letters && letters > 1 {
        Shape::Upper
    } else if first_large {
        Shape::Capital
    } else {
        Shape::Lower
    }
}

/// How long the plain tag is that begins here; 0 if it is none. One with anything but a name in it is read as text.
fn tag_len(bytes: &[u8]) -> usize {
    const TAGS: [&[u8]; 18] = [
        b"b", b"i", b"u", b"p", b"em", b"br", b"td", b"tr", b"th", b"li", b"h1", b"h2", b"h3",
        b"div", b"span", b"mark", b"font", b"strong",
    ];
    let Some(close) = memchr::memchr(b'>', bytes.get(..12).unwrap_or(bytes)) else {
        return 0;
    };
    let inside = bytes.get(1..close).unwrap_or(&[]);
    let inside = inside.strip_prefix(b"/").unwrap_or(inside);
    let inside = inside.strip_suffix(b"/").unwrap_or(inside).trim_ascii();
    let is_tag = TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(inside));
    if is_tag { close + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::{Shape, tokens};
    use crate::letters::Word;

    fn read(text: &str) -> Vec<&str> {
        tokens(text)
            .map(|it| text.get(it.start..it.end).unwrap())
            .collect()
    }

    #[test]
    fn a_text_falls_into_words_and_numbers() {
        let text = "Smith's son (J. O’Brien, 12B) met <b>JoséMaría</b> McKay's—'quoted' 5th.";
        let words = [
            "Smith",
            "son",
            "J",
            "O’Brien",
            "12B",
            "met",
            "José",
            "María",
            "McKay",
            "quoted",
            "5th",
        ];
        assert_eq!(read(text), words);
    }

    #[test]
    fn what_nobody_sees_stays_inside_a_word() {
        assert_eq!(
            read("Jo\u{200b}hn Smi\u{ad}th"),
            ["Jo\u{200b}hn", "Smi\u{ad}th"]
        );
        let token = tokens("Ｊｏｈｎ").next().unwrap();
        assert_eq!(
            (token.word, token.shape),
            (Word::of("john"), Shape::Capital)
        );
    }

    #[test]
    fn a_tag_with_something_in_it_is_text() {
        assert_eq!(
            read("<john smith> <a href=x>"),
            ["john", "smith", "a", "href", "x"]
        );
    }

    #[test]
    fn plain_and_careful_reading_agree() {
        for word in [
            "smith",
            "Smith",
            "SMITH",
            "abcdefghijklmnopqrstuvwxyzabc",
            "O",
        ] {
            let plain = tokens(word).next().unwrap();
            let marked = format!("{word}\u{301}");
            let careful = tokens(&marked).next().unwrap();
            assert_eq!(plain.word, careful.word);
            assert_eq!(
                (plain.shape, plain.letters),
                (careful.shape, careful.letters)
            );
        }
    }
}
