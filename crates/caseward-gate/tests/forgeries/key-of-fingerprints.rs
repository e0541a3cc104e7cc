// expect: E0616
//! Takes the key out of what makes fingerprints.

use caseward_gate::Fingerprints;

pub fn key(fingerprints: &Fingerprints) -> bool {
    std::ptr::eq(&fingerprints.0, &fingerprints.0)
}
