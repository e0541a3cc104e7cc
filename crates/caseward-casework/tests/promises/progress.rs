//! Reports on how somebody in the men's programme gets on: nothing of a partner stays in their texts, and he was told of them.

use caseward_casework::CaseworkError;
use caseward_casework::disclosure::{
    DisclosureError, LookedAt, MaskChange, Mend, NewDisclosure, NewPartners, PartnerReading,
    SentenceDecision,
};
use caseward_casework::gate::{ClientSheet, GateError, LawFact};
use caseward_casework::people::RegisteredOrganization;
use caseward_casework::sign_in::SignedIn;
use caseward_model::{
    Basis, Category, Language, OrganizationKind, Purpose, Road, RoadField as F, Role, Told,
};
use caseward_testkit::{Engine, engines, run};

use crate::roads::{Desk, mended, person, text_of};

/// Rosa bears the client's surname, and is nobody whom the office knows.
const TEXT: &str = "Reyes came to six of eight sessions. His wife Rosa waited outside. She now sleeps at \
                    her sister's. He speaks with respect of his ex. Rosi drove him once.";

/// A report by consent, begun.
async fn begun(engine: &Engine) -> (Desk, RegisteredOrganization, i64) {
    let desk = Desk::on(engine).await;
    let agency = desk
        .house
        .partner("probation", OrganizationKind::Agency)
        .await;
    let all = Category::ALL.to_vec();
    desk.agrees(&agency, (Purpose::DirectService, &all)).await;
    let no = desk.begins(report(&agency, TEXT)).await.expect("begun");
    (desk, agency, no)
}

fn report(agency: &RegisteredOrganization, text: &str) -> NewDisclosure {
    let road = (Road::Progress, Basis::Consent, Purpose::DirectService);
    let told = "That they hear which sessions he came to, and why.";
    let said = [(F::ToldWhat, told), (F::Text, text)];
    NewDisclosure {
        sections: vec![Category::Identity],
        ..Desk::order(agency, road, &said)
    }
}

pub(crate) async fn name(
    desk: &Desk,
    no: i64,
    people: &str,
    nobody: &str,
) -> Result<(), DisclosureError> {
    let office = &desk.house.office;
    let new = NewPartners::typed(people, nobody);
    office.name_partners(&desk.dana, desk.alma, no, new).await
}

/// Puts it together; gives how many sentences there are to read.
pub(crate) async fn composed(desk: &Desk, no: i64) -> Result<usize, DisclosureError> {
    let office = &desk.house.office;
    let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
    Ok(composed.await?.to_read)
}

async fn reading(desk: &Desk, no: i64) -> PartnerReading {
    let office = &desk.house.office;
    let found = office.partner_reading(&desk.dana, desk.alma, no).await;
    let (reading, delivery) = found.expect("what there is to read");
    if let Some(delivery) = delivery {
        delivery.delivered(None);
    }
    reading
}

/// How each sentence stands that there is to read.
async fn sentences(desk: &Desk, no: i64) -> Vec<String> {
    let reading = reading(desk, no).await;
    reading.sentences.into_iter().map(|it| it.stands).collect()
}

/// Decides about the sentence that holds these words, as it stands now.
pub(crate) async fn decide(
    desk: &Desk,
    who: &SignedIn,
    (no, words): (i64, &str),
    decision: SentenceDecision,
) -> Result<(), DisclosureError> {
    let reading = reading(desk, no).await;
    let mut all = reading.sentences.iter();
    let found = all.find(|it| it.stands.contains(words));
    let found = found.unwrap_or_else(|| panic!("no sentence with {words}"));
    let (_, content) = reading.paper.as_ref().expect("a paper");
    let what = (content.as_str(), found.mark.as_str(), decision);
    let office = &desk.house.office;
    office.decide_on_sentence(who, desk.alma, no, what).await
}

async fn looked(desk: &Desk, no: i64) -> Vec<LookedAt> {
    let office = &desk.house.office;
    let found = office.masks_of_disclosure(&desk.dana, desk.alma, no).await;
    let (looked, delivery) = found.expect("what was masked");
    delivery.delivered(None);
    looked
}

/// Omar works with the client too.
pub(crate) async fn omar(desk: &Desk) -> SignedIn {
    let worker = desk.house.worker("omar", Role::Caseworker).await;
    desk.house.assign(&worker, desk.alma).await;
    person(&desk.house, "omar").await
}

/// This person approves what stands there now.
async fn approves(desk: &Desk, who: &SignedIn, no: i64) -> Result<(), DisclosureError> {
    let (_, content) = reading(desk, no).await.paper.expect("a paper");
    let office = &desk.house.office;
    office
        .approve_disclosure(who, desk.alma, (no, &content))
        .await
}

/// What keeps it in.
pub(crate) async fn kept_in(desk: &Desk, no: i64) -> Vec<Mend> {
    match desk.releases(no).await.err() {
        Some(DisclosureError::Mend(mend)) => mend,
        other => panic!("{other:?}"),
    }
}

fn is_second_person(error: Option<DisclosureError>) -> bool {
    matches!(
        error,
        Some(DisclosureError::Casework(CaseworkError::Gate(
            GateError::SecondPerson
        )))
    )
}

#[test]
fn dv_4_3_whose_partner_somebody_is_is_said_before_a_report_is_put_together_and_masked_for_good() {
    for engine in engines() {
        run(named(&engine));
    }
}

async fn named(engine: &Engine) {
    let (desk, _, no) = begun(engine).await;
    let unsaid = composed(&desk, no).await;
    assert!(
        matches!(&unsaid, Err(DisclosureError::Mend(mend)) if *mend == [Mend::Partners]),
        "{unsaid:?}"
    );
    for (people, nobody, mend) in [
        ("", " ", Mend::Partners),
        ("Rosa", "She has no name here.", Mend::Partners),
        ("R.", "", Mend::PartnerNames),
    ] {
        let unfit = name(&desk, no, people, nobody).await.map(|()| no);
        assert_eq!(mended(unfit), [mend], "{people}");
    }
    name(&desk, no, "Rosa Reyes (Rosi)", "")
        .await
        .expect("kept");
    composed(&desk, no).await.expect("a paper");
    let found = looked(&desk, no).await;
    let text = found.iter().find(|it| it.before == TEXT).expect("the text");
    for gone in ["Rosa", "Rosi"] {
        assert!(!text.after.contains(gone), "{gone} in {}", text.after);
    }
    assert_eq!(
        text.after.matches("[Person 1]").count(),
        2,
        "{}",
        text.after
    );
    let own = "a surname that both bear is the client's where it stands alone";
    assert!(
        text.after.starts_with("Reyes came"),
        "{own}: {}",
        text.after
    );
    for place in &text.places {
        assert!(place.fixed, "nothing of a partner stays");
        let at = (text.mark.clone(), place.from.clone());
        let lift = MaskChange::Lift(at, "They know her anyway.".to_owned());
        let office = &desk.house.office;
        let lifted = office.change_masks(&desk.dana, desk.alma, no, lift).await;
        assert!(lifted.is_err(), "whatever the reason");
    }
    // Named anew, it is put together anew.
    let nobody = "No name of hers is known here.";
    name(&desk, no, "", nobody).await.expect("kept");
    assert!(reading(&desk, no).await.paper.is_none());
    let said = reading(&desk, no).await.named.expect("what was said");
    assert_eq!((said.people.len(), said.nobody.as_str()), (0, nobody));
    assert_eq!(said.by, desk.dana.worker);
}

#[test]
fn dv_4_3_no_report_leaves_before_each_sentence_that_speaks_of_a_partner_is_taken_out_or_cleared() {
    for engine in engines() {
        run(read(&engine));
    }
}

async fn read(engine: &Engine) {
    use SentenceDecision::Clear;
    let (desk, _, no) = begun(engine).await;
    name(&desk, no, "Rosa Reyes, Rosi", "").await.expect("kept");
    let to_read = composed(&desk, no).await.expect("a paper");
    assert_eq!(
        sentences(&desk, no).await,
        [
            "His wife [Person 1] waited outside.",
            "She now sleeps at her sister's.",
            "He speaks with respect of his ex.",
            "[Person 1] drove him once.",
        ]
    );
    assert_eq!(to_read, 4);
    let omar = omar(&desk).await;
    approves(&desk, &omar, no).await.expect("a second person");
    assert_eq!(kept_in(&desk, no).await, [Mend::PartnerUnread]);
    let second = decide(&desk, &omar, (no, "his ex"), Clear).await;
    assert!(is_second_person(second.err()), "he approved it");
    decide(&desk, &desk.dana, (no, "his ex"), Clear)
        .await
        .expect("it was read");
    assert_eq!(
        kept_in(&desk, no).await,
        [Mend::PartnerUnread],
        "three more"
    );
    taken_out(&desk, no).await;
    for words in ["his ex", "drove"] {
        decide(&desk, &desk.dana, (no, words), Clear)
            .await
            .expect("it was read");
    }
    desk.approved(no).await;
    let mut left = desk.releases(no).await.expect("it leaves");
    let text = text_of(&left.document);
    for gone in ["wife", "Rosa", "Rosi", "sister"] {
        assert!(!text.contains(gone), "{gone} in {text}");
    }
    assert!(text.contains("respect"), "{text}");
    left.handed_over();
    let late = decide(&desk, &desk.dana, (no, "his ex"), SentenceDecision::TakeOut).await;
    assert!(late.is_err(), "what left has left");
}

/// Takes two sentences out, and a third one that is put back: what was cleared was cleared in another paper.
async fn taken_out(desk: &Desk, no: i64) {
    use SentenceDecision::{Clear, PutBack, TakeOut};
    for words in ["wife", "sister"] {
        decide(desk, &desk.dana, (no, words), TakeOut)
            .await
            .expect("it is taken out");
        composed(desk, no).await.expect("a paper");
    }
    let again = reading(desk, no).await;
    assert!(again.sentences.iter().all(|it| it.cleared.is_none()));
    let out: Vec<_> = again.sentences.iter().map(|it| it.out).collect();
    assert_eq!(out, [true, true, false, false]);
    assert_eq!(
        again.sentences[0].stands, "His wife Rosa waited outside.",
        "as it stands in the file"
    );
    let lost = decide(desk, &desk.dana, (no, "wife"), Clear).await;
    assert!(lost.is_err(), "nothing of it is left to be cleared");
    decide(desk, &desk.dana, (no, "drove"), TakeOut)
        .await
        .expect("it is taken out");
    composed(desk, no).await.expect("a paper");
    decide(desk, &desk.dana, (no, "drove"), PutBack)
        .await
        .expect("it is put back");
    assert_eq!(composed(desk, no).await.expect("a paper"), 2);

    let stale = ("0".repeat(64), reading(desk, no).await);
    let mark = stale.1.sentences[2].mark.as_str();
    let office = &desk.house.office;
    let stale = office
        .decide_on_sentence(&desk.dana, desk.alma, no, (&stale.0, mark, Clear))
        .await;
    let stale = stale.expect_err("another paper").to_string();
    assert_eq!(stale, GateError::Stale.to_string());
}

#[test]
fn dv_4_3_whoever_clears_a_sentence_does_not_approve_the_paper() {
    for engine in engines() {
        run(cleared(&engine));
    }
}

async fn cleared(engine: &Engine) {
    let (desk, _, no) = begun(engine).await;
    name(&desk, no, "", "No name is known.")
        .await
        .expect("kept");
    composed(&desk, no).await.expect("a paper");
    let omar = omar(&desk).await;
    decide(&desk, &omar, (no, "his ex"), SentenceDecision::Clear)
        .await
        .expect("he read it");
    let both = approves(&desk, &omar, no).await;
    assert!(is_second_person(both.err()), "he has a hand in it");
}

#[test]
fn dv_4_3_nothing_of_partners_is_asked_about_whoever_takes_part_in_no_such_programme() {
    for engine in engines() {
        run(other(&engine));
    }
}

async fn other(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let agency = desk.house.partner("agency", OrganizationKind::Agency).await;
    let road = (Road::Other, Basis::Consent, Purpose::DirectService);
    let all = Category::ALL.to_vec();
    desk.agrees(&agency, (Purpose::DirectService, &all)).await;
    let order = NewDisclosure {
        sections: vec![Category::Identity],
        ..Desk::order(&agency, road, &[])
    };
    let no = desk.begins(order).await.expect("begun");
    assert_eq!(composed(&desk, no).await.expect("a paper"), 0);
    let reading = reading(&desk, no).await;
    assert!(!reading.asked && reading.sentences.is_empty());
    let named = name(&desk, no, "Rosa Reyes", "").await;
    assert!(named.is_err(), "it is asked nowhere else");
}

#[test]
fn dv_4_3_when_and_how_he_was_told_of_what_the_law_demands_stands_with_the_report() {
    for engine in engines() {
        run(by_law(&engine));
    }
}

async fn by_law(engine: &Engine) {
    let desk = Desk::on(engine).await;
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
    let road = (Road::Progress, Basis::LegalAuthority, Purpose::Legal);
    let order = |when: &str| {
        let said = [
            (F::ToldWhat, "That the court hears how he gets on, and why."),
            (F::ToldWhen, when),
            (F::Text, "He came to six of eight sessions."),
        ];
        NewDisclosure {
            sections: vec![Category::Identity],
            ..Desk::order(&court, road, &said)
        }
    };
    for unfit in ["", "by letter", "2020-03-14", "2999-01-01, by letter"] {
        let begun = desk.begins(order(unfit)).await;
        assert_eq!(mended(begun), [Mend::Field(F::ToldWhen)], "{unfit}");
    }
    let not = NewDisclosure {
        told: Told::Not,
        ..order("2020-03-14, by letter")
    };
    assert_eq!(
        mended(desk.begins(not).await),
        [Mend::Field(F::ToldWhen)],
        "he is told before"
    );
    let said = order("2020-03-14, by letter");
    let no = desk.begins(said).await.expect("begun");
    name(&desk, no, "", "He has none.").await.expect("kept");
    assert_eq!(composed(&desk, no).await.expect("a paper"), 0);
    desk.approved(no).await;
    let told = |told, how: &str| office.note_told(&desk.dana, desk.alma, no, (told, how.into()));
    told(Told::Not, "The letter came back.")
        .await
        .expect("it is noted");
    assert_eq!(kept_in(&desk, no).await, [Mend::Field(F::ToldWhen)]);
    told(Told::Before, "On the telephone, on Monday.")
        .await
        .expect("it is noted");
    let mut left = desk.releases(no).await.expect("it leaves");
    let (paper, statement) = (text_of(&left.document), text_of(&left.statement));
    for text in [paper, statement] {
        assert!(!text.contains("by letter"), "that stays here: {text}");
    }
    left.handed_over();
}
