//! Accidents that happened elsewhere, as the desk stops them over what the house knows; and limits that only people keep.

use std::io::Write as _;

use caseward_casework::disclosure::AccountingFile;
use caseward_casework::enquiries::NewEnquiry;
use caseward_casework::gate::{
    EntryText, ProtectionFact, ProtectionSource, Request, WallAgainst, WallFact,
};
use caseward_model::{Category, Channel, EnquiryFrom, Language, Protection, Regime, Role, WayKind};
use caseward_testkit::{Engine, engines, run};

use super::{ChosenWay, DAY, Desk, DisclosureError, SendingError, Stop, stops, trouble};
use super::{programs, thirty_pages};

const HAND: (WayKind, &str) = (WayKind::Hand, "12 Court Square, front desk");

#[test]
fn t_ico_1_an_address_out_of_its_time_or_shared_with_somebody_walled_off_stops_it() {
    for engine in engines() {
        run(addresses(&engine));
    }
}

async fn addresses(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let way = desk.house.way_for(5, desk.housing.id, HAND, ("", "")).await;
    let no = desk.composed(Channel::HandDelivery).await;
    let other = desk.house.client("2").await;
    let other = desk.house.office.gate.sheet_of(other).await.unwrap();
    assert!(other.is_some());
    desk.facts(|sheet, since| {
        let against = WallAgainst::Client(2);
        sheet.walls.push(WallFact { against, since });
    })
    .await;
    // A wall keeps her apart from another client: whether he is there isn't known here, and what isn't known stops it.
    let asked = desk.stands(no).await;
    let asked = desk.house.office.ways_to_choose(&asked).await.unwrap();
    assert!(asked.walled && !asked.limits);
    assert_eq!(
        stops(desk.chooses(no, Desk::way(way)).await),
        [Stop::AddressShared]
    );
    let sure = ChosenWay {
        nobody_walled: true,
        ..Desk::way(way)
    };
    desk.chooses(no, sure).await.expect("somebody made sure");
    desk.releases(no).await.expect("a release").handed_over();
    // What was said about her walls counts for no other walls.
    let no = desk.composed(Channel::HandDelivery).await;
    let sure = || ChosenWay {
        nobody_walled: true,
        ..Desk::way(way)
    };
    desk.chooses(no, sure()).await.expect("somebody made sure");
    let cousin = desk.house.worker("cousin", Role::Caseworker).await;
    desk.facts(move |sheet, since| {
        let against = WallAgainst::Worker(cousin.no);
        sheet.walls.push(WallFact { against, since });
    })
    .await;
    assert_eq!(trouble(desk.releases(no).await), SendingError::SaidAnew);
    desk.chooses(no, sure()).await.expect("said once more");
    desk.releases(no).await.expect("a release").handed_over();
    // After its time an address counts no more.
    desk.house.clock.advance(4 * DAY);
    let no = desk.composed(Channel::HandDelivery).await;
    let sure = ChosenWay {
        nobody_walled: true,
        ..Desk::way(way)
    };
    desk.chooses(no, sure).await.expect("its last day");
    desk.house.clock.advance(DAY);
    assert_eq!(trouble(desk.releases(no).await), SendingError::WayOver);
}

#[test]
fn t_ico_3_nothing_goes_to_an_organization_or_its_people_behind_a_wall() {
    for engine in engines() {
        run(walled(&engine));
    }
}

async fn walled(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let no = desk.composed(Channel::HandDelivery).await;
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    let organization = desk.housing.no;
    desk.facts(move |sheet, since| {
        let against = WallAgainst::Organization(organization);
        sheet.walls.push(WallFact { against, since });
    })
    .await;
    // What was chosen before is asked again when it is to leave.
    let found = stops(desk.releases(no).await);
    assert_eq!(
        found,
        [
            Stop::AddressShared,
            Stop::WhereaboutsToWalled,
            Stop::NeedsSecondPerson
        ]
    );
}

#[test]
fn t_ico_7_a_safe_place_does_not_go_along_as_a_part_of_something_else() {
    for engine in engines() {
        run(safe_place(&engine));
    }
}

async fn safe_place(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let sections = [Category::Identity, Category::Contact];
    let no = desk.composed_of(Channel::HandDelivery, &sections).await;
    desk.chooses(no, Desk::way(way))
        .await
        .expect("not shielded");
    desk.facts(|sheet, since| {
        sheet.protections.push(ProtectionFact {
            kind: Protection::Restricted,
            source: ProtectionSource::Worker,
            since,
        });
    })
    .await;
    let stopped = desk.releases(no).await;
    assert_eq!(stops(stopped), [Stop::SafePlaceUnasked]);
}

#[test]
fn dv_3_3_2d_limits_that_only_people_keep_are_confirmed_or_nothing_leaves() {
    for engine in engines() {
        run(limits(&engine));
    }
}

async fn limits(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    desk.agrees(true).await;
    let no = desk.composed(Channel::HandDelivery).await;
    let stands = desk.stands(no).await;
    let asked = desk.house.office.ways_to_choose(&stands).await.unwrap();
    assert!(asked.limits, "the page asks for it");
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    let refused = desk.releases(no).await.err().expect("a refusal");
    assert!(matches!(refused, DisclosureError::NotAll(_)), "{refused:?}");
    let kept = ChosenWay {
        limits: true,
        ..Desk::way(way)
    };
    desk.chooses(no, kept).await.expect("confirmed");
    desk.releases(no).await.expect("a release").handed_over();
    assert!(desk.stands(no).await.leaving.unwrap().said.limits);
}

/// What a reader of PDF reads in the paper and in the statement of what left.
async fn read_in_papers(desk: &Desk) -> [String; 2] {
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let no = desk.composed(Channel::HandDelivery).await;
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    let mut left = desk.releases(no).await.expect("a release");
    left.handed_over();
    [read(&left.document), read(&left.statement)]
}

/// What a reader of PDF reads in a paper.
pub(super) fn read(pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let path = file.path().to_str().unwrap();
    let text = programs::run("pdftotext", &[path, "-"]);
    String::from_utf8_lossy(&text).into_owned()
}

/// All that the client's own history says, as far as somebody did something; and the accounting of what left.
async fn told_to_the_client(desk: &Desk) -> (Vec<String>, String) {
    let office = &desk.house.office;
    let question = Request::to_serve(desk.dana.worker, desk.alma);
    let looks = office.who_looked(&question).await.expect("a history");
    let done = looks
        .iter()
        .filter(|it| matches!(it.text, EntryText::Deed(_)));
    let done = done.map(|it| format!("{it:?}")).collect();
    let asked = (Regime::All, AccountingFile::Csv);
    let made = office.accounting_file(&desk.dana, desk.alma, asked, Language::English);
    let (accounting, delivery) = made.await.expect("an accounting");
    delivery.delivered(None);
    (done, String::from_utf8_lossy(&accounting).into_owned())
}

#[test]
fn t_ico_5_whoever_is_asked_about_is_never_told_who_asked() {
    if !programs::are_here(&["pdftotext"]) {
        return;
    }
    for engine in engines() {
        run(asked_about(&engine));
    }
}

/// Who asked, and where they live: that must not be read anywhere by whom they asked about.
const ENQUIRER: [&str; 3] = ["Zebulon", "Quarrington", "Larkspur"];

fn tells_nothing_of_the_enquirer(place: &str, said: &str) {
    for sign in ENQUIRER {
        assert!(!said.contains(sign), "{place}, {sign}: {said}");
    }
}

async fn asked_about(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (office, dana) = (&desk.house.office, &desk.dana);
    let enquiry = |who: &str| NewEnquiry {
        from: Some(EnquiryFrom::Person),
        who: who.into(),
        asked: "Is Alma Reyes with you? I am at 9 Larkspur Row, Zebulon Quarrington knows.".into(),
    };
    let before = told_to_the_client(&desk).await;
    let first = enquiry("Zebulon Quarrington, her cousin, 9 Larkspur Row");
    let noted = office.note_enquiry(dana.worker, first).await;
    noted.expect("noted");
    let after = told_to_the_client(&desk).await;
    assert_eq!(before, after, "an enquiry leaves no trace in her file");

    // The letter to somebody else who asks about the same person.
    let other = office.note_enquiry(dana.worker, enquiry("Imogen Vale"));
    let no = other.await.expect("noted");
    for language in Language::ALL {
        let asked = office.enquiry_letter((dana.no, dana.worker), no, *language);
        let letter = read(&asked.await.expect("a letter"));
        assert!(letter.contains("Imogen Vale"), "{letter}");
        assert!(!letter.contains("Alma") && !letter.contains("Reyes"));
        tells_nothing_of_the_enquirer("the letter", &letter);
    }

    let said = read_in_papers(&desk).await.concat();
    assert!(said.contains("Alma"), "{said}");
    tells_nothing_of_the_enquirer("the papers", &said);
    let (history, accounting) = told_to_the_client(&desk).await;
    assert!(history.len() > after.0.len(), "what left stands there");
    tells_nothing_of_the_enquirer("the history", &history.join("\n"));
    tells_nothing_of_the_enquirer("the accounting", &accounting);
}

#[test]
fn t_ico_8_what_goes_out_of_one_file_tells_nothing_of_the_other_party() {
    if !programs::are_here(&["pdftotext"]) {
        return;
    }
    for engine in engines() {
        run(other_party(&engine));
    }
}

async fn other_party(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let note = "The lease of the flat is in both names. Then Bruno Stone called at 555-010-4477.";
    thirty_pages::write(&desk, note).await;
    let [paper, statement] = read_in_papers(&desk).await;
    assert!(paper.contains("The lease of the flat"), "{paper}");
    for sign in ["Bruno", "Stone", "4477"] {
        assert!(!paper.contains(sign), "{sign}: {paper}");
    }
    // Four digits turn up by chance in the hash that a statement names.
    for sign in ["Bruno", "Stone", "010-4477"] {
        assert!(!statement.contains(sign), "{sign}: {statement}");
    }
}
