//! `/meetings/{id}`: one meeting, which is the lobby of its rooms: when it is, one's own sittings and no others, the reminder, what is
//! attested each time, and, for whoever leads a sitting, opening, closing, and who sat there (CC-2.2, CC-2.4, NASW-i, DV-4.6.2).

mod handler;
mod made;
mod setting;

use askama::Template;
use caseward_casework::conference::Attendee;
use caseward_model::{Joining, Language, SeatEnd};

use crate::addresses::Addresses;
use crate::forms::Problems;
use crate::pages::partners::{Fact, Field, Input, Typed, fact};
use crate::pages::people::{Choice, key};
use crate::visit::moment;
use crate::{Place, Shell, Words};

/// The addresses of meetings.
#[must_use]
pub fn routes() -> Addresses {
    Addresses::new()
        .merge(handler::routes())
        .merge(setting::routes())
}

/// Somebody who sits or sat in a room, in words.
#[derive(Debug, Clone)]
pub struct Sat {
    /// What they are called.
    pub name: String,
    /// Since when, or from when until when and why no longer.
    pub says: String,
    /// They are there now.
    pub here: bool,
}

/// The people of one organisation.
#[derive(Debug, Clone)]
pub struct Group {
    /// What it is called.
    pub organization: String,
    /// Who came for it.
    pub people: Vec<Sat>,
}

/// Who sits or sat in a room, organisation by organisation, in words.
#[must_use]
pub(super) fn groups(language: Language, all: &[Attendee]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for it in all {
        let sat = sat(language, it);
        match groups.last_mut() {
            Some(group) if group.organization == it.organization => group.people.push(sat),
            _ => groups.push(Group {
                organization: it.organization.clone(),
                people: vec![sat],
            }),
        }
    }
    groups
}

fn sat(language: Language, it: &Attendee) -> Sat {
    let words = Words::of(language);
    let came = moment(language, it.came_at).words;
    let says = match it.left {
        None => words.fill("meeting-here-since").with("came", came),
        Some((at, why)) => words
            .fill("meeting-was-here")
            .with("came", came)
            .with("left", moment(language, at).words)
            .with("why", words.t(&key("seat-end", why.word()))),
    };
    Sat {
        name: it.name.clone(),
        says: says.to_string(),
        here: it.left.is_none(),
    }
}

/// A sitting of the reader's.
#[derive(Debug, Clone)]
pub struct Sitting {
    /// What it is called among theirs, in words; empty where it is the only one.
    pub name: String,
    /// What it is called for them in a form.
    pub handle: String,
    /// How its room stands, in words.
    pub stands: String,
    /// The reader can open the room.
    pub can_open: bool,
    /// The reader can close the room.
    pub can_close: bool,
    /// Who sat there, for whoever leads it.
    pub groups: Vec<Group>,
}

/// What whoever has signed sees.
#[derive(Debug, Clone)]
pub struct Open {
    /// When, how and for what it is.
    pub facts: Vec<Fact>,
    /// How the rooms stand in which the reader sits, in words.
    pub stands: String,
    /// For what it is, as the reminder says it.
    pub purpose: String,
    /// What is said in the lobby, where one can come in.
    pub lobby: Vec<Field>,
    /// The one sitting into which one can come; empty where there are several to choose from.
    pub sitting: String,
    /// The reader can change the meeting, or call it off.
    pub can_change: bool,
    /// One can wait for it.
    pub waits: bool,
    /// A sitting of the reader's is over.
    pub over: bool,
    /// The reader leads the series since its agenda was closed, and sits in none.
    pub late: bool,
    /// The reader's sittings, in order.
    pub sittings: Vec<Sitting>,
}

/// The page.
#[derive(Template)]
#[template(path = "conferences/meeting/page.html")]
pub struct MeetingPage {
    /// Around it.
    pub shell: Shell,
    /// Its address.
    pub href: String,
    /// The address of its series.
    pub series: String,
    /// How one stands in the series, in words.
    pub state: String,
    /// Everything else; nothing before one has signed.
    pub open: Option<Open>,
    /// What is still needed.
    pub problems: Problems,
}

/// What is said in the lobby, each time; nothing is ticked beforehand. Where several of one's sittings are open, also which.
fn lobby(words: &Words, how: Joining, open: Vec<Choice>) -> Vec<Field> {
    let attests = match how {
        Joining::Remote => "meeting-alone",
        Joining::InPerson => "meeting-fit",
    };
    let nothing = Typed::default();
    let field = |id, label| Field::new(words, id, label, Input::Tick, &nothing);
    let mut fields = vec![
        field("reminded", "meeting-reminded"),
        field("attests", attests),
    ];
    if open.len() > 1 {
        let (id, input) = ("sitting", Input::Choose(open));
        fields.insert(0, Field::new(words, id, "meeting-sitting", input, &nothing));
    }
    fields
}

/// One that is open, and one with everybody that isn't yet.
fn sample_sittings(words: &Words, sat: Vec<Group>) -> Vec<Sitting> {
    let number = words.fill("meeting-sitting-number").with("number", 1);
    let open = Sitting {
        name: number.to_string(),
        handle: "0s1".into(),
        stands: words.t("meeting-room-open"),
        can_open: false,
        can_close: true,
        groups: sat,
    };
    let planned = Sitting {
        name: words.t("meeting-sitting-everybody"),
        handle: "0s2".into(),
        stands: words.t("meeting-room-planned"),
        can_open: true,
        can_close: false,
        groups: Vec::new(),
    };
    vec![open, planned]
}

impl MeetingPage {
    /// As its lead sees it while a room is open, with something missing.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Conferences, "/meetings/0k3v9");
        let words = shell.words;
        let attendee = |name: &str, left| Attendee {
            name: name.into(),
            organization: "Willowherb Clinic".into(),
            how: Joining::Remote,
            came_at: 1_794_500_000_000,
            left,
        };
        let left = Some((1_794_501_000_000, SeatEnd::Withdrawn));
        let all = [attendee("Heather Moss", left), attendee("Ida Fern", None)];
        let mut problems = Problems::default();
        problems.note("attests", "amiss-room-alone");
        Self {
            href: "/meetings/0k3v9".into(),
            series: "/conferences/0k3v9".into(),
            state: words.t("conference-state-signed"),
            open: Some(Open {
                facts: vec![fact(words, "meeting-how", words.t("meeting-how-remote"))],
                stands: words.t("meeting-room-open"),
                purpose: "Homes for everybody on the list of the north side.".into(),
                lobby: lobby(words, Joining::Remote, Vec::new()),
                sitting: "0s1".into(),
                can_change: false,
                waits: true,
                over: true,
                late: false,
                sittings: sample_sittings(words, groups(language, &all)),
            }),
            problems,
            shell,
        }
    }

    /// Before the series is signed for.
    #[must_use]
    pub fn sample_shut(language: Language) -> Self {
        let page = Self::sample(language);
        Self {
            state: page.shell.t("conference-state-sign-again"),
            open: None,
            problems: Problems::default(),
            ..page
        }
    }
}
