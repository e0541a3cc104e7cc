// expect: E0433
// as: caseward-web
//! A page opens the database for itself.

pub fn open(settings: ()) {
    let _ = caseward_db::open(settings);
}
