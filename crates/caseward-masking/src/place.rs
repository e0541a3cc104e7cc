//! Postal addresses: a house's number and the name of a street, whatever stands around them (CR-9).

use std::ops::Range;

use crate::gap::{BLANK, BREAK, COMMA, Gap, HYPHEN, JOINT, SPACE, STOP, WALL};
use crate::letters::Word;
use crate::lexicon::{DIRECTION, STATE, STREET, TOWN, UNIT};
use crate::scan::Scan;
use crate::span::{Kind, Way, Ways};
use crate::street::{Name, house};
use crate::token::{Shape, Token, tokens_from};
use crate::vocabulary::FUNCTION;

/// The names of streets have at most so many words, with type and directions.
const LONGEST_STREET: usize = 6;
/// So many tokens after the street may belong to the address.
const TAIL: usize = 12;

impl Scan<'_> {
    /// A word within a few tokens after a number: part of an address, or of a plate.
    pub(crate) fn watched_word(&mut self, token: &Token) {
        self.number_with_word(token);
        let mut found = false;
        let mut capital = 0;
        for places in 1..=LONGEST_STREET {
            let Some(number) = self.back(places).copied() else {
                return;
            };
            let Some(right) = self.back(places - 1).copied() else {
                return;
            };
            let gap = self.gap(&number, &right);
            let passable = SPACE | STOP | BREAK | JOINT | HYPHEN;
            let digits = number.has_digits();
            let passable = if digits {
                SPACE | BREAK | COMMA
            } else {
                passable
            };
            if !(gap.only(passable) || digits && number.letters > 1) {
                return;
            }
            if let Some(number_key) = house(&number) {
                found |= self.house_before(&number, number_key, places);
                let street = token.says(STREET) && token.code < 17 && capital > 0 && places > 1;
                let whole = token.letters > 1 || number.digits > 1;
                if street && whole && !found && number.digits <= 5 {
                    let range = self.address_range(number.start, token.end);
                    self.unknown(range, Kind::Address, Kind::Address.class());
                }
            }
            if number.letters == 0 {
                return;
            }
            let plain = number.known.is(FUNCTION) && !number.is_capital();
            capital += usize::from(number.is_capital() && !plain && number.letters > 1);
        }
    }

    /// The number so many tokens back, and the words since.
    fn house_before(&mut self, number: &Token, number_key: u64, places: usize) -> bool {
        let mut name = Name::default();
        for place in (0..places).rev() {
            if let Some(word) = self.back(place) {
                name.take(word);
            }
        }
        let Some(last) = self.back(0).copied() else {
            return false;
        };
        // A type or direction after the name makes the same key once more.
        let numbered = places > 1 && self.back(1).is_some_and(Token::has_digits);
        if !name.is_bare() && last.says(STREET | DIRECTION) && !numbered {
            return false;
        }
        let Some(bearers) = name.key(number_key).and_then(|it| self.index.bearers(it)) else {
            return false;
        };
        let range = self.address_range(number.start, last.end);
        let what = (Kind::Address, Kind::Address.class());
        let ways = self.address_ways(&range);
        self.known(range, what, ways, &[bearers])
    }

    /// *Calle Mayor 12*: the words before the number that is last.
    pub(crate) fn house_behind(&mut self) {
        let Some(number) = self.back(0).copied() else {
            return;
        };
        let Some(number_key) = house(&number) else {
            return;
        };
        if self.post_box(&number, number_key) {
            return;
        }
        for words in 1..=4 {
            let (Some(first), Some(right)) =
                (self.back(words).copied(), self.back(words - 1).copied())
            else {
                return;
            };
            let gap = self.gap(&first, &right);
            if !gap.only(SPACE | STOP | COMMA)
                || first.has_digits()
                || first.known.is(FUNCTION) && words == 1
            {
                return;
            }
            let mut name = Name::default();
            for place in (1..=words).rev() {
                if let Some(word) = self.back(place) {
                    name.take(word);
                }
            }
            if name.is_bare() {
                continue;
            }
            let Some(bearers) = name.key(number_key).and_then(|it| self.index.bearers(it)) else {
                continue;
            };
            let before = self.back(words + 1).copied();
            let start = before
                .filter(|it| it.says(STREET) && self.gap(it, &first).only(SPACE | STOP))
                .map_or(first.start, |it| it.start);
            let range = self.address_range(start, number.end);
            let ways = self.address_ways(&range);
            self.known(
                range,
                (Kind::Address, Kind::Address.class()),
                ways,
                &[bearers],
            );
        }
    }

    /// *PO Box 12*, *P.O. Box 12*
    fn post_box(&mut self, number: &Token, number_key: u64) -> bool {
        let Some(word) = self.back(1).filter(|it| it.word == Word::of("box")) else {
            return false;
        };
        let near =
            self.gap(word, number).only(SPACE | BREAK | COMMA) || word.end + 3 > number.start;
        let start = match (self.back(2), self.back(3)) {
            (Some(po), _) if po.word == Word::of("po") => po.start,
            (Some(o), Some(p)) if o.word == Word::of("o") && p.word == Word::of("p") => p.start,
            _ => return false,
        };
        if !near {
            return false;
        }
        let range = self.address_range(start, number.end);
        let what = (Kind::Address, Kind::Address.class());
        let hash = Name::of_post_box().key(number_key);
        let known = hash.and_then(|it| self.index.bearers(it));
        if !known.is_some_and(|it| self.known(range.clone(), what, Ways::NONE, &[it])) {
            self.unknown(range, what.0, what.1);
        }
        true
    }

    fn address_ways(&self, range: &Range<usize>) -> Ways {
        let broken = self
            .text
            .get(range.clone())
            .is_some_and(|it| it.contains('\n'));
        if broken {
            Ways::NONE.with(Way::Broken)
        } else {
            Ways::NONE
        }
    }

    /// The street with what follows it: type, direction, flat, town, state and postal code.
    fn address_range(&self, start: usize, end: usize) -> Range<usize> {
        let mut sure = end;
        let mut at = end;
        let mut after_unit = false;
        let mut towns = 0;
        for mut token in tokens_from(self.text, end).take(TAIL) {
            self.know(&mut token);
            let gap = Gap::between(self.text, at, token.start);
            let number_sign = self
                .text
                .get(at..token.start)
                .is_some_and(|it| it.contains('#'));
            if (gap.has(WALL) && !number_sign) || gap.has(BLANK) || token.start > at + 24 {
                break;
            }
            let on = self.address_part(&token, gap, number_sign || after_unit, &mut towns);
            let Some(certain) = on else {
                break;
            };
            at = token.end;
            if certain {
                sure = at;
            }
            after_unit = token.says(UNIT);
        }
        start..sure
    }

    /// Whether a token after a street belongs to the address: surely, perhaps, or not.
    fn address_part(&self, token: &Token, gap: Gap, flat: bool, towns: &mut u8) -> Option<bool> {
        let own_line = gap.only(SPACE | BREAK | COMMA | STOP | JOINT);
        if flat && token.letters <= 3 {
            return Some(true);
        }
        if token.digits == 5 && token.letters == 0 && own_line {
            return Some(*towns > 0 || gap.has(COMMA | SPACE));
        }
        if token.digits == 4 && token.letters == 0 && gap.only(HYPHEN) {
            return Some(true);
        }
        if token.has_digits() {
            return None;
        }
        let state = token.says(STATE) && *towns > 0;
        if token.says(UNIT) && !state && token.letters > 1 && gap.only(SPACE | COMMA | BREAK | STOP)
        {
            return Some(false);
        }
        if *towns == 0 && token.says(STREET | DIRECTION) && gap.only(SPACE) {
            let direction = token.says(DIRECTION) && !token.says(STREET) && !token.is_capital();
            return (!direction).then_some(true);
        }
        if gap.has(STOP) && *towns == 0 && token.is_capital() && !token.says(TOWN) {
            return None;
        }
        if token.says(TOWN) && own_line {
            let function = token.known.is(FUNCTION) && !token.is_capital();
            *towns += 1;
            return (!function && *towns <= 4).then_some(true);
        }
        if token.says(STATE) && own_line && (token.shape == Shape::Upper || *towns > 0) {
            *towns += 1;
            return Some(true);
        }
        let named = token.is_capital() && own_line && !token.known.is(FUNCTION);
        if named && *towns < 3 && (gap.has(COMMA | BREAK) || *towns > 0) {
            *towns += 1;
            return Some(false);
        }
        None
    }
}
