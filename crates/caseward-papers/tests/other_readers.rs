//! Other programs read our papers: `qpdf` finds nothing wrong with them, and Poppler gets out of them what
//! was put in, and nothing more. Where these are missing, the tests say that they were not run.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may stop where it stands"
)]

use std::io::Write;
use std::process::Command;

use caseward_model::Language;
use caseward_papers::{
    AgreementCopy, DisclosureDocument, Line, Mark, Part, Record, Section, Signer,
    TrainingCertificate, print,
};
use tempfile::NamedTempFile;

/// What people might write to get into the form, and what they write because it is their name.
const WRITTEN: [&str; 6] = [
    "Łucja O'Brien-Nguyễn",
    "#eval(\"1+1\")",
    "#read(\"/etc/passwd\")",
    "$ x^2 $ `raw` *bold*",
    "= Heading <label>",
    "){/JS (app.alert(1)) \\",
];

fn copy(name: &str) -> AgreementCopy {
    AgreementCopy {
        language: Language::Spanish,
        office: "Casa del Puerto".to_owned(),
        title: "Política y procedimiento de confidencialidad".to_owned(),
        version: 3,
        in_force_from: "2026-11-01".to_owned(),
        sections: vec![Part {
            heading: "Decide la persona".to_owned(),
            paragraphs: vec!["Un párrafo bastante largo. ".repeat(200)],
        }],
        answers: Vec::new(),
        statements: vec!["Lo he leído.".to_owned()],
        signer: Signer {
            name: name.to_owned(),
            organization: "Casa del Puerto".to_owned(),
            position: "Consejera".to_owned(),
            email: "inventada@oficina.example".to_owned(),
            phone: "555-0100".to_owned(),
        },
        signed_on: "2026-11-02".to_owned(),
        holds_until: "2027-11-02".to_owned(),
        on_paper: false,
        at_terminal: false,
        mark: Some(Mark {
            width: 600,
            height: 200,
            strokes: vec![vec![(10, 20), (300, 150), (590, 30)]],
        }),
        entry: 77,
        text_hash: "ab".repeat(32),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test takes the strictness from whoever runs it"
)]
fn everything_is_required() -> bool {
    std::env::var("CASEWARD_REQUIRE_ALL").is_ok_and(|it| it == "1")
}

/// What a program says of a PDF; nothing where there is no such program.
#[expect(
    clippy::disallowed_macros,
    reason = "a reader that was not asked has to be heard of"
)]
fn told(program: &str, arguments: &[&str], pdf: &[u8]) -> Option<String> {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let mut command = Command::new(program);
    let path = file.path().to_str().unwrap();
    command.args(
        arguments
            .iter()
            .map(|it| if *it == "FILE" { path } else { it }),
    );
    let Ok(output) = command.output() else {
        assert!(!everything_is_required(), "there is no {program}");
        eprintln!(
            "NOT RUN: {program} reads no paper here; it comes with Debian's poppler-utils or qpdf"
        );
        return None;
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{program}: {text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(text)
}

#[test]
fn every_paper_is_sound_to_another_program() {
    let certificate = TrainingCertificate {
        language: Language::English,
        office: "Harbour House".to_owned(),
        title: "Certificate of training".to_owned(),
        name: "Dana Ortiz".to_owned(),
        organization: "Harbour House".to_owned(),
        course: "Keeping confidence".to_owned(),
        version: 1,
        covered: vec!["Why it matters here".to_owned()],
        completed_on: "2026-11-02".to_owned(),
        counts_until: "2027-11-02".to_owned(),
        elsewhere: true,
        entry: 78,
        text_hash: "cd".repeat(32),
    };
    for pdf in [
        print(&copy("Dana Ortiz")).unwrap(),
        print(&certificate).unwrap(),
    ] {
        let Some(checked) = told("qpdf", &["--check", "FILE"], &pdf) else {
            return;
        };
        assert!(
            checked.contains("No syntax or stream encoding errors"),
            "{checked}"
        );
    }
}

#[test]
fn what_was_written_comes_out_as_it_was_written() {
    for name in WRITTEN {
        let pdf = print(&copy(name)).unwrap();
        let Some(text) = told("pdftotext", &["-layout", "FILE", "-"], &pdf) else {
            return;
        };
        assert!(text.contains(name), "{name} is not in: {text}");
        assert!(text.contains("2 de noviembre de 2026"));
        assert!(!text.contains("root:"));
    }
}

#[test]
fn a_paper_says_nothing_about_itself_but_what_stands_on_it() {
    let pdf = print(&copy("Dana Ortiz")).unwrap();
    let Some(about) = told("pdfinfo", &["FILE"], &pdf) else {
        return;
    };
    let said = |name: &str| {
        let line = about.lines().find(|line| line.starts_with(name));
        line.map(|line| line.split_once(':').unwrap().1.trim().to_owned())
    };
    assert_eq!(
        said("Title").as_deref(),
        Some("Política y procedimiento de confidencialidad")
    );
    assert_eq!(said("Creator").as_deref(), Some("Caseward"));
    assert_eq!(said("Tagged").as_deref(), Some("yes"));
    assert_eq!(said("JavaScript").as_deref(), Some("no"));
    for absent in ["Author", "Subject", "Keywords", "CreationDate", "ModDate"] {
        assert_eq!(said(absent), None, "{absent}");
    }
}

fn disclosed(language: Language, notices: &[&str]) -> DisclosureDocument {
    DisclosureDocument {
        language,
        office: "Harbour House".to_owned(),
        recipient: "Northside Clinic".to_owned(),
        purpose: "direct_service".to_owned(),
        put_together_on: "2026-11-26".to_owned(),
        notices: notices.iter().map(|it| (*it).to_owned()).collect(),
        readers: String::new(),
        of_nobody: false,
        smallest_group: 11,
        sections: vec![Section {
            category: "substance_use".to_owned(),
            records: vec![Record {
                lines: vec![Line {
                    name: "Answer".to_owned(),
                    value: "#eval(\"1+1\")".to_owned(),
                }],
                ..Record::default()
            }],
        }],
    }
}

/// What each regime's notice says, in both languages.
const NOTICES: [(&str, &str, &str); 4] = [
    (
        "part2",
        "The sentence above is the notice that 42 CFR 2.32(a)(2) prescribes",
        "La frase anterior es el aviso que prescribe 42 CFR 2.32(a)(2)",
    ),
    ("vawa", "34 U.S.C. 12291(b)(2)", "34 U.S.C. 12291(b)(2)"),
    (
        "hipaa",
        "federal privacy rules may then no longer protect it (164.508(c)(2)(iii))",
        "las reglas federales de privacidad quizá ya no lo protejan (164.508(c)(2)(iii))",
    ),
    (
        "uk",
        "you are a controller yourself (UK GDPR, Data Protection Act 2018)",
        "responsable del tratamiento (RGPD del Reino Unido, Data Protection Act 2018)",
    ),
];

/// 42 CFR 2.32(a)(2), to the letter.
const PRESCRIBED: &str = "42 CFR part 2 prohibits unauthorized use or disclosure of these records.";

#[test]
fn re_2_each_regime_has_its_notice_on_the_paper_that_leaves_and_no_other_has() {
    for language in Language::ALL {
        for (regime, ..) in NOTICES {
            let pdf = print(&disclosed(*language, &[regime])).unwrap();
            let Some(text) = told("pdftotext", &["FILE", "-"], &pdf) else {
                return;
            };
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for (other, in_english, in_spanish) in NOTICES {
                let says = match language {
                    Language::English => in_english,
                    Language::Spanish => in_spanish,
                };
                assert_eq!(text.contains(says), other == regime, "{other}: {text}");
            }
            assert_eq!(text.contains(PRESCRIBED), regime == "part2");
            assert!(text.contains("#eval("));
        }
        let all: Vec<_> = NOTICES.iter().map(|(regime, ..)| *regime).collect();
        let pdf = print(&disclosed(*language, &all)).unwrap();
        let Some(checked) = told("qpdf", &["--check", "FILE"], &pdf) else {
            return;
        };
        assert!(checked.contains("No syntax or stream encoding errors"));
    }
}
