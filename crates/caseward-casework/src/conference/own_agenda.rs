//! What stands on the agenda of a meeting for one who takes part in it, before anybody sits anywhere; and closing it from there (CC-1,
//! CC-2.4, CC-2.5).
//!
//! Each finds what they are going to see something of: for what somebody is spoken of, and for how many minutes. Who it is comes up in
//! the room. Nothing is counted or numbered, and the order says nothing: what others find there leaves no gap here.

use caseward_db::Reader;
use caseward_gate::{About, Drawer, ItemStanding, Rooms, Works};
use caseward_model::{Conference, Id, ItemPurpose, Meeting, OfficeAct, Worker};
use serde::Deserialize;

use super::agenda::{self, ItemRow};
use super::agreeing::called;
use super::{RoomStands, stored, takes_part};
use crate::people::Amiss;
use crate::{CaseworkError, Office};

/// An item of which somebody is going to see something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnItem {
    /// What it is called for them, and for nobody else.
    pub handle: String,
    /// For what somebody is spoken of.
    pub purpose: ItemPurpose,
    /// How many minutes it is to take.
    pub minutes: i64,
}

/// The agenda of a meeting, as somebody sees it who takes part in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAgenda {
    /// The id of the series.
    pub series: Id<Conference>,
    /// It was closed; whatever is agreed to later comes to another meeting.
    pub closed: bool,
    /// One leads the series, or stands in for its lead, and can close it.
    pub can_close: bool,
    /// One's own items, in no order.
    pub items: Vec<OwnItem>,
}

/// What is read of a meeting: which it is, and how its rooms stand.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Met {
    id: Option<Id<Meeting>>,
    #[serde(flatten)]
    rooms: Rooms,
}

const NUMBER: &str = "SELECT no FROM meetings WHERE ref = $1";

impl Office {
    /// What stands on the agenda of a meeting for somebody who takes part in it: nothing before it is closed.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when they have to sign for the series first; [`CaseworkError::Unknown`] for whoever isn't asked to the
    /// meeting; [`CaseworkError::NotPermitted`].
    pub async fn own_agenda(
        &self,
        me: Id<Worker>,
        id: Id<Meeting>,
    ) -> Result<OwnAgenda, CaseworkError> {
        let shown = self.meeting(me, id).await?;
        let told = shown.told.ok_or(Amiss::ConferenceSignFirst)?;
        let (act, about) = (OfficeAct::TakePart, About::Worker(me));
        let work = move |works: &mut Works<'_, '_>| {
            works.note("meeting", id.to_string());
            own(works, me, id)
        };
        let looked = self
            .gate
            .perform(me, act, about, "conference_agenda_looked_at", work);
        let (closed, items) = looked.await?;
        Ok(OwnAgenda {
            series: shown.series,
            closed,
            can_close: told.leads && !closed && told.stands == RoomStands::Planned,
            items,
        })
    }

    /// Closes the agenda of a meeting, as [`Office::close_agenda`] does. It is closed once, whether or not anything stood on it.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when it is closed already, or the meeting isn't planned any more; [`CaseworkError::Unknown`] for whoever
    /// doesn't lead it; [`CaseworkError::NotPermitted`].
    pub async fn close_agenda_of(
        &self,
        by: Id<Worker>,
        id: Id<Meeting>,
    ) -> Result<(), CaseworkError> {
        self.must_be_let(by, OfficeAct::HoldConference, About::Office)
            .await?;
        let cards = self.gate.cards()?;
        let read = move |reader: &mut Reader<'_>| {
            let row = reader.query_optional(NUMBER, &[id.as_bytes().into()])?;
            let no = row.ok_or_else(|| none(id))?.int(0)?;
            let met = cards.read::<Met>(reader, Drawer::Meetings, no)?;
            let met = found(met, id)?;
            let series = stored::one_by_no(reader, &cards, met.rooms.series())?;
            Ok::<_, CaseworkError>((no, series.id.ok_or(CaseworkError::Damaged)?))
        };
        let (no, series) = self.db.read(read).await?;
        let closed = self.close_agenda(by, series, no).await;
        closed.map_err(|error| match error {
            CaseworkError::Unknown { .. } => none(id),
            error => error,
        })
    }
}

/// Whether the agenda of a meeting is closed, and the items of which the one who acts is going to see something.
fn own(
    works: &mut Works<'_, '_>,
    me: Id<Worker>,
    id: Id<Meeting>,
) -> Result<(bool, Vec<OwnItem>), CaseworkError> {
    let row = works
        .transaction()
        .query_optional(NUMBER, &[id.as_bytes().into()])?;
    let no = row.ok_or_else(|| none(id))?.int(0)?;
    let met = found(works.card::<Met>((Drawer::Meetings, no))?, id)?;
    let series = met.rooms.series();
    if !takes_part(works, series)? {
        return Err(none(id));
    }
    let (my_no, sheet) = works.worker(me)?;
    let sittings = agenda::of_series(works, series)?.sittings.into_iter();
    // Whoever moved to another organisation since sits in none of these any more.
    let mine = sittings.filter(|it| it.meeting == no && it.seats(my_no, sheet.organization));
    let mut items: Vec<OwnItem> = Vec::new();
    for sitting in mine {
        let drawers = works.drawers();
        let rows = agenda::rows_of(works.transaction(), &drawers, (series, &sitting.items))?;
        for (_, row) in rows {
            items.extend(own_item(works, me, &row)?);
        }
    }
    items.sort_by(|a, b| a.handle.cmp(&b.handle));
    Ok((met.rooms.is_divided(), items))
}

/// An item, if the one who acts is going to see something of it.
fn own_item(
    works: &mut Works<'_, '_>,
    me: Id<Worker>,
    row: &ItemRow,
) -> Result<Option<OwnItem>, CaseworkError> {
    let stand = works.stand_to_item(row.place(), &[me])?;
    if !stand.iter().any(|it| it.1 == ItemStanding::Something) {
        return Ok(None);
    }
    let Some(client) = works.client(row.client)? else {
        return Ok(None);
    };
    let fact = client.sheet.item(row.item);
    let fact = fact.filter(|it| !it.is_off(&client.sheet));
    Ok(fact.map(|it| OwnItem {
        handle: called(works, row),
        purpose: it.purpose,
        minutes: it.minutes,
    }))
}

fn found(met: Option<Met>, id: Id<Meeting>) -> Result<Met, CaseworkError> {
    let met = met.filter(|it| it.id == Some(id));
    met.ok_or(CaseworkError::Damaged)
}

fn none(id: Id<Meeting>) -> CaseworkError {
    CaseworkError::Unknown {
        what: "meeting",
        name: id.to_string(),
        look: "caseward conference meeting list",
    }
}
