//! What decides: who is assigned, who signed, who is shielded, who is walled off, what was agreed.
//!
//! All that decides about one client, one worker or one organisation stands on one sealed *sheet*.
//! The gate reads the sheets itself, in the transaction that also writes the answer into the ledger,
//! and never keeps one for the next question (design §1: facts are never cached). A sheet can't be
//! changed, swapped or moved behind the gate's back without failing to open; and every change of a
//! sheet is an entry in the ledger.
//!
//! Architecture invariant: nothing outside the gate turns a sheet into an answer.

mod consent;
mod danger;
mod export;
mod heard;
mod items;
mod load;
mod need;
mod organization;
mod presence;
mod programme;
mod sealed;
mod seat;
mod sheet;
mod situate;
mod supervised;
mod teller;
mod warning;

pub use consent::AskedOfConsents;
pub use danger::{DangerFact, RiskFact};
pub use export::ExportFact;
pub use heard::HeardFact;
pub use items::{AgreedItem, ItemFact, OfferFact, Offers, PlacedItem};
pub(crate) use load::{
    Facts, NOBODY, Now, load, read_client_or_nobody, read_no_or_nobody, read_nobody,
    read_organization_by_no, read_organization_sheet, read_worker_sheet, walled_organizations,
};
pub use need::{can_be_offered, item_needs, needs};
pub use organization::{AgreedFact, AgreedStaff, ClientProtocolFact, OrganizationSheet};
pub use presence::PresenceFact;
pub use programme::TakesPartFact;
pub(crate) use sealed::{
    ClientRow, Subject, is_newest, open_newest, read_client, read_client_by_no, read_kept_client,
    seal_sheet, subjects_sql,
};
pub(crate) use seat::{Attendance, counts as seat_counts};
pub use seat::{RoomState, Rooms, SeatFact};
pub(crate) use sheet::RecordsSum;
pub use sheet::{
    AbsenceFact, Assignee, AssignmentFact, ClientSheet, ConsentFact, DutyFact, EmergencyFact,
    EmergencyMark, LawFact, ProgrammeFact, ProtectionFact, ProtectionSource, SignedFact,
    WallAgainst, WallFact, WorkerDuty, WorkerSheet,
};
pub(crate) use situate::{Asked, situation};
pub use supervised::{PlaceFact, SupervisedIn};
pub use teller::TellerFact;
pub(crate) use teller::{still_may_go, told_that_may_go};
pub use warning::WarningFact;
