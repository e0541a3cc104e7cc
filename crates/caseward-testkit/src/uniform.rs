//! Whether identifiers could be told from letters drawn at random: place by place, and in pairs (CC-2.4a).
//!
//! Pearson's chi-square, compared with fixed bounds on both sides: letters that are too even were counted and not drawn. What is
//! drawn at random is beyond one of the bounds less than once in 10^11 times, so that such a test doesn't fail by chance.

/// How many letters identifiers are made of.
const LETTERS: usize = 19;
/// Between these the chi-square of 19 letters lies (18 degrees of freedom).
const OF_LETTERS: (f64, f64) = (0.510, 90.9);
/// Between these the chi-square of the 361 pairs of letters lies (360 degrees of freedom).
const OF_PAIRS: (f64, f64) = (208.2, 570.3);

/// What isn't as even as chance makes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Uneven {
    /// What was counted.
    pub what: &'static str,
    /// At which place of the identifiers, where it was one.
    pub place: Option<usize>,
    /// Its chi-square; nothing where a letter is none of the alphabet.
    pub chi_square: Option<f64>,
}

/// What gives these identifiers away: letters at one place, pairs of one identifier with the next at one place, and pairs of
/// neighbours inside an identifier. Nothing, when they can't be told from random ones. Dashes aren't looked at. A thousand
/// identifiers of eight letters are enough, and fewer than four hundred too few.
#[must_use]
pub fn uneven(identifiers: &[String], alphabet: &[char]) -> Vec<Uneven> {
    let Some(rows) = numbered(identifiers, alphabet) else {
        return vec![Uneven {
            what: "alphabet",
            place: None,
            chi_square: None,
        }];
    };
    let places = rows.iter().map(Vec::len).max().unwrap_or(0);
    let at = |row: &Vec<usize>, place: usize| row.get(place).copied();
    let mut found = Vec::new();
    for place in 0..places {
        let letters = rows.iter().filter_map(|row| at(row, place));
        found.extend(beyond(("letters", Some(place)), letters, LETTERS));
    }
    let mut following = Vec::new();
    for two in rows.chunks_exact(2) {
        let [one, next] = two else { continue };
        let pairs = one.iter().zip(next).map(|(a, b)| a * LETTERS + b);
        following.extend(pairs);
    }
    let neighbours = rows.iter().flat_map(|row| row.chunks_exact(2));
    let neighbours = neighbours.filter_map(|two| Some(two.first()? * LETTERS + two.last()?));
    let all = LETTERS * LETTERS;
    found.extend(beyond(("following", None), following.into_iter(), all));
    found.extend(beyond(("neighbours", None), neighbours, all));
    found
}

/// The same for a few identifiers: all their letters together, whatever place they stand at. Four hundred letters are enough.
#[must_use]
pub fn uneven_together(identifiers: &[String], alphabet: &[char]) -> Vec<Uneven> {
    let rows = numbered(identifiers, alphabet);
    let letters = rows.unwrap_or_default().into_iter().flatten();
    beyond(("letters", None), letters, LETTERS)
        .into_iter()
        .collect()
}

/// The letters of each as numbers; nothing where one is none of the alphabet, or the alphabet hasn't nineteen.
fn numbered(identifiers: &[String], alphabet: &[char]) -> Option<Vec<Vec<usize>>> {
    let number = |letter: char| alphabet.iter().position(|it| *it == letter);
    let mut rows = Vec::with_capacity(identifiers.len());
    for identifier in identifiers {
        let letters = identifier.chars().filter(|it| *it != '-');
        rows.push(letters.map(number).collect::<Option<Vec<usize>>>()?);
    }
    (alphabet.len() == LETTERS).then_some(rows)
}

fn beyond(
    (what, place): (&'static str, Option<usize>),
    drawn: impl Iterator<Item = usize>,
    kinds: usize,
) -> Option<Uneven> {
    let mut counts = vec![0_u32; kinds];
    for it in drawn {
        if let Some(count) = counts.get_mut(it) {
            *count += 1;
        }
    }
    let chi_square = chi_square(&counts);
    let (least, most) = if kinds == LETTERS {
        OF_LETTERS
    } else {
        OF_PAIRS
    };
    let is_even = chi_square > least && chi_square < most;
    (!is_even).then_some(Uneven {
        what,
        place,
        chi_square: Some(chi_square),
    })
}

/// How far counts are from being all alike.
fn chi_square(counts: &[u32]) -> f64 {
    let kinds = u32::try_from(counts.len()).unwrap_or(u32::MAX);
    let expected = f64::from(counts.iter().sum::<u32>()) / f64::from(kinds);
    let far = |count: &u32| (f64::from(*count) - expected).powi(2) / expected;
    counts.iter().map(far).sum()
}

#[cfg(test)]
mod tests {
    use caseward_model::Randomness;

    use super::*;

    const ALPHABET: [char; 19] = [
        'B', 'C', 'D', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X',
        'Z',
    ];

    /// A thousand identifiers whose letters this gives, by row and place.
    fn thousand(letter: impl Fn(usize, usize) -> usize) -> Vec<String> {
        let one = |row| {
            let letters = (0..8).map(|place| ALPHABET[letter(row, place) % 19]);
            letters.collect::<String>()
        };
        (0..1_000).map(one).collect()
    }

    fn what(found: &[Uneven]) -> Vec<&'static str> {
        found.iter().map(|it| it.what).collect()
    }

    #[test]
    fn random_letters_pass_and_letters_that_follow_from_something_dont() {
        let randomness = Randomness::seeded(7);
        let random = |_: usize, _: usize| {
            usize::try_from(u64::from_be_bytes(randomness.bytes()) % 19).unwrap()
        };
        let found = uneven(&thousand(random), &ALPHABET);
        assert!(found.is_empty(), "{found:?}");
        let found = uneven_together(&thousand(random), &ALPHABET);
        assert!(found.is_empty(), "{found:?}");
        // Counted up, as a running number would be.
        let counted = what(&uneven(&thousand(|row, _| row), &ALPHABET));
        assert!(counted.contains(&"letters") && counted.contains(&"following"));
        // Each letter follows from the one before it.
        let chained = |row: usize, place: usize| {
            let first = random(row, place);
            if place.is_multiple_of(2) { first } else { 3 }
        };
        assert!(what(&uneven(&thousand(chained), &ALPHABET)).contains(&"neighbours"));
        // One letter is never drawn.
        let poor = |row, place| random(row, place) % 18;
        assert!(what(&uneven(&thousand(poor), &ALPHABET)).contains(&"neighbours"));
        let foreign = vec!["BCDF-GHJA".to_owned()];
        assert_eq!(what(&uneven(&foreign, &ALPHABET)), ["alphabet"]);
    }
}
