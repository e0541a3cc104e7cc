//! Unpacks what somebody received, so that nothing hides in a stream (CC-2.4).
//!
//! Beginnings are looked for at every place: a PDF and an archive hold their streams somewhere in the middle. What only looks like a
//! beginning gives a few bytes of nonsense, in which nothing is found.

use std::io::Read;

use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};
use memchr::memmem;

use super::TextOf;

/// The most bytes that one stream is unpacked to.
const LARGEST: u64 = 32 << 20;
/// The fewest letters of base64 in a row that are taken for something written in it.
const RUN: usize = 24;
/// With this a PDF ends.
const PAPER_ENDS: &[u8] = b"%%EOF";

/// Everything that is packed in these bytes, with what it is packed in.
pub(super) fn inside(bytes: &[u8], text_of: &TextOf<'_>) -> Vec<(&'static str, Vec<u8>)> {
    let mut found = Vec::new();
    let texts = papers(bytes).filter_map(text_of);
    found.extend(texts.map(|it| ("pdf", it.into_bytes())));
    for at in memchr::memchr3_iter(0x1f, b'x', b'P', bytes) {
        let rest = bytes.get(at..).unwrap_or_default();
        found.extend(unpacked(rest));
    }
    found.extend(runs(bytes).map(|it| ("base64", it)));
    let joined: Vec<u8> = bytes.iter().copied().filter(|it| !is_break(*it)).collect();
    if joined.len() < bytes.len() {
        found.extend(runs(&joined).map(|it| ("base64", it)));
    }
    found.retain(|it| !it.1.is_empty());
    found
}

/// The papers that lie here, each to its own end. With what lies behind it, such as the rest of an archive, it would be no paper to a
/// reader.
fn papers(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let begins: Vec<usize> = memmem::find_iter(bytes, b"%PDF-").collect();
    let next = begins.iter().skip(1).copied().chain([bytes.len()]);
    let next: Vec<usize> = next.collect();
    begins.into_iter().zip(next).filter_map(move |(from, to)| {
        let paper = bytes.get(from..to)?;
        let end = memmem::rfind(paper, PAPER_ENDS).map(|at| at + PAPER_ENDS.len());
        paper.get(..end.unwrap_or(paper.len()))
    })
}

/// What begins here, if something does.
fn unpacked(rest: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    match rest.get(..4)? {
        [0x1f, 0x8b, 8, _] => Some(("gzip", read(GzDecoder::new(rest)))),
        [b'x', 0x01 | 0x5e | 0x9c | 0xda, ..] => Some(("zlib", read(ZlibDecoder::new(rest)))),
        b"PK\x03\x04" => Some(("zip", of_archive(rest)?)),
        _ => None,
    }
}

/// The file whose head in an archive begins here, if it is packed; one that isn't lies there to be read.
fn of_archive(rest: &[u8]) -> Option<Vec<u8>> {
    let number = |at: usize| {
        let two = rest.get(at..at + 2)?;
        Some(usize::from(u16::from_le_bytes(two.try_into().ok()?)))
    };
    if number(8)? != 8 {
        return None;
    }
    let begins = 30 + number(26)? + number(28)?;
    Some(read(DeflateDecoder::new(rest.get(begins..)?)))
}

/// As much as can be read.
fn read(stream: impl Read) -> Vec<u8> {
    let mut out = Vec::new();
    // A stream that breaks off keeps what was read of it.
    drop(stream.take(LARGEST).read_to_end(&mut out));
    out
}

const fn is_break(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

const fn value(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

/// What long runs of letters of base64 say.
fn runs(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let runs = bytes.split(|it| value(*it).is_none());
    runs.filter(|it| it.len() >= RUN).map(decoded)
}

fn decoded(run: &[u8]) -> Vec<u8> {
    let (mut out, mut bits, mut held) = (Vec::with_capacity(run.len()), 0_u32, 0_u32);
    for value in run.iter().filter_map(|it| value(*it)) {
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.extend(u8::try_from((bits >> held) & 0xff));
            bits &= (1 << held) - 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::super::spelt::{STANDARD, written};
    use super::super::{Found, Watch};

    const TEXT: &[u8] = b"a letter to Zephyrine Quillwort about nothing at all";

    fn no_pdf(_: &[u8]) -> Option<String> {
        None
    }

    fn through(bytes: &[u8]) -> Vec<Vec<&'static str>> {
        let watch = Watch::of(["Zephyrine Quillwort"]).unwrap();
        let plain = |it: &Found| it.how == super::super::How::Plain;
        let found = watch.found(bytes, &no_pdf).into_iter().filter(plain);
        found.map(|it| it.through).collect()
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut to = ZlibEncoder::new(Vec::new(), Compression::default());
        to.write_all(bytes).unwrap();
        to.finish().unwrap()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut to = GzEncoder::new(Vec::new(), Compression::best());
        to.write_all(bytes).unwrap();
        to.finish().unwrap()
    }

    /// An archive of one file, as much of it as anybody needs to read that.
    fn archive(bytes: &[u8]) -> Vec<u8> {
        let mut to = DeflateEncoder::new(Vec::new(), Compression::default());
        to.write_all(bytes).unwrap();
        let mut all = b"PK\x03\x04\x14\0\0\0\x08\0".to_vec();
        all.extend([0; 16]);
        all.extend([5, 0, 0, 0]);
        all.extend(b"a.txt");
        all.extend(to.finish().unwrap());
        all
    }

    #[test]
    fn a_word_is_found_in_every_kind_of_stream_wherever_it_begins() {
        for (packed, name) in [
            (zlib(TEXT), "zlib"),
            (gzip(TEXT), "gzip"),
            (archive(TEXT), "zip"),
        ] {
            assert!(through(&packed).contains(&vec![name]), "{name}");
            let among = [b"stream\r\n".as_slice(), &packed, b"\r\nendstream"].concat();
            assert!(through(&among).contains(&vec![name]), "{name}");
            let cut = packed.get(..packed.len() - 2).unwrap();
            assert!(through(cut).contains(&vec![name]), "{name}, broken off");
        }
    }

    #[test]
    fn a_word_is_found_in_what_is_packed_in_something_else() {
        let attached = written(&archive(&zlib(TEXT)), STANDARD);
        let lines: Vec<_> = attached.chunks(76).collect();
        let mailed = [
            b"\r\n\r\n".as_slice(),
            &lines.join(b"\r\n".as_slice()),
            b"\r\n",
        ]
        .concat();
        assert!(through(&mailed).contains(&vec!["base64", "zip", "zlib"]));
    }

    #[test]
    fn the_text_of_a_pdf_is_looked_at_where_somebody_reads_it() {
        let watch = Watch::of(["Zephyrine Quillwort"]).unwrap();
        let reads = |it: &[u8]| {
            assert!(it.starts_with(b"%PDF-"));
            Some("for Zephyrine Quillwort".to_owned())
        };
        let paper = b"beside it %PDF-1.7 and glyphs without letters";
        let found = watch.found(paper, &reads);
        assert!(found.iter().any(|it| it.through == ["pdf"]));
        assert!(watch.found(paper, &no_pdf).is_empty());
    }

    #[test]
    fn each_paper_of_an_archive_is_read_to_its_own_end() {
        let watch = Watch::of(["Zephyrine Quillwort"]).unwrap();
        // As readers are: a paper with something behind its end is none.
        let reads = |it: &[u8]| {
            let glyphs = it.strip_prefix(b"%PDF-")?.strip_suffix(b"%%EOF")?;
            let is_hers = glyphs.ends_with(b"hers ");
            is_hers.then(|| "for Zephyrine Quillwort".to_owned())
        };
        for archive in [
            b"PK\x03\x04%PDF-1.7 hers %%EOF PK\x03\x04%PDF-1.7 another %%EOF PK\x05\x06".as_slice(),
            b"PK\x03\x04%PDF-1.7 another %%EOF PK\x03\x04%PDF-1.7 hers %%EOF PK\x05\x06",
        ] {
            let found = watch.found(archive, &reads);
            assert!(found.iter().any(|it| it.through == ["pdf"]));
        }
    }

    #[test]
    fn what_only_looks_like_a_stream_hides_nothing_and_breaks_nothing() {
        for bytes in [
            b"x\x9cnonsense".as_slice(),
            b"\x1f\x8b\x08",
            b"PK\x03\x04",
            b"",
        ] {
            assert!(through(bytes).is_empty());
        }
    }
}
