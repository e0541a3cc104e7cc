//! Where a first name and a surname meet, in either order, with what people write between and instead of them (CR-9, DV-4.6.4).

use std::ops::Range;

use crate::filing::{given_initial, ideograph_hash, initial_family};
use crate::gap::{AMPERSAND, BLANK, BREAK, COLON, COMMA, Gap, HYPHEN, JOINT, QUOTE, SPACE, STOP, WALL};
use crate::keys::{Bearers, Trait, key, name_key};
use crate::letters::Word;
use crate::lexicon::{AND, LABEL, PARTICLE, PREFIX, SUFFIX, TITLE};
use crate::scan::Scan;
use crate::span::{Kind, Way, Ways};
use crate::token::{Shape, Token, tokens_from};
use crate::vocabulary::{ALONE, COMMON, FAMILY, FUNCTION, GIVEN, SHORT};

/// So far back a first name and a surname are looked for.
const FARTHEST: usize = 7;
/// So many names may stand between them.
const MOST_BETWEEN: u8 = 3;
/// A surname that no more people bear is one after a title.
const RARE: u32 = 5;

/// What was passed on the way back from one name to the other.
#[derive(Clone, Copy, Default)]
struct Passed {
    gap: Gap,
    commas: u8,
    names: u8,
    words: u8,
    and: bool,
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
                return;
            };
            let gap = self.gap(&left, &right);
            if !passed.cross(gap, &left, &right) {
                break;
            }
            let found = self.pair(&left, &last, &passed);
            if !found {
                self.pair_glued(places, &left, &last, &passed);
            }
            if !passed.through(&left, &last) {
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
            let is_between = left.is_initial() || left.says(PARTICLE | SUFFIX);
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
        if strength == 0 || (!dotted && plain_word) || !(large || (dotted && strength == 2)) {
            return;
        }
        let doubtful = !dotted || left.known.is(FUNCTION) || self.begins_sentence(left);
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
        let comma_or_dot = passed.commas > 0 || (dotted && passed.gap.only(SPACE));
        if left.known.is(FAMILY)
            && comma_or_dot
            && let Some(bearers) = self.index.bearers(initial_family(letter, left.word))
        {
            let ways = ways.with(Way::FamilyFirst);
            self.name_found(range, ways, &[bearers], [Word::EMPTY, left.word]);
        }
    }

    /// The word itself, then what its bearer may be called or named.
    fn readings(&self, token: &Token) -> impl Iterator<Item = Word> {
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
        if left.is_initial() {
            return self.initial_and_family(left, last, passed, range, ways);
        }
        if !self.are_plausible(left, last, passed) {
            return false;
        }
        let mut found = false;
        if passed.commas == 0 {
            found |= self.given_family(left, last, range.clone(), ways);
        }
        if !passed.and && (passed.commas > 0 || passed.names <= 1) {
            found |= self.given_family(last, left, range.clone(), ways.with(Way::FamilyFirst));
        }
        if found || passed.and || passed.names > 1 {
            return found;
        }
        self.slipped(left, last, passed, range, ways)
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
            // *An Nguyen*, but not *In Nguyen, An* and the like.
            3 => !(either(FUNCTION) && passed.commas > 0) && (same_size || !either(FUNCTION)),
            2 if one == 1 => !either(FUNCTION) && passed.commas == 0,
            2 => same_size && !either(FUNCTION) && !passed.and && passed.commas == 0,
            // Two ordinary words in small letters are a name only of those who are near.
            0 | 1 => self.scope.near.is_some() && !either(FUNCTION) && same_size,
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

    /// One of the two with a slip of the finger, the other as it is known.
    fn slipped(
        &mut self,
        left: &Token,
        last: &Token,
        passed: &Passed,
        range: Range<usize>,
        ways: Ways,
    ) -> bool {
        let ways = ways.with(Way::Typo);
        let forward = passed.commas == 0;
        let backward = passed.commas > 0 || (passed.gap.only(SPACE | BREAK) && passed.names == 0);
        let same_size = left.is_capital() == last.is_capital();
        for (right_one, wrong) in [(left, last), (last, left)] {
            let weak = Self::strength(right_one) == 0 && wrong.letters < 5;
            let sure = right_one.known.is(GIVEN | FAMILY | SHORT) && !weak;
            let ordinary = wrong.known.is(COMMON) && !wrong.joined;
            if !sure || ordinary || !same_size || wrong.letters < 3 {
                continue;
            }
            let wrong_is_last = wrong.start > right_one.start;
            // First name then surname, unless it is the other way round.
            let as_family = (wrong_is_last && forward) || (!wrong_is_last && backward);
            let as_given = (!wrong_is_last && forward) || (wrong_is_last && backward);
            if self.slip_of(right_one, wrong, (as_family, as_given), &range, ways) {
                return true;
            }
        }
        false
    }

    fn slip_of(
        &mut self,
        right_one: &Token,
        wrong: &Token,
        (as_family, as_given): (bool, bool),
        range: &Range<usize>,
        ways: Ways,
    ) -> bool {
        let mut slips = std::mem::take(&mut self.slips);
        self.index.vocabulary.slips_of(wrong.word, &mut slips);
        let mut found = false;
        for id in &slips {
            let word = self.index.vocabulary.entry(*id).word;
            let known = self.look_up(word);
            if as_family && known.is(FAMILY) {
                let mut given = self.readings(right_one);
                let hit = given.find_map(|it| {
                    let bearers = self.index.bearers(name_key(it, word))?;
                    Some((it, bearers))
                });
                drop(given);
                if let Some((given, bearers)) = hit {
                    found |= self.name_found(range.clone(), ways, &[bearers], [given, word]);
                }
            }
            if as_given
                && known.is(GIVEN)
                && right_one.known.is(FAMILY)
                && let Some(bearers) = self.index.bearers(name_key(word, right_one.word))
            {
                let names = [word, right_one.word];
                found |= self.name_found(range.clone(), ways, &[bearers], names);
            }
            if found {
                break;
            }
        }
        self.slips = slips;
        found
    }

    /// *Mr. Wiśniewski*, where few bear the name.
    fn titled(&mut self, last: &Token) {
        let Some(before) = self.back(1).copied() else {
            return;
        };
        let gap = self.gap(&before, last);
        if !before.says(TITLE) || !gap.only(SPACE | STOP | BREAK) || gap.has(BLANK) {
            return;
        }
        if self.index.vocabulary.entry(last.known.id).families > RARE || Self::strength(last) == 0 {
            return;
        }
        if let Some(bearers) = self
            .index
            .bearers(key(Trait::Family, last.word.hash(), 0))
        {
            let ways = Self::guises(last).with(Way::Title);
            self.name_found(last.start..last.end, ways, &[bearers], [Word::EMPTY, last.word]);
        }
    }

    /// Somebody whose whole name is one word.
    pub(crate) fn whole(&mut self, token: &Token) {
        if let Some(bearers) = self
            .index
            .bearers(key(Trait::Alone, token.word.hash(), 0))
        {
            let ways = Self::guises(token);
            self.name_found(token.start..token.end, ways, &[bearers], [token.word; 2]);
        }
    }

    /// A name in signs of words: the last two, three or four signs.
    pub(crate) fn ideographs(&mut self) {
        if !self.index.has_ideographs {
            return;
        }
        for count in 2..=4 {
            let mut hash = 0;
            let mut start = None;
            let mut end = 0;
            for places in (0..count).rev() {
                let Some(token) = self.back(places) else {
                    return;
                };
                let follows = start.is_none() || token.start <= end + 3;
                if token.shape != Shape::Ideograph || !follows {
                    return;
                }
                start.get_or_insert(token.start);
                end = token.end;
                hash = ideograph_hash(hash, token.word);
            }
            let hash = key(Trait::Ideographs, hash, 0);
            if let (Some(start), Some(bearers)) = (start, self.index.bearers(hash)) {
                self.name_found(start..end, Ways::NONE, &[bearers], [Word::EMPTY; 2]);
            }
        }
    }

    fn name_found(
        &mut self,
        range: Range<usize>,
        ways: Ways,
        bearers: &[Bearers<'_>],
        [given, family]: [Word; 2],
    ) -> bool {
        if self.is_own(given, family) && !bearers.iter().any(|it| self.is_near(it)) {
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

    /// What belongs to a name on either side: particles, the other half of a double name, *Jr.*
    fn widened(&self, range: Range<usize>, ways: Ways) -> Range<usize> {
        let Range { mut start, mut end } = range;
        let mut before = (0..FARTHEST + 3).filter_map(|places| self.back(places));
        let first = before.by_ref().find(|token| token.start <= start);
        if let Some(first) = first {
            let mut right = *first;
            for left in before {
                let gap = self.gap(left, &right);
                let particle = ways.has(Way::FamilyFirst)
                    && left.says(PARTICLE | PREFIX)
                    && left.letters > 1
                    && gap.only(SPACE | BREAK);
                let half = gap.has(HYPHEN) && gap.glues() && left.is_capital() && left.letters > 1;
                let initial = left.is_initial() && left.is_capital() && gap.has(STOP | JOINT)
                    && gap.only(STOP | JOINT | SPACE);
                if !(particle || half || initial) {
                    break;
                }
                start = left.start;
                right = *left;
            }
        }
        end = self.widened_right(end);
        start..end
    }

    fn widened_right(&self, end: usize) -> usize {
        let mut end = end;
        let Some(next) = self.text.as_bytes().get(end) else {
            return end;
        };
        // A possessive's apostrophe or a full stop ends most names.
        if !matches!(next, b' ' | b'-' | b',' | b'\n' | 0x80..) {
            return end;
        }
        for mut token in tokens_from(self.text, end).take(2) {
            self.know(&mut token);
            let gap = Gap::between(self.text, end, token.start);
            let suffix = token.says(SUFFIX) && gap.only(SPACE | COMMA) && token.letters > 1;
            let half = gap.has(HYPHEN)
                && gap.glues()
                && token.digits == 0
                && (token.is_capital() || (gap.only(HYPHEN) && token.known.is(FAMILY)));
            let second = gap.only(SPACE)
                && token.shape == Shape::Capital
                && token.known.is(FAMILY)
                && !token.known.is(COMMON | GIVEN);
            if !(suffix || half || second) {
                break;
            }
            end = token.end;
        }
        end
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
    /// Whether a name may go on to the left across this; remembers what was crossed.
    fn cross(&mut self, gap: Gap, left: &Token, right: &Token) -> bool {
        if gap.has(WALL | BLANK) || gap.is_dash() {
            return false;
        }
        let label = left.says(LABEL) || right.says(LABEL);
        let short = left.is_initial() || left.says(TITLE | SUFFIX | PREFIX | LABEL);
        if (gap.has(STOP) && !short) || (gap.has(COLON) && !label) {
            return false;
        }
        if gap.has(COMMA) && !label && !right.says(SUFFIX) {
            self.commas += 1;
        }
        self.and |= gap.has(AMPERSAND);
        self.gap = self.gap.and(gap);
        self.commas < 2 && gap.only(SPACE | BREAK | HYPHEN | JOINT | STOP | COMMA | QUOTE | COLON | AMPERSAND)
    }

    /// Whether a name may go on to the left of this word; remembers the word.
    fn through(&mut self, left: &Token, last: &Token) -> bool {
        if self.and {
            return false;
        }
        self.words = self.words.saturating_add(1);
        if left.says(AND) && left.letters > 0 && !left.says(TITLE) && left.shape == Shape::Lower {
            self.and = self.names < 2 && left.letters > 1;
            // Spanish joins surnames with a letter: *Ortega y Gasset*.
            return self.and || left.letters == 1;
        }
        if left.is_initial() || left.says(PARTICLE | PREFIX | LABEL | SUFFIX | TITLE) {
            return true;
        }
        let named = left.known.is(GIVEN | FAMILY | SHORT | ALONE) && !left.known.is(COMMON);
        let like = left.shape == last.shape
            && (left.is_capital() && !left.known.is(FUNCTION) || !left.known.is(COMMON));
        self.names += 1;
        self.names <= MOST_BETWEEN && left.may_name() && (named || like)
    }
}
