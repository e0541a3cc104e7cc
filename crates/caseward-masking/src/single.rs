//! Names that say enough alone: a rare surname after a title, a whole name of one word, a name in signs of words (CR-9).

use crate::filing::ideograph_hash;
use crate::gap::{BLANK, BREAK, SPACE, STOP};
use crate::keys::{Trait, key};
use crate::letters::Word;
use crate::lexicon::TITLE;
use crate::scan::Scan;
use crate::span::{Way, Ways};
use crate::token::{Shape, Token};

/// A surname that no more people bear is one after a title.
const RARE: u32 = 5;

impl Scan<'_> {
    /// *Mr. Wiśniewski*, where few bear the name.
    pub(crate) fn titled(&mut self, last: &Token) {
        let Some(before) = self.back(1).copied() else {
            return;
        };
        let gap = self.gap(&before, last);
        if !before.says(TITLE) || !gap.only(SPACE | STOP | BREAK) || gap.has(BLANK) {
            return;
        }
        if self.index.vocabulary.entry(last.known.id).families > RARE || Self::strength(last) == 0 {
            return;
        }
        if let Some(bearers) = self.index.bearers(key(Trait::Family, last.word.hash(), 0)) {
            let ways = Self::guises(last).with(Way::Title);
            self.name_found(
                last.start..last.end,
                ways,
                &[bearers],
                [Word::EMPTY, last.word],
            );
        }
    }

    /// Somebody whose whole name is one word.
    pub(crate) fn whole(&mut self, token: &Token) {
        if let Some(bearers) = self.index.bearers(key(Trait::Alone, token.word.hash(), 0)) {
            let ways = Self::guises(token);
            self.name_found(token.start..token.end, ways, &[bearers], [token.word; 2]);
        }
    }

    /// A name in signs of words: the last two, three or four signs.
    pub(crate) fn ideographs(&mut self) {
        if !self.index.has_ideographs {
            return;
        }
        for count in 2..=4 {
            let mut hash = 0;
            let mut start = None;
            let mut end = 0;
            for places in (0..count).rev() {
                let Some(token) = self.back(places) else {
                    return;
                };
                let follows = start.is_none() || token.start <= end + 3;
                if token.shape != Shape::Ideograph || !follows {
                    return;
                }
                start.get_or_insert(token.start);
                end = token.end;
                hash = ideograph_hash(hash, token.word);
            }
            let hash = key(Trait::Ideographs, hash, 0);
            if let (Some(start), Some(bearers)) = (start, self.index.bearers(hash)) {
                self.name_found(start..end, Ways::NONE, &[bearers], [Word::EMPTY; 2]);
            }
        }
    }
}
