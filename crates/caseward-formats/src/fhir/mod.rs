//! What other systems exchange about consents and disclosures: FHIR R4 `Consent` (IHE PCF, intermediate) and `AuditEvent` (IHE BALP), out and in
//! (RE-2, DV-2.1, CR-2; reference/standards.md §12).
//!
//! What goes out says no more than what was agreed: a root that denies, and inside it a permit for each section, to one organisation. What
//! comes in is read strictly: JSON with a name twice, nested deeper than FHIR ever is, or with an element that changes the meaning of
//! others is refused as a whole; what can be read and not taken over is named ([`Notice`]). A fault says where, in FHIR's own names, and why,
//! and never repeats what stood there.
//!
//! Nothing here knows a client: whoever calls hands in the pseudonym that the recipient knows.

mod access;
mod audit;
mod bundle;
mod codes;
mod consent;
mod consent_reading;
mod fault;
mod json;

pub use access::{AccessEvent, AccessEvents, EVENTS_MAPPING, LARGEST_EVENTS, read_events};
pub use audit::{Decision, Export};
pub use bundle::searchset;
pub use codes::{purpose_of, section_of};
pub use consent::{Consent, ConsentStatus};
pub use consent_reading::{ConsentRead, LARGEST_CONSENT, read_consent};
pub use fault::{Fault, NotTaken, Notice, Reason};
