//! What counts as one word of a name, and which ways of writing it are the same.
//!
//! *O’Brien*, *O'Brien* and *OBrien* are one word; *García-Márquez* is two; *José* written with one
//! sign or with two is the same *José*. Design §6.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use zeroize::Zeroizing;

/// Longer words are cut here, in names and queries alike, so that a broken import can't hurt.
const LONGEST_WORD: usize = 64;

/// So many bytes of a word are read before marks are composed and letters counted.
const LONGEST_RAW: usize = 16 * LONGEST_WORD;

/// Words of names that lean on the next one: *van Dyke* is also looked for as *vandyke*.
const PARTICLES: [&str; 35] = [
    "abu", "al", "am", "ap", "ben", "bin", "d", "da", "das", "de", "del", "della", "den", "der",
    "di", "do", "dos", "du", "el", "fitz", "ibn", "la", "las", "le", "los", "mac", "mc", "o",
    "san", "santa", "st", "ten", "ter", "van", "von",
];

/// One word of a name in the two shapes in which it is compared.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Spelled {
    /// Small letters with their marks, composed (NFC).
    pub(super) spelling: Zeroizing<String>,
    /// Small letters without their marks; `ß` is `ss`, `ı` is `i`.
    pub(super) folded: Zeroizing<String>,
}

impl Spelled {
    fn new(raw: &str) -> Option<Self> {
        let (spelling, folded) = if raw.is_ascii() {
            let mut small = Zeroizing::new(String::with_capacity(raw.len()));
            push_capped(
                &mut small,
                raw.chars().map(|sign| sign.to_ascii_lowercase()),
            );
            (small.clone(), small)
        } else {
            (spell(raw), fold(raw))
        };
        (!spelling.is_empty() && !folded.is_empty()).then_some(Self { spelling, folded })
    }

    /// A word that is folded already.
    pub(super) fn plain(folded: &str) -> Self {
        let folded = Zeroizing::new(folded.to_owned());
        Self {
            spelling: folded.clone(),
            folded,
        }
    }

    /// Several words written as one.
    pub(super) fn joined<'a>(words: impl Iterator<Item = &'a Self>) -> Self {
        let mut spelling = Zeroizing::new(String::with_capacity(LONGEST_WORD * 4));
        let mut folded = Zeroizing::new(String::with_capacity(LONGEST_WORD * 4));
        for word in words {
            push_capped(&mut spelling, word.spelling.chars());
            push_capped(&mut folded, word.folded.chars());
        }
        Self { spelling, folded }
    }
}

/// The words of a query, in the order they were typed.
pub(super) fn query_words(text: &str) -> Vec<Spelled> {
    raw_words(text)
        .iter()
        .filter_map(|raw| Spelled::new(&without_apostrophes(raw)))
        .collect()
}

/// The words under which one name (a first name, a surname with its particles) is filed: each
/// word, the parts of a word with apostrophes, and particles together with what they lean on.
pub(super) fn name_words(name: &str) -> Vec<Spelled> {
    let mut filed = Vec::new();
    let mut leaning: Vec<Spelled> = Vec::new();
    for raw in raw_words(name).iter() {
        if raw.contains(is_apostrophe) {
            filed.extend(raw.split(is_apostrophe).filter_map(Spelled::new));
        }
        let Some(word) = Spelled::new(&without_apostrophes(raw)) else {
            continue;
        };
        filed.push(word.clone());
        let leans = PARTICLES.binary_search(&word.folded.as_str()).is_ok();
        leaning.push(word);
        if !leans {
            if leaning.len() > 1 {
                filed.push(Spelled::joined(leaning.iter()));
            }
            leaning.clear();
        }
    }
    filed
}

/// The words of one name that bear it, in their order: without particles, unless there are only those.
pub(super) fn bearing_words(name: &str) -> impl Iterator<Item = Spelled> {
    let words = query_words(name);
    let is_particle = |word: &Spelled| PARTICLES.binary_search(&word.folded.as_str()).is_ok();
    let only_particles = words.iter().all(is_particle);
    words
        .into_iter()
        .filter(move |word| only_particles || !is_particle(word))
}

/// The words of a name without their marks and capitals, in their order, so that two ways to write one name are equal.
pub(crate) fn folded_words(name: &str) -> Vec<Zeroizing<String>> {
    query_words(name)
        .into_iter()
        .map(|word| word.folded)
        .collect()
}

/// Cuts a text into words; apostrophes stay inside, invisible signs go.
fn raw_words(text: &str) -> Zeroizing<Vec<String>> {
    let mut words = Zeroizing::new(Vec::new());
    let mut word = String::new();
    for sign in text.chars() {
        if is_invisible(sign) {
            continue;
        }
        let inside = sign.is_alphanumeric() || is_combining_mark(sign) || is_apostrophe(sign);
        if inside {
            if word.is_empty() {
                word.reserve(text.len().min(LONGEST_RAW));
            }
            if word.len() + sign.len_utf8() <= LONGEST_RAW {
                word.push(sign);
            }
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

fn without_apostrophes(raw: &str) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(String::with_capacity(LONGEST_WORD * 4));
    push_capped(&mut plain, raw.chars().filter(|sign| !is_apostrophe(*sign)));
    plain
}

fn is_apostrophe(sign: char) -> bool {
    matches!(
        sign,
        '\'' | '`' | '´' | '‘' | '’' | '‛' | '′' | '＇' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ'
    )
}

/// Joiners, soft hyphens, direction marks and variation selectors: nobody sees or types them.
fn is_invisible(sign: char) -> bool {
    matches!(sign,
        '\u{ad}' | '\u{34f}' | '\u{640}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn push_capped(into: &mut String, signs: impl Iterator<Item = char>) {
    let room = LONGEST_WORD.saturating_sub(into.chars().count());
    into.extend(signs.take(room));
}

fn spell(raw: &str) -> Zeroizing<String> {
    let mut spelling = Zeroizing::new(String::with_capacity(LONGEST_WORD * 4));
    let small = raw.chars().flat_map(char::to_lowercase);
    push_capped(&mut spelling, small.nfc());
    spelling
}

fn fold(raw: &str) -> Zeroizing<String> {
    let mut folded = Zeroizing::new(String::with_capacity(LONGEST_WORD * 4));
    let small = raw.nfkd().flat_map(char::to_lowercase).nfkd();
    let bare = small.filter(|sign| !is_mark(*sign)).flat_map(Plain::of);
    push_capped(&mut folded, bare.nfc());
    folded
}

/// The marks that people leave out when they type: Latin, Greek and Cyrillic accents, Hebrew points
/// and Arabic vowel signs. The vowel signs of Indian scripts are letters, and stay.
fn is_mark(sign: char) -> bool {
    matches!(sign,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}'
        | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}')
}

/// One or two letters that stand for a letter that has no plain form in Unicode's tables.
struct Plain;

impl Plain {
    fn of(sign: char) -> impl Iterator<Item = char> {
        let (first, second) = match sign {
            'ß' => ('s', Some('s')),
            'æ' => ('a', Some('e')),
            'œ' => ('o', Some('e')),
            'þ' => ('t', Some('h')),
            'ı' => ('i', None),
            'ø' => ('o', None),
            'ł' => ('l', None),
            'đ' | 'ð' => ('d', None),
            'ħ' => ('h', None),
            'ŧ' => ('t', None),
            'ŋ' => ('n', None),
            'ə' => ('e', None),
            'ς' => ('σ', None),
            other => (other, None),
        };
        std::iter::once(first).chain(second)
    }
}
