//! Writing a file so that it is there whole or not at all: under another name first, flushed, measured, then named.
//!
//! CC-2.3.

use russh_sftp::client::SftpSession;
use russh_sftp::client::error::Error;
use russh_sftp::protocol::{FileAttributes, OpenFlags, StatusCode};
use tokio::io::AsyncWriteExt;

use super::outcome::{Failure, Recalled, Refusal};

/// Room that a server must have beyond the file itself, in bytes.
const ROOM: u64 = 64 << 10;

/// How far it has come. What can lie on the server follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing was made.
    Before,
    /// A half may lie there under the other name.
    Writing,
    /// All of it lay there under the other name, and it may have got its own by now: whoever looks into that folder may have it.
    Written,
}

/// Why it stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Broken {
    /// The server said no, and the line stands.
    Refused(Failure),
    /// The line is gone, or too slow.
    Off,
}

/// What is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// The file, whole, under its name.
    Whole,
    /// Neither the file nor a half.
    Nothing,
    /// A half that can't be removed.
    Half,
    /// All of it was there, and isn't any more: somebody fetched it, or tidied up.
    Gone,
    /// Something of another size has its name.
    Other,
}

/// The other name.
pub(super) fn half(path: &str) -> String {
    format!("{path}.part")
}

const fn refused(what: Refusal) -> Broken {
    Broken::Refused(Failure::Refused(what))
}

/// What an error says about the line: a word of the server is a refusal, anything else the end of the line.
fn said_no(error: &Error, what: Refusal) -> Broken {
    match error {
        Error::Status(status) => match status.status_code {
            StatusCode::NoConnection | StatusCode::ConnectionLost => Broken::Off,
            _ => refused(what),
        },
        Error::Limited(_) => refused(what),
        _ => Broken::Off,
    }
}

/// Writes all of it.
pub(super) async fn upload(
    files: &SftpSession,
    bytes: &[u8],
    path: &str,
    stage: &mut Stage,
) -> Result<(), Broken> {
    let folder = path
        .rsplit_once('/')
        .map_or(".", |(folder, _)| match folder {
            "" => "/",
            folder => folder,
        });
    let seen = files.metadata(folder).await;
    let seen = seen.map_err(|error| said_no(&error, Refusal::Folder))?;
    if !seen.is_dir() {
        return Err(refused(Refusal::Folder));
    }
    if room(files, folder)
        .await
        .is_some_and(|it| it < bytes.len() as u64 + ROOM)
    {
        return Err(Broken::Refused(Failure::NoSpace));
    }
    // Some servers would put it in the place of what has that name already.
    match files.metadata(path).await {
        Err(Error::Status(status)) if status.status_code == StatusCode::NoSuchFile => {}
        Err(error) => return Err(said_no(&error, Refusal::Folder)),
        Ok(_) => return Err(refused(Refusal::Naming)),
    }
    let part = half(path);
    write(files, bytes, &part, stage).await?;
    *stage = Stage::Written;
    let written = files.metadata(part.as_str()).await;
    let written = written.map_err(|error| said_no(&error, Refusal::Size))?;
    if written.size != Some(bytes.len() as u64) {
        return Err(refused(Refusal::Size));
    }
    // A server that says no may have named it all the same.
    let named = files.rename(part.as_str(), path).await;
    named.map_err(|error| said_no(&error, Refusal::Naming))
}

async fn write(
    files: &SftpSession,
    bytes: &[u8],
    part: &str,
    stage: &mut Stage,
) -> Result<(), Broken> {
    // EXCLUDE: what lies there already is somebody else's, or a link to somewhere.
    let flags = OpenFlags::CREATE | OpenFlags::EXCLUDE | OpenFlags::WRITE;
    let mut only_us = FileAttributes::empty();
    only_us.permissions = Some(0o640);
    *stage = Stage::Writing;
    let file = files
        .open_with_flags_and_attributes(part, flags, only_us)
        .await;
    let mut file = file.map_err(|error| {
        let broken = said_no(&error, Refusal::Writing);
        if broken != Broken::Off {
            // It wasn't made, and what lies there isn't ours to remove.
            *stage = Stage::Before;
        }
        broken
    })?;
    let wrote = async {
        file.write_all(bytes).await?;
        file.flush().await
    };
    if wrote.await.is_err() {
        return Err(why_not_written(files, part, bytes.len()).await);
    }
    if let Err(error) = file.sync_all().await {
        return Err(match said_no(&error, Refusal::Writing) {
            Broken::Off => Broken::Off,
            Broken::Refused(_) => why_not_written(files, part, bytes.len()).await,
        });
    }
    match file.close().await {
        Ok(()) => Ok(()),
        Err(_) => Err(why_not_written(files, part, bytes.len()).await),
    }
}

/// A server of version 3 has no word for a full disk: it says that it failed. So it is asked how much room there is, and
/// whether it answers at all.
async fn why_not_written(files: &SftpSession, part: &str, bytes: usize) -> Broken {
    let written = match files.metadata(part).await {
        Ok(seen) => seen.size.unwrap_or_default(),
        Err(Error::Status(_)) => return refused(Refusal::Writing),
        Err(_) => return Broken::Off,
    };
    let missing = (bytes as u64).saturating_sub(written);
    match room(files, part).await {
        Some(room) if room < missing + ROOM => Broken::Refused(Failure::NoSpace),
        _ => refused(Refusal::Writing),
    }
}

/// How many bytes fit in, if the server says so.
async fn room(files: &SftpSession, path: &str) -> Option<u64> {
    let said = files.fs_info(path).await.ok().flatten()?;
    Some(said.blocks_avail.saturating_mul(said.fragment_size))
}

/// Looks what became of a file, and removes what lies there half.
///
/// # Errors
/// When the server doesn't answer.
pub(super) async fn look(
    files: &SftpSession,
    path: &str,
    (bytes, stage): (usize, Stage),
) -> Result<Seen, Broken> {
    // The half first: the server may still be at what it was asked before the line broke, and what is gone it can't name
    // any more behind our back.
    let cleared = remove(files, &half(path)).await;
    let is_whole = match files.metadata(path).await {
        Ok(seen) => Some(seen.size == Some(bytes as u64)),
        Err(Error::Status(status)) if status.status_code == StatusCode::NoSuchFile => None,
        Err(_) => return Err(Broken::Off),
    };
    match (is_whole, cleared) {
        (Some(true), _) => Ok(Seen::Whole),
        (_, Err(Broken::Off)) => Err(Broken::Off),
        (Some(false), _) => Ok(Seen::Other),
        (None, Err(Broken::Refused(_))) => Ok(Seen::Half),
        // What lay there whole doesn't go away by itself.
        (None, Ok(false)) if stage == Stage::Written => Ok(Seen::Gone),
        (None, Ok(_)) => Ok(Seen::Nothing),
    }
}

/// Removes a file. Gives whether it was there.
pub(super) async fn remove(files: &SftpSession, path: &str) -> Result<bool, Broken> {
    match files.remove_file(path).await {
        Ok(()) => Ok(true),
        Err(Error::Status(status)) if status.status_code == StatusCode::NoSuchFile => Ok(false),
        Err(error) => Err(said_no(&error, Refusal::Removing)),
    }
}

/// Takes a file back, and what lies there half.
pub(super) async fn take_back(files: &SftpSession, path: &str) -> Result<Recalled, Failure> {
    let why = |broken| match broken {
        Broken::Refused(failure) => failure,
        Broken::Off => Failure::BrokenOff {
            maybe_arrived: true,
        },
    };
    let whole = remove(files, path).await.map_err(why)?;
    let part = remove(files, &half(path)).await.map_err(why)?;
    Ok(if whole || part {
        Recalled::Removed
    } else {
        Recalled::NotThere
    })
}
