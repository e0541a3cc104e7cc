//! Areas that are drawn over, and colours that can or can't be told apart.

use hayro::hayro_interpret::Paint;
use kurbo::{BezPath, PathEl, Point, Rect, Shape, Vec2};

/// How different two colours must be to be told apart, of 255.
const CONTRAST: u8 = 32;

/// Something that is drawn over an area.
#[derive(Debug)]
pub(super) struct Fill {
    pub(super) frame: Rect,
    /// Nothing: the frame is all of it.
    pub(super) path: Option<BezPath>,
    /// Nothing: a picture, a pattern, or something that is seen through.
    pub(super) colour: Option<[u8; 3]>,
}

impl Fill {
    pub(super) fn covers(&self, point: Point) -> bool {
        self.frame.contains(point)
            && self
                .path
                .as_ref()
                .is_none_or(|path| path.winding(point) != 0)
    }
}

/// The middle, and four points around it.
pub(super) fn samples(frame: Rect) -> [Point; 5] {
    let middle = frame.center();
    let step = Vec2::new(frame.width() / 4.0, frame.height() / 4.0);
    [
        middle,
        middle + step,
        middle - step,
        middle + Vec2::new(step.x, -step.y),
        middle + Vec2::new(-step.x, step.y),
    ]
}

/// Whether an eye can't tell two colours apart.
pub(super) fn is_alike(one: [u8; 3], other: [u8; 3]) -> bool {
    one.iter()
        .zip(other)
        .all(|(one, other)| one.abs_diff(other) < CONTRAST)
}

/// A colour with how much it covers; nothing for a pattern.
pub(super) fn rgba(paint: &Paint<'_>) -> Option<[u8; 4]> {
    match paint {
        Paint::Color(colour) => Some(colour.to_rgba().to_rgba8()),
        Paint::Pattern(_) => None,
    }
}

/// Whether a path is a level rectangle, which is all of its frame.
pub(super) fn is_rectangle(path: &BezPath) -> bool {
    let mut last: Option<Point> = None;
    let mut corners = 0;
    for element in path.elements() {
        match element {
            PathEl::MoveTo(point) if last.is_none() => last = Some(*point),
            PathEl::LineTo(point) => {
                let level = last.is_some_and(|last| {
                    (last.x - point.x).abs() < 0.01 || (last.y - point.y).abs() < 0.01
                });
                if !level {
                    return false;
                }
                corners += 1;
                last = Some(*point);
            }
            PathEl::ClosePath => {}
            _ => return false,
        }
    }
    corners == 3 || corners == 4
}
