//! Writing down in the room what is decided, and what an organisation undertakes until when (CC-1, CC-2.4, CC-2.5).
//!
//! Whoever sees something of the item where they sit can do so. An action is for an organisation of which somebody sits or sat in the room,
//! which everybody there sees. Whether they see something of the client as well is nobody's to find out by trying: the answer is the same.
//! It becomes a task of whom it names, or of all of them, as far as they do; to the others it would say nothing, and nothing waits for them.

use caseward_gate::{About, ItemStanding, SeatFact, Serving, Works};
use caseward_model::{
    AgendaItem, Client, DecidedKind, Id, Meeting, OfficeAct, Organization, Seat, TaskKind, Worker,
};

use super::super::discussed::ItemAt;
use super::super::meeting::{Out, sat_in};
use super::super::{line, typing};
use super::stored::{self, ActionRow, Owner};
use super::{about, unknown};
use crate::people::{Amiss, Mending};
use crate::sign_in::SignedIn;
use crate::tasks::{self, NewTask, Whom};
use crate::{CaseworkError, Office};

/// The most characters of a decision or an action.
pub const LONGEST_ACTION: usize = 500;
/// The most decisions and actions of an item.
const MOST: usize = 100;
/// How far ahead an action can be due, in ms.
const REACH_MS: i64 = 2 * 366 * 86_400_000;
/// The deed by which it stands in the client's own history.
const DEED: &str = "conference_decided";

/// Something to be written down on an item. It isn't printable by accident.
#[derive(Clone, Default)]
pub struct NewAction {
    /// Whether it is a decision or an action; nothing when nobody said.
    pub kind: Option<DecidedKind>,
    /// What was decided, or what is to be done, in one line.
    pub text: String,
    /// Which organisation does it.
    pub organization: Option<Id<Organization>>,
    /// Who of them; all of them where nobody is named.
    pub person: Option<Id<Worker>>,
    /// Until when, in ms since 1970.
    pub due_at: Option<i64>,
}

/// An item, by its client and its own id.
type Place = (Id<Client>, Id<AgendaItem>);

/// Who does an action, and who is reminded of it, by number.
struct Undertaken {
    owner: Owner,
    whom: Vec<i64>,
}

impl Office {
    /// Writes down a decision or an action on an item, for somebody who sees something of it where they sit.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended, and nothing of the text; [`CaseworkError::Unknown`] when no item of
    /// their sitting is called so, or they see nothing of it; [`CaseworkError::NotPermitted`].
    pub async fn record_action(
        &self,
        person: &SignedIn,
        (meeting, seat): (Id<Meeting>, Id<Seat>),
        (handle, new): (&str, NewAction),
    ) -> Result<Result<(), Out>, CaseworkError> {
        if handle.is_empty() {
            return Err(Amiss::ActionItem.into());
        }
        let found = self.item_at(person, (meeting, seat), handle).await?;
        let ItemAt { seat, row, .. } = match found {
            Ok(found) => found,
            Err(out) => return Ok(Err(out)),
        };
        let (me, act) = (person.worker, OfficeAct::TakePart);
        let work = move |works: &mut Works<'_, '_>| {
            works.note("meeting", meeting.to_string());
            recorded(works, (&seat, row.place()), &new)
        };
        self.gate
            .perform::<_, CaseworkError, _>(me, act, About::Worker(me), DEED, work)
            .await?;
        Ok(Ok(()))
    }
}

fn recorded(
    works: &mut Works<'_, '_>,
    (seat, place): (&SeatFact, Place),
    new: &NewAction,
) -> Result<(), CaseworkError> {
    let held = works.seated(works.actor_no())?;
    if held.is_none_or(|it| it.id != seat.id) {
        return Err(Amiss::SeatOver.into());
    }
    if works.at_item(place)?.serving == Serving::Unseen {
        return Err(unknown());
    }
    let (client, item) = place;
    let found = works.client(client)?.ok_or_else(unknown)?;
    let fact = found.sheet.item(item).ok_or_else(unknown)?;
    let by_identifier = fact.identifier.is_some();
    let (kind, text, undertaken) = checked(works, (seat, place, by_identifier), new)?;
    let all = stored::of_series_in(works, seat.series)?;
    if all.iter().filter(|it| it.row.item == item).count() >= MOST {
        return Err(Amiss::ActionMany.into());
    }
    let me = works.actor().ok_or_else(unknown)?;
    let (by, sheet) = works.worker(me)?;
    let row = ActionRow {
        kind,
        client,
        item,
        series: seat.series,
        meeting: seat.meeting,
        sitting: seat.sitting,
        by,
        of: sheet.organization,
        at: works.now_ms(),
        by_identifier,
        owner: undertaken.as_ref().map(|it| it.owner),
        ended: None,
    };
    let no = stored::next(works)?;
    let words = (stored::text_place(no), text.as_bytes());
    let sealed = works.decide_on_item(place, DEED, words)?;
    stored::insert(works, (no, &row), sealed.ok_or_else(unknown)?)?;
    works.note("kind", kind.word());
    match undertaken {
        Some(it) => give(works, (client, no), &it),
        None => Ok(()),
    }
}

/// What is to be written down, if nothing has to be mended.
fn checked(
    works: &mut Works<'_, '_>,
    (seat, place, by_identifier): (&SeatFact, Place, bool),
    new: &NewAction,
) -> Result<(DecidedKind, String, Option<Undertaken>), CaseworkError> {
    let text = line(&new.text, LONGEST_ACTION);
    let told = match &text {
        Some(text) => typing::tells(works, (seat.series, by_identifier), text)?,
        None => false,
    };
    let mut mending = Mending::default();
    mending.note(new.kind.is_none().then_some(Amiss::ActionKind));
    mending.note(text.is_none().then_some(Amiss::ActionText));
    mending.note(told.then_some(Amiss::ActionNames));
    let undertaken = match new.kind {
        Some(DecidedKind::Action) => match undertaken(works, (seat, place), new)? {
            Ok(found) => Some(found),
            Err(all) => {
                for amiss in all {
                    mending.note(Some(amiss));
                }
                None
            }
        },
        Some(DecidedKind::Decision) | None => None,
    };
    mending.done()?;
    let kind = new.kind.ok_or(Amiss::ActionKind)?;
    Ok((kind, text.ok_or(Amiss::ActionText)?, undertaken))
}

/// Who does an action: an organisation of which somebody sits or sat in the room, or one of these people. Who of them sees something of the
/// item changes nothing in what is answered.
fn undertaken(
    works: &mut Works<'_, '_>,
    (seat, place): (&SeatFact, Place),
    new: &NewAction,
) -> Result<Result<Undertaken, Vec<Amiss>>, CaseworkError> {
    let now_ms = works.now_ms();
    let due_at = new
        .due_at
        .filter(|it| (now_ms..=now_ms + REACH_MS).contains(it));
    let organization = match new.organization {
        Some(id) => {
            let all = works.organizations()?;
            let found = all.into_iter().find(|it| it.1 == id);
            found.map(|it| it.0)
        }
        None => None,
    };
    let there = match organization {
        Some(no) => who_sat(works, seat, no)?,
        None => Vec::new(),
    };
    let named = match new.person {
        Some(id) => there.iter().find(|it| it.1 == id).map(|it| Some(it.0)),
        None => Some(None),
    };
    let owner = organization.filter(|_| !there.is_empty());
    match (owner, named, due_at) {
        (Some(organization), Some(worker), Some(due_at)) => {
            let mut whom = who_see(works, place, &there)?;
            whom.retain(|it| worker.is_none_or(|named| named == *it));
            let owner = Owner {
                organization,
                worker,
                due_at,
            };
            Ok(Ok(Undertaken { owner, whom }))
        }
        (owner, named, due_at) => {
            let missing = [
                owner.is_none().then_some(Amiss::ActionOwner),
                (owner.is_some() && named.is_none()).then_some(Amiss::ActionPerson),
                due_at.is_none().then_some(Amiss::ActionDue),
            ];
            Ok(Err(missing.into_iter().flatten().collect()))
        }
    }
}

/// Who sits or sat in the room for an organisation, and belongs to it still.
fn who_sat(
    works: &mut Works<'_, '_>,
    seat: &SeatFact,
    organization: i64,
) -> Result<Vec<(i64, Id<Worker>)>, CaseworkError> {
    let mut there = Vec::new();
    for (no, of) in sat_in(works, (seat.meeting, seat.sitting))? {
        if of != organization {
            continue;
        }
        if let Some((id, sheet)) = works.worker_by_no(no)?
            && sheet.organization == organization
        {
            there.push((no, id));
        }
    }
    Ok(there)
}

/// Who of them would see something of an item in this room, by their numbers.
fn who_see(
    works: &mut Works<'_, '_>,
    place: Place,
    there: &[(i64, Id<Worker>)],
) -> Result<Vec<i64>, CaseworkError> {
    let ids: Vec<_> = there.iter().map(|it| it.1).collect();
    let stand = works.stand_to_item(place, &ids)?;
    let sees = stand
        .iter()
        .filter(|it| it.1 == ItemStanding::Something)
        .map(|it| it.0);
    Ok(sees.collect())
}

/// Gives an action as a task to whoever does it.
fn give(
    works: &mut Works<'_, '_>,
    (client, no): (Id<Client>, i64),
    undertaken: &Undertaken,
) -> Result<(), CaseworkError> {
    for worker in &undertaken.whom {
        let new = NewTask {
            kind: TaskKind::ConferenceAction,
            whom: Whom::Worker(*worker),
            about: about(client, no),
            due_at: undertaken.owner.due_at,
        };
        tasks::add(works, &new)?;
    }
    Ok(())
}
