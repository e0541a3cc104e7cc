//! Who works with whom, for how long, and who may find and ask for whom.

mod access;
mod assigning;
mod conflicts;
mod lists;
mod programmes;
pub(crate) mod search;
