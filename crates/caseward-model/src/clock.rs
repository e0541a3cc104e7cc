//! Time and chance are handed in, never fetched: a test can hold the clock still and repeat the dice.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use jiff::Timestamp;
use zeroize::Zeroizing;

/// Where the time comes from.
#[derive(Clone)]
pub struct Clock(Arc<Source>);

enum Source {
    System,
    Held(AtomicI64),
}

impl Clock {
    /// The machine's own clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(Source::System))
    }

    /// A clock that stands still until it is [moved](Clock::advance).
    #[must_use]
    pub fn held_at(at: Timestamp) -> Self {
        Self(Arc::new(Source::Held(AtomicI64::new(at.as_millisecond()))))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        match &*self.0 {
            Source::System => system_now_ms(),
            Source::Held(ms) => ms.load(Ordering::SeqCst),
        }
    }

    /// The time as a timestamp.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.now_ms()).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Moves a held clock by so many milliseconds; does nothing to the machine's.
    pub fn advance(&self, by_ms: i64) {
        if let Source::Held(ms) = &*self.0 {
            ms.fetch_add(by_ms, Ordering::SeqCst);
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the machine's clock is read"
)]
fn system_now_ms() -> i64 {
    Timestamp::now().as_millisecond()
}

/// Where chance comes from.
#[derive(Clone)]
pub struct Randomness(Arc<Dice>);

enum Dice {
    System,
    Seeded(AtomicU64),
}

impl Randomness {
    /// The operating system's generator, for everything that is kept.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(Dice::System))
    }

    /// A repeatable generator **for tests only**: anyone who knows the seed knows every draw.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Dice::Seeded(AtomicU64::new(seed))))
    }

    /// Draws `N` bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// Fills a buffer.
    pub fn fill(&self, buffer: &mut [u8]) {
        match &*self.0 {
            Dice::System => fill_from_system(buffer),
            Dice::Seeded(state) => fill_from_seed(state, buffer),
        }
    }
}

/// How much is drawn from the system at once: a nonce is small, and asking costs more than drawing.
const DRAWN: usize = 1024;

/// Randomness that was drawn and not handed out yet: `.1` bytes at the end of it are left.
struct Drawn(Zeroizing<[u8; DRAWN]>, usize);

thread_local! {
    static DRAWN_AHEAD: RefCell<Drawn> = RefCell::new(Drawn(Zeroizing::new([0; DRAWN]), 0));
}

fn fill_from_system(buffer: &mut [u8]) {
    if buffer.len() > DRAWN / 4 {
        return ask_system(buffer);
    }
    DRAWN_AHEAD.with_borrow_mut(|Drawn(ahead, left)| {
        if *left < buffer.len() {
            ask_system(ahead.as_mut_slice());
            *left = DRAWN;
        }
        // What was handed out is wiped: nobody finds it here later, and nobody gets it twice.
        let fresh = ahead.iter_mut().skip(DRAWN - *left);
        for (to, from) in buffer.iter_mut().zip(fresh) {
            *to = std::mem::take(from);
        }
        *left -= buffer.len();
    });
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the system's randomness is read"
)]
#[expect(
    clippy::panic,
    reason = "without randomness no key is safe; there is nothing to go on with"
)]
fn ask_system(buffer: &mut [u8]) {
    if getrandom::fill(buffer).is_err() {
        panic!("the operating system gives no randomness");
    }
}

/// SplitMix64: good enough to tell test draws apart, and no more than that.
fn fill_from_seed(state: &AtomicU64, buffer: &mut [u8]) {
    for chunk in buffer.chunks_mut(8) {
        let mut z = state
            .fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst)
            .wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        for (to, from) in chunk.iter_mut().zip(z.to_le_bytes()) {
            *to = from;
        }
    }
}
