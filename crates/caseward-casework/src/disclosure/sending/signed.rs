//! Who signed for an envelope: the signed sheet as it was scanned, or the mark that was drawn on the screen, kept with the hand-over that it
//! belongs to and shown to whoever may read all that the papers were made of (CC-2.3, NASW-m).
//!
//! A scan is a PDF, JPEG or PNG file, as its first bytes say; this program never opens it and gives it out only as a file to keep. What
//! was kept isn't replaced: a chain of hands that can be written anew proves nothing.

use std::fmt::Write as _;

use caseward_channels::hand::Custody;
use caseward_db::Reader;
use caseward_gate::{Amend, Delivery, Drawer, FileWorks, RowPlace};
use caseward_model::{Client, Id};
use zeroize::Zeroizing;

use super::super::stored::{self, Text};
use super::super::{Disclosure, DisclosureError};
use crate::sign_in::SignedIn;
use crate::standing::{DrawnMark, LARGEST_SCAN, ScanKind};
use crate::{CaseworkError, Office};

/// What is added to the number of a hand-over in the place of its signature: papers that left have smaller ones.
const SIGNED: i64 = 1_000;

/// A signature as a file to keep.
pub struct SignatureFile {
    /// The ending of its name: `pdf`, `jpg` or `png` for a scan, `svg` for what was drawn.
    pub ending: &'static str,
    /// What kind of file it is.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// Which hand-over: the disclosure, the INTENT that let its envelope out, and the number of the hand-over, from 1.
pub type HandOverNo = (i64, u64, usize);

fn place((no, entry, step): HandOverNo) -> Result<RowPlace, CaseworkError> {
    let entry = i64::try_from(entry).map_err(|_| CaseworkError::Damaged)?;
    let step = i64::try_from(step).map_err(|_| CaseworkError::Damaged)?;
    Ok((no, SIGNED.saturating_add(step), entry))
}

/// What was drawn, as a page sends it; nothing where nothing was.
pub(super) fn drawn(mark: &str) -> Result<Option<DrawnMark>, CaseworkError> {
    let unfit = "the drawing can't be read; draw it again, or leave it out";
    DrawnMark::read(mark).map_err(|_| CaseworkError::Unfit(unfit.to_owned()))
}

/// Keeps a signature with its hand-over, once.
fn keep(
    desk: &mut FileWorks<'_, '_, '_>,
    which: HandOverNo,
    bytes: &[u8],
) -> Result<(), DisclosureError> {
    let at = place(which)?;
    let (no, step, entry) = (at.0, at.1.saturating_sub(SIGNED), at.2);
    let sql =
        "SELECT 1 FROM custody_signatures WHERE disclosure_no = $1 AND entry = $2 AND step = $3";
    let values = [no.into(), entry.into(), step.into()];
    let before = desk.works.transaction().query_optional(sql, &values)?;
    if before.is_some() {
        let unfit = "a signature is kept with this hand-over already; what was kept isn't replaced";
        return Err(CaseworkError::Unfit(unfit.to_owned()).into());
    }
    let sealed = desk.seal(Drawer::Disclosures, at, bytes)?;
    desk.works.transaction().execute(
        "INSERT INTO custody_signatures (disclosure_no, entry, step, sealed) VALUES ($1, $2, $3, $4)",
        &[no.into(), entry.into(), step.into(), sealed.into()],
    )?;
    Ok(())
}

/// Keeps what was drawn when an envelope changed hands.
pub(super) fn keep_mark(
    desk: &mut FileWorks<'_, '_, '_>,
    which: HandOverNo,
    mark: &DrawnMark,
) -> Result<(), DisclosureError> {
    let plain = serde_json::to_vec(mark).map_err(|_| CaseworkError::Damaged)?;
    keep(desk, which, &plain)
}

fn sealed(
    reader: &mut Reader<'_>,
    client_no: i64,
    which: HandOverNo,
) -> Result<Option<(RowPlace, Vec<u8>)>, CaseworkError> {
    let at = place(which)?;
    let sql = "SELECT s.sealed FROM custody_signatures s JOIN disclosures d ON d.no = s.disclosure_no \
               WHERE s.disclosure_no = $1 AND s.entry = $2 AND s.step = $3 AND d.client_no = $4";
    let step = at.1.saturating_sub(SIGNED);
    let values = [at.0.into(), at.2.into(), step.into(), client_no.into()];
    let found = reader.query_optional(sql, &values)?;
    found
        .map(|row| Ok((at, row.bytes(0)?.to_vec())))
        .transpose()
}

/// The hands of the envelope that this INTENT let out.
fn custody_of(text: &Text, entry: u64) -> Option<&Custody> {
    match text.released {
        Some((_, last, _)) if last == entry => text.custody.as_ref(),
        _ => {
            let mut earlier = text.earlier.iter();
            let then = earlier.find(|it| it.intent == entry)?;
            then.custody.as_ref()
        }
    }
}

/// What was drawn, as a picture of lines.
fn picture(mark: &DrawnMark) -> String {
    let (width, height) = (mark.width, mark.height);
    let mut lines = String::new();
    for stroke in &mark.strokes {
        for (at, (x, y)) in stroke.iter().enumerate() {
            let step = if at == 0 { 'M' } else { 'L' };
            // Writing into a text doesn't fail.
            write!(lines, "{step}{x} {y}").ok();
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\
         <path d=\"{lines}\" fill=\"none\" stroke=\"black\" stroke-width=\"3\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/></svg>\n"
    )
}

fn as_file(plain: Zeroizing<Vec<u8>>) -> Result<SignatureFile, CaseworkError> {
    let Some(kind) = ScanKind::of(&plain) else {
        let mark = serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
        return Ok(SignatureFile {
            ending: "svg",
            media_type: "image/svg+xml",
            bytes: Zeroizing::new(picture(&mark).into_bytes()),
        });
    };
    let media_type = match kind {
        ScanKind::Pdf => "application/pdf",
        ScanKind::Jpeg => "image/jpeg",
        ScanKind::Png => "image/png",
    };
    Ok(SignatureFile {
        ending: kind.ending(),
        media_type,
        bytes: plain,
    })
}

impl Office {
    /// Keeps the signed sheet of an envelope, as it was scanned, with the hand-over that it belongs to; once.
    ///
    /// # Errors
    /// [`DisclosureError::Casework`] for what is no PDF, JPEG or PNG file of at most [`LARGEST_SCAN`] bytes, and where a signature is
    /// kept already; [`DisclosureError::Unknown`] when there is no such hand-over; [`DisclosureError::Refused`] for whoever may not
    /// write into the book of this client's disclosures.
    pub async fn keep_signed_sheet(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        (no, entry, step): HandOverNo,
        scan: Vec<u8>,
    ) -> Result<(), DisclosureError> {
        let scan = Zeroizing::new(scan);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let (_, text) = stored::one(desk, no)?;
            let steps = custody_of(&text, entry).map_or(0, |it| it.steps().len());
            if step == 0 || step > steps {
                return Err(DisclosureError::Unknown);
            }
            if ScanKind::of(&scan).is_none() || scan.len() > LARGEST_SCAN {
                let unfit = "choose a PDF, JPEG or PNG file of 8 MB at most";
                return Err(CaseworkError::Unfit(unfit.to_owned()).into());
            }
            desk.works.note("disclosure", no);
            desk.works.note("intent", entry);
            desk.works.note("hands", step);
            keep(desk, (no, entry, step), &scan)
        };
        let book = self.book_of(person, client);
        self.gate
            .work_on_file::<Amend, _, _, _>(&book, "signed_sheet_kept", work)
            .await
    }

    /// The signature that was kept with a hand-over, for whoever may read all that the papers in the envelope were made of.
    ///
    /// # Errors
    /// As [`Office::document_that_left`]; [`DisclosureError::Unknown`] when none was kept.
    pub async fn custody_signature(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        which: HandOverNo,
    ) -> Result<(SignatureFile, Delivery), DisclosureError> {
        let release = (which.0, which.1);
        let (plain, delivery) = self
            .kept_with_release(person, client, release, move |reader, client_no, _| {
                sealed(reader, client_no, which)
            })
            .await?;
        Ok((as_file(plain)?, delivery))
    }

    /// With which hand-overs of a disclosure a signature is kept: the number of the INTENT and that of the hand-over.
    ///
    /// # Errors
    /// When the database can't be asked.
    pub async fn custody_signatures(
        &self,
        disclosure: &Disclosure,
    ) -> Result<Vec<(u64, usize)>, CaseworkError> {
        let no = disclosure.no;
        let read = move |reader: &mut Reader<'_>| {
            let sql = "SELECT entry, step FROM custody_signatures WHERE disclosure_no = $1 \
                       ORDER BY entry, step";
            let rows = reader.query(sql, &[no.into()])?;
            let numbers = |row: &caseward_db::Row| {
                let entry = u64::try_from(row.int(0)?).map_err(|_| CaseworkError::Damaged)?;
                let step = usize::try_from(row.int(1)?).map_err(|_| CaseworkError::Damaged)?;
                Ok((entry, step))
            };
            rows.iter()
                .map(numbers)
                .collect::<Result<Vec<_>, CaseworkError>>()
        };
        self.db.read(read).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_drawn_becomes_lines_and_nothing_else() {
        let mark = DrawnMark {
            width: 60,
            height: 20,
            strokes: vec![vec![(1, 2), (3, 4)], vec![(5, 6), (7, 8)]],
        };
        let made = picture(&mark);
        assert!(made.contains("d=\"M1 2L3 4M5 6L7 8\""), "{made}");
        assert!(made.contains("viewBox=\"0 0 60 20\""), "{made}");
        assert!(!made.contains("<script") && !made.contains("href"));
    }
}
