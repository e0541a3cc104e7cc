//! What a picture's file holds beside its pixels: counted, so that it can be said what is gone; never read
//! for its content, but for whether a place is in it.

use crate::report::{Account, Kind, Unseen};

/// The tags of EXIF that matter here.
const GPS: u16 = 0x8825;
const EXIF: u16 = 0x8769;
const KIND_OF_SHEET: u16 = 254;

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Pieces of notes: EXIF, XMP, IPTC, comments, texts.
    pub(super) notes: usize,
    pub(super) locations: usize,
    pub(super) thumbnails: usize,
    /// Whether there are pictures behind the first.
    pub(super) moves: bool,
    pub(super) trailing: usize,
}

impl Found {
    pub(super) fn tell(&self, account: &mut Account) {
        account.remove(Unseen::PictureNotes, self.notes);
        account.remove(Unseen::Location, self.locations);
        account.remove(Unseen::Thumbnails, self.thumbnails);
        account.remove(Unseen::TrailingData, self.trailing);
    }

    fn exif(&mut self, exif: &[u8]) {
        self.notes += 1;
        let exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
        let Some(sheets) = sheets(exif, 8) else {
            return;
        };
        self.locations += sheets.found.locations;
        // The second sheet of EXIF is a small copy of the picture.
        self.thumbnails += sheets.offsets.len().saturating_sub(1) + sheets.thumbnails;
    }

    /// XMP may say the place as well.
    fn xmp(&mut self, xmp: &[u8]) {
        self.notes += 1;
        self.locations += usize::from(crate::kind::find(xmp, b"GPSLatitude").is_some());
    }
}

pub(super) fn of(kind: Kind, bytes: &[u8]) -> Found {
    let mut found = Found::default();
    // A file that ends in the middle has told what there was up to there.
    let _cut_off = match kind {
        Kind::Jpeg => jpeg(bytes, &mut found),
        Kind::Png => png(bytes, &mut found),
        Kind::WebP => webp(bytes, &mut found),
        Kind::Tiff => sheets(bytes, 1).map(|sheets| {
            found = sheets.found;
            found.moves = sheets.more || sheets.offsets.len() > 1;
        }),
        _ => None,
    };
    found
}

fn jpeg(bytes: &[u8], found: &mut Found) -> Option<()> {
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xFF {
            return None;
        }
        let mark = *bytes.get(at + 1)?;
        if mark == 0xFF {
            at += 1;
            continue;
        }
        if mark == 0xDA || mark == 0xD9 {
            break;
        }
        let size = usize::from(u16::from_be_bytes(
            bytes.get(at + 2..at + 4)?.try_into().ok()?,
        ));
        let body = bytes.get(at + 4..at + 2 + size)?;
        match mark {
            0xE1 if body.starts_with(b"Exif\0") => found.exif(body),
            0xE1 => found.xmp(body),
            0xE2 if body.starts_with(b"MPF\0") => found.moves = true,
            0xED | 0xFE => found.notes += 1,
            _ => {}
        }
        at += 2 + size;
    }
    // The end mark can't stand in the pixels; what follows it is something else.
    let rest = bytes.get(at..)?;
    let end = rest.windows(2).position(|pair| pair == [0xFF, 0xD9])?;
    found.trailing += usize::from(rest.len() > end + 2 + 16);
    Some(())
}

fn png(bytes: &[u8], found: &mut Found) -> Option<()> {
    let mut at = 8;
    loop {
        let size =
            usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()?;
        let name = bytes.get(at + 4..at + 8)?;
        let body = bytes.get(at + 8..at.checked_add(8)?.checked_add(size)?)?;
        match name {
            b"eXIf" => found.exif(body),
            b"iTXt" if body.starts_with(b"XML:com.adobe.xmp") => found.xmp(body),
            b"tEXt" | b"zTXt" | b"iTXt" | b"tIME" => found.notes += 1,
            b"acTL" => found.moves = true,
            b"IEND" => {
                found.trailing += usize::from(bytes.len() > at + 12);
                return Some(());
            }
            _ => {}
        }
        at += 12 + size;
    }
}

fn webp(bytes: &[u8], found: &mut Found) -> Option<()> {
    let mut at = 12;
    let whole = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    found.trailing += usize::from(bytes.len() > whole.saturating_add(9));
    loop {
        let name = bytes.get(at..at + 4)?;
        let size = usize::try_from(u32::from_le_bytes(
            bytes.get(at + 4..at + 8)?.try_into().ok()?,
        ))
        .ok()?;
        let body = bytes.get(at + 8..at.checked_add(8)?.checked_add(size)?)?;
        match name {
            b"EXIF" => found.exif(body),
            b"XMP " => found.xmp(body),
            b"ANIM" => found.moves = true,
            _ => {}
        }
        at += 8 + size + size % 2;
    }
}

/// The sheets of a TIFF.
pub(super) struct Sheets {
    /// Where each lies, as the file writes it.
    pub(super) offsets: Vec<[u8; 4]>,
    pub(super) thumbnails: usize,
    /// Whether there are more than were asked for.
    pub(super) more: bool,
    pub(super) found: Found,
}

/// Follows the chain of sheets, each once.
pub(super) fn sheets(bytes: &[u8], most: usize) -> Option<Sheets> {
    let little = match bytes.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let two = |at: usize| -> Option<u16> {
        let raw = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little {
            u16::from_le_bytes(raw)
        } else {
            u16::from_be_bytes(raw)
        })
    };
    let four =
        |at: usize| -> Option<[u8; 4]> { bytes.get(at..at.checked_add(4)?)?.try_into().ok() };
    let number = |raw| {
        if little {
            u32::from_le_bytes(raw)
        } else {
            u32::from_be_bytes(raw)
        }
    };
    let mut sheets = Sheets {
        offsets: Vec::new(),
        thumbnails: 0,
        more: false,
        found: Found::default(),
    };
    let mut seen = std::collections::HashSet::new();
    let mut raw = four(4)?;
    loop {
        let at = usize::try_from(number(raw)).ok()?;
        if at == 0 {
            return Some(sheets);
        }
        if !seen.insert(at) {
            return None;
        }
        if sheets.offsets.len() >= most {
            sheets.more = true;
            return Some(sheets);
        }
        let count = usize::from(two(at)?);
        let mut small = false;
        for index in 0..count {
            let entry = at + 2 + index * 12;
            match two(entry)? {
                GPS => sheets.found.locations += 1,
                // What a scanner or a camera writes: names, dates, programs, descriptions.
                EXIF | 269 | 270 | 271 | 272 | 305 | 306 | 315 | 316 | 700 | 33432 | 33723 => {
                    sheets.found.notes += 1;
                }
                KIND_OF_SHEET => small = number(four(entry + 8)?) & 1 == 1,
                _ => {}
            }
        }
        if small {
            sheets.thumbnails += 1;
        } else {
            sheets.offsets.push(raw);
        }
        raw = four(at + 2 + count * 12)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// EXIF with a place in it, and a small copy behind.
    fn exif() -> Vec<u8> {
        let mut exif = b"II*\0\x08\0\0\0".to_vec();
        exif.extend(1_u16.to_le_bytes());
        exif.extend(GPS.to_le_bytes());
        exif.extend([4, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
        let next = u32::try_from(exif.len() + 4).unwrap();
        exif.extend(next.to_le_bytes());
        exif.extend([0; 6]);
        exif
    }

    #[test]
    fn a_place_and_a_small_copy_in_a_photograph_are_noticed() {
        let mut jpeg = vec![0xFF, 0xD8, 0xFF, 0xE1];
        let body = [&b"Exif\0\0"[..], &exif()].concat();
        jpeg.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        jpeg.extend(&body);
        jpeg.extend([0xFF, 0xFE, 0, 4, b'h', b'i', 0xFF, 0xDA, 1, 2, 0xFF, 0xD9]);
        jpeg.extend([7; 100]);
        let found = of(Kind::Jpeg, &jpeg);
        assert_eq!(
            found,
            Found {
                notes: 2,
                locations: 1,
                thumbnails: 1,
                moves: false,
                trailing: 1
            }
        );
    }

    #[test]
    fn a_chain_of_sheets_that_leads_back_has_no_end_and_is_refused() {
        let mut tiff = b"II*\0\x08\0\0\0".to_vec();
        tiff.extend([0, 0]);
        tiff.extend(8_u32.to_le_bytes());
        assert!(sheets(&tiff, 100).is_none());
    }
}
