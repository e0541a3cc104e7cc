// expect: E0616
// as: caseward-web
//! A page takes the database from behind its desk.

use caseward_casework::Office;

pub fn take(office: &Office) -> bool {
    std::ptr::eq(&office.db, &office.db)
}
