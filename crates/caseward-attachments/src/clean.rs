//! Takes out of a text what can't be seen in it: marks that turn the direction of writing, letters
//! without width, controls.
//!
//! Such characters part a name so that a search for it finds nothing, or show one thing and are another (CR-9).
//! What looks like another letter stays as it is: it may be how somebody writes their name.

use std::collections::BTreeSet;

use crate::report::GAP;

/// A text of what can be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cleaned {
    pub(crate) text: String,
    /// How many characters were taken out.
    pub(crate) removed: usize,
    /// How many runs of characters that are no words were taken out.
    pub(crate) packed: u32,
}

/// From this length on, a run of letters and digits without a blank is no word of any language that
/// has blanks, but something packed (base64, hexadecimal), in which a name can't be looked for.
const PACKED: usize = 60;
/// So many different characters are in it at the least: fewer are a line to write on.
const DIFFERENT: usize = 12;

/// Keeps `\n` and `\t`, makes every other blank and control a space, drops what has no shape, and trims.
pub(crate) fn clean(text: &str) -> Cleaned {
    let mut cleaned = String::with_capacity(text.len());
    let mut removed = 0_usize;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\n' | '\t' => cleaned.push(letter),
            '\r' => {
                if letters.peek() != Some(&'\n') {
                    cleaned.push('\n');
                }
            }
            '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => cleaned.push('\n'),
            // A byte order mark at the very start says how the text is written, and hides nothing.
            '\u{FEFF}' if cleaned.is_empty() && removed == 0 => {}
            _ if is_invisible(letter) => removed += 1,
            _ if letter.is_control() || letter.is_whitespace() => cleaned.push(' '),
            _ => cleaned.push(letter),
        }
    }
    let (text, packed) = unpacked(&trimmed(&cleaned));
    Cleaned {
        text,
        removed,
        packed,
    }
}

/// Leaves a gap for each run that is no word; runs on lines one after the other are one.
fn unpacked(text: &str) -> (String, u32) {
    let is_of_run = |letter: char| letter.is_ascii_alphanumeric() || "+/=_-%".contains(letter);
    let mut kept = String::with_capacity(text.len());
    let mut count = 0_u32;
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.find(|it| !is_of_run(it)).unwrap_or(rest.len());
        let (run, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if run.len() >= PACKED && run.chars().collect::<BTreeSet<_>>().len() >= DIFFERENT {
            if !kept.trim_end().ends_with(GAP) {
                kept.push_str(GAP);
                count = count.saturating_add(1);
            }
        } else {
            kept.push_str(run);
        }
        let mut letters = after.chars();
        kept.extend(letters.next());
        rest = letters.as_str();
    }
    (kept, count)
}

/// Without blanks at the ends of lines, and with no more than one empty line in a row.
fn trimmed(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !lines.is_empty() {
            lines.push('\n');
            if empty > 0 {
                lines.push('\n');
            }
        }
        empty = 0;
        lines.push_str(line);
    }
    lines
}

/// Whether a character has no shape of its own: what Unicode calls default ignorable, and the
/// blank letters.
pub(crate) const fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFC}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a character says nothing: one for private use, or the sign for an unknown one.
pub(crate) fn is_meaningless(letter: char) -> bool {
    matches!(letter, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
        || (letter.is_control() && !matches!(letter, '\t' | '\n' | '\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_the_direction_or_has_no_width_is_taken_out_and_counted() {
        let cleaned =
            clean("Ma\u{200B}r\u{AD}ía \u{202E}zepóL\u{202C} \u{E0041}x\u{2066}y\u{2069}");
        assert_eq!(cleaned.text, "María zepóL xy");
        assert_eq!(cleaned.removed, 7);
    }

    #[test]
    fn letters_that_look_like_others_stay_as_they_were_written() {
        for name in [
            "Маria",
            "Łucja O’Brien-Nguyễn",
            "Ｍａｒｉａ",
            "محمد",
            "Ιωάννα",
            "ẞtraße",
        ] {
            assert_eq!(clean(name).text, name);
            assert_eq!(clean(name).removed, 0);
        }
    }

    #[test]
    fn controls_and_odd_blanks_become_spaces() {
        let cleaned = clean("\u{FEFF}a\u{0}b\u{7}c\u{A0}d\u{2003}e\r\nf\rg\u{2028}h\ti");
        assert_eq!(cleaned.text, "a b c d e\nf\ng\nh\ti");
        assert_eq!(cleaned.removed, 0);
    }

    #[test]
    fn what_is_packed_leaves_a_gap_because_no_name_can_be_looked_for_in_it() {
        let packed = "TWFyw61hIFF1aWxsIGxpdmVzIGF0IDEyIE9hayBTdHJlZXQsIGJlaGluZCB0aGUgYmFrZXJ5";
        let cleaned = clean(&format!("see:\n{packed}\n{packed}\nend {packed}."));
        assert_eq!(cleaned.text, "see:\n[…]\n\nend […].");
        assert_eq!(cleaned.packed, 2);
        let line = "_".repeat(90);
        assert_eq!(clean(&line).packed, 0);
        let long = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz";
        assert_eq!(clean(long).text, long);
    }

    #[test]
    fn a_mark_of_byte_order_inside_of_a_text_is_counted() {
        assert_eq!(clean("a\u{FEFF}b").removed, 1);
    }
}
