//! Chance that can be repeated: the same seed throws the same dice on every machine.

/// SplitMix64.
pub struct Dice(u64);

impl Dice {
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to just below `below`.
    pub fn below(&mut self, below: usize) -> usize {
        (self.next() % below.max(1) as u64) as usize
    }

    /// From `from` to just below `until`.
    pub fn between(&mut self, from: usize, until: usize) -> usize {
        from + self.below(until - from)
    }

    /// From 0 to 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True so often.
    pub fn happens(&mut self, often: f64) -> bool {
        self.share() < often
    }

    /// One of them.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// A rank from 0, the first ones far more often than the last, as names are; `flat` ones at the top are about equal.
    pub fn rank(&mut self, of: usize, flat: f64) -> usize {
        // Zipf-Mandelbrot by its inverse.
        let u = self.share();
        let ranked = flat * ((1.0 + of as f64 / flat).powf(u) - 1.0);
        (ranked as usize).min(of - 1)
    }
}
