//! The pages for what went wrong: ours, or a request that can't be understood.
//!
//! Design §9 (bad input: a clear error, nothing half-done). It says what happened, that nothing was
//! lost or half-done, and what to do next; never the insides of the program.

use askama::Template;
use axum::http::StatusCode;
use caseward_model::Language;

use crate::{Place, Shell};

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The server failed (500).
    Ours,
    /// The request can't be understood (400).
    Unreadable,
    /// The form came from another site's page (403).
    Foreign,
    /// More than fits (413).
    TooLarge,
    /// Too busy, or starting (503).
    Busy,
    /// It couldn't be written down, and so nothing was shown (503, design §1: no entry, no bytes).
    Unrecorded,
}

impl Fault {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Ours,
        Self::Unreadable,
        Self::Foreign,
        Self::TooLarge,
        Self::Busy,
        Self::Unrecorded,
    ];

    /// The status to send.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Ours => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Busy | Self::Unrecorded => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The key of what happened, and the key of what to do.
    #[must_use]
    pub const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Ours => ("fault-ours", "fault-ours-next"),
            Self::Unreadable => ("fault-unreadable", "fault-unreadable-next"),
            Self::Foreign => ("fault-foreign", "fault-foreign-next"),
            Self::TooLarge => ("fault-too-large", "fault-too-large-next"),
            Self::Busy => ("fault-busy", "fault-busy-next"),
            Self::Unrecorded => ("fault-unrecorded", "fault-unrecorded-next"),
        }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "fault/page.html")]
pub struct FaultPage {
    /// Around it.
    pub shell: Shell,
    /// What went wrong.
    pub fault: Fault,
}

impl FaultPage {
    /// A failure of ours.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell {
                printed: None,
                ..Shell::sample(language, Place::Elsewhere, "/")
            },
            fault: Fault::Ours,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_says_what_happened_and_what_to_do() {
        for &language in Language::ALL {
            for &fault in Fault::ALL {
                let page = FaultPage {
                    fault,
                    ..FaultPage::sample(language)
                };
                let html = page.render().unwrap();
                assert!(!html.contains('⟦'), "{fault:?}");
                assert!(fault.status().as_u16() >= 400);
            }
        }
    }
}
