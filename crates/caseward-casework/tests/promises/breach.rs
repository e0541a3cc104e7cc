//! Breaches in case conferences: reported in one action, taken up by others than those whom they are about, found after somebody was
//! heard, and what follows from that.

use std::collections::BTreeMap;
use std::io::Read;

use caseward_casework::CaseworkError;
use caseward_casework::conference::breach::{
    BreachSettings, Inquiry, LetterSent, NewBreachReport, NewFinding, NewLetter, ShownBreach,
    verify_told,
};
use caseward_casework::conference::{NewMeeting, NewSeries, SeriesChange};
use caseward_casework::disclosure::verify_statement;
use caseward_casework::gate::{Actor, EntryText};
use caseward_casework::people::Amiss;
use caseward_casework::staff::{Colleague, RegisteredOrganization};
use caseward_model::{
    BreachKind, BreachLetter, BreachReport, BreachState, Conference, ConferenceKind, Id, Joining,
    Language, OrganizationKind, ParticipantState, Role, TaskKind,
};
use caseward_testkit::{Engine, House, engines, run, signing_for_series};

const MINUTE: i64 = 60_000;

/// A conference that Lena leads and Sol deputizes, in which Omar and Heather, a partner's worker, sit; and two privacy officers.
struct Table {
    house: House,
    lena: Colleague,
    sol: Colleague,
    omar: Colleague,
    heather: Colleague,
    priya: Colleague,
    pablo: Colleague,
    series: Id<Conference>,
}

impl Table {
    async fn laid(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let orchard = house.partner("orchard", OrganizationKind::Health).await;
        let lena = house.worker("lena", Role::ConferenceLead).await;
        let sol = house.worker("sol", Role::Supervisor).await;
        let omar = house.worker("omar", Role::Caseworker).await;
        let heather = house.worker_with("heather", Role::PartnerWorker, true, true, "orchard");
        let heather = heather.await;
        let priya = house.worker("priya", Role::PrivacyOfficer).await;
        let pablo = house.worker("pablo", Role::PrivacyOfficer).await;
        house.publish_conferencing().await;
        for one in [&lena, &sol, &omar, &heather] {
            house.sign_conferencing(one).await;
        }
        let series = begun(&house, (&lena, &sol), &orchard).await;
        let table = Self {
            house,
            lena,
            sol,
            omar,
            heather,
            priya,
            pablo,
            series,
        };
        table.signs(&table.lena).await;
        for one in [&table.omar, &table.heather] {
            table.named(one).await;
            table.signs(one).await;
        }
        table.signs(&table.sol).await;
        table
    }

    async fn named(&self, who: &Colleague) {
        let office = &self.house.office;
        let named = office.name_participant(self.lena.id, self.series, who.id);
        named.await.expect("named");
    }

    async fn signs(&self, who: &Colleague) {
        let signing = signing_for_series(1);
        let office = &self.house.office;
        let signed = office.sign_for_conference(who.id, self.series, signing);
        signed.await.expect("a signature");
    }

    async fn reports(&self, by: &Colleague, about: Option<&Colleague>) -> Id<BreachReport> {
        let new = NewBreachReport {
            kind: Some(BreachKind::Heard),
            what: "The meeting ran on a loudspeaker.".into(),
            whom: about.map(|it| it.id),
            ..NewBreachReport::default()
        };
        let reported = self.house.office.report_breach(by.id, new).await;
        reported.expect("a report")
    }

    /// What waits for somebody of this kind.
    async fn waits(&self, who: &Colleague, kind: TaskKind) -> usize {
        let tasks = self.house.office.my_tasks(who.no).await.expect("tasks");
        tasks.iter().filter(|it| it.kind == kind).count()
    }

    async fn told(&self, who: &Colleague) -> usize {
        self.waits(who, TaskKind::BreachReported).await
    }

    async fn seen(&self, by: &Colleague, id: Id<BreachReport>) -> ShownBreach {
        let shown = self.house.office.breach(by.id, id).await;
        shown.unwrap_or_else(|error| panic!("{error}"))
    }

    async fn inquired(&self, by: &Colleague, id: Id<BreachReport>, about: Option<&Colleague>) {
        let inquiry = Inquiry {
            text: "Two people in the hall were asked.".into(),
            whom: about.map(|it| it.id),
        };
        let office = &self.house.office;
        let noted = office.inquire_into_breach(by.id, id, inquiry);
        noted.await.expect("a note");
    }

    /// A report about Heather that was taken up, looked into, put to her and answered.
    async fn heard(&self) -> Id<BreachReport> {
        let id = self.reports(&self.omar, Some(&self.heather)).await;
        let office = &self.house.office;
        let taken = office.acknowledge_breach(self.lena.id, id).await;
        taken.expect("taken up");
        self.inquired(&self.lena, id, None).await;
        let put = "It is said that a meeting was heard in the hall.".to_owned();
        let put = office.put_breach(self.lena.id, id, put).await;
        put.expect("put to her");
        let answer = "I had forgotten to close the door.".to_owned();
        let answered = office.answer_breach(self.heather.id, id, answer).await;
        answered.expect("an answer");
        id
    }

    async fn finds(&self, id: Id<BreachReport>, new: NewFinding) -> Result<(), CaseworkError> {
        self.house.office.find_breach(self.priya.id, id, new).await
    }

    async fn writes(&self, id: Id<BreachReport>, kind: BreachLetter) -> i64 {
        let new = NewLetter {
            kind: Some(kind),
            language: Language::English,
            to: "Orchard Clinic, the director".into(),
            reference: "CC-3".into(),
            facts: "A meeting was heard in the hall.".into(),
        };
        let office = &self.house.office;
        let written = office.write_breach_letter(self.priya.id, id, new).await;
        written.expect("a letter")
    }

    async fn sends(&self, id: Id<BreachReport>, letter: i64) {
        let sent = LetterSent {
            how: "Registered mail".into(),
            at: Some(self.house.clock.now_ms()),
        };
        let office = &self.house.office;
        let noted = office.note_breach_letter_sent(self.priya.id, (id, letter), sent);
        noted.await.expect("noted");
    }
}

async fn begun(
    house: &House,
    (lead, deputy): (&Colleague, &Colleague),
    orchard: &RegisteredOrganization,
) -> Id<Conference> {
    let new = NewSeries {
        title: "Northside housing table".into(),
        kind: Some(ConferenceKind::ByNameList),
        purpose: "A home for everybody on the list of the north side.".into(),
        organizations: vec![orchard.id],
        deputy: Some(deputy.id),
    };
    let begun = house.office.begin_conference(lead.id, new).await;
    begun.expect("a series")
}

fn substantiated() -> NewFinding {
    NewFinding {
        substantiated: Some(true),
        reasons: "Two people repeated what was said.".into(),
        ..NewFinding::default()
    }
}

fn amiss<T>(done: Result<T, CaseworkError>) -> Vec<Amiss> {
    match done {
        Err(CaseworkError::Amiss(all)) => all,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("it was done"),
    }
}

fn is_none<T>(done: Result<T, CaseworkError>) {
    match done {
        Err(CaseworkError::Unknown { .. }) => {}
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("there is one"),
    }
}

fn is_refused<T>(done: Result<T, CaseworkError>) {
    match done {
        Err(CaseworkError::NotPermitted(_)) => {}
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("it was permitted"),
    }
}

fn on_each_engine<F: Future<Output = ()>>(test: impl Fn(Table) -> F) {
    for engine in engines() {
        run(async { test(Table::laid(&engine).await).await });
    }
}

#[test]
fn cc_2_8_one_action_tells_whoever_leads_at_once_and_the_time_until_it_is_taken_up_is_measured() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let nothing = NewBreachReport::default();
        let missing = office.report_breach(table.heather.id, nothing).await;
        assert_eq!(amiss(missing), [Amiss::BreachWhat]);
        // What happened is enough: the conference is the only one that she sits in.
        let new = NewBreachReport {
            what: "A list was left on a table.".into(),
            ..NewBreachReport::default()
        };
        let id = office.report_breach(table.heather.id, new).await;
        let id = id.expect("a report");
        assert_eq!(table.told(&table.lena).await, 1);
        assert_eq!(table.told(&table.sol).await, 1);
        for other in [&table.omar, &table.heather, &table.priya] {
            assert_eq!(table.told(other).await, 0, "{}", other.handle);
        }
        table.house.clock.advance(21 * MINUTE);
        let taken = office.acknowledge_breach(table.sol.id, id).await;
        taken.expect("taken up");
        let seen = table.seen(&table.lena, id).await;
        assert_eq!(seen.line.taken_up_after_ms, Some(21 * MINUTE));
        assert_eq!(seen.line.kind, BreachKind::Otherwise);
        assert!(!seen.line.late);
        assert_eq!(table.told(&table.lena).await, 0);
        let again = office.acknowledge_breach(table.lena.id, id).await;
        assert_eq!(amiss(again), [Amiss::BreachTakenUp]);
        let mine = office.my_breach(table.heather.id, id).await;
        let mine = mine.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(mine.state, BreachState::Acknowledged);
        assert!(mine.put.is_none());
    });
}

#[test]
fn cc_2_8_whom_it_is_about_is_not_told_and_handles_nothing_and_neither_does_whoever_reported_it() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let id = table.reports(&table.heather, Some(&table.lena)).await;
        assert_eq!(table.told(&table.lena).await, 0);
        assert_eq!(table.told(&table.sol).await, 1);
        is_none(office.breach(table.lena.id, id).await);
        is_none(office.acknowledge_breach(table.lena.id, id).await);
        let theirs = office.my_breaches(table.lena.id).await.expect("a list");
        assert!(theirs.is_empty());
        let desk = office.breach_desk(table.lena.id).await.expect("a desk");
        assert!(desk.is_empty());

        // A deputy who reports the lead leaves it to the privacy officers.
        let id = table.reports(&table.sol, Some(&table.lena)).await;
        assert_eq!(table.told(&table.sol).await, 1, "the one from before");
        assert_eq!(table.told(&table.priya).await, 1);
        is_none(office.breach(table.sol.id, id).await);
        let taken = office.acknowledge_breach(table.priya.id, id).await;
        taken.expect("taken up");

        // Where it shows only later whom it is about, it goes to somebody else at once.
        let id = table.reports(&table.omar, None).await;
        let taken = office.acknowledge_breach(table.lena.id, id).await;
        taken.expect("taken up");
        table.inquired(&table.lena, id, Some(&table.lena)).await;
        is_none(office.breach(table.lena.id, id).await);
        let seen = table.seen(&table.sol, id).await;
        assert_eq!(seen.line.state, BreachState::UnderInquiry);
        assert!(seen.taken_up.is_none());
        assert_eq!(table.told(&table.lena).await, 0);
        // Nobody else takes anything up, and an administrator sees nothing of it.
        is_refused(office.acknowledge_breach(table.omar.id, id).await);
        let admin = table.house.worker("ada", Role::Administrator).await;
        is_refused(office.breach_desk(admin.id).await);
        is_refused(office.my_breaches(admin.id).await);
        is_refused(office.breach_evidence(admin.id, id).await);
    });
}

#[test]
fn cc_2_8_what_nobody_takes_up_within_the_offices_time_reaches_the_privacy_officers_once() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let id = table.reports(&table.heather, None).await;
        table.house.clock.advance(59 * MINUTE);
        assert_eq!(office.press_breaches().await.expect("a look"), 0);
        table.house.clock.advance(MINUTE);
        assert_eq!(office.press_breaches().await.expect("a look"), 1);
        assert_eq!(office.press_breaches().await.expect("a look"), 0);
        assert_eq!(table.told(&table.priya).await, 1);
        assert_eq!(table.told(&table.lena).await, 1);
        assert!(table.seen(&table.priya, id).await.line.late);
        let taken = office.acknowledge_breach(table.lena.id, id).await;
        taken.expect("taken up");
        assert_eq!(table.told(&table.priya).await, 0);

        let quicker = BreachSettings { minutes: 5 };
        let by_lena = office.set_breach_settings(table.lena.id, quicker).await;
        is_refused(by_lena);
        let none = BreachSettings { minutes: 0 };
        let none = office.set_breach_settings(Actor::KeyHolder, none).await;
        assert!(matches!(none, Err(CaseworkError::Unfit(_))));
        let set = office.set_breach_settings(table.priya.id, quicker).await;
        set.expect("a setting");
        table.reports(&table.heather, None).await;
        table.house.clock.advance(5 * MINUTE);
        assert_eq!(office.press_breaches().await.expect("a look"), 1);
    });
}

#[test]
fn cc_2_8_the_ledger_tells_nobody_who_reported_whom() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let before = office.ledger_head().await.expect("a head").size;
        let id = table.heard().await;
        let entries = office.ledger_entries(u64::MAX, 200).await;
        let since = entries.expect("entries").into_iter();
        for entry in since.filter(|it| it.row.index >= before) {
            if let Some(EntryText::Deed(deed)) = &entry.text {
                assert!(!deed.deed.starts_with("breach"), "{}", deed.deed);
                let said = serde_json::to_string(&deed.particulars).unwrap();
                assert!(!said.contains(&id.to_string()), "{said}");
            }
        }
        // Whoever may judge finds all of it there.
        let evidence = office.breach_evidence(table.priya.id, id).await;
        let files = unpacked(&evidence.expect("the evidence"));
        let first = String::from_utf8(files["record-001.json"].clone()).unwrap();
        assert!(first.contains("breach_reported"), "{first}");
        assert!(first.contains(&table.omar.id.to_string()), "{first}");
    });
}

fn unpacked(zip: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(zip)).expect("a zip");
    let mut files = BTreeMap::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("bytes");
        files.insert(file.name().unwrap().into_owned(), bytes);
    }
    files
}

#[test]
fn cc_2_9_a_finding_gets_a_report_to_the_authorities_with_evidence_that_a_stranger_can_check() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let id = table.heard().await;
        let early = NewLetter {
            kind: Some(BreachLetter::Authorities),
            language: Language::English,
            to: "The state office".into(),
            reference: "CC-1".into(),
            facts: "A meeting was heard in the hall.".into(),
        };
        let early = office.write_breach_letter(table.priya.id, id, early).await;
        assert_eq!(amiss(early), [Amiss::BreachFindFirst]);
        table.finds(id, substantiated()).await.expect("a finding");
        assert_eq!(table.waits(&table.pablo, TaskKind::BreachToTell).await, 1);
        let shown = table.seen(&table.priya, id).await;
        let both = [BreachLetter::Employer, BreachLetter::Authorities];
        assert_eq!(shown.untold, both);

        let letter = table.writes(id, BreachLetter::Authorities).await;
        let pdf = office.breach_letter(table.priya.id, id, letter).await;
        let pdf = pdf.expect("a paper");
        assert!(pdf.starts_with(b"%PDF"));
        let evidence = office.breach_evidence(table.priya.id, id).await;
        let files = unpacked(&evidence.expect("the evidence"));
        assert_eq!(files["letter-001.pdf"], pdf, "byte for byte");
        let (_, key) = office.gate.checkpoint().await.expect("a key");
        let key = key.to_string();
        let mut checked = 0;
        for (name, bytes) in &files {
            let Some((start, end)) = name.rsplit_once('.') else {
                continue;
            };
            if !["pdf", "json"].contains(&end) {
                continue;
            }
            let proof = &files[&format!("{start}.tlog-proof")];
            let proof = std::str::from_utf8(proof).unwrap();
            let mut another = bytes.clone();
            another.push(b' ');
            if start.starts_with("record") {
                verify_told(bytes, proof, &key).expect("an entry that holds");
                assert!(verify_told(&another, proof, &key).is_err());
            } else {
                verify_statement(bytes, proof, &key).expect("a file that holds");
                assert!(verify_statement(&another, proof, &key).is_err());
            }
            checked += 1;
        }
        assert!(checked >= 8, "{:?}", files.keys());
        let told = String::from_utf8(files["data-001.json"].clone()).unwrap();
        for said in [
            "heather of the tests",
            "I had forgotten",
            "signed_for_the_conference",
        ] {
            assert!(told.contains(said), "{said} is not in: {told}");
        }
        assert!(files.contains_key("attachment-001.pdf"), "the agreement");
    });
}

#[test]
fn cc_2_9_evidence_stays_on_hold_until_everybody_was_told_and_nothing_of_it_goes_unnoticed() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let id = table.heard().await;
        table.finds(id, substantiated()).await.expect("a finding");
        let why = || "The case is closed.".to_owned();
        let lifted = office.lift_breach_hold(table.priya.id, id, why()).await;
        assert_eq!(amiss(lifted), [Amiss::BreachTellFirst]);
        for kind in [BreachLetter::Employer, BreachLetter::Authorities] {
            let letter = table.writes(id, kind).await;
            table.sends(id, letter).await;
        }
        assert_eq!(table.waits(&table.priya, TaskKind::BreachToTell).await, 0);
        let sent = table.seen(&table.priya, id).await;
        assert!(sent.untold.is_empty() && sent.letters.len() == 2);
        let (at, how) = sent.letters[0].sent.clone().expect("sent");
        assert_eq!(at, table.house.clock.now_ms());
        assert_eq!(
            (how.who, how.text.as_str()),
            (table.priya.name.clone(), "Registered mail")
        );

        assert!(office.check_breach_evidence().await.unwrap().is_empty());
        let sql = "DELETE FROM breach_papers WHERE no = 1";
        let taken = move |tx: &mut caseward_db::Transaction<'_>| Ok(tx.execute(sql, &[])?);
        let gate = &office.gate;
        let gone = gate.keep_books::<_, CaseworkError, _>(taken).await;
        assert_eq!(gone.unwrap(), 1);
        let lost = office.check_breach_evidence().await.unwrap();
        assert_eq!(lost, ["letter 1 of breach report 1"]);

        let lifted = office.lift_breach_hold(table.priya.id, id, why()).await;
        lifted.expect("the hold is over");
        let again = office.lift_breach_hold(table.priya.id, id, why()).await;
        assert_eq!(amiss(again), [Amiss::BreachNoHold]);
    });
}

#[test]
fn cc_2_10_nobody_is_found_before_they_were_heard_or_it_is_said_why_not() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let id = table.reports(&table.omar, Some(&table.heather)).await;
        let early = table.finds(id, substantiated()).await;
        let both = [Amiss::BreachInquireFirst, Amiss::BreachUnheard];
        assert_eq!(amiss(early), both);
        let taken = office.acknowledge_breach(table.lena.id, id).await;
        taken.expect("taken up");
        table.inquired(&table.lena, id, None).await;
        // Until it is put to her, she sees that there is nothing.
        let theirs = office.my_breaches(table.heather.id).await.expect("a list");
        assert!(theirs.is_empty());
        is_none(office.my_breach(table.heather.id, id).await);
        let early = "What is this about?".to_owned();
        is_none(office.answer_breach(table.heather.id, id, early).await);

        let put = "It is said that a meeting was heard in the hall.".to_owned();
        office
            .put_breach(table.lena.id, id, put.clone())
            .await
            .expect("put to her");
        assert_eq!(
            table.waits(&table.heather, TaskKind::BreachToAnswer).await,
            1
        );
        let theirs = office.my_breach(table.heather.id, id).await;
        let theirs = theirs.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(theirs.put.map(|it| it.told), Some(put));
        assert!(theirs.what.is_empty() && theirs.kind.is_none());
        let unheard = table.finds(id, substantiated()).await;
        assert_eq!(amiss(unheard), [Amiss::BreachUnheard]);
        // A finding is no lead's, though the report is.
        let by_lead = office.find_breach(table.lena.id, id, substantiated()).await;
        is_refused(by_lead);
        let why = NewFinding {
            unheard: "She answered by telephone that day.".into(),
            ..substantiated()
        };
        table.finds(id, why).await.expect("a finding");
        let late = "It wasn't me at all.".to_owned();
        let late = office.answer_breach(table.heather.id, id, late).await;
        assert_eq!(amiss(late), [Amiss::BreachFound]);
    });
}

#[test]
fn cc_2_10_a_finding_ends_every_conference_at_once_and_only_a_privacy_officer_lets_somebody_back() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let id = table.heard().await;
        table.finds(id, substantiated()).await.expect("a finding");
        // Everything of conferences is shut: the list, the series, signing.
        is_refused(office.my_conferences(table.heather.id).await);
        let shown = office.conference(table.heather.id, table.series).await;
        is_refused(shown);
        let left = office.leave_conference(table.heather.id, table.series);
        is_refused(left.await);
        let named = office.name_participant(table.lena.id, table.series, table.heather.id);
        assert_eq!(amiss(named.await), [Amiss::ConferencePerson]);
        let series = office.conference(table.lena.id, table.series).await;
        let people = series.unwrap().told.expect("everything").people;
        let hers = people.iter().find(|it| it.id == table.heather.id);
        assert_eq!(hers.map(|it| it.state), Some(ParticipantState::Left));
        // What she was told, she can still read.
        let theirs = office.my_breach(table.heather.id, id).await;
        let put = theirs.unwrap_or_else(|error| panic!("{error}")).put;
        assert!(put.expect("what was put to her").ended);

        let why = || "She was trained, and a year has passed.".to_owned();
        let by_lead = office.reinstate_after_breach(table.lena.id, id, why());
        is_refused(by_lead.await);
        let silent = office.reinstate_after_breach(table.priya.id, id, String::new());
        assert_eq!(amiss(silent.await), [Amiss::BreachBack]);
        let back = office.reinstate_after_breach(table.priya.id, id, why());
        back.await.expect("let back in");
        let mine = office.my_conferences(table.heather.id).await;
        assert!(mine.unwrap().is_empty(), "she is in none of them yet");
        table.named(&table.heather).await;
        table.signs(&table.heather).await;
    });
}

#[test]
fn cc_2_10_what_another_finding_ended_stays_ended_and_a_lead_who_is_found_leads_nothing() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let mut found = Vec::new();
        for _ in 0..2 {
            let id = table.reports(&table.omar, Some(&table.lena)).await;
            let taken = office.acknowledge_breach(table.sol.id, id).await;
            taken.expect("taken up");
            table.inquired(&table.sol, id, None).await;
            let why = NewFinding {
                unheard: "She was heard in person that day.".into(),
                ..substantiated()
            };
            table.finds(id, why).await.expect("a finding");
            found.push(id);
        }
        let renamed = SeriesChange::Deputy(None);
        let renamed = office.change_conference(table.lena.id, table.series, renamed);
        is_refused(renamed.await);
        is_refused(office.breach_desk(table.lena.id).await);
        for (id, still) in found.into_iter().zip([true, false]) {
            let why = "It is settled with her employer.".to_owned();
            let back = office.reinstate_after_breach(table.pablo.id, id, why);
            back.await.expect("let back in");
            let mine = office.my_conferences(table.lena.id).await;
            assert_eq!(mine.is_err(), still);
        }
        // The series has lost its lead; whoever holds the key gives it another one.
        let another = SeriesChange::Lead(table.sol.id);
        let another = office.change_conference(Actor::KeyHolder, table.series, another);
        another.await.expect("another lead");
    });
}

#[test]
fn cc_2_10_whoever_leads_a_meeting_in_place_of_somebody_whose_part_ended_is_told() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let new = NewMeeting {
            begins_at: Some(table.house.clock.now_ms() + 60 * MINUTE),
            minutes: 60,
            how: Some(Joining::Remote),
            purpose: "Homes for everybody on the list of the north side.".into(),
            ..NewMeeting::default()
        };
        let set = office.set_meeting(table.lena.id, table.series, new).await;
        let meeting = set.expect("a meeting");
        let id = table.reports(&table.omar, Some(&table.lena)).await;
        let taken = office.acknowledge_breach(table.sol.id, id).await;
        taken.expect("taken up");
        table.inquired(&table.sol, id, None).await;
        let to_lead = TaskKind::ConferenceToLead;
        assert_eq!(table.waits(&table.sol, to_lead).await, 0);
        let why = NewFinding {
            unheard: "She was heard in person that day.".into(),
            ..substantiated()
        };
        table.finds(id, why).await.expect("a finding");
        assert_eq!(table.waits(&table.sol, to_lead).await, 1);
        let opened = office.open_room(table.sol.id, meeting).await;
        opened.expect("an open room");
        assert_eq!(table.waits(&table.sol, to_lead).await, 0);
    });
}

#[test]
fn cc_3_reports_about_conduct_share_the_desk_and_end_a_part_only_where_that_is_said() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let report = |kind| NewBreachReport {
            kind: Some(kind),
            series: Some(table.series),
            whom: Some(table.heather.id),
            ..NewBreachReport::default()
        };
        for (kind, ends) in [(BreachKind::Disrespect, false), (BreachKind::Fraud, true)] {
            let id = office.report_breach(table.omar.id, report(kind)).await;
            let id = id.expect("a kind is enough");
            let taken = office.acknowledge_breach(table.lena.id, id).await;
            taken.expect("taken up");
            table.inquired(&table.lena, id, None).await;
            let why = NewFinding {
                unheard: "She was heard in person that day.".into(),
                ends,
                ..substantiated()
            };
            table.finds(id, why).await.expect("a finding");
            let shown = table.seen(&table.priya, id).await;
            assert_eq!(shown.finding.map(|it| it.ends), Some(ends));
            // The authorities are told of breaches of confidentiality, the employer where a part ended.
            let untold = if ends {
                vec![BreachLetter::Employer]
            } else {
                Vec::new()
            };
            assert_eq!(shown.untold, untold);
            let mine = office.my_conferences(table.heather.id).await;
            assert_eq!(mine.is_err(), ends);
        }
        let unfounded = table.reports(&table.omar, None).await;
        let taken = office.acknowledge_breach(table.lena.id, unfounded).await;
        taken.expect("taken up");
        table.inquired(&table.lena, unfounded, None).await;
        let nothing = NewFinding {
            substantiated: Some(false),
            ..substantiated()
        };
        table.finds(unfounded, nothing).await.expect("a finding");
        let shown = table.seen(&table.priya, unfounded).await;
        assert_eq!(shown.line.state, BreachState::Unsubstantiated);
        assert!(shown.hold.is_none() && shown.untold.is_empty());
    });
}
