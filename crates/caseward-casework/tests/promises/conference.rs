//! Case conferences: who leads one, who sits in it, and that everybody signs before they see anything.

use caseward_casework::CaseworkError;
use caseward_casework::conference::{NewSeries, SeriesChange, SeriesSigning, ShownConference};
use caseward_casework::gate::{Actor, GateError};
use caseward_casework::people::Amiss;
use caseward_casework::staff::{Colleague, RegisteredOrganization};
use caseward_casework::standing::{Edition, NewVersion, shipped};
use caseward_db::Value;
use caseward_model::{
    Conference, ConferenceKind, Id, Language, OrganizationKind, ParticipantState, Role, TaskKind,
};
use caseward_testkit::{Engine, House, engines, run, signing_for_series};

/// A house with a lead, a caseworker and a partner's worker, who have all signed the agreement for conferences.
pub(crate) struct Table {
    pub(crate) house: House,
    pub(crate) lena: Colleague,
    pub(crate) omar: Colleague,
    pub(crate) heather: Colleague,
    orchard: RegisteredOrganization,
}

impl Table {
    pub(crate) async fn laid(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let orchard = house.partner("orchard", OrganizationKind::Health).await;
        let lena = house.worker("lena", Role::ConferenceLead).await;
        let omar = house.worker("omar", Role::Caseworker).await;
        let partner = (Role::PartnerWorker, "orchard");
        let heather = house.worker_with("heather", partner.0, true, true, partner.1);
        let heather = heather.await;
        house.publish_conferencing().await;
        for one in [&lena, &omar, &heather] {
            house.sign_conferencing(one).await;
        }
        Self {
            house,
            lena,
            omar,
            heather,
            orchard,
        }
    }

    /// A series that Lena leads and has signed for, with the orchard in it.
    pub(crate) async fn begun(&self) -> Id<Conference> {
        let new = NewSeries {
            organizations: vec![self.orchard.id],
            ..described()
        };
        let office = &self.house.office;
        let id = office.begin_conference(self.lena.id, new).await;
        let id = id.expect("a series");
        self.signs(&self.lena, id).await.expect("a signature");
        id
    }

    pub(crate) async fn signs(
        &self,
        who: &Colleague,
        id: Id<Conference>,
    ) -> Result<(), CaseworkError> {
        let version = self.seen_by(who, id).await?.agreement.map_or(0, |it| it.1);
        let signing = signing_for_series(version);
        let office = &self.house.office;
        office.sign_for_conference(who.id, id, signing).await
    }

    pub(crate) async fn seen_by(
        &self,
        who: &Colleague,
        id: Id<Conference>,
    ) -> Result<ShownConference, CaseworkError> {
        self.house.office.conference(who.id, id).await
    }

    pub(crate) async fn named(
        &self,
        who: &Colleague,
        id: Id<Conference>,
    ) -> Result<(), CaseworkError> {
        let office = &self.house.office;
        office.name_participant(self.lena.id, id, who.id).await
    }

    pub(crate) async fn change(
        &self,
        id: Id<Conference>,
        it: SeriesChange,
    ) -> Result<(), CaseworkError> {
        let office = &self.house.office;
        office.change_conference(self.lena.id, id, it).await
    }

    async fn waits_for(&self, who: &Colleague) -> usize {
        let tasks = self.house.office.my_tasks(who.no).await.expect("tasks");
        let asked = |it: &&caseward_casework::tasks::Task| it.kind == TaskKind::ConferenceToSign;
        tasks.iter().filter(asked).count()
    }
}

fn described() -> NewSeries {
    NewSeries {
        title: "Northside housing table".into(),
        kind: Some(ConferenceKind::ByNameList),
        purpose: "A home for everybody on the list of the north side.".into(),
        ..NewSeries::default()
    }
}

pub(crate) fn amiss<T: std::fmt::Debug>(done: Result<T, CaseworkError>) -> Vec<Amiss> {
    match done {
        Err(CaseworkError::Amiss(all)) => all,
        done => panic!("{done:?}"),
    }
}

pub(crate) fn is_none<T: std::fmt::Debug>(done: Result<T, CaseworkError>) {
    assert!(
        matches!(done, Err(CaseworkError::Unknown { .. })),
        "{done:?}"
    );
}

pub(crate) fn on_each_engine<F: Future<Output = ()>>(test: impl Fn(Table) -> F) {
    for engine in engines() {
        run(async { test(Table::laid(&engine).await).await });
    }
}

#[test]
fn cc_2_nobody_sees_anything_of_a_conference_before_signing_for_it() {
    on_each_engine(|table| async move {
        let id = table.begun().await;
        table.named(&table.heather, id).await.expect("named");
        assert_eq!(table.waits_for(&table.heather).await, 1);
        let shut = table.seen_by(&table.heather, id).await.expect("a series");
        assert_eq!(shut.state, ParticipantState::ToSign);
        assert!(shut.told.is_none() && !shut.leads);
        let office = &table.house.office;
        let mine = office.my_conferences(table.heather.id).await.unwrap();
        assert!(mine.len() == 1 && mine[0].told.is_none() && !mine[0].ended);

        let unticked = SeriesSigning {
            name: " ".into(),
            phone: "none".into(),
            accepts: false,
            ..signing_for_series(1)
        };
        let missing = office.sign_for_conference(table.heather.id, id, unticked);
        let missing = amiss(missing.await);
        let all = [Amiss::NameEmpty, Amiss::PhoneForm, Amiss::ConferenceAccepts];
        assert_eq!(missing, all);
        let shut = table.seen_by(&table.heather, id).await.unwrap();
        assert!(shut.told.is_none(), "nothing was kept");

        table.signs(&table.heather, id).await.expect("a signature");
        assert_eq!(table.waits_for(&table.heather).await, 0);
        let open = table.seen_by(&table.heather, id).await.unwrap();
        let told = open.told.expect("everything");
        assert_eq!(told.title, "Northside housing table");
        assert_eq!(told.people.len(), 2);
        let heather = &told.people[1];
        assert_eq!(heather.organization, "orchard");
        assert_eq!(heather.email, "made.up@office.example");
        assert_eq!(heather.signed.map(|it| it.0), Some(1));
        let again = table.signs(&table.heather, id).await;
        assert_eq!(amiss(again), [Amiss::ConferenceSigned]);

        // Whoever was named and hasn't signed is shown to whoever leads it, and to nobody else.
        table.named(&table.omar, id).await.expect("named");
        let lead = table.seen_by(&table.lena, id).await.unwrap().told;
        assert_eq!(lead.expect("everything").people.len(), 3);
        let other = table.seen_by(&table.heather, id).await.unwrap().told;
        assert_eq!(other.expect("everything").people.len(), 2);
    });
}

#[test]
fn cc_2_a_conference_is_shut_to_its_own_lead_before_they_have_signed() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let begun = office.begin_conference(table.lena.id, described()).await;
        let id = begun.expect("a series");
        assert!(table.seen_by(&table.lena, id).await.unwrap().told.is_none());
        let named = table.named(&table.omar, id).await;
        assert_eq!(amiss(named), [Amiss::ConferenceSignFirst]);
        table.signs(&table.lena, id).await.expect("a signature");
        assert!(table.seen_by(&table.lena, id).await.unwrap().told.is_some());
        table.named(&table.omar, id).await.expect("named");
    });
}

#[test]
fn cc_2_without_the_agreement_there_is_no_conference_and_no_way_in() {
    for engine in engines() {
        run(async {
            let house = House::on(&engine, false).await;
            let lena = house.worker("lena", Role::ConferenceLead).await;
            let begun = house.office.begin_conference(lena.id, described()).await;
            assert_eq!(amiss(begun), [Amiss::ConferenceAgreement]);
            house.publish_conferencing().await;
            let begun = house.office.begin_conference(lena.id, described()).await;
            assert!(matches!(begun, Err(CaseworkError::NotPermitted(_))));
            let mine = house.office.my_conferences(lena.id).await;
            assert!(matches!(mine, Err(CaseworkError::NotPermitted(_))));
        });
    }
}

/// The agreement once more, with one paragraph changed.
pub(crate) fn second_version() -> NewVersion {
    let mut all = shipped().unwrap().into_iter();
    let text = all.find(|it| it.edition.name_and_kind().unwrap().0 == "case-conferencing");
    let text = text.unwrap();
    let texts = Language::ALL.iter().map(|language| {
        let mut words = text.edition.in_language(*language).unwrap().clone();
        words.changed = "What is new.".to_owned();
        words.sections[0].paragraphs[0] = "A paragraph that is new.".to_owned();
        words
    });
    NewVersion {
        edition: Edition::of(texts.collect()).unwrap(),
        roles: text.roles,
        from_ms: 0,
        hold_days: 365,
    }
}

#[test]
fn cc_2_a_new_version_shuts_a_conference_until_each_has_signed_for_it_again() {
    on_each_engine(|table| async move {
        let id = table.begun().await;
        table.named(&table.omar, id).await.expect("named");
        table.signs(&table.omar, id).await.expect("a signature");
        let office = &table.house.office;
        let published = office.publish_requirement(Actor::KeyHolder, second_version());
        published.await.expect("a version");
        let shut = table.seen_by(&table.omar, id).await;
        assert!(matches!(shut, Err(CaseworkError::NotPermitted(_))));

        table.house.sign_conferencing(&table.omar).await;
        let shut = table.seen_by(&table.omar, id).await.expect("a series");
        assert_eq!(shut.state, ParticipantState::SignAgain);
        assert!(shut.told.is_none());
        let old = office.sign_for_conference(table.omar.id, id, signing_for_series(1));
        assert_eq!(amiss(old.await), [Amiss::ConferenceVersion]);
        table.signs(&table.omar, id).await.expect("a signature");
        let told = table.seen_by(&table.omar, id).await.unwrap().told;
        let people = told.expect("everything").people;
        assert_eq!(people.len(), 1, "Lena hasn't signed again");
        assert_eq!(people[0].signed.map(|it| it.0), Some(2));
    });
}

#[test]
fn dv_3_3_1_whoever_was_not_named_gets_the_answer_of_a_conference_that_is_not_there() {
    on_each_engine(|table| async move {
        let id = table.begun().await;
        let office = &table.house.office;
        let nowhere = Id::<Conference>::from_bytes([7; 16]);
        for id in [id, nowhere] {
            is_none(table.seen_by(&table.omar, id).await);
            is_none(table.signs(&table.omar, id).await);
            is_none(office.leave_conference(table.omar.id, id).await);
        }
        assert!(
            office
                .my_conferences(table.omar.id)
                .await
                .unwrap()
                .is_empty()
        );
        // Another lead has no more to say there than anybody.
        let sol = table.house.worker("sol", Role::Supervisor).await;
        table.house.sign_conferencing(&sol).await;
        for id in [id, nowhere] {
            is_none(office.name_participant(sol.id, id, table.omar.id).await);
            is_none(
                office
                    .change_conference(sol.id, id, SeriesChange::End)
                    .await,
            );
            is_none(office.conference_choices(sol.id, Some(id)).await);
        }
    });
}

#[test]
fn cc_1_only_whoever_holds_conferences_begins_one_and_it_always_has_a_lead() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let by_omar = office.begin_conference(table.omar.id, described()).await;
        assert!(matches!(by_omar, Err(CaseworkError::NotPermitted(_))));
        let empty = office.begin_conference(table.lena.id, NewSeries::default());
        let missing = amiss(empty.await);
        let all = [
            Amiss::ConferenceTitle,
            Amiss::ConferenceKind,
            Amiss::ConferencePurpose,
        ];
        assert_eq!(missing, all);

        let id = table.begun().await;
        let left = office.leave_conference(table.lena.id, id).await;
        assert_eq!(amiss(left), [Amiss::ConferenceLeads]);
        let to_omar = table.change(id, SeriesChange::Lead(table.omar.id)).await;
        assert_eq!(amiss(to_omar), [Amiss::ConferenceLead]);
        let sol = table.house.worker("sol", Role::Supervisor).await;
        table.house.sign_conferencing(&sol).await;
        let to_sol = table.change(id, SeriesChange::Lead(sol.id)).await;
        to_sol.expect("another lead");
        assert_eq!(table.waits_for(&sol).await, 1);
        is_none(table.named(&table.omar, id).await);
        let named = office.name_participant(sol.id, id, table.omar.id).await;
        assert_eq!(amiss(named), [Amiss::ConferenceSignFirst]);
        // Whoever holds the key can give a series another lead that has lost its own.
        let back = SeriesChange::Lead(table.lena.id);
        let back = office.change_conference(Actor::KeyHolder, id, back);
        back.await.expect("another lead");
        table.named(&table.omar, id).await.expect("named");
        table.change(id, SeriesChange::End).await.expect("an end");
        assert_eq!(table.waits_for(&table.omar).await, 0);
        let after = table.named(&table.heather, id).await;
        assert_eq!(amiss(after), [Amiss::ConferenceEnded]);
    });
}

#[test]
fn dv_5_7_people_of_an_organization_that_is_no_member_are_out_at_once() {
    on_each_engine(|table| async move {
        let id = table.begun().await;
        table.named(&table.heather, id).await.expect("named");
        table.signs(&table.heather, id).await.expect("a signature");
        let none = SeriesChange::Organizations(Vec::new());
        table.change(id, none).await.expect("no partner");
        is_none(table.seen_by(&table.heather, id).await);
        let named = table.named(&table.heather, id).await;
        assert_eq!(amiss(named), [Amiss::ConferencePerson]);
        // Back in, they sign anew.
        let orchard = SeriesChange::Organizations(vec![table.orchard.id]);
        table.change(id, orchard).await.expect("a partner");
        is_none(table.seen_by(&table.heather, id).await);
        table.named(&table.heather, id).await.expect("named");
        assert!(
            table
                .seen_by(&table.heather, id)
                .await
                .unwrap()
                .told
                .is_none()
        );
        let press = table
            .house
            .partner("gazette", OrganizationKind::Media)
            .await;
        let press = table.change(id, SeriesChange::Organizations(vec![press.id]));
        assert_eq!(amiss(press.await), [Amiss::ConferenceOrganization]);
    });
}

#[test]
fn cc_2_a_series_that_has_ended_is_signed_for_like_any_other_and_can_then_be_looked_at() {
    on_each_engine(|table| async move {
        let id = table.begun().await;
        table.named(&table.omar, id).await.expect("named");
        table.named(&table.heather, id).await.expect("named");
        table.signs(&table.omar, id).await.expect("a signature");
        let office = &table.house.office;
        let before = table.seen_by(&table.heather, id).await.unwrap();
        table.change(id, SeriesChange::End).await.expect("an end");
        let after = table.seen_by(&table.heather, id).await.unwrap();
        assert_eq!(before, after, "whoever has to sign doesn't learn it");
        let published = office.publish_requirement(Actor::KeyHolder, second_version());
        published.await.expect("a version");
        for one in [&table.omar, &table.heather] {
            table.house.sign_conferencing(one).await;
            assert!(table.seen_by(one, id).await.unwrap().told.is_none());
            table.signs(one, id).await.expect("a signature");
            let told = table.seen_by(one, id).await.unwrap().told;
            assert!(told.expect("everything").ended_at.is_some());
        }
    });
}

#[test]
fn cc_2_whoever_moves_to_another_member_organization_signs_for_it_again() {
    on_each_engine(|table| async move {
        let house = &table.house;
        let clinic = house.partner("clinic", OrganizationKind::Health).await;
        let id = table.begun().await;
        let both = SeriesChange::Organizations(vec![table.orchard.id, clinic.id]);
        table.change(id, both).await.expect("two partners");
        table.named(&table.heather, id).await.expect("named");
        table.signs(&table.heather, id).await.expect("a signature");
        let moved = house
            .office
            .gate
            .change_worker(table.heather.id, "moved", move |sheet| {
                sheet.organization = clinic.no;
            });
        moved.await.expect("a move");
        let shut = table.seen_by(&table.heather, id).await.unwrap();
        assert_eq!(shut.state, ParticipantState::SignAgain);
        assert!(shut.told.is_none());
        table.signs(&table.heather, id).await.expect("a signature");
        let told = table.seen_by(&table.heather, id).await.unwrap().told;
        let people = told.expect("everything").people;
        let heather = people.iter().find(|it| it.id == table.heather.id);
        assert_eq!(heather.unwrap().organization, "clinic");
    });
}

/// The card of the only series, as it lies in the database.
async fn card(table: &Table) -> Vec<Value> {
    let sql = "SELECT version, sealed, no FROM cards WHERE drawer = 30";
    let read = move |reader: &mut caseward_db::Reader<'_>| {
        Ok::<_, caseward_db::DbError>(reader.query_one(sql, &[])?.into_values())
    };
    table.house.office.db().read(read).await.unwrap()
}

#[test]
fn cc_2_10_whoever_is_taken_out_sees_nothing_more_and_no_older_card_lets_them_back() {
    on_each_engine(|table| async move {
        let id = table.begun().await;
        table.named(&table.heather, id).await.expect("named");
        table.signs(&table.heather, id).await.expect("a signature");
        let before = card(&table).await;
        let office = &table.house.office;
        let out = office.take_out_participant(table.lena.id, id, table.heather.id);
        out.await.expect("out");
        is_none(table.seen_by(&table.heather, id).await);
        assert!(
            office
                .my_conferences(table.heather.id)
                .await
                .unwrap()
                .is_empty()
        );

        let sql = "UPDATE cards SET version = $1, sealed = $2 WHERE drawer = 30 AND no = $3";
        let put_back = move |tx: &mut caseward_db::Transaction<'_>| Ok(tx.execute(sql, &before)?);
        let gate = &office.gate;
        let changed = gate.keep_books::<_, CaseworkError, _>(put_back).await;
        assert_eq!(changed.unwrap(), 1);
        let seen = table.seen_by(&table.heather, id).await;
        assert!(
            matches!(seen, Err(CaseworkError::Gate(GateError::PutBack))),
            "{seen:?}"
        );
        let found = gate.check_soundness().await.unwrap();
        assert!(!found.altered.is_empty(), "the doctor finds it as well");
    });
}

#[test]
fn nasw_l_what_lies_on_the_disk_says_of_a_series_only_that_there_is_one() {
    run(async {
        let table = Table::laid(&Engine::Sqlite).await;
        table.begun().await;
        for file in std::fs::read_dir(table.house.folder()).unwrap() {
            let path = file.unwrap().path();
            if !path.is_file() {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            for told in ["Northside", "north side", "by_name_list"] {
                let found = bytes.windows(told.len()).any(|it| it == told.as_bytes());
                assert!(!found, "{told} in {}", path.display());
            }
        }
    });
}
