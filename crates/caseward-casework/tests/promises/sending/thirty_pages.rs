//! A package of thirty pages and more holds nothing that was masked in it, whatever a recipient reads it with.

use std::collections::BTreeSet;
use std::io::Write as _;

use caseward_casework::entries::Draft;
use caseward_model::{Channel, Purpose, WayKind};
use caseward_testkit::{Engine, Export, engines, run};
use data_encoding::HEXLOWER;
use memchr::memmem;
use zeroize::Zeroizing;

use super::pairs::AgePair;
use super::programs::{self, are_here};
use super::{Desk, unpacked};

const NOTES: usize = 60;
/// In each note; each tells of somebody.
const SENTENCES: usize = 26;
/// It stands in each note, and tells of nobody.
const MARK: &str = "Lanternfish";

/// What programs read of a PDF: its text, and all its objects laid open.
const TEXT: &str = "text";
const OBJECTS: &str = "objects";

/// Whom the office knows besides: given name, surname, house, street, the end of a telephone number, and the day of birth.
const OTHERS: &str = "\
Mireille Quillfeather 14 Farthingale 4401 1971 3 14
Teodora Ostrander 207 Gallowglass 4412 1984 11 25
Anselm Vanterpool 38 Thistledown 4423 1966 7 19
Ingrid Lindqvist 91 Marchpane 4434 1993 1 30
Chidi Okonkwo 415 Candlewick 4445 1979 9 16
Lucien Delacroix 62 Rookhope 4456 1958 12 22
Halina Kowalczyk 119 Saltmarsh 4467 2001 5 17
Gaspard Tremblay 73 Windlestraw 4478 1988 8 28
Zbigniew Brzezinski 256 Hobnail 4489 1962 2 15
Cornelius Abernathy 31 Larkspur 4490 1975 10 21
Rosalind Haverstock 540 Tansyfield 4511 1997 4 27
Tobias Marchettini 88 Ploverstone 4522 1969 6 18";

const MONTHS: &str =
    "January February March April May June July August September October November December";

struct Other {
    given: &'static str,
    family: &'static str,
    house: &'static str,
    street: &'static str,
    phone: &'static str,
    born: (u32, usize, u32),
}

fn others() -> Vec<Other> {
    let of = |line: &'static str| {
        let it: Vec<&str> = line.split(' ').collect();
        let born = (it[5].parse(), it[6].parse(), it[7].parse());
        Other {
            given: it[0],
            family: it[1],
            house: it[2],
            street: it[3],
            phone: it[4],
            born: (born.0.unwrap(), born.1.unwrap(), born.2.unwrap()),
        }
    };
    OTHERS.lines().map(of).collect()
}

impl Other {
    fn names(&self) -> Vec<String> {
        let (given, family) = (self.given, self.family);
        let (loud_given, loud) = (given.to_uppercase(), family.to_uppercase());
        vec![
            format!("{given} {family}"),
            format!("{loud_given} {loud}"),
            format!("{family}, {given}"),
            format!("{loud}, {given}"),
            format!("{}. {family}", given.get(..1).unwrap()),
        ]
    }

    fn phones(&self) -> Vec<String> {
        let end = self.phone;
        vec![
            format!("555-010-{end}"),
            format!("(555) 010-{end}"),
            format!("555.010.{end}"),
            format!("+1 555 010 {end}"),
        ]
    }

    fn homes(&self) -> Vec<String> {
        let (house, street) = (self.house, self.street);
        vec![
            format!("{house} {street} Street"),
            format!("{house} {street} St."),
            format!("{house} {} STREET", street.to_uppercase()),
        ]
    }

    fn births(&self) -> Vec<String> {
        let (year, month, day) = self.born;
        let name = MONTHS.split(' ').nth(month - 1).unwrap();
        vec![
            format!("{year}-{month:02}-{day:02}"),
            format!("{month:02}/{day:02}/{year}"),
            format!("{name} {day}, {year}"),
            format!("{day} {name} {year}"),
        ]
    }

    /// All that was written of them, and what of it would be enough to tell who they are.
    fn signs(&self) -> Vec<String> {
        let parts = [self.given, self.family, self.street].map(str::to_owned);
        let written = [self.names(), self.phones(), self.homes(), self.births()];
        [written.concat(), parts.to_vec()].concat()
    }
}

/// An export in which they are, with telephone and address in columns that no standard has.
pub(super) fn export() -> Export {
    let (mut export, others) = (Export::new(), others());
    for (number, it) in (10..).zip(&others) {
        let (person, enrollment) = (number.to_string(), format!("N{number}"));
        let born = it.births()[0].clone();
        export = export
            .row(
                "Client",
                &[
                    ("PersonalID", &person),
                    ("FirstName", it.given),
                    ("LastName", it.family),
                    ("NameDataQuality", "1"),
                    ("DOB", &born),
                ],
            )
            .row(
                "Enrollment",
                &[
                    ("EnrollmentID", &enrollment),
                    ("PersonalID", &person),
                    ("ProjectID", "P1"),
                    ("EntryDate", "2026-03-01"),
                    ("HouseholdID", &enrollment),
                    ("RelationshipToHoH", "1"),
                ],
            );
    }
    let clients = export.files()["Client.csv"].clone();
    let mut lines = clients.lines();
    let mut wider = format!("{},MobilePhone,HomeAddress\n", lines.next().unwrap());
    for (line, it) in lines.zip(&others) {
        let (phone, home) = (it.phones()[0].clone(), it.homes()[0].clone());
        wider.push_str(&format!("{line},{phone},{home}\n"));
    }
    export.file("Client.csv", &wider)
}

/// A note that tells of one of them in every sentence; all notes together of everybody in every way of writing.
fn note(others: &[Other], no: usize) -> String {
    let mut text = format!("{MARK} {no}. ");
    for sentence in 0..SENTENCES {
        let who = &others[(no + sentence) % others.len()];
        let one_of = |all: Vec<String>| all[no / others.len() % all.len()].clone();
        text.push_str(&match sentence % 4 {
            0 => format!(
                "Then {} came by in the morning and asked how the move had gone, and whether the heating works by now. ",
                one_of(who.names())
            ),
            1 => format!(
                "The number to leave word at is {}, and somebody picks up there on most evenings after the shift. ",
                one_of(who.phones())
            ),
            2 => format!(
                "Some of her boxes are still kept at {}, where there is room in the shed until it gets too wet. ",
                one_of(who.homes())
            ),
            _ => format!(
                "The form for the other flat asks for a day of birth, and it says born {}, which has to be compared. ",
                one_of(who.births())
            ),
        });
    }
    text.trim_end().to_owned()
}

pub(super) async fn write(desk: &Desk, note: &str) {
    let draft = Draft {
        section: "housing".into(),
        provenance: "worker".into(),
        nature: "fact".into(),
        based_on: Zeroizing::default(),
        text: Zeroizing::new(note.to_owned()),
    };
    let entry = draft.check().ok().expect("an entry");
    let office = &desk.house.office;
    let written = office.write_entry(desk.dana.worker, desk.alma, Purpose::DirectService, entry);
    written.await.ok().expect("it is kept");
}

/// What programs make of a PDF, each with what it read.
fn read_by_programs(pdf: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    const ASKED: [(&str, &str, &[&str]); 6] = [
        (TEXT, "pdftotext", &["FILE", "-"]),
        (TEXT, "pdftotext", &["-layout", "FILE", "-"]),
        (
            TEXT,
            "mutool",
            &["draw", "-q", "-F", "txt", "-o", "-", "FILE"],
        ),
        (
            OBJECTS,
            "qpdf",
            &["--qdf", "--object-streams=disable", "FILE", "-"],
        ),
        ("objects, line by line", "mutool", &["show", "FILE", "grep"]),
        (
            "metadata",
            "exiftool",
            &["-a", "-u", "-G1", "-s", "--System:All", "FILE"],
        ),
    ];
    let mut file = tempfile::Builder::new().suffix(".pdf").tempfile().unwrap();
    file.write_all(pdf).unwrap();
    let path = file.path().to_str().unwrap();
    let mut all = vec![("bytes", pdf.to_vec())];
    for (what, program, arguments) in ASKED {
        let with = arguments.iter().map(|it| match *it {
            "FILE" => path,
            other => other,
        });
        let with: Vec<&str> = with.collect();
        all.push((what, programs::run(program, &with)));
    }
    all
}

/// The signs that stand in what was said: as they are, broken over lines, in wide letters, or as hexadecimal digits.
fn found(said: &[u8], signs: &BTreeSet<String>) -> Vec<String> {
    let small = said.to_ascii_lowercase();
    let mut squeezed = small.clone();
    squeezed.retain(|it| !it.is_ascii_whitespace());
    let stands = |sign: &&String| {
        let spelled = spellings(sign);
        let mut spelled = spelled.iter();
        spelled
            .any(|it| memmem::find(&small, it).is_some() || memmem::find(&squeezed, it).is_some())
    };
    signs.iter().filter(stands).cloned().collect()
}

fn spellings(sign: &str) -> Vec<Vec<u8>> {
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let small = sign.to_lowercase();
    let squeezed: String = small.split_whitespace().collect();
    vec![
        squeezed.into_bytes(),
        wide(&small),
        HEXLOWER.encode(sign.as_bytes()).into_bytes(),
        HEXLOWER.encode(&wide(sign)).into_bytes(),
        small.into_bytes(),
    ]
}

/// What tells of the machine, of the office's folder and of the client's file.
fn of_the_house(desk: &Desk) -> Vec<String> {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let all = [
        desk.house.folder().display().to_string(),
        env!("CARGO_MANIFEST_DIR").to_owned(),
        "caseward-test-".to_owned(),
        desk.alma.to_string(),
        host.trim().to_owned(),
    ];
    // A host of five letters may be a word of the paper.
    all.into_iter().filter(|it| it.len() > 5).collect()
}

/// What `pdfinfo` says of a PDF, by its names.
fn info(pdf: &[u8]) -> Vec<(String, String)> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let said = programs::run("pdfinfo", &[file.path()]);
    let said = String::from_utf8_lossy(&said).into_owned();
    let lines = said.lines().filter_map(|it| it.split_once(':'));
    lines
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect()
}

/// That it is a tagged PDF/UA that says nothing about who made it and when; how many pages it has.
fn pages_of_sound(pdf: &[u8], laid_open: &[u8]) -> u32 {
    let about = info(pdf);
    let said = |name: &str| about.iter().find(|(it, _)| it == name).map(|(_, it)| it);
    assert_eq!(said("Tagged").map(String::as_str), Some("yes"));
    for absent in ["Author", "Subject", "Keywords", "CreationDate", "ModDate"] {
        assert_eq!(said(absent), None, "{absent}");
    }
    let is_ua = ["<pdfuaid:part>1</pdfuaid:part>", "pdfuaid:part=\"1\""];
    let mut is_ua = is_ua.iter();
    assert!(
        is_ua.any(|it| memmem::find(laid_open, it.as_bytes()).is_some()),
        "it doesn't say that it is PDF/UA-1"
    );
    assert!(memmem::find(laid_open, b"/StructTreeRoot").is_some());
    said("Pages").unwrap().parse().unwrap()
}

/// That none of the signs stands in a PDF, whoever reads it; how many pages it has.
fn holds_none(name: &str, pdf: &[u8], signs: &BTreeSet<String>) -> u32 {
    let read = read_by_programs(pdf);
    for (what, said) in &read {
        assert_eq!(found(said, signs), [""; 0], "{name}, {what}");
    }
    let laid_open = read.iter().find(|(what, _)| *what == OBJECTS);
    pages_of_sound(pdf, &laid_open.unwrap().1)
}

/// That each note was masked in each sentence, and nothing stayed.
async fn is_masked(desk: &Desk, no: i64, notes: &[String]) {
    let office = &desk.house.office;
    let found = office.masks_of_disclosure(&desk.dana, desk.alma, no).await;
    let (looked, delivery) = found.expect("what was masked");
    delivery.delivered(None);
    for note in notes {
        let text = looked.iter().find(|it| it.before == *note);
        let text = text.expect("the note");
        assert!(text.places.len() >= SENTENCES, "{}", text.after);
        assert!(text.places.iter().all(|it| it.lifted.is_none()));
    }
}

/// The package of a disclosure into which these notes went, opened by the recipient's own program.
async fn package(desk: &Desk, pair: &AgePair, notes: &[String]) -> Vec<u8> {
    let (house, office) = (&desk.house, &desk.house.office);
    let key = pair.public();
    let place = (WayKind::Age, "records office");
    let key = (key.as_str(), key.as_str());
    let way = house.way(desk.housing.id, place, key).await;
    let no = desk.composed(Channel::EncryptedMessage).await;
    is_masked(desk, no, notes).await;
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    let mut left = desk.releases(no).await.expect("a release");
    left.handed_over();
    let fetched = office.disclosure_package(&desk.dana, desk.alma, no).await;
    let (_, sealed, delivery) = fetched.expect("one file to carry");
    delivery.delivered(Some(&sealed));
    pair.opens(&sealed)
}

#[test]
fn cr_9_a_package_of_thirty_pages_holds_nothing_that_was_masked_whoever_reads_it() {
    let programs = ["pdftotext", "pdfinfo", "qpdf", "mutool", "exiftool"];
    if !are_here(&["age", "age-keygen"]) || !are_here(&programs) {
        return;
    }
    let pair = AgePair::make();
    for engine in engines() {
        run(thirty_pages(&engine, &pair));
    }
}

async fn thirty_pages(engine: &Engine, pair: &AgePair) {
    let desk = Desk::on(engine).await;
    desk.house.takes_in_whole().await;
    desk.house.import(&export()).await;
    let others = others();
    let notes: Vec<String> = (0..NOTES).map(|no| note(&others, no)).collect();
    for note in &notes {
        write(&desk, note).await;
    }
    let mut signs: BTreeSet<String> = others.iter().flat_map(Other::signs).collect();
    let written = found(notes.concat().as_bytes(), &signs);
    assert_eq!(written.len(), signs.len(), "all of it was written");

    let opened = package(&desk, pair, &notes).await;
    signs.extend(of_the_house(&desk));
    let files = unpacked(&opened);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(found(names.join(" ").as_bytes(), &signs), [""; 0]);
    for (name, bytes) in &files {
        assert_eq!(found(bytes, &signs), [""; 0], "{name}");
    }
    let statement = &files["statement-001.pdf"];
    assert!(holds_none("statement", statement, &signs) >= 1);
    // A statement is signed; the paper says nothing of whoever works here.
    signs.insert("dana of the tests".to_owned());
    let paper = &files["record-001.pdf"];
    let pages = holds_none("paper", paper, &signs);
    assert!(pages >= 30, "{pages} pages");
    let mark = BTreeSet::from([MARK.to_owned(), "[Person 1]".to_owned()]);
    let read = read_by_programs(paper);
    for (_, said) in read.iter().filter(|(what, _)| *what == TEXT) {
        assert_eq!(found(said, &mark).len(), 2, "the paper can be read");
    }
}
