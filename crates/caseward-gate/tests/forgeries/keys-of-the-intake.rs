// expect: E0616
//! Takes the keys from the bench on which an import works.

use caseward_gate::Bench;

pub fn keys(bench: &Bench<'_, '_>) -> bool {
    bench.held.is_empty()
}
