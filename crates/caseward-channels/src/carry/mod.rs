//! Carrying what was sealed: to the partner's own server, or by mail.
//!
//! CC-2.3, NASW-m. It arrives whole, or nothing of it stays behind; where even that can't be known, the answer says so.
//! What doesn't arrive is approved and not sent: whoever tries again asks the gate again.

pub mod mail;
pub mod sftp;
