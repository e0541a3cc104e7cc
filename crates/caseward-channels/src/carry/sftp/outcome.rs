//! How it went, in words that people can act on.
//!
//! NASW-m. No name of a server, a folder or a file is in any of them.

use super::HostKey;
use crate::seal::Sealed;
use crate::{Hash, OuterName};

/// What a server wouldn't do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Let us in.
    SignIn,
    /// Take files at all.
    NoFiles,
    /// Show the folder: it isn't there, or isn't for us.
    Folder,
    /// Let us write there.
    Writing,
    /// Give the whole file its name.
    Naming,
    /// Say that all of it is there.
    Size,
    /// Let us remove it.
    Removing,
}

impl Refusal {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::NoFiles => "no_files",
            Self::Folder => "folder",
            Self::Writing => "writing",
            Self::Naming => "naming",
            Self::Size => "size",
            Self::Removing => "removing",
        }
    }
}

/// Why it didn't go.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The server couldn't be reached, or broke off before it let us in.
    #[error("the partner's server couldn't be reached; look at its name, its port and the network")]
    NotReached,
    /// It showed another key than the register has: it may be somebody else.
    #[error(
        "the partner's server showed another key than the one that was checked: nothing was sent. Call the organization; \
         it may have a new server, or somebody may stand between"
    )]
    HostKeyChanged {
        /// The key it showed; nothing if it had none of the kind that the register has.
        seen: Option<HostKey>,
    },
    /// It wouldn't.
    #[error("the partner's server refused ({}); ask the organization", .0.word())]
    Refused(Refusal),
    /// Its disk is full.
    #[error("the partner's server has no room; ask the organization")]
    NoSpace,
    /// It stopped in the middle, or took too long.
    #[error("the line broke in the middle; {}", maybe(*.maybe_arrived))]
    BrokenOff {
        /// Whether the file may be there whole: then it counts as disclosed.
        maybe_arrived: bool,
    },
}

const fn maybe(arrived: bool) -> &'static str {
    if arrived {
        "it may have arrived, and counts as disclosed until the organization says otherwise"
    } else {
        "nothing has arrived"
    }
}

impl Failure {
    /// The word for it, in entries.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::NotReached => "not_reached",
            Self::HostKeyChanged { .. } => "host_key_changed",
            Self::Refused(_) => "refused",
            Self::NoSpace => "no_space",
            Self::BrokenOff {
                maybe_arrived: false,
            } => "broken_off",
            Self::BrokenOff {
                maybe_arrived: true,
            } => "maybe_arrived",
        }
    }
}

/// It didn't go.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Undelivered {
    /// Why.
    pub why: Failure,
    /// Whether a sealed half of it may lie on the partner's server: nobody can open it, and it should be deleted.
    pub left_behind: bool,
}

impl Undelivered {
    pub(super) const fn new(why: Failure, left_behind: bool) -> Self {
        Self { why, left_behind }
    }

    pub(super) const fn clean(why: Failure) -> Self {
        Self::new(why, false)
    }
}

/// It lies in the partner's folder, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Its name there.
    pub name: OuterName,
    /// How many bytes.
    pub bytes: usize,
    /// Their SHA-256.
    pub hash: Hash,
}

impl Delivered {
    pub(super) fn of(sealed: &Sealed, name: &OuterName) -> Self {
        Self {
            name: name.clone(),
            bytes: sealed.bytes().len(),
            hash: *sealed.hash(),
        }
    }
}

/// What became of a file that was to be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recalled {
    /// It lay there and is gone. Whether somebody copied it before can't be known.
    Removed,
    /// It wasn't there any more: somebody fetched it, or tidied up.
    NotThere,
}
