//! `/settings`: what someone may change about how they work here, and about the office.

pub mod sign_in;
