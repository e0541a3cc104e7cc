//! What a client agreed to holds exactly as far as they agreed, and ends when they say so.

mod asked;
mod consequences;
mod letter_links;
mod letters;
mod long_ago;
mod papers;
mod recalls;
mod reviewed;
mod sensitive;
mod sharing;
mod signing;
mod taking_over;
mod talks;
mod withdrawing;

use caseward_casework::consent::{
    Change, ConsentError, ConsentNeed, Consequences, Form, Limit, Named, Signing, Told, Who,
};
use caseward_casework::gate::{Disclose, RecipientAsked, Refusal, Request};
use caseward_casework::staff::{Colleague, RegisteredOrganization};
use caseward_model::{
    Answered, Basis, Category, Channel, Client, ConsentKind, Id, Language, OrganizationKind,
    Purpose, Role, SignerCapacity,
};
use caseward_testkit::{Engine, Export, House};

pub(crate) const DAY_MS: i64 = 86_400_000;
/// A signature as it is drawn on the page.
pub(crate) const DRAWN: &str = r#"{"width":600,"height":200,"strokes":[[[10,20],[300,150]]]}"#;

/// A house with Alma, her worker, and a clinic to which something may go.
pub(crate) struct Desk {
    pub(crate) house: House,
    pub(crate) dana: Colleague,
    pub(crate) alma: Id<Client>,
    pub(crate) clinic: RegisteredOrganization,
}

impl Desk {
    pub(crate) async fn open(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let export = Export::new()
            .client("1", "Alma", "Reyes")
            .client("2", "Bruno", "Stone");
        house.import(&export).await;
        house.office.index_names(|_| {}).await.unwrap();
        let dana = house.worker("dana", Role::Caseworker).await;
        let alma = house.client("1").await;
        house.assign(&dana, alma).await;
        let clinic = house.partner("clinic", OrganizationKind::Health).await;
        Self {
            house,
            dana,
            alma,
            clinic,
        }
    }

    /// Dana's way to Alma's consents.
    pub(crate) fn request(&self) -> Request {
        Request::to_serve(self.dana.id, self.alma)
    }

    /// The office's own day.
    pub(crate) fn today(&self) -> jiff::civil::Date {
        let now = self.house.clock.now();
        now.to_zoned_datetime(jiff::tz::TimeZone::system()).date()
    }

    /// A form in which everything stands.
    pub(crate) fn form(&self) -> Form {
        let today = self.today();
        Form {
            kind: ConsentKind::Information,
            language: Language::English,
            who: Who {
                capacity: Some(SignerCapacity::Client),
                ..Who::default()
            },
            purposes: vec![Purpose::DirectService],
            because: "So that the clinic can treat her.".into(),
            request: String::new(),
            recipient: Some(Named {
                no: 0,
                id: self.clinic.id,
            }),
            readers: "The nurse who treats her".into(),
            asked: vec![
                (Category::Identity, Answered::Yes),
                (Category::Housing, Answered::Yes),
                (Category::Hiv, Answered::No),
            ],
            exclusions: String::new(),
            channels: vec![Channel::EncryptedMessage],
            until: Some(today.checked_add(jiff::Span::new().days(20)).unwrap()),
            until_event: String::new(),
            consequences: Consequences {
                agree: vec!["The clinic will know.".into()],
                refuse: vec!["Nothing changes.".into()],
            },
            alternatives: "She tells them herself.".into(),
            limits: Vec::new(),
            told: Told {
                not_a_condition: true,
                may_revoke: true,
                redisclosure: true,
                limits_of_confidentiality: true,
                copy: true,
                teach_back: "That I can stop it.".into(),
                ..Told::default()
            },
        }
    }

    /// A draft with this form; what it still needs.
    pub(crate) async fn draft(&self, form: Form) -> (i64, Vec<ConsentNeed>) {
        let office = &self.house.office;
        let (kind, language) = (form.kind, form.language);
        let no = office
            .begin_consent(&self.request(), kind, language)
            .await
            .unwrap();
        let change = Change::Whole(Box::new(form));
        let needs = office.save_consent(&self.request(), no, change).await;
        (no, needs.unwrap())
    }

    /// A consent with this form, signed by Alma.
    pub(crate) async fn signed(&self, form: Form) -> i64 {
        let (no, needs) = self.draft(form).await;
        assert_eq!(needs, []);
        self.sign(no, "Alma Reyes", "").await.unwrap();
        no
    }

    pub(crate) async fn sign(&self, no: i64, name: &str, second: &str) -> Result<(), ConsentError> {
        let signing = Signing {
            name: name.into(),
            second_name: second.into(),
            ticked: ["understood", "free", "revocable", "agree"]
                .map(String::from)
                .to_vec(),
            mark: DRAWN.into(),
            ..Signing::default()
        };
        let office = &self.house.office;
        office.sign_consent(&self.request(), no, signing).await
    }

    /// What is to go to the clinic.
    pub(crate) fn release(&self) -> Request {
        Request {
            recipient: RecipientAsked::Organization(self.clinic.id),
            basis: Basis::Consent,
            channel: Channel::EncryptedMessage,
            ..self.request().sections([Category::Housing])
        }
    }

    /// The rules by which a release is refused; none if it goes.
    pub(crate) async fn refused(&self, request: &Request) -> Vec<String> {
        match self.house.office.gate.ask::<Disclose>(request).await {
            Ok(answer) => {
                self.house
                    .office
                    .gate
                    .give_back(answer.permit, answer.sealed);
                Vec::new()
            }
            Err(Refusal::Refused { sections, .. }) => {
                let first = sections.first().unwrap();
                first.decision.policies.clone()
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    pub(crate) async fn first_rule(&self, request: &Request) -> String {
        let rules = self.refused(request).await;
        rules.first().cloned().unwrap_or_default()
    }
}

pub(crate) fn limit(kind: caseward_model::LimitKind, words: &str) -> Limit {
    Limit {
        kind,
        words: words.into(),
    }
}
