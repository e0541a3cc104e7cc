//! What people are given on paper: the copy of what they signed, the certificate of what they learnt, the form of a consent
//! and its copy, what is disclosed about a client, the statement that goes with it, the letter that asks for it back, the accounting
//! of all that left, what an employer and the authorities are told after a breach, the certificate that notes were destroyed, the
//! minutes of a case conference for one organisation, the form that whoever takes part in a men's programme signs, and the leaflet
//! that tells a client what is shared about them and how it is protected.
//!
//! Data goes in, the bytes of a PDF come out; nothing here reads a file, a clock or a key. How a paper
//! looks stands in `policies/`, beside the clauses that ask for it, where a lawyer reads it. What
//! people wrote is handed over as data and printed as it is: it can never become a part of the form,
//! whatever it looks like. Every PDF is tagged and checked against PDF/UA-1 as it is made, in the
//! language of whoever holds it. Design §8; CC-2, DV-2.1, DV-5.1.1, DV-5.10.

mod accounting;
mod agreement_copy;
mod breach_notice;
mod conference_minutes;
mod consent_form;
mod cover_sheet;
mod disclosure;
mod enquiry;
mod letters;
mod notes_destroyed;
mod press;
mod programme_form;
mod return_or_destroy;
mod sharing_leaflet;
#[cfg(test)]
mod tests;
mod training_certificate;
mod typefaces;

pub use accounting::{AccountedLine, AccountingPaper};
pub use agreement_copy::{AgreementCopy, Answered, Mark, Part, Signer};
pub use breach_notice::BreachNotice;
pub use conference_minutes::{ConferenceMinutes, MinutesItem, MinutesLine};
pub use consent_form::{ConsentForm, Titled, WitnessLine};
pub use cover_sheet::CoverSheet;
pub use disclosure::{
    AgreedConsent, DisclosureDocument, DisclosureStatement, Line, Record, Section, TellerPermits,
};
pub use enquiry::NeitherConfirmNorDeny;
pub use notes_destroyed::NotesDestroyed;
pub use press::{Fetched, Paper, PaperError, Template, print, print_fetched};
pub use programme_form::ProgrammeForm;
pub use return_or_destroy::ReturnOrDestroy;
pub use sharing_leaflet::{SharedWith, SharingLeaflet};
pub use training_certificate::TrainingCertificate;
