//! `caseward conference meeting`: the meetings of a series: set, moved, called off; their rooms opened and closed for good (CC-2.2).
//! Nobody comes into a room from here: whoever attests that nobody else can hear or see it sits before a page that can be covered.

use caseward_casework::Office;
use caseward_casework::conference::{
    Attendee, MeetingLine, MySitting, NewMeeting, RoomStands, ShownMeeting, ToldMeeting,
};
use caseward_model::{Conference, Id, Joining, Meeting, SeatEnd, Worker};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::super::tasks::moment;
use super::done;
use crate::cli::word;
use crate::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(super) enum MeetingOrder {
    /// The meetings of a series to which the worker is asked
    List {
        /// The id of the series
        conference: Id<Conference>,
    },
    /// One meeting: when it is, the worker's sittings and how their rooms stand and, for whoever leads one, who was there
    Show {
        /// Its id
        meeting: Id<Meeting>,
    },
    /// Set a meeting; asks what it is for and, for one in a place, where
    Set {
        /// The id of the series
        conference: Id<Conference>,
        #[command(flatten)]
        plan: PlanArgs,
    },
    /// Say anew when, how and for what a meeting is, as long as its room wasn't opened
    Move {
        /// Its id
        meeting: Id<Meeting>,
        #[command(flatten)]
        plan: PlanArgs,
    },
    /// Call a meeting off
    Cancel {
        /// Its id
        meeting: Id<Meeting>,
    },
    /// Open the room of a sitting; if nobody comes in for five minutes, it closes for good
    Open {
        /// Its id
        meeting: Id<Meeting>,
        /// Which of the worker's sittings, as `show` calls it; without it, the first that is planned
        #[arg(long)]
        sitting: Option<String>,
    },
    /// Close the room of a sitting for good; everybody is out at once
    Close {
        /// Its id
        meeting: Id<Meeting>,
        /// Which of the worker's sittings, as `show` calls it; without it, the first that is open
        #[arg(long)]
        sitting: Option<String>,
    },
    /// Print it as a calendar file, which says when it is and nothing else
    Calendar {
        /// Its id
        meeting: Id<Meeting>,
    },
    /// What all conferences are called in calendars, and what they are called from now on if a title is given
    CalendarTitle {
        /// In one line of at most 60 characters; it names nobody and no series
        title: Option<String>,
    },
}

/// When and how a meeting is.
#[derive(Debug, Args)]
pub(super) struct PlanArgs {
    /// When it begins, such as 2026-11-12T15:00:00Z
    #[arg(long)]
    begins: jiff::Timestamp,
    /// How many minutes it takes: 15 to 480
    #[arg(long, default_value_t = 60)]
    minutes: i64,
    /// How people sit in it: remote or in_person
    #[arg(long, default_value = "remote", value_parser = word::<Joining>)]
    how: Joining,
    /// Who is asked besides lead and deputy, by short name or id; again for each; everybody of the series if nobody is named
    #[arg(long = "ask")]
    asked: Vec<String>,
}

pub(super) async fn run(
    office: &Office,
    me: Id<Worker>,
    order: &MeetingOrder,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    match order {
        MeetingOrder::List { conference } => {
            return list(office, me, *conference, terminal).await;
        }
        MeetingOrder::Show { meeting } => {
            let found = office.meeting(me, *meeting).await?;
            terminal.json(&shown(&found))?;
            tell(&found, terminal);
            return Ok(());
        }
        MeetingOrder::Set { conference, plan } => {
            let new = planned(office, plan, terminal).await?;
            let id = office.set_meeting(me, *conference, new).await?;
            terminal.json(&json!({ "meeting": id.to_string() }))?;
            terminal.say(format!("Set as {id}."));
            return Ok(());
        }
        MeetingOrder::Calendar { meeting } => {
            terminal.text(&office.meeting_calendar(me, *meeting).await?);
            return Ok(());
        }
        MeetingOrder::CalendarTitle { title: None } => {
            let title = office.calendar_title().await?;
            terminal.json(&json!({ "title": title }))?;
            terminal.say(title);
            return Ok(());
        }
        MeetingOrder::CalendarTitle { title: Some(title) } => {
            office.set_calendar_title(me, title).await?;
        }
        MeetingOrder::Move { meeting, plan } => {
            let new = planned(office, plan, terminal).await?;
            office.move_meeting(me, *meeting, new).await?;
        }
        MeetingOrder::Cancel { meeting } => office.cancel_meeting(me, *meeting).await?,
        MeetingOrder::Open { meeting, sitting } => {
            office.open_room(me, (*meeting, sitting.clone())).await?;
        }
        MeetingOrder::Close { meeting, sitting } => {
            office.close_room(me, (*meeting, sitting.clone())).await?;
        }
    }
    done(terminal)
}

/// What is to be set. What it is for and where stand in no shell's history.
async fn planned(
    office: &Office,
    plan: &PlanArgs,
    terminal: &Terminal,
) -> anyhow::Result<NewMeeting> {
    let mut asked = Vec::with_capacity(plan.asked.len());
    for name in &plan.asked {
        asked.push(office.colleague(name).await?.id);
    }
    let purpose = terminal.ask("What it is for, in one sentence; name nobody:")?;
    let place = match plan.how {
        Joining::InPerson => terminal.ask("Where it is, in one line:")?.trim().to_owned(),
        Joining::Remote => String::new(),
    };
    Ok(NewMeeting {
        begins_at: Some(plan.begins.as_millisecond()),
        minutes: plan.minutes,
        how: Some(plan.how),
        place,
        asked,
        purpose: purpose.trim().to_owned(),
    })
}

async fn list(
    office: &Office,
    me: Id<Worker>,
    conference: Id<Conference>,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let all = office.meetings_of(me, conference).await?;
    let rows: Vec<_> = all.iter().map(row).collect();
    terminal.json(&rows)?;
    for it in &all {
        let (begins, stands) = (moment(it.begins_at), it.stands.word());
        terminal.say(format!("{}  {stands:<10}{begins}", it.id));
    }
    Ok(())
}

fn row(it: &MeetingLine) -> Value {
    json!({
        "id": it.id.to_string(),
        "begins_at_ms": it.begins_at,
        "minutes": it.minutes,
        "how": it.how,
        "room": it.stands.word(),
        "closed_at_ms": closed_at(it.stands),
    })
}

const fn closed_at(stands: RoomStands) -> Option<i64> {
    match stands {
        RoomStands::Closed(at) => Some(at),
        RoomStands::Planned | RoomStands::Open | RoomStands::Cancelled => None,
    }
}

fn shown(it: &ShownMeeting) -> Value {
    json!({
        "id": it.id.to_string(),
        "conference": it.series.to_string(),
        "state": it.state,
        "meeting": it.told.as_ref().map(told),
    })
}

fn told(it: &ToldMeeting) -> Value {
    json!({
        "leads": it.leads,
        "begins_at_ms": it.begins_at,
        "minutes": it.minutes,
        "how": it.how,
        "place": it.place,
        "purpose": it.purpose,
        "asked": it.asked.iter().map(|it| it.id.to_string()).collect::<Vec<_>>(),
        "room": it.stands.word(),
        "closed_at_ms": closed_at(it.stands),
        "sittings": it.sittings.iter().map(sitting).collect::<Vec<_>>(),
    })
}

fn sitting(it: &MySitting) -> Value {
    json!({
        "sitting": it.handle,
        "leads": it.leads,
        "everybody": it.everybody,
        "room": it.stands.word(),
        "closed_at_ms": closed_at(it.stands),
        "attendance": it.attendance.iter().map(attended).collect::<Vec<_>>(),
    })
}

fn attended(it: &Attendee) -> Value {
    json!({
        "organization": it.organization,
        "name": it.name,
        "how": it.how,
        "came_at_ms": it.came_at,
        "left_at_ms": it.left.map(|it| it.0),
        "why": it.left.map(|it| it.1),
    })
}

fn tell(it: &ShownMeeting, terminal: &Terminal) {
    let Some(told) = &it.told else {
        terminal.say(format!(
            "{}: nothing of it can be seen before its series is signed for ({}).",
            it.id,
            it.state.word()
        ));
        return;
    };
    let (begins, how, stands) = (moment(told.begins_at), told.how.word(), told.stands.word());
    terminal.say(format!(
        "{begins}, {} minutes, {how}: {stands}",
        told.minutes
    ));
    if !told.place.is_empty() {
        terminal.say(&told.place);
    }
    terminal.say(&told.purpose);
    for it in &told.sittings {
        if told.sittings.len() > 1 {
            let whom = if it.everybody { "  everybody" } else { "" };
            let stands = it.stands.word();
            terminal.say(format!("{}  {stands:<10}{whom}", it.handle));
        }
        tell_who_was_there(&it.attendance, terminal);
    }
}

fn tell_who_was_there(all: &[Attendee], terminal: &Terminal) {
    for it in all {
        let left = it.left.map_or_else(String::new, |(at, why)| {
            format!(" until {} ({})", moment(at), SeatEnd::word(why))
        });
        let (name, of, came) = (&it.name, &it.organization, moment(it.came_at));
        terminal.say(format!("{name} ({of}) from {came}{left}"));
    }
}
