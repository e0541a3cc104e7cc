//! A furnished house: one organisation, a few workers, and whatever a test brings in.

use std::io::Read;
use std::sync::Arc;

use caseward_casework::Office;
use caseward_casework::disclosure::{ChosenWay, DisclosureError};
use caseward_casework::gate::{
    Actor, AgreedFact, NewOffice, OpenSlot, OrganizationSheet, SlotSettings,
};
use caseward_casework::intake::{Account, IntakeError};
use caseward_casework::partnership::{CheckOrder, Checked, NewWay};
use caseward_casework::sign_in::SignedIn;
use caseward_casework::staff::{Colleague, NewWorker, RegisteredOrganization, organization_sheet};
use caseward_db::Place;
use caseward_formats::hmis::{Opener, Package};
use caseward_model::{
    Category, Channel, CheckMethod, Client, Clock, Id, Organization, OrganizationKind, Purpose,
    Randomness, Role, WayKind,
};
use caseward_policies::Policies;
use tempfile::TempDir;

use crate::Export;

/// An age key of nobody.
const AGE: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

/// The telephone of every partner's receiver: nobody's.
const PHONE: &str = "+1 555 010 0199";

/// The passphrase of every test office.
pub(crate) const PASSPHRASE: &str = "four calm herons wading";

/// A database engine to test on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Engine {
    /// In a temporary folder.
    Sqlite,
    /// On the server with this address; each house makes a database of its own.
    Postgres(String),
}

/// SQLite always, PostgreSQL when `CASEWARD_TEST_POSTGRES` holds an address. Says loudly when it isn't
/// tested, and fails then if `CASEWARD_REQUIRE_ALL` is set.
///
/// # Panics
/// When everything is required and PostgreSQL is missing.
#[must_use]
pub fn engines() -> Vec<Engine> {
    let mut engines = vec![Engine::Sqlite];
    match variable("CASEWARD_TEST_POSTGRES") {
        Some(url) => engines.push(Engine::Postgres(url)),
        None => {
            assert!(
                variable("CASEWARD_REQUIRE_ALL").is_none(),
                "CASEWARD_REQUIRE_ALL is set, and CASEWARD_TEST_POSTGRES is not"
            );
            warn(
                "NOT RUN: on PostgreSQL; set CASEWARD_TEST_POSTGRES=postgres://… to test there too",
            );
        }
    }
    engines
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests are told by the environment what there is"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[expect(
    clippy::print_stderr,
    clippy::disallowed_macros,
    reason = "a test that isn't run must say so"
)]
fn warn(line: &str) {
    eprintln!("{line}");
}

/// Runs an asynchronous test.
///
/// # Panics
/// When no runtime can be made.
pub fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(test)
}

/// An office with people in it.
pub struct House {
    /// The office, open.
    pub office: Arc<Office>,
    /// Its clock, which stands still until a test moves it.
    pub clock: Clock,
    /// The organisation that keeps its records here.
    pub own: RegisteredOrganization,
    /// Where the database is.
    pub place: Place,
    database: Option<(String, String)>,
    folder: TempDir,
}

impl House {
    /// A house on SQLite.
    pub async fn open() -> Self {
        Self::on(&Engine::Sqlite, false).await
    }

    /// A house on an engine; `comparable` for a survivors' service with its own database. Its people are made up,
    /// so that a link alone lets them in; it asks everyone for one agreement and one course.
    ///
    /// # Panics
    /// When the database can't be made.
    pub async fn on(engine: &Engine, comparable: bool) -> Self {
        let house = Self::without_texts(engine, comparable).await;
        house.publish_texts().await;
        house
    }

    /// A house that has published nothing yet: nobody can sign, and no file opens.
    ///
    /// # Panics
    /// When the database can't be made.
    pub async fn without_texts(engine: &Engine, comparable: bool) -> Self {
        Self::begun(engine, comparable, first_morning()).await
    }

    /// A house that was begun at some other time than all others, and has published nothing yet.
    ///
    /// # Panics
    /// When the database can't be made.
    pub async fn begun(engine: &Engine, comparable: bool, clock: Clock) -> Self {
        let house = Self::made(engine, comparable, clock, SlotSettings::FICTION).await;
        let let_in = house.office.let_links_alone_in(true).await;
        let_in.expect("an office of made-up people");
        house
    }

    /// A house in which a link leads to setting up a means of sign-in, and to nothing else.
    ///
    /// # Panics
    /// When the database can't be made.
    pub async fn strict(engine: &Engine, comparable: bool) -> Self {
        let look = SlotSettings::FICTION;
        let house = Self::made(engine, comparable, first_morning(), look).await;
        house.publish_texts().await;
        house
    }

    /// The same on SQLite, in which a look at a passphrase costs as much as in a real office.
    ///
    /// # Panics
    /// When the database can't be made.
    pub async fn slow() -> Self {
        let look = SlotSettings::SIGN_IN;
        let house = Self::made(&Engine::Sqlite, false, first_morning(), look).await;
        house.publish_texts().await;
        house
    }

    async fn made(engine: &Engine, comparable: bool, clock: Clock, look: SlotSettings) -> Self {
        let folder = TempDir::with_prefix("caseward-test-").expect("a folder");
        let (place, database) = match engine {
            Engine::Sqlite => (Place::Sqlite(folder.path().join("caseward.db")), None),
            Engine::Postgres(url) => {
                let name = format!(
                    "caseward_test_{}",
                    Id::<Client>::make_random(&Randomness::system())
                );
                let url = apart(|| make_database(url, &name));
                (Place::Postgres(url.clone()), Some((url, name)))
            }
        };
        let policies = Policies::embedded().expect("rules");
        let office = open_office(&place, policies, &clock, look);
        let new = NewOffice {
            passphrase: PASSPHRASE,
            settings: SlotSettings::FICTION,
        };
        drop(office.gate.make_office(new).await.expect("an office"));
        let kind = if comparable {
            OrganizationKind::VictimServiceProvider
        } else {
            OrganizationKind::Agency
        };
        let sheet = OrganizationSheet {
            keeps_records_here: true,
            comparable_database: comparable,
            policy_until: Some(OrganizationSheet::WITHOUT_END),
            ..organization_sheet(kind)
        };
        let own = office
            .add_organization("Harbour House", "office", sheet)
            .await
            .expect("an organisation");
        Self {
            office,
            clock,
            own,
            place,
            database,
            folder,
        }
    }

    /// The same house once more, as it stands now: what is done in the copy changes nothing in this one.
    /// It goes by the same clock. Only on SQLite, and only while nobody writes.
    ///
    /// # Panics
    /// On PostgreSQL, or when the copy can't be made.
    pub async fn copy(&self) -> Self {
        let from = match &self.place {
            Place::Sqlite(path) => Some(path),
            Place::Postgres(_) => None,
        };
        let from = from.expect("a house on SQLite");
        let folder = TempDir::with_prefix("caseward-test-").expect("a folder");
        let to = folder.path().join("caseward.db");
        copy_file(from, &to);
        copy_file(&from.with_extension("db-wal"), &to.with_extension("db-wal"));
        let place = Place::Sqlite(to);
        let policies = Arc::clone(&self.office.policies);
        let office = open_office(&place, policies, &self.clock, SlotSettings::FICTION);
        let key = OpenSlot::Passphrase(PASSPHRASE);
        office.gate.open_office(key).await.expect("a key");
        Self {
            office,
            clock: self.clock.clone(),
            own: self.own.clone(),
            place,
            database: None,
            folder,
        }
    }

    /// Whether its database is a file.
    pub(crate) const fn is_file(&self) -> bool {
        matches!(self.place, Place::Sqlite(_))
    }

    /// Another server on the same database, open; it goes by the same clock. Only on PostgreSQL: a file has one server.
    ///
    /// # Panics
    /// On SQLite, or when it can't be opened.
    pub async fn another_server(&self) -> Arc<Office> {
        assert!(!self.is_file(), "only one program opens a file");
        let policies = Arc::clone(&self.office.policies);
        let office = open_office(&self.place, policies, &self.clock, SlotSettings::FICTION);
        let key = OpenSlot::Passphrase(PASSPHRASE);
        office.gate.open_office(key).await.expect("a key");
        office
    }

    /// Starts the program anew on the same database. Only on PostgreSQL, where two can be open at one time.
    ///
    /// # Panics
    /// On SQLite, or when it can't be opened.
    pub async fn starts_anew(&mut self) {
        self.office = self.another_server().await;
    }

    /// What opens the house.
    #[must_use]
    pub const fn passphrase(&self) -> &'static str {
        PASSPHRASE
    }

    /// The folder of the house, for looking at what lies on the disk.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A worker of the house who has signed and completed the training.
    ///
    /// # Panics
    /// When they can't be taken in.
    pub async fn worker(&self, handle: &str, role: Role) -> Colleague {
        self.worker_with(handle, role, true, true, "office").await
    }

    /// A worker in any standing. Who has signed and is trained did so by the desk, as on the page.
    ///
    /// # Panics
    /// When they can't be taken in.
    pub async fn worker_with(
        &self,
        handle: &str,
        role: Role,
        signs: bool,
        learns: bool,
        organization: &str,
    ) -> Colleague {
        let new = NewWorker {
            name: format!("{handle} of the tests"),
            handle: handle.to_owned(),
            role,
            organization: organization.to_owned(),
        };
        let worker = self.office.add_worker(&new).await.expect("a worker");
        if role == Role::Client {
            return worker;
        }
        if signs {
            self.sign(&worker).await;
        }
        if learns {
            self.learn(&worker).await;
        }
        self.office.colleague(handle).await.expect("a worker")
    }

    /// Someone supervises someone.
    ///
    /// # Panics
    /// When it can't be recorded.
    pub async fn supervise(&self, supervisor: &Colleague, worker: &Colleague) {
        let no = worker.no;
        self.office
            .gate
            .change_worker(supervisor.id, "ties_recorded", move |sheet| {
                sheet.supervises = vec![no];
            })
            .await
            .expect("a supervisor");
    }

    /// Another organisation: its policy was assessed, and a protocol of thirty days lets everything go.
    ///
    /// # Panics
    /// When it can't be registered.
    pub async fn partner(&self, handle: &str, kind: OrganizationKind) -> RegisteredOrganization {
        let from = self.clock.now_ms();
        let until = from + 30 * 86_400_000;
        let agreed = AgreedFact {
            protocol: 0,
            programme: None,
            from,
            until,
            purposes: Purpose::ALL.to_vec(),
            categories: Category::ALL.to_vec(),
            staff: Vec::new(),
        };
        let sheet = OrganizationSheet {
            protocol_until: Some(until),
            agreed: vec![agreed],
            policy_until: Some(until),
            ..organization_sheet(kind)
        };
        self.office
            .add_organization(handle, handle, sheet)
            .await
            .expect("an organisation")
    }

    /// A way to another organization that was checked, for ninety days.
    ///
    /// # Panics
    /// When it can't be entered.
    pub async fn way(
        &self,
        to: Id<Organization>,
        place: (WayKind, &str),
        key: (&str, &str),
    ) -> i64 {
        self.way_for(90, to, place, key).await
    }

    /// The same for so many days.
    ///
    /// # Panics
    /// When it can't be entered.
    pub async fn way_for(
        &self,
        days: i64,
        to: Id<Organization>,
        (kind, address): (WayKind, &str),
        (key, fingerprint): (&str, &str),
    ) -> i64 {
        let from = self.clock.now_ms();
        let way = NewWay {
            kind,
            address: address.to_owned(),
            key: key.to_owned(),
            fingerprint: fingerprint.to_owned(),
            receiver: "Intake office".to_owned(),
            phone: PHONE.to_owned(),
            word_may_be_left: false,
            from,
            until: from + days * 86_400_000,
        };
        let entered = self.office.add_way(Actor::KeyHolder, to, way);
        let no = entered.await.expect("a way");
        let order = CheckOrder {
            seen: 1,
            fingerprint: fingerprint.to_owned(),
            how: CheckMethod::CallBack,
            source: "the county's directory".to_owned(),
        };
        let checked = self.office.check_way(Actor::KeyHolder, no, order).await;
        assert_eq!(checked.expect("a check"), Checked::Counts);
        no
    }

    /// Chooses a way by which a disclosure can leave; one that was checked is entered if the recipient has none. Nobody who is a danger
    /// is there, and nothing shows who told something.
    ///
    /// # Errors
    /// As [`Office::choose_way`].
    ///
    /// # Panics
    /// When there is no such disclosure.
    pub async fn choose_a_way(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<(), DisclosureError> {
        let (found, delivery) = self.office.disclosure(person, client, no).await?;
        delivery.delivered(None);
        let known = self.office.ways_to(found.recipient).await.expect("ways");
        let fit = known
            .iter()
            .find(|it| it.it.kind.channel() == found.channel);
        let way = match (fit, found.channel) {
            (Some(way), _) => way.no,
            (None, Channel::EncryptedMessage) => {
                let place = (WayKind::Age, "records office");
                self.way(found.recipient, place, (AGE, AGE)).await
            }
            (None, Channel::SecureTransfer) => {
                let place = (WayKind::Link, "intake@partner.example");
                self.way(found.recipient, place, ("", "")).await
            }
            (None, _) => {
                let place = (WayKind::Hand, "12 Court Square, front desk");
                self.way(found.recipient, place, ("", "")).await
            }
        };
        let chosen = ChosenWay {
            way,
            read: true,
            danger_there: Some(false),
            tellers_kept: true,
            ..ChosenWay::default()
        };
        self.office.choose_way(person, client, no, chosen).await
    }

    /// Decides that imports bring every column, also those that nobody has stated a need for: where it matters that an export comes in
    /// as it is.
    ///
    /// # Panics
    /// When it can't be decided.
    pub async fn takes_in_whole(&self) {
        let said = self.office.take_in_by_need(Actor::KeyHolder, false).await;
        said.expect("a setting");
    }

    /// Brings an export in.
    ///
    /// # Panics
    /// When it can't even be tried.
    pub async fn import(&self, export: &Export) -> Account {
        self.try_import(export).await.expect("an import")
    }

    /// Tries to bring an export in.
    ///
    /// # Errors
    /// Why nothing of it was kept.
    ///
    /// # Panics
    /// When the export isn't even one.
    pub async fn try_import(&self, export: &Export) -> Result<Account, IntakeError> {
        tokio::task::block_in_place(|| {
            let mut package = Package::from_files(listing(export)).expect("a package");
            self.office.import_hmis(&mut package, &self.own, |_| {})
        })
    }

    /// The client with this PersonalID.
    ///
    /// # Panics
    /// When the database can't be read.
    pub async fn client(&self, personal_id: &str) -> Id<Client> {
        self.office.client_called(personal_id).await.expect("an id")
    }

    /// Assigns a client to a worker.
    ///
    /// # Panics
    /// When there is no such client.
    pub async fn assign(&self, worker: &Colleague, client: Id<Client>) {
        self.office
            .assign_by_key(worker, client)
            .await
            .expect("an assignment");
    }
}

/// When every house begins that isn't said otherwise.
fn first_morning() -> Clock {
    Clock::held_at("2026-11-02T09:00:00Z".parse().expect("a time"))
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some((url, name)) = self.database.take() {
            apart(|| drop_database(&url, &name));
        }
    }
}

/// What isn't there has nothing to be copied.
#[expect(
    clippy::disallowed_methods,
    reason = "a test copies a house of people who don't exist"
)]
fn copy_file(from: &std::path::Path, to: &std::path::Path) {
    if from.exists() {
        std::fs::copy(from, to).expect("a copy");
    }
}

fn open_office(
    place: &Place,
    policies: Arc<Policies>,
    clock: &Clock,
    look: SlotSettings,
) -> Arc<Office> {
    let randomness = Randomness::system();
    let office = Office::open(place.clone(), policies, clock.clone(), randomness);
    let office = office.expect("a database");
    Arc::new(office.with_passphrase_cost(look))
}

fn listing(export: &Export) -> Vec<(String, Option<u64>, Opener<'static>)> {
    let file = |(name, text): (&String, &String)| {
        let bytes: Arc<[u8]> = text.clone().into_bytes().into();
        let size = Some(bytes.len() as u64);
        let open = move || Ok(Box::new(std::io::Cursor::new(Arc::clone(&bytes))) as Box<dyn Read>);
        (name.clone(), size, Box::new(open) as Opener<'static>)
    };
    export.files().iter().map(file).collect()
}

/// PostgreSQL's driver can't start on a thread that drives asynchronous tasks.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join().expect("a thread"))
}

fn make_database(url: &str, name: &str) -> String {
    let mut client = postgres::Client::connect(url, postgres::NoTls).expect("PostgreSQL");
    client
        .batch_execute(&format!("CREATE DATABASE {name}"))
        .expect("a database");
    let (server, _) = url.rsplit_once('/').expect("a database in the address");
    format!("{server}/{name}")
}

fn drop_database(url: &str, name: &str) {
    let Some((server, _)) = url.rsplit_once('/') else {
        return;
    };
    let admin = format!("{server}/postgres");
    // A database that stays behind after a failed test is only litter.
    if let Ok(mut client) = postgres::Client::connect(&admin, postgres::NoTls) {
        drop(client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
    }
}
