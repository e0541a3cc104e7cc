//! What the papers of case conferences promise: minutes, and the certificate that notes were destroyed.

use caseward_model::Language;

use super::{bare, contains, text_of};
use crate::{ConferenceMinutes, MinutesItem, MinutesLine, NotesDestroyed, print};

fn notes_destroyed(language: Language, gone: &str) -> NotesDestroyed {
    NotesDestroyed {
        language,
        office: "Harbour House".to_owned(),
        gone: gone.to_owned(),
        person: "Heather Moss".to_owned(),
        organization: "Orchard Clinic".to_owned(),
        seat: "0123456789abcdefghjkmnpqrs".to_owned(),
        began: "2026-11-12 15:00:00 -05:00".to_owned(),
        ended: "2026-11-12 15:50:00 -05:00".to_owned(),
        why: "left".to_owned(),
        kept: 2,
        last_heard: String::new(),
        written: "2026-11-12 15:50:01 -05:00".to_owned(),
        entry: 41,
    }
}

#[test]
fn cc_2_7_a_certificate_says_how_notes_were_destroyed_and_what_it_does_not_cover() {
    for language in Language::ALL {
        for gone in ["forgotten", "with_server", "destroyed"] {
            let paper = notes_destroyed(*language, gone);
            let text = text_of(&paper);
            for said in ["Heather Moss", "Orchard Clinic", "15:50:01"] {
                assert!(text.contains(said), "{said} is not in: {text}");
            }
            let pdf = print(&paper).unwrap();
            assert!(contains(&pdf, "pdfuaid:part"), "not declared as PDF/UA");
        }
        let restarted = NotesDestroyed {
            ended: String::new(),
            why: String::new(),
            kept: 0,
            last_heard: "2026-11-12 15:48:00 -05:00".to_owned(),
            ..notes_destroyed(*language, "with_server")
        };
        assert!(text_of(&restarted).contains("15:48:00"));
    }
    let says = |gone| bare(&text_of(&notes_destroyed(Language::English, gone)));
    let forgotten = bare("had forgotten the key");
    assert!(says("forgotten").contains(&forgotten));
    for gone in ["with_server", "destroyed"] {
        assert!(!says(gone).contains(&forgotten), "more than is true");
    }
    assert!(says("destroyed").contains(&bare("can still hold both")));
}

fn minutes(language: Language) -> ConferenceMinutes {
    let line = |kind: &str, organization: &str| MinutesLine {
        kind: kind.to_owned(),
        text: "#read(\"/etc/passwd\") keeps a bed free.".to_owned(),
        organization: organization.to_owned(),
        person: (!organization.is_empty()).then(|| "Heather Moss".to_owned()),
        due_on: (!organization.is_empty()).then(|| "2026-12-04".to_owned()),
        state: "not_done".to_owned(),
        word: "The bed went to somebody else.".to_owned(),
    };
    let item = |identifier: &str, name: Option<&str>| MinutesItem {
        identifier: identifier.to_owned(),
        name: name.map(ToOwned::to_owned),
        by_identifier: name.is_none(),
        lines: vec![line("decision", ""), line("action", "Orchard Clinic")],
    };
    ConferenceMinutes {
        language,
        office: "Harbour House".to_owned(),
        organization: "Orchard Clinic".to_owned(),
        taken_by: "Ida Fern".to_owned(),
        conference: "Northside housing table".to_owned(),
        held_on: "2026-11-26".to_owned(),
        made_on: "2026-11-27".to_owned(),
        present: vec!["Harbour House".to_owned(), "Orchard Clinic".to_owned()],
        notices: vec!["part2".to_owned(), "vawa".to_owned()],
        items: vec![
            item("BCDF-GHJK", None),
            item("", None),
            item("", Some("Łucja O'Brien-Nguyễn")),
        ],
    }
}

#[test]
fn cc_2_1_minutes_say_for_whom_they_are_what_was_decided_and_that_they_stay_there() {
    for language in Language::ALL {
        let paper = minutes(*language);
        let text = text_of(&paper);
        for said in [
            "Orchard Clinic (Heather Moss)",
            "Ida Fern",
            "BCDF-GHJK",
            "Łucja O'Brien-Nguyễn",
            "#read(\"/etc/passwd\") keeps a bed free.",
            "The bed went to somebody else.",
            "42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
        ] {
            assert!(
                bare(&text).contains(&bare(said)),
                "{said} is not in: {text}"
            );
        }
        let pdf = print(&paper).unwrap();
        assert!(contains(&pdf, "pdfuaid:part"), "not declared as PDF/UA");
        let empty = ConferenceMinutes {
            items: Vec::new(),
            notices: Vec::new(),
            ..minutes(*language)
        };
        assert!(print(&empty).is_ok());
    }
    let text = text_of(&minutes(Language::English));
    assert!(text.contains("December 4, 2026"), "{text}");
}
