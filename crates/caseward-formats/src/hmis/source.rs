//! Turns the bytes of a file, whatever system wrote them, into UTF-8 piece by piece.
//!
//! A byte order mark decides: UTF-16 of either order is decoded, the mark of UTF-8 is dropped. Without
//! one the bytes pass as they are; rows that aren't UTF-8 are later read as Windows-1252.

use std::io::{self, Read};

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE};

const PIECE: usize = 64 * 1024;

/// A stream of bytes that are UTF-8, if the file said what it was.
pub(crate) struct Source<R> {
    inner: R,
    decoder: Option<Decoder>,
    piece: Vec<u8>,
    waiting: Vec<u8>,
    ended: bool,
}

impl<R: Read> Source<R> {
    /// Looks at the first bytes and keeps what isn't a mark.
    pub(crate) fn open(mut inner: R) -> io::Result<Self> {
        let mut start = [0_u8; 3];
        let mut filled = 0;
        while let Some(rest) = start.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match inner.read(rest) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let start = start.get(..filled).unwrap_or(&[]);
        let (decoder, mark) = match start {
            [0xef, 0xbb, 0xbf] => (None, 3),
            [0xff, 0xfe, ..] => (Some(UTF_16LE.new_decoder_without_bom_handling()), 2),
            [0xfe, 0xff, ..] => (Some(UTF_16BE.new_decoder_without_bom_handling()), 2),
            _ => (None, 0),
        };
        Ok(Self {
            inner,
            decoder,
            piece: vec![0; PIECE],
            waiting: start.get(mark..).unwrap_or(&[]).to_vec(),
            ended: false,
        })
    }

    /// Whether the file is UTF-16.
    pub(crate) const fn is_utf16(&self) -> bool {
        self.decoder.is_some()
    }

    /// Appends the next piece; `false` at the end.
    pub(crate) fn fill(&mut self, to: &mut Vec<u8>) -> io::Result<bool> {
        let before = to.len();
        while to.len() == before && !self.ended {
            self.step(to)?;
        }
        Ok(to.len() > before)
    }

    fn step(&mut self, to: &mut Vec<u8>) -> io::Result<()> {
        if !self.waiting.is_empty() {
            let waiting = std::mem::take(&mut self.waiting);
            self.append(&waiting, false, to);
            return Ok(());
        }
        let read = match self.inner.read(&mut self.piece) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(()),
            Err(error) => return Err(error),
        };
        self.ended = read == 0;
        let piece = std::mem::take(&mut self.piece);
        self.append(piece.get(..read).unwrap_or(&[]), self.ended, to);
        self.piece = piece;
        Ok(())
    }

    /// Broken pairs of UTF-16 become U+FFFD, by which the row is rejected later.
    fn append(&mut self, bytes: &[u8], last: bool, to: &mut Vec<u8>) {
        let Some(decoder) = &mut self.decoder else {
            to.extend_from_slice(bytes);
            return;
        };
        let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0);
        let before = to.len();
        to.resize(before + room, 0);
        let (_, _, written, _) =
            decoder.decode_to_utf8(bytes, to.get_mut(before..).unwrap_or(&mut []), last);
        to.truncate(before + written);
    }
}
