//! Telling the client what is shared about them in joint working and how it is protected: put together out of what they agreed to that is in
//! force, as a leaflet in their language.
//!
//! DV-4.1. It is for the client's own eyes: nothing in it names a person, what somebody decided not to tell them doesn't count in it, and
//! of whoever receives it says by which kinds of ways and never where they are.

use std::collections::BTreeSet;

use caseward_gate::{
    Answer, ClientSheet, ConsentFact, Delivery, Drawer, FileWorks, OrganizationSheet, Read, Request,
};
use caseward_model::{Category, Channel, Language, Purpose, TaskKind, Told, WayKind};
use caseward_papers::{SharedWith, SharingLeaflet, print};
use data_encoding::HEXLOWER;
use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::error::ConsentError;
use super::reading::Consents;
use super::record::{LeafletGiven, mark_of};
use super::today;
use crate::disclosure::{opened_rows, sealed_rows};
use crate::partnership::Recipient;
use crate::standing::on_a_thread_that_waits;
use crate::tasks::{self, TaskAbout};
use crate::{CaseworkError, Office};

/// What is shared about a client under their consents, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sharing {
    /// What the office is called.
    pub office: String,
    /// What the client agreed to that is in force, by the name of the organization.
    pub lines: Vec<SharedUnder>,
}

/// What one organization may have under a consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharedUnder {
    /// The number of the consent.
    pub consent: i64,
    /// What the organization is called.
    pub recipient: String,
    /// What.
    pub sections: Vec<Category>,
    /// What for.
    pub purposes: Vec<Purpose>,
    /// The last day.
    pub until: Date,
    /// For one time only.
    pub once: bool,
    /// By which roads it may go.
    pub roads: Vec<Channel>,
    /// The kinds of ways to the organization, on these roads, that were checked and count now: how it is protected on its way.
    pub ways: Vec<WayKind>,
    /// Its confidentiality policy counts as assessed now.
    pub policy_assessed: bool,
    /// The last day on which it does, where that ends.
    pub policy_until: Option<Date>,
    /// How often something left under it, as far as the client may know.
    pub times: usize,
    /// The last day on which something did.
    pub last_on: Option<Date>,
}

/// A leaflet, ready to be handed over.
pub struct PrintedLeaflet {
    /// Its bytes: a PDF.
    pub pdf: Vec<u8>,
    /// The hash of what stands in it: whoever told the client says by it which leaflet it was.
    pub hash: String,
}

impl Sharing {
    /// SHA-256 of what the leaflet says in this language, in hex. The day on which it is printed isn't part of it.
    ///
    /// # Errors
    /// Only when it can't be written down.
    pub fn hash(&self, language: Language) -> Result<String, CaseworkError> {
        let said = serde_json::to_vec(&(language, self)).map_err(|_| CaseworkError::Damaged)?;
        Ok(HEXLOWER.encode(&Sha256::digest(&said)))
    }

    /// The leaflet that there is in each language, with its hash.
    ///
    /// # Errors
    /// As [`Sharing::hash`].
    pub fn leaflets(&self) -> Result<Vec<(Language, String)>, CaseworkError> {
        let all = Language::ALL.iter();
        all.map(|it| Ok((*it, self.hash(*it)?))).collect()
    }

    fn paper(&self, (language, hash): (Language, &str), made_on: Date) -> SharingLeaflet {
        SharingLeaflet {
            language,
            office: self.office.clone(),
            made_on: made_on.to_string(),
            mark: mark_of(hash).to_owned(),
            lines: self.lines.iter().map(SharedUnder::on_paper).collect(),
        }
    }
}

impl SharedUnder {
    /// What this consent lets be shared, and what left under it at these times.
    fn of(fact: &ConsentFact, recipient: &Recipient, left: &[i64], now_ms: i64) -> Self {
        let organization = &recipient.organization;
        let counting = recipient.ways.iter().map(|it| &it.it);
        let counting = counting.filter(|it| it.counts_at(now_ms));
        let kinds = counting.map(|it| it.kind);
        let ways: BTreeSet<WayKind> = kinds
            .filter(|it| fact.channels.contains(&it.channel()))
            .collect();
        Self {
            consent: fact.no,
            recipient: organization.name.clone(),
            sections: fact.categories.clone(),
            purposes: fact.purposes.clone(),
            until: today(fact.expires_at - 1),
            once: fact.once,
            roads: fact.channels.clone(),
            ways: ways.into_iter().collect(),
            policy_assessed: organization.sheet.policy_assessed_at(now_ms),
            policy_until: policy_until(&organization.sheet, now_ms),
            times: left.len(),
            last_on: left.iter().max().map(|it| today(*it)),
        }
    }

    fn on_paper(&self) -> SharedWith {
        let day = |it: Option<Date>| it.map(|it| it.to_string());
        SharedWith {
            recipient: self.recipient.clone(),
            sections: words(&self.sections, |it| it.word()),
            purposes: words(&self.purposes, |it| it.word()),
            until: self.until.to_string(),
            once: self.once,
            roads: words(&self.roads, |it| it.word()),
            ways: words(&self.ways, |it| it.word()),
            policy_assessed: self.policy_assessed,
            policy_until: day(self.policy_until),
            times: self.times,
            last_on: day(self.last_on),
        }
    }
}

fn words<T>(all: &[T], word: fn(&T) -> &'static str) -> Vec<String> {
    all.iter().map(|it| word(it).to_owned()).collect()
}

/// The last day on which an organization's policy counts as assessed; nothing where it doesn't, or has no end.
fn policy_until(sheet: &OrganizationSheet, now_ms: i64) -> Option<Date> {
    let until = sheet.policy_until.filter(|it| now_ms < *it);
    let ends = until.filter(|it| *it != OrganizationSheet::WITHOUT_END);
    ends.map(|it| today(it - 1))
}

/// What a client agreed to that lets something leave now.
pub(super) fn in_force(sheet: &ClientSheet, now_ms: i64) -> impl Iterator<Item = &ConsentFact> {
    let stands = move |it: &&ConsentFact| it.flaw_of(sheet, now_ms).is_none();
    let all = sheet.consents.iter().filter(|it| !it.channels.is_empty());
    all.filter(stands)
}

impl Office {
    /// What is shared about a client under their consents, and how it is protected.
    ///
    /// # Errors
    /// As [`Office::consents`].
    pub async fn sharing(&self, request: &Request) -> Result<(Sharing, Delivery), ConsentError> {
        let (consents, delivery) = self.consents(request).await?;
        let sharing = self.sharing_under(request, &consents).await?;
        Ok((sharing, delivery))
    }

    /// [`Office::sharing`] for whoever has read the client's consents already.
    ///
    /// # Errors
    /// As [`Office::consents`].
    pub async fn sharing_under(
        &self,
        request: &Request,
        consents: &Consents,
    ) -> Result<Sharing, ConsentError> {
        let untold = self.never_told(request).await?;
        let now_ms = self.clock.now_ms();
        let sheet = self.gate.sheet_of(request.client).await?;
        let sheet = sheet.unwrap_or_default();
        let recipients = self.all_recipients().await?;
        let line = |fact: &ConsentFact| {
            let mut all = recipients.iter();
            let recipient = all.find(|it| it.organization.no == fact.recipient)?;
            let left = consents.left_under(fact.no).into_iter();
            let left = left.filter(|(_, it)| it.recipient.id == recipient.organization.id);
            let left = left.filter(|(_, it)| !untold.contains(&it.disclosure));
            let left: Vec<i64> = left.map(|(_, it)| it.at).collect();
            Some(SharedUnder::of(fact, recipient, &left, now_ms))
        };
        let mut lines: Vec<SharedUnder> = in_force(&sheet, now_ms).filter_map(line).collect();
        lines.sort_by(|a, b| (&a.recipient, a.consent).cmp(&(&b.recipient, b.consent)));
        Ok(Sharing {
            office: self.own_organization().await?.name,
            lines,
        })
    }

    /// The numbers of the disclosures of which somebody decided that the client isn't told.
    async fn never_told(&self, request: &Request) -> Result<BTreeSet<i64>, ConsentError> {
        let request = request.clone().sections([Category::Administration]);
        let answer: Answer<'_, Read> = self.gate.ask(&request).await?;
        let client_no = self.client_no(request.client).await?;
        let rows = self
            .db
            .read(move |reader| sealed_rows(reader, client_no))
            .await?;
        let permit = (answer.permit, answer.sealed);
        let (opened, delivery) = self.gate.open_drawer(permit, Drawer::Disclosures, &rows)?;
        let at = (request.client, self.clock.now_ms());
        let all = opened_rows(&rows, &opened, at)?.into_iter();
        let untold = all.filter(|it| it.told == Told::Not).map(|it| it.no);
        let untold = untold.collect();
        delivery.delivered(None);
        Ok(untold)
    }

    /// The leaflet that tells the client what is shared about them. It is theirs to keep, and so bears nobody's name.
    ///
    /// # Errors
    /// As [`Office::consents`].
    pub async fn sharing_leaflet(
        &self,
        request: &Request,
        language: Language,
    ) -> Result<(PrintedLeaflet, Delivery), ConsentError> {
        let printing = Request {
            channel: Channel::Print,
            ..request.clone()
        };
        let (sharing, delivery) = self.sharing(&printing).await?;
        let hash = sharing.hash(language)?;
        let made_on = today(self.clock.now_ms());
        let paper = sharing.paper((language, &hash), made_on);
        let pdf = on_a_thread_that_waits(move || print(&paper)).await?;
        Ok((PrintedLeaflet { pdf, hash }, delivery))
    }

    /// The leaflet that goes by this hash, as long as it says what is shared.
    ///
    /// # Errors
    /// [`ConsentError::Leaflet`] when something else is shared by now.
    pub(super) async fn leaflet_given(
        &self,
        request: &Request,
        hash: &str,
    ) -> Result<LeafletGiven, ConsentError> {
        let (sharing, delivery) = self.sharing(request).await?;
        delivery.delivered(None);
        let mut leaflets = sharing.leaflets()?.into_iter();
        let found = leaflets.find(|(_, it)| it == hash.trim());
        let (language, hash) = found.ok_or(ConsentError::Leaflet)?;
        Ok(LeafletGiven { hash, language })
    }
}

/// Where nothing that a client agreed to is in force any more, nobody has to tell them what is shared.
pub(super) fn nothing_to_tell(desk: &mut FileWorks<'_, '_, '_>) -> Result<(), CaseworkError> {
    let now_ms = desk.works.now_ms();
    if in_force(desk.sheet(), now_ms).next().is_none() {
        let about = TaskAbout {
            client: Some(desk.client()),
            worker: None,
            item: None,
        };
        tasks::withdraw_all(desk.works, TaskKind::SharingToTell, &about)?;
    }
    Ok(())
}
