//! Looks whether words that must not be there stand in bytes that somebody received: as they are, written in another way, or packed
//! (CC-2.4).
//!
//! It serves those who check the house from outside: whoever plays a meeting with a made-up person searches everything that each viewer
//! got for that person's words. [`Watch::found`] looks in plain letters, large and small; without the signs between; backwards; in
//! hexadecimal, base64 (from each of its three places, in both alphabets) and UTF-16; through percent signs, HTML entities, escapes of
//! JSON, quoted-printable, folded and broken lines and tags; and in what it unpacks: gzip, zlib, the files of an archive, runs of
//! base64, and the text of a PDF where a reader for it is handed in. What is sealed, and what is packed in any other way, it can't see.
//!
//! Nobody's word stands in what it gives: a [`Found`] says which one by its number.

mod packed;
mod spelt;
mod views;

use std::collections::BTreeSet;

use memchr::memmem::Finder;

/// The fewest bytes of a word: a shorter one turns up by chance in what is drawn at random.
pub const SHORTEST: usize = 6;
/// How deep things packed in each other are unpacked.
const DEEPEST: usize = 4;
/// The fewest signs of a [token](tokens).
const TOKEN: usize = 6;

/// Reads the text of a PDF; nothing where it can't.
pub type TextOf<'a> = dyn Fn(&[u8]) -> Option<String> + 'a;

/// How a word was written where it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// In letters, large or small.
    Plain,
    /// In letters, with other signs between them.
    Squeezed,
    /// From its end to its beginning.
    Reversed,
    /// In hexadecimal.
    Hex,
    /// In base64.
    Base64,
    /// In UTF-16.
    Wide,
}

/// A word that was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Which of the words, counted from 0.
    pub word: usize,
    /// How it was written there.
    pub how: How,
    /// Through what it was found, from outside to inside, such as `zip`, `pdf` and `entities`.
    pub through: Vec<&'static str>,
}

/// One way to write one word, ready to be looked for.
struct Form {
    word: usize,
    how: How,
    finder: Finder<'static>,
}

/// Words that are looked for. It isn't printable: they may be somebody's.
pub struct Watch {
    /// Looked for in bytes whose letters were made small.
    small: Vec<Form>,
    /// Looked for in bytes as they are.
    exact: Vec<Form>,
}

impl Watch {
    /// A watch for these words; nothing when one has fewer bytes than [`SHORTEST`].
    #[must_use]
    pub fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Option<Self> {
        let (mut small, mut exact) = (Vec::new(), Vec::new());
        for (word, text) in words.into_iter().enumerate() {
            if text.len() < SHORTEST {
                return None;
            }
            for (how, bytes) in spelt::small(text) {
                small.push(form(word, how, &bytes));
            }
            for bytes in spelt::base64(text) {
                exact.push(form(word, How::Base64, &bytes));
            }
        }
        Some(Self { small, exact })
    }

    /// Everything of them that stands in these bytes, each once for each way.
    #[must_use]
    pub fn found(&self, bytes: &[u8], text_of: &TextOf<'_>) -> Vec<Found> {
        let mut found = BTreeSet::new();
        let mut open = vec![(bytes.to_vec(), Vec::new())];
        while let Some((bytes, through)) = open.pop() {
            self.look(&bytes, &through, &mut found);
            if through.len() == DEEPEST {
                continue;
            }
            for (name, inside) in packed::inside(&bytes, text_of) {
                let through = through.iter().copied().chain([name]).collect();
                open.push((inside, through));
            }
        }
        found.into_iter().collect()
    }

    fn look(&self, bytes: &[u8], through: &[&'static str], found: &mut BTreeSet<Found>) {
        for view in views::of(bytes) {
            let small = view.bytes.to_ascii_lowercase();
            let fits = |it: &&Form| (it.how == How::Squeezed) == view.squeezed;
            let small = self.small.iter().filter(fits).map(|it| (it, &small));
            let exact = self.exact.iter().filter(|_| view.exact);
            let exact = exact.map(|it| (it, &view.bytes));
            for (form, bytes) in small.chain(exact) {
                if form.finder.find(bytes).is_some() {
                    let through = through.iter().copied();
                    found.insert(Found {
                        word: form.word,
                        how: form.how,
                        through: through.chain(view.name).collect(),
                    });
                }
            }
        }
    }
}

fn form(word: usize, how: How, bytes: &[u8]) -> Form {
    Form {
        word,
        how,
        finder: Finder::new(bytes).into_owned(),
    }
}

/// The tokens of some bytes: runs of at least six letters, digits and dashes. Two people whose texts have none in common but what is
/// everybody's can't find out by comparing them that they were told of the same thing.
#[must_use]
pub fn tokens(bytes: &[u8]) -> BTreeSet<String> {
    let ends = |it: &u8| !it.is_ascii_alphanumeric() && *it != b'-';
    let runs = bytes.split(ends).filter(|it| it.len() >= TOKEN);
    runs.map(|it| String::from_utf8_lossy(it).into_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;

    const NAME: &str = "Zephyrine Quillwort";
    const NUMBER: &str = "(555) 014-7731";

    fn watch() -> Watch {
        Watch::of([NAME, NUMBER]).unwrap()
    }

    fn no_pdf(_: &[u8]) -> Option<String> {
        None
    }

    /// How something is found in these bytes.
    fn hows(bytes: &[u8]) -> Vec<(usize, How)> {
        let found = watch().found(bytes, &no_pdf);
        let mut hows: Vec<_> = found.into_iter().map(|it| (it.word, it.how)).collect();
        hows.dedup();
        hows
    }

    fn is_found(bytes: &[u8]) -> bool {
        hows(bytes).iter().any(|it| it.0 == 0)
    }

    #[test]
    fn a_word_is_found_in_large_and_small_letters_and_nothing_is_found_where_it_isnt() {
        assert!(is_found(b"<p>met ZEPHYRINE quillwort today"));
        assert!(is_found("trow\u{6c}liuq eniryhpez".as_bytes()));
        assert!(hows(b"Zephyrine Quillw, 555 014 773 and 1").is_empty());
        assert!(Watch::of(["short"]).is_none(), "it would turn up by chance");
    }

    #[test]
    fn a_word_is_found_through_each_way_to_write_it() {
        let percent = b"name=%5A%65phyrine+Quillwort".as_slice();
        let entities = b"Ze&#112;hyrine&#x20;Quill&nbsp;wort &#90;ephyrine&nbsp;Quillwort";
        let json = br#"{"n":"Z\u0065phyrine\u0020Quillwort"}"#;
        let printable = b"=5Aephyrine Quil=\r\nlwort";
        let folded = b"SUMMARY:Zephyr\r\n ine Quillwort";
        let tags = b"<b>Zephy</b>rine <i>Quillwort</i>";
        for bytes in [percent, entities, json, printable, folded, tags] {
            assert!(is_found(bytes), "{}", String::from_utf8_lossy(bytes));
        }
        let wide = |it: &str| it.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let wide: Vec<u8> = wide(NAME);
        assert!(is_found(&wide));
        let hex: String = NAME.bytes().map(|it| format!("{it:02X}")).collect();
        assert!(is_found(hex.as_bytes()));
        assert!(is_found(b"zephyrine-quillwort"), "other signs between");
    }

    #[test]
    fn a_number_is_found_however_it_is_grouped() {
        for bytes in [b"555-014-7731".as_slice(), b"5550147731", b"555 014 77 31"] {
            assert_eq!(hows(bytes), [(1, How::Squeezed)]);
        }
    }

    #[test]
    fn a_word_is_found_in_base64_from_each_of_its_places() {
        for before in ["", "a", "ab", "abc"] {
            let text = format!("{before}{NAME}?>");
            let standard = spelt::written(text.as_bytes(), spelt::STANDARD);
            let for_addresses = spelt::written(text.as_bytes(), spelt::FOR_ADDRESSES);
            for written in [standard, for_addresses] {
                // As an identifier among others, too short to be unpacked by itself.
                let written = [b"x".as_slice(), &written].concat();
                let found = watch().found(&written, &no_pdf);
                assert!(found.iter().any(|it| it.how == How::Base64), "{before}");
            }
        }
    }

    #[test]
    fn tokens_are_runs_of_letters_digits_and_dashes() {
        let found = tokens(b"<p id=\"a1\">BCDF-GHJK, seat 5sm15cyq0n</p> short");
        let found: Vec<_> = found.into_iter().collect();
        assert_eq!(found, ["5sm15cyq0n", "BCDF-GHJK"]);
    }
}
