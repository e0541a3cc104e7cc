//! What the paper of a consent promises: that everyone can read it, and that it says how it was signed, witnessed and interpreted.

use caseward_model::Language;

use super::{bare, text_of};
use crate::{ConsentForm, Mark, Titled, WitnessLine, print};

pub(super) fn consent(language: Language, unsigned: bool) -> ConsentForm {
    let lines = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
    ConsentForm {
        language,
        office: "Harbour House".to_owned(),
        title: "Consent to share information".to_owned(),
        client: "Łucja O'Brien-Nguyễn".to_owned(),
        discloser: "Harbour House".to_owned(),
        recipient: "Bay Street Clinic".to_owned(),
        readers: "The nurse".to_owned(),
        purposes: lines(&["so that they can help me"]),
        because: "#read(\"/etc/passwd\") $x$ *bold* <label>".to_owned(),
        request: String::new(),
        sections: lines(&["Health", "HIV and AIDS"]),
        not_sections: lines(&["Notes of talks"]),
        exclusions: "The name of my sister".to_owned(),
        ways: lines(&["an encrypted message"]),
        until: "2026-12-02".to_owned(),
        until_event: String::new(),
        agree: lines(&["They will know."]),
        refuse: lines(&["Nothing changes."]),
        alternatives: "Telling them herself.".to_owned(),
        limits: lines(&["One time only"]),
        told: lines(&["You can take this back at any time."]),
        teach_back: "That I can stop it.".to_owned(),
        if_missing: String::new(),
        statements: lines(&["I agree."]),
        capacity: "A guardian for the client".to_owned(),
        for_them: vec![Titled {
            title: "Proof".to_owned(),
            text: "Court paper of May 3".to_owned(),
        }],
        explained_by: "Dana Ortiz".to_owned(),
        interpreter: String::new(),
        witness: String::new(),
        witness_line: WitnessLine::None,
        name: if unsigned { "" } else { "Rosa Reyes" }.to_owned(),
        second_name: String::new(),
        signed_on: if unsigned { "" } else { "2026-11-02" }.to_owned(),
        unsigned,
        on_paper: false,
        withdrawn_on: String::new(),
        mark: (!unsigned).then(|| Mark {
            width: 600,
            height: 200,
            strokes: vec![vec![(10, 20), (300, 150)]],
        }),
        number: 3,
    }
}

#[test]
fn dv_5_2_1_a_consent_is_printed_for_everyone_to_read_with_how_to_take_it_back() {
    for language in [Language::English, Language::Spanish] {
        for unsigned in [true, false] {
            let form = consent(language, unsigned);
            assert!(print(&form).unwrap().starts_with(b"%PDF-"));
            let text = text_of(&form);
            for said in [
                "Łucja O'Brien-Nguyễn",
                "Bay Street Clinic",
                "HIV and AIDS",
                "The name of my sister",
                "#read(\"/etc/passwd\") $x$ *bold* <label>",
                "Court paper of May 3",
            ] {
                assert!(text.contains(said), "{said}: {text}");
            }
            let card = match language {
                Language::English => "I take back my consent",
                Language::Spanish => "Retiro mi consentimiento",
            };
            assert!(text.contains(card), "{text}");
            assert_eq!(text.contains("Rosa Reyes"), !unsigned);
        }
    }
}

#[test]
fn dv_3_3_2a_what_the_client_asks_for_stands_in_their_words_on_the_paper_that_they_sign() {
    for (language, heading) in [
        (Language::English, "What I ask for"),
        (Language::Spanish, "Lo que pido"),
    ] {
        for unsigned in [true, false] {
            let without = text_of(&consent(language, unsigned));
            assert!(!without.contains(heading), "nobody asked: {without}");
            let asked = ConsentForm {
                request: "Tell them that we moved. #panic()".to_owned(),
                ..consent(language, unsigned)
            };
            assert!(print(&asked).unwrap().starts_with(b"%PDF-"));
            let text = text_of(&asked);
            let place = |words: &str| {
                text.find(words)
                    .unwrap_or_else(|| panic!("{words}: {text}"))
            };
            assert!(place(heading) < place("Tell them that we moved. #panic()"));
        }
    }
}

#[test]
fn dv_2_2_a_consent_that_has_to_be_witnessed_has_a_line_for_it_and_no_other_has() {
    for (language, line, optional) in [
        (Language::English, "Signature of the witness", "if somebody"),
        (
            Language::Spanish,
            "Firma de quien fue testigo",
            "si alguien",
        ),
    ] {
        let text = |unsigned, witness_line| {
            text_of(&ConsentForm {
                witness_line,
                ..consent(language, unsigned)
            })
        };
        let must = text(true, WitnessLine::MustSign);
        assert!(must.contains(line) && !must.contains(optional), "{must}");
        let may = text(true, WitnessLine::MaySign);
        assert!(may.contains(line) && may.contains(optional), "{may}");
        assert!(!text(true, WitnessLine::None).contains(line));
        assert!(!text(false, WitnessLine::None).contains(line));
    }
}

#[test]
fn dv_2_2_a_copy_says_how_it_was_signed_and_that_a_typed_name_alone_does_not_count() {
    for (language, drawn, witnessed, alone) in [
        (
            Language::English,
            "was drawn",
            "before the witness",
            "count until",
        ),
        (
            Language::Spanish,
            "se trazó la firma",
            "ante el testigo",
            "No vale",
        ),
    ] {
        let (drawn, witnessed, alone) = (bare(drawn), bare(witnessed), bare(alone));
        let signed = consent(language, false);
        let text = bare(&text_of(&signed));
        assert!(text.contains(&drawn) && !text.contains(&alone), "{text}");
        let typed = |witness: &str| {
            bare(&text_of(&ConsentForm {
                mark: None,
                witness: witness.to_owned(),
                ..signed.clone()
            }))
        };
        let text = typed("The nurse");
        assert!(text.contains(&witnessed) && text.contains("Thenurse"));
        assert!(!text.contains(&alone), "{text}");
        let text = typed("");
        assert!(text.contains(&alone) && !text.contains(&witnessed));
    }
}

#[test]
fn dv_2_1_a_copy_that_was_interpreted_names_who_did_and_says_what_was_read_out() {
    for (language, said) in [
        (Language::English, "interpreted"),
        (Language::Spanish, "interpretó"),
    ] {
        let plain = consent(language, false);
        assert!(!text_of(&plain).contains(said), "nobody interpreted it");
        let interpreted = ConsentForm {
            interpreter: "County interpreters, Arabic".to_owned(),
            ..plain
        };
        let text = text_of(&interpreted);
        assert!(text.contains("Arabic") && text.contains(said), "{text}");
        assert!(print(&interpreted).is_ok());
    }
}
