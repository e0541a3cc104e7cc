//! What stays of a meeting once a room of it is closed: who was there, for those who were; and who is there while it is open, for what is
//! decided in it (CC-1, CC-2.2, CC-2.4).

use caseward_gate::{About, SeatFact, Works};
use caseward_model::{Conference, Id, Meeting as Kind, OfficeAct, ParticipantState, Seat, Worker};

use super::super::reading::Around;
use super::super::stored::Series;
use super::reading::{Attendee, attendees, comes, leads_sitting};
use super::seat::Out;
use super::{RoomStands, none, stored};
use crate::people::Amiss;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// A sitting that is over, as somebody sees it who sat in it or leads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverSitting {
    /// Its number; nobody is told.
    pub(in super::super) no: i64,
    /// Everybody sat in it who was asked to come to the meeting.
    pub everybody: bool,
    /// One led it: the attendance says why somebody left, and is the log of what was attested.
    pub leads: bool,
    /// As of when its room closed, in ms since 1970.
    pub closed_at: i64,
    /// Who was there, organisation by organisation.
    pub attendance: Vec<Attendee>,
}

/// A meeting, as far as it is over for somebody.
pub(in super::super) struct Over {
    pub(in super::super) no: i64,
    /// The number of the series, its id and what it is called.
    pub(in super::super) series: (i64, Id<Conference>, String),
    pub(in super::super) begins_at: i64,
    pub(in super::super) around: Around,
    /// One's own sittings whose rooms are closed, in order.
    pub(in super::super) sittings: Vec<OverSitting>,
}

/// Where somebody sits now, and who is there besides.
pub(in super::super) struct Here {
    pub(in super::super) seat: SeatFact,
    pub(in super::super) series: Series,
    pub(in super::super) around: Around,
    /// Everybody who can come into this room, by id.
    pub(in super::super) beside: Vec<Id<Worker>>,
    /// Who sits or sat in it, and for which organisation, by number.
    pub(in super::super) sat: Vec<(i64, i64)>,
}

impl Office {
    /// A meeting as far as it is over for somebody who sat in it. One that isn't has no sitting yet.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when they have to sign for the series first; [`CaseworkError::Unknown`] for whoever isn't asked to come;
    /// [`CaseworkError::NotPermitted`].
    pub(in super::super) async fn over(
        &self,
        person: &SignedIn,
        id: Id<Kind>,
    ) -> Result<Over, CaseworkError> {
        let me = person.worker;
        self.must_be_let(me, OfficeAct::TakePart, About::Worker(me))
            .await?;
        let looked = self.looked_at(id).await?;
        let (around, of) = self.around_meeting(&looked).await?;
        let found = comes(&around, (&of, &looked), person.no);
        let (state, mine) = found.ok_or_else(|| none(id))?;
        if state != ParticipantState::Signed {
            return Err(Amiss::ConferenceSignFirst.into());
        }
        let who = (person.no, person.sheet.organization);
        let mut sittings = Vec::new();
        for no in mine {
            let stands = RoomStands::of(&looked.meeting, no, &looked.due);
            let RoomStands::Closed(closed_at) = stands else {
                continue;
            };
            let leads = leads_sitting(&around, (&of, &looked), (no, person.no));
            let mut sat = looked.meeting.attended(no);
            if leads || sat.any(|it| (it.worker, it.organization) == who) {
                sittings.push(OverSitting {
                    no,
                    everybody: looked.division.is_everybodys(no),
                    leads,
                    closed_at,
                    attendance: attendees(&around, (&looked.meeting, no), leads),
                });
            }
        }
        let series = of.id.ok_or(CaseworkError::Damaged)?;
        Ok(Over {
            no: looked.no,
            series: (looked.meeting.rooms.series(), series, of.title),
            begins_at: looked.meeting.plan.begins_at,
            around,
            sittings,
        })
    }

    /// Where somebody sits now, and who is there besides; why nothing is shown when their seat doesn't count.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is no such seat of theirs; [`CaseworkError::NotPermitted`].
    pub(in super::super) async fn here(
        &self,
        person: &SignedIn,
        place: (Id<Kind>, Id<Seat>),
    ) -> Result<Result<Here, Out>, CaseworkError> {
        let (looked, seat) = match self.sits(person, place).await? {
            Ok(found) => found,
            Err(out) => return Ok(Err(out)),
        };
        let (around, series) = self.around_meeting(&looked).await?;
        let asked = |it: &i64| looked.meeting.asks(&series, *it);
        let can_come: Vec<i64> = match looked.division.people(seat.sitting) {
            Some(people) => people.to_vec(),
            None => {
                let all = series.people.iter().map(|it| it.worker);
                all.filter(asked).collect()
            }
        };
        let ids = can_come.iter().filter_map(|it| around.worker(*it));
        let beside = ids.map(|it| it.id).collect();
        let all = looked.meeting.attended(seat.sitting);
        let sat = once(all.map(|it| (it.worker, it.organization)).collect());
        Ok(Ok(Here {
            seat,
            series,
            around,
            beside,
            sat,
        }))
    }
}

/// Who sits or sat in a sitting, and for which organisation, by number.
pub(in super::super) fn sat_in(
    works: &mut Works<'_, '_>,
    (meeting, sitting): (i64, i64),
) -> Result<Vec<(i64, i64)>, CaseworkError> {
    let meeting = stored::by_no(works, meeting)?;
    let all = meeting.attended(sitting);
    Ok(once(all.map(|it| (it.worker, it.organization)).collect()))
}

/// Who sits in a sitting now, by number.
pub(in super::super) fn sits_in(
    works: &mut Works<'_, '_>,
    (meeting, sitting): (i64, i64),
) -> Result<Vec<i64>, CaseworkError> {
    let meeting = stored::by_no(works, meeting)?;
    let here = meeting.attended(sitting).filter(|it| it.left.is_none());
    Ok(here.map(|it| it.worker).collect())
}

/// Each of them once: whoever came in again sat there all the same.
fn once(mut sat: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    sat.sort_unstable();
    sat.dedup();
    sat
}
