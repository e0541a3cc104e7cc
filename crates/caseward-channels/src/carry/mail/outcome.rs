//! How it went with a mail.
//!
//! NASW-m.

/// Why a mail didn't go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MailFailure {
    /// The mail server couldn't be reached, or broke off before it had any of it.
    #[error("the mail server couldn't be reached; look at its name, its port and the network")]
    NotReached,
    /// Its certificate or its encryption isn't what it should be.
    #[error("the mail server's certificate isn't trusted here; nothing was sent")]
    NotTrusted,
    /// It said: not now.
    #[error("the mail server said: not now; ask the gate again later")]
    NotNow,
    /// It refused for good.
    #[error("the mail server refused it; look at the account and the addresses")]
    Refused,
    /// It broke off after it had all of it: the mail counts as disclosed.
    #[error(
        "the mail server broke off at the end; it may have taken the mail, which counts as disclosed"
    )]
    MaybeSent,
}

impl MailFailure {
    /// The word for it, in entries.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotReached => "not_reached",
            Self::NotTrusted => "not_trusted",
            Self::NotNow => "not_now",
            Self::Refused => "refused",
            Self::MaybeSent => "maybe_arrived",
        }
    }
}
