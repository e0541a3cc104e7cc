//! Reads a PDF: the letters that a reader of its pages sees, and what is there as a picture if another
//! program is handed in that reads pictures (CR-9, NASW-m).
//!
//! The file's own order isn't trusted, nor what it hides: each page is drawn, and watched while it is (`canvas`).
//! A page whose letters the file gives no meaning isn't trusted either; it is read as a picture, or withheld.

mod beside;
mod bounds;
mod canvas;
mod letters;
mod look;
mod rightward;
mod shapes;
mod weigh;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, InterpreterWarning, interpret_page,
};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use kurbo::Rect;

use beside::{Fixed, Whole};
use canvas::Canvas;
use letters::{Letter, Sight, lines};
use look::{Drawn, clusters, settle};
use weigh::{Scales, Weight};

use crate::limits::Limits;
use crate::ocr::Ocr;
use crate::pictures::{Looker, tell};
use crate::report::{Account, How, Place, Unseen, Why};

/// From so many drawn shapes on, near each other, they may be letters.
const SHAPES: usize = 8;

pub(crate) fn read(bytes: &[u8], limits: &Limits, ocr: &Ocr<'_>, account: &mut Account) {
    if let Err(why) = file(bytes, limits, ocr, account) {
        account.withhold(Place::Whole, why);
    }
}

fn file(bytes: &[u8], limits: &Limits, ocr: &Ocr<'_>, account: &mut Account) -> Result<(), Why> {
    let raw = weigh::raw(bytes, limits)?;
    if raw.encrypted {
        return Err(Why::Locked);
    }
    account.remove(Unseen::EarlierVersions, raw.earlier);
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Why::Locked,
        LoadPdfError::Invalid => Why::Damaged,
    })?;
    if pdf.len() > limits.objects {
        return Err(Why::TooMuch);
    }
    if raw.broken > 0 {
        account.withhold(Place::Whole, Why::PartlyDamaged);
    }
    let whole = beside::file(&pdf, limits, account);
    let pages = pdf.pages();
    if pages.len() > limits.pages {
        account.withhold(Place::Whole, Why::TooLarge);
    }
    let mut reader = Reader {
        limits,
        whole,
        looker: Looker::new(limits, ocr),
        scales: Scales::new(limits),
        cache: InterpreterCache::new(),
        steps_left: limits.steps,
    };
    for (index, page) in pages.iter().take(limits.pages).enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        if let Err(why) = reader.page(page, number, account) {
            account.withhold(Place::Page(number), why);
        }
    }
    Ok(())
}

struct Reader<'a, 'p> {
    limits: &'a Limits,
    whole: Whole,
    looker: Looker<'a>,
    scales: Scales<'a>,
    cache: InterpreterCache<'p>,
    steps_left: u64,
}

/// A page that was drawn once.
struct Watched<'a, 'p> {
    page: &'a Page<'p>,
    number: u32,
    settings: InterpreterSettings,
    canvas: Canvas,
    fine: Option<Drawn>,
}

impl<'p> Reader<'_, 'p> {
    fn page(&mut self, page: &'p Page<'p>, number: u32, account: &mut Account) -> Result<(), Why> {
        let place = Place::Page(number);
        let weight = self.scales.page(page)?;
        self.steps_left = self
            .steps_left
            .checked_sub(weight.steps)
            .ok_or(Why::TooMuch)?;
        if weight.broken {
            account.withhold(place, Why::PartlyDamaged);
        }
        let fixed = beside::page(page, place, self.limits, account);
        let unread = Arc::new(AtomicBool::new(false));
        let settings = settings(&unread, !fixed.unseen);
        if fixed.unseen {
            account.withhold(place, Why::PerhapsHidden);
        }
        let canvas = self.watch(page, &settings);
        let mut watched = Watched {
            page,
            number,
            settings,
            canvas,
            fine: None,
        };
        if watched.canvas.lost {
            return Err(Why::TooMuch);
        }
        self.settle(&mut watched, account);
        leave_marked(&mut watched, &fixed, account);
        leave_unseen(&mut watched, account);
        let lines = lines(&watched.canvas.letters);
        let missing = self.missing(&watched, weight, unread.load(Ordering::Relaxed));
        if lines.meaningless > 0 || missing > 0 {
            let meaningless = lines.meaningless.saturating_add(missing);
            return self.as_picture(&mut watched, Why::Meaningless(meaningless), account);
        }
        account.text(place, &lines.text, How::Text, 100);
        if lines.lone_signs > 0 {
            account.withhold(place, Why::Meaningless(lines.lone_signs));
        }
        self.pictures(&mut watched, account);
        Ok(())
    }

    fn watch(&self, page: &'p Page<'p>, settings: &InterpreterSettings) -> Canvas {
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let mut canvas = Canvas::new(width, height, self.limits.steps, self.limits.pixels);
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, width, height),
            &self.cache,
            page.xref(),
            settings.clone(),
        );
        interpret_page(page, &mut context, &mut canvas);
        canvas
    }

    /// Looks at the drawn page where only that can tell whether a letter is seen.
    fn settle(&self, watched: &mut Watched<'_, '_>, account: &mut Account) {
        let letters = &mut watched.canvas.letters;
        if !letters.iter().any(|letter| letter.sight == Sight::Doubtful) {
            return;
        }
        let drawn = if watched.canvas.too_large {
            Err(Why::TooLarge)
        } else {
            Drawn::coarse(watched.page, &watched.settings, self.limits.pixels)
        };
        if let Ok(drawn) = drawn {
            settle(letters, &drawn);
        } else {
            letters.retain(|letter| letter.sight != Sight::Doubtful);
            account.withhold(Place::Page(watched.number), Why::PerhapsHidden);
        }
    }

    /// How many letters were to be shown and didn't come. Each takes four bytes at the most; layers
    /// that are switched off hold theirs back.
    fn missing(&self, watched: &Watched<'_, '_>, weight: Weight, unread: bool) -> u32 {
        let drawn = watched.canvas.drawn;
        let missing = (weight.shown / 4).saturating_sub(drawn);
        let none = drawn == 0 && weight.shown > 0;
        if self.whole.hidden_layers || !(unread || none || missing > 0) {
            return 0;
        }
        u32::try_from(missing.max(1)).unwrap_or(u32::MAX)
    }

    /// Reads a whole page as a picture; where nobody can, it is withheld for the reason that its text
    /// isn't trusted.
    fn as_picture(
        &mut self,
        watched: &mut Watched<'_, '_>,
        why: Why,
        account: &mut Account,
    ) -> Result<(), Why> {
        let (width, height) = watched.page.render_dimensions();
        let all = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        // What stands in the file is no help in knowing what was read already.
        watched.canvas.letters.clear();
        let words = match self.words(watched, all) {
            Err(Why::NoOcr) => Err(why),
            other => other,
        }?;
        tell(
            &words,
            Place::Page(watched.number),
            self.limits.sure,
            account,
        );
        Ok(())
    }

    fn words(
        &mut self,
        watched: &mut Watched<'_, '_>,
        frame: Rect,
    ) -> Result<Vec<crate::ocr::Seen>, Why> {
        if !self.looker.looks() {
            return Err(Why::NoOcr);
        }
        if watched.canvas.too_large {
            return Err(Why::TooLarge);
        }
        if watched.fine.is_none() {
            watched.fine = Some(Drawn::fine(
                watched.page,
                &watched.settings,
                self.limits.pixels,
            )?);
        }
        let Some(drawn) = &watched.fine else {
            return Err(Why::TooLarge);
        };
        let words = self.looker.words(&drawn.picture(frame))?;
        Ok(drawn.new_words(words, frame, &watched.canvas.letters))
    }

    /// What is on the page as pictures or as drawn shapes that may be letters.
    fn pictures(&mut self, watched: &mut Watched<'_, '_>, account: &mut Account) {
        let pictures: Vec<(Rect, usize)> =
            watched.canvas.pictures.iter().map(|it| (*it, 0)).collect();
        let (drawn, others): (Vec<_>, Vec<_>) = clusters(&watched.canvas.shapes, 12.0)
            .into_iter()
            .partition(|(_, count)| *count >= SHAPES);
        account.remove(
            Unseen::Drawings,
            others.iter().map(|(_, count)| count).sum(),
        );
        let frames = clusters(&[pictures, drawn].concat(), 3.0);
        let (width, height) = watched.page.render_dimensions();
        let page = f64::from(width) * f64::from(height);
        let empty = !watched
            .canvas
            .letters
            .iter()
            .any(|letter| letter.ink.is_some());
        for (index, (frame, _)) in frames.iter().enumerate() {
            let place = if empty && frames.len() == 1 && frame.area() > 0.5 * page {
                Place::Page(watched.number)
            } else {
                Place::Picture {
                    page: watched.number,
                    number: u32::try_from(index + 1).unwrap_or(u32::MAX),
                }
            };
            match self.words(watched, *frame) {
                Ok(words) => tell(&words, place, self.limits.sure, account),
                Err(why) => account.withhold(place, why),
            }
        }
    }
}

fn settings(unread: &Arc<AtomicBool>, annotations: bool) -> InterpreterSettings {
    let unread = Arc::clone(unread);
    InterpreterSettings {
        warning_sink: Arc::new(move |warning| {
            if matches!(warning, InterpreterWarning::UnsupportedFont) {
                unread.store(true, Ordering::Relaxed);
            }
        }),
        render_annotations: annotations,
        ..InterpreterSettings::default()
    }
}

/// Takes out what somebody marked to be blacked out, though the file still shows it.
fn leave_marked(watched: &mut Watched<'_, '_>, fixed: &Fixed, account: &mut Account) {
    let to_page = watched.page.initial_transform(true).to_kurbo();
    let marked: Vec<Rect> = fixed
        .marked
        .iter()
        .map(|rect| to_page.transform_rect_bbox(Rect::new(rect.x0, rect.y0, rect.x1, rect.y1)))
        .collect();
    let is_marked = |letter: &Letter| {
        letter
            .ink
            .is_some_and(|ink| marked.iter().any(|mark| mark.overlaps(ink)))
    };
    let before = watched.canvas.letters.len();
    watched.canvas.letters.retain(|letter| !is_marked(letter));
    if watched.canvas.letters.len() < before {
        let places = u32::try_from(marked.len()).unwrap_or(u32::MAX);
        account.withhold(Place::Page(watched.number), Why::MarkedForRedaction(places));
    }
}

/// Takes out what no reader sees, and what can't be told.
fn leave_unseen(watched: &mut Watched<'_, '_>, account: &mut Account) {
    let letters = &mut watched.canvas.letters;
    let count = |letters: &[Letter], sight| {
        letters
            .iter()
            .filter(|letter| letter.sight == sight && !letter.text.trim().is_empty())
            .count()
    };
    account.remove(Unseen::HiddenText, count(letters, Sight::Hidden));
    if count(letters, Sight::Shapeless) > 0 {
        account.withhold(Place::Page(watched.number), Why::PerhapsHidden);
    }
    letters.retain(|letter| letter.sight == Sight::Seen);
}
