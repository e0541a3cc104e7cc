//! Which short forms belong to which names, in English and Spanish.
//!
//! The table is the one that masking uses too: one name per line, then its short forms. Names on the same line
//! belong together; a short form may stand on several lines. Design §6.

use std::collections::HashMap;
use std::sync::LazyLock;

static LINES: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    caseward_masking::NICKNAMES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').filter(|name| !name.is_empty()).collect())
        .collect()
});

static PLACES: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut places: HashMap<&'static str, Vec<usize>> = HashMap::new();
    for (number, line) in LINES.iter().enumerate() {
        for name in line {
            places.entry(name).or_default().push(number);
        }
    }
    places
});

/// The names that a folded word may stand for or be called by, itself left out; may repeat.
pub(super) fn relatives(folded: &str) -> impl Iterator<Item = &'static str> {
    PLACES
        .get(folded)
        .into_iter()
        .flatten()
        .filter_map(|number| LINES.get(*number))
        .flatten()
        .copied()
        .filter(move |name| *name != folded)
}
