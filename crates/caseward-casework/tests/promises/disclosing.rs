//! What leaves to another organisation: exactly what was looked at, with a statement that anyone can check, or nothing.

use caseward_casework::disclosure::{
    Answers, Arrival, Disclosure, DisclosureError, HandOver, Mend, NewDisclosure, TakenBy,
    verify_statement,
};
use caseward_casework::gate::{GateError, LawFact, Refusal, WallAgainst, WallFact};
use caseward_casework::people::RegisteredOrganization;
use caseward_casework::sign_in::SignedIn;
use caseward_model::{
    Basis, Category, Channel, Client, DisclosureState, Id, Language, OrganizationKind, Purpose,
    Regime, Road, RoadField, Role, TaskKind, Told,
};
use caseward_testkit::{Engine, Export, House, consent_to, engines, run};

const DAY: i64 = 86_400_000;

pub(crate) async fn person(house: &House, handle: &str) -> SignedIn {
    let found = house.office.colleague(handle).await.unwrap();
    house.office.person_numbered(found.no).await.unwrap()
}

/// That what may come of it was gone through with the client.
pub(crate) fn gone_through() -> Answers {
    let said = (RoadField::GoneThrough, "2020-03-14, in person");
    [said].into_iter().collect()
}

/// Dana works with Alma, who agreed that the housing authority hears who she is and how she is housed.
pub(crate) struct Desk {
    pub(crate) house: House,
    pub(crate) alma: Id<Client>,
    pub(crate) dana: SignedIn,
    pub(crate) housing: RegisteredOrganization,
}

impl Desk {
    pub(crate) async fn on(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let export = Export::new()
            .client("1", "Alma", "Reyes")
            .client("2", "Bruno", "Stone");
        house.import(&export).await;
        let alma = house.client("1").await;
        let worker = house.worker("dana", Role::Caseworker).await;
        house.assign(&worker, alma).await;
        let dana = person(&house, "dana").await;
        let housing = house.partner("housing", OrganizationKind::Agency).await;
        let desk = Self {
            house,
            alma,
            dana,
            housing,
        };
        desk.consent(&[Category::Identity, Category::Housing]).await;
        desk
    }

    pub(crate) async fn consent(&self, categories: &[Category]) {
        let (recipient, categories) = (self.housing.no, categories.to_vec());
        let change = move |sheet: &mut caseward_casework::gate::ClientSheet, now: i64| {
            sheet.consents = vec![consent_to(
                recipient,
                (Purpose::Eligibility, &categories),
                now,
            )];
        };
        let changed = self
            .house
            .office
            .change_facts(self.alma, "consented", change);
        changed.await.expect("a consent");
    }

    pub(crate) fn order(&self) -> NewDisclosure {
        NewDisclosure {
            road: Road::Other,
            answers: gone_through(),
            recipient: self.housing.id,
            purpose: Purpose::Eligibility,
            basis: Basis::Consent,
            danger: None,
            channel: Channel::HandDelivery,
            sections: vec![Category::Identity, Category::Housing],
            why_more: String::new(),
            told: Told::Later,
            told_how: "She is away until Monday.".into(),
        }
    }

    pub(crate) async fn begun(&self) -> i64 {
        let office = &self.house.office;
        let begun = office.begin_disclosure(&self.dana, self.alma, self.order());
        begun.await.expect("a disclosure")
    }

    pub(crate) async fn composed(&self) -> i64 {
        let no = self.begun().await;
        let office = &self.house.office;
        let composed = office.compose_disclosure(&self.dana, self.alma, no, Language::English);
        composed.await.expect("a paper");
        no
    }

    /// This person approves what stands there now.
    pub(crate) async fn approves(&self, who: &SignedIn, no: i64) -> Result<(), DisclosureError> {
        let content = self.stands(no).await.composed.expect("a paper").1;
        let office = &self.house.office;
        office
            .approve_disclosure(who, self.alma, (no, &content))
            .await
    }

    pub(crate) async fn stands(&self, no: i64) -> Disclosure {
        let found = self
            .house
            .office
            .disclosure(&self.dana, self.alma, no)
            .await;
        let (found, delivery) = found.expect("the disclosure");
        delivery.delivered(None);
        found
    }

    pub(crate) async fn releases(
        &self,
        no: i64,
    ) -> Result<caseward_casework::disclosure::ReleasedPackage, DisclosureError> {
        let office = &self.house.office;
        let house = &self.house;
        house.choose_a_way(&self.dana, self.alma, no).await?;
        let content = self.stands(no).await.composed.map(|it| it.1);
        let what = (no, content.as_deref().unwrap_or_default());
        office
            .release_disclosure(&self.dana, self.alma, what, Language::English)
            .await
    }
}

#[test]
fn re_2_a_disclosure_leaves_exactly_as_it_was_looked_at_with_a_statement_of_its_own() {
    for engine in engines() {
        run(whole_way(&engine));
    }
}

async fn whole_way(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let no = desk.composed().await;
    let (seen, delivery) = office
        .disclosure_document(&desk.dana, desk.alma, no)
        .await
        .expect("the paper");
    delivery.delivered(Some(&seen));

    let mut left = desk.releases(no).await.expect("a release");
    assert_eq!(*left.document, *seen, "what was looked at is what leaves");
    left.handed_over();
    let arrived = Arrival::Arrived("taken by the front desk".into());
    let noted = office.note_arrival(&desk.dana, desk.alma, no, arrived);
    let noted = noted.await.expect_err("an envelope arrives in a hand");
    assert!(noted.to_string().contains("hand-over"), "{noted}");
    let taken = HandOver {
        taken_by: TakenBy::Recipient("the front desk".into()),
        seal_intact: true,
        in_ink: true,
        mark: String::new(),
    };
    let handed = office.hand_over_disclosure(&desk.dana, desk.alma, no, taken);
    handed.await.expect("its end");

    let stands = desk.stands(no).await;
    assert_eq!(stands.state, DisclosureState::Delivered);
    let (_, key) = office.gate.checkpoint().await.expect("a key");
    let checked = verify_statement(&left.statement, &left.proof, &key.to_string());
    let checked = checked.expect("a statement that holds");
    assert_eq!(checked.about, left.entry);
    let (_, intent, stated) = stands.released.expect("its entries");
    assert_eq!((intent, stated), (left.entry, checked.entry));

    let mut another = left.statement.clone();
    another.push(b' ');
    assert!(verify_statement(&another, &left.proof, &key.to_string()).is_err());
    let kept = office.disclosure_statement(&desk.dana, desk.alma, no).await;
    let kept = kept.expect("the statement as it is kept");
    assert_eq!(*kept.pdf, left.statement);
    assert_eq!(kept.proof, left.proof);
}

#[test]
fn re_2_each_release_keeps_a_paper_and_a_statement_of_its_own() {
    for engine in engines() {
        run(each_release(&engine));
    }
}

async fn each_release(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let (office, dana, alma) = (&desk.house.office, &desk.dana, desk.alma);
    let no = desk.composed().await;
    let mut first = desk.releases(no).await.expect("a release");
    first.handed_over();
    let lost = Arrival::Failed("lost on the bus".into());
    let lost = office.note_arrival(dana, alma, no, lost).await;
    lost.expect("noted");
    let chosen = (vec![Category::Identity], String::new());
    let chosen = office.choose_for_disclosure(dana, alma, no, chosen).await;
    chosen.expect("less goes");
    let composed = office.compose_disclosure(dana, alma, no, Language::English);
    composed.await.expect("another paper");
    let mut second = desk.releases(no).await.expect("a second release");
    second.handed_over();
    assert_ne!(*first.document, *second.document);

    let (_, key) = office.gate.checkpoint().await.expect("a key");
    for left in [&first, &second] {
        let of = (no, left.entry);
        let kept = office.statement_that_left(dana, alma, of).await;
        let kept = kept.expect("its statement");
        assert_eq!(*kept.pdf, left.statement);
        let checked = verify_statement(&kept.pdf, &kept.proof, &key.to_string());
        let checked = checked.expect("a statement that holds");
        assert_eq!(checked.about, left.entry);
        let paper = office.document_that_left(dana, alma, of).await;
        let (paper, delivery) = paper.expect("its paper");
        delivery.delivered(Some(&paper));
        assert_eq!(*paper, *left.document);
    }
    let newest = office.disclosure_statement(dana, alma, no).await;
    assert_eq!(newest.expect("the last one").proof, second.proof);
    let earlier = desk.stands(no).await.earlier_releases();
    let earlier: Vec<u64> = earlier.iter().map(|it| it.entry).collect();
    assert_eq!(earlier, [first.entry]);
    for entry in [0, second.entry + 1_000] {
        let none = office.statement_that_left(dana, alma, (no, entry)).await;
        assert!(matches!(none.err(), Some(DisclosureError::Unknown)));
    }

    // What went first tells of housing, which a custodian doesn't read.
    let keeper = desk.house.worker("keeper", Role::RecordsCustodian).await;
    let duty = office.record_duty(&keeper, Purpose::RecordsManagement, 30);
    duty.await.expect("a duty");
    let keeper = person(&desk.house, "keeper").await;
    let closed = office.document_that_left(&keeper, alma, (no, first.entry));
    let closed = closed.await.err();
    assert!(matches!(closed, Some(DisclosureError::NotAll(_))));
    let open = office.document_that_left(&keeper, alma, (no, second.entry));
    open.await.expect("who it is may be read").1.delivered(None);
}

#[test]
fn nasw_d_the_client_is_told_or_the_reason_stands_there() {
    for engine in engines() {
        run(told(&engine));
    }
}

async fn told(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let no = desk.composed().await;
    let mut left = desk.releases(no).await.expect("a release");
    left.handed_over();
    let waits = async || {
        let tasks = office.my_tasks(desk.dana.no).await.expect("tasks");
        tasks.iter().any(|it| it.kind == TaskKind::TellClient)
    };
    assert!(waits().await, "telling is a task until it is done");
    let nothing = office.note_told(&desk.dana, desk.alma, no, (Told::Not, " ".into()));
    assert!(matches!(nothing.await, Err(DisclosureError::Mend(_))));
    assert!(waits().await);
    let how = "Told her at the appointment; she may hear from the authority.";
    let told = office.note_told(&desk.dana, desk.alma, no, (Told::Before, how.into()));
    told.await.expect("noted");
    assert!(!waits().await);
    assert_eq!(desk.stands(no).await.told, Told::Before);
}

#[test]
fn nasw_d_nothing_leaves_before_somebody_said_whether_the_client_knows() {
    for engine in engines() {
        run(nobody_said(&engine));
    }
}

async fn nobody_said(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let mut order = desk.order();
    order.told_how = String::new();
    let begun = office.begin_disclosure(&desk.dana, desk.alma, order).await;
    let no = begun.expect("a disclosure");
    let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
    composed.await.expect("a paper");
    let stays = desk.releases(no).await.err().expect("a refusal");
    assert!(matches!(stays, DisclosureError::Mend(_)), "{stays:?}");
    let why = (
        Told::Later,
        "She can't be reached before Monday.".to_owned(),
    );
    let noted = office.note_told(&desk.dana, desk.alma, no, why.clone());
    noted.await.expect("why only afterwards");
    desk.releases(no).await.expect("a release").handed_over();
    let tasks = office.my_tasks(desk.dana.no).await.expect("tasks");
    assert!(tasks.iter().any(|it| it.kind == TaskKind::TellClient));
    let too_late = office.note_told(&desk.dana, desk.alma, no, why).await;
    assert!(too_late.is_err(), "it left: now they are told, or can't be");
}

#[test]
fn dv_2_1_what_is_no_longer_agreed_does_not_leave_though_it_lies_ready() {
    for engine in engines() {
        run(withdrawn(&engine));
    }
}

async fn withdrawn(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let no = desk.composed().await;
    let take_back = |sheet: &mut caseward_casework::gate::ClientSheet, now: i64| {
        for consent in &mut sheet.consents {
            consent.withdrawn_at = Some(now);
        }
    };
    let office = &desk.house.office;
    let changed = office.change_facts(desk.alma, "consent_withdrawn", take_back);
    changed.await.expect("a withdrawal");
    let refused = desk.releases(no).await.err().expect("a refusal");
    let DisclosureError::NotAll(sections) = refused else {
        panic!("{refused:?}");
    };
    assert!(sections.iter().all(|it| !it.decision.permitted));
    assert_eq!(desk.stands(no).await.state, DisclosureState::Composed);
}

#[test]
fn nasw_c_more_than_is_needed_wants_a_reason_and_the_clients_word() {
    for engine in engines() {
        run(least(&engine));
    }
}

async fn least(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let least = NewDisclosure::least(Purpose::Eligibility);
    assert!(least.contains(&Category::Housing) && !least.contains(&Category::Health));
    let service = NewDisclosure::least(Purpose::DirectService);
    assert_eq!(
        service,
        [Category::Identity],
        "what can need anything begins with the least"
    );
    let mut order = desk.order();
    order.sections.push(Category::Services);
    let begun = office.begin_disclosure(&desk.dana, desk.alma, order.clone());
    assert!(matches!(begun.await, Err(DisclosureError::Mend(_))));
    // A purpose that can need anything begins with the least as well: whoever asks, and from where, says why it is more.
    let mut wide = desk.order();
    wide.purpose = Purpose::DirectService;
    let begun = office.begin_disclosure(&desk.dana, desk.alma, wide.clone());
    let Err(DisclosureError::Mend(mend)) = begun.await else {
        panic!("it goes beyond the least, and nobody said why");
    };
    assert_eq!(mend, [Mend::WhyMore]);
    wide.sections = vec![Category::Identity];
    let begun = office.begin_disclosure(&desk.dana, desk.alma, wide).await;
    let narrow = begun.expect("a disclosure of the least");
    let more = vec![Category::Identity, Category::Housing];
    let chosen = office.choose_for_disclosure(&desk.dana, desk.alma, narrow, (more, String::new()));
    assert!(matches!(chosen.await, Err(DisclosureError::Mend(_))));
    order.why_more = "They ask which services she had, to count her time in shelter.".into();
    let no = office
        .begin_disclosure(&desk.dana, desk.alma, order)
        .await
        .expect("a disclosure with a reason");
    let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
    let Err(DisclosureError::NotAll(sections)) = composed.await else {
        panic!("the client didn't agree to that section");
    };
    let refused: Vec<_> = sections
        .iter()
        .filter(|it| !it.decision.permitted)
        .collect();
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(refused[0].category, Category::Services);
    assert!(
        refused[0].explanation.is_some(),
        "and it says what would change that"
    );
    desk.consent(&[Category::Identity, Category::Housing, Category::Services])
        .await;
    let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
    composed.await.expect("now it can be put together");
}

#[test]
fn cr_6_what_the_law_demands_wants_a_second_person_who_is_not_the_first() {
    for engine in engines() {
        run(second_person(&engine));
    }
}

async fn second_person(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let court = desk.house.partner("court", OrganizationKind::Court).await;
    let recipient = court.no;
    let approved = move |sheet: &mut caseward_casework::gate::ClientSheet, _: i64| {
        sheet.law.push(LawFact {
            recipient,
            requested_by_law: true,
            approved: true,
            ..LawFact::default()
        });
    };
    let changed = office.change_facts(desk.alma, "law_approved", approved);
    changed.await.expect("an approval of the Law Department");
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
        ..desk.order()
    };
    let begun = office.begin_disclosure(&desk.dana, desk.alma, order);
    let no = begun.await.expect("a disclosure");
    let composed = office
        .compose_disclosure(&desk.dana, desk.alma, no, Language::English)
        .await
        .expect("a paper");
    assert!(composed.wants_second);
    let alone = desk.releases(no).await.err().expect("not alone");
    assert!(alone.to_string().contains("someone other"), "{alone}");
    let own = desk.approves(&desk.dana, no).await;
    assert!(own.is_err(), "nobody approves what they put together");
    let priya = desk.house.worker("priya", Role::Supervisor).await;
    let dana = office.colleagues().await.unwrap();
    let dana = dana
        .into_iter()
        .find(|it| it.id == desk.dana.worker)
        .unwrap();
    desk.house.supervise(&priya, &dana).await;
    let priya = person(&desk.house, "priya").await;
    let seen = desk.stands(no).await.composed.expect("a paper").1;
    let again = office.compose_disclosure(&desk.dana, desk.alma, no, Language::Spanish);
    again.await.expect("another paper");
    let unseen = office.approve_disclosure(&priya, desk.alma, (no, &seen));
    let unseen = unseen.await.expect_err("that isn't what was looked at");
    assert_eq!(unseen.to_string(), GateError::Stale.to_string());
    desk.approves(&priya, no).await.expect("a second person");
    desk.releases(no).await.expect("now it goes").handed_over();
}

#[test]
fn nasw_c_what_was_left_out_since_stays_closed_to_whoever_may_not_read_it() {
    for engine in engines() {
        run(narrowed(&engine));
    }
}

async fn narrowed(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let no = desk.composed().await;
    let keeper = desk.house.worker("keeper", Role::RecordsCustodian).await;
    let duty = office.record_duty(&keeper, Purpose::RecordsManagement, 30);
    duty.await.expect("a duty");
    let keeper = person(&desk.house, "keeper").await;
    let chosen = (vec![Category::Identity], String::new());
    let chosen = office.choose_for_disclosure(&desk.dana, desk.alma, no, chosen);
    chosen.await.expect("less goes");
    // The paper that lies there still tells of housing, which a custodian doesn't read.
    let opened = office.disclosure_document(&keeper, desk.alma, no).await;
    assert!(matches!(opened.err(), Some(DisclosureError::NotAll(_))));
    let masks = office.masks_of_disclosure(&keeper, desk.alma, no).await;
    assert!(matches!(masks.err(), Some(DisclosureError::NotAll(_))));
    let again = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
    again.await.expect("a narrower paper");
    let opened = office.disclosure_document(&keeper, desk.alma, no).await;
    opened.expect("who it is may be read").1.delivered(None);
}

#[test]
fn cr_7_the_book_says_what_left_and_tells_no_story() {
    for engine in engines() {
        run(no_story(&engine));
    }
}

async fn no_story(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let mut order = desk.order();
    order.told = Told::Before;
    order.told_how = "At her sister's, where she sleeps now.".into();
    let begun = office.begin_disclosure(&desk.dana, desk.alma, order);
    let no = begun.await.expect("a disclosure");
    let keeper = desk.house.worker("keeper", Role::RecordsCustodian).await;
    let duty = office.record_duty(&keeper, Purpose::RecordsManagement, 30);
    duty.await.expect("a duty");
    let keeper = person(&desk.house, "keeper").await;
    let (listed, delivery) = office.disclosures_of(&keeper, desk.alma).await.unwrap();
    delivery.delivered(None);
    assert_eq!(listed[0].recipient, desk.housing.id);
    assert!(listed[0].in_words.is_none());
    let looked = office.disclosure_in_words(&keeper, desk.alma, no).await;
    let (looked, delivery) = looked.unwrap();
    delivery.delivered(None);
    assert!(looked.in_words.is_none(), "not for a custodian");
    let looked = office.disclosure_in_words(&desk.dana, desk.alma, no).await;
    let (looked, delivery) = looked.unwrap();
    delivery.delivered(None);
    let said = looked.in_words.expect("for whoever reads all of it");
    assert!(said.told_how.contains("sister"));
}

#[test]
fn dv_3_3_1_who_may_not_know_of_a_client_learns_nothing_of_their_disclosures() {
    for engine in engines() {
        run(unknown(&engine));
    }
}

async fn unknown(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let no = desk.composed().await;
    desk.house.worker("noor", Role::Caseworker).await;
    let noor = person(&desk.house, "noor").await;
    let nobody = Id::<Client>::make_random(&caseward_model::Randomness::system());
    for client in [desk.alma, nobody] {
        let listed = office.disclosures_of(&noor, client).await.err();
        let listed = listed.expect("no list");
        assert!(
            matches!(listed, DisclosureError::Refused(Refusal::NotKnown { .. })),
            "{listed:?}"
        );
        let begun = office.begin_disclosure(&noor, client, desk.order()).await;
        assert!(matches!(
            begun,
            Err(DisclosureError::Refused(Refusal::NotKnown { .. }))
        ));
        let out = office.release_disclosure(&noor, client, (no, ""), Language::English);
        assert!(matches!(
            out.await.err(),
            Some(DisclosureError::Refused(Refusal::NotKnown { .. }))
        ));
    }
}

#[test]
fn dv_3_3_2e_a_wall_that_was_raised_meanwhile_keeps_the_paper_in() {
    for engine in engines() {
        run(walled(&engine));
    }
}

async fn walled(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let no = desk.composed().await;
    let organization = desk.housing.no;
    let wall = move |sheet: &mut caseward_casework::gate::ClientSheet, now: i64| {
        sheet.walls.push(WallFact {
            against: WallAgainst::Organization(organization),
            since: now,
        });
    };
    let changed = desk.house.office.change_facts(desk.alma, "walled", wall);
    changed.await.expect("a wall");
    assert!(desk.releases(no).await.is_err());
}

#[test]
fn what_was_put_together_more_than_a_day_ago_is_put_together_again() {
    for engine in engines() {
        run(stale(&engine));
    }
}

async fn stale(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let no = desk.composed().await;
    desk.house.clock.advance(DAY + 60_000);
    let late = desk.releases(no).await.err().expect("too late");
    assert_eq!(late.to_string(), GateError::Stale.to_string());
    let office = &desk.house.office;
    let again = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
    again.await.expect("put together again");
    let mut left = desk.releases(no).await.expect("and now it goes");
    left.handed_over();
}

#[test]
fn re_2_the_accounting_names_what_left_to_whom_and_why_and_each_regime_its_own() {
    for engine in engines() {
        run(accounted(&engine));
    }
}

async fn accounted(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let no = desk.composed().await;
    let of = async |regime| {
        let (accounting, delivery) = office
            .accounting_of(&desk.dana, desk.alma, regime)
            .await
            .expect("an accounting");
        delivery.delivered(None);
        accounting
    };
    assert!(of(Regime::All).await.lines.is_empty(), "nothing left yet");
    let mut left = desk.releases(no).await.expect("a release");
    left.handed_over();
    for (regime, lines) in [
        (Regime::All, 1),
        (Regime::Vawa, 1),
        (Regime::Uk, 1),
        (Regime::Part2, 1),
        (Regime::Hipaa, 0),
    ] {
        assert_eq!(of(regime).await.lines.len(), lines, "{regime:?}");
    }
    let csv = String::from_utf8(of(Regime::All).await.csv().expect("a file")).unwrap();
    assert!(
        csv.contains(",identity housing,eligibility,consent,"),
        "{csv}"
    );
    assert!(csv.contains(&left.entry.to_string()));
}
