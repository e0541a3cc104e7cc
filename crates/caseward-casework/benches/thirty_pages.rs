//! How long it takes to put a paper of thirty pages together: asked at the gate, opened, masked, set, and sealed again. Target: less
//! than a second.
//!
//! A plain program: it makes an office of other people and writes notes about one client in which every sentence tells of somebody
//! else. How many notes, how many other people and how often can be given:
//! `cargo bench -p caseward-casework --bench thirty_pages -- 60 1000 9`. How many pages that makes says `pdfinfo`, where it is installed.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::ok_expect,
    clippy::cast_precision_loss,
    reason = "a benchmark reads the stopwatch, and stops where something is missing; nothing of it is shipped"
)]

use std::io::Write as _;
use std::process::Command;
use std::time::Instant;

use caseward_casework::disclosure::NewDisclosure;
use caseward_casework::entries::Draft;
use caseward_casework::gate::ConsentFact;
use caseward_casework::people::RegisteredOrganization;
use caseward_casework::sign_in::SignedIn;
use caseward_model::{
    Basis, Category, Channel, Client, Id, Language, OrganizationKind, Purpose, Road, RoadField,
    Role, Told,
};
use caseward_testkit::{Export, House, consent_to, run};
use zeroize::Zeroizing;

const SENTENCES: usize = 26;
/// A paper that tells of more others isn't put together.
const TOLD_OF: usize = 20;
/// An office with one client, who agreed, and whoever works with them.
struct Desk {
    house: House,
    client: Id<Client>,
    dana: SignedIn,
    to: RegisteredOrganization,
}

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|it| it.parse::<usize>().ok());
    let notes = numbers.next().unwrap_or(60);
    let people = numbers.next().unwrap_or(1_000).max(TOLD_OF);
    let rounds = numbers.next().unwrap_or(9).max(1);
    run(measure(notes, people, rounds));
}

async fn measure(notes: usize, people: usize, rounds: usize) {
    let desk = Desk::furnished(people).await;
    let mut letters = 0;
    for no in 0..notes {
        let note = note(no);
        letters += note.len();
        desk.write(note).await;
    }
    let no = desk.begun().await;
    let mut took = Vec::with_capacity(rounds);
    // The first one reads whom everybody is recognised by, which others don't do again.
    for round in 0..=rounds {
        let begun = Instant::now();
        let office = &desk.house.office;
        let composed = office.compose_disclosure(&desk.dana, desk.client, no, Language::English);
        composed.await.expect("a paper");
        let ms = begun.elapsed().as_secs_f64() * 1_000.0;
        match round {
            0 => tell(format!(
                "the first, with reading {people} people: {ms:.0} ms"
            )),
            _ => took.push(ms),
        }
    }
    took.sort_by(f64::total_cmp);
    let (pages, bytes) = desk.made(no).await;
    let median = took.get(took.len() / 2).copied().unwrap_or(f64::NAN);
    let worst = took.last().copied().unwrap_or(f64::NAN);
    tell(format!(
        "{notes} notes of {letters} letters, {pages}, {bytes} bytes: median {median:.0} ms, slowest {worst:.0} ms of {rounds} rounds"
    ));
}

impl Desk {
    async fn furnished(people: usize) -> Self {
        let house = House::open().await;
        let mut export = Export::new().client("1", "Alma", "Reyes");
        for no in 0..people {
            export = export.client(&(no + 10).to_string(), &given(no), &family(no));
        }
        house.import(&export).await;
        let client = house.client("1").await;
        let worker = house.worker("dana", Role::Caseworker).await;
        house.assign(&worker, client).await;
        let dana = house.office.person_numbered(worker.no).await;
        let to = house.partner("housing", OrganizationKind::Agency).await;
        let desk = Self {
            house,
            client,
            dana: dana.expect("a person"),
            to,
        };
        desk.agrees().await;
        desk
    }

    async fn agrees(&self) {
        let recipient = self.to.no;
        let change = move |sheet: &mut caseward_casework::gate::ClientSheet, now: i64| {
            sheet.consents = vec![ConsentFact {
                no: 1,
                ..consent_to(
                    recipient,
                    (
                        Purpose::Eligibility,
                        &[Category::Identity, Category::Housing],
                    ),
                    now,
                )
            }];
        };
        let office = &self.house.office;
        let changed = office.change_facts(self.client, "consented", change);
        changed.await.expect("a consent");
    }

    async fn write(&self, note: String) {
        let draft = Draft {
            section: "housing".to_owned(),
            provenance: "worker".to_owned(),
            nature: "fact".to_owned(),
            based_on: Zeroizing::default(),
            text: Zeroizing::new(note),
        };
        let entry = draft.check().ok().expect("an entry");
        let (by, why) = (self.dana.worker, Purpose::DirectService);
        let office = &self.house.office;
        let written = office.write_entry(by, self.client, why, entry);
        written.await.ok().expect("it is kept");
    }

    async fn begun(&self) -> i64 {
        let new = NewDisclosure {
            road: Road::Other,
            answers: [(RoadField::GoneThrough, "2020-03-14, in person")]
                .into_iter()
                .collect(),
            recipient: self.to.id,
            purpose: Purpose::Eligibility,
            basis: Basis::Consent,
            danger: None,
            channel: Channel::HandDelivery,
            sections: vec![Category::Identity, Category::Housing],
            why_more: String::new(),
            told: Told::Later,
            told_how: "She is away until Monday.".into(),
        };
        let office = &self.house.office;
        let begun = office.begin_disclosure(&self.dana, self.client, new).await;
        begun.expect("a disclosure")
    }

    /// How many pages the paper has, and how many bytes.
    async fn made(&self, no: i64) -> (String, usize) {
        let office = &self.house.office;
        let found = office.disclosure_document(&self.dana, self.client, no);
        let (pdf, delivery) = found.await.expect("the paper");
        delivery.delivered(Some(&pdf));
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(&pdf).expect("a file");
        let said = Command::new("pdfinfo").arg(file.path()).output();
        let said = said.map(|it| String::from_utf8_lossy(&it.stdout).into_owned());
        let said = said.unwrap_or_default();
        let pages = said.lines().find_map(|it| it.strip_prefix("Pages:"));
        let pages = pages.map(|it| format!("{} pages", it.trim()));
        let uncounted = || "pages that nobody counted (there is no pdfinfo)".to_owned();
        (pages.unwrap_or_else(uncounted), pdf.len())
    }
}

/// Names that nobody has, as many as are wanted.
fn given(no: usize) -> String {
    const BEGIN: [&str; 8] = ["Mir", "Ans", "Ted", "Luc", "Hal", "Zbi", "Cor", "Tob"];
    const END: [&str; 5] = ["eille", "elm", "ora", "ien", "ina"];
    two(no, &BEGIN, &END)
}

fn family(no: usize) -> String {
    const BEGIN: [&str; 5] = ["Quill", "Ostr", "Vanter", "Haver", "Marchet"];
    const END: [&str; 4] = ["feather", "ander", "pool", "stock"];
    let mut name = two(no, &BEGIN, &END);
    let mut more = no / (BEGIN.len() * END.len());
    // A syllable for each of its digits, so that no two are called the same.
    while more > 0 {
        name.push_str(&two(more % 12, &["ba", "do", "ki", "lu"], &["n", "r", "s"]));
        more /= 12;
    }
    name
}

fn two(no: usize, begin: &[&str], end: &[&str]) -> String {
    let first = begin.get(no % begin.len()).copied().unwrap_or_default();
    let last = end.get(no / begin.len() % end.len()).copied();
    format!("{first}{}", last.unwrap_or_default())
}

/// A note that tells of somebody else in every sentence.
fn note(no: usize) -> String {
    let mut text = String::new();
    for sentence in 0..SENTENCES {
        let who = (no + sentence) % TOLD_OF;
        let (given, family) = (given(who), family(who));
        text.push_str(&match sentence % 3 {
            0 => format!("Then {given} {family} came by in the morning and asked how the move had gone, and whether the heating works by now. "),
            1 => format!("The number to leave word at is 555-010-{}, and {family}, {given} picks up there on most evenings. ", 4_000 + who),
            _ => format!("Some of her boxes are still kept at {} Farthingale Street, where there is room in the shed until it gets too wet. ", 10 + who),
        });
    }
    text
}

fn tell(line: String) {
    let mut out = std::io::stdout().lock();
    drop(writeln!(out, "{line}"));
}
