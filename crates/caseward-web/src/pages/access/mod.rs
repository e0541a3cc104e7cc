//! `/access/…`: getting at a file that isn't one's own in an emergency, and reviewing that (pages §3 S5).
//!
//! RE-7, NASW-c, CR-10.

pub mod emergency;
pub mod review;
pub mod reviews;
pub mod ticket;

use crate::addresses::Addresses;

/// The addresses of access.
#[must_use]
pub fn routes() -> Addresses {
    Addresses::new()
        .merge(emergency::routes())
        .merge(ticket::routes())
        .merge(reviews::routes())
        .merge(review::routes())
}
