//! What may bring a worker close to someone on record: one surname, one address, one telephone; only ever as fingerprints that
//! the gate makes (CR-2, DV-3.3.2e).

use caseward_gate::{Survey, TraitColumn, TraitColumns, TraitPrints};
use caseward_model::Role;
use caseward_review::{Print, Traits};

use super::facts::Gathered;
use crate::CaseworkError;
use crate::entries::field;
use crate::layout::Layouts;

/// Which columns of imported files say who somebody is.
const COLUMNS: &[(&str, &str, TraitColumn)] = &[
    ("Client", "FirstName", TraitColumn::FirstName),
    ("Client", "LastName", TraitColumn::Surname),
    ("Enrollment", "LastPermanentStreet", TraitColumn::Street),
];

/// The columns by the numbers that this office's files have.
pub(super) fn columns(layouts: &Layouts) -> TraitColumns {
    let table = caseward_formats::fields::table();
    let mut columns = TraitColumns::new();
    columns.insert(0, vec![(field::TEXT, TraitColumn::Text)]);
    for (no, file) in layouts.iter() {
        let wanted = COLUMNS.iter().filter(|(name, ..)| *name == file.name);
        let wanted = wanted.filter_map(|(name, column, what)| {
            let field = table.field(name, column)?;
            Some((field.number, *what))
        });
        let wanted: Vec<_> = wanted.collect();
        if !wanted.is_empty() {
            columns.insert(no, wanted);
        }
    }
    columns
}

/// Gathers what is known of everyone.
pub(super) fn gather(
    survey: &mut Survey<'_, '_>,
    columns: &TraitColumns,
    gathered: &mut Gathered,
) -> Result<(), CaseworkError> {
    for (no, _, sheet, particulars) in survey.workers()? {
        if sheet.role != Role::Client {
            let worker = gathered.numbers.worker(no);
            let traits = traits(survey.worker_traits(&particulars));
            gathered.people.worker(worker, traits);
        }
    }
    survey.each_trait::<CaseworkError>(columns, |client_no, prints| {
        let person = gathered.numbers.client(client_no);
        gathered.people.person(person, traits(prints));
        Ok(())
    })
}

fn traits(prints: TraitPrints) -> Traits {
    let all = |prints: Vec<[u8; 16]>| prints.into_iter().map(Print).collect();
    Traits {
        identity: all(prints.identity),
        surnames: all(prints.surnames),
        addresses: all(prints.addresses),
        streets: all(prints.streets),
        reach: all(prints.reach),
        contacts: all(prints.contacts),
    }
}
