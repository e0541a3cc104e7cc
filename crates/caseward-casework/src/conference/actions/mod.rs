//! What is decided about somebody in a case conference, and what an organisation undertakes there until when: written down in the room,
//! followed up by whoever undertook it, and read again by those who sat there, as far as they may (CC-1, CC-2.1, CC-2.4, CC-2.5).
//!
//! Its words lie under the client's own key, and the gate opens them for each reader anew: what was said by identifier stays by identifier,
//! and what a wall, a consent that was taken back or a part that ended keeps from somebody is in none of their lists. On a screen an action
//! has a handle that is another one for everybody.

mod ending;
mod minutes;
mod reading;
mod recording;
mod stored;

use caseward_gate::{Text, Works};
use caseward_model::{
    ActionState, AgendaItem, Category, Client, DecidedKind, Id, Organization, TaskKind, Worker,
};
use zeroize::Zeroizing;

use super::reading::Named;
use crate::tasks::{self, TaskAbout, Whom};
use crate::{CaseworkError, Office};

pub use ending::ActionOutcome;
pub use reading::{Actions, AfterMeeting, RoomActions};
pub use recording::{LONGEST_ACTION, NewAction};
pub(super) use stored::item_shut;

/// Whom an item is about, as it may be seen. Only pages and papers show it.
pub struct SpokenOf {
    /// What the item is called for whoever sees it, and for nobody else: in a room after their seat, and elsewhere after themselves.
    pub item: String,
    /// It was by an identifier.
    pub by_identifier: bool,
    /// By which; nothing where it was by name, and where that identifier is used no more.
    pub identifier: Option<String>,
    /// The name, where it was by name and may be seen.
    pub name: Option<Text>,
    /// The sections that the item needed and that may be seen.
    pub sections: Vec<Category>,
}

/// A decision or an action, as somebody sees it. Only pages and papers show it.
pub struct ActionLine {
    /// What it is called for this person, and for nobody else.
    pub handle: String,
    /// Which of both it is.
    pub kind: DecidedKind,
    /// Whom it is about.
    pub about: SpokenOf,
    /// What was written.
    pub text: Zeroizing<String>,
    /// When, in ms since 1970.
    pub at: i64,
    /// Which organisation does it; nobody does a decision.
    pub organization: Option<Named<Id<Organization>>>,
    /// Who of them, where somebody was named.
    pub person: Option<Named<Id<Worker>>>,
    /// Until when, in ms since 1970.
    pub due_at: Option<i64>,
    /// Its day is over, and nobody has said what came of it.
    pub late: bool,
    /// How it stands; a decision is done.
    pub state: ActionState,
    /// When somebody said so, in ms since 1970.
    pub ended_at: Option<i64>,
    /// What they said; may be empty.
    pub word: Zeroizing<String>,
    /// It is for this person's organisation, and open: they can say what came of it.
    pub is_theirs: bool,
}

/// The kinds of tasks by which somebody is reminded of an action.
const KINDS: [TaskKind; 2] = [
    TaskKind::ConferenceAction,
    TaskKind::ConferenceActionOverdue,
];

/// What a task about an action is about. Of the client no page or program is told by it: walls are looked at.
const fn about(client: Id<Client>, no: i64) -> TaskAbout {
    TaskAbout {
        client: Some(client),
        worker: None,
        item: Some(no),
    }
}

/// Nobody waits any more for what somebody was to do in a series: they take no part in it.
pub(super) fn nothing_waits(
    works: &mut Works<'_, '_>,
    (series_no, worker): (i64, i64),
) -> Result<(), CaseworkError> {
    let theirs = stored::numbers(works, series_no)?;
    for kind in KINDS {
        for task in tasks::waiting(works, kind, Whom::Worker(worker))? {
            if task.about.item.is_some_and(|it| theirs.contains(&it)) {
                tasks::withdraw(works, task.no)?;
            }
        }
    }
    Ok(())
}

/// What an action is called on somebody's screen.
fn handle(
    fingerprint: impl FnOnce(&str, &[&[u8]]) -> [u8; 16],
    (viewer, no): (i64, i64),
) -> String {
    let parts: [&[u8]; 2] = [&viewer.to_be_bytes(), &no.to_be_bytes()];
    let print = fingerprint("caseward/action-handle/v1", &parts);
    Id::<AgendaItem>::from_bytes(print).to_string()
}

fn unknown() -> CaseworkError {
    CaseworkError::Unknown {
        what: "action",
        name: "this".to_owned(),
        look: "caseward conference action list",
    }
}

impl Office {
    /// What an action is called for somebody.
    fn action_handle(&self, viewer: i64, no: i64) -> Result<String, CaseworkError> {
        let prints = self.gate.fingerprints()?;
        let print = |domain: &str, parts: &[&[u8]]| prints.of(domain, parts);
        Ok(handle(print, (viewer, no)))
    }
}
