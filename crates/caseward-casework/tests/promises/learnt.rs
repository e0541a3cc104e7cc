//! What somebody knows of a client from a case conference alone: at the next question, wherever it is put, it serves direct service only.

use caseward_casework::conference::{Keeping, NewAction};
use caseward_casework::emergency::Opening;
use caseward_casework::gate::{ClientSheet, DutyFact, EntryText, Read, Refusal, Request};
use caseward_casework::history::Look;
use caseward_casework::staff::Colleague;
use caseward_model::{Category, Channel, Client, DecidedKind, Id, Purpose, Role, SeatEnd};
use zeroize::Zeroizing;

use crate::agenda::{Table, on_each_engine};
use crate::duty::search::search;
use crate::emergency::danger;

const DAY_MS: i64 = 86_400_000;
const RULE: &str = "cc-2.1-direct-service";

/// What a caseworker can record a duty for, besides direct service.
const OTHERS: [Purpose; 4] = [
    Purpose::CaseConference,
    Purpose::Eligibility,
    Purpose::ChildProtection,
    Purpose::Danger,
];

/// About whom somebody asks.
type About<'a> = (&'a Colleague, Id<Client>);

/// Bea comes onto the agenda of a meeting by name, and it is closed.
async fn by_name(table: &Table) {
    let named = table.item(false, &[Category::Demographics]);
    table.on_agenda(table.bea, named).await;
    table.closes().await;
}

/// Somebody of the office who has signed.
async fn colleague(table: &Table, handle: &str) -> Colleague {
    let worker = table.house.worker(handle, Role::Caseworker).await;
    table.house.sign_conferencing(&worker).await;
    worker
}

/// A duty is recorded for somebody, about this client.
async fn records(table: &Table, (who, client): About<'_>, purpose: Purpose) {
    let (worker, until) = (who.no, table.house.clock.now_ms() + DAY_MS);
    let duty = move |sheet: &mut ClientSheet, _: i64| {
        sheet.duties.push(DutyFact {
            worker,
            purpose,
            until,
        });
    };
    let office = &table.house.office;
    let recorded = office.change_facts(client, "duty_recorded", duty).await;
    recorded.expect("a duty");
}

/// Somebody asks to read a section for this purpose.
async fn asks(
    table: &Table,
    (who, client): About<'_>,
    (purpose, section): (Purpose, Category),
) -> Result<(), Refusal> {
    let mut request = Request::to_serve(who.id, client).sections([section]);
    request.purpose = purpose;
    let gate = &table.house.office.gate;
    let answer = gate.ask::<Read>(&request).await?;
    gate.give_back(answer.permit, answer.sealed);
    Ok(())
}

/// It was refused because of the conference, and it is said what can be done.
fn bound(done: Result<(), Refusal>) {
    let sections = match done {
        Err(Refusal::Refused { sections, .. }) => sections,
        done => panic!("{done:?}"),
    };
    let explained = sections[0].explanation.as_ref().expect("why");
    let decision = &explained.decision;
    assert_eq!(decision.policies, [RULE]);
    assert!(decision.reason.en.contains("case conference"));
    assert!(decision.remedy.en.contains("assignment"));
    assert!(decision.remedy.en.contains("direct service"));
    assert!(decision.remedy.es.contains("asignación"));
    assert!(decision.remedy.es.contains("atención directa"));
    let mut steps = explained.changes.iter().flatten();
    assert!(steps.any(|it| it.name == "assign"));
}

/// Of how many items somebody sees something on the agenda of the room in which they sit.
async fn looks(table: &Table, who: &Colleague) -> usize {
    let person = table.person(who).await;
    let office = &table.house.office;
    let lines = office.my_agenda(&person, table.place(who)).await;
    let lines = lines.expect("an answer").expect("a seat");
    let mut seen = 0;
    for it in lines.into_iter().filter_map(|it| it.seen) {
        it.delivery.delivered(None);
        seen += 1;
    }
    seen
}

/// Lena goes on to the first item.
async fn goes_on(table: &Table) {
    let lena = table.person(&table.lena).await;
    let office = &table.house.office;
    let gone = office.next_item(&lena, table.place(&table.lena), (0, None));
    gone.await.expect("an answer").expect("a seat");
}

/// Bea's history, as Dana reads it.
async fn history(table: &Table) -> Vec<Look> {
    let asked = Request::to_serve(table.dana.id, table.bea);
    let office = &table.house.office;
    office.who_looked(&asked).await.expect("a history")
}

#[test]
fn cc_2_1_what_was_learnt_in_a_conference_opens_for_no_other_recorded_purpose() {
    on_each_engine(|table| async move {
        let nora = colleague(&table, "nora").await;
        by_name(&table).await;
        let (lena, nora) = ((&table.lena, table.bea), (&nora, table.bea));
        for purpose in OTHERS {
            records(&table, lena, purpose).await;
            records(&table, nora, purpose).await;
            let before = asks(&table, lena, (purpose, Category::Identity)).await;
            before.expect("she sat nowhere yet");
        }
        table.comes_in(&table.lena).await;
        assert_eq!(looks(&table, &table.lena).await, 1);
        for purpose in OTHERS {
            bound(asks(&table, lena, (purpose, Category::Identity)).await);
            let other = asks(&table, nora, (purpose, Category::Identity)).await;
            other.expect("she never sat there");
        }
        records(&table, lena, Purpose::DirectService).await;
        let serves = asks(&table, lena, (Purpose::DirectService, Category::Identity)).await;
        serves.expect("direct service");
        bound(asks(&table, lena, (Purpose::Eligibility, Category::Identity)).await);

        // As long as she works with Bea she knows her by her duty.
        table.house.assign(&table.lena, table.bea).await;
        for purpose in OTHERS {
            let assigned = asks(&table, lena, (purpose, Category::Identity)).await;
            assigned.expect("an assignment");
        }
        let office = &table.house.office;
        let ended = office.unassign(&table.lena, table.bea).await;
        ended.expect("it ends");
        bound(asks(&table, lena, (Purpose::Eligibility, Category::Identity)).await);
    });
}

#[test]
fn cc_2_1_whoever_sits_there_hears_of_a_client_whatever_their_page_shows() {
    on_each_engine(|table| async move {
        let nora = colleague(&table, "nora").await;
        let owen = colleague(&table, "owen").await;
        for one in [&nora, &owen] {
            table.takes_part(one).await;
        }
        by_name(&table).await;
        let (nora, owen) = ((&nora, table.bea), (&owen, table.bea));
        let eligibility = (Purpose::Eligibility, Category::Identity);
        for one in [nora, owen] {
            records(&table, one, Purpose::Eligibility).await;
        }
        for one in [&table.lena, nora.0] {
            table.comes_in(one).await;
        }
        let early = asks(&table, nora, eligibility).await;
        early.expect("nobody was spoken of yet, and she looked at nothing");
        goes_on(&table).await;
        bound(asks(&table, nora, eligibility).await);
        let absent = asks(&table, owen, eligibility).await;
        absent.expect("he isn't there");
        table.comes_in(owen.0).await;
        bound(asks(&table, owen, eligibility).await);

        let noted = |it: &&Look| {
            let heard = |text: &EntryText| matches!(text, EntryText::Deed(it) if it.deed == "conference_item_heard");
            heard(&it.text) && it.who.is_none()
        };
        let all = history(&table).await;
        assert_eq!(all.iter().filter(noted).count(), 2, "and nobody's name");
    });
}

#[test]
fn cc_2_1_in_danger_an_emergency_opens_to_whoever_heard_by_the_name_alone_and_nothing_beside_it() {
    on_each_engine(|table| async move {
        by_name(&table).await;
        let lena = (&table.lena, table.bea);
        for purpose in OTHERS {
            records(&table, lena, purpose).await;
        }
        table.comes_in(&table.lena).await;
        goes_on(&table).await;
        bound(asks(&table, lena, (Purpose::Danger, Category::Contact)).await);

        // A search shows her nobody, as it would tell who Bea is; by what it told, the file opens all the same.
        let (house, office) = (&table.house, &table.house.office);
        office.index_names(|_| {}).await.expect("names");
        let found = search(house, &table.lena, "Bea Santos").await;
        assert!(found.clients.is_empty());
        let whom = format!("search:{}", found.ask.expect("somebody"));
        let order = danger(&whom).check(60).ok().expect("a complete form");
        let opened = office.open_emergency(table.lena.id, "form", order, Channel::Screen);
        let opened = opened.await.expect("an answer");
        assert!(matches!(opened, Opening::Open(_, whose) if whose == table.bea));
        let now = asks(&table, lena, (Purpose::Emergency, Category::Contact)).await;
        now.expect("she averts a danger");
        bound(asks(&table, lena, (Purpose::Eligibility, Category::Identity)).await);
    });
}

#[test]
fn cc_2_1_under_an_identifier_nobody_learns_who_somebody_is_and_nobody_is_bound() {
    on_each_engine(|table| async move {
        let hidden = table.item(true, &[Category::Housing]);
        table.on_agenda(table.alma, hidden).await;
        table.closes().await;
        let lena = (&table.lena, table.alma);
        records(&table, lena, Purpose::Eligibility).await;
        table.comes_in(&table.lena).await;
        assert_eq!(looks(&table, &table.lena).await, 1);
        goes_on(&table).await;
        // A no would tell whose identifier it was.
        let housing = asks(&table, lena, (Purpose::Eligibility, Category::Housing)).await;
        housing.expect("as before");
        let sheet = table.house.office.gate.sheet_of(table.alma).await;
        let sheet = sheet.expect("an answer").expect("a sheet");
        assert!(sheet.heard.is_empty());
    });
}

#[test]
fn cc_2_1_a_partners_worker_who_sat_there_is_bound_likewise() {
    on_each_engine(|table| async move {
        by_name(&table).await;
        table.comes_in(&table.heather).await;
        assert_eq!(looks(&table, &table.heather).await, 1);
        let heather = (&table.heather, table.bea);
        let purposes = [Purpose::Eligibility, Purpose::DirectService];
        for purpose in purposes {
            records(&table, heather, purpose).await;
            let asked = asks(&table, heather, (purpose, Category::Identity)).await;
            let unknown = matches!(asked, Err(Refusal::NotKnown { .. }));
            assert!(
                unknown,
                "the files of this office open to nobody of hers: {asked:?}"
            );
        }
        let all = history(&table).await;
        let by_rule = purposes.map(|purpose| {
            all.iter().any(|it| match &it.text {
                EntryText::Answer(it) if it.asker == table.heather.id && it.purpose == purpose => {
                    let mut rules = it.answers.iter().flat_map(|it| &it.policies);
                    rules.any(|it| it == RULE)
                }
                _ => false,
            })
        });
        assert_eq!(by_rule, [true, false]);

        // Where her own organization takes over, and she is a caseworker there, she is decided like everybody.
        let no = table.person(&table.heather).await.sheet.organization;
        let office = &table.house.office;
        let moved = office.change_facts(table.bea, "handed_over", move |it, _| {
            it.organization = no;
        });
        moved.await.expect("handed over");
        let gate = &office.gate;
        let becomes = gate.change_worker(table.heather.id, "worker_changed", |it| {
            it.role = Role::Caseworker;
        });
        becomes.await.expect("a caseworker");
        bound(asks(&table, heather, (Purpose::Eligibility, Category::Identity)).await);
        let serves = asks(
            &table,
            heather,
            (Purpose::DirectService, Category::Identity),
        )
        .await;
        serves.expect("direct service");
    });
}

/// Somebody notes something on Bea where they sit, and keeps it.
async fn keeps(table: &Table, who: &Colleague, (offers, text): (bool, &str)) {
    let (office, place) = (&table.house.office, table.place(who));
    let person = table.person(who).await;
    let mine = office.my_notes(&person, (place, true)).await;
    let mut mine = mine.expect("an answer").expect("a seat");
    for delivery in std::mem::take(&mut mine.deliveries) {
        delivery.delivered(None);
    }
    let handle = mine.lines[0].handle.clone();
    if offers {
        let offer = office.offer_to_serve(&person, place, (handle.as_str(), true));
        offer.await.expect("an offer").expect("a seat");
    }
    let note = (handle.as_str(), Zeroizing::new(text.to_owned()));
    let written = office.write_note(&person, place, note).await;
    written.expect("noted").expect("a seat");
    let how = Keeping {
        provenance: "worker".into(),
        nature: "fact".into(),
        ..Keeping::default()
    };
    let kept = office.keep_note(&person, place, (handle.as_str(), how));
    kept.await.expect("kept").expect("a seat");
}

#[test]
fn cc_2_1_what_was_kept_as_a_note_is_let_out_for_no_other_purpose() {
    on_each_engine(|table| async move {
        by_name(&table).await;
        for one in [&table.lena, &table.dana, &table.heather] {
            table.comes_in(one).await;
        }
        goes_on(&table).await;
        keeps(&table, &table.dana, (false, "wants to live near the river")).await;
        keeps(&table, &table.heather, (true, "wants a quiet garden")).await;
        // Dana's note lies in Bea's file, which Lena knows from the conference alone.
        let (lena, heather) = ((&table.lena, table.bea), (&table.heather, table.bea));
        for purpose in OTHERS {
            records(&table, lena, purpose).await;
            records(&table, heather, purpose).await;
            bound(asks(&table, lena, (purpose, Category::Notes)).await);
            let theirs = asks(&table, heather, (purpose, Category::Notes)).await;
            assert!(
                matches!(theirs, Err(Refusal::NotKnown { .. })),
                "{theirs:?}"
            );
        }
        // Heather's lies with her organization, and with nobody else.
        let office = &table.house.office;
        for (who, count) in [(&table.heather, 1), (&table.lena, 0), (&table.dana, 0)] {
            let person = table.person(who).await;
            let kept = office.kept_notes(&person, table.series).await;
            assert_eq!(kept.expect("an answer").notes.len(), count);
        }
        table.house.assign(&table.lena, table.bea).await;
        let serves = asks(&table, lena, (Purpose::DirectService, Category::Notes)).await;
        serves.expect("whoever works with her reads it");
    });
}

#[test]
fn cc_2_1_whoever_reads_afterwards_what_was_decided_about_somebody_is_bound() {
    on_each_engine(|table| async move {
        let owen = colleague(&table, "owen").await;
        table.takes_part(&owen).await;
        by_name(&table).await;
        for one in [&table.lena, &table.dana, &owen] {
            table.comes_in(one).await;
        }
        let office = &table.house.office;
        let person = table.person(&owen).await;
        let left = office.leave_seat(&person, table.place(&owen), SeatEnd::Left);
        left.await.expect("left");
        goes_on(&table).await;
        let (dana, at) = (table.person(&table.dana).await, table.place(&table.dana));
        let shown = office.room_actions(&dana, at).await;
        let shown = shown.expect("an answer").expect("a seat");
        let new = NewAction {
            kind: Some(DecidedKind::Decision),
            text: "A flat is found.".into(),
            ..NewAction::default()
        };
        let item = shown.items[0].item.clone();
        let done = office.record_action(&dana, at, (item.as_str(), new)).await;
        done.expect("a decision").expect("a seat");
        let closed = office.close_room(table.lena.id, table.meeting()).await;
        closed.expect("closed");

        let eligibility = (Purpose::Eligibility, Category::Identity);
        let owen = (&owen, table.bea);
        records(&table, owen, Purpose::Eligibility).await;
        let before = asks(&table, owen, eligibility).await;
        before.expect("he left before anybody was spoken of");
        let after = office.after_meeting(&person, table.meeting()).await;
        let after = after.expect("what stays");
        assert_eq!(after.actions.lines.len(), 1);
        bound(asks(&table, owen, eligibility).await);
    });
}
