//! What is promised of masking: whose identifiers are found in which writing, what stays, and what a masked text is.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    reason = "tests"
)]

mod world;

use caseward_masking::{
    Decision, Index, Kind, Labels, Masker, Name, Near, Person, PersonNo, Scope, Span, Way,
};
use caseward_model::{Language, RedactionClass};
use proptest::prelude::*;
use world::dice::Dice;
use world::notes::note;
use world::people::{Invented, invent};

fn named(given: &str, middle: &str, family: &str) -> Person {
    Person {
        names: vec![Name {
            given: given.into(),
            middle: middle.into(),
            family: family.into(),
        }],
        ..Person::default()
    }
}

fn index(people: &[Person]) -> Index {
    let mut index = Index::builder(people.len()).build();
    for (number, person) in people.iter().enumerate() {
        assert!(index.add(PersonNo(number as u32), person));
    }
    index
}

fn texts<'t>(text: &'t str, spans: &[Span]) -> Vec<&'t str> {
    spans.iter().map(|it| &text[it.range.clone()]).collect()
}

/// Finds exactly what stands between the signs ⟦ and ⟧ in each text.
fn finds(index: &Index, scope: &Scope<'_>, marked: &[&str]) {
    for marked in marked {
        let text = marked.replace(['⟦', '⟧'], "");
        let mut expected = Vec::new();
        let mut rest = *marked;
        while let Some((_, after)) = rest.split_once('⟦') {
            let (inside, after) = after.split_once('⟧').unwrap();
            expected.push(inside);
            rest = after;
        }
        let spans = index.find(&text, scope);
        assert_eq!(texts(&text, &spans), expected, "{marked} {spans:?}");
    }
}

fn far() -> Scope<'static> {
    Scope::default()
}

#[test]
fn cr_9_a_name_is_found_however_it_is_written() {
    let index = index(&[
        named("William", "Henry", "Thornberg"),
        named("José Luis", "", "García Márquez"),
        named("Zoë", "", "O'Brien"),
    ]);
    finds(
        &index,
        &far(),
        &[
            "Met ⟦William Thornberg⟧ at noon.",
            "met ⟦william thornberg⟧ at noon",
            "⟦WILLIAM THORNBERG⟧: SAFETY PLAN",
            "signed ⟦Thornberg, William⟧ and left",
            "⟦W. Thornberg⟧ and ⟦W Thornberg⟧ and ⟦William T.⟧ came",
            "⟦William H. Thornberg⟧, ⟦William Henry Thornberg⟧, ⟦W. H. Thornberg⟧, ⟦Henry Thornberg⟧",
            "⟦Bill Thornberg⟧, ⟦Billy Thornberg⟧, ⟦Will Thornberg⟧",
            "⟦Wiliam Thornberg⟧ and ⟦William Thornbreg⟧ and ⟦William Thornbrg⟧ and ⟦Willaim Thornberg⟧",
            "saw ⟦William\n   Thornberg⟧ and ⟦William Thorn-\nberg⟧ today",
            "⟦Will\u{200b}iam Thorn\u{ad}berg⟧, ⟦Wіllіаm Тhоrnbеrg⟧, ⟦Ｗｉｌｌｉａｍ Ｔｈｏｒｎｂｅｒｇ⟧",
            "⟦William Thornberg⟧'s car, ⟦William Thornberg⟧’s dog",
            "<b>⟦William</b> Thornberg⟧ (⟦William Thornberg Jr⟧.)",
            "⟦Jose Garcia⟧, ⟦José Luis García Márquez⟧, ⟦Luis Márquez⟧, ⟦GARCÍA MÁRQUEZ, José⟧, ⟦Jose\u{301} García-Márquez⟧",
            "⟦Zoe OBrien⟧, ⟦Zoë O’Brien⟧, ⟦Zoë O' Brien⟧, ⟦zoe o'brien⟧, ⟦Z. O'Brien⟧",
            "scan ⟦william_thornberg⟧.pdf, ⟦thornberg-w⟧.jpg, ⟦wthornberg⟧.docx",
        ],
    );
}

#[test]
fn cr_9_particles_prefixes_and_double_names_are_found_by_any_part() {
    let index = index(&[
        named("Anna", "", "van der Berg"),
        named("Luz", "", "de la Cruz"),
        named("Ian", "", "McDonald"),
        named("Ruth", "", "St. John"),
        named("Mary-Ann", "", "Smith-Jones"),
        named("Käthe", "", "Müller"),
        named("Thi Mai", "", "Nguyễn"),
        named("Fatima", "", "Al-Rashid"),
    ]);
    finds(
        &index,
        &far(),
        &[
            "⟦Anna van der Berg⟧, ⟦Anna Berg⟧, ⟦Anna Vanderberg⟧, ⟦van der Berg, Anna⟧",
            "⟦Luz de la Cruz⟧, ⟦Luz Delacruz⟧, ⟦luz de la cruz⟧",
            "⟦Ian McDonald⟧, ⟦Ian MacDonald⟧, ⟦Ian Mc Donald⟧, ⟦IAN MCDONALD⟧",
            "⟦Ruth St. John⟧, ⟦Ruth St John⟧, but not Ruth or John",
            "⟦Mary-Ann Smith-Jones⟧, ⟦Mary Smith⟧, ⟦Maryann Jones⟧, ⟦Mary Ann Smith Jones⟧",
            "⟦Käthe Müller⟧, ⟦Kathe Muller⟧, ⟦Kaethe Mueller⟧",
            "⟦Nguyễn Thi Mai⟧ and ⟦Mai Nguyen⟧",
            "⟦Fatima Al-Rashid⟧, ⟦Fatima Alrashid⟧, ⟦Fatima Rashid⟧",
        ],
    );
}

#[test]
fn cr_9_days_of_birth_are_found_in_every_usual_format() {
    let index = index(&[Person {
        births: vec![jiff::civil::date(1984, 11, 5)],
        ..Person::default()
    }]);
    finds(
        &index,
        &far(),
        &[
            "⟦1984-11-05⟧ ⟦11/05/1984⟧, ⟦11/5/84⟧; ⟦05.11.84⟧ and ⟦5 Nov 1984⟧.",
            "⟦November 5th, 1984⟧; ⟦Nov. 5, 1984⟧; ⟦NOVEMBER 5 1984⟧; ⟦5th of November 1984⟧",
            "nació el ⟦5 de noviembre de 1984⟧ or ⟦19841105⟧ or ⟦05Nov1984⟧ or ⟦11 05 1984⟧",
            "not 1984-11-06, nor 11/05, nor version 5.11.84",
            "DOB ⟦5.11.84⟧",
            "logged 1984-11-05 10:23, and 1984-11-05T10:23:05Z; a table has ⟦1984-11-05⟧ 00:00:00",
            "DOB ⟦1984-11-05⟧ 10:23",
        ],
    );
}

#[test]
fn cr_9_a_short_form_in_capitals_is_no_slip_of_a_name() {
    let index = index(&[named("Cisco", "", "Rios")]);
    finds(&index, &far(), &["Cisco IOS is old; ⟦Cisco Rios⟧ isn't."]);
}

#[test]
fn cr_9_telephones_are_found_in_every_grouping() {
    let index = index(&[
        Person {
            phones: vec!["(555) 234-5678".into()],
            ..Person::default()
        },
        Person {
            phones: vec!["+34 612 34 56 78".into(), "+44 7700 900123".into()],
            ..Person::default()
        },
    ]);
    finds(
        &index,
        &Scope {
            unknown: false,
            ..far()
        },
        &[
            "⟦(555) 234-5678⟧, ⟦555-234-5678⟧, ⟦555.234.5678⟧, ⟦5552345678⟧, ⟦555 234 5678⟧",
            "⟦+1 555 234 5678⟧, ⟦1-555-234-5678⟧, ⟦+1 (555) 234-5678⟧, ⟦001 555 2345678⟧",
            "⟦555-234-5678 ext. 12⟧, ⟦555-234-5678 x99⟧, ⟦５５５-２３４-５６７８⟧",
            "⟦+34 612345678⟧, ⟦612 345 678⟧, ⟦07700 900123⟧, ⟦+447700900123⟧",
            "555-234-5679 and 234-5678",
        ],
    );
}

#[test]
fn cr_9_mail_addresses_numbers_and_plates_are_found() {
    let index = index(&[Person {
        mails: vec!["bill.thorn@mail.example.com".into()],
        ssns: vec!["123-45-6789".into()],
        numbers: vec!["HM26-00417".into(), "1004417".into(), "4417".into()],
        plates: vec!["7ABC-123".into(), "GRLPWR".into()],
        ..Person::default()
    }]);
    finds(
        &index,
        &Scope {
            unknown: false,
            ..far()
        },
        &[
            "to ⟦bill.thorn@mail.example.com⟧, ⟦Bill.Thorn@MAIL.example.com⟧.",
            "⟦bill.thorn at mail dot example dot com⟧ or ⟦bill.thorn (at) mail (dot) example (dot) com⟧",
            "SSN ⟦123-45-6789⟧, ⟦123456789⟧, ⟦123 45 6789⟧, ssn ending ⟦6789⟧, xxx-xx-⟦6789⟧",
            "in 6789 words",
            "⟦HM26-00417⟧ ⟦hm2600417⟧ ⟦HM26 00417⟧, ⟦1004417⟧, 4417 miles, case #⟦4417⟧, client id ⟦4417⟧",
            "1_004_417 bytes are no number of hers, case #⟦1_004_417⟧ is",
            "plate ⟦7ABC123⟧ or ⟦7ABC 123⟧ or ⟦7abc-123⟧, ⟦GRLPWR⟧",
        ],
    );
}

#[test]
fn cr_9_addresses_are_found_short_long_and_broken() {
    let index = index(&[
        Person {
            addresses: vec!["14 North Elm Street, Apt 3, Springfield, IL 62704".into()],
            ..Person::default()
        },
        Person {
            addresses: vec!["Calle Mayor 12, San Marcos".into()],
            ..Person::default()
        },
    ]);
    finds(
        &index,
        &far(),
        &[
            "at ⟦14 North Elm Street, Apt 3, Springfield, IL 62704⟧.",
            "at ⟦14 N ELM ST. #3, SPRINGFIELD⟧ and ⟦14 n elm st apt 3⟧",
            "at ⟦14 Elm⟧ and ⟦14 Elm St⟧, then left",
            "at ⟦14\nNorth Elm St⟧.",
            "en ⟦Calle Mayor 12⟧ y ⟦12 Calle Mayor⟧",
            "the 14 elms, 15 Elm",
        ],
    );
}

#[test]
fn dv_4_6_4_of_those_who_are_near_a_part_of_a_name_is_enough() {
    let index = index(&[
        named("Sarah", "Jane", "Thornberg"),
        named("Grace", "", "Young"),
        named("William", "", "Hope"),
    ]);
    let near = Near::of(&index, &[PersonNo(0), PersonNo(1), PersonNo(2)]);
    let scope = Scope {
        near: Some(&near),
        ..Scope::default()
    };
    let marked = [
        "told ⟦Sarah⟧ that ⟦sarah⟧ and the ⟦Thornberg⟧ boys",
        "⟦Sally⟧ left; ⟦Sarha⟧ stayed; ⟦Thornburg⟧ too",
        "spoke with ⟦S.T.⟧ and ⟦S. J. T.⟧ and ⟦ST⟧ today",
        "⟦Grace⟧ said that ⟦Bill⟧ came in May. Grace period? no: ⟦Grace⟧ knows.",
        "with grace and hope, will you? Will you? Hope you do. a young bill",
    ];
    for text in marked.iter().take(3) {
        finds(&index, &scope, &[text]);
    }
    finds(&index, &scope, &[marked[4]]);
    let text = "We saw Grace and Bill.";
    assert_eq!(texts(text, &index.find(text, &scope)), ["Grace", "Bill"]);
    let plain = "Sarah and Grace and Bill and S.T. and the Thornbergs came.";
    assert!(index.find(plain, &far()).is_empty());
}

#[test]
fn cr_9_ordinary_words_that_are_names_stay() {
    let index = index(&[
        named("Will", "", "Cook"),
        named("Grace", "", "Hope"),
        named("May", "", "Day"),
        named("Mark", "", "Hunter"),
        named("Rose", "", "Park"),
    ]);
    finds(
        &index,
        &far(),
        &[
            "We will cook on the day that may come. May I park? Mark the page.",
            "Grace and hope. Hope is all. The hunter rose; a mark of grace.",
            "⟦Will Cook⟧ and ⟦Grace Hope⟧ and ⟦Mark Hunter⟧ met ⟦Rose Park⟧.",
        ],
    );
}

#[test]
fn cr_9_a_rare_surname_after_a_title_is_found_and_a_common_one_is_not() {
    let mut people: Vec<Person> = (0..20).map(|_| named("Ann", "", "Miller")).collect();
    people.push(named("Ann", "", "Thornberg"));
    let index = index(&people);
    finds(
        &index,
        &far(),
        &[
            "Mr. ⟦Thornberg⟧ and Mrs ⟦Thornberg⟧ and Dr. Miller",
            "the Thornberg file",
        ],
    );
}

/// A text, what is found in it, its kind and class.
const PATTERNS: &[(&str, &str, Kind, RedactionClass)] = &[
    (
        "SSN 987-65-4320 x",
        "987-65-4320",
        Kind::Number,
        RedactionClass::Ssn,
    ),
    (
        "call 415-555-2671 x",
        "415-555-2671",
        Kind::Phone,
        RedactionClass::Phone,
    ),
    (
        "fax 415-555-2671 x",
        "415-555-2671",
        Kind::Phone,
        RedactionClass::Fax,
    ),
    (
        "to a.b@example.org x",
        "a.b@example.org",
        Kind::Mail,
        RedactionClass::Email,
    ),
    (
        "see https://example.org/u/ann x",
        "https://example.org/u/ann",
        Kind::Web,
        RedactionClass::Url,
    ),
    (
        "from 192.168.10.4 x",
        "192.168.10.4",
        Kind::Network,
        RedactionClass::IpAddress,
    ),
    (
        "card 4111 1111 1111 1111 x",
        "4111 1111 1111 1111",
        Kind::Number,
        RedactionClass::Account,
    ),
    (
        "born 4 July 1990 x",
        "4 July 1990",
        Kind::Birth,
        RedactionClass::Date,
    ),
    (
        "plate 8XYZ-998 x",
        "8XYZ-998",
        Kind::Plate,
        RedactionClass::Vehicle,
    ),
    (
        "MRN 0044170 x",
        "0044170",
        Kind::Number,
        RedactionClass::MedicalRecord,
    ),
    (
        "Medicaid no. 88123456 x",
        "88123456",
        Kind::Number,
        RedactionClass::HealthPlan,
    ),
    ("a man 93 years old", "93", Kind::Date, RedactionClass::Date),
    (
        "at 2210 Birch Avenue x",
        "2210 Birch Avenue",
        Kind::Address,
        RedactionClass::Place,
    ),
    (
        "see @jsmith82 x",
        "@jsmith82",
        Kind::Web,
        RedactionClass::UniqueCode,
    ),
];

#[test]
fn cr_9_what_looks_like_an_identifier_is_shown_though_nobody_is_known() {
    let index = index(&[]);
    for (text, found, kind, class) in PATTERNS.iter().copied() {
        let spans = index.find(text, &far());
        assert_eq!(texts(text, &spans), [found], "{text} {spans:?}");
        assert_eq!((spans[0].kind, spans[0].class), (kind, class), "{text}");
        assert!(!spans[0].is_known() && spans[0].ways.has(Way::Pattern));
        let without = Scope {
            unknown: false,
            ..far()
        };
        assert!(index.find(text, &without).is_empty());
    }
    let all = Scope {
        dates: true,
        ..far()
    };
    assert_eq!(index.find("seen on 4 July 1990", &all).len(), 1);
    assert!(index.find("seen on 4 July 1990", &far()).is_empty());
}

#[test]
fn cr_9_nothing_is_found_of_those_whose_file_it_is() {
    let index = index(&[
        named("Ana", "", "Leal"),
        named("Eva", "", "Leal"),
        named("Ana", "", "Ruiz"),
    ]);
    let own = Near::of(&index, &[PersonNo(0)]);
    let near = Near::of(&index, &[PersonNo(1)]);
    let scope = Scope {
        own: Some(&own),
        near: Some(&near),
        ..far()
    };
    finds(
        &index,
        &scope,
        &["Ana Leal and ⟦Eva Leal⟧ and ⟦Eva⟧ and ⟦Ana Ruiz⟧"],
    );
}

#[test]
fn cr_9_somebody_removed_is_found_no_more_and_somebody_added_at_once() {
    let mut index = index(&[named("Ana", "", "Leal"), named("Eva", "", "Ruiz")]);
    index.remove(PersonNo(0));
    finds(&index, &far(), &["Ana Leal and ⟦Eva Ruiz⟧"]);
    assert_eq!(index.len(), 1);
    index.add(PersonNo(2), &named("Olga", "", "Petrov"));
    finds(&index, &far(), &["Ana Leal, ⟦Olga Petrov⟧"]);
}

#[test]
fn dv_4_6_4_a_masked_text_names_nobody_and_can_still_be_followed() {
    let people: Vec<Invented> = invent(300, 5).collect();
    let index = index(&people.iter().map(Invented::person).collect::<Vec<_>>());
    let mut dice = Dice::seeded(6);
    for _ in 0..200 {
        let note = note(&people, 0, 12, 3_000, &mut dice);
        let spans = index.find(&note.text, &far());
        let mut masker = Masker::new(Labels::of(Language::English));
        let masked = masker.mask(&note.text, &spans, &[]);
        assert_eq!(masked.left(&index, &far()), [], "{}", masked.text);
        for placed in &masked.table {
            assert_eq!(&masked.text[placed.to.clone()], placed.placeholder);
        }
        for span in &spans {
            let gone = &note.text[span.range.clone()];
            let long = gone.len() > 4 && span.is_known();
            assert!(!long || !masked.text.contains(gone), "{gone}");
        }
    }
}

#[test]
fn dv_4_6_4_placeholders_are_stable_in_one_artefact_and_mean_nothing_in_another() {
    let index = index(&[named("Ana", "", "Leal"), named("Eva", "", "Ruiz")]);
    let mask = |masker: &mut Masker, text: &str| {
        let spans = index.find(text, &far());
        masker.mask(text, &spans, &[]).text
    };
    let mut one = Masker::new(Labels::of(Language::English));
    assert_eq!(
        mask(&mut one, "Eva Ruiz, Ana Leal, RUIZ, Eva."),
        "[Person 1], [Person 2], [Person 1]."
    );
    assert_eq!(mask(&mut one, "E. Ruiz again"), "[Person 1] again");
    let mut other = Masker::new(Labels::of(Language::Spanish));
    assert_eq!(
        mask(&mut other, "Ana Leal, Eva Ruiz."),
        "[Persona 1], [Persona 2]."
    );
}

#[test]
fn dv_4_6_4_a_placeholder_that_somebody_wrote_is_nobodys() {
    let index = index(&[named("Ana", "", "Leal")]);
    let text = "[Person 1] met Ana Leal.";
    let spans = index.find(text, &far());
    let masked = Masker::new(Labels::of(Language::English)).mask(text, &spans, &[]);
    assert_eq!(masked.text, "[Person 1] met [Person 2].");
}

#[test]
fn cr_9_a_person_decides_about_each_span() {
    let index = index(&[named("Ana", "", "Leal"), named("Eva", "", "Ruiz")]);
    let text = "aunt Ana Leal, Eva Ruiz and Ana Leal";
    let spans = index.find(text, &far());
    let decisions = [
        Decision::Widen(0..13),
        Decision::Lift("she is the recipient".into()),
        Decision::Lift("  ".into()),
    ];
    let masked = Masker::new(Labels::of(Language::English)).mask(text, &spans, &decisions);
    assert_eq!(masked.text, "[Person 1], Eva Ruiz and [Person 1]");
    assert_eq!(
        masked.table[1].lifted.as_deref(),
        Some("she is the recipient")
    );
    assert!(masked.left(&index, &far()).is_empty());
}

#[test]
fn cr_9_names_of_other_scripts_are_found() {
    let index = index(&[
        named("Ольга", "", "Петрова"),
        named("小明", "", "王"),
        named("민준", "", "김"),
        named("محمد", "", "الهاشمي"),
        named("Νίκος", "", "Παπαδόπουλος"),
    ]);
    finds(
        &index,
        &far(),
        &[
            "видел ⟦Ольга Петрова⟧ и ⟦ОЛЬГА ПЕТРОВА⟧ там",
            "昨天⟦王小明⟧來了",
            "⟦김민준⟧은",
            "قال ⟦محمد الهاشمي⟧ ذلك",
            "⟦Νίκος Παπαδόπουλος⟧ και ⟦ΝΙΚΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ⟧",
        ],
    );
}

/// What hostile texts are made of.
const PARTS: &[&str] = &[
    "a",
    "A",
    "aB",
    "a'",
    "'",
    "’",
    "\u{301}",
    "a\u{301}",
    "\u{200b}",
    "a\u{200b}",
    "\u{202e}",
    "1",
    "1 ",
    "1-",
    "1.",
    "9/",
    "+1",
    "@",
    "a@",
    "a@b.",
    "＠",
    "<",
    "<b>",
    "-",
    "a-",
    "a-\n",
    "\n",
    "J. ",
    "J.",
    "Smith, ",
    "Mary ",
    "de la ",
    "O'",
    "王",
    "1a",
    "a1",
    "http://",
    "www.",
    "x.com/",
    ".pdf",
    "a dot ",
    " at ",
    "12 Elm ",
    "12 de ",
    "№",
    "\u{0}",
    "𝐉",
    "ﷺ",
    "García Márquez ",
    "may 1 ",
    "[Person ",
    "xxx-xx-",
    "Smith Smith-",
    "and ",
    "John and Mary ",
    "St. ",
    "1984-",
];

/// Twice the text may take twice the time: counted in rounds of a generous clock this would be a timed test, so texts are
/// big enough that anything quadratic would not end.
#[test]
fn cr_9_hostile_texts_end() {
    let people: Vec<Invented> = invent(2_000, 5).collect();
    let index = index(&people.iter().map(Invented::person).collect::<Vec<_>>());
    let near = Near::of(&index, &(0..50).map(PersonNo).collect::<Vec<_>>());
    let scope = Scope {
        near: Some(&near),
        dates: true,
        ..far()
    };
    for part in PARTS {
        let text = part.repeat(500_000 / part.len());
        let spans = index.find(&text, &scope);
        assert!(
            spans.iter().all(|it| text.get(it.range.clone()).is_some()),
            "{part}"
        );
        let mut masker = Masker::new(Labels::of(Language::English));
        masker.mask(&text, &spans, &[]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn cr_9_any_text_can_be_looked_through_and_masked(
        text in "(\\PC|[\\u{0}-\\u{2ff}\\u{300}-\\u{36f}\\u{200b}-\\u{206f}]|John|Smith| |\\.|-|@|[0-9]{1,5}|García|O'Brien|Elm St){0,60}",
        from in 0_usize..300,
        to in 0_usize..300,
    ) {
        let people: Vec<Invented> = invent(50, 5).collect();
        let index = index(&people.iter().map(Invented::person).collect::<Vec<_>>());
        let near = Near::of(&index, &[PersonNo(1), PersonNo(2)]);
        let scope = Scope { near: Some(&near), dates: true, ..far() };
        let spans = index.find(&text, &scope);
        let mut before = 0;
        for span in &spans {
            prop_assert!(span.range.start >= before && span.range.start < span.range.end);
            prop_assert!(text.get(span.range.clone()).is_some());
            before = span.range.end;
        }
        let mut masker = Masker::new(Labels::of(Language::Spanish));
        let masked = masker.mask(&text, &spans, &[Decision::Widen(from..to), Decision::Lift("x".into())]);
        for placed in &masked.table {
            prop_assert!(masked.text.get(placed.to.clone()).is_some());
        }
    }

    #[test]
    fn cr_9_no_name_as_it_is_known_is_missed(
        given in "[A-Z][a-zéíñüø]{1,11}( [A-Z][a-zé]{1,9})?",
        family in "(van der |de la |O'|Mc|Mac|St\\. |al-)?[A-Z][a-záéñöł]{1,12}([ -][A-Z][a-z]{2,9})?",
        before in "(we met |According to |\\(|\"|: |\n)?",
        after in "( said so|, who|\\.|'s|\\)|\n| \\(home\\))",
    ) {
        let index = index(&[named(&given, "", &family)]);
        for written in [format!("{given} {family}"), format!("{family}, {given}"), format!("{given} {family}").to_uppercase()] {
            let text = format!("{before}{written}{after}");
            let spans = index.find(&text, &far());
            let covered = spans.iter().any(|it| {
                it.range.start <= before.len() && it.range.end >= before.len() + written.len()
            });
            prop_assert!(covered, "{text:?} {spans:?}");
        }
    }
}
