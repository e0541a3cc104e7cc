//! Lines and names of a log as bytes, a few thousand together, so that ten million of them are sealed and opened in seconds.

use caseward_model::AccessKind;

use crate::CaseworkError;

/// Stands for the person of a line that names none.
pub(crate) const NO_PERSON: u32 = u32::MAX;

/// How many lines are sealed together.
pub(super) const LINES: usize = 8_192;
/// How many names are sealed together.
pub(super) const NAMES: usize = 4_096;

/// How many bytes a line takes.
const LENGTH: usize = 25;

/// One line of a log, understood; user and person by their place among the log's own names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) at_ms: i64,
    pub(crate) user: u32,
    pub(crate) person: u32,
    pub(crate) kind: AccessKind,
    /// Stands for the line among all of its system.
    pub(crate) print: u64,
}

pub(super) fn pack(lines: &[Line]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(lines.len() * LENGTH);
    for line in lines {
        bytes.extend_from_slice(&line.at_ms.to_be_bytes());
        bytes.extend_from_slice(&line.user.to_be_bytes());
        bytes.extend_from_slice(&line.person.to_be_bytes());
        bytes.extend_from_slice(&line.print.to_be_bytes());
        bytes.push(line.kind.number());
    }
    bytes
}

/// Hands over the lines of a part.
pub(super) fn unpack(
    bytes: &[u8],
    mut visit: impl FnMut(Line) -> Result<(), CaseworkError>,
) -> Result<(), CaseworkError> {
    let (lines, rest) = bytes.as_chunks::<LENGTH>();
    if !rest.is_empty() {
        return Err(CaseworkError::Damaged);
    }
    for line in lines {
        let (at_ms, rest) = taken::<8>(line)?;
        let (user, rest) = taken::<4>(rest)?;
        let (person, rest) = taken::<4>(rest)?;
        let (print, rest) = taken::<8>(rest)?;
        let kind = rest.first().and_then(|it| AccessKind::from_number(*it));
        visit(Line {
            at_ms: i64::from_be_bytes(at_ms),
            user: u32::from_be_bytes(user),
            person: u32::from_be_bytes(person),
            print: u64::from_be_bytes(print),
            kind: kind.ok_or(CaseworkError::Damaged)?,
        })?;
    }
    Ok(())
}

fn taken<const N: usize>(bytes: &[u8]) -> Result<([u8; N], &[u8]), CaseworkError> {
    let (first, rest) = bytes
        .split_first_chunk::<N>()
        .ok_or(CaseworkError::Damaged)?;
    Ok((*first, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_comes_back_as_it_was_and_half_a_line_is_damaged() {
        let line = |user| Line {
            at_ms: 1_772_458_200_000,
            user,
            person: NO_PERSON,
            kind: AccessKind::Searched,
            print: u64::MAX - 1,
        };
        let lines = [line(0), line(7)];
        let bytes = pack(&lines);
        let mut back = Vec::new();
        unpack(&bytes, |line| {
            back.push(line);
            Ok(())
        })
        .unwrap();
        assert_eq!(back, lines);
        assert!(unpack(&bytes[..bytes.len() - 1], |_| Ok(())).is_err());
        let mut other = bytes;
        other[LENGTH - 1] = 99;
        assert!(unpack(&other, |_| Ok(())).is_err());
    }
}
