//! A set of tables that find a number by a hash, in eight bytes for each (CR-9).
//!
//! There are many small tables, so that one person more never makes the whole grow: the first bits of a hash choose the table,
//! its last 32 stand beside the number. No name, address or telephone number lies here.

const EMPTY: u64 = u64::MAX;

#[derive(Clone, Default)]
struct Segment {
    slots: Vec<u64>,
    used: usize,
}

/// From hashes to numbers of up to 32 bits; all ones is no number.
#[derive(Clone)]
pub(crate) struct Table {
    segments: Vec<Segment>,
    shift: u32,
}

impl Table {
    /// `2^bits` small tables.
    pub(crate) fn new(bits: u32) -> Self {
        let mut segments = Vec::new();
        segments.resize_with(1 << bits, Segment::default);
        Self {
            segments,
            shift: 64 - bits,
        }
    }

    fn segment(&self, hash: u64) -> Option<&Segment> {
        self.segments.get(usize::try_from(hash >> self.shift).ok()?)
    }

    /// The first number beside this hash.
    #[inline]
    pub(crate) fn find(&self, hash: u64) -> Option<u32> {
        self.all(hash).next()
    }

    /// Every number beside this hash.
    #[inline]
    pub(crate) fn all(&self, hash: u64) -> All<'_> {
        let slots = self.segment(hash).map_or(&[][..], |it| &it.slots);
        let tag = low(hash);
        All {
            slots,
            tag,
            at: home(tag, slots.len()),
        }
    }

    /// Changes the first number beside this hash; false if there is none.
    pub(crate) fn change(&mut self, hash: u64, change: impl FnOnce(u32) -> u32) -> bool {
        let Ok(number) = usize::try_from(hash >> self.shift) else {
            return false;
        };
        let tag = low(hash);
        let Some(segment) = self.segments.get_mut(number) else {
            return false;
        };
        let mut at = home(tag, segment.slots.len());
        let len = segment.slots.len();
        while let Some(slot) = segment.slots.get_mut(at) {
            if *slot == EMPTY {
                return false;
            }
            if high(*slot) == tag {
                *slot = (u64::from(tag) << 32) | u64::from(change(low(*slot)));
                return true;
            }
            at = if at + 1 == len { 0 } else { at + 1 };
        }
        false
    }

    /// Puts one more number beside a hash, whether or not there is one.
    pub(crate) fn add(&mut self, hash: u64, number: u32) {
        let Ok(place) = usize::try_from(hash >> self.shift) else {
            return;
        };
        let Some(segment) = self.segments.get_mut(place) else {
            return;
        };
        let len = segment.slots.len();
        if (segment.used + 1) * 20 > len * 17 {
            segment.grow();
        }
        segment.put((u64::from(low(hash)) << 32) | u64::from(number));
    }

    /// What the tables take, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let slots: usize = self.segments.iter().map(|it| it.slots.capacity()).sum();
        slots * size_of::<u64>() + self.segments.capacity() * size_of::<Segment>()
    }
}

impl Segment {
    fn put(&mut self, entry: u64) {
        let len = self.slots.len();
        let mut at = home(high(entry), len);
        while let Some(slot) = self.slots.get_mut(at) {
            if *slot == EMPTY {
                *slot = entry;
                self.used += 1;
                return;
            }
            at = if at + 1 == len { 0 } else { at + 1 };
        }
    }

    fn grow(&mut self) {
        let len = self.slots.len() + (self.slots.len() / 3).max(4);
        let mut slots = Vec::new();
        slots.reserve_exact(len);
        slots.resize(len, EMPTY);
        let old = std::mem::replace(&mut self.slots, slots);
        self.used = 0;
        for entry in old.into_iter().filter(|it| *it != EMPTY) {
            self.put(entry);
        }
    }
}

/// Every number beside one hash.
pub(crate) struct All<'t> {
    slots: &'t [u64],
    tag: u32,
    at: usize,
}

impl Iterator for All<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        loop {
            let slot = *self.slots.get(self.at)?;
            if slot == EMPTY {
                return None;
            }
            self.at += 1;
            if self.at == self.slots.len() {
                self.at = 0;
            }
            if high(slot) == self.tag {
                return Some(low(slot));
            }
        }
    }
}

#[inline]
fn home(tag: u32, len: usize) -> usize {
    let place = (u64::from(tag) * len as u64) >> 32;
    usize::try_from(place).unwrap_or(0)
}

#[inline]
fn low(number: u64) -> u32 {
    number as u32
}

#[inline]
fn high(number: u64) -> u32 {
    (number >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::Table;
    use crate::letters::mix;

    #[test]
    fn what_was_put_in_is_found_and_nothing_else() {
        let mut table = Table::new(3);
        for number in 0..5_000_u32 {
            table.add(mix(u64::from(number), 7), number);
        }
        for number in 0..5_000_u32 {
            assert_eq!(table.find(mix(u64::from(number), 7)), Some(number));
            assert_eq!(table.find(mix(u64::from(number), 8)), None);
        }
    }

    #[test]
    fn several_numbers_beside_one_hash_are_all_found() {
        let mut table = Table::new(0x1);
        let hash = mix(1, 2);
        for number in 0..300 {
            table.add(hash, number);
        }
        let mut all: Vec<u32> = table.all(hash).collect();
        all.sort_unstable();
        assert_eq!(all, (0..300).collect::<Vec<_>>());
    }
}
