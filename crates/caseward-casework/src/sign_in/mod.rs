//! Coming in: how a person shows who they are, and for how long that holds.
//!
//! NASW-l, DV-3.2 (computer records behind a password), DV-4.6.6, RE-6.
//!
//! ```text
//!  a passkey ─────────────────────────────┐
//!  a passphrase ─▶ six digits, or a code ─┼─▶ a session ─▶ locked, and unlocked with one of them
//!  the identity provider ─────────────────┤       └─ before something grave: proved again, ≤ 5 minutes old
//!  a one-time link ─▶ set one of these up ┘
//! ```
//!
//! One room for each thing. Tokens are 256 random bits and stand in the database as keyed fingerprints; with what
//! someone signs in lies on their sealed [card](caseward_gate::Cards); a person who isn't here is answered
//! as one who is, at the same cost. Nobody can lock a colleague out by guessing.

mod arrival;
mod card;
mod device;
mod ended;
mod half;
mod links;
mod office;
mod passkeys;
mod passphrase;
mod proof;
mod provider;
mod recovery;
mod sessions;
mod set_up;
mod slow;
mod step_up;
mod throttle;
mod tokens;
mod totp;
mod two_halves;
mod whereabouts;

use caseward_gate::{DeedText, Fingerprints, WorkerSheet};
use caseward_model::{Id, Worker};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde_json::{Map, Value as Json};

use crate::{CaseworkError, Office};

pub use arrival::{Arrival, Begun};
pub use card::{Means, MeansKind, Overview, PasskeyLine};
pub use device::Device;
pub(crate) use ended::end_begun;
pub use ended::end_everything;
pub use half::{Answer, Half};
pub use links::LinkState;
pub(crate) use links::spend_links_of;
pub(crate) use office::Doorway;
pub use office::SignInRules;
pub use passkeys::{Ceremony, PasskeyError};
pub use passphrase::{LONGEST, Passphrase, SHORTEST, TooWeak};
pub use proof::{Proof, Proved};
pub use provider::{Asked, BACK, Back, NewProvider, ProviderLine, Returned, Unasked};
pub use recovery::CODES;
pub use sessions::{Found, SessionLine};
pub(crate) use sessions::{has_ended, is_locked, lock_in, read_person, running};
pub use set_up::{Fresh, Offered, Unfit};
pub use slow::RETRY_AFTER_S;
use slow::SlowQueue;
pub use step_up::{For, ProofNeeded, StepUp};
pub(crate) use throttle::Counted;
pub use tokens::{DAYS_MAX, NewToken, Scope, Scopes, TokenLine};
pub use totp::code_of;
pub(crate) use two_halves::find_by;
pub use whereabouts::{Whereabouts, WhereaboutsRule, WhereaboutsStep};

/// The longest token of any kind; longer ones aren't even looked up.
pub const LONGEST_TOKEN: usize = 200;

/// Someone who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Their number in this office.
    pub no: i64,
    /// Their id.
    pub worker: Id<Worker>,
    /// What they are called.
    pub name: String,
    /// What decides about them, as of this request.
    pub sheet: WorkerSheet,
    /// By what they are here; nobody else can write it.
    pub(crate) held: Held,
}

/// By what someone is here.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Held {
    /// By nothing that opens anything: somebody that a link or a card speaks of.
    Nothing,
    /// By a session of their own.
    Session {
        /// What the session is called; the same under another secret.
        reference: [u8; 16],
        /// When they last proved who they are.
        proved_at: i64,
        /// By what.
        means: MeansKind,
        /// They have to set up a means of sign-in first.
        first: bool,
        /// Until when nobody can hear or read along where they are, in ms; 0 while that isn't said, below if it isn't asked.
        private_until: i64,
        /// On what it was begun.
        device: Device,
    },
    /// By a token that they gave a program.
    Token(Scopes),
}

impl SignedIn {
    /// By what their session was begun; nothing for a program.
    #[must_use]
    pub const fn means(&self) -> Option<MeansKind> {
        match self.held {
            Held::Session { means, .. } => Some(means),
            Held::Nothing | Held::Token(_) => None,
        }
    }

    /// What the session is called in which they are here; nothing for a program.
    pub(crate) fn session_called(&self) -> Option<String> {
        match self.held {
            Held::Session { reference, .. } => Some(HEXLOWER.encode(&reference)),
            Held::Nothing | Held::Token(_) => None,
        }
    }

    /// Whether this much may be done here in their name; a session does all that its person may.
    #[must_use]
    pub const fn has(&self, scope: Scope) -> bool {
        match self.held {
            Held::Nothing => false,
            Held::Session { .. } => true,
            Held::Token(scopes) => scopes.holds(scope),
        }
    }

    /// Whether it is a program that asks in their name.
    #[must_use]
    pub const fn is_program(&self) -> bool {
        matches!(self.held, Held::Token(_))
    }
}

impl Office {
    pub(crate) fn make_token(&self, domain: &str) -> Result<(String, [u8; 16]), CaseworkError> {
        let token = self.random_letters();
        let hash = self.hash(domain, &token)?;
        Ok((token, hash))
    }

    /// 256 random bits in letters.
    fn random_letters(&self) -> String {
        BASE64URL_NOPAD.encode(&self.randomness.bytes::<32>())
    }

    pub(crate) fn hash(&self, domain: &str, token: &str) -> Result<[u8; 16], CaseworkError> {
        Ok(self.gate.fingerprints()?.of(domain, &[token.as_bytes()]))
    }
}

/// A fingerprint of a row, so that a changed row opens nothing.
pub(crate) fn bound_by<const N: usize>(
    prints: &Fingerprints,
    domain: &str,
    hash: &[u8; 16],
    numbers: [i64; N],
) -> [u8; 16] {
    let numbers = numbers.map(i64::to_be_bytes).concat();
    prints.of(domain, &[hash, &numbers])
}

/// The place of a row of the sign-in desk's drawer that is found by sixteen bytes.
const fn place(reference: &[u8; 16], what: i64) -> (i64, i64, i64) {
    let whole = u128::from_be_bytes(*reference);
    ((whole >> 64) as i64, whole as i64, what)
}

/// The text of a deed about coming in; ids and words only.
pub(crate) fn note<const N: usize>(
    what: &str,
    by: Option<Id<Worker>>,
    particulars: [(&str, Json); N],
) -> DeedText {
    let particulars: Map<String, Json> = particulars
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    DeedText {
        deed: what.to_owned(),
        by,
        client: None,
        particulars,
    }
}
