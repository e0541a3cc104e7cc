// expect: E0603
//! Names the hidden trait that would let it invent an act.

pub enum Browse {}

impl caseward_gate::request::sealed::Sealed for Browse {}
