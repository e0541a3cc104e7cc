//! Warning somebody who is threatened: only because of a report that stands and says so, in words that were read to their end, never a
//! protected client's partner, and nothing of it is known to whoever may not know of the client.

mod held;
mod reminded;

use caseward_casework::danger::{
    DangerDiscussed, NewDanger, NewWarning, USUAL_HOURS, Warning, WarningError, WarningNeed,
};
use caseward_casework::disclosure::{Accounting, AccountingFile, LeftAs};
use caseward_casework::gate::{
    ClientSheet, EntryText, Outcome, ProtectionSource, Refusal, WallAgainst, WallFact,
};
use caseward_casework::sign_in::SignedIn;
use caseward_model::{
    AtRisk, Channel, Client, Id, Language, Protection, Provenance, Randomness, Regime, Role,
    TaskKind, Told, WarningEnd, WarningState, WarningWay,
};
use caseward_testkit::{Engine, Export, House, engines, run};

use crate::disclosing::person;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
const TOLD: &str = "Your son Bruno Stone said today that he will come to you on Friday and hurt you. \
                    Alma Reyes heard it too; she is at 555-210-4477.";

/// Dana works with Bruno, who threatens his mother; Priya supervises Dana, and Omar works with Alma.
struct Desk {
    house: House,
    bruno: Id<Client>,
    dana: SignedIn,
    priya: SignedIn,
    omar: SignedIn,
}

impl Desk {
    async fn on(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let export = Export::new()
            .client("1", "Alma", "Reyes")
            .client("2", "Bruno", "Stone");
        house.import(&export).await;
        let bruno = house.client("2").await;
        let dana = house.worker("dana", Role::Caseworker).await;
        house.assign(&dana, bruno).await;
        let omar = house.worker("omar", Role::Caseworker).await;
        house.assign(&omar, house.client("1").await).await;
        let priya = house.worker("priya", Role::Supervisor).await;
        house.supervise(&priya, &dana).await;
        Self {
            bruno,
            dana: person(&house, "dana").await,
            priya: person(&house, "priya").await,
            omar: person(&house, "omar").await,
            house,
        }
    }

    async fn reports(&self, at_risk: AtRisk, raises_risk: bool) -> i64 {
        let new = NewDanger {
            at_risk: Some(at_risk),
            told_by: Some(Provenance::Client),
            seen: "He said that his mother will not see Saturday, and he means it.".into(),
            hours: Some(USUAL_HOURS),
            client_told: Some(true),
            told_how: "I told him that I may have to pass this on.".into(),
            raises_risk: Some(raises_risk),
        };
        let office = &self.house.office;
        let reported = office.report_danger(&self.dana, self.bruno, Channel::Screen, new);
        reported.await.expect("reported").no
    }

    async fn prepares(&self, new: NewWarning) -> Result<i64, WarningError> {
        let office = &self.house.office;
        office
            .prepare_warning(&self.dana, self.bruno, Channel::Screen, new)
            .await
    }

    async fn composes(&self, no: i64) -> Result<(String, String), WarningError> {
        let office = &self.house.office;
        let which = (self.bruno, no);
        let composed = office.compose_warning(&self.dana, which, Channel::Screen);
        composed.await.map(|it| (it.content, it.said))
    }

    /// Prepares it and puts it together.
    async fn ready(&self, new: NewWarning) -> Result<(i64, String), WarningError> {
        let no = self.prepares(new).await?;
        Ok((no, self.composes(no).await?.0))
    }

    async fn begins(&self, no: i64, seen: (&str, bool)) -> Result<u64, WarningError> {
        let office = &self.house.office;
        let which = (self.bruno, no);
        let begun = office.begin_warning(&self.dana, which, Channel::Screen, seen);
        begun.await.map(|it| it.entry)
    }

    async fn ends(&self, no: i64, end: WarningEnd) -> Result<(), WarningError> {
        let office = &self.house.office;
        let what = (Some(end), "Spoke to her at her door at eight.".to_owned());
        office
            .end_warning(&self.dana, (self.bruno, no), Channel::Screen, what)
            .await
    }

    async fn all(&self, who: &SignedIn) -> Result<Vec<Warning>, WarningError> {
        let office = &self.house.office;
        let found = office.warnings_of(who, self.bruno, Channel::Screen).await;
        let (all, delivery) = found?;
        delivery.delivered(None);
        Ok(all)
    }

    async fn accounting(&self, regime: Regime) -> Accounting {
        let office = &self.house.office;
        let found = office.accounting_of(&self.dana, self.bruno, regime).await;
        let (found, delivery) = found.expect("an accounting");
        delivery.delivered(None);
        found
    }

    async fn changes(&self, deed: &'static str, change: fn(&mut ClientSheet, i64)) {
        let office = &self.house.office;
        let changed = office.change_facts(self.bruno, deed, change).await;
        changed.expect("changed");
    }

    async fn to_tell(&self) -> usize {
        self.waits_for(&self.dana, TaskKind::WarningToTell).await
    }

    async fn waits_for(&self, who: &SignedIn, kind: TaskKind) -> usize {
        let tasks = self.house.office.my_tasks(who.no).await.unwrap();
        tasks.iter().filter(|it| it.kind == kind).count()
    }

    /// From now on a wall stands between Bruno and Alma.
    async fn walls_alma_off(&self) {
        let office = &self.house.office;
        let alma = self.house.client("1").await;
        let alma_no = office.client_no(alma).await.unwrap();
        let raise = move |sheet: &mut ClientSheet, since| {
            let against = WallAgainst::Client(alma_no);
            sheet.walls.push(WallFact { against, since });
        };
        let walled = office.change_facts(self.bruno, "walled", raise).await;
        walled.expect("a wall");
    }

    /// What became of an INTENT, the earliest first.
    async fn outcomes(&self, intent: u64) -> Vec<Outcome> {
        let office = &self.house.office;
        let question = office.question_of(&self.dana, self.bruno, Channel::Screen);
        let question = question.await.expect("a question");
        let looks = office.who_looked(&question).await.expect("the history");
        let mut found: Vec<(u64, Outcome)> = looks
            .iter()
            .filter_map(|it| match &it.text {
                EntryText::Outcome(text) if text.of == intent => Some((it.entry, text.outcome)),
                _ => None,
            })
            .collect();
        found.sort_by_key(|(entry, _)| *entry);
        found.into_iter().map(|(_, outcome)| outcome).collect()
    }
}

fn warning(report: i64) -> NewWarning {
    NewWarning {
        number: None,
        report: Some(report),
        name: "Rosa Leal".into(),
        who: "His mother; she lives two doors on.".into(),
        way: Some(WarningWay::InPerson),
        partner: Some(false),
        says_name: false,
        told: TOLD.into(),
        callback: "555 010 0100".into(),
        language: Some(Language::English),
    }
}

#[track_caller]
fn refused_by(refused: Result<impl Sized, WarningError>) -> Vec<String> {
    let sections = match refused.err().expect("a refusal") {
        WarningError::Refused(Refusal::Refused { sections, .. }) => sections,
        other => panic!("{other:?}"),
    };
    let clauses = sections.iter().flat_map(|it| it.decision.clauses.iter());
    clauses.map(ToString::to_string).collect()
}

fn missing(done: Result<impl Sized, WarningError>) -> Vec<WarningNeed> {
    match done.err().expect("something is missing") {
        WarningError::Mend(needs) => needs,
        other => panic!("{other:?}"),
    }
}

fn is_nobody(done: Result<impl Sized, WarningError>) -> bool {
    matches!(
        done.err(),
        Some(WarningError::Refused(Refusal::NotKnown { .. }))
    )
}

#[test]
fn re_7_somebody_who_is_threatened_is_warned_in_the_words_that_were_read_to_their_end() {
    for engine in engines() {
        run(whole_way(&engine));
    }
}

async fn whole_way(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let report = desk.reports(AtRisk::Household, false).await;
    let no = desk.prepares(warning(report)).await.expect("prepared");
    let (content, said) = desk.composes(no).await.expect("a text");
    assert!(said.contains("come to you on Friday"), "{said}");
    for told in ["Alma", "Reyes", "555-210-4477", "Bruno", "Stone", "Rosa"] {
        assert!(!said.contains(told), "{told} stands in: {said}");
    }
    assert!(said.contains("555 010 0100") && said.contains("911"));
    let unread = desk.begins(no, (&content, false)).await;
    assert_eq!(missing(unread), [WarningNeed::Read]);
    let other = "0".repeat(64);
    let changed = desk.begins(no, (&other, true)).await;
    assert_eq!(missing(changed), [WarningNeed::Anew]);
    assert_eq!(
        missing(desk.ends(no, WarningEnd::Warned).await),
        [WarningNeed::Over],
        "nobody was told yet"
    );

    let intent = desk.begins(no, (&content, true)).await.expect("let out");
    assert_eq!(desk.outcomes(intent).await, [Outcome::Kept]);
    let twice = desk.begins(no, (&content, true)).await;
    assert_eq!(missing(twice), [WarningNeed::Over]);
    let line = &desk.accounting(Regime::All).await.lines;
    assert_eq!(line.len(), 1, "what nobody knows the end of counts as said");
    desk.ends(no, WarningEnd::Warned).await.expect("noted");
    let became = desk.outcomes(intent).await;
    assert_eq!(became, [Outcome::Kept, Outcome::Delivered]);
    let all = desk.all(&desk.dana).await.expect("one");
    assert_eq!(all[0].state, WarningState::Over);
    assert_eq!(
        all[0].said.as_deref(),
        Some(said.as_str()),
        "as it was said"
    );
    assert_eq!(all[0].told, TOLD, "and as it was written");
    let again = desk.ends(no, WarningEnd::OthersWarned).await;
    assert_eq!(missing(again), [WarningNeed::Over]);

    let lines = desk.accounting(Regime::Hipaa).await.lines;
    assert_eq!(lines[0].left_as, LeftAs::Warning);
    assert_eq!(lines[0].recipient, "a threatened person");
    let asked = (Regime::All, AccountingFile::Csv);
    let office = &desk.house.office;
    let file = office.accounting_file(&desk.dana, desk.bruno, asked, Language::English);
    let (bytes, delivery) = file.await.expect("a file");
    delivery.delivered(Some(&bytes));
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("a threatened person") && !text.contains("Rosa"));

    let named = NewWarning {
        says_name: true,
        ..warning(report)
    };
    let no = desk.prepares(named).await.expect("prepared");
    let (_, said) = desk.composes(no).await.expect("a text");
    assert!(said.contains("Bruno Stone"), "where it has to be: {said}");
    assert!(!said.contains("Alma") && !said.contains("555-210-4477"));
}

#[test]
fn cr_9_a_warning_names_nobody_not_even_whoever_it_is_for() {
    for engine in engines() {
        run(async {
            let desk = Desk::on(&engine).await;
            let report = desk.reports(AtRisk::Household, false).await;
            let addressed = NewWarning {
                told: "Rosa, your son said that he will come to you on Friday. Rosa Leal, go!"
                    .into(),
                ..warning(report)
            };
            let no = desk.prepares(addressed).await.expect("prepared");
            let (_, said) = desk.composes(no).await.expect("a text");
            assert!(said.contains("come to you on Friday"), "{said}");
            assert!(!said.contains("Rosa") && !said.contains("Leal"), "{said}");
        });
    }
}

#[test]
fn re_7_a_warning_hangs_on_a_report_that_stands_and_names_somebody_else() {
    for engine in engines() {
        run(hangs(&engine));
    }
}

async fn hangs(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let none = desk.prepares(warning(1)).await;
    assert_eq!(missing(none), [WarningNeed::Report]);
    let themselves = desk.reports(AtRisk::Client, false).await;
    let own = desk.prepares(warning(themselves)).await;
    assert_eq!(missing(own), [WarningNeed::Report]);

    let report = desk.reports(AtRisk::Worker, false).await;
    let (no, content) = desk.ready(warning(report)).await.expect("a text");
    let office = &desk.house.office;
    let why = "He was taken in by the police.".to_owned();
    let over = office.end_danger(&desk.dana, (desk.bruno, report), Channel::Screen, why);
    over.await.expect("over");
    let late = desk.begins(no, (&content, true)).await;
    assert!(refused_by(late).contains(&"RE-7".to_owned()));
    let ended = desk.prepares(warning(report)).await;
    assert_eq!(missing(ended), [WarningNeed::Report]);
    desk.ends(no, WarningEnd::Dropped).await.expect("given up");

    let risky = desk.reports(AtRisk::Other, true).await;
    let no = desk.prepares(warning(risky)).await.expect("prepared");
    let manager = "DV-3.3.2c".to_owned();
    assert!(refused_by(desk.composes(no).await).contains(&manager));
    let new = DangerDiscussed {
        said: "She warns her at her door, and stays until her sister is there.".into(),
        goes_on: Some(true),
    };
    let which = (desk.bruno, risky);
    let done = office.discuss_danger(&desk.priya, which, Channel::Screen, new);
    done.await.expect("discussed");
    let (content, _) = desk.composes(no).await.expect("a text");
    desk.house.clock.advance(DAY + 1_000);
    let stale = desk.begins(no, (&content, true)).await;
    assert_eq!(missing(stale), [WarningNeed::Anew]);
    let (content, _) = desk.composes(no).await.expect("put together again");
    desk.begins(no, (&content, true)).await.expect("let out");
}

#[test]
fn re_7_whoever_could_not_be_reached_is_not_counted_as_warned_and_can_be_tried_again() {
    for engine in engines() {
        run(not_reached(&engine));
    }
}

async fn not_reached(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let report = desk.reports(AtRisk::Household, false).await;
    let (no, content) = desk.ready(warning(report)).await.expect("a text");
    let first = desk.begins(no, (&content, true)).await.expect("let out");
    desk.ends(no, WarningEnd::NotReached).await.expect("noted");
    let became = desk.outcomes(first).await;
    assert_eq!(became, [Outcome::Kept, Outcome::Unopened]);
    assert!(desk.accounting(Regime::All).await.lines.is_empty());
    assert_eq!(desk.to_tell().await, 0);
    let all = desk.all(&desk.dana).await.expect("one");
    assert!(all[0].state == WarningState::Ready && !all[0].left());

    let second = desk.begins(no, (&content, true)).await.expect("let out");
    assert_ne!(first, second);
    desk.ends(no, WarningEnd::Warned).await.expect("noted");
    assert_eq!(desk.accounting(Regime::All).await.lines.len(), 1);
    let all = desk.all(&desk.dana).await.expect("one");
    assert_eq!(all[0].tries.len(), 2);

    let (no, content) = desk.ready(warning(report)).await.expect("a text");
    desk.begins(no, (&content, true)).await.expect("let out");
    desk.ends(no, WarningEnd::OthersWarned)
        .await
        .expect("noted");
    assert_eq!(desk.accounting(Regime::All).await.lines.len(), 1);
}

#[test]
fn dv_3_3_2e_no_partner_of_a_protected_client_is_warned_nor_anybody_behind_a_wall() {
    for engine in engines() {
        run(partner(&engine));
    }
}

async fn partner(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let wall = "DV-3.3.2e".to_owned();
    let report = desk.reports(AtRisk::Household, false).await;
    let partner = || NewWarning {
        partner: Some(true),
        ..warning(report)
    };
    let (no, content) = desk.ready(partner()).await.expect("nobody is protected");
    desk.changes("protection_proposed", |sheet, since| {
        sheet.protect(Protection::Proposed, ProtectionSource::Survivor, since);
    })
    .await;
    let late = desk.begins(no, (&content, true)).await;
    assert!(refused_by(late).contains(&wall), "nobody decided yet");
    desk.changes("protected", |sheet, since| {
        sheet.protect(Protection::Victim, ProtectionSource::Worker, since);
    })
    .await;
    assert!(refused_by(desk.ready(partner()).await).contains(&wall));
    let (no, _) = desk.ready(warning(report)).await.expect("their mother is");

    let named = NewWarning {
        name: "Alma Reyes".into(),
        ..warning(report)
    };
    let (known, content) = desk.ready(named.clone()).await.expect("no wall yet");
    desk.walls_alma_off().await;
    let late = desk.begins(known, (&content, true)).await;
    assert!(refused_by(late).contains(&wall), "it came up since");
    assert!(refused_by(desk.ready(named).await).contains(&wall));
    desk.composes(no).await.expect("nobody else is kept apart");
}

#[test]
fn nasw_d_the_client_is_told_of_a_warning_or_the_reason_stands_there() {
    for engine in engines() {
        run(told(&engine));
    }
}

async fn told(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let report = desk.reports(AtRisk::Household, false).await;
    let (no, content) = desk.ready(warning(report)).await.expect("a text");
    desk.begins(no, (&content, true)).await.expect("let out");
    assert_eq!(desk.to_tell().await, 0);
    desk.ends(no, WarningEnd::Warned).await.expect("noted");
    assert_eq!(desk.to_tell().await, 1);
    let office = &desk.house.office;
    let which = (desk.bruno, no);
    let reason = "He would look for her at once.";
    for (said, how) in [
        (None, reason),
        (Some(Told::Later), reason),
        (Some(Told::Not), "\u{200b}"),
    ] {
        let what = (said, how.to_owned());
        let thin = office.note_told_of_warning(&desk.dana, which, Channel::Screen, what);
        assert_eq!(missing(thin.await), [WarningNeed::ClientTold]);
    }
    assert_eq!(desk.to_tell().await, 1);
    let what = (Some(Told::Not), reason.to_owned());
    let noted = office.note_told_of_warning(&desk.dana, which, Channel::Screen, what);
    noted.await.expect("noted");
    assert_eq!(desk.to_tell().await, 0);
    let all = desk.all(&desk.dana).await.expect("one");
    assert_eq!(all[0].client_told, Told::Not);
    assert_eq!(all[0].client_told_how, reason);
}

#[test]
fn dv_4_2b_how_long_a_warning_took_is_known() {
    for engine in engines() {
        run(timed(&engine));
    }
}

async fn timed(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let report = desk.reports(AtRisk::Household, false).await;
    let (no, content) = desk.ready(warning(report)).await.expect("a text");
    desk.house.clock.advance(25 * MINUTE);
    desk.begins(no, (&content, true)).await.expect("let out");
    assert_eq!(desk.all(&desk.dana).await.expect("one")[0].took_ms(), None);
    desk.house.clock.advance(5 * MINUTE);
    desk.ends(no, WarningEnd::Warned).await.expect("noted");
    let took = desk.all(&desk.dana).await.expect("one")[0].took_ms();
    assert_eq!(took.map(|it| it / MINUTE), Some(30));
}

#[test]
fn re_7_who_may_not_know_of_a_client_learns_nothing_of_a_warning() {
    for engine in engines() {
        run(unknown(&engine));
    }
}

async fn unknown(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let report = desk.reports(AtRisk::Household, false).await;
    let (no, content) = desk.ready(warning(report)).await.expect("a text");
    let (office, omar, by) = (&desk.house.office, &desk.omar, Channel::Screen);
    let nobody = Id::<Client>::make_random(&Randomness::system());
    for client in [desk.bruno, nobody] {
        let which = (client, no);
        assert!(is_nobody(office.warnings_of(omar, client, by).await));
        let prepared = office.prepare_warning(omar, client, by, warning(report));
        assert!(is_nobody(prepared.await));
        let empty = office.prepare_warning(omar, client, by, NewWarning::default());
        assert!(is_nobody(empty.await));
        assert!(is_nobody(office.compose_warning(omar, which, by).await));
        let begun = office.begin_warning(omar, which, by, (&content, true));
        assert!(is_nobody(begun.await));
        let what = (Some(WarningEnd::Dropped), "It is over.".to_owned());
        assert!(is_nobody(office.end_warning(omar, which, by, what).await));
        let what = (Some(Told::Before), "He knows.".to_owned());
        let told = office.note_told_of_warning(omar, which, by, what);
        assert!(is_nobody(told.await));
        let why = "She left the county.".to_owned();
        let nobody = office.note_nobody_warned(omar, (client, report), by, why);
        assert!(is_nobody(nobody.await));
        let again = NewWarning {
            number: Some(no),
            ..warning(report)
        };
        assert!(is_nobody(
            office.prepare_warning(omar, client, by, again).await
        ));
    }
    // Whoever supervises writes into the notes, and isn't assigned: they prepare it, and don't say it (CR-7).
    let prepared = office.prepare_warning(&desk.priya, desk.bruno, by, warning(report));
    let theirs = prepared.await.expect("prepared");
    let composed = office.compose_warning(&desk.priya, (desk.bruno, theirs), by);
    assert_eq!(missing(composed.await), [WarningNeed::Assigned]);
    let all = desk.all(&desk.dana).await.expect("both");
    assert!(
        all.iter()
            .all(|it| it.tries.is_empty() && it.ended.is_none())
    );
    let unknown = desk.ends(no + 10, WarningEnd::Dropped).await;
    assert!(matches!(unknown, Err(WarningError::Unknown)));
}
