//! An envelope goes from hand to hand without a gap, until somebody of the recipient's has it.

use caseward_casework::disclosure::{Arrival, Disclosure, HandOver, TakenBy};
use caseward_casework::gate::{WallAgainst, WallFact};
use caseward_casework::sign_in::SignedIn;
use caseward_casework::standing::LARGEST_SCAN;
use caseward_model::{
    Category, Channel, DisclosureState, Id, Language, Randomness, Regime, Role, WayKind,
};
use caseward_testkit::{Engine, engines, run};

use memchr::memmem;

use super::{Desk, DisclosureError, SendingError, times, trouble};

const HAND: (WayKind, &str) = (WayKind::Hand, "12 Court Square, front desk");

fn taken(by: TakenBy, seal_intact: bool) -> HandOver {
    HandOver {
        taken_by: by,
        seal_intact,
        in_ink: true,
        mark: String::new(),
    }
}

async fn sent(desk: &Desk, way: i64) -> i64 {
    let no = desk.composed(Channel::HandDelivery).await;
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    desk.releases(no).await.expect("a release").handed_over();
    no
}

#[test]
fn cc_2_3_custody_has_no_gap_and_ends_at_the_recipient() {
    for engine in engines() {
        run(hands(&engine));
    }
}

async fn hands(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (office, dana, alma) = (&desk.house.office, &desk.dana, desk.alma);
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let priya = desk.house.worker("priya", Role::Caseworker).await;
    let no = sent(&desk, way).await;
    let seal = desk
        .stands(no)
        .await
        .custody
        .expect("an envelope")
        .seal()
        .to_string();
    assert_eq!(seal.len(), 9);
    let sheet = office
        .cover_sheet(dana, (alma, no), Language::Spanish)
        .await;
    assert!(sheet.expect("a sheet").starts_with(b"%PDF-"));
    let hand = async |order| office.hand_over_disclosure(dana, alma, no, order).await;
    let nameless = hand(taken(TakenBy::Recipient("  ".into()), true)).await;
    assert_eq!(trouble(nameless).word(), "custody_nameless");
    let self_ = hand(taken(TakenBy::Colleague(dana.worker), true)).await;
    assert_eq!(trouble(self_).word(), "custody");
    hand(taken(TakenBy::Colleague(priya.id), true))
        .await
        .expect("to Priya");
    let courier = TakenBy::Courier(desk.house.own.id, "R. Diaz, driver".into());
    hand(taken(courier, true)).await.expect("to a driver");
    // Who carries it can't be passed over: it isn't in the house, so it can't be taken back from here.
    let back = office.note_arrival(dana, alma, no, Arrival::Recalled(String::new()));
    assert_eq!(trouble(back.await).word(), "custody");
    assert_eq!(desk.stands(no).await.state, DisclosureState::Released);
    hand(taken(TakenBy::Recipient("J. Park, intake".into()), true))
        .await
        .expect("arrived");
    let stands = desk.stands(no).await;
    assert_eq!(stands.state, DisclosureState::Delivered);
    assert_eq!(stands.custody.expect("its hands").steps().len(), 3);
    assert!(
        hand(taken(TakenBy::Recipient("again".into()), true))
            .await
            .is_err()
    );
    // One whose seal was broken counts as disclosed to nobody knows whom.
    let no = sent(&desk, way).await;
    let broken = taken(TakenBy::Recipient("J. Park, intake".into()), false);
    office
        .hand_over_disclosure(dana, alma, no, broken)
        .await
        .expect("written down");
    let stands = desk.stands(no).await;
    assert_eq!(stands.state, DisclosureState::Released);
    assert_eq!(stands.trouble.as_deref(), Some("seal_broken"));
    // One that never left the house is taken back.
    let no = sent(&desk, way).await;
    let back = office.note_arrival(dana, alma, no, Arrival::Recalled("never left".into()));
    back.await.expect("called back");
    assert_eq!(desk.stands(no).await.state, DisclosureState::Recalled);
}

#[test]
fn re_2_what_people_carried_and_lost_counts_as_disclosed_and_so_does_what_was_sent_before() {
    for engine in engines() {
        run(lost(&engine));
    }
}

async fn lost(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (office, dana, alma) = (&desk.house.office, &desk.dana, desk.alma);
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let no = sent(&desk, way).await;
    let lost = office.note_arrival(dana, alma, no, Arrival::Failed("lost on the bus".into()));
    lost.await.expect("noted");
    let stands = desk.stands(no).await;
    assert_eq!(stands.state, DisclosureState::Failed);
    assert!(stands.released.is_some());
    assert_eq!(times(&desk).await, 1, "somebody found it");
    // Put together anew and sent once more: both times count.
    let composed = office.compose_disclosure(dana, alma, no, Language::English);
    composed.await.expect("a paper");
    assert_eq!(times(&desk).await, 1);
    desk.chooses(no, Desk::way(way)).await.expect("read anew");
    let mut left = desk.releases(no).await.expect("a release");
    left.handed_over();
    assert_eq!(times(&desk).await, 2);
}

#[test]
fn re_2_the_accounting_tells_what_left_each_time_under_which_consent_and_through_whose_hands() {
    for engine in engines() {
        run(each_time(&engine));
    }
}

async fn each_time(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (office, dana, alma) = (&desk.house.office, &desk.dana, desk.alma);
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let no = sent(&desk, way).await;
    let first = desk.stands(no).await;
    let lost = office.note_arrival(dana, alma, no, Arrival::Failed("lost on the bus".into()));
    lost.await.expect("noted");
    desk.house.clock.advance(60_000);
    // She agrees to less, and that goes.
    desk.facts(|sheet, _| {
        let consent = &mut sheet.consents[0];
        consent.no = 2;
        consent.categories = vec![Category::Identity];
    })
    .await;
    let less = (vec![Category::Identity], String::new());
    let chosen = office.choose_for_disclosure(dana, alma, no, less).await;
    chosen.expect("another choice");
    let composed = office.compose_disclosure(dana, alma, no, Language::English);
    composed.await.expect("a paper");
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    desk.releases(no).await.expect("a release").handed_over();
    let second = desk.stands(no).await;
    let found = office.accounting_of(dana, alma, Regime::All).await;
    let (found, delivery) = found.expect("an accounting");
    delivery.delivered(None);
    let lines = found.lines.iter();
    let told: Vec<_> = lines
        .map(|it| (it.disclosure.sections.clone(), it.consent))
        .collect();
    let both = vec![Category::Identity, Category::Housing];
    assert_eq!(told, [(vec![Category::Identity], Some(2)), (both, Some(1))]);
    let content = |it: &Disclosure| it.composed.as_ref().map(|it| it.1.clone());
    for (line, then) in found.lines.iter().zip([&second, &first]) {
        assert_eq!(content(&line.disclosure), content(then));
        assert_eq!(line.disclosure.released, then.released);
        assert_eq!(line.disclosure.travels, then.travels);
        assert_eq!(line.disclosure.custody, then.custody);
    }
    assert_ne!(first.custody, second.custody, "each has its own seal");
}

#[test]
fn dv_3_3_2e_an_envelope_is_given_to_nobody_unknown_or_behind_a_wall() {
    for engine in engines() {
        run(nobody_there(&engine));
    }
}

async fn nobody_there(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (office, dana, alma) = (&desk.house.office, &desk.dana, desk.alma);
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let no = sent(&desk, way).await;
    let hand = async |order| office.hand_over_disclosure(dana, alma, no, order).await;
    // Somebody who isn't here, and whoever is kept from her by a wall, get the same answer.
    let stranger = Id::make_random(&Randomness::system());
    let unknown = hand(taken(TakenBy::Colleague(stranger), true)).await;
    assert_eq!(trouble(unknown), SendingError::NobodyThere);
    let nowhere = Id::make_random(&Randomness::system());
    let unknown = hand(taken(TakenBy::Courier(nowhere, "R. Diaz".into()), true)).await;
    assert_eq!(trouble(unknown), SendingError::NobodyThere);
    let cousin = desk.house.worker("cousin", Role::Caseworker).await;
    desk.facts(move |sheet, since| {
        let against = WallAgainst::Worker(cousin.no);
        sheet.walls.push(WallFact { against, since });
    })
    .await;
    let walled = hand(taken(TakenBy::Colleague(cousin.id), true)).await;
    assert_eq!(trouble(walled), SendingError::NobodyThere);
    let arrived = office.note_arrival(dana, alma, no, Arrival::Arrived("taken".into()));
    assert_eq!(trouble(arrived.await), SendingError::HandOver);
    // That somebody of theirs took it is no story of the book's.
    let park = TakenBy::Recipient("J. Park, intake".into());
    hand(taken(park, true)).await.expect("arrived");
    let found = office.disclosure_in_words(dana, alma, no).await;
    let (found, delivery) = found.expect("the disclosure");
    delivery.delivered(None);
    let words = found.in_words.expect("all of it");
    assert_eq!(words.ended_how, "J. Park, intake");
}

#[test]
fn nasw_m_a_hand_over_that_is_printed_by_accident_names_nobody() {
    let organization = Id::make_random(&Randomness::seeded(5));
    let courier = TakenBy::Courier(organization, "R. Diaz, driver".into());
    for by in [courier, TakenBy::Recipient("R. Diaz, intake".into())] {
        let printed = format!("{:?}", taken(by, true));
        assert!(!printed.contains("Diaz"), "{printed}");
    }
    for became in [
        Arrival::Arrived("R. Diaz took it".into()),
        Arrival::Failed("R. Diaz was away".into()),
        Arrival::Recalled("by R. Diaz".into()),
    ] {
        let printed = format!("{became:?}");
        assert!(!printed.contains("Diaz"), "{printed}");
    }
}

#[test]
fn cc_2_3_who_signed_for_an_envelope_is_kept_with_the_hand_over_and_not_replaced() {
    for engine in engines() {
        run(signed(&engine));
    }
}

const DRAWN: &str = r#"{"width":60,"height":20,"strokes":[[[1,2],[3,4]]]}"#;
const SCAN: &[u8] = b"%PDF-1.7 signed by J. Park";

fn drawn(by: TakenBy, mark: &str) -> HandOver {
    HandOver {
        mark: mark.into(),
        in_ink: false,
        ..taken(by, true)
    }
}

/// What lies in the table, whoever has the file.
async fn lies_there(desk: &Desk) -> Vec<Vec<u8>> {
    let read = |reader: &mut caseward_db::Reader<'_>| {
        let rows = reader.query("SELECT sealed FROM custody_signatures", &[])?;
        let sealed = rows.iter().map(|row| Ok(row.bytes(0)?.to_vec()));
        sealed.collect::<Result<Vec<_>, caseward_db::DbError>>()
    };
    desk.house.office.db().read(read).await.expect("rows")
}

async fn signed(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (office, dana, alma) = (&desk.house.office, &desk.dana, desk.alma);
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let priya = desk.house.worker("priya", Role::Caseworker).await;
    let no = sent(&desk, way).await;
    let entry = desk.stands(no).await.released.expect("its entries").1;
    let hand = async |order| office.hand_over_disclosure(dana, alma, no, order).await;
    let keep = async |step, scan: &[u8]| {
        let which = (no, entry, step);
        office
            .keep_signed_sheet(dana, alma, which, scan.to_vec())
            .await
    };
    // A drawing that can't be read is no hand-over.
    let no_mark = hand(drawn(TakenBy::Colleague(priya.id), "{")).await;
    assert!(no_mark.is_err());
    let custody = desk.stands(no).await.custody.expect("an envelope");
    assert!(custody.steps().is_empty());
    hand(drawn(TakenBy::Colleague(priya.id), DRAWN))
        .await
        .expect("she signed on the screen");
    hand(taken(TakenBy::Recipient("J. Park, intake".into()), true))
        .await
        .expect("he signed the sheet");
    // The sheet comes back after it has arrived.
    for (step, scan, why) in [
        (0, SCAN, "counted from 1"),
        (3, SCAN, "no such hand-over"),
        (2, b"GIF89a".as_slice(), "no scan that is taken"),
        (1, SCAN, "her mark is kept"),
    ] {
        assert!(keep(step, scan).await.is_err(), "{why}");
    }
    let large = [SCAN, &vec![0; LARGEST_SCAN]].concat();
    assert!(keep(2, &large).await.is_err(), "too large");
    keep(2, SCAN).await.expect("kept");
    assert!(keep(2, SCAN).await.is_err(), "not replaced");
    let all = office.custody_signatures(&desk.stands(no).await).await;
    assert_eq!(all.expect("signatures"), [(entry, 1), (entry, 2)]);
    for sealed in lies_there(&desk).await {
        assert!(memmem::find(&sealed, b"J. Park").is_none());
        assert!(memmem::find(&sealed, b"strokes").is_none());
    }
    let shown = async |who: &SignedIn, step| {
        let found = office
            .custody_signature(who, alma, (no, entry, step))
            .await?;
        found.1.delivered(None);
        Ok::<_, DisclosureError>((found.0.ending, found.0.bytes.to_vec()))
    };
    let (ending, mark) = shown(dana, 1).await.expect("her mark");
    let mark = String::from_utf8(mark).unwrap();
    assert_eq!(ending, "svg");
    assert!(mark.contains("M1 2L3 4"), "{mark}");
    let sheet = shown(dana, 2).await.expect("the sheet");
    assert_eq!(sheet, ("pdf", SCAN.to_vec()));
    assert!(shown(dana, 3).await.is_err());
    // Whoever may not read all that the papers were made of sees no signature.
    let stranger = office.person_numbered(priya.no).await.unwrap();
    assert!(shown(&stranger, 2).await.is_err());
}
