//! Programmes that the office keeps, and who takes part in one: what that protects from then on, whatever leaves and by whichever road.

use caseward_casework::CaseworkError;
use caseward_casework::assignment::{Assigned, Named, NewAssignment, To};
use caseward_casework::disclosure::{
    DisclosureError, DraftChange, DraftState, Mend, NewDisclosure, SentenceDecision,
};
use caseward_casework::gate::{Actor, ClientSheet, LawFact};
use caseward_casework::people::{Amiss, Colleague, RegisteredOrganization};
use caseward_casework::programmes::{
    FormPaper, NewPart, NewProgramme, PartError, PartNeed, PartState,
};
use caseward_casework::sign_in::SignedIn;
use caseward_casework::tellers::PaperLook;
use caseward_model::{
    AssignmentRole, Basis, Category, Channel, Language, OrganizationKind, ProgrammeKind, Purpose,
    Road, RoadField as F, Role,
};
use caseward_testkit::{Engine, House, engines, run};

use crate::progress::{composed, decide, kept_in, name, omar};
use crate::roads::{Desk, mended, person, text_of};

/// Rosa is nobody whom the office knows.
const TEXT: &str = "He came to six of eight sessions. His wife Rosa waited outside.";

/// Whoever keeps the settings of the office.
async fn keeper(house: &House) -> Colleague {
    house.worker("petra", Role::PrivacyOfficer).await
}

fn new(name: &str, kind: ProgrammeKind) -> NewProgramme {
    NewProgramme {
        name: name.into(),
        kind: Some(kind),
        from: "2020-01-01".into(),
        ..NewProgramme::default()
    }
}

async fn kept(house: &House, kind: ProgrammeKind) -> i64 {
    let keeper = keeper(house).await;
    let taken_in = house
        .office
        .take_in_programme(keeper.id, new("Ending violence", kind));
    taken_in.await.expect("a programme")
}

const SCAN: &[u8] = b"%PDF-1.7 a scan";

/// The signed form, with this day on it.
fn paper(on: &str, scan: &[u8]) -> FormPaper {
    FormPaper {
        signed_on: on.parse().ok(),
        scan: scan.to_vec(),
    }
}

async fn takes_part(desk: &Desk, who: &SignedIn, programme: i64) -> Result<i64, PartError> {
    let new = NewPart {
        programme,
        from: "2026-03-02".parse().ok(),
        said_by: "He himself, when he was assessed.".into(),
    };
    let office = &desk.house.office;
    office
        .begin_part(who, desk.alma, Channel::Screen, new)
        .await
}

fn needs(done: Result<(), PartError>) -> Vec<PartNeed> {
    match done {
        Err(PartError::Mend(needs)) => needs,
        other => panic!("{other:?}"),
    }
}

/// The Law Department approved what goes to this court.
async fn court(desk: &Desk) -> RegisteredOrganization {
    let court = desk.house.partner("court", OrganizationKind::Court).await;
    let recipient = court.no;
    let approved = move |sheet: &mut ClientSheet, _: i64| {
        sheet.law.push(LawFact {
            recipient,
            requested_by_law: true,
            approved: true,
            ..LawFact::default()
        });
    };
    let office = &desk.house.office;
    let changed = office.change_facts(desk.alma, "law_approved", approved);
    changed.await.expect("an approval of the Law Department");
    court
}

/// A report that an order wants: no progress report.
fn ordered(court: &RegisteredOrganization) -> NewDisclosure {
    let road = (Road::Report, Basis::LegalAuthority, Purpose::Legal);
    let said = [
        (F::Readers, "The judge."),
        (F::Implications, "They hear how often he came."),
        (F::Text, TEXT),
        (F::Agreed, "He has read it."),
    ];
    NewDisclosure {
        sections: vec![Category::Identity],
        ..Desk::order(court, road, &said)
    }
}

#[test]
fn dv_4_3_whoever_takes_part_is_asked_about_partners_before_anything_leaves_by_any_road() {
    for engine in engines() {
        run(by_any_road(&engine));
    }
}

async fn by_any_road(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let court = court(&desk).await;
    let no = desk.begins(ordered(&court)).await.expect("begun");
    assert_eq!(
        composed(&desk, no).await.expect("a paper"),
        0,
        "nobody wrote down that he takes part"
    );
    desk.approved(no).await;
    // It becomes known while the paper lies ready.
    let programme = kept(&desk.house, ProgrammeKind::BehaviourChange).await;
    let part = takes_part(&desk, &desk.dana, programme).await;
    part.expect("it is written down");
    assert_eq!(kept_in(&desk, no).await, [Mend::Partners]);
    let anew = composed(&desk, no).await;
    assert!(
        matches!(&anew, Err(DisclosureError::Mend(mend)) if *mend == [Mend::Partners]),
        "{anew:?}"
    );
    name(&desk, no, "Rosa Leal", "").await.expect("kept");
    assert_eq!(composed(&desk, no).await.expect("a paper"), 1);
    desk.approved(no).await;
    assert_eq!(kept_in(&desk, no).await, [Mend::PartnerUnread]);
    let out = SentenceDecision::TakeOut;
    let taken_out = decide(&desk, &desk.dana, (no, "wife"), out).await;
    taken_out.expect("it is taken out");
    composed(&desk, no).await.expect("a paper");
    desk.approved(no).await;
    let mut left = desk.releases(no).await.expect("it leaves");
    let text = text_of(&left.document);
    assert!(text.contains("six of eight"), "{text}");
    assert!(!text.contains("wife") && !text.contains("Rosa"), "{text}");
    left.handed_over();
}

#[test]
fn dv_4_2_whoever_takes_part_is_known_as_a_participant_before_any_report_and_after_the_last_day() {
    for engine in engines() {
        run(known(&engine));
    }
}

async fn known(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let agency = desk.house.partner("agency", OrganizationKind::Agency).await;
    let road = (Road::Other, Basis::Consent, Purpose::DirectService);
    let ordinary = || Desk::order(&agency, road, &[]);
    let keeper = keeper(&desk.house).await;
    let shelter = new("Night shelter of ours", ProgrammeKind::Shelter);
    let shelter = office.take_in_programme(keeper.id, shelter).await;
    let part = takes_part(&desk, &desk.dana, shelter.expect("a shelter")).await;
    part.expect("it is written down");
    let begun = desk.begins(ordinary()).await;
    begun.expect("a shelter tells nothing of the kind");

    let ending = new("Ending violence", ProgrammeKind::BehaviourChange);
    let ending = office.take_in_programme(keeper.id, ending).await;
    let ending = ending.expect("a programme");
    let no = takes_part(&desk, &desk.dana, ending).await;
    let no = no.expect("it is written down");
    let progress = [Mend::Road(Road::Progress)];
    assert_eq!(mended(desk.begins(ordinary()).await), progress);
    // A report that was begun and given up takes nothing of it back.
    let said = [
        (F::ToldWhat, "That they hear of it."),
        (F::Text, "He came."),
    ];
    let report = (Road::Progress, Basis::Consent, Purpose::DirectService);
    let report = NewDisclosure {
        sections: vec![Category::Identity],
        ..Desk::order(&agency, report, &said)
    };
    let report = desk.begins(report).await.expect("begun");
    let dropped = office.drop_disclosure(&desk.dana, desk.alma, report);
    dropped.await.expect("it is given up");
    assert_eq!(mended(desk.begins(ordinary()).await), progress);
    // Nor does the end of it.
    let last = ("2026-10-30".parse().ok(), "He completed it, says the lead.");
    let ended = office.end_part(&desk.dana, (desk.alma, no), Channel::Screen, last);
    ended.await.expect("it ended");
    assert_eq!(mended(desk.begins(ordinary()).await), progress);
    // Where it was a mistake, somebody else says so than whoever wrote it.
    let which = (desk.alma, no);
    let mistake = async |who: &SignedIn| {
        let why = "Another man of his name was meant; the lead looked.";
        office
            .part_was_mistake(who, which, Channel::Screen, why)
            .await
    };
    assert_eq!(needs(mistake(&desk.dana).await), [PartNeed::SecondPerson]);
    let omar = omar(&desk).await;
    mistake(&omar).await.expect("it is taken back");
    assert_eq!(needs(mistake(&omar).await), [PartNeed::Stage]);
    let begun = desk.begins(ordinary()).await;
    begun.expect("he never took part");
}

#[test]
fn dv_4_2_that_somebody_takes_part_is_written_down_with_its_days_and_who_said_so() {
    for engine in engines() {
        run(written_down(&engine));
    }
}

async fn written_down(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (office, alma) = (&desk.house.office, desk.alma);
    let programme = kept(&desk.house, ProgrammeKind::BehaviourChange).await;
    let bare = NewPart {
        programme: programme + 7,
        from: "2027-01-01".parse().ok(),
        said_by: " ".into(),
    };
    let bare = office.begin_part(&desk.dana, alma, Channel::Screen, bare);
    assert_eq!(
        needs(bare.await.map(drop)),
        [PartNeed::Programme, PartNeed::SaidBy, PartNeed::From]
    );
    let no = takes_part(&desk, &desk.dana, programme).await;
    let no = no.expect("it is written down");
    let twice = takes_part(&desk, &desk.dana, programme).await;
    assert_eq!(needs(twice.map(drop)), [PartNeed::Twice]);
    let signed = async |on: &str| {
        let which = (alma, no);
        office
            .part_form_signed(&desk.dana, which, Channel::Screen, paper(on, SCAN))
            .await
    };
    assert_eq!(needs(signed("2026-11-03").await), [PartNeed::SignedOn]);
    signed("2026-03-02").await.expect("it is noted");
    let ends = async |on: &str, how: &str| {
        let said = (on.parse().ok(), how);
        office
            .end_part(&desk.dana, (alma, no), Channel::Screen, said)
            .await
    };
    assert_eq!(
        needs(ends("2026-03-01", "").await),
        [PartNeed::How, PartNeed::On]
    );
    ends("2026-06-30", "He left; he rang and said so.")
        .await
        .expect("it ended");
    let again = ends("2026-06-30", "He left.").await;
    assert_eq!(needs(again), [PartNeed::Stage]);
    let (all, delivery) = office
        .parts_of(&desk.dana, alma, Channel::Screen)
        .await
        .expect("for whoever works with him");
    delivery.delivered(None);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].state(), PartState::Ended);
    assert_eq!(all[0].said_by, "He himself, when he was assessed.");
    let form = all[0].form.as_ref().expect("the form");
    assert_eq!(form.signed_on.to_string(), "2026-03-02");
    let end = all[0].end.as_ref().expect("an end");
    assert_eq!(end.on.to_string(), "2026-06-30");
    assert_eq!(end.written.1, desk.dana.worker);
}

#[test]
fn dv_4_2_nobody_learns_who_takes_part_who_does_not_work_with_them() {
    for engine in engines() {
        run(kept_from_others(&engine));
    }
}

async fn kept_from_others(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let programme = kept(&desk.house, ProgrammeKind::BehaviourChange).await;
    let part = takes_part(&desk, &desk.dana, programme).await;
    part.expect("it is written down");
    // Whoever works for the programme isn't assigned by it.
    let yara = desk.house.worker("yara", Role::Caseworker).await;
    office
        .assign_to_programme(Actor::KeyHolder, &yara, "ending violence")
        .await
        .expect("she works for it");
    for who in ["yara", "petra"] {
        let who = person(&desk.house, who).await;
        let found = office.parts_of(&who, desk.alma, Channel::Screen).await;
        assert!(matches!(found, Err(PartError::Refused(_))));
        let written = takes_part(&desk, &who, programme).await;
        assert!(matches!(written, Err(PartError::Refused(_))));
    }
}

#[test]
fn dv_4_2_nothing_that_stands_beside_tells_of_a_programme_to_whoever_may_not_read_services() {
    for engine in engines() {
        run(told_beside(&engine));
    }
}

async fn told_beside(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let programme = kept(&desk.house, ProgrammeKind::BehaviourChange).await;
    let part = takes_part(&desk, &desk.dana, programme).await;
    part.expect("it is written down");
    let petra = office.colleague("petra").await.expect("petra");
    let income = (Some(programme), "purpose.eligibility.income".to_owned());
    let said = office.state_need(petra.id, income, String::new()).await;
    said.expect("this programme doesn't need it");
    let answers = NewAssignment {
        to: To::Programme(programme),
        ..NewAssignment::lead(desk.alma, desk.dana.worker)
    };
    let assigned = office.assign(Actor::KeyHolder, answers).await;
    assigned.expect("those who work for it answer for him");
    let home = office.take_in_programme(petra.id, new("A home", ProgrammeKind::Housing));
    let home = home.await.expect("another one is kept");
    let support = NewAssignment {
        to: To::Programme(home),
        role: AssignmentRole::Support,
        ..NewAssignment::lead(desk.alma, desk.dana.worker)
    };
    let assigned = office.assign(Actor::KeyHolder, support).await;
    assigned.expect("those who work for it help");
    // Whoever keeps the records reads who he is and the book, and not which services he gets.
    let custodian = desk.house.worker("keeper", Role::RecordsCustodian).await;
    let duty = office.record_duty(&custodian, Purpose::RecordsManagement, 30);
    duty.await.expect("a duty");
    let custodian = person(&desk.house, "keeper").await;

    let agency = desk.house.partner("agency", OrganizationKind::Agency).await;
    let road = (Road::Other, Basis::Consent, Purpose::Eligibility);
    let order = NewDisclosure {
        sections: vec![Category::Identity, Category::Income],
        ..Desk::order(&agency, road, &[])
    };
    assert_eq!(
        mended(desk.begins(order.clone()).await),
        [Mend::WhyMore],
        "it goes beyond what his programme needs"
    );
    let begun = office.begin_disclosure(&custodian, desk.alma, order).await;
    assert!(
        matches!(begun, Err(DisclosureError::Refused(_))),
        "{begun:?}"
    );
    for (who, told) in [(&desk.dana, true), (&custodian, false)] {
        let overview = office.look_over(who, desk.alma).await;
        let overview = overview.expect("a part of the file is open");
        let answers = office.who_answers(&overview).await.expect("names");
        let is_it = |it: &Named| matches!(it, Named::Programme { no, .. } if *no == programme);
        assert_eq!(answers.iter().any(is_it), told, "{answers:?}");
        let question = office.question_of(who, desk.alma, Channel::Screen).await;
        let seen = office.responsible(&question.expect("a question")).await;
        let seen = seen.expect("whoever may know of him sees who is responsible");
        // One without a name beside one that has one would tell as much.
        for of in [programme, home] {
            let nameless = |it: &Assigned| {
                let to = &it.to;
                matches!(to, Named::Programme { no, name } if *no == of && name.is_empty())
            };
            assert!(seen.assignments.iter().any(nameless), "{seen:?}");
        }
        // Its number stands there; of what kind it is, the address of its form doesn't tell.
        let form = office.programme_form_for(who, programme, Language::English);
        assert_eq!(form.await.is_ok(), told);
    }
    let petra = person(&desk.house, "petra").await;
    let form = office.programme_form_for(&petra, programme, Language::English);
    form.await.expect("whoever keeps the settings has it");
}

#[test]
fn a_programme_is_kept_by_whoever_keeps_the_settings_and_stays_of_its_kind() {
    for engine in engines() {
        run(register(&engine));
    }
}

async fn register(engine: &Engine) {
    let house = House::on(engine, false).await;
    let office = &house.office;
    let dana = house.worker("dana", Role::Caseworker).await;
    let ending = || new("Ending violence", ProgrammeKind::BehaviourChange);
    let refused = office.take_in_programme(dana.id, ending()).await;
    assert!(matches!(refused, Err(CaseworkError::NotPermitted(_))));
    let keeper = keeper(&house).await;
    let amiss = |done: Result<i64, CaseworkError>| match done {
        Err(CaseworkError::Amiss(amiss)) => amiss,
        other => panic!("{other:?}"),
    };
    let bare = NewProgramme::default();
    assert_eq!(
        amiss(office.take_in_programme(keeper.id, bare).await),
        [
            Amiss::ProgrammeName,
            Amiss::ProgrammeKind,
            Amiss::ProgrammeFrom
        ]
    );
    let no = office.take_in_programme(keeper.id, ending()).await;
    let no = no.expect("a programme");
    let twice = office.take_in_programme(keeper.id, ending()).await;
    assert_eq!(amiss(twice), [Amiss::ProgrammeTaken]);
    let agency = house.partner("agency", OrganizationKind::Agency).await;
    let changed = NewProgramme {
        run_by: Some(agency.id),
        until: "2026-10-31".into(),
        ..new("Ending violence together", ProgrammeKind::Shelter)
    };
    let done = office.change_programme(keeper.id, no, changed).await;
    done.expect("it is changed");
    let all = office.kept_programmes().await.expect("the register");
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].name, "Ending violence together");
    assert_eq!(all[0].kind, ProgrammeKind::BehaviourChange, "it stays");
    assert_eq!(all[0].run_by, agency.id);
    assert!(office.programmes_today().await.unwrap().is_empty());
    // Imported or kept here, all have a number of one list.
    let all = office.programmes().await.expect("all of them");
    assert!(all.iter().any(|it| it.no == no));
    let unknown = office.change_programme(keeper.id, no + 1, ending()).await;
    assert!(matches!(unknown, Err(CaseworkError::Unknown { .. })));
}

#[test]
fn nasw_c_what_is_ticked_follows_what_the_clients_programme_says_that_a_purpose_needs() {
    for engine in engines() {
        run(ticked(&engine));
    }
}

/// Dana answers one question of a draft.
async fn answers(desk: &Desk, no: Option<i64>, change: DraftChange) -> (i64, DraftState) {
    let office = &desk.house.office;
    let kept = office.keep_disclosure_draft(&desk.dana, desk.alma, (no, change));
    kept.await.expect("it is kept")
}

async fn ticked(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let programme = kept(&desk.house, ProgrammeKind::Shelter).await;
    let keeper = office.colleague("petra").await.expect("petra");
    let says = async |of: Option<i64>, field: &str, why: &str| {
        let about = (of, format!("purpose.{field}"));
        office.state_need(keeper.id, about, why.to_owned()).await
    };
    for unfit in [
        "eligibility.health",
        "media.identity",
        "eligibility.nothing",
    ] {
        let refused = says(Some(programme), unfit, "They would like to know.").await;
        assert!(matches!(refused, Err(CaseworkError::Amiss(_))), "{unfit}");
    }
    says(Some(programme), "eligibility.income", "")
        .await
        .expect("the shelter doesn't need it");
    says(None, "eligibility.demographics", "")
        .await
        .expect("nobody needs it");
    let least = async || {
        let least = office.least_for(desk.alma, Road::Other, Purpose::Eligibility);
        least.await.expect("the least")
    };
    let usual = NewDisclosure::least(Purpose::Eligibility);
    let without = |gone: &[Category]| {
        let stays = usual.iter().copied();
        stays.filter(|it| !gone.contains(it)).collect::<Vec<_>>()
    };
    let (of_office, of_shelter) = (
        without(&[Category::Demographics]),
        without(&[Category::Demographics, Category::Income]),
    );
    assert_eq!(least().await, of_office, "the client is in no programme");
    let part = takes_part(&desk, &desk.dana, programme).await;
    let part = part.expect("it is written down");
    assert_eq!(least().await, of_shelter);

    let (no, _) = answers(&desk, None, DraftChange::Kind(Some(Road::Other))).await;
    let purpose = DraftChange::Purpose(Some(Purpose::Eligibility));
    let (_, state) = answers(&desk, Some(no), purpose).await;
    assert_eq!(state.said.ticked(), of_shelter);
    let more = vec![Category::Identity, Category::Income];
    let wants = |state: &DraftState| {
        let mut needs = state.needs.iter();
        needs.any(|it| it.mend == Some(Mend::WhyMore))
    };
    let change = DraftChange::Sections(more.clone(), String::new());
    let (_, state) = answers(&desk, Some(no), change).await;
    assert!(wants(&state), "more than the shelter says wants a reason");
    let why = "This landlord asks for it.".to_owned();
    let change = DraftChange::Sections(more, why);
    let (_, state) = answers(&desk, Some(no), change).await;
    assert!(!wants(&state));

    let last = ("2026-10-30".parse().ok(), "She moved out; she said so.");
    let which = (desk.alma, part);
    let ended = office.end_part(&desk.dana, which, Channel::Screen, last);
    ended.await.expect("it ended");
    assert_eq!(least().await, of_office);
}

#[test]
fn dv_5_2_1_whoever_takes_part_in_such_a_programme_is_given_its_form_and_that_they_signed_is_kept()
{
    for engine in engines() {
        run(signed(&engine));
    }
}

async fn signed(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let programme = kept(&desk.house, ProgrammeKind::BehaviourChange).await;
    for language in Language::ALL {
        let form = office.programme_form(programme, *language).await;
        let form = text_of(&form.expect("the form"));
        assert!(form.contains("Ending violence"), "{form}");
        assert!(!form.contains("Reyes"), "it names nobody: {form}");
    }
    let keeper = office.colleague("petra").await.expect("petra");
    let shelter = new("Night shelter of ours", ProgrammeKind::Shelter);
    let shelter = office.take_in_programme(keeper.id, shelter).await;
    let none = office.programme_form(shelter.expect("a shelter"), Language::English);
    assert!(matches!(none.await, Err(CaseworkError::Unknown { .. })));
    let no = takes_part(&desk, &desk.dana, programme).await;
    let which = (desk.alma, no.expect("it is written down"));
    let form = async || {
        let found = office.parts_of(&desk.dana, desk.alma, Channel::Screen);
        let (all, delivery) = found.await.expect("for whoever works with him");
        delivery.delivered(None);
        all[0].form.clone()
    };
    assert!(form().await.is_none(), "nobody wrote that they signed");
    let signed = paper("2026-03-02", SCAN);
    let noted = office.part_form_signed(&desk.dana, which, Channel::Screen, signed);
    noted.await.expect("it is noted");
    let form = form().await.expect("it is kept");
    assert_eq!(form.signed_on.to_string(), "2026-03-02");
    assert_eq!(form.written.1, desk.dana.worker);
    assert!(!form.is_confirmed(), "nobody else has looked at it");
}

#[test]
fn dv_5_2_1_the_signed_form_of_a_programme_is_scanned_and_a_second_person_compares_it() {
    for engine in engines() {
        run(scanned(&engine));
    }
}

async fn scanned(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (office, dana) = (&desk.house.office, &desk.dana);
    let programme = kept(&desk.house, ProgrammeKind::BehaviourChange).await;
    let no = takes_part(&desk, dana, programme).await;
    let which = (desk.alma, no.expect("it is written down"));
    let records = async |scan: &[u8]| {
        let signed = paper("2026-03-02", scan);
        office
            .part_form_signed(dana, which, Channel::Screen, signed)
            .await
    };
    let decides = async |who: &SignedIn, scan: i64, same: bool| {
        let look = PaperLook { scan, same };
        office
            .confirm_part_form(who, which, Channel::Screen, look)
            .await
    };
    let form = async || {
        let found = office.parts_of(dana, desk.alma, Channel::Screen).await;
        let (all, delivery) = found.expect("for whoever works with him");
        delivery.delivered(None);
        all[0].form.clone().expect("a form")
    };
    let none = office.part_form_scan(dana, which, Channel::File).await;
    assert!(matches!(none, Err(PartError::Unknown)));
    assert_eq!(needs(decides(dana, 1, true).await), [PartNeed::Stage]);
    assert_eq!(needs(records(b"a letter").await), [PartNeed::Scan]);
    records(SCAN).await.expect("recorded");
    assert_eq!(form().await.waits(), Some(1));
    assert_eq!(needs(decides(dana, 1, true).await), [PartNeed::OtherLooks]);
    // Declined, and scanned anew: what was said of one scan counts for no other.
    let omar = omar(&desk).await;
    decides(&omar, 1, false).await.expect("declined");
    assert_eq!(form().await.waits(), None);
    records(b"%PDF-1.7 the right one").await.expect("recorded");
    let stale = decides(&omar, 1, true).await;
    assert!(matches!(stale, Err(PartError::OtherScan)), "{stale:?}");
    let found = office.part_form_scan(&omar, which, Channel::File).await;
    let (scan, delivery) = found.ok().expect("the scan");
    delivery.delivered(Some(&scan.bytes));
    assert_eq!(scan.bytes, b"%PDF-1.7 the right one");
    decides(&omar, scan.number, true).await.expect("confirmed");
    let kept = form().await;
    assert!(kept.is_confirmed());
    let second = kept.paper.and_then(|it| it.confirmed).map(|it| it.1);
    assert_eq!(second, Some(omar.worker));
    // What was compared is not replaced, and not decided on again.
    assert_eq!(needs(records(SCAN).await), [PartNeed::Stage]);
    assert_eq!(needs(decides(&omar, 2, false).await), [PartNeed::Stage]);
    let petra = person(&desk.house, "petra").await;
    let hidden = office.part_form_scan(&petra, which, Channel::File).await;
    assert!(matches!(hidden, Err(PartError::Refused(_))));
    let refused = decides(&petra, 2, true).await;
    assert!(matches!(refused, Err(PartError::Refused(_))), "{refused:?}");
}
