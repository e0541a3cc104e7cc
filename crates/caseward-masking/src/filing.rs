//! Under which keys a person is filed, so that each way of writing what identifies them leads back (CR-9).

use jiff::civil::Date;

use crate::keys::{Trait, key};
use crate::letters::{Word, mix};
use crate::lexicon::{PARTICLE, PREFIX, TITLE, UNIT};
use crate::person::{Name, Person};
use crate::token::{Shape, Token, tokens};
use crate::vocabulary::{ALONE, FAMILY, GIVEN, LETTERED, Vocabulary};

/// What a word is in somebody's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    Given,
    Family,
}

/// What one person is filed under.
#[derive(Default, Debug)]
pub(crate) struct Filed {
    /// Hashes of keys.
    pub(crate) keys: Vec<u64>,
    /// The words of the names, with the flags that they get.
    pub(crate) words: Vec<(Word, u8)>,
    /// The words that may stand for the person alone.
    pub(crate) parts: Vec<(Word, Part)>,
    /// Words of the names of towns.
    pub(crate) towns: Vec<Word>,
    /// Whether a name is written in signs of words.
    pub(crate) has_ideographs: bool,
}

/// Longer lists of words are no name.
const MOST_WORDS: usize = 12;

pub(crate) fn file(person: &Person, vocabulary: &Vocabulary) -> Filed {
    let mut filed = Filed::default();
    for name in &person.names {
        filed.name(name, vocabulary);
    }
    for called in &person.called {
        filed.called(called, &person.names, vocabulary);
    }
    for day in &person.births {
        filed.keys.push(birth_key(*day));
    }
    for phone in &person.phones {
        filed.keys.extend(phone_key(&digits(phone)));
    }
    for mail in &person.mails {
        filed.keys.extend(mail_key(mail));
    }
    for address in &person.addresses {
        filed.address(address, vocabulary);
    }
    for number in &person.ssns {
        filed.number(number);
        filed.keys.extend(last_four_key(&digits(number)));
    }
    for number in &person.numbers {
        filed.number(number);
    }
    for plate in &person.plates {
        filed.plate(plate);
    }
    filed.keys.sort_unstable();
    filed.keys.dedup();
    filed
}

impl Filed {
    fn name(&mut self, name: &Name, vocabulary: &Vocabulary) {
        if self.ideographs(name) {
            return;
        }
        let mut given = bearing(&name.given, vocabulary);
        given.extend(bearing(&name.middle, vocabulary));
        let family = families(&name.family, vocabulary);
        self.pair(&given, &family);
    }

    fn pair(&mut self, given: &[Word], family: &[Word]) {
        for word in given.iter().take(MOST_WORDS) {
            self.part(*word, Part::Given);
        }
        for word in family.iter().take(MOST_WORDS) {
            self.part(*word, Part::Family);
            self.keys.push(key(Trait::Family, word.hash(), 0));
        }
        if given.is_empty() || family.is_empty() {
            let whole = given.iter().chain(family).take(MOST_WORDS);
            if let Some(longest) = whole.max_by_key(|word| word.len()) {
                self.words.push((*longest, ALONE));
                self.keys.push(key(Trait::Alone, longest.hash(), 0));
            }
            return;
        }
        for given in given.iter().take(MOST_WORDS) {
            for family in family.iter().take(MOST_WORDS) {
                self.keys.push(crate::keys::name_key(*given, *family));
                self.keys.push(initial_family(given.initial(), *family));
                self.keys.push(given_initial(*given, family.initial()));
            }
        }
    }

    fn part(&mut self, word: Word, part: Part) {
        let flag = match part {
            Part::Given => GIVEN,
            Part::Family => FAMILY,
        };
        if !self.parts.contains(&(word, part)) {
            self.words.push((word, flag));
            self.parts.push((word, part));
        }
    }

    /// A nickname goes with every surname; one of several words may be a whole name of its own.
    fn called(&mut self, called: &str, names: &[Name], vocabulary: &Vocabulary) {
        let words = bearing(called, vocabulary);
        for name in names {
            let family = families(&name.family, vocabulary);
            if !family.is_empty() {
                self.pair(&words, &family);
            }
        }
        if names.is_empty() && words.len() == 1 {
            self.pair(&words, &[]);
        }
        if let Some((last, rest)) = words.split_last()
            && !rest.is_empty()
        {
            self.pair(rest, &[*last]);
        }
    }

    /// Names in signs of words are filed as they stand, surname first and last.
    fn ideographs(&mut self, name: &Name) -> bool {
        let signs = |text: &str| -> Vec<Token> {
            let all = tokens(text).filter(|it| it.shape == Shape::Ideograph);
            all.take(MOST_WORDS).collect()
        };
        let (given, family) = (signs(&name.given), signs(&name.family));
        if given.is_empty() && family.is_empty() {
            return false;
        }
        self.has_ideographs = true;
        for (one, other) in [(&family, &given), (&given, &family)] {
            let whole = one
                .iter()
                .chain(other)
                .fold(0, |hash, token| ideograph_hash(hash, token.word));
            self.keys.push(key(Trait::Ideographs, whole, 0));
        }
        true
    }

    fn number(&mut self, number: &str) {
        self.lettered(number, Trait::Number);
    }

    fn plate(&mut self, plate: &str) {
        self.lettered(plate, Trait::Plate);
    }

    fn lettered(&mut self, number: &str, of: Trait) {
        let mut letters = Word::EMPTY;
        let mut sum = Sum::default();
        for token in tokens(number) {
            sum = sum.joined(token.sum());
            letters = letters.joined(token.word);
        }
        if sum.len < 2 {
            return;
        }
        self.keys.push(key(of, sum.hash, sum.len.into()));
        if !number.contains(|sign: char| sign.is_numeric()) {
            self.words.push((letters, LETTERED));
        }
    }

    fn address(&mut self, address: &str, vocabulary: &Vocabulary) {
        let mut street = crate::street::Street::default();
        let mut segments = address.split([',', '\n', ';']);
        for segment in segments.by_ref() {
            street.read(segment, vocabulary);
            if let Some(hash) = street.key() {
                self.keys.push(hash);
                break;
            }
        }
        for segment in segments {
            let words = tokens(segment).filter(|it| !it.has_digits() && it.letters > 1);
            let is_flat = |word: &Word| {
                let known = vocabulary.look(*word);
                vocabulary.entry(known.id).senses & UNIT != 0
            };
            let words = words.map(|it| it.word).filter(|word| !is_flat(word));
            self.towns.extend(words);
        }
    }
}

pub(crate) fn initial_family(initial: u8, family: Word) -> u64 {
    key(Trait::InitialFamily, u64::from(initial), family.hash())
}

pub(crate) fn given_initial(given: Word, initial: u8) -> u64 {
    key(Trait::GivenInitial, given.hash(), u64::from(initial))
}

pub(crate) fn ideograph_hash(before: u64, word: Word) -> u64 {
    mix(before, word.hash())
}

/// The words of a name that bear it: without titles and particles, unless there are only those. *Mary-Ann* is Mary, Ann
/// and Maryann.
fn bearing(name: &str, vocabulary: &Vocabulary) -> Vec<Word> {
    let all: Vec<Token> = tokens(name).take(MOST_WORDS).collect();
    let leaning = |token: &&Token| {
        let known = vocabulary.look(token.word);
        let senses = vocabulary.entry(known.id).senses;
        senses & (TITLE | PARTICLE) == 0 || token.is_capital()
    };
    let mut words: Vec<Word> = all.iter().filter(leaning).map(|it| it.word).collect();
    if words.is_empty() {
        words = all.iter().map(|it| it.word).collect();
    }
    // An initial in the place of a name is found as an initial, not as a name.
    if words.iter().any(|word| word.len() > 1) {
        words.retain(|word| word.len() > 1);
    }
    let mut joined = Vec::new();
    // *Mary Ann* is also written Maryann.
    if let [one, other] = words.as_slice() {
        joined.push(one.joined(*other));
    }
    for pair in all.windows(2) {
        if let [one, other] = pair
            && one.end + 1 >= other.start
            && one.word.len() > 1
            && name.get(one.end..other.start) != Some(" ")
        {
            joined.push(one.word.joined(other.word));
        }
    }
    for raw in name.split_whitespace() {
        joined.extend(umlauts(raw));
    }
    words.extend(joined);
    words
}

/// The words under which a surname is filed: each that bears it, and what leans on it joined to it. *de la Cruz* is Cruz, Lacruz
/// and Delacruz; *O'Brien* is Obrien; *St. John* is Stjohn; *McKay* is Mckay and Mackay.
fn families(family: &str, vocabulary: &Vocabulary) -> Vec<Word> {
    let mut words = Vec::new();
    let mut leaning: Vec<(Word, bool)> = Vec::new();
    let all: Vec<Token> = tokens(family).take(MOST_WORDS).collect();
    for (place, token) in all.iter().enumerate() {
        let known = vocabulary.look(token.word);
        let senses = vocabulary.entry(known.id).senses;
        let last = place + 1 == all.len();
        if !last && senses & (PARTICLE | PREFIX) != 0 {
            leaning.push((token.word, senses & PARTICLE != 0));
            continue;
        }
        if leaning.iter().all(|(_, droppable)| *droppable) {
            words.push(token.word);
        }
        let mut joined = token.word;
        for (prefix, _) in leaning.drain(..).rev() {
            joined = prefix.joined(joined);
            words.push(joined);
        }
    }
    if let [one, other] = all.as_slice() {
        words.push(one.word.joined(other.word));
    }
    for raw in family.split_whitespace() {
        words.extend(umlauts(raw));
    }
    for word in words.clone() {
        words.extend(scottish(word));
    }
    let mut once = Vec::new();
    for word in words {
        if !word.is_empty() && !once.contains(&word) {
            once.push(word);
        }
    }
    once
}

/// *Müller* is also Mueller.
fn umlauts(raw: &str) -> Option<Word> {
    if !raw.contains(['ä', 'ö', 'ü', 'ø', 'å', 'Ä', 'Ö', 'Ü', 'Ø', 'Å']) {
        return None;
    }
    let mut spelled = String::with_capacity(raw.len() + 4);
    for sign in raw.chars() {
        spelled.push_str(match sign {
            'ä' | 'Ä' => "ae",
            'ö' | 'Ö' | 'ø' | 'Ø' => "oe",
            'ü' | 'Ü' => "ue",
            'å' | 'Å' => "aa",
            _ => {
                spelled.push(sign);
                continue;
            }
        });
    }
    Some(Word::of(&spelled))
}

/// *McDonald* is also MacDonald.
fn scottish(word: Word) -> Option<Word> {
    let mc = Word::of("mc");
    (word.first(2) == mc && word.len() > 4).then(|| Word::of("mac").joined(word.from(2)))
}

pub(crate) fn birth_key(day: Date) -> u64 {
    let month_and_day = i64::from(day.month()) * 32 + i64::from(day.day());
    key(
        Trait::Birth,
        u64::from(day.year().unsigned_abs()),
        month_and_day.unsigned_abs(),
    )
}

/// The digits of a text.
fn digits(text: &str) -> Vec<u8> {
    let read = text.chars().map(crate::letters::read);
    read.filter_map(|sign| match sign {
        crate::letters::Sign::Digit(digit, _) => Some(digit),
        _ => None,
    })
    .take(20)
    .collect()
}

/// A telephone number by its last nine digits, so that it is the same with its country's code and without.
pub(crate) fn phone_key(digits: &[u8]) -> Option<u64> {
    let of = match digits.len() {
        0..7 => return None,
        7..10 => Trait::ShortPhone,
        _ => Trait::Phone,
    };
    let from = digits.len().saturating_sub(9);
    Some(key(of, decimal(digits.get(from..)?), 0))
}

pub(crate) fn decimal(digits: &[u8]) -> u64 {
    digits.iter().fold(0_u64, |number, digit| {
        number.wrapping_mul(10).wrapping_add((*digit).into())
    })
}

pub(crate) fn last_four_key(digits: &[u8]) -> Option<u64> {
    let from = digits.len().checked_sub(4)?;
    Some(key(Trait::LastFour, decimal(digits.get(from..)?), 0))
}

/// An e-mail address by its letters and digits: dots, dashes and capitals don't count.
pub(crate) fn mail_key(mail: &str) -> Option<u64> {
    let (local, domain) = mail.rsplit_once(['@', '＠'])?;
    let sum = |text: &str| tokens(text).fold(Sum::default(), |sum, token| sum.joined(token.sum()));
    let (local, domain) = (sum(local), sum(domain));
    (local.len > 0 && domain.len > 0).then(|| key(Trait::Mail, local.hash, domain.hash))
}

/// Letters and digits summed up, so that the sums of two texts make the sum of both.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Sum {
    pub(crate) hash: u64,
    pub(crate) len: u32,
}

impl Sum {
    const BASE: u64 = 0x5851_f42d_4c95_7f2d;

    /// One letter's code (1 to 31), or 32 more than a digit.
    pub(crate) fn push(&mut self, code: u8) {
        self.hash = self
            .hash
            .wrapping_mul(Self::BASE)
            .wrapping_add(mix(u64::from(code), 0x51));
        self.len = self.len.saturating_add(1);
    }

    pub(crate) fn joined(self, other: Self) -> Self {
        Self {
            hash: self
                .hash
                .wrapping_mul(Self::BASE.wrapping_pow(other.len))
                .wrapping_add(other.hash),
            len: self.len.saturating_add(other.len),
        }
    }
}
