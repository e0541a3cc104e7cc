//! Tells what a file is by what is in it. Its name, and what a sender calls it, are never asked: they
//! are the first thing that someone changes who wants a file to be taken for another (CR-9).

use std::io::Cursor;

use zip::ZipArchive;

use crate::report::{Kind, Why};

/// What a file is, or why it isn't read.
pub(crate) fn kind(bytes: &[u8]) -> Result<Kind, Why> {
    if bytes.is_empty() {
        return Err(Why::Empty);
    }
    let pdf = is_pdf(bytes);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return if pdf {
            Err(Why::TwoKinds)
        } else {
            packed(bytes)
        };
    }
    if pdf {
        return if ends_as_zip(bytes) {
            Err(Why::TwoKinds)
        } else {
            Ok(Kind::Pdf)
        };
    }
    if let Some(known) = by_first_bytes(bytes) {
        return known;
    }
    text(bytes)
}

/// Readers of PDF find the mark anywhere in the first kilobyte.
fn is_pdf(bytes: &[u8]) -> bool {
    bytes
        .get(..bytes.len().min(1024))
        .is_some_and(|head| find(head, b"%PDF-").is_some())
}

/// Whether something behind the end of a PDF makes it an archive as well.
fn ends_as_zip(bytes: &[u8]) -> bool {
    let end = rfind(bytes, b"%%EOF").unwrap_or(0);
    bytes
        .get(end..)
        .is_some_and(|tail| find(tail, b"PK\x05\x06").is_some())
}

/// What kind of archive: a document is one by the names of its parts.
fn packed(bytes: &[u8]) -> Result<Kind, Why> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Why::Damaged)?;
    let has = |begin: &str| {
        archive
            .file_names()
            .flatten()
            .any(|name| name.starts_with(begin))
    };
    // The first part of an OpenDocument is its kind, unpacked.
    let open = |kind: &str| {
        let mark = format!("mimetypeapplication/vnd.oasis.opendocument.{kind}");
        bytes
            .get(30..)
            .is_some_and(|first| first.starts_with(mark.as_bytes()))
    };
    if open("text") {
        Ok(Kind::Odt)
    } else if open("spreadsheet") {
        Err(Why::Spreadsheet)
    } else if open("presentation") {
        Err(Why::Slides)
    } else if !has("[Content_Types].xml") {
        Err(Why::Archive)
    } else if has("xl/") && !has("word/") {
        Err(Why::Spreadsheet)
    } else if has("ppt/") && !has("word/") {
        Err(Why::Slides)
    } else {
        Ok(Kind::Docx)
    }
}

fn by_first_bytes(bytes: &[u8]) -> Option<Result<Kind, Why>> {
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    let at = |offset: usize, mark: &[u8]| {
        bytes
            .get(offset..)
            .is_some_and(|rest| rest.starts_with(mark))
    };
    Some(if begins(b"\x89PNG\r\n\x1a\n") {
        Ok(Kind::Png)
    } else if begins(b"\xff\xd8\xff") {
        Ok(Kind::Jpeg)
    } else if begins(b"II*\0") || begins(b"MM\0*") {
        Ok(Kind::Tiff)
    } else if begins(b"RIFF") && at(8, b"WEBP") {
        Ok(Kind::WebP)
    } else if begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        Err(old_office(bytes))
    } else if begins(b"{\\rtf") {
        Err(Why::Rtf)
    } else if begins(b"II+\0")
        || begins(b"MM\0+")
        || begins(b"GIF8")
        || begins(b"\0\0\x01\0")
        || (begins(b"BM") && at(6, b"\0\0\0\0"))
        || [
            &b"ftyphei"[..],
            b"ftyphev",
            b"ftypmif1",
            b"ftypmsf1",
            b"ftypavif",
        ]
        .iter()
        .any(|mark| at(4, mark))
    {
        Err(Why::OtherPicture)
    } else if at(4, b"ftyp")
        || begins(b"ID3")
        || begins(b"OggS")
        || begins(b"fLaC")
        || begins(b"\x1aE\xdf\xa3")
        || begins(b"RIFF")
    {
        Err(Why::SoundOrFilm)
    } else if begins(b"\x7fELF") || (begins(b"MZ") && bytes.contains(&0)) {
        Err(Why::Program)
    } else if begins(b"Rar!")
        || begins(b"7z\xbc\xaf")
        || begins(b"\x1f\x8b")
        || begins(b"BZh")
        || begins(b"\xfd7zXZ")
        || at(257, b"ustar")
    {
        Err(Why::Archive)
    } else {
        return None;
    })
}

/// What old Office made; also what a password on a new document makes of it.
fn old_office(bytes: &[u8]) -> Why {
    let wide = |word: &str| {
        let name: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
        find(bytes, &name).is_some()
    };
    if wide("EncryptedPackage") || wide("EncryptionInfo") {
        Why::Locked
    } else if wide("WordDocument") {
        Why::OldWord
    } else if wide("Workbook") || wide("Book") {
        Why::Spreadsheet
    } else if wide("PowerPoint Document") {
        Why::Slides
    } else {
        Why::Unknown
    }
}

/// A text, by how it begins.
fn text(bytes: &[u8]) -> Result<Kind, Why> {
    let head = crate::plain::decoded(bytes.get(..bytes.len().min(64 << 10)).unwrap_or(bytes));
    let Some(head) = head else {
        return Err(Why::Unknown);
    };
    let begin = head.text.trim_start_matches('\u{FEFF}').trim_start();
    let lower: String = begin.chars().take(2048).collect::<String>().to_lowercase();
    if lower.starts_with("<!doctype html")
        || lower.starts_with("<html")
        || (lower.starts_with('<') && (lower.contains("<html") || lower.contains("<body")))
    {
        Ok(Kind::Html)
    } else if is_letter(begin) {
        Ok(Kind::Mail)
    } else {
        Ok(Kind::Text)
    }
}

/// Whether the first lines are the head of a letter by mail: only fields, among them one that a program
/// writes. A memo that begins with "To:" and "Date:" is a text.
fn is_letter(text: &str) -> bool {
    let (mut people, mut programs) = (0, 0);
    for line in text.lines().take(200) {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) || line.starts_with("From ") {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            return false;
        };
        if name.is_empty() || !name.chars().all(|letter| letter.is_ascii_graphic()) {
            return false;
        }
        match name.to_lowercase().as_str() {
            "from" | "to" | "subject" | "date" => people += 1,
            "message-id" | "received" | "mime-version" | "return-path" | "delivered-to" => {
                programs += 1;
            }
            _ => {}
        }
    }
    people >= 1 && programs >= 1
}

/// Where something begins in bytes.
pub(crate) fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    let first = *what.first()?;
    let mut from = 0;
    while let Some(rest) = bytes.get(from..) {
        let at = from + rest.iter().position(|byte| *byte == first)?;
        if bytes.get(at..)?.starts_with(what) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// Where something begins in bytes for the last time.
fn rfind(bytes: &[u8], what: &[u8]) -> Option<usize> {
    (0..=bytes.len().checked_sub(what.len())?)
        .rev()
        .find(|at| bytes.get(*at..).is_some_and(|rest| rest.starts_with(what)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_is_in_it() {
        assert_eq!(kind(b"\n%PDF-1.7\n..."), Ok(Kind::Pdf));
        assert_eq!(kind(b"\xff\xd8\xff\xe0JFIF"), Ok(Kind::Jpeg));
        assert_eq!(kind("Querida María:\n".as_bytes()), Ok(Kind::Text));
        assert_eq!(kind(b"<!DOCTYPE html><p>x"), Ok(Kind::Html));
        assert_eq!(
            kind(b"From: a@b.example\nMIME-Version: 1.0\nSubject: x\n\nHello"),
            Ok(Kind::Mail)
        );
        assert_eq!(
            kind(b"From: Dana\nTo: all\nDate: tomorrow\nSubject: x\n\nA memo."),
            Ok(Kind::Text)
        );
    }

    #[test]
    fn what_would_be_two_kinds_at_once_is_neither() {
        assert_eq!(kind(b"PK\x03\x04....%PDF-1.7"), Err(Why::TwoKinds));
        assert_eq!(
            kind(b"%PDF-1.7\n%%EOF\nPK\x03\x04..PK\x05\x06...."),
            Err(Why::TwoKinds)
        );
    }

    #[test]
    fn what_is_not_read_is_named_with_a_way_forward() {
        let mut old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        old.extend("WordDocument".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(kind(&old), Err(Why::OldWord));
        old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(kind(&old), Err(Why::Locked));
        assert_eq!(kind(b"{\\rtf1 x}"), Err(Why::Rtf));
        assert_eq!(kind(b"\0\0\0\x18ftypheic"), Err(Why::OtherPicture));
        assert_eq!(kind(b"GIF89a"), Err(Why::OtherPicture));
        assert_eq!(kind(b"\x7fELF\x02"), Err(Why::Program));
        assert_eq!(kind(b""), Err(Why::Empty));
        assert_eq!(kind(&[1, 2, 3, 0, 255, 254, 7, 9]), Err(Why::Unknown));
    }
}
