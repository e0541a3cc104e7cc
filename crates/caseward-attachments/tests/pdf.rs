//! What is promised of PDFs: a reader of the account learns what a reader of the pages sees, that more was
//! there, and no word of it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

mod made;

use std::sync::atomic::{AtomicUsize, Ordering};

use caseward_attachments::{
    GAP, How, Kind, Limits, Ocr, OcrError, Picture, Place, Read, Seen, Unseen, Why,
};
use made::{Pdf, SECRET, keeps_quiet, packed, read, removed, say, text, whys};

#[test]
fn cr_9_what_a_reader_of_a_pdf_sees_is_its_text() {
    let mut pdf = Pdf::new();
    pdf.page(
        &[
            say("María Núñez-O'Brien", 72, 700),
            say("lives at 12 Oak St.", 72, 684),
        ]
        .concat(),
        "",
    );
    pdf.page(&[say("Name", 72, 700), say("Quill", 300, 700)].concat(), "");
    let read = read(&pdf.bytes());
    assert_eq!(read.kind, Kind::Pdf);
    assert!(read.is_whole());
    assert_eq!(
        read.parts[0].text,
        "María Núñez-O'Brien\nlives at 12 Oak St."
    );
    assert_eq!(read.parts[1].text, "Name\tQuill");
    assert_eq!(
        (read.parts[1].place, read.parts[1].how),
        (Place::Page(2), How::Text)
    );
}

#[test]
fn cr_9_a_name_in_pieces_and_in_any_order_is_one_name() {
    let pieces = "BT /F1 12 Tf 1 0 0 1 96.5 700 Tm (ill) Tj 1 0 0 1 72 700 Tm [(Q) -30 (u)] TJ 0.01 0 0 0.01 200 700 Tm ET\n\
                  BT /F1 12 Tf 1 0 0 1 88.2 700 Tm (.) Tj ET";
    let read = read(&Pdf::of(pieces).bytes());
    assert_eq!(text(&read), "Qu. ill");
    let word = "BT /F1 12 Tf 1 0 0 1 88.1 700 Tm (ill) Tj 1 0 0 1 72 700 Tm (Qu) Tj ET";
    assert_eq!(text(&made::read(&Pdf::of(word).bytes())), "Quill");
}

/// Ways in which a page itself holds letters that nobody sees.
fn hidden() -> Vec<(&'static str, Pdf)> {
    let x = say(SECRET, 72, 600);
    let bar = "60 590 300 24 re f";
    let ways = [
        ("white on white", format!("1 g {x}")),
        ("nearly white", format!("0.97 0.98 0.96 rg {x}")),
        ("with no ink", x.replace("Tf", "Tf 3 Tr")),
        ("off the page", say(SECRET, 1500, 600)),
        ("cut away", format!("q 400 400 50 50 re W n {x} Q")),
        (
            "cut away by a shape",
            format!("q 400 400 m 450 400 l 420 450 l h W n {x} Q"),
        ),
        ("under a black bar", format!("{x} 0 g {bar}")),
        ("under a white bar", format!("{x} 1 g {bar}")),
        ("under a bar of a colour", format!("{x} 0.2 0.4 1 rg {bar}")),
        (
            "under a shape",
            format!("{x} 0 g 0 500 m 600 500 l 610 700 l 10 650 l h f"),
        ),
        (
            "under a thick line",
            format!("{x} 30 w 60 604 m 400 604 l S"),
        ),
        ("black on black", format!("0 g {bar} {x}")),
        ("too small", x.replace("12 Tf", "0.5 Tf")),
    ];
    let seen = say("Seen", 72, 700);
    ways.into_iter()
        .map(|(way, content)| (way, Pdf::of(&(seen.clone() + &content))))
        .collect()
}

/// Ways that need something beside the page: what, as resources in which `#` stands for an object; the
/// object, if there is one; and what is drawn.
fn hidden_by_others() -> Vec<(&'static str, Pdf)> {
    let x = say(SECRET, 72, 600);
    let image = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8";
    let form =
        "/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>";
    let small = form.replace("0 0 612 792", "0 0 10 10");
    let white = format!("1 g {x}");
    let thing = "/XObject << /I # >>";
    let over = "q 400 0 0 60 50 580 cm /I Do Q";
    let ways: [(&str, &str, &str, &[u8], String); 6] = [
        (
            "seen through",
            "/ExtGState << /G << /ca 0 >> >>",
            "",
            &[],
            format!("/G gs {x}"),
        ),
        (
            "nearly seen through",
            "/ExtGState << /G << /ca 0.12 >> >>",
            "",
            &[],
            format!("/G gs {x}"),
        ),
        (
            "under a picture",
            thing,
            image,
            &[200],
            format!("{x} {over}"),
        ),
        (
            "on a picture of its colour",
            thing,
            image,
            &[0],
            format!("{over} {x}"),
        ),
        (
            "in a thing that is cut away",
            thing,
            &small,
            x.as_bytes(),
            "/I Do".to_owned(),
        ),
        (
            "in a thing drawn in white",
            thing,
            form,
            white.as_bytes(),
            "/I Do".to_owned(),
        ),
    ];
    ways.into_iter()
        .map(|(way, resources, dict, data, content)| {
            let mut pdf = Pdf::new();
            let object = pdf.stream(dict, data);
            let resources = resources.replace('#', &format!("{object} 0 R"));
            pdf.page(
                &(say("Seen", 72, 700) + &content),
                &format!("/Resources << /Font << /F1 3 0 R >> {resources} >>"),
            );
            (way, pdf)
        })
        .collect()
}

#[test]
fn cr_9_what_a_page_hides_is_removed_and_counted_and_never_told() {
    for (way, pdf) in hidden().into_iter().chain(hidden_by_others()) {
        let read = read(&pdf.bytes());
        assert_eq!(text(&read), "Seen", "{way}");
        assert_eq!(
            removed(&read, Unseen::HiddenText),
            SECRET.len() as u64,
            "{way}"
        );
        keeps_quiet(&read);
    }
}

#[test]
fn cr_9_a_layer_that_is_switched_off_is_not_read_and_is_told() {
    let mut pdf = Pdf::new();
    let layer = pdf.add("<< /Type /OCG /Name (Secretlayer) >>");
    pdf.catalogue(&format!(
        "/OCProperties << /OCGs [{layer} 0 R] /D << /OFF [{layer} 0 R] >> >>"
    ));
    pdf.page(
        &format!(
            "{} /OC /L BDC {} EMC",
            say("Seen", 72, 700),
            say(SECRET, 72, 600)
        ),
        &format!("/Resources << /Font << /F1 3 0 R >> /Properties << /L {layer} 0 R >> >>"),
    );
    let read = read(&pdf.bytes());
    assert_eq!(text(&read), "Seen");
    assert_eq!(removed(&read, Unseen::HiddenLayers), 1);
    keeps_quiet(&read);
}

#[test]
fn letters_that_a_reader_sees_on_or_under_something_are_read() {
    for (way, content, resources) in [
        (
            "white on blue",
            format!("0 0 0.6 rg 60 590 300 24 re f 1 g {}", say("Blue", 72, 600)),
            "",
        ),
        (
            "under a marker",
            format!("{} /G gs 1 1 0 rg 60 590 300 24 re f", say("Blue", 72, 600)),
            "/ExtGState << /G << /ca 0.4 >> >>",
        ),
        (
            "under a multiplied marker",
            format!("{} /G gs 1 1 0 rg 60 590 300 24 re f", say("Blue", 72, 600)),
            "/ExtGState << /G << /BM /Multiply >> >>",
        ),
        (
            "struck through",
            format!("{} 1 w 70 604 m 110 604 l S", say("Blue", 72, 600)),
            "",
        ),
        (
            "in a frame",
            format!("{} 1 w 60 590 300 24 re S", say("Blue", 72, 600)),
            "",
        ),
        (
            "above a bar",
            format!("0 g 60 560 300 20 re f {}", say("Blue", 72, 600)),
            "",
        ),
        (
            "only drawn around",
            say("Blue", 72, 600).replace("Tf", "Tf 1 Tr"),
            "",
        ),
        (
            "on light grey",
            format!("0.9 g 60 590 300 24 re f 0 g {}", say("Blue", 72, 600)),
            "",
        ),
    ] {
        let mut pdf = Pdf::new();
        pdf.page(
            &content,
            &format!("/Resources << /Font << /F1 3 0 R >> {resources} >>"),
        );
        let read = read(&pdf.bytes());
        assert_eq!(text(&read), "Blue", "{way}: {read:?}");
        assert!(read.is_whole(), "{way}");
    }
}

#[test]
fn letters_of_a_bar_that_covers_half_a_line_are_told_apart() {
    let content = format!(
        "{} 0 g 105 690 200 30 re f",
        say("Seen Secretwater", 72, 700)
    );
    let read = read(&Pdf::of(&content).bytes());
    assert_eq!(text(&read), "Seen");
    keeps_quiet(&read);
}

#[test]
fn nasw_m_what_a_pdf_holds_beside_its_pages_is_counted_and_gone() {
    let mut pdf = Pdf::new();
    let info =
        pdf.add("<< /Author (Secretauthor) /Title (Secrettitle) /Producer (Secretwriter) >>");
    let xmp = pdf.stream("/Type /Metadata /Subtype /XML", b"<x>Secretauthor</x>");
    let file = pdf.stream("/Type /EmbeddedFile", b"Secretfile");
    let spec = pdf.add(format!(
        "<< /Type /Filespec /F (secret.txt) /EF << /F {file} 0 R >> >>"
    ));
    let script = pdf.add("<< /S /JavaScript /JS (app.alert\\('Secretscript'\\)) >>");
    let marks = pdf.add("<< /Type /Outlines /Count 1 >>");
    pdf.catalogue(&format!(
        "/Metadata {xmp} 0 R /OpenAction {script} 0 R /Outlines {marks} 0 R /Names << /EmbeddedFiles << /Names [(secret) {spec} 0 R] >> >>"
    ));
    pdf.trailer(&format!("/Info {info} 0 R"));
    pdf.page(
        &say("Seen", 72, 700),
        "/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://secret.example) >> >> \
         << /Subtype /Text /Rect [0 0 9 9] /Contents (Secretnote) >> \
         << /Subtype /Popup /Rect [0 0 9 9] >> \
         << /Subtype /Ink /Rect [0 0 9 9] >>]",
    );
    let read = read(&pdf.bytes());
    assert_eq!(text(&read), "Seen");
    for (what, count) in [
        (Unseen::Properties, 4),
        (Unseen::Scripts, 1),
        (Unseen::Links, 1),
        (Unseen::Comments, 1),
        (Unseen::Annotations, 1),
        (Unseen::Bookmarks, 1),
    ] {
        assert_eq!(removed(&read, what), count, "{what:?}");
    }
    assert_eq!(read.withheld[0].place, Place::Embedded(1));
    assert_eq!(whys(&read), [Why::FileInside]);
    keeps_quiet(&read);
}

#[test]
fn an_earlier_state_of_a_file_is_not_read_and_is_told() {
    let mut bytes = Pdf::of(&say(SECRET, 72, 700)).bytes();
    let earlier = bytes.len();
    let content = b"BT /F1 12 Tf 72 700 Td (Seen) Tj ET";
    bytes.extend(format!("4 0 obj\n<< /Length {} >>\nstream\n", content.len()).bytes());
    bytes.extend(content);
    let table = bytes.len() + 18;
    bytes.extend(b"\nendstream\nendobj\n");
    let before = made::text(&made::read(&bytes[..earlier]));
    assert_eq!(before, SECRET);
    let previous = String::from_utf8_lossy(&bytes[..earlier]).into_owned();
    let start = previous
        .rsplit("startxref\n")
        .next()
        .unwrap()
        .lines()
        .next()
        .unwrap()
        .to_owned();
    bytes.extend(
        format!("xref\n4 1\n{earlier:010} 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev {start} >>\nstartxref\n{table}\n%%EOF\n")
            .bytes(),
    );
    let read = read(&bytes);
    assert_eq!(text(&read), "Seen");
    assert_eq!(removed(&read, Unseen::EarlierVersions), 1);
    keeps_quiet(&read);
}

#[test]
fn what_somebody_marked_to_be_blacked_out_is_withheld_though_the_file_shows_it() {
    let mut pdf = Pdf::new();
    pdf.page(
        &[say("Seen", 72, 700), say(SECRET, 72, 600)].concat(),
        "/Annots [<< /Subtype /Redact /Rect [60 590 300 620] >>]",
    );
    let read = read(&pdf.bytes());
    assert_eq!(text(&read), "Seen");
    assert_eq!(whys(&read), [Why::MarkedForRedaction(1)]);
    keeps_quiet(&read);
}

#[test]
fn what_is_filled_into_a_form_is_read_where_it_is_drawn_and_withheld_where_not() {
    let mut pdf = Pdf::new();
    let look = pdf.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 3 0 R >> >>",
        b"BT /F1 12 Tf 2 4 Td (Filled in) Tj ET",
    );
    let on = pdf.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9]",
        b"0 0 9 9 re f",
    );
    pdf.page(
        &say("Name", 72, 700),
        &format!(
            "/Annots [<< /Subtype /Widget /FT /Tx /V (Filled in) /Rect [120 696 320 716] /AP << /N {look} 0 R >> >> \
             << /Subtype /Widget /FT /Tx /V (Secretvalue) /Rect [120 600 320 620] >> \
             << /Subtype /Widget /FT /Btn /AS /On /Rect [120 500 129 509] /AP << /N << /On {on} 0 R >> >> >>]"
        ),
    );
    let read = read(&pdf.bytes());
    assert_eq!(text(&read), "Name Filled in");
    assert_eq!(whys(&read), [Why::FormFields(1), Why::TickBoxes(1)]);
    assert_eq!(removed(&read, Unseen::FormData), 1);
    keeps_quiet(&read);
}

#[test]
fn a_form_that_only_some_programs_fill_is_withheld() {
    let mut pdf = Pdf::of(&say("Please wait", 72, 700));
    pdf.catalogue("/AcroForm << /XFA (Secretform) /Fields [] >> /NeedsRendering true");
    let read = read(&pdf.bytes());
    assert!(whys(&read).contains(&Why::LiveForm));
    keeps_quiet(&read);
}

/// A page in a typeface whose letters have no meaning.
fn unmapped() -> Vec<u8> {
    let mut pdf = Pdf::new();
    let below = pdf.add(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Unknown /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    );
    let font = pdf.add(format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /Unknown /Encoding /Identity-H /DescendantFonts [{below} 0 R] >>"
    ));
    pdf.page(
        "BT /F2 12 Tf 72 700 Td <00480049004A004B> Tj ET",
        &format!("/Resources << /Font << /F1 3 0 R /F2 {font} 0 R >> >>"),
    );
    pdf.bytes()
}

/// Somebody who sees these words on every picture.
fn sees(words: &[(&str, u8)]) -> impl Fn(&Picture) -> Result<Vec<Seen>, OcrError> + use<> {
    let words: Vec<Seen> = words
        .iter()
        .enumerate()
        .map(|(index, (text, confidence))| Seen {
            text: (*text).to_owned(),
            confidence: *confidence,
            line: 1,
            frame: [u32::try_from(index).unwrap() * 20, 10, 15, 8],
        })
        .collect();
    move |_| Ok(words.clone())
}

fn looked_at(bytes: &[u8], words: &[(&str, u8)]) -> Read {
    let look = sees(words);
    caseward_attachments::read(bytes, &Limits::default(), &Ocr::by(&look))
}

#[test]
fn cr_9_letters_without_a_meaning_are_read_from_the_drawn_page_or_withheld() {
    let bytes = unmapped();
    let alone = read(&bytes);
    assert_eq!(alone.parts, []);
    assert!(
        matches!(
            whys(&alone)[..],
            [.., Why::Meaningless(_)] | [Why::PerhapsHidden, ..]
        ),
        "{alone:?}"
    );
    let ocr = looked_at(&bytes, &[("Hello", 96), ("wrold", 20)]);
    assert_eq!(text(&ocr), format!("Hello {GAP}"));
    assert_eq!(ocr.parts[0].how, How::Ocr);
    assert!(whys(&ocr).contains(&Why::Unclear(1)));
}

/// A page with a scanned picture, and what else it draws.
fn scanned(more: &str) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let (width, height, grey) = made::scan(
        &["Dear Dana Ortiz,", "the shelter is on Oak Street."],
        200.0,
    );
    let image = pdf.stream(
        &format!("/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"),
        &packed(&grey),
    );
    pdf.page(
        &format!("{more} q 612 0 0 792 0 0 cm /I Do Q"),
        &format!("/Resources << /Font << /F1 3 0 R >> /XObject << /I {image} 0 R >> >>"),
    );
    pdf.bytes()
}

#[test]
fn cr_9_a_scanned_page_is_withheld_where_nobody_reads_pictures() {
    let read = read(&scanned(""));
    assert_eq!(read.parts, []);
    assert_eq!(read.withheld[0].place, Place::Page(1));
    assert_eq!(whys(&read), [Why::NoOcr]);
}

#[test]
fn cr_9_text_hidden_behind_a_scan_is_not_believed() {
    let bytes = scanned(&format!(
        "{} {}",
        say(SECRET, 72, 600),
        say(SECRET, 72, 500).replace("Tf", "Tf 3 Tr")
    ));
    let read = looked_at(&bytes, &[("Dear", 95)]);
    assert_eq!(text(&read), "Dear");
    assert_eq!(removed(&read, Unseen::HiddenText), 2 * SECRET.len() as u64);
    keeps_quiet(&read);
}

#[test]
fn a_scanned_page_is_read_by_tesseract() {
    let Some(program) = made::program("tesseract", "tesseract-ocr") else {
        return;
    };
    let tesseract = caseward_attachments::Tesseract::at(program);
    let look = |picture: &Picture| tesseract.look(picture);
    let read = caseward_attachments::read(&scanned(""), &Limits::default(), &Ocr::by(&look));
    assert_eq!(
        text(&read),
        "Dear Dana Ortiz,\nthe shelter is on Oak Street.",
        "{read:?}"
    );
    assert!(read.parts[0].confidence > 80);
}

#[test]
fn a_page_that_is_drawn_in_shapes_and_not_in_letters_is_looked_at() {
    let mut shapes = String::new();
    for index in 0..12 {
        let x = 72 + index * 9;
        shapes.push_str(&format!(
            "{x} 700 m {} 712 l {} 700 l {x} 704 l h f\n",
            x + 3,
            x + 6
        ));
    }
    let bytes = Pdf::of(&(shapes + &say("Seen", 72, 600))).bytes();
    let alone = read(&bytes);
    assert_eq!(text(&alone), "Seen");
    assert_eq!(whys(&alone), [Why::NoOcr]);
    let ocr = looked_at(&bytes, &[("Outlined", 95)]);
    assert_eq!(text(&ocr), "Seen\nOutlined");
    assert!(ocr.is_whole());
}

#[test]
fn words_that_stand_in_a_picture_and_were_read_as_text_are_not_told_twice() {
    let mut pdf = Pdf::new();
    let image = pdf.stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
        &[230],
    );
    pdf.page(
        &format!("q 200 0 0 100 72 600 cm /I Do Q {}", say("Label", 80, 650)),
        &format!("/Resources << /Font << /F1 3 0 R >> /XObject << /I {image} 0 R >> >>"),
    );
    // The picture begins at 72, 92 from the top left; the word stands at 80, 133 to 110, 145.
    let look = |picture: &Picture| {
        let dots = f64::from(picture.dots_per_inch) / 72.0;
        let at = |points: f64| (points * dots) as u32;
        Ok(vec![
            Seen {
                text: "Label".into(),
                confidence: 96,
                line: 1,
                frame: [at(8.0), at(41.0), at(28.0), at(9.0)],
            },
            Seen {
                text: "New".into(),
                confidence: 96,
                line: 1,
                frame: [at(100.0), at(41.0), at(20.0), at(9.0)],
            },
        ])
    };
    let read = caseward_attachments::read(&pdf.bytes(), &Limits::default(), &Ocr::by(&look));
    assert_eq!(text(&read), "Label\nNew");
}

#[test]
fn cr_9_an_encrypted_pdf_is_withheld_whole() {
    let mut pdf = Pdf::of(&say(SECRET, 72, 700));
    pdf.trailer("/Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (y) /P -4 >>");
    let read = read(&pdf.bytes());
    assert_eq!(read.parts, []);
    assert_eq!(whys(&read), [Why::Locked]);
    keeps_quiet(&read);
}

#[test]
fn cr_9_a_pdf_that_another_program_encrypted_is_withheld_whole() {
    let Some(qpdf) = made::program("qpdf", "qpdf") else {
        return;
    };
    let mut plain = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut plain, &Pdf::of(&say(SECRET, 72, 700)).bytes()).unwrap();
    for user in ["", "open"] {
        let done = std::process::Command::new(&qpdf)
            .args(["--encrypt", user, "owner", "256", "--"])
            .arg(plain.path())
            .arg("-")
            .output()
            .unwrap();
        assert!(done.status.success());
        let read = read(&done.stdout);
        assert_eq!(whys(&read), [Why::Locked]);
        keeps_quiet(&read);
    }
}

#[test]
fn a_page_that_would_take_for_ever_is_withheld_before_it_is_drawn() {
    let mut pdf = Pdf::new();
    let mut inner = pdf.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 3 0 R >> >>",
        say("x", 1, 1).as_bytes(),
    );
    for _ in 0..10 {
        inner = pdf.stream(
            &format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {inner} 0 R >> >>"),
            "/X Do ".repeat(10).as_bytes(),
        );
    }
    pdf.page(
        "/X Do",
        &format!("/Resources << /XObject << /X {inner} 0 R >> >>"),
    );
    pdf.page(&say("Seen", 72, 700), "");
    let read = read(&pdf.bytes());
    assert_eq!(text(&read), "Seen");
    assert_eq!(
        (read.withheld[0].place, read.withheld[0].why),
        (Place::Page(1), Why::TooMuch)
    );
}

#[test]
fn a_thing_that_draws_itself_is_withheld() {
    let mut pdf = Pdf::new();
    pdf.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >>",
        b"/X Do /X Do",
    );
    pdf.page("/X Do", "/Resources << /XObject << /X 4 0 R >> >>");
    assert_eq!(whys(&read(&pdf.bytes())), [Why::TooMuch]);
}

#[test]
fn a_pdf_that_unpacks_to_far_more_than_a_document_is_withheld_before_it_is_parsed() {
    let mut pdf = Pdf::of(&say("Seen", 72, 700));
    pdf.stream("/Filter /FlateDecode", &packed(&vec![0; 3 << 20]));
    let limits = Limits {
        unpacked: 2 << 20,
        ..Limits::default()
    };
    let read = caseward_attachments::read(&pdf.bytes(), &limits, &Ocr::none());
    assert_eq!(whys(&read), [Why::Bomb]);
}

#[test]
fn pages_beyond_the_limit_are_withheld_and_told() {
    let mut pdf = Pdf::new();
    for _ in 0..5 {
        pdf.page(&say("Seen", 72, 700), "");
    }
    let limits = Limits {
        pages: 3,
        ..Limits::default()
    };
    let read = caseward_attachments::read(&pdf.bytes(), &limits, &Ocr::none());
    assert_eq!(read.parts.len(), 3);
    assert_eq!(whys(&read), [Why::TooLarge]);
}

#[test]
fn pictures_beyond_the_limit_are_withheld_and_told() {
    let looks = AtomicUsize::new(0);
    let look = |_: &Picture| {
        looks.fetch_add(1, Ordering::Relaxed);
        Ok(Vec::new())
    };
    let limits = Limits {
        pictures: 0,
        ..Limits::default()
    };
    let read = caseward_attachments::read(&scanned(""), &limits, &Ocr::by(&look));
    assert_eq!(whys(&read), [Why::TooMuch]);
    assert_eq!(looks.into_inner(), 0);
}

#[test]
fn a_page_of_which_something_can_not_be_unpacked_is_told() {
    let mut bytes = Pdf::of(&"BT /F1 12 Tf 72 700 Td (Seen) Tj ET ".repeat(50)).bytes();
    let at = bytes.windows(7).position(|it| it == b"stream\n").unwrap() + 7;
    for byte in &mut bytes[at + 20..at + 30] {
        *byte ^= 0xFF;
    }
    let read = read(&bytes);
    assert!(whys(&read).contains(&Why::PartlyDamaged), "{read:?}");
}

#[test]
fn text_that_turns_or_hides_by_its_characters_is_cleaned_and_told() {
    let mut pdf = Pdf::new();
    let map = pdf.stream(
        "",
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange \
          3 beginbfchar <41> <202E> <42> <200B> <43> <004D> endbfchar endcmap end",
    );
    let font = pdf.add(format!(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode {map} 0 R >>"
    ));
    pdf.page(
        "BT /F2 12 Tf 72 700 Td (CABC) Tj ET",
        &format!("/Resources << /Font << /F2 {font} 0 R >> >>"),
    );
    let read = read(&pdf.bytes());
    assert_eq!(text(&read), "MM");
    assert_eq!(removed(&read, Unseen::InvisibleCharacters), 2);
}

#[test]
fn a_page_that_lies_on_its_side_is_read() {
    let mut pdf = Pdf::new();
    pdf.page(
        &[say("María", 72, 700), say("Quill", 72, 680)].concat(),
        "/Rotate 90",
    );
    assert_eq!(text(&read(&pdf.bytes())), "María\nQuill");
}

#[test]
fn another_reader_finds_the_same_words() {
    let Some(pdftotext) = made::program("pdftotext", "poppler-utils") else {
        return;
    };
    let mut pdf = Pdf::new();
    let lines: Vec<String> = (0..40)
        .map(|line| {
            say(
                &format!("Line {line}: María Núñez met Dana Ortiz at 12 Oak St., 555-01{line:02}"),
                72,
                740 - 16 * line,
            )
        })
        .collect();
    pdf.page(&lines.concat(), "");
    pdf.page(&lines[..20].concat(), "/Rotate 180");
    let mut file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file, &pdf.bytes()).unwrap();
    let theirs = std::process::Command::new(pdftotext)
        .arg(file.path())
        .arg("-")
        .output()
        .unwrap();
    let theirs = String::from_utf8(theirs.stdout).unwrap();
    let ours = text(&read(&pdf.bytes()));
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(words(&ours), words(&theirs));
}
