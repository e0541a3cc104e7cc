//! What stands between two words, and whether they can belong to one name across it (CR-9).

use crate::letters::is_invisible;

/// What was seen between two tokens.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Gap(u16);

pub(crate) const SPACE: u16 = 1;
pub(crate) const BREAK: u16 = 2;
/// An empty line.
pub(crate) const BLANK: u16 = 4;
pub(crate) const HYPHEN: u16 = 8;
/// A point, stroke or underscore with no space after it.
pub(crate) const JOINT: u16 = 16;
/// A point with a space after it.
pub(crate) const STOP: u16 = 32;
pub(crate) const COMMA: u16 = 64;
/// Quotation marks, brackets, stars, tags.
pub(crate) const QUOTE: u16 = 128;
pub(crate) const COLON: u16 = 256;
pub(crate) const AMPERSAND: u16 = 512;
/// Anything that no name goes across.
pub(crate) const WALL: u16 = 1024;

/// No name has wider gaps.
const WIDEST: usize = 48;

impl Gap {
    /// What stands between two places of a text.
    pub(crate) fn between(text: &str, from: usize, to: usize) -> Self {
        if from + 1 == to
            && let Some(b' ') = text.as_bytes().get(from)
        {
            return Self(SPACE);
        }
        if to.saturating_sub(from) > WIDEST {
            return Self(WALL);
        }
        let Some(between) = text.get(from..to) else {
            return Self(WALL);
        };
        let mut seen = Self::default();
        let mut signs = between.chars().peekable();
        let (mut in_tag, mut stroke) = (false, false);
        while let Some(sign) = signs.next() {
            if in_tag {
                in_tag = sign != '>';
                continue;
            }
            let ends = signs.peek().is_some_and(|next| next.is_whitespace());
            stroke |= matches!(sign, '/' | '\\');
            match sign {
                // *Rd., Salem*
                '.' if signs.peek() == Some(&',') => {}
                '<' => in_tag = between.contains('>'),
                '\n' | '\u{2028}' | '\u{2029}' => {
                    seen.0 |= if seen.has(BREAK) { BLANK } else { BREAK };
                }
                _ => seen.0 |= Self::of(sign, ends),
            }
        }
        // *one / other*
        if stroke && seen.has(SPACE) {
            seen.0 |= WALL;
        }
        seen
    }

    fn of(sign: char, before_space: bool) -> u16 {
        match sign {
            '.' | '．' if before_space => STOP,
            '.' | '．' | '_' | '/' | '\\' | '@' | '%' => JOINT,
            '-' | '‐' | '‑' | '‒' | '–' | '¬' | '－' => HYPHEN,
            ',' | ';' | '，' | '、' | '；' => COMMA,
            ':' | '=' | '：' => COLON,
            '&' | '＆' => AMPERSAND,
            '"' | '\'' | '|' | '(' | ')' | '[' | ']' | '{' | '}' | '*' | '<' | '>' | '“' | '”'
            | '‘' | '’' | '«' | '»' | '„' | '´' | '`' | '~' | '（' | '）' => QUOTE,
            _ if sign.is_whitespace() => SPACE,
            _ if is_invisible(sign) => 0,
            _ => WALL,
        }
    }

    pub(crate) fn has(self, seen: u16) -> bool {
        self.0 & seen != 0
    }

    /// Whether nothing else was seen.
    pub(crate) fn only(self, seen: u16) -> bool {
        self.0 & !seen == 0
    }

    /// A hyphen, or nothing at all: two halves of one word.
    pub(crate) fn glues(self) -> bool {
        self.0 == 0 || (self.has(HYPHEN) && self.only(HYPHEN | BREAK | SPACE) && !self.is_dash())
    }

    /// A dash with spaces around it.
    pub(crate) fn is_dash(self) -> bool {
        self.has(HYPHEN) && self.has(SPACE) && !self.has(BREAK)
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
