//! Streets and houses in what was written: `14 Elm St.` and `14 Elm Street, flat 2` are one house (CR-2).
//!
//! It finds what is written with a kind of street behind the name. What is written otherwise isn't found; that
//! only means that nothing is compared.

use crate::names::folded_words;

/// A street, and the house in it where that is known.
pub(super) struct Place {
    pub(super) street: String,
    pub(super) number: String,
}

impl Place {
    /// The street with its house.
    pub(super) fn house(&self) -> Option<String> {
        (!self.number.is_empty()).then(|| format!("{} {}", self.number, self.street))
    }
}

/// Kinds of street, and how each is shortened.
const KINDS: &[(&str, &str)] = &[
    ("street", "street"),
    ("st", "street"),
    ("avenue", "avenue"),
    ("ave", "avenue"),
    ("av", "avenue"),
    ("road", "road"),
    ("rd", "road"),
    ("lane", "lane"),
    ("ln", "lane"),
    ("drive", "drive"),
    ("dr", "drive"),
    ("court", "court"),
    ("ct", "court"),
    ("boulevard", "boulevard"),
    ("blvd", "boulevard"),
    ("place", "place"),
    ("pl", "place"),
    ("way", "way"),
    ("terrace", "terrace"),
    ("ter", "terrace"),
    ("circle", "circle"),
    ("cir", "circle"),
];

/// No street's name begins with one of these: what stands there is a sentence.
const SMALL: &[&str] = &["at", "by", "for", "in", "of", "on", "the", "to"];

/// The most words of a street's name.
const NAME_WORDS: usize = 3;

/// The streets in a text that stand behind a number.
pub(super) fn in_text(text: &str) -> Vec<Place> {
    let words: Vec<String> = folded_words(text).iter().map(|it| it.to_string()).collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if !is_house(word) {
            continue;
        }
        let after = words.iter().skip(at + 1).take(NAME_WORDS + 1);
        let mut street: Vec<&str> = Vec::new();
        for word in after {
            let kind = KINDS.iter().find(|(short, _)| short == word);
            match kind {
                Some((_, kind)) if !street.is_empty() => {
                    street.push(kind);
                    found.push(Place {
                        street: street.join(" "),
                        number: words.get(at).cloned().unwrap_or_default(),
                    });
                    break;
                }
                _ if is_house(word) && !street.is_empty() => break,
                _ if street.is_empty() && SMALL.contains(&word.as_str()) => break,
                _ => street.push(word),
            }
        }
    }
    found
}

/// A number of up to five digits, perhaps with a letter.
fn is_house(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let letters = word.len() - digits.len();
    (1..=5).contains(&digits.len()) && letters <= 1 && digits.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn houses(text: &str) -> Vec<String> {
        in_text(text).iter().filter_map(Place::house).collect()
    }

    #[test]
    fn two_ways_to_write_a_house_are_one() {
        assert_eq!(houses("lives at 14 Elm St., flat 2"), ["14 elm street"]);
        assert_eq!(houses("14 ELM STREET"), ["14 elm street"]);
        assert_eq!(houses("221b Old Mill Rd"), ["221b old mill road"]);
    }

    #[test]
    fn what_is_no_house_is_none() {
        for text in [
            "two children, 12 and 14",
            "in 2019 on the way",
            "Elm Street",
            "",
        ] {
            assert!(houses(text).is_empty(), "{text}");
        }
    }
}
