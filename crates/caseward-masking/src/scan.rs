//! One way through a text: each word is read once, and looked at again only beside another that may be a name (CR-9, DV-4.6.4).

use std::ops::Range;

use caseward_model::RedactionClass;

use crate::gap::Gap;
use crate::index::Index;
use crate::keys::Bearers;
use crate::letters::Word;
use crate::lexicon::{PARTICLE, PREFIX};
use crate::near::{Near, Scope};
use crate::person::PersonNo;
use crate::span::{Kind, Span, Way, Ways, settle};
use crate::token::{FOREIGN, INVISIBLE, LOOK_ALIKE, MARKED, Shape, Token, WIDE, tokens};
use crate::vocabulary::{ALONE, COMMON, FAMILY, FUNCTION, GIVEN, LETTERED, NAME, SENSED};

/// So many tokens are remembered, a power of two.
const REMEMBERED: usize = 16;
/// So many tokens after a name another one may complete it.
const ARMED: u8 = 6;
/// So many tokens after a number an address may go on.
const WATCHED: u8 = 7;

impl Index {
    /// What in a text tells who somebody is, in the order of the text; spans don't overlap.
    ///
    /// Any text will do. The time it takes grows with its length and with nothing else.
    #[must_use]
    pub fn find(&self, text: &str, scope: &Scope<'_>) -> Vec<Span> {
        let mut scan = Scan {
            index: self,
            text,
            scope,
            recent: [Token::default(); REMEMBERED],
            count: 0,
            armed: 0,
            watched: 0,
            slips: Vec::new(),
            found: Vec::new(),
            own: Vec::new(),
            link_end: 0,
        };
        scan.signs();
        for token in tokens(text) {
            scan.take(token);
        }
        scan.drop_own();
        settle(scan.found)
    }
}

/// A way through a text.
pub(crate) struct Scan<'s> {
    pub(crate) index: &'s Index,
    pub(crate) text: &'s str,
    pub(crate) scope: &'s Scope<'s>,
    recent: [Token; REMEMBERED],
    count: usize,
    armed: u8,
    watched: u8,
    pub(crate) slips: Vec<u32>,
    found: Vec<Span>,
    /// Where those are named whose file it is, in order.
    pub(crate) own: Vec<Range<usize>>,
    /// Where the last web address ends.
    pub(crate) link_end: usize,
}

impl<'s> Scan<'s> {
    /// The token so many places back, 0 the last one read.
    #[inline]
    pub(crate) fn back(&self, places: usize) -> Option<&Token> {
        if places >= self.count.min(REMEMBERED) {
            return None;
        }
        let at = self.count - 1 - places;
        self.recent.get(at % REMEMBERED)
    }

    pub(crate) fn gap(&self, left: &Token, right: &Token) -> Gap {
        Gap::between(self.text, left.end, right.start)
    }

    #[inline]
    fn push(&mut self, token: &Token) {
        if let Some(place) = self.recent.get_mut(self.count % REMEMBERED) {
            *place = *token;
        }
        self.count += 1;
    }

    pub(crate) fn know(&self, token: &mut Token) {
        if token.word.is_empty() {
            return;
        }
        token.known = self.index.vocabulary.look(token.word);
        if token.guises & FOREIGN != 0 {
            // Letters of other alphabets share numbers with Latin ones: such a word is a name or nothing.
            token.known.flags &= GIVEN | FAMILY | ALONE;
        }
        if token.known.is(SENSED) {
            let entry = self.index.vocabulary.entry(token.known.id);
            (token.senses, token.code) = (entry.senses, entry.code);
        }
    }

    #[inline]
    fn take(&mut self, mut token: Token) {
        self.know(&mut token);
        let (before, leaning) = self
            .back(0)
            .map_or((0, false), |it| (it.end, it.says(PREFIX | PARTICLE)));
        let glue = self.text.as_bytes().get(before).copied().unwrap_or(0);
        if token.start == before || glue == b'-' || glue >= 0x80 {
            self.glue(&mut token);
        }
        let flags = token.known.flags;
        let plain = flags & !(COMMON | FUNCTION) == 0 && token.digits == 0 && token.letters > 1;
        self.armed = self.armed.saturating_sub(1);
        self.watched = self.watched.saturating_sub(1);
        // Most words of most texts end here.
        if plain
            && flags & COMMON != 0
            && self.watched == 0
            && !leaning
            && token.shape != Shape::Ideograph
        {
            self.push(&token);
            return;
        }
        self.look(token);
    }

    fn look(&mut self, mut token: Token) {
        let Self { armed, .. } = *self;
        self.lean(&mut token);
        self.push(&token);
        if token.shape == Shape::Ideograph {
            self.ideographs();
            return;
        }
        if token.has_digits() {
            // *1420 W 5th*
            if self.watched > 0 && token.letters == 2 {
                self.watched_word(&token);
            }
            self.watched = WATCHED;
            self.number();
            self.date();
            self.house_behind();
        } else if self.watched > 0 {
            self.watched_word(&token);
        }
        if token.may_name() {
            self.name(&token, armed);
        }
        if token.senses != 0 {
            self.sense(&token);
        }
        if token.known.is(LETTERED) && token.is_capital() {
            self.lettered(&token);
        }
    }

    fn name(&mut self, token: &Token, armed: u8) {
        let known = token.known;
        let strength = Self::strength(token);
        if known.is(NAME) && strength > 0 && token.letters > 1 {
            self.armed = ARMED;
            self.meet();
        } else if token.is_initial() && armed > 0 {
            self.meet_initial();
        } else if token.letters > 1 && (known.is(NAME) || !known.is(COMMON)) {
            // A word that nobody knows may be a slip; so may the one before a name.
            let beside = self.back(1).is_some_and(|it| it.known.is(NAME));
            if !known.is(COMMON) {
                self.armed = armed.max(2);
            }
            if armed > 0 || beside {
                self.meet();
            }
        }
        if known.is(ALONE) && strength == 2 && token.is_capital() {
            self.whole(token);
        }
        if let Some(near) = self.scope.near.filter(|near| !near.is_empty()) {
            self.alone(token, near);
        }
    }

    /// How much a word looks like a name by itself: 2 if it is no ordinary word, 1 if it is one with a capital, else 0.
    pub(crate) fn strength(token: &Token) -> u8 {
        if token.known.is(COMMON) {
            u8::from(token.is_capital())
        } else {
            2
        }
    }

    /// Whether a word stands where any word would have a capital.
    pub(crate) fn begins_sentence(&self, token: &Token) -> bool {
        let before = self.text.get(..token.start).unwrap_or("");
        for sign in before.chars().rev().take(8) {
            match sign {
                '.' | '!' | '?' | ':' | '\n' | '•' | '…' => return true,
                '"' | '\'' | '(' | '[' | '*' | '“' | '‘' | '¿' | '¡' | '-' | '—' | '#' | '>' =>
                    {}
                _ if sign.is_whitespace() => {}
                _ => return false,
            }
        }
        true
    }

    /// Two halves of a word with a hyphen between, or written together, become one where only that is a name.
    fn glue(&mut self, token: &mut Token) {
        let Some(left) = self.back(0).copied() else {
            return;
        };
        if token.word.is_empty() || left.word.is_empty() || !self.gap(&left, token).glues() {
            return;
        }
        let both = left.known.is(GIVEN | FAMILY) && token.known.is(GIVEN | FAMILY);
        if !both {
            self.join(&left, token);
        }
    }

    /// What leans on a surname becomes one with it where that is a name: *O' Brien*, *Mc Kay*, *St. John*, *De La Cruz*.
    fn lean(&mut self, token: &mut Token) {
        let Some(left) = self.back(0).copied() else {
            return;
        };
        if !left.says(PREFIX | PARTICLE) || token.letters < 2 || token.joined {
            return;
        }
        if token.known.is(FAMILY) && left.says(PARTICLE) {
            return;
        }
        use crate::gap::{BREAK, QUOTE, SPACE, STOP};
        if !self.gap(&left, token).only(SPACE | BREAK | QUOTE | STOP) {
            return;
        }
        if let Some(first) = self.back(1).copied()
            && first.says(PREFIX | PARTICLE)
            && self.gap(&first, &left).only(SPACE | STOP)
        {
            let mut both = left;
            both.word = first.word.joined(left.word);
            both.start = first.start;
            both.letters = first.letters.saturating_add(left.letters);
            if self.join(&both, token) {
                self.count = self.count.saturating_sub(1);
                return;
            }
        }
        self.join(&left, token);
    }

    /// Puts the last token before this one, if both are a name together.
    fn join(&mut self, left: &Token, token: &mut Token) -> bool {
        let word = left.word.joined(token.word);
        let known = self.index.vocabulary.look(word);
        if !known.is(GIVEN | FAMILY) {
            return false;
        }
        token.start = left.start;
        token.word = word;
        token.known = known;
        token.guises |= left.guises;
        token.letters = token.letters.saturating_add(left.letters);
        token.joined = true;
        token.senses = 0;
        if left.is_capital() && token.shape == Shape::Lower {
            token.shape = Shape::Capital;
        }
        self.count = self.count.saturating_sub(1);
        true
    }

    /// The ways that a token's writing shows.
    pub(crate) fn guises(token: &Token) -> Ways {
        let pairs = [
            (MARKED, Way::Marks),
            (INVISIBLE, Way::Invisible),
            (LOOK_ALIKE, Way::LookAlike),
            (WIDE, Way::Wide),
        ];
        let seen = pairs.iter().filter(|(bit, _)| token.guises & bit != 0);
        seen.fold(Ways::NONE, |ways, (_, way)| ways.with(*way))
    }

    /// Notes what is somebody's who is known, unless it is somebody's own whose file it is.
    pub(crate) fn known(
        &mut self,
        range: Range<usize>,
        what: (Kind, RedactionClass),
        ways: Ways,
        bearers: &[Bearers<'_>],
    ) -> bool {
        let mut people: Vec<PersonNo> = Vec::new();
        let mut many = false;
        for bearers in bearers {
            many |= bearers.are_many();
            let there = bearers.iter().filter(|it| !self.index.is_gone(*it));
            people.extend(there.map(PersonNo));
        }
        if people.is_empty() && !many {
            return false;
        }
        self.note(range, what, ways, people, many)
    }

    pub(crate) fn note(
        &mut self,
        range: Range<usize>,
        (kind, class): (Kind, RedactionClass),
        ways: Ways,
        people: Vec<PersonNo>,
        many: bool,
    ) -> bool {
        let of = |near: Option<&Near>| near.is_some_and(|it| people.iter().any(|no| it.has(*no)));
        if of(self.scope.own) && !of(self.scope.near) {
            self.own.push(range);
            return true;
        }
        let ways = if ways == Ways::NONE {
            ways.with(Way::Known)
        } else {
            ways
        };
        self.found.push(Span {
            range,
            kind,
            class,
            ways,
            people,
            many,
        });
        true
    }

    /// Whether a name was found that ends with this word, or soon after but before a place, and has others before it.
    pub(crate) fn ends_name(&self, token: &Token, before: usize) -> bool {
        let last = self.found.iter().rev().take(4);
        let mut names = last.filter(|it| it.kind == Kind::Name);
        names.any(|it| it.range.start < token.start && (token.end..=before).contains(&it.range.end))
    }

    /// A part of a name alone is nobody else's within the name of one whose file it is.
    fn drop_own(&mut self) {
        if self.own.is_empty() {
            return;
        }
        self.own.sort_unstable_by_key(|it| it.start);
        let own = std::mem::take(&mut self.own);
        self.found.retain(|span| {
            let before = own.partition_point(|it| it.start <= span.range.start);
            let around = own.iter().take(before).rev().take(8);
            let inside = around.into_iter().any(|it| it.end >= span.range.end);
            !(inside && span.ways.has(Way::Alone))
        });
    }

    /// Notes what only looks like an identifier.
    pub(crate) fn unknown(&mut self, range: Range<usize>, kind: Kind, class: RedactionClass) {
        if self.scope.unknown {
            let ways = Ways::NONE.with(Way::Pattern);
            self.note(range, (kind, class), ways, Vec::new(), false);
        }
    }

    pub(crate) fn look_up(&self, word: Word) -> crate::vocabulary::Known {
        self.index.vocabulary.look(word)
    }
}
