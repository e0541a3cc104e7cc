//! Watches a page being drawn: which letters are put where, and what is put over and under them.
//!
//! What a file hides from its readers it must not tell to ours: white letters on white, black ones under
//! a black bar, letters off the page, under a picture, cut away, or drawn with no ink (CR-9, NASW-m). Where only the finished page
//! can tell, the letter is doubtful, and the page is looked at.

use std::collections::HashMap;

use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask,
};
use kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape, Vec2};

use super::bounds::Bounds;
use super::letters::{Letter, Sight};
use super::shapes::{Fill, is_alike, is_rectangle, rgba, samples};

/// The most that one shape may stand for: a ligature has four letters.
const LONGEST: usize = 8;
/// A page while it is drawn.
pub(super) struct Canvas {
    page: Rect,
    pub(super) letters: Vec<Letter>,
    /// Pictures that are large enough to hold words.
    pub(super) pictures: Vec<Rect>,
    /// Drawn shapes that might be letters: where, and how many.
    pub(super) shapes: Vec<(Rect, usize)>,
    /// How many letters were drawn in all, seen or not.
    pub(super) drawn: u64,
    /// Whether there was too much on the page to be followed.
    pub(super) lost: bool,
    /// Whether a picture is larger than is decoded.
    pub(super) too_large: bool,
    fills: Vec<Fill>,
    clips: Vec<Fill>,
    /// For each group that is open, whether it is drawn as it is.
    groups: Vec<bool>,
    masked: bool,
    blended: bool,
    outlines: HashMap<u128, Option<Rect>>,
    all_letters: Rect,
    steps_left: u64,
    pixels: u64,
}

impl Canvas {
    pub(super) fn new(width: f64, height: f64, steps: u64, pixels: u64) -> Self {
        Self {
            page: Rect::new(0.0, 0.0, width, height),
            letters: Vec::new(),
            pictures: Vec::new(),
            shapes: Vec::new(),
            drawn: 0,
            lost: false,
            too_large: false,
            fills: Vec::new(),
            clips: Vec::new(),
            groups: Vec::new(),
            masked: false,
            blended: false,
            outlines: HashMap::new(),
            all_letters: Rect::new(f64::MAX, f64::MAX, f64::MIN, f64::MIN),
            steps_left: steps,
            pixels,
        }
    }

    fn step(&mut self, count: usize) -> bool {
        match self.steps_left.checked_sub(count as u64) {
            Some(left) => self.steps_left = left,
            None => self.lost = true,
        }
        !self.lost
    }

    /// Whether what is drawn now is drawn as it is, not mixed with anything.
    fn is_plain(&self) -> bool {
        !self.masked && !self.blended && self.groups.iter().all(|plain| *plain)
    }

    /// The part of a frame that isn't cut away.
    fn cut(&self, frame: Rect) -> Rect {
        self.clips
            .iter()
            .fold(frame.intersect(self.page), |frame, clip| {
                frame.intersect(clip.frame)
            })
    }

    /// Whether a letter that is drawn now is seen.
    fn sight(&mut self, ink: Rect, colour: Option<[u8; 4]>) -> Sight {
        let points = samples(ink);
        let on_page = points.iter().any(|point| self.page.contains(*point));
        if !on_page || !self.step(self.clips.len()) {
            return Sight::Hidden;
        }
        for clip in &self.clips {
            if !points.iter().any(|point| clip.covers(*point)) {
                return Sight::Hidden;
            }
        }
        let Some([red, green, blue, cover]) = colour else {
            return Sight::Doubtful;
        };
        if cover < 25 {
            return Sight::Hidden;
        }
        if cover < 200 || !self.is_plain() {
            return Sight::Doubtful;
        }
        let middle = ink.center();
        let behind = self.fills.iter().rposition(|fill| fill.covers(middle));
        if !self.step(self.fills.len() - behind.unwrap_or(0)) {
            return Sight::Doubtful;
        }
        let behind = match behind.and_then(|index| self.fills.get(index)) {
            Some(fill) => fill.colour,
            None => Some([255; 3]),
        };
        match behind {
            Some(behind) if is_alike([red, green, blue], behind) => Sight::Hidden,
            Some(_) => Sight::Seen,
            None => Sight::Doubtful,
        }
    }

    /// Something is drawn over what is there.
    fn cover(&mut self, fill: Fill) {
        let touches = fill.frame.overlaps(self.all_letters);
        if touches && self.step(self.letters.len()) {
            for letter in &mut self.letters {
                let Some(ink) = letter.ink.filter(|ink| fill.frame.overlaps(*ink)) else {
                    continue;
                };
                if letter.sight == Sight::Hidden {
                    continue;
                }
                let points = samples(ink);
                let under = points.iter().filter(|point| fill.covers(**point)).count();
                if under == points.len() && fill.colour.is_some() {
                    letter.sight = Sight::Hidden;
                } else if under > 0 && letter.sight == Sight::Seen {
                    letter.sight = Sight::Doubtful;
                }
            }
        }
        if fill.frame.area() > 2.0 {
            self.fills.push(fill);
        }
    }

    /// Takes note of a shape that might be a letter, or several.
    fn shape(&mut self, path: &BezPath, frame: Rect) {
        let mut bent = false;
        let mut pieces = 0_usize;
        let mut last = Point::ZERO;
        for element in path.elements() {
            match element {
                PathEl::MoveTo(point) => {
                    pieces += 1;
                    last = *point;
                }
                PathEl::LineTo(point) => {
                    let step = *point - last;
                    bent |= step.x.abs() > 0.2 && step.y.abs() > 0.2;
                    last = *point;
                }
                PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => {
                    bent = true;
                    last = *point;
                }
                PathEl::ClosePath => {}
            }
        }
        if bent && frame.height() > 2.0 && frame.width() > 0.5 {
            self.shapes.push((frame, pieces));
        }
    }

    fn outline(&mut self, glyph: &Glyph<'_>, to_page: Affine) -> Option<Rect> {
        let Glyph::Outline(outline) = glyph else {
            return None;
        };
        let key = outline.identifier().cache_key();
        let frame = *self.outlines.entry(key).or_insert_with(|| {
            let path = outline.outline();
            (!path.elements().is_empty()).then(|| path.bounding_box())
        });
        frame.map(|frame| to_page.transform_rect_bbox(frame))
    }
}

impl<'a> Device<'a> for Canvas {
    fn set_soft_mask(&mut self, mask: Option<SoftMask<'a>>) {
        self.masked = mask.is_some();
    }

    fn set_blend_mode(&mut self, mode: BlendMode) {
        self.blended = mode != BlendMode::Normal;
    }

    fn draw_path(
        &mut self,
        path: &BezPath,
        to_page: Affine,
        paint: &Paint<'a>,
        mode: &PathDrawMode,
    ) {
        if !self.step(path.elements().len()) {
            return;
        }
        let path = to_page * path.clone();
        let whole = path.bounding_box();
        match mode {
            PathDrawMode::Fill(_) => {
                let frame = self.cut(whole);
                if frame.area() <= 0.0 {
                    return;
                }
                self.shape(&path, frame);
                let colour = rgba(paint).filter(|it| it[3] > 242 && self.is_plain());
                // What is cut to a shape of its own covers less than its frame.
                let exact = self.clips.iter().all(|clip| clip.path.is_none());
                let rectangle = is_rectangle(&path);
                self.cover(Fill {
                    frame,
                    path: (!rectangle).then_some(path),
                    colour: colour.filter(|_| exact).map(|it| [it[0], it[1], it[2]]),
                });
            }
            PathDrawMode::Stroke(stroke) => {
                let width = f64::from(stroke.line_width) * to_page.determinant().abs().sqrt();
                let frame = self.cut(whole.inflate(width / 2.0, width / 2.0));
                self.shape(&path, frame);
                // A thick line may be a bar over words; where exactly, only the page tells.
                if width > 2.5 && frame.area() > 0.0 {
                    self.cover(Fill {
                        frame,
                        path: None,
                        colour: None,
                    });
                }
            }
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        let rectangle = is_rectangle(&clip.path);
        self.clips.push(Fill {
            frame: clip.path.bounding_box(),
            path: (!rectangle).then(|| clip.path.clone()),
            colour: None,
        });
    }

    fn push_transparency_group(
        &mut self,
        opacity: f32,
        mask: Option<SoftMask<'a>>,
        mode: BlendMode,
    ) {
        let plain = opacity > 0.95 && mask.is_none() && mode == BlendMode::Normal;
        self.groups.push(plain);
    }

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        paint: &Paint<'a>,
        mode: &GlyphDrawMode,
    ) {
        self.drawn += 1;
        if !self.step(1) {
            return;
        }
        let to_page = transform * glyph_transform;
        let at = to_page * Point::ZERO;
        let (advance, ink) = match glyph {
            Glyph::Outline(outline) => {
                let advance = f64::from(outline.advance_width().unwrap_or(500.0));
                (advance, self.outline(glyph, to_page))
            }
            Glyph::Type3(drawn) => {
                let mut bounds = Bounds::default();
                drawn.interpret(&mut bounds, transform, glyph_transform, paint);
                if !self.step(bounds.steps) {
                    return;
                }
                (0.0, bounds.frame)
            }
        };
        let right = to_page * Point::new(advance.max(1.0), 0.0) - at;
        let up = to_page * Point::new(0.0, 1000.0) - at;
        let (mut text, mut meaning) = meaning(glyph);
        if !meaning && ink.is_none() && is_in_file(glyph) {
            (text, meaning) = (" ".to_owned(), true);
        }
        let blank = text.chars().all(char::is_whitespace);
        // A drawn letter has no typeface that tells its height.
        let size = match (glyph, ink) {
            (Glyph::Type3(_), Some(ink)) => ink.width().max(ink.height()),
            (Glyph::Type3(_), None) => right.hypot().max(1.0),
            (Glyph::Outline(_), _) => up.hypot(),
        };
        if !at.is_finite() || !right.is_finite() || !size.is_finite() {
            return;
        }
        let sight = match ink {
            _ if matches!(mode, GlyphDrawMode::Invisible) && !blank => Sight::Hidden,
            _ if size < 1.0 => Sight::Hidden,
            Some(ink) => self.sight(ink, rgba(paint)),
            None if blank => Sight::Seen,
            None => Sight::Shapeless,
        };
        let advance = match (glyph, ink) {
            (Glyph::Type3(_), Some(ink)) => (ink.x1 - at.x).max(ink.y1 - at.y).max(0.0),
            _ => right.hypot(),
        };
        let letter = Letter {
            text,
            at,
            along: direction(right),
            advance,
            size,
            ink,
            sight,
            meaning,
        };
        // Filled and then drawn around, it comes twice.
        if let Some(last) = self.letters.last_mut()
            && last.text == letter.text
            && (last.at - letter.at).hypot() < 0.01 * size
        {
            if letter.sight == Sight::Seen {
                last.sight = Sight::Seen;
            }
            return;
        }
        if let Some(ink) = ink {
            self.all_letters = self.all_letters.union(ink);
        }
        self.letters.push(letter);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, transform: Affine) {
        if !self.step(1) {
            return;
        }
        let (width, height) = (image.width(), image.height());
        if u64::from(width) * u64::from(height) > self.pixels {
            self.too_large = true;
        }
        let whole = Rect::new(0.0, 0.0, f64::from(width), f64::from(height)).to_path(0.1);
        let path = transform * whole;
        let frame = self.cut(path.bounding_box());
        if frame.width() < 8.0 || frame.height() < 8.0 {
            return;
        }
        self.pictures.push(frame);
        let opaque = match &image {
            Image::Raster(raster) => {
                let dict = raster.stream().dict().clone();
                !["SMask", "Mask", "SMaskInData"]
                    .iter()
                    .any(|key| dict.contains_key(key))
            }
            Image::Stencil(_) => false,
        };
        let over = opaque && self.is_plain() && self.clips.iter().all(|clip| clip.path.is_none());
        let rectangle = is_rectangle(&path);
        let fill = |colour| Fill {
            frame,
            path: (!rectangle).then(|| path.clone()),
            colour,
        };
        if over {
            // No letter under it is seen; of one over it, only the drawn page tells.
            self.cover(fill(Some([0; 3])));
            self.fills.pop();
        }
        self.cover(fill(None));
    }

    fn pop_clip_path(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }
}

/// Whether the typeface is in the file, so that a letter without a shape is a blank.
fn is_in_file(glyph: &Glyph<'_>) -> bool {
    match glyph {
        Glyph::Outline(outline) => outline.font_data().is_some(),
        Glyph::Type3(_) => true,
    }
}

/// What a shape stands for, and whether the file tells.
fn meaning(glyph: &Glyph<'_>) -> (String, bool) {
    let text = match glyph.as_unicode() {
        Some(BfString::Char(letter)) => letter.to_string(),
        Some(BfString::String(text)) => text,
        None => String::new(),
    };
    let text = match text.as_str() {
        // Signs of typefaces that have signs for letters, as word processors number them.
        "\u{F0B7}" => "•".to_owned(),
        "\u{F0A7}" | "\u{F06E}" => "▪".to_owned(),
        "\u{F0D8}" => "➢".to_owned(),
        "\u{F0FC}" => "✓".to_owned(),
        "\u{F0A8}" | "\u{F06F}" => "☐".to_owned(),
        "\u{F0FE}" => "☑".to_owned(),
        _ => text,
    };
    let told = !text.is_empty()
        && text.chars().count() <= LONGEST
        && !text.chars().any(crate::clean::is_meaningless);
    if told {
        (text, true)
    } else {
        ("\u{FFFD}".to_owned(), false)
    }
}

/// To a whole degree or so: letters of one line must agree.
fn direction(right: Vec2) -> Vec2 {
    let length = right.hypot();
    if length > 0.0 {
        right / length
    } else {
        Vec2::new(1.0, 0.0)
    }
}
