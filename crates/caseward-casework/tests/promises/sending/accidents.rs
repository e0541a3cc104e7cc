//! The eight accidents once more, as the running desk meets them: over facts that the house looks up, with a sentence, a way forward and
//! an entry.

use std::collections::BTreeSet;

use caseward_attachments::{Limits, Ocr};
use caseward_casework::disclosure::{Attached, Disclosure};
use caseward_casework::entries::Draft;
use caseward_casework::gate::{
    Actor, ClientSheet, DangerFact, Drawer, EntryText, FileWorks, ProtectionFact, ProtectionSource,
    Request, WallAgainst, WallFact,
};
use caseward_casework::partnership::{CheckOrder, Checked, NewWay};
use caseward_casework::people::RegisteredOrganization;
use caseward_casework::staff::organization_sheet;
use caseward_casework::{CaseworkError, conflicts::Declaration};
use caseward_model::{
    Basis, Category, Channel, CheckMethod, Client, Id, Language, OrganizationKind, Protection,
    Purpose, Role, WayKind, Worker,
};
use caseward_testkit::{Engine, engines, run};
use zeroize::Zeroizing;

use super::stops::read;
use super::{ChosenWay, DAY, Desk, DisclosureError, SendingError, Stop, stops, trouble};
use super::{programs, thirty_pages};

const HAND: (WayKind, &str) = (WayKind::Hand, "12 Court Square, front desk");
const SHARED: (WayKind, &str) = (WayKind::Post, "Intake office, 14 Farthingale Street");
const HIS_NUMBER: &str = "555-010-4477";

/// Bruno's own file says where he is and how he is reached.
async fn bruno_is_known(desk: &Desk) {
    let bruno = desk.house.client("2").await;
    let omar = desk.house.worker("omar", Role::Caseworker).await;
    desk.house.assign(&omar, bruno).await;
    let text = format!("He stays at 14 Farthingale St., and picks up at {HIS_NUMBER}.");
    writes(desk, (omar.id, bruno), ("contact", "client", &text)).await;
}

async fn writes(
    desk: &Desk,
    (who, client): (Id<Worker>, Id<Client>),
    (section, provenance, text): (&str, &str, &str),
) {
    let draft = Draft {
        section: section.into(),
        provenance: provenance.into(),
        nature: "fact".into(),
        based_on: Zeroizing::default(),
        text: Zeroizing::new(text.to_owned()),
    };
    let entry = draft.check().ok().expect("an entry");
    let office = &desk.house.office;
    let written = office.write_entry(who, client, Purpose::DirectService, entry);
    written.await.ok().expect("it is kept");
}

fn wall(against: WallAgainst) -> impl FnOnce(&mut ClientSheet, i64) + Send + 'static {
    move |sheet, since| sheet.walls.push(WallFact { against, since })
}

fn shield(sheet: &mut ClientSheet, since: i64) {
    sheet.protections.push(ProtectionFact {
        kind: Protection::Restricted,
        source: ProtectionSource::Worker,
        since,
    });
}

/// Somebody made sure that nobody walled off is where it goes.
fn sure(way: i64) -> ChosenWay {
    ChosenWay {
        nobody_walled: true,
        ..Desk::way(way)
    }
}

/// What is on record of ways that a rule stopped when they were chosen, the newest first.
async fn stopped_on_record(desk: &Desk) -> Vec<String> {
    let question = Request::to_serve(desk.dana.worker, desk.alma);
    let looks = desk.house.office.who_looked(&question).await;
    let mut looks = looks.expect("a history");
    looks.sort_by_key(|it| std::cmp::Reverse(it.entry));
    let stopped = looks.into_iter().filter_map(|it| match it.text {
        EntryText::Deed(text) if text.deed == "disclosure_way_stopped" => {
            let words = text.particulars.get("stops").and_then(|it| it.as_str());
            words.map(str::to_owned)
        }
        _ => None,
    });
    stopped.collect()
}

#[test]
fn t_ico_1_an_address_in_the_file_of_somebody_walled_off_stops_it_and_another_way_is_offered() {
    for engine in engines() {
        run(shared_address(&engine));
    }
}

async fn shared_address(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    bruno_is_known(&desk).await;
    let shared = desk.house.way(desk.housing.id, SHARED, ("", "")).await;
    let safe = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let no = desk.composed(Channel::HandDelivery).await;
    desk.chooses(no, Desk::way(shared))
        .await
        .expect("no wall keeps them apart");
    desk.facts(wall(WallAgainst::Client(2))).await;
    // Whatever was said: his file says that it is where he is.
    let found = stops(desk.chooses(no, sure(shared)).await);
    assert_eq!(found, [Stop::AddressShared]);
    assert_eq!(stopped_on_record(&desk).await, ["address_shared"]);
    let stands = desk.stands(no).await;
    let others = office.other_ways(&stands, shared).await.expect("ways");
    let others: Vec<_> = others.iter().map(|it| (it.way.no, it.fits)).collect();
    assert_eq!(others, [(safe, true)], "the way forward");
    desk.chooses(no, sure(safe)).await.expect("another way");
    desk.releases(no).await.expect("a release").handed_over();
    // A worker behind a wall said where they live: nobody else knows.
    desk.facts(|sheet, _| sheet.walls.clear()).await;
    let cousin = desk.house.worker("cousin", Role::Caseworker).await;
    let lives = Declaration {
        address: "14 Farthingale Street, 3rd floor".into(),
        ..Declaration::default()
    };
    let declared = office.declare(cousin.id, lives).await;
    declared.expect("declared");
    desk.facts(wall(WallAgainst::Worker(cousin.no))).await;
    let no = desk.composed(Channel::HandDelivery).await;
    let found = stops(desk.chooses(no, Desk::way(shared)).await);
    assert_eq!(found, [Stop::AddressShared]);
}

#[test]
fn t_ico_1_what_came_up_after_the_way_was_chosen_stops_it_when_it_is_to_leave() {
    for engine in engines() {
        run(came_up(&engine));
    }
}

async fn came_up(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let shared = desk.house.way(desk.housing.id, SHARED, ("", "")).await;
    desk.facts(wall(WallAgainst::Client(2))).await;
    let no = desk.composed(Channel::HandDelivery).await;
    desk.chooses(no, sure(shared))
        .await
        .expect("nothing speaks against it");
    // He moves there.
    bruno_is_known(&desk).await;
    let found = stops(desk.releases(no).await);
    assert_eq!(found, [Stop::AddressShared]);
}

/// A way behind a link, with this telephone.
async fn link_told(desk: &Desk, phone: &str, word_may_be_left: bool) -> i64 {
    let (office, from) = (&desk.house.office, desk.house.clock.now_ms());
    let new = NewWay {
        kind: WayKind::Link,
        address: "intake@housing.example".into(),
        key: String::new(),
        fingerprint: String::new(),
        receiver: "Intake office".into(),
        phone: phone.into(),
        word_may_be_left,
        from,
        until: from + 60 * DAY,
    };
    let added = office.add_way(Actor::KeyHolder, desk.housing.id, new).await;
    let no = added.expect("a way");
    let order = CheckOrder {
        seen: 1,
        fingerprint: String::new(),
        how: CheckMethod::CallBack,
        source: "the county's directory".into(),
    };
    let checked = office.check_way(Actor::KeyHolder, no, order).await;
    assert_eq!(checked.expect("a check"), Checked::Counts);
    no
}

#[test]
fn t_ico_2_a_pin_is_told_on_their_own_checked_telephone_and_never_left_as_a_message() {
    for engine in engines() {
        run(told_on_the_telephone(&engine));
    }
}

async fn told_on_the_telephone(engine: &Engine) {
    let desk = Desk::on(engine).await;
    bruno_is_known(&desk).await;
    let none = link_told(&desk, "", false).await;
    let his = link_told(&desk, "(555) 010 4477", false).await;
    let theirs = link_told(&desk, "+1 555 010 0147", false).await;
    desk.facts(wall(WallAgainst::Client(2))).await;
    let no = desk.composed(Channel::SecureTransfer).await;
    for way in [none, his] {
        let found = stops(desk.chooses(no, sure(way)).await);
        assert_eq!(found, [Stop::PhoneOfSomeoneElse], "{way}");
    }
    let stands = desk.stands(no).await;
    let others = desk.house.office.other_ways(&stands, his);
    let others = others.await.expect("ways");
    let others: Vec<_> = others.iter().map(|it| it.way.no).collect();
    assert_eq!(others, [theirs], "the way forward");
    let word = |way| ChosenWay {
        leaves_word: true,
        ..sure(way)
    };
    assert_eq!(
        stops(desk.chooses(no, word(theirs)).await),
        [Stop::NoMessage],
        "nobody asked whether word can be left there"
    );
    desk.chooses(no, sure(theirs)).await.expect("a call");
    let left = desk.releases(no).await.expect("a release").left;
    let call = left.call.expect("what is said on the call");
    assert_eq!(call.phone, "+1 555 010 0147");
    assert_eq!(call.receiver, "Intake office");
    assert!(!call.word_may_be_left, "the script says: no message");
    let check = call.check.expect("somebody called them back");
    assert_eq!(check.source, "the county's directory");
    // Where they said so, word can be left.
    let asked = link_told(&desk, "+1 555 010 0148", true).await;
    let no = desk.composed(Channel::SecureTransfer).await;
    desk.chooses(no, word(asked)).await.expect("they said so");
}

#[test]
fn t_ico_2_a_passphrase_is_told_by_the_same_rule() {
    for engine in engines() {
        run(passphrase_told(&engine));
    }
}

async fn passphrase_told(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let no = desk.composed(Channel::HandDelivery).await;
    let spoken = |leaves_word| ChosenWay {
        spoken: true,
        leaves_word,
        ..Desk::way(way)
    };
    let found = stops(desk.chooses(no, spoken(true)).await);
    assert_eq!(found, [Stop::NoMessage]);
    desk.chooses(no, spoken(false)).await.expect("a call");
    let mut left = desk.releases(no).await.expect("a release");
    left.handed_over();
    assert!(left.left.passphrase.is_some() && left.left.call.is_some());
    // Papers in an envelope open by nothing that is told.
    let no = desk.composed(Channel::HandDelivery).await;
    desk.chooses(no, Desk::way(way)).await.expect("an envelope");
    let mut left = desk.releases(no).await.expect("a release");
    left.handed_over();
    assert!(left.left.call.is_none());
}

/// Attaches a text as the desk does, read by the same reader.
async fn attaches(desk: &Desk, no: i64, text: &str) {
    let attached = vec![Attached {
        section: Category::Housing,
        content: "ab".repeat(32),
        read: caseward_attachments::read(text.as_bytes(), &Limits::default(), &Ocr::none()),
        at: 0,
        by: None,
    }];
    assert!(attached[0].read.withheld.is_empty(), "it is read");
    let plain = serde_json::to_vec(&attached).unwrap();
    let work = move |file: &mut FileWorks<'_, '_, '_>| {
        let sealed = file.seal(Drawer::Disclosures, (no, 5, 1), &plain)?;
        let sql = "INSERT INTO disclosure_papers (disclosure_no, kind, version, sealed) \
                   VALUES ($1, 5, 1, $2)";
        let done = file
            .works
            .transaction()
            .execute(sql, &[no.into(), sealed.into()]);
        done.map(drop).map_err(CaseworkError::from)
    };
    let gate = &desk.house.office.gate;
    let kept = gate.note_on_file(1, "attached_for_a_test", work).await;
    kept.expect("attached");
}

#[test]
fn t_ico_3_no_sign_of_an_address_of_others_stands_in_what_leaves_attachments_included() {
    if !programs::are_here(&["pdftotext"]) {
        return;
    }
    for engine in engines() {
        run(bundle(&engine));
    }
}

/// Where the mother and a child can be found, and how.
const WHERE: [&str; 6] = [
    "Farthingale",
    "Gallowglass",
    "14 F",
    "207 G",
    "010-4401",
    "010.4412",
];

async fn bundle(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    desk.house.takes_in_whole().await;
    desk.house.import(&thirty_pages::export()).await;
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let note =
        "The hearing is about Mireille Quillfeather, 14 Farthingale Street, and Teodora Ostrander.";
    thirty_pages::write(&desk, note).await;
    let no = desk.composed(Channel::HandDelivery).await;
    let letter = "To the court. The mother, Mireille Quillfeather, lives at 14 Farthingale Street and is reached at \
                  555-010-4401.\n\nThe child, Teodora Ostrander, is at 207 Gallowglass Street, telephone 555.010.4412.\n\n\
                  The lease of the flat is in both names.\n";
    attaches(&desk, no, letter).await;
    let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
    composed.await.expect("a paper");
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    let mut left = desk.releases(no).await.expect("a release");
    left.handed_over();
    let said = read(&left.document) + &read(&left.statement);
    assert!(
        said.contains("The lease of the flat"),
        "it goes along: {said}"
    );
    assert!(said.contains("The hearing is about"), "{said}");
    for sign in WHERE {
        assert!(!said.contains(sign), "{sign}: {said}");
    }
}

#[test]
fn t_ico_3_whoever_is_walled_off_gets_nothing_even_when_a_second_person_agreed() {
    for engine in engines() {
        run(walled_for_two(&engine));
    }
}

async fn approves(desk: &Desk, no: i64) {
    let maria = desk.house.worker("maria", Role::Caseworker).await;
    desk.house.assign(&maria, desk.alma).await;
    let office = &desk.house.office;
    let maria = office.person_numbered(maria.no).await.unwrap();
    let content = desk.stands(no).await.composed.expect("a paper").1;
    let approved = office.approve_disclosure(&maria, desk.alma, (no, &content));
    approved.await.expect("a second person");
}

async fn walled_for_two(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let no = desk.composed(Channel::HandDelivery).await;
    let organization = desk.housing.no;
    desk.facts(wall(WallAgainst::Organization(organization)))
        .await;
    approves(&desk, no).await;
    let refused = desk.chooses(no, Desk::way(way)).await;
    let found = [Stop::AddressShared, Stop::WhereaboutsToWalled];
    assert_eq!(stops(refused), found);
    let on_record = stopped_on_record(&desk).await;
    assert_eq!(on_record, ["address_shared whereabouts_to_walled"]);
}

/// Lets the same go to another organization too: what she agreed to holds for it.
async fn agrees_to(desk: &Desk, all: &[&RegisteredOrganization]) {
    let numbers: Vec<i64> = all.iter().map(|it| it.no).collect();
    desk.facts(move |sheet, _| {
        let first = sheet.consents[0].clone();
        for (no, recipient) in (2..).zip(numbers) {
            let mut other = first.clone();
            (other.no, other.recipient) = (no, recipient);
            sheet.consents.push(other);
        }
    })
    .await;
}

#[test]
fn t_ico_4_three_recipients_get_three_papers_three_statements_and_three_packages() {
    for engine in engines() {
        run(three(&engine));
    }
}

async fn three(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let court = desk.house.partner("court", OrganizationKind::Agency).await;
    let clinic = desk.house.partner("clinic", OrganizationKind::Agency).await;
    agrees_to(&desk, &[&court, &clinic]).await;
    let (mut papers, mut statements, mut packages) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for recipient in [&desk.housing, &court, &clinic] {
        let way = desk.house.way(recipient.id, HAND, ("", "")).await;
        let sections = [Category::Identity, Category::Housing];
        let no = desk
            .composed_for(recipient.id, (Channel::HandDelivery, &sections))
            .await;
        desk.chooses(no, Desk::way(way)).await.expect("a way");
        let mut left = desk.releases(no).await.expect("a release");
        left.handed_over();
        papers.insert(left.document.to_vec());
        statements.insert(left.statement.clone());
        packages.insert(left.travels.package.clone());
    }
    let different = [papers.len(), statements.len(), packages.len()];
    assert_eq!(different, [3, 3, 3], "for each a paper of their own");
}

#[test]
fn t_ico_4_the_very_same_paper_never_goes_to_a_second_recipient() {
    for engine in engines() {
        run(the_same_paper(&engine));
    }
}

async fn the_same_paper(engine: &Engine) {
    let desk = Desk::on(engine).await;
    // Two offices of one name: what is put together for one reads like what is put together for the other.
    let sheet = organization_sheet(OrganizationKind::Agency);
    let office = &desk.house.office;
    let known = office.organization("housing").await.expect("a recipient");
    let sheet = caseward_casework::gate::OrganizationSheet {
        protocol_until: known.sheet.protocol_until,
        agreed: known.sheet.agreed.clone(),
        policy_until: known.sheet.policy_until,
        ..sheet
    };
    let other = office
        .add_organization("housing", "housing-east", sheet)
        .await;
    let other = other.expect("an organization of that name");
    agrees_to(&desk, &[&other]).await;
    let sections = [Category::Identity, Category::Housing];
    let first = desk.composed(Channel::HandDelivery).await;
    let second = desk
        .composed_for(other.id, (Channel::HandDelivery, &sections))
        .await;
    let content = |found: Disclosure| found.composed.expect("a paper").1;
    let (one, two) = (desk.stands(first).await, desk.stands(second).await);
    assert_eq!(content(one), content(two));
    let way = desk.house.way(other.id, HAND, ("", "")).await;
    let found = stops(desk.chooses(second, Desk::way(way)).await);
    assert_eq!(found, [Stop::OneForSeveral]);
    // The way forward: the first is given up, or each is told what it needs.
    let dropped = office.drop_disclosure(&desk.dana, desk.alma, first).await;
    dropped.expect("given up");
    desk.chooses(second, Desk::way(way)).await.expect("its own");
}

#[test]
fn t_ico_5_what_others_told_leaves_in_no_paper_whatever_was_agreed() {
    for engine in engines() {
        run(tellers(&engine));
    }
}

async fn tellers(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let told = "The caller asked whether she is here, and said that he will come back.";
    let dana = (desk.dana.worker, desk.alma);
    writes(&desk, dana, ("notes", "third_party", told)).await;
    desk.facts(|sheet, _| sheet.consents[0].categories.push(Category::ThirdParty))
        .await;
    let sections = [Category::Identity, Category::ThirdParty];
    let (to, office) = (desk.housing.id, &desk.house.office);
    let no = desk.begun_for(to, (Channel::HandDelivery, &sections)).await;
    let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
    let Err(DisclosureError::NotAll(decided)) = composed.await else {
        panic!("no consent of hers lets out what somebody else told");
    };
    let stays = decided.iter().find(|it| !it.decision.permitted);
    assert_eq!(stays.map(|it| it.category), Some(Category::ThirdParty));
    // Without it, who told anything isn't asked, and the rest goes.
    let no = desk.composed(Channel::HandDelivery).await;
    desk.chooses(no, Desk::way(way)).await.expect("a way");
}

/// A danger that was reported, of which somebody else told, or not.
fn danger(no: i64, told_by_another: bool) -> impl FnOnce(&mut ClientSheet, i64) + Send + 'static {
    move |sheet, now| {
        sheet.dangers.push(DangerFact {
            no,
            until: now + 3 * DAY,
            client_told_or_reason: true,
            raises_risk: false,
            manager_discussed: true,
            refused: false,
            holds_until: 0,
            of_another: true,
            told_by_another,
        });
    }
}

#[test]
fn t_ico_5_what_goes_because_of_a_danger_does_not_show_who_warned_of_it() {
    for engine in engines() {
        run(who_warned(&engine));
    }
}

async fn who_warned(engine: &Engine) {
    let desk = Desk::on(engine).await;
    desk.facts(danger(9, true)).await;
    let no = desk.composed(Channel::HandDelivery).await;
    let office = &desk.house.office;
    let mut looked = desk.stands(no).await;
    let asked = office.ways_to_choose(&looked).await.expect("ways");
    assert!(!asked.tellers, "it doesn't go because of the danger");
    looked.basis = Basis::Danger;
    looked.danger = Some(caseward_casework::disclosure::NamedDanger { no: 9, by: None });
    let asked = office.ways_to_choose(&looked).await.expect("ways");
    assert!(asked.tellers, "somebody else told of it");
}

#[test]
fn t_ico_6_no_consent_and_no_second_person_tells_a_danger_where_a_child_can_be_found() {
    for engine in engines() {
        run(a_danger_there(&engine));
    }
}

async fn a_danger_there(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    // She agreed that they hear how she can be found, and a second person agreed.
    let sections = [Category::Identity, Category::Contact];
    let no = desk.composed_of(Channel::HandDelivery, &sections).await;
    approves(&desk, no).await;
    desk.facts(danger(7, false)).await;
    let asked = desk
        .house
        .office
        .ways_to_choose(&desk.stands(no).await)
        .await;
    assert!(asked.unwrap().danger, "the page asks for it");
    let answers = |danger_there| ChosenWay {
        danger_there,
        ..Desk::way(way)
    };
    let silent = stops(desk.chooses(no, answers(None)).await);
    assert_eq!(silent, [Stop::RelationUnknown]);
    let there = stops(desk.chooses(no, answers(Some(true))).await);
    assert_eq!(there, [Stop::WhereaboutsToWalled, Stop::ChildsWhereabouts]);
    let on_record = stopped_on_record(&desk).await;
    let words = "whereabouts_to_walled childs_whereabouts";
    assert_eq!(on_record, [words, "relation_unknown"]);
    desk.chooses(no, answers(Some(false)))
        .await
        .expect("somebody made sure");
    // What was reported since then nobody was asked about.
    desk.facts(danger(8, false)).await;
    assert_eq!(stops(desk.releases(no).await), [Stop::RelationUnknown]);
    desk.chooses(no, answers(Some(false)))
        .await
        .expect("said once more");
    desk.releases(no).await.expect("a release").handed_over();
}

#[test]
fn t_ico_6_a_wall_of_somebody_shielded_is_one_against_a_danger() {
    for engine in engines() {
        run(shielded_and_walled(&engine));
    }
}

async fn shielded_and_walled(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let no = desk.composed(Channel::HandDelivery).await;
    desk.chooses(no, Desk::way(way)).await.expect("a way");
    desk.facts(shield).await;
    let organization = desk.housing.no;
    desk.facts(wall(WallAgainst::Organization(organization)))
        .await;
    let found = stops(desk.releases(no).await);
    assert!(found.contains(&Stop::ChildsWhereabouts), "{found:?}");
}

#[test]
fn t_ico_7_a_safe_place_is_stopped_by_each_way_and_that_is_on_record() {
    for engine in engines() {
        run(each_way(&engine));
    }
}

async fn each_way(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let sections = [Category::Identity, Category::Contact];
    let by_hand = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let link = link_told(&desk, "+1 555 010 0147", false).await;
    let first = desk.composed_of(Channel::HandDelivery, &sections).await;
    let second = desk.composed_of(Channel::SecureTransfer, &sections).await;
    desk.facts(shield).await;
    for (times, (no, way)) in (1..).zip([(first, by_hand), (second, link)]) {
        let found = stops(desk.chooses(no, Desk::way(way)).await);
        assert_eq!(found, [Stop::SafePlaceUnasked], "{way}");
        assert_eq!(stopped_on_record(&desk).await.len(), times);
        let released = trouble(desk.releases(no).await);
        assert_eq!(released, SendingError::NoWay, "nothing left");
    }
}

#[test]
fn t_ico_8_a_paper_that_was_not_searched_for_others_does_not_leave() {
    for engine in engines() {
        run(not_searched(&engine));
    }
}

async fn not_searched(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let way = desk.house.way(desk.housing.id, HAND, ("", "")).await;
    let no = desk.composed(Channel::HandDelivery).await;
    // As if it had been put together without looking for others.
    let forget = office.gate.keep_books::<_, CaseworkError, _>(move |tx| {
        let sql = "DELETE FROM disclosure_papers WHERE disclosure_no = $1 AND kind = 4";
        Ok(tx.execute(sql, &[no.into()])?)
    });
    assert_eq!(forget.await.unwrap(), 1);
    let found = stops(desk.chooses(no, Desk::way(way)).await);
    assert_eq!(found, [Stop::NotSearched]);
    // The way forward: it is put together again.
    let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
    composed.await.expect("a paper");
    desk.chooses(no, Desk::way(way)).await.expect("a way");
}

#[test]
fn t_ico_every_stop_says_what_would_do_instead() {
    for stop in Stop::ALL {
        let says = SendingError::Stopped(vec![*stop]).to_string();
        let forward = ["choose", "leave out"];
        assert!(forward.iter().any(|it| says.contains(it)), "{says}");
    }
    let nothing: Result<(), DisclosureError> = Err(SendingError::Stopped(Vec::new()).into());
    assert!(stops(nothing).is_empty());
}
