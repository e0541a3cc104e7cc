//! Reporting a danger: it opens its ground for as long as it stands, waits for a supervisor where telling may raise the risk, and tells
//! nothing to whoever may not know of the client.

mod emergency;
mod named;

use caseward_casework::danger::{
    DangerDiscussed, DangerError, DangerNeed, DangerReport, MOST_HOURS, NewDanger, ReportedDanger,
    USUAL_HOURS,
};
use caseward_casework::disclosure::{Answers, DisclosureError, Mend, NewDisclosure};
use caseward_casework::gate::{ClientSheet, EntryText, Refusal, WallAgainst, WallFact};
use caseward_casework::people::RegisteredOrganization;
use caseward_casework::sign_in::SignedIn;
use caseward_model::{
    AtRisk, Basis, Category, Channel, Client, Id, Language, OrganizationKind, Provenance, Purpose,
    Randomness, Road, Role, TaskKind, Told,
};
use caseward_testkit::{Engine, Export, House, engines, run};

use crate::disclosing::person;

const HOUR: i64 = 3_600_000;
const SEEN: &str = "Her brother said on the phone that he will be waiting at her door tonight.";

/// Dana works with Alma, Priya supervises Dana, and Omar works with somebody else.
struct Desk {
    house: House,
    alma: Id<Client>,
    dana: SignedIn,
    priya: SignedIn,
    omar: SignedIn,
    police: RegisteredOrganization,
}

impl Desk {
    async fn on(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let export = Export::new()
            .client("1", "Alma", "Reyes")
            .client("2", "Bruno", "Stone");
        house.import(&export).await;
        let alma = house.client("1").await;
        let dana = house.worker("dana", Role::Caseworker).await;
        house.assign(&dana, alma).await;
        let omar = house.worker("omar", Role::Caseworker).await;
        house.assign(&omar, house.client("2").await).await;
        let priya = house.worker("priya", Role::Supervisor).await;
        house.supervise(&priya, &dana).await;
        Self {
            alma,
            dana: person(&house, "dana").await,
            priya: person(&house, "priya").await,
            omar: person(&house, "omar").await,
            police: house.partner("police", OrganizationKind::Police).await,
            house,
        }
    }

    async fn reports(&self, who: &SignedIn, new: NewDanger) -> Result<i64, DangerError> {
        let reported = self.reports_and_hears(who, new).await;
        reported.map(|it| it.no)
    }

    async fn reports_and_hears(
        &self,
        who: &SignedIn,
        new: NewDanger,
    ) -> Result<ReportedDanger, DangerError> {
        let office = &self.house.office;
        office
            .report_danger(who, self.alma, Channel::Screen, new)
            .await
    }

    /// From now on a wall stands between Alma and this person.
    async fn wall(&self, who: &SignedIn) {
        let no = who.no;
        let wall = move |sheet: &mut ClientSheet, since| {
            let against = WallAgainst::Worker(no);
            sheet.walls.push(WallFact { against, since });
        };
        let office = &self.house.office;
        let walled = office.change_facts(self.alma, "walled", wall).await;
        walled.expect("a wall");
    }

    async fn discusses(
        &self,
        who: &SignedIn,
        no: i64,
        goes_on: Option<bool>,
    ) -> Result<(), DangerError> {
        let new = DangerDiscussed {
            said: "The police call before they come; she sleeps elsewhere tonight.".into(),
            goes_on,
        };
        let office = &self.house.office;
        office
            .discuss_danger(who, (self.alma, no), Channel::Screen, new)
            .await
    }

    async fn ends(&self, who: &SignedIn, no: i64, why: &str) -> Result<(), DangerError> {
        let office = &self.house.office;
        office
            .end_danger(who, (self.alma, no), Channel::Screen, why.into())
            .await
    }

    async fn all(&self, who: &SignedIn) -> Result<Vec<DangerReport>, DangerError> {
        let office = &self.house.office;
        let found = office.dangers_of(who, self.alma, Channel::Screen).await;
        let (all, delivery) = found?;
        delivery.delivered(None);
        Ok(all)
    }

    /// A disclosure to the police on the ground of danger, as far as it goes.
    async fn warns(&self) -> Result<i64, DisclosureError> {
        self.warns_on(None).await
    }

    /// The same on this report.
    async fn warns_on(&self, danger: Option<i64>) -> Result<i64, DisclosureError> {
        let no = self.begins(self.warning(danger)).await?;
        self.composes(no).await?;
        Ok(no)
    }

    fn warning(&self, danger: Option<i64>) -> NewDisclosure {
        NewDisclosure {
            road: Road::Other,
            answers: Answers::default(),
            recipient: self.police.id,
            purpose: Purpose::Danger,
            basis: Basis::Danger,
            danger,
            channel: Channel::HandDelivery,
            sections: vec![Category::Identity, Category::Contact],
            why_more: String::new(),
            told: Told::Later,
            told_how: "She is away until Monday.".into(),
        }
    }

    async fn begins(&self, order: NewDisclosure) -> Result<i64, DisclosureError> {
        let office = &self.house.office;
        office.begin_disclosure(&self.dana, self.alma, order).await
    }

    async fn composes(&self, no: i64) -> Result<(), DisclosureError> {
        let office = &self.house.office;
        let composed = office.compose_disclosure(&self.dana, self.alma, no, Language::English);
        composed.await.map(drop)
    }

    async fn waits_for_priya(&self) -> usize {
        self.waits_for(self.priya.no).await
    }

    async fn waits_for(&self, no: i64) -> usize {
        let tasks = self.house.office.my_tasks(no).await.unwrap();
        let reported = tasks
            .iter()
            .filter(|it| it.kind == TaskKind::DangerReported);
        reported.count()
    }
}

pub(crate) fn danger() -> NewDanger {
    NewDanger {
        at_risk: Some(AtRisk::Client),
        told_by: Some(Provenance::ThirdParty),
        seen: SEEN.into(),
        hours: Some(USUAL_HOURS),
        client_told: Some(false),
        told_how: "She does not pick up the phone and it can't wait until morning.".into(),
        raises_risk: Some(false),
    }
}

fn risky() -> NewDanger {
    NewDanger {
        raises_risk: Some(true),
        ..danger()
    }
}

fn refused_by(refused: Result<impl Sized, DisclosureError>) -> Vec<String> {
    let sections = match refused.err().expect("a refusal") {
        DisclosureError::NotAll(sections)
        | DisclosureError::Refused(Refusal::Refused { sections, .. }) => sections,
        other => panic!("{other:?}"),
    };
    let refused = sections.iter().filter(|it| !it.decision.permitted);
    let clauses = refused.flat_map(|it| it.decision.clauses.iter().map(ToString::to_string));
    clauses.collect()
}

fn mended(done: Result<impl Sized, DisclosureError>) -> Vec<Mend> {
    match done.err().expect("something to mend") {
        DisclosureError::Mend(mend) => mend,
        other => panic!("{other:?}"),
    }
}

fn missing(done: Result<impl Sized, DangerError>) -> Vec<DangerNeed> {
    match done.err().expect("something is missing") {
        DangerError::Mend(needs) => needs,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn is_nobody(done: Result<impl Sized, DangerError>) -> bool {
    matches!(
        done.err(),
        Some(DangerError::Refused(Refusal::NotKnown { .. }))
    )
}

#[test]
fn re_7_a_danger_opens_its_ground_for_exactly_as_long_as_it_stands() {
    for engine in engines() {
        run(stands(&engine));
    }
}

async fn stands(engine: &Engine) {
    let desk = Desk::on(engine).await;
    assert_eq!(mended(desk.warns().await), [Mend::NoDanger]);

    let no = desk.reports(&desk.dana, danger()).await.expect("reported");
    assert_eq!(
        desk.waits_for_priya().await,
        1,
        "her supervisor hears of it"
    );
    let warned = desk.warns().await.expect("a paper for the police");
    let (house, office) = (&desk.house, &desk.house.office);
    let way = house.choose_a_way(&desk.dana, desk.alma, warned).await;
    way.expect("a way");
    let found = office.disclosure(&desk.dana, desk.alma, warned).await;
    let (found, delivery) = found.expect("a disclosure");
    delivery.delivered(None);
    let seen = found.composed.expect("a paper").1;
    let what = (warned, seen.as_str());
    let left = office.release_disclosure(&desk.dana, desk.alma, what, Language::English);
    left.await.expect("it leaves").handed_over();

    assert_eq!(
        missing(desk.ends(&desk.dana, no, " \n").await),
        [DangerNeed::Why]
    );
    let ready = desk.warns().await.expect("it still stands");
    let over = desk.ends(&desk.dana, no, "He was taken in by the police.");
    over.await.expect("over");
    assert_eq!(
        desk.waits_for_priya().await,
        1,
        "something went: she looks at it all the same"
    );
    assert_eq!(mended(desk.warns().await), [Mend::NoDanger]);
    assert_eq!(
        mended(desk.composes(ready).await),
        [Mend::DangerOver],
        "nor what was ready when it ended"
    );
    let twice = desk.ends(&desk.dana, no, "He was taken in by the police.");
    assert_eq!(missing(twice.await), [DangerNeed::Over]);

    let short = NewDanger {
        hours: Some(1),
        ..danger()
    };
    desk.reports(&desk.dana, short).await.expect("reported");
    desk.house.clock.advance(HOUR - 1_000);
    desk.warns().await.expect("until the hour is over");
    desk.house.clock.advance(1_000);
    assert_eq!(mended(desk.warns().await), [Mend::NoDanger]);
    let all = desk.all(&desk.dana).await.expect("both");
    let now_ms = desk.house.clock.now_ms();
    assert!(all.len() == 2 && all.iter().all(|it| !it.stands_at(now_ms)));
}

#[test]
fn re_7_a_danger_that_may_raise_the_risk_waits_for_a_supervisor_who_did_not_report_it() {
    for engine in engines() {
        run(risk(&engine));
    }
}

async fn risk(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let manager = "DV-3.3.2c".to_owned();
    let first = desk.reports(&desk.dana, risky()).await.expect("reported");
    assert!(refused_by(desk.warns().await).contains(&manager));
    let alone = desk.discusses(&desk.dana, first, Some(true)).await;
    assert_eq!(missing(alone), [DangerNeed::AnotherPerson]);
    let open = desk.discusses(&desk.priya, first, None).await;
    assert_eq!(missing(open), [DangerNeed::Said]);
    assert!(refused_by(desk.warns().await).contains(&manager));

    let seen = desk.all(&desk.priya).await.expect("she supervises it");
    assert!(seen[0].waits() && seen[0].seen == SEEN);
    let done = desk.discusses(&desk.priya, first, Some(true)).await;
    done.expect("discussed");
    assert_eq!(desk.waits_for_priya().await, 0);
    desk.warns().await.expect("a paper for the police");

    let second = desk.reports(&desk.dana, risky()).await.expect("reported");
    for either in [first, second] {
        assert!(
            refused_by(desk.warns_on(Some(either)).await).contains(&manager),
            "what was said about one says nothing about another"
        );
    }
    let done = desk.discusses(&desk.priya, second, Some(false)).await;
    done.expect("discussed");
    let all = desk.all(&desk.dana).await.expect("both");
    let now_ms = desk.house.clock.now_ms();
    assert!(!all[0].stands_at(now_ms), "a no ends the report");
    assert!(
        refused_by(desk.warns().await).contains(&manager),
        "after a no nothing goes, whatever stands beside it"
    );
    let third = desk.reports(&desk.dana, danger()).await.expect("reported");
    for either in [first, third] {
        assert!(
            refused_by(desk.warns_on(Some(either)).await).contains(&manager),
            "nor by reporting it anew"
        );
    }
    let done = desk.discusses(&desk.priya, third, Some(true)).await;
    done.expect("discussed");
    let warned = desk.warns_on(Some(third)).await;
    warned.expect("a supervisor said yes since");

    let own = desk.reports(&desk.priya, risky()).await.expect("reported");
    let herself = desk.discusses(&desk.priya, own, Some(true)).await;
    assert_eq!(missing(herself), [DangerNeed::AnotherPerson]);
}

#[test]
fn re_7_a_report_that_was_ended_is_looked_at_once_and_nothing_goes_on_by_it() {
    for engine in engines() {
        run(ended(&engine));
    }
}

async fn ended(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let no = desk.reports(&desk.dana, danger()).await.expect("reported");
    desk.warns().await.expect("a paper for the police");
    let over = desk.ends(&desk.dana, no, "He was taken in by the police.");
    over.await.expect("over");
    assert_eq!(desk.waits_for_priya().await, 1);
    let all = desk.all(&desk.priya).await.expect("one");
    assert!(all[0].is_for(&desk.priya), "the form is offered");
    assert!(!all[0].is_for(&desk.dana));
    let yes = desk.discusses(&desk.priya, no, Some(true)).await;
    assert_eq!(missing(yes), [DangerNeed::Over]);
    let no_more = desk.discusses(&desk.priya, no, Some(false)).await;
    no_more.expect("looked at");
    assert_eq!(desk.waits_for_priya().await, 0);
    for again in [Some(true), Some(false)] {
        let again = desk.discusses(&desk.priya, no, again).await;
        assert_eq!(missing(again), [DangerNeed::Over], "it isn't rewritten");
    }
    let all = desk.all(&desk.priya).await.expect("one");
    let ended = all[0].ended.as_ref().expect("its end");
    assert_eq!(ended.by, desk.dana.worker, "who ended it stays who did");
    assert!(all[0].discussed.is_some() && !all[0].is_for(&desk.priya));
}

#[test]
fn dv_3_3_2c_the_wait_for_a_supervisor_is_not_shaken_off() {
    for engine in engines() {
        run(by_ending(&engine));
        run(by_waiting(&engine));
    }
}

/// What may raise the risk is ended, and reported anew as something that may not.
async fn by_ending(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let manager = "DV-3.3.2c".to_owned();
    let no = desk.reports(&desk.dana, risky()).await.expect("reported");
    let over = desk.ends(&desk.dana, no, "I wrote the wrong thing.");
    over.await.expect("over");
    let plain = desk.reports(&desk.dana, danger()).await.expect("reported");
    assert!(refused_by(desk.warns().await).contains(&manager));
    let done = desk.discusses(&desk.priya, plain, Some(true)).await;
    done.expect("discussed");
    desk.warns().await.expect("a supervisor said yes");
}

/// What may raise the risk stands for an hour, beside something that stands for days.
async fn by_waiting(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let manager = "DV-3.3.2c".to_owned();
    let short = NewDanger {
        hours: Some(1),
        ..risky()
    };
    let short = desk.reports(&desk.dana, short).await.expect("reported");
    let plain = desk.reports(&desk.dana, danger()).await.expect("reported");
    desk.house.clock.advance(2 * HOUR);
    assert!(refused_by(desk.warns().await).contains(&manager));
    let over = desk.ends(&desk.dana, plain, "Reported anew.");
    over.await.expect("over");
    desk.reports(&desk.dana, danger()).await.expect("reported");
    assert!(
        refused_by(desk.warns().await).contains(&manager),
        "nor by ending what it stood beside"
    );
    let done = desk.discusses(&desk.priya, short, Some(true)).await;
    done.expect("discussed");
    desk.warns().await.expect("until it was discussed");
}

#[test]
fn re_7_a_no_of_a_supervisor_is_not_shaken_off_by_reporting_anew() {
    for engine in engines() {
        run(anew(&engine, danger()));
        run(anew(&engine, risky()));
    }
}

/// Whatever was refused, something harmless that is reported after it, or ended, opens nothing: only a yes does, or time.
async fn anew(engine: &Engine, refused: NewDanger) {
    let desk = Desk::on(engine).await;
    let re_7 = "RE-7".to_owned();
    let no = desk.reports(&desk.dana, refused.clone()).await;
    let done = desk.discusses(&desk.priya, no.expect("reported"), Some(false));
    done.await.expect("discussed");
    let short = NewDanger {
        hours: Some(1),
        ..danger()
    };
    let harmless = desk.reports(&desk.dana, short).await.expect("reported");
    assert!(refused_by(desk.warns().await).contains(&re_7));
    let over = desk.ends(&desk.dana, harmless, "Reported anew.");
    over.await.expect("over");
    let long = NewDanger {
        hours: Some(2 * USUAL_HOURS),
        ..danger()
    };
    let long = desk.reports(&desk.dana, long).await.expect("reported");
    assert!(refused_by(desk.warns().await).contains(&re_7));
    desk.house.clock.advance((USUAL_HOURS + 1) * HOUR);
    assert!(
        refused_by(desk.warns().await).contains(&re_7),
        "it lasts as long as what stands beside it"
    );
    let done = desk.discusses(&desk.priya, long, Some(true)).await;
    done.expect("discussed");
    desk.warns().await.expect("a supervisor said yes since");

    let no = desk.reports(&desk.dana, refused).await.expect("reported");
    let done = desk.discusses(&desk.priya, no, Some(false)).await;
    done.expect("discussed");
    desk.house.clock.advance((USUAL_HOURS + 1) * HOUR);
    desk.reports(&desk.dana, danger()).await.expect("reported");
    desk.warns().await.expect("a no has its end");
}

#[test]
fn dv_3_3_2e_no_supervisor_behind_a_wall_hears_of_a_danger() {
    for engine in engines() {
        run(walled(&engine));
    }
}

async fn walled(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let first = desk.reports_and_hears(&desk.dana, danger()).await;
    assert!(first.expect("reported").told);
    assert_eq!(desk.waits_for_priya().await, 1);
    desk.wall(&desk.priya).await;
    assert_eq!(desk.waits_for_priya().await, 0, "nor of what waits already");

    let alone = desk.reports_and_hears(&desk.dana, danger()).await;
    let alone = alone.expect("reported");
    assert!(!alone.told, "there is nobody else");
    let all = desk.all(&desk.dana).await.expect("both");
    assert!(all[0].told_nobody && !all[1].told_nobody);
    assert_eq!(desk.waits_for_priya().await, 0);

    // Sam supervises nobody, and works with Alma; Ida neither.
    let sam = desk.house.worker("sam", Role::Supervisor).await;
    let ida = desk.house.worker("ida", Role::Supervisor).await;
    desk.house.assign(&sam, desk.alma).await;
    let heard = desk.reports_and_hears(&desk.dana, danger()).await;
    let heard = heard.expect("reported");
    assert!(heard.told);
    let waits = (desk.waits_for(sam.no).await, desk.waits_for(ida.no).await);
    assert_eq!(waits, (1, 0));
    let sam = person(&desk.house, "sam").await;
    let done = desk.discusses(&sam, heard.no, Some(true)).await;
    done.expect("who is told can act");
    assert_eq!(desk.waits_for(sam.no).await, 0);
}

#[test]
fn re_7_the_history_tells_that_a_danger_was_reported_and_nothing_of_it() {
    for engine in engines() {
        run(history(&engine));
    }
}

async fn history(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let no = desk.reports(&desk.dana, risky()).await.expect("reported");
    let done = desk.discusses(&desk.priya, no, Some(true)).await;
    done.expect("discussed");
    let over = desk.ends(&desk.dana, no, "He was taken in by the police.");
    over.await.expect("over");
    let office = &desk.house.office;
    let question = office.question_of(&desk.dana, desk.alma, Channel::Screen);
    let question = question.await.expect("a question");
    let looks = office.who_looked(&question).await.expect("the history");
    let deeds = looks.iter().filter_map(|it| match &it.text {
        EntryText::Deed(text) if text.deed.starts_with("danger_") => Some(&text.particulars),
        _ => None,
    });
    let deeds: Vec<_> = deeds.map(|it| format!("{it:?}")).collect();
    assert_eq!(deeds.len(), 3, "{deeds:?}");
    for word in ["at_risk", "client_told", "raises_risk", "goes_on"] {
        assert!(deeds.iter().all(|it| !it.contains(word)), "{word}");
    }
}

#[test]
fn re_7_who_may_not_know_of_a_client_learns_nothing_of_a_danger() {
    for engine in engines() {
        run(unknown(&engine));
    }
}

async fn unknown(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let no = desk.reports(&desk.dana, danger()).await.expect("reported");
    let omar = &desk.omar;
    assert!(is_nobody(desk.all(omar).await));
    assert!(is_nobody(desk.reports(omar, danger()).await));
    assert!(is_nobody(desk.reports(omar, NewDanger::default()).await));
    assert!(is_nobody(desk.discusses(omar, no, Some(true)).await));
    assert!(is_nobody(desk.ends(omar, no, "It is over now.").await));
    let office = &desk.house.office;
    let nobody = Id::<Client>::make_random(&Randomness::system());
    let found = office.dangers_of(&desk.dana, nobody, Channel::Screen).await;
    assert!(is_nobody(found));
    let all = desk.all(&desk.dana).await.expect("one");
    assert!(all.len() == 1 && all[0].ended.is_none());
    let there_is_none = desk.ends(&desk.dana, no + 1, "It is over now.").await;
    assert!(matches!(there_is_none, Err(DangerError::Unknown)));
}

#[test]
fn re_7_a_danger_without_words_is_sent_back_with_what_it_needs() {
    for engine in engines() {
        run(empty(&engine));
    }
}

async fn empty(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let nothing = desk.reports(&desk.dana, NewDanger::default()).await;
    let error = nothing.expect_err("something is missing");
    assert!(error.to_string().contains("who may be harmed"), "{error}");
    let thin = NewDanger {
        told_how: "urgent".into(),
        ..danger()
    };
    assert_eq!(
        missing(desk.reports(&desk.dana, thin).await),
        [DangerNeed::ToldHow]
    );
    let endless = NewDanger {
        hours: Some(MOST_HOURS + 1),
        ..danger()
    };
    assert_eq!(
        missing(desk.reports(&desk.dana, endless).await),
        [DangerNeed::Hours]
    );
    let unseen = NewDanger {
        client_told: Some(true),
        told_how: "\u{200b}\u{ad} ".into(),
        ..danger()
    };
    assert_eq!(
        missing(desk.reports(&desk.dana, unseen).await),
        [DangerNeed::ToldHow],
        "signs without a shape are no words"
    );
    assert!(desk.all(&desk.dana).await.expect("none").is_empty());
    assert_eq!(desk.waits_for_priya().await, 0);

    let no = desk.reports(&desk.dana, danger()).await.expect("reported");
    let over = desk.ends(&desk.dana, no, "\u{200b}").await;
    assert_eq!(missing(over), [DangerNeed::Why]);
    for said in ["\u{200b}", "fine", "yes yes yes yes yes"] {
        let new = DangerDiscussed {
            said: said.into(),
            goes_on: Some(true),
        };
        let office = &desk.house.office;
        let which = (desk.alma, no);
        let done = office.discuss_danger(&desk.priya, which, Channel::Screen, new);
        assert_eq!(missing(done.await), [DangerNeed::Said], "{said}");
    }
}

#[test]
fn re_7_what_was_reported_stands_in_no_section_that_the_client_reads() {
    for engine in engines() {
        run(apart(&engine));
    }
}

async fn apart(engine: &Engine) {
    let desk = Desk::on(engine).await;
    desk.reports(&desk.dana, danger()).await.expect("reported");
    let opened = desk
        .house
        .office
        .open_sections(
            &desk.dana,
            desk.alma,
            &[Category::Notes, Category::ThirdParty],
        )
        .await;
    let (file, delivery) = opened.expect("the file");
    let texts = file
        .sections
        .iter()
        .flat_map(|it| it.records.iter().filter_map(|it| it.text()));
    for text in texts {
        assert!(!text.to_string().contains("brother"));
    }
    delivery.delivered(None);
    let all = desk.all(&desk.dana).await.expect("one");
    assert_eq!(all[0].seen, SEEN, "it is kept all the same");
}
