//! Finds out where a letter has ink that is itself a drawing.

use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask,
};
use kurbo::{Affine, BezPath, Rect, Shape};

/// Where something that is drawn has ink.
#[derive(Default)]
pub(super) struct Bounds {
    pub(super) frame: Option<Rect>,
    pub(super) steps: usize,
}

impl Bounds {
    fn add(&mut self, frame: Rect) {
        self.steps += 1;
        if frame.is_finite() {
            self.frame = Some(self.frame.map_or(frame, |known| known.union(frame)));
        }
    }
}

impl<'a> Device<'a> for Bounds {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn draw_path(&mut self, path: &BezPath, to_page: Affine, _: &Paint<'a>, _: &PathDrawMode) {
        self.steps += path.elements().len();
        self.add((to_page * path.clone()).bounding_box());
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        if let Glyph::Outline(outline) = glyph {
            let path = outline.outline();
            self.steps += path.elements().len();
            if !path.elements().is_empty() {
                self.add((transform * glyph_transform).transform_rect_bbox(path.bounding_box()));
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, transform: Affine) {
        let whole = Rect::new(
            0.0,
            0.0,
            f64::from(image.width()),
            f64::from(image.height()),
        );
        self.add(transform.transform_rect_bbox(whole));
    }

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
