// expect: E0433
// as: caseward-web
//! A page decides for itself.

pub fn decide() {
    let _ = caseward_policies::Policies::embedded();
}
