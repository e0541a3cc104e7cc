//! The fastest that opening a file over HTTP can be on one machine with SQLite: every request appends
//! one entry to a hash tree, waits until the disk has it, and gets bytes that are always the same.
//!
//! No rules, no facts, no keys, no session: what Caseward does besides is the difference between the
//! two. It commits as Caseward's ledger does (WAL, `synchronous=FULL`, one writer, one commit for all
//! that wait). `cargo xtask bench open` starts it: `limit LISTEN DATABASE RESPONSE-BYTES ENTRY-BYTES`.
#![expect(
    clippy::expect_used,
    reason = "a benchmark may end at once when something is not as it must be"
)]

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use tokio::sync::oneshot;

/// How many requests share one commit at most; as in Caseward's ledger.
const BATCH: usize = 256;

const SCHEMA: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536;
    CREATE TABLE ledger (idx INTEGER PRIMARY KEY, commitment BLOB NOT NULL, entry BLOB NOT NULL);
    CREATE TABLE head (id INTEGER PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL,
        frontier BLOB NOT NULL);
    INSERT INTO head VALUES (1, 0, x'', x'');";

/// A request that waits for its entry's number.
struct Waiting {
    asked: [u8; 26],
    answer: oneshot::Sender<i64>,
}

struct Server {
    queue: SyncSender<Waiting>,
    body: Vec<u8>,
}

/// The right edge of an RFC 6962 tree: the roots of its complete subtrees, the largest first.
#[derive(Default)]
struct Frontier {
    size: u64,
    roots: Vec<[u8; 32]>,
}

impl Frontier {
    fn append(&mut self, leaf: &[u8]) {
        let hash = Sha256::new().chain_update([0]).chain_update(leaf);
        let mut node: [u8; 32] = hash.finalize().into();
        let mut size = self.size;
        while size & 1 == 1 {
            let left = self.roots.pop().expect("a complete subtree per set bit");
            node = parent(&left, &node);
            size >>= 1;
        }
        self.roots.push(node);
        self.size += 1;
    }

    fn root(&self) -> [u8; 32] {
        let mut roots = self.roots.iter().rev();
        let first = roots.next().copied().unwrap_or_default();
        roots.fold(first, |right, left| parent(left, &right))
    }
}

fn parent(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    let hash = Sha256::new().chain_update([1]);
    hash.chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// Appends and commits, for ever.
fn write(mut connection: Connection, queue: &Receiver<Waiting>, entry_bytes: usize) {
    let mut tree = Frontier::default();
    while let Ok(first) = queue.recv() {
        let mut batch = vec![first];
        while batch.len() < BATCH
            && let Ok(next) = queue.try_recv()
        {
            batch.push(next);
        }
        commit(&mut connection, &mut tree, &batch, entry_bytes).expect("the batch is committed");
        for (waiting, back) in batch.into_iter().rev().zip(1..) {
            let index = tree.size.cast_signed() - back;
            if waiting.answer.send(index).is_err() {
                continue; // whoever hung up needs no answer
            }
        }
    }
}

fn commit(
    connection: &mut Connection,
    tree: &mut Frontier,
    batch: &[Waiting],
    entry_bytes: usize,
) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    {
        let sql = "INSERT INTO ledger (idx, commitment, entry) VALUES (?1, ?2, ?3)";
        let mut insert = transaction.prepare_cached(sql)?;
        for waiting in batch {
            let entry: Vec<u8> = waiting
                .asked
                .iter()
                .copied()
                .cycle()
                .take(entry_bytes)
                .collect();
            let commitment: [u8; 32] = Sha256::digest(&entry).into();
            insert.execute(params![tree.size.cast_signed(), commitment, entry])?;
            tree.append(&commitment);
        }
        let sql = "UPDATE head SET size = ?1, root = ?2, frontier = ?3 WHERE id = 1";
        let frontier = tree.roots.concat();
        let mut update = transaction.prepare_cached(sql)?;
        update.execute(params![tree.size.cast_signed(), tree.root(), frontier])?;
    }
    transaction.commit()
}

async fn open(State(server): State<Arc<Server>>, Path(id): Path<String>) -> Response {
    let Ok(asked) = <[u8; 26]>::try_from(id.as_bytes()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (answer, answered) = oneshot::channel();
    let sent = server.queue.try_send(Waiting { asked, answer }).is_ok();
    if !sent || answered.await.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let json = [(header::CONTENT_TYPE, "application/json")];
    (json, server.body.clone()).into_response()
}

#[tokio::main]
#[expect(
    clippy::disallowed_methods,
    reason = "the bare server that ours is measured against has no classes"
)]
async fn main() {
    let mut told = std::env::args().skip(1);
    let mut next = || {
        told.next()
            .expect("limit LISTEN DATABASE RESPONSE-BYTES ENTRY-BYTES")
    };
    let (listen, database) = (next(), next());
    let response_bytes: usize = next().parse().expect("a number of bytes");
    let entry_bytes: usize = next().parse().expect("a number of bytes");
    let connection = Connection::open(database).expect("the database opens");
    connection
        .execute_batch(SCHEMA)
        .expect("the tables are made");
    let (queue, waiting) = sync_channel(4096);
    std::thread::Builder::new()
        .name("limit-writer".to_owned())
        .spawn(move || write(connection, &waiting, entry_bytes))
        .expect("the writing thread starts");
    let body = vec![b' '; response_bytes];
    let router = Router::new()
        .route("/api/v1/clients/{id}", get(open))
        .with_state(Arc::new(Server { queue, body }));
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .expect("the address is free");
    axum::serve(listener, router).await.expect("it serves");
}
