//! Who bears which words: filled once when the office is unsealed, then kept up with each change.
//!
//! Design §6, clauses CR-2, DV-3.3.1.

use std::collections::HashMap;

use super::spelling;
use super::vocabulary::{PersonNo, Vocabulary, WordNo};

/// Where a person's words stand in the list of all people's words.
#[derive(Clone, Copy, Default)]
struct Span {
    start: u32,
    words: u16,
}

/// A day as a number: 19900506 is 6 May 1990.
pub(crate) type Day = i32;

/// What an exact match has to agree with: the plain words of first and last name, and the day of birth.
#[derive(Clone, Copy, Default)]
pub(super) struct Face {
    pub(super) given: Option<WordNo>,
    /// The first and the last word of the last name, which may be one and the same.
    pub(super) family: [Option<WordNo>; 2],
    pub(super) born: Option<Day>,
}

/// All names of all clients, searchable; in memory only.
///
/// Neither printable nor cloneable, because it holds names; the names are wiped when it is dropped.
#[derive(Default)]
pub(crate) struct NameIndex {
    pub(super) vocabulary: Vocabulary,
    clients: Vec<i64>,
    spans: Vec<Span>,
    carried: Vec<WordNo>,
    by_client: HashMap<i64, PersonNo>,
    pub(super) faces: Vec<Face>,
    /// Whether somebody came after a client with a higher number.
    out_of_order: bool,
}

/// Fills a [`NameIndex`] with everybody at once, many times faster than one by one.
#[derive(Default)]
pub(crate) struct NameIndexBuilder(NameIndex);

impl NameIndexBuilder {
    /// Starts with nobody.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a client's names: first, middle, last, suffix, other names, in any order; empty ones are
    /// passed over. A client who is added again bears all names together. Clients who come in
    /// ascending order make later searches a little faster.
    pub(crate) fn add(&mut self, client_no: i64, names: &[&str]) {
        self.0.add(client_no, names);
    }

    /// Says which of a client's names is the first and which the last, and on which day they were born, for
    /// matches that have to be exact. Only the first that is said of a client counts.
    pub(crate) fn face(&mut self, client_no: i64, given: &str, family: &str, born: Option<Day>) {
        self.0.face(client_no, given, family, born);
    }

    /// How many clients were added so far: the number beside the progress bar.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The finished index. Takes about a sixth of the whole building time.
    pub(crate) fn finish(self) -> NameIndex {
        let mut index = self.0;
        index.vocabulary.file();
        index.vocabulary.shrink();
        // Some room stays, so that the first change afterwards does not have to move everything.
        let roomy = |len: usize| len + len / 16;
        index.clients.shrink_to(roomy(index.clients.len()));
        index.faces.shrink_to(roomy(index.faces.len()));
        index.spans.shrink_to(roomy(index.spans.len()));
        index.carried.shrink_to(roomy(index.carried.len()));
        index.by_client.shrink_to(roomy(index.by_client.len()));
        index
    }
}

impl NameIndex {
    /// Files a client under these names and no others. Takes well under a millisecond,
    /// except when a list is full and moves (milliseconds, once in many thousands).
    pub(crate) fn insert(&mut self, client_no: i64, names: &[&str]) {
        self.remove(client_no);
        self.add(client_no, names);
        self.vocabulary.file();
    }

    /// Forgets a client, and wipes the words that nobody else bears; an unknown one is no error.
    pub(crate) fn remove(&mut self, client_no: i64) {
        let Some(person) = self.by_client.remove(&client_no) else {
            return;
        };
        for word in self.words_of(person).to_vec() {
            self.vocabulary.leave(word, person);
        }
        if let Some(span) = self.spans.get_mut(person as usize) {
            *span = Span::default();
        }
        if let Some(face) = self.faces.get_mut(person as usize) {
            *face = Face::default();
        }
    }

    /// How many clients can be found.
    pub(crate) fn len(&self) -> usize {
        self.by_client.len()
    }

    /// How many distinct words their names are made of.
    pub(crate) fn distinct_words(&self) -> usize {
        self.vocabulary.len()
    }

    /// About how many bytes of memory the index takes.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.vocabulary.memory_bytes()
            + self.clients.capacity() * size_of::<i64>()
            + self.spans.capacity() * size_of::<Span>()
            + self.carried.capacity() * size_of::<WordNo>()
            + self.faces.capacity() * size_of::<Face>()
            + self.by_client.capacity() * (size_of::<(i64, PersonNo)>() + 1)
    }

    fn face(&mut self, client_no: i64, given: &str, family: &str, born: Option<Day>) {
        let Some(person) = self.by_client.get(&client_no) else {
            return;
        };
        let plain = |word: &spelling::Spelled| self.vocabulary.find(&word.folded);
        let given: Vec<WordNo> = spelling::bearing_words(given)
            .filter_map(|it| plain(&it))
            .collect();
        let family: Vec<WordNo> = spelling::bearing_words(family)
            .filter_map(|it| plain(&it))
            .collect();
        let face = Face {
            given: given.first().copied(),
            family: [family.first().copied(), family.last().copied()],
            born,
        };
        if let Some(known) = self.faces.get_mut(*person as usize)
            && known.given.is_none()
            && known.family == [None; 2]
        {
            *known = face;
        }
    }

    /// The person who is this client.
    pub(super) fn person(&self, client_no: i64) -> Option<PersonNo> {
        self.by_client.get(&client_no).copied()
    }

    fn add(&mut self, client_no: i64, names: &[&str]) {
        let person = match self.by_client.get(&client_no) {
            Some(known) => *known,
            None => self.new_person(client_no),
        };
        let before = self.words_of(person).to_vec();
        let start = self.carried.len();
        self.carried.extend(before);
        for word in names.iter().flat_map(|name| spelling::name_words(name)) {
            let full = self.carried.len() - start >= usize::from(u16::MAX);
            let number = self.vocabulary.take_up(&word);
            if !full && self.vocabulary.bear(number, person) {
                self.carried.push(number);
            }
        }
        if let Some(span) = self.spans.get_mut(person as usize) {
            *span = Span {
                start: start as u32,
                words: (self.carried.len() - start) as u16,
            };
        }
    }

    fn new_person(&mut self, client_no: i64) -> PersonNo {
        let person = self.clients.len() as PersonNo;
        self.out_of_order |= self.clients.last().is_some_and(|last| *last >= client_no);
        self.clients.push(client_no);
        self.spans.push(Span::default());
        self.faces.push(Face::default());
        self.by_client.insert(client_no, person);
        person
    }

    /// The words of a person's names; none when they were removed.
    pub(super) fn words_of(&self, person: PersonNo) -> &[WordNo] {
        let words = self.spans.get(person as usize).and_then(|span| {
            let start = span.start as usize;
            self.carried.get(start..start + usize::from(span.words))
        });
        words.unwrap_or_default()
    }

    /// What people are ordered by: their client's number, or what gives the same order more quickly.
    pub(super) fn order_of(&self, person: PersonNo) -> i64 {
        match self.out_of_order {
            true => self.client_no(person),
            false => i64::from(person),
        }
    }

    /// The client behind a person's number.
    pub(super) fn client_no(&self, person: PersonNo) -> i64 {
        self.clients
            .get(person as usize)
            .copied()
            .unwrap_or_default()
    }
}
