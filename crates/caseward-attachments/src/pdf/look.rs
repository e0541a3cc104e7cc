//! Looks at a page as it is drawn: to see whether a letter is seen, and to have another program read
//! what is there as a picture.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use kurbo::Rect;

use super::letters::{Letter, Sight};
use crate::ocr::{Picture, Seen};
use crate::report::Why;

/// Points to the inch.
const POINTS: f64 = 72.0;
/// What programs that read pictures are made for.
const FINE: f64 = 300.0;
/// Enough to tell ink from paper.
const COARSE: f64 = 144.0;
/// The least at which letters can be told from each other.
const LEAST: f64 = 100.0;

/// A drawn page.
pub(super) struct Drawn {
    pixmap: Pixmap,
    scale: f64,
}

impl Drawn {
    pub(super) fn fine(
        page: &Page<'_>,
        settings: &InterpreterSettings,
        most: u64,
    ) -> Result<Self, Why> {
        Self::of(page, settings, FINE, most)
    }

    pub(super) fn coarse(
        page: &Page<'_>,
        settings: &InterpreterSettings,
        most: u64,
    ) -> Result<Self, Why> {
        Self::of(page, settings, COARSE, most)
    }

    fn of(
        page: &Page<'_>,
        settings: &InterpreterSettings,
        dots: f64,
        most: u64,
    ) -> Result<Self, Why> {
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let widest = f64::from(u16::MAX - 1) / width.max(height).max(1.0);
        #[expect(clippy::cast_precision_loss, reason = "a limit needn't be exact")]
        let largest = (most as f64 / (width * height).max(1.0)).sqrt();
        let scale = (dots / POINTS).min(widest).min(largest);
        if scale.is_nan() || scale < LEAST / POINTS {
            return Err(Why::TooLarge);
        }
        #[expect(clippy::cast_possible_truncation, reason = "a scale needn't be exact")]
        let scale = scale as f32;
        let settings_of_drawing = RenderSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
            ..RenderSettings::default()
        };
        let pixmap = render(page, &RenderCache::new(), settings, &settings_of_drawing);
        Ok(Self {
            pixmap,
            scale: f64::from(scale),
        })
    }

    /// The pixels of a frame: from left and top, to right and bottom.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "they are held within the page before"
    )]
    fn pixels(&self, frame: Rect) -> [usize; 4] {
        let (width, height) = (
            f64::from(self.pixmap.width()),
            f64::from(self.pixmap.height()),
        );
        [
            (frame.x0 * self.scale).floor().clamp(0.0, width) as usize,
            (frame.y0 * self.scale).floor().clamp(0.0, height) as usize,
            (frame.x1 * self.scale).ceil().clamp(0.0, width) as usize,
            (frame.y1 * self.scale).ceil().clamp(0.0, height) as usize,
        ]
    }

    fn rows(&self, [left, top, right, bottom]: [usize; 4]) -> impl Iterator<Item = &[u8]> {
        let width = usize::from(self.pixmap.width());
        let data = self.pixmap.data_as_u8_slice();
        (top..bottom)
            .filter_map(move |row| data.get((row * width + left) * 4..(row * width + right) * 4))
    }

    /// Whether there is a difference within a frame that an eye sees.
    pub(super) fn has_contrast(&self, frame: Rect) -> bool {
        let (mut least, mut most) = ([255_u8; 3], [0_u8; 3]);
        for row in self.rows(self.pixels(frame)) {
            for pixel in row.chunks_exact(4) {
                for ((least, most), value) in least.iter_mut().zip(&mut most).zip(pixel) {
                    *least = (*least).min(*value);
                    *most = (*most).max(*value);
                }
            }
        }
        least
            .iter()
            .zip(most)
            .any(|(least, most)| most.saturating_sub(*least) > 48)
    }

    /// A frame as a picture in shades of grey.
    pub(super) fn picture(&self, frame: Rect) -> Picture {
        let place = self.pixels(frame);
        let [left, top, right, bottom] = place;
        let mut grey = Vec::with_capacity(right.saturating_sub(left) * bottom.saturating_sub(top));
        for row in self.rows(place) {
            for pixel in row.chunks_exact(4) {
                let [red, green, blue] =
                    [0, 1, 2].map(|at| u32::from(*pixel.get(at).unwrap_or(&0)));
                let shade = (red * 299 + green * 587 + blue * 114) / 1000;
                grey.push(u8::try_from(shade).unwrap_or(255));
            }
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between a hundred and three hundred"
        )]
        let dots_per_inch = (self.scale * POINTS).round() as u32;
        Picture {
            width: u32::try_from(right.saturating_sub(left)).unwrap_or(0),
            height: u32::try_from(bottom.saturating_sub(top)).unwrap_or(0),
            grey,
            dots_per_inch,
        }
    }

    /// Without the words that stand where letters were read already.
    pub(super) fn new_words(&self, words: Vec<Seen>, frame: Rect, letters: &[Letter]) -> Vec<Seen> {
        let [left, top, ..] = self.pixels(frame);
        let inks: Vec<Rect> = letters
            .iter()
            .filter(|letter| letter.sight == Sight::Seen)
            .filter_map(|letter| letter.ink)
            .collect();
        words
            .into_iter()
            .filter(|word| {
                let [x, y, width, height] = word.frame.map(f64::from);
                #[expect(clippy::cast_precision_loss, reason = "pixels of a page are few")]
                let (x, y) = (x + left as f64, y + top as f64);
                let place =
                    Rect::new(x, y, x + width, y + height).scale_from_origin(1.0 / self.scale);
                let known: f64 = inks
                    .iter()
                    .map(|ink| place.intersect(*ink).area().max(0.0))
                    .sum();
                known < 0.25 * place.area()
            })
            .collect()
    }
}

/// Settles which doubtful letters are seen.
pub(super) fn settle(letters: &mut [Letter], drawn: &Drawn) {
    for letter in letters {
        if letter.sight == Sight::Doubtful {
            let seen = letter.ink.is_some_and(|ink| drawn.has_contrast(ink));
            letter.sight = if seen { Sight::Seen } else { Sight::Hidden };
        }
    }
}

/// Frames that touch or nearly touch are one.
pub(super) fn clusters(frames: &[(Rect, usize)], near: f64) -> Vec<(Rect, usize)> {
    let mut clusters: Vec<(Rect, usize)> = Vec::new();
    for (frame, count) in frames.iter().take(20_000) {
        let (mut frame, mut count) = (*frame, *count);
        // Joining makes it larger, and then it may touch others.
        loop {
            let wide = frame.inflate(near, near);
            let Some(index) = clusters.iter().position(|(other, _)| other.overlaps(wide)) else {
                break;
            };
            let (other, others) = clusters.swap_remove(index);
            frame = frame.union(other);
            count += others;
        }
        clusters.push((frame, count));
    }
    clusters.sort_by(|(one, _), (other, _)| {
        one.y0
            .total_cmp(&other.y0)
            .then(one.x0.total_cmp(&other.x0))
    });
    clusters
}
