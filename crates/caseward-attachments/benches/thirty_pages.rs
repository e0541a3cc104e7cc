//! How many pages of a PDF and of a Word document are read in a second.

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{Cursor, Write};

use caseward_attachments::{Limits, Ocr, read};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const PAGES: u64 = 30;
const LINES: usize = 45;

fn line(page: u64, line: usize) -> String {
    format!(
        "{page}.{line}: Contrivance Quill met Dana Ortiz at 12 Oak Street on 3 May, and said so."
    )
}

/// Pages of some 3,500 letters in Helvetica, packed as word processors pack them.
fn pdf() -> Option<Vec<u8>> {
    let mut objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        Vec::new(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_vec(),
    ];
    let mut kids = String::new();
    for page in 0..PAGES {
        let mut content = String::from("BT /F1 10 Tf 14 TL 60 760 Td\n");
        for index in 0..LINES {
            writeln!(content, "({}) Tj T*", line(page, index)).ok()?;
        }
        content.push_str("ET");
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content.as_bytes()).ok()?;
        let packed = encoder.finish().ok()?;
        let mut stream = format!(
            "<< /Filter /FlateDecode /Length {} >>\nstream\n",
            packed.len()
        )
        .into_bytes();
        stream.extend(packed);
        stream.extend(b"\nendstream");
        objects.push(stream);
        let number = objects.len();
        objects.push(
            format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number} 0 R /Resources << /Font << /F1 3 0 R >> >> >>")
                .into_bytes(),
        );
        write!(kids, "{} 0 R ", number + 1).ok()?;
    }
    *objects.get_mut(1)? = format!("<< /Type /Pages /Count {PAGES} /Kids [{kids}] >>").into_bytes();
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", file.len()).ok()?;
        file.extend(format!("{} 0 obj\n", index + 1).into_bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(table.into_bytes());
    file.extend(
        format!(
            "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        )
        .into_bytes(),
    );
    Some(file)
}

/// As many lines, each a paragraph of three runs.
fn docx() -> Option<Vec<u8>> {
    let mut body = String::new();
    for page in 0..PAGES {
        for index in 0..LINES {
            let line = line(page, index);
            let (first, rest) = line.split_at_checked(20)?;
            let (second, third) = rest.split_at_checked(20)?;
            body.push_str("<w:p><w:pPr><w:spacing w:after=\"0\"/></w:pPr>");
            for run in [first, second, third] {
                write!(body, "<w:r><w:rPr><w:sz w:val=\"22\"/></w:rPr><w:t xml:space=\"preserve\">{run}</w:t></w:r>").ok()?;
            }
            body.push_str("</w:p>");
        }
    }
    let types =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    let parts = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        (
            "_rels/.rels",
            format!(
                "<Relationships><Relationship Id=\"a\" Type=\"{types}\" Target=\"word/document.xml\"/></Relationships>"
            ),
        ),
        (
            "word/document.xml",
            format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"),
        ),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default()).ok()?;
        writer.write_all(content.as_bytes()).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

fn thirty_pages(criterion: &mut Criterion) {
    let limits = Limits::default();
    let mut group = criterion.benchmark_group("thirty_pages");
    group.throughput(Throughput::Elements(PAGES));
    for (name, file) in [("pdf", pdf()), ("docx", docx())] {
        let file = file.unwrap_or_default();
        let account = read(&file, &limits, &Ocr::none());
        let letters: usize = account.parts.iter().map(|part| part.text.len()).sum();
        assert!(
            account.is_whole() && letters > 80_000,
            "{name} isn't read: {letters}"
        );
        group.bench_function(name, |bench| {
            bench.iter(|| read(black_box(&file), &limits, &Ocr::none()));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = thirty_pages
}
criterion_main!(benches);
