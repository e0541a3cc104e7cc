//! Agreeing to items for a conference: each finds what waits for them, and nothing else (CC-2.4a).
//!
//! An item is put before lead and deputy, as far as they may know of it and had no hand in it; where none of them is left, before the
//! privacy officers. Nobody sees before whom else it is, and whoever proposed it reads the same in all cases. In this list nobody has a
//! name: an item by identifier has its identifier, and who somebody is by name comes up in the room. Nor is there an order: two who
//! compare their lists find nothing in common.

use caseward_gate::{About, AgreedItem, ItemFact, ItemStanding, Works};
use caseward_model::{Category, Conference, Id, ItemPurpose, OfficeAct, Role, Worker};

use super::agenda::{self, ItemRow};
use super::stored::{self, Series};
use super::{has_signed, identifiers, register, takes_part, unknown};
use crate::{CaseworkError, Office};

/// An item that waits for somebody, as they see it. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct WaitingItem {
    /// What it is called for them, and for nobody else.
    pub handle: String,
    /// For what somebody is to be spoken of.
    pub purpose: ItemPurpose,
    /// The sections that this needs.
    pub sections: Vec<Category>,
    /// How many minutes it is to take.
    pub minutes: i64,
    /// By which identifier; by name if it is missing.
    pub identifier: Option<String>,
    /// Both sides agreed, and nobody could lead the sitting in which it can be spoken of.
    pub without_lead: bool,
}

impl std::fmt::Debug for WaitingItem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WaitingItem").finish_non_exhaustive()
    }
}

/// The items of one series that wait for somebody. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct WaitingSeries {
    /// Its id.
    pub id: Id<Conference>,
    /// What it is called; nothing for whoever takes no part in it, or hasn't signed for it.
    pub title: Option<String>,
    /// The items.
    pub items: Vec<WaitingItem>,
}

impl std::fmt::Debug for WaitingSeries {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WaitingSeries").finish_non_exhaustive()
    }
}

/// An item that waits for the one who acts.
struct Mine {
    no: i64,
    row: ItemRow,
    fact: ItemFact,
    without_lead: bool,
}

impl Office {
    /// The items of a series that wait for this person.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is no such series; [`CaseworkError::NotPermitted`].
    pub async fn items_waiting(
        &self,
        by: Id<Worker>,
        series: Id<Conference>,
    ) -> Result<Vec<WaitingItem>, CaseworkError> {
        let (act, about) = (OfficeAct::AgreeOnItem, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            works.note("conference", series.to_string());
            let mine = mine(works, series)?;
            all_shown(works, &mine)
        };
        self.gate
            .perform(by, act, about, "conference_items_looked_at", work)
            .await
    }

    /// The items of all series that wait for this person, those of the newest series first; a series in which none waits isn't there.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`].
    pub async fn all_items_waiting(
        &self,
        by: Id<Worker>,
    ) -> Result<Vec<WaitingSeries>, CaseworkError> {
        let (act, about) = (OfficeAct::AgreeOnItem, About::Office);
        let deed = "conference_items_looked_at";
        self.gate.perform(by, act, about, deed, everywhere).await
    }

    /// Agrees to an item for the conference, or says no. One that doesn't wait for this person doesn't exist, whatever it is called.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`]; [`CaseworkError::NotPermitted`].
    pub async fn answer_item(
        &self,
        by: Id<Worker>,
        series: Id<Conference>,
        (handle, yes): (String, bool),
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::AgreeOnItem, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            works.note("conference", series.to_string());
            let mine = mine(works, series)?.into_iter();
            let mut mine = mine.filter(|it| !it.without_lead);
            let found = mine.find(|it| called(works, &it.row) == handle);
            let found = found.ok_or_else(no_item)?;
            if !yes {
                return agenda::refuse(works, (found.no, &found.row));
            }
            let yes = AgreedItem {
                by: works.actor_no(),
                at: works.now_ms(),
            };
            let agree = |it: &mut ItemFact| it.lead = Some(yes);
            works.change_item(found.row.place(), "conference_item_agreed", agree)?;
            Ok(())
        };
        self.gate
            .perform(by, act, about, "conference_item_answered", work)
            .await
    }
}

fn everywhere(works: &mut Works<'_, '_>) -> Result<Vec<WaitingSeries>, CaseworkError> {
    let mut all = Vec::new();
    for (no, series) in stored::all_in(works)?.into_iter().rev() {
        let id = series.id.ok_or(CaseworkError::Damaged)?;
        let mine = match mine(works, id) {
            Ok(mine) => mine,
            Err(CaseworkError::Unknown { .. }) => continue,
            Err(error) => return Err(error),
        };
        if !mine.is_empty() {
            // A privacy officer can have been named for it before they were one.
            let signed = takes_part(works, no)?;
            all.push(WaitingSeries {
                id,
                title: signed.then_some(series.title),
                items: all_shown(works, &mine)?,
            });
        }
    }
    Ok(all)
}

/// What waits for the one who acts. For whoever has no part in the series there is none, except for privacy officers, who find what
/// nobody else can answer.
fn mine(works: &mut Works<'_, '_>, id: Id<Conference>) -> Result<Vec<Mine>, CaseworkError> {
    let (series_no, series) = stored::find(works, id)?;
    let me = works.actor().ok_or_else(|| unknown(id))?;
    let (my_no, (_, sheet)) = (works.actor_no(), works.worker(me)?);
    let leads = leads(works, &series)?;
    let officer = sheet.role == Role::PrivacyOfficer;
    if !officer && !leads.iter().any(|it| it.0 == my_no) {
        return Err(unknown(id));
    }
    if series.ended_at.is_some() {
        // What was left when it ended is off, silently.
        return Ok(Vec::new());
    }
    let without_lead = agenda::of_series(works, series_no)?.without_lead;
    let mut mine = Vec::new();
    for (no, row) in agenda::rows(works, series_no)? {
        let Some(fact) = waiting(works, &row)? else {
            continue;
        };
        let left = fact.is_agreed() && without_lead.contains(&no);
        if (fact.is_agreed() && !left) || row.refused {
            continue;
        }
        let asked = asked(works, &leads, (&row, &fact))?;
        let walled = is_walled(works, me, &row)?;
        let is_mine = if officer {
            (left || asked.is_empty()) && !walled && !had_a_hand(&fact, my_no)
        } else {
            !left && asked.contains(&my_no)
        };
        if is_mine {
            mine.push(Mine {
                no,
                row,
                fact,
                without_lead: left,
            });
        }
    }
    Ok(mine)
}

/// The fact of an item to which the organisation agreed and that isn't off; nothing for every other row.
fn waiting(works: &mut Works<'_, '_>, row: &ItemRow) -> Result<Option<ItemFact>, CaseworkError> {
    let Some(client) = works.client(row.client)? else {
        return Ok(None);
    };
    let fact = client.sheet.item(row.item).cloned();
    Ok(fact.filter(|it| it.organization.is_some() && !it.is_off(&client.sheet)))
}

/// Lead and deputy, as far as they have signed for the series and can act at all.
fn leads(
    works: &mut Works<'_, '_>,
    series: &Series,
) -> Result<Vec<(i64, Id<Worker>)>, CaseworkError> {
    let (now_ms, register) = (works.now_ms(), register(works)?);
    let mut leads = Vec::new();
    for no in std::iter::once(series.lead).chain(series.deputy) {
        let Some((id, sheet)) = works.worker_by_no(no)? else {
            continue;
        };
        let signed = has_signed(series, (no, &sheet), &register, now_ms);
        if signed && sheet.role.leads_conferences() && !sheet.is_shut_at(now_ms) {
            leads.push((no, id));
        }
    }
    Ok(leads)
}

/// Those of them before whom an item is put: who may know of it, and had no hand in it.
fn asked(
    works: &mut Works<'_, '_>,
    leads: &[(i64, Id<Worker>)],
    (row, fact): (&ItemRow, &ItemFact),
) -> Result<Vec<i64>, CaseworkError> {
    let ids: Vec<_> = leads.iter().map(|it| it.1).collect();
    let stand = works.stand_to_item(row.place(), &ids)?;
    let knows = |it: ItemStanding| matches!(it, ItemStanding::Something | ItemStanding::CannotAct);
    let may = |it: &&(i64, ItemStanding)| knows(it.1) && !had_a_hand(fact, it.0);
    Ok(stand.iter().filter(may).map(|it| it.0).collect())
}

fn is_walled(
    works: &mut Works<'_, '_>,
    me: Id<Worker>,
    row: &ItemRow,
) -> Result<bool, CaseworkError> {
    let stand = works.stand_to_item(row.place(), &[me])?;
    Ok(!stand.iter().any(|it| it.1 != ItemStanding::Walled))
}

/// Whether somebody proposed an item, or agreed to it for the organisation: the other side is somebody else.
fn had_a_hand(fact: &ItemFact, worker: i64) -> bool {
    fact.proposed_by == worker || fact.organization.is_some_and(|it| it.by == worker)
}

/// What waits, in an order that says nothing.
fn all_shown(works: &mut Works<'_, '_>, mine: &[Mine]) -> Result<Vec<WaitingItem>, CaseworkError> {
    let shown = mine.iter().map(|it| shown(works, it));
    let mut shown = shown.collect::<Result<Vec<_>, _>>()?;
    shown.sort_by(|a, b| a.handle.cmp(&b.handle));
    Ok(shown)
}

fn shown(works: &mut Works<'_, '_>, mine: &Mine) -> Result<WaitingItem, CaseworkError> {
    let drawers = works.drawers();
    let identifier = match mine.fact.identifier {
        Some(no) => {
            let place = (mine.row.series, no);
            let written = identifiers::written(works.transaction(), &drawers, place)?;
            Some(written.ok_or(CaseworkError::Damaged)?)
        }
        None => None,
    };
    Ok(WaitingItem {
        handle: called(works, &mine.row),
        purpose: mine.fact.purpose,
        sections: mine.fact.sections.clone(),
        minutes: mine.fact.minutes,
        identifier,
        without_lead: mine.without_lead,
    })
}

/// What an item is called for the one who acts.
pub(super) fn called(works: &Works<'_, '_>, row: &ItemRow) -> String {
    let viewer = works.actor_no().to_be_bytes();
    agenda::handle(
        |domain, parts| works.fingerprint(domain, parts),
        &viewer,
        row.item,
    )
}

fn no_item() -> CaseworkError {
    CaseworkError::Unknown {
        what: "agenda item",
        name: "this".to_owned(),
        look: "the list of what waits for you",
    }
}
