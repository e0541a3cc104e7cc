//! What stands on the page of a meeting, for the one who reads it.

use caseward_casework::CaseworkError;
use caseward_casework::conference::{MySitting, RoomStands, ToldMeeting};
use caseward_model::{Id, Meeting};

use super::{MeetingPage, Open, Sitting, groups, lobby};
use crate::forms::Problems;
use crate::pages::partners::{Fact, fact};
use crate::pages::people::{Choice, key};
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
    let sittings = sittings(visit, told);
    let mut open = Vec::new();
    for (it, shown) in told.sittings.iter().zip(&sittings) {
        if it.stands == RoomStands::Open {
            open.push(Choice {
                value: it.handle.clone(),
                label: shown.name.clone(),
            });
        }
    }
    let mut mine = told.sittings.iter();
    let none_begun = mine.all(|it| it.stands == RoomStands::Planned);
    Open {
        facts: facts(visit, told),
        stands: words.t(&key("meeting-room", told.stands.word())),
        purpose: told.purpose.clone(),
        sitting: match open.as_slice() {
            [only] => only.value.clone(),
            _ => String::new(),
        },
        lobby: if is_open {
            lobby(words, told.how, open)
        } else {
            Vec::new()
        },
        can_change: told.leads && is_planned && none_begun,
        waits: !told.sittings.is_empty() && (is_planned || is_open),
        late: told.sittings.is_empty(),
        over: told.sittings.iter().any(is_over),
        sittings,
    }
}

/// Whether its room has closed for good after it was open.
fn is_over(it: &MySitting) -> bool {
    matches!(it.stands, RoomStands::Closed(_))
}

/// One's own sittings, in order. They are counted among themselves: how many there are besides, nobody is told.
fn sittings(visit: &Visit, told: &ToldMeeting) -> Vec<Sitting> {
    let words = Words::of(visit.language());
    let several = told.sittings.len() > 1;
    let name = |no: usize, it: &MySitting| match (several, it.everybody) {
        (false, _) => String::new(),
        (true, true) => words.t("meeting-sitting-everybody"),
        (true, false) => words
            .fill("meeting-sitting-number")
            .with("number", no)
            .to_string(),
    };
    let shown = |(no, it): (usize, &MySitting)| Sitting {
        name: name(no, it),
        handle: it.handle.clone(),
        stands: words.t(&key("meeting-room", it.stands.word())),
        can_open: it.leads && it.stands == RoomStands::Planned,
        can_close: it.leads && it.stands == RoomStands::Open,
        groups: groups(visit.language(), &it.attendance),
    };
    (1..).zip(&told.sittings).map(shown).collect()
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
