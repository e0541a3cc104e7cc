//! Looks a zip over before anything of it is unpacked.
//!
//! Sizes, counts and ratios are limited by what the archive declares, and the declared sizes are held
//! to while reading. Nothing is ever written, so no name can lead anywhere; names that try are refused
//! all the same, because such an archive was made to harm.

use std::io::{self, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

/// How much is unpacked before an archive is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArchiveLimits {
    /// Unpacked bytes of all files together.
    pub total: u64,
    /// Files.
    pub entries: usize,
    /// How many times larger than its packed form a file of more than a megabyte may be.
    pub ratio: u64,
}

impl Default for ArchiveLimits {
    fn default() -> Self {
        Self {
            total: 16 << 30,
            entries: 1_000,
            ratio: 250,
        }
    }
}

/// Why an archive is refused. Entries are counted from 1, because a name may be somebody's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "each variant's message is its documentation")]
pub enum ArchiveError {
    #[error(
        "this is not a zip that can be read ({0}); choose the zip or the folder of the whole export, or download it again"
    )]
    Unreadable(String),
    #[error("something else stands before the archive in the same file; pack it again")]
    Prefixed,
    #[error("the archive has {0} files, far more than an export; pack only the export")]
    TooMany(usize),
    #[error(
        "the archive would unpack to more than {0} bytes; import it from a folder if that is right"
    )]
    TooLarge(u64),
    #[error("entry {0} is packed more than {1}-fold, as no export is; pack it again")]
    Bomb(usize, u64),
    #[error("entry {0} is encrypted; unpack the archive and import the folder")]
    Encrypted(usize),
    #[error("entry {0} is a link and not a file; pack the export's own files")]
    Link(usize),
    #[error("entry {0} has a path that leads out of the archive; pack it again")]
    Escapes(usize),
    #[error("two entries have the same name; pack it again")]
    Duplicate,
}

/// One file in an archive.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) index: usize,
    pub(super) path: String,
    pub(super) size: u64,
}

impl From<ZipError> for ArchiveError {
    fn from(error: ZipError) -> Self {
        Self::Unreadable(match error {
            ZipError::Io(error) => error.kind().to_string(),
            // The end record is where a zip is known by.
            ZipError::InvalidArchive(why) if why.contains("EOCD") => {
                "it is something else, or its end is missing".to_owned()
            }
            ZipError::InvalidArchive(why) => why.into_owned(),
            ZipError::UnsupportedArchive(why) => why.to_owned(),
            ZipError::CompressionMethodNotSupported(_) => {
                "a way of packing that isn't read".to_owned()
            }
            _ => "damaged".to_owned(),
        })
    }
}

/// Opens an archive and looks it over; its files, without folders.
pub(super) fn open<R: Read + Seek>(
    reader: R,
    limits: &ArchiveLimits,
) -> Result<(ZipArchive<R>, Vec<Entry>), ArchiveError> {
    let mut archive = ZipArchive::new(reader)?;
    if archive.offset() != 0 {
        return Err(ArchiveError::Prefixed);
    }
    if archive.has_duplicate_names() {
        return Err(ArchiveError::Duplicate);
    }
    if archive.len() > limits.entries {
        return Err(ArchiveError::TooMany(archive.len()));
    }
    let mut entries = Vec::new();
    let mut total: u64 = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index)?;
        let counted = index + 1;
        if entry.encrypted() {
            return Err(ArchiveError::Encrypted(counted));
        }
        if entry.is_symlink() {
            return Err(ArchiveError::Link(counted));
        }
        let path = entry.name()?.into_owned();
        if escapes(&path) {
            return Err(ArchiveError::Escapes(counted));
        }
        total = total.saturating_add(entry.size());
        if total > limits.total {
            return Err(ArchiveError::TooLarge(limits.total));
        }
        let packed = entry.compressed_size().max(1);
        if entry.size() > (1 << 20) && entry.size() / packed > limits.ratio {
            return Err(ArchiveError::Bomb(counted, limits.ratio));
        }
        if !entry.is_dir() {
            entries.push(Entry {
                index,
                path: path.replace('\\', "/"),
                size: entry.size(),
            });
        }
    }
    archive.validate_header_consistency()?;
    Ok((archive, entries))
}

fn escapes(path: &str) -> bool {
    let mut letters = path.chars();
    let drive = matches!((letters.next(), letters.next()), (Some(letter), Some(':')) if letter.is_ascii_alphabetic());
    path.starts_with(['/', '\\'])
        || drive
        || path.chars().any(char::is_control)
        || path.split(['/', '\\']).any(|part| part == "..")
}

/// Reads no further than what was declared.
pub(super) struct Declared<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Declared<R> {
    pub(super) const fn new(inner: R, size: u64) -> Self {
        Self { inner, left: size }
    }
}

impl<R: Read> Read for Declared<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => {
                self.left = left;
                Ok(read)
            }
            None => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the entry is larger than the archive says",
            )),
        }
    }
}
