//! Every access is explained by what is on record or stands before a reviewer, who never is the one who looked (CR-2, CR-10).

use caseward_casework::CaseworkError;
use caseward_casework::access_review::{
    Concerned, Matter, Page, Period, ReviewSettings, RunAccount,
};
use caseward_casework::gate::{Actor, Read, Request, WallAgainst, WallFact};
use caseward_casework::look_ups::{LookedUp, NewLookUp};
use caseward_casework::staff::Colleague;
use caseward_model::{
    AccessFlag, AccessKind, AccessTemplate, Client, Id, MatterState, Purpose, Role, TaskKind,
};
use caseward_testkit::{Engine, Export, engines, run};

use crate::access_logs::Desk;
use crate::duty::search::search;

const DAY: i64 = 86_400_000;
const WHY: &str = "She covered the front desk that morning.";

/// Alma is Dana's client, Bruno nobody's; he bears the surname that everyone who works in these tests bears.
struct Office {
    desk: Desk,
    vera: Colleague,
    alma: Id<Client>,
    bruno: Id<Client>,
}

impl Office {
    async fn on(engine: &Engine) -> Self {
        let desk = Desk::on(engine).await;
        let export = Export::new()
            .client("1", "Alma", "Reyes")
            .client("2", "Bruno", "Tests");
        desk.house.import(&export).await;
        let (alma, bruno) = (desk.house.client("1").await, desk.house.client("2").await);
        desk.house.assign(&desk.dana, alma).await;
        let vera = desk.house.worker("vera", Role::PrivacyOfficer).await;
        let office = &desk.house.office;
        for officer in [&desk.rui, &vera] {
            office
                .record_duty(officer, Purpose::AccessReview, 24 * 30)
                .await
                .unwrap();
        }
        Self {
            desk,
            vera,
            alma,
            bruno,
        }
    }

    fn office(&self) -> &caseward_casework::Office {
        &self.desk.house.office
    }

    async fn opens(&self, who: &Colleague, whom: Id<Client>) {
        let request = Request::to_serve(who.id, whom);
        let gate = &self.office().gate;
        if let Ok(answer) = gate.ask::<Read>(&request).await {
            gate.give_back(answer.permit, answer.sealed);
        };
    }

    async fn review(&self) -> RunAccount {
        self.desk.house.clock.advance(1000);
        let period = Period::last_days(90, self.desk.house.clock.now_ms());
        self.office()
            .review_accesses(self.desk.rui.id, period)
            .await
            .unwrap()
    }

    async fn queue(&self, who: &Colleague) -> Vec<Matter> {
        let page = Page::default();
        self.office()
            .access_queue(who.id, page)
            .await
            .unwrap()
            .matters
    }

    async fn wall(&self, who: &Colleague, whom: Id<Client>) {
        let no = who.no;
        self.office()
            .change_facts(whom, "wall_raised", move |sheet, now_ms| {
                sheet.walls.push(WallFact {
                    against: WallAgainst::Worker(no),
                    since: now_ms,
                });
            })
            .await
            .unwrap();
    }

    async fn waits(&self, who: &Colleague, kind: TaskKind) -> bool {
        let tasks = self.office().my_tasks(who.no).await.unwrap();
        tasks.iter().any(|it| it.kind == kind)
    }
}

fn has(matter: &Matter, flag: AccessFlag) -> bool {
    matter.flags.iter().any(|(it, _)| *it == flag)
}

#[test]
fn cr_2_a_look_with_a_fact_behind_it_is_explained_and_one_without_stands_before_a_reviewer() {
    for engine in engines() {
        run(explained(&engine));
    }
}

async fn explained(engine: &Engine) {
    let it = Office::on(engine).await;
    it.opens(&it.desk.dana, it.alma).await;
    it.opens(&it.desk.dana, it.bruno).await;
    // What a client tries with their own account is nobody's work.
    let cleo = it.desk.house.worker("cleo", Role::Client).await;
    it.opens(&cleo, it.alma).await;
    let account = it.review().await;
    assert_eq!((account.accesses, account.unexplained), (2, 1));
    assert_eq!(account.explained.get(&AccessTemplate::Assigned), Some(&1));
    let queue = it.queue(&it.desk.rui).await;
    assert_eq!(queue.len(), 1);
    let matter = &queue[0];
    assert_eq!(matter.worker, (it.desk.dana.no, it.desk.dana.id));
    assert!(matter.people == [Concerned::Client(it.bruno)]);
    assert_eq!(matter.kinds, [AccessKind::Refused]);
    assert!(has(matter, AccessFlag::SameSurname), "{:?}", matter.flags);
    assert!(it.waits(&it.desk.rui, TaskKind::AccessReview).await);
}

#[test]
fn cr_2_a_search_is_an_access_that_the_review_sees() {
    for engine in engines() {
        run(async {
            let it = Office::on(&engine).await;
            it.office().index_names(|_| {}).await.unwrap();
            search(&it.desk.house, &it.desk.dana, "Nobody Atall").await;
            let account = it.review().await;
            assert_eq!((account.accesses, account.nobody), (1, 1));
        });
    }
}

#[test]
fn cr_2_a_look_elsewhere_is_explained_by_what_was_stated_first_and_by_nothing_stated_later() {
    for engine in engines() {
        run(stated_first(&engine));
    }
}

async fn stated_first(engine: &Engine) {
    let it = Office::on(engine).await;
    let state = |about, person: Option<&str>| NewLookUp {
        system: it.desk.system,
        purpose: Purpose::Eligibility,
        reason: "The landlord must be on the county's list".to_owned(),
        about,
        person: person.map(str::to_owned),
    };
    let case = || LookedUp::Outside("17".to_owned());
    let office = it.office();
    let dana = it.desk.dana.id;
    // At nine: one for a person whose number is known, one for whom it isn't.
    office
        .state_look_up(dana, state(case(), Some("F-1")))
        .await
        .unwrap();
    office
        .state_look_up(dana, state(case(), None))
        .await
        .unwrap();
    it.desk.house.clock.advance(DAY);
    it.desk
        .take(&[
            "2026-11-02 09:30:00,dana,F-1",
            "2026-11-02 09:40:00,dana,F-2",
            "2026-11-02 09:50:00,dana,F-3",
            "2026-11-02 08:00:00,dana,F-4",
            "2026-11-03 07:00:00,dana,F-1",
            "2026-11-02 09:30:00,ghost,F-1",
        ])
        .await;
    // And one stated only after the look.
    office
        .state_look_up(dana, state(case(), Some("F-4")))
        .await
        .unwrap();
    let account = it.review().await;
    assert_eq!(account.explained.get(&AccessTemplate::LookUp), Some(&2));
    assert_eq!(account.unknown_users, 1);
    let queue = it.queue(&it.desk.rui).await;
    let numbers: Vec<_> = queue.iter().flat_map(|it| &it.people).collect();
    for number in ["F-1", "F-3", "F-4"] {
        let theirs = Concerned::Theirs {
            system: it.desk.system,
            number: number.to_owned(),
        };
        assert!(numbers.contains(&&theirs), "{number}");
    }
    assert_eq!(numbers.len(), 3);
    assert!(queue.iter().all(|it| has(it, AccessFlag::NotStated)));
}

#[test]
fn cr_10_nobody_reviews_their_own_accesses() {
    for engine in engines() {
        run(own(&engine));
    }
}

async fn own(engine: &Engine) {
    let it = Office::on(engine).await;
    it.desk.take(&["2026-10-05 10:00:00,rui,F-9"]).await;
    it.review().await;
    assert!(it.queue(&it.desk.rui).await.is_empty());
    let no = it.queue(&it.vera).await[0].no;
    let office = it.office();
    let hidden = office.access_matter(it.desk.rui.id, no).await;
    assert!(matches!(hidden, Err(CaseworkError::Unknown { .. })));
    let refused = office.explain_access(it.desk.rui.id, no, WHY).await;
    assert!(matches!(refused, Err(CaseworkError::NotPermitted(_))));
    let days = office.days_of(it.desk.rui.id, it.desk.rui.id).await;
    assert!(matches!(days, Err(CaseworkError::NotPermitted(_))));
    let seen = office.days_of(it.vera.id, it.desk.rui.id).await.unwrap();
    assert_eq!(seen.days.len(), 1);
    assert_eq!((seen.days[0].explained, seen.days[0].unexplained), (0, 1));
}

#[test]
fn cr_10_a_decision_about_oneself_is_refused_whatever_it_is() {
    for engine in engines() {
        run(about_oneself(&engine));
    }
}

async fn about_oneself(engine: &Engine) {
    let it = Office::on(engine).await;
    it.desk.take(&["2026-10-05 10:00:00,rui,F-9"]).await;
    it.review().await;
    let no = it.queue(&it.vera).await[0].no;
    let (office, rui) = (it.office(), it.desk.rui.id);
    let decided = [
        office.explain_access(rui, no, WHY).await.map(drop),
        office.open_access_incident(rui, no, WHY).await.map(drop),
        office.question_access(rui, no, WHY).await.map(drop),
    ];
    for refused in decided {
        assert!(
            matches!(refused, Err(CaseworkError::NotPermitted(_))),
            "{refused:?}"
        );
    }
    assert_eq!(it.queue(&it.vera).await[0].state, MatterState::Open);
    office.explain_access(it.vera.id, no, WHY).await.unwrap();
    assert!(it.queue(&it.vera).await.is_empty());
}

#[test]
fn cr_2_a_reviewer_with_a_recorded_duty_who_tries_names_is_told_of_nobody_and_is_seen_trying() {
    for engine in engines() {
        run(tries_names(&engine));
    }
}

async fn tries_names(engine: &Engine) {
    let it = Office::on(engine).await;
    it.office().index_names(|_| {}).await.unwrap();
    let house = &it.desk.house;
    let there = search(house, &it.desk.rui, "Alma Reyes").await;
    let nobody = search(house, &it.desk.rui, "Nobody Atall").await;
    assert!(there.clients.is_empty() && nobody.clients.is_empty());
    assert_eq!(
        (there.ask, nobody.ask),
        (None, None),
        "no duty of theirs asks for a file"
    );
    let account = it.review().await;
    assert_eq!((account.accesses, account.nobody), (2, 2));
}

#[test]
fn dv_3_3_2e_a_reviewer_behind_a_wall_gets_neither_the_matter_nor_a_hint_of_it() {
    for engine in engines() {
        run(walled(&engine));
    }
}

async fn walled(engine: &Engine) {
    let it = Office::on(engine).await;
    it.opens(&it.desk.dana, it.bruno).await;
    it.review().await;
    let no = it.queue(&it.vera).await[0].no;
    it.wall(&it.desk.rui, it.bruno).await;
    let office = it.office();
    let page = Page::default();
    let seen = office.access_queue(it.desk.rui.id, page).await.unwrap();
    assert_eq!((seen.matters.len(), seen.all), (0, 0));
    let told = |error: CaseworkError| error.to_string();
    let hidden = office.access_matter(it.desk.rui.id, no).await;
    let nobody = office.access_matter(it.desk.rui.id, 9_999).await;
    assert_eq!(
        hidden.map(drop).map_err(told),
        nobody.map(drop).map_err(told)
    );
    let decided = office.explain_access(it.desk.rui.id, no, WHY).await;
    let nothing = office.explain_access(it.desk.rui.id, 9_999, WHY).await;
    assert_eq!(decided.map_err(told), nothing.map_err(told));
    assert_eq!(it.queue(&it.vera).await.len(), 1, "another reviewer has it");
}

#[test]
fn cr_10_what_none_of_the_reviewers_may_review_is_said_to_those_who_can_appoint_one() {
    run(async {
        let it = Office::on(&Engine::Sqlite).await;
        let mara = it.desk.house.worker("mara", Role::LineManager).await;
        it.opens(&it.desk.dana, it.bruno).await;
        it.wall(&it.desk.rui, it.bruno).await;
        assert_eq!(it.review().await.without_reviewer, 0);
        assert!(!it.waits(&mara, TaskKind::ReviewerMissing).await);
        it.wall(&it.vera, it.bruno).await;
        assert_eq!(it.review().await.without_reviewer, 1);
        assert!(it.waits(&mara, TaskKind::ReviewerMissing).await);
    });
}

#[test]
fn cr_10_whoever_is_asked_is_heard_before_it_is_decided_and_all_of_it_is_on_record() {
    for engine in engines() {
        run(heard(&engine));
    }
}

async fn heard(engine: &Engine) {
    let it = Office::on(engine).await;
    let (office, dana) = (it.office(), &it.desk.dana);
    it.desk.take(&["2026-10-05 10:00:00,dana,F-2"]).await;
    it.review().await;
    let rui = it.desk.rui.id;
    let no = it.queue(&it.desk.rui).await[0].no;
    let thin = office.question_access(rui, no, "why?").await;
    assert!(matches!(thin, Err(CaseworkError::Unfit(_))));
    office
        .question_access(rui, no, "What was this look for?")
        .await
        .unwrap();
    assert!(it.waits(dana, TaskKind::AccessQuestion).await);
    let asked = office.my_access_questions(dana.no).await.unwrap();
    assert_eq!((asked.len(), asked[0].no), (1, no));
    let other = office.account_for_access(it.vera.id, no, WHY).await;
    assert!(matches!(other, Err(CaseworkError::Unknown { .. })));
    office.account_for_access(dana.id, no, WHY).await.unwrap();
    assert!(!it.waits(dana, TaskKind::AccessQuestion).await);
    let again = office.account_for_access(dana.id, no, WHY).await;
    assert!(again.is_err(), "what was said stays as it was said");
    let matter = office.access_matter(rui, no).await.unwrap().matter;
    assert_eq!(matter.state, MatterState::Answered);
    assert_eq!(matter.asked[0].answer.as_ref().unwrap().0, WHY);
    office.explain_access(rui, no, WHY).await.unwrap();
    let twice = office.open_access_incident(rui, no, WHY).await;
    assert!(matches!(twice, Err(CaseworkError::Unfit(_))));
    assert!(!it.waits(&it.desk.rui, TaskKind::AccessReview).await);
    // What was found right doesn't come up again.
    let account = it.review().await;
    assert_eq!(account.explained.get(&AccessTemplate::Decided), Some(&1));
    assert!(it.queue(&it.desk.rui).await.is_empty());

    let entries = office.gate.entries(u64::MAX, 60).await.unwrap();
    let texts: Vec<String> = entries
        .iter()
        .map(|it| serde_json::to_string(&it.text).unwrap())
        .collect();
    for deed in [
        "access_questioned",
        "access_accounted_for",
        "access_explained",
        "access_queue_seen",
        "access_matter_seen",
        "accesses_reviewed",
    ] {
        assert!(texts.iter().any(|it| it.contains(deed)), "{deed}");
    }
    for secret in ["front desk", "F-2", "What was"] {
        assert!(!texts.iter().any(|it| it.contains(secret)), "{secret}");
    }
}

#[test]
fn cr_10_an_incident_is_told_to_the_line_manager_and_isn_t_asked_about_again() {
    run(async {
        let it = Office::on(&Engine::Sqlite).await;
        let mara = it.desk.house.worker("mara", Role::LineManager).await;
        it.desk.take(&["2026-10-05 10:00:00,dana,F-2"]).await;
        it.review().await;
        let no = it.queue(&it.desk.rui).await[0].no;
        let office = it.office();
        let because = "There was no case and no client behind it.";
        office
            .open_access_incident(it.desk.rui.id, no, because)
            .await
            .unwrap();
        assert!(it.waits(&mara, TaskKind::AccessIncident).await);
        assert_eq!(it.review().await.new, 0);
        assert!(it.queue(&it.desk.rui).await.is_empty());
        // A later look at the same person is a new matter.
        it.desk.take(&["2026-10-20 10:00:00,dana,F-2"]).await;
        assert_eq!(it.review().await.new, 1);
        let page = Page {
            decided: true,
            ..Page::default()
        };
        let seen = office.access_queue(it.desk.rui.id, page).await.unwrap();
        assert_eq!(seen.matters[0].state, MatterState::Incident);
        let not_stated = seen
            .flags
            .iter()
            .find(|it| it.flag == AccessFlag::NotStated);
        assert_eq!(not_stated.unwrap().incidents, 1);
    });
}

#[test]
fn cr_2_a_fact_that_is_recorded_in_time_settles_a_matter_by_itself() {
    for engine in engines() {
        run(settled(&engine));
    }
}

async fn settled(engine: &Engine) {
    let it = Office::on(engine).await;
    it.opens(&it.desk.dana, it.bruno).await;
    assert_eq!(it.review().await.new, 1);
    assert_eq!(it.review().await.new, 0, "the same matter, once");
    // Within days someone else assigns him to her: she was asked to look before it was written down.
    it.desk.house.clock.advance(DAY);
    it.desk.house.assign(&it.desk.dana, it.bruno).await;
    assert_eq!(it.review().await.settled, 1);
    assert!(it.queue(&it.desk.rui).await.is_empty());
}

#[test]
fn cr_10_who_may_not_review_learns_nothing_and_the_office_may_switch_a_flag_off() {
    run(async {
        let it = Office::on(&Engine::Sqlite).await;
        let office = it.office();
        it.opens(&it.desk.dana, it.bruno).await;
        let period = Period::last_days(90, it.desk.house.clock.now_ms() + 1000);
        let refused = office.review_accesses(it.desk.dana.id, period).await;
        assert!(matches!(refused, Err(CaseworkError::NotPermitted(_))));
        let refused = office.access_queue(it.desk.dana.id, Page::default()).await;
        assert!(matches!(refused, Err(CaseworkError::NotPermitted(_))));

        let mut settings = ReviewSettings::default();
        settings.weights.insert(AccessFlag::SameSurname, 0.0);
        let admin = it.desk.house.worker("ada", Role::Administrator).await;
        office
            .set_review_settings(admin.id, settings.clone())
            .await
            .unwrap();
        settings.weights.insert(AccessFlag::SameSurname, f32::NAN);
        let wrong = office.set_review_settings(admin.id, settings).await;
        assert!(matches!(wrong, Err(CaseworkError::Unfit(_))));
        it.review().await;
        let queue = it.queue(&it.desk.rui).await;
        assert!(!has(&queue[0], AccessFlag::SameSurname));
        // The job of the night has a key and no name.
        let account = office
            .review_accesses(Actor::KeyHolder, period)
            .await
            .unwrap();
        assert_eq!(account.new, 0);
    });
}

/// A look at a record in another system, as its server writes it in FHIR.
fn look(user: &str, patient: &str) -> serde_json::Value {
    serde_json::json!({
        "resourceType": "AuditEvent", "id": format!("{user}-{patient}"),
        "type": {"system": "http://terminology.hl7.org/CodeSystem/audit-event-type", "code": "rest"},
        "subtype": [{"system": "http://hl7.org/fhir/restful-interaction", "code": "read"}],
        "action": "R", "recorded": "2026-10-05T10:00:00Z", "outcome": "0",
        "agent": [{
            "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]},
            "who": {"identifier": {"value": user}}, "requestor": true,
        }],
        "source": {"observer": {"display": "there"}},
        "entity": [{
            "what": {"reference": format!("Patient/{patient}")},
            "type": {"system": "http://terminology.hl7.org/CodeSystem/audit-entity-type", "code": "1"},
        }],
    })
}

#[test]
fn cr_2_audit_events_of_another_system_are_reviewed_like_any_log() {
    for engine in engines() {
        run(events(&engine));
    }
}

async fn events(engine: &Engine) {
    use caseward_casework::look_ups::logs::{LogEnd, LogOrder};
    let it = Office::on(engine).await;
    let (office, rui, system) = (it.office(), it.desk.rui.id, it.desk.system);
    let strange = serde_json::json!({"resource": {"resourceType": "Patient"}});
    let mut entries = vec![
        serde_json::json!({"resource": look("dana", "F-9")}),
        serde_json::json!({"resource": look("dana", "F-9")}),
    ];
    let bundle = |entries: &Vec<serde_json::Value>| {
        let it =
            serde_json::json!({"resourceType": "Bundle", "type": "collection", "entry": entries});
        serde_json::to_vec(&it).unwrap()
    };
    entries.push(strange);
    let whole = LogOrder::default();
    let refused = office.take_events_in(rui, system, whole, bundle(&entries));
    let said = refused.await.err().expect("a refusal").to_string();
    assert!(
        said.starts_with("Bundle.entry[2].resource.resourceType"),
        "{said}"
    );
    let order = LogOrder {
        leave_out: true,
        ..whole
    };
    let taken = office
        .take_events_in(rui, system, order, bundle(&entries))
        .await
        .unwrap();
    assert!(matches!(taken.end, LogEnd::Taken(_)), "{:?}", taken.end);
    assert_eq!((taken.new, taken.known, taken.bad), (1, 1, 1));
    assert!(it.review().await.unexplained > 0);
    let queue = it.queue(&it.desk.rui).await;
    assert_eq!(queue[0].worker, (it.desk.dana.no, it.desk.dana.id));
    assert!(has(&queue[0], AccessFlag::NotStated));
    let not_ours = office.take_events_in(it.desk.dana.id, system, whole, bundle(&entries));
    assert!(matches!(
        not_ours.await,
        Err(CaseworkError::NotPermitted(_))
    ));
}
