//! Numbers that identify: of telephones, records, insurances, cards, plates, in any grouping (CR-9).

use std::ops::Range;

use caseward_model::RedactionClass;

use crate::filing::Sum;
use crate::gap::{Gap, HYPHEN, JOINT, QUOTE, SPACE};
use crate::keys::{Trait, key};
use crate::lexicon::{ACCOUNT, ENDING, HEALTH, IDENTITY, LICENCE, MEDICAL, PLATE, SSN};
use crate::pattern::{class_of, phone_class};
use crate::scan::Scan;
use crate::span::{Kind, Way, Ways};
use crate::token::{Shape, Token, tokens_from};

/// A number is written in at most so many groups.
pub(crate) const MOST_GROUPS: usize = 6;
/// Bare numbers of fewer digits need a word that says what they are.
const BARE: u32 = 6;

/// The last groups of digits and letters, from one of them on.
#[derive(Clone, Copy, Default)]
pub(crate) struct Group {
    pub(crate) digits: u8,
    pub(crate) value: u64,
    /// What stands between it and the next one.
    pub(crate) gap: Gap,
}

/// Groups read backwards from the last token.
#[derive(Default)]
pub(crate) struct Run {
    groups: [Group; MOST_GROUPS],
    pub(crate) count: usize,
    sum: Sum,
    pub(crate) digits: u32,
    /// The digits as one number, while there are no letters.
    pub(crate) value: u128,
    pub(crate) plain: bool,
}

impl Run {
    pub(crate) fn before(&mut self, token: &Token, gap: Gap) {
        let plain = token.letters == 0;
        self.plain = plain && (self.plain || self.count == 0);
        self.sum = token.sum().joined(self.sum);
        if self.plain {
            let above = 10_u128.checked_pow(self.digits).unwrap_or(0);
            let part = u128::from(token.lead).wrapping_mul(above);
            self.value = self.value.wrapping_add(part);
        }
        self.digits = self.digits.saturating_add(token.digits.into());
        if let Some(group) = self.groups.get_mut(self.count) {
            *group = Group {
                digits: token.digits,
                value: token.lead,
                gap,
            };
        }
        self.count += 1;
    }

    /// How many digits each group has, in the order of the text.
    pub(crate) fn has_groups(&self, digits: &[u8]) -> bool {
        let groups = self.groups.iter().take(self.count).rev();
        self.plain && groups.map(|it| it.digits).eq(digits.iter().copied())
    }

    /// A group, 0 the first one in the text.
    pub(crate) fn group(&self, place: usize) -> Group {
        let at = self.count.checked_sub(place + 1);
        at.and_then(|at| self.groups.get(at).copied())
            .unwrap_or_default()
    }

    pub(crate) fn gaps_are(&self, seen: u16) -> bool {
        let gaps = self.groups.iter().take(self.count).skip(1);
        gaps.map(|it| it.gap).all(|gap| gap.only(seen))
    }
}

impl Scan<'_> {
    /// Looks at the number that ends with the last token.
    pub(crate) fn number(&mut self) {
        let Some(last) = self.back(0).copied() else {
            return;
        };
        let mut run = Run::default();
        let mut right = last;
        let mut found = false;
        for places in 0..MOST_GROUPS {
            let Some(token) = self.back(places).copied() else {
                break;
            };
            let gap = self.gap(&token, &right);
            let narrow = right.start.saturating_sub(token.end) <= 3
                && gap.only(SPACE | HYPHEN | JOINT | QUOTE);
            let fits = token.has_digits() || (token.letters <= 4 && token.is_capital());
            if places > 0 && (!narrow || !fits || token.end > right.start) {
                break;
            }
            run.before(&token, gap);
            if run.sum.len > 40 || token.digits > 30 {
                break;
            }
            found |= self.known_number(&run, token.start..last.end);
            right = token;
        }
        if !found {
            self.known_ending(&last);
        }
        if !found && self.scope.unknown {
            self.unknown_number(&last);
        }
    }

    /// A word after digits: the second half of a plate or of a number.
    pub(crate) fn number_with_word(&mut self, token: &Token) {
        let close = self
            .back(1)
            .is_some_and(|it| it.has_digits() && it.end + 2 > token.start);
        if close && token.letters <= 4 && token.is_capital() {
            self.number();
        }
    }

    fn known_number(&mut self, run: &Run, range: Range<usize>) -> bool {
        if run.digits == 0 {
            return false;
        }
        let mut found = false;
        let Sum { hash, len } = run.sum;
        let mixed = !run.plain && len >= 4;
        let context = self.senses_before(range.start, 4);
        let told = context & (IDENTITY | MEDICAL | ACCOUNT | LICENCE | HEALTH | SSN) != 0
            || self
                .text
                .get(..range.start)
                .is_some_and(|it| it.ends_with('#'));
        if !told && self.is_count(run, &range) {
            return false;
        }
        if (mixed || len >= BARE || told) && !(len < 9 && self.is_embedded(&range)) {
            let hash = key(Trait::Number, hash, len.into());
            if let Some(bearers) = self.index.bearers(hash) {
                let ssn =
                    len == 9 && run.plain && (run.has_groups(&[3, 2, 4]) || context & SSN != 0);
                let class = if ssn {
                    RedactionClass::Ssn
                } else {
                    class_of(context)
                };
                let ways = Self::number_ways(run);
                found |= self.known(range.clone(), (Kind::Number, class), ways, &[bearers]);
            }
        }
        if !run.plain && (3..=9).contains(&len) || len >= 5 && context & PLATE != 0 {
            let hash = key(Trait::Plate, hash, len.into());
            if let Some(bearers) = self.index.bearers(hash) {
                let what = (Kind::Plate, RedactionClass::Vehicle);
                found |= self.known(range.clone(), what, Self::number_ways(run), &[bearers]);
            }
        }
        found | self.known_phone(run, range, context)
    }

    /// *1_000_000*, as programmers write how many there are: thousands apart with a line below. Nine digits may be a
    /// telephone number in the name of a file.
    fn is_count(&self, run: &Run, range: &Range<usize>) -> bool {
        let text = self.text.get(range.clone()).unwrap_or("");
        let mut groups = text.split('_');
        let first = groups.next().map_or(0, str::len);
        run.plain && run.count > 1 && run.digits < 9 && first <= 3 && groups.all(|it| it.len() == 3)
    }

    fn number_ways(run: &Run) -> Ways {
        if run.count > 1 {
            Ways::NONE.with(Way::Known)
        } else {
            Ways::NONE.with(Way::Known).with(Way::Together)
        }
    }

    fn known_phone(&mut self, run: &Run, range: Range<usize>, context: u32) -> bool {
        if !run.plain || !(7..=16).contains(&run.digits) {
            return false;
        }
        let last_nine = u64::try_from(run.value % 1_000_000_000).unwrap_or(0);
        let mut bearers = None;
        if run.digits >= 10 {
            bearers = self.index.bearers(key(Trait::Phone, last_nine, 0));
        }
        if bearers.is_none() && run.digits != 10 {
            let short = match run.digits {
                7 => run.value % 10_000_000,
                8 => run.value % 100_000_000,
                _ => last_nine.into(),
            };
            let short = u64::try_from(short).unwrap_or(0);
            let hash = key(Trait::ShortPhone, short, 0);
            bearers = self.index.bearers(hash);
        }
        let Some(bearers) = bearers else {
            return false;
        };
        let range = self.phone_range(range);
        let ways = if run.count == 1 {
            Ways::NONE.with(Way::Together)
        } else {
            Ways::NONE
        };
        self.known(range, (Kind::Phone, phone_class(context)), ways, &[bearers])
    }

    /// With the plus or bracket before it and the extension after it.
    pub(crate) fn phone_range(&self, range: Range<usize>) -> Range<usize> {
        let Range { mut start, mut end } = range;
        let before = self.text.get(..start).unwrap_or("");
        let opening = before.trim_end_matches(['(', '+', '\u{200b}']);
        if start - opening.len() <= 3 {
            start = opening.len();
        }
        let mut after = tokens_from(self.text, end).take(3);
        let Some(word) = after.next() else {
            return start..end;
        };
        let close = |from: usize, to: usize| to.saturating_sub(from) <= 3;
        let text = |token: &Token| self.text.get(token.start..token.end).unwrap_or("");
        let named = ["x", "ext", "extension", "extn", "anexo"];
        let is_extension = |word: &str| named.iter().any(|it| it.eq_ignore_ascii_case(word));
        if close(end, word.start) && is_extension(text(&word)) {
            if let Some(number) = after.next()
                && close(word.end, number.start)
                && number.letters == 0
                && number.digits <= 6
            {
                end = number.end;
            }
        } else if close(end, word.start)
            && word.letters == 1
            && word.digits <= 6
            && word.digits > 0
            && text(&word).starts_with(['x', 'X'])
        {
            end = word.end;
        }
        start..end
    }

    /// *SSN ending 1234*, *xxx-xx-1234*, where it is somebody's.
    fn known_ending(&mut self, last: &Token) {
        if last.digits != 4 || last.letters != 0 {
            return;
        }
        let before = self.text.get(..last.start).unwrap_or("");
        // Backwards, as they are read.
        let hidden = ["-xx-xxx", "-**-***", "-••-•••", "-##-###", "xxxxx", "*****"];
        let tail: String = before.chars().rev().take(7).collect();
        let tail = tail.to_lowercase();
        let masked = hidden.iter().any(|it| tail.starts_with(it));
        let context = self.senses_before(last.start, 6);
        if !masked && (context & SSN == 0 || context & ENDING == 0) {
            return;
        }
        let ways = Ways::NONE.with(Way::Ending);
        let what = (Kind::Number, RedactionClass::Ssn);
        let hash = key(Trait::LastFour, last.lead, 0);
        let range = last.start..last.end;
        let bearers = self.index.bearers(hash);
        if !bearers.is_some_and(|it| self.known(range.clone(), what, ways, &[it])) {
            self.unknown(range, what.0, what.1);
        }
    }

    /// The senses of the words before a place, of so many tokens.
    pub(crate) fn senses_before(&self, start: usize, tokens: usize) -> u32 {
        let mut senses = 0;
        let mut places = 0;
        while let Some(token) = self.back(places) {
            places += 1;
            if token.end > start {
                continue;
            }
            if start - token.end > 48 || places > tokens + MOST_GROUPS {
                break;
            }
            senses |= token.senses;
            if places > tokens + 1 {
                break;
            }
        }
        senses
    }

    /// Whether a short number is only a part of a longer one.
    pub(crate) fn is_embedded(&self, range: &Range<usize>) -> bool {
        let bytes = self.text.as_bytes();
        let joins = |at: usize| {
            bytes
                .get(at)
                .is_some_and(|b| matches!(b, b'-' | b'/' | b'.'))
        };
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let after = joins(range.end) && digit(range.end + 1);
        let before = range.start >= 2 && joins(range.start - 1) && digit(range.start - 2);
        before || after
    }

    /// An identifying number or a plate that is made of letters only.
    pub(crate) fn lettered(&mut self, token: &Token) {
        if token.shape != Shape::Upper {
            return;
        }
        let Sum { hash, len } = token.sum();
        for (of, kind) in [(Trait::Number, Kind::Number), (Trait::Plate, Kind::Plate)] {
            if let Some(bearers) = self.index.bearers(key(of, hash, len.into())) {
                let range = token.start..token.end;
                self.known(range, (kind, kind.class()), Ways::NONE, &[bearers]);
            }
        }
    }
}
