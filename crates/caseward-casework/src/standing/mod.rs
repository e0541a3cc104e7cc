//! Who may come in at all: agreements that are read, understood and signed, and training that is
//! completed and still fresh.
//!
//! An office publishes texts, each in versions, and says whose part requires them. Whoever works here
//! reads, answers a few questions about what they read, and signs. From what is required and what was
//! signed follow two times on a worker's sheet, and by these the gate decides, everywhere: the moment
//! one of them is past, every file is shut. They are settled in the very transaction in which
//! something about them changes, so there is no moment in which the gate believes anything older. CC-2,
//! DV-1, DV-5.1.1, DV-5.3.1, DV-5.6, DV-5.10.

mod answers;
mod changes;
mod copy;
mod error;
mod keep;
mod mine;
mod missing;
mod paper;
mod preview;
mod publish;
mod refuse;
mod register;
mod settle;
mod shipped;
mod sign;
mod text;

pub use answers::{Given, Marked};
pub use changes::{Change, Changed, changes};
pub use copy::Printed;
pub(crate) use copy::{day, on_a_thread_that_waits};
pub use error::{Need, SigningError};
pub use keep::{Evidence, How, State};
pub use mine::{Reading, Signature, Stand};
pub use missing::{Matrix, Standing};
pub use paper::{LARGEST_SCAN, ScanKind, SignedPaper, WaitingPaper};
pub use preview::{Preview, Reworded};
pub use publish::{NewVersion, Published};
pub use refuse::{LONGEST_WORDS, RefusalToSign, ToTalkAbout};
pub(crate) use register::published;
pub use settle::{Register, Requirement, Version};
pub use shipped::{Shipped, shipped};
pub use sign::{DrawnMark, Signer, Signing};
pub use text::{Edition, LONGEST_TEXT, Question, Section, Wording};
