//! Setting a meeting: when it is, how long, in which way, for what, and who is asked to come; moving it and calling it off (CC-2.2,
//! DV-4.6.2).

use caseward_gate::{About, Rooms, Works};
use caseward_model::{Conference, Id, Joining, Meeting as Kind, OfficeAct, Worker};

use super::super::stored::{self as series, Series};
use super::super::{led, line, worker};
use super::admission::{is_planned, mine};
use super::room::call_off;
use super::stored::{self, Meeting, Plan, SITTING};
use super::{leading, led_meeting};
use crate::people::{Amiss, Mending};
use crate::{CaseworkError, Office};

/// The shortest and the longest meeting, in minutes.
const MINUTES: std::ops::RangeInclusive<i64> = 15..=480;
/// How far back a meeting can be set that is about to begin, and how far ahead, in ms.
const REACH_MS: (i64, i64) = (3_600_000, 2 * 366 * 86_400_000);
/// The most characters of a place, and of a purpose.
const LONGEST: (usize, usize) = (200, 300);
/// The fewest characters of a purpose.
const SHORTEST: usize = 10;
/// The most meetings of a series.
const MOST: usize = 1_000;

/// A meeting that is to be set, or what is to be changed about one. It isn't printable by accident.
#[derive(Clone, Default)]
pub struct NewMeeting {
    /// When it begins, in ms since 1970.
    pub begins_at: Option<i64>,
    /// How many minutes it takes.
    pub minutes: i64,
    /// In which way people sit in it.
    pub how: Option<Joining>,
    /// Where, for one in a place; it stays within this office.
    pub place: String,
    /// Who is asked to come besides lead and deputy; everybody of the series when nobody is named.
    pub asked: Vec<Id<Worker>>,
    /// For what it is, in a sentence that the reminder says; it names nobody.
    pub purpose: String,
}

impl std::fmt::Debug for NewMeeting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("NewMeeting");
        shown.field("begins_at", &self.begins_at);
        shown.finish_non_exhaustive()
    }
}

impl Office {
    /// Sets a meeting of a series, for its lead or deputy. Gives its id.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::Unknown`], also for whoever doesn't lead the series;
    /// [`CaseworkError::NotPermitted`].
    pub async fn set_meeting(
        &self,
        me: Id<Worker>,
        id: Id<Conference>,
        new: NewMeeting,
    ) -> Result<Id<Kind>, CaseworkError> {
        let (act, about) = (OfficeAct::HoldConference, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let (series_no, mut of) = led(works, id)?;
            if of.meetings.len() >= MOST {
                return Err(Amiss::MeetingMany.into());
            }
            let plan = plan(works, &of, &new)?;
            let meeting_id = Id::<Kind>::from_bytes(works.random());
            let meeting = Meeting {
                id: Some(meeting_id),
                rooms: Rooms::planned(series_no, SITTING),
                plan,
                changed_at: works.now_ms(),
                ..Meeting::default()
            };
            works.note("conference", id.to_string());
            works.note("meeting", meeting_id.to_string());
            of.meetings.push(stored::insert(works, &meeting)?);
            series::keep(works, series_no, &of)?;
            Ok(meeting_id)
        };
        self.gate
            .perform(me, act, about, "conference_meeting_set", work)
            .await
    }

    /// Says anew when, how and for what a meeting is, and who is asked, as long as no room in which one sits was opened.
    ///
    /// # Errors
    /// As [`Office::set_meeting`].
    pub async fn move_meeting(
        &self,
        me: Id<Worker>,
        id: Id<Kind>,
        new: NewMeeting,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::HoldConference, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let (no, mut meeting, of) = planned(works, id)?;
            meeting.plan = plan(works, &of, &new)?;
            meeting.sequence += 1;
            meeting.changed_at = works.now_ms();
            works.note("meeting", id.to_string());
            stored::keep(works, no, &meeting)
        };
        self.gate
            .perform(me, act, about, "conference_meeting_moved", work)
            .await
    }

    /// Calls a meeting off in which no room was opened where one sits; what of it wasn't opened never opens.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when it was opened, closed or called off; [`CaseworkError::Unknown`], also for whoever doesn't lead it;
    /// [`CaseworkError::NotPermitted`].
    pub async fn cancel_meeting(&self, me: Id<Worker>, id: Id<Kind>) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::HoldConference, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let (no, mut meeting, _) = planned(works, id)?;
            let now_ms = works.now_ms();
            call_off(&mut meeting, now_ms);
            leading::nothing_to_lead(works, no)?;
            works.note("meeting", id.to_string());
            stored::keep(works, no, &meeting)
        };
        self.gate
            .perform(me, act, about, "conference_meeting_cancelled", work)
            .await
    }
}

/// A meeting that hasn't begun, for whoever leads its series: none of the rooms in which they sit was opened. Of what happens in the
/// others they learn nothing, and so it doesn't count.
fn planned(
    works: &mut Works<'_, '_>,
    id: Id<Kind>,
) -> Result<(i64, Meeting, Series), CaseworkError> {
    let found = led_meeting(works, id)?;
    let (no, meeting, _) = &found;
    let mut mine = mine(works, (*no, meeting))?.into_iter();
    if meeting.cancelled || !mine.all(|it| is_planned(meeting.room(it))) {
        return Err(Amiss::MeetingOver.into());
    }
    Ok(found)
}

/// What is set about a meeting, if nothing has to be mended.
fn plan(works: &mut Works<'_, '_>, of: &Series, new: &NewMeeting) -> Result<Plan, CaseworkError> {
    let now_ms = works.now_ms();
    let within = |at: &i64| (now_ms - REACH_MS.0..=now_ms + REACH_MS.1).contains(at);
    let begins_at = new.begins_at.filter(within);
    let place = line(&new.place, LONGEST.0);
    let purpose = line(&new.purpose, LONGEST.1).filter(|it| it.chars().count() >= SHORTEST);
    let asked = asked(works, of, &new.asked)?;
    let in_place = new.how == Some(Joining::InPerson);
    let mut mending = Mending::default();
    mending.note(begins_at.is_none().then_some(Amiss::MeetingWhen));
    mending.note((!MINUTES.contains(&new.minutes)).then_some(Amiss::MeetingLength));
    mending.note(new.how.is_none().then_some(Amiss::MeetingHow));
    mending.note((in_place && place.is_none()).then_some(Amiss::MeetingPlace));
    mending.note(purpose.is_none().then_some(Amiss::MeetingPurpose));
    mending.note(asked.is_none().then_some(Amiss::MeetingAsked));
    mending.done()?;
    let asked = asked.unwrap_or_default();
    Ok(Plan {
        begins_at: begins_at.unwrap_or_default(),
        minutes: new.minutes,
        how: new.how.unwrap_or(Joining::Remote),
        place: place.filter(|_| in_place).unwrap_or_default(),
        asked: (!asked.is_empty()).then_some(asked),
        purpose: purpose.unwrap_or_default(),
    })
}

/// Who is asked, by number; nothing when one of them takes no part in the series.
fn asked(
    works: &mut Works<'_, '_>,
    of: &Series,
    named: &[Id<Worker>],
) -> Result<Option<Vec<i64>>, CaseworkError> {
    let mut all = Vec::with_capacity(named.len());
    for whom in named {
        let found = worker(works, *whom)?;
        match found.filter(|(no, _)| of.part(*no).is_some()) {
            Some((no, _)) if all.contains(&no) => {}
            Some((no, _)) => all.push(no),
            None => return Ok(None),
        }
    }
    Ok(Some(all))
}
