//! Sending a sealed file by mail, to the organization's address in the register.
//!
//! CC-2.3, NASW-m. Who sees the mail pass, or the list of a mailbox on somebody's screen, learns that this office wrote to
//! that organization, and roughly how much. Everything else is inside the seal. A mail server is spoken to over TLS
//! only, but for one on this very machine.

mod letter;
mod outcome;
mod server;

pub use letter::{LARGEST, LetterError, Lock, SealedLetter, compose, fits};
pub use outcome::MailFailure;
pub use server::{Account, MailServer};
