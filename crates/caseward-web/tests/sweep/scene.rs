//! An office with everyone of `facts.rs` in it, and a word of its own in every section of every file, so
//! that whoever sees what they may not is found out.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use caseward_casework::CaseworkError;
use caseward_casework::access_review::Period;
use caseward_casework::emergency::Opening;
use caseward_casework::emergency::danger::DangerForm;
use caseward_casework::entries::{Draft, SECTIONS};
use caseward_casework::gate::{
    About, Actor, ClientSheet, DutyFact, EmergencyFact, LawFact, ProtectionSource, Request,
    WallAgainst, WallFact,
};
use caseward_casework::look_ups::logs::LogOrder;
use caseward_casework::look_ups::{Mapping, NewSystem};
use caseward_casework::partnership::{NewProtocol, NewQuestion, NewRule, NewWay};
use caseward_casework::staff::Colleague;
use caseward_casework::standing::{SignedPaper, Signer};
use caseward_casework::tasks::{self, NewTask, TaskAbout, Whom};
use caseward_model::{
    Basis, Category, Channel, Client, ConsentKind, Id, Language, OfficeAct, Organization,
    OrganizationKind, Protection, Purpose, Randomness, Role, TaskKind, Team, WayKind, Worker,
};
use caseward_testkit::{Engine, Export, House};

use tokio::sync::OnceCell;

use crate::browser::{Asked, FORM, ask};
use crate::facts::{Home, Persona, Whose};
use crate::probes::{PARTNER_WORD, TEAM_WORD};

/// Minutes after which a session without use has ended for certain.
const LONG_MS: i64 = 13 * 3_600_000;
/// Longer than the sweep takes by its clock, which stands still.
const LATER_MS: i64 = 30 * 86_400_000;

/// The office, furnished.
pub(crate) struct Scene {
    pub(crate) house: House,
    pub(crate) router: Router,
    /// The cookie of everyone who has signed in.
    pub(crate) cookies: BTreeMap<Persona, String>,
    pub(crate) people: BTreeMap<Persona, Colleague>,
    pub(crate) clients: BTreeMap<Whose, Id<Client>>,
    /// Ids that nobody has.
    pub(crate) nobody: Id<Client>,
    pub(crate) no_colleague: Id<Worker>,
    team: Id<Team>,
    partner: Id<Organization>,
}

/// The word that stands in one section of one file and nowhere else.
pub(crate) fn canary(whose: Whose, section: Category) -> String {
    format!("zq{}{}", whose.word(), section.word())
}

impl Scene {
    pub(crate) async fn set(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let partner = house.partner("partner", OrganizationKind::Agency).await;
        let team = house.office.make_team(Actor::KeyHolder, "Night team");
        let team = team.await.expect("a team");
        let stranger = house.partner("stranger", OrganizationKind::Agency).await;
        a_paper_waits(&house).await;
        let mut people = BTreeMap::new();
        for persona in Persona::accounts() {
            people.insert(persona, hired(&house, persona).await);
        }
        house
            .supervise(&people[&Persona::Supervisor], &people[&Persona::Assigned])
            .await;
        house.import(&export()).await;
        let mut clients = BTreeMap::new();
        for &whose in Whose::ALL {
            clients.insert(whose, house.client(whose.word()).await);
        }
        write_canaries(&house, &clients).await;
        house.office.index_names(|_| {}).await.expect("names");
        let randomness = Randomness::system();
        let mut scene = Self {
            router: caseward_web::router(Arc::clone(&house.office), Vec::new()),
            house,
            cookies: BTreeMap::new(),
            people,
            clients,
            nobody: Id::make_random(&randomness),
            no_colleague: Id::make_random(&randomness),
            team,
            partner: partner.id,
        };
        scene.settle_facts(stranger.no).await;
        scene.consents_are_drafted().await;
        scene.tasks_wait().await;
        scene.an_emergency_was().await;
        scene.somebody_looked().await;
        scene.something_is_agreed().await;
        scene.everyone_comes_in().await;
        let shredded = scene.clients[&Whose::Shredded];
        scene.house.destroy_keys(shredded).await;
        scene
    }

    /// The one office on SQLite that all others here are copied from; nobody does anything in it.
    pub(crate) async fn template() -> &'static Self {
        static TEMPLATE: OnceCell<Scene> = OnceCell::const_new();
        TEMPLATE.get_or_init(|| Self::set(&Engine::Sqlite)).await
    }

    /// The same office once more, to do something in.
    pub(crate) async fn copy(&self) -> Self {
        let house = self.house.copy().await;
        house.office.index_names(|_| {}).await.expect("names");
        Self {
            router: caseward_web::router(Arc::clone(&house.office), Vec::new()),
            house,
            cookies: self.cookies.clone(),
            people: self.people.clone(),
            clients: self.clients.clone(),
            nobody: self.nobody,
            no_colleague: self.no_colleague,
            team: self.team,
            partner: self.partner,
        }
    }

    async fn settle_facts(&self, stranger_no: i64) {
        let now_ms = self.house.clock.now_ms();
        let own_no = self.client_no(Whose::Own).await;
        for &whose in Whose::ALL {
            let client = self.clients[&whose];
            let mut facts = Facts {
                stranger_no: (whose == Whose::Foreign).then_some(stranger_no),
                ..Facts::default()
            };
            for persona in Persona::accounts() {
                let worker = &self.people[&persona];
                if whose.assigned_to(persona) {
                    self.house.assign(worker, client).await;
                }
                facts.gather(whose, persona, worker.no);
            }
            if whose == Whose::Walled {
                facts.walls.push(WallAgainst::Client(own_no));
            }
            facts.by_law = whose.law().requested_by_law;
            facts.protected = whose.state().protected;
            let settle = move |sheet: &mut ClientSheet, _| facts.settle(sheet, now_ms);
            let changed = self.house.office.change_facts(client, "settled", settle);
            changed.await.expect("facts");
        }
        let gate = &self.house.office.gate;
        let own = self.people[&Persona::Client].id;
        gate.change_worker(own, "ties_recorded", move |sheet| {
            sheet.client = Some(own_no)
        })
        .await
        .expect("a client's account");
    }

    /// For each client somebody has begun a consent, the first of all.
    async fn consents_are_drafted(&self) {
        let office = &self.house.office;
        for &whose in Whose::ALL {
            for worker in self.people.values() {
                let client = self.clients[&whose];
                let request = Request::to_serve(worker.id, client);
                let (kind, language) = (ConsentKind::Information, Language::English);
                if let Ok(no) = office.begin_consent(&request, kind, language).await {
                    assert_eq!(no, 1);
                    break;
                }
            }
        }
    }

    /// A word of a probe, or the id for which it stands.
    pub(crate) fn named(&self, word: &str) -> String {
        match word {
            TEAM_WORD => self.team.to_string(),
            PARTNER_WORD => self.partner.to_string(),
            word => word.to_owned(),
        }
    }

    /// Somebody opened a file in an emergency, and ended that; it waits for its review.
    async fn an_emergency_was(&self) {
        let office = &self.house.office;
        let who = self.people[&Persona::Assigned].id;
        let text = |it: &str| it.to_owned().into();
        let form = DangerForm {
            whom: text(Whose::Other.word()),
            harm: "violence".to_owned(),
            at_risk: "client".to_owned(),
            imminence: "now".to_owned(),
            what: text("Someone who beat her before has found out where she sleeps."),
            why_now: text("Nobody who works with her can be reached within the hour."),
            told: "yes".to_owned(),
            sections: vec!["contact".to_owned()],
            understood: true,
            ..DangerForm::default()
        };
        let Ok(order) = form.check(60) else {
            panic!("an incomplete form")
        };
        let opened = office.open_emergency(who, "m", order, Channel::Screen);
        match opened.await.expect("an answer") {
            Opening::Open(1, _) => {}
            other => panic!("{other:?}"),
        }
        office.end_emergency(who, 1).await.expect("an end");
    }

    /// For everyone waits something about clients whom most of them may not know of any more.
    async fn tasks_wait(&self) {
        let due_at = self.house.clock.now_ms() + LATER_MS;
        let roles = Role::ALL.iter().copied();
        let about = [
            Whose::Walled,
            Whose::Protected,
            Whose::Foreign,
            Whose::Shredded,
        ];
        let new = |role| {
            about.map(|whose| NewTask {
                kind: TaskKind::HandOver,
                whom: Whom::Role(role),
                about: TaskAbout {
                    client: Some(self.clients[&whose]),
                    ..TaskAbout::default()
                },
                due_at,
            })
        };
        let waiting: Vec<NewTask> = roles.flat_map(new).collect();
        let act = OfficeAct::ManageSettings;
        let gate = &self.house.office.gate;
        let added = gate.perform(
            Actor::KeyHolder,
            act,
            About::Office,
            "tried",
            move |works| {
                waiting
                    .iter()
                    .try_for_each(|it| tasks::add(works, it).map(drop))
            },
        );
        added
            .await
            .unwrap_or_else(|_: CaseworkError| panic!("tasks"));
    }

    /// There is another system, and somebody looked there without a word why.
    async fn somebody_looked(&self) {
        let office = &self.house.office;
        let name = "FACTS".to_owned();
        let system = office.keep_system(Actor::KeyHolder, NewSystem { name });
        let system = system.await.expect("a system");
        let mapping = Mapping {
            user: "user".into(),
            person: Some("person".into()),
            time: "at".into(),
            zone: Some("UTC".into()),
            ..Mapping::default()
        };
        let saved = office.save_mapping(Actor::KeyHolder, system, mapping);
        saved.await.expect("a mapping");
        let handle = &self.people[&Persona::Other].handle;
        let log = format!("at,user,person\n2026-10-05 10:00:00,{handle},F-1\n");
        let log = std::io::Cursor::new(log);
        let taken = office.take_log_in(Actor::KeyHolder, system, LogOrder::default(), log);
        taken.await.expect("a log");
        let until_ms = self.house.clock.now_ms() - 7 * 86_400_000;
        let period = Period {
            from_ms: until_ms - LATER_MS,
            until_ms,
        };
        let found = office.review_accesses(Actor::KeyHolder, period).await;
        assert_eq!(found.expect("a review").matters, 1);
    }

    /// Something was agreed with another recipient, a way to it waits for its check, and the Law Department was asked.
    async fn something_is_agreed(&self) {
        let (office, now_ms) = (&self.house.office, self.house.clock.now_ms());
        let called = ("Agreed Agency", "agreed");
        let key = Actor::KeyHolder;
        let added = office.add_recipient(key, called, OrganizationKind::Agency);
        let to = added.await.expect("a recipient").id;
        let way = NewWay {
            kind: WayKind::Post,
            address: "1 Made Up Street".to_owned(),
            key: String::new(),
            fingerprint: String::new(),
            receiver: "Intake office".to_owned(),
            phone: String::new(),
            word_may_be_left: false,
            from: now_ms,
            until: now_ms + LATER_MS,
        };
        assert_eq!(office.add_way(key, to, way).await.expect("a way"), 1);
        let protocol = NewProtocol {
            reference: "Protocol".to_owned(),
            programme: None,
            from: now_ms,
            until: now_ms + LATER_MS,
            purposes: vec![Purpose::DirectService],
            receivers: vec!["Intake office".to_owned()],
            categories: vec![Category::Services],
            staff: Vec::new(),
            procedure_given_at: Some(now_ms),
            procedure_given_to: "Head of intake".to_owned(),
            duties_explained: true,
            breach_clause: true,
            renews: None,
        };
        let agreed = office.agree_protocol(key, to, protocol).await;
        assert_eq!(agreed.expect("a protocol"), 1);
        let rule = NewRule {
            division: String::new(),
            kind: OrganizationKind::Court,
            categories: vec![Category::Services],
            record: String::new(),
            basis: Basis::LegalAuthority,
            manual: "Manual".to_owned(),
            section: "1".to_owned(),
            review_at: now_ms + LATER_MS,
            notes: String::new(),
        };
        let kept = office.keep_release_rule(key, rule).await;
        assert_eq!(kept.expect("a line"), 1);
        let asker = self.house.worker("asker", Role::Supervisor).await;
        let question = NewQuestion {
            recipient: None,
            question: "Is a letter an order?".to_owned(),
        };
        let asked = office.ask_law(asker.id, question).await;
        assert_eq!(asked.expect("a question"), 1);
    }

    async fn client_no(&self, whose: Whose) -> i64 {
        let no = self.house.office.client_no(self.clients[&whose]);
        no.await.expect("a client's number")
    }

    /// Whoever shall have an ended session comes in first, and long ago.
    async fn everyone_comes_in(&mut self) {
        let cookie = self.come_in(Persona::Expired).await;
        self.cookies.insert(Persona::Expired, cookie);
        self.house.clock.advance(LONG_MS);
        for persona in Persona::accounts().filter(|it| it.signed_in()) {
            let cookie = self.come_in(persona).await;
            self.cookies.insert(persona, cookie);
        }
        // Their session is left over on purpose: it must open nothing, whoever forgot to end it.
        let paused = self.people[&Persona::Suspended].id;
        let gate = &self.house.office.gate;
        gate.change_worker(paused, "suspended", |sheet| sheet.suspended = true)
            .await
            .expect("a pause");
    }

    async fn come_in(&self, persona: Persona) -> String {
        let no = self.people[&persona].no;
        let link = self.house.office.make_sign_in_link(no, 60, 1);
        let token = link.await.expect("a link");
        let mut asked = Asked::new("POST", "/sign-in");
        asked.body = Some((FORM, format!("token={token}")));
        let answer = ask(&self.router, None, &asked).await;
        let cookie = answer.headers.get("set-cookie").expect("a session");
        let pair = cookie.to_str().expect("a cookie").split(';').next();
        pair.expect("a cookie").to_owned()
    }
}

/// The first signature of all is one on paper, and waits for a second person.
async fn a_paper_waits(house: &House) {
    let whose = house
        .worker_with("onpaper", Role::Caseworker, false, false, "office")
        .await;
    let signer = Signer {
        name: "Made Up".to_owned(),
        organization: "Harbour House".to_owned(),
        position: "Made up".to_owned(),
        email: "made.up@office.example".to_owned(),
        phone: "555 0100".to_owned(),
    };
    let paper = SignedPaper {
        version: 1,
        language: Language::English,
        signer,
        signed_at: house.clock.now_ms(),
        scan: b"\x89PNG\r\n\x1a\n".to_vec(),
    };
    let office = &house.office;
    let kept = office.record_paper(Actor::KeyHolder, &whose, "procedure", paper);
    assert_eq!(kept.await.expect("a paper"), 1);
}

async fn hired(house: &House, persona: Persona) -> Colleague {
    let part = persona.part().expect("an account");
    let home = match part.home {
        Home::Here => "office",
        Home::Partner => "partner",
        Home::Stranger => "stranger",
    };
    let (signed, trained) = (part.signed, part.trained);
    let worker = house
        .worker_with(persona.handle(), part.role, signed, trained, home)
        .await;
    if let Some(duty) = persona.duty() {
        let recorded = house.office.record_duty(&worker, duty, 24 * 30);
        recorded.await.expect("a duty");
    }
    worker
}

fn export() -> Export {
    Whose::ALL.iter().fold(Export::new(), |export, whose| {
        let name = canary(*whose, Category::Identity);
        export.client(whose.word(), &name, &name)
    })
}

/// Somebody who is gone again writes a line into every section.
async fn write_canaries(house: &House, clients: &BTreeMap<Whose, Id<Client>>) {
    let writer = house.worker("writer", Role::Caseworker).await;
    for (whose, client) in clients {
        house.assign(&writer, *client).await;
        for section in SECTIONS {
            let apart = *section == Category::ThirdParty;
            let draft = Draft {
                section: section.word().to_owned(),
                provenance: if apart { "third_party" } else { "worker" }.to_owned(),
                nature: "fact".to_owned(),
                text: canary(*whose, *section).into(),
                ..Draft::default()
            };
            let entry = draft
                .check()
                .unwrap_or_else(|_| panic!("an entry: {section}"));
            let office = &house.office;
            office
                .write_entry(writer.id, *client, Purpose::DirectService, entry)
                .await
                .expect("an entry");
        }
        let ended = house.office.unassign(&writer, *client);
        ended.await.expect("an assignment that ends");
    }
}

/// What goes onto one client's sheet.
#[derive(Default)]
struct Facts {
    duties: Vec<(i64, Purpose)>,
    tickets: Vec<(i64, Vec<Category>)>,
    walls: Vec<WallAgainst>,
    by_law: bool,
    protected: bool,
    stranger_no: Option<i64>,
}

impl Facts {
    fn gather(&mut self, whose: Whose, persona: Persona, worker_no: i64) {
        if let Some(purpose) = whose.duty_of(persona) {
            self.duties.push((worker_no, purpose));
        }
        let ticket = whose.ticket_of(persona);
        if !ticket.is_empty() {
            self.tickets.push((worker_no, ticket.to_vec()));
        }
        if whose == Whose::Walled {
            self.walls.push(WallAgainst::Worker(worker_no));
        }
    }

    fn settle(self, sheet: &mut ClientSheet, now_ms: i64) {
        let until = now_ms + LATER_MS;
        let duty = |(worker, purpose)| DutyFact {
            worker,
            purpose,
            until,
        };
        sheet.duties = self.duties.into_iter().map(duty).collect();
        let ticket = |(worker, sections)| EmergencyFact {
            ticket: 0,
            worker,
            sections,
            until,
        };
        sheet.emergencies = self.tickets.into_iter().map(ticket).collect();
        let wall = |against| WallFact {
            against,
            since: now_ms,
        };
        sheet.walls = self.walls.into_iter().map(wall).collect();
        if self.by_law {
            sheet.law.push(LawFact {
                recipient: 0,
                requested_by_law: true,
                approved: false,
                ..LawFact::default()
            });
        }
        if self.protected {
            sheet.protect(Protection::Victim, ProtectionSource::Worker, now_ms);
        }
        if let Some(no) = self.stranger_no {
            sheet.organization = no;
        }
    }
}
