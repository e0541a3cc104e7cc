//! Emergency access: a file that isn't one's own, opened for minutes because someone may come to serious harm
//! (RE-7, NASW-c). It is told to a second person at once, and reviewed on the next working day (CR-10).
//!
//! The gate decides, by what stands on the sheets of the client and of the worker; this desk keeps why.

pub mod danger;
mod limits;
mod opening;
mod review;
mod stored;

pub(crate) use limits::limits_in;
pub use limits::{LONGEST_MINUTES, Limits, MOST_WARN_HOURS, OVER_BUDGET_MINUTES};
pub use opening::{BY_SEARCH, Opening};
pub(crate) use review::LONGEST_DELAY_MS;
pub use review::Ticket;
pub(crate) use stored::ticket_times;
pub use stored::{Delay, Reviewed, Settled};
