//! `/meetings/{id}/room/{seat}`: the room of a meeting, for whoever sits there now: what is spoken of, as far as they may see it, who is
//! here, how long it still goes, and the two ways out. For everybody else it says why nothing is shown, and where the way back is (CC-2.2,
//! CC-2.5, NASW-i).

pub mod actions;
pub mod board;
mod handler;
pub mod notes;

use askama::Template;
use caseward_casework::conference::{Attendee, Out, ShownRoom};
use caseward_model::{Joining, Language, SeatEnd};

use self::board::Board;
use super::meeting::{Group, groups};
use crate::addresses::Addresses;
use crate::forms::Problems;
use crate::pages::people::key;
use crate::view::When;
use crate::visit::moment;
use crate::{Place, Shell, Words};

/// The addresses of a room and of its board.
#[must_use]
pub fn routes() -> Addresses {
    Addresses::new()
        .merge(handler::routes())
        .merge(board::routes())
}

/// What whoever sits there sees.
#[derive(Debug, Clone)]
pub struct Open {
    /// The key of what they attested.
    pub attested: &'static str,
    /// Until when it is planned.
    pub ends: When,
    /// How many minutes are left of that.
    pub minutes_left: i64,
    /// How often somebody has come or gone.
    pub changes: usize,
    /// Who is there and who was.
    pub groups: Vec<Group>,
}

/// The page.
#[derive(Template)]
#[template(path = "conferences/room/page.html")]
pub struct RoomPage {
    /// Around it.
    pub shell: Shell,
    /// Its address.
    pub href: String,
    /// The address of the lobby.
    pub lobby: String,
    /// The seat.
    pub seat: String,
    /// What whoever sits there sees.
    pub open: Option<Open>,
    /// What is spoken of; nothing when nothing is shown.
    pub board: Option<Board>,
    /// What has to be mended of something that was sent.
    pub problems: Problems,
    /// Why nothing is shown, in words; empty for whoever sits there.
    pub why: String,
}

fn opened(language: Language, room: &ShownRoom) -> Open {
    Open {
        attested: match room.how {
            Joining::Remote => "room-attested-alone",
            Joining::InPerson => "room-attested-fit",
        },
        ends: moment(language, room.ends_at),
        minutes_left: room.minutes_left,
        changes: room.changes,
        groups: groups(language, &room.attendance),
    }
}

/// Why nothing is shown, in words.
fn said(words: &Words, out: Out) -> String {
    words.t(&key("room-out", out.word()))
}

impl RoomPage {
    /// With somebody who left, and somebody who is there.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Conferences, "/meetings/0k3v9/room/0r1");
        let attendee = |name: &str, left| Attendee {
            name: name.into(),
            organization: "Willowherb Clinic".into(),
            how: Joining::Remote,
            came_at: 1_794_500_000_000,
            left,
        };
        let left = Some((1_794_501_000_000, SeatEnd::Lost));
        let room = ShownRoom {
            leads: false,
            how: Joining::Remote,
            ends_at: 1_794_503_600_000,
            minutes_left: 42,
            attested_until: 1_794_510_000_000,
            changes: 3,
            attendance: vec![attendee("Heather Moss", left), attendee("Ida Fern", None)],
        };
        Self {
            href: "/meetings/0k3v9/room/0r1".into(),
            lobby: "/meetings/0k3v9".into(),
            seat: "0r1".into(),
            open: Some(opened(language, &room)),
            board: Some(Board::sample(language)),
            problems: Problems::default(),
            why: String::new(),
            shell,
        }
    }

    /// For a page whose person came in elsewhere.
    #[must_use]
    pub fn sample_out(language: Language) -> Self {
        let page = Self::sample(language);
        let out = Out::Ended(SeatEnd::TakenOver);
        Self {
            open: None,
            board: None,
            why: said(page.shell.words, out),
            ..page
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_out_of_a_room_has_its_sentence_in_both_languages() {
        let ends = SeatEnd::ALL.iter().map(|it| Out::Ended(*it));
        let all: Vec<Out> = ends.chain([Out::Elsewhere, Out::Clock]).collect();
        for &language in Language::ALL {
            let words = Words::of(language);
            for out in &all {
                assert!(!said(words, *out).contains('⟦'), "{out:?} in {language}");
            }
            for end in SeatEnd::ALL {
                let why = words.t(&key("seat-end", end.word()));
                assert!(!why.contains('⟦'), "{end} in {language}");
            }
        }
    }
}
