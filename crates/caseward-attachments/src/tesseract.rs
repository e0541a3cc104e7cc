//! Debian's `tesseract` looks at a picture and says which words it sees, and how sure it is of each.
//!
//! Pixels go in, words come out: no file, no network, no shell, no environment (CR-9).

use std::ffi::OsString;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::confine::{Confined, Ended};
use crate::ocr::{OcrError, Picture, Seen};

/// The program and how it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tesseract {
    /// Where the program lies.
    pub program: PathBuf,
    /// What languages it knows here, in its own names and order of likelihood: `eng`, `spa`.
    pub languages: Vec<String>,
    /// Seconds for one picture.
    pub seconds: u64,
    /// Bytes of memory. In a process apart, that one's limit holds as well.
    pub memory: u64,
}

impl Tesseract {
    /// The program at a path, for English and Spanish.
    #[must_use]
    pub fn at(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            languages: vec!["eng".to_owned(), "spa".to_owned()],
            seconds: 60,
            memory: 1 << 30,
        }
    }

    /// The words of a picture.
    ///
    /// # Errors
    /// When the program isn't there, takes too long or too much, or answers something else.
    pub fn look(&self, picture: &Picture) -> Result<Vec<Seen>, OcrError> {
        let named = |language: &String| {
            !language.is_empty()
                && language
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        };
        if self.languages.is_empty() || !self.languages.iter().all(named) {
            return Err(OcrError::NotStarted);
        }
        let arguments: Vec<OsString> = [
            "stdin",
            "stdout",
            "-l",
            &self.languages.join("+"),
            "--dpi",
            &picture.dots_per_inch.to_string(),
            // Finds out by itself which way is up, and where columns are.
            "--psm",
            "1",
            "-c",
            "tessedit_create_tsv=1",
        ]
        .into_iter()
        .map(OsString::from)
        .collect();
        let answer = Confined {
            program: &self.program,
            arguments: &arguments,
            environment: &[("OMP_THREAD_LIMIT", "1"), ("LC_ALL", "C")],
            memory: self.memory,
            seconds: self.seconds,
            answer: 64 << 20,
            leads: false,
        }
        .run(&[&head(picture), &picture.grey])
        .map_err(|ended| match ended {
            Ended::NotStarted => OcrError::NotStarted,
            Ended::TookTooLong => OcrError::TookTooLong,
            Ended::Failed => OcrError::Failed,
        })?;
        let answer = String::from_utf8(answer).map_err(|_| OcrError::Unreadable)?;
        seen(&answer).ok_or(OcrError::Unreadable)
    }
}

/// A portable greymap: a line of numbers, then the pixels as they are.
fn head(picture: &Picture) -> Vec<u8> {
    format!("P5\n{} {}\n255\n", picture.width, picture.height).into_bytes()
}

/// Reads its table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
fn seen(table: &str) -> Option<Vec<Seen>> {
    let mut rows = table.lines();
    if !rows.next()?.starts_with("level\t") {
        return None;
    }
    let mut words = Vec::new();
    let mut line = 0_u32;
    for row in rows {
        let cells: Vec<&str> = row.splitn(12, '\t').collect();
        let number = |index: usize| cells.get(index)?.parse::<u32>().ok();
        match number(0)? {
            4 => line = line.saturating_add(1),
            5 => {
                let sure: f32 = cells.get(10)?.parse().ok()?;
                words.push(Seen {
                    text: (*cells.get(11)?).to_owned(),
                    confidence: percent(sure),
                    line,
                    frame: [number(6)?, number(7)?, number(8)?, number(9)?],
                });
            }
            _ => {}
        }
    }
    Some(words)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it lies between 0 and 100"
)]
fn percent(sure: f32) -> u8 {
    sure.clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";

    #[test]
    fn its_table_is_read_line_by_line_with_how_sure_it_is() {
        let table = format!(
            "{HEAD}1\t1\t0\t0\t0\t0\t0\t0\t800\t200\t-1\t\n4\t1\t1\t1\t1\t0\t5\t5\t90\t20\t-1\t\n5\t1\t1\t1\t1\t1\t5\t6\t40\t20\t96.063\tMaría\n5\t1\t1\t1\t1\t2\t50\t6\t40\t20\t-1\ta\tb\n4\t1\t1\t1\t2\t0\t5\t30\t9\t9\t-1\t\n5\t1\t1\t1\t2\t1\t5\t30\t9\t9\t12\tx\n"
        );
        let words = seen(&table).unwrap();
        assert_eq!(words.len(), 3);
        assert_eq!((words[0].text.as_str(), words[0].confidence), ("María", 96));
        assert_eq!(words[0].frame, [5, 6, 40, 20]);
        assert_eq!((words[1].text.as_str(), words[1].confidence), ("a\tb", 0));
        assert_eq!((words[1].line, words[2].line), (1, 2));
    }

    #[test]
    fn another_answer_is_not_taken_for_an_empty_page() {
        assert_eq!(seen(""), None);
        assert_eq!(seen("Error in pixReadMem"), None);
        assert_eq!(
            seen(&format!("{HEAD}5\t1\t1\t1\t1\t1\tx\t6\t40\t20\t96\tw\n")),
            None
        );
    }

    #[test]
    fn a_language_that_tries_to_be_a_path_is_not_passed_on() {
        let mut tesseract = Tesseract::at("/bin/true");
        tesseract.languages = vec!["../../etc/eng".to_owned()];
        let picture = Picture {
            width: 1,
            height: 1,
            grey: vec![255],
            dots_per_inch: 300,
        };
        assert_eq!(tesseract.look(&picture), Err(OcrError::NotStarted));
    }
}
