//! The one who writes: takes all jobs that wait, does them in one transaction, and answers them
//! when it is on the disk (group commit; design part 5, I1, I3, F-06).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender};
use std::thread::JoinHandle;

use caseward_model::Clock;
use tokio::sync::oneshot;

use crate::connection::Connection;
use crate::ledger::store;
use crate::ledger::tree::Tree;
use crate::transaction::{Tail, Transaction};
use crate::{Db, DbError, Look, Place, Reader};

/// How many jobs share one commit at most.
const BATCH_MAX: usize = 256;

/// How long something worked out beforehand may wait for its turn: what holds until a certain time may
/// have ended since.
const PREPARED_MAX_MS: i64 = 1000;

/// How many jobs may wait before new ones are turned away.
pub(crate) const QUEUE_MAX: usize = 4096;

/// The only way to write. There is one per opening, and it can't be copied: whoever holds it is
/// the one door through which the records change.
///
/// Dropping it finishes the jobs that wait and stops the writing thread.
pub struct Ledger {
    queue: Option<SyncSender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
    fenced: Arc<AtomicBool>,
    clock: Clock,
}

/// A job whose result is of some type.
pub(crate) trait Job: Send {
    /// Does the work; true when it is to be kept.
    fn run(&mut self, transaction: &mut Transaction<'_>) -> bool;
    /// Gives the answer: the work's own, or why it wasn't kept.
    fn settle(self: Box<Self>, outcome: Result<(), DbError>);
    /// True when it wants a transaction of its own.
    fn is_alone(&self) -> bool;
}

struct Work<T, E, F> {
    work: Option<F>,
    result: Option<Result<T, E>>,
    reply: Reply<Result<T, E>>,
    alone: bool,
}

enum Reply<R> {
    Waiting(Sender<R>),
    Awaiting(oneshot::Sender<R>),
}

impl<T, E, F> Job for Work<T, E, F>
where
    T: Send,
    E: From<DbError> + Send,
    F: FnOnce(&mut Transaction<'_>) -> Result<T, E> + Send,
{
    fn run(&mut self, transaction: &mut Transaction<'_>) -> bool {
        self.result = self.work.take().map(|work| work(transaction));
        matches!(self.result, Some(Ok(_)))
    }

    fn settle(self: Box<Self>, outcome: Result<(), DbError>) {
        let answer = match (self.result, outcome) {
            (Some(Err(own)), _) => Err(own),
            (_, Err(error)) => Err(error.into()),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => Err(DbError::Panicked.into()),
        };
        // Who asked may be gone; the work is done all the same.
        match self.reply {
            Reply::Waiting(to) => drop(to.send(answer)),
            Reply::Awaiting(to) => drop(to.send(answer)),
        }
    }

    fn is_alone(&self) -> bool {
        self.alone
    }
}

impl Ledger {
    /// Does a piece of work that reads and writes; it returns once everything is on the disk, or
    /// when it was rolled back. Many callers share one commit. Dropping the future doesn't stop
    /// the work.
    ///
    /// # Errors
    /// The work's own error (then nothing of it is kept); [`DbError`] when it couldn't be stored;
    /// [`DbError::CommitUnknown`] when that isn't known.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut Transaction<'_>) -> Result<T, E> + Send + 'static,
    {
        self.send_awaiting(work, false).await
    }

    /// Reads and works something out beside everyone else, and then writes it down, if nothing was
    /// changed in between; otherwise it is worked out again where it is written, with nobody in
    /// between. Either way it is as if all had happened in one transaction, but the one who writes
    /// has little to do. `prepare` gets the time that an entry would have.
    ///
    /// # Errors
    /// As [`Ledger::write`].
    pub async fn write_prepared<P, T, E>(
        &self,
        db: &Db,
        look: Look,
        prepare: impl Fn(&mut Reader<'_>, i64) -> Result<P, E> + Send + Sync + 'static,
        finish: impl FnOnce(&mut Transaction<'_>, P) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        P: Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let prepare = Arc::new(prepare);
        let (first, clock) = (Arc::clone(&prepare), self.clock.clone());
        let work = move |reader: &mut Reader<'_>| {
            let standing = reader.standing()?;
            let at_ms = clock.now_ms().max(standing.last_at_ms);
            let prepared = first(reader, at_ms)?;
            Ok::<_, E>((standing, at_ms, prepared))
        };
        let first = match look {
            Look::Short => db.glance(work).await,
            Look::Long => db.read(work).await,
        };
        self.write(move |tx| {
            let now_ms = tx.now_ms();
            let prepared = match first {
                Ok((standing, at_ms, prepared))
                    if tx.still(standing) && now_ms - at_ms <= PREPARED_MAX_MS =>
                {
                    prepared
                }
                // Something was changed, or it failed, perhaps because it looked in the middle of a
                // change: here nobody is in between.
                _ => prepare(tx, now_ms)?,
            };
            finish(tx, prepared)
        })
        .await
    }

    /// As [`Ledger::write`], in a transaction of its own: for a large import. The others wait.
    ///
    /// # Errors
    /// As [`Ledger::write`].
    pub async fn write_alone<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut Transaction<'_>) -> Result<T, E> + Send + 'static,
    {
        self.send_awaiting(work, true).await
    }

    /// As [`Ledger::write`], for a thread that may wait.
    ///
    /// # Errors
    /// As [`Ledger::write`].
    pub fn write_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut Transaction<'_>) -> Result<T, E> + Send + 'static,
    {
        self.send_waiting(work, false)
    }

    /// As [`Ledger::write_alone`], for a thread that may wait.
    ///
    /// # Errors
    /// As [`Ledger::write`].
    pub fn write_alone_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut Transaction<'_>) -> Result<T, E> + Send + 'static,
    {
        self.send_waiting(work, true)
    }

    /// Hands a piece of work over and doesn't wait: for what follows an answer that already left.
    /// What goes wrong is told to the operator's log.
    pub fn post<E, F>(&self, work: F)
    where
        E: From<DbError> + std::fmt::Display + Send + 'static,
        F: FnOnce(&mut Transaction<'_>) -> Result<(), E> + Send + 'static,
    {
        let (to, _nobody) = std::sync::mpsc::channel();
        let logged = move |transaction: &mut Transaction<'_>| {
            let result = work(transaction);
            if let Err(error) = &result {
                tracing::error!(%error, "what followed an answer was not written down");
            }
            result
        };
        let sent = self.send(Box::new(Work {
            work: Some(logged),
            result: None,
            reply: Reply::Waiting(to),
            alone: false,
        }));
        if let Err(error) = sent {
            tracing::error!(%error, "what followed an answer was not written down");
        }
    }

    /// True after a commit whose outcome isn't known: nothing is written any more.
    #[must_use]
    pub fn is_fenced(&self) -> bool {
        self.fenced.load(Ordering::SeqCst)
    }

    async fn send_awaiting<T, E, F>(&self, work: F, alone: bool) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut Transaction<'_>) -> Result<T, E> + Send + 'static,
    {
        let (to, answer) = oneshot::channel();
        self.send(Box::new(Work {
            work: Some(work),
            result: None,
            reply: Reply::Awaiting(to),
            alone,
        }))?;
        answer
            .await
            .unwrap_or_else(|_| Err(DbError::CommitUnknown.into()))
    }

    fn send_waiting<T, E, F>(&self, work: F, alone: bool) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut Transaction<'_>) -> Result<T, E> + Send + 'static,
    {
        let (to, answer) = std::sync::mpsc::channel();
        self.send(Box::new(Work {
            work: Some(work),
            result: None,
            reply: Reply::Waiting(to),
            alone,
        }))?;
        answer
            .recv()
            .unwrap_or_else(|_| Err(DbError::CommitUnknown.into()))
    }

    fn send(&self, job: Box<dyn Job>) -> Result<(), DbError> {
        if self.is_fenced() {
            return Err(DbError::Fenced);
        }
        let queue = self.queue.as_ref().ok_or(DbError::Closed)?;
        queue.try_send(job).map_err(|error| match error {
            std::sync::mpsc::TrySendError::Full(_) => DbError::Busy,
            std::sync::mpsc::TrySendError::Disconnected(_) => DbError::Closed,
        })
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writing thread broke down");
        }
    }
}

/// The thread's own state.
pub(crate) struct Writer {
    place: Place,
    connection: Connection,
    clock: Clock,
    tail: Tail,
    fenced: Arc<AtomicBool>,
    /// What keeps a second server from the file, as long as this one writes.
    _lock: Option<crate::sqlite::Lock>,
}

impl Writer {
    /// Reads the ledger's right edge; refuses one that doesn't match its head.
    pub(crate) fn new(
        place: Place,
        mut connection: Connection,
        clock: Clock,
        lock: Option<crate::sqlite::Lock>,
    ) -> Result<Self, DbError> {
        connection.begin_read()?;
        let head = store::head(&mut Reader {
            connection: &mut connection,
        })?;
        let tree = store::load_tree(&mut connection, &head)?;
        connection.commit()?;
        Ok(Self {
            place,
            connection,
            clock,
            tail: Tail {
                tree,
                last_at_ms: head.last_at_ms,
                changes: head.changes,
                waiting: Vec::new(),
                then: Vec::new(),
            },
            fenced: Arc::default(),
            _lock: lock,
        })
    }

    /// Starts the thread and hands out the only way to it.
    pub(crate) fn start(mut self) -> Result<Ledger, DbError> {
        let (to, queue) = std::sync::mpsc::sync_channel(QUEUE_MAX);
        let fenced = Arc::clone(&self.fenced);
        let clock = self.clock.clone();
        let thread = std::thread::Builder::new()
            .name("caseward-writer".to_owned())
            .spawn(move || self.work(&queue))
            .map_err(|error| DbError::Unavailable {
                code: error.kind().to_string(),
            })?;
        Ok(Ledger {
            queue: Some(to),
            thread: Some(thread),
            fenced,
            clock,
        })
    }

    fn work(&mut self, queue: &Receiver<Box<dyn Job>>) {
        let mut held = None;
        while let Some(first) = held.take().or_else(|| queue.recv().ok()) {
            let mut batch = vec![first];
            if batch.iter().all(|job| !job.is_alone()) {
                while batch.len() < BATCH_MAX
                    && let Ok(job) = queue.try_recv()
                {
                    if job.is_alone() {
                        held = Some(job);
                        break;
                    }
                    batch.push(job);
                }
            }
            self.run(batch);
        }
        self.connection.settle();
    }

    fn run(&mut self, mut batch: Vec<Box<dyn Job>>) {
        let mut outcomes = Vec::with_capacity(batch.len());
        let together = if self.fenced.load(Ordering::SeqCst) {
            Err(DbError::Fenced)
        } else {
            self.run_together(&mut batch, &mut outcomes)
        };
        let mut own = outcomes.into_iter();
        for job in batch {
            let own = own.next().unwrap_or(Ok(()));
            job.settle(together.clone().and(own));
        }
    }

    /// Does the jobs and commits; tells of each whether its part was kept, if the whole was.
    fn run_together(
        &mut self,
        batch: &mut [Box<dyn Job>],
        outcomes: &mut Vec<Result<(), DbError>>,
    ) -> Result<(), DbError> {
        self.begin()?;
        if let Err(error) = self.run_jobs(batch, outcomes) {
            self.abandon();
            return Err(error);
        }
        match self.connection.commit() {
            Ok(()) => {
                self.follow_up();
                Ok(())
            }
            // The one clear answer: a rule that is checked at the end was broken, so the engine
            // took everything back. Of every other failure it isn't known how far it came.
            Err(error @ DbError::Conflict { .. }) => {
                self.abandon();
                Err(error)
            }
            Err(error) => {
                tracing::error!(%error, "a commit failed; writing stops");
                self.fenced.store(true, Ordering::SeqCst);
                // It may be on the disk, and what is said there has to be so.
                self.follow_up();
                Err(DbError::CommitUnknown)
            }
        }
    }

    /// Does what was to follow once it is on the disk.
    fn follow_up(&mut self) {
        for then in self.tail.then.drain(..) {
            then();
        }
    }

    /// Begins, with the head row held, and follows what another server has appended meanwhile.
    fn begin(&mut self) -> Result<(), DbError> {
        let mut begun = self.connection.begin_write();
        if begun.is_err() && self.connection.is_lost() {
            // Nothing was sent yet that could be done twice.
            self.connection = Connection::to_write(&self.place).map_err(DbError::from)?;
            begun = self.connection.begin_write();
        }
        begun?;
        let followed = self.follow();
        if followed.is_err() {
            self.abandon();
        }
        followed
    }

    fn follow(&mut self) -> Result<(), DbError> {
        let head = store::lock_head(&mut self.connection)?;
        let ours = self.tail.tree.size();
        if head.size < ours || (head.size == ours && head.frontier != self.tail.tree.frontier()) {
            return Err(DbError::LedgerAltered);
        }
        if head.size > ours {
            self.tail.tree = store::load_tree(&mut self.connection, &head)?;
        }
        self.tail.last_at_ms = head.last_at_ms;
        self.tail.changes = head.changes;
        Ok(())
    }

    fn run_jobs(
        &mut self,
        batch: &mut [Box<dyn Job>],
        outcomes: &mut Vec<Result<(), DbError>>,
    ) -> Result<(), DbError> {
        // A single job needs no place to go back to: when it fails, so does the whole transaction.
        let shared = batch.len() > 1;
        for job in batch {
            if shared {
                self.connection.begin_job();
            }
            let mark = (self.tail.waiting.len(), self.tail.then.len());
            let outcome = self.run_job(job.as_mut(), !shared);
            if !self.connection.in_transaction() {
                return Err(match outcome {
                    // Whose job it was, all of them are told: there is no room for any.
                    Err(DbError::Full) => DbError::Full,
                    _ => DbError::Unavailable {
                        code: "the engine ended the transaction".to_owned(),
                    },
                });
            }
            if outcome.is_err() {
                self.tail.waiting.truncate(mark.0);
                self.tail.then.truncate(mark.1);
                if !shared {
                    return outcome;
                }
                self.connection.rollback_job()?;
            }
            outcomes.push(outcome);
        }
        self.connection.end_jobs();
        self.tail.store(&mut Reader {
            connection: &mut self.connection,
        })
    }

    fn run_job(&mut self, job: &mut dyn Job, alone: bool) -> Result<(), DbError> {
        let mut transaction = Transaction {
            reader: Reader {
                connection: &mut self.connection,
            },
            tail: &mut self.tail,
            clock: &self.clock,
            alone,
        };
        let keep = catch_unwind(AssertUnwindSafe(|| job.run(&mut transaction)));
        match (keep, self.connection.failure()) {
            (_, Some(failure)) => Err(failure.clone()),
            (Ok(true), None) => Ok(()),
            // The job tells its own reason; after a panic this one holds.
            (Ok(false) | Err(_), None) => Err(DbError::Panicked),
        }
    }

    /// Gives a transaction up that was certainly not committed.
    fn abandon(&mut self) {
        self.tail.waiting.clear();
        self.tail.then.clear();
        if self.connection.in_transaction()
            && let Err(error) = self.connection.rollback()
        {
            tracing::warn!(%error, "a rollback failed");
        }
        // The tree may be ahead of the rows now: an empty one is behind any, and is read again.
        self.tail.tree = Tree::default();
    }
}
