//! Those who are near: a first name, a short form, a surname or initials alone say who they are (CR-9, DV-4.6.4).

use crate::gap::{JOINT, SPACE, STOP};
use crate::letters::Word;
use crate::lexicon::{MONTH, STATE, WHO};
use crate::near::{Near, Role};
use crate::person::PersonNo;
use crate::scan::Scan;
use crate::span::{Kind, Way, Ways};
use crate::token::{Shape, Token, tokens_from};
use crate::vocabulary::{COMMON, FUNCTION, SHORT};

/// Capitals that case notes are full of, and that are nobody's initials.
const ABBREVIATIONS: [&str; 40] = [
    "am", "pm", "us", "uk", "usa", "id", "tv", "er", "dv", "po", "rn", "md", "pc", "hr", "sw",
    "cm", "va", "tb", "iv", "ok", "cps", "dcf", "cfs", "ssi", "tro", "aa", "na", "pt", "ot", "cc",
    "re", "eta", "fyi", "asap", "ged", "hiv", "std", "mri", "icu", "la",
];

impl Scan<'_> {
    /// Looks at one word for those who are near.
    pub(crate) fn alone(&mut self, token: &Token, near: &Near) {
        if token.is_initial() || (token.shape == Shape::Upper && token.letters <= 3) {
            self.initials(token, near);
        }
        if token.letters < 2 {
            return;
        }
        let mut role = Role::default();
        let mut ways = Self::guises(token).with(Way::Alone);
        if let Some(named) = near.named(token.known.id).filter(|_| token.known.id != 0) {
            role.given.extend(named.people());
        }
        if token.known.is(SHORT)
            && let Some(called) = near.called(token.word)
        {
            if role.given.is_empty() {
                ways = ways.with(Way::ShortForm);
            }
            role.given.extend(called.people());
        }
        let ordinary = token.known.is(COMMON);
        if role.given.is_empty() && !ordinary && token.letters > 4 && near.may_be_slip(token.word) {
            let mut slips = std::mem::take(&mut self.slips);
            self.index.vocabulary.slips_of(token.word, &mut slips);
            let people = slips.iter().filter_map(|id| near.named(*id));
            role.given.extend(people.flat_map(Role::people));
            self.slips = slips;
            ways = ways.with(Way::Typo);
        }
        if role.given.is_empty() || (ordinary && !self.is_meant(token)) {
            return;
        }
        self.near_found(token.start, token.end, ways, &role.given);
    }

    fn near_found(&mut self, start: usize, end: usize, ways: Ways, people: &[u32]) {
        let people = people.iter().filter(|it| !self.index.is_gone(**it));
        let people: Vec<PersonNo> = people.map(|it| PersonNo(*it)).collect();
        if !people.is_empty() {
            let what = (Kind::Name, Kind::Name.class());
            self.note(start..end, what, ways, people, false);
        }
    }

    /// Whether an ordinary word is a name where it stands: *Grace said*, and not *Will you*, *in May* or *with grace*.
    fn is_meant(&self, token: &Token) -> bool {
        if !token.is_capital() {
            return false;
        }
        let next = tokens_from(self.text, token.end).next().map(|mut next| {
            self.know(&mut next);
            next
        });
        if token.says(MONTH) {
            let before = self
                .back(1)
                .is_some_and(|it| it.known.is(FUNCTION) || it.has_digits());
            let after = next.is_some_and(|it| it.has_digits());
            if before || after {
                return false;
            }
        }
        if !self.begins_sentence(token) {
            return true;
        }
        let verb = next.is_some_and(|it| it.says(WHO) && it.shape == Shape::Lower);
        !token.known.is(FUNCTION) && !verb
            || (token.known.is(FUNCTION) && next.is_some_and(|it| !it.known.is(FUNCTION) && !verb))
    }

    /// *J.S.*, *J. M. S.* and *JS*.
    fn initials(&mut self, last: &Token, near: &Near) {
        if !last.is_capital() {
            return;
        }
        let plain = |word: Word| ABBREVIATIONS.iter().any(|it| Word::of(it) == word);
        if last.letters > 1 {
            let state = last.says(STATE) && last.letters == 2;
            if !last.known.is(COMMON) && !state && !plain(last.word) {
                self.initialed(last.start, last, last.word, near);
            }
            return;
        }
        let mut runs = [(last.start, last.word); 3];
        let mut right = *last;
        for places in 1..=3 {
            let Some(left) = self.back(places).copied() else {
                break;
            };
            let gap = self.gap(&left, &right);
            let close = gap.has(STOP | JOINT) && gap.only(STOP | JOINT | SPACE);
            if !left.is_initial() || !left.is_capital() || !close {
                break;
            }
            if places == 3 {
                // Four letters and more are no initials.
                return;
            }
            let (_, letters) = runs.get(places - 1).copied().unwrap_or_default();
            if let Some(run) = runs.get_mut(places) {
                *run = (left.start, left.word.joined(letters));
            }
            right = left;
        }
        for (start, letters) in runs.into_iter().skip(1) {
            if start < last.start && !plain(letters) {
                self.initialed(start, last, letters, near);
            }
        }
    }

    fn initialed(&mut self, start: usize, last: &Token, letters: Word, near: &Near) {
        let Some(people) = near.initialed(letters) else {
            return;
        };
        let dotted = last.letters == 1 && self.text.as_bytes().get(last.end) == Some(&b'.');
        let end = last.end + usize::from(dotted);
        let ways = Ways::NONE.with(Way::Initials);
        self.near_found(start, end, ways, people);
    }
}
