//! Who comes to a meeting, and in which of its sittings they sit: one that isn't theirs isn't there for them (CC-2.4, CC-2.5, DV-3.3.2e).
//!
//! Until its agenda is closed, a meeting has one sitting with everybody who is asked. From then on each has its list of people, to which
//! nobody is added: whoever joins later, or for another organisation, joins the next meeting. On a screen a sitting has no number, but is
//! called otherwise for each who sits in it, and what somebody isn't told of differs in nothing from what isn't there.

use caseward_gate::{RoomState, WorkerSheet, Works};
use caseward_model::{Id, Meeting as Kind, ParticipantState, Worker};

use super::super::agenda::{self, Agenda, Sitting};
use super::super::stored::{self as series, Series};
use super::super::{agreement_of, register, sits_in_none, state_of};
use super::none;
use super::room::must_be;
use super::stored::{Meeting, SITTING};
use crate::CaseworkError;
use crate::people::Amiss;

/// A meeting, and which of one's own sittings in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtMeeting {
    /// Its id.
    pub meeting: Id<Kind>,
    /// What the sitting is called for the one who asks; if nothing is said, the first of theirs that fits.
    pub sitting: Option<String>,
}

impl From<Id<Kind>> for AtMeeting {
    fn from(meeting: Id<Kind>) -> Self {
        Self {
            meeting,
            sitting: None,
        }
    }
}

impl From<(Id<Kind>, Option<String>)> for AtMeeting {
    fn from((meeting, sitting): (Id<Kind>, Option<String>)) -> Self {
        Self { meeting, sitting }
    }
}

/// People who can lead a sitting, each with the organisation to which they belong, by numbers.
pub(super) type Holding = Vec<(i64, i64)>;

/// Whether somebody can lead a sitting at all at this time, in ms.
pub(super) fn holds(sheet: &WorkerSheet, now_ms: i64) -> bool {
    sheet.role.leads_conferences() && !sheet.is_shut_at(now_ms) && !sheet.is_barred()
}

/// Those of these people, by number, who can lead a sitting.
pub(super) fn holding(works: &mut Works<'_, '_>, whom: Vec<i64>) -> Result<Holding, CaseworkError> {
    let now_ms = works.now_ms();
    let mut holding = Holding::new();
    for no in whom {
        let found = works.worker_by_no(no)?;
        let found = found.filter(|(_, sheet)| holds(sheet, now_ms));
        holding.extend(found.map(|(_, sheet)| (no, sheet.organization)));
    }
    Ok(holding)
}

/// How a meeting is divided into sittings; into none until its agenda is closed.
#[derive(Debug, Clone, Default)]
pub(super) struct Division(Vec<Sitting>);

impl Division {
    /// The division of a meeting, by its number.
    pub(super) fn of(agenda: &Agenda, meeting: i64) -> Self {
        let its = agenda.sittings.iter().filter(|it| it.meeting == meeting);
        Self(its.cloned().collect())
    }

    fn sitting(&self, no: i64) -> Option<&Sitting> {
        self.0.iter().find(|it| it.no == no)
    }

    /// The numbers of the sittings in which somebody of this organisation sits, in order.
    pub(super) fn of_person(&self, (worker, organization): (i64, i64)) -> Vec<i64> {
        if self.0.is_empty() {
            return vec![SITTING];
        }
        let mine = self.0.iter().filter(|it| it.seats(worker, organization));
        mine.map(|it| it.no).collect()
    }

    /// Who sits in a sitting, by number; nothing until the agenda is closed, when that is everybody who is asked.
    pub(super) fn people(&self, sitting: i64) -> Option<&[i64]> {
        Some(self.sitting(sitting)?.people.as_slice())
    }

    /// Whether everybody sits in a sitting who was asked to come.
    pub(super) fn is_everybodys(&self, sitting: i64) -> bool {
        self.sitting(sitting).is_none_or(|it| it.everybody)
    }

    /// For which organisation somebody sits in a sitting, by number; nothing for whoever doesn't, and until the agenda is closed.
    pub(super) fn organization_of(&self, (sitting, worker): (i64, i64)) -> Option<i64> {
        let it = self.sitting(sitting)?;
        let mut all = it.people.iter().zip(&it.organizations);
        all.find(|it| *it.0 == worker).map(|it| *it.1)
    }

    /// Who leads a sitting before everybody else of it, by number, whether or not they still can: lead and deputy of the series, and whose
    /// part it was when the agenda was closed.
    pub(super) fn first_of(&self, series: &Series, sitting: i64) -> Vec<i64> {
        let its = self.sitting(sitting).map(|it| it.lead);
        let all = std::iter::once(series.lead).chain(series.deputy);
        all.chain(its).collect()
    }

    /// Whose part it is to lead a sitting, by number, whether or not they still can.
    pub(super) fn by_right(&self, series: &Series, sitting: i64) -> i64 {
        let Some(it) = self.sitting(sitting) else {
            return series.lead;
        };
        let mut first = std::iter::once(series.lead).chain(series.deputy);
        first.find(|no| it.people.contains(no)).unwrap_or(it.lead)
    }

    /// Who opens and closes the room of a sitting, by number: lead and deputy of the series where one of them sits in it, and otherwise
    /// whose part that was when the agenda was closed. If none of these can any more, because they have another part, belong elsewhere or
    /// left the series, it is everybody's of it who holds conferences. Who can is given in `holding`, as far as it matters.
    pub(super) fn leaders(
        &self,
        series: &Series,
        sitting: i64,
        holding: &[(i64, i64)],
    ) -> Vec<i64> {
        let series_leads = std::iter::once(series.lead).chain(series.deputy);
        let Some(it) = self.sitting(sitting) else {
            let holds = |no: &i64| holding.iter().any(|it| it.0 == *no);
            return series_leads.filter(holds).collect();
        };
        let leads = |no: &i64| {
            let theirs = self.organization_of((sitting, *no));
            let holds = theirs.is_some_and(|of| holding.contains(&(*no, of)));
            holds && series.part(*no).is_some()
        };
        let first: Vec<i64> = series_leads.filter(leads).collect();
        if !first.is_empty() {
            return first;
        }
        if leads(&it.lead) {
            return vec![it.lead];
        }
        it.people.iter().copied().filter(leads).collect()
    }

    /// Whether somebody who sits in a sitting opens and closes its room. In `holding` stand those of [`Division::first_of`] and themselves,
    /// as far as they can.
    pub(super) fn is_led_by(
        &self,
        series: &Series,
        (sitting, worker): (i64, i64),
        holding: &[(i64, i64)],
    ) -> bool {
        self.leaders(series, sitting, holding).contains(&worker)
    }

    /// What a sitting is called for somebody, and for nobody else. The one with everybody is called the same before the agenda is closed
    /// and after it.
    pub(super) fn called(
        &self,
        (meeting, sitting): (Id<Kind>, i64),
        viewer: i64,
        fingerprint: impl FnOnce(&str, &[&[u8]]) -> [u8; 16],
    ) -> String {
        let everybodys = self.is_everybodys(sitting);
        let which = if everybodys { 0 } else { sitting }.to_be_bytes();
        let viewer = viewer.to_be_bytes();
        let parts: [&[u8]; 3] = [&viewer, meeting.as_bytes(), &which];
        let print = fingerprint("caseward/sitting-handle/v1", &parts);
        Id::<Kind>::from_bytes(print).to_string()
    }
}

/// Somebody who comes to a meeting.
pub(super) struct Coming {
    pub(super) organization: i64,
    pub(super) series: Series,
    pub(super) division: Division,
    /// The numbers of the sittings in which they sit, or which they lead, in order.
    pub(super) mine: Vec<i64>,
}

impl Coming {
    /// Forgets the sittings whose rooms somebody else opens and closes.
    pub(super) fn keep_led(&mut self, works: &mut Works<'_, '_>) -> Result<(), CaseworkError> {
        let (division, series) = (&self.division, &self.series);
        let worker = works.actor_no();
        let first = self
            .mine
            .iter()
            .flat_map(|it| division.first_of(series, *it));
        let whom: Vec<i64> = first.chain([worker]).collect();
        let holding = holding(works, whom)?;
        self.mine
            .retain(|it| division.is_led_by(series, (*it, worker), &holding));
        Ok(())
    }

    /// The sitting that the one who acts means: what they call so, or else the first of theirs whose room stands as it is wanted. Where
    /// none does, it is the one that comes next, so that they are told how that stands.
    pub(super) fn picked(
        &self,
        works: &Works<'_, '_>,
        (at, meeting): (&AtMeeting, &Meeting),
        wanted: fn(RoomState) -> bool,
    ) -> Result<i64, CaseworkError> {
        let viewer = works.actor_no();
        let called = |sitting: i64| {
            let place = (at.meeting, sitting);
            self.division.called(place, viewer, |domain, parts| {
                works.fingerprint(domain, parts)
            })
        };
        let stands = |wanted: fn(RoomState) -> bool| {
            let mut mine = self.mine.iter();
            mine.find(|it| wanted(meeting.room(**it)))
        };
        let found = match &at.sitting {
            Some(handle) => self.mine.iter().find(|it| called(**it) == *handle),
            None => stands(wanted)
                .or_else(|| stands(is_planned))
                .or_else(|| self.mine.last()),
        };
        found.copied().ok_or_else(|| none(at.meeting))
    }
}

/// Whether nobody could come into a room yet.
pub(super) fn is_planned(room: RoomState) -> bool {
    room == RoomState::Planned
}

/// Whether people can come into a room.
pub(super) fn is_open(room: RoomState) -> bool {
    matches!(room, RoomState::Open { .. })
}

/// The numbers of the sittings of a meeting in which the one who acts sits.
pub(super) fn mine(
    works: &mut Works<'_, '_>,
    (no, meeting): (i64, &Meeting),
) -> Result<Vec<i64>, CaseworkError> {
    let Some(me) = works.actor() else {
        return Ok(Vec::new());
    };
    let (my_no, sheet) = works.worker(me)?;
    let agenda = agenda::of_series(works, meeting.rooms.series())?;
    let division = Division::of(&agenda, no);
    Ok(division.of_person((my_no, sheet.organization)))
}

/// Whether the one who acts may come to a meeting, and into which of its sittings. To whoever sits in none, it isn't there.
pub(super) fn comes(
    works: &mut Works<'_, '_>,
    me: Id<Worker>,
    (no, meeting): (i64, &Meeting),
) -> Result<Coming, CaseworkError> {
    let id = meeting.id.ok_or(CaseworkError::Damaged)?;
    let of = series::by_no(works, meeting.rooms.series())?;
    let my_no = works.actor_no();
    let part = of.part(my_no).filter(|_| meeting.asks(&of, my_no));
    let part = part.ok_or_else(|| none(id))?;
    let (_, sheet) = works.worker(me)?;
    let agenda = agenda::of_series(works, meeting.rooms.series())?;
    let division = Division::of(&agenda, no);
    let mine = division.of_person((my_no, sheet.organization));
    must_be(!mine.is_empty(), id)?;
    let (now_ms, held) = (works.now_ms(), register(works)?);
    let all = works.organizations()?;
    let mut theirs = all.iter().filter(|it| it.0 == sheet.organization);
    must_be(theirs.any(|it| !sits_in_none(it.2.kind)), id)?;
    let state = state_of((&of, part), &sheet, agreement_of(&of, &held), now_ms);
    match state {
        ParticipantState::Signed => Ok(Coming {
            organization: sheet.organization,
            series: of,
            division,
            mine,
        }),
        ParticipantState::Left => Err(none(id)),
        ParticipantState::AgreementFirst
        | ParticipantState::ToSign
        | ParticipantState::SignAgain => Err(Amiss::ConferenceSignFirst.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sitting(no: i64, people: &[i64], everybody: bool) -> Sitting {
        Sitting {
            meeting: 5,
            no,
            lead: 1,
            people: people.to_vec(),
            organizations: people.iter().map(|_| 9).collect(),
            everybody,
            items: Vec::new(),
        }
    }

    fn division() -> Division {
        let of_another = Sitting {
            meeting: 6,
            ..sitting(1, &[3], false)
        };
        let agenda = Agenda {
            sittings: vec![
                of_another,
                sitting(1, &[1, 2], false),
                sitting(2, &[1, 2, 3], true),
            ],
            ..Agenda::default()
        };
        Division::of(&agenda, 5)
    }

    /// What isn't a fingerprint, but differs as one does.
    fn print(_: &str, parts: &[&[u8]]) -> [u8; 16] {
        let mut all = [0; 16];
        for (at, byte) in all.iter_mut().zip(parts.concat().iter().rev()) {
            *at = *byte;
        }
        all
    }

    #[test]
    fn cc_2_4_nobody_sits_in_a_sitting_whose_list_hasnt_them_for_the_organization_of_then() {
        let division = division();
        assert_eq!(division.of_person((2, 9)), [1, 2]);
        assert_eq!(division.of_person((3, 9)), [2], "of this meeting");
        assert!(division.of_person((2, 8)).is_empty(), "moved since");
        assert!(division.of_person((4, 9)).is_empty(), "joined since");
        assert_eq!(Division::default().of_person((4, 9)), [SITTING]);
    }

    #[test]
    fn cc_2_4_a_sitting_is_led_by_lead_or_deputy_of_it_and_otherwise_by_whose_part_it_was() {
        let mut series = Series {
            lead: 3,
            people: [1, 2, 3].map(|it| series::Part::new(it, 0)).to_vec(),
            ..Series::default()
        };
        let holding = [1, 2, 3].map(|it| (it, 9));
        let leads = |series: &Series, sitting, people: &[i64]| {
            let division = division();
            let leads = |it: &i64| division.is_led_by(series, (sitting, *it), &holding);
            people.iter().map(leads).collect::<Vec<_>>()
        };
        assert_eq!(leads(&series, 1, &[1, 2]), [true, false]);
        assert_eq!(leads(&series, 2, &[1, 2, 3]), [false, false, true]);
        series.deputy = Some(2);
        assert_eq!(leads(&series, 1, &[1, 2]), [false, true]);
        series.deputy = None;
        series.people.remove(0);
        assert_eq!(leads(&series, 1, &[2]), [true], "the first has left");
        assert!(!Division::default().is_led_by(&series, (SITTING, 1), &holding));
    }

    #[test]
    fn cc_1_a_sitting_whose_lead_has_another_part_or_belongs_elsewhere_is_led_by_the_next() {
        let series = Series {
            lead: 3,
            deputy: Some(2),
            people: [1, 2, 3].map(|it| series::Part::new(it, 0)).to_vec(),
            ..Series::default()
        };
        let leaders = |series: &Series, sitting, holding: &[(i64, i64)]| {
            division().leaders(series, sitting, holding)
        };
        let all = [(1, 9), (2, 9), (3, 9)];
        assert_eq!(leaders(&series, 2, &all), [3, 2]);
        assert_eq!(leaders(&series, 2, &[(1, 9), (2, 9)]), [2], "another part");
        let moved = [(1, 9), (2, 9), (3, 8)];
        assert_eq!(leaders(&series, 2, &moved), [2], "belongs elsewhere");
        assert_eq!(
            leaders(&series, 2, &[(1, 9), (3, 8)]),
            [1],
            "whose part it was"
        );
        // Where lead and deputy don't sit, they don't take over: a wall may keep them out.
        let alone = Series {
            deputy: None,
            ..series.clone()
        };
        assert_eq!(leaders(&alone, 1, &all), [1]);
        assert_eq!(leaders(&alone, 1, &[(2, 9), (3, 9)]), [2]);
        assert!(leaders(&alone, 1, &[(2, 8), (3, 9)]).is_empty());
        let by_right = |sitting| division().by_right(&series, sitting);
        assert_eq!((by_right(1), by_right(2)), (2, 3));
        let undivided = Division::default();
        assert_eq!(undivided.leaders(&series, SITTING, &moved), [3, 2]);
        assert_eq!(undivided.leaders(&series, SITTING, &[(2, 9)]), [2]);
    }

    #[test]
    fn cc_2_4_the_sitting_with_everybody_is_called_the_same_before_and_after_the_division() {
        let id = Id::<Kind>::from_bytes([7; 16]);
        let (before, after) = (Division::default(), division());
        let called = |it: &Division, sitting, viewer| it.called((id, sitting), viewer, print);
        assert_eq!(called(&before, SITTING, 3), called(&after, 2, 3));
        assert_ne!(called(&after, 1, 1), called(&after, 2, 1));
    }
}
