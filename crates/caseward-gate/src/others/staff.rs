//! Those who work here or for a partner, by name: of whom a wall keeps from a client nothing stands in that client's papers, and a
//! partner's people are somebody else (CR-9, DV-3.3.2e, DV-4.6.4).
//!
//! Who else works here acts for the office: their names say who did what, and stay. Names are read when a paper is masked, so that
//! one that was changed, and a wall that came up, count at once.

use std::ops::Range;

use caseward_db::Reader;
use caseward_masking::{Index, Masked, Near, Person, PersonNo, Scope, Span, Way};
use caseward_model::{Role, Worker};

use super::wording;
use crate::GateError;
use crate::facts::{ClientSheet, WorkerSheet};
use crate::subjects::{Particulars, Registered, WORKERS, subjects_in};
use crate::vault::Vault;

/// Their numbers lie behind all others: none of them is a client's.
const FIRST_STAFF: u32 = 1 << 30;

/// Of whom of the register nothing may stand in a client's paper.
pub(super) struct Staff {
    index: Index,
    near: Near,
}

impl Staff {
    /// As the register and the client's walls stand now; nobody where there is nobody to be masked.
    pub(super) fn of(
        reader: &mut Reader<'_>,
        vault: &Vault,
        client: &ClientSheet,
    ) -> Result<Option<Self>, GateError> {
        let all: Vec<Registered<Worker, WorkerSheet>> = subjects_in(reader, vault, &WORKERS)?;
        let mut builder = Index::builder(0);
        let (mut near, mut next) = (Vec::new(), 0_u32);
        for (no, _, sheet, particulars) in &all {
            let walled = client.walls_off(*no, sheet);
            if !walled && sheet.role != Role::PartnerWorker {
                continue;
            }
            let person = person(particulars, walled);
            if person == Person::default() {
                continue;
            }
            builder = builder.person(PersonNo(next), &person);
            near.extend(walled.then_some(PersonNo(next)));
            next = next.saturating_add(1);
        }
        if next == 0 {
            return Ok(None);
        }
        let index = builder.build();
        let near = Near::of(&index, &near);
        Ok(Some(Self { index, near }))
    }

    /// What is found of them, under numbers that nobody else has. `own` is where whoever's file it is is named: there a surname that
    /// somebody of them bears as well is the client's.
    pub(super) fn find(&self, text: &str, own: &[Range<usize>]) -> Vec<Span> {
        let mut spans = self.index.find(text, &self.scope());
        spans.retain(|it| !is_within(it, own));
        for person in spans.iter_mut().flat_map(|it| &mut it.people) {
            person.0 = person.0.saturating_add(FIRST_STAFF);
        }
        spans
    }

    /// What of them is still to be found in what was masked.
    pub(super) fn left(&self, masked: &Masked, own: &[Range<usize>]) -> Vec<Span> {
        let mut left = masked.left(&self.index, &self.scope());
        left.retain(|it| !is_within(it, own));
        left
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

/// Whether a part of a name alone stands within the name of one whose file it is.
fn is_within(span: &Span, own: &[Range<usize>]) -> bool {
    let around = |it: &Range<usize>| it.start <= span.range.start && span.range.end <= it.end;
    span.ways.has(Way::Alone) && own.iter().any(around)
}

/// Whether it is somebody of the register.
pub(super) fn is_of_staff(person: PersonNo) -> bool {
    person.0 >= FIRST_STAFF
}

/// By what somebody of the register is recognised. One word alone is the name of nobody from whom no wall keeps the client.
fn person(particulars: &Particulars, walled: bool) -> Person {
    let mut person = Person::default();
    if walled {
        wording::called(&particulars.name, &mut person);
    } else {
        wording::whole_name(&particulars.name, &mut person);
    }
    let kept = |text: &String| {
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    person.mails.extend(kept(&particulars.email));
    person.phones.extend(kept(&particulars.phone));
    person
}
