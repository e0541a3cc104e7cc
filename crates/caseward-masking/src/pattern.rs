//! Numbers that look like somebody's, though it isn't known whose: by their groups, or by the word before them (CR-9).

use std::ops::Range;

use caseward_model::RedactionClass;

use crate::gap::{Gap, HYPHEN, JOINT, QUOTE, SPACE};
use crate::lexicon::{
    ACCOUNT, FAX, HEALTH, IDENTITY, LICENCE, MEDICAL, PLATE, SSN, TELEPHONE, YEARS,
};
use crate::number::{MOST_GROUPS, Run};
use crate::scan::Scan;
use crate::span::Kind;
use crate::token::{Token, tokens_from};

impl Scan<'_> {
    pub(crate) fn unknown_number(&mut self, last: &Token) {
        let mut run = Run::default();
        let mut right = *last;
        for places in 0..MOST_GROUPS {
            let Some(token) = self.back(places).copied() else {
                break;
            };
            let gap = self.gap(&token, &right);
            let narrow = gap.only(SPACE | HYPHEN | JOINT | QUOTE);
            if token.letters > 0 || (places > 0 && !narrow) || token.digits > 19 {
                break;
            }
            run.before(&token, gap);
            let range = token.start..last.end;
            if let Some((kind, class)) = self.pattern(&run, &range) {
                let range = if kind == Kind::Phone {
                    self.phone_range(range)
                } else {
                    range
                };
                self.unknown(range, kind, class);
            }
            right = token;
        }
        self.announced(last);
        self.age(last);
    }

    /// What a run of digits looks like.
    fn pattern(&self, run: &Run, range: &Range<usize>) -> Option<(Kind, RedactionClass)> {
        let context = || self.senses_before(range.start, 5);
        let phone = |context| Some((Kind::Phone, phone_class(context)));
        if self.is_embedded(range) {
            return None;
        }
        if run.has_groups(&[3, 2, 4]) && run.gaps_are(HYPHEN)
            || (run.digits == 9 && context() & SSN != 0)
        {
            return Some((Kind::Number, RedactionClass::Ssn));
        }
        let area = |place| (200..1000).contains(&run.group(place).value);
        let american = (run.has_groups(&[3, 3, 4]) && area(0) && area(1))
            || (run.has_groups(&[1, 3, 3, 4]) && run.group(0).value == 1 && area(1));
        if american {
            return phone(context());
        }
        if run.has_groups(&[3, 4]) && area(0) && run.gaps_are(HYPHEN) {
            return phone(context());
        }
        if run.has_groups(&[1, 3, 3]) || run.has_groups(&[4]) || run.has_groups(&[2]) {
            return None;
        }
        let foreign = self
            .text
            .get(..range.start)
            .is_some_and(|it| it.ends_with('+'));
        if foreign && (8..=15).contains(&run.digits) && run.plain {
            return phone(context());
        }
        if (7..=13).contains(&run.digits) && run.count <= 5 && context() & (TELEPHONE | FAX) != 0 {
            return phone(context());
        }
        if run.has_groups(&[10]) && run.value >= 2_000_000_000 && context() & IDENTITY == 0 {
            return phone(context());
        }
        if (13..=19).contains(&run.digits) && is_card(run) {
            return Some((Kind::Number, RedactionClass::Account));
        }
        let octets =
            run.count == 4 && run.gaps_are(JOINT) && (0..4).all(|at| run.group(at).value < 256);
        let points = self
            .text
            .get(range.clone())
            .is_some_and(|it| it.matches('.').count() == 3);
        (octets && points).then_some((Kind::Network, RedactionClass::IpAddress))
    }

    /// *MRN 004417*, *case no. 88-123*, *plate 7ABC123*.
    fn announced(&mut self, last: &Token) {
        let mut start = last.start;
        let mut right = *last;
        let mut count = last.digits;
        for places in 1..4 {
            let Some(token) = self.back(places).copied() else {
                break;
            };
            let gap = self.gap(&token, &right);
            let joined = gap.only(HYPHEN | JOINT) && (token.has_digits() || token.letters <= 4);
            if !joined {
                break;
            }
            count = count.saturating_add(token.digits);
            start = token.start;
            right = token;
        }
        let context = self.senses_before(start, 2);
        let numbers = IDENTITY | MEDICAL | ACCOUNT | LICENCE | HEALTH | PLATE;
        if context & numbers == 0 || count < 4 || self.is_date_like(last) {
            return;
        }
        let range = start..last.end;
        if context & PLATE != 0 && (context & LICENCE == 0 || right.letters > 0 && count <= 4) {
            self.unknown(range, Kind::Plate, RedactionClass::Vehicle);
        } else {
            self.unknown(range, Kind::Number, class_of(context));
        }
    }

    fn is_date_like(&self, last: &Token) -> bool {
        last.letters == 0 && last.digits == 4 && (1900..2100).contains(&last.lead)
    }

    /// *92 years old*: an age over 89 is as good as a name.
    fn age(&mut self, last: &Token) {
        if last.digits > 3 || !(90..=120).contains(&last.lead) {
            return;
        }
        let own = last.letters > 0 && last.letters <= 3;
        let mut next = tokens_from(self.text, last.end).next().unwrap_or_default();
        self.know(&mut next);
        let follows =
            next.says(YEARS) && Gap::between(self.text, last.end, next.start).only(SPACE | HYPHEN);
        let text = self.text.get(last.start..last.end).unwrap_or("");
        let written = own && (text.ends_with("yo") || text.ends_with("yr"));
        if (last.letters == 0 && follows) || written {
            self.unknown(last.start..last.end, Kind::Date, RedactionClass::Date);
        }
    }
}

pub(crate) fn phone_class(context: u32) -> RedactionClass {
    if context & FAX != 0 {
        RedactionClass::Fax
    } else {
        RedactionClass::Phone
    }
}

pub(crate) fn class_of(context: u32) -> RedactionClass {
    let classes = [
        (MEDICAL, RedactionClass::MedicalRecord),
        (HEALTH, RedactionClass::HealthPlan),
        (ACCOUNT, RedactionClass::Account),
        (LICENCE, RedactionClass::Licence),
    ];
    let named = classes.iter().find(|(sense, _)| context & sense != 0);
    named.map_or(RedactionClass::UniqueCode, |(_, class)| *class)
}

/// Luhn's check.
fn is_card(run: &Run) -> bool {
    let mut rest = run.value;
    let mut sum = 0;
    let mut doubled = false;
    while rest > 0 {
        let digit = u32::try_from(rest % 10).unwrap_or(0);
        sum += match (doubled, digit) {
            (false, digit) => digit,
            (true, digit @ 0..=4) => digit * 2,
            (true, digit) => digit * 2 - 9,
        };
        doubled = !doubled;
        rest /= 10;
    }
    run.plain && run.value > 0 && sum % 10 == 0 && run.count <= 5
}
