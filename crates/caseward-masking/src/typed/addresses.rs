//! Where somebody lives or sleeps: *apt 4B*, *14 elm street*, *calle roble 14* (CC-2.4).

use super::pieces::{END, LINE, Piece};
use super::words::{COUNTED, LINK, ROAD, STREET, TRACK, UNIT};
use super::{Look, Why};

/// A street's number is no more pieces off than this.
const FARTHEST: usize = 3;

impl Look {
    /// Stops addresses.
    pub(super) fn addresses(&mut self) {
        for at in 0..self.all.len() {
            let Some(it) = self.at(at).copied() else {
                return;
            };
            if it.says(UNIT) && self.is_flat_behind(at) {
                self.stop(at, at + 1, Why::Address);
            }
            if it.says(STREET | TRACK)
                && let Some(from) = self.number_before(at, &it)
            {
                self.stop(from, at, Why::Address);
            }
            if it.says(ROAD)
                && let Some(to) = self.number_behind(at)
            {
                self.stop(at, to, Why::Address);
            }
        }
    }

    /// Whether what is counted stands here: *3 nights* are no flat.
    fn counts(&self, at: usize) -> bool {
        self.at(at)
            .is_some_and(|it| it.says(COUNTED) && !it.breaks())
    }

    fn is_flat_behind(&self, at: usize) -> bool {
        let near = |next: &Piece| is_flat(next) && next.gap & (LINE | END) == 0;
        self.at(at + 1).is_some_and(near) && !self.counts(at + 2)
    }

    fn number_before(&self, at: usize, street: &Piece) -> Option<usize> {
        for from in (at.saturating_sub(FARTHEST)..at).rev() {
            if self.at(from + 1)?.breaks() || self.counts(from) {
                return None;
            }
            let it = self.at(from)?;
            if is_flat(it) {
                return (street.says(STREET) || it.digits >= 2).then_some(from);
            }
        }
        None
    }

    fn number_behind(&self, at: usize) -> Option<usize> {
        for to in at + 1..=at + FARTHEST {
            let it = self.at(to)?;
            if it.breaks() || it.says(LINK) {
                return None;
            }
            if is_flat(it) {
                return (!self.counts(to + 1)).then_some(to);
            }
        }
        None
    }
}

fn is_flat(it: &Piece) -> bool {
    it.digits > 0 && !it.fine
}
