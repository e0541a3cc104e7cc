//! Exports for programme reporting, as their clients hear of them: each stands in the accounting, and they are told once of each organisation.

use caseward_casework::disclosure::{
    Accounted, Accounting, AccountingFile, DisclosureError, Knows, LeftAs, NewTelling, SentKind,
};
use caseward_casework::people::RegisteredOrganization;
use caseward_casework::report::{Given, ReportOrder};
use caseward_casework::staff::Colleague;
use caseward_model::{
    Basis, Channel, DisclosureState, Id, Language, Organization, OrganizationKind, Purpose, Regime,
    Role, TaskKind,
};
use caseward_testkit::{Engine, engines, run};

use crate::disclosing::{Desk, person};

const DAY: i64 = 86_400_000;

/// Alma's desk, and who makes the reports.
struct Reports {
    desk: Desk,
    custodian: Colleague,
    body: RegisteredOrganization,
}

impl Reports {
    async fn on(engine: &Engine) -> Self {
        let desk = Desk::on(engine).await;
        let house = &desk.house;
        let custodian = house.worker("cora", Role::RecordsCustodian).await;
        let body = house.partner("body", OrganizationKind::ReportingBody).await;
        Self {
            custodian,
            body,
            desk,
        }
    }

    async fn export(&self, recipient: Id<Organization>) -> Given {
        let office = &self.desk.house.office;
        let duty = office.record_duty(&self.custodian, Purpose::ProgramReporting, 1);
        duty.await.expect("a duty");
        let order = ReportOrder {
            asker: self.custodian.id,
            recipient,
        };
        let given = office.export_hmis(order, |_| Ok(Box::new(std::io::sink())));
        given.await.expect("an export")
    }

    async fn accounting(&self, regime: Regime) -> Accounting {
        let desk = &self.desk;
        let office = &desk.house.office;
        let found = office.accounting_of(&desk.dana, desk.alma, regime).await;
        let (found, delivery) = found.expect("an accounting");
        delivery.delivered(None);
        found
    }

    async fn lines(&self) -> Vec<Accounted> {
        self.accounting(Regime::All).await.lines
    }

    async fn waits(&self) -> usize {
        let office = &self.desk.house.office;
        let tasks = office.my_tasks(self.desk.dana.no).await.expect("tasks");
        let waits = tasks.iter().filter(|it| it.kind == TaskKind::ExportToTell);
        waits.count()
    }

    async fn tells(
        &self,
        recipients: Vec<Id<Organization>>,
        (told, how): (bool, &str),
    ) -> Result<(), DisclosureError> {
        let new = NewTelling {
            recipients,
            told,
            how: how.to_owned(),
        };
        let (office, desk) = (&self.desk.house.office, &self.desk);
        office
            .note_told_of_exports(&desk.dana, desk.alma, new)
            .await
    }
}

#[test]
fn re_2_each_export_to_others_is_a_line_in_the_accounting_of_each_client_in_it() {
    for engine in engines() {
        run(each_export(&engine));
    }
}

async fn each_export(engine: &Engine) {
    let reports = Reports::on(engine).await;
    let own = reports.desk.house.own.id;
    assert_eq!(reports.export(own).await.clients, 2);
    assert_eq!(
        reports.lines().await,
        [],
        "what stays in the office hasn't left it"
    );

    assert_eq!(reports.export(reports.body.id).await.clients, 2);
    let lines = reports.lines().await;
    assert_eq!(lines.len(), 1);
    let (line, it) = (&lines[0], &lines[0].disclosure);
    assert_eq!(line.left_as, LeftAs::HmisExport);
    assert_eq!(
        (line.recipient.as_str(), &line.by),
        ("body", &reports.custodian.name)
    );
    assert!(
        line.clauses.iter().any(|it| it == "CR-8"),
        "{:?}",
        line.clauses
    );
    assert_eq!(
        (it.purpose, it.basis, it.channel, it.state),
        (
            Purpose::ProgramReporting,
            Basis::Duty,
            Channel::File,
            DisclosureState::Delivered
        )
    );
    assert!(!it.sections.is_empty());
    let (at, entry, stated) = it.released.expect("an entry");
    assert_eq!((at, stated), (line.at_ms, 0));
    assert_eq!(line.numbers, [i64::try_from(entry).unwrap()]);

    reports.desk.house.clock.advance(DAY);
    reports.export(reports.body.id).await;
    let csv = reports
        .accounting(Regime::All)
        .await
        .csv()
        .expect("a table");
    let csv = String::from_utf8(csv).expect("a text");
    assert_eq!(
        csv.matches("hmis_export").count(),
        4,
        "two lines, each twice: {csv}"
    );
    let hipaa = reports.accounting(Regime::Hipaa).await.lines;
    assert_eq!(hipaa.len(), 1, "a series: {hipaa:?}");
    assert_eq!(hipaa[0].numbers.len(), 2);
    assert_eq!(
        reports.accounting(Regime::Part2).await.lines,
        [],
        "nobody agreed to it"
    );
    for (file, language) in [
        (AccountingFile::Pdf, Language::English),
        (AccountingFile::Pdf, Language::Spanish),
        (AccountingFile::Xlsx, Language::English),
    ] {
        let (desk, asked) = (&reports.desk, (Regime::All, file));
        let office = &desk.house.office;
        let made = office.accounting_file(&desk.dana, desk.alma, asked, language);
        let (bytes, delivery) = made.await.expect("a file");
        delivery.delivered(Some(&bytes));
        assert!(!bytes.is_empty());
    }
}

#[test]
fn re_2_what_was_refused_or_only_asked_is_no_line_in_the_accounting() {
    for engine in engines() {
        run(refused(&engine));
    }
}

async fn refused(engine: &Engine) {
    let reports = Reports::on(engine).await;
    let desk = &reports.desk;
    let office = &desk.house.office;
    let shield = |sheet: &mut caseward_casework::gate::ClientSheet, now: i64| {
        let (kind, source) = (
            caseward_model::Protection::Victim,
            caseward_casework::gate::ProtectionSource::Worker,
        );
        sheet.protect(kind, source, now);
    };
    let changed = office.change_facts(desk.alma, "protected", shield).await;
    changed.expect("a shield");
    let given = reports.export(reports.body.id).await;
    assert_eq!((given.clients, given.left_out), (1, 1));
    assert_eq!(reports.lines().await, []);
    assert_eq!(reports.waits().await, 0, "nothing of theirs went there");
    // An answer that was given back let nothing out either.
    let lift = |sheet: &mut caseward_casework::gate::ClientSheet, _: i64| sheet.protections.clear();
    let changed = office.change_facts(desk.alma, "unprotected", lift).await;
    changed.expect("no shield");
    let request = caseward_casework::gate::Request {
        purpose: Purpose::ProgramReporting,
        recipient: caseward_casework::gate::RecipientAsked::Organization(reports.body.id),
        channel: Channel::File,
        ..caseward_casework::gate::Request::to_serve(reports.custodian.id, desk.alma)
    };
    let answer = office.gate.ask::<caseward_casework::gate::Report>(&request);
    let answer = answer.await.expect("an answer");
    office.gate.give_back(answer.permit, answer.sealed);
    assert_eq!(reports.lines().await, []);
}

#[test]
fn nasw_d_a_client_is_told_once_of_each_organization_that_gets_their_rows() {
    for engine in engines() {
        run(told(&engine));
    }
}

async fn told(engine: &Engine) {
    let reports = Reports::on(engine).await;
    let given = reports.export(reports.body.id).await;
    assert_eq!(given.nobody_to_tell, 1, "nobody leads the work with Bruno");
    assert_eq!(reports.waits().await, 1);
    assert_eq!(reports.lines().await[0].knows, Some(Knows::Later));
    reports.desk.house.clock.advance(DAY);
    reports.export(reports.body.id).await;
    assert_eq!(reports.waits().await, 1, "however often it is exported");

    let nothing = reports.tells(Vec::new(), (true, " ")).await;
    assert!(
        matches!(nothing, Err(DisclosureError::Mend(_))),
        "{nothing:?}"
    );
    assert_eq!(reports.waits().await, 1);
    reports.desk.house.clock.advance(DAY);
    let said = "At the appointment: her rows go to the county.";
    reports.tells(Vec::new(), (true, said)).await.expect("told");
    assert_eq!(reports.waits().await, 0);
    reports.desk.house.clock.advance(DAY);
    reports.export(reports.body.id).await;
    assert_eq!(reports.waits().await, 0, "they know");
    let knows: Vec<_> = reports.lines().await.iter().map(|it| it.knows).collect();
    let (before, since) = (Some(Knows::Before), Some(Knows::Since));
    assert_eq!(knows, [before, since, since], "the newest first");

    let house = &reports.desk.house;
    let other = house
        .partner("other", OrganizationKind::ReportingBody)
        .await;
    reports.export(other.id).await;
    assert_eq!(reports.waits().await, 1, "of another one they weren't told");
    let why = (false, "She moved away, and nobody knows where.");
    reports.tells(vec![other.id], why).await.expect("a reason");
    assert_eq!(reports.waits().await, 0);
    assert_eq!(reports.lines().await[0].knows, Some(Knows::Not));
    let desk = &reports.desk;
    let found = house.office.exports_of(&desk.dana, desk.alma).await;
    let (found, delivery) = found.expect("what is known");
    delivery.delivered(None);
    assert_eq!(found.tellings.len(), 2);
    assert_eq!(
        (found.tellings[1].told, found.tellings[1].how.as_str()),
        (true, said)
    );
    assert!(found.recipients.iter().all(|it| !it.waits()));
}

#[test]
fn nasw_d_who_was_told_before_anything_went_is_asked_of_nobody() {
    run(async {
        let reports = Reports::on(&Engine::Sqlite).await;
        let nobody = reports.tells(Vec::new(), (true, "In a talk.")).await;
        assert!(matches!(nobody, Err(DisclosureError::Mend(_))), "of whom?");
        let told = reports
            .tells(vec![reports.body.id], (true, "In a talk."))
            .await;
        told.expect("told");
        reports.desk.house.clock.advance(1);
        reports.export(reports.body.id).await;
        assert_eq!(reports.waits().await, 0);
        assert_eq!(reports.lines().await[0].knows, Some(Knows::Before));
    });
}

#[test]
fn re_2_an_export_is_an_audit_event_for_whoever_could_make_it() {
    for engine in engines() {
        run(events(&engine));
    }
}

async fn events(engine: &Engine) {
    let reports = Reports::on(engine).await;
    reports.export(reports.body.id).await;
    let desk = &reports.desk;
    let office = &desk.house.office;
    // Dana makes no reports: for her the rules wouldn't let it out again.
    let made = office.fhir_events(&desk.dana, desk.alma, reports.body.id);
    let made = made.await.expect("a bundle");
    made.delivery.delivered(None);
    assert_eq!((made.resources, made.kept_in), (0, 1));
    assert_eq!(reports.lines().await.len(), 1, "and asking let nothing out");
}

#[test]
fn re_2_what_was_sent_is_counted_by_month_and_kind_and_no_small_number_is_said() {
    for engine in engines() {
        run(counted(&engine));
    }
}

async fn counted(engine: &Engine) {
    let reports = Reports::on(engine).await;
    let (desk, body) = (&reports.desk, reports.body.id);
    let office = &desk.house.office;
    let sent = async |to| office.sent_to(desk.dana.worker, to).await.expect("numbers");
    assert_eq!(sent(body).await, []);
    for times in 1..=5_i64 {
        reports.export(body).await;
        let found = sent(body).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].year, found[0].month), (2026, 11));
        assert_eq!(found[0].kind, SentKind::HmisExport);
        assert_eq!(found[0].times, (times >= 5).then_some(times));
    }
    assert_eq!(sent(desk.housing.id).await, []);
    let no = desk.composed().await;
    desk.releases(no).await.expect("a release").handed_over();
    let found = sent(desk.housing.id).await;
    assert_eq!(
        (found[0].kind, found[0].times),
        (SentKind::Disclosure, None)
    );
    let trainer = desk.house.worker("tess", Role::Trainer).await;
    assert!(office.sent_to(trainer.id, body).await.is_err());
}

#[test]
fn re_2_whoever_released_stands_in_the_accounting_and_not_who_began() {
    for engine in engines() {
        run(released(&engine));
    }
}

async fn released(engine: &Engine) {
    let reports = Reports::on(engine).await;
    let desk = &reports.desk;
    let (house, office) = (&desk.house, &desk.house.office);
    let worker = house.worker("ron", Role::Caseworker).await;
    house.assign(&worker, desk.alma).await;
    let ron = person(house, "ron").await;
    let no = desk.composed().await;
    let chosen = house.choose_a_way(&ron, desk.alma, no).await;
    chosen.expect("a way");
    let content = desk.stands(no).await.composed.expect("a paper").1;
    let what = (no, content.as_str());
    let left = office.release_disclosure(&ron, desk.alma, what, Language::English);
    left.await.expect("a release").handed_over();
    let stands = desk.stands(no).await;
    assert_eq!(stands.released_by, Some(worker.id));
    assert_eq!(stands.begun.1, desk.dana.worker);
    assert_eq!(reports.lines().await[0].by, worker.name);
}
