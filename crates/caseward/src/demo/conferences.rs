//! The case conference that one of the made-up people leads: a series whose members signed, an agenda on which somebody stands by name
//! and somebody by an identifier, one that still waits for an answer, and a meeting that is set for today (CC-1, CC-2, CC-2.4a).

use std::collections::HashMap;

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::conference::{NewItem, NewMeeting, NewSeries, SeriesChange, SeriesSigning};
use caseward_casework::staff::{Colleague, RegisteredOrganization};
use caseward_model::{
    Category, Conference, ConferenceKind, Id, ItemPurpose, Joining, Language, Organization,
};

use super::{client, partners};

/// Who leads it, and who stands in.
const LEAD: &str = "basil";
const DEPUTY: &str = "odile";
/// Who was named and has signed.
const SIGNED: [&str; 3] = ["wren", "mateo", "heather"];
/// Who was named and still has to sign.
const TO_SIGN: &str = "rowan";
/// The members besides the office itself, and on what they can act.
const MEMBERS: [(&str, &[Category]); 3] = [
    ("quiet-orchard", &[Category::Housing, Category::Services]),
    ("housing-authority", &[Category::Housing, Category::Income]),
    ("clinic", &[Category::Health, Category::Services]),
];
/// Who is spoken of: the number of the client, who proposes them, and whether by an identifier. The last one waits for an answer.
const ITEMS: [(&str, &str, bool); 3] = [
    ("1001", "mateo", false),
    ("1101", "wren", true),
    ("2801", "mateo", false),
];
/// In how many ms the meeting begins.
const SOON_MS: i64 = 30 * 60_000;

/// Lets it come as far as a visitor finds it.
pub(super) async fn are_held(
    office: &Office,
    workers: &HashMap<String, Colleague>,
    organizations: &HashMap<String, RegisteredOrganization>,
) -> anyhow::Result<()> {
    let table = Table {
        office,
        workers,
        organizations,
    };
    let heather = table.worker("heather")?;
    let orchard = table.organization("quiet-orchard")?;
    partners::named(office, orchard, heather.id).await?;
    let series = table.begun().await?;
    for handle in [DEPUTY].iter().chain(&SIGNED) {
        table.signs(handle, series).await?;
    }
    let [first @ .., last] = ITEMS;
    for item in first {
        table.proposed(item, series).await?;
    }
    let lead = table.worker(LEAD)?.id;
    for waits in office.items_waiting(lead, series).await? {
        office
            .answer_item(lead, series, (waits.handle, true))
            .await?;
    }
    table.proposed(last, series).await?;
    let today = NewMeeting {
        begins_at: Some(office.clock().now_ms() + SOON_MS),
        minutes: 60,
        how: Some(Joining::Remote),
        place: String::new(),
        asked: Vec::new(),
        purpose: "Homes for those who wait longest.".to_owned(),
    };
    office.set_meeting(lead, series, today).await?;
    Ok(())
}

struct Table<'o> {
    office: &'o Office,
    workers: &'o HashMap<String, Colleague>,
    organizations: &'o HashMap<String, RegisteredOrganization>,
}

impl Table<'_> {
    fn worker(&self, handle: &str) -> anyhow::Result<&Colleague> {
        let found = self.workers.get(handle);
        found.context("the cast lacks somebody of the conference")
    }

    fn organization(&self, handle: &str) -> anyhow::Result<Id<Organization>> {
        let found = self.organizations.get(handle).map(|it| it.id);
        found.context("the register lacks a member of the conference")
    }

    /// Begun and signed by its lead, who names everybody and says on what each member can act.
    async fn begun(&self) -> anyhow::Result<Id<Conference>> {
        let lead = self.worker(LEAD)?.id;
        let mut organizations = Vec::new();
        for (handle, _) in MEMBERS {
            organizations.push(self.organization(handle)?);
        }
        let new = NewSeries {
            title: "Farawell housing table".to_owned(),
            kind: Some(ConferenceKind::ByNameList),
            purpose: "A home for everybody on the list, those first who wait longest.".to_owned(),
            organizations,
            deputy: Some(self.worker(DEPUTY)?.id),
        };
        let series = self.office.begin_conference(lead, new).await?;
        self.signs(LEAD, series).await?;
        for handle in SIGNED.iter().chain([&TO_SIGN]) {
            let whom = self.worker(handle)?.id;
            self.office.name_participant(lead, series, whom).await?;
        }
        for (handle, sections) in MEMBERS {
            let offer = SeriesChange::Offer {
                organization: self.organization(handle)?,
                sections: sections.to_vec(),
            };
            self.office.change_conference(lead, series, offer).await?;
        }
        Ok(series)
    }

    async fn signs(&self, handle: &str, series: Id<Conference>) -> anyhow::Result<()> {
        let who = self.worker(handle)?;
        let shown = self.office.conference(who.id, series).await?;
        let (_, version) = shown.agreement.context("no agreement is in force")?;
        let signing = SeriesSigning {
            version,
            language: Language::English,
            name: who.name.clone(),
            position: who.sheet.role.word().replace('_', " "),
            email: who.email.clone(),
            phone: format!("555-01{:02}", who.no % 100),
            accepts: true,
        };
        let signed = self.office.sign_for_conference(who.id, series, signing);
        Ok(signed.await?)
    }

    /// Proposed by whoever serves the client, and agreed to by whom they are supervised by.
    async fn proposed(
        &self,
        (personal_id, proposer, by_identifier): (&str, &str, bool),
        series: Id<Conference>,
    ) -> anyhow::Result<()> {
        let new = NewItem {
            series,
            purpose: ItemPurpose::Housing,
            sections: vec![Category::Housing],
            minutes: 10,
            by_identifier,
        };
        let whom = client(self.office, personal_id).await?;
        let proposer = self.worker(proposer)?.no;
        let proposer = self.office.person_numbered(proposer).await?;
        self.office.propose_item(&proposer, whom, new).await?;
        let supervisor = self.worker(DEPUTY)?.no;
        let supervisor = self.office.person_numbered(supervisor).await?;
        self.office.agree_to_item(&supervisor, whom, series).await?;
        Ok(())
    }
}
