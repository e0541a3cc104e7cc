//! What is drawn by lot: the order in which people are spoken of, and the letters of identifiers (CC-2.4a).

use caseward_gate::Works;

/// A number from 0 up to and without `below`, each as likely as every other; 0 where there is nothing to choose.
fn drawn(works: &Works<'_, '_>, below: usize) -> usize {
    drawn_from(&|| works.random(), below)
}

/// The same, from these dice.
pub(super) fn drawn_from(random: &impl Fn() -> [u8; 8], below: usize) -> usize {
    let Ok(below) = u64::try_from(below) else {
        return 0;
    };
    if below < 2 {
        return 0;
    }
    // What would make some numbers likelier than others is drawn again.
    let fair = u64::MAX - u64::MAX % below;
    loop {
        let draw = u64::from_be_bytes(random());
        if draw < fair {
            return usize::try_from(draw % below).unwrap_or_default();
        }
    }
}

/// Puts things in random order.
pub(super) fn shuffle<T>(works: &Works<'_, '_>, things: &mut [T]) {
    for last in (1..things.len()).rev() {
        things.swap(last, drawn(works, last + 1));
    }
}
