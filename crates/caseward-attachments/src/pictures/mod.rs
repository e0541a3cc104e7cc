//! Reads a picture: it is made into pixels, another program looks at those, and nothing else of the file goes on. Where
//! nobody looks, a picture is withheld.
//!
//! Camera, time and place are gone by construction; that they were there is told (CR-9).

mod notes;

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, imageops::FilterType};

use crate::limits::Limits;
use crate::ocr::{Ocr, Picture, worded};
use crate::report::{Account, How, Kind, Place, Unseen, Why};

/// Pictures narrower and lower than this are enlarged, so that their letters have enough pixels.
const SMALL: u32 = 1500;

/// Reads a file that is a picture.
pub(crate) fn read(
    bytes: &[u8],
    kind: Kind,
    limits: &Limits,
    ocr: &Ocr<'_>,
    account: &mut Account,
) {
    let mut looker = Looker::new(limits, ocr);
    if kind == Kind::Tiff {
        looker.sheets(bytes, account);
    } else {
        looker.look(bytes, Place::Whole, account);
    }
}

/// Looks at the pictures of one file, no more than the limits allow.
pub(crate) struct Looker<'a> {
    limits: &'a Limits,
    ocr: &'a Ocr<'a>,
    left: usize,
    met: u32,
}

impl<'a> Looker<'a> {
    pub(crate) const fn new(limits: &'a Limits, ocr: &'a Ocr<'a>) -> Self {
        Self {
            limits,
            ocr,
            left: limits.pictures,
            met: 0,
        }
    }

    /// The number of the next picture in this file.
    pub(crate) const fn next(&mut self) -> u32 {
        self.met = self.met.saturating_add(1);
        self.met
    }

    /// A picture as a file, at a place.
    pub(crate) fn look(&mut self, bytes: &[u8], place: Place, account: &mut Account) {
        let Ok(kind) = crate::kind::kind(bytes) else {
            account.withhold(place, Why::OtherPicture);
            return;
        };
        let format = match kind {
            Kind::Png => ImageFormat::Png,
            Kind::Jpeg => ImageFormat::Jpeg,
            Kind::WebP => ImageFormat::WebP,
            Kind::Tiff => ImageFormat::Tiff,
            _ => {
                account.withhold(place, Why::OtherPicture);
                return;
            }
        };
        let found = notes::of(kind, bytes);
        found.tell(account);
        if found.moves {
            account.withhold(place, Why::FirstFrameOnly);
        }
        match self.pixels(bytes, format) {
            Ok(image) => self.read(&image, place, account),
            Err(why) => account.withhold(place, why),
        }
    }

    /// A TIFF may hold several sheets, as a fax does: each is a page.
    fn sheets(&mut self, bytes: &[u8], account: &mut Account) {
        let Some(sheets) = notes::sheets(bytes, self.limits.pages) else {
            account.withhold(Place::Whole, Why::Damaged);
            return;
        };
        if sheets.more {
            account.withhold(Place::Whole, Why::TooLarge);
        }
        account.remove(Unseen::Thumbnails, sheets.thumbnails);
        sheets.found.tell(account);
        let mut copy = bytes.to_vec();
        for (index, offset) in sheets.offsets.iter().enumerate() {
            let place = Place::Page(u32::try_from(index + 1).unwrap_or(u32::MAX));
            // The decoder reads the sheet that the head of the file points to.
            if let Some(pointer) = copy.get_mut(4..8) {
                pointer.copy_from_slice(offset);
            }
            match self.pixels(&copy, ImageFormat::Tiff) {
                Ok(image) => self.read(&image, place, account),
                Err(why) => account.withhold(place, why),
            }
        }
    }

    fn pixels(&self, bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, Why> {
        let failed = |error: image::ImageError| match error {
            image::ImageError::Limits(_) => Why::TooLarge,
            image::ImageError::Unsupported(_) => Why::OtherPicture,
            _ => Why::Damaged,
        };
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut most = image::Limits::default();
        // Four channels of two bytes, and what a decoder keeps beside.
        most.max_alloc = Some(self.limits.pixels.saturating_mul(10));
        reader.limits(most);
        let mut decoder = reader.into_decoder().map_err(failed)?;
        let (width, height) = decoder.dimensions();
        if u64::from(width) * u64::from(height) > self.limits.pixels {
            return Err(Why::TooLarge);
        }
        let turned = decoder.orientation();
        let mut image = DynamicImage::from_decoder(decoder).map_err(failed)?;
        if let Ok(turned) = turned {
            image.apply_orientation(turned);
        }
        Ok(image)
    }

    fn read(&mut self, image: &DynamicImage, place: Place, account: &mut Account) {
        if !self.ocr.looks() {
            account.withhold(place, Why::NoOcr);
            return;
        }
        let words = self.words(&grey(image, self.limits.pixels));
        match words {
            Ok(words) => tell(&words, place, self.limits.sure, account),
            Err(why) => account.withhold(place, why),
        }
    }

    /// Whether anybody looks.
    pub(crate) const fn looks(&self) -> bool {
        self.ocr.looks()
    }

    /// The words of a picture; each picture counts towards the limit.
    pub(crate) fn words(&mut self, picture: &Picture) -> Result<Vec<crate::ocr::Seen>, Why> {
        self.left = self.left.checked_sub(1).ok_or(Why::TooMuch)?;
        match self.ocr.look(picture) {
            Some(Ok(words)) => Ok(words),
            Some(Err(_)) => Err(Why::OcrFailed),
            None => Err(Why::NoOcr),
        }
    }
}

/// Takes the words of a picture into the account, and says what could not be made out.
pub(crate) fn tell(words: &[crate::ocr::Seen], place: Place, sure: u8, account: &mut Account) {
    let worded = worded(words, sure);
    if worded.text.is_empty() && worded.unclear == 0 {
        account.withhold(place, Why::NoWords);
        return;
    }
    account.text(place, &worded.text, How::Ocr, worded.confidence);
    if worded.unclear > 0 {
        account.withhold(place, Why::Unclear(worded.unclear));
    }
}

/// Shades of grey on white, large enough to be looked at.
fn grey(image: &DynamicImage, most: u64) -> Picture {
    let mut flat = image.to_luma_alpha8();
    for pixel in flat.pixels_mut() {
        let [shade, cover] = pixel.0.map(u32::from);
        let on_white = (shade * cover + 255 * (255 - cover)) / 255;
        pixel.0 = [u8::try_from(on_white).unwrap_or(255), 255];
    }
    let mut luma = DynamicImage::ImageLumaA8(flat).into_luma8();
    let (width, height) = luma.dimensions();
    let small = width < SMALL && height < SMALL;
    if small && u64::from(width) * u64::from(height) * 4 <= most {
        luma = image::imageops::resize(&luma, width * 2, height * 2, FilterType::CatmullRom);
    }
    let (width, height) = luma.dimensions();
    Picture {
        width,
        height,
        grey: luma.into_raw(),
        dots_per_inch: if small { 200 } else { 300 },
    }
}
