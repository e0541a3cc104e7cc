//! A token with anything but plain letters in it, made sign by sign (CR-9).

use crate::filing::Sum;
use crate::letters::{Guise, Sign, Word, digit_letter};
use crate::token::{APOSTROPHE, FOREIGN, INVISIBLE, LOOK_ALIKE, MARKED, Shape, Token, WIDE, shape};

/// A token being read sign by sign.
#[derive(Default)]
pub(crate) struct Making {
    word: Word,
    digits_only: Sum,
    lead: u64,
    lead_digits: u8,
    letters: u32,
    digits: u32,
    large: u32,
    first_large: bool,
    after_small: bool,
    guises: u8,
    is_ideograph: bool,
}

impl Making {
    pub(crate) fn is_empty(&self) -> bool {
        self.letters == 0 && self.digits == 0
    }

    pub(crate) fn guise(&mut self, guise: Guise) {
        self.guises |= match guise {
            Guise::Plain => 0,
            Guise::Marked => MARKED,
            Guise::Invisible => INVISIBLE,
            Guise::LookAlike => LOOK_ALIKE,
            Guise::Wide => WIDE,
            Guise::Foreign => FOREIGN,
        };
    }

    pub(crate) fn ideograph(&mut self, code: u32) {
        self.word.push_ideograph(code);
        self.letters = 1;
        self.is_ideograph = true;
    }

    pub(crate) fn goes_on_after_apostrophe(&mut self, rest: &str) -> bool {
        let mut next = rest.chars();
        let (first, second) = (next.next(), next.next());
        let is_letter = |sign: Option<char>| sign.is_some_and(char::is_alphabetic);
        let possessive = matches!(first, Some('s' | 'S')) && !is_letter(second);
        let goes_on = self.letters > 0 && is_letter(first) && !possessive;
        if goes_on {
            self.guises |= APOSTROPHE;
            self.after_small = false;
        }
        goes_on
    }

    pub(crate) fn ends_before(&self, sign: char) -> bool {
        self.after_small
            && sign.is_uppercase()
            && self.letters > 3
            && self.guises & (INVISIBLE | LOOK_ALIKE) == 0
    }

    pub(crate) fn take(&mut self, sign: char, read: Sign) {
        match read {
            Sign::Letters(first, second, guise) => {
                let large = sign.is_uppercase();
                if self.is_empty() {
                    self.first_large = large;
                }
                self.large = self.large.saturating_add(large.into());
                self.after_small = !large && sign.is_lowercase();
                for code in [first, second].into_iter().filter(|code| *code > 0) {
                    self.word.push(code);
                    self.digits_only.push(code);
                }
                self.letters = self.letters.saturating_add(1);
                self.guise(guise);
            }
            Sign::Digit(digit, guise) => {
                if self.letters == 0 && self.lead_digits < 19 {
                    self.lead = self.lead.wrapping_mul(10).wrapping_add(digit.into());
                    self.lead_digits += 1;
                }
                self.word.push(digit_letter(digit));
                self.digits_only.push(32 + digit);
                self.digits = self.digits.saturating_add(1);
                self.guise(guise);
            }
            _ => {}
        }
    }

    pub(crate) fn token(self, start: usize, end: usize) -> Token {
        let shape = if self.is_ideograph {
            Shape::Ideograph
        } else if self.letters == 0 {
            Shape::Number
        } else {
            shape(self.letters, self.large, self.first_large)
        };
        let word = if self.letters == 0 {
            Word::EMPTY
        } else {
            self.word
        };
        Token {
            start,
            end,
            word,
            shape,
            guises: self.guises,
            letters: u8::try_from(self.letters).unwrap_or(u8::MAX),
            digits: u8::try_from(self.digits).unwrap_or(u8::MAX),
            lead: self.lead,
            lead_digits: self.lead_digits,
            digit_sum: self.digits_only,
            ..Token::default()
        }
    }
}
