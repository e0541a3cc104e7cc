//! Telephone numbers and e-mail addresses in what was written, however they were spelt (CR-2).

/// The fewest and the most digits of a telephone number.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// So many last digits tell one telephone from another: what comes before says the country.
const TELLING: usize = 10;

/// The telephone numbers and e-mail addresses in a text, each in one spelling.
pub(super) fn in_text(text: &str) -> Vec<String> {
    let mut found = numbers(text);
    found.extend(text.split_whitespace().filter_map(mail));
    found
}

fn mail(word: &str) -> Option<String> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '@' | '.' | '_' | '-' | '+' | '%');
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let (name, host) = word.split_once('@')?;
    let whole = !name.is_empty() && host.contains('.') && word.chars().all(inside);
    whole.then(|| word.to_lowercase())
}

fn numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut digits = String::new();
    for sign in text.chars().chain([';']) {
        match sign {
            '0'..='9' => digits.push(sign),
            ' ' | '-' | '.' | '(' | ')' | '/' | '+' | '\u{a0}' | '\u{2011}'
                if !digits.is_empty() => {}
            _ => {
                if DIGITS.contains(&digits.len()) {
                    let from = digits.len().saturating_sub(TELLING);
                    found.extend(digits.get(from..).map(str::to_owned));
                }
                digits.clear();
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_telephone_has_one_spelling() {
        for text in [
            "412-555-0134",
            "call (412) 555 0134, after six",
            "+1 412.555.0134",
        ] {
            assert_eq!(in_text(text), ["4125550134"], "{text}");
        }
    }

    #[test]
    fn years_ages_and_case_numbers_are_no_telephones() {
        assert!(in_text("born 1987, two children, 12 and 14").is_empty());
        assert!(in_text("1234567890123456").is_empty());
        assert!(in_text("").is_empty());
    }

    #[test]
    fn a_mail_address_is_found_between_words() {
        let found = in_text("write to <Ana.Lima@Example.org>, not @home or a@b");
        assert_eq!(found, ["ana.lima@example.org"]);
    }
}
