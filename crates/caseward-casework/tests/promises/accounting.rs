//! The accounting of disclosures: each regime's lines in each regime's columns, as a table, a spreadsheet and a paper, and nothing in any of
//! them but what left.

use std::io::{Cursor, Write};
use std::process::Command;

use calamine::{Reader, Xlsx};
use caseward_casework::disclosure::{
    Accounting, AccountingFile, Disclosure, NewDisclosure, columns,
};
use caseward_casework::gate::{AgreedFact, LawFact};
use caseward_casework::partnership::{CheckOrder, Checked, NewWay};
use caseward_casework::staff::RegisteredOrganization;
use caseward_model::{
    Basis, Category, CheckMethod, Language, OrganizationKind, Purpose, Regime, Road, RoadField,
    Role, WayKind,
};
use caseward_testkit::{Engine, engines, run};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::disclosing::{Desk, person};

const DAY: i64 = 86_400_000;

impl Desk {
    async fn accounting(&self, regime: Regime) -> Accounting {
        let found = self
            .house
            .office
            .accounting_of(&self.dana, self.alma, regime)
            .await;
        let (found, delivery) = found.expect("an accounting");
        delivery.delivered(None);
        found
    }

    async fn file(&self, regime: Regime, file: AccountingFile, language: Language) -> Vec<u8> {
        let asked = (regime, file);
        let office = &self.house.office;
        let made = office.accounting_file(&self.dana, self.alma, asked, language);
        let (bytes, delivery) = made.await.expect("a file");
        delivery.delivered(Some(&bytes));
        bytes
    }

    /// A court whose orders were approved, and someone who looks at what goes there.
    async fn court(&self, name: &str) -> RegisteredOrganization {
        let office = &self.house.office;
        let from = self.house.clock.now_ms();
        let until = from + 30 * DAY;
        let agreed = AgreedFact {
            protocol: 0,
            programme: None,
            from,
            until,
            purposes: Purpose::ALL.to_vec(),
            categories: Category::ALL.to_vec(),
            staff: Vec::new(),
        };
        let sheet = caseward_casework::gate::OrganizationSheet {
            protocol_until: Some(until),
            agreed: vec![agreed],
            policy_until: Some(until),
            ..caseward_casework::staff::organization_sheet(OrganizationKind::Court)
        };
        let court = office.add_organization(name, "court", sheet).await.unwrap();
        let recipient = court.no;
        let approved = move |sheet: &mut caseward_casework::gate::ClientSheet, _: i64| {
            sheet.law.push(LawFact {
                recipient,
                requested_by_law: true,
                approved: true,
                ..LawFact::default()
            });
        };
        let changed = office.change_facts(self.alma, "law_approved", approved);
        changed.await.expect("an approval of the Law Department");
        let priya = self.house.worker("priya", Role::Supervisor).await;
        let dana = office.colleague("dana").await.unwrap();
        self.house.supervise(&priya, &dana).await;
        court
    }

    /// Lets out to a court what it ordered.
    async fn ordered(&self, court: &RegisteredOrganization) -> Disclosure {
        let office = &self.house.office;
        let said = "Said, and on record.";
        let asked = [
            RoadField::Readers,
            RoadField::Implications,
            RoadField::Text,
            RoadField::Agreed,
        ];
        let order = NewDisclosure {
            road: Road::Report,
            answers: asked.into_iter().map(|it| (it, said)).collect(),
            recipient: court.id,
            purpose: Purpose::Legal,
            basis: Basis::LegalAuthority,
            sections: vec![Category::Identity, Category::Contact],
            why_more: "The order names it.".into(),
            ..self.order()
        };
        let begun = office.begin_disclosure(&self.dana, self.alma, order);
        let no = begun.await.expect("a disclosure");
        let composed = office.compose_disclosure(&self.dana, self.alma, no, Language::English);
        composed.await.expect("a paper");
        let priya = person(&self.house, "priya").await;
        let content = self.stands(no).await.composed.expect("a paper").1;
        let approved = office
            .approve_disclosure(&priya, self.alma, (no, &content))
            .await;
        approved.expect("a second person");
        let mut left = self.releases(no).await.expect("a release");
        left.handed_over();
        self.stands(no).await
    }

    /// Gives an organisation a postal address that somebody else has checked.
    async fn address(&self, of: &RegisteredOrganization, address: &str) {
        let office = &self.house.office;
        let officer = office.colleague("olga").await.unwrap();
        let now_ms = self.house.clock.now_ms();
        let way = NewWay {
            kind: WayKind::Post,
            address: address.to_owned(),
            key: String::new(),
            fingerprint: String::new(),
            receiver: "Intake".to_owned(),
            phone: String::new(),
            word_may_be_left: false,
            from: now_ms,
            until: now_ms + 60 * DAY,
        };
        let no = office.add_way(officer.id, of.id, way).await.unwrap();
        let order = CheckOrder {
            seen: 1,
            fingerprint: String::new(),
            how: CheckMethod::CallBack,
            source: "the printed county directory".to_owned(),
        };
        let sam = office.colleague("sam").await.unwrap();
        let checked = office.check_way(sam.id, no, order).await.unwrap();
        assert_eq!(checked, Checked::Counts);
    }
}

fn csv_lines(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(!text.contains('"'), "this test reads no quoted fields");
    let lines = text.lines();
    lines
        .map(|it| it.split(',').map(str::to_owned).collect())
        .collect()
}

#[test]
fn re_2_each_regime_has_the_columns_that_it_asks_for() {
    let named = |regime| {
        let names = columns(regime).iter().map(|it| it.name());
        names.collect::<Vec<_>>()
    };
    // 45 CFR 164.528(b)(2)(i) to (iv) and (b)(3); 42 CFR 2.25 asks for the same of (b)(2).
    let required = [
        "disclosure_date",
        "recipient_name",
        "recipient_address",
        "description",
        "purpose_statement",
    ];
    for regime in [Regime::Hipaa, Regime::Part2] {
        assert_eq!(named(regime)[..5], required, "{regime}");
    }
    let series = ["frequency_or_count", "last_disclosure_date"];
    assert_eq!(named(Regime::Hipaa)[5..7], series);
    assert!(named(Regime::Part2).contains(&"consent_id"));
    for column in ["legal_basis", "consent_id", "client_told"] {
        assert!(named(Regime::Vawa).contains(&column), "{column}");
    }
    // Where a survivor, or who protects them, can be found stands in no accounting under these rules.
    assert!(!named(Regime::Vawa).contains(&"recipient_address"));
    for column in ["recipient_kind", "legal_basis"] {
        assert!(named(Regime::Uk).contains(&column), "{column}");
    }
    for regime in Regime::ALL {
        let all = named(Regime::All);
        let series = |it: &&str| !series.contains(it);
        let some = named(*regime).into_iter().filter(series);
        assert!(some.into_iter().all(|it| all.contains(&it)), "{regime}");
    }
}

#[test]
fn re_2_hipaa_tells_a_series_by_its_first_its_count_and_its_last() {
    for engine in engines() {
        run(series(&engine));
    }
}

async fn series(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let agreed = desk.composed().await;
    let mut left = desk.releases(agreed).await.expect("a release");
    left.handed_over();
    let court = desk.court("County Court").await;
    let first = desk.ordered(&court).await;
    desk.house.clock.advance(3 * DAY);
    let last = desk.ordered(&court).await;

    let lines = csv_lines(&desk.accounting(Regime::Hipaa).await.csv().unwrap());
    assert_eq!(
        lines.len(),
        2,
        "what was authorized isn't counted: {lines:?}"
    );
    let row = &lines[1];
    assert_eq!(row[..2], ["2026-11-02", "County Court"]);
    assert_eq!(row[3..5], ["identity contact", "legal"]);
    assert_eq!(row[5..7], ["2", "2026-11-05"]);
    assert_eq!(row[8], format!("{} {}", last.no, first.no));
    assert_eq!(row[9], first.released.unwrap().1.to_string());

    let all = csv_lines(&desk.accounting(Regime::All).await.csv().unwrap());
    assert_eq!(all.len(), 4, "{all:?}");
    assert_eq!(all[3][13], left.entry.to_string(), "the oldest comes last");
}

#[test]
fn re_2_the_address_of_a_recipient_is_told_and_that_of_a_refuge_never() {
    for engine in engines() {
        run(addresses(&engine));
    }
}

async fn addresses(engine: &Engine) {
    let desk = Desk::on(engine).await;
    desk.house.worker("olga", Role::PrivacyOfficer).await;
    desk.house.worker("sam", Role::Supervisor).await;
    let no = desk.composed().await;
    let mut left = desk.releases(no).await.expect("a release");
    left.handed_over();
    let told = async || {
        let lines = desk.accounting(Regime::Part2).await.lines;
        lines[0].address.clone()
    };
    assert_eq!(told().await, "", "none is known");
    desk.address(&desk.housing, "12 Elm Street").await;
    assert_eq!(told().await, "12 Elm Street");
    let kind = |sheet: &mut caseward_casework::gate::OrganizationSheet| {
        sheet.kind = OrganizationKind::VictimServiceProvider;
    };
    let changed = desk
        .house
        .office
        .gate
        .change_organization(desk.housing.id, "revised", kind);
    changed.await.expect("another kind");
    assert_eq!(told().await, "");
}

#[test]
fn nasw_m_a_name_that_looks_like_a_formula_is_a_text_in_every_form() {
    for engine in engines() {
        run(formulas(&engine));
    }
}

async fn formulas(engine: &Engine) {
    let name = "=HYPERLINK(1)";
    let desk = Desk::on(engine).await;
    let court = desk.court(name).await;
    desk.ordered(&court).await;
    let csv = desk
        .file(Regime::Uk, AccountingFile::Csv, Language::English)
        .await;
    assert_eq!(csv_lines(&csv)[1][1], format!("'{name}"));
    for regime in Regime::ALL {
        let xlsx = desk
            .file(*regime, AccountingFile::Xlsx, Language::English)
            .await;
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx)).expect("a workbook");
        let formulas = book.worksheet_formula("Disclosures").expect("the sheet");
        assert!(formulas.used_cells().next().is_none());
        let range = book.worksheet_range("Disclosures").expect("the sheet");
        let rows: Vec<Vec<String>> = range
            .rows()
            .map(|row| row.iter().map(ToString::to_string).collect())
            .collect();
        let header: Vec<_> = columns(*regime).iter().map(|it| it.name()).collect();
        assert_eq!(rows[0], header, "{regime}");
        if *regime != Regime::Part2 {
            assert_eq!(rows[1][1], name, "{regime}");
        }
    }
}

#[test]
fn nasw_d_the_paper_says_in_words_what_left_and_names_nobody() {
    for engine in engines() {
        run(paper(&engine));
    }
}

async fn paper(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let no = desk.composed().await;
    let mut left = desk.releases(no).await.expect("a release");
    left.handed_over();
    let entry = left.entry.to_string();
    let told = [
        (
            Language::English,
            [
                "Accounting of disclosures",
                "November 2, 2026: housing",
                "Who the client is; Housing",
                "Finding out what the client is eligible for",
            ],
        ),
        (
            Language::Spanish,
            [
                "Relación de comunicaciones",
                "2 de noviembre de 2026: housing",
                "Quién es la persona; Vivienda",
                "Saber a qué tiene derecho la persona",
            ],
        ),
    ];
    for (language, wanted) in told {
        let pdf = desk
            .file(Regime::Part2, AccountingFile::Pdf, language)
            .await;
        let text = read(&pdf);
        for it in wanted.into_iter().chain([entry.as_str(), "42 CFR 2.25"]) {
            assert!(text.contains(it), "{it} is not in: {text}");
        }
        for name in ["Alma", "Reyes", &desk.alma.to_string()] {
            assert!(!text.contains(name), "{name}");
        }
    }
    let none = desk
        .file(Regime::Hipaa, AccountingFile::Pdf, Language::English)
        .await;
    assert!(read(&none).contains("Nothing left that these rules count."));
}

#[test]
fn re_6_an_accounting_says_who_fetched_it_and_when_where_no_program_reads_it() {
    for engine in engines() {
        run(marked(&engine));
    }
}

async fn marked(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let no = desk.composed().await;
    let (office, english) = (&desk.house.office, Language::English);
    let pdf = desk.file(Regime::All, AccountingFile::Pdf, english).await;
    let by = "dana of the tests";
    let told = read(&pdf);
    assert!(told.contains(&format!("Fetched by {by} on")), "{told}");
    let csv = desk.file(Regime::All, AccountingFile::Csv, english).await;
    assert_eq!(csv_lines(&csv).len(), 1, "its columns and nothing else");
    let xlsx = desk.file(Regime::All, AccountingFile::Xlsx, english).await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Disclosures", "Fetched"]);
    let table = book.worksheet_range("Disclosures").expect("the table");
    assert_eq!(table.height(), 1, "its columns and nothing else");
    let mark = book.worksheet_range("Fetched").expect("the mark");
    let cell = |row, column| mark.get((row, column)).map(ToString::to_string);
    assert_eq!(cell(0, 1).as_deref(), Some(by));
    assert!(cell(1, 1).is_some_and(|it| it.starts_with("2026-")));

    // What leaves is bound by its hash: looking at it changes no byte of it.
    let found = office.disclosure_document(&desk.dana, desk.alma, no).await;
    let (paper, delivery) = found.expect("the paper");
    delivery.delivered(None);
    let content = desk.stands(no).await.composed.expect("a paper").1;
    assert_eq!(HEXLOWER.encode(&Sha256::digest(&*paper)), content);
    assert!(!read(&paper).contains("Fetched by"));
    let shown = office.statement_preview_paper(&desk.dana, desk.alma, no, english);
    assert!(!read(&shown.await.expect("a preview")).contains("Fetched by"));
}

#[test]
fn re_2_a_paper_carries_the_notice_of_each_regime_that_binds_it() {
    for engine in engines() {
        run(notices(&engine));
    }
}

const NOTICES: [&str; 4] = [
    "42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
    "34 U.S.C. 12291(b)(2)",
    "164.508(c)(2)(iii)",
    "UK GDPR",
];

async fn notices(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let paper = async |sections: &[Category]| {
        desk.consent(sections).await;
        let order = NewDisclosure {
            sections: sections.to_vec(),
            why_more: "They ask for it.".to_owned(),
            ..desk.order()
        };
        let begun = office.begin_disclosure(&desk.dana, desk.alma, order).await;
        let no = begun.expect("a disclosure");
        let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
        composed.await.expect("a paper");
        let found = office.disclosure_document(&desk.dana, desk.alma, no).await;
        let (bytes, delivery) = found.expect("the paper");
        delivery.delivered(None);
        let text = read(&bytes);
        NOTICES.map(|it| text.contains(it))
    };
    assert_eq!(paper(&[Category::Housing]).await, [false; 4]);
    let sud = [Category::Housing, Category::SubstanceUse];
    assert_eq!(paper(&sud).await, [true, false, false, false]);
    let settings = caseward_casework::consent::ConsentSettings {
        hipaa: true,
        united_kingdom: true,
        ..office.consent_settings().await.unwrap()
    };
    let set = office.set_consents(caseward_casework::gate::Actor::KeyHolder, settings);
    set.await.expect("settings");
    assert_eq!(
        paper(&[Category::Housing]).await,
        [false, false, true, true]
    );
    let own = |sheet: &mut caseward_casework::gate::OrganizationSheet| {
        sheet.kind = OrganizationKind::VictimServiceProvider;
    };
    let changed = office
        .gate
        .change_organization(desk.house.own.id, "revised", own);
    changed.await.expect("a survivors' service");
    assert_eq!(paper(&sud).await, [true; 4]);
}

/// The text of a PDF, as Poppler reads it, on one line.
pub(crate) fn read(pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(pdf).expect("the paper");
    let mut command = Command::new("pdftotext");
    let output = command.arg(file.path()).arg("-").output();
    let output = output.expect("Debian's poppler-utils");
    let text = String::from_utf8(output.stdout).expect("a text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
