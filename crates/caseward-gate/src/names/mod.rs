//! Finding a person by name, even when the name is misremembered, misheard or misspelt.
//!
//! A worker types `jonson mary`; the client was written down as *Mary Johnson*. The index answers with
//! client numbers and with how well each one fitted, best first:
//!
//! | kind | what is the same | example |
//! |---|---|---|
//! | [`Kind::Exact`] | the letters with their marks; capitals don't count | `garcía` – *García* |
//! | [`Kind::Folded`] | the letters without marks, or written together instead of apart | `garcia` – *García*, `delacruz` – *De la Cruz* |
//! | [`Kind::OneTypo`] | all but one letter: missing, extra, other, or swapped with its neighbour | `Grcia` – *García* |
//! | [`Kind::Nickname`] | a short form, or the name it is short for | `Pepe` – *José* |
//! | [`Kind::Phonetic`] | the sound in English ears (Double Metaphone) | `Gonsales` – *Gonzalez* |
//!
//! Every word of the query has to fit some word of the person's names, in any order. Whoever has more
//! of the words as they were typed comes first, then who differs less in the others, in the order of
//! the table: a wrong letter is typed oftener than a name is misheard. The blank, hyphen or apostrophe
//! between two words counts like a letter: it may be missing, too many, another sign, or a letter may
//! stand in its place (`garcíaxmárquez` – *García-Márquez*). A short list says so when it is shorter
//! than what was found ([`Found::complete`], [`Found::exact_left_off`]).
//!
//! How: a few million people share a few hundred thousand words, so each distinct word stands once in
//! the [`vocabulary`], with the people who bear it; sounds and misspellings are looked up among words
//! and never among people. A word is filed under each of its forms that lack one letter: two words
//! that are one typo apart meet in such a form.
//!
//! Invariants, as absences: nothing here is written to disk, nothing here decides who may search or
//! see (that somebody is a client is itself confidential: CR-2 asks for a duty before the search,
//! DV-3.3.1 for silence afterwards, and both are the gate's work), no type that holds names can be
//! printed. Names are wiped from memory when the last bearer is removed and when the index is
//! dropped. Design §6, clauses CR-2, DV-3.3.1.

mod exact;
mod index;
mod nickname;
mod reading;
mod search;
mod sound;
mod spelling;
#[cfg(test)]
mod tests;
mod typo;
mod vocabulary;

pub(crate) use index::{Day, NameIndex, NameIndexBuilder};
pub(crate) use search::{Found, Hit, Kind};
pub(crate) use spelling::folded_words;

/// The words of a name that bear it, small and without marks.
pub(crate) fn bearing(name: &str) -> Vec<String> {
    let words = spelling::bearing_words(name);
    words.map(|word| word.folded.as_str().to_owned()).collect()
}

/// The words of any text, small and without marks.
pub(crate) fn words_in(text: &str) -> Vec<String> {
    let words = spelling::query_words(text).into_iter();
    words.map(|word| word.folded.as_str().to_owned()).collect()
}

/// A hash of these pieces as one text, the same within one build of the program.
pub(crate) fn words_hash(pieces: &[&str]) -> u64 {
    typo::whole_hash(pieces)
}
