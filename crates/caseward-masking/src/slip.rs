//! A name with one slip of the finger beside one that is written as it is known (CR-9).

use std::ops::Range;

use crate::keys::name_key;
use crate::lexicon::WHO;
use crate::scan::Scan;
use crate::span::{Way, Ways};
use crate::token::{Shape, Token};
use crate::vocabulary::{COMMON, FAMILY, GIVEN, SHORT};

impl Scan<'_> {
    /// One of the two with a slip of the finger, the other as it is known.
    pub(crate) fn slipped(
        &mut self,
        left: &Token,
        last: &Token,
        (forward, backward): (bool, bool),
        range: Range<usize>,
        ways: Ways,
    ) -> bool {
        let ways = ways.with(Way::Typo);
        let same_size = left.is_capital() == last.is_capital();
        for (right_one, wrong) in [(left, last), (last, left)] {
            let ordinary_too = wrong.letters < 5 || right_one.says(WHO);
            let weak = Self::strength(right_one) == 0 && ordinary_too;
            let sure = right_one.known.is(GIVEN | FAMILY | SHORT) && !weak;
            let ordinary = wrong.known.is(COMMON) && !wrong.joined;
            // *Cisco IOS*: three capitals beside a word that has only one are a short form.
            let short_form = wrong.shape == Shape::Upper
                && wrong.letters <= 3
                && right_one.shape != Shape::Upper;
            if !sure || ordinary || !same_size || wrong.letters < 3 || short_form {
                continue;
            }
            let wrong_is_last = wrong.start > right_one.start;
            // First name then surname, unless it is the other way round.
            let as_family = (wrong_is_last && forward) || (!wrong_is_last && backward);
            let as_given = (!wrong_is_last && forward) || (wrong_is_last && backward);
            if self.slip_of(right_one, wrong, (as_family, as_given), &range, ways) {
                return true;
            }
        }
        false
    }

    fn slip_of(
        &mut self,
        right_one: &Token,
        wrong: &Token,
        (as_family, as_given): (bool, bool),
        range: &Range<usize>,
        ways: Ways,
    ) -> bool {
        let mut slips = std::mem::take(&mut self.slips);
        self.index.vocabulary.slips_of(wrong.word, &mut slips);
        let mut found = false;
        for id in &slips {
            let word = self.index.vocabulary.entry(*id).word;
            let known = self.look_up(word);
            if as_family && known.is(FAMILY) {
                let mut given = self.readings(right_one);
                let hit = given.find_map(|it| {
                    let bearers = self.index.bearers(name_key(it, word))?;
                    Some((it, bearers))
                });
                drop(given);
                if let Some((given, bearers)) = hit {
                    found |= self.name_found(range.clone(), ways, &[bearers], [given, word]);
                }
            }
            if as_given
                && known.is(GIVEN)
                && right_one.known.is(FAMILY)
                && let Some(bearers) = self.index.bearers(name_key(word, right_one.word))
            {
                let names = [word, right_one.word];
                found |= self.name_found(range.clone(), ways, &[bearers], names);
            }
            if found {
                break;
            }
        }
        self.slips = slips;
        found
    }
}
