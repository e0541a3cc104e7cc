//! A meeting for somebody's calendar: when it is, under a title that tells nobody anything (RFC 5545, NASW-m).
//!
//! A calendar lies on telephones and in other people's houses. So the file says when, under the title that the office has set for all its
//! conferences: not which series it is, nor where, nor with whom, nor for what. What the entry is called inside differs for each person,
//! so that two calendars that are seen by somebody have nothing in common but the time. It is the time of the meeting and not of its
//! sittings: nobody's file says that there are several.

use caseward_gate::{About, Actor, Drawer, Works};
use caseward_model::{Id, Meeting as Kind, OfficeAct, ParticipantState, Worker};
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::super::line;
use super::super::reading::number_of;
use super::reading::comes;
use super::{RoomStands, none};
use crate::people::Amiss;
use crate::{CaseworkError, Office};

/// What the file is called when it is saved.
pub const CALENDAR_FILE: &str = "conference.ics";

/// The number of the card on which the title stands.
const TITLE: i64 = -1;
/// The most characters of a title.
const LONGEST: usize = 60;
/// The most octets of a line (RFC 5545 §3.1).
const OCTETS: usize = 75;

/// What all conferences are called in calendars.
#[derive(Clone, Serialize, Deserialize)]
struct Title {
    title: String,
}

impl Default for Title {
    fn default() -> Self {
        Self {
            title: "Conference".to_owned(),
        }
    }
}

/// An entry of a calendar.
struct Entry<'e> {
    /// What it is called inside the file; the same each time it is fetched.
    uid: &'e str,
    title: &'e str,
    changed_at: i64,
    begins_at: i64,
    ends_at: i64,
    sequence: u32,
    cancelled: bool,
}

impl Office {
    /// A meeting as a calendar file, for somebody who is asked to come.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when they have to sign for the series first; [`CaseworkError::Unknown`] for whoever isn't asked;
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn meeting_calendar(
        &self,
        me: Id<Worker>,
        id: Id<Kind>,
    ) -> Result<String, CaseworkError> {
        self.must_be_let(me, OfficeAct::TakePart, About::Worker(me))
            .await?;
        let looked = self.looked_at(id).await?;
        let (around, of) = self.around_meeting(&looked).await?;
        let my_no = number_of(&around, me)?;
        let (state, mine) = comes(&around, (&of, &looked), my_no).ok_or_else(|| none(id))?;
        if state != ParticipantState::Signed {
            return Err(Amiss::ConferenceSignFirst.into());
        }
        let stands = RoomStands::of_all(&looked.meeting, &mine, &looked.due);
        let parts: [&[u8]; 2] = [id.as_bytes(), &my_no.to_be_bytes()];
        let uid = self.gate.fingerprints()?.of("conference/calendar", &parts);
        let title = self.calendar_title().await?;
        Ok(written(&Entry {
            uid: &HEXLOWER.encode(&uid),
            title: &title,
            changed_at: looked.meeting.changed_at,
            begins_at: looked.meeting.plan.begins_at,
            ends_at: looked.meeting.plan.ends_at(),
            sequence: looked.meeting.sequence,
            cancelled: stands == RoomStands::Cancelled,
        }))
    }

    /// What all conferences are called in people's calendars.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn calendar_title(&self) -> Result<String, CaseworkError> {
        Ok(self.card::<Title>(Drawer::Meetings, TITLE).await?.title)
    }

    /// Says what all conferences are called in people's calendars.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when it is no title; [`CaseworkError::NotPermitted`].
    pub async fn set_calendar_title(
        &self,
        by: impl Into<Actor>,
        title: &str,
    ) -> Result<(), CaseworkError> {
        let title = line(title, LONGEST).ok_or(Amiss::CalendarTitle)?;
        let (act, about) = (OfficeAct::ManageSettings, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let (place, deed) = ((Drawer::Meetings, TITLE), "calendar_title_kept");
            works.change_card::<Title>(place, deed, |card| card.title = title)?;
            Ok(())
        };
        self.gate
            .perform::<_, CaseworkError, _>(by, act, about, "conference_calendar_changed", work)
            .await
    }
}

/// The file: lines that end with CR and LF, and are folded where they are long.
fn written(entry: &Entry<'_>) -> String {
    let status = if entry.cancelled {
        "CANCELLED"
    } else {
        "CONFIRMED"
    };
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Caseward//Conferences//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", entry.uid),
        format!("DTSTAMP:{}", utc(entry.changed_at)),
        format!("DTSTART:{}", utc(entry.begins_at)),
        format!("DTEND:{}", utc(entry.ends_at)),
        format!("SEQUENCE:{}", entry.sequence),
        format!("SUMMARY:{}", escaped(entry.title)),
        format!("STATUS:{status}"),
        "CLASS:PRIVATE".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    let mut file = String::new();
    for line in lines {
        fold(&mut file, &line);
    }
    file
}

/// A moment in UTC.
fn utc(at_ms: i64) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    let at = at.to_zoned_datetime(TimeZone::UTC);
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Text as a value (RFC 5545 §3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => escaped.extend(['\\', sign]),
            '\n' => escaped.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// Adds a line; one that is long goes on in a next one that begins with a space, and no letter is cut.
fn fold(file: &mut String, line: &str) {
    let mut octets = 0;
    for sign in line.chars() {
        if octets + sign.len_utf8() > OCTETS {
            file.push_str("\r\n ");
            octets = 1;
        }
        file.push(sign);
        octets += sign.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str) -> Entry<'_> {
        Entry {
            uid: "0a1b",
            title,
            changed_at: 1_767_225_600_000,
            begins_at: 1_772_442_000_000,
            ends_at: 1_772_445_600_000,
            sequence: 2,
            cancelled: false,
        }
    }

    #[test]
    fn nasw_m_a_calendar_file_says_when_in_utc_and_nothing_else() {
        let file = written(&entry("Conference"));
        let lines: Vec<_> = file.split("\r\n").collect();
        assert!(lines.contains(&"DTSTAMP:20260101T000000Z"), "{file}");
        assert!(lines.contains(&"DTSTART:20260302T090000Z"), "{file}");
        assert!(lines.contains(&"DTEND:20260302T100000Z"), "{file}");
        assert!(lines.contains(&"SUMMARY:Conference") && lines.contains(&"SEQUENCE:2"));
        for told in ["LOCATION", "DESCRIPTION", "ATTENDEE", "ORGANIZER", "URL"] {
            assert!(!file.contains(told), "{told}");
        }
        let called_off = Entry {
            cancelled: true,
            ..entry("Conference")
        };
        assert!(written(&called_off).contains("STATUS:CANCELLED\r\n"));
    }

    #[test]
    fn nasw_m_a_title_becomes_no_other_line_of_the_file() {
        let file = written(&entry("Table; with, signs\\\r\nATTENDEE:mailto:x"));
        assert!(file.contains("SUMMARY:Table\\; with\\, signs\\\\\\nATTENDEE:mailto:x\r\n"));
        assert!(!file.contains("\r\nATTENDEE"));
    }

    #[test]
    fn a_long_line_is_folded_between_letters() {
        let file = written(&entry(&"é".repeat(60)));
        assert!(
            file.split("\r\n").all(|line| line.len() <= OCTETS),
            "{file}"
        );
        assert!(file.replace("\r\n ", "").contains(&"é".repeat(60)));
    }
}
