//! The fiction behind `caseward demo`: an office, its people and its papers, none of them real.
//!
//! Everything follows from a day and a number: the same day and seed give the same files, byte for
//! byte, and nothing in them is later than that day. [`export`] is a whole HUD HMIS CSV export of
//! FY2026, so that the demo goes through the same import as any other; [`mod@personas`], [`mod@notes`]
//! and [`mod@story`] say what the office knows besides. Names are of plants, stones and weather. They are
//! UTF-8, as real names are, although HUD's own checker would have ASCII.

mod book;
mod cast;
mod contacts;
mod headers;
mod households;
mod means;
mod notes;
mod people;
mod personas;
mod places;
mod records;
mod story;
#[cfg(test)]
mod tests;
mod visits;

use jiff::civil::Date;

pub(crate) use notes::notes;
pub(crate) use personas::personas;
pub(crate) use story::story;

#[allow(
    unused_imports,
    reason = "what the functions give; named only by a caller that has to"
)]
pub(crate) use {
    notes::Note,
    personas::Persona,
    story::{Agreed, Apart, Assigned, Partner, Shield, Story, Tie, Wall},
};

use book::Book;
use households::HOUSEHOLDS;

/// The files of the export, each with its name and its text: HUD's 24, and one of the office's own.
///
/// `seed` moves days, amounts and answers a little; names, PersonalIDs and the ids of places stay what
/// they are, the running numbers of other rows do not.
#[must_use]
pub(crate) fn export(today: Date, seed: u64) -> Vec<(&'static str, String)> {
    let mut book = Book::new(today, seed);
    places::write_places(&mut book);
    for household in HOUSEHOLDS {
        let visits = visits::write_visits(&mut book, household);
        for person in household.members {
            let first = visits
                .iter()
                .filter(|visit| visit.person.id == person.id)
                .map(|visit| visit.stamp(&book, visit.came));
            if let Some(stamp) = first.min_by_key(|stamp| stamp.on) {
                people::write_person(&mut book, stamp, person);
            }
        }
        for visit in &visits {
            records::write_records(&mut book, visit);
            means::write_means(&mut book, visit);
            contacts::write_contacts(&mut book, visit);
        }
    }
    book.close()
}
