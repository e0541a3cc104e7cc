//! Makes text fit for print without changing what it says: every letter that no typeface has becomes
//! a visible box, and what can't be seen at all goes.

use serde_json::Value;

use crate::typefaces::{Letters, TYPEFACES};

/// What stands for a letter that can't be printed.
const BOX: char = '□';

/// Makes every text within a value fit. Returns whether a letter was missing.
pub(crate) fn fit(value: &mut Value, letters: Letters) -> bool {
    match value {
        Value::String(text) => {
            let (fitted, missing) = fit_text(text, letters);
            *text = fitted;
            missing
        }
        Value::Array(items) => fit_all(items.iter_mut(), letters),
        Value::Object(fields) => fit_all(fields.values_mut(), letters),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn fit_all<'v>(values: impl Iterator<Item = &'v mut Value>, letters: Letters) -> bool {
    let mut missing = false;
    for value in values {
        missing |= fit(value, letters);
    }
    missing
}

fn fit_text(text: &str, letters: Letters) -> (String, bool) {
    let mut missing = false;
    let fitted = text
        .chars()
        .filter(|it| !is_unseen(*it))
        .map(|it| match it {
            '\n' => it,
            space if space.is_whitespace() => ' ',
            letter if TYPEFACES.has(letters, letter) => letter,
            _ => {
                missing = true;
                BOX
            }
        })
        .collect();
    (fitted, missing)
}

/// Characters that show nothing, and those that turn the line around.
const fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}'
        | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_without_a_typeface_become_boxes_and_unseen_ones_go() {
        let (text, missing) = fit_text("Zo\u{200b}ë \u{202e}漢", Letters::Any);
        assert_eq!((text.as_str(), missing), ("Zoë □", true));
        let (text, missing) = fit_text("Ñandú, Łukasz, Nguyễn, Ελένη, Дарья, שרה", Letters::Any);
        assert_eq!(
            (text.as_str(), missing),
            ("Ñandú, Łukasz, Nguyễn, Ελένη, Дарья, שרה", false)
        );
    }

    #[test]
    fn the_box_itself_can_always_be_printed() {
        assert!(TYPEFACES.has(Letters::Any, BOX));
        assert!(TYPEFACES.has(Letters::Main, BOX));
    }
}
