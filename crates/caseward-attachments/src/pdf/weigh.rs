//! Weighs a PDF before it is followed: how large its packed parts become, and how many steps it would
//! take to draw it, counting each thing as often as it is drawn.
//!
//! A few hundred bytes can draw a thing that draws ten others that draw ten others. That is counted, not tried.

use std::collections::HashMap;
use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro::hayro_syntax::content::TypedIter;
use hayro::hayro_syntax::content::ops::TypedInstruction;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro::hayro_syntax::page::{Page, Resources};

use crate::kind::find;
use crate::limits::Limits;
use crate::report::Why;

/// What the bytes say before anything is parsed.
#[derive(Debug, Default)]
pub(super) struct Raw {
    /// Packed parts that end too early or are broken.
    pub(super) broken: usize,
    /// Earlier states of the file.
    pub(super) earlier: usize,
    pub(super) encrypted: bool,
}

/// Looks the bytes over.
pub(super) fn raw(bytes: &[u8], limits: &Limits) -> Result<Raw, Why> {
    let mut raw = Raw {
        encrypted: is_encrypted(bytes),
        ..Raw::default()
    };
    let ends = count(bytes, b"%%EOF");
    let linear = bytes
        .get(..bytes.len().min(1024))
        .is_some_and(|head| find(head, b"/Linearized").is_some());
    raw.earlier = ends.saturating_sub(1 + usize::from(linear));
    if raw.encrypted {
        return Ok(raw);
    }
    let mut left = limits.unpacked;
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| find(rest, b"stream")) {
        let mark = at + found;
        at = mark + 6;
        if mark
            .checked_sub(3)
            .and_then(|before| bytes.get(before..mark))
            == Some(b"end")
        {
            continue;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        let body = rest
            .strip_prefix(b"\r\n")
            .or_else(|| rest.strip_prefix(b"\n"))
            .or_else(|| rest.strip_prefix(b"\r"))
            .unwrap_or(rest);
        let [first, second, ..] = body else {
            continue;
        };
        let packed = first & 0x0F == 8 && u16::from_be_bytes([*first, *second]).is_multiple_of(31);
        if !packed {
            continue;
        }
        let (size, whole) = unpacked(body, left);
        left = left.checked_sub(size).ok_or(Why::Bomb)?;
        if left == 0 {
            return Err(Why::Bomb);
        }
        raw.broken += usize::from(!whole);
    }
    Ok(raw)
}

/// How large something becomes, up to a limit, and whether it ends well.
fn unpacked(body: &[u8], most: u64) -> (u64, bool) {
    let mut decoder = ZlibDecoder::new(body).take(most);
    let mut buffer = [0_u8; 16 << 10];
    let mut size = 0_u64;
    loop {
        match decoder.read(&mut buffer) {
            Ok(0) => return (size, true),
            Ok(read) => size += read as u64,
            Err(_) => return (size, false),
        }
    }
}

/// Whether the file names a way of encryption. The place where it would is never packed.
fn is_encrypted(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| find(rest, b"/Encrypt")) {
        at += found + 8;
        let rest = bytes.get(at..).unwrap_or_default();
        let value = rest.trim_ascii_start();
        if value.starts_with(b"<<") || value.first().is_some_and(u8::is_ascii_digit) {
            return true;
        }
    }
    false
}

fn count(bytes: &[u8], what: &[u8]) -> usize {
    let (mut at, mut count) = (0, 0);
    while let Some(found) = bytes.get(at..).and_then(|rest| find(rest, what)) {
        count += 1;
        at += found + what.len();
    }
    count
}

/// What it takes to draw something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Weight {
    /// Bytes of instructions that are followed.
    pub(super) steps: u64,
    /// Bytes of text that are shown.
    pub(super) shown: u64,
    /// Whether some instructions can't be unpacked.
    pub(super) broken: bool,
}

impl Weight {
    fn add(&mut self, other: Self) {
        self.steps = self.steps.saturating_add(other.steps);
        self.shown = self.shown.saturating_add(other.shown);
        self.broken |= other.broken;
    }
}

/// Weighs the pages of one file.
pub(super) struct Scales<'l> {
    limits: &'l Limits,
    /// Nothing while it is being weighed: then it draws itself.
    known: HashMap<ObjectIdentifier, Option<Weight>>,
}

impl<'l> Scales<'l> {
    pub(super) fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            known: HashMap::new(),
        }
    }

    pub(super) fn page(&mut self, page: &Page<'_>) -> Result<Weight, Why> {
        let content = page.page_stream();
        let mut weight = self.content(content.unwrap_or_default(), page.resources(), 0)?;
        weight.broken |= !is_sound(page.raw(), content.is_some());
        Ok(weight)
    }

    fn content(
        &mut self,
        content: &[u8],
        resources: &Resources<'_>,
        depth: usize,
    ) -> Result<Weight, Why> {
        // Deeper than this the drawing stops as well.
        if depth > 40 {
            return Err(Why::TooMuch);
        }
        let mut weight = Weight {
            steps: content.len() as u64 + 64,
            ..Weight::default()
        };
        if weight.steps > self.limits.steps {
            return Err(Why::TooMuch);
        }
        let mut operations = TypedIter::new(content);
        while let Some(operation) = operations.next() {
            match operation {
                TypedInstruction::ShowText(text) => weight.shown += text.0.as_bytes().len() as u64,
                TypedInstruction::NextLineAndShowText(text) => {
                    weight.shown += text.0.as_bytes().len() as u64;
                }
                TypedInstruction::ShowTextWithParameters(text) => {
                    weight.shown += text.2.as_bytes().len() as u64;
                }
                TypedInstruction::ShowTexts(pieces) => {
                    for piece in pieces.0.iter::<Object<'_>>() {
                        if let Object::String(text) = piece {
                            weight.shown += text.as_bytes().len() as u64;
                        }
                    }
                }
                TypedInstruction::XObject(name) => {
                    if let Some(stream) = resources.get_x_object(name.0) {
                        weight.add(self.drawn(&stream, resources, depth)?);
                    }
                }
                _ => {}
            }
            if weight.steps > self.limits.steps {
                return Err(Why::TooMuch);
            }
        }
        Ok(weight)
    }

    /// Something that is drawn by its name.
    fn drawn(
        &mut self,
        stream: &Stream<'_>,
        around: &Resources<'_>,
        depth: usize,
    ) -> Result<Weight, Why> {
        let dict = stream.dict();
        if dict
            .get::<Name<'_>>("Subtype")
            .is_none_or(|kind| kind.as_str() != "Form")
        {
            return Ok(Weight {
                steps: 64,
                ..Weight::default()
            });
        }
        let id = stream.obj_id();
        match self.known.get(&id) {
            Some(Some(weight)) => return Ok(*weight),
            Some(None) => return Err(Why::TooMuch),
            None => {}
        }
        self.known.insert(id, None);
        let weight = match stream.decoded() {
            Ok(content) => {
                let own = dict.get::<Dict<'_>>("Resources").unwrap_or_default();
                let resources = Resources::from_parent(own, around.clone());
                self.content(&content, &resources, depth + 1)?
            }
            Err(_) => Weight {
                broken: true,
                ..Weight::default()
            },
        };
        self.known.insert(id, Some(weight));
        Ok(weight)
    }
}

/// Whether all instructions of a page can be unpacked. Of several pieces, the others are shown where
/// one is broken.
fn is_sound(page: &Dict<'_>, unpacked: bool) -> bool {
    if let Some(pieces) = page.get::<Array<'_>>("Contents") {
        let sound = pieces
            .iter::<Stream<'_>>()
            .filter(|piece| piece.decoded().is_ok())
            .count();
        return sound == pieces.raw_iter().count();
    }
    unpacked || !page.contains_key("Contents")
}
