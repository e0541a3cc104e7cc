//! By which way a disclosure leaves: sealed for a key that was checked, or not at all.

mod accidents;
mod carried;
mod consents;
mod failing;
mod grounds;
mod hands;
mod kept_back;
mod late;
mod links;
mod once;
mod packages;
mod pairs;
mod stops;
mod thirty_pages;

// Real programs, as the tests of the channels start them.
#[path = "../../../../caseward-channels/tests/real_programs/mail_server.rs"]
#[allow(dead_code, reason = "the tests of the channels use the rest of it")]
pub(crate) mod mail_server;
#[path = "../../../../caseward-channels/tests/real_programs/programs.rs"]
mod programs;
#[path = "../../../../caseward-channels/tests/real_programs/ssh_server.rs"]
#[allow(dead_code, reason = "the tests of the channels use the rest of it")]
mod ssh_server;

use caseward_casework::disclosure::{
    ChosenWay, Disclosure, DisclosureError, NewDisclosure, ReleasedPackage, SendingError, Stop,
};
use caseward_casework::gate::{ClientSheet, ConsentFact};
use caseward_casework::people::RegisteredOrganization;
use caseward_casework::sign_in::SignedIn;
use caseward_model::{
    Basis, Category, Channel, Client, Id, Language, Organization, OrganizationKind, Purpose,
    Regime, Road, Role, Told,
};
use caseward_testkit::{Engine, Export, House, consent_to};

use crate::disclosing::gone_through;

const DAY: i64 = 86_400_000;

/// Dana works with Alma, who agreed that the housing authority hears who she is and how she is housed.
struct Desk {
    house: House,
    alma: Id<Client>,
    dana: SignedIn,
    housing: RegisteredOrganization,
}

impl Desk {
    async fn on(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let export = Export::new()
            .client("1", "Alma", "Reyes")
            .client("2", "Bruno", "Stone");
        house.import(&export).await;
        let alma = house.client("1").await;
        let worker = house.worker("dana", Role::Caseworker).await;
        house.assign(&worker, alma).await;
        let dana = house.office.person_numbered(worker.no).await.unwrap();
        let housing = house.partner("housing", OrganizationKind::Agency).await;
        let desk = Self {
            house,
            alma,
            dana,
            housing,
        };
        desk.agrees(false).await;
        desk
    }

    /// What she agreed to, with limits that only people can keep or without.
    async fn agrees(&self, confirm_limits: bool) {
        let recipient = self.housing.no;
        self.facts(move |sheet, now| {
            sheet.consents = vec![ConsentFact {
                no: 1,
                confirm_limits,
                expires_at: now + 300 * DAY,
                ..consent_to(
                    recipient,
                    (
                        Purpose::Eligibility,
                        &[Category::Identity, Category::Housing, Category::Contact],
                    ),
                    now,
                )
            }];
        })
        .await;
    }

    async fn facts(&self, change: impl FnOnce(&mut ClientSheet, i64) + Send + 'static) {
        let office = &self.house.office;
        let changed = office.change_facts(self.alma, "facts_changed", change);
        changed.await.expect("facts");
    }

    /// A disclosure that was put together, to go by this channel.
    async fn composed(&self, channel: Channel) -> i64 {
        self.composed_of(channel, &[Category::Identity, Category::Housing])
            .await
    }

    async fn composed_of(&self, channel: Channel, sections: &[Category]) -> i64 {
        self.composed_for(self.housing.id, (channel, sections))
            .await
    }

    /// The same for whoever else she agreed to.
    async fn composed_for(
        &self,
        recipient: Id<Organization>,
        (channel, sections): (Channel, &[Category]),
    ) -> i64 {
        let office = &self.house.office;
        let no = self.begun_for(recipient, (channel, sections)).await;
        let composed = office.compose_disclosure(&self.dana, self.alma, no, Language::English);
        composed.await.expect("a paper");
        no
    }

    /// A disclosure that isn't put together yet.
    async fn begun_for(
        &self,
        recipient: Id<Organization>,
        (channel, sections): (Channel, &[Category]),
    ) -> i64 {
        let office = &self.house.office;
        let new = NewDisclosure {
            road: Road::Other,
            answers: gone_through(),
            recipient,
            purpose: Purpose::Eligibility,
            basis: Basis::Consent,
            danger: None,
            channel,
            sections: sections.to_vec(),
            why_more: "They write to her there.".into(),
            told: Told::Later,
            told_how: "She is away until Monday.".into(),
        };
        let begun = office.begin_disclosure(&self.dana, self.alma, new).await;
        begun.expect("a disclosure")
    }

    fn way(number: i64) -> ChosenWay {
        ChosenWay {
            way: number,
            read: true,
            danger_there: Some(false),
            ..ChosenWay::default()
        }
    }

    async fn chooses(&self, no: i64, chosen: ChosenWay) -> Result<(), DisclosureError> {
        let office = &self.house.office;
        office.choose_way(&self.dana, self.alma, no, chosen).await
    }

    async fn releases(&self, no: i64) -> Result<ReleasedPackage, DisclosureError> {
        let office = &self.house.office;
        let content = self.stands(no).await.composed.map(|it| it.1);
        let what = (no, content.as_deref().unwrap_or_default());
        office
            .release_disclosure(&self.dana, self.alma, what, Language::English)
            .await
    }

    async fn stands(&self, no: i64) -> Disclosure {
        let office = &self.house.office;
        let found = office.disclosure(&self.dana, self.alma, no).await;
        let (found, delivery) = found.expect("the disclosure");
        delivery.delivered(None);
        found
    }
}

/// How often something left about Alma, or may have, as the accounting has it.
async fn times(desk: &Desk) -> usize {
    let office = &desk.house.office;
    let found = office
        .accounting_of(&desk.dana, desk.alma, Regime::All)
        .await;
    let (found, delivery) = found.expect("an accounting");
    delivery.delivered(None);
    found.lines.len()
}

/// Why it doesn't leave that way.
fn trouble<T>(done: Result<T, DisclosureError>) -> SendingError {
    match done.err().expect("it doesn't leave") {
        DisclosureError::Sending(error) => error,
        other => panic!("{other:?}"),
    }
}

fn stops<T>(done: Result<T, DisclosureError>) -> Vec<Stop> {
    match trouble(done) {
        SendingError::Stopped(stops) => stops,
        other => panic!("{other:?}"),
    }
}

/// What is in a package, by name.
fn unpacked(package: &[u8]) -> std::collections::BTreeMap<String, Vec<u8>> {
    use std::io::Read;
    let mut opened = zip::ZipArchive::new(std::io::Cursor::new(package)).unwrap();
    let mut all = std::collections::BTreeMap::new();
    for at in 0..opened.len() {
        let mut file = opened.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        all.insert(file.name().unwrap().into_owned(), bytes);
    }
    all
}
