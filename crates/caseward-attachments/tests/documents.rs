//! What is promised of DOCX, ODT and letters: visible text is text, wherever it stands; what isn't shown is
//! counted and gone; what can't be read is withheld.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

mod made;

use caseward_attachments::{Kind, Limits, Ocr, Place, Read, Unseen, Why};
use made::{Docx, SECRET, keeps_quiet, paragraph, read, removed, text, whys};

fn body(xml: &str) -> Read {
    read(&Docx::of(xml).bytes())
}

#[test]
fn cr_9_what_a_reader_of_a_document_sees_is_its_text() {
    let read = body(&format!(
        "{}<w:p><w:r><w:t xml:space=\"preserve\">For Mar</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>ía &amp; Zo&#235;</w:t></w:r>\
         <w:r><w:tab/><w:t>x</w:t><w:br/><w:t>y</w:t></w:r></w:p>\
         <w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>\
         <w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>item</w:t></w:r></w:p>",
        paragraph("Plan"),
        paragraph("a"),
        paragraph("b"),
        paragraph("c"),
        paragraph("d"),
    ));
    assert_eq!(read.kind, Kind::Docx);
    assert_eq!(
        text(&read),
        "Plan\nFor María & Zoë\tx\ny\na\tb\nc\nd\n• item"
    );
    assert!(read.is_whole());
}

#[test]
fn nasw_m_recorded_deletions_are_gone_and_insertions_are_text() {
    let gone = format!("<w:r><w:delText>{SECRET}</w:delText></w:r>");
    let moved = format!("<w:r><w:t>{SECRET}</w:t></w:r>");
    let read = body(&format!(
        "<w:p><w:ins w:author=\"Secretauthor\"><w:r><w:t>new </w:t></w:r></w:ins><w:del>{gone}</w:del>\
         <w:moveFrom>{moved}</w:moveFrom><w:moveTo><w:r><w:t>here</w:t></w:r></w:moveTo></w:p>\
         <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{}</w:tc></w:tr></w:tbl>",
        paragraph(SECRET)
    ));
    assert_eq!(text(&read), "new here");
    assert_eq!(removed(&read, Unseen::Deletions), 3);
    keeps_quiet(&read);
}

#[test]
fn cr_9_what_a_document_hides_is_removed_and_counted_and_never_told() {
    let run = |properties: &str| {
        format!("<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{SECRET}</w:t></w:r></w:p>")
    };
    let styles = "<w:styles><w:style w:type=\"character\" w:styleId=\"Base\"><w:rPr><w:vanish/></w:rPr></w:style>\
                  <w:style w:type=\"character\" w:styleId=\"Below\"><w:basedOn w:val=\"Base\"/></w:style>\
                  <w:style w:type=\"paragraph\" w:styleId=\"White\"><w:rPr><w:color w:val=\"FFFFFF\"/></w:rPr></w:style>\
                  <w:style w:type=\"character\" w:styleId=\"Ring\"><w:basedOn w:val=\"Ring\"/></w:style></w:styles>";
    for (way, xml) in [
        ("hidden", run("<w:vanish/>")),
        ("white", run("<w:color w:val=\"FFFFFF\"/>")),
        ("nearly white", run("<w:color w:val=\"F8F8FA\"/>")),
        ("too small", run("<w:sz w:val=\"2\"/>")),
        (
            "blacked out by a marker",
            run("<w:highlight w:val=\"black\"/>"),
        ),
        (
            "black on black",
            run("<w:color w:val=\"000000\"/><w:shd w:fill=\"000000\"/>"),
        ),
        ("hidden by a style", run("<w:rStyle w:val=\"Below\"/>")),
        (
            "white by a style",
            format!(
                "<w:p><w:pPr><w:pStyle w:val=\"White\"/></w:pPr><w:r><w:t>{SECRET}</w:t></w:r></w:p>"
            ),
        ),
        (
            "in an instruction",
            format!(
                "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:t>{SECRET}</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"
            ),
        ),
    ] {
        let mut docx = Docx::of(&(xml + &paragraph("Seen")));
        docx.story("s", "styles", "styles.xml", styles);
        let read = read(&docx.bytes());
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
fn text_that_a_reader_sees_though_it_is_white_or_was_hidden_is_read() {
    let run = |properties: &str| {
        format!("<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>Seen</w:t></w:r></w:p>")
    };
    for xml in [
        run("<w:vanish w:val=\"0\"/>"),
        run("<w:color w:val=\"FFFFFF\"/><w:highlight w:val=\"blue\"/>"),
        run("<w:color w:val=\"FFFFFF\"/><w:shd w:fill=\"1F3864\"/>"),
        run("<w:highlight w:val=\"yellow\"/>"),
        run("<w:shd w:fill=\"000000\"/>"),
        format!("<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill=\"222222\"/></w:tcPr>{}</w:tc></w:tr></w:tbl>", run("<w:color w:val=\"FFFFFF\"/>")),
        format!("<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/></w:tblPr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", run("<w:color w:val=\"FFFFFF\"/>")),
        "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>Seen</w:t></w:r></w:p>".to_owned(),
        "<w:p><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>Seen</w:t></w:r></w:p>".to_owned(),
    ] {
        let read = body(&xml);
        assert_eq!(text(&read), "Seen", "{xml}");
        assert!(read.is_whole(), "{xml}");
    }
}

#[test]
fn headers_footers_notes_and_text_boxes_are_read_and_named() {
    let shape = |inside: &str| format!("<w:txbxContent>{inside}</w:txbxContent>");
    let mut docx = Docx::of(&format!(
        "<w:p><w:r><w:t>Text</w:t></w:r><w:r><w:footnoteReference w:id=\"7\"/></w:r><w:r><w:endnoteReference w:id=\"2\"/></w:r></w:p>\
         <w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r></w:p>\
         <w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"unheardof\">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r></w:p>\
         <w:sectPr><w:headerReference w:type=\"default\" r:id=\"h1\"/><w:footerReference w:type=\"default\" r:id=\"f1\"/></w:sectPr>",
        shape(&paragraph("Box")),
        shape(&paragraph("Box")),
        shape(&paragraph(SECRET)),
        shape(&paragraph("Old box")),
    ));
    docx.story(
        "h1",
        "header",
        "header1.xml",
        &format!("<w:hdr>{}</w:hdr>", paragraph("Top")),
    );
    docx.story(
        "h2",
        "header",
        "header2.xml",
        &format!("<w:hdr>{}</w:hdr>", paragraph(SECRET)),
    );
    docx.story(
        "f1",
        "footer",
        "footer1.xml",
        &format!("<w:ftr>{}</w:ftr>", paragraph("Foot")),
    );
    docx.story(
        "n1",
        "footnotes",
        "footnotes.xml",
        &format!("<w:footnotes><w:footnote w:type=\"separator\" w:id=\"-1\">{}</w:footnote><w:footnote w:id=\"7\">{}</w:footnote><w:footnote w:id=\"8\">{}</w:footnote></w:footnotes>", paragraph("--"), paragraph("Note"), paragraph(SECRET)),
    );
    docx.story(
        "n2",
        "endnotes",
        "endnotes.xml",
        &format!(
            "<w:endnotes><w:endnote w:id=\"2\">{}</w:endnote></w:endnotes>",
            paragraph("End")
        ),
    );
    let read = read(&docx.bytes());
    let parts: Vec<(Place, &str)> = read
        .parts
        .iter()
        .map(|part| (part.place, part.text.as_str()))
        .collect();
    assert_eq!(
        parts,
        [
            (Place::Body, "Text[1][1]\nBox\n\nOld box"),
            (Place::Header(1), "Top"),
            (Place::Footer(1), "Foot"),
            (Place::Footnotes, "[1] Note"),
            (Place::Endnotes, "[1] End"),
        ]
    );
    // The header that no section shows, and the note that nothing refers to.
    assert_eq!(removed(&read, Unseen::HiddenText), 2 * SECRET.len() as u64);
    keeps_quiet(&read);
}

#[test]
fn nasw_m_what_a_document_holds_beside_its_text_is_counted_and_gone() {
    let mut docx = Docx::of(&format!(
        "{}<w:p><w:hyperlink r:id=\"l\"><w:r><w:t>link</w:t></w:r></w:hyperlink><w:r><w:commentReference w:id=\"1\"/></w:r>\
         <w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>AUTHOR secret</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t> result</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>\
         <w:p><w:r><w:object><o:OLEObject r:id=\"e\"/></w:object></w:r></w:p>",
        paragraph("Seen")
    ));
    docx.part(
        "docProps/core.xml",
        b"<cp><creator>Secretauthor</creator><title>Secrettitle</title></cp>",
    );
    docx.story("c", "comments", "comments.xml", &format!("<w:comments><w:comment w:id=\"1\" w:author=\"Secretauthor\">{}</w:comment></w:comments>", paragraph(SECRET)));
    docx.relation("l", "hyperlink", "http://secret.example/", true);
    docx.part("word/vbaProject.bin", b"Secretmacro");
    docx.part("word/embeddings/oleObject1.bin", b"Secretfile");
    docx.part("word/embeddings/other.xlsx", b"Secretsheet");
    docx.part("word/media/image9.png", b"Secretpicture");
    docx.relation("x", "customXml", "../customXml/item1.xml", false);
    docx.part("customXml/item1.xml", b"<x>Secretdata</x>");
    let read = read(&docx.bytes());
    assert_eq!(text(&read), "Seen\nlink result");
    for (what, count) in [
        (Unseen::Properties, 2),
        (Unseen::Comments, 1),
        (Unseen::Links, 1),
        (Unseen::Macros, 1),
        (Unseen::FieldCodes, 1),
        (Unseen::ForeignData, 2),
    ] {
        assert_eq!(removed(&read, what), count, "{what:?}");
    }
    assert_eq!(whys(&read), [Why::FileInside, Why::FileInside]);
    keeps_quiet(&read);
}

#[test]
fn boxes_and_lists_of_a_form_are_read_as_they_stand() {
    let read = body(
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox><w:default w:val=\"0\"/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t> ticked </w:t></w:r>\
         <w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:ddList><w:result w:val=\"1\"/><w:listEntry w:val=\"Secretchoice\"/><w:listEntry w:val=\"chosen\"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>\
         <w:r><w:sym w:font=\"Wingdings\" w:char=\"F0A8\"/></w:r></w:p>",
    );
    assert_eq!(text(&read), "☑ ticked chosen☐");
    keeps_quiet(&read);
}

#[test]
fn a_picture_in_a_document_is_withheld_or_read() {
    let mut docx = Docx::of(&format!(
        "{}<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" descr=\"Secretdescription\"/><a:blip r:embed=\"p\"/></wp:inline></w:drawing></w:r></w:p>\
         <w:p><w:r><w:drawing><a:blip r:link=\"q\"/></w:drawing></w:r></w:p>\
         <w:p><w:r><w:drawing><a:blip r:embed=\"w\"/></w:drawing></w:r></w:p>",
        paragraph("Seen")
    ));
    let picture = made::picture(
        made::scan(&["Dear Dana Ortiz"], 150.0),
        image::ImageFormat::Png,
    );
    docx.part("word/media/image1.png", &picture);
    docx.relation("p", "image", "media/image1.png", false);
    docx.relation("q", "image", "http://secret.example/x.png", true);
    docx.part("word/media/image2.emf", b"\x01\0\0\0Secret");
    docx.relation("w", "image", "media/image2.emf", false);
    let bytes = docx.bytes();
    let alone = read(&bytes);
    assert_eq!(text(&alone), "Seen");
    assert_eq!(
        whys(&alone),
        [Why::Elsewhere, Why::NoOcr, Why::OtherPicture]
    );
    assert_eq!(removed(&alone, Unseen::Descriptions), 1);
    keeps_quiet(&alone);
    let Some(program) = made::program("tesseract", "tesseract-ocr") else {
        return;
    };
    let tesseract = caseward_attachments::Tesseract::at(program);
    let look = |picture: &_| tesseract.look(picture);
    let read = caseward_attachments::read(&bytes, &Limits::default(), &Ocr::by(&look));
    assert_eq!(text(&read), "Seen\nDear Dana Ortiz");
    assert_eq!(read.parts[1].place, Place::Illustration(1));
}

#[test]
fn cr_9_a_document_with_a_type_of_its_own_is_withheld_and_reads_no_file() {
    for entity in [
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY e \"&a;&a;&a;&a;&a;&a;\">]>",
    ] {
        let mut docx = Docx::of("");
        docx.part("word/document2.xml", format!("<?xml version=\"1.0\"?>{entity}<document><body><p><r><t>&e;</t></r></p></body></document>").as_bytes());
        let bytes = docx.bytes();
        // The second document takes the place of the first.
        let mut swapped = made::zip(&[("[Content_Types].xml", b"<x/>")]);
        swapped.clear();
        let mut parts: Vec<(&str, Vec<u8>)> = Vec::new();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
        for (name, from) in [
            ("[Content_Types].xml", "[Content_Types].xml"),
            ("_rels/.rels", "_rels/.rels"),
            ("word/document.xml", "word/document2.xml"),
        ] {
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut archive.by_name(from).unwrap(), &mut content).unwrap();
            parts.push((name, content));
        }
        let parts: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(name, bytes)| (*name, bytes.as_slice()))
            .collect();
        let read = read(&made::zip(&parts));
        assert_eq!(read.parts, []);
        assert_eq!(whys(&read), [Why::Damaged]);
    }
}

#[test]
fn a_document_that_unpacks_to_far_more_than_it_is_is_withheld_before_it_is_unpacked() {
    let mut docx = Docx::of(&paragraph("Seen"));
    docx.part("word/media/image1.png", &vec![0; 4 << 20]);
    assert_eq!(whys(&read(&docx.bytes())), [Why::Bomb]);
    let limits = Limits {
        unpacked: 1000,
        ..Limits::default()
    };
    let read = caseward_attachments::read(
        &Docx::of(&paragraph(&"x y ".repeat(500))).bytes(),
        &limits,
        &Ocr::none(),
    );
    assert_eq!(whys(&read), [Why::Bomb]);
    let limits = Limits {
        entries: 3,
        ..Limits::default()
    };
    let read = caseward_attachments::read(&Docx::of("").bytes(), &limits, &Ocr::none());
    assert_eq!(whys(&read), [Why::Bomb]);
}

#[test]
fn a_document_that_lies_too_deep_in_itself_is_withheld() {
    let deep = format!(
        "{}{}{}",
        "<w:sdt>".repeat(5000),
        paragraph("x"),
        "</w:sdt>".repeat(5000)
    );
    assert_eq!(whys(&body(&deep)), [Why::TooMuch]);
}

#[test]
fn a_part_whose_size_is_a_lie_is_withheld() {
    let mut bytes = Docx::of(&paragraph("Seen")).bytes();
    // The size in the list at the end says less than there is.
    let at = bytes
        .windows(4)
        .rposition(|it| it == b"PK\x01\x02")
        .unwrap();
    bytes[at + 24] = 1;
    assert_eq!(whys(&read(&bytes)), [Why::Damaged]);
}

#[test]
fn an_open_document_is_read_as_its_reader_sees_it() {
    let styles = "<style:style style:name=\"H\"><style:text-properties text:display=\"none\"/></style:style>\
                  <style:style style:name=\"W\"><style:text-properties fo:color=\"#ffffff\"/></style:style>\
                  <style:style style:name=\"K\" style:parent-style-name=\"H\"/>";
    let bytes = made::odt(
        &format!(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>{SECRET}</text:p></text:deletion></text:changed-region></text:tracked-changes>\
             <text:h>Plan</text:h><text:p>For<text:s text:c=\"2\"/>María<text:tab/>x<text:line-break/>y\
             <text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Note</text:p></text:note-body></text:note>\
             <office:annotation><dc:creator>Secretauthor</dc:creator><text:p>{SECRET}</text:p></office:annotation></text:p>\
             <text:p><text:span text:style-name=\"H\">{SECRET}</text:span><text:span text:style-name=\"W\">{SECRET}</text:span><text:span text:style-name=\"K\">{SECRET}</text:span>end</text:p>\
             <table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>\
             <text:list><text:list-item><text:p>item</text:p></text:list-item></text:list>"
        ),
        styles,
    );
    let read = read(&bytes);
    assert_eq!(read.kind, Kind::Odt);
    assert_eq!(
        text(&read),
        "Plan\nFor  María\tx\ny1 (Note)\nend\na\tb\n• item"
    );
    assert_eq!(removed(&read, Unseen::HiddenText), 3 * SECRET.len() as u64);
    assert_eq!(removed(&read, Unseen::Comments), 1);
    assert_eq!(removed(&read, Unseen::Deletions), 1);
    assert_eq!(removed(&read, Unseen::Properties), 1);
    keeps_quiet(&read);
}

#[test]
fn what_is_not_read_says_what_can_be_done() {
    let sheet = made::zip(&[
        ("[Content_Types].xml", b"<x/>"),
        ("_rels/.rels", b"<x/>"),
        ("xl/workbook.xml", b"<x/>"),
    ]);
    let slides = made::zip(&[
        ("[Content_Types].xml", b"<x/>"),
        ("_rels/.rels", b"<x/>"),
        ("ppt/presentation.xml", b"<x/>"),
    ]);
    let archive = made::zip(&[("a.txt", b"x")]);
    for (bytes, why) in [
        (sheet, Why::Spreadsheet),
        (slides, Why::Slides),
        (archive, Why::Archive),
        (b"{\\rtf1 x}".to_vec(), Why::Rtf),
        (Vec::new(), Why::Empty),
    ] {
        let read = read(&bytes);
        assert_eq!(whys(&read), [why]);
        assert_eq!(read.parts, []);
    }
    assert!(Why::OldWord.to_string().contains("save it as PDF or DOCX"));
}

#[test]
fn a_file_larger_than_the_limit_is_not_looked_into() {
    let limits = Limits {
        bytes: 10,
        ..Limits::default()
    };
    let read = caseward_attachments::read(b"just some text", &limits, &Ocr::none());
    assert_eq!(whys(&read), [Why::TooLarge]);
}

#[test]
fn a_table_of_values_is_read_as_it_is_and_a_formula_is_only_text() {
    let read = read("name;note\r\nMaría;=cmd|'/c calc'!A1\r\n".as_bytes());
    assert_eq!(read.kind, Kind::Text);
    assert_eq!(text(&read), "name;note\nMaría;=cmd|'/c calc'!A1");
}

#[test]
fn a_memo_that_begins_like_a_letter_by_mail_keeps_every_word() {
    let memo = "To: all of us\nFrom: Dana Ortiz\nDate: as soon as we can\nSubject: María Quill\n\nPlease call.";
    let read = read(memo.as_bytes());
    assert_eq!((read.kind, text(&read).as_str()), (Kind::Text, memo));
}

#[test]
fn what_tries_to_be_a_command_of_a_typesetter_is_only_text() {
    let tries = "#read(\"/etc/passwd\") #import \"x\" $x$ = y <script>alert(1)</script> {{7*7}}";
    assert_eq!(text(&read(tries.as_bytes())), tries);
}
