//! Looks a document that is an archive (DOCX, ODT) over before anything of it is unpacked, and unpacks
//! only what is asked for, to memory and within limits.
//!
//! Nothing is written, so no name can lead anywhere; names that try are refused all the same, because such a
//! file was made to harm.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::limits::Limits;
use crate::report::Why;

/// A document's parts.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<(String, usize)>,
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens it, having looked at every entry's size.
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Why> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Why::Damaged)?;
        if archive.offset() != 0 || archive.has_duplicate_names() {
            return Err(Why::Damaged);
        }
        if archive.len() > limits.entries {
            return Err(Why::Bomb);
        }
        let mut names = Vec::new();
        let mut total = 0_u64;
        for index in 0..archive.len() {
            let entry = archive.by_index_data(index).map_err(|_| Why::Damaged)?;
            if entry.encrypted() {
                return Err(Why::Locked);
            }
            let name = entry.name().map_err(|_| Why::Damaged)?.into_owned();
            if entry.is_symlink() || leads_out(&name) {
                return Err(Why::Damaged);
            }
            total = total.saturating_add(entry.size());
            let packed = entry.compressed_size().max(1);
            if total > limits.unpacked
                || (entry.size() > (1 << 20) && entry.size() / packed > limits.ratio)
            {
                return Err(Why::Bomb);
            }
            names.push((name, index));
        }
        archive
            .validate_header_consistency()
            .map_err(|_| Why::Damaged)?;
        Ok(Self {
            archive,
            names,
            left: limits.unpacked,
        })
    }

    /// The names of all parts.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| name.as_str())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.names().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// The bytes of a part; nothing when there is none of that name.
    pub(crate) fn part(&mut self, name: &str) -> Option<Result<Vec<u8>, Why>> {
        let (_, index) = self
            .names
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(self.unpack(*index))
    }

    fn unpack(&mut self, index: usize) -> Result<Vec<u8>, Why> {
        let entry = self.archive.by_index(index).map_err(|_| Why::Damaged)?;
        let declared = entry.size();
        if declared > self.left {
            return Err(Why::Bomb);
        }
        let mut bytes = Vec::new();
        // What is declared was looked at before; nothing may become more than that.
        entry
            .take(declared.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|_| Why::Damaged)?;
        let size = bytes.len() as u64;
        if size > declared {
            return Err(Why::Bomb);
        }
        self.left = self.left.saturating_sub(size);
        Ok(bytes)
    }
}

fn leads_out(name: &str) -> bool {
    name.starts_with(['/', '\\'])
        || name
            .chars()
            .any(|letter| letter.is_control() || letter == ':')
        || name.split(['/', '\\']).any(|part| part == "..")
}
