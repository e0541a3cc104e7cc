//! A short name that must not stand in a text turns up by chance in what is drawn at random there: four letters in some hundred
//! hashes, once in a thousand runs.

/// A text without ids, and without hashes in hexadecimal or base64; each is an ellipsis.
#[must_use]
pub fn without_random(text: &str) -> String {
    let ends = |it: char| !it.is_ascii_alphanumeric() && !matches!(it, '+' | '/');
    let mut left = String::with_capacity(text.len());
    for run in text.split_inclusive(ends) {
        // 32 bytes in base64 end with one sign that fills them up.
        if run.len() == 44 && run.ends_with('=') {
            left.push('…');
            continue;
        }
        for word in run.split_inclusive(|it: char| !it.is_ascii_alphanumeric()) {
            let letters = word.trim_end_matches(|it: char| !it.is_ascii_alphanumeric());
            match word.strip_prefix(letters).filter(|_| is_random(letters)) {
                Some(end) => {
                    left.push('…');
                    left.push_str(end);
                }
                None => left.push_str(word),
            }
        }
    }
    left
}

/// Whether it has the shape of an id, or of a hash in hexadecimal.
fn is_random(word: &str) -> bool {
    let of = |letters: &str| word.chars().all(|it| letters.contains(it));
    match word.len() {
        26 => of("0123456789abcdefghjkmnpqrstvwxyz"),
        64 => of("0123456789abcdef"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_at_random_goes_and_every_name_stays() {
        let id = "0danak3v9q7r2m5x8c1h4j6n0p";
        assert_eq!(id.len(), 26);
        let hash = format!("{}=", "Alma+/dana0".repeat(4).get(..43).unwrap());
        let hex = "ada1".repeat(16);
        let text = format!(
            r#"{{"who":"dana","file":"/clients/{id}/notes","root":"{hash}","of":"{hex}"}}"#
        );
        let left = without_random(&text);
        assert_eq!(
            left,
            r#"{"who":"dana","file":"/clients/…/notes","root":"…","of":"…"}"#
        );
    }
}
