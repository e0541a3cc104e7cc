//! What is promised of a file that is read in a process apart: whatever it does to its reader, the office goes on and
//! the file is withheld. This program is that process as well, when it is called so; hence it has its own `main`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a test may stop where it stands, and says how it went"
)]

mod made;

use std::io::{Read as _, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use caseward_attachments::{Apart, Limits, Ocr, Read, Tesseract, Why};
use made::{Docx, Pdf, SECRET, paragraph, say, text, whys};

const READS: &str = "read-attachment";

fn main() {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some(READS) => caseward_attachments::serve(std::io::stdin(), std::io::stdout()).unwrap(),
        Some("misbehave") => misbehave(&arguments.next().unwrap()),
        wanted => run(wanted.filter(|it| !it.starts_with('-')).unwrap_or_default()),
    }
}

/// One after the other, said as other tests are.
fn run(wanted: &str) {
    let tests: &[(&str, fn())] = &[
        (
            "cr_9_a_file_that_is_read_apart_has_the_same_account",
            same_account,
        ),
        (
            "cr_9_a_process_that_misbehaves_is_ended_and_its_file_withheld",
            misbehaving,
        ),
        (
            "pages_that_contain_themselves_end_nothing_but_their_reader",
            pages_in_themselves,
        ),
        (
            "what_is_packed_in_what_is_packed_ends_nothing_but_its_reader",
            packed_twice,
        ),
        (
            "objects_deep_in_each_other_end_nothing_but_their_reader",
            deep_objects,
        ),
        (
            "a_program_that_is_not_there_leaves_the_file_withheld",
            no_program,
        ),
        (
            "whatever_was_done_to_a_pdf_there_is_an_account",
            spoiled_pdfs,
        ),
    ];
    let mut failed = 0;
    for (name, test) in tests.iter().filter(|(name, _)| name.contains(wanted)) {
        let done = catch_unwind(AssertUnwindSafe(test)).is_ok();
        println!("test {name} ... {}", if done { "ok" } else { "FAILED" });
        failed += i32::from(!done);
    }
    println!("test result: {failed} failed");
    std::process::exit(failed.min(1));
}

fn apart(arguments: &[&str]) -> Apart {
    Apart {
        program: std::env::current_exe().unwrap(),
        arguments: arguments.iter().map(Into::into).collect(),
    }
}

fn read(bytes: &[u8]) -> Read {
    apart(&[READS]).read(bytes, &Limits::default(), None)
}

fn same_account() {
    let pdf = Pdf::of(
        &[
            say("María Quill", 72, 700),
            format!("1 g {}", say(SECRET, 72, 600)),
        ]
        .concat(),
    );
    let docx = Docx::of(&paragraph("12 Oak St."));
    let grey = made::scan(&["Dear Dana Ortiz,"], 150.0);
    let png = made::picture(grey, image::ImageFormat::Png);
    let tesseract = made::program("tesseract", "tesseract-ocr").map(Tesseract::at);
    for bytes in [
        pdf.bytes(),
        docx.bytes(),
        png,
        b"plain".to_vec(),
        Vec::new(),
    ] {
        let here = match &tesseract {
            Some(tesseract) => {
                let look = |picture: &_| tesseract.look(picture);
                caseward_attachments::read(&bytes, &Limits::default(), &Ocr::by(&look))
            }
            None => caseward_attachments::read(&bytes, &Limits::default(), &Ocr::none()),
        };
        let there = apart(&[READS]).read(&bytes, &Limits::default(), tesseract.as_ref());
        assert_eq!(here, there);
    }
    let limits = Limits {
        bytes: 4,
        ..Limits::default()
    };
    assert_eq!(
        whys(&apart(&[READS]).read(b"plain", &limits, None)),
        [Why::TooLarge]
    );
}

/// What a process does over which a file has taken power.
fn misbehave(how: &str) {
    // A file takes power when it is read: the limits are there before its first byte is.
    let mut first = [0];
    std::io::stdin().read_exact(&mut first).unwrap();
    match how {
        "sleep" => std::thread::sleep(std::time::Duration::from_secs(100)),
        "spin" => loop {
            std::hint::spin_loop();
        },
        "hoard" => {
            let mut hoard = Vec::new();
            loop {
                hoard.push(vec![1_u8; 16 << 20]);
                std::hint::black_box(&hoard);
            }
        }
        "overflow" => {
            fn deeper(depth: u64) -> u64 {
                let here = std::hint::black_box([depth; 64]);
                if here[0] == u64::MAX {
                    0
                } else {
                    deeper(depth + 1) + here[3]
                }
            }
            println!("{}", deeper(0));
        }
        "chatter" => loop {
            println!("{}", "x".repeat(1 << 16));
        },
        "lie" => println!("{{\"kind\":\"Text\"}}"),
        "keep" => {
            // No byte may reach a file: the process is ended at the first.
            let path = std::env::temp_dir().join("caseward-attachments-keeps-nothing");
            let kept =
                std::fs::File::create(&path).and_then(|mut file| file.write_all(SECRET.as_bytes()));
            let _gone = std::fs::remove_file(&path);
            if kept.is_err() {
                std::process::exit(1);
            }
            println!("{}", serde_json::to_string(&made::read(b"kept")).unwrap());
        }
        "environment" => {
            let account = made::read(
                std::env::vars()
                    .map(|(name, _)| name)
                    .collect::<String>()
                    .as_bytes(),
            );
            println!("{}", serde_json::to_string(&account).unwrap());
        }
        other => panic!("{other}"),
    }
}

fn misbehaving() {
    let limits = Limits {
        seconds: 2,
        memory: 512 << 20,
        ..Limits::default()
    };
    for (how, why) in [
        ("sleep", Why::TookTooLong),
        ("hoard", Why::Broke),
        ("overflow", Why::Broke),
        ("chatter", Why::Broke),
        ("lie", Why::Broke),
        ("keep", Why::Broke),
        // It was told nothing about where it runs: its account is that of no text at all.
        ("environment", Why::Empty),
    ] {
        let read = apart(&["misbehave", how]).read(b"some text", &limits, None);
        assert_eq!(whys(&read), [why], "{how}");
        assert_eq!(read.parts, [], "{how}");
    }
    let read = apart(&["misbehave", "spin"]).read(b"some text", &limits, None);
    assert!(matches!(whys(&read)[..], [Why::TookTooLong | Why::Broke]));
}

fn pages_in_themselves() {
    let mut pdf = Pdf::of(&say("Seen", 72, 700));
    pdf.pages("<< /Type /Pages /Count 2 /Kids [2 0 R 2 0 R] >>");
    let read = read(&pdf.bytes());
    assert_eq!(read.parts, []);
    assert!(!read.is_whole(), "{read:?}");
}

fn packed_twice() {
    let mut pdf = Pdf::new();
    let twice = made::packed(&made::packed(&vec![b' '; 101 << 20]));
    let content = pdf.stream("/Filter [/FlateDecode /FlateDecode]", &twice);
    pdf.page("", "");
    let bytes = pdf.bytes();
    assert!(bytes.len() < 100_000);
    let with = String::from_utf8_lossy(&bytes).into_owned();
    assert!(with.contains("/FlateDecode /FlateDecode"));
    pdf.add(format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents {content} 0 R >>"
    ));
    let limits = Limits {
        memory: 1 << 30,
        ..Limits::default()
    };
    let read = apart(&[READS]).read(&pdf.bytes(), &limits, None);
    assert!(!read.is_whole(), "{read:?}");
    assert_eq!(text(&read), "");
}

fn deep_objects() {
    let mut pdf = Pdf::of(&say("Seen", 72, 700));
    pdf.catalogue(&format!(
        "/Deep {}{}",
        "[".repeat(200_000),
        "]".repeat(200_000)
    ));
    let account = read(&pdf.bytes());
    assert!(text(&account) == "Seen" || !account.is_whole());
    let mut pdf = Pdf::new();
    let content = format!("{} {} Do", "[".repeat(200_000), "<<".repeat(100_000));
    pdf.page(&content, "");
    let account = read(&pdf.bytes());
    assert_eq!(account.parts, []);
}

fn no_program() {
    let apart = Apart {
        program: "/nowhere/caseward".into(),
        arguments: Vec::new(),
    };
    assert_eq!(
        whys(&apart.read(b"some text", &Limits::default(), None)),
        [Why::Broke]
    );
}

/// Numbers that look like chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }
}

fn spoiled_pdfs() {
    let mut chance = Chance(0x5EED_CA5E);
    let sound = sound_pdfs();
    // Words of the format, put where they don't belong.
    let words: [&[u8]; 12] = [
        b"obj",
        b"endobj",
        b"stream\n",
        b"endstream",
        b"<<",
        b">>",
        b"[",
        b"2 0 R",
        b"/Kids",
        b"/Length 99999999",
        b"-2147483648",
        b"1e309",
    ];
    for round in 0..240 {
        let mut bytes = sound[round % sound.len()].clone();
        for _ in 0..=chance.below(6) {
            let at = chance.below(bytes.len());
            match chance.below(6) {
                0 => bytes[at] = chance.below(256) as u8,
                1 => bytes[at] ^= 1 << chance.below(8),
                2 => bytes.truncate(at.max(40)),
                3 => {
                    let word = words[chance.below(words.len())];
                    bytes.splice(at..at, word.iter().copied());
                }
                4 => {
                    let end = (at + chance.below(60)).min(bytes.len());
                    bytes.drain(at..end);
                }
                _ => {
                    // A number becomes another: lengths, places, sizes.
                    if let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit) {
                        bytes[at + digit] = b'0' + chance.below(10) as u8;
                    }
                }
            }
        }
        let limits = Limits {
            seconds: 20,
            ..Limits::default()
        };
        let read = apart(&[READS]).read(&bytes, &limits, None);
        assert!(
            !read.parts.is_empty() || !read.withheld.is_empty(),
            "round {round}"
        );
        assert!(!whys(&read).contains(&Why::TookTooLong), "round {round}");
    }
}

/// PDFs in which most things are in the open, so that spoiling them reaches something.
fn sound_pdfs() -> Vec<Vec<u8>> {
    let mut open = Pdf::new();
    let form = open.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>",
        say("in a form", 72, 500).as_bytes(),
    );
    let image = open.stream(
        "/Type /XObject /Subtype /Image /Width 4 /Height 4 /ColorSpace /DeviceRGB /BitsPerComponent 8",
        &[120; 48],
    );
    let shading = "/Shading << /S << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 9 9] /Function << /FunctionType 2 /Domain [0 1] /N 1 >> >> >>";
    let map = open.stream("", b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <7E> <0020> endbfrange endcmap");
    let mapped = open.add(format!(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode {map} 0 R >>"
    ));
    let content = open.stream(
        "",
        format!(
            "{} q 1 0 0 rg 10 10 100 100 re f Q BT /F2 9 Tf 1 Tr 72 600 Td [(a) -200 (b)] TJ ET /X Do q 50 0 0 50 300 300 cm /I Do Q /S sh 5 w 10 10 m 99 99 200 200 300 10 c S",
            say("Quill", 72, 700)
        )
        .as_bytes(),
    );
    open.add(format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {content} 0 R /Annots [<< /Subtype /Link /Rect [0 0 9 9] >>] \
         /Resources << /Font << /F1 3 0 R /F2 {mapped} 0 R >> /XObject << /X {form} 0 R /I {image} 0 R >> {shading} >> >>"
    ));
    vec![open.bytes(), Pdf::of(&say("Quill", 72, 700)).bytes()]
}
