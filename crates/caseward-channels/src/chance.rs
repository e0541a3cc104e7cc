//! Chance for the OpenPGP library: it takes another trait than ours, and gets the same dice.

use caseward_model::Randomness;
use rand_core::{CryptoRng, Error, RngCore};

/// Our dice, as that library wants them.
pub(crate) struct Dice<'r>(pub(crate) &'r Randomness);

impl RngCore for Dice<'_> {
    fn next_u32(&mut self) -> u32 {
        u32::from_le_bytes(self.0.bytes())
    }

    fn next_u64(&mut self) -> u64 {
        u64::from_le_bytes(self.0.bytes())
    }

    fn fill_bytes(&mut self, buffer: &mut [u8]) {
        self.0.fill(buffer);
    }

    fn try_fill_bytes(&mut self, buffer: &mut [u8]) -> Result<(), Error> {
        self.0.fill(buffer);
        Ok(())
    }
}

// Outside of tests, what is handed in draws from the operating system.
impl CryptoRng for Dice<'_> {}
