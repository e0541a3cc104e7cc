//! Searching: one's own by whatever is remembered, beyond them at most that one may ask, and of nobody else a sign.

use caseward_casework::Office;
use caseward_casework::gate::{
    EntryText, EntryView, FRUITLESS_PER_DAY, MOST_FOUND, ProtectionSource, SEARCHES_PER_HOUR,
    SearchOutcome, WallAgainst, WallFact,
};
use caseward_casework::search::{Found, SearchForm, SearchNeed, SearchResult};
use caseward_casework::staff::Colleague;
use caseward_model::{Channel, Client, Id, OrganizationKind, Protection, Purpose, Role, TaskKind};
use caseward_testkit::{Engine, Export, House, engines, run};
use zeroize::Zeroizing;

fn form(name: &str, born: &str, number: &str) -> SearchForm {
    SearchForm {
        name: Zeroizing::new(name.to_owned()),
        born: Zeroizing::new(born.to_owned()),
        number: Zeroizing::new(number.to_owned()),
        purpose: String::new(),
    }
}

pub(crate) async fn put(house: &House, who: &Colleague, form: SearchForm) -> SearchResult {
    let order = form.check(who.sheet.role).ok().expect("a search");
    let found = house.office.search(who.id, order, Channel::Screen);
    found.await.unwrap()
}

pub(crate) async fn search(house: &House, who: &Colleague, name: &str) -> Found {
    done(put(house, who, form(name, "", "")).await)
}

fn done(result: SearchResult) -> Found {
    match result {
        SearchResult::Done(found) => found,
        SearchResult::TooMany(_) => panic!("too many"),
        SearchResult::NotReady => panic!("not ready"),
    }
}

fn clients(found: &Found) -> Vec<Id<Client>> {
    found.clients.iter().map(|it| it.client).collect()
}

async fn entry_at(office: &Office, index: u64) -> EntryView {
    office.proved_entry(index).await.unwrap().unwrap().entry
}

/// Dana works with Alma, whom Odile supervises; everybody else is somebody else's.
struct Scene {
    house: House,
    dana: Colleague,
    omar: Colleague,
    alma: Id<Client>,
    bruno: Id<Client>,
}

impl Scene {
    async fn on(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let export = Export::new()
            .client("1", "José", "García-Márquez")
            .client("2", "Bruno", "Stone")
            .client("3", "Cleo", "Winter")
            .client("4", "Dora", "Summer")
            .client("5", "Elif", "Autumn")
            .client("6", "Finn", "Spring")
            .client("7", "Gil", "Harvest")
            .client("8", "Bruno", "Miller");
        house.import(&export).await;
        house.office.index_names(|_| {}).await.unwrap();
        let dana = house.worker("dana", Role::Caseworker).await;
        let omar = house.worker("omar", Role::Caseworker).await;
        let (alma, bruno) = (house.client("1").await, house.client("2").await);
        house.assign(&dana, alma).await;
        house.assign(&omar, bruno).await;
        Self {
            house,
            dana,
            omar,
            alma,
            bruno,
        }
    }

    async fn protect(&self, personal_id: &str, kind: Protection) {
        let client = self.house.client(personal_id).await;
        let office = &self.house.office;
        let protect = move |sheet: &mut caseward_casework::gate::ClientSheet, now_ms| {
            sheet.protect(kind, ProtectionSource::Worker, now_ms);
        };
        office
            .change_facts(client, "protected", protect)
            .await
            .unwrap();
    }

    async fn wall(&self, personal_id: &str, against: &Colleague) {
        let client = self.house.client(personal_id).await;
        let no = against.no;
        let wall = move |sheet: &mut caseward_casework::gate::ClientSheet, since| {
            let against = WallAgainst::Worker(no);
            sheet.walls.push(WallFact { against, since });
        };
        let office = &self.house.office;
        office.change_facts(client, "walled", wall).await.unwrap();
    }
}

#[test]
fn cr_2_ones_own_clients_are_found_by_what_is_remembered_of_them() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            for name in [
                "garcia marquez",
                "GARCÍA",
                "Grcia",
                "pepe garcia",
                "Gonsalez Garcia".split(' ').nth(1).unwrap(),
                "jose marques",
                "garciamarquez",
            ] {
                let found = search(&scene.house, &scene.dana, name).await;
                assert_eq!(clients(&found), [scene.alma], "{name}");
                assert_eq!(found.ask, None, "{name}");
            }
            let by = |born: &str, number: &str| form("", born, number);
            let born = done(put(&scene.house, &scene.dana, by("1990-05-06", "")).await);
            assert_eq!(
                clients(&born),
                [scene.alma],
                "of all born that day only one's own"
            );
            let other = done(put(&scene.house, &scene.dana, by("1990-05-07", "")).await);
            assert!(other.clients.is_empty());
            let number = done(put(&scene.house, &scene.dana, by("", "1")).await);
            assert_eq!(clients(&number), [scene.alma]);
            let id = done(put(&scene.house, &scene.dana, by("", &scene.alma.to_string())).await);
            assert_eq!(clients(&id), [scene.alma]);
            let unlike = form("Bruno", "", "1");
            assert!(
                done(put(&scene.house, &scene.dana, unlike).await)
                    .clients
                    .is_empty()
            );
        });
    }
}

#[test]
fn cr_2_beyond_ones_own_only_an_exact_match_says_that_one_may_ask() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let ask = async |form: SearchForm| {
                let found = done(put(&scene.house, &scene.dana, form).await);
                assert!(found.clients.is_empty(), "nobody else's client is shown");
                found.ask.is_some()
            };
            assert!(ask(form("Bruno Stone", "", "")).await);
            assert!(ask(form("stone, BRUNO", "1990-05-06", "")).await);
            assert!(ask(form("", "", "2")).await);
            for (name, born, number) in [
                ("Bruno", "", ""),
                ("Stone", "", ""),
                ("Bruno Ston", "", ""),
                ("Bruno Stoen", "", ""),
                ("Bruno Stone Miller", "", ""),
                ("Bruno Stone", "1990-05-07", ""),
                ("", "", "99"),
            ] {
                assert!(
                    !ask(form(name, born, number)).await,
                    "{name} {born} {number}"
                );
            }
        });
    }
}

#[test]
fn cr_4_whoever_isnt_entitled_to_ask_learns_of_nobody() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let house = &scene.house;
            for role in Role::ALL {
                if *role == Role::Client || *role == Role::PartnerWorker {
                    continue;
                }
                let who = house.worker(&role.word().replace('_', "-"), *role).await;
                let told = search(house, &who, "Bruno Stone").await.ask.is_some();
                let entitled = matches!(
                    role,
                    Role::Caseworker | Role::Supervisor | Role::ConferenceLead
                );
                assert_eq!(told, entitled, "{role}");
            }
            let untrained = house
                .worker_with("eve", Role::Caseworker, true, false, "office")
                .await;
            assert!(search(house, &untrained, "Bruno Stone").await.ask.is_none());
            house.partner("shelter", OrganizationKind::Agency).await;
            let partner = house
                .worker_with("pat", Role::PartnerWorker, true, true, "shelter")
                .await;
            assert!(search(house, &partner, "Bruno Stone").await.ask.is_none());
        });
    }
}

#[test]
fn dv_3_3_1_walled_shielded_and_foreign_clients_are_nobody_to_a_search() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            scene.wall("3", &scene.dana).await;
            scene.protect("4", Protection::Victim).await;
            scene.protect("5", Protection::DeclinedSharing).await;
            scene.protect("6", Protection::Proposed).await;
            let stranger = scene
                .house
                .partner("stranger", OrganizationKind::Agency)
                .await;
            let gil = scene.house.client("7").await;
            let no = stranger.no;
            let moved = move |sheet: &mut caseward_casework::gate::ClientSheet, _| {
                sheet.organization = no;
            };
            let office = &scene.house.office;
            office.change_facts(gil, "moved", moved).await.unwrap();
            let mut shapes = Vec::new();
            for name in [
                "Cleo Winter",
                "Dora Summer",
                "Elif Autumn",
                "Finn Spring",
                "Gil Harvest",
                "Nobody Atall",
            ] {
                let before = office.ledger_head().await.unwrap().size;
                let found = search(&scene.house, &scene.dana, name).await;
                assert!(
                    found.clients.is_empty() && found.ask.is_none() && !found.more,
                    "{name}"
                );
                let entry = entry_at(office, before).await;
                let Some(EntryText::List(list)) = &entry.text else {
                    panic!("no list: {name}");
                };
                assert_eq!(list.outcome, Some(SearchOutcome::Nothing), "{name}");
                assert_eq!(
                    office.ledger_head().await.unwrap().size,
                    before + 1,
                    "{name}"
                );
                shapes.push((entry.row.sealed.len(), entry.kind, list.clients.len()));
            }
            shapes.dedup();
            assert_eq!(shapes.len(), 1, "{shapes:?}");
            // Two of one name: nobody could say who is meant, and the number says it.
            scene.wall("2", &scene.omar).await;
            assert!(
                search(&scene.house, &scene.omar, "Bruno Stone")
                    .await
                    .clients
                    .is_empty()
            );
        });
    }
}

#[test]
fn dv_3_3_2e_a_wall_hides_a_client_from_the_one_who_works_with_them() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            assert_eq!(
                clients(&search(&scene.house, &scene.omar, "Stone").await),
                [scene.bruno]
            );
            scene.wall("2", &scene.omar).await;
            let found = search(&scene.house, &scene.omar, "Bruno Stone").await;
            assert!(found.clients.is_empty() && found.ask.is_none());
        });
    }
}

#[test]
fn cr_2_each_search_is_an_entry_with_its_purpose_and_without_its_words() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let office = &scene.house.office;
            for (name, outcome, clients) in [
                ("garcia", SearchOutcome::Found, 1),
                ("Bruno Stone", SearchOutcome::Ask, 0),
                ("Nobody Atall", SearchOutcome::Nothing, 0),
            ] {
                let at = office.ledger_head().await.unwrap().size;
                let typed = SearchForm {
                    purpose: "eligibility".to_owned(),
                    ..form(name, "", "")
                };
                put(&scene.house, &scene.dana, typed).await;
                let entry = entry_at(office, at).await;
                let Some(EntryText::List(list)) = &entry.text else {
                    panic!("no list");
                };
                assert_eq!(list.purpose, Some(Purpose::Eligibility));
                assert_eq!((list.outcome, list.clients.len()), (Some(outcome), clients));
                let said = format!("{list:?}").to_lowercase();
                for word in name.to_lowercase().split(' ') {
                    assert!(!said.contains(word), "{said}");
                }
            }
            let wrong = SearchForm {
                purpose: "media".to_owned(),
                ..form("garcia", "", "")
            };
            let needs = wrong.check(Role::Caseworker).err();
            assert_eq!(needs, Some(vec![SearchNeed::Purpose]));
            let short = form("ga", "5/6", "").check(Role::Caseworker).err();
            assert_eq!(short, Some(vec![SearchNeed::Letters, SearchNeed::Born]));
            let none = form("", " ", "").check(Role::Caseworker).err();
            assert_eq!(none, Some(vec![SearchNeed::Something]));
        });
    }
}

#[test]
fn cr_2_searches_have_a_limit_that_says_when_to_go_on() {
    for engine in engines() {
        run(async {
            let scene = Scene::on(&engine).await;
            let (house, office) = (&scene.house, &scene.house.office);
            let ruth = house.worker("ruth", Role::PrivacyOfficer).await;
            let began = house.clock.now_ms();
            let mut told = 0;
            for made in 1..=SEARCHES_PER_HOUR {
                search(house, &scene.dana, "Nobody Atall").await;
                let waiting = office.my_tasks(ruth.no).await.unwrap();
                let pattern = waiting
                    .iter()
                    .filter(|it| it.kind == TaskKind::SearchPattern);
                told = pattern.count();
                assert_eq!(told > 0, made as i64 >= FRUITLESS_PER_DAY, "{made}");
            }
            assert_eq!(told, 1, "one task, however many searches");
            let over = put(house, &scene.dana, form("garcia", "", "")).await;
            let SearchResult::TooMany(again_at) = over else {
                panic!("no limit");
            };
            assert_eq!(again_at, began + 3_600_000);
            let last = office.ledger_head().await.unwrap().size - 1;
            let entry = entry_at(office, last).await;
            let Some(EntryText::List(list)) = &entry.text else {
                panic!("no list");
            };
            assert_eq!(list.outcome, Some(SearchOutcome::TooMany));
            // A colleague isn't locked out by it, and an hour later it goes on.
            assert_eq!(
                clients(&search(house, &scene.omar, "Stone").await),
                [scene.bruno]
            );
            house.clock.advance(3_600_000);
            assert_eq!(
                clients(&search(house, &scene.dana, "garcia").await),
                [scene.alma]
            );
        });
    }
}

#[test]
fn dv_3_3_1_a_list_is_cut_only_after_everyone_in_it_was_decided() {
    run(async {
        let house = House::open().await;
        let mut export = Export::new();
        for number in 0..MOST_FOUND + 5 {
            export = export.client(&format!("W{number}"), "Walled", "Winter");
        }
        export = export.client("own", "Wanda", "Winter");
        house.import(&export).await;
        house.office.index_names(|_| {}).await.unwrap();
        let dana = house.worker("dana", Role::Caseworker).await;
        let no = dana.no;
        for number in 0..MOST_FOUND + 5 {
            let client = house.client(&format!("W{number}")).await;
            house.assign(&dana, client).await;
            let wall = move |sheet: &mut caseward_casework::gate::ClientSheet, since| {
                let against = WallAgainst::Worker(no);
                sheet.walls.push(WallFact { against, since });
            };
            house
                .office
                .change_facts(client, "walled", wall)
                .await
                .unwrap();
        }
        let own = house.client("own").await;
        house.assign(&dana, own).await;
        let found = search(&house, &dana, "Winter").await;
        assert_eq!(
            clients(&found),
            [own],
            "whoever is hidden takes nobody's place"
        );
        assert!(!found.more, "and isn't counted");
    });
}
