//! What somebody sees of the meetings to which they are asked: nothing but how they stand, until they have signed for the series (CC-2).

use caseward_gate::About;
use caseward_model::{
    Conference, Id, Joining, Meeting as Kind, OfficeAct, ParticipantState, SeatEnd, Worker,
};

use super::super::agenda::{self, Agenda};
use super::super::reading::{Around, Named, number_of};
use super::super::stored::{self as series, Series};
use super::super::unknown;
use super::admission::{Division, Holding, holds};
use super::due::Due;
use super::room::Looked;
use super::stored::{self, Attended, Meeting};
use super::{RoomStands, none};
use crate::people::Amiss;
use crate::{CaseworkError, Office};

/// A meeting, as a line of the list of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeetingLine {
    /// Its id.
    pub id: Id<Kind>,
    /// When it begins, in ms since 1970.
    pub begins_at: i64,
    /// How many minutes it takes.
    pub minutes: i64,
    /// In which way people sit in it.
    pub how: Joining,
    /// How the rooms stand in which one sits, taken together.
    pub stands: RoomStands,
}

/// A sitting of a meeting, as somebody sees it who sits in it. One in which they don't sit isn't there for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MySitting {
    /// What it is called for this person, and for nobody else.
    pub handle: String,
    /// One opens and closes its room.
    pub leads: bool,
    /// Everybody sits in it who was asked to come to the meeting.
    pub everybody: bool,
    /// How its room stands.
    pub stands: RoomStands,
    /// Who sat in its room, for whoever leads it; empty for everybody else.
    pub attendance: Vec<Attendee>,
}

/// Somebody who sits or sat in a room. Who it is isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Attendee {
    /// What they are called.
    pub name: String,
    /// For which organisation they came.
    pub organization: String,
    /// How they sat there, and so what they attested.
    pub how: Joining,
    /// When they came, in ms since 1970.
    pub came_at: i64,
    /// When they left, in ms since 1970, and why.
    pub left: Option<(i64, SeatEnd)>,
}

impl std::fmt::Debug for Attendee {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Attendee");
        shown
            .field("came_at", &self.came_at)
            .field("left", &self.left);
        shown.finish_non_exhaustive()
    }
}

/// What is told of a meeting to whoever has signed for its series. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct ToldMeeting {
    /// One leads the series, or stands in for its lead.
    pub leads: bool,
    /// When it begins, in ms since 1970.
    pub begins_at: i64,
    /// How many minutes it takes.
    pub minutes: i64,
    /// In which way people sit in it.
    pub how: Joining,
    /// Where, for one in a place; otherwise empty.
    pub place: String,
    /// For what it is.
    pub purpose: String,
    /// Who is asked to come besides lead and deputy; empty when everybody of the series is. Whoever doesn't lead it sees those who have
    /// signed.
    pub asked: Vec<Named<Id<Worker>>>,
    /// How the rooms stand in which one sits, taken together.
    pub stands: RoomStands,
    /// One's own sittings, in order: one until the agenda is closed, and afterwards those in which one sits. None for a lead who joined
    /// since.
    pub sittings: Vec<MySitting>,
}

impl std::fmt::Debug for ToldMeeting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("ToldMeeting");
        shown.field("stands", &self.stands);
        shown.finish_non_exhaustive()
    }
}

/// A meeting, as somebody sees it who is asked to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownMeeting {
    /// Its id.
    pub id: Id<Kind>,
    /// Of which series it is.
    pub series: Id<Conference>,
    /// How one stands in that.
    pub state: ParticipantState,
    /// Everything else; nothing before one has signed.
    pub told: Option<ToldMeeting>,
}

impl Office {
    /// The meetings of a series to which somebody is asked, the latest first.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when they have to sign first; [`CaseworkError::Unknown`] for whoever wasn't named for it;
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn meetings_of(
        &self,
        me: Id<Worker>,
        id: Id<Conference>,
    ) -> Result<Vec<MeetingLine>, CaseworkError> {
        self.must_be_let(me, OfficeAct::TakePart, About::Worker(me))
            .await?;
        let (cards, around) = (self.gate.cards()?, self.around_conferences().await?);
        let my_no = number_of(&around, me)?;
        let read = move |reader: &mut caseward_db::Reader<'_>| {
            let of = series::one(reader, &cards, id)?.ok_or_else(|| unknown(id))?;
            let beats = stored::beats(reader)?;
            let mut all = Vec::with_capacity(of.meetings.len());
            for no in &of.meetings {
                all.push((*no, stored::one_by_no(reader, &cards, *no)?));
            }
            let agenda = match all.first() {
                Some((_, it)) => agenda::read(reader, &cards, it.rooms.series())?,
                None => Agenda::default(),
            };
            Ok::<_, CaseworkError>((of, all, agenda, beats))
        };
        let (of, all, agenda, beats) = self.db.read(read).await?;
        let part = of.part(my_no).ok_or_else(|| unknown(id))?;
        match around.state(&of, part) {
            ParticipantState::Signed => {}
            ParticipantState::Left => return Err(unknown(id)),
            ParticipantState::AgreementFirst
            | ParticipantState::ToSign
            | ParticipantState::SignAgain => return Err(Amiss::ConferenceSignFirst.into()),
        }
        let asked = all.iter().filter(|(_, it)| it.asks(&of, my_no));
        let mut lines = Vec::new();
        for (no, it) in asked {
            let division = Division::of(&agenda, *no);
            let Some(mine) = sits_in(&around, (&of, &division), my_no) else {
                continue;
            };
            let due = Due::of(it, &beats, around.now_ms);
            lines.push(line(it, &mine, &due)?);
        }
        lines.sort_by_key(|it| std::cmp::Reverse(it.begins_at));
        Ok(lines)
    }

    /// One meeting, for somebody who is asked to come. Before they have signed for the series, nothing but how they stand.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] for whoever isn't asked, as when there is none; [`CaseworkError::NotPermitted`], which is on
    /// record.
    pub async fn meeting(
        &self,
        me: Id<Worker>,
        id: Id<Kind>,
    ) -> Result<ShownMeeting, CaseworkError> {
        self.must_be_let(me, OfficeAct::TakePart, About::Worker(me))
            .await?;
        let looked = self.looked_at(id).await?;
        let (around, of) = self.around_meeting(&looked).await?;
        let my_no = number_of(&around, me)?;
        let (state, mine) = comes(&around, (&of, &looked), my_no).ok_or_else(|| none(id))?;
        let prints = self.gate.fingerprints()?;
        let print = |domain: &str, parts: &[&[u8]]| prints.of(domain, parts);
        let one = |no: &i64| {
            let handle = looked.division.called((id, *no), my_no, print);
            sitting(&around, (&of, &looked), (*no, my_no), handle)
        };
        let told = || {
            let sittings = mine.iter().map(one).collect();
            told(&around, (&of, my_no), (&looked, &mine), sittings)
        };
        Ok(ShownMeeting {
            id,
            series: of.id.ok_or(CaseworkError::Damaged)?,
            state,
            told: (state == ParticipantState::Signed).then(told),
        })
    }

    /// What a meeting is read with, and its series.
    pub(super) async fn around_meeting(
        &self,
        looked: &Looked,
    ) -> Result<(Around, Series), CaseworkError> {
        let (cards, around) = (self.gate.cards()?, self.around_conferences().await?);
        let series_no = looked.meeting.rooms.series();
        let read = move |reader: &mut caseward_db::Reader<'_>| {
            series::one_by_no(reader, &cards, series_no)
        };
        Ok((around, self.db.read(read).await?))
    }
}

/// The sittings of a meeting in which somebody sits who is asked to come. For whoever sits in none it isn't there, but for its lead, who
/// can still call it off.
fn sits_in(around: &Around, (of, division): (&Series, &Division), my_no: i64) -> Option<Vec<i64>> {
    let organization = around.colleagues.get(&my_no)?.sheet.organization;
    let mine = division.of_person((my_no, organization));
    (!mine.is_empty() || around.leads(of, my_no)).then_some(mine)
}

/// How somebody stands who comes to a meeting, and in which of its sittings they sit; nothing for whoever doesn't.
pub(super) fn comes(
    around: &Around,
    (of, looked): (&Series, &Looked),
    my_no: i64,
) -> Option<(ParticipantState, Vec<i64>)> {
    let part = of.part(my_no).filter(|_| looked.meeting.asks(of, my_no));
    let state = around.state(of, part?);
    let mine = sits_in(around, (of, &looked.division), my_no)?;
    (state != ParticipantState::Left).then_some((state, mine))
}

/// Whether somebody who sits in a sitting opens and closes its room.
pub(super) fn leads_sitting(
    around: &Around,
    (of, looked): (&Series, &Looked),
    (sitting, no): (i64, i64),
) -> bool {
    let division = &looked.division;
    let whom = division.first_of(of, sitting).into_iter().chain([no]);
    let found = whom.filter_map(|it| around.colleagues.get(&it));
    let can = found.filter(|it| holds(&it.sheet, around.now_ms));
    let holding: Holding = can.map(|it| (it.no, it.sheet.organization)).collect();
    division.is_led_by(of, (sitting, no), &holding)
}

fn line(it: &Meeting, mine: &[i64], due: &Due) -> Result<MeetingLine, CaseworkError> {
    Ok(MeetingLine {
        id: it.id.ok_or(CaseworkError::Damaged)?,
        begins_at: it.plan.begins_at,
        minutes: it.plan.minutes,
        how: it.plan.how,
        stands: RoomStands::of_all(it, mine, due),
    })
}

/// A sitting for somebody who sits in it and calls it so.
fn sitting(
    around: &Around,
    (of, looked): (&Series, &Looked),
    (no, my_no): (i64, i64),
    handle: String,
) -> MySitting {
    let leads = leads_sitting(around, (of, looked), (no, my_no));
    let attendance = match leads {
        true => attendees(around, (&looked.meeting, no), leads),
        false => Vec::new(),
    };
    MySitting {
        handle,
        leads,
        everybody: looked.division.is_everybodys(no),
        stands: RoomStands::of(&looked.meeting, no, &looked.due),
        attendance,
    }
}

fn told(
    around: &Around,
    (of, my_no): (&Series, i64),
    (looked, mine): (&Looked, &[i64]),
    sittings: Vec<MySitting>,
) -> ToldMeeting {
    let leads = around.leads(of, my_no);
    let plan = &looked.meeting.plan;
    // Whoever hasn't signed, or takes no part any more, is the lead's to see; the list keeps its reader, and so is never emptied.
    let signed = |no: i64| {
        let part = of.part(no);
        part.is_some_and(|it| around.state(of, it) == ParticipantState::Signed)
    };
    let asked = plan.asked.iter().flatten();
    let asked = asked.filter(|it| leads || signed(**it));
    ToldMeeting {
        leads,
        begins_at: plan.begins_at,
        minutes: plan.minutes,
        how: plan.how,
        place: plan.place.clone(),
        purpose: plan.purpose.clone(),
        asked: asked.filter_map(|it| around.worker(*it)).collect(),
        stands: RoomStands::of_all(&looked.meeting, mine, &looked.due),
        sittings,
    }
}

/// Who sat in the room of a sitting, organisation by organisation. Why somebody left can tell of them (that they can be overheard, that they were taken
/// out): it is for whoever leads the sitting, and to everybody else they left.
pub(super) fn attendees(
    around: &Around,
    (meeting, sitting): (&Meeting, i64),
    leads: bool,
) -> Vec<Attendee> {
    let why = |why: SeatEnd| if leads { why } else { SeatEnd::Left };
    let shown = |it: &Attended| Attendee {
        name: around
            .worker(it.worker)
            .map(|it| it.name)
            .unwrap_or_default(),
        organization: around
            .organization(it.organization)
            .map(|it| it.name)
            .unwrap_or_default(),
        how: it.how,
        came_at: it.came_at,
        left: it.left.map(|(at, it)| (at, why(it))),
    };
    let mut all: Vec<_> = meeting.attended(sitting).map(shown).collect();
    all.sort_by(|a, b| {
        let by = |it: &Attendee| (it.organization.clone(), it.name.clone(), it.came_at);
        by(a).cmp(&by(b))
    });
    all
}
