//! What somebody sees of the series for which they were named: nothing but that there is one, until they have signed (CC-2).

use std::collections::HashMap;

use caseward_gate::About;
use caseward_model::{
    Category, Conference, ConferenceKind, Id, OfficeAct, Organization, ParticipantState, Worker,
};

use super::stored::{self, Part, Series};
use super::{agreement_of, sits_in_none, state_of, unknown};
use crate::people::{Colleague, RegisteredOrganization};
use crate::standing::Register;
use crate::{CaseworkError, Office};

/// A series, as a line of the list of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyConference {
    /// Its id.
    pub id: Id<Conference>,
    /// How one stands.
    pub state: ParticipantState,
    /// One leads it, or stands in for the lead.
    pub leads: bool,
    /// What it is called and of what kind it is; nothing before one has signed.
    pub told: Option<(String, ConferenceKind)>,
    /// It has ended; never told before one has signed.
    pub ended: bool,
}

/// Somebody or an organisation, by id and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<K> {
    /// The id.
    pub id: K,
    /// What they are called.
    pub name: String,
}

/// Somebody who was named for a series. Who they are and how they are reached isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Participant {
    /// Who.
    pub id: Id<Worker>,
    /// What they are called: as they signed, or as the register has it.
    pub name: String,
    /// Their organisation.
    pub organization: String,
    /// Their position.
    pub position: String,
    /// Their e-mail address.
    pub email: String,
    /// Their telephone number.
    pub phone: String,
    /// How they stand.
    pub state: ParticipantState,
    /// When they were named, in ms since 1970.
    pub named_at: i64,
    /// Which version they signed for this series last, and when, in ms since 1970.
    pub signed: Option<(u32, i64)>,
}

impl std::fmt::Debug for Participant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Participant");
        shown.field("id", &self.id).field("state", &self.state);
        shown.finish_non_exhaustive()
    }
}

/// What is told of a series to whoever has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What it is called.
    pub title: String,
    /// Of what kind it is.
    pub kind: ConferenceKind,
    /// For what it is.
    pub purpose: String,
    /// Who leads it.
    pub lead: Named<Id<Worker>>,
    /// Who stands in for the lead.
    pub deputy: Option<Named<Id<Worker>>>,
    /// The member organisations.
    pub organizations: Vec<Named<Id<Organization>>>,
    /// On what each of those can act of which it was said (CC-2.5); people of the others see nothing of an item.
    pub offers: Vec<(Id<Organization>, Vec<Category>)>,
    /// Who takes part; for whoever leads it also those who were named and haven't signed, or left.
    pub people: Vec<Participant>,
    /// Since when it is held, in ms since 1970.
    pub begun_at: i64,
    /// When it ended, in ms since 1970.
    pub ended_at: Option<i64>,
}

/// A series, as somebody sees it who was named for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownConference {
    /// Its id.
    pub id: Id<Conference>,
    /// How one stands.
    pub state: ParticipantState,
    /// One leads it, or stands in for the lead.
    pub leads: bool,
    /// The short name of the agreement that is signed for it, and the version in force; nothing when none is.
    pub agreement: Option<(String, u32)>,
    /// Everything else; nothing before one has signed.
    pub told: Option<Told>,
}

/// What a series is read with.
pub(super) struct Around {
    pub(super) register: Register,
    pub(super) colleagues: HashMap<i64, Colleague>,
    organizations: HashMap<i64, RegisteredOrganization>,
    pub(super) now_ms: i64,
}

impl Around {
    /// Whether somebody leads it, or stands in: only while it is part of their work.
    pub(super) fn leads(&self, series: &Series, no: i64) -> bool {
        let leads = |it: &Colleague| it.sheet.role.leads_conferences();
        series.is_led_by(no) && self.colleagues.get(&no).is_some_and(leads)
    }

    pub(super) fn state(&self, series: &Series, part: &Part) -> ParticipantState {
        let agreement = agreement_of(series, &self.register);
        let found = self.colleagues.get(&part.worker);
        // An organisation may have become one of those that sit in none since it was taken in.
        let sits = |it: &&Colleague| {
            let theirs = self.organizations.get(&it.sheet.organization);
            theirs.is_some_and(|of| !sits_in_none(of.sheet.kind))
        };
        found.filter(sits).map_or(ParticipantState::Left, |it| {
            state_of((series, part), &it.sheet, agreement, self.now_ms)
        })
    }

    pub(super) fn worker(&self, no: i64) -> Option<Named<Id<Worker>>> {
        let found = self.colleagues.get(&no);
        found.map(|it| Named {
            id: it.id,
            name: it.name.clone(),
        })
    }

    pub(super) fn organization(&self, no: i64) -> Option<Named<Id<Organization>>> {
        let found = self.organizations.get(&no);
        found.map(|it| Named {
            id: it.id,
            name: it.name.clone(),
        })
    }

    fn participant(&self, series: &Series, part: &Part) -> Option<Participant> {
        let known = self.colleagues.get(&part.worker)?;
        let signer = part.signed.as_ref().map(|it| it.signer.clone());
        let said = |signed: Option<String>, known: &str| match signed {
            Some(signed) if !signed.is_empty() => signed,
            _ => known.to_owned(),
        };
        let theirs = self.organization(known.sheet.organization);
        let theirs = theirs.map(|it| it.name).unwrap_or_default();
        let of =
            |which: fn(&crate::standing::Signer) -> &String| signer.as_ref().map(which).cloned();
        Some(Participant {
            id: known.id,
            name: said(of(|it| &it.name), &known.name),
            organization: said(of(|it| &it.organization), &theirs),
            position: said(of(|it| &it.position), &known.position),
            email: said(of(|it| &it.email), &known.email),
            phone: said(of(|it| &it.phone), &known.phone),
            state: self.state(series, part),
            named_at: part.named_at,
            signed: part.signed.as_ref().map(|it| (it.version, it.at)),
        })
    }

    fn told(&self, series: &Series, leads: bool) -> Option<Told> {
        let people = series.people.iter();
        let people = people.filter_map(|it| self.participant(series, it));
        let shown = people.filter(|it| leads || it.state == ParticipantState::Signed);
        let members = series.members.iter();
        let offer = |no: &i64| {
            let sections = series.offers.of(*no)?.to_vec();
            Some((self.organization(*no)?.id, sections))
        };
        Some(Told {
            title: series.title.clone(),
            kind: series.kind?,
            purpose: series.purpose.clone(),
            lead: self.worker(series.lead)?,
            deputy: series.deputy.and_then(|it| self.worker(it)),
            organizations: members
                .clone()
                .filter_map(|it| self.organization(*it))
                .collect(),
            offers: members.filter_map(offer).collect(),
            people: shown.collect(),
            begun_at: series.begun_at,
            ended_at: series.ended_at,
        })
    }
}

/// What somebody and their organisation are called; nothing for nobody.
pub(super) fn called(around: &Around, no: Option<i64>) -> (String, String) {
    let found = no.and_then(|it| around.colleagues.get(&it));
    let organization = found.and_then(|it| around.organization(it.sheet.organization));
    (
        found.map(|it| it.name.clone()).unwrap_or_default(),
        organization.map(|it| it.name).unwrap_or_default(),
    )
}

impl Office {
    /// The series that somebody leads or was named for, the newest first. Of one for which they haven't signed, nothing but that
    /// it is there.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn my_conferences(&self, me: Id<Worker>) -> Result<Vec<MyConference>, CaseworkError> {
        self.must_be_let(me, OfficeAct::TakePart, About::Worker(me))
            .await?;
        let (cards, around) = (self.gate.cards()?, self.around_conferences().await?);
        let all = self.db.read(move |reader| stored::all(reader, &cards));
        let my_no = number_of(&around, me)?;
        let mine = all.await?.into_iter().rev().filter_map(|series| {
            let part = series.part(my_no)?;
            let state = around.state(&series, part);
            let signed = state == ParticipantState::Signed;
            let told = series.kind.filter(|_| signed);
            Some(MyConference {
                id: series.id?,
                state,
                leads: around.leads(&series, my_no),
                told: told.map(|kind| (series.title.clone(), kind)),
                ended: signed && series.ended_at.is_some(),
            })
        });
        Ok(mine
            .filter(|it| it.state != ParticipantState::Left)
            .collect())
    }

    /// One series, for somebody who was named for it. Before they have signed, nothing but how they stand.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] for whoever wasn't named, or left, as when there is none; [`CaseworkError::NotPermitted`],
    /// which is on record.
    pub async fn conference(
        &self,
        me: Id<Worker>,
        id: Id<Conference>,
    ) -> Result<ShownConference, CaseworkError> {
        self.must_be_let(me, OfficeAct::TakePart, About::Worker(me))
            .await?;
        let (cards, around) = (self.gate.cards()?, self.around_conferences().await?);
        let found = self.db.read(move |reader| stored::one(reader, &cards, id));
        let series = found.await?.ok_or_else(|| unknown(id))?;
        let my_no = number_of(&around, me)?;
        let part = series.part(my_no).ok_or_else(|| unknown(id))?;
        let state = around.state(&series, part);
        if state == ParticipantState::Left {
            return Err(unknown(id));
        }
        let leads = around.leads(&series, my_no);
        let agreement = agreement_of(&series, &around.register);
        let agreement = agreement.and_then(|it| {
            let version = it.in_force(around.now_ms)?.number;
            Some((it.name.clone(), version))
        });
        let told = match state {
            ParticipantState::Signed => {
                let told = around.told(&series, leads);
                Some(told.ok_or(CaseworkError::Damaged)?)
            }
            _ => None,
        };
        Ok(ShownConference {
            id,
            state,
            leads,
            agreement,
            told,
        })
    }

    pub(super) async fn around_conferences(&self) -> Result<Around, CaseworkError> {
        let register = self.requirements().await?;
        let colleagues = self.colleagues().await?.into_iter();
        let organizations = self.register().await?.into_iter();
        Ok(Around {
            register,
            colleagues: colleagues.map(|it| (it.no, it)).collect(),
            organizations: organizations.map(|it| (it.no, it)).collect(),
            now_ms: self.clock.now_ms(),
        })
    }
}

pub(super) fn number_of(around: &Around, me: Id<Worker>) -> Result<i64, CaseworkError> {
    let mut all = around.colleagues.values();
    let found = all.find(|it| it.id == me);
    found.map(|it| it.no).ok_or(CaseworkError::Damaged)
}

/// Who and what can be chosen for a series.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Organisations that can sit in it, besides one's own.
    pub organizations: Vec<Named<Id<Organization>>>,
    /// Colleagues who can lead, or stand in for the lead.
    pub leads: Vec<Named<Id<Worker>>>,
    /// People of the member organisations who weren't named yet, each with their organisation.
    pub people: Vec<(Named<Id<Worker>>, String)>,
}

impl Office {
    /// Who and what can be chosen, for somebody who begins a series or leads this one.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] for whoever doesn't lead it; [`CaseworkError::NotPermitted`], which is on record.
    pub async fn conference_choices(
        &self,
        me: Id<Worker>,
        id: Option<Id<Conference>>,
    ) -> Result<Choices, CaseworkError> {
        self.must_be_let(me, OfficeAct::HoldConference, About::Office)
            .await?;
        let (cards, around) = (self.gate.cards()?, self.around_conferences().await?);
        let Some(id) = id else {
            return Ok(around.choices(None));
        };
        let found = self.db.read(move |reader| stored::one(reader, &cards, id));
        let series = found.await?.ok_or_else(|| unknown(id))?;
        if !series.is_led_by(number_of(&around, me)?) {
            return Err(unknown(id));
        }
        Ok(around.choices(Some(&series)))
    }
}

impl Around {
    fn choices(&self, series: Option<&Series>) -> Choices {
        let mut organizations: Vec<_> = self.organizations.values().collect();
        organizations.retain(|it| !it.sheet.keeps_records_here && !sits_in_none(it.sheet.kind));
        organizations.sort_by(|a, b| a.name.cmp(&b.name));
        let mut open: Vec<&Colleague> = self.colleagues.values().collect();
        open.retain(|it| !it.sheet.is_shut_at(self.now_ms) && !it.sheet.is_barred());
        open.sort_by(|a, b| a.name.cmp(&b.name));
        let is_ours = |it: &&&Colleague| {
            let theirs = self.organizations.get(&it.sheet.organization);
            theirs.is_some_and(|it| it.sheet.keeps_records_here)
        };
        let leads = open.iter().filter(|it| it.sheet.role.leads_conferences());
        let may_come = |it: &&&Colleague, series: &Series| {
            it.sheet.role.takes_part_in_conferences()
                && series.members.contains(&it.sheet.organization)
                && series.part(it.no).is_none()
        };
        let people = open
            .iter()
            .filter(|it| series.is_some_and(|series| may_come(it, series)));
        let named = |it: &&Colleague| Named {
            id: it.id,
            name: it.name.clone(),
        };
        let theirs = |it: &&Colleague| {
            let found = self.organization(it.sheet.organization);
            (named(it), found.map(|it| it.name).unwrap_or_default())
        };
        let organization = |it: &&RegisteredOrganization| Named {
            id: it.id,
            name: it.name.clone(),
        };
        Choices {
            organizations: organizations.iter().map(organization).collect(),
            leads: leads.filter(is_ours).map(named).collect(),
            people: people.map(theirs).collect(),
        }
    }
}
