//! Every distinct word of all names, once, with the people who bear it.
//!
//! The letters live in blocks that never move and are wiped when dropped, so that no copy of a name
//! is left behind by growing. A *plain* word has no marks (`garcia`); its *marked* spellings
//! (`garcía`) are words of their own that point to it. Sounds and misspellings are filed for plain
//! words only. Design §6.

use std::collections::{BTreeSet, HashMap};

use zeroize::{Zeroize, Zeroizing};

use super::spelling::Spelled;
use super::{sound, typo};

/// Bytes per block of letters; far more than the longest word.
const BLOCK: usize = 1 << 16;

/// A word's number; words keep theirs as long as the index lives.
pub(super) type WordNo = u32;

/// A person's number inside the index, in the order they came.
pub(super) type PersonNo = u32;

struct Word {
    at: u32,
    bytes: u16,
    plain: WordNo,
    bearers: Vec<PersonNo>,
}

/// All words. Neither printable nor cloneable, because it holds names.
#[derive(Default)]
pub(super) struct Vocabulary {
    blocks: Vec<Zeroizing<Vec<u8>>>,
    words: Vec<Word>,
    /// Hash of a spelling to its word; when two words share a hash, the later one sits one further.
    by_hash: HashMap<u64, WordNo>,
    marked: HashMap<WordNo, Vec<WordNo>>,
    /// `form << 32 | word`, see [`typo::forms`].
    forms: BTreeSet<u64>,
    /// `code << 32 | word`, see [`sound::codes`].
    sounds: BTreeSet<u64>,
    /// Words up to here are filed in `forms` and `sounds`.
    filed: usize,
}

impl Vocabulary {
    /// The word with this spelling, if anybody's names have it or its marked forms.
    pub(super) fn find(&self, spelling: &str) -> Option<WordNo> {
        let mut hash = typo::whole_hash(&[spelling]);
        while let Some(word) = self.by_hash.get(&hash) {
            if self.bytes(*word) == spelling.as_bytes() {
                return Some(*word);
            }
            hash = hash.wrapping_add(1);
        }
        None
    }

    /// The word with this spelling; it is taken up when it is new. [`Vocabulary::file`] has to be
    /// called before the new word can be found by sound or misspelling.
    pub(super) fn take_up(&mut self, word: &Spelled) -> WordNo {
        if let Some(known) = self.find(&word.spelling) {
            return known;
        }
        if word.spelling == word.folded {
            return self.append(&word.spelling, None);
        }
        let plain = match self.find(&word.folded) {
            Some(known) => known,
            None => self.append(&word.folded, None),
        };
        let marked = self.append(&word.spelling, Some(plain));
        self.marked.entry(plain).or_default().push(marked);
        marked
    }

    fn append(&mut self, spelling: &str, plain: Option<WordNo>) -> WordNo {
        let full = |block: &Zeroizing<Vec<u8>>| block.len() + spelling.len() > BLOCK;
        if self.blocks.last().is_none_or(full) {
            self.blocks.push(Zeroizing::new(Vec::with_capacity(BLOCK)));
        }
        let before = (self.blocks.len() - 1) * BLOCK;
        let mut at = before;
        if let Some(block) = self.blocks.last_mut() {
            at += block.len();
            block.extend_from_slice(spelling.as_bytes());
        }
        let number = self.words.len() as WordNo;
        self.words.push(Word {
            at: at as u32,
            bytes: spelling.len() as u16,
            plain: plain.unwrap_or(number),
            bearers: Vec::new(),
        });
        let mut hash = typo::whole_hash(&[spelling]);
        while self.by_hash.contains_key(&hash) {
            hash = hash.wrapping_add(1);
        }
        self.by_hash.insert(hash, number);
        number
    }

    /// Files the words that are new since the last call by sound and by misspelling.
    pub(super) fn file(&mut self) {
        let (mut forms, mut sounds) = (Vec::new(), Vec::new());
        for number in self.filed..self.words.len() {
            let number = number as WordNo;
            let text = self.text(number);
            if self.plain_of(number) != number {
                continue;
            }
            let key = |half: u32| (u64::from(half) << 32) | u64::from(number);
            forms.extend(typo::forms(text).into_iter().map(key));
            sounds.extend(sound::codes(text).into_iter().map(key));
        }
        self.filed = self.words.len();
        file_under(&mut self.forms, forms);
        file_under(&mut self.sounds, sounds);
    }

    /// Gives back most of the room that growing left over.
    pub(super) fn shrink(&mut self) {
        for word in &mut self.words {
            word.bearers.shrink_to_fit();
        }
        self.words
            .shrink_to(self.words.len() + self.words.len() / 16);
    }

    /// Notes that a person bears the word; false when that was known.
    pub(super) fn bear(&mut self, word: WordNo, person: PersonNo) -> bool {
        let Some(word) = self.words.get_mut(word as usize) else {
            return false;
        };
        if word.bearers.last().is_none_or(|last| *last < person) {
            word.bearers.push(person);
            return true;
        }
        let place = word.bearers.binary_search(&person);
        if let Err(at) = place {
            word.bearers.insert(at, person);
        }
        place.is_err()
    }

    /// Notes that a person no longer bears the word; the last one to leave takes the letters along.
    pub(super) fn leave(&mut self, number: WordNo, person: PersonNo) {
        if let Some(word) = self.words.get_mut(number as usize)
            && let Ok(at) = word.bearers.binary_search(&person)
        {
            word.bearers.remove(at);
        }
        let plain = self.plain_of(number);
        self.wipe_unborne(number);
        self.wipe_unborne(plain);
    }

    fn wipe_unborne(&mut self, number: WordNo) {
        let Some(word) = self.words.get(number as usize) else {
            return;
        };
        if !word.bearers.is_empty() || self.marked.contains_key(&number) {
            return;
        }
        let (at, bytes, plain) = (word.at as usize, word.bytes as usize, word.plain);
        if let Some(block) = self.blocks.get_mut(at / BLOCK)
            && let Some(letters) = block.get_mut(at % BLOCK..at % BLOCK + bytes)
        {
            letters.zeroize();
        }
        if let Some(siblings) = self.marked.get_mut(&plain) {
            siblings.retain(|sibling| *sibling != number);
            if siblings.is_empty() {
                self.marked.remove(&plain);
            }
        }
    }

    fn bytes(&self, number: WordNo) -> &[u8] {
        let place = self.words.get(number as usize).and_then(|word| {
            let at = word.at as usize;
            let from = at % BLOCK;
            self.blocks
                .get(at / BLOCK)?
                .get(from..from + word.bytes as usize)
        });
        place.unwrap_or_default()
    }

    /// The letters of a word; zeros when it was wiped.
    pub(super) fn text(&self, number: WordNo) -> &str {
        std::str::from_utf8(self.bytes(number)).unwrap_or_default()
    }

    /// The word without marks that a word is a spelling of.
    pub(super) fn plain_of(&self, number: WordNo) -> WordNo {
        self.words
            .get(number as usize)
            .map_or(number, |word| word.plain)
    }

    /// The people who bear the word, ascending.
    pub(super) fn bearers(&self, number: WordNo) -> &[PersonNo] {
        self.words
            .get(number as usize)
            .map_or(&[], |word| &word.bearers)
    }

    /// A plain word and its marked spellings.
    pub(super) fn spellings(&self, plain: WordNo) -> impl Iterator<Item = WordNo> {
        let marked = self.marked.get(&plain).into_iter().flatten().copied();
        std::iter::once(plain).chain(marked)
    }

    /// Plain words that sound like the folded word, which itself may be among them; may repeat.
    pub(super) fn sounding_like(&self, folded: &str) -> impl Iterator<Item = WordNo> {
        let codes = sound::codes(folded).into_iter();
        codes.flat_map(|code| filed_under(&self.sounds, code))
    }

    /// Plain words one typo away from the folded word; may repeat.
    pub(super) fn misspelt_as(&self, folded: &str) -> impl Iterator<Item = WordNo> {
        let long_enough = folded.chars().count() >= typo::SHORTEST;
        let forms = if long_enough {
            typo::forms(folded)
        } else {
            Vec::new()
        };
        forms
            .into_iter()
            .flat_map(|form| filed_under(&self.forms, form))
            .filter(move |word| typo::is_one_typo(folded, self.text(*word)))
    }

    /// How many distinct words there are, wiped ones included.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// About how many bytes of memory the words, their people and their files take.
    pub(super) fn memory_bytes(&self) -> usize {
        let bearers: usize = self
            .words
            .iter()
            .map(|word| word.bearers.capacity() * 4)
            .sum();
        // A B-tree leaf has 12 bytes beside its eleven keys, and is at worst about half full.
        let filed = (self.forms.len() + self.sounds.len()) * 10;
        let marked: usize = self
            .marked
            .values()
            .map(|list| 40 + list.capacity() * 4)
            .sum();
        self.blocks.len() * BLOCK
            + self.words.capacity() * size_of::<Word>()
            + self.by_hash.capacity() * 8 / 7 * 17
            + bearers
            + filed
            + marked
    }
}

fn file_under(files: &mut BTreeSet<u64>, mut fresh: Vec<u64>) {
    if files.is_empty() {
        // Sorted first, the tree is built in one go and full, which takes half the memory.
        fresh.sort_unstable();
        *files = fresh.into_iter().collect();
    } else {
        files.extend(fresh);
    }
}

fn filed_under(files: &BTreeSet<u64>, half: u32) -> impl Iterator<Item = WordNo> {
    let from = u64::from(half) << 32;
    files
        .range(from..=from | u64::from(u32::MAX))
        .map(|key| (*key & u64::from(u32::MAX)) as WordNo)
}
