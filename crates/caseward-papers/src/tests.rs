//! What every paper promises: anyone can read it, it says what it was given, and nothing that somebody
//! wrote becomes a part of the form.

mod conferences;
mod consents;
mod fetched;
mod sharing;

use caseward_model::Language;
use typst::layout::{Frame, FrameItem};

use self::consents::consent;
use crate::press::lay_out;
use crate::typefaces::Letters;
use crate::{
    AccountedLine, AccountingPaper, AgreedConsent, AgreementCopy, Answered, BreachNotice,
    CoverSheet, DisclosureDocument, DisclosureStatement, Line, Mark, Paper, Part, ProgrammeForm,
    Record, ReturnOrDestroy, Section, Signer, TellerPermits, TrainingCertificate, print,
};

fn copy(language: Language, name: &str) -> AgreementCopy {
    AgreementCopy {
        language,
        office: "Harbour House".to_owned(),
        title: "Confidentiality policy and procedure".to_owned(),
        version: 2,
        in_force_from: "2026-11-01".to_owned(),
        sections: vec![Part {
            heading: "The person decides".to_owned(),
            paragraphs: vec!["First paragraph.".to_owned(), "Second one.".to_owned()],
        }],
        answers: vec![Answered {
            question: "Who decides?".to_owned(),
            answer: "The person.".to_owned(),
        }],
        statements: vec!["I have read this.".to_owned()],
        signer: Signer {
            name: name.to_owned(),
            organization: "Harbour House".to_owned(),
            position: "Advocate".to_owned(),
            email: "made.up@office.example".to_owned(),
            phone: "555-0100".to_owned(),
        },
        signed_on: "2026-11-02".to_owned(),
        holds_until: "2027-11-02".to_owned(),
        on_paper: false,
        at_terminal: false,
        mark: Some(Mark {
            width: 600,
            height: 200,
            strokes: vec![vec![(10, 20), (300, 150), (590, 30)], vec![(5, 5), (6, 6)]],
        }),
        entry: 1_234,
        text_hash: "ab".repeat(32),
    }
}

fn certificate(language: Language) -> TrainingCertificate {
    TrainingCertificate {
        language,
        office: "Harbour House".to_owned(),
        title: "Certificate".to_owned(),
        name: "Dana Ortiz".to_owned(),
        organization: "Harbour House".to_owned(),
        course: "Keeping confidence".to_owned(),
        version: 1,
        covered: vec!["Why it matters".to_owned()],
        completed_on: "2026-11-02".to_owned(),
        counts_until: "2027-11-02".to_owned(),
        elsewhere: false,
        entry: 9,
        text_hash: "cd".repeat(32),
    }
}

/// All text of a paper, in the order of its pages.
fn text_of<P: Paper>(paper: &P) -> String {
    let data = serde_json::to_value(paper).unwrap();
    let document = lay_out::<P>(data, Letters::Any).unwrap();
    let mut text = String::new();
    for page in document.pages() {
        gather(&page.frame, &mut text);
    }
    text
}

/// A text without the space in it: where a line breaks, none is left on the paper.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

fn gather(frame: &Frame, text: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => gather(&group.frame, text),
            FrameItem::Text(run) => text.push_str(&run.text),
            _ => {}
        }
    }
}

fn contains(bytes: &[u8], needle: &str) -> bool {
    bytes
        .windows(needle.len())
        .any(|it| it == needle.as_bytes())
}

#[test]
fn every_paper_can_be_read_by_everyone_in_both_languages() {
    for language in Language::ALL {
        let papers = [
            print(&copy(*language, "Dana Ortiz")).unwrap(),
            print(&certificate(*language)).unwrap(),
        ];
        for pdf in papers {
            assert!(pdf.starts_with(b"%PDF-1.7"));
            assert!(contains(&pdf, "pdfuaid:part"), "not declared as PDF/UA");
            assert!(
                contains(&pdf, &format!("/Lang({})", language.word())),
                "no language"
            );
            assert!(contains(&pdf, "/StructTreeRoot"), "no structure");
            for inside in ["/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/URI"] {
                assert!(!contains(&pdf, inside), "{inside}");
            }
        }
    }
}

#[test]
fn cc_2_the_copy_says_who_signed_what_and_when() {
    let text = text_of(&copy(Language::English, "Dana Ortiz"));
    for said in [
        "Dana Ortiz",
        "Harbour House",
        "Advocate",
        "made.up@office.example",
        "555-0100",
        "November 2, 2026",
        "First paragraph.",
        "The person.",
        "Entry 1234",
    ] {
        assert!(text.contains(said), "{said} is not in: {text}");
    }
    assert!(text_of(&copy(Language::Spanish, "Dana Ortiz")).contains("2 de noviembre de 2026"));
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    let paper = copy(Language::English, "Dana Ortiz");
    assert_eq!(print(&paper).unwrap(), print(&paper).unwrap());
}

#[test]
fn nasw_m_what_stands_on_a_paper_is_printed_nowhere_by_accident() {
    let told = "He sleeps at the shelter.";
    let papers = [
        format!("{:?}", document(Language::English, told)),
        format!("{:?}", document(Language::English, told).sections),
        format!("{:?}", statement(Language::English)),
        format!("{:?}", copy(Language::English, told)),
        format!("{:#?}", consent(Language::English, false)),
    ];
    for printed in papers {
        assert!(!printed.contains("shelter"), "{printed}");
        assert!(!printed.contains('"'), "no text at all: {printed}");
    }
    // Nor does a paper that is added later: what a form is filled with says nothing of itself.
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap_or_default();
        let printable = |line: &str| line.contains("Debug, Clone, Serialize");
        let found = text
            .lines()
            .find(|it| it.starts_with("#[derive") && printable(it));
        assert_eq!(found, None);
    }
}

#[test]
fn text_that_tries_to_be_a_form_stays_text() {
    for name in [
        "#eval(\"1+1\")",
        "#read(\"/etc/passwd\")",
        "#import \"@preview/x:1.0.0\": *",
        "$ x^2 $",
        "`raw` ```rust panic!()```",
        "= A heading",
        "#sys.inputs",
        "*bold* _emph_ <label> @label \\u{41} // gone? /* gone? */",
        "]] #] \" ' ~ --- ...",
    ] {
        let text = text_of(&copy(Language::English, name));
        assert!(text.contains(name), "{name} is not in: {text}");
        assert!(print(&copy(Language::English, name)).is_ok(), "{name}");
    }
}

#[test]
fn every_name_can_be_printed_whatever_letters_it_has() {
    let endless = "a".repeat(10_000);
    let marks = format!("Z{}", "\u{0335}\u{0489}\u{20dd}".repeat(40));
    for name in [
        "",
        "\u{200b}",
        "שרה כהן",
        "فاطمة الزهراء",
        "Nguyễn Thị Ánh",
        "漢字 かな 한글",
        "👩🏽‍⚕️ Łukasz ẞ",
        "\u{0301}first",
        "\u{202e}txet denrut",
        "a\u{0}b\u{1b}[31mc\r\nd",
        endless.as_str(),
        marks.as_str(),
    ] {
        let pdf = print(&copy(Language::English, name));
        assert!(pdf.is_ok(), "{}: {:?}", name.escape_debug(), pdf.err());
    }
    let text = text_of(&copy(Language::English, "漢 Ortiz"));
    assert!(text.contains("□ Ortiz"), "a missing letter is to be seen");
    assert!(text.contains("A box (□) stands for"), "and to be explained");
}

#[test]
fn a_paper_without_a_mark_or_questions_can_be_printed() {
    let bare = AgreementCopy {
        mark: None,
        answers: Vec::new(),
        statements: Vec::new(),
        on_paper: true,
        at_terminal: false,
        ..copy(Language::Spanish, "Dana Ortiz")
    };
    assert!(print(&bare).is_ok());
}

fn document(language: Language, told: &str) -> DisclosureDocument {
    let line = |name: &str, value: &str| Line {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    DisclosureDocument {
        language,
        office: "Harbour House".to_owned(),
        recipient: "Northside Housing".to_owned(),
        purpose: "eligibility".to_owned(),
        put_together_on: "2026-11-26".to_owned(),
        notices: Vec::new(),
        readers: "the judge".to_owned(),
        of_nobody: false,
        smallest_group: 11,
        sections: vec![
            Section {
                category: "housing".to_owned(),
                records: vec![
                    Record {
                        lines: vec![line("Entry date", "2026-05-01"), line("Destination", told)],
                        ..Record::default()
                    },
                    Record {
                        lines: vec![line("", told)],
                        nature: Some("opinion".to_owned()),
                        based_on: Some("what she said".to_owned()),
                        told_by: None,
                    },
                ],
            },
            Section {
                category: "income".to_owned(),
                records: Vec::new(),
            },
        ],
    }
}

fn statement(language: Language) -> DisclosureStatement {
    DisclosureStatement {
        language,
        office: "Harbour House".to_owned(),
        recipient: "Northside Housing".to_owned(),
        purpose: "eligibility".to_owned(),
        basis: "consent".to_owned(),
        channel: "hand_delivery".to_owned(),
        road: "report".to_owned(),
        sections: vec!["identity".to_owned(), "housing".to_owned()],
        consent: Some(AgreedConsent {
            number: 3,
            form: Some(12),
            signed_on: "2026-11-02".to_owned(),
            signed: "typed_witnessed".to_owned(),
            until: "2026-12-24".to_owned(),
            agree: 7,
            refuse: 5,
        }),
        tellers: Vec::new(),
        gone_through: String::new(),
        talked_on: String::new(),
        told: "later".to_owned(),
        released_on: "2026-11-26".to_owned(),
        signed_by: vec!["Dana Ortiz".to_owned()],
        clauses: vec!["NASW-b".to_owned()],
        content: "ab".repeat(32),
        preview: false,
        entry: 41,
        size: 42,
        root: "root".to_owned(),
        key: "key".to_owned(),
    }
}

fn breach_notice(language: Language, kind: &str) -> BreachNotice {
    BreachNotice {
        language,
        office: "Harbour House".to_owned(),
        kind: kind.to_owned(),
        to: "Orchard Clinic, the director".to_owned(),
        reference: "CC-2026-3".to_owned(),
        written_on: "2026-11-26".to_owned(),
        person: "Heather Moss".to_owned(),
        organization: "Orchard Clinic".to_owned(),
        breach: "sent".to_owned(),
        conduct: false,
        happened_on: String::new(),
        reported_on: "2026-11-20".to_owned(),
        taken_up_on: "2026-11-20".to_owned(),
        found_on: "2026-11-25".to_owned(),
        heard: true,
        ends: true,
        facts: "#read(\"/etc/passwd\") A list went to a private address.".to_owned(),
    }
}

#[test]
fn cc_2_9_a_letter_about_a_finding_says_who_what_and_when_in_both_languages() {
    for language in Language::ALL {
        for kind in ["employer", "authorities"] {
            let paper = breach_notice(*language, kind);
            let text = text_of(&paper);
            for said in [
                "Orchard Clinic, the director",
                "CC-2026-3",
                "Heather Moss",
                "#read(\"/etc/passwd\") A list went to a private address.",
            ] {
                assert!(text.contains(said), "{said} is not in: {text}");
            }
            let pdf = print(&paper).unwrap();
            assert!(contains(&pdf, "pdfuaid:part"), "not declared as PDF/UA");
        }
        let nobody = BreachNotice {
            person: String::new(),
            organization: String::new(),
            taken_up_on: String::new(),
            heard: false,
            ends: false,
            ..breach_notice(*language, "authorities")
        };
        assert!(print(&nobody).is_ok());
    }
    let text = text_of(&breach_notice(Language::English, "employer"));
    assert!(text.contains("November 25, 2026"), "{text}");
}

#[test]
fn nasw_m_a_cover_sheet_names_the_seal_and_the_organization_and_nobody() {
    for language in Language::ALL {
        let sheet = CoverSheet {
            language: *language,
            office: "Harbour House".to_owned(),
            seal: "7K2Q-0XMB".to_owned(),
            recipient: "Northside Housing".to_owned(),
            receiver: "Intake office".to_owned(),
            address: "12 Court Square".to_owned(),
        };
        let text = text_of(&sheet);
        for said in ["7K2Q-0XMB", "Northside Housing", "Intake office"] {
            assert!(text.contains(said), "{said} is not in: {text}");
        }
        assert!(print(&sheet).is_ok());
    }
}

#[test]
fn re_2_a_statement_names_the_organization_and_why_and_by_which_entry_it_can_be_checked() {
    for language in Language::ALL {
        let text = text_of(&statement(*language));
        for said in ["Northside Housing", "41", "42", "Dana Ortiz", "NASW-b"] {
            assert!(text.contains(said), "{said} is not in: {text}");
        }
        assert!(print(&statement(*language)).is_ok());
    }
}

#[test]
fn re_2_a_preview_of_a_statement_says_that_it_is_none_and_what_is_filled_in() {
    let said = [
        ["A preview. It is no statement", "Filled in when it leaves"],
        [
            "Una vista previa. No es una declaración",
            "Se completa cuando sale",
        ],
    ];
    for (language, said) in [Language::English, Language::Spanish].into_iter().zip(said) {
        let before = DisclosureStatement {
            preview: true,
            entry: 0,
            ..statement(language)
        };
        let text = bare(&text_of(&before));
        for it in said {
            assert!(text.contains(&bare(it)), "{it} is not in: {text}");
        }
        for it in ["NorthsideHousing", "DanaOrtiz", "NASW-b"] {
            assert!(text.contains(it), "{it} is not in: {text}");
        }
        // Neither the ledger as it stands now nor a day on which nothing left is in it.
        for it in ["root", "Entry0", "Entrada0", "November26", "26denoviembre"] {
            assert!(!text.contains(it), "{it} is in: {text}");
        }
        assert!(print(&before).is_ok());
        let after = bare(&text_of(&statement(language)));
        assert!(!after.contains(&bare(said[0])), "{after}");
    }
}

#[test]
fn dv_2_1_a_statement_says_which_consent_how_it_was_signed_and_what_was_gone_through() {
    let told = [
        [
            "Number 3, on version 12 of the form",
            "Typed on the screen, with a worker and a witness there",
            "November 2, 2026",
            "7 sentences on agreeing, 5 on saying no",
        ],
        [
            "Número 3, en la versión 12 del formulario",
            "Escrita en la pantalla, con alguien de la oficina y un testigo presentes",
            "2 de noviembre de 2026",
            "7 frases sobre aceptar, 5 sobre decir que no",
        ],
    ];
    for (language, said) in [Language::English, Language::Spanish].into_iter().zip(told) {
        let text = bare(&text_of(&statement(language)));
        for it in said {
            assert!(text.contains(&bare(it)), "{it} is not in: {text}");
        }
    }
}

#[test]
fn cr_9_what_others_told_is_marked_and_names_them_only_where_that_may_be_told() {
    let told = [
        (Language::English, "", "Somebody else told this"),
        (
            Language::English,
            "Rosa Leal",
            "Told by Rosa Leal, who permits",
        ),
        (Language::Spanish, "", "Esto lo contó otra persona"),
        (
            Language::Spanish,
            "Rosa Leal",
            "Lo contó Rosa Leal, que permite",
        ),
    ];
    for (language, name, says) in told {
        let mut paper = document(language, "She is moving.");
        paper.sections[0].records[1].told_by = Some(name.to_owned());
        let text = bare(&text_of(&paper));
        assert!(text.contains(&bare(says)), "{says} is not in: {text}");
    }
    for (language, says) in [
        (
            Language::English,
            "Goes with the permission of whoever told it: number 4",
        ),
        (
            Language::Spanish,
            "Va con el permiso de quien lo contó: número 4",
        ),
    ] {
        let paper = DisclosureStatement {
            tellers: vec![TellerPermits {
                number: 4,
                given_on: "2026-11-02".to_owned(),
                until: "2026-11-20".to_owned(),
            }],
            ..statement(language)
        };
        let text = bare(&text_of(&paper));
        assert!(text.contains(&bare(says)), "{says} is not in: {text}");
        assert!(print(&paper).is_ok());
    }
    let nobody = bare(&text_of(&document(Language::English, "She is moving.")));
    assert!(!nobody.contains(&bare("Somebody else told this")));
}

#[test]
fn re_2_a_statement_without_a_consent_says_that_no_end_was_set_and_claims_no_talk() {
    let ordered = |talked_on: &str| DisclosureStatement {
        basis: "legal_authority".to_owned(),
        consent: None,
        talked_on: talked_on.to_owned(),
        ..statement(Language::English)
    };
    let says =
        |paper: &DisclosureStatement, what: &str| bare(&text_of(paper)).contains(&bare(what));
    let none = ordered("");
    assert!(says(&none, "No day was set"));
    assert!(says(&none, "Nobody noted that it was gone through"));
    assert!(!says(&none, "Consent ends on"));
    let talked = ordered("2026-11-25");
    assert!(says(&talked, "noted on November 25, 2026"));
    assert!(!says(&talked, "Nobody noted"));
    let gone = |gone_through: &str| DisclosureStatement {
        gone_through: gone_through.to_owned(),
        ..ordered("")
    };
    let on = gone("2026-11-24");
    assert!(says(
        &on,
        "gone through with the client on November 24, 2026"
    ));
    let not = gone("not");
    assert!(says(
        &not,
        "It was noted why this could not be gone through"
    ));
    assert!(!says(&on, "Nobody noted") && !says(&not, "Nobody noted"));
    let earlier = DisclosureStatement {
        consent: Some(AgreedConsent {
            number: 0,
            form: None,
            signed: "earlier".to_owned(),
            agree: 0,
            refuse: 0,
            ..statement(Language::English).consent.unwrap()
        }),
        ..statement(Language::English)
    };
    assert!(says(&earlier, "from before this office kept consents"));
    assert!(says(&earlier, "Nobody noted"));
}

#[test]
fn nasw_d_an_accounting_says_as_what_each_thing_left_and_who_let_it_out() {
    let line = |left_as: Option<&str>, told: Option<&str>| AccountedLine {
        day: "2026-11-20".to_owned(),
        recipient: "Lead agency".to_owned(),
        address: None,
        kind: None,
        sections: vec!["identity".to_owned(), "housing".to_owned()],
        purpose: "program_reporting".to_owned(),
        times: None,
        last_day: None,
        basis: Some("duty".to_owned()),
        consent: None,
        channel: Some("file".to_owned()),
        told: told.map(str::to_owned),
        left_as: left_as.map(str::to_owned),
        by: Some("Dana Ortiz".to_owned()),
        clauses: Some("CR-8 RE-3".to_owned()),
        numbers: "41".to_owned(),
        entry: "41".to_owned(),
        stated: "–".to_owned(),
    };
    for language in Language::ALL {
        let paper = AccountingPaper {
            language: *language,
            office: "Harbour House".to_owned(),
            regime: "all".to_owned(),
            made_on: "2026-11-26".to_owned(),
            lines: vec![
                line(Some("hmis_export"), Some("since")),
                line(Some("fhir"), None),
                line(None, Some("before")),
            ],
        };
        let text = text_of(&paper);
        for said in ["HMIS", "FHIR", "Dana Ortiz", "CR-8", "41"] {
            assert!(text.contains(said), "{said} is not in: {text}");
        }
        assert!(print(&paper).is_ok());
    }
}

#[test]
fn dv_5_2_2_what_is_disclosed_marks_opinions_with_what_they_rest_on() {
    for language in Language::ALL {
        let told = "#read(\"/etc/passwd\") *and* her own words";
        let paper = document(*language, told);
        let text = text_of(&paper);
        for said in [told, "what she said", "2026-05-01", "Northside Housing"] {
            assert!(text.contains(said), "{said} is not in: {text}");
        }
        assert!(print(&paper).is_ok());
    }
}

fn return_or_destroy(language: Language, sent_by: Option<u64>) -> ReturnOrDestroy {
    ReturnOrDestroy {
        language,
        office: "Harbour House".to_owned(),
        to: "Bay Street Clinic #read(\"/etc/passwd\")".to_owned(),
        written_on: "2026-12-03".to_owned(),
        sent_on: "2026-11-26".to_owned(),
        sent_by,
        number: 12,
        taken_back_on: "2026-12-02".to_owned(),
        told: false,
        answer_by: "2026-12-17".to_owned(),
    }
}

#[test]
fn cr_9_only_the_part_that_somebody_else_told_is_asked_back_where_they_took_their_permission_back()
{
    let says = |language| match language {
        Language::English => ["permission", "told by somebody else"],
        Language::Spanish => ["permiso", "contada por otra persona"],
    };
    for &language in Language::ALL {
        let letter = ReturnOrDestroy {
            told: true,
            ..return_or_destroy(language, Some(4_117))
        };
        let text = text_of(&letter);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for said in says(language) {
            assert!(text.contains(said), "{language}: {text}");
        }
        let consent = ["consent", "consentimiento"];
        assert!(!consent.iter().any(|it| text.contains(it)), "{text}");
    }
}

#[test]
fn dv_2_1_whoever_received_is_asked_to_return_or_destroy_in_a_letter_that_names_nobody() {
    let asks = |language| match language {
        Language::English => ["destroy", "December 17, 2026"],
        Language::Spanish => ["destrúyanlo", "17 de diciembre de 2026"],
    };
    for &language in Language::ALL {
        let letter = return_or_destroy(language, Some(4_117));
        let text = text_of(&letter);
        for said in asks(language) {
            assert!(text.contains(said), "{said} is not in: {text}");
        }
        for said in ["Bay Street Clinic #read(\"/etc/passwd\")", "4117", "12"] {
            assert!(text.contains(said), "{said} is not in: {text}");
        }
        let pdf = print(&letter).unwrap();
        assert!(contains(&pdf, "pdfuaid:part"), "not declared as PDF/UA");
        // Where the number of the entry isn't known, the day and our own number have to do.
        let unknown = return_or_destroy(language, None);
        assert!(!text_of(&unknown).contains("4117") && print(&unknown).is_ok());
    }
}

#[test]
fn dv_5_2_1_the_form_of_a_mens_programme_says_what_is_kept_in_confidence_and_where_that_ends() {
    let told = [
        (
            Language::English,
            [
                "Ending violence",
                "If somebody is in danger",
                "In the group",
                "Signature",
            ],
        ),
        (
            Language::Spanish,
            [
                "Ending violence",
                "Si alguien está en peligro",
                "En el grupo",
                "Firma",
            ],
        ),
    ];
    for (language, said) in told {
        let form = ProgrammeForm {
            language,
            office: "Northside Housing".into(),
            programme: "Ending violence".into(),
        };
        let text = bare(&text_of(&form));
        for it in said {
            assert!(text.contains(&bare(it)), "{it} is not in: {text}");
        }
        assert!(print(&form).is_ok(), "everyone can read it");
    }
}
