//! A passphrase for one package, made here and told on the telephone.
//!
//! CC-2.3. It is never chosen by anybody, never written into a message, and never used twice.

use caseward_model::Randomness;
use zeroize::Zeroizing;

use crate::spoken;

/// The letters, with hyphens: `7K2Q-0XMB-4T9C-WR5H-ZV31`. A hundred bits.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Draws one.
    #[must_use]
    pub fn make(randomness: &Randomness) -> Self {
        let letters = Zeroizing::new(spoken::draw::<20>(randomness));
        Self(Zeroizing::new(spoken::in_groups(&letters, '-')))
    }

    /// What is told, and typed as it was told: capitals, with the hyphens.
    #[must_use]
    pub fn told(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(…)")
    }
}
