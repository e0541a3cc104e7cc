//! Kinds of disclosure with a road of their own: what each asks, and what none of them lets out.

use caseward_casework::disclosure::{
    Answers, DisclosureError, Mend, NewDisclosure, NewDiscussion, NewPartners, ReleasedPackage,
    asks, least,
};
use caseward_casework::gate::Refusal;
use caseward_casework::people::RegisteredOrganization;
use caseward_casework::sign_in::SignedIn;
use caseward_model::{
    Basis, Category, Channel, Client, Id, Language, OrganizationKind, Purpose, Road,
    RoadField as F, Role, TaskKind, Told,
};
use caseward_testkit::{Engine, Export, House, consent_to, engines, run};

pub(crate) async fn person(house: &House, handle: &str) -> SignedIn {
    let found = house.office.colleague(handle).await.unwrap();
    house.office.person_numbered(found.no).await.unwrap()
}

/// Dana works with Alma, and Priya supervises Dana.
pub(crate) struct Desk {
    pub(crate) house: House,
    pub(crate) alma: Id<Client>,
    pub(crate) dana: SignedIn,
    priya: SignedIn,
}

impl Desk {
    pub(crate) async fn on(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let export = Export::new().client("1", "Alma", "Reyes");
        house.import(&export).await;
        let alma = house.client("1").await;
        let dana = house.worker("dana", Role::Caseworker).await;
        house.assign(&dana, alma).await;
        let priya = house.worker("priya", Role::Supervisor).await;
        house.supervise(&priya, &dana).await;
        Self {
            alma,
            dana: person(&house, "dana").await,
            priya: person(&house, "priya").await,
            house,
        }
    }

    /// The client agrees to these sections for this recipient and purpose.
    pub(crate) async fn agrees(
        &self,
        to: &RegisteredOrganization,
        (purpose, categories): (Purpose, &[Category]),
    ) {
        let (recipient, categories) = (to.no, categories.to_vec());
        let change = move |sheet: &mut caseward_casework::gate::ClientSheet, now: i64| {
            sheet
                .consents
                .push(consent_to(recipient, (purpose, &categories), now));
        };
        let office = &self.house.office;
        let changed = office.change_facts(self.alma, "consented", change);
        changed.await.expect("a consent");
    }

    pub(crate) fn order(
        to: &RegisteredOrganization,
        (road, basis, purpose): (Road, Basis, Purpose),
        answers: &[(F, &str)],
    ) -> NewDisclosure {
        // Where nobody says otherwise, it was gone through with the client what may come of it.
        let asked = asks(road, basis).contains(&F::GoneThrough);
        let said = (F::GoneThrough, "2020-03-14, in person");
        let said = asked.then_some(said).into_iter();
        NewDisclosure {
            road,
            answers: said.chain(answers.iter().copied()).collect::<Answers>(),
            recipient: to.id,
            purpose,
            basis,
            danger: None,
            channel: Channel::HandDelivery,
            sections: least(road, purpose),
            why_more: String::new(),
            told: Told::Later,
            told_how: "She is away until Monday.".into(),
        }
    }

    pub(crate) async fn begins(&self, new: NewDisclosure) -> Result<i64, DisclosureError> {
        let office = &self.house.office;
        office.begin_disclosure(&self.dana, self.alma, new).await
    }

    pub(crate) async fn composes(&self, no: i64) -> Result<bool, DisclosureError> {
        let office = &self.house.office;
        let composed = office.compose_disclosure(&self.dana, self.alma, no, Language::English);
        Ok(composed.await?.wants_second)
    }

    /// Priya approves what stands there now.
    pub(crate) async fn approved(&self, no: i64) {
        let office = &self.house.office;
        let found = office.disclosure(&self.priya, self.alma, no).await;
        let (found, delivery) = found.expect("a disclosure");
        delivery.delivered(None);
        let content = found.composed.expect("a paper").1;
        let approved = office.approve_disclosure(&self.priya, self.alma, (no, &content));
        approved.await.expect("a second person");
    }

    pub(crate) async fn releases(&self, no: i64) -> Result<ReleasedPackage, DisclosureError> {
        let (house, office) = (&self.house, &self.house.office);
        house.choose_a_way(&self.dana, self.alma, no).await?;
        let (found, delivery) = office.disclosure(&self.dana, self.alma, no).await?;
        delivery.delivered(None);
        let content = found.composed.map(|it| it.1).unwrap_or_default();
        office
            .release_disclosure(&self.dana, self.alma, (no, &content), Language::English)
            .await
    }

    async fn discusses(
        &self,
        who: &SignedIn,
        no: i64,
        goes_on: bool,
    ) -> Result<(), DisclosureError> {
        let office = &self.house.office;
        let (found, delivery) = office.disclosure(who, self.alma, no).await?;
        delivery.delivered(None);
        let new = NewDiscussion {
            said: "Weighed what he may hear of it; she moves on Friday first.".into(),
            goes_on: Some(goes_on),
            seen: found.version,
        };
        office.discuss_disclosure(who, self.alma, no, new).await
    }
}

/// A road, on what ground and why.
type Way = (Road, Basis, Purpose);

pub(crate) fn mended(begun: Result<i64, DisclosureError>) -> Vec<Mend> {
    match begun {
        Err(DisclosureError::Mend(mend)) => mend,
        other => panic!("{other:?}"),
    }
}

fn refused_by(error: &DisclosureError) -> Vec<String> {
    let sections = match error {
        DisclosureError::NotAll(sections)
        | DisclosureError::Refused(Refusal::Refused { sections, .. }) => sections,
        other => panic!("{other:?}"),
    };
    let refused = sections.iter().filter(|it| !it.decision.permitted);
    let clauses = refused.flat_map(|it| it.decision.clauses.iter().map(ToString::to_string));
    clauses.collect()
}

#[test]
fn dv_3_3_2a_what_the_client_asked_for_is_written_in_their_words_and_what_may_come_of_it() {
    for engine in engines() {
        run(asked(&engine));
    }
}

async fn asked(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let school = desk.house.partner("school", OrganizationKind::School).await;
    let road = (
        Road::ClientRequest,
        Basis::ClientRequest,
        Purpose::Eligibility,
    );
    let unasked = Desk::order(&school, road, &[(F::Advice, "He is at 14 Elm Street.")]);
    assert!(mended(desk.begins(unasked).await).contains(&Mend::Unasked(F::Advice)));
    let bare = Desk::order(&school, road, &[]);
    assert_eq!(
        mended(desk.begins(bare).await),
        [Mend::Field(F::ClientWords), Mend::Field(F::Implications)]
    );
    let as_other = Desk::order(&school, (Road::Other, road.1, road.2), &[]);
    let mend = mended(desk.begins(as_other).await);
    assert!(mend.contains(&Mend::Ground), "{mend:?}");
    let said = [
        (F::ClientWords, "Please tell them that we moved."),
        (
            F::Implications,
            "They will know that we are in housing; she wants that.",
        ),
    ];
    let no = desk
        .begins(Desk::order(&school, road, &said))
        .await
        .expect("begun");
    let without = desk.composes(no).await.expect_err("nothing is signed");
    assert!(
        refused_by(&without).contains(&"DV-2.1".to_owned()),
        "{without:?}"
    );
    desk.agrees(
        &school,
        (
            Purpose::Eligibility,
            &least(Road::ClientRequest, Purpose::Eligibility),
        ),
    )
    .await;
    desk.composes(no).await.expect("a paper");
    let mut left = desk.releases(no).await.expect("a release");
    left.handed_over();
    let tasks = desk.house.office.my_tasks(desk.dana.no).await.unwrap();
    assert!(
        tasks.iter().all(|it| it.kind != TaskKind::TellClient),
        "who asked for it knows of it"
    );
}

#[test]
fn dv_3_3_2b_a_report_says_who_reads_it_and_was_gone_through_with_the_client() {
    for engine in engines() {
        run(report(&engine));
    }
}

async fn report(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let court = desk.house.partner("court", OrganizationKind::Court).await;
    let why = (Basis::Consent, Purpose::Legal);
    let as_other = Desk::order(&court, (Road::Other, why.0, why.1), &[]);
    assert_eq!(
        mended(desk.begins(as_other).await),
        [Mend::Road(Road::Report)],
        "what goes to a court with consent is a report"
    );
    let road = (Road::Report, why.0, why.1);
    let all = [F::Readers, F::Implications, F::Text, F::Agreed];
    for missing in all {
        let given = all.iter().filter(|it| **it != missing);
        let given: Vec<_> = given.map(|it| (*it, "Said, and on record.")).collect();
        let begun = desk.begins(Desk::order(&court, road, &given)).await;
        assert_eq!(mended(begun), [Mend::Field(missing)]);
    }
    let police = desk.house.partner("police", OrganizationKind::Police).await;
    let given: Vec<_> = all.iter().map(|it| (*it, "Said, and on record.")).collect();
    let elsewhere = desk.begins(Desk::order(&police, road, &given)).await;
    assert_eq!(mended(elsewhere), [Mend::RecipientKind]);
    let no = desk
        .begins(Desk::order(&court, road, &given))
        .await
        .expect("begun");
    let (found, delivery) = desk
        .house
        .office
        .disclosure_in_words(&desk.dana, desk.alma, no)
        .await
        .expect("it stands");
    delivery.delivered(None);
    assert_eq!(found.road, Road::Report);
    let said = found.in_words.expect("for whoever reads all of it");
    assert_eq!(said.answers.of(F::Readers), "Said, and on record.");
}

#[test]
fn dv_3_3_2c_what_may_raise_the_risk_waits_for_a_manager_and_the_file_says_so() {
    for engine in engines() {
        run(risk(&engine));
    }
}

#[allow(
    clippy::too_many_lines,
    reason = "one road from its first step to its last"
)]
async fn risk(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let housing = desk
        .house
        .partner("housing", OrganizationKind::Agency)
        .await;
    let sections = least(Road::RaisesRisk, Purpose::Eligibility);
    desk.agrees(&housing, (Purpose::Eligibility, &sections))
        .await;
    let road = (Road::RaisesRisk, Basis::Consent, Purpose::Eligibility);
    let said = [
        (F::Risk, "His cousin works there."),
        (
            F::Implications,
            "She knows, and wants the flat all the same.",
        ),
    ];
    let no = desk
        .begins(Desk::order(&housing, road, &said))
        .await
        .expect("begun");
    let waits = desk
        .composes(no)
        .await
        .expect_err("not before it was discussed");
    assert!(
        refused_by(&waits).contains(&"DV-3.3.2c".to_owned()),
        "{waits:?}"
    );
    let tasks = office.my_tasks(desk.priya.no).await.unwrap();
    assert!(tasks.iter().any(|it| it.kind == TaskKind::RiskToDiscuss));

    let alone = desk.discusses(&desk.dana, no, true).await.err();
    assert!(
        matches!(&alone, Some(DisclosureError::Mend(mend)) if *mend == [Mend::AnotherPerson]),
        "{alone:?}"
    );
    desk.discusses(&desk.priya, no, false).await.expect("noted");
    assert!(desk.composes(no).await.is_err(), "the manager said no");
    desk.discusses(&desk.priya, no, true).await.expect("noted");
    let (file, delivery) = office
        .open_sections(&desk.dana, desk.alma, &[Category::Notes])
        .await
        .expect("the notes");
    let notes = file
        .sections
        .iter()
        .find(|it| it.category == Category::Notes);
    let written = notes.unwrap().records.iter().filter_map(|it| it.text());
    assert!(
        written
            .into_iter()
            .any(|it| it.to_string().contains("what he may hear of it")),
        "the discussion stands in the file"
    );
    delivery.delivered(None);
    desk.composes(no).await.expect("a paper");

    let chosen = (vec![Category::Identity], String::new());
    office
        .choose_for_disclosure(&desk.dana, desk.alma, no, chosen)
        .await
        .expect("chosen anew");
    let anew = desk
        .composes(no)
        .await
        .expect_err("another choice is discussed anew");
    assert!(refused_by(&anew).contains(&"DV-3.3.2c".to_owned()));
    office
        .drop_disclosure(&desk.dana, desk.alma, no)
        .await
        .expect("given up");
    let other = Desk::order(&housing, (Road::Other, Basis::Consent, road.2), &[]);
    let other = desk.begins(other).await.expect("another one");
    desk.composes(other)
        .await
        .expect("what was given up holds nothing up");
    a_no_stays(&desk, (&housing, road, &said[..])).await;
}

/// A supervisor's no isn't shaken off by giving the disclosure up and beginning an ordinary one.
async fn a_no_stays(desk: &Desk, (to, road, said): (&RegisteredOrganization, Way, &[(F, &str)])) {
    let office = &desk.house.office;
    let no = desk
        .begins(Desk::order(to, road, said))
        .await
        .expect("begun");
    desk.discusses(&desk.priya, no, false).await.expect("a no");
    let dropped = office.drop_disclosure(&desk.dana, desk.alma, no);
    dropped.await.expect("given up");
    let ordinary = Desk::order(to, (Road::Other, road.1, road.2), &[]);
    let ordinary = desk.begins(ordinary).await.expect("begun");
    let held = desk.composes(ordinary).await.expect_err("the no holds");
    assert!(
        refused_by(&held).contains(&"DV-3.3.2c".to_owned()),
        "{held:?}"
    );
    let anew = desk
        .begins(Desk::order(to, road, said))
        .await
        .expect("begun");
    desk.discusses(&desk.priya, anew, true)
        .await
        .expect("a yes");
    desk.composes(ordinary).await.expect("weighed anew");
}

#[test]
fn dv_4_3_a_progress_report_holds_nothing_of_a_partner_and_he_was_told() {
    for engine in engines() {
        run(progress(&engine));
    }
}

async fn progress(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let house = &desk.house;
    let agency = house.partner("probation", OrganizationKind::Agency).await;
    let road = (Road::Progress, Basis::Consent, Purpose::DirectService);
    let said = [
        (
            F::ToldWhat,
            "That they hear which sessions he came to, and why.",
        ),
        (F::Text, "He came to six of eight sessions."),
    ];
    let bare = desk.begins(Desk::order(&agency, road, &[])).await;
    assert_eq!(
        mended(bare),
        [Mend::Field(F::ToldWhat), Mend::Field(F::Text)]
    );
    for section in [
        Category::ThirdParty,
        Category::Household,
        Category::Location,
    ] {
        let mut new = Desk::order(&agency, road, &said);
        new.sections.push(section);
        new.why_more = "They ask for it.".into();
        assert_eq!(
            mended(desk.begins(new).await),
            [Mend::OfAPartner],
            "{section}"
        );
    }
    let no = desk
        .begins(Desk::order(&agency, road, &said))
        .await
        .expect("begun");
    let all: Vec<_> = Category::ALL.to_vec();
    desk.agrees(&agency, (Purpose::DirectService, &all)).await;
    let nobody = NewPartners::typed("", "No name is known here.");
    let office = &desk.house.office;
    let named = office.name_partners(&desk.dana, desk.alma, no, nobody);
    named.await.expect("nobody is named");
    assert!(
        desk.composes(no).await.expect("a paper"),
        "a text of one's own is for two"
    );
    // Whatever road somebody takes: the gate keeps what is a partner's.
    let around = NewDisclosure {
        basis: Basis::LegalAuthority,
        sections: vec![Category::Household],
        why_more: "They ask for it.".into(),
        ..Desk::order(&agency, (Road::Other, Basis::LegalAuthority, road.2), &[])
    };
    let around = desk.begins(around).await.expect("begun");
    let nobody = NewPartners::typed("", "No name is known here.");
    let named = office.name_partners(&desk.dana, desk.alma, around, nobody);
    named
        .await
        .expect("it is asked of this, too, once he is known as a participant");
    let refused = desk.composes(around).await.expect_err("refused");
    assert!(
        refused_by(&refused).contains(&"DV-4.3".to_owned()),
        "{refused:?}"
    );
    let ordinary = Desk::order(&agency, (Road::Other, Basis::Consent, road.2), &[]);
    assert_eq!(
        mended(desk.begins(ordinary).await),
        [Mend::Road(Road::Progress)],
        "once known as a participant, there is no other road by consent"
    );
}

#[test]
fn nasw_h_a_payer_gets_what_was_authorized_for_it_and_says_which_services() {
    for engine in engines() {
        run(payer(&engine));
    }
}

async fn payer(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let payer = desk.house.partner("payer", OrganizationKind::Payer).await;
    let as_other = Desk::order(&payer, (Road::Other, Basis::Consent, Purpose::Payment), &[]);
    assert_eq!(
        mended(desk.begins(as_other).await),
        [Mend::Road(Road::Payer)]
    );
    let road = (Road::Payer, Basis::Consent, Purpose::Payment);
    let said = [(F::PaidFor, "Counseling, March to May.")];
    let no = desk
        .begins(Desk::order(&payer, road, &said))
        .await
        .expect("begun");
    let without = desk.composes(no).await.expect_err("not authorized");
    assert!(
        refused_by(&without).contains(&"NASW-h".to_owned()),
        "{without:?}"
    );
    desk.agrees(
        &payer,
        (Purpose::Payment, &least(Road::Payer, Purpose::Payment)),
    )
    .await;
    desk.composes(no).await.expect("a paper");
    let mut left = desk.releases(no).await.expect("a release");
    assert!(text_of(&left.document).contains("Counseling, March to May."));
    assert!(
        !text_of(&left.statement).contains("Counseling"),
        "nothing that somebody wrote is on the statement"
    );
    left.handed_over();
}

#[test]
fn nasw_k_nothing_about_anybody_goes_to_the_press_and_that_it_was_wanted_is_on_record() {
    for engine in engines() {
        run(press(&engine));
    }
}

async fn press(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let press = desk.house.partner("gazette", OrganizationKind::Media).await;
    desk.agrees(&press, (Purpose::Media, Category::ALL)).await;
    for road in [Road::Media, Road::Other, Road::ClientRequest] {
        let new = Desk::order(&press, (road, Basis::Consent, Purpose::Media), &[]);
        let refused = desk.begins(new).await.expect_err("refused");
        assert!(
            refused_by(&refused).contains(&"NASW-k".to_owned()),
            "{refused:?}"
        );
        let DisclosureError::Refused(Refusal::Refused { entry, .. }) = refused else {
            panic!("on record");
        };
        assert!(entry > 0);
    }
}

#[test]
fn nasw_r_the_dead_keep_the_same_protection_and_only_their_representative_consents() {
    for engine in engines() {
        run(after_death(&engine));
    }
}

async fn after_death(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let agency = desk.house.partner("agency", OrganizationKind::Agency).await;
    let sections = least(Road::AfterDeath, Purpose::Eligibility);
    desk.agrees(&agency, (Purpose::Eligibility, &sections))
        .await;
    let road = (Road::AfterDeath, Basis::Consent, Purpose::Eligibility);
    let unclear = [
        (F::Died, "in spring"),
        (
            F::Representative,
            "Her sister, letters of administration of 2 May.",
        ),
    ];
    assert_eq!(
        mended(desk.begins(Desk::order(&agency, road, &unclear)).await),
        [Mend::Field(F::Died)]
    );
    let said = [(F::Died, "2026-03-14, by the certificate"), unclear[1]];
    let no = desk
        .begins(Desk::order(&agency, road, &said))
        .await
        .expect("begun");
    let lapsed = desk
        .composes(no)
        .await
        .expect_err("her own consent ended with her life");
    assert!(
        refused_by(&lapsed).contains(&"DV-2.1".to_owned()),
        "{lapsed:?}"
    );
    let signed = |sheet: &mut caseward_casework::gate::ClientSheet, _: i64| {
        for consent in &mut sheet.consents {
            consent.representative = true;
        }
    };
    let office = &desk.house.office;
    let changed = office.change_facts(desk.alma, "consented", signed);
    changed.await.expect("the representative's consent");
    assert!(
        desk.composes(no).await.expect("a paper"),
        "whoever died can't say no: a second person looks"
    );
    let as_other = Desk::order(&agency, (Road::Other, Basis::Consent, road.2), &[]);
    assert_eq!(
        mended(desk.begins(as_other.clone()).await),
        [Mend::Road(Road::AfterDeath)]
    );
    let dropped = office.drop_disclosure(&desk.dana, desk.alma, no);
    dropped.await.expect("it was a mistake");
    desk.begins(as_other)
        .await
        .expect("what only it said is taken back");
}

#[test]
fn nasw_q_a_consultant_gets_a_case_in_which_nobody_is_recognised_or_a_need_is_on_record() {
    for engine in engines() {
        run(consultant(&engine));
    }
}

#[allow(
    clippy::too_many_lines,
    reason = "one road from its first step to its last"
)]
async fn consultant(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let advice = desk
        .house
        .partner("advice", OrganizationKind::Consultancy)
        .await;
    let write = caseward_casework::entries::Draft {
        section: "housing".into(),
        provenance: "worker".into(),
        nature: "fact".into(),
        based_on: zeroize::Zeroizing::default(),
        text: zeroize::Zeroizing::new("Moved in with Rosa Leal at 14 North Elm Street.".into()),
    };
    let entry = write.check().ok().expect("an entry");
    office
        .write_entry(desk.dana.worker, desk.alma, Purpose::DirectService, entry)
        .await
        .expect("written");
    let asked = [(
        F::Advice,
        "How to support a move when Rosa doesn't want it?",
    )];
    let road = (Road::Consultant, Basis::Deidentified, Purpose::Consultation);
    let new = NewDisclosure {
        sections: vec![Category::Housing],
        ..Desk::order(&advice, road, &asked)
    };
    let no = desk.begins(new.clone()).await.expect("begun");
    assert!(
        desk.composes(no).await.expect("a paper"),
        "a second person looks"
    );
    assert!(desk.releases(no).await.is_err(), "and not before");
    desk.approved(no).await;
    let mut left = desk.releases(no).await.expect("a release");
    let text = text_of(&left.document);
    for tells in ["Alma", "Reyes", "Rosa", "Leal", "Elm", "14 North"] {
        assert!(!text.contains(tells), "{tells} is in: {text}");
    }
    assert!(text.contains("[name]"), "{text}");
    assert!(
        text.contains("164.514"),
        "the paper says what was taken out"
    );
    left.handed_over();

    let mut told = new.clone();
    told.sections.push(Category::Identity);
    told.why_more = "So that they know.".into();
    let told = desk.begins(told).await.expect("begun");
    assert!(desk.composes(told).await.is_err(), "who it is stays here");

    let need = NewDisclosure {
        basis: Basis::CompellingNeed,
        ..new
    };
    assert_eq!(
        mended(desk.begins(need.clone()).await),
        [Mend::Field(F::Need)]
    );
    let said = [
        asked[0],
        (
            F::Need,
            "They must know the street to judge the way to school.",
        ),
    ];
    let need = NewDisclosure {
        answers: said.into_iter().collect(),
        ..need
    };
    let no = desk.begins(need).await.expect("begun");
    assert!(
        desk.composes(no).await.expect("a paper"),
        "a second person looks"
    );
}

#[test]
fn nasw_q_an_answer_that_few_gave_is_left_out_where_nobody_may_be_recognised() {
    for engine in engines() {
        run(few_gave(&engine));
    }
}

async fn few_gave(engine: &Engine) {
    let (many, few) = ("Not meant for habitation", "Emergency shelter");
    let desk = Desk::on(engine).await;
    let advice = desk
        .house
        .partner("advice", OrganizationKind::Consultancy)
        .await;
    let road = (Road::Consultant, Basis::Deidentified, Purpose::Consultation);
    let new = NewDisclosure {
        sections: vec![Category::Housing],
        ..Desk::order(&advice, road, &[(F::Advice, "How to support a move?")])
    };
    let no = desk.begins(new).await.expect("begun");
    let text = composed_text(&desk, no).await;
    assert!(!text.contains(many), "nobody else gave it: {text}");

    desk.house
        .import(&eleven_of_whom_stay_in_a_shelter(10))
        .await;
    let text = composed_text(&desk, no).await;
    assert!(text.contains(many), "eleven gave it: {text}");
    assert!(!text.contains(few), "ten gave it: {text}");
    assert!(
        text.contains("fewer than 11"),
        "the paper says that small groups were left out: {text}"
    );
    desk.house
        .import(&eleven_of_whom_stay_in_a_shelter(11))
        .await;
    let text = composed_text(&desk, no).await;
    assert!(text.contains(few), "now it is eleven: {text}");
}

/// Eleven came from where nobody should live, Alma among them; so many of them stay in a shelter now, she first.
fn eleven_of_whom_stay_in_a_shelter(number: u32) -> Export {
    let mut export = Export::new().client("1", "Alma", "Reyes");
    for no in 2..=11 {
        export = export.client(&no.to_string(), "Nadie", "Quarrel");
    }
    for no in 1..=number {
        let (person, own, enrollment) = (no.to_string(), format!("C{no}"), format!("N{no}"));
        let stays = [
            ("CurrentLivingSitID", own.as_str()),
            ("EnrollmentID", enrollment.as_str()),
            ("PersonalID", person.as_str()),
            ("InformationDate", "2026-03-02"),
            ("CurrentLivingSituation", "101"),
        ];
        export = export.row("CurrentLivingSituation", &stays);
    }
    export
}

/// The text of the paper as it stands, put together anew.
async fn composed_text(desk: &Desk, no: i64) -> String {
    desk.composes(no).await.expect("a paper");
    let office = &desk.house.office;
    let paper = office.disclosure_document(&desk.dana, desk.alma, no).await;
    let (paper, delivery) = paper.expect("the paper");
    delivery.delivered(Some(&paper));
    let words: Vec<String> = text_of(&paper)
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    words.join(" ")
}

#[test]
fn nasw_p_for_teaching_there_is_a_case_without_anybody_or_consent() {
    for engine in engines() {
        run(teaching(&engine));
    }
}

async fn teaching(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let college = desk
        .house
        .partner("college", OrganizationKind::Teaching)
        .await;
    let told = [(
        F::Text,
        "Somebody lost her flat when Bill Stone left in May 2026.",
    )];
    let road = (Road::Teaching, Basis::Deidentified, Purpose::Teaching);
    let no = desk
        .begins(Desk::order(&college, road, &told))
        .await
        .expect("begun");
    assert!(desk.composes(no).await.expect("a paper"));
    let by_consent = Desk::order(&college, (road.0, Basis::Consent, road.2), &told);
    let no = desk.begins(by_consent).await.expect("begun");
    let refused = desk.composes(no).await.expect_err("she didn't agree");
    assert!(
        refused_by(&refused).contains(&"NASW-p".to_owned()),
        "{refused:?}"
    );
    let duty = Desk::order(&college, (road.0, Basis::Duty, road.2), &told);
    assert_eq!(mended(desk.begins(duty).await), [Mend::Ground]);
}

/// The text of a PDF, by the tool that anybody would take.
pub(crate) fn text_of(pdf: &[u8]) -> String {
    use std::io::Write as _;
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(pdf).expect("written");
    let out = std::process::Command::new("pdftotext")
        .arg(file.path())
        .arg("-")
        .output()
        .expect("pdftotext");
    String::from_utf8_lossy(&out.stdout).into_owned()
}
