//! What somebody sees of decisions and actions: in the room, the open ones of earlier meetings first; on their own list; and once a room
//! is closed, what was decided in it (CC-1, CC-2.4, CC-2.5).
//!
//! Which there are follows from where they sit, sat, or what their organisation undertook; whether they are shown, and by name or by
//! identifier, the gate decides anew each time. What isn't shown leaves no gap, in no order, number or handle.

use std::collections::HashMap;

use caseward_db::Reader;
use caseward_gate::{About, Decided, DecidedAsked, Delivery};
use caseward_model::{
    ActionState, AgendaItem, Client, Conference, DecidedKind, Id, Meeting, OfficeAct, Organization,
    ParticipantState, Seat, Worker,
};
use zeroize::Zeroizing;

use super::super::meeting::{Here, Out, Over, OverSitting};
use super::super::reading::{Around, Named};
use super::super::stored as series;
use super::super::{agenda, identifiers};
use super::stored::{self, Kept};
use super::{ActionLine, SpokenOf};
use crate::file::name;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// Decisions and actions, as somebody sees them.
pub struct Actions {
    /// In the order in which they were written down.
    pub lines: Vec<ActionLine>,
    /// What becomes of all of them.
    pub deliveries: Vec<Delivery>,
}

/// What somebody sees of decisions and actions where they sit.
pub struct RoomActions {
    /// The items of which they see something, in the order of the agenda: on these they can write down what is decided.
    pub items: Vec<SpokenOf>,
    /// The open actions of earlier meetings of the series.
    pub earlier: Vec<ActionLine>,
    /// What was decided in this room.
    pub here: Vec<ActionLine>,
    /// The organisations of which somebody sits or sat here.
    pub organizations: Vec<Named<Id<Organization>>>,
    /// Who sits or sat here, each with their organisation.
    pub people: Vec<(Named<Id<Worker>>, String)>,
    /// What may be written on an item by identifier all the same: the names of the member organisations.
    pub nameable: Vec<String>,
    /// What becomes of all that is shown.
    pub deliveries: Vec<Delivery>,
}

/// What stays of a meeting, as somebody sees it who sat in it.
pub struct AfterMeeting {
    /// Of which series it is, and what that is called.
    pub series: (Id<Conference>, String),
    /// When it began, in ms since 1970.
    pub begins_at: i64,
    /// One's own sittings that are over, in order; none while none is.
    pub sittings: Vec<OverSitting>,
    /// What was decided in them.
    pub actions: Actions,
}

/// An item, as it is asked for.
type Place = (Id<Client>, Id<AgendaItem>);

impl Office {
    /// Decisions and actions where somebody sits now: the open actions of earlier meetings, and what was decided in this room; why nothing is
    /// shown when their seat doesn't count.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is no such seat of theirs; [`CaseworkError::NotPermitted`]; when the gate couldn't answer.
    pub async fn room_actions(
        &self,
        person: &SignedIn,
        place: (Id<Meeting>, Id<Seat>),
    ) -> Result<Result<RoomActions, Out>, CaseworkError> {
        let here = match self.here(person, place).await? {
            Ok(found) => found,
            Err(out) => return Ok(Err(out)),
        };
        let (items, mut deliveries) = match self.items_here(person, place).await? {
            Ok(found) => found,
            Err(out) => return Ok(Err(out)),
        };
        let all = self.kept_in(vec![here.seat.series]).await?;
        let at = (here.seat.meeting, here.seat.sitting);
        let is_here = |it: &Kept| (it.row.meeting, it.row.sitting) == at;
        let (now, before): (Vec<Kept>, Vec<Kept>) = all.into_iter().partition(is_here);
        let open = |it: &Kept| it.row.state() == ActionState::Open;
        let before = before.into_iter().filter(open).collect();
        let around = &here.around;
        // What was spoken of elsewhere is spoken of here only if nobody here is to be kept from it.
        let earlier = self.shown(person, around, (before, &here.beside)).await?;
        let now = self.shown(person, around, (now, &[])).await?;
        deliveries.extend(earlier.deliveries);
        deliveries.extend(now.deliveries);
        let (organizations, people) = there(&here);
        let members = here.series.members.iter();
        let members = members.filter_map(|it| around.organization(*it));
        Ok(Ok(RoomActions {
            items,
            earlier: earlier.lines,
            here: now.lines,
            organizations,
            people,
            nameable: members.map(|it| it.name).collect(),
            deliveries,
        }))
    }

    /// The actions that one's own organisation undertook, in all series in which one takes part: the open ones, and those that ended.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record; when the gate couldn't answer.
    pub async fn my_actions(&self, person: &SignedIn) -> Result<Actions, CaseworkError> {
        let me = person.worker;
        self.must_be_let(me, OfficeAct::TakePart, About::Worker(me))
            .await?;
        let theirs = self.theirs(person).await?;
        let around = self.around_conferences().await?;
        self.shown(person, &around, (theirs, &[])).await
    }

    /// The action of one's own organisation that is called so for somebody; none when they may not see it.
    ///
    /// # Errors
    /// As for [`Office::my_actions`].
    pub async fn my_action(
        &self,
        person: &SignedIn,
        called: &str,
    ) -> Result<Actions, CaseworkError> {
        let me = person.worker;
        self.must_be_let(me, OfficeAct::TakePart, About::Worker(me))
            .await?;
        let mut its = Vec::new();
        for kept in self.theirs(person).await? {
            if self.action_handle(person.no, kept.no)? == called {
                its.push(kept);
            }
        }
        let around = self.around_conferences().await?;
        self.shown(person, &around, (its, &[])).await
    }

    /// What stays of a meeting, for somebody who sat in it: what was decided, and who was there.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`](crate::CaseworkError::Amiss) when they have to sign for the series first; [`CaseworkError::Unknown`] for
    /// whoever isn't asked to come; [`CaseworkError::NotPermitted`].
    pub async fn after_meeting(
        &self,
        person: &SignedIn,
        id: Id<Meeting>,
    ) -> Result<AfterMeeting, CaseworkError> {
        let over = self.over(person, id).await?;
        let actions = self.decided_in(person, &over).await?;
        let (_, series, title) = over.series;
        Ok(AfterMeeting {
            series: (series, title),
            begins_at: over.begins_at,
            sittings: over.sittings,
            actions,
        })
    }

    /// What was decided in the sittings of a meeting that are over for somebody, as far as they may see it.
    pub(super) async fn decided_in(
        &self,
        person: &SignedIn,
        over: &Over,
    ) -> Result<Actions, CaseworkError> {
        let mut all = self.kept_in(vec![over.series.0]).await?;
        let sittings: Vec<i64> = over.sittings.iter().map(|it| it.no).collect();
        all.retain(|it| it.row.meeting == over.no && sittings.contains(&it.row.sitting));
        self.shown(person, &over.around, (all, &[])).await
    }

    /// What one's own organisation undertook in the series in which one takes part and for which one has signed.
    pub(super) async fn theirs(&self, person: &SignedIn) -> Result<Vec<Kept>, CaseworkError> {
        let (cards, around) = (self.gate.cards()?, self.around_conferences().await?);
        let read = move |reader: &mut Reader<'_>| series::all_numbered(reader, &cards);
        let all = self.db.read(read).await?;
        let signed = |(_, it): &&(i64, series::Series)| {
            let part = it.part(person.no);
            part.is_some_and(|part| around.state(it, part) == ParticipantState::Signed)
        };
        let mine: Vec<i64> = all.iter().filter(signed).map(|(no, _)| *no).collect();
        let mut kept = self.kept_in(mine).await?;
        let own = person.sheet.organization;
        kept.retain(|it| it.row.owner.is_some_and(|it| it.organization == own));
        Ok(kept)
    }

    async fn kept_in(&self, series: Vec<i64>) -> Result<Vec<Kept>, CaseworkError> {
        let (cards, drawers) = (self.gate.cards()?, self.gate.drawers()?);
        let read =
            move |reader: &mut Reader<'_>| stored::of_series(reader, (&cards, &drawers), &series);
        self.db.read(read).await
    }

    /// The items of which somebody sees something where they sit.
    async fn items_here(
        &self,
        person: &SignedIn,
        place: (Id<Meeting>, Id<Seat>),
    ) -> Result<Result<(Vec<SpokenOf>, Vec<Delivery>), Out>, CaseworkError> {
        let lines = match self.my_agenda(person, place).await? {
            Ok(lines) => lines,
            Err(out) => return Ok(Err(out)),
        };
        let layouts = self.layouts().await?;
        let (mut items, mut deliveries) = (Vec::new(), Vec::new());
        for line in lines {
            let Some(seen) = line.seen else {
                continue;
            };
            deliveries.push(seen.delivery);
            let by_identifier = seen.identifier.is_some();
            let mut parts = seen.parts.iter();
            let called = parts.find_map(|it| name(std::slice::from_ref(&**it), &layouts));
            items.push(SpokenOf {
                item: line.handle,
                by_identifier,
                identifier: seen.identifier,
                name: called.filter(|_| !by_identifier),
                sections: seen.parts.iter().map(|it| it.section).collect(),
            });
        }
        Ok(Ok((items, deliveries)))
    }

    /// What somebody sees of these actions: each item is put to the gate once, for them alone.
    async fn shown(
        &self,
        person: &SignedIn,
        around: &Around,
        (all, beside): (Vec<Kept>, &[Id<Worker>]),
    ) -> Result<Actions, CaseworkError> {
        let mut items: Vec<(Place, Vec<Kept>)> = Vec::new();
        let mut known: HashMap<Place, usize> = HashMap::new();
        for kept in all {
            let place = (kept.row.client, kept.row.item);
            let at = *known.entry(place).or_insert_with(|| {
                items.push((place, Vec::new()));
                items.len() - 1
            });
            if let Some((_, its)) = items.get_mut(at) {
                its.push(kept);
            }
        }
        let asked = items.iter().map(|((client, item), its)| DecidedAsked {
            client: *client,
            item: *item,
            rows: its.iter().flat_map(Kept::words).collect(),
            beside: beside.to_vec(),
        });
        let asked = asked.collect();
        let seen = self.gate.decided_for(person.worker, asked).await?;
        let (mut lines, mut deliveries) = (Vec::new(), Vec::new());
        for ((_, its), seen) in items.into_iter().zip(seen) {
            if let Some(seen) = seen {
                let opened = self.opened(person, around, (its, seen)).await?;
                lines.extend(opened.0);
                deliveries.push(opened.1);
            }
        }
        lines.sort_by_key(|(no, _)| *no);
        let lines = lines.into_iter().map(|(_, it)| it).collect();
        Ok(Actions { lines, deliveries })
    }

    /// The actions on one item that was opened, with their numbers.
    async fn opened(
        &self,
        person: &SignedIn,
        around: &Around,
        (its, seen): (Vec<Kept>, Decided),
    ) -> Result<(Vec<(i64, ActionLine)>, Delivery), CaseworkError> {
        let mut words = seen.rows.into_iter();
        let layouts = self.layouts_of(&seen.who).await?;
        let mut lines = Vec::with_capacity(its.len());
        for kept in its {
            let text = said(words.next())?;
            let word = match kept.words().len() {
                1 => Zeroizing::new(String::new()),
                _ => said(words.next())?,
            };
            let identifier = match seen.identifier {
                Some(no) => self.still_written(kept.row.series, no).await?,
                None => None,
            };
            let about = SpokenOf {
                item: self.item_called(person.no, kept.row.item)?,
                by_identifier: seen.identifier.is_some(),
                identifier,
                name: name(&seen.who, &layouts),
                sections: seen.sections.clone(),
            };
            let handle = self.action_handle(person.no, kept.no)?;
            let line = line(person, around, (handle, &kept), (about, text, word));
            lines.push((kept.no, line));
        }
        Ok((lines, seen.delivery))
    }

    /// What an item is called for somebody outside a room.
    fn item_called(&self, viewer: i64, item: Id<AgendaItem>) -> Result<String, CaseworkError> {
        let prints = self.gate.fingerprints()?;
        let print = |domain: &str, parts: &[&[u8]]| prints.of(domain, parts);
        Ok(agenda::handle(print, &viewer.to_be_bytes(), item))
    }

    /// How an identifier is written; nothing where it is used no more.
    async fn still_written(&self, series: i64, no: i64) -> Result<Option<String>, CaseworkError> {
        let drawers = self.gate.drawers()?;
        let read =
            move |reader: &mut Reader<'_>| identifiers::written(reader, &drawers, (series, no));
        self.db.read(read).await
    }
}

fn said(opened: Option<Zeroizing<Vec<u8>>>) -> Result<Zeroizing<String>, CaseworkError> {
    let bytes = opened.ok_or(CaseworkError::Damaged)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| CaseworkError::Damaged)?;
    Ok(Zeroizing::new(text.to_owned()))
}

fn line(
    person: &SignedIn,
    around: &Around,
    (handle, kept): (String, &Kept),
    (about, text, word): (SpokenOf, Zeroizing<String>, Zeroizing<String>),
) -> ActionLine {
    let row = &kept.row;
    let owner = row.owner.as_ref();
    let state = row.state();
    let due_at = owner.map(|it| it.due_at);
    ActionLine {
        handle,
        kind: row.kind,
        about,
        text,
        at: row.at,
        organization: owner.and_then(|it| around.organization(it.organization)),
        person: owner.and_then(|it| around.worker(it.worker?)),
        due_at,
        late: state == ActionState::Open && due_at.is_some_and(|it| it <= around.now_ms),
        state,
        ended_at: row.ended.map(|it| it.at),
        word,
        is_theirs: row.kind == DecidedKind::Action && row.waits_for(person.sheet.organization),
    }
}

/// The organisations of which somebody sits or sat in a room, and who.
fn there(
    here: &Here,
) -> (
    Vec<Named<Id<Organization>>>,
    Vec<(Named<Id<Worker>>, String)>,
) {
    let mut organizations: Vec<Named<Id<Organization>>> = Vec::new();
    let mut people = Vec::with_capacity(here.sat.len());
    for (no, of) in &here.sat {
        let Some(organization) = here.around.organization(*of) else {
            continue;
        };
        if let Some(worker) = here.around.worker(*no) {
            people.push((worker, organization.name.clone()));
        }
        if !organizations.contains(&organization) {
            organizations.push(organization);
        }
    }
    organizations.sort_by(|a, b| a.name.cmp(&b.name));
    people.sort_by(|a, b| (&a.1, &a.0.name).cmp(&(&b.1, &b.0.name)));
    (organizations, people)
}
