//! Words that another program made out in a picture: put in lines, and withheld where it wasn't sure.
//!
//! This crate starts nothing by itself. Whoever asks for a file to be read hands an [`Ocr`] in, or
//! [`Ocr::none`], and then every picture is withheld (CR-9).

use crate::report::GAP;

/// What is looked at: a picture in shades of grey.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Rows from the top, a byte for each pixel: 0 is black.
    pub grey: Vec<u8>,
    /// Pixels to the inch, where that is known or guessed.
    pub dots_per_inch: u32,
}

/// A word that was made out in a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The word.
    pub text: String,
    /// How sure, in percent.
    pub confidence: u8,
    /// Which line it stands in: words of one line share the number, and it grows downwards.
    pub line: u32,
    /// Its box, in pixels: left, top, width, height.
    pub frame: [u32; 4],
}

/// Why a picture wasn't looked at to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "each variant's message is its documentation")]
pub enum OcrError {
    #[error("the program could not be started")]
    NotStarted,
    #[error("the program took too long")]
    TookTooLong,
    #[error("the program stopped with an error or asked for more than it may")]
    Failed,
    #[error("the program's answer can't be read")]
    Unreadable,
}

/// How pictures are looked at.
type Look<'a> = dyn Fn(&Picture) -> Result<Vec<Seen>, OcrError> + Sync + 'a;

/// The eyes that are handed in.
#[derive(Clone, Copy)]
pub struct Ocr<'a> {
    look: Option<&'a Look<'a>>,
}

impl std::fmt::Debug for Ocr<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Ocr")
            .field("looks", &self.look.is_some())
            .finish()
    }
}

impl<'a> Ocr<'a> {
    /// Nobody looks: pictures are withheld.
    #[must_use]
    pub const fn none() -> Self {
        Self { look: None }
    }

    /// Pictures are looked at by this, for instance by [`Tesseract::look`](crate::Tesseract::look).
    #[must_use]
    pub const fn by(look: &'a Look<'a>) -> Self {
        Self { look: Some(look) }
    }

    /// Nothing where nobody looks.
    pub(crate) fn look(&self, picture: &Picture) -> Option<Result<Vec<Seen>, OcrError>> {
        self.look.map(|look| look(picture))
    }

    pub(crate) const fn looks(&self) -> bool {
        self.look.is_some()
    }
}

/// The words of a picture as a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Worded {
    pub(crate) text: String,
    /// Mean of the words that are in the text.
    pub(crate) confidence: u8,
    /// Words that are left out because nobody was sure of them.
    pub(crate) unclear: u32,
}

/// Puts words in lines. Those below `sure` leave a gap, and neighbouring gaps are one.
pub(crate) fn worded(words: &[Seen], sure: u8) -> Worded {
    let mut text = String::new();
    let (mut sum, mut clear, mut unclear) = (0_u64, 0_u64, 0_u32);
    let mut line = None;
    for word in words.iter().filter(|word| !word.text.trim().is_empty()) {
        if line.is_some_and(|line| line != word.line) {
            text.push('\n');
        } else if line.is_some() {
            text.push(' ');
        }
        line = Some(word.line);
        if word.confidence >= sure {
            sum += u64::from(word.confidence);
            clear += 1;
            text.push_str(word.text.trim());
            continue;
        }
        unclear = unclear.saturating_add(1);
        if text.trim_end_matches(' ').ends_with(GAP) {
            text.truncate(text.trim_end_matches(' ').len());
        } else {
            text.push_str(GAP);
        }
    }
    let confidence = sum.checked_div(clear).unwrap_or(0);
    Worded {
        text: if clear == 0 { String::new() } else { text },
        confidence: u8::try_from(confidence).unwrap_or(100),
        unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, confidence: u8, line: u32) -> Seen {
        Seen {
            text: text.to_owned(),
            confidence,
            line,
            frame: [0; 4],
        }
    }

    #[test]
    fn words_that_nobody_was_sure_of_leave_a_gap_and_no_letter() {
        let words = [
            word("Meeting", 95, 1),
            word("wlth", 30, 1),
            word("Marla", 12, 1),
            word("at", 90, 1),
            word("noon", 91, 2),
            word("xx", 3, 2),
        ];
        let worded = worded(&words, 60);
        assert_eq!(worded.text, "Meeting […] at\nnoon […]");
        assert_eq!((worded.confidence, worded.unclear), (92, 3));
    }

    #[test]
    fn a_picture_of_which_nobody_is_sure_has_no_text() {
        let worded = worded(&[word("a", 10, 1), word("b", 20, 2)], 60);
        assert_eq!(worded.text, "");
        assert_eq!(worded.unclear, 2);
    }
}
