// expect: E0603
//! Drafts an entry as the gate does, to record an answer that was never given.

pub use caseward_gate::record::draft;
