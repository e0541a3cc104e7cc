//! One section of one record, as it is sealed: which fields it has, and their text.
//!
//! The coding is small and says its version, because it has to be readable for decades:
//! a version byte (1), then for each field its number and the length of its text, both as unsigned
//! LEB128, then the text in UTF-8. Field numbers mean what the table of fields of their file says.

/// The version that is written.
const VERSION: u8 = 1;

/// A part that can't be read: damaged, or written by a newer version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a part of a record can't be read; restore it from a backup or update caseward")]
pub struct PartError;

/// Writes fields into the bytes that are sealed.
#[derive(Debug, Default)]
pub struct PartWriter(Vec<u8>);

impl PartWriter {
    /// Starts an empty part.
    #[must_use]
    pub fn new() -> Self {
        Self(vec![VERSION])
    }

    /// Adds one field.
    pub fn field(&mut self, number: u32, text: &str) {
        write_number(&mut self.0, u64::from(number));
        write_number(&mut self.0, text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    /// The finished bytes.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// Reads the fields of a part: each its number and its text.
///
/// # Errors
/// [`PartError`] when the bytes aren't a part; nothing is allocated by an untrusted length.
pub fn read_part(bytes: &[u8]) -> Result<Vec<(u32, &str)>, PartError> {
    let (&version, mut rest) = bytes.split_first().ok_or(PartError)?;
    if version != VERSION {
        return Err(PartError);
    }
    let mut fields = Vec::new();
    while !rest.is_empty() {
        let number = u32::try_from(read_number(&mut rest)?).map_err(|_| PartError)?;
        let length = usize::try_from(read_number(&mut rest)?).map_err(|_| PartError)?;
        let (text, after) = rest.split_at_checked(length).ok_or(PartError)?;
        fields.push((number, std::str::from_utf8(text).map_err(|_| PartError)?));
        rest = after;
    }
    Ok(fields)
}

fn write_number(to: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        to.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

fn read_number(from: &mut &[u8]) -> Result<u64, PartError> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = from.split_first().ok_or(PartError)?;
        *from = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(number);
        }
    }
    Err(PartError)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_is_read(fields in prop::collection::vec((any::<u32>(), ".{0,40}"), 0..20)) {
            let mut writer = PartWriter::new();
            for (number, text) in &fields {
                writer.field(*number, text);
            }
            let bytes = writer.finish();
            let read = read_part(&bytes).unwrap();
            prop_assert_eq!(read.len(), fields.len());
            for ((n, t), (number, text)) in read.into_iter().zip(&fields) {
                prop_assert_eq!(n, *number);
                prop_assert_eq!(t, text.as_str());
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let read = read_part(&bytes);
            prop_assert!(read.is_err() || bytes.first() == Some(&1));
        }
    }
}
