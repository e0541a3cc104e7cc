//! What a paper that somebody of the office fetched for their own use promises: that it says so on each of its pages.

use caseward_model::Language;

use super::{bare, contains, copy, gather, text_of};
use crate::press::{data_of, lay_out};
use crate::typefaces::Letters;
use crate::{AgreementCopy, Fetched, Part, print, print_fetched};

fn fetched(by: &str) -> Fetched {
    Fetched {
        by: by.to_owned(),
        on: "2026-11-02".to_owned(),
        at: "16:20".to_owned(),
    }
}

/// A paper of several pages.
fn long(language: Language) -> AgreementCopy {
    let sections = (1..=40).map(|number| Part {
        heading: format!("Part {number}"),
        paragraphs: vec!["A sentence that fills a line or two. ".repeat(12)],
    });
    AgreementCopy {
        sections: sections.collect(),
        ..copy(language, "Dana Ortiz")
    }
}

/// What stands on each page of a paper that was fetched by somebody.
fn pages(paper: &AgreementCopy, by: &str) -> Vec<String> {
    let data = data_of(paper, Some(&fetched(by))).unwrap();
    let document = lay_out::<AgreementCopy>(data, Letters::Any).unwrap();
    let texts = document.pages().iter().map(|page| {
        let mut text = String::new();
        gather(&page.frame, &mut text);
        bare(&text)
    });
    texts.collect()
}

#[test]
fn re_6_each_page_says_who_fetched_it_and_when() {
    let said = [
        (
            Language::English,
            "Fetched by Łucja Fern on November 2, 2026 at 16:20",
        ),
        (
            Language::Spanish,
            "Obtenido por Łucja Fern el 2 de noviembre de 2026 a las 16:20",
        ),
    ];
    for (language, mark) in said {
        let pages = pages(&long(language), "Łucja Fern");
        assert!(pages.len() > 1, "one page shows nothing about the others");
        for page in &pages {
            assert!(page.contains(&bare(mark)), "{page}");
        }
        let pdf = print_fetched(&long(language), Some(&fetched("Łucja Fern"))).unwrap();
        assert!(contains(&pdf, "pdfuaid:part"), "not declared as PDF/UA");
    }
}

#[test]
fn re_6_a_paper_that_nobody_fetched_for_themselves_has_no_mark_and_the_same_bytes() {
    let paper = long(Language::English);
    assert!(!text_of(&paper).contains("Fetched"));
    assert_eq!(
        print(&paper).unwrap(),
        print_fetched(&paper, None).unwrap(),
        "what is bound by a hash stays as it is"
    );
}

#[test]
fn re_6_a_name_in_the_mark_is_a_text_and_nothing_of_the_form() {
    for name in ["#eval(\"1+1\")", "= *x* <label> // gone?", "漢 Fern"] {
        let paper = copy(Language::English, "Dana Ortiz");
        let shown = name.replace('漢', "□");
        let pages = pages(&paper, name);
        assert!(
            pages.iter().all(|it| it.contains(&bare(&shown))),
            "{pages:?}"
        );
        assert!(
            print_fetched(&paper, Some(&fetched(name))).is_ok(),
            "{name}"
        );
    }
}
