//! Partners and ex-partners of somebody in a programme for people who used violence, as whoever prepares a report on him named them:
//! nothing that tells of them stays in it, and a sentence that was taken out is masked whole (DV-4.3, DV-4.2).
//!
//! They count in this one artefact and nowhere else: nothing of them is held in memory or compared with anybody's file.

use std::ops::Range;

use caseward_masking::{Index, Kind, Masked, Near, Person, PersonNo, Scope, Span, Way, Ways};
use serde::{Deserialize, Serialize};

use super::wording;
use crate::GateError;

/// Their numbers lie behind those of what else is to be masked, and before those of whoever works here.
const FIRST: u32 = (1 << 29) + (1 << 16);

/// The number behind all of theirs.
const END: u32 = 1 << 30;

/// So many people can be named for one artefact, and so many names of each.
const MOST: usize = 20;

/// So many sentences can be taken out of one artefact.
const MOST_OUT: usize = 2_000;

/// Of whom else nothing may stay in an artefact, and what was taken out of it because it speaks of them. It isn't printable by accident.
#[derive(Clone, Default)]
pub struct MaskedPartners {
    /// The names of each.
    pub people: Vec<Vec<String>>,
    /// What was taken out.
    pub out: Vec<TakenOut>,
}

/// A passage that is masked whole. It counts for exactly the text in which somebody took it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOut {
    /// The first 16 bytes of the text's SHA-256, in hex.
    pub text: String,
    /// The place, in bytes of that text.
    pub place: Range<usize>,
}

/// Finds them.
pub(super) struct Partners {
    index: Index,
    near: Near,
    /// The first word of each of their names, in small letters.
    firsts: Vec<String>,
    out: Vec<TakenOut>,
}

impl Partners {
    pub(super) fn of(wanted: &MaskedPartners) -> Result<Self, GateError> {
        let MaskedPartners { people, out } = wanted;
        if people.len() > MOST || people.iter().any(|names| names.len() > MOST) {
            return Err(GateError::Unfit(
                "these are too many people, or too many names of one, to mask at once",
            ));
        }
        if out.len() > MOST_OUT {
            return Err(GateError::Unfit(
                "so much was taken out of this that it has to be written anew",
            ));
        }
        let mut builder = Index::builder(people.len());
        let mut numbers = Vec::with_capacity(people.len());
        for (number, names) in (0_u32..).zip(people) {
            builder = builder.person(PersonNo(number), &person(names));
            numbers.push(PersonNo(number));
        }
        let index = builder.build();
        let near = Near::of(&index, &numbers);
        let all = people.iter().flatten();
        let firsts = all.filter_map(|it| it.split_whitespace().next());
        Ok(Self {
            index,
            near,
            firsts: firsts.map(str::to_lowercase).collect(),
            out: out.clone(),
        })
    }

    /// What is found of them in a text. `is_own` says whether something is nothing but a name that whoever the file is about bears: a
    /// surname that both bear says nothing of the partner where it stands alone.
    pub(super) fn find(&self, text: &str, is_own: impl Fn(&str) -> bool) -> Vec<Span> {
        let mut spans = self.index.find(text, &self.scope());
        spans.retain(|it| !self.is_the_clients(text, it, &is_own));
        for person in spans.iter_mut().flat_map(|it| &mut it.people) {
            person.0 = person.0.saturating_add(FIRST).min(END - 1);
        }
        spans
    }

    /// What was taken out of the text with this mark. It counts as the first one's: only who they are isn't told.
    pub(super) fn taken_out(&self, mark: &str) -> Vec<Span> {
        let here = self.out.iter().filter(|it| it.text == mark);
        let spans = here.map(|it| Span {
            range: it.place.clone(),
            kind: Kind::Name,
            class: Kind::Name.class(),
            ways: Ways::default(),
            people: vec![PersonNo(FIRST)],
            many: false,
        });
        spans.collect()
    }

    /// What of them is still to be found in what was masked.
    pub(super) fn left(&self, masked: &Masked, is_own: impl Fn(&str) -> bool) -> Vec<Span> {
        let mut left = masked.left(&self.index, &self.scope());
        left.retain(|it| !self.is_the_clients(&masked.text, it, &is_own));
        left
    }

    fn is_the_clients(&self, text: &str, span: &Span, is_own: &impl Fn(&str) -> bool) -> bool {
        let word = text.get(span.range.clone()).unwrap_or("");
        let is_first = || self.firsts.contains(&word.to_lowercase());
        span.ways.has(Way::Alone) && !is_first() && is_own(word)
    }

    const fn scope(&self) -> Scope<'_> {
        Scope {
            near: Some(&self.near),
            own: None,
            unknown: false,
            dates: false,
        }
    }
}

/// Whether it is somebody who was named as a partner.
pub(super) fn is_partner(person: PersonNo) -> bool {
    (FIRST..END).contains(&person.0)
}

/// Whether a place tells of a partner, or was taken out because it does.
pub(super) fn tells_of_one(place: &Range<usize>, spans: &[Span]) -> bool {
    let overlaps = |it: &Span| it.range.start < place.end && place.start < it.range.end;
    let mut theirs = spans
        .iter()
        .filter(|it| it.people.iter().copied().any(is_partner));
    theirs.any(overlaps)
}

/// By what one of them is recognised.
fn person(names: &[String]) -> Person {
    let mut person = Person::default();
    for name in names {
        let before = (person.names.len(), person.called.len());
        wording::called(name, &mut person);
        // What begins with a number or a sign is a name here all the same.
        if before == (person.names.len(), person.called.len()) {
            person.called.push(name.trim().to_owned());
        }
    }
    person
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(people: &[&[&str]], text: &str, own: &str) -> Vec<String> {
        let wanted = MaskedPartners {
            people: people
                .iter()
                .map(|names| names.iter().map(|it| (*it).to_owned()).collect())
                .collect(),
            out: Vec::new(),
        };
        let partners = Partners::of(&wanted).ok().unwrap();
        let spans = partners.find(text, |word| word == own);
        let mut named = spans.iter().flat_map(|it| it.people.iter().copied());
        assert!(named.all(is_partner), "{text}");
        let there = spans.iter().map(|it| text.get(it.range.clone()));
        there.map(|it| it.unwrap().to_owned()).collect()
    }

    #[test]
    fn dv_4_3_a_partner_is_found_by_each_of_their_names_and_a_shared_surname_stays() {
        let rosa: &[&[&str]] = &[&["Rosa Quintal", "Rosi"]];
        assert_eq!(
            found(
                rosa,
                "Rosa came. Later on ROSI did. Mr. Quintal paid for it.",
                "Quintal"
            ),
            ["Rosa", "ROSI"]
        );
        assert_eq!(
            found(rosa, "Quintal, Rosa drove.", "Quintal"),
            ["Quintal, Rosa"],
            "beside her first name it is hers"
        );
        assert_eq!(found(rosa, "Ms. Quintal drove.", ""), ["Quintal"]);
        assert!(found(&[], "Rosa came.", "").is_empty());
    }

    #[test]
    fn dv_4_3_what_was_taken_out_counts_in_its_own_text_alone() {
        let wanted = MaskedPartners {
            people: Vec::new(),
            out: vec![TakenOut {
                text: "ab".to_owned(),
                place: 3..9,
            }],
        };
        let partners = Partners::of(&wanted).ok().unwrap();
        let out = partners.taken_out("ab");
        assert_eq!(out.len(), 1);
        assert!(tells_of_one(&(8..12), &out) && !tells_of_one(&(9..12), &out));
        assert!(partners.taken_out("cd").is_empty());
    }
}
