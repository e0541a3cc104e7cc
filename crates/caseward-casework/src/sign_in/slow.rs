//! The queue before slow work: a few people's passphrases are looked at together, the next ones wait a
//! little, and nobody else in the office waits for them.
//!
//! NASW-l. Guessing is made slow by making each look at a passphrase slow. That work has threads of its own, which
//! the machine runs last; whoever comes from a device that is known here goes first; and a queue that is
//! full says so at once, so that a crowd of guessers can't fill the office with waiting.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

use caseward_gate::{SlotSettings, SlowPrints};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::CaseworkError;

/// How many may wait in each line.
const WAITING_MAX: usize = 64;
/// When to come again to a full queue, in seconds.
pub const RETRY_AFTER_S: u64 = 10;
/// How far behind everything else these threads stand (nice values).
const NICENESS: i32 = 10;

/// One look at a passphrase.
pub(super) struct Look {
    pub(super) prints: SlowPrints,
    pub(super) text: Zeroizing<Vec<u8>>,
    pub(super) salt: [u8; 32],
    pub(super) settings: SlotSettings,
}

type Print = Zeroizing<[u8; 32]>;
type Reply = oneshot::Sender<Result<Print, CaseworkError>>;

/// The queue, with its threads; they start when someone first signs in with a passphrase.
#[derive(Default)]
pub(crate) struct SlowQueue {
    lines: Arc<Lines>,
    started: OnceLock<bool>,
}

#[derive(Default)]
struct Lines {
    waiting: Mutex<Waiting>,
    more: Condvar,
}

#[derive(Default)]
struct Waiting {
    /// From devices that have signed in here before.
    known: VecDeque<(Look, Reply)>,
    others: VecDeque<(Look, Reply)>,
    closed: bool,
}

impl SlowQueue {
    /// Makes a slow print in turn.
    ///
    /// # Errors
    /// [`CaseworkError::Busy`] at once when the line is full.
    pub(super) async fn print(&self, look: Look, known: bool) -> Result<Print, CaseworkError> {
        if !*self.started.get_or_init(|| start(&self.lines)) {
            return Err(CaseworkError::Busy);
        }
        let (to, answer) = oneshot::channel();
        {
            let mut waiting = self.lines.lock();
            let line = if known {
                &mut waiting.known
            } else {
                &mut waiting.others
            };
            // Who gave up waiting takes no place.
            line.retain(|(_, reply)| !reply.is_closed());
            if line.len() >= WAITING_MAX {
                return Err(CaseworkError::Busy);
            }
            line.push_back((look, to));
        }
        self.lines.more.notify_one();
        answer.await.unwrap_or(Err(CaseworkError::Busy))
    }
}

impl Drop for SlowQueue {
    fn drop(&mut self) {
        self.lines.lock().closed = true;
        self.lines.more.notify_all();
    }
}

impl Lines {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next one in turn; nobody any more when the office closes.
    fn next(&self) -> Option<(Look, Reply)> {
        let mut waiting = self.lock();
        loop {
            if waiting.closed {
                return None;
            }
            let first = waiting.known.pop_front();
            if let Some(next) = first.or_else(|| waiting.others.pop_front()) {
                return Some(next);
            }
            waiting = self
                .more
                .wait(waiting)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn work(&self) {
        if let Err(error) = rustix::process::nice(NICENESS) {
            tracing::warn!(%error, "slow work runs beside everything else instead of after it");
        }
        while let Some((look, reply)) = self.next() {
            if reply.is_closed() {
                continue;
            }
            let print = look.prints.of(&look.text, &look.salt, look.settings);
            // Who asked may be gone.
            drop(reply.send(print.map_err(|error| CaseworkError::Gate(error.into()))));
        }
    }
}

/// Half of the processors, at least one: each look takes its own 64 MiB.
fn start(lines: &Arc<Lines>) -> bool {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let thread = |_| {
        let lines = Arc::clone(lines);
        let named = std::thread::Builder::new().name("caseward-slow".to_owned());
        named.spawn(move || lines.work()).is_ok()
    };
    let started = (0..(processors / 2).max(1)).map(thread);
    started.filter(|it| *it).count() > 0
}
