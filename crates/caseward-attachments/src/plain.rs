//! Reads plain text (also CSV and Markdown): finds out in which encoding it was written, or says that
//! it can't be told.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::report::{Account, How, Place, Why};

/// A text, decoded.
pub(crate) struct Decoded {
    pub(crate) text: String,
}

pub(crate) fn read(bytes: &[u8], account: &mut Account) {
    match decoded(bytes) {
        Some(decoded) => account.text(Place::Body, &decoded.text, How::Text, 100),
        None => account.withhold(Place::Whole, Why::Unknown),
    }
}

/// Decodes by the byte order mark, else as UTF-8 or UTF-16 if it is that, else as the old encoding
/// that it looks most like. Nothing if it is no text, or has bytes that its encoding doesn't have.
pub(crate) fn decoded(bytes: &[u8]) -> Option<Decoded> {
    let (encoding, mark) = Encoding::for_bom(bytes)
        .or_else(|| wide(bytes).map(|encoding| (encoding, 0)))
        .unwrap_or_else(|| (guessed(bytes), 0));
    let mut text = String::new();
    let body = bytes.get(mark..)?;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    text.reserve(decoder.max_utf8_buffer_length(body.len())?);
    // A piece cut off in the middle of a letter is no fault of the text.
    let (_, _, broken) = decoder.decode_to_string(body, &mut text, false);
    let odd = text
        .chars()
        .filter(|letter| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r' | '\u{C}'))
        .count();
    (!broken && odd * 200 <= text.len()).then_some(Decoded { text })
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let valid = match str::from_utf8(bytes) {
        Ok(_) => true,
        // A letter that is cut off at the end.
        Err(error) => error.error_len().is_none(),
    };
    if valid {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 without its mark: every other byte of mostly Western text is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096) & !1)?;
    let zeros = |first: usize| {
        head.iter()
            .skip(first)
            .step_by(2)
            .filter(|it| **it == 0)
            .count()
    };
    let pairs = head.len() / 2;
    let (even, odd) = (zeros(0), zeros(1));
    if pairs < 2 {
        None
    } else if odd * 3 > pairs && even * 20 <= pairs {
        Some(UTF_16LE)
    } else if even * 3 > pairs && odd * 20 <= pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Option<String> {
        decoded(bytes).map(|decoded| decoded.text)
    }

    #[test]
    fn old_encodings_are_recognized() {
        let spanish = "La señora Núñez llegó mañana y habló con el niño José Ibáñez.";
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(spanish);
        assert_eq!(text(&latin).unwrap(), spanish);
        let russian = "Она позвонила вчера вечером и сказала, что приедет завтра утром.";
        let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
        assert_eq!(text(&cyrillic).unwrap(), russian);
        let wide: Vec<u8> = spanish.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&wide).unwrap(), spanish);
        let wide: Vec<u8> = [0xFEFF]
            .into_iter()
            .chain(spanish.encode_utf16())
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(text(&wide).unwrap(), spanish);
    }

    #[test]
    fn what_is_no_text_is_not_taken_for_one() {
        assert_eq!(text(&[0, 1, 2, 3, 4, 5, 6, 7]), None);
        assert_eq!(text(b"\xef\xbb\xbfabc\xff"), None);
    }
}
