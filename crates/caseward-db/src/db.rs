//! Opening the database, and reading from it: a few connections that everyone shares
//! (design part 7).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

use crate::connection::Connection;
use crate::ledger::store;
use crate::writer::{Ledger, QUEUE_MAX, Writer};
use crate::{DbError, OpenError, Place, Reader, Settings, migrations, postgres, sqlite};

/// How many can read at the same time. A server at the other end of a wire is waited for, a file isn't.
const fn readers(place: &Place) -> usize {
    match place {
        Place::Sqlite(_) => 4,
        Place::Postgres(_) => 12,
    }
}

/// How much there is to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A few rows by their keys: [`Db::glance`].
    Short,
    /// More: [`Db::read`].
    Long,
}

type ReadJob = Box<dyn FnOnce(Result<&mut Connection, DbError>) + Send>;

/// A piece of reading that waits for its turn.
struct Waiting {
    look: Look,
    job: ReadJob,
}

/// Reads from the database; copies share its connections. It can't write.
#[derive(Clone)]
pub struct Db {
    shared: Arc<Shared>,
}

struct Shared {
    place: Place,
    queue: SyncSender<Waiting>,
    /// Connections for short looks, while nobody looks.
    idle: Mutex<Vec<Connection>>,
}

/// Opens the database for a server: prepares it, checks that it is as safe as promised, and hands
/// out the one ledger through which it can be written.
///
/// # Errors
/// [`OpenError`] when another server holds the file, the settings are weaker than promised, the
/// database belongs to a newer program, or the ledger's end doesn't match its head.
pub fn open(settings: Settings) -> Result<(Db, Ledger), OpenError> {
    apart(|| open_here(settings))
}

/// Works on a thread of its own and waits for it: the driver of PostgreSQL can't start on a thread
/// that already drives asynchronous tasks.
fn apart<T: Send>(work: impl FnOnce() -> Result<T, OpenError> + Send) -> Result<T, OpenError> {
    let unavailable = |code: String| OpenError::Database(DbError::Unavailable { code });
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("caseward-opening".to_owned())
            .spawn_scoped(scope, work)
            .map_err(|error| unavailable(error.kind().to_string()))?;
        thread
            .join()
            .unwrap_or_else(|_| Err(DbError::Panicked.into()))
    })
}

fn open_here(settings: Settings) -> Result<(Db, Ledger), OpenError> {
    let Settings {
        place,
        clock,
        randomness,
    } = settings;
    let lock = match &place {
        Place::Sqlite(path) => {
            let lock = sqlite::lock(path)?;
            sqlite::make_file(path)?;
            Some(lock)
        }
        Place::Postgres(_) => None,
    };
    let mut connection = Connection::to_write(&place)?;
    connection.begin_write()?;
    let prepared = migrations::run(&mut connection, clock.now_ms())
        .and_then(|()| Ok(store::make(&mut connection, randomness.bytes())?));
    if let Err(error) = prepared {
        connection.rollback()?;
        return Err(error);
    }
    connection.commit()?;
    let db = Db::new(place.clone())?;
    let ledger = Writer::new(place, connection, clock, lock)?.start()?;
    Ok((db, ledger))
}

/// Opens the database for looking only, also beside a running server.
///
/// # Errors
/// [`OpenError`] when there is no database, or not one of this program's.
pub fn open_read_only(place: Place) -> Result<Db, OpenError> {
    apart(|| open_read_only_here(place))
}

fn open_read_only_here(place: Place) -> Result<Db, OpenError> {
    let mut connection = Connection::to_read(&place)?;
    migrations::check_complete(&mut connection)?;
    Db::new(place)
}

impl Db {
    fn new(place: Place) -> Result<Self, OpenError> {
        let (to, queue) = sync_channel(QUEUE_MAX);
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..readers(&place) {
            let (queue, place) = (Arc::clone(&queue), place.clone());
            // The thread ends when the last `Db` is gone; nothing waits for it.
            std::thread::Builder::new()
                .name("caseward-reader".to_owned())
                .spawn(move || serve(&queue, &place))
                .map_err(|error| DbError::Unavailable {
                    code: error.kind().to_string(),
                })?;
        }
        Ok(Self {
            shared: Arc::new(Shared {
                place,
                queue: to,
                idle: Mutex::default(),
            }),
        })
    }

    /// Does a piece of reading; everything in it sees the database at one moment.
    ///
    /// # Errors
    /// The work's own error, or [`DbError`] when the database can't be read.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
    {
        self.ask(Look::Long, work).await
    }

    async fn ask<T, E, F>(&self, look: Look, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
    {
        let (to, answer) = oneshot::channel();
        let job: ReadJob = Box::new(move |connection| {
            // Who asked may be gone.
            drop(to.send(read_with(connection, work)));
        });
        self.send(Waiting { look, job })?;
        answer
            .await
            .unwrap_or_else(|_| Err(DbError::Panicked.into()))
    }

    /// For a short look at a few rows by their keys: where the database is a file, the calling thread
    /// looks at once, which takes less time than handing the question over would; where it is at the
    /// other end of a wire, each statement sees its own moment, which saves two ways there and back.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn glance<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
    {
        match self.shared.place {
            Place::Sqlite(_) => self.look(work),
            Place::Postgres(_) => self.ask(Look::Short, work).await,
        }
    }

    fn look<T, E: From<DbError>>(
        &self,
        work: impl FnOnce(&mut Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = || {
            self.shared
                .idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let mut kept = idle().pop();
        let answer = read_with(begin(&mut kept, &self.shared.place, Look::Long), work);
        if let Some(mut connection) = kept
            && connection.rollback().is_ok()
        {
            let mut idle = idle();
            if idle.len() < readers(&self.shared.place) {
                idle.push(connection);
            }
        }
        answer
    }

    /// As [`Db::read`], for a thread that may wait.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
    {
        let (to, answer) = std::sync::mpsc::channel();
        let job: ReadJob = Box::new(move |connection| {
            drop(to.send(read_with(connection, work)));
        });
        let look = Look::Long;
        self.send(Waiting { look, job })?;
        answer
            .recv()
            .unwrap_or_else(|_| Err(DbError::Panicked.into()))
    }

    /// Hears what other servers on the same database [tell](crate::Transaction::tell), on a thread and a connection of its own. `heard`
    /// gets each word, and nothing whenever words may have been missed or none came for a second; once it says no, nothing is heard any
    /// more. A word can be missed: whoever listens looks for themselves as well. Where the database is a file, there is nobody to hear.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when no thread can be started.
    pub fn hear(
        &self,
        heard: impl FnMut(Option<&str>) -> bool + Send + 'static,
    ) -> Result<(), DbError> {
        let Place::Postgres(address) = self.place() else {
            return Ok(());
        };
        let address = address.clone();
        // The thread ends when nobody wants to hear; nothing waits for it.
        std::thread::Builder::new()
            .name("caseward-listener".to_owned())
            .spawn(move || postgres::listen(&address, heard))
            .map(drop)
            .map_err(|error| DbError::Unavailable {
                code: error.kind().to_string(),
            })
    }

    /// Where the database is.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.shared.place
    }

    fn send(&self, job: Waiting) -> Result<(), DbError> {
        self.shared
            .queue
            .try_send(job)
            .map_err(|error| match error {
                TrySendError::Full(_) => DbError::Busy,
                TrySendError::Disconnected(_) => DbError::Closed,
            })
    }
}

fn read_with<T, E: From<DbError>>(
    connection: Result<&mut Connection, DbError>,
    work: impl FnOnce(&mut Reader<'_>) -> Result<T, E>,
) -> Result<T, E> {
    work(&mut Reader {
        connection: connection?,
    })
}

/// One reading thread: connects when it is first needed, and again after a failure.
fn serve(queue: &Mutex<Receiver<Waiting>>, place: &Place) {
    let mut connection: Option<Connection> = None;
    loop {
        let waiting = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Waiting { look, job }) = waiting else {
            return;
        };
        let held = match begin(&mut connection, place, look) {
            Ok(held) => held,
            Err(error) => {
                job(Err(error));
                continue;
            }
        };
        let broke_down = catch_unwind(AssertUnwindSafe(|| job(Ok(held)))).is_err();
        let ended = look == Look::Short || held.rollback().is_ok();
        if broke_down || !ended {
            connection = None;
        }
    }
}

/// A connection, that sees one moment when the look is a long one; a new one when there is none or the
/// old one is lost.
fn begin<'c>(
    kept: &'c mut Option<Connection>,
    place: &Place,
    look: Look,
) -> Result<&'c mut Connection, DbError> {
    let ready = |connection: &mut Connection| match look {
        Look::Long => connection.begin_read(),
        Look::Short if connection.is_lost() => Err(DbError::Closed),
        Look::Short => Ok(()),
    };
    if let Some(connection) = kept
        && ready(connection).is_err()
    {
        *kept = None;
    }
    match kept {
        Some(connection) => Ok(connection),
        None => {
            let mut fresh = Connection::to_read(place)?;
            ready(&mut fresh)?;
            Ok(kept.insert(fresh))
        }
    }
}
