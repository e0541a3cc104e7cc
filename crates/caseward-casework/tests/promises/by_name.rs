//! The by-name list: made of what an import brought, each client and each section decided for whoever reads it, and nothing of
//! what they may not read told by a filter, an order, a sum or a page.

use caseward_casework::by_name::{ByNameLine, ByNameList, ROWS_ON_A_PAGE, Wish};
use caseward_casework::gate::{
    Actor, Assignee, AssignmentFact, AssignmentRole, ClientSheet, DutyFact, EntryText, WallAgainst,
    WallFact,
};
use caseward_casework::sign_in::SignedIn;
use caseward_casework::staff::Colleague;
use caseward_model::{ByNameFilter, ByNameSort, Category, Channel, Purpose, Role};
use caseward_testkit::{Engine, Export, House, engines, run};
use jiff::civil::date;

const DAY_MS: i64 = 86_400_000;
/// The number of intents in the ledger.
const INTENT: i64 = 1;

/// Someone of this name and birth, enrolled in the night shelter with this said besides.
fn person(export: Export, id: &str, (first, born): (&str, &str), said: &[(&str, &str)]) -> Export {
    let enrolment = format!("N{id}");
    let mut values = vec![
        ("EnrollmentID", enrolment.as_str()),
        ("PersonalID", id),
        ("ProjectID", "P1"),
        ("EntryDate", "2026-03-01"),
        ("RelationshipToHoH", "1"),
    ];
    values.extend(said);
    if !said.iter().any(|(column, _)| *column == "HouseholdID") {
        values.push(("HouseholdID", enrolment.as_str()));
    }
    export
        .row(
            "Client",
            &[
                ("PersonalID", id),
                ("FirstName", first),
                ("LastName", "Reyes"),
                ("NameDataQuality", "1"),
                ("SSN", "900121234"),
                ("DOB", born),
                ("VeteranStatus", if id == "1" { "1" } else { "0" }),
            ],
        )
        .row("Enrollment", &values)
}

/// Without a home for longer than a year, on the street, with a disabling condition or not.
fn long_homeless(disabling: &'static str) -> [(&'static str, &'static str); 5] {
    [
        ("LivingSituation", "116"),
        ("DateToStreetESSH", "2024-05-03"),
        ("TimesHomelessPastThreeYears", "4"),
        ("MonthsHomelessPastThreeYears", "113"),
        ("DisablingCondition", disabling),
    ]
}

fn assessed(export: Export, id: &str, score: &str) -> Export {
    let (own, enrolment) = (format!("A{id}"), format!("N{id}"));
    let result = format!("R{id}");
    export
        .row(
            "Assessment",
            &[
                ("AssessmentID", &own),
                ("EnrollmentID", &enrolment),
                ("PersonalID", id),
                ("AssessmentDate", "2026-09-01"),
                ("AssessmentType", "3"),
                ("AssessmentLevel", "2"),
                ("PrioritizationStatus", "1"),
            ],
        )
        .row(
            "AssessmentResults",
            &[
                ("AssessmentResultID", &result),
                ("AssessmentID", &own),
                ("EnrollmentID", &enrolment),
                ("PersonalID", id),
                ("AssessmentResultType", "Total score"),
                ("AssessmentResult", score),
            ],
        )
}

/// Alma has been homeless for long and has a disabling condition, Bruno hasn't one; both were assessed. Carla is fleeing.
fn three() -> Export {
    let export = person(
        Export::new(),
        "1",
        ("Alma", "2004-05-06"),
        &long_homeless("1"),
    );
    let export = person(export, "2", ("Bruno", "1970-01-01"), &long_homeless("0"));
    let export = person(export, "3", ("Carla", "1980-01-01"), &long_homeless("1"));
    assessed(assessed(export, "1", "14"), "2", "3")
        .health_and_dv("1", "1", "0")
        .health_and_dv("3", "1", "1")
        .row(
            "CurrentLivingSituation",
            &[
                ("CurrentLivingSitID", "L1"),
                ("EnrollmentID", "N1"),
                ("PersonalID", "1"),
                ("InformationDate", "2026-10-30"),
                ("CurrentLivingSituation", "116"),
            ],
        )
}

struct Scene {
    house: House,
    /// Assigned to all.
    dana: Colleague,
    /// Will be assigned to all tomorrow, and has a duty on record today: reads what that needs, and nothing that has a permission
    /// of its own.
    eve: Colleague,
}

impl Scene {
    async fn on(engine: &Engine, export: &Export, clients: &[&str]) -> Self {
        let house = House::on(engine, false).await;
        house.import(export).await;
        let dana = house.worker("dana", Role::Caseworker).await;
        let eve = house.worker("eve", Role::Caseworker).await;
        let (no, now_ms) = (eve.no, house.clock.now_ms());
        for id in clients {
            let client = house.client(id).await;
            house.assign(&dana, client).await;
            let tomorrow = move |sheet: &mut ClientSheet, _| {
                sheet.assignments.push(AssignmentFact {
                    to: Assignee::Worker(no),
                    from: now_ms + DAY_MS,
                    until: None,
                    role: AssignmentRole::Support,
                    by: 0,
                    instead_of: None,
                });
                sheet.duties.push(DutyFact {
                    worker: no,
                    purpose: Purpose::DirectService,
                    until: now_ms + DAY_MS,
                });
            };
            let office = &house.office;
            let changed = office.change_facts(client, "duty_recorded", tomorrow);
            changed.await.unwrap();
        }
        Self { house, dana, eve }
    }

    async fn list(&self, who: &Colleague, wish: Wish) -> ByNameList {
        let office = &self.house.office;
        let list = office.by_name_list(who.id, wish, Channel::Screen).await;
        list.unwrap()
    }

    async fn person(&self, who: &Colleague) -> SignedIn {
        let person = self.house.office.person_numbered(who.no).await;
        person.unwrap()
    }
}

fn names(list: &ByNameList) -> Vec<String> {
    let name = |it: &ByNameLine| {
        it.name
            .as_ref()
            .map_or_else(String::new, ToString::to_string)
    };
    list.lines.iter().map(name).collect()
}

fn sum(list: &ByNameList, what: ByNameFilter) -> u64 {
    let found = list.sums.iter().find(|(it, _)| *it == what);
    found.unwrap().1
}

fn only(what: ByNameFilter) -> Wish {
    Wish {
        only: vec![what],
        ..Wish::default()
    }
}

fn sorted(sort: ByNameSort) -> Wish {
    Wish {
        sort,
        ..Wish::default()
    }
}

#[test]
fn cc_1_a_by_name_list_says_what_an_import_brought_in_the_order_of_need() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine, &three(), &["1", "2", "3"]).await;
            let list = scene.list(&scene.dana, Wish::default()).await;
            assert_eq!(names(&list), ["Alma Reyes", "Bruno Reyes", "Carla Reyes"]);
            assert_eq!((list.fitting, list.page, list.pages), (3, 1, 1));
            let alma = &list.lines[0];
            assert_eq!((alma.score, alma.on_priority_list), (Some(14), Some(true)));
            assert_eq!(alma.living, Some(116));
            assert_eq!(alma.living_as_of, Some(date(2026, 10, 30)));
            assert_eq!(alma.last_contact, Some(date(2026, 10, 30)));
            assert_eq!(alma.homeless_since, Some(date(2024, 5, 3)));
            assert_eq!(alma.months_homeless, Some(13));
            assert_eq!((alma.chronic, alma.disabling), (Some(true), Some(true)));
            assert_eq!((alma.veteran, alma.youth), (Some(true), Some(true)));
            assert_eq!(alma.fleeing, Some(false));
            assert_eq!(alma.programmes, ["Night shelter"]);
            assert_eq!((alma.household, alma.with_child), (Some(1), false));
            assert_eq!(alma.moved_in, None);
            // The records rule it out, or leave it open: that is another answer.
            assert_eq!(list.lines[1].chronic, Some(false));
            assert_eq!(list.lines[2].fleeing, Some(true));
            assert!(list.lines[2].standing.protected);
            assert_eq!(list.programmes[0].clients, 3);

            let chronic = scene.list(&scene.dana, only(ByNameFilter::Chronic)).await;
            assert_eq!(names(&chronic), ["Alma Reyes", "Carla Reyes"]);
            let by_contact = scene.list(&scene.dana, sorted(ByNameSort::Contact)).await;
            assert_eq!(names(&by_contact).last().unwrap(), "Alma Reyes");
            let elsewhere = Wish {
                programme: Some(99),
                ..Wish::default()
            };
            assert_eq!(scene.list(&scene.dana, elsewhere).await.fitting, 0);
            let unmet = Wish {
                no_contact_days: Some(60),
                ..Wish::default()
            };
            // Bruno was assessed two months ago.
            let unmet = scene.list(&scene.dana, unmet).await;
            assert_eq!(names(&unmet), ["Bruno Reyes", "Carla Reyes"]);
        });
    }
}

#[test]
fn cc_2_4_a_by_name_list_shows_a_shielded_client_to_those_who_serve_them_and_counts_them_for_nobody_else()
 {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine, &three(), &["1", "2", "3"]).await;
            let walled = scene.house.client("1").await;
            let no = scene.dana.no;
            let wall = move |sheet: &mut ClientSheet, since| {
                let against = WallAgainst::Worker(no);
                sheet.walls.push(WallFact { against, since });
            };
            let office = &scene.house.office;
            let raised = office.change_facts(walled, "wall_raised", wall);
            raised.await.unwrap();
            let dana = scene.list(&scene.dana, Wish::default()).await;
            assert_eq!(names(&dana), ["Bruno Reyes", "Carla Reyes"]);
            assert_eq!((dana.fitting, sum(&dana, ByNameFilter::Veteran)), (2, 0));
            assert_eq!(dana.programmes[0].clients, 2);
            // Carla is protected: a duty of one's own doesn't open her, not even to be counted.
            for wish in [Wish::default(), sorted(ByNameSort::Name)] {
                let eve = scene.list(&scene.eve, wish).await;
                assert_eq!(names(&eve), ["Alma Reyes", "Bruno Reyes"]);
                assert_eq!((eve.fitting, eve.pages, eve.more), (2, 1, false));
                assert_eq!(eve.programmes[0].clients, 2);
            }
            let stranger = scene.house.worker("noor", Role::Caseworker).await;
            let nobody = scene.list(&stranger, Wish::default()).await;
            assert_eq!((nobody.fitting, nobody.lines.len()), (0, 0));
            assert!(nobody.programmes.is_empty());
        });
    }
}

#[test]
fn cc_2_5_nothing_of_a_section_that_one_may_not_read_is_told_by_a_filter_an_order_or_a_sum() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine, &three(), &["1", "2"]).await;
            let list = scene.list(&scene.eve, Wish::default()).await;
            for it in &list.lines {
                // Housing is for her; health, violence and what was noted at an assessment aren't.
                assert_eq!(it.homeless_since, Some(date(2024, 5, 3)));
                assert_eq!((it.disabling, it.fleeing, it.score), (None, None, None));
                assert_eq!(it.chronic, None, "it hangs on what she may not read");
            }
            assert_eq!(sum(&list, ByNameFilter::Chronic), 0);
            let chronic = scene.list(&scene.eve, only(ByNameFilter::Chronic)).await;
            assert_eq!((chronic.fitting, chronic.lines.len()), (0, 0));
            assert!(chronic.sums.iter().all(|(_, clients)| *clients == 0));

            // What is turned around in the sections that she may not read turns nothing around for her.
            let turned = three().replaced("AssessmentResults.csv", ",14,", ",1,");
            let before = scene.list(&scene.eve, Wish::default()).await;
            let hers = names(&scene.list(&scene.dana, Wish::default()).await);
            assert_eq!(hers, ["Alma Reyes", "Bruno Reyes"]);
            scene.house.import(&turned).await;
            let hers = names(&scene.list(&scene.dana, Wish::default()).await);
            assert_eq!(hers, ["Bruno Reyes", "Alma Reyes"], "it is another order");
            let after = scene.list(&scene.eve, Wish::default()).await;
            assert_eq!(names(&after), names(&before));
        });
    }
}

#[test]
fn cc_2_4_whom_one_may_not_know_of_leaves_no_gap_on_a_page_and_no_page() {
    run(async {
        let house = House::open().await;
        let count = ROWS_ON_A_PAGE + 1;
        let mut export = Export::new();
        for number in 0..count {
            let id = format!("c{number}");
            export = person(export, &id, ("Alma", "1990-05-06"), &[]);
        }
        house.import(&export).await;
        let rowan = house.worker("rowan", Role::Caseworker).await;
        let office = &house.office;
        let assigned = office.assign_to_programme(Actor::KeyHolder, &rowan, "P1");
        assigned.await.unwrap();
        let last = Wish {
            page: 2,
            ..Wish::default()
        };
        let list = office.by_name_list(rowan.id, last.clone(), Channel::Screen);
        let list = list.await.unwrap();
        assert_eq!((list.fitting, list.pages, list.lines.len()), (count, 2, 1));
        let no = rowan.no;
        let wall = move |sheet: &mut ClientSheet, since| {
            let against = WallAgainst::Worker(no);
            sheet.walls.push(WallFact { against, since });
        };
        let walled = house.client("c3").await;
        let raised = office.change_facts(walled, "wall_raised", wall);
        raised.await.unwrap();
        let list = office.by_name_list(rowan.id, last, Channel::Screen);
        let list = list.await.unwrap();
        assert_eq!((list.page, list.pages), (1, 1), "the last page there is");
        assert_eq!((list.fitting, list.lines.len()), (count - 1, count - 1));
    });
}

#[test]
fn cc_2_4_a_member_of_a_household_whom_one_may_not_know_of_is_not_counted_in_it() {
    for engine in engines() {
        run(async {
            let together = [("HouseholdID", "H1")];
            let child = [("HouseholdID", "H1"), ("RelationshipToHoH", "2")];
            let export = person(Export::new(), "1", ("Alma", "1990-05-06"), &together);
            let export = person(export, "2", ("Bruno", "1988-05-06"), &together);
            let export = export.row(
                "Client",
                &[
                    ("PersonalID", "3"),
                    ("FirstName", "Carla"),
                    ("LastName", "Reyes"),
                    ("NameDataQuality", "1"),
                    ("DOB", "2020-05-06"),
                    ("VeteranStatus", "0"),
                ],
            );
            let export = export.row(
                "Enrollment",
                &[
                    ("EnrollmentID", "N3"),
                    ("PersonalID", "3"),
                    ("ProjectID", "P1"),
                    ("EntryDate", "2026-03-01"),
                    child[0],
                    child[1],
                ],
            );
            let scene = Scene::on(&engine, &export, &["1", "2", "3"]).await;
            let list = scene.list(&scene.dana, sorted(ByNameSort::Name)).await;
            assert_eq!(list.lines[0].household, Some(3));
            assert!(list.lines[0].with_child);
            assert_eq!(sum(&list, ByNameFilter::Family), 3);
            let carla = scene.house.client("3").await;
            let no = scene.dana.no;
            let wall = move |sheet: &mut ClientSheet, since| {
                let against = WallAgainst::Worker(no);
                sheet.walls.push(WallFact { against, since });
            };
            let office = &scene.house.office;
            let raised = office.change_facts(carla, "wall_raised", wall);
            raised.await.unwrap();
            let list = scene.list(&scene.dana, sorted(ByNameSort::Name)).await;
            assert_eq!(list.lines[0].household, Some(2));
            assert!(!list.lines[0].with_child);
            assert_eq!(sum(&list, ByNameFilter::Family), 0);
        });
    }
}

#[test]
fn nasw_c_each_client_who_was_shown_is_on_record_with_the_few_sections_that_were_opened() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine, &three(), &["1", "2"]).await;
            let from = scene.house.standing(i64::MAX).await.size;
            let list = scene.list(&scene.dana, only(ByNameFilter::Veteran)).await;
            assert_eq!(names(&list), ["Alma Reyes"]);
            let entries = scene.house.standing(from).await.entries;
            let shapes: Vec<_> = entries.iter().map(|it| (it.kind, it.is_tagged)).collect();
            // The list as a whole, and the one who was shown; nothing about the other, who wasn't.
            assert_eq!(shapes, [(INTENT, false), (INTENT, true)]);
            let office = &scene.house.office;
            let me = scene.person(&scene.dana).await;
            let alma = scene.house.client("1").await;
            let question = office.question_of(&me, alma, Channel::Screen).await;
            let looks = office.who_looked(&question.unwrap()).await.unwrap();
            let look = looks.iter().find(|it| it.entry == list.entry + 1).unwrap();
            let EntryText::Answer(answer) = &look.text else {
                panic!("no answer: {:?}", look.text);
            };
            let permitted = answer.answers.iter().filter(|it| it.permitted);
            let opened: Vec<Category> = permitted.flat_map(|it| it.sections.clone()).collect();
            for section in [Category::Identity, Category::Housing, Category::Health] {
                assert!(opened.contains(&section), "{section}");
            }
            for section in [
                Category::Location,
                Category::Contact,
                Category::Hiv,
                Category::MentalHealth,
                Category::Justice,
                Category::ThirdParty,
                Category::GenderSexuality,
            ] {
                assert!(!opened.contains(&section), "{section}");
            }
            // Nothing was let out of the rest of a section either.
            let shown = list.lines[0].name.as_ref().unwrap();
            assert!(shown.is("Alma Reyes"));
        });
    }
}
