//! The typefaces that papers are set in, out of the program itself: a paper looks the same everywhere.

use std::collections::HashSet;
use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// The families that are used, the main one first.
const FAMILIES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

/// All typefaces, and which letters they have.
pub(crate) struct Typefaces {
    pub(crate) fonts: Vec<Font>,
    pub(crate) book: LazyHash<FontBook>,
    /// Letters that some typeface has.
    any: HashSet<u32>,
    /// Letters that every style of the main typeface has.
    main: HashSet<u32>,
}

pub(crate) static TYPEFACES: LazyLock<Typefaces> = LazyLock::new(|| {
    let all = typst_assets::fonts().flat_map(|file| Font::iter(Bytes::new(file)));
    let fonts: Vec<Font> = all
        .filter(|font| FAMILIES.contains(&font.info().family.as_str()))
        .collect();
    let letters = |font: &Font| font.info().coverage.iter().collect::<HashSet<u32>>();
    let mut mains = fonts
        .iter()
        .filter(|font| font.info().family == FAMILIES[0])
        .map(letters);
    let first = mains.next().unwrap_or_default();
    let main = mains.fold(first, |all, it| all.intersection(&it).copied().collect());
    Typefaces {
        any: fonts.iter().flat_map(letters).collect(),
        main,
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    }
});

/// How generously letters are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letters {
    /// Whatever some typeface has.
    Any,
    /// What the main typeface has in every style: always fits together.
    Main,
}

impl Typefaces {
    /// Whether a letter can be printed.
    pub(crate) fn has(&self, letters: Letters, letter: char) -> bool {
        let set = match letters {
            Letters::Any => &self.any,
            Letters::Main => &self.main,
        };
        set.contains(&u32::from(letter))
    }
}
