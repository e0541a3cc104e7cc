//! The people: who works here, in which part, with whom, under whom, and who takes over when one of them
//! can't.
//!
//! DV-1 (paid, voluntary and committee members alike), DV-5.7 (a partner's staff), NASW-o (a named custodian
//! takes over; no client without someone, no key lost), NASW-l, CC-2.10.
//!
//! ```text
//!  an organisation ◀─ belongs to ─ a worker ─ is in ─▶ a team
//!                                   │  ▲  └ is supervised by ▶ a worker
//!                        can't work │  │ returns
//!                                   ▼  │
//!            a hand-over: each file, each supervision, each lead has someone else, at once
//! ```
//!
//! What decides stands on the worker's own sheet, and who works with whom on each client's; every change is
//! decided, done and written down in one transaction.

mod absences;
mod amiss;
mod custodians;
mod duties;
mod ending;
mod hand_over;
mod invitations;
mod names;
mod organizations;
mod owners;
mod person;
mod preview;
mod register;
mod returning;
mod supervision;
mod teams;

pub use absences::Absence;
pub use amiss::Amiss;
pub(crate) use amiss::Mending;
pub use ending::{Ended, Shut};
pub use invitations::INVITED_MINUTES;
pub(crate) use names::check_phone;
pub use organizations::{OrganizationChange, organization_sheet};
pub use owners::{Owner, Upkeep, WAITING_MAX, WaitingFile};
pub use person::{NewWorker, Person};
pub use preview::{FilesMoved, HandOverPreview};
pub(crate) use register::or_unknown;
pub use register::{Colleague, RegisteredOrganization};
pub use teams::Team;
