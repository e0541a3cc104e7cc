//! Writing from right to left: a page says where letters stand, and a reader reads them the other way.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// From the order in which shapes stand to the order in which they are read, for writing from right
/// to left. A shape of several letters keeps their order.
pub(super) fn logical(shapes: &[&str]) -> String {
    let strong = |shape: &&str| match shape.chars().next() {
        Some(letter) if is_rightward(letter) => Some(true),
        Some(letter) if letter.is_alphanumeric() => Some(false),
        _ => None,
    };
    let rightward = shapes.iter().filter(|it| strong(it) == Some(true)).count();
    if rightward == 0 {
        return shapes.iter().map(|shape| plain(shape)).collect();
    }
    let letter =
        |shape: &&&str| strong(shape) == Some(false) && shape.chars().any(char::is_alphabetic);
    let base = rightward > shapes.iter().filter(letter).count();
    let mut pieces: Vec<(bool, Vec<&str>)> = Vec::new();
    let mut before = base;
    for (index, shape) in shapes.iter().enumerate() {
        let turned = strong(shape).unwrap_or_else(|| {
            // What has no direction goes with its neighbours if they agree, else with the line.
            let after = shapes.iter().skip(index).find_map(strong).unwrap_or(base);
            if before == after { before } else { base }
        });
        before = strong(shape).unwrap_or(before);
        match pieces.last_mut() {
            Some((same, piece)) if *same == turned => piece.push(shape),
            _ => pieces.push((turned, vec![shape])),
        }
    }
    if base {
        pieces.reverse();
    }
    pieces
        .into_iter()
        .flat_map(|(turned, piece)| if turned { reversed(&piece) } else { piece })
        .map(plain)
        .collect()
}

/// Letters that are only shapes of others, as ligatures are, become those.
fn plain(shape: &str) -> Cow<'_, str> {
    let is_shape = |letter| matches!(letter, '\u{FB00}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}');
    if shape.contains(is_shape) {
        shape.nfkc().collect()
    } else {
        Cow::Borrowed(shape)
    }
}

fn is_rightward(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
        && !letter.is_numeric()
}

/// Backwards, with marks behind their letters and brackets the other way.
fn reversed<'s>(shapes: &[&'s str]) -> Vec<&'s str> {
    let mut groups: Vec<Vec<&str>> = Vec::new();
    for shape in shapes {
        let mark = shape
            .chars()
            .all(unicode_normalization::char::is_combining_mark);
        match groups.last_mut() {
            Some(group) if mark => group.push(shape),
            _ => groups.push(vec![shape]),
        }
    }
    groups
        .into_iter()
        .rev()
        .flatten()
        .map(|shape| match shape {
            "(" => ")",
            ")" => "(",
            "[" => "]",
            "]" => "[",
            other => other,
        })
        .collect()
}
