//! What a supervisor answers for through a programme or a team: for as long as somebody whom they supervise is in it, and no longer.

use caseward_casework::CaseworkError;
use caseward_casework::danger::{DangerDiscussed, DangerError, ReportedDanger};
use caseward_casework::gate::{
    Actor, Assignee, AssignmentFact, AssignmentRole, OpenSlot, PlaceFact, WorkerSheet,
};
use caseward_casework::sign_in::SignedIn;
use caseward_casework::staff::Colleague;
use caseward_db::{DbError, Reader, Value};
use caseward_model::{Channel, Client, Id, Purpose, Role, TaskKind, Worker};
use caseward_testkit::{Engine, Export, House, engines, run};

use crate::danger::{danger, is_nobody};
use crate::disclosing::person;

/// Alma came with an import and is enrolled in the programme P1; nobody is assigned to her by name. Dana is a caseworker, Priya a
/// supervisor.
struct Desk {
    house: House,
    alma: Id<Client>,
    dana: Colleague,
    priya: Colleague,
}

impl Desk {
    async fn on(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let export = Export::new().client("1", "Alma", "Reyes");
        house.import(&export).await;
        Self {
            alma: house.client("1").await,
            dana: house.worker("dana", Role::Caseworker).await,
            priya: house.worker("priya", Role::Supervisor).await,
            house,
        }
    }

    async fn works_in_p1(&self, works: bool) {
        let (office, key) = (&self.house.office, Actor::KeyHolder);
        let done = if works {
            office.assign_to_programme(key, &self.dana, "P1").await
        } else {
            office.release_from_programme(key, &self.dana, "P1").await
        };
        done.expect("a programme");
    }

    async fn supervises(&self, begins: bool) {
        let (office, key) = (&self.house.office, Actor::KeyHolder);
        let done = if begins {
            office.let_supervise(key, self.priya.id, self.dana.id).await
        } else {
            let ends = office.end_supervision(key, self.priya.id, self.dana.id);
            ends.await
        };
        done.expect("a supervision");
    }

    async fn reports(&self) -> ReportedDanger {
        let dana = person(&self.house, "dana").await;
        let office = &self.house.office;
        let reported = office.report_danger(&dana, self.alma, Channel::Screen, danger());
        reported.await.expect("reported")
    }

    async fn discusses(&self, who: &SignedIn, no: i64) -> Result<(), DangerError> {
        let new = DangerDiscussed {
            said: "The police call before they come; she sleeps elsewhere tonight.".into(),
            goes_on: Some(true),
        };
        let office = &self.house.office;
        office
            .discuss_danger(who, (self.alma, no), Channel::Screen, new)
            .await
    }

    async fn waits_for_priya(&self) -> usize {
        let tasks = self.house.office.my_tasks(self.priya.no).await.unwrap();
        let reported = tasks.iter();
        reported
            .filter(|it| it.kind == TaskKind::DangerReported)
            .count()
    }

    /// Changes rows as someone would who has the file and no key.
    async fn alters(&self, sql: String, values: Vec<Value>) {
        let gate = &self.house.office.gate;
        let altered =
            gate.keep_books::<_, CaseworkError, _>(move |tx| Ok(tx.execute(&sql, &values)?));
        assert_eq!(altered.await.unwrap(), 1);
    }

    async fn opens_anew(&self) {
        let office = &self.house.office;
        office.seal().await.expect("sealed");
        let key = OpenSlot::Passphrase(self.house.passphrase());
        office.gate.open_office(key).await.expect("opened");
    }

    async fn listed(&self) -> Vec<(Id<Client>, Purpose)> {
        let office = &self.house.office;
        let found = office.my_clients(self.priya.id, Channel::Screen).await;
        let found = found.expect("a list");
        found.iter().map(|it| (it.client, it.purpose)).collect()
    }
}

#[test]
fn dv_3_3_2c_who_supervises_somebody_in_the_programme_discusses_what_is_reported_of_its_clients() {
    for engine in engines() {
        run(in_a_programme(&engine));
    }
}

async fn in_a_programme(engine: &Engine) {
    let desk = Desk::on(engine).await;
    desk.works_in_p1(true).await;
    let priya = person(&desk.house, "priya").await;
    let alone = desk.reports().await;
    assert!(!alone.told, "she supervises nobody there");
    assert!(is_nobody(desk.discusses(&priya, alone.no).await));

    desk.supervises(true).await;
    let first = desk.reports().await;
    assert!(first.told);
    assert_eq!(desk.waits_for_priya().await, 1);
    assert_eq!(desk.listed().await, [(desk.alma, Purpose::Supervision)]);
    let done = desk.discusses(&priya, first.no).await;
    done.expect("who is told can act");
    assert_eq!(desk.waits_for_priya().await, 0);

    let second = desk.reports().await;
    desk.works_in_p1(false).await;
    assert!(is_nobody(desk.discusses(&priya, second.no).await));
    assert_eq!(desk.listed().await, []);
    desk.works_in_p1(true).await;
    assert_eq!(desk.listed().await, [(desk.alma, Purpose::Supervision)]);
    desk.supervises(false).await;
    assert!(is_nobody(desk.discusses(&priya, second.no).await));
    assert_eq!(desk.listed().await, []);
    assert_eq!(desk.waits_for_priya().await, 0, "nor is she told of it");
}

#[test]
fn cr_4_who_supervises_one_of_several_in_a_team_answers_for_its_clients_until_the_last_left() {
    for engine in engines() {
        run(in_groups(&engine));
    }
}

async fn in_groups(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let eve = desk.house.worker("eve", Role::Caseworker).await;
    let numbers = vec![desk.dana.no, eve.no];
    let gate = &desk.house.office.gate;
    let ties = move |sheet: &mut WorkerSheet| {
        sheet.supervises = numbers;
        // What isn't so stands on no sheet, whoever writes it there.
        sheet.supervises_in.programmes = vec![forever(77)];
    };
    let changed = gate.change_worker(desk.priya.id, "ties_recorded", ties);
    changed.await.expect("a supervisor");
    let assigned = |sheet: &mut caseward_casework::gate::ClientSheet, now_ms: i64| {
        let fact = |to| AssignmentFact {
            to,
            from: now_ms,
            until: None,
            role: AssignmentRole::Lead,
            by: 0,
            instead_of: None,
        };
        let both = [Assignee::Programme(77), Assignee::Team(7)];
        sheet.assignments.extend(both.map(fact));
    };
    let office = &desk.house.office;
    let changed = office.change_facts(desk.alma, "assigned", assigned).await;
    changed.expect("an assignment");
    assert_eq!(desk.listed().await, [], "nobody of hers is in it");

    type Change = fn(&mut WorkerSheet);
    type Listed<'a> = &'a [(Id<Client>, Purpose)];
    let theirs = [(desk.alma, Purpose::Supervision)];
    let steps: [(Id<Worker>, Change, Listed<'_>); 5] = [
        (desk.dana.id, |it| it.teams.push(7), &theirs),
        (eve.id, |it| it.programmes.push(77), &theirs),
        (desk.dana.id, |it| it.teams.clear(), &theirs),
        (eve.id, |it| it.programmes.clear(), &[]),
        (eve.id, |it| it.teams.push(7), &theirs),
    ];
    for (place, (who, change, listed)) in steps.into_iter().enumerate() {
        let changed = gate.change_worker(who, "moved", change).await;
        changed.expect("a change");
        assert_eq!(desk.listed().await, listed, "step {place}");
    }
    let sound = office.colleague("priya").await.unwrap().sheet;
    assert_eq!(sound.supervises_in.teams, [forever(7)]);
    assert!(sound.supervises_in.programmes.is_empty());
}

const fn forever(no: i64) -> PlaceFact {
    PlaceFact { no, until: None }
}

#[test]
fn cr_4_a_last_day_that_passes_ends_what_a_supervisor_answers_for_through_a_programme_by_itself() {
    for engine in engines() {
        run(until_a_last_day(&engine));
    }
}

async fn until_a_last_day(engine: &Engine) {
    const HOUR: i64 = 3_600_000;
    let desk = Desk::on(engine).await;
    desk.supervises(true).await;
    desk.works_in_p1(true).await;
    let first = desk.reports().await;
    assert_eq!(desk.waits_for_priya().await, 1);
    let last_day = desk.house.clock.now_ms() + HOUR;
    let gate = &desk.house.office.gate;
    let agreed = move |sheet: &mut WorkerSheet| sheet.ended_at = Some(last_day);
    let changed = gate.change_worker(desk.dana.id, "agreed", agreed).await;
    changed.expect("a last day");
    assert_eq!(desk.listed().await, [(desk.alma, Purpose::Supervision)]);

    // Nobody changes anything from here on.
    let before = desk.house.office.colleague("priya").await.unwrap().sheet;
    desk.house.clock.advance(HOUR);
    assert_eq!(desk.listed().await, []);
    let priya = person(&desk.house, "priya").await;
    assert!(is_nobody(desk.discusses(&priya, first.no).await));
    let after = desk.house.office.colleague("priya").await.unwrap().sheet;
    assert_eq!(before.supervises_in, after.supervises_in);
    assert_eq!(before.supervises, after.supervises);
}

#[test]
fn cr_4_a_sheet_from_before_it_said_where_somebody_supervises_is_filled_when_the_office_opens() {
    for engine in engines() {
        run(from_before(&engine));
    }
}

async fn from_before(engine: &Engine) {
    let desk = Desk::on(engine).await;
    desk.supervises(true).await;
    // Her row lies elsewhere while Dana comes into the programme: so it says as little of that as one from before there was more
    // to say.
    let columns = "no, ref, tag, version, sheet, particulars";
    let read = format!("SELECT {columns} FROM workers WHERE no = $1");
    let values = [Value::from(desk.priya.no)];
    let read = move |reader: &mut Reader<'_>| {
        Ok::<_, DbError>(reader.query_one(&read, &values)?.into_values())
    };
    let row = desk.house.office.db().read(read).await.unwrap();
    desk.alters(
        "DELETE FROM workers WHERE no = $1".to_owned(),
        vec![desk.priya.no.into()],
    )
    .await;
    desk.works_in_p1(true).await;
    let back = format!("INSERT INTO workers ({columns}) VALUES ($1, $2, $3, $4, $5, $6)");
    desk.alters(back, row).await;
    assert_eq!(desk.listed().await, []);

    desk.opens_anew().await;
    assert_eq!(desk.listed().await, [(desk.alma, Purpose::Supervision)]);
    let sound = desk.house.office.gate.check_soundness().await.unwrap();
    assert_eq!(sound.altered, Vec::<String>::new());

    // Once more there is nothing left to do: it was sealed, and it was opened.
    let size = desk.house.office.ledger_head().await.unwrap().size;
    desk.opens_anew().await;
    let after = desk.house.office.ledger_head().await.unwrap().size;
    assert_eq!(after, size + 2);
}

#[test]
fn a_sheet_that_was_put_back_is_not_filled_and_does_not_keep_the_office_shut() {
    for engine in engines() {
        run(with_one_put_back(&engine));
    }
}

async fn with_one_put_back(engine: &Engine) {
    let desk = Desk::on(engine).await;
    let values = [Value::from(desk.dana.no)];
    let read = move |reader: &mut Reader<'_>| {
        let sql = "SELECT version, sheet, no FROM workers WHERE no = $1";
        Ok::<_, DbError>(reader.query_one(sql, &values)?.into_values())
    };
    let before = desk.house.office.db().read(read).await.unwrap();
    desk.supervises(true).await;
    desk.works_in_p1(true).await;
    let sheet = desk.house.office.colleague("priya").await.unwrap().sheet;
    let back = "UPDATE workers SET version = $1, sheet = $2 WHERE no = $3";
    desk.alters(back.to_owned(), before).await;

    let size = desk.house.office.ledger_head().await.unwrap().size;
    desk.opens_anew().await;
    assert!(desk.house.office.gate.is_open());
    let after = desk.house.office.ledger_head().await.unwrap().size;
    assert_eq!(after, size + 2, "nothing is made of an old sheet");
    let gate = &desk.house.office.gate;
    let (_, kept, _) = gate.worker(desk.priya.no).await.unwrap().unwrap();
    assert_eq!(kept.supervises_in, sheet.supervises_in);
    assert!(!kept.supervises_in.is_nowhere());
}
