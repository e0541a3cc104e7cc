//! A series: what it is called and for what it is, who leads it, who stands in, which organisations sit in it, and what each of them
//! can act on (CC-1, CC-2.5).

use caseward_gate::{About, Actor, Offers, Works, can_be_offered};
use caseward_model::{Category, Conference, ConferenceKind, Id, OfficeAct, Organization, Worker};

use super::stored::{self, Part, Series};
use super::{agreement, led, line, meeting, people, register, sits_in_none, worker};
use crate::people::{Amiss, Mending};
use crate::{CaseworkError, Office};

/// The most characters of a title, and of a purpose.
const LONGEST: (usize, usize) = (120, 500);
/// The fewest characters of a purpose.
const SHORTEST: usize = 10;

/// A series that is to begin; whoever begins it leads it.
#[derive(Debug, Clone, Default)]
pub struct NewSeries {
    /// What it is called; it names nobody.
    pub title: String,
    /// Of what kind it is.
    pub kind: Option<ConferenceKind>,
    /// For what it is; it names nobody.
    pub purpose: String,
    /// The member organisations besides one's own.
    pub organizations: Vec<Id<Organization>>,
    /// Who stands in for the lead.
    pub deputy: Option<Id<Worker>>,
}

/// What can be changed about a series.
#[derive(Debug, Clone)]
pub enum SeriesChange {
    /// What it is called, of what kind it is and for what.
    Described {
        /// What it is called.
        title: String,
        /// Of what kind it is.
        kind: Option<ConferenceKind>,
        /// For what it is.
        purpose: String,
    },
    /// Which organisations sit in it, besides one's own; people of others leave it at once.
    Organizations(Vec<Id<Organization>>),
    /// On which sections a member organisation can act, in place of what was said before: of an item its people see no other. The
    /// organisations that keep their records here begin with all of them, every other with none.
    Offer {
        /// Which.
        organization: Id<Organization>,
        /// On what; on nothing if it is empty.
        sections: Vec<Category>,
    },
    /// Who stands in for the lead; nobody if it is empty.
    Deputy(Option<Id<Worker>>),
    /// Who leads it from now on.
    Lead(Id<Worker>),
    /// It ends; it is never taken up again.
    End,
}

impl Office {
    /// Begins a series; whoever does leads it. Gives its id.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::NotPermitted`].
    pub async fn begin_conference(
        &self,
        by: Id<Worker>,
        new: NewSeries,
    ) -> Result<Id<Conference>, CaseworkError> {
        let (act, about) = (OfficeAct::HoldConference, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let (mut series, deputy) = begun(works, new)?;
            series.people.push(Part::new(series.lead, series.begun_at));
            let id = series.id.ok_or(CaseworkError::Damaged)?;
            works.note("conference", id.to_string());
            works.note("organizations", series.members.len());
            let no = stored::insert(works, &series)?;
            people::ask_to_sign(works, (no, by))?;
            if let Some(deputy) = deputy {
                appointed(works, (no, &mut series), deputy, Amiss::ConferenceDeputy)?;
                stored::keep(works, no, &series)?;
            }
            Ok(id)
        };
        self.gate
            .perform(by, act, about, "conference_begun", work)
            .await
    }

    /// Changes something about a series, for its lead or deputy, once they have signed for it.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::Unknown`], also for whoever doesn't lead it;
    /// [`CaseworkError::NotPermitted`].
    pub async fn change_conference(
        &self,
        by: impl Into<Actor>,
        id: Id<Conference>,
        change: SeriesChange,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::HoldConference, About::Office);
        let deed = match change {
            SeriesChange::Described { .. } => "conference_described",
            SeriesChange::Organizations(_) => "conference_organizations_changed",
            SeriesChange::Offer { .. } => "conference_offer_changed",
            SeriesChange::Deputy(_) => "conference_deputy_changed",
            SeriesChange::Lead(_) => "conference_lead_changed",
            SeriesChange::End => "conference_ended",
        };
        let work = move |works: &mut Works<'_, '_>| {
            let (no, mut series) = led(works, id)?;
            works.note("conference", id.to_string());
            changed(works, (no, &mut series), change)?;
            stored::keep(works, no, &series)
        };
        self.gate.perform(by, act, about, deed, work).await
    }
}

fn changed(
    works: &mut Works<'_, '_>,
    (no, series): (i64, &mut Series),
    change: SeriesChange,
) -> Result<(), CaseworkError> {
    match change {
        SeriesChange::Described {
            title,
            kind,
            purpose,
        } => {
            let mut mending = Mending::default();
            let said = described((title.as_str(), kind, purpose.as_str()), &mut mending);
            mending.done()?;
            (series.title, series.kind, series.purpose) = said;
        }
        SeriesChange::Organizations(all) => {
            series.members = members(works, &all)?;
            series.offers = offers(works, series)?;
            works.note("organizations", series.members.len());
            people::without_outsiders(works, (no, series))?;
        }
        SeriesChange::Offer {
            organization,
            sections,
        } => offered(works, series, (organization, sections))?,
        SeriesChange::Deputy(None) => series.deputy = None,
        SeriesChange::Deputy(Some(deputy)) => {
            appointed(works, (no, series), deputy, Amiss::ConferenceDeputy)?;
        }
        SeriesChange::Lead(lead) => appointed(works, (no, series), lead, Amiss::ConferenceLead)?,
        SeriesChange::End => {
            series.ended_at = Some(works.now_ms());
            people::ask_nobody(works, (no, &*series))?;
            meeting::close_all(works, series)?;
        }
    }
    Ok(())
}

/// What is said about a series, and what of it has to be mended.
fn described(
    (title, kind, purpose): (&str, Option<ConferenceKind>, &str),
    mending: &mut Mending,
) -> (String, Option<ConferenceKind>, String) {
    let title = line(title, LONGEST.0);
    mending.note(title.is_none().then_some(Amiss::ConferenceTitle));
    mending.note(kind.is_none().then_some(Amiss::ConferenceKind));
    let purpose = line(purpose, LONGEST.1).filter(|it| it.chars().count() >= SHORTEST);
    mending.note(purpose.is_none().then_some(Amiss::ConferencePurpose));
    (title.unwrap_or_default(), kind, purpose.unwrap_or_default())
}

/// A series as it begins, and who is to stand in for its lead.
fn begun(
    works: &mut Works<'_, '_>,
    new: NewSeries,
) -> Result<(Series, Option<Id<Worker>>), CaseworkError> {
    let (now_ms, held) = (works.now_ms(), register(works)?);
    let agreement = agreement(&held).filter(|it| it.in_force(now_ms).is_some());
    let mut mending = Mending::default();
    mending.note(agreement.is_none().then_some(Amiss::ConferenceAgreement));
    let (title, kind, purpose) = described(
        (new.title.as_str(), new.kind, new.purpose.as_str()),
        &mut mending,
    );
    mending.done()?;
    let mut series = Series {
        id: Some(Id::from_bytes(works.random())),
        title,
        kind,
        purpose,
        agreement: agreement.map_or(0, |it| it.no),
        lead: works.actor_no(),
        deputy: None,
        members: members(works, &new.organizations)?,
        offers: Offers::default(),
        people: Vec::new(),
        meetings: Vec::new(),
        begun_at: now_ms,
        ended_at: None,
    };
    series.offers = offers(works, &series)?;
    Ok((series, new.deputy))
}

/// What the members of a series can act on: as it was said, and everything where it wasn't and their records are kept here. Whoever is
/// no member any more begins anew.
fn offers(works: &mut Works<'_, '_>, series: &Series) -> Result<Offers, CaseworkError> {
    let mut offers = series.offers.clone();
    offers.keep_only(&series.members);
    for (no, _, sheet, _) in works.organizations()? {
        if sheet.keeps_records_here && series.members.contains(&no) && offers.of(no).is_none() {
            offers.say(no, can_be_offered());
        }
    }
    Ok(offers)
}

/// Says on what a member can act.
fn offered(
    works: &mut Works<'_, '_>,
    series: &mut Series,
    (organization, sections): (Id<Organization>, Vec<Category>),
) -> Result<(), CaseworkError> {
    let all = works.organizations()?.into_iter();
    let mut members = all.filter(|it| series.members.contains(&it.0));
    let found = members.find(|it| it.1 == organization);
    let (no, ..) = found.ok_or(Amiss::OrganizationUnknown)?;
    let offers = can_be_offered();
    if !sections.iter().all(|it| offers.contains(it)) {
        return Err(Amiss::ConferenceOffer.into());
    }
    let words: Vec<_> = sections.iter().map(|it| it.word()).collect();
    works.note("organization", organization.to_string());
    works.note("sections", words);
    series.offers.say(no, sections);
    Ok(())
}

/// The member organisations by number: those that keep their records here, and these.
fn members(
    works: &mut Works<'_, '_>,
    named: &[Id<Organization>],
) -> Result<Vec<i64>, CaseworkError> {
    let all = works.organizations()?;
    let own = all.iter().filter(|it| it.2.keeps_records_here);
    let mut members: Vec<i64> = own.map(|it| it.0).collect();
    for id in named {
        let found = all.iter().find(|it| it.1 == *id);
        let (no, _, sheet, _) = found.ok_or(Amiss::OrganizationUnknown)?;
        if sits_in_none(sheet.kind) {
            return Err(Amiss::ConferenceOrganization.into());
        }
        if !members.contains(no) {
            members.push(*no);
        }
    }
    Ok(members)
}

/// Makes somebody lead or deputy; whoever didn't take part yet is named for it, and signs like everybody else.
fn appointed(
    works: &mut Works<'_, '_>,
    (no, series): (i64, &mut Series),
    whom: Id<Worker>,
    which: Amiss,
) -> Result<(), CaseworkError> {
    let now_ms = works.now_ms();
    let found = worker(works, whom)?.filter(|(_, sheet)| {
        sheet.role.leads_conferences()
            && series.members.contains(&sheet.organization)
            && !sheet.is_shut_at(now_ms)
            && !sheet.is_barred()
    });
    let (worker_no, sheet) = found.ok_or(which)?;
    let here = works.organizations()?.into_iter();
    let mut here = here.filter(|it| it.2.keeps_records_here);
    let ours = here.any(|it| it.0 == sheet.organization);
    if !ours || series.lead == worker_no {
        return Err(which.into());
    }
    if which == Amiss::ConferenceLead {
        series.lead = worker_no;
        series.deputy = series.deputy.filter(|it| *it != worker_no);
    } else {
        series.deputy = Some(worker_no);
    }
    works.note("whom", whom.to_string());
    if series.part(worker_no).is_none() {
        series.people.push(Part::new(worker_no, now_ms));
        people::ask_to_sign(works, (no, whom))?;
    }
    Ok(())
}
