//! Checking the whole ledger: each entry is hashed again and compared with the stored tree, the
//! head, and the checkpoints kept elsewhere (F-17; design part 5).
//!
//! Several threads each take stretches of entries through their own connection; only the roots of
//! the tiles stay in memory, 32 bytes for 256 entries.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::finding::{Finding, Report};
use super::note::{Checkpoint, Note, VerifierKey};
use super::path::stretch_hash;
use super::tree::{TILE_HEIGHT, TILE_WIDTH, Tile, Tree, empty_root, node, root_of};
use super::{Hash, Head, leaf, read, store};
use crate::connection::Connection;
use crate::{Db, DbError, Reader};

/// How many tiles a thread takes at a time.
const TILES_TOGETHER: u64 = 64;

/// How many findings are kept.
const FINDINGS_MAX: usize = 1000;

/// What the ledger is compared with, and who wants to know how far the check is.
#[derive(Default)]
pub struct VerifyOptions<'o> {
    /// Checkpoints kept elsewhere (our own, or with a witness's signature), each with the key
    /// that must have signed it.
    pub checkpoints: Vec<(Note, VerifierKey)>,
    /// Called with the entries done and the entries in all.
    pub progress: Option<&'o (dyn Fn(u64, u64) + Sync)>,
}

/// Checks the whole ledger as it is at this moment, also beside a running server. Everything that
/// is wrong is a finding, also what can't be read.
#[must_use]
pub fn verify(db: &Db, options: &VerifyOptions<'_>) -> Report {
    let mut report = Report {
        origin: String::new(),
        size: 0,
        root: empty_root(),
        findings: Vec::new(),
    };
    if let Err(error) = verify_into(db, options, &mut report) {
        report.findings.push(Finding::Unreadable {
            first: 0,
            last: report.size.saturating_sub(1),
            error,
        });
    }
    report.findings.truncate(FINDINGS_MAX);
    report
}

fn verify_into(db: &Db, options: &VerifyOptions<'_>, report: &mut Report) -> Result<(), DbError> {
    let mut connection = connect(db)?;
    let head = store::head(&mut Reader {
        connection: &mut connection,
    })?;
    report.origin = head.origin();
    report.size = head.size;
    let check = Check {
        db,
        head: &head,
        options,
        next: AtomicU64::new(0),
        done: AtomicU64::new(0),
        stretches: Mutex::default(),
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, |n| n.get().clamp(2, 8)) {
            scope.spawn(|| check.work());
        }
    });
    let mut stretches = check
        .stretches
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    stretches.sort_by_key(|stretch| stretch.first);
    let mut roots = Vec::new();
    let mut edge = Vec::new();
    let mut last_at_ms = i64::MIN;
    for mut stretch in stretches {
        if stretch.first_at_ms.is_some_and(|at| at < last_at_ms) {
            let index = stretch.first;
            report.findings.push(Finding::TimeWentBack { index });
        }
        last_at_ms = stretch.last_at_ms.unwrap_or(last_at_ms);
        report.findings.append(&mut stretch.findings);
        roots.append(&mut stretch.roots);
        edge.append(&mut stretch.edge);
    }
    surplus(&mut connection, head.size, report)?;
    let tree = upper_levels(&mut connection, &head, &roots, edge, report)?;
    report.root = tree.root();
    compare_head(&head, &tree, report);
    for (number, (note, key)) in options.checkpoints.iter().enumerate() {
        let found = compare_checkpoint(&mut connection, &head, &roots, number, note, key)?;
        report.findings.extend(found);
    }
    Ok(())
}

fn connect(db: &Db) -> Result<Connection, DbError> {
    Ok(Connection::to_read(db.place())?)
}

struct Check<'c> {
    db: &'c Db,
    head: &'c Head,
    options: &'c VerifyOptions<'c>,
    next: AtomicU64,
    done: AtomicU64,
    stretches: Mutex<Vec<Stretch>>,
}

/// What one stretch of entries gave.
#[derive(Default)]
struct Stretch {
    first: u64,
    end: u64,
    /// The roots of its whole tiles.
    roots: Vec<Hash>,
    /// The hashes after the last whole tile.
    edge: Vec<Hash>,
    first_at_ms: Option<i64>,
    last_at_ms: Option<i64>,
    findings: Vec<Finding>,
}

impl Check<'_> {
    fn work(&self) {
        let mut connection = connect(self.db);
        loop {
            let entries = TILES_TOGETHER << TILE_HEIGHT;
            let first = self.next.fetch_add(entries, Ordering::Relaxed);
            if first >= self.head.size {
                return;
            }
            let mut stretch = Stretch {
                first,
                end: self.head.size.min(first + entries),
                ..Stretch::default()
            };
            match &mut connection {
                Ok(connection) => stretch.check(connection),
                Err(error) => stretch.unreadable(first, error.clone()),
            }
            let done = self.done.fetch_add(stretch.end - first, Ordering::Relaxed);
            if let Some(progress) = self.options.progress {
                progress(done + (stretch.end - first), self.head.size);
            }
            self.stretches
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(stretch);
        }
    }
}

/// A tile as it is stored, if it is.
#[derive(Default)]
struct Stored {
    root: Vec<u8>,
    nodes: Vec<u8>,
}

impl Stretch {
    fn unreadable(&mut self, first: u64, error: DbError) {
        self.findings.push(Finding::Unreadable {
            first,
            last: self.end.saturating_sub(1),
            error,
        });
    }

    fn check(&mut self, connection: &mut Connection) {
        let tiles = match self.stored(connection) {
            Ok(tiles) => tiles,
            Err(error) => return self.unreadable(self.first, error),
        };
        let columns = read::COLUMNS;
        let sql = format!("SELECT {columns} FROM ledger WHERE idx >= $1 AND idx < $2 ORDER BY idx");
        let values = [read::number(self.first), read::number(self.end)];
        let mut filling = Filling::new(self.first);
        let mut tiles = tiles.iter();
        let read = connection.each_row(&sql, &values, |row| {
            let (index, fields) = read::fields(&row)?;
            while filling.next < index {
                filling.miss(self, &mut tiles);
            }
            if self.last_at_ms.is_some_and(|last| fields.at_ms < last) {
                self.findings.push(Finding::TimeWentBack { index });
            }
            self.first_at_ms.get_or_insert(fields.at_ms);
            self.last_at_ms = Some(fields.at_ms);
            filling.push(leaf::hash(&fields), self, &mut tiles);
            Ok::<_, DbError>(())
        });
        if let Err(error) = read {
            self.unreadable(filling.next, error);
            filling.told = true;
        }
        while filling.next < self.end {
            filling.miss(self, &mut tiles);
        }
        filling.tell_missing(self);
        self.edge = filling.hashes;
    }

    fn stored(&self, connection: &mut Connection) -> Result<Vec<Stored>, DbError> {
        let (first, end) = (self.first >> TILE_HEIGHT, self.end >> TILE_HEIGHT);
        stored_tiles(connection, 0, first, end)
    }
}

fn stored_tiles(
    connection: &mut Connection,
    level: u32,
    first: u64,
    end: u64,
) -> Result<Vec<Stored>, DbError> {
    let mut tiles = Vec::new();
    tiles.resize_with(usize::try_from(end - first).unwrap_or(0), Stored::default);
    let values = [store::place(level, first), store::place(level, end)];
    let sql = "SELECT place, root, nodes FROM ledger_tiles WHERE place >= $1 AND place < $2";
    connection.each_row(sql, &values, |row| {
        let number = row.int(0)?.cast_unsigned() & ((1 << 56) - 1);
        let place = usize::try_from(number - first).unwrap_or(usize::MAX);
        if let Some(tile) = tiles.get_mut(place) {
            tile.root = row.bytes(1)?.to_vec();
            tile.nodes = row.bytes(2)?.to_vec();
        }
        Ok::<_, DbError>(())
    })?;
    Ok(tiles)
}

/// The tile that is being filled while the rows come by.
struct Filling {
    next: u64,
    hashes: Vec<Hash>,
    /// Which of the hashes stand for entries that weren't there.
    gaps: usize,
    missing: Option<(u64, u64)>,
    /// The rest can't be read and was told already.
    told: bool,
}

impl Filling {
    fn new(first: u64) -> Self {
        Self {
            next: first,
            hashes: Vec::with_capacity(TILE_WIDTH),
            gaps: 0,
            missing: None,
            told: false,
        }
    }

    fn miss(&mut self, stretch: &mut Stretch, tiles: &mut std::slice::Iter<'_, Stored>) {
        if !self.told {
            match &mut self.missing {
                Some((_, last)) if *last + 1 == self.next => *last = self.next,
                _ => {
                    self.tell_missing(stretch);
                    self.missing = Some((self.next, self.next));
                }
            }
        }
        self.gaps += 1;
        self.push([0; 32], stretch, tiles);
    }

    fn tell_missing(&mut self, stretch: &mut Stretch) {
        if let Some((first, last)) = self.missing.take() {
            stretch.findings.push(Finding::Missing { first, last });
        }
    }

    fn push(
        &mut self,
        hash: Hash,
        stretch: &mut Stretch,
        tiles: &mut std::slice::Iter<'_, Stored>,
    ) {
        self.hashes.push(hash);
        self.next += 1;
        if self.hashes.len() < TILE_WIDTH {
            return;
        }
        let first = self.next - TILE_WIDTH as u64;
        let none = Stored::default();
        let stored = tiles.next().unwrap_or(&none);
        let complete = self.gaps == 0;
        let (root, found) = compare_tile(&self.hashes, stored, complete, 0, first >> TILE_HEIGHT);
        stretch.roots.push(root);
        stretch.findings.extend(found);
        self.hashes.clear();
        self.gaps = 0;
    }
}

/// Compares a tile with the stored one; gives the root to go on with. Where the entries differ
/// from the stored hashes the stored ones are gone on with: if those fit all that is above them,
/// then only the entries were changed.
fn compare_tile(
    hashes: &[Hash],
    stored: &Stored,
    complete: bool,
    level: u32,
    number: u64,
) -> (Hash, Option<Finding>) {
    let (stored_nodes, rest) = stored.nodes.as_chunks::<32>();
    let stored_leaves = stored_nodes.get(..TILE_WIDTH).unwrap_or_default();
    let same_leaves = stored_leaves == hashes;
    let kept = if same_leaves || stored_leaves.is_empty() || !rest.is_empty() {
        hashes
    } else {
        stored_leaves
    };
    let mut tile = Tile::default();
    let mut root = None;
    for hash in kept {
        root = tile.push(*hash);
    }
    let root = root.unwrap_or_default();
    let shift = TILE_HEIGHT * level;
    let first = (number << TILE_HEIGHT) << shift;
    if !tile.is_stored_as(&stored.nodes) || stored.root != root {
        let last = first + ((TILE_WIDTH as u64) << shift) - 1;
        let finding = Finding::Tile {
            level,
            number,
            first,
            last,
        };
        return (root, Some(finding));
    }
    let found = (!same_leaves && complete)
        .then(|| differing(hashes, stored_leaves, first, shift))
        .flatten();
    (root, found)
}

fn differing(hashes: &[Hash], stored: &[Hash], first: u64, shift: u32) -> Option<Finding> {
    let differs = |at: &usize| hashes.get(*at) != stored.get(*at);
    let from = (0..hashes.len()).find(differs)?;
    let to = (0..hashes.len()).rfind(differs)?;
    let sorted = |hashes: &[Hash]| {
        let mut hashes = hashes.get(from..=to).unwrap_or_default().to_vec();
        hashes.sort_unstable();
        hashes
    };
    let same_ones = shift == 0 && sorted(hashes) == sorted(stored);
    let (first, last) = (
        first + ((from as u64) << shift),
        first + ((to as u64 + 1) << shift) - 1,
    );
    Some(if same_ones {
        Finding::Reordered { first, last }
    } else {
        Finding::Changed { first, last }
    })
}

/// Entries and tiles that the head doesn't know.
fn surplus(connection: &mut Connection, size: u64, report: &mut Report) -> Result<(), DbError> {
    let mut reader = Reader { connection };
    let row = reader.query_one(
        "SELECT min(idx), max(idx) FROM ledger WHERE idx < 0 OR idx >= $1",
        &[read::number(size)],
    )?;
    // Beside a running server new entries are no surplus: they come with a longer head.
    let grown = store::head(&mut reader)?.size;
    if let (Some(first), Some(last)) = (row.opt_int(0)?, row.opt_int(1)?)
        && (first < 0 || last.cast_unsigned() >= grown)
    {
        report.findings.push(Finding::Surplus { first, last });
    }
    for level in 0..7 {
        let end = grown >> (TILE_HEIGHT * (level + 1));
        let beyond = reader.query(
            "SELECT place FROM ledger_tiles WHERE place >= $1 AND place < $2 LIMIT 1",
            &[store::place(level, end), store::place(level + 1, 0)],
        )?;
        if !beyond.is_empty() {
            report.findings.push(Finding::SurplusTiles { level });
        }
    }
    Ok(())
}

/// Makes the levels above the entries' tiles again and compares them.
fn upper_levels(
    connection: &mut Connection,
    head: &Head,
    roots: &[Hash],
    edge: Vec<Hash>,
    report: &mut Report,
) -> Result<Tree, DbError> {
    let mut edges = vec![edge];
    let mut below = roots.to_vec();
    let mut level = 1;
    while !below.is_empty() {
        let (whole, rest) = below.as_chunks::<TILE_WIDTH>();
        let mut above = Vec::with_capacity(whole.len());
        for (number, hashes) in (0..).zip(whole) {
            let stored = stored_tiles(connection, level, number, number + 1)?;
            let none = Stored::default();
            let stored = stored.first().unwrap_or(&none);
            let (root, found) = compare_tile(hashes, stored, true, level, number);
            above.push(root);
            report.findings.extend(found);
        }
        edges.push(rest.to_vec());
        below = above;
        level += 1;
    }
    Ok(Tree::from_edge(head.size, edges))
}

/// Compares the right edge with the head's, subtree by subtree.
fn compare_head(head: &Head, tree: &Tree, report: &mut Report) {
    let ours = tree.frontier();
    if root_of(&head.frontier) != head.root || head.frontier.len() != ours.len() {
        report.findings.push(Finding::Head);
        return;
    }
    let mut end = head.size;
    for (ours, kept) in ours.iter().zip(&head.frontier) {
        let first = end - (1 << end.trailing_zeros());
        let told = |finding: &Finding| match finding {
            Finding::Missing { first: a, last: b }
            | Finding::Unreadable {
                first: a, last: b, ..
            } => *a < end && *b >= first,
            _ => false,
        };
        if ours != kept && !report.findings.iter().any(told) {
            let last = end - 1;
            report.findings.push(Finding::Changed { first, last });
        }
        end = first;
    }
}

fn compare_checkpoint(
    connection: &mut Connection,
    head: &Head,
    roots: &[Hash],
    number: usize,
    note: &Note,
    key: &VerifierKey,
) -> Result<Option<Finding>, DbError> {
    let checkpoint = note.check(key).and_then(|()| Checkpoint::of_note(note));
    let Checkpoint { origin, size, root } = match checkpoint {
        Ok(checkpoint) => checkpoint,
        Err(reason) => {
            return Ok(Some(Finding::Checkpoint {
                checkpoint: number,
                reason,
            }));
        }
    };
    if origin != head.origin() {
        return Ok(Some(Finding::OtherLedger { checkpoint: number }));
    }
    if size > head.size {
        return Ok(Some(Finding::CutOff {
            checkpoint: number,
            size: head.size,
            kept: size,
        }));
    }
    let whole = size & !(TILE_WIDTH as u64 - 1);
    let mut tile = Tile::default();
    let rewritten = Some(Finding::Rewritten {
        checkpoint: number,
        size,
    });
    match store::leaf_hashes(connection, whole, size) {
        Ok(hashes) if hashes.len() as u64 == size - whole => {
            for hash in hashes {
                tile.push(hash);
            }
        }
        Ok(_) | Err(DbError::LedgerAltered) => return Ok(rewritten),
        Err(error) => return Err(error),
    }
    let ours = stretch_hash(0..size, |height, position| {
        let found = match height.checked_sub(TILE_HEIGHT) {
            Some(height) => over_roots(roots, height, position),
            None => {
                let within = position - (whole >> height);
                tile.get(height, usize::try_from(within).unwrap_or(usize::MAX))
                    .copied()
            }
        };
        found.ok_or(DbError::LedgerAltered)
    })?;
    Ok(if ours.unwrap_or_else(empty_root) == root {
        None
    } else {
        rewritten
    })
}

/// The node at a height above the roots of the entries' tiles.
fn over_roots(roots: &[Hash], height: u32, position: u64) -> Option<Hash> {
    let (first, width) = (position << height, 1_u64 << height);
    let first = usize::try_from(first).ok()?;
    let end = first.checked_add(usize::try_from(width).ok()?)?;
    let mut row = roots.get(first..end)?.to_vec();
    while row.len() > 1 {
        let (pairs, _) = row.as_chunks::<2>();
        row = pairs
            .iter()
            .map(|[left, right]| node(left, right))
            .collect();
    }
    row.pop()
}
