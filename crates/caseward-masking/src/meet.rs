//! Where a first name and a surname meet, in either order, with what people write between and instead of them (CR-9, DV-4.6.4).

use std::ops::Range;

use crate::filing::{given_initial, initial_family};
use crate::gap::{
    AMPERSAND, BLANK, BREAK, COLON, COMMA, Gap, HYPHEN, JOINT, QUOTE, SPACE, STOP, WALL,
};
use crate::keys::{Bearers, name_key};
use crate::letters::Word;
use crate::lexicon::{AND, LABEL, PARTICLE, PREFIX, SUFFIX, TITLE};
use crate::scan::Scan;
use crate::span::{Kind, Way, Ways};
use crate::token::{Shape, Token};
use crate::vocabulary::{ALONE, COMMON, FAMILY, FUNCTION, GIVEN, SHORT};

/// So far back a first name and a surname are looked for.
const FARTHEST: usize = 7;
/// So many names may stand between them.
const MOST_BETWEEN: u8 = 3;

/// What was passed on the way back from one name to the other.
#[derive(Clone, Copy, Default)]
struct Passed {
    gap: Gap,
    commas: u8,
    /// Where the word before the comma ends.
    comma_after: usize,
    names: u8,
    words: u8,
    and: bool,
    /// *Last name:* and the like stand between.
    labels: bool,
    /// Commas have no space after them, as in tables.
    tight: bool,
}

impl Scan<'_> {
    /// Looks back from the last word for one that makes a name with it.
    pub(crate) fn meet(&mut self) {
        let Some(last) = self.back(0).copied() else {
            return;
        };
        let mut right = last;
        let mut passed = Passed::default();
        for places in 1..=FARTHEST {
            let Some(left) = self.back(places).copied() else {
                break;
            };
            let gap = self.gap(&left, &right);
            if !passed.cross(gap, &left, &right) {
                break;
            }
            let found = self.pair(&left, &last, &passed);
            if !found {
                self.pair_glued(places, &left, &last, &passed);
            }
            // Beyond a whole name that others stand behind, another one begins.
            let whole = passed.names > 0 && self.ends_name(&left, left.end);
            if whole || !passed.through(&left, &last) {
                break;
            }
            right = left;
        }
        if last.is_capital() && last.known.is(FAMILY) {
            self.titled(&last);
        }
    }

    /// *Mary-Ann* before a surname, where only Maryann is known.
    fn pair_glued(&mut self, places: usize, left: &Token, last: &Token, passed: &Passed) {
        let Some(before) = self.back(places + 1).copied() else {
            return;
        };
        if before.end + 4 < left.start || !self.gap(&before, left).glues() {
            return;
        }
        let mut both = *left;
        both.start = before.start;
        both.word = before.word.joined(left.word);
        both.known = self.look_up(both.word);
        if both.known.is(GIVEN | FAMILY) {
            self.pair(&both, last, passed);
        }
    }

    /// An initial after a name: *John S.*, *Smith, J.*
    pub(crate) fn meet_initial(&mut self) {
        let Some(last) = self.back(0).copied() else {
            return;
        };
        let mut right = last;
        let mut passed = Passed::default();
        for places in 1..=3 {
            let Some(left) = self.back(places).copied() else {
                return;
            };
            let gap = self.gap(&left, &right);
            if !passed.cross(gap, &left, &right) {
                return;
            }
            if left.letters > 1 {
                self.name_and_initial(&left, &last, &passed);
            }
            let second = places == 1 && left.is_capital() && left.known.is(GIVEN);
            let is_between = left.is_initial() || left.says(PARTICLE | SUFFIX) || second;
            if !is_between || passed.and {
                return;
            }
            right = left;
        }
    }

    fn name_and_initial(&mut self, left: &Token, last: &Token, passed: &Passed) {
        let dotted = self.text.as_bytes().get(last.end) == Some(&b'.');
        let letter = last.word.initial();
        let plain_word = matches!(letter, 1 | 9);
        let strength = Self::strength(left);
        let large = last.is_capital() && left.is_capital();
        if !passed.gap.only(SPACE | BREAK | STOP | COMMA) || passed.gap == Gap::default() {
            return;
        }
        if strength == 0 || (!dotted && plain_word) || !(large || (dotted && strength == 2)) {
            return;
        }
        let doubtful =
            !dotted || left.known.is(FUNCTION) || plain_word && self.begins_sentence(left);
        if strength == 1 && doubtful {
            return;
        }
        let ways = self.ways(left, last, passed).with(Way::Initial);
        let range = left.start..last.end + usize::from(dotted);
        if passed.commas == 0 && left.known.is(GIVEN | SHORT) {
            let words: Vec<Word> = self.readings(left).collect();
            for word in words {
                if let Some(bearers) = self.index.bearers(given_initial(word, letter)) {
                    self.name_found(range.clone(), ways, &[bearers], [word, Word::EMPTY]);
                    return;
                }
            }
        }
        let comma = passed.commas > 0 && !self.ends_name(left, passed.comma_after.max(left.end));
        let comma_or_dot = comma || (passed.gap.only(SPACE) && (dotted || strength == 2));
        if left.known.is(FAMILY)
            && comma_or_dot
            && let Some(bearers) = self.index.bearers(initial_family(letter, left.word))
        {
            let ways = ways.with(Way::FamilyFirst);
            self.name_found(range, ways, &[bearers], [Word::EMPTY, left.word]);
        }
    }

    /// The word itself, then what its bearer may be called or named.
    pub(crate) fn readings(&self, token: &Token) -> impl Iterator<Item = Word> {
        let own = token.known.is(GIVEN).then_some(token.word);
        let others: &[Word] = if token.known.is(SHORT) {
            self.index.relatives(token.known.id)
        } else {
            &[]
        };
        own.into_iter().chain(others.iter().copied())
    }

    /// Whether two words are somebody's name together; notes it if so.
    fn pair(&mut self, left: &Token, last: &Token, passed: &Passed) -> bool {
        if left.word.is_empty() || !left.may_name() {
            return false;
        }
        let range = if passed.and {
            left.start..left.end
        } else {
            left.start..last.end
        };
        let ways = self.ways(left, last, passed);
        let initials =
            left.shape == Shape::Upper && left.letters <= 3 && last.shape != Shape::Upper;
        let initials =
            initials && !left.known.is(GIVEN | FAMILY | SHORT | COMMON) && left.senses == 0;
        if left.is_initial() || (initials && Self::strength(last) == 2) {
            return self.initial_and_family(left, last, passed, range, ways);
        }
        if !self.are_plausible(left, last, passed) {
            return false;
        }
        let mut found = false;
        if passed.commas == 0 || passed.tight {
            found |= self.given_family(left, last, range.clone(), ways);
        }
        // *John Smith, Mary*: the surname belongs to the name before it, and Mary is a mention of her own.
        let taken = self.ends_name(left, passed.comma_after.max(left.end));
        let close = passed.names <= 1
            && passed.words == passed.names
            && (passed.labels || passed.gap.only(SPACE | BREAK | JOINT | HYPHEN))
            && !taken;
        if !passed.and && (passed.commas > 0 || close) {
            let range = if taken {
                last.start..last.end
            } else {
                range.clone()
            };
            found |= self.given_family(last, left, range, ways.with(Way::FamilyFirst));
        }
        if found || passed.and || passed.names > 1 {
            return found;
        }
        self.slipped(left, last, passed.places(), range, ways)
    }

    fn initial_and_family(
        &mut self,
        left: &Token,
        last: &Token,
        passed: &Passed,
        range: Range<usize>,
        ways: Ways,
    ) -> bool {
        if !last.known.is(FAMILY) || passed.commas > 0 || passed.and {
            return false;
        }
        // *X-Ray*
        if last.known.is(COMMON) && (passed.gap.has(HYPHEN) || passed.gap == Gap::default()) {
            return false;
        }
        let letter = left.word.initial();
        let dotted = matches!(
            self.text.as_bytes().get(left.end),
            Some(b'.' | b'_' | b'-' | b'@')
        );
        let strength = Self::strength(last);
        let plain_word = matches!(letter, 1 | 9);
        let plausible = if left.is_capital() {
            strength > 0 && (dotted || (!plain_word && !last.known.is(FUNCTION)))
        } else {
            let slurred = matches!(letter, 1 | 4 | 5 | 9 | 13 | 15 | 19 | 20 | 21 | 25);
            strength == 2 && (dotted || (!slurred && !last.is_capital()))
        };
        if !plausible {
            return false;
        }
        let Some(bearers) = self.index.bearers(initial_family(letter, last.word)) else {
            return false;
        };
        let ways = ways.with(Way::Initial);
        self.name_found(range, ways, &[bearers], [Word::EMPTY, last.word])
    }

    /// Whether two words can be a name and not a sentence.
    fn are_plausible(&self, left: &Token, last: &Token, passed: &Passed) -> bool {
        let (one, other) = (Self::strength(left), Self::strength(last));
        let either = |flags| left.known.is(flags) || last.known.is(flags);
        let same_size = left.is_capital() == last.is_capital();
        match one + other {
            4 => true,
            // *An Nguyen*, but not *an Nguyen*.
            3 => same_size || !either(FUNCTION),
            2 if one == 1 => true,
            2 => same_size && !either(FUNCTION) && !passed.and && passed.commas == 0,
            // Two ordinary words in small letters are a name only of those who are near.
            0 | 1 => {
                let near = self.scope.near.is_some() && passed.commas == 0;
                near && !either(FUNCTION) && same_size
            }
            _ => false,
        }
    }

    fn given_family(
        &mut self,
        given: &Token,
        family: &Token,
        range: Range<usize>,
        ways: Ways,
    ) -> bool {
        if !family.known.is(FAMILY) || !given.known.is(GIVEN | SHORT) {
            return false;
        }
        let weak = Self::strength(given) + Self::strength(family) < 2;
        let mut bearers: Vec<Bearers<'_>> = Vec::new();
        let mut ways = ways;
        let mut of = Word::EMPTY;
        for word in self.readings(given) {
            if let Some(some) = self.index.bearers(name_key(word, family.word)) {
                let near = self.scope.near;
                if weak && !some.iter().any(|it| near.is_some_and(|n| n.has_number(it))) {
                    continue;
                }
                if word != given.word && bearers.is_empty() {
                    ways = ways.with(Way::ShortForm);
                }
                of = word;
                bearers.push(some);
            }
        }
        !bearers.is_empty() && self.name_found(range, ways, &bearers, [of, family.word])
    }

    pub(crate) fn name_found(
        &mut self,
        range: Range<usize>,
        ways: Ways,
        bearers: &[Bearers<'_>],
        [given, family]: [Word; 2],
    ) -> bool {
        if self.is_own(given, family) && !bearers.iter().any(|it| self.is_near(it)) {
            self.own.push(range);
            return true;
        }
        let range = self.widened(range, ways);
        self.known(range, (Kind::Name, Kind::Name.class()), ways, bearers)
    }

    fn is_near(&self, bearers: &Bearers<'_>) -> bool {
        let near = self.scope.near;
        near.is_some_and(|near| bearers.iter().any(|it| near.has_number(it)))
    }

    /// Whether somebody whose file it is bears both words.
    fn is_own(&self, given: Word, family: Word) -> bool {
        let Some(own) = self.scope.own else {
            return false;
        };
        let role = |word: Word| own.named(self.look_up(word).id);
        let (Some(given), Some(family)) = (role(given), role(family)) else {
            return false;
        };
        given.given.iter().any(|it| family.family.contains(it))
    }

    fn ways(&self, left: &Token, last: &Token, passed: &Passed) -> Ways {
        let mut ways = Self::guises(left).and(Self::guises(last));
        let all = |shape| left.shape == shape && last.shape == shape;
        if all(Shape::Lower) || all(Shape::Upper) {
            ways = ways.with(Way::Case);
        }
        if passed.words > 0 {
            ways = ways.with(Way::Between);
        }
        if passed.gap.has(BREAK) || left.joined || last.joined {
            ways = ways.with(Way::Broken);
        }
        if passed.gap.only(JOINT | HYPHEN) {
            ways = ways.with(Way::Together);
        }
        ways
    }
}

impl Passed {
    /// Whether the first name may come first, and whether the surname may.
    fn places(&self) -> (bool, bool) {
        let beside = self.gap.only(SPACE | BREAK) && self.names == 0;
        (self.commas == 0, self.commas > 0 || beside)
    }

    /// Whether a name may go on to the left across this; remembers what was crossed.
    fn cross(&mut self, gap: Gap, left: &Token, right: &Token) -> bool {
        if gap.has(WALL | BLANK) || gap.is_dash() {
            return false;
        }
        let is_label = |it: &Token| it.says(LABEL) && !it.known.is(GIVEN | FAMILY);
        let label = is_label(left) || is_label(right);
        let short = left.is_initial() || left.says(TITLE | SUFFIX | PREFIX | LABEL);
        if (gap.has(STOP) && !short) || (gap.has(COLON) && !label) {
            return false;
        }
        let suffix = right.says(SUFFIX) && !right.known.is(GIVEN | FAMILY);
        if gap.has(COMMA) && !label && !suffix {
            self.commas += 1;
            self.tight = gap.only(COMMA);
            self.comma_after = left.end;
        }
        self.and |= gap.has(AMPERSAND);
        self.gap = self.gap.and(gap);
        self.commas < 2
            && gap.only(SPACE | BREAK | HYPHEN | JOINT | STOP | COMMA | QUOTE | COLON | AMPERSAND)
    }

    /// Whether a name may go on to the left of this word; remembers the word.
    fn through(&mut self, left: &Token, last: &Token) -> bool {
        if self.and {
            return false;
        }
        if left.says(LABEL) && !left.known.is(GIVEN | FAMILY) {
            self.labels = true;
            return true;
        }
        self.words = self.words.saturating_add(1);
        if left.says(AND) && left.letters > 0 && !left.says(TITLE) && left.shape == Shape::Lower {
            self.and = self.names < 2 && left.letters > 1;
            // Spanish joins surnames with a letter: *Ortega y Gasset*.
            return self.and || left.letters == 1;
        }
        if left.is_initial() && !left.is_capital() && last.is_capital() {
            return false;
        }
        if left.is_initial() || left.says(PARTICLE | PREFIX | LABEL | SUFFIX | TITLE) {
            return true;
        }
        let name = left.known.is(GIVEN | FAMILY | SHORT | ALONE);
        let named = name && (!left.known.is(COMMON) || left.is_capital());
        let like = left.shape == last.shape
            && (left.is_capital() && !left.known.is(FUNCTION) || !left.known.is(COMMON));
        self.names += 1;
        self.names <= MOST_BETWEEN && left.may_name() && (named || like)
    }
}
