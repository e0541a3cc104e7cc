//! Files for the tests, made byte by byte. Everyone in them is invented.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_possible_truncation,
    clippy::print_stderr,
    reason = "a test may stop where it stands, and each takes what it needs from here"
)]

use std::io::{Cursor, Write};

use caseward_attachments::{Limits, Ocr, Read, Removed, Unseen, Why, Withheld};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What nobody may find in an account.
pub(crate) const SECRET: &str = "Secretwater";

pub(crate) fn read(bytes: &[u8]) -> Read {
    caseward_attachments::read(bytes, &Limits::default(), &Ocr::none())
}

pub(crate) fn text(read: &Read) -> String {
    let texts: Vec<&str> = read.parts.iter().map(|part| part.text.as_str()).collect();
    texts.join("\n")
}

pub(crate) fn removed(read: &Read, what: Unseen) -> u64 {
    read.removed
        .iter()
        .find(|it| it.what == what)
        .map_or(0, |Removed { count, .. }| *count)
}

pub(crate) fn whys(read: &Read) -> Vec<Why> {
    read.withheld
        .iter()
        .map(|Withheld { why, .. }| *why)
        .collect()
}

/// Nothing of what was hidden is in an account, in no spelling of it.
pub(crate) fn keeps_quiet(read: &Read) {
    let told = format!("{read:?}").to_lowercase();
    assert!(!told.contains("secret"), "{told}");
}

pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A PDF, object by object; the first is the catalogue, the second the pages.
#[derive(Clone)]
pub(crate) struct Pdf {
    objects: Vec<Vec<u8>>,
    trailer: String,
}

impl Pdf {
    /// With a catalogue and no page yet. Fonts: `F1` Helvetica.
    pub(crate) fn new() -> Self {
        Self {
            objects: vec![
                b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
                Vec::new(),
                b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
                    .to_vec(),
            ],
            trailer: String::new(),
        }
    }

    /// With one page that draws this.
    pub(crate) fn of(content: &str) -> Self {
        let mut pdf = Self::new();
        pdf.page(content, "");
        pdf
    }

    /// Adds an object; its number.
    pub(crate) fn add(&mut self, object: impl Into<Vec<u8>>) -> usize {
        self.objects.push(object.into());
        self.objects.len()
    }

    pub(crate) fn stream(&mut self, dict: &str, data: &[u8]) -> usize {
        let mut object = format!("<< {dict} /Length {} >>\nstream\n", data.len()).into_bytes();
        object.extend_from_slice(data);
        object.extend_from_slice(b"\nendstream");
        self.add(object)
    }

    /// Adds a page of 612 × 792 points with more resources or entries (`/Annots [...]`) of its own.
    pub(crate) fn page(&mut self, content: &str, more: &str) -> usize {
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(content);
        let content = self.stream("/Filter /FlateDecode", &packed(&latin));
        let more = if more.contains("/Resources") {
            more.to_owned()
        } else {
            format!("{more} /Resources << /Font << /F1 3 0 R >> >>")
        };
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {content} 0 R {more} >>"
        );
        self.add(page)
    }

    /// More entries in the catalogue.
    pub(crate) fn catalogue(&mut self, more: &str) {
        self.objects[0] = format!("<< /Type /Catalog /Pages 2 0 R {more} >>").into_bytes();
    }

    /// More entries in the trailer.
    pub(crate) fn trailer(&mut self, more: &str) {
        self.trailer.push_str(more);
    }

    /// Another list of pages.
    pub(crate) fn pages(&mut self, object: &str) {
        self.objects[1] = object.as_bytes().to_vec();
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut objects = self.objects.clone();
        if objects[1].is_empty() {
            let pages: Vec<usize> = (1..=objects.len())
                .filter(|number| objects[number - 1].starts_with(b"<< /Type /Page /Parent"))
                .collect();
            let kids: Vec<String> = pages.iter().map(|page| format!("{page} 0 R")).collect();
            objects[1] = format!(
                "<< /Type /Pages /Count {} /Kids [{}] >>",
                kids.len(),
                kids.join(" ")
            )
            .into_bytes();
        }
        let mut file = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
        let mut places = Vec::new();
        for (index, object) in objects.iter().enumerate() {
            places.push(file.len());
            file.extend(format!("{} 0 obj\n", index + 1).into_bytes());
            file.extend(object);
            file.extend(b"\nendobj\n");
        }
        let table = file.len();
        file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
        for place in places {
            file.extend(format!("{place:010} 00000 n \n").into_bytes());
        }
        file.extend(
            format!(
                "trailer\n<< /Size {} /Root 1 0 R {} >>\nstartxref\n{table}\n%%EOF\n",
                objects.len() + 1,
                self.trailer
            )
            .into_bytes(),
        );
        file
    }
}

/// Text in Helvetica of 12 points at a place.
pub(crate) fn say(text: &str, x: u32, y: u32) -> String {
    format!("BT /F1 12 Tf {x} {y} Td ({text}) Tj ET\n")
}

/// A zip of these parts.
pub(crate) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default();
        let options = if *name == "mimetype" {
            options.compression_method(zip::CompressionMethod::Stored)
        } else {
            options
        };
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const SPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
    r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#,
    r#"xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" "#,
    r#"xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office""#
);

/// A Word document, part by part.
pub(crate) struct Docx {
    parts: Vec<(String, Vec<u8>)>,
    relations: String,
}

impl Docx {
    /// With this between `<w:body>` and its end.
    pub(crate) fn of(body: &str) -> Self {
        let mut docx = Self {
            parts: Vec::new(),
            relations: String::new(),
        };
        docx.part(
            "[Content_Types].xml",
            br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#,
        );
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let core =
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
        docx.part(
            "_rels/.rels",
            format!(
                r#"<?xml version="1.0"?><Relationships><Relationship Id="a" Type="{office}/officeDocument" Target="word/document.xml"/><Relationship Id="b" Type="{core}" Target="docProps/core.xml"/></Relationships>"#
            )
            .as_bytes(),
        );
        docx.part(
            "word/document.xml",
            format!(
                r#"<?xml version="1.0"?><w:document {SPACES}><w:body>{body}</w:body></w:document>"#
            )
            .as_bytes(),
        );
        docx
    }

    pub(crate) fn part(&mut self, name: &str, bytes: &[u8]) {
        self.parts.push((name.to_owned(), bytes.to_vec()));
    }

    /// A part that is XML, with the usual name spaces, and the document points to it.
    pub(crate) fn story(&mut self, id: &str, kind: &str, name: &str, xml: &str) {
        let root = xml.find([' ', '>']).map_or(xml.len(), |at| at);
        let xml = format!("{} {SPACES}{}", &xml[..root], &xml[root..]);
        self.part(&format!("word/{name}"), xml.as_bytes());
        self.relation(id, kind, name, false);
    }

    pub(crate) fn relation(&mut self, id: &str, kind: &str, target: &str, outside: bool) {
        let mode = if outside {
            r#" TargetMode="External""#
        } else {
            ""
        };
        self.relations.push_str(&format!(
            r#"<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"{mode}/>"#
        ));
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let relations = format!("<Relationships>{}</Relationships>", self.relations);
        let mut parts: Vec<(&str, &[u8])> = self
            .parts
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        parts.push(("word/_rels/document.xml.rels", relations.as_bytes()));
        zip(&parts)
    }
}

/// A paragraph of one run.
pub(crate) fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// An OpenDocument text with this between `<office:text>` and its end.
pub(crate) fn odt(body: &str, styles: &str) -> Vec<u8> {
    let spaces = concat!(
        r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" "#,
        r#"xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" "#,
        r#"xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" "#,
        r#"xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" "#,
        r#"xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" "#,
        r#"xmlns:dc="http://purl.org/dc/elements/1.1/""#
    );
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    );
    let meta = format!(
        r#"<?xml version="1.0"?><office:document-meta {spaces}><office:meta><dc:creator>{SECRET}</dc:creator></office:meta></office:document-meta>"#
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("meta.xml", meta.as_bytes()),
    ])
}

/// Whether every tool must be there.
#[expect(
    clippy::disallowed_methods,
    reason = "a test takes the strictness from whoever runs it"
)]
pub(crate) fn everything_is_required() -> bool {
    std::env::var("CASEWARD_REQUIRE_ALL").is_ok_and(|it| it == "1")
}

/// Where a program lies; nothing where there is none, which is said.
#[expect(
    clippy::disallowed_macros,
    reason = "a program that was not asked has to be heard of"
)]
pub(crate) fn program(name: &str, package: &str) -> Option<std::path::PathBuf> {
    let found = ["/usr/bin", "/usr/local/bin", "/bin"]
        .iter()
        .map(|folder| std::path::Path::new(folder).join(name))
        .find(|path| path.exists());
    if found.is_none() {
        assert!(!everything_is_required(), "there is no {name}");
        eprintln!("NOT RUN: there is no {name}; it comes with Debian's {package}");
    }
    found
}

/// A picture of these lines as grey pixels, as a scanner makes it: width, height, pixels.
pub(crate) fn scan(lines: &[&str], dots_per_inch: f32) -> (u32, u32, Vec<u8>) {
    let content: String = lines
        .iter()
        .enumerate()
        .map(|(index, line)| say(line, 72, 700 - 24 * index as u32))
        .collect();
    let pdf = hayro::hayro_syntax::Pdf::new(Pdf::of(&content).bytes()).unwrap();
    let scale = dots_per_inch / 72.0;
    let pixmap = hayro::render(
        &pdf.pages()[0],
        &hayro::RenderCache::new(),
        &hayro::hayro_interpret::InterpreterSettings::default(),
        &hayro::RenderSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: hayro::vello_cpu::color::palette::css::WHITE,
            ..hayro::RenderSettings::default()
        },
    );
    let grey = pixmap
        .data_as_u8_slice()
        .chunks_exact(4)
        .map(|pixel| pixel[0])
        .collect();
    (u32::from(pixmap.width()), u32::from(pixmap.height()), grey)
}

/// Grey pixels as a file.
pub(crate) fn picture(
    (width, height, grey): (u32, u32, Vec<u8>),
    format: image::ImageFormat,
) -> Vec<u8> {
    let image = image::GrayImage::from_raw(width, height, grey).unwrap();
    let mut file = Cursor::new(Vec::new());
    image::DynamicImage::ImageLuma8(image)
        .write_to(&mut file, format)
        .unwrap();
    file.into_inner()
}
