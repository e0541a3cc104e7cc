//! Partnerships: ways that somebody else has to check, policies, protocols and their breaches, who may obtain what, and asking
//! the Law Department (CC-2.3, RE-2, DV-4.1, DV-5.5 to DV-5.8, CR-5, CR-8).

mod about_client;
mod law;
mod obtainable;

use caseward_casework::CaseworkError;
use caseward_casework::gate::{
    Actor, Answer as Answered, ConsentFact, Disclose, RecipientAsked, Refusal, Request,
};
use caseward_casework::partnership::{
    Answer, CheckOrder, Checked, NewAssessment, NewBreach, NewProtocol, NewWay, ProtocolChange,
    StaffTerms, WayOpen,
};
use caseward_casework::people::{Amiss, Person};
use caseward_casework::staff::{Colleague, RegisteredOrganization, organization_sheet};
use caseward_model::{
    Basis, BreachBy, BreachConsequence, Category, Channel, CheckMethod, Client, Id,
    OrganizationKind, PolicyQuestion, Purpose, Role, TaskKind, WayKind,
};
use caseward_testkit::{Export, House, consent_to, engines, run};

const DAY_MS: i64 = 86_400_000;
const KEY: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
const OTHER_KEY: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

/// An office with an officer, a supervisor, a caseworker, counsel, and a partner with nothing agreed.
pub(super) struct Partnered {
    pub(super) house: House,
    pub(super) officer: Colleague,
    pub(super) supervisor: Colleague,
    pub(super) dana: Colleague,
    pub(super) counsel: Colleague,
    pub(super) clinic: RegisteredOrganization,
}

impl Partnered {
    pub(super) async fn on(engine: &caseward_testkit::Engine) -> Self {
        let house = House::on(engine, false).await;
        let officer = house.worker("olga", Role::PrivacyOfficer).await;
        let supervisor = house.worker("sam", Role::Supervisor).await;
        let dana = house.worker("dana", Role::Caseworker).await;
        let counsel = house.worker("lou", Role::LegalCounsel).await;
        let clinic = house
            .office
            .add_recipient(
                officer.id,
                ("Willowherb Clinic", "clinic"),
                OrganizationKind::Health,
            )
            .await
            .unwrap();
        Self {
            house,
            officer,
            supervisor,
            dana,
            counsel,
            clinic,
        }
    }

    pub(super) fn now(&self) -> i64 {
        self.house.clock.now_ms()
    }

    pub(super) fn way(&self, kind: WayKind) -> NewWay {
        NewWay {
            kind,
            address: "intake@clinic.example".to_owned(),
            key: KEY.to_owned(),
            fingerprint: "12 AB:34".to_owned(),
            receiver: "Intake office".to_owned(),
            phone: String::new(),
            word_may_be_left: false,
            from: self.now(),
            until: self.now() + 90 * DAY_MS,
        }
    }

    pub(super) fn policy(&self) -> NewAssessment {
        let answer = |question: &PolicyQuestion| Answer {
            question: *question,
            found: "It says so in section 3.".to_owned(),
            enough: true,
        };
        NewAssessment {
            reference: "Confidentiality policy".to_owned(),
            edition: "2".to_owned(),
            dated: self.now() - 100 * DAY_MS,
            answers: PolicyQuestion::ALL.iter().map(answer).collect(),
            until: self.now() + 60 * DAY_MS,
        }
    }

    pub(super) fn protocol(&self) -> NewProtocol {
        NewProtocol {
            reference: "Protocol 2026".to_owned(),
            programme: None,
            from: self.now(),
            until: self.now() + 60 * DAY_MS,
            purposes: vec![Purpose::DirectService],
            receivers: vec!["Intake office".to_owned()],
            categories: vec![Category::Services],
            staff: Vec::new(),
            procedure_given_at: Some(self.now() - DAY_MS),
            procedure_given_to: "Head of intake".to_owned(),
            duties_explained: true,
            breach_clause: true,
            renews: None,
        }
    }

    /// The clinic's policy is assessed, and there is a protocol with it; its number.
    pub(super) async fn agreed(&self) -> i64 {
        let (officer, clinic) = (self.officer.id, self.clinic.id);
        let office = &self.house.office;
        let assessed = office.assess_policy(officer, clinic, self.policy()).await;
        assessed.unwrap();
        let agreed = office
            .agree_protocol(officer, clinic, self.protocol())
            .await;
        agreed.unwrap()
    }

    /// A client of Dana's who agreed that the clinic learns everything.
    pub(super) async fn client(&self) -> Id<Client> {
        let house = &self.house;
        house
            .import(&Export::new().client("77", "Ana", "Prueba"))
            .await;
        let client = house.client("77").await;
        house.assign(&self.dana, client).await;
        let (recipient, now_ms) = (self.clinic.no, self.now());
        let consent = ConsentFact {
            no: 1,
            purposes: Purpose::ALL.to_vec(),
            channels: Channel::ALL.to_vec(),
            expires_at: now_ms + 365 * DAY_MS,
            ..consent_to(recipient, (Purpose::DirectService, Category::ALL), now_ms)
        };
        house
            .office
            .gate
            .change_client(
                None,
                client,
                "consent_recorded",
                serde_json::Map::new(),
                move |sheet, _, _, _| {
                    sheet.consents.push(consent);
                    Ok(())
                },
            )
            .await
            .unwrap();
        client
    }

    /// The facts behind the gate's answer to a disclosure by consent; nothing when it is let out.
    pub(super) async fn refused(&self, client: Id<Client>, section: Category) -> Option<String> {
        let request = Request {
            asker: self.dana.id,
            client,
            sections: vec![section],
            purpose: Purpose::DirectService,
            recipient: RecipientAsked::Organization(self.clinic.id),
            basis: Basis::Consent,
            danger: None,
            channel: Channel::EncryptedMessage,
            limits_confirmed: false,
            beyond: Vec::new(),
        };
        let gate = &self.house.office.gate;
        let answered: Result<Answered<'_, Disclose>, Refusal> = gate.ask(&request).await;
        match answered {
            Ok(answer) => {
                gate.give_back(answer.permit, answer.sealed);
                None
            }
            Err(Refusal::Refused { sections, .. }) => {
                let explained = sections[0].explanation.as_ref().expect("an explanation");
                assert!(!explained.changes.is_empty(), "no way forward");
                Some(sections[0].decision.fact.clone())
            }
            Err(refusal) => panic!("{refusal:?}"),
        }
    }

    pub(super) async fn tasks(&self, of: &Colleague) -> Vec<TaskKind> {
        let tasks = self.house.office.my_tasks(of.no).await.unwrap();
        tasks.iter().map(|it| it.kind).collect()
    }
}

fn amiss<T: std::fmt::Debug>(answer: Result<T, CaseworkError>) -> Vec<Amiss> {
    match answer {
        Err(CaseworkError::Amiss(all)) => all,
        other => panic!("{other:?}"),
    }
}

fn order(seen: i64, fingerprint: &str) -> CheckOrder {
    CheckOrder {
        seen,
        fingerprint: fingerprint.to_owned(),
        how: CheckMethod::CallBack,
        source: "the printed county directory".to_owned(),
    }
}

#[test]
fn cc_2_3_a_way_counts_when_somebody_else_has_called_back() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let way = it.way(WayKind::Age);
            let no = office
                .add_way(it.officer.id, it.clinic.id, way)
                .await
                .unwrap();
            assert!(office.ways_to(it.clinic.id).await.unwrap().is_empty());
            // Whoever entered it can't check it, and an administrator or caseworker neither enters nor checks one.
            let own = office
                .check_way(it.officer.id, no, order(1, "12AB34"))
                .await;
            assert!(
                matches!(own, Err(CaseworkError::NotPermitted(_))),
                "{own:?}"
            );
            let admin = it.house.worker("ada", Role::Administrator).await;
            for who in [admin.id, it.dana.id] {
                let added = office
                    .add_way(who, it.clinic.id, it.way(WayKind::Age))
                    .await;
                assert!(matches!(added, Err(CaseworkError::NotPermitted(_))));
                let checked = office.check_way(who, no, order(1, "12AB34")).await;
                assert!(matches!(checked, Err(CaseworkError::NotPermitted(_))));
            }
            assert_eq!(it.tasks(&it.supervisor).await, [TaskKind::WayToCheck]);
            // Another fingerprint is on record and doesn't count.
            let sam = it.supervisor.id;
            let differs = office.check_way(sam, no, order(1, "12AB35")).await;
            assert_eq!(differs.unwrap(), Checked::Differs);
            assert!(office.ways_to(it.clinic.id).await.unwrap().is_empty());
            assert_eq!(
                amiss(office.check_way(sam, no, order(1, "12ab34")).await),
                [Amiss::ChangedMeanwhile]
            );
            let counts = office.check_way(sam, no, order(2, "12ab34")).await;
            assert_eq!(counts.unwrap(), Checked::Counts);
            let ways = office.ways_to(it.clinic.id).await.unwrap();
            assert_eq!(ways.len(), 1);
            assert_eq!(ways[0].it.check.as_ref().unwrap().by, Some(sam));
            assert!(it.tasks(&it.supervisor).await.is_empty());
            // It ends with its time, and when it is taken away.
            it.house.clock.advance(90 * DAY_MS);
            assert!(office.ways_to(it.clinic.id).await.unwrap().is_empty());
            let gone = office.retire_way(it.officer.id, no).await;
            gone.unwrap();
            assert_eq!(
                amiss(office.check_way(sam, no, order(4, "12ab34")).await),
                [Amiss::WayRetired]
            );
        });
    }
}

#[test]
fn cc_2_3_a_changed_key_counts_only_after_another_call_back() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let way = it.way(WayKind::OpenPgp);
            let no = office
                .add_way(it.officer.id, it.clinic.id, way)
                .await
                .unwrap();
            let sam = it.supervisor.id;
            office.check_way(sam, no, order(1, "12AB34")).await.unwrap();
            let secret = ("AGE-SECRET-KEY-1QQQ".to_owned(), "99FF".to_owned());
            assert_eq!(
                amiss(office.change_key(it.officer.id, no, secret).await),
                [Amiss::KeySecret]
            );
            let other = (OTHER_KEY.to_owned(), "99FF".to_owned());
            office.change_key(it.officer.id, no, other).await.unwrap();
            assert!(office.ways_to(it.clinic.id).await.unwrap().is_empty());
            let (_, kept) = office.way(it.officer.id, no).await.unwrap();
            assert_eq!(kept.it.stands_at(it.now()), WayOpen::KeyChanged);
            let met = CheckOrder {
                how: CheckMethod::InPerson,
                ..order(kept.version, "99FF")
            };
            assert_eq!(
                amiss(office.check_way(sam, no, met).await),
                [Amiss::CheckByCall]
            );
            let nowhere = CheckOrder {
                source: " ".to_owned(),
                ..order(kept.version, "99FF")
            };
            assert_eq!(
                amiss(office.check_way(sam, no, nowhere).await),
                [Amiss::SourceEmpty]
            );
            office
                .check_way(sam, no, order(kept.version, "99FF"))
                .await
                .unwrap();
            let ways = office.ways_to(it.clinic.id).await.unwrap();
            assert_eq!(ways[0].it.key.as_ref().unwrap().as_str(), OTHER_KEY);
        });
    }
}

#[test]
fn re_2_a_way_leads_to_a_role_or_an_office_and_never_to_a_person() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            office
                .agree_protocol(it.officer.id, it.clinic.id, it.protocol())
                .await
                .unwrap();
            let heather = Person::new("Heather Moss", "heather", Role::PartnerWorker, "clinic");
            office.take_in(Actor::KeyHolder, heather).await.unwrap();
            let named = NewWay {
                receiver: "Nurse heather moss".to_owned(),
                ..it.way(WayKind::Post)
            };
            let refused = office.add_way(it.officer.id, it.clinic.id, named).await;
            assert_eq!(amiss(refused), [Amiss::ReceiverPerson]);
            let bare = NewWay {
                receiver: String::new(),
                address: " ".to_owned(),
                until: it.now(),
                ..it.way(WayKind::Age)
            };
            let refused = amiss(office.add_way(it.officer.id, it.clinic.id, bare).await);
            assert_eq!(
                refused,
                [Amiss::AddressEmpty, Amiss::ReceiverEmpty, Amiss::PeriodForm]
            );
            // The organisation whose records these are is nobody's recipient.
            let own = office
                .add_way(it.officer.id, it.house.own.id, it.way(WayKind::Age))
                .await;
            assert_eq!(amiss(own), [Amiss::NotARecipient]);
            let nobody = Id::from_bytes([9; 16]);
            let unknown = office
                .add_way(it.officer.id, nobody, it.way(WayKind::Age))
                .await;
            assert_eq!(amiss(unknown), [Amiss::OrganizationUnknown]);
        });
    }
}

#[test]
fn dv_4_1_a_policy_counts_as_assessed_when_every_answer_is_enough_and_until_its_day() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let client = it.client().await;
            office
                .agree_protocol(it.officer.id, it.clinic.id, it.protocol())
                .await
                .unwrap();
            let services = Category::Services;
            let fact = it.refused(client, services).await;
            assert_eq!(fact.as_deref(), Some("recipient.policy_assessed"));
            let mut lacking = it.policy();
            lacking.answers.pop();
            let lacks = office
                .assess_policy(it.officer.id, it.clinic.id, lacking)
                .await;
            assert_eq!(amiss(lacks), [Amiss::AnswersMissing]);
            let mut weak = it.policy();
            weak.answers[1].enough = false;
            assert!(
                !office
                    .assess_policy(it.officer.id, it.clinic.id, weak)
                    .await
                    .unwrap()
            );
            assert!(it.refused(client, services).await.is_some());
            assert!(
                office
                    .assess_policy(it.officer.id, it.clinic.id, it.policy())
                    .await
                    .unwrap()
            );
            assert_eq!(it.refused(client, services).await, None);
            // A newer look that finds too little counts more than an older one.
            let mut weak = it.policy();
            weak.answers[0].enough = false;
            office
                .assess_policy(it.officer.id, it.clinic.id, weak)
                .await
                .unwrap();
            assert!(it.refused(client, services).await.is_some());
            office
                .assess_policy(it.officer.id, it.clinic.id, it.policy())
                .await
                .unwrap();
            // Its day is counted when it is asked, and somebody is reminded before.
            it.house.clock.advance(31 * DAY_MS);
            assert_eq!(office.remind_of_partnerships().await.unwrap(), 2);
            assert_eq!(
                office.remind_of_partnerships().await.unwrap(),
                0,
                "each once"
            );
            let waits = it.tasks(&it.officer).await;
            assert!(waits.contains(&TaskKind::PolicyToAssess), "{waits:?}");
            let mut longer = it.protocol();
            longer.until = it.now() + 365 * DAY_MS;
            longer.renews = Some(1);
            office
                .agree_protocol(it.officer.id, it.clinic.id, longer)
                .await
                .unwrap();
            it.house.clock.advance(30 * DAY_MS);
            let fact = it.refused(client, services).await;
            assert_eq!(fact.as_deref(), Some("recipient.policy_assessed"));
        });
    }
}

#[test]
fn dv_5_5_nothing_goes_to_a_partner_by_consent_without_a_protocol_that_stands() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let client = it.client().await;
            let services = Category::Services;
            office
                .assess_policy(it.officer.id, it.clinic.id, it.policy())
                .await
                .unwrap();
            let fact = it.refused(client, services).await;
            assert_eq!(fact.as_deref(), Some("recipient.protocol_current"));
            let mut later = it.protocol();
            later.from = it.now() + 2 * DAY_MS;
            let no = office
                .agree_protocol(it.officer.id, it.clinic.id, later)
                .await
                .unwrap();
            assert!(
                it.refused(client, services).await.is_some(),
                "it hasn't begun"
            );
            it.house.clock.advance(2 * DAY_MS);
            assert_eq!(it.refused(client, services).await, None);
            // What wasn't agreed on is refused with the way forward.
            let fact = it.refused(client, Category::Housing).await;
            assert_eq!(fact.as_deref(), Some("recipient.protocol_covers"));
            // A new edition takes its place, and the old one is over on that day.
            let mut wider = it.protocol();
            wider.categories.push(Category::Housing);
            wider.renews = Some(no);
            let next = office
                .agree_protocol(it.officer.id, it.clinic.id, wider)
                .await
                .unwrap();
            assert_eq!(it.refused(client, Category::Housing).await, None);
            let (recipient, kept) = office.protocol(it.officer.id, next).await.unwrap();
            assert_eq!((kept.it.edition, recipient.protocols.len()), (2, 2));
            office
                .change_protocol(it.officer.id, next, ProtocolChange::End)
                .await
                .unwrap();
            let fact = it.refused(client, services).await;
            assert_eq!(fact.as_deref(), Some("recipient.protocol_current"));
        });
    }
}

#[test]
fn dv_5_6_a_protocol_begins_when_they_have_our_procedure_and_know_their_duties() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let agree = |new| office.agree_protocol(it.officer.id, it.clinic.id, new);
            let mut new = it.protocol();
            new.procedure_given_at = None;
            assert_eq!(amiss(agree(new).await), [Amiss::ProcedureNotGiven]);
            let mut new = it.protocol();
            new.duties_explained = false;
            assert_eq!(amiss(agree(new).await), [Amiss::ProcedureNotGiven]);
            let mut new = it.protocol();
            new.procedure_given_at = Some(it.now() + DAY_MS);
            assert_eq!(amiss(agree(new).await), [Amiss::ProcedureNotGiven]);
            let no = agree(it.protocol()).await.unwrap();
            let (_, kept) = office.protocol(it.officer.id, no).await.unwrap();
            assert_eq!(kept.it.handed_over.to, "Head of intake");
            assert_eq!(kept.it.handed_over.by, Some(it.officer.id));
        });
    }
}

#[test]
fn dv_5_7_who_of_a_partner_may_learn_what_is_agreed_by_name_and_others_have_none() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let terms = |worker| StaffTerms {
                worker,
                categories: vec![Category::Services],
            };
            let mut new = it.protocol();
            new.staff = vec![terms(it.dana.id)];
            let unfit = office
                .agree_protocol(it.officer.id, it.clinic.id, new)
                .await;
            assert_eq!(amiss(unfit), [Amiss::StaffUnfit]);
            office
                .agree_protocol(it.officer.id, it.clinic.id, it.protocol())
                .await
                .unwrap();
            let heather = Person::new("Heather", "heather", Role::PartnerWorker, "clinic");
            let heather = office.take_in(Actor::KeyHolder, heather).await.unwrap();
            let mut new = it.protocol();
            new.staff = vec![terms(heather.id)];
            new.renews = Some(1);
            office
                .agree_protocol(it.officer.id, it.clinic.id, new)
                .await
                .unwrap();
            let clinic = office.organization("clinic").await.unwrap();
            let agreed = clinic.sheet.agreed.last().unwrap();
            let (why, what) = (Purpose::DirectService, Category::Services);
            assert!(agreed.covers(why, what, Some(heather.no)));
            assert!(!agreed.covers(why, what, Some(heather.no + 1)));
            assert!(!agreed.covers(why, Category::Health, Some(heather.no)));
            let mut none = it.protocol();
            none.categories.clear();
            none.purposes.clear();
            let lacks = amiss(
                office
                    .agree_protocol(it.officer.id, it.clinic.id, none)
                    .await,
            );
            assert_eq!(lacks, [Amiss::PurposesEmpty, Amiss::TermsEmpty]);
        });
    }
}

/// What rested after a breach holds again only when somebody says so, and why.
async fn resumed(it: &Partnered, client: Id<Client>, no: i64) {
    let office = &it.house.office;
    assert!(it.refused(client, Category::Services).await.is_some());
    let unsaid = ProtocolChange::Resume(String::new());
    assert_eq!(
        amiss(office.change_protocol(it.officer.id, no, unsaid).await),
        [Amiss::SaysTooLittle]
    );
    let settled = ProtocolChange::Resume("Settled with their head.".to_owned());
    office
        .change_protocol(it.officer.id, no, settled)
        .await
        .unwrap();
    assert_eq!(it.refused(client, Category::Services).await, None);
    let heather = office.colleague("heather").await.unwrap();
    assert!(!heather.sheet.is_shut_at(it.now()));
}

#[test]
fn dv_5_8_a_breach_is_recorded_and_what_was_agreed_rests_at_once() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let client = it.client().await;
            let manager = it.house.worker("mia", Role::LineManager).await;
            let mut new = it.protocol();
            new.breach_clause = false;
            let lacks = office
                .agree_protocol(it.officer.id, it.clinic.id, new)
                .await;
            assert_eq!(amiss(lacks), [Amiss::BreachClauseMissing]);
            let no = it.agreed().await;
            let heather = Person::new("Heather", "heather", Role::PartnerWorker, "clinic");
            office.take_in(Actor::KeyHolder, heather).await.unwrap();
            assert_eq!(it.refused(client, Category::Services).await, None);
            let breach = |consequence, by| NewBreach {
                by,
                happened_at: it.now() - DAY_MS,
                what: "A letter lay open at their counter.".to_owned(),
                consequence,
            };
            // Ours, too; talking about it leaves what was agreed as it is.
            let talked = breach(BreachConsequence::Talked, BreachBy::Ours);
            office
                .record_breach(it.officer.id, it.clinic.id, talked)
                .await
                .unwrap();
            assert_eq!(it.refused(client, Category::Services).await, None);
            let theirs = breach(BreachConsequence::Suspended, BreachBy::Theirs);
            let broken = office
                .record_breach(it.officer.id, it.clinic.id, theirs)
                .await
                .unwrap();
            let fact = it.refused(client, Category::Services).await;
            assert_eq!(fact.as_deref(), Some("recipient.protocol_current"));
            let heather = office.colleague("heather").await.unwrap();
            assert!(
                heather.sheet.is_shut_at(it.now()),
                "their people are outside at once"
            );
            assert!(
                it.tasks(&manager)
                    .await
                    .contains(&TaskKind::PartnershipBreach)
            );
            let how = "Their counter has a door now.".to_owned();
            office
                .settle_breach(it.officer.id, broken, how)
                .await
                .unwrap();
            resumed(&it, client, no).await;
            let ended = breach(BreachConsequence::Ended, BreachBy::Theirs);
            office
                .record_breach(it.officer.id, it.clinic.id, ended)
                .await
                .unwrap();
            let fact = it.refused(client, Category::Services).await;
            assert_eq!(fact.as_deref(), Some("recipient.protocol_current"));
        });
    }
}

/// What has no protocol and no policy yet says so.
#[test]
fn re_2_a_recipient_is_an_organisation_with_nothing_agreed_at_first() {
    for engine in engines() {
        run(async {
            let it = Partnered::on(&engine).await;
            let office = &it.house.office;
            let recipient = office.recipient(it.dana.id, it.clinic.id).await.unwrap();
            assert_eq!(
                recipient.organization.sheet,
                organization_sheet(OrganizationKind::Health)
            );
            assert!(recipient.ways.is_empty() && recipient.protocols.is_empty());
            let partner = it.house.partner("orchard", OrganizationKind::Agency).await;
            let heather = Person::new("Heather", "heather", Role::PartnerWorker, "orchard");
            let heather = office.take_in(Actor::KeyHolder, heather).await.unwrap();
            let seen = office.recipients(heather.id).await;
            assert!(
                matches!(seen, Err(CaseworkError::NotPermitted(_))),
                "{:?}",
                partner.id
            );
        });
    }
}
