//! A disclosure is prepared one question after another: kept for whoever writes it, begun when all of it fits, and its statement can be read
//! before it leaves.

use caseward_casework::disclosure::{
    DisclosureError, DraftChange, DraftEnd, DraftState, DraftStep, Mend, SecondWhy,
};
use caseward_casework::gate::Refusal;
use caseward_casework::sign_in::SignedIn;
use caseward_model::{
    Basis, Category, Channel, Client, DisclosureState, Id, Language, OrganizationKind, Purpose,
    Road, RoadField, Role,
};
use caseward_testkit::{Engine, engines, run};

use crate::disclosing::{Desk, gone_through, person};

const DAY: i64 = 86_400_000;

/// Dana answers one question.
async fn keeps(desk: &Desk, no: Option<i64>, change: DraftChange) -> (i64, DraftState) {
    let office = &desk.house.office;
    let kept = office.keep_disclosure_draft(&desk.dana, desk.alma, (no, change));
    kept.await.expect("it is kept")
}

/// All that the housing authority is to be told, as Dana answers it, but for the sections.
async fn prepared(desk: &Desk) -> i64 {
    let (no, _) = keeps(desk, None, DraftChange::Kind(Some(Road::Other))).await;
    for change in [
        DraftChange::Purpose(Some(Purpose::Eligibility)),
        DraftChange::Basis(Some(Basis::Consent), None),
        DraftChange::Recipient(Some(desk.housing.id)),
        DraftChange::Questions(gone_through()),
        DraftChange::Way(Some(Channel::HandDelivery)),
    ] {
        keeps(desk, Some(no), change).await;
    }
    no
}

/// What this person finds of a draft.
async fn found(
    desk: &Desk,
    who: &SignedIn,
    client: Id<Client>,
    no: i64,
) -> Result<DraftState, DisclosureError> {
    let office = &desk.house.office;
    let (state, delivery) = office.disclosure_draft(who, client, Some(no)).await?;
    delivery.delivered(None);
    Ok(state)
}

/// How many drafts this person sees.
async fn drafts(desk: &Desk, who: &SignedIn) -> usize {
    let office = &desk.house.office;
    let found = office.disclosures_and_drafts_of(who, desk.alma).await;
    let (_, drafts, delivery) = found.expect("the book");
    delivery.delivered(None);
    drafts.len()
}

#[test]
fn nasw_c_what_is_prepared_is_kept_for_whoever_writes_it_and_begun_when_it_is_whole() {
    for engine in engines() {
        run(kept(&engine));
    }
}

async fn kept(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let no = prepared(&desk).await;
    let unfinished = office.begin_prepared_disclosure(&desk.dana, desk.alma, no);
    let Ok(DraftEnd::Needs(needs)) = unfinished.await else {
        panic!("nobody chose what goes");
    };
    assert_eq!((needs.len(), needs[0].step), (1, DraftStep::Sections));

    // More than the purpose needs wants a reason; it is kept all the same.
    let more = vec![Category::Identity, Category::Housing, Category::Health];
    let (_, state) = keeps(&desk, Some(no), DraftChange::Sections(more, String::new())).await;
    assert_eq!(state.needs[0].mend, Some(Mend::WhyMore));
    assert!(state.said.ticked().contains(&Category::Health));

    let priya = desk.house.worker("priya", Role::Supervisor).await;
    let dana = office.colleague("dana").await.expect("dana");
    desk.house.supervise(&priya, &dana).await;
    let priya = person(&desk.house, "priya").await;
    assert_eq!(
        (drafts(&desk, &desk.dana).await, drafts(&desk, &priya).await),
        (1, 0)
    );
    let theirs = found(&desk, &priya, desk.alma, no).await;
    assert!(matches!(theirs, Err(DisclosureError::Unknown)));
    let change = DraftChange::Purpose(Some(Purpose::Danger));
    let theirs = office.keep_disclosure_draft(&priya, desk.alma, (Some(no), change));
    let theirs = theirs.await;
    // A supervisor writes into no file that isn't assigned to her.
    assert!(
        matches!(theirs, Err(DisclosureError::Refused(_))),
        "{theirs:?}"
    );

    nobody_elses(&desk, no).await;

    let least = vec![Category::Identity, Category::Housing];
    keeps(&desk, Some(no), DraftChange::Sections(least, String::new())).await;
    let state = found(&desk, &desk.dana, desk.alma, no).await.expect("hers");
    assert!(state.needs.is_empty(), "{:?}", state.needs);
    assert_eq!(state.second.why, None);
    let ended = office.begin_prepared_disclosure(&desk.dana, desk.alma, no);
    let Ok(DraftEnd::Begun(begun)) = ended.await else {
        panic!("all of it fits");
    };
    let stands = desk.stands(begun).await;
    assert_eq!(stands.state, DisclosureState::Begun);
    assert_eq!(stands.sections, [Category::Identity, Category::Housing]);
    assert_eq!(drafts(&desk, &desk.dana).await, 0);
    let twice = office.begin_prepared_disclosure(&desk.dana, desk.alma, no);
    assert!(matches!(twice.await, Err(DisclosureError::Unknown)));
}

/// Omar writes into this file as well: what Dana prepares isn't there for him, to be read, changed, given up or begun.
async fn nobody_elses(desk: &Desk, no: i64) {
    let office = &desk.house.office;
    let omar = desk.house.worker("omar", Role::Caseworker).await;
    desk.house.assign(&omar, desk.alma).await;
    let omar = person(&desk.house, "omar").await;
    assert_eq!(drafts(desk, &omar).await, 0);
    let change = DraftChange::Purpose(Some(Purpose::Danger));
    let kept = office.keep_disclosure_draft(&omar, desk.alma, (Some(no), change));
    let kept = kept.await.err();
    let dropped = office.drop_disclosure_draft(&omar, desk.alma, no).await;
    let begun = office.begin_prepared_disclosure(&omar, desk.alma, no).await;
    let read = found(desk, &omar, desk.alma, no).await;
    for error in [kept, dropped.err(), begun.err(), read.err()] {
        assert!(matches!(error, Some(DisclosureError::Unknown)), "{error:?}");
    }
    assert_eq!(drafts(desk, &desk.dana).await, 1);
}

#[test]
fn dv_3_3_1_who_may_not_know_of_a_client_prepares_nothing_about_them() {
    for engine in engines() {
        run(unknown(&engine));
    }
}

async fn unknown(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let no = prepared(&desk).await;
    desk.house.worker("noor", Role::Caseworker).await;
    let noor = person(&desk.house, "noor").await;
    let nobody = Id::<Client>::make_random(&caseward_model::Randomness::system());
    for client in [desk.alma, nobody] {
        let read = found(&desk, &noor, client, no).await;
        let change = DraftChange::Kind(Some(Road::Other));
        let kept = office
            .keep_disclosure_draft(&noor, client, (None, change))
            .await;
        let dropped = office.drop_disclosure_draft(&noor, client, no).await;
        let begun = office.begin_prepared_disclosure(&noor, client, no).await;
        let preview = office.preview_statement(&noor, client, 1, Language::English);
        let all = [
            read.err(),
            kept.err(),
            dropped.err(),
            begun.err(),
            preview.await.err(),
        ];
        for error in all {
            assert!(
                matches!(
                    error,
                    Some(DisclosureError::Refused(Refusal::NotKnown { .. }))
                ),
                "{error:?}"
            );
        }
    }
}

#[test]
fn nasw_k_what_would_go_to_the_press_is_kept_in_no_draft_and_is_on_record() {
    for engine in engines() {
        run(press(&engine));
    }
}

async fn press(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let press = desk.house.partner("gazette", OrganizationKind::Media).await;
    let (no, state) = keeps(&desk, None, DraftChange::Kind(Some(Road::Media))).await;
    assert_eq!(state.needs.len(), 1);
    assert_eq!(state.needs[0].step, DraftStep::Recipient);
    let (other, _) = keeps(&desk, None, DraftChange::Kind(Some(Road::Other))).await;
    for no in [no, other] {
        let change = DraftChange::Recipient(Some(press.id));
        let refused = office.keep_disclosure_draft(&desk.dana, desk.alma, (Some(no), change));
        let refused = refused.await.expect_err("refused");
        let DisclosureError::Refused(Refusal::Refused { entry, sections }) = refused else {
            panic!("on record");
        };
        let mut clauses = sections.iter().flat_map(|it| &it.decision.clauses);
        assert!(clauses.any(|it| it.as_str() == "NASW-k"));
        assert!(entry > 0);
        let state = found(&desk, &desk.dana, desk.alma, no).await.expect("hers");
        assert_eq!(state.said.recipient, None);
    }
}

#[test]
fn cr_6_who_could_be_the_second_person_is_said_before_anything_is_put_together() {
    for engine in engines() {
        run(second(&engine));
    }
}

async fn second(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let court = desk.house.partner("court", OrganizationKind::Court).await;
    let (before, delivery) = office
        .disclosure_draft(&desk.dana, desk.alma, None)
        .await
        .expect("the first question");
    delivery.delivered(None);
    assert_eq!(before.second.who, Vec::<String>::new());

    let priya = desk.house.worker("priya", Role::Supervisor).await;
    let dana = office.colleague("dana").await.expect("dana");
    desk.house.supervise(&priya, &dana).await;
    let (no, _) = keeps(&desk, None, DraftChange::Kind(Some(Road::Other))).await;
    keeps(&desk, Some(no), DraftChange::Purpose(Some(Purpose::Legal))).await;
    let ground = DraftChange::Basis(Some(Basis::LegalAuthority), None);
    let (_, state) = keeps(&desk, Some(no), ground).await;
    assert_eq!(state.second.why, Some(SecondWhy::Ground));
    assert_eq!(state.second.who, std::slice::from_ref(&priya.name));

    // What goes to a court is a report, and that is said as soon as the court is chosen.
    let (_, state) = keeps(&desk, Some(no), DraftChange::Recipient(Some(court.id))).await;
    let first = state.needs.iter().find(|it| it.mend.is_some());
    let first = first.expect("another kind");
    assert_eq!(first.step, DraftStep::Kind);
    assert_eq!(first.mend, Some(Mend::Road(Road::Report)));
    let (_, state) = keeps(&desk, Some(no), DraftChange::Kind(Some(Road::Report))).await;
    let asked = state
        .needs
        .iter()
        .filter(|it| it.step == DraftStep::Questions);
    assert_eq!(asked.count(), 4);
    assert!(state.said.asked().contains(&RoadField::Readers));
}

#[test]
fn nasw_c_a_draft_that_nobody_touches_for_thirty_days_is_taken_away() {
    for engine in engines() {
        run(old(&engine));
    }
}

async fn old(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let no = prepared(&desk).await;
    desk.house.clock.advance(29 * DAY);
    let (other, _) = keeps(&desk, None, DraftChange::Kind(Some(Road::Other))).await;
    assert_eq!(drafts(&desk, &desk.dana).await, 2);
    desk.house.clock.advance(2 * DAY);
    keeps(&desk, Some(other), DraftChange::Kind(Some(Road::Other))).await;
    assert_eq!(drafts(&desk, &desk.dana).await, 1);
    let gone = found(&desk, &desk.dana, desk.alma, no).await;
    assert!(matches!(gone, Err(DisclosureError::Unknown)));
    let dropped = office.drop_disclosure_draft(&desk.dana, desk.alma, other);
    dropped.await.expect("given up");
    assert_eq!(drafts(&desk, &desk.dana).await, 0);
}

#[test]
fn re_2_the_statement_can_be_read_before_it_leaves_and_is_none() {
    for engine in engines() {
        run(previewed(&engine));
    }
}

async fn previewed(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.house.office;
    let no = desk.begun().await;
    let preview = || office.preview_statement(&desk.dana, desk.alma, no, Language::English);
    assert!(preview().await.is_err(), "nothing was put together");
    let composed = office.compose_disclosure(&desk.dana, desk.alma, no, Language::English);
    let composed = composed.await.expect("a paper");
    let before = preview().await.expect("what will stand on it");
    assert!(before.preview);
    assert_eq!((before.entry, &before.content), (0, &composed.content));
    assert!(
        before.clauses.contains(&"NASW-b".to_owned()),
        "{:?}",
        before.clauses
    );
    assert_eq!(before.consent.as_ref().map(|it| it.number), Some(0));
    let paper = office.statement_preview_paper(&desk.dana, desk.alma, no, Language::Spanish);
    assert!(paper.await.expect("a PDF").starts_with(b"%PDF-"));

    desk.releases(no).await.expect("it goes").handed_over();
    assert!(preview().await.is_err(), "it left, and has a statement");

    let keeper = desk.house.worker("keeper", Role::RecordsCustodian).await;
    let duty = office.record_duty(&keeper, Purpose::RecordsManagement, 30);
    duty.await.expect("a duty");
    let keeper = person(&desk.house, "keeper").await;
    let no = desk.composed().await;
    let closed = office.preview_statement(&keeper, desk.alma, no, Language::English);
    assert!(matches!(
        closed.await,
        Err(DisclosureError::Refused(_) | DisclosureError::NotAll(_))
    ));
}
