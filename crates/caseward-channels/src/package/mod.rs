//! What leaves, as bytes: a few files with names that say nothing, the notice that it mustn't be passed on, and
//! filler, so that not even the size tells how much there is to tell.
//!
//! RE-4, NASW-b, CC-2.3, DV-5.6. The same files give the same bytes, wherever and whenever they are packed: the hash
//! of a package stands in the entry that is written before it leaves, and is what the preview showed. Sealing comes
//! after that, and is never the same twice. No input and no output.

mod name;
mod padding;

use std::io::{Cursor, Write};

use zeroize::Zeroizing;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

pub use name::{FileFormat, FileKind, FileName};

use crate::{Hash, hash_of};

/// What the notice is called; it is the first file.
pub const NOTICE: &str = "READ-FIRST.txt";
/// What the filler is called; it is the last file.
pub const FILLER: &str = "filler.bin";
/// How many files one package holds at most.
pub const MOST_FILES: usize = 500;
/// How many bytes all files together have at most: 200 MiB. Beyond that a mail server or a browser gives up anyway.
pub const MOST_BYTES: usize = 200 << 20;
/// How long a notice is at most, in bytes.
pub const LONGEST_NOTICE: usize = 64 << 10;

/// What stands below every notice, for whoever wonders about the filler.
const ABOUT_FILLER: &str = "\
\n----\n\
filler.bin is empty. It is there so that the size of this package tells little. Please ignore it.\n\
filler.bin está vacío. Sirve para que el tamaño de este paquete diga poco. Por favor, ignórelo.\n";

/// A file to be packed.
#[derive(Clone)]
pub struct File {
    /// What it is called.
    pub name: FileName,
    /// What is in it.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// Why something can't be packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// There is nothing to send.
    #[error("there is no file in the package; choose what should leave")]
    Empty,
    /// Nothing leaves without the notice.
    #[error("the notice on passing it on is missing; nothing leaves without it")]
    NoNotice,
    /// The notice has characters that hide what it says.
    #[error(
        "the notice holds characters that can't be seen or turn the line around; write it anew"
    )]
    UnclearNotice,
    /// Two files have one name.
    #[error("two files of the package are called `{0}`; number them")]
    SameName(FileName),
    /// There are too many files.
    #[error("a package holds {MOST_FILES} files at most; make two of it")]
    TooManyFiles,
    /// The files are too large.
    #[error("a package holds 200 MiB at most; make two of it")]
    TooLarge,
    /// The container can't be written.
    #[error("the package can't be put together; ask whoever looks after the office")]
    Broken,
}

/// What leaves, in the clear. It is wiped when it is dropped.
#[derive(Clone)]
pub struct Package {
    bytes: Zeroizing<Vec<u8>>,
    hash: Hash,
}

impl Package {
    /// The bytes: a zip.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What the INTENT entry commits to: the SHA-256 of the bytes.
    #[must_use]
    pub const fn hash(&self) -> &Hash {
        &self.hash
    }
}

impl std::fmt::Debug for Package {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Package").finish_non_exhaustive()
    }
}

/// Packs files with the notice that their regime asks for. The order in which they are given doesn't matter.
///
/// # Errors
/// [`PackError`]: nothing in it, no notice, a name twice, or too much.
pub fn pack(files: &[File], notice: &str) -> Result<Package, PackError> {
    let notice = readable(notice)?;
    let files = in_order(files)?;
    let plain = write(&notice, &files, 0)?;
    let missing = padding::target(plain.len()).saturating_sub(plain.len());
    let bytes = write(&notice, &files, missing)?;
    // INVARIANT: sizes come in classes, whatever the container adds.
    if bytes.len() != plain.len() + missing {
        return Err(PackError::Broken);
    }
    let hash = hash_of(&bytes);
    Ok(Package { bytes, hash })
}

fn readable(notice: &str) -> Result<String, PackError> {
    if notice.trim().is_empty() {
        return Err(PackError::NoNotice);
    }
    let hides = |it: char| (it.is_control() && it != '\n') || turns_or_hides(it);
    if notice.len() > LONGEST_NOTICE || notice.chars().any(hides) {
        return Err(PackError::UnclearNotice);
    }
    Ok(format!("{}\n{ABOUT_FILLER}", notice.trim()))
}

/// Characters that turn the line around, or take no room.
pub(crate) const fn turns_or_hides(it: char) -> bool {
    matches!(it, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn in_order(files: &[File]) -> Result<Vec<(String, &[u8])>, PackError> {
    if files.is_empty() {
        return Err(PackError::Empty);
    }
    if files.len() > MOST_FILES {
        return Err(PackError::TooManyFiles);
    }
    if files.iter().map(|it| it.bytes.len()).sum::<usize>() > MOST_BYTES {
        return Err(PackError::TooLarge);
    }
    let mut files: Vec<&File> = files.iter().collect();
    files.sort_by_key(|it| it.name);
    for pair in files.windows(2) {
        if let [one, other] = pair
            && one.name == other.name
        {
            return Err(PackError::SameName(one.name));
        }
    }
    let named = files.into_iter();
    Ok(named
        .map(|it| (it.name.to_string(), it.bytes.as_slice()))
        .collect())
}

fn write(
    notice: &str,
    files: &[(String, &[u8])],
    filler: usize,
) -> Result<Zeroizing<Vec<u8>>, PackError> {
    // As large as it gets at once: a buffer that grows leaves copies of itself behind, unwiped.
    let sizes = files.iter().map(|(_, bytes)| bytes.len() + 512);
    let room = sizes.sum::<usize>() + notice.len() + filler + 2048;
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(room)));
    put(&mut zip, NOTICE, notice.as_bytes())?;
    for (name, bytes) in files {
        put(&mut zip, name, bytes)?;
    }
    put(&mut zip, FILLER, &vec![0; filler])?;
    let written = zip.finish().map_err(|_| PackError::Broken)?;
    Ok(Zeroizing::new(written.into_inner()))
}

/// Puts a file in: stored as it is, so that the bytes depend on no compressor, and at the beginning of zip's time.
fn put(zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8]) -> Result<(), PackError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o600);
    zip.start_file(name, options)
        .map_err(|_| PackError::Broken)?;
    zip.write_all(bytes).map_err(|_| PackError::Broken)
}

#[cfg(test)]
mod tests;
