//! Putting a sealed file into a partner's folder, by SFTP, and taking it back while nobody has fetched it.
//!
//! CC-2.3, NASW-m. The server must show the very key that stands in the register, before anything else is said to it. The
//! file is written under another name, flushed and measured, and only then gets its own: who looks into the folder sees
//! it whole or not at all. Nothing is resumed. When the line breaks, one more call finds out what became of it, and
//! clears away what lies there half.

mod host;
mod line;
mod outcome;
mod sign_in;
mod upload;

use std::time::Duration;

use tokio::time::{Instant, timeout, timeout_at};

pub use host::{HostKey, HostKeyError};
pub use outcome::{Delivered, Failure, Recalled, Refusal, Undelivered};
pub use sign_in::{SignIn, SignInError};

use crate::OuterName;
use crate::seal::Sealed;
use line::Line;
use upload::{Broken, Seen, Stage};

/// How long the call takes at most that finds out what became of a file.
const LOOK: Duration = Duration::from_secs(15);
/// How long clearing away takes at most on a line that still stands.
const CLEAR: Duration = Duration::from_secs(5);

/// Where a partner takes files, as the register has it.
#[derive(Clone)]
pub struct Place {
    /// The server's name or address.
    pub host: String,
    /// The port; usually 22.
    pub port: u16,
    /// The key that the server must show.
    pub host_key: HostKey,
    /// As whom we come, and with what.
    pub sign_in: SignIn,
    /// The folder, as the partner named it; empty for the one where we arrive.
    pub folder: String,
}

impl Place {
    fn path(&self, name: &OuterName) -> String {
        match self.folder.trim_end_matches('/') {
            "" if self.folder.starts_with('/') => format!("/{name}"),
            "" => name.to_string(),
            folder => format!("{folder}/{name}"),
        }
    }

    /// Puts a sealed file there. It takes as long as `patience` at most, and a little more to clear away what lies there half.
    ///
    /// # Errors
    /// [`Undelivered`] says why, whether it may have arrived all the same, and whether something lies there.
    pub async fn deliver(
        &self,
        sealed: &Sealed,
        name: &OuterName,
        patience: Duration,
    ) -> Result<Delivered, Undelivered> {
        let until = deadline(patience);
        let line = match timeout_at(until, Line::open(self)).await {
            Ok(Ok(line)) => line,
            Ok(Err(failure)) => return Err(Undelivered::clean(failure)),
            Err(_) => return Err(Undelivered::clean(Failure::NotReached)),
        };
        let path = self.path(name);
        let mut stage = Stage::Before;
        let work = upload::upload(&line.files, sealed.bytes(), &path, &mut stage);
        let went = timeout_at(until, work).await.unwrap_or(Err(Broken::Off));
        let outcome = match went {
            Ok(()) => Ok(Delivered::of(sealed, name)),
            Err(Broken::Refused(failure)) => {
                let seen = clear(&line, &path, (sealed.bytes().len(), stage)).await;
                came_of((sealed, name), (seen, stage), failure)
            }
            Err(Broken::Off) => self.settle(&line, sealed, name, stage).await,
        };
        line.hang_up().await;
        outcome
    }

    /// The line broke: whether it arrived, and that nothing lies there half, if that can be found out.
    async fn settle(
        &self,
        line: &Line,
        sealed: &Sealed,
        name: &OuterName,
        stage: Stage,
    ) -> Result<Delivered, Undelivered> {
        let (path, what) = (self.path(name), (sealed.bytes().len(), stage));
        // A server that was only slow still answers on the line that is there; otherwise a second one is needed.
        let mut seen = clear(line, &path, what).await;
        if seen.is_none() {
            seen = timeout(LOOK, self.look_again(&path, what))
                .await
                .ok()
                .flatten();
        }
        let broken_off = Failure::BrokenOff {
            maybe_arrived: false,
        };
        came_of((sealed, name), (seen, stage), broken_off)
    }

    async fn look_again(&self, path: &str, what: (usize, Stage)) -> Option<Seen> {
        let line = Line::open(self).await.ok()?;
        let seen = upload::look(&line.files, path, what).await.ok();
        line.hang_up().await;
        seen
    }

    /// Takes a file back, if it still lies there.
    ///
    /// # Errors
    /// [`Failure`] when the server can't be reached or refuses: then it may lie there still.
    pub async fn recall(&self, name: &OuterName, patience: Duration) -> Result<Recalled, Failure> {
        let until = deadline(patience);
        let line = timeout_at(until, Line::open(self))
            .await
            .unwrap_or(Err(Failure::NotReached))?;
        let path = self.path(name);
        let work = upload::take_back(&line.files, &path);
        let broken_off = Failure::BrokenOff {
            maybe_arrived: true,
        };
        let recalled = timeout_at(until, work).await.unwrap_or(Err(broken_off));
        line.hang_up().await;
        recalled
    }
}

/// Removes what lies there half, on the line that is there, and looks what else does. Gives nothing when the server doesn't answer.
async fn clear(line: &Line, path: &str, (bytes, stage): (usize, Stage)) -> Option<Seen> {
    if stage == Stage::Before {
        return Some(Seen::Nothing);
    }
    let look = upload::look(&line.files, path, (bytes, stage));
    timeout(CLEAR, look).await.ok().and_then(Result::ok)
}

/// What came of a file, by what was seen of it after something stopped it.
fn came_of(
    (sealed, name): (&Sealed, &OuterName),
    (seen, stage): (Option<Seen>, Stage),
    why: Failure,
) -> Result<Delivered, Undelivered> {
    let maybe = Failure::BrokenOff {
        maybe_arrived: true,
    };
    match seen {
        Some(Seen::Whole) => Ok(Delivered::of(sealed, name)),
        Some(Seen::Nothing) => Err(Undelivered::clean(why)),
        Some(Seen::Half) => Err(Undelivered::new(why, true)),
        Some(Seen::Gone) => Err(Undelivered::new(maybe, false)),
        Some(Seen::Other) => Err(Undelivered::new(maybe, true)),
        None if stage == Stage::Written => Err(Undelivered::new(maybe, true)),
        None => Err(Undelivered::new(why, true)),
    }
}

impl std::fmt::Debug for Place {
    /// Only what is no secret and names nobody.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Place").finish_non_exhaustive()
    }
}

/// How long a stranger's server takes is measured on the runtime's own clock; no record depends on it.
fn deadline(patience: Duration) -> Instant {
    Instant::now() + patience
}
