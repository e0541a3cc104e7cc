// expect: E0432
// as: caseward-formats
//! What reads files asks the gate behind the desks' back.

pub use caseward_gate::Gate;
