//! Nothing about anybody else leaves in a client's paper: it is found however it is written, masked, looked at, and only what
//! a second person agreed to stays (CR-9, DV-4.6.4).

use caseward_casework::CaseworkError;
use caseward_casework::consent::{Change, Form, Who};
use caseward_casework::danger::{NewDanger, NewWarning, USUAL_HOURS};
use caseward_casework::disclosure::{
    ChosenWay, DisclosureError, LookedAt, MaskChange, MaskedAt, MaskedPlace, Wider,
};
use caseward_casework::enquiries::NewEnquiry;
use caseward_casework::entries::Draft;
use caseward_casework::gate::{ClientSheet, GateError, Request, WallAgainst, WallFact};
use caseward_casework::staff::{Colleague, NewWorker};
use caseward_model::{
    AtRisk, Category, Channel, Client, ConsentKind, DisclosureState, EnquiryFrom, Id, Language,
    Protection, Provenance, Purpose, Role, SignerCapacity, WarningWay,
};
use caseward_testkit::{Engine, Export, engines, run};
use zeroize::Zeroizing;

use crate::disclosing::{Desk, person};

/// Bruno is somebody whom the office knows; nobody knows of Teo.
const NOTE: &str = "Her brother BRUNO  Stone drove. Teo waits at 14 Elm Street, or call 555-010-4477. \
                    STONE, Bruno signed.";

async fn with_note(engine: &Engine) -> (Desk, i64) {
    let desk = Desk::on(engine).await;
    write(&desk, NOTE).await;
    let no = desk.composed().await;
    (desk, no)
}

async fn write(desk: &Desk, note: &str) {
    write_about(desk, (desk.alma, "housing"), note).await;
}

async fn write_about(desk: &Desk, (client, section): (Id<Client>, &str), note: &str) {
    let draft = Draft {
        section: section.into(),
        provenance: "worker".into(),
        nature: "opinion".into(),
        based_on: Zeroizing::new("What B. Stone said.".to_owned()),
        text: Zeroizing::new(note.to_owned()),
    };
    let entry = draft.check().ok().expect("an entry");
    let dana = desk.dana.worker;
    let office = &desk.house.office;
    let written = office.write_entry(dana, client, Purpose::DirectService, entry);
    written.await.ok().expect("it is kept");
}

async fn looked(desk: &Desk, no: i64) -> Vec<LookedAt> {
    let office = &desk.house.office;
    let found = office.masks_of_disclosure(&desk.dana, desk.alma, no).await;
    let (looked, delivery) = found.expect("what was masked");
    delivery.delivered(None);
    looked
}

async fn works_with_bruno(desk: &Desk) {
    let office = &desk.house.office;
    let bruno = desk.house.client("2").await;
    let dana = office.colleague("dana").await.unwrap();
    desk.house.assign(&dana, bruno).await;
}

async fn change(desk: &Desk, no: i64, change: MaskChange) -> Result<(), DisclosureError> {
    let office = &desk.house.office;
    let changed = office.change_masks(&desk.dana, desk.alma, no, change);
    changed.await?;
    let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
    composed.await.map(drop)
}

/// The place where this stands in the note.
fn at(looked: &[LookedAt], what: &str) -> MaskedAt {
    let note = looked
        .iter()
        .find(|it| it.before == NOTE)
        .expect("the note");
    let place = note
        .places
        .iter()
        .find(|it| note.before.get(it.from.clone()) == Some(what));
    let place = place.unwrap_or_else(|| panic!("{what} wasn't found: {}", note.after));
    (note.mark.clone(), place.from.clone())
}

fn after(looked: &[LookedAt]) -> &str {
    &looked
        .iter()
        .find(|it| it.before == NOTE)
        .expect("the note")
        .after
}

#[test]
fn cr_9_whoever_else_is_told_of_has_a_number_however_they_are_written() {
    for engine in engines() {
        run(async {
            let (desk, no) = with_note(&engine).await;
            let looked = looked(&desk, no).await;
            let after = after(&looked);
            for gone in ["BRUNO", "Stone", "STONE", "Bruno", "14 Elm", "4477"] {
                assert!(!after.contains(gone), "{gone} in {after}");
            }
            assert_eq!(
                after.matches("[Person 1]").count(),
                2,
                "one person, one number: {after}"
            );
            // Teo is nobody whom the office knows: only whoever reads it can tell.
            assert!(after.contains("Teo waits at ["), "{after}");
            let basis = looked
                .iter()
                .find(|it| it.before.starts_with("What B."))
                .expect("what it rests on");
            assert_eq!(basis.after, "What [Person 1] said.");
            // Her own name and day of birth are hers.
            assert!(looked.iter().all(|it| it.section != "identity"));
        });
    }
}

#[test]
fn cr_9_what_only_a_person_can_tell_is_masked_when_they_say_so() {
    for engine in engines() {
        run(async {
            let (desk, no) = with_note(&engine).await;
            let found = looked(&desk, no).await;
            let address = at(&found, "14 Elm Street");
            let wider = MaskChange::Widen(address.clone(), Wider::WordBefore);
            change(&desk, no, wider).await.expect("it is wider");
            let also = MaskChange::Also(" teo ".to_owned());
            change(&desk, no, also).await.expect("Teo is masked");
            let found = looked(&desk, no).await;
            let text = after(&found);
            assert!(!text.contains("Teo") && text.contains("waits ["), "{text}");
            let back = MaskChange::NotAlso("teo".to_owned());
            change(&desk, no, back).await.expect("it is taken back");
            change(&desk, no, MaskChange::Accept(address))
                .await
                .expect("so is the word");
            let found = looked(&desk, no).await;
            assert!(
                after(&found).contains("Teo waits at ["),
                "{}",
                after(&found)
            );
            let empty = change(&desk, no, MaskChange::Also("  ".to_owned())).await;
            assert!(matches!(
                empty,
                Err(DisclosureError::Casework(CaseworkError::Unfit(_)))
            ));
            let nowhere = MaskChange::Widen(("00".to_owned(), 3..5), Wider::All);
            let nowhere = change(&desk, no, nowhere).await;
            assert!(matches!(
                nowhere,
                Err(DisclosureError::Casework(CaseworkError::Unfit(_)))
            ));
        });
    }
}

#[test]
fn cr_9_what_stays_readable_has_a_reason_and_a_second_person() {
    for engine in engines() {
        run(async {
            let (desk, no) = with_note(&engine).await;
            let office = &desk.house.office;
            let found = looked(&desk, no).await;
            let stranger = MaskChange::Lift(at(&found, "STONE, Bruno"), "He signed.".to_owned());
            assert!(
                change(&desk, no, stranger).await.is_err(),
                "nothing stays of whoever she doesn't work with"
            );
            works_with_bruno(&desk).await;
            let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
            composed.await.expect("a paper");
            let found = looked(&desk, no).await;
            let bare = MaskChange::Lift(at(&found, "BRUNO  Stone"), " ".to_owned());
            assert!(change(&desk, no, bare).await.is_err(), "a reason is needed");
            let why = "He is her landlord, and signed as such.".to_owned();
            let lift = MaskChange::Lift(at(&found, "BRUNO  Stone"), why);
            change(&desk, no, lift).await.expect("it stays");
            let found = looked(&desk, no).await;
            assert!(
                after(&found).contains("BRUNO  Stone drove"),
                "{}",
                after(&found)
            );
            let alone = desk.releases(no).await.err();
            assert!(
                matches!(
                    alone,
                    Some(DisclosureError::Casework(CaseworkError::Gate(
                        GateError::SecondPerson
                    )))
                ),
                "{alone:?}"
            );
            let worker = desk.house.worker("omar", Role::Caseworker).await;
            desk.house.assign(&worker, desk.alma).await;
            let omar = person(&desk.house, "omar").await;
            desk.approves(&omar, no).await.expect("a second person");
            desk.releases(no).await.expect("it leaves").handed_over();
            let (stands, delivery) = office.disclosure(&desk.dana, desk.alma, no).await.unwrap();
            delivery.delivered(None);
            assert_eq!(stands.state, DisclosureState::Released);
        });
    }
}

#[test]
fn dv_4_6_4_what_may_tell_of_somebody_shielded_never_stays() {
    for engine in engines() {
        run(async {
            let (desk, no) = with_note(&engine).await;
            let office = &desk.house.office;
            let bruno = desk.house.client("2").await;
            let shielded = move |sheet: &mut caseward_casework::gate::ClientSheet, now: i64| {
                let source = caseward_casework::gate::ProtectionSource::Worker;
                sheet.protect(Protection::Victim, source, now);
            };
            works_with_bruno(&desk).await;
            let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
            composed.await.expect("a paper");
            let found = looked(&desk, no).await;
            let place = at(&found, "STONE, Bruno");
            let early = MaskChange::Lift(place, "He signed.".to_owned());
            change(&desk, no, early).await.expect("it stays");
            let worker = desk.house.worker("omar", Role::Caseworker).await;
            desk.house.assign(&worker, desk.alma).await;
            let omar = person(&desk.house, "omar").await;
            desk.approves(&omar, no).await.expect("a second person");
            let changed = office.change_facts(bruno, "protected", shielded);
            changed.await.expect("he is shielded");
            let late = desk.releases(no).await.err().expect("not any more");
            assert_eq!(late.to_string(), GateError::Stale.to_string());
            let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
            composed.await.expect("a paper");
            // What was agreed before counts no more.
            let found = looked(&desk, no).await;
            assert!(!after(&found).contains("Bruno"), "{}", after(&found));
            let again = MaskChange::Lift(at(&found, "STONE, Bruno"), "He signed.".to_owned());
            assert!(change(&desk, no, again).await.is_err());
        });
    }
}

#[test]
fn dv_3_3_2e_nothing_stays_of_whom_a_wall_keeps_apart_on_whichever_side_it_was_raised() {
    for engine in engines() {
        run(async {
            let (desk, no) = with_note(&engine).await;
            let office = &desk.house.office;
            works_with_bruno(&desk).await;
            let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
            composed.await.expect("a paper");
            let found = looked(&desk, no).await;
            let lift = MaskChange::Lift(at(&found, "STONE, Bruno"), "He signed.".to_owned());
            change(&desk, no, lift).await.expect("it stays");
            let worker = desk.house.worker("omar", Role::Caseworker).await;
            desk.house.assign(&worker, desk.alma).await;
            let omar = person(&desk.house, "omar").await;
            desk.approves(&omar, no).await.expect("a second person");
            let wall = |sheet: &mut caseward_casework::gate::ClientSheet, now: i64| {
                sheet.walls.push(caseward_casework::gate::WallFact {
                    against: caseward_casework::gate::WallAgainst::Client(2),
                    since: now,
                });
            };
            let changed = office.change_facts(desk.alma, "walled", wall);
            changed.await.expect("a wall on her side");
            // Somebody made sure that he isn't where it goes: it doesn't go all the same.
            let way = desk.house.choose_a_way(&desk.dana, desk.alma, no);
            way.await.expect_err("whether he is there, nobody said");
            let ways = office.ways_to(desk.housing.id).await.expect("ways");
            let sure = ChosenWay {
                way: ways[0].no,
                nobody_walled: true,
                read: true,
                ..ChosenWay::default()
            };
            let chosen = office.choose_way(&desk.dana, desk.alma, no, sure).await;
            chosen.expect("a way");
            let content = desk.stands(no).await.composed.expect("a paper").1;
            let what = (no, content.as_str());
            let late = office
                .release_disclosure(&desk.dana, desk.alma, what, Language::English)
                .await;
            let late = late.err().expect("not any more");
            assert_eq!(late.to_string(), GateError::Stale.to_string());
            let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
            composed.await.expect("a paper");
            let found = looked(&desk, no).await;
            assert!(!after(&found).contains("Bruno"), "{}", after(&found));
        });
    }
}

#[test]
fn cr_9_whoever_decides_what_is_masked_does_not_approve_it() {
    for engine in engines() {
        run(async {
            let (desk, no) = with_note(&engine).await;
            let office = &desk.house.office;
            works_with_bruno(&desk).await;
            let worker = desk.house.worker("omar", Role::Caseworker).await;
            desk.house.assign(&worker, desk.alma).await;
            let omar = person(&desk.house, "omar").await;
            let also = MaskChange::Also("Teo".to_owned());
            let also = office.change_masks(&omar, desk.alma, no, also);
            also.await.expect("he helps");
            let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
            composed.await.expect("a paper");
            let found = looked(&desk, no).await;
            let lift = MaskChange::Lift(at(&found, "STONE, Bruno"), "He signed.".to_owned());
            change(&desk, no, lift).await.expect("it stays");
            let both = desk
                .approves(&omar, no)
                .await
                .expect_err("he had his hands in it");
            assert_eq!(both.to_string(), GateError::SecondPerson.to_string());
        });
    }
}

#[test]
fn cr_9_a_number_or_an_address_in_a_note_is_nobodys_own_in_whatever_section_it_stands() {
    for engine in engines() {
        run(async {
            let (desk, no) = with_note(&engine).await;
            let office = &desk.house.office;
            // Everybody was read by now: what is written from here on is known at once.
            works_with_bruno(&desk).await;
            let bruno = desk.house.client("2").await;
            let his = "He moved to 77 Quince Lane. His new number is 555-210-9988.";
            write_about(&desk, (bruno, "notes"), his).await;
            let said = "She sleeps at 12 Hidden Lane now, 555-310-3312.";
            for section in ["notes", "third_party", "contact", "housing"] {
                write_about(&desk, (desk.alma, section), said).await;
            }
            write(&desk, "Bruno's is 555-210-9988, at 77 Quince Lane.").await;
            let all = [Category::Identity, Category::Housing, Category::Contact];
            desk.consent(&[&all[..], &[Category::Notes]].concat()).await;
            let chosen = (
                [&all[..], &[Category::Notes]].concat(),
                "They ask for it.".to_owned(),
            );
            let chosen = office.choose_for_disclosure(&desk.dana, desk.alma, no, chosen);
            chosen.await.expect("more goes");
            let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
            composed.await.expect("a paper");
            let found = looked(&desk, no).await;
            let notes: Vec<_> = found.iter().filter(|it| it.before == said).collect();
            assert_eq!(notes.len(), 3, "each section that goes");
            for it in notes {
                for gone in ["12 Hidden", "3312"] {
                    assert!(!it.after.contains(gone), "{gone} in {}", it.after);
                }
            }
            let of_bruno = found.iter().find(|it| it.before.starts_with("Bruno's"));
            let of_bruno = of_bruno.expect("what tells of Bruno");
            assert!(!of_bruno.after.contains("9988") && !of_bruno.after.contains("Quince"));
            let stays = of_bruno.places.iter().filter(|it| it.kind != "name");
            assert!(
                stays.into_iter().all(|it| it.fixed),
                "whose note it is, isn't near"
            );
        });
    }
}

#[test]
fn dv_3_3_1_a_paper_is_no_way_to_try_a_list_of_names() {
    for engine in engines() {
        run(async {
            let desk = Desk::on(&engine).await;
            let mut export = Export::new().client("1", "Alma", "Reyes");
            let names: Vec<String> = (0_u8..60)
                .map(|it| {
                    let letters = [b'a' + it / 26, b'a' + it % 26];
                    format!("Qu{}rel", String::from_utf8_lossy(&letters))
                })
                .collect();
            for (number, name) in (10..).zip(&names) {
                export = export.client(&number.to_string(), name, "Ostrander");
            }
            desk.house.import(&export).await;
            let said: Vec<String> = names.iter().map(|it| format!("{it} Ostrander")).collect();
            write(&desk, &said.join(", ")).await;
            let no = desk.begun().await;
            let office = &desk.house.office;
            let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
            let refused = composed.await.err().expect("no list of names");
            assert!(refused.to_string().contains("too many"), "{refused}");
        });
    }
}

#[test]
fn cr_9_sections_that_are_masked_are_those_that_leave() {
    for engine in engines() {
        run(async {
            let (desk, no) = with_note(&engine).await;
            let office = &desk.house.office;
            let identity = (vec![Category::Identity], String::new());
            let chosen = office.choose_for_disclosure(&desk.dana, desk.alma, no, identity);
            chosen.await.expect("less leaves");
            let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::Spanish);
            composed.await.expect("a paper");
            assert!(looked(&desk, no).await.is_empty());
        });
    }
}

/// None of these is a client: one asked from outside, one is threatened by somebody else's client, one works for a partner, and one signs
/// for Alma.
const OUTSIDE: &str = "Ines Quarrel rang for her from 555-310-7788. Rosa Leal hid her. Heather Okonkwo drove. \
                       Marta Reyes signs for her; Marta has the papers.";

/// The text as it would leave, and what was found where this stands in it.
async fn text_and_place(desk: &Desk, no: i64, note: &str, what: &str) -> (String, MaskedPlace) {
    let looked = looked(desk, no).await;
    let found = looked.iter().find(|it| it.before == note);
    let found = found.expect("the note");
    let mut places = found.places.iter();
    let place = places.find(|it| found.before.get(it.from.clone()) == Some(what));
    let place = place.unwrap_or_else(|| panic!("{what} wasn't found: {}", found.after));
    (found.after.clone(), place.clone())
}

async fn named_colleague(desk: &Desk, name: &str, (handle, role): (&str, Role)) -> Colleague {
    let organization = match role {
        Role::PartnerWorker => "housing",
        _ => "office",
    };
    let new = NewWorker {
        name: name.to_owned(),
        handle: handle.to_owned(),
        role,
        organization: organization.to_owned(),
    };
    desk.house.office.add_worker(&new).await.expect("a worker")
}

async fn somebody_asks(desk: &Desk) {
    let asks = NewEnquiry {
        from: Some(EnquiryFrom::Person),
        who: "Ines Quarrel of the Farawell Gazette".into(),
        asked: "Is she with you? Ring 555-310-7788.".into(),
    };
    let noted = desk.house.office.note_enquiry(desk.dana.worker, asks);
    noted.await.expect("noted");
}

async fn somebody_signs_for_alma(desk: &Desk) {
    let office = &desk.house.office;
    let request = Request::to_serve(desk.dana.worker, desk.alma);
    let begun = office.begin_consent(&request, ConsentKind::Information, Language::English);
    let no = begun.await.expect("a draft");
    let form = Form {
        who: Who {
            capacity: Some(SignerCapacity::Guardian),
            name: "Marta Reyes".into(),
            ..Who::default()
        },
        ..Form::default()
    };
    let change = Change::Whole(Box::new(form));
    let saved = office.save_consent(&request, no, change).await;
    saved.expect("it is kept");
}

async fn bruno_threatens_somebody(desk: &Desk) {
    works_with_bruno(desk).await;
    let office = &desk.house.office;
    let bruno = desk.house.client("2").await;
    let danger = NewDanger {
        at_risk: Some(AtRisk::Household),
        told_by: Some(Provenance::Client),
        seen: "He said that his mother will not see Saturday, and he means it.".into(),
        hours: Some(USUAL_HOURS),
        client_told: Some(true),
        told_how: "I told him that I may have to pass this on.".into(),
        raises_risk: Some(false),
    };
    let report = office.report_danger(&desk.dana, bruno, Channel::Screen, danger);
    let warning = NewWarning {
        number: None,
        report: Some(report.await.expect("reported").no),
        name: "Rosa Leal".into(),
        who: "His mother; she lives two doors on.".into(),
        way: Some(WarningWay::InPerson),
        partner: Some(false),
        says_name: false,
        told: "Your son said today that he will come to you on Friday and hurt you.".into(),
        callback: "555 010 0100".into(),
        language: Some(Language::English),
    };
    let prepared = office.prepare_warning(&desk.dana, bruno, Channel::Screen, warning);
    prepared.await.expect("prepared");
}

#[test]
fn cr_9_people_outside_whom_desks_name_are_masked_like_anybody_else_and_from_then_on() {
    for engine in engines() {
        run(async {
            let (desk, no) = with_note(&engine).await;
            let office = &desk.house.office;
            write(&desk, OUTSIDE).await;
            let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
            composed.await.expect("a paper");
            let (before, _) = text_and_place(&desk, no, OUTSIDE, "555-310-7788").await;
            for unknown in ["Ines Quarrel", "Rosa Leal", "Heather Okonkwo", "Marta"] {
                assert!(
                    before.contains(unknown),
                    "nobody knows of {unknown}: {before}"
                );
            }

            somebody_asks(&desk).await;
            somebody_signs_for_alma(&desk).await;
            bruno_threatens_somebody(&desk).await;
            named_colleague(&desk, "Heather Okonkwo", ("heather", Role::PartnerWorker)).await;
            let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
            composed.await.expect("a paper");
            let (after, _) = text_and_place(&desk, no, OUTSIDE, "Ines Quarrel").await;
            let names = ["Quarrel", "Leal", "Okonkwo", "Reyes", "Marta", "7788"];
            for gone in names {
                assert!(!after.contains(gone), "{gone} in {after}");
            }
            let numbers = after.matches("[Person ").count();
            assert_eq!(numbers, 6, "they look like anybody else: {after}");
            // Whoever her own file names may stay, for a reason; who is a stranger to it may not, whether they asked or are clients.
            for stranger in [
                "Ines Quarrel",
                "555-310-7788",
                "Rosa Leal",
                "Heather Okonkwo",
            ] {
                let (_, place) = text_and_place(&desk, no, OUTSIDE, stranger).await;
                assert!(place.fixed, "{stranger}");
            }
            let (_, place) = text_and_place(&desk, no, OUTSIDE, "Marta Reyes").await;
            assert!(!place.fixed);
            // Where her own surname stands alone, it is hers, whoever near bears it too.
            let found = looked(&desk, no).await;
            assert!(found.iter().all(|it| it.section != "identity"));
        });
    }
}

#[test]
fn dv_3_3_2e_nothing_stays_of_a_worker_from_whom_a_wall_keeps_the_client() {
    const WRITTEN: &str =
        "Omar Whitlock is her former partner. Omar has a key. Petra Sandoval took her call.";
    for engine in engines() {
        run(async {
            let (desk, no) = with_note(&engine).await;
            let office = &desk.house.office;
            let omar = named_colleague(&desk, "Omar Whitlock", ("omar", Role::Caseworker)).await;
            named_colleague(&desk, "Petra Sandoval", ("petra", Role::Caseworker)).await;
            write(&desk, WRITTEN).await;
            let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
            composed.await.expect("a paper");
            let found = looked(&desk, no).await;
            let masked = found.iter().any(|it| it.before == WRITTEN);
            assert!(!masked, "who works here acts for the office");

            let against = WallAgainst::Worker(omar.no);
            let wall = move |sheet: &mut ClientSheet, since: i64| {
                sheet.walls.push(WallFact { against, since });
            };
            let changed = office.change_facts(desk.alma, "walled", wall);
            changed.await.expect("a wall");
            let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
            composed.await.expect("a paper");
            let (after, place) = text_and_place(&desk, no, WRITTEN, "Omar Whitlock").await;
            assert!(
                !after.contains("Omar") && !after.contains("Whitlock"),
                "{after}"
            );
            assert!(after.contains("Petra Sandoval took her call"), "{after}");
            assert!(place.fixed);
            let looked = looked(&desk, no).await;
            let text = looked.iter().find(|it| it.before == WRITTEN);
            let mark = text.expect("the note").mark.clone();
            let lift = MaskChange::Lift((mark, place.from), "He works here.".to_owned());
            assert!(change(&desk, no, lift).await.is_err(), "whoever asks");
        });
    }
}

#[test]
fn cr_9_what_others_told_stays_though_the_client_agreed_and_says_what_else_can_be_done() {
    for engine in engines() {
        run(async {
            let desk = Desk::on(&engine).await;
            let office = &desk.house.office;
            write_about(&desk, (desk.alma, "third_party"), "Her sister rang.").await;
            let agreed = [Category::Identity, Category::ThirdParty];
            desk.consent(&agreed).await;
            let no = desk.begun().await;
            let chosen = (agreed.to_vec(), "They ask for it.".to_owned());
            let chosen = office.choose_for_disclosure(&desk.dana, desk.alma, no, chosen);
            chosen.await.expect("chosen");
            let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
            let refused = composed.await.err().expect("not all of it");
            let DisclosureError::NotAll(sections) = refused else {
                panic!("{refused:?}");
            };
            let apart = sections
                .iter()
                .find(|it| it.category == Category::ThirdParty);
            let decision = &apart.expect("what others told").decision;
            assert!(decision.clauses.iter().any(|it| it.to_string() == "CR-9"));
            assert!(
                decision.remedy.en.starts_with("Leave the section out,"),
                "{}",
                decision.remedy.en
            );
            assert!(
                decision.remedy.en.contains("their own permission"),
                "{}",
                decision.remedy.en
            );
            let identity = (vec![Category::Identity], String::new());
            let chosen = office.choose_for_disclosure(&desk.dana, desk.alma, no, identity);
            chosen.await.expect("left out");
            let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
            composed.await.expect("the rest goes");
        });
    }
}
