//! Files that were cut, mixed and twisted: whatever comes, there is an account, and nothing of what was
//! hidden in the file is in it. PDFs are treated so in `apart.rs`, because their reader is read apart.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

mod made;

use caseward_attachments::{Limits, Ocr, OcrError, Picture};
use image::ImageFormat;
use made::{Docx, odt, paragraph, picture};
use proptest::prelude::*;
use proptest::sample::Index;

/// Files of every kind, small and sound.
fn sound() -> Vec<Vec<u8>> {
    let mut docx = Docx::of(&format!(
        "{}<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl><w:p><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>",
        paragraph("María Quill"),
        paragraph("12 Oak St."),
    ));
    docx.story(
        "n",
        "footnotes",
        "footnotes.xml",
        &format!(
            "<w:footnotes><w:footnote w:id=\"1\">{}</w:footnote></w:footnotes>",
            paragraph("Note")
        ),
    );
    docx.part(
        "word/media/image1.png",
        &picture((9, 9, vec![9; 81]), ImageFormat::Png),
    );
    docx.relation("p", "image", "media/image1.png", false);
    let grey = || (24, 16, (0..384_u32).map(|it| (it % 251) as u8).collect());
    vec![
        docx.bytes(),
        odt("<text:p>María</text:p><text:list><text:list-item><text:p>x</text:p></text:list-item></text:list>", ""),
        picture(grey(), ImageFormat::Png),
        picture(grey(), ImageFormat::Jpeg),
        picture(grey(), ImageFormat::Tiff),
        picture(grey(), ImageFormat::WebP),
        b"<!doctype html><html><body><table><tr><td>a<td style='display:none'>b</table><p>Mar&iacute;a<svg><p>x".to_vec(),
        b"From: a@b.example\r\nTo: c@d.example\r\nSubject: =?utf-8?Q?x?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>Hello\r\n--x\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n--x--".to_vec(),
        "María Quill, 12 Oak St.\r\n\u{FEFF}\u{202E}x".as_bytes().to_vec(),
    ]
}

/// One way to spoil a file.
#[derive(Debug, Clone)]
enum Spoil {
    Cut(Index),
    Set(Index, u8),
    Turn(Index, u8),
    Copy(Index, Index, u8),
    Drop(Index, u8),
    Insert(Index, Vec<u8>),
}

fn spoil() -> impl Strategy<Value = Spoil> {
    let odd = prop_oneof![
        Just(b"<w:p>".to_vec()),
        Just(b"</w:p>".to_vec()),
        Just(b"&#xD800;".to_vec()),
        Just(b"PK\x03\x04".to_vec()),
        Just(vec![0xFF; 4]),
        Just(vec![0; 8]),
        proptest::collection::vec(any::<u8>(), 0..9),
    ];
    prop_oneof![
        any::<Index>().prop_map(Spoil::Cut),
        (any::<Index>(), any::<u8>()).prop_map(|(at, value)| Spoil::Set(at, value)),
        (any::<Index>(), 0_u8..8).prop_map(|(at, bit)| Spoil::Turn(at, bit)),
        (any::<Index>(), any::<Index>(), any::<u8>())
            .prop_map(|(from, to, size)| Spoil::Copy(from, to, size)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, size)| Spoil::Drop(at, size)),
        (any::<Index>(), odd).prop_map(|(at, bytes)| Spoil::Insert(at, bytes)),
    ]
}

fn spoiled(mut bytes: Vec<u8>, ways: &[Spoil]) -> Vec<u8> {
    for way in ways {
        if bytes.is_empty() {
            break;
        }
        let size = bytes.len();
        match way {
            Spoil::Cut(at) => bytes.truncate(at.index(size)),
            Spoil::Set(at, value) => bytes[at.index(size)] = *value,
            Spoil::Turn(at, bit) => bytes[at.index(size)] ^= 1 << bit,
            Spoil::Copy(from, to, length) => {
                let from = from.index(size);
                let piece = bytes[from..(from + usize::from(*length)).min(size)].to_vec();
                let to = to.index(size);
                bytes.splice(to..to, piece);
            }
            Spoil::Drop(at, length) => {
                let at = at.index(size);
                bytes.drain(at..(at + usize::from(*length)).min(size));
            }
            Spoil::Insert(at, piece) => {
                let at = at.index(size);
                bytes.splice(at..at, piece.clone());
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_done_to_a_file_there_is_an_account(
        which in any::<Index>(),
        ways in proptest::collection::vec(spoil(), 0..6),
    ) {
        let files = sound();
        let bytes = spoiled(files[which.index(files.len())].clone(), &ways);
        let look = |_: &Picture| Err(OcrError::Failed);
        let limits = Limits { pixels: 1_000_000, ..Limits::default() };
        let read = caseward_attachments::read(&bytes, &limits, &Ocr::by(&look));
        // Either there is text, or it is said why not.
        prop_assert!(!read.parts.is_empty() || !read.withheld.is_empty());
        for part in &read.parts {
            let odd = |it: char| it.is_control() && it != '\n' && it != '\t';
            let invisible = part.text.contains(['\u{202E}', '\u{FEFF}']);
            prop_assert!(!invisible && !part.text.contains(odd), "{:?}", part.text);
        }
    }

    #[test]
    fn any_bytes_at_all_have_an_account(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let read = caseward_attachments::read(&bytes, &Limits::default(), &Ocr::none());
        prop_assert!(!read.parts.is_empty() || !read.withheld.is_empty());
    }
}
