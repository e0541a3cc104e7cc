//! What makes a good passphrase: long, one's own, and not what everybody tries first.
//!
//! NASW-l, DV-3.2. Fifteen characters or more of any kind. Nothing has to be mixed in and nothing runs out;
//! pasting is welcome. What is refused is what can be guessed: common words and rows of keys (the estimate
//! is zxcvbn's), and the names that everyone here knows: the office's, the person's, the product's.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;
use zxcvbn::zxcvbn;

/// The fewest characters.
pub const SHORTEST: usize = 15;
/// The most characters; nobody's sentence is longer, and everyone's fits.
pub const LONGEST: usize = 256;
/// How many guesses it must be worth: ten thousand million, at a second's work each.
const GUESSES_LOG10: f64 = 10.0;
/// The most words of office and person that are compared.
const WORDS_MAX: usize = 40;

/// Why a passphrase can't be taken, and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooWeak {
    /// Fewer than fifteen characters.
    Short,
    /// More than it takes.
    Long,
    /// It holds something that no keyboard writes: it couldn't be typed again.
    Unwritable,
    /// It is among the first that someone would try.
    Common,
    /// It is made of the names of the office, the person or the product.
    Names,
}

/// A passphrase as it is compared: the same letters, however the keyboard wrote them.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// What was typed, in one form (NFKC). Blanks count, and so does the difference of capitals.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        // What is far too long is cut here, so that it costs no more than any other.
        let letters = text.chars().take(LONGEST + 1);
        Self(Zeroizing::new(letters.nfkc().collect()))
    }

    /// Its bytes, for the slow print.
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether it can be somebody's new passphrase; `names` are the words that everyone here knows.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn check(&self, names: &[&str]) -> Result<(), TooWeak> {
        let length = self.0.chars().count();
        if self.0.chars().any(char::is_control) {
            return Err(TooWeak::Unwritable);
        }
        if length < SHORTEST {
            return Err(TooWeak::Short);
        }
        if length > LONGEST {
            return Err(TooWeak::Long);
        }
        if worth(&self.0, &[]) < GUESSES_LOG10 {
            return Err(TooWeak::Common);
        }
        if worth(&self.0, &words(names)) < GUESSES_LOG10 {
            return Err(TooWeak::Names);
        }
        Ok(())
    }
}

/// How many guesses it takes, as a power of ten.
fn worth(text: &str, known: &[&str]) -> f64 {
    zxcvbn(text, known).guesses_log10()
}

/// The names, their words, and what is written on every page here.
fn words<'n>(names: &[&'n str]) -> Vec<&'n str> {
    let parts = |name: &&'n str| {
        let name: &'n str = name;
        let apart = name.split(|c: char| !c.is_alphanumeric());
        let apart = apart.filter(|word| word.chars().count() > 2);
        std::iter::once(name).chain(apart)
    };
    let own = [
        "caseward",
        "contraseña",
        "passphrase",
        "expediente",
        "casework",
    ];
    names
        .iter()
        .flat_map(parts)
        .chain(own)
        .take(WORDS_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> Result<(), TooWeak> {
        Passphrase::typed(text).check(&["Harbour House", "Dana Ortiz", "dana"])
    }

    #[test]
    fn nasw_l_a_long_sentence_of_ones_own_is_taken_without_digits_or_signs() {
        assert_eq!(checked("four calm herons wading"), Ok(()));
        assert_eq!(checked("seis garzas cruzan el río despacio"), Ok(()));
        assert_eq!(checked(&"wide river, slow boats; ".repeat(8)), Ok(()));
    }

    #[test]
    fn nasw_l_what_everybody_tries_first_is_refused() {
        for common in [
            "passwordpassword",
            "123456789012345",
            "qwertyuiopasdfgh",
            "aaaaaaaaaaaaaaaaaaaa",
            "password1234567",
            "iloveyouiloveyou",
        ] {
            assert_eq!(checked(common), Err(TooWeak::Common), "{common}");
        }
        assert_eq!(checked("tooshort"), Err(TooWeak::Short));
        assert_eq!(checked(&"long river ".repeat(40)), Err(TooWeak::Long));
    }

    #[test]
    fn nasw_l_names_of_the_office_and_the_person_are_refused() {
        for known in [
            "HarbourHouse2026",
            "dana ortiz dana",
            "caseward caseward",
            "Harbour House Dana",
        ] {
            let found = checked(known);
            assert!(
                matches!(found, Err(TooWeak::Names | TooWeak::Common)),
                "{known}: {found:?}"
            );
        }
    }

    #[test]
    fn one_passphrase_however_the_keyboard_writes_it() {
        let composed = Passphrase::typed("Zoë’s ﬁrst café");
        let apart = Passphrase::typed("Zoe\u{308}’s first cafe\u{301}");
        assert_eq!(composed.as_bytes(), apart.as_bytes());
        assert_ne!(
            composed.as_bytes(),
            Passphrase::typed("zoë’s first café").as_bytes()
        );
    }

    #[test]
    fn bad_input_a_passphrase_without_end_costs_no_more_than_another() {
        let endless = Passphrase::typed(&"ﷺ".repeat(1_000_000));
        assert!(endless.as_bytes().len() < 16 * 1024);
        assert_eq!(endless.check(&[]), Err(TooWeak::Long));
        assert_eq!(checked("four calm\0 herons"), Err(TooWeak::Unwritable));
    }
}
