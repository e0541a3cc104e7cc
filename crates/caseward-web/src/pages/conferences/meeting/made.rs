//! What stands on the page of a meeting, for the one who reads it.

use caseward_casework::CaseworkError;
use caseward_casework::conference::{RoomStands, ToldMeeting};
use caseward_model::{Id, Meeting};

use super::{MeetingPage, Open, groups, lobby};
use crate::forms::Problems;
use crate::pages::partners::{Fact, fact};
use crate::pages::people::key;
use crate::visit::{Visit, moment};
use crate::{Place, Words};

pub(super) async fn made(
    visit: &Visit,
    id: Id<Meeting>,
    problems: Problems,
) -> Result<MeetingPage, CaseworkError> {
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    let words = Words::of(visit.language());
    let shown = casework.meeting(me, id).await?;
    let href = format!("/meetings/{id}");
    Ok(MeetingPage {
        series: format!("/conferences/{}", shown.series),
        state: words.t(&key("conference-state", shown.state.word())),
        open: shown.told.map(|told| opened(visit, &told)),
        problems,
        shell: visit.shell(Place::Conferences, &href),
        href,
    })
}

fn opened(visit: &Visit, told: &ToldMeeting) -> Open {
    let words = Words::of(visit.language());
    let (is_planned, is_open) = (
        told.stands == RoomStands::Planned,
        told.stands == RoomStands::Open,
    );
    Open {
        facts: facts(visit, told),
        stands: words.t(&key("meeting-room", told.stands.word())),
        purpose: told.purpose.clone(),
        lobby: if is_open {
            lobby(words, told.how)
        } else {
            Vec::new()
        },
        can_open: told.leads && is_planned,
        can_close: told.leads && is_open,
        can_change: told.leads && is_planned,
        waits: is_planned || is_open,
        groups: groups(visit.language(), &told.attendance),
    }
}

fn facts(visit: &Visit, told: &ToldMeeting) -> Vec<Fact> {
    let words = Words::of(visit.language());
    let at = |at_ms| moment(visit.language(), at_ms).words;
    let mut facts = vec![
        fact(words, "meeting-begins", at(told.begins_at)),
        fact(words, "meeting-minutes", words.number(told.minutes)),
        fact(
            words,
            "meeting-how",
            words.t(&key("meeting-how", told.how.word())),
        ),
    ];
    if !told.place.is_empty() {
        facts.push(fact(words, "meeting-place", told.place.clone()));
    }
    facts.push(fact(words, "meeting-purpose", told.purpose.clone()));
    let asked: Vec<_> = told.asked.iter().map(|it| it.name.as_str()).collect();
    let asked = match asked.is_empty() {
        true => words.t("meeting-everybody"),
        false => asked.join("; "),
    };
    facts.push(fact(words, "meeting-asked", asked));
    if let RoomStands::Closed(closed_at) = told.stands {
        facts.push(fact(words, "meeting-closed-at", at(closed_at)));
    }
    facts
}
