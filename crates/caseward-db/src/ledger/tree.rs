//! The tree over all entries: one hash that no one can keep while changing anything below it
//! (RFC 6962, cut into tiles of 256 as C2SP tlog-tiles does; design part 5).

use sha2::{Digest, Sha256};

use super::Hash;

/// How many levels of nodes a tile has above its leaves.
pub const TILE_HEIGHT: u32 = 8;

/// How many hashes a whole tile rests on.
pub const TILE_WIDTH: usize = 256;

/// How many hashes a whole tile holds with the nodes above: 256 + 128 + … + 1.
pub const TILE_NODES: usize = 511;

/// The hash over two subtrees.
#[must_use]
pub fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// The root of a tree without entries.
#[must_use]
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// A tile that is being filled: its leaves and every node that is complete above them.
#[derive(Clone, Default)]
pub struct Tile {
    rows: [Vec<Hash>; 9],
}

impl Tile {
    /// Adds a hash at the right; says the tile's own root when that was the 256th.
    pub fn push(&mut self, hash: Hash) -> Option<Hash> {
        let mut hash = hash;
        for row in &mut self.rows {
            row.push(hash);
            match row.as_slice() {
                [.., left, right] if row.len() % 2 == 0 => hash = node(left, right),
                _ => break,
            }
        }
        self.rows.last().and_then(|top| top.first().copied())
    }

    /// The hashes it rests on.
    #[must_use]
    pub fn leaves(&self) -> &[Hash] {
        self.rows.first().map_or(&[], Vec::as_slice)
    }

    /// The node at a height above the leaves, if it is complete.
    #[must_use]
    pub fn get(&self, height: u32, position: usize) -> Option<&Hash> {
        self.rows.get(height as usize)?.get(position)
    }

    /// All nodes, lowest row first: what is stored of a whole tile.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(TILE_NODES * size_of::<Hash>());
        for row in &self.rows {
            bytes.extend_from_slice(row.as_flattened());
        }
        bytes
    }

    /// True when these are the tile's stored bytes.
    pub(crate) fn is_stored_as(&self, bytes: &[u8]) -> bool {
        let mut rest = bytes;
        let same = self.rows.iter().all(|row| {
            let after = rest.strip_prefix(row.as_flattened());
            rest = after.unwrap_or_default();
            after.is_some()
        });
        same && rest.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        for row in &mut self.rows {
            row.clear();
        }
    }
}

/// Where a node lies in the stored bytes of a whole tile.
#[must_use]
pub fn offset_in_tile(height: u32, position: usize) -> usize {
    let below: usize = (0..height).map(|h| TILE_WIDTH >> h).sum();
    (below + position) * size_of::<Hash>()
}

/// The right edge of the tree: how many entries there are, and the tiles that aren't whole yet.
/// Everything to the left is in whole tiles.
#[derive(Clone, Default)]
pub struct Tree {
    size: u64,
    edge: Vec<Tile>,
}

/// A tile that has just become whole.
pub struct WholeTile<'t> {
    /// Counted from the entries up.
    pub level: u32,
    /// Counted from the left.
    pub number: u64,
    /// Its root.
    pub root: Hash,
    /// Its nodes.
    pub tile: &'t Tile,
}

impl Tree {
    /// A tree whose right edge is known: for each level the hashes of its unfinished tile.
    #[must_use]
    pub fn from_edge(size: u64, edge: impl IntoIterator<Item = Vec<Hash>>) -> Self {
        let tile = |hashes: Vec<Hash>| {
            let mut tile = Tile::default();
            for hash in hashes {
                tile.push(hash);
            }
            tile
        };
        Self {
            size,
            edge: edge.into_iter().map(tile).collect(),
        }
    }

    /// How many entries.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The unfinished tile of a level.
    #[must_use]
    pub fn unfinished(&self, level: u32) -> Option<&Tile> {
        self.edge.get(level as usize)
    }

    /// Adds an entry's hash; shows each tile that becomes whole by it.
    pub fn push(&mut self, leaf: Hash, mut whole: impl FnMut(WholeTile<'_>)) {
        let mut hash = leaf;
        for level in 0_u32.. {
            if self.edge.len() <= level as usize {
                self.edge.push(Tile::default());
            }
            let Some(tile) = self.edge.get_mut(level as usize) else {
                break;
            };
            let Some(root) = tile.push(hash) else { break };
            whole(WholeTile {
                level,
                number: self.size >> (TILE_HEIGHT * (level + 1)),
                root,
                tile,
            });
            tile.clear();
            hash = root;
        }
        self.size += 1;
    }

    /// The roots of the whole subtrees that the tree consists of, smallest (rightmost) first.
    #[must_use]
    pub fn frontier(&self) -> Vec<Hash> {
        let rows = self
            .edge
            .iter()
            .flat_map(|tile| tile.rows.iter().take(TILE_HEIGHT as usize));
        rows.filter(|row| row.len() % 2 == 1)
            .filter_map(|row| row.last().copied())
            .collect()
    }

    /// The root over all entries.
    #[must_use]
    pub fn root(&self) -> Hash {
        root_of(&self.frontier())
    }
}

/// The root over whole subtrees, smallest first.
#[must_use]
pub fn root_of(frontier: &[Hash]) -> Hash {
    frontier
        .iter()
        .copied()
        .reduce(|right, left| node(&left, &right))
        .unwrap_or_else(empty_root)
}
