//! What is promised of pictures: their words are read by another program or withheld, and of what else a camera
//! writes nothing goes on.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

mod made;

use std::sync::Mutex;

use caseward_attachments::{
    Kind, Limits, Ocr, OcrError, Picture, Place, Read, Seen, Tesseract, Unseen, Why,
};
use image::ImageFormat;
use made::{picture, read, removed, scan, text, whys};

/// What is looked at, in the order of looking.
fn looked_at(bytes: &[u8], limits: &Limits) -> (Read, Vec<(u32, u32, u8)>) {
    let seen = Mutex::new(Vec::new());
    let look = |picture: &Picture| {
        assert_eq!(
            picture.grey.len() as u64,
            u64::from(picture.width) * u64::from(picture.height)
        );
        seen.lock()
            .unwrap()
            .push((picture.width, picture.height, picture.grey[0]));
        Ok(vec![Seen {
            text: "word".to_owned(),
            confidence: 90,
            line: 1,
            frame: [0; 4],
        }])
    };
    let read = caseward_attachments::read(bytes, limits, &Ocr::by(&look));
    (read, seen.into_inner().unwrap())
}

/// EXIF of one sheet: this tag with this short value.
fn exif(tag: u16, value: u16) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
    exif.extend(tag.to_le_bytes());
    exif.extend([3, 0, 1, 0, 0, 0]);
    exif.extend(value.to_le_bytes());
    exif.extend([0; 6]);
    exif
}

/// A photograph with notes in it.
fn photograph(width: u32, height: u32, exif: &[u8]) -> Vec<u8> {
    let plain = picture(
        (width, height, vec![77; (width * height) as usize]),
        ImageFormat::Jpeg,
    );
    let mut bytes = plain[..2].to_vec();
    bytes.extend([0xFF, 0xE1]);
    bytes.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&plain[2..]);
    bytes
}

#[test]
fn cr_9_a_picture_is_withheld_where_nobody_reads_pictures() {
    for (format, kind) in [
        (ImageFormat::Png, Kind::Png),
        (ImageFormat::Jpeg, Kind::Jpeg),
        (ImageFormat::Tiff, Kind::Tiff),
        (ImageFormat::WebP, Kind::WebP),
    ] {
        let bytes = picture((40, 30, vec![200; 1200]), format);
        let alone = read(&bytes);
        assert_eq!((alone.kind, alone.parts.len()), (kind, 0));
        assert_eq!(whys(&alone), [Why::NoOcr]);
        let (read, seen) = looked_at(&bytes, &Limits::default());
        assert_eq!(text(&read), "word");
        assert_eq!((seen[0].0, seen[0].1), (80, 60));
        assert!(read.is_whole());
    }
}

#[test]
fn nasw_m_the_place_where_a_photograph_was_taken_is_gone_and_told() {
    let (read, _) = looked_at(&photograph(40, 30, &exif(0x8825, 0)), &Limits::default());
    assert_eq!(text(&read), "word");
    assert_eq!(removed(&read, Unseen::Location), 1);
    assert_eq!(removed(&read, Unseen::PictureNotes), 1);
}

#[test]
fn a_photograph_that_was_taken_sideways_is_looked_at_upright() {
    let (_, seen) = looked_at(&photograph(40, 30, &exif(0x0112, 6)), &Limits::default());
    assert_eq!((seen[0].0, seen[0].1), (60, 80));
}

#[test]
fn letters_on_nothing_are_looked_at_on_white() {
    let image = image::RgbaImage::from_pixel(20, 20, image::Rgba([0, 0, 0, 0]));
    let mut file = std::io::Cursor::new(Vec::new());
    image.write_to(&mut file, ImageFormat::Png).unwrap();
    let (_, seen) = looked_at(&file.into_inner(), &Limits::default());
    assert_eq!(seen[0].2, 255);
}

/// A TIFF of several sheets, one byte to the pixel, each of one shade.
fn fax(shades: &[u8], back: bool) -> Vec<u8> {
    let mut file = b"II*\0".to_vec();
    file.extend(8_u32.to_le_bytes());
    for (index, shade) in shades.iter().enumerate() {
        let at = u32::try_from(file.len()).unwrap();
        let pixels = at + 2 + 8 * 12 + 4;
        let next = match (index + 1 < shades.len(), back) {
            (true, _) => pixels + 16,
            (false, true) => 8,
            (false, false) => 0,
        };
        file.extend(8_u16.to_le_bytes());
        for (tag, kind, value) in [
            (256_u16, 3_u16, 4_u32),
            (257, 3, 4),
            (258, 3, 8),
            (259, 3, 1),
            (262, 3, 1),
            (273, 4, pixels),
            (278, 3, 4),
            (279, 4, 16),
        ] {
            file.extend(tag.to_le_bytes());
            file.extend(kind.to_le_bytes());
            file.extend(1_u32.to_le_bytes());
            file.extend(value.to_le_bytes());
        }
        file.extend(next.to_le_bytes());
        file.extend([*shade; 16]);
    }
    file
}

#[test]
fn all_sheets_of_a_fax_are_looked_at_and_none_is_lost() {
    let (read, seen) = looked_at(&fax(&[10, 20, 30], false), &Limits::default());
    assert_eq!(seen.iter().map(|it| it.2).collect::<Vec<_>>(), [10, 20, 30]);
    assert_eq!(
        read.parts.iter().map(|it| it.place).collect::<Vec<_>>(),
        [Place::Page(1), Place::Page(2), Place::Page(3)]
    );
    let limits = Limits {
        pages: 2,
        ..Limits::default()
    };
    let (read, seen) = looked_at(&fax(&[10, 20, 30], false), &limits);
    assert_eq!(seen.len(), 2);
    assert_eq!(whys(&read), [Why::TooLarge]);
}

#[test]
fn a_fax_whose_last_sheet_leads_to_the_first_is_withheld() {
    assert_eq!(whys(&read(&fax(&[10, 20], true))), [Why::Damaged]);
}

#[test]
fn a_picture_with_more_pixels_than_are_read_is_withheld_before_it_is_decoded() {
    let limits = Limits {
        pixels: 100,
        ..Limits::default()
    };
    let (read, seen) = looked_at(&picture((40, 30, vec![0; 1200]), ImageFormat::Png), &limits);
    assert_eq!((whys(&read), seen.len()), (vec![Why::TooLarge], 0));
    // A head that promises a picture of thousands of millions of pixels.
    let mut bytes = picture((4, 4, vec![0; 16]), ImageFormat::Png);
    bytes[16..24].copy_from_slice(&[0x7F, 0, 0, 0, 0x7F, 0, 0, 0]);
    assert_eq!(looked_at(&bytes, &Limits::default()).0.parts, []);
}

#[test]
fn a_program_that_does_not_answer_leaves_the_picture_withheld() {
    for error in [
        OcrError::NotStarted,
        OcrError::TookTooLong,
        OcrError::Failed,
        OcrError::Unreadable,
    ] {
        let look = |_: &Picture| Err(error);
        let bytes = picture((40, 30, vec![0; 1200]), ImageFormat::Png);
        let read = caseward_attachments::read(&bytes, &Limits::default(), &Ocr::by(&look));
        assert_eq!(whys(&read), [Why::OcrFailed]);
    }
}

#[test]
fn a_scanned_letter_is_read_by_tesseract_in_two_languages() {
    let Some(program) = made::program("tesseract", "tesseract-ocr and tesseract-ocr-spa") else {
        return;
    };
    let tesseract = Tesseract::at(program);
    let look = |picture: &Picture| tesseract.look(picture);
    let lines = [
        "Dear Dana Ortiz,",
        "please come on Tuesday at noon.",
        "La familia vive en la calle del puerto.",
    ];
    for format in [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::Tiff,
        ImageFormat::WebP,
    ] {
        let bytes = picture(scan(&lines, 150.0), format);
        let read = caseward_attachments::read(&bytes, &Limits::default(), &Ocr::by(&look));
        assert_eq!(
            text(&read).replace("\n\n", "\n"),
            lines.join("\n"),
            "{format:?}"
        );
        assert!(read.is_whole());
    }
}

#[test]
fn a_picture_without_words_is_told_to_have_none() {
    let Some(program) = made::program("tesseract", "tesseract-ocr") else {
        return;
    };
    let tesseract = Tesseract::at(program);
    let look = |picture: &Picture| tesseract.look(picture);
    let bytes = picture((300, 200, vec![255; 60_000]), ImageFormat::Png);
    let read = caseward_attachments::read(&bytes, &Limits::default(), &Ocr::by(&look));
    assert_eq!(whys(&read), [Why::NoWords]);
}

#[test]
fn a_program_that_takes_too_long_is_ended() {
    let Some(program) = made::program("tesseract", "tesseract-ocr") else {
        return;
    };
    let mut tesseract = Tesseract::at(program);
    tesseract.seconds = 0;
    let picture = Picture {
        width: 100,
        height: 100,
        grey: vec![255; 10_000],
        dots_per_inch: 300,
    };
    assert!(matches!(
        tesseract.look(&picture),
        Err(OcrError::TookTooLong | OcrError::Failed)
    ));
}
