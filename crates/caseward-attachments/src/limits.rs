//! How much of a file is read before it is withheld: a file that somebody made to harm must not
//! stop the office, and no document that people write comes near.

use serde::{Deserialize, Serialize};

/// What one file may ask of its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Bytes that all its packed parts become together.
    pub unpacked: u64,
    /// Files in an archive (DOCX and ODT are archives).
    pub entries: usize,
    /// How many times larger than its packed form a part of more than a megabyte may be.
    pub ratio: u64,
    /// Pages, or pictures in a file of several.
    pub pages: usize,
    /// Objects of a PDF.
    pub objects: usize,
    /// How deep things may lie inside each other.
    pub depth: usize,
    /// Steps: bytes of drawing instructions that are followed, each time that they are followed.
    pub steps: u64,
    /// Letters of text, in all.
    pub letters: usize,
    /// Pixels of one picture.
    pub pixels: u64,
    /// Pictures that are looked at for words.
    pub pictures: usize,
    /// How sure the reading of a word in a picture must be, in percent.
    pub sure: u8,
    /// Seconds for the whole file, where it is read in a process apart.
    pub seconds: u64,
    /// Bytes of memory of that process.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 50 << 20,
            unpacked: 300 << 20,
            entries: 2_000,
            ratio: 250,
            pages: 500,
            objects: 500_000,
            depth: 200,
            steps: 100 << 20,
            letters: 5_000_000,
            pixels: 60_000_000,
            pictures: 100,
            sure: 60,
            seconds: 300,
            memory: 2 << 30,
        }
    }
}
