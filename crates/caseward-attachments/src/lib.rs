//! Reads the text out of what people attach, so that it can be masked and set anew before anything
//! of it leaves the house. What could not be read is withheld, never waved through.
//!
//! Bytes to text and an account of the rest ([`Read`]): nothing of the original file goes on, neither its
//! pixels nor its layout nor what it holds about its author (CR-9, NASW-m; DV-3.2: what a third person told can only be
//! kept apart in what could be read). [`read`] works where it is called; [`Apart`] does the same in a process of its own,
//! which is how strangers' files are read (docs/decisions/0012). Pictures are looked at by an [`Ocr`] that is handed in.

mod apart;
mod clean;
mod confine;
mod docx;
mod html;
mod kind;
mod limits;
mod mail;
mod ocr;
mod odt;
mod package;
mod pdf;
mod pictures;
mod plain;
mod report;
mod tesseract;
mod xml;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

pub use apart::{Apart, serve};
pub use limits::Limits;
pub use ocr::{Ocr, OcrError, Picture, Seen};
pub use report::{GAP, How, Kind, Part, Place, Read, Removed, Unseen, Why, Withheld};
pub use tesseract::Tesseract;

use report::Account;

/// What a reader that follows things into each other may use of the stack. Pages of it are taken
/// only as they are needed.
const STACK: usize = 256 << 20;

/// Reads a file. There is always an account: at the least that nothing could be read, and why.
///
/// A panic in a library that takes files apart is caught and the file withheld: those libraries promise none,
/// but a promise is no wall, and one file must not end the program. A stack that overflows can't be caught; files of
/// strangers are read [apart](Apart).
#[must_use]
pub fn read(bytes: &[u8], limits: &Limits, ocr: &Ocr<'_>) -> Read {
    if bytes.len() > limits.bytes {
        return Read::nothing(Kind::Other, Why::TooLarge);
    }
    let kind = match kind::kind(bytes) {
        Ok(kind) => kind,
        Err(why) => return Read::nothing(Kind::Other, why),
    };
    let broke = || Read::nothing(kind, Why::Broke);
    thread::scope(|scope| {
        thread::Builder::new()
            .name("attachment".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || {
                catch_unwind(AssertUnwindSafe(|| of_kind(kind, bytes, limits, ocr)))
            })
            .ok()
            .and_then(|thread| thread.join().ok())
            .and_then(Result::ok)
            .unwrap_or_else(broke)
    })
}

fn of_kind(kind: Kind, bytes: &[u8], limits: &Limits, ocr: &Ocr<'_>) -> Read {
    let mut account = Account::new(kind, limits.letters);
    match kind {
        Kind::Pdf => pdf::read(bytes, limits, ocr, &mut account),
        Kind::Docx => docx::read(bytes, limits, ocr, &mut account),
        Kind::Odt => odt::read(bytes, limits, ocr, &mut account),
        Kind::Png | Kind::Jpeg | Kind::Tiff | Kind::WebP => {
            pictures::read(bytes, kind, limits, ocr, &mut account);
        }
        Kind::Html => html::read(bytes, limits, &mut account),
        Kind::Mail => mail::read(bytes, limits, &mut account),
        Kind::Text => plain::read(bytes, &mut account),
        Kind::Other => account.withhold(Place::Whole, Why::Unknown),
    }
    account.close()
}
