//! Secrets and numbers that people read aloud: letters that aren't confused, in groups, understood however they are typed.

use caseward_model::Randomness;

/// Crockford's letters: no I, L, O or U, so that nothing is mistaken for 1, 0 or a swear word.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many characters stand together.
const GROUP: usize = 4;

/// Draws so many letters. Each is worth five bits.
pub(crate) fn draw<const N: usize>(randomness: &Randomness) -> String {
    // 256 is eight times 32: the remainder favours no letter.
    let drawn = randomness.bytes::<N>();
    let letters = drawn
        .iter()
        .filter_map(|it| LETTERS.get(usize::from(it % 32)));
    letters.map(|it| char::from(*it)).collect()
}

/// Draws so many digits, each as likely as the others.
pub(crate) fn draw_digits(randomness: &Randomness, many: usize) -> String {
    let mut digits = String::with_capacity(many);
    while digits.len() < many {
        let [byte] = randomness.bytes::<1>();
        // 250 and above would make some digits likelier.
        if byte < 250 {
            digits.push(char::from(b'0' + byte % 10));
        }
    }
    digits
}

/// Letters with a hyphen between their groups.
pub(crate) fn in_groups(text: &str, between: char) -> String {
    let mut grouped = String::with_capacity(text.len() + text.len() / GROUP);
    for (place, letter) in text.chars().enumerate() {
        if place > 0 && place % GROUP == 0 {
            grouped.push(between);
        }
        grouped.push(letter);
    }
    grouped
}

/// What was meant: in capitals, without blanks and hyphens, O as 0, I and L as 1. Nothing where a letter can't be meant.
pub(crate) fn understood(typed: &str) -> Option<String> {
    let letters = typed.chars().filter(|it| !it.is_whitespace() && *it != '-');
    letters
        .map(|letter| {
            let meant = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            u8::try_from(meant)
                .is_ok_and(|it| LETTERS.contains(&it))
                .then_some(meant)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_differently_is_understood_the_same() {
        assert_eq!(understood(" 7k-qo il").as_deref(), Some("7KQ011"));
        assert_eq!(understood("7K*"), None);
        assert_eq!(understood("７K"), None);
    }

    #[test]
    fn every_letter_and_every_digit_is_drawn() {
        let randomness = Randomness::seeded(7);
        let letters = draw::<4096>(&randomness);
        assert!(LETTERS.iter().all(|it| letters.contains(char::from(*it))));
        let digits = draw_digits(&randomness, 4096);
        assert_eq!(digits.len(), 4096);
        assert!(('0'..='9').all(|it| digits.matches(it).count() > 300));
    }

    #[test]
    fn groups_are_of_four() {
        assert_eq!(in_groups("ABCDEFGHJ", '-'), "ABCD-EFGH-J");
        assert_eq!(in_groups("", ' '), "");
    }
}
