// expect: E0616
//! Takes the vault out of the register of those who work here.

use caseward_gate::Roster;

pub fn keys(roster: &Roster) -> bool {
    let vault = &roster.0;
    std::ptr::eq(vault, vault)
}
