//! Who fetched a paper or a table for their own use, and when: what stands on it, so that one that is left lying tells whose it is (RE-6).
//!
//! It stands on what people of the office take for their work. What a client takes of their own names nobody, so that it tells no stranger
//! whom it is about. What is bound by a hash before anybody fetches it, and what goes to somebody outside, is never marked afterwards.

use caseward_model::Language;
use caseward_papers::Fetched;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::sign_in::SignedIn;

/// The mark of what this person fetches now; none for a client of the office.
pub(crate) fn by(person: &SignedIn, now_ms: i64) -> Option<Fetched> {
    person.works_here().then(|| of(&person.name, now_ms))
}

/// The mark of what somebody who works here fetches at this time, in ms since 1970, by the office's own clock.
pub(crate) fn of(name: &str, now_ms: i64) -> Fetched {
    let at = Timestamp::from_millisecond(now_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    let at = at.to_zoned_datetime(TimeZone::system());
    Fetched {
        by: name.to_owned(),
        on: at.date().to_string(),
        at: at.strftime("%H:%M").to_string(),
    }
}

/// What the sheet behind a table is called, and what its lines are called that say who and when.
pub(crate) const fn sheet(language: Language) -> [&'static str; 3] {
    match language {
        Language::English => ["Fetched", "Fetched by", "On"],
        Language::Spanish => ["Obtenido", "Obtenido por", "El"],
    }
}
