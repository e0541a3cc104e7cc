//! With what a person signs in: one sealed card for each, and what may be shown of it.
//!
//! NASW-l. There is never a passphrase on it, only its slow print; never a recovery code, only keyed prints; of a
//! passkey the public half.

use caseward_gate::{Fingerprints, SlotSettings};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use webauthn_rs::prelude::Passkey;

use super::recovery::Codes;
use super::totp::Authenticator;

/// By what a session was begun. The numbers stand in the database: never reuse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeansKind {
    /// A one-time link.
    Link = 1,
    /// A passkey.
    Passkey = 2,
    /// A passphrase and six digits.
    Passphrase = 3,
    /// A passphrase and a recovery code.
    Recovery = 4,
    /// The office's identity provider.
    Provider = 5,
}

impl MeansKind {
    const ALL: [Self; 5] = [
        Self::Link,
        Self::Passkey,
        Self::Passphrase,
        Self::Recovery,
        Self::Provider,
    ];

    /// The word in entries, commands and the API.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Passkey => "passkey",
            Self::Passphrase => "passphrase",
            Self::Recovery => "recovery_code",
            Self::Provider => "provider",
        }
    }

    pub(super) const fn number(self) -> i64 {
        self as i64
    }

    pub(super) fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.number() == number)
    }
}

/// What is kept of a passphrase.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct KeptPassphrase {
    pub(super) salt: [u8; 32],
    print: [u8; 32],
    pub(super) cost: SlotSettings,
}

impl KeptPassphrase {
    pub(super) const fn new(salt: [u8; 32], print: [u8; 32], cost: SlotSettings) -> Self {
        Self { salt, print, cost }
    }

    /// Whether a slow print is that of this passphrase; how much of it agrees can't be told by the time.
    pub(super) fn is(&self, print: &[u8; 32]) -> bool {
        self.print.ct_eq(print).into()
    }
}

/// A passkey on the card.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptPasskey {
    /// What it is called when it is to be removed; counted up for each person.
    pub(super) no: u32,
    /// What its owner calls it.
    pub(super) name: String,
    pub(super) made_at: i64,
    pub(super) used_at: i64,
    pub(super) key: Passkey,
}

/// An account at the identity provider that was bound to this person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Account {
    pub(super) issuer: String,
    pub(super) subject: String,
    pub(super) made_at: i64,
}

impl Account {
    /// By what an account is known: the directory's address, and what it calls the account.
    pub(super) fn key(&self) -> (String, String) {
        (self.issuer.clone(), self.subject.clone())
    }

    /// The fingerprint by which its person is found.
    pub(super) fn print(&self, prints: &Fingerprints) -> [u8; 16] {
        let parts: [&[u8]; 2] = [self.issuer.as_bytes(), self.subject.as_bytes()];
        prints.of("sign-in-account", &parts)
    }
}

/// With what a person signs in.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Means {
    pub(super) passkeys: Vec<KeptPasskey>,
    pub(super) passphrase: Option<KeptPassphrase>,
    pub(super) authenticator: Option<Authenticator>,
    /// An authenticator app that was offered and hasn't shown a code yet.
    pub(super) offered: Option<Authenticator>,
    pub(super) codes: Codes,
    pub(super) accounts: Vec<Account>,
    /// The address that a passkey of this person is known by; drawn once.
    pub(super) user_handle: Option<[u8; 16]>,
}

/// A passkey as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyLine {
    /// What it is called when it is to be removed.
    pub no: u32,
    /// What its owner calls it.
    pub name: String,
    /// Since when, in ms.
    pub made_at: i64,
    /// When it was last used, in ms; 0 for never.
    pub used_at: i64,
}

/// What a person signs in with, as they see it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overview {
    /// Their passkeys.
    pub passkeys: Vec<PasskeyLine>,
    /// They have a passphrase.
    pub passphrase: bool,
    /// They have an authenticator app.
    pub authenticator: bool,
    /// How many recovery codes are left.
    pub codes_left: usize,
    /// How many accounts at the identity provider are bound to them.
    pub accounts: usize,
    /// They can come in without a link.
    pub complete: bool,
}

/// By what else than their own means people come in here.
#[derive(Clone, Copy)]
pub(super) struct Ways {
    /// A link alone lets its person in.
    pub(super) links_alone: bool,
    /// The office has a directory.
    pub(super) directory: bool,
}

impl Means {
    /// Whether this person can come in without a link; an account says so only while the office has a directory.
    pub(super) fn complete(&self, ways: Ways) -> bool {
        !self.passkeys.is_empty()
            || (ways.directory && !self.accounts.is_empty())
            || (self.passphrase.is_some() && self.authenticator.is_some())
    }

    /// Whether this account is bound to this person.
    pub(super) fn has_account(&self, (issuer, subject): &(String, String)) -> bool {
        let same = |it: &Account| it.issuer == *issuer && it.subject == *subject;
        self.accounts.iter().any(same)
    }

    /// What may be shown of it.
    pub(super) fn overview(&self, ways: Ways) -> Overview {
        let line = |it: &KeptPasskey| PasskeyLine {
            no: it.no,
            name: it.name.clone(),
            made_at: it.made_at,
            used_at: it.used_at,
        };
        Overview {
            passkeys: self.passkeys.iter().map(line).collect(),
            passphrase: self.passphrase.is_some(),
            authenticator: self.authenticator.is_some(),
            codes_left: self.codes.left(),
            accounts: self.accounts.len(),
            complete: self.complete(ways),
        }
    }
}
