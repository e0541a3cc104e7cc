//! `/conferences/{id}/meetings/new` and `/meetings/{id}/move`: setting a meeting, and moving it (CC-2.2, DV-4.6.2).

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::conference::{NewMeeting, Participant, Told};
use caseward_casework::people::Amiss;
use caseward_model::{Conference, Id, Joining, OfficeAct, ParticipantState};

use super::super::{holds, series};
use super::handler::held;
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::partners::form::FormPage;
use crate::pages::partners::{Field, Input, Typed, choices};
use crate::pages::people::{Choice, mending};
use crate::visit::{Posted, Visit, local};
use crate::{Place, Words, answer, forms};

/// The addresses of the forms.
pub(super) fn routes() -> Addresses {
    let holds = Class::Office(OfficeAct::HoldConference);
    Addresses::new()
        .get(holds, "/conferences/{id}/meetings/new", ask)
        .post(holds, "/conferences/{id}/meetings", set)
        .get(holds, "/meetings/{id}/move", ask_to_move)
        .post(holds, "/meetings/{id}/move", change)
}

/// Which form it is, and where it leads.
struct Around {
    of: Id<Conference>,
    title: &'static str,
    button: &'static str,
    back: String,
    name: &'static str,
    action: String,
}

impl Around {
    fn of_new(of: Id<Conference>) -> Self {
        Self {
            of,
            title: "meeting-new",
            button: "meeting-new-do",
            back: format!("/conferences/{of}"),
            name: "conference-page",
            action: format!("/conferences/{of}/meetings"),
        }
    }
}

async fn ask(visit: Visit, Path(id): Path<String>) -> Response {
    if let Err(answer) = holds(&visit).await {
        return answer;
    }
    let Some(of) = series(&id) else {
        return visit.not_found();
    };
    let begins = Typed::default().with("minutes", "60");
    page(&visit, &Around::of_new(of), &begins, Problems::default()).await
}

async fn set(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let me = match holds(&visit).await {
        Ok(me) => me,
        Err(answer) => return answer,
    };
    let Some(of) = series(&id) else {
        return visit.not_found();
    };
    let done = match read(&typed) {
        Ok(new) => visit.front.casework.set_meeting(me, of, new).await,
        Err(amiss) => Err(amiss.into()),
    };
    match done {
        Ok(meeting) => forms::sent_on(&format!("/meetings/{meeting}")),
        Err(error) => again(&visit, &Around::of_new(of), &typed, &error).await,
    }
}

async fn ask_to_move(visit: Visit, Path(id): Path<String>) -> Response {
    match around_move(&visit, &id).await {
        Ok((around, begins)) => page(&visit, &around, &begins, Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn change(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (me, meeting) = match held(&visit, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let casework = &visit.front.casework;
    let done = match read(&typed) {
        Ok(new) => casework.move_meeting(me, meeting, new).await,
        Err(amiss) => Err(amiss.into()),
    };
    match done {
        Ok(()) => forms::sent_on(&format!("/meetings/{meeting}")),
        Err(error) => match around_move(&visit, &id).await {
            Ok((around, _)) => again(&visit, &around, &typed, &error).await,
            Err(answer) => answer,
        },
    }
}

/// The form by which a meeting is moved, and what stands there now.
async fn around_move(visit: &Visit, id: &str) -> Result<(Around, Typed), Response> {
    let (me, meeting) = held(visit, id).await?;
    let shown = visit.front.casework.meeting(me, meeting).await;
    let shown = shown.map_err(|error| unanswered(visit, &error))?;
    let told = shown.told.filter(|it| it.leads);
    let told = told.ok_or_else(|| visit.not_found())?;
    let begins = local(told.begins_at);
    let mut typed = Typed::default()
        .with("day", begins.date().to_string())
        .with("time", begins.strftime("%H:%M").to_string())
        .with("minutes", told.minutes.to_string())
        .with("how", told.how.word())
        .with("place", told.place)
        .with("purpose", told.purpose);
    for whom in &told.asked {
        typed = typed.with("asked", whom.id.to_string());
    }
    let around = Around {
        of: shown.series,
        title: "meeting-move",
        button: "meeting-move-do",
        back: format!("/meetings/{meeting}"),
        name: "meeting-page",
        action: format!("/meetings/{meeting}/move"),
    };
    Ok((around, typed))
}

/// What was typed; whoever can't be read isn't left out in silence.
fn read(typed: &Typed) -> Result<NewMeeting, Amiss> {
    let asked = typed.all("asked");
    let asked = asked.iter().map(|it| it.trim()).filter(|it| !it.is_empty());
    let asked = asked.map(|it| it.parse().map_err(|_| Amiss::MeetingAsked));
    Ok(NewMeeting {
        begins_at: begins(typed.one("day"), typed.one("time")),
        minutes: typed.one("minutes").parse().unwrap_or(0),
        how: typed.one("how").parse().ok(),
        place: typed.one("place").to_owned(),
        asked: asked.collect::<Result<_, _>>()?,
        purpose: typed.one("purpose").to_owned(),
    })
}

/// A day and a time by the office's clock on the wall, in ms.
fn begins(day: &str, time: &str) -> Option<i64> {
    let day = day.parse::<jiff::civil::Date>().ok()?;
    let time = jiff::civil::Time::strptime("%H:%M", time).ok()?;
    let at = jiff::tz::TimeZone::system().to_timestamp(day.to_datetime(time));
    Some(at.ok()?.as_millisecond())
}

fn unanswered(visit: &Visit, error: &CaseworkError) -> Response {
    match error {
        CaseworkError::Unknown { .. } => visit.not_found(),
        error => visit.failed(error),
    }
}

async fn again(visit: &Visit, around: &Around, typed: &Typed, error: &CaseworkError) -> Response {
    match mending(error) {
        Some(problems) => page(visit, around, typed, problems).await,
        None => unanswered(visit, error),
    }
}

async fn page(visit: &Visit, around: &Around, typed: &Typed, problems: Problems) -> Response {
    let me = visit.person().worker;
    let shown = match visit.front.casework.conference(me, around.of).await {
        Ok(shown) => shown,
        Err(error) => return unanswered(visit, &error),
    };
    if !shown.leads {
        return visit.not_found();
    }
    // Whoever leads it and hasn't signed reads on its page what comes first.
    let Some(told) = shown.told else {
        return forms::sent_on(&format!("/conferences/{}", around.of));
    };
    let words = Words::of(visit.language());
    let page = FormPage {
        title: around.title,
        lead: "meeting-new-lead",
        clause: "DV-4.6.2",
        button: around.button,
        back: around.back.clone(),
        name: words.t(around.name),
        action: around.action.clone(),
        fields: fields(words, &told, typed),
        shell: visit.shell(Place::Conferences, &around.back),
        problems,
    };
    answer(page.problems.status(), &page)
}

fn fields(words: &Words, told: &Told, typed: &Typed) -> Vec<Field> {
    let ways = choices(words, Joining::ALL, Joining::word, "meeting-how");
    let leads = |it: &&Participant| {
        it.id == told.lead.id || told.deputy.as_ref().is_some_and(|by| by.id == it.id)
    };
    let people = told.people.iter();
    let people = people.filter(|it| it.state != ParticipantState::Left && !leads(it));
    let asked = people.map(|it| Choice {
        value: it.id.to_string(),
        label: format!("{} — {}", it.name, it.organization),
    });
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    vec![
        field("day", "meeting-day", Input::Line("date")),
        field("time", "meeting-time", Input::Line("time")),
        field("minutes", "meeting-minutes", Input::Line("number")),
        field("how", "meeting-how", Input::Choose(ways)),
        field("place", "meeting-place", Input::Line("text")),
        field("purpose", "meeting-purpose", Input::Line("text")),
        field("asked", "meeting-asked", Input::Ticks(asked.collect())),
    ]
}
