//! Proofs read from the stored tiles: nothing to the left of the right edge is hashed again
//! (design part 5).

use super::path::{consistency_stretches, inclusion_stretches, stretch_hash};
use super::store::{self, Head};
use super::tree::{TILE_HEIGHT, empty_root, offset_in_tile};
use super::{Hash, Tree};
use crate::connection::Connection;
use crate::{DbError, Reader};

/// How far the remembered right edge may be behind to be continued entry by entry.
const CONTINUE_MAX: u64 = 512;

/// The hashes that show that entry `index` is in the ledger of the first `size` entries, lowest
/// first.
///
/// # Errors
/// [`DbError::NoSuchEntry`] when the ledger is shorter, or [`DbError`] when it can't be read.
pub fn inclusion_proof(
    reader: &mut Reader<'_>,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, DbError> {
    let mut nodes = Nodes::open(reader, size)?;
    if index >= size {
        return Err(DbError::NoSuchEntry { size });
    }
    inclusion_stretches(index, size)
        .into_iter()
        .map(|stretch| nodes.hash(stretch))
        .collect()
}

/// The hashes that show that the first `new` entries begin with the first `old` ones.
///
/// # Errors
/// As [`inclusion_proof`].
pub fn consistency_proof(
    reader: &mut Reader<'_>,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, DbError> {
    let mut nodes = Nodes::open(reader, new)?;
    if old > new {
        return Err(DbError::NoSuchEntry { size: new });
    }
    consistency_stretches(old, new)
        .into_iter()
        .map(|stretch| nodes.hash(stretch))
        .collect()
}

/// The root that the ledger had when it had `size` entries.
///
/// # Errors
/// As [`inclusion_proof`].
pub fn root_at(reader: &mut Reader<'_>, size: u64) -> Result<Hash, DbError> {
    let mut nodes = Nodes::open(reader, size)?;
    if size == 0 {
        return Ok(empty_root());
    }
    nodes.hash(0..size)
}

/// The tree's nodes, as they are needed.
struct Nodes<'c> {
    connection: &'c mut Connection,
    edge: Tree,
    /// Whole tiles that were read for this proof: level, number, bytes.
    tiles: Vec<(u32, u64, Vec<u8>)>,
}

impl<'c> Nodes<'c> {
    fn open(reader: &'c mut Reader<'_>, size: u64) -> Result<Self, DbError> {
        let head = store::head(reader)?;
        if size > head.size {
            return Err(DbError::NoSuchEntry { size: head.size });
        }
        let connection = &mut *reader.connection;
        let edge = match connection.tree.take() {
            Some(tree) => continued(connection, tree, &head)?,
            None => store::load_tree(connection, &head)?,
        };
        Ok(Self {
            connection,
            edge,
            tiles: Vec::new(),
        })
    }

    fn hash(&mut self, stretch: std::ops::Range<u64>) -> Result<Hash, DbError> {
        let hash = stretch_hash(stretch, |height, position| self.get(height, position))?;
        hash.ok_or(DbError::LedgerAltered)
    }

    fn get(&mut self, height: u32, position: u64) -> Result<Hash, DbError> {
        let (level, height) = (height / TILE_HEIGHT, height % TILE_HEIGHT);
        let shift = TILE_HEIGHT - height;
        let (number, within) = (position >> shift, position & ((1 << shift) - 1));
        let within = usize::try_from(within).map_err(|_| DbError::LedgerAltered)?;
        let whole_tiles = self
            .edge
            .size()
            .checked_shr(TILE_HEIGHT * (level + 1))
            .unwrap_or(0);
        if number >= whole_tiles {
            let tile = self.edge.unfinished(level);
            let node = tile.and_then(|tile| tile.get(height, within));
            return node.copied().ok_or(DbError::LedgerAltered);
        }
        let start = offset_in_tile(height, within);
        let nodes = self.tile(level, number)?;
        let node = nodes.get(start..).and_then(|rest| rest.first_chunk());
        node.copied().ok_or(DbError::LedgerAltered)
    }

    fn tile(&mut self, level: u32, number: u64) -> Result<&[u8], DbError> {
        let is_it = |tile: &(u32, u64, _)| tile.0 == level && tile.1 == number;
        if !self.tiles.iter().any(is_it) {
            let nodes = store::tile_nodes(self.connection, level, number)?;
            self.tiles.push((level, number, nodes));
        }
        let tile = self.tiles.iter().find(|tile| is_it(tile));
        tile.map(|(_, _, nodes)| nodes.as_slice())
            .ok_or(DbError::LedgerAltered)
    }
}

impl Drop for Nodes<'_> {
    fn drop(&mut self) {
        self.connection.tree = Some(std::mem::take(&mut self.edge));
    }
}

/// The remembered right edge, brought to the head.
fn continued(connection: &mut Connection, tree: Tree, head: &Head) -> Result<Tree, DbError> {
    let mut tree = tree;
    let behind = head.size.checked_sub(tree.size());
    if behind.is_some_and(|behind| behind <= CONTINUE_MAX) {
        for hash in store::leaf_hashes(connection, tree.size(), head.size)? {
            tree.push(hash, |_| ());
        }
        if tree.frontier() == head.frontier {
            return Ok(tree);
        }
    }
    store::load_tree(connection, head)
}
