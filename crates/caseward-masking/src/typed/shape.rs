//! What the identifiers of a series look like, so that none is typed (CC-2.4a).

use super::pieces::{DOT, HYPHEN, Read, SPACE, read, width};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    AnyLetter,
    AnyDigit,
    /// One letter, as its code.
    Letter(u8),
    Digit(u8),
}

/// The form of an identifier. `?` is any letter, `#` any digit; other letters and digits are themselves, whatever their case.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// Each part, and whether a hyphen or the like stands before it.
    parts: Vec<(Part, bool)>,
}

impl Shape {
    /// None if there are fewer than two letters and digits in it.
    pub(crate) fn read(shape: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut parted = false;
        for sign in shape.to_lowercase().chars() {
            let part = match sign {
                '?' => Some(Part::AnyLetter),
                '#' => Some(Part::AnyDigit),
                _ if sign.is_ascii_alphanumeric() => match read(sign) {
                    Read::Letter(code, _) => Some(Part::Letter(code)),
                    Read::Digit(digit) => Some(Part::Digit(digit)),
                    _ => None,
                },
                _ => None,
            };
            if let Some(part) = part {
                parts.push((part, parted));
            }
            parted = part.is_none();
        }
        (parts.len() >= 2).then_some(Self { parts })
    }

    /// How many UTF-16 units an identifier takes with which this text begins. At a hyphen of the shape there may be a hyphen, a point
    /// or nothing; a space anywhere, but only after large letters: *by 850* is no identifier.
    pub(crate) fn len_in(&self, text: &str) -> Option<u32> {
        let mut signs = text.chars();
        let mut len = 0;
        let (mut is_small, mut is_spaced) = (false, false);
        for (part, parted) in &self.parts {
            let (mut gap, mut between) = (0, 0);
            loop {
                let sign = signs.next()?;
                len += width(sign);
                let read = read(sign);
                match read {
                    Read::Letter(..) | Read::Digit(_) => {
                        let joints = if *parted { SPACE | HYPHEN | DOT } else { SPACE };
                        if !part.fits(read) || gap & !joints != 0 {
                            return None;
                        }
                        is_small |= *part == Part::AnyLetter && !sign.is_uppercase();
                        is_spaced |= gap & SPACE != 0;
                        break;
                    }
                    Read::Gap(kind) => gap |= kind,
                    Read::Mark => {}
                    Read::Apostrophe | Read::Strange => return None,
                }
                between += 1;
                if between > 3 {
                    return None;
                }
            }
        }
        let goes_on = signs.next().is_some_and(|it| read(it).is_of_word());
        (!(goes_on || is_small && is_spaced)).then_some(len)
    }
}

impl Part {
    fn fits(self, read: Read) -> bool {
        match (self, read) {
            (Self::AnyLetter, Read::Letter(..)) | (Self::AnyDigit, Read::Digit(_)) => true,
            (Self::Letter(code), Read::Letter(first, 0)) => code == first,
            (Self::Digit(digit), Read::Digit(read)) => digit == read,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Shape;

    #[test]
    fn an_identifier_is_known_by_its_shape_and_a_price_is_none() {
        let shape = Shape::read("??-###").unwrap();
        for (text, len) in [
            ("KQ-417", 6),
            ("kq417 came", 5),
            ("KQ 417", 6),
            ("K Q 4 1 7", 9),
        ] {
            assert_eq!(shape.len_in(text), Some(len), "{text}");
        }
        for text in ["by 850", "KQ-4171", "on 5/11", "K-Q417", "KQ"] {
            assert_eq!(shape.len_in(text), None, "{text}");
        }
        assert!(Shape::read("-?").is_none());
    }
}
