//! Who works with whom, and for how long.

mod assigning;
mod lists;
mod programmes;
