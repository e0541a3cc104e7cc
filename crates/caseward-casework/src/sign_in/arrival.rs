//! Somebody at the door: from where they come, on what, and what their browser has of us already.
//!
//! NASW-l. All of it is only used to decide how long to wait after mistakes, and to show people their own
//! sessions. Addresses are never kept: they stand in the database as keyed fingerprints, for a day.

use std::net::IpAddr;

use super::Device;

/// Somebody at the door.
#[derive(Debug, Clone, Default)]
pub struct Arrival {
    /// The network address that they come from, if it is known.
    pub address: Option<IpAddr>,
    /// On what.
    pub device: Device,
    /// What their browser keeps from an earlier time: that someone has signed in with it.
    pub known: Option<String>,
    /// A program, which keeps nothing between two visits: it is never remembered as a browser.
    pub program: bool,
}

/// Somebody who came in.
pub struct Begun {
    /// The secret of their session.
    pub session: String,
    /// What their browser keeps from now on, so that nobody's guessing makes them wait; none if it has that already.
    pub known: Option<String>,
    /// They have to set up a means of sign-in before they go on.
    pub set_up_first: bool,
}

impl Arrival {
    /// The part of the address that one connection has to itself: all of it, or the first half of a long one.
    pub(super) fn network(&self) -> Vec<u8> {
        match self.address {
            None => Vec::new(),
            Some(IpAddr::V4(short)) => short.octets().to_vec(),
            Some(IpAddr::V6(long)) => match long.to_ipv4_mapped() {
                Some(short) => short.octets().to_vec(),
                None => long.octets().into_iter().take(8).collect(),
            },
        }
    }
}
