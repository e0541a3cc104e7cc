//! What leaves, opened and taken in by the programs that partners have: `gpg`, `age`, `unzip`, OpenSSH's server, a mail server.
//!
//! CC-2.3, NASW-m. A test whose program isn't there says `NOT RUN`, and fails if `CASEWARD_REQUIRE_ALL=1`. Everything
//! listens on loopback, and is gone afterwards.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what the tests share isn't marked as a test, and may fail as one"
)]

mod age;
mod cut;
mod gpg;
mod keys_that_wont_do;
mod letters;
mod lock;
mod mail_server;
mod odd_server;
mod packages;
mod proftpd;
mod programs;
mod sftp;
#[allow(dead_code, reason = "the tests of the desks use the rest of it")]
mod ssh_server;
