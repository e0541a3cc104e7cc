// expect: E0432
// as: caseward-policies
//! The rules look facts up for themselves, and so could be told which.

pub use caseward_db::Db;
