//! The picture that an authenticator app reads, drawn into the page itself.

use qrcode::{Color, EcLevel, QrCode};

/// A QR code.
pub struct Picture {
    /// How many squares it has in each direction, with the white edge.
    pub width: usize,
    /// The dark squares, as the path of an SVG.
    pub path: String,
}

/// The white edge that readers need, in squares.
const EDGE: usize = 4;

impl Picture {
    /// The picture of a text; `None` when it is too long for one.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let across = code.width();
        let mut path = String::new();
        for (at, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                let (x, y) = (at % across + EDGE, at / across + EDGE);
                path.push_str(&format!("M{x} {y}h1v1h-1z"));
            }
        }
        Some(Self {
            width: across + 2 * EDGE,
            path,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_three_corners_and_a_white_edge() {
        let picture = Picture::of("otpauth://totp/made-up").unwrap();
        let far = picture.width - EDGE - 7;
        for (x, y) in [(EDGE, EDGE), (far, EDGE), (EDGE, far)] {
            assert!(picture.path.contains(&format!("M{x} {y}h1")), "{x} {y}");
        }
        assert!(!picture.path.contains("M0 "));
        assert!(Picture::of(&"x".repeat(10_000)).is_none());
    }
}
