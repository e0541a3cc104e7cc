//! What belongs to a name on either side of it: particles, the other half of a double name, initials, *Jr.* (CR-9).

use std::ops::Range;

use crate::gap::{BREAK, COMMA, Gap, HYPHEN, JOINT, SPACE, STOP};
use crate::lexicon::{PARTICLE, PREFIX, SUFFIX};
use crate::scan::Scan;
use crate::span::{Way, Ways};
use crate::token::{Shape, tokens_from};
use crate::vocabulary::{COMMON, FAMILY, GIVEN};

/// So far back the beginning of a name is looked for.
const FARTHEST: usize = 10;

impl Scan<'_> {
    /// What belongs to a name on either side: particles, the other half of a double name, *Jr.*
    pub(crate) fn widened(&self, range: Range<usize>, ways: Ways) -> Range<usize> {
        let Range { mut start, mut end } = range;
        let mut before = (0..FARTHEST).filter_map(|places| self.back(places));
        let first = before.by_ref().find(|token| token.start <= start);
        if let Some(first) = first {
            let mut right = *first;
            for left in before {
                let gap = self.gap(left, &right);
                let particle = ways.has(Way::FamilyFirst)
                    && left.says(PARTICLE | PREFIX)
                    && left.letters > 1
                    && gap.only(SPACE | BREAK | STOP | HYPHEN);
                let half = gap.has(HYPHEN) && gap.glues() && left.is_capital() && left.letters > 1;
                let initial = left.is_initial()
                    && left.is_capital()
                    && gap.has(STOP | JOINT)
                    && gap.only(STOP | JOINT | SPACE);
                if !(particle || half || initial) {
                    break;
                }
                start = left.start;
                right = *left;
            }
        }
        end = self.widened_right(end, ways.has(Way::FamilyFirst));
        start..end
    }

    fn widened_right(&self, end: usize, family_first: bool) -> usize {
        let mut end = end;
        let Some(next) = self.text.as_bytes().get(end) else {
            return end;
        };
        // A possessive's apostrophe or a full stop ends most names.
        if !matches!(next, b' ' | b'-' | b',' | b'\n' | 0x80..) {
            return end;
        }
        for mut token in tokens_from(self.text, end).take(2) {
            self.know(&mut token);
            let gap = Gap::between(self.text, end, token.start);
            let suffix = token.says(SUFFIX) && gap.only(SPACE | COMMA) && token.letters > 1;
            let half = gap.has(HYPHEN)
                && gap.glues()
                && token.digits == 0
                && (token.is_capital() || (gap.only(HYPHEN) && token.known.is(FAMILY)));
            let second = gap.only(SPACE)
                && token.shape == Shape::Capital
                && token.known.is(FAMILY)
                && !token.known.is(COMMON | GIVEN);
            let dotted = self.text.as_bytes().get(token.end) == Some(&b'.');
            // *Smith, Mary E.*
            let initial =
                family_first && token.is_initial() && token.is_capital() && gap.only(SPACE);
            if !(suffix || half || second || initial && dotted) {
                break;
            }
            end = token.end + usize::from(initial && dotted);
        }
        end
    }
}
