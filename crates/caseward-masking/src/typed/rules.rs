//! Days, numbers, letters one by one, and what is joined without a space (CC-2.4). The twin in the browser is `typed-rules.js`.

use super::pieces::{
    COLON, COMMA, DOLLAR, DOT, HASH, HYPHEN, JOIN, PERCENT, Piece, QUOTE, SPACE, STROKE,
};
use super::words::{
    BY, COUNTED, DIGIT, DOTTED, EL, MAYBE_MONTH, MONTH, OF, POR, SPELLED, TENS, THE, WORDS,
};
use super::{Look, Why};
use crate::letters::Word;

impl Look {
    /// *hope@mail.example*, *will_cook*, *today.Called*, *A.R.*; lets *a.m.* pass.
    pub(super) fn joined(&mut self) {
        // From where on no such word was stopped yet.
        let mut linked = 0;
        let mut at = 0;
        while let Some(gap) = self.at(at).map(|it| it.gap) {
            let is_link = gap & COLON != 0 && gap & STROKE != 0;
            if at >= linked && (is_link || gap & JOIN != 0) {
                let end = self.word_end(at);
                self.stop(at.saturating_sub(1), end, Why::Contact);
                linked = end + 1;
            }
            if gap & HASH != 0 {
                self.stop(at, at, Why::Number);
            }
            let mut end = at;
            while self.at(end + 1).is_some_and(|it| it.joins(DOT)) {
                end += 1;
            }
            if end > at {
                self.chain(at, end);
            }
            at = end + 1;
        }
    }

    /// The last piece before the next space.
    fn word_end(&self, from: usize) -> usize {
        let mut at = from;
        while self.at(at + 1).is_some_and(|it| it.gap & SPACE == 0) {
            at += 1;
        }
        at
    }

    /// Pieces with points between.
    fn chain(&mut self, at: usize, end: usize) {
        let Some(chain) = self.all.get_mut(at..=end) else {
            return;
        };
        let short = chain.iter().all(|it| it.digits == 0 && it.letters <= 2);
        let word = chain
            .iter()
            .fold(Word::EMPTY, |word, it| word.joined(it.word));
        if short && WORDS.sense(word) & DOTTED != 0 {
            chain.iter_mut().for_each(|it| it.fine = true);
            return;
        }
        let numbers = chain.iter().all(Piece::is_number);
        let letters = chain.iter().all(|it| it.letters == 1 && it.digits == 0);
        if !numbers {
            let why = if letters { Why::Letters } else { Why::Contact };
            self.stop(at, end, why);
        }
    }

    /// *5 de mayo*, *may 5*, *on the 5th*, *el 5*.
    pub(super) fn days(&mut self) {
        for at in 0..self.all.len() {
            let Some(it) = self.at(at).copied() else {
                return;
            };
            let behind = reach(self.at(at + 1), self.at(at + 2));
            let ahead = reach(self.before(at, 1), self.before(at, 2));
            if it.says(MONTH) || (it.says(MAYBE_MONTH) && ahead + behind > 0) {
                self.stop(at - ahead, at + behind, Why::Date);
            }
            if self.is_day(&it, at) {
                self.stop(at - 1, at, Why::Date);
            }
        }
    }

    /// Whether a number is a day because of the words around it; one stands before it then.
    fn is_day(&self, it: &Piece, at: usize) -> bool {
        if !it.is_number() || it.digits > 2 || !(1..=31).contains(&it.value) {
            return false;
        }
        let says = |it: Option<&Piece>, senses| it.is_some_and(|it| it.says(senses));
        let (before, next) = (self.before(at, 1), self.at(at + 1));
        if it.letters > 0 {
            let around = says(self.before(at, 2), BY) || says(next, OF);
            return says(before, THE) && around;
        }
        let counts =
            |next: &Piece| next.gap & PERCENT != 0 || (next.says(POR | COUNTED) && !next.breaks());
        says(before, EL) && !next.is_some_and(counts)
    }

    /// Runs of numbers with no other word between: four digits or more, and days as *11/5*.
    pub(super) fn numbers(&mut self) {
        let mut at = 0;
        while let Some(first) = self.at(at) {
            let mut sum = figures(first);
            if sum == 0 {
                at += 1;
                continue;
            }
            let mut end = at;
            while let Some(next) = self.at(end + 1).filter(|it| !it.breaks()) {
                let more = figures(next);
                if more == 0 {
                    break;
                }
                sum = sum.saturating_add(more);
                end += 1;
            }
            self.run(at, end, sum);
            at = end + 1;
        }
    }

    fn run(&mut self, at: usize, end: usize, sum: u32) {
        let run = self.all.get(at..=end).unwrap_or(&[]);
        let is_clock_time = match run {
            [hour, minute] => is_clock(hour, minute),
            [hour, minute, until, to] => {
                is_clock(hour, minute) && until.joins(HYPHEN) && is_clock(until, to)
            }
            _ => false,
        };
        let is_day = match run {
            [_, second, third] => {
                let short = run.iter().filter(|it| it.digits <= 2).count() >= 2;
                let same = |kind| second.joins(kind) && third.joins(kind);
                short && [STROKE, HYPHEN, DOT].into_iter().any(same)
            }
            _ => false,
        };
        if is_day {
            self.stop(at, end, Why::Date);
        } else if is_clock_time {
        } else if sum >= 4 {
            self.stop(at, end, Why::Number);
        } else {
            for right in at + 1..=end {
                if self.is_day_pair(right) {
                    self.stop(right - 1, right, Why::Date);
                }
            }
        }
    }

    /// *11/5*, *5-11*, *5.11*, but not *2-3 weeks*, *2.5 hours*, *$3.50*.
    fn is_day_pair(&self, right: usize) -> bool {
        let (Some(a), Some(b)) = (self.before(right, 1), self.at(right)) else {
            return false;
        };
        if !a.is_bare() || !b.is_number() {
            return false;
        }
        let next = self.at(right + 1);
        let is_count = next.is_some_and(|it| it.says(COUNTED) && !it.breaks());
        if b.joins(STROKE) {
            return !is_count;
        }
        let days = 1..=31;
        let could_be =
            days.contains(&a.value) && days.contains(&b.value) && a.value.min(b.value) <= 12;
        let is_other = is_count
            || b.letters > 0
            || a.gap & DOLLAR != 0
            || next.is_some_and(|it| it.gap & PERCENT != 0);
        (b.joins(HYPHEN) || b.joins(DOT)) && could_be && !is_other
    }

    /// Letters one by one: *A R*, *A l m a*, *plan B*; *a*, *I*, *y* and the like are words.
    pub(super) fn letters(&mut self) {
        const JOINTS: u16 = SPACE | DOT | HYPHEN | STROKE | COMMA | QUOTE;
        let mut at = 0;
        while let Some(first) = self.at(at).copied() {
            if !is_one(&first) {
                at += 1;
                continue;
            }
            let mut end = at;
            while self
                .at(end + 1)
                .is_some_and(|it| is_one(it) && it.gap & !JOINTS == 0)
            {
                end += 1;
            }
            let run = self.all.get(at..=end).unwrap_or(&[]);
            let stopped = match run {
                [one] => {
                    let dotted = self.at(end + 1).is_some_and(|it| it.gap & DOT != 0);
                    one.large > 0 && one.word != Word::of("i") && dotted
                }
                [_, other] => other.gap != SPACE,
                _ => true,
            };
            let words = run.iter().all(|it| it.sense & SPELLED != 0);
            if stopped || !words {
                self.stop(at, end, Why::Letters);
            }
            at = end + 1;
        }
    }
}

/// How many pieces off a number is, with *of* or *de* between or not; 0 if there is none.
fn reach(one: Option<&Piece>, two: Option<&Piece>) -> usize {
    let is_number = |it: Option<&Piece>| it.is_some_and(Piece::is_number);
    if one.is_some_and(|it| it.says(OF)) {
        2 * usize::from(is_number(two))
    } else {
        usize::from(is_number(one))
    }
}

/// How many digits a word or number stands for.
fn figures(it: &Piece) -> u32 {
    if it.is_number() {
        return it.digits;
    }
    let digit = it.says(DIGIT) && !it.fine;
    let tens = it.says(TENS) && !it.fine;
    u32::from(digit) + 2 * u32::from(tens && !digit)
}

/// *10:30*, *3:30pm*
fn is_clock(hour: &Piece, minute: &Piece) -> bool {
    let both = hour.is_bare() && minute.is_number() && minute.joins(COLON);
    both && hour.value <= 24 && hour.digits <= 2 && minute.digits == 2 && minute.value < 60
}

fn is_one(it: &Piece) -> bool {
    it.letters == 1 && it.digits == 0 && !it.strange && !it.fine
}
