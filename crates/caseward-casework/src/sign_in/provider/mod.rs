//! The office's own directory: whoever has an account there may come in with it (OpenID Connect).
//!
//! NASW-l. Somebody's account is bound to them when they set up how they sign in, by the directory's own name for it
//! (its address together with a subject), and never by an address of mail: those are given to others. If the
//! directory doesn't answer, the other ways still work.
//!
//! ```text
//!  asked:  a half is kept here; the browser has its secret in a cookie, and carries state and challenge there
//!  back:   cookie, state, code ──▶ code and verifier for an ID token ──▶ signature, issuer, audience, nonce, time
//!  then:   the account comes in ─ or is bound to whoever asked ─ or proves who holds a session
//! ```

mod asked;
mod back;
mod settings;
mod wire;

pub use asked::Asked;
pub use back::{Back, Returned};
pub(super) use settings::{AT_ONCE, Provider};
pub use settings::{NewProvider, ProviderLine};

use serde::{Deserialize, Serialize};

/// Where the directory sends people back to, at the office's own address; nowhere else.
pub const BACK: &str = "/sign-in/provider/back";

/// Why the directory can't be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unasked {
    /// The office has none.
    None,
    /// It doesn't answer, or not as it should.
    Away,
    /// Too many are asking it at once.
    Busy,
    /// Whoever asks has as many accounts as can be bound to them.
    TooMany,
}

/// For what somebody was sent to the directory.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Errand {
    /// To come in, whoever it is.
    ComeIn,
    /// To bind an account to this person, who holds this session.
    Bind { worker_no: i64, session: [u8; 16] },
    /// To prove who holds this session.
    Prove { worker_no: i64, session: [u8; 16] },
}

/// What is kept here until they are back.
#[derive(Serialize, Deserialize)]
pub(super) struct Sent {
    pub(super) state: String,
    pub(super) nonce: String,
    pub(super) verifier: String,
    /// When they were sent, in ms.
    pub(super) at_ms: i64,
    pub(super) errand: Errand,
}
