//! Addresses of the net: e-mail, web pages, account names, and names in the names of files (CR-9).

use std::ops::Range;

use caseward_model::RedactionClass;
use memchr::memchr_iter;

use crate::filing::{Sum, initial_family, mail_key};
use crate::gap::{BLANK, HYPHEN, JOINT, QUOTE, SPACE, WALL};
use crate::keys::{Trait, key, name_key};
use crate::letters::{Word, is_invisible};
use crate::lexicon::{AT, DOMAIN, DOT, FILE, LINK};
use crate::scan::Scan;
use crate::span::{Kind, Way, Ways};
use crate::token::Token;
use crate::vocabulary::{FAMILY, GIVEN, SHORT};

/// The longest part before and after the at sign that is read.
const LONGEST_MAIL: usize = 320;

impl Scan<'_> {
    /// Looks for at signs in the whole text.
    pub(crate) fn signs(&mut self) {
        let text = self.text;
        for at in memchr_iter(b'@', text.as_bytes()) {
            self.sign(at, 1);
        }
        // The wide at sign, in any text that has wide letters.
        let wide = memchr::memmem::find_iter(text.as_bytes(), "＠".as_bytes());
        for at in wide {
            self.sign(at, "＠".len());
        }
    }

    fn sign(&mut self, at: usize, len: usize) {
        let before = back_from(self.text, at);
        let mut len = len;
        let mut after = self.text.get(at + len..).unwrap_or("");
        let begun = after.trim_start_matches([' ', '\n', '\r']);
        // A line that ends within an address.
        let broken = after.len() - begun.len();
        if (1..=2).contains(&broken) {
            (after, len) = (begun, len + broken);
        }
        let local = before
            .char_indices()
            .rev()
            .take(LONGEST_MAIL)
            .take_while(|(_, sign)| in_mail(*sign, true))
            .last()
            .map_or("", |(from, _)| before.get(from..).unwrap_or(""));
        let domain_len = after
            .char_indices()
            .take(LONGEST_MAIL)
            .take_while(|(_, sign)| in_mail(*sign, false))
            .last()
            .map_or(0, |(from, sign)| from + sign.len_utf8());
        let domain = after.get(..domain_len).unwrap_or("");
        let domain = domain.trim_end_matches(['.', '-', '_', '．']);
        let end = at + len + domain.len();
        let local = local.trim_start_matches(['.', '-', '\'']);
        let start = at - local.len();
        let (Some(whole), true) = (self.text.get(start..end), !domain.is_empty()) else {
            return;
        };
        if local.is_empty() && broken > 0 {
            return;
        }
        if local.is_empty() {
            self.account(start..end, domain);
            return;
        }
        let what = (Kind::Mail, RedactionClass::Email);
        if let Some(bearers) = mail_key(whole).and_then(|it| self.index.bearers(it)) {
            let case = whole.chars().any(char::is_uppercase);
            let ways = if case {
                Ways::NONE.with(Way::Case)
            } else {
                Ways::NONE
            };
            self.known(start..end, what, ways, &[bearers]);
        } else if domain.contains(['.', '．']) && broken == 0 {
            self.unknown(start..end, what.0, what.1);
        }
    }

    /// *@jsmith82*
    fn account(&mut self, range: Range<usize>, name: &str) {
        if name.chars().filter(|it| it.is_alphanumeric()).count() < 3 {
            return;
        }
        self.unknown(range, Kind::Web, RedactionClass::UniqueCode);
    }

    /// What a word says besides itself: a link, the end of a file's name, the end of an address that is spelled out.
    pub(crate) fn sense(&mut self, token: &Token) {
        if token.says(LINK) && token.start >= self.link_end {
            self.link(token);
        }
        if token.says(FILE | DOMAIN) {
            self.dotted(token);
        }
    }

    fn link(&mut self, token: &Token) {
        let rest = self.text.get(token.end..).unwrap_or("");
        let begins = if token.letters == 3 && token.word == Word::of("www") {
            rest.starts_with('.')
        } else {
            rest.starts_with("://")
        };
        if !begins {
            return;
        }
        let len = rest
            .char_indices()
            .take(2048)
            .find(|(_, sign)| sign.is_whitespace() || matches!(sign, '<' | '>' | '"' | '”' | '|'))
            .map_or_else(|| floor(rest, 2048), |(at, _)| at);
        let link = rest.get(..len).unwrap_or("");
        let link = link.trim_end_matches(['.', ',', ')', ']', ';', ':', '\'', '!', '?']);
        let range = token.start..token.end + link.len();
        self.link_end = range.end;
        self.unknown(range, Kind::Web, RedactionClass::Url);
    }

    /// *john_smith.pdf*, *facebook.com/jsmith*, *jsmith at mail dot com*.
    fn dotted(&mut self, token: &Token) {
        let Some(left) = self.back(1).copied() else {
            return;
        };
        if token.says(DOMAIN) && left.says(DOT) {
            self.spelled(token);
            return;
        }
        let point = self.text.get(left.end..token.start) == Some(".");
        if !point {
            return;
        }
        if token.says(FILE) {
            for places in 1..=4 {
                let Some(part) = self.back(places).copied() else {
                    return;
                };
                let Some(right) = self.back(places - 1).copied() else {
                    return;
                };
                if !self.gap(&part, &right).only(JOINT | HYPHEN) {
                    return;
                }
                self.written_together(&part);
                if right.is_initial() && part.known.is(FAMILY) {
                    self.initial_behind(&part, &right);
                }
            }
        }
        let rest = self.text.get(token.end..).unwrap_or("");
        if token.says(DOMAIN) && rest.starts_with('/') && left.letters > 1 {
            let len = rest
                .char_indices()
                .take(512)
                .find(|(_, sign)| sign.is_whitespace() || matches!(sign, '<' | '>' | '"' | ')'))
                .map_or_else(|| floor(rest, 512), |(at, _)| at);
            let path = rest
                .get(..len)
                .unwrap_or("")
                .trim_end_matches(['.', ',', ';']);
            let range = left.start..token.end + path.len();
            self.unknown(range, Kind::Web, RedactionClass::Url);
        }
    }

    /// *smith-j*
    fn initial_behind(&mut self, family: &Token, initial: &Token) {
        let hash = initial_family(initial.word.initial(), family.word);
        if let Some(bearers) = self.index.bearers(hash) {
            let what = (Kind::Name, RedactionClass::Name);
            let ways = Ways::NONE.with(Way::Together);
            self.known(family.start..initial.end, what, ways, &[bearers]);
        }
    }

    /// *jsmith*, *smithj*, *johnsmith* in the name of a file or an account.
    fn written_together(&mut self, token: &Token) {
        let word = token.word.first(token.letters.min(24));
        let len = word.len();
        if token.lead_digits > 0 || len < 4 {
            return;
        }
        for at in 1..len {
            let (one, other) = (word.first(at), word.from(at));
            let (left, right) = (self.look_up(one), self.look_up(other));
            let keys = [
                (at == 1 && right.is(FAMILY)).then(|| initial_family(one.initial(), other)),
                (at + 1 == len && left.is(FAMILY)).then(|| initial_family(other.initial(), one)),
                (left.is(GIVEN | SHORT) && right.is(FAMILY)).then(|| name_key(one, other)),
                (left.is(FAMILY) && right.is(GIVEN)).then(|| name_key(other, one)),
            ];
            for hash in keys.into_iter().flatten() {
                if let Some(bearers) = self.index.bearers(hash) {
                    let ways = Ways::NONE.with(Way::Together);
                    let what = (Kind::Name, RedactionClass::Name);
                    self.known(token.start..token.end, what, ways, &[bearers]);
                }
            }
        }
    }

    /// *jsmith at mail dot com*, *j.smith (at) mail (dot) co (dot) uk*.
    fn spelled(&mut self, last: &Token) {
        let mut domain = last.sum();
        let mut local = Sum::default();
        let mut start = None;
        let mut in_local = false;
        let mut right = *last;
        for places in 1..=9 {
            let Some(token) = self.back(places).copied() else {
                break;
            };
            let gap = self.gap(&token, &right);
            let narrow = !gap.has(WALL | BLANK) && right.start.saturating_sub(token.end) <= 4;
            let word = token.says(DOT) || token.says(AT);
            if in_local && start.is_some() && !(gap.only(JOINT | HYPHEN) || word || right.says(DOT))
            {
                break;
            }
            if !narrow || !gap.only(SPACE | QUOTE | JOINT | HYPHEN) {
                break;
            }
            right = token;
            if token.says(AT) && !in_local {
                in_local = true;
            } else if token.says(DOT) {
            } else if in_local {
                local = token.sum().joined(local);
                start = Some(token.start);
            } else {
                domain = token.sum().joined(domain);
            }
        }
        let Some(start) = start else {
            return;
        };
        let range = start..last.end;
        let what = (Kind::Mail, RedactionClass::Email);
        let hash = key(Trait::Mail, local.hash, domain.hash);
        if let Some(bearers) = self.index.bearers(hash) {
            self.known(range, what, Ways::NONE.with(Way::Spelled), &[bearers]);
        } else {
            self.unknown(range, what.0, what.1);
        }
    }
}

fn in_mail(sign: char, local: bool) -> bool {
    sign.is_alphanumeric()
        || matches!(sign, '.' | '-' | '_' | '．' | '－')
        || (local && matches!(sign, '+' | '%' | '\'' | '#' | '=' | '~'))
        || is_invisible(sign)
        || unicode_normalization::char::is_combining_mark(sign)
}

/// What stands before a place, no more than can be part of an address.
fn back_from(text: &str, at: usize) -> &str {
    let from = at.saturating_sub(4 * LONGEST_MAIL);
    let from = (from..at)
        .find(|it| text.is_char_boundary(*it))
        .unwrap_or(at);
    text.get(from..at).unwrap_or("")
}

fn floor(text: &str, len: usize) -> usize {
    let len = len.min(text.len());
    (0..=len)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}
