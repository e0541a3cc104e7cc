// expect: E0432
// as: caseward-db
//! The database learns a rule.

pub use caseward_policies::Policies;
