//! The leaflet about what is shared says it in both languages, for everyone to read, and names nobody.

use caseward_model::Language;

use super::{bare, contains, text_of};
use crate::{SharedWith, SharingLeaflet, print};

fn line(recipient: &str) -> SharedWith {
    let words = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
    SharedWith {
        recipient: recipient.to_owned(),
        sections: words(&["identity", "housing"]),
        purposes: words(&["direct_service"]),
        until: "2026-12-02".to_owned(),
        once: false,
        roads: words(&["encrypted_message", "secure_transfer"]),
        ways: words(&["age", "openpgp", "link"]),
        policy_assessed: true,
        policy_until: Some("2027-01-15".to_owned()),
        times: 2,
        last_on: Some("2026-11-20".to_owned()),
    }
}

fn leaflet(language: Language, lines: Vec<SharedWith>) -> SharingLeaflet {
    SharingLeaflet {
        language,
        office: "Harbour House".to_owned(),
        made_on: "2026-11-26".to_owned(),
        mark: "0123456789ab".to_owned(),
        lines,
    }
}

#[test]
fn dv_4_1_a_leaflet_says_with_whom_what_is_shared_and_how_it_is_protected() {
    let says = |language| match language {
        Language::English => [
            "December 2, 2026",
            "January 15, 2027",
            "November 20, 2026",
            "Sealed to their key",
            "with a PIN",
            "Housing",
            "Serving the client",
            "How you take it back",
        ],
        Language::Spanish => [
            "2 de diciembre de 2026",
            "15 de enero de 2027",
            "20 de noviembre de 2026",
            "Sellado con su clave",
            "con un PIN",
            "Vivienda",
            "Atender a la persona",
            "Cómo retirarlo",
        ],
    };
    for &language in Language::ALL {
        let paper = leaflet(language, vec![line("Clinic #read(\"/etc/passwd\")")]);
        let text = bare(&text_of(&paper));
        for said in says(language) {
            assert!(text.contains(&bare(said)), "{said} is not in: {text}");
        }
        for said in ["Clinic#read(\"/etc/passwd\")", "0123456789ab"] {
            assert!(text.contains(said), "{said} is not in: {text}");
        }
        let pdf = print(&paper).unwrap();
        assert!(contains(&pdf, "pdfuaid:part"), "not declared as PDF/UA");
        assert!(contains(&pdf, "/StructTreeRoot"), "no structure");
    }
}

#[test]
fn dv_4_1_a_leaflet_promises_nothing_that_was_not_looked_into() {
    let says = |language| match language {
        Language::English => ["has not been looked into", "has been checked here yet"],
        Language::Spanish => ["no se han examinado", "Aún no se ha comprobado"],
    };
    for &language in Language::ALL {
        let unchecked = SharedWith {
            ways: Vec::new(),
            policy_assessed: false,
            policy_until: None,
            times: 0,
            last_on: None,
            ..line("Clinic")
        };
        let text = bare(&text_of(&leaflet(language, vec![unchecked])));
        for said in says(language) {
            assert!(text.contains(&bare(said)), "{said} is not in: {text}");
        }
        let empty = leaflet(language, Vec::new());
        assert!(!text_of(&empty).contains("Clinic") && print(&empty).is_ok());
    }
}
