//! A link that opens once, with a PIN that comes by another way.
//!
//! CC-2.3, NASW-m. For those who have neither a key nor a server. Whoever finds the link in a mailbox lacks the PIN; whoever
//! overhears the PIN lacks the link; whoever copies our database has neither: only hashes are kept. It ends by itself,
//! locks after five wrong PINs, and can be recalled. Here are only its rules; the page is elsewhere. Time and
//! chance are handed in.

mod secret;

use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

pub use secret::{Pin, Token};

use secret::Kept;

/// How many wrong PINs lock it.
pub const MOST_WRONG_PINS: u8 = 5;
/// How often it can be begun anew when the download broke off.
pub const MOST_OPENINGS: u8 = 3;
/// The longest time that it is open, in ms: 14 days.
pub const LONGEST_MS: i64 = 14 * 86_400_000;
/// The shortest, in ms: an hour.
pub const SHORTEST_MS: i64 = 3_600_000;

/// How a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// It was made, and nobody has opened it.
    Made,
    /// The right PIN was given, and the download began.
    Opened,
    /// The download ended, or began too often.
    UsedUp,
    /// Its time is over.
    Expired,
    /// It was taken back.
    Recalled,
    /// Too many wrong PINs.
    Locked,
}

impl LinkState {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Opened => "opened",
            Self::UsedUp => "used_up",
            Self::Expired => "expired",
            Self::Recalled => "recalled",
            Self::Locked => "locked",
        }
    }

    const fn is_open(self) -> bool {
        matches!(self, Self::Made | Self::Opened)
    }
}

/// Why a link doesn't open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// The PIN isn't right; so many tries are left.
    WrongPin {
        /// How many.
        left: u8,
    },
    /// There is nothing to open, for this reason.
    Not(LinkState),
    /// There is no such link.
    NoSuchLink,
}

impl Closed {
    /// How many tries are left, the only thing that is said to the one who tries. To all else the answer is one and the
    /// same: there is nothing here. Whether there ever was is nobody's business.
    #[must_use]
    pub const fn tries_left(self) -> Option<u8> {
        match self {
            Self::WrongPin { left } if left > 0 => Some(left),
            _ => None,
        }
    }
}

/// What a recall came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkRecalled {
    /// Nobody had opened it, and nobody can any more.
    InTime,
    /// Somebody had begun to open it: it is closed now, and counts as disclosed.
    TooLate,
    /// It had ended already.
    Ended(LinkState),
}

/// It can't be open for so long, or so short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a link is open for an hour at least and 14 days at most")]
pub struct UnfitTime;

/// A link as it is kept: nobody can open it with what stands here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    token: Kept,
    pin: Kept,
    made_at: i64,
    expires_at: i64,
    wrong_pins: u8,
    openings: u8,
    state: LinkState,
}

impl Link {
    /// Makes a link that is open for so many ms. Token and PIN are given out here and never again.
    ///
    /// # Errors
    /// [`UnfitTime`].
    pub fn make(
        randomness: &caseward_model::Randomness,
        now_ms: i64,
        lasts_ms: i64,
    ) -> Result<(Self, Token, Pin), UnfitTime> {
        if !(SHORTEST_MS..=LONGEST_MS).contains(&lasts_ms) {
            return Err(UnfitTime);
        }
        let (token, pin) = (Token::make(randomness), Pin::make(randomness));
        let link = Self {
            token: token.kept(),
            pin: pin.kept(&token),
            made_at: now_ms,
            expires_at: now_ms + lasts_ms,
            wrong_pins: 0,
            openings: 0,
            state: LinkState::Made,
        };
        Ok((link, token, pin))
    }

    /// Until when it is open, in ms since 1970.
    #[must_use]
    pub const fn expires_at(&self) -> i64 {
        self.expires_at
    }

    /// How often it was opened.
    #[must_use]
    pub const fn openings(&self) -> u8 {
        self.openings
    }

    /// How it stands now. A clock that was set back to before it was made opens nothing.
    #[must_use]
    pub const fn state_at(&self, now_ms: i64) -> LinkState {
        let is_its_time = self.made_at <= now_ms && now_ms < self.expires_at;
        if self.state.is_open() && !is_its_time {
            LinkState::Expired
        } else {
            self.state
        }
    }

    /// Somebody came with the link and a PIN. Write the link back before anything is answered, whatever comes out.
    ///
    /// # Errors
    /// [`Closed`]. What of it may be said is [`Closed::tries_left`].
    pub fn open(&mut self, token: &Token, pin: &str, now_ms: i64) -> Result<(), Closed> {
        self.check(token, pin, now_ms)?;
        self.openings = self.openings.saturating_add(1);
        if self.openings > MOST_OPENINGS {
            self.state = LinkState::UsedUp;
            return Err(Closed::Not(self.state));
        }
        self.state = LinkState::Opened;
        Ok(())
    }

    /// Somebody came with the link and a PIN while nothing is given out for a time: a wrong PIN counts as ever, a right one uses up
    /// nothing. Write the link back whatever comes out, and say nothing of it, not even how many tries are left.
    ///
    /// # Errors
    /// [`Closed`].
    pub fn check(&mut self, token: &Token, pin: &str, now_ms: i64) -> Result<(), Closed> {
        // Both are worked out in any case: how long the answer takes says nothing.
        let is_token = token.kept().ct_eq(&self.token);
        let is_pin = Pin::understood(pin).kept(token).ct_eq(&self.pin);
        if !bool::from(is_token) {
            return Err(Closed::NoSuchLink);
        }
        self.state = self.state_at(now_ms);
        if !self.state.is_open() {
            return Err(Closed::Not(self.state));
        }
        if bool::from(is_pin) {
            Ok(())
        } else {
            Err(self.wrong_pin())
        }
    }

    fn wrong_pin(&mut self) -> Closed {
        self.wrong_pins = self.wrong_pins.saturating_add(1);
        let left = MOST_WRONG_PINS.saturating_sub(self.wrong_pins);
        if left == 0 {
            self.state = LinkState::Locked;
        }
        Closed::WrongPin { left }
    }

    /// All of it was downloaded: it opens no more.
    pub const fn finish(&mut self) {
        if self.state.is_open() {
            self.state = LinkState::UsedUp;
        }
    }

    /// Takes it back.
    pub const fn recall(&mut self, now_ms: i64) -> LinkRecalled {
        let state = self.state_at(now_ms);
        let recalled = match state {
            LinkState::Made => LinkRecalled::InTime,
            LinkState::Opened => LinkRecalled::TooLate,
            ended => return LinkRecalled::Ended(ended),
        };
        self.state = LinkState::Recalled;
        recalled
    }
}

#[cfg(test)]
mod tests;
