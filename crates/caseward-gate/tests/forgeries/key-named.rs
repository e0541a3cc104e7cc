// expect: E0603
//! Names the type of keys.

pub use caseward_gate::vault::Key;
