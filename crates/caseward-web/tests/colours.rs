//! Text stands out enough from its ground, on light and on dark (WCAG 2.2, 1.4.3 and 1.4.11).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test stops where something is missing"
)]

use std::collections::BTreeMap;

/// The colours of the style sheet: name, light, dark.
fn colours() -> BTreeMap<String, [String; 2]> {
    let css = include_str!("../src/assets/caseward.css");
    css.split("--")
        .filter_map(|piece| {
            let (name, rest) = piece.split_once(": light-dark(")?;
            let (pair, _) = rest.split_once(')')?;
            let (light, dark) = pair.split_once(", ")?;
            Some((name.to_owned(), [light.to_owned(), dark.to_owned()]))
        })
        .collect()
}

/// The relative luminance of `#rgb` or `#rrggbb`.
fn luminance(colour: &str) -> f64 {
    let digits: Vec<u32> = colour
        .trim_start_matches('#')
        .chars()
        .map(|c| c.to_digit(16).expect("a hexadecimal colour"))
        .collect();
    let parts: Vec<f64> = match digits.len() {
        3 => digits.iter().map(|d| f64::from(d * 17)).collect(),
        6 => digits
            .chunks(2)
            .map(|d| f64::from(d[0] * 16 + d[1]))
            .collect(),
        other => panic!("{other} digits"),
    };
    let linear: Vec<f64> = parts
        .iter()
        .map(|part| part / 255.0)
        .map(|s| {
            if s <= 0.040_45 {
                s / 12.92
            } else {
                ((s + 0.055) / 1.055).powf(2.4)
            }
        })
        .collect();
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn stands_out(front: &[&str], grounds: &[&str], least: f64) {
    let colours = colours();
    for theme in [0, 1] {
        for one in front {
            for ground in grounds {
                let got = contrast(&colours[*one][theme], &colours[*ground][theme]);
                assert!(got >= least, "{one} on {ground}, theme {theme}: {got:.2}");
            }
        }
    }
}

#[test]
fn text_can_be_read_on_every_ground() {
    stands_out(&["ink", "soft"], &["paper", "sheet", "well", "tint"], 4.5);
    stands_out(
        &["brand", "brand-deep", "alarm"],
        &["paper", "sheet", "tint"],
        4.5,
    );
    stands_out(&["on-brand"], &["brand", "brand-deep"], 4.5);
    stands_out(&["on-demo"], &["demo"], 4.5);
    stands_out(&["ink"], &["masked-tint", "sealed-tint"], 4.5);
    stands_out(&["masked"], &["paper"], 4.5);
    for state in ["open", "masked", "locked", "sealed", "alarm"] {
        stands_out(&[state], &[&format!("{state}-tint")], 4.5);
    }
}

#[test]
fn the_edges_of_fields_and_the_focus_can_be_seen() {
    stands_out(&["edge", "focus"], &["paper", "sheet"], 3.0);
    stands_out(&["focus"], &["tint", "demo"], 3.0);
    stands_out(&["open", "alarm"], &["paper"], 3.0);
}

#[test]
fn contrast_is_measured_as_the_standard_says() {
    assert!((contrast("#fff", "#000000") - 21.0).abs() < 0.01);
    assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01);
}
